/* pocomp: the catalogue of Chinese texts.
 *   pocomp OUT.c FILE.po…                      compiles the catalogue into a hash table
 *   pocomp --missing FILE.po… -- SOURCE…       lists the texts in sources that have no Chinese; exit 1 if any
 * Texts in sources: N_("…"), fail(…), fail_at(…), tr(…), out_tr(…), out_trn(…), out_msg(…), TR(…),
 * arena_tr(…), arena_trn(…) and {_ "…" _}.
 * A build tool: it stops at the first broken .po file and never frees. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str {
	char *p;
	size_t n, cap;
};

struct entry {
	char *id, *zh;
	const char *file;
	int line;
};

static struct entry *entries;
static size_t n_entries, cap_entries;
static int problems;

static void *grown(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p)
		abort();
	return p;
}

static void str_putc(struct str *s, char c)
{
	if (s->n + 2 > s->cap) {
		s->cap = s->cap ? s->cap * 2 : 64;
		s->p = grown(s->p, s->cap);
	}
	s->p[s->n++] = c;
	s->p[s->n] = '\0';
}

static struct str str_new(void)
{
	struct str s = { 0 };
	str_putc(&s, '\0');
	s.n = 0;
	return s;
}

static void __attribute__((format(printf, 3, 4))) problem(const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: error: ", file, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	problems++;
}

static struct str read_file(const char *path)
{
	struct str s = str_new();
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		exit(1);
	}
	for (int c; (c = getc(f)) != EOF;)
		str_putc(&s, (char)c);
	fclose(f);
	return s;
}

/* Takes one C string literal at `p` (which points at its quote) onto `to`; returns one past it, NULL if open. */
static const char *take_literal(const char *p, struct str *to)
{
	for (p++; *p && *p != '"' && *p != '\n'; p++) {
		if (*p != '\\') {
			str_putc(to, *p);
			continue;
		}
		p++;
		switch (*p) {
		case 'n':
			str_putc(to, '\n');
			break;
		case 't':
			str_putc(to, '\t');
			break;
		case '\n':
			break;
		default:
			str_putc(to, *p);
			break;
		}
	}
	return *p == '"' ? p + 1 : NULL;
}

/* ---- .po ------------------------------------------------------------------------------------------- */

static size_t find(const char *id)
{
	size_t i = 0;
	while (i < n_entries && strcmp(entries[i].id, id) != 0)
		i++;
	return i;
}

static void add(const char *file, int line, char *id, char *zh)
{
	if (id[0] == '\0' || zh[0] == '\0')
		return;
	size_t i = find(id);
	if (i < n_entries) {
		if (strcmp(entries[i].zh, zh) != 0)
			problem(file, line, "another Chinese text than at %s:%d for \"%s\"", entries[i].file,
				entries[i].line, id);
		return;
	}
	if (n_entries == cap_entries) {
		cap_entries = cap_entries ? cap_entries * 2 : 512;
		entries = grown(entries, cap_entries * sizeof(*entries));
	}
	entries[n_entries++] = (struct entry){ id, zh, file, line };
}

struct reader {
	const char *file;
	struct str id, zh, *into;
	int line, entry_line;
	bool has_zh, fuzzy;
};

static void reader_finish(struct reader *r)
{
	if (r->into && !r->has_zh)
		problem(r->file, r->entry_line, "a msgid without msgstr");
	else if (r->into && r->fuzzy && r->id.n)
		problem(r->file, r->entry_line, "a fuzzy entry; check the text and remove the mark");
	else if (r->into)
		add(r->file, r->entry_line, r->id.p, r->zh.p);
	r->into = NULL;
	r->has_zh = r->fuzzy = false;
}

static void reader_line(struct reader *r, const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\r')
		p++;
	if (*p == '\0' || *p == '#') {
		if (r->has_zh)
			reader_finish(r);
		if (strncmp(p, "#,", 2) == 0 && strstr(p, "fuzzy"))
			r->fuzzy = true;
		return;
	}
	if (strncmp(p, "msgid ", 6) == 0) {
		bool fuzzy = r->fuzzy && !r->into;
		reader_finish(r);
		r->fuzzy = fuzzy;
		r->id = str_new();
		r->zh = str_new();
		r->into = &r->id;
		r->entry_line = r->line;
		p += 6;
	} else if (strncmp(p, "msgstr ", 7) == 0 && r->into == &r->id) {
		r->into = &r->zh;
		r->has_zh = true;
		p += 7;
	} else if (*p != '"' || !r->into) {
		problem(r->file, r->line, "expected msgid \"…\", msgstr \"…\" or a continued \"…\"; contexts and "
					  "plurals are not used here");
		return;
	}
	while (*p == ' ')
		p++;
	if (*p != '"' || !take_literal(p, r->into))
		problem(r->file, r->line, "this string is not closed");
}

static void read_po(const char *path)
{
	struct str all = read_file(path);
	struct reader r = { .file = path };
	for (char *p = all.p; *p;) {
		char *end = strchr(p, '\n');
		if (end)
			*end = '\0';
		r.line++;
		reader_line(&r, p);
		if (!end)
			break;
		p = end + 1;
	}
	reader_finish(&r);
}

/* ---- printf conversions ---------------------------------------------------------------------------- */

enum { ARGS_MAX = 16, TYPE_MAX = 6 };

struct args {
	char type[ARGS_MAX][TYPE_MAX]; /* "d", "lld", "s", "*" */
	int n;
	bool positional, plain, bad;
};

static int position(const char **p)
{
	const char *q = *p;
	int n = 0;
	while (isdigit((unsigned char)*q) && n < 1000)
		n = n * 10 + (*q++ - '0');
	if (n == 0 || *q != '$')
		return 0;
	*p = q + 1;
	return n;
}

static void args_add(struct args *a, int at, const char *type)
{
	if (at)
		a->positional = true;
	else
		a->plain = true, at = a->n + 1;
	if (at > ARGS_MAX || (a->type[at - 1][0] && strcmp(a->type[at - 1], type) != 0)) {
		a->bad = true;
		return;
	}
	snprintf(a->type[at - 1], TYPE_MAX, "%s", type);
	if (at > a->n)
		a->n = at;
}

/* After a '%' that is not "%%". */
static const char *one_conversion(struct args *a, const char *p)
{
	int at = position(&p);
	while (*p && strchr("-+ #0'", *p))
		p++;
	for (int part = 0; part < 2; part++) {
		if (*p == '*') {
			p++;
			args_add(a, position(&p), "*");
		}
		while (isdigit((unsigned char)*p))
			p++;
		if (part == 0 && *p == '.')
			p++;
		else
			break;
	}
	char type[TYPE_MAX] = "";
	size_t n = 0;
	while (*p && strchr("hlzjtL", *p) && n < TYPE_MAX - 2)
		type[n++] = *p++;
	if (!*p || !strchr("diuoxXscp", *p)) {
		a->bad = true;
		return p;
	}
	type[n] = *p == 'i' ? 'd' : *p;
	args_add(a, at, type);
	return p + 1;
}

static struct args args_of(const char *p)
{
	struct args a = { 0 };
	while ((p = strchr(p, '%')) != NULL) {
		if (p[1] == '%')
			p += 2;
		else
			p = one_conversion(&a, p + 1);
	}
	for (int i = 0; i < a.n; i++)
		a.bad = a.bad || !a.type[i][0];
	a.bad = a.bad || (a.positional && a.plain);
	return a;
}

static void check_conversions(void)
{
	for (size_t i = 0; i < n_entries; i++) {
		const struct entry *e = &entries[i];
		struct args id = args_of(e->id), zh = args_of(e->zh);
		bool same = id.n == zh.n && !id.bad && !zh.bad;
		for (int k = 0; same && k < id.n; k++)
			same = strcmp(id.type[k], zh.type[k]) == 0;
		if (!same)
			problem(e->file, e->line, "the conversions of \"%s\" and \"%s\" differ or are broken; for "
						  "another order write %%2$s, for a sign write %%%%", e->id, e->zh);
	}
}

/* ---- the table ------------------------------------------------------------------------------------- */

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

static void put_quoted(FILE *f, const char *s)
{
	putc('"', f);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\' || c == '?')
			fprintf(f, "\\%c", c);
		else if (c < 0x20 || c > 0x7E)
			fprintf(f, "\\%03o", c);
		else
			putc(c, f);
	}
	putc('"', f);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static void write_table(const char *path)
{
	size_t size = 64;
	while (size < n_entries * 2)
		size *= 2;
	uint16_t *slot = grown(NULL, size * sizeof(*slot));
	memset(slot, 0, size * sizeof(*slot));
	qsort(entries, n_entries, sizeof(*entries), by_id);
	FILE *f = fopen(path, "wb");
	if (!f || n_entries >= UINT16_MAX) {
		fprintf(stderr, "%s: cannot be written\n", path);
		exit(1);
	}
	fputs("/* Made by pocomp. */\n#include \"web/po.h\"\n\n#include <stdint.h>\n#include <string.h>\n\n"
	      "static const struct {\n\tconst char *id, *zh;\n} text[] = {\n\t{ \"\", \"\" },\n", f);
	for (size_t i = 0; i < n_entries; i++) {
		size_t at = hash(entries[i].id) & (size - 1);
		while (slot[at])
			at = (at + 1) & (size - 1);
		slot[at] = (uint16_t)(i + 1);
		fputs("\t{ ", f);
		put_quoted(f, entries[i].id);
		fputs(",\n\t  ", f);
		put_quoted(f, entries[i].zh);
		fputs(" },\n", f);
	}
	fprintf(f, "};\n\nstatic const uint16_t slot[%zu] = {", size);
	for (size_t i = 0; i < size; i++)
		fprintf(f, "%s%u,", i % 16 ? " " : "\n\t", slot[i]);
	fprintf(f, "\n};\n\nconst char *catalogue(enum lang lang, const char *msgid)\n{\n"
		   "\tif (lang != LANG_ZH)\n\t\treturn msgid;\n"
		   "\tuint32_t h = 2166136261u;\n\tfor (const char *s = msgid; *s; s++)\n"
		   "\t\th = (h ^ (unsigned char)*s) * 16777619u;\n"
		   "\tfor (uint32_t at = h & %zuu; slot[at]; at = (at + 1) & %zuu)\n"
		   "\t\tif (strcmp(text[slot[at]].id, msgid) == 0)\n\t\t\treturn text[slot[at]].zh;\n"
		   "\treturn msgid;\n}\n", size - 1, size - 1);
	if (fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

/* ---- texts in sources ------------------------------------------------------------------------------ */

/* Calls whose argument number `arg` is a text. */
static const struct {
	const char *name;
	int arg;
} calls[] = {
	{ "N_", 0 }, { "fail", 3 }, { "fail_at", 4 }, { "tr", 1 }, { "out_tr", 1 }, { "out_msg", 1 }, { "out_trn", 3 },
	{ "TR", 1 }, { "arena_tr", 2 }, { "arena_trn", 4 },
};

struct scan {
	const char *file;
	const char *all;
	size_t missing;
};

static int line_at(const struct scan *s, const char *p)
{
	int line = 1;
	for (const char *q = s->all; q < p; q++)
		line += *q == '\n';
	return line;
}

static void look_up(struct scan *s, const char *where, const struct str *text)
{
	if (text->n == 0 || find(text->p) < n_entries)
		return;
	bool letter = false;
	for (size_t i = 0; i < text->n; i++)
		letter = letter || isalpha((unsigned char)text->p[i]);
	if (!letter)
		return;
	printf("%s:%d: no Chinese for ", s->file, line_at(s, where));
	put_quoted(stdout, text->p);
	putchar('\n');
	s->missing++;
}

/* Past blanks and comments. */
static const char *skip_space(const char *p, const char *end)
{
	for (;;) {
		while (p < end && isspace((unsigned char)*p))
			p++;
		if (p + 1 < end && p[0] == '/' && p[1] == '/') {
			while (p < end && *p != '\n')
				p++;
		} else if (p + 1 < end && p[0] == '/' && p[1] == '*') {
			const char *q = strstr(p + 2, "*/");
			p = q ? q + 2 : end;
		} else {
			return p;
		}
	}
}

static const char *skip_char(const char *p, const char *end)
{
	for (p++; p < end && *p != '\'' && *p != '\n'; p++)
		p += *p == '\\';
	return p < end ? p + 1 : end;
}

/* The literals of argument `want` of the call whose text begins at `p`, after the parenthesis. */
static void scan_args(struct scan *s, const char *p, const char *end, int want)
{
	int arg = 0, depth = 0;
	struct str text = str_new();
	const char *where = NULL;
	while ((p = skip_space(p, end)) < end && depth >= 0) {
		if (*p == '"') {
			struct str other = str_new();
			bool ours = arg == want && depth == 0;
			const char *next = take_literal(p, ours ? &text : &other);
			if (ours && !where)
				where = p;
			p = next ? next : p + 1;
			continue;
		}
		if (where) {
			look_up(s, where, &text);
			text = str_new();
			where = NULL;
		}
		if (*p == '\'') {
			p = skip_char(p, end);
			continue;
		}
		depth += (*p == '(' || *p == '[' || *p == '{') - (*p == ')' || *p == ']' || *p == '}');
		arg += *p == ',' && depth == 0;
		p++;
	}
	if (where)
		look_up(s, where, &text);
}

static void scan_code(struct scan *s, const char *p, const char *end)
{
	while ((p = skip_space(p, end)) < end) {
		if (*p == '"') {
			struct str other = str_new();
			const char *next = take_literal(p, &other);
			p = next ? next : p + 1;
		} else if (*p == '\'') {
			p = skip_char(p, end);
		} else if (isalpha((unsigned char)*p) || *p == '_') {
			const char *name = p;
			while (p < end && (isalnum((unsigned char)*p) || *p == '_'))
				p++;
			size_t n = (size_t)(p - name);
			const char *open = skip_space(p, end);
			for (size_t i = 0; open < end && *open == '(' && i < sizeof(calls) / sizeof(calls[0]); i++)
				if (strlen(calls[i].name) == n && memcmp(calls[i].name, name, n) == 0)
					scan_args(s, open + 1, end, calls[i].arg);
		} else {
			p++;
		}
	}
}

/* {_ … _} texts, and the C inside {% … %} and {{ … }}. */
static void scan_template(struct scan *s)
{
	for (const char *p = strchr(s->all, '{'); p; p = strchr(p + 1, '{')) {
		static const char opens[] = "_%{", closes[] = "_%}";
		const char *k = p[1] ? strchr(opens, p[1]) : NULL;
		if (!k)
			continue;
		const char *q = p + 2;
		while (*q && !(q[0] == closes[k - opens] && q[1] == '}')) {
			struct str other = str_new();
			const char *next = *q == '"' ? take_literal(q, &other) : NULL;
			q = next ? next : q + 1;
		}
		if (p[1] == '_' && p[2] == 'n' && isspace((unsigned char)p[3]))
			scan_args(s, p + 4, q, 2);
		else if (p[1] == '_')
			scan_args(s, p + 2, q, 0);
		scan_code(s, p + 2, q);
		p = *q ? q : q - 1;
	}
}

static size_t scan_source(const char *path)
{
	struct str all = read_file(path);
	struct scan s = { .file = path, .all = all.p };
	size_t n = strlen(path);
	if (n > 5 && strcmp(path + n - 5, ".tmpl") == 0)
		scan_template(&s);
	else
		scan_code(&s, all.p, all.p + all.n);
	return s.missing;
}

int main(int argc, char **argv)
{
	bool missing = argc > 1 && strcmp(argv[1], "--missing") == 0;
	int i = 2;
	if (argc < 2) {
		fprintf(stderr, "usage: pocomp OUT.c FILE.po…\n       pocomp --missing FILE.po… -- SOURCE…\n");
		return 2;
	}
	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		read_po(argv[i]);
	check_conversions();
	if (problems)
		return 1;
	if (!missing) {
		write_table(argv[1]);
		return 0;
	}
	size_t n = 0;
	for (i++; i < argc; i++)
		n += scan_source(argv[i]);
	if (n)
		fprintf(stderr, "%zu texts have no Chinese; add them to a file in src/web/po/zh_CN/\n", n);
	return n ? 1 : 0;
}
