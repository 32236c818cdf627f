#ifndef APP_IMPORT_H
#define APP_IMPORT_H
/* A table file becomes a list of matters-to-be: which sheet, where its header is, which kind of list, what
 * each column means, and every source row either as a typed row or as skipped with a reason.  Nothing is
 * written and no unit is looked up here: names stand as in the sheet.
 *
 * What is personal (phones, complainants) stands only in `raw` with `personal` set, for the secret store;
 * every `text`, message and all JSON are free of it. */
#include "base/buf.h"
#include "core/cellsplit.h"
#include "core/due.h"
#include "core/quantity.h"
#include "sheet/grid.h"

enum import_kind { IMPORT_TASK, IMPORT_PROBLEM, IMPORT_PROJECT, IMPORT_KINDS, IMPORT_ANY = IMPORT_KINDS };
/* Also the weight of a message: OK is only a remark. */
enum import_state { IMPORT_OK, IMPORT_CONFIRM, IMPORT_REFUSED };

enum import_field {
	IM_NONE, IM_SOURCE_NO, IM_CATEGORY, IM_TITLE, IM_GOAL, IM_LEAD, IM_RESPONSIBLE, IM_ASSIST, IM_BUILDER,
	IM_SPONSOR, IM_PERSON, IM_DUE, IM_PERCENT, IM_PROGRESS, IM_PROBLEM, IM_NEXT_STEP, IM_NOTE, IM_ORIGIN,
	IM_CLASS, IM_VERIFIER, IM_VERIFIED_BY, IM_DONE, IM_DONE_ON, IM_EVIDENCE, IM_STRUCK_OFF, IM_FOUND_ON,
	IM_PROJECT, IM_BATCH, IM_SITE, IM_SCALE, IM_CHAIN, IM_LIGHT, IM_START_PLAN, IM_START_ACTUAL,
		IM_PERMITS,
	IM_TOTAL, IM_YEAR_PLAN, IM_MONTH_DONE, IM_DONE_TOTAL,
	IM_CONTACT, IM_PHONE, IM_COMPLAINANT, IM_IDENTITY, IM_ADDRESS, /* sealed */
	IM_FIELDS
};
enum { IMPORT_MONEY = IM_DONE_TOTAL - IM_TOTAL + 1 };

struct import_options {
	int year;                /* for dates without one; 0: take the title's */
	struct day today;        /* DAY_NONE if it must not matter */
	enum import_kind kind;   /* IMPORT_ANY: find out */
	struct sv sheet;         /* its name; empty: the first visible one that is a list */
	bool to_simplified;      /* pinyin glosses off, Traditional to Simplified */
	const int *leave_out;    /* row numbers that the clerk cancelled */
	size_t n_leave_out;
};

struct import_message {
	struct import_message *next;
	enum import_field field;  /* IM_NONE: the row or list as a whole */
	int row, col;             /* of the grid, from 0; −1: none */
	enum import_state weight;
	const char *id;           /* stable: "due.doubt", "lead.none" … */
	struct sv text;           /* translated, with header and cell in front */
};
struct import_messages {
	struct import_message *first, **end;
};

struct import_column {
	enum import_field field;
	int col;               /* of the grid */
	struct sv header;      /* two levels joined with "/" */
	struct sv key;         /* FIELD in the JSON: "lead", "assist.2", "money.total" … */
	bool sealed;
	enum money_unit unit;  /* of bare amounts in this column */
	struct percent_column percent;
};

struct import_cell {
	struct sv raw;   /* as in the sheet, with continuation rows joined by new lines */
	struct sv text;  /* fit for everybody's eyes; empty for a sealed column */
	bool personal;   /* raw holds a phone, an identity number or belongs to a sealed column */
	bool filled;     /* the value stands in a merged cell that began further up */
	const struct cell *cell; /* of the grid, NULL where there is none */
};

struct import_amount {
	struct money money;
	struct sv text;  /* as in the cell */
	bool inferred;   /* the unit follows from plan, sum and percentage */
};

struct import_names {
	struct sv *v;
	size_t n;
};

struct import_row {
	int no, line;                 /* the number a person sees; the row of the grid */
	enum import_state state;
	struct import_messages messages;
	struct import_cell *cells;    /* one per column of the list */
	struct sv source_no, parent, category, title, sponsor, sponsor_title;
	struct import_names lead, assist;
	struct due due, start_plan, start_actual, done_on, found_on;
	struct percent percent;
	enum progress_word progress_word;
	enum mark done, struck_off;
	struct import_amount money[IMPORT_MONEY];
	struct permit *permits;
	size_t n_permits;
};

struct import_skipped {
	int no;
	const char *id;   /* "title", "total", "note", "blank", "section", "continuation", "header", "left_out" */
	struct sv reason;
};

struct import_list {
	enum import_kind kind;
	struct sv sheet, title;
	int year;                    /* 0: unknown */
	struct day as_of;
	enum money_unit unit;
	struct counts announced, counted;
	struct import_column *columns;
	size_t n_columns;
	struct sv *unmapped;         /* headers */
	size_t n_unmapped;
	struct import_row *rows;
	size_t n_rows;
	struct import_skipped *skipped;
	size_t n_skipped;
	struct import_messages messages;
};

/* RC_INVALID when the book has no sheet of that name; "" asks for none. */
NODISCARD enum rc import_sheet_there(struct ctx *cx, const struct book *book, struct sv sheet);
/* The book must live as long as the list.  RC_INVALID with a reason when no sheet is such a list, or when it is a petition ledger. */
NODISCARD enum rc import_read(struct ctx *cx, const struct book *book, const struct import_options *opt,
			      struct import_list **ret);
/* The cell of the first column with that field, or NULL if there is none. */
const struct import_cell *import_cell(const struct import_list *l, const struct import_row *r,
				      enum import_field field);
bool import_has(const struct import_list *l, enum import_field field);
const char *import_field_name(enum import_field f);
/* For people, message ids: of a field of the list, of a column of a matter that a list changes. */
const char *import_field_word(enum import_field f);
const char *import_column_word(const char *column);
/* 工作任务清单（三大类18项）（截至2023年3月31日） is the same list as next week's: the title without its brackets. */
struct sv import_list_name(struct arena *a, struct sv title);
const char *import_kind_name(enum import_kind k);
/* How many rows are in that state. */
size_t import_count(const struct import_list *l, enum import_state s);
/* The document of `bixue matter import FILE --dry-run --json`, without what is personal. */
void import_write_json(struct buf *out, const struct import_list *l);
/* The fourth kind of list, of targets. */
#include "app/import/pledge.h"
#endif
