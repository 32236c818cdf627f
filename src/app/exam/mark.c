/* What follows a sitting: answers in words get their marks, and the test its results. */
#include "app/exam/exam_read.h"

#include "app/exam/queries.sql.h"
#include "app/person/person.h"

/* ---- exam.mark: a first, a second who does not see the first, and where they differ too much a third ------------------------ */

const struct field exam_mark_fields[EXAM_MARK_FIELDS] = {
	{ .name = "sheet", .type = FIELD_INT, .required = true, .min = 1, .max = EXAM_SEATS_MAX, .label = N_("Number of the sheet") },
	{ .name = "item", .type = FIELD_INT, .required = true, .min = 1, .max = EXAM_ITEMS_MAX, .label = N_("Number of the question") },
	{ .name = "mark", .type = FIELD_DEC, .required = true, .min = 0, .max = 1000, .label = N_("Mark") },
};

struct marking {
	struct exam e;
	struct exam_item item;
	struct exam_mark mark[3];
	size_t n;
	bool written, settled, again, sits; /* again: this person has marked it already; sits: this person has a seat of this test */
	int64_t person;
};

enum rc exam_mark_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct marking *s = NEW(cx->a, struct marking, 1);
	int64_t sheet = field(&in->fields, "sheet")->i, no = field(&in->fields, "item")->i;
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	TRY(exam_item_at(cx, db, s->e.id, no, &s->item));
	TRY(exam_written_at(cx, db, s->e.id, sheet, no, &s->written, &s->settled));
	TRY(exam_marks_on(cx, db, s->e.id, sheet, no, s->mark, &s->n));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(exam_sat(cx, db, s->e.id, in->actor.post, &s->sits));
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
	if (s->n == 1 && dec_cmp(distance(s->mark[0].mark, mark), s->e.apart) > 0)
		return false;
	*ret = s->n == 1 ? dec_round((struct dec){ (s->mark[0].mark.u + mark.u) / 2 }, 2) : mark;
	return true;
}

enum rc exam_mark_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct marking *s = state;
	struct dec mark = field(&in->fields, "mark")->d, final;
	if (!sv_is(s->e.state, "marking"))
		return fail(cx, RC_CONFLICT, "exam.not_marking", N_("Answers are marked after the sheets are collected and before the results are declared."));
	if (s->sits)
		return fail(cx, RC_DENIED, "exam.marker_sat", N_("Whoever sat this test does not mark it."));
	if (!s->written)
		return fail_at(cx, RC_NOT_FOUND, "item", "exam.no_answer", N_("There is no such answer in words."));
	if (s->settled || s->n > 2)
		return fail(cx, RC_CONFLICT, "exam.marked", N_("This answer has its mark already; take the next one."));
	if (s->again)
		return fail(cx, RC_DENIED, "exam.same_marker", N_("You have marked this answer already: its next mark comes from another person."));
	if (dec_cmp(mark, s->item.each) > 0)
		return fail_at(cx, RC_INVALID, "mark", "exam.mark_high", N_("At most %.*s marks."), SV_ARG(dec_text(cx->a, s->item.each)));
	js_set_int(cx->a, facts, "sheet", field(&in->fields, "sheet")->i);
	js_set_int(cx->a, facts, "item", s->item.no);
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
	st = db_query(db, &exam_written_marked);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, sheet);
	bind_int(st, 3, item);
	bind_int(st, 4, js_get_int(facts, "stage", 0));
	bind_int(st, 5, js_get_bool(facts, "settled"));
	bind_dec(st, 6, js_get_dec(facts, "final", (struct dec){ 0 }));
	return db_run(cx, st);
}

/* ---- exam.finish ------------------------------------------------------------------------------------------------------------- */

struct finishing {
	struct exam e;
	struct exam_part *part;
	struct exam_seat *seat;
	struct exam_score *written;  /* by seat */
	size_t n_part, n_seat, n_written;
	int64_t waiting, part_of[EXAM_ITEMS_MAX + 1];
};

enum rc exam_finish_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	int64_t second, third;
	struct exam_item *paper;
	size_t n;
	struct finishing *s = NEW(cx->a, struct finishing, 1);
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	TRY(exam_parts(cx, db, s->e.id, &s->part, &s->n_part));
	TRY(exam_numbers(cx, db, s->e.id, &paper, &n));
	for (size_t i = 0; i < n; i++)
		s->part_of[paper[i].no] = paper[i].part;
	TRY(exam_seats(cx, db, s->e.id, &s->seat, &s->n_seat));
	TRY(exam_waiting(cx, db, s->e.id, &s->waiting, &second, &third));
	return exam_written(cx, db, s->e.id, &s->written, &s->n_written);
}

/* Sums by part and in all; passed where both reach what the plan says.  `at`: how far the answers in words are counted. */
static struct js *result_of(struct arena *a, const struct finishing *s, const struct exam_seat *seat, size_t *at, bool *ret_passed)
{
	struct js *o = js_obj(a), *parts = js_set(o, "parts", js_arr(a));
	struct dec total = { 0 }, sum[EXAM_PARTS_MAX];
	bool passed = true;
	exam_sums(a, seat->closed, sum, s->n_part);
	for (; *at < s->n_written && s->written[*at].seat <= seat->no; ++*at)
		if (s->written[*at].seat == seat->no)
			sum[s->part_of[s->written[*at].item] - 1].u += s->written[*at].mark.u;
	for (size_t k = 0; k < s->n_part; k++) {
		passed &= dec_cmp(sum[k], s->part[k].least) >= 0;
		total.u += sum[k].u;
		js_push(parts, js_str(a, dec_text(a, sum[k])));
	}
	passed &= dec_cmp(total, s->e.pass) >= 0;
	js_set_int(a, o, "sheet", seat->sheet);
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
	size_t at = 0;
	if (!sv_is(s->e.state, "marking"))
		return fail(cx, RC_CONFLICT, "exam.not_marking", N_("Answers are marked after the sheets are collected and before the results are declared."));
	if (s->waiting)
		return fail(cx, RC_CONFLICT, "exam.waiting", N_("%lld answers still wait for a marker."), (long long)s->waiting);
	struct js *results = js_set(facts, "sheets", js_arr(cx->a));
	for (size_t i = 0; i < s->n_seat; i++) {
		bool ok;
		if (!s->seat[i].sheet)
			continue;
		js_push(results, result_of(cx->a, s, &s->seat[i], &at, &ok));
		sat++;
		passed += ok;
	}
	js_set_int(cx->a, facts, "sat", sat);
	js_set_int(cx->a, facts, "passed", passed);
	return RC_OK;
}

static enum rc put_result(struct ctx *cx, struct db *db, int64_t exam, const struct js *x)
{
	struct buf parts = buf_new(cx->a, 1024);
	js_write(&parts, js_get(x, "parts"));
	struct stmt *st = db_query(db, &exam_seat_result);
	bind_int(st, 1, exam);
	bind_int(st, 2, js_get_int(x, "sheet", 0));
	bind_dec(st, 3, js_get_dec(x, "total", (struct dec){ 0 }));
	bind_int(st, 4, js_get_bool(x, "passed"));
	bind_sv(st, 5, buf_sv(&parts));
	return db_run(cx, st);
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
