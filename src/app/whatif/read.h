#ifndef APP_WHATIF_READ_H
#define APP_WHATIF_READ_H
/* Inside the folder only. */
#include "app/board/board.h"
#include "app/whatif/whatif.h"

struct whatif_spot {                 /* what a group is called by, to find it again in the period before */
	int64_t period, ruleset, within;
	enum rule_peer peer;
	struct sv peer_group;
};
struct whatif_kept {                 /* the columns with their own memory, and when they were read */
	struct whatif_hold h;
	struct arena a;
	int64_t series;
	int periods;
	/* under the lock of the kept ones */
	int users;
	struct whatif_mark {         /* the journal's row up to which it is known to hold; its leaf says of which store */
		int64_t seq;
		struct digest leaf;
	} mark;
};

enum rc whatif_facts(struct ctx *cx, struct db *db, const struct entry *e, size_t n, struct whatif_past *w);
enum rc whatif_read(struct ctx *cx, struct db *db, const struct ruleset *r, int periods, struct arena *keep, struct whatif_hold *ret);

#endif
