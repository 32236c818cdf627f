#ifndef APP_ENTRY_H
#define APP_ENTRY_H
/* Entries 积分: one immutable plus or minus for a unit, caused by one fact under one version of a rule.  The points
 * come from the rule, never from a hand.  An entry is never edited: it is taken back by a reversal, an entry of its
 * own, and where another one is right, that one is posted beside it.  Caps, floors and doubling act when a board is
 * composed, not here. */
#include "app/ruleset/ruleset.h"
#include "core/rule_eval.h"
#include "store/journal.h"

extern const struct noun entry_noun;

#define ENTRY_STATES "proposed|counted|refused"
#define ENTRY_FACTS                                                                                             \
	"closed_on_time|closed_early|closed_late|overdue|rectified|not_rectified|recurred|sent_back|satisfied|" \
	"dissatisfied|repeated|commended|criticised|adopted|finding|inspected|veto|learnt"

struct entry {
	int64_t id, seq;           /* seq: the act that made it */
	int64_t counted;           /* the act from which on it counts; 0 while it is proposed, or refused */
	int64_t series, ruleset, owner, unit;
	struct sv class, item, fact_kind, role;  /* role: lead|assist */
	struct day day;            /* decides the period */
	struct dec points;
	struct sv arithmetic;      /* "+1 × 50% = +0.5" */
	struct sv fact;            /* the one fact: "matter:128:closed_on_time", "entry:192" */
	struct sv record, evidence;/* 依据; 佐证说明 */
	struct day record_day;
	int64_t matter;            /* 0 unless it came from one */
	struct sv state;           /* one of ENTRY_STATES */
	int64_t author, confirmer; /* posts; author 0 is the system */
	int64_t author_person, confirmer_person; /* who held them then: see person.h */
	int64_t reverses, reversed_by, corrects;
	struct sv reason;          /* of a reversal or a refusal */
	int64_t at;
};

NODISCARD enum rc entry_get(struct ctx *cx, struct db *db, int64_t id, struct entry *ret); /* RC_NOT_FOUND */
/* Was it made or confirmed by this post, or by a person who has held it since? */
NODISCARD enum rc entry_is_by(struct ctx *cx, struct db *db, const struct entry *e, int64_t post, bool *ret);
/* What counts in a series on days from–to as the journal stood at `upto`, with every entry that one of them takes
 * back, by id. */
NODISCARD enum rc entries_counted(struct ctx *cx, struct db *db, int64_t series, struct day from, struct day to,
				  int64_t upto, struct entry **ret, size_t *ret_n);
/* The last act that changed what counts in a series up to a day; 0 when nothing does. */
NODISCARD enum rc entries_seq(struct ctx *cx, struct db *db, int64_t series, struct day to, int64_t *ret);
/* How many wait for their second person on days from–to. */
NODISCARD enum rc entries_waiting(struct ctx *cx, struct db *db, int64_t series, struct day from, struct day to,
				  int64_t *ret);
/* As core wants it. */
struct rule_entry entry_core(struct arena *a, const struct entry *e);
/* For views and exports. */
struct js *entry_js(struct arena *a, const struct entry *e);

/* What the sheets of an office write for the outcome of an item (按时, 逾期, 已整改, 满意 …) and what the clause listens
 * to: the fact of the named item, or of the one item of the class that hears it.  RC_INVALID says what is known. */
NODISCARD enum rc entry_outcome(struct ctx *cx, const struct rule *r, struct sv class, struct sv item, struct sv outcome,
				struct sv *ret_item, enum fact_kind *ret_kind);

/* The last day of that unit that a published board of the series has counted, DAY_NONE before the first; told by the noun
 * `board`, registered once by main, so that entries need not know boards nor wait for what follows a publication. */
typedef enum rc published_fn(struct ctx *cx, struct db *db, int64_t series, int64_t unit, struct day *ret);
void entry_use_published(published_fn *fn);

/* ---- reactions (see jobs/react.h) -------------------------------------------------------------------- */
struct act_request;
/* period.close, and period.counted where there was more: what was late becomes entries. */
enum rc entry_of_lateness(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			  struct act_request *ret, size_t max, size_t *ret_n);
/* One decided fact of a matter or its like into requests for entry.propose, one for each clause that hears it. */
struct entry_source {
	int64_t unit, matter;
	enum fact_kind kind;
	enum fact_role role;
	struct day day;
	struct sv topic, fact, record;
};
NODISCARD enum rc entry_propose(struct ctx *cx, struct db *db, const struct entry_source *s, struct act_request *ret,
				size_t max, size_t *ret_n);

#endif
