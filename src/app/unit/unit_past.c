/* The tree as it was: rights follow today's, a board follows that of its period's last day. */
#include "app/unit/unit.h"

#include "app/unit/queries.sql.h"
#include "app/unit/unit_read.h"

#include <stdlib.h>

struct node {
	struct unit u;
	struct node *first, *next; /* its children, in official order */
	struct node *parent;
};

static int by_id(const void *a, const void *b)
{
	const struct node *x = a, *y = b;
	return x->u.id < y->u.id ? -1 : x->u.id > y->u.id;
}

static struct node *find(struct node *all, size_t n, int64_t id)
{
	struct node key = { .u = { .id = id } };
	return bsearch(&key, all, n, sizeof(*all), by_id);
}

/* Among its siblings: by official order, then by age. */
static void put_under(struct node *parent, struct node *c)
{
	struct node **at = &parent->first;
	while (*at && ((*at)->u.sort_no < c->u.sort_no || ((*at)->u.sort_no == c->u.sort_no && (*at)->u.id < c->u.id)))
		at = &(*at)->next;
	c->next = *at;
	*at = c;
	c->parent = parent;
}

static enum rc read_nodes(struct ctx *cx, struct db *db, struct day on, struct node **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 1024;
	struct node *all = NEW(cx->a, struct node, cap);
	struct stmt *st = db_query(db, &unit_tree_on);
	bind_day(st, 1, on);
	while (db_step(cx, st, &rc)) {
		struct unit u;
		unit_row(st, cx->a, &u);
		if (n && all[n - 1].u.id == u.id) {
			all[n - 1].u = u; /* what it became later, but still before that day */
			continue;
		}
		if (n == cap) {
			struct node *bigger = NEW(cx->a, struct node, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		all[n++].u = u;
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

/* Children are walked in order, so what comes out is in official order; paths are made anew from then's parents. */
static void walk(struct ctx *cx, struct node *c, struct sv path, struct sv kind, struct unit *ret, size_t *n)
{
	c->u.path = arena_printf(cx->a, "%.*s%lld/", SV_ARG(path), (long long)c->u.id);
	if (!kind.n || sv_eq(kind, c->u.kind))
		ret[(*n)++] = c->u;
	for (struct node *k = c->first; k; k = k->next)
		walk(cx, k, c->u.path, kind, ret, n);
}

enum rc unit_subtree_on(struct ctx *cx, struct db *db, int64_t root, struct sv kind, struct day on, struct unit **ret,
			size_t *ret_n)
{
	struct node *all;
	size_t n, out = 0;
	TRY(read_nodes(cx, db, on, &all, &n));
	for (size_t i = 0; i < n; i++) {
		struct node *parent = all[i].u.parent ? find(all, n, all[i].u.parent) : NULL;
		if (parent)
			put_under(parent, &all[i]);
	}
	struct node *top = find(all, n, root);
	if (!top)
		return fail(cx, RC_NOT_FOUND, "unit.not_then", N_("This unit was not there on that day."));
	*ret = NEW(cx->a, struct unit, n + 1);
	walk(cx, top, top->parent ? SV("/…/") : SV("/"), kind, *ret, &out);
	*ret_n = out;
	return RC_OK;
}

enum rc unit_peers(struct ctx *cx, struct db *db, struct sv peer_group, struct day on, int64_t **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 64;
	int64_t *ids = NEW(cx->a, int64_t, cap);
	struct stmt *st = db_query(db, &unit_peers_on);
	bind_sv(st, 1, peer_group);
	bind_day(st, 2, on);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			int64_t *bigger = NEW(cx->a, int64_t, cap * 2);
			memcpy(bigger, ids, cap * sizeof(*ids));
			ids = bigger;
			cap *= 2;
		}
		ids[n++] = col_int(st, 0);
	}
	*ret = ids;
	*ret_n = n;
	return rc;
}

enum rc unit_staff_on(struct ctx *cx, struct db *db, int64_t unit, struct day on, struct unit_staff *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &unit_staff_of);
	bind_int(st, 1, unit);
	bind_day(st, 2, on);
	*ret = (struct unit_staff){ .since = DAY_NONE, .source = SV("") };
	while (db_step(cx, st, &rc))
		*ret = (struct unit_staff){ .n = col_int(st, 0), .since = col_day(st, 1), .source = col_sv(st, 2, cx->a) };
	return rc;
}
