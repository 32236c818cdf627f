#ifndef APP_RESULTS_RULE_PAGES_H
#define APP_RESULTS_RULE_PAGES_H
/* Inside the folder: the editor of rules, their history, and what a draft would have changed. */
#include "app/results/pages.h"
#include "app/whatif/whatif.h"
#include "core/rule_diff.h"

/* The sentence of the document that says what a line says; of base points and their limits. */
struct sv rule_sentence(struct arena *a, enum lang lang, const struct rule_item *i, const struct rule_line *l);
struct sv rule_base_sentence(struct arena *a, enum lang lang, const struct rule_class *c);

/* ---- beside the text: what it says, what is wrong, what it would change ------------------------------------- */

struct res_rule_note {
	bool fault;                  /* else advice */
	struct sv text, example;     /* of its keyword */
};
struct res_rule_line {
	int64_t no;
	struct sv text, sentence;
	bool head;
	struct res_rule_note *note;
	size_t n_note;
};
struct res_change {
	struct sv place, was, now;
	struct ui_tag tag;
};
struct res_try_table {
	struct sv title, lead;
	struct ui_table table;
};
struct res_try {
	bool asked;
	struct ui_notice none;       /* why there is nothing to try on */
	struct sv over, lead;
	struct res_try_table *table;
	size_t n_table;
	const struct sv *lost, *idle;
	size_t n_lost, n_idle;
	bool sway;
	struct sv sway_lead;
	struct ui_table sways;
};
struct res_rule_side {
	struct ui_notice state;
	struct res_rule_line *line;
	size_t n_line, n_fault;
	struct sv canonical, against;/* the version that it is compared with */
	struct res_change *change;
	size_t n_change;
	struct res_try try;
};
struct rule_ask {
	struct sv text;
	int64_t owner, over;         /* over: the ruleset whose periods count; 0: that of the same name */
	int periods;
	bool try, sway;
};
enum rc rule_side(struct visit *v, const struct rule_ask *ask, struct res_rule_side *ret);
enum rc rule_try(struct visit *v, const struct rule *draft, const struct ruleset *over, int periods, bool sway,
	struct res_try *ret);
void res_changes_of(struct visit *v, const struct rule *was, const struct rule *now, struct res_change **ret, size_t *ret_n);

struct res_keyword {
	struct sv word, where, example;
};
struct res_edit_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, text;
	struct ui_notice done;
	struct ui_form form;
	struct ui_field owner, over, periods, sway;
	struct ui_field kind, item, fact, points, cap, window, name;
	bool tools_open;             /* the sentences to put in: for whoever begins, or has just used them */
	int64_t at_line;             /* what was put in stands here; 0: nothing was */
	const struct res_keyword *keyword;
	size_t n_keyword;
	struct res_rule_side side;
};
struct res_diff_page {
	const struct frame *frame;
	struct sv title, lead;
	struct url up;
	struct sv up_label;
	struct ui_form form;
	struct ui_field with;
	struct res_change *change;
	size_t n_change;
	struct ui_field periods, sway;
	bool has_try;
	struct res_try try;
};

#endif
