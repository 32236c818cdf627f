#ifndef TESTS_FAULT_PRELOAD_H
#define TESTS_FAULT_PRELOAD_H
/* What the driver and the preloaded library share: one mapped file, named by FAULT_STATE, so that the count goes on from
 * one process to the next. */
#include <stdatomic.h>

struct fault_state {
	char dir[512];           /* calls on files below DIR/ and DIR.keys/ (or on these themselves) count */
	_Atomic int calls;
	int at;                  /* the call that fails, from 1; 0: only count */
	int error;               /* errno */
	int keep;                /* and every one after it */
	_Atomic int hits;
	char where[160];         /* the first one that failed: "fsync bixue.db-wal" */
};

#endif
