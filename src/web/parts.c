#include "web/parts.h"

#include "base/bug.h"

const struct fault *fault_at(const struct fault *faults, const char *field)
{
	for (const struct fault *f = faults; f; f = f->next)
		if (f->field && strcmp(f->field, field) == 0)
			return f;
	return NULL;
}

struct sv fault_line(const struct out *o, const struct fault *f)
{
	return f->label.n ? arena_tr(o->b.a, o->lang, N_("%.*s: %.*s"), SV_ARG(f->label), SV_ARG(f->text)) : f->text;
}

void fault_names(const struct fault *faults, const struct ui_field *field, size_t n)
{
	for (const struct fault *f = faults; f; f = f->next)
		for (size_t i = 0; i < n; i++)
			if (f->field && strcmp(field[i].name, f->field) == 0 && field[i].label.n)
				((struct fault *)(uintptr_t)f)->label = field[i].label; /* pages see faults const; they are the request's own */
}

struct sv frame_kind_class(enum frame_kind k)
{
	switch (k) {
	case FRAME_WORK:
		return SV("work");
	case FRAME_PLAIN:
		return SV("plain");
	case FRAME_PHONE:
		return SV("phone");
	}
	BUG("frame kind %d", k);
}

struct sv frame_paper_class(enum paper p)
{
	switch (p) {
	case PAPER_TALL:
		return SV("tall");
	case PAPER_WIDE:
		return SV("wide");
	case PAPER_POSTER:
		return SV("poster");
	case PAPER_CUT:
		return SV("cut");
	}
	BUG("paper %d", p);
}

struct sv button_class(enum button_kind k)
{
	switch (k) {
	case BUTTON_PLAIN:
		return SV("btn");
	case BUTTON_DEFAULT:
		return SV("btn btn-main");
	case BUTTON_WARN:
		return SV("btn btn-warn");
	case BUTTON_QUIET:
		return SV("btn btn-quiet");
	}
	BUG("button kind %d", k);
}

struct sv notice_class(enum notice_kind k)
{
	switch (k) {
	case NOTICE_INFO:
		return SV("info");
	case NOTICE_DONE:
		return SV("done");
	case NOTICE_WARN:
		return SV("warn");
	case NOTICE_LOCK:
		return SV("lock");
	}
	BUG("notice kind %d", k);
}

struct sv column_class(const struct ui_column *c)
{
	switch (c->kind) {
	case COLUMN_TEXT:
		return c->minor ? SV("minor") : SV("text");
	case COLUMN_NUMBER:
		return c->minor ? SV("num minor") : SV("num");
	case COLUMN_DATE:
		return c->minor ? SV("date minor") : SV("date");
	case COLUMN_TAG:
		return c->minor ? SV("state minor") : SV("state");
	}
	BUG("column kind %d", c->kind);
}

struct sv yes_no(bool b)
{
	return b ? SV("true") : SV("false");
}

struct sv key_text(struct arena *a, char key)
{
	return arena_sv(a, sv_make(&key, 1));
}

struct sv width_class(struct arena *a, int width)
{
	return width > 0 ? arena_printf(a, "in-%d", width) : SV("in-full");
}

struct sv described_by(struct arena *a, const struct ui_field *f)
{
	struct buf b = buf_new(a, 512);
	if (f->hint.n)
		buf_printf(&b, "h-%s ", f->name);
	if (f->why.n)
		buf_printf(&b, "w-%s ", f->name);
	if (fault_at(f->faults, f->name))
		buf_printf(&b, "e-%s ", f->name);
	return sv_trim(buf_sv(&b));
}

struct sv input_type(enum input_kind k)
{
	switch (k) {
	case INPUT_DATE:
		return SV("date");
	case INPUT_PASSWORD:
		return SV("password");
	case INPUT_FILE:
		return SV("file");
	case INPUT_CHECK:
	case INPUT_CHECKS:
		return SV("checkbox");
	case INPUT_RADIO:
		return SV("radio");
	case INPUT_LINE:
	case INPUT_TEXT:
	case INPUT_SELECT:
	case INPUT_NUMBER: /* not type=number: a wheel changes it and a full-width digit empties it */
	case INPUT_CODE:
	case INPUT_TABLE:
		return SV("text");
	}
	BUG("input kind %d", k);
}

struct dec percent_width(struct dec percent)
{
	if (percent.u < 0)
		return DEC(0);
	return percent.u > DEC(100).u ? DEC(100) : percent;
}

/* Templates take no http-equiv: this is the one place that writes it. */
void ui_refresh(struct out *o, int seconds, bool always)
{
	out_raw(o, always ? SV("<meta http-equiv=\"refresh\" content=\"") : SV("<noscript><meta http-equiv=\"refresh\" content=\""));
	out_int(o, seconds);
	out_raw(o, always ? SV("\">") : SV("\"></noscript>"));
}
