#ifndef CORE_CELLSPLIT_H
#define CORE_CELLSPLIT_H
/* Cells that hold several things: units with their roles, people with title and phone, texts with a phone
 * number inside.  Names stay as they were written. */
#include "core/words.h"

enum unit_role { ROLE_NONE, ROLE_LEAD, ROLE_ASSIST };

struct unit_part {
	struct sv name;
	enum unit_role role;  /* as marked in the cell: （牵头）, 配合单位：, … */
	bool collective;      /* 各县区, 相关部门: a set that somebody has to name */
};

struct unit_parts {
	struct unit_part *v;
	size_t n, room;
	bool marked;          /* somebody in the cell is marked as lead */
};

/* Splits on 、，,；; new line, and on / and blanks where both sides are surely units, outside brackets. */
struct unit_parts units_split(struct arena *a, struct sv cell);
bool unit_is_collective(struct sv name);

struct person_part {
	struct sv name, title; /* title may be empty */
};
struct person_parts {
	struct person_part *v;
	size_t n, room;
	/* all phone numbers of the cell, "" if none: personal, goes to the secret store */
	struct sv phones;
};
struct person_parts persons_split(struct arena *a, struct sv cell);

/* The first phone, card or identity number at or after `from`: mobile (also 139****0000), land line, a number
 * after 电话, eighteen-digit identity numbers.  False if there is none. */
bool personal_find(struct sv text, size_t from, size_t *ret_at, size_t *ret_len);
#define PERSONAL_MASK "***" /* what stands in texts instead */
/* The text with every such number replaced by `mask`; `*ret_found` tells whether there was one. */
struct sv personal_mask(struct arena *a, struct sv text, struct sv mask, bool *ret_found);

/* "3-1" → "3"; "3.1" → "3"; "" when it is no sub-item. */
struct sv source_no_parent(struct arena *a, struct sv no);
#endif
