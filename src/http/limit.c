#include "http/limit.h"

#include "base/hash.h"

#include <pthread.h>
#include <time.h>

enum { WAYS = 8 };

/* The "theoretical arrival time" of the generic cell rate algorithm says all of a bucket in one number:
 * it is full when `tat` ≤ now, and each try moves `tat` one interval on. Microseconds. */
struct slot {
	uint64_t key; /* keyed hash; 0 is an empty slot */
	int64_t tat;
};

struct limit {
	pthread_mutex_t lock;
	uint64_t secret[2];
	int64_t interval, window; /* µs for one try; for all of the burst */
	size_t sets;
	struct slot *slots;
};

static void destroy(void *arg)
{
	struct limit *l = arg;
	pthread_mutex_destroy(&l->lock);
}

struct limit *limit_new(struct arena *a, size_t slots, int burst, int64_t period_ms)
{
	struct limit *l = NEW(a, struct limit, 1);
	pthread_mutex_init(&l->lock, NULL);
	arena_defer(a, destroy, l);
	random_bytes(l->secret, sizeof(l->secret));
	l->interval = period_ms * 1000 / (burst > 0 ? burst : 1);
	l->window = l->interval * (burst > 0 ? burst : 1);
	l->sets = slots / WAYS + 1;
	l->slots = NEW(a, struct slot, l->sets * WAYS);
	return l;
}

static uint64_t rotl(uint64_t x, int n)
{
	return x << n | x >> (64 - n);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotl(v[1], 13) ^ v[0];
	v[0] = rotl(v[0], 32);
	v[2] += v[3];
	v[3] = rotl(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotl(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotl(v[1], 17) ^ v[2];
	v[2] = rotl(v[2], 32);
}

/* SipHash-2-4 (Aumasson, Bernstein 2012): nobody outside can choose keys that meet in one set. */
static uint64_t sip(const uint64_t k[2], struct sv s)
{
	uint64_t v[4] = { k[0] ^ 0x736f6d6570736575U, k[1] ^ 0x646f72616e646f6dU, k[0] ^ 0x6c7967656e657261U,
			  k[1] ^ 0x7465646279746573U };
	for (size_t i = 0; i <= s.n / 8; i++) {
		uint64_t m = 0;
		struct sv part = sv_upto(sv_from(s, i * 8), 8);
		if (part.n)
			memcpy(&m, part.p, part.n);
		if (part.n < 8)
			m |= (uint64_t)(s.n & 0xff) << 56;
		v[3] ^= m;
		sip_round(v);
		sip_round(v);
		v[0] ^= m;
	}
	v[2] ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(v);
	uint64_t h = v[0] ^ v[1] ^ v[2] ^ v[3];
	return h ? h : 1;
}

static struct slot *find(struct limit *l, struct sv key, bool make)
{
	uint64_t h = sip(l->secret, key);
	struct slot *set = &l->slots[h % l->sets * WAYS], *oldest = set;
	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == h)
			return &set[i];
		if (set[i].tat < oldest->tat)
			oldest = &set[i];
	}
	if (!make)
		return NULL;
	*oldest = (struct slot){ .key = h };
	return oldest;
}

static bool look(struct limit *l, struct sv key, int64_t now, bool take, int64_t *ret_wait_ms)
{
	int64_t us = now * 1000;
	pthread_mutex_lock(&l->lock);
	struct slot *s = find(l, key, take);
	int64_t tat = s && s->tat > us ? s->tat : us;
	int64_t wait = tat + l->interval - l->window - us;
	if (wait <= 0 && take)
		s->tat = tat + l->interval;
	pthread_mutex_unlock(&l->lock);
	if (ret_wait_ms)
		*ret_wait_ms = wait > 0 ? (wait + 999) / 1000 : 0;
	return wait <= 0;
}

int64_t limit_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool limit_take(struct limit *l, struct sv key, int64_t now, int64_t *ret_wait_ms)
{
	return look(l, key, now, true, ret_wait_ms);
}

bool limit_ready(struct limit *l, struct sv key, int64_t now, int64_t *ret_wait_ms)
{
	return look(l, key, now, false, ret_wait_ms);
}

void limit_forget(struct limit *l, struct sv key)
{
	pthread_mutex_lock(&l->lock);
	struct slot *s = find(l, key, false);
	if (s)
		*s = (struct slot){ 0 };
	pthread_mutex_unlock(&l->lock);
}
