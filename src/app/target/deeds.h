#ifndef APP_TARGET_DEEDS_H
#define APP_TARGET_DEEDS_H
/* Inside the folder: the functions of its acts. */
#include "app/target/read.h"

#define LOAD(name) enum rc name(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
#define DECIDE(name)                                                                                                           \
	enum rc name(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
#define APPLY(name) enum rc name(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)

/* A line as an act finds it. */
struct line_state {
	struct target_seen seen;
	struct target_import import;    /* of import_change; id 0: none */
	bool own;                       /* the actor's post stands in the department that provides the data */
};

/* lists (intake.c) */
LOAD(target_accept_load);
LOAD(target_row_load);
LOAD(target_import_load);
DECIDE(target_accept_decide);
DECIDE(target_row_decide);
DECIDE(target_done_decide);
DECIDE(target_withdraw_decide);
APPLY(target_accept_apply);
APPLY(target_row_apply);
APPLY(target_done_apply);
APPLY(target_withdraw_apply);

/* one line: its targets (target.c), its values (actual.c) */
LOAD(target_line_load);
LOAD(target_value_load);
DECIDE(target_report_decide);
DECIDE(target_correct_decide);
APPLY(target_actual_apply);

void take_text(struct ctx *cx, const struct act_in *in, const char *name, struct js *facts);  /* "" where it is absent */
void take_figure(struct ctx *cx, const struct act_in *in, const char *name, struct js *facts);

#endif
