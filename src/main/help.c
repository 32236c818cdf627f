/* What there is to type, and what was perhaps meant. */
#include "main/cli.h"

#include "base/utf8.h"

#include <stdio.h>

const struct cli_exit cli_exits[] = {
	{ 0, N_("all was done") }, { 1, N_("the machine failed") }, { 2, N_("wrong usage") }, { 3, N_("the data was refused") },
	{ 4, N_("not found") }, { 5, N_("conflict, or frozen") }, { 6, N_("not permitted") }, { 7, N_("a check found problems") },
	{ 8, N_("done in part: rows were left out, and are named") }, { 75, N_("try again: another process is busy") },
};
const size_t n_cli_exits = COUNT(cli_exits);

struct sv cli_fields(struct arena *a, const struct field *f, size_t n)
{
	struct buf b = buf_new(a, 8192);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, f[i].required ? " --%s %s" : " [--%s %s]", f[i].name, f[i].type == FIELD_ENUM ? f[i].of : "…");
	return b.n ? buf_sv(&b) : SV("");
}

static const char *verb_of(const char *name)
{
	const char *dot = strchr(name, '.');
	return dot ? dot + 1 : name;
}

/* "unit import" → "unit", "import" */
static struct sv first_of(const char *command)
{
	struct sv s = sv_of(command);
	size_t blank = sv_find(s, SV(" "), 0);
	return blank == SIZE_MAX ? s : sv_upto(s, blank);
}
static struct sv second_of(const char *command)
{
	size_t n = first_of(command).n;
	return command[n] ? sv_of(command + n + 1) : SV_NONE;
}

bool cli_drawn(const char *noun, const char *verb)
{
	for (size_t i = 0; i < n_commands; i++)
		if (sv_is(first_of(commands[i].name), noun) && sv_is(second_of(commands[i].name), verb))
			return true;
	return false;
}

/* ---- what was perhaps meant ------------------------------------------------------------------------------- */

/* Signs to add, drop, change or swap. */
static size_t distance(struct sv a, struct sv b)
{
	enum { MAX = 24 };
	size_t d[MAX + 1][MAX + 1];
	if (a.n > MAX || b.n > MAX)
		return MAX;
	for (size_t i = 0; i <= a.n; i++)
		d[i][0] = i;
	for (size_t k = 0; k <= b.n; k++)
		d[0][k] = k;
	for (size_t i = 1; i <= a.n; i++)
		for (size_t k = 1; k <= b.n; k++) {
			size_t best = d[i - 1][k - 1] + (a.p[i - 1] != b.p[k - 1]);
			best = d[i - 1][k] + 1 < best ? d[i - 1][k] + 1 : best;
			best = d[i][k - 1] + 1 < best ? d[i][k - 1] + 1 : best;
			if (i > 1 && k > 1 && a.p[i - 1] == b.p[k - 2] && a.p[i - 2] == b.p[k - 1] && d[i - 2][k - 2] + 1 < best)
				best = d[i - 2][k - 2] + 1;
			d[i][k] = best;
		}
	return d[a.n][b.n];
}

struct near {
	struct sv word;
	struct buf list;
	struct sv last; /* taken; candidates come in groups of the same word */
};

static void consider(struct near *n, struct sv candidate)
{
	size_t far = distance(n->word, candidate);
	bool begins = n->word.n >= 3 && sv_starts(candidate, n->word);
	if (sv_eq(candidate, n->last) || !candidate.n || (!begins && (far > 2 || far >= candidate.n || far >= n->word.n)))
		return;
	n->last = candidate;
	buf_printf(&n->list, "%s%.*s", n->list.n ? ", " : "", SV_ARG(candidate));
}

static bool is_noun(struct sv word)
{
	bool known = registry_noun(&nouns, word) != NULL;
	for (size_t i = 0; i < n_commands; i++)
		known |= sv_eq(first_of(commands[i].name), word);
	return known;
}

static void near_verbs(struct near *m, struct sv noun)
{
	const struct noun *n = registry_noun(&nouns, noun);
	for (size_t i = 0; i < n_commands; i++)
		if (sv_eq(first_of(commands[i].name), noun))
			consider(m, second_of(commands[i].name));
	for (size_t i = 0; n && i < n->n_views; i++)
		consider(m, sv_of(verb_of(n->views[i].name)));
	for (size_t i = 0; n && i < n->n_acts; i++)
		if (!n->acts[i].hidden && !cli_drawn(n->name, verb_of(n->acts[i].name)))
			consider(m, sv_of(verb_of(n->acts[i].name)));
}

enum rc cli_unknown(struct cli *c, struct sv noun, struct sv verb)
{
	bool known = is_noun(noun);
	struct near m = { .word = known ? verb : noun, .list = buf_new(c->cx.a, 4096) };
	struct sv typed = known ? arena_printf(c->cx.a, "%.*s %.*s", SV_ARG(noun), SV_ARG(verb)) : noun;
	if (known) {
		near_verbs(&m, noun);
	} else {
		for (size_t i = 0; i < nouns.n; i++)
			consider(&m, sv_of(nouns.nouns[i]->name));
		for (size_t i = 0; i < n_commands; i++)
			if (!registry_noun(&nouns, first_of(commands[i].name)))
				consider(&m, first_of(commands[i].name));
	}
	struct sv list = m.list.n ? buf_sv(&m.list) : SV("");
	struct sv more = known ? arena_printf(c->cx.a, "bixue help %.*s", SV_ARG(noun)) : SV("bixue help");
	return fail(&c->cx, RC_USAGE, "cli.unknown", list.n ? N_("There is no command \"%.*s\". Did you mean: %.*s? `%.*s` lists them.") :
		    N_("There is no command \"%.*s\"%.*s; `%.*s` lists them."), SV_ARG(typed), SV_ARG(list), SV_ARG(more));
}

/* ---- the help --------------------------------------------------------------------------------------------- */

struct asked {
	struct cli *c;
	struct sv noun, verb;
	int found;
};

static bool wanted(const struct asked *q, struct sv noun, struct sv verb)
{
	return !q->noun.p || (sv_eq(q->noun, noun) && (!q->verb.p || sv_eq(q->verb, verb)));
}

static void of_commands(struct asked *q)
{
	for (size_t i = 0; i < n_commands; i++) {
		const struct command *d = &commands[i];
		if (!wanted(q, first_of(d->name), second_of(d->name)))
			continue;
		printf("  %s %s\n      %s\n", d->name, d->usage, tr(q->c->cx.lang, d->help));
		if (q->noun.p && d->example)
			printf("      $ %s\n", d->example);
		q->found++;
	}
}

static void of_noun(struct asked *q, const struct noun *n)
{
	enum lang l = q->c->cx.lang;
	struct arena *a = q->c->cx.a;
	for (size_t k = 0; k < n->n_views; k++) {
		const struct view_def *v = &n->views[k];
		const char *verb = verb_of(v->name);
		if (!wanted(q, sv_of(n->name), sv_of(verb)) || cli_drawn(n->name, verb))
			continue;
		struct sv fields = q->noun.p ? cli_fields(a, v->filters, v->n_filters) : SV("");
		printf("  %s %s%s%.*s\n      %s\n", n->name, verb, v->of_one ? " WHICH" : "", SV_ARG(fields), tr(l, v->label));
		q->found++;
	}
	for (size_t k = 0; k < n->n_acts; k++) {
		const struct act_def *d = &n->acts[k];
		const char *verb = verb_of(d->name);
		if (d->hidden || !wanted(q, sv_of(n->name), sv_of(verb)) || cli_drawn(n->name, verb))
			continue;
		struct sv fields = q->noun.p ? cli_fields(a, d->fields, d->n_fields) : SV("");
		printf("  %s %s%s%.*s\n      ", n->name, verb, d->creates ? "" : " WHICH", SV_ARG(fields));
		printf(tr(l, N_("%s: %s\n")), tr(l, n->label), tr(l, d->label));
		if (q->verb.p)
			for (size_t f = 0; f < d->n_fields; f++)
				printf("        --%-14s %s\n", d->fields[f].name, tr(l, d->fields[f].label ? d->fields[f].label : d->fields[f].name));
		q->found++;
	}
}

static void exit_codes(enum lang l)
{
	printf("%s\n", tr(l, N_("Exit codes")));
	for (size_t i = 0; i < n_cli_exits; i++)
		printf("  %2d  %s\n", cli_exits[i].code, tr(l, cli_exits[i].what));
}

enum rc cli_help(struct cli *c, struct sv noun, struct sv verb)
{
	enum lang l = c->cx.lang;
	struct asked q = { .c = c, .noun = noun, .verb = verb };
	if (sv_is(noun, "exit-codes")) {
		exit_codes(l);
		return RC_OK;
	}
	if (noun.p && !is_noun(noun))
		return cli_unknown(c, noun, verb);
	/* a command of one word takes no verb: what follows it is its subject */
	if (noun.p && !registry_noun(&nouns, noun))
		q.verb = SV_NONE;
	if (!noun.p)
		printf("%s\n\n  bixue init --data ./county --name '…'\n  bixue matter import list.xlsx --dry-run\n\n",
		       tr(l, N_("bixue: work by comparison. `bixue NOUN VERB [WHICH] [--field value …]`")));
	of_commands(&q);
	for (size_t i = 0; i < nouns.n; i++)
		of_noun(&q, nouns.nouns[i]);
	if (!q.found)
		return cli_unknown(c, noun, verb);
	printf("\n%s\n", tr(l, N_("Options everywhere: --data DIR --keys DIR --as LOGIN --json --lang zh|en, and for lists --limit N --after NEXT. "
				 "`bixue help NOUN` and `bixue NOUN VERB --help` say more; `bixue help exit-codes` lists the exit codes.")));
	return RC_OK;
}
