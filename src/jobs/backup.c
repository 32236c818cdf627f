#include "jobs/backup.h"

#include "base/disk.h"
#include "store/erasures.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc io(struct ctx *cx, const char *path)
{
	return fail(cx, RC_FAILED, "backup.io", N_("%s cannot be read or written: %s."), path, strerror(errno));
}

static struct sv join(struct ctx *cx, const char *dir, const char *name)
{
	return arena_printf(cx->a, "%s/%s", dir, name);
}

static enum rc make_dir(struct ctx *cx, const char *path)
{
	return mkdir(path, 0700) == 0 ? RC_OK : io(cx, path);
}

/* Copies (to != NULL) and digests one file; what was written is synced. */
static enum rc digest_file(struct ctx *cx, const char *from, const char *to, struct digest *ret, int64_t *ret_size)
{
	FILE *in = fopen(from, "rb"), *out = NULL;
	if (!in)
		return io(cx, from);
	if (to && !(out = fopen(to, "wbx"))) {
		fclose(in);
		return io(cx, to);
	}
	struct arena a;
	arena_init(&a, 1 << 20);
	struct hash_stream *h = hash_start(&a, HASH_SM3);
	enum { CHUNK = 64 * 1024 };
	char *chunk = NEW(&a, char, CHUNK);
	int64_t size = 0;
	bool ok = true;
	for (size_t n; ok && (n = fread(chunk, 1, CHUNK, in)) > 0; size += (int64_t)n) {
		hash_more(h, sv_make(chunk, n));
		ok = !out || fwrite(chunk, 1, n, out) == n;
	}
	ok = ok && !ferror(in);
	*ret = hash_end(h);
	*ret_size = size;
	arena_release(&a);
	fclose(in);
	if (out) {
		ok = fflush(out) == 0 && fsync(fileno(out)) == 0 && ok;
		ok = fclose(out) == 0 && ok;
	}
	return ok ? RC_OK : io(cx, to ? to : from);
}

struct listing {
	struct js *files;
	struct backup_info *info;
};

static enum rc note_file(struct ctx *cx, struct listing *l, const char *name, const char *from, const char *to)
{
	struct digest d;
	int64_t size;
	TRY(digest_file(cx, from, to, &d, &size));
	struct js *o = js_push(l->files, js_obj(cx->a));
	js_set_sv(cx->a, o, "name", arena_sv(cx->a, sv_of(name)));
	js_set_sv(cx->a, o, "sm3", hex_text(cx->a, digest_sv(&d)));
	js_set_int(cx->a, o, "size", size);
	l->info->files++;
	l->info->bytes += size;
	return RC_OK;
}

/* files/ is flat or two levels deep (ab/cdef…); both are walked. */
static enum rc copy_tree(struct ctx *cx, struct listing *l, const char *from, const char *to, const char *prefix)
{
	DIR *d = opendir(from);
	enum rc rc = RC_OK;
	if (!d)
		return errno == ENOENT ? RC_OK : io(cx, from);
	for (struct dirent *e; rc == RC_OK && (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		struct sv f = join(cx, from, e->d_name), t = join(cx, to, e->d_name), name = join(cx, prefix, e->d_name);
		struct stat st;
		if (stat(f.p, &st) != 0)
			rc = io(cx, f.p);
		else if (S_ISDIR(st.st_mode)) {
			rc = make_dir(cx, t.p);
			if (rc == RC_OK)
				rc = copy_tree(cx, l, f.p, t.p, name.p);
		} else {
			rc = note_file(cx, l, name.p, f.p, t.p);
		}
	}
	closedir(d);
	return rc == RC_OK && !disk_sync_folder(to) ? io(cx, to) : rc;
}

static enum rc write_manifest(struct ctx *cx, const char *dir, const struct listing *l)
{
	struct js *m = js_obj(cx->a);
	struct buf b = buf_new(cx->a, 64 << 20);
	js_set_sv(cx->a, m, "format", SV("bixue-backup/1"));
	js_set_instant(cx->a, m, "at", cx->now);
	js_set_int(cx->a, m, "acts", l->info->acts);
	js_set_sv(cx->a, m, "root", l->info->root);
	js_set(m, "files", l->files);
	js_pretty(&b, m);
	struct sv path = join(cx, dir, "manifest.json");
	FILE *f = fopen(path.p, "wbx");
	if (!f)
		return io(cx, path.p);
	bool ok = fwrite(b.p, 1, b.n, f) == b.n && fflush(f) == 0 && fsync(fileno(f)) == 0;
	ok = fclose(f) == 0 && ok;
	return ok && disk_sync_folder(dir) && disk_sync_name(dir) ? RC_OK : io(cx, path.p);
}

enum rc backup_make(struct ctx *cx, struct store *s, const char *to, struct backup_info *ret)
{
	struct backup_info info = { 0 };
	struct listing l = { .files = js_arr(cx->a), .info = &info };
	TRY(make_dir(cx, to));
	struct db *db, *copy;
	TRY(store_reader(cx, s, &db));
	struct sv path = join(cx, to, "bixue.db");
	enum rc rc = db_copy(cx, db, path.p);
	db_close(db);
	/* Secrets after the journal: what an act refers to is then surely in the copy. */
	if (rc == RC_OK)
		rc = secrets_copy(cx, store_secrets(s), to);
	if (rc != RC_OK)
		return rc;
	TRY(db_open(cx, path.p, DB_READ, &copy));
	struct edge e;
	rc = journal_edge(cx, copy, &e);
	db_close(copy);
	if (rc != RC_OK)
		return rc;
	struct digest root = edge_root(&e);
	info.acts = e.size;
	info.root = hex_text(cx->a, digest_sv(&root));
	static const char *const names[] = { "bixue.db", "secret.db", "keys.db" };
	for (size_t i = 0; i < COUNT(names); i++)
		TRY(note_file(cx, &l, names[i], join(cx, to, names[i]).p, NULL));
	struct sv files = join(cx, to, "files");
	TRY(make_dir(cx, files.p));
	TRY(copy_tree(cx, &l, join(cx, store_dir(s), "files").p, files.p, "files"));
	TRY(write_manifest(cx, to, &l));
	*ret = info;
	return RC_OK;
}

static enum rc read_manifest(struct ctx *cx, const char *from, struct js **ret)
{
	struct sv path = join(cx, from, "manifest.json");
	FILE *f = fopen(path.p, "rb");
	if (!f)
		return fail(cx, RC_NOT_FOUND, "backup.none", N_("%s is not a backup: it has no manifest.json."), from);
	struct buf b = buf_new(cx->a, 64 << 20);
	char chunk[65536];
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		buf_put(&b, sv_make(chunk, n));
	fclose(f);
	const char *why;
	int line, column;
	*ret = js_parse(cx->a, buf_sv(&b), &why, &line, &column);
	if (!*ret || !sv_is(js_get_sv(*ret, "format"), "bixue-backup/1"))
		return fail(cx, RC_CHECK, "backup.manifest", N_("The manifest of %s cannot be read."), from);
	return RC_OK;
}

/* Every file against its digest; with `to`, copied on the way. */
static enum rc walk(struct ctx *cx, const char *from, const char *to, struct backup_info *ret)
{
	struct js *m;
	TRY(read_manifest(cx, from, &m));
	struct backup_info info = { .acts = js_get_int(m, "acts", 0), .root = js_get_sv(m, "root") };
	const struct js *files = js_get(m, "files");
	for (const struct js *f = files ? files->first : NULL; f; f = f->next) {
		struct sv name = js_get_sv(f, "name");
		struct digest d;
		int64_t size;
		if (!name.n || name.p[0] == '/' || sv_has(name, SV("..")))
			return fail(cx, RC_CHECK, "backup.name", N_("The manifest names a file outside of the backup: %.*s."), SV_ARG(name));
		const char *n = arena_cstr(cx->a, name), *slash = strrchr(n, '/');
		if (to && slash)
			for (size_t at = 0; (at = sv_find(name, SV("/"), at)) != SIZE_MAX; at++) {
				struct sv dir = arena_printf(cx->a, "%s/%.*s", to, (int)at, n);
				if (mkdir(dir.p, 0700) == 0 ? !disk_sync_name(dir.p) : errno != EEXIST)
					return io(cx, dir.p);
			}
		TRY(digest_file(cx, join(cx, from, n).p, to ? join(cx, to, n).p : NULL, &d, &size));
		if (to && !disk_sync_name(join(cx, to, n).p))
			return io(cx, to);
		if (!sv_eq(hex_text(cx->a, digest_sv(&d)), js_get_sv(f, "sm3")))
			return fail(cx, RC_CHECK, "backup.differs", N_("%.*s is not the file that was backed up."), SV_ARG(name));
		info.files++;
		info.bytes += size;
	}
	*ret = info;
	return RC_OK;
}

enum rc backup_check(struct ctx *cx, const char *from, struct backup_info *ret)
{
	return walk(cx, from, NULL, ret);
}

enum rc backup_restore(struct ctx *cx, const char *from, const char *to, const char *keys_dir, struct backup_info *ret,
		       int64_t *ret_erased)
{
	struct backup_info info;
	TRY(backup_check(cx, from, &info));
	TRY(make_dir(cx, to));
	TRY(walk(cx, from, to, &info));
	TRY(erasures_apply(cx, to, keys_dir, ret_erased));
	/* The lock is what makes a folder a data folder: it comes last. */
	struct sv lock = join(cx, to, "lock");
	int fd = open(lock.p, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return io(cx, lock.p);
	close(fd);
	if (!disk_sync_folder(to) || !disk_sync_name(to))
		return io(cx, to);
	*ret = info;
	return RC_OK;
}
