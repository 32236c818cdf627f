#include "core/board.h"

#include "base/buf.h"
#include "core/rule_scorer.h"
#include "core/rule_sort.h"

enum { REASONS_MAX = 3 };

static int unit_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct board_unit *)x)->unit, ((const struct board_unit *)y)->unit);
}

static int score_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct unit_score *)x)->unit, ((const struct unit_score *)y)->unit);
}

static int order_cmp(const void *x, const void *y)
{
	const struct board_unit *a = x, *b = y;
	return a->order != b->order ? (a->order < b->order ? -1 : 1) : sv_cmp(a->unit, b->unit);
}

/* ---- who takes part -------------------------------------------------------------------------------- */

/* Cases of one kind that count in this period: those reversed are taken off. */
static int64_t cases(const struct unit_score *s, enum fact_kind kind)
{
	int64_t n = 0;
	for (size_t i = 0; i < s->n_lines; i++)
		for (size_t k = 0; s->lines[i].stage == STAGE_ENTRIES && k < s->lines[i].n_entries; k++) {
			const struct rule_entry *e = s->lines[i].entries[k];
			if (e->kind == kind)
				n += e->reverses.n ? -1 : 1;
		}
	return n;
}

static enum rc item_points(struct ctx *cx, const struct unit_score *s, struct sv name, struct dec *ret)
{
	*ret = (struct dec){0};
	for (size_t i = 0; i < s->n_lines; i++)
		if (s->lines[i].item && sv_eq(s->lines[i].item->name, name))
			TRY(scorer_add(cx, ret, s->lines[i].points));
	return RC_OK;
}

static enum rc tie_key(struct ctx *cx, const struct rule *r, const struct unit_score *s, const struct rule_tie *t, struct dec *ret)
{
	int64_t n = cases(s, t->fact);
	*ret = DEC(t->kind == TIE_FEWER ? -n : n);
	if (t->kind == TIE_CLASS)
		*ret = s->classes[rule_class_of(r, t->name) - r->classes].score;
	if (t->kind == TIE_PART)
		for (size_t i = 0; i < r->n_parts; i++)
			if (sv_eq(r->parts[i].name, t->name))
				*ret = s->parts[i];
	return t->kind == TIE_ITEM ? item_points(cx, s, t->name, ret) : RC_OK;
}

static enum rc tie_keys(struct ctx *cx, const struct rule *r, const struct unit_score *s, struct rank_row *row)
{
	row->n_keys = r->n_tie;
	for (int i = 0; i < r->n_tie; i++)
		TRY(tie_key(cx, r, s, &r->tie[i], &row->keys[i]));
	return RC_OK;
}

static enum rc take_units(struct ctx *cx, const struct score_sheet *sheet, const struct board_unit *units,
			  size_t n, struct board *b)
{
	const void **scores = NEW(cx->a, const void *, sheet->n + 1),
		   **by_id = NEW(cx->a, const void *, n + 1);
	for (size_t i = 0; i < sheet->n; i++)
		scores[i] = &sheet->scores[i];
	core_sort(cx->a, scores, sheet->n, score_cmp);
	for (size_t i = 0; i < n; i++)
		by_id[i] = &units[i];
	core_sort(cx->a, by_id, n, unit_cmp);
	b->rows = NEW(cx->a, struct board_row, n + 1);
	b->exempt = NEW(cx->a, const struct board_unit *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct board_unit *u = by_id[i];
		struct unit_score key = {.unit = u->unit};
		const struct unit_score *s = core_find(scores, sheet->n, &key, score_cmp);
		if (i && unit_cmp(by_id[i - 1], u) == 0)
			return fail(cx, RC_INVALID, "board.unit_twice",
				    N_("unit %.*s is in the group twice; list it once"), SV_ARG(u->unit));
		if (u->exempt_no.n) {
			b->exempt[b->n_exempt++] = u;
			continue;
		}
		if (u->exempt_why.n)
			return fail(cx, RC_INVALID, "board.exempt",
				    N_("unit %.*s is exempt without a document; give the number of the "
				       "approval or rank it"),
				    SV_ARG(u->unit));
		if (!s)
			return fail(cx, RC_INVALID, "board.no_score",
				    N_("unit %.*s has no score; compose the period for the whole group"),
				    SV_ARG(u->unit));
		struct board_row *r = &b->rows[b->n++];
		r->rank = (struct rank_row){.unit = u->unit,
					    .score = s->total,
					    .order = u->order,
					    .unranked = s->unranked || s->out,
					    .previous = u->previous};
		TRY(tie_keys(cx, b->rule, s, &r->rank));
		r->grade = -1;
		r->score = s;
		r->unit = u;
	}
	return RC_OK;
}

static void sort_exempt(struct arena *a, struct board *b)
{
	const void **v = NEW(a, const void *, b->n_exempt + 1);
	for (size_t i = 0; i < b->n_exempt; i++)
		v[i] = b->exempt[i];
	core_sort(a, v, b->n_exempt, order_cmp);
	for (size_t i = 0; i < b->n_exempt; i++)
		b->exempt[i] = v[i];
}

/* rank_rows sorts its own array; the rest of each row follows by unit. */
static void rank(struct arena *a, struct board *b)
{
	struct rank_row *ranks = NEW(a, struct rank_row, b->n + 1);
	struct board_row *rows = NEW(a, struct board_row, b->n + 1);
	const void **by_id = NEW(a, const void *, b->n + 1);
	for (size_t i = 0; i < b->n; i++) {
		ranks[i] = b->rows[i].rank;
		by_id[i] = b->rows[i].unit; /* still in the order of their ids */
	}
	rank_rows(a, ranks, b->n, b->rule->ranking);
	for (size_t i = 0; i < b->n; i++) {
		size_t lo = 0, hi = b->n;
		while (lo + 1 < hi) {
			size_t mid = lo + (hi - lo) / 2;
			if (sv_cmp(((const struct board_unit *)by_id[mid])->unit, ranks[i].unit) <= 0)
				lo = mid;
			else
				hi = mid;
		}
		rows[i] = b->rows[lo];
		rows[i].rank = ranks[i];
		b->n_ranked += !ranks[i].unranked;
	}
	b->rows = rows;
}

/* ---- red and black --------------------------------------------------------------------------------- */

static bool counted(const struct board *b, const struct rule_cut *c, int ahead, int tied)
{
	int seats = c->count ? c->count : board_quota(b->rule, b->n_ranked, c->share);
	return !c->by_count || board_within(b->rule, seats, ahead, tied);
}

static void cut(struct board *b)
{
	const struct rule *r = b->rule;
	for (size_t i = 0; i < b->n; i++) {
		struct board_row *w = &b->rows[i];
		const struct rank_row *k = &w->rank;
		if (k->unranked) {
			w->side = w->score->black ? SIDE_BLACK : SIDE_NONE;
			continue;
		}
		int tied = b->n_ranked - k->better - k->worse;
		bool red = (r->red.by_count || r->red.by_score) && counted(b, &r->red, k->better, tied) &&
			   (!r->red.by_score || dec_cmp(k->score, r->red.score) >= 0);
		bool black = (r->black.by_count || r->black.by_score) &&
			     counted(b, &r->black, k->worse, tied) &&
			     (!r->black.by_score || dec_cmp(k->score, r->black.score) < 0);
		w->both = red && black && !w->score->not_red;
		if (w->both)
			red = black = false;
		red = red && !w->score->not_red;
		black = black || w->score->black;
		w->side = black ? SIDE_BLACK : red ? SIDE_RED : SIDE_NONE;
		w->mover = r->movers > 0 && k->moved && k->gained >= r->movers && w->side != SIDE_BLACK;
	}
	for (size_t i = 0; i < b->n; i++) {
		b->rows[i].still = b->rows[i].unit->n_unrepaired > 0;
		b->n_red += b->rows[i].side == SIDE_RED;
		b->n_black += b->rows[i].side == SIDE_BLACK;
	}
}

/* ---- reasons --------------------------------------------------------------------------------------- */

struct weight {
	const struct rule_item *item;
	const struct rule_line *line;
	struct dec points;
};

/* Points per line of the rule beyond base, marks and rates: gross, so that a credit of the same item does not hide a
 * debit.  What a reversal or a cap gave back belongs to its line. */
static enum rc weigh(struct ctx *cx, const struct unit_score *s, struct weight *w, size_t *ret_n)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct score_line *l = &s->lines[i];
		size_t k = 0;
		if (!l->line || l->line->kind != LINE_EACH)
			continue;
		while (k < n && w[k].line != l->line)
			k++;
		if (k == n)
			w[n++] = (struct weight){.item = l->item, .line = l->line};
		TRY(scorer_add(cx, &w[k].points, l->points));
	}
	*ret_n = n;
	return RC_OK;
}

/* "反弹 -4": by what happened; by the item where it holds nothing else or a person found it, by both where it happens in
 * other items too. */
static void say_weight(struct arena *a, struct buf *b, const struct weight *w, size_t n, const struct weight *best)
{
	const struct fact_word *fact = fact_word(best->line->fact);
	bool several = false;
	for (size_t i = 0; i < n; i++)
		several |= w[i].line->fact == best->line->fact && w[i].item != best->item;
	buf_puts(b, b->n ? "；" : "");
	if (fact->manual || best->item->n_lines == 1)
		buf_printf(b, "%.*s", SV_ARG(best->item->name));
	else if (several)
		buf_printf(b, "%.*s（%s）", SV_ARG(best->item->name), fact->zh);
	else
		buf_puts(b, fact->zh);
	buf_printf(b, " %.*s", SV_ARG(rule_signed(a, best->points)));
}

/* The lines that weighed most, what was given for red, what was taken for black; the first in the rule among equals. */
static enum rc reason(struct ctx *cx, const struct board_row *r, struct sv *ret)
{
	struct arena *a = cx->a;
	struct weight *w = NEW(a, struct weight, r->score->n_lines + 1);
	struct buf b = buf_new(a, 8192);
	size_t n;
	TRY(weigh(cx, r->score, w, &n));
	bool red = r->side != SIDE_BLACK;
	if (r->side == SIDE_BLACK && r->score->veto && r->score->black)
		buf_printf(&b, "%.*s（%.*s）", SV_ARG(r->score->veto->name), SV_ARG(r->score->veto->basis));
	for (int k = 0; k < REASONS_MAX; k++) {
		struct weight *best = NULL;
		for (size_t i = 0; i < n; i++)
			if (red ? w[i].points.u > 0 && (!best || w[i].points.u > best->points.u)
				: w[i].points.u < 0 && (!best || w[i].points.u < best->points.u))
				best = &w[i];
		if (!best)
			break;
		say_weight(a, &b, w, n, best);
		best->points = (struct dec){0};
	}
	*ret = buf_sv(&b);
	return RC_OK;
}

static enum rc middle(struct ctx *cx, struct board *b, int places)
{
	size_t n = (size_t)b->n_ranked;
	if (n == 0)
		return RC_OK;
	struct dec hi = b->rows[(n - 1) / 2].rank.score, lo = b->rows[n / 2].rank.score, half;
	/* hi/2 + lo/2, rounded once: the halves are taken apart so that their sum cannot overflow. */
	TRY(scorer_minus(cx, hi, lo, &half));
	if (!rule_muldiv(half, DEC(1), DEC(2), 6, &half))
		return scorer_overflow(cx);
	TRY(scorer_add(cx, &lo, half));
	b->median = dec_round(lo, places);
	return RC_OK;
}

enum rc board_compose(struct ctx *cx, const struct score_sheet *sheet, const struct board_unit *units,
		      size_t n, int published, struct board *ret)
{
	struct board b = {.rule = sheet->rule, .bands = BANDS_NOT_ASKED};
	TRY(take_units(cx, sheet, units, n, &b));
	sort_exempt(cx->a, &b);
	rank(cx->a, &b);
	cut(&b);
	TRY(board_yields(cx, &b));
	for (size_t i = 0; i < b.n; i++)
		if (b.rows[i].side != SIDE_NONE || b.rows[i].mover)
			TRY(reason(cx, &b.rows[i], &b.rows[i].reason));
	TRY(middle(cx, &b, b.rule->places[ROUND_TOTAL]));
	b.circular = rule_circular(b.rule, published);
	*ret = b;
	return RC_OK;
}
