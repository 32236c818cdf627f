#ifndef BASE_DISK_H
#define BASE_DISK_H
/* What was made, renamed or removed in a folder survives a power cut only once the folder itself was synced: syncing the
 * file says nothing about its name.  Both are false with errno set. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

bool disk_sync_folder(const char *path);
/* Of the folder that `path` stands in. */
bool disk_sync_name(const char *path);

/* All of it or false; where the file ends before that, errno is EIO. */
bool disk_write(int fd, const void *p, size_t n, off_t at);
bool disk_read(int fd, void *p, size_t n, off_t at);

#endif
