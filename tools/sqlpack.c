/* sqlpack: turns a .sql file into a .c and a .h.
 *
 *   -- name: unit_by_id            a statement with $1…$n, ended by the next marker or the end of file
 *   -- part: unit_short            a piece of text; {unit_short} stands for it in the statements below
 *   -- table: unit projection key(id)    a CREATE statement (and its indexes) of a table and its class
 *
 * usage: sqlpack IN.sql OUT   writes OUT.c and OUT.h; the tables become `NAME_tables` (NAME: the noun's folder, or
 * the file where it is not called queries.sql). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 4096 };

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		exit(1);
	}
	size_t n = 0, cap = 1 << 20;
	char *p = malloc(cap);
	if (!p)
		exit(1);
	n = fread(p, 1, cap - 1, f);
	if (n == cap - 1) {
		fprintf(stderr, "%s: too large\n", path);
		exit(1);
	}
	p[n] = 0;
	fclose(f);
	return p;
}

static void put_c(FILE *out, const char *text)
{
	fputs("\t\"", out);
	for (const char *p = text; *p; p++) {
		if (*p == '"' || *p == '\\')
			fprintf(out, "\\%c", *p);
		else if (*p == '\n')
			fputs(p[1] ? "\\n\"\n\t\"" : "\\n", out);
		else if (*p == '\t')
			fputs("\\t", out);
		else
			fputc(*p, out);
	}
	fputs("\"", out);
}

/* Cuts comments and white space off both ends, so that the text is only the statement. */
static char *clean(char *body)
{
	char *w = body, *end;
	for (char *line = body; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = 0;
		char *c = strstr(line, "--");
		if (c)
			*c = 0;
		size_t n = strlen(line);
		while (n && isspace((unsigned char)line[n - 1]))
			n--;
		if (n == 0)
			continue;
		memmove(w, line, n);
		w += n;
		*w++ = '\n';
	}
	while (w > body && (isspace((unsigned char)w[-1])))
		w--;
	*w = 0;
	return body;
}

static struct { char name[64], *text; } parts[32];
static size_t n_parts;

static char *expanded(const char *sql)
{
	char *out = calloc(1, 1 << 16), *w = out;
	if (!out)
		exit(1);
	for (const char *p = sql; *p && w - out < 1 << 15;) {
		size_t i = 0, n = *p == '{' ? strcspn(p + 1, "}") : 0;
		while (n && i < n_parts && (strlen(parts[i].name) != n || strncmp(parts[i].name, p + 1, n) != 0))
			i++;
		if (n && i == n_parts) {
			fprintf(stderr, "no part of that name: %.*s\n", (int)n, p + 1);
			exit(1);
		}
		if (n) {
			w += sprintf(w, "%s", parts[i].text);
			p += n + 2;
		} else {
			*w++ = *p++;
		}
	}
	return out;
}

static int params(const char *sql, const char *name)
{
	int max = 0;
	unsigned long long seen = 0;
	for (const char *p = sql; *p; p++)
		if (*p == '$' && isdigit((unsigned char)p[1])) {
			int n = atoi(p + 1);
			if (n > max)
				max = n;
			seen |= 1ull << n;
		}
	for (int i = 1; i <= max; i++)
		if (!(seen >> i & 1)) {
			fprintf(stderr, "%s: $%d is not used\n", name, i);
			exit(1);
		}
	return max;
}

static int is_mark(const char *p)
{
	return strncmp(p, "-- name: ", 9) == 0 || strncmp(p, "-- table: ", 10) == 0 || strncmp(p, "-- part: ", 9) == 0;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: sqlpack IN.sql OUT\n");
		return 2;
	}
	char path[MAX], noun[256] = "", *text = read_all(argv[1]);
	/* src/app/unit/queries.sql → unit */
	const char *slash = strrchr(argv[1], '/');
	const char *from = slash;
	while (from > argv[1] && from[-1] != '/')
		from--;
	/* … and src/store/journal.sql → journal */
	if (strcmp(slash, "/queries.sql") == 0)
		snprintf(noun, sizeof(noun), "%.*s", (int)(slash - from), from);
	else
		snprintf(noun, sizeof(noun), "%.*s", (int)strcspn(slash + 1, "."), slash + 1);
	snprintf(path, sizeof(path), "%s.h", argv[2]);
	FILE *h = fopen(path, "w");
	snprintf(path, sizeof(path), "%s.c", argv[2]);
	FILE *c = fopen(path, "w");
	if (!h || !c) {
		perror(path);
		return 1;
	}
	fprintf(h, "/* made by tools/sqlpack from %s */\n#pragma once\n#include \"store/db.h\"\n", argv[1]);
	fprintf(c, "/* made by tools/sqlpack from %s */\n#include \"%s.h\"\n", argv[1], strrchr(argv[2], '/') + 1);
	struct { char name[64], cls[16], key[128]; char *ddl; } tables[64];
	char *names[512];
	size_t n_tables = 0, n_names = 0;
	for (char *p = text, *next; p && *p; p = next) {
		char *mark = p;
		while (mark && !is_mark(mark))
			mark = strstr(mark + 1, "-- ");
		if (!mark)
			break;
		char *eol = strchr(mark, '\n');
		if (!eol)
			break;
		next = eol + 1;
		for (;; next++) {
			next = strstr(next, "-- ");
			if (!next || is_mark(next))
				break;
		}
		char saved = next ? *next : 0;
		if (next)
			*next = 0;
		*eol = 0;
		if (strncmp(mark, "-- table: ", 10) == 0) {
			if (n_tables == 64 || sscanf(mark + 10, "%63s %15s key(%127[^)])", tables[n_tables].name,
						     tables[n_tables].cls, tables[n_tables].key) < 3) {
				fprintf(stderr, "%s: a table needs a class and key(…): %s\n", argv[1], mark);
				return 1;
			}
			tables[n_tables++].ddl = strdup(clean(eol + 1));
		} else if (strncmp(mark, "-- part: ", 9) == 0) {
			if (n_parts == 32 || sscanf(mark + 9, "%63s", parts[n_parts].name) != 1)
				return 1;
			parts[n_parts++].text = strdup(clean(eol + 1));
		} else {
			char name[128];
			if (n_names == 512 || sscanf(mark + 9, "%127s", name) != 1)
				return 1;
			char *sql = expanded(clean(eol + 1));
			fprintf(h, "extern const struct query %s;\n", name);
			fprintf(c, "const struct query %s = { \"%s\",\n", name, name);
			put_c(c, sql);
			fprintf(c, ", %d };\n", params(sql, name));
			names[n_names++] = strdup(name);
		}
		if (next)
			*next = saved;
	}
	fprintf(h, "extern const struct table_def %s_tables[];\nextern const size_t %s_tables_n;\n", noun, noun);
	fprintf(h, "extern const struct query *const %s_queries[];\nextern const size_t %s_queries_n;\n", noun, noun);
	fprintf(c, "const struct table_def %s_tables[] = {\n", noun);
	for (size_t i = 0; i < n_tables; i++) {
		for (char *u = tables[i].cls; *u; u++)
			*u = (char)toupper((unsigned char)*u);
		fprintf(c, "\t{ \"%s\", TABLE_%s,\n", tables[i].name, tables[i].cls);
		put_c(c, tables[i].ddl);
		fprintf(c, ", \"%s\" },\n", tables[i].key);
	}
	fprintf(c, "\t{ 0 }\n};\nconst size_t %s_tables_n = %zu;\n", noun, n_tables);
	fprintf(c, "const struct query *const %s_queries[] = {\n", noun);
	for (size_t i = 0; i < n_names; i++)
		fprintf(c, "\t&%s,\n", names[i]);
	fprintf(c, "\tNULL\n};\nconst size_t %s_queries_n = %zu;\n", noun, n_names);
	return fclose(h) || fclose(c);
}
