#ifndef APP_LINK_H
#define APP_LINK_H
/* Signed links: a random 128-bit token, of which only the digest is kept, opens one card for one matter,
 * one unit's preview of a board, or the notes of one event.  Whoever holds it acts as the post it was made for, shown as "by link".  It
 * ends with its day, by revocation, or with its subject.  A GET changes nothing. */
#include "app/door/door.h"

extern const struct noun link_noun;
extern const struct http_route link_routes[];
extern const size_t link_routes_n;

struct link {
	int64_t id, post, subject, unit; /* unit: whose preview; 0 for a matter, an event */
	struct sv noun;                  /* "matter", "board" or "event" */
	struct day until;
	bool revoked;
	int64_t made_at, made_by;
};

NODISCARD enum rc link_by_token(struct ctx *cx, struct db *db, struct sv token, struct link *ret); /* RC_NOT_FOUND */
/* The newest first, at most 200; unit 0 for a matter. */
NODISCARD enum rc links_of(struct ctx *cx, struct db *db, const char *noun, int64_t subject, int64_t unit, struct link **ret,
			   size_t *ret_n);
bool link_alive(const struct link *l, struct day today);
/* The corridor's question about an act by link (see person_use_links). */
enum rc link_may(struct ctx *cx, struct db *db, const struct act_in *in);

#endif
