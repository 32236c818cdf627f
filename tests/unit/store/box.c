/* The ballot box: its bytes follow from the ballots alone, what a disk did to one copy is repaired, what cannot be repaired is
 * named, and nothing is acknowledged that a disk refused. */
#include "box_rig.h"

static void watch_write(const void *p, size_t n, off_t at)
{
	(void)p, (void)n, (void)at;
}

static void watch_sync(void)
{
}

/* Where things lie, told once more and independently of box.c. */
static size_t slot_of(size_t cell)
{
	return 16 + 3 + cell;
}

static size_t copy_a(size_t n)
{
	return (40 + 32 * n + SECTOR - 1) / SECTOR * SECTOR;
}

static size_t copy_b(size_t n, size_t cell)
{
	return copy_a(n) + (n * slot_of(cell) + SECTOR - 1) / SECTOR * SECTOR;
}

static size_t rank_of(size_t i, size_t n)
{
	struct digest mine = code(i);
	size_t r = 0;
	for (size_t k = 0; k < n; k++) {
		struct digest d = code(k);
		r += memcmp(d.b, mine.b, DIGEST_LEN) < 0;
	}
	return r;
}

/* Refused with a text that names the file. */
static void refused_as(enum rc rc, const char *id)
{
	struct box *b;
	ctx_forget(&cx);
	assert_int_equal(box_open(&cx, dir, ID, signer, &b), rc);
	assert_non_null(cx.faults);
	assert_string_equal(cx.faults->id, id);
	assert_true(sv_has(cx.faults->text, SV("/ballots/7.box")));
}

/* ---- what it does ---------------------------------------------------------------------------------------------------- */

static void test_round_trip(void **state)
{
	(void)state;
	struct box *b = fresh(7, 50), *other;
	struct digest none = HASH(HASH_SHA256, SV("of another event")), d, *all;
	static const char full[] = "01234567890123456789012345678901234567890123456789";
	assert_int_equal(box_cast(b), 0);
	cast(b, 3, full);
	cast(b, 0, "");
	cast(b, 5, "甲:95,乙:88");
	for (int round = 0; round < 2; round++, b = reopen(b)) {
		assert_int_equal(box_cast(b), 3);
		assert_true(sv_is(taken(b, 3), full) && sv_is(taken(b, 5), "甲:95,乙:88"));
		assert_true(taken(b, 0).p && taken(b, 0).n == 0);
		assert_null(taken(b, 1).p);
		for (size_t i = 0; i < 7; i++) {
			d = code(i);
			assert_int_equal(box_has(b, &d), i == 0 || i == 3 || i == 5);
		}
		assert_false(box_has(b, &none));
	}
	d = code(2);
	assert_int_equal(box_put(&cx, b, &d, SV("012345678901234567890123456789012345678901234567890")), RC_LIMIT);
	assert_int_equal(box_put(&cx, b, &none, SV("x")), RC_NOT_FOUND);
	assert_int_equal(box_take(&cx, b, &none, &(struct sv){ 0 }), RC_NOT_FOUND);
	assert_false(box_knows(b, &none));
	for (size_t i = 0; i < 7; i++)
		assert_true(box_knows(b, &(struct digest[]){ code(i) }[0]));
	struct sv *ballots;
	size_t n, found = 0;
	assert_int_equal(box_read(&cx, b, &all, &ballots, &n), RC_OK);
	assert_int_equal(n, 7);
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < 7; i++) {
			d = code(i);
			if (!digest_eq(&d, &all[k]))
				continue;
			found++;
			assert_int_equal(k, rank_of(i, 7));
			assert_true(sv_eq(ballots[k], taken(b, i)) && !ballots[k].p == !taken(b, i).p);
		}
	assert_int_equal(found, 7);
	assert_int_equal(box_open(&cx, dir, ID, signer, &other), RC_BUSY);
	assert_int_equal(box_destroy(&cx, dir, ID), RC_BUSY);
	box_close(b);
	box_close(NULL);
}

static void test_what_is_refused(void **state)
{
	(void)state;
	struct box *b;
	struct digest *two = codes(3);
	assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
	refused_as(RC_NOT_FOUND, "box.gone");
	assert_int_equal(box_make(&cx, dir, ID, signer, two, 0, 10), RC_INVALID);
	assert_int_equal(box_make(&cx, dir, ID, signer, two, 3, 0), RC_LIMIT);
	assert_int_equal(box_make(&cx, dir, ID, signer, two, 3, BOX_CELL_MAX + 1), RC_LIMIT);
	two[2] = two[0];
	assert_int_equal(box_make(&cx, dir, ID, signer, two, 3, 10), RC_INVALID);
	refused_as(RC_NOT_FOUND, "box.gone");
	b = fresh(3, BOX_CELL_MAX);
	char *most = NEW(&a, char, BOX_CELL_MAX + 1);
	memset(most, 'x', BOX_CELL_MAX);
	cast(b, 1, most);
	assert_int_equal(box_make(&cx, dir, ID, signer, codes(3), 3, 10), RC_CONFLICT);
	b = reopen(b);
	assert_true(sv_is(taken(b, 1), most));
	box_close(b);
}

static void test_cast_again(void **state)
{
	(void)state;
	struct box *b = fresh(3, 30);
	cast(b, 1, "the first and longer one");
	struct sv first = bytes();
	cast(b, 1, "the second");
	assert_int_equal(box_cast(b), 1);
	b = reopen(b);
	assert_int_equal(box_cast(b), 1);
	assert_true(sv_is(taken(b, 1), "the second"));
	cast(b, 1, "the first and longer one");
	assert_true(sv_eq(bytes(), first));
	box_close(b);
}

static void test_nothing_in_the_clear(void **state)
{
	(void)state;
	struct box *b = fresh(4, 40);
	struct sv before = bytes();
	for (size_t i = 0; i < 3; i++)
		cast(b, i, "the same ballot for all");
	box_close(b);
	struct sv all = bytes();
	size_t slot = slot_of(40);
	assert_int_equal(all.n, before.n);
	assert_false(sv_has(all, SV("same ballot")));
	for (size_t i = 0; i < 4; i++) {
		struct digest d = code(i);
		assert_false(sv_has(all, digest_sv(&d)));
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(all.p + copy_a(4) + i * slot, all.p + copy_a(4) + k * slot, slot);
	}
}

static void test_permissions(void **state)
{
	(void)state;
	static const mode_t masks[] = { 0, 077, 022 };
	struct stat st;
	const char *folder = arena_printf(&a, "%s/ballots", dir).p;
	for (size_t i = 0; i < COUNT(masks); i++) {
		assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
		if (i < 2)
			rmdir(folder);
		else
			assert_int_equal(chmod(folder, 0755), 0); /* as somebody left it */
		mode_t before = umask(masks[i]);
		struct box *b = fresh(2, 5);
		umask(before);
		assert_int_equal(stat(folder, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0700);
		assert_int_equal(stat(path_in(dir, ID), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		assert_int_equal(chmod(path_in(dir, ID), 0644), 0); /* as a copy came back */
		b = reopen(b);
		assert_int_equal(stat(path_in(dir, ID), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		box_close(b);
	}
}

static void test_destroyed(void **state)
{
	(void)state;
	struct box *b = fresh(5, 60);
	const char *kept = arena_printf(&a, "%s/kept", dir).p;
	for (size_t i = 0; i < 5; i++)
		cast(b, i, "what nobody may read later");
	size_t n = bytes().n;
	box_close(b);
	spill(arena_printf(&a, "%s.new", path_in(dir, ID)).p, SV("half"));
	assert_int_equal(link(path_in(dir, ID), kept), 0); /* another name of the same bytes on the disk */
	size_t before = n_syncs;
	assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
	assert_int_equal(n_syncs - before, 2); /* the file, then the folder */
	struct sv left = slurp(kept);
	assert_int_equal(left.n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(left.p[i], 0);
	assert_int_equal(unlink(kept), 0);
	refused_as(RC_NOT_FOUND, "box.gone");
	assert_int_equal(rmdir(arena_printf(&a, "%s/ballots", dir).p), 0); /* nothing else is left in it */
	assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
}

/* ---- many at once --------------------------------------------------------------------------------------------------- */

enum { JURORS = 1000, THREADS = 16 };

struct caster {
	struct box *b;
	size_t first, failed;
};

/* Everybody casts, and casts again; two threads also cast on one code that all know. */
static void *cast_many(void *arg)
{
	struct caster *w = arg;
	struct arena mine;
	arena_init(&mine, 64 << 20);
	for (int round = 0; round < 2; round++)
		for (size_t i = w->first; i < JURORS; i += THREADS) {
			struct ctx c;
			ctx_init(&c, &mine, 0, LANG_EN);
			struct digest d = HASH(HASH_SHA256, arena_printf(&mine, "code %zu", i)), all = HASH(HASH_SHA256, SV("code 1000"));
			w->failed += box_put(&c, w->b, &d, arena_printf(&mine, "%d of %zu", round, i)) != RC_OK;
			if (i % 100 == 0)
				w->failed += box_put(&c, w->b, &all, SV("all")) != RC_OK;
			arena_reset(&mine);
		}
	arena_release(&mine);
	return NULL;
}

static void test_many_at_once(void **state)
{
	(void)state;
	struct box *b = fresh(JURORS + 1, 24);
	struct caster w[THREADS];
	pthread_t t[THREADS];
	size_t before = n_syncs;
	slow = true;
	for (size_t i = 0; i < THREADS; i++) {
		w[i] = (struct caster){ b, i, 0 };
		assert_int_equal(pthread_create(&t[i], NULL, cast_many, &w[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(t[i], NULL);
		assert_int_equal(w[i].failed, 0);
	}
	slow = false;
	/* Alone, each ballot would take two syncs. */
	print_message("%d ballots, %zu syncs\n", 2 * JURORS + 20, n_syncs - before);
	assert_true(n_syncs - before < JURORS);
	for (int round = 0; round < 2; round++, b = reopen(b)) {
		assert_int_equal(box_cast(b), JURORS + 1);
		for (size_t i = 0; i < JURORS; i++)
			assert_true(sv_eq(taken(b, i), arena_printf(&a, "1 of %zu", i)));
	}
	struct sv all = bytes();
	assert_memory_equal(all.p + copy_a(JURORS + 1), all.p + copy_b(JURORS + 1, 24), (JURORS + 1) * slot_of(24));
	box_close(b);
}

/* ---- the bytes follow from the ballots --------------------------------------------------------------------------------- */

/* One copy of one cell, or what lies between the copies, is spoilt while the box is closed. */
static void spoil(struct box **b, size_t n, size_t cell)
{
	box_close(*b);
	struct sv all = bytes();
	char *p = (char *)(uintptr_t)all.p;
	size_t end = copy_a(n) + n * slot_of(cell);
	size_t at = one_of(2) ? copy_b(n, cell) + one_of(n * slot_of(cell)) : one_of(4) ? copy_a(n) + one_of(n * slot_of(cell)) : end;
	if (at == end)
		at += one_of(copy_b(n, cell) - end);
	p[at] = (char)(p[at] + 1 + (char)one_of(255));
	spill(path_in(dir, ID), all);
	if (box_open(&cx, dir, ID, signer, b) != RC_OK)
		world_die(&cx, "repair one copy");
}

static void test_any_order(void **state)
{
	(void)state;
	enum { N = 20, CELL = 30, ORDERS = 100 };
	struct sv want = SV_NONE;
	for (int k = 0; k < ORDERS; k++) {
		size_t order[N];
		struct box *b = fresh(N, CELL);
		for (size_t i = 0; i < N; i++) {
			size_t j = one_of(i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		for (size_t i = 0; k && i < 2 * N; i++) {
			size_t j = one_of(N);
			if (j != 5) /* one never comes */
				cast(b, j, "thought better of");
			if (one_of(8) == 0)
				b = reopen(b);
			if (one_of(8) == 0)
				spoil(&b, N, CELL);
		}
		for (size_t i = 0; i < N; i++)
			if (order[i] != 5)
				cast(b, order[i], arena_printf(&a, "the last of %zu", order[i]).p);
		assert_int_equal(box_cast(b), N - 1);
		box_close(b);
		struct sv got = bytes();
		want = want.p ? want : got;
		assert_true(sv_eq(got, want));
	}
}

/* ---- torn, cut short, changed ----------------------------------------------------------------------------------------- */

static void write_at(size_t at, struct sv what)
{
	FILE *f = fopen(path_in(dir, ID), "rb+");
	assert_non_null(f);
	assert_int_equal(fseek(f, (long)at, SEEK_SET), 0);
	assert_int_equal(fwrite(what.p, 1, what.n, f), what.n);
	assert_int_equal(fclose(f), 0);
}

/* Opened, closed: the bytes are now `want`. */
static void repairs_to(struct sv want)
{
	struct box *b;
	if (box_open(&cx, dir, ID, signer, &b) != RC_OK)
		world_die(&cx, "open what was torn");
	box_close(b);
	assert_true(sv_eq(bytes(), want));
}

static struct sv half(struct sv one, struct sv two, size_t at, size_t cut, size_t slot)
{
	struct buf b = buf_new(&a, slot + 1);
	buf_put(&b, sv_make(one.p + at, cut));
	buf_put(&b, sv_make(two.p + at + cut, slot - cut));
	return buf_sv(&b);
}

/* At every byte of the cell: copy A half written, copy B half written, both whole and different, and each of them lost. */
static void torn(const char *before, const char *after)
{
	enum { N = 5, CELL = 21 };
	struct box *b = fresh(N, CELL);
	size_t slot = slot_of(CELL), k = rank_of(2, N), at_a = copy_a(N) + k * slot, at_b = copy_b(N, CELL) + k * slot;
	cast(b, 0, "another's");
	if (before)
		cast(b, 2, before);
	struct sv old = bytes(), new;
	cast(b, 2, after);
	new = bytes();
	box_close(b);
	for (size_t cut = 0; cut <= slot; cut++) {
		spill(path_in(dir, ID), old);
		write_at(at_a, half(new, old, at_a, cut, slot));
		repairs_to(cut == slot || sv_eq(half(new, old, at_a, cut, slot), sv_make(new.p + at_a, slot)) ? new : old);
		spill(path_in(dir, ID), new);
		write_at(at_b, half(new, old, at_b, cut, slot));
		repairs_to(new);
		/* Both torn is no crash's work: named, and left as it is. */
		struct sv mixed = half(new, old, at_a, cut, slot);
		if (sv_eq(mixed, sv_make(new.p + at_a, slot)) || sv_eq(mixed, sv_make(old.p + at_a, slot)))
			continue;
		write_at(at_a, mixed);
		write_at(at_b, mixed);
		struct sv found = bytes();
		refused_as(RC_CHECK, "box.cell");
		assert_true(sv_has(cx.faults->text, arena_printf(&a, "cell %zu ", k + 1)));
		assert_true(sv_eq(bytes(), found));
	}
}

static void test_torn(void **state)
{
	(void)state;
	torn(NULL, "the first vote");
	torn("the first vote", "the second");
	torn("x", "a full one 1234567890");
}

static void test_cut_short(void **state)
{
	(void)state;
	struct box *b = fresh(3, 5);
	cast(b, 1, "abc");
	box_close(b);
	struct sv all = bytes();
	for (size_t n = 0; n < all.n; n += n < 200 || n + 200 > all.n ? 1 : 97) {
		spill(path_in(dir, ID), sv_upto(all, n));
		refused_as(RC_CHECK, n < 24 ? "box.foreign" : "box.size");
		assert_int_equal(bytes().n, n);
	}
	struct buf longer = buf_new(&a, all.n + 2);
	buf_put(&longer, all);
	buf_putc(&longer, 'x');
	spill(path_in(dir, ID), buf_sv(&longer));
	refused_as(RC_CHECK, "box.size");
}

/* Every byte: at the beginning it is named, in a cell or between the copies it is put right. */
static void test_each_byte(void **state)
{
	(void)state;
	enum { N = 3, CELL = 5 };
	struct box *b = fresh(N, CELL);
	cast(b, 1, "abc");
	box_close(b);
	struct sv all = bytes();
	for (size_t at = 0; at < all.n; at++) {
		char c = (char)(all.p[at] ^ (1 << at % 8));
		write_at(at, sv_make(&c, 1));
		if (at >= copy_a(N)) {
			repairs_to(all);
			continue;
		}
		struct box *none;
		ctx_forget(&cx);
		assert_int_equal(box_open(&cx, dir, ID, signer, &none), RC_CHECK);
		write_at(at, sv_make(all.p + at, 1));
	}
	repairs_to(all);
	/* Numbers that promise too much. */
	static const char *const heads[] = { "\0\0\0\0\0\0\0\0", "\0\0\0\0\0\1\206\241", "\177\377\377\377\377\377\377\377", "\377\377\377\377\377\377\377\377" };
	for (size_t i = 0; i < COUNT(heads); i++)
		for (size_t at = 8; at < 24; at += 8) {
			write_at(at, sv_make(heads[i], 8));
			refused_as(RC_CHECK, "box.foreign");
			write_at(at, sv_make(all.p + at, 8));
		}
	repairs_to(all);
}

static void test_of_another(void **state)
{
	(void)state;
	struct box *b = fresh(3, 10), *other;
	cast(b, 1, "abc");
	box_close(b);
	struct sv all = bytes();
	/* Another event. */
	assert_int_equal(box_destroy(&cx, dir, 8), RC_OK);
	spill(path_in(dir, 8), all);
	ctx_forget(&cx);
	assert_int_equal(box_open(&cx, dir, 8, signer, &other), RC_CHECK);
	assert_string_equal(cx.faults->id, "box.foreign");
	assert_true(sv_has(cx.faults->text, SV("/ballots/8.box")));
	assert_int_equal(box_destroy(&cx, dir, 8), RC_OK);
	/* Another master key. */
	struct signer *right = signer;
	const char *keys = arena_printf(&a, "%s/other.keys", dir).p;
	assert_int_equal(signer_open(&cx, keys, true, &signer), RC_OK);
	refused_as(RC_CHECK, "box.foreign");
	signer_free(signer);
	signer = right;
	/* Another juror's cell in the place of one. */
	size_t slot = slot_of(10), from = rank_of(1, 3), to = rank_of(2, 3);
	write_at(copy_a(3) + to * slot, sv_make(all.p + copy_a(3) + from * slot, slot));
	write_at(copy_b(3, 10) + to * slot, sv_make(all.p + copy_b(3, 10) + from * slot, slot));
	refused_as(RC_CHECK, "box.cell");
	spill(path_in(dir, ID), all);
	repairs_to(all);
}

/* ---- a disk that fails -------------------------------------------------------------------------------------------------- */

/* The n-th of: write A, sync, write B, sync. */
static void test_a_disk_that_fails(void **state)
{
	(void)state;
	struct digest d = code(1);
	struct sv s, *all;
	struct digest *all_codes;
	size_t n;
	for (int nth = 0; nth < 4; nth++) {
		struct box *b = fresh(3, 10);
		cast(b, 0, "kept");
		cast(b, 1, "old");
		fail_after = nth;
		fail_with = nth == 0 ? ENOSPC : EIO;
		ctx_forget(&cx);
		assert_int_equal(box_put(&cx, b, &d, SV("new")), RC_FAILED);
		assert_true(sv_has(cx.faults->text, SV("/ballots/7.box")));
		fail_after = -1;
		/* It works again, but nobody knows what reached it. */
		assert_int_equal(box_put(&cx, b, &d, SV("newer")), RC_FAILED);
		assert_int_equal(box_take(&cx, b, &d, &s), RC_FAILED);
		assert_int_equal(box_read(&cx, b, &all_codes, &all, &n), RC_FAILED);
		b = reopen(b);
		assert_true(sv_is(taken(b, 0), "kept"));
		assert_true(sv_is(taken(b, 1), nth == 0 ? "old" : "new"));
		cast(b, 1, "newest");
		b = reopen(b);
		assert_true(sv_is(taken(b, 1), "newest"));
		box_close(b);
	}
	short_writes = true;
	struct box *b = fresh(3, 10);
	cast(b, 1, "in pieces");
	short_writes = false;
	b = reopen(b);
	assert_true(sv_is(taken(b, 1), "in pieces"));
	box_close(b);
}

/* A making that fails at any step leaves no box, and can be tried again; so can one that was broken off. */
static void test_a_making_that_fails(void **state)
{
	(void)state;
	int nth = 0;
	const char *folder = arena_printf(&a, "%s/ballots", dir).p;
	for (;; nth++) {
		assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
		rmdir(folder);
		fail_after = nth;
		fail_with = ENOSPC;
		enum rc rc = box_make(&cx, dir, ID, signer, codes(2), 2, 10);
		fail_after = -1;
		if (rc == RC_OK)
			break;
		assert_int_equal(rc, RC_FAILED);
		refused_as(RC_NOT_FOUND, "box.gone");
		assert_int_equal(rmdir(folder), 0); /* nothing lies in it */
	}
	assert_true(nth > 8); /* folder, table twice, the gap, two cells twice, file, folder */
	assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
	spill(arena_printf(&a, "%s.new", path_in(dir, ID)).p, SV("half of one"));
	box_close(fresh(2, 10));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip), cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_cast_again),
		cmocka_unit_test(test_nothing_in_the_clear), cmocka_unit_test(test_permissions), cmocka_unit_test(test_destroyed),
		cmocka_unit_test(test_many_at_once), cmocka_unit_test(test_any_order), cmocka_unit_test(test_torn),
		cmocka_unit_test(test_cut_short), cmocka_unit_test(test_each_byte), cmocka_unit_test(test_of_another),
		cmocka_unit_test(test_a_disk_that_fails), cmocka_unit_test(test_a_making_that_fails),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
