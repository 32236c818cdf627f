#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H
/* What a handler answers.  It fills this; the server sends it with the security headers on top. */
#include "http/request.h"

struct feed;

enum { REPLY_HEADERS_MAX = 32, REPLY_BODY_MAX = 8 << 20 };

enum reply_cache {
	CACHE_CHECK,   /* private, ask again each time (Back keeps the typed text): the default */
	CACHE_NEVER,   /* no-store: secrets, sealed facts, ballots */
	CACHE_FOREVER, /* public and immutable: assets whose address holds their digest */
};

struct http_reply {
	struct arena *a;
	int status;              /* 200 unless set */
	const char *type;        /* content type; NULL where there is no body */
	struct buf body;
	int fd;                  /* a file to send instead of the body, -1 if none */
	int64_t size;            /* of that file */
	struct feed *feed;       /* or a stream of events */
	enum reply_cache cache;
	bool close;              /* close the connection after it */
	bool broken;             /* something unsafe was asked for; the server answers 500 instead */
	bool quiet;              /* not to be written to an access log (ballots) */
	struct http_pair header[REPLY_HEADERS_MAX];
	size_t headers;
};

void reply_init(struct http_reply *rp, struct arena *a);
/* Back to an empty 200: what was said so far is void. */
void reply_clear(struct http_reply *rp);

/* Adds a header.  A value with CR, LF, NUL or another control byte makes the reply broken, not split. */
void reply_header(struct http_reply *rp, const char *name, struct sv value);
/* 303 to a path of our own ("/matters/7"); anything that could lead elsewhere breaks the reply. */
void reply_redirect(struct http_reply *rp, struct sv path);
void reply_text(struct http_reply *rp, int status, struct sv text); /* text/plain */
void reply_json(struct http_reply *rp, int status, const struct js *v);

/* Sends `size` bytes of `fd` from its start; the request's end closes it.  The name is offered by RFC 6266 as
 * ASCII and UTF-8; with `attachment` the browser saves instead of showing. */
void reply_file(struct http_reply *rp, int fd, int64_t size, const char *type, struct sv name,
		bool attachment);
/* The Content-Disposition value itself. */
struct sv reply_disposition(struct arena *a, struct sv name, bool attachment);

/* States the page's tag.  True when the browser has it already: the reply is then a finished 304. */
bool reply_etag(struct http_reply *rp, const struct http_request *rq, struct sv tag);

struct http_cookie_opts {
	int64_t max_age_s; /* 0: until the browser closes */
	bool lax;          /* SameSite=Lax instead of Strict: for links that come from outside */
};
/* Sets a cookie, HttpOnly, Path=/.  Over TLS it is Secure and called __Host-NAME.  */
void reply_cookie(struct http_reply *rp, const struct http_request *rq, const char *name, struct sv value,
		  const struct http_cookie_opts *opts);
void reply_cookie_drop(struct http_reply *rp, const struct http_request *rq, const char *name);
/* Reads what reply_cookie has set: over TLS only the __Host- one counts. */
struct sv request_cookie(const struct http_request *rq, const char *name);

/* problem+json (RFC 9457) from the faults in `cx`; status 0 takes it from `rc`. */
void reply_problem(struct http_reply *rp, struct ctx *cx, enum rc rc, int status);
/* The short text people see for a code: "Not found". Translated. */
const char *rc_title(enum lang lang, enum rc rc);

/* The headers every answer carries; the server calls it. */
void reply_secure(struct http_reply *rp, const struct http_request *rq, bool hsts);

#endif
