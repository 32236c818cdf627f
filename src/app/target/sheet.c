/* Targets and what came of them as a workbook: one row a target, every figure a number, what is missing left empty. */
#include "app/target/target.h"

#include "sheet/xlsx_out.h"

enum { FRONT = 9, EACH = 6, BACK = 3, COLUMNS = FRONT + QUARTERS * EACH + BACK };

static struct cell text(struct sv s)
{
	return (struct cell){ .kind = s.n ? CELL_TEXT : CELL_EMPTY, .text = sv_or_empty(s) };
}

static struct cell number(struct figure f)
{
	return (struct cell){ .kind = f.has ? CELL_NUMBER : CELL_EMPTY, .number = f.v, .text = SV("") };
}


static void columns(struct ctx *cx, struct sheet_column *c)
{
	static const struct { const char *title; enum column_kind kind; int width; } front[FRONT] = {
		{ N_("Unit"), COLUMN_TEXT, 18 }, { N_("No."), COLUMN_TEXT, 6 }, { N_("Category"), COLUMN_TEXT, 12 },
			{ N_("Indicator"), COLUMN_TEXT, 26 },
		{ N_("Unit of measure"), COLUMN_TEXT, 8 }, { N_("Which is better"), COLUMN_TEXT, 8 }, { N_("Base"),
			COLUMN_NUMBER, 12 },
		{ N_("Weight"), COLUMN_NUMBER, 8 }, { N_("Target of the year"), COLUMN_NUMBER, 12 },
	}, each[EACH] = {
		{ N_("Q%d cumulative target"), COLUMN_NUMBER, 12 }, { N_("Q%d value"), COLUMN_NUMBER, 12 }, { N_("Q%d growth"),
			COLUMN_NUMBER, 10 },
		{ N_("Q%d estimated or final"), COLUMN_TEXT, 8 }, { N_("Q%d light"), COLUMN_TEXT, 12 }, { N_("Q%d source"),
			COLUMN_TEXT, 24 },
	}, back[BACK] = {
		{ N_("Department that provides the value"), COLUMN_TEXT, 18 }, { N_("Basis document"), COLUMN_TEXT, 22 },
		{ N_("Changed targets, with document"), COLUMN_TEXT, 36 },
	};
	size_t n = 0;
	for (size_t i = 0; i < FRONT; i++)
		c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, front[i].title)), .kind = front[i].kind,
			.width = front[i].width, .places = 2 };
	for (int q = 1; q <= QUARTERS; q++)
		for (size_t i = 0; i < EACH; i++) {
			struct sv title = sv_of(tr(cx->lang, each[i].title)), number = arena_printf(cx->a, "%d", q);
			size_t at = sv_find(title, SV("%d"), 0);
			c[n++] = (struct sheet_column){ .title = arena_printf(cx->a, "%.*s%.*s%.*s", SV_ARG(sv_upto(title, at)),
				SV_ARG(number), SV_ARG(sv_from(title, at + 2))),
							.kind = each[i].kind, .width = each[i].width, .places = 2 };
		}
	for (size_t i = 0; i < BACK; i++)
		c[n++] = (struct sheet_column){ .title = sv_of(tr(cx->lang, back[i].title)), .kind = back[i].kind,
			.width = back[i].width };
}

static struct sv changes(struct ctx *cx, const struct target_seen *s)
{
	struct buf b = buf_new(cx->a, 4000);
	for (size_t i = 0; i < s->n_change; i++) {
		const struct target_change *c = &s->change[i];
		buf_printf(&b, "%s%.*s %.*s: %.*s", b.n ? "; " : "", SV_ARG(day_text(cx->a, day_of_instant(c->at))),
			SV_ARG(c->document),
			   SV_ARG(c->to.year.has ? dec_text(cx->a, c->to.year.v) : SV("—")));
	}
	return b.n ? buf_sv(&b) : SV("");
}

static enum rc put_row(struct ctx *cx, struct xlsx_out *x, const struct target_seen *s)
{
	const struct target_line *l = &s->line;
	struct cell c[COLUMNS];
	size_t n = 0;
	c[n++] = text(l->unit_short);
	c[n++] = text(l->no);
	c[n++] = text(l->category);
	c[n++] = text(l->indicator);
	c[n++] = text(l->uom);
	c[n++] = text(sv_of(tr(cx->lang, l->lower ? N_("lower is better") : N_("higher is better"))));
	c[n++] = number(l->base);
	c[n++] = number(l->weight);
	c[n++] = number(l->issued.year);
	for (int i = 0; i < QUARTERS; i++) {
		const struct target_quarter *q = &s->quarter[i];
		c[n++] = number(q->plan);
		c[n++] = number(q->actual ? figure_of(q->actual->value) : FIGURE_NONE);
		c[n++] = number(q->grows ? figure_of(q->growth) : FIGURE_NONE);
		c[n++] = text(q->actual ? sv_of(tr(cx->lang, q->actual->final ? N_("final") : N_("estimated"))) : SV(""));
		c[n++] = text(sv_of(tr(cx->lang, pace_look(q->light)->word)));
		c[n++] = text(q->actual ? q->actual->source : SV(""));
	}
	c[n++] = text(l->data_owner_name);
	c[n++] = text(l->document);
	c[n++] = text(changes(cx, s));
	return xlsx_out_row(cx, x, c);
}

enum rc target_export(struct ctx *cx, struct db *db, const struct scope *s, const struct target_filter *f, struct day today,
		      const char *path, struct sv title, int64_t *ret_rows)
{
	struct xlsx_out *x;
	struct target_seen *all;
	size_t n;
	struct sheet_column column[COLUMNS] = { 0 };
	struct table_spec spec = { .name = sv_of(tr(cx->lang, N_("Targets"))), .title = title, .columns = column,
		.n_columns = COLUMNS };
	columns(cx, column);
	TRY(targets_see(cx, db, s, f, today, &all, &n));
	TRY(xlsx_out_open(cx, path, NULL, &x));
	TRY(xlsx_out_sheet(cx, x, &spec));
	for (size_t i = 0; i < n; i++)
		TRY(put_row(cx, x, &all[i]));
	*ret_rows = (int64_t)n;
	return xlsx_out_close(cx, x);
}
