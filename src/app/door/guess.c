#include "app/door/door.h"
#include "http/limit.h"

#include <pthread.h>

enum { GUESSES = 30, GUESS_PERIOD_MS = 15 * 60 * 1000, ADDRESSES = 4096 };

static struct limit *guesses;
static struct arena guesses_arena;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void)
{
	arena_init(&guesses_arena, 4 << 20);
	guesses = limit_new(&guesses_arena, ADDRESSES, GUESSES, GUESS_PERIOD_MS);
}

bool visit_may_guess(struct visit *v, int64_t *ret_minutes)
{
	int64_t wait = 0;
	pthread_once(&once, prepare);
	bool ok = limit_take(guesses, v->rq->peer, limit_now(), &wait);
	*ret_minutes = wait / 60000 + 1;
	return ok;
}
