#ifndef APP_UNIT_READ_H
#define APP_UNIT_READ_H
/* Inside the folder only: the views of a unit and how it is called. */
#include "app/unit/unit.h"

enum { UNIT_VIEWS = 2 };
extern const struct view_def unit_views[UNIT_VIEWS];
/* A row of id, code, name, short_name, kind, parent, path, sort_no, closed, order_key. */
void unit_row(const struct stmt *st, struct arena *a, struct unit *ret);
enum rc unit_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

#endif
