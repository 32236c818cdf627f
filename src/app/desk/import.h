#ifndef APP_DESK_IMPORT_H
#define APP_DESK_IMPORT_H
/* A list on its way in: what the clerk has decided so far, what the file says, what would be written. */
#include "app/desk/pages.h"
#include "app/import/import.h"
#include "app/target/target.h"

enum { WORDS_MAX = 400, NAMES_ASKED = 60, NAMES_MAX = 240, ROWS_SHOWN = 200 };

struct office {
	int64_t unit;
	struct sv name;
};

struct import_case {
	struct visit *v;
	struct ctx big;          /* an arena of its own: a file is larger than a page */
	struct sv digest, path;
	struct sv name, list_name; /* list_name: "" takes the title */
	struct sv sheet, explanation;
	struct sv key, mark;     /* of the acceptance, SV_NONE for none */
	const int *leave_out;    /* rows that are not wanted */
	size_t n_leave_out;
	int64_t owner, year;
	bool simplify, issue, take_doubts;
	struct unit_meant *alias; /* what unknown names mean */
	bool *keep;              /* each of them: to be remembered */
	size_t n_alias;
	struct matter_row_word *word; /* what was typed for rows that wait */
	size_t n_word;
	struct import_list *list;
	struct matter_plan *plan;
};

/* A list of targets on its way in. */
struct pledge_case {
	struct import_case c;
	enum pledge_quarters quarters;
	int64_t unit, data_owner;
	struct sv document;
	struct pledge_list *list;
	struct target_plan *plan;
};

/* ---- pages ---- */

struct import_row_shown {
	int no;
	struct sv title, leads;
	struct ui_tag tag;
	const struct sv *why;
	size_t n_why;
	const struct plan_change *change;
	size_t n_change;
	struct url matter;
	bool asks_due, asks_lead;
	struct ui_field due, lead;
};
struct name_asked {
	struct sv name;          /* as the list writes it */
	struct ui_field choice, other, keep;
	struct sv name_field;    /* hidden field that carries the name */
};
struct column_shown {
	struct sv header, becomes;
	bool sealed;
};
struct import_start_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_notice done;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
	const struct withdrawable {
		struct sv list, when, made, state;
		struct url ledger;
		struct ui_form form;
		bool open;
		int64_t id;
	} *recent;
	size_t n_recent;
};
struct import_preview_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, read;   /* what was recognised */
	struct sv item_head, unit_head; /* of the columns: Matter, Lead; Indicator, Unit */
	struct sv file_name, owner;
	const struct unit_meant *alias; /* decided so far */
	const bool *keep;
	size_t n_alias;
	const struct word_kept {
		struct sv name, value;
	} *word;                 /* typed for rows that no longer wait: they travel along */
	size_t n_word;
	struct ui_facts counts;
	struct ui_notice known, counts_differ;
	struct ui_form form;
	const struct ui_field *option;
	size_t n_option;
	struct ui_field explanation;
	bool ask_explanation;
	const struct column_shown *column;
	size_t n_column;
	struct sv unmapped;
	const struct name_asked *name;
	size_t n_name, n_name_left;
	const struct import_row_shown *bad, *changed, *fresh;
	size_t n_bad, n_changed, n_fresh, bad_left, changed_left, fresh_left;
	const struct plan_gone *gone;
	size_t n_gone;
	const struct import_skipped *skipped;
	size_t n_skipped;
	const struct sv *remark;
	size_t n_remark;
	struct ui_button accept, look;
};

NODISCARD enum rc import_offices(struct visit *v, struct office **ret, size_t *ret_n);
void import_preview_fill(struct import_case *c, struct import_preview_page *p);
/* A decision as it stands in a form: "-", or "#12,#15". */
struct sv alias_value(struct arena *a, const struct unit_meant *al);
/* What a column of the matter is called. */
struct sv change_word(const struct out *o, const char *column);

/* ---- shared by the lists of matters and of targets (import_page.c, import_show.c) ---- */

struct sv import_typed(struct visit *v, const char *name);       /* of the form, trimmed; never NULL */
/* A context with an arena of its own, released with the request's: a file is larger than a page. */
void import_big(struct visit *v, struct ctx *ret);
/* A file that lies at `path`, and the arena for it. */
void import_begin(struct visit *v, struct sv digest, struct sv path, struct import_case *c);
NODISCARD enum rc import_one_file(struct visit *v);
/* For the office that was asked for, 0 for the first of the visitor's. */
NODISCARD enum rc import_owner(struct import_case *c, int64_t asked);
/* What the address and the form say so far. */
NODISCARD enum rc import_open(struct visit *v, struct import_case *c);
/* The file becomes list and plan; nothing is written. */
NODISCARD enum rc import_read_list(struct import_case *c);
/* Writes the claimed file's plan by `write`, with a reader that sees each commit; the file is gone afterwards, or, when that
 * failed, waits again. */
typedef enum rc import_write(struct import_case *c, const struct act_door *door, struct db *db, void *arg);
NODISCARD enum rc import_claimed(struct import_case *c, import_write *write, void *arg);
/* Writes what the plan says. */
NODISCARD enum rc import_accept(struct import_case *c, struct matter_import *ret);
NODISCARD enum rc pledge_read(struct pledge_case *p);
NODISCARD enum rc pledge_accept(struct pledge_case *p, struct target_import *ret);
/* What unknown names were said to mean. */
NODISCARD enum rc import_aliases(struct import_case *c);
/* What was wrong while reading is told on the page. */
void import_take_faults(struct import_case *c, enum rc rc);
struct ui_tag import_row_tag(struct visit *v, enum plan_what w);
void import_show_names(struct import_case *c, struct import_preview_page *p, const struct known_name *const *names, size_t n_names);
void import_show_start(struct visit *v, int status);

/* ---- lists of targets (targets_page.c) ---- */

enum { RECENT = 20 };
/* Is the file at `path` a list of targets? */
bool import_is_targets(struct visit *v, struct sv path, struct sv name, struct sv sheet);
/* Lists of targets that came in, after those of matters. */
struct withdrawable;
NODISCARD enum rc import_recent_targets(struct visit *v, struct import_start_page *p, struct withdrawable *w);

#endif
