#include "verify/place.h"

#include "base/buf.h"

#include <stdlib.h>

/* ---- 同分先比 --------------------------------------------------------------------------------------------------------- */

/* Cases of the period that count: one taken back in it takes one off. */
static vf_num cases_of(const struct vf_proof *p, const struct vf_score *s, int fact)
{
	vf_num n = 0;
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; s->line[i].step == STEP_ENTRIES && k < s->line[i].n; k++) {
			const struct vf_entry *e = s->line[i].entry[k];
			if (e->fact == fact && vf_in_period(p, e))
				n += e->reverses ? -1 : 1;
		}
	return n;
}

static vf_num item_points(const struct vf_score *s, struct sv name)
{
	vf_num sum = 0;
	for (size_t i = 0; i < s->n; i++)
		sum += s->line[i].item && sv_eq(s->line[i].item->name, name) ? s->line[i].points : 0;
	return sum;
}

static vf_num key_of(const struct vf_proof *p, const struct vf_score *s, const struct vf_tie *t)
{
	switch (t->kind) {
	case VF_TIE_CLASS:
		return s->part[t->no].score;
	case VF_TIE_PART:
		return s->portion[t->no];
	case VF_TIE_ITEM:
		return item_points(s, t->item);
	case VF_TIE_FEWER:
		return -cases_of(p, s, t->fact);
	case VF_TIE_MORE:
		break;
	}
	return cases_of(p, s, t->fact);
}

/* Above 0 where `b` goes first; 0 where nothing parts them. */
static int apart(const struct vf_row *a, const struct vf_row *b)
{
	if (a->score->total != b->score->total)
		return a->score->total > b->score->total ? -1 : 1;
	for (int i = 0; i < VF_KEYS; i++)
		if (a->key[i] != b->key[i])
			return a->key[i] > b->key[i] ? -1 : 1;
	return 0;
}

/* ---- places ------------------------------------------------------------------------------------------------------------ */

/* Ranked before unranked before exempt; then the higher total; then the official order. */
static int row_cmp(const void *x, const void *y)
{
	const struct vf_row *a = x, *b = y;
	int s = a->score ? a->unranked : 2, t = b->score ? b->unranked : 2;
	if (s != t)
		return s - t;
	int c = s == 0 ? apart(a, b) : 0;
	return c ? c : a->unit < b->unit ? -1 : a->unit > b->unit; /* units stand in their official order */
}

static void give_places(const struct vf_rule *u, struct vf_board *b)
{
	int64_t dense = 0;
	for (size_t i = 0, k; i < b->n_ranked; i = k) {
		for (k = i + 1; k < b->n_ranked && apart(&b->row[i], &b->row[k]) == 0;)
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

bool vf_within(const struct vf_rule *u, int64_t seats, int64_t ahead, int64_t tied)
{
	return u->ties_cut ? ahead + tied <= seats : ahead < seats;
}

static bool listed(const struct vf_rule *u, const struct vf_board *b, const struct vf_cut *c, int64_t ahead, int64_t tied)
{
	return !c->by_count || vf_within(u, c->by_share ? vf_quota_of(u, b->n_ranked, c->share) : c->count, ahead, tied);
}

static void cut_one(const struct vf_rule *u, const struct vf_board *b, struct vf_row *r)
{
	const struct vf_score *s = r->score;
	int64_t tied = (int64_t)b->n_ranked - r->better - r->worse;
	bool red = (u->red.by_count || u->red.by_score) && listed(u, b, &u->red, r->better, tied) &&
		   (!u->red.by_score || s->total >= u->red.score);
	bool black = (u->black.by_count || u->black.by_score) && listed(u, b, &u->black, r->worse, tied) &&
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
		struct vf_row *r = &b.row[i];
		*r = (struct vf_row){ .unit = &p->unit[i], .score = exempt ? NULL : &scores[i], .step = SV(""), .light = "" };
		r->unranked = !exempt && (scores[i].unranked || scores[i].out);
		b.n_ranked += !exempt && !r->unranked;
		for (size_t k = 0; !exempt && k < p->rule.n_tie; k++)
			r->key[k] = key_of(p, r->score, &p->rule.tie[k]);
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
	vf_yield(&p->rule, &b);
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

/* Points of what each clause counts by the case; marks and rates are told by nobody. */
static vf_num given(const struct vf_score *s, const struct vf_clause *c)
{
	vf_num sum = 0;
	for (size_t i = 0; i < s->n; i++)
		sum += s->line[i].clause == c ? s->line[i].points : 0;
	return sum;
}

/* Called by what happened; by its item where that has one clause alone or a person found it; by both where it happens in
 * other items too. */
static void call(struct buf *b, const struct vf_score *s, const struct vf_sum *l)
{
	const struct vf_fact *fact = &vf_facts[l->clause->fact];
	bool elsewhere = false;
	for (size_t i = 0; i < s->n; i++) {
		const struct vf_sum *x = &s->line[i];
		elsewhere |= x->clause && x->clause->kind == VF_EACH && x->clause->fact == l->clause->fact && x->item != l->item;
	}
	bool item = fact->by_hand || l->item->n == 1;
	if (item || elsewhere)
		buf_put(b, l->item->name);
	if (!item)
		buf_printf(b, elsewhere ? "（%s）" : "%s", fact->zh);
}

struct sv vf_reason(struct arena *a, const struct vf_row *row)
{
	const struct vf_score *s = row->score;
	const struct vf_clause *said[REASONS];
	struct buf b = buf_new(a, 1 << 16);
	for (size_t i = 0; s && i < s->n_gap; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "缺", SV_ARG(s->gap[i]));
	if (b.n)
		return buf_sv(&b);
	if (!s || !(row->red || row->black || row->mover))
		return SV("");
	if (row->black && s->veto && s->black)
		buf_printf(&b, "%.*s（%.*s）", SV_ARG(s->veto->name), SV_ARG(s->veto->basis));
	for (int k = 0; k < REASONS; k++) {
		const struct vf_sum *best = NULL;
		vf_num most = 0;
		for (size_t i = 0; i < s->n; i++) {
			const struct vf_clause *c = s->line[i].clause;
			bool again = !c || c->kind != VF_EACH;
			for (int n = 0; n < k && !again; n++)
				again = said[n] == c;
			vf_num v = again ? 0 : given(s, c);
			if (row->black ? v < most : v > most) {
				best = &s->line[i];
				most = v;
			}
		}
		if (!best)
			break;
		said[k] = best->clause;
		buf_puts(&b, b.n ? "；" : "");
		call(&b, s, best);
		buf_printf(&b, " %.*s", SV_ARG(vf_num_signed(a, most)));
	}
	return b.n ? buf_sv(&b) : SV("");
}
