#ifndef CORE_RULE_VALUE_H
#define CORE_RULE_VALUE_H
/* The values behind the keywords, one reader per form.  Each notes its own fault. */
#include "core/rule_words.h"

enum rc rule_read_text(struct ctx *cx, struct rule_cur *v, size_t max, struct sv *ret) NODISCARD;
enum rc rule_read_points(struct ctx *cx, struct rule_cur *v,
			 struct dec *ret) NODISCARD; /* unsigned, 分 may follow */
/* 领导, 好: a name up to one of `stops`; `example` is what a refusal shows. */
enum rc rule_read_label(struct ctx *cx, struct rule_cur *v, const char *stops, const char *example,
			struct sv *ret) NODISCARD;
enum rc rule_read_day(struct ctx *cx, struct rule_cur *v, struct day *ret) NODISCARD;
enum rc rule_read_choice(struct ctx *cx, struct rule_cur *v, const struct rule_phrase *p, int *ret) NODISCARD;
enum rc rule_read_count(struct ctx *cx, struct rule_cur *v, int min, int max, int *ret) NODISCARD;
enum rc rule_read_docno(struct ctx *cx, struct rule_cur *v, struct sv *ret) NODISCARD; /* 岔政发〔2022〕9号 */
enum rc rule_read_cut(struct ctx *cx, struct rule_cur *v, bool red, struct rule_cut *ret) NODISCARD;
enum rc rule_read_rounding(struct ctx *cx, struct rule_cur *v, int places[ROUND_COUNT_]) NODISCARD;
enum rc rule_read_line(struct ctx *cx, struct rule_cur *v, struct rule_line *ret) NODISCARD;
enum rc rule_read_rate(struct ctx *cx, struct rule_cur *v, struct rule_line *ret) NODISCARD;
enum rc rule_read_veto(struct ctx *cx, struct rule_cur *v, struct rule_veto *ret) NODISCARD;

/* grammar 2 */
enum rc rule_shape(struct ctx *cx, struct rule_cur *v, const char *example) NODISCARD; /* refuses what stands here */
enum rc rule_read_percent(struct ctx *cx, struct rule_cur *v, const char *example,
			  struct dec *ret) NODISCARD; /* 0% … 100% */
enum rc rule_read_measure(struct ctx *cx, struct rule_cur *v, struct rule_measure *m) NODISCARD;
enum rc rule_read_groups(struct ctx *cx, struct rule_cur *v, struct rule_item *i) NODISCARD;
enum rc rule_read_data(struct ctx *cx, struct rule_cur *v, struct rule_item *i) NODISCARD;
enum rc rule_read_part(struct ctx *cx, struct rule_cur *v, struct rule_part *t) NODISCARD;
enum rc rule_read_grades(struct ctx *cx, struct rule_cur *v, struct rule *r) NODISCARD;
enum rc rule_read_staff(struct ctx *cx, struct rule_cur *v, struct rule *r) NODISCARD;
enum rc rule_read_streak(struct ctx *cx, struct rule_cur *v, struct rule *r) NODISCARD;
enum rc rule_read_ties(struct ctx *cx, struct rule_cur *v, struct rule *r) NODISCARD;
enum rc rule_read_lights(struct ctx *cx, struct rule_cur *v, struct rule *r) NODISCARD;

#endif
