#include "app/report/report.h"

#include "app/person/person.h"
#include "app/report/pages.h"
#include "app/report/queries.sql.h"
#include "base/utf8.h"

static const char *const batch_names[REPORT_BATCHES][2] = { { "sign_projects", "sign_money" }, { "start_projects", "start_money" },
							    { "run_projects", "run_money" } };

enum rc report_of(struct ctx *cx, struct db *db, int64_t event, int64_t unit, struct unit_report *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &report_get);
	*ret = (struct unit_report){ .event = event, .unit = unit };
	bind_int(st, 1, event);
	bind_int(st, 2, unit);
	while (db_step(cx, st, &rc)) {
		ret->no = col_int(st, 0);
		ret->done = col_sv(st, 1, cx->a);
		ret->ahead = col_sv(st, 2, cx->a);
		for (int i = 0; i < REPORT_BATCHES; i++)
			ret->batch[i] = (struct report_batch){ col_int(st, 3 + 2 * i), col_dec(st, 4 + 2 * i) };
		ret->at = col_int(st, 9);
		ret->author = col_int(st, 10);
		ret->behalf = col_int(st, 11) != 0;
	}
	return rc;
}

/* ---- report.write --------------------------------------------------------------------------------------------------------- */

const struct field report_fields[REPORT_FIELDS] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit that reports") },
	{ .name = "done", .type = FIELD_TEXT, .required = true, .min = 10, .max = REPORT_CHARS, .label = N_("Work done in the period that is over") },
	{ .name = "ahead", .type = FIELD_TEXT, .required = true, .min = 10, .max = REPORT_CHARS, .label = N_("Work ahead") },
	{ .name = "sign_projects", .type = FIELD_INT, .max = 100000, .label = N_("Projects to be signed") },
	{ .name = "sign_money", .type = FIELD_DEC, .max = 1000000, .label = N_("Investment to be signed, in 100 million yuan") },
	{ .name = "start_projects", .type = FIELD_INT, .max = 100000, .label = N_("Projects to be started") },
	{ .name = "start_money", .type = FIELD_DEC, .max = 1000000, .label = N_("Investment to be started, in 100 million yuan") },
	{ .name = "run_projects", .type = FIELD_INT, .max = 100000, .label = N_("Projects to go into production") },
	{ .name = "run_money", .type = FIELD_DEC, .max = 1000000, .label = N_("Investment to go into production, in 100 million yuan") },
};

struct write_state {
	struct event e;
	struct unit_report before;
	bool listed, behalf;
};

static enum rc write_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct write_state *s = NEW(cx->a, struct write_state, 1);
	struct event_slot *slot;
	struct post post;
	size_t n;
	bool own = false;
	int64_t unit = field_ref(&in->fields, "unit");
	*ret_state = s;
	TRY(event_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	if (!unit) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(event_slots(cx, db, s->e.id, &slot, &n));
	for (size_t i = 0; i < n; i++)
		s->listed |= slot[i].unit == unit;
	/* A rehearsal is the office's own; and who is not on the agenda has no part in it. */
	if (s->listed && !s->e.rehearsal)
		target_add(ret, AT_UNIT, unit);
	TRY(report_of(cx, db, s->e.id, unit, &s->before));
	if (in->actor.post) {
		TRY(post_get(cx, db, in->actor.post, &post));
		TRY(unit_within(cx, db, post.unit, unit, &own));
	}
	s->behalf = !own;
	return RC_OK;
}

static enum rc write_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct write_state *s = state;
	const struct fields *f = &in->fields;
	enum rc rc = RC_OK;
	TRY(event_going_on(cx, &s->e));
	if (!s->listed)
		return fail_at(cx, RC_INVALID, "unit", "report.unit", N_("This unit does not stand on the agenda."));
	if (sv_is(s->e.state, "under_way") && s->before.no)
		return fail(cx, RC_CONFLICT, "report.given", N_("The event has begun: the report stays as the jurors were given it."));
	for (int i = 0; i < REPORT_BATCHES; i++)
		if (field(f, batch_names[i][1])->present && !field(f, batch_names[i][0])->present)
			rc = fail_at(cx, RC_INVALID, batch_names[i][0], "report.projects", N_("An investment is given: say of how many projects."));
	TRY(rc);
	js_set_int(cx->a, facts, "unit", field_ref(f, "unit"));
	js_set_int(cx->a, facts, "no", s->before.no + 1);
	js_set_sv(cx->a, facts, "done", field_sv(f, "done"));
	js_set_sv(cx->a, facts, "ahead", field_sv(f, "ahead"));
	for (int i = 0; i < REPORT_BATCHES; i++) {
		const struct value *projects = field(f, batch_names[i][0]), *money = field(f, batch_names[i][1]);
		js_set_int(cx->a, facts, batch_names[i][0], projects->present ? projects->i : -1);
		js_set_dec(cx->a, facts, batch_names[i][1], money->present ? money->d : (struct dec){ 0 });
	}
	js_set_bool(cx->a, facts, "behalf", s->behalf);
	return RC_OK;
}

static enum rc write_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &report_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "unit", 0));
	bind_int(st, 3, js_get_int(facts, "no", 0));
	bind_sv(st, 4, js_get_sv(facts, "done"));
	bind_sv(st, 5, js_get_sv(facts, "ahead"));
	for (int i = 0; i < REPORT_BATCHES; i++) {
		bind_int(st, 6 + 2 * i, js_get_int(facts, batch_names[i][0], -1));
		bind_dec(st, 7 + 2 * i, js_get_dec(facts, batch_names[i][1], (struct dec){ 0 }));
	}
	bind_int(st, 12, row->at);
	bind_int(st, 13, row->actor);
	bind_int(st, 14, js_get_bool(facts, "behalf"));
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "report.write", .version = 1, .label = N_("Hand in the report of a unit"), .fields = report_fields, .n_fields = REPORT_FIELDS,
	  .who = { { ROLE_UNIT, AT_UNIT }, { ROLE_OFFICE, AT_OWNER } }, .load = write_load, .decide = write_decide, .apply = write_apply },
};

/* ---- report.list ------------------------------------------------------------------------------------------------------------- */

static const struct column columns[] = {
	{ "unit_name", FIELD_LINE, N_("Unit") }, { "handed_in", FIELD_LINE, N_("Handed in at") }, { "done", FIELD_TEXT, N_("Work done in the period that is over") },
	{ "ahead", FIELD_TEXT, N_("Work ahead") }, { "sign_projects", FIELD_INT, N_("Projects to be signed") },
	{ "sign_money", FIELD_DEC, N_("Investment to be signed, in 100 million yuan") }, { "start_projects", FIELD_INT, N_("Projects to be started") },
	{ "start_money", FIELD_DEC, N_("Investment to be started, in 100 million yuan") }, { "run_projects", FIELD_INT, N_("Projects to go into production") },
	{ "run_money", FIELD_DEC, N_("Investment to go into production, in 100 million yuan") },
};

enum rc report_lines(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope, struct report_line **ret, size_t *ret_n)
{
	struct event_slot *slot;
	size_t n, k = 0;
	TRY(event_slots(cx, db, e->id, &slot, &n));
	struct report_line *all = NEW(cx->a, struct report_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool again = slot[i].unit == 0;
		for (size_t j = 0; j < i && !again; j++)
			again = slot[j].unit == slot[i].unit;
		if (again)
			continue;
		TRY(unit_get(cx, db, slot[i].unit, &all[k].unit));
		if (!scope_holds(scope, e->owner_path) && !scope_holds(scope, all[k].unit.path))
			continue;
		all[k].speaker = slot[i].speaker;
		TRY(report_of(cx, db, e->id, slot[i].unit, &all[k++].r));
	}
	*ret = all;
	*ret_n = k;
	return RC_OK;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct event e;
	struct report_line *line;
	size_t n;
	(void)ret_after;
	TRY(event_get(cx, db, in->subject, &e));
	TRY(event_visible(cx, db, &e, &in->scope));
	TRY(report_lines(cx, db, &e, &in->scope, &line, &n));
	for (size_t i = 0; i < n; i++) {
		const struct unit_report *r = &line[i].r;
		struct sv post = SV("");
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "unit", line[i].unit.id);
		js_set_sv(cx->a, o, "unit_name", line[i].unit.name);
		js_set_instant(cx->a, o, "handed_in", r->at);
		js_set_sv(cx->a, o, "done", r->done);
		js_set_sv(cx->a, o, "ahead", r->ahead);
		for (int k = 0; k < REPORT_BATCHES && r->no; k++) {
			if (r->batch[k].projects < 0)
				continue;
			js_set_int(cx->a, o, batch_names[k][0], r->batch[k].projects);
			js_set_dec(cx->a, o, batch_names[k][1], r->batch[k].money);
		}
		if (r->no)
			TRY(post_label(cx, db, r->author, &post));
		js_set_sv(cx->a, o, "post", post);
		js_set_int(cx->a, o, "no", r->no);
		js_set_bool(cx->a, o, "behalf", r->behalf);
	}
	return RC_OK;
}

static const struct view_def views[] = {
	{ .name = "report.list", .label = N_("Reports for an event"), .columns = columns, .n_columns = COUNT(columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = list_query },
};

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return event_noun.resolve(cx, db, name, ret_id);
}

const struct noun report_noun = {
	.name = "report", .label = N_("Reports of units"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = report_tables, .n_tables = &report_tables_n, .resolve = resolve,
};
