#ifndef APP_EXAM_H
#define APP_EXAM_H
/* Tests of knowledge 学用政策、分级测试 (handbook 2.10): a paper drawn from the bank (app/question) by a seed that anybody can use
 * again, a sitting of posts with printed codes, marks, and what units passed.
 *
 *   planned ─ publish, draw, seats, open ─► open ─ collect ─► marking ─ finish ─► done ─ makeup ─► another one, planned
 *      └──────────────── cancel ─────────────┴──────────────────┘
 *
 * What is scored is answers, and only answers: no time of study, no log-in, no time of a person is kept beside the acts themselves
 * (ux.md R1, R2, R10).  Each person sees the own result by the own code; the office sees who must sit again, since it has to ask
 * them; everybody else sees pass rates of units, and nothing of units where fewer than EXAM_UNIT_LEAST sat.  No score reads them. */
#include "app/question/question.h"
#include "store/act.h"

extern const struct noun exam_noun;
extern const struct http_route exam_routes[];
extern const size_t exam_routes_n;

#define EXAM_STATES "planned|open|marking|done|cancelled"
enum { EXAM_PARTS_MAX = 10, EXAM_ITEMS_MAX = 200, EXAM_SEATS_MAX = 500, EXAM_UNIT_LEAST = 5, EXAM_ANSWER_MAX = 2000 };

struct exam {
	int64_t id, owner, minutes;
	struct sv name, state;
	struct day day;
	struct dec pass;             /* total marks that pass */
	struct dec apart;            /* two markers may differ by so much; beyond that a third decides */
	int64_t first;               /* the test that this is the make-up of; 0 */
	struct sv list_digest;       /* SHA-256 of the published list, hexadecimal; "" before */
	struct sv seed;              /* "" before the draw */
	int64_t opened_at;           /* instant */
	int64_t sat, passed;         /* of a test that is done */
	struct sv reason;
	int64_t made, author;
	struct sv owner_path, owner_name;
};
struct exam_part {
	int64_t no, n;               /* n questions */
	struct sv name, topic, level, kind; /* topic and level "": any */
	struct dec each, least;      /* marks of a question; least marks of the part, 0 for none */
	bool half;                   /* of several right options some and no wrong one give half the marks */
};
/* One question of the paper. */
struct exam_item {
	int64_t no, part;
	struct dec each;
	struct question q;
};
/* One question of the published list. */
struct exam_listed {
	int64_t part, question, no;  /* no: on the paper, 0 when it was not drawn */
	bool left_out;               /* retired or expired between the list and the draw */
};
struct exam_seat {
	int64_t no, post, unit;
	struct sv digest;            /* of the code, SHA-256, hexadecimal */
	bool in;                     /* its answers were handed in, or taken in as they were kept */
	struct sv closed, parts;     /* marks by part as JSON ["10","2.5"]: of closed questions, "" before the sheet is taken in; of all, "" before
				      * the results */
	int64_t sheet;               /* number under which the answers are marked; 0: did not sit */
	struct dec total;
	bool passed;
};

NODISCARD enum rc exam_get(struct ctx *cx, struct db *db, int64_t id, struct exam *ret);                      /* RC_NOT_FOUND */
NODISCARD enum rc exam_parts(struct ctx *cx, struct db *db, int64_t id, struct exam_part **ret, size_t *ret_n);
NODISCARD enum rc exam_list(struct ctx *cx, struct db *db, int64_t id, struct exam_listed **ret, size_t *ret_n); /* by part and question */
/* The same with `left_out` as of that day: what is not ready any more, or has expired. */
NODISCARD enum rc exam_list_on(struct ctx *cx, struct db *db, int64_t id, struct day day, struct exam_listed **ret, size_t *ret_n);
NODISCARD enum rc exam_paper(struct ctx *cx, struct db *db, int64_t id, struct exam_item **ret, size_t *ret_n);
NODISCARD enum rc exam_seats(struct ctx *cx, struct db *db, int64_t id, struct exam_seat **ret, size_t *ret_n);
/* RC_NOT_FOUND says the same for every code that is none. */
NODISCARD enum rc exam_of_code(struct ctx *cx, struct db *db, struct sv digest, struct exam *ret, struct exam_seat *ret_seat);
/* The last instant at which answers are taken; 0 before the sitting is open. */
static inline int64_t exam_ends(const struct exam *e)
{
	return e->opened_at ? e->opened_at + e->minutes * 60000 : 0;
}
/* "1,4160\n1,4224\n…": the text whose SHA-256 is the list's digest; of it and the seed anybody can draw the paper again. */
struct sv exam_list_text(struct arena *a, const struct exam_listed *l, size_t n);

#endif
