#ifndef APP_RESULTS_HANDLERS_H
#define APP_RESULTS_HANDLERS_H
#include "app/results/pages.h"

http_handler res_boards, res_board_new, res_do_board_new, res_board, res_board_file, res_board_proof, res_board_print, res_board_poster,
	res_board_long, res_why_long;
http_handler res_deed, res_do_deed, res_why, res_object, res_do_object;
http_handler res_objections, res_objection, res_do_objection, res_entry;
http_handler res_periods, res_period, res_period_new, res_do_period_new, res_do_period_deed;
http_handler res_rules, res_rule, res_rule_new, res_do_rule_new, res_do_rule_adopt, res_do_rule_try, res_rule_diff, res_rule_try;
http_handler res_person, res_unit, res_audit, res_audit_act, res_checkpoint_note, res_admin, res_do_setup_link, res_about, res_me, res_do_hand_over,
	res_do_password;
http_handler res_targets, res_targets_file, res_targets_print, res_targets_unit, res_target, res_tallies, res_tally;
http_handler api_board_compose, api_board_correct;

#endif
