#ifndef APP_DOOR_CHOICE_H
#define APP_DOOR_CHOICE_H
/* Inside the folder: what the form of an act opens with and offers. */
#include "app/door/web.h"

/* What a page calls the thing of this noun; empty where it has no name or is not the visitor's to see. */
struct sv choice_name(struct visit *v, const struct noun *noun, int64_t id);
/* Asked for the page: what stands of the subject, by the act's fields.  NULL where nothing is told. */
struct js *choice_stands(struct visit *v, const struct act_def *def, int64_t subject);
/* Of these, one as the form writes it; "" for none. */
struct sv choice_value(struct arena *a, const struct js *stands, const struct field *f);
/* The visitor's own office, for the field that asks whose it is; "" where that is not one. */
struct sv choice_owner(struct visit *v, const struct act_def *def, const struct field *f);
/* What the visitor may choose of a noun, as its list tells it. */
struct choice_thing {
	int64_t id;
	struct sv called, number, words, label; /* number: "#123"; words: what finds it again; label: told apart from its like */
	bool alone, gone;            /* alone: no other one is called so */
};
struct choice_list {
	const struct noun *noun;
	struct choice_thing *thing;
	size_t n;
	bool shown;                  /* stands on the page already */
};
struct choices {                     /* of one page; zero at first */
	struct choice_list list[8];
	size_t n;
};
/* Makes a reference a choice among what the visitor may see: a select, or a list beside the line where there are many. */
void choice_offer(struct visit *v, const struct act_def *def, const struct field *f, struct choices *known, struct ui_field *u);

#endif
