#ifndef APP_MATTER_LEDGER_H
#define APP_MATTER_LEDGER_H
/* Inside the folder: what lists, counts and the chase list share. */
#include "app/matter/row.h"

/* Does it hold all owners there are?  Then nobody's duties need to be looked at. */
enum rc scope_is_whole(struct ctx *cx, struct db *db, const struct scope *s, bool *ret);

struct page {
	struct matter_row *row;
	size_t n, cap, max;
	bool more;
	bool names;                  /* the units' names are wanted */
};
/* Room for the next matter of the page … */
struct matter *page_room(struct arena *a, struct page *p);
/* … which stays there where it fits filter and scope. */
enum rc page_consider(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		      struct page *p);
enum rc page_read(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		  int64_t after_no, struct page *p);

#endif
