#ifndef APP_SITE_PAGES_H
#define APP_SITE_PAGES_H
/* What the pages of this folder show. */
#include "app/door/door.h"
#include "app/site/season.h"
#include "app/site/tour.h"

struct sites_page {
	const struct frame *frame;
	struct ui_form filter;
	const struct ui_field *field;
	size_t n_field;
	struct ui_buttons buttons;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_pager pager;
};

/* One side of the pair; without a picture only its word. */
struct site_shot {
	struct sv side, when, viewpoint;
	struct url url;
	int64_t width, height;
};
struct site_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead, reason, figures;
	struct ui_tag tag;
	struct ui_notice note;
	struct ui_facts facts;
	struct ui_facts ledger;      /* key figures of the matter that it shows, none of them typed for the card */
	struct sv ledger_of;
	struct ui_buttons buttons;
	struct site_shot shot[2];
	bool has_shot;
	struct ui_table checks, tours, problems;
	struct ui_empty no_tours;
	bool may_picture;
	struct ui_form form;
	struct ui_field field[3];
};

struct route_stop_card {
	struct sv no, label, time, name, note, travel, mark; /* label: "第 1 点"; the agenda counts otherwise, with the host's report */
	struct url url;
	struct ui_tag tag;           /* drawn, look back */
	struct ui_tag late;
	struct ui_form form;
	struct ui_button button[2];
	size_t n_button;
	bool done, next;
};
struct route_draw {
	struct ui_notice note;
	struct ui_table list;
	struct sv commands;          /* that repeat it */
};
struct route_page {
	const struct frame *frame;
	struct sv title, lead;
	struct url up;
	struct ui_notice note;
	struct ui_facts facts;
	struct ui_buttons buttons;
	const struct ui_tag *check;
	const struct sv *found;
	size_t n_check;
	const struct route_stop_card *stop;
	size_t n_stop;
	struct ui_empty empty;
	bool shift;                  /* the rest may be shifted by what the bus is late */
	struct ui_form delay;
	struct ui_field delay_field[2];
	const struct route_draw *draw;
	size_t n_draw;
	bool reveal;
	struct ui_form reveal_form;
	struct ui_field reveal_field[2];
	bool office;
	struct ui_form edit, roads, propose, take, agenda;
	struct ui_field stops, table, budget, taken;
	bool may_agenda, proposed;
	struct ui_notice no_proposal;
	struct ui_table proposal;
};
struct route_draw_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, secret, command;
	struct url up;
	struct ui_form form;
	struct ui_field candidates, digest;
	struct ui_empty empty;
	bool may;
};
struct route_card_page {
	const struct frame *frame;
	struct sv title, sub, foot;
	struct url up;
	struct ui_table table;
};

struct season_page {
	const struct frame *frame;
	struct sv title, lead;
	struct ui_notice note;
	struct ui_facts facts;
	struct ui_buttons buttons;
	struct ui_table sessions, hosts, ranking, coverage, bouts, documents;
	struct ui_empty no_sessions, no_ranking;
};
struct season_list_page {
	const struct frame *frame;
	struct sv title, series;
	struct url up;
	struct ui_tabs tabs;
	struct ui_table table;
	struct ui_empty empty;
};

http_handler page_sites, page_site, do_site_picture, page_site_picture;
http_handler page_route, page_route_card, do_route_agenda, page_route_draw, do_route_draw;
http_handler page_season, page_season_points, page_season_votes;

/* What the pages share (pages.c). */
struct sv site_word(const struct visit *v, struct sv code);
struct ui_column *site_columns(const struct visit *v, const char *const *heads, const enum column_kind *kinds, size_t n);
struct ui_choice *site_choices(const struct visit *v, const char *of, struct sv chosen, bool any, size_t *ret_n);
struct ui_tag site_state_tag(const struct visit *v, struct sv state);
/* The generic form of an act on that subject, coming back to `back`. */
struct url site_do(struct arena *a, const char *act, int64_t subject, struct url back);

#endif
