#ifndef APP_HALL_EVENTS_H
#define APP_HALL_EVENTS_H
/* Inside the folder: the pages of gatherings. */
#include "app/event/event.h"
#include "app/hall/hall.h"

struct hall_events_page {
	const struct frame *frame;
	struct ui_table series, table;
	struct ui_empty empty;
	struct ui_buttons buttons;
};
struct hall_event_page {
	const struct frame *frame;
	struct sv title, lead;
	struct ui_notice note;
	struct ui_facts facts;
	struct ui_buttons buttons;
	struct ui_table agenda, votes, inside;
	struct ui_empty no_agenda, no_votes;
};
struct hall_notice_page {
	const struct frame *frame;
	struct sv title, text;
	struct ui_notice note;
	struct ui_button issue;      /* empty: not the reader's */
	struct url up, links;        /* links: to hand the event to phones */
};

#endif
