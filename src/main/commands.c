#include "main/cmd.h"

const struct command commands[] = {
	{ "init", "--data DIR --name OFFICE [--simulated=DATE]", N_("Make a data folder."),
	  "bixue init --data ./county --name 甲县督查考核办", cmd_init },
	{ "serve", "[--listen ADDRESS:PORT]", N_("Serve the data folder to browsers and programs."),
	  "bixue serve --data ./county --listen 127.0.0.1:8420", cmd_serve },
	{ "unit import", "FILE.csv|FILE.json", N_("Import units with their codes, parents and other names."),
	  "bixue unit import data/demo/units.csv --as system", cmd_unit_import },
	{ "verify", "[--checkpoint FILE]", N_("Check journal, tree, checkpoints, sealed facts and tables."),
	  "bixue verify --data ./county --json", cmd_verify },
	{ "rebuild", "[--check]", N_("Make the tables anew from the journal, or only compare."),
	  "bixue rebuild --check --data ./county", cmd_rebuild },
	{ "checkpoint", "", N_("Sign the journal as it stands; keep the output elsewhere."),
	  "bixue checkpoint > /media/usb/checkpoint.txt", cmd_checkpoint },
	{ "acts", "[--matrix]", N_("List every act and view; with --matrix, who may."), "bixue acts --matrix", cmd_acts },
	{ "version", "", N_("Print the version."), "bixue version", cmd_version },
};
const size_t n_commands = COUNT(commands);
