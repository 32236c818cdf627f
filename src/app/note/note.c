/* What may be said when: the acts and what they decide. */
#include "app/note/note.h"

#include "app/note/note_acts.h"
#include "app/note/queries.sql.h"
#include "base/bug.h"
#include "core/lots.h"

#define EVENT { .name = "event", .type = FIELD_REF, .required = true, .of = "event", .label = N_("Event") }
#define SLOT { .name = "slot", .type = FIELD_INT, .min = 1, .max = AGENDA_SLOTS_MAX, .label = N_("Slot of the agenda") }
#define UNIT { .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit it is about") }
#define SPEAKER { .name = "speaker", .type = FIELD_LINE, .max = 60, .label = N_("Said by the post") }
#define WORDS { .name = "text", .type = FIELD_TEXT, .required = true, .min = 2, .max = 2000, .label = N_("What was seen or said") }
#define LEVEL { .name = "level", .type = FIELD_ENUM, .of = NOTE_LEVELS, .label = N_("Level of a comment") }
#define MARKS                                                                                                             \
	{ .name = "mark", .type = FIELD_DEC, .min = 0, .max = 1000, .label = N_("Mark of the answer") },                   \
	{ .name = "full_mark", .type = FIELD_DEC, .min = 0, .max = 1000, .label = N_("Full mark") },                       \
	{ .name = "seconds", .type = FIELD_INT, .min = 1, .max = 36000, .label = N_("Seconds the answer took") }

static const struct field add_fields[] = {
	EVENT,
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = NOTE_TOUR, .label = N_("Kind") },
	WORDS, SLOT, UNIT, SPEAKER, LEVEL,
	{ .name = "programme", .type = FIELD_LINE, .max = 100, .label = N_("Programme commented on") },
};
#define ASKED                                                                                                             \
	{ .name = "speaker", .type = FIELD_LINE, .max = 60, .label = N_("Asked by the post") },                            \
	{ .name = "respondent", .type = FIELD_LINE, .required = true, .min = 2, .max = 60, .label = N_("Post that is asked") }, \
	UNIT,                                                                                                              \
	{ .name = "post_class", .type = FIELD_ENUM, .of = NOTE_CLASSES, .label = N_("Class of that post") }

static const struct field ask_fields[] = {
	EVENT, SLOT,
	{ .name = "question", .type = FIELD_REF, .of = "question", .label = N_("Question of the bank, by its number") },
	{ .name = "text", .type = FIELD_TEXT, .min = 2, .max = 2000, .label = N_("Question asked") },
	ASKED,
	{ .name = "topic", .type = FIELD_LINE, .max = 100, .label = N_("Topic of the question") },
	{ .name = "source", .type = FIELD_ENUM, .of = NOTE_SOURCES, .label = N_("Where the question comes from") },
	{ .name = "taken_from", .type = FIELD_LINE, .max = 200, .label = N_("Number in the bank, matter or list") },
	{ .name = "answer", .type = FIELD_TEXT, .max = 2000, .label = N_("What was answered") },
	MARKS,
	{ .name = "promise", .type = FIELD_TEXT, .max = 1000, .label = N_("What was promised") },
	{ .name = "due", .type = FIELD_DAY, .label = N_("Promised for") },
};
static const struct field draw_fields[] = {
	EVENT, SLOT,
	{ .name = "topic", .type = FIELD_LINE, .max = 60, .label = N_("Only questions of this topic") },
	{ .name = "question_level", .type = FIELD_ENUM, .of = QUESTION_LEVELS, .label = N_("Only questions of this level") },
	{ .name = "question_kind", .type = FIELD_ENUM, .of = QUESTION_KINDS, .label = N_("Only questions of this kind") },
	ASKED, LOTS_WORDS,
	{ .name = "digest", .type = FIELD_LINE, .min = 64, .max = 64, .label = N_("Digest of the list that was shown") },
};
static const struct field answer_fields[] = {
	{ .name = "question", .type = FIELD_REF, .required = true, .of = "note", .label = N_("Question asked") },
	{ .name = "answer", .type = FIELD_TEXT, .required = true, .max = 2000, .label = N_("What was answered") },
	{ .name = "speaker", .type = FIELD_LINE, .max = 60, .label = N_("Answered by the post") },
	MARKS,
};
static const struct field commit_fields[] = {
	EVENT, SLOT, UNIT,
	{ .name = "text", .type = FIELD_TEXT, .required = true, .min = 2, .max = 1000, .label = N_("What was promised") },
	{ .name = "due", .type = FIELD_DAY, .required = true, .label = N_("Promised for") },
	{ .name = "speaker", .type = FIELD_LINE, .max = 60, .label = N_("Promised by the post") },
	{ .name = "question", .type = FIELD_REF, .of = "note", .label = N_("Question asked") },
};
static const struct field demand_fields[] = {
	{ .name = "vote", .type = FIELD_REF, .required = true, .of = "vote", .label = N_("Vote") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit of that result") },
	{ .name = "text", .type = FIELD_TEXT, .required = true, .min = 2, .max = 1000, .label = N_("What is demanded") },
	{ .name = "due", .type = FIELD_DAY, .required = true, .label = N_("To be done by") },
	{ .name = "speaker", .type = FIELD_LINE, .max = 60, .label = N_("Demanded by the post") },
};
static const struct field take_fields[] = {
	EVENT,
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit that takes it home") },
	{ .name = "text", .type = FIELD_TEXT, .required = true, .min = 2, .max = 500, .label = N_("One thing we take home") },
	{ .name = "speaker", .type = FIELD_LINE, .max = 60, .label = N_("Said by the post") },
};
static const struct field solve_fields[] = {
	{ .name = "outcome", .type = FIELD_ENUM, .required = true, .of = "matter|settled|dismissed", .label = N_("How it is solved") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit that has to do it (empty: the one it is about)") },
	{ .name = "due", .type = FIELD_DAY, .label = N_("To be done by") },
	{ .name = "text", .type = FIELD_TEXT, .max = 1000, .label = N_("What is to be done, how it was settled, or why it is dismissed") },
};
static const struct field correct_fields[] = {
	{ .name = "note", .type = FIELD_REF, .required = true, .of = "note", .label = N_("Note to be corrected") },
	{ .name = "text", .type = FIELD_TEXT, .min = 2, .max = 2000, .label = N_("What was seen or said; empty: as it was") },
	UNIT, SLOT, SPEAKER, LEVEL, MARKS,
};
static const struct field opened_fields[] = {
	{ .name = "matter", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Matter") },
};

static const struct field stuck_fields[] = {
	{ .name = "why", .type = FIELD_LINE, .max = 300, .label = N_("Why no matter could be made") },
};

/* ---- checks ------------------------------------------------------------------------------------------------------- */

static enum rc may_be_said(struct ctx *cx, const struct event *e, bool after)
{
	if (sv_is(e->state, "planned"))
		return fail_at(cx, RC_CONFLICT, "event", "note.early", N_("This event has not begun: begin it, then write down what is said."));
	if (sv_is(e->state, "cancelled"))
		return fail_at(cx, RC_CONFLICT, "event", "note.cancelled", N_("This event was cancelled."));
	if (!sv_is(e->state, "under_way") && !after)
		return fail_at(cx, RC_CONFLICT, "event", "note.over", N_("This event is over: only comments are still taken."));
	return RC_OK;
}

static enum rc check_slot(struct ctx *cx, const struct note_state *s, int64_t slot)
{
	for (size_t i = 0; i < s->n_slot; i++)
		if (s->slot[i].no == slot)
			return RC_OK;
	return !slot ? RC_OK : fail_at(cx, RC_INVALID, "slot", "note.slot", N_("The agenda of this event has no slot %lld."), (long long)slot);
}

static enum rc check_unit(struct ctx *cx, const struct note_state *s, int64_t unit)
{
	if (!unit)
		return fail_at(cx, RC_INVALID, "unit", "note.unit", N_("Say which unit it is about: choose a slot with a unit, or name the unit."));
	if (!s->inside)
		return fail_at(cx, RC_INVALID, "unit", "note.outside", N_("This unit lies outside the place of the office that holds the event."));
	if (s->closed)
		return fail_at(cx, RC_INVALID, "unit", "note.closed", N_("This unit exists no longer."));
	return RC_OK;
}

static enum rc check_due(struct ctx *cx, const struct act_in *in, struct day due)
{
	struct day today = day_of_instant(in->at);
	if (!day_is(due))
		return fail_at(cx, RC_INVALID, "due", "note.due", N_("Say by which day it is to be done."));
	if (due.n < today.n || due.n > today.n + 3660)
		return fail_at(cx, RC_INVALID, "due", "note.due_past", N_("The day lies between today and ten years from now."));
	return RC_OK;
}

static struct sv text_of(const struct act_in *in, const char *name)
{
	return sv_or_empty(field_sv(&in->fields, name));
}

/* What all notes of an act have in common. */
static struct note begin(const struct note_state *s, const struct act_in *in, struct fresh *fresh, const char *kind, const char *state)
{
	struct sv speaker = text_of(in, "speaker");
	return (struct note){
		.id = fresh_id(fresh), .event = s->e.id, .kind = sv_of(kind), .state = sv_of(state), .unit = s->unit,
		.speaker = speaker.n ? speaker : s->label, .author = in->actor.post, .at = in->at, .due = DAY_NONE, .text = SV(""), .level = SV(""),
		.programme = SV(""), .respondent = SV(""), .post_class = SV(""), .topic = SV(""), .source = SV(""), .taken_from = SV(""), .how = SV(""),
	};
}

static int64_t slot_of(const struct act_in *in)
{
	const struct value *v = field(&in->fields, "slot");
	return v->present ? v->i : 0;
}

/* ---- decide --------------------------------------------------------------------------------------------------------- */

#define DECIDE(name)                                                                                                      \
	static enum rc name(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)

DECIDE(add_decide)
{
	const struct note_state *s = state;
	struct sv kind = field_sv(&in->fields, "kind"), programme = text_of(in, "programme"), level = text_of(in, "level");
	bool comment = sv_is(kind, "comment");
	TRY(may_be_said(cx, &s->e, comment));
	TRY(check_slot(cx, s, slot_of(in)));
	if (s->unit || !comment || !programme.n)
		TRY(check_unit(cx, s, s->unit));
	if (comment != (level.n > 0))
		return fail_at(cx, RC_INVALID, "level", "note.level", comment ? N_("Say whether the comment praises, reminds or criticises.") :
										N_("Only a comment has a level."));
	if (programme.n && !comment)
		return fail_at(cx, RC_INVALID, "programme", "note.programme", N_("Only a comment may be on a programme."));
	struct note n = begin(s, in, fresh, NULL, sv_is(kind, "problem") ? "open" : "said");
	n.kind = kind;
	n.slot = slot_of(in);
	n.text = field_sv(&in->fields, "text");
	n.level = level;
	n.programme = programme;
	*subject = n.id;
	note_fact(cx->a, facts, &n);
	return RC_OK;
}

/* What is not said stays as it stands in `n`: nothing in a new one. */
static enum rc marks(struct ctx *cx, const struct act_in *in, struct note *n)
{
	const struct value *mark = field(&in->fields, "mark"), *full = field(&in->fields, "full_mark"), *seconds = field(&in->fields, "seconds");
	bool stands = n->full_mark.u > 0;
	n->seconds = seconds->present ? seconds->i : n->seconds;
	if (!mark->present && !full->present)
		return RC_OK;
	n->full_mark = full->present ? full->d : n->full_mark;
	if ((!mark->present && !stands) || n->full_mark.u <= 0)
		return fail_at(cx, RC_INVALID, mark->present ? "full_mark" : "mark", "note.mark", N_("A mark stands with its full mark: give both."));
	n->mark = mark->present ? mark->d : n->mark;
	if (n->mark.u > n->full_mark.u)
		return fail_at(cx, RC_INVALID, "mark", "note.mark_full", N_("The mark is above the full mark."));
	return RC_OK;
}

static enum rc answered(struct ctx *cx, const struct note_state *s, const struct act_in *in, struct fresh *fresh, const struct note *question,
			struct js *facts, int64_t *ret_id)
{
	struct note n = begin(s, in, fresh, "answer", "said");
	struct sv answer = text_of(in, "answer");
	TRY(marks(cx, in, &n));
	if (!answer.n)
		return !n.full_mark.u && !n.seconds ? RC_OK :
		       fail_at(cx, RC_INVALID, "answer", "note.answer", N_("A mark and a time belong to an answer: write what was answered."));
	n.slot = question->slot;
	n.unit = question->unit;
	n.speaker = sv_is(sv_of(in->def->name), "note.answer") && text_of(in, "speaker").n ? n.speaker : question->respondent;
	n.text = answer;
	n.parent = question->id;
	*ret_id = n.id;
	note_fact(cx->a, facts, &n);
	return RC_OK;
}

static enum rc to_whom(struct ctx *cx, const struct note_state *s, const struct act_in *in, struct fresh *fresh, struct note *ret)
{
	TRY(may_be_said(cx, &s->e, false));
	TRY(check_slot(cx, s, slot_of(in)));
	TRY(check_unit(cx, s, s->unit));
	*ret = begin(s, in, fresh, "question", "said");
	ret->slot = slot_of(in);
	ret->respondent = field_sv(&in->fields, "respondent");
	ret->post_class = text_of(in, "post_class");
	return RC_OK;
}

/* Its words as they were typed, or as the bank has them. */
static enum rc asked(struct ctx *cx, const struct note_state *s, const struct act_in *in, struct note *n)
{
	struct sv source = text_of(in, "source");
	if (s->bank.id) {
		TRY(note_bank_fits(cx, s, &s->bank));
		note_bank_fill(cx->a, &s->bank, n);
		return note_bank_typed(cx, &in->fields, n, &s->bank);
	}
	if (!text_of(in, "text").n)
		return fail_at(cx, RC_INVALID, "text", "note.text", N_("Write the question down, or give its number in the bank."));
	if (sv_is(source, "ledger") && !text_of(in, "taken_from").n)
		return fail_at(cx, RC_INVALID, "taken_from", "note.taken_from", N_("Say of which matter or list the question was made."));
	n->text = field_sv(&in->fields, "text");
	n->topic = text_of(in, "topic");
	n->source = source.n ? source : SV("typed");
	n->taken_from = text_of(in, "taken_from");
	return RC_OK;
}

/* One form takes the question, the answer and what was promised (handbook M1.11, M1.12). */
DECIDE(ask_decide)
{
	const struct note_state *s = state;
	struct sv promise = text_of(in, "promise");
	struct day due = field_day(&in->fields, "due");
	int64_t answer;
	struct note n;
	TRY(to_whom(cx, s, in, fresh, &n));
	TRY(asked(cx, s, in, &n));
	*subject = n.id;
	note_fact(cx->a, facts, &n);
	TRY(answered(cx, s, in, fresh, &n, facts, &answer));
	if (!promise.n && !day_is(due))
		return RC_OK;
	if (!promise.n)
		return fail_at(cx, RC_INVALID, "promise", "note.promise", N_("A day alone promises nothing: write what was promised."));
	TRY(check_due(cx, in, due));
	struct note p = begin(s, in, fresh, "commitment", "matter");
	p.slot = n.slot;
	p.text = promise;
	p.topic = n.topic;
	p.speaker = n.respondent;
	p.parent = n.id;
	p.due = due;
	p.lead = p.unit;
	note_fact(cx->a, facts, &p);
	return RC_OK;
}

static enum rc none_left(struct ctx *cx, const struct act_in *in)
{
	static const char *const asked[] = { "topic", "question_level", "question_kind" };
	for (size_t i = 0; i < COUNT(asked); i++)
		if (text_of(in, asked[i]).n)
			return fail_at(cx, RC_CONFLICT, asked[i], "note.draw_none",
				       N_("The bank has no question of this kind left that holds on the day and was not asked here: ask for fewer things, or release more questions."));
	return fail_at(cx, RC_CONFLICT, "event", "note.draw_none",
		       N_("The bank has no question left that holds on the day and was not asked here: release more questions."));
}

/* The list is what stands in the bank at this moment; whoever was shown its digest before the words may hold the act to it. */
DECIDE(draw_decide)
{
	const struct note_state *s = state;
	const struct fields *f = &in->fields;
	struct arena *a = cx->a;
	struct sv seed = lots_seed(a, f), digest = lots_digest(a, s->list);
	struct note n;
	TRY(to_whom(cx, s, in, fresh, &n));
	TRY(lots_said(cx, f));
	if (!s->bank.id)
		return none_left(cx, in);
	if (text_of(in, "digest").n && !sv_eq(text_of(in, "digest"), digest))
		return fail_at(cx, RC_CONFLICT, "digest", "note.draw_moved", N_("The list has changed since it was shown: show it once more, and let two words be said anew."));
	if (note_bank_drawn(a, s->list, seed) != s->bank.id)
		BUG("the draw reckoned twice gave two questions");
	note_bank_fill(a, &s->bank, &n);
	*subject = n.id;
	note_fact(a, facts, &n);
	struct js *d = js_set(facts, "draw", js_obj(a));
	js_set_int(a, d, "event", s->e.id);
	js_set_sv(a, d, "topic", text_of(in, "topic"));
	js_set_sv(a, d, "level", text_of(in, "question_level"));
	js_set_sv(a, d, "kind", text_of(in, "question_kind"));
	js_set_sv(a, d, "list", s->list);
	js_set_sv(a, d, "digest", digest);
	js_set_sv(a, d, "seed", seed);
	js_set_sv(a, d, "said_a", field_sv(f, "said_a"));
	js_set_sv(a, d, "said_b", field_sv(f, "said_b"));
	return RC_OK;
}

static enum rc is_question(struct ctx *cx, const struct note *q)
{
	return sv_is(q->kind, "question") && !q->replaced_by ? RC_OK :
	       fail_at(cx, RC_INVALID, "question", "note.question", N_("This note is no question, or was replaced by a correction."));
}

DECIDE(answer_decide)
{
	const struct note_state *s = state;
	TRY(may_be_said(cx, &s->e, false));
	TRY(is_question(cx, &s->question));
	return answered(cx, s, in, fresh, &s->question, facts, subject);
}

DECIDE(commit_decide)
{
	const struct note_state *s = state;
	TRY(may_be_said(cx, &s->e, false));
	TRY(check_slot(cx, s, slot_of(in)));
	TRY(check_unit(cx, s, s->unit));
	TRY(check_due(cx, in, field_day(&in->fields, "due")));
	if (s->question.id)
		TRY(is_question(cx, &s->question));
	if (s->question.id && s->question.event != s->e.id)
		return fail_at(cx, RC_INVALID, "question", "note.other_event", N_("This question was asked at another event."));
	struct note n = begin(s, in, fresh, "commitment", "matter");
	n.slot = slot_of(in);
	n.text = field_sv(&in->fields, "text");
	n.parent = s->question.id;
	n.due = field_day(&in->fields, "due");
	n.lead = n.unit;
	*subject = n.id;
	note_fact(cx->a, facts, &n);
	return RC_OK;
}

/* A demand goes by a result, so it comes after the release, which may itself come after the end (handbook M4.7). */
DECIDE(demand_decide)
{
	const struct note_state *s = state;
	TRY(may_be_said(cx, &s->e, true));
	if (!s->vote.released_at)
		return fail_at(cx, RC_CONFLICT, "vote", "note.sealed", N_("The results of this vote are not released: a demand goes by a result that was told."));
	TRY(check_unit(cx, s, s->unit));
	if (!s->on_vote)
		return fail_at(cx, RC_INVALID, "unit", "note.no_result", N_("This unit has no result in this vote."));
	TRY(check_due(cx, in, field_day(&in->fields, "due")));
	struct note n = begin(s, in, fresh, "demand", "matter");
	n.text = field_sv(&in->fields, "text");
	n.vote = s->vote.id;
	n.due = field_day(&in->fields, "due");
	n.lead = n.unit;
	*subject = n.id;
	note_fact(cx->a, facts, &n);
	return RC_OK;
}

/* 学习借鉴: what a unit takes home (handbook M0.31). */
DECIDE(take_decide)
{
	const struct note_state *s = state;
	TRY(may_be_said(cx, &s->e, false));
	TRY(check_unit(cx, s, s->unit));
	if (s->taken >= NOTE_TAKE_HOME_MAX)
		return fail_at(cx, RC_CONFLICT, "text", "note.take_home", N_("A unit takes home at most %d things from one event: correct one of those that stand."),
			       NOTE_TAKE_HOME_MAX);
	struct note n = begin(s, in, fresh, "take_home", "said");
	n.text = field_sv(&in->fields, "text");
	*subject = n.id;
	note_fact(cx->a, facts, &n);
	return RC_OK;
}

static enum rc solve_checks(struct ctx *cx, const struct note_state *s, const struct act_in *in, struct sv as)
{
	bool matter = sv_is(as, "matter");
	if (!sv_is(s->n.kind, "problem") && !sv_is(s->n.state, "open"))
		return fail(cx, RC_CONFLICT, "note.no_problem", N_("This note is no problem: there is nothing to solve."));
	if (!sv_is(s->n.state, "open") || s->n.replaced_by)
		return fail(cx, RC_CONFLICT, "note.solved", N_("This problem is solved already, or was replaced by a correction."));
	if (matter) {
		TRY(check_unit(cx, s, s->unit));
		return check_due(cx, in, field_day(&in->fields, "due"));
	}
	if (field_ref(&in->fields, "unit") || day_is(field_day(&in->fields, "due")))
		return fail_at(cx, RC_INVALID, "outcome", "note.outcome", N_("A unit and a day belong to a matter: choose that it becomes one, or leave both empty."));
	if (!text_of(in, "text").n)
		return fail_at(cx, RC_INVALID, "text", "note.how", sv_is(as, "settled") ? N_("Write how it was settled on the spot.") :
											  N_("Write why the problem is dismissed."));
	return RC_OK;
}

DECIDE(solve_decide)
{
	(void)fresh, (void)subject;
	const struct note_state *s = state;
	struct sv as = field_sv(&in->fields, "outcome");
	bool matter = sv_is(as, "matter");
	TRY(solve_checks(cx, s, in, as));
	js_set_sv(cx->a, facts, "outcome", as);
	js_set_int(cx->a, facts, "unit", matter ? s->unit : 0);
	if (matter)
		js_set_day(cx->a, facts, "due", field_day(&in->fields, "due"));
	js_set_sv(cx->a, facts, "text", text_of(in, "text"));
	return RC_OK;
}

/* Nothing is edited: the new note takes the place and the fate of the old one. */
DECIDE(correct_decide)
{
	const struct note_state *s = state;
	const struct note *old = &s->n;
	struct sv level = text_of(in, "level"), speaker = text_of(in, "speaker"), text = text_of(in, "text");
	bool runs = sv_is(old->state, "matter");
	bool marked = field(&in->fields, "mark")->present || field(&in->fields, "full_mark")->present || field(&in->fields, "seconds")->present;
	TRY(may_be_said(cx, &s->e, true));
	if (old->replaced_by)
		return fail_at(cx, RC_CONFLICT, "note", "note.replaced", N_("This note was replaced by a correction: correct that one."));
	if (runs && !old->matter && !s->e.rehearsal)
		return fail_at(cx, RC_CONFLICT, "note", "note.opening", N_("Its matter is being made; try again in a moment."));
	TRY(check_slot(cx, s, slot_of(in)));
	if (s->unit != old->unit && (runs || sv_is(old->kind, "take_home")))
		return fail_at(cx, RC_CONFLICT, "unit", "note.runs", N_("The unit of this note stays: what became a matter is passed on there."));
	if (s->unit)
		TRY(check_unit(cx, s, s->unit));
	if (level.n && !sv_is(old->kind, "comment"))
		return fail_at(cx, RC_INVALID, "level", "note.level", N_("Only a comment has a level."));
	if (text.n && old->question && !sv_eq(text, old->text))
		return fail_at(cx, RC_CONFLICT, "text", "note.bank_words", N_("The words of a question of the bank stay: leave this empty, or ask another question."));
	if (marked && !sv_is(old->kind, "answer"))
		return fail_at(cx, RC_INVALID, "mark", "note.marks", N_("Only an answer has a mark and a time."));
	if (!text.n && !level.n && !speaker.n && !marked && s->unit == old->unit && !slot_of(in))
		return fail_at(cx, RC_INVALID, "text", "note.same", runs && old->matter ?
			N_("Say what is to be corrected. The day of what became a matter is not changed here: its unit asks for an extension there.") :
			N_("Say what is to be corrected."));
	struct note n = *old;
	TRY(marks(cx, in, &n));
	n.id = fresh_id(fresh);
	n.author = in->actor.post;
	n.at = in->at;
	n.text = text.n ? text : old->text;
	n.unit = s->unit;
	n.slot = slot_of(in) ? slot_of(in) : old->slot;
	n.level = level.n ? level : old->level;
	n.speaker = speaker.n ? speaker : old->speaker;
	n.replaces = old->id;
	*subject = n.id;
	note_fact(cx->a, facts, &n);
	return RC_OK;
}

DECIDE(opened_decide)
{
	(void)fresh, (void)subject;
	const struct note_state *s = state;
	if (s->n.matter)
		return fail(cx, RC_CONFLICT, "note.opened", N_("This note has its matter already."));
	js_set_int(cx->a, facts, "matter", field(&in->fields, "matter")->i);
	return RC_OK;
}

/* Nothing that was promised is lost because its matter was refused: it is open again, and says why. */
DECIDE(stuck_decide)
{
	(void)fresh, (void)subject;
	const struct note_state *s = state;
	if (!sv_is(s->n.state, "matter") || s->n.matter)
		return fail(cx, RC_CONFLICT, "note.opened", N_("This note has its matter already."));
	js_set_sv(cx->a, facts, "outcome", SV("open"));
	js_set_int(cx->a, facts, "unit", s->n.lead);
	js_set_day(cx->a, facts, "due", s->n.due);
	js_set_sv(cx->a, facts, "text", sv_or_empty(field_sv(&in->fields, "why")));
	return RC_OK;
}

/* ---- the table ---------------------------------------------------------------------------------------------------------- */

#define FIELDS(f) .fields = f, .n_fields = COUNT(f)
#define MAKES .creates = true, .load = note_load, .apply = note_apply_put
#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "note.add", .version = 1, .label = N_("Write down a note"), FIELDS(add_fields), .who = { { ROLE_OFFICE | ROLE_LEADER, AT_OWNER },
	  { ROLE_STAFF, AT_SELF } }, .linkable = true, MAKES, .decide = add_decide },
	{ .name = "note.ask", .version = 2, .label = N_("Write down a question"), FIELDS(ask_fields), BY_OFFICE, MAKES, .decide = ask_decide },
	{ .name = "note.draw", .version = 1, .label = N_("Draw a question by lot"), FIELDS(draw_fields), BY_OFFICE, .creates = true, .load = note_load,
	  .decide = draw_decide, .apply = note_apply_drawn },
	{ .name = "note.answer", .version = 1, .label = N_("Write down an answer"), FIELDS(answer_fields), BY_OFFICE, MAKES, .decide = answer_decide },
	{ .name = "note.commit", .version = 1, .label = N_("Write down a promise"), FIELDS(commit_fields), BY_OFFICE, MAKES, .decide = commit_decide },
	{ .name = "note.demand", .version = 1, .label = N_("Set a demand by the result"), FIELDS(demand_fields),
	  .who = { { ROLE_OFFICE | ROLE_LEADER, AT_OWNER } }, MAKES, .decide = demand_decide },
	{ .name = "note.take_home", .version = 1, .label = N_("Take one thing home"), FIELDS(take_fields),
	  .who = { { ROLE_UNIT, AT_UNIT }, { ROLE_OFFICE, AT_OWNER } }, MAKES, .decide = take_decide },
	{ .name = "note.solve", .version = 1, .label = N_("Solve the problem"), FIELDS(solve_fields), BY_OFFICE, .strict = true,
	  .load = note_load, .decide = solve_decide, .apply = note_apply_solved },
	{ .name = "note.correct", .version = 2, .label = N_("Correct the note"), FIELDS(correct_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_STAFF, AT_SELF } }, MAKES, .decide = correct_decide },
	{ .name = "note.opened", .version = 1, .label = N_("Its matter is there"), FIELDS(opened_fields), .who = { { ROLE_SYSTEM, AT_ANY } },
	  .hidden = true, .load = note_load, .decide = opened_decide, .apply = note_apply_opened },
	{ .name = "note.stuck", .version = 1, .label = N_("No matter could be made of it"), FIELDS(stuck_fields), .who = { { ROLE_SYSTEM, AT_ANY } },
	  .hidden = true, .load = note_load, .decide = stuck_decide, .apply = note_apply_solved },
};

/* A note has no name: its number alone. */
static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	(void)db, (void)name, (void)ret_id;
	return fail(cx, RC_NOT_FOUND, "note.none", N_("There is no such note."));
}

const struct noun note_noun = {
	.name = "note", .label = N_("Notes of events"), .acts = acts, .n_acts = COUNT(acts), .views = note_views, .n_views = NOTE_VIEWS,
	.tables = note_tables, .n_tables = &note_tables_n, .resolve = resolve,
};
