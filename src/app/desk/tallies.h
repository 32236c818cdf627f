#ifndef APP_DESK_TALLIES_H
#define APP_DESK_TALLIES_H
/* Inside the folder: the page on which a sheet of votes, marks or figures comes in. */
#include "app/desk/pages.h"
#include "app/ruleset/ruleset.h"
#include "app/tally/tally.h"

struct sheet_case {
	struct visit *v;
	struct ctx big;              /* an arena of its own: a file is larger than a page */
	struct sv digest, path, name, item;
	struct period period;
	int64_t series;
	struct ruleset r;            /* the version of the series in force on the period's last day */
	struct rule *rule;
	struct tally_place place;
	int64_t corrects;            /* the confirmed tally of the same item and period; 0: none */
	struct tally_sheet *sheet;   /* NULL where it could not be read */
};
/* The file, by what the form or the request says of group, judge and sheet. */
NODISCARD enum rc tally_case_read(struct sheet_case *c);
/* What was wrong while reading is told as the visit's own faults. */
void tally_case_faults(struct sheet_case *c, enum rc rc);

enum { TALLY_API_FIELDS = 12 };
extern const struct field tally_api_fields[TALLY_API_FIELDS];

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
