/* The sitting and what follows: answers come in, are collected, marked, and give results. */
#include "app/exam/exam_read.h"

#include "app/exam/queries.sql.h"
#include "app/person/person.h"

#include <stdlib.h>

struct sitting {
	struct exam e;
	struct exam_part *part;
	struct exam_item *paper;
	struct exam_seat *seat;
	size_t n_part, n_paper, n_seat;
};

enum rc exam_sitting_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct sitting *s = NEW(cx->a, struct sitting, 1);
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	TRY(exam_parts(cx, db, s->e.id, &s->part, &s->n_part));
	TRY(exam_paper(cx, db, s->e.id, &s->paper, &s->n_paper));
	TRY(exam_seats(cx, db, s->e.id, &s->seat, &s->n_seat));
	target_add(ret, AT_OWNER, s->e.owner);
	return RC_OK;
}

static enum rc still_open(struct ctx *cx, const struct exam *e)
{
	return sv_is(e->state, "open") ? RC_OK : fail(cx, RC_CONFLICT, "exam.not_open", N_("The sitting is not open."));
}

static const struct exam_seat *seat_no(const struct sitting *s, int64_t no)
{
	for (size_t i = 0; i < s->n_seat; i++)
		if (s->seat[i].no == no)
			return &s->seat[i];
	return NULL;
}

/* ---- exam.hand_in: by the seat's code, no post behind it ------------------------------------------------------------------- */

const struct field exam_hand_in_fields[EXAM_HAND_IN_FIELDS] = {
	{ .name = "seat", .type = FIELD_INT, .required = true, .min = 1, .max = EXAM_SEATS_MAX, .label = N_("Seat") },
	{ .name = "answers", .type = FIELD_DATA, .required = true, .label = N_("Answers") },
};

enum rc exam_hand_in_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct sitting *s = state;
	const struct exam_seat *seat = seat_no(s, field(&in->fields, "seat")->i);
	TRY(still_open(cx, &s->e));
	if (in->at > exam_ends(&s->e))
		return fail(cx, RC_CONFLICT, "exam.late", N_("The time is over: no answer is taken any more. What was kept before counts."));
	if (!seat)
		return fail(cx, RC_NOT_FOUND, "exam.seat", N_("There is no such seat."));
	if (seat->answers.n)
		return fail(cx, RC_CONFLICT, "exam.handed_in", N_("These answers were handed in already; they cannot be changed."));
	js_set_int(cx->a, facts, "seat", seat->no);
	js_set(facts, "answers", exam_answers(cx->a, s->paper, s->n_paper, field(&in->fields, "answers")->data));
	return RC_OK;
}

static struct sv js_text(struct arena *a, const struct js *v)
{
	struct buf b = buf_new(a, 1 << 20);
	js_write(&b, v);
	return buf_sv(&b);
}

enum rc exam_hand_in_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &exam_seat_answers);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "seat", 0));
	bind_sv(st, 3, js_text(cx->a, js_get(facts, "answers")));
	return db_run(cx, st);
}

/* ---- exam.collect ---------------------------------------------------------------------------------------------------------- */

const struct field exam_collect_fields[EXAM_COLLECT_FIELDS] = {
	/* [{"seat":…,"answers":{…}}]: what those had kept who did not hand in; read by the door. */
	{ .name = "sheets", .type = FIELD_DATA, .required = true, .label = N_("Sheets that were kept") },
};

struct sheet {
	const struct exam_seat *seat;
	const struct js *answers;
	bool kept;
};

static int by_digest(const void *x, const void *y)
{
	const struct sheet *a = x, *b = y;
	return sv_cmp(a->seat->digest, b->seat->digest);
}

static const struct js *kept_of(const struct js *sheets, int64_t seat)
{
	for (const struct js *x = sheets ? sheets->first : NULL; x; x = x->next)
		if (js_get_int(x, "seat", 0) == seat)
			return js_get(x, "answers");
	return NULL;
}

/* Closed questions by their keys, and nought for what was left empty; an answer in words waits for its markers. */
static struct js *marks_of(struct arena *a, const struct sitting *s, const struct js *answers)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < s->n_paper; i++) {
		const struct exam_item *x = &s->paper[i];
		struct sv said = exam_answer(a, answers, x->no);
		if (sv_is(x->q.kind, "text") && said.n)
			continue;
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "item", x->no);
		js_set_dec(a, o, "mark", question_right(&x->q, said) ? x->each : (struct dec){ 0 });
	}
	return list;
}

enum rc exam_collect_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct sitting *s = state;
	const struct js *kept = field(&in->fields, "sheets")->data;
	struct sheet *sheet = NEW(cx->a, struct sheet, s->n_seat + 1);
	size_t n = 0, sitting = 0;
	TRY(still_open(cx, &s->e));
	for (size_t i = 0; i < s->n_seat; i++)
		sitting += !s->seat[i].answers.n;
	if (sitting && in->at <= exam_ends(&s->e))
		return fail(cx, RC_CONFLICT, "exam.running", N_("The time is not over and %zu have not handed in yet: wait until then."), sitting);
	for (size_t i = 0; i < s->n_seat; i++) {
		const struct exam_seat *seat = &s->seat[i];
		const struct js *own = kept_of(kept, seat->no);
		if (seat->answers.n)
			sheet[n++] = (struct sheet){ seat, exam_answers_parse(cx->a, seat->answers), false };
		else if (own && exam_answers(cx->a, s->paper, s->n_paper, own)->n)
			sheet[n++] = (struct sheet){ seat, exam_answers(cx->a, s->paper, s->n_paper, own), true };
	}
	/* Markers know sheets by numbers in the order of digests, which tell nothing of seats and of who came in when. */
	qsort(sheet, n, sizeof(*sheet), by_digest);
	struct js *list = js_set(facts, "sheets", js_arr(cx->a));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(list, js_obj(cx->a));
		js_set_int(cx->a, o, "seat", sheet[i].seat->no);
		js_set_int(cx->a, o, "sheet", (int64_t)i + 1);
		js_set_bool(cx->a, o, "kept", sheet[i].kept);
		js_set(o, "answers", js_again(cx->a, sheet[i].answers));
		js_set(o, "marks", marks_of(cx->a, s, sheet[i].answers));
	}
	return RC_OK;
}

static enum rc put_score(struct ctx *cx, struct db *db, int64_t exam, int64_t sheet, int64_t item, struct dec mark)
{
	struct stmt *st = db_query(db, &exam_score_put);
	bind_int(st, 1, exam);
	bind_int(st, 2, sheet);
	bind_int(st, 3, item);
	bind_dec(st, 4, mark);
	return db_run(cx, st);
}

static enum rc set_state(struct ctx *cx, struct db *db, int64_t exam, struct sv state)
{
	struct stmt *st = db_query(db, &exam_set_state);
	bind_int(st, 1, exam);
	bind_sv(st, 2, state);
	bind_sv(st, 3, SV(""));
	return db_run(cx, st);
}

enum rc exam_collect_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "sheets");
	for (const struct js *x = list ? list->first : NULL; x; x = x->next) {
		int64_t sheet = js_get_int(x, "sheet", 0);
		const struct js *marks = js_get(x, "marks");
		struct stmt *st = db_query(db, &exam_seat_sheet);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(x, "seat", 0));
		bind_int(st, 3, sheet);
		bind_sv(st, 4, js_text(cx->a, js_get(x, "answers")));
		TRY(db_run(cx, st));
		for (const struct js *m = marks ? marks->first : NULL; m; m = m->next)
			TRY(put_score(cx, db, row->subject, sheet, js_get_int(m, "item", 0), js_get_dec(m, "mark", (struct dec){ 0 })));
	}
	return set_state(cx, db, row->subject, SV("marking"));
}

/* ---- exam.mark: a first, a second who does not see the first, and where they differ too much a third ------------------------ */

const struct field exam_mark_fields[EXAM_MARK_FIELDS] = {
	{ .name = "sheet", .type = FIELD_INT, .required = true, .min = 1, .max = EXAM_SEATS_MAX, .label = N_("Number of the sheet") },
	{ .name = "item", .type = FIELD_INT, .required = true, .min = 1, .max = EXAM_ITEMS_MAX, .label = N_("Number of the question") },
	{ .name = "mark", .type = FIELD_DEC, .required = true, .min = 0, .max = 1000, .label = N_("Mark") },
};

struct marking {
	struct sitting s;
	const struct exam_item *item;
	struct sv answer;
	struct exam_mark mark[3];
	size_t n;
	bool scored, again, sits;    /* again: this person has marked it already; sits: this person has a seat of this test */
	int64_t person;
};

enum rc exam_mark_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	void *sitting;
	struct marking *s = NEW(cx->a, struct marking, 1);
	int64_t sheet = field(&in->fields, "sheet")->i, no = field(&in->fields, "item")->i;
	*ret_state = s;
	TRY(exam_sitting_load(cx, db, in, &sitting, ret));
	s->s = *(struct sitting *)sitting;
	for (size_t i = 0; i < s->s.n_paper; i++)
		if (s->s.paper[i].no == no)
			s->item = &s->s.paper[i];
	for (size_t i = 0; i < s->s.n_seat; i++) {
		if (s->s.seat[i].sheet == sheet && sheet)
			s->answer = exam_answer(cx->a, exam_answers_parse(cx->a, s->s.seat[i].answers), no);
	}
	TRY(exam_marks_on(cx, db, s->s.e.id, sheet, no, s->mark, &s->n));
	TRY(exam_scored(cx, db, s->s.e.id, sheet, no, &s->scored));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(exam_sat(cx, db, s->s.seat, s->s.n_seat, in->actor.post, &s->sits));
	for (size_t i = 0; i < s->n; i++) {
		bool same;
		const struct signer_mark before = { s->mark[i].post, s->mark[i].person, s->mark[i].seq };
		TRY(person_was(cx, db, &before, in->actor.post, &same));
		s->again |= same;
	}
	return RC_OK;
}

static struct dec distance(struct dec x, struct dec y)
{
	return (struct dec){ x.u < y.u ? y.u - x.u : x.u - y.u };
}

/* Two who agree well enough give their mean; otherwise the third decides. */
static bool settled(const struct marking *s, struct dec mark, struct dec *ret)
{
	if (s->n == 0)
		return false;
	if (s->n == 1 && dec_cmp(distance(s->mark[0].mark, mark), s->s.e.apart) > 0)
		return false;
	*ret = s->n == 1 ? dec_round((struct dec){ (s->mark[0].mark.u + mark.u) / 2 }, 2) : mark;
	return true;
}

enum rc exam_mark_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct marking *s = state;
	struct dec mark = field(&in->fields, "mark")->d, final;
	if (!sv_is(s->s.e.state, "marking"))
		return fail(cx, RC_CONFLICT, "exam.not_marking", N_("Answers are marked after the sheets are collected and before the results are declared."));
	if (s->sits)
		return fail(cx, RC_DENIED, "exam.marker_sat", N_("Whoever sat this test does not mark it."));
	if (!s->item || !sv_is(s->item->q.kind, "text") || !s->answer.n)
		return fail_at(cx, RC_NOT_FOUND, "item", "exam.no_answer", N_("There is no such answer in words."));
	if (s->scored || s->n > 2)
		return fail(cx, RC_CONFLICT, "exam.marked", N_("This answer has its mark already; take the next one."));
	if (s->again)
		return fail(cx, RC_DENIED, "exam.same_marker", N_("You have marked this answer already: its next mark comes from another person."));
	if (dec_cmp(mark, s->item->each) > 0)
		return fail_at(cx, RC_INVALID, "mark", "exam.mark_high", N_("At most %.*s marks."), SV_ARG(dec_text(cx->a, s->item->each)));
	js_set_int(cx->a, facts, "sheet", field(&in->fields, "sheet")->i);
	js_set_int(cx->a, facts, "item", s->item->no);
	js_set_int(cx->a, facts, "stage", (int64_t)s->n + 1);
	js_set_int(cx->a, facts, "person", s->person);
	js_set_dec(cx->a, facts, "mark", mark);
	js_set_bool(cx->a, facts, "settled", settled(s, mark, &final));
	if (settled(s, mark, &final))
		js_set_dec(cx->a, facts, "final", final);
	return RC_OK;
}

enum rc exam_mark_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	int64_t sheet = js_get_int(facts, "sheet", 0), item = js_get_int(facts, "item", 0);
	struct stmt *st = db_query(db, &exam_mark_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, sheet);
	bind_int(st, 3, item);
	bind_int(st, 4, js_get_int(facts, "stage", 0));
	bind_int(st, 5, row->actor);
	bind_int(st, 6, js_get_int(facts, "person", 0));
	bind_int(st, 7, row->seq);
	bind_dec(st, 8, js_get_dec(facts, "mark", (struct dec){ 0 }));
	TRY(db_run(cx, st));
	return js_get_bool(facts, "settled") ? put_score(cx, db, row->subject, sheet, item, js_get_dec(facts, "final", (struct dec){ 0 })) : RC_OK;
}

/* ---- exam.finish ------------------------------------------------------------------------------------------------------------- */

struct finishing {
	struct sitting s;
	struct exam_score *score;
	size_t n_score;
	int64_t waiting;
};

enum rc exam_finish_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	void *sitting;
	int64_t second, third;
	struct finishing *s = NEW(cx->a, struct finishing, 1);
	*ret_state = s;
	TRY(exam_sitting_load(cx, db, in, &sitting, ret));
	s->s = *(struct sitting *)sitting;
	TRY(exam_waiting(cx, db, s->s.e.id, &s->waiting, &second, &third));
	return exam_scores(cx, db, s->s.e.id, &s->score, &s->n_score);
}

static int64_t part_of(const struct sitting *s, int64_t item)
{
	for (size_t i = 0; i < s->n_paper; i++)
		if (s->paper[i].no == item)
			return s->paper[i].part;
	return 0;
}

/* Sums by part and in all; passed where both reach what the plan says. */
static struct js *result_of(struct arena *a, const struct finishing *s, int64_t sheet, bool *ret_passed)
{
	struct js *o = js_obj(a), *parts = js_set(o, "parts", js_arr(a));
	struct dec total = { 0 };
	bool passed = true;
	for (size_t k = 0; k < s->s.n_part; k++) {
		struct dec sum = { 0 };
		for (size_t i = 0; i < s->n_score; i++)
			if (s->score[i].sheet == sheet && part_of(&s->s, s->score[i].item) == s->s.part[k].no)
				sum.u += s->score[i].mark.u;
		passed &= dec_cmp(sum, s->s.part[k].least) >= 0;
		total.u += sum.u;
		js_push(parts, js_str(a, dec_text(a, sum)));
	}
	passed &= dec_cmp(total, s->s.e.pass) >= 0;
	js_set_int(a, o, "sheet", sheet);
	js_set_dec(a, o, "total", total);
	js_set_bool(a, o, "passed", passed);
	*ret_passed = passed;
	return o;
}

enum rc exam_finish_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct finishing *s = state;
	int64_t sat = 0, passed = 0;
	if (!sv_is(s->s.e.state, "marking"))
		return fail(cx, RC_CONFLICT, "exam.not_marking", N_("Answers are marked after the sheets are collected and before the results are declared."));
	if (s->waiting)
		return fail(cx, RC_CONFLICT, "exam.waiting", N_("%lld answers still wait for a marker."), (long long)s->waiting);
	struct js *results = js_set(facts, "sheets", js_arr(cx->a));
	for (size_t i = 0; i < s->s.n_seat; i++) {
		bool ok;
		if (!s->s.seat[i].sheet)
			continue;
		js_push(results, result_of(cx->a, s, s->s.seat[i].sheet, &ok));
		sat++;
		passed += ok;
	}
	js_set_int(cx->a, facts, "sat", sat);
	js_set_int(cx->a, facts, "passed", passed);
	return RC_OK;
}

static enum rc put_result(struct ctx *cx, struct db *db, int64_t exam, const struct js *x)
{
	int64_t sheet = js_get_int(x, "sheet", 0), part = 0;
	const struct js *parts = js_get(x, "parts");
	struct stmt *st = db_query(db, &exam_seat_result);
	bind_int(st, 1, exam);
	bind_int(st, 2, sheet);
	bind_dec(st, 3, js_get_dec(x, "total", (struct dec){ 0 }));
	bind_int(st, 4, js_get_bool(x, "passed"));
	TRY(db_run(cx, st));
	for (const struct js *p = parts ? parts->first : NULL; p; p = p->next) {
		struct dec mark = { 0 };
		(void)!dec_parse(p->s, &mark);
		st = db_query(db, &exam_result_put);
		bind_int(st, 1, exam);
		bind_int(st, 2, sheet);
		bind_int(st, 3, ++part);
		bind_dec(st, 4, mark);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

enum rc exam_finish_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *results = js_get(facts, "sheets");
	for (const struct js *x = results ? results->first : NULL; x; x = x->next)
		TRY(put_result(cx, db, row->subject, x));
	struct stmt *st = db_query(db, &exam_set_done);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "sat", 0));
	bind_int(st, 3, js_get_int(facts, "passed", 0));
	return db_run(cx, st);
}
