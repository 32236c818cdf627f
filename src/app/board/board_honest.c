/* How sure a board is: bands of places in its rows, and what the office is told of the jury before anybody else sees it. */
#include "app/board/board_read.h"
#include "core/board_bands.h"
#include "core/rule_veil.h"

struct js *board_band_js(struct arena *a, const struct board *b, const struct board_row *r)
{
	struct js *o = js_obj(a);
	if (b->bands != BANDS_GIVEN)
		js_set_sv(a, o, "none", sv_of(board_bands_id(b->bands)));
	if (!r->band.first)
		return o;
	js_set_int(a, o, "first", r->band.first);
	js_set_int(a, o, "last", r->band.last);
	if (b->rule->tied != TIED_PLAIN)
		js_set_int(a, o, "alike", r->band.alike);
	if (r->band.tier)
		js_set_int(a, o, "tier", r->band.tier);
	return o;
}

static const struct sv *names_of(struct arena *a, const struct board_input *in)
{
	struct sv *names = NEW(a, struct sv, in->n_peers + 1);
	for (size_t i = 0; i < in->n_peers; i++)
		names[i] = in->peers[i].u.short_name.n ? in->peers[i].u.short_name : in->peers[i].name;
	return names;
}

/* 观摩评分, or 观摩评分（领导）. */
static struct sv panel_name(struct arena *a, const struct jury_panel *p)
{
	return p->group.n ? arena_printf(a, "%.*s（%.*s）", SV_ARG(p->item->name), SV_ARG(p->group)) : p->item->name;
}

static enum rc not_connected(struct ctx *cx, const struct board_input *in, const struct jury *jury)
{
	for (size_t i = 0; i < jury->n; i++) {
		const struct jury_panel *p = &jury->panels[i];
		if (p->parts > 1)
			return fail(cx, RC_CONFLICT, "board.apart",
				    N_("The judges of %.*s are not connected: %.*s. No judge saw units on both sides, so nobody can say whether units "
				       "or judges differ; let one judge mark some of each, or write 评委不连通：提示 in the rules."),
				    SV_ARG(panel_name(cx->a, p)),
				    SV_ARG(jury_parts_text(cx->a, p, names_of(cx->a, in), in->n_peers)));
	}
	return RC_OK;
}

enum rc board_apart(struct ctx *cx, const struct board_input *in)
{
	struct rule_columns cols;
	struct jury jury;
	bool marks = false;
	for (size_t i = 0; i < in->n_inputs; i++)
		marks |= in->inputs[i].kind == INPUT_MARK;
	if (!marks || in->rule->apart != APART_REFUSE)
		return RC_OK;
	struct sv *ids = NEW(cx->a, struct sv, in->n_peers + 1);
	for (size_t i = 0; i < in->n_peers; i++)
		ids[i] = arena_printf(cx->a, "%lld", (long long)in->peers[i].u.id);
	TRY(rule_columns_load(cx, in->rule, ids, in->n_peers, in->inputs, in->n_inputs, in->progress, &cols));
	rule_jury(cx->a, &cols, &jury);
	return not_connected(cx, in, &jury);
}

/* ---- what the office is told ------------------------------------------------------------------------------------------ */

struct said {
	struct ctx *cx;
	const struct board_input *in;
	const struct score_sheet *sheet;
	const struct board *b;
	struct js *findings;
};

__attribute__((format(printf, 3, 4))) static void say(struct said *s, const char *id, const char *msgid, ...)
{
	va_list ap;
	struct js *o = js_push(s->findings, js_obj(s->cx->a));
	js_set_sv(s->cx->a, o, "id", sv_of(id));
	va_start(ap, msgid);
	js_set_sv(s->cx->a, o, "text", arena_vprintf(s->cx->a, tr(s->cx->lang, msgid), ap));
	va_end(ap);
}

static void judge_rows(struct arena *a, const struct jury_panel *p, struct js *list)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct jury_judge *j = &p->judges[i];
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "class", p->class->name);
		js_set_sv(a, o, "item", p->item->name);
		js_set_sv(a, o, "group", p->group);
		js_set_sv(a, o, "number", j->number);
		js_set_int(a, o, "marks", (int64_t)j->n);
		js_set_int(a, o, "shared", (int64_t)j->shared);
		js_set_dec(a, o, "lenient", j->lenient);
		js_set_bool(a, o, "flat", j->flat);
		js_set_bool(a, o, "contrary", j->contrary);
		js_set_sv(a, o, "same_as", j->same_as < 0 ? SV("") : p->judges[j->same_as].number);
		js_set_int(a, o, "part", j->part + 1);
	}
}

static void say_judges(struct said *s, const struct jury_panel *p)
{
	struct sv name = panel_name(s->cx->a, p);
	for (size_t i = 0; i < p->n; i++) {
		const struct jury_judge *j = &p->judges[i];
		if (j->flat)
			say(s, "board.jury_flat", N_("%.*s: judge %.*s gave every unit the same mark, which says nothing of any."), SV_ARG(name),
			    SV_ARG(j->number));
		if (j->contrary)
			say(s, "board.jury_contrary", N_("%.*s: judge %.*s orders the units rather against the others than with them; look at the sheet."),
			    SV_ARG(name), SV_ARG(j->number));
		if (j->same_as >= 0)
			say(s, "board.jury_same", N_("%.*s: the sheets of judges %.*s and %.*s are identical; was one copied?"), SV_ARG(name),
			    SV_ARG(p->judges[j->same_as].number), SV_ARG(j->number));
	}
}

/* Every juror saw every unit of the panel: how mild each is cancels out. */
static bool complete(const struct jury_panel *p, size_t n_units)
{
	size_t units = 0;
	for (size_t u = 0; u < n_units; u++)
		units += p->unit_part[u] >= 0;
	for (size_t i = 0; i < p->n; i++)
		if (p->judges[i].n != units)
			return false;
	return true;
}

static void say_panel(struct said *s, const struct jury_panel *p)
{
	struct arena *a = s->cx->a;
	struct sv name = panel_name(a, p);
	struct dec spread = { 0 };
	if (p->unnamed) {
		say(s, "board.jury_unnamed", N_("%.*s: some marks name no judge, so nobody can say who is strict and who saw whom; number the sheets."),
		    SV_ARG(name));
		return;
	}
	if (p->parts > 1)
		say(s, "board.apart_said", N_("%.*s: the judges are not connected: %.*s. Units on different sides cannot be compared."), SV_ARG(name),
		    SV_ARG(jury_parts_text(a, p, names_of(a, s->in), s->in->n_peers)));
	if (!dec_sub(p->mildest, p->strictest, &spread))
		spread = (struct dec){ 0 };
	if (complete(p, s->in->n_peers))
		say(s, "board.jury_spread", N_("%.*s: %zu judges, %.*s points from the strictest to the mildest; all saw the same units, so it cancels out."),
		    SV_ARG(name), p->n, SV_ARG(dec_fixed(a, spread, 2)));
	else
		say(s, "board.jury_uneven",
		    N_("%.*s: %zu judges, %.*s points from the strictest to the mildest, and not all saw the same units: whom the strict ones saw "
		       "loses by it."),
		    SV_ARG(name), p->n, SV_ARG(dec_fixed(a, spread, 2)));
	say_judges(s, p);
}

/* The votes of one unit by item and class of voters, as the columns hold them. */
static size_t votes_of(const struct rule_columns *cols, size_t unit, struct veil_votes *v)
{
	size_t n = 0;
	for (size_t k = 0; k < cols->n_items; k++) {
		const struct rule_column *c = &cols->items[k];
		int groups = c->item->n_groups ? c->item->n_groups : 1;
		for (int g = 0; rule_item_votes(c->item) && g < groups; g++) {
			v[n] = (struct veil_votes){ .class = c->class, .item = c->item, .group = c->item->n_groups ? c->item->groups[g].name : SV("") };
			for (size_t i = c->first[unit]; i < c->first[unit + 1]; i++)
				v[n].n += c->item->n_groups && c->votes[i].group != g ? 0 : c->votes[i].count;
			n++;
		}
	}
	return n;
}

/* What the units and the public will not be shown (不公布), while the panel can still be made larger. */
static void say_few(struct said *s)
{
	const struct rule_columns *cols = s->sheet->columns;
	struct arena *a = s->cx->a;
	int least = rule_voters(s->in->rule);
	size_t some = 0, totals = 0, max = cols->n_items * RULE_SHARES_MAX + 1;
	struct veil_votes *v = NEW(a, struct veil_votes, max);
	for (size_t u = 0; u < cols->n_units; u++) {
		struct veil veil;
		rule_veil(a, s->in->rule, v, votes_of(cols, u, v), &veil);
		some += veil.any;
		totals += veil.total;
	}
	if (some)
		say(s, "board.few_voters",
		    N_("Of %zu units some means and votes rest on fewer than %d voters; whoever may not see the records is not shown them, nor what "
		       "would give them away."),
		    some, least);
	if (totals)
		say(s, "board.few_totals",
		    N_("Of %zu units so few voted that the total is kept back as well, and the place alone stands; ask more voters, or write a smaller "
		       "number in 不公布."),
		    totals);
}

/* Whoever is shamed should be shown to be last, not only to have come out last. */
static void say_lists(struct said *s)
{
	for (size_t i = 0; i < s->b->n; i++) {
		const struct board_row *r = &s->b->rows[i];
		if (r->side == SIDE_BLACK && r->band.alike && r->band.first < r->rank.better + 1)
			say(s, "board.black_alike",
			    N_("%.*s stands on the black list, but the marks do not part it from %d other units: its place may be anything from %d "
			       "to %d."),
			    SV_ARG(s->in->peers[r->rank.order - 1].name), r->band.alike, r->band.first, r->band.last);
	}
}

struct js *board_said_js(struct ctx *cx, const struct board_input *in, const struct score_sheet *sheet, const struct board *b)
{
	struct js *o = js_obj(cx->a), *judges = js_set(o, "judges", js_arr(cx->a));
	struct said s = { .cx = cx, .in = in, .sheet = sheet, .b = b, .findings = js_set(o, "findings", js_arr(cx->a)) };
	struct jury jury = { 0 };
	if (sheet->columns)
		rule_jury(cx->a, sheet->columns, &jury);
	for (size_t i = 0; i < jury.n; i++) {
		judge_rows(cx->a, &jury.panels[i], judges);
		say_panel(&s, &jury.panels[i]);
	}
	if (board_bands_none(b->bands))
		say(&s, "board.bands_none", N_("The rules ask for bands of places, and there are none: %s."), tr(cx->lang, board_bands_none(b->bands)));
	if (sheet->columns)
		say_few(&s);
	say_lists(&s);
	return o;
}

/* ---- board.jury, board.findings ----------------------------------------------------------------------------------------- */

const struct field board_jury_filters[1] = {
	{ .name = "board", .type = FIELD_REF, .required = true, .of = "board", .label = N_("Board") },
};
const struct column board_jury_columns[8] = {
	{ "item", FIELD_LINE, N_("Item") }, { "group", FIELD_LINE, N_("Class of voters") }, { "number", FIELD_LINE, N_("Judge") },
	{ "marks", FIELD_INT, N_("Marks") }, { "lenient", FIELD_DEC, N_("Milder or stricter") },
	{ "flat", FIELD_BOOL, N_("the same mark for all") }, { "contrary", FIELD_BOOL, N_("against the others") },
	{ "same_as", FIELD_LINE, N_("Same sheet as judge") },
};
const struct column board_findings_columns[2] = { { "id", FIELD_LINE, N_("Id") }, { "text", FIELD_LINE, N_("Finding") } };

static enum rc rows_of(struct ctx *cx, struct db *db, const struct view_in *in, const char *which, struct js *rows)
{
	struct board_head b;
	enum board_sight sight;
	struct js *said;
	TRY(board_get(cx, db, field_ref(&in->filters, "board"), &b));
	TRY(board_sight(cx, db, &in->actor, &b, &sight));
	if (sight != SIGHT_ALL)
		return fail(cx, RC_DENIED, "board.jury", N_("What is said of the judges is for the office, its leaders and its verifiers."));
	TRY(board_said(cx, db, NULL, b.id, &said));
	const struct js *list = js_get(said, which);
	for (const struct js *o = list ? list->first : NULL; o; o = o->next)
		js_push(rows, js_again(cx->a, o));
	return RC_OK;
}

enum rc board_jury_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	return rows_of(cx, db, in, "judges", rows);
}

enum rc board_findings_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	return rows_of(cx, db, in, "findings", rows);
}
