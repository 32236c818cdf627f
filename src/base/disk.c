#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool disk_sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	int error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return ok;
}

bool disk_sync_name(const char *path)
{
	char *copy = strdup(path); /* dirname writes into it */
	bool ok = copy && disk_sync_folder(dirname(copy));
	int error = errno;
	free(copy);
	errno = error;
	return ok;
}

bool disk_write(int fd, const void *p, size_t n, off_t at)
{
	for (const char *c = p; n > 0;) {
		ssize_t w = pwrite(fd, c, n, at);
		if (w < 0 && errno == EINTR)
			continue;
		if (w == 0)
			errno = EIO;
		if (w <= 0)
			return false;
		c += w;
		n -= (size_t)w;
		at += w;
	}
	return true;
}

bool disk_read(int fd, void *p, size_t n, off_t at)
{
	for (char *c = p; n > 0;) {
		ssize_t r = pread(fd, c, n, at);
		if (r < 0 && errno == EINTR)
			continue;
		if (r == 0)
			errno = EIO;
		if (r <= 0)
			return false;
		c += r;
		n -= (size_t)r;
		at += r;
	}
	return true;
}
