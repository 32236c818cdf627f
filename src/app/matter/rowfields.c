/* One typed row of a list as the fields of its act.  No column that has a meaning is dropped: what has no field of
 * its own goes into `extra` under its header, what is personal into the sealed contact. */
#include "app/matter/intake.h"

#include "base/utf8.h"

void row_why(struct ctx *cx, struct draft_row *r, struct sv text)
{
	if (!r->why)
		r->why = NEW(cx->a, struct sv, WHY_MAX);
	if (r->n_why < WHY_MAX)
		r->why[r->n_why++] = text;
}

static void set(struct arena *a, struct js *o, const char *key, struct sv v)
{
	if (v.n && !js_get(o, key))
		js_set_sv(a, o, key, v);
}

static struct sv one_line(struct arena *a, struct sv s, size_t max)
{
	char *p = NEW(a, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' ? ' ' : s.p[i];
	return utf8_upto(sv_trim(sv_make(p, s.n)), max);
}

static struct sv cell_text(const struct import_list *l, const struct import_row *r, enum import_field f)
{
	const struct import_cell *c = import_cell(l, r, f);
	return c ? c->text : SV("");
}

static void day(struct arena *a, struct js *o, const char *key, const struct due *d)
{
	if (d->verdict != VERDICT_BAD && day_is(d->date))
		js_set_day(a, o, key, d->date);
}

static void due_fields(struct arena *a, struct js *o, const struct import_list *l, const struct import_row *r)
{
	const struct due *d = &r->due;
	set(a, o, "due_text", one_line(a, cell_text(l, r, IM_DUE), 200));
	if (d->verdict == VERDICT_BAD || d->kind == DUE_NONE)
		return;
	js_set_sv(a, o, "due_kind", sv_of(due_kind_name(d->kind)));
	day(a, o, "due", d);
	if (d->precision != DUE_UNKNOWN)
		js_set_sv(a, o, "due_precision", sv_of(due_precision_name(d->precision)));
	if (d->kind == DUE_RELATIVE && d->amount > 0) {
		js_set_int(a, o, "due_amount", d->amount);
		js_set_sv(a, o, "due_unit", sv_of(due_unit_name(d->unit)));
	}
}

static void money_field(struct arena *a, struct js *o, const struct import_list *l, const struct import_row *r)
{
	static const char *const names[IMPORT_MONEY] = { "total", "year_plan", "month_done", "done_total" };
	struct js *money = js_obj(a);
	for (int k = 0; k < IMPORT_MONEY; k++) {
		const struct import_amount *m = &r->money[k];
		if (!import_has(l, (enum import_field)(IM_TOTAL + k)) || m->money.verdict == VERDICT_BLANK)
			continue;
		struct js *e = js_set(money, names[k], js_obj(a));
		if (m->money.verdict != VERDICT_BAD)
			js_set_dec(a, e, "yuan", m->money.yuan);
		js_set_sv(a, e, "text", m->text);
		js_set_bool(a, e, "approx", m->money.approx);
	}
	struct buf b = buf_new(a, 8000);
	js_write(&b, money);
	if (money->n)
		js_set_sv(a, o, "money", buf_sv(&b));
}

/* 新材料产业集群/氟硅新材料链 */
static void chain_fields(struct arena *a, struct js *o, struct sv text)
{
	struct sv rest = text, part;
	while (sv_split(&rest, '/', &part)) {
		part = one_line(a, part, 100);
		set(a, o, sv_has(part, SV("集群")) ? "cluster" : "chain", part);
	}
}

/* Columns whose meaning has a field of its own, beside those that are typed. */
static const struct { enum import_field f; const char *name; int max; } plain[] = {
	{ IM_GOAL, "goal", 0 }, { IM_PROGRESS, "progress", 0 }, { IM_PROBLEM, "problem", 0 }, { IM_NEXT_STEP, "next_step", 0 },
	{ IM_NOTE, "note", 0 }, { IM_ORIGIN, "origin", 300 }, { IM_CLASS, "class", 60 }, { IM_BATCH, "batch", 60 },
};

static bool has_own_field(const struct import_list *l, enum import_field f)
{
	for (size_t i = 0; i < COUNT(plain); i++)
		if (plain[i].f == f)
			return true;
	switch ((int)f) {
	case IM_SOURCE_NO: case IM_CATEGORY: case IM_TITLE: case IM_LEAD: case IM_ASSIST: case IM_RESPONSIBLE: case IM_SPONSOR:
	case IM_DUE: case IM_PERCENT: case IM_START_PLAN: case IM_START_ACTUAL: case IM_CHAIN: case IM_TOTAL: case IM_YEAR_PLAN:
	case IM_MONTH_DONE: case IM_DONE_TOTAL:
		return true;
	case IM_BUILDER: /* leads where nobody else does */
		return !import_has(l, IM_LEAD) && !import_has(l, IM_RESPONSIBLE);
	default:
		return false;
	}
}

static void other_columns(struct ctx *cx, struct js *o, const struct import_list *l, const struct import_row *r)
{
	struct js *extra = js_obj(cx->a);
	struct buf contact = buf_new(cx->a, 4096), b = buf_new(cx->a, 40000);
	for (size_t i = 0; i < l->n_columns; i++) {
		const struct import_column *c = &l->columns[i];
		const struct import_cell *cell = &r->cells[i];
		if (cell->personal && cell->raw.n)
			buf_printf(&contact, "%s%.*s：%.*s", contact.n ? "；" : "", SV_ARG(c->header), SV_ARG(one_line(cx->a, cell->raw, 200)));
		const char *key = arena_cstr(cx->a, c->header.n ? c->header : c->key);
		if (!c->sealed && cell->text.n && !has_own_field(l, c->field) && !js_get(extra, key))
			js_set_sv(cx->a, extra, key, cell->text);
	}
	js_write(&b, extra);
	if (extra->n)
		js_set_sv(cx->a, o, "extra", buf_sv(&b));
	if (contact.n)
		js_set_sv(cx->a, o, "contact", utf8_upto(buf_sv(&contact), 400));
}

static enum rc units_of(struct ctx *cx, struct db *db, const struct import_names *in, int row, struct names *names,
			struct draft_row *r, int64_t **ret, size_t *ret_n)
{
	int64_t *ids = NEW(cx->a, int64_t, 400);
	size_t n = 0;
	for (size_t i = 0; i < in->n; i++) {
		const struct known_name *k;
		TRY(names_find(cx, db, names, in->v[i], row, &k));
		if (k->unknown) {
			r->wait = true;
			row_why(cx, r, arena_printf(cx->a, tr(cx->lang, k->collective ?
				N_("\"%.*s\" is several units: say which (--alias '%.*s=CODE+CODE', =@township for all of a kind, =- to leave it as a word).%.*s") :
				N_("No unit here is called \"%.*s\" (--alias '%.*s=CODE').%.*s")), SV_ARG(in->v[i]), SV_ARG(in->v[i]),
				SV_ARG(k->proposals.n ? arena_printf(cx->a, tr(cx->lang, N_(" Perhaps: %.*s")), SV_ARG(k->proposals)) : SV(""))));
		}
		for (size_t u = 0; u < k->n && n < 400; u++) {
			bool twice = false;
			for (size_t j = 0; j < n; j++)
				twice |= ids[j] == k->units[u];
			for (size_t j = 0; j < r->n_leads; j++)
				twice |= r->leads[j] == k->units[u];
			if (!twice)
				ids[n++] = k->units[u];
		}
	}
	*ret = ids;
	*ret_n = n;
	return RC_OK;
}

/* A verifier that is no unit of the tree, or that does the work itself, stays a word among the other columns. */
static enum rc verifier_of(struct ctx *cx, struct db *db, struct sv name, struct names *names, struct draft_row *r)
{
	if (!name.n || unit_is_collective(name))
		return RC_OK;
	struct unit u;
	struct ctx sub = *cx;
	ctx_forget(&sub);
	enum rc rc = unit_find(&sub, db, name, names->area.id, &u);
	if (rc == RC_FAILED)
		return rc;
	bool does = rc != RC_OK;
	for (size_t i = 0; i < r->n_leads && !does; i++)
		does = r->leads[i] == u.id;
	for (size_t i = 0; i < r->n_assists && !does; i++)
		does = r->assists[i] == u.id;
	r->verifier = does ? 0 : u.id;
	return RC_OK;
}

/* Ledgers of problems have no column of shares: "已采购管材，完成70%" says it in words.  One figure only; of two nobody
 * knows which is meant. */
static void percent_in_words(struct arena *a, struct js *f, struct sv text)
{
	struct sv half = utf8_half(a, text);
	size_t at = sv_find(half, SV("%"), 0), from = at;
	struct dec d;
	if (at == SIZE_MAX || sv_find(half, SV("%"), at + 1) != SIZE_MAX)
		return;
	while (from > 0 && ((half.p[from - 1] >= '0' && half.p[from - 1] <= '9') || half.p[from - 1] == '.'))
		from--;
	bool done = from >= 6 && sv_eq(sv_make(half.p + from - 6, 6), SV("完成"));
	if (done && dec_parse(sv_upto(sv_from(half, from), at - from), &d) && d.u <= DEC(100).u)
		js_set_dec(a, f, "percent", d);
}

static struct sv state_of(const struct import_row *r, bool issue)
{
	if (r->struck_off == MARK_YES)
		return SV("closed");
	if (!issue)
		return SV("draft");
	return r->done == MARK_YES ? SV("finish_claimed") : SV("issued");
}

enum rc row_fields_of(struct ctx *cx, struct db *db, const struct import_list *l, const struct import_row *r, struct names *names,
		      const struct matter_plan_options *o, struct draft_row *ret)
{
	struct arena *a = cx->a;
	struct js *f = js_obj(a);
	*ret = (struct draft_row){ .fields = f };
	js_set_sv(a, f, "kind", sv_of(import_kind_name(l->kind)));
	set(a, f, "source_no", one_line(a, r->source_no, 40));
	set(a, f, "category", one_line(a, r->category, 200));
	set(a, f, "title", one_line(a, r->title, 500));
	set(a, f, "sponsor", one_line(a, cell_text(l, r, IM_SPONSOR), 200));
	for (size_t i = 0; i < COUNT(plain); i++) {
		struct sv text = cell_text(l, r, plain[i].f);
		set(a, f, plain[i].name, plain[i].max ? one_line(a, text, (size_t)plain[i].max) : utf8_upto(text, 4000));
	}
	due_fields(a, f, l, r);
	day(a, f, "start_plan", &r->start_plan);
	day(a, f, "start_actual", &r->start_actual);
	day(a, f, "done_on", &r->done_on);
	if (r->percent.verdict == VERDICT_CLEAR || r->percent.verdict == VERDICT_DOUBT)
		js_set_dec(a, f, "percent", r->percent.value);
	else if (!import_has(l, IM_PERCENT))
		percent_in_words(a, f, cell_text(l, r, IM_PROGRESS));
	bool started = r->progress_word != PROGRESS_NOT_STARTED && r->progress_word != PROGRESS_NONE && cell_text(l, r, IM_PROGRESS).n;
	js_set_bool(a, f, "started", started || day_is(r->start_actual.date) || r->percent.value.u > 0);
	money_field(a, f, l, r);
	chain_fields(a, f, cell_text(l, r, IM_CHAIN));
	other_columns(cx, f, l, r);
	TRY(units_of(cx, db, &r->lead, r->no, names, ret, &ret->leads, &ret->n_leads));
	TRY(units_of(cx, db, &r->assist, r->no, names, ret, &ret->assists, &ret->n_assists));
	TRY(verifier_of(cx, db, cell_text(l, r, IM_VERIFIER), names, ret));
	ret->state = state_of(r, o->issue);
	bool running = sv_is(ret->state, "issued") || sv_is(ret->state, "finish_claimed");
	if (running && !ret->n_leads && !ret->wait) {
		ret->wait = true;
		row_why(cx, ret, sv_of(tr(cx->lang, N_("It has no lead unit and cannot be issued: import it as a draft, or complete the list."))));
	}
	if (sv_is(ret->state, "issued") && !js_get(f, "due_kind")) {
		ret->wait = true;
		row_why(cx, ret, sv_of(tr(cx->lang, N_("It has no deadline and cannot be issued: import it as a draft, or complete the list."))));
	}
	return RC_OK;
}
