/* A bank that comes in is whole or not seen: what is refused on its way is withdrawn, what a crash cut off is withdrawn at the next start. */
#include "app/person/person.h"
#include "app/question/question.h"
#include "jobs/broken.h"
#include "main/wiring.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 250 };

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64];
	struct store *s;
	struct db *db;
	int64_t county, clerk;
	size_t calls, stop_at;       /* of the door: from this call on the machine is gone */
};

static int64_t tell(struct fixture *f, const char *act, int64_t subject, const char *json)
{
	struct act_answer r = { 0 };
	const char *why;
	int line, column;
	struct act_request rq = { .act = sv_of(act), .actor = { .via = VIA_SYSTEM }, .subject = subject, .fields = js_parse(&f->a, sv_of(json), &why, &line, &column) };
	assert_int_equal(store_act(&f->cx, f->s, &rq, &r), RC_OK);
	return r.subject;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	arena_init(&f->a, 256 << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-question-%d", (int)getpid());
	struct store_options o = { .dir = f->dir, .nouns = &nouns, .may = person_may, .create = true };
	assert_true(instant_parse(SV("2026-04-10T09:00:00+08:00"), &o.simulated_from));
	assert_int_equal(store_open(&f->cx, &o, &f->s), RC_OK);
	tell(f, "instance.init", 0, "{\"name\":\"县\",\"clock\":\"simulated\"}");
	f->county = tell(f, "unit.add", 0, "{\"code\":\"c\",\"name\":\"甲县\",\"kind\":\"county\"}");
	f->clerk = tell(f, "person.add", 0, arena_printf(&f->a, "{\"unit\":%lld,\"title\":\"科员\"}", (long long)f->county).p);
	tell(f, "person.grant", f->clerk, arena_printf(&f->a, "{\"role\":\"clerk\",\"unit\":%lld}", (long long)f->county).p);
	assert_int_equal(store_reader(&f->cx, f->s, &f->db), RC_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char command[256];
	db_close(f->db);
	store_close(f->s);
	snprintf(command, sizeof(command), "rm -rf %s %s.keys", f->dir, f->dir);
	assert_int_equal(system(command), 0);
	arena_release(&f->a);
	free(f);
	return 0;
}

/* Row 7 is number 1007 of the sheet; `twice` is the row that repeats the one before, -1 for none. */
static struct question_sheet sheet_of(struct fixture *f, int twice)
{
	struct question_sheet s = { .owner = f->county, .file_name = SV("题库.csv"), .file_digest = SV(""), .n = ROWS, .fields = NEW(&f->a, struct js *, ROWS),
				    .row = NEW(&f->a, int, ROWS) };
	for (int i = 0; i < ROWS; i++) {
		struct js *o = s.fields[i] = js_obj(&f->a);
		js_set_int(&f->a, o, "owner", f->county);
		js_set_sv(&f->a, o, "kind", SV("judge"));
		js_set_sv(&f->a, o, "text", arena_printf(&f->a, "第%d句：可以只看材料。", i == twice ? i - 1 : i));
		js_set_sv(&f->a, o, "answer", SV("错"));
		js_set_sv(&f->a, o, "document", SV("若干规定"));
		js_set_sv(&f->a, o, "article", SV("第一条"));
		js_set_sv(&f->a, o, "topic", SV("减负"));
		js_set_sv(&f->a, o, "level", SV("section"));
		js_set_sv(&f->a, o, "expires", SV("2026-12-31"));
		s.row[i] = 1000 + i;
	}
	return s;
}

static enum rc door(void *arg, struct ctx *cx, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed)
{
	struct fixture *f = arg;
	*ret_failed = 0;
	return ++f->calls >= f->stop_at ? (fail)(cx, RC_FAILED, "test.gone", "gone") : store_acts(cx, f->s, rq, n, ret, ret_failed);
}

static enum rc take(struct fixture *f, const struct question_sheet *s, size_t stop_at, size_t *ret_done)
{
	struct act_door d = { door, f };
	f->calls = 0;
	f->stop_at = stop_at;
	ctx_forget(&f->cx);
	return question_take_sheet(&f->cx, &d, (struct actor){ .post = f->clerk, .via = VIA_WEB }, s, ret_done);
}

static size_t rows_of(struct fixture *f, const char *view, struct js *rows)
{
	struct view_in in = { .def = registry_view(&nouns, sv_of(view), NULL), .limit = 1000, .scope = { .all = true }, .after = SV_NONE };
	struct sv after;
	const struct js *none = js_obj(&f->a);
	assert_int_equal(fields_read(&f->cx, in.def->filters, in.def->n_filters, none, &in.filters), RC_OK);
	assert_int_equal(in.def->query(&f->cx, f->db, &in, rows, &after), RC_OK);
	return rows->n;
}

static size_t seen(struct fixture *f)
{
	return rows_of(f, "question.list", js_arr(&f->a));
}

static const char *last_import(struct fixture *f)
{
	struct js *rows = js_arr(&f->a);
	assert_true(rows_of(f, "question.imports", rows) > 0);
	return arena_cstr(&f->a, js_get_sv(rows->first, "state"));
}

static void test_refused(void **state)
{
	struct fixture *f = *state;
	struct question_sheet s = sheet_of(f, 220), again = sheet_of(f, -1);
	size_t done = 1;
	bool named = false;
	assert_int_equal(take(f, &s, SIZE_MAX, &done), RC_CONFLICT);
	for (const struct fault *x = f->cx.faults; x; x = x->next)
		named |= sv_has(x->text, SV("Row 1220"));
	assert_true(named);
	assert_int_equal(done, 0);
	assert_int_equal(seen(f), 0); /* two groups were in */
	assert_string_equal(last_import(f), "withdrawn");
	assert_int_equal(take(f, &again, SIZE_MAX, &done), RC_OK);
	assert_int_equal(done, ROWS);
	assert_int_equal(seen(f), ROWS);
}

static void test_cut_off(void **state)
{
	struct fixture *f = *state;
	struct question_sheet s = sheet_of(f, -1);
	size_t done;
	assert_int_equal(take(f, &s, 3, &done), RC_FAILED); /* after the first group */
	assert_int_equal(seen(f), 0);
	assert_string_equal(last_import(f), "open");
	assert_int_equal(take(f, &s, SIZE_MAX, &done), RC_CONFLICT); /* it might still be coming in */
	ctx_forget(&f->cx);
	assert_int_equal(broken_imports(&f->cx, f->s, f->db), RC_OK);
	assert_string_equal(last_import(f), "withdrawn");
	assert_int_equal(take(f, &s, SIZE_MAX, &done), RC_OK);
	assert_int_equal(seen(f), ROWS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown), cmocka_unit_test_setup_teardown(test_cut_off, setup, teardown),
	};
	return cmocka_run_group_tests_name("question", tests, NULL, NULL);
}
