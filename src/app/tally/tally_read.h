#ifndef APP_TALLY_READ_H
#define APP_TALLY_READ_H
/* Inside the folder only. */
#include "app/tally/tally.h"

enum { TALLY_VIEWS = 3 };
extern const struct view_def tally_views[TALLY_VIEWS];
enum rc tally_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
/* One cell as acts state it, and back. */
struct js *tally_cell_js(struct arena *a, const struct tally_cell *c);
struct tally_cell tally_cell_of(const struct js *o);
/* Of each cell the first one that says the same: one judge's mark of one unit, one grade's votes of one group; SIZE_MAX where it
 * is the first. */
const size_t *tally_doubles(struct arena *a, const struct tally_cell *const *cells, size_t n, struct sv kind);
/* The full mark that a clean head names, 0 for none, and the head without it: 班子建设(20分) → 班子建设, 20. */
struct sv tally_head_max(struct arena *a, struct sv head, struct dec *ret);
/* Out of how many the rules take a value; 0 where they say nothing. */
struct dec tally_scale(const struct tally_place *p);

#endif
