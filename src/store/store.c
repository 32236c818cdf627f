#include "store/store.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "store/erasures.h"
#include "store/journal.sql.h"
#include "store/rebuild.h"
#include "store/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct store {
	char *dir, *keys_dir;
	int lock;
	const struct registry *nouns;
	struct corridor corridor;
	struct db *db;
	struct signer *signer;
	struct secrets *secrets;
	struct writer *writer;
	bool simulated;
	bool stale_tables;         /* a payload went just now: the tables are made anew */
	_Atomic int64_t skew;      /* store's clock minus the machine's */
};

static int64_t machine_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t store_now(struct store *s)
{
	return machine_now() + atomic_load(&s->skew);
}

static int64_t now_of(void *s)
{
	return store_now(s);
}

bool store_simulated(const struct store *s)
{
	return s->simulated;
}

enum rc store_advance(struct ctx *cx, struct store *s, int64_t to)
{
	if (!s->simulated)
		return fail(cx, RC_CONFLICT, "clock.real", N_("This store runs on the real clock, which nobody sets."));
	if (to < store_now(s))
		return fail(cx, RC_INVALID, "clock.back", N_("A clock never goes back."));
	atomic_fetch_add(&s->skew, to - store_now(s));
	return RC_OK;
}

static enum rc take_lock(struct ctx *cx, struct store *s, bool create)
{
	if (create && mkdir(s->dir, 0700) != 0 && errno != EEXIST)
		return fail(cx, RC_FAILED, "store.dir", N_("The folder %s cannot be made: %s."), s->dir, strerror(errno));
	struct sv path = arena_printf(cx->a, "%s/lock", s->dir);
	s->lock = open(path.p, O_RDWR | (create ? O_CREAT : 0) | O_CLOEXEC, 0600);
	if (s->lock < 0)
		return fail(cx, RC_NOT_FOUND, "store.none",
			    N_("%s is not a data folder. `bixue init --data %s` makes one."), s->dir, s->dir);
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
		return fail(cx, RC_BUSY, "store.owned", N_("Another process holds %s."), s->dir);
	return RC_OK;
}

/* The first act names the clock; a simulated one goes on from the last act. */
static enum rc learn_clock(struct ctx *cx, struct store *s)
{
	struct journal_row *rows;
	size_t n;
	int64_t last, at;
	TRY(journal_read(cx, s->db, 0, 1, &rows, &n));
	if (n == 0)
		return RC_OK;
	struct js *facts = journal_facts(cx->a, &rows[0]);
	s->simulated = sv_is(js_get_sv(facts, "clock"), "simulated");
	TRY(journal_last_seq(cx, s->db, &last, &at));
	if (s->simulated)
		atomic_store(&s->skew, at - machine_now());
	return RC_OK;
}

static const char journal_locks[] =
	"CREATE TRIGGER IF NOT EXISTS journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;"
	"CREATE TRIGGER IF NOT EXISTS journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;"
	"CREATE TRIGGER IF NOT EXISTS payload_no_update BEFORE UPDATE ON payload BEGIN SELECT RAISE(ABORT, 'a payload is never rewritten'); END;";

static enum rc create_tables(struct ctx *cx, struct store *s)
{
	TRY(db_begin(cx, s->db));
	enum rc rc = db_create(cx, s->db, journal_tables, journal_tables_n);
	for (size_t i = 0; i < s->nouns->n && rc == RC_OK; i++)
		if (s->nouns->nouns[i]->tables)
			rc = db_create(cx, s->db, s->nouns->nouns[i]->tables, *s->nouns->nouns[i]->n_tables);
	if (rc == RC_OK)
		rc = db_exec(cx, s->db, journal_locks);
	if (rc == RC_OK)
		rc = db_commit(cx, s->db);
	if (rc != RC_OK)
		db_rollback(s->db);
	return rc;
}

/* What an erasure began and a crash cut short is finished before anybody can read. */
static enum rc finish_erasures(struct ctx *cx, struct store *s, bool fresh)
{
	int64_t acts = 0;
	if (fresh)
		return RC_OK;
	TRY(erasures_apply(cx, s->dir, s->keys_dir, &acts));
	s->stale_tables = acts > 0;
	return RC_OK;
}

static enum rc open_parts(struct ctx *cx, struct store *s, const struct store_options *o)
{
	TRY(take_lock(cx, s, o->create));
	struct sv path = arena_printf(cx->a, "%s/bixue.db", s->dir);
	bool fresh = access(path.p, F_OK) != 0;
	if (fresh && !o->create)
		return fail(cx, RC_NOT_FOUND, "store.none",
			    N_("%s is not a data folder. `bixue init --data %s` makes one."), s->dir, s->dir);
	if (!fresh && o->create)
		return fail(cx, RC_CONFLICT, "store.there", N_("%s is a data folder already."), s->dir);
	TRY(signer_open(cx, s->keys_dir, fresh, &s->signer));
	TRY(finish_erasures(cx, s, fresh));
	TRY(secrets_open(cx, s->dir, s->signer, fresh, &s->secrets));
	TRY(db_open(cx, path.p, DB_WRITE, &s->db));
	if (fresh)
		TRY(create_tables(cx, s));
	struct sv files = arena_printf(cx->a, "%s/files", s->dir), spool = arena_printf(cx->a, "%s/spool", s->dir);
	(void)mkdir(files.p, 0700);
	(void)mkdir(spool.p, 0700);
	if (fresh && o->simulated_from) {
		s->simulated = true;
		atomic_store(&s->skew, o->simulated_from - machine_now());
	}
	if (s->stale_tables) {
		struct report r;
		report_init(&r);
		TRY(rebuild_replace(cx, &s->corridor, s->db, &r));
	}
	return learn_clock(cx, s);
}

enum rc store_open(struct ctx *cx, const struct store_options *o, struct store **ret)
{
	struct store *s = calloc(1, sizeof(*s));
	if (!s || !(s->dir = strdup(o->dir)))
		BUG("out of memory");
	struct sv keys = o->keys_dir ? sv_of(o->keys_dir) : arena_printf(cx->a, "%s.keys", o->dir);
	if (!(s->keys_dir = strdup(keys.p)))
		BUG("out of memory");
	s->lock = -1;
	s->nouns = o->nouns;
	s->corridor = (struct corridor){ .nouns = o->nouns, .may = o->may };
	enum rc rc = open_parts(cx, s, o);
	if (rc != RC_OK) {
		store_close(s);
		return rc;
	}
	s->writer = writer_new(s->db, &s->corridor, now_of, s);
	*ret = s;
	return RC_OK;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->writer) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct ctx cx;
		struct sv note;
		ctx_init(&cx, &a, store_now(s), LANG_EN);
		/* What cannot be signed now is reported as unsigned by the next verify. */
		(void)!store_checkpoint(&cx, s, &note);
		arena_release(&a);
		writer_free(s->writer);
	}
	secrets_close(s->secrets);
	signer_free(s->signer);
	db_close(s->db);
	if (s->lock >= 0)
		close(s->lock);
	free(s->dir);
	free(s->keys_dir);
	free(s);
}

const char *store_dir(const struct store *s)
{
	return s->dir;
}

const char *store_keys_dir(const struct store *s)
{
	return s->keys_dir;
}

const struct registry *store_nouns(const struct store *s)
{
	return s->nouns;
}

struct secrets *store_secrets(struct store *s)
{
	return s->secrets;
}

struct signer *store_signer(struct store *s)
{
	return s->signer;
}

enum rc store_reader_at(struct ctx *cx, const char *dir, struct db **ret)
{
	struct sv path = arena_printf(cx->a, "%s/bixue.db", dir);
	if (access(path.p, F_OK) != 0)
		return fail(cx, RC_NOT_FOUND, "store.none",
			    N_("%s is not a data folder. `bixue init --data %s` makes one."), dir, dir);
	return db_open(cx, path.p, DB_READ, ret);
}

enum rc store_reader(struct ctx *cx, struct store *s, struct db **ret)
{
	return store_reader_at(cx, s->dir, ret);
}

static enum rc seal_one(struct ctx *cx, struct store *s, const struct field *f, struct sv text, struct sv *ret)
{
	int64_t max = f->max ? f->max : 200;
	if (!utf8_valid(text) || (int64_t)utf8_count(text) > max)
		return fail_at(cx, RC_INVALID, f->name, "field.long", N_("At most %lld characters; this text has %zu."),
			       (long long)max, utf8_count(text));
	return secret_put(cx, s->secrets, text, ret);
}

/* Replaces the text of personal fields by references into the secret store. */
static enum rc seal_personal(struct ctx *cx, struct store *s, const struct act_request *rq, const struct js **ret)
{
	const struct act_def *def = registry_act(s->nouns, rq->act, NULL);
	*ret = rq->fields;
	bool any = false;
	for (size_t i = 0; def && i < def->n_fields; i++)
		any |= def->fields[i].personal && js_get_sv(rq->fields, def->fields[i].name).n;
	if (!any)
		return RC_OK;
	struct js *sealed = js_obj(cx->a);
	for (const struct js *c = rq->fields->first; c; c = c->next) {
		struct js *copy = NEW(cx->a, struct js, 1);
		*copy = *c;
		copy->next = NULL;
		for (size_t i = 0; i < def->n_fields; i++)
			if (def->fields[i].personal && sv_is(c->key, def->fields[i].name) && c->kind == JS_STR && sv_trim(c->s).n)
				TRY(seal_one(cx, s, &def->fields[i], sv_trim(c->s), &copy->s));
		js_set(sealed, arena_cstr(cx->a, c->key), copy);
	}
	*ret = sealed;
	return RC_OK;
}

enum rc store_acts(struct ctx *cx, struct store *s, const struct act_request *rq, size_t n, struct act_answer *ret,
		   size_t *ret_failed)
{
	struct act_request *sealed = NEW(cx->a, struct act_request, n + 1);
	for (size_t i = 0; i < n; i++) {
		sealed[i] = rq[i];
		TRY(seal_personal(cx, s, &rq[i], &sealed[i].fields));
	}
	return writer_do(s->writer, cx, sealed, n, ret, ret_failed);
}

enum rc store_act(struct ctx *cx, struct store *s, const struct act_request *rq, struct act_answer *ret)
{
	return store_acts(cx, s, rq, 1, ret, NULL);
}

void store_start_writer(struct store *s)
{
	writer_start(s->writer);
}

void store_on_commit(struct store *s, void (*fn)(void *, int64_t), void *arg)
{
	writer_on_commit(s->writer, fn, arg);
}

struct checkpoint_call {
	struct store *s;
	struct sv note;
};

static enum rc write_checkpoint(struct ctx *cx, struct db *db, void *arg)
{
	struct checkpoint_call *call = arg;
	struct edge e;
	TRY(journal_edge(cx, db, &e));
	enum rc rc;
	struct stmt *st = db_query(db, &checkpoint_last);
	int64_t signed_size = 0;
	while (db_step(cx, st, &rc)) {
		signed_size = col_int(st, 0);
		call->note = col_sv(st, 3, cx->a);
	}
	if (rc != RC_OK || e.size == signed_size)
		return rc;
	struct digest root = edge_root(&e);
	int64_t at = store_now(call->s);
	call->note = arena_printf(cx->a, "bixue-checkpoint/1\nsm3\n%lld\n%.*s\n%.*s\n", (long long)e.size,
				  SV_ARG(hex_text(cx->a, digest_sv(&root))), SV_ARG(instant_text(cx->a, at)));
	st = db_query(db, &checkpoint_add);
	bind_int(st, 1, e.size);
	bind_int(st, 2, at);
	bind_blob(st, 3, digest_sv(&root));
	bind_sv(st, 4, call->note);
	bind_blob(st, 5, signer_sign(call->s->signer, cx->a, call->note));
	return db_run(cx, st);
}

enum rc store_checkpoint(struct ctx *cx, struct store *s, struct sv *ret_note)
{
	struct checkpoint_call call = { .s = s, .note = SV("") };
	TRY(writer_call(s->writer, cx, write_checkpoint, &call));
	*ret_note = call.note;
	return RC_OK;
}

struct drop_call {
	struct store *s;
	int64_t seq;
	struct sv reason;
};

static enum rc drop_payload(struct ctx *cx, struct db *db, void *arg)
{
	struct drop_call *call = arg;
	struct report r;
	struct stmt *st = db_query(db, &erased_add);
	bind_int(st, 1, call->seq);
	bind_int(st, 2, store_now(call->s));
	bind_sv(st, 3, call->reason.p ? call->reason : SV(""));
	TRY(db_run(cx, st));
	st = db_query(db, &payload_erase);
	bind_int(st, 1, call->seq);
	TRY(db_run(cx, st));
	report_init(&r);
	return rebuild_within(cx, &call->s->corridor, db, &r);
}

enum rc store_drop_payload(struct ctx *cx, struct store *s, int64_t seq, struct sv reason)
{
	struct drop_call call = { .s = s, .seq = seq, .reason = reason };
	return writer_call(s->writer, cx, drop_payload, &call);
}
