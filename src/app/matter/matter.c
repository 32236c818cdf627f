/* The table of acts. */
#include "app/matter/matter.h"

#include "app/matter/deeds.h"
#include "app/matter/queries.sql.h"
#include "app/matter/views.h"

#define FIELDS(f) .fields = f, .n_fields = COUNT(f)
#define REASON { .name = "reason", .type = FIELD_TEXT, .required = true, .max = 2000, .label = N_("Reason") }
/* Whose duty, where that is not plain from who acts; and, entered for the unit 代填, who said it. */
#define OF_UNIT                                                                                                           \
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },                                          \
	{ .name = "on_behalf_of", .type = FIELD_LINE, .max = 60, .label = N_("Said by, if you enter it for the unit") },   \
	{ .name = "means", .type = FIELD_ENUM, .of = SAID_BY_MEANS, .label = N_("By what means") }

static const struct field assign_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "role", .type = FIELD_ENUM, .of = ASSIGNMENT_ROLES, .label = N_("As") },
	{ .name = "reason", .type = FIELD_TEXT, .max = 2000, .label = N_("Reason") },
};
static const struct field unassign_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "role", .type = FIELD_ENUM, .of = ASSIGNMENT_ROLES, .label = N_("As") },
	REASON,
};
static const struct field reassign_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("From the unit") },
	{ .name = "to", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("To the unit") },
	{ .name = "role", .type = FIELD_ENUM, .of = ASSIGNMENT_ROLES, .label = N_("As") },
	REASON,
};
static const struct field ack_fields[] = { OF_UNIT };
static const struct field return_fields[] = { OF_UNIT, REASON };
static const struct field progress_fields[] = {
	OF_UNIT,
	{ .name = "text", .type = FIELD_TEXT, .required = true, .max = 5000, .label = N_("Progress") },
	{ .name = "percent", .type = FIELD_DEC, .min = 0, .max = 100000, .label = N_("Percent done") },
	{ .name = "problem", .type = FIELD_TEXT, .max = 4000, .label = N_("Problems") },
	{ .name = "next_step", .type = FIELD_TEXT, .max = 4000, .label = N_("Next step") },
};
static const struct field extend_ask_fields[] = {
	OF_UNIT,
	{ .name = "due", .type = FIELD_DAY, .required = true, .label = N_("New deadline") },
	REASON,
};
static const struct field extend_decide_fields[] = {
	{ .name = "grant", .type = FIELD_BOOL, .required = true, .label = N_("Grant it") },
	{ .name = "due", .type = FIELD_DAY, .label = N_("New deadline") },
	REASON,
};
static const struct field chase_fields[] = {
	{ .name = "result", .type = FIELD_ENUM, .required = true, .of = CHASE_RESULTS, .label = N_("Result of the call") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
	{ .name = "post", .type = FIELD_REF, .of = "person", .label = N_("Who was called") },
	{ .name = "text", .type = FIELD_TEXT, .max = 1000, .label = N_("What was said") },
	{ .name = "promised", .type = FIELD_DAY, .label = N_("Promised for") },
};
static const struct field text_fields[] = {
	{ .name = "text", .type = FIELD_TEXT, .required = true, .max = 5000, .label = N_("Text") },
};
static const struct field opinion_fields[] = {
	{ .name = "text", .type = FIELD_TEXT, .max = 2000, .label = N_("Opinion") },
};
static const struct field reason_fields[] = { REASON };
static const struct field review_fields[] = {
	REASON,
	{ .name = "review", .type = FIELD_DAY, .required = true, .label = N_("Looked at again on") },
};
static const struct field reopen_fields[] = {
	REASON,
	{ .name = "due", .type = FIELD_DAY, .label = N_("New deadline") },
};
static const struct field reach_fields[] = {
	{ .name = "post", .type = FIELD_REF, .of = "person", .label = N_("Whose phone") },
};
static const struct field accept_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Supervising office") },
	{ .name = "list", .type = FIELD_LINE, .required = true, .masked = true, .max = 200, .label = N_("List") },
	{ .name = "file_name", .type = FIELD_LINE, .masked = true, .max = 300, .label = N_("File") },
	{ .name = "file_digest", .type = FIELD_LINE, .max = 64, .label = N_("Digest of the file") },
	{ .name = "announced", .type = FIELD_INT, .max = 1000000, .label = N_("Items announced") },
	{ .name = "counted", .type = FIELD_INT, .required = true, .max = 1000000, .label = N_("Items counted") },
	{ .name = "explanation", .type = FIELD_LINE, .masked = true, .max = 500, .label = N_("Why the counts differ") },
	{ .name = "mapping", .type = FIELD_DATA, .label = N_("Columns") },
	{ .name = "decisions", .type = FIELD_DATA, .label = N_("Decisions") },
	{ .name = "seen", .type = FIELD_INT, .max = JS_INT_MAX, .label = N_("Last import of the list that was known") },
};
static const struct field done_fields[] = {
	{ .name = "changed", .type = FIELD_INT, .max = 1000000, .label = N_("Matters changed") },
	{ .name = "left_out", .type = FIELD_DATA, .label = N_("Rows left out, and why") },
};

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
/* A unit's own step: by it, or by the office in its name. */
#define BY_UNIT .who = { { ROLE_UNIT, AT_LEAD }, { ROLE_UNIT, AT_ASSIST }, { ROLE_OFFICE, AT_OWNER } }, \
	.linkable = true, .load = deal_load_unit, .apply = matter_apply
/* Where a verifying unit is named, `load` leaves the office out of AT_OWNER. */
#define BY_CHECK .who = { { ROLE_VERIFIER, AT_VERIFY }, { ROLE_OFFICE, AT_OWNER } }, .load = deal_load_check, .apply = matter_apply
#define OFFICE BY_OFFICE, .load = deal_load, .apply = matter_apply

static const struct act_def acts[] = {
	{ .name = "matter.draft", .version = 1, .label = N_("Draft a matter"), .fields = draft_fields, .n_fields = DRAFT_FIELDS,
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } }, .creates = true,
	  .load = make_load, .decide = draft_decide, .apply = matter_apply },
	{ .name = "matter.instruct", .version = 1, .label = N_("Give an instruction"), .fields = instruct_fields,
	  .n_fields = INSTRUCT_FIELDS, .who = { { ROLE_LEADER | ROLE_OFFICE, AT_OWNER } }, .creates = true,
	  .load = make_load, .decide = instruct_decide, .apply = matter_apply },
	{ .name = "matter.edit", .version = 1, .label = N_("Edit the draft"), .fields = edit_fields, .n_fields = EDIT_FIELDS,
	  BY_OFFICE, .strict = true, .load = make_load, .decide = edit_decide, .apply = matter_apply },
	{ .name = "matter.issue", .version = 1, .label = N_("Issue"), .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } },
	  .strict = true, .load = deal_load, .decide = issue_decide, .apply = matter_apply },
	{ .name = "matter.assign", .version = 1, .label = N_("Add a unit"), FIELDS(assign_fields), OFFICE, .decide = assign_decide },
	{ .name = "matter.unassign", .version = 1, .label = N_("Release a unit"), FIELDS(unassign_fields), OFFICE,
	  .decide = unassign_decide },
	{ .name = "matter.reassign", .version = 1, .label = N_("Pass on to another unit"), FIELDS(reassign_fields), OFFICE,
	  .strict = true, .decide = reassign_decide },
	{ .name = "matter.ack", .version = 2, .label = N_("Sign for it"), FIELDS(ack_fields), BY_UNIT, .decide = ack_decide },
	{ .name = "matter.return", .version = 1, .label = N_("Hand back"), FIELDS(return_fields), BY_UNIT, .decide = return_decide },
	{ .name = "matter.progress", .version = 1, .label = N_("Report progress"), FIELDS(progress_fields), BY_UNIT,
	  .decide = progress_decide },
	{ .name = "matter.claim_finish", .version = 2, .label = N_("Claim it finished"), FIELDS(progress_fields), BY_UNIT,
	  .decide = claim_decide },
	{ .name = "matter.extend_ask", .version = 1, .label = N_("Ask for an extension"), FIELDS(extend_ask_fields), BY_UNIT,
	  .decide = extend_ask_decide },
	{ .name = "matter.extend_decide", .version = 1, .label = N_("Answer the extension"), FIELDS(extend_decide_fields), OFFICE,
	  .strict = true, .decide = extend_decide_decide },
	{ .name = "matter.chase", .version = 1, .label = N_("Chase by phone"), FIELDS(chase_fields), OFFICE, .decide = chase_decide },
	{ .name = "matter.note", .version = 1, .label = N_("Add a note"), FIELDS(text_fields), .erasable = true,
	  .who = { { ROLE_OFFICE | ROLE_LEADER, AT_OWNER }, { ROLE_UNIT, AT_LEAD }, { ROLE_UNIT, AT_ASSIST }, { ROLE_VERIFIER, AT_VERIFY } },
	  .load = deal_load_unit, .decide = note_decide, .apply = matter_apply },
	{ .name = "matter.take_up", .version = 1, .label = N_("Take up the verification"), FIELDS(opinion_fields), BY_CHECK,
	  .decide = take_up_decide },
	{ .name = "matter.send_back", .version = 2, .label = N_("Send back"), FIELDS(reason_fields), BY_CHECK, .strict = true,
	  .decide = send_back_decide },
	{ .name = "matter.close", .version = 2, .label = N_("Strike off"), FIELDS(opinion_fields), BY_CHECK, .strict = true,
	  .decide = close_decide },
	{ .name = "matter.reopen", .version = 2, .label = N_("Reopen"), FIELDS(reopen_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_VERIFIER, AT_VERIFY } },
	  .load = deal_load, .decide = reopen_decide, .apply = matter_apply },
	{ .name = "matter.suspend", .version = 1, .label = N_("Suspend"), FIELDS(review_fields), OFFICE, .decide = suspend_decide },
	{ .name = "matter.resume", .version = 1, .label = N_("Resume"), FIELDS(reason_fields), OFFICE, .decide = resume_decide },
	{ .name = "matter.stand", .version = 1, .label = N_("Make it standing"), FIELDS(review_fields), OFFICE, .decide = stand_decide },
	{ .name = "matter.withdraw", .version = 1, .label = N_("Withdraw"), FIELDS(reason_fields), OFFICE, .strict = true,
	  .decide = withdraw_decide },
	{ .name = "matter.reach", .version = 1, .label = N_("See a phone number"), FIELDS(reach_fields), BY_OFFICE, .hidden = true,
	  .load = deal_load, .decide = reach_decide, .apply = reach_apply },
	{ .name = "matter.answer", .version = 1, .label = N_("Answer to the leader"), FIELDS(text_fields),
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .load = deal_load, .decide = answer_decide, .apply = matter_apply },
	{ .name = "matter.import_accept", .version = 1, .label = N_("Accept a list"), FIELDS(accept_fields), BY_OFFICE, .creates = true,
	  .hidden = true, .load = import_accept_load, .decide = import_accept_decide, .apply = import_apply },
	{ .name = "matter.import_row", .version = 1, .label = N_("Row of a list"), .fields = row_fields, .n_fields = ROW_FIELDS,
	  BY_OFFICE, .creates = true, .hidden = true, .load = make_load, .decide = import_row_decide, .apply = matter_apply },
	{ .name = "matter.import_change", .version = 1, .label = N_("News from a list"), .fields = change_fields,
	  .n_fields = CHANGE_FIELDS, BY_OFFICE, .hidden = true, .load = make_load, .decide = import_change_decide, .apply = matter_apply },
	{ .name = "matter.import_done", .version = 1, .label = N_("List is in"), FIELDS(done_fields), BY_OFFICE, .hidden = true,
	  .load = import_load, .decide = import_done_decide, .apply = import_apply },
	{ .name = "matter.import_withdraw", .version = 1, .label = N_("Withdraw a list"), FIELDS(reason_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } }, /* the system: of what a crash cut off */
	  .load = import_load, .decide = import_withdraw_decide, .apply = import_apply },
};

enum rc matter_close_reaction(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			      struct act_request *ret, size_t max, size_t *ret_n)
{
	(void)db;
	if (max == 0 || js_get_int(facts, "origin_post", 0) == 0)
		return RC_OK;
	struct sv said = js_get_sv(js_get(facts, "record"), "text");
	struct js *f = js_obj(cx->a);
	js_set_sv(cx->a, f, "text", said.n ? said : SV("已办结销号。"));
	ret[(*ret_n)++] = (struct act_request){ .act = SV("matter.answer"), .subject = row->subject, .fields = f };
	return RC_OK;
}

enum rc matter_reach(struct ctx *cx, struct store *s, struct actor actor, int64_t matter, int64_t post, struct sv *ret_text)
{
	struct js *f = js_obj(cx->a);
	struct act_answer answer;
	if (post)
		js_set_int(cx->a, f, "post", post);
	struct act_request rq = { .act = SV("matter.reach"), .actor = actor, .subject = matter, .fields = f };
	TRY(store_act(cx, s, &rq, &answer));
	return secret_get(cx, store_secrets(s), js_get_sv(answer.facts, "ref"), ret_text);
}

const struct noun matter_noun = {
	.name = "matter", .label = N_("Matters"), .acts = acts, .n_acts = COUNT(acts), .views = matter_views, .n_views = MATTER_VIEWS,
	.tables = matter_tables, .n_tables = &matter_tables_n, .resolve = matter_resolve,
};
