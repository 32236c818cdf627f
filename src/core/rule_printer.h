#ifndef CORE_RULE_PRINTER_H
#define CORE_RULE_PRINTER_H
/* The hand that writes canonical text, shared by the printers of lines, measures and totals. */
#include "base/buf.h"
#include "core/rule_words.h"

struct rule_printer {
	struct buf b;
	enum lang lang;
	int depth;
};

bool rp_zh(const struct rule_printer *p);
void rp_say(struct rule_printer *p, const char *chinese, const char *english);
void rp_comma(struct rule_printer *p);
void rp_word(struct rule_printer *p, const struct rule_phrase *w);
void rp_number(struct rule_printer *p, struct dec d);
void rp_percent(struct rule_printer *p, struct dec d);
void rp_full(struct rule_printer *p, struct dec d); /* 60分, 60 */
void rp_key(struct rule_printer *p, enum rule_key k);
void rp_end(struct rule_printer *p);
void rp_text(struct rule_printer *p, enum rule_key k, struct sv s);
void rp_choice(struct rule_printer *p, enum rule_key k, const struct rule_phrase *w);
void rp_points(struct rule_printer *p, enum rule_key k, bool has, struct dec d);
void rp_fact(struct rule_printer *p, enum fact_kind k);
/* 领导60%、代表40% or 好100、较好80 */
void rp_shares(struct rule_printer *p, const struct rule_share *s, int n, bool percent);

void rule_print_measure(struct rule_printer *p, const struct rule_item *i);
void rule_print_class(struct rule_printer *p, const struct rule_class *c); /* what grammar 2 brought */
void rule_print_parts(struct rule_printer *p, const struct rule *r);
void rule_print_yields(struct rule_printer *p, const struct rule *r); /* 等次 … 亮灯 */

void rule_print_honest(struct rule_printer *p, const struct rule *r); /* 名次区间 … 不公布 */

#endif
