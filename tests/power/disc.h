#ifndef TESTS_POWER_DISC_H
#define TESTS_POWER_DISC_H
/* What a disc may hold after the power went: the tape played up to some event, where of everything that was not synced
 * by then each piece is there or not, as a seeded coin falls. */
#include "record.h"

/* Syncs that a careless disc does not hear: for the controls. */
enum deaf { DEAF_NONE, DEAF_NAMES, DEAF_FILES, DEAF_ALL };

struct cut {
	int64_t at;          /* the first event that is not on the tape any more */
	uint64_t seed;
	enum deaf deaf;
};

/* Writes the folder as it may be after the cut below `to`, which is empty.  Exits when it cannot. */
void disc_after(const struct tape *t, const struct cut *c, const char *to);
/* "cut at 812 of 5401, 4096-byte pieces, 50 % kept, names in order": the same cut makes the same disc. */
const char *cut_text(const struct tape *t, const struct cut *c);

#endif
