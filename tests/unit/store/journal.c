/* What a row's digest and leaf are is a promise to everybody who verifies an export: pinned here.  The golden values
 * were made by `openssl dgst -sm3` over the bytes written out below, not by this program. */
#include "store/journal.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

#define GOLDEN_DIGEST "48f90eb9f669c0a1dd288d42563843374725f2f322fbc22de0adeca462ec6edf"
#define GOLDEN_LEAF "c187f7f5f0fa3049481cf10f2905aa7e80ccfa70b71914592953828db635893a"
#define GOLDEN_LEAF_WITHOUT_KEY "05c164568a5db307b97524cb769e64cf2c768ac76f9e8805efe41466a9d3e43d"

static struct arena a;

static const char salt[SALT_LEN + 1] = "0123456789abcdef";

static struct journal_row golden(void)
{
	return (struct journal_row){
		.seq = 17, .at = INT64_C(1790000000123), .actor = 4096, .act = SV("unit.rename"), .version = 1, .subject = 128,
		.basis = 12, .key = SV("键\"1"), .cause = 3, .salt = sv_make(salt, SALT_LEN),
		.body = SV("{\"_via\":\"web\",\"name\":\"岔河乡\"}"),
	};
}

static struct sv hex(const struct digest *d)
{
	return hex_text(&a, digest_sv(d));
}

static void test_golden(void **state)
{
	(void)state;
	struct journal_row r = golden();
	r.digest = journal_digest(r.salt, r.body);
	struct digest leaf = journal_leaf(&a, &r);
	assert_string_equal(hex(&r.digest).p, GOLDEN_DIGEST);
	assert_string_equal(hex(&leaf).p, GOLDEN_LEAF);
	r.key = SV_NONE;
	leaf = journal_leaf(&a, &r);
	assert_string_equal(hex(&leaf).p, GOLDEN_LEAF_WITHOUT_KEY);
}

/* Every column counts: a change of any one gives another leaf. */
static void test_every_column(void **state)
{
	(void)state;
	struct journal_row r[12];
	struct digest leaf[12];
	for (size_t i = 0; i < 12; i++) {
		r[i] = golden();
		r[i].digest = journal_digest(r[i].salt, r[i].body);
	}
	r[1].seq++;
	r[2].at++;
	r[3].actor++;
	r[4].act = SV("unit.renamf");
	r[5].version++;
	r[6].subject++;
	r[7].basis++;
	r[8].key = SV("键\"2");
	r[9].cause++;
	r[10].digest = journal_digest(r[0].salt, SV("{}"));
	r[11].key = SV(""); /* an empty key is not no key */
	for (size_t i = 0; i < 12; i++)
		leaf[i] = journal_leaf(&a, &r[i]);
	struct journal_row none = golden();
	none.digest = r[0].digest;
	none.key = SV_NONE;
	struct digest without = journal_leaf(&a, &none);
	for (size_t i = 0; i < 12; i++) {
		assert_false(digest_eq(&leaf[i], &without));
		for (size_t k = 0; k < i; k++)
			assert_false(digest_eq(&leaf[i], &leaf[k]));
	}
}

static void test_checkpoint_note(void **state)
{
	(void)state;
	struct digest root = HASH(HASH_SM3, SV("abc"));
	struct sv note = checkpoint_note(&a, 300, &root, INT64_C(1790000000123), SV(""));
	assert_string_equal(arena_cstr(&a, note),
			    "bixue-checkpoint/1\nsm3\n300\n66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0\n"
			    "2026-09-21T22:13:20.123+08:00\n1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b\n");
}

static int setup(void **state)
{
	(void)state;
	arena_init(&a, 1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_every_column),
		cmocka_unit_test(test_checkpoint_note),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
