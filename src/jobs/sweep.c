#include "jobs/sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { A_DAY_S = 24 * 3600 };

void sweep_spool(const char *data_dir)
{
	int dir = open(data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int spool = dir < 0 ? -1 : openat(dir, "spool", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *d = spool < 0 ? NULL : fdopendir(spool);
	time_t now = time(NULL);
	struct stat st;
	if (dir >= 0)
		close(dir);
	if (!d) {
		if (spool >= 0)
			close(spool);
		return;
	}
	for (const struct dirent *e; (e = readdir(d));)
		if (fstatat(spool, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && now - st.st_mtime > A_DAY_S)
			(void)unlinkat(spool, e->d_name, 0);
	closedir(d);
}
