#ifndef APP_SITE_TOUR_H
#define APP_SITE_TOUR_H
/* Inside the folder: the route of a tour, its timetable, its checks and its draw. */
#include "app/site/site.h"

enum { TOUR_STOPS_MAX = 30, TOUR_TEXT_MAX = 6000, TOUR_MINUTES_MAX = 600, TOUR_STAY = 25, TOUR_SEED_LEAST = 16, TOUR_SEED_MAX = 64 };
#define TOUR_DRAWS "committed|revealed|void"

struct tour_stop {
	int64_t no, site;            /* site 0: to be drawn */
	bool drawn, look_back;
	int stay, travel, shift;     /* minutes; travel: from the last stop or the start; shift: this and all later stops come so much later */
	int64_t arrived_at, left_at; /* instants, 0: not yet */
	/* read beside it */
	struct sv name, place, presenter, line, state;
	int64_t unit, county;
	struct sv unit_name, unit_short, county_name, county_short;
	/* computed */
	int arrive, leave;           /* minutes of the day, or after the beginning where that is not said */
};
struct route {
	struct event e;
	struct tour_stop *stop;
	size_t n;
	int64_t people, cars;        /* the party, heads and vehicles; -1: not said */
	int64_t months;              /* of the series: no site again within */
	int minutes;                 /* from the beginning to the end of the last stop */
};
/* Does not look at scopes. */
NODISCARD enum rc tour_get(struct ctx *cx, struct db *db, int64_t event, struct route *ret);
/* Sets arrive and leave of each stop, and tour.minutes. */
void tour_timetable(struct route *t);
/* "9:05", "" for a route whose beginning is not said. */
struct sv tour_hour(struct arena *a, const struct route *t, int minute);
/* How many minutes later than planned the stop was reached; 0 before it was. */
int tour_late(const struct route *t, const struct tour_stop *s);
/* The route as its form takes it. */
struct sv tour_text(struct arena *a, enum lang lang, const struct route *t);
/* The agenda that it makes (core/agenda.h): the unit that is compared is the one below the office's own. */
struct sv tour_agenda(struct arena *a, const struct route *t);

/* Where the site was shown within the months before `e`; event 0: nowhere. */
struct tour_shown {
	int64_t event;
	struct day day;
	struct sv name;
};
NODISCARD enum rc tour_shown(struct ctx *cx, struct db *db, const struct event *e, int64_t months, int64_t site, struct tour_shown *ret);
NODISCARD enum rc tour_months(struct ctx *cx, struct db *db, int64_t series, int64_t *ret);

/* What a tour should be (M0.22, product rule of 2.1); a warning each, never a refusal. */
struct tour_check {
	const char *code, *label;    /* message id */
	bool ok;
	struct sv found;             /* in the reader's language */
};
enum { TOUR_CHECKS = 6 };
NODISCARD enum rc tour_checks(struct ctx *cx, struct db *db, const struct route *t, struct tour_check ret[TOUR_CHECKS]);

/* ---- roads -------------------------------------------------------------------------------------------------------- */
struct tour_leg {
	int64_t event, a, b;         /* a < b; from the start of the event: a is 0, else event is 0 */
	int minutes;
};
struct tour_legs {
	const struct tour_leg *leg;
	size_t n;
};
NODISCARD enum rc tour_legs(struct ctx *cx, struct db *db, const struct event *e, struct tour_legs *ret);
/* Minutes between two sites, or from the start (0); -1 where nobody has typed it. */
int tour_minutes(const struct tour_legs *l, int64_t from, int64_t to);

/* ---- texts as people paste them (tour_text.c) --------------------------------------------------------------------- */
struct tour_line {
	int line;                    /* as a person counts */
	struct sv site, other;       /* other: of a road; site "" of a drawn stop; a start is "" too */
	bool drawn, look_back, start;
	int stay, travel;            /* -1: not said */
};
/* "site | minutes there | minutes on the road | look back"; "draw" stands for a site.  Faults stand at `stops`. */
NODISCARD enum rc tour_read_stops(struct ctx *cx, struct sv text, struct tour_line **ret, size_t *ret_n);
/* "from | to | minutes"; "start" stands for a site.  Faults stand at `table`. */
NODISCARD enum rc tour_read_roads(struct ctx *cx, struct sv text, struct tour_line **ret, size_t *ret_n);

/* ---- the draw (tour_draw.c) --------------------------------------------------------------------------------------- */
struct tour_draw {
	int64_t id, event, wanted;
	struct sv list_digest, seed_digest, state, seed, word, reason;
	int64_t committed_at, revealed_at;
};
struct tour_candidate {
	int64_t site, place;         /* place: in the order of the tickets, 0 before */
	struct sv name, unit, ticket;
	bool picked;
};
NODISCARD enum rc tour_draws(struct ctx *cx, struct db *db, int64_t event, struct tour_draw **ret, size_t *ret_n);
/* In the order of their numbers, as the list was frozen. */
NODISCARD enum rc tour_candidates(struct ctx *cx, struct db *db, int64_t draw, struct tour_candidate **ret, size_t *ret_n);
/* The frozen list: a line for each number, ascending. */
struct sv tour_list_text(struct arena *a, const int64_t *sites, size_t n);

enum { TOUR_VIEWS = 5 };
extern const struct view_def tour_views[TOUR_VIEWS];

/* ---- the proposal (tour_plan.c) ------------------------------------------------------------------------------------- */
struct tour_proposal {
	struct route t;               /* the stops in the proposed order, with their times */
	struct site *left;           /* what the budget has no room for */
	size_t n_left;
	bool exact;                  /* the best there is; else the best that a search found */
};
struct tour_wish {
	const int64_t *sites;        /* none: those on the route, else all confirmed ones of the pool */
	size_t n;
	int budget;                  /* minutes, 0: TOUR_BUDGET */
	bool back;                   /* and back to the start within the budget */
};
enum { TOUR_BUDGET = 480, TOUR_PLAN_FILTERS = 3, TOUR_PLAN_COLUMNS = 7 };
NODISCARD enum rc tour_propose(struct ctx *cx, struct db *db, const struct route *now, const struct tour_wish *w, struct tour_proposal *ret);
extern const struct field tour_plan_filters[TOUR_PLAN_FILTERS];
extern const struct column tour_plan_columns[TOUR_PLAN_COLUMNS];
enum rc tour_plan_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after);

/* Loads the tour and says whose it is; RC_CONFLICT in decide where tour_going says so. */
enum rc tour_load(struct ctx *cx, struct db *db, int64_t event, struct route *ret, struct target *ret_target);
enum rc tour_going(struct ctx *cx, const struct route *t);

#endif
