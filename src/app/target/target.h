#ifndef APP_TARGET_H
#define APP_TARGET_H
/* Targets 目标: what a unit pledged for a year 军令状, 目标责任书, and what came of it.
 *
 *   pledge   a list of an office for a year: per unit and indicator a base, the year's target, and those of the quarters,
 *            cumulative.  As issued it stays: a later change is a row of its own with its document.
 *   actual   a value up to the end of a month or quarter, estimated 预计 or final 定案.  Only the department that provides
 *            the data tells or corrects it (Statistics Law 2024, art. 7 and 9); a final value never overwrites an
 *            estimate, and a correction is a row that names what it corrects.
 *
 * The light of a quarter is derived, never stored: the value against the targets as issued. */
#include "app/period/period.h"
#include "app/unit/unit.h"
#include "core/pace.h"
#include "core/plan.h"
#include "store/store.h"

extern const struct noun target_noun;

#define TARGET_DIRECTIONS "higher|lower"
#define TARGET_STANDINGS "estimated|final"

struct target_aims {
	struct figure year, quarter[QUARTERS]; /* quarters count from January */
};

/* One indicator of one unit.  Texts are "" where nothing is known. */
struct target_line {
	int64_t id, import, owner, year;
	struct sv list, no, category;
	int64_t unit;
	struct sv indicator, uom;
	bool lower, share;         /* lower is better; measured in percent */
	struct figure base;        /* last year's value */
	struct day base_day;
	int64_t data_owner;        /* the department that provides the actual value */
	struct figure weight;
	struct target_aims issued;
	struct sv document, note;
	int64_t sort, made, shown, ended; /* acts: ended 0 while it holds */
	struct sv reason;
	/* read beside it */
	struct sv unit_name, unit_short, unit_path, unit_order, unit_code, data_owner_name, data_owner_path;
};
struct target_change {
	int64_t id, target, import, made, at, author;
	struct target_aims to;
	struct sv document, reason;
};
struct target_actual {
	int64_t id, target, made, at, author;
	struct day through;        /* the last day of its month or quarter */
	struct dec value;
	struct day as_of;
	struct figure base;        /* of the same months last year */
	struct day base_day;
	bool final;
	struct sv source, reason;
	int64_t corrects, corrected_by;
};

struct target_quarter {
	struct figure plan, now;   /* as issued; after the last change */
	const struct target_actual *actual; /* what stands, NULL: nothing is known */
	struct figure base;        /* what growth is on: the actual's own, of a whole year the pledge's */
	struct day base_day;
	enum growth_kind grows;
	struct dec growth;
	enum pace_light light, light_now; /* against the targets as issued; as they are now */
	bool over;                 /* its last day has passed */
};
struct target_seen {
	struct target_line line;
	struct target_change *change; /* oldest first */
	size_t n_change;
	struct target_actual *actual; /* by month, oldest first; estimates, corrections and all */
	size_t n_actual;
	struct target_aims now;
	struct target_quarter quarter[QUARTERS];
};

enum { TARGETS_MAX = 5000 };
struct target_filter {
	int64_t owner, unit, data_owner, year; /* 0: any */
	struct sv list;                        /* SV_NONE: any */
};
NODISCARD enum rc target_line_get(struct ctx *cx, struct db *db, int64_t id, struct target_line *ret); /* RC_NOT_FOUND */
/* RC_DENIED unless the scope holds its unit or the department of its data. */
NODISCARD enum rc target_visible(struct ctx *cx, const struct target_line *l, const struct scope *s);
/* What stands of a line after the acts up to `upto` (0: all). */
NODISCARD enum rc target_see(struct ctx *cx, struct db *db, const struct target_line *l, struct day today, int64_t upto,
			     struct target_seen *ret);
/* In the official order of the units, within a unit as in the list; at most TARGETS_MAX. */
NODISCARD enum rc targets_see(struct ctx *cx, struct db *db, const struct scope *s, const struct target_filter *f,
	struct day today,
			      struct target_seen **ret, size_t *ret_n);
/* The years of which the scope may see targets, the latest first. */
NODISCARD enum rc target_years(struct ctx *cx, struct db *db, const struct scope *s, int64_t *ret, size_t max, size_t *ret_n);
/* Of the values up to that day: the last final one, else the last estimate; what was corrected stands no more. */
const struct target_actual *target_standing(const struct target_actual *v, size_t n, struct day through);
struct js *target_quarter_js(struct arena *a, const struct target_quarter *q);

/* ---- for scoring: what a period's composition reads ------------------------------------------------------------ */
/* Plan and actual of the month or quarter that ends with the period.  What is missing is missing: no figure is ever taken
 * for zero.  `record` names the row that each value came from. */
struct target_input {
	int64_t target, unit, data_owner;
	struct sv indicator, uom;
	bool lower, share;
	struct figure weight;
	struct figure plan, plan_now, year, year_now; /* plan: cumulative, of the quarter; missing within a quarter */
	int64_t change;            /* the last change of its targets, 0 for none */
	struct sv document;        /* of the targets as issued */
	struct figure actual, base;
	enum growth_kind grows;
	struct dec growth;
	bool final;                /* of `actual` */
	struct sv source;
	int64_t record;            /* target_actual.id; 0: no actual */
	struct day as_of, base_day;
	enum pace_light light;     /* against the targets as issued */
};
/* Those of the period's owner, or of that place's own office, and of the year of its last day,
	as the journal stood at `upto` (0: now), by unit and line. */
NODISCARD enum rc target_inputs(struct ctx *cx, struct db *db, const struct period *p, int64_t upto, struct target_input **ret,
				size_t *ret_n);

/* ---- a list comes in ---------------------------------------------------------------------------------------------- */
struct pledge_list; /* app/import/import.h */

struct target_import {
	int64_t id, owner, year;
	struct sv list, document, file_name, file_digest, state; /* open done withdrawn */
	int64_t made, changed, begun_at, begun_by, done_at, withdrawn_at;
	struct sv reason;
	bool repeated;             /* of target_import_run: its key had brought it in before, and nothing was done now */
};
NODISCARD enum rc target_import_get(struct ctx *cx, struct db *db, int64_t id, struct target_import *ret);

struct target_plan_options {
	int64_t owner, year;       /* year 0: the title's */
	int64_t unit, data_owner;  /* where the list names none; 0: it waits */
	struct sv list;            /* SV_NONE: the title */
	const struct unit_meant *alias;
	size_t n_alias;
	bool take_doubts;
};
struct target_row_plan {
	int no;                    /* as the clerk sees it */
	enum plan_what what;
	struct sv unit, indicator;
	struct sv *why;
	size_t n_why;
	int64_t target;            /* SAME, CHANGED */
	struct plan_change *change;
	size_t n_change;
	struct js *fields;         /* of target.import_row or target.import_change; NULL: nothing to write */
};
struct target_plan {
	int64_t owner, year;
	struct sv list;
	bool known;                /* this list was here before */
	struct target_row_plan *row;
	size_t n, count[PLAN_WHATS];
	struct target_line *gone;  /* stands here and no longer in the list: told, never deleted */
	size_t n_gone;
	const struct known_name **name; /* that are no unit's */
	size_t n_name;
	int64_t to_write;
};
NODISCARD enum rc target_plan(struct ctx *cx, struct db *db, const struct pledge_list *l, const struct target_plan_options *o,
			      struct target_plan **ret);
/* `done` NULL: nothing was written. */
struct js *target_plan_js(struct arena *a, const struct target_plan *p, const struct target_import *done);
struct target_import_in {
	struct actor actor;
	struct sv file_name, file_digest, document;
	struct sv key, mark;       /* of target.import_accept; SV_NONE for none */
};
/* Writes what the plan says, all or nothing.  `db` is a reader that sees each commit. */
NODISCARD enum rc target_import_run(struct ctx *cx, const struct act_door *door, struct db *db, const struct target_plan *p,
				    const struct target_import_in *in, struct target_import *ret);

/* The targets that the scope may see as .xlsx: plan, value, standing, light and source of each quarter. */
NODISCARD enum rc target_export(struct ctx *cx, struct db *db, const struct scope *s, const struct target_filter *f,
	struct day today,
				const char *path, struct sv title, int64_t *ret_rows);

#endif
