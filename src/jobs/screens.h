#ifndef JOBS_SCREENS_H
#define JOBS_SCREENS_H
/* After each commit: wakes the screens of those events whose stage was changed by an act, and writes the public ones as plain
 * pages DIR/EVENT/index.html and en.html, for any web server, whole or not at all and only when they changed.  Acts of votes wake
 * nobody, and ballots are no acts: while something is sealed screens hear of cues alone. */
#include "store/store.h"

struct screens;

/* `snapshots`: the folder, made where it is not there; NULL for none.  RC_USAGE when nothing can be written there. */
NODISCARD enum rc screens_start(struct ctx *cx, struct store *s, const char *snapshots, struct screens **ret);
void screens_stop(struct screens *s); /* NULL-safe */

#endif
