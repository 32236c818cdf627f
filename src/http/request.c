#include "http/request.h"

#include "base/bug.h"
#include "base/utf8.h"

#include <arpa/inet.h>

static const char *const method_names[HTTP_METHOD_COUNT_] = {
	[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST", [HTTP_PUT] = "PUT",
	[HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

const char *http_method_name(enum http_method m)
{
	return method_names[m];
}

enum http_method http_method_of(struct sv word)
{
	enum http_method m = HTTP_GET;
	while (m < HTTP_METHOD_COUNT_ && !sv_is(word, method_names[m]))
		m++;
	return m;
}

bool http_ieq(struct sv a, struct sv b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		unsigned x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];
		x += x >= 'A' && x <= 'Z' ? 32 : 0;
		y += y >= 'A' && y <= 'Z' ? 32 : 0;
		if (x != y)
			return false;
	}
	return true;
}

static enum rc bad_address(struct ctx *cx)
{
	return fail(cx, RC_INVALID, "http.address",
		    N_("This address is not well formed; check the link and try again."));
}

/* A decoded segment that would mean something else to a file system, a log or a proxy is refused. */
static bool segment_ok(struct sv s)
{
	if (sv_is(s, ".") || sv_is(s, "..") || !utf8_valid(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7f || c == '/' || c == '\\')
			return false;
	}
	return true;
}

enum rc request_target(struct ctx *cx, struct http_request *rq, struct sv target)
{
	rq->target = target;
	if (target.n == 0 || target.p[0] != '/')
		return bad_address(cx);
	const char *q = memchr(target.p, '?', target.n);
	struct sv raw = q ? sv_upto(target, (size_t)(q - target.p)) : target;
	struct sv query = q ? sv_from(target, raw.n + 1) : SV_NONE;
	struct sv rest = sv_from(raw, 1), part;
	rq->segs = 0;
	while (rest.n && sv_split(&rest, '/', &part)) {
		if (rq->segs == HTTP_SEGMENTS_MAX)
			return bad_address(cx);
		struct sv seg;
		if (part.n == 0 || !form_decode(cx->a, part, false, &seg) || !segment_ok(seg))
			return bad_address(cx);
		rq->seg[rq->segs++] = seg;
	}
	/* Each segment holds: so does the whole. A slash at the end says nothing more. */
	if (!form_decode(cx->a, raw, false, &rq->path))
		return bad_address(cx);
	return form_parse(cx, query, &FORM_QUERY, &rq->query);
}

struct sv http_header(const struct http_request *rq, const char *name)
{
	for (size_t i = 0; i < rq->header_count; i++)
		if (http_ieq(rq->headers[i].name, sv_of(name)))
			return rq->headers[i].value;
	return SV_NONE;
}

/* The media type without its parameters. */
static struct sv media_type(struct sv content_type)
{
	size_t n = 0;
	while (n < content_type.n && content_type.p[n] != ';')
		n++;
	return sv_trim(sv_upto(content_type, n));
}

enum body_kind request_body_kind(const struct http_request *rq)
{
	struct sv type = media_type(http_header(rq, "Content-Type"));
	if (type.n == 0)
		return BODY_NONE;
	if (http_ieq(type, SV("application/x-www-form-urlencoded")))
		return BODY_FORM;
	if (http_ieq(type, SV("application/json")))
		return BODY_JSON;
	if (http_ieq(type, SV("multipart/form-data")))
		return BODY_MULTIPART;
	return BODY_OTHER;
}

enum rc request_body(struct ctx *cx, struct http_request *rq)
{
	switch (request_body_kind(rq)) {
	case BODY_FORM:
		return form_parse(cx, rq->body, &FORM_BODY, &rq->form);
	case BODY_JSON: {
		const char *why = "";
		int line = 0, column = 0;
		rq->json = js_parse(cx->a, rq->body, &why, &line, &column);
		if (!rq->json && cx->lang != LANG_EN) /* the parser gives its reason in English alone */
			return fail(cx, RC_INVALID, "http.json",
				    N_("The JSON is broken at line %d, column %d; correct it."), line, column);
		if (!rq->json)
			return fail(cx, RC_INVALID, "http.json",
				    N_("The JSON is broken at line %d, column %d: %s; correct it."), line,
				    column, why);
		return RC_OK;
	}
	case BODY_NONE:
	case BODY_MULTIPART:
	case BODY_OTHER:
		break;
	}
	return RC_OK;
}

struct sv http_cookie(const struct http_request *rq, const char *name)
{
	struct sv rest = http_header(rq, "Cookie"), part, found = SV_NONE;
	while (sv_split(&rest, ';', &part)) {
		part = sv_trim(part);
		const char *eq = part.n ? memchr(part.p, '=', part.n) : NULL;
		if (!eq || !sv_is(sv_upto(part, (size_t)(eq - part.p)), name))
			continue;
		if (found.p)
			return SV_NONE;
		found = sv_from(part, (size_t)(eq - part.p) + 1);
	}
	return found;
}

static const struct http_param *param_find(const struct http_request *rq, const char *name)
{
	for (size_t i = 0; i < rq->params; i++)
		if (strcmp(rq->param[i].name, name) == 0)
			return &rq->param[i];
	BUG("the route has no parameter %s", name);
}

struct sv http_param(const struct http_request *rq, const char *name)
{
	return param_find(rq, name)->text;
}

int64_t http_param_int(const struct http_request *rq, const char *name)
{
	return param_find(rq, name)->i;
}

struct day http_param_day(const struct http_request *rq, const char *name)
{
	return param_find(rq, name)->day;
}

const struct http_file *http_file(const struct http_request *rq, const char *field)
{
	for (size_t i = 0; i < rq->file_count; i++)
		if (sv_is(rq->files[i].field, field))
			return &rq->files[i];
	return NULL;
}

bool http_is_json(const struct http_request *rq)
{
	if (request_body_kind(rq) == BODY_JSON || sv_starts(rq->path, SV("/api/")))
		return true;
	struct sv rest = http_header(rq, "Accept"), part;
	while (sv_split(&rest, ',', &part)) {
		struct sv type = media_type(part);
		if (http_ieq(type, SV("application/json")) || http_ieq(type, SV("application/problem+json")))
			return true;
		if (http_ieq(type, SV("text/html")))
			return false;
	}
	return false;
}

/* "q=0.5" in thousandths, 1000 where there is none. */
static int64_t quality(struct sv params)
{
	size_t at = sv_find(params, SV("q="), 0);
	struct dec d;
	if (at == SIZE_MAX)
		return 1000;
	if (!dec_parse(sv_trim(sv_upto(sv_from(params, at + 2), 5)), &d) || d.u < 0 || d.u > DEC_ONE)
		return 0;
	return d.u / 1000;
}

enum lang http_lang(struct sv accept_language)
{
	struct sv rest = accept_language, part;
	int64_t zh = 0, en = 0;
	while (sv_split(&rest, ',', &part)) {
		struct sv tag = media_type(part), primary = sv_upto(tag, 2);
		int64_t q = quality(sv_from(part, tag.n));
		if (tag.n > 2 && tag.p[2] != '-')
			continue;
		if (http_ieq(primary, SV("zh")) && q > zh)
			zh = q;
		if (http_ieq(primary, SV("en")) && q > en)
			en = q;
	}
	return en > zh ? LANG_EN : LANG_ZH;
}

/* An address in one spelling: ::ffff:1.2.3.4 is 1.2.3.4. SV_NONE if it is none. */
static struct sv address_of(struct arena *a, struct sv s)
{
	char *text = NEW(a, char, INET6_ADDRSTRLEN);
	struct in_addr v4;
	struct in6_addr v6;
	s = sv_trim(s);
	if (s.n == 0 || s.n >= INET6_ADDRSTRLEN)
		return SV_NONE;
	const char *cstr = arena_cstr(a, s);
	if (inet_pton(AF_INET, cstr, &v4) == 1) {
		inet_ntop(AF_INET, &v4, text, INET6_ADDRSTRLEN);
		return sv_of(text);
	}
	if (inet_pton(AF_INET6, cstr, &v6) != 1)
		return SV_NONE;
	inet_ntop(AF_INET6, &v6, text, INET6_ADDRSTRLEN);
	struct sv mapped = SV("::ffff:");
	if (IN6_IS_ADDR_V4MAPPED(&v6) && sv_starts(sv_of(text), mapped))
		return sv_from(sv_of(text), mapped.n);
	return sv_of(text);
}

static bool listed(struct sv s, const struct sv *trusted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(s, trusted[i]))
			return true;
	return false;
}

void request_peer(struct http_request *rq, struct sv direct, const struct sv *trusted, size_t n)
{
	struct sv peer = address_of(rq->a, direct);
	rq->peer = peer.p ? peer : SV("local");
	if (!listed(rq->peer, trusted, n))
		return;
	rq->secure = rq->secure || http_ieq(sv_trim(http_header(rq, "X-Forwarded-Proto")), SV("https"));
	/* From the right: each hop was added by the one before it, and only trusted ones are believed. */
	struct sv list = http_header(rq, "X-Forwarded-For");
	for (int hops = 0; list.n && hops < 16; hops++) {
		size_t cut = list.n;
		while (cut > 0 && list.p[cut - 1] != ',')
			cut--;
		struct sv hop = address_of(rq->a, sv_from(list, cut));
		if (!hop.p)
			return;
		rq->peer = hop;
		if (!listed(hop, trusted, n))
			return;
		list = sv_upto(list, cut ? cut - 1 : 0);
	}
}
