#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/prng.h"
#include "core/score/suppress.h"

enum { TOWNS = 4, VILLAGES = 3, LEAVES = TOWNS * VILLAGES, NODES = 1 + TOWNS + LEAVES, K = 5 };

struct county {
	struct sup s;
	struct sup_node nodes[NODES];
	uint64_t sets[NODES];
	int64_t leaf[LEAVES];
	struct sup_set known[2 * NODES + 8];
};

/* The county is node 0, town t node 1 + 4t, its villages behind it. */
static void invent(struct county *c, struct arena *a, struct prng *luck)
{
	memset(c, 0, sizeof(*c));
	c->s = (struct sup){ .a = a, .k = K, .words = 1, .leaf = c->leaf, .known = c->known };
	for (int i = 0; i < NODES; i++) {
		int town = (i - 1) / (VILLAGES + 1), inside = (i - 1) % (VILLAGES + 1);
		struct sup_node *n = &c->nodes[i];
		n->set = (struct sup_set){ .name = SV("part"), .leaves = &c->sets[i] };
		n->parent = i == 0 ? -1 : inside == 0 ? 0 : 1 + town * (VILLAGES + 1);
		n->leaf = i > 0 && inside > 0;
		if (!n->leaf)
			continue;
		int at = town * VILLAGES + inside - 1;
		c->leaf[at] = (int64_t)prng_below(luck, 12);
		for (int up = i; up >= 0; up = c->nodes[up].parent) {
			c->sets[up] |= UINT64_C(1) << at;
			c->nodes[up].set.count += c->leaf[at];
		}
	}
}

/* What is shown has k, and what is hidden of a shown parent is nobody, or k together. */
static void nothing_by_subtraction(void **state)
{
	(void)state;
	struct prng luck = { 21 };
	for (int round = 0; round < 500; round++) {
		struct arena a;
		struct county c;
		struct trace tr = { .a = &a };
		arena_init(&a, 1 << 26);
		invent(&c, &a, &luck);
		c.s.tr = round % 2 ? &tr : NULL;
		suppress_tree(&c.s, c.nodes, NODES);
		for (int i = 0; i < NODES; i++) {
			const struct sup_node *n = &c.nodes[i];
			int64_t hidden = 0;
			if (n->reason != SUP_SHOWN)
				continue;
			assert_true(n->set.count >= K);
			assert_true(n->parent < 0 || c.nodes[n->parent].reason == SUP_SHOWN);
			for (int j = 0; !n->leaf && j < NODES; j++)
				hidden += c.nodes[j].parent == i && c.nodes[j].reason != SUP_SHOWN ? c.nodes[j].set.count : 0;
			assert_true(hidden == 0 || hidden >= K);
		}
		arena_release(&a);
	}
}

/* Whatever slices are asked for, two that are shown never differ by fewer than k. */
static void slices_against_each_other(void **state)
{
	(void)state;
	struct prng luck = { 22 };
	int refused = 0;
	for (int round = 0; round < 200; round++) {
		struct arena a;
		struct county c;
		arena_init(&a, 1 << 26);
		invent(&c, &a, &luck);
		suppress_tree(&c.s, c.nodes, NODES);
		for (int i = 0; i < 5; i++) {
			uint64_t set = prng_below(&luck, UINT64_C(1) << LEAVES);
			struct sup_set slice = { .name = SV("slice"), .leaves = &set };
			struct sv against;
			for (int l = 0; l < LEAVES; l++)
				slice.count += set >> l & 1 ? c.leaf[l] : 0;
			enum sup_reason r = suppress_slice(&c.s, &slice, &against);
			refused += r == SUP_DIFFERENCE;
			if (r != SUP_SHOWN)
				continue;
			c.known[c.s.n_known - 1].leaves = NEW(&a, uint64_t, 1);
			*c.known[c.s.n_known - 1].leaves = set;
		}
		for (size_t i = 0; i < c.s.n_known; i++)
			for (size_t j = 0; j < c.s.n_known; j++) {
				bool within = !(*c.known[i].leaves & ~*c.known[j].leaves);
				int64_t rest = c.known[j].count - c.known[i].count;
				assert_true(!within || rest == 0 || rest >= K);
			}
		arena_release(&a);
	}
	assert_true(refused > 50);
}

static void shares(void **state)
{
	(void)state;
	struct dec p;
	assert_int_equal(suppress_share(40, 40, &p), SHARE_MOST);
	assert_int_equal(suppress_share(19, 20, &p), SHARE_MOST);
	assert_int_equal(suppress_share(94, 100, &p), SHARE_PLAIN);
	assert_int_equal(p.u, 94 * DEC_ONE);
	assert_int_equal(suppress_share(5, 100, &p), SHARE_LEAST);
	assert_int_equal(suppress_share(0, 0, &p), SHARE_LEAST);
	assert_string_equal(sup_reason_name(SUP_PARENT), "parent_hidden");
}

static void nothing(void **state)
{
	(void)state;
	struct arena a;
	struct sup s = { .a = &a, .k = K, .words = 1 };
	arena_init(&a, 1 << 20);
	suppress_tree(&s, NULL, 0);
	assert_int_equal(s.n_known, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_by_subtraction), cmocka_unit_test(slices_against_each_other),
					    cmocka_unit_test(shares), cmocka_unit_test(nothing) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
