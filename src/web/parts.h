#ifndef WEB_PARTS_H
#define WEB_PARTS_H
/* What pages are made of: each part is a plain struct and a function ui_…(o, &struct) in parts.tmpl,
 * form.tmpl or list.tmpl; the page around them is frame.tmpl.  Texts are already in the reader's
 * language: TR(o, "…") or data. Nothing here knows a noun of the domain. */
#include "web/asset.h"
#include "web/fmt.h"
#include "web/out.h"

/* ---- the frame: {% wrap frame(o, f) %} … {% end %} --------------------------------------------------- */

struct nav_item {
	struct sv label;
	struct url url;
	int64_t count;          /* shown if not 0 */
	bool here;
	bool group;             /* begins a new group */
};

enum frame_kind {
	FRAME_WORK,   /* masthead, search, navigation */
	FRAME_PLAIN,  /* masthead only: sign-in, public pages, errors */
	FRAME_PHONE,  /* a signed link's page: one card, no navigation, no way elsewhere */
};

enum paper { PAPER_TALL, PAPER_WIDE, PAPER_POSTER, PAPER_CUT }; /* how it prints: A4 upright, A4 across, a notice board, pieces that are each whole in themselves */

struct frame {
	enum frame_kind kind;
	enum paper paper;
	struct sv title;        /* of the page, without the product's name */
	bool error;             /* a refused form: the title begins with 错误: */
	struct sv office;       /* whose instance it is: 甲县督查考核办 */
	const struct nav_item *nav;
	size_t n_nav;
	struct sv side_note;    /* under the navigation: 11月 21/30日 序时 70.00% */
	struct sv user;         /* name and post; "" when nobody is signed in */
	struct url user_url, sign_out;
	struct url search;      /* no search box without it */
	struct sv search_text;
	struct url prefs;       /* takes lang, large and back by POST; no switches without it */
	struct sv here;         /* this page's own path and query, for coming back */
	struct sv csrf;
	bool large;             /* large type */
	int refresh;            /* s, after which the page asks again by itself; 0: never */
	bool demo;              /* the clock is simulated: every page says 演示 */
	struct sv as_of;        /* 截至: when the numbers were taken; "" for none */
	struct url feedback;    /* 意见建议 */
	struct sv phone;        /* of the office */
	struct sv code;         /* page code, to be read out on the phone */
};

/* ---- small things ------------------------------------------------------------------------------------ */

/* Shape and word; the colour only helps.  Shapes and colours are those of core's light_look:
 * circle_open circle circle_up triangle square_cross diamond_open tick bars strike lock; grey teal amber red
 * blue quiet. */
struct ui_tag {
	const char *shape;      /* NULL: a plain label */
	const char *colour;
	struct sv word;
};

enum notice_kind { NOTICE_INFO, NOTICE_DONE, NOTICE_WARN, NOTICE_LOCK };
struct ui_notice {
	enum notice_kind kind;
	struct sv title, text;
	struct url url;         /* what next */
	struct sv url_label;
	bool dismiss;           /* may be put away (with script) */
};

struct ui_empty {
	struct sv text;         /* why it is empty, one sentence */
	bool good;              /* empty is a success */
	struct url url;         /* one action */
	struct sv url_label;
};

struct ui_fact {
	struct sv label, value, hint;
	struct url url;         /* the value leads there */
	struct ui_tag tag;      /* shown after the value if it has a word */
	bool mark;              /* the number that matters */
};
struct ui_facts {
	const struct ui_fact *fact;
	size_t n;
	bool wide;              /* side by side as figures, not a list */
};

/* Progress against pace: two bars and their percents. */
struct ui_bar {
	struct sv label;
	struct dec percent;
	const char *colour;
};
struct ui_bars {
	const struct ui_bar *bar;
	size_t n;
};

struct ui_link {
	struct sv label;
	struct url url;
};

struct ui_event {
	struct sv when, who, title, text;
	struct url url;
	struct sv url_label;
	const struct ui_link *more; /* beside that one */
	size_t n_more;
	struct ui_tag tag;
	bool struck;            /* withdrawn, with its reason in the text */
};
struct ui_timeline {
	const struct ui_event *event;
	size_t n;
};

/* ---- buttons ----------------------------------------------------------------------------------------- */

enum button_kind { BUTTON_PLAIN, BUTTON_DEFAULT, BUTTON_WARN, BUTTON_QUIET };
struct ui_button {
	enum button_kind kind;  /* one DEFAULT on a page; WARN only with a second step */
	struct sv label;
	const char *name, *value; /* sent with the form */
	struct url url;         /* a link that looks like a button */
	struct url action;      /* the form goes here instead */
	char key;               /* a single letter that presses it: 'R'; 0 for none */
	struct sv why_not;      /* disabled, and the reason */
};
struct ui_buttons {
	const struct ui_button *button;
	size_t n;
};

/* ---- forms: {% wrap ui_form(o, &form) %} fields, buttons {% end %} ------------------------------------ */

struct ui_form {
	struct url action;
	bool get;               /* a filter: no token, no key */
	bool upload;
	struct sv csrf, key;    /* hidden fields csrf and key */
	int64_t basis;          /* hidden field basis: the last seq the reader saw; 0 for none */
	const char *id;         /* for buttons outside of it */
	const char *look;       /* class, e.g. "inline" */
};

struct ui_choice {
	struct sv value, label, hint;
	bool chosen;
};

enum input_kind {
	INPUT_LINE, INPUT_TEXT, INPUT_SELECT, INPUT_RADIO, INPUT_CHECKS, INPUT_CHECK, INPUT_DATE, INPUT_NUMBER, INPUT_FILE,
	INPUT_PASSWORD, INPUT_CODE, INPUT_TABLE
};
struct ui_field {
	enum input_kind kind;   /* TABLE: a textarea that takes what was copied in Excel or WPS */
	const char *name;       /* also its id: f-NAME */
	struct sv label, hint;
	struct sv why;          /* why it is asked (photos, personal facts) */
	struct sv value;        /* as typed; a date as 2026-11-21 */
	const struct fault *faults; /* all of the form's; the field takes its own */
	bool optional, readonly;
	int width;              /* characters: 4, 8, 12, 20; 0 full */
	int rows, max;          /* of TEXT; max characters, 0 unsaid */
	struct sv suffix;       /* 分, 天, 万元 */
	const struct ui_choice *choice;
	size_t n_choice;
	const char *list;       /* of LINE: id of the list that offers the choices; without any, of one further up */
	const char *autocomplete; /* "current-password", "one-time-code", … */
	const char *accept;     /* of FILE */
	bool many;              /* of FILE */
};

/* Asks once more before something that cannot be undone: {% wrap ui_confirm(o, &c) %} fields {% end %} */
struct ui_confirm {
	struct ui_form form;
	struct sv title;
	struct sv text;         /* what will happen, to whom */
	struct ui_button yes;
	struct url no;
};

/* ---- lists ------------------------------------------------------------------------------------------- */

enum column_kind { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_TAG };
struct ui_column {
	struct sv label;
	enum column_kind kind;
	struct url sort;        /* the head is a link */
	int sorted;             /* 1 up, -1 down */
	bool main;              /* what the row is about: its heading */
	bool minor;             /* not shown on a phone */
};

struct ui_cell {
	struct sv text;
	struct url url;
	struct ui_tag tag;
	struct sv note;         /* small, under the text */
	struct sv aside, spoken; /* behind the text for the eye, and what a screen reader says in its stead */
};

struct ui_row {
	const struct ui_cell *cell; /* as many as there are columns */
	struct sv id;           /* value of its check box; no box without */
	bool chosen;
	bool sum;               /* a total */
	bool struck;
	bool here;              /* the reader's own */
};

struct ui_table {
	struct sv caption;      /* read out, shown only in print */
	const struct ui_column *column;
	size_t n_column;
	const struct ui_row *row;
	size_t n_row;
	const char *check;      /* name of the check boxes; NULL for none */
	bool compact;           /* a board: one line a row, prints on one sheet */
	bool cards;             /* rows become cards on a phone */
	bool labels;            /* … on which every value says what it is, not numbers and dates alone */
	struct sv foot;         /* a note under it: how ties are broken */
};

struct ui_chip {
	struct sv label;
	struct url off;         /* the list without it */
};
struct ui_chips {
	const struct ui_chip *chip;
	size_t n;
	struct url clear;
};

struct ui_tab {
	struct sv label;
	struct url url;
	int64_t count;          /* shown if not 0 */
	bool here;
};
struct ui_tabs {
	struct sv label;        /* what is switched, read out */
	const struct ui_tab *tab;
	size_t n;
};

struct ui_pager {
	int64_t from, to, total; /* total -1: unknown */
	struct url prev, next;
};

/* Stands at the foot of a form around a table with check boxes; counts by script. */
struct ui_bulk {
	struct sv text;         /* what will happen to those chosen */
	const struct ui_button *button;
	size_t n;
};

/* ---- phone ------------------------------------------------------------------------------------------- */

struct ui_card {
	struct sv lead;         /* 你有 1 件事要办(今天到期) */
	struct sv title;
	struct ui_tag tag;
	const struct ui_fact *fact;
	size_t n_fact;
	struct sv why;
	struct ui_form form;
	const struct ui_button *button; /* up to three, big */
	size_t n_button;
};

/* ---- helpers of the templates ------------------------------------------------------------------------- */

/* The page asks again by itself after so many seconds; `always` false: where no script runs. */
void ui_refresh(struct out *o, int seconds, bool always);
struct sv frame_kind_class(enum frame_kind k);
struct sv frame_paper_class(enum paper p);
struct sv button_class(enum button_kind k);
struct sv notice_class(enum notice_kind k);
struct sv column_class(const struct ui_column *c);
struct sv yes_no(bool b); /* "true", "false" for aria- attributes */
struct sv key_text(struct arena *a, char key);
/* "input-20" */
struct sv width_class(struct arena *a, int width);
/* What a browser is to say of the field: ids of its hint, its reason and its fault. */
struct sv described_by(struct arena *a, const struct ui_field *f);
struct sv input_type(enum input_kind k);
struct dec percent_width(struct dec percent); /* within 0..100 */

/* "Unit: This must be filled in."; the text alone where nobody says what the field is called.  The same in the summary and
 * beside the field. */
struct sv fault_line(const struct out *o, const struct fault *f);
/* The faults' fields are called as this page calls them. */
void fault_names(const struct fault *faults, const struct ui_field *field, size_t n);
/* The first fault at `field`, NULL if none. */
const struct fault *fault_at(const struct fault *faults, const char *field);

#endif
