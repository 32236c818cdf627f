#include "http/reply.h"

#include "base/bug.h"

#include <unistd.h>

void reply_init(struct http_reply *rp, struct arena *a)
{
	*rp = (struct http_reply){ .a = a, .status = 200, .fd = -1, .body = buf_new(a, REPLY_BODY_MAX) };
}

void reply_clear(struct http_reply *rp)
{
	bool quiet = rp->quiet, close_after = rp->close;
	reply_init(rp, rp->a);
	rp->quiet = quiet;
	rp->close = close_after;
}

static bool header_ok(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
			return false;
	return true;
}

void reply_header(struct http_reply *rp, const char *name, struct sv value)
{
	if (!header_ok(value)) {
		rp->broken = true;
		return;
	}
	if (rp->headers == REPLY_HEADERS_MAX)
		BUG("more than %d headers in one reply", REPLY_HEADERS_MAX);
	rp->header[rp->headers++] = (struct http_pair){ sv_of(name), arena_sv(rp->a, value) };
}

void reply_redirect(struct http_reply *rp, struct sv path)
{
	/* "//x" and "/\x" are other hosts to a browser. */
	bool own =
		path.n >= 1 && path.p[0] == '/' && !(path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\'));
	if (!own) {
		rp->broken = true;
		return;
	}
	rp->status = 303;
	rp->type = NULL;
	reply_header(rp, "Location", path);
}

void reply_text(struct http_reply *rp, int status, struct sv text)
{
	rp->status = status;
	rp->type = "text/plain; charset=utf-8";
	buf_put(&rp->body, text);
}

void reply_json(struct http_reply *rp, int status, const struct js *v)
{
	rp->status = status;
	rp->type = "application/json";
	js_write(&rp->body, v);
}

struct sv reply_disposition(struct arena *a, struct sv name, bool attachment)
{
	struct buf b = buf_new(a, 4096);
	bool ascii = true;
	buf_puts(&b, attachment ? "attachment; filename=\"" : "inline; filename=\"");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		bool plain = c >= 0x20 && c < 0x7f && !strchr("\"\\/%;", c);
		ascii = ascii && plain;
		if (plain || (c & 0xC0) != 0x80) /* one _ for a whole character */
			buf_putc(&b, plain ? (char)c : '_');
	}
	buf_putc(&b, '"');
	if (!ascii) {
		buf_puts(&b, "; filename*=UTF-8''");
		form_encode(&b, name);
	}
	return b.over ? SV("attachment") : buf_sv(&b);
}

static void close_fd(void *arg)
{
	close((int)(intptr_t)arg);
}

void reply_file(struct http_reply *rp, int fd, int64_t size, const char *type, struct sv name,
		bool attachment)
{
	if (fd < 0 || size < 0)
		BUG("a reply with no file");
	arena_defer(rp->a, close_fd, (void *)(intptr_t)fd);
	rp->fd = fd;
	rp->size = size;
	rp->type = type;
	reply_header(rp, "Content-Disposition", reply_disposition(rp->a, name, attachment));
}

bool reply_etag(struct http_reply *rp, const struct http_request *rq, struct sv tag)
{
	struct sv quoted = arena_printf(rp->a, "\"%.*s\"", SV_ARG(tag));
	reply_header(rp, "ETag", quoted);
	if (rq->method != HTTP_GET && rq->method != HTTP_HEAD)
		return false;
	struct sv rest = http_header(rq, "If-None-Match"), part;
	while (sv_split(&rest, ',', &part)) {
		part = sv_trim(part);
		if (sv_starts(part, SV("W/")))
			part = sv_from(part, 2);
		if (sv_eq(part, quoted)) {
			rp->status = 304;
			rp->type = NULL;
			return true;
		}
	}
	return false;
}

static const char *cookie_name(struct arena *a, const struct http_request *rq, const char *name)
{
	return rq->secure ? arena_printf(a, "__Host-%s", name).p : name;
}

void reply_cookie(struct http_reply *rp, const struct http_request *rq, const char *name, struct sv value,
		  const struct http_cookie_opts *opts)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] <= 0x20 || (unsigned char)value.p[i] >= 0x7f ||
		    strchr("\",;\\", value.p[i])) {
			rp->broken = true;
			return;
		}
	struct buf b = buf_new(rp->a, 4096);
	buf_printf(&b, "%s=%.*s; Path=/; HttpOnly; SameSite=%s", cookie_name(rp->a, rq, name), SV_ARG(value),
		   opts->lax ? "Lax" : "Strict");
	if (rq->secure)
		buf_puts(&b, "; Secure");
	if (opts->max_age_s)
		buf_printf(&b, "; Max-Age=%lld", (long long)(opts->max_age_s > 0 ? opts->max_age_s : 0));
	if (b.over)
		BUG("a cookie longer than 4096 bytes");
	reply_header(rp, "Set-Cookie", buf_sv(&b));
}

void reply_cookie_drop(struct http_reply *rp, const struct http_request *rq, const char *name)
{
	reply_cookie(rp, rq, name, SV(""), &(struct http_cookie_opts){ .max_age_s = -1 });
}

struct sv request_cookie(const struct http_request *rq, const char *name)
{
	return http_cookie(rq, cookie_name(rq->a, rq, name));
}

const char *rc_title(enum lang lang, enum rc rc)
{
	static const char *const titles[RC_COUNT_] = {
		[RC_OK] = N_("Done"),
		[RC_INVALID] = N_("Please correct what was entered"),
		[RC_NOT_FOUND] = N_("Not found"),
		[RC_DENIED] = N_("Not allowed"),
		[RC_CONFLICT] = N_("Not possible as things stand"),
		[RC_LIMIT] = N_("Too large or too many"),
		[RC_BUSY] = N_("Busy, please try again"),
		[RC_FAILED] = N_("The server could not do it"),
		[RC_CHECK] = N_("A check found problems"),
		[RC_OFTEN] = N_("Too many tries"),
		[RC_USAGE] = N_("The request is not understood"),
		[RC_PART] = N_("Done in part"),
	};
	return tr(lang, titles[rc]);
}

void reply_problem(struct http_reply *rp, struct ctx *cx, enum rc rc, int status)
{
	reply_clear(rp);
	struct arena *a = rp->a;
	struct js *o = js_obj(a), *list = js_arr(a);
	if (status == 0)
		status = rc_http(rc);
	js_set_sv(a, o, "type", arena_printf(a, "urn:bixue:problem:%s", rc_name(rc)));
	js_set_sv(a, o, "title", sv_of(rc_title(cx->lang, rc)));
	js_set_int(a, o, "status", status);
	js_set_sv(a, o, "code", sv_of(rc_name(rc)));
	if (cx->faults)
		js_set_sv(a, o, "detail", cx->faults->text);
	for (const struct fault *f = cx->faults; f; f = f->next) {
		struct js *one = js_push(list, js_obj(a));
		js_set_sv(a, one, "field", sv_of(f->field));
		js_set_sv(a, one, "id", sv_of(f->id));
		js_set_sv(a, one, "text", f->text);
	}
	js_set(o, "faults", list);
	reply_json(rp, status, o);
	rp->type = "application/problem+json";
}

void reply_secure(struct http_reply *rp, const struct http_request *rq, bool hsts)
{
	static const char *const fixed[][2] = {
		{ "Content-Security-Policy",
		  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
		     "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		/* Not no-referrer: browsers would then send "Origin: null" with our own forms. */
		{ "Referrer-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "X-Frame-Options", "DENY" },
		{ "Permissions-Policy", "geolocation=(), microphone=(), camera=()" },
	};
	static const char *const cache[] = {
		[CACHE_CHECK] = "private, no-cache",
		[CACHE_NEVER] = "no-store",
		[CACHE_FOREVER] = "public, max-age=31536000, immutable",
	};
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		reply_header(rp, fixed[i][0], sv_of(fixed[i][1]));
	reply_header(rp, "Cache-Control", sv_of(cache[rp->status < 400 ? rp->cache : CACHE_NEVER]));
	if (rq->secure && hsts)
		reply_header(rp, "Strict-Transport-Security", SV("max-age=31536000; includeSubDomains"));
}
