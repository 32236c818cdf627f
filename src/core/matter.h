#ifndef CORE_MATTER_H
#define CORE_MATTER_H
/* The matter machine: which verb is allowed in which state, what it makes of the units' assignments, and the
 * light that a matter shows.  Handbook 2.4 (procedure), 4.3 (states), 4.4 (ladder).
 *
 * A matter 事项 has a state of its own, decided from its leads 牵头单位: it is active when every lead has
 * signed for it, and its finish is claimed when every lead has claimed it.  An assignment 承办 is one unit's
 * duty; its state is the same story in small. */
#include "base/dec.h"
#include "base/err.h"
#include "base/when.h"
#include "core/due.h"

enum matter_kind { MATTER_TASK, MATTER_PROBLEM, MATTER_PROJECT, MATTER_KIND_COUNT_ };
#define MATTER_KINDS "task|problem|project" /* as a FIELD_ENUM wants it; likewise below */

enum matter_state {
	MATTER_DRAFT,	       /* 拟办 */
	MATTER_ISSUED,	       /* 已交办: not every lead has signed */
	MATTER_RETURNED,       /* 退回待议: a lead asks to hand it back */
	MATTER_ACTIVE,	       /* 办理中 */
	MATTER_FINISH_CLAIMED, /* 申请办结 */
	MATTER_VERIFYING,      /* 核查中 */
	MATTER_SENT_BACK,      /* 退办: the verifier is not satisfied */
	MATTER_CLOSED,	       /* 已销号 */
	MATTER_REOPENED,       /* 反弹重办: the leads must sign anew */
	MATTER_SUSPENDED,      /* 挂起 */
	MATTER_STANDING,       /* 长期坚持 */
	MATTER_WITHDRAWN,      /* 已撤销 */
	MATTER_STATE_COUNT_
};
#define MATTER_STATES                                                                                        \
	"draft|issued|returned|active|finish_claimed|verifying|sent_back|closed|reopened|suspended|"         \
	"standing|withdrawn"

enum matter_verb {
	VERB_ISSUE,	    /* 交办; on a returned matter: the same units, who may not return it again */
	VERB_ACK,	    /* 签收 */
	VERB_RETURN,	    /* 退回 by the unit */
	VERB_REASSIGN,	    /* 转办, or one more unit, or one less */
	VERB_PROGRESS,	    /* 进展反馈 */
	VERB_CLAIM_FINISH,  /* 申请办结 */
	VERB_TAKE_UP,	    /* 核查 begins */
	VERB_SEND_BACK,	    /* 退办 by the verifier */
	VERB_CLOSE,	    /* 销号 */
	VERB_REOPEN,	    /* 反弹重办 */
	VERB_SUSPEND,	    /* 挂起 */
	VERB_RESUME,	    /* 恢复办理 */
	VERB_WITHDRAW,	    /* 撤销 */
	VERB_MAKE_STANDING, /* 转为长期坚持 */
	MATTER_VERB_COUNT_
};

enum assignment_role { AS_LEAD, AS_ASSIST, AS_VERIFY, AS_COVER, ASSIGNMENT_ROLE_COUNT_ };
#define ASSIGNMENT_ROLES "lead|assist|verify|cover" /* 牵头 配合 核查 包抓 */

enum assignment_state {
	ASSIGNMENT_ASSIGNED, /* 待签收 */
	ASSIGNMENT_ACKED,    /* 已签收 */
	ASSIGNMENT_RETURNED, /* 已退回 */
	ASSIGNMENT_WORKING,  /* 办理中 */
	ASSIGNMENT_DONE,     /* 已办结: claimed by the unit */
	ASSIGNMENT_ACCEPTED, /* 已认可: the matter was closed */
	ASSIGNMENT_RELEASED, /* 已转出: another unit took over; kept for the file, counts for nothing */
	ASSIGNMENT_STATE_COUNT_
};
#define ASSIGNMENT_STATES "assigned|acked|returned|working|done|accepted|released"

/* The kinds of a deadline stand in core/due.h.  Here DUE_STANDING may have a due day, the next review;
 * DUE_RELATIVE and DUE_EVENT get theirs when it is known.  The list leaves out DUE_NONE. */
#define DUE_KINDS "fixed|standing|immediate|relative|event"

/* The identifiers ("finish_claimed") and the words for people, as message ids ("finish claimed"). */
const char *matter_kind_name(enum matter_kind k);
const char *matter_kind_word(enum matter_kind k);
const char *matter_state_name(enum matter_state s);
const char *matter_state_word(enum matter_state s);
const char *matter_verb_name(enum matter_verb v);
const char *assignment_role_name(enum assignment_role r);
const char *assignment_role_word(enum assignment_role r);
const char *assignment_state_name(enum assignment_state s);
const char *assignment_state_word(enum assignment_state s);
const char *due_kind_word(enum due_kind k); /* NULL for DUE_NONE */
bool matter_kind_parse(struct sv s, enum matter_kind *ret);
bool matter_state_parse(struct sv s, enum matter_state *ret);
bool matter_verb_parse(struct sv s, enum matter_verb *ret);
bool assignment_role_parse(struct sv s, enum assignment_role *ret);
bool assignment_state_parse(struct sv s, enum assignment_state *ret);
bool due_kind_parse(struct sv s, enum due_kind *ret);

/* ---- the machine ------------------------------------------------------------------------------------- */

enum { ASSIGNMENTS_MAX = 400 };

struct assignment {
	int64_t id; /* 0 in an addition: the caller gives it one */
	int64_t unit;
	enum assignment_role role;
	enum assignment_state state;
	bool no_return; /* 指定承办: was returned once and given back; may not return again */
};

struct matter_now {
	enum matter_state state;
	enum due_kind due_kind;
	const struct assignment *assignments;
	size_t n;
};

struct matter_step {
	enum matter_verb verb;
	/* ack, return, progress, claim_finish: whose assignment, and as what.  take_up, send_back, close: the
	 * acting unit.  reassign: the unit that gives it up, or 0 to add one. */
	int64_t unit;
	enum assignment_role role;
	int64_t to; /* reassign: the unit that takes it over, or 0 to release only */
};

struct matter_next {
	enum matter_state state;
	enum due_kind due_kind;
	struct assignment *assignments; /* those of `now` in their order, an addition at the end */
	size_t n;
};

/* Whether the verb can do anything in that state at all: for showing buttons. */
bool matter_allows(enum matter_state s, enum matter_verb v);
/* The same, with the reason: RC_CONFLICT "matter.…". */
NODISCARD enum rc matter_allow(struct ctx *cx, enum matter_state s, enum matter_verb v);

/* Decides one step.  RC_CONFLICT when matter or assignment are not in a state for it, RC_NOT_FOUND when the
 * unit has no such assignment, RC_DENIED when it may not, RC_INVALID when the result would be malformed. */
NODISCARD enum rc matter_decide(struct ctx *cx, const struct matter_now *m, const struct matter_step *s,
				struct matter_next *ret);

/* At least one lead; a unit once per role, and never lead and assist at once; a verifier leads and assists
 * nothing (another party verifies).  Faults stand at field "assignments".  Also for drafts. */
NODISCARD enum rc assignments_check(struct ctx *cx, const struct assignment *as, size_t n);

/* RC_DENIED when `unit` leads or assists: nobody verifies its own work (handbook 4.3, 验收与承办分离). */
NODISCARD enum rc matter_verifier(struct ctx *cx, const struct assignment *as, size_t n, int64_t unit);

/* ---- lights ------------------------------------------------------------------------------------------ */

enum light {
	LIGHT_NOT_STARTED,
	LIGHT_ON_PACE,
	LIGHT_AHEAD,
	LIGHT_BEHIND,
	LIGHT_DUE_SOON,
	LIGHT_OVERDUE,
	LIGHT_AWAITING_VERIFICATION,
	LIGHT_CLOSED,
	LIGHT_SUSPENDED,
	LIGHT_WITHDRAWN, /* not in the table of ux 3.6, but such a matter must be shown, struck through
			    (ux 3.2) */
	LIGHT_COUNT_
};

/* Shape and word carry the meaning, colour only helps (ux 3.6). */
struct light_look {
	const char *name; /* "due_soon" */
	const char *word; /* message id */
	const char
		*shape; /* circle_open circle circle_up triangle square_cross diamond_open tick bars strike */
	const char *colour; /* grey teal amber red blue quiet */
};
const struct light_look *light_look(enum light l);
bool light_parse(struct sv s, enum light *ret);

struct light_params {
	int64_t behind_points;	/* behind when this many points or more are missing to the pace; 0 never */
	int64_t ahead_points;	/* ahead when this many points or more above it; 0 never */
	int64_t soon_days;	/* due soon from this many days before; negative never */
	int64_t soon_percent;	/* due soon in this last share of the time; 0 never */
	int64_t immediate_days; /* 立行立改 without a due day: so many days after the start */
};
/* Handbook 4.4, step 0 (3 days, 20 %) and step 1 (10 points); 3.10 (立行立改 = 7 days, assumed there). */
#define LIGHT_DEFAULTS                                                                                       \
	((struct light_params){.behind_points = 10,                                                          \
			       .ahead_points = 10,                                                           \
			       .soon_days = 3,                                                               \
			       .soon_percent = 20,                                                           \
			       .immediate_days = 7})

struct light_facts {
	enum matter_state state;
	enum due_kind due_kind;
	struct day start;   /* start, or day of issue; DAY_NONE unknown */
	struct day due;	    /* DAY_NONE: none */
	struct day stopped; /* when the finish was claimed, or the matter suspended; DAY_NONE otherwise */
	bool started;	    /* some progress was reported */
	bool has_done;
	struct dec done; /* percent, where the matter is measured in percent */
};

struct light_view {
	enum light light;
	struct day due;	      /* the day that was judged by, DAY_NONE if none */
	int64_t days_left;    /* calendar days to the due day, 0 on it; 0 also when over or without one */
	int64_t days_overdue; /* calendar days after it, counted to `stopped` where the clock has stopped */
	bool has_pace;
	struct dec pace; /* percent */
};

struct light_view matter_light(const struct light_facts *f, const struct light_params *p, struct day today);

/* When the light of a matter under way turns while nobody touches it.  As days go by it only ever turns in one
 * direction: ahead, on pace or not started, due soon, behind, overdue, each of which may be missing. */
struct light_turns {
	struct day ahead_until; /* the last day of it; the others are first days; DAY_NONE: never */
	struct day soon_from, behind_from, late_from;
};
struct light_turns matter_light_turns(const struct light_facts *f, const struct light_params *p);

#endif
