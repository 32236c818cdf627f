#ifndef SHEET_JAIL_H
#define SHEET_JAIL_H
/* Runs a function in a forked child that can do nothing but compute: it reads one open file, takes memory
 * within a limit and writes its answer to a pipe.  No open, no socket, no exec, no thread, no signal to
 * anybody.  Whatever happens in there (crash, endless loop, memory bomb, stolen control) the parent gets an
 * answer or a refusal.
 *
 * The parent may be multithreaded.  Between fork and exit the child then runs more than POSIX promises
 * (async-signal-safe calls only): it allocates, which glibc supports by its own fork handlers, and it uses
 * libseccomp, expat and zlib, none of which takes a lock that a thread of the parent could have held.
 * What takes locks or opens files (iconv_open, say) is done by the caller before.  Should the child hang
 * for all that, the wall clock ends it.  (Under a sanitizer that happens now and then when other threads are
 * busy allocating: its allocator has no fork handlers.)
 *
 * Traps for what runs inside: qsort (asks for the size of memory), localtime and mktime (read files and take
 * a lock), anything of stdio, locales or threads.
 *
 * If the sandbox cannot be set up, the child refuses (RC_FAILED); there is no switch to go on without. */
#include "base/err.h"
#include "sheet/blocks.h"

struct jail {
	size_t memory;   /* bytes that the child may take, beyond what the parent had mapped */
	int cpu_s;       /* seconds of CPU */
	int wall_ms;     /* until it is killed */
	size_t answer;   /* bytes; `out` has this as its largest size */
};

/* In the child: reads `in` (JAIL_IN in truth) and writes `out`.  Its faults reach the parent's ctx; its
 * memory ends with it.  `cx` carries the parent's instant and language and an arena of its own. */
typedef enum rc jail_fn(struct ctx *cx, int in, void *arg, struct blocks *out);

/* `in` stays open and the caller's.  *ret lies in cx->a.  What the child says must still be judged: it may
 * not be what `fn` meant to say. */
NODISCARD enum rc jail_run(struct ctx *cx, const struct jail *jail, int in, jail_fn *fn, void *arg,
			   struct sv *ret);

/* Runs a program of the system on the file instead: argv[0] is its path, `in` its standard input from the beginning, *ret what it wrote.  It sees
 * programs, libraries and fonts for reading, and no other file, and has no socket, no child and no terminal; `memory` is all it may map.
 * RC_FAILED, told apart: `ret_missing` where the program is not there, else the cell could not be shut.  RC_INVALID where it refused the
 * file, took too long or died, RC_LIMIT where it wrote more than `answer`: all without a fault, since only the caller knows what was tried. */
NODISCARD enum rc jail_tool(struct ctx *cx, const struct jail *jail, int in, const char *const *argv, struct sv *ret, bool *ret_missing);

/* Reads the whole of `in` into the arena; RC_LIMIT, without a fault, when it holds more than `max`, or
 * RC_FAILED when it cannot be read. Works in the jail. */
NODISCARD enum rc jail_slurp(struct ctx *cx, int in, size_t max, struct sv *ret);

#endif
