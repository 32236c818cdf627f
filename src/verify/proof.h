#ifndef VERIFY_PROOF_H
#define VERIFY_PROOF_H
/* A proof as it was read: every member known and of its kind, nothing believed yet. */
#include "verify/report.h"
#include "verify/rule.h"

#include "base/hash.h"
#include "base/json.h"

#define VF_FORMAT "bixue-board-proof/"
enum { VF_FORMATS = 2, VF_ENGINE = 1, VF_ENTRIES_MAX = 1000000, VF_ACTS_MAX = 2000000, VF_UNITS_MAX = 500, VF_SALT = 16 };

struct vf_entry {
	int64_t id, unit, reverses, made, counted;
	struct sv class, item, source;
	int fact;                    /* of vf_facts */
	bool assist;
	struct day day;
	vf_num points;
	struct sv id_text;           /* decides the order among like ones */
	const struct vf_entry *target, *undone;
	struct day origin;           /* of the target for a reversal: the window that changes */
	/* by the rule: vf_place_entry */
	size_t unit_no, place;       /* of the clause in the rule, counted through; vetoes come last */
	const struct vf_clause *clause;
	const struct vf_veto *veto;
};

struct vf_act {
	int64_t seq, at, actor, subject, cause;
	struct sv act;
	const struct js *row;        /* as it stands in the proof */
	const struct js *payload;    /* NULL: withheld */
	struct digest digest, leaf;
};

struct vf_unit {
	int64_t id, previous, last_before, staff;
	struct sv name, short_name, exempt_no, exempt_why;
	bool late;                   /* an earlier black row is not repaired */
};

/* Where an input or an exemption comes from: the act that made it, and the one from which on it counted. */
struct vf_source {
	struct sv record;
	int64_t made, counted;
};

struct vf_proof {
	int64_t format, board, version;
	struct sv name, receipt;
	struct day from, to;
	struct sv rule_text, rule_digest;
	int64_t grammar, engine;
	struct vf_entry *entry;
	size_t n_entry;
	struct vf_source *source;    /* by record */
	size_t n_source;
	struct vf_act *act;          /* by seq */
	size_t n_act;
	struct digest *node;
	size_t n_node;
	struct sv note, signature, key;
	/* found among the acts by vf_find_acts */
	const struct vf_act *composed, *published;
	const struct js *facts;      /* of the composition */
	struct vf_unit *unit;        /* in official order */
	size_t n_unit;
	const struct vf_input *input; /* what measures and parts read (vf_inputs_read) */
	size_t n_input;
	vf_num progress;             /* of the year, in percent */
	struct vf_rule rule;
};

/* False, with a line of the report, when it is no proof of this format. */
bool vf_proof_read(struct vf_report *r, struct sv file, struct vf_proof *ret);
/* Finds composition and publication, and reads the peer group as the composition states it. */
bool vf_find_acts(struct vf_report *r, struct vf_proof *p);

const struct vf_act *vf_act_of(const struct vf_proof *p, int64_t seq); /* NULL */
const struct vf_unit *vf_unit_of(const struct vf_proof *p, int64_t id);
/* A text of a payload; empty, never NULL. */
struct sv vf_text(const struct js *o, const char *key);

#endif
