/* Who listens to which stage.  A channel is shared by all screens of an event in one language; its bytes are made once. */
#include "app/stage/inside.h"
#include "base/bug.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LET_GO_S = 120 };             /* a handler may be about to join a channel that ends meanwhile */

struct channel {
	struct channel *next;
	int64_t event, seq;
	enum lang lang;
	struct feed *feed;
	struct digest said;
	bool spoken;
	time_t ended;                /* 0: it lives */
};
static struct channel *channels;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static time_t machine_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + 1;
}

static struct channel *find(int64_t event, enum lang lang)
{
	for (struct channel *c = channels; c; c = c->next)
		if (c->event == event && c->lang == lang && !c->ended)
			return c;
	return NULL;
}

struct feed *feeds_join(int64_t event, enum lang lang, bool *ret_fresh)
{
	pthread_mutex_lock(&lock);
	struct channel *c = find(event, lang);
	if (!c) {
		c = calloc(1, sizeof(*c));
		if (!c)
			BUG("out of memory");
		*c = (struct channel){ .next = channels, .event = event, .lang = lang, .feed = feed_new() };
		channels = c;
	}
	*ret_fresh = !c->spoken;
	struct feed *f = c->feed;
	pthread_mutex_unlock(&lock);
	return f;
}

bool feeds_has(int64_t event, enum lang lang)
{
	pthread_mutex_lock(&lock);
	bool has = find(event, lang) != NULL;
	pthread_mutex_unlock(&lock);
	return has;
}

static void publish(struct channel *c, struct sv name, struct sv data)
{
	struct arena a;
	arena_init(&a, 8 << 20);
	struct buf b = buf_new(&a, 4 << 20);
	feed_event(&b, name, SV(""), data);
	feed_publish(c->feed, buf_sv(&b));
	arena_release(&a);
}

void feeds_say(int64_t event, enum lang lang, int64_t seq, struct sv fragment)
{
	struct digest d = HASH(HASH_SHA256, fragment);
	pthread_mutex_lock(&lock);
	struct channel *c = find(event, lang);
	if (c && (!c->spoken || (seq >= c->seq && !digest_eq(&d, &c->said)))) {
		c->said = d;
		c->spoken = true;
		publish(c, SV("stage"), fragment);
	}
	if (c && seq > c->seq)
		c->seq = seq;
	pthread_mutex_unlock(&lock);
}

/* What ended long ago is nobody's any more. */
static void let_go(void)
{
	for (struct channel **p = &channels; *p;) {
		struct channel *c = *p;
		if (!c->ended || machine_s() - c->ended < LET_GO_S) {
			p = &c->next;
			continue;
		}
		*p = c->next;
		feed_free(c->feed);
		free(c);
	}
}

void feeds_part(int64_t event)
{
	pthread_mutex_lock(&lock);
	let_go();
	for (struct channel *c = channels; c; c = c->next)
		if (c->event == event && !c->ended) {
			c->ended = machine_s();
			publish(c, SV("over"), SV("1"));
		}
	pthread_mutex_unlock(&lock);
}

size_t feeds_listeners(int64_t event)
{
	size_t n = 0;
	pthread_mutex_lock(&lock);
	for (struct channel *c = channels; c; c = c->next)
		n += c->event == event && !c->ended ? feed_listeners(c->feed) : 0;
	pthread_mutex_unlock(&lock);
	return n;
}

enum rc stage_tell(struct ctx *cx, struct db *db, int64_t event, int64_t seq, bool simulated, bool revoked)
{
	struct stage_hall h;
	enum lang own = cx->lang;
	enum rc rc = RC_OK;
	if (revoked)
		feeds_part(event);
	if (!feeds_has(event, LANG_ZH) && !feeds_has(event, LANG_EN))
		return RC_OK;
	TRY(stage_load_picture(cx, db, event, &h));
	for (enum lang lang = 0; lang < LANG_COUNT_ && rc == RC_OK; lang++) {
		struct sv fragment;
		if (!feeds_has(event, lang))
			continue;
		cx->lang = lang;
		rc = stage_fragment(cx, &h, simulated, &fragment);
		if (rc == RC_OK)
			feeds_say(event, lang, seq, fragment);
	}
	cx->lang = own;
	return rc;
}
