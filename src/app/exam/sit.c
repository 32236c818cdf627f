/* The sitting: answers come in, and are collected in groups, so that no act holds the writer for long. */
#include "app/exam/exam_read.h"

#include "app/exam/queries.sql.h"

#include <stdlib.h>

static enum rc still_open(struct ctx *cx, const struct exam *e)
{
	return sv_is(e->state, "open") ? RC_OK : fail(cx, RC_CONFLICT, "exam.not_open", N_("The sitting is not open."));
}

static struct sv js_text(struct arena *a, const struct js *v)
{
	struct buf b = buf_new(a, 1 << 20);
	js_write(&b, v);
	return buf_sv(&b);
}

static enum rc put_answers(struct ctx *cx, struct db *db, int64_t exam, int64_t seat, const struct js *answers)
{
	struct stmt *st = db_query(db, &exam_seat_answers);
	bind_int(st, 1, exam);
	bind_int(st, 2, seat);
	bind_sv(st, 3, js_text(cx->a, answers));
	return db_run(cx, st);
}

/* ---- exam.hand_in: by the seat's code, no post behind it ------------------------------------------------------------------- */

const struct field exam_hand_in_fields[EXAM_HAND_IN_FIELDS] = {
	{ .name = "seat", .type = FIELD_INT, .required = true, .min = 1, .max = EXAM_SEATS_MAX, .label = N_("Seat") },
	{ .name = "answers", .type = FIELD_DATA, .required = true, .label = N_("Answers") },
};

struct handing {
	struct exam e;
	struct exam_item *paper;
	size_t n_paper;
	struct exam_seat seat;
};

enum rc exam_hand_in_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct handing *s = NEW(cx->a, struct handing, 1);
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	TRY(exam_paper(cx, db, s->e.id, &s->paper, &s->n_paper));
	target_add(ret, AT_OWNER, s->e.owner);
	return exam_seat_no(cx, db, s->e.id, field(&in->fields, "seat")->i, &s->seat);
}

enum rc exam_hand_in_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct handing *s = state;
	TRY(still_open(cx, &s->e));
	if (in->at > exam_ends(&s->e))
		return fail(cx, RC_CONFLICT, "exam.late", N_("The time is over: no answer is taken any more. What was kept before counts."));
	if (!s->seat.no)
		return fail(cx, RC_NOT_FOUND, "exam.seat", N_("There is no such seat."));
	if (s->seat.in)
		return fail(cx, RC_CONFLICT, "exam.handed_in", N_("These answers were handed in already; they cannot be changed."));
	js_set_int(cx->a, facts, "seat", s->seat.no);
	js_set(facts, "answers", exam_answers(cx->a, s->paper, s->n_paper, field(&in->fields, "answers")->data));
	return RC_OK;
}

enum rc exam_hand_in_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	return put_answers(cx, db, row->subject, js_get_int(facts, "seat", 0), js_get(facts, "answers"));
}

/* ---- exam.take: a group of sheets, with what closed questions give ----------------------------------------------------------- */

const struct field exam_take_fields[EXAM_TAKE_FIELDS] = {
	/* [{"seat":…,"answers":{…}}]: answers of those who did not hand in, as they were kept; read by the door. */
	{ .name = "sheets", .type = FIELD_DATA, .required = true, .label = N_("Sheets that were kept") },
};

struct taking {
	struct exam e;
	struct exam_part *part;
	struct exam_item *paper;
	struct exam_seat *seat;
	size_t n_part, n_paper, n_seat;
	const struct js *said[EXAM_TAKE_MAX]; /* of the fields' sheets: what was handed in; NULL where nothing was */
};

enum rc exam_take_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct taking *s = NEW(cx->a, struct taking, 1);
	const struct js *sheets = field(&in->fields, "sheets")->data;
	size_t n = 0;
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	TRY(exam_parts(cx, db, s->e.id, &s->part, &s->n_part));
	TRY(exam_paper(cx, db, s->e.id, &s->paper, &s->n_paper));
	TRY(exam_seats(cx, db, s->e.id, &s->seat, &s->n_seat));
	for (const struct js *x = sheets && sheets->kind == JS_ARR ? sheets->first : NULL; x && n < EXAM_TAKE_MAX; x = x->next, n++)
		TRY(exam_said(cx, db, s->e.id, js_get_int(x, "seat", 0), &s->said[n]));
	target_add(ret, AT_OWNER, s->e.owner);
	return RC_OK;
}

static enum rc time_over(struct ctx *cx, const struct exam *e, const struct exam_seat *seat, size_t n, int64_t at)
{
	size_t sitting = 0;
	TRY(still_open(cx, e));
	for (size_t i = 0; i < n; i++)
		sitting += !seat[i].in;
	return sitting && at <= exam_ends(e) ?
		fail(cx, RC_CONFLICT, "exam.running", N_("The time is not over and %zu have not handed in yet: wait until then."), sitting) : RC_OK;
}

static const struct exam_seat *seat_no(const struct taking *s, int64_t no)
{
	for (size_t i = 0; i < s->n_seat; i++)
		if (s->seat[i].no == no)
			return &s->seat[i];
	return NULL;
}

static bool is_there(const struct js *list, int64_t seat)
{
	for (const struct js *x = list->first; x; x = x->next)
		if (js_get_int(x, "seat", 0) == seat)
			return true;
	return false;
}

enum rc exam_take_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct taking *s = state;
	struct arena *a = cx->a;
	const struct js *sheets = field(&in->fields, "sheets")->data;
	size_t n = 0;
	TRY(time_over(cx, &s->e, s->seat, s->n_seat, in->at));
	if (!sheets || sheets->kind != JS_ARR || sheets->n > EXAM_TAKE_MAX)
		return fail_at(cx, RC_INVALID, "sheets", "exam.sheets", N_("At most %d sheets at once."), EXAM_TAKE_MAX);
	struct js *list = js_set(facts, "sheets", js_arr(a));
	for (const struct js *x = sheets->first; x; x = x->next, n++) {
		const struct exam_seat *seat = seat_no(s, js_get_int(x, "seat", 0));
		if (!seat)
			return fail(cx, RC_NOT_FOUND, "exam.seat", N_("There is no such seat."));
		const struct js *said = seat->in ? s->said[n] : exam_answers(a, s->paper, s->n_paper, js_get(x, "answers"));
		/* taken in before, by a collecting that was broken off or by another one; or nothing was kept that the paper takes */
		if (seat->closed.n || is_there(list, seat->no) || (!seat->in && !exam_answered(said)))
			continue;
		struct js *o = js_push(list, js_obj(a)), *written = js_arr(a);
		js_set_int(a, o, "seat", seat->no);
		if (!seat->in)
			js_set(o, "answers", js_again(a, said));
		js_set(o, "closed", exam_closed(a, s->part, s->n_part, s->paper, s->n_paper, said, written));
		js_set(o, "written", written);
	}
	return RC_OK;
}

static enum rc put_taken(struct ctx *cx, struct db *db, int64_t exam, int64_t seat, const struct js *closed, const struct js *written)
{
	struct stmt *st = db_query(db, &exam_seat_closed);
	bind_int(st, 1, exam);
	bind_int(st, 2, seat);
	bind_sv(st, 3, js_text(cx->a, closed));
	TRY(db_run(cx, st));
	for (const struct js *w = written ? written->first : NULL; w; w = w->next) {
		st = db_query(db, &exam_written_put);
		bind_int(st, 1, exam);
		bind_int(st, 2, seat);
		bind_int(st, 3, w->i);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

enum rc exam_take_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "sheets");
	for (const struct js *x = list ? list->first : NULL; x; x = x->next) {
		int64_t seat = js_get_int(x, "seat", 0);
		if (js_get(x, "answers"))
			TRY(put_answers(cx, db, row->subject, seat, js_get(x, "answers")));
		TRY(put_taken(cx, db, row->subject, seat, js_get(x, "closed"), js_get(x, "written")));
	}
	return RC_OK;
}

/* ---- exam.collect: all that came in is taken in; sheets get their numbers ------------------------------------------------------ */

struct collecting {
	struct exam e;
	struct exam_seat *seat;
	size_t n_seat;
};

enum rc exam_collect_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct collecting *s = NEW(cx->a, struct collecting, 1);
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	return exam_seats(cx, db, s->e.id, &s->seat, &s->n_seat);
}

static int by_digest(const void *x, const void *y)
{
	return sv_cmp((*(const struct exam_seat *const *)x)->digest, (*(const struct exam_seat *const *)y)->digest);
}

enum rc exam_collect_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct collecting *s = state;
	const struct exam_seat **in_order = NEW(cx->a, const struct exam_seat *, s->n_seat + 1);
	size_t n = 0;
	TRY(time_over(cx, &s->e, s->seat, s->n_seat, in->at));
	for (size_t i = 0; i < s->n_seat; i++) {
		if (!s->seat[i].in)
			continue;
		if (!s->seat[i].closed.n)
			return fail(cx, RC_CONFLICT, "exam.untaken", N_("A sheet came in meanwhile: collect once more."));
		in_order[n++] = &s->seat[i];
	}
	/* Markers know sheets by numbers in the order of digests, which tell nothing of seats and of who came in when. */
	qsort(in_order, n, sizeof(*in_order), by_digest);
	struct js *list = js_set(facts, "sheets", js_arr(cx->a));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(list, js_obj(cx->a));
		js_set_int(cx->a, o, "seat", in_order[i]->no);
		js_set_int(cx->a, o, "sheet", (int64_t)i + 1);
	}
	return RC_OK;
}

static enum rc set_state(struct ctx *cx, struct db *db, int64_t exam, struct sv state)
{
	struct stmt *st = db_query(db, &exam_set_state);
	bind_int(st, 1, exam);
	bind_sv(st, 2, state);
	bind_sv(st, 3, SV(""));
	return db_run(cx, st);
}

/* Version 1 took the sheets in itself and stated a mark for every question: those of closed ones and nought for what was left
 * empty, so that what has an answer and no mark was answered in words. */
static enum rc apply_first(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *x, const struct exam_item *paper, size_t n_paper)
{
	struct arena *a = cx->a;
	const struct js *marks = js_get(x, "marks"), *answers = js_get(x, "answers");
	struct dec sum[EXAM_PARTS_MAX] = { 0 };
	bool marked[EXAM_ITEMS_MAX + 1] = { false };
	int64_t last = n_paper ? paper[n_paper - 1].part : 0, no;
	struct js *closed = js_arr(a), *written = js_arr(a);
	for (const struct js *m = marks ? marks->first : NULL; m; m = m->next) {
		no = js_get_int(m, "item", 0);
		for (size_t i = 0; i < n_paper; i++)
			if (paper[i].no == no) {
				sum[paper[i].part - 1].u += js_get_dec(m, "mark", (struct dec){ 0 }).u;
				marked[no] = true;
			}
	}
	for (int64_t k = 0; k < last; k++)
		js_push(closed, js_str(a, dec_text(a, sum[k])));
	for (const struct js *w = answers ? answers->first : NULL; w; w = w->next)
		if (sv_int(w->key, &no) && no > 0 && no <= EXAM_ITEMS_MAX && !marked[no])
			js_push(written, js_int(a, no));
	TRY(put_answers(cx, db, row->subject, js_get_int(x, "seat", 0), answers));
	return put_taken(cx, db, row->subject, js_get_int(x, "seat", 0), closed, written);
}

enum rc exam_collect_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "sheets");
	struct exam_item *paper = NULL;
	size_t n_paper = 0;
	if (row->version == 1)
		TRY(exam_numbers(cx, db, row->subject, &paper, &n_paper));
	for (const struct js *x = list ? list->first : NULL; x; x = x->next) {
		if (row->version == 1)
			TRY(apply_first(cx, db, row, x, paper, n_paper));
		struct stmt *st = db_query(db, &exam_seat_sheet);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(x, "seat", 0));
		bind_int(st, 3, js_get_int(x, "sheet", 0));
		TRY(db_run(cx, st));
	}
	return set_state(cx, db, row->subject, SV("marking"));
}
