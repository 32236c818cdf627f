#ifndef CORE_BALLOT_H
#define CORE_BALLOT_H
/* One juror's sheet 票 for the contestants of an event, and what the sheets of a box give together.  Pure: what a sheet asks
 * follows from the item of the rules that reads the votes (handbook 3.5, 3.6; trust.md 2.4). */
#include "base/json.h"
#include "core/rule.h"

enum ballot_kind { BALLOT_NONE, BALLOT_GRADES, BALLOT_MARKS, BALLOT_RANKS };
enum { BALLOT_SLOTS_MAX = 60, BALLOT_CRITERIA_MAX = 8, BALLOT_FIELDS_MAX = 240, BALLOT_TEXT_MAX = 1900 };

struct ballot_criterion {
	struct sv name;                    /* 项目规模 */
	struct dec most;                   /* its full marks */
};
/* What the office lays down beside the rules, from `open` on as it is. */
struct ballot_terms {
	int first_most;                    /* at most so many contestants in the first grade; 0: no limit */
	int last_grades, last_least;       /* at least so many in the last grades, of which there are so many; 0: no limit */
	struct dec above, below;           /* of marks: "at most three above 90, at least two below 70"; 0: no such rule */
	int above_most, below_least;
	struct dec step;                   /* every mark is a multiple of it; 0: of a hundredth */
	struct ballot_criterion criteria[BALLOT_CRITERIA_MAX];
	int n_criteria;                    /* of marks; 0: one mark for all */
	bool is_signed;                    /* by seat number, not secret */
};
struct ballot_form {
	enum ballot_kind kind;
	const struct rule_share *grades;   /* 好 较好 一般 较差, in the order of the rules */
	int n_grades;
	struct dec most;                   /* marks from 0 to this */
	int n;                             /* contestants */
	struct ballot_terms terms;
	const bool *shut;                  /* n of them: whom this juror may not judge (own unit, recused); NULL: nobody */
};

/* "项目规模 20", one a line, or "项目规模（20）" as such tables print it: parts of a mark whose full marks sum to `most`, each a
 * multiple of `ret->step`.  Faults stand at `criteria` and name the line.  An empty text: no criteria. */
NODISCARD enum rc ballot_criteria(struct ctx *cx, struct sv text, struct dec most, struct ballot_terms *ret);
/* As they are kept: "项目规模 20\n形象进度 25". */
struct sv ballot_criteria_text(struct arena *a, const struct ballot_terms *t);

/* What an item asks of a juror; BALLOT_NONE where its measure reads no votes, or reads shares of grades that it does not all
 * name (按档), or corrects marks by juror and the sheets are secret (评委校正 needs to know whose mark it is).  `terms` NULL: none. */
struct ballot_form ballot_form_of(const struct rule_item *item, int n, const struct ballot_terms *terms);
/* Bytes of the longest sheet; RC_LIMIT where it would be longer than BALLOT_TEXT_MAX. */
NODISCARD enum rc ballot_room(struct ctx *cx, const struct ballot_form *form, size_t *ret);
/* How a form calls an answer: "a3", or "a3_2" for the second criterion of the third contestant (all from 1). */
struct sv ballot_answer(struct arena *a, const struct ballot_form *form, int slot, int criterion);

/* The answers "a1" … "aN" of a form (a grade's name, a mark, a place; empty or absent: no vote) as the text that is kept:
 * "0|2||1", "88.5||90", "18+23+17||15+20+12", "2|1|3"; "-" for whom the juror may not judge, whatever was answered.  Faults stand at their
 * answers.  A sheet on which nothing is marked is refused. */
NODISCARD enum rc ballot_read(struct ctx *cx, const struct ballot_form *form, const struct js *answers, struct sv *ret_text);

/* A kept text, slot by slot: grade (−1: none), mark or place. */
struct ballot_vote {
	bool given, recused;
	int grade, place;
	struct dec mark;                   /* the sum of its parts */
	struct dec part[BALLOT_CRITERIA_MAX];
};
/* Does a sheet give everybody the same?  Told in numbers, refused nowhere. */
bool ballot_flat(const struct ballot_form *form, const struct ballot_vote *v);
/* 一般、较差: the last grades, of which there must be so many. */
struct sv ballot_last_grades(struct arena *a, const struct ballot_form *form);
NODISCARD enum rc ballot_votes(struct ctx *cx, const struct ballot_form *form, struct sv text, struct ballot_vote *ret);

/* A kept text as the answers that it was read from. */
NODISCARD enum rc ballot_answers(struct ctx *cx, const struct ballot_form *form, struct sv text, struct js **ret);

/* What the sheets of one class of jurors give for one contestant: per grade, per place, or the marks in ascending order, so
 * that no line of the count follows one juror from contestant to contestant. */
struct ballot_count {
	int grade, place;                  /* of marks: place 0 */
	struct dec mark;
	int64_t votes;
};
struct ballot_silent {
	int64_t abstained, recused;
};
/* `sheet`: n sheets as ballot_votes reads them, of which the votes for the slots `at` (from 0) of one contestant come back; who is silent
 * is only counted.  Several slots are sites of one unit: a juror's mark is then the mean of what was given there, to six places. */
void ballot_tally(struct arena *a, const struct ballot_form *form, const struct ballot_vote *const *sheet, size_t n, const int *at, size_t n_at,
		  struct ballot_count **ret, size_t *ret_n, struct ballot_silent *ret_silent);

#endif
