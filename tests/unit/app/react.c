/* What follows from an act follows from what the act said: a crash between the two changes no points.  Here nothing follows
 * before the test says so, as if the program had been killed after each act. */
#include "../../store/world.h"
#include "app/board/board.h"
#include "app/note/note.h"
#include "jobs/reactor.h"
#include "main/cli.h"
#include "main/wiring.h"

#include <setjmp.h>

#include <cmocka.h>

#define TEXT_OF_RULES                                                                                                  \
	"比学规则：1\n名称：细则\n版本：1\n生效：2022-03-01\n依据：甲政发〔2022〕9号\n对象：村\n周期：月\n公布范围：各单位\n"       \
	"名次显示：名次\n排名通报上限：每年12次\n频次依据：甲办发〔2022〕5号\n协办计分：50%\n\n指标：问题化解\n  基础分：40\n  扣完为止\n  项目：督查问题按期整改\n    依据：甲政发〔2022〕9号第四条\n"  \
	"    计分：按期整改，每件+0.5\n    计分：逾期办结，每件-1\n    计分：到期未整改，每件-1\n\n汇总：\n"                     \
	"  取整：分录2位，项目2位，总分2位\n  排名：并列占位\n  并列：全部列入\n  红榜：前3名\n  黑榜：末位\n"

static struct arena a;
static struct ctx cx;
static struct store *s;
static struct db *db;
static const char *dir;
static int64_t town, village, clerk, head, leader, rules;

/* The act by that post; its fields as JSON. */
static enum rc try(int64_t post, const char *act, int64_t subject, const char *json, struct act_answer *r)
{
	const char *why;
	int line, column;
	struct js *fields = js_parse(&a, sv_of(json), &why, &line, &column);
	struct act_request rq = { .act = sv_of(act), .actor = { .post = post, .via = VIA_SYSTEM }, .subject = subject, .fields = fields };
	assert_non_null(fields);
	ctx_forget(&cx);
	cx.now = store_now(s);
	return store_act(&cx, s, &rq, r);
}

static int64_t must(int64_t post, const char *act, int64_t subject, const char *json)
{
	struct act_answer r;
	if (try(post, act, subject, json, &r) != RC_OK)
		world_die(&cx, act);
	return r.subject;
}
#define J(...) arena_printf(&a, __VA_ARGS__).p

static void clock_to(const char *when)
{
	int64_t at;
	assert_true(instant_parse(arena_printf(&a, "%s+08:00", when), &at));
	assert_int_equal(store_advance(&cx, s, at), RC_OK);
}

static int64_t post(const char *title, const char *role, int64_t unit)
{
	int64_t id = must(0, "person.add", 0, J("{\"unit\":%lld,\"title\":\"%s\"}", (long long)unit, title));
	must(0, "person.grant", id, J("{\"role\":\"%s\",\"unit\":%lld}", role, (long long)unit));
	return id;
}

static void everything_follows(void)
{
	if (react_all(&cx, s, db, reactions, n_reactions) != RC_OK)
		world_die(&cx, "reactions");
}

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	wire();
	dir = world_dir("react");
	struct store_options o = { .dir = dir, .nouns = &nouns, .may = person_may, .create = true };
	assert_true(instant_parse(SV("2022-03-01T08:30+08:00"), &o.simulated_from));
	if (store_open(&cx, &o, &s) != RC_OK)
		world_die(&cx, "open");
	must(0, "instance.init", 0, "{\"name\":\"甲乡督查办\",\"clock\":\"simulated\"}");
	if (store_reader(&cx, s, &db) != RC_OK)
		world_die(&cx, "reader");
	town = must(0, "unit.add", 0, "{\"code\":\"t\",\"name\":\"甲乡\",\"kind\":\"township\"}");
	village = must(0, "unit.add", 0, J("{\"code\":\"v\",\"name\":\"一村\",\"kind\":\"village\",\"parent\":%lld}", (long long)town));
	must(0, "unit.add", 0, J("{\"code\":\"w\",\"name\":\"二村\",\"kind\":\"village\",\"parent\":%lld}", (long long)town));
	clerk = post("科员", "clerk", town);
	head = post("主任", "office_head", town);
	leader = post("乡长", "leader", town);
	struct js *f = js_obj(&a);
	js_set_int(&a, f, "owner", town);
	js_set_sv(&a, f, "text", SV(TEXT_OF_RULES));
	struct act_request rq = { .act = SV("ruleset.draft"), .actor = { .post = clerk, .via = VIA_CLI }, .fields = f };
	struct act_answer r;
	if (store_act(&cx, s, &rq, &r) != RC_OK)
		world_die(&cx, "rules");
	rules = r.subject;
	must(head, "ruleset.adopt", rules, "{\"advice_read\":true}");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	struct report r;
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	for (const struct finding *f = r.findings; f; f = f->next)
		print_message("%.*s: %.*s\n", SV_ARG(f->where), SV_ARG(f->text));
	assert_int_equal(r.n, 0);
	db_close(db);
	store_close(s);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

/* The village's entries in the order in which they were made: "closed_late -1;". */
static struct sv entries(void)
{
	const struct view_def *v = registry_view(&nouns, SV("entry.list"), NULL);
	struct view_in in = { .def = v, .actor = { .post = clerk, .via = VIA_CLI }, .limit = 100 };
	struct js *rows = js_arr(&a);
	struct sv after = SV_NONE;
	struct buf b = buf_new(&a, 4000);
	assert_int_equal(person_scope(&cx, db, &in.actor, v, &in.scope), RC_OK);
	assert_int_equal(fields_read(&cx, v->filters, v->n_filters, js_obj(&a), &in.filters), RC_OK);
	assert_int_equal(v->query(&cx, db, &in, rows, &after), RC_OK);
	for (const struct js *r = rows->first; r; r = r->next)
		buf_printf(&b, "%.*s %.*s %.*s;", SV_ARG(js_get_sv(r, "day")), SV_ARG(js_get_sv(r, "fact")), SV_ARG(js_get_sv(r, "points")));
	return b.n ? buf_sv(&b) : SV("");
}

static void is(const char *want)
{
	struct sv got = entries();
	if (!sv_is(got, want))
		fail_msg("entries are %.*s instead of %s", SV_ARG(got), want);
}

static int64_t late_matter(void)
{
	int64_t m = must(clerk, "matter.draft", 0, J("{\"owner\":%lld,\"kind\":\"problem\",\"title\":\"沟渠清淤\",\"leads\":[%lld],"
						      "\"due\":\"2022-03-10\",\"issue\":true}", (long long)town, (long long)village));
	clock_to("2022-03-15T09:00");
	must(clerk, "matter.ack", m, "{\"on_behalf_of\":\"村主任\",\"means\":\"phone\"}");
	must(clerk, "matter.claim_finish", m, "{\"text\":\"已清\",\"on_behalf_of\":\"村主任\",\"means\":\"phone\"}");
	must(head, "matter.take_up", m, "{}");
	return m;
}

static void test_closed_late_and_reopened_before_it_followed(void **state)
{
	(void)state;
	int64_t m = late_matter();
	must(head, "matter.close", m, "{\"text\":\"属实\"}");
	must(head, "matter.reopen", m, "{\"reason\":\"反弹\",\"due\":\"2022-04-30\"}");
	everything_follows();
	is("2022-03-15 closed_late -1;");
	everything_follows();
	is("2022-03-15 closed_late -1;");
}

/* The command that comes after a crash lets first follow what the crash cut off. */
static void test_a_command_after_a_crash(void **state)
{
	(void)state;
	int64_t m = late_matter();
	must(head, "matter.close", m, "{\"text\":\"属实\"}");
	db_close(db);
	store_close(s);
	const char *const argv[] = { "bixue", "matter", "reopen", "1", "--reason=反弹", "--due=2022-04-30",
				     J("--as=#%lld", (long long)head), J("--data=%s", dir), NULL };
	assert_int_equal(cli_main(8, (char **)(uintptr_t)argv), 0);
	struct store_options o = { .dir = dir, .nouns = &nouns, .may = person_may };
	assert_int_equal(store_open(&cx, &o, &s), RC_OK);
	assert_int_equal(store_reader(&cx, s, &db), RC_OK);
	struct journal_row *rows;
	size_t n;
	int64_t last, at;
	assert_int_equal(journal_last_seq(&cx, db, &last, &at), RC_OK);
	assert_int_equal(journal_read(&cx, db, last - 3, 3, &rows, &n), RC_OK);
	assert_true(n == 3 && sv_is(rows[0].act, "matter.close") && sv_is(rows[1].act, "entry.propose") && sv_is(rows[2].act, "matter.reopen"));
	is("2022-03-15 closed_late -1;");
}

static int64_t period(const char *name, const char *from, const char *to, const char *publish_on)
{
	return must(clerk, "period.open", 0, J("{\"owner\":%lld,\"name\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"publish_on\":\"%s\"}",
						(long long)town, name, from, to, publish_on));
}

static enum rc period_try(const char *name, const char *from, const char *to)
{
	struct act_answer r;
	return try(clerk, "period.open", 0, J("{\"owner\":%lld,\"name\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"publish_on\":\"2022-05-20\"}",
					       (long long)town, name, from, to), &r);
}

static void test_a_lateness_counts_once(void **state)
{
	(void)state;
	must(clerk, "matter.draft", 0, J("{\"owner\":%lld,\"kind\":\"problem\",\"title\":\"沟渠清淤\",\"leads\":[%lld],"
					  "\"due\":\"2022-03-10\",\"issue\":true}", (long long)town, (long long)village));
	int64_t march = period("2022年3月", "2022-03-01", "2022-03-31", "2022-04-20");
	assert_int_equal(period_try("三月再算", "2022-03-01", "2022-03-31"), RC_CONFLICT);
	assert_int_equal(period_try("三月下旬到四月", "2022-03-15", "2022-04-14"), RC_CONFLICT);
	assert_int_equal(period_try("一个半月", "2022-03-01", "2022-04-14"), RC_CONFLICT);
	int64_t quarter = period("2022年一季度", "2022-01-01", "2022-03-31", "2022-04-20");
	int64_t april = period("2022年4月", "2022-04-01", "2022-04-30", "2022-05-20");
	(void)period("2022年", "2022-01-01", "2022-12-31", "2023-01-20");
	clock_to("2022-04-07T09:00");
	must(clerk, "period.close", march, "{}");
	must(clerk, "period.close", quarter, "{}");
	everything_follows();
	is("2022-03-31 not_rectified -1;");
	/* The next month it is late again. */
	clock_to("2022-05-07T09:00");
	must(clerk, "period.close", april, "{}");
	everything_follows();
	is("2022-03-31 not_rectified -1;2022-04-30 not_rectified -1;");
}

/* Published and taken back before the publication was followed by anything: what is published stays as it is. */
static void test_taken_back_before_the_publication_followed(void **state)
{
	(void)state;
	int64_t march = period("2022年3月", "2022-03-01", "2022-03-31", "2022-04-20");
	int64_t m = late_matter();
	must(head, "matter.close", m, "{\"text\":\"属实\"}");
	everything_follows();
	clock_to("2022-04-07T09:00");
	must(clerk, "period.close", march, "{}");
	struct board_ask ask = { .period = march, .ruleset = rules, .kind = SV("village"), .within = town, .name = SV("三月榜") };
	struct js *f;
	if (board_prepare(&cx, db, &ask, &f) != RC_OK)
		world_die(&cx, "prepare");
	struct act_request rq = { .act = SV("board.compose"), .actor = { .post = clerk, .via = VIA_CLI }, .fields = f };
	struct act_answer r;
	if (store_act(&cx, s, &rq, &r) != RC_OK)
		world_die(&cx, "compose");
	int64_t board = r.subject;
	must(clerk, "board.preview", board, "{}");
	clock_to("2022-04-20T09:00");
	must(head, "board.approve", board, "{}");
	must(leader, "board.approve", board, "{}");
	must(clerk, "board.publish", board, "{}");
	const struct view_def *v = registry_view(&nouns, SV("entry.list"), NULL);
	struct view_in in = { .def = v, .actor = { .post = clerk, .via = VIA_CLI }, .scope = { .all = true }, .limit = 10 };
	struct js *rows = js_arr(&a);
	struct sv after = SV_NONE;
	assert_int_equal(fields_read(&cx, v->filters, v->n_filters, js_obj(&a), &in.filters), RC_OK);
	assert_int_equal(v->query(&cx, db, &in, rows, &after), RC_OK);
	must(head, "entry.reverse", js_get_int(rows->first, "id", 0), "{\"reason\":\"台账记错\"}");
	is("2022-03-15 closed_late -1;2022-04-20 closed_late 1;");
	everything_follows();
	is("2022-03-15 closed_late -1;2022-04-20 closed_late 1;");
}

/* The matter of a solved problem is refused, since its unit is gone meanwhile: the problem is open again, says why, and holds the event. */
static void test_a_refused_matter_is_not_lost(void **state)
{
	(void)state;
	struct act_answer r;
	int64_t e = must(clerk, "event.plan", 0, J("{\"owner\":%lld,\"name\":\"观摩\",\"kind\":\"tour\",\"day\":\"2022-03-01\"}", (long long)town));
	must(clerk, "event.begin", e, "{}");
	int64_t note = must(clerk, "note.add", 0, J("{\"event\":%lld,\"kind\":\"problem\",\"text\":\"路面\\t破损\",\"unit\":%lld}", (long long)e, (long long)village));
	must(clerk, "note.solve", note, J("{\"outcome\":\"matter\",\"unit\":%lld,\"due\":\"2022-03-20\"}", (long long)village));
	must(0, "unit.close", village, "{\"on\":\"2022-03-01\",\"reason\":\"并入\"}");
	everything_follows();
	struct note n;
	assert_int_equal(note_get(&cx, db, note, &n), RC_OK);
	assert_true(sv_is(n.state, "open") && n.matter == 0 && n.how.n > 0);
	assert_int_equal(try(clerk, "event.end", e, "{}", &r), RC_CONFLICT);
	must(clerk, "note.solve", note, J("{\"outcome\":\"matter\",\"unit\":%lld,\"due\":\"2022-03-20\"}", (long long)town));
	everything_follows();
	assert_int_equal(note_get(&cx, db, note, &n), RC_OK);
	assert_true(sv_is(n.state, "matter") && n.matter != 0);
	must(clerk, "event.end", e, "{}");
}

/* ---- a disk that was full --------------------------------------------------------------------------------------------- */

static _Atomic int asked;

static enum rc full_once(struct ctx *sub, struct db *reader, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			 size_t max, size_t *ret_n)
{
	(void)reader, (void)row, (void)facts, (void)ret, (void)max, (void)ret_n;
	return asked++ ? RC_OK : because(sub, RC_FAILED, "the disk is full");
}

/* Nobody does another act, and it is tried again. */
static void test_what_failed_is_tried_again(void **state)
{
	(void)state;
	static const struct reaction one = { .name = "full", .act = "unit.add", .fn = full_once };
	struct reactor *r;
	store_start_writer(s);
	everything_follows();
	if (reactor_start(&cx, s, &one, 1, &r) != RC_OK)
		world_die(&cx, "reactor");
	must(0, "unit.add", 0, J("{\"code\":\"x\",\"name\":\"三村\",\"kind\":\"village\",\"parent\":%lld}", (long long)town));
	reactor_wake(r);
	for (int n = 0; n < 100 && asked < 2; n++)
		usleep(100000);
	reactor_stop(r);
	assert_int_equal(asked, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_failed_is_tried_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_closed_late_and_reopened_before_it_followed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_command_after_a_crash, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_lateness_counts_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_refused_matter_is_not_lost, setup, teardown),
		cmocka_unit_test_setup_teardown(test_taken_back_before_the_publication_followed, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
