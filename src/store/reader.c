/* Looking into a data folder without owning it. */
#include "store/journal.sql.h"
#include "store/store.h"

#include <unistd.h>

enum rc store_reader_at(struct ctx *cx, const char *dir, struct db **ret)
{
	struct sv path = arena_printf(cx->a, "%s/bixue.db", dir);
	if (access(path.p, F_OK) != 0)
		return fail(cx, RC_NOT_FOUND, "store.none",
			    N_("%s is not a data folder. `bixue init --data %s` makes one."), dir, dir);
	return db_open(cx, path.p, DB_READ, ret);
}

enum rc store_cursor(struct ctx *cx, struct db *db, const char *name, int64_t *ret_seq)
{
	enum rc rc;
	int64_t seq = 0;
	struct stmt *st = db_query(db, &reader_get);
	bind_sv(st, 1, sv_of(name));
	while (db_step(cx, st, &rc))
		seq = col_int(st, 0);
	if (rc == RC_OK)
		*ret_seq = seq;
	return rc;
}
