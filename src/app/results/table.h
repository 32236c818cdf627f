#ifndef APP_RESULTS_TABLE_H
#define APP_RESULTS_TABLE_H
/* Inside the folder: the table of a board, one for the screen, the paper and the sheet. */
#include "app/results/pages.h"

enum { PAPER_LINES = 32, PAPER_FEW = 12 };

struct res_table {
	struct visit *v;
	struct res_seen *s;
	bool paper;                  /* no links, no notes */
	bool red, black;             /* only these */
	bool fit;                    /* the paper has room for all reasons */
};

const struct ui_column *res_columns(const struct res_table *t, size_t *ret_n);
/* The numbers between unit and credits: the parts, then the classes where none of the parts is 本细则. */
size_t res_shares(const struct rule *r);
struct sv res_share_label(struct arena *a, const struct rule *r, size_t at);
bool res_share(struct arena *a, const struct rule *r, const struct board_place *p, size_t at, struct dec *ret); /* false: there is none, or */
bool res_share_kept(struct arena *a, const struct rule *r, const struct board_place *p, size_t at); /* it is kept back */
/* Is the line one of those that a number of the table opens?  `what`: p0 (a part), c1 (a class), plus, minus. */
bool res_opens(const struct rule *r, struct sv what, const struct js *line);
struct ui_table res_table_of(const struct res_table *t);
bool res_reasons_fit(const struct res_seen *s);
/* Under the title and at the end of everything that leaves the screen (papers.c): what was counted by which rules; whose it
 * is, since when, and its receipt code, or that it is a draft. */
struct sv res_paper_sub(struct visit *v, const struct res_seen *s);
struct sv res_paper_foot(struct visit *v, const struct res_seen *s);
/* What became of a black row: put right when, or not yet. */
struct sv res_became(struct visit *v, const struct board_place *p);

#endif
