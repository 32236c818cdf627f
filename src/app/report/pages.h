#ifndef APP_REPORT_PAGES_H
#define APP_REPORT_PAGES_H
/* Inside the folder. */
#include "app/door/door.h"
#include "app/report/report.h"

enum { REPORT_FIELDS = 9, REPORT_CHARS = 3000, REPORT_CHARS_A_MINUTE = 220 }; /* read aloud */
extern const struct field report_fields[REPORT_FIELDS];

/* Every unit of the agenda once, with its report; those of others are for who holds the event. */
struct report_line {
	struct unit unit;
	struct sv speaker;
	struct unit_report r;
};
NODISCARD enum rc report_lines(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope, struct report_line **ret, size_t *ret_n);

struct reports_page {                /* who has handed in */
	const struct frame *frame;
	struct sv title, count;
	struct url up;
	struct ui_table table;
	struct ui_empty none;
};
struct report_page {                 /* one report */
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, unit, when, length;
	struct url up;
	const struct unit_report *r;
	struct ui_table batches;
	struct ui_button write;      /* no label: not for this visitor, or not any more */
	struct sv why_not;           /* and why */
};
struct report_form_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, unit, length;
	struct url up, facts;        /* facts: url is empty for whoever may not see the event's fact sheets */
	struct ui_form form;
	const struct ui_field *field;
	size_t n;
};

#endif
