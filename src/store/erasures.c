#include "store/erasures.h"

#include "base/disk.h"
#include "store/journal.sql.h"
#include "store/rebuild.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { BATCH = 2000 };

static const struct query secret_gone = { "secret_gone", "DELETE FROM secret WHERE ref = $1", 1 };
static const struct query key_gone = { "key_gone", "DELETE FROM data_key WHERE ref = $1", 1 };

/* ---- the list ----------------------------------------------------------------------------------------------- */

static struct sv list_path(struct ctx *cx, const char *keys_dir)
{
	return arena_printf(cx->a, "%s/erasures", keys_dir);
}

static enum rc cannot(struct ctx *cx, struct sv path)
{
	return fail(cx, RC_FAILED, "erasures.io", N_("The list of erasures %s cannot be read or written: %s."), path.p, strerror(errno));
}

enum rc erasures_read(struct ctx *cx, const char *keys_dir, struct erasures *ret)
{
	struct sv path = list_path(cx, keys_dir);
	FILE *f = fopen(path.p, "rbe");
	ret->list = SV("");
	if (!f)
		return errno == ENOENT ? RC_OK : cannot(cx, path);
	struct buf b = buf_new(cx->a, 64 << 20);
	char chunk[4096];
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		buf_put(&b, sv_make(chunk, n));
	bool ok = !ferror(f) && !b.over;
	fclose(f);
	if (!ok)
		return cannot(cx, path);
	ret->list = b.n ? buf_sv(&b) : SV("");
	return RC_OK;
}

static bool has_line(const struct erasures *e, struct sv line)
{
	size_t at = sv_starts(e->list, line) ? 0 : SIZE_MAX;
	for (size_t from = 0; at == SIZE_MAX && (from = sv_find(e->list, line, from)) != SIZE_MAX; from++)
		at = e->list.p[from - 1] == '\n' ? from : SIZE_MAX;
	return at != SIZE_MAX;
}

static struct sv row_line(struct arena *a, int64_t seq, const struct digest *leaf)
{
	return arena_printf(a, "seq %lld %.*s\n", (long long)seq, SV_ARG(hex_text(a, digest_sv(leaf))));
}

bool erasures_row(const struct erasures *e, struct arena *a, int64_t seq, const struct digest *leaf)
{
	return e->list.n && has_line(e, row_line(a, seq, leaf));
}

bool erasures_ref(const struct erasures *e, struct arena *a, struct sv ref)
{
	return e->list.n && has_line(e, arena_printf(a, "ref %.*s\n", SV_ARG(ref)));
}

/* Appends one line, durably, unless it is there. */
static enum rc note(struct ctx *cx, const char *keys_dir, struct sv line)
{
	struct erasures e;
	struct sv path = list_path(cx, keys_dir);
	TRY(erasures_read(cx, keys_dir, &e));
	if (has_line(&e, line))
		return RC_OK;
	/* A line that a full disk cut short is ended first. */
	if (e.list.n && e.list.p[e.list.n - 1] != '\n')
		line = arena_printf(cx->a, "\n%.*s", SV_ARG(line));
	int fd = open(path.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, line.p, line.n) == (ssize_t)line.n && fsync(fd) == 0;
	ok = ok && disk_sync_folder(keys_dir);
	int error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return ok ? RC_OK : cannot(cx, path);
}

/* ---- a closed folder ------------------------------------------------------------------------------------------ */

static enum rc drop_ref(struct ctx *cx, struct db *db, const struct query *q, struct sv ref)
{
	struct stmt *st = db_query(db, q);
	bind_sv(st, 1, ref);
	return db_run(cx, st);
}

static enum rc drop_row(struct ctx *cx, struct db *db, int64_t seq, const struct digest *leaf, int64_t *ret_acts)
{
	struct stmt *st = db_query(db, &payload_erase_leaf);
	bind_int(st, 1, seq);
	bind_blob(st, 2, digest_sv(leaf));
	TRY(db_run(cx, st));
	if (db_changes(db) == 0)
		return RC_OK;
	*ret_acts += 1;
	st = db_query(db, &erased_add);
	bind_int(st, 1, seq);
	TRY(db_run(cx, st));
	st = db_query(db, &reader_put);
	bind_sv(st, 1, SV(STALE_TABLES));
	bind_int(st, 2, seq);
	return db_run(cx, st);
}

static enum rc apply_lines(struct ctx *cx, struct sv list, struct db *main_db, struct db *secrets, struct db *keys, int64_t *ret_acts)
{
	struct sv line, word;
	while (sv_split(&list, '\n', &line)) {
		int64_t seq;
		struct digest leaf;
		struct sv rest = sv_from(line, 4);
		if (sv_starts(line, SV("seq ")) && sv_split(&rest, ' ', &word) && sv_int(word, &seq) && hex_parse(rest, leaf.b, DIGEST_LEN)) {
			TRY(drop_row(cx, main_db, seq, &leaf, ret_acts));
		} else if (sv_starts(line, SV("ref "))) {
			/* The key first: from here on nobody can read the fact. */
			TRY(drop_ref(cx, keys, &key_gone, rest));
			TRY(drop_ref(cx, secrets, &secret_gone, rest));
		}
	}
	return RC_OK;
}

enum rc erasures_apply(struct ctx *cx, const char *dir, const char *keys_dir, int64_t *ret_acts)
{
	struct erasures e;
	struct db *db[3] = { NULL };
	static const char *const names[] = { "bixue.db", "secret.db", "keys.db" };
	int64_t acts = 0;
	*ret_acts = 0;
	TRY(erasures_read(cx, keys_dir, &e));
	if (e.list.n == 0)
		return RC_OK;
	enum rc rc = RC_OK;
	for (size_t i = 0; i < 3 && rc == RC_OK; i++)
		rc = db_open(cx, arena_printf(cx->a, "%s/%s", dir, names[i]).p, DB_WRITE, &db[i]);
	if (rc == RC_OK)
		rc = db_begin(cx, db[0]);
	if (rc == RC_OK)
		rc = apply_lines(cx, e.list, db[0], db[1], db[2], &acts);
	if (rc == RC_OK)
		rc = db_commit(cx, db[0]);
	if (rc != RC_OK && db[0])
		db_rollback(db[0]);
	for (size_t i = 0; i < 3; i++)
		db_close(db[i]);
	if (rc == RC_OK)
		*ret_acts = acts;
	return rc;
}

/* The sealed facts that a payload speaks of go with it. */
static enum rc note_refs(struct ctx *cx, const char *keys_dir, const struct js *v)
{
	if (v->kind == JS_STR && field_is_ref(v->s))
		TRY(note(cx, keys_dir, arena_printf(cx->a, "ref %.*s\n", SV_ARG(sv_upto(sv_from(v->s, 2), 32)))));
	for (const struct js *c = v->first; c; c = c->next)
		TRY(note_refs(cx, keys_dir, c));
	return RC_OK;
}

static enum rc catch_up_row(struct ctx *cx, struct db *db, const char *keys_dir, const struct js *facts, const char *act)
{
	struct journal_row *target;
	size_t n;
	if (strcmp(act, "instance.forget") == 0)
		return note(cx, keys_dir, arena_printf(cx->a, "ref %.*s\n", SV_ARG(js_get_sv(facts, "ref"))));
	int64_t seq = js_get_int(facts, "seq", 0);
	TRY(journal_read(cx, db, seq - 1, 1, &target, &n));
	if (n == 0 || target[0].seq != seq)
		return RC_OK;
	struct js *gone = journal_facts(cx->a, &target[0]);
	if (gone)
		TRY(note_refs(cx, keys_dir, gone));
	return note(cx, keys_dir, row_line(cx->a, seq, &target[0].leaf));
}

enum rc erasures_catch_up(struct ctx *cx, struct db *db, const char *keys_dir, int64_t after, int64_t *ret_added)
{
	struct arena a;
	enum rc rc = RC_OK;
	*ret_added = 0;
	arena_init(&a, 256 << 20);
	for (size_t n = 1; rc == RC_OK && n > 0;) {
		struct ctx sub;
		struct journal_row *rows;
		ctx_init(&sub, &a, cx->now, cx->lang);
		rc = journal_read(&sub, db, after, BATCH, &rows, &n);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			after = rows[i].seq;
			const char *act = sv_is(rows[i].act, "instance.erase") ? "instance.erase" :
					  sv_is(rows[i].act, "instance.forget") ? "instance.forget" : NULL;
			struct js *facts = act ? journal_facts(&a, &rows[i]) : NULL;
			if (!facts)
				continue;
			rc = catch_up_row(&sub, db, keys_dir, facts, act);
			++*ret_added;
		}
		if (rc != RC_OK)
			(void)because(cx, fail_again(cx, rc, &sub), "erasures after row %lld", (long long)after);
		arena_reset(&a);
	}
	arena_release(&a);
	return rc;
}

/* ---- erasing ---------------------------------------------------------------------------------------------------- */

static enum rc forget(struct ctx *cx, struct store *s, struct sv ref)
{
	TRY(note(cx, store_keys_dir(s), arena_printf(cx->a, "ref %.*s\n", SV_ARG(ref))));
	return secret_erase(cx, store_secrets(s), arena_printf(cx->a, "s:%.*s:", SV_ARG(ref)));
}

static enum rc forget_all(struct ctx *cx, struct store *s, const struct js *v)
{
	if (v->kind == JS_STR && field_is_ref(v->s))
		TRY(forget(cx, s, sv_upto(sv_from(v->s, 2), 32)));
	for (const struct js *c = v->first; c; c = c->next)
		TRY(forget_all(cx, s, c));
	return RC_OK;
}

/* The row that is to go; refused when the rest of the journal needs it. */
static enum rc target_row(struct ctx *cx, struct store *s, const struct js *fields, struct journal_row *ret)
{
	struct journal_row *rows;
	struct db *db;
	size_t n = 0;
	int64_t seq = js_get_int(fields, "seq", 0);
	if (seq == 0 && !sv_int(sv_trim(js_get_sv(fields, "seq")), &seq))
		seq = 0;
	TRY(store_reader(cx, s, &db));
	enum rc rc = journal_read(cx, db, seq > 0 ? seq - 1 : 0, 1, &rows, &n);
	if (rc == RC_OK && (n == 0 || rows[0].seq != seq || sv_starts(rows[0].act, SV("instance."))))
		rc = fail_at(cx, RC_INVALID, "seq", "erase.row", N_("There is no such row, or it is one that is never erased."));
	struct corridor c = { .nouns = store_nouns(s) };
	const struct act_def *def = rc == RC_OK ? registry_act(store_nouns(s), rows[0].act, NULL) : NULL;
	/* Without its payload an act is not replayed: erasing a revocation would give the right back. */
	if (rc == RC_OK && (!def || !def->erasable))
		rc = fail_at(cx, RC_CONFLICT, "seq", "erase.effect",
			     N_("This act had effects that erasing would undo. Undo them by an act of their own, or erase its sealed facts."));
	if (rc == RC_OK && rows[0].body.p)
		rc = rebuild_without(cx, &c, db, seq);
	db_close(db);
	if (rc == RC_OK)
		*ret = rows[0];
	return rc;
}

/* The write-ahead logs still hold the old pages: they are emptied, as far as no reader stands in the way. */
static void empty_logs(struct ctx *cx, struct store *s)
{
	static const char *const names[] = { "bixue.db", "secret.db", "keys.db" };
	struct ctx sub = *cx;
	ctx_forget(&sub);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct db *db;
		if (db_open(&sub, arena_printf(cx->a, "%s/%s", store_dir(s), names[i]).p, DB_WRITE, &db) != RC_OK)
			continue;
		(void)!db_exec(&sub, db, "PRAGMA wal_checkpoint(TRUNCATE)");
		db_close(db);
	}
}

enum rc store_erase_act(struct ctx *cx, struct store *s, const struct act_request *rq, struct act_answer *ret)
{
	struct journal_row row;
	if (sv_is(rq->act, "instance.forget")) {
		TRY(store_act(cx, s, rq, ret));
		TRY(forget(cx, s, js_get_sv(ret->facts, "ref")));
		empty_logs(cx, s);
		return RC_OK;
	}
	TRY(target_row(cx, s, rq->fields, &row));
	TRY(store_act(cx, s, rq, ret));
	TRY(note(cx, store_keys_dir(s), row_line(cx->a, row.seq, &row.leaf)));
	struct js *facts = journal_facts(cx->a, &row);
	if (facts)
		TRY(forget_all(cx, s, facts));
	TRY(store_drop_payload(cx, s, row.seq, &row.leaf));
	empty_logs(cx, s);
	return RC_OK;
}
