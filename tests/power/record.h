#ifndef TESTS_POWER_RECORD_H
#define TESTS_POWER_RECORD_H
/* The tape: everything that a program asks of the disc below one folder, in order, in one mapped file that several
 * processes may share.  libpower.so (record.c, preloaded) writes it, disc.c plays it back. */
#include <stdatomic.h>
#include <stdint.h>

enum event_kind {
	EVENT_MAKE,      /* name: a new file, `object` */
	EVENT_MKDIR,     /* name */
	EVENT_RENAME,    /* name → data (a name), of `object` */
	EVENT_UNLINK,    /* name, file or folder */
	EVENT_WRITE,     /* data at `at` */
	EVENT_TRUNCATE,  /* to `at` bytes */
	EVENT_SYNC,      /* of `object`: everything before event number `at` is on the disc now */
	EVENT_SYNC_DIR,  /* name: the same of its entries */
	EVENT_TOLD,      /* data: somebody was told that something is done */
};

/* Names are relative to the folder; "" is the folder itself. */
struct event {
	uint32_t kind, object;
	int64_t at;
	uint32_t name_n, data_n;     /* bytes that follow: the name with its 0, the data, up to a multiple of 8 */
};

enum { TAPE_OBJECTS = 4096, TAPE_ROOT = 512 };
#define TAPE_BYTES ((uint64_t)1 << 30)

struct tape {
	char root[TAPE_ROOT];        /* with its slash at the end; set before the library is loaded */
	atomic_flag busy;
	int64_t events;
	uint64_t used;               /* bytes of the events that follow this head */
	uint32_t objects;            /* numbers given so far, from 1 */
	struct known_file {
		uint64_t dev, ino;
		uint32_t object;     /* 0: the file is gone, its inode may come again */
		int64_t flushed;     /* bytes that stdio has written */
	} known[TAPE_OBJECTS];
	uint32_t n_known;
};

static inline const struct event *tape_event(const struct tape *t, uint64_t at)
{
	return (const struct event *)((const char *)(t + 1) + at);
}
static inline const char *event_name(const struct event *e)
{
	return (const char *)(e + 1);
}
static inline const char *event_data(const struct event *e)
{
	return event_name(e) + e->name_n;
}
static inline uint64_t event_bytes(const struct event *e)
{
	return sizeof(*e) + (((uint64_t)e->name_n + e->data_n + 7) & ~(uint64_t)7);
}

/* Exported by the library: puts an EVENT_TOLD on the tape. */
typedef void power_tell_fn(const void *data, uint32_t n);

#endif
