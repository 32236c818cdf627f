#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H
/* One complete request as its handler sees it.  Every view lives until the request has ended. */
#include "base/json.h"
#include "http/form.h"

enum http_method {
	HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_METHOD_COUNT_
};
const char *http_method_name(enum http_method m);
/* HTTP_METHOD_COUNT_ for any other word; upper case only. */
enum http_method http_method_of(struct sv word);

enum { HTTP_SEGMENTS_MAX = 12, HTTP_PARAMS_MAX = 6, HTTP_FILES_MAX = 40 };

/* An uploaded file: unlinked, closed with the request, its offset at 0. */
struct http_file {
	struct sv field;
	struct sv name; /* for display only */
	struct sv type; /* as claimed; never to be trusted */
	int fd;
	int64_t size;
};

struct http_param {
	const char *name;
	struct sv text;
	int64_t i;      /* of an :int parameter */
	struct day day; /* of a :day parameter */
};

struct http_route;

struct http_request {
	struct arena *a;
	enum http_method method;
	struct sv target;                     /* as sent: keep it out of logs, it may hold a token */
	struct sv path;                       /* decoded */
	struct sv seg[HTTP_SEGMENTS_MAX];     /* its segments, decoded; "/" has none */
	size_t segs;
	const struct http_pair *headers;
	size_t header_count;
	struct http_fields query, form;       /* form: urlencoded, or the plain parts of a multipart body */
	struct http_file files[HTTP_FILES_MAX];
	size_t file_count;
	struct sv body;                       /* what is not multipart, as sent */
	struct js *json;                      /* of application/json, else NULL */
	struct sv peer;                       /* the client's address as text */
	bool secure;                          /* the client speaks TLS, to us or to the trusted proxy */
	enum lang lang;                       /* what the browser prefers */
	size_t body_max;                      /* bytes; a head callback may set it */
	const struct http_route *route;       /* once the router found it, else NULL */
	struct http_param param[HTTP_PARAMS_MAX];
	size_t params;
};

/* Splits and decodes the request target into path, segments and query. RC_INVALID, RC_LIMIT. */
NODISCARD enum rc request_target(struct ctx *cx, struct http_request *rq, struct sv target);
/* Fills form or json from `rq->body` by its content type.  RC_INVALID. */
NODISCARD enum rc request_body(struct ctx *cx, struct http_request *rq);

enum body_kind { BODY_NONE, BODY_FORM, BODY_JSON, BODY_MULTIPART, BODY_OTHER };
enum body_kind request_body_kind(const struct http_request *rq); /* by the content type */

/* The first header of that name in any case, SV_NONE if absent. */
struct sv http_header(const struct http_request *rq, const char *name);
/* SV_NONE if absent, or there twice: someone else has planted one. */
struct sv http_cookie(const struct http_request *rq, const char *name);
/* A parameter of the route's pattern; asking for one that is not there is a bug. */
struct sv http_param(const struct http_request *rq, const char *name);
int64_t http_param_int(const struct http_request *rq, const char *name);
struct day http_param_day(const struct http_request *rq, const char *name);
/* The uploaded file of that field, NULL if none. */
const struct http_file *http_file(const struct http_request *rq, const char *field);
/* Does the client send or want JSON rather than a page?  Under /api/ there are no pages. */
bool http_is_json(const struct http_request *rq);
/* zh unless the header prefers en. */
enum lang http_lang(struct sv accept_language);

/* Who is at the other end: `direct` itself, or, where that is a trusted proxy, the last address in
 * X-Forwarded-For that is none; `secure` too comes from it.  `trusted` is a list of addresses. */
void request_peer(struct http_request *rq, struct sv direct, const struct sv *trusted, size_t n);

bool http_ieq(struct sv a, struct sv b); /* equal but for ASCII case */

#endif
