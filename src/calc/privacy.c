#include "calc/calc.h"

#include "core/score/suppress.h"

enum { NODES_MAX = 4000, SLICES_MAX = 1000, DEPTH_MAX = 32, BALLOTS_MAX = 1000000000 };

/* The tree as it is read: nodes parents first, leaves numbered in the same order. */
struct reader {
	struct calc_run *r;
	struct sup_node *nodes;
	const struct js **answers;
	int64_t *leaf;
	size_t n, n_leaves, words;
};

static struct sup_node *node_named(const struct reader *t, struct sv name)
{
	for (size_t i = 0; i < t->n; i++)
		if (sv_eq(t->nodes[i].set.name, name))
			return &t->nodes[i];
	return NULL;
}

static enum rc name_of(struct reader *t, const struct calc_at *at, struct sv *ret)
{
	struct calc_at name = calc_get(at, "name");
	TRY(calc_text(t->r->cx, &name, ret));
	if (node_named(t, *ret))
		return calc_bad(t->r->cx, &name, N_("“%.*s” is already in the tree; give each part its own name."), SV_ARG(*ret));
	if (t->n == NODES_MAX)
		return calc_bad(t->r->cx, at, N_("write a tree of at most %d parts."), NODES_MAX);
	return RC_OK;
}

static enum rc answers_add_up(struct reader *t, const struct calc_at *at, const struct sup_node *node)
{
	struct arena *a = t->r->cx->a;
	struct calc_at answers = calc_get(at, "answers");
	struct js *counts = js_obj(a);
	int64_t sum = 0, v;
	if (!answers.v)
		return RC_OK;
	for (struct calc_at it = { 0 }; answers.v->kind == JS_OBJ && calc_next(&answers, &it); sum += v) {
		TRY(calc_int(t->r->cx, &it, 0, BALLOTS_MAX, &v));
		js_set_int(a, counts, it.name, v);
	}
	if (!counts->n || sum != node->set.count)
		return calc_bad(t->r->cx, &answers, N_("write {answer: ballots} that sum to the count, %lld."), (long long)node->set.count);
	t->answers[node - t->nodes] = counts;
	return RC_OK;
}

static enum rc read_node(struct reader *t, const struct calc_at *at, int parent, int depth)
{
	struct ctx *cx = t->r->cx;
	struct calc_at children = calc_get(at, "children"), count = calc_get(at, "count");
	int64_t sum = 0, own = 0;
	struct sv name;
	TRY(name_of(t, at, &name));
	if (depth > DEPTH_MAX)
		return calc_bad(cx, at, N_("write at most %d levels."), DEPTH_MAX);
	int self = (int)t->n++;
	struct sup_node *node = &t->nodes[self];
	*node = (struct sup_node){ .set = { name, NEW(cx->a, uint64_t, t->words), 0 }, .parent = parent, .leaf = !children.v };
	if (count.v || node->leaf)
		TRY(calc_int(cx, &count, 0, BALLOTS_MAX, &own));
	if (node->leaf) {
		node->set.leaves[t->n_leaves / 64] |= UINT64_C(1) << t->n_leaves % 64;
		t->leaf[t->n_leaves++] = sum = own;
	}
	for (struct calc_at it = { 0 }; calc_next(&children, &it);) {
		size_t child = t->n;
		TRY(read_node(t, &it, self, depth + 1));
		sum += t->nodes[child].set.count;
		for (size_t w = 0; w < t->words; w++)
			node->set.leaves[w] |= t->nodes[child].set.leaves[w];
	}
	if (count.v && own != sum)
		return calc_bad(cx, &count, N_("the parts sum to %lld; write that, or leave the count out."), (long long)sum);
	node->set.count = sum;
	return answers_add_up(t, at, node);
}

static enum rc read_sets(struct reader *t, const char *field, struct sup_set **ret, size_t *ret_n)
{
	struct ctx *cx = t->r->cx;
	struct calc_at sets = calc_get(&t->r->in, field);
	*ret_n = 0;
	*ret = NULL;
	if (!sets.v)
		return RC_OK;
	TRY(calc_list(cx, &sets, 0, ret_n));
	if (*ret_n > SLICES_MAX)
		return calc_bad(cx, &sets, N_("write at most %d of them."), SLICES_MAX);
	*ret = NEW(cx->a, struct sup_set, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(&sets, &it);) {
		struct calc_at name = calc_get(&it, "name"), of = calc_get(&it, "of");
		struct sup_set *s = &(*ret)[it.i];
		struct sv *parts;
		size_t n;
		s->leaves = NEW(cx->a, uint64_t, t->words);
		TRY(calc_text(cx, &name, &s->name));
		TRY(calc_texts(cx, &of, 1, &parts, &n));
		for (size_t i = 0; i < n; i++) {
			const struct sup_node *part = node_named(t, parts[i]);
			if (!part)
				return calc_bad(cx, &of, N_("the tree has no part “%.*s”."), SV_ARG(parts[i]));
			for (size_t w = 0; w < t->words; w++)
				s->leaves[w] |= part->set.leaves[w];
		}
		for (size_t i = 0; i < t->n_leaves; i++)
			s->count += s->leaves[i / 64] >> i % 64 & 1 ? t->leaf[i] : 0;
	}
	return RC_OK;
}

static struct sv share_text(struct arena *a, int64_t part, int64_t whole)
{
	struct dec percent;
	switch (suppress_share(part, whole, &percent)) {
	case SHARE_MOST:
		return SV("≥95%");
	case SHARE_LEAST:
		return SV("≤5%");
	case SHARE_PLAIN:
	default:
		return arena_printf(a, "%s%%", dec_text(a, percent).p);
	}
}

static struct js *outcome(struct arena *a, const struct sup_set *set, enum sup_reason reason, struct sv against)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "name", set->name);
	js_set_bool(a, o, "shown", reason == SUP_SHOWN);
	js_set(o, "count", reason == SUP_SHOWN ? js_int(a, set->count) : js_null(a));
	js_set_sv(a, o, "reason", sv_of(sup_reason_name(reason)));
	if (against.n)
		js_set_sv(a, o, "against", against);
	return o;
}

static void put_tree(const struct reader *t)
{
	struct arena *a = t->r->cx->a;
	struct js *list = js_set(t->r->result, "nodes", js_arr(a)), *visible = js_set(t->r->result, "visible", js_arr(a));
	for (size_t i = 0; i < t->n; i++) {
		const struct sup_node *n = &t->nodes[i];
		struct js *o = js_push(list, outcome(a, &n->set, n->reason, n->against));
		if (n->reason != SUP_SHOWN)
			continue;
		js_push(visible, js_str(a, n->set.name));
		if (!t->answers[i])
			continue;
		struct js *shares = js_set(o, "shares", js_obj(a));
		for (const struct js *v = t->answers[i]->first; v; v = v->next)
			js_set_sv(a, shares, v->key.p, share_text(a, v->i, n->set.count));
	}
}

static size_t parts_in(const struct js *tree)
{
	size_t n = 1;
	const struct js *children = js_get(tree, "children");
	for (const struct js *c = children ? children->first : NULL; c; c = c->next)
		n += parts_in(c);
	return n;
}

static enum rc suppress_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct calc_at tree = calc_get(&r->in, "tree");
	size_t parts = parts_in(tree.v), n_known, n_slices;
	struct reader t = { .r = r, .nodes = NEW(a, struct sup_node, parts), .answers = NEW(a, const struct js *, parts),
			    .leaf = NEW(a, int64_t, parts), .words = parts / 64 + 1 };
	struct sup_set *known, *slices;
	struct sup s = { .a = a, .words = t.words, .leaf = t.leaf, .tr = r->trace };
	TRY(calc_int_or(r->cx, &r->in, "k", 3, 1000, 5, &s.k));
	TRY(read_node(&t, &tree, -1, 0));
	TRY(read_sets(&t, "published_sets", &known, &n_known));
	TRY(read_sets(&t, "slices", &slices, &n_slices));
	s.known = NEW(a, struct sup_set, n_known + 2 * t.n + n_slices + 1);
	for (size_t i = 0; i < n_known; i++)
		s.known[s.n_known++] = known[i];
	suppress_tree(&s, t.nodes, t.n);
	put_tree(&t);
	struct js *list = js_set(r->result, "slices", js_arr(a));
	for (size_t i = 0; i < n_slices; i++) {
		struct sv against;
		enum sup_reason reason = suppress_slice(&s, &slices[i], &against);
		js_push(list, outcome(a, &slices[i], reason, against));
	}
	return RC_OK;
}

static const struct calc_field suppress_fields[] = {
	{ "tree", "{name, count, children, answers}", false,
	  N_("ballots counted by part; children are parts of the same form, answers are {answer: ballots}") },
	{ "k", "integer", true, N_("the smallest group shown, 5 by default, never below 3; 10 for sensitive questions") },
	{ "published_sets", "[{name, of: [text]}]", true, N_("what was published before, each by the names of its parts") },
	{ "slices", "[{name, of: [text]}]", true, N_("what is to be published beside the tree, in this order") },
};
static const struct calc_method methods[] = {
	{ .name = "suppress",
	  .help = N_("What of a secret ballot may be published: no group below k, nor any found by subtraction."),
	  .source = "complementary suppression and differencing, as in statistical disclosure control",
	  CALC_FIELDS(suppress_fields),
	  .example = "{\"tree\":{\"name\":\"全县\",\"children\":[{\"name\":\"甲镇\",\"count\":4},{\"name\":\"乙镇\",\"count\":20},"
		     "{\"name\":\"丙镇\",\"count\":30,\"answers\":{\"好\":30,\"差\":0}}]},\"k\":5}",
	  .run = suppress_run },
};
const struct calc_family calc_privacy = { "privacy", methods, sizeof(methods) / sizeof(*methods) };
