/* The ledger's narrow ways and its counts, against every matter looked at one by one: random matters of every
 * state, kind of deadline, day, percentage and office; every light, alone and with other filters, seen from the
 * whole and from a part. */
#include "app/matter/row.h"
#include "main/wiring.h"
#include "app/person/person.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The last round has more overdue than the short list of them holds, so that the ledger is walked. */
enum { MATTERS = 3200, UNITS = 6, OFFICES = 3, ROUNDS = 2 };
#define TODAY ((struct day){ 19450 })

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64], keys[80];
	struct store *s;
	struct db *read, *write;
	int64_t county, office[OFFICES], unit[UNITS];
	struct sv county_path, path[OFFICES], unit_path[UNITS];
	uint64_t seed;
	int fills;
};

static int some(struct fixture *f, int n) /* 0 … n − 1, the same in every run */
{
	f->seed = f->seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((f->seed >> 33) % (uint64_t)n);
}

static int64_t add_unit(struct fixture *f, const char *code, const char *kind, int64_t parent)
{
	struct act_answer r;
	struct js *o = js_obj(&f->a);
	js_set_sv(&f->a, o, "code", sv_of(code));
	js_set_sv(&f->a, o, "name", arena_printf(&f->a, "单位%s", code));
	js_set_sv(&f->a, o, "kind", sv_of(kind));
	if (parent)
		js_set_int(&f->a, o, "parent", parent);
	struct act_request rq = { .act = SV("unit.add"), .actor = { .via = VIA_SYSTEM }, .fields = o };
	ctx_forget(&f->cx);
	f->cx.now = store_now(f->s);
	assert_int_equal(store_act(&f->cx, f->s, &rq, &r), RC_OK);
	return r.subject;
}

static struct sv path_of(struct fixture *f, int64_t unit)
{
	static const struct query q = { "path", "SELECT path FROM unit WHERE id = $1", 1 };
	enum rc rc;
	struct sv path = SV_NONE;
	struct stmt *st = db_query(f->write, &q);
	bind_int(st, 1, unit);
	while (db_step(&f->cx, st, &rc))
		path = col_sv(st, 0, &f->a);
	assert_int_equal(rc, RC_OK);
	return path;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	arena_init(&f->a, 1024u << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	f->seed = 20230403;
	wire();
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-ledger-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->keys, sizeof(f->keys), "%s.keys", f->dir);
	struct store_options o = { .dir = f->dir, .keys_dir = f->keys, .nouns = &nouns, .may = person_may, .create = true };
	assert_int_equal(store_open(&f->cx, &o, &f->s), RC_OK);
	f->county = add_unit(f, "1", "county", 0);
	for (int i = 0; i < OFFICES; i++)
		f->office[i] = add_unit(f, arena_printf(&f->a, "o%d", i).p, "department", f->county);
	for (int i = 0; i < UNITS; i++)
		f->unit[i] = add_unit(f, arena_printf(&f->a, "u%d", i).p, "township", f->county);
	assert_int_equal(store_reader(&f->cx, f->s, &f->read), RC_OK);
	assert_int_equal(db_open(&f->cx, arena_printf(&f->a, "%s/bixue.db", f->dir).p, DB_WRITE, &f->write), RC_OK);
	f->county_path = path_of(f, f->county);
	for (int i = 0; i < OFFICES; i++)
		f->path[i] = path_of(f, f->office[i]);
	for (int i = 0; i < UNITS; i++)
		f->unit_path[i] = path_of(f, f->unit[i]);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	db_close(f->write);
	db_close(f->read);
	store_close(f->s);
	char rm[192];
	snprintf(rm, sizeof(rm), "rm -rf %s %s", f->dir, f->keys);
	assert_int_equal(system(rm), 0);
	arena_release(&f->a);
	free(f);
	return 0;
}

/* ---- random matters, put into the table itself: also such as no act would make ---------------------------------- */

static const char due_kinds[][10] = { "", "fixed", "fixed", "fixed", "standing", "immediate", "relative", "event" };

static void put_day(struct buf *b, bool is, int64_t n)
{
	if (is)
		buf_printf(b, "%lld,", (long long)n);
	else
		buf_puts(b, "NULL,");
}

static void put_matter(struct fixture *f, struct buf *b, int64_t id, bool crowded)
{
	bool has_due = some(f, crowded ? 12 : 6) > 0, has_percent = some(f, 2) > 0;
	enum matter_state state = crowded && some(f, 12) ? MATTER_ACTIVE : (enum matter_state)some(f, MATTER_STATE_COUNT_);
	int64_t due = TODAY.n - 60 + some(f, 200), percent = some(f, 4) ? (int64_t)some(f, 101) * 1000000 : 0;
	bool at_once = !has_due && some(f, 2) > 0; /* judged from its start, though no day stands there */
	if (crowded && some(f, 12))
		due = TODAY.n - 1 - some(f, 60);
	else if (some(f, 4) == 0)
		due = TODAY.n - 2 + some(f, 8); /* where the lights change */
	buf_printf(b, "INSERT INTO matter VALUES (%lld,%lld,'%s','%s',%lld,0,'%s','','','t','','','',0,'','','%s',", (long long)id, (long long)id,
		 matter_kind_name((enum matter_kind)some(f, MATTER_KIND_COUNT_)), matter_state_name(state),
		 (long long)f->office[some(f, OFFICES)], some(f, 3) ? "重点工作" : "民生实事", at_once ? "immediate" : due_kinds[some(f, COUNT(due_kinds))]);
	put_day(b, has_due, due);
	put_day(b, has_due, due);
	buf_puts(b, "'day','',0,'',");
	put_day(b, some(f, 3) == 0, TODAY.n - (at_once ? 10 : 150) + some(f, at_once ? 12 : 200));
	put_day(b, some(f, 4) == 0, TODAY.n - 150 + some(f, 200));
	put_day(b, has_percent, percent);
	int64_t issued = instant_of_day((struct day){ TODAY.n - some(f, 150) }) + some(f, 86400000);
	buf_printf(b, "'','','','','','','','','','','','',%lld,0,0,", (long long)(some(f, 8) ? issued : 0));
	put_day(b, some(f, 3) == 0, TODAY.n - some(f, 90));
	buf_printf(b, "%d,%d,0,0,1,1);", some(f, 2), some(f, 20) != 0);
	int first = some(f, UNITS);
	for (int k = some(f, 3); k > 0; k--)
		buf_printf(b, "INSERT INTO assignment VALUES (%lld,%lld,%lld,'lead','%s',0,'',0,0,0,0,0,0,0,0);", (long long)(id * 10 + k),
			 (long long)id, (long long)f->unit[(first + k) % UNITS], some(f, 5) ? "working" : "released");
}

/* The last act gives the journal a new end, so that nobody may answer from what was counted before. */
static void fill(struct fixture *f, int round)
{
	struct matter m;
	assert_int_equal(db_exec(&f->cx, f->write, "BEGIN; DELETE FROM matter; DELETE FROM matter_turn; DELETE FROM assignment"), RC_OK);
	for (int i = 0; i < MATTERS; i++) {
		struct buf b = buf_new(&f->a, 8192);
		put_matter(f, &b, 1000000 + i * 3, round == ROUNDS - 1);
		enum rc rc = db_exec(&f->cx, f->write, arena_cstr(&f->a, buf_sv(&b)));
		if (rc != RC_OK)
			print_error("%.*s\n", SV_ARG(f->cx.faults->text));
		assert_int_equal(rc, RC_OK);
		assert_int_equal(matter_get(&f->cx, f->write, 1000000 + i * 3, &m), RC_OK);
		assert_int_equal(turn_write(&f->cx, f->write, &m), RC_OK);
	}
	assert_int_equal(db_exec(&f->cx, f->write, "COMMIT"), RC_OK);
	add_unit(f, arena_printf(&f->a, "r%d", f->fills++).p, "department", f->county);
}

/* ---- one by one ------------------------------------------------------------------------------------------------- */

struct all {
	struct matter m[MATTERS];
	struct light_view light[MATTERS];
	struct duty *duty[MATTERS];
	size_t n_duty[MATTERS];
};

static struct all *read_all(struct fixture *f)
{
	struct all *all = NEW(&f->a, struct all, 1);
	for (int i = 0; i < MATTERS; i++) {
		assert_int_equal(matter_get(&f->cx, f->read, 1000000 + i * 3, &all->m[i]), RC_OK);
		all->light[i] = matter_light_of(&all->m[i], TODAY);
		assert_int_equal(matter_duties(&f->cx, f->read, all->m[i].id, &all->duty[i], &all->n_duty[i]), RC_OK);
	}
	return all;
}

static bool fits(struct ctx *cx, struct db *db, const struct all *all, int i, const struct scope *s, const struct matter_filter *f)
{
	const struct matter *m = &all->m[i];
	struct ctx probe = *cx;
	ctx_forget(&probe);
	bool is_open = m->state != MATTER_DRAFT && m->state != MATTER_CLOSED && m->state != MATTER_WITHDRAWN, unit = !f->unit;
	for (size_t k = 0; k < all->n_duty[i]; k++)
		unit |= all->duty[i][k].unit == f->unit && all->duty[i][k].state != ASSIGNMENT_RELEASED;
	return m->shown && matter_visible(&probe, db, m, s) == RC_OK && unit && (!f->has_light || all->light[i].light == f->light) &&
	       (!f->has_state || m->state == f->state) && (!f->has_kind || m->kind == f->kind) && (!f->open || is_open) &&
	       (!f->owner || m->owner == f->owner) && (!f->list.p || sv_eq(f->list, m->list)) &&
	       (!day_is(f->due_from) || (day_is(m->due) && m->due.n >= f->due_from.n)) &&
	       (!day_is(f->due_to) || (day_is(m->due) && m->due.n <= f->due_to.n));
}

static void same_count(const struct matter_count *a, const struct matter_count *b, const char *what)
{
	for (int i = 0; i < MATTER_STATE_COUNT_; i++)
		if (a->state[i] != b->state[i])
			fail_msg("%s: %s counted %lld, are %lld", what, matter_state_name((enum matter_state)i), (long long)a->state[i], (long long)b->state[i]);
	for (int i = 0; i < LIGHT_COUNT_; i++)
		if (a->light[i] != b->light[i])
			fail_msg("%s: %s counted %lld, are %lld", what, light_look((enum light)i)->name, (long long)a->light[i], (long long)b->light[i]);
	assert_int_equal(a->total, b->total);
}

/* All pages of the list, in order, and the counts. */
static size_t compare(struct fixture *f, const struct all *all, const struct scope *s, const struct matter_filter *filter, const char *what)
{
	struct matter_count c, want = { 0 };
	struct matter_row *row = NULL;
	struct ctx cx = f->cx;
	struct arena a;
	size_t n = 0, at = 0, found = 0;
	bool more = true;
	int limit = 1 + some(f, 150);
	arena_init(&a, 1024u << 20);
	cx.a = &a;
	ctx_forget(&cx);
	for (int i = 0; i < MATTERS; i++) {
		if (!fits(&cx, f->read, all, i, s, filter))
			continue;
		found++;
		want.state[all->m[i].state]++;
		want.light[all->light[i].light]++;
		want.total += all->m[i].state != MATTER_DRAFT && all->m[i].state != MATTER_WITHDRAWN;
		if (at == n && !more)
			fail_msg("%s: the list ends before %lld", what, (long long)all->m[i].no);
		if (at == n) {
			int64_t after = n ? row[n - 1].m.no : 0;
			assert_int_equal(matter_list(&cx, f->read, s, filter, TODAY, after, limit, &row, &n, &more), RC_OK);
			at = 0;
		}
		if (at >= n || row[at].m.no != all->m[i].no || row[at].light.light != all->light[i].light)
			fail_msg("%s: %lld is missing, %s %s", what, (long long)all->m[i].no, matter_state_name(all->m[i].state),
				 light_look(all->light[i].light)->name);
		at++;
	}
	if (!found)
		assert_int_equal(matter_list(&cx, f->read, s, filter, TODAY, 0, limit, &row, &n, &more), RC_OK);
	assert_int_equal(at, n); /* and none too many */
	assert_false(more);
	assert_int_equal(matter_counts(&cx, f->read, s, filter, TODAY, &c), RC_OK);
	same_count(&c, &want, what);
	arena_release(&a);
	return found;
}

#define ANY { .due_from = DAY_NONE, .due_to = DAY_NONE }

enum { SCOPES = 5 };

/* Everything; the county, which is as good; one office; two units, which see what others own; both together. */
static void scopes(struct fixture *f, struct scope s[SCOPES])
{
#define UNDER(path) { (path), arena_printf(&f->a, "%.*s~", SV_ARG(path)) }
	s[0] = (struct scope){ .all = true };
	s[1] = (struct scope){ .n = 1, .range = { UNDER(f->county_path) } };
	s[2] = (struct scope){ .n = 1, .range = { UNDER(f->path[1]) } };
	s[3] = (struct scope){ .n = 2, .range = { UNDER(f->unit_path[0]), UNDER(f->unit_path[1]) } };
	s[4] = (struct scope){ .n = 3, .range = { UNDER(f->path[1]), UNDER(f->unit_path[4]), UNDER(f->unit_path[5]) } };
#undef UNDER
}

static void narrow_is_exact(void **state)
{
	struct fixture *f = *state;
	struct scope s[SCOPES];
	scopes(f, s);
	for (int round = 0; round < ROUNDS; round++) {
		fill(f, round);
		const struct all *all = read_all(f);
		for (int k = 0; k < SCOPES; k++) {
			struct matter_filter any = ANY;
			assert_true(compare(f, all, &s[k], &any, arena_printf(&f->a, "scope %d", k).p) > 300);
			for (int l = 0; l < LIGHT_COUNT_; l++) {
				struct matter_filter g = ANY;
				g.has_light = true;
				g.light = (enum light)l;
				const char *what = arena_printf(&f->a, "round %d scope %d %s", round, k, light_look(g.light)->name).p;
				assert_true(compare(f, all, &s[k], &g, what) > 0);
				g.has_kind = true;
				g.kind = (enum matter_kind)some(f, MATTER_KIND_COUNT_);
				compare(f, all, &s[k], &g, what);
				g.has_state = true;
				g.state = (enum matter_state)some(f, MATTER_STATE_COUNT_);
				compare(f, all, &s[k], &g, what);
				g = (struct matter_filter)ANY;
				g.has_light = true;
				g.light = (enum light)l;
				g.owner = f->office[some(f, OFFICES)];
				compare(f, all, &s[k], &g, what);
				g.list = SV("民生实事");
				compare(f, all, &s[k], &g, what);
				g.unit = f->unit[some(f, UNITS)];
				g.owner = 0;
				compare(f, all, &s[k], &g, what);
				g.unit = 0;
				g.open = true;
				g.due_to = (struct day){ TODAY.n - 10 + some(f, 40) };
				compare(f, all, &s[k], &g, what);
			}
		}
	}
}

/* A unit's own sum is what counting one by one gives. */
static void sums_are_exact(void **state)
{
	struct fixture *f = *state;
	struct scope all = { .all = true };
	int64_t seen = 0, late = 0;
	fill(f, ROUNDS);
	for (int i = 0; i < UNITS; i++) {
		struct matter_filter g = ANY;
		struct matter_count c;
		struct matter_sum sum;
		g.unit = f->unit[i];
		assert_int_equal(matter_counts(&f->cx, f->read, &all, &g, TODAY, &c), RC_OK);
		assert_int_equal(matter_sum_of(&f->cx, f->read, f->unit[i], TODAY, &sum), RC_OK);
		assert_int_equal(sum.total, c.total);
		assert_int_equal(sum.closed, c.state[MATTER_CLOSED]);
		assert_int_equal(sum.overdue, c.light[LIGHT_OVERDUE]);
		seen += sum.total;
		late += sum.overdue;
	}
	assert_true(seen > 100 && late > 10 && late < seen);
}

/* The chase list: every overdue matter with a unit that leads it still, also one that is overdue without a day of its
 * own, in the order of the days by which they are judged. */
static void chase_is_exact(void **state)
{
	struct fixture *f = *state;
	struct scope s[SCOPES];
	scopes(f, s);
	for (int round = 0; round < ROUNDS; round++) {
		fill(f, round);
		const struct all *all = read_all(f);
		for (int k = 0; k < SCOPES; k++) {
			struct matter_filter overdue = ANY;
			struct chase_row *row;
			size_t n, want = 0, at_once = 0;
			overdue.has_light = true;
			overdue.light = LIGHT_OVERDUE;
			for (int i = 0; i < MATTERS; i++)
				for (size_t j = 0; j < all->n_duty[i] && fits(&f->cx, f->read, all, i, &s[k], &overdue); j++)
					want += all->duty[i][j].state == ASSIGNMENT_WORKING;
			assert_int_equal(matter_overdue(&f->cx, f->read, &s[k], TODAY, MATTERS * 2, &row, &n), RC_OK);
			assert_int_equal(n, want);
			for (size_t i = 0; i < n; i++) {
				assert_int_equal(row[i].light.light, LIGHT_OVERDUE);
				at_once += !day_is(row[i].m.due);
				assert_true(i == 0 || row[i - 1].light.due.n <= row[i].light.due.n);
			}
			assert_true(at_once > 0 && at_once < n);
		}
	}
}

/* What was counted holds until something happens, and until midnight. */
static void counts_follow(void **state)
{
	struct fixture *f = *state;
	struct scope whole = { .all = true };
	struct matter_filter any = ANY;
	struct matter_count before, after, tomorrow, want = { 0 };
	assert_int_equal(matter_counts(&f->cx, f->read, &whole, &any, TODAY, &before), RC_OK);
	assert_int_equal(matter_counts(&f->cx, f->read, &whole, &any, TODAY, &after), RC_OK);
	same_count(&after, &before, "asked twice");
	struct day later = { TODAY.n + 30 };
	assert_int_equal(matter_counts(&f->cx, f->read, &whole, &any, later, &tomorrow), RC_OK);
	assert_true(tomorrow.light[LIGHT_OVERDUE] > before.light[LIGHT_OVERDUE]);
	struct act_answer r;
	const char *why;
	int line, column;
	struct js *o = js_parse(&f->a, arena_printf(&f->a, "{\"kind\":\"task\",\"title\":\"步道\",\"goal\":\"通\",\"owner\":%lld,\"leads\":[%lld],"
		"\"due\":\"2099-01-01\"}", (long long)f->office[0], (long long)f->unit[0]), &why, &line, &column);
	struct act_request rq = { .act = SV("matter.draft"), .actor = { .via = VIA_SYSTEM }, .fields = o };
	ctx_forget(&f->cx);
	f->cx.now = store_now(f->s);
	enum rc rc = store_act(&f->cx, f->s, &rq, &r);
	if (rc != RC_OK)
		print_error("%.*s\n", SV_ARG(f->cx.faults->text));
	assert_int_equal(rc, RC_OK);
	assert_int_equal(matter_counts(&f->cx, f->read, &whole, &any, TODAY, &after), RC_OK);
	want = before;
	want.state[MATTER_DRAFT]++;
	want.light[LIGHT_NOT_STARTED]++;
	same_count(&after, &want, "after a draft");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(narrow_is_exact), cmocka_unit_test(counts_follow), cmocka_unit_test(sums_are_exact),
					    cmocka_unit_test(chase_is_exact) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
