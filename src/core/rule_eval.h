#ifndef CORE_RULE_EVAL_H
#define CORE_RULE_EVAL_H
/* Facts into entries, one fact at a time: an entry depends on its fact and the rule alone, so it can be
 * written down for ever.  Caps, floors, doubling, means and rates act later, when a period is composed. */
#include "core/rule.h"

enum fact_role { ROLE_LEAD, ROLE_ASSIST };

struct rule_fact {
	struct sv id; /* of the decided fact; ties are broken by it, bytewise */
	enum fact_kind kind;
	enum fact_role role;
	struct sv unit;
	struct day day;	  /* decides the period */
	struct sv topic;  /* of the matter; of a manual finding the item's name; of a veto its name */
	struct sv record; /* manual kinds only, and required there */
	struct dec value; /* FACT_INSPECTED only: the mark */
	struct dec share; /* percent, where the rule shares 按比例; 0: a lead's whole, an assistant's none */
};

struct rule_entry {
	struct sv id;		     /* empty while proposed; the journal's once written */
	struct sv unit, class, item; /* of a veto: class empty, item its name */
	enum fact_kind kind;
	enum fact_role role;
	struct day day;
	struct dec points;    /* 0 for a part of a rate and for a veto */
	struct sv fact;	      /* id of the one fact */
	struct sv arithmetic; /* "+1", "+1 × 50% = +0.5" */
	bool manual;	      /* wants a second person */
	struct sv reverses;   /* id of the entry that this one takes back */
};

/* Why a fact makes no entry. */
enum rule_unheard { UNHEARD_NO_CLAUSE, UNHEARD_BEFORE_RULE, UNHEARD_ASSIST, UNHEARD_VETO_OVER };
const char *rule_unheard_name(enum rule_unheard w); /* English message id */

struct rule_proposal {
	struct rule_entry *entries; /* by unit, day, fact, then place in the rule */
	size_t n;
	struct {
		const struct rule_fact *fact;
		enum rule_unheard why;
	} * unheard;
	size_t n_unheard;
};

/* The order of the facts does not matter.  A fact may feed several items (rule_lint warns of it); the same
 * fact twice for one unit is refused. */
enum rc rule_entries(struct ctx *cx, const struct rule *r, const struct rule_fact *facts, size_t n,
		     struct rule_proposal *ret) NODISCARD;

/* The entry that takes `e` back, counted on `day`. */
struct rule_entry rule_reversal(struct arena *a, const struct rule_entry *e, struct day day);

#endif
