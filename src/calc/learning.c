#include "calc/calc.h"

#include "base/hash.h"
#include "core/score/permute.h"
#include "core/score/signals.h"
#include "stat/did.h"
#include "stat/dist.h"

#include <math.h>

static struct sv real_text(struct arena *a, double v)
{
	return arena_printf(a, "%.10g", v);
}

/* ---- did adopters improve? -------------------------------------------------------------------------------- */

/* What no figure of this kind can rule out; printed with every result. */
static void put_caveats(struct calc_run *r)
{
	static const char *const words[] = { "adopters_chose_themselves", "regression_to_the_mean", "spill_over",
					     "simultaneous_campaigns", "reported_by_those_praised" };
	struct js *list = js_set(r->result, "caveats", js_arr(r->cx->a));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		js_push(list, js_str(r->cx->a, sv_of(words[i])));
}

static enum rc before_after(struct calc_run *r, const char *name, struct dec *ret_change)
{
	struct calc_at at = calc_get(&r->in, name);
	struct dec *v;
	size_t n;
	TRY(calc_decs(r->cx, &at, 2, &v, &n));
	if (n != 2 || !dec_sub(v[1], v[0], ret_change))
		return calc_bad(r->cx, &at, N_("write [before, after]."));
	if (r->trace)
		trace_add(r->trace, "change", sv_of(name),
			  arena_printf(r->cx->a, "%s - %s", dec_text(r->cx->a, v[1]).p, dec_text(r->cx->a, v[0]).p),
			  dec_text(r->cx->a, *ret_change));
	return RC_OK;
}

static enum rc did_2x2_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct dec treated, control, did;
	TRY(before_after(r, "treated", &treated));
	TRY(before_after(r, "control", &control));
	if (!dec_sub(treated, control, &did)) {
		r->status = SCORE_OVERFLOW;
		return RC_OK;
	}
	js_set_dec(a, r->result, "treated_change", treated);
	js_set_dec(a, r->result, "control_change", control);
	js_set_dec(a, r->result, "did", did);
	put_caveats(r);
	trace_add(r->trace, "difference", SV(""), arena_printf(a, "%s - (%s)", dec_text(a, treated).p, dec_text(a, control).p),
		  dec_text(a, did));
	return RC_OK;
}

enum { FEW_UNITS = 10 };

static enum rc permutation_p_run(struct calc_run *r)
{
	static const char *const sides[] = { "two_sided", "greater", "less", NULL };
	struct ctx *cx = r->cx;
	struct calc_at change = calc_get(&r->in, "change"), adopted = calc_get(&r->in, "adopted"), side = calc_get(&r->in, "side");
	struct permute_result got;
	struct dec *v;
	int64_t ways, luck;
	size_t n, n_flags;
	int which;
	TRY(calc_decs(cx, &change, 2, &v, &n));
	TRY(calc_list(cx, &adopted, 2, &n_flags));
	if (n_flags != n)
		return calc_bad(cx, &adopted, N_("write true or false for each of the %zu changes."), n);
	bool *who = NEW(cx->a, bool, n);
	for (struct calc_at it = { 0 }; calc_next(&adopted, &it);)
		TRY(calc_bool(cx, &it, &who[it.i]));
	TRY(calc_word(cx, &side, sides, &which));
	TRY(calc_int_or(cx, &r->in, "draws", 1, 1000000, 9999, &ways));
	TRY(calc_int_or(cx, &r->in, "seed", 0, INT64_MAX, 1, &luck));
	r->status = permute_test(cx->a, v, who, n, (enum permute_side)which, ways, (uint64_t)luck, r->trace, &got);
	if (r->status != SCORE_OK)
		return RC_OK;
	js_set_dec(cx->a, r->result, "effect", got.effect);
	js_set_dec(cx->a, r->result, "p", got.p);
	js_set_int(cx->a, r->result, "ways", got.ways);
	js_set_int(cx->a, r->result, "as_far", got.as_far);
	js_set_bool(cx->a, r->result, "all_ways", got.all);
	js_set_int(cx->a, r->result, "units", (int64_t)n);
	/* 不能下结论: so few units bear a conclusion only when no other dealing comes as far */
	js_set_bool(cx->a, r->result, "conclusive", n > FEW_UNITS || got.beyond_all);
	put_caveats(r);
	return RC_OK;
}

static enum rc group_means(struct calc_run *r, const struct calc_at *group, const struct did_data *d, struct did_group *ret)
{
	struct ctx *cx = r->cx;
	struct calc_at size = calc_get(group, "size"), means = calc_get(group, "means");
	double *v = NEW(cx->a, double, d->n_periods);
	size_t n;
	TRY(calc_int_or(cx, group, "first", 0, 100000, 0, &ret->first));
	TRY(calc_real(cx, &size, &ret->size));
	if (ret->size <= 0)
		return calc_bad(cx, &size, N_("write how many units the group has, above 0."));
	TRY(calc_list(cx, &means, 1, &n));
	if (n != d->n_periods)
		return calc_bad(cx, &means, N_("write %zu means, one a period; null where unknown."), d->n_periods);
	for (struct calc_at it = { 0 }; calc_next(&means, &it);) {
		v[it.i] = NAN;
		if (it.v->kind != JS_NULL)
			TRY(calc_real(cx, &it, &v[it.i]));
	}
	ret->mean = v;
	return RC_OK;
}

static enum rc read_did(struct calc_run *r, struct did_data *d)
{
	static const char *const controls[] = { "never", "not_yet", NULL };
	struct ctx *cx = r->cx;
	struct calc_at periods = calc_get(&r->in, "periods"), groups = calc_get(&r->in, "groups"), control = calc_get(&r->in, "control");
	int which;
	TRY(calc_list(cx, &periods, 2, &d->n_periods));
	TRY(calc_list(cx, &groups, 2, &d->n_groups));
	int64_t *at = NEW(cx->a, int64_t, d->n_periods);
	struct did_group *g = NEW(cx->a, struct did_group, d->n_groups);
	for (struct calc_at it = { 0 }; calc_next(&periods, &it);)
		TRY(calc_int(cx, &it, it.i ? at[it.i - 1] + 1 : 1, 100000, &at[it.i]));
	for (struct calc_at it = { 0 }; calc_next(&groups, &it);) {
		TRY(group_means(r, &it, d, &g[it.i]));
		for (size_t j = 0; j < it.i; j++)
			if (g[it.i].first && g[j].first == g[it.i].first)
				return calc_bad(cx, &it, N_("two groups adopt in the same period; write them as one."));
	}
	TRY(calc_word(cx, &control, controls, &which));
	d->periods = at;
	d->groups = g;
	d->not_yet = which == 1;
	return RC_OK;
}

static void trace_effects(struct calc_run *r, const struct did_result *got)
{
	struct arena *a = r->cx->a;
	for (size_t i = 0; r->trace && i < got->n_att; i++) {
		const struct did_effect *e = &got->att[i];
		trace_add(r->trace, "att", arena_printf(a, "%lld, %lld - %lld", (long long)e->group, (long long)e->period, (long long)e->base),
			  arena_printf(a, "%.10g - (%.10g)", e->own_change, e->control_change), real_text(a, e->att));
	}
	trace_add(r->trace, "mean_by_size", SV("simple"), SV("att after adoption"), real_text(a, got->simple));
	trace_add(r->trace, "mean", SV("dynamic_overall"), SV("dynamic from event time 0"), real_text(a, got->dynamic_overall));
	trace_add(r->trace, "mean_by_size", SV("group_overall"), SV("group"), real_text(a, got->group_overall));
}

static struct js *keyed(struct arena *a, struct js *o, int64_t key, struct js *v)
{
	return js_set(o, arena_printf(a, "%lld", (long long)key).p, v);
}

static enum rc did_groups_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct did_data d = { 0 };
	struct did_result got;
	TRY(read_did(r, &d));
	if (!did_groups(a, &d, &got)) {
		r->status = SCORE_NOT_IDENTIFIED;
		return RC_OK;
	}
	struct js *att = js_set(r->result, "att", js_obj(a)), *dynamic = js_set(r->result, "dynamic", js_obj(a)),
		  *group = js_set(r->result, "group", js_obj(a)), *of = NULL;
	for (size_t i = 0; i < got.n_att; i++) {
		if (!i || got.att[i].group != got.att[i - 1].group)
			of = keyed(a, att, got.att[i].group, js_obj(a));
		keyed(a, of, got.att[i].period, js_num(a, got.att[i].att));
	}
	for (size_t i = 0; i < got.n_dynamic; i++)
		keyed(a, dynamic, got.dynamic[i].period, js_num(a, got.dynamic[i].att));
	for (size_t i = 0; i < got.n_group; i++)
		keyed(a, group, got.group[i].group, js_num(a, got.group[i].att));
	js_set(r->result, "simple", js_num(a, got.simple));
	js_set(r->result, "dynamic_overall", js_num(a, got.dynamic_overall));
	js_set(r->result, "group_overall", js_num(a, got.group_overall));
	js_set(r->result, "left_out", calc_out_ints(a, got.always, got.n_always));
	put_caveats(r);
	trace_effects(r, &got);
	return RC_OK;
}

/* ---- where to look ---------------------------------------------------------------------------------------- */

enum { BUNCH_MIN = 20, DIGITS_MIN = 100 };
#define LOOK_P 0.001
#define LAST_DAY_P 1e-6

static void trace_p(struct calc_run *r, const char *op, struct sv of, struct sv in, double p)
{
	trace_add(r->trace, op, of, in, real_text(r->cx->a, p));
}

/* As likely below as above: twice the smaller tail of a binomial of one half. */
static struct js *bunch(struct calc_run *r, struct dec h, struct around c)
{
	struct arena *a = r->cx->a;
	struct js *o = js_obj(a);
	int64_t more = c.above > c.below ? c.above : c.below, n = c.above + c.below;
	double p = n ? fmin(1, 2 * binomial_sf(more, n, 0.5)) : 1;
	js_set_dec(a, o, "h", h);
	js_set_int(a, o, "below", c.below);
	js_set_int(a, o, "above", c.above);
	js_set(o, "p", js_num(a, p));
	js_set(o, "p_above", js_num(a, n ? binomial_sf(c.above, n, 0.5) : 1));
	js_set_bool(a, o, "look", n >= BUNCH_MIN && p < LOOK_P);
	trace_p(r, "binomial_half", arena_printf(a, "h = %s", dec_text(a, h).p),
		arena_printf(a, "%lld below, %lld above", (long long)c.below, (long long)c.above), p);
	return o;
}

static enum rc bunching_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at values = calc_get(&r->in, "values"), cut = calc_get(&r->in, "cut"), h = calc_get(&r->in, "h"),
		       closed = calc_get(&r->in, "closed");
	struct dec *v, *widths, at;
	bool with_end = false;
	size_t n, n_widths = 1;
	TRY(calc_decs(cx, &values, 0, &v, &n));
	TRY(calc_dec(cx, &cut, &at));
	if (closed.v)
		TRY(calc_bool(cx, &closed, &with_end));
	widths = NEW(cx->a, struct dec, 1);
	if (h.v && h.v->kind == JS_ARR)
		TRY(calc_decs(cx, &h, 1, &widths, &n_widths));
	else
		TRY(calc_dec(cx, &h, widths));
	struct js *list = js_set(r->result, "widths", js_arr(cx->a));
	for (size_t i = 0; i < n_widths; i++) {
		struct around c;
		if (widths[i].u <= 0 || !count_around(v, n, at, widths[i], with_end, &c))
			return calc_bad(cx, &h, N_("write a width above 0 that stays within the decimals."));
		js_push(list, bunch(r, widths[i], c));
	}
	return RC_OK;
}

static enum rc whole_numbers(struct calc_run *r, int64_t **ret, size_t *ret_n)
{
	struct calc_at values = calc_get(&r->in, "values");
	TRY(calc_list(r->cx, &values, 0, ret_n));
	*ret = NEW(r->cx->a, int64_t, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(&values, &it);)
		TRY(calc_int(r->cx, &it, -JS_INT_MAX, JS_INT_MAX, &(*ret)[it.i]));
	return RC_OK;
}

static enum rc digit_test_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct digits got;
	int64_t *v;
	size_t n;
	TRY(whole_numbers(r, &v, &n));
	r->status = count_last_digits(v, n, r->trace, &got);
	js_set_int(a, r->result, "n", got.n);
	if (r->status != SCORE_OK)
		return RC_OK;
	double p = chi2_sf((double)got.chi2.u / DEC_ONE, 9), p05 = binomial_sf(got.count[0] + got.count[5], got.n, 0.2);
	js_set(r->result, "counts", calc_out_ints(a, got.count, 10));
	js_set_dec(a, r->result, "chi2", got.chi2);
	js_set(r->result, "p", js_num(a, p));
	js_set_dec(a, r->result, "share05", got.share05);
	js_set(r->result, "p05", js_num(a, p05));
	js_set_bool(a, r->result, "look", got.n >= DIGITS_MIN && p < LOOK_P);
	trace_p(r, "chi2_upper_tail", SV("9 degrees of freedom"), dec_text(a, got.chi2), p);
	return RC_OK;
}

static enum rc benford_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	int64_t *v, count[9];
	size_t n;
	TRY(whole_numbers(r, &v, &n));
	int64_t used = count_first_digits(v, n, count);
	struct js *list = js_set(r->result, "digits", js_arr(a));
	js_set_int(a, r->result, "n", used);
	for (int d = 1; d <= 9; d++) {
		double expected = log10(1 + 1.0 / d);
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "digit", d);
		js_set_int(a, o, "count", count[d - 1]);
		js_set(o, "share", js_num(a, used ? (double)count[d - 1] / (double)used : NAN));
		js_set(o, "expected", js_num(a, expected));
		trace_p(r, "log10", arena_printf(a, "%d", d), arena_printf(a, "1 + 1/%d", d), expected);
	}
	if (!used)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

static enum rc last_day_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at count = calc_get(&r->in, "count"), total = calc_get(&r->in, "total"), days = calc_get(&r->in, "days");
	int64_t k, n, d;
	TRY(calc_int(cx, &total, 0, 1000000000, &n));
	TRY(calc_int(cx, &count, 0, n, &k));
	TRY(calc_int(cx, &days, 1, 100000, &d));
	if (!n) {
		r->status = SCORE_NO_DATA;
		return RC_OK;
	}
	double p = binomial_sf(k, n, 1.0 / (double)d);
	js_set(r->result, "share", js_num(cx->a, (double)k / (double)n));
	js_set(r->result, "p", js_num(cx->a, p));
	js_set_bool(cx->a, r->result, "look", p < LAST_DAY_P);
	trace_p(r, "binomial_upper_tail", SV(""),
		arena_printf(cx->a, "%lld or more of %lld, each 1/%lld", (long long)k, (long long)n, (long long)d), p);
	return RC_OK;
}

/* ---- the same photo again --------------------------------------------------------------------------------- */

static enum rc dhash_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at rows = calc_get(&r->in, "grey");
	int grey[HASH_ROWS][HASH_COLS];
	size_t n;
	TRY(calc_list(cx, &rows, HASH_ROWS, &n));
	if (n != HASH_ROWS)
		return calc_bad(cx, &rows, N_("write %d rows of %d grey values."), HASH_ROWS, HASH_COLS);
	for (struct calc_at row = { 0 }; calc_next(&rows, &row);) {
		TRY(calc_list(cx, &row, HASH_COLS, &n));
		if (n != HASH_COLS)
			return calc_bad(cx, &row, N_("write %d grey values in a row."), HASH_COLS);
		for (struct calc_at it = { 0 }; calc_next(&row, &it);) {
			int64_t v;
			TRY(calc_int(cx, &it, 0, 255, &v));
			grey[row.i][it.i] = (int)v;
		}
	}
	uint64_t bits = photo_dhash(grey);
	for (size_t i = 0; r->trace && i < HASH_ROWS; i++)
		trace_add(r->trace, "darker_than_next", arena_printf(cx->a, "row %zu", i), SV("8 bits, the highest first"),
			  arena_printf(cx->a, "%02x", (unsigned)(bits >> (56 - 8 * i) & 255)));
	js_set_sv(cx->a, r->result, "dhash", arena_printf(cx->a, "%016llx", (unsigned long long)bits));
	return RC_OK;
}

/* Sixteen hexadecimal digits, or a whole number below 2⁶⁴ in decimal. */
static enum rc photo_hash(struct ctx *cx, const struct calc_at *at, bool decimal, uint64_t *ret)
{
	struct sv s;
	uint8_t bytes[8];
	uint64_t v = 0;
	TRY(calc_text(cx, at, &s));
	bool ok = decimal ? s.n <= 20 : hex_parse(s, bytes, sizeof(bytes));
	for (size_t i = 0; ok && i < (decimal ? s.n : sizeof(bytes)); i++) {
		uint64_t digit = decimal ? (uint64_t)(unsigned char)s.p[i] - '0' : bytes[i], base = decimal ? 10 : 256;
		ok = digit < base && v <= (UINT64_MAX - digit) / base;
		v = v * base + digit;
	}
	*ret = v;
	if (!ok && decimal)
		return calc_bad(cx, at, N_("write a whole number below 2^64."));
	return ok ? RC_OK : calc_bad(cx, at, N_("write 16 hexadecimal digits."));
}

static enum rc hamming_run(struct calc_run *r)
{
	static const char *const forms[] = { "hex", "decimal", NULL };
	struct ctx *cx = r->cx;
	struct calc_at a = calc_get(&r->in, "a"), b = calc_get(&r->in, "b"), form = calc_get(&r->in, "form");
	uint64_t x, y;
	int which;
	TRY(calc_word(cx, &form, forms, &which));
	TRY(photo_hash(cx, &a, which == 1, &x));
	TRY(photo_hash(cx, &b, which == 1, &y));
	int apart = photo_distance(x, y);
	js_set_int(cx->a, r->result, "distance", apart);
	js_set_sv(cx->a, r->result, "verdict", apart <= PHOTO_SAME ? SV("same") : apart <= PHOTO_LOOK ? SV("look") : SV("different"));
	if (r->trace)
		trace_add(r->trace, "bits_of_xor", SV(""),
			  arena_printf(cx->a, "%016llx ^ %016llx", (unsigned long long)x, (unsigned long long)y),
			  arena_printf(cx->a, "%d", apart));
	return RC_OK;
}

/* ---- the table -------------------------------------------------------------------------------------------- */

static const struct calc_field did_fields[] = {
	{ "treated", "[decimal, decimal]", false, N_("mean of the adopters before and after") },
	{ "control", "[decimal, decimal]", false, N_("mean of the others before and after") },
};
static const struct calc_field groups_fields[] = {
	{ "periods", "[integer]", false, N_("ascending, such as years") },
	{ "groups", "[{first, size, means}]", false,
	  N_("first period of adoption (0 or left out: never), number of units, and a mean a period") },
	{ "control", "never|not_yet", true, N_("who is compared with: those who never adopted, or also those who adopt later") },
};
static const struct calc_field permutation_fields[] = {
	{ "change", "[decimal]", false, N_("after less before, one a unit") },
	{ "adopted", "[boolean]", false, N_("which of the units adopted") },
	{ "side", "two_sided|greater|less", true, N_("which differences count as at least as far out") },
	{ "draws", "integer", true, N_("where there are over 100000 ways, how many are drawn; 9999 by default") },
	{ "seed", "integer", true, N_("of these draws, 1 by default; publish it") },
};
static const struct calc_field bunching_fields[] = {
	{ "values", "[decimal]", false, N_("the scores or ratios") },
	{ "cut", "decimal", false, N_("the pass line or the target") },
	{ "h", "decimal|[decimal]", false, N_("width on either side; several show whether the slope explains it") },
	{ "closed", "boolean", true, N_("whether cut + h itself still counts") },
};
static const struct calc_field digit_fields[] = {
	{ "values", "[integer]", false, N_("counts; those below 100 are left out") },
};
static const struct calc_field benford_fields[] = {
	{ "values", "[integer]", false, N_("counts; zeros are left out") },
};
static const struct calc_field last_day_fields[] = {
	{ "count", "integer", false, N_("records of the last day") },
	{ "total", "integer", false, N_("records of all days") },
	{ "days", "integer", false, N_("days there were") },
};
static const struct calc_field dhash_fields[] = {
	{ "grey", "[[integer]]", false, N_("the picture reduced to 8 rows of 9 grey values, 0 to 255") },
};
static const struct calc_field hamming_fields[] = {
	{ "a", "text", false, N_("the hash of one picture") },
	{ "b", "text", false, N_("the hash of the other picture") },
	{ "form", "hex|decimal", true, N_("how the hashes are written") },
};

static const struct calc_method methods[] = {
	{ .name = "did_2x2",
	  .help = N_("Difference in differences: the adopters' change less that of the others."),
	  .source = "D. Card & A. Krueger, American Economic Review 84, 1994",
	  CALC_FIELDS(did_fields),
	  .example = "{\"treated\":[\"20.44\",\"21.03\"],\"control\":[\"23.33\",\"21.17\"]}",
	  .analysis = true,
	  .run = did_2x2_run },
	{ .name = "did_groups",
	  .help = N_("Effects of a practice that units adopted at different times, from group means."),
	  .source = "B. Callaway & P. Sant'Anna, J. Econometrics 225, 2021",
	  CALC_FIELDS(groups_fields),
	  .example = "{\"periods\":[1,2,3],\"groups\":[{\"size\":10,\"means\":[50,51,52]},{\"first\":2,\"size\":4,\"means\":[48,52,54]}]}",
	  .analysis = true,
	  .run = did_groups_run },
	{ .name = "permutation_p",
	  .help = N_("Would the same difference arise if others had adopted? All dealings, or drawn ones."),
	  .source = "R. A. Fisher 1935; E. J. G. Pitman 1937",
	  CALC_FIELDS(permutation_fields),
	  .example = "{\"change\":[\"3\",\"2.5\",\"0.5\",\"1\",\"-0.5\",\"0\"],\"adopted\":[true,true,false,false,false,false]}",
	  .analysis = true,
	  .run = permutation_p_run },
	{ .name = "bunching",
	  .help = N_("Do more values lie just above a line than just below it? A lead, not a verdict."),
	  .source = "after J. McCrary, J. Econometrics 142, 2008: binomial test",
	  CALC_FIELDS(bunching_fields),
	  .example = "{\"values\":[\"59\",\"60\",\"60\",\"61\",\"58.5\",\"60.5\"],\"cut\":\"60\",\"h\":[\"1\",\"2\"]}",
	  .analysis = true,
	  .run = bunching_run },
	{ .name = "digit_test",
	  .help = N_("Are the last digits of counts as even as they would be by nature? A lead, not a verdict."),
	  .source = "chi-square test of uniform last digits",
	  CALC_FIELDS(digit_fields),
	  .example = "{\"values\":[120,135,150,145,200,118,305,410,515,620]}",
	  .analysis = true,
	  .run = digit_test_run },
	{ .name = "benford",
	  .help = N_("First digits beside Benford's law, to show what it is: it says nothing about honesty."),
	  .source = "Deckert, Myagkov & Ordeshook, Political Analysis 19, 2011: no better than a coin toss",
	  CALC_FIELDS(benford_fields),
	  .example = "{\"values\":[12,25,130,1900,310,47]}",
	  .analysis = true,
	  .run = benford_run },
	{ .name = "last_day",
	  .help = N_("Are so many records of the last day chance? For workload, not for blame."),
	  .source = "binomial tail",
	  CALC_FIELDS(last_day_fields),
	  .example = "{\"count\":40,\"total\":100,\"days\":30}",
	  .analysis = true,
	  .run = last_day_run },
	{ .name = "dhash",
	  .help = N_("Fingerprint of a picture in 64 bits that survives a change of size or brightness."),
	  .source = "difference hash, N. Krawetz 2013",
	  CALC_FIELDS(dhash_fields),
	  .example = "{\"grey\":[[1,2,3,4,5,6,7,8,9],[9,8,7,6,5,4,3,2,1],[1,1,2,2,3,3,4,4,5],[5,4,4,3,3,2,2,1,1],[1,9,1,9,1,9,1,9,1],"
		     "[9,1,9,1,9,1,9,1,9],[0,0,0,0,255,0,0,0,0],[7,7,7,7,7,7,7,7,7]]}",
	  .run = dhash_run },
	{ .name = "hamming",
	  .help = N_("Bits in which two fingerprints differ: up to 4 the same picture, up to 10 worth a look."),
	  .source = "R. W. Hamming 1950",
	  CALC_FIELDS(hamming_fields),
	  .example = "{\"a\":\"f5ece9d4a96450c8\",\"b\":\"f5ece9d4a96450c9\"}",
	  .run = hamming_run },
};
const struct calc_family calc_learning = { "learning", methods, sizeof(methods) / sizeof(*methods) };
