#ifndef CORE_RULE_VALUE_H
#define CORE_RULE_VALUE_H
/* The values behind the keywords, one reader per form.  Each notes its own fault. */
#include "core/rule_words.h"

enum rc rule_read_text(struct ctx *cx, struct rule_cur *v, size_t max, struct sv *ret) NODISCARD;
enum rc rule_read_points(struct ctx *cx, struct rule_cur *v,
			 struct dec *ret) NODISCARD; /* unsigned, 分 may follow */
enum rc rule_read_day(struct ctx *cx, struct rule_cur *v, struct day *ret) NODISCARD;
enum rc rule_read_choice(struct ctx *cx, struct rule_cur *v, const struct rule_phrase *p, int *ret) NODISCARD;
enum rc rule_read_count(struct ctx *cx, struct rule_cur *v, int min, int max, int *ret) NODISCARD;
enum rc rule_read_docno(struct ctx *cx, struct rule_cur *v, struct sv *ret) NODISCARD; /* 岔政发〔2022〕9号 */
enum rc rule_read_cut(struct ctx *cx, struct rule_cur *v, bool red, struct rule_cut *ret) NODISCARD;
enum rc rule_read_rounding(struct ctx *cx, struct rule_cur *v, int places[ROUND_COUNT_]) NODISCARD;
enum rc rule_read_line(struct ctx *cx, struct rule_cur *v, struct rule_line *ret) NODISCARD;
enum rc rule_read_rate(struct ctx *cx, struct rule_cur *v, struct rule_line *ret) NODISCARD;
enum rc rule_read_veto(struct ctx *cx, struct rule_cur *v, struct rule_veto *ret) NODISCARD;

#endif
