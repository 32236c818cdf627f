#ifndef APP_HALL_EVENTS_H
#define APP_HALL_EVENTS_H
/* Inside the folder: the pages of gatherings. */
#include "app/event/event.h"
#include "app/hall/hall.h"
#include "app/vote/vote.h"

struct gathering {
	struct visit v;
	struct event e;
	struct event_slot *slot;
	struct sv *hour;             /* of each slot */
	size_t n_slot;
	struct vote *vote;
	size_t n_vote;
	struct event *inside;
	size_t n_inside;
	bool office, reads, hall, over; /* what the visitor is to the unit that holds it: its office; that or a leader; or a verifier; any of its staff */
	bool notified, chair_lost;   /* chair_lost: whoever was to release it no longer can */
	bool releases;               /* the visitor may release, once there is something */
	struct event_votes votes;
	struct event_noted noted;
};
NODISCARD enum rc gathering_load(struct gathering *g);
struct ui_table gathering_votes(struct gathering *g);
struct sv gathering_word(const struct visit *v, struct sv code); /* of a kind or a state */
struct sv gathering_releaser(const struct gathering *g);         /* the post, or what it must be */

struct hall_events_page {
	const struct frame *frame;
	struct ui_table series, table;
	struct ui_empty empty;
	struct ui_buttons buttons;
};
/* What the visitor does next at an event; empty where that is nothing. */
struct hall_next {
	struct sv text;
	struct ui_button button;     /* without a label: there is nothing to press */
	struct ui_form form;         /* with an address: the button does it */
};
enum { HALL_MENUS = 3, HALL_MENU_MAX = 10 };
struct hall_menu {
	struct sv title;
	struct ui_link link[HALL_MENU_MAX];
	size_t n;
};
struct hall_event_page {
	const struct frame *frame;
	struct sv title, lead;
	struct ui_notice note;
	struct ui_facts facts;
	struct hall_next next;
	struct hall_menu menu[HALL_MENUS]; /* before it, while it is held, after it */
	struct ui_table agenda, votes, inside;
	struct ui_empty no_agenda, no_votes;
};
/* Before the results are released or the event is ended: what that is about, or what stands in the way. */
struct hall_step_page {
	const struct frame *frame;
	struct sv title, text;
	struct url up;
	struct sv up_label;
	struct ui_table table;
	struct ui_notice bar[3];     /* what stands in the way, each with a way to it */
	size_t n_bar;
	struct ui_form form;
	struct ui_button yes;        /* without a label: it cannot be done now */
};
struct hall_notice_page {
	const struct frame *frame;
	struct sv title, text;
	struct ui_notice note;
	struct ui_button issue;      /* empty: not the reader's */
	struct url up, links;        /* links: to hand the event to phones */
};
/* steps.c: what comes next, and where everything else is. */
void gathering_steps(struct gathering *g, struct hall_event_page *p);

#endif
