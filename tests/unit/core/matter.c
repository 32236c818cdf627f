#include "core/matter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
};

static int setup(void **state)
{
	static struct fixture f;
	arena_init(&f.a, 64u << 20);
	ctx_init(&f.cx, &f.a, 0, LANG_EN);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_release(&((struct fixture *)*state)->a);
	return 0;
}

/* Units of the tests. */
enum { LEAD = 1, HELP = 2, CHECK = 3, LEADER = 4, OTHER = 5, LEAD2 = 6, OFFICE = 7 };

static struct assignment as(int64_t unit, enum assignment_role role, enum assignment_state s)
{
	return (struct assignment){.id = 100 + unit, .unit = unit, .role = role, .state = s};
}

/* ---- every state with every verb ----------------------------------------------------------------------
 * The expected table, written from handbook 4.3 and not from matter.c.  One lead, one assistant that has
 * signed, one verifier, one covering leader who has not signed.  A cell is the state after the step, or
 * !id of the refusal. */
static const char *const verbs[] = {"issue",	    "ack",     "return",    "reassign",	    "progress",
				    "claim_finish", "take_up", "send_back", "close",	    "reopen",
				    "suspend",	    "resume",  "withdraw",  "make_standing"};
static const struct {
	const char *state;
	const char *cell[14];
} expected[] = {
	{"draft",
	 {"issued", "!not_issued", "!not_issued", "!not_issued", "!not_issued", "!not_issued", "!not_issued",
	  "!not_issued", "!not_issued", "!not_closed", "!not_issued", "!not_suspended", "withdrawn",
	  "!not_issued"}},
	{"issued",
	 {"!issued", "active", "returned", "issued", "issued", "!not_signed", "!not_claimed", "!not_claimed",
	  "!not_claimed", "!not_closed", "!not_signed", "!not_suspended", "withdrawn", "!not_signed"}},
	{"returned",
	 {"issued", "returned", "returned", "returned", "returned", "!in_return", "!not_claimed",
	  "!not_claimed", "!not_claimed", "!not_closed", "!in_return", "!not_suspended", "withdrawn",
	  "!in_return"}},
	{"active",
	 {"!issued", "active", "returned", "active", "active", "finish_claimed", "!not_claimed",
	  "!not_claimed", "!not_claimed", "!not_closed", "suspended", "!not_suspended", "withdrawn",
	  "standing"}},
	{"finish_claimed",
	 {"!issued", "finish_claimed", "!claimed", "finish_claimed", "!claimed", "!claimed", "verifying",
	  "sent_back", "!not_taken_up", "!not_closed", "!claimed", "!not_suspended", "!claimed", "!claimed"}},
	{"verifying",
	 {"!issued", "verifying", "!in_check", "verifying", "!in_check", "!in_check", "!in_check",
	  "sent_back", "closed", "!not_closed", "!in_check", "!not_suspended", "!in_check", "!in_check"}},
	{"sent_back",
	 {"!issued", "sent_back", "!own_work", "sent_back", "sent_back", "finish_claimed", "!not_claimed",
	  "!not_claimed", "!not_claimed", "!not_closed", "suspended", "!not_suspended", "withdrawn",
	  "standing"}},
	{"closed",
	 {"!closed", "!closed", "!closed", "!closed", "!closed", "!closed", "!closed", "!closed", "!closed",
	  "reopened", "!closed", "!closed", "!closed", "!closed"}},
	{"reopened",
	 {"!issued", "active", "!own_work", "reopened", "reopened", "!not_signed", "!not_claimed",
	  "!not_claimed", "!not_claimed", "!not_closed", "!not_signed", "!not_suspended", "withdrawn",
	  "!not_signed"}},
	{"suspended",
	 {"!issued", "suspended", "!suspended", "suspended", "!suspended", "!suspended", "!suspended",
	  "!suspended", "!suspended", "!not_closed", "!suspended", "active", "withdrawn", "!suspended"}},
	{"standing",
	 {"!issued", "standing", "returned", "standing", "standing", "!standing", "!not_claimed",
	  "!not_claimed", "closed", "!not_closed", "suspended", "!not_suspended", "withdrawn", "!standing"}},
	{"withdrawn",
	 {"!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn",
	  "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn", "!withdrawn"}},
};

/* What the lead's own assignment looks like in each state. */
static enum assignment_state lead_in(enum matter_state s)
{
	static const enum assignment_state of[MATTER_STATE_COUNT_] = {
		[MATTER_RETURNED] = ASSIGNMENT_RETURNED,   [MATTER_ACTIVE] = ASSIGNMENT_ACKED,
		[MATTER_FINISH_CLAIMED] = ASSIGNMENT_DONE, [MATTER_VERIFYING] = ASSIGNMENT_DONE,
		[MATTER_SENT_BACK] = ASSIGNMENT_WORKING,   [MATTER_CLOSED] = ASSIGNMENT_ACCEPTED,
		[MATTER_SUSPENDED] = ASSIGNMENT_WORKING,   [MATTER_STANDING] = ASSIGNMENT_ACKED,
	};
	return of[s]; /* the others: ASSIGNED */
}

static struct matter_step step_for(enum matter_state s, enum matter_verb v)
{
	struct matter_step st = {.verb = v, .unit = LEAD, .role = AS_LEAD};
	if (v == VERB_ACK && s != MATTER_ISSUED && s != MATTER_REOPENED)
		st = (struct matter_step){.verb = v, .unit = LEADER, .role = AS_COVER};
	else if (v == VERB_RETURN && s == MATTER_RETURNED)
		st = (struct matter_step){.verb = v, .unit = LEADER, .role = AS_COVER};
	else if (v == VERB_PROGRESS)
		st = (struct matter_step){.verb = v, .unit = HELP, .role = AS_ASSIST};
	else if (v == VERB_REASSIGN)
		st = (struct matter_step){.verb = v, .role = AS_COVER, .to = OTHER};
	else if (v == VERB_TAKE_UP || v == VERB_SEND_BACK || v == VERB_CLOSE)
		st.unit = CHECK;
	return st;
}

static void one_cell(struct fixture *f, enum matter_state s, enum matter_verb v, const char *want)
{
	const struct assignment before[] = {
		as(LEAD, AS_LEAD, lead_in(s)),
		as(HELP, AS_ASSIST, ASSIGNMENT_ACKED),
		as(CHECK, AS_VERIFY, ASSIGNMENT_ACKED),
		as(LEADER, AS_COVER, ASSIGNMENT_ASSIGNED),
	};
	struct matter_now m = {.state = s, .assignments = before, .n = 4};
	m.due_kind = s == MATTER_STANDING ? DUE_STANDING : DUE_FIXED;
	struct matter_step st = step_for(s, v);
	struct matter_next next = {.n = 77};
	ctx_forget(&f->cx);
	enum rc rc = matter_decide(&f->cx, &m, &st, &next);
	const char *what = matter_state_name(s), *verb = verbs[v];
	if (want[0] == '!') {
		char id[64];
		snprintf(id, sizeof(id), "matter.%s", want + 1);
		if (rc != RC_CONFLICT || !f->cx.faults || strcmp(f->cx.faults->id, id) != 0)
			fail_msg("%s × %s: rc %d, want %s, got %s", what, verb, (int)rc, id,
				 f->cx.faults ? f->cx.faults->id : "nothing");
		assert_null(f->cx.faults->next);
		assert_true(next.n == 77 && !next.assignments);
		assert_false(matter_allows(s, v));
		ctx_forget(&f->cx);
		assert_int_equal(matter_allow(&f->cx, s, v), RC_CONFLICT);
		assert_string_equal(f->cx.faults->id, id);
		return;
	}
	if (rc != RC_OK || strcmp(matter_state_name(next.state), want) != 0)
		fail_msg("%s × %s: rc %d (%s), want %s, got %s", what, verb, (int)rc,
			 f->cx.faults ? f->cx.faults->id : "", want, matter_state_name(next.state));
	assert_true(matter_allows(s, v));
	assert_int_equal(next.n, v == VERB_REASSIGN ? 5 : 4);
	assert_int_equal(next.due_kind, v == VERB_MAKE_STANDING ? DUE_STANDING : m.due_kind);
}

static void matrix(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(sizeof(expected) / sizeof(expected[0]), MATTER_STATE_COUNT_);
	assert_int_equal(sizeof(verbs) / sizeof(verbs[0]), MATTER_VERB_COUNT_);
	for (size_t s = 0; s < MATTER_STATE_COUNT_; s++)
		for (size_t v = 0; v < MATTER_VERB_COUNT_; v++) {
			enum matter_state ms;
			enum matter_verb mv;
			assert_true(matter_state_parse(sv_of(expected[s].state), &ms));
			assert_true(matter_verb_parse(sv_of(verbs[v]), &mv));
			one_cell(f, ms, mv, expected[s].cell[v]);
		}
}

/* ---- flows -------------------------------------------------------------------------------------------- */

struct run {
	struct fixture *f;
	struct matter_now m;
};

static struct run begin(struct fixture *f, const struct assignment *a, size_t n)
{
	return (struct run){f, {MATTER_DRAFT, DUE_FIXED, a, n}};
}

static void ok(struct run *r, struct matter_step s, enum matter_state want)
{
	struct matter_next next;
	ctx_forget(&r->f->cx);
	enum rc rc = matter_decide(&r->f->cx, &r->m, &s, &next);
	if (rc != RC_OK)
		fail_msg("%s: %s", matter_verb_name(s.verb), r->f->cx.faults->id);
	assert_string_equal(matter_state_name(next.state), matter_state_name(want));
	r->m = (struct matter_now){next.state, next.due_kind, next.assignments, next.n};
}

static void no(struct run *r, struct matter_step s, enum rc rc, const char *id)
{
	struct matter_next next = {.n = 77};
	ctx_forget(&r->f->cx);
	assert_int_equal(matter_decide(&r->f->cx, &r->m, &s, &next), rc);
	assert_string_equal(r->f->cx.faults->id, id);
	assert_true(r->f->cx.faults->text.n > 10);
	assert_int_equal(next.n, 77);
}

static enum assignment_state of(const struct run *r, int64_t unit)
{
	for (size_t i = 0; i < r->m.n; i++)
		if (r->m.assignments[i].unit == unit && r->m.assignments[i].state != ASSIGNMENT_RELEASED)
			return r->m.assignments[i].state;
	return ASSIGNMENT_RELEASED;
}

#define BY(v, u, r) ((struct matter_step){.verb = VERB_##v, .unit = (u), .role = AS_##r})
#define DO(v, u) ((struct matter_step){.verb = VERB_##v, .unit = (u)})
#define MOVE(from, towards, r) ((struct matter_step){VERB_REASSIGN, (from), AS_##r, (towards)})

static void two_leads(void **state)
{
	const struct assignment a[] = {
		as(LEAD, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(LEAD2, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(HELP, AS_ASSIST, ASSIGNMENT_ASSIGNED),
		as(CHECK, AS_VERIFY, ASSIGNMENT_ASSIGNED),
	};
	struct run r = begin(*state, a, 4);
	ok(&r, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&r, BY(ACK, HELP, ASSIST), MATTER_ISSUED);
	ok(&r, BY(ACK, LEAD, LEAD), MATTER_ISSUED);
	no(&r, BY(ACK, LEAD, LEAD), RC_CONFLICT, "assignment.acked");
	ok(&r, BY(PROGRESS, LEAD, LEAD), MATTER_ISSUED);
	no(&r, BY(PROGRESS, LEAD2, LEAD), RC_CONFLICT, "assignment.not_acked");
	no(&r, BY(RETURN, LEAD, LEAD), RC_CONFLICT, "assignment.begun");
	ok(&r, BY(ACK, LEAD2, LEAD), MATTER_ACTIVE);
	no(&r, BY(PROGRESS, LEADER, LEAD), RC_NOT_FOUND, "assignment.none");
	no(&r, BY(PROGRESS, LEAD, ASSIST), RC_NOT_FOUND, "assignment.none");
	no(&r, BY(PROGRESS, CHECK, VERIFY), RC_DENIED, "assignment.role");
	no(&r, BY(CLAIM_FINISH, CHECK, VERIFY), RC_DENIED, "assignment.role");
	ok(&r, BY(CLAIM_FINISH, HELP, ASSIST), MATTER_ACTIVE); /* the assistant decides nothing */
	ok(&r, BY(CLAIM_FINISH, LEAD, LEAD), MATTER_ACTIVE);
	no(&r, BY(CLAIM_FINISH, LEAD, LEAD), RC_CONFLICT, "assignment.done");
	no(&r, BY(PROGRESS, LEAD, LEAD), RC_CONFLICT, "assignment.done");
	ok(&r, BY(CLAIM_FINISH, LEAD2, LEAD), MATTER_FINISH_CLAIMED);
	no(&r, DO(CLOSE, CHECK), RC_CONFLICT, "matter.not_taken_up");
	no(&r, DO(TAKE_UP, LEAD2), RC_DENIED, "matter.verifier_is_doer");
	no(&r, DO(TAKE_UP, HELP), RC_DENIED, "matter.verifier_is_doer");
	ok(&r, DO(TAKE_UP, CHECK), MATTER_VERIFYING);
	assert_int_equal(of(&r, CHECK), ASSIGNMENT_WORKING);
	no(&r, DO(CLOSE, LEAD), RC_DENIED, "matter.verifier_is_doer");
	no(&r, DO(SEND_BACK, HELP), RC_DENIED, "matter.verifier_is_doer");
	ok(&r, DO(SEND_BACK, CHECK), MATTER_SENT_BACK);
	assert_int_equal(of(&r, LEAD), ASSIGNMENT_WORKING);
	assert_int_equal(of(&r, LEAD2), ASSIGNMENT_WORKING);
	assert_int_equal(of(&r, HELP), ASSIGNMENT_WORKING);
	assert_int_equal(of(&r, CHECK), ASSIGNMENT_ACKED);
	ok(&r, BY(PROGRESS, LEAD, LEAD), MATTER_SENT_BACK);
	ok(&r, BY(CLAIM_FINISH, LEAD, LEAD), MATTER_SENT_BACK); /* the other lead has yet to claim again */
	ok(&r, BY(CLAIM_FINISH, LEAD2, LEAD), MATTER_FINISH_CLAIMED);
	struct run other = r;
	ok(&r, DO(TAKE_UP, CHECK), MATTER_VERIFYING);
	ok(&r, DO(CLOSE, CHECK), MATTER_CLOSED);
	assert_int_equal(of(&r, CHECK), ASSIGNMENT_DONE);
	ok(&other, DO(TAKE_UP, OFFICE), MATTER_VERIFYING);
	ok(&other, DO(CLOSE, OFFICE), MATTER_CLOSED);
	assert_int_equal(of(&other, CHECK), ASSIGNMENT_ACKED); /* the office did it in its place */
	assert_int_equal(of(&r, LEAD), ASSIGNMENT_ACCEPTED);
	assert_int_equal(of(&r, LEAD2), ASSIGNMENT_ACCEPTED);
	assert_int_equal(of(&r, HELP), ASSIGNMENT_WORKING); /* it never claimed anew: nothing to accept */
	ok(&r, DO(REOPEN, OFFICE), MATTER_REOPENED);
	assert_int_equal(of(&r, LEAD), ASSIGNMENT_ASSIGNED);
	assert_int_equal(of(&r, CHECK), ASSIGNMENT_ASSIGNED);
	ok(&r, BY(ACK, LEAD, LEAD), MATTER_REOPENED);
	ok(&r, BY(ACK, LEAD2, LEAD), MATTER_ACTIVE);
}

/* What send_back, make_standing, close and reopen leave alone. */
static void bystanders(void **state)
{
	const struct assignment a[] = {
		as(LEAD, AS_LEAD, ASSIGNMENT_DONE),	 as(HELP, AS_ASSIST, ASSIGNMENT_ASSIGNED),
		as(OTHER, AS_ASSIST, ASSIGNMENT_DONE),	 as(CHECK, AS_VERIFY, ASSIGNMENT_WORKING),
		as(LEADER, AS_COVER, ASSIGNMENT_ACKED),	 as(OFFICE, AS_VERIFY, ASSIGNMENT_ASSIGNED),
		as(LEAD2, AS_LEAD, ASSIGNMENT_RELEASED),
	};
	struct run r = {*state, {MATTER_VERIFYING, DUE_FIXED, a, 7}}, back = r;
	ok(&back, DO(SEND_BACK, CHECK), MATTER_SENT_BACK);
	assert_int_equal(of(&back, HELP), ASSIGNMENT_ASSIGNED);
	assert_int_equal(of(&back, OTHER), ASSIGNMENT_WORKING);
	assert_int_equal(of(&back, LEADER), ASSIGNMENT_ACKED);
	assert_int_equal(of(&back, OFFICE), ASSIGNMENT_ASSIGNED);
	assert_int_equal(back.m.assignments[6].state, ASSIGNMENT_RELEASED);
	ok(&back, DO(MAKE_STANDING, 0), MATTER_STANDING);
	assert_int_equal(of(&back, HELP), ASSIGNMENT_ASSIGNED);
	ok(&r, DO(CLOSE, CHECK), MATTER_CLOSED);
	assert_int_equal(of(&r, HELP), ASSIGNMENT_ASSIGNED);
	assert_int_equal(of(&r, OTHER), ASSIGNMENT_ACCEPTED);
	assert_int_equal(of(&r, CHECK), ASSIGNMENT_DONE);
	assert_int_equal(of(&r, OFFICE), ASSIGNMENT_ASSIGNED);
	ok(&r, DO(REOPEN, 0), MATTER_REOPENED);
	assert_int_equal(of(&r, OTHER), ASSIGNMENT_ASSIGNED);
	assert_int_equal(of(&r, CHECK), ASSIGNMENT_ASSIGNED);
	assert_int_equal(of(&r, LEADER), ASSIGNMENT_ACKED);
	assert_int_equal(r.m.assignments[6].state, ASSIGNMENT_RELEASED);
}

static void returning(void **state)
{
	const struct assignment a[] = {
		as(LEAD, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(LEAD2, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(HELP, AS_ASSIST, ASSIGNMENT_ASSIGNED),
	};
	struct run r = begin(*state, a, 3);
	ok(&r, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&r, BY(RETURN, HELP, ASSIST),
	   MATTER_ISSUED); /* an assistant's return does not hold up the matter */
	ok(&r, BY(RETURN, LEAD, LEAD), MATTER_RETURNED);
	no(&r, BY(ACK, LEAD, LEAD), RC_CONFLICT, "assignment.returned");
	no(&r, BY(RETURN, LEAD, LEAD), RC_CONFLICT, "assignment.returned");
	no(&r, BY(PROGRESS, LEAD, LEAD), RC_CONFLICT, "assignment.returned");
	ok(&r, BY(ACK, LEAD2, LEAD), MATTER_RETURNED);
	ok(&r, BY(PROGRESS, LEAD2, LEAD), MATTER_RETURNED);
	ok(&r, DO(ISSUE, 0), MATTER_ISSUED); /* the office insists */
	assert_int_equal(of(&r, LEAD), ASSIGNMENT_ASSIGNED);
	assert_int_equal(of(&r, LEAD2), ASSIGNMENT_WORKING);
	assert_int_equal(of(&r, HELP), ASSIGNMENT_ASSIGNED);
	no(&r, BY(RETURN, LEAD, LEAD), RC_DENIED, "assignment.no_return");
	ok(&r, BY(ACK, LEAD, LEAD), MATTER_ACTIVE);
	no(&r, BY(RETURN, LEAD, LEAD), RC_DENIED, "assignment.no_return");
	/* Returned after the sign-for, then given to another unit. */
	struct run q = begin(*state, a, 3);
	ok(&q, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&q, BY(ACK, LEAD, LEAD), MATTER_ISSUED);
	ok(&q, BY(ACK, LEAD2, LEAD), MATTER_ACTIVE);
	ok(&q, BY(RETURN, LEAD2, LEAD), MATTER_RETURNED);
	ok(&q, MOVE(LEAD2, OTHER, LEAD), MATTER_ISSUED);
	assert_int_equal(q.m.n, 4);
	assert_int_equal(q.m.assignments[1].state, ASSIGNMENT_RELEASED);
	assert_true(q.m.assignments[3].unit == OTHER && q.m.assignments[3].id == 0);
	no(&q, BY(ACK, LEAD2, LEAD), RC_NOT_FOUND, "assignment.none");
	ok(&q, BY(RETURN, OTHER, LEAD), MATTER_RETURNED);
	ok(&q, MOVE(OTHER, OTHER, LEAD), MATTER_ISSUED); /* designated */
	no(&q, BY(RETURN, OTHER, LEAD), RC_DENIED, "assignment.no_return");
	no(&q, MOVE(OTHER, OTHER, LEAD), RC_CONFLICT, "assignment.held");
	ok(&q, BY(ACK, OTHER, LEAD), MATTER_ACTIVE);
}

static void reassigning(void **state)
{
	const struct assignment a[] = {
		as(LEAD, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(LEAD2, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(CHECK, AS_VERIFY, ASSIGNMENT_ASSIGNED),
	};
	struct run r = begin(*state, a, 3);
	ok(&r, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&r, BY(ACK, LEAD, LEAD), MATTER_ISSUED);
	no(&r, MOVE(0, 0, LEAD), RC_INVALID, "assignment.whom");
	no(&r, MOVE(OTHER, HELP, LEAD), RC_NOT_FOUND, "assignment.none");
	no(&r, MOVE(LEAD2, LEAD, LEAD), RC_INVALID, "assignment.twice");
	no(&r, MOVE(0, LEAD, ASSIST), RC_INVALID, "assignment.twice");
	no(&r, MOVE(0, CHECK, ASSIST), RC_INVALID, "assignment.verifier_is_doer");
	no(&r, MOVE(0, LEAD, VERIFY), RC_INVALID, "assignment.verifier_is_doer");
	ok(&r, MOVE(LEAD2, 0, LEAD), MATTER_ACTIVE); /* the one that had not signed is released */
	no(&r, MOVE(LEAD, 0, LEAD), RC_INVALID, "assignment.no_lead");
	ok(&r, MOVE(0, LEAD, COVER), MATTER_ACTIVE); /* covering is no doing */
	ok(&r, MOVE(0, OTHER, LEAD), MATTER_ISSUED);
	ok(&r, BY(ACK, OTHER, LEAD), MATTER_ACTIVE);
	ok(&r, BY(CLAIM_FINISH, LEAD, LEAD), MATTER_ACTIVE);
	ok(&r, MOVE(OTHER, 0, LEAD), MATTER_FINISH_CLAIMED); /* those who are left have all claimed */
	no(&r, MOVE(0, HELP, LEAD), RC_CONFLICT, "matter.claimed");
	no(&r, MOVE(0, HELP, ASSIST), RC_CONFLICT, "matter.claimed");
	ok(&r, MOVE(CHECK, HELP, VERIFY), MATTER_FINISH_CLAIMED);
	no(&r, DO(TAKE_UP, LEAD), RC_DENIED, "matter.verifier_is_doer");
	ok(&r, DO(TAKE_UP, OTHER), MATTER_VERIFYING); /* released: no doer any more */
	no(&r, MOVE(LEAD, HELP, LEAD), RC_CONFLICT, "matter.in_check");
	/* While suspended a new lead may come in and sign; work goes on only after. */
	struct run q = begin(*state, a, 1);
	ok(&q, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&q, BY(ACK, LEAD, LEAD), MATTER_ACTIVE);
	ok(&q, DO(SUSPEND, 0), MATTER_SUSPENDED);
	ok(&q, MOVE(LEAD, OTHER, LEAD), MATTER_SUSPENDED);
	struct run unsigned_lead = q;
	ok(&unsigned_lead, DO(RESUME, 0), MATTER_ISSUED);
	ok(&q, BY(ACK, OTHER, LEAD), MATTER_SUSPENDED);
	ok(&q, DO(RESUME, 0), MATTER_ACTIVE);
}

static void standing(void **state)
{
	const struct assignment a[] = {
		as(LEAD, AS_LEAD, ASSIGNMENT_ASSIGNED),
		as(LEAD2, AS_LEAD, ASSIGNMENT_ASSIGNED),
	};
	struct run r = begin(*state, a, 2);
	ok(&r, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&r, BY(ACK, LEAD, LEAD), MATTER_ISSUED);
	ok(&r, BY(ACK, LEAD2, LEAD), MATTER_ACTIVE);
	ok(&r, BY(CLAIM_FINISH, LEAD, LEAD), MATTER_ACTIVE);
	ok(&r, DO(MAKE_STANDING, 0), MATTER_STANDING);
	assert_int_equal(r.m.due_kind, DUE_STANDING);
	ok(&r, BY(PROGRESS, LEAD, LEAD), MATTER_STANDING); /* the early claim does not lock it out */
	ok(&r, DO(SUSPEND, 0), MATTER_SUSPENDED);
	ok(&r, DO(RESUME, 0), MATTER_STANDING);
	no(&r, DO(CLOSE, LEAD), RC_DENIED, "matter.verifier_is_doer");
	ok(&r, DO(CLOSE, OFFICE), MATTER_CLOSED);
	assert_int_equal(of(&r, LEAD2), ASSIGNMENT_ACCEPTED);
	/* Standing from the start. */
	struct run q = begin(*state, a, 1);
	q.m.due_kind = DUE_STANDING;
	ok(&q, DO(ISSUE, 0), MATTER_ISSUED);
	ok(&q, BY(ACK, LEAD, LEAD), MATTER_STANDING);
}

static void checks(void **state)
{
	struct fixture *f = *state;
	const struct assignment helper[] = {as(HELP, AS_ASSIST, ASSIGNMENT_ASSIGNED)};
	const struct assignment gone[] = {as(LEAD, AS_LEAD, ASSIGNMENT_RELEASED)};
	const struct assignment back[] = {
		as(LEAD, AS_LEAD, ASSIGNMENT_RELEASED),
		as(LEAD2, AS_LEAD, ASSIGNMENT_ACKED),
		as(LEAD, AS_VERIFY, ASSIGNMENT_ASSIGNED),
	};
	const struct assignment covers[] = {
		as(LEAD, AS_COVER, ASSIGNMENT_ACKED),	as(LEAD, AS_LEAD, ASSIGNMENT_ACKED),
		as(CHECK, AS_COVER, ASSIGNMENT_ACKED),	as(CHECK, AS_VERIFY, ASSIGNMENT_ACKED),
		as(OTHER, AS_VERIFY, ASSIGNMENT_ACKED), as(OTHER, AS_COVER, ASSIGNMENT_ACKED),
	};
	assert_int_equal(assignments_check(&f->cx, covers, 6), RC_OK);
	struct run r = begin(f, helper, 1);
	no(&r, DO(ISSUE, 0), RC_INVALID, "assignment.no_lead");
	assert_string_equal(f->cx.faults->field, "assignments");
	r.m = (struct matter_now){MATTER_DRAFT, DUE_FIXED, NULL, 0};
	no(&r, DO(ISSUE, 0), RC_INVALID, "assignment.no_lead");
	r.m = (struct matter_now){MATTER_DRAFT, DUE_FIXED, gone, 1};
	no(&r, DO(ISSUE, 0), RC_INVALID, "assignment.no_lead");
	r.m.state = MATTER_CLOSED; /* the lead unit was dissolved since: reassigned first, or not reopened */
	no(&r, DO(REOPEN, 0), RC_INVALID, "assignment.no_lead");
	assert_int_equal(assignments_check(&f->cx, back, 3), RC_OK);
	assert_int_equal(matter_verifier(&f->cx, back, 3, LEAD), RC_OK);
	assert_int_equal(matter_verifier(&f->cx, back, 3, LEAD2), RC_DENIED);
	struct assignment *many = NEW(&f->a, struct assignment, ASSIGNMENTS_MAX + 1);
	for (int i = 0; i <= ASSIGNMENTS_MAX; i++)
		many[i] = as(1000 + i, i ? AS_ASSIST : AS_LEAD, ASSIGNMENT_ASSIGNED);
	assert_int_equal(assignments_check(&f->cx, many, ASSIGNMENTS_MAX), RC_OK);
	assert_int_equal(assignments_check(&f->cx, many, ASSIGNMENTS_MAX + 1), RC_LIMIT);
}

/* ---- names -------------------------------------------------------------------------------------------- */

#define SAME_WORDS(list, noun, count)                                                                        \
	do {                                                                                                 \
		struct sv rest_ = sv_of(list), word_;                                                        \
		int n_ = 0;                                                                                  \
		for (; sv_split(&rest_, '|', &word_); n_++) {                                                \
			enum noun v_ = (enum noun)99;                                                        \
			assert_true(noun##_parse(word_, &v_));                                               \
			assert_int_equal(v_, n_);                                                            \
			assert_true(sv_is(word_, noun##_name(v_)));                                          \
			assert_non_null(noun##_word(v_));                                                    \
		}                                                                                            \
		assert_int_equal(n_, count);                                                                 \
		enum noun none_;                                                                             \
		assert_false(noun##_parse(SV("nonsense"), &none_));                                          \
		assert_false(noun##_parse(SV(""), &none_));                                                  \
	} while (0)

static void names(void **state)
{
	(void)state;
	SAME_WORDS(MATTER_KINDS, matter_kind, MATTER_KIND_COUNT_);
	SAME_WORDS(MATTER_STATES, matter_state, MATTER_STATE_COUNT_);
	SAME_WORDS(ASSIGNMENT_ROLES, assignment_role, ASSIGNMENT_ROLE_COUNT_);
	SAME_WORDS(ASSIGNMENT_STATES, assignment_state, ASSIGNMENT_STATE_COUNT_);
	struct sv rest = sv_of(DUE_KINDS), word;
	int n = DUE_NONE;
	while (sv_split(&rest, '|', &word)) {
		enum due_kind k = DUE_NONE;
		assert_true(due_kind_parse(word, &k));
		assert_int_equal(k, ++n);
		assert_true(sv_is(word, due_kind_name(k)));
		assert_non_null(due_kind_word(k));
	}
	assert_int_equal(n, DUE_EVENT);
	assert_false(due_kind_parse(SV(""), &(enum due_kind){DUE_NONE}));
	assert_null(due_kind_word(DUE_NONE));
	enum matter_verb verb;
	assert_false(matter_verb_parse(SV("nonsense"), &verb));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matrix),    cmocka_unit_test(two_leads),   cmocka_unit_test(bystanders),
		cmocka_unit_test(returning), cmocka_unit_test(reassigning), cmocka_unit_test(standing),
		cmocka_unit_test(checks),    cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
