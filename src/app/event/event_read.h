#ifndef APP_EVENT_READ_H
#define APP_EVENT_READ_H
/* Inside the folder only. */
#include "app/event/event.h"
#include "app/event/series.h"

enum { EVENT_VIEWS = 2 };
extern const struct view_def event_views[EVENT_VIEWS];
enum rc event_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
struct js *event_slots_js(struct arena *a, const struct event_slot *slot, size_t n);

#endif
