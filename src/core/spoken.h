#ifndef CORE_SPOKEN_H
#define CORE_SPOKEN_H
/* What people call the codes of enumerations: pages and tables of the command line say these, JSON keeps the codes. */
#include "base/err.h"

/* The text of a code ("village", "clerk", "overdue") in the field or column `column` ("state", "light"; NULL: whatever)
 * of a noun (NULL: none).  A code that nobody has named comes back as it is, with blanks for its underscores. */
struct sv spoken(struct arena *a, enum lang lang, const char *noun, const char *column, struct sv code);
/* The same text standing alone: in a cell, on a tab; English begins it with a capital letter. */
struct sv spoken_head(struct arena *a, enum lang lang, struct sv text);

#endif
