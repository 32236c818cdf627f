/* The SQLite adapter: the only file that knows sqlite3.h. */
#include "store/db.h"

#include "base/bug.h"
#include "base/buf.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

enum { SLOTS = 1024, BUSY_MS = 10000 };

struct stmt {
	struct db *db;
	sqlite3_stmt *s;       /* NULL: it could not be prepared; `bad` says why */
	int bad;
	const struct query *q;
	bool open; /* stepped and not yet reset */
};

struct db {
	sqlite3 *h;
	bool in_tx;
	int failed;              /* the machine's fault that ended this transaction: only a rollback helps */
	struct stmt slot[SLOTS]; /* prepared statements by the address of their query */
	struct stmt scan;
};

/* The engine may have rolled back already: going on would commit the rest without what came before. */
static void remember(struct db *db, int code)
{
	int kind = code & 0xFF;
	if (db->in_tx && kind != SQLITE_BUSY && kind != SQLITE_CONSTRAINT)
		db->failed = code;
}

static enum rc broken(struct ctx *cx, struct db *db, int code, const char *doing)
{
	remember(db, code);
	if ((code & 0xFF) == SQLITE_BUSY)
		return because(cx, fail(cx, RC_BUSY, "db.busy", N_("The store is busy; try again in a moment.")), "%s", doing);
	if ((code & 0xFF) == SQLITE_CONSTRAINT)
		return because(cx, fail(cx, RC_CONFLICT, "db.constraint",
					N_("The store refused a row that contradicts another one (%s)."),
					sqlite3_errmsg(db->h)), "%s", doing);
	if ((code & 0xFF) == SQLITE_FULL)
		return because(cx, fail(cx, RC_FAILED, "db.full",
					N_("The disk is full. Nothing was written; free some space and try again.")), "%s", doing);
	return because(cx, fail(cx, RC_FAILED, "db.failed", N_("The store cannot be read or written: %s (%d)."),
				sqlite3_errstr(code), code), "%s (%s)", doing, sqlite3_errmsg(db->h));
}

enum rc db_exec(struct ctx *cx, struct db *db, const char *sql)
{
	if (db->failed)
		return broken(cx, db, db->failed, sql);
	if (sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK)
		return RC_OK;
	return broken(cx, db, sqlite3_extended_errcode(db->h), sql);
}

/* Counting its memory takes one lock for all threads at every allocation. */
static void configure(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* too late, where somebody used the library before: then it counts */
}

enum rc db_open(struct ctx *cx, const char *path, enum db_mode mode, struct db **ret)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
	struct db *db = calloc(1, sizeof(*db));
	if (!db)
		BUG("out of memory");
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	if (sqlite3_open_v2(mode == DB_MEMORY ? ":memory:" : path, &db->h, flags, NULL) != SQLITE_OK) {
		enum rc rc = fail(cx, RC_FAILED, "db.open", N_("%s cannot be opened: %s."), path,
				  db->h ? sqlite3_errmsg(db->h) : "memory");
		sqlite3_close(db->h);
		free(db);
		return rc;
	}
	sqlite3_busy_timeout(db->h, BUSY_MS);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	/* FULL, not NORMAL: a WAL commit under NORMAL may be lost in a power cut after it was acknowledged.  A checkpoint at
	 * 16 MB instead of 4: each syncs twice more, and pages that many acts touch are copied once. */
	enum rc rc = db_exec(cx, db, mode == DB_WRITE ?
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;"
		"PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;" :
		mode == DB_MEMORY ? "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;" :
		"PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000;");
	if (rc != RC_OK) {
		db_close(db);
		return rc;
	}
	*ret = db;
	return RC_OK;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (int i = 0; i < SLOTS; i++)
		sqlite3_finalize(db->slot[i].s);
	sqlite3_finalize(db->scan.s);
	if (sqlite3_close(db->h) != SQLITE_OK)
		BUG("a statement was left behind: %s", sqlite3_errmsg(db->h));
	free(db);
}

/* Puts the engine's words into a definition. */
static const char *ddl_text(struct arena *a, const char *ddl)
{
	static const struct { const char *from, *to; } words[] = {
		{ "@int", "INTEGER" }, { "@text", "TEXT" }, { "@blob", "BLOB" }, { "@end", "STRICT" },
		{ "@keyed", "STRICT, WITHOUT ROWID" },
	};
	struct buf b = buf_new(a, 64 * 1024);
	for (const char *p = ddl; *p;) {
		size_t k = 0, n = sizeof(words) / sizeof(*words);
		while (k < n && !sv_starts(sv_of(p), sv_of(words[k].from)))
			k++;
		if (k < n) {
			buf_puts(&b, words[k].to);
			p += strlen(words[k].from);
		} else {
			buf_putc(&b, *p++);
		}
	}
	return arena_cstr(a, buf_sv(&b));
}

enum rc db_create(struct ctx *cx, struct db *db, const struct table_def *tables, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(cx, db, ddl_text(cx->a, tables[i].ddl)));
	return RC_OK;
}

enum rc db_begin(struct ctx *cx, struct db *db)
{
	TRY(db_exec(cx, db, "BEGIN IMMEDIATE"));
	db->in_tx = true;
	return RC_OK;
}

enum rc db_commit(struct ctx *cx, struct db *db)
{
	TRY(db_exec(cx, db, "COMMIT"));
	db->in_tx = false;
	return RC_OK;
}

static void reset_all(struct db *db)
{
	for (int i = 0; i < SLOTS; i++)
		if (db->slot[i].open) {
			sqlite3_reset(db->slot[i].s);
			db->slot[i].open = false;
		}
}

void db_rollback(struct db *db)
{
	reset_all(db);
	db->in_tx = false;
	db->failed = 0;
	if (!sqlite3_get_autocommit(db->h) && sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK &&
	    !sqlite3_get_autocommit(db->h))
		BUG("a rollback failed: %s", sqlite3_errmsg(db->h));
}

enum rc db_savepoint(struct ctx *cx, struct db *db)
{
	static const struct query savepoint = { "savepoint", "SAVEPOINT act", 0 };
	return db_run(cx, db_query(db, &savepoint));
}

enum rc db_release(struct ctx *cx, struct db *db)
{
	static const struct query release = { "release", "RELEASE act", 0 };
	return db_run(cx, db_query(db, &release));
}

void db_undo(struct db *db)
{
	reset_all(db);
	/* After a full disk the engine may have rolled the whole transaction back already. */
	if (!sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "ROLLBACK TO act; RELEASE act", NULL, NULL, NULL);
}

enum rc db_snapshot(struct ctx *cx, struct db *db)
{
	return db_exec(cx, db, "BEGIN");
}

void db_snapshot_end(struct db *db)
{
	db_rollback(db);
}

/* SQLite numbers $-names by first appearance; ?n says which one is meant. */
static const char *numbered(struct arena *a, const char *sql)
{
	struct buf b = buf_new(a, 64 * 1024);
	for (const char *p = sql; *p; p++)
		buf_putc(&b, *p == '$' && p[1] >= '0' && p[1] <= '9' ? '?' : *p);
	return arena_cstr(a, buf_sv(&b));
}

/* On a damaged file or a failing disk even a good text cannot be prepared: its first step says so. */
static void prepare(struct stmt *st)
{
	struct arena a;
	arena_init(&a, 1 << 20);
	st->bad = 0;
	if (sqlite3_prepare_v3(st->db->h, numbered(&a, ddl_text(&a, st->q->sql)), -1, SQLITE_PREPARE_PERSISTENT, &st->s,
			       NULL) != SQLITE_OK) {
		st->bad = sqlite3_extended_errcode(st->db->h);
		st->s = NULL;
	}
	arena_release(&a);
}

struct stmt *db_query(struct db *db, const struct query *q)
{
	size_t at = ((uintptr_t)q >> 4) % SLOTS;
	for (size_t tries = 0; tries < SLOTS; tries++, at = (at + 1) % SLOTS) {
		struct stmt *st = &db->slot[at];
		if (st->q == q && st->s) {
			sqlite3_reset(st->s);
			sqlite3_clear_bindings(st->s);
			st->open = false;
			return st;
		}
		if (!st->q || st->q == q) {
			st->db = db;
			st->q = q;
			prepare(st);
			return st;
		}
	}
	BUG("more than %d statements", SLOTS);
}

static void bound(struct stmt *st, int code)
{
	if (code != SQLITE_OK && st->s)
		BUG("%s: %s", st->q ? st->q->name : "scan", sqlite3_errmsg(st->db->h));
}

void bind_int(struct stmt *st, int n, int64_t v)
{
	bound(st, sqlite3_bind_int64(st->s, n, v));
}

void bind_id(struct stmt *st, int n, int64_t v)
{
	if (v)
		bind_int(st, n, v);
	else
		bind_null(st, n);
}

void bind_sv(struct stmt *st, int n, struct sv s)
{
	if (s.p)
		bound(st, sqlite3_bind_text(st->s, n, s.p, (int)s.n, SQLITE_STATIC));
	else
		bind_null(st, n);
}

void bind_blob(struct stmt *st, int n, struct sv s)
{
	if (s.p)
		bound(st, sqlite3_bind_blob(st->s, n, s.p, (int)s.n, SQLITE_STATIC));
	else
		bind_null(st, n);
}

void bind_dec(struct stmt *st, int n, struct dec d)
{
	bind_int(st, n, d.u);
}

void bind_day(struct stmt *st, int n, struct day d)
{
	if (day_is(d))
		bind_int(st, n, d.n);
	else
		bind_null(st, n);
}

void bind_null(struct stmt *st, int n)
{
	bound(st, sqlite3_bind_null(st->s, n));
}

bool db_step(struct ctx *cx, struct stmt *st, enum rc *rc)
{
	const char *name = st->q ? st->q->name : "scan";
	*rc = RC_OK;
	if (st->db->failed || !st->s) {
		*rc = broken(cx, st->db, st->db->failed ? st->db->failed : st->bad, name);
		return false;
	}
	int code = sqlite3_step(st->s);
	if (code == SQLITE_ROW) {
		st->open = true;
		return true;
	}
	if (code != SQLITE_DONE)
		*rc = broken(cx, st->db, sqlite3_extended_errcode(st->db->h), name);
	sqlite3_reset(st->s);
	st->open = false;
	return false;
}

enum rc db_run(struct ctx *cx, struct stmt *st)
{
	enum rc rc;
	while (db_step(cx, st, &rc))
		;
	return rc;
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->h);
}

int64_t col_int(const struct stmt *st, int n)
{
	return sqlite3_column_int64(st->s, n);
}

bool col_null(const struct stmt *st, int n)
{
	return sqlite3_column_type(st->s, n) == SQLITE_NULL;
}

/* By its value: each sqlite3_column_… on its own costs as much again.  Such a value is bound to one thread, as our
 * connections are. */
struct sv col_peek(const struct stmt *st, int n)
{
	sqlite3_value *v = sqlite3_column_value(st->s, n);
	if (sqlite3_value_type(v) == SQLITE_NULL)
		return SV_NONE;
	const void *p = sqlite3_value_blob(v);
	size_t len = (size_t)sqlite3_value_bytes(v);
	return sv_make(p ? p : "", len);
}

struct sv col_sv(const struct stmt *st, int n, struct arena *a)
{
	struct sv s = col_peek(st, n);
	return s.p ? arena_sv(a, s) : s;
}

struct dec col_dec(const struct stmt *st, int n)
{
	return (struct dec){ col_int(st, n) };
}

struct day col_day(const struct stmt *st, int n)
{
	return col_null(st, n) ? DAY_NONE : (struct day){ (int32_t)col_int(st, n) };
}

int col_count(const struct stmt *st)
{
	return sqlite3_column_count(st->s);
}

const char *col_name(const struct stmt *st, int n)
{
	return sqlite3_column_name(st->s, n);
}

char col_kind(const struct stmt *st, int n)
{
	switch (sqlite3_column_type(st->s, n)) {
	case SQLITE_INTEGER:
		return 'i';
	case SQLITE_TEXT:
		return 't';
	case SQLITE_BLOB:
		return 'b';
	case SQLITE_NULL:
		return 'n';
	default:
		return 'f';
	}
}

struct stmt *db_table_scan(struct ctx *cx, struct db *db, const struct table_def *t)
{
	struct sv sql = arena_printf(cx->a, "SELECT * FROM %s ORDER BY %s", t->name, t->key);
	sqlite3_finalize(db->scan.s);
	db->scan = (struct stmt){ .db = db };
	/* A damaged file may not even let its tables be named: then there is nothing to scan. */
	if (sqlite3_prepare_v2(db->h, sql.p, (int)sql.n, &db->scan.s, NULL) != SQLITE_OK)
		return NULL;
	return &db->scan;
}

enum rc db_integrity(struct ctx *cx, struct db *db, struct sv *ret)
{
	sqlite3_stmt *s = NULL;
	struct buf b = buf_new(cx->a, 64 * 1024);
	int code = sqlite3_prepare_v2(db->h, "PRAGMA integrity_check(20)", -1, &s, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(s);
		if (code != SQLITE_ROW)
			break;
		if (b.n)
			buf_puts(&b, "; ");
		buf_puts(&b, (const char *)sqlite3_column_text(s, 0));
	}
	if (code != SQLITE_DONE)
		buf_printf(&b, "%s%s", b.n ? "; " : "", sqlite3_errmsg(db->h));
	sqlite3_finalize(s);
	*ret = buf_sv(&b);
	return code == SQLITE_DONE && sv_is(*ret, "ok") ? RC_OK : RC_CHECK;
}

enum rc db_schema(struct ctx *cx, struct db *db, struct sv *ret)
{
	static const struct query all = { "schema", "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", 0 };
	enum rc rc;
	struct buf b = buf_new(cx->a, 4 << 20);
	struct stmt *st = db_query(db, &all);
	while (db_step(cx, st, &rc))
		for (int i = 0; i < 4; i++) {
			buf_put(&b, col_peek(st, i));
			buf_putc(&b, i < 3 ? ' ' : '\n');
		}
	*ret = b.n ? buf_sv(&b) : SV("");
	return rc;
}

enum rc db_copy(struct ctx *cx, struct db *db, const char *path)
{
	sqlite3 *to = NULL;
	int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	if (code == SQLITE_OK) {
		sqlite3_backup *b = sqlite3_backup_init(to, "main", db->h, "main");
		if (b) {
			do
				code = sqlite3_backup_step(b, 256);
			while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
			sqlite3_backup_finish(b);
			code = sqlite3_errcode(to);
		} else {
			code = sqlite3_errcode(to);
		}
		if (code == SQLITE_OK)
			code = sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	}
	enum rc rc = code == SQLITE_OK ? RC_OK : fail(cx, RC_FAILED, "db.copy", N_("The copy to %s failed: %s."), path,
						      to ? sqlite3_errmsg(to) : "memory");
	sqlite3_close(to);
	return rc;
}
