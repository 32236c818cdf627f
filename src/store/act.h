#ifndef STORE_ACT_H
#define STORE_ACT_H
/* What a noun brings to the corridor: its acts (the only way to change anything), its views (the only
 * way to read through a door), its tables and statements.  Routes, API, commands, OpenAPI, the permission
 * matrix and the manual are made from these rows. */
#include "base/hash.h"
#include "base/json.h"
#include "core/field.h"
#include "store/db.h"

enum role {
	ROLE_CLERK = 1 << 0,       /* 督查室科员 */
	ROLE_OFFICE_HEAD = 1 << 1, /* 督查室主任 */
	ROLE_LEADER = 1 << 2,      /* 领导 */
	ROLE_UNIT_HEAD = 1 << 3,   /* 单位负责人 */
	ROLE_LIAISON = 1 << 4,     /* 联络员 */
	ROLE_VERIFIER = 1 << 5,    /* 核查员 */
	ROLE_SYSADMIN = 1 << 6,    /* 系统管理员; the three administrators exclude each other */
	ROLE_SECADMIN = 1 << 7,    /* 安全管理员 */
	ROLE_AUDITADMIN = 1 << 8,  /* 审计管理员 */
	ROLE_SYSTEM = 1 << 9,      /* reactions, clock, first run: never granted to a post */
};
enum { ROLE_COUNT = 10 };
#define ROLE_OFFICE (ROLE_CLERK | ROLE_OFFICE_HEAD)
#define ROLE_UNIT (ROLE_UNIT_HEAD | ROLE_LIAISON)
#define ROLE_STAFF (ROLE_OFFICE | ROLE_LEADER | ROLE_UNIT | ROLE_VERIFIER)
#define ROLE_ADMINS (ROLE_SYSADMIN | ROLE_SECADMIN | ROLE_AUDITADMIN)
#define ROLE_ALL (ROLE_STAFF | ROLE_ADMINS)
const char *role_name(unsigned role); /* "clerk"; one bit */

/* Where the role must be held: its unit's subtree must contain one of the units that `load` named. */
enum place {
	AT_ANY,      /* anywhere in the tree */
	AT_OWNER,    /* the unit whose office owns the subject */
	AT_LEAD,
	AT_ASSIST,
	AT_VERIFY,
	AT_UNIT,     /* the subject is or concerns this unit */
	AT_SELF,     /* the subject is the actor's own post */
	PLACE_COUNT_
};
const char *place_name(enum place p);

struct grant_rule {
	unsigned roles;
	enum place at;
};
enum { GRANT_RULES = 4 };

enum via { VIA_CLI, VIA_WEB, VIA_API, VIA_LINK, VIA_IMPORT, VIA_SYSTEM };
const char *via_name(enum via v);

struct actor {
	int64_t post;        /* 0: the system */
	enum via via;
	int64_t link;        /* VIA_LINK: what the link opens is all that it may touch */
};

/* The units that the grant rules speak of, filled in by `load`. */
struct target {
	struct { int64_t unit[16]; size_t n; } at[PLACE_COUNT_];
	int64_t self;        /* the post of AT_SELF */
};
void target_add(struct target *t, enum place at, int64_t unit);

/* Which other sealed facts say the same as this one (field.same), by their references' beginnings. */
struct sealed_same {
	enum rc (*find)(void *arg, struct ctx *cx, struct sv ref, struct sv **ret, size_t *ret_n);
	void *arg;
};

struct act_in {
	const struct act_def *def;
	struct actor actor;
	int64_t subject;     /* 0 for an act that makes its subject */
	int64_t basis;       /* last seq of the subject that the actor had seen; 0: does not say */
	struct sv key;       /* idempotency key, SV_NONE for none */
	int64_t cause;       /* seq of the act that led to this one */
	struct fields fields;
	int64_t at, seq;     /* set by the corridor */
	struct sv mark;      /* of the request, where it was made ahead */
	const struct sealed_same *same; /* for `load`; NULL where an act is only asked about */
	const void *ahead;   /* what the act's `prepare` made of what still stands; NULL: `load` reads for itself */
};

/* What chance and numbering give to `decide`: ids from 64 fresh ones, 32 random bytes. */
struct fresh {
	int64_t id;
	uint8_t random[32];
};
static inline int64_t fresh_id(struct fresh *f)
{
	return f->id++;
}

/* A row of the journal as `apply` sees it. */
struct act_row {
	int64_t seq, at, actor, subject, cause;
	const char *act;     /* the table's own string */
	int version;
	enum via via;
};

struct act_def {
	const char *name;    /* "matter.assign" */
	int version;
	const char *label;   /* message id: "Assign" */
	const struct field *fields;
	size_t n_fields;
	struct grant_rule who[GRANT_RULES];
	bool creates;        /* makes its subject: none is given */
	bool strict;         /* refused when the subject has moved on since `basis` */
	bool veiled;         /* the audit shows its facts to nobody: from them a juror's sheet (a juror who was bought would be known
	                      * by the pattern of his marks, trust.md 2.4), a result before its release, or a paper before its day
	                      * could be counted back */
	bool veiled_made;    /* the same where the system made it of a veiled act: a hall's count that became a tally */
	bool hidden;         /* only code sends it: no form, no command, no API */
	bool erasable;       /* only adds words: its payload may be erased without undoing anything */
	bool every;          /* the role must be held over every unit of its place, not over one of them */
	bool linkable;       /* may be done by a signed link on its one subject */
	/* The slow part of `load`, done outside the writer on a snapshot.  It holds until an act of one of the nouns in
	 * `reads` follows (NULL at their end): then the store does it once more. */
	enum rc (*prepare)(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_ahead);
	const char *const *reads;
	/* Reads, decides nothing, fills `ret_state` and the units of `ret_target`. */
	enum rc (*load)(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state,
			struct target *ret_target);
	/* What stands now, by the names of the act's fields, references as ids: the form that changes it opens with that.  Told to
	 * whoever may do the act; NULL where a form begins empty. */
	enum rc (*stands)(struct ctx *cx, struct db *db, int64_t subject, struct js *ret);
	/* Pure: fills `facts` (an object) from its arguments alone; sets `*subject` when it makes one. */
	enum rc (*decide)(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			  struct js *facts, int64_t *subject);
	/* Facts as an older version stated them, made into those of this one; what was not known then is said to be so.  NULL
	 * where `apply` takes the older ones as they are. */
	enum rc (*lift)(struct ctx *cx, int version, struct js *facts);
	/* Facts into rows of the own noun's projections: no clock, no chance, no decisions. */
	enum rc (*apply)(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
};

/* The part of the tree that a reader may see: up to 4 ranges of unit paths, [lo, hi). */
enum { SCOPE_RANGES = 4 };
struct scope {
	bool all;
	struct { struct sv lo, hi; } range[SCOPE_RANGES];
	size_t n;
};
bool scope_holds(const struct scope *s, struct sv path); /* the path of a unit */
/* The ranges as eight texts from parameter `at` on; those that are not used hold nothing. */
void scope_bind(struct stmt *st, int at, const struct scope *s);

struct view_in {
	const struct view_def *def;
	struct actor actor;
	struct scope scope;
	int64_t subject;     /* views of one thing */
	struct fields filters;
	struct sv after;     /* cursor from the last page, SV_NONE for the first */
	int limit;           /* rows at most */
};
/* The cursor of lists that go on from an id; `*ret_id` stays as it is on the first page. */
NODISCARD enum rc view_after(struct ctx *cx, const struct view_in *in, int64_t *ret_id);
/* One page of such a list.  The query asks for limit + 1 rows: the row too many is not shown, it tells that there is a next page. */
struct view_slice {
	int n;
	int64_t last;        /* id of the last row shown */
	bool more;
};
/* Is the row with this id to be shown? */
bool view_slice_row(struct view_slice *p, const struct view_in *in, int64_t id);
/* Where the next page goes on; nothing is set on the last one. */
void view_slice_end(struct arena *a, const struct view_slice *p, struct sv *ret_after);

struct column {
	const char *name;
	enum field_type type;
	const char *label;
};

struct view_def {
	const char *name;    /* "matter.list" */
	const char *label;
	const struct field *filters;
	size_t n_filters;
	const struct column *columns;
	size_t n_columns;
	unsigned roles;      /* who may ask; the scope limits what they get */
	bool of_one;         /* of one subject */
	/* Pushes one object a row; `*ret_after` gets a cursor when there is more. */
	enum rc (*query)(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after);
};

struct noun {
	const char *name, *label;
	const struct act_def *acts;
	size_t n_acts;
	const struct view_def *views;
	size_t n_views;
	const struct table_def *tables;
	const size_t *n_tables;
	/* The id of what a person calls it (a number, a code, a name); RC_NOT_FOUND with a hint otherwise. */
	enum rc (*resolve)(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
};

/* For resolve: the id that `q` finds by a name as its one parameter; else RC_NOT_FOUND with this fault. */
NODISCARD enum rc noun_called(struct ctx *cx, struct db *db, const struct query *q, struct sv name, const char *fault, const char *msgid,
			      int64_t *ret_id);

struct registry {
	const struct noun *const *nouns;
	size_t n;
};
const struct act_def *registry_act(const struct registry *r, struct sv name, const struct noun **ret_noun);
const struct view_def *registry_view(const struct registry *r, struct sv name, const struct noun **ret_noun);
const struct noun *registry_noun(const struct registry *r, struct sv name);

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
