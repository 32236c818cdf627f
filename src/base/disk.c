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
