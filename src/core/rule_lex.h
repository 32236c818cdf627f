#ifndef CORE_RULE_LEX_H
#define CORE_RULE_LEX_H
/* The characters of a rule text.  One statement stands on one line, `关键词：值`.  A cursor walks over a
 * value and takes full-width and half-width forms as the same, so that a clerk may type either. */
#include "core/rule.h"

struct rule_cur {
	struct sv s;	   /* what is still to be read */
	struct rule_at at; /* where it starts */
};

/* One line cut at its first colon; `key` is trimmed, `value` starts behind the colon. */
struct rule_stmt {
	struct rule_cur key, value;
	bool colon;
};

/* Takes the next statement, passing over empty lines and # comments; false at the end. */
bool rule_next_stmt(struct rule_cur *text, struct rule_stmt *ret);

/* The next character in half width, lower case, without moving; -1 at the end. */
int32_t rule_peek(const struct rule_cur *c);
void rule_skip(struct rule_cur *c);  /* one character */
void rule_space(struct rule_cur *c); /* white space */
void rule_seps(struct rule_cur *c);  /* white space, commas, semicolons, 、 */
bool rule_end(struct rule_cur *c);   /* only white space is left */
/* Each of these takes something off the front, or returns false and does not move. */
bool rule_eat(struct rule_cur *c, const char *word);	 /* UTF-8, half width, lower case */
bool rule_eat_any(struct rule_cur *c, const char *alts); /* the longest of "甲|乙|丙" */
bool rule_int(struct rule_cur *c, int *ret);		 /* 0..999999, or 一 … 十, 两 */
bool rule_number(struct rule_cur *c, struct dec *ret);	 /* unsigned decimal */
/* Up to the next of `stops` (half width) or the end, trimmed. */
struct sv rule_word(struct rule_cur *c, const char *stops);

/* First character that may not stand in a rule: broken UTF-8, control and direction marks. */
bool rule_bad_char(struct sv text, struct rule_at *ret, int32_t *ret_cp);

#endif
