#ifndef CORE_LINES_H
#define CORE_LINES_H
/* Small tables as a clerk writes or pastes them: a line each, ended by a line break or, in a command, by a semicolon; cells are
 * parted by a bar or, from a spreadsheet, by a tab. */
#include "base/sv.h"

/* The next line that is not blank, untrimmed; `*no` counts all lines from 1.  False at the end. */
bool lines_next(struct sv *rest, int *no, struct sv *ret_line);
/* The first `n` cells, trimmed; those that are left out are empty.  How many the line has, which may be more. */
int lines_cells(struct sv line, struct sv *cell, int n);

#endif
