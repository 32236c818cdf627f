/* A collecting that was broken off goes on: what is taken in stays as it is, and no sheet gets a number before all that came in are taken. */
#include "app/exam/exam.h"
#include "app/person/person.h"
#include "main/wiring.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { HOUR = 3600000 };

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64];
	struct store *s;
	struct db *db;
	int64_t clerk, exam;
	const struct js *facts;      /* of the last act */
};

static enum rc tell(struct fixture *f, int64_t post, const char *act, int64_t subject, const char *json, int64_t *ret)
{
	struct act_answer r = { 0 };
	const char *why;
	int line, column;
	struct act_request rq = { .act = sv_of(act), .actor = { .post = post, .via = post ? VIA_CLI : VIA_SYSTEM }, .subject = subject,
				  .fields = js_parse(&f->a, sv_of(json), &why, &line, &column) };
	ctx_forget(&f->cx);
	enum rc rc = store_act(&f->cx, f->s, &rq, &r);
	f->facts = r.facts;
	if (ret)
		*ret = r.subject;
	return rc;
}
#define TELL(f, post, act, subject, ret, ...) assert_int_equal(tell(f, post, act, subject, arena_printf(&(f)->a, __VA_ARGS__).p, ret), RC_OK)

static void bank(struct fixture *f, int64_t county)
{
	for (int i = 0; i < 2; i++) {
		int64_t q;
		TELL(f, f->clerk, "question.draft", 0, &q, "{\"owner\":%lld,\"kind\":\"judge\",\"text\":\"第%d句：可以只看材料。\",\"answer\":\"T\",\"document\":\"规定\","
		     "\"article\":\"一\",\"topic\":\"减负\",\"level\":\"staff\",\"expires\":\"2026-12-31\"}", (long long)county, i);
		TELL(f, f->clerk, "question.release", q, NULL, "{}");
	}
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	int64_t county, post[3];
	arena_init(&f->a, 256 << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-collect-%d", (int)getpid());
	struct store_options o = { .dir = f->dir, .nouns = &nouns, .may = person_may, .create = true };
	assert_true(instant_parse(SV("2026-04-10T09:00:00+08:00"), &o.simulated_from));
	assert_int_equal(store_open(&f->cx, &o, &f->s), RC_OK);
	TELL(f, 0, "instance.init", 0, NULL, "{\"name\":\"县\",\"clock\":\"simulated\"}");
	TELL(f, 0, "unit.add", 0, &county, "{\"code\":\"c\",\"name\":\"甲县\",\"kind\":\"county\"}");
	TELL(f, 0, "person.add", 0, &f->clerk, "{\"unit\":%lld,\"title\":\"科员\"}", (long long)county);
	TELL(f, 0, "person.grant", f->clerk, NULL, "{\"role\":\"clerk\",\"unit\":%lld}", (long long)county);
	bank(f, county);
	TELL(f, f->clerk, "exam.plan", 0, &f->exam, "{\"owner\":%lld,\"name\":\"测试\",\"day\":\"2026-04-10\",\"minutes\":60,\"pass\":\"10\",\"parts\":\"判断|||judge|2|5|\"}",
	     (long long)county);
	TELL(f, f->clerk, "exam.publish", f->exam, NULL, "{}");
	TELL(f, f->clerk, "exam.draw", f->exam, NULL, "{\"seed\":\"1234567\"}");
	for (int i = 0; i < 3; i++)
		TELL(f, 0, "person.add", 0, &post[i], "{\"unit\":%lld,\"title\":\"干部%d\"}", (long long)county, i);
	TELL(f, f->clerk, "exam.seats", f->exam, NULL, "{\"seats\":[{\"post\":%lld,\"digest\":\"%064d\"},{\"post\":%lld,\"digest\":\"%064d\"},{\"post\":%lld,\"digest\":\"%064d\"}]}",
	     (long long)post[0], 3, (long long)post[1], 2, (long long)post[2], 1);
	TELL(f, f->clerk, "exam.open", f->exam, NULL, "{}");
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

static size_t taken(struct fixture *f)
{
	return js_get(f->facts, "sheets")->n;
}

static void test_goes_on(void **state)
{
	struct fixture *f = *state;
	struct exam_seat *seat;
	size_t n;
	TELL(f, 0, "exam.hand_in", f->exam, NULL, "{\"seat\":1,\"answers\":{\"1\":\"T\",\"2\":\"T\"}}");
	TELL(f, 0, "exam.hand_in", f->exam, NULL, "{\"seat\":3,\"answers\":{\"1\":\"T\",\"2\":\"F\"}}");
	assert_int_equal(tell(f, f->clerk, "exam.take", f->exam, "{\"sheets\":[{\"seat\":1}]}", NULL), RC_CONFLICT); /* the second still sits */
	assert_int_equal(store_advance(&f->cx, f->s, store_now(f->s) + HOUR + 1000), RC_OK);
	TELL(f, f->clerk, "exam.take", f->exam, NULL, "{\"sheets\":[{\"seat\":1,\"answers\":{\"1\":\"F\"}},{\"seat\":2,\"answers\":{\"1\":\"F\"}}]}");
	assert_int_equal(taken(f), 2);
	assert_null(js_get(js_get(f->facts, "sheets")->first, "answers")); /* handed in: what was kept before does not count */
	assert_int_equal(tell(f, f->clerk, "exam.collect", f->exam, "{}", NULL), RC_CONFLICT);
	assert_string_equal(f->cx.faults->id, "exam.untaken");
	/* broken off here; at the next press the door sends what it finds, and the one who is taken in is not taken twice */
	TELL(f, f->clerk, "exam.take", f->exam, NULL, "{\"sheets\":[{\"seat\":2,\"answers\":{\"1\":\"T\",\"2\":\"T\"}},{\"seat\":3}]}");
	assert_int_equal(taken(f), 1);
	TELL(f, f->clerk, "exam.collect", f->exam, NULL, "{}");
	TELL(f, f->clerk, "exam.finish", f->exam, NULL, "{}");
	assert_int_equal(exam_seats(&f->cx, f->db, f->exam, &seat, &n), RC_OK);
	assert_int_equal(n, 3);
	assert_true(seat[0].passed && !seat[1].passed && !seat[2].passed);
	assert_true(seat[0].sheet == 3 && seat[1].sheet == 2 && seat[2].sheet == 1); /* in the order of digests */
	assert_string_equal(arena_cstr(&f->a, seat[1].parts), "[\"0\"]");
	assert_string_equal(arena_cstr(&f->a, seat[2].parts), "[\"5\"]");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(test_goes_on, setup, teardown) };
	return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
