#ifndef CORE_RULE_READERS_H
#define CORE_RULE_READERS_H
/* One reader per keyword: each takes the value of its statement into the open block of the tree. */
#include "core/rule_value.h"

enum { RULE_BLOCKS = 5 };

struct rule_parser {
	struct ctx *cx;
	struct rule *r;
	unsigned block;				    /* IN_HEAD … */
	uint64_t seen[RULE_BLOCKS];		    /* keys met in the open head, class, item, total, composition */
	struct rule_at block_at[RULE_BLOCKS]; /* where each was opened */
	int faults;
	enum rule_key key; /* of the statement */
	struct rule_at at; /* of its keyword */
};

typedef enum rc rule_reader(struct rule_parser *p, struct rule_cur *v);
rule_reader *rule_reader_of(enum rule_key key);
struct rule_limits *rule_open_limits(struct rule_parser *p);

/* What grammar 2 says of how sure places are and what is kept back (rule_honest.c). */
enum rc rule_read_level(struct rule_parser *p, struct rule_cur *v);
enum rc rule_read_tied(struct rule_parser *p, struct rule_cur *v);
enum rc rule_read_apart(struct rule_parser *p, struct rule_cur *v);
enum rc rule_read_voters(struct rule_parser *p, struct rule_cur *v);

#endif
