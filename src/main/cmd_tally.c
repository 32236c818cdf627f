/* `bixue tally import`: a sheet of counts or marks, shown cell by cell, and brought in for a second person to confirm. */
#include "main/cmd.h"

#include "app/tally/tally.h"
#include "store/door.h"

static void say_seen(struct cli *c, const struct tally_sheet *s)
{
	cli_say(c, N_("%zu cells were read, %zu cannot be read."), s->n - s->wrong, s->wrong);
	for (size_t i = 0; i < s->n; i++)
		if (s->seen[i].why.n)
			cli_say(c, N_("  row %d, column %d, %.*s %.*s \"%.*s\": %.*s"), s->seen[i].row, s->seen[i].col, SV_ARG(s->seen[i].unit),
				SV_ARG(s->seen[i].head), SV_ARG(s->seen[i].text), SV_ARG(s->seen[i].why));
	for (size_t i = 0; i < s->n_unread; i++)
		cli_say(c, N_("  %.*s: not understood, left out"), SV_ARG(s->unread[i]));
	for (size_t i = 0; i < s->n_notes; i++)
		cli_say(c, "  %.*s", SV_ARG(s->notes[i]));
}

static enum rc enter(struct cli *c, const struct tally_sheet *s, int64_t period, int64_t ruleset, struct act_request *rq)
{
	static const char *const texts[] = { "item", "source", "day", "reason" };
	struct arena *a = c->cx.a;
	struct act_answer answer;
	struct sv digest;
	struct js *f = js_obj(a);
	int64_t corrects;
	TRY(cli_ref(c, "corrects", "tally", false, &corrects));
	TRY(cli_digest(c, arena_cstr(a, c->words[2]), &digest));
	js_set_int(a, f, "period", period);
	js_set_int(a, f, "ruleset", ruleset);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (cli_option(c, texts[i]).p)
			js_set_sv(a, f, texts[i], cli_option(c, texts[i]));
	if (corrects)
		js_set_int(a, f, "corrects", corrects);
	js_set_sv(a, f, "file_name", cli_file_name(c->words[2]));
	js_set_sv(a, f, "file_digest", digest);
	js_set(f, "cells", tally_cells_js(a, s));
	rq->fields = f;
	TRY(cli_act(c, rq, &answer));
	if (c->json) {
		struct js *o = js_obj(a);
		js_set_int(a, o, "seq", answer.seq);
		js_set_int(a, o, "subject", answer.subject);
		js_set_int(a, o, "cells", (int64_t)(s->n - s->wrong));
		cli_print(c, o);
	}
	cli_say(c, N_("Tally #%lld waits: another person compares it with the paper and confirms it."), (long long)answer.subject);
	return RC_OK;
}

enum rc cmd_tally_import(struct cli *c)
{
	static const char *const known[] = { "period", "ruleset", "item", "source", "day", "group", "judge", "sheet", "corrects", "reason",
					     "dry-run", NULL };
	struct act_request rq = { .act = SV("tally.enter"), .key = c->key };
	struct tally_sheet *s;
	struct ruleset r;
	struct rule *rule;
	struct book book;
	int64_t period, ruleset;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.file", N_("Name the file."));
	TRY(cli_read(c));
	TRY(cli_actor(c, &rq.actor));
	TRY(cli_ref(c, "period", "period", true, &period));
	TRY(cli_ref(c, "ruleset", "ruleset", true, &ruleset));
	TRY(ruleset_get(&c->cx, c->reader, ruleset, &r));
	TRY(ruleset_rule(&c->cx, &r, &rule));
	struct tally_ask ask = { .owner = r.owner, .rule = rule, .item = sv_or_empty(cli_option(c, "item")),
				 .group = cli_option(c, "group"), .judge = cli_option(c, "judge"), .sheet = cli_option(c, "sheet") };
	TRY(book_read(&c->cx, arena_cstr(c->cx.a, c->words[2]), c->words[2], &book));
	TRY(tally_read(&c->cx, c->reader, &book, &ask, &s));
	if (c->json && (cli_flag(c, "dry-run") || s->wrong))
		cli_print(c, tally_sheet_js(c->cx.a, s));
	else
		say_seen(c, s);
	if (!cli_flag(c, "dry-run") && !s->wrong)
		return enter(c, s, period, ruleset, &rq);
	cli_say(c, s->wrong ? N_("Nothing was written: correct the cells, and import the sheet again.") :
			      N_("Nothing was written. When it is right, run it again without --dry-run."));
	return s->wrong ? RC_INVALID : RC_OK;
}
