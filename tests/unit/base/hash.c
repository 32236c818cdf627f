#include "base/hash.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena a;

static const char *hex(enum hash_alg alg, struct sv s)
{
	struct digest d = HASH(alg, s);
	return hex_text(&a, digest_sv(&d)).p;
}

/* GB/T 32905-2016 A.1 and A.2; FIPS 180-4 examples. */
static void test_vectors(void **st)
{
	(void)st;
	assert_string_equal(hex(HASH_SM3, SV("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	assert_string_equal(hex(HASH_SM3, SV("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd")),
			    "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
	assert_string_equal(hex(HASH_SM3, SV("")), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
	assert_string_equal(hex(HASH_SHA256, SV("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(hex(HASH_SHA256, SV("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
			    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	assert_string_equal(hex(HASH_SHA256, SV("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	char *million = NEW(&a, char, 1000000);
	memset(million, 'a', 1000000);
	assert_string_equal(hex(HASH_SHA256, sv_make(million, 1000000)), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	assert_string_equal(hash_name(HASH_SM3), "sm3");
	assert_string_equal(hash_name(HASH_SHA256), "sha256");
}

/* In pieces, as a stream and whole: the same. */
static void test_pieces(void **st)
{
	(void)st;
	struct sv s = SV("The quick brown fox 跳过懒狗 0123456789");
	for (size_t i = 0; i <= s.n; i++) {
		struct digest whole = HASH(HASH_SM3, s), two = HASH(HASH_SM3, sv_upto(s, i), SV_NONE, sv_from(s, i));
		assert_true(digest_eq(&whole, &two));
		struct hash_stream *h = hash_start(&a, HASH_SM3);
		hash_more(h, sv_upto(s, i));
		hash_more(h, SV(""));
		/* Another digest in between disturbs nothing. */
		(void)HASH(HASH_SHA256, s);
		hash_more(h, sv_from(s, i));
		struct digest stream = hash_end(h);
		assert_true(digest_eq(&whole, &stream));
	}
}

/* RFC 2202, 1, 2, 3 and 6 (a key longer than a block). */
static void test_hmac(void **st)
{
	(void)st;
	uint8_t out[20];
	char key[80], data[50];
	memset(key, 0x0b, 20);
	hmac_sha1(sv_make(key, 20), SV("Hi There"), out);
	assert_string_equal(hex_text(&a, sv_make((char *)out, 20)).p, "b617318655057264e28bc0b6fb378c8ef146be00");
	hmac_sha1(SV("Jefe"), SV("what do ya want for nothing?"), out);
	assert_string_equal(hex_text(&a, sv_make((char *)out, 20)).p, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
	memset(key, 0xaa, 80);
	memset(data, 0xdd, 50);
	hmac_sha1(sv_make(key, 20), sv_make(data, 50), out);
	assert_string_equal(hex_text(&a, sv_make((char *)out, 20)).p, "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
	hmac_sha1(sv_make(key, 80), SV("Test Using Larger Than Block-Size Key - Hash Key First"), out);
	assert_string_equal(hex_text(&a, sv_make((char *)out, 20)).p, "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

static void test_hex(void **st)
{
	(void)st;
	uint8_t b[4] = { 1, 2, 3, 4 };
	assert_string_equal(hex_text(&a, SV("\x00\xff\x10\x0a")).p, "00ff100a");
	assert_true(hex_parse(SV("00fF100A"), b, 4));
	assert_memory_equal(b, "\x00\xff\x10\x0a", 4);
	uint8_t every[11];
	assert_true(hex_parse(SV("0123456789abcdefABCDEF"), every, 11));
	assert_memory_equal(every, "\x01\x23\x45\x67\x89\xab\xcd\xef\xab\xcd\xef", 11);
	struct sv text = hex_text(&a, sv_make((const char *)every, 11));
	assert_int_equal(text.n, 22);
	assert_true(sv_is(text, "0123456789abcdefabcdef"));
	static const char *const not_hex[] = { "0/", "0:", "0@", "0G", "0`", "0g", "/0", ":0", "@0", "G0", "`0", "g0" };
	for (size_t i = 0; i < sizeof(not_hex) / sizeof(*not_hex); i++)
		assert_false(hex_parse(sv_of(not_hex[i]), every, 1));
	assert_false(hex_parse(SV("00ff100"), b, 4));
	assert_false(hex_parse(SV("00ff100a0"), b, 4));
	assert_false(hex_parse(SV("00ff100g"), b, 4));
	assert_false(hex_parse(SV(""), b, 4));
	assert_true(hex_parse(SV(""), b, 0));
}

static void test_equal_and_random(void **st)
{
	(void)st;
	assert_true(secret_eq(SV("abc"), SV("abc")));
	assert_false(secret_eq(SV("abc"), SV("abd")));
	assert_false(secret_eq(SV("abc"), SV("bbc")));
	assert_false(secret_eq(SV("abc"), SV("acc")));
	assert_false(secret_eq(SV("a"), SV("")));
	assert_false(secret_eq(SV("abc"), SV("abcd")));
	assert_false(secret_eq(SV(""), SV("a")));
	assert_true(secret_eq(SV(""), SV_NONE));
	uint8_t x[64], y[64];
	memset(x, 0, sizeof(x));
	random_bytes(x, sizeof(x));
	random_bytes(y, sizeof(y));
	assert_memory_not_equal(x, y, sizeof(x));
	/* Every byte of it is filled: 64 draws that all leave one byte zero happen once in 2⁵¹². */
	bool seen[64] = { false };
	for (int i = 0; i < 64; i++) {
		memset(x, 0, sizeof(x));
		random_bytes(x, sizeof(x));
		for (size_t k = 0; k < sizeof(x); k++)
			seen[k] |= x[k] != 0;
	}
	for (size_t k = 0; k < sizeof(x); k++)
		assert_true(seen[k]);
}

static int setup(void **st)
{
	(void)st;
	arena_init(&a, 64 << 20);
	return 0;
}

static int teardown(void **st)
{
	(void)st;
	arena_release(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors), cmocka_unit_test(test_pieces), cmocka_unit_test(test_hmac), cmocka_unit_test(test_hex),
		cmocka_unit_test(test_equal_and_random),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
