#ifndef APP_QUESTION_PAGES_H
#define APP_QUESTION_PAGES_H
/* Inside the folder. */
#include "app/question/question.h"

struct question_list_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form filter, bulk;
	const struct ui_field *field;
	size_t n_field;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_pager pager;
	struct ui_buttons buttons;   /* none: not for this visitor */
	bool office, may_release;    /* may_release: there are drafts, and they are the visitor's to release */
};
struct question_page {
	const struct frame *frame;
	struct sv title;
	struct ui_facts facts;
	const struct question *q;
	struct question_key key;     /* no facts: not for this visitor */
	struct ui_table asked;       /* where it was asked beside tests; no row: nowhere */
	struct ui_form release;
	bool may_release;
	struct ui_buttons buttons;
};
/* The events at which it was asked. */
NODISCARD enum rc question_asked_table(struct visit *v, const struct question *q, struct ui_table *ret);

struct question_revise_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form form;
	const struct ui_field *field;
	size_t n;
};
struct question_import_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form form;
	const struct ui_field *field;
	size_t n;
	struct ui_table wrong;
	struct ui_notice done;
};

#endif
