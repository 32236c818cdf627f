#include "app/exam/exam_read.h"

#include "app/exam/queries.sql.h"
#include "app/person/person.h"

enum rc exam_none(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "exam.none", N_("There is no such test."));
}

static void row(const struct stmt *st, struct arena *a, struct exam *ret)
{
	*ret = (struct exam){
		.id = col_int(st, 0), .owner = col_int(st, 1), .name = col_sv(st, 2, a), .day = col_day(st, 3), .minutes = col_int(st, 4), .pass = col_dec(st, 5),
		.apart = col_dec(st, 6), .state = col_sv(st, 7, a), .first = col_int(st, 8), .list_digest = col_sv(st, 9, a), .seed = col_sv(st, 10, a),
		.opened_at = col_int(st, 11), .sat = col_int(st, 12), .passed = col_int(st, 13), .reason = col_sv(st, 14, a), .made = col_int(st, 15),
		.author = col_int(st, 16), .owner_path = col_sv(st, 17, a), .owner_name = col_sv(st, 18, a),
	};
}

enum rc exam_get(struct ctx *cx, struct db *db, int64_t id, struct exam *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &exam_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? exam_none(cx) : rc;
}

enum rc exam_parts(struct ctx *cx, struct db *db, int64_t id, struct exam_part **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct arena *a = cx->a;
	struct exam_part *p = NEW(a, struct exam_part, EXAM_PARTS_MAX);
	struct stmt *st = db_query(db, &exam_parts_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < EXAM_PARTS_MAX)
			p[n++] = (struct exam_part){ .no = col_int(st, 0), .name = col_sv(st, 1, a), .topic = col_sv(st, 2, a), .level = col_sv(st, 3, a),
						     .kind = col_sv(st, 4, a), .n = col_int(st, 5), .each = col_dec(st, 6), .least = col_dec(st, 7),
						     .half = col_int(st, 8) != 0 };
	*ret = p;
	*ret_n = n;
	return rc;
}

static enum rc listed(struct ctx *cx, struct stmt *st, struct exam_listed **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct exam_listed *l = NEW(cx->a, struct exam_listed, QUESTION_BANK_MAX);
	while (db_step(cx, st, &rc))
		if (n < QUESTION_BANK_MAX)
			l[n++] = (struct exam_listed){ col_int(st, 0), col_int(st, 1), col_int(st, 2), col_int(st, 3) != 0 };
	*ret = l;
	*ret_n = n;
	return rc;
}

enum rc exam_list(struct ctx *cx, struct db *db, int64_t id, struct exam_listed **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &exam_items_of);
	bind_int(st, 1, id);
	return listed(cx, st, ret, ret_n);
}

enum rc exam_list_on(struct ctx *cx, struct db *db, int64_t id, struct day day, struct exam_listed **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &exam_items_on);
	bind_int(st, 1, id);
	bind_day(st, 2, day);
	return listed(cx, st, ret, ret_n);
}

struct sv exam_list_text(struct arena *a, const struct exam_listed *l, size_t n)
{
	struct buf b = buf_new(a, n * 48 + 1);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%lld,%lld\n", (long long)l[i].part, (long long)l[i].question);
	return b.n ? buf_sv(&b) : SV("");
}

enum rc exam_numbers(struct ctx *cx, struct db *db, int64_t id, struct exam_item **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct exam_item *p = NEW(cx->a, struct exam_item, EXAM_ITEMS_MAX);
	struct stmt *st = db_query(db, &exam_drawn);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < EXAM_ITEMS_MAX)
			p[n++] = (struct exam_item){ .no = col_int(st, 0), .part = col_int(st, 1), .each = col_dec(st, 3), .q.id = col_int(st, 2) };
	*ret = p;
	*ret_n = n;
	return rc;
}

enum rc exam_paper(struct ctx *cx, struct db *db, int64_t id, struct exam_item **ret, size_t *ret_n)
{
	TRY(exam_numbers(cx, db, id, ret, ret_n));
	for (size_t i = 0; i < *ret_n; i++)
		TRY(question_get(cx, db, (*ret)[i].q.id, &(*ret)[i].q));
	return RC_OK;
}

static void seat_row(const struct stmt *st, struct arena *a, struct exam_seat *ret)
{
	*ret = (struct exam_seat){ .no = col_int(st, 0), .post = col_int(st, 1), .unit = col_int(st, 2), .digest = col_sv(st, 3, a), .in = col_int(st, 4) != 0,
				   .closed = col_sv(st, 5, a), .sheet = col_int(st, 6), .parts = col_sv(st, 7, a), .total = col_dec(st, 8),
				   .passed = col_int(st, 9) != 0 };
}

enum rc exam_seats(struct ctx *cx, struct db *db, int64_t id, struct exam_seat **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct exam_seat *s = NEW(cx->a, struct exam_seat, EXAM_SEATS_MAX);
	struct stmt *st = db_query(db, &exam_seats_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < EXAM_SEATS_MAX)
			seat_row(st, cx->a, &s[n++]);
	*ret = s;
	*ret_n = n;
	return rc;
}

enum rc exam_seat_no(struct ctx *cx, struct db *db, int64_t id, int64_t no, struct exam_seat *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &exam_seat_at);
	bind_int(st, 1, id);
	bind_int(st, 2, no);
	*ret = (struct exam_seat){ 0 };
	while (db_step(cx, st, &rc))
		seat_row(st, cx->a, ret);
	return rc;
}

enum rc exam_said(struct ctx *cx, struct db *db, int64_t id, int64_t no, const struct js **ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &exam_answers_at);
	bind_int(st, 1, id);
	bind_int(st, 2, no);
	*ret = NULL;
	while (db_step(cx, st, &rc))
		*ret = exam_answers_parse(cx->a, col_sv(st, 0, cx->a));
	return rc;
}

enum rc exam_of_code(struct ctx *cx, struct db *db, struct sv digest, struct exam *ret, struct exam_seat *ret_seat)
{
	enum rc rc;
	int64_t id = 0;
	struct stmt *st = db_query(db, &exam_seat_of_code);
	bind_sv(st, 1, digest);
	while (db_step(cx, st, &rc)) {
		id = col_int(st, 10);
		seat_row(st, cx->a, ret_seat);
	}
	TRY(rc);
	return id ? exam_get(cx, db, id, ret) :
		fail(cx, RC_NOT_FOUND, "exam.code", N_("This code opens no sheet. Look at the slip once more, or ask the office that holds the test."));
}

enum rc exam_seen(struct ctx *cx, struct db *db, const struct scope *s, const struct exam *e, bool *ret)
{
	enum rc rc;
	bool seen = scope_holds(s, e->owner_path);
	struct stmt *st = db_query(db, &exam_seat_paths);
	bind_int(st, 1, e->id);
	while (db_step(cx, st, &rc))
		seen |= scope_holds(s, col_sv(st, 0, cx->a));
	*ret = seen;
	return rc;
}

static enum rc one_id(struct ctx *cx, struct stmt *st, int64_t *ret)
{
	enum rc rc;
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc exam_makeup_of(struct ctx *cx, struct db *db, int64_t id, int64_t *ret)
{
	struct stmt *st = db_query(db, &exam_makeup);
	bind_int(st, 1, id);
	return one_id(cx, st, ret);
}

enum rc exam_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct stmt *st = db_query(db, &exam_called);
	bind_sv(st, 1, name);
	TRY(one_id(cx, st, ret_id));
	return *ret_id ? RC_OK : exam_none(cx);
}

/* ---- marks ------------------------------------------------------------------------------------------------------------------ */

enum rc exam_marks_on(struct ctx *cx, struct db *db, int64_t id, int64_t sheet, int64_t item, struct exam_mark *ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct stmt *st = db_query(db, &exam_marks_of);
	bind_int(st, 1, id);
	bind_int(st, 2, sheet);
	bind_int(st, 3, item);
	while (db_step(cx, st, &rc))
		if (n < 3)
			ret[n++] = (struct exam_mark){ .sheet = sheet, .item = item, .stage = col_int(st, 0), .post = col_int(st, 1), .person = col_int(st, 2),
						       .seq = col_int(st, 3), .mark = col_dec(st, 4) };
	*ret_n = n;
	return rc;
}

enum rc exam_written(struct ctx *cx, struct db *db, int64_t id, struct exam_score **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 1024;
	struct exam_score *all = NEW(cx->a, struct exam_score, room);
	struct stmt *st = db_query(db, &exam_written_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct exam_score *more = NEW(cx->a, struct exam_score, room *= 2);
			memcpy(more, all, n * sizeof(*all));
			all = more;
		}
		all[n++] = (struct exam_score){ col_int(st, 0), col_int(st, 1), col_dec(st, 2) };
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc exam_written_at(struct ctx *cx, struct db *db, int64_t id, int64_t sheet, int64_t item, bool *ret, bool *ret_settled)
{
	enum rc rc;
	struct stmt *st = db_query(db, &exam_written_on);
	bind_int(st, 1, id);
	bind_int(st, 2, sheet);
	bind_int(st, 3, item);
	*ret = *ret_settled = false;
	while (db_step(cx, st, &rc)) {
		*ret = true;
		*ret_settled = col_int(st, 1) != 0;
	}
	return rc;
}

enum rc exam_sat(struct ctx *cx, struct db *db, int64_t id, int64_t post, bool *ret)
{
	int64_t person, seat;
	TRY(person_now(cx, db, post, &person));
	struct stmt *st = db_query(db, &exam_sat_by);
	bind_int(st, 1, id);
	bind_int(st, 2, post);
	bind_int(st, 3, person);
	TRY(one_id(cx, st, &seat));
	*ret = seat > 0;
	return RC_OK;
}

enum rc exam_waiting(struct ctx *cx, struct db *db, int64_t id, int64_t *ret_all, int64_t *ret_second, int64_t *ret_third)
{
	enum rc rc;
	struct stmt *st = db_query(db, &exam_waiting_of);
	bind_int(st, 1, id);
	*ret_all = *ret_second = *ret_third = 0;
	while (db_step(cx, st, &rc)) {
		*ret_all = col_int(st, 0);
		*ret_second = col_int(st, 1);
		*ret_third = col_int(st, 2);
	}
	return rc;
}

enum rc exam_item_at(struct ctx *cx, struct db *db, int64_t id, int64_t no, struct exam_item *ret)
{
	struct exam_item *p;
	size_t n;
	TRY(exam_numbers(cx, db, id, &p, &n));
	*ret = (struct exam_item){ 0 };
	for (size_t i = 0; i < n; i++)
		if (p[i].no == no)
			*ret = p[i];
	return ret->no ? question_get(cx, db, ret->q.id, &ret->q) : RC_OK;
}

enum rc exam_next_answer(struct ctx *cx, struct db *db, int64_t id, int64_t post, int64_t *ret_sheet, struct exam_item *ret_item,
			 struct sv *ret_answer, int64_t *ret_left)
{
	enum rc rc;
	int64_t item = 0;
	const struct js *said = NULL;
	struct stmt *st = db_query(db, &exam_next);
	bind_int(st, 1, id);
	bind_int(st, 2, post);
	*ret_sheet = *ret_left = 0;
	while (db_step(cx, st, &rc)) {
		*ret_sheet = col_int(st, 0);
		item = col_int(st, 1);
		said = exam_answers_parse(cx->a, col_sv(st, 2, cx->a));
	}
	TRY(rc);
	if (!*ret_sheet)
		return RC_OK;
	*ret_answer = exam_answer(cx->a, said, item);
	st = db_query(db, &exam_left);
	bind_int(st, 1, id);
	bind_int(st, 2, post);
	TRY(one_id(cx, st, ret_left));
	return exam_item_at(cx, db, id, item, ret_item);
}
