/* Rows of a view on a terminal: people's words, aligned; --json keeps the codes. */
#include "main/cli.h"

#include "app/door/said.h"
#include "base/utf8.h"

#include <stdio.h>
#include <unistd.h>

static void pad(struct sv s, size_t width, bool last)
{
	fwrite(s.p ? s.p : "", 1, s.n, stdout);
	for (size_t w = utf8_width(s); !last && w < width + 2; w++)
		putchar(' ');
}

/* A row is one line. */
static struct sv one_line(struct arena *a, struct sv s)
{
	if (sv_find(s, SV("\n"), 0) == SIZE_MAX)
		return s;
	char *p = NEW(a, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' ? ' ' : s.p[i];
	return sv_make(p, s.n);
}

static struct sv said(struct cli *c, const struct view_def *v, size_t i, const struct js *row)
{
	return view_said(c->cx.a, c->cx.lang, &nouns, v, &v->columns[i], row);
}

/* One thing: its values below each other; a text of several lines stands whole under its name. */
static void one_thing(struct cli *c, const struct view_def *v, const struct js *row)
{
	size_t width = 0;
	for (size_t i = 0; i < v->n_columns; i++) {
		size_t w = utf8_width(sv_of(tr(c->cx.lang, v->columns[i].label)));
		width = w > width ? w : width;
	}
	for (size_t i = 0; i < v->n_columns; i++) {
		struct sv s = said(c, v, i, row);
		bool lines = sv_find(s, SV("\n"), 0) != SIZE_MAX;
		pad(sv_of(tr(c->cx.lang, v->columns[i].label)), width, lines);
		printf("%s%.*s\n", lines ? "\n" : "", SV_ARG(s));
	}
}

void cli_table(struct cli *c, const struct view_def *v, const struct js *rows)
{
	struct arena *a = c->cx.a;
	if (c->json) {
		for (const struct js *r = rows->first; r; r = r->next) {
			struct buf b = buf_new(a, 1 << 20);
			js_write(&b, r);
			printf("%.*s\n", SV_ARG(buf_sv(&b)));
		}
		return;
	}
	if (rows->n == 0)
		fprintf(stderr, "%s\n", tr(c->cx.lang, N_("There is nothing to list.")));
	bool plain = !isatty(STDOUT_FILENO) && cli_flag(c, "plain"), one = v->of_one && rows->n == 1;
	if (one && !plain)
		one_thing(c, v, rows->first);
	if (rows->n == 0 || (one && !plain))
		return;
	size_t *width = NEW(a, size_t, v->n_columns + 1);
	for (size_t i = 0; i < v->n_columns; i++) {
		width[i] = utf8_width(sv_of(tr(c->cx.lang, v->columns[i].label)));
		for (const struct js *r = rows->first; r; r = r->next) {
			size_t w = utf8_width(said(c, v, i, r));
			if (w > width[i])
				width[i] = w < 60 ? w : 60;
		}
	}
	for (size_t i = 0; i < v->n_columns && !plain; i++)
		pad(sv_of(tr(c->cx.lang, v->columns[i].label)), width[i], i + 1 == v->n_columns);
	if (!plain)
		putchar('\n');
	for (const struct js *r = rows->first; r; r = r->next) {
		for (size_t i = 0; i < v->n_columns; i++) {
			struct sv s = one_line(a, said(c, v, i, r));
			if (plain)
				printf("%s%.*s", i ? "\t" : "", SV_ARG(s));
			else
				pad(s, width[i], i + 1 == v->n_columns);
		}
		putchar('\n');
	}
}
