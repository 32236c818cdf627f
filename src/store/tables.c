#include "store/tables.h"

#include "store/journal.sql.h"
#include "store/store.h"

#define MARK "tables_mark" /* a row of `reader` */

static const char journal_locks[] =
	"CREATE TRIGGER IF NOT EXISTS journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;"
	"CREATE TRIGGER IF NOT EXISTS journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;"
	"CREATE TRIGGER IF NOT EXISTS payload_no_update BEFORE UPDATE ON payload BEGIN SELECT RAISE(ABORT, 'a payload is never rewritten'); END;";

enum rc store_schema(struct ctx *cx, struct db *db, const struct registry *nouns)
{
	TRY(db_create(cx, db, journal_tables, journal_tables_n));
	for (size_t i = 0; i < nouns->n; i++)
		if (nouns->nouns[i]->tables)
			TRY(db_create(cx, db, nouns->nouns[i]->tables, *nouns->nouns[i]->n_tables));
	return db_exec(cx, db, journal_locks);
}

/* A number for the tables that this program writes; another version of it may write others. */
static int64_t mark_of(struct ctx *cx, const struct registry *nouns)
{
	struct hash_stream *h = hash_start(cx->a, HASH_SHA256);
	uint64_t mark = 0;
	for (size_t i = 0; i < nouns->n; i++)
		for (size_t k = 0; nouns->nouns[i]->tables && k < *nouns->nouns[i]->n_tables; k++)
			hash_more(h, sv_of(nouns->nouns[i]->tables[k].ddl));
	struct digest d = hash_end(h);
	for (int i = 0; i < 6; i++)
		mark = mark << 8 | d.b[i];
	return (int64_t)mark;
}

enum rc tables_mark(struct ctx *cx, struct db *db, const struct registry *nouns)
{
	struct stmt *st = db_query(db, &reader_put);
	bind_sv(st, 1, SV(MARK));
	bind_int(st, 2, mark_of(cx, nouns));
	return db_run(cx, st);
}

/* Were the tables made by another version of the program?  Where the mark says no, a difference is somebody's edit,
 * which verify must find: only where the mark is another one, or is lost, are the tables looked at. */
enum rc tables_other(struct ctx *cx, struct db *db, const struct registry *nouns, bool *ret)
{
	struct sv have, want;
	struct db *model;
	enum rc rc;
	int64_t had = 0, mark = mark_of(cx, nouns);
	struct stmt *st = db_query(db, &reader_get);
	bind_sv(st, 1, SV(MARK));
	while (db_step(cx, st, &rc))
		had = col_int(st, 0);
	*ret = false;
	if (rc != RC_OK || had == mark)
		return rc;
	TRY(db_open(cx, "", DB_MEMORY, &model));
	rc = store_schema(cx, model, nouns);
	if (rc == RC_OK)
		rc = db_schema(cx, model, &want);
	db_close(model);
	TRY(rc);
	TRY(db_schema(cx, db, &have));
	*ret = !sv_eq(have, want);
	return *ret ? RC_OK : tables_mark(cx, db, nouns);
}

