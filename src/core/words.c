#include "core/words.h"

#include "base/buf.h"
#include "base/utf8.h"

/* ---- words ---------------------------------------------------------------------------------------- */

static bool next_word(const char **at, struct sv *ret)
{
	while (**at == ' ')
		(*at)++;
	if (!**at)
		return false;
	const char *end = strchr(*at, ' ');
	size_t n = end ? (size_t)(end - *at) : strlen(*at);
	*ret = sv_make(*at, n);
	*at += n;
	return true;
}

bool words_eat(struct sv *s, const char *words)
{
	for (struct sv w; next_word(&words, &w);)
		if (sv_starts(*s, w)) {
			*s = sv_from(*s, w.n);
			return true;
		}
	return false;
}

bool words_start(struct sv s, const char *words)
{
	return words_eat(&s, words);
}

bool words_end(struct sv s, const char *words, size_t *ret_len)
{
	for (struct sv w; next_word(&words, &w);)
		if (sv_ends(s, w)) {
			if (ret_len)
				*ret_len = w.n;
			return true;
		}
	return false;
}

bool words_in(struct sv s, const char *words)
{
	for (struct sv w; next_word(&words, &w);)
		if (sv_has(s, w))
			return true;
	return false;
}

bool words_is(struct sv s, const char *words)
{
	for (struct sv w; next_word(&words, &w);)
		if (sv_eq(s, w))
			return true;
	return false;
}

static bool is_space(int32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF ||
	       (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F || cp == 0x2060;
}

struct sv words_clean(struct arena *a, struct sv s)
{
	struct sv h = utf8_half(a, s);
	struct buf b = buf_new(a, h.n + 1);
	bool gap = false;
	int32_t last = 0;
	for (int32_t cp; (cp = utf8_next(&h)) >= 0;) {
		if (is_space(cp)) {
			gap = true;
			continue;
		}
		if (gap && last >= '0' && last <= '9' && cp >= '0' && cp <= '9')
			buf_putc(&b, ' ');
		gap = false;
		last = cp;
		char t[4];
		buf_put(&b, sv_make(t, utf8_put(t, cp)));
	}
	return b.n ? buf_sv(&b) : SV("");
}

bool words_blank(struct sv clean)
{
	return clean.n == 0 || words_is(clean, "/ // - -- — —— – \\ 无 暂无 空 未填 N/A n/a");
}

/* ---- numbers -------------------------------------------------------------------------------------- */

/* 0..9 for a digit, 10, 100, 1000 for a unit, 20/30 for 廿/卅, −1 otherwise. */
static int han_value(int32_t cp)
{
	static const struct {
		int32_t cp;
		int v;
	} tab[] = {
		{ 0x3007, 0 }, { 0x96F6, 0 }, { 0x25CB, 0 }, { 0x4E00, 1 }, { 0x4E8C, 2 }, { 0x4E24, 2 },
		{ 0x4E09, 3 }, { 0x56DB, 4 }, { 0x4E94, 5 }, { 0x516D, 6 }, { 0x4E03, 7 }, { 0x516B, 8 },
		{ 0x4E5D, 9 }, { 0x58F9, 1 }, { 0x8D30, 2 }, { 0x53C1, 3 }, { 0x8086, 4 }, { 0x4F0D, 5 },
		{ 0x9646, 6 }, { 0x67D2, 7 }, { 0x634C, 8 }, { 0x7396, 9 }, { 0x5341, 10 }, { 0x62FE, 10 },
		{ 0x767E, 100 }, { 0x4F70, 100 }, { 0x5343, 1000 }, { 0x4EDF, 1000 }, { 0x5EFF, 20 },
		{ 0x5345, 30 },
	};
	for (size_t i = 0; i < sizeof(tab) / sizeof(*tab); i++)
		if (tab[i].cp == cp)
			return tab[i].v;
	return -1;
}

/* 三千五百, 十二, 二〇二三: bytes taken. */
static size_t take_han(struct sv s, int *ret, int *ret_digits)
{
	struct sv rest = s;
	int total = 0, digit = -1, run = 0, plain = 0;
	bool units = false;
	for (;;) {
		struct sv save = rest;
		int v = han_value(utf8_next(&rest));
		if (v < 0 || run > 8) {
			rest = save;
			break;
		}
		run++;
		if (v >= 20 && v < 100) {
			total += v;
			units = true;
		} else if (v >= 10) {
			total += (digit < 0 ? 1 : digit) * v;
			digit = -1;
			units = true;
		} else {
			plain = plain * 10 + v;
			digit = v;
		}
	}
	if (run == 0)
		return 0;
	*ret = units ? total + (digit > 0 ? digit : 0) : plain;
	*ret_digits = units ? 0 : run;
	return s.n - rest.n;
}

size_t number_take_int(struct sv s, int *ret, int *ret_digits)
{
	size_t i = 0;
	int v = 0;
	while (i < s.n && i < 9 && s.p[i] >= '0' && s.p[i] <= '9')
		v = v * 10 + (s.p[i++] - '0');
	if (i == 0)
		return take_han(s, ret, ret_digits);
	if (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		return 0;
	*ret = v;
	*ret_digits = (int)i;
	return i;
}

bool words_eat_int(struct sv *s, int *ret, int *ret_digits)
{
	size_t n = number_take_int(*s, ret, ret_digits);
	*s = sv_from(*s, n);
	return n > 0;
}

static bool is_digit(struct sv s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

size_t number_take(struct sv s, struct dec *ret)
{
	char text[40];
	size_t n = 0, i = 0;
	if (!is_digit(s, 0)) {
		int whole, digits, part;
		size_t took = take_han(s, &whole, &digits);
		if (!took)
			return 0;
		*ret = DEC((int64_t)whole);
		struct sv rest = sv_from(s, took);
		size_t more;
		if (words_eat(&rest, "点") && (more = take_han(rest, &part, &digits)) != 0 && digits > 0 &&
		    digits <= 6) {
			int64_t u = (int64_t)part * DEC_ONE;
			for (int k = 0; k < digits; k++)
				u /= 10;
			ret->u += u;
			return took + 3 + more;
		}
		return took;
	}
	for (; i < s.n && n < sizeof(text) - 2; i++) {
		bool group = s.p[i] == ',' && n && is_digit(s, i + 1) && is_digit(s, i + 2) &&
			is_digit(s, i + 3) &&
			     !is_digit(s, i + 4);
		if (group)
			continue;
		if (!is_digit(s, i))
			break;
		text[n++] = s.p[i];
	}
	if (i + 1 < s.n && s.p[i] == '.' && is_digit(s, i + 1)) {
		text[n++] = s.p[i++];
		for (int places = 0; is_digit(s, i); i++)
			if (places++ < 6 && n < sizeof(text) - 1)
				text[n++] = s.p[i];
	}
	return dec_parse(sv_make(text, n), ret) ? i : 0;
}
