#include "core/rule_sort.h"

static void merge(const void **from, size_t lo, size_t mid, size_t hi, const void **to, core_cmp *cmp)
{
	size_t i = lo, j = mid;
	for (size_t k = lo; k < hi; k++)
		to[k] = i < mid && (j >= hi || cmp(from[i], from[j]) <= 0) ? from[i++] : from[j++];
}

void core_sort(struct arena *a, const void **v, size_t n, core_cmp *cmp)
{
	size_t done = 1;
	while (done < n && cmp(v[done - 1], v[done]) <= 0)
		done++;
	if (done >= n)
		return; /* what is kept in order comes in order again */
	const void **t = NEW(a, const void *, n), **from = v, **to = t;
	for (size_t w = 1; w<n; w = w> n / 2 ? n : w * 2) {
		for (size_t lo = 0; lo < n;) {
			size_t mid = n - lo > w ? lo + w : n, hi = n - mid > w ? mid + w : n;
			merge(from, lo, mid, hi, to, cmp);
			lo = hi;
		}
		const void **swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
}

const void *core_find(const void *const *v, size_t n, const void *key, core_cmp *cmp)
{
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int r = cmp(v[mid], key);
		if (r == 0)
			return v[mid];
		if (r < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

void *core_grown(struct arena *a, void *v, size_t n, size_t size)
{
	if (n & (n - 1))
		return v;
	char *t = arena_alloc(a, n ? n * 2 : 1, size, alignof(max_align_t));
	if (n)
		memcpy(t, v, n * size);
	return t;
}
