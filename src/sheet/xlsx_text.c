#include "sheet/xlsx_text.h"

#include "base/utf8.h"
#include "sheet/limits.h"

struct rich rich_new(struct arena *a)
{
	return (struct rich){ .text = buf_new(a, CELL_BYTES_MAX) };
}

void rich_reset(struct rich *r)
{
	struct buf b = r->text;
	b.n = 0;
	b.over = false;
	*r = (struct rich){ .text = b, .all_strike = true };
}

void rich_start(struct rich *r, const struct xml_el *el)
{
	if (r->rph)
		return;
	if (sv_is(el->name, "rPh")) {
		r->rph = el->depth;
	} else if (sv_is(el->name, "t")) {
		r->in_t = true;
	} else if (sv_is(el->name, "r")) {
		r->in_run = true;
		r->run_strike = false;
	} else if (sv_is(el->name, "strike") && r->in_run) {
		r->run_strike = xml_att_true(el, "val", true);
	}
}

void rich_text(struct rich *r, struct sv s)
{
	if (!r->in_t || r->rph)
		return;
	buf_put(&r->text, s);
	if (sv_trim(s).n) {
		r->some = true;
		r->all_strike = r->all_strike && r->in_run && r->run_strike;
	}
}

void rich_end(struct rich *r, struct sv name, int depth)
{
	if (r->rph) {
		if (r->rph == depth)
			r->rph = 0;
		return;
	}
	if (sv_is(name, "t"))
		r->in_t = false;
	else if (sv_is(name, "r"))
		r->in_run = false;
}

bool rich_struck(const struct rich *r)
{
	return r->some && r->all_strike;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of "_xHHHH_" at the front, or -1. */
static int32_t escape_at(struct sv s)
{
	if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
		return -1;
	int32_t cp = 0;
	for (int i = 2; i < 6; i++) {
		int h = hex_digit(s.p[i]);
		if (h < 0)
			return -1;
		cp = cp * 16 + h;
	}
	return cp == 0 || (cp >= 0xD800 && cp < 0xE000) ? -1 : cp;
}

struct sv xlsx_unescape(struct arena *a, struct sv s)
{
	size_t at = sv_find(s, SV("_x"), 0);
	if (at == SIZE_MAX)
		return s;
	char *p = NEW(a, char, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		int32_t cp = escape_at(sv_from(s, i));
		if (cp < 0) {
			p[n++] = s.p[i++];
			continue;
		}
		n += utf8_put(p + n, cp);
		i += 7;
	}
	return sv_make(p, n);
}

/* ---- the shared table -------------------------------------------------------------------------------- */

struct shared_reader {
	struct ctx *cx;
	const struct zip_part *part;
	struct shared_table t;
	struct rich rich;
	bool in_si;
};

static enum rc shared_start(void *arg, const struct xml_el *el)
{
	struct shared_reader *r = arg;
	if (el->depth == 2 && sv_is(el->name, "si")) {
		r->in_si = true;
		rich_reset(&r->rich);
	} else if (r->in_si) {
		rich_start(&r->rich, el);
	}
	return RC_OK;
}

static enum rc shared_text(void *arg, struct sv s)
{
	struct shared_reader *r = arg;
	if (r->in_si)
		rich_text(&r->rich, s);
	return RC_OK;
}

static enum rc push(struct shared_reader *r)
{
	struct shared_table *t = &r->t;
	if (r->rich.text.over)
		return xml_broken(r->cx, r->part, "a text over Excel's limit");
	if (t->n == XLSX_STRINGS_MAX)
		return xml_broken(r->cx, r->part, "too many texts");
	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 256;
		struct shared *s = NEW(r->cx->a, struct shared, cap);
		if (t->n)
			memcpy(s, t->s, t->n * sizeof(*s));
		t->s = s;
		t->cap = cap;
	}
	struct sv text = xlsx_unescape(r->cx->a, sv_trim(buf_sv(&r->rich.text)));
	t->s[t->n++] = (struct shared){ text.n ? arena_sv(r->cx->a, text) : SV(""), rich_struck(&r->rich) };
	return RC_OK;
}

static enum rc shared_end(void *arg, struct sv name, int depth)
{
	struct shared_reader *r = arg;
	if (!r->in_si)
		return RC_OK;
	if (depth == 2) {
		r->in_si = false;
		return push(r);
	}
	rich_end(&r->rich, name, depth);
	return RC_OK;
}

enum rc xlsx_shared_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part, struct shared_table *ret)
{
	static const struct xml_handlers h = { shared_start, shared_end, shared_text };
	struct shared_reader r = { .cx = cx, .part = part, .rich = rich_new(cx->a) };
	TRY(xml_read(cx, z, part, &h, &r));
	*ret = r.t;
	return RC_OK;
}
