#ifndef APP_EVENT_READ_H
#define APP_EVENT_READ_H
/* Inside the folder only. */
#include "app/event/event.h"

enum { EVENT_VIEWS = 3 };
extern const struct view_def event_views[EVENT_VIEWS];
enum rc event_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

#endif
