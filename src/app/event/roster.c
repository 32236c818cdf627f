#include "app/event/roster.h"

#include "app/event/event_read.h"
#include "app/event/roster.sql.h"
#include "app/event/series.h"
#include "app/person/person.h"

const struct roster_part roster_parts[ROSTER_PARTS] = {
	{ "frugal", N_("A frugal meeting") }, { "plain_meal", N_("A plain meal") }, { "conduct", N_("Discipline") },
};
/* The lines of the checklist, by handbook M0.28 (no banners, no printed papers, no tea served again and again, no show, no image
 * projects), M0.29 (one bowl of stew and two buns, or noodles), M0.27 and M0.31 (number ones in person, discipline, modest learning). */
const struct roster_line roster_lines[ROSTER_LINES] = {
	{ "banner", N_("No banners or slogans are hung"), 0, NULL },
	{ "printed", N_("No papers are printed for visitors"), 0, "sheets" },
	{ "tea", N_("Tea is not served again and again"), 0, NULL },
	{ "show", N_("Nothing is rehearsed or staged for the visit"), 0, NULL },
	{ "image", N_("No image projects are shown"), 0, NULL },
	{ "meal", N_("A simple meal: one bowl of stew with two buns, or one bowl of noodles"), 1, "yuan" },
	{ "number_one", N_("Heads of units come in person"), 2, NULL },
	{ "discipline", N_("The discipline of the meeting is kept"), 2, NULL },
	{ "modest", N_("Visitors learn modestly and take something home"), 2, NULL },
};

static int line_of(struct sv code)
{
	for (int i = 0; i < ROSTER_LINES; i++)
		if (sv_is(code, roster_lines[i].code))
			return i;
	return -1;
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

enum rc roster_of_event(struct ctx *cx, struct db *db, int64_t event, struct guest **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct guest *all = NEW(cx->a, struct guest, ROSTER_MAX);
	struct stmt *st = db_query(db, &roster_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		if (n < ROSTER_MAX)
			all[n++] = (struct guest){ .post = col_int(st, 0), .must = col_int(st, 1) != 0, .state = col_sv(st, 2, cx->a), .by = col_sv(st, 3, cx->a),
							 .reason = col_sv(st, 4, cx->a), .post_name = col_sv(st, 5, cx->a),
							 .unit_name = col_sv(st, 6, cx->a), .unit_path = col_sv(st, 7, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc roster_checks(struct ctx *cx, struct db *db, int64_t event, struct roster_check ret[ROSTER_LINES])
{
	enum rc rc;
	struct stmt *st = db_query(db, &roster_checks_of);
	memset(ret, 0, ROSTER_LINES * sizeof(*ret));
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc)) {
		int i = line_of(col_sv(st, 0, cx->a));
		if (i >= 0)
			ret[i] = (struct roster_check){ .told = true, .kept = col_int(st, 1) != 0, .amount = col_dec(st, 2), .note = col_sv(st, 3, cx->a),
						       .at = col_int(st, 4), .post = col_int(st, 5) };
	}
	return rc;
}

static int part_of(struct sv code)
{
	for (int i = 0; i < ROSTER_PARTS; i++)
		if (sv_is(code, roster_parts[i].code))
			return i;
	return -1;
}

enum rc roster_cites(struct ctx *cx, struct db *db, const struct event *e, struct roster_cite ret[ROSTER_PARTS])
{
	enum rc rc;
	struct sv of_series[ROSTER_PARTS];
	TRY(series_cites(cx, db, e->series, e->ended_at, of_series));
	for (int i = 0; i < ROSTER_PARTS; i++)
		ret[i] = (struct roster_cite){ .cites = of_series[i] };
	struct stmt *st = db_query(db, &roster_cites_of);
	bind_int(st, 1, e->id);
	while (db_step(cx, st, &rc)) {
		int i = part_of(col_sv(st, 0, cx->a));
		if (i >= 0)
			ret[i] = (struct roster_cite){ .cites = col_sv(st, 1, cx->a), .own = true };
	}
	return rc;
}

enum rc event_absent(struct ctx *cx, struct db *db, int64_t event, int64_t **ret_units, size_t *ret_n)
{
	enum rc rc;
	int64_t *all = NEW(cx->a, int64_t, ROSTER_MAX);
	struct stmt *st = db_query(db, &roster_absent);
	*ret_n = 0;
	bind_int(st, 1, event);
	bind_int(st, 2, ROSTER_MAX);
	while (db_step(cx, st, &rc))
		all[(*ret_n)++] = col_int(st, 0);
	*ret_units = all;
	return rc;
}

/* ---- acts ------------------------------------------------------------------------------------------------------------ */

static const struct field expect_fields[] = {
	{ .name = "posts", .type = FIELD_REFS, .required = true, .of = "person", .max = ROSTER_MAX, .label = N_("Posts") },
	{ .name = "must", .type = FIELD_BOOL, .label = N_("They come in person, nobody instead of them") },
};
static const struct field attend_fields[] = {
	{ .name = "post", .type = FIELD_REF, .required = true, .of = "person", .label = N_("Post") },
	{ .name = "state", .type = FIELD_ENUM, .required = true, .of = "present|substitute|absent", .label = N_("Came") },
	{ .name = "by", .type = FIELD_LINE, .max = 60, .label = N_("Post that came instead") },
	{ .name = "reason", .type = FIELD_LINE, .max = 200, .label = N_("Reason") },
};
static const struct field check_fields[] = {
	{ .name = "line", .type = FIELD_ENUM, .required = true, .of = ROSTER_LINE_CODES, .label = N_("Line of the checklist") },
	{ .name = "kept", .type = FIELD_ENUM, .required = true, .of = "yes|no", .label = N_("Observed") },
	{ .name = "amount", .type = FIELD_DEC, .min = 0, .max = 100000, .label = N_("Sheets printed, or yuan a head") },
	{ .name = "note", .type = FIELD_LINE, .max = 200, .label = N_("Note") },
};
static const struct field cite_fields[] = {
	{ .name = "part", .type = FIELD_ENUM, .required = true, .of = ROSTER_PART_CODES, .label = N_("What is based on it") },
	{ .name = "cites", .type = FIELD_LINE, .max = ROSTER_CITES_MAX, .label = N_("Document number and article; left empty: as the series says") },
};
struct day_state {
	struct event e;
	struct guest *guest;
	size_t n_guest;
};

static enum rc day_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct day_state *s = NEW(cx->a, struct day_state, 1);
	*ret_state = s;
	TRY(event_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	return roster_of_event(cx, db, s->e.id, &s->guest, &s->n_guest);
}

static enum rc posts_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(day_load(cx, db, in, ret_state, ret));
	const struct value *posts = field(&in->fields, "posts");
	for (size_t i = 0; i < posts->n_refs; i++) {
		struct post p;
		TRY(post_get(cx, db, posts->refs[i], &p));
	}
	return RC_OK;
}

static enum rc not_cancelled(struct ctx *cx, const struct event *e)
{
	return !sv_is(e->state, "cancelled") ? RC_OK : fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
}

static enum rc expect_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct day_state *s = state;
	const struct value *posts = field(&in->fields, "posts");
	TRY(not_cancelled(cx, &s->e));
	if (s->n_guest + posts->n_refs > ROSTER_MAX)
		return fail_at(cx, RC_LIMIT, "posts", "event.roster", N_("At most %d posts stand on the list of those expected."), ROSTER_MAX);
	struct js *list = js_set(facts, "posts", js_arr(cx->a));
	for (size_t i = 0; i < posts->n_refs; i++)
		js_push(list, js_int(cx->a, posts->refs[i]));
	js_set_bool(cx->a, facts, "must", field(&in->fields, "must")->i != 0);
	return RC_OK;
}

static enum rc expect_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *posts = js_get(facts, "posts");
	for (const struct js *p = posts ? posts->first : NULL; p; p = p->next) {
		struct stmt *st = db_query(db, &roster_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, p->i);
		bind_int(st, 3, js_get_bool(facts, "must"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static enum rc attend_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct day_state *s = state;
	const struct fields *f = &in->fields;
	const struct guest *g = NULL;
	bool instead = sv_is(field_sv(f, "state"), "substitute"), absent = sv_is(field_sv(f, "state"), "absent");
	TRY(not_cancelled(cx, &s->e));
	for (size_t i = 0; i < s->n_guest; i++)
		if (s->guest[i].post == field_ref(f, "post"))
			g = &s->guest[i];
	if (!g)
		return fail_at(cx, RC_INVALID, "post", "event.guest", N_("This post does not stand on the list of those expected; put it there first."));
	if (instead && !field(f, "by")->present)
		return fail_at(cx, RC_INVALID, "by", "event.instead", N_("Write which post came instead."));
	if ((absent || (instead && g->must)) && !field(f, "reason")->present)
		return fail_at(cx, RC_INVALID, "reason", "event.absent", N_("Write the reason: this post was to come in person."));
	js_set_int(cx->a, facts, "post", g->post);
	js_set_sv(cx->a, facts, "state", field_sv(f, "state"));
	js_set_sv(cx->a, facts, "by", instead ? field_sv(f, "by") : SV(""));
	js_set_sv(cx->a, facts, "reason", field(f, "reason")->present ? field_sv(f, "reason") : SV(""));
	return RC_OK;
}

static enum rc attend_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &roster_set);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "post", 0));
	bind_sv(st, 3, js_get_sv(facts, "state"));
	bind_sv(st, 4, js_get_sv(facts, "by"));
	bind_sv(st, 5, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

static enum rc check_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct day_state *s = state;
	const struct fields *f = &in->fields;
	int i = line_of(field_sv(f, "line"));
	bool kept = sv_is(field_sv(f, "kept"), "yes");
	TRY(not_cancelled(cx, &s->e));
	if (field(f, "amount")->present && !roster_lines[i].unit)
		return fail_at(cx, RC_INVALID, "amount", "event.amount", N_("This line takes no number."));
	if (!kept && !field(f, "note")->present)
		return fail_at(cx, RC_INVALID, "note", "event.not_kept", N_("Write what was not kept."));
	js_set_sv(cx->a, facts, "line", field_sv(f, "line"));
	js_set_bool(cx->a, facts, "kept", kept);
	js_set_dec(cx->a, facts, "amount", field(f, "amount")->d);
	js_set_sv(cx->a, facts, "note", field(f, "note")->present ? field_sv(f, "note") : SV(""));
	return RC_OK;
}

static enum rc check_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &roster_check_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "line"));
	bind_int(st, 3, js_get_bool(facts, "kept"));
	bind_dec(st, 4, js_get_dec(facts, "amount", (struct dec){ 0 }));
	bind_sv(st, 5, js_get_sv(facts, "note"));
	bind_int(st, 6, row->at);
	bind_int(st, 7, row->actor);
	return db_run(cx, st);
}

static enum rc cite_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct day_state *s = state;
	TRY(not_cancelled(cx, &s->e));
	js_set_sv(cx->a, facts, "part", field_sv(&in->fields, "part"));
	js_set_sv(cx->a, facts, "cites", sv_or_empty(field_sv(&in->fields, "cites")));
	return RC_OK;
}

static enum rc cite_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct sv cites = js_get_sv(facts, "cites");
	struct stmt *st = db_query(db, cites.n ? &roster_cite_put : &roster_cite_drop);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "part"));
	if (cites.n)
		bind_sv(st, 3, cites);
	return db_run(cx, st);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "roster.expect", .version = 1, .label = N_("Say who is to come"), .fields = expect_fields, .n_fields = COUNT(expect_fields), BY_OFFICE,
	  .load = posts_load, .decide = expect_decide, .apply = expect_apply },
	{ .name = "roster.attend", .version = 1, .label = N_("Note who came"), .fields = attend_fields, .n_fields = COUNT(attend_fields), BY_OFFICE,
	  .load = day_load, .decide = attend_decide, .apply = attend_apply },
	{ .name = "roster.check", .version = 1, .label = N_("Note a line of the checklist"), .fields = check_fields, .n_fields = COUNT(check_fields), BY_OFFICE,
	  .load = day_load, .decide = check_decide, .apply = check_apply },
	{ .name = "roster.cite", .version = 1, .label = N_("Cite the document of a part of the checklist"), .fields = cite_fields, .n_fields = COUNT(cite_fields), BY_OFFICE,
	  .load = day_load, .decide = cite_decide, .apply = cite_apply },
};

/* ---- views ------------------------------------------------------------------------------------------------------------ */

static const struct column roster_columns[] = {
	{ "unit", FIELD_LINE, N_("Unit") }, { "post", FIELD_LINE, N_("Post") }, { "must", FIELD_BOOL, N_("in person") }, { "state", FIELD_ENUM, N_("Came") },
	{ "by", FIELD_LINE, N_("Post that came instead") }, { "reason", FIELD_LINE, N_("Reason") },
};

static enum rc roster_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct event e;
	struct guest *g;
	size_t n;
	TRY(event_seen(cx, db, in, &e));
	TRY(roster_of_event(cx, db, e.id, &g, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_sv(cx->a, o, "unit", g[i].unit_name);
		js_set_int(cx->a, o, "post_id", g[i].post);
		js_set_sv(cx->a, o, "post", g[i].post_name);
		js_set_bool(cx->a, o, "must", g[i].must);
		js_set_sv(cx->a, o, "state", g[i].state);
		/* Why somebody did not come is for the office that asked and for that one's own unit. */
		bool told = scope_holds(&in->scope, e.owner_path) || scope_holds(&in->scope, g[i].unit_path);
		js_set_sv(cx->a, o, "by", told ? g[i].by : SV(""));
		js_set_sv(cx->a, o, "reason", told ? g[i].reason : SV(""));
	}
	return RC_OK;
}

static const struct column check_columns[] = {
	{ "line", FIELD_ENUM, N_("Line of the checklist") }, { "text", FIELD_LINE, N_("Line of the checklist") }, { "told", FIELD_BOOL, N_("noted") }, { "kept", FIELD_BOOL, N_("Observed") },
	{ "amount", FIELD_DEC, N_("Sheets printed, or yuan a head") }, { "note", FIELD_LINE, N_("Note") },
	{ "part", FIELD_ENUM, N_("Part of the checklist") }, { "cites", FIELD_LINE, N_("Document number and article") },
};

static enum rc checks_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct event e;
	struct roster_check c[ROSTER_LINES];
	struct roster_cite cite[ROSTER_PARTS];
	TRY(event_seen(cx, db, in, &e));
	TRY(roster_checks(cx, db, e.id, c));
	TRY(roster_cites(cx, db, &e, cite));
	for (int i = 0; i < ROSTER_LINES; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_sv(cx->a, o, "line", sv_of(roster_lines[i].code));
		const struct roster_line *line = &roster_lines[i];
		js_set_sv(cx->a, o, "part", sv_of(roster_parts[line->part].code));
		js_set_sv(cx->a, o, "group", sv_of(tr(cx->lang, roster_parts[line->part].label)));
		js_set_sv(cx->a, o, "cites", cite[line->part].cites);
		js_set_bool(cx->a, o, "own", cite[line->part].own);
		js_set_sv(cx->a, o, "text", sv_of(tr(cx->lang, roster_lines[i].text)));
		js_set_bool(cx->a, o, "told", c[i].told);
		js_set_bool(cx->a, o, "kept", c[i].kept);
		js_set_dec(cx->a, o, "amount", c[i].amount);
		js_set_sv(cx->a, o, "unit", line->unit ? sv_of(line->unit) : SV(""));
		js_set_sv(cx->a, o, "note", c[i].told ? c[i].note : SV(""));
	}
	return RC_OK;
}

static const struct view_def views[] = {
	{ .name = "roster.list", .label = N_("Who came"), .columns = roster_columns, .n_columns = COUNT(roster_columns), .roles = ROLE_OFFICE | ROLE_LEADER,
	  .of_one = true, .query = roster_query },
	{ .name = "roster.checks", .label = N_("The checklist"), .columns = check_columns, .n_columns = COUNT(check_columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = checks_query },
};

const struct noun roster_noun = {
	.name = "roster", .label = N_("Who came, and how it was held"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = roster_tables, .n_tables = &roster_tables_n, .resolve = event_resolve,
};
