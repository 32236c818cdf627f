#ifndef STORE_SHELF_H
#define STORE_SHELF_H
/* The boxes of the votes that are open, for the process that owns the folder: many jurors at once, and one who closes. */
#include "store/box.h"

struct store;
struct shelf;
struct shelf *shelf_new(const char *dir, struct signer *signer);
void shelf_free(struct shelf *s);                    /* NULL-safe; nobody holds a box any more */

/* For one ballot: opened at the first call.  RC_CONFLICT once it is being emptied.  Every hold is let go; `failed`: the disk
 * refused (RC_FAILED of box.h), so that the box is opened anew for the next. */
NODISCARD enum rc store_box_hold(struct ctx *cx, struct store *s, int64_t event, struct box **ret);
void store_box_let(struct store *s, int64_t event, bool failed);
/* For who closes: from here on nobody casts, and who was casting has ended.  The box stays sealed until it is dropped. */
NODISCARD enum rc store_box_seal(struct ctx *cx, struct store *s, int64_t event, struct box **ret);
void store_box_unseal(struct store *s, int64_t event);   /* it is not closed after all */
/* After the act is durable: closes and destroys the box; that of an event without one is nothing to do. */
NODISCARD enum rc store_box_drop(struct ctx *cx, struct store *s, int64_t event);

#endif
