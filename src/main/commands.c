#include "main/cmd.h"

const struct command commands[] = {
	{ "init", "--data DIR --name OFFICE [--simulated=DATE]", N_("Make a data folder."),
	  "bixue init --data ./county --name 甲县督查考核办", cmd_init },
	{ "serve", "[--listen ADDRESS:PORT]", N_("Serve the data folder to browsers and programs."),
	  "bixue serve --data ./county --listen 127.0.0.1:8420", cmd_serve },
	{ "demo", "[--build-only] [--from FOLDER] [--listen ADDRESS:PORT]", N_("Build the demonstration in --data where it is not there yet, and serve it."),
	  "bixue demo --data /tmp/demo", cmd_demo },
	{ "unit import", "FILE.csv|FILE.json", N_("Import units with their codes, parents and other names."),
	  "bixue unit import data/demo/units.csv --as system", cmd_unit_import },
	{ "verify", "[--checkpoint FILE]", N_("Check journal, tree, checkpoints, sealed facts and tables."),
	  "bixue verify --data ./county --json", cmd_verify },
	{ "rebuild", "[--check]", N_("Make the tables anew from the journal, or only compare."),
	  "bixue rebuild --check --data ./county", cmd_rebuild },
	{ "checkpoint", "", N_("Sign the journal as it stands; keep the output elsewhere."),
	  "bixue checkpoint > /media/usb/checkpoint.txt", cmd_checkpoint },
	{ "backup", "--to FOLDER | --check FOLDER", N_("Copy everything but the keys into a new folder, or check such a copy."),
	  "bixue backup --to /mnt/usb/2026-11-21 --data ./county", cmd_backup },
	{ "restore", "FOLDER --data NEW_FOLDER", N_("Make a data folder from a backup; what was erased stays erased."),
	  "bixue restore /mnt/usb/2026-11-21 --data ./county2 --keys ./county.keys", cmd_restore },
	{ "doctor", "", N_("Look at folder, disk, keys, calendar and store, and name what is broken."), "bixue doctor --data ./county", cmd_doctor },
	{ "erase", "payload SEQ | fact REF --reason … --basis-doc …", N_("Destroy one payload or one sealed fact, lawfully and on record."),
	  "bixue erase fact 3f…e1 --reason 撤回同意 --basis-doc 甲督〔2026〕9号 --as secadmin", cmd_erase },
	{ "person password", "LOGIN", N_("Set the password of a post, read from standard input."), "bixue person password clerk < file", cmd_person_password },
	{ "acts", "[--matrix]", N_("List every act and view; with --matrix, who may."), "bixue acts --matrix", cmd_acts },
	{ "version", "", N_("Print the version."), "bixue version", cmd_version },
};
const size_t n_commands = COUNT(commands);
