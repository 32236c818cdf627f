#ifndef APP_IMPORT_PLEDGE_H
#define APP_IMPORT_PLEDGE_H
/* A list of targets 军令状, 目标责任书: per unit and indicator a base, the year's target and those of the quarters.  Read
 * as the lists of matters are (import.h), with their options and messages; nothing is written and no unit looked up. */
#include "app/import/import.h"
#include "core/pace.h"

enum pledge_field {
	PLEDGE_NONE, PLEDGE_NO, PLEDGE_CATEGORY, PLEDGE_INDICATOR, PLEDGE_UNIT, PLEDGE_UOM, PLEDGE_BASE, PLEDGE_BASE_DAY,
	PLEDGE_YEAR, PLEDGE_Q1, PLEDGE_Q2, PLEDGE_Q3, PLEDGE_Q4, PLEDGE_WEIGHT, PLEDGE_DATA_OWNER, PLEDGE_DIRECTION,
	PLEDGE_DOCUMENT, PLEDGE_NOTE, PLEDGE_FIELDS
};

/* Targets of quarters count from January 累计; some sheets write single quarters 当季, which are added up. */
enum pledge_quarters { QUARTERS_FIND_OUT, QUARTERS_SO_FAR, QUARTERS_SINGLE };

struct pledge_column {
	enum pledge_field field;
	int col;
	struct sv header;
	struct sv uom;             /* that the header tells, "" for none */
	bool single, so_far;       /* the header says which */
};

struct pledge_row {
	int no, line;              /* the number a person sees; the row of the grid */
	enum import_state state;
	struct import_messages messages;
	struct sv source_no, category, indicator, uom, document, note;
	struct import_names units; /* several: each of them pledges the same */
	struct sv data_owner;
	struct day base_day;
	struct figure base, year, quarter[QUARTERS], weight;
	bool lower;                /* lower is better */
	bool summed;               /* single quarters were added up */
};

struct pledge_list {
	struct sv sheet, title, uom;
	int year;                  /* 0: unknown */
	const struct pledge_column *columns;
	size_t n_columns;
	const struct sv *unmapped;
	size_t n_unmapped;
	struct pledge_row *rows;
	size_t n_rows;
	struct import_skipped *skipped;
	size_t n_skipped;
	struct import_messages messages;
};

/* Does its sheet of this name, or where that is "" one of its visible sheets, have the header of such a list? */
bool import_is_pledge(struct ctx *cx, const struct book *book, struct sv sheet);
/* The book must live as long as the list.  RC_INVALID with a reason when no sheet is such a list. */
NODISCARD enum rc import_read_pledge(struct ctx *cx, const struct book *book, const struct import_options *opt,
				     enum pledge_quarters quarters, struct pledge_list **ret);
const char *pledge_field_name(enum pledge_field f);  /* "indicator", "q1" … */
const char *pledge_field_word(enum pledge_field f);  /* message id, for people */
size_t pledge_count(const struct pledge_list *l, enum import_state s);
/* The document of `bixue target import FILE --dry-run --json`. */
struct js *pledge_js(struct arena *a, const struct pledge_list *l);
#endif
