#ifndef APP_VOTE_READ_H
#define APP_VOTE_READ_H
/* Inside the folder only. */
#include "app/vote/vote.h"

enum { VOTE_VIEWS = 6 };
extern const struct view_def vote_views[VOTE_VIEWS];
enum rc vote_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

#endif
