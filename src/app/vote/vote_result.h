#ifndef APP_VOTE_RESULT_H
#define APP_VOTE_RESULT_H
/* Inside the folder: from the count to the result, its tally, and what is kept back of it. */
#include "app/vote/vote.h"

/* A row of the count. */
struct vote_counted {
	int64_t unit, place, votes, judge; /* judge: a seat, 0 where the votes are secret */
	struct sv voters, grade, missing;
	struct dec value;
};
NODISCARD enum rc vote_read_counts(struct ctx *cx, struct db *db, int64_t vote, struct vote_counted **ret, size_t *ret_n);
bool vote_is_mark(const struct vote_counted *c);
/* The vote whose count a tally.enter brought in, told by its cause, the release; 0: somebody typed the tally. */
struct journal_row;
NODISCARD enum rc vote_of_entry(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, int64_t *ret);

/* vote.result */
enum rc vote_result_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_result_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_result_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

/* vote.tallied */
enum rc vote_tallied_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_tallied_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_tallied_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

#endif
