/* Apart from the rest of the folder, because sheet/ and store/ each have a `struct sheet_column` of their own. */
#include "app/board/board_sheet.h"

#include "sheet/xlsx_out.h"

enum { SHARES_MAX = 40, FIXED = 11 };

static struct cell text(struct sv s)
{
	return (struct cell){ .kind = s.n ? CELL_TEXT : CELL_EMPTY, .text = sv_or_empty(s) };
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

/* The parts, then the classes where none of the parts is 本细则: [{"name","weight","points"}] and [{"name","score"}]. */
static size_t shares_of(const struct js *row, const struct js **ret)
{
	const struct js *parts = js_get(row, "parts"), *classes = js_get(row, "classes");
	size_t n = 0;
	bool own = false;
	for (const struct js *p = parts ? parts->first : NULL; p && n < SHARES_MAX; p = p->next) {
		own |= js_get_bool(p, "own");
		ret[n++] = p;
	}
	for (const struct js *k = classes && !own ? classes->first : NULL; k && n < SHARES_MAX; k = k->next)
		ret[n++] = k;
	return n;
}

static struct sv share_title(struct arena *a, const struct js *share)
{
	struct dec weight = js_get_dec(share, "weight", (struct dec){ 0 });
	struct sv name = js_get_sv(share, "name");
	return weight.u ? arena_printf(a, "%.*s %.*s%%", SV_ARG(name), SV_ARG(dec_text(a, weight))) : name;
}

static struct cell share_cell(const struct js *share)
{
	const char *key = js_get(share, "points") ? "points" : "score";
	return js_get_sv(share, key).n ? number(share, key) : text(SV("—"));
}

static size_t columns_of(struct ctx *cx, const struct js *row, struct sheet_column *c)
{
	size_t n = 0;
	const struct js *share[SHARES_MAX];
	size_t n_shares = shares_of(row, share);
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Rank"))), .kind = COLUMN_NUMBER, .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Places open"))), .width = 8 };
	c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, N_("Unit"))), .width = 22 };
	for (size_t i = 0; i < n_shares; i++)
		c[n++] = (struct sheet_column){ .title = share_title(cx->a, share[i]), .kind = COLUMN_NUMBER, .places = 2 };
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
	struct cell c[SHARES_MAX + FIXED] = { 0 };
	const struct js *share[SHARES_MAX];
	size_t n_shares = shares_of(r, share);
	struct sv exempt = js_get_sv(r, "exempt_no"), why = js_get_sv(r, "exempt_why");
	size_t n = 0;
	c[n++] = exempt.n ? text(SV("—")) : place(r);
	c[n++] = text(js_get_sv(r, "band"));
	c[n++] = text(js_get_sv(r, "unit_name"));
	for (size_t i = 0; i + FIXED < n_columns; i++)
		c[n++] = i < n_shares ? share_cell(share[i]) : text(SV("—"));
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
	struct sheet_column columns[SHARES_MAX + FIXED] = { 0 };
	struct table_spec spec = { .name = sv_of(tr(cx->lang, N_("Board"))), .title = s->title, .columns = columns };
	spec.n_columns = columns_of(cx, s->rows->first, columns);
	TRY(xlsx_out_open(cx, path, NULL, &x));
	TRY(xlsx_out_sheet(cx, x, &spec));
	for (const struct js *r = s->rows->first; r; r = r->next)
		TRY(put_row(cx, x, r, spec.n_columns));
	TRY(xlsx_out_foot(cx, x, s->foot));
	return xlsx_out_close(cx, x);
}
