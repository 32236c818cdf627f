/* The methods of `bixue calc` without the program around them: many questions in one run, linked from the core
 * alone, so that it builds anywhere in no time.
 *   ask < QUESTIONS   a question a line: {"method":…,"input":…}; an answer a line, or the refusal with its path
 *   ask --examples    the example of every method, as such lines */
#include "calc/calc.h"

#include <stdio.h>
#include <stdlib.h>

static void say(const struct js *v)
{
	struct arena a;
	arena_init(&a, (size_t)1 << 30);
	struct buf b = buf_new(&a, (size_t)1 << 29);
	js_write(&b, v);
	printf("%.*s\n", SV_ARG(buf_sv(&b)));
	arena_release(&a);
}

static struct js *parsed(struct arena *a, struct sv text)
{
	const char *why;
	int line, column;
	struct js *v = js_parse_numbers(a, text, &why, &line, &column);
	if (!v) {
		fprintf(stderr, "%s in column %d of: %.*s\n", why, column, SV_ARG(sv_upto(text, 200)));
		exit(1);
	}
	return v;
}

static void examples(struct arena *a)
{
	for (size_t f = 0; f < n_calc_families; f++)
		for (size_t i = 0; i < calc_families[f]->n; i++) {
			const struct calc_method *m = &calc_families[f]->methods[i];
			struct js *q = js_obj(a);
			js_set_sv(a, q, "method", sv_of(m->name));
			js_set(q, "input", parsed(a, sv_of(m->example)));
			say(q);
		}
}

/* Without its trace a method gives the same result. */
static void untraced(struct arena *a, const struct calc_method *m, const struct js *in, const struct js *out)
{
	struct ctx cx;
	struct js *plain;
	ctx_init(&cx, a, 0, LANG_EN);
	struct buf x = buf_new(a, (size_t)1 << 29), y = x;
	if (calc_do(&cx, m, in, false, &plain) == RC_OK)
		js_write(&x, js_get(plain, "result"));
	js_write(&y, js_get(out, "result"));
	if (!sv_eq(buf_sv(&x), buf_sv(&y))) {
		fprintf(stderr, "%s: another result without the trace: %.*s\n", m->name, SV_ARG(buf_sv(&x)));
		exit(1);
	}
}

static void answer(struct sv line)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	const struct js *q = parsed(&a, line);
	const struct calc_method *m = calc_find(js_get_sv(q, "method"));
	struct js *out;
	if (!m) {
		fprintf(stderr, "no method “%.*s”\n", SV_ARG(js_get_sv(q, "method")));
		exit(1);
	}
	if (calc_do(&cx, m, js_get(q, "input"), true, &out) == RC_OK) {
		untraced(&a, m, js_get(q, "input"), out);
	} else {
		out = js_obj(&a);
		js_set_sv(&a, out, "method", sv_of(m->name));
		struct js *list = js_set(out, "refused", js_arr(&a));
		for (const struct fault *f = cx.faults; f; f = f->next) {
			struct js *o = js_push(list, js_obj(&a));
			js_set_sv(&a, o, "at", sv_of(f->field));
			js_set_sv(&a, o, "text", f->text);
		}
	}
	say(out);
	arena_release(&a);
}

int main(int argc, char **argv)
{
	struct arena a;
	if (argc > 1 && strcmp(argv[1], "--examples") == 0) {
		arena_init(&a, (size_t)1 << 26);
		examples(&a);
		arena_release(&a);
		return 0;
	}
	char *line = NULL;
	size_t cap = 0;
	for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0;)
		if (n > 1)
			answer(sv_make(line, (size_t)n - 1));
	free(line);
	return 0;
}
