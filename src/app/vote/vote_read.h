#ifndef APP_VOTE_READ_H
#define APP_VOTE_READ_H
/* Inside the folder only. */
#include "app/vote/vote.h"

enum { VOTE_VIEWS = 4 };
extern const struct view_def vote_views[VOTE_VIEWS];

#endif
