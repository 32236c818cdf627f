/* The edge of the tree against RFC 6962 written down a second time, the way the RFC says it: by recursion over
 * the list of leaves. */
#include "store/merkle.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

enum { N = 200 };

static struct digest leaves[N];

/* MTH(D[n]): split at the largest power of two below n. */
static struct digest naive(const struct digest *d, size_t n)
{
	if (n == 0)
		return HASH(HASH_SM3, SV(""));
	if (n == 1)
		return d[0]; /* a leaf is hashed with its 0x00 by the journal */
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	struct digest l = naive(d, k), r = naive(d + k, n - k);
	char one = 1;
	return HASH(HASH_SM3, sv_make(&one, 1), digest_sv(&l), digest_sv(&r));
}

static void make_leaves(void)
{
	for (size_t i = 0; i < N; i++) {
		char t[32];
		int n = snprintf(t, sizeof(t), "leaf %zu", i);
		leaves[i] = HASH(HASH_SM3, sv_make(t, (size_t)n));
	}
}

static void test_roots(void **state)
{
	(void)state;
	struct edge e = { 0 };
	make_leaves();
	for (size_t n = 0; n <= N; n++) {
		struct digest got = edge_root(&e), want = naive(leaves, n);
		assert_memory_equal(got.b, want.b, DIGEST_LEN);
		assert_int_equal(e.size, n);
		assert_int_equal(e.n, __builtin_popcountll(n));
		if (n < N)
			edge_add(&e, &leaves[n]);
	}
}

static void test_kept_and_taken_up_again(void **state)
{
	(void)state;
	make_leaves();
	for (size_t cut = 0; cut <= N; cut++) {
		struct edge e = { 0 }, again;
		for (size_t i = 0; i < cut; i++)
			edge_add(&e, &leaves[i]);
		assert_true(edge_read(&again, (int64_t)cut, edge_bytes(&e)));
		for (size_t i = cut; i < N; i++)
			edge_add(&again, &leaves[i]);
		struct digest got = edge_root(&again), want = naive(leaves, N);
		assert_memory_equal(got.b, want.b, DIGEST_LEN);
	}
}

static void test_refuses_what_is_no_edge(void **state)
{
	(void)state;
	struct edge e;
	char bytes[64 * DIGEST_LEN] = { 0 };
	assert_false(edge_read(&e, 3, sv_make(bytes, DIGEST_LEN)));
	assert_false(edge_read(&e, 3, sv_make(bytes, 2 * DIGEST_LEN + 1)));
	assert_false(edge_read(&e, -1, sv_make(bytes, sizeof(bytes))));
	assert_false(edge_read(&e, 0, sv_make(bytes, DIGEST_LEN)));
	assert_true(edge_read(&e, 0, SV("")));
	assert_true(edge_read(&e, 3, sv_make(bytes, 2 * DIGEST_LEN)));
	/* More subtrees than an edge holds. */
	assert_false(edge_read(&e, INT64_MAX, sv_make(bytes, 63 * DIGEST_LEN)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roots),
		cmocka_unit_test(test_kept_and_taken_up_again),
		cmocka_unit_test(test_refuses_what_is_no_edge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
