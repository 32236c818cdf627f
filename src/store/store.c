#include "store/store.h"

#include "base/bug.h"
#include "base/disk.h"
#include "base/utf8.h"
#include "store/ahead.h"
#include "store/erasures.h"
#include "store/journal.sql.h"
#include "store/rebuild.h"
#include "store/settle.h"
#include "store/shelf.h"
#include "store/tables.h"
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
	struct shelf *shelf;
	bool simulated;
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
	if (s->lock < 0 && errno != ENOENT && errno != ENOTDIR)
		return fail(cx, RC_FAILED, "store.lock", N_("%s cannot be opened: %s."), path.p, strerror(errno));
	if (s->lock < 0)
		return fail(cx, RC_NOT_FOUND, "store.none",
			    N_("%s is not a data folder. `bixue init --data %s` makes one."), s->dir, s->dir);
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
		return fail(cx, RC_BUSY, "store.owned", N_("%s is in use: stop the `bixue serve` or `bixue demo` that serves it, or try again later."), s->dir);
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

static enum rc create_tables(struct ctx *cx, struct store *s)
{
	TRY(db_begin(cx, s->db));
	enum rc rc = store_schema(cx, s->db, s->nouns);
	if (rc == RC_OK)
		rc = tables_mark(cx, s->db, s->nouns);
	if (rc == RC_OK)
		rc = db_commit(cx, s->db);
	if (rc != RC_OK)
		db_rollback(s->db);
	return rc;
}

static enum rc last_signed(struct ctx *cx, struct db *db, int64_t *ret_size, struct digest *ret_root)
{
	enum rc rc;
	struct stmt *st = db_query(db, &checkpoint_last);
	*ret_size = 0;
	while (db_step(cx, st, &rc))
		if (col_peek(st, 2).n == DIGEST_LEN) {
			*ret_size = col_int(st, 0);
			memcpy(ret_root->b, col_peek(st, 2).p, DIGEST_LEN);
		}
	return rc;
}

/* The kept edge of the tree decides what the next checkpoint signs, so it counts only where the last checkpoint
 * says the same; after a crash it is made anew from the leaves. */
static enum rc distrust_edge(struct ctx *cx, struct store *s, int64_t signed_size, const struct digest *signed_root)
{
	enum rc rc;
	struct edge e = { 0 };
	struct stmt *st = db_query(s->db, &edge_get);
	while (db_step(cx, st, &rc))
		if (!edge_read(&e, col_int(st, 0), col_peek(st, 1)))
			e = (struct edge){ 0 };
	struct digest root = edge_root(&e);
	if (rc != RC_OK || (e.size && e.size == signed_size && digest_eq(&root, signed_root)))
		return rc;
	return db_run(cx, db_query(s->db, &edge_drop));
}

static enum rc tables_stale(struct ctx *cx, struct store *s, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(s->db, &reader_get);
	bind_sv(st, 1, SV(STALE_TABLES));
	*ret = false;
	while (db_step(cx, st, &rc))
		*ret = true;
	return rc;
}

/* What an erasure or a restore began is finished, and what another version wrote is made anew, before anybody can read. */
static enum rc renew_tables(struct ctx *cx, struct store *s, int64_t signed_size)
{
	int64_t acts, added;
	bool stale, other;
	TRY(erasures_catch_up(cx, s->db, s->keys_dir, signed_size, &added));
	TRY(erasures_apply(cx, s->dir, s->keys_dir, &acts));
	TRY(tables_stale(cx, s, &stale));
	TRY(tables_other(cx, s->db, s->nouns, &other));
	if (!stale && !other)
		return RC_OK;
	struct report r;
	report_init(&r);
	TRY(rebuild_replace(cx, &s->corridor, s->db, &r));
	TRY(tables_mark(cx, s->db, s->nouns));
	struct stmt *st = db_query(s->db, &reader_drop);
	bind_sv(st, 1, SV(STALE_TABLES));
	return db_run(cx, st);
}

/* An existing folder: what the last owner left undone. */
static enum rc catch_up(struct ctx *cx, struct store *s)
{
	int64_t signed_size;
	struct digest root = { { 0 } };
	struct sv schema;
	TRY(db_schema(cx, s->db, &schema));
	if (schema.n == 0)
		return fail(cx, RC_FAILED, "store.unfinished",
			    N_("%s was begun and never finished. Remove it and its keys, then run `bixue init` again."), s->dir);
	TRY(last_signed(cx, s->db, &signed_size, &root));
	TRY(distrust_edge(cx, s, signed_size, &root));
	TRY(renew_tables(cx, s, signed_size));
	return settle_secrets(cx, s->db, s->secrets);
}

/* Where evidence goes.  A new data folder is there after a power cut once its names are on the disc, its own among them. */
static enum rc make_folders(struct ctx *cx, struct store *s, bool create)
{
	struct sv files = arena_printf(cx->a, "%s/files", s->dir), spool = arena_printf(cx->a, "%s/spool", s->dir);
	bool made = mkdir(files.p, 0700) == 0;
	(void)mkdir(spool.p, 0700);
	if (((made || create) && !disk_sync_folder(s->dir)) || (create && !disk_sync_name(s->dir)))
		return fail(cx, RC_FAILED, "store.dir", N_("The folder %s cannot be made: %s."), s->dir, strerror(errno));
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
	TRY(signer_open(cx, s->keys_dir, fresh, &s->signer));
	s->shelf = shelf_new(s->dir, s->signer);
	TRY(secrets_open(cx, s->dir, s->signer, fresh, &s->secrets));
	TRY(db_open(cx, path.p, DB_WRITE, &s->db));
	TRY(fresh ? create_tables(cx, s) : catch_up(cx, s));
	int64_t acts = 0, at;
	if (!fresh)
		TRY(journal_last_seq(cx, s->db, &acts, &at));
	if (acts && o->create) /* without its first act it was never finished, and `init` goes on with it */
		return fail(cx, RC_CONFLICT, "store.there", N_("%s is a data folder already."), s->dir);
	TRY(make_folders(cx, s, o->create));
	if (o->create && o->simulated_from) {
		s->simulated = true;
		atomic_store(&s->skew, o->simulated_from - machine_now());
	}
	return learn_clock(cx, s);
}

static enum rc find_same(void *arg, struct ctx *cx, struct sv ref, struct sv **ret, size_t *ret_n)
{
	struct store *s = arg;
	return secret_same(cx, s->secrets, ref, ret, ret_n);
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
	s->corridor = (struct corridor){ .nouns = o->nouns, .may = o->may, .same = { find_same, s } };
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
	shelf_free(s->shelf);
	secrets_close(s->secrets);
	signer_free(s->signer);
	db_close(s->db);
	if (s->lock >= 0)
		close(s->lock);
	free(s->dir);
	free(s->keys_dir);
	free(s);
}

struct shelf *store_shelf(struct store *s)
{
	return s->shelf;
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

enum rc store_reader(struct ctx *cx, struct store *s, struct db **ret)
{
	return store_reader_at(cx, s->dir, ret);
}

/* One fact that was sealed on the way in, and for which of the requests. */
struct sealed {
	struct sealed *next;
	struct sv ref, text;
	size_t rq;
};

/* Does the answer of the first request with this key carry the text that is sent again?  What was erased since is
 * nobody's any more: then the key is used up. */
static bool carries(struct ctx *cx, struct store *s, const struct js *v, struct sv text)
{
	struct ctx sub = *cx;
	struct sv kept;
	ctx_forget(&sub);
	if (v->kind == JS_STR && field_is_ref(v->s))
		return secret_get(&sub, s->secrets, v->s, &kept) == RC_OK && sv_eq(kept, text);
	for (const struct js *c = v->first; c; c = c->next)
		if (carries(cx, s, c, text))
			return true;
	return false;
}

static enum rc same_texts(struct ctx *cx, struct store *s, const struct sealed *list, const struct act_answer *ret)
{
	for (; list; list = list->next)
		if (ret[list->rq].repeated && !carries(cx, s, ret[list->rq].facts, list->text))
			return fail(cx, RC_CONFLICT, "act.key", N_("This key was used for another request; send a new one."));
	return RC_OK;
}

static enum rc seal_one(struct ctx *cx, struct store *s, const struct field *f, struct sv text, size_t rq,
			struct sealed **list, struct sv *ret)
{
	int64_t max = f->max ? f->max : 200;
	TRY(field_check_text(cx, f, text));
	if (!utf8_valid(text) || (int64_t)utf8_count(text) > max)
		return fail_at(cx, RC_INVALID, f->name, "field.long", N_("At most %lld characters; this text has %zu."),
			       (long long)max, utf8_count(text));
	TRY(secret_put_same(cx, s->secrets, text, f->same ? f->same(cx->a, text) : SV_NONE, ret));
	struct sealed *one = NEW(cx->a, struct sealed, 1);
	*one = (struct sealed){ .next = *list, .ref = *ret, .text = text, .rq = rq };
	*list = one;
	return RC_OK;
}

enum rc store_clock_at(struct ctx *cx, struct db *db, int64_t *ret_now)
{
	struct journal_row *rows;
	size_t n;
	int64_t last, at;
	TRY(journal_read(cx, db, 0, 1, &rows, &n));
	TRY(journal_last_seq(cx, db, &last, &at));
	bool simulated = n && sv_is(js_get_sv(journal_facts(cx->a, &rows[0]), "clock"), "simulated");
	*ret_now = simulated || at > machine_now() ? at : machine_now();
	return RC_OK;
}

/* Replaces the text of personal fields by references into the secret store. */
static enum rc seal_personal(struct ctx *cx, struct store *s, const struct act_request *rq, size_t no, struct sealed **list,
			     const struct js **ret)
{
	const struct act_def *def = registry_act(s->nouns, rq->act, NULL);
	*ret = rq->fields;
	bool any = false;
	for (size_t i = 0; def && i < def->n_fields; i++)
		any |= def->fields[i].personal && js_get(rq->fields, def->fields[i].name);
	if (!any)
		return RC_OK;
	struct js *sealed = js_obj(cx->a);
	for (const struct js *c = rq->fields->first; c; c = c->next) {
		struct js *copy = js_again(cx->a, c);
		for (size_t i = 0; i < def->n_fields; i++)
			if (def->fields[i].personal && sv_is(c->key, def->fields[i].name) && c->kind == JS_STR && sv_trim(c->s).n)
				TRY(seal_one(cx, s, &def->fields[i], sv_trim(c->s), no, list, &copy->s));
		js_set(sealed, arena_cstr(cx->a, c->key), copy);
	}
	*ret = sealed;
	return RC_OK;
}

/* A password's act makes the credential the one that counts; refused, it goes. */
static enum rc settle_password(struct ctx *cx, struct store *s, const struct act_request *rq, int64_t seq)
{
	struct sv commitment = js_get_sv(rq->fields, "commitment");
	if (!sv_is(rq->act, "person.set_password") || !commitment.n)
		return RC_OK;
	return seq ? credential_keep(cx, s->secrets, rq->subject, commitment, seq) :
		     credential_forget(cx, s->secrets, rq->subject, commitment);
}

/* What no act speaks of must not stay in the secret store.  After a fault of the machine nobody knows whether
 * the act is on disk: then it stays pending until the next opening, as it does when settling itself fails. */
static void settle(struct ctx *cx, struct store *s, const struct act_request *rq, size_t n, const struct act_answer *ret,
		   const struct sealed *list, enum rc rc)
{
	struct ctx sub = *cx;
	if (rc == RC_FAILED || rc == RC_BUSY)
		return;
	ctx_forget(&sub);
	for (; list; list = list->next)
		if (rc == RC_OK && !ret[list->rq].repeated)
			secret_keep(s->secrets, list->ref);
		else
			(void)!secret_erase(&sub, s->secrets, list->ref);
	for (size_t i = 0; i < n; i++)
		(void)!settle_password(&sub, s, &rq[i], rc == RC_OK ? ret[i].seq : 0);
}

enum rc store_acts(struct ctx *cx, struct store *s, const struct act_request *rq, size_t n, struct act_answer *ret,
		   size_t *ret_failed)
{
	struct act_request *sealed = NEW(cx->a, struct act_request, n + 1);
	struct sealed *list = NULL;
	enum rc rc = RC_OK;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		sealed[i] = rq[i];
		rc = seal_personal(cx, s, &rq[i], i, &list, &sealed[i].fields);
		if (rc != RC_OK && ret_failed)
			*ret_failed = i;
	}
	if (rc == RC_OK)
		rc = ahead_do(cx, &(struct ahead){ s->dir, &s->corridor, s->writer }, sealed, n, ret, ret_failed);
	settle(cx, s, rq, n, ret, list, rc);
	return rc == RC_OK ? same_texts(cx, s, list, ret) : rc;
}

static enum rc door_acts(void *arg, struct ctx *cx, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed)
{
	return store_acts(cx, arg, rq, n, ret, ret_failed);
}

struct act_door store_door(struct store *s)
{
	return (struct act_door){ door_acts, s };
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
	bool fresh;
};

/* Is the last checkpoint that was kept beside the keys still among this folder's?  If not, the folder was rolled
 * back or cut: signing it now would make that good, so nothing is signed until somebody has looked. */
static enum rc holds_kept_checkpoint(struct ctx *cx, struct store *s, struct db *db, bool *ret)
{
	struct sv kept = SV_NONE;
	enum rc rc;
	*ret = true;
	TRY(signer_recall(cx, s->signer, s->dir, &kept));
	if (!kept.n)
		return RC_OK;
	struct stmt *st = db_query(db, &checkpoint_known);
	bind_sv(st, 1, kept);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0) > 0;
	return rc;
}

/* The note of the checkpoint before is in each, so that none can be taken out of the middle. */
static enum rc write_checkpoint(struct ctx *cx, struct db *db, void *arg)
{
	struct checkpoint_call *call = arg;
	struct edge e;
	TRY(writer_edge(call->s->writer, cx, &e));
	enum rc rc;
	struct stmt *st = db_query(db, &checkpoint_last);
	int64_t signed_size = 0;
	while (db_step(cx, st, &rc)) {
		signed_size = col_int(st, 0);
		call->note = col_sv(st, 3, cx->a);
	}
	/* A journal that is shorter than what was signed is for verify to name, not for us to sign. */
	if (rc != RC_OK || e.size <= signed_size)
		return rc;
	bool whole;
	TRY(holds_kept_checkpoint(cx, call->s, db, &whole));
	if (!whole)
		return RC_OK;
	struct digest root = edge_root(&e);
	int64_t at = store_now(call->s);
	call->note = checkpoint_note(cx->a, e.size, &root, at, call->note);
	call->fresh = true;
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
	if (call.fresh)
		TRY(signer_remember(cx, s->signer, s->dir, call.note));
	*ret_note = call.note;
	return RC_OK;
}

struct drop_call {
	struct store *s;
	int64_t seq;
	const struct digest *leaf;
};

static enum rc drop_payload(struct ctx *cx, struct db *db, void *arg)
{
	struct drop_call *call = arg;
	struct report r;
	struct stmt *st = db_query(db, &payload_erase_leaf);
	bind_int(st, 1, call->seq);
	bind_blob(st, 2, digest_sv(call->leaf));
	TRY(db_run(cx, st));
	st = db_query(db, &erased_add);
	bind_int(st, 1, call->seq);
	TRY(db_run(cx, st));
	report_init(&r);
	return rebuild_within(cx, &call->s->corridor, db, &r);
}

enum rc store_drop_payload(struct ctx *cx, struct store *s, int64_t seq, const struct digest *leaf)
{
	struct drop_call call = { .s = s, .seq = seq, .leaf = leaf };
	return writer_call(s->writer, cx, drop_payload, &call);
}

struct cursor_call {
	const char *name;
	int64_t seq;
};

static enum rc save_cursor(struct ctx *cx, struct db *db, void *arg)
{
	const struct cursor_call *call = arg;
	struct stmt *st = db_query(db, &reader_put);
	bind_sv(st, 1, sv_of(call->name));
	bind_int(st, 2, call->seq);
	return db_run(cx, st);
}

enum rc store_cursor_save(struct ctx *cx, struct store *s, const char *name, int64_t seq)
{
	struct cursor_call call = { name, seq };
	return writer_call(s->writer, cx, save_cursor, &call);
}
