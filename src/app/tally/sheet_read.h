#ifndef APP_TALLY_SHEET_READ_H
#define APP_TALLY_SHEET_READ_H
/* Inside the folder only: a sheet on its way to cells.  sheet_head.c finds the header, sheet.c reads what stands under it. */
#include "app/tally/tally_read.h"

enum column_what { COL_UNREAD, COL_UNIT, COL_GROUP, COL_VALUE, COL_SPOILT, COL_STANDING, COL_LEFT, COL_DIMENSION, COL_JUDGE };

#define TALLY_FULL_WORDS "满分 分值 标准分 满分值 最高分"

struct heading {
	enum column_what what;
	struct sv head, grade, judge, group;
	struct dec place;
	struct dec max;              /* full marks: 班子建设（20分）; 0 where the head says none */
	int64_t unit;                /* of a sheet with one row a judge; 0: none, or no unit is called so */
};

struct reading {
	struct ctx *cx;
	struct db *db;
	const struct tally_ask *ask;
	const struct grid *g;
	struct names names;
	struct heading *col;
	int head;
	bool by_judge;               /* one row a judge, one column a unit */
	size_t room;
	struct tally_sheet *s;
	struct sv *unread, *notes;
};

/* Sheet, header row and columns; fails where no sheet has them, or where its full marks are not those of the rules. */
NODISCARD enum rc tally_find_header(struct reading *r, const struct book *book);
struct sv tally_cell_text(struct reading *r, int row, int col); /* clean */
bool tally_digits_in(struct sv s, struct sv *ret);

#endif
