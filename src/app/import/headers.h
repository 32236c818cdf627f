#ifndef APP_IMPORT_HEADERS_H
#define APP_IMPORT_HEADERS_H
/* Where the header of a sheet is and what its columns mean. */
#include "app/import/import.h"

struct script;

/* A grid with its merged ranges ready to be asked. */
struct sheet {
	const struct grid *g;
	int32_t *range;   /* per cell: index of its merge + 1, 0 for none */
};
struct sheet sheet_open(struct arena *a, const struct grid *g);
/* The range that covers the cell, NULL if it stands alone. */
const struct merge *sheet_range(const struct sheet *s, int row, int col);
/* The cell whose value a person sees here: the first of its range. */
const struct cell *sheet_cell(const struct sheet *s, int row, int col);
/* The cell begins here: it is not the continuation of a merged range. */
bool sheet_own(const struct sheet *s, int row, int col);

/* What stands over a column: as written with "/" between its levels; the two lowest levels as keys. */
struct header_title {
	struct sv text, parent, child;
};
/* How many rows the header that begins at `row` would have, and what it would say of every column of the grid. */
int header_depth(const struct sheet *s, int row);
struct header_title *header_titles(struct arena *a, const struct sheet *s, int row, int depth, struct script *script);

struct header {
	int row, depth;           /* first row, number of rows */
	enum import_kind kind;
	struct import_column *columns;
	size_t n_columns;
	struct sv *unmapped;
	size_t n_unmapped;
	int twice;                /* columns left out because their field was already taken; first of them */
	struct sv twice_header;
	int score;
};

/* False if there is none in the first 20 rows.  `kind` IMPORT_ANY: the best.  With `script` headers in
 * Traditional script are understood too. */
bool header_find(struct arena *a, const struct sheet *s, enum import_kind kind, struct script *script,
		 struct header *ret);
/* The sheet is a ledger of petitions: at least two columns that only those have. */
bool header_petition(struct arena *a, const struct sheet *s, struct script *script);
/* It is a sheet of facts that count for points: item, day and outcome, and nobody who is to do anything. */
bool header_facts(struct arena *a, const struct sheet *s);
#endif
