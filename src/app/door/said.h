#ifndef APP_DOOR_SAID_H
#define APP_DOOR_SAID_H
/* How the rows of a view look to people, on pages and in tables of the command line; JSON keeps what the view gave. */
#include "store/act.h"

/* What a cell says: words for codes, yes and no, the labels of acts; "clerk@商州区" of a column `roles` becomes
 * "督查科员（商州区）". */
struct sv view_said(struct arena *a, enum lang lang, const struct registry *nouns, const struct view_def *view,
		    const struct column *column, const struct js *row);

/* A list whose rows have pages of their own. */
struct view_look {
	const char *view, *title; /* message id, where the label, which is a command's help, does not do */
	const char *page;         /* "/u", and after it: */
	const char *by;           /* the column whose value ends the address */
	const char *at;           /* the column that leads there */
};
const struct view_look *view_look(const struct view_def *view); /* NULL: it has none */

#endif
