#ifndef APP_SITE_H
#define APP_SITE_H
/* Sites 观摩点 and the tours that show them 现场观摩会 (handbook M0.1-M0.34, 2.1; fairness.md 6.1-6.3).
 *
 *   site     in the pool of an office:  nominated ─ asked departments answer ─► checked ─ confirm ─► confirmed ─► retired
 *                                            └──────────── decline ───────────────┴─► declined
 *            Whoever nominates a site does not confirm it.
 *   tour     an event of the kind tour: its route over confirmed sites with a timetable that is computed, never stored; some stops
 *            may be drawn on the day, by commitment and public word, so that anybody can repeat the draw.
 *   season   a series of tours as it is cited: counters, coverage, points.
 *
 * Minutes are whole; a time of day is a minute of the event's day. */
#include "app/event/event.h"
#include "app/unit/unit.h"
#include "store/act.h"
#include "http/router.h"
#include "store/rebuild.h"

extern const struct noun site_noun, tour_noun, season_noun;
extern const struct http_route site_routes[];
extern const size_t site_routes_n;

#define SITE_STATES "nominated|checked|confirmed|declined|retired"
#define SITE_LINES "project|enterprise|ecology|livelihood"  /* 项目线 企业线 生态线 民生线 (M0.9) */
#define SITE_PLACES "seat|township"                         /* in the county seat or in a township (M0.22) */
#define SITE_REASONS "big_change|typical|pointing_ahead"    /* 变化大 有代表性 风向标 (M0.17) */
#define SITE_SIDES "before|after"
enum {
	SITE_CHECKS_MAX = 20,        /* departments asked about one site */
	SITE_PICTURES_MAX = 40,
	SITES_MAX = 100,             /* confirmed ones of a pool that a route chooses from */
	SITE_POINTS_LEAST = 5,       /* "at least five or six" (M0.22) */
	SITE_MONTHS = 12,            /* no site again within, where the series says nothing */
};

struct site {
	int64_t id, owner, unit;     /* owner: whose office keeps the pool */
	struct sv name, line, topic, place, why, reason, presenter; /* presenter: a post */
	int64_t matter;              /* the matter or project it shows, 0 for none */
	struct sv figures, state;
	int64_t made, author, person;
	int64_t confirmed_at, confirmer;
	struct sv ended;             /* why it was declined or retired */
	/* read beside it */
	struct sv unit_name, unit_path, owner_path;
	int64_t county;              /* the unit below the owner that holds it; 0: the owner's own unit */
	struct sv county_name, county_short;
	int64_t matter_no, shown;    /* shown: tours under way or ended that showed it */
};
struct site_check {
	int64_t department;
	struct sv name, path, result, note; /* result "" while it has not answered */
	int64_t post, at;
};
struct site_picture {
	int64_t id;
	struct sv side, viewpoint;   /* viewpoint: from where it was taken, the same for both */
	struct day day;
	struct sv digest, name, type; /* SM3; for people; jpeg or png */
	int64_t size, width, height; /* bytes, pixels */
	int64_t post, at;
};
struct site_showing {
	int64_t event, no;
	struct sv name, state;
	struct day day;
	bool look_back;
};

NODISCARD enum rc site_get(struct ctx *cx, struct db *db, int64_t id, struct site *ret); /* RC_NOT_FOUND */
/* Confirmed ones of that pool, the latest first; at most SITES_MAX. */
NODISCARD enum rc sites_confirmed(struct ctx *cx, struct db *db, int64_t owner, struct site **ret, size_t *ret_n);
NODISCARD enum rc site_checks(struct ctx *cx, struct db *db, int64_t id, struct site_check **ret, size_t *ret_n);
/* In the order they came; the last of a side is shown. */
NODISCARD enum rc site_pictures(struct ctx *cx, struct db *db, int64_t id, struct site_picture **ret, size_t *ret_n);
/* Tours, latest first; without `but` (0: all). */
NODISCARD enum rc site_showings(struct ctx *cx, struct db *db, int64_t id, int64_t but, struct site_showing **ret, size_t *ret_n);
/* RC_NOT_FOUND unless the scope holds its unit, its office or a department that was asked. */
NODISCARD enum rc site_visible(struct ctx *cx, struct db *db, const struct site *s, const struct scope *scope);
/* For verify: every picture is there and is what its digest says; else a finding. */
NODISCARD enum rc site_files_check(struct ctx *cx, struct db *db, const char *dir, struct report *r);
/* For event_use_route: a slot is the stop at the site that its title names. */
enum rc tour_hours(struct ctx *cx, struct db *db, const struct event *e, const struct event_slot *slot, size_t n, int *ret);

/* Inside the folder. */
enum { SITE_VIEWS = 2 };
extern const struct view_def site_views[SITE_VIEWS];
enum rc site_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
/* Is the name taken in that pool?  0: no. */
NODISCARD enum rc site_named(struct ctx *cx, struct db *db, struct sv name, int64_t owner, int64_t *ret);

#endif
