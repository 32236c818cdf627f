#include "core/board_bands.h"

#include "core/rule_sort.h"
#include "core/score/tail.h"

/* ---- the tests -------------------------------------------------------------------------------------------------- */

struct pair {
	uint64_t p;
	size_t above, below;
};

static int pair_cmp(const void *x, const void *y)
{
	const struct pair *a = x, *b = y;
	int c = a->p < b->p ? -1 : a->p > b->p;
	c = c ? c : a->above < b->above ? -1 : a->above > b->above;
	return c ? c : a->below < b->below ? -1 : a->below > b->below;
}

enum { FINE = 16 }; /* bits behind a square millionth */

/* The variance of a difference from one class: (J − 1) ÷ J × Σ(d − mean d)² = (J − 1)(J Σd² − (Σd)²) ÷ J², in 2⁻¹⁶ square
 * millionths. */
static bool stratum_variance(const struct band_field *f, const struct band_stratum *s, size_t i, size_t k, wide *ret)
{
	wide sum = 0, squares = 0, j = (wide)s->n, n;
	for (size_t x = 0; x < s->n; x++) {
		wide d = (wide)s->without[x * f->n_units + i].u - s->without[x * f->n_units + k].u;
		sum += d;
		if (__builtin_mul_overflow(d, d, &d) || __builtin_add_overflow(squares, d, &squares))
			return false;
	}
	if (__builtin_mul_overflow(squares, j, &squares) || __builtin_mul_overflow(sum, sum, &sum))
		return false;
	if (__builtin_mul_overflow(squares - sum, (j - 1) << FINE, &n))
		return false;
	*ret = n / (j * j);
	return true;
}

/* What the difference of two units owes to one class of voters. */
struct share {
	wide variance;
	int64_t df;
};

/* Satterthwaite's (ΣV)² ÷ Σ(V² ÷ df), rounded down. */
static int freedom(const struct share *v, size_t n, wide whole)
{
	wide sum = 0;
	int bits = 0;
	while (whole >> bits >> 62)
		bits++;
	for (size_t g = 0; g < n; g++) {
		wide share = ((v[g].variance >> bits) << 30) / (whole >> bits ? whole >> bits : 1);
		sum += v[g].df ? share * share / v[g].df : 0;
	}
	wide df = sum ? ((wide)1 << 60) / sum : 1;
	return df > TAIL_DF_MAX ? TAIL_DF_MAX : (int)df;
}

/* What cannot be computed is not told apart. */
static uint64_t pair_tail(const struct band_field *f, struct share *v, size_t i, size_t k)
{
	wide d = (wide)f->total[i].u - f->total[k].u, whole = 0;
	size_t n = 0;
	for (size_t g = 0; g < f->n_strata; g++) {
		v[n].df = (int64_t)f->strata[g].n - 1;
		if (!stratum_variance(f, &f->strata[g], i, k, &v[n++].variance))
			return TAIL_ONE;
	}
	for (size_t g = 0; g < f->n_ballots; g++) {
		const struct band_ballots *b = &f->ballots[g];
		v[n++] = (struct share){ b->variance[i], b->n[i] - 1 };
		v[n++] = (struct share){ b->variance[k], b->n[k] - 1 };
	}
	for (size_t g = 0; g < n; g++)
		if (__builtin_add_overflow(whole, v[g].variance, &whole))
			return TAIL_ONE;
	if (__builtin_mul_overflow(d, d, &d) || __builtin_mul_overflow(d, (wide)1 << FINE, &d))
		return TAIL_ONE;
	return student_tail(d, whole, freedom(v, n, whole));
}

/* p × what is left ≤ 1 − level, in 2⁻⁶⁰ × hundred-millionths. */
static bool beyond(uint64_t p, size_t left, struct dec level)
{
	wide limit = (wide)(100 * DEC_ONE - level.u) << TAIL_BITS;
	return (wide)p * (wide)left * (100 * DEC_ONE) <= limit;
}

void band_tests(struct arena *a, const struct band_field *f, bool *ret_better)
{
	size_t n = f->n_units, m = 0;
	struct pair *pairs = NEW(a, struct pair, n * n / 2 + 1);
	const void **order = NEW(a, const void *, n * n / 2 + 1);
	struct share *shares = NEW(a, struct share, f->n_strata + 2 * f->n_ballots + 1);
	memset(ret_better, 0, n * n * sizeof(*ret_better));
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			if (!f->open[i] || !f->open[k])
				continue;
			bool over = f->total[i].u >= f->total[k].u;
			pairs[m] = (struct pair){ pair_tail(f, shares, i, k), over ? i : k, over ? k : i };
			order[m] = &pairs[m];
			m++;
		}
	core_sort(a, order, m, pair_cmp);
	for (size_t i = 0; i < m; i++) {
		const struct pair *p = order[i];
		if (!beyond(p->p, m - i, f->level))
			break;
		ret_better[p->above * n + p->below] = true;
	}
}

/* ---- leaving each juror out --------------------------------------------------------------------------------------- */

struct juror {
	struct sv group, number;
};

/* One answer of a ballot: a grade, or a place. */
struct ballot_kind {
	size_t column;
	int group;
	struct sv grade;
	struct dec value;
};

struct bench {
	struct ctx *cx;
	const struct score_facts *facts;
	struct rule fine; /* the rule without the roundings of its stages */
	struct rule_columns cols;
	struct arena *scratch;
	struct juror *jurors; /* by class of voters and number */
	size_t n_jurors;
	struct band_stratum *strata;
	size_t n_strata;
	struct ballot_kind *kinds; /* by item and class of voters */
	size_t n_kinds;
	struct band_ballots *ballots;
	size_t n_ballots;
	struct dec *total;
	bool *open;
};

static int juror_cmp(const void *x, const void *y)
{
	const struct juror *a = x, *b = y;
	int c = sv_cmp(a->group, b->group);
	return c ? c : sv_cmp(a->number, b->number);
}

static void list_jurors(struct bench *b, const struct jury *jury)
{
	struct arena *a = b->cx->a;
	size_t all = 0, n = 0;
	for (size_t p = 0; p < jury->n; p++)
		all += jury->panels[p].n;
	struct juror *j = NEW(a, struct juror, all + 1);
	const void **order = NEW(a, const void *, all + 1);
	for (size_t p = 0; p < jury->n; p++)
		for (size_t i = 0; i < jury->panels[p].n; i++) {
			j[n] = (struct juror){ jury->panels[p].group, jury->panels[p].judges[i].number };
			order[n] = &j[n];
			n++;
		}
	core_sort(a, order, n, juror_cmp);
	b->jurors = NEW(a, struct juror, n + 1);
	b->strata = NEW(a, struct band_stratum, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct juror *x = order[i];
		if (i && juror_cmp(order[i - 1], x) == 0)
			continue;
		if (!b->n_jurors || !sv_eq(b->jurors[b->n_jurors - 1].group, x->group))
			b->n_strata++;
		b->strata[b->n_strata - 1].n++;
		b->jurors[b->n_jurors++] = *x;
	}
}

static void release(void *arena)
{
	arena_release(arena);
}

/* What one more computing takes is given back before the next. */
static struct arena *scratch_of(struct arena *a)
{
	struct arena *s = NEW(a, struct arena, 1);
	arena_init(s, a->cap);
	s->full = a->full;
	arena_defer(a, release, s);
	return s;
}

/* The columns without one juror; who has no votes left has none in the item. */
static void without(struct arena *a, const struct rule_columns *from, const struct juror *j, struct rule_columns *ret)
{
	*ret = *from;
	ret->items = NEW(a, struct rule_column, from->n_items + 1);
	for (size_t k = 0; k < from->n_items; k++) {
		struct rule_column *col = &ret->items[k];
		const struct rule_column *was = &from->items[k];
		*col = *was;
		if (was->item->measure->kind != MEASURE_MARKS || !was->n_votes)
			continue;
		col->votes = NEW(a, struct rule_vote, was->n_votes);
		col->first = NEW(a, size_t, from->n_units + 1);
		col->n_votes = 0;
		for (size_t u = 0; u < from->n_units; u++) {
			for (size_t i = was->first[u]; i < was->first[u + 1]; i++) {
				const struct rule_vote *v = &was->votes[i];
				struct sv group = v->group < 0 ? SV("") : was->item->groups[v->group].name;
				if (!sv_eq(v->input->judge, j->number) || !sv_eq(group, j->group))
					col->votes[col->n_votes++] = *v;
			}
			col->first[u + 1] = col->n_votes;
		}
	}
}

static bool is_kind(const struct ballot_kind *k, const struct rule_vote *v)
{
	return v->group == k->group && v->value.u == k->value.u && sv_eq(v->input->grade, k->grade);
}

static bool kind_known(const struct bench *b, size_t column, const struct rule_vote *v)
{
	for (size_t i = 0; i < b->n_kinds; i++)
		if (b->kinds[i].column == column && is_kind(&b->kinds[i], v))
			return true;
	return false;
}

/* Votes that no sheet of a judge carries: everything but marks.  More answers than jurors are let in are not listed. */
static void list_kinds(struct bench *b)
{
	b->kinds = NEW(b->cx->a, struct ballot_kind, BANDS_JURORS_MAX + 2);
	if (!b->fine.level_votes)
		return;
	for (size_t k = 0; k < b->cols.n_items; k++) {
		const struct rule_column *c = &b->cols.items[k];
		for (int g = c->item->n_groups ? 0 : -1; g < c->item->n_groups; g++)
			for (size_t i = 0; c->item->measure->kind != MEASURE_MARKS && i < c->n_votes && b->n_kinds <= BANDS_JURORS_MAX; i++)
				if (c->votes[i].group == g && !kind_known(b, k, &c->votes[i]))
					b->kinds[b->n_kinds++] = (struct ballot_kind){ k, g, c->votes[i].input->grade, c->votes[i].value };
	}
}

/* The columns with one vote of this answer less for every unit that has one. */
static void without_one(struct arena *a, const struct rule_columns *from, const struct ballot_kind *kind, struct rule_columns *ret)
{
	const struct rule_column *was = &from->items[kind->column];
	*ret = *from;
	ret->items = NEW(a, struct rule_column, from->n_items + 1);
	memcpy(ret->items, from->items, from->n_items * sizeof(*ret->items));
	struct rule_column *col = &ret->items[kind->column];
	col->votes = NEW(a, struct rule_vote, was->n_votes + 1);
	col->first = NEW(a, size_t, from->n_units + 1);
	col->n_votes = 0;
	for (size_t u = 0; u < from->n_units; u++) {
		bool taken = false;
		for (size_t i = was->first[u]; i < was->first[u + 1]; i++) {
			struct rule_vote v = was->votes[i];
			if (!taken && is_kind(kind, &v)) {
				taken = true;
				v.count--;
			}
			if (v.count)
				col->votes[col->n_votes++] = v;
		}
		col->first[u + 1] = col->n_votes;
	}
}

/* `cols` may lie in the scratch, which is empty afterwards. */
static enum rc totals(struct bench *b, const struct rule_columns *cols, struct dec *ret, bool *ret_open)
{
	struct score_sheet s;
	struct ctx cx;
	ctx_init(&cx, b->scratch, b->cx->now, b->cx->lang);
	struct score_facts f = *b->facts;
	f.columns = cols;
	f.quiet = true;
	enum rc rc = rule_score(&cx, &b->fine, &f, &s);
	if (rc != RC_OK)
		return fail_again(b->cx, rc, &cx);
	for (size_t u = 0; u < f.n_units; u++) {
		ret[u] = s.scores[u].total;
		ret_open[u] = ret_open[u] && !s.scores[u].unranked;
	}
	arena_reset(b->scratch);
	return RC_OK;
}

static enum rc leave_out_each(struct bench *b)
{
	size_t n = b->facts->n_units, at = 0;
	struct rule_columns cols;
	b->total = NEW(b->cx->a, struct dec, n + 1);
	b->open = NEW(b->cx->a, bool, n + 1);
	memset(b->open, true, n * sizeof(*b->open));
	TRY(totals(b, &b->cols, b->total, b->open));
	for (size_t g = 0; g < b->n_strata; g++) {
		struct dec *t = NEW(b->cx->a, struct dec, b->strata[g].n * n + 1);
		b->strata[g].without = t;
		for (size_t i = 0; i < b->strata[g].n; i++) {
			without(b->scratch, &b->cols, &b->jurors[at++], &cols);
			TRY(totals(b, &cols, t + i * n, b->open));
		}
	}
	return RC_OK;
}

/* Sums over the answers of one item and class of voters: of each unit its votes, Σ d and Σ d² over them, d what the total does
 * without the vote. */
struct spread {
	int64_t *n;
	wide *sum, *squares;
};

static void add_kind(struct bench *b, const struct ballot_kind *kind, const struct dec *less, struct spread *s)
{
	const struct rule_column *col = &b->cols.items[kind->column];
	for (size_t u = 0; u < b->facts->n_units; u++)
		for (size_t i = col->first[u]; i < col->first[u + 1]; i++) {
			const struct rule_vote *v = &col->votes[i];
			wide d = (wide)less[u].u - b->total[u].u, one;
			if (!is_kind(kind, v))
				continue;
			s->n[u] += v->count;
			s->sum[u] += d * v->count;
			if (__builtin_mul_overflow(d, d, &one) || __builtin_mul_overflow(one, (wide)v->count, &one) ||
			    __builtin_add_overflow(s->squares[u], one, &s->squares[u]))
				b->open[u] = false;
		}
}

/* (n − 1) ÷ n × Σ(d − mean d)², as of jurors; a single vote says nothing of how votes differ. */
static wide ballot_variance(struct bench *b, const struct spread *s, size_t u)
{
	wide n = s->n[u], all, square;
	if (n < 2 || __builtin_mul_overflow(s->squares[u], n, &all) || __builtin_mul_overflow(s->sum[u], s->sum[u], &square) ||
	    __builtin_mul_overflow(all - square, (n - 1) << FINE, &all)) {
		b->open[u] = b->open[u] && n == 0;
		return 0;
	}
	return all / (n * n);
}

static enum rc leave_out_votes(struct bench *b)
{
	struct arena *a = b->cx->a;
	size_t n = b->facts->n_units;
	struct dec *less = NEW(a, struct dec, n + 1);
	b->ballots = NEW(a, struct band_ballots, b->n_kinds + 1);
	for (size_t i = 0, k; i < b->n_kinds; i = k) {
		struct spread s = { NEW(a, int64_t, n + 1), NEW(a, wide, n + 1), NEW(a, wide, n + 1) };
		wide *variance = NEW(a, wide, n + 1);
		for (k = i; k < b->n_kinds && b->kinds[k].column == b->kinds[i].column && b->kinds[k].group == b->kinds[i].group; k++) {
			struct rule_columns cols;
			without_one(b->scratch, &b->cols, &b->kinds[k], &cols);
			TRY(totals(b, &cols, less, b->open));
			add_kind(b, &b->kinds[k], less, &s);
		}
		for (size_t u = 0; u < n; u++)
			variance[u] = ballot_variance(b, &s, u);
		b->ballots[b->n_ballots++] = (struct band_ballots){ s.n, variance };
	}
	return RC_OK;
}

/* ---- the board ------------------------------------------------------------------------------------------------------ */

static size_t unit_at(const struct score_sheet *sheet, const struct board *b, size_t row)
{
	return (size_t)(b->rows[row].score - sheet->scores);
}

/* A tier ends where its first unit lies beyond chance above the next; who shares a place shares a tier. */
static void put_tiers(const struct score_sheet *sheet, struct board *b, const bool *better, size_t n)
{
	size_t first = 0;
	for (size_t i = 0; i < (size_t)b->n_ranked; i++) {
		bool level = i > 0 && b->rows[i].rank.better == b->rows[i - 1].rank.better;
		bool next = i == 0 || (!level && better[unit_at(sheet, b, first) * n + unit_at(sheet, b, i)]);
		if (next) {
			b->n_tiers++;
			first = i;
		}
		b->rows[i].band.tier = b->n_tiers;
	}
}

/* A place that stands inside a rounding or a tie always lies in its own band. */
static void put_bands(const struct score_sheet *sheet, struct board *b, const bool *better, size_t n)
{
	size_t ranked = (size_t)b->n_ranked;
	for (size_t i = 0; i < ranked; i++) {
		struct board_row *r = &b->rows[i];
		int above = 0, below = 0;
		for (size_t k = 0; k < ranked; k++) {
			above += better[unit_at(sheet, b, k) * n + unit_at(sheet, b, i)];
			below += better[unit_at(sheet, b, i) * n + unit_at(sheet, b, k)];
		}
		int place = r->rank.better + 1, last = b->n_ranked - r->rank.worse;
		r->band.first = above + 1 < place ? above + 1 : place;
		r->band.last = b->n_ranked - below > last ? b->n_ranked - below : last;
		r->band.alike = b->n_ranked - 1 - above - below;
	}
	if (b->rule->tied == TIED_TIERS)
		put_tiers(sheet, b, better, n);
}

static enum bands_none possible(const struct bench *b, const struct jury *jury)
{
	if (!jury->n && !b->n_kinds)
		return BANDS_NO_MARKS;
	if (jury->unnamed)
		return BANDS_UNNAMED;
	if (jury->apart)
		return BANDS_APART;
	if (b->n_jurors > BANDS_JURORS_MAX || b->n_kinds > BANDS_JURORS_MAX || b->facts->n_units > BANDS_UNITS_MAX)
		return BANDS_MANY;
	for (size_t g = 0; g < b->n_strata; g++)
		if (b->strata[g].n < 2)
			return BANDS_ONE_JUROR;
	return BANDS_GIVEN;
}

enum rc board_bands(struct ctx *cx, const struct score_facts *facts, const struct score_sheet *sheet, struct board *b)
{
	struct jury jury;
	struct bench w = { .cx = cx, .facts = facts, .fine = *b->rule };
	size_t n = facts->n_units;
	if (!b->rule->level.u)
		return RC_OK;
	for (int i = 0; i < ROUND_COUNT_; i++)
		w.fine.places[i] = 6;
	TRY(rule_columns_load(cx, &w.fine, facts->units, n, facts->inputs, facts->n_inputs, facts->progress, &w.cols));
	rule_jury(cx->a, &w.cols, &jury);
	list_jurors(&w, &jury);
	list_kinds(&w);
	b->n_jurors = (int)w.n_jurors;
	b->bands = possible(&w, &jury);
	if (b->bands != BANDS_GIVEN)
		return RC_OK;
	w.scratch = scratch_of(cx->a);
	TRY(leave_out_each(&w));
	TRY(leave_out_votes(&w));
	bool *better = NEW(cx->a, bool, n * n + 1), *ranked = NEW(cx->a, bool, n + 1);
	for (size_t i = 0; i < (size_t)b->n_ranked; i++)
		ranked[unit_at(sheet, b, i)] = true;
	for (size_t u = 0; u < n; u++)
		w.open[u] = w.open[u] && ranked[u];
	const struct band_field f = { .n_units = n, .total = w.total, .open = w.open, .strata = w.strata, .n_strata = w.n_strata,
				      .ballots = w.ballots, .n_ballots = w.n_ballots, .level = b->rule->level };
	band_tests(cx->a, &f, better);
	put_bands(sheet, b, better, n);
	return RC_OK;
}

static const struct {
	const char *id, *text;
} nones[] = {
	[BANDS_GIVEN] = { "", NULL },
	[BANDS_NOT_ASKED] = { "", NULL },
	[BANDS_NO_MARKS] = { "no_marks", N_("nobody marked or voted in this period") },
	[BANDS_UNNAMED] = { "unnamed", N_("some marks name no judge; give each sheet its number") },
	[BANDS_ONE_JUROR] = { "one_judge", N_("a class of voters has a single judge, who says nothing of how judges differ") },
	[BANDS_APART] = { "apart", N_("the judges saw units that nothing joins") },
	[BANDS_MANY] = { "many", N_("there are too many judges or units") },
};

const char *board_bands_none(enum bands_none why)
{
	return nones[why].text;
}

const char *board_bands_id(enum bands_none why)
{
	return nones[why].id;
}
