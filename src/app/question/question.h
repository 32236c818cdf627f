#ifndef APP_QUESTION_H
#define APP_QUESTION_H
/* Questions 题: a bank of questions with their answer keys, for tests of knowledge (handbook 2.10) and for drawn questions in
 * arenas (2.3).  Each names the document and the article that it stands on and the day on which it ends with its policy: an
 * expired question is never drawn.
 *
 *   draft ─ release ─► ready ─ retire ─► retired        (a draft may be retired too)
 *
 * A ready question is never changed: papers that hold it stay what they were.  Its key is told by the view question.key
 * alone, to the office that owns it. */
#include "app/door/door.h"
#include "app/unit/unit.h"
#include "sheet/grid.h"
#include "store/act.h"
#include "store/store.h"

extern const struct noun question_noun;
extern const struct http_route question_routes[];
extern const size_t question_routes_n;

#define QUESTION_KINDS "single|multiple|judge|text"
#define QUESTION_LEVELS "county|section|staff"
#define QUESTION_STATES "draft|ready|retired"
enum { QUESTION_OPTIONS = 26, QUESTION_TEXT_MAX = 1000, QUESTION_KEY_MAX = 2000, QUESTION_BANK_MAX = 4000 };

struct question {
	int64_t id, owner;
	struct sv kind, text;
	struct sv option[QUESTION_OPTIONS]; /* A, B, C … */
	size_t n_options;
	struct sv key;               /* "B", "ACD", "T" or "F", or the model answer of a text question */
	struct dec full;             /* full marks of a text question; 0 else */
	struct sv document, article, topic, level;
	struct day expires;          /* the last day on which it holds */
	struct sv because;           /* of a question made from a list: numbers of the matters that are its key; "" */
	struct sv state, reason;
	int64_t made, author;
	struct sv owner_path, owner_name;
};
NODISCARD enum rc question_get(struct ctx *cx, struct db *db, int64_t id, struct question *ret);           /* RC_NOT_FOUND */

/* What a paper or an arena may draw from: ready, not expired on that day, of that owner or that office.  Topic, level and kind "": any.  `full`
 * counts where text questions alone are asked for: their full marks, 0 for any.  By id; at most QUESTION_BANK_MAX. */
struct question_ask {
	int64_t owner, office;       /* office: a second one, 0 for none */
	struct sv topic, level, kind;
	struct dec full;
	struct day day;
};
NODISCARD enum rc question_bank(struct ctx *cx, struct db *db, const struct question_ask *ask, int64_t **ret, size_t *ret_n);

/* Where a question was asked beside tests: told by the noun `note`, registered once by main. */
struct question_asked {
	int64_t event, note;
	struct sv event_name, respondent, unit, owner_path; /* owner_path: of the event's */
	struct day day;
	bool answered, rehearsal;
	struct dec mark, full;       /* full 0: no mark was given */
};
typedef enum rc question_asked_fn(struct ctx *cx, struct db *db, int64_t question, struct question_asked **ret, size_t *ret_n);
void question_use_asked(question_asked_fn *fn);

/* The key as pages show it: what is right, and of a question made from a list the matters that are its key.  Told by the view
 * question.key, whoever asks. */
struct question_key {
	struct ui_facts facts;
	struct ui_table matters;     /* n_row 0: of no list */
};
NODISCARD enum rc question_key_of(struct visit *v, const struct question *q, struct question_key *ret);
bool question_key_open(struct visit *v, const struct question *q); /* may this visitor see it? */

/* ---- words and keys (key.c); pure ---------------------------------------------------------------------------------- */
/* 单选题, 多选, 判断 … and the codes themselves; SV_NONE for anything else. */
struct sv question_kind_of(struct sv word);
struct sv question_level_of(struct sv word);
/* As it is asked aloud: its words, then "A. …" a line for each option. */
struct sv question_words(struct arena *a, const struct question *q);
/* An answer in one form: "b" → "B", "C、A" → "AC", 对 → "T"; SV_NONE where it is none that the question takes. */
struct sv question_answer(struct arena *a, struct sv kind, size_t n_options, struct sv said);
/* Is a closed question answered rightly?  Of several right options all must be named, and no other. */
bool question_right(const struct question *q, struct sv answer);
/* Are of several right options some named, and none that is wrong? */
bool question_partly(const struct question *q, struct sv answer);

/* ---- a bank comes in as a table (sheet.c) ----------------------------------------------------------------------------- */
struct question_wrong {
	int row, col;                /* as a person sees them, from 1; col 0: the row as a whole */
	struct sv head, text, why;
};
struct question_sheet {
	int64_t owner;
	struct sv file_name, file_digest; /* set by the door, "" where it knows none */
	struct js **fields;          /* of question.draft, a row each */
	int *row;                    /* its number as a person sees it */
	size_t n;
	struct question_wrong *wrong;
	size_t n_wrong, known;       /* known: rows that stand in the bank already, word for word */
};
/* RC_INVALID where no sheet has the columns 题型, 题干, 答案.  Nothing is written. */
NODISCARD enum rc question_read_sheet(struct ctx *cx, struct db *db, const struct book *book, int64_t owner, struct question_sheet *ret);
/* Writes all its rows as drafts, or none that anybody sees: one import, in groups.  `ret_done` counts them; the fault of what stopped it
 * names the row. */
NODISCARD enum rc question_take_sheet(struct ctx *cx, const struct act_door *door, struct actor actor, const struct question_sheet *s,
				      size_t *ret_done);

#endif
