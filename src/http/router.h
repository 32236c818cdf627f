#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H
/* From method and path to a handler, by a table. */
#include "http/reply.h"

typedef void http_handler(void *user, struct http_request *rq, struct http_reply *rp);

enum {
	ROUTE_NOCASE = 1,   /* literal segments match in any case: addresses in QR codes are upper case */
	ROUTE_UPLOAD = 2,   /* bodies up to the upload limit instead of the form limit */
	ROUTE_OWN = 1 << 8, /* from here on the bits belong to those who write the table */
};

/* A pattern is "/" or segments: a literal, ":name" (any one segment), ":name:int" (1 and up), ":name:day"
 * (2026-11-21), ":name:code" (letters and digits, made upper case); "*name" at the end takes all the rest.
 * A GET row answers HEAD too.  Where several rows fit, a literal wins over a parameter, from the left. */
struct http_route {
	enum http_method method;
	const char *pattern;
	unsigned flags;
	http_handler *handler;
	const char *name;  /* for logs and metrics: few, without personal parts */
	const void *data;  /* what the handler wants to know of its row */
};

struct http_router;

/* Answers what no row can: the status is 404, 405 (Allow is set) or 400; the faults say why. */
typedef void http_refuse(void *user, struct http_request *rq, struct http_reply *rp, struct ctx *cx,
			 enum rc rc, int status);

/* Compiles the table, which must outlive it; a pattern that is wrong or there twice is a bug.  `refuse` may
 * be NULL. */
struct http_router *router_new(struct arena *a, const struct http_route *rows, size_t n, void *user,
			       http_refuse *refuse);

/* Finds the row and sets route and parameters in `rq`; else NULL, with the methods that the path does know in
 * `*ret_allow` ("" when none). */
const struct http_route *router_find(const struct http_router *r, struct http_request *rq,
				     struct sv *ret_allow);

/* Two callbacks for the server; `user` is the router.  head: before the body; handle: the complete request.
 */
struct http_limits {
	size_t form, upload; /* bytes */
};
void router_head(void *router, struct http_request *rq, const struct http_limits *lim);
void router_handle(void *router, struct http_request *rq, struct http_reply *rp);

/* The plain answer where nobody renders a page: problem+json for programs, text for people. */
void refuse_plain(void *user, struct http_request *rq, struct http_reply *rp, struct ctx *cx, enum rc rc,
		  int status);

#endif
