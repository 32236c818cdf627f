#ifndef APP_RULESET_FEED_H
#define APP_RULESET_FEED_H
/* Inside the folder only. */
#include "app/ruleset/ruleset.h"

/* The first part that reads what these rules bring forth, by itself or through other rules; NULL where there is none. */
NODISCARD enum rc ruleset_find_circle(struct ctx *cx, struct db *db, const struct ruleset *r, const struct rule *rule,
				      const struct rule_part **ret, bool *ret_self);
/* RC_CONFLICT, with line and clause. */
enum rc ruleset_refuse_circle(struct ctx *cx, const struct rule_part *p, bool self);
/* The adopted version of that name, the highest; id 0 where there is none. */
NODISCARD enum rc ruleset_adopted_as(struct ctx *cx, struct db *db, int64_t owner, struct sv name, struct ruleset *ret);
size_t ruleset_advice_count(const struct rule_advice *list);
/* One a line, each beginning with a line break. */
struct sv ruleset_advice_text(struct ctx *cx, const struct rule_advice *list);

#endif
