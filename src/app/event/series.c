#include "app/event/series.h"

#include "app/event/series.sql.h"
#include "core/score/draw.h"
#include "core/spoken.h"
#include "store/journal.h"

/* ---- reading ------------------------------------------------------------------------------------------------------- */

static void row(const struct stmt *st, struct arena *a, struct series *ret)
{
	*ret = (struct series){
		.id = col_int(st, 0), .owner = col_int(st, 1), .name = col_sv(st, 2, a), .kind = col_sv(st, 3, a), .rhythm = col_sv(st, 4, a),
		.level = col_sv(st, 5, a), .gap = col_int(st, 6), .document = col_sv(st, 7, a), .since = col_day(st, 8), .state = col_sv(st, 9, a),
		.copied_from = col_int(st, 10), .owner_path = col_sv(st, 11, a),
	};
}

enum rc series_get(struct ctx *cx, struct db *db, int64_t id, struct series *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &series_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "series.none", N_("There is no such series.")) : rc;
}

enum rc series_hosts(struct ctx *cx, struct db *db, const struct series *s, struct series_host **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	int64_t session = 0;
	struct arena *a = cx->a;
	struct series_host *all = NEW(a, struct series_host, SERIES_HOSTS_MAX);
	struct stmt *st = db_query(db, &series_hosts_of);
	bind_int(st, 1, s->id);
	while (db_step(cx, st, &rc))
		if (n < SERIES_HOSTS_MAX)
			all[n++] = (struct series_host){ .unit = col_int(st, 0), .name = col_sv(st, 1, a) };
	TRY(rc);
	st = db_query(db, &series_sessions);
	bind_int(st, 1, s->id);
	while (db_step(cx, st, &rc)) {
		session++;
		for (size_t i = 0; i < n; i++)
			if (all[i].unit == col_int(st, 0)) {
				if (sv_is(col_sv(st, 2, a), "ended") || col_int(st, 3))
					all[i].times++;
				else
					all[i].planned++;
				all[i].last = session;
			}
	}
	TRY(rc);
	struct host *h = NEW(a, struct host, n + 1);
	for (size_t i = 0; i < n; i++) {
		/* Where two have waited alike, a ticket that anybody can make decides: SHA-256 of the series' name and the unit. */
		h[i].unit = arena_printf(a, "%lld", (long long)all[i].unit);
		h[i].times = all[i].times + all[i].planned;
		h[i].last = all[i].last;
		h[i].ticket = draw_ticket(s->name, h[i].unit);
	}
	rotation_order(a, h, n, session + 1, s->gap < (int64_t)n ? s->gap : (int64_t)n);
	struct series_host *order = NEW(a, struct series_host, n + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (sv_eq(h[i].unit, arena_printf(a, "%lld", (long long)all[k].unit))) {
				order[i] = all[k];
				order[i].waits = h[i].waits;
			}
	*ret = order;
	*ret_n = n;
	return RC_OK;
}

enum rc series_counted(struct ctx *cx, struct db *db, int64_t id, struct series_count *ret)
{
	enum rc rc;
	*ret = (struct series_count){ .last = DAY_NONE };
	struct stmt *st = db_query(db, &series_held);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		ret->sessions = col_int(st, 0);
		ret->hosts = col_int(st, 1);
		ret->last = ret->sessions ? col_day(st, 2) : DAY_NONE;
	}
	TRY(rc);
	st = db_query(db, &series_slots_count);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		ret->slots = col_int(st, 0);
	return rc;
}

enum rc series_rhythm(struct ctx *cx, struct db *db, const struct series *s, struct day today, struct rhythm_state *ret)
{
	enum rc rc;
	size_t n = 0, room = 64;
	struct day *held = NEW(cx->a, struct day, room);
	struct window now = rhythm_window(rhythm_of(s->rhythm), s->since, today);
	struct stmt *st = db_query(db, &series_sessions);
	bind_int(st, 1, s->id);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct day *more = NEW(cx->a, struct day, room * 2);
			memcpy(more, held, room * sizeof(*more));
			held = more;
			room *= 2;
		}
		/* A session planned for a time that is over was not held; the present window waits for no other one. */
		if (col_day(st, 1).n >= now.from.n || !sv_is(col_sv(st, 2, cx->a), "planned"))
			held[n++] = col_day(st, 1);
	}
	*ret = rhythm_check(rhythm_of(s->rhythm), s->since, today, held, n);
	return rc;
}

enum rc series_next_number(struct ctx *cx, struct db *db, int64_t id, int year, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &series_last_number);
	bind_int(st, 1, id);
	bind_day(st, 2, day_of_civil(year, 1, 1));
	bind_day(st, 3, day_of_civil(year, 12, 31));
	*ret = 1;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0) + 1;
	return rc;
}

enum rc series_takes(struct ctx *cx, const struct series *s, int64_t owner, struct sv kind)
{
	if (s->owner != owner)
		return fail_at(cx, RC_INVALID, "series", "event.series", N_("This series is of another office; copy it to the lower level first."));
	if (sv_is(s->state, "ended"))
		return fail_at(cx, RC_CONFLICT, "series", "series.ended", N_("This series has ended."));
	struct sv its = spoken_head(cx->a, cx->lang, spoken(cx->a, cx->lang, "series", "kind", s->kind));
	struct sv this = spoken_head(cx->a, cx->lang, spoken(cx->a, cx->lang, "event", "kind", kind));
	return sv_eq(s->kind, kind) ? RC_OK :
		fail_at(cx, RC_INVALID, "series", "event.series_kind", N_("This series is of the kind \"%.*s\", the event of the kind \"%.*s\": an event belongs to a series of its own kind."),
			SV_ARG(its), SV_ARG(this));
}

enum rc series_cites(struct ctx *cx, struct db *db, int64_t id, int64_t at, struct sv ret[ROSTER_PARTS])
{
	enum rc rc;
	struct stmt *st = db_query(db, &series_cites_of);
	for (int i = 0; i < ROSTER_PARTS; i++)
		ret[i] = SV("");
	bind_int(st, 1, id);
	bind_int(st, 2, at);
	while (db_step(cx, st, &rc))
		for (int i = 0; i < ROSTER_PARTS; i++)
			if (sv_is(col_sv(st, 0, cx->a), roster_parts[i].code))
				ret[i] = col_sv(st, 1, cx->a);
	return rc;
}

/* ---- acts ------------------------------------------------------------------------------------------------------------ */

static const struct field plan_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit whose office holds it") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 2, .max = 80, .label = N_("Name") },
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = EVENT_KINDS, .label = N_("Kind") },
	{ .name = "rhythm", .type = FIELD_ENUM, .required = true, .of = RHYTHM_WORDS, .label = N_("How often") },
	{ .name = "level", .type = FIELD_ENUM, .of = SERIES_LEVELS, .label = N_("Level") },
	{ .name = "hosts", .type = FIELD_REFS, .of = "unit", .max = SERIES_HOSTS_MAX, .label = N_("Hosts, in official order") },
	{ .name = "gap", .type = FIELD_INT, .min = 1, .max = SERIES_HOSTS_MAX, .label = N_("No host twice within so many sessions") },
	{ .name = "document", .type = FIELD_LINE, .max = 120, .label = N_("Document with the rules of the series") },
};
static const struct field hosts_fields[] = {
	{ .name = "hosts", .type = FIELD_REFS, .required = true, .of = "unit", .max = SERIES_HOSTS_MAX, .label = N_("Hosts, in official order") },
};
static const struct field cite_fields[] = {
	{ .name = "part", .type = FIELD_ENUM, .required = true, .of = "rules|" ROSTER_PART_CODES, .label = N_("What is based on it") },
	{ .name = "cites", .type = FIELD_LINE, .max = ROSTER_CITES_MAX, .label = N_("Document number and article; left empty: none") },
};
static const struct field copy_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit whose office holds the copy") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 2, .max = 80, .label = N_("Name") },
	{ .name = "level", .type = FIELD_ENUM, .of = SERIES_LEVELS, .label = N_("Level") },
	{ .name = "document", .type = FIELD_LINE, .max = 120, .label = N_("Document with the rules of the series") },
};

struct series_state {
	struct series s;
	struct unit owner;
	int64_t stray;               /* a host outside the owner's place */
};

static enum rc load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct series_state *s = NEW(cx->a, struct series_state, 1);
	bool owned = sv_is(sv_of(in->def->name), "series.plan") || sv_is(sv_of(in->def->name), "series.copy");
	*ret_state = s;
	if (in->subject)
		TRY(series_get(cx, db, in->subject, &s->s));
	int64_t owner = owned ? field_ref(&in->fields, "owner") : s->s.owner;
	if (!owner)
		return RC_OK;
	TRY(unit_get(cx, db, owner, &s->owner));
	target_add(ret, AT_OWNER, owner);
	bool hosted = sv_is(sv_of(in->def->name), "series.plan") || sv_is(sv_of(in->def->name), "series.hosts");
	const struct value *hosts = hosted ? field(&in->fields, "hosts") : NULL;
	for (size_t i = 0; hosts && i < hosts->n_refs && !s->stray; i++) {
		bool inside = false;
		TRY(unit_within(cx, db, hosts->refs[i], owner, &inside));
		if (!inside)
			s->stray = hosts->refs[i];
	}
	return RC_OK;
}

static enum rc hosts_decide(struct ctx *cx, const struct series_state *s, const struct value *hosts, struct js *facts)
{
	struct js *list = js_set(facts, "hosts", js_arr(cx->a));
	if (s->stray)
		return fail_at(cx, RC_INVALID, "hosts", "series.stray", N_("Unit #%lld lies outside the place of this office."), (long long)s->stray);
	for (size_t i = 0; i < hosts->n_refs; i++) {
		for (size_t k = 0; k < i; k++)
			if (hosts->refs[k] == hosts->refs[i])
				return fail_at(cx, RC_INVALID, "hosts", "series.twice", N_("Unit #%lld stands among the hosts twice."), (long long)hosts->refs[i]);
		js_push(list, js_int(cx->a, hosts->refs[i]));
	}
	return RC_OK;
}

static void put_head(struct ctx *cx, struct js *facts, const struct act_in *in, struct sv kind, struct sv rhythm, int64_t gap, int64_t copied)
{
	struct sv level = field_sv(&in->fields, "level"), document = field_sv(&in->fields, "document");
	js_set_int(cx->a, facts, "owner", field_ref(&in->fields, "owner"));
	js_set_sv(cx->a, facts, "name", field_sv(&in->fields, "name"));
	js_set_sv(cx->a, facts, "kind", kind);
	js_set_sv(cx->a, facts, "rhythm", rhythm);
	js_set_sv(cx->a, facts, "level", sv_or_empty(level));
	js_set_int(cx->a, facts, "gap", gap);
	js_set_sv(cx->a, facts, "document", sv_or_empty(document));
	js_set_day(cx->a, facts, "since", day_of_instant(in->at));
	js_set_int(cx->a, facts, "copied_from", copied);
}

static enum rc plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct series_state *s = state;
	const struct value *gap = field(&in->fields, "gap");
	TRY(hosts_decide(cx, s, field(&in->fields, "hosts"), facts));
	*subject = fresh_id(fresh);
	put_head(cx, facts, in, field_sv(&in->fields, "kind"), field_sv(&in->fields, "rhythm"), gap->present ? gap->i : 1, 0);
	return RC_OK;
}

/* A lower level takes over kind and rhythm and makes its own rules; its hosts are its own units. */
static enum rc copy_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct series_state *s = state;
	if (s->owner.id == s->s.owner)
		return fail_at(cx, RC_INVALID, "owner", "series.own", N_("This office holds the series already: name the office of the lower level."));
	*subject = fresh_id(fresh);
	js_set(facts, "hosts", js_arr(cx->a));
	put_head(cx, facts, in, s->s.kind, s->s.rhythm, 1, s->s.id);
	return RC_OK;
}

static enum rc runs(struct ctx *cx, const struct series_state *s)
{
	return sv_is(s->s.state, "running") ? RC_OK : fail(cx, RC_CONFLICT, "series.ended", N_("This series has ended."));
}

static enum rc set_hosts_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	TRY(runs(cx, state));
	return hosts_decide(cx, state, field(&in->fields, "hosts"), facts);
}

static enum rc end_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject, (void)facts;
	return runs(cx, state);
}

static enum rc cite_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	TRY(runs(cx, state));
	js_set_sv(cx->a, facts, "part", field_sv(&in->fields, "part"));
	js_set_sv(cx->a, facts, "cites", sv_or_empty(field_sv(&in->fields, "cites")));
	return RC_OK;
}

static enum rc cite_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	bool rules = sv_is(js_get_sv(facts, "part"), "rules");
	struct stmt *st = db_query(db, rules ? &series_set_document : &series_cite_put);
	bind_int(st, 1, r->subject);
	if (rules) {
		bind_sv(st, 2, js_get_sv(facts, "cites"));
		return db_run(cx, st);
	}
	bind_sv(st, 2, js_get_sv(facts, "part"));
	bind_int(st, 3, r->seq);
	bind_int(st, 4, r->at);
	bind_sv(st, 5, js_get_sv(facts, "cites"));
	return db_run(cx, st);
}

static enum rc put_hosts(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	const struct js *hosts = js_get(facts, "hosts");
	int64_t no = 0;
	struct stmt *st = db_query(db, &series_hosts_drop);
	bind_int(st, 1, r->subject);
	TRY(db_run(cx, st));
	for (const struct js *h = hosts ? hosts->first : NULL; h; h = h->next) {
		st = db_query(db, &series_host_put);
		bind_int(st, 1, r->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, h->i);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static enum rc plan_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &series_put);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_sv(st, 3, js_get_sv(facts, "name"));
	bind_sv(st, 4, js_get_sv(facts, "kind"));
	bind_sv(st, 5, js_get_sv(facts, "rhythm"));
	bind_sv(st, 6, js_get_sv(facts, "level"));
	bind_int(st, 7, js_get_int(facts, "gap", 1));
	bind_sv(st, 8, js_get_sv(facts, "document"));
	bind_day(st, 9, js_get_day(facts, "since"));
	bind_int(st, 10, js_get_int(facts, "copied_from", 0));
	TRY(db_run(cx, st));
	return put_hosts(cx, db, r, facts);
}

static enum rc end_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &series_set_ended);
	bind_int(st, 1, r->subject);
	return db_run(cx, st);
}

/* ---- views ------------------------------------------------------------------------------------------------------------ */

static struct js *series_js(struct arena *a, const struct series *s)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", s->id);
	js_set_sv(a, o, "name", s->name);
	js_set_sv(a, o, "kind", s->kind);
	js_set_sv(a, o, "rhythm", s->rhythm);
	js_set_sv(a, o, "level", s->level);
	js_set_sv(a, o, "document", s->document);
	js_set_day(a, o, "since", s->since);
	js_set_sv(a, o, "state", s->state);
	return o;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &series_page);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct series s;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		row(st, cx->a, &s);
		js_push(rows, series_js(cx->a, &s));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

/* Its counters, whose turn it is, and whether it missed its rhythm. */
static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct series s;
	struct series_host *h;
	struct series_count c;
	struct rhythm_state r;
	struct sv cites[ROSTER_PARTS];
	struct arena *a = cx->a;
	size_t n;
	TRY(series_get(cx, db, in->subject, &s));
	if (!scope_holds(&in->scope, s.owner_path))
		return fail(cx, RC_NOT_FOUND, "series.none", N_("There is no such series."));
	TRY(series_hosts(cx, db, &s, &h, &n));
	TRY(series_counted(cx, db, s.id, &c));
	TRY(series_rhythm(cx, db, &s, day_of_instant(cx->now), &r));
	TRY(series_cites(cx, db, s.id, 0, cites));
	struct js *o = js_push(rows, series_js(a, &s)), *hosts = js_set(o, "hosts", js_arr(a));
	js_set_int(a, o, "sessions", c.sessions);
	js_set_int(a, o, "different_hosts", c.hosts);
	js_set_int(a, o, "slots", c.slots);
	js_set_int(a, o, "missed", r.missed);
	js_set_bool(a, o, "waits", r.waits);
	for (size_t i = 0; i < n; i++) {
		struct js *x = js_push(hosts, js_obj(a));
		js_set_int(a, x, "unit", h[i].unit);
		js_set_sv(a, x, "name", h[i].name);
		js_set_int(a, x, "times", h[i].times);
		js_set_int(a, x, "planned", h[i].planned);
		js_set_bool(a, x, "waits", h[i].waits);
	}
	struct js *parts = js_set(o, "cites", js_arr(a));
	for (int i = 0; i < ROSTER_PARTS; i++) {
		struct js *x = js_push(parts, js_obj(a));
		js_set_sv(a, x, "part", sv_of(roster_parts[i].code));
		js_set_sv(a, x, "cites", cites[i]);
	}
	return RC_OK;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "kind", FIELD_ENUM, N_("Kind") }, { "rhythm", FIELD_ENUM, N_("How often") },
	{ "level", FIELD_ENUM, N_("Level") }, { "document", FIELD_LINE, N_("Document") }, { "state", FIELD_ENUM, N_("State") },
};
static const struct view_def views[] = {
	{ .name = "series.list", .label = N_("List series"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "series.show", .label = N_("Show a series"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = show_query },
};

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return noun_called(cx, db, &series_called, name, "series.none", N_("There is no such series."), ret_id);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "series.plan", .version = 1, .label = N_("Begin a series"), .fields = plan_fields, .n_fields = COUNT(plan_fields), BY_OFFICE,
	  .creates = true, .load = load, .decide = plan_decide, .apply = plan_apply },
	{ .name = "series.hosts", .version = 1, .label = N_("Change the hosts"), .fields = hosts_fields, .n_fields = COUNT(hosts_fields), BY_OFFICE,
	  .load = load, .decide = set_hosts_decide, .apply = put_hosts },
	{ .name = "series.cite", .version = 1, .label = N_("Set a document of the series"), .fields = cite_fields, .n_fields = COUNT(cite_fields), BY_OFFICE,
	  .load = load, .decide = cite_decide, .apply = cite_apply },
	{ .name = "series.copy", .version = 1, .label = N_("Copy it to a lower level"), .fields = copy_fields, .n_fields = COUNT(copy_fields), BY_OFFICE,
	  .load = load, .decide = copy_decide, .apply = plan_apply },
	{ .name = "series.end", .version = 1, .label = N_("End the series"), BY_OFFICE, .load = load, .decide = end_decide, .apply = end_apply },
};

const struct noun series_noun = {
	.name = "series", .label = N_("Series"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = series_tables, .n_tables = &series_tables_n, .resolve = resolve,
};
