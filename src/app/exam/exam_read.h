#ifndef APP_EXAM_EXAM_READ_H
#define APP_EXAM_EXAM_READ_H
/* Inside the folder only. */
#include "app/exam/exam.h"

enum { EXAM_VIEWS = 6 };
extern const struct view_def exam_views[EXAM_VIEWS];
enum rc exam_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
enum rc exam_none(struct ctx *cx);
/* May this scope see the test: its office, or a unit of which somebody has a seat? */
enum rc exam_seen(struct ctx *cx, struct db *db, const struct scope *s, const struct exam *e, bool *ret);
/* A make-up of it that is not cancelled; 0 for none. */
enum rc exam_makeup_of(struct ctx *cx, struct db *db, int64_t id, int64_t *ret);

/* ---- the paper's rules as text (parts.c): 名称|主题|层级|题型|题数|每题分|最低分|少选半分, one part a line ---- */
enum rc exam_parts_read(struct ctx *cx, struct sv text, struct exam_part **ret, size_t *ret_n);
struct dec exam_full(const struct exam_part *p, size_t n);
struct sv exam_parts_text(struct arena *a, const struct exam_part *p, size_t n);

/* The paper without its questions; of one number with its question, no 0 where there is none. */
enum rc exam_numbers(struct ctx *cx, struct db *db, int64_t id, struct exam_item **ret, size_t *ret_n);
enum rc exam_item_at(struct ctx *cx, struct db *db, int64_t id, int64_t no, struct exam_item *ret);

/* ---- answers (paper.c) ---- */
/* What was said, in one form and without phones; an answer that the question does not take is dropped. */
struct js *exam_answers(struct arena *a, const struct exam_item *paper, size_t n, const struct js *said);
/* Of one seat; no 0 where there is none.  Its answers: NULL before they are in. */
enum rc exam_seat_no(struct ctx *cx, struct db *db, int64_t id, int64_t no, struct exam_seat *ret);
enum rc exam_said(struct ctx *cx, struct db *db, int64_t id, int64_t no, const struct js **ret);
size_t exam_answered(const struct js *answers); /* how many have one */
const struct js *exam_answers_parse(struct arena *a, struct sv text);
struct sv exam_answer(struct arena *a, const struct js *answers, int64_t item); /* "" where there is none */

/* ---- marks ---- */
struct exam_mark {
	int64_t sheet, item, stage, post, person, seq;
	struct dec mark;
};
struct exam_score {
	int64_t seat, item;
	struct dec mark;
};
enum rc exam_marks_on(struct ctx *cx, struct db *db, int64_t id, int64_t sheet, int64_t item, struct exam_mark *ret, size_t *ret_n); /* at most 3 */
/* Answers in words, by seat and item; the mark of one that waits is 0. */
enum rc exam_written(struct ctx *cx, struct db *db, int64_t id, struct exam_score **ret, size_t *ret_n);
enum rc exam_written_at(struct ctx *cx, struct db *db, int64_t id, int64_t sheet, int64_t item, bool *ret, bool *ret_settled);
/* Has the person of this post one of the seats, by this post or by another? */
enum rc exam_sat(struct ctx *cx, struct db *db, int64_t id, int64_t post, bool *ret);
/* Answers in words that have no mark yet: in all, and of them how many wait for a second or third marker. */
enum rc exam_waiting(struct ctx *cx, struct db *db, int64_t id, int64_t *ret_all, int64_t *ret_second, int64_t *ret_third);
/* The next answer that this post can mark, and how many there are; `ret_sheet` 0 when there is none. */
enum rc exam_next_answer(struct ctx *cx, struct db *db, int64_t id, int64_t post, int64_t *ret_sheet, struct exam_item *ret_item,
			 struct sv *ret_answer, int64_t *ret_left);
/* Marks by part as they stand in a seat (exam_seat.closed, .parts): nought where there is none. */
void exam_sums(struct arena *a, struct sv text, struct dec *ret, size_t n);
/* What closed questions give by part: right ones in full, where the part says so incomplete ones by half; `ret_written` gets the numbers of those answered in words. */
struct js *exam_closed(struct arena *a, const struct exam_part *part, size_t n_part, const struct exam_item *paper, size_t n_paper, const struct js *answers,
		       struct js *ret_written);

/* ---- pass rates (rates.c) ---- */
struct exam_rate {
	int64_t unit, sat, passed;   /* unit 0: all of them */
	struct sv name, path;
	bool shown;                  /* else too few sat, or another's would follow from it */
	int share;                   /* enum sup_share of shown ones */
	struct dec percent;
};
enum rc exam_rates(struct ctx *cx, struct db *db, int64_t id, struct exam_rate **ret, size_t *ret_n); /* the last one is the sum */

/* ---- acts of the sitting (sit.c) and of marking (mark.c) ---- */
enum { EXAM_TAKE_MAX = 20 }; /* sheets that one act takes in */
enum { EXAM_HAND_IN_FIELDS = 2, EXAM_TAKE_FIELDS = 1, EXAM_MARK_FIELDS = 3, EXAM_MARKERS = ROLE_OFFICE | ROLE_VERIFIER };
extern const struct field exam_hand_in_fields[EXAM_HAND_IN_FIELDS], exam_take_fields[EXAM_TAKE_FIELDS], exam_mark_fields[EXAM_MARK_FIELDS];
typedef enum rc exam_load_fn(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
typedef enum rc exam_decide_fn(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
typedef enum rc exam_apply_fn(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
exam_load_fn exam_hand_in_load, exam_take_load, exam_collect_load, exam_mark_load, exam_finish_load;
exam_decide_fn exam_hand_in_decide, exam_take_decide, exam_collect_decide, exam_mark_decide, exam_finish_decide;
exam_apply_fn exam_hand_in_apply, exam_take_apply, exam_collect_apply, exam_mark_apply, exam_finish_apply;

/* ---- what is kept of a sheet before it is handed in (kept.c): DIR/spool, may be lost ---- */
enum rc kept_put(struct ctx *cx, const char *dir, struct sv digest, const struct js *answers);
const struct js *kept_get(struct arena *a, const char *dir, struct sv digest); /* NULL: nothing */
void kept_drop(struct arena *a, const char *dir, struct sv digest);

#endif
