#ifndef APP_RESULTS_RULE_INSERT_H
#define APP_RESULTS_RULE_INSERT_H
/* Inside the folder: sentences that the editor writes for somebody who does not know the keywords. */
#include "app/results/rule_pages.h"

void insert_fields(struct visit *v, struct res_edit_page *p);
/* Changes p->text and p->at_line; RC_INVALID with faults at the fields. */
enum rc insert_sentence(struct visit *v, struct res_edit_page *p);
struct ui_field res_periods_field(struct visit *v);
struct ui_field res_sway_field(struct visit *v);
int res_try_periods(struct visit *v);

#endif
