#include "app/results/table.h"

#include "app/results/honest.h"

static struct ui_column head(const struct res_table *t, const char *label, enum column_kind kind)
{
	return (struct ui_column){ .label = visit_say(t->v, label), .kind = kind };
}

/* ---- what a total is made of: parts, and the classes that are added beside them --------------------------------- */

struct sv res_share_label(struct arena *a, const struct rule *r, size_t at)
{
	bool part = at < r->n_parts;
	const struct rule_class *c = part ? NULL : &r->classes[at - r->n_parts];
	struct dec weight = part ? r->parts[at].weight : c->has_weight ? c->weight : (struct dec){ 0 };
	struct sv name = part ? r->parts[at].name : c->name;
	return weight.u ? arena_printf(a, "%.*s %.*s%%", SV_ARG(name), SV_ARG(dec_text(a, weight))) : name;
}

size_t res_shares(const struct rule *r)
{
	return r->n_parts + (board_has_own(r) ? 0 : r->n_classes);
}

static const struct js *class_at(const struct board_place *p, size_t at)
{
	const struct js *c = p->classes ? p->classes->first : NULL;
	for (size_t i = 0; c && i < at; i++)
		c = c->next;
	return c;
}

bool res_share(struct arena *a, const struct rule *r, const struct board_place *p, size_t at, struct dec *ret)
{
	struct board_part *part;
	if (at >= r->n_parts) {
		const struct js *c = class_at(p, at - r->n_parts);
		*ret = js_get_dec(c, "score", (struct dec){ 0 });
		return c != NULL && !js_get_bool(c, "kept");
	}
	(void)board_parts(a, r, p, &part);
	*ret = part[at].points;
	return part[at].given;
}

bool res_share_kept(struct arena *a, const struct rule *r, const struct board_place *p, size_t at)
{
	struct board_part *part;
	if (at >= r->n_parts)
		return js_get_bool(class_at(p, at - r->n_parts), "kept");
	(void)board_parts(a, r, p, &part);
	return part[at].kept;
}

bool res_opens(const struct rule *r, struct sv what, const struct js *line)
{
	int64_t n = 0;
	struct dec points = js_get_dec(line, "points", (struct dec){ 0 });
	bool entries = js_get(line, "entries") && js_get(line, "entries")->n > 0;
	if (sv_is(what, "plus") || sv_is(what, "minus"))
		return entries && (sv_is(what, "plus") ? points.u > 0 : points.u < 0);
	if (what.n < 2 || !sv_int(sv_from(what, 1), &n) || n < 0)
		return false;
	if (what.p[0] == 'p')
		return (size_t)n < r->n_parts && board_part_line(&r->parts[n], line);
	return what.p[0] == 'c' && (size_t)n < r->n_classes && sv_eq(js_get_sv(line, "class"), r->classes[n].name);
}

/* The unit's own page, with the lines opened that a number is the sum of, from the first of them on. */
static struct url lines_url(struct arena *a, const struct rule *r, const struct board_place *p, struct sv what)
{
	int64_t no = 0, first = 0;
	for (const struct js *l = p->lines ? p->lines->first : NULL; l && !first; l = l->next) {
		no++;
		first = res_opens(r, what, l) ? no : 0;
	}
	if (!first)
		return (struct url){ 0 };
	struct url u = url_arg(a, res_why_url(a, p->board, p->unit), "open", what);
	return url_of(arena_printf(a, "%.*s#l-%lld", SV_ARG(u.s), (long long)first));
}

static struct sv share_name(struct arena *a, const struct rule *r, size_t at)
{
	return at < r->n_parts ? arena_printf(a, "p%zu", at) : arena_printf(a, "c%zu", at - r->n_parts);
}

/* ---- columns and rows ------------------------------------------------------------------------------------------- */

const struct ui_column *res_columns(const struct res_table *t, size_t *ret_n)
{
	const struct rule *r = t->s->rule;
	struct ui_column *c = NEW(t->v->cx.a, struct ui_column, res_shares(r) + 8);
	bool narrow = t->s->sight != SIGHT_OWN && !r->n_parts; /* on a phone many rows stay a table, few become cards with all of it */
	size_t n = 0;
	c[n++] = head(t, N_("Place"), COLUMN_NUMBER);
	c[n] = head(t, N_("Unit"), COLUMN_TEXT);
	c[n++].main = true;
	for (size_t i = 0; i < res_shares(r); i++)
		c[n++] = (struct ui_column){ .label = res_share_label(t->v->cx.a, r, i), .kind = COLUMN_NUMBER, .minor = narrow };
	c[n] = head(t, N_("Credits"), COLUMN_NUMBER);
	c[n++].minor = narrow;
	c[n] = head(t, N_("Debits"), COLUMN_NUMBER);
	c[n++].minor = narrow;
	c[n++] = head(t, N_("Score"), COLUMN_NUMBER);
	c[n++] = head(t, N_("Against last"), COLUMN_NUMBER);
	c[n] = head(t, N_("Why it is listed"), COLUMN_TEXT);
	c[n++].minor = narrow;
	c[n++] = head(t, N_("Which list"), COLUMN_TAG);
	*ret_n = n;
	return c;
}

/* What became of a black row. */
struct sv res_became(struct visit *v, const struct board_place *p)
{
	if (p->repaired_at)
		return arena_tr(v->cx.a, v->cx.lang, N_("put right %.*s"),
				SV_ARG(fmt_day_short(v->cx.a, v->cx.lang, day_of_instant(p->repaired_at), v->today)));
	return p->matter ? visit_say(v, N_("to be put right")) : p->still ?
		visit_say(v, N_("an earlier black row is not put right yet")) : SV("");
}

/* One A4 across holds 32 lines of 14 pt: a reason takes two.  Where they do not fit, the one that weighs most must do;
 * the page and the poster have all. */
bool res_reasons_fit(const struct res_seen *s)
{
	size_t wrapped = 0;
	for (size_t i = 0; i < s->n; i++)
		wrapped += sv_has(s->place[i].reason, SV("；")) || s->place[i].exempt_no.n > 0;
	return s->n + wrapped <= PAPER_LINES;
}

static struct sv reason_of(const struct res_table *t, const struct board_place *p)
{
	struct sv r = p->reason;
	size_t at = sv_find(r, SV("；"), 0);
	bool narrow = t->paper && !t->fit;
	return narrow && at != SIZE_MAX ? arena_printf(t->v->cx.a, "%.*s…", SV_ARG(sv_upto(r, at))) : r;
}

static struct ui_cell number_cell(const struct res_table *t, const struct board_place *p, bool opens, struct sv text, struct sv what)
{
	struct ui_cell c = { .text = text };
	if (opens)
		c.url = lines_url(t->v->cx.a, t->s->rule, p, what);
	return c;
}

static struct ui_row row_of(const struct res_table *t, size_t i)
{
	struct visit *v = t->v;
	struct arena *a = v->cx.a;
	const struct rule *r = t->s->rule;
	const struct board_place *p = &t->s->place[i];
	bool full = res_full(t->s, i), exempt = p->exempt_no.n > 0;
	bool total = (full || t->s->totals) && !exempt, opens = full && !exempt && !t->paper;
	struct ui_cell *c = NEW(a, struct ui_cell, res_shares(r) + 8);
	struct dec d;
	size_t n = 0;
	c[n].text = res_place_text(v, t->s, i);
	if (t->s->ranks) {
		c[n].aside = res_band_text(v, p->yield);
		c[n].spoken = res_band_words(v, p->yield);
	}
	n++;
	c[n].text = p->short_name;
	struct sv tier = t->s->ranks ? res_tier_text(v, p->yield) : SV("");
	if (tier.n && t->paper) /* a line a unit, or they do not fit on one sheet */
		c[n].text = arena_printf(a, "%.*s · %.*s", SV_ARG(p->short_name), SV_ARG(tier));
	else
		c[n].note = tier;
	if (opens)
		c[n].url = res_why_url(a, p->board, p->unit);
	n++;
	for (size_t k = 0; k < res_shares(r); k++) {
		bool given = total && res_share(a, r, p, k, &d);
		c[n++] = number_cell(t, p, opens && given, given ? fmt_score(a, v->cx.lang, d) :
			total && res_share_kept(a, r, p, k) ? res_kept(v) : SV("—"), share_name(a, r, k));
	}
	c[n++] = number_cell(t, p, opens, total ? fmt_change(a, v->cx.lang, p->plus) : SV("—"), SV("plus"));
	c[n++] = number_cell(t, p, opens, total ? fmt_change(a, v->cx.lang, p->minus) : SV("—"), SV("minus"));
	c[n] = (struct ui_cell){ .text = total ? res_total(v, p) : SV("—") };
	if (opens)
		c[n].url = res_why_url(a, p->board, p->unit);
	n++;
	c[n++].text = t->s->ranks ? res_moved_text(v, p) : SV("—");
	if (exempt)
		c[n++].text = arena_tr(a, v->cx.lang, N_("%.*s, exempt by %.*s"), SV_ARG(p->exempt_why),
			SV_ARG(p->exempt_no));
	else if (p->unranked)
		c[n++].text = visit_say(v, N_("no cases in this period"));
	else
		c[n++].text = full || t->s->totals ? reason_of(t, p) : SV("");
	c[n].tag = res_side_tag(v, p);
	if (!t->paper)
		c[n].note = res_became(v, p);
	return (struct ui_row){ .cell = c, .here = t->s->own[i] && t->s->sight != SIGHT_OWN && !t->paper };
}

struct ui_table res_table_of(const struct res_table *t)
{
	struct ui_row *row = NEW(t->v->cx.a, struct ui_row, t->s->n + 1);
	struct ui_table r = { .caption = t->s->b.name, .row = row, .compact = t->paper };
	r.cards = t->s->sight == SIGHT_OWN || t->s->rule->n_parts > 0;
	r.labels = t->s->rule->n_parts > 0;
	r.column = res_columns(t, &r.n_column);
	r.foot = res_honest_note(t->v, t->s);
	for (size_t i = 0; i < t->s->n; i++)
		if ((!t->red && !t->black) || (t->red && sv_is(t->s->place[i].side, "red")) ||
		    (t->black && sv_is(t->s->place[i].side, "black")))
			row[r.n_row++] = row_of(t, i);
	return r;
}
