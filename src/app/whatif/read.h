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
	int64_t series, seq;
	int periods, users;
	struct sv leaf;              /* of the journal's row `seq`: of which store */
};

enum rc whatif_facts(struct ctx *cx, struct db *db, const struct entry *e, size_t n, struct whatif_past *w);
enum rc whatif_read(struct ctx *cx, struct db *db, const struct ruleset *r, int periods, struct arena *keep, struct whatif_hold *ret);

#endif
