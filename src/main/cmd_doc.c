/* The manual page and the shell completion, made from the same tables as everything else. */
#include "main/cmd.h"

#include <stdio.h>

static const char *verb_of(const char *name)
{
	const char *dot = strchr(name, '.');
	return dot ? dot + 1 : name;
}

/* A leading dot or apostrophe would be a request to roff; a backslash an escape. */
static void roff(const char *text)
{
	if (*text == '.' || *text == '\'')
		printf("\\&");
	for (; *text; text++)
		if (*text == '\\')
			printf("\\e");
		else
			putchar(*text);
}

static void man_entry(const char *head, const char *usage, const char *help, const char *example)
{
	printf(".TP\n.B bixue ");
	roff(head);
	printf("\n");
	if (*usage) {
		printf(".I ");
		roff(usage);
		printf("\n.br\n");
	}
	roff(help);
	printf("\n");
	if (example) {
		printf(".br\n$ ");
		roff(example);
		printf("\n");
	}
}

static void man_verb(struct cli *c, const char *name, bool which, const struct field *f, size_t n, const char *label)
{
	struct sv fields = sv_trim(cli_fields(c->cx.a, f, n));
	const char *head = arena_printf(c->cx.a, "%.*s %s", (int)(verb_of(name) - 1 - name), name, verb_of(name)).p;
	man_entry(head, arena_printf(c->cx.a, "%s%.*s", which ? fields.n ? "WHICH " : "WHICH" : "", SV_ARG(fields)).p, tr(c->cx.lang, label), NULL);
}

enum rc cmd_man(struct cli *c)
{
	static const char *const known[] = { NULL };
	TRY(cli_known(c, known));
	enum lang l = c->cx.lang;
	printf(".TH BIXUE 1 \"\" \"bixue %s\"\n.nh\n.ad l\n.SH NAME\nbixue \\- ", BIXUE_VERSION);
	roff(tr(l, N_("work by comparison: lists, boards and their proof")));
	printf("\n.SH SYNOPSIS\n.B bixue\nNOUN VERB [WHICH] [\\-\\-field value …] [\\-\\-data DIR] [\\-\\-as LOGIN] [\\-\\-json]\n.SH ");
	printf("%s\n", tr(l, N_("COMMANDS")));
	for (size_t i = 0; i < n_commands; i++)
		man_entry(commands[i].name, commands[i].usage, tr(l, commands[i].help), commands[i].example);
	for (size_t i = 0; i < nouns.n; i++) {
		const struct noun *n = nouns.nouns[i];
		printf(".SS %s\n", n->name);
		for (size_t k = 0; k < n->n_views; k++) {
			const struct view_def *v = &n->views[k];
			man_verb(c, v->name, v->of_one, v->filters, v->n_filters, v->label);
		}
		for (size_t k = 0; k < n->n_acts; k++) {
			const struct act_def *d = &n->acts[k];
			if (!d->hidden)
				man_verb(c, d->name, !d->creates, d->fields, d->n_fields, d->label);
		}
	}
	printf(".SH %s\n", tr(l, N_("EXIT CODES")));
	static const struct { int code; const char *what; } exits[] = {
		{ 0, N_("done") }, { 1, N_("the machine failed") }, { 2, N_("wrong usage") }, { 3, N_("the data was refused") },
		{ 4, N_("not found") }, { 5, N_("conflict, or frozen") }, { 6, N_("not permitted") },
		{ 7, N_("a check found problems") }, { 75, N_("try again: another process is busy") },
	};
	for (size_t i = 0; i < COUNT(exits); i++)
		printf(".TP\n%d\n%s\n", exits[i].code, tr(l, exits[i].what));
	printf(".SH bixue\\-verify\n.B bixue\\-verify\n.I FILE [\\-\\-key PUBKEY.pem] [\\-\\-checkpoint NOTE] [\\-\\-receipt CODE] [\\-\\-lang zh|en]\n.br\n");
	roff(tr(l, N_("Computes a published board once more from its proof (board prove), on any machine and without this program.")));
	printf("\n.SH %s\nBIXUE_DATA, BIXUE_KEYS, BIXUE_AS, LANG\n", tr(l, N_("ENVIRONMENT")));
	return RC_OK;
}

enum rc cmd_completion(struct cli *c)
{
	static const char *const known[] = { NULL };
	TRY(cli_known(c, known));
	if (c->n_words != 2 || !sv_is(c->words[1], "bash"))
		return fail(&c->cx, RC_USAGE, "completion.shell", N_("Only bash for now: bixue completion bash"));
	printf("_bixue() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} words\n\tcase $COMP_CWORD in\n\t1) words='");
	for (size_t i = 0; i < n_commands; i++)
		if (!strchr(commands[i].name, ' '))
			printf("%s ", commands[i].name);
	for (size_t i = 0; i < nouns.n; i++)
		printf("%s ", nouns.nouns[i]->name);
	printf("help' ;;\n\t2) case ${COMP_WORDS[1]} in\n");
	for (size_t i = 0; i < nouns.n; i++) {
		const struct noun *n = nouns.nouns[i];
		printf("\t\t%s) words='", n->name);
		for (size_t k = 0; k < n_commands; k++)
			if (sv_starts(sv_of(commands[k].name), arena_printf(c->cx.a, "%s ", n->name)))
				printf("%s ", strchr(commands[k].name, ' ') + 1);
		for (size_t k = 0; k < n->n_views; k++)
			printf("%s ", verb_of(n->views[k].name));
		for (size_t k = 0; k < n->n_acts; k++)
			if (!n->acts[k].hidden)
				printf("%s ", verb_of(n->acts[k].name));
		printf("' ;;\n");
	}
	printf("\t\tesac ;;\n\t*) words='--data --as --json --lang' ;;\n\tesac\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"
	       "complete -o default -F _bixue bixue\n"
	       "complete -o default -W '--key --checkpoint --receipt --lang --help' bixue-verify\n");
	return RC_OK;
}
