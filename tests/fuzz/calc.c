/* The JSON door of the scoring core: any JSON to any method never crashes, stays within its memory and time, answers
 * with JSON that reads back, the same without its trace, or refuses at a path that leads into what was given.
 *   the first line names the method (another word picks one); the rest is the input
 *   clang -fsanitize=fuzzer,address,undefined … tests/fuzz/calc.c    fuzzes, corpus in tests/fuzz/corpus/calc
 *   cc -DREPLAY … tests/fuzz/calc.c                                  replays the files named on the command line */
#include "base/bug.h"
#include "calc/calc.h"

#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A small question gets an answer in little memory and time, however it is put.  The time is that of a build with
 * sanitizers on a slow core. */
enum { SMALL = 1 << 14, SECONDS_MAX = 10 };
static const size_t memory = (size_t)1 << 29;

#define CHECK(what)                                                                                          \
	do {                                                                                                 \
		if (!(what))                                                                                 \
			BUG("%s", #what);                                                                    \
	} while (0)

static const struct calc_method *method_of(struct sv name)
{
	const struct calc_method *m = calc_find(name);
	size_t n = 0, pick = 0;
	if (m)
		return m;
	for (size_t f = 0; f < n_calc_families; f++)
		n += calc_families[f]->n;
	for (size_t i = 0; i < name.n; i++)
		pick = pick * 31 + (unsigned char)name.p[i];
	pick %= n;
	for (size_t f = 0; f < n_calc_families; f++) {
		if (pick < calc_families[f]->n)
			return &calc_families[f]->methods[pick];
		pick -= calc_families[f]->n;
	}
	return NULL;
}

/* The path begins with a field of the method or with a name that was given. */
static bool leads_somewhere(const struct calc_method *m, const struct js *in, struct sv path)
{
	if (in->kind != JS_OBJ)
		return path.n == 0;
	for (size_t i = 0; i < m->n_fields; i++)
		if (sv_starts(path, sv_of(m->fields[i].name)))
			return true;
	for (const struct js *v = in->first; v; v = v->next)
		if (sv_starts(path, v->key))
			return true;
	return false;
}

static struct sv written(struct arena *a, const struct js *v)
{
	struct buf b = buf_new(a, (size_t)1 << 28);
	js_write(&b, v);
	CHECK(!b.over);
	return buf_sv(&b);
}

static void ask(struct arena *a, const struct calc_method *m, const struct js *in)
{
	struct ctx cx, plain_cx;
	struct js *out, *plain;
	const char *why;
	int line, column;
	ctx_init(&cx, a, 0, LANG_EN);
	ctx_init(&plain_cx, a, 0, LANG_EN);
	clock_t began = clock();
	enum rc rc = calc_do(&cx, m, in, true, &out);
	bool quick = clock() - began < CLOCKS_PER_SEC; /* else once is enough */
	if (quick)
		CHECK(rc == calc_do(&plain_cx, m, in, false, &plain));
	if (rc != RC_OK) {
		CHECK(cx.faults);
		for (const struct fault *f = cx.faults; f; f = f->next)
			if (!f->text.n || !leads_somewhere(m, in, sv_of(f->field)))
				BUG("%s refuses at “%s”: %.*s", m->name, f->field, SV_ARG(f->text));
		return;
	}
	struct sv said = written(a, out);
	if (!js_parse_numbers(a, said, &why, &line, &column))
		BUG("%s answers what is no JSON: column %d, %s: %.*s", m->name, column, why, SV_ARG(sv_upto(said, 2000)));
	CHECK(!quick || sv_eq(written(a, js_get(out, "result")), written(a, js_get(plain, "result"))));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct sv rest = sv_make((const char *)data, size), name;
	jmp_buf full;
	const char *why;
	int line, column;
	if (size > SMALL || !sv_split(&rest, '\n', &name))
		return 0;
	const struct calc_method *const volatile m = method_of(name); /* volatile: they live through a jump */
	volatile clock_t began = clock();
	arena_init(&a, memory);
	a.full = &full;
	if (setjmp(full))
		BUG("%s takes more than %zu bytes for a question of %zu", m->name, memory, size);
	const struct js *in = js_parse_numbers(&a, rest, &why, &line, &column);
	if (in)
		ask(&a, m, in);
	arena_release(&a);
	double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
	if (seconds > SECONDS_MAX)
		BUG("%s takes %.1f s for a question of %zu bytes", m->name, seconds, size);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
