#ifndef JOBS_REACTOR_H
#define JOBS_REACTOR_H
/* The thread of a server that runs what follows from what (react.h), at its start and each time that it is woken.  What the machine failed is
 * said on stderr and tried again after 2 s, then after twice as long up to a minute, without another act.  Hourly it sweeps the spool and
 * what is left of boxes, however many acts come. */
#include "jobs/react.h"

struct reactor;

NODISCARD enum rc reactor_start(struct ctx *cx, struct store *s, const struct reaction *r, size_t n, struct reactor **ret);
void reactor_wake(void *reactor); /* an act was done */
void reactor_stop(struct reactor *r); /* NULL-safe */

#endif
