#ifndef APP_INSTANCE_H
#define APP_INSTANCE_H
/* The instance itself: what it is called, which clock it runs on, what was lawfully erased from it. */
#include "store/act.h"

extern const struct noun instance_noun;

struct instance {
	struct sv name;      /* of the office, as the masthead says it */
	bool simulated;      /* 演示: a rehearsal's clock, which can never become real */
	int64_t begun;       /* instant of the first act */
};
NODISCARD enum rc instance_get(struct ctx *cx, struct db *db, struct instance *ret);

#endif
