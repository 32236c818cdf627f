#ifndef CORE_RULE_PARSE_H
#define CORE_RULE_PARSE_H
/* Reads a rule text into a tree.  Faults stand at "LINE:COLUMN" (characters from 1) and say what to write
 * instead; up to twenty are noted in one go.  The tree looks into `text`, which must outlive it. */
#include "core/rule.h"

enum rc rule_parse(struct ctx *cx, struct sv text, struct rule **ret) NODISCARD;

/* "3:12" in the arena, for fail_at. */
const char *rule_where(struct arena *a, struct rule_at at);
/* Notes one refusal at a place. */
#define RULE_REFUSE(cx, at, id, ...) fail_at((cx), RC_INVALID, rule_where((cx)->a, (at)), (id), __VA_ARGS__)

#endif
