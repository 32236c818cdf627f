/* Apart from the rest of the folder, because sheet/ and store/ each have a `struct sheet_column` of their own. */
#include "app/board/board_sheet.h"

#include "sheet/xlsx_out.h"

enum { CLASSES_MAX = 20, FIXED = 11 };

static struct cell text(struct sv s)
{
	return (struct cell){ .kind = s.n ? CELL_TEXT : CELL_EMPTY, .text = s.p ? s : SV("") };
}

static struct cell number(const struct js *o, const char *key)
{
	if (!js_get(o, key)) /* kept back: rests on too few voters */
		return text(SV("—"));
	return (struct cell){ .kind = CELL_NUMBER, .number = js_get_dec(o, key, (struct dec){ 0 }), .text = SV("") };
}

/* A place is a number, that it can be sorted by; where it is shared it keeps its words. */
static struct cell place(const struct js *r)
{
	struct sv s = js_get_sv(r, "rank");
	int64_t n;
	return sv_int(s, &n) ? (struct cell){ .kind = CELL_NUMBER, .number = (struct dec){ n * DEC_ONE }, .text = SV("") } : text(s);
}

static struct sv side_word(enum lang lang, struct sv side)
{
	return sv_of(sv_is(side, "red") ? tr(lang, N_("red")) : sv_is(side, "black") ? tr(lang, N_("black")) : "");
}

static size_t columns_of(struct ctx *cx, const struct js *row, struct sheet_column *c)
{
	size_t n = 0;
	const struct js *classes = js_get(row, "classes");
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Rank"))), .kind = COLUMN_NUMBER, .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Places open"))), .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Unit"))), .width = 22 };
	for (const struct js *k = classes ? classes->first : NULL; k && n < CLASSES_MAX + 3; k = k->next)
		c[n++] = (struct sheet_column){ .title = js_get_sv(k, "name"), .kind = COLUMN_NUMBER, .places = 2 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Credits"))), .kind = COLUMN_NUMBER, .places = 2, .sign = true };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Debits"))), .kind = COLUMN_NUMBER, .places = 2 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Points"))), .kind = COLUMN_NUMBER, .places = 2 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Movement"))), .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Reason"))), .width = 40 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Red or black"))), .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Repaired"))), .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Exempt by"))), .width = 24 };
	return n;
}

static enum rc put_row(struct ctx *cx, struct xlsx_out *x, const struct js *r, size_t n_columns)
{
	struct cell c[CLASSES_MAX + FIXED] = { 0 };
	const struct js *classes = js_get(r, "classes");
	struct sv exempt = js_get_sv(r, "exempt_no"), why = js_get_sv(r, "exempt_why");
	size_t n = 0, n_classes = n_columns - FIXED;
	c[n++] = exempt.n ? text(SV("—")) : place(r);
	c[n++] = text(js_get_sv(r, "band"));
	c[n++] = text(js_get_sv(r, "unit_name"));
	const struct js *k = classes ? classes->first : NULL;
	for (size_t i = 0; i < n_classes; i++, k = k ? k->next : NULL)
		c[n++] = k ? number(k, "score") : text(SV("—"));
	c[n++] = exempt.n ? text(SV("—")) : number(r, "plus");
	c[n++] = exempt.n ? text(SV("—")) : number(r, "minus");
	c[n++] = exempt.n ? text(SV("—")) : number(r, "total");
	c[n++] = text(js_get_sv(r, "movement"));
	c[n++] = text(js_get_sv(r, "reason"));
	c[n++] = text(side_word(cx->lang, js_get_sv(r, "side")));
	c[n++] = text(js_get_bool(r, "repaired") ? SV("√") : SV(""));
	c[n++] = text(exempt.n ? arena_printf(cx->a, "%.*s %.*s", SV_ARG(exempt), SV_ARG(why)) : SV(""));
	return xlsx_out_row(cx, x, c);
}

enum rc board_sheet_write(struct ctx *cx, const struct board_sheet *s, const char *path)
{
	struct xlsx_out *x;
	struct sheet_column columns[CLASSES_MAX + FIXED] = { 0 };
	struct table_spec spec = { .name = sv_of(tr(cx->lang, N_("Board"))), .title = s->title, .columns = columns };
	spec.n_columns = columns_of(cx, s->rows->first, columns);
	TRY(xlsx_out_open(cx, path, NULL, &x));
	TRY(xlsx_out_sheet(cx, x, &spec));
	for (const struct js *r = s->rows->first; r; r = r->next)
		TRY(put_row(cx, x, r, spec.n_columns));
	TRY(xlsx_out_foot(cx, x, s->foot));
	return xlsx_out_close(cx, x);
}
