/* A line of a rule as the sentence that goes into the document: from the tree, so that both always say the same. */
#include "app/results/rule_pages.h"

#include "core/rule_words.h"

static const char *fact_name(enum lang lang, enum fact_kind k)
{
	return rule_say_fact(k, lang);
}

static struct sv positive(struct arena *a, struct dec d)
{
	return dec_text(a, (struct dec){ d.u < 0 ? -d.u : d.u });
}

static struct sv topics_text(struct arena *a, enum lang lang, const struct rule_item *i)
{
	struct buf b = buf_new(a, 4096);
	for (size_t k = 0; k < i->n_topics; k++) {
		buf_puts(&b, k ? (lang == LANG_EN ? ", " : "、") : "");
		buf_put(&b, i->topics[k]);
	}
	return buf_sv(&b);
}

static struct sv each_text(struct arena *a, enum lang lang, const struct rule_line *l)
{
	struct sv n = positive(a, l->points);
	struct buf b = buf_new(a, 4096);
	bool less = l->points.u < 0;
	/* 每件 or 每次, as the fact is counted. */
	bool times = sv_is(sv_of(fact_word(l->fact)->each_zh), "每次");
	const char *what = fact_name(lang, l->fact);
	buf_put(&b, less ? (times ? arena_tr(a, lang, N_("Each time “%s”: %.*s points less"), what, SV_ARG(n)) :
				    arena_tr(a, lang, N_("Each case “%s”: %.*s points less"), what, SV_ARG(n))) :
			   (times ? arena_tr(a, lang, N_("Each time “%s”: %.*s points more"), what, SV_ARG(n)) :
				    arena_tr(a, lang, N_("Each case “%s”: %.*s points more"), what, SV_ARG(n))));
	if (l->double_from)
		buf_put(&b, l->double_all ?
			arena_tr(a, lang, N_("; as soon as there are %d in one period, all of them count twice"), l->double_from) :
			arena_tr(a, lang, N_("; from number %d in one period on, each counts twice"), l->double_from));
	if (l->has_cap) {
		struct sv cap = positive(a, l->cap);
		const char *window = rule_say(&rule_window_words[l->window], lang);
		buf_put(&b, less ? arena_tr(a, lang, N_("; at most %.*s points less %s"), SV_ARG(cap), window) :
				   arena_tr(a, lang, N_("; at most %.*s points more %s"), SV_ARG(cap), window));
	}
	return buf_sv(&b);
}

static struct sv rate_text(struct arena *a, enum lang lang, const struct rule_line *l)
{
	struct buf b = buf_new(a, 4096);
	for (int i = 0; i < l->n_base; i++)
		buf_printf(&b, "%s%s", i ? (lang == LANG_EN ? " + " : "与") : "", fact_name(lang, l->base[i]));
	return arena_tr(a, lang, N_("Points by rate: “%s” out of all (%.*s), %.*s points for 100 %%; %s"), fact_name(lang, l->fact),
		SV_ARG(buf_sv(&b)), SV_ARG(dec_text(a, l->points)), rule_say(&rule_empty_words[l->empty], lang));
}

struct sv rule_sentence(struct arena *a, enum lang lang, const struct rule_item *i, const struct rule_line *l)
{
	struct sv s = l->kind == LINE_EACH ? each_text(a, lang, l) :
		      l->kind == LINE_RATE ? rate_text(a, lang, l) :
		      arena_tr(a, lang, N_("The mark given on the spot counts, at most %.*s points"), SV_ARG(dec_text(a, l->points)));
	if (i->n_topics)
		s = arena_tr(a, lang, N_("%.*s; only matters of: %.*s"), SV_ARG(s), SV_ARG(topics_text(a, lang, i)));
	return arena_tr(a, lang, N_("%.*s."), SV_ARG(s));
}

struct sv rule_base_sentence(struct arena *a, enum lang lang, const struct rule_class *c)
{
	struct buf b = buf_new(a, 4096);
	buf_put(&b, arena_tr(a, lang, N_("Everybody begins with %.*s points here"), SV_ARG(dec_text(a, c->base))));
	if (c->limits.has_plus)
		buf_put(&b, arena_tr(a, lang, N_("; at most %.*s are added a period"), SV_ARG(dec_text(a, c->limits.plus))));
	if (c->limits.has_minus)
		buf_put(&b, arena_tr(a, lang, N_("; at most %.*s are taken a period"), SV_ARG(dec_text(a, c->limits.minus))));
	if (c->limits.has_max)
		buf_put(&b, arena_tr(a, lang, N_("; never more than %.*s"), SV_ARG(dec_text(a, c->limits.max))));
	if (c->limits.has_min)
		buf_put(&b, arena_tr(a, lang, N_("; never less than %.*s"), SV_ARG(dec_text(a, c->limits.min))));
	return arena_tr(a, lang, N_("%.*s."), SV_ARG(buf_sv(&b)));
}
