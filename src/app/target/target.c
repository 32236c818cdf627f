#include "app/target/target.h"

#include "app/target/deeds.h"
#include "app/target/queries.sql.h"

#define DOCUMENT { .name = "document", .type = FIELD_LINE, .required = true, .min = 4, .max = 100, .label = N_("Basis document") }
#define WHY { .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") }
#define AIM(n, text) { .name = n, .type = FIELD_DEC, .label = text }
#define AIMS                                                                                                                   \
	AIM("q1", N_("Target to the end of March")), AIM("q2", N_("Target to the end of June")),                             \
		AIM("q3", N_("Target to the end of September")), AIM("q4", N_("Target to the end of December"))

static const struct field accept_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Supervising office") },
	{ .name = "year", .type = FIELD_INT, .required = true, .min = 1990, .max = 2199, .label = N_("Year") },
	{ .name = "list", .type = FIELD_LINE, .required = true, .masked = true, .max = 200, .label = N_("List") },
	DOCUMENT,
	{ .name = "file_name", .type = FIELD_LINE, .masked = true, .max = 300, .label = N_("File") },
	{ .name = "file_digest", .type = FIELD_LINE, .max = 64, .label = N_("Digest of the file") },
};
static const struct field row_fields[] = {
	{ .name = "import", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX,
		.label = N_("The list that came in") },
	{ .name = "no", .type = FIELD_LINE, .masked = true, .max = 40, .label = N_("Number in the list") },
	{ .name = "category", .type = FIELD_LINE, .masked = true, .max = 100, .label = N_("Category") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit that pledges") },
	{ .name = "indicator", .type = FIELD_LINE, .required = true, .masked = true, .max = 100, .label = N_("Indicator") },
	{ .name = "uom", .type = FIELD_LINE, .masked = true, .max = 20, .label = N_("Unit of measure") },
	{ .name = "direction", .type = FIELD_ENUM, .of = TARGET_DIRECTIONS, .label = N_("Which is better") },
	{ .name = "base", .type = FIELD_DEC, .label = N_("Base: last year's value") },
	{ .name = "base_day", .type = FIELD_DAY, .label = N_("Base date") },
	{ .name = "data_owner", .type = FIELD_REF, .required = true, .of = "unit",
		.label = N_("Department that provides the value") },
	{ .name = "weight", .type = FIELD_DEC, .label = N_("Weight") },
	{ .name = "plan", .type = FIELD_DEC, .required = true, .label = N_("Target of the year") },
	AIMS,
	{ .name = "document", .type = FIELD_LINE, .masked = true, .max = 100, .label = N_("Basis document") },
	{ .name = "note", .type = FIELD_LINE, .masked = true, .max = 500, .label = N_("Note") },
	{ .name = "sort", .type = FIELD_INT, .max = 1000000, .label = N_("Place in the list") },
};
static const struct field change_fields[] = {
	{ .name = "import", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX,
		.label = N_("The list that came in") },
	AIM("plan", N_("Target of the year")),
	AIMS,
};
static const struct field adjust_fields[] = {
	AIM("plan", N_("Target of the year")),
	AIMS,
	DOCUMENT,
	WHY,
};
static const struct field end_fields[] = { DOCUMENT, WHY };
static const struct field reason_fields[] = { WHY };
#define VALUE                                                                                                          \
	{ .name = "value", .type = FIELD_DEC, .required = true, .label = N_("Value since January, in the unit of measure") }, \
		{ .name = "as_of", .type = FIELD_DAY, .required = true, .label = N_("Figures as of") },                 \
		{ .name = "base", .type = FIELD_DEC, .label = N_("Value of the same months last year") },              \
		{ .name = "base_day", .type = FIELD_DAY, .label = N_("Base date") },                                   \
		{ .name = "source", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Source of the figure") }
#define THROUGH                                                                                                                \
	{ .name = "quarter", .type = FIELD_INT, .min = 1, .max = QUARTERS, .label = N_("Up to the quarter") },               \
		{ .name = "month", .type = FIELD_INT, .min = 1, .max = 12, .label = N_("or up to the month") }
static const struct field report_fields[] = {
	THROUGH,
	VALUE,
	{ .name = "standing", .type = FIELD_ENUM, .required = true, .of = TARGET_STANDINGS, .label = N_("Estimated or final") },
};
static const struct field correct_fields[] = {
	THROUGH,
	VALUE,
	WHY,
};

/* ---- a line's own targets ------------------------------------------------------------------------------------------ */

LOAD(target_line_load)
{
	struct line_state *s = NEW(cx->a, struct line_state, 1);
	TRY(target_line_get(cx, db, in->subject, &s->seen.line));
	TRY(target_see(cx, db, &s->seen.line, day_of_instant(in->at), 0, &s->seen));
	if (in->def->fields == change_fields)
		TRY(target_import_get(cx, db, field(&in->fields, "import")->i, &s->import));
	target_add(ret, AT_OWNER, s->seen.line.owner);
	*ret_state = s;
	return RC_OK;
}

/* What is not named stays as it is. */
static enum rc overlay(struct ctx *cx, const struct line_state *s, const struct act_in *in, struct js *facts)
{
	struct target_aims aims = s->seen.now;
	bool any = false;
	if (s->seen.line.ended || !s->seen.line.shown)
		return fail(cx, RC_CONFLICT, "target.ended", N_("This target was withdrawn: %.*s"), SV_ARG(s->seen.line.reason));
	for (int i = 0; i <= QUARTERS; i++) {
		struct figure f = field_figure(&in->fields, aim_names[i]);
		if (!f.has)
			continue;
		any |= !figure_eq(f, *aim_at(&aims, i));
		*aim_at(&aims, i) = f;
	}
	if (!any)
		return fail_at(cx, RC_INVALID, "plan", "target.same", N_("These are its targets already."));
	set_aims(cx->a, facts, &aims);
	return RC_OK;
}

static DECIDE(change_decide)
{
	(void)subject;
	const struct line_state *s = state;
	if (!sv_is(s->import.state, "open"))
		return fail(cx, RC_CONFLICT, "import.over", N_("This import is finished: begin a new one."));
	if (s->import.owner != s->seen.line.owner)
		return fail(cx, RC_DENIED, "target.other_owner", N_("This target belongs to another office."));
	js_set_int(cx->a, facts, "id", fresh_id(fresh));
	js_set_int(cx->a, facts, "import", s->import.id);
	js_set_sv(cx->a, facts, "document", s->import.document);
	return overlay(cx, s, in, facts);
}

static DECIDE(adjust_decide)
{
	(void)subject;
	js_set_int(cx->a, facts, "id", fresh_id(fresh));
	take_text(cx, in, "document", facts);
	take_text(cx, in, "reason", facts);
	return overlay(cx, state, in, facts);
}

static APPLY(change_apply)
{
	struct target_aims aims = get_aims(facts);
	struct sv reason = js_get_sv(facts, "reason");
	int64_t import = js_get_int(facts, "import", 0);
	struct stmt *st = db_query(db, &target_change_put);
	bind_int(st, 1, js_get_int(facts, "id", 0));
	bind_int(st, 2, row->subject);
	bind_int(st, 3, import);
	bind_int(st, 4, row->seq);
	bind_int(st, 5, row->at);
	bind_int(st, 6, row->actor);
	bind_aims(st, 7, &aims);
	bind_sv(st, 12, js_get_sv(facts, "document"));
	bind_sv(st, 13, sv_or_empty(reason));
	bind_int(st, 14, import ? 0 : row->seq); /* those of a list show when it is in */
	return db_run(cx, st);
}

static DECIDE(end_decide)
{
	(void)fresh, (void)subject;
	const struct line_state *s = state;
	if (s->seen.line.ended)
		return fail(cx, RC_CONFLICT, "target.ended", N_("This target was withdrawn: %.*s"), SV_ARG(s->seen.line.reason));
	take_text(cx, in, "document", facts);
	take_text(cx, in, "reason", facts);
	return RC_OK;
}

static APPLY(end_apply)
{
	struct sv document = js_get_sv(facts, "document"), reason = js_get_sv(facts, "reason");
	struct stmt *st = db_query(db, &target_end);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	bind_sv(st, 3, arena_printf(cx->a, "%.*s %.*s", SV_ARG(document), SV_ARG(reason)));
	return db_run(cx, st);
}

#define FIELDS(f) .fields = f, .n_fields = COUNT(f)
#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
#define BY_DATA_OWNER .who = { { ROLE_UNIT, AT_UNIT } }, .load = target_value_load, .apply = target_actual_apply

static const struct act_def acts[] = {
	{ .name = "target.import_accept", .version = 1, .label = N_("Accept a list of targets"), FIELDS(accept_fields), BY_OFFICE,
	  .creates = true, .load = target_accept_load, .decide = target_accept_decide, .apply = target_accept_apply },
	{ .name = "target.import_row", .version = 1, .label = N_("Target from a list"), FIELDS(row_fields), BY_OFFICE,
		.creates = true,
	  .load = target_row_load, .decide = target_row_decide, .apply = target_row_apply },
	{ .name = "target.import_change", .version = 1, .label = N_("Change of a target from a list"), FIELDS(change_fields),
		BY_OFFICE,
	  .load = target_line_load, .decide = change_decide, .apply = change_apply },
	{ .name = "target.import_done", .version = 1, .label = N_("Issue the list of targets"), BY_OFFICE,
		.load = target_import_load,
	  .decide = target_done_decide, .apply = target_done_apply },
	{ .name = "target.import_withdraw", .version = 1, .label = N_("Withdraw a list of targets"), FIELDS(reason_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } }, /* the system: of what a crash cut off */
	  .load = target_import_load, .decide = target_withdraw_decide, .apply = target_withdraw_apply },
	{ .name = "target.adjust", .version = 1, .label = N_("Change the targets"), FIELDS(adjust_fields),
	  .who = { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } }, .load = target_line_load, .decide = adjust_decide,
		.apply = change_apply },
	{ .name = "target.withdraw", .version = 1, .label = N_("Withdraw the target"), FIELDS(end_fields),
	  .who = { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } }, .load = target_line_load, .decide = end_decide,
		.apply = end_apply },
	{ .name = "target.report", .version = 1, .label = N_("Tell the value"), FIELDS(report_fields), BY_DATA_OWNER,
	  .decide = target_report_decide },
	{ .name = "target.correct", .version = 1, .label = N_("Correct a value"), FIELDS(correct_fields), BY_DATA_OWNER,
	  .decide = target_correct_decide },
};

const struct noun target_noun = {
	.name = "target", .label = N_("Targets"), .acts = acts, .n_acts = COUNT(acts), .views = target_views,
		.n_views = TARGET_VIEWS,
	.tables = target_tables, .n_tables = &target_tables_n, .resolve = target_resolve,
};
