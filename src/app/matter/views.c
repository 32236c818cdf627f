#include "app/matter/views.h"

#include "app/matter/export.h"
#include "app/person/person.h"
#include "store/journal.h"

#define LIGHTS "not_started|on_pace|ahead|behind|due_soon|overdue|awaiting_verification|closed|suspended|withdrawn"

/* The store's today; where the door has no clock, the day of the last act. */
static enum rc today_of(struct ctx *cx, struct db *db, struct day *ret)
{
	int64_t seq, at = cx->now;
	if (!at)
		TRY(journal_last_seq(cx, db, &seq, &at));
	*ret = day_of_instant(at);
	return RC_OK;
}

enum rc matter_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	int64_t no;
	struct matter m;
	if (!sv_int(name, &no) || no <= 0)
		return fail(cx, RC_NOT_FOUND, "matter.name", N_("A matter is called by its number, such as 0623."));
	TRY(matter_by_no(cx, db, no, &m));
	*ret_id = m.id;
	return RC_OK;
}

/* ---- matter.list ------------------------------------------------------------------------------------------------ */

static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = MATTER_STATES, .label = N_("State") },
	{ .name = "light", .type = FIELD_ENUM, .of = LIGHTS, .label = N_("Light") },
	{ .name = "kind", .type = FIELD_ENUM, .of = MATTER_KINDS, .label = N_("Kind") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
	{ .name = "owner", .type = FIELD_REF, .of = "unit", .label = N_("Supervising office") },
	{ .name = "list", .type = FIELD_LINE, .max = 200, .label = N_("List") },
	{ .name = "text", .type = FIELD_LINE, .max = 100, .label = N_("Words") },
	{ .name = "owes", .type = FIELD_ENUM, .of = MATTER_OWES, .label = N_("Waits for") },
	{ .name = "open", .type = FIELD_BOOL, .label = N_("Only what is under way") },
	{ .name = "overdue", .type = FIELD_BOOL, .label = N_("Only the overdue") },
	{ .name = "due_from", .type = FIELD_DAY, .label = N_("Deadline from") },
	{ .name = "due_to", .type = FIELD_DAY, .label = N_("Deadline to") },
	{ .name = "import", .type = FIELD_INT, .label = N_("Import") },
};

static const struct column list_columns[] = {
	{ "no", FIELD_LINE, N_("No.") }, { "title", FIELD_LINE, N_("Matter") }, { "leads", FIELD_LINE, N_("Lead units") },
	{ "assists", FIELD_LINE, N_("Assisting units") }, { "sponsor", FIELD_LINE, N_("Responsible leader") },
	{ "due", FIELD_DAY, N_("Deadline") }, { "percent", FIELD_DEC, N_("Percent done") }, { "state", FIELD_ENUM, N_("State") },
	{ "light", FIELD_ENUM, N_("Light") }, { "days_overdue", FIELD_INT, N_("Days overdue") },
};

enum rc matter_filter_read(struct ctx *cx, const struct fields *in, struct matter_filter *ret)
{
	(void)cx;
	struct matter_filter f = { .unit = field_ref(in, "unit"), .owner = field_ref(in, "owner"), .list = field_sv(in, "list"),
				   .text = field_sv(in, "text"), .owes = field_sv(in, "owes"), .due_from = field_day(in, "due_from"),
				   .due_to = field_day(in, "due_to") };
	f.has_state = field(in, "state")->present;
	f.has_kind = field(in, "kind")->present;
	f.has_light = field(in, "light")->present;
	if (f.has_state)
		(void)matter_state_parse(field_sv(in, "state"), &f.state);
	if (f.has_kind)
		(void)matter_kind_parse(field_sv(in, "kind"), &f.kind);
	if (f.has_light)
		(void)light_parse(field_sv(in, "light"), &f.light);
	f.open = field(in, "open")->present && field(in, "open")->i;
	if (field(in, "overdue")->present && field(in, "overdue")->i) {
		f.has_light = true;
		f.light = LIGHT_OVERDUE;
	}
	f.import = field(in, "import")->present ? field(in, "import")->i : 0;
	*ret = f;
	return RC_OK;
}

static void light_into(struct arena *a, struct js *o, const struct light_view *v)
{
	js_set_sv(a, o, "light", sv_of(light_look(v->light)->name));
	js_set_int(a, o, "days_left", v->days_left);
	js_set_int(a, o, "days_overdue", v->days_overdue);
	if (v->has_pace)
		js_set_dec(a, o, "pace", dec_round(v->pace, 2));
	else
		js_set(o, "pace", js_null(a));
}

static struct js *short_js(struct arena *a, const struct matter *m, const struct light_view *v)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", m->id);
	js_set_sv(a, o, "no", matter_no_text(a, m->no));
	js_set_sv(a, o, "kind", sv_of(matter_kind_name(m->kind)));
	js_set_sv(a, o, "list", m->list);
	js_set_sv(a, o, "source_no", m->source_no);
	js_set_sv(a, o, "category", m->category);
	js_set_sv(a, o, "title", m->title);
	js_set_sv(a, o, "owner_name", m->owner_name);
	js_set_sv(a, o, "sponsor", m->sponsor);
	js_set_day(a, o, "due", m->due);
	js_set_sv(a, o, "due_kind", sv_of(due_kind_name(m->due_kind)));
	if (m->percent.u == PERCENT_NONE.u)
		js_set(o, "percent", js_null(a));
	else
		js_set_dec(a, o, "percent", m->percent);
	js_set_sv(a, o, "state", sv_of(matter_state_name(m->state)));
	light_into(a, o, v);
	js_set_sv(a, o, "progress", m->progress);
	js_set_instant(a, o, "progress_at", m->progress_at);
	js_set_int(a, o, "seq", m->seq);
	return o;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct matter_filter f;
	struct matter_row *r;
	struct day today;
	size_t n;
	bool more;
	int64_t after = 0;
	TRY(view_after(cx, in, &after));
	TRY(matter_filter_read(cx, &in->filters, &f));
	TRY(today_of(cx, db, &today));
	TRY(matter_list(cx, db, &in->scope, &f, today, after, in->limit, &r, &n, &more));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, short_js(cx->a, &r[i].m, &r[i].light));
		js_set_sv(cx->a, o, "leads", r[i].leads);
		js_set_sv(cx->a, o, "assists", r[i].assists);
	}
	if (more && n)
		*ret_after = arena_printf(cx->a, "%lld", (long long)r[n - 1].m.no);
	return RC_OK;
}

static struct ledger_line line_of(struct ctx *cx, const struct matter_row *r)
{
	const struct matter *m = &r->m;
	return (struct ledger_line){
		.key = arena_printf(cx->a, "m%lld", (long long)m->id), .no = matter_no_text(cx->a, m->no), .source_no = m->source_no,
		.list = m->list, .title = m->title, .goal = m->goal, .leads = r->leads, .assists = r->assists, .sponsor = m->sponsor,
		.due = m->due, .due_text = m->due_text, .progress = m->progress, .problem = m->problem, .next_step = m->next_step,
		.state = sv_of(tr(cx->lang, matter_state_word(m->state))), .light = sv_of(tr(cx->lang, light_look(r->light.light)->word)),
		.note = m->note, .has_percent = m->percent.u != PERCENT_NONE.u, .percent = m->percent,
	};
}

enum rc matter_export(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		      const char *path, struct sv title, int64_t *ret_rows)
{
	enum { MOST = 100000 };
	struct matter_row *r;
	size_t n;
	bool more;
	TRY(matter_list(cx, db, s, f, today, 0, MOST, &r, &n, &more));
	struct ledger_line *l = NEW(cx->a, struct ledger_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		TRY(matter_get(cx, db, r[i].m.id, &r[i].m));
		l[i] = line_of(cx, &r[i]);
	}
	*ret_rows = (int64_t)n;
	return ledger_write(cx, path, title, sv_of(tr(cx->lang, N_("Classification: internal"))), l, n);
}

/* ---- matter.show, matter.timeline -------------------------------------------------------------------------------- */

static void put_moment(struct ctx *cx, struct js *list, const struct moment *t)
{
	struct arena *a = cx->a;
	struct js *o = js_push(list, js_obj(a));
	js_set_int(a, o, "seq", t->seq);
	js_set_instant(a, o, "at", t->at);
	js_set_sv(a, o, "post", t->post_name);
	js_set_sv(a, o, "act", sv_of(t->act));
	js_set_sv(a, o, "label", sv_of(tr(cx->lang, t->label)));
	js_set_sv(a, o, "via", t->via);
	js_set_sv(a, o, "unit", t->unit_name);
	js_set_sv(a, o, "text", t->text);
	if (t->percent.u != PERCENT_NONE.u)
		js_set_dec(a, o, "percent", t->percent);
	if (t->said_by.n) {
		js_set_sv(a, o, "on_behalf_of", t->said_by);
		js_set_sv(a, o, "means", t->means);
	}
	if (t->result.n)
		js_set_sv(a, o, "result", t->result);
	if (day_is(t->new_due)) {
		js_set_day(a, o, "old_due", t->old_due);
		js_set_day(a, o, "new_due", t->new_due);
	}
	js_set_bool(a, o, "erased", t->erased);
}

static enum rc timeline_into(struct ctx *cx, struct db *db, const struct matter *m, int limit, struct js *list)
{
	struct moment *t;
	size_t n;
	TRY(matter_timeline(cx, db, m, limit, &t, &n));
	for (size_t i = 0; i < n; i++)
		put_moment(cx, list, &t[i]);
	return RC_OK;
}

static enum rc timeline_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct matter m;
	TRY(matter_get(cx, db, in->subject, &m));
	TRY(matter_visible(cx, db, &m, &in->scope));
	return timeline_into(cx, db, &m, in->limit, rows);
}

static enum rc duties_into(struct ctx *cx, struct db *db, int64_t id, struct js *o)
{
	struct duty *d;
	size_t n;
	TRY(matter_duties(cx, db, id, &d, &n));
	struct js *list = js_set(o, "assignments", js_arr(cx->a));
	for (size_t i = 0; i < n; i++) {
		struct js *e = js_push(list, js_obj(cx->a));
		js_set_int(cx->a, e, "unit", d[i].unit);
		js_set_sv(cx->a, e, "unit_name", d[i].unit_name);
		js_set_sv(cx->a, e, "role", sv_of(assignment_role_name(d[i].role)));
		js_set_sv(cx->a, e, "state", sv_of(assignment_state_name(d[i].state)));
		js_set_bool(cx->a, e, "no_return", d[i].no_return);
		js_set_sv(cx->a, e, "reason", d[i].reason);
		js_set_instant(cx->a, e, "acked_at", d[i].acked_at);
		js_set_instant(cx->a, e, "done_at", d[i].done_at);
	}
	return RC_OK;
}

static enum rc extensions_into(struct ctx *cx, struct db *db, int64_t id, struct js *o)
{
	struct extension *e;
	size_t n;
	TRY(matter_extensions(cx, db, id, &e, &n));
	struct js *list = js_set(o, "extensions", js_arr(cx->a));
	for (size_t i = 0; i < n; i++) {
		struct js *x = js_push(list, js_obj(cx->a));
		js_set_day(cx->a, x, "old_due", e[i].old_due);
		js_set_day(cx->a, x, "new_due", e[i].new_due);
		js_set_sv(cx->a, x, "state", e[i].state);
		js_set_sv(cx->a, x, "reason", e[i].reason);
		js_set_sv(cx->a, x, "answer", e[i].answer);
		js_set_instant(cx->a, x, "asked_at", e[i].asked_at);
		js_set_instant(cx->a, x, "decided_at", e[i].decided_at);
	}
	return RC_OK;
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct matter m;
	struct day today;
	struct arena *a = cx->a;
	TRY(matter_get(cx, db, in->subject, &m));
	TRY(matter_visible(cx, db, &m, &in->scope));
	TRY(today_of(cx, db, &today));
	struct light_view light = matter_light_of(&m, today);
	struct js *o = js_push(rows, js_obj(a)), *all = matter_js(a, &m);
	for (const struct js *c = all->first; c; c = c->next) {
		if (sv_is(c->key, "no"))
			js_set_sv(a, o, "no", matter_no_text(a, m.no));
		else if (sv_is(c->key, "contact"))
			js_set_bool(a, o, "has_contact", m.contact.n > 0);
		else if ((sv_is(c->key, "money") || sv_is(c->key, "extra")) && c->s.n)
			js_set(o, arena_cstr(a, c->key), js_parse(a, c->s, &(const char *){ "" }, &(int){ 0 }, &(int){ 0 }));
		else if (sv_ends(c->key, SV("_at")))
			js_set_instant(a, o, arena_cstr(a, c->key), c->i);
		else
			js_set(o, arena_cstr(a, c->key), js_again(a, c));
	}
	js_set_sv(a, o, "owner_name", m.owner_name);
	js_set_sv(a, o, "verifier_name", m.verifier_name);
	light_into(a, o, &light);
	TRY(duties_into(cx, db, m.id, o));
	TRY(extensions_into(cx, db, m.id, o));
	return timeline_into(cx, db, &m, in->limit > 0 ? in->limit : 100, js_set(o, "timeline", js_arr(a)));
}

static const struct column show_columns[] = {
	{ "no", FIELD_LINE, N_("No.") }, { "title", FIELD_LINE, N_("Matter") }, { "owner_name", FIELD_LINE, N_("Supervising office") },
	{ "goal", FIELD_TEXT, N_("Goal") }, { "due", FIELD_DAY, N_("Deadline") }, { "percent", FIELD_DEC, N_("Percent done") },
	{ "progress", FIELD_TEXT, N_("Progress") }, { "state", FIELD_ENUM, N_("State") }, { "light", FIELD_ENUM, N_("Light") },
};
static const struct column timeline_columns[] = {
	{ "at", FIELD_LINE, N_("When") }, { "post", FIELD_LINE, N_("Who") }, { "label", FIELD_LINE, N_("What") },
	{ "unit", FIELD_LINE, N_("Unit") }, { "text", FIELD_TEXT, N_("Text") },
};

/* ---- matter.overdue, matter.summary, matter.imports --------------------------------------------------------------- */

static const struct column overdue_columns[] = {
	{ "no", FIELD_LINE, N_("No.") }, { "title", FIELD_LINE, N_("Matter") }, { "unit_name", FIELD_LINE, N_("Unit") },
	{ "due", FIELD_DAY, N_("Deadline") }, { "days_overdue", FIELD_INT, N_("Days overdue") }, { "post_name", FIELD_LINE, N_("To be called") },
	{ "chased_at", FIELD_LINE, N_("Last call") }, { "chase_result", FIELD_ENUM, N_("Result of the call") },
};

static enum rc overdue_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct chase_row *r;
	struct day today;
	size_t n;
	TRY(today_of(cx, db, &today));
	TRY(matter_overdue(cx, db, &in->scope, today, in->limit, &r, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, short_js(cx->a, &r[i].m, &r[i].light));
		js_set_int(cx->a, o, "unit", r[i].unit);
		js_set_sv(cx->a, o, "unit_name", r[i].unit_name);
		js_set_int(cx->a, o, "post", r[i].post);
		js_set_sv(cx->a, o, "post_name", r[i].post_name);
		js_set_bool(cx->a, o, "has_phone", r[i].has_phone);
		js_set_instant(cx->a, o, "chased_at", r[i].chased_at);
		js_set_sv(cx->a, o, "chase_result", r[i].chase_result);
	}
	return RC_OK;
}

static const struct column summary_columns[] = {
	{ "what", FIELD_ENUM, N_("What") }, { "name", FIELD_ENUM, N_("Name") }, { "count", FIELD_INT, N_("Count") },
};

static void put_count(struct arena *a, struct js *rows, const char *what, struct sv name, int64_t n)
{
	struct js *o = js_push(rows, js_obj(a));
	js_set_sv(a, o, "what", sv_of(what));
	js_set_sv(a, o, "name", name);
	js_set_int(a, o, "count", n);
}

static enum rc summary_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct matter_filter f;
	struct matter_count c;
	struct day today;
	TRY(matter_filter_read(cx, &in->filters, &f));
	TRY(today_of(cx, db, &today));
	TRY(matter_counts(cx, db, &in->scope, &f, today, &c));
	put_count(cx->a, rows, "total", SV(""), c.total);
	for (int i = 0; i < MATTER_STATE_COUNT_; i++)
		if (c.state[i])
			put_count(cx->a, rows, "state", sv_of(matter_state_name((enum matter_state)i)), c.state[i]);
	for (int i = 0; i < LIGHT_COUNT_; i++)
		if (c.light[i])
			put_count(cx->a, rows, "light", sv_of(light_look((enum light)i)->name), c.light[i]);
	return RC_OK;
}

static const struct column imports_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "list", FIELD_LINE, N_("List") }, { "file_name", FIELD_LINE, N_("File") },
	{ "state", FIELD_ENUM, N_("State") }, { "made", FIELD_INT, N_("Made") }, { "changed", FIELD_INT, N_("Changed") },
	{ "begun_at", FIELD_LINE, N_("When") },
};

static enum rc imports_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct matter_import *r;
	size_t n;
	int64_t before = JS_INT_MAX;
	TRY(view_after(cx, in, &before));
	TRY(matter_imports(cx, db, before, in->limit, &in->scope, &r, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", r[i].id);
		js_set_sv(cx->a, o, "list", r[i].list);
		js_set_sv(cx->a, o, "file_name", r[i].file_name);
		js_set_sv(cx->a, o, "file_digest", r[i].file_digest);
		js_set_sv(cx->a, o, "state", r[i].state);
		js_set_int(cx->a, o, "announced", r[i].announced);
		js_set_int(cx->a, o, "counted", r[i].counted);
		js_set_sv(cx->a, o, "explanation", r[i].explanation);
		js_set_int(cx->a, o, "made", r[i].made);
		js_set_int(cx->a, o, "changed", r[i].changed);
		js_set_instant(cx->a, o, "begun_at", r[i].begun_at);
		js_set_instant(cx->a, o, "done_at", r[i].done_at);
		js_set_sv(cx->a, o, "reason", r[i].reason);
	}
	if ((int)n == in->limit)
		*ret_after = arena_printf(cx->a, "%lld", (long long)r[n - 1].id);
	return RC_OK;
}

#define SEEN_BY .roles = ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM

const struct view_def matter_views[MATTER_VIEWS] = {
	{ .name = "matter.list", .label = N_("List matters"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), SEEN_BY, .query = list_query },
	{ .name = "matter.show", .label = N_("Show a matter"), .columns = show_columns, .n_columns = COUNT(show_columns), SEEN_BY,
	  .of_one = true, .query = show_query },
	{ .name = "matter.timeline", .label = N_("What happened to a matter"), .columns = timeline_columns,
	  .n_columns = COUNT(timeline_columns), SEEN_BY, .of_one = true, .query = timeline_query },
	{ .name = "matter.overdue", .label = N_("Whom to call about the overdue"), .columns = overdue_columns,
	  .n_columns = COUNT(overdue_columns), SEEN_BY, .query = overdue_query },
	{ .name = "matter.summary", .label = N_("Count matters by state and light"), .filters = list_filters,
	  .n_filters = COUNT(list_filters), .columns = summary_columns, .n_columns = COUNT(summary_columns), SEEN_BY,
	  .query = summary_query },
	{ .name = "matter.imports", .label = N_("Lists that came in"), .columns = imports_columns, .n_columns = COUNT(imports_columns),
	  .roles = ROLE_OFFICE | ROLE_AUDITADMIN | ROLE_SYSTEM, .query = imports_query },
};

enum rc matter_linkable(struct ctx *cx, struct db *db, const struct act_in *in, const char *at)
{
	static const struct view_def seen = { .name = "matter.list", .roles = ROLE_STAFF };
	struct matter m;
	struct scope scope;
	struct ctx probe = *cx;
	if (!field_ref(&in->fields, at))
		return RC_OK;
	ctx_forget(&probe);
	enum rc rc = person_scope(&probe, db, &in->actor, &seen, &scope);
	if (rc == RC_OK)
		rc = matter_get(&probe, db, field_ref(&in->fields, at), &m);
	if (rc == RC_OK)
		rc = matter_visible(&probe, db, &m, &scope);
	return rc == RC_OK ? RC_OK : fail_at(cx, RC_INVALID, at, "matter.unseen", N_("There is no such matter that this post may see."));
}
