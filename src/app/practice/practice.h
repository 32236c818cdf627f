#ifndef APP_PRACTICE_H
#define APP_PRACTICE_H
/* Practices 典型经验: a method worth copying, told on one card, and its adoptions 借鉴 by other units (handbook 2.14, M0.18–M0.20,
 * M0.33).  A card says what it costs, where it fits and where not; a unit may say that it does not fit.
 *
 *   practice   draft ─► published ─► withdrawn, with a reason.  Recognitions 推广层级 are acts with a document number each.
 *   adoption   wish 想学 ─► visit 考察 ─► decision 决策 ─► pilot 试点 ─► built 建成 ─► result 见效, or unsuitable 不适合 from anywhere
 *              before the result.  Steps may be left out and none is gone back; one that was told by mistake stays, struck through, with
 *              the reason, as long as there is no result.  A pilot has a last day, five years at most.
 *
 * At the result the adopter rates it; from "fair" on both sides are credited by their rules, once (practice_credit). */
#include "app/door/door.h"
#include "store/act.h"

extern const struct noun practice_noun, adoption_noun;
extern const struct http_route practice_routes[];
extern const size_t practice_routes_n;

#define PRACTICE_STATES "draft|published|withdrawn"
#define PRACTICE_LEVELS "county|city|province|nation"      /* lowest first */
#define PRACTICE_BORN "matter|site|paper"
#define ADOPTION_STAGES "wish|visit|decision|pilot|built|result|unsuitable" /* in their order */
#define ADOPTION_STEPS "visit|decision|pilot|built"
#define ADOPTION_RATINGS "good|fair|poor"
enum { PILOT_YEARS = 5, SHORT_DAYS = 365 }; /* handbook 2.14; what is seen sooner may be the season */

/* Texts are "" where nothing is known. */
struct practice {
	int64_t id, owner, source;   /* owner: the unit whose office keeps the card */
	struct sv title, topic, problem, method;
	struct dec cost;             /* 万元 */
	struct sv cost_covers, fits, unfit, evidence;
	int64_t contact;             /* post */
	struct sv born_kind, born_text;
	int64_t born_matter;
	struct sv state, reason;
	int64_t made_at, author, published_at, revised_at;
	struct sv level;             /* the highest recognised, "" for none */
	/* read beside it */
	struct sv source_name, source_short, source_path, owner_name;
	int64_t born_no, adopters, effective; /* not counting 不适合; with a result of at least fair */
};
struct recognition {
	int64_t id, at, post;
	struct sv level, document, issuer, note;
	struct day day;
};

struct adoption {
	int64_t id, practice, unit, matter;
	struct sv stage;
	struct day first, since;     /* of the wish; of the stage */
	struct day began;            /* of the first pilot or built, DAY_NONE before */
	struct day pilot_until;
	struct sv rating, adapted, reason;
	struct sv indicator, uom, figure_source;
	struct dec before, after;
	struct day before_on, after_on;
	bool worst;                  /* it was chosen because it stood worst */
	int64_t made_at, author, ended_at;
	/* read beside it */
	struct sv unit_name, unit_short, unit_path, unit_order, title, topic, state, source_short, source_path, source_order;
	int64_t source, owner, matter_no;
};
struct adoption_step {
	int64_t id, at, post;        /* id: the act */
	struct sv stage, note;
	struct sv gone;              /* taken back, because; "": it stands */
	struct day day, until;       /* until: of a pilot */
	bool behalf;                 /* 代填: told by a post of another unit */
};

NODISCARD enum rc practice_get(struct ctx *cx, struct db *db, int64_t id, struct practice *ret); /* RC_NOT_FOUND */
NODISCARD enum rc practice_recognitions(struct ctx *cx, struct db *db, int64_t id, struct recognition **ret, size_t *ret_n);
/* A draft is its source's and its office's alone; what was published is everybody's, withdrawn or not. */
bool practice_seen(const struct practice *p, const struct scope *s);

NODISCARD enum rc adoption_get(struct ctx *cx, struct db *db, int64_t id, struct adoption *ret); /* RC_NOT_FOUND */
NODISCARD enum rc adoption_steps(struct ctx *cx, struct db *db, int64_t id, struct adoption_step **ret, size_t *ret_n);
int adoption_rank(struct sv stage);                       /* 0 wish … 5 result, 6 unsuitable */
bool adoption_running(const struct adoption *a);
/* A pilot whose last day is over and of which nothing further was told. */
bool adoption_stalled(const struct adoption *a, struct day today);
/* What must be read beside a value before and a value after: message ids, NULL at their end. */
enum { CAVEATS_MAX = 6 };
void adoption_caveats(const struct adoption *a, const char *ret[CAVEATS_MAX]);

/* adoption.result → entries for source and adopter, where their rules hear it. */
struct act_request;
struct journal_row;
enum rc practice_credit(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			size_t max, size_t *ret_n);

#endif
