#include "sheet/numfmt.h"

#include "base/buf.h"

enum { TEXT_MAX = 4096 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Case-insensitive for ASCII. */
static bool starts(struct sv s, const char *word)
{
	size_t n = strlen(word);
	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(s.p[i]) != lower(word[i]))
			return false;
	return true;
}

/* ---- tokens ------------------------------------------------------------------------------------------ */

enum token {
	T_END,
	T_LITERAL,   /* quoted, escaped, or a character without a meaning */
	T_SKIP,      /* space of a width, fill */
	T_BRACKET,   /* [Red], [$-804], [>1], [h] */
	T_SECTION,   /* ; */
	T_GENERAL,
	T_AMPM,      /* AM/PM, A/P, 上午/下午 */
	T_DATE,      /* a run of one letter of y m d h s e a(aa) */
	T_DIGIT,     /* 0 # ? */
	T_POINT,
	T_COMMA,
	T_PERCENT,
	T_OTHER,     /* E+ / @ !: not rendered here */
};

static size_t run_of(struct sv s)
{
	size_t n = 1;
	while (n < s.n && lower(s.p[n]) == lower(s.p[0]))
		n++;
	return n;
}

/* Length of a UTF-8 character by its first byte. */
static size_t char_len(struct sv s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	return n < s.n ? n : s.n;
}

/* Quoted text, escapes, padding and brackets; T_END when it is none of them. */
static enum token delimited(struct sv s, struct sv *ret, size_t *ret_n)
{
	if (s.p[0] == '"' || s.p[0] == '[') {
		char close = s.p[0] == '"' ? '"' : ']';
		size_t end = 1;
		while (end < s.n && s.p[end] != close)
			end++;
		*ret = sv_make(s.p + 1, end - 1);
		*ret_n = end < s.n ? end + 1 : end;
		return close == '"' ? T_LITERAL : T_BRACKET;
	}
	if (s.p[0] == '\\' || s.p[0] == '!' || s.p[0] == '_' || s.p[0] == '*') {
		struct sv next = sv_from(s, 1);
		size_t n = next.n ? char_len(next) : 0;
		*ret = sv_upto(next, n);
		*ret_n = 1 + n;
		return s.p[0] == '\\' || s.p[0] == '!' ? T_LITERAL : T_SKIP;
	}
	return T_END;
}

static enum token worded(struct sv s, size_t *ret_n)
{
	static const struct {
		const char *word;
		enum token t;
	} words[] = {
		{ "General", T_GENERAL }, { "G/通用格式", T_GENERAL },
		{ "AM/PM", T_AMPM },	  { "A/P", T_AMPM },
		{ "上午/下午", T_AMPM },
		{ "E+", T_OTHER },	  { "E-", T_OTHER },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (starts(s, words[i].word)) {
			*ret_n = strlen(words[i].word);
			return words[i].t;
		}
	return T_END;
}

static enum token next(struct sv *s, struct sv *ret)
{
	if (s->n == 0)
		return T_END;
	size_t n = 0;
	struct sv text = SV_NONE;
	enum token t = delimited(*s, &text, &n);
	if (t == T_END) {
		t = worded(*s, &n);
		text = sv_upto(*s, n);
	}
	if (t == T_END) {
		char c = lower(s->p[0]);
		n = 1;
		t = c == ';' ? T_SECTION : c == '0' || c == '#' || c == '?' ? T_DIGIT : c == '.' ? T_POINT :
		    c == ',' ? T_COMMA : c == '%' ? T_PERCENT : c == '/' || c == '@' ? T_OTHER : T_LITERAL;
		if (memchr("ymdhse", c, 6) || (c == 'a' && run_of(*s) >= 3)) {
			t = T_DATE;
			n = run_of(*s);
		} else if (t == T_LITERAL) {
			n = char_len(*s);
		}
		text = sv_upto(*s, n);
	}
	*ret = text;
	*s = sv_from(*s, n);
	return t;
}

static bool elapsed(struct sv bracket)
{
	return bracket.n && run_of(bracket) == bracket.n && memchr("hms", lower(bracket.p[0]), 3);
}

/* ---- what kind --------------------------------------------------------------------------------------- */

struct numfmt numfmt_of_code(struct sv code)
{
	struct numfmt f = { NUMFMT_GENERAL, code };
	bool digits = false, percent = false, date = false, time = false, month_or_minute = false;
	struct sv rest = code, t;
	if (code.n > NUMFMT_CODE_MAX)
		return f;
	for (enum token k = next(&rest, &t); k != T_END && k != T_SECTION; k = next(&rest, &t)) {
		if (k == T_BRACKET && elapsed(t))
			time = true;
		if (k == T_DIGIT && !time && !date)
			digits = true;
		digits = digits || (k == T_GENERAL && rest.n > 0); /* General"项" */
		percent = percent || k == T_PERCENT;
		if (k != T_DATE)
			continue;
		char c = lower(t.p[0]);
		if (c == 'm')
			month_or_minute = true;
		else if (c == 'h' || c == 's')
			time = true;
		else
			date = true;
	}
	if (digits)
		f.kind = percent ? NUMFMT_PERCENT : NUMFMT_NUMBER;
	else if (date || (month_or_minute && !time))
		f.kind = NUMFMT_DATE;
	else if (time) /* "m月d日 h时" has a d; "h:mm" has no month */
		f.kind = NUMFMT_TIME;
	return f;
}

struct numfmt numfmt_builtin(int id)
{
	static const char ym[] = "yyyy\"年\"m\"月\"", md[] = "m\"月\"d\"日\"", hm[] = "h\"时\"mm\"分\"",
			  hms[] = "h\"时\"mm\"分\"ss\"秒\"", ahm[] = "上午/下午h\"时\"mm\"分\"",
			  ahms[] = "上午/下午h\"时\"mm\"分\"ss\"秒\"";
	static const struct {
		int id;
		const char *code;
	} codes[] = {
		{ 1, "0" },	       { 2, "0.00" },	      { 3, "#,##0" },	      { 4, "#,##0.00" },
		{ 5, "¥#,##0;¥-#,##0" }, { 6, "¥#,##0;¥-#,##0" }, { 7, "¥#,##0.00;¥-#,##0.00" },
		{ 8, "¥#,##0.00;¥-#,##0.00" },
		{ 9, "0%" },	       { 10, "0.00%" },	      { 14, "yyyy/m/d" },     { 15, "d-mmm-yy" },
		{ 16, "d-mmm" },       { 17, "mmm-yy" },      { 18, "h:mm AM/PM" },   { 19, "h:mm:ss AM/PM" },
		{ 20, "h:mm" },	       { 21, "h:mm:ss" },     { 22, "yyyy/m/d h:mm" }, { 27, ym },
		{ 28, md },	       { 29, md },	      { 30, "m/d/yy" },
		{ 31, "yyyy\"年\"m\"月\"d\"日\"" },	      { 32, hm },	      { 33, hms },
		{ 34, ahm },	       { 35, ahms },	      { 36, ym },	      { 37, "#,##0;-#,##0" },
		{ 38, "#,##0;-#,##0" }, { 39, "#,##0.00;-#,##0.00" }, { 40, "#,##0.00;-#,##0.00" },
		{ 41, "#,##0;-#,##0;\"-\"" }, { 42, "¥#,##0;¥-#,##0;\"-\"" }, { 43, "#,##0.00;-#,##0.00;\"-\"" },
		{ 44, "¥#,##0.00;¥-#,##0.00;\"-\"" },
		{ 45, "mm:ss" },       { 46, "[h]:mm:ss" },   { 47, "mm:ss.0" },      { 50, ym },
		{ 51, md },	       { 52, ym },	      { 53, md },	      { 54, md },
		{ 55, ahm },	       { 56, ahms },	      { 57, ym },	      { 58, md },
	};
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].id == id)
			return numfmt_of_code(sv_of(codes[i].code));
	return (struct numfmt){ NUMFMT_GENERAL, SV("") };
}

/* ---- numbers ----------------------------------------------------------------------------------------- */

/* What one section of a number format asks for. */
struct shape {
	int whole, places, optional, percents;
	bool group, general, digits, point, bad;
};

/* The n-th section of the code, and how many there are. */
static struct sv section(struct sv code, int n, int *ret_count)
{
	struct sv rest = code, t, found = SV_NONE;
	const char *from = code.p;
	int i = 0;
	for (;;) {
		const char *at = rest.p;
		enum token k = next(&rest, &t);
		if (k != T_END && k != T_SECTION)
			continue;
		if (i == n)
			found = sv_make(from, (size_t)(at - from));
		i++;
		from = rest.p;
		if (k == T_END)
			break;
	}
	*ret_count = i;
	return found;
}

static void shape_digit(struct shape *sh, char c, bool after)
{
	/* Two runs of digits ("0-00", a fraction) are not for us. */
	sh->bad = sh->bad || after || sh->general;
	sh->digits = true;
	if (!sh->point) {
		sh->whole += c == '0';
	} else {
		sh->places++;
		sh->optional = c == '0' ? 0 : sh->optional + (c == '#');
	}
}

static struct shape shape_of(struct sv code)
{
	struct shape sh = { 0 };
	struct sv rest = code, t;
	bool after = false; /* something else came after the digits */
	enum token before = T_END;
	for (enum token k = next(&rest, &t); k != T_END; before = k, k = next(&rest, &t)) {
		switch (k) {
		case T_DIGIT:
			shape_digit(&sh, t.p[0], after);
			break;
		case T_POINT:
			sh.bad = sh.bad || sh.point || after;
			sh.point = true;
			break;
		case T_COMMA: /* between digits it groups; behind them it would divide by 1,000 */
			sh.bad = sh.bad || before != T_DIGIT || sh.point || rest.n == 0 ||
				 !memchr("0#?", rest.p[0], 3);
			sh.group = true;
			break;
		case T_PERCENT:
			sh.percents++;
			after = sh.digits;
			break;
		case T_GENERAL:
			sh.bad = sh.bad || sh.digits || sh.general;
			sh.general = true;
			break;
		case T_BRACKET: /* colours and currency signs; no conditions, no Chinese digits */
			sh.bad = sh.bad || t.n == 0 || memchr("<>=", t.p[0], 3) || starts(t, "DBNum") || elapsed(t);
			after = sh.digits;
			break;
		case T_LITERAL:
		case T_SKIP:
			after = sh.digits || sh.point;
			break;
		case T_AMPM:
		case T_DATE:
		case T_OTHER:
		case T_SECTION:
		case T_END:
			sh.bad = true;
			break;
		}
	}
	sh.bad = sh.bad || sh.whole > 20 || sh.places > 20 || (!sh.digits && !sh.general);
	return sh;
}

/* The literals of the section around the number. */
static void put_section(struct buf *b, struct sv code, struct sv number)
{
	struct sv rest = code, t;
	bool done = false;
	for (enum token k = next(&rest, &t); k != T_END; k = next(&rest, &t)) {
		if (k == T_LITERAL) {
			buf_put(b, t);
		} else if (k == T_PERCENT) {
			buf_putc(b, '%');
		} else if (k == T_BRACKET && t.n > 1 && t.p[0] == '$') { /* [$¥-804] */
			size_t dash = sv_find(t, SV("-"), 1);
			buf_put(b, sv_from(sv_upto(t, dash), 1));
		} else if (!done && (k == T_DIGIT || k == T_POINT || k == T_GENERAL)) {
			buf_put(b, number);
			done = true;
		}
	}
}

struct sv numfmt_number(struct arena *a, struct numfmt f, struct num v)
{
	int count;
	struct sv code = section(f.code, 0, &count);
	if (f.kind != NUMFMT_NUMBER && f.kind != NUMFMT_PERCENT)
		return num_text(a, v);
	bool own_sign = v.neg && count >= 2;
	if (own_sign)
		code = section(f.code, 1, &count);
	else if (v.n == 0 && count >= 3)
		code = section(f.code, 2, &count);
	struct shape sh = shape_of(code), main = shape_of(section(f.code, 0, &count));
	/* "-" for zero, say: a section of literals alone.  An empty one hides the value; we do not. */
	bool wordy = !sh.digits && !sh.general && v.n == 0 && code.n > 0 && code.p[0] == '"';
	if (main.bad || (sh.bad && !wordy))
		return num_text(a, v);
	struct buf b = buf_new(a, TEXT_MAX);
	struct num x = num_scale(v, 2 * sh.percents);
	x.neg = false;
	if (x.exp > 40)
		return num_text(a, v);
	struct sv digits = sh.general ? num_text(a, x) :
					num_fixed(a, x, sh.whole, sh.places, sh.optional, sh.group);
	if (v.neg && !own_sign && sv_find(digits, SV("."), 0) != 0) {
		/* No "-0.00": the sign goes where rounding left nothing. */
		bool zero = true;
		for (size_t i = 0; i < digits.n; i++)
			zero = zero && !(digits.p[i] >= '1' && digits.p[i] <= '9');
		if (!zero)
			buf_putc(&b, '-');
	}
	put_section(&b, code, digits);
	return b.over || b.n == 0 ? num_text(a, v) : buf_sv(&b);
}

/* ---- dates ------------------------------------------------------------------------------------------- */

bool serial_of_num(struct num v, bool from_1904, struct serial *ret)
{
	struct dec d;
	if (v.neg || !num_dec(v, &d) || d.u > INT64_C(2958466) * DEC_ONE - 1)
		return false;
	struct serial s = { .days = d.u / DEC_ONE };
	s.seconds = (d.u % DEC_ONE * 86400 + DEC_ONE / 2) / DEC_ONE;
	if (s.seconds >= 86400)
		s.seconds = 86399;
	int32_t epoch = from_1904 ? 24107 : s.days < 60 ? 25568 : 25569; /* days before 1970 */
	s.day = (struct day){ (int32_t)s.days - epoch };
	s.real = from_1904 ? s.day.n <= 2932896 : s.days != 60 && s.days != 0;
	if (from_1904 && !s.real)
		return false;
	s.ymd = civil_of_day(s.day);
	s.weekday = day_weekday(s.day);
	if (!s.real) /* serial 0 is shown as 1900/1/0 and 60 as 1900/2/29 */
		s.ymd = s.days == 0 ? (struct civil){ 1900, 1, 0 } : (struct civil){ 1900, 2, 29 };
	*ret = s;
	return true;
}

static const char *const month_names[12] = { "January", "February", "March",	 "April",   "May",	"June",
					     "July",	"August",   "September", "October", "November", "December" };
static const char *const day_names[7] = { "Monday", "Tuesday",	"Wednesday", "Thursday",
					  "Friday", "Saturday", "Sunday" };
static const char *const day_signs[7] = { "一", "二", "三", "四", "五", "六", "日" };

static void put_name(struct buf *b, const char *name, size_t letters)
{
	buf_put(b, letters == 3 ? sv_upto(sv_of(name), 3) : letters == 5 ? sv_upto(sv_of(name), 1) : sv_of(name));
}

struct clock_face {
	struct serial s;
	bool twelve; /* AM/PM somewhere in the format */
	bool total;  /* the hours count all days */
};

static void put_date_part(struct buf *b, char c, size_t n, bool minute, const struct clock_face *f)
{
	const struct serial *s = &f->s;
	int64_t hour = s->seconds / 3600;
	if (f->twelve)
		hour = (hour + 11) % 12 + 1;
	if (c == 'm' && minute)
		buf_printf(b, n > 1 ? "%02lld" : "%lld", (long long)(s->seconds / 60 % 60));
	else if (c == 'y' && n <= 2)
		buf_printf(b, "%02d", s->ymd.year % 100);
	else if (c == 'y' || c == 'e')
		buf_printf(b, "%04d", s->ymd.year);
	else if (c == 'm' && n >= 3)
		put_name(b, month_names[s->ymd.month - 1], n);
	else if (c == 'm')
		buf_printf(b, n > 1 ? "%02d" : "%d", s->ymd.month);
	else if (c == 'd' && n >= 3)
		put_name(b, day_names[s->weekday - 1], n);
	else if (c == 'd')
		buf_printf(b, n > 1 ? "%02d" : "%d", s->ymd.day);
	else if (c == 'a')
		buf_printf(b, "%s%s", n > 3 ? "星期" : "", day_signs[s->weekday - 1]);
	else if (c == 'h')
		buf_printf(b, n > 1 ? "%02lld" : "%lld", (long long)hour);
	else
		buf_printf(b, n > 1 ? "%02lld" : "%lld", (long long)(s->seconds % 60));
}

static void put_elapsed(struct buf *b, struct sv t, const struct serial *s)
{
	int64_t all = s->days * 86400 + s->seconds;
	char c = lower(t.p[0]);
	int64_t v = c == 'h' ? all / 3600 : c == 'm' ? all / 60 : all;
	buf_printf(b, t.n > 1 ? "%02lld" : "%lld", (long long)v);
}

/* "m" is a minute behind an hour and before a second; else a month. */
static bool is_minute(char before, struct sv rest)
{
	if (before == 'h')
		return true;
	struct sv t;
	for (enum token k = next(&rest, &t); k != T_END; k = next(&rest, &t)) {
		if (k == T_DATE)
			return lower(t.p[0]) == 's';
		if (k == T_BRACKET && elapsed(t))
			return lower(t.p[0]) == 's';
	}
	return false;
}

struct sv numfmt_serial(struct arena *a, struct numfmt f, struct serial s)
{
	struct buf b = buf_new(a, TEXT_MAX);
	struct sv t;
	int count;
	struct sv code = section(f.code, 0, &count), rest = code;
	struct clock_face face = { .s = s };
	for (enum token k = next(&rest, &t); k != T_END; k = next(&rest, &t))
		face.twelve = face.twelve || k == T_AMPM;
	char before = 0;
	rest = code;
	for (enum token k = next(&rest, &t); k != T_END; k = next(&rest, &t)) {
		if (k == T_DATE) {
			char c = lower(t.p[0]);
			put_date_part(&b, c, t.n, c == 'm' && is_minute(before, rest), &face);
			before = c;
		} else if (k == T_BRACKET && elapsed(t)) {
			put_elapsed(&b, t, &s);
			before = lower(t.p[0]);
		} else if (k == T_AMPM) {
			bool pm = s.seconds >= 43200, latin = lower(t.p[0]) == 'a';
			buf_puts(&b, latin ? (pm ? "PM" : "AM") : pm ? "下午" : "上午");
		} else if (k == T_DIGIT) {
			buf_putc(&b, '0'); /* fractions of a second */
		} else if (k != T_BRACKET && k != T_SKIP && k != T_GENERAL && k != T_SECTION) {
			buf_put(&b, t);
		}
	}
	return b.n ? buf_sv(&b) : num_text(a, (struct num){ 0 });
}
