#include "main/cmd.h"

#include "calc/calc.h"

#include <stdio.h>

static enum rc list_methods(struct cli *c)
{
	static const struct column columns[] = { { .name = "method", .label = N_("Method") },
						 { .name = "family", .label = N_("Family") },
						 { .name = "what", .label = N_("What it does") } };
	struct arena *a = c->cx.a;
	struct js *rows = js_arr(a);
	for (size_t f = 0; f < n_calc_families; f++)
		for (size_t i = 0; i < calc_families[f]->n; i++) {
			const struct calc_method *m = &calc_families[f]->methods[i];
			struct js *o = js_push(rows, js_obj(a));
			js_set_sv(a, o, "method", sv_of(m->name));
			js_set_sv(a, o, "family", sv_of(calc_families[f]->name));
			js_set_sv(a, o, "what", sv_of(tr(c->cx.lang, m->help)));
		}
	static const struct view_def methods = { .name = "calc.list", .columns = columns, .n_columns = COUNT(columns) };
	cli_table(c, &methods, rows);
	return RC_OK;
}

static enum rc help_method(struct cli *c, const struct calc_method *m)
{
	enum lang l = c->cx.lang;
	printf("bixue calc %s [FILE.json]\n\n%s\n%s: %s\n\n", m->name, tr(l, m->help), tr(l, N_("Where the rule stands")), m->source);
	if (m->analysis)
		printf("%s\n\n", tr(l, N_("For analysis only: no published board may rest on it.")));
	for (size_t i = 0; i < m->n_fields; i++)
		printf("  %-14s %s%s\n                 %s\n", m->fields[i].name, m->fields[i].form,
		       m->fields[i].optional ? tr(l, N_(" (may be left out)")) : "", tr(l, m->fields[i].help));
	printf("\n%s\n  $ bixue calc %s <<'END'\n  %s\n  END\n", tr(l, N_("Example")), m->name, m->example);
	return RC_OK;
}

static enum rc read_all(struct cli *c, struct sv file, struct sv *ret)
{
	struct buf b = buf_new(c->cx.a, 1 << 30);
	const char *path = arena_cstr(c->cx.a, file);
	FILE *f = file.n ? fopen(path, "rb") : stdin;
	char piece[65536];
	if (!f)
		return fail(&c->cx, RC_NOT_FOUND, "calc.file", N_("There is no file %s to read."), path);
	for (size_t n; (n = fread(piece, 1, sizeof(piece), f)) > 0;)
		buf_put(&b, sv_make(piece, n));
	bool bad = ferror(f);
	if (f != stdin)
		fclose(f);
	if (bad)
		return fail(&c->cx, RC_FAILED, "calc.read", N_("The input could not be read to its end."));
	*ret = buf_sv(&b);
	return RC_OK;
}

enum rc cmd_calc(struct cli *c)
{
	static const char *const known[] = { "list", "help", "no-trace", NULL };
	size_t at = c->n_words && sv_is(c->words[0], "help") ? 2 : 1;
	struct sv name = c->n_words > at ? c->words[at] : SV_NONE;
	TRY(cli_known(c, known));
	if (cli_flag(c, "list") || !name.n)
		return list_methods(c);
	const struct calc_method *m = calc_find(name);
	if (!m)
		return fail(&c->cx, RC_NOT_FOUND, "calc.method", N_("There is no method “%.*s”; `bixue calc --list` shows them."),
			    SV_ARG(name));
	if (at == 2 || cli_flag(c, "help"))
		return help_method(c, m);
	struct sv text;
	const char *why;
	int line, column;
	struct js *answer;
	TRY(read_all(c, c->n_words > 2 ? c->words[2] : SV_NONE, &text));
	const struct js *in = js_parse_numbers(c->cx.a, text, &why, &line, &column);
	if (!in)
		return fail(&c->cx, RC_INVALID, "calc.json", N_("The input is not JSON: line %d, column %d: %s"), line, column, why);
	TRY(calc_do(&c->cx, m, in, !cli_flag(c, "no-trace"), &answer));
	cli_print(c, answer);
	return RC_OK;
}
