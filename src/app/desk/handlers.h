#ifndef APP_DESK_HANDLERS_H
#define APP_DESK_HANDLERS_H
#include "app/desk/pages.h"

http_handler page_desk, page_new, do_new, page_ledger, page_ledger_xlsx, do_bulk, page_matter, do_matter, do_matter_reach, page_review, do_review,
	page_chase, do_chase, page_leader, import_start, do_import, import_preview, do_import_accept, do_import_withdraw, targets_preview, do_targets_accept, do_targets_withdraw,
	api_import, api_tally, tallies_start, do_tallies_start, tallies_sheet, do_tallies_sheet;

/* Answers that came back to a leader's instructions. */
enum rc desk_waiting(struct visit *v, const struct ui_notice **ret, size_t *ret_n); /* results that wait for this post to release them */
enum rc desk_answers(struct visit *v, const struct ui_event **ret, size_t *ret_n);

#endif
