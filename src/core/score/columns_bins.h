#ifndef CORE_SCORE_COLUMNS_BINS_H
#define CORE_SCORE_COLUMNS_BINS_H
/* Entries in any order into leaf order, in two passes that each write to few places: first into bins of neighbouring
 * leaves, then every bin by leaf.  By two threads or more without a lock: cut the entries into parts and count each
 * part; start; place each part; settle disjoint ranges of bins.  The order within a leaf is not defined and never matters. */
#include "core/score/columns.h"

enum { COLUMNS_BIN_LEAVES = 1024 };

struct columns_bins {
	uint32_t n_leaves, n, n_parts;
	size_t *at;    /* part by part: how many of each bin, then where the part's next of the bin goes */
	size_t *first; /* n + 1: where each bin begins */
};
struct columns_bins columns_bins_new(struct arena *a, const struct columns_tree *t, uint32_t n_parts);
/* SCORE_INVALID on a leaf that the tree does not have. */
enum score_status columns_bins_count(struct columns_bins *b, uint32_t part, const struct columns_entries *e, size_t from,
				     size_t to) NODISCARD;
void columns_bins_start(struct columns_bins *b);
/* `half` and `ret` have room for all entries. */
void columns_bins_place(struct columns_bins *b, uint32_t part, const struct columns_entries *e, size_t from, size_t to,
			struct columns_entries *half);
void columns_bins_settle(const struct columns_bins *b, struct columns_range bins, const struct columns_entries *half,
			 struct columns_entries *ret);
/* All of it in one thread. */
enum score_status columns_arrange(struct arena *a, const struct columns_tree *t, const struct columns_entries *e,
				  struct columns_entries *half, struct columns_entries *ret) NODISCARD;

#endif
