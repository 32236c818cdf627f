/* `bixue target import` and `bixue target export`. */
#include "main/cmd.h"

#include "app/import/import.h"
#include "app/person/person.h"
#include "app/target/target.h"
#include "store/door.h"

#include <stdio.h>

/* ---- what is asked ------------------------------------------------------------------------------------------------- */

static enum rc quarters_option(struct cli *c, enum pledge_quarters *ret)
{
	struct sv s = cli_option(c, "quarters");
	*ret = sv_is(s, "cumulative") ? QUARTERS_SO_FAR : sv_is(s, "single") ? QUARTERS_SINGLE : QUARTERS_FIND_OUT;
	return !s.p || *ret != QUARTERS_FIND_OUT ? RC_OK :
		fail(&c->cx, RC_USAGE, "target.quarters",
			N_("--quarters is cumulative (from January) or single (each quarter alone)."));
}

static enum rc year_option(struct cli *c, int64_t *ret)
{
	struct sv year = cli_option(c, "year");
	*ret = 0;
	if (year.p && (!sv_int(year, ret) || *ret < 1990 || *ret > 2199))
		return fail(&c->cx, RC_USAGE, "import.year", N_("--year is a year such as 2023."));
	return RC_OK;
}

static enum rc unit_option(struct cli *c, const char *name, int64_t *ret)
{
	struct unit u;
	struct sv s = cli_option(c, name);
	if (!s.p)
		return RC_OK;
	TRY(unit_find(&c->cx, c->reader, s, 0, &u));
	*ret = u.id;
	return RC_OK;
}

static enum rc plan_options(struct cli *c, struct target_plan_options *o)
{
	struct actor actor;
	struct post post;
	*o = (struct target_plan_options){ .list = cli_option(c, "list"), .take_doubts = c->yes };
	TRY(year_option(c, &o->year));
	TRY(unit_option(c, "owner", &o->owner));
	TRY(unit_option(c, "unit", &o->unit));
	TRY(unit_option(c, "data-owner", &o->data_owner));
	TRY(cli_actor(c, &actor));
	if (!o->owner && !actor.post)
		return fail(&c->cx, RC_USAGE, "import.owner", N_("Say whose list it is: --owner UNIT."));
	if (!o->owner) {
		TRY(post_get(&c->cx, c->reader, actor.post, &post));
		o->owner = post.unit;
	}
	return cli_names(c, o->owner, &o->alias, &o->n_alias);
}

/* ---- what is said -------------------------------------------------------------------------------------------------- */

static void say_messages(struct cli *c, int no, const struct import_messages *m)
{
	for (const struct import_message *e = m->first; e; e = e->next)
		if (no && e->weight != IMPORT_OK)
			cli_say(c, N_("  row %d: %.*s"), no, SV_ARG(e->text));
		else if (!no)
			cli_say(c, "  %.*s", SV_ARG(e->text));
}

static enum rc dry_run(struct cli *c, const struct pledge_list *l)
{
	size_t refused = pledge_count(l, IMPORT_REFUSED);
	if (c->json) {
		cli_print(c, pledge_js(c->cx.a, l));
		return RC_OK;
	}
	cli_say(c, N_("%zu targets and %zu columns were read from \"%.*s\""), l->n_rows, l->n_columns, SV_ARG(l->title));
	for (size_t i = 0; i < l->n_columns; i++)
		cli_say(c, "  %s = %.*s", pledge_field_name(l->columns[i].field), SV_ARG(l->columns[i].header));
	for (size_t i = 0; i < l->n_unmapped; i++)
		cli_say(c, N_("  %.*s: not understood, left out"), SV_ARG(l->unmapped[i]));
	cli_say(c, N_("%zu can be imported, %zu must be confirmed, %zu cannot be imported, %zu were skipped"), pledge_count(l,
		IMPORT_OK),
		pledge_count(l, IMPORT_CONFIRM), refused, l->n_skipped);
	say_messages(c, 0, &l->messages);
	for (size_t i = 0; i < l->n_rows; i++)
		say_messages(c, l->rows[i].no, &l->rows[i].messages);
	cli_say(c, N_("Nothing was written. When it is right, run it again without --dry-run."));
	return refused ? RC_INVALID : RC_OK;
}

static void say_row(struct cli *c, const struct target_row_plan *r)
{
	for (size_t k = 0; k < r->n_change; k++)
		cli_say(c, "  %.*s %.*s: %s: %.*s → %.*s%s", SV_ARG(r->unit), SV_ARG(r->indicator), r->change[k].field,
			SV_ARG(r->change[k].was),
			SV_ARG(r->change[k].now), r->change[k].by_hand ? tr(c->cx.lang,
				N_(" (by hand: the list does not change it)")) : "");
	if (r->what != PLAN_WAIT && r->what != PLAN_REFUSED)
		return;
	cli_say(c, r->what == PLAN_WAIT ? N_("  row %d must be confirmed: %.*s") : N_("  row %d cannot be imported: %.*s"),
		r->no, SV_ARG(r->indicator));
	for (size_t k = 0; k < r->n_why; k++)
		cli_say(c, "    %.*s", SV_ARG(r->why[k]));
}

static void plan_text(struct cli *c, const struct target_plan *p)
{
	cli_say(c, N_("%.*s: %zu new, %zu unchanged, %zu changed, %zu to be confirmed, %zu refused, %zu gone from the list"),
		SV_ARG(p->list),
		p->count[PLAN_NEW], p->count[PLAN_SAME], p->count[PLAN_CHANGED], p->count[PLAN_WAIT],
			p->count[PLAN_REFUSED], p->n_gone);
	for (size_t i = 0; i < p->n; i++)
		say_row(c, &p->row[i]);
	for (size_t i = 0; i < p->n_gone; i++)
		cli_say(c, N_("  no longer in the list: %.*s %.*s"), SV_ARG(p->gone[i].unit_short), SV_ARG(p->gone[i].indicator));
}

/* ---- doing it -------------------------------------------------------------------------------------------------------- */

static enum rc write_plan(struct cli *c, const struct target_plan *p, const char *path)
{
	struct target_import_in in = { .document = cli_option(c, "document"), .file_name = cli_file_name(c->words[2]) };
	struct target_import done;
	TRY(cli_actor(c, &in.actor));
	TRY(cli_digest(c, path, &in.file_digest));
	struct act_door door = cli_door(c);
	TRY(target_import_run(&c->cx, &door, c->reader, p, &in, &done));
	TRY(cli_react(c));
	if (c->json)
		cli_print(c, target_plan_js(c->cx.a, p, &done));
	cli_say(c,
		N_("Import #%lld: %lld targets were issued, %lld changed. Within 24 hours: bixue target import_withdraw "
			"'#%lld' --reason …"),
		(long long)done.id, (long long)done.made, (long long)done.changed, (long long)done.id);
	return p->count[PLAN_WAIT] + p->count[PLAN_REFUSED] > 0 && !c->yes ? RC_INVALID : RC_OK;
}

static enum rc import_list(struct cli *c, const struct pledge_list *l, const char *path)
{
	struct target_plan_options o;
	struct target_plan *p;
	TRY(cli_stand(c));
	TRY(plan_options(c, &o));
	TRY(target_plan(&c->cx, c->reader, l, &o, &p));
	bool left = p->count[PLAN_WAIT] + p->count[PLAN_REFUSED] > 0;
	if (!c->json)
		plan_text(c, p);
	if (p->to_write && (!p->known || c->yes))
		return write_plan(c, p, path);
	if (c->json)
		cli_print(c, target_plan_js(c->cx.a, p, NULL));
	cli_say(c,
		p->to_write ? N_("This list was here before. Nothing was written; to take over the difference, give --yes.") :
		N_("Nothing was written."));
	return p->to_write ? RC_CHECK : left && !c->yes ? RC_INVALID : RC_OK;
}

enum rc cmd_target_import(struct cli *c)
{
	static const char *const known[] = { "dry-run", "owner", "list", "year", "unit", "data-owner", "document", "alias",
		"quarters", "sheet", NULL };
	struct import_options o = { .today = DAY_NONE, .kind = IMPORT_ANY, .sheet = SV("") };
	enum pledge_quarters quarters;
	struct pledge_list *l;
	struct book book;
	int64_t year;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.file", N_("Name the file."));
	TRY(quarters_option(c, &quarters));
	TRY(year_option(c, &year));
	o.year = (int)year;
	if (cli_option(c, "sheet").p)
		o.sheet = cli_option(c, "sheet");
	const char *path = arena_cstr(c->cx.a, c->words[2]);
	TRY(book_read(&c->cx, path, c->words[2], &book));
	TRY(import_read_pledge(&c->cx, &book, &o, quarters, &l));
	return cli_flag(c, "dry-run") ? dry_run(c, l) : import_list(c, l, path);
}

/* ---- out again -------------------------------------------------------------------------------------------------------- */

enum rc cmd_target_export(struct cli *c)
{
	static const char *const known[] = { "out", "title", "unit", "owner", "year", NULL };
	struct sv out = cli_option(c, "out"), title = cli_option(c, "title");
	struct target_filter f = { .list = SV_NONE };
	struct actor actor;
	struct scope scope;
	int64_t rows;
	TRY(cli_known(c, known));
	if (!out.n)
		return fail(&c->cx, RC_USAGE, "export.out", N_("Say where to: --out FILE.xlsx"));
	TRY(cli_read(c));
	TRY(cli_actor(c, &actor));
	TRY(year_option(c, &f.year));
	TRY(unit_option(c, "unit", &f.unit));
	TRY(unit_option(c, "owner", &f.owner));
	TRY(person_scope(&c->cx, c->reader, &actor, registry_view(&nouns, SV("target.list"), NULL), &scope));
	TRY(target_export(&c->cx, c->reader, &scope, &f, day_of_instant(c->cx.now), arena_cstr(c->cx.a, out),
			  title.n ? title : sv_of(tr(c->cx.lang, N_("Red all year: targets and what came of them"))), &rows));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "rows", rows);
		js_set_sv(c->cx.a, o, "file", out);
		cli_print(c, o);
	}
	cli_say(c, N_("%lld targets were written to %.*s."), (long long)rows, SV_ARG(out));
	return RC_OK;
}
