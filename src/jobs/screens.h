#ifndef JOBS_SCREENS_H
#define JOBS_SCREENS_H
/* After each commit: wakes the screens of those events whose picture an act may have changed, and writes the public ones as plain
 * pages DIR/EVENT/index.html and en.html, for any web server, whole or not at all and only when they changed.  Folders of stages
 * that are public no more are emptied, at the start too.  What fails is said on stderr and tried again, and holds up no other event.
 * Ballots are no acts: nobody is woken by one. */
#include "store/store.h"

struct screens;

/* `snapshots`: the folder, made where it is not there; NULL for none.  RC_USAGE when nothing can be written there. */
NODISCARD enum rc screens_start(struct ctx *cx, struct store *s, const char *snapshots, struct screens **ret);
void screens_stop(struct screens *s); /* NULL-safe */

#endif
