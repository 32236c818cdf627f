#ifndef MAIN_CMD_H
#define MAIN_CMD_H
#include "main/cli.h"

#define BIXUE_VERSION "0.1.0"

command_fn cmd_init, cmd_verify, cmd_rebuild, cmd_checkpoint, cmd_acts, cmd_version, cmd_unit_import, cmd_matter_import, cmd_matter_export, cmd_serve, cmd_man, cmd_completion, cmd_demo, cmd_backup, cmd_restore, cmd_doctor, cmd_erase, cmd_person_password, cmd_board_compose, cmd_board_correct,
	cmd_board_recompute, cmd_board_export, cmd_board_prove, cmd_entry_import, cmd_objection_raise, cmd_ruleset_draft, cmd_calc, cmd_target_import, cmd_target_export, cmd_ruleset_whatif, cmd_tally_import, cmd_question_import;

#endif
