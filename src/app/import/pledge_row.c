/* What a row of targets says beside its figures, and the whole of it as JSON. */
#include "app/import/pledge_read.h"

#include "base/json.h"

static struct sv one_line(struct pledge_reading *rd, struct sv s)
{
	struct buf b = buf_new(rd->a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n' && s.p[i] != '\r')
			buf_putc(&b, s.p[i]);
	return b.n ? sv_trim(buf_sv(&b)) : SV("");
}

static void units(struct pledge_reading *rd, struct pledge_row *r, const struct pledge_row *above)
{
	struct sv text = pledge_text(rd, r->line, PLEDGE_UNIT);
	if (!text.n && above && pledge_column(rd, PLEDGE_UNIT)) {
		r->units = above->units;
		pledge_note(rd, r, PLEDGE_UNIT, IMPORT_CONFIRM, "unit.above", N_("No unit stands here; it was taken from the row above. Check it."));
		return;
	}
	struct unit_parts u = units_split(rd->a, text);
	bool collective = false;
	r->units.v = NEW(rd->a, struct sv, u.n + 1);
	for (size_t i = 0; i < u.n; i++) {
		r->units.v[r->units.n++] = one_line(rd, u.v[i].name);
		collective |= u.v[i].collective;
	}
	if (collective)
		pledge_note(rd, r, PLEDGE_UNIT, IMPORT_CONFIRM, "unit.collective", N_("A collective name (各县区, 相关部门 …) stands here. Say which units are meant."));
	else if (u.n > 1)
		pledge_note(rd, r, PLEDGE_UNIT, IMPORT_CONFIRM, "unit.each", N_("Several units stand here; each of them would pledge the whole target. Check it."));
}

static void data_owner(struct pledge_reading *rd, struct pledge_row *r)
{
	struct unit_parts u = units_split(rd->a, pledge_text(rd, r->line, PLEDGE_DATA_OWNER));
	r->data_owner = u.n ? one_line(rd, u.v[0].name) : SV("");
	if (!u.n)
		pledge_note(rd, r, PLEDGE_DATA_OWNER, IMPORT_CONFIRM, "data_owner.none",
			    N_("No department is named that provides the actual value; the unit would report on itself. Name one."));
	else if (u.n > 1)
		pledge_note(rd, r, PLEDGE_DATA_OWNER, IMPORT_CONFIRM, "data_owner.several", N_("Several departments stand here; the first provides the value. Check it."));
}

static void indicator(struct pledge_reading *rd, struct pledge_row *r, const struct pledge_row *above)
{
	struct sv category = pledge_text(rd, r->line, PLEDGE_CATEGORY);
	r->indicator = one_line(rd, pledge_text(rd, r->line, PLEDGE_INDICATOR));
	if (category.n)
		r->category = one_line(rd, category);
	if (r->indicator.n)
		return;
	r->indicator = above ? above->indicator : SV("");
	if (above)
		pledge_note(rd, r, PLEDGE_INDICATOR, IMPORT_CONFIRM, "indicator.above", N_("No indicator stands here; it was taken from the row above. Check it."));
	else
		pledge_note(rd, r, PLEDGE_INDICATOR, IMPORT_REFUSED, "indicator.none", N_("No indicator stands here. Name it."));
}

void pledge_row_read(struct pledge_reading *rd, struct pledge_row *r, const struct pledge_row *above)
{
	r->source_no = pledge_text(rd, r->line, PLEDGE_NO);
	r->document = one_line(rd, pledge_text(rd, r->line, PLEDGE_DOCUMENT));
	r->note = pledge_text(rd, r->line, PLEDGE_NOTE);
	indicator(rd, r, above);
	units(rd, r, above);
	data_owner(rd, r);
	if (rd->sheet.g->row_hidden && rd->sheet.g->row_hidden[r->line])
		pledge_note(rd, r, PLEDGE_NONE, IMPORT_CONFIRM, "row.hidden", N_("This row is hidden in the sheet; it was read all the same."));
	if (pledge_cell(rd, r->line, PLEDGE_INDICATOR)->strike)
		pledge_note(rd, r, PLEDGE_INDICATOR, IMPORT_CONFIRM, "row.strike", N_("This text is struck through: was it cancelled?"));
	pledge_figures_read(rd, r);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------- */

static void set_figure(struct arena *a, struct js *o, const char *key, struct figure f)
{
	if (f.has)
		js_set_dec(a, o, key, f.v);
	else
		js_set(o, key, js_null(a));
}

static void set_messages(struct arena *a, struct js *o, const struct import_messages *m)
{
	static const char *const weights[] = { "ok", "confirm", "refused" };
	struct js *list = js_set(o, "messages", js_arr(a));
	for (const struct import_message *x = m->first; x; x = x->next) {
		struct js *e = js_push(list, js_obj(a));
		js_set_sv(a, e, "id", sv_of(x->id));
		js_set_sv(a, e, "weight", sv_of(weights[x->weight]));
		js_set_sv(a, e, "text", x->text);
	}
}

static struct js *row_js(struct arena *a, const struct pledge_row *r)
{
	static const char *const states[] = { "ok", "confirm", "refused" }, *const q[] = { "q1", "q2", "q3", "q4" };
	struct js *o = js_obj(a), *u = js_set(o, "units", js_arr(a));
	for (size_t i = 0; i < r->units.n; i++)
		js_push(u, js_str(a, r->units.v[i]));
	js_set_int(a, o, "row", r->no);
	js_set_sv(a, o, "state", sv_of(states[r->state]));
	js_set_sv(a, o, "source_no", r->source_no);
	js_set_sv(a, o, "category", r->category);
	js_set_sv(a, o, "indicator", r->indicator);
	js_set_sv(a, o, "uom", r->uom);
	js_set_sv(a, o, "direction", r->lower ? SV("lower") : SV("higher"));
	set_figure(a, o, "base", r->base);
	js_set_day(a, o, "base_day", r->base_day);
	set_figure(a, o, "year", r->year);
	for (int i = 0; i < QUARTERS; i++)
		set_figure(a, o, q[i], r->quarter[i]);
	js_set_bool(a, o, "summed", r->summed);
	set_figure(a, o, "weight", r->weight);
	js_set_sv(a, o, "data_owner", r->data_owner);
	js_set_sv(a, o, "document", r->document);
	set_messages(a, o, &r->messages);
	return o;
}

struct js *pledge_js(struct arena *a, const struct pledge_list *l)
{
	struct js *o = js_obj(a), *cols, *list;
	js_set_sv(a, o, "kind", SV("pledge"));
	js_set_sv(a, o, "sheet", l->sheet);
	js_set_sv(a, o, "title", l->title);
	js_set(o, "year", l->year ? js_int(a, l->year) : js_null(a));
	js_set_sv(a, o, "uom", l->uom);
	js_set_sv(a, o, "quarters", SV("cumulative"));
	cols = js_set(o, "columns", js_obj(a));
	for (size_t i = 0; i < l->n_columns; i++)
		js_set_sv(a, cols, pledge_field_name(l->columns[i].field), l->columns[i].header);
	list = js_set(o, "unmapped", js_arr(a));
	for (size_t i = 0; i < l->n_unmapped; i++)
		js_push(list, js_str(a, l->unmapped[i]));
	list = js_set(o, "rows", js_arr(a));
	for (size_t i = 0; i < l->n_rows; i++)
		js_push(list, row_js(a, &l->rows[i]));
	list = js_set(o, "skipped", js_arr(a));
	for (size_t i = 0; i < l->n_skipped; i++) {
		struct js *e = js_push(list, js_obj(a));
		js_set_int(a, e, "row", l->skipped[i].no);
		js_set_sv(a, e, "id", sv_of(l->skipped[i].id));
	}
	set_messages(a, o, &l->messages);
	return o;
}
