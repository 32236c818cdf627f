#include "http/guard.h"

#include "base/hash.h"
#include "base/utf8.h"

static bool token_char(unsigned char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return true;
	return c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool is_token(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!token_char((unsigned char)s.p[i]))
			return false;
	return s.n > 0;
}

static bool is_value(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return utf8_valid(s);
}

static bool is_host(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			  (c && strchr(".-_:[]", c));
		if (!ok)
			return false;
	}
	return s.n > 0 && s.n <= 255;
}

/* How many headers of that name; the last one's value. */
static size_t count(const struct guard_head *h, const char *name, struct sv *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++) {
		if (!http_ieq(h->headers[i].name, sv_of(name)))
			continue;
		n++;
		*ret = h->headers[i].value;
	}
	return n;
}

static bool length_ok(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n >= 1 && s.n <= 15;
}

int64_t guard_body_length(const struct guard_head *h)
{
	struct sv s = SV_NONE;
	int64_t v = 0;
	if (count(h, "Transfer-Encoding", &s))
		return -1;
	if (count(h, "Content-Length", &s) && !sv_int(s, &v))
		return -1;
	return v;
}

static int refuse(int status, const char **ret_why, const char *why)
{
	*ret_why = why;
	return status;
}

static int line_check(const struct guard_head *h, const char **ret_why)
{
	if (!sv_is(h->version, "HTTP/1.1") && !sv_is(h->version, "HTTP/1.0"))
		return refuse(h->version.n ? 505 : 400, ret_why, "version");
	if (!is_token(h->method))
		return refuse(400, ret_why, "method is no token");
	if (http_method_of(h->method) == HTTP_METHOD_COUNT_)
		return refuse(501, ret_why, "unknown method");
	if (h->target.n > GUARD_TARGET_MAX)
		return refuse(414, ret_why, "address too long");
	if (h->target.n == 0 || h->target.p[0] != '/')
		return refuse(400, ret_why, "address not in origin form");
	for (size_t i = 0; i < h->target.n; i++) {
		unsigned char c = (unsigned char)h->target.p[i];
		if (c <= 0x20 || c >= 0x7f || c == '#' || c == '"' || c == '<' || c == '>')
			return refuse(400, ret_why, "raw character in the address");
	}
	return 0;
}

static int fields_check(const struct guard_head *h, const char **ret_why)
{
	/* Headers on whose single value something rests. */
	static const char *const once[] = {
		"Host",	    "Content-Length",  "Transfer-Encoding", "Content-Type",   "Content-Encoding",
		"Origin",   "Cookie",	       "Authorization",	    "Sec-Fetch-Site", "Idempotency-Key",
		"If-Match", "X-Forwarded-For", "X-Forwarded-Proto", "Expect",	      "Range",
	};
	size_t total = h->target.n;
	if (h->n > GUARD_HEADERS_MAX)
		return refuse(431, ret_why, "too many headers");
	for (size_t i = 0; i < h->n; i++) {
		const struct http_pair *p = &h->headers[i];
		total += p->name.n + p->value.n + 4;
		if (p->name.n > GUARD_NAME_MAX || p->value.n > GUARD_VALUE_MAX || total > GUARD_HEAD_MAX)
			return refuse(431, ret_why, "headers too long");
		if (!is_token(p->name))
			return refuse(400, ret_why, "a header name is no token");
		if (!is_value(p->value))
			return refuse(400, ret_why, "a control or broken character in a header");
	}
	struct sv v;
	for (size_t i = 0; i < sizeof(once) / sizeof(*once); i++)
		if (count(h, once[i], &v) > 1)
			return refuse(400, ret_why, "a header that must be single is there twice");
	return 0;
}

static int body_check(const struct guard_head *h, const char **ret_why)
{
	struct sv te = SV_NONE, cl = SV_NONE, v = SV_NONE;
	bool has_te = count(h, "Transfer-Encoding", &te), has_cl = count(h, "Content-Length", &cl);
	if (has_te && has_cl)
		return refuse(400, ret_why, "both Content-Length and Transfer-Encoding");
	if (has_te && !http_ieq(te, SV("chunked")))
		return refuse(400, ret_why, "unknown Transfer-Encoding");
	if (has_te && sv_is(h->version, "HTTP/1.0"))
		return refuse(400, ret_why, "Transfer-Encoding in HTTP/1.0");
	if (has_cl && !length_ok(cl))
		return refuse(400, ret_why, "Content-Length is no number");
	enum http_method m = http_method_of(h->method);
	if (m != HTTP_POST && m != HTTP_PUT && m != HTTP_PATCH && (has_te || guard_body_length(h) > 0))
		return refuse(400, ret_why, "a body where the method has none");
	if (count(h, "Expect", &v) && !http_ieq(v, SV("100-continue")))
		return refuse(417, ret_why, "unknown Expect");
	if (count(h, "Content-Encoding", &v) && !http_ieq(v, SV("identity")))
		return refuse(415, ret_why, "a compressed body");
	return 0;
}

int guard_head(const struct guard_head *h, const char **ret_why)
{
	int status = line_check(h, ret_why);
	if (!status)
		status = fields_check(h, ret_why);
	if (!status)
		status = body_check(h, ret_why);
	if (status)
		return status;
	struct sv host = SV_NONE;
	if (count(h, "Host", &host) != 1 || !is_host(host))
		return refuse(400, ret_why, "no good Host");
	return 0;
}

enum origin guard_origin(const struct http_request *rq, const struct sv *own, size_t n)
{
	struct sv site = http_header(rq, "Sec-Fetch-Site"), origin = http_header(rq, "Origin");
	if (site.p && !sv_is(site, "same-origin"))
		return ORIGIN_CROSS;
	if (!origin.p)
		return site.p ? ORIGIN_SAME : ORIGIN_UNKNOWN;
	for (size_t i = 0; i < n; i++)
		if (http_ieq(origin, own[i]))
			return ORIGIN_SAME;
	if (n)
		return ORIGIN_CROSS;
	struct sv scheme = rq->secure ? SV("https://") : SV("http://");
	bool same = sv_starts(origin, scheme) && http_ieq(sv_from(origin, scheme.n), http_header(rq, "Host"));
	return same ? ORIGIN_SAME : ORIGIN_CROSS;
}

bool guard_token(struct sv sent, struct sv expected)
{
	return expected.n > 0 && secret_eq(sent, expected);
}
