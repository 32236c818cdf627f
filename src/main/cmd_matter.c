/* `bixue matter import` and `bixue matter export`. */
#include "main/cmd.h"

#include "app/import/import.h"
#include "app/matter/matter.h"
#include "app/person/person.h"
#include "store/door.h"

#include <stdio.h>

/* ---- what is asked -------------------------------------------------------------------------------------------- */

static enum rc import_options(struct cli *c, struct import_options *ret)
{
	struct ctx *cx = &c->cx;
	struct import_options o = { .today = DAY_NONE, .kind = IMPORT_ANY, .sheet = SV("") };
	struct sv kind = cli_option(c, "kind"), year = cli_option(c, "year"), rest = cli_option(c, "leave-out"), part;
	int64_t v;
	if (kind.p) {
		int k = 0;
		while (k < IMPORT_KINDS && !sv_is(kind, import_kind_name((enum import_kind)k)))
			k++;
		if (k == IMPORT_KINDS)
			return fail(cx, RC_USAGE, "import.kind", N_("--kind is one of %s."), MATTER_KINDS);
		o.kind = (enum import_kind)k;
	}
	if (year.p) {
		if (!sv_int(year, &v) || v < 1949 || v > 2199)
			return fail(cx, RC_USAGE, "import.year", N_("--year is a year such as 2023."));
		o.year = (int)v;
	}
	if (cli_option(c, "sheet").p)
		o.sheet = cli_option(c, "sheet");
	o.to_simplified = cli_flag(c, "simplified");
	int *out = NEW(cx->a, int, rest.n + 1);
	while (sv_split(&rest, ',', &part)) {
		if (!sv_int(sv_trim(part), &v) || v <= 0 || v > INT32_MAX)
			return fail(cx, RC_USAGE, "import.leave_out", N_("--leave-out names rows: 17,40."));
		out[o.n_leave_out++] = (int)v;
	}
	o.leave_out = out;
	*ret = o;
	return RC_OK;
}

static enum rc plan_options(struct cli *c, struct matter_plan_options *ret)
{
	struct matter_plan_options o = { .list = cli_option(c, "list"), .issue = cli_flag(c, "issue"), .take_doubts = c->yes };
	struct sv owner = cli_option(c, "owner");
	struct actor actor;
	struct post post;
	struct unit u;
	TRY(cli_actor(c, &actor));
	if (owner.p) {
		TRY(unit_find(&c->cx, c->reader, owner, 0, &u));
		o.owner = u.id;
	} else if (actor.post) {
		TRY(post_get(&c->cx, c->reader, actor.post, &post));
		o.owner = post.unit;
	} else {
		return fail(&c->cx, RC_USAGE, "import.owner", N_("Say whose list it is: --owner UNIT."));
	}
	TRY(cli_names(c, o.owner, &o.alias, &o.n_alias));
	*ret = o;
	return RC_OK;
}

/* ---- what is said --------------------------------------------------------------------------------------------- */

static void say_messages(struct cli *c, int no, const struct import_messages *m)
{
	for (const struct import_message *e = m->first; e; e = e->next)
		if (e->weight != IMPORT_OK) {
			if (no)
				cli_say(c, N_("  row %d: %.*s"), no, SV_ARG(e->text));
			else
				cli_say(c, "  %.*s", SV_ARG(e->text));
		}
}

static enum rc dry_run(struct cli *c, const struct import_list *l)
{
	size_t refused = import_count(l, IMPORT_REFUSED);
	if (c->json) {
		struct buf b = buf_new(c->cx.a, 512 << 20);
		import_write_json(&b, l);
		printf("%.*s\n", SV_ARG(buf_sv(&b)));
		return RC_OK;
	}
	cli_say(c, N_("%zu rows and %zu columns were read from \"%.*s\": %s"), l->n_rows, l->n_columns, SV_ARG(l->title),
		tr(c->cx.lang, matter_kind_word((enum matter_kind)l->kind)));
	for (size_t i = 0; i < l->n_columns; i++)
		cli_say(c, "  %.*s = %s", SV_ARG(l->columns[i].header), tr(c->cx.lang, import_field_word(l->columns[i].field)));
	for (size_t i = 0; i < l->n_unmapped; i++)
		cli_say(c, N_("  %.*s: not understood, left out"), SV_ARG(l->unmapped[i]));
	cli_say(c, N_("%zu can be imported, %zu must be confirmed, %zu cannot be imported, %zu were skipped"),
		import_count(l, IMPORT_OK), import_count(l, IMPORT_CONFIRM), refused, l->n_skipped);
	say_messages(c, 0, &l->messages);
	for (size_t i = 0; i < l->n_rows; i++)
		say_messages(c, l->rows[i].no, &l->rows[i].messages);
	cli_say(c, N_("Nothing was written. When it is right, run it again without --dry-run."));
	return refused ? RC_INVALID : RC_OK;
}

static void say_row(struct cli *c, const struct plan_row *r)
{
	for (size_t k = 0; k < r->n_change; k++)
		cli_say(c, "  %.*s %.*s: %s: %.*s → %.*s%s", SV_ARG(matter_no_text(c->cx.a, r->matter_no)), SV_ARG(r->title), tr(c->cx.lang, import_column_word(r->change[k].field)),
			SV_ARG(r->change[k].was), SV_ARG(r->change[k].now),
			r->change[k].by_hand ? tr(c->cx.lang, N_(" (by hand: the list does not change it)")) : "");
	if (r->what != PLAN_WAIT && r->what != PLAN_REFUSED)
		return;
	cli_say(c, r->what == PLAN_WAIT ? N_("  row %d must be confirmed: %.*s") : N_("  row %d cannot be imported: %.*s"), r->no, SV_ARG(r->title));
	for (size_t k = 0; k < r->n_why; k++)
		cli_say(c, "    %.*s", SV_ARG(r->why[k]));
}

static void plan_text(struct cli *c, const struct matter_plan *p)
{
	cli_say(c, N_("%.*s: %zu new, %zu unchanged, %zu changed, %zu to be confirmed, %zu refused, %zu gone from the list"), SV_ARG(p->list),
		p->count[PLAN_NEW], p->count[PLAN_SAME], p->count[PLAN_CHANGED], p->count[PLAN_WAIT], p->count[PLAN_REFUSED], p->n_gone);
	for (size_t i = 0; i < p->n; i++)
		say_row(c, &p->row[i]);
	for (size_t i = 0; i < p->n_gone; i++)
		cli_say(c, N_("  %.*s is no longer in the list: %.*s"), SV_ARG(matter_no_text(c->cx.a, p->gone[i].no)), SV_ARG(p->gone[i].title));
	for (size_t i = 0; i < p->n_name; i++)
		cli_say(c, p->name[i]->proposals.n ? N_("  no unit is called \"%.*s\" (%d rows); perhaps %.*s") :
						    N_("  no unit is called \"%.*s\" (%d rows)%.*s"),
			SV_ARG(p->name[i]->name), p->name[i]->rows, SV_ARG(p->name[i]->proposals));
}

/* ---- doing it --------------------------------------------------------------------------------------------------- */

static enum rc remember(struct cli *c, const struct matter_plan_options *o, struct actor actor)
{
	for (size_t i = 0; i < o->n_alias; i++) {
		if (o->alias[i].n != 1)
			continue;
		struct js *f = js_obj(c->cx.a);
		struct act_answer answer;
		js_set_sv(c->cx.a, f, "alias", o->alias[i].name);
		struct act_request rq = { .act = SV("unit.alias"), .actor = actor, .subject = o->alias[i].units[0], .fields = f };
		TRY(cli_act(c, &rq, &answer));
	}
	return RC_OK;
}

static enum rc write_plan(struct cli *c, const struct matter_plan *p, const struct matter_plan_options *o, const char *path)
{
	struct matter_import_in in = { .explanation = cli_option(c, "explain"), .progress = cli_progress, .progress_arg = c };
	struct matter_import done;
	in.file_name = cli_file_name(c->words[2]);
	TRY(cli_actor(c, &in.actor));
	TRY(cli_digest(c, path, &in.file_digest));
	struct act_door door = cli_door(c);
	TRY(matter_import_run(&c->cx, &door, c->reader, p, &in, &done));
	TRY(cli_react(c));
	if (cli_flag(c, "remember"))
		TRY(remember(c, o, in.actor));
	if (c->json)
		cli_print(c, matter_plan_js(c->cx.a, p, &done));
	cli_say(c, N_("Import #%lld: %lld matters were made, %lld changed. Within 24 hours: bixue matter import_withdraw '#%lld' --reason …"),
		(long long)done.id, (long long)done.made, (long long)done.changed, (long long)done.id);
	size_t left = p->count[PLAN_WAIT] + p->count[PLAN_REFUSED];
	if (!left || c->yes)
		return RC_OK;
	if (!c->json && !c->quiet)
		fprintf(stderr, tr(c->cx.lang, N_("Done in part: %zu rows were left out, as named above; the others are in (exit code 8).\n")), left);
	return RC_PART;
}

static enum rc import_list(struct cli *c, const struct import_list *l, const char *path)
{
	struct matter_plan_options o;
	struct matter_plan *p;
	TRY(cli_stand(c));
	TRY(plan_options(c, &o));
	TRY(cli_digest(c, path, &o.file_digest));
	TRY(matter_plan(&c->cx, c->reader, l, &o, &p));
	bool left = p->count[PLAN_WAIT] + p->count[PLAN_REFUSED] > 0;
	if (!c->json)
		plan_text(c, p);
	if (p->to_write == 0 || (p->known && !c->yes)) {
		if (c->json)
			cli_print(c, matter_plan_js(c->cx.a, p, NULL));
		cli_say(c, p->to_write ? N_("This list was here before. Nothing was written; to take over the difference, give --yes.") :
					 N_("Nothing was written."));
		return p->to_write ? RC_CHECK : left && !c->yes ? RC_INVALID : RC_OK;
	}
	return write_plan(c, p, &o, path);
}

enum rc cmd_matter_import(struct cli *c)
{
	static const char *const known[] = { "dry-run", "owner", "list", "year", "kind", "alias", "explain", "simplified", "issue", "sheet",
					     "remember", "leave-out", NULL };
	struct import_options o;
	struct import_list *l;
	struct book book;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.file", N_("Name the file."));
	const char *path = arena_cstr(c->cx.a, c->words[2]);
	TRY(import_options(c, &o));
	TRY(book_read(&c->cx, path, c->words[2], &book));
	TRY(import_read(&c->cx, &book, &o, &l));
	return cli_flag(c, "dry-run") ? dry_run(c, l) : import_list(c, l, path);
}

/* ---- out again ---------------------------------------------------------------------------------------------------- */

enum rc cmd_matter_export(struct cli *c)
{
	const struct view_def *view = registry_view(&nouns, SV("matter.list"), NULL);
	struct js *given = js_obj(c->cx.a), *refs;
	struct sv out = cli_option(c, "out"), title = cli_option(c, "title");
	struct fields fields;
	struct matter_filter f;
	struct actor actor;
	struct scope scope;
	int64_t rows = 0;
	TRY(cli_out(c, out));
	for (const struct js *e = c->options->first; e; e = e->next)
		if (!sv_is(e->key, "out") && !sv_is(e->key, "title"))
			js_set_sv(c->cx.a, given, arena_cstr(c->cx.a, e->key), e->kind == JS_STR ? e->s : SV("true"));
	TRY(cli_read(c));
	TRY(cli_actor(c, &actor));
	TRY(person_scope(&c->cx, c->reader, &actor, view, &scope));
	TRY(door_refs(&c->cx, c->reader, &nouns, view->filters, view->n_filters, given, &refs));
	TRY(fields_read(&c->cx, view->filters, view->n_filters, refs, &fields));
	TRY(matter_filter_read(&c->cx, &fields, &f));
	TRY(matter_export(&c->cx, c->reader, &scope, &f, day_of_instant(c->cx.now), arena_cstr(c->cx.a, out),
			  title.n ? title : sv_of(tr(c->cx.lang, N_("Ledger of matters"))), &rows));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "rows", rows);
		js_set_sv(c->cx.a, o, "file", out);
		cli_print(c, o);
	}
	cli_say(c, N_("%lld matters were written to %.*s."), (long long)rows, SV_ARG(out));
	return RC_OK;
}
