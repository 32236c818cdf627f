#ifndef JOBS_BROKEN_H
#define JOBS_BROKEN_H
/* A list whose acceptance was cut off, by a crash or the power: its rows were never shown, and nobody is bringing in the rest. */
#include "store/store.h"

/* Withdraws them, in the system's name.  To be called while nobody else can be importing: before a server takes its first request. */
NODISCARD enum rc broken_imports(struct ctx *cx, struct store *s, struct db *db);

#endif
