#ifndef APP_FACTS_PAGES_H
#define APP_FACTS_PAGES_H
/* Inside the folder. */
#include "app/facts/facts.h"
#include "app/report/report.h"

struct facts_unit {
	struct sv name;
	struct ui_facts matters;
	struct ui_table targets;
	struct ui_empty no_targets;
	struct unit_report report;        /* no 0: none is handed in */
	struct ui_table batches;
};
struct facts_page {
	const struct frame *frame;
	struct sv title, as_of;
	struct url up;
	struct sv up_label;
	const struct facts_unit *unit;
	size_t n;
	struct ui_empty nobody;
};

#endif
