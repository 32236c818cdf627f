#ifndef APP_SITE_TOUR_DRAW_H
#define APP_SITE_TOUR_DRAW_H
/* Inside the folder: what the acts of a draw are made of; their rows stand in tour.c. */
#include "app/site/tour.h"

enum { TOUR_COMMIT_FIELDS = 2, TOUR_REVEAL_FIELDS = 2, TOUR_VOID_FIELDS = 1 };
extern const struct field tour_commit_fields[TOUR_COMMIT_FIELDS], tour_reveal_fields[TOUR_REVEAL_FIELDS], tour_void_fields[TOUR_VOID_FIELDS];
enum rc tour_draw_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc tour_commit_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc tour_commit_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc tour_reveal_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc tour_void_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc tour_commit_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts);
enum rc tour_reveal_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts);
enum rc tour_void_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts);

#endif
