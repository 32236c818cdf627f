/* ruleset whatif: a draft on closed periods.  Writes nothing and opens nothing for writing. */
#include "main/cmd.h"

#include "app/whatif/whatif.h"
#include "core/rule_parse.h"
#include "store/door.h"

#include <stdio.h>

static bool is_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (f)
		fclose(f);
	return f != NULL;
}

/* A file with the text, or a draft that is kept already. */
static enum rc read_draft(struct cli *c, struct sv name, struct rule **ret, struct ruleset *ret_kept)
{
	struct ctx *cx = &c->cx;
	const char *path = arena_cstr(cx->a, name);
	int64_t id;
	if (!is_file(path)) {
		TRY(door_subject(cx, c->reader, registry_noun(&nouns, SV("ruleset")), name, &id));
		TRY(ruleset_get(cx, c->reader, id, ret_kept));
		return ruleset_rule(cx, ret_kept, ret);
	}
	FILE *f = fopen(path, "rb");
	char *text = NEW(cx->a, char, RULE_TEXT_MAX + 2);
	size_t n = f ? fread(text, 1, RULE_TEXT_MAX + 1, f) : 0;
	if (f)
		fclose(f);
	return rule_parse(cx, sv_make(text, n), ret);
}

/* --weight 问题化解=110;按期整改=90: percent of what the draft says. */
static enum rc weigh(struct cli *c, struct sv list, struct rule **r)
{
	struct sv one;
	while (sv_split(&list, ';', &one)) {
		size_t eq = sv_find(one, SV("="), 0);
		struct dec percent = { 0 };
		if (eq == SIZE_MAX || !dec_parse(sv_trim(sv_from(one, eq + 1)), &percent) || percent.u < 0 || percent.u > 1000 * DEC_ONE)
			return fail_at(&c->cx, RC_USAGE, "weight", "whatif.weight",
				       N_("Write NAME=PERCENT, parted by semicolons: --weight \"问题化解=110;责任落实=90\"."));
		TRY(whatif_weigh(&c->cx, *r, sv_trim(sv_upto(one, eq)), percent, r));
	}
	return RC_OK;
}

static enum rc numbers(struct cli *c, int64_t *periods, int64_t *percent)
{
	struct sv p = cli_option(c, "periods"), s = cli_option(c, "sway");
	*periods = WHATIF_PERIODS_MAX;
	*percent = 5;
	if (p.p && (!sv_int(p, periods) || *periods < 1 || *periods > WHATIF_PERIODS_MAX))
		return fail_at(&c->cx, RC_USAGE, "periods", "whatif.periods", N_("--periods is a number from 1 to %d."), WHATIF_PERIODS_MAX);
	if (s.p && (!sv_int(s, percent) || *percent < 0 || *percent > 50))
		return fail_at(&c->cx, RC_USAGE, "sway", "whatif.sway", N_("--sway is a number of percent from 0 (none) to 50."));
	return RC_OK;
}

/* ---- for people ---------------------------------------------------------------------------------------------- */

static struct sv clauses_text(struct cli *c, const struct whatif_row *r)
{
	struct arena *a = c->cx.a;
	struct buf b = buf_new(a, 65536);
	for (size_t i = 0; i < r->n; i++) {
		const struct whatif_clause *k = &r->clauses[i];
		struct sv was = whatif_clause_text(a, c->cx.lang, k, false), now = whatif_clause_text(a, c->cx.lang, k, true);
		struct dec d = { 0 };
		(void)dec_sub(k->after, k->before, &d);
		if (i)
			buf_puts(&b, "; ");
		if (k->was_item || k->now_item)
			buf_printf(&b, "%.*s ", SV_ARG(k->item));
		buf_printf(&b, "%.*s%s%.*s", SV_ARG(was), was.n && now.n && !sv_eq(was, now) ? " → " : "",
			   SV_ARG(sv_eq(was, now) ? SV("") : now.n ? now : SV(" → 0")));
		buf_printf(&b, " (%.*s)", SV_ARG(rule_signed(a, d)));
	}
	return buf_sv(&b);
}

static const char *side(enum board_side s)
{
	return s == SIDE_RED ? N_("red list") : s == SIDE_BLACK ? N_("black list") : "—";
}

/* Whoever is not ranked has no place, and nought is none. */
static struct sv places(struct arena *a, int was, int now)
{
	struct sv none = SV("—"), from = was ? arena_printf(a, "%d", was) : none, to = now ? arena_printf(a, "%d", now) : none;
	return arena_printf(a, "%.*s → %.*s", SV_ARG(from), SV_ARG(to));
}

static void print_table(struct cli *c, const struct whatif_table *t)
{
	static const struct column columns[] = {
		{ "name", FIELD_LINE, N_("Unit") }, { "was", FIELD_LINE, N_("As it stood") }, { "now", FIELD_LINE, N_("By the draft") },
		{ "difference", FIELD_LINE, N_("Difference") }, { "place", FIELD_LINE, N_("Place") }, { "list", FIELD_LINE, N_("List") },
		{ "clauses", FIELD_LINE, N_("By which clause") },
	};
	static const struct view_def view = { .name = "ruleset.whatif", .columns = columns, .n_columns = COUNT(columns) };
	struct arena *a = c->cx.a;
	struct js *rows = js_arr(a);
	printf("\n%.*s  %.*s\n", SV_ARG(t->group->period), SV_ARG(sv_or_empty(t->group->name)));
	if (t->dropped) {
		cli_say(c, N_("The draft does not compare units of this kind."));
		return;
	}
	cli_say(c, N_("%d gain, %d lose, %d change their place, %d a list."), t->n_gain, t->n_lose, t->n_places, t->n_lists);
	for (size_t i = 0; i < t->n; i++) {
		const struct whatif_row *r = &t->rows[i];
		struct dec d = { 0 };
		if (!r->changed)
			continue;
		(void)dec_sub(r->now.total, r->was.total, &d);
		struct js *o = js_push(rows, js_obj(a));
		js_set_sv(a, o, "name", r->name);
		js_set_sv(a, o, "was", dec_text(a, r->was.total));
		js_set_sv(a, o, "now", dec_text(a, r->now.total));
		js_set_sv(a, o, "difference", rule_signed(a, d));
		js_set_sv(a, o, "place", places(a, r->was.place, r->now.place));
		js_set_sv(a, o, "list", arena_printf(a, "%s → %s", tr(c->cx.lang, side(r->was.side)), tr(c->cx.lang, side(r->now.side))));
		js_set_sv(a, o, "clauses", clauses_text(c, r));
	}
	if (rows->n)
		cli_table(c, &view, rows);
}

static void print_sways(struct cli *c, const struct whatif_answer *r)
{
	struct arena *a = c->cx.a;
	putchar('\n');
	cli_say(c, N_("%zu times something was made %d %% more or less; %zu times somebody's place or list changed."), r->n_tried,
		r->percent,
		r->n_sways);
	for (size_t i = 0; i < r->n_sways; i++) {
		const struct whatif_sway *s = &r->sways[i];
		const struct sway_move *m = &s->moves[0];
		printf("  %.*s %+d %%: %.*s %.*s %.*s", SV_ARG(whatif_sway_text(a, c->cx.lang, s)), s->percent,
		       SV_ARG(m->group->period), SV_ARG(m->unit), SV_ARG(places(a, m->from, m->to)));
		if (s->n_moves > 1)
			printf(tr(c->cx.lang, N_(" and %zu more")), s->n_moves - 1);
		putchar('\n');
	}
	if (!r->all)
		cli_say(c, N_("Not everything was tried: there are too many facts. Try fewer periods."));
}

static void print_answer(struct cli *c, const struct whatif_answer *r)
{
	for (size_t i = 0; i < r->run.n; i++)
		print_table(c, &r->run.tables[i]);
	if (r->run.n_lost) {
		putchar('\n');
		cli_say(c, N_("The draft does not count:"));
	}
	for (size_t i = 0; i < r->run.n_lost; i++) {
		const struct whatif_lost *l = &r->run.lost[i];
		printf("  %zu × %s %.*s: %s\n", l->n, c->cx.lang == LANG_EN ? fact_word(l->fact->fact.kind)->en :
			fact_word(l->fact->fact.kind)->zh,
		       SV_ARG(l->fact->item), tr(c->cx.lang, whatif_unheard_name(l->why)));
	}
	if (r->percent)
		print_sways(c, r);
}

enum rc cmd_ruleset_whatif(struct cli *c)
{
	static const char *const known[] = { "ruleset", "periods", "weight", "sway", NULL };
	struct ctx *cx = &c->cx;
	struct actor actor;
	struct ruleset kept = { 0 }, r;
	struct rule *draft;
	const struct whatif_hold *h;
	struct whatif_answer answer;
	struct sv over = cli_option(c, "ruleset"), weight = cli_option(c, "weight");
	int64_t periods, percent, id;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(cx, RC_USAGE, "whatif.draft",
			N_("Name the draft: a file with its text, or the ruleset kept as a draft (\"NAME v2\" or #ID)."));
	TRY(numbers(c, &periods, &percent));
	TRY(cli_read(c));
	TRY(cli_actor(c, &actor));
	TRY(read_draft(c, c->words[2], &draft, &kept));
	if (!over.p && !kept.id)
		return fail_at(cx, RC_USAGE, "ruleset", "whatif.over", N_("Say over whose periods: --ruleset NAME."));
	if (over.p)
		TRY(door_subject(cx, c->reader, registry_noun(&nouns, SV("ruleset")), over, &id));
	else
		id = kept.id;
	TRY(ruleset_get(cx, c->reader, id, &r));
	TRY(whatif_may(cx, c->reader, &actor, r.owner));
	if (weight.p)
		TRY(weigh(c, weight, &draft));
	TRY(whatif_load(cx, c->reader, &r, (int)periods, &h));
	if (h->w.n_groups == 0)
		return fail(cx, RC_NOT_FOUND, "whatif.none",
			N_("There is no closed period in which these rules were in force; there is nothing to try them on."));
	TRY(whatif_try(cx, c->reader, h, draft, (int)percent, &answer));
	if (c->json)
		cli_print(c, whatif_js(cx->a, cx->lang, &h->w, &answer));
	else
		print_answer(c, &answer);
	return RC_OK;
}
