#ifndef APP_VOTE_ACTS_H
#define APP_VOTE_ACTS_H
/* Inside the folder: what the acts of a vote share. */
#include "app/vote/vote.h"

enum {
	VOTE_PLAN_FIELDS = 18, VOTE_CLOSE_FIELDS = 5, VOTE_SEATS_FIELDS = 2, VOTE_UNSEAT_FIELDS = 2, VOTE_RECUSE_FIELDS = 3, VOTE_CODES_FIELDS = 4, VOTE_VOID_FIELDS = 2,
	VOTE_LATE_FIELDS = 2,
};
extern const struct field vote_plan_fields[VOTE_PLAN_FIELDS], vote_close_fields[VOTE_CLOSE_FIELDS],
	vote_seats_fields[VOTE_SEATS_FIELDS], vote_unseat_fields[VOTE_UNSEAT_FIELDS], vote_recuse_fields[VOTE_RECUSE_FIELDS], vote_codes_fields[VOTE_CODES_FIELDS],
	vote_void_fields[VOTE_VOID_FIELDS], vote_late_fields[VOTE_LATE_FIELDS];

/* Of every act on a vote that is there. */
struct vote_place {
	int64_t seat;
	struct sv path;
};
struct vote_run {
	struct vote e;
	struct ruleset r;
	struct rule *rule;
	struct ballot_form form;
	const struct rule_item *item;
	struct vote_slot *slot;
	struct vote_class *class;
	size_t n_slots, n_classes;
	int64_t codes, stray;
	struct sv *slot_path;        /* of the contestants' units, where the vote is signed */
	struct vote_code *code;
	struct vote_seat *seat;
	struct vote_place *place;    /* while it is planned: where else the jurors hold posts */
	size_t n_place;
	struct vote_recusal *recusal;
	size_t n_code, n_seat, n_recusal;
	bool frozen;                 /* while it is planned: its period */
	int64_t twin, tally;         /* while it is planned (vote_taken) */
	bool strangers;              /* while it is planned: nobody of the panel sat in the sessions of its item and period before */
	struct vote_heard heard;     /* where it opens after the last report */
};
enum rc vote_run_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
NODISCARD enum rc vote_still_planned(struct ctx *cx, const struct vote *e);
/* The first unit of them that the rules do not compare. */
NODISCARD enum rc vote_find_stray(struct ctx *cx, struct db *db, const struct vote_slot *slot, size_t n, const struct ruleset *r,
				  const struct rule *rule, int64_t *ret);
NODISCARD enum rc vote_check_slots(struct ctx *cx, const struct vote_slot *slot, size_t n, enum ballot_kind kind, int64_t stray);
/* Would the marks of so many sheets be more than one tally holds? */
NODISCARD enum rc vote_check_marks(struct ctx *cx, const struct vote_run *s, int64_t codes);

enum rc vote_plan_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_plan_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
/* vote_seats.c */
NODISCARD bool vote_class_known(const struct rule_item *item, struct sv voters);
enum rc vote_seats_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_seats_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_seats_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc vote_unseat_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_unseat_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc vote_recuse_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_recuse_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc vote_codes_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_codes_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc vote_void_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_void_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
/* At the opening: every seat has its code, and is recused from each unit in which its holder holds a post. */
NODISCARD enum rc vote_seats_open(struct ctx *cx, const struct vote_run *s, struct js *facts);
NODISCARD enum rc vote_recusals_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *list);

enum rc vote_late_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc vote_late_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_late_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc vote_close_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
enum rc vote_close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

#endif
