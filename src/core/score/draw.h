#ifndef CORE_SCORE_DRAW_H
#define CORE_SCORE_DRAW_H
/* Draws that anybody can repeat with `sha256sum`: the list is fixed and published first, then the seed is thrown
 * in public (双随机).  With replacement: Rivest's sampler (2011).  Without: a ticket each, the smallest win. */
#include "base/hash.h"
#include "core/score/score.h"

/* SHA-256(seed "," i) as one number of 256 bits, mod total, plus 1, for i = 1 .. count; total > 0. */
void draw_with_replacement(struct sv seed, int64_t total, int64_t *ret, size_t count, struct trace *tr);

/* SHA-256(seed "," id) */
struct digest draw_ticket(struct sv seed, struct sv id);

struct drawee {
	struct sv id, stratum;
	bool excluded; /* recused: has a ticket, is not drawn */
	struct digest ticket; /* filled in */
	bool drawn;
};
/* How many of a stratum are drawn. */
struct quota {
	struct sv stratum;
	int64_t n;
};
/* Gives tickets, sorts `who` by ticket and marks those drawn: of every stratum its quota, or all when it has fewer.
 *  The first n of a longer draw with the same seed are the shorter draw. */
void draw_tickets(struct arena *a, struct sv seed, struct drawee *who, size_t n, const struct quota *quotas, size_t n_quotas,
		  struct trace *tr);

/* Who hosts next: fewest times first, then who has waited longest, then the public ticket. */
struct host {
	struct sv unit;
	int64_t times, last; /* meetings hosted; number of the latest one, 0 never */
	struct digest ticket;
	bool waits; /* hosted within the last gap − 1 meetings */
};
/* Sorts `hosts` for meeting number `meeting`: no unit is host twice within `gap` meetings in a row. */
void rotation_order(struct arena *a, struct host *hosts, size_t n, int64_t meeting, int64_t gap);
/* Plans `count` meetings from `meeting` on, updating the hosts; ret[i] is the unit.  gap is at most n. */
void rotation_plan(struct arena *a, struct host *hosts, size_t n, int64_t meeting, int64_t gap, struct sv *ret, size_t count,
		   struct trace *tr);

#endif
