#ifndef STORE_MERKLE_H
#define STORE_MERKLE_H
/* The tree of RFC 6962 over the journal's leaves: node = H(0x01 ‖ left ‖ right).  Only its right-hand edge
 * is kept: one complete subtree for each 1 bit of the size, largest first. */
#include "base/hash.h"

enum { EDGE_MAX = 53 };

struct edge {
	int64_t size;                     /* leaves so far */
	int n;                            /* subtrees */
	struct digest tree[EDGE_MAX];
};

void edge_add(struct edge *e, const struct digest *leaf);
struct digest edge_root(const struct edge *e); /* of no leaves: the digest of nothing */
struct sv edge_bytes(const struct edge *e);
bool edge_read(struct edge *e, int64_t size, struct sv bytes);

#endif
