#include "app/matter/export.h"

#include "sheet/xlsx_out.h"

enum { COLS = 16 };

static struct cell text(struct sv s)
{
	return (struct cell){ .kind = s.n ? CELL_TEXT : CELL_EMPTY, .text = sv_or_empty(s) };
}

/* The order of the paper ledger (reference/ux.md 3.3); the key is hidden, so that the sheet is known when it returns. */
enum rc ledger_write(struct ctx *cx, const char *path, struct sv title, struct sv marking, const struct ledger_line *l, size_t n)
{
	static const struct { const char *title; enum column_kind kind; int width; bool hidden; } head[COLS] = {
		{ N_("Key"), COLUMN_TEXT, 8, true }, { N_("No."), COLUMN_TEXT, 8, false }, { N_("Number in the list"), COLUMN_TEXT, 8, false },
		{ N_("Matter"), COLUMN_TEXT, 40, false }, { N_("Goal"), COLUMN_TEXT, 30, false }, { N_("Lead units"), COLUMN_TEXT, 18, false },
		{ N_("Assisting units"), COLUMN_TEXT, 20, false }, { N_("Responsible leader"), COLUMN_TEXT, 14, false },
		{ N_("Deadline"), COLUMN_DATE, 12, false }, { N_("Percent done"), COLUMN_PERCENT, 10, false },
		{ N_("State"), COLUMN_TEXT, 10, false }, { N_("Light"), COLUMN_TEXT, 10, false }, { N_("Progress"), COLUMN_TEXT, 30, false },
		{ N_("Problems"), COLUMN_TEXT, 24, false }, { N_("Next step"), COLUMN_TEXT, 24, false }, { N_("Note"), COLUMN_TEXT, 16, false },
	};
	struct sheet_column *c = NEW(cx->a, struct sheet_column, COLS);
	for (int i = 0; i < COLS; i++)
		c[i] = (struct sheet_column){ .title = sv_of(tr(cx->lang, head[i].title)), .kind = head[i].kind, .places = 2,
					.width = head[i].width, .hidden = head[i].hidden };
	struct table_spec spec = { .name = sv_of(tr(cx->lang, N_("Ledger"))), .marking = marking, .title = title, .columns = c,
				   .n_columns = COLS };
	struct xlsx_out *x;
	TRY(xlsx_out_open(cx, path, NULL, &x));
	TRY(xlsx_out_sheet(cx, x, &spec));
	for (size_t i = 0; i < n; i++) {
		struct dec share = { 0 };
		(void)dec_muldiv(l[i].percent, DEC(1), DEC(100), &share);
		const struct cell row[COLS] = {
			text(l[i].key), text(l[i].no), text(l[i].source_no), text(l[i].title), text(l[i].goal), text(l[i].leads),
			text(l[i].assists), text(l[i].sponsor),
			day_is(l[i].due) ? (struct cell){ .kind = CELL_DATE, .text = SV(""), .day = l[i].due } : text(l[i].due_text),
			l[i].has_percent ? (struct cell){ .kind = CELL_NUMBER, .text = SV(""), .number = share, .percent = true } : text(SV("")),
			text(l[i].state), text(l[i].light), text(l[i].progress), text(l[i].problem), text(l[i].next_step), text(l[i].note),
		};
		TRY(xlsx_out_row(cx, x, row));
	}
	return xlsx_out_close(cx, x);
}
