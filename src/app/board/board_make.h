#ifndef APP_BOARD_MAKE_H
#define APP_BOARD_MAKE_H
/* Inside the folder only: the acts that write the rows of a board. */
#include "app/board/board_read.h"

enum { BOARD_COMPOSE_FIELDS = 14, BOARD_CORRECT_FIELDS = 9 };
extern const struct field board_compose_fields[BOARD_COMPOSE_FIELDS], board_correct_fields[BOARD_CORRECT_FIELDS];

/* RC_CONFLICT for what is published or discarded: nothing about it changes any more. */
enum rc board_frozen(struct ctx *cx, const struct board_head *b);

/* The person behind an act of composing or approving: kept beside the board.  The act itself numbers the persons of its version
 * from 1, which tells two apart and nothing more; those of before it stated the person's own number. */
enum { BOARD_SIGNED_APART = 3 }; /* the version of the acts from which on they do */
enum rc board_signer(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts, int64_t *ret);

/* Everything that a composition reads; the acts of these nouns end what it says. */
extern const char *const board_reads[];
enum rc board_compose_prepare(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_ahead);
enum rc board_compose_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc board_correct_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc board_compose_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject);
enum rc board_correct_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject);
enum rc board_compose_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc board_correct_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

#endif
