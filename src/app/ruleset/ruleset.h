#ifndef APP_RULESET_H
#define APP_RULESET_H
/* Rulesets 规则: the text by which entries are made and boards are composed.  A draft is read by the rule language and
 * kept in its canonical form; a second person adopts it; after that it is never edited, only followed by a higher
 * version of the same name.  The versions of one name of one owner are a series: entries belong to the series, so a
 * new version goes on counting what the old one began. */
#include "core/rule_lint.h"
#include "store/act.h"

extern const struct noun ruleset_noun;

#define RULESET_STATES "draft|adopted|replaced"

struct ruleset {
	int64_t id, series;      /* series: the id of the first version */
	int64_t owner;           /* the unit whose office counts by it */
	struct sv name;
	int64_t version;
	struct day from;         /* 生效 */
	struct sv state;         /* one of RULESET_STATES */
	struct sv digest;        /* SM3 of the text, in hexadecimal */
	struct sv text;          /* canonical, Chinese */
	int64_t grammar;
	int64_t author, adopter; /* posts; adopter 0 while it is a draft */
	int64_t author_person, seq; /* who drafted it (person.h), by which act */
	int64_t at, adopted_at;  /* instants */
	struct sv basis_doc;     /* of the adoption; may be empty */
};

NODISCARD enum rc ruleset_get(struct ctx *cx, struct db *db, int64_t id, struct ruleset *ret); /* RC_NOT_FOUND */
/* Whoever is judged by rules may read them; a draft judges nobody yet and is its office's, its leaders', its verifiers' and the
 * auditor's alone. */
NODISCARD enum rc ruleset_may_read(struct ctx *cx, struct db *db, int64_t post, const struct ruleset *r, bool *ret);
/* The same as one step, for a reader: RC_NOT_FOUND for both. */
NODISCARD enum rc ruleset_read(struct ctx *cx, struct db *db, int64_t post, int64_t id, struct ruleset *ret);
/* Adopted and in force on a day: of each series of that owner its highest version that has begun. */
NODISCARD enum rc ruleset_in_force(struct ctx *cx, struct db *db, int64_t owner, struct day on, struct ruleset **ret,
				   size_t *ret_n);
/* Every adopted ruleset in force on a day whose owner stands at or above `unit`. */
NODISCARD enum rc ruleset_over_unit(struct ctx *cx, struct db *db, int64_t unit, struct day on, struct ruleset **ret,
				    size_t *ret_n);
/* Its tree.  Only a store that was tampered with holds a text that cannot be read. */
NODISCARD enum rc ruleset_rule(struct ctx *cx, const struct ruleset *r, struct rule **ret);
/* Does the rule compare units of this kind (unit.h, UNIT_KINDS)? */
bool ruleset_compares(const struct rule *r, struct sv unit_kind);

/* ---- what feeds the rules ---------------------------------------------------------------------------------------- */

/* What comes in for the rules of an owner so far, told by the noun `board`, registered once by main. */
typedef enum rc ruleset_supply_fn(struct ctx *cx, struct db *db, const struct ruleset *r, const struct rule *rule, struct rule_supply *ret);
void ruleset_use_supply(ruleset_supply_fn *fn);
/* All that the check has to say of a text, what nothing feeds included; whoever adopts it has read it. */
NODISCARD enum rc ruleset_advice(struct ctx *cx, struct db *db, const struct ruleset *r, const struct rule *rule, struct rule_advice **ret);

#endif
