#ifndef APP_DESK_PAGES_H
#define APP_DESK_PAGES_H
/* Inside the folder: what its pages show, and what they have in common. */
#include "app/desk/desk.h"
#include "app/door/door.h"
#include "app/file/file.h"
#include "app/matter/matter.h"

/* ---- in common ------------------------------------------------------------------------------------------ */

#define LIST_VIEW "matter.list" /* who may see which matters */

/* Title, side note with the pace of the month, paper and page code of one of this folder's pages. */
void desk_frame(struct visit *v, struct sv title, const char *code);
struct url matter_url(struct arena *a, int64_t no);                 /* /m/0623 */
struct ui_tag light_tag(struct visit *v, const struct light_view *l);
struct ui_tag state_tag(struct visit *v, const struct matter *m, const struct light_view *l); /* light, or the state where it says more */
/* 逾期 4 天, 还有 3 天, or the day itself. */
struct sv when_due(struct visit *v, const struct matter *m, const struct light_view *l);
struct sv percent_text(struct arena *a, struct dec percent);        /* "61.92", "" when never given */
bool percent_is(struct dec d);
/* A word of an enumeration (promised, phone, lead …) for people; the word itself where none is known. */
struct sv word_text(const struct visit *v, struct sv word);
/* The unit that a person names (code, name, other name, #id). RC_NOT_FOUND, RC_CONFLICT stand at `field`. */
NODISCARD enum rc named_unit(struct visit *v, const char *field, struct sv name, int64_t *ret);
/* Does an act as visit_act, with a key of its own for each of several acts of one form, and a basis. */
NODISCARD enum rc act_of_many(struct visit *v, const char *act, const struct matter *m, const struct js *fields, struct act_answer *ret);
/* All faults stand at FIELD-suffix from now on: a page with many small forms. */
void faults_at(struct visit *v, struct sv suffix);
/* Only for those who hold one of the roles: else the page that says who can. */
bool only_for(struct visit *v, unsigned roles);

/* ---- desk ------------------------------------------------------------------------------------------------ */

struct desk_item {
	struct url url, act;
	struct sv no, title, who, when, act_label;
	struct ui_tag tag;
	char key;
};
struct desk_group {
	struct sv title, all_label;
	int64_t count;
	bool more;               /* there are more than `count` */
	struct url all;
	struct desk_item *item;
	size_t n;
};
struct desk_page {
	const struct frame *frame;
	struct sv day, summary;
	const struct desk_group *group;
	size_t n;
	struct ui_empty zero;
	const struct ui_event *answer; /* to a leader's instructions */
	size_t n_answer;
	const struct ui_event *ahead;  /* of which the visitor's units got a notice */
	size_t n_ahead;
	const struct ui_event *held;   /* of the visitor's own office, today and tomorrow */
	size_t n_held;
	const struct ui_notice *waiting; /* events whose results wait for this post to release them */
	size_t n_waiting;
};

/* ---- ledger ------------------------------------------------------------------------------------------------ */

struct ledger_cell {             /* a row in the order of the paper ledger */
	struct sv no, title, leads, assists, sponsor, due, percent, last;
	const char *shape, *colour;
	struct sv word;
	bool struck;
};
struct ledger_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv q, due_from, due_to, unit, list, count;
	const struct ui_choice *state, *light, *kind;
	size_t n_state, n_light, n_kind;
	struct ui_tabs views;
	struct ui_chips chips;
	struct url export, self;
	struct ui_notice notice;
	struct ui_form bulk;
	struct ui_bulk bar;
	bool office;
	const struct ledger_cell *row;
	size_t n;
	struct ui_empty empty;
	struct ui_pager pager;
	bool conditions;         /* any in force */
};

struct bulk_row {
	struct sv no, title, units, why;
};
struct bulk_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_confirm confirm;
	const struct bulk_row *will, *not;
	size_t n_will, n_not;
	struct sv act, back, not_title;
	const struct ui_field *field;
	size_t n_field;
	bool done;
};

/* ---- matter ------------------------------------------------------------------------------------------------ */

struct matter_form {             /* one act in place */
	struct sv title, hint;
	struct ui_form form;
	const struct ui_field *field;
	size_t n;
	const struct ui_field *more; /* 代填 */
	size_t n_more;
	bool more_open;
	struct ui_button button;
	struct sv act;
	bool files;              /* evidence may come with it */
};
struct call_row {
	struct sv unit, role, state, post, phone;
	int64_t post_id;
	bool has_phone;
};
struct matter_page {
	const struct frame *frame;
	const struct fault *faults;
	struct url event;        /* where it was said, of a matter that was made of a note; none */
	struct sv no, title, origin, list, state;
	struct url ledger;
	struct ui_tag tag;
	struct sv when;
	struct ui_notice done, lock, turn;
	const struct ui_event *newer; /* what happened while the visitor was typing */
	size_t n_newer;
	struct ui_facts typed;   /* words of a form that is no longer open */
	struct ui_facts facts, more_facts;
	struct ui_bars bars;
	const struct call_row *unit;
	size_t n_unit;
	struct ui_form reach;
	bool may_reach;
	const struct matter_form *open;
	struct ui_buttons acts, rare;
	const struct file_item *file;
	size_t n_file;
	struct url files, link;  /* to attach; to make a link for the phone; empty where the visitor may not */
	struct ui_tabs tabs;
	struct ui_timeline timeline;
};

struct new_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form form;
	const struct ui_field *field, *more;
	size_t n, n_more;
	bool more_open;
};

/* ---- queues ---------------------------------------------------------------------------------------------- */

struct review_item {
	struct sv no, title, goal, leads, when, basis;
	struct url url;
	struct ui_tag tag;
	struct sv last_head, last, this_head, this;
	bool same;
	struct ui_form form;
	bool may_close, may_send_back;
	struct sv reason, chosen;
	const struct fault *faults;
	const char *field;       /* id of the text box */
	const char *fault_field; /* name under which its fault stands */
};
struct review_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_notice done;
	const struct review_item *item;
	size_t n;
	const struct sv *sentence;
	size_t n_sentence;
	bool more;
};

struct chase_item {
	struct sv no, title, unit, post, days, chased, phone, unit_id, post_id, said;
	struct url url;
	struct ui_form form;
	bool has_phone, may;
};
struct chase_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_notice done;
	const struct chase_item *item;
	size_t n;
	bool more;
	const struct ui_button *result;
	size_t n_result;
};

/* ---- leader ------------------------------------------------------------------------------------------------ */

struct leader_page {
	const struct frame *frame;
	struct sv office, day;
	struct sv sentence[3];
	struct ui_table units, matters;
	const struct ui_event *answer;
	size_t n_answer;
	bool calm;               /* nothing is overdue */
	struct url instruct;     /* for a leader */
	const struct ui_notice *waiting; /* events whose results wait for this post to release them */
	size_t n_waiting;
};

#endif
