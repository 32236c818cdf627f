/* CSV bytes through the reader and the packing, outside the jail. */
#include "base/bug.h"
#include "sheet/book.h"
#include "sheet/csv.h"
#include "sheet/csv_out.h"
#include "sheet/limits.h"

#include <stdlib.h>

static const struct sv name = { "x.csv", 5 };

/* What is read must survive being written and read again. */
static void round_trip(struct ctx *cx, void *decoder, const struct book *b)
{
	const struct grid *g = &b->sheets[0];
	if (g->rows == 0 || (int64_t)g->rows * g->cols > 20000 || g->cols >= CSV_COL_MAX)
		return;
	struct sheet_column *columns = NEW(cx->a, struct sheet_column, (size_t)g->cols);
	for (int i = 0; i < g->cols; i++)
		columns[i] = (struct sheet_column){ .title = SV("t") };
	struct table_spec spec = { .columns = columns, .n_columns = (size_t)g->cols };
	struct buf text = buf_new(cx->a, 32u << 20);
	csv_out_head(&text, &spec);
	for (int i = 0; i < g->rows; i++)
		csv_out_row(&text, &spec, grid_at(g, i, 0));
	struct blocks out = blocks_new(cx->a, BOOK_PACKED_MAX);
	struct book again;
	bool room;
	if (text.over || book_parse(cx, buf_sv(&text), name, decoder, &out) != RC_OK ||
	    !pack_open(cx->a, blocks_flat(cx->a, &out), &again, &room) || again.sheets[0].rows != g->rows + 1 ||
	    again.sheets[0].cols != g->cols)
		abort();
	for (int i = 0; i < g->rows; i++)
		for (int k = 0; k < g->cols; k++)
			if (!sv_eq(grid_at(g, i, k)->text, grid_at(&again.sheets[0], i + 1, k)->text))
				abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct blocks out = blocks_new(&a, BOOK_PACKED_MAX);
	struct book b;
	bool room;
	void *decoder = csv_decoder(&a);
	enum rc rc = book_parse(&cx, sv_make((const char *)data, size), name, decoder, &out);
	if (rc == RC_OK && (cx.faults || !pack_open(&a, blocks_flat(&a, &out), &b, &room)))
		abort();
	if (rc != RC_OK && !cx.faults)
		abort();
	if (rc == RC_OK && b.format != BOOK_XLSX && b.n == 1)
		round_trip(&cx, decoder, &b);
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
