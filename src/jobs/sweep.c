#include "jobs/sweep.h"

#include "app/opinion/opinion.h"
#include "app/vote/vote.h"
#include "store/shelf.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What a person kept of a test (exam/kept.c) waits for its collecting, which may be after a weekend; collecting removes it. */
enum { A_DAY_S = 24 * 3600, SHEETS_S = 60 * A_DAY_S };

/* A folder of the data folder, never what a link stands for; NULL where there is none. */
static DIR *folder(const char *data_dir, const char *name)
{
	int dir = open(data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = dir < 0 ? -1 : openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (dir >= 0)
		close(dir);
	if (!d && fd >= 0)
		close(fd);
	return d;
}

void sweep_spool(const char *data_dir)
{
	DIR *d = folder(data_dir, "spool");
	time_t now = time(NULL);
	struct stat st;
	if (!d)
		return;
	for (const struct dirent *e; (e = readdir(d));) {
		time_t keep = strncmp(e->d_name, "sheet-", 6) == 0 && strncmp(e->d_name, "sheet-new-", 10) != 0 ? SHEETS_S : A_DAY_S;
		if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && now - st.st_mtime > keep)
			(void)unlinkat(dirfd(d), e->d_name, 0);
	}
	closedir(d);
}

static void one_box(struct store *s, const char *name)
{
	struct arena a;
	struct ctx cx;
	struct vote e;
	struct db *db = NULL;
	int64_t id = 0;
	struct sv text = sv_of(name);
	if (!sv_ends(text, SV(".box")) || !sv_int(sv_upto(text, text.n - 4), &id))
		return;
	arena_init(&a, 1 << 20);
	ctx_init(&cx, &a, store_now(s), LANG_EN);
	bool opinions = id < 0, done = false;
	if (store_reader(&cx, s, &db) == RC_OK && vote_get(&cx, db, opinions ? -id : id, &e) == RC_OK)
		done = sv_is(e.state, "cancelled") || (!opinions && sv_is(e.state, "closed"));
	if (opinions && !done)
		done = opinions_collected(&cx, db, -id); /* a crash came between the act and the box */
	if (done)
		(void)!store_box_drop(&cx, s, id); /* what cannot be destroyed now is tried again */
	db_close(db);
	arena_release(&a);
}

void sweep_boxes(struct store *s)
{
	DIR *d = folder(store_dir(s), "ballots");
	if (!d)
		return;
	for (const struct dirent *e; (e = readdir(d));)
		one_box(s, e->d_name);
	closedir(d);
}
