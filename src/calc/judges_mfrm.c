#include "calc/judges.h"

#include "calc/table.h"
#include "stat/mfrm.h"

#include <math.h>

const struct calc_field calc_mfrm_fields[CALC_MFRM_FIELDS] = {
	{ "facets", "[{name, sign, centred, anchors}]", false,
	  N_("what meets in a rating, in the order of its columns; sign 1 raises it, -1 (by default) lowers it; one has "
	     "centred: false") },
	{ "ratings", "[[element, …, integer]]", false,
	  N_("one row a rating: an element of each facet, then the category") },
	{ "categories", "[lowest, highest]", true,
	  N_("the scale, by default from the lowest to the highest category that occurs") },
	{ "collapse", "true|false", true,
	  N_("number the categories anew without those that never occur, false by default") },
	{ "tolerance", "number", true, N_("largest change in logits at which the search is done, 1e-9 by default") },
	{ "max_iterations", "integer", true, N_("rounds after which it is given up, 2000 by default") },
};

enum { FACETS_MAX = 10 };

struct scene {
	struct sv name[FACETS_MAX];
	struct calc_names elements[FACETS_MAX];
	const struct js *anchors[FACETS_MAX]; /* element names to measures */
	struct mfrm_facet facet[FACETS_MAX];
	struct mfrm_data d;
	int *element, *category;
	int64_t *raw, low, high;
	int64_t label[MFRM_CATEGORIES_MAX]; /* a category as it was written */
};

static enum rc read_facet(struct ctx *cx, const struct calc_at *at, struct scene *s)
{
	static const char *const known[] = { "name", "sign", "centred", "anchors", NULL };
	size_t f = s->d.n_facets++;
	int64_t sign = -1;
	TRY(calc_keys(cx, at, known));
	struct calc_at name = calc_get(at, "name"), sense = calc_get(at, "sign"), centred = calc_get(at, "centred"),
		       anchors = calc_get(at, "anchors");
	s->elements[f].a = cx->a;
	s->facet[f] = (struct mfrm_facet){ .centred = !anchors.v };
	TRY(calc_text(cx, &name, &s->name[f]));
	if (sense.v)
		TRY(calc_int(cx, &sense, -1, 1, &sign));
	if (!sign)
		return calc_bad(cx, &sense,
				N_("write 1 for a facet that raises the rating, or -1 for one that lowers it."));
	s->facet[f].sign = (int)sign;
	if (centred.v)
		TRY(calc_bool(cx, &centred, &s->facet[f].centred));
	if (anchors.v && anchors.v->kind != JS_OBJ)
		return calc_bad(cx, &anchors, N_("write an object with a measure for each anchored element."));
	s->anchors[f] = anchors.v;
	if (anchors.v && s->facet[f].centred)
		return calc_bad(cx, &centred, N_("a facet with anchors is not centred; leave one of the two out."));
	return RC_OK;
}

static enum rc read_facets(struct ctx *cx, const struct calc_at *facets, struct scene *s)
{
	size_t n, floating = 0, anchored = 0;
	TRY(calc_list(cx, facets, 2, &n));
	if (n > FACETS_MAX)
		return calc_bad(cx, facets, N_("there are %zu facets, and at most %d are fitted; leave some out."), n,
				FACETS_MAX);
	for (struct calc_at it = { 0 }; calc_next(facets, &it);)
		TRY(read_facet(cx, &it, s));
	for (size_t f = 0; f < n; f++) {
		floating += !s->facet[f].centred && !s->anchors[f];
		anchored += s->anchors[f] != NULL;
	}
	if (floating != 1 && anchored < n) /* one takes up the level; anchors elsewhere only set where it starts */
		return calc_bad(cx, facets,
				N_("%zu facets without anchors are not centred; write \"centred\": false at exactly one."),
				floating);
	return RC_OK;
}

static enum rc read_ratings(struct ctx *cx, const struct calc_at *ratings, struct scene *s)
{
	size_t n, m = s->d.n_facets;
	TRY(calc_list(cx, ratings, 0, &n));
	s->element = NEW(cx->a, int, n *m + 1);
	s->category = NEW(cx->a, int, n + 1);
	s->raw = NEW(cx->a, int64_t, n + 1);
	for (struct calc_at row = { 0 }; calc_next(ratings, &row);) {
		size_t width;
		struct sv name;
		struct calc_at it = { 0 };
		TRY(calc_list(cx, &row, m + 1, &width));
		if (width != m + 1)
			return calc_bad(cx, &row,
					N_("a rating has %zu values: one element of each facet, then the category."),
					m + 1);
		if (row.v->last->kind == JS_NULL)
			continue;
		for (size_t f = 0; f < m && calc_next(&row, &it); f++) {
			TRY(calc_text(cx, &it, &name));
			s->element[s->d.n * m + f] = (int)calc_name(&s->elements[f], name);
		}
		(void)calc_next(&row, &it);
		TRY(calc_int(cx, &it, -1000000, 1000000, &s->raw[s->d.n]));
		s->low = !s->d.n || s->raw[s->d.n] < s->low ? s->raw[s->d.n] : s->low;
		s->high = !s->d.n || s->raw[s->d.n] > s->high ? s->raw[s->d.n] : s->high;
		s->d.n++;
	}
	return RC_OK;
}

static enum rc read_scale(struct calc_run *r, const struct calc_at *ratings, struct scene *s)
{
	struct calc_at scale = calc_get(&r->in, "categories"), collapse = calc_get(&r->in, "collapse");
	struct calc_at it = { 0 };
	bool anew = false;
	size_t n;
	if (scale.v) {
		int64_t end[2];
		TRY(calc_list(r->cx, &scale, 2, &n));
		for (int i = 0; i < 2 && calc_next(&scale, &it); i++)
			TRY(calc_int(r->cx, &it, -1000000, 1000000, &end[i]));
		if (s->d.n && (end[0] > s->low || end[1] < s->high))
			return calc_bad(r->cx, &scale,
					N_("there are ratings from %lld to %lld; write a scale that holds them."),
					(long long)s->low, (long long)s->high);
		s->low = end[0];
		s->high = end[1];
	}
	if (collapse.v)
		TRY(calc_bool(r->cx, &collapse, &anew));
	if (s->high - s->low >= MFRM_CATEGORIES_MAX)
		return calc_bad(
			r->cx, ratings,
			N_("the scale has %lld categories; group the marks into at most ten bands, or use additive_fit."),
			(long long)(s->high - s->low + 1));
	bool seen[MFRM_CATEGORIES_MAX] = { false };
	int number[MFRM_CATEGORIES_MAX];
	for (size_t i = 0; i < s->d.n; i++)
		seen[s->raw[i] - s->low] = true;
	for (int64_t k = 0; k <= s->high - s->low; k++)
		if (seen[k] || !anew) {
			number[k] = (int)s->d.categories;
			s->label[s->d.categories++] = s->low + k;
		}
	for (size_t i = 0; i < s->d.n; i++)
		s->category[i] = number[s->raw[i] - s->low];
	return RC_OK;
}

static enum rc read_anchors(struct ctx *cx, const struct calc_at *facets, struct scene *s)
{
	for (struct calc_at it = { 0 }; calc_next(facets, &it);) {
		struct calc_at anchors = calc_get(&it, "anchors");
		size_t n = s->elements[it.i].n, at;
		double *fixed = NEW(cx->a, double, n + 1);
		if (!anchors.v)
			continue;
		for (size_t e = 0; e < n; e++)
			fixed[e] = NAN;
		for (struct calc_at one = { 0 }; calc_next(&anchors, &one);) {
			if (!calc_known(&s->elements[it.i], one.v->key, &at))
				return calc_bad(cx, &one,
						N_("no rating is about this element; write its name as it stands there."));
			TRY(calc_real(cx, &one, &fixed[at]));
		}
		s->facet[it.i].anchor = fixed;
	}
	return RC_OK;
}

static enum rc read_search(struct calc_run *r, struct scene *s)
{
	struct calc_at tolerance = calc_get(&r->in, "tolerance"), most = calc_get(&r->in, "max_iterations");
	int64_t rounds = 2000;
	s->d.tolerance = 1e-9;
	TRY(calc_share(r->cx, &tolerance, &s->d.tolerance));
	if (most.v)
		TRY(calc_int(r->cx, &most, 1, 1000000, &rounds));
	s->d.max_iterations = (int)rounds;
	return RC_OK;
}

/* ---- the answer ---------------------------------------------------------------------------------------------- */
static void print_element(struct calc_run *r, struct js *list, const struct scene *s, struct sv name,
			  const struct mfrm_element *e)
{
	static const char *const ends[] = { "lowest", "none", "highest" };
	struct arena *a = r->cx->a;
	struct js *o = js_push(list, js_obj(a));
	double none = NAN;
	bool measured = r->status == SCORE_OK;
	js_set_sv(a, o, "element", name);
	js_set_int(a, o, "n", (int64_t)e->n);
	js_set(o, "measure", js_num(a, measured ? e->measure : none));
	js_set(o, "se", js_num(a, measured ? e->se : none));
	js_set(o, "infit", js_num(a, measured ? e->infit : none));
	js_set(o, "outfit", js_num(a, measured ? e->outfit : none));
	js_set(o, "fair_average", js_num(a, measured ? (double)s->label[0] + e->fair : none));
	js_set(o, "extreme", e->extreme ? js_str(a, sv_of(ends[e->extreme + 1])) : js_null(a));
	js_set_bool(a, o, "anchored", e->anchored);
	js_set_int(a, o, "subset", e->subset);
	if (measured && e->n)
		calc_trace(r->trace, "measure", name, e->measure,
			   "observed " REAL " = expected " REAL " over %zu ratings, categories from 0", e->observed,
			   e->expected, e->n);
	else if (measured && e->extreme)
		calc_trace(r->trace, "measure", name, e->measure,
			   "every rating at the %s category: 0.3 of a point inside it", ends[e->extreme + 1]);
}

static void print_facets(struct calc_run *r, const struct scene *s, const struct mfrm_fit *fit)
{
	struct arena *a = r->cx->a;
	struct js *facets = js_set(r->result, "facets", js_arr(a));
	for (size_t f = 0; f < s->d.n_facets; f++) {
		struct js *o = js_push(facets, js_obj(a));
		js_set_sv(a, o, "name", s->name[f]);
		js_set_int(a, o, "sign", s->facet[f].sign);
		struct js *list = js_set(o, "elements", js_arr(a));
		for (size_t e = 0; e < s->elements[f].n; e++)
			print_element(r, list, s, s->elements[f].name[e], &fit->facet[f][e]);
	}
}

static void print_categories(struct calc_run *r, const struct scene *s, const struct mfrm_fit *fit)
{
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "categories", js_arr(a));
	bool measured = r->status == SCORE_OK;
	for (size_t k = 0; k < s->d.categories; k++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "category", s->label[k]);
		js_set_int(a, o, "count", (int64_t)fit->count[k]);
		js_set(o, "expected", js_num(a, measured ? fit->expected_count[k] : (double)NAN));
		js_set(o, "threshold", js_num(a, measured && k ? fit->threshold[k - 1] : (double)NAN));
		js_set(o, "se", js_num(a, measured && k ? fit->threshold_se[k - 1] : (double)NAN));
		if (measured && k)
			calc_trace(r->trace, "threshold", arena_printf(a, "%lld", (long long)s->label[k]),
				   fit->threshold[k - 1], "%zu ratings of this category = expected " REAL, fit->count[k],
				   fit->expected_count[k]);
	}
}

enum rc calc_mfrm_run(struct calc_run *r)
{
	static const enum score_status statuses[] = { [MFRM_OK] = SCORE_OK,
						      [MFRM_NO_DATA] = SCORE_NO_DATA,
						      [MFRM_UNOBSERVED] = SCORE_NOT_IDENTIFIED,
						      [MFRM_NOT_CONNECTED] = SCORE_NOT_CONNECTED,
						      [MFRM_NOT_CONVERGED] = SCORE_NOT_CONVERGED };
	struct ctx *cx = r->cx;
	struct scene *s = NEW(cx->a, struct scene, 1);
	struct mfrm_fit fit;
	struct calc_at facets = calc_get(&r->in, "facets"), ratings = calc_get(&r->in, "ratings");
	TRY(read_facets(cx, &facets, s));
	TRY(read_ratings(cx, &ratings, s));
	TRY(read_scale(r, &ratings, s));
	TRY(read_anchors(cx, &facets, s));
	TRY(read_search(r, s));
	for (size_t f = 0; f < s->d.n_facets; f++)
		s->facet[f].elements = s->elements[f].n;
	s->d.facets = s->facet;
	s->d.element = s->element;
	s->d.category = s->category;
	r->status = statuses[mfrm_fit(cx->a, &s->d, &fit)];
	print_facets(r, s, &fit);
	print_categories(r, s, &fit);
	js_set_int(cx->a, r->result, "subsets", fit.subsets);
	js_set_int(cx->a, r->result, "iterations", fit.iterations);
	js_set(r->result, "largest_change", js_num(cx->a, fit.change));
	js_set(r->result, "largest_residual", js_num(cx->a, fit.residual));
	calc_trace(r->trace, "search", SV_NONE, fit.change,
		   "%d rounds; tolerance " REAL " logits; largest |observed - expected| " REAL, fit.iterations,
		   s->d.tolerance, fit.residual);
	return RC_OK;
}
