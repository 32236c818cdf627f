#include "store/erasures.h"

#include "store/journal.sql.h"
#include "store/rebuild.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const struct query secret_gone = { "secret_gone", "DELETE FROM secret WHERE ref = $1", 1 };
static const struct query key_gone = { "key_gone", "DELETE FROM data_key WHERE ref = $1", 1 };

static struct sv list_path(struct ctx *cx, const char *keys_dir)
{
	return arena_printf(cx->a, "%s/erasures", keys_dir);
}

enum rc erasures_note(struct ctx *cx, const char *keys_dir, const char *kind, struct sv what)
{
	struct sv path = list_path(cx, keys_dir), line = arena_printf(cx->a, "%s %.*s\n", kind, SV_ARG(what));
	int fd = open(path.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, line.p, line.n) == (ssize_t)line.n && fsync(fd) == 0;
	int err = errno;
	if (fd >= 0)
		close(fd);
	return ok ? RC_OK : fail(cx, RC_FAILED, "erasures.io", N_("The list of erasures %s cannot be written: %s."), path.p, strerror(err));
}

static enum rc read_list(struct ctx *cx, const char *keys_dir, struct sv *ret)
{
	struct sv path = list_path(cx, keys_dir);
	FILE *f = fopen(path.p, "rb");
	*ret = SV("");
	if (!f)
		return errno == ENOENT ? RC_OK :
		       fail(cx, RC_FAILED, "erasures.io", N_("The list of erasures %s cannot be read: %s."), path.p, strerror(errno));
	struct buf b = buf_new(cx->a, 64 << 20);
	char chunk[4096];
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		buf_put(&b, sv_make(chunk, n));
	fclose(f);
	*ret = b.n ? buf_sv(&b) : SV("");
	return RC_OK;
}

static enum rc drop_ref(struct ctx *cx, struct db *db, const struct query *q, struct sv ref)
{
	struct stmt *st = db_query(db, q);
	bind_sv(st, 1, ref);
	return db_run(cx, st);
}

static enum rc drop_payload(struct ctx *cx, struct db *db, int64_t seq, struct sv reason, int64_t *ret_acts)
{
	struct stmt *st = db_query(db, &erased_add);
	bind_int(st, 1, seq);
	bind_int(st, 2, cx->now);
	bind_sv(st, 3, reason);
	TRY(db_run(cx, st));
	st = db_query(db, &payload_erase);
	bind_int(st, 1, seq);
	TRY(db_run(cx, st));
	*ret_acts += db_changes(db);
	return RC_OK;
}

static enum rc apply_lines(struct ctx *cx, struct sv list, struct db *main_db, struct db *secrets, struct db *keys, int64_t *ret_acts)
{
	struct sv line;
	while (sv_split(&list, '\n', &line)) {
		int64_t seq;
		if (sv_starts(line, SV("seq ")) && sv_int(sv_from(line, 4), &seq)) {
			TRY(drop_payload(cx, main_db, seq, SV("the list of erasures"), ret_acts));
		} else if (sv_starts(line, SV("ref "))) {
			/* The key first: from here on nobody can read the fact. */
			TRY(drop_ref(cx, keys, &key_gone, sv_from(line, 4)));
			TRY(drop_ref(cx, secrets, &secret_gone, sv_from(line, 4)));
		}
	}
	return RC_OK;
}

enum rc erasures_apply(struct ctx *cx, const char *dir, const char *keys_dir, int64_t *ret_acts)
{
	struct sv list;
	struct db *db[3] = { NULL };
	static const char *const names[] = { "bixue.db", "secret.db", "keys.db" };
	int64_t acts = 0;
	*ret_acts = 0;
	TRY(read_list(cx, keys_dir, &list));
	if (list.n == 0)
		return RC_OK;
	enum rc rc = RC_OK;
	for (size_t i = 0; i < 3 && rc == RC_OK; i++)
		rc = db_open(cx, arena_printf(cx->a, "%s/%s", dir, names[i]).p, DB_WRITE, &db[i]);
	if (rc == RC_OK)
		rc = apply_lines(cx, list, db[0], db[1], db[2], &acts);
	for (size_t i = 0; i < 3; i++)
		db_close(db[i]);
	if (rc == RC_OK)
		*ret_acts = acts;
	return rc;
}

enum rc store_erase_act(struct ctx *cx, struct store *s, const struct act_request *rq, struct act_answer *ret)
{
	TRY(store_act(cx, s, rq, ret));
	if (sv_is(rq->act, "instance.forget")) {
		struct sv ref = js_get_sv(ret->facts, "ref");
		TRY(erasures_note(cx, store_keys_dir(s), "ref", ref));
		return secret_erase(cx, store_secrets(s), arena_printf(cx->a, "s:%.*s:", SV_ARG(ref)));
	}
	int64_t seq = js_get_int(ret->facts, "seq", 0);
	TRY(erasures_note(cx, store_keys_dir(s), "seq", arena_printf(cx->a, "%lld", (long long)seq)));
	return store_drop_payload(cx, s, seq, js_get_sv(ret->facts, "reason"));
}
