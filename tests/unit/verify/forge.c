/* The strongest forger holds the key: what he publishes has its digests, stands in the tree and is signed, but is not what
 * the rule gives.  Only computing once more finds that. */
#include "world.h"

static uint64_t seed;

static uint64_t chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static struct js *member(const struct js *o, const char *key)
{
	return (struct js *)(uintptr_t)js_get(o, key);
}

static struct js *nth(const struct js *list, size_t n)
{
	struct js *v = list->first;
	while (n-- > 0)
		v = v->next;
	return v;
}

static struct js *any(const struct js *list)
{
	return list && list->n ? nth(list, (size_t)(chance() % list->n)) : NULL;
}

static bool add_points(struct arena *a, struct js *v)
{
	struct dec d;
	if (!v || v->kind != JS_STR || !dec_parse(v->s, &d))
		return false;
	d.u += (int64_t)(1 + chance() % 3) * (chance() & 1 ? 1 : -1) * (chance() & 1 ? DEC_ONE : DEC_ONE / 100);
	v->s = dec_text(a, d);
	return true;
}

/* ---- one way to forge each; false where the board has nothing of that kind ------------------------------------------ */

typedef bool forge_fn(struct arena *a, struct js *facts);

#define ON_ROW(name, field)                                                                                                \
	static bool name(struct arena *a, struct js *facts)                                                                \
	{                                                                                                                  \
		struct js *row = any(js_get(facts, "rows"));                                                               \
		return row && add_points(a, member(row, field));                                                           \
	}
ON_ROW(forge_total, "total")
ON_ROW(forge_base, "base")
ON_ROW(forge_plus, "plus")
ON_ROW(forge_minus, "minus")

static bool forge_place(struct arena *a, struct js *facts)
{
	struct js *v = member(any(js_get(facts, "rows")), "place");
	(void)a;
	if (!v)
		return false;
	v->i += v->i > 1 && (chance() & 1) ? -1 : 1;
	return true;
}

static bool forge_gained(struct arena *a, struct js *facts)
{
	struct js *v = member(any(js_get(facts, "rows")), chance() & 1 ? "gained" : "previous");
	(void)a;
	if (v)
		v->i++;
	return v != NULL;
}

static bool forge_flag(struct arena *a, struct js *facts)
{
	static const char *const flags[] = { "tied", "unranked", "moved", "both", "mover", "still" };
	struct js *v = member(any(js_get(facts, "rows")), flags[chance() % 6]);
	(void)a;
	if (v)
		v->b = !v->b;
	return v != NULL;
}

static bool forge_side(struct arena *a, struct js *facts)
{
	struct js *v = member(any(js_get(facts, "rows")), "side");
	(void)a;
	v->s = sv_is(v->s, "none") ? (chance() & 1 ? SV("red") : SV("black")) : SV("none");
	return true;
}

static bool forge_reason(struct arena *a, struct js *facts)
{
	struct js *v = member(any(js_get(facts, "rows")), "reason");
	if (v)
		v->s = arena_printf(a, "%.*s优", SV_ARG(v->s));
	return v != NULL;
}

static bool forge_name(struct arena *a, struct js *facts)
{
	struct js *v = member(any(js_get(facts, "rows")), chance() & 1 ? "name" : "unit");
	if (v->kind == JS_INT)
		v->i += 1000;
	else
		v->s = arena_printf(a, "%.*s甲", SV_ARG(v->s));
	return true;
}

static bool swap(const struct js *list)
{
	if (!list || list->n < 2)
		return false;
	struct js *x = nth(list, (size_t)(chance() % (list->n - 1))), *y = x->next, t = *x, *after = y->next;
	*x = *y;
	*y = t;
	x->next = y;
	y->next = after;
	return true;
}

static bool forge_order(struct arena *a, struct js *facts)
{
	(void)a;
	return swap(js_get(facts, "rows"));
}

static bool drop(struct js *list)
{
	if (!list || list->n == 0)
		return false;
	size_t at = (size_t)(chance() % list->n);
	if (at == 0)
		list->first = list->first->next;
	else
		nth(list, at - 1)->next = nth(list, at)->next;
	list->n--;
	return true;
}

static bool forge_drop_row(struct arena *a, struct js *facts)
{
	(void)a;
	return drop(member(facts, "rows"));
}

static struct js *any_line(struct js *facts)
{
	return any(js_get(any(js_get(facts, "rows")), "lines"));
}

static bool forge_line_points(struct arena *a, struct js *facts)
{
	return add_points(a, member(any_line(facts), "points"));
}

static bool forge_line_text(struct arena *a, struct js *facts)
{
	static const char *const keys[] = { "stage", "class", "item", "clause" };
	struct js *v = member(any_line(facts), keys[chance() % 4]);
	if (v)
		v->s = arena_printf(a, "%.*s ", SV_ARG(v->s));
	return v != NULL;
}

static bool forge_line_entries(struct arena *a, struct js *facts)
{
	struct js *list = member(any_line(facts), "entries");
	(void)a;
	if (!list || list->n == 0)
		return false;
	if (chance() & 1 && swap(list))
		return true;
	if (chance() & 1)
		return drop(list);
	any(list)->i++;
	return true;
}

static bool forge_drop_line(struct arena *a, struct js *facts)
{
	(void)a;
	return drop(member(any(js_get(facts, "rows")), "lines"));
}

static bool forge_class(struct arena *a, struct js *facts)
{
	static const char *const keys[] = { "base", "plus", "minus", "score" };
	return add_points(a, member(any(js_get(any(js_get(facts, "rows")), "classes")), keys[chance() % 4]));
}

static struct js *yield_of(struct js *facts)
{
	return member(any(js_get(facts, "rows")), "yield");
}

static bool forge_yield(struct arena *a, struct js *facts)
{
	static const char *const texts[] = { "grade", "step", "light" }, *const flags[] = { "estimated", "partial", "draw" },
				*const numbers[] = { "stars", "last_times", "staff_seats" };
	struct js *o = yield_of(facts), *v;
	if (!o)
		return false;
	switch (chance() % 4) {
	case 0:
		v = member(o, texts[chance() % 3]);
		v->s = arena_printf(a, "%.*s优", SV_ARG(v->s));
		return true;
	case 1:
		v = member(o, flags[chance() % 3]);
		v->b = !v->b;
		return true;
	case 2:
		v = member(o, numbers[chance() % 3]);
		v = v && v->kind == JS_INT ? v : member(o, "stars");
		v->i++;
		return true;
	default:
		v = member(o, "gaps");
		if (!drop(v))
			js_push(v, js_str(a, SV("税收")));
		return true;
	}
}

static bool forge_line_inputs(struct arena *a, struct js *facts)
{
	struct js *list = member(any_line(facts), "inputs");
	(void)a;
	if (!list || list->n == 0)
		return false;
	if (chance() & 1)
		return drop(list);
	any(list)->i++;
	return true;
}

static bool forge_line_part(struct arena *a, struct js *facts)
{
	struct js *v = member(any_line(facts), "part");
	if (v)
		v->s = arena_printf(a, "%.*s ", SV_ARG(v->s));
	return v != NULL;
}

/* Another figure, ballot or score than the one that was read. */
static bool forge_input(struct arena *a, struct js *facts)
{
	struct js *i = any(js_get(facts, "inputs")), *v = member(i, "votes");
	if (!i)
		return false;
	if (v && (chance() & 1))
		v->i++;
	else if (chance() & 1)
		return add_points(a, member(i, "value"));
	else
		member(i, "record")->s = SV("tally:77");
	return true;
}

static bool forge_progress(struct arena *a, struct js *facts)
{
	return add_points(a, member(facts, "progress"));
}

static bool forge_counts(struct arena *a, struct js *facts)
{
	static const char *const keys[] = { "n_red", "n_black", "median" };
	struct js *v = member(facts, keys[chance() % 3]);
	if (v->kind != JS_INT)
		return add_points(a, v);
	v->i++;
	return true;
}

/* Another group than the one that was read. */
static bool forge_units(struct arena *a, struct js *facts)
{
	struct js *u = any(js_get(facts, "units")), *v = member(u, "exempt_no");
	if (chance() & 1)
		v->s = v->s.n ? SV("") : SV("甲督〔2026〕1号");
	else
		member(u, "name")->s = arena_printf(a, "%.*s乙", SV_ARG(member(u, "name")->s));
	return true;
}

static bool forge_rule(struct arena *a, struct js *facts)
{
	struct js *v = member(facts, "rule_digest");
	char *p = (char *)(uintptr_t)arena_cstr(a, v->s);
	p[chance() % 64] ^= 1;
	v->s = sv_of(p);
	return true;
}

static bool forge_engine(struct arena *a, struct js *facts)
{
	(void)a;
	struct js *v = member(facts, chance() & 1 ? "engine" : "grammar");
	v->i = v->i == 2 ? 1 : 2;
	return true;
}

static bool forge_read(struct arena *a, struct js *facts)
{
	(void)a;
	member(facts, "read_seq")->i = 1000000 + (int64_t)(chance() % 1000);
	return true;
}

static const struct {
	const char *name;
	forge_fn *fn;
} ways[] = {
	{ "total", forge_total },
	{ "base", forge_base },
	{ "plus", forge_plus },
	{ "minus", forge_minus },
	{ "place", forge_place },
	{ "movement", forge_gained },
	{ "flag", forge_flag },
	{ "side", forge_side },
	{ "reason", forge_reason },
	{ "unit", forge_name },
	{ "order", forge_order },
	{ "dropped row", forge_drop_row },
	{ "line's points", forge_line_points },
	{ "line's text", forge_line_text },
	{ "line's entries", forge_line_entries },
	{ "dropped line", forge_drop_line },
	{ "class", forge_class },
	{ "yield", forge_yield },
	{ "line's inputs", forge_line_inputs },
	{ "line's part", forge_line_part },
	{ "input", forge_input },
	{ "progress", forge_progress },
	{ "counts", forge_counts },
	{ "peer group", forge_units },
	{ "rule digest", forge_rule },
	{ "engine", forge_engine },
	{ "read up to", forge_read },
};
enum { WAYS = sizeof(ways) / sizeof(*ways) };

struct forging {
	size_t way;
	bool done;
	int caught[WAYS], missed;
};

static void tamper(struct arena *a, struct js *facts, void *arg)
{
	struct forging *f = arg;
	f->done = ways[f->way].fn(a, facts);
}

/* Everything but the computing is in order: this forger makes no such mistakes. */
static bool sealed_well(const struct vf_report *r)
{
	for (const struct vf_line *l = r->first; l; l = l->next)
		if (l->kind != FOUND_RIGHT &&
		    (sv_starts(l->en, SV("Facts")) || sv_starts(l->en, SV("Tree")) || sv_starts(l->en, SV("Signature"))))
			return false;
	return true;
}

static void look(struct world *w, struct score_period p, struct js *proof, void *arg)
{
	struct forging *f = arg;
	struct vf_report r = world_verify(&w->a, world_text(&w->a, proof));
	(void)p;
	if (!f->done)
		return;
	assert_true(sealed_well(&r));
	if (r.verdict != VERDICT_RIGHT) {
		f->caught[f->way]++;
		return;
	}
	f->missed++;
	fprintf(stderr, "%s: a forged %s passed\n", w->c->file, ways[f->way].name);
}

static void test_forgers(void **state)
{
	static const char *const cases[][2] = {
		{ "tests/cases/board", "r17-movement.case" }, { "tests/cases/board", "r16-ties-out.case" },
		{ "tests/cases/board", "unordered.case" },    { "tests/cases/rule", "chahe-march.case" },
		{ "tests/cases/rule", "r12-caps.case" },      { "tests/cases/rule", "veto.case" },
		{ "tests/cases/rule", "reversal.case" },      { "tests/cases/board", "halfyear-debrief.case" },
		{ "tests/cases/board", "hangzhou-mix.case" }, { "tests/cases/board", "tour-ballot.case" },
		{ "tests/cases/rule", "measures.case" },
	};
	enum { EACH = 3 };
	struct forging f = { 0 };
	(void)state;
	int all = 0;
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++)
		for (f.way = 0; f.way < WAYS; f.way++)
			for (int i = 0; i < EACH; i++) {
				struct world *w = world_new();
				seed = 88172645463325252u + c * 1000003 + f.way * 10007 + (uint64_t)i * 101;
				(void)chance();
				w->tamper = tamper;
				w->arg = &f;
				assert_true(world_read(w, cases[c][0], cases[c][1]));
				world_each_period(w, look, &f);
				arena_release(&w->c->a);
				world_free(w);
			}
	for (size_t i = 0; i < WAYS; i++) {
		printf("%-16s %d caught\n", ways[i].name, f.caught[i]);
		assert_true(f.caught[i] > 0);
		all += f.caught[i];
	}
	printf("%d forged boards of one who holds the key, %d passed\n", all, f.missed);
	assert_int_equal(f.missed, 0);
	world_sign_off();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_forgers) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
