#ifndef APP_FEEDBACK_PAGES_H
#define APP_FEEDBACK_PAGES_H
#include "web/parts.h"

struct feedback_page {
	const struct frame *frame;
	struct ui_form form, look;
	const struct fault *faults;
	struct sv text, page;
	struct sv code;              /* of what was just sent, or looked up */
	bool sent;
	struct sv state, answer;
	bool staff;                  /* the office: a link to the queue */
};

struct feedback_item {
	struct sv when, code, page, state, text, answer;
	struct ui_form open, reply;
	bool opened;
};
struct feedback_queue {
	const struct frame *frame;
	const struct feedback_item *item;
	size_t n;
	struct ui_empty empty;
};

#endif
