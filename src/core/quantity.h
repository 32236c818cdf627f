#ifndef CORE_QUANTITY_H
#define CORE_QUANTITY_H
/* What office sheets write where a number is meant: percentages, amounts of money, announced counts,
 * tick marks, words of progress.  Everything is judged as a clerk would: what is plain is taken, what can
 * be two things is taken and doubted, what is no number is left out and doubted.  Texts given back in
 * `why` are English message ids. */
#include "core/words.h"

/* How sure a reading is. */
enum verdict { VERDICT_BLANK, VERDICT_CLEAR, VERDICT_DOUBT, VERDICT_BAD };

/* ---- percentages ---------------------------------------------------------------------------------- */
/* The bare numbers (without %) of one column, and its header: together they tell the scale. */
struct percent_column {
	bool header;                 /* the header carries a % sign */
	int below, one, above, far;  /* bare numbers: 0 < x < 1 · 1 · 1 < x ≤ 2 · above 2 */
};
struct percent {
	enum verdict verdict; /* BAD: no value */
	struct dec value;     /* 80 for 80 % */
	const char *why;
};
void percent_column_add(struct percent_column *col, struct arena *a, struct sv text);
struct percent percent_parse(struct arena *a, struct sv text, const struct percent_column *col);

/* ---- money ---------------------------------------------------------------------------------------- */
enum money_unit { MONEY_NONE, MONEY_YUAN, MONEY_QIAN, MONEY_WAN, MONEY_YI };
struct money {
	enum verdict verdict;  /* BAD: no value */
	struct dec yuan;
	enum money_unit unit;  /* as given in the cell, else the column's */
	bool own_unit;         /* given in the cell */
	bool approx;           /* 约, 近, 余, 左右 */
	const char *why;
};
/* `column`: unit of a bare number here, MONEY_NONE when nothing tells it (then the verdict is BAD). */
struct money money_parse(struct arena *a, struct sv text, enum money_unit column);
/* The unit that a header or a line such as 单位：万元 tells. */
enum money_unit money_unit_in(struct arena *a, struct sv header);
enum money_unit money_unit_line(struct arena *a, struct sv line);
const char *money_unit_name(enum money_unit u); /* "亿元" …, NULL for none */

/* ---- counts, marks, words of progress --------------------------------------------------------------- */
/* "三大类18项": what a title announces; −1 where it says nothing. */
struct counts {
	int classes, items;
};
struct counts counts_in(struct arena *a, struct sv text);

enum mark { MARK_BLANK, MARK_YES, MARK_NO, MARK_UNCLEAR };
enum mark mark_parse(struct arena *a, struct sv text);
/* 土地√ 环评√ 施工许可×: at most `max` of them; returns how many. */
struct permit {
	struct sv name;
	enum mark mark;
};
size_t permits_parse(struct arena *a, struct sv text, struct permit *ret, size_t max);

enum progress_word {
	PROGRESS_UNKNOWN, PROGRESS_DONE, PROGRESS_NEARLY, PROGRESS_GOING, PROGRESS_SLOW, PROGRESS_NONE,
	PROGRESS_NOT_STARTED
};
/* 基本完成 is PROGRESS_NEARLY: not completed. */
enum progress_word progress_word(struct arena *a, struct sv text);
const char *progress_word_name(enum progress_word w); /* "done", "going" …; NULL for unknown */
#endif
