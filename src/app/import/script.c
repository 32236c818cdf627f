#include "app/import/script.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <opencc/opencc.h>

struct script {
	opencc_t cc;
};

static void script_close(void *arg)
{
	opencc_close(((struct script *)arg)->cc);
}

enum rc script_open(struct ctx *cx, struct script **ret)
{
	opencc_t cc = opencc_open("t2s.json");
	if (cc == (opencc_t)-1)
		return fail(cx, RC_FAILED, "import.opencc",
			    N_("The tables for Traditional script are missing. Install the package "
			       "libopencc-data."));
	struct script *s = NEW(cx->a, struct script, 1);
	s->cc = cc;
	arena_defer(cx->a, script_close, s);
	*ret = s;
	return RC_OK;
}

static bool toned(int32_t cp)
{
	return (cp >= 0xE0 && cp <= 0xFC && cp != 0xF7) || (cp >= 0x100 && cp <= 0x17F) ||
		(cp >= 0x1CD && cp <= 0x1DC) ||
	       (cp >= 0x300 && cp <= 0x30C) || cp == 0x1E3F || (cp >= 0x1F8 && cp <= 0x1F9);
}

/* Length of "(zhàn)" at the front of `s`, 0 if there is no gloss. */
static size_t gloss(struct sv s)
{
	struct sv t = s;
	int32_t cp = utf8_next(&t);
	bool tone = false;
	int n = 0;
	if (cp != '(' && cp != 0xFF08)
		return 0;
	while ((cp = utf8_next(&t)) >= 0 && n++ < 60) {
		if (cp == ')' || cp == 0xFF09)
			return tone ? s.n - t.n : 0;
		tone |= toned(cp);
		bool letter = (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || toned(cp) ||
			cp == ' ' || cp == '\'' ||
			      cp == 0x2019 || cp == 0x251 || cp == 0x261;
		if (!letter)
			return 0;
	}
	return 0;
}

struct sv script_strip_pinyin(struct arena *a, struct sv text)
{
	if (!sv_has(text, SV("(")) && !sv_has(text, SV("（")))
		return text;
	struct buf b = buf_new(a, text.n + 1);
	bool han = false;
	for (struct sv s = text; s.n;) {
		size_t n = han ? gloss(s) : 0;
		if (n) {
			s = sv_from(s, n);
			continue;
		}
		struct sv start = s;
		han = utf8_is_han(utf8_next(&s));
		buf_put(&b, sv_upto(start, start.n - s.n));
	}
	return b.n ? buf_sv(&b) : SV("");
}

struct sv script_simplify(struct arena *a, struct script *s, struct sv text)
{
	struct sv clean = script_strip_pinyin(a, text);
	bool ascii = true;
	for (size_t i = 0; i < clean.n && ascii; i++)
		ascii = (unsigned char)clean.p[i] < 0x80;
	if (ascii)
		return clean;
	char *out = opencc_convert_utf8(s->cc, clean.p, clean.n);
	if (!out)
		return clean; /* not convertible: it stays as it is */
	struct sv copy = arena_sv(a, sv_of(out));
	opencc_convert_utf8_free(out);
	return copy;
}

struct grid script_grid(struct arena *a, struct script *s, const struct grid *g, bool *ret_changed)
{
	struct grid out = *g;
	size_t n = (size_t)g->rows * (size_t)g->cols;
	*ret_changed = false;
	out.cells = NEW(a, struct cell, n);
	for (size_t i = 0; i < n; i++) {
		out.cells[i] = g->cells[i];
		if (g->cells[i].kind != CELL_TEXT)
			continue;
		out.cells[i].text = script_simplify(a, s, g->cells[i].text);
		*ret_changed |= !sv_eq(out.cells[i].text, g->cells[i].text);
	}
	out.name = script_simplify(a, s, g->name);
	return out;
}
