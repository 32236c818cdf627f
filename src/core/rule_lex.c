#include "core/rule_lex.h"

#include "base/utf8.h"

static bool is_space(int32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\r' || cp == 0xA0 || cp == 0x3000;
}

/* Full width to half width, minus signs and dashes to '-', capitals to small ones. */
static int32_t plain(int32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFF01 - 0x21;
	if (cp == 0x2212 || cp == 0x2013 || cp == 0x2014)
		return '-';
	if (cp >= 'A' && cp <= 'Z')
		return cp + ('a' - 'A');
	return is_space(cp) ? ' ' : cp;
}

int32_t rule_peek(const struct rule_cur *c)
{
	struct sv s = c->s;
	int32_t cp = utf8_next(&s);
	return cp < 0 ? -1 : plain(cp);
}

void rule_skip(struct rule_cur *c)
{
	if (utf8_next(&c->s) < 0)
		return;
	c->at.col++;
}

void rule_space(struct rule_cur *c)
{
	while (rule_peek(c) == ' ')
		rule_skip(c);
}

void rule_seps(struct rule_cur *c)
{
	for (int32_t p = rule_peek(c); p == ' ' || p == ',' || p == ';' || p == 0x3001; p = rule_peek(c))
		rule_skip(c);
}

bool rule_end(struct rule_cur *c)
{
	rule_space(c);
	return c->s.n == 0;
}

bool rule_eat(struct rule_cur *c, const char *word)
{
	struct rule_cur t = *c;
	struct sv w = sv_of(word);
	for (int32_t want; (want = utf8_next(&w)) >= 0; rule_skip(&t))
		if (rule_peek(&t) != want)
			return false;
	*c = t;
	return true;
}

bool rule_eat_any(struct rule_cur *c, const char *alts)
{
	struct sv list = sv_of(alts), one;
	struct rule_cur best = *c;
	while (sv_split(&list, '|', &one)) {
		struct rule_cur t = *c;
		bool ok = one.n > 0;
		for (int32_t want; ok && (want = utf8_next(&one)) >= 0; rule_skip(&t))
			ok = rule_peek(&t) == want;
		if (ok && t.s.n < best.s.n)
			best = t;
	}
	if (best.s.n == c->s.n)
		return false;
	*c = best;
	return true;
}

bool rule_int(struct rule_cur *c, int *ret)
{
	static const int32_t han[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
				      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341}; /* 一二三四五六七八九十 */
	int32_t p = rule_peek(c);
	for (int i = 0; i < 10; i++)
		if (p == han[i] || (i == 1 && p == 0x4E24)) { /* 两 */
			rule_skip(c);
			*ret = i + 1;
			return true;
		}
	struct rule_cur t = *c;
	int v = 0, digits = 0;
	for (; (p = rule_peek(&t)) >= '0' && p <= '9'; rule_skip(&t)) {
		if (++digits > 6)
			return false;
		v = v * 10 + (int)(p - '0');
	}
	if (digits == 0)
		return false;
	*c = t;
	*ret = v;
	return true;
}

bool rule_number(struct rule_cur *c, struct dec *ret)
{
	struct rule_cur t = *c;
	char text[32];
	size_t n = 0;
	for (int32_t p; ((p = rule_peek(&t)) >= '0' && p <= '9') || p == '.'; rule_skip(&t)) {
		if (n == sizeof(text))
			return false;
		text[n++] = (char)p;
	}
	if (!dec_parse(sv_make(text, n), ret))
		return false;
	*c = t;
	return true;
}

struct sv rule_word(struct rule_cur *c, const char *stops)
{
	const char *from = c->s.p;
	size_t n = c->s.n;
	for (int32_t p; (p = rule_peek(c)) >= 0; rule_skip(c)) {
		struct sv set = sv_of(stops);
		bool stop = false;
		for (int32_t q; (q = utf8_next(&set)) >= 0;)
			stop |= p == q;
		if (stop)
			break;
	}
	return sv_trim(sv_make(from, n - c->s.n));
}

bool rule_next_stmt(struct rule_cur *text, struct rule_stmt *ret)
{
	struct sv line;
	while (text->s.p && sv_split(&text->s, '\n', &line)) {
		struct rule_cur c = {line, {text->at.line++, 1}};
		if (rule_end(&c) || rule_peek(&c) == '#')
			continue;
		*ret = (struct rule_stmt){.key = c};
		rule_word(&c, ":");
		ret->key.s = sv_trim(sv_upto(ret->key.s, ret->key.s.n - c.s.n));
		ret->colon = rule_peek(&c) == ':';
		if (ret->colon)
			rule_skip(&c);
		ret->value = c;
		return true;
	}
	return false;
}

bool rule_bad_char(struct sv text, struct rule_at *ret, int32_t *ret_cp)
{
	struct rule_at at = {1, 1};
	while (text.n) {
		struct sv rest = text;
		int32_t cp = utf8_next(&rest);
		bool bad = (cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') ||
			   (cp >= 0x7F && cp < 0xA0) || cp == 0xFFFD || cp == 0xFEFF ||
			   (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
			   (cp >= 0x2060 && cp <= 0x2069);
		if (bad) {
			*ret = at;
			*ret_cp = cp;
			return true;
		}
		at.col++;
		if (cp == '\n')
			at = (struct rule_at){at.line + 1, 1};
		text = rest;
	}
	return false;
}
