#ifndef APP_FEEDBACK_H
#define APP_FEEDBACK_H
/* Comments and suggestions 意见建议 about this system: a box on every page, for everybody, without an account
 * (国办函〔2026〕12号 asks for one; reference ux.md R11).  What is written is sealed, since people write names
 * into such boxes; the office reads it by an act.  A receipt code tells its writer what became of it. */
#include "app/door/door.h"

extern const struct noun feedback_noun;
extern const struct http_route feedback_routes[];
extern const size_t feedback_routes_n;

#define FEEDBACK_STATES "open|answered"

struct feedback {
	int64_t id, at;
	struct sv code;              /* receipt, "7K3M-9QXD" */
	struct sv text;              /* reference into the secret store */
	struct sv page, state, answer;
	int64_t opened_by, answered_at;
};

NODISCARD enum rc feedback_get(struct ctx *cx, struct db *db, int64_t id, struct feedback *ret);        /* RC_NOT_FOUND */
NODISCARD enum rc feedback_by_code(struct ctx *cx, struct db *db, struct sv code, struct feedback *ret); /* RC_NOT_FOUND */

#endif
