#ifndef APP_MATTER_H
#define APP_MATTER_H
/* Matters 事项: anything to be brought to an end and proved, with the duties of units on it, what was said
 * about it, and how it came in from a list.  The machine itself is core/matter.h. */
#include "core/matter.h"
#include "core/plan.h"
#include "store/store.h"

extern const struct noun matter_noun;

#define DUE_PRECISIONS "day|month|quarter|half|year"
#define DUE_UNITS "day|workday|week|month|year|hour"
/* What came of a call: the keys 1 to 5 of the chase list. */
#define CHASE_RESULTS "promised|working|no_answer|wrong_number|blocked"
#define SAID_BY_MEANS "phone|message|meeting|letter|visit"  /* 代填: how it was said */

#define PERCENT_NONE ((struct dec){ INT64_MIN })

/* Columns that are text are never NULL: "" where nothing is known. */
struct matter {
	int64_t id;
	int64_t no;              /* said on the phone: matter_no_text() gives "0623" */
	enum matter_kind kind;
	enum matter_state state;
	int64_t owner;           /* unit: the supervising office 督查考核办 */
	int64_t verifier;        /* unit, 0: the office itself verifies */
	struct sv list;          /* programme or list 清单 that it stands in */
	struct sv source_no, category, title, goal;
	struct sv origin, origin_no;
	int64_t origin_post;     /* the leader whose instruction 批示 it is; 0 for none */
	struct sv sponsor;       /* 责任领导 */
	struct sv cover;         /* 包抓领导 */
	enum due_kind due_kind;
	struct day due, first_due; /* now; as first set */
	struct sv due_precision, due_text; /* due_text: as the list wrote it, "党的二十大前" */
	int64_t due_amount;      /* relative: so many due_unit after issue */
	struct sv due_unit;
	struct day start_plan, start_actual;
	struct dec percent;      /* PERCENT_NONE when never given */
	struct sv progress;      /* the latest words */
	struct sv problem, next_step, note;
	struct sv money;         /* JSON: {"total":{"yuan":"16000000","text":"16000万"},…}, "" for none */
	struct sv class_, batch, chain, cluster; /* 等级 批次 产业链 产业集群 */
	struct sv extra;         /* JSON object: every other column of the list, header → text; "" for none */
	struct sv contact;       /* reference into the secret store, "" for none */
	struct sv reason;        /* why it was withdrawn, suspended, sent back last */
	int64_t issued_at, closed_at, progress_at; /* instants, 0: not yet */
	struct day stopped;      /* the day its clock stopped (claimed, suspended) */
	bool started;            /* something was reported */
	bool shown;              /* false while its import is not done */
	int64_t reopened;        /* how many times */
	int64_t import;          /* the import it came with, 0 for none */
	int64_t made_seq, seq;   /* first and last row of the journal: `seq` is the basis for a strict act */
	/* read beside it */
	struct sv owner_name, owner_path, verifier_name;
};

/* One unit's duty 承办.  Released ones are kept. */
struct duty {
	int64_t id, matter, unit;
	enum assignment_role role;
	enum assignment_state state;
	bool no_return;
	struct sv reason;        /* of its return */
	int64_t assigned_at, acked_at, acked_by, done_at;
	int64_t acked_person, claimed_by, claimed_person, claimed_seq; /* who signed and who claimed it finished, by that act */
	struct sv unit_name, unit_path; /* short name */
};

/* A dated statement 记录. */
struct record {
	int64_t seq;             /* of the act: its id */
	int64_t matter, at, post, unit;
	struct sv kind;          /* progress note chase claim_finish return send_back close reopen answer … */
	struct sv text;
	struct dec percent;      /* PERCENT_NONE */
	struct sv said_by, means; /* 代填 */
	struct sv result;        /* of a chase */
	bool same;               /* word for word what the unit had said before */
	struct sv post_name;
};

/* A move of the deadline: asked, and decided or not. */
struct extension {
	int64_t id, matter, unit;
	struct day old_due, new_due;
	struct sv reason, state, answer; /* state: asked granted refused */
	int64_t asked_at, asked_by, decided_at, decided_by;
};

/* What closing, sending back and reopening told at that time, for what follows from them. */
struct told_unit {
	int64_t unit;
	bool assist;
};
struct matter_told {
	int64_t no;
	struct sv title, topic;
	bool problem;
	struct told_unit *unit;  /* that led or assisted */
	size_t n;
};
NODISCARD enum rc matter_told(struct ctx *cx, struct db *db, int64_t id, const struct js *facts, struct matter_told *ret);

/* A list that came in. */
struct matter_import {
	int64_t id, owner;
	struct sv list, file_name, file_digest, state; /* open done withdrawn */
	int64_t announced, counted, made, changed;
	struct sv explanation, reason;
	int64_t begun_at, begun_by, done_at, withdrawn_at;
	bool repeated;               /* of matter_import_run: its key had brought it in before, and nothing was done now */
};

NODISCARD enum rc matter_import_get(struct ctx *cx, struct db *db, int64_t id, struct matter_import *ret); /* RC_NOT_FOUND */
NODISCARD enum rc import_running(struct ctx *cx, int64_t import); /* the fault of one that is not over */

/* ---- one matter ---------------------------------------------------------------------------------------- */
NODISCARD enum rc matter_get(struct ctx *cx, struct db *db, int64_t id, struct matter *ret);   /* RC_NOT_FOUND */
NODISCARD enum rc matter_by_no(struct ctx *cx, struct db *db, int64_t no, struct matter *ret);
NODISCARD enum rc matter_duties(struct ctx *cx, struct db *db, int64_t id, struct duty **ret, size_t *ret_n);
NODISCARD enum rc matter_records(struct ctx *cx, struct db *db, int64_t id, int limit, struct record **ret, size_t *ret_n); /* newest first */
NODISCARD enum rc matter_extensions(struct ctx *cx, struct db *db, int64_t id, struct extension **ret, size_t *ret_n); /* newest first */
struct sv matter_no_text(struct arena *a, int64_t no);       /* "0623" */
struct light_view matter_light_of(const struct matter *m, struct day today);
/* RC_DENIED unless the scope holds its owner or, once it is issued, an assigned unit. */
NODISCARD enum rc matter_visible(struct ctx *cx, struct db *db, const struct matter *m, const struct scope *s);
/* Of the field `at` of an act in another noun: only what the actor may see is linked there, since a card tells how it stands.  RC_INVALID says the same where there is none. */
NODISCARD enum rc matter_linkable(struct ctx *cx, struct db *db, const struct act_in *in, const char *at);

/* ---- the ledger ------------------------------------------------------------------------------------------ */
/* What the post behind the scope owes on a matter, for desks: one of its units' duties is in that state. */
#define MATTER_OWES "sign|report|verify|decide" /* decide: the office: returned, extension asked */

struct matter_filter {
	bool has_state, has_light, has_kind;
	enum matter_state state;
	enum light light;
	enum matter_kind kind;
	int64_t unit;            /* leads, assists, verifies or covers it */
	int64_t owner, import;
	struct sv list, text, owes; /* SV_NONE: any */
	bool open;               /* neither draft nor closed nor withdrawn */
	struct day due_from, due_to;
};

struct matter_row {
	struct matter m;         /* what lists show of it; matter_get() gives the rest */
	struct light_view light;
	struct sv leads, assists; /* short names, joined by 、 */
};
/* Ascending by number, from after `after_no`; at most `limit`; *ret_more tells that there are more. */
NODISCARD enum rc matter_list(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f,
			      struct day today, int64_t after_no, int limit, struct matter_row **ret, size_t *ret_n,
			      bool *ret_more);
NODISCARD enum rc matter_filter_read(struct ctx *cx, const struct fields *filters, struct matter_filter *ret);

struct matter_count {
	int64_t state[MATTER_STATE_COUNT_], light[LIGHT_COUNT_], total; /* total: without drafts and withdrawn */
};
NODISCARD enum rc matter_counts(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f,
				struct day today, struct matter_count *ret);

/* What one unit has a duty in, as anybody may be told who sees the unit's own sheet: in all (without drafts and withdrawn), struck off of
 * them, overdue of them.  Kept until something happens or the day is over, whoever asks. */
struct matter_sum {
	int64_t total, closed, overdue;
};
NODISCARD enum rc matter_sum_of(struct ctx *cx, struct db *db, int64_t unit, struct day today, struct matter_sum *ret);

/* Overdue matters, the longest first, one row for every lead unit: the chase list 催办. */
struct chase_row {
	struct matter m;         /* as in a list */
	struct light_view light;
	int64_t unit;
	struct sv unit_name;
	int64_t post;            /* who is to be called, 0: nobody is known */
	struct sv post_name;
	bool has_phone;          /* to see it is an act: matter_reach() */
	int64_t chased_at;       /* the last call, 0 for none */
	struct sv chase_result;
};
NODISCARD enum rc matter_overdue(struct ctx *cx, struct db *db, const struct scope *s, struct day today, int limit,
				 struct chase_row **ret, size_t *ret_n);

/* "in all 1.2亿元 · done so far 3600万元": the sums of a project as its list gave them; "" for none. */
struct sv matter_money(struct arena *a, enum lang lang, const struct matter *m);

/* ---- timeline --------------------------------------------------------------------------------------------- */
struct moment {
	int64_t seq, at, post;
	struct sv post_name, via;
	const char *act, *label; /* label: message id of the act */
	struct sv text;          /* its words, "" for none */
	struct sv unit_name;     /* whose duty it concerned, "" for none */
	struct dec percent;
	struct sv said_by, means, result;
	struct day old_due, new_due;
	bool erased;
};
NODISCARD enum rc matter_timeline(struct ctx *cx, struct db *db, const struct matter *m, int limit,
				  struct moment **ret, size_t *ret_n); /* newest first */

/* ---- search ----------------------------------------------------------------------------------------------- */
/* Ids whose number, title, goal, list, origin, latest progress or units hold all words of `text`; newest
 * first.  Brings its own index up to date first; the index may be lost. */
NODISCARD enum rc matter_search(struct ctx *cx, struct db *db, struct sv text, size_t max, int64_t **ret, size_t *ret_n);

/* ---- a list comes in --------------------------------------------------------------------------------------- */
struct import_list; /* app/import/import.h */

/* What the clerk typed for a row that waits: its deadline, its lead, or both. */
struct matter_row_word {
	int row;                 /* as the clerk sees it */
	struct day due;          /* DAY_NONE: as read */
	int64_t lead;            /* 0: as read */
};
struct matter_plan_options {
	int64_t owner;           /* unit of the office; names are looked for in its place */
	struct sv list;          /* SV_NONE: the title without its brackets */
	const struct unit_meant *alias;
	size_t n_alias;
	const struct matter_row_word *word;
	size_t n_word;
	bool issue;              /* else they come in as drafts */
	bool take_doubts;        /* rows to be confirmed are taken as read */
	struct sv file_digest;   /* SM3, hexadecimal: the same file under another list's name is asked about; SV_NONE: not */
};

struct plan_row {
	int no;                  /* as the clerk sees it */
	enum plan_what what;
	struct sv title, leads;  /* for people */
	struct sv *why;          /* what is doubtful, missing, refused */
	size_t n_why;
	bool asks_due, asks_lead;  /* WAIT, REFUSED: what could be typed for it */
	int64_t matter, matter_no; /* SAME, CHANGED */
	struct plan_change *change;
	size_t n_change;
	struct js *fields;       /* of matter.import_row or matter.import_change; NULL: nothing to write */
};
struct plan_gone {           /* stands in the store and no longer in the list: told, never deleted */
	int64_t matter, no;
	struct sv title;
};
struct matter_plan {
	int64_t owner;
	struct sv list, kind;
	int64_t announced, counted; /* announced −1: nothing was */
	bool known;              /* this list was here before: the difference is shown first */
	struct plan_row *row;
	size_t n, count[PLAN_WHATS];
	struct plan_gone *gone;
	size_t n_gone;
	const struct known_name **name; /* that are no unit's: app/unit/unit.h */
	size_t n_name;
	struct js *mapping, *decisions, *left_out; /* columns; names, doubts; rows that are not written, with reasons */
	int64_t to_write;
	int64_t seen;            /* the last import of this list when it was compared; 0 for none */
};
NODISCARD enum rc matter_plan(struct ctx *cx, struct db *db, const struct import_list *l,
			      const struct matter_plan_options *o, struct matter_plan **ret);

/* `done` NULL: nothing was written. */
struct js *matter_plan_js(struct arena *a, const struct matter_plan *p, const struct matter_import *done);

struct matter_import_in {
	struct actor actor;
	struct sv file_name, file_digest, explanation;
	struct sv key, mark;     /* of matter.import_accept; SV_NONE for none */
	void (*progress)(void *arg, int64_t done, int64_t total);
	void *progress_arg;
};
/* Writes what the plan says, all or nothing: a fault half way withdraws what went before.  `db` is a reader that
 * sees each commit (no snapshot). */
NODISCARD enum rc matter_import_run(struct ctx *cx, const struct act_door *door, struct db *db, const struct matter_plan *p,
				    const struct matter_import_in *in, struct matter_import *ret);

/* The ledger as .xlsx, in the order of the paper one; what the scope may see, at most 100,000 rows. */
NODISCARD enum rc matter_export(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f,
				struct day today, const char *path, struct sv title, int64_t *ret_rows);

/* ---- phones ----------------------------------------------------------------------------------------------- */
/* Every look at a phone is an act.  `post` 0: the contact that came with the list. */
NODISCARD enum rc matter_reach(struct ctx *cx, struct store *s, struct actor actor, int64_t matter, int64_t post,
			       struct sv *ret_text);

/* ---- what follows (registered in main/wiring.c) ------------------------------------------------------------ */
/* After matter.close: an instruction's answer returns to its leader (matter.answer). */
enum rc matter_close_reaction(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			      struct act_request *ret, size_t max, size_t *ret_n);
/* Answers to a leader's instructions, newest first. */
NODISCARD enum rc matter_answers(struct ctx *cx, struct db *db, int64_t post, int limit, struct record **ret, size_t *ret_n);

#endif
