#ifndef APP_OPINION_PAGES_H
#define APP_OPINION_PAGES_H
/* Inside the folder. */
#include "app/opinion/opinion.h"
#include "app/vote/vote.h"

enum { OPINION_CHARS = 400, OPINION_CELL = OPINION_CHARS * 4 };

struct opinion {
	int64_t no;
	struct sv body, state, reason; /* state: held withheld released */
};
NODISCARD enum rc opinions_of_vote(struct ctx *cx, struct db *db, int64_t vote, struct opinion **ret, size_t *ret_n);

struct opinion_sheet_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, said;       /* said: after it was taken */
	struct ui_form form;
	struct ui_field field;
	struct url back;
};
struct opinion_office_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title;
	struct url up;
	struct ui_notice note;
	struct ui_form collect;
	bool may_collect;
	struct ui_table table;
	struct ui_empty none;
	struct ui_buttons buttons;
};

#endif
