#ifndef APP_PRACTICE_PAGES_H
#define APP_PRACTICE_PAGES_H
/* Inside the folder: what the pages are made of. */
#include "app/door/door.h"
#include "app/practice/practice.h"

http_handler page_practices, page_practice, page_adoption, page_practice_map, page_practice_form, do_practice_form;

struct practice_teaser {
	struct url url;
	struct sv title, topic, problem, source, cost, learnt, state;
	struct ui_tag level;         /* no word: not recognised */
	struct ui_tag standing;      /* no word: published */
};
struct practice_list_page {
	const struct frame *frame;
	struct ui_form filter;
	struct ui_field field[4];
	const struct practice_teaser *card;
	size_t n;
	struct ui_empty empty;
	struct ui_pager pager;
	struct ui_button write;      /* no label: not for this visitor */
};

struct figure_part {                 /* one adopter's value before and after */
	struct sv unit, indicator, before, before_on, after, after_on, change, source;
	struct url url;
	const char *caveat[CAVEATS_MAX];
};
struct practice_card_page {
	const struct frame *frame;
	struct ui_notice note;
	const struct practice *p;
	struct ui_tag state, level;
	struct ui_facts facts;
	struct sv cost;
	struct ui_table recognitions, adoptions;
	struct ui_empty nobody;
	const struct figure_part *figure;
	size_t n_figure;
	struct ui_buttons acts;      /* of those who keep the card */
	struct ui_button adopt;
};
struct adoption_sheet {
	const struct frame *frame;
	const struct adoption *a;
	struct ui_notice note;
	struct ui_tag stage;
	struct url practice;
	struct ui_facts facts;
	struct ui_timeline steps;
	const struct figure_part *figure;
	struct ui_buttons acts;
};
struct practice_form_page {
	const struct frame *frame;
	struct sv title, lead;
	struct url up;
	struct sv up_label;
	const struct fault *faults;
	struct ui_form form;
	const struct ui_field *field;
	size_t n;
	struct ui_button button;
};

/* ---- the map: units around in official order, an arrow for each adoption ---- */
struct map_node {
	int x, y, label_x, label_y;
	const char *anchor;          /* "start", "middle", "end" */
	struct sv label;
	bool source;                 /* somebody learns from it */
};
struct map_arrow {
	struct sv path, head;        /* data of an SVG path */
	const char *look;            /* class: by how far it has come */
	int x, y;                    /* of its number */
	int64_t no;
	struct sv title;
};
struct practice_map_page {
	const struct frame *frame;
	struct ui_form filter;
	struct ui_field field[2];
	int left, top, width, height;
	const struct map_node *node;
	const struct map_arrow *arrow;
	size_t n_node, n_arrow;
	bool crowded, cut;           /* more units than a picture bears; more rows than the table shows */
	struct ui_table table;
	struct ui_empty empty;
};

/* ---- what several pages say ---- */
struct sv practice_word(const struct visit *v, const char *noun, struct sv code);
struct ui_tag practice_level_tag(const struct visit *v, struct sv level);
struct ui_tag adoption_stage_tag(const struct visit *v, struct sv stage, bool stalled);
struct url practice_url(struct arena *a, int64_t id);
struct url adoption_url(struct arena *a, int64_t id);
struct sv cost_said(const struct visit *v, struct dec cost);
/* A select of the words of an enumeration, "—" before them. */
struct ui_field practice_select(struct visit *v, const char *noun, const char *name, struct sv label, const char *of, struct sv value);
/* The card as this visitor may see it: RC_NOT_FOUND else. */
NODISCARD enum rc practice_visible(struct visit *v, int64_t id, struct practice *ret);
NODISCARD enum rc adoption_visible(struct visit *v, int64_t id, struct adoption *ret);
/* Places nodes and arrows in the rows of adoption.list; sets `crowded` instead when there are too many units. */
void map_lay(struct visit *v, const struct js *rows, struct practice_map_page *p);

#endif
