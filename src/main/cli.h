#ifndef MAIN_CLI_H
#define MAIN_CLI_H
/* The command line: `bixue NOUN VERB [SUBJECT] [--field value …]`, made from the act and view tables, and
 * the commands that concern the data folder itself. */
#include "main/wiring.h"

struct cli {
	struct ctx cx;
	const char *data, *keys, *as;
	bool json, no_input, yes;
	bool bad_value;          /* of a global option */
	bool quiet;              /* says and prints nothing: one line of a story */
	struct sv key;
	int64_t basis;
	int limit;
	struct sv after;
	/* What is left after the global options: words, then --name value pairs. */
	struct sv words[8];
	size_t n_words;
	struct js *options;      /* object: option → text, or true for one without a value */
	struct store *store;     /* once opened as its owner; NULL beside a server */
	struct db *reader;
	struct signer *signer;   /* of one's own, to look beside a server */
	struct secrets *secrets;
};

typedef enum rc command_fn(struct cli *c);

struct command {
	const char *name;        /* "init", "unit import" */
	const char *usage;       /* what follows the name */
	const char *help;        /* message id, one line */
	const char *example;
	command_fn *run;
};
extern const struct command commands[];
extern const size_t n_commands;

int cli_main(int argc, char **argv);
/* One command more in the same process, on the same open store: argv[0] is not looked at. */
NODISCARD enum rc cli_again(struct cli *c, int argc, char **argv);

/* For the commands. */
NODISCARD enum rc cli_own(struct cli *c);                        /* opens the store as its owner */
NODISCARD enum rc cli_read(struct cli *c);                       /* a reader, beside a running server too */
NODISCARD enum rc cli_stand(struct cli *c);                      /* as the owner, else beside the server that owns it; with a reader */
/* What verify looks into: the owner's, or opened for reading beside a server. */
NODISCARD enum rc cli_vault(struct cli *c, struct secrets **ret_secrets, struct signer **ret_signer);
NODISCARD enum rc cli_actor(struct cli *c, struct actor *ret);   /* --as */
NODISCARD enum rc cli_act(struct cli *c, const struct act_request *rq, struct act_answer *ret);
/* Several acts in one commit, all or none, through the store or the server that holds it; reactions follow. */
NODISCARD enum rc cli_acts(struct cli *c, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed);
/* The same to hand on; what reacts to it runs at cli_react. */
struct act_door cli_door(struct cli *c);
NODISCARD enum rc cli_react(struct cli *c);
struct sv cli_option(struct cli *c, const char *name);           /* SV_NONE when it was not given */
bool cli_flag(struct cli *c, const char *name);
NODISCARD enum rc cli_known(struct cli *c, const char *const *names); /* refuses any other option */
NODISCARD enum rc cli_out(struct cli *c, struct sv path);         /* a workbook that can be written there */
/* Of lists that come in: --alias "住建=611002-D043;各镇办=@township;有关镇=CODE+CODE;相关部门=-", the digest and the bare name of a file. */
struct unit_meant;
NODISCARD enum rc cli_names(struct cli *c, int64_t owner, const struct unit_meant **ret, size_t *ret_n);
NODISCARD enum rc cli_digest(struct cli *c, const char *path, struct sv *ret);
/* The subject that an option names; 0 where it is not given and need not be. */
NODISCARD enum rc cli_ref(struct cli *c, const char *option, const char *noun, bool required, int64_t *ret);
struct sv cli_file_name(struct sv path);
void cli_print(struct cli *c, const struct js *v);               /* one JSON document on stdout */
struct sv cli_fields(struct arena *a, const struct field *f, size_t n); /* " --name … [--kind one|two]", for the help */
void cli_say(struct cli *c, const char *msgid, ...) __attribute__((format(printf, 2, 3))); /* a line on stdout */
void cli_progress(void *arg, int64_t done, int64_t total);       /* for report.progress; arg is the struct cli */
/* Rows as an aligned table in people's words, one thing as a line a value; NDJSON with --json. */
void cli_table(struct cli *c, const struct view_def *view, const struct js *rows);
/* Of everything (no noun), of a noun, of one command; what nobody knows is refused with what it may have meant. */
NODISCARD enum rc cli_help(struct cli *c, struct sv noun, struct sv verb);
NODISCARD enum rc cli_unknown(struct cli *c, struct sv noun, struct sv verb);
bool cli_drawn(const char *noun, const char *verb);              /* has it a command of its own, beside the table's? */
struct cli_exit {
	int code;
	const char *what;        /* message id */
};
extern const struct cli_exit cli_exits[];
extern const size_t n_cli_exits;

#endif
