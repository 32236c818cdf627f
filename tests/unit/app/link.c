/* What a link may do and what not, asked of the corridor itself. */
#include "app/link/link.h"
#include "app/matter/matter.h"
#include "main/wiring.h"
#include "web/qr.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define TOKEN "0123456789ABCDEF0123456789ABCDEF"

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64], keys[80];
	struct store *s;
	int64_t office, unit, clerk, liaison, other, matter[2], link;
};

static enum rc act_as(struct fixture *f, struct actor actor, const char *act, int64_t subject, const char *json, struct act_answer *ret)
{
	const char *why;
	int line, column;
	struct js *fields = js_parse(&f->a, sv_of(json), &why, &line, &column);
	assert_non_null(fields);
	ctx_forget(&f->cx);
	f->cx.now = store_now(f->s);
	struct act_request rq = { .act = sv_of(act), .actor = actor, .subject = subject, .fields = fields };
	return store_act(&f->cx, f->s, &rq, ret);
}

#define AS_SYSTEM ((struct actor){ .via = VIA_SYSTEM })
#define BY(post_) ((struct actor){ .post = (post_), .via = VIA_WEB })
#define BY_LINK(f) ((struct actor){ .post = (f)->liaison, .via = VIA_LINK, .link = (f)->link })

static int64_t must(struct fixture *f, struct actor actor, const char *act, int64_t subject, struct sv json)
{
	struct act_answer r;
	enum rc rc = act_as(f, actor, act, subject, json.p, &r);
	if (rc != RC_OK)
		print_error("%s: %.*s\n", act, SV_ARG(f->cx.faults ? f->cx.faults->text : SV("?")));
	assert_int_equal(rc, RC_OK);
	return r.subject;
}

#define J(...) arena_printf(&f->a, __VA_ARGS__)

static int64_t post_of(struct fixture *f, int64_t unit, const char *role, int64_t over)
{
	int64_t id = must(f, AS_SYSTEM, "person.add", 0, J("{\"unit\":%lld,\"title\":\"%s\"}", (long long)unit, role));
	must(f, AS_SYSTEM, "person.grant", id, J("{\"role\":\"%s\",\"unit\":%lld}", role, (long long)over));
	return id;
}

static int64_t link_to(struct fixture *f, const char *token, const char *until)
{
	struct digest d = HASH(HASH_SHA256, sv_of(token));
	return must(f, BY(f->clerk), "link.make", 0, J("{\"digest\":\"%.*s\",\"noun\":\"matter\",\"post\":%lld,\"subject\":%lld,\"until\":\"%s\"}",
		SV_ARG(hex_text(&f->a, digest_sv(&d))), (long long)f->liaison, (long long)f->matter[0], until));
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	arena_init(&f->a, 512u << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	wire();
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-link-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->keys, sizeof(f->keys), "%s.keys", f->dir);
	struct store_options o = { .dir = f->dir, .keys_dir = f->keys, .nouns = &nouns, .may = person_may, .create = true };
	assert_true(instant_parse(SV("2023-04-03T09:00:00+08:00"), &o.simulated_from));
	assert_int_equal(store_open(&f->cx, &o, &f->s), RC_OK);
	must(f, AS_SYSTEM, "instance.init", 0, SV("{\"clock\":\"simulated\",\"name\":\"甲\"}"));
	int64_t county = must(f, AS_SYSTEM, "unit.add", 0, SV("{\"code\":\"1\",\"kind\":\"county\",\"name\":\"甲县\"}"));
	f->office = must(f, AS_SYSTEM, "unit.add", 0, J("{\"code\":\"2\",\"kind\":\"department\",\"name\":\"督查办\",\"parent\":%lld}", (long long)county));
	f->unit = must(f, AS_SYSTEM, "unit.add", 0, J("{\"code\":\"3\",\"kind\":\"department\",\"name\":\"住建局\",\"parent\":%lld}", (long long)county));
	f->clerk = post_of(f, f->office, "clerk", county);
	f->liaison = post_of(f, f->unit, "liaison", f->unit);
	f->other = post_of(f, f->unit, "unit_head", f->unit);
	for (int i = 0; i < 2; i++) {
		f->matter[i] = must(f, BY(f->clerk), "matter.draft", 0,
			J("{\"due\":\"2023-06-30\",\"kind\":\"task\",\"leads\":[%lld],\"owner\":%lld,\"title\":\"事项%d\"}", (long long)f->unit, (long long)f->office, i));
		must(f, BY(f->clerk), "matter.issue", f->matter[i], SV("{}"));
	}
	f->link = link_to(f, TOKEN, "2023-05-31");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char cmd[200];
	store_close(f->s);
	snprintf(cmd, sizeof(cmd), "rm -rf %s %s", f->dir, f->keys);
	assert_int_equal(system(cmd), 0);
	arena_release(&f->a);
	free(f);
	return 0;
}

static void refused(struct fixture *f, struct actor actor, const char *act, int64_t subject, struct sv json, const char *id)
{
	struct act_answer r;
	assert_int_equal(act_as(f, actor, act, subject, json.p, &r), RC_DENIED);
	if (strcmp(f->cx.faults->id, id) != 0)
		print_error("%s: %s instead of %s\n", act, f->cx.faults->id, id);
	assert_string_equal(f->cx.faults->id, id);
}

static const char digest64[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static struct sv attach_json(struct fixture *f, int64_t matter)
{
	return J("{\"digest\":\"%s\",\"matter\":%lld,\"name\":\"a.txt\",\"size\":1,\"type\":\"txt\"}", digest64, (long long)matter);
}

static void it_acts_on_its_own_matter_only(void **state)
{
	struct fixture *f = *state;
	must(f, BY_LINK(f), "matter.ack", f->matter[0], SV("{}"));
	must(f, BY_LINK(f), "matter.progress", f->matter[0], SV("{\"text\":\"已开工\"}"));
	must(f, BY_LINK(f), "file.attach", 0, attach_json(f, f->matter[0]));
	refused(f, BY_LINK(f), "matter.ack", f->matter[1], SV("{}"), "link.other");
	refused(f, BY_LINK(f), "file.attach", 0, attach_json(f, f->matter[1]), "link.other");
	/* Not what the post could do signed in, but a link cannot. */
	refused(f, BY_LINK(f), "matter.note", f->matter[0], SV("{\"text\":\"x\"}"), "act.denied");
	refused(f, BY_LINK(f), "link.make", 0, J("{\"digest\":\"%s\",\"noun\":\"matter\",\"post\":%lld,\"subject\":%lld,\"until\":\"2023-05-01\"}", digest64,
						  (long long)f->liaison, (long long)f->matter[1]), "act.denied");
	refused(f, BY_LINK(f), "matter.close", f->matter[0], SV("{}"), "act.denied");
	/* Nor is it another post's. */
	struct actor stolen = BY_LINK(f);
	stolen.post = f->other;
	refused(f, stolen, "matter.progress", f->matter[0], SV("{\"text\":\"x\"}"), "link.other");
	stolen.link = 999999;
	struct act_answer r;
	assert_int_equal(act_as(f, stolen, "matter.progress", f->matter[0], "{\"text\":\"x\"}", &r), RC_NOT_FOUND);
}

static enum rc opens(struct fixture *f, const char *token, struct link *ret)
{
	struct db *db;
	ctx_forget(&f->cx);
	f->cx.now = store_now(f->s);
	assert_int_equal(store_reader(&f->cx, f->s, &db), RC_OK);
	enum rc rc = link_by_token(&f->cx, db, sv_of(token), ret);
	db_close(db);
	return rc;
}

static void it_ends_with_its_day_and_by_revocation(void **state)
{
	struct fixture *f = *state;
	struct link l;
	int64_t at;
	assert_int_equal(opens(f, TOKEN, &l), RC_OK);
	assert_true(l.id == f->link && l.post == f->liaison && l.subject == f->matter[0] && l.made_by == f->clerk);
	assert_int_equal(opens(f, "0123456789abcdef0123456789abcdef", &l), RC_OK);
	assert_int_equal(opens(f, "1123456789ABCDEF0123456789ABCDEF", &l), RC_NOT_FOUND);
	assert_int_equal(opens(f, "", &l), RC_NOT_FOUND);
	assert_true(instant_parse(SV("2023-05-31T23:59:00+08:00"), &at));
	assert_int_equal(store_advance(&f->cx, f->s, at), RC_OK);
	must(f, BY_LINK(f), "matter.ack", f->matter[0], SV("{}"));
	assert_int_equal(store_advance(&f->cx, f->s, at + 60000), RC_OK);
	refused(f, BY_LINK(f), "matter.progress", f->matter[0], SV("{\"text\":\"x\"}"), "link.over");
	assert_int_equal(opens(f, TOKEN, &l), RC_DENIED);
	f->link = link_to(f, "FEDC" TOKEN, "2023-07-31");
	must(f, BY_LINK(f), "matter.progress", f->matter[0], SV("{\"text\":\"x\"}"));
	/* By the post itself, though it is nobody's clerk. */
	must(f, BY(f->liaison), "link.revoke", f->link, SV("{\"reason\":\"丢了\"}"));
	refused(f, BY_LINK(f), "matter.progress", f->matter[0], SV("{\"text\":\"y\"}"), "link.revoked");
	assert_int_equal(opens(f, "FEDC" TOKEN, &l), RC_DENIED);
	assert_string_equal(f->cx.faults->id, "link.revoked");
}

static void a_disabled_post_cannot_use_it(void **state)
{
	struct fixture *f = *state;
	int64_t county;
	struct post p;
	struct db *db;
	assert_int_equal(store_reader(&f->cx, f->s, &db), RC_OK);
	assert_int_equal(post_get(&f->cx, db, f->clerk, &p), RC_OK);
	db_close(db);
	county = p.unit;
	int64_t admin = must(f, AS_SYSTEM, "person.add", 0, J("{\"title\":\"安全管理员\",\"unit\":%lld}", (long long)county));
	must(f, AS_SYSTEM, "person.grant", admin, J("{\"role\":\"secadmin\",\"unit\":%lld}", (long long)f->unit));
	must(f, BY(admin), "person.disable", f->liaison, SV("{\"reason\":\"调离\"}"));
	refused(f, BY_LINK(f), "matter.ack", f->matter[0], SV("{}"), "post.disabled");
}

static void a_lasting_one_is_refused(void **state)
{
	struct fixture *f = *state;
	struct act_answer r;
	const char *const days[] = { "2023-04-02", "2024-05-08" };
	for (int i = 0; i < 2; i++) {
		struct sv j = J("{\"digest\":\"%s\",\"noun\":\"matter\",\"post\":%lld,\"subject\":%lld,\"until\":\"%s\"}", digest64, (long long)f->liaison,
				(long long)f->matter[0], days[i]);
		assert_int_equal(act_as(f, BY(f->clerk), "link.make", 0, j.p, &r), RC_INVALID);
		assert_string_equal(f->cx.faults->id, "link.until");
	}
	/* A unit's liaison hands out none. */
	struct sv j = J("{\"digest\":\"%s\",\"noun\":\"matter\",\"post\":%lld,\"subject\":%lld,\"until\":\"2023-05-01\"}", digest64, (long long)f->liaison,
			(long long)f->matter[0]);
	refused(f, BY(f->liaison), "link.make", 0, j, "act.denied");
}

/* Only the digest is there: in the database, its WAL, the secret store, the volatile one. */
static void the_token_is_nowhere(void **state)
{
	struct fixture *f = *state;
	char cmd[200];
	must(f, BY_LINK(f), "matter.ack", f->matter[0], SV("{}"));
	snprintf(cmd, sizeof(cmd), "grep -arqi '%s' %s %s", TOKEN, f->dir, f->keys);
	assert_int_not_equal(system(cmd), 0);
	struct digest d = HASH(HASH_SHA256, SV(TOKEN));
	snprintf(cmd, sizeof(cmd), "grep -arq '%.*s' %s", SV_ARG(hex_text(&f->a, digest_sv(&d))), f->dir);
	assert_int_equal(system(cmd), 0); /* the same search does find what is there */
}

static void a_qr_code_is_drawn(void **state)
{
	struct fixture *f = *state;
	struct html small = qr_svg(&f->a, SV("HTTPS://BIXUE.XX.GOV.CN/T/" TOKEN)), large = qr_svg(&f->a, SV("https://bixue.xx.gov.cn/t/0123456789abcdef0123456789abcdef"));
	assert_true(sv_starts(small.s, SV("<svg ")) && sv_ends(small.s, SV("</svg>")));
	assert_true(small.s.n < large.s.n); /* capitals are denser */
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(it_acts_on_its_own_matter_only), T(it_ends_with_its_day_and_by_revocation), T(a_disabled_post_cannot_use_it),
		T(a_lasting_one_is_refused), T(the_token_is_nowhere), T(a_qr_code_is_drawn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
