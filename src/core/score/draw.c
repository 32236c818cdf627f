#include "core/score/draw.h"

#include "core/rule_sort.h"

__extension__ typedef unsigned __int128 wide_unsigned;

static int64_t mod_of(const struct digest *d, int64_t total)
{
	uint64_t rest = 0;
	for (int i = 0; i < DIGEST_LEN; i++)
		rest = (uint64_t)(((wide_unsigned)rest << 8 | d->b[i]) % (uint64_t)total);
	return (int64_t)rest;
}

void draw_with_replacement(struct sv seed, int64_t total, int64_t *ret, size_t count, struct trace *tr)
{
	for (size_t i = 0; i < count; i++) {
		char text[24];
		size_t at = sizeof(text);
		for (size_t v = i + 1; v; v /= 10)
			text[--at] = (char)('0' + v % 10);
		struct sv number = sv_make(text + at, sizeof(text) - at);
		struct digest d = HASH(HASH_SHA256, seed, SV(","), number);
		ret[i] = mod_of(&d, total) + 1;
		if (tr)
			trace_add(tr, "sha256_mod", arena_printf(tr->a, "%zu", i + 1),
				  arena_printf(tr->a, "sha256(\"%.*s,%zu\") = %s; mod %lld + 1", SV_ARG(seed), i + 1,
					       hex_text(tr->a, digest_sv(&d)).p, (long long)total),
				  arena_printf(tr->a, "%lld", (long long)ret[i]));
	}
}

struct digest draw_ticket(struct sv seed, struct sv id)
{
	return HASH(HASH_SHA256, seed, SV(","), id);
}

static int ticket_cmp(const struct digest *a, const struct digest *b)
{
	return memcmp(a->b, b->b, DIGEST_LEN);
}

static int drawee_cmp(const void *x, const void *y)
{
	const struct drawee *a = x, *b = y;
	return ticket_cmp(&a->ticket, &b->ticket);
}

static int64_t *left_of(const struct quota *quotas, int64_t *left, size_t n, struct sv stratum)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(quotas[i].stratum, stratum))
			return &left[i];
	return NULL;
}

void draw_tickets(struct arena *a, struct sv seed, struct drawee *who, size_t n, const struct quota *quotas, size_t n_quotas,
		  struct trace *tr)
{
	struct drawee *unsorted = NEW(a, struct drawee, n + 1);
	const void **order = NEW(a, const void *, n + 1);
	int64_t *left = NEW(a, int64_t, n_quotas + 1);
	for (size_t i = 0; i < n; i++) {
		unsorted[i] = who[i];
		unsorted[i].ticket = draw_ticket(seed, who[i].id);
		order[i] = &unsorted[i];
	}
	for (size_t i = 0; i < n_quotas; i++)
		left[i] = quotas[i].n;
	core_sort(a, order, n, drawee_cmp);
	for (size_t i = 0; i < n; i++) {
		who[i] = *(const struct drawee *)order[i];
		int64_t *more = left_of(quotas, left, n_quotas, who[i].stratum);
		who[i].drawn = !who[i].excluded && more && *more > 0;
		if (who[i].drawn)
			--*more;
		if (tr)
			trace_add(tr, who[i].excluded ? "excluded" : who[i].drawn ? "drawn" : "not_drawn", who[i].id,
				  arena_printf(tr->a, "sha256(\"%.*s,%.*s\")", SV_ARG(seed), SV_ARG(who[i].id)),
				  hex_text(tr->a, digest_sv(&who[i].ticket)));
	}
}

static int host_cmp(const void *x, const void *y)
{
	const struct host *a = x, *b = y;
	if (a->waits != b->waits)
		return a->waits ? 1 : -1;
	if (a->times != b->times)
		return a->times < b->times ? -1 : 1;
	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return ticket_cmp(&a->ticket, &b->ticket);
}

void rotation_order(struct arena *a, struct host *hosts, size_t n, int64_t meeting, int64_t gap)
{
	struct host *unsorted = NEW(a, struct host, n + 1);
	const void **order = NEW(a, const void *, n + 1);
	for (size_t i = 0; i < n; i++) {
		unsorted[i] = hosts[i];
		unsorted[i].waits = hosts[i].last && meeting - hosts[i].last < gap;
		order[i] = &unsorted[i];
	}
	core_sort(a, order, n, host_cmp);
	for (size_t i = 0; i < n; i++)
		hosts[i] = *(const struct host *)order[i];
}

void rotation_plan(struct arena *a, struct host *hosts, size_t n, int64_t meeting, int64_t gap, struct sv *ret, size_t count,
		   struct trace *tr)
{
	for (size_t i = 0; i < count; i++, meeting++) {
		rotation_order(a, hosts, n, meeting, gap);
		ret[i] = hosts[0].unit;
		if (tr)
			trace_add(tr, "host", arena_printf(tr->a, "%lld", (long long)meeting),
				  arena_printf(tr->a, "%lld times, last %lld, ticket %s", (long long)hosts[0].times,
					       (long long)hosts[0].last, hex_text(tr->a, digest_sv(&hosts[0].ticket)).p),
				  hosts[0].unit);
		hosts[0].times++;
		hosts[0].last = meeting;
	}
}
