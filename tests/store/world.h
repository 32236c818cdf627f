#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H
/* A small county for the tests of the store: units, posts, roles, sealed phones, passwords. */
#include "app/instance/instance.h"
#include "app/person/person.h"
#include "base/bug.h"
#include "store/erasures.h"
#include "store/store.h"
#include "store/verify.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Only what these tests need, so that they run while other nouns are being built. */
__attribute__((unused)) static const struct noun *const world_nouns[] = { &instance_noun, &unit_noun, &person_noun };
__attribute__((unused)) static const struct registry world_registry = { .nouns = world_nouns, .n = COUNT(world_nouns) };

__attribute__((unused)) static const struct actor world_system = { .via = VIA_SYSTEM };

/* ---- chance that can be repeated ------------------------------------------------------------------------ */

static uint64_t world_seed = 88172645463325252u;

static inline uint64_t chance(void)
{
	world_seed ^= world_seed << 13;
	world_seed ^= world_seed >> 7;
	world_seed ^= world_seed << 17;
	return world_seed;
}

static inline size_t one_of(size_t n)
{
	return (size_t)(chance() % n);
}

/* ---- folders ---------------------------------------------------------------------------------------------- */

static inline int world_unlink(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st, (void)flag, (void)f;
	return remove(path);
}

static inline void world_remove(const char *dir)
{
	char keys[4096 + sizeof(".keys")];
	snprintf(keys, sizeof(keys), "%s.keys", dir);
	nftw(dir, world_unlink, 16, FTW_DEPTH | FTW_PHYS);
	nftw(keys, world_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

/* A fresh name below build/tmp, where syncs are real. */
static inline const char *world_dir(const char *name)
{
	static char path[4096];
	const char *tmp = getenv("BIXUE_TEST_TMP"); /* e.g. /dev/shm, where syncs cost nothing */
	mkdir("build", 0755);
	mkdir("build/tmp", 0755);
	snprintf(path, sizeof(path), "%s/%s-%ld", tmp ? tmp : "build/tmp", name, (long)getpid());
	world_remove(path);
	return path;
}

/* ---- acts --------------------------------------------------------------------------------------------------- */

static inline struct js *world_fields(struct arena *a, const char *const *kv)
{
	struct js *f = js_obj(a);
	for (; kv && kv[0]; kv += 2)
		if (kv[1])
			js_set_sv(a, f, kv[0], sv_of(kv[1]));
	return f;
}
#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static inline enum rc world_try(struct ctx *cx, struct store *s, struct actor actor, const char *act, int64_t subject,
				const char *key, const char *const *kv, struct act_answer *ret)
{
	struct act_request rq = { .act = sv_of(act), .actor = actor, .subject = subject, .key = sv_of(key),
				  .fields = world_fields(cx->a, kv) };
	return store_act(cx, s, &rq, ret);
}

static inline void world_die(const struct ctx *cx, const char *what)
{
	fprintf(stderr, "%s: %.*s (%.*s)\n", what, SV_ARG(cx->faults ? cx->faults->text : SV("no fault was noted")), SV_ARG(cx->trail));
	exit(1);
}

static inline int64_t world_act_as(struct ctx *cx, struct store *s, int64_t post, const char *act, int64_t subject, const char *const *kv)
{
	struct act_answer r;
	struct actor who = { .post = post, .via = post ? VIA_CLI : VIA_SYSTEM };
	if (world_try(cx, s, who, act, subject, NULL, kv, &r) != RC_OK)
		world_die(cx, act);
	return r.subject;
}

static inline int64_t world_act(struct ctx *cx, struct store *s, const char *act, int64_t subject, const char *const *kv)
{
	return world_act_as(cx, s, 0, act, subject, kv);
}

static inline const char *world_no(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n).p;
}

static inline int64_t world_unit(struct ctx *cx, struct store *s, const char *code, const char *name, const char *kind, int64_t parent)
{
	return world_act(cx, s, "unit.add", 0, FIELDS("code", code, "name", name, "kind", kind, parent ? "parent" : NULL,
						       parent ? world_no(cx->a, parent) : NULL));
}

static inline enum rc world_open(struct ctx *cx, const char *dir, const struct registry *nouns, may_fn *may, bool create,
				 struct store **ret)
{
	struct store_options o = { .dir = dir, .nouns = nouns, .may = may, .create = create,
				   .simulated_from = create ? INT64_C(1790000000000) : 0 };
	TRY(store_open(cx, &o, ret));
	if (!create)
		return RC_OK;
	struct act_answer r;
	return world_try(cx, *ret, world_system, "instance.init", 0, NULL, FIELDS("name", "甲县督查考核办", "clock", "simulated"), &r);
}

/* A credential and its act, without the tens of milliseconds of argon2id. */
static inline void world_password(struct ctx *cx, struct store *s, int64_t post, const char *hash, struct sv totp)
{
	if (credential_set(cx, store_secrets(s), post, sv_of(hash), totp) != RC_OK)
		world_die(cx, "credential");
	struct sv c = credential_commitment(cx->a, sv_of(hash), totp);
	world_act(cx, s, "person.set_password", post, FIELDS("commitment", arena_cstr(cx->a, c)));
}

/* ---- verifying ---------------------------------------------------------------------------------------------- */

static inline enum rc world_verify(struct ctx *cx, struct store *s, may_fn *may, struct report *r)
{
	struct corridor c = { .nouns = store_nouns(s), .may = may };
	struct db *db;
	report_init(r);
	TRY(store_reader(cx, s, &db));
	struct verify_in in = { .corridor = &c, .db = db, .secrets = store_secrets(s), .signer = store_signer(s) };
	enum rc rc = verify_store(cx, &in, r);
	db_close(db);
	return rc;
}

#endif
