/* Rule texts: parse → print → parse gives the same text in both languages; evaluation of facts made from the
 * same bytes stays within the rule's bounds, sums exactly, and does not depend on the order of its input.
 *   clang -fsanitize=fuzzer,address,undefined … tests/fuzz/rule.c    fuzzes, corpus in tests/fuzz/corpus/rule
 *   cc -DREPLAY … tests/fuzz/rule.c                                  replays the files named on the command
 * line */
#include "base/bug.h"
#include "core/board.h"
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_print.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FACTS = 60, UNITS = 4 };

#define CHECK(what)                                                                                          \
	do {                                                                                                 \
		if (!(what))                                                                                 \
			BUG("%s", #what);                                                                    \
	} while (0)

static const char *const ids[] = {"甲", "乙", "丙", "丁"};

static uint32_t next(uint32_t *s)
{
	*s = *s * 1664525 + 1013904223;
	return *s >> 8;
}

static struct rule *again(struct ctx *cx, struct sv text)
{
	struct rule *r = NULL;
	CHECK(rule_parse(cx, text, &r) == RC_OK);
	return r;
}

/* A topic that some clause listens to, more often than not. */
static struct sv topic(const struct rule *r, uint32_t *s)
{
	const struct rule_class *c = &r->classes[next(s) % r->n_classes];
	const struct rule_item *i = &c->items[next(s) % c->n_items];
	if (r->n_vetoes && next(s) % 8 == 0)
		return r->vetoes[next(s) % r->n_vetoes].name;
	return i->n_topics && next(s) % 2 ? i->topics[next(s) % i->n_topics] : i->name;
}

static size_t make_facts(struct ctx *cx, const struct rule *r, struct rule_fact *f, uint32_t s)
{
	for (int i = 0; i < FACTS; i++)
		f[i] = (struct rule_fact){
			.id = arena_printf(cx->a, "%d", i),
			.kind = (enum fact_kind)(1 + next(&s) % (FACT_COUNT_ - 1)),
			.role = next(&s) % 3 ? ROLE_LEAD : ROLE_ASSIST,
			.unit = sv_of(ids[next(&s) % UNITS]),
			.day = {r->from.n + (int32_t)(next(&s) % 500) - 20},
			.topic = topic(r, &s),
			.record = SV("x"),
			.value = {(int64_t)(next(&s) % 1000) * 1000},
		};
	return FACTS;
}

static void check_sheet(const struct rule *r, const struct score_sheet *sheet)
{
	int64_t unit = 1;
	for (int i = r->places[ROUND_TOTAL]; i < 6; i++)
		unit *= 10;
	for (size_t i = 0; i < sheet->n; i++) {
		const struct unit_score *u = &sheet->scores[i];
		struct dec sum = {0};
		for (size_t k = 0; k < u->n_lines; k++)
			CHECK(dec_add(sum, u->lines[k].points, &sum));
		CHECK(sum.u == u->total.u);
		CHECK(u->total.u % unit == 0);
		CHECK(!r->limits.has_max || r->limits.has_min || u->exact.u <= r->limits.max.u);
		CHECK(!r->limits.has_min || u->exact.u >= r->limits.min.u);
		for (size_t c = 0; c < r->n_classes; c++) {
			const struct rule_limits *l = &r->classes[c].limits;
			CHECK(!l->has_plus || u->classes[c].plus.u <= l->plus.u);
			CHECK(!l->has_minus || u->classes[c].minus.u >= -l->minus.u);
			CHECK(!l->has_max || u->classes[c].score.u <= l->max.u);
			CHECK(!l->has_min || u->classes[c].score.u >= l->min.u);
		}
	}
}

static void evaluate(struct ctx *cx, const struct rule *r, uint32_t seed)
{
	struct rule_fact facts[FACTS];
	struct rule_proposal p;
	if (!rule_day_ok((struct day){r->from.n + 600}) || !rule_day_ok((struct day){r->from.n - 20}))
		return;
	size_t n = make_facts(cx, r, facts, seed);
	if (rule_entries(cx, r, facts, n, &p) != RC_OK)
		return; /* a mark beyond its largest */
	struct rule_entry *e = NEW(cx->a, struct rule_entry, p.n * 2 + 1),
			  *back = NEW(cx->a, struct rule_entry, p.n * 2 + 1);
	size_t k = 0;
	for (size_t i = 0; i < p.n; i++) {
		e[k] = p.entries[i];
		e[k++].id = arena_printf(cx->a, "e%zu", i);
		if (i % 5 == 2) {
			e[k] = rule_reversal(cx->a, &e[k - 1],
					     (struct day){e[k - 1].day.n + (int32_t)(i % 70)});
			e[k++].id = arena_printf(cx->a, "x%zu", i);
		}
	}
	for (size_t i = 0; i < k; i++)
		back[i] = e[k - 1 - i];
	struct sv units[UNITS];
	struct board_unit bu[UNITS];
	for (int i = 0; i < UNITS; i++) {
		units[i] = sv_of(ids[i]);
		bu[i] = (struct board_unit){.unit = units[i], .order = i, .previous = i};
	}
	int32_t from = r->from.n + (int32_t)(seed % 300);
	struct score_period period = {{from}, {from + 90}};
	struct score_sheet s, t;
	struct board b;
	CHECK(rule_compose(cx, r, period, units, UNITS, e, k, &s) == RC_OK);
	CHECK(rule_compose(cx, r, period, units, UNITS, back, k, &t) == RC_OK);
	check_sheet(r, &s);
	for (int i = 0; i < UNITS; i++)
		CHECK(s.scores[i].total.u == t.scores[i].total.u &&
		      s.scores[i].n_lines == t.scores[i].n_lines);
	CHECK(board_compose(cx, &s, bu, UNITS, (int)(seed % 7), &b) == RC_OK);
	CHECK(b.n == UNITS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	struct rule *r;
	arena_init(&a, (size_t)512 << 20);
	ctx_init(&cx, &a, 0, LANG_ZH);
	if (rule_parse(&cx, sv_make((const char *)data, size), &r) == RC_OK) {
		struct sv zh = rule_print(&a, r, LANG_ZH), en = rule_print(&a, r, LANG_EN);
		CHECK(sv_eq(rule_print(&a, again(&cx, zh), LANG_ZH), zh));
		struct rule *english = again(&cx, en);
		CHECK(sv_eq(rule_print(&a, english, LANG_ZH), zh));
		CHECK(sv_eq(rule_print(&a, english, LANG_EN), en));
		rule_lint(&cx, r);
		uint32_t seed = (uint32_t)size;
		for (size_t i = 0; i < size; i++)
			seed = seed * 31 + data[i];
		evaluate(&cx, r, seed);
	} else {
		CHECK(cx.faults != NULL);
	}
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
int main(int argc, char **argv)
{
	static uint8_t text[1 << 20];
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		if (!f)
			BUG("cannot open %s", argv[i]);
		size_t n = fread(text, 1, sizeof(text), f);
		fclose(f);
		uint8_t *exact = malloc(n + !n); /* so that a read past the end is seen */
		if (!exact)
			BUG("out of memory");
		memcpy(exact, text, n);
		LLVMFuzzerTestOneInput(exact, n);
		free(exact);
	}
	printf("%d inputs replayed\n", argc - 1);
	return 0;
}
#endif
