#ifndef APP_STAGE_INSIDE_H
#define APP_STAGE_INSIDE_H
/* Inside the folder. */
#include "app/stage/stage.h"
#include "http/feed.h"

enum { STAGE_VIEWS = 2 };
extern const struct view_def stage_views[STAGE_VIEWS];

http_handler page_console, do_console, page_sheet, page_screen, page_screen_feed, page_screen_now;

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
	const struct sv *item;       /* names of votes */
	size_t n_item;
	const struct face_line *line;
	size_t n, n_placed;
	struct sv rest;              /* over those without a place */
	struct sv foot, receipt;
};
void stage_refresh(struct out *o, int seconds, bool always); /* screen.c */
void face_of(struct ctx *cx, const struct stage_hall *h, size_t step, bool simulated, struct stage_face *ret);
/* Present mode of the screen applied: dark and cover. */
void face_shown(struct ctx *cx, const struct stage_hall *h, bool simulated, struct stage_face *ret);
/* A step in one line, for the host. */
struct sv face_title(struct ctx *cx, const struct stage_hall *h, size_t step);
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
	bool here;
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
	struct ui_table ballots, hint, clocks;
	const struct console_screen *screen;
	size_t n_screen;
	struct ui_field name, reveal, is_public;
	struct sv made_code;         /* of the address just made: shown once */
	struct url made;
	struct html qr;
};
struct sheet_vote {
	struct sv name, rule, digest, item, numbers, receipt;
	struct ui_table table;
};
struct sheet_page {
	const struct frame *frame;
	struct sv title, lead, mark;
	struct url up;
	const struct sheet_vote *vote;
	size_t n;
};

#endif
