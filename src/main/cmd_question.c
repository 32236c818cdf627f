/* `bixue question import`: a bank of questions from a sheet, all of it or none. */
#include "main/cmd.h"

#include "app/question/question.h"

static void say_wrong(struct cli *c, const struct question_sheet *s)
{
	for (size_t i = 0; i < s->n_wrong; i++)
		cli_say(c, N_("  row %d, %.*s \"%.*s\": %.*s"), s->wrong[i].row, SV_ARG(s->wrong[i].head), SV_ARG(s->wrong[i].text), SV_ARG(s->wrong[i].why));
}

static void print_sheet(struct cli *c, const struct question_sheet *s, size_t done)
{
	struct arena *a = c->cx.a;
	struct js *o = js_obj(a), *wrong = js_set(o, "wrong", js_arr(a));
	js_set_int(a, o, "read", (int64_t)s->n);
	js_set_int(a, o, "known", (int64_t)s->known);
	js_set_int(a, o, "written", (int64_t)done);
	for (size_t i = 0; i < s->n_wrong; i++) {
		struct js *w = js_push(wrong, js_obj(a));
		js_set_int(a, w, "row", s->wrong[i].row);
		js_set_int(a, w, "column", s->wrong[i].col);
		js_set_sv(a, w, "head", s->wrong[i].head);
		js_set_sv(a, w, "text", s->wrong[i].text);
		js_set_sv(a, w, "why", s->wrong[i].why);
	}
	cli_print(c, o);
}

enum rc cmd_question_import(struct cli *c)
{
	static const char *const known[] = { "owner", "dry-run", NULL };
	struct question_sheet s;
	struct actor actor;
	struct book book;
	int64_t owner;
	size_t done = 0;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.file", N_("Name the file."));
	TRY(cli_read(c));
	TRY(cli_actor(c, &actor));
	TRY(cli_ref(c, "owner", "unit", true, &owner));
	actor.via = VIA_IMPORT;
	TRY(book_read(&c->cx, arena_cstr(c->cx.a, c->words[2]), c->words[2], &book));
	TRY(question_read_sheet(&c->cx, c->reader, &book, owner, &s));
	bool dry = cli_flag(c, "dry-run");
	if (!dry && !s.n_wrong && s.n) {
		TRY(cli_stand(c));
		struct act_door door = cli_door(c);
		s.file_name = cli_file_name(c->words[2]);
		TRY(cli_digest(c, arena_cstr(c->cx.a, c->words[2]), &s.file_digest));
		TRY(question_take_sheet(&c->cx, &door, actor, &s, &done));
	}
	if (c->json)
		print_sheet(c, &s, done);
	cli_say(c, N_("%zu questions were read, %zu stand in the bank already, %zu cells cannot be read."), s.n, s.known, s.n_wrong);
	say_wrong(c, &s);
	cli_say(c, s.n_wrong ? N_("Nothing was written: correct the cells, and import the sheet again.") :
		dry ? N_("Nothing was written. When it is right, run it again without --dry-run.") :
		N_("They are drafts now; the office looks at them and releases them."));
	return s.n_wrong ? RC_INVALID : RC_OK;
}
