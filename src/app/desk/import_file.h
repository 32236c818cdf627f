#ifndef APP_DESK_IMPORT_FILE_H
#define APP_DESK_IMPORT_FILE_H
/* A file that was sent, between its preview and its acceptance: in DIR/spool, under its digest, for a day
 * (jobs/sweep.h). */
#include "app/desk/pages.h"

/* Takes the upload `file`, or else the pasted text, to a path of this request's own, which goes with it; RC_INVALID when there
 * is neither. */
NODISCARD enum rc spool_take(struct visit *v, const struct http_file *file, struct sv pasted, struct sv *ret_digest, struct sv *ret_path);
/* What was taken waits under its digest for whoever accepts it. */
NODISCARD enum rc spool_offer(struct visit *v, struct sv path, struct sv digest);
/* Both. */
NODISCARD enum rc spool_keep(struct visit *v, const struct http_file *file, struct sv pasted, struct sv *ret_digest);
/* Its path; RC_NOT_FOUND when it is no longer there. */
NODISCARD enum rc spool_path(struct visit *v, struct sv digest, struct sv *ret);
/* From now on nobody else can accept it; false when somebody has. */
bool spool_claim(struct visit *v, struct sv path);
void spool_unclaim(struct visit *v, struct sv path); /* it was not accepted after all */
void spool_drop(struct visit *v, struct sv path);

#endif
