#include "app/results/honest.h"

#include "core/board_bands.h"

/* ---- what the office is told ------------------------------------------------------------------------------------------ */

static struct sv remark(struct visit *v, const struct js *j)
{
	struct sv same = js_get_sv(j, "same_as");
	if (js_get_bool(j, "flat"))
		return visit_say(v, N_("the same mark for all"));
	if (js_get_bool(j, "contrary"))
		return visit_say(v, N_("against the others"));
	return same.n ? arena_tr(v->cx.a, v->cx.lang, N_("as judge %.*s"), SV_ARG(same)) : SV("");
}

static struct ui_table judges_of(struct visit *v, const struct js *list)
{
	static const char *const heads[] = { N_("Judge"), N_("Item"), N_("Marks"), N_("Milder or stricter"), N_("To look at") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, (list ? list->n : 0) + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0,
					     .kind = i == 2 || i == 3 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (const struct js *j = list ? list->first : NULL; j; j = j->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		struct sv group = js_get_sv(j, "group");
		c[0].text = js_get_sv(j, "number");
		c[1].text = js_get_sv(j, "item");
		c[1].note = group.n ? group : SV_NONE;
		c[2].text = fmt_int(a, v->cx.lang, js_get_int(j, "marks", 0));
		c[3].text = js_get_int(j, "shared", 0) ? fmt_change(a, v->cx.lang, js_get_dec(j, "lenient", (struct dec){ 0 })) : SV("—");
		c[4].text = remark(v, j);
		row[n++].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Judges")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n,
				  .cards = true };
}

void res_said_of(struct visit *v, const struct js *said, struct res_said *ret)
{
	const struct js *findings = js_get(said, "findings");
	struct sv *f = NEW(v->cx.a, struct sv, (findings ? findings->n : 0) + 1);
	*ret = (struct res_said){ .finding = f };
	for (const struct js *x = findings ? findings->first : NULL; x; x = x->next)
		f[ret->n++] = js_get_sv(x, "text");
	ret->judges = judges_of(v, js_get(said, "judges"));
}

/* ---- bands ------------------------------------------------------------------------------------------------------------- */

static bool band_of(const struct js *yield, int64_t *first, int64_t *last)
{
	const struct js *band = js_get(yield, "band");
	*first = js_get_int(band, "first", 0);
	*last = js_get_int(band, "last", 0);
	return *first > 0;
}

struct sv res_band_text(struct visit *v, const struct js *yield)
{
	int64_t first, last;
	if (!band_of(yield, &first, &last))
		return SV("");
	if (first == last)
		return arena_tr(v->cx.a, v->cx.lang, N_(" (%lld)"), (long long)first);
	return arena_tr(v->cx.a, v->cx.lang, N_(" (%lld–%lld)"), (long long)first, (long long)last);
}

struct sv res_band_words(struct visit *v, const struct js *yield)
{
	struct arena *a = v->cx.a;
	int64_t first, last, alike = js_get_int(js_get(yield, "band"), "alike", 0), tier = js_get_int(js_get(yield, "band"), "tier", 0);
	if (!band_of(yield, &first, &last))
		return SV("");
	struct sv s = first == last ? arena_tr(a, v->cx.lang, N_(", by the marks certainly place %lld"), (long long)first) :
				      arena_tr(a, v->cx.lang, N_(", by the marks anything from place %lld to place %lld"), (long long)first, (long long)last);
	if (alike)
		s = arena_trn(a, v->cx.lang, alike, "%.*s; cannot be told apart from %lld other", "%.*s; cannot be told apart from %lld others",
			      SV_ARG(s), (long long)alike);
	return tier ? arena_tr(a, v->cx.lang, N_("%.*s; tier %lld"), SV_ARG(s), (long long)tier) : s;
}

struct sv res_banded(struct visit *v, struct sv place, const struct js *yield)
{
	struct sv band = res_band_text(v, yield);
	return band.n ? arena_printf(v->cx.a, "%.*s%.*s", SV_ARG(place), SV_ARG(band)) : place;
}

struct sv res_tier_text(struct visit *v, const struct js *yield)
{
	int64_t tier = js_get_int(js_get(yield, "band"), "tier", 0);
	return tier ? arena_tr(v->cx.a, v->cx.lang, N_("tier %lld"), (long long)tier) : SV("");
}

struct sv res_kept(struct visit *v)
{
	return visit_say(v, N_("kept back"));
}

struct sv res_total(struct visit *v, const struct board_place *p)
{
	return p->kept_total ? res_kept(v) : fmt_score(v->cx.a, v->cx.lang, p->total);
}

struct sv res_kept_note(struct visit *v, const struct res_seen *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->place[i].kept_sum)
			return arena_tr(v->cx.a, v->cx.lang,
				N_("Where fewer than %lld people marked or voted, their mean is kept back, and with it what would give it away "
				   "by subtraction."),
				(long long)s->place[i].kept_below);
	return SV("");
}

static const char *none_text(struct sv id)
{
	for (int w = BANDS_NO_MARKS; w <= BANDS_MANY; w++)
		if (sv_is(id, board_bands_id((enum bands_none)w)))
			return board_bands_none((enum bands_none)w);
	return NULL;
}

struct sv res_band_note(struct visit *v, const struct res_seen *s)
{
	if (!s->rule->level.u || !s->ranks)
		return SV("");
	for (size_t i = 0; i < s->n; i++) {
		const struct js *none = js_get(js_get(s->place[i].yield, "band"), "none");
		const char *why = none ? none_text(none->s) : NULL;
		if (why)
			return arena_tr(v->cx.a, v->cx.lang, N_("The rules ask for bands of places, and there are none: %s."), visit_say(v, why).p);
	}
	return arena_tr(v->cx.a, v->cx.lang,
			s->rule->level_votes ?
				N_("In brackets: the places that the marks and votes leave open, all of them right together with %.*s%% (each voter left "
				   "out in turn, Holm). It changes no place.") :
				N_("In brackets: the places that the judges' marks leave open, all of them right together with %.*s%% (each judge left "
				   "out in turn, Holm). It changes no place."),
			SV_ARG(dec_text(v->cx.a, s->rule->level)));
}

struct sv res_honest_note(struct visit *v, const struct res_seen *s)
{
	struct sv band = res_band_note(v, s), kept = res_kept_note(v, s);
	return band.n && kept.n ? arena_printf(v->cx.a, "%.*s%s%.*s", SV_ARG(band), v->cx.lang == LANG_ZH ? "" : " ", SV_ARG(kept)) :
	       band.n ? band : kept;
}
