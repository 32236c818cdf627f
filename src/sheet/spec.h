#ifndef SHEET_SPEC_H
#define SHEET_SPEC_H
/* What a table that leaves the program looks like.  All texts are already in the reader's language. */
#include "sheet/grid.h"

enum column_kind { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_PERCENT };

struct sheet_column {
	struct sv title;
	enum column_kind kind;
	int places;               /* NUMBER, PERCENT: digits behind the point, 0..6 */
	int width;                /* in digits (a Chinese character takes two); 0: by kind */
	bool sign;                /* NUMBER: a plus sign before what is above zero */
	bool hidden;              /* e.g. the key by which a re-imported row is known */
	const struct sv *choices; /* a drop-down list */
	size_t n_choices;
};

struct table_spec {
	struct sv name;    /* of the sheet */
	struct sv marking; /* a first line such as 密级：内部资料, or SV_NONE */
	struct sv title;   /* a large line over the table, or SV_NONE */
	const struct sheet_column *columns;
	size_t n_columns;
};

/* Rows are arrays of `struct cell`: kind and the field that goes with it.  A cell may hold another kind than
 * its column ("—" among numbers); percent columns take the fraction (0.8 shows as 80%). */

#endif
