#include "sheet/csv_out.h"

#include "sheet/csv.h"

/* A number cannot be a formula, so "-5" and "-5%" stay as they are. */
static bool harmless(struct sv s)
{
	struct dec d;
	return dec_parse(sv_ends(s, SV("%")) ? sv_upto(s, s.n - 1) : s, &d);
}

/* What is already guarded gets another mark, so that reading takes off exactly one. */
static bool dangerous(struct sv s)
{
	return (csv_is_formula(s) && !harmless(s)) || csv_is_guarded(s);
}

static void put_text(struct buf *b, struct sv s)
{
	buf_putc(b, '"');
	if (dangerous(s))
		buf_putc(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == 0)
			continue;
		if (s.p[i] == '"')
			buf_putc(b, '"');
		buf_putc(b, s.p[i]);
	}
	buf_putc(b, '"');
}

void csv_out_head(struct buf *b, const struct table_spec *spec)
{
	buf_puts(b, "\xEF\xBB\xBF");
	for (size_t i = 0; i < spec->n_columns; i++) {
		if (i)
			buf_putc(b, ',');
		put_text(b, spec->columns[i].title);
	}
	buf_puts(b, "\r\n");
}

static void put_number(struct buf *b, const struct sheet_column *c, struct dec d)
{
	int places = c->places < 0 ? 0 : c->places > 6 ? 6 : c->places;
	struct dec hundred;
	if (c->kind == COLUMN_PERCENT && dec_mul(d, DEC(100), &hundred)) {
		buf_put(b, dec_fixed(b->a, hundred, places));
		buf_putc(b, '%');
	} else if (c->kind == COLUMN_NUMBER) {
		buf_put(b, dec_fixed(b->a, d, places));
	} else {
		buf_put(b, dec_text(b->a, d));
	}
}

void csv_out_row(struct buf *b, const struct table_spec *spec, const struct cell *cells)
{
	for (size_t i = 0; i < spec->n_columns; i++) {
		const struct cell *c = &cells[i];
		if (i)
			buf_putc(b, ',');
		if (c->kind == CELL_NUMBER)
			put_number(b, &spec->columns[i], c->number);
		else if (c->kind == CELL_DATE)
			buf_put(b, day_text(b->a, c->day));
		else if (c->kind != CELL_EMPTY)
			put_text(b, c->text);
	}
	buf_puts(b, "\r\n");
}
