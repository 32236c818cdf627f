#include "verify/place.h"

#include "base/buf.h"

#include <stdlib.h>

/* Ranked before unranked before exempt; then the higher total; then the official order. */
static int row_cmp(const void *x, const void *y)
{
	const struct vf_row *a = x, *b = y;
	int s = a->score ? a->score->unranked : 2, t = b->score ? b->score->unranked : 2;
	if (s != t)
		return s - t;
	if (s == 0 && a->score->total != b->score->total)
		return a->score->total > b->score->total ? -1 : 1;
	return a->unit < b->unit ? -1 : a->unit > b->unit; /* units stand in their official order */
}

static void give_places(const struct vf_rule *u, struct vf_board *b)
{
	int64_t dense = 0;
	for (size_t i = 0, k; i < b->n_ranked; i = k) {
		for (k = i + 1; k < b->n_ranked && b->row[k].score->total == b->row[i].score->total;)
			k++;
		dense++;
		for (size_t j = i; j < k; j++) {
			struct vf_row *r = &b->row[j];
			r->tied = k - i > 1;
			r->better = (int64_t)i;
			r->worse = (int64_t)(b->n_ranked - k);
			r->place = u->ranking == VF_SHARED_DENSE	   ? dense
				   : u->ranking == VF_UNORDERED && r->tied ? 0
									   : (int64_t)i + 1;
			r->moved = r->unit->previous > 0 && r->place > 0;
			r->gained = r->moved ? r->unit->previous - r->place : 0;
		}
	}
}

/* Within a number of places: who is tied at its edge comes in with the others, or, if the rule says so, none of them. */
static bool listed(const struct vf_rule *u, const struct vf_cut *c, int64_t ahead, int64_t tied)
{
	return !c->by_count || (u->ties_cut ? ahead + tied <= c->count : ahead < c->count);
}

static void cut_one(const struct vf_rule *u, const struct vf_board *b, struct vf_row *r)
{
	const struct vf_score *s = r->score;
	int64_t tied = (int64_t)b->n_ranked - r->better - r->worse;
	bool red = (u->red.by_count || u->red.by_score) && listed(u, &u->red, r->better, tied) &&
		   (!u->red.by_score || s->total >= u->red.score);
	bool black = (u->black.by_count || u->black.by_score) && listed(u, &u->black, r->worse, tied) &&
		     (!u->black.by_score || s->total < u->black.score);
	r->both = red && black && !s->not_red;
	r->black = (black && !r->both) || s->black;
	r->red = red && !r->both && !s->not_red && !r->black;
	r->mover = u->movers > 0 && r->moved && r->gained >= u->movers && !r->black;
}

void vf_place(struct arena *a, const struct vf_proof *p, const struct vf_score *scores, struct vf_board *ret)
{
	struct vf_board b = { .row = NEW(a, struct vf_row, p->n_unit + 1), .n = p->n_unit };
	for (size_t i = 0; i < b.n; i++) {
		bool exempt = p->unit[i].exempt_no.n > 0;
		b.row[i] = (struct vf_row){ .unit = &p->unit[i], .score = exempt ? NULL : &scores[i] };
		b.n_ranked += !exempt && !scores[i].unranked;
	}
	qsort(b.row, b.n, sizeof(*b.row), row_cmp);
	give_places(&p->rule, &b);
	for (size_t i = 0; i < b.n; i++) {
		struct vf_row *r = &b.row[i];
		if (i < b.n_ranked)
			cut_one(&p->rule, &b, r);
		else if (r->score)
			r->black = r->score->black;
		b.n_red += r->red;
		b.n_black += r->black;
	}
	if (b.n_ranked) {
		/* Two halves, each rounded as a decimal is, then the whole as totals are. */
		vf_num hi = b.row[(b.n_ranked - 1) / 2].score->total, lo = b.row[b.n_ranked / 2].score->total;
		b.median = vf_num_round(lo + vf_num_ratio(hi - lo, 2 * VF_ONE, 6), p->rule.places[VF_AT_TOTAL]);
	}
	*ret = b;
}

/* ---- why a unit is listed ----------------------------------------------------------------------------------------------
 */

enum { REASONS = 3 };

/* Points of an item beyond marks and rates: its lines stand together. */
static vf_num weight(const struct vf_score *s, size_t *at, const struct vf_item **ret)
{
	vf_num sum = 0;
	*ret = NULL;
	for (; *at < s->n; (*at)++) {
		const struct vf_sum *l = &s->line[*at];
		if (!l->clause || l->clause->kind != VF_EACH)
			continue;
		if (*ret && *ret != l->item)
			break;
		*ret = l->item;
		sum += l->points;
	}
	return sum;
}

struct sv vf_reason(struct arena *a, const struct vf_row *row)
{
	const struct vf_score *s = row->score;
	const struct vf_item *said[REASONS];
	struct buf b = buf_new(a, 4096);
	if (!s || !(row->red || row->black || row->mover))
		return SV("");
	if (row->black && s->veto && s->black)
		buf_printf(&b, "%.*s（%.*s）", SV_ARG(s->veto->name), SV_ARG(s->veto->basis));
	for (int k = 0; k < REASONS; k++) {
		const struct vf_item *best = NULL, *item;
		vf_num most = 0, v;
		for (size_t at = 0; v = weight(s, &at, &item), item;) {
			bool again = false;
			for (int i = 0; i < k; i++)
				again |= said[i] == item;
			if (!again && (row->black ? v < most : v > most)) {
				best = item;
				most = v;
			}
		}
		if (!best)
			break;
		said[k] = best;
		buf_printf(&b, "%s%.*s %.*s", b.n ? "；" : "", SV_ARG(best->name), SV_ARG(vf_num_signed(a, most)));
	}
	return b.n ? buf_sv(&b) : SV("");
}
