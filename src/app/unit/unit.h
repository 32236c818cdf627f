#ifndef APP_UNIT_H
#define APP_UNIT_H
/* Units 单位: the nodes of the tree, from the province down to the groups inside a village, with the
 * departments, stationed teams and task forces beside them.  Names, parents and places in the official
 * order are dated; rights follow today's tree, a board the tree of its period's last day. */
#include "store/act.h"

extern const struct noun unit_noun;

#define UNIT_KINDS "province|city|county|township|village|group|department|team|task_force|enterprise|other"

struct unit {
	int64_t id;
	struct sv code, name, short_name, kind;
	int64_t parent;
	struct sv path;        /* "/64/128/": every ancestor and itself; a subtree is a range of paths */
	int64_t sort_no;       /* official order among its siblings, then by id */
	struct sv order_key;   /* sorts the whole tree in official order: every ancestor's place and its own */
	struct day closed;     /* DAY_NONE while it exists */
};

NODISCARD enum rc unit_get(struct ctx *cx, struct db *db, int64_t id, struct unit *ret); /* RC_NOT_FOUND */
NODISCARD enum rc unit_by_code(struct ctx *cx, struct db *db, struct sv code, struct unit *ret);
/* By code, name, short name or alias inside the subtree of `within` (0: everywhere).  RC_NOT_FOUND when
 * there is none, RC_CONFLICT with the candidates in the text when there are several. */
NODISCARD enum rc unit_find(struct ctx *cx, struct db *db, struct sv name, int64_t within, struct unit *ret);
/* Its children, or all of its subtree, in official order. */
NODISCARD enum rc unit_children(struct ctx *cx, struct db *db, int64_t parent, struct unit **ret, size_t *ret_n);
NODISCARD enum rc unit_subtree(struct ctx *cx, struct db *db, int64_t root, struct sv kind, struct unit **ret, size_t *ret_n);
/* The subtree as it was on a day, in the official order of that day: names, parents, paths and order keys are
 * those of then; units that began later or had ended are left out. */
NODISCARD enum rc unit_subtree_on(struct ctx *cx, struct db *db, int64_t root, struct sv kind, struct day on, struct unit **ret,
				  size_t *ret_n);
/* The units of a named peer group on a day, by id. */
NODISCARD enum rc unit_peers(struct ctx *cx, struct db *db, struct sv peer_group, struct day on, int64_t **ret, size_t *ret_n);
/* How many people it has on a day 编制、职工数, as the last act says that is dated up to then; `n` 0: nobody has told. */
struct unit_staff {
	int64_t n;
	struct day since;
	struct sv source;
};
NODISCARD enum rc unit_staff_on(struct ctx *cx, struct db *db, int64_t unit, struct day on, struct unit_staff *ret);
/* The name that was valid on a day, for records and boards of that day. */
NODISCARD enum rc unit_name_on(struct ctx *cx, struct db *db, int64_t id, struct day on, struct sv *ret);
/* Is `id` in the subtree of `root` today? */
NODISCARD enum rc unit_within(struct ctx *cx, struct db *db, int64_t id, int64_t root, bool *ret);
/* The range of paths of a subtree, for scopes: [lo, hi). */
void unit_range(struct arena *a, const struct unit *u, struct sv *ret_lo, struct sv *ret_hi);

/* ---- names as lists write them (names.c) -------------------------------------------------------------------- */
/* "住建=611002-D043": what a name in a list means.  No units and `leave_out`: it stays a word. */
struct unit_meant {
	struct sv name;
	int64_t *units;
	size_t n;
	bool leave_out;
};
struct known_name {
	struct known_name *next;
	struct sv name;
	int64_t *units;
	size_t n;
	bool leave_out, unknown;
	bool collective;             /* 各镇办: somebody has to say who that is */
	struct sv proposals;         /* "住房和城乡建设局 (611002-D043), …", "" for none */
	int rows, last_row;          /* how many rows name it */
};
enum { NAME_SLOTS = 1024 };
struct names {
	struct unit area;            /* the place whose office it is */
	struct known_name *slot[NAME_SLOTS];
	struct unit *all;            /* of the area, read when a proposal is first needed */
	size_t n_all;
};
/* "住建=611002-D043;各镇办=@township;有关镇=CODE+CODE;相关部门=-": what somebody says that the names of a list mean; an
 * @kind is all of that kind in the place of `owner`.  RC_USAGE stands at "alias". */
NODISCARD enum rc names_said(struct ctx *cx, struct db *db, int64_t owner, struct sv text, struct unit_meant **ret, size_t *ret_n);
/* Adds all open units of that kind in the place of `owner`; RC_USAGE when they are more than `max`. */
NODISCARD enum rc names_of_kind(struct ctx *cx, struct db *db, int64_t owner, struct sv kind, size_t max, struct unit_meant *m);
NODISCARD enum rc names_open(struct ctx *cx, struct db *db, int64_t owner, const struct unit_meant *meant, size_t n,
			     struct names *ret);
NODISCARD enum rc names_find(struct ctx *cx, struct db *db, struct names *n, struct sv name, int row, const struct known_name **ret);
/* The names looked for that are no unit's and that nobody has said a meaning of; they live in the arena that names_find had. */
const struct known_name **names_unknown(struct arena *a, const struct names *n, size_t *ret_n);
struct js *names_js(struct arena *a, const struct known_name *const *names, size_t n); /* of the API and of --json */

#endif
