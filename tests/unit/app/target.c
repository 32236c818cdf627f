/* What scoring reads of targets: plan, actual, base, standing, source and record of a period; what is missing is
 * missing; and a later look at an earlier moment gives what stood then.  And merged cells of a pledge. */
#include "app/import/import.h"
#include "app/person/person.h"
#include "app/target/target.h"
#include "main/wiring.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64];
	struct store *s;
	struct db *db;
	int64_t county, town, bureau, clerk, data, line, seq;
};

static enum rc tell(struct fixture *f, int64_t post, const char *act, int64_t subject, const char *json, int64_t *ret)
{
	struct act_answer r = { 0 };
	const char *why;
	int line, column;
	struct js *o = js_parse(&f->a, sv_of(json), &why, &line, &column);
	struct act_request rq = { .act = sv_of(act), .actor = { .post = post, .via = post ? VIA_CLI : VIA_SYSTEM }, .subject = subject, .fields = o };
	ctx_forget(&f->cx);
	enum rc rc = store_act(&f->cx, f->s, &rq, &r);
	f->seq = r.seq;
	if (ret)
		*ret = r.subject;
	return rc;
}
#define TELL(f, post, act, subject, ret, ...)                                                                              \
	assert_int_equal(tell(f, post, act, subject, arena_printf(&(f)->a, __VA_ARGS__).p, ret), RC_OK)

static int64_t post_of(struct fixture *f, int64_t unit, const char *role, int64_t over)
{
	int64_t p;
	TELL(f, 0, "person.add", 0, &p, "{\"unit\":%lld,\"title\":\"岗\"}", (long long)unit);
	TELL(f, 0, "person.grant", p, NULL, "{\"role\":\"%s\",\"unit\":%lld}", role, (long long)over);
	return p;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	int64_t import;
	arena_init(&f->a, 256 << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-target-%d", (int)getpid());
	struct store_options o = { .dir = f->dir, .nouns = &nouns, .may = person_may, .create = true };
	assert_true(instant_parse(SV("2023-04-10T09:00:00+08:00"), &o.simulated_from));
	assert_int_equal(store_open(&f->cx, &o, &f->s), RC_OK);
	TELL(f, 0, "instance.init", 0, NULL, "{\"name\":\"县\",\"clock\":\"simulated\"}");
	TELL(f, 0, "unit.add", 0, &f->county, "{\"code\":\"c\",\"name\":\"甲县\",\"kind\":\"county\"}");
	TELL(f, 0, "unit.add", 0, &f->town, "{\"code\":\"t\",\"name\":\"乙镇\",\"kind\":\"township\",\"parent\":%lld}", (long long)f->county);
	TELL(f, 0, "unit.add", 0, &f->bureau, "{\"code\":\"b\",\"name\":\"统计局\",\"kind\":\"department\",\"parent\":%lld}", (long long)f->county);
	f->clerk = post_of(f, f->county, "clerk", f->county);
	f->data = post_of(f, f->bureau, "liaison", f->bureau);
	TELL(f, f->clerk, "target.import_accept", 0, &import, "{\"owner\":%lld,\"year\":2023,\"list\":\"军令状\",\"document\":\"甲政〔2023〕1号\"}",
	     (long long)f->county);
	TELL(f, f->clerk, "target.import_row", 0, &f->line,
	     "{\"import\":%lld,\"unit\":%lld,\"data_owner\":%lld,\"indicator\":\"投资\",\"uom\":\"亿元\",\"base\":\"12\",\"plan\":\"13\",\"q1\":\"2.5\","
	     "\"q4\":\"13\",\"weight\":\"20\"}", (long long)import, (long long)f->town, (long long)f->bureau);
	TELL(f, f->clerk, "target.import_done", import, NULL, "{}");
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

static struct target_input input(struct fixture *f, int from, int to, int64_t upto)
{
	struct target_input *in;
	size_t n;
	struct period p = { .owner = f->county, .from = day_of_civil(2023, from, 1), .to = month_end(2023, to) };
	assert_int_equal(target_inputs(&f->cx, f->db, &p, upto, &in, &n), RC_OK);
	assert_int_equal(n, 1);
	return in[0];
}

static void missing_is_missing(void **state)
{
	struct fixture *f = *state;
	struct target_input in = input(f, 1, 3, 0);
	assert_true(in.plan.has && in.plan.v.u == 2500000);
	assert_false(in.actual.has);
	assert_int_equal(in.record, 0);
	assert_int_equal(in.light, PACE_NO_VALUE);
	assert_false(input(f, 4, 6, 0).plan.has); /* that quarter was left blank */
	assert_false(input(f, 2, 2, 0).plan.has); /* no quarter ends in February */
	struct target_input year = input(f, 1, 12, 0);
	assert_true(year.plan.has && year.base.has && year.base.v.u == 12 * DEC_ONE);
}

static void estimate_final_correction(void **state)
{
	struct fixture *f = *state;
	TELL(f, f->data, "target.report", f->line, NULL,
	     "{\"quarter\":1,\"value\":\"2.6\",\"as_of\":\"2023-04-01\",\"source\":\"快报\",\"base\":\"2.3\",\"standing\":\"estimated\"}");
	int64_t after_estimate = f->seq;
	TELL(f, f->data, "target.report", f->line, NULL,
	     "{\"quarter\":1,\"value\":\"2.55\",\"as_of\":\"2023-04-10\",\"source\":\"定案\",\"base\":\"2.3\",\"standing\":\"final\"}");
	int64_t after_final = f->seq;
	TELL(f, f->data, "target.correct", f->line, NULL,
	     "{\"quarter\":1,\"value\":\"2.4\",\"as_of\":\"2023-04-10\",\"source\":\"复核\",\"base\":\"2.3\",\"reason\":\"核减\"}");
	struct target_input now = input(f, 1, 3, 0), then = input(f, 1, 3, after_final), first = input(f, 1, 3, after_estimate);
	assert_true(now.final && now.actual.v.u == 2400000 && now.light == PACE_BEHIND && sv_is(now.source, "复核"));
	assert_true(then.final && then.actual.v.u == 2550000 && then.light == PACE_ON_PACE);
	assert_true(!first.final && first.actual.v.u == 2600000 && first.grows == GROWTH_PERCENT && first.growth.u == 13043478);
	assert_true(now.record != then.record && then.record != first.record && first.record > 0);
}

static void only_the_department(void **state)
{
	struct fixture *f = *state;
	const char *value = "{\"month\":2,\"value\":\"1\",\"as_of\":\"2023-04-01\",\"source\":\"电话\",\"standing\":\"estimated\"}";
	int64_t over_all = post_of(f, f->county, "liaison", f->county), own = post_of(f, f->town, "liaison", f->town);
	assert_int_equal(tell(f, f->clerk, "target.report", f->line, value, NULL), RC_DENIED);
	assert_int_equal(tell(f, over_all, "target.report", f->line, value, NULL), RC_DENIED);
	assert_int_equal(tell(f, own, "target.report", f->line, value, NULL), RC_DENIED);
	assert_int_equal(tell(f, 0, "target.report", f->line, value, NULL), RC_DENIED);
}

/* A unit merged over its rows, an indicator merged over units, two levels of header. */
static void merged_cells(void **state)
{
	struct fixture *f = *state;
	static const char *const text[][7] = {
		{ "甲县2023年目标责任书", "", "", "", "", "", "" },
		{ "责任单位", "指标", "计量单位", "目标", "", "", "数据来源单位" },
		{ "", "", "", "一季度", "上半年", "全年", "" },
		{ "乙镇", "投资", "亿元", "2", "4亿", "80000万", "统计局" },
		{ "", "税收", "万元", "0.1亿", "", "3000", "" },
	};
	static struct merge merges[] = { { 0, 0, 0, 6 }, { 1, 0, 2, 0 }, { 1, 1, 2, 1 }, { 1, 2, 2, 2 }, { 1, 3, 1, 5 }, { 1, 6, 2, 6 },
					 { 3, 0, 4, 0 }, { 3, 6, 4, 6 } };
	struct grid g = { .name = SV("s"), .rows = 5, .cols = 7, .merges = merges, .n_merges = sizeof(merges) / sizeof(*merges) };
	struct import_options o = { .today = DAY_NONE, .kind = IMPORT_ANY, .sheet = SV("") };
	struct pledge_list *l;
	g.cells = NEW(&f->a, struct cell, 35);
	g.row_hidden = NEW(&f->a, bool, 5);
	g.row_no = NEW(&f->a, int, 5);
	for (int r = 0; r < 5; r++) {
		g.row_no[r] = r + 1;
		for (int c = 0; c < 7; c++)
			*grid_at(&g, r, c) = (struct cell){ .kind = *text[r][c] ? CELL_TEXT : CELL_EMPTY, .text = sv_of(text[r][c]) };
	}
	struct book book = { .sheets = &g, .n = 1 };
	assert_true(import_is_pledge(&f->cx, &book, SV("")));
	assert_int_equal(import_read_pledge(&f->cx, &book, &o, QUARTERS_FIND_OUT, &l), RC_OK);
	assert_int_equal(l->n_rows, 2);
	assert_int_equal(l->year, 2023);
	assert_int_equal(l->rows[0].quarter[1].v.u, 4 * DEC_ONE);
	assert_int_equal(l->rows[0].year.v.u, 8 * DEC_ONE);
	assert_true(sv_is(l->rows[1].units.v[0], "乙镇") && sv_is(l->rows[1].data_owner, "统计局"));
	assert_int_equal(l->rows[1].state, IMPORT_OK);
	assert_int_equal(l->rows[1].quarter[0].v.u, 1000 * DEC_ONE);
	assert_false(l->rows[1].quarter[1].has);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missing_is_missing), cmocka_unit_test(estimate_final_correction), cmocka_unit_test(only_the_department),
		cmocka_unit_test(merged_cells),
	};
	wire();
	return cmocka_run_group_tests(tests, setup, teardown);
}
