#include "http/feed.h"

#include "base/bug.h"

#include <pthread.h>
#include <stdlib.h>

struct message {
	size_t refs, n; /* refs under the channel's lock */
	char p[];
};

struct feed_sub {
	struct feed *feed;
	struct feed_sub *prev, *next;
	struct feed_port port;
	struct message *m; /* being sent, NULL between messages */
	size_t at;
	uint64_t seen;
	bool asleep, beat, ending;
};

struct feed {
	pthread_mutex_t lock;
	size_t refs; /* the maker and the listeners */
	struct feed_sub *subs;
	size_t count;
	struct message *latest;
	uint64_t seq;
};

static void *must(void *p)
{
	if (!p)
		BUG("out of memory");
	return p;
}

static void message_drop(struct message *m)
{
	if (m && --m->refs == 0)
		free(m);
}

struct feed *feed_new(void)
{
	struct feed *f = must(calloc(1, sizeof(*f)));
	pthread_mutex_init(&f->lock, NULL);
	f->refs = 1;
	return f;
}

/* Takes the locked channel; unlocks it and ends it with its last reference. */
static void unref(struct feed *f)
{
	bool last = --f->refs == 0;
	if (last)
		message_drop(f->latest);
	pthread_mutex_unlock(&f->lock);
	if (last) {
		pthread_mutex_destroy(&f->lock);
		free(f);
	}
}

void feed_free(struct feed *f)
{
	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	unref(f);
}

static void rouse(struct feed_sub *s)
{
	if (!s->asleep)
		return;
	s->asleep = false;
	s->port.wake(s->port.user);
}

void feed_publish(struct feed *f, struct sv event)
{
	struct message *m = must(malloc(sizeof(*m) + event.n));
	m->refs = 1;
	m->n = event.n;
	if (event.n)
		memcpy(m->p, event.p, event.n);
	pthread_mutex_lock(&f->lock);
	message_drop(f->latest);
	f->latest = m;
	f->seq++;
	for (struct feed_sub *s = f->subs; s; s = s->next)
		rouse(s);
	pthread_mutex_unlock(&f->lock);
}

void feed_event(struct buf *out, struct sv name, struct sv id, struct sv data)
{
	if (name.n)
		buf_printf(out, "event: %.*s\n", SV_ARG(name));
	if (id.n)
		buf_printf(out, "id: %.*s\n", SV_ARG(id));
	struct sv rest = data, line;
	while (sv_split(&rest, '\n', &line)) {
		buf_puts(out, "data: ");
		for (size_t i = 0; i < line.n; i++)
			if (line.p[i] != '\r') /* would end the line too */
				buf_putc(out, line.p[i]);
		buf_putc(out, '\n');
	}
	buf_putc(out, '\n');
}

size_t feed_listeners(struct feed *f)
{
	pthread_mutex_lock(&f->lock);
	size_t n = f->count;
	pthread_mutex_unlock(&f->lock);
	return n;
}

struct feed_sub *feed_join(struct feed *f, const struct feed_port *port)
{
	struct feed_sub *s = must(calloc(1, sizeof(*s)));
	s->feed = f;
	s->port = *port;
	pthread_mutex_lock(&f->lock);
	f->refs++;
	f->count++;
	s->next = f->subs;
	if (s->next)
		s->next->prev = s;
	f->subs = s;
	s->beat = true; /* the first byte opens the stream at the browser */
	pthread_mutex_unlock(&f->lock);
	return s;
}

void feed_leave(struct feed_sub *s)
{
	struct feed *f = s->feed;
	pthread_mutex_lock(&f->lock);
	if (s->prev)
		s->prev->next = s->next;
	else
		f->subs = s->next;
	if (s->next)
		s->next->prev = s->prev;
	f->count--;
	message_drop(s->m);
	free(s);
	unref(f);
}

static enum feed_state read_locked(struct feed_sub *s, char *out, size_t max, size_t *ret_n)
{
	struct feed *f = s->feed;
	if (!s->m && s->ending)
		return FEED_END;
	if (!s->m && s->seen != f->seq) {
		s->m = f->latest;
		s->m->refs++;
		s->at = 0;
		s->seen = f->seq;
		s->beat = false;
	}
	if (!s->m && s->beat && max >= 3) {
		s->beat = false;
		memcpy(out, ":\n\n", 3);
		*ret_n = 3;
		return FEED_DATA;
	}
	if (!s->m) {
		s->asleep = true;
		s->port.sleep(s->port.user);
		return FEED_ASLEEP;
	}
	size_t n = s->m->n - s->at < max ? s->m->n - s->at : max;
	memcpy(out, s->m->p + s->at, n);
	s->at += n;
	if (s->at == s->m->n) {
		message_drop(s->m);
		s->m = NULL;
	}
	*ret_n = n;
	return FEED_DATA;
}

enum feed_state feed_read(struct feed_sub *s, char *out, size_t max, size_t *ret_n)
{
	pthread_mutex_lock(&s->feed->lock);
	enum feed_state st = read_locked(s, out, max, ret_n);
	pthread_mutex_unlock(&s->feed->lock);
	return st;
}

void feed_beat(struct feed_sub *s)
{
	pthread_mutex_lock(&s->feed->lock);
	s->beat = true;
	rouse(s);
	pthread_mutex_unlock(&s->feed->lock);
}

void feed_end(struct feed_sub *s)
{
	pthread_mutex_lock(&s->feed->lock);
	s->ending = true;
	rouse(s);
	pthread_mutex_unlock(&s->feed->lock);
}
