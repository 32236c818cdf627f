#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H
/* multipart/form-data (RFC 7578) read piece by piece as it arrives, in constant memory: what a part
 * holds goes to a sink at once.  Stricter than the RFC, as browsers and curl write it: no preamble,
 * no nesting, no transfer encodings, \r\n line ends. */
#include "base/err.h"

enum {
	MULTIPART_BOUNDARY_MAX = 70,
	MULTIPART_LINE_MAX = 2048, /* one header line */
	MULTIPART_LINES_MAX = 8,   /* header lines of one part */
	MULTIPART_NAME_MAX = 128,
	MULTIPART_FILENAME_MAX = 1024,
	MULTIPART_TYPE_MAX = 127,
};

struct multipart_part {
	struct sv name;
	struct sv filename; /* as sent; p is NULL where the part is a plain field */
	struct sv type;     /* as sent, perhaps "" : never to be trusted */
};

struct multipart_sink {
	void *user;
	/* The part's views live in the arena. */
	enum rc (*begin)(void *user, struct ctx *cx, const struct multipart_part *part);
	enum rc (*data)(void *user, struct ctx *cx, struct sv piece);
	enum rc (*end)(void *user, struct ctx *cx);
};

struct multipart;

/* `content_type` is the request's header; RC_INVALID where it has no good boundary. */
NODISCARD enum rc multipart_new(struct ctx *cx, struct sv content_type, size_t max_parts,
				const struct multipart_sink *sink, struct multipart **ret);
/* After a failure nothing more may be fed. */
NODISCARD enum rc multipart_feed(struct ctx *cx, struct multipart *m, struct sv piece);
/* RC_INVALID unless the closing boundary has come. */
NODISCARD enum rc multipart_end(struct ctx *cx, struct multipart *m);

/* The name to show people: no folders, no control or direction characters, at most 120 characters with the
 * extension kept, "file" where nothing is left.  Never use it as a path. */
struct sv filename_display(struct arena *a, struct sv sent);

/* One parameter of a header value: name=token or name="quoted"; SV_NONE if absent, broken, or there twice.
 * `browser` undoes %22 %0D %0A as browsers write them in form names. */
struct sv header_param(struct arena *a, struct sv value, const char *name, bool browser);

#endif
