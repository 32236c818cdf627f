#ifndef APP_MATTER_DEEDS_H
#define APP_MATTER_DEEDS_H
/* Inside the folder: what is decided by each act; the table of acts stands in matter.c. */
#include "app/matter/deal.h"

#define DECIDE(name)                                                                                                      \
	enum rc name(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,    \
		     int64_t *subject)

/* make.c */
DECIDE(draft_decide);
DECIDE(instruct_decide);
DECIDE(edit_decide);
/* office.c */
DECIDE(issue_decide);
DECIDE(assign_decide);
DECIDE(unassign_decide);
DECIDE(reassign_decide);
DECIDE(chase_decide);
DECIDE(note_decide);
DECIDE(extend_decide_decide);
DECIDE(suspend_decide);
DECIDE(resume_decide);
DECIDE(stand_decide);
DECIDE(withdraw_decide);
DECIDE(reach_decide);
DECIDE(answer_decide);
/* unit_acts.c */
DECIDE(ack_decide);
DECIDE(return_decide);
DECIDE(progress_decide);
DECIDE(claim_decide);
DECIDE(extend_ask_decide);
DECIDE(take_up_decide);
DECIDE(send_back_decide);
DECIDE(close_decide);
DECIDE(reopen_decide);
/* imports.c */
DECIDE(import_accept_decide);
DECIDE(import_row_decide);
DECIDE(import_change_decide);
DECIDE(import_done_decide);
DECIDE(import_withdraw_decide);
enum rc import_accept_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc import_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc import_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc reach_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

#endif
