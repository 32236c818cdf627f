#ifndef APP_EVENT_AGENDA_H
#define APP_EVENT_AGENDA_H
/* Inside the folder only: the agenda as it is typed and changed. */
#include "app/event/event.h"

struct agenda {
	struct agenda_slot *slot;
	int64_t *unit;               /* of each slot; 0 without one */
	size_t n;
};
/* The text with the units that it names, within one's place; every line that names none is told at once. */
NODISCARD enum rc agenda_load(struct ctx *cx, struct db *db, struct sv text, int64_t within, struct agenda *ret);
/* As the facts' "slots". */
void agenda_put(struct arena *a, struct js *facts, const struct agenda *g);

/* The acts event.agenda and event.order. */
enum { EVENT_AGENDA_FIELDS = 3, EVENT_ORDER_FIELDS = 1 };
extern const struct field event_agenda_fields[EVENT_AGENDA_FIELDS], event_order_fields[EVENT_ORDER_FIELDS];
NODISCARD enum rc event_agenda_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
NODISCARD enum rc event_agenda_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
NODISCARD enum rc event_agenda_stands(struct ctx *cx, struct db *db, int64_t subject, struct js *ret);
NODISCARD enum rc event_order_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
NODISCARD enum rc event_order_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);

#endif
