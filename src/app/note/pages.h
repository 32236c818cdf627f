#ifndef APP_NOTE_PAGES_H
#define APP_NOTE_PAGES_H
/* Inside the folder: the pages of what is said at an event. */
#include "app/note/note.h"

http_handler page_notes, do_note, page_problems, page_questions, do_question, page_about, page_unit_events, do_take_home, page_note_draft;
http_handler page_asked, do_answer, page_draw, do_draw;
http_handler page_solve, do_solve, page_correct, do_correct, page_promise, do_promise, page_promise_to, do_promise_to;
http_handler page_demand, do_demand;

/* ---- what the pages have in common (show.c) ---- */

struct gathered {
	struct visit v;
	struct event e;
	struct event_slot *slot;
	size_t n_slot;
	struct note *note;           /* all of the event's, replaced ones too */
	size_t n_note;
	bool office, leader;         /* the visitor holds it where the event is owned */
};
enum note_page { NOTES_PAGE, QUESTIONS_PAGE, SITES_PAGE, DRAFT_PAGE };

/* For the office and leaders: everything of the event; RC_NOT_FOUND outside their place. */
NODISCARD enum rc notes_gather(struct gathered *g);
struct url notes_url(struct gathered *g, const char *tail); /* "notes" */
struct ui_tabs notes_tabs(struct gathered *g, enum note_page here);
struct sv note_word(const struct visit *v, const char *column, struct sv code);
/* "3. 城关街道 东关社区", or the event as a whole. */
struct sv slot_name(struct gathered *g, int64_t no);
/* What a page calls it: its kind, its level. */
struct sv note_title(struct visit *v, const struct note *n);
/* How far it is: a tag and, of what became a matter, where that stands. */
struct ui_tag note_tag(struct visit *v, const struct note *n);
struct sv note_standing(struct visit *v, const struct note *n);
struct url note_matter_url(struct arena *a, const struct note *n); /* none where there is no matter */
struct url asked_url(struct gathered *g, int64_t note); /* of one question */
/* An entry of a time line; with what the visitor may do about it where `acts`. */
struct ui_event note_entry(struct gathered *g, const struct note *n, bool acts);
bool note_counts(const struct note *n, const char *kind); /* of that kind, and not replaced */
/* The page that a note stands on. */
struct url note_home(struct gathered *g, const struct note *n);
/* No title where the address names nothing that was just done. */
struct ui_notice note_done(struct gathered *g);
/* Problems with owner and day, for the page, for printing and for the paper; `solve`: open ones lead to their form. */
struct ui_table problem_table(struct visit *v, const struct note *note, size_t n, struct sv caption, bool solve);
/* The results of a released vote. */
NODISCARD enum rc note_results(struct visit *v, const struct vote *vote, struct vote_row **ret, size_t *ret_n);
/* Who is asked now: the last one that the hall has heard; without a stage the first one that nobody has asked yet; 0: none has a unit. */
NODISCARD enum rc note_slot_now(struct gathered *g, int64_t *ret);
struct ui_field slot_field(struct gathered *g, int64_t chosen);
/* The fields of an act that the form sent, by their names in its table, without the references that the page knows itself. */
struct js *sent_fields(struct visit *v, const char *act, int64_t event);
/* The form of an act from its table, filled as it was sent or as the address says. */
void act_fields(struct visit *v, const char *act, const char *const *names, size_t n, struct ui_field *ret);

/* ---- pages ---- */

struct note_part {
	struct sv head, sub;
	struct ui_timeline line;
};
struct notes_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct url up, print, hand;
	struct ui_tabs tabs;
	struct ui_notice done, note;
	bool may;
	struct ui_form form;
	const struct ui_field *field, *more; /* more: folded away */
	size_t n_field, n_more;
	bool more_open;
	struct ui_buttons demands;   /* one a released vote */
	struct ui_table problems, before;
	struct sv before_title;
	struct ui_empty no_problems, nothing;
	const struct note_part *part;
	size_t n_part;
	struct ui_facts series;
};
struct problems_page {
	const struct frame *frame;
	struct sv title, lead;
	struct url up;
	struct ui_table table;
	struct ui_empty empty;
};
struct questions_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct url up;
	struct ui_tabs tabs;
	struct ui_notice done, note;
	struct ui_table slots, classes;
	struct ui_empty no_slots, nothing;
	bool may;
	struct ui_buttons beside;    /* a question by lot; what was promised without a question */
	struct ui_form form;
	const struct ui_field *field, *more, *answer; /* more, answer: folded away */
	size_t n_field, n_more, n_answer;
	bool more_open, answer_open;
	const struct note_part *part;
	size_t n_part;
};
struct asked_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title;
	struct url up;
	struct ui_tabs tabs;
	struct ui_notice note;
	struct ui_timeline said;
	struct ui_link bank;         /* none: it was typed */
	struct question_key key;     /* no facts: not for this visitor */
	struct ui_form form;
	const struct ui_field *field; /* of an answer; n 0: none is taken */
	size_t n_field;
	struct ui_buttons send;
	struct sv drawn, list_digest, commands; /* "": it was not drawn */
};
/* One act on an event: what it is about, and its form. */
struct deed_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, name, lead; /* name: of the page it came from */
	struct url up;
	struct ui_timeline said;
	struct ui_notice note;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
};
struct draw_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, many, digest;
	struct url up;
	struct ui_tabs tabs;
	struct ui_notice note;
	struct ui_empty none;
	bool may, going;
	struct ui_form filter, form;
	const struct ui_field *wanted, *field;
	size_t n_wanted, n_field;
};
struct about_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead;
	struct ui_tabs tabs;
	struct ui_notice done;
	bool may;
	struct ui_form form;
	const struct ui_field *field;
	size_t n_field;
	const struct note_part *part;
	size_t n_part;
	struct ui_empty empty;
};
struct unit_events_page {
	const struct frame *frame;
	struct ui_table table;
	struct ui_empty empty;
};

/* The raw material of the circular: numbers from the records alone. */
struct draft_result {
	struct sv name;
	struct ui_table table;
};
struct draft_page {
	const struct frame *frame;
	struct sv title, lead, counts;
	struct ui_tabs tabs;
	struct ui_table problems;
	const struct draft_result *result;
	size_t n_result;
	const struct note_part *part; /* of a part the texts alone */
	size_t n_part;
};

#endif
