#ifndef APP_HALL_DAY_H
#define APP_HALL_DAY_H
/* Inside the folder: how an event is held. */
#include "app/event/event.h"
#include "app/hall/hall.h"

struct hall_day_page {
	const struct frame *frame;
	struct sv title;
	struct url up;
	struct ui_table roster, checks, lots;
	struct ui_empty no_roster, no_lots;
	struct ui_notice document;   /* how many lines of the checklist cite nothing; no title where all do */
	struct ui_buttons roster_do, lots_do, checks_do;
	struct sv digest, seed, first, command; /* of the lots: anybody repeats them */
};

#endif
