#include "store/merkle.h"

static struct digest node(const struct digest *l, const struct digest *r)
{
	return HASH(HASH_SM3, SV("\x01"), digest_sv(l), digest_sv(r));
}

void edge_add(struct edge *e, const struct digest *leaf)
{
	e->tree[e->n++] = *leaf;
	/* Each trailing 1 bit of the old size is a complete twin to merge with. */
	for (int64_t s = e->size++; s & 1; s >>= 1) {
		e->n--;
		e->tree[e->n - 1] = node(&e->tree[e->n - 1], &e->tree[e->n]);
	}
}

struct digest edge_root(const struct edge *e)
{
	if (e->n == 0)
		return HASH(HASH_SM3, SV(""));
	struct digest d = e->tree[e->n - 1];
	for (int i = e->n - 2; i >= 0; i--)
		d = node(&e->tree[i], &d);
	return d;
}

struct sv edge_bytes(const struct edge *e)
{
	return sv_make((const char *)e->tree, (size_t)e->n * DIGEST_LEN);
}

bool edge_read(struct edge *e, int64_t size, struct sv bytes)
{
	int n = __builtin_popcountll((unsigned long long)size);
	if (size < 0 || n > EDGE_MAX || bytes.n != (size_t)n * DIGEST_LEN)
		return false;
	*e = (struct edge){ .size = size, .n = n };
	if (n)
		memcpy(e->tree, bytes.p, bytes.n);
	return true;
}
