#ifndef APP_DESK_TALLIES_H
#define APP_DESK_TALLIES_H
/* Inside the folder: the page on which a sheet of votes, marks or figures comes in. */
#include "app/desk/pages.h"

struct tally_start_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
	struct sv why_not;           /* no period is open, or no adopted rules measure anything */
};
struct tally_sheet_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, read;
	struct ui_notice corrects;
	struct ui_facts counts;
	struct ui_table wrong, seen;
	struct sv wrong_left, seen_left;
	const struct sv *remark;
	size_t n_remark;
	struct ui_form form;
	struct sv file_name, period, item; /* travel along, hidden */
	const struct ui_field *option;
	size_t n_option;
	struct ui_button accept, look;
	struct url again;
};

#endif
