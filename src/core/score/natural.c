#include "core/score/natural.h"

#include "base/bug.h"

static void room_for(struct nat *x, size_t words)
{
	if (words <= x->cap)
		return;
	size_t cap = words < 8 ? 8 : words * 2;
	uint32_t *w = NEW(x->a, uint32_t, cap);
	if (x->n)
		memcpy(w, x->w, x->n * sizeof(*w));
	x->w = w;
	x->cap = cap;
}

static void trim_zeros(struct nat *x)
{
	while (x->n && !x->w[x->n - 1])
		x->n--;
}

void nat_set(struct nat *x, uint64_t v)
{
	room_for(x, 2);
	x->w[0] = (uint32_t)v;
	x->w[1] = (uint32_t)(v >> 32);
	x->n = 2;
	trim_zeros(x);
}

struct nat nat_of(struct arena *a, uint64_t v)
{
	struct nat x = { .a = a };
	nat_set(&x, v);
	return x;
}

void nat_mul(struct nat *x, uint32_t by)
{
	uint64_t carry = 0;
	room_for(x, x->n + 1);
	for (size_t i = 0; i < x->n; i++) {
		carry += (uint64_t)x->w[i] * by;
		x->w[i] = (uint32_t)carry;
		carry >>= 32;
	}
	x->w[x->n++] = (uint32_t)carry;
	trim_zeros(x);
}

void nat_div(struct nat *x, uint32_t by)
{
	uint64_t rest = 0;
	for (size_t i = x->n; i-- > 0;) {
		rest = rest << 32 | x->w[i];
		x->w[i] = (uint32_t)(rest / by);
		rest %= by;
	}
	trim_zeros(x);
}

void nat_add(struct nat *x, const struct nat *y, uint32_t by)
{
	size_t n = (x->n > y->n ? x->n : y->n) + 2;
	uint64_t carry = 0;
	room_for(x, n);
	for (size_t i = 0; i < n; i++) {
		carry += i < x->n ? x->w[i] : 0;
		carry += i < y->n ? (uint64_t)y->w[i] * by : 0;
		x->w[i] = (uint32_t)carry;
		carry >>= 32;
	}
	x->n = n;
	trim_zeros(x);
}

void nat_sub(struct nat *x, const struct nat *y, uint32_t by)
{
	uint64_t product = 0, owed = 0;
	for (size_t i = 0; i < x->n; i++) {
		product += i < y->n ? (uint64_t)y->w[i] * by : 0;
		uint64_t take = (uint32_t)product + owed;
		product >>= 32;
		owed = x->w[i] < take;
		x->w[i] = (uint32_t)(x->w[i] - take);
	}
	if (owed || product)
		BUG("a natural number below zero");
	trim_zeros(x);
}

int nat_cmp(const struct nat *x, uint32_t by_x, const struct nat *y, uint32_t by_y)
{
	size_t n = (x->n > y->n ? x->n : y->n) + 1;
	uint64_t px = 0, py = 0;
	int sign = 0;
	for (size_t i = 0; i < n; i++) {
		px += i < x->n ? (uint64_t)x->w[i] * by_x : 0;
		py += i < y->n ? (uint64_t)y->w[i] * by_y : 0;
		uint32_t a = (uint32_t)px, b = (uint32_t)py;
		if (a != b)
			sign = a < b ? -1 : 1;
		px >>= 32;
		py >>= 32;
	}
	return sign;
}

struct dec nat_share(const struct nat *x, const struct nat *y)
{
	uint32_t low = 0, high = DEC_ONE; /* the largest q with q − ½ ≤ 10⁶·x/y */
	while (low < high) {
		uint32_t q = (low + high + 1) / 2;
		if (nat_cmp(y, 2 * q - 1, x, 2 * DEC_ONE) <= 0)
			low = q;
		else
			high = q - 1;
	}
	return (struct dec){ low };
}

void nat_choose(struct nat *x, uint32_t n, uint32_t k)
{
	nat_set(x, k <= n);
	if (k > n)
		return;
	if (k > n - k)
		k = n - k;
	for (uint32_t i = 1; i <= k; i++) {
		nat_mul(x, n - k + i);
		nat_div(x, i);
	}
}
