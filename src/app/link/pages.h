#ifndef APP_LINK_PAGES_H
#define APP_LINK_PAGES_H
/* What the pages of links show, and what they have in common. */
#include "app/board/board.h"
#include "app/entry/entry.h"
#include "app/file/file.h"
#include "app/link/link.h"
#include "app/matter/matter.h"


/* ---- opened by a link ------------------------------------------------------------------------------------ */

struct opened {
	struct visit v;
	struct link l;
	struct sv path;          /* /t/TOKEN */
	bool lang_set;           /* the address says the language, or the size of the type: links keep saying it */
};

/* Finds the link of the address and becomes its post; false when the answer is given (a dead link says whom to
 * call).  `noun` is what this page opens. */
bool link_open(struct opened *o, void *web, struct http_request *rq, struct http_reply *rp, const char *noun);
void link_dead(struct opened *o, enum rc rc);
/* An address of this link's own: its path, `tail`, and the language and size of type it was opened with. */
struct url link_url(struct opened *o, const char *tail);
void link_frame(struct opened *o, struct sv title);

struct switches {
	struct url large, lang;
	bool is_large;
};
struct switches link_switches(struct opened *o);

struct dead_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv office, phone;
};

/* ---- the card of one matter -------------------------------------------------------------------------------- */

struct card_form {
	struct sv title, before, lost; /* before: the matter in one line; lost: files must be chosen again */
	struct ui_form form;
	struct ui_field field[4];
	size_t n;
	bool photo;
	struct sv why;
	struct ui_button button;
	struct url back;
};
struct card_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_notice done, note;
	struct ui_card card;
	struct ui_facts more;
	struct ui_button small;
	const struct card_form *form; /* instead of the card */
	const struct file_item *file;
	size_t n_file;
	struct switches switches;
};

/* ---- a unit's preview of a board ------------------------------------------------------------------------------ */

struct preview_line {
	struct sv item, clause, arithmetic, points, state;
	const struct sv *record; /* what it rests on: the day, and the document or remark */
	size_t n_record, more;   /* more: there are so many besides */
	struct url object;       /* none: it cannot be objected to now */
};
struct preview_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_notice done, window;
	struct sv title, unit;
	struct ui_facts facts;
	const struct preview_line *line;
	size_t n;
	struct url whole;        /* an objection to the whole row */
	bool asking;
	struct sv about;
	struct ui_form form;
	struct ui_field field;
	struct url back;
	const struct ui_event *said;
	size_t n_said;
	struct switches switches;
};

/* ---- notes at an event ------------------------------------------------------------------------------------------- */

struct note_card_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, as;
	struct ui_notice done, closed;
	struct ui_form form;
	const struct ui_field *field;
	size_t n;                /* 0: nothing is taken now */
	const struct ui_event *said; /* what this post has written */
	size_t n_said;
	struct switches switches;
};

/* ---- making links ------------------------------------------------------------------------------------------------ */

struct link_row {
	struct sv post, until, made, state;
	bool alive;
	struct url revoke;
};
struct hand_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, about;
	struct url back;
	struct sv url, words;    /* of the link that was just made: shown once */
	struct html qr;
	struct ui_form form;
	struct ui_field post, until;
	struct sv seed;
	const struct link_row *row;
	size_t n;
};

http_handler page_card, do_card, page_card_file, page_preview, do_object, page_hand_matter, do_hand_matter, page_hand_board,
	do_hand_board, page_hand_event, do_hand_event, page_note_card, do_note_card;

#endif
