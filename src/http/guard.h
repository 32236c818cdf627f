#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H
/* What is refused before anything else looks at a request: heads that two programs could read in two ways
 * (request smuggling, RFC 9112 chapter 11), and requests that another site made a browser send. */
#include "http/request.h"

enum {
	GUARD_TARGET_MAX = 4096,  /* bytes */
	GUARD_HEADERS_MAX = 64,   /* how many */
	GUARD_NAME_MAX = 64,
	GUARD_VALUE_MAX = 8192,
	GUARD_HEAD_MAX = 16 * 1024,
};

struct guard_head {
	struct sv method, target, version;
	const struct http_pair *headers;
	size_t n;
};

/* 0 when the head is fine, else the status to answer before closing the connection; the reason is for the
 * log. */
int guard_head(const struct guard_head *head, const char **ret_why);
/* Bytes of the body as announced; -1 where it comes in chunks. The head must have passed. */
int64_t guard_body_length(const struct guard_head *head);

enum origin { ORIGIN_SAME, ORIGIN_CROSS, ORIGIN_UNKNOWN /* no browser said anything */ };
/* Where a state-changing request comes from: Sec-Fetch-Site and Origin, held against `own`
 * ("https://bixue.example", any of them) or, with none configured, the Host header.  A form needs ORIGIN_SAME
 * and its token; what carries a bearer token instead of a cookie may be ORIGIN_UNKNOWN. */
enum origin guard_origin(const struct http_request *rq, const struct sv *own, size_t n);

/* Do the sent and the expected CSRF token agree?  In constant time; an empty one never does. */
bool guard_token(struct sv sent, struct sv expected);

#endif
