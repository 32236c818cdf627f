/* Rule texts: parse → print → parse gives the same text in both languages; evaluation of facts made from the
 * same bytes stays within the rule's bounds, sums exactly, and does not depend on the order of its input.
 *   clang -fsanitize=fuzzer,address,undefined … tests/fuzz/rule.c    fuzzes, corpus in tests/fuzz/corpus/rule
 *   cc -DREPLAY … tests/fuzz/rule.c                                  replays the files named on the command
 * line */
#include "base/bug.h"
#include "core/board.h"
#include "core/rule_diff.h"
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/whatif.h"
#include "core/rule_print.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FACTS = 60, UNITS = 4, INPUTS = 400 };

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

/* A name that something in the rule reads, more often than not. */
static struct sv input_name(const struct rule *r, uint32_t *s)
{
	if (r->n_parts && (r->n_classes == 0 || next(s) % 4 == 0))
		return r->parts[next(s) % r->n_parts].name;
	const struct rule_class *c = &r->classes[next(s) % r->n_classes];
	const struct rule_item *i = &c->items[next(s) % c->n_items];
	return next(s) % 30 == 0 ? c->name : i->data.n && next(s) % 2 ? i->data : i->name;
}

/* What suits the item's measure, so that most inputs are taken. */
static void suit(const struct rule *r, struct rule_input *in, uint32_t *s)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *item = &r->classes[c].items[i];
			const struct rule_measure *m = item->measure;
			if (!m || (!sv_eq(item->name, in->name) && !sv_eq(item->data, in->name)))
				continue;
			if (item->n_groups)
				in->group = item->groups[next(s) % (uint32_t)item->n_groups].name;
			if (m->n_values)
				in->grade = m->values[next(s) % (uint32_t)m->n_values].name;
			if (m->n_grades)
				in->grade = next(s) % 3 && m->n_poor ? m->poor[0] : m->grades[0];
			if (m->kind == MEASURE_MARKS || m->kind == MEASURE_DIRECT)
				in->value.u %= m->points.u + 1;
			static const enum rule_input_kind kinds[] = {[MEASURE_MARKS] = INPUT_MARK, [MEASURE_GRADES] = INPUT_BALLOT,
								     [MEASURE_RANKS] = INPUT_PLACE, [MEASURE_DECAY] = INPUT_PLACE,
								     [MEASURE_DIRECT] = INPUT_ACTUAL};
			in->kind = kinds[m->kind] ? kinds[m->kind] : in->kind;
			in->kind = m->kind == MEASURE_BANDS && m->n_grades ? INPUT_BALLOT : in->kind;
			if (in->kind == INPUT_PLACE)
				in->value = DEC(1 + next(s) % 9);
			return;
		}
}

static size_t make_inputs(struct ctx *cx, const struct rule *r, struct rule_input *in, uint32_t s)
{
	size_t n = INPUTS;
	for (size_t i = 0; i < n; i++) {
		in[i] = (struct rule_input){
			.kind = (enum rule_input_kind)(next(&s) % INPUT_STATE),
			.null = next(&s) % 12 ? NULL_NONE : (enum rule_input_null)(1 + next(&s) % 5),
			.name = input_name(r, &s),
			.unit = sv_of(ids[next(&s) % UNITS]),
			.value = {(int64_t)(next(&s) % 200000) * 1000},
			.count = next(&s) % 4,
			.judge = arena_printf(cx->a, "%zu", i),
			.period = (int)(next(&s) % 3),
			.estimated = next(&s) % 3 == 0,
			.day = {(int32_t)i}, /* each its own, so that one stands */
		};
		suit(r, &in[i], &s);
	}
	return n;
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
			if (u->classes[c].class->has_weight)
				continue; /* its limits act before its weight */
			CHECK(!l->has_max || u->classes[c].score.u <= l->max.u);
			CHECK(!l->has_min || u->classes[c].score.u >= l->min.u);
		}
	}
}

/* A measure never gives less than nothing nor more than it says; marks that were corrected may. */
static void check_cells(const struct rule *r, const struct score_sheet *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->scores[i].n_lines; k++) {
			const struct score_line *l = &s->scores[i].lines[k];
			if (l->stage != STAGE_MEASURE || l->item->judges)
				continue;
			struct dec most = rule_item_full(l->item);
			CHECK(l->points.u >= 0);
			CHECK(l->item->measure->kind == MEASURE_COMPLETION || l->item->measure->kind == MEASURE_BANDS ||
			      l->points.u <= dec_round(most, r->places[ROUND_ITEM]).u);
		}
}

static enum rule_peer peer_of(const struct rule *r)
{
	int k = 0;
	while (k + 1 < PEER_COUNT_ && !r->peers[k])
		k++;
	return (enum rule_peer)k;
}

/* The rule that stood stands as it was composed, and tried as a draft it changes nothing. */
static void try_itself(struct ctx *cx, const struct rule *r, const struct score_facts *f, const struct board_unit *units,
		       const struct board *b)
{
	struct sv names[UNITS] = {0};
	const struct whatif_group g = {.period = SV(""), .name = SV(""), .days = f->period, .peer = peer_of(r), .was = r, .units = units,
				       .unit_names = names, .n_units = UNITS, .before = -1, .upto = INT64_MAX, .inputs = f->inputs,
				       .n_inputs = f->n_inputs, .progress = f->progress};
	const struct whatif_past past = {.groups = &g, .n_groups = 1};
	struct whatif_world w;
	struct whatif x;
	struct whatif_sway *sways;
	size_t n, tried;
	bool all;
	CHECK(whatif_ready(cx, cx->a, &past, &w) == RC_OK);
	for (size_t i = 0; i < b->n; i++) {
		size_t u = 0;
		while (!sv_eq(w.groups[0].units[u].unit, b->rows[i].rank.unit))
			u++;
		const struct whatif_stand *s = &w.stood[0][u];
		CHECK(s->total.u == b->rows[i].score->total.u && s->place == b->rows[i].rank.place && s->side == b->rows[i].side);
	}
	CHECK(whatif_run(cx, &w, r, NULL, &x) == RC_OK && x.tables[0].n == b->n);
	for (size_t i = 0; i < b->n; i++)
		CHECK(!x.tables[0].rows[i].changed);
	enum rc rc = whatif_sway(cx, &w, &x, 5, SIZE_MAX, &sways, &n, &tried, &all);
	CHECK(rc == RC_OK ? all && n <= tried : rc == RC_LIMIT);
}

static void measure(struct ctx *cx, const struct rule *r, struct score_period period, uint32_t seed)
{
	struct rule_input *in = NEW(cx->a, struct rule_input, INPUTS), *back = NEW(cx->a, struct rule_input, INPUTS);
	size_t n = make_inputs(cx, r, in, seed);
	struct sv units[UNITS];
	struct board_unit bu[UNITS];
	struct score_sheet s, t;
	struct board b;
	for (int i = 0; i < UNITS; i++) {
		units[i] = sv_of(ids[i]);
		bu[i] = (struct board_unit){.unit = units[i], .order = i, .previous = i, .staff = 30, .last_before = i};
	}
	for (size_t i = 0; i < n; i++)
		back[i] = in[n - 1 - i];
	struct score_facts f = {.period = period, .units = units, .n_units = UNITS, .inputs = in, .n_inputs = n, .progress = DEC(50)};
	enum rc rc = rule_score(cx, r, &f, &s);
	f.inputs = back;
	CHECK(rule_score(cx, r, &f, &t) == rc);
	if (rc != RC_OK)
		return;
	check_sheet(r, &s);
	check_cells(r, &s);
	for (int i = 0; i < UNITS; i++)
		CHECK(s.scores[i].total.u == t.scores[i].total.u && s.scores[i].n_lines == t.scores[i].n_lines &&
		      s.scores[i].n_gaps == t.scores[i].n_gaps);
	CHECK(board_compose(cx, &s, bu, UNITS, 0, &b) == RC_OK);
	try_itself(cx, r, &f, bu, &b);
}

static void evaluate(struct ctx *cx, const struct rule *r, uint32_t seed)
{
	struct rule_fact facts[FACTS];
	struct rule_proposal p;
	if (!rule_day_ok((struct day){r->from.n + 600}) || !rule_day_ok((struct day){r->from.n - 20}))
		return;
	int32_t first = r->from.n + (int32_t)(seed % 300);
	measure(cx, r, (struct score_period){{first}, {first + 90}}, seed);
	if (r->n_classes == 0)
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
		struct rule_changes d;
		rule_diff(&cx, r, english, &d);
		CHECK(d.n == 0);
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
#include "replay.h"
#endif
