#ifndef APP_HALL_CELLS_H
#define APP_HALL_CELLS_H
/* Inside the folder: one cell of the box of a vote that is open. */
#include "app/vote/vote.h"
#include "store/shelf.h"

/* What lies there; an empty cell where nothing does. */
NODISCARD enum rc cell_look(struct ctx *cx, struct store *store, int64_t vote, const struct digest *code, struct vote_cell *ret);
/* Durable when it returns.  Replaces whatever lay there. */
NODISCARD enum rc cell_put(struct ctx *cx, struct store *store, int64_t vote, const struct digest *code, const struct vote_cell *cell);
/* What lies there, changed by `fn` and put back, nobody else in between.  `fn` says through `ret_same` that nothing is to be put. */
typedef enum rc cell_fn(struct ctx *cx, struct vote_cell *cell, void *arg, bool *ret_same);
NODISCARD enum rc cell_change(struct ctx *cx, struct store *store, int64_t vote, const struct digest *code, cell_fn *fn, void *arg);

#endif
