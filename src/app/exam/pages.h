#ifndef APP_EXAM_PAGES_H
#define APP_EXAM_PAGES_H
/* Inside the folder. */
#include "app/exam/exam.h"

http_handler page_exams, page_exam_new, do_exam_new, page_exam, page_exam_list, do_exam_seats, do_exam_collect, page_exam_mark, do_exam_mark,
	page_seat, do_seat;

/* ---- office ---- */

struct exam_list_page {
	const struct frame *frame;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_buttons buttons;
};
struct exam_part_row {
	const struct ui_field *field;
	size_t n;
};
struct exam_new_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form form;
	const struct ui_field *field;
	size_t n;
	const struct exam_part_row *row;
	size_t n_row;
};
struct exam_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct url first;            /* of a make-up: the test before; none else */
	struct sv first_name;
	struct ui_notice note;       /* what comes next */
	struct ui_facts facts, draw; /* draw: n 0 before the list */
	struct ui_table parts, seats, rates, again;
	struct url list;             /* the list as text */
	bool may_seats, lost, may_collect; /* lost: only slips that were lost are printed anew */
	struct ui_form seat_form, collect;
	const struct ui_field *seat_field;
	size_t n_seat_field;
	struct ui_buttons next, more; /* what the office can do now, and besides */
};
struct exam_slip {
	struct html qr;
	struct sv address, code, who;
};
struct exam_slips_page {
	const struct frame *frame;
	struct sv title;
	const struct exam_slip *slip;
	size_t n;
	struct url back;
};

/* ---- marker ---- */

struct exam_mark_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, question, model, answer, left;
	struct url back;
	bool any;
	struct ui_form form;
	struct ui_field mark;
	int64_t sheet, item;
	struct ui_empty empty;
};

/* ---- the person at a seat ---- */

struct exam_ask {
	struct sv heading, rule;     /* where a part begins; how its answers count, where that is not plain */
	struct ui_field field;
};
struct seat_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, who, time;
	struct ui_notice note;
	struct ui_form form;
	const struct exam_ask *ask;
	size_t n;
	bool sure;                   /* it was said that answers are missing */
	struct url lang, large;
	bool is_large;
};
struct seat_said_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, text;
	struct ui_facts facts;
};

#endif
