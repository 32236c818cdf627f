#ifndef JOBS_SWEEP_H
#define JOBS_SWEEP_H
#include "store/store.h"

/* What lies in DIR/spool (lists between preview and acceptance, exports on their way out) lives for a day; what a person kept of a test
 * for sixty days, since its collecting may come after a weekend. */

/* Removes what is older; what cannot be removed is left for the next time. */
void sweep_spool(const char *data_dir);
/* Destroys the boxes of votes that are closed or cancelled: what a crash between the act and the box left. */
void sweep_boxes(struct store *s);

#endif
