#ifndef APP_STAGE_INSIDE_H
#define APP_STAGE_INSIDE_H
/* Inside the folder. */
#include "app/stage/stage.h"
#include "http/feed.h"

enum { STAGE_VIEWS = 2 };
extern const struct view_def stage_views[STAGE_VIEWS];

http_handler page_console, do_console, do_deck, page_deck, page_sheet, page_screen, page_screen_feed, page_screen_now, page_screen_slide;

/* Of the state that every act of the stage loads. */
const struct stage_hall *stage_of_state(const void *state);
const char *stage_inside(const struct event *e); /* why its stage is for nobody outside the room; NULL: it may be public */
NODISCARD enum rc stage_alive(struct ctx *cx, const struct stage_hall *h); /* RC_CONFLICT: the event is cancelled */

/* ---- deck.c: slides ----------------------------------------------------------------------------------------------------- */

enum { DECK_FIELDS = 5, UNDECK_FIELDS = 2 };
extern const struct field deck_fields[DECK_FIELDS], undeck_fields[UNDECK_FIELDS];
enum rc deck_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc deck_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc undeck_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc undeck_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
/* How many pages a kept PDF has; RC_INVALID, RC_FAILED in words for the host. */
NODISCARD enum rc deck_pages(struct ctx *cx, const char *dir, struct sv digest, int64_t *ret);
/* Has them drawn, page by page, by a thread of its own: what a page of a stranger's file takes stalls nobody's request. */
void deck_prepare(const char *dir, struct sv digest, int64_t pages);
/* How many pictures are there; and which pages could not be drawn: "3, 7", "" for none. */
void deck_state(struct arena *a, const char *dir, const struct stage_deck *d, int64_t *ret_ready, struct sv *ret_bad);
/* The form of the console that brings one: keeps the file and does stage.deck. */
NODISCARD enum rc deck_take(struct visit *v, int64_t event);
/* Answers with that page; who may see it was asked before. */
void deck_send(struct visit *v, const struct stage_hall *h, int64_t slot, int64_t page);

/* ---- feeds.c: one channel an event and language --------------------------------------------------------------------- */

/* The channel, made where there is none; `ret_fresh`: nothing was said in it yet. */
struct feed *feeds_join(int64_t event, enum lang lang, bool *ret_fresh);
/* Says it to those who listen there, unless it was said last or something younger was. */
void feeds_say(int64_t event, enum lang lang, int64_t seq, struct sv fragment);
bool feeds_has(int64_t event, enum lang lang);
/* Who listens to it now hears nothing more but that it is over. */
void feeds_part(int64_t event);
size_t feeds_listeners(int64_t event);

/* ---- face.c: what the picture says, in words ---------------------------------------------------------------------------- */

struct face_line {
	struct sv place, name, points;
	bool fresh;
};
struct stage_face {
	const char *look;            /* class: cover, slot, votes, list, place, sheet, dark */
	struct sv key, event, lead, mark; /* mark: rehearsal, demonstration */
	struct sv number, title, speaker, topic; /* of a slot */
	bool clock, running, up;     /* up: no minutes are planned, it counts how long */
	int64_t at;                  /* running: instant at which it is over, or at which it began */
	struct sv time;              /* the same for those without script */
	const struct sv *item;       /* names of votes; matters of whoever is asked at a plenary */
	size_t n_item;
	bool item_small;             /* they are sentences */
	struct sv dues;              /* over those matters; "" where none are told */
	const struct face_line *line;
	size_t n, n_placed;
	struct sv rest;              /* over those without a place */
	struct sv foot, receipt;
	struct sv slide, alt;        /* of slides: "SLOT/PAGE?v=…" for the screen's own address; what there is for who does not see it */
	struct url picture;          /* the same where the address is known */
};
void face_of(struct ctx *cx, const struct stage_hall *h, size_t step, bool simulated, struct stage_face *ret);
/* Present mode of the screen applied: dark and cover. */
void face_shown(struct ctx *cx, const struct stage_hall *h, bool simulated, struct stage_face *ret);
/* A step in one line, for the host. */
struct sv face_title(struct ctx *cx, const struct stage_hall *h, size_t step);
/* What a vote's name says beyond that of the event, which stands over it anyway; "" where it says nothing more. */
struct sv face_vote(const struct stage_hall *h, size_t i);
/* Why a released vote has no figure for anybody; "" where it has one. */
struct sv face_nobody(struct ctx *cx, const struct stage_hall *h, size_t vote);
struct sv face_minutes(struct arena *a, int64_t ms); /* 8:00, −0:12 */

/* ---- pages ------------------------------------------------------------------------------------------------------------------ */

struct stage_shell {
	const struct stage_face *face;
	struct sv title, feed, now;  /* addresses for the script; empty in a snapshot */
	struct url css, other;       /* other: the same in the other language */
	int refresh;                 /* s */
	bool plain;                  /* a snapshot: no script */
};
struct stage_gone_page {
	const struct frame *frame;
	const struct fault *faults;
};
struct console_step {
	struct sv key, title;
	int64_t no;                  /* of a slot: the digits that jump to it; −1 for none */
	bool here, within;           /* within: one of its slides is on */
	const struct console_step *page; /* its slides */
	size_t n_page;
};
struct console_deck {
	struct sv slot, note;
	int64_t id;
	bool bad;
};
struct console_screen {
	struct sv name, made, state;
	int64_t no;
	bool alive;
};
struct console_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, now, next_text;
	struct sv step_hidden;       /* the present step, where the screens show something else; "" where they show it */
	struct url up, sheet;
	bool has_sheet, may, may_look, looked;
	struct ui_form form;
	struct sv next, back, dark, cover, clock; /* what a key sends; empty: nothing to do */
	struct sv dark_word, cover_word, clock_word;
	bool clock_used;
	struct ui_facts facts;
	struct ui_notice note;
	const struct console_step *step;
	size_t n_step;
	struct ui_table ballots, missing, hint, clocks;
	const struct console_screen *screen;
	size_t n_screen;
	const struct console_deck *deck;
	size_t n_deck;
	struct ui_form deck_form;
	struct ui_field deck_slot;
	struct url slide_now, slide_next;
	struct ui_field name, reveal, is_public, trial;
	bool has_trial, has_public;
	struct sv made_code;         /* of the address just made: shown once */
	struct url made;
	struct html qr;
};
/* The first column is what a row is about, the others are numbers. */
struct ui_table stage_table(const struct visit *v, const char *caption, const char *const *heads, size_t n, struct ui_row *row);
/* jurors.c: while votes are open, how many ballots lie in each box, and whose signed sheet does not. */
enum { MISSING_MAX = 200 };
void console_jurors(struct visit *v, const struct stage_hall *h, struct console_page *p);

struct sheet_vote {
	struct sv name, lead, nobody, remark, receipt;
	struct sv rule, digest, item, codes, numbers; /* empty for whom it concerns alone */
	struct ui_table table;
};
struct sheet_page {
	const struct frame *frame;
	struct sv title, mark;
	struct url up;
	const struct sheet_vote *vote;
	size_t n;
};

#endif
