#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H
/* How often something may be tried, per key (an address, an account, a code, a route): a token bucket for
 * each key in a table of fixed size.  Volatile by design: a restart forgets it.  Safe from several threads.
 */
#include "base/arena.h"

struct limit;

/* `burst` tries at once, then `burst` more over each `period_ms`.  `slots` keys are remembered; when all are
 * in use the one nearest to being free again gives way. */
struct limit *limit_new(struct arena *a, size_t slots, int burst, int64_t period_ms);
/* Takes one try; false when none is left, with the wait in ms.  `now` is any clock that never goes back. */
bool limit_take(struct limit *l, struct sv key, int64_t now, int64_t *ret_wait_ms);
/* The machine's time since it started, in ms: what `now` may be where nobody counts in another clock. */
int64_t limit_now(void);
/* Is there one left?  For limits that count only failures: look first, take when it failed. */
bool limit_ready(struct limit *l, struct sv key, int64_t now, int64_t *ret_wait_ms);
/* Forgets a key, after a success. */
void limit_forget(struct limit *l, struct sv key);

#endif
