#ifndef STORE_TABLES_H
#define STORE_TABLES_H
/* The tables of bixue.db as this version of the program writes them, and how it is told that another version
 * wrote those that are there. */
#include "store/act.h"

/* Notes that the tables are this version's. */
NODISCARD enum rc tables_mark(struct ctx *cx, struct db *db, const struct registry *nouns);
/* Were the tables made by another version, so that they must be made anew from the journal? */
NODISCARD enum rc tables_other(struct ctx *cx, struct db *db, const struct registry *nouns, bool *ret);

#endif
