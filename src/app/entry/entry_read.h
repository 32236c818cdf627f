#ifndef APP_ENTRY_READ_H
#define APP_ENTRY_READ_H
/* Inside the folder only: the views of an entry and how outcomes are called. */
#include "app/entry/entry.h"

enum { ENTRY_VIEWS = 2 };
extern const struct view_def entry_views[ENTRY_VIEWS];

/* The last day of that unit that a published board has counted; DAY_NONE before the first. */
enum rc entry_settled_through(struct ctx *cx, struct db *db, int64_t series, int64_t unit, struct day *ret);
enum rc entry_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

#endif
