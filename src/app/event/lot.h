#ifndef APP_EVENT_LOT_H
#define APP_EVENT_LOT_H
/* Inside the folder.  Lots 抽签 for the running order (handbook 2.3, ux.md 2.6): the list is frozen and its digest shown first;
 * then two participants each say a word.  The ticket of a unit is SHA-256 of "WORD WORD,CODE"; the smallest speaks first.
 * `printf '%s' 'WORD WORD,CODE' | sha256sum` repeats it. */
#include "app/event/event.h"

struct lots {
	bool frozen, drawn;
	struct sv group, list, digest, seed, said_a, said_b; /* list: the codes, one a line; digest: its SHA-256; who said the words */
	int64_t at;
};
NODISCARD enum rc lots_of_event(struct ctx *cx, struct db *db, int64_t event, struct lots *ret);
struct lot {
	struct sv code, name;        /* of the unit */
	struct sv ticket;            /* hexadecimal */
};
/* In the order drawn. */
NODISCARD enum rc lots_order(struct ctx *cx, struct db *db, const struct lots *lots, struct lot **ret, size_t *ret_n);

#endif
