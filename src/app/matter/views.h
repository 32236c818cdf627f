#ifndef APP_MATTER_VIEWS_H
#define APP_MATTER_VIEWS_H
/* Inside the folder: the rows of the view table, and how a matter is called. */
#include "app/matter/row.h"

enum { MATTER_VIEWS = 6 };
extern const struct view_def matter_views[MATTER_VIEWS];
enum rc matter_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

#endif
