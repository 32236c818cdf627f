#include "core/matter.h"

#include "base/bug.h"

/* ---- names ------------------------------------------------------------------------------------------- */

struct named {
	const char *name, *word;
};

static const struct named kinds[MATTER_KIND_COUNT_] = {
	[MATTER_TASK] = {"task", N_("task")},
	[MATTER_PROBLEM] = {"problem", N_("problem")},
	[MATTER_PROJECT] = {"project", N_("project")},
};

static const struct named states[MATTER_STATE_COUNT_] = {
	[MATTER_DRAFT] = {"draft", N_("draft")},
	[MATTER_ISSUED] = {"issued", N_("issued")},
	[MATTER_RETURNED] = {"returned", N_("returned")},
	[MATTER_ACTIVE] = {"active", N_("active")},
	[MATTER_FINISH_CLAIMED] = {"finish_claimed", N_("finish claimed")},
	[MATTER_VERIFYING] = {"verifying", N_("verifying")},
	[MATTER_SENT_BACK] = {"sent_back", N_("sent back")},
	[MATTER_CLOSED] = {"closed", N_("closed")},
	[MATTER_REOPENED] = {"reopened", N_("reopened")},
	[MATTER_SUSPENDED] = {"suspended", N_("suspended")},
	[MATTER_STANDING] = {"standing", N_("standing")},
	[MATTER_WITHDRAWN] = {"withdrawn", N_("withdrawn")},
};

static const struct named verbs[MATTER_VERB_COUNT_] = {
	[VERB_ISSUE] = {"issue", NULL},	      [VERB_ACK] = {"ack", NULL},
	[VERB_RETURN] = {"return", NULL},     [VERB_REASSIGN] = {"reassign", NULL},
	[VERB_PROGRESS] = {"progress", NULL}, [VERB_CLAIM_FINISH] = {"claim_finish", NULL},
	[VERB_TAKE_UP] = {"take_up", NULL},   [VERB_SEND_BACK] = {"send_back", NULL},
	[VERB_CLOSE] = {"close", NULL},	      [VERB_REOPEN] = {"reopen", NULL},
	[VERB_SUSPEND] = {"suspend", NULL},   [VERB_RESUME] = {"resume", NULL},
	[VERB_WITHDRAW] = {"withdraw", NULL}, [VERB_MAKE_STANDING] = {"make_standing", NULL},
};

static const struct named roles[ASSIGNMENT_ROLE_COUNT_] = {
	[AS_LEAD] = {"lead", N_("lead")},
	[AS_ASSIST] = {"assist", N_("assist")},
	[AS_VERIFY] = {"verify", N_("verify")},
	[AS_COVER] = {"cover", N_("cover")},
};

static const struct named assignment_states[ASSIGNMENT_STATE_COUNT_] = {
	[ASSIGNMENT_ASSIGNED] = {"assigned", N_("assigned")},
	[ASSIGNMENT_ACKED] = {"acked", N_("signed for")},
	[ASSIGNMENT_RETURNED] = {"returned", N_("returned")},
	[ASSIGNMENT_WORKING] = {"working", N_("working")},
	[ASSIGNMENT_DONE] = {"done", N_("done")},
	[ASSIGNMENT_ACCEPTED] = {"accepted", N_("accepted")},
	[ASSIGNMENT_RELEASED] = {"released", N_("released")},
};

static const char *const due_kinds[] = {
	[DUE_FIXED] = N_("fixed date"),	 [DUE_STANDING] = N_("standing"),
	[DUE_IMMEDIATE] = N_("at once"), [DUE_RELATIVE] = N_("counted from an act"),
	[DUE_EVENT] = N_("by an event"),
};

static bool parse(const struct named *t, int n, struct sv s, int *ret)
{
	for (int i = 0; i < n; i++)
		if (sv_is(s, t[i].name)) {
			*ret = i;
			return true;
		}
	return false;
}

#define NAMES(noun, T, table, count)                                                                         \
	const char *noun##_name(enum T v)                                                                    \
	{                                                                                                    \
		return table[v].name;                                                                        \
	}                                                                                                    \
	bool noun##_parse(struct sv s, enum T *ret)                                                          \
	{                                                                                                    \
		int i;                                                                                       \
		if (!parse(table, count, s, &i))                                                             \
			return false;                                                                        \
		*ret = (enum T)i;                                                                            \
		return true;                                                                                 \
	}
#define WORDS(noun, T, table)                                                                                \
	const char *noun##_word(enum T v)                                                                    \
	{                                                                                                    \
		return table[v].word;                                                                        \
	}

NAMES(matter_kind, matter_kind, kinds, MATTER_KIND_COUNT_)
NAMES(matter_state, matter_state, states, MATTER_STATE_COUNT_)
NAMES(matter_verb, matter_verb, verbs, MATTER_VERB_COUNT_)
NAMES(assignment_role, assignment_role, roles, ASSIGNMENT_ROLE_COUNT_)
NAMES(assignment_state, assignment_state, assignment_states, ASSIGNMENT_STATE_COUNT_)
WORDS(matter_kind, matter_kind, kinds)
WORDS(matter_state, matter_state, states)
WORDS(assignment_role, assignment_role, roles)
WORDS(assignment_state, assignment_state, assignment_states)

const char *due_kind_word(enum due_kind k)
{
	return due_kinds[k];
}

bool due_kind_parse(struct sv s, enum due_kind *ret)
{
	for (enum due_kind k = DUE_FIXED; k <= DUE_EVENT; k++)
		if (sv_is(s, due_kind_name(k))) {
			*ret = k;
			return true;
		}
	return false;
}

/* ---- the table of transitions ------------------------------------------------------------------------ */

/* A cell is the next state, or one of these: */
enum {
	KEEP = MATTER_STATE_COUNT_, /* allowed; the state stays */
	LEADS,			    /* allowed; the state is decided from the leads */
	REFUSED,		    /* from here on: why not */
	NOT_ISSUED = REFUSED,
	IS_ISSUED,
	NOT_SIGNED,
	IN_RETURN,
	NOT_CLAIMED,
	IS_CLAIMED,
	NOT_TAKEN_UP,
	IN_CHECK,
	OWN_WORK,
	IS_CLOSED,
	NOT_CLOSED,
	IS_SUSPENDED,
	NOT_SUSPENDED,
	IS_STANDING,
	IS_WITHDRAWN,
};

#define NEXT(s) MATTER_##s

/* Columns:  issue, ack, return, reassign, progress, claim_finish, take_up |
 *           send_back, close, reopen, suspend, resume, withdraw, make_standing */
/* clang-format off */
static const uint8_t table[MATTER_STATE_COUNT_][MATTER_VERB_COUNT_] = {
	[MATTER_DRAFT] = {
		NEXT(ISSUED), NOT_ISSUED, NOT_ISSUED, NOT_ISSUED, NOT_ISSUED, NOT_ISSUED, NOT_ISSUED,
		NOT_ISSUED, NOT_ISSUED, NOT_CLOSED, NOT_ISSUED, NOT_SUSPENDED, NEXT(WITHDRAWN), NOT_ISSUED },
	[MATTER_ISSUED] = {
		IS_ISSUED, LEADS, LEADS, LEADS, KEEP, NOT_SIGNED, NOT_CLAIMED,
		NOT_CLAIMED, NOT_CLAIMED, NOT_CLOSED, NOT_SIGNED, NOT_SUSPENDED, NEXT(WITHDRAWN), NOT_SIGNED },
	[MATTER_RETURNED] = {
		NEXT(ISSUED), LEADS, LEADS, LEADS, KEEP, IN_RETURN, NOT_CLAIMED,
		NOT_CLAIMED, NOT_CLAIMED, NOT_CLOSED, IN_RETURN, NOT_SUSPENDED, NEXT(WITHDRAWN), IN_RETURN },
	[MATTER_ACTIVE] = {
		IS_ISSUED, LEADS, LEADS, LEADS, KEEP, LEADS, NOT_CLAIMED,
		NOT_CLAIMED, NOT_CLAIMED, NOT_CLOSED, NEXT(SUSPENDED), NOT_SUSPENDED, NEXT(WITHDRAWN),
		NEXT(STANDING) },
	[MATTER_FINISH_CLAIMED] = {
		IS_ISSUED, KEEP, IS_CLAIMED, KEEP, IS_CLAIMED, IS_CLAIMED, NEXT(VERIFYING),
		NEXT(SENT_BACK), NOT_TAKEN_UP, NOT_CLOSED, IS_CLAIMED, NOT_SUSPENDED, IS_CLAIMED, IS_CLAIMED },
	[MATTER_VERIFYING] = {
		IS_ISSUED, KEEP, IN_CHECK, KEEP, IN_CHECK, IN_CHECK, IN_CHECK,
		NEXT(SENT_BACK), NEXT(CLOSED), NOT_CLOSED, IN_CHECK, NOT_SUSPENDED, IN_CHECK, IN_CHECK },
	[MATTER_SENT_BACK] = {
		IS_ISSUED, LEADS, OWN_WORK, LEADS, KEEP, LEADS, NOT_CLAIMED,
		NOT_CLAIMED, NOT_CLAIMED, NOT_CLOSED, NEXT(SUSPENDED), NOT_SUSPENDED, NEXT(WITHDRAWN),
		NEXT(STANDING) },
	[MATTER_CLOSED] = {
		IS_CLOSED, IS_CLOSED, IS_CLOSED, IS_CLOSED, IS_CLOSED, IS_CLOSED, IS_CLOSED,
		IS_CLOSED, IS_CLOSED, NEXT(REOPENED), IS_CLOSED, IS_CLOSED, IS_CLOSED, IS_CLOSED },
	[MATTER_REOPENED] = {
		IS_ISSUED, LEADS, OWN_WORK, LEADS, KEEP, NOT_SIGNED, NOT_CLAIMED,
		NOT_CLAIMED, NOT_CLAIMED, NOT_CLOSED, NOT_SIGNED, NOT_SUSPENDED, NEXT(WITHDRAWN), NOT_SIGNED },
	[MATTER_SUSPENDED] = {
		IS_ISSUED, KEEP, IS_SUSPENDED, KEEP, IS_SUSPENDED, IS_SUSPENDED, IS_SUSPENDED,
		IS_SUSPENDED, IS_SUSPENDED, NOT_CLOSED, IS_SUSPENDED, LEADS, NEXT(WITHDRAWN), IS_SUSPENDED },
	[MATTER_STANDING] = {
		IS_ISSUED, LEADS, LEADS, LEADS, KEEP, IS_STANDING, NOT_CLAIMED,
		NOT_CLAIMED, NEXT(CLOSED), NOT_CLOSED, NEXT(SUSPENDED), NOT_SUSPENDED, NEXT(WITHDRAWN),
		IS_STANDING },
	[MATTER_WITHDRAWN] = {
		IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN,
		IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN, IS_WITHDRAWN,
		IS_WITHDRAWN, IS_WITHDRAWN },
};
/* clang-format on */

static enum rc refuse(struct ctx *cx, unsigned why)
{
	const enum rc rc = RC_CONFLICT;
	switch (why) {
	case NOT_ISSUED:
		return fail(cx, rc, "matter.not_issued", N_("This matter is still a draft: issue it first."));
	case IS_ISSUED:
		return fail(cx, rc, "matter.issued",
			    N_("This matter has been issued already: reassign it to change its units."));
	case NOT_SIGNED:
		return fail(cx, rc, "matter.not_signed",
			    N_("Not every lead unit has signed for this matter: wait for the "
			       "signatures, or reassign it."));
	case IN_RETURN:
		return fail(cx, rc, "matter.in_return",
			    N_("A lead unit has returned this matter: issue it again or reassign it "
			       "first."));
	case NOT_CLAIMED:
		return fail(cx, rc, "matter.not_claimed",
			    N_("No finish has been claimed for this matter: the lead units claim it "
			       "first."));
	case IS_CLAIMED:
		return fail(cx, rc, "matter.claimed",
			    N_("A finish has been claimed for this matter: verify it or send it back "
			       "first."));
	case NOT_TAKEN_UP:
		return fail(cx, rc, "matter.not_taken_up",
			    N_("Nobody has taken up the verification of this matter: take it up first."));
	case IN_CHECK:
		return fail(cx, rc, "matter.in_check",
			    N_("This matter is being verified: close it or send it back first."));
	case OWN_WORK:
		return fail(cx, rc, "matter.own_work",
			    N_("A unit cannot return work that it once claimed finished: ask the "
			       "office to reassign it."));
	case IS_CLOSED:
		return fail(cx, rc, "matter.closed", N_("This matter is closed: reopen it first."));
	case NOT_CLOSED:
		return fail(cx, rc, "matter.not_closed",
			    N_("This matter is not closed: there is nothing to reopen."));
	case IS_SUSPENDED:
		return fail(cx, rc, "matter.suspended", N_("This matter is suspended: resume it first."));
	case NOT_SUSPENDED:
		return fail(cx, rc, "matter.not_suspended",
			    N_("This matter is not suspended: there is nothing to resume."));
	case IS_STANDING:
		return fail(cx, rc, "matter.standing",
			    N_("This is a standing matter: the office closes it after a review."));
	case IS_WITHDRAWN:
		return fail(cx, rc, "matter.withdrawn",
			    N_("This matter has been withdrawn: enter a new one if it is still needed."));
	default:
		BUG("no reason %u", why);
	}
}

bool matter_allows(enum matter_state s, enum matter_verb v)
{
	return table[s][v] < REFUSED;
}

enum rc matter_allow(struct ctx *cx, enum matter_state s, enum matter_verb v)
{
	return matter_allows(s, v) ? RC_OK : refuse(cx, table[s][v]);
}

/* ---- assignments ------------------------------------------------------------------------------------- */

static bool live(const struct assignment *a)
{
	return a->state != ASSIGNMENT_RELEASED;
}

static bool does(const struct assignment *a)
{
	return live(a) && (a->role == AS_LEAD || a->role == AS_ASSIST);
}

enum rc matter_verifier(struct ctx *cx, const struct assignment *as, size_t n, int64_t unit)
{
	for (size_t i = 0; i < n; i++)
		if (does(&as[i]) && as[i].unit == unit)
			return fail(
				cx, RC_DENIED, "matter.verifier_is_doer",
				N_("A unit that leads or assists cannot verify: let another party verify."));
	return RC_OK;
}

enum rc assignments_check(struct ctx *cx, const struct assignment *as, size_t n)
{
	if (n > ASSIGNMENTS_MAX)
		return fail_at(cx, RC_LIMIT, "assignments", "assignment.many",
			       N_("A matter has at most %d assignments: split it."), ASSIGNMENTS_MAX);
	bool led = false;
	for (size_t i = 0; i < n; i++) {
		if (!live(&as[i]))
			continue;
		led |= as[i].role == AS_LEAD;
		for (size_t k = 0; k < i; k++) {
			if (!live(&as[k]) || as[k].unit != as[i].unit)
				continue;
			if (as[k].role == as[i].role || (does(&as[k]) && does(&as[i])))
				return fail_at(cx, RC_INVALID, "assignments", "assignment.twice",
					       N_("A unit stands twice among the lead and assisting units: "
						  "keep it once."));
			if ((as[k].role == AS_VERIFY && does(&as[i])) ||
			    (as[i].role == AS_VERIFY && does(&as[k])))
				return fail_at(
					cx, RC_INVALID, "assignments", "assignment.verifier_is_doer",
					N_("A unit that leads or assists is also named to verify: name "
					   "another party."));
		}
	}
	if (!led)
		return fail_at(cx, RC_INVALID, "assignments", "assignment.no_lead",
			       N_("The matter has no lead unit: name one."));
	return RC_OK;
}

static struct assignment *find(const struct matter_next *m, int64_t unit, enum assignment_role role)
{
	for (size_t i = 0; i < m->n; i++)
		if (live(&m->assignments[i]) && m->assignments[i].unit == unit &&
		    m->assignments[i].role == role)
			return &m->assignments[i];
	return NULL;
}

static enum rc no_assignment(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "assignment.none",
		    N_("This unit has no such assignment on this matter: look at the list of its units."));
}

/* ack, return, progress, claim_finish: one unit moves its own assignment. */
static enum rc assignment_step(struct ctx *cx, const struct matter_step *s, struct matter_next *m)
{
	struct assignment *a = find(m, s->unit, s->role);
	if (!a)
		return no_assignment(cx);
	if (s->verb != VERB_ACK && s->verb != VERB_RETURN && !does(a))
		return fail(cx, RC_DENIED, "assignment.role",
			    N_("Only lead and assisting units report progress and claim a finish."));
	if (a->state == ASSIGNMENT_RETURNED)
		return fail(cx, RC_CONFLICT, "assignment.returned",
			    N_("This unit has returned its assignment: wait for the answer of the "
			       "office."));
	if (s->verb == VERB_ACK) {
		if (a->state != ASSIGNMENT_ASSIGNED)
			return fail(cx, RC_CONFLICT, "assignment.acked",
				    N_("This unit has signed for it already."));
		a->state = ASSIGNMENT_ACKED;
		return RC_OK;
	}
	if (s->verb == VERB_RETURN) {
		if (a->state != ASSIGNMENT_ASSIGNED && a->state != ASSIGNMENT_ACKED)
			return fail(
				cx, RC_CONFLICT, "assignment.begun",
				N_("This unit has begun the work and can no longer return it: ask the office "
				   "to reassign it."));
		if (a->no_return)
			return fail(
				cx, RC_DENIED, "assignment.no_return",
				N_("This unit was designated after an earlier return and may not return it "
				   "again: ask the office to reassign it."));
		a->state = ASSIGNMENT_RETURNED;
		return RC_OK;
	}
	if (a->state == ASSIGNMENT_ASSIGNED)
		return fail(cx, RC_CONFLICT, "assignment.not_acked",
			    N_("This unit has not signed for it: sign for it first."));
	if (a->state == ASSIGNMENT_DONE || a->state == ASSIGNMENT_ACCEPTED)
		return fail(cx, RC_CONFLICT, "assignment.done",
			    N_("This unit has claimed its part finished: wait for the verification."));
	a->state = s->verb == VERB_PROGRESS ? ASSIGNMENT_WORKING : ASSIGNMENT_DONE;
	return RC_OK;
}

static enum rc reassign(struct ctx *cx, enum matter_state state, const struct matter_step *s,
			struct matter_next *m)
{
	if ((state == MATTER_FINISH_CLAIMED || state == MATTER_VERIFYING) &&
	    (s->role == AS_LEAD || s->role == AS_ASSIST))
		return refuse(cx, state == MATTER_VERIFYING ? IN_CHECK : IS_CLAIMED);
	if (!s->unit && !s->to)
		return fail(cx, RC_INVALID, "assignment.whom",
			    N_("Name the unit that gives the assignment up, or the one that takes it "
			       "over."));
	struct assignment *old = s->unit ? find(m, s->unit, s->role) : NULL;
	if (s->unit && !old)
		return no_assignment(cx);
	if (old && s->unit == s->to) { /* the same unit is designated after its return */
		if (old->state != ASSIGNMENT_RETURNED)
			return fail(cx, RC_CONFLICT, "assignment.held",
				    N_("This unit holds the assignment already: name another one."));
		old->state = ASSIGNMENT_ASSIGNED;
		old->no_return = true;
		return RC_OK;
	}
	if (old)
		old->state = ASSIGNMENT_RELEASED;
	if (s->to)
		m->assignments[m->n++] = (struct assignment){.unit = s->to, .role = s->role};
	return assignments_check(cx, m->assignments, m->n);
}

/* What a verb on the whole matter does to one assignment. */
static void follow(struct assignment *a, enum matter_verb v, int64_t unit)
{
	bool checks = a->role == AS_VERIFY;
	if (v == VERB_ISSUE && a->state == ASSIGNMENT_RETURNED) {
		a->state = ASSIGNMENT_ASSIGNED;
		a->no_return = true;
	} else if (v == VERB_TAKE_UP && checks && a->unit == unit) {
		a->state = ASSIGNMENT_WORKING;
	} else if ((v == VERB_SEND_BACK || v == VERB_MAKE_STANDING) && does(a) &&
		   a->state == ASSIGNMENT_DONE) {
		a->state = ASSIGNMENT_WORKING;
	} else if (v == VERB_SEND_BACK && checks && a->state == ASSIGNMENT_WORKING) {
		a->state = ASSIGNMENT_ACKED;
	} else if (v == VERB_CLOSE && does(a) && (a->role == AS_LEAD || a->state == ASSIGNMENT_DONE)) {
		a->state = ASSIGNMENT_ACCEPTED;
	} else if (v == VERB_CLOSE && checks && a->state == ASSIGNMENT_WORKING) {
		a->state = ASSIGNMENT_DONE;
	} else if (v == VERB_REOPEN && (does(a) || checks)) {
		a->state = ASSIGNMENT_ASSIGNED;
	}
}

static enum matter_state state_from_leads(enum matter_state was, const struct matter_next *m)
{
	bool returned = false, unsigned_ = false, undone = false;
	for (size_t i = 0; i < m->n; i++) {
		const struct assignment *a = &m->assignments[i];
		if (a->role != AS_LEAD || !live(a))
			continue;
		returned |= a->state == ASSIGNMENT_RETURNED;
		unsigned_ |= a->state == ASSIGNMENT_ASSIGNED;
		undone |= a->state != ASSIGNMENT_DONE;
	}
	if (returned)
		return MATTER_RETURNED;
	if (unsigned_)
		return was == MATTER_REOPENED ? MATTER_REOPENED : MATTER_ISSUED;
	if (m->due_kind == DUE_STANDING)
		return MATTER_STANDING;
	if (!undone)
		return MATTER_FINISH_CLAIMED;
	return was == MATTER_SENT_BACK ? MATTER_SENT_BACK : MATTER_ACTIVE;
}

enum rc matter_decide(struct ctx *cx, const struct matter_now *m, const struct matter_step *s,
		      struct matter_next *ret)
{
	TRY(matter_allow(cx, m->state, s->verb));
	struct matter_next next = {.due_kind = m->due_kind, .n = m->n};
	next.assignments = NEW(cx->a, struct assignment, m->n + 1);
	for (size_t i = 0; i < m->n; i++)
		next.assignments[i] = m->assignments[i];

	if (s->verb == VERB_ISSUE || s->verb == VERB_REOPEN)
		TRY(assignments_check(cx, next.assignments, next.n));
	if (s->verb == VERB_TAKE_UP || s->verb == VERB_SEND_BACK || s->verb == VERB_CLOSE)
		TRY(matter_verifier(cx, next.assignments, next.n, s->unit));
	if (s->verb == VERB_ACK || s->verb == VERB_RETURN || s->verb == VERB_PROGRESS ||
	    s->verb == VERB_CLAIM_FINISH)
		TRY(assignment_step(cx, s, &next));
	else if (s->verb == VERB_REASSIGN)
		TRY(reassign(cx, m->state, s, &next));
	else
		for (size_t i = 0; i < next.n; i++)
			if (live(&next.assignments[i]))
				follow(&next.assignments[i], s->verb, s->unit);
	if (s->verb == VERB_MAKE_STANDING)
		next.due_kind = DUE_STANDING;

	unsigned cell = table[m->state][s->verb];
	next.state = cell == KEEP    ? m->state
		     : cell == LEADS ? state_from_leads(m->state, &next)
				     : (enum matter_state)cell;
	*ret = next;
	return RC_OK;
}
