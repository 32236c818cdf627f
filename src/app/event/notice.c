/* Notices 会议通知 of an event to those concerned: what they say is the plan itself, so nobody types it a second time, and a plan that was
 * changed since is told.  Nobody confirms one: no receipts, no chains of "got it" (ux.md 1). */
#include "app/event/event.h"

#include "app/event/event_read.h"
#include "app/event/notice.sql.h"
#include "app/event/roster.h"
#include "base/buf.h"
#include "base/hash.h"
#include "store/corridor.h"
#include "web/fmt.h"
#include "web/out.h"

enum { NOTICES_MAX = 50, TEXT_MAX = 1024 * 1024, UNITS_MAX = 400 };

/* ---- what it says --------------------------------------------------------------------------------------------------------- */

/* On a tour the road between the sites takes its time too: its hours are those of the route. */
struct sv event_hour(struct arena *a, const struct event *e, int minutes)
{
	int at = e->begins + minutes;
	return e->begins < 0 || (minutes && sv_is(e->kind, "tour")) ? SV("") : arena_printf(a, "%d:%02d", at / 60 % 24, at % 60);
}

static event_route_fn *route_of;

void event_use_route(event_route_fn *fn)
{
	route_of = fn;
}

enum rc event_hours(struct ctx *cx, struct db *db, const struct event *e, const struct event_slot *slot, size_t n, struct sv **ret)
{
	int passed = 0, *on_road = NEW(cx->a, int, n + 1);
	bool tour = route_of && sv_is(e->kind, "tour");
	*ret = NEW(cx->a, struct sv, n + 1);
	if (tour)
		TRY(route_of(cx, db, e, slot, n, on_road));
	for (size_t i = 0; i < n; passed += slot[i++].minutes)
		(*ret)[i] = !tour ? event_hour(cx->a, e, passed) : on_road[i] < 0 ? SV("") : arena_printf(cx->a, "%d:%02d", on_road[i] / 60 % 24, on_road[i] % 60);
	return RC_OK;
}

static struct sv say(const struct ctx *cx, const char *msgid)
{
	return sv_of(tr(cx->lang, msgid));
}

static void put_agenda(struct ctx *cx, struct buf *b, const struct event_slot *slot, const struct sv *hour, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct event_slot *s = &slot[i];
		buf_printf(b, "%lld. ", (long long)s->no);
		if (hour[i].n)
			buf_printf(b, "%.*s ", SV_ARG(hour[i]));
		buf_printf(b, "%.*s", SV_ARG(s->unit ? s->name : s->title));
		if (s->speaker.n)
			buf_printf(b, " %.*s", SV_ARG(s->speaker));
		if (s->unit && s->title.n)
			buf_printf(b, " %.*s", SV_ARG(s->title));
		if (s->minutes)
			buf_printf(b, " %.*s", SV_ARG(arena_tr(cx->a, cx->lang, N_("%d minutes"), s->minutes)));
		buf_puts(b, "\n");
	}
}

static enum rc put_guests(struct ctx *cx, struct db *db, struct buf *b, const struct event *e)
{
	struct guest *g;
	size_t n;
	TRY(roster_of_event(cx, db, e->id, &g, &n));
	if (n)
		buf_printf(b, "%.*s\n", SV_ARG(say(cx, N_("Who comes:"))));
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%.*s %.*s%.*s\n", SV_ARG(g[i].unit_name), SV_ARG(g[i].post_name), SV_ARG(g[i].must ? say(cx, N_(" (in person)")) : SV("")));
	return RC_OK;
}

enum rc event_notice_text(struct ctx *cx, struct db *db, const struct event *e, struct sv bring, struct sv *ret)
{
	struct event_slot *slot;
	size_t n;
	struct sv *hours;
	struct unit owner;
	struct buf b = buf_new(cx->a, TEXT_MAX);
	struct sv hour = event_hour(cx->a, e, 0);
	TRY(event_slots(cx, db, e->id, &slot, &n));
	TRY(event_hours(cx, db, e, slot, n, &hours));
	TRY(unit_get(cx, db, e->owner, &owner));
	buf_printf(&b, "%.*s\n", SV_ARG(arena_tr(cx->a, cx->lang, N_("Notice: %.*s"), SV_ARG(e->name))));
	buf_printf(&b, "%.*s %.*s\n", SV_ARG(arena_tr(cx->a, cx->lang, N_("When: %.*s"), SV_ARG(fmt_day_long(cx->a, cx->lang, e->day)))), SV_ARG(hour));
	if (e->place.n || e->host_name.n)
		buf_printf(&b, "%.*s\n", SV_ARG(arena_tr(cx->a, cx->lang, N_("Where: %.*s"), SV_ARG(e->place.n ? e->place : e->host_name))));
	if (n)
		buf_printf(&b, "%.*s\n", SV_ARG(say(cx, N_("Agenda:"))));
	put_agenda(cx, &b, slot, hours, n);
	TRY(put_guests(cx, db, &b, e));
	if (bring.n)
		buf_printf(&b, "%.*s\n", SV_ARG(arena_tr(cx->a, cx->lang, N_("Please note: %.*s"), SV_ARG(bring))));
	buf_printf(&b, "%.*s\n", SV_ARG(owner.name));
	*ret = buf_sv(&b);
	return !b.over ? RC_OK : fail(cx, RC_LIMIT, "notice.long", N_("This notice would be too long."));
}

/* The notice in one language, so that a reader's language changes nothing. */
enum rc event_notice_digest(struct ctx *cx, struct db *db, const struct event *e, struct sv bring, struct sv *ret)
{
	enum lang own = cx->lang;
	struct sv text = SV("");
	cx->lang = LANG_ZH;
	enum rc rc = event_notice_text(cx, db, e, bring, &text);
	cx->lang = own;
	struct digest d = HASH(HASH_SHA256, text);
	*ret = hex_text(cx->a, digest_sv(&d));
	return rc;
}

enum rc event_notices(struct ctx *cx, struct db *db, int64_t event, struct event_notice **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct event_notice *all = NEW(cx->a, struct event_notice, NOTICES_MAX);
	struct stmt *st = db_query(db, &notices_of);
	bind_int(st, 1, event);
	bind_int(st, 2, NOTICES_MAX);
	while (db_step(cx, st, &rc))
		all[n++] = (struct event_notice){ .no = col_int(st, 0), .bring = col_sv(st, 1, cx->a), .digest = col_sv(st, 2, cx->a), .at = col_int(st, 3),
						  .author = col_int(st, 4) };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* ---- notice.issue ------------------------------------------------------------------------------------------------------------ */

static const struct field issue_fields[] = {
	{ .name = "bring", .type = FIELD_LINE, .max = 300, .label = N_("What they should know or bring; none: nothing beyond the plan") },
};

struct issue_state {
	struct event e;
	struct event_notice *notice;
	size_t n, n_unit;
	int64_t unit[UNITS_MAX];
	struct sv digest;
};

static enum rc issue_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct issue_state *s = NEW(cx->a, struct issue_state, 1);
	*ret_state = s;
	TRY(event_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	TRY(event_notices(cx, db, s->e.id, &s->notice, &s->n));
	struct stmt *st = db_query(db, &notice_concerned);
	bind_int(st, 1, s->e.id);
	while (db_step(cx, st, &rc))
		if (s->n_unit < UNITS_MAX)
			s->unit[s->n_unit++] = col_int(st, 0);
	TRY(rc);
	return event_notice_digest(cx, db, &s->e, sv_or_empty(field_sv(&in->fields, "bring")), &s->digest);
}

static enum rc issue_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct issue_state *s = state;
	TRY(event_going_on(cx, &s->e));
	if (s->e.rehearsal)
		return fail(cx, RC_CONFLICT, "notice.rehearsal", N_("A rehearsal is the office's own: no unit gets a notice of it."));
	if (!s->n_unit)
		return fail(cx, RC_CONFLICT, "notice.nobody", N_("Nobody is concerned yet: write the agenda, name the host, or say who is expected."));
	if (s->n && sv_eq(s->notice[0].digest, s->digest))
		return fail(cx, RC_CONFLICT, "notice.same", N_("Notice no. %lld says the same: nothing was changed since."), (long long)s->notice[0].no);
	js_set_int(cx->a, facts, "no", s->n ? s->notice[0].no + 1 : 1);
	js_set_sv(cx->a, facts, "bring", sv_or_empty(field_sv(&in->fields, "bring")));
	js_set_sv(cx->a, facts, "digest", s->digest);
	struct js *units = js_set(facts, "units", js_arr(cx->a));
	for (size_t i = 0; i < s->n_unit; i++)
		js_push(units, js_int(cx->a, s->unit[i]));
	return RC_OK;
}

static enum rc issue_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &notice_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "no", 0));
	bind_sv(st, 3, js_get_sv(facts, "bring"));
	bind_sv(st, 4, js_get_sv(facts, "digest"));
	bind_int(st, 5, row->at);
	bind_int(st, 6, row->actor);
	TRY(db_run(cx, st));
	const struct js *units = js_get(facts, "units");
	for (const struct js *u = units ? units->first : NULL; u; u = u->next) {
		st = db_query(db, &notice_unit_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, u->i);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static const struct act_def acts[] = {
	{ .name = "notice.issue", .version = 1, .label = N_("Issue the notice"), .fields = issue_fields, .n_fields = COUNT(issue_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER } }, .load = issue_load, .decide = issue_decide, .apply = issue_apply },
};

/* ---- reading ------------------------------------------------------------------------------------------------------------------ */

static const struct column list_columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "issued", FIELD_LINE, N_("Issued") }, { "bring", FIELD_LINE, N_("Please note") }, { "current", FIELD_BOOL, N_("As the plan stands now") },
	{ "text", FIELD_TEXT, N_("Text") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct event e;
	struct event_notice *notice;
	size_t n;
	TRY(event_seen(cx, db, in, &e));
	TRY(event_notices(cx, db, e.id, &notice, &n));
	for (size_t i = 0; i < n; i++) {
		struct sv digest, text = SV("");
		struct js *o = js_push(rows, js_obj(cx->a));
		TRY(event_notice_digest(cx, db, &e, notice[i].bring, &digest));
		js_set_int(cx->a, o, "no", notice[i].no);
		js_set_instant(cx->a, o, "issued", notice[i].at);
		js_set_sv(cx->a, o, "bring", notice[i].bring);
		js_set_bool(cx->a, o, "current", sv_eq(digest, notice[i].digest));
		if (i > 0)
			continue;
		TRY(event_notice_text(cx, db, &e, notice[i].bring, &text));
		js_set_sv(cx->a, o, "text", text);
	}
	return RC_OK;
}

static const struct view_def views[] = {
	{ .name = "notice.list", .label = N_("Notices of an event"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = list_query },
};

const struct noun notice_noun = {
	.name = "notice", .label = N_("Notices of events"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = notice_tables, .n_tables = &notice_tables_n, .resolve = event_resolve,
};

/* "3. 9:16 区委书记 半年述职, 8 minutes": what the units of the scope do there. */
static enum rc own_slots(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope, struct sv *ret)
{
	size_t n;
	struct sv *hour;
	struct event_slot *slot;
	struct buf b = buf_new(cx->a, 4096);
	TRY(event_slots(cx, db, e->id, &slot, &n));
	TRY(event_hours(cx, db, e, slot, n, &hour));
	for (size_t i = 0; i < n && b.n <= 2000; i++) {
		const struct event_slot *s = &slot[i];
		if (!s->path.n || !scope_holds(scope, s->path))
			continue;
		buf_printf(&b, "%s%lld. %.*s%s%.*s %.*s %.*s", b.n ? "; " : "", (long long)s->no, SV_ARG(hour[i]), hour[i].n ? " " : "", SV_ARG(s->short_name),
			   SV_ARG(s->speaker), SV_ARG(s->title));
		if (s->minutes)
			buf_printf(&b, " %.*s", SV_ARG(arena_tr(cx->a, cx->lang, N_("%d minutes"), s->minutes)));
	}
	*ret = buf_sv(&b);
	return RC_OK;
}

/* Does the plan as it stands now concern a unit of the scope? */
static enum rc concerned(struct ctx *cx, struct db *db, int64_t event, const struct scope *scope, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &notice_concerned);
	*ret = false;
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		*ret |= scope_holds(scope, col_sv(st, 1, cx->a));
	return rc;
}

enum rc events_ahead(struct ctx *cx, struct db *db, const struct scope *scope, struct day today, struct event_ahead **ret, size_t *ret_n)
{
	enum rc rc;
	int64_t id[EVENTS_AHEAD];
	size_t n = 0;
	struct event_ahead *all = NEW(cx->a, struct event_ahead, EVENTS_AHEAD);
	struct stmt *st = db_query(db, &notices_ahead);
	bind_day(st, 1, today);
	scope_bind(st, 2, scope);
	bind_int(st, 10, EVENTS_AHEAD);
	while (db_step(cx, st, &rc))
		id[n++] = col_int(st, 0);
	TRY(rc);
	for (size_t i = 0; i < n; i++) {
		struct event_notice *notice;
		size_t k;
		struct sv digest;
		TRY(event_get(cx, db, id[i], &all[i].e));
		TRY(event_notices(cx, db, id[i], &notice, &k));
		TRY(own_slots(cx, db, &all[i].e, scope, &all[i].own));
		TRY(event_notice_digest(cx, db, &all[i].e, notice[0].bring, &digest));
		TRY(concerned(cx, db, id[i], scope, &all[i].concerned));
		all[i].notice = notice[0];
		all[i].changed = !sv_eq(digest, notice[0].digest);
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}
