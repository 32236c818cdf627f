#ifndef CORE_RULE_SCORER_H
#define CORE_RULE_SCORER_H
/* The bench on which one unit is scored: rule_lines.c adds the entries of a line, rule_score.c the rest. */
#include "core/rule_score.h"
#include "core/rule_sort.h"

struct scorer {
	struct ctx *cx;
	const struct rule *r;
	struct score_period period;
	struct unit_score u;
	size_t cap;
	bool quiet; /* totals only: no lines, no texts */
	bool mute;  /* lines without texts */
	struct score_line none;
	const struct rule_class *class;
	const struct rule_item *item;
	const struct rule_line *line;
	const struct rule_part *part;
};

/* Texts are made only where they are kept. */
#define SCORER_SAY(s, ...) ((s)->quiet || (s)->mute ? SV_NONE : arena_printf((s)->cx->a, __VA_ARGS__))

enum rc scorer_overflow(struct ctx *cx);
enum rc scorer_add(struct ctx *cx, struct dec *sum, struct dec d) NODISCARD;
enum rc scorer_minus(struct ctx *cx, struct dec a, struct dec b, struct dec *ret) NODISCARD;
struct score_line *scorer_put(struct scorer *s, enum score_stage stage, struct dec points, struct sv arithmetic);
/* "+9 → +6 (≤ 6)" */
struct sv scorer_arrow(const struct scorer *s, struct dec from, struct dec to, const char *sign, struct dec limit);
bool scorer_inside(const struct scorer *s, struct day d);
/* Counts as a case on day `last`: not a reversal, and not yet reversed. */
bool scorer_live(const struct score_work *w, int32_t last);
/* The entries of s->line. */
enum rc scorer_line(struct scorer *s, const struct score_work *const *w, size_t n, struct dec *ret) NODISCARD;

#endif
