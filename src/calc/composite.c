#include "calc/given.h"
#include "core/score/composite.h"
#include "core/score/scale.h"
#include "stat/composite.h"

static const struct rounding fine = { ROUND_HALF_UP, 6 };

static enum score_status geometric(struct arena *a, const struct dec *x, const struct dec *w, size_t n, struct dec *ret)
{
	double *xs = NEW(a, double, n + 1), *ws = NEW(a, double, n + 1);
	for (size_t i = 0; i < n; i++) {
		xs[i] = real_of_dec(x[i]);
		ws[i] = real_of_dec(w[i]);
	}
	return dec_of_real(stat_geometric_mean(xs, ws, n), fine, ret) ? SCORE_OK : SCORE_OVERFLOW;
}

/* ---- reading the tree ----------------------------------------------------------------------------------------- */

struct reading {
	struct ctx *cx;
	size_t columns;
	const struct sv *names; /* of the columns, or NULL */
	size_t n_parts;		/* inner parts met so far */
};

static enum rc read_column(struct reading *rd, const struct calc_at *part, size_t *ret)
{
	struct calc_at at = calc_get(part, "indicator");
	int64_t i;
	if (at.v && at.v->kind == JS_STR)
		for (size_t c = 0; rd->names && c < rd->columns; c++)
			if (sv_eq(rd->names[c], at.v->s)) {
				*ret = c;
				return RC_OK;
			}
	if (!at.v || at.v->kind == JS_STR)
		return calc_bad(rd->cx, &at, N_("write the indicator's column, from 0, or its name in \"indicators\"; or give the part \"parts\"."));
	TRY(calc_int(rd->cx, &at, 0, (int64_t)rd->columns - 1, &i));
	*ret = (size_t)i;
	return RC_OK;
}

/* What the printed calculation calls an indicator that was given no name. */
static struct sv column_name(const struct reading *rd, size_t column)
{
	return rd->names ? rd->names[column] : arena_printf(rd->cx->a, "#%zu", column);
}

static enum rc read_parts(struct reading *rd, const struct calc_at *list, struct part *whole);

static enum rc read_part(struct reading *rd, const struct calc_at *at, struct part *p)
{
	static const char *const kinds[] = { "arithmetic", "geometric", NULL };
	static const char *const fields[] = { "name", "weight", "indicator", "parts", "kind", "rounding", "lo", "hi", NULL };
	struct ctx *cx = rd->cx;
	struct calc_at parts = calc_get(at, "parts"), rounding = calc_get(at, "rounding"), lo = calc_get(at, "lo"), hi = calc_get(at, "hi");
	int kind;
	TRY(given_only(cx, at, fields));
	TRY(given_text(cx, at, "name", &p->name));
	TRY(given_dec(cx, at, "weight", DEC(1), &p->weight));
	TRY(given_word(cx, at, "kind", kinds, &kind));
	p->kind = (enum mean_kind)kind;
	p->staged = rounding.v != NULL;
	TRY(calc_rounding(cx, &rounding, fine, &p->stage));
	p->posted = lo.v || hi.v;
	if (p->posted) {
		TRY(calc_dec(cx, &lo, &p->lo));
		TRY(calc_dec(cx, &hi, &p->hi));
		if (dec_cmp(p->lo, p->hi) == 0)
			return calc_bad(cx, at, N_("the goalposts lo and hi are the same."));
	}
	if (parts.v)
		return read_parts(rd, &parts, p);
	TRY(read_column(rd, at, &p->column));
	if (!p->name.n)
		p->name = column_name(rd, p->column);
	return RC_OK;
}

static enum rc read_parts(struct reading *rd, const struct calc_at *list, struct part *whole)
{
	size_t given = 0;
	TRY(calc_list(rd->cx, list, 1, &whole->n));
	struct part *parts = NEW(rd->cx->a, struct part, whole->n);
	whole->index = rd->n_parts++;
	for (struct calc_at it = { 0 }; calc_next(list, &it);) {
		TRY(read_part(rd, &it, &parts[it.i]));
		given += js_get(it.v, "weight") != NULL;
	}
	if (given && given < whole->n)
		return calc_bad(rd->cx, list, N_("give every part a weight, or none for equal ones."));
	whole->parts = parts;
	whole->equal = !given;
	return RC_OK;
}

/* One level: a weight a column, or none for equal ones. */
static enum rc read_weights(struct reading *rd, const struct calc_at *at, struct part *whole)
{
	struct part *parts = NEW(rd->cx->a, struct part, rd->columns);
	struct dec *w = NULL;
	size_t n = rd->columns;
	if (at->v)
		TRY(calc_decs(rd->cx, at, 1, &w, &n));
	if (n != rd->columns)
		return calc_bad(rd->cx, at, N_("these are %zu weights for %zu indicators; give one each."), n, rd->columns);
	for (size_t i = 0; i < n; i++)
		parts[i] = (struct part){ .weight = w ? w[i] : DEC(1), .column = i, .name = column_name(rd, i) };
	whole->parts = parts;
	whole->n = n;
	whole->equal = !w;
	whole->index = rd->n_parts++;
	return RC_OK;
}

static enum rc check_whole(struct ctx *cx, const struct calc_at *at, const struct part *root)
{
	struct dec sum;
	const struct part *bad = part_uneven(root, &sum);
	if (!bad)
		return RC_OK;
	return calc_bad(cx, at, N_("the weights of %.*s add up to %.*s; none may be below 0 and together they make exactly 1."),
			SV_ARG(bad->name.n ? bad->name : sv_of(tr(cx->lang, N_("the whole")))), SV_ARG(dec_text(cx->a, sum)));
}

/* ---- composite ------------------------------------------------------------------------------------------------ */

static const struct calc_field composite_fields[] = {
	{ "values", "[[decimal|null]]", false, N_("one row for each unit, one column for each indicator, already on one scale") },
	{ "units", "[text]", true, N_("their names") },
	{ "indicators", "[text]", true, N_("names of the columns") },
	{ "weights", "[decimal]", true, N_("one for each column, together exactly 1; equal when left out") },
	{ "parts", "[{name, weight, indicator|parts, kind, rounding, lo, hi}]", true,
	  N_("instead of weights: parts of parts; \"rounding\" is a named stage, lo and hi are goalposts for the mean of a part") },
	{ "kind", "arithmetic|geometric", true, N_("of the whole") },
	{ "floor", "decimal", true, N_("values that enter a geometric mean are lifted to this") },
	{ "missing", "refuse|renormalise", true, N_("no score, or the weight of what is missing spread over its neighbours and the unit flagged") },
	{ "plus_minus", "[decimal]", true, N_("points added to each unit afterwards") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of the whole; 2 decimals by default") },
};

struct table {
	struct mark *x; /* row after row */
	size_t rows, columns;
};

static enum rc read_table(struct ctx *cx, const struct calc_at *at, struct table *ret)
{
	size_t n;
	TRY(calc_list(cx, at, 1, &ret->rows));
	ret->columns = at->v->first->n;
	ret->x = NEW(cx->a, struct mark, ret->rows * ret->columns + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		struct mark *row;
		TRY(calc_marks(cx, &it, &row, &n));
		if (n != ret->columns || !n)
			return calc_bad(cx, &it, N_("this row has %zu values, the first one %zu; give each row as many, one at least."), n,
					ret->columns);
		memcpy(ret->x + it.i * n, row, n * sizeof(*row));
	}
	return RC_OK;
}

static enum rc read_rule(struct ctx *cx, const struct calc_at *in, size_t columns, struct part *root, struct composite_rule *ret)
{
	static const char *const kinds[] = { "arithmetic", "geometric", NULL }, *const missing[] = { "refuse", "renormalise", NULL };
	struct calc_at parts = calc_get(in, "parts"), weights = calc_get(in, "weights");
	struct reading rd = { .cx = cx, .columns = columns };
	struct sv *names;
	int kind, renormalise;
	TRY(given_names(cx, in, "indicators", columns, &names));
	rd.names = names;
	TRY(given_word(cx, in, "kind", kinds, &kind));
	TRY(given_word(cx, in, "missing", missing, &renormalise));
	*root = (struct part){ .kind = (enum mean_kind)kind };
	TRY(parts.v ? read_parts(&rd, &parts, root) : read_weights(&rd, &weights, root));
	TRY(check_whole(cx, parts.v ? &parts : &weights, root));
	*ret = (struct composite_rule){ .root = root, .n_parts = rd.n_parts, .renormalise = renormalise == 1, .geometric = geometric };
	TRY(given_bound(cx, in, "floor", &ret->floor));
	return given_rounding(cx, in, 2, &ret->r);
}

static void out_parts(struct arena *a, const struct part *p, bool root, const struct mark *parts, size_t n_parts, size_t rows, struct js *out)
{
	if (!p->parts)
		return;
	if (!root && p->name.n && !js_get(out, arena_cstr(a, p->name))) {
		struct js *list = js_set(out, arena_cstr(a, p->name), js_arr(a));
		for (size_t u = 0; u < rows; u++) {
			struct mark m = parts[u * n_parts + p->index];
			struct sv s = p->staged ? dec_fixed(a, m.value, p->stage.decimals) : dec_text(a, m.value);
			js_push(list, m.null == MARK_GIVEN ? js_str(a, s) : js_null(a));
		}
	}
	for (size_t i = 0; i < p->n; i++)
		out_parts(a, &p->parts[i], false, parts, n_parts, rows, out);
}

static struct js *final_score(struct calc_run *r, bool ok, struct dec score, struct dec plus, struct rounding to, struct sv of)
{
	struct arena *a = r->cx->a;
	struct dec sum;
	if (!ok)
		return js_null(a);
	if (!dec_add(score, plus, &sum)) {
		r->status = SCORE_OVERFLOW;
		return js_null(a);
	}
	if (r->trace)
		trace_add(r->trace, "plus_minus", of, arena_printf(a, "%.*s + %.*s", SV_ARG(dec_text(a, score)), SV_ARG(dec_text(a, plus))),
			  dec_text(a, sum));
	return calc_out_fixed(a, sum, to);
}

static enum rc composite_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at values = calc_get(&r->in, "values"), plus_at = calc_get(&r->in, "plus_minus");
	struct composite_rule rule;
	struct part root;
	struct table t;
	struct sv *units;
	struct dec *plus = NULL;
	size_t n_plus, scored = 0;
	TRY(read_table(cx, &values, &t));
	TRY(read_rule(cx, &r->in, t.columns, &root, &rule));
	TRY(given_names(cx, &r->in, "units", t.rows, &units));
	if (plus_at.v) {
		TRY(calc_decs(cx, &plus_at, 1, &plus, &n_plus));
		if (n_plus != t.rows)
			return calc_bad(cx, &plus_at, N_("give each unit its points, 0 where there are none."));
	}
	struct mark *parts = NEW(cx->a, struct mark, t.rows * rule.n_parts + 1);
	struct js *scores = js_set(r->result, "scores", js_arr(cx->a)), *flags = js_set(r->result, "incomplete", js_arr(cx->a)),
		  *final = plus ? js_set(r->result, "final", js_arr(cx->a)) : NULL;
	for (size_t u = 0; u < t.rows; u++) {
		struct sv of = units ? units[u] : t.rows > 1 ? arena_printf(cx->a, "[%zu]", u) : SV("");
		struct dec score;
		bool incomplete;
		enum score_status s = composite(cx->a, t.x + u * t.columns, &rule, of, r->trace, parts + u * rule.n_parts, &score, &incomplete);
		if (s == SCORE_INVALID)
			return calc_bad(cx, &values, N_("a geometric mean needs numbers above 0; set \"floor\"."));
		bool ok = s == SCORE_OK;
		if (!ok && s != SCORE_NO_DATA)
			r->status = s;
		scored += ok;
		js_push(scores, ok ? calc_out_fixed(cx->a, score, rule.r) : js_null(cx->a));
		js_push(flags, js_bool(cx->a, incomplete));
		if (final)
			js_push(final, final_score(r, ok, score, plus[u], rule.r, of));
	}
	out_parts(cx->a, &root, true, parts, rule.n_parts, t.rows, js_set(r->result, "parts", js_obj(cx->a)));
	if (!scored && r->status == SCORE_OK)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

/* ---- would the order change if … ------------------------------------------------------------------------------ */

static const struct calc_field sensitivity_fields[] = {
	{ "values", "[[decimal]]", false, N_("a row each unit, a column each indicator, more is better") },
	{ "weights", "[decimal]", false, N_("one for each column, together exactly 1") },
	{ "scenarios", "[geometric|weights|drop|minmax|rank|zscore]", true, N_("the first three by default; the rule as it stands always comes first") },
	{ "step", "decimal", true, N_("each weight is taken 1 − step and 1 + step times, 0.25 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("at which scores are compared; 6 decimals by default") },
};

struct table_of_ranks {
	struct calc_run *r;
	struct grid g;
	struct rounding to;
	struct js *out;
	int64_t *least, *most;
};

static void try_scenario(struct table_of_ranks *t, struct scenario s)
{
	struct arena *a = t->r->cx->a;
	int64_t *rank = NEW(a, int64_t, t->g.units);
	enum score_status st = scenario_ranks(a, &t->g, &s, geometric, t->to, t->r->trace, rank);
	if (st == SCORE_NO_DATA) /* the one indicator that carries all the weight was dropped */
		return;
	if (st != SCORE_OK) {
		t->r->status = st;
		return;
	}
	js_set(t->out, arena_cstr(a, s.name), calc_out_ints(a, rank, t->g.units));
	for (size_t u = 0; u < t->g.units; u++) {
		t->least[u] = t->least[u] && t->least[u] < rank[u] ? t->least[u] : rank[u];
		t->most[u] = t->most[u] > rank[u] ? t->most[u] : rank[u];
	}
}

static enum score_status remap_column(struct arena *a, const struct grid *g, size_t c, const char *how, struct dec *ret)
{
	struct scale scale = { .kind = sv_is(sv_of(how), "rank") ? SCALE_RANK : SCALE_MINMAX, .flat = DEC(1), .points = DEC(1), .r = fine };
	struct mark *x = NEW(a, struct mark, g->units), *got = NEW(a, struct mark, g->units);
	double *v = NEW(a, double, g->units), *z = NEW(a, double, g->units), mean, sd;
	for (size_t u = 0; u < g->units; u++) {
		x[u].value = g->x[u * g->columns + c];
		v[u] = real_of_dec(x[u].value);
	}
	enum score_status s = scale_values(x, g->units, &scale, NULL, got);
	stat_z_scores(v, g->units, false, &mean, &sd, z);
	for (size_t u = 0; u < g->units && s == SCORE_OK; u++) {
		struct dec *to = &ret[u * g->columns + c];
		*to = got[u].value;
		if (sv_is(sv_of(how), "zscore") && !dec_of_real(z[u], fine, to))
			s = SCORE_OVERFLOW;
	}
	return s;
}

static void try_remapped(struct table_of_ranks *t, const char *how)
{
	struct arena *a = t->r->cx->a;
	struct dec *x = NEW(a, struct dec, t->g.units * t->g.columns);
	for (size_t c = 0; c < t->g.columns; c++) {
		enum score_status s = remap_column(a, &t->g, c, how, x);
		if (s != SCORE_OK) {
			t->r->status = s;
			return;
		}
	}
	try_scenario(t, (struct scenario){ .kind = REMAPPED, .x = x, .name = sv_of(how) });
}

static void try_weights(struct table_of_ranks *t, struct dec step)
{
	struct arena *a = t->r->cx->a;
	for (size_t c = 0; c < t->g.columns; c++)
		for (int way = -1; way <= 1; way += 2) {
			struct dec factor = { DEC_ONE + way * step.u };
			try_scenario(t, (struct scenario){ .kind = WEIGHT_TIMES, .column = c, .factor = factor,
							   .name = arena_printf(a, "w%zu*%.*s", c + 1, SV_ARG(dec_text(a, factor))) });
		}
}

static enum rc try_named(struct table_of_ranks *t, const char *name, struct dec step, const struct calc_at *values)
{
	if (sv_is(sv_of(name), "weights")) {
		try_weights(t, step);
	} else if (sv_is(sv_of(name), "drop")) {
		for (size_t c = 0; c < t->g.columns; c++)
			try_scenario(t, (struct scenario){ .kind = DROPPED, .column = c,
							   .name = arena_printf(t->r->cx->a, "drop%zu", c + 1) });
	} else if (sv_is(sv_of(name), "geometric")) {
		for (size_t i = 0; i < t->g.units * t->g.columns; i++)
			if (t->g.x[i].u <= 0)
				return calc_bad(t->r->cx, values, N_("the geometric scenario needs values above 0; name the other scenarios instead."));
		try_scenario(t, (struct scenario){ .kind = GEOMETRIC, .name = sv_of(name) });
	} else {
		try_remapped(t, name);
	}
	return RC_OK;
}

static enum rc read_grid(struct ctx *cx, const struct calc_at *in, struct grid *g)
{
	struct calc_at values = calc_get(in, "values"), weights = calc_get(in, "weights");
	struct dec *x, sum = DEC(0);
	size_t n;
	struct reading rd = { .cx = cx };
	struct part root = { .n = 0 };
	TRY(calc_dec_matrix(cx, &values, &x, &g->units, &g->columns));
	g->x = x;
	rd.columns = g->columns;
	TRY(calc_decs(cx, &weights, 1, &x, &n));
	g->weights = x;
	TRY(read_weights(&rd, &weights, &root));
	return part_uneven(&root, &sum) ? check_whole(cx, &weights, &root) : RC_OK;
}

static enum rc sensitivity_run(struct calc_run *r)
{
	static const char *const words[] = { "geometric", "weights", "drop", "minmax", "rank", "zscore", NULL };
	struct ctx *cx = r->cx;
	struct calc_at named = calc_get(&r->in, "scenarios"), values = calc_get(&r->in, "values"), step_at = calc_get(&r->in, "step");
	struct table_of_ranks t = { .r = r };
	struct dec step;
	size_t n;
	int w;
	TRY(read_grid(cx, &r->in, &t.g));
	TRY(given_dec(cx, &r->in, "step", (struct dec){ DEC_ONE / 4 }, &step));
	if (step.u <= 0 || step.u > DEC_ONE)
		return calc_bad(cx, &step_at, N_("a step is above 0 and at most 1."));
	TRY(given_rounding(cx, &r->in, 6, &t.to));
	t.out = js_set(r->result, "scenarios", js_obj(cx->a));
	t.least = NEW(cx->a, int64_t, t.g.units);
	t.most = NEW(cx->a, int64_t, t.g.units);
	try_scenario(&t, (struct scenario){ .kind = AS_RULED, .name = SV("arithmetic") });
	for (size_t i = 0; !named.v && i < 3; i++)
		TRY(try_named(&t, words[i], step, &values));
	if (named.v)
		TRY(calc_list(cx, &named, 0, &n));
	for (struct calc_at it = { 0 }; named.v && calc_next(&named, &it);) {
		TRY(calc_word(cx, &it, words, &w));
		if (js_get(t.out, words[w]))
			return calc_bad(cx, &it, N_("this scenario is named twice."));
		TRY(try_named(&t, words[w], step, &values));
	}
	js_set(r->result, "rank_min", calc_out_ints(cx->a, t.least, t.g.units));
	js_set(r->result, "rank_max", calc_out_ints(cx->a, t.most, t.g.units));
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "composite",
	  .help = N_("Indicators into one score through weighted parts of parts, with named rounding stages."),
	  .source = "OECD/JRC, Handbook on Constructing Composite Indicators (2008); 渭市办发〔2015〕7号",
	  CALC_FIELDS(composite_fields),
	  .example = "{\"values\":[[\"132\",\"141\",\"118\"]],\"indicators\":[\"年终\",\"平时\",\"社会评价\"],\"parts\":[{\"name\":\"任务\","
		     "\"weight\":\"0.8\",\"rounding\":2,\"parts\":[{\"indicator\":\"年终\",\"weight\":\"0.7\"},{\"indicator\":\"平时\","
		     "\"weight\":\"0.3\"}]},{\"indicator\":\"社会评价\",\"weight\":\"0.2\"}],\"plus_minus\":[\"2.5\"]}",
	  .run = composite_run },
	{ .name = "sensitivity",
	  .help = N_("Would the order change if …: ranks of all units under other weights and means, and their range."),
	  .source = "OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 6 and 7",
	  CALC_FIELDS(sensitivity_fields),
	  .example = "{\"values\":[[\"90\",\"60\",\"80\"],[\"78\",\"80\",\"79\"],[\"70\",\"95\",\"72\"]],\"weights\":[\"0.5\",\"0.3\",\"0.2\"]}",
	  .run = sensitivity_run },
};
const struct calc_family calc_composite = { "composite", methods, sizeof(methods) / sizeof(*methods) };
