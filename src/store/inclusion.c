#include "store/inclusion.h"

#include "store/journal.sql.h"

enum rc checkpoint_over(struct ctx *cx, struct db *db, int64_t seq, int64_t size, struct checkpoint *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &checkpoint_from);
	*ret = (struct checkpoint){ 0 };
	bind_int(st, 1, size > seq ? size : seq);
	while (db_step(cx, st, &rc)) {
		if (size && col_int(st, 0) != size)
			continue;
		struct sv root = col_peek(st, 1);
		ret->size = col_int(st, 0);
		if (root.n == DIGEST_LEN)
			memcpy(ret->root.b, root.p, DIGEST_LEN);
		ret->note = col_sv(st, 2, cx->a);
		ret->signature = col_sv(st, 3, cx->a);
	}
	return rc;
}

/* Walks the tree from left to right, so that each leaf is read once, in order, and none is kept. */
struct walk {
	struct ctx *cx;
	struct stmt *leaves;
	enum rc rc;
	int64_t read;
	const int64_t *seqs;
	size_t n, at;
	struct digest *nodes;
	size_t n_nodes, cap;
};

static struct digest next_leaf(struct walk *w)
{
	struct digest d = { { 0 } };
	struct sv s = w->rc == RC_OK && db_step(w->cx, w->leaves, &w->rc) ? col_peek(w->leaves, 0) : SV_NONE;
	if (s.p && s.n == DIGEST_LEN)
		memcpy(d.b, s.p, DIGEST_LEN);
	w->read++;
	return d;
}

static void keep(struct walk *w, const struct digest *d)
{
	if (w->n_nodes == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 64;
		struct digest *t = NEW(w->cx->a, struct digest, w->cap);
		if (w->n_nodes)
			memcpy(t, w->nodes, w->n_nodes * sizeof(*t));
		w->nodes = t;
	}
	w->nodes[w->n_nodes++] = *d;
}

/* A subtree in which nothing is wanted. */
static struct digest whole(struct walk *w, int64_t n)
{
	struct edge e = { 0 };
	for (int64_t i = 0; i < n; i++) {
		struct digest leaf = next_leaf(w);
		edge_add(&e, &leaf);
	}
	return edge_root(&e);
}

/* The rows after `from`, `n` of them.  As deep as the tree is high: 53 at most. */
static struct digest subtree(struct walk *w, int64_t from, int64_t n)
{
	bool wanted = w->at < w->n && w->seqs[w->at] <= from + n;
	if (!wanted) {
		struct digest d = whole(w, n);
		keep(w, &d);
		return d;
	}
	if (n == 1) {
		w->at++;
		return next_leaf(w);
	}
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	struct digest l = subtree(w, from, k), r = subtree(w, from + k, n - k);
	return HASH(HASH_SM3, SV("\x01"), digest_sv(&l), digest_sv(&r));
}

enum rc journal_inclusion(struct ctx *cx, struct db *db, const struct checkpoint *c, const int64_t *seqs, size_t n,
			  struct digest **ret_nodes, size_t *ret_n)
{
	struct walk w = { .cx = cx, .leaves = db_query(db, &journal_leaves), .seqs = seqs, .n = n };
	bind_int(w.leaves, 1, c->size);
	struct digest root = subtree(&w, 0, c->size);
	while (db_step(cx, w.leaves, &w.rc))
		w.read++; /* the statement is read to its end, so that it may be used again */
	if (w.rc != RC_OK)
		return w.rc;
	if (!digest_eq(&root, &c->root))
		return fail(cx, RC_CHECK, "inclusion.root",
			    N_("The journal does not give the root that was signed for its first %lld rows; "
			       "`bixue verify` says what was changed."),
			    (long long)c->size);
	*ret_nodes = w.nodes;
	*ret_n = w.n_nodes;
	return RC_OK;
}
