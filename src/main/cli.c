#include "main/cli.h"

#include "app/person/person.h"
#include "main/serve.h"
#include "base/utf8.h"
#include "store/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- saying things ---------------------------------------------------------------------------------------- */

void cli_say(struct cli *c, const char *msgid, ...)
{
	if (c->json || c->quiet)
		return;
	va_list ap;
	va_start(ap, msgid);
	struct sv s = arena_vprintf(c->cx.a, tr(c->cx.lang, msgid), ap);
	va_end(ap);
	printf("%.*s\n", SV_ARG(s));
}

void cli_print(struct cli *c, const struct js *v)
{
	struct buf b = buf_new(c->cx.a, 256 << 20);
	if (c->quiet)
		return;
	js_pretty(&b, v);
	fwrite(b.p, 1, b.n, stdout);
}

void cli_progress(void *arg, int64_t done, int64_t total)
{
	struct cli *c = arg;
	if (!isatty(STDERR_FILENO) || c->json)
		return;
	fprintf(stderr, "\r%lld / %lld%s", (long long)done, (long long)total, done >= total ? "\n" : "");
}

/* ---- options ---------------------------------------------------------------------------------------------- */

struct sv cli_option(struct cli *c, const char *name)
{
	return js_get_sv(c->options, name);
}

bool cli_flag(struct cli *c, const char *name)
{
	return js_get(c->options, name) != NULL;
}

enum rc cli_known(struct cli *c, const char *const *names)
{
	for (const struct js *o = c->options->first; o; o = o->next) {
		size_t i = 0;
		while (names[i] && !sv_is(o->key, names[i]))
			i++;
		if (!names[i])
			return fail(&c->cx, RC_USAGE, "cli.option", N_("This command has no option --%.*s."), SV_ARG(o->key));
	}
	return RC_OK;
}

enum rc cli_out(struct cli *c, struct sv path)
{
	if (!path.n || !sv_ends(path, SV(".xlsx")))
		return fail_at(&c->cx, RC_USAGE, "out", "cli.out", N_("--out names the workbook to be written, a file that ends in .xlsx."));
	size_t end = path.n;
	while (end && path.p[end - 1] != '/')
		end--;
	const char *folder = end ? arena_cstr(c->cx.a, sv_upto(path, end)) : ".";
	if (access(folder, F_OK) != 0)
		return fail_at(&c->cx, RC_NOT_FOUND, "out", "cli.out_folder", N_("The folder %s is not there; make it first."), folder);
	if (access(folder, W_OK) != 0)
		return fail_at(&c->cx, RC_DENIED, "out", "cli.out_closed", N_("Nothing can be written in the folder %s."), folder);
	return RC_OK;
}

/* A number that cannot be read must not pass for none. */
static int64_t whole(struct cli *c, struct sv value, int64_t max)
{
	int64_t v;
	if (sv_int(value, &v) && v > 0 && v <= max)
		return v;
	c->bad_value = true;
	return 0;
}

static bool global_option(struct cli *c, struct sv name, struct sv value, bool *takes_value)
{
	*takes_value = true;
	if (sv_is(name, "data"))
		c->data = arena_cstr(c->cx.a, value);
	else if (sv_is(name, "keys"))
		c->keys = arena_cstr(c->cx.a, value);
	else if (sv_is(name, "as"))
		c->as = arena_cstr(c->cx.a, value);
	else if (sv_is(name, "key"))
		c->key = value;
	else if (sv_is(name, "after"))
		c->after = value;
	else if (sv_is(name, "basis"))
		c->basis = whole(c, value, JS_INT_MAX);
	else if (sv_is(name, "limit"))
		c->limit = (int)whole(c, value, 100000);
	else if (sv_is(name, "lang")) {
		c->bad_value |= !sv_is(value, "en") && !sv_is(value, "zh");
		c->cx.lang = sv_is(value, "en") ? LANG_EN : LANG_ZH;
	} else {
		*takes_value = false;
		if (sv_is(name, "json"))
			c->json = true;
		else if (sv_is(name, "yes"))
			c->yes = true;
		else if (sv_is(name, "no-input") || sv_is(name, "no-color"))
			c->no_input = true;
		else
			return false;
	}
	return true;
}

/* An option followed by a word takes it as its value; "--name=value" always works. */
static enum rc parse(struct cli *c, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct sv arg = sv_of(argv[i]);
		if (!utf8_valid(arg))
			return fail(&c->cx, RC_USAGE, "cli.utf8", N_("The arguments are not valid UTF-8."));
		if (!sv_starts(arg, SV("--")) || arg.n == 2) {
			if (c->n_words == COUNT(c->words))
				return fail(&c->cx, RC_USAGE, "cli.words", N_("Too many words; put texts with blanks in quotes."));
			c->words[c->n_words++] = sv_is(arg, "-h") ? SV("help") : arg;
			continue;
		}
		struct sv name = sv_from(arg, 2), value = SV_NONE;
		size_t eq = sv_find(name, SV("="), 0);
		if (eq != SIZE_MAX) {
			value = sv_from(name, eq + 1);
			name = sv_upto(name, eq);
		}
		bool next = !value.p && i + 1 < argc && strncmp(argv[i + 1], "--", 2) != 0, takes;
		if (global_option(c, name, value.p ? value : next ? sv_of(argv[i + 1]) : SV(""), &takes)) {
			if (takes && !value.p && !next)
				return fail(&c->cx, RC_USAGE, "cli.value", N_("--%.*s needs a value."), SV_ARG(name));
			if (c->bad_value)
				return fail(&c->cx, RC_USAGE, "cli.value.bad", N_("The value of --%.*s cannot be used: a whole number for --basis and --limit, zh or en for --lang."), SV_ARG(name));
			i += takes && !value.p;
			continue;
		}
		static const char *const flags[] = { "help", "dry-run", "build-only", "plain", "matrix", "issue", "no-trace", "simplified", "remember", "overdue", "public-key" };
		for (size_t k = 0; k < COUNT(flags); k++)
			/* A flag takes no value, except that some acts have a field of its name: --issue true. */
			next = next && (!sv_is(name, flags[k]) || strcmp(argv[i + 1], "true") == 0 || strcmp(argv[i + 1], "false") == 0);
		const char *key = arena_cstr(c->cx.a, name);
		if (js_get(c->options, key))
			return fail(&c->cx, RC_USAGE, "cli.twice", N_("--%.*s is given twice."), SV_ARG(name));
		if (value.p || next)
			js_set_sv(c->cx.a, c->options, key, value.p ? value : sv_of(argv[++i]));
		else
			js_set_bool(c->cx.a, c->options, key, true);
	}
	return RC_OK;
}

/* ---- opening ------------------------------------------------------------------------------------------------ */

enum rc cli_own(struct cli *c)
{
	if (c->store)
		return RC_OK;
	struct store_options o = { .dir = c->data, .keys_dir = c->keys, .nouns = &nouns, .may = person_may };
	TRY(store_open(&c->cx, &o, &c->store));
	c->cx.now = store_now(c->store);
	return RC_OK;
}

enum rc cli_read(struct cli *c)
{
	if (c->reader)
		return RC_OK;
	TRY(store_reader_at(&c->cx, c->data, &c->reader));
	/* Beside a server, or for reading alone, the clock is the one that the first act named. */
	return c->cx.now ? RC_OK : store_clock_at(&c->cx, c->reader, &c->cx.now);
}

enum rc cli_actor(struct cli *c, struct actor *ret)
{
	struct post p;
	if (!c->as)
		return fail(&c->cx, RC_USAGE, "cli.as",
			    N_("Say which post acts: --as LOGIN, or set BIXUE_AS. `bixue person list --as system` shows them."));
	if (strcmp(c->as, "system") == 0) {
		*ret = (struct actor){ .via = VIA_CLI };
		return RC_OK;
	}
	TRY(cli_read(c));
	int64_t id;
	if (sv_starts(sv_of(c->as), SV("#")) && sv_int(sv_of(c->as + 1), &id))
		TRY(post_get(&c->cx, c->reader, id, &p));
	else
		TRY(post_by_login(&c->cx, c->reader, sv_of(c->as), &p));
	*ret = (struct actor){ .post = p.id, .via = VIA_CLI };
	return RC_OK;
}

enum rc cli_stand(struct cli *c)
{
	bool opened = !c->store;
	enum rc rc = cli_own(c);
	if (rc == RC_BUSY && socket_there(c->data)) {
		ctx_forget(&c->cx); /* the server does the acts for us */
		rc = RC_OK;
	}
	TRY(rc);
	TRY(cli_read(c));
	/* What a crash cut off follows before anything new is decided. */
	if (opened && c->store)
		TRY(cli_react(c));
	return RC_OK;
}

enum rc cli_vault(struct cli *c, struct secrets **ret_secrets, struct signer **ret_signer)
{
	if (!c->store && !c->signer)
		TRY(signer_open(&c->cx, c->keys ? c->keys : arena_printf(c->cx.a, "%s.keys", c->data).p, false, &c->signer));
	if (!c->store && !c->secrets)
		TRY(secrets_reader(&c->cx, c->data, c->signer, &c->secrets));
	*ret_signer = c->store ? store_signer(c->store) : c->signer;
	*ret_secrets = c->store ? store_secrets(c->store) : c->secrets;
	return RC_OK;
}

static void cli_close(struct cli *c)
{
	db_close(c->reader);
	secrets_close(c->secrets);
	signer_free(c->signer);
	store_close(c->store);
}

enum rc cli_acts(struct cli *c, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed)
{
	TRY(cli_stand(c));
	if (!c->store)
		return socket_acts(&c->cx, c->data, rq, n, ret, ret_failed);
	TRY(store_acts(&c->cx, c->store, rq, n, ret, ret_failed));
	return cli_react(c);
}

enum rc cli_react(struct cli *c)
{
	return c->store ? react_all(&c->cx, c->store, c->reader, reactions, n_reactions) : RC_OK;
}

enum rc cli_act(struct cli *c, const struct act_request *rq, struct act_answer *ret)
{
	size_t failed;
	return cli_acts(c, rq, 1, ret, &failed);
}

static enum rc door_acts(void *arg, struct ctx *cx, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed)
{
	struct cli *c = arg;
	return c->store ? store_acts(cx, c->store, rq, n, ret, ret_failed) : socket_acts(cx, c->data, rq, n, ret, ret_failed);
}

struct act_door cli_door(struct cli *c)
{
	return (struct act_door){ door_acts, c };
}

/* ---- acts and views from the tables --------------------------------------------------------------------- */

static struct js *answer_js(struct arena *a, const struct act_answer *r)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "seq", r->seq);
	js_set_instant(a, o, "at", r->at);
	js_set_int(a, o, "subject", r->subject);
	js_set_bool(a, o, "repeated", r->repeated);
	js_set(o, "facts", r->facts);
	return o;
}

/* A name that the act or view does not have is answered with those that it has. */
static enum rc own_fields(struct cli *c, const struct field *f, size_t n)
{
	enum rc rc = RC_OK;
	for (const struct js *o = c->options->first; o; o = o->next) {
		size_t i = 0;
		while (i < n && !sv_is(o->key, f[i].name))
			i++;
		if (i < n)
			continue;
		struct sv all = cli_fields(c->cx.a, f, n);
		rc = fail_at(&c->cx, RC_USAGE, arena_cstr(c->cx.a, o->key), "cli.field", n ? N_("There is no such field here, only:%.*s") :
			     N_("There is no such field here, nor any other%.*s."), SV_ARG(all));
	}
	return rc;
}

static enum rc subject_of(struct cli *c, const struct noun *noun, struct sv word, int64_t *ret)
{
	int64_t id;
	if (!noun->resolve && (!sv_starts(word, SV("#")) || !sv_int(sv_from(word, 1), &id)))
		return fail(&c->cx, RC_USAGE, "cli.id", N_("\"%.*s\" names nothing here: give the id, in quotes, as '#123'. `bixue %s list` shows them."),
			    SV_ARG(word), noun->name);
	return door_subject(&c->cx, c->reader, noun, word, ret);
}

static enum rc run_act(struct cli *c, const struct act_def *def, const struct noun *noun)
{
	struct act_request rq = { .act = sv_of(def->name), .basis = c->basis, .key = c->key };
	struct act_answer answer;
	struct js *fields;
	if (def->hidden)
		return fail(&c->cx, RC_USAGE, "cli.hidden", N_("This act has no command of its own."));
	TRY(cli_read(c));
	TRY(cli_actor(c, &rq.actor));
	if (!def->creates && c->n_words < 3)
		return fail(&c->cx, RC_USAGE, "cli.subject", N_("Say which one: bixue %.*s %.*s WHICH …"), SV_ARG(c->words[0]), SV_ARG(c->words[1]));
	if (c->n_words > (def->creates ? 2u : 3u))
		return fail(&c->cx, RC_USAGE, "cli.words", N_("Too many words; put texts with blanks in quotes."));
	TRY(own_fields(c, def->fields, def->n_fields));
	if (!def->creates)
		TRY(subject_of(c, noun, c->words[2], &rq.subject));
	TRY(door_refs(&c->cx, c->reader, &nouns, def->fields, def->n_fields, c->options, &fields));
	rq.fields = fields;
	TRY(cli_act(c, &rq, &answer));
	if (c->json)
		cli_print(c, answer_js(c->cx.a, &answer));
	else
		cli_say(c, N_("Done: %s, row %lld of the journal, id #%lld."), tr(c->cx.lang, def->label), (long long)answer.seq,
			(long long)answer.subject);
	return RC_OK;
}

static enum rc run_view(struct cli *c, const struct view_def *def, const struct noun *noun)
{
	struct view_in in = { .def = def, .limit = c->limit, .after = c->after };
	struct js *filters, *rows = js_arr(c->cx.a);
	struct sv after = SV_NONE;
	TRY(cli_read(c));
	TRY(cli_actor(c, &in.actor));
	TRY(person_scope(&c->cx, c->reader, &in.actor, def, &in.scope));
	if (c->n_words > (def->of_one ? 3u : 2u))
		return fail(&c->cx, RC_USAGE, "cli.words", N_("Too many words; put texts with blanks in quotes."));
	if (def->of_one) {
		if (c->n_words < 3)
			return fail(&c->cx, RC_USAGE, "cli.subject", N_("Say which one: bixue %.*s %.*s WHICH …"), SV_ARG(c->words[0]), SV_ARG(c->words[1]));
		TRY(subject_of(c, noun, c->words[2], &in.subject));
	}
	TRY(own_fields(c, def->filters, def->n_filters));
	TRY(door_refs(&c->cx, c->reader, &nouns, def->filters, def->n_filters, c->options, &filters));
	TRY(fields_read(&c->cx, def->filters, def->n_filters, filters, &in.filters));
	TRY(def->query(&c->cx, c->reader, &in, rows, &after));
	if (def->of_one && rows->n == 1 && c->json)
		cli_print(c, rows->first);
	else
		cli_table(c, def, rows);
	if (after.p && !c->json)
		fprintf(stderr, tr(c->cx.lang, N_("More: --after '%.*s'\n")), SV_ARG(after));
	return RC_OK;
}

/* ---- finding the command ---------------------------------------------------------------------------------- */

static const struct command *command_of(struct sv name)
{
	for (size_t i = 0; i < n_commands; i++)
		if (sv_is(name, commands[i].name))
			return &commands[i];
	return NULL;
}

static enum rc dispatch(struct cli *c)
{
	bool asks = c->n_words && sv_is(c->words[0], "help");
	struct sv about = c->n_words > asks ? c->words[asks] : SV_NONE, verb = c->n_words > asks + 1u ? c->words[asks + 1] : SV_NONE;
	if ((asks || cli_flag(c, "help")) && sv_is(about, "calc"))
		return command_of(SV("calc"))->run(c); /* a manual of its own: a page a method */
	if (c->n_words == 0 && cli_flag(c, "version"))
		return command_of(SV("version"))->run(c);
	if (c->n_words == 0 || asks || cli_flag(c, "help"))
		return cli_help(c, about, verb);
	struct sv two = c->n_words > 1 ? arena_printf(c->cx.a, "%.*s %.*s", SV_ARG(c->words[0]), SV_ARG(c->words[1])) : SV_NONE;
	const struct command *command = two.p ? command_of(two) : NULL;
	if (!command)
		command = command_of(c->words[0]);
	if (command)
		return command->run(c);
	if (!two.p) /* a noun alone asks what there is to do with it */
		return cli_help(c, c->words[0], SV_NONE);
	struct sv name = arena_printf(c->cx.a, "%.*s.%.*s", SV_ARG(c->words[0]), SV_ARG(c->words[1]));
	const struct noun *noun;
	const struct act_def *act = registry_act(&nouns, name, &noun);
	if (act)
		return run_act(c, act, noun);
	const struct view_def *view = registry_view(&nouns, name, &noun);
	if (view)
		return run_view(c, view, noun);
	return cli_unknown(c, c->words[0], c->words[1]);
}

enum rc cli_again(struct cli *c, int argc, char **argv)
{
	struct cli sub = { .cx = c->cx, .data = c->data, .keys = c->keys, .limit = 100, .json = true, .store = c->store, .reader = c->reader };
	ctx_forget(&sub.cx);
	sub.options = js_obj(c->cx.a);
	enum rc rc = parse(&sub, argc, argv);
	sub.quiet = true;
	if (rc == RC_OK)
		rc = dispatch(&sub);
	c->store = sub.store;
	c->reader = sub.reader;
	for (const struct fault *f = sub.cx.faults; f && rc != RC_OK; f = f->next)
		(void)fail_at(&c->cx, rc, f->field, f->id, "%.*s", SV_ARG(f->text));
	return rc;
}

static void print_faults(struct cli *c, enum rc rc)
{
	if (c->json && !c->cx.faults)
		return; /* the command has said it in its own document */
	if (c->json) {
		struct js *o = js_obj(c->cx.a), *list = js_arr(c->cx.a);
		js_set_sv(c->cx.a, o, "error", sv_of(rc_name(rc)));
		js_set(o, "faults", list);
		for (const struct fault *f = c->cx.faults; f; f = f->next) {
			struct js *e = js_push(list, js_obj(c->cx.a));
			js_set_sv(c->cx.a, e, "field", sv_of(f->field));
			js_set_sv(c->cx.a, e, "id", sv_of(f->id));
			js_set_sv(c->cx.a, e, "text", f->text);
		}
		cli_print(c, o);
		return;
	}
	for (const struct fault *f = c->cx.faults; f; f = f->next)
		fprintf(stderr, "bixue: %s%s%.*s\n", f->field, *f->field ? ": " : "", SV_ARG(f->text));
	if (rc == RC_FAILED && c->cx.trail.n)
		fprintf(stderr, "  (%.*s)\n", SV_ARG(c->cx.trail));
}

int cli_main(int argc, char **argv)
{
	struct arena a;
	arena_init(&a, (size_t)4 << 30);
	const char *lang = getenv("LC_ALL"), *data = getenv("BIXUE_DATA");
	if (!lang || !*lang)
		lang = getenv("LANG");
	struct cli c = { .data = data ? data : "/var/lib/bixue", .keys = getenv("BIXUE_KEYS"), .as = getenv("BIXUE_AS"), .limit = 100 };
	ctx_init(&c.cx, &a, 0, lang && strncmp(lang, "zh", 2) == 0 ? LANG_ZH : LANG_EN);
	c.options = js_obj(&a);
	wire();
	enum rc rc = parse(&c, argc, argv);
	if (rc == RC_OK)
		rc = dispatch(&c);
	if (rc != RC_OK)
		print_faults(&c, rc);
	cli_close(&c);
	if (fflush(stdout) != 0 && rc == RC_OK)
		rc = RC_FAILED;
	arena_release(&a);
	return rc_exit(rc);
}
