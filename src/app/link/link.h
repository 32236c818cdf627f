#ifndef APP_LINK_H
#define APP_LINK_H
/* Signed links: a random 128-bit token, of which only the digest is kept, opens one card for one matter or
 * one unit's preview of a board.  Whoever holds it acts as the post it was made for, shown as "by link".  It
 * ends with its day, by revocation, or with its subject.  A GET changes nothing. */
#include "app/door/door.h"

extern const struct noun link_noun;
extern const struct http_route link_routes[];
extern const size_t link_routes_n;

struct link {
	int64_t id, post, subject, unit; /* unit: whose preview; 0 for a matter */
	struct sv noun;                  /* "matter" or "board" */
	struct day until;
	bool revoked;
};

NODISCARD enum rc link_by_token(struct ctx *cx, struct db *db, struct sv token, struct link *ret); /* RC_NOT_FOUND */
/* The corridor's question about an act by link (see person_use_links). */
enum rc link_may(struct ctx *cx, struct db *db, const struct act_in *in);
/* The QR code of a text as an SVG with a quiet zone; the text is ASCII. */
struct html qr_svg(struct arena *a, struct sv text);

#endif
