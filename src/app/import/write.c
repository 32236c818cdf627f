#include "app/import/import.h"

#include "base/json.h"

/* The answer is written as text: its shares are JSON numbers with a fraction, which struct js has not. */

static void comma(struct buf *out)
{
	if (out->n && out->p[out->n - 1] != '[' && out->p[out->n - 1] != '{')
		buf_putc(out, ',');
}

static void key(struct buf *out, const char *name)
{
	comma(out);
	js_quote(out, sv_of(name));
	buf_putc(out, ':');
}

static void put_text(struct buf *out, const char *name, struct sv s)
{
	key(out, name);
	if (s.n)
		js_quote(out, s);
	else
		buf_puts(out, "null");
}

static void put_int(struct buf *out, const char *name, int v)
{
	key(out, name);
	if (v >= 0)
		buf_int(out, v);
	else
		buf_puts(out, "null");
}

static void put_date(struct buf *out, const char *name, struct day d)
{
	put_text(out, name, day_is(d) ? day_text(out->a, d) : SV(""));
}

static void put_mark(struct buf *out, const char *name, enum mark m)
{
	key(out, name);
	buf_puts(out, m == MARK_YES ? "true" : m == MARK_NO ? "false" : "null");
}

static void put_names(struct buf *out, const char *name, const struct import_names *n)
{
	key(out, name);
	buf_putc(out, '[');
	for (size_t i = 0; i < n->n; i++) {
		comma(out);
		js_quote(out, n->v[i]);
	}
	buf_putc(out, ']');
}

static void put_word(struct buf *out, const char *name, const char *word)
{
	put_text(out, name, word ? sv_of(word) : SV(""));
}

static void put_due(struct buf *out, const struct due *d)
{
	key(out, "due");
	buf_putc(out, '{');
	put_date(out, "date", d->date);
	put_word(out, "precision", due_precision_name(d->precision));
	put_word(out, "kind", due_kind_name(d->kind));
	if (d->kind == DUE_RELATIVE) {
		put_int(out, "amount", d->amount);
		put_word(out, "unit", due_unit_name(d->unit));
	}
	buf_putc(out, '}');
}

static bool has_value(enum verdict v)
{
	return v == VERDICT_CLEAR || v == VERDICT_DOUBT;
}

static void put_money(struct buf *out, const struct import_list *l, const struct import_row *r)
{
	static const char *const names[IMPORT_MONEY] = { "total", "year_plan", "month_done", "done_total" };
	bool any = false;
	for (int k = 0; k < IMPORT_MONEY; k++) {
		const struct import_amount *m = &r->money[k];
		if (!import_has(l, (enum import_field)(IM_TOTAL + k)))
			continue;
		if (!any)
			key(out, "money");
		if (!any)
			buf_putc(out, '{');
		any = true;
		key(out, names[k]);
		if (m->money.verdict == VERDICT_BLANK) {
			buf_puts(out, "null");
			continue;
		}
		buf_putc(out, '{');
		put_text(out, "yuan", has_value(m->money.verdict) ? dec_text(out->a, m->money.yuan) : SV(""));
		put_text(out, "text", m->text);
		put_word(out, "unit", money_unit_name(m->money.unit));
		key(out, "approx");
		buf_puts(out, m->money.approx ? "true" : "false");
		if (m->inferred) {
			key(out, "inferred");
			buf_puts(out, "true");
		}
		buf_putc(out, '}');
	}
	if (any)
		buf_putc(out, '}');
}

static void put_project(struct buf *out, const struct import_list *l, const struct import_row *r)
{
	put_money(out, l, r);
	if (import_has(l, IM_START_PLAN) || import_has(l, IM_START_ACTUAL)) {
		key(out, "start");
		buf_putc(out, '{');
		put_date(out, "plan", r->start_plan.date);
		put_date(out, "actual", r->start_actual.date);
		buf_putc(out, '}');
	}
	if (import_has(l, IM_PERMITS)) {
		key(out, "permits");
		buf_putc(out, '[');
		for (size_t i = 0; i < r->n_permits; i++) {
			comma(out);
			buf_putc(out, '{');
			put_text(out, "name", r->permits[i].name);
			put_mark(out, "done", r->permits[i].mark);
			buf_putc(out, '}');
		}
		buf_putc(out, ']');
	}
}

/* Texts that stand as they are. */
static void put_texts(struct buf *out, const struct import_list *l, const struct import_row *r)
{
	static const enum import_field fields[] = { IM_GOAL, IM_PERSON, IM_PROGRESS, IM_PROBLEM, IM_NEXT_STEP,
						    IM_NOTE,
						    IM_ORIGIN, IM_CLASS, IM_VERIFIER, IM_VERIFIED_BY,
						    IM_EVIDENCE,
						    IM_PROJECT, IM_BATCH, IM_SITE, IM_SCALE, IM_CHAIN,
						    IM_LIGHT };
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct import_cell *c = import_cell(l, r, fields[i]);
		if (c)
			put_text(out, import_field_name(fields[i]), c->text);
	}
	const struct import_cell *builder = import_cell(l, r, IM_BUILDER);
	if (builder && (import_has(l, IM_LEAD) || import_has(l, IM_RESPONSIBLE)))
		put_text(out, "builder", builder->text);
	if (import_has(l, IM_PROGRESS))
		put_word(out, "progress_state", progress_word_name(r->progress_word));
}

static void put_cell_name(struct buf *out, const struct import_message *m, int no)
{
	char letters[4] = { 0 };
	if (m->col >= 26)
		letters[0] = (char)('A' + (m->col / 26 - 1) % 26);
	letters[m->col >= 26] = (char)('A' + m->col % 26);
	put_text(out, "cell", m->col < 0 ? SV("") : arena_printf(out->a, "%s%d", letters, no));
}

/* As sentences for people, and the same as objects for programs. */
static void put_messages(struct buf *out, const struct import_messages *ms, int no)
{
	static const char *const weights[] = { "info", "confirm", "refused" };
	key(out, "messages");
	buf_putc(out, '[');
	for (const struct import_message *m = ms->first; m; m = m->next) {
		comma(out);
		js_quote(out, m->text);
	}
	buf_putc(out, ']');
	key(out, "findings");
	buf_putc(out, '[');
	for (const struct import_message *m = ms->first; m; m = m->next) {
		comma(out);
		buf_putc(out, '{');
		put_word(out, "id", m->id);
		put_word(out, "field", *import_field_name(m->field) ? import_field_name(m->field) : NULL);
		put_cell_name(out, m, no);
		put_word(out, "weight", weights[m->weight]);
		put_text(out, "text", m->text);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static void put_row(struct buf *out, const struct import_list *l, const struct import_row *r)
{
	static const char *const states[] = { "ok", "confirm", "refused" };
	buf_putc(out, '{');
	put_int(out, "row", r->no);
	if (import_has(l, IM_SOURCE_NO))
		put_text(out, "source_no", r->source_no);
	if (r->parent.n)
		put_text(out, "parent", r->parent);
	if (r->category.n || import_has(l, IM_CATEGORY))
		put_text(out, "category", r->category);
	put_text(out, "title", r->title);
	put_names(out, "lead", &r->lead);
	put_names(out, "assist", &r->assist);
	if (import_has(l, IM_SPONSOR)) {
		put_text(out, "sponsor", r->sponsor);
		if (r->sponsor_title.n)
			put_text(out, "sponsor_title", r->sponsor_title);
	}
	if (import_has(l, IM_DUE))
		put_due(out, &r->due);
	if (import_has(l, IM_PERCENT)) {
		key(out, "percent");
		buf_put(out, has_value(r->percent.verdict) ? dec_text(out->a, r->percent.value) : SV("null"));
	}
	put_texts(out, l, r);
	if (import_has(l, IM_DONE))
		put_mark(out, "done", r->done);
	if (import_has(l, IM_DONE_ON))
		put_date(out, "done_on", r->done_on.date);
	if (import_has(l, IM_FOUND_ON))
		put_date(out, "found_on", r->found_on.date);
	if (import_has(l, IM_STRUCK_OFF))
		put_mark(out, "struck_off", r->struck_off);
	put_project(out, l, r);
	key(out, "sealed");
	buf_putc(out, '[');
	for (size_t i = 0; i < l->n_columns; i++)
		if (r->cells[i].personal) {
			comma(out);
			js_quote(out, l->columns[i].key);
		}
	buf_putc(out, ']');
	put_word(out, "state", states[r->state]);
	put_messages(out, &r->messages, r->no);
	buf_putc(out, '}');
}

static void put_head(struct buf *out, const struct import_list *l)
{
	put_word(out, "kind", import_kind_name(l->kind));
	put_text(out, "sheet", l->sheet);
	put_text(out, "title", l->title);
	put_int(out, "year", l->year ? l->year : -1);
	put_date(out, "as_of", l->as_of);
	put_word(out, "unit", money_unit_name(l->unit));
	key(out, "announced");
	buf_putc(out, '{');
	put_int(out, "classes", l->announced.classes);
	put_int(out, "items", l->announced.items);
	buf_putc(out, '}');
	key(out, "counted");
	buf_putc(out, '{');
	put_int(out, "classes", l->counted.classes);
	put_int(out, "items", l->counted.items);
	buf_putc(out, '}');
	key(out, "columns");
	buf_putc(out, '{');
	for (size_t i = 0; i < l->n_columns; i++) {
		comma(out);
		js_quote(out, l->columns[i].key);
		buf_putc(out, ':');
		js_quote(out, l->columns[i].header);
	}
	buf_putc(out, '}');
	key(out, "unmapped");
	buf_putc(out, '[');
	for (size_t i = 0; i < l->n_unmapped; i++) {
		comma(out);
		js_quote(out, l->unmapped[i]);
	}
	buf_putc(out, ']');
	key(out, "sealed");
	buf_putc(out, '[');
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].sealed) {
			comma(out);
			js_quote(out, l->columns[i].key);
		}
	buf_putc(out, ']');
	key(out, "counts");
	buf_putc(out, '{');
	put_int(out, "ok", (int)import_count(l, IMPORT_OK));
	put_int(out, "confirm", (int)import_count(l, IMPORT_CONFIRM));
	put_int(out, "refused", (int)import_count(l, IMPORT_REFUSED));
	put_int(out, "skipped", (int)l->n_skipped);
	buf_putc(out, '}');
	put_messages(out, &l->messages, 0);
}

void import_write_json(struct buf *out, const struct import_list *l)
{
	buf_putc(out, '{');
	put_head(out, l);
	key(out, "rows");
	buf_putc(out, '[');
	for (size_t i = 0; i < l->n_rows; i++) {
		comma(out);
		put_row(out, l, &l->rows[i]);
	}
	buf_putc(out, ']');
	key(out, "skipped");
	buf_putc(out, '[');
	for (size_t i = 0; i < l->n_skipped; i++) {
		comma(out);
		buf_putc(out, '{');
		put_int(out, "row", l->skipped[i].no);
		put_text(out, "reason", l->skipped[i].reason);
		put_word(out, "id", l->skipped[i].id);
		buf_putc(out, '}');
	}
	buf_puts(out, "]}");
}
