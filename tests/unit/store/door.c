/* Names become ids on the way in. */
#include "../../store/world.h"

#include "store/door.h"

#include <setjmp.h>

#include <cmocka.h>

static struct arena a;
static struct ctx cx;
static struct store *s;
static struct db *db;
static const char *dir;
static int64_t county, town;

static const struct field def[] = {
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = "Unit" },
	{ .name = "units", .type = FIELD_REFS, .of = "unit", .label = "Units" },
	{ .name = "post", .type = FIELD_REF, .of = "person", .label = "Post" },
	{ .name = "text", .type = FIELD_LINE, .label = "Text" },
};

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	dir = world_dir("door");
	if (world_open(&cx, dir, &world_registry, person_may, true, &s) != RC_OK || store_reader(&cx, s, &db) != RC_OK)
		world_die(&cx, "open");
	county = world_unit(&cx, s, "530426", "峨山县", "county", 0);
	town = world_unit(&cx, s, "530426200", "岔河乡", "township", county);
	world_unit(&cx, s, "x1", "城关村", "village", county);
	world_unit(&cx, s, "x2", "城关村", "village", town);
	world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", "login", "zhang"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(db);
	store_close(s);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

static struct js *json(const char *text)
{
	const char *why;
	int line, column;
	struct js *v = js_parse(&a, sv_of(text), &why, &line, &column);
	assert_non_null(v);
	return v;
}

static enum rc refs(const char *in, struct js **ret)
{
	ctx_forget(&cx);
	return door_refs(&cx, db, &world_registry, def, COUNT(def), json(in), ret);
}

static void test_names(void **state)
{
	(void)state;
	struct js *out;
	assert_int_equal(refs("{\"unit\":\"岔河乡\",\"text\":\"岔河乡\",\"post\":\"zhang\"}", &out), RC_OK);
	assert_int_equal(js_get_int(out, "unit", 0), town);
	assert_true(js_get_int(out, "post", 0) > 0);
	assert_true(sv_is(js_get_sv(out, "text"), "岔河乡")); /* only references are looked up */
	assert_int_equal(refs("{\"unit\":\" 530426200 \"}", &out), RC_OK);
	assert_int_equal(js_get_int(out, "unit", 0), town);
	const char *by_id = arena_printf(&a, "{\"unit\":\"#%lld\",\"units\":[%lld,\"峨山县\"]}", (long long)town, (long long)town).p;
	assert_int_equal(refs(by_id, &out), RC_OK);
	assert_int_equal(js_get_int(out, "unit", 0), town);
	assert_int_equal(js_get(out, "units")->n, 2);
	assert_int_equal(js_get(out, "units")->last->i, county);
	assert_int_equal(refs("{\"units\":\"岔河乡, 峨山县,\"}", &out), RC_OK);
	assert_int_equal(js_get(out, "units")->n, 2);
	assert_int_equal(refs("{\"unit\":\"\"}", &out), RC_OK); /* left empty */
}

static void test_faults(void **state)
{
	(void)state;
	struct js *out = NULL;
	assert_int_equal(refs("{\"unit\":\"没有乡\",\"units\":\"岔河乡,城关村\"}", &out), RC_INVALID);
	assert_null(out);
	/* Both are told, each at its field; the ambiguous one with its candidates. */
	assert_string_equal(cx.faults->field, "unit");
	assert_string_equal(cx.faults->next->field, "units");
	assert_true(sv_has(cx.faults->next->text, SV("x1")) && sv_has(cx.faults->next->text, SV("x2")));
	assert_int_equal(refs("{\"units\":[true]}", &out), RC_INVALID);
	/* "#" and something that is no number is a name. */
	assert_int_equal(refs("{\"unit\":\"#12a\"}", &out), RC_INVALID);
	assert_int_equal(refs("{\"unit\":\"#-5\"}", &out), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names), cmocka_unit_test(test_faults) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
