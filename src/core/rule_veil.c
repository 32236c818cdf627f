#include "core/rule_veil.h"

#include "core/score/suppress.h"

struct tree {
	struct arena *a;
	struct sup_node *nodes;
	int64_t *leaf;
	size_t n, n_leaves, words;
};

static size_t put_node(struct tree *t, int parent, struct sv name)
{
	t->nodes[t->n] = (struct sup_node){ .parent = parent, .set = { .name = name, .leaves = NEW(t->a, uint64_t, t->words) } };
	return t->n++;
}

static void put_leaf(struct tree *t, size_t node, int64_t n)
{
	size_t at = t->n_leaves++;
	t->leaf[at] = n;
	for (int i = (int)node; i >= 0; i = t->nodes[i].parent) {
		t->nodes[i].set.leaves[at / 64] |= UINT64_C(1) << at % 64;
		t->nodes[i].set.count += n;
	}
	t->nodes[node].leaf = true;
}

static bool shut(const struct sup_node *n)
{
	return n->reason != SUP_SHOWN && n->reason != SUP_EMPTY;
}

/* Root, items, and the classes of voters of each: all items stand before their classes, as a parent does before its children. */
static void plant(struct tree *t, const struct veil_votes *votes, size_t n, size_t *item_node, size_t *vote_node, struct veil *v)
{
	put_node(t, -1, SV("total"));
	for (size_t i = 0; i < n; i++)
		if (i == 0 || votes[i].item != votes[i - 1].item) {
			item_node[v->n_items] = put_node(t, 0, votes[i].item->name);
			v->items[v->n_items++] = (struct veil_item){ .class = votes[i].class, .item = votes[i].item };
		}
	for (size_t i = 0, k = 0; i < n; i++) {
		k += i > 0 && votes[i].item != votes[i - 1].item;
		vote_node[i] = votes[i].group.n ? put_node(t, (int)item_node[k], votes[i].group) : item_node[k];
		put_leaf(t, vote_node[i], votes[i].n);
	}
}

void rule_veil(struct arena *a, const struct rule *r, struct veil_votes *votes, size_t n, struct veil *ret)
{
	size_t most = 2 * n + 2;
	struct tree t = { .a = a, .words = n / 64 + 1, .nodes = NEW(a, struct sup_node, most), .leaf = NEW(a, int64_t, n + 1) };
	size_t *item_node = NEW(a, size_t, n + 1), *vote_node = NEW(a, size_t, n + 1);
	*ret = (struct veil){ .items = NEW(a, struct veil_item, n + 1) };
	plant(&t, votes, n, item_node, vote_node, ret);
	struct sup s = { .a = a, .k = rule_voters(r), .words = t.words, .leaf = t.leaf, .known = NEW(a, struct sup_set, 2 * most) };
	suppress_tree(&s, t.nodes, t.n);
	if (!t.nodes[0].set.count)
		return;
	ret->total = shut(&t.nodes[0]);
	for (size_t k = 0; k < ret->n_items; k++)
		ret->items[k].hidden = t.nodes[item_node[k]].set.count && shut(&t.nodes[item_node[k]]);
	for (size_t i = 0, k = 0; i < n; i++) {
		k += i > 0 && votes[i].item != votes[i - 1].item;
		votes[i].hidden = votes[i].n && (shut(&t.nodes[vote_node[i]]) || ret->items[k].hidden);
		ret->items[k].worded |= votes[i].hidden;
		ret->items[k].alike |= votes[i].n && votes[i].alike;
	}
	/* The other classes of voters would give an unanimous one away: of its item the points alone are told. */
	for (size_t i = 0, k = 0; i < n; i++) {
		k += i > 0 && votes[i].item != votes[i - 1].item;
		votes[i].hidden |= votes[i].n && ret->items[k].alike;
		ret->items[k].worded |= votes[i].hidden;
		ret->any |= votes[i].hidden;
	}
}

const struct veil_item *veil_item_of(const struct veil *v, struct sv class, struct sv item)
{
	for (size_t i = 0; i < v->n_items; i++)
		if (sv_eq(v->items[i].item->name, item) && (!class.n || sv_eq(v->items[i].class->name, class)))
			return &v->items[i];
	return NULL;
}

bool veil_class(const struct veil *v, struct sv class)
{
	for (size_t i = 0; i < v->n_items; i++)
		if (v->items[i].hidden && sv_eq(v->items[i].class->name, class))
			return true;
	return false;
}
