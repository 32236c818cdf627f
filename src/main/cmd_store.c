/* Commands that concern the data folder itself. */
#include "main/cmd.h"

#include "app/vote/vote.h"
#include "app/file/file.h"
#include "app/site/site.h"
#include "app/stage/stage.h"
#include "app/instance/instance.h"
#include "app/person/person.h"
#include "main/serve.h"
#include "store/verify.h"

#include <stdio.h>
#include <stdlib.h>

enum rc cmd_init(struct cli *c)
{
	static const char *const known[] = { "name", "simulated", NULL };
	TRY(cli_known(c, known));
	struct sv name = cli_option(c, "name"), sim = cli_option(c, "simulated");
	struct store_options o = { .dir = c->data, .keys_dir = c->keys, .nouns = &nouns, .may = person_may, .create = true };
	if (!name.n)
		return fail(&c->cx, RC_USAGE, "init.name", N_("Give the office its name: --name 甲县督查考核办. It stands on every page and print."));
	if (cli_flag(c, "simulated")) {
		struct day d;
		if (!day_parse(sim, &d))
			return fail(&c->cx, RC_USAGE, "init.simulated", N_("--simulated=2022-03-01 names the day a rehearsal begins."));
		o.simulated_from = instant_of_day(d) + 9 * 3600 * 1000;
	}
	TRY(store_open(&c->cx, &o, &c->store));
	struct js *f = js_obj(c->cx.a);
	js_set_sv(c->cx.a, f, "name", name);
	js_set_sv(c->cx.a, f, "clock", o.simulated_from ? SV("simulated") : SV("real"));
	struct act_request rq = { .act = SV("instance.init"), .actor = { .via = VIA_SYSTEM }, .fields = f };
	struct act_answer r;
	TRY(store_act(&c->cx, c->store, &rq, &r));
	cli_say(c, N_("%s is ready. Its keys lie in %s%s: back them up apart from the data."), c->data,
		c->keys ? c->keys : c->data, c->keys ? "" : ".keys");
	if (c->json) {
		struct js *out = js_obj(c->cx.a);
		js_set_sv(c->cx.a, out, "data", sv_of(c->data));
		js_set_bool(c->cx.a, out, "simulated", o.simulated_from != 0);
		cli_print(c, out);
	}
	return RC_OK;
}

static enum rc tell(struct cli *c, struct report *r, const char *ok)
{
	struct js *o = js_obj(c->cx.a), *list = js_arr(c->cx.a);
	struct arena *a = c->cx.a;
	js_set_bool(a, o, "ok", r->n == 0);
	js_set_int(a, o, "acts", r->acts);
	js_set_int(a, o, "tables", r->tables);
	js_set_int(a, o, "rows", r->rows);
	js_set_int(a, o, "checkpoints", r->checkpoints);
	js_set_int(a, o, "secrets", r->secrets);
	js_set_int(a, o, "files", r->files);
	js_set_int(a, o, "forgeable_rows", r->unsigned_rows);
	js_set_int(a, o, "problems", (int64_t)r->n);
	js_set(o, "findings", list);
	for (const struct finding *f = r->findings; f; f = f->next) {
		struct js *e = js_push(list, js_obj(a));
		js_set_sv(a, e, "where", f->where);
		js_set_sv(a, e, "text", f->text);
		if (!c->json)
			printf("%.*s: %.*s\n", SV_ARG(f->where), SV_ARG(f->text));
	}
	if (c->json)
		cli_print(c, o);
	else if (r->n == 0)
		cli_say(c, "%s", tr(c->cx.lang, ok));
	else
		cli_say(c, N_("%zu problems were found; the first row named is the first bad one."), r->n);
	return r->n ? RC_CHECK : RC_OK;
}

static enum rc read_file(struct ctx *cx, const char *path, struct sv *ret)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return fail(cx, RC_NOT_FOUND, "file.none", N_("%s cannot be read."), path);
	char *p = NEW(cx->a, char, 65536);
	size_t n = fread(p, 1, 65536, f);
	fclose(f);
	*ret = sv_make(p, n);
	return RC_OK;
}

static void report_for(struct cli *c, struct report *r)
{
	report_init(r);
	r->progress = cli_progress;
	r->progress_arg = c;
}

static enum rc verify_once(struct cli *c, const struct verify_in *in, struct report *r)
{
	report_for(c, r);
	TRY(verify_store(&c->cx, in, r));
	TRY(files_check(&c->cx, c->reader, c->data, r));
	TRY(site_files_check(&c->cx, c->reader, c->data, r));
	TRY(stage_files_check(&c->cx, c->reader, c->data, r));
	return boxes_check(&c->cx, c->reader, c->data, r);
}

enum rc cmd_verify(struct cli *c)
{
	static const char *const known[] = { "checkpoint", NULL };
	struct corridor corridor = { .nouns = &nouns, .may = person_may };
	struct verify_in in = { .corridor = &corridor };
	struct report r;
	TRY(cli_known(c, known));
	TRY(cli_stand(c));
	TRY(cli_vault(c, &in.secrets, &in.signer));
	in.db = c->reader;
	if (cli_option(c, "checkpoint").p)
		TRY(read_file(&c->cx, arena_cstr(c->cx.a, cli_option(c, "checkpoint")), &in.outside));
	TRY(verify_once(c, &in, &r));
	/* Beside a server an act may fall between the looks into two files; what is wrong is wrong again. */
	if (r.n && !c->store)
		TRY(verify_once(c, &in, &r));
	if (!c->json) {
		cli_say(c, N_("%lld acts, %lld checkpoints, %lld tables with %lld rows, %lld sealed facts were checked."),
			(long long)r.acts, (long long)r.checkpoints, (long long)r.tables, (long long)r.rows, (long long)r.secrets);
		if (r.unsigned_rows)
			cli_say(c, in.outside.p ?
				N_("%lld rows came after the checkpoint you gave: whoever holds this machine and its keys could have forged them.") :
				N_("No checkpoint from outside was given (--checkpoint FILE): all %lld rows rest on this machine and its keys alone."),
				(long long)r.unsigned_rows);
	}
	return tell(c, &r, N_("Nothing is wrong."));
}

enum rc cmd_rebuild(struct cli *c)
{
	static const char *const known[] = { "check", NULL };
	TRY(cli_known(c, known));
	struct report r;
	report_for(c, &r);
	struct corridor corridor = { .nouns = &nouns, .may = person_may };
	if (cli_flag(c, "check")) {
		TRY(cli_stand(c));
		TRY(rebuild_check(&c->cx, &corridor, c->reader, &r));
		return tell(c, &r, N_("What the journal gives is what the tables hold."));
	}
	struct db *db;
	TRY(cli_own(c));
	TRY(db_open(&c->cx, arena_printf(c->cx.a, "%s/bixue.db", c->data).p, DB_WRITE, &db));
	enum rc rc = rebuild_replace(&c->cx, &corridor, db, &r);
	db_close(db);
	return rc == RC_OK || r.n ? tell(c, &r, N_("The tables were made anew from the journal.")) : rc;
}

enum rc cmd_checkpoint(struct cli *c)
{
	static const char *const known[] = { "public-key", NULL };
	struct sv note;
	TRY(cli_known(c, known));
	if (cli_flag(c, "public-key")) {
		struct secrets *secrets;
		struct signer *signer;
		TRY(cli_vault(c, &secrets, &signer));
		printf("%.*s", SV_ARG(signer_public_pem(signer, c->cx.a)));
		return RC_OK;
	}
	TRY(cli_stand(c));
	TRY(c->store ? store_checkpoint(&c->cx, c->store, &note) : socket_checkpoint(&c->cx, c->data, &note));
	printf("%.*s", SV_ARG(note));
	return RC_OK;
}

static void matrix_row(struct buf *b, const struct act_def *d)
{
	buf_printf(b, "%-24s", d->name);
	for (int i = 0; i < ROLE_COUNT; i++) {
		struct buf cell = buf_new(b->a, 64);
		for (size_t r = 0; r < GRANT_RULES; r++)
			if (d->who[r].roles & 1u << i)
				buf_printf(&cell, "%s%s", cell.n ? "," : "", place_name(d->who[r].at));
		buf_printf(b, " %-12.*s", SV_ARG(cell.n ? buf_sv(&cell) : SV("-")));
	}
	buf_puts(b, d->linkable ? "link\n" : "\n");
}

static struct js *act_js(struct arena *a, enum lang lang, const struct act_def *d)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "act", sv_of(d->name));
	js_set_int(a, o, "version", d->version);
	js_set_sv(a, o, "label", sv_of(tr(lang, d->label)));
	js_set_bool(a, o, "creates", d->creates);
	js_set_bool(a, o, "linkable", d->linkable);
	js_set_bool(a, o, "hidden", d->hidden);
	struct js *who = js_set(o, "who", js_arr(a));
	for (size_t r = 0; r < GRANT_RULES; r++)
		for (int i = 0; i < ROLE_COUNT; i++)
			if (d->who[r].roles & 1u << i) {
				struct js *w = js_push(who, js_obj(a));
				js_set_sv(a, w, "role", sv_of(role_name(1u << i)));
				js_set_sv(a, w, "at", sv_of(place_name(d->who[r].at)));
			}
	struct js *fields = js_set(o, "fields", js_arr(a));
	for (size_t i = 0; i < d->n_fields; i++) {
		struct js *f = js_push(fields, js_obj(a));
		js_set_sv(a, f, "name", sv_of(d->fields[i].name));
		js_set_sv(a, f, "type", sv_of(field_type_name(d->fields[i].type)));
		js_set_bool(a, f, "required", d->fields[i].required);
		js_set_bool(a, f, "personal", d->fields[i].personal);
		js_set_sv(a, f, "of", sv_of(d->fields[i].of));
		js_set_sv(a, f, "label", sv_of(tr(lang, d->fields[i].label)));
	}
	return o;
}

enum rc cmd_acts(struct cli *c)
{
	static const char *const known[] = { "matrix", NULL };
	TRY(cli_known(c, known));
	struct js *list = js_arr(c->cx.a);
	struct buf b = buf_new(c->cx.a, 1 << 20);
	buf_printf(&b, "%-24s", "act");
	for (int i = 0; i < ROLE_COUNT; i++)
		buf_printf(&b, " %-12s", role_name(1u << i));
	buf_puts(&b, "\n");
	for (size_t i = 0; i < nouns.n; i++)
		for (size_t k = 0; k < nouns.nouns[i]->n_acts; k++) {
			const struct act_def *d = &nouns.nouns[i]->acts[k];
			matrix_row(&b, d);
			js_push(list, act_js(c->cx.a, c->cx.lang, d));
			if (!c->json && !cli_flag(c, "matrix"))
				printf("%-24s %s\n", d->name, tr(c->cx.lang, d->label));
		}
	for (size_t i = 0; i < nouns.n; i++)
		for (size_t k = 0; k < nouns.nouns[i]->n_views; k++) {
			const struct view_def *v = &nouns.nouns[i]->views[k];
			buf_printf(&b, "%-24s", v->name);
			for (int r = 0; r < ROLE_COUNT; r++)
				buf_printf(&b, " %-12s", v->roles & 1u << r ? "view" : "-");
			buf_puts(&b, "\n");
			if (!c->json && !cli_flag(c, "matrix"))
				printf("%-24s %s\n", v->name, tr(c->cx.lang, v->label));
		}
	if (c->json)
		cli_print(c, list);
	else if (cli_flag(c, "matrix"))
		printf("%.*s", SV_ARG(buf_sv(&b)));
	return RC_OK;
}

enum rc cmd_version(struct cli *c)
{
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_sv(c->cx.a, o, "version", SV(BIXUE_VERSION));
		cli_print(c, o);
	} else {
		printf("bixue %s\n", BIXUE_VERSION);
	}
	return RC_OK;
}
