#include "core/score/suppress.h"

#include "core/rule_sort.h"

const char *sup_reason_name(enum sup_reason r)
{
	static const char *const names[] = { "shown", "no_ballots", "below_k", "complement", "parent_hidden", "difference" };
	return names[r];
}

static int64_t weight(const struct sup *s, const uint64_t *set)
{
	int64_t sum = 0;
	for (size_t w = 0; w < s->words; w++)
		for (uint64_t left = set[w]; left; left &= left - 1)
			sum += s->leaf[w * 64 + (size_t)__builtin_ctzll(left)];
	return sum;
}

static bool inside(const struct sup *s, const uint64_t *a, const uint64_t *b)
{
	for (size_t w = 0; w < s->words; w++)
		if (a[w] & ~b[w])
			return false;
	return true;
}

static bool gives_away(const struct sup *s, int64_t rest)
{
	return rest > 0 && rest < s->k;
}

static int larger_first(const void *x, const void *y)
{
	const struct sup_set *a = x, *b = y;
	return a->count > b->count ? -1 : a->count < b->count;
}

/* What is left of `whole` without `part` (may be NULL) and every known set, largest first, that fits beside it:
 * the known parts together may say what none of them says alone. */
static int64_t rest_of(const struct sup *s, const void **known, const uint64_t *whole, const uint64_t *part)
{
	uint64_t *left = NEW(s->a, uint64_t, s->words);
	for (size_t w = 0; w < s->words; w++)
		left[w] = whole[w] & ~(part ? part[w] : 0);
	for (size_t i = 0; i < s->n_known; i++) {
		const struct sup_set *k = known[i];
		bool self = !part && inside(s, whole, k->leaves);
		if (self || !inside(s, k->leaves, left))
			continue;
		for (size_t w = 0; w < s->words; w++)
			left[w] &= ~k->leaves[w];
	}
	return weight(s, left);
}

static const void **largest_first(const struct sup *s)
{
	const void **known = NEW(s->a, const void *, s->n_known + 1);
	for (size_t i = 0; i < s->n_known; i++)
		known[i] = &s->known[i];
	core_sort(s->a, known, s->n_known, larger_first);
	return known;
}

/* One inside the other, and the difference a group below k. */
static bool differ_by_few(const struct sup *s, const struct sup_set *x, const struct sup_set *y)
{
	return (gives_away(s, y->count - x->count) && inside(s, x->leaves, y->leaves)) ||
	       (gives_away(s, x->count - y->count) && inside(s, y->leaves, x->leaves));
}

/* Would `set`, published beside what is known, give away a group below k?  `*ret` is the known set it is held against. */
static bool betrays(const struct sup *s, const struct sup_set *set, struct sv *ret)
{
	const void **known = largest_first(s);
	for (size_t i = 0; i < s->n_known + s->n_derived; i++) {
		const struct sup_set *k = i < s->n_known ? &s->known[i] : &s->derived[i - s->n_known];
		bool part = i < s->n_known && k->count > set->count && inside(s, set->leaves, k->leaves);
		*ret = k->name;
		if (differ_by_few(s, set, k) || (part && gives_away(s, rest_of(s, known, k->leaves, set->leaves))))
			return true;
	}
	*ret = SV("");
	return gives_away(s, rest_of(s, known, set->leaves, NULL));
}

static enum sup_reason judge(const struct sup *s, const struct sup_set *set, struct sv *ret_against)
{
	*ret_against = SV("");
	if (!set->count)
		return SUP_EMPTY;
	if (set->count < s->k)
		return SUP_SMALL;
	return betrays(s, set, ret_against) ? SUP_DIFFERENCE : SUP_SHOWN;
}

/* What `set` and a known one, the one inside the other, say about the rest. */
static void derive(struct sup *s, const struct sup_set *set, const struct sup_set *k)
{
	bool within = inside(s, set->leaves, k->leaves);
	const struct sup_set *big = within ? k : set, *small = within ? set : k;
	if (!inside(s, small->leaves, big->leaves) || big->count == small->count || s->n_derived == SUP_DERIVED)
		return;
	struct sup_set *d = &s->derived[s->n_derived++];
	*d = (struct sup_set){ .name = big->name, .leaves = NEW(s->a, uint64_t, s->words), .count = big->count - small->count };
	for (size_t w = 0; w < s->words; w++)
		d->leaves[w] = big->leaves[w] & ~small->leaves[w];
}

static void derive_from(struct sup *s, const struct sup_set *set, size_t n_known)
{
	for (size_t i = 0; i < n_known; i++)
		derive(s, set, &s->known[i]);
}

static void know(struct sup *s, const struct sup_set *set)
{
	s->known[s->n_known++] = *set;
}

static void trace_reason(const struct sup *s, const struct sup_set *set, enum sup_reason r, struct sv against)
{
	if (s->tr)
		trace_add(s->tr, r == SUP_SHOWN ? "show" : "hide", set->name,
			  arena_printf(s->a, "%lld, k = %lld%s%.*s", (long long)set->count, (long long)s->k, against.n ? ", against " : "",
				       SV_ARG(against)),
			  sv_of(sup_reason_name(r)));
}

/* What the hidden children of `parent` are together: anybody has it by subtraction. */
static struct sup_set hidden_together(const struct sup *s, const struct sup_node *nodes, size_t n, int parent)
{
	struct sup_set all = { .name = nodes[parent].set.name, .leaves = NEW(s->a, uint64_t, s->words) };
	for (size_t i = 0; i < n; i++) {
		if (nodes[i].parent != parent || nodes[i].reason == SUP_SHOWN)
			continue;
		for (size_t w = 0; w < s->words; w++)
			all.leaves[w] |= nodes[i].set.leaves[w];
		all.count += nodes[i].set.count;
	}
	return all;
}

static struct sup_node *smallest_shown(struct sup_node *nodes, size_t n, int parent)
{
	struct sup_node *least = NULL;
	for (size_t i = 0; i < n; i++)
		if (nodes[i].parent == parent && nodes[i].reason == SUP_SHOWN && (!least || nodes[i].set.count < least->set.count))
			least = &nodes[i];
	return least;
}

static void hide_children(struct sup *s, struct sup_node *nodes, size_t n, int parent)
{
	struct sv against;
	struct sup_node *more;
	for (size_t i = 0; i < n; i++)
		if (nodes[i].parent == parent)
			nodes[i].reason = nodes[parent].reason == SUP_SHOWN ? judge(s, &nodes[i].set, &nodes[i].against) : SUP_PARENT;
	if (nodes[parent].reason != SUP_SHOWN)
		return;
	struct sup_set together = hidden_together(s, nodes, n, parent);
	while (together.count && judge(s, &together, &against) != SUP_SHOWN && (more = smallest_shown(nodes, n, parent))) {
		more->reason = SUP_COMPLEMENT;
		more->against = against;
		together = hidden_together(s, nodes, n, parent);
	}
	derive_from(s, &together, s->n_before);
	for (size_t i = 0; i < n; i++)
		if (nodes[i].parent == parent && nodes[i].reason == SUP_SHOWN)
			derive_from(s, &nodes[i].set, s->n_before);
}

void suppress_tree(struct sup *s, struct sup_node *nodes, size_t n)
{
	if (!n)
		return;
	s->derived = NEW(s->a, struct sup_set, SUP_DERIVED);
	s->n_before = s->n_known;
	for (size_t i = 0; i < s->n_before; i++)
		derive_from(s, &s->known[i], i);
	nodes[0].reason = judge(s, &nodes[0].set, &nodes[0].against);
	if (nodes[0].reason == SUP_SHOWN)
		derive_from(s, &nodes[0].set, s->n_before);
	for (size_t i = 0; i < n; i++)
		if (!nodes[i].leaf)
			hide_children(s, nodes, n, (int)i);
	for (size_t i = 0; i < n; i++) {
		trace_reason(s, &nodes[i].set, nodes[i].reason, nodes[i].against);
		if (nodes[i].reason != SUP_SHOWN)
			continue;
		know(s, &nodes[i].set);
		struct sup_set together = hidden_together(s, nodes, n, (int)i);
		if (together.count && together.count < nodes[i].set.count)
			know(s, &together);
	}
}

enum sup_reason suppress_slice(struct sup *s, const struct sup_set *slice, struct sv *ret_against)
{
	enum sup_reason r = judge(s, slice, ret_against);
	if (r == SUP_SHOWN) {
		derive_from(s, slice, s->n_known);
		know(s, slice);
	}
	trace_reason(s, slice, r, *ret_against);
	return r;
}

enum sup_share suppress_share(int64_t part, int64_t whole, struct dec *ret_percent)
{
	struct dec hundred = DEC(100);
	*ret_percent = (struct dec){ 0 };
	if (!dec_muldiv_rounded(hundred, (struct dec){ part }, (struct dec){ whole }, (struct rounding){ ROUND_HALF_UP, 0 }, ret_percent))
		return SHARE_LEAST;
	return part * 20 >= whole * 19 ? SHARE_MOST : part * 20 <= whole ? SHARE_LEAST : SHARE_PLAIN;
}
