#ifndef APP_RESULTS_LONG_H
#define APP_RESULTS_LONG_H
/* Inside the folder: the long picture 长图 of a board or of one unit's row. */
#include "app/results/pages.h"

struct long_row {
	struct sv place, label, points, moved, note;
	struct ui_tag tag;
};
struct long_page {
	const struct frame *frame;
	struct sv office, title, heading, sub, total, foot;
	const struct long_row *row;
	size_t n;
	struct html qr;
	struct url back;
	struct sv back_label;
};

#endif
