#include "core/score/ranking.h"

#include "core/rule_sort.h"

static struct rank_key key_at(struct rank_chain chain, size_t i)
{
	return chain.keys[i < chain.n ? i : chain.n - 1];
}

static const struct mark *mark_at(const struct rank_entry *e, size_t i)
{
	return i < e->n && e->keys[i].null == MARK_GIVEN ? &e->keys[i] : NULL;
}

static int key_cmp(const struct mark *a, const struct mark *b, struct rank_key key)
{
	if (!a || !b)
		return (a == NULL) - (b == NULL);
	struct rounding to = { ROUND_HALF_UP, key.decimals };
	int c = dec_cmp(dec_rounded(a->value, to), dec_rounded(b->value, to));
	return key.ascending ? c : -c;
}

/* How many keys have to be looked at before the two differ; *ret_cmp is 0 when they never do. */
static size_t separate(const struct rank_entry *a, const struct rank_entry *b, struct rank_chain chain, size_t n_keys,
		       int *ret_cmp)
{
	size_t i = 0;
	*ret_cmp = 0;
	while (i < n_keys && *ret_cmp == 0) {
		*ret_cmp = key_cmp(mark_at(a, i), mark_at(b, i), key_at(chain, i));
		i++;
	}
	return i;
}

int rank_cmp(const struct rank_entry *a, const struct rank_entry *b, struct rank_chain chain, size_t n_keys)
{
	int c;
	separate(a, b, chain, n_keys, &c);
	return c;
}

struct ranked {
	struct rank_entry *entry;
	size_t at, n_keys;
	struct rank_chain chain;
};

static int ranked_cmp(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	return rank_cmp(a->entry, b->entry, a->chain, a->n_keys);
}

/* Places 1-based of the tie order[from..to); `dense` counts the ties so far. */
static struct dec place_of(enum rank_kind kind, size_t at, size_t from, size_t to, int dense)
{
	switch (kind) {
	case RANK_MODIFIED:
		return DEC((int64_t)to);
	case RANK_DENSE:
		return DEC(dense);
	case RANK_ORDINAL:
		return DEC((int64_t)at + 1);
	case RANK_FRACTIONAL:
		return (struct dec){ (int64_t)(from + 1 + to) * (DEC_ONE / 2) };
	case RANK_COMPETITION:
	default:
		return DEC((int64_t)from + 1);
	}
}

static struct sv keys_text(struct trace *tr, const struct rank_entry *e, size_t n, struct rank_chain chain)
{
	struct sv text = SV_NONE;
	for (size_t i = 0; i < n; i++) {
		const struct mark *m = mark_at(e, i);
		struct rounding to = { ROUND_HALF_UP, key_at(chain, i).decimals };
		text = trace_join(tr, text, ", ", m ? trace_dec(tr, dec_rounded(m->value, to)) : SV("-"));
	}
	return text;
}

static struct sv name_of(struct trace *tr, const struct rank_entry *e, size_t at)
{
	return e->name.n ? e->name : trace_text(tr, "rows[%zu]", at);
}

/* For whom a tie was broken, by which key. */
static void note_neighbours(const void *const *order, size_t n, struct rank_chain chain, size_t n_keys)
{
	for (size_t i = 0; i + 1 < n; i++) {
		const struct ranked *one = order[i], *next = order[i + 1];
		int c, looked = (int)separate(one->entry, next->entry, chain, n_keys, &c) - 1;
		if (one->entry->decided_by < looked)
			one->entry->decided_by = looked;
		if (next->entry->decided_by < looked)
			next->entry->decided_by = looked;
	}
}

static size_t widest(const struct rank_entry *entries, size_t n, struct rank_chain chain)
{
	size_t keys = chain.n;
	for (size_t i = 0; i < n; i++)
		keys = entries[i].n > keys ? entries[i].n : keys;
	return keys;
}

void rank_entries(struct arena *a, struct rank_entry *entries, size_t n, struct rank_chain chain, enum rank_kind kind,
		  struct trace *tr, size_t *ret_order)
{
	struct ranked *all = NEW(a, struct ranked, n + 1);
	const void **order = NEW(a, const void *, n + 1);
	size_t n_keys = widest(entries, n, chain), ranked = 0;
	for (size_t i = 0; i < n; i++) {
		struct rank_entry *e = &entries[i];
		e->place = DEC(0);
		e->tied = 0;
		e->tie_group = e->decided_by = 0;
		e->unranked = !mark_at(e, 0);
		ranked += !e->unranked;
		all[i] = (struct ranked){ e, i, n_keys, chain };
		order[i] = &all[i];
	}
	core_sort(a, order, n, ranked_cmp);
	note_neighbours(order, ranked, chain, n_keys);
	int dense = 0;
	for (size_t from = 0, to; from < ranked; from = to) {
		for (to = from + 1; to < ranked && ranked_cmp(order[from], order[to]) == 0;)
			to++;
		dense++;
		for (size_t i = from; i < to; i++) {
			const struct ranked *r = order[i];
			r->entry->place = place_of(kind, i, from, to, dense);
			r->entry->tie_group = dense;
			r->entry->tied = to - from;
			trace_add(tr, "rank", name_of(tr, r->entry, r->at),
				  keys_text(tr, r->entry, (size_t)r->entry->decided_by + 1, chain),
				  trace_dec(tr, r->entry->place));
		}
	}
	for (size_t i = 0; i < n; i++)
		ret_order[i] = ((const struct ranked *)order[i])->at;
}

bool quota_of(int64_t n, struct dec rate, enum quota_rounding how, int64_t *ret)
{
	wide exact = (wide)n * rate.u, half = how == QUOTA_HALF_UP ? DEC_ONE / 2 : how == QUOTA_CEIL ? DEC_ONE - 1 : 0;
	if (n < 0 || rate.u < 0 || (exact + half) / DEC_ONE > INT64_MAX)
		return false;
	*ret = (int64_t)((exact + half) / DEC_ONE);
	return true;
}

void select_quota(struct arena *a, struct rank_entry *entries, size_t n, struct rank_chain chain, size_t quota,
		  enum quota_ties ties, struct trace *tr, size_t *ret_order, enum quota_choice *ret)
{
	rank_entries(a, entries, n, chain, RANK_COMPETITION, tr, ret_order);
	size_t ranked = 0, n_keys = ties == QUOTA_TIEBREAK ? widest(entries, n, chain) : 1;
	for (size_t i = 0; i < n; i++) {
		ret[i] = QUOTA_OUT;
		ranked += !entries[i].unranked;
	}
	if (quota > ranked)
		quota = ranked;
	const struct rank_entry *last = quota ? &entries[ret_order[quota - 1]] : NULL;
	bool tie = quota && quota < ranked && rank_cmp(last, &entries[ret_order[quota]], chain, n_keys) == 0;
	enum quota_choice at_cut = !tie || ties == QUOTA_INCLUDE ? QUOTA_IN : ties == QUOTA_EXCLUDE ? QUOTA_OUT : QUOTA_DRAW;
	for (size_t i = 0; quota && i < ranked; i++) {
		size_t at = ret_order[i];
		int c = rank_cmp(&entries[at], last, chain, n_keys);
		if (c < 0 || (c == 0 && tie) || i < quota)
			ret[at] = c == 0 && tie ? at_cut : QUOTA_IN;
	}
	struct sv cut = last ? keys_text(tr, last, n_keys, chain) : SV("-");
	cut = trace_join(tr, trace_text(tr, "quota %zu", quota), ", cut at ", cut);
	for (size_t i = 0; i < ranked; i++) {
		static const char *const names[] = { "out", "in", "draw" };
		size_t at = ret_order[i];
		trace_add(tr, "select", name_of(tr, &entries[at], at), cut, sv_of(names[ret[at]]));
	}
}
