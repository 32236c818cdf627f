#ifndef APP_SITE_SEASON_H
#define APP_SITE_SEASON_H
/* Inside the folder: a series as it is cited.  A session counts once it is over or its results are released; rehearsals and cancelled events
 * count nowhere. */
#include "app/site/site.h"

enum { SEASON_POINTS_MAX = 2000, SEASON_VOTES_MAX = 5000 };

struct season {
	int64_t id, owner, months;
	struct sv name, state, document, owner_path;
};
/* One site shown at one tour that is over. */
struct season_point {
	int64_t event, no, site, county, matter, matter_no;
	struct sv event_name, host, name, line, topic, place, unit, county_name, matter_state;
	struct day day;
	bool closed;                 /* its matter was closed after the tour (M0.5) */
};
struct season_count {
	int64_t sessions, hosts, points, sites, linked, closed; /* sites: different ones; linked: points with a matter */
	int64_t routed;              /* sessions of which a route is kept: only these have points */
};
/* A unit's share of the full marks: of one session what its votes there gave together, over what they could give; of the season the mean
 * of these, each session alike.  Sessions of 40 points and of 20 so count the same, and one that a unit was not part of counts nowhere. */
struct season_rank {
	int64_t unit, votes, sessions;
	struct sv name;
	struct dec share;            /* of 100 points; compared exactly, rounded to millionths once, half away from zero */
	int place;
	bool tied, fewer;            /* fewer: took part in fewer sessions than another did */
};
struct season_vote {
	int64_t unit, vote, event, place, ruleset;
	struct sv unit_name, name, event_name, item;
	struct day day;
	struct dec points, full;     /* full: the most that the item gives by the rule that the vote was locked with; 0: it says none */
	bool tied;
};

NODISCARD enum rc season_get(struct ctx *cx, struct db *db, int64_t id, struct season *ret); /* RC_NOT_FOUND */
/* In the order of the days. */
NODISCARD enum rc season_points(struct ctx *cx, struct db *db, int64_t series, struct season_point **ret, size_t *ret_n);
NODISCARD enum rc season_counted(struct ctx *cx, struct db *db, int64_t series, struct season_count *ret);
/* In official order of the units, by day; unit 0: all. */
NODISCARD enum rc season_votes(struct ctx *cx, struct db *db, int64_t series, int64_t unit, struct season_vote **ret, size_t *ret_n);
/* Best first; ties share a place and the next is skipped.  ret_sessions: how many sessions with a released vote there were. */
NODISCARD enum rc season_ranking(struct ctx *cx, struct db *db, int64_t series, struct season_rank **ret, size_t *ret_n, int64_t *ret_sessions);

#endif
