#include "tmplc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void str_put(struct str *s, const char *p, size_t n)
{
	if (s->n + n + 1 > s->cap) {
		s->cap = (s->n + n + 1) * 2;
		s->p = realloc(s->p, s->cap);
		if (!s->p)
			abort();
	}
	memcpy(s->p + s->n, p, n);
	s->n += n;
	s->p[s->n] = '\0';
}

void str_puts(struct str *s, const char *cstr)
{
	str_put(s, cstr, strlen(cstr));
}

void str_putc(struct str *s, char c)
{
	str_put(s, &c, 1);
}

void str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	char *tmp = malloc((size_t)n + 1);
	if (!tmp)
		abort();
	vsnprintf(tmp, (size_t)n + 1, fmt, again);
	str_put(s, tmp, (size_t)n);
	free(tmp);
	va_end(again);
	va_end(ap);
}

int src_line(const struct src *s, size_t pos)
{
	int line = 1;
	for (size_t i = 0; i < pos && i < s->n; i++)
		line += s->p[i] == '\n';
	return line;
}

_Noreturn void stop(const struct src *s, size_t pos, const char *fmt, ...)
{
	int column = 1;
	if (pos > s->n)
		pos = s->n;
	for (size_t i = pos; i > 0 && s->p[i - 1] != '\n'; i--)
		column += ((unsigned char)s->p[i - 1] & 0xC0) != 0x80;
	fprintf(stderr, "%s:%d:%d: error: ", s->name, src_line(s, pos), column);
	va_list ap;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

struct str read_file(const char *path)
{
	struct str s = { 0 };
	FILE *f = fopen(path, "rb");
	char tmp[8192];
	if (!f) {
		perror(path);
		exit(1);
	}
	str_put(&s, "", 0);
	for (size_t n; (n = fread(tmp, 1, sizeof(tmp), f)) > 0;)
		str_put(&s, tmp, n);
	fclose(f);
	return s;
}

void write_file(const char *prefix, const char *suffix, const struct str *s)
{
	struct str path = { 0 };
	str_printf(&path, "%s%s", prefix, suffix);
	FILE *f = fopen(path.p, "wb");
	if (!f || fwrite(s->p, 1, s->n, f) != s->n || fclose(f) != 0) {
		perror(path.p);
		exit(1);
	}
}
