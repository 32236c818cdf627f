#include "verify/entry.h"

#include <stdlib.h>

/* ---- links ------------------------------------------------------------------------------------------------------- */

static int id_cmp(const void *x, const void *y)
{
	const struct vf_entry *a = *(struct vf_entry *const *)x, *b = *(struct vf_entry *const *)y;
	return a->id < b->id ? -1 : a->id > b->id;
}

static void place_entry(const struct vf_proof *p, struct vf_entry *e)
{
	const struct vf_rule *u = &p->rule;
	size_t place = 0;
	for (size_t i = 0; i < u->n; i++)
		for (size_t k = 0; k < u->class[i].n; place += u->class[i].item[k++].n) {
			const struct vf_item *item = &u->class[i].item[k];
			if (e->clause || !sv_eq(item->name, e->item) || !sv_eq(u->class[i].name, e->class))
				continue;
			e->clause = vf_clause_of(item, e->fact);
			if (e->clause)
				e->place = place + (size_t)(e->clause - item->clause);
		}
	if (e->clause)
		return;
	e->place = place;
	for (size_t i = 0; i < u->n_veto; i++)
		if (e->fact == VF_VETO && sv_eq(u->veto[i].name, e->item))
			e->veto = &u->veto[i];
}

static bool link_one(struct vf_report *r, struct vf_entry *b, struct vf_entry **by_id, size_t n)
{
	struct vf_entry probe = { .id = b->reverses }, *key = &probe;
	struct vf_entry **found = bsearch(&key, by_id, n, sizeof(struct vf_entry *), id_cmp), *a = found ? *found : NULL;
	if (!a || a->reverses || a->undone || a->unit != b->unit || a->fact != b->fact || a->points != -b->points ||
	    b->day.n < a->day.n || !sv_eq(a->class, b->class) || !sv_eq(a->item, b->item) || !sv_eq(a->source, b->source) ||
	    a->assist != b->assist)
		return vf_wrong(
			r, "冲销：分录 %lld 不是它所冲销的 %lld 的正好相反，或后者已冲销过",
			"Reversals: entry %lld is not the exact opposite of %lld, or that one was taken back already",
			(long long)b->id, (long long)b->reverses);
	a->undone = b;
	b->target = a;
	b->origin = a->day;
	return true;
}

bool vf_check_reversals(struct vf_report *r, struct vf_proof *p)
{
	struct vf_entry **by_id = NEW(r->a, struct vf_entry *, p->n_entry + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->n_entry; i++) {
		by_id[i] = &p->entry[i];
		place_entry(p, &p->entry[i]);
		for (size_t k = 0; k < p->n_unit; k++)
			if (p->unit[k].id == p->entry[i].unit)
				p->entry[i].unit_no = k + 1;
	}
	qsort(by_id, p->n_entry, sizeof(struct vf_entry *), id_cmp);
	for (size_t i = 1; i < p->n_entry; i++)
		if (by_id[i - 1]->id == by_id[i]->id)
			return vf_wrong(r, "分录：%lld 出现两次", "Entries: %lld stands twice", (long long)by_id[i]->id);
	for (size_t i = 0; i < p->n_entry; i++) {
		if (p->entry[i].reverses && !link_one(r, &p->entry[i], by_id, p->n_entry))
			return false;
		n += p->entry[i].reverses != 0;
	}
	vf_right(r, "冲销：%zu 笔，各与原分录正好相反", "Reversals: %zu, each the exact opposite of its entry", n);
	return true;
}

/* ---- which count -------------------------------------------------------------------------------------------------- */

static int by(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int work_cmp(const void *x, const void *y)
{
	const struct vf_entry *a = *(const struct vf_entry *const *)x, *b = *(const struct vf_entry *const *)y;
	int c = by((int64_t)a->unit_no, (int64_t)b->unit_no);
	c = c ? c : by((int64_t)a->place, (int64_t)b->place);
	c = c ? c : by(a->origin.n, b->origin.n);
	c = c ? c : by(a->day.n, b->day.n);
	c = c ? c : sv_cmp(a->source, b->source);
	c = c ? c : by(a->fact, b->fact);
	return c ? c : sv_cmp(a->id_text, b->id_text);
}

/* What closed periods gave as marks and rates is not counted again; nor is what another version of the rule alone knew. */
static bool counts(const struct vf_proof *p, const struct vf_entry *e)
{
	bool each = e->clause && e->clause->kind == VF_EACH, closed = e->reverses && e->origin.n < p->from.n;
	return e->day.n <= p->to.n && e->unit_no && (e->clause || e->veto) && (each || !closed);
}

const struct vf_entry **vf_counted(struct vf_report *r, const struct vf_proof *p, size_t *ret_n)
{
	const struct vf_entry **w = NEW(r->a, const struct vf_entry *, p->n_entry + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->n_entry; i++)
		if (counts(p, &p->entry[i]))
			w[n++] = &p->entry[i];
	qsort(w, n, sizeof(*w), work_cmp);
	*ret_n = n;
	return w;
}

/* ---- by the rule ---------------------------------------------------------------------------------------------------- */

static const struct vf_act *adoption(const struct vf_proof *p)
{
	const struct vf_act *found = NULL;
	for (size_t i = 0; i < p->n_act; i++)
		if (sv_is(p->act[i].act, "ruleset.adopt") && p->act[i].subject == js_get_int(p->facts, "ruleset", 0))
			found = &p->act[i];
	return found;
}

/* 按比例: the fact names the unit's share, which does not stand here: no more than the whole, and on its side of zero. */
static bool by_share(const struct vf_rule *u, const struct vf_entry *e, vf_num *ret)
{
	vf_num whole = vf_num_round(e->clause->points, u->places[VF_AT_ENTRY]);
	*ret = whole;
	return vf_num_round(e->points, u->places[VF_AT_ENTRY]) == e->points &&
	       (whole > 0 ? e->points >= 0 && e->points <= whole : e->points <= 0 && e->points >= whole);
}

/* What this rule gives for the fact; of a mark, whether it lies within its bounds. */
static bool points_right(const struct vf_proof *p, const struct vf_entry *e, vf_num *ret)
{
	const struct vf_rule *u = &p->rule;
	int places = u->places[VF_AT_ENTRY];
	const struct vf_clause *c = e->clause;
	*ret = 0;
	if (e->veto)
		return e->points == 0 && e->class.n == 0 && e->day.n <= e->veto->until.n;
	if (c->kind == VF_VALUE) {
		*ret = c->points;
		return e->points >= 0 && e->points <= vf_num_round(c->points, places) &&
		       vf_num_round(e->points, places) == e->points;
	}
	if (c->kind == VF_EACH && u->by_ratio)
		return by_share(u, e, ret);
	if (c->kind == VF_EACH)
		*ret = e->assist ? vf_num_ratio(c->points * u->assist, 100 * VF_ONE * VF_ONE, places)
				 : vf_num_round(c->points, places);
	return e->points == *ret;
}

/* The act that made it, before the composition read; what a hand judged was confirmed by another one. */
static bool act_right(const struct vf_proof *p, const struct vf_entry *e)
{
	const struct vf_act *made = vf_act_of(p, e->made), *counted = vf_act_of(p, e->counted);
	int64_t read = js_get_int(p->facts, "read_seq", 0);
	if (!made || !counted || e->made > e->counted || e->counted > read)
		return false;
	bool taken_back = sv_is(made->act, "entry.reverse");
	if (e->reverses ? !taken_back || made->subject != e->reverses
			: !taken_back && (made->subject != e->id ||
					  !(sv_is(made->act, "entry.post") || sv_is(made->act, "entry.propose"))))
		return false;
	/* A ruling on an objection is the second person already. */
	bool waited = vf_facts[e->fact].by_hand && !e->reverses && !(taken_back && made->actor == 0);
	if (e->counted == e->made)
		return !waited;
	return waited && sv_is(counted->act, "entry.confirm") && counted->subject == e->id && counted->actor != made->actor;
}

void vf_check_entries(struct vf_report *r, const struct vf_proof *p)
{
	const struct vf_act *adopted = adoption(p);
	struct arena *a = r->a;
	size_t earlier = 0;
	for (size_t i = 0; i < p->n_entry; i++) {
		const struct vf_entry *e = &p->entry[i];
		const struct vf_unit *u = vf_unit_of(p, e->unit);
		vf_num should = 0;
		if (!u || !act_right(p, e)) {
			vf_wrong(r, "分录：%lld（%.*s，%.*s）与记录它的动作不符",
				 "Entries: %lld (%.*s, %.*s) does not go with the act that made it", (long long)e->id,
				 SV_ARG(u ? u->name : SV("?")), SV_ARG(e->item));
			return;
		}
		/* What came before this version's adoption or its first day was counted by the version of then. */
		if (e->reverses || !adopted || e->made < adopted->seq || e->day.n < p->rule.from.n) {
			earlier += !e->reverses;
			continue;
		}
		if ((e->clause || e->veto) && points_right(p, e, &should))
			continue;
		if (!e->clause && !e->veto)
			vf_wrong(r, "分录：%lld（%.*s，%.*s）在细则里没有对应的条款",
				 "Entries: no clause of the rule hears %lld (%.*s, %.*s)", (long long)e->id,
				 SV_ARG(u->name), SV_ARG(e->item));
		else
			vf_wrong(r, "分录：%lld（%.*s，%.*s）记 %.*s 分，按细则应为 %.*s",
				 "Entries: %lld (%.*s, %.*s) has %.*s points; the rule gives %.*s", (long long)e->id,
				 SV_ARG(u->name), SV_ARG(e->item), SV_ARG(vf_num_signed(a, e->points)),
				 SV_ARG(vf_num_signed(a, should)));
		return;
	}
	vf_right(r, "分录：%zu 笔逐笔按细则核对（其中 %zu 笔出自较早版本，照录）",
		 "Entries: all %zu checked against the rule, one by one (%zu of an earlier version taken as they stand)",
		 p->n_entry, earlier);
}

/* ---- rulings ----------------------------------------------------------------------------------------------------------
 */

void vf_check_rulings(struct vf_report *r, const struct vf_proof *p)
{
	size_t n = 0, upheld = 0;
	for (size_t i = 0; i < p->n_act; i++) {
		const struct vf_act *x = &p->act[i];
		if (!sv_is(x->act, "objection.rule") || !x->payload)
			continue;
		int64_t id = js_get_int(x->payload, "entry", 0);
		bool stands = false;
		n++;
		if (!sv_is(vf_text(x->payload, "state"), "upheld"))
			continue;
		upheld++;
		for (size_t k = 0; k < p->n_entry; k++)
			stands |= p->entry[k].id == id && !p->entry[k].undone;
		if (stands) {
			vf_wrong(r, "裁定：第 %lld 号裁定申诉成立，但分录 %lld 没有冲销",
				 "Rulings: row %lld upheld an objection, but entry %lld was not taken back",
				 (long long)x->seq, (long long)id);
			return;
		}
	}
	vf_right(r, "裁定：%zu 件，成立的 %zu 件都已改正", "Rulings: %zu; the %zu upheld were all carried out", n, upheld);
}
