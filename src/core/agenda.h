#ifndef CORE_AGENDA_H
#define CORE_AGENDA_H
/* An agenda 议程 as a clerk writes or pastes it, one slot a line: unit | speaker's post | title | minutes | group.  Cells are
 * parted by a bar or, from a spreadsheet, by a tab; what is left out at the end is empty.  A semicolon ends a line too, for commands.  A line without a unit, or
 * with a dash for it, is a slot of its own: an overview, a break, a vote.  Pure: units are names here. */
#include "base/err.h"

enum { AGENDA_SLOTS_MAX = 60, AGENDA_TEXT_MAX = 12000, AGENDA_CELL_MAX = 120, AGENDA_MINUTES_MAX = 600 };

struct agenda_slot {
	int line;                    /* as a person counts, from 1 */
	struct sv unit, speaker, title, group;
	int minutes;                 /* 0: not said */
};

/* Faults stand at the field `agenda` and name the line; all of them are told at once. */
NODISCARD enum rc agenda_read(struct ctx *cx, struct sv text, struct agenda_slot **ret, size_t *ret_n);
/* The same text from slots, for the form that changes it. */
struct sv agenda_text(struct arena *a, const struct agenda_slot *slot, size_t n);

#endif
