#ifndef APP_EVENT_READ_H
#define APP_EVENT_READ_H
/* Inside the folder only. */
#include "app/event/event.h"
#include "app/event/series.h"

enum { EVENT_VIEWS = 2 };
#define EVENT_RELEASERS (ROLE_LEADER | ROLE_OFFICE_HEAD)
struct act_row;
/* The agenda anew, from the facts' "slots". */
enum rc event_put_slots(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
extern const struct view_def event_views[EVENT_VIEWS];
enum rc event_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
/* For views of one event: RC_NOT_FOUND where the reader may not see it. */
NODISCARD enum rc event_seen(struct ctx *cx, struct db *db, const struct view_in *in, struct event *ret);
/* The slots of facts once more, for other facts. */
struct js *event_slots_again(struct arena *a, const struct js *slots);
struct js *event_slots_js(struct arena *a, const struct event_slot *slot, size_t n);

#endif
