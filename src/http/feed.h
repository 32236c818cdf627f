#ifndef HTTP_FEED_H
#define HTTP_FEED_H
/* Server-sent events: one channel per (audience, language, state).  A channel holds its latest message only;
 * a listener gets that on joining and then each newer one, and a slow listener skips what it missed.  So a
 * message says the whole state, never a difference.  The bytes are made once and shared by all. */
#include "base/buf.h"

struct feed;
struct feed_sub;

struct feed *feed_new(void);
/* The maker lets go of it; it ends when the last listener has left too. */
void feed_free(struct feed *f);
/* Replaces the message and wakes the listeners; `event` is made by feed_event. */
void feed_publish(struct feed *f, struct sv event);
/* One event in the wire format; `data` may have several lines, `id` and `name` none. */
void feed_event(struct buf *out, struct sv name, struct sv id, struct sv data);
size_t feed_listeners(struct feed *f);

/* For the server.  `sleep` and `wake` are called with the channel locked. */
struct feed_port {
	void *user;
	void (*sleep)(void *user);
	void (*wake)(void *user);
};
struct feed_sub *feed_join(struct feed *f, const struct feed_port *port);
void feed_leave(struct feed_sub *s);
enum feed_state { FEED_DATA, FEED_ASLEEP, FEED_END };
/* Up to `max` bytes; where there is nothing to say the listener is put to sleep. */
enum feed_state feed_read(struct feed_sub *s, char *out, size_t max, size_t *ret_n);
void feed_beat(struct feed_sub *s); /* a comment line, so that a dead peer is noticed */
void feed_end(struct feed_sub *s);  /* the stream ends after the present message */

#endif
