#ifndef STORE_DB_H
#define STORE_DB_H
/* The database port.  Statements are texts with $1…$n in the subset that SQLite and PostgreSQL share,
 * packed from .sql files by tools/sqlpack and prepared once per connection.  A connection belongs to one
 * thread at a time. */
#include "base/dec.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/when.h"

struct db;
struct stmt;

/* One packed statement. */
struct query {
	const char *name, *sql;
	int params;
};

/* What a table is, which says who may write it and whether it is rebuilt, digested, kept. */
enum table_class {
	TABLE_JOURNAL,    /* appended only */
	TABLE_PROJECTION, /* written by apply, rebuilt, digested */
	TABLE_SECRET,     /* primary: personal and sealed facts, credentials, files */
	TABLE_VOLATILE,   /* may be lost */
};

struct table_def {
	const char *name;
	enum table_class cls;
	const char *ddl;  /* @int @text @blob @end stand for the engine's words */
	const char *key;  /* columns of its primary key, "a, b" */
};

enum db_mode { DB_READ, DB_WRITE, DB_MEMORY };

/* The file is created when mode is DB_WRITE.  Every commit is durable (WAL, synchronous=FULL). */
NODISCARD enum rc db_open(struct ctx *cx, const char *path, enum db_mode mode, struct db **ret);
void db_close(struct db *db); /* NULL-safe */

NODISCARD enum rc db_create(struct ctx *cx, struct db *db, const struct table_def *tables, size_t n);

/* Transactions.  A statement that fails on the machine's side (disk full, I/O, corruption) leaves the
 * connection in a failed state: everything up to the rollback answers RC_FAILED. */
NODISCARD enum rc db_begin(struct ctx *cx, struct db *db);        /* takes the write lock at once */
NODISCARD enum rc db_commit(struct ctx *cx, struct db *db);       /* durable when it returns RC_OK */
void db_rollback(struct db *db);
NODISCARD enum rc db_savepoint(struct ctx *cx, struct db *db);
NODISCARD enum rc db_release(struct ctx *cx, struct db *db);
void db_undo(struct db *db);                                       /* back to the savepoint, which is gone then */
/* A read transaction: everything read until its end is of one moment. */
NODISCARD enum rc db_snapshot(struct ctx *cx, struct db *db);
void db_snapshot_end(struct db *db);

/* Use:  struct stmt *st = db_query(db, &unit_by_id);  bind_int(st, 1, id);
 *       while (db_step(cx, st, &rc)) …col_…(st, 0)…                      */
struct stmt *db_query(struct db *db, const struct query *q);
void bind_int(struct stmt *st, int n, int64_t v);
void bind_id(struct stmt *st, int n, int64_t v);         /* null for 0 */
void bind_sv(struct stmt *st, int n, struct sv s);       /* null for SV_NONE; not copied until step */
void bind_blob(struct stmt *st, int n, struct sv s);
void bind_dec(struct stmt *st, int n, struct dec d);     /* its millionths */
void bind_day(struct stmt *st, int n, struct day d);     /* null for DAY_NONE */
void bind_null(struct stmt *st, int n);
/* True while there is a row; false at the end or on an error, told apart by *rc. */
bool db_step(struct ctx *cx, struct stmt *st, enum rc *rc);
/* Runs to the end, ignoring rows. */
NODISCARD enum rc db_run(struct ctx *cx, struct stmt *st);
int64_t db_changes(struct db *db);                        /* rows touched by the last statement */

int64_t col_int(const struct stmt *st, int n);
bool col_null(const struct stmt *st, int n);
struct sv col_sv(const struct stmt *st, int n, struct arena *a);   /* a copy in `a`; SV_NONE for null */
struct sv col_peek(const struct stmt *st, int n);                  /* until the next step only */
struct dec col_dec(const struct stmt *st, int n);
struct day col_day(const struct stmt *st, int n);
int col_count(const struct stmt *st);
const char *col_name(const struct stmt *st, int n);
char col_kind(const struct stmt *st, int n);                       /* 'i' 't' 'b' 'n' */

/* Statements made of a table's definition rather than packed: whole tables in key order, for digests. */
struct stmt *db_table_scan(struct ctx *cx, struct db *db, const struct table_def *t);
NODISCARD enum rc db_exec(struct ctx *cx, struct db *db, const char *sql);
/* Every page and index of the file holds together; if not, `ret` says what. */
NODISCARD enum rc db_integrity(struct ctx *cx, struct db *db, struct sv *ret);
/* Every table, index and trigger with its definition, in one order. */
NODISCARD enum rc db_schema(struct ctx *cx, struct db *db, struct sv *ret);
/* An online copy into a new file. */
NODISCARD enum rc db_copy(struct ctx *cx, struct db *db, const char *path);

#endif
