#ifndef APP_VOTE_RESULT_H
#define APP_VOTE_RESULT_H
/* Inside the folder: the act vote.result. */
#include "app/vote/vote.h"

enum rc vote_result_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_result_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_result_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

/* vote.tallied */
enum rc vote_tallied_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_tallied_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_tallied_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

#endif
