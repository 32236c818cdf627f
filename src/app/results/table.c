#include "app/results/table.h"

#include "app/results/honest.h"

static struct ui_column head(const struct res_table *t, const char *label, enum column_kind kind)
{
	return (struct ui_column){ .label = res_say(t->v, label), .kind = kind };
}

const struct ui_column *res_columns(const struct res_table *t, size_t *ret_n)
{
	struct ui_column *c = NEW(t->v->cx.a, struct ui_column, t->s->rule->n_classes + 8);
	bool narrow =
		t->s->sight != SIGHT_OWN; /* on a phone many rows stay a table, few become cards with all of it */
	size_t n = 0;
	c[n++] = head(t, N_("Place"), COLUMN_NUMBER);
	c[n] = head(t, N_("Unit"), COLUMN_TEXT);
	c[n++].main = true;
	for (size_t i = 0; i < t->s->rule->n_classes; i++)
		c[n++] = (struct ui_column){ .label = t->s->rule->classes[i].name, .kind = COLUMN_NUMBER,
			.minor = narrow };
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

static struct sv class_score(struct visit *v, const struct board_place *p, size_t at)
{
	const struct js *c = p->classes ? p->classes->first : NULL;
	for (size_t i = 0; c && i < at; i++)
		c = c->next;
	if (js_get_bool(c, "kept"))
		return res_kept(v);
	return c ? fmt_score(v->cx.a, v->cx.lang, js_get_dec(c, "score", (struct dec){ 0 })) : SV("—");
}

/* What became of a black row. */
struct sv res_became(struct visit *v, const struct board_place *p)
{
	if (p->repaired_at)
		return arena_tr(v->cx.a, v->cx.lang, N_("put right %.*s"),
				SV_ARG(fmt_day_short(v->cx.a, v->cx.lang, day_of_instant(p->repaired_at), v->today)));
	return p->matter ? res_say(v, N_("to be put right")) : p->still ?
		res_say(v, N_("an earlier black row is not put right yet")) : SV("");
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

static struct ui_row row_of(const struct res_table *t, size_t i)
{
	struct visit *v = t->v;
	struct arena *a = v->cx.a;
	const struct board_place *p = &t->s->place[i];
	bool full = res_full(t->s, i), exempt = p->exempt_no.n > 0;
	bool total = (full || t->s->totals) && !exempt;
	struct ui_cell *c = NEW(a, struct ui_cell, t->s->rule->n_classes + 8);
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
	if (full && !exempt && !t->paper)
		c[n].url = res_why_url(a, p->board, p->unit);
	n++;
	for (size_t k = 0; k < t->s->rule->n_classes; k++)
		c[n++].text = total ? class_score(v, p, k) : SV("—");
	c[n++].text = total ? fmt_change(a, v->cx.lang, p->plus) : SV("—");
	c[n++].text = total ? fmt_change(a, v->cx.lang, p->minus) : SV("—");
	c[n++].text = total ? res_total(v, p) : SV("—");
	c[n++].text = t->s->ranks ? res_moved_text(v, p) : SV("—");
	if (exempt)
		c[n++].text = arena_tr(a, v->cx.lang, N_("%.*s, exempt by %.*s"), SV_ARG(p->exempt_why),
			SV_ARG(p->exempt_no));
	else if (p->unranked)
		c[n++].text = res_say(v, N_("no cases in this period"));
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
	struct ui_table r = { .caption = t->s->b.name, .row = row, .cards = t->s->sight == SIGHT_OWN,
		.compact = t->paper };
	r.column = res_columns(t, &r.n_column);
	r.foot = res_honest_note(t->v, t->s);
	for (size_t i = 0; i < t->s->n; i++)
		if ((!t->red && !t->black) || (t->red && sv_is(t->s->place[i].side, "red")) ||
		    (t->black && sv_is(t->s->place[i].side, "black")))
			row[r.n_row++] = row_of(t, i);
	return r;
}
