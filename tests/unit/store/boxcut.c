/* The power goes while ballots are cast into a box, and while such a box is being opened: each acknowledged ballot is there. */
#include "box_rig.h"

/* What the disk holds for certain, what was written since, and what it may hold when the power goes now: each write since
 * then not at all, whole, in part, or with its sectors spoilt. */
enum { VOTERS = 6, BALLOT = 20, ON_THE_WAY = 64, STATES_MAX = 20000 };

struct state {
	char *image;
	unsigned acked[VOTERS], going[VOTERS]; /* the number of the ballot, 0 for none */
};

enum lie { HONEST_DISK, NO_SYNC, NO_SYNC_OF_A };

static struct {
	bool on;
	enum lie lie;
	size_t size, n_on_the_way, n_states, syncs;
	char *durable;
	struct { off_t at; size_t n; char *bytes; } on_the_way[ON_THE_WAY];
	struct state *states;
	unsigned acked[VOTERS], going[VOTERS];
	pthread_mutex_t lock;
} power = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void apply_first(void)
{
	memcpy(power.durable + power.on_the_way[0].at, power.on_the_way[0].bytes, power.on_the_way[0].n);
	free(power.on_the_way[0].bytes);
	memmove(power.on_the_way, power.on_the_way + 1, --power.n_on_the_way * sizeof(power.on_the_way[0]));
}

static void keep_in_part(char *image, size_t i)
{
	size_t n = power.on_the_way[i].n, at = (size_t)power.on_the_way[i].at;
	switch (one_of(4)) {
	case 0:
		return;
	case 1:
		memcpy(image + at, power.on_the_way[i].bytes, n);
		return;
	case 2:
		memcpy(image + at, power.on_the_way[i].bytes, one_of(n + 1));
		return;
	default:
		for (size_t k = at / SECTOR * SECTOR; k < (at + n + SECTOR - 1) / SECTOR * SECTOR && k < power.size; k++)
			image[k] = (char)chance();
	}
}

static void note_state(void)
{
	if (power.n_states == STATES_MAX)
		return;
	struct state *s = &power.states[power.n_states++];
	pthread_mutex_lock(&power.lock);
	memcpy(s->acked, power.acked, sizeof(s->acked));
	memcpy(s->going, power.going, sizeof(s->going));
	pthread_mutex_unlock(&power.lock);
	s->image = malloc(power.size);
	memcpy(s->image, power.durable, power.size);
	for (size_t i = 0; i < power.n_on_the_way; i++)
		keep_in_part(s->image, i);
}

static void watch_write(const void *p, size_t n, off_t at)
{
	if (!power.on)
		return;
	if (power.n_on_the_way == ON_THE_WAY)
		apply_first();
	power.on_the_way[power.n_on_the_way].at = at;
	power.on_the_way[power.n_on_the_way].n = n;
	power.on_the_way[power.n_on_the_way].bytes = malloc(n);
	memcpy(power.on_the_way[power.n_on_the_way++].bytes, p, n);
	note_state();
}

static void watch_sync(void)
{
	if (!power.on)
		return;
	note_state();
	bool lies = power.lie == NO_SYNC || (power.lie == NO_SYNC_OF_A && power.syncs++ % 2 == 0);
	while (!lies && power.n_on_the_way)
		apply_first();
	note_state();
}

static void power_on(struct sv image, enum lie lie)
{
	power.size = image.n;
	power.durable = malloc(image.n);
	memcpy(power.durable, image.p, image.n);
	power.states = calloc(STATES_MAX, sizeof(*power.states));
	power.n_states = power.syncs = 0;
	power.lie = lie;
	power.on = true;
}

/* The states go to the caller. */
static struct state *power_off(size_t *ret_n)
{
	power.on = false;
	while (power.n_on_the_way)
		apply_first();
	free(power.durable);
	*ret_n = power.n_states;
	return power.states;
}

static void free_states(struct state *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(s[i].image);
	free(s);
}

/* 1 where the box does not open, or a ballot is neither the acknowledged one nor the one that was on its way. */
static size_t lost_in(const char *folder, const struct state *s)
{
	struct box *b;
	size_t bad = 0, cast_by = 0;
	ctx_forget(&cx);
	if (box_open(&cx, folder, ID, signer, &b) != RC_OK)
		return 1;
	for (size_t i = 0; i < VOTERS; i++) {
		int64_t no = 0;
		struct sv got = taken(b, i);
		if (got.p && !sv_int(sv_from(got, 7), &no))
			bad++;
		bad += no != s->acked[i] && !(s->going[i] && no == s->going[i]);
		cast_by += got.p != NULL;
	}
	bad += box_cast(b) != cast_by;
	box_close(b);
	return bad > 0;
}

/* Each state is opened; the power also goes while some are being opened. */
static size_t lost_of(struct state *states, size_t n, size_t *ret_tried)
{
	size_t lost = 0;
	const char *folder = arena_printf(&a, "%s/cut", dir).p;
	(void)!mkdir(folder, 0700);
	(void)!mkdir(arena_printf(&a, "%s/ballots", folder).p, 0700);
	for (size_t i = 0; i < n; i++) {
		struct state *inner;
		size_t n_inner;
		struct sv image = sv_make(states[i].image, power.size);
		spill(path_in(folder, ID), image);
		memcpy(power.acked, states[i].acked, sizeof(power.acked));
		memcpy(power.going, states[i].going, sizeof(power.going));
		power_on(image, HONEST_DISK);
		lost += lost_in(folder, &states[i]);
		inner = power_off(&n_inner);
		for (size_t k = 0; k < n_inner; k++) {
			spill(path_in(folder, ID), sv_make(inner[k].image, power.size));
			lost += lost_in(folder, &inner[k]);
		}
		*ret_tried += 1 + n_inner;
		free_states(inner, n_inner);
	}
	return lost;
}

struct caster {
	struct box *b;
	size_t first, failed;
};

static void *vote_on(void *arg)
{
	struct caster *w = arg;
	struct arena mine;
	arena_init(&mine, 1 << 20);
	for (unsigned no = 1; no <= 25; no++)
		for (size_t i = w->first; i < VOTERS; i += 3) {
			struct ctx c;
			ctx_init(&c, &mine, 0, LANG_EN);
			struct digest d = HASH(HASH_SHA256, arena_printf(&mine, "code %zu", i));
			pthread_mutex_lock(&power.lock);
			power.going[i] = no;
			pthread_mutex_unlock(&power.lock);
			w->failed += box_put(&c, w->b, &d, arena_printf(&mine, "ballot %u", no)) != RC_OK;
			pthread_mutex_lock(&power.lock);
			power.acked[i] = no;
			power.going[i] = 0;
			pthread_mutex_unlock(&power.lock);
			arena_reset(&mine);
		}
	arena_release(&mine);
	return NULL;
}

static size_t lost_with(enum lie lie)
{
	struct box *b = fresh(VOTERS, BALLOT);
	struct caster w[3];
	pthread_t t[3];
	size_t n, tried = 0;
	memset(power.acked, 0, sizeof(power.acked));
	memset(power.going, 0, sizeof(power.going));
	power_on(bytes(), lie);
	for (size_t i = 0; i < COUNT(w); i++) {
		w[i] = (struct caster){ b, i, 0 };
		assert_int_equal(pthread_create(&t[i], NULL, vote_on, &w[i]), 0);
	}
	for (size_t i = 0; i < COUNT(w); i++) {
		pthread_join(t[i], NULL);
		assert_int_equal(w[i].failed, 0);
	}
	struct state *states = power_off(&n);
	box_close(b);
	size_t lost = lost_of(states, n, &tried);
	free_states(states, n);
	print_message("%zu power cuts: %zu with a loss\n", tried, lost);
	return lost;
}

static void test_power_cuts(void **state)
{
	(void)state;
	assert_int_equal(lost_with(HONEST_DISK), 0);
}

/* The test sees what it is there to see: a disk that lies, and copies that are not synced one after the other. */
static void test_power_cuts_control(void **state)
{
	(void)state;
	assert_true(lost_with(NO_SYNC) > 0);
	assert_true(lost_with(NO_SYNC_OF_A) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_power_cuts), cmocka_unit_test(test_power_cuts_control) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
