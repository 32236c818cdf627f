#ifndef APP_MATTER_WAYS_H
#define APP_MATTER_WAYS_H
/* Inside the folder: the narrow ways into the ledger.  A way gives ids of matters in ascending order, in batches. */
#include "app/matter/search.h"

enum way_kind { WAY_NONE, WAY_FOUND, WAY_STATES, WAY_DUE, WAY_LIGHT, WAY_IMPORT, WAY_UNITS };
struct way {
	enum way_kind kind;
	const int64_t *id;           /* DUE: all of them, sorted */
	size_t n;
	struct search search;        /* FOUND; where there are units, only what is theirs too */
	struct sv state[2];
	enum light light;            /* LIGHT: what may have it as of today */
	struct day today;
	int64_t import;
	const int64_t *unit;         /* UNITS, FOUND */
	size_t n_unit;
	bool owners;                 /* also what these units own */
	int64_t at;                  /* the last id that was given */
	bool end;
};
/* WAY_NONE: walk the whole ledger. */
enum rc way_choose(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		   int64_t after_no, struct way *ret);
enum rc way_next(struct ctx *cx, struct db *db, struct way *w, const int64_t **ret, size_t *ret_n);

#endif
