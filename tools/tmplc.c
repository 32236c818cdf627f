/* tmplc: compiles a page template into C.  `tmplc src/app/board/pages.tmpl build/gen/app/board/pages.tmpl`
 * writes pages.tmpl.c and pages.tmpl.h.  The syntax is described in docs/templates.md. */
#include "tmplc/tmplc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- the compiler ---------------------------------------------------------------------------------- */

enum kind { BLOCK_PAGE, BLOCK_IF, BLOCK_FOR, BLOCK_WRAP };

struct block {
	enum kind kind;
	size_t pos;
	struct html start; /* IF: at the condition; FOR: at the head */
	struct html end;   /* IF: where the earlier branches ended */
	bool branched;     /* IF: `end` is set */
	bool has_else;
	struct str closing; /* WRAP: what ends it */
};

enum { BLOCKS_MAX = 32, PIECE = 1800 };

struct tmplc {
	struct src src;
	size_t pos;
	struct str head, decls, body; /* prototypes and includes; static declarations; functions */
	struct str lit;               /* literal text not yet written out */
	struct html html;
	struct block block[BLOCKS_MAX];
	int depth;
	struct str attrs;             /* "\nname\n…" of the parts that write attributes */
	bool in_attrs;
};

static void flush(struct tmplc *t)
{
	for (size_t at = 0; at < t->lit.n;) {
		size_t n = t->lit.n - at < PIECE ? t->lit.n - at : PIECE;
		str_puts(&t->body, "\tout_raw(o, SV(\"");
		for (size_t i = at; i < at + n; i++) {
			unsigned char c = (unsigned char)t->lit.p[i];
			if (c == '"' || c == '\\')
				str_printf(&t->body, "\\%c", c);
			else if (c == '\n')
				str_puts(&t->body, "\\n");
			else if (c == '\t')
				str_puts(&t->body, "\\t");
			else if (c == '?')
				str_puts(&t->body, "\\?"); /* no trigraphs */
			else if (c < 0x20 || c > 0x7E)
				str_printf(&t->body, "\\%03o", c);
			else
				str_putc(&t->body, (char)c);
		}
		str_puts(&t->body, "\"));\n");
		at += n;
	}
	t->lit.n = 0;
}

static void put_line(struct tmplc *t, struct str *to, size_t pos)
{
	str_printf(to, "#line %d \"%s\"\n", src_line(&t->src, pos), t->src.name);
}

static struct str trimmed(const char *p, size_t n)
{
	while (n && isspace((unsigned char)p[0]))
		p++, n--;
	while (n && isspace((unsigned char)p[n - 1]))
		n--;
	struct str s = { 0 };
	str_put(&s, p, n);
	return s;
}

/* One past the literal that begins at `i` with a quote. */
static size_t skip_quoted(const struct tmplc *t, size_t i)
{
	char q = t->src.p[i];
	for (size_t j = i + 1; j < t->src.n; j++) {
		if (t->src.p[j] == '\\')
			j++;
		else if (t->src.p[j] == q)
			return j + 1;
		else if (t->src.p[j] == '\n')
			break;
	}
	stop(&t->src, i, "this %s is not closed", q == '"' ? "string" : "character");
}

/* Position of the closing mark of the directive that begins at `from`, past strings and braces. */
static size_t find_close(const struct tmplc *t, size_t from, const char *mark)
{
	int braces = 0;
	for (size_t i = from + 2; i + 1 < t->src.n;) {
		char c = t->src.p[i];
		if (braces == 0 && c == mark[0] && t->src.p[i + 1] == mark[1])
			return i;
		if (c == '"' || c == '\'') {
			i = skip_quoted(t, i);
			continue;
		}
		braces += (c == '{') - (c == '}');
		if (braces < 0)
			stop(&t->src, i, "'}' without '{' in a directive");
		i++;
	}
	stop(&t->src, from, "this directive is not closed; '%s' is missing", mark);
}

/* Whether `s` is nothing but string literals. */
static bool is_literal(const struct str *s)
{
	bool any = false;
	for (size_t i = 0; i < s->n;) {
		if (isspace((unsigned char)s->p[i])) {
			i++;
			continue;
		}
		if (s->p[i] != '"')
			return false;
		for (i++; i < s->n && s->p[i] != '"'; i++)
			i += s->p[i] == '\\';
		i++;
		any = true;
	}
	return any;
}

/* A directive's C stands on one line, so that `#line` stays right for what follows. */
static void put_code(struct str *to, const char *code)
{
	for (; *code; code++)
		str_putc(to, *code == '\n' || *code == '\t' ? ' ' : *code);
}

static void need_expr(const struct tmplc *t, size_t pos, const struct str *e)
{
	if (e->n == 0)
		stop(&t->src, pos, "nothing stands between the braces");
	if (strchr(e->p, ';'))
		for (size_t i = 0; i < e->n; i++) {
			if (e->p[i] == '"' || e->p[i] == '\'') {
				char q = e->p[i];
				for (i++; i < e->n && e->p[i] != q; i++)
					i += e->p[i] == '\\';
			} else if (e->p[i] == ';') {
				stop(&t->src, pos, "an expression, not a statement, may stand here");
			}
		}
}

static void do_expr(struct tmplc *t, size_t pos)
{
	static const char *const writer[] = { [PLACE_TEXT] = "OUT_TEXT", [PLACE_ATTR] = "OUT_ATTR",
		[PLACE_URL] = "OUT_URL", [PLACE_URL_PART] = "OUT_URL_PART" };
	size_t close = find_close(t, pos, "}}");
	struct str e = trimmed(t->src.p + pos + 2, close - pos - 2);
	need_expr(t, pos, &e);
	enum place place = html_place(&t->html, pos);
	if (place == PLACE_URL && is_literal(&e))
		stop(&t->src, pos, "write a fixed address without braces");
	flush(t);
	put_line(t, &t->body, pos);
	str_printf(&t->body, "\t%s(o, %s", writer[place], is_literal(&e) ? "SV(" : "(");
	put_code(&t->body, e.p);
	str_puts(&t->body, "));\n");
	t->pos = close + 2;
}

/* {_ "English", args _}, {_ msgid _} and {_n count, "one", "many", args _} */
static void do_text(struct tmplc *t, size_t pos)
{
	size_t close = find_close(t, pos, "_}");
	enum place place = html_place(&t->html, pos);
	if (place == PLACE_URL || place == PLACE_URL_PART)
		stop(&t->src, pos, "a translated text is no address; use {{ … }}");
	bool counted = t->src.p[pos + 2] == 'n' && isspace((unsigned char)t->src.p[pos + 3]);
	size_t skip = counted ? 3 : 2;
	struct str e = trimmed(t->src.p + pos + skip, close - pos - skip);
	need_expr(t, pos, &e);
	flush(t);
	put_line(t, &t->body, pos);
	if (counted)
		str_puts(&t->body, "\tout_trn(o, ");
	else if (e.p[0] == '"')
		str_puts(&t->body, "\tout_tr(o, ");
	else
		str_puts(&t->body, "\tout_msg(o, ");
	put_code(&t->body, e.p);
	str_puts(&t->body, ");\n");
	t->pos = close + 2;
}

/* ---- {% … %} --------------------------------------------------------------------------------------- */

static struct block *block_open(struct tmplc *t, enum kind kind, size_t pos)
{
	if (t->depth == BLOCKS_MAX)
		stop(&t->src, pos, "blocks are nested deeper than %d", BLOCKS_MAX);
	struct block *b = &t->block[t->depth++];
	*b = (struct block){ .kind = kind, .pos = pos, .start = t->html };
	return b;
}

static bool takes_out(const char *args)
{
	return strncmp(args, "struct out *o", 13) == 0 && (args[13] == ',' || args[13] == ')');
}

static bool is_attrs(const struct tmplc *t, const char *name, size_t n)
{
	struct str key = { 0 };
	str_printf(&key, "\n%.*s\n", (int)n, name);
	return t->attrs.p && strstr(t->attrs.p, key.p);
}

/* name(struct out *o, …) */
static void do_function(struct tmplc *t, size_t pos, const char *word, const char *sig)
{
	bool exported = strcmp(word, "page") == 0;
	if (t->depth > 0)
		stop(&t->src, pos, "a page or part inside another; {%% end %%} is missing before it");
	size_t n = strcspn(sig, "(");
	const char *args = sig + n + (sig[n] == '(');
	if (n == 0 || sig[n] != '(' || sig[strlen(sig) - 1] != ')' || !takes_out(args))
		stop(&t->src, pos, "write {%% %s name(struct out *o, …) %%}", word);
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)sig[i]) && sig[i] != '_')
			stop(&t->src, pos, "'%.*s' is no name for a page", (int)n, sig);
	bool loose = (n > 5 && strncmp(sig + n - 5, "_open", 5) == 0) ||
		     (n > 6 && strncmp(sig + n - 6, "_close", 6) == 0);
	html_init(&t->html, &t->src, loose);
	t->in_attrs = strcmp(word, "attrs") == 0;
	if (t->in_attrs) {
		str_printf(&t->attrs, "\n%.*s\n", (int)n, sig);
		t->html.state = IN_TAG;
	}
	block_open(t, BLOCK_PAGE, pos);
	struct str *decl = exported ? &t->head : &t->decls;
	put_line(t, decl, pos);
	str_puts(decl, exported ? "void " : "static void ");
	put_code(decl, sig);
	str_puts(decl, ";\n");
	put_line(t, &t->body, pos);
	str_puts(&t->body, exported ? "void " : "static void ");
	put_code(&t->body, sig);
	str_puts(&t->body, "\n{\n\t(void)o;\n");
}

static void branch_ends(struct tmplc *t, struct block *b, size_t pos)
{
	if (b->branched)
		html_join(&t->html, &b->end, pos, "this branch");
	b->end = t->html;
	b->branched = true;
}

static struct block *innermost(struct tmplc *t, size_t pos, const char *word)
{
	if (t->depth == 0 || t->block[t->depth - 1].kind != BLOCK_IF)
		stop(&t->src, pos, "{%% %s %%} belongs to no {%% if %%}", word);
	struct block *b = &t->block[t->depth - 1];
	if (b->has_else)
		stop(&t->src, pos, "{%% %s %%} after {%% else %%}", word);
	return b;
}

static void do_else(struct tmplc *t, size_t pos, const char *cond)
{
	struct block *b = innermost(t, pos, cond ? "elif" : "else");
	branch_ends(t, b, pos);
	t->html = b->start;
	b->has_else = !cond;
	if (!cond) {
		str_puts(&t->body, "\t} else {\n");
		return;
	}
	str_puts(&t->body, "\t} else if (");
	put_code(&t->body, cond);
	str_puts(&t->body, ") {\n");
}

static void do_end(struct tmplc *t, size_t pos)
{
	if (t->depth == 0)
		stop(&t->src, pos, "{%% end %%} ends nothing");
	struct block *b = &t->block[--t->depth];
	switch (b->kind) {
	case BLOCK_PAGE:
		html_finish(&t->html, t->in_attrs ? IN_TAG : IN_TEXT, pos);
		str_puts(&t->body, "}\n\n");
		break;
	case BLOCK_IF:
		branch_ends(t, b, pos);
		if (!b->has_else)
			html_join(&t->html, &b->start, pos, "{% if %} without {% else %}");
		str_puts(&t->body, "\t}\n");
		break;
	case BLOCK_FOR:
		html_join(&t->html, &b->start, pos, "one turn of {% for %}");
		str_puts(&t->body, "\t}\n");
		break;
	case BLOCK_WRAP:
		html_join(&t->html, &b->start, pos, "the inside of {% wrap %}");
		str_puts(&t->body, b->closing.p);
		break;
	}
}

static const char *call_args(struct tmplc *t, size_t pos, const char *word, const char *code)
{
	const char *open = strchr(code, '(');
	if (!open || open == code || strncmp(open + 1, "o", 1) != 0 || (open[2] != ',' && open[2] != ')'))
		stop(&t->src, pos, "write {%% %s name(o, …) %%}", word);
	bool attrs = is_attrs(t, code, (size_t)(open - code));
	if (attrs && t->html.state != IN_TAG)
		stop(&t->src, pos, "{%% attrs %.*s %%} may be called only inside a tag", (int)(open - code), code);
	if (!attrs && t->html.state != IN_TEXT)
		stop(&t->src, pos, "{%% %s %%} may stand only between tags; inside a tag call an {%% attrs … %%} that "
				   "stands above", word);
	return open;
}

static void do_wrap(struct tmplc *t, size_t pos, const char *code)
{
	const char *open = call_args(t, pos, "wrap", code);
	struct block *b = block_open(t, BLOCK_WRAP, pos);
	str_printf(&t->body, "\t%.*s_open", (int)(open - code), code);
	put_code(&t->body, open);
	str_puts(&t->body, ";\n");
	put_line(t, &b->closing, pos);
	str_printf(&b->closing, "\t%.*s_close", (int)(open - code), code);
	put_code(&b->closing, open);
	str_puts(&b->closing, ";\n");
}

static void do_inside(struct tmplc *t, size_t pos, const char *word, const char *rest)
{
	html_settle(&t->html, pos);
	flush(t);
	if (strcmp(word, "end") != 0)
		put_line(t, &t->body, pos);
	bool bare = strcmp(word, "end") == 0 || strcmp(word, "else") == 0;
	if (bare != (rest[0] == '\0'))
		stop(&t->src, pos, bare ? "nothing may follow '%s'" : "something must follow '%s'", word);
	if (strcmp(word, "end") == 0) {
		do_end(t, pos);
	} else if (strcmp(word, "else") == 0 || strcmp(word, "elif") == 0) {
		do_else(t, pos, bare ? NULL : rest);
	} else if (strcmp(word, "if") == 0) {
		block_open(t, BLOCK_IF, pos);
		str_puts(&t->body, "\tif (");
		put_code(&t->body, rest);
		str_puts(&t->body, ") {\n");
	} else if (strcmp(word, "for") == 0) {
		block_open(t, BLOCK_FOR, pos);
		str_puts(&t->body, "\tfor ");
		put_code(&t->body, rest);
		str_puts(&t->body, " {\n");
	} else if (strcmp(word, "let") == 0) {
		str_putc(&t->body, '\t');
		put_code(&t->body, rest);
		str_puts(&t->body, ";\n");
	} else if (strcmp(word, "call") == 0) {
		call_args(t, pos, "call", rest);
		str_putc(&t->body, '\t');
		put_code(&t->body, rest);
		str_puts(&t->body, ";\n");
	} else if (strcmp(word, "wrap") == 0) {
		do_wrap(t, pos, rest);
	} else {
		stop(&t->src, pos, "unknown directive '%s'; known are include, page, part, attrs, if, elif, else, for, "
				   "let, call, wrap, end", word);
	}
}

/* Where the directive at `pos` ends; `*ret_inner` is what it says. */
static size_t directive_end(struct tmplc *t, size_t pos, struct str *ret_inner)
{
	size_t close = find_close(t, pos, "%}");
	size_t from = pos + 2 + (t->src.p[pos + 2] == '-'), to = close - (t->src.p[close - 1] == '-');
	*ret_inner = trimmed(t->src.p + from, to > from ? to - from : 0);
	return close + 2;
}

static void do_directive(struct tmplc *t, size_t pos)
{
	struct str inner;
	t->pos = directive_end(t, pos, &inner);
	size_t n = 0;
	while (n < inner.n && isalpha((unsigned char)inner.p[n]))
		n++;
	struct str word = trimmed(inner.p, n), rest = trimmed(inner.p + n, inner.n - n);
	if (strcmp(word.p, "include") == 0) {
		if (t->depth > 0 || !is_literal(&rest))
			stop(&t->src, pos, "write {%% include \"app/noun/noun.h\" %%} before the first page");
		str_printf(&t->head, "#include %s\n", rest.p);
	} else if (strcmp(word.p, "page") == 0 || strcmp(word.p, "part") == 0 || strcmp(word.p, "attrs") == 0) {
		do_function(t, pos, word.p, rest.p);
	} else if (t->depth == 0) {
		stop(&t->src, pos, "only {%% include %%}, {%% page %%}, {%% part %%} and {%% attrs %%} may stand outside a page");
	} else {
		do_inside(t, pos, word.p, rest.p);
	}
}

/* ---- literal text and white space ------------------------------------------------------------------ */

static bool starts(const struct tmplc *t, size_t pos, const char *s)
{
	return t->src.n - pos >= strlen(s) && memcmp(t->src.p + pos, s, strlen(s)) == 0;
}

static size_t comment_end(const struct tmplc *t, size_t pos)
{
	for (size_t i = pos + 2; i + 1 < t->src.n; i++)
		if (t->src.p[i] == '#' && t->src.p[i + 1] == '}')
			return i + 2;
	stop(&t->src, pos, "this comment is not closed; '#}' is missing");
}

/* One past the newline that ends the line, if a directive or comment at `pos` stands alone on it; else 0. */
static size_t alone(struct tmplc *t, size_t pos, size_t end)
{
	for (size_t i = pos; i > 0 && t->src.p[i - 1] != '\n'; i--)
		if (t->src.p[i - 1] != ' ' && t->src.p[i - 1] != '\t')
			return 0;
	while (end < t->src.n && (t->src.p[end] == ' ' || t->src.p[end] == '\t' || t->src.p[end] == '\r'))
		end++;
	if (end >= t->src.n)
		return end;
	return t->src.p[end] == '\n' ? end + 1 : 0;
}

static bool is_directive(const struct tmplc *t, size_t pos)
{
	return starts(t, pos, "{%") || starts(t, pos, "{#");
}

static size_t any_end(struct tmplc *t, size_t pos)
{
	struct str inner;
	return starts(t, pos, "{#") ? comment_end(t, pos) : directive_end(t, pos, &inner);
}

/* A run of white space: one blank, or one newline if it holds one; kept as it is where it counts. */
static void do_space(struct tmplc *t)
{
	size_t from = t->pos, to = from;
	while (to < t->src.n && isspace((unsigned char)t->src.p[to]))
		to++;
	t->pos = to;
	size_t keep = to;
	bool next = to < t->src.n && is_directive(t, to);
	if (next && (starts(t, to, "{%-") || starts(t, to, "{#-")))
		return;
	if (next && alone(t, to, any_end(t, to)))
		while (keep > from && t->src.p[keep - 1] != '\n')
			keep--;
	if (t->depth == 0)
		return;
	if (html_keeps_space(&t->html)) {
		for (size_t i = from; i < keep; i++)
			html_byte(&t->html, t->src.p[i], i, &t->lit);
		return;
	}
	bool newline = memchr(t->src.p + from, '\n', keep - from) != NULL;
	bool line_start = from > 0 && t->src.p[from - 1] == '\n';
	if (keep > from && (!line_start || t->html.state != IN_TEXT))
		html_byte(&t->html, newline && t->html.state == IN_TEXT ? '\n' : ' ', from, &t->lit);
}

static void after_directive(struct tmplc *t, size_t pos)
{
	size_t end = t->pos, line = alone(t, pos, end);
	if (t->src.p[end - 3] == '-')
		while (t->pos < t->src.n && isspace((unsigned char)t->src.p[t->pos]))
			t->pos++;
	else if (line)
		t->pos = line;
}

static void compile(struct tmplc *t)
{
	while (t->pos < t->src.n) {
		size_t pos = t->pos;
		if (starts(t, pos, "{#")) {
			t->pos = comment_end(t, pos);
			after_directive(t, pos);
		} else if (starts(t, pos, "{%")) {
			do_directive(t, pos);
			after_directive(t, pos);
		} else if (isspace((unsigned char)t->src.p[pos])) {
			do_space(t);
		} else if (t->depth == 0) {
			stop(&t->src, pos, "text outside {%% page … %%} … {%% end %%}");
		} else if (starts(t, pos, "{{")) {
			do_expr(t, pos);
		} else if (starts(t, pos, "{_")) {
			do_text(t, pos);
		} else {
			html_byte(&t->html, t->src.p[pos], pos, &t->lit);
			t->pos++;
		}
	}
	if (t->depth > 0)
		stop(&t->src, t->block[t->depth - 1].pos, "this block has no {%% end %%}");
}

/* ---- files ----------------------------------------------------------------------------------------- */

static void guard(struct str *to, const char *prefix)
{
	str_puts(to, "TMPL_");
	for (const char *p = prefix; *p; p++)
		str_putc(to, isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_');
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: tmplc FILE.tmpl OUT_PREFIX\n");
		return 2;
	}
	struct str text = read_file(argv[1]);
	struct tmplc t = { .src = { argv[1], text.p, text.n } };
	compile(&t);

	struct str h = { 0 }, c = { 0 }, g = { 0 };
	const char *base = strrchr(argv[2], '/');
	guard(&g, argv[2]);
	str_printf(&h, "#ifndef %s\n#define %s\n/* Made by tmplc from %s. */\n#include \"web/out.h\"\n", g.p, g.p,
		   argv[1]);
	str_put(&h, t.head.p ? t.head.p : "", t.head.n);
	str_puts(&h, "#endif\n");
	str_printf(&c, "/* Made by tmplc from %s. */\n#include \"%s.h\"\n\n", argv[1], base ? base + 1 : argv[2]);
	str_put(&c, t.decls.p ? t.decls.p : "", t.decls.n);
	str_put(&c, t.body.p ? t.body.p : "", t.body.n);
	write_file(argv[2], ".h", &h);
	write_file(argv[2], ".c", &c);
	return 0;
}
