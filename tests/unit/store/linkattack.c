/* Who cast which ballot?  The attacker watched the room and knows in which order 60 jurors cast, and cast again; afterwards she
 * holds the folder of the box, the master key and so every ballot.  She orders the cells by everything that she can see in the
 * file: the place, every byte and word of a cell, sealed and opened, where the two copies differ, what lies between the cells.
 * On 40 runs whose truth she knows she learns which order betrays most, and uses that one on 100 others.
 *
 * She must do no better than by guessing (1/n + 2 sigma).  The same attack on two boxes that leak finds everybody: one whose
 * cells are filled in order of arrival, one with a byte in each cell that counts the arrivals. */
#include "../../store/world.h"
#include "base/prng.h"
#include "store/box.h"

#include <setjmp.h>

enum { JURORS = 60, CELL = 64, AGAIN = 15, TRAIN = 40, RUNS = 100, LEAKY_TRAIN = 10, LEAKY_RUNS = 20, PLANTED_AT = 40 };

/* ---- the box that leaks ---------------------------------------------------------------------------------------- */

static bool leaking;
static size_t arrived[JURORS], n_arrived;

/* The next free cell for whoever comes. */
static size_t leaky_place(size_t at)
{
	if (!leaking || at >= JURORS)
		return at;
	for (size_t i = 0; i < n_arrived; i++)
		if (arrived[i] == at)
			return i;
	arrived[n_arrived] = at;
	return n_arrived++;
}

#define BOX_PLACE(at) leaky_place(at)
#define box_make leaky_make
#define box_open leaky_open
#define box_close leaky_close
#define box_knows leaky_knows
#define box_put leaky_put
#define box_take leaky_take
#define box_cast leaky_cast
#define box_has leaky_has
#define box_read leaky_read
#define box_destroy leaky_destroy
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#include "store/box.c"
#undef box_make
#undef box_open
#undef box_close
#undef box_knows
#undef box_put
#undef box_take
#undef box_cast
#undef box_read
#undef box_destroy

#include <cmocka.h>

enum kind { HONEST, ARRIVAL, PLANTED };

/* ---- one run ------------------------------------------------------------------------------------------------------ */

static struct arena a;
static struct ctx cx;
static struct signer *signer;
static const char *dir;

/* Juror j comes j-th; `last[i]`: who cast i-th when only everybody's last ballot counts. */
struct run {
	struct digest codes[JURORS], sorted[JURORS];
	struct sv ballots[JURORS];
	size_t last[JURORS], owner[JURORS]; /* owner[k]: whose ballot lies in cell k */
	struct shape shape;
	uint8_t *image;
	uint8_t plain[JURORS][FRAME + CELL];
};

static enum rc put_one(enum kind kind, struct box *b, const struct digest *code, struct sv ballot)
{
	return kind == ARRIVAL ? leaky_put(&cx, b, code, ballot) : box_put(&cx, b, code, ballot);
}

/* Long enough that no two are alike, and of any length. */
static struct sv some_ballot(struct prng *p)
{
	char text[CELL];
	size_t n = 24 + (size_t)prng_below(p, CELL - 24 + 1);
	for (size_t i = 0; i < n; i++)
		text[i] = (char)('0' + prng_below(p, 10));
	return arena_sv(&a, sv_make(text, n));
}

/* Distinct jurors, after all have cast. */
static void cast_again(enum kind kind, struct box *b, struct run *r, struct prng *p)
{
	for (size_t k = 0; k < AGAIN; k++) {
		size_t i = (size_t)prng_below(p, JURORS - k), j = r->last[i];
		memmove(r->last + i, r->last + i + 1, (JURORS - 1 - i) * sizeof(*r->last));
		r->last[JURORS - 1] = j;
		r->ballots[j] = some_ballot(p);
		assert_int_equal(put_one(kind, b, &r->codes[j], r->ballots[j]), RC_OK);
	}
}

static void hold_the_vote(enum kind kind, int64_t id, struct run *r)
{
	struct prng p = { (uint64_t)id };
	struct box *b;
	for (size_t j = 0; j < JURORS; j++) {
		uint64_t code[2] = { prng_next(&p), prng_next(&p) };
		r->codes[j] = r->sorted[j] = HASH(HASH_SHA256, sv_make((char *)code, sizeof(code)));
		r->last[j] = j;
	}
	qsort(r->sorted, JURORS, sizeof(r->sorted[0]), by_bytes);
	leaking = false;
	n_arrived = 0;
	assert_int_equal(box_make(&cx, dir, id, signer, r->codes, JURORS, CELL), RC_OK);
	assert_int_equal(kind == ARRIVAL ? leaky_open(&cx, dir, id, signer, &b) : box_open(&cx, dir, id, signer, &b), RC_OK);
	leaking = kind == ARRIVAL;
	for (size_t j = 0; j < JURORS; j++) {
		r->ballots[j] = some_ballot(&p);
		assert_int_equal(put_one(kind, b, &r->codes[j], r->ballots[j]), RC_OK);
	}
	cast_again(kind, b, r, &p);
	if (kind == ARRIVAL)
		leaky_close(b);
	else
		box_close(b);
	leaking = false;
}

/* ---- what she sees -------------------------------------------------------------------------------------------------- */

static uint8_t *cell_of(const struct run *r, size_t k)
{
	return r->image + r->shape.a + k * r->shape.slot;
}

/* The folder holds one file, and its size and its blocks are those of every other run: nothing grows with the votes. */
static void see_the_folder(int64_t id, struct run *r)
{
	static blkcnt_t blocks;
	struct stat st;
	const char *path = arena_printf(&a, "%s/ballots/%lld.box", dir, (long long)id).p;
	int fd = open(path, O_RDONLY);
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	r->shape = shape_of(JURORS, CELL);
	assert_int_equal(st.st_size, r->shape.size);
	blocks = blocks ? blocks : st.st_blocks;
	assert_int_equal(st.st_blocks, blocks);
	r->image = NEW(&a, uint8_t, (size_t)st.st_size);
	assert_true(disk_read(fd, r->image, (size_t)st.st_size, 0));
	close(fd);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(arena_printf(&a, "%s/ballots", dir).p), 0); /* nothing else lay there */
}

/* With the master key: each cell under the code that it opens with. */
static void open_all(int64_t id, struct run *r)
{
	struct box_seal *s = box_seal_new(signer, id);
	for (size_t k = 0; k < JURORS; k++) {
		bool ok = false;
		for (size_t i = 0; !ok && i < JURORS; i++)
			ok = box_unseal(s, digest_sv(&r->sorted[(k + i) % JURORS]), cell_of(r, k), r->shape.slot, r->plain[k]);
		assert_true(ok);
		struct sv ballot = sv_make((char *)r->plain[k] + FRAME, (size_t)r->plain[k][1] << 8 | r->plain[k][2]);
		r->owner[k] = JURORS;
		for (size_t j = 0; j < JURORS; j++)
			if (sv_eq(ballot, r->ballots[j]))
				r->owner[k] = j;
		assert_true(r->owner[k] < JURORS);
	}
	box_seal_free(s);
}

static void one_run(enum kind kind, int64_t id, struct run *r)
{
	hold_the_vote(kind, id, r);
	see_the_folder(id, r);
	open_all(id, r);
	for (size_t k = 0; kind == PLANTED && k < JURORS; k++)
		cell_of(r, k)[PLANTED_AT] = (uint8_t)r->owner[k];
}

/* ---- the attack ------------------------------------------------------------------------------------------------------- */

enum { SLOT = TAG + FRAME + CELL, WORDS = 5, FIXED = 3, TRICKS = FIXED + SLOT * WORDS + FRAME + CELL, WAYS = 4 };

static uint64_t word(const uint8_t *p, size_t left, size_t how)
{
	static const struct { size_t n; bool little; } words[WORDS] = { { 1, false }, { 4, false }, { 4, true }, { 8, false }, { 8, true } };
	uint64_t v = 0;
	size_t n = words[how].n < left ? words[how].n : left;
	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)p[i] << 8 * (words[how].little ? i : n - 1 - i);
	return v;
}

/* What lies between the cells, read as a list of them. */
static uint64_t place_in_gap(const struct run *r, size_t k)
{
	const uint8_t *gap = cell_of(r, JURORS);
	size_t n = (size_t)(r->image + r->shape.b - gap);
	for (size_t i = 0; i < n; i++)
		if (gap[i] == k)
			return i;
	return n;
}

/* What trick t says of cell k: who has less came earlier. */
static uint64_t said(const struct run *r, size_t t, size_t k)
{
	if (t == 0)
		return k;
	if (t == 1)
		return memcmp(cell_of(r, k), r->image + r->shape.b + k * r->shape.slot, r->shape.slot) == 0;
	if (t == 2)
		return place_in_gap(r, k);
	t -= FIXED;
	if (t < SLOT * WORDS)
		return word(cell_of(r, k) + t / WORDS, SLOT - t / WORDS, t % WORDS);
	return r->plain[k][t - SLOT * WORDS];
}

struct ranked {
	uint64_t said;
	size_t cell;
};

static int by_said(const void *x, const void *y)
{
	const struct ranked *p = x, *q = y;
	return p->said != q->said ? (p->said < q->said ? -1 : 1) : p->cell < q->cell ? -1 : p->cell > q->cell;
}

/* How many ballots she gives to the right juror: forwards and backwards, by everybody's first and last casting. */
static void try_trick(const struct run *r, size_t t, size_t hits[WAYS])
{
	struct ranked by[JURORS];
	for (size_t k = 0; k < JURORS; k++)
		by[k] = (struct ranked){ said(r, t, k), k };
	qsort(by, JURORS, sizeof(by[0]), by_said);
	for (size_t i = 0; i < JURORS; i++) {
		size_t there = r->owner[by[i].cell], back = r->owner[by[JURORS - 1 - i].cell];
		hits[0] += there == i;
		hits[1] += back == i;
		hits[2] += there == r->last[i];
		hits[3] += back == r->last[i];
	}
}

/* Hits of the trick that was best in training, in the runs that follow. */
static size_t attack(enum kind kind, size_t train, size_t runs, size_t *ret_trick)
{
	static size_t learned[TRICKS][WAYS];
	struct run *r = malloc(sizeof(*r));
	size_t best = 0, hits = 0;
	int64_t id = 1 + 1000 * (int64_t)kind;
	assert_non_null(r);
	memset(learned, 0, sizeof(learned));
	for (size_t i = 0; i < train; i++) {
		one_run(kind, id++, r);
		for (size_t t = 0; t < TRICKS; t++)
			try_trick(r, t, learned[t]);
		arena_reset(&a);
	}
	for (size_t i = 1; i < (size_t)TRICKS * WAYS; i++)
		if (learned[i / WAYS][i % WAYS] > learned[best / WAYS][best % WAYS])
			best = i;
	for (size_t i = 0; i < runs; i++) {
		size_t h[WAYS] = { 0 };
		one_run(kind, id++, r);
		try_trick(r, best / WAYS, h);
		hits += h[best % WAYS];
		arena_reset(&a);
	}
	free(r);
	*ret_trick = best / WAYS;
	print_message("trick %zu of %d: %zu of %zu ballots re-linked\n", best / WAYS, (int)TRICKS, hits, runs * JURORS);
	return hits;
}

/* A blind guess finds one juror a run on the average, with a deviation of 1: over 100 runs 100 ± 10. */
static void test_at_chance(void **state)
{
	(void)state;
	size_t trick, hits = attack(HONEST, TRAIN, RUNS, &trick);
	assert_in_range(hits, 0, RUNS + 2 * 10);
}

static void test_by_arrival_all_are_found(void **state)
{
	(void)state;
	size_t trick, hits = attack(ARRIVAL, LEAKY_TRAIN, LEAKY_RUNS, &trick);
	assert_int_equal(trick, 0);
	assert_int_equal(hits, LEAKY_RUNS * JURORS);
}

static void test_by_a_byte_all_are_found(void **state)
{
	(void)state;
	size_t trick, hits = attack(PLANTED, LEAKY_TRAIN, LEAKY_RUNS, &trick);
	assert_in_range(trick, FIXED + (PLANTED_AT - 7) * WORDS, FIXED + PLANTED_AT * WORDS + WORDS - 1); /* a word that holds the byte */
	assert_int_equal(hits, LEAKY_RUNS * JURORS);
}

/* The keys are always the same, so that every run of the test is. */
static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 28);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (access("/dev/shm", W_OK) == 0)
		setenv("BIXUE_TEST_TMP", "/dev/shm", 0); /* 30,000 syncs, of which nothing here depends */
	dir = world_dir("linkattack");
	const char *keys = arena_printf(&a, "%s.keys", dir).p;
	if (mkdir(dir, 0700) != 0 || mkdir(keys, 0700) != 0)
		return -1;
	FILE *f = fopen(arena_printf(&a, "%s/master.key", keys).p, "wb");
	return f && fwrite("0123456789abcdefghijklmnopqrstuv", 1, MASTER_LEN, f) == MASTER_LEN && fclose(f) == 0 &&
	       signer_open(&cx, keys, true, &signer) == RC_OK ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	signer_free(signer);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_at_chance), cmocka_unit_test(test_by_arrival_all_are_found), cmocka_unit_test(test_by_a_byte_all_are_found),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
