#ifndef SHEET_JAIL_CELL_H
#define SHEET_JAIL_CELL_H
/* What a child shuts itself into: limits, a filter of system calls, the files it may see.  Called between fork and the work,
 * in this order; each says false where the kernel refuses, and then nothing is read. */
#include "base/err.h"

#include <sys/resource.h>
#include <sys/types.h>

/* A sanitizer maps terabytes, speaks on stderr and needs a few more calls. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* The hard limit a little above the soft one, where the soft one has a signal of its own. */
bool cell_limit(int what, rlim_t most);
void cell_default_signals(void);
/* Dies with its parent, gains no rights, is read by nobody. */
bool cell_bound(pid_t parent);
/* Only what computes: reading `in`, writing `out`, memory without code. */
bool cell_filter_compute(int in, int out);
/* A program of the system: it may be loaded and read files, writes to 1 and 2, and has no socket, process or thread. */
bool cell_filter_tool(void);
/* Of the file system nothing but programs, their libraries and the fonts, for reading (Landlock, Linux 5.13). */
bool cell_see_system(void);

/* ---- the parent ---- */
/* As fork.  In the child every signal is held back until cell_default_signals: no handler of the parent may run there, since it could write
 * into files the two share. */
pid_t cell_fork(void);
int64_t cell_ticks(void); /* ms */
/* Kills it where it still runs; its status. */
int cell_end(pid_t pid);

#endif
