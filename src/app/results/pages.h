#ifndef APP_RESULTS_PAGES_H
#define APP_RESULTS_PAGES_H
/* Inside the folder: what its pages show, and what they have in common. */
#include "app/board/board.h"
#include "app/door/door.h"
#include "app/entry/entry.h"
#include "app/matter/matter.h"
#include "app/results/results.h"

/* ---- in common ------------------------------------------------------------------------------------------ */

/* The units where the post works in the office. */
NODISCARD enum rc res_owner_choices(struct visit *v, struct ui_field *f);
/* A word of an enumeration (village, previewed, all_units, upheld, clerk …) for people; else the word itself. */
struct sv res_word(const struct visit *v, struct sv word);
struct sv res_when(struct visit *v, int64_t at);                  /* 2026-11-21 09:05 */
/* Why the act would be refused now, asked of its own load, grants and decide, with no field given; NULL when it
 * would be done.  Faults at a field or called one of `but` (ids, NULL-ended) do not count: a form asks for those. */
const struct fault *res_refusal(struct visit *v, const char *act, int64_t subject, const char *const *but);
/* Does one of the visitor's roles reach over that unit? */
bool res_holds(struct visit *v, unsigned roles, int64_t unit);
/* Who may look into the journal. */
#define RES_AUDITORS (ROLE_AUDITADMIN | ROLE_OFFICE_HEAD | ROLE_LEADER)
/* The generic form of an act, coming back to `back`. */
struct url res_form_url(struct visit *v, const char *act, int64_t subject, struct sv back);
/* A form that came a second time (double click, Back): the subject that it made the first time, else 0. */
int64_t res_made_before(struct visit *v);
/* The form's text, trimmed; never NULL. */
struct sv res_param(struct visit *v, const char *name);
/* A unit that a person names; its faults stand at `field`. */
NODISCARD enum rc res_named_unit(struct visit *v, const char *field, struct sv name, int64_t *ret);
struct ui_notice res_done(struct visit *v, const char *msgid);
/* Units in a class, of rights, states …: choices of an "a|b|c" list. */
const struct ui_choice *res_choices(struct visit *v, const char *of, struct sv chosen, const char *none, size_t *ret_n);
struct sv res_range(struct visit *v, struct day from, struct day to);

/* A list, with what stands over and under it. */
struct res_list {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct ui_notice done;
	struct ui_tabs tabs;
	struct ui_form filter;
	const struct ui_field *field;
	size_t n_field;
	const struct ui_button *button;
	size_t n_button;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_pager pager;
};

/* A form, and what it is about. */
struct res_said;
struct res_form {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct url up;              /* back to where it belongs */
	struct sv up_label;
	struct ui_facts facts;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
	struct ui_button button;
	/* The second step: what was asked for, and the last word */
	struct ui_table preview;
	struct sv preview_title, preview_note;
	const struct res_said *said; /* beside it, NULL for nothing (honest.h) */
	struct ui_confirm confirm;
	const struct ui_field *kept; /* sent along, hidden */
	size_t n_kept;
	const struct ui_field *asked; /* within the confirmation */
	size_t n_asked;
};

/* Sends it, with the frame. */
void res_send_list(struct visit *v, struct res_list *p);

/* ---- boards ---------------------------------------------------------------------------------------------- */

/* A board as this visitor may see it. */
struct res_seen {
	struct board_head b;
	struct period period;
	struct ruleset ruleset;
	struct rule *rule;
	enum board_sight sight;
	struct board_place *place;   /* those that he may see, in rank order, the exempt last */
	bool *own;                   /* is it a row that he speaks for? */
	size_t n, n_own, n_ranked, n_all;
	struct objection *objection; /* of the rows he may see */
	size_t n_objection;
	bool median_kept;            /* it would be somebody's total that is kept back */
	bool ranks, totals;          /* may he see places, totals of other units' rows? */
};
NODISCARD enum rc res_see(struct visit *v, int64_t id, struct res_seen *ret); /* RC_DENIED, RC_NOT_FOUND */
struct url res_board_url(struct arena *a, int64_t id);
struct url res_why_url(struct arena *a, int64_t board, int64_t unit);
/* Its words: 甲村 2026年3月 … */
struct ui_tag res_state_tag(struct visit *v, const struct board_head *b);
struct ui_tag res_side_tag(struct visit *v, const struct board_place *p);
/* 3, 并列 3, a third of the table, —: what of the rank this visitor may see. */
struct sv res_place_text(struct visit *v, const struct res_seen *s, size_t i);
struct sv res_moved_text(struct visit *v, const struct board_place *p);
struct sv res_short_digest(struct arena *a, struct sv hex);          /* 8f3a..c1 */
bool res_full(const struct res_seen *s, size_t i);                   /* may he see all of that row? */
struct sv res_cut_text(struct visit *v, const struct rule_cut *c, bool red);
void res_official_order(struct visit *v, struct res_seen *s);        /* sorts the rows */

/* What may be done with a board. */
struct res_deed {
	const char *name, *act, *label;
	unsigned states;             /* 1 << enum board_state */
	enum button_kind kind;
	const char *title, *text;    /* of the second step */
	const char *done;            /* what happens next, by when */
	const char *const *but;
};
const struct res_deed *res_deed_of(struct sv name);
/* The buttons of this visitor on this board now: those that he may press, and those that wait for something, which they
 * name. */
void res_deeds(struct visit *v, const struct board_head *b, struct ui_buttons *ret);
/* What he owes on it, "" for nothing. */
struct sv res_owed(struct visit *v, const struct res_seen *s);

struct res_step {
	struct sv label, note;
	bool here, past;
};
struct res_board_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, next;
	const struct res_step *step;
	size_t n_step;
	const struct ui_notice *notice;
	size_t n_notice;
	struct ui_facts facts, signs;
	struct ui_buttons acts, papers;
	struct ui_tabs tabs;
	struct ui_table table;
	struct sv red, black, red_rule, black_rule, r7;
	bool r7_warn, lists;
	struct sv digest, full_digest;
	struct sv receipt;           /* once published */
	struct url recompute, proof; /* proof: for whoever sees all of it */
	struct ui_facts matters;     /* that put the black rows right */
	struct ui_table objections;
	struct ui_timeline notes;
	bool whole;                  /* the page of somebody who sees all of it */
	const struct res_said *said; /* to him, before it is published (honest.h) */
};
struct res_print_page {
	const struct frame *frame;
	struct sv title, sub, foot;
	struct ui_table table;
	bool few;                    /* rows: larger type */
	struct url back;
};
struct res_poster_row {
	struct sv unit, total, reason, mark;
};
struct res_poster_page {
	const struct frame *frame;
	struct sv title, sub, foot;
	const struct res_poster_row *red, *black;
	size_t n_red, n_black;
	struct sv red_none, black_none, red_rule, black_rule;
	struct url back;
};

/* ---- the "why" ------------------------------------------------------------------------------------------- */

struct res_why_line {
	struct sv label, arithmetic, points, clause, note, count;
	struct url clause_url, object;
	bool adjust;                 /* rounding, caps, floors: no entries of its own */
	struct ui_table entries, inputs;
	bool here;                   /* objected to */
	bool open;                   /* a number of the board leads to it */
	struct sv objected;
	struct url objected_url;
};
struct res_why_page {
	const struct frame *frame;
	struct sv title, board, total;
	struct url board_url, long_url;
	struct ui_notice done, state;
	const struct ui_fact *fact;
	size_t n_fact;
	const struct res_why_line *line;
	size_t n_line;
	struct sv arithmetic;
	const struct sv *gap;
	size_t n_gap;
	struct ui_table trend, peers, left;
	struct url rule, unit;
	struct sv rule_label;
};

/* ---- objection, entry, rule ---------------------------------------------------------------------------------- */

struct res_objection_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, text;
	struct ui_tag tag;
	struct ui_notice done;
	struct ui_facts facts, ruling, line;
	struct ui_table entries;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
	bool may;
	struct sv why_not;
	struct url back;
	struct sv back_label;
};
struct res_entry_page {
	const struct frame *frame;
	struct sv title;
	struct ui_tag tag;
	struct ui_facts facts, rule;
	struct ui_timeline chain;
	struct ui_buttons acts;
};
struct res_clause {
	struct sv id, text;          /* one line of the text; id where something stands that can be pointed at */
	int level;                   /* 0 to 2 */
	int line;
	bool head;
	struct sv key, value, say;   /* say: the sentence of the document */
};
struct res_rule_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title;
	struct ui_tag tag;
	struct ui_notice done;
	struct ui_facts facts;
	const struct res_clause *clause;
	size_t n_clause;
	struct ui_table versions;
	const struct res_clause *advice;
	size_t n_advice;
	struct ui_confirm adopt;
	struct sv advice_seen;       /* so many pieces of advice were shown: sent along, hidden */
	const struct ui_field *field;
	size_t n_field;
	bool may_adopt;
	struct sv why_not;
	struct ui_buttons acts;
};

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

struct res_section {
	struct sv title, text;
	struct ui_facts facts;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_buttons buttons;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
	struct ui_button button;
	bool has_form;
	const struct sv *item;
	size_t n_item;
	struct sv code;              /* to be copied, in one line */
	struct sv block;             /* facts as they stand in the journal */
};
struct res_audit_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_facts chain;
	struct sv root, note, verify;
	struct ui_form filter;
	const struct ui_field *field;
	size_t n_field;
	struct ui_table rows;
	struct url next;
	bool whole;
};
struct res_doc {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct ui_tag tag;
	struct ui_notice done;
	const struct res_section *section;
	size_t n;
};

#endif
