/* How a matter comes to be: drafted by the office, instructed by a leader, brought by a list; and edited while
 * it is a draft. */
#include "app/matter/deeds.h"

#include "app/matter/queries.sql.h"

#define ABOUT(REQ)                                                                                                        \
	{ .name = "kind", .type = FIELD_ENUM, .required = (REQ), .of = MATTER_KINDS, .label = N_("Kind") },               \
	{ .name = "title", .type = FIELD_LINE, .required = (REQ), .max = 500, .label = N_("Matter") },                     \
	{ .name = "list", .type = FIELD_LINE, .max = 200, .label = N_("List") },                                           \
	{ .name = "source_no", .type = FIELD_LINE, .max = 40, .label = N_("Number in the list") },                         \
	{ .name = "category", .type = FIELD_LINE, .max = 200, .label = N_("Category") },                                   \
	{ .name = "goal", .type = FIELD_TEXT, .max = 4000, .label = N_("Goal") },                                          \
	{ .name = "origin", .type = FIELD_LINE, .max = 300, .label = N_("Origin") },                                       \
	{ .name = "origin_no", .type = FIELD_LINE, .max = 100, .label = N_("Number of the origin") },                      \
	{ .name = "origin_post", .type = FIELD_REF, .of = "person", .label = N_("Instructed by") }
#define DUTIES                                                                                                            \
	{ .name = "leads", .type = FIELD_REFS, .of = "unit", .max = 100, .label = N_("Lead units") },                      \
	{ .name = "assists", .type = FIELD_REFS, .of = "unit", .max = 300, .label = N_("Assisting units") },               \
	{ .name = "verifier", .type = FIELD_REF, .of = "unit", .label = N_("Verified by") },                               \
	{ .name = "sponsor", .type = FIELD_LINE, .max = 200, .label = N_("Responsible leader") },                          \
	{ .name = "cover", .type = FIELD_LINE, .max = 200, .label = N_("Covering leader") }
#define TERMS                                                                                                             \
	{ .name = "due", .type = FIELD_DAY, .label = N_("Deadline") },                                                     \
	{ .name = "due_kind", .type = FIELD_ENUM, .of = DUE_KINDS, .label = N_("Kind of deadline") },                      \
	{ .name = "due_amount", .type = FIELD_INT, .min = 1, .max = 3650, .label = N_("So many after issue") },            \
	{ .name = "due_unit", .type = FIELD_ENUM, .of = DUE_UNITS, .label = N_("Counted in") },                            \
	{ .name = "due_precision", .type = FIELD_ENUM, .of = DUE_PRECISIONS, .label = N_("Exact to the") },                \
	{ .name = "due_text", .type = FIELD_LINE, .max = 200, .label = N_("Deadline as written") },                        \
	{ .name = "start_plan", .type = FIELD_DAY, .label = N_("Planned start") },                                         \
	{ .name = "start_actual", .type = FIELD_DAY, .label = N_("Actual start") }
#define STANDING_OF                                                                                                       \
	{ .name = "percent", .type = FIELD_DEC, .min = 0, .max = 100000, .label = N_("Percent done") },                    \
	{ .name = "progress", .type = FIELD_TEXT, .max = 5000, .label = N_("Progress") },                                  \
	{ .name = "problem", .type = FIELD_TEXT, .max = 4000, .label = N_("Problems") },                                   \
	{ .name = "next_step", .type = FIELD_TEXT, .max = 4000, .label = N_("Next step") },                                \
	{ .name = "note", .type = FIELD_TEXT, .max = 4000, .label = N_("Note") },                                          \
	{ .name = "class", .type = FIELD_LINE, .max = 60, .label = N_("Class") },                                          \
	{ .name = "batch", .type = FIELD_LINE, .max = 60, .label = N_("Batch") },                                          \
	{ .name = "chain", .type = FIELD_LINE, .max = 100, .label = N_("Chain") },                                         \
	{ .name = "cluster", .type = FIELD_LINE, .max = 100, .label = N_("Cluster") },                                     \
	{ .name = "contact", .type = FIELD_LINE, .personal = true, .max = 400, .label = N_("Contact") }
#define OWNER { .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Supervising office") }

const struct field draft_fields[DRAFT_FIELDS] = {
	ABOUT(true), OWNER, DUTIES, TERMS, STANDING_OF,
	{ .name = "issue", .type = FIELD_BOOL, .label = N_("Issue at once") },
};

const struct field edit_fields[EDIT_FIELDS] = {
	ABOUT(false), DUTIES, TERMS, STANDING_OF,
	{ .name = "clear", .type = FIELD_LINE, .max = 400, .label = N_("Fields to empty, separated by commas") },
};

const struct field instruct_fields[INSTRUCT_FIELDS] = {
	{ .name = "title", .type = FIELD_LINE, .required = true, .max = 500, .label = N_("Matter") },
	{ .name = "goal", .type = FIELD_TEXT, .max = 4000, .label = N_("Words of the instruction") },
	OWNER,
	{ .name = "leads", .type = FIELD_REFS, .of = "unit", .max = 100, .label = N_("Lead units") },
	{ .name = "assists", .type = FIELD_REFS, .of = "unit", .max = 300, .label = N_("Assisting units") },
	{ .name = "due", .type = FIELD_DAY, .label = N_("Deadline") },
	{ .name = "origin_no", .type = FIELD_LINE, .max = 100, .label = N_("Number of the origin") },
	{ .name = "origin_post", .type = FIELD_REF, .of = "person", .label = N_("Instructed by") },
	{ .name = "issue", .type = FIELD_BOOL, .label = N_("Issue at once") },
};

/* money and extra are JSON already; the state is what the list itself says happened. */
const struct field row_fields[ROW_FIELDS] = {
	ABOUT(true), DUTIES, TERMS, STANDING_OF,
	{ .name = "import", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Import") },
	{ .name = "money", .type = FIELD_TEXT, .max = 8000, .label = N_("Money") },
	{ .name = "extra", .type = FIELD_TEXT, .max = 40000, .label = N_("Other columns") },
	{ .name = "state", .type = FIELD_ENUM, .required = true, .of = "draft|issued|finish_claimed|closed", .label = N_("State") },
	{ .name = "done_on", .type = FIELD_DAY, .label = N_("Finished on") },
	{ .name = "started", .type = FIELD_BOOL, .label = N_("Started") },
};

const struct field change_fields[CHANGE_FIELDS] = {
	ABOUT(false), DUTIES, TERMS, STANDING_OF,
	{ .name = "import", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Import") },
	{ .name = "money", .type = FIELD_TEXT, .max = 8000, .label = N_("Money") },
	{ .name = "extra", .type = FIELD_TEXT, .max = 40000, .label = N_("Other columns") },
	{ .name = "clear", .type = FIELD_LINE, .max = 400, .label = N_("Fields to empty, separated by commas") },
};

/* ---- load ----------------------------------------------------------------------------------------------------- */

static enum rc check_units(struct ctx *cx, struct db *db, const struct fields *f, const char *name)
{
	if (!deal_has(f, name))
		return RC_OK;
	const struct value *v = field(f, name);
	size_t n = v->n_refs ? v->n_refs : 1;
	for (size_t i = 0; i < n; i++) {
		struct unit u;
		TRY(unit_get(cx, db, v->n_refs ? v->refs[i] : v->i, &u));
		if (day_is(u.closed))
			return fail_at(cx, RC_INVALID, name, "matter.unit_closed", N_("The unit %.*s exists no longer."), SV_ARG(u.name));
	}
	return RC_OK;
}

enum rc make_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct make_state *s = NEW(cx->a, struct make_state, 1);
	const struct fields *f = &in->fields;
	struct stmt *st = db_query(db, &matter_last_no);
	while (db_step(cx, st, &rc))
		s->no = col_int(st, 0) + 1;
	if (rc != RC_OK)
		return rc;
	if (in->subject) {
		void *deal;
		TRY(deal_load(cx, db, in, &deal, ret));
		s->deal = *(struct deal *)deal;
	}
	if (deal_has(f, "import"))
		TRY(matter_import_get(cx, db, field(f, "import")->i, &s->import));
	int64_t owner = deal_has(f, "owner") ? field_ref(f, "owner") : in->subject ? s->deal.m.owner : s->import.owner;
	TRY(unit_get(cx, db, owner, &s->owner));
	TRY(check_units(cx, db, f, "leads"));
	TRY(check_units(cx, db, f, "assists"));
	TRY(check_units(cx, db, f, "verifier"));
	if (deal_has(f, "origin_post"))
		TRY(post_get(cx, db, field_ref(f, "origin_post"), &s->deal.post));
	if (!in->subject)
		target_add(ret, AT_OWNER, s->owner.id);
	*ret_state = s;
	return RC_OK;
}

/* ---- decide --------------------------------------------------------------------------------------------------- */

static void role_duties(const struct act_in *in, const char *name, enum assignment_role role, const struct deal *had,
			struct duty *ret, size_t *ret_n)
{
	if (deal_has(&in->fields, name)) {
		const struct value *v = field(&in->fields, name);
		for (size_t i = 0; i < (v->n_refs ? v->n_refs : 1) && *ret_n < DUTIES_MADE_MAX; i++)
			ret[(*ret_n)++] = (struct duty){ .unit = v->n_refs ? v->refs[i] : v->i, .role = role };
		return;
	}
	for (size_t i = 0; had && i < had->n; i++)
		if (had->d[i].role == role && had->d[i].state != ASSIGNMENT_RELEASED && *ret_n < DUTIES_MADE_MAX)
			ret[(*ret_n)++] = (struct duty){ .unit = had->d[i].unit, .role = role };
}

void make_duties(struct ctx *cx, const struct act_in *in, int64_t matter, const struct deal *had, enum assignment_state state,
		 struct duty *ret, size_t *ret_n)
{
	(void)cx;
	size_t n = 0;
	role_duties(in, "leads", AS_LEAD, had, ret, &n);
	role_duties(in, "assists", AS_ASSIST, had, ret, &n);
	role_duties(in, "verifier", AS_VERIFY, had, ret, &n);
	for (size_t i = 0; i < n; i++) {
		ret[i].id = matter * DUTIES_PER_MATTER + (int64_t)i;
		ret[i].assigned_at = in->at;
		ret[i].state = ret[i].role == AS_VERIFY ? ASSIGNMENT_ASSIGNED : state;
		if (state == ASSIGNMENT_DONE || state == ASSIGNMENT_ACCEPTED)
			ret[i].done_at = in->at;
	}
	*ret_n = n;
}

enum rc make_put_duties(struct ctx *cx, const struct duty *d, size_t n, bool must_lead, struct js *facts)
{
	bool led = false;
	for (size_t i = 0; i < n; i++)
		led |= d[i].role == AS_LEAD;
	if (led || must_lead)
		TRY(assignments_check(cx, deal_machine(cx->a, d, n), n));
	if (n == 0)
		return RC_OK;
	struct js *list = js_set(facts, "duties", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(list, duty_js(cx->a, &d[i]));
	return RC_OK;
}

/* What a deadline is when only half of it was said. */
void make_due(struct arena *a, const struct act_in *in, struct js *set)
{
	const struct fields *f = &in->fields;
	if (deal_has(f, "due") && !deal_has(f, "first_due"))
		js_set_day(a, set, "first_due", field_day(f, "due"));
	if (deal_has(f, "due_kind"))
		return;
	if (deal_has(f, "due"))
		js_set_sv(a, set, "due_kind", SV("fixed"));
	else if (deal_has(f, "due_amount"))
		js_set_sv(a, set, "due_kind", SV("relative"));
}

enum rc make_begin(struct ctx *cx, const struct make_state *s, const struct act_in *in, struct fresh *fresh, struct js *set,
		   int64_t *subject)
{
	*subject = fresh_id(fresh);
	js_set_int(cx->a, set, "id", *subject);
	js_set_int(cx->a, set, "no", s->no);
	deal_take(cx->a, &in->fields, set);
	if (!js_get(set, "owner"))
		js_set_int(cx->a, set, "owner", s->owner.id);
	make_due(cx->a, in, set);
	struct dec percent = js_get_dec(set, "percent", PERCENT_NONE);
	if (!js_get(set, "started") && (percent.u > 0 || js_get_sv(set, "progress").n))
		js_set_bool(cx->a, set, "started", true);
	return RC_OK;
}

static enum rc issue_new(struct ctx *cx, const struct act_in *in, bool issue, struct js *set, struct js *facts)
{
	struct matter m = { .due = DAY_NONE, .percent = PERCENT_NONE };
	matter_overlay(&m, set);
	js_set_sv(cx->a, set, "state", issue ? SV("issued") : SV("draft"));
	return issue ? deal_issue(cx, &m, in, set, facts) : RC_OK;
}

static enum rc make(struct ctx *cx, const struct make_state *s, const struct act_in *in, struct fresh *fresh, struct js *set,
		    struct js *facts, int64_t *subject)
{
	struct duty *d = NEW(cx->a, struct duty, DUTIES_MADE_MAX);
	size_t n;
	bool issue = field(&in->fields, "issue")->i != 0;
	TRY(make_begin(cx, s, in, fresh, set, subject));
	js_set_bool(cx->a, set, "shown", true);
	make_duties(cx, in, *subject, NULL, ASSIGNMENT_ASSIGNED, d, &n);
	TRY(make_put_duties(cx, d, n, issue, facts));
	return issue_new(cx, in, issue, set, facts);
}

enum rc draft_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
		     int64_t *subject)
{
	return make(cx, state, in, fresh, js_set(facts, "set", js_obj(cx->a)), facts, subject);
}

/* 批示: the leader's own words, or entered by the office in the leader's name. */
enum rc instruct_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			int64_t *subject)
{
	const struct make_state *s = state;
	struct js *set = js_set(facts, "set", js_obj(cx->a));
	js_set_sv(cx->a, set, "kind", SV("task"));
	js_set_sv(cx->a, set, "origin", SV("领导批示"));
	if (!deal_has(&in->fields, "origin_post"))
		js_set_int(cx->a, set, "origin_post", in->actor.post);
	TRY(make(cx, s, in, fresh, set, facts, subject));
	facts_record(cx->a, facts, &(struct record_in){ .kind = "instruct", .text = field_sv(&in->fields, "goal"),
							.percent = PERCENT_NONE });
	return RC_OK;
}

enum rc make_clear(struct ctx *cx, const struct act_in *in, struct js *set)
{
	struct sv rest = field_sv(&in->fields, "clear"), name;
	while (sv_split(&rest, ',', &name)) {
		name = sv_trim(name);
		const struct matter_col *c = matter_col(name);
		bool empty = c && (c->type == COL_TEXT || c->type == COL_DAY || c->type == COL_DEC || sv_is(name, "verifier") ||
				   sv_is(name, "origin_post"));
		bool declared = false;
		for (size_t i = 0; i < in->def->n_fields; i++)
			declared |= sv_is(name, in->def->fields[i].name);
		if (!empty || !declared || sv_is(name, "title"))
			return fail_at(cx, RC_INVALID, "clear", "matter.clear", N_("The field \"%.*s\" cannot be emptied."), SV_ARG(name));
		if (js_get(set, c->name))
			continue;
		if (c->type == COL_TEXT)
			js_set_sv(cx->a, set, c->name, SV(""));
		else if (c->type == COL_INT)
			js_set_int(cx->a, set, c->name, 0);
		else
			js_set(set, c->name, js_null(cx->a));
	}
	return RC_OK;
}

enum rc edit_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
		    int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct make_state *s = state;
	const struct fields *f = &in->fields;
	if (s->deal.m.state != MATTER_DRAFT)
		return fail(cx, RC_CONFLICT, "matter.not_draft",
			    N_("Only a draft is edited. What was issued is changed by the acts made for it: reassign, extend, report."));
	struct js *set = js_set(facts, "set", js_obj(cx->a));
	deal_take(cx->a, f, set);
	make_due(cx->a, in, set);
	TRY(make_clear(cx, in, set));
	if (!deal_has(f, "leads") && !deal_has(f, "assists") && !deal_has(f, "verifier") && !js_get(set, "verifier"))
		return RC_OK;
	struct duty *d = NEW(cx->a, struct duty, DUTIES_MADE_MAX);
	size_t n, kept = 0;
	make_duties(cx, in, s->deal.m.id, &s->deal, ASSIGNMENT_ASSIGNED, d, &n);
	for (size_t i = 0; i < n; i++)
		if (d[i].role != AS_VERIFY || js_get_int(set, "verifier", 1) != 0)
			d[kept++] = d[i];
	js_set_bool(cx->a, facts, "reset", true);
	return make_put_duties(cx, d, kept, false, facts);
}
