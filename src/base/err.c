#include "base/err.h"

#include "base/bug.h"

static const struct {
	const char *name;
	int exit, http;
} codes[RC_COUNT_] = {
	[RC_OK] = { "ok", 0, 200 },
	[RC_INVALID] = { "invalid", 3, 422 },
	[RC_NOT_FOUND] = { "not_found", 4, 404 },
	[RC_DENIED] = { "denied", 6, 403 },
	[RC_CONFLICT] = { "conflict", 5, 409 },
	[RC_LIMIT] = { "limit", 3, 413 },
	[RC_BUSY] = { "busy", 75, 503 },
	[RC_FAILED] = { "failed", 1, 500 },
	[RC_CHECK] = { "check", 7, 500 },
	[RC_OFTEN] = { "often", 75, 429 },
	[RC_USAGE] = { "usage", 2, 400 },
	[RC_PART] = { "part", 8, 207 },
};

int rc_exit(enum rc rc)
{
	return codes[rc].exit;
}

int rc_http(enum rc rc)
{
	return codes[rc].http;
}

const char *rc_name(enum rc rc)
{
	return codes[rc].name;
}

static tr_fn *translate;

void tr_install(tr_fn *fn)
{
	translate = fn;
}

const char *tr(enum lang lang, const char *msgid)
{
	return translate ? translate(lang, msgid) : msgid;
}

void ctx_init(struct ctx *cx, struct arena *a, int64_t now, enum lang lang)
{
	*cx = (struct ctx){ .a = a, .now = now, .lang = lang };
	ctx_forget(cx);
}

void ctx_forget(struct ctx *cx)
{
	cx->faults = NULL;
	cx->faults_end = &cx->faults;
	cx->trail = SV_NONE;
}

static enum rc note(struct ctx *cx, enum rc rc, const char *field, const char *id, struct sv text)
{
	if (rc == RC_OK)
		BUG("a fault with RC_OK: %s", id);
	struct fault *f = NEW(cx->a, struct fault, 1);
	*f = (struct fault){ .field = field, .id = id, .text = text };
	*cx->faults_end = f;
	cx->faults_end = &f->next;
	return rc;
}

enum rc fail(struct ctx *cx, enum rc rc, const char *id, const char *msgid, ...)
{
	va_list ap;
	va_start(ap, msgid);
	struct sv text = arena_vprintf(cx->a, tr(cx->lang, msgid), ap);
	va_end(ap);
	return note(cx, rc, "", id, text);
}

enum rc fail_at(struct ctx *cx, enum rc rc, const char *field, const char *id, const char *msgid, ...)
{
	va_list ap;
	va_start(ap, msgid);
	struct sv text = arena_vprintf(cx->a, tr(cx->lang, msgid), ap);
	va_end(ap);
	return note(cx, rc, field, id, text);
}

enum rc fail_again(struct ctx *cx, enum rc rc, const struct ctx *from)
{
	for (const struct fault *f = from->faults; f; f = f->next)
	{
		struct fault **mine = cx->faults_end;
		(void)note(cx, rc, arena_cstr(cx->a, sv_of(f->field)), f->id, arena_sv(cx->a, f->text));
		(*mine)->label = arena_sv(cx->a, f->label);
	}
	return from->trail.n ? because(cx, rc, "%.*s", SV_ARG(from->trail)) : rc;
}

enum rc because(struct ctx *cx, enum rc rc, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct sv line = arena_vprintf(cx->a, fmt, ap);
	va_end(ap);
	cx->trail = cx->trail.n ? arena_printf(cx->a, "%.*s; %.*s", SV_ARG(cx->trail), SV_ARG(line)) : line;
	return rc;
}
