/* What the form of an act opens with and offers: the values that stand, the visitor's own office as owner, and for a reference the
 * things of its noun that the visitor may see. */
#include "app/door/choice.h"

enum { OFFERED_MAX = 300, SELECT_MAX = 60, READ_MAX = 3000 };

/* As the view NOUN.show calls it; acts of another noun on the same things (a notice of an event) find them by the same resolve. */
static struct sv shown_name(struct visit *v, const struct noun *noun, int64_t subject)
{
	static const char *const names[] = { "name", "title" };
	const struct registry *all = store_nouns(web_store(v->web));
	struct js *rows = NULL;
	for (size_t i = 0; i < all->n && !rows; i++) {
		const char *view = arena_printf(v->cx.a, "%s.show", all->nouns[i]->name).p;
		if (all->nouns[i]->resolve == noun->resolve && registry_view(all, sv_of(view), NULL))
			rows = visit_rows_seen(v, view, subject, 1);
	}
	for (size_t i = 0; i < COUNT(names) && rows && rows->first; i++)
		if (js_get_sv(rows->first, names[i]).n)
			return js_get_sv(rows->first, names[i]);
	return SV("");
}

struct sv choice_name(struct visit *v, const struct noun *noun, int64_t id)
{
	bool person = strcmp(noun->name, "person") == 0;
	return !id ? SV("") : person ? visit_post_name(v, id) : strcmp(noun->name, "unit") == 0 ? visit_unit_name(v, id) : shown_name(v, noun, id);
}

struct js *choice_stands(struct visit *v, const struct act_def *def, int64_t subject)
{
	struct js *now = js_obj(v->cx.a);
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	bool asked = v->rq->method == HTTP_GET && subject && def->stands && visit_may(v, def->name, subject);
	return asked && def->stands(&probe, v->db, subject, now) == RC_OK ? now : NULL;
}

struct sv choice_value(struct arena *a, const struct js *stands, const struct field *f)
{
	const struct js *x = stands ? js_get(stands, f->name) : NULL;
	if (!x || (x->kind == JS_INT && f->type == FIELD_REF && !x->i))
		return SV("");
	return x->kind == JS_STR ? x->s : x->kind == JS_BOOL ? (x->b ? SV("1") : SV("")) :
	       x->kind == JS_INT ? arena_printf(a, f->type == FIELD_REF ? "#%lld" : "%lld", (long long)x->i) : SV("");
}

/* The widest place where the post holds anything. */
static int64_t own_place(struct visit *v)
{
	struct grant *g;
	size_t n, at = 0;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	if (post_grants(&probe, v->db, v->session.post, &g, &n) != RC_OK)
		return 0;
	for (size_t i = 1; i < n; i++)
		if (g[i].path.n < g[at].path.n)
			at = i;
	return n ? g[at].unit : 0;
}

/* The one unit over which this post may do the act; 0 where there are several. */
static int64_t own_unit(struct visit *v, const struct act_def *def)
{
	struct grant *g;
	size_t n;
	unsigned roles = 0;
	int64_t unit = 0;
	for (size_t i = 0; i < GRANT_RULES; i++)
		roles |= def->who[i].at == AT_OWNER ? def->who[i].roles : 0;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	if (post_grants(&probe, v->db, v->session.post, &g, &n) != RC_OK)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (!(g[i].role & roles))
			continue;
		if (unit && g[i].unit != unit)
			return 0;
		unit = g[i].unit;
	}
	return unit;
}

struct sv choice_owner(struct visit *v, const struct act_def *def, const struct field *f)
{
	int64_t unit = f->type == FIELD_REF && strcmp(f->of, "unit") == 0 && strcmp(f->name, "owner") == 0 ? own_unit(v, def) : 0;
	return unit ? arena_printf(v->cx.a, "#%lld", (long long)unit) : SV("");
}

/* ---- references ----------------------------------------------------------------------------------------------------- */

static const struct field *filter_of(const struct view_def *view, const char *name)
{
	for (size_t i = 0; i < view->n_filters; i++)
		if (strcmp(view->filters[i].name, name) == 0)
			return &view->filters[i];
	return NULL;
}

/* All rows; NULL where they are not told, or more than `max`. */
static struct js *rows_with(struct visit *v, const struct view_def *view, const struct js *filters, int max)
{
	struct js *rows = NULL;
	struct sv more = SV_NONE;
	struct ctx kept = v->cx; /* what was refused before stays said */
	ctx_forget(&v->cx);
	bool ok = visit_rows(v, view->name, 0, filters, max, SV_NONE, &rows, &more) == RC_OK;
	v->cx = kept;
	return ok && !more.n ? rows : NULL;
}

/* Where all are too many, those of the kinds that are few: of a city its counties, departments and townships, not the villages. */
static struct js *few_of(struct visit *v, const struct field *kind, const struct js *rows)
{
	struct js *few = js_arr(v->cx.a);
	for (size_t i = 0; kind && enum_word(kind->of, i).p; i++) {
		size_t n = 0;
		for (const struct js *r = rows->first; r; r = r->next)
			n += sv_eq(js_get_sv(r, "kind"), enum_word(kind->of, i));
		if (few->n + n > OFFERED_MAX)
			continue;
		for (const struct js *r = rows->first; r; r = r->next)
			if (sv_eq(js_get_sv(r, "kind"), enum_word(kind->of, i)))
				js_push(few, js_again(v->cx.a, r));
	}
	return few;
}

/* The rows of NOUN.list for this visitor, of the own place where the list can be asked so. */
static const struct js *rows_of(struct visit *v, const struct act_def *def, const struct noun *noun)
{
	const struct view_def *view = registry_view(store_nouns(web_store(v->web)), sv_of(arena_printf(v->cx.a, "%s.list", noun->name).p), NULL);
	struct js *filters = js_obj(v->cx.a);
	if (!view || view->of_one)
		return NULL;
	int64_t own = own_unit(v, def), within = !filter_of(view, "within") ? 0 : own ? own : own_place(v);
	if (!within)
		return rows_with(v, view, filters, OFFERED_MAX);
	js_set_int(v->cx.a, filters, "within", within);
	const struct js *rows = rows_with(v, view, filters, READ_MAX);
	return rows && rows->n > OFFERED_MAX ? few_of(v, filter_of(view, "kind"), rows) : rows;
}

static struct sv called(struct arena *a, const struct js *row)
{
	struct sv name = js_get_sv(row, "name"), title = js_get_sv(row, "title"), unit = js_get_sv(row, "unit_name");
	return name.n ? name : unit.n ? arena_printf(a, "%.*s %.*s", SV_ARG(unit), SV_ARG(title)) : title;
}

/* What nobody would choose: cancelled, disabled, closed. */
static bool gone(const struct js *row)
{
	const struct js *closed = js_get(row, "closed");
	return sv_is(js_get_sv(row, "state"), "cancelled") || js_get_bool(row, "disabled") || (closed && closed->kind == JS_STR);
}

/* The words by which the noun finds it again: a post by its login, else by the name or the code. */
static struct sv words_for(const struct js *row, const struct choice_thing *t)
{
	struct sv login = js_get_sv(row, "login"), code = js_get_sv(row, "code"), name = js_get_sv(row, "name");
	return login.n ? login : name.n && t->alone ? name : code.n ? code : t->number;
}

/* Those called alike are told apart by whose they are and when. */
static struct sv label_for(struct arena *a, const struct js *row, const struct choice_thing *t)
{
	static const char *const more[] = { "owner_name", "parent_name", "day", "from" };
	int64_t version = js_get_int(row, "version", 0);
	struct sv s = t->called;
	for (size_t i = 0; i < COUNT(more) && !t->alone; i++)
		if (js_get_sv(row, more[i]).n)
			s = arena_printf(a, "%.*s · %.*s", SV_ARG(s), SV_ARG(js_get_sv(row, more[i])));
	return version > 1 ? arena_printf(a, "%.*s · v%lld", SV_ARG(s), (long long)version) : s;
}

static void things_of(struct visit *v, const struct act_def *def, const struct noun *noun, struct choice_list *ret)
{
	struct arena *a = v->cx.a;
	const struct js *rows = rows_of(v, def, noun);
	*ret = (struct choice_list){ .noun = noun, .thing = NEW(a, struct choice_thing, rows ? rows->n + 1 : 1) };
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next) {
		int64_t id = js_get_int(r, "id", 0);
		ret->thing[ret->n++] = (struct choice_thing){ .id = id, .called = called(a, r), .number = arena_printf(a, "#%lld", (long long)id), .alone = true, .gone = gone(r) };
	}
	for (size_t i = 0; i < ret->n; i++)
		for (size_t k = 0; k < i; k++)
			if (sv_eq(ret->thing[i].called, ret->thing[k].called))
				ret->thing[i].alone = ret->thing[k].alone = false;
	size_t n = 0;
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next, n++) {
		ret->thing[n].words = words_for(r, &ret->thing[n]);
		ret->thing[n].label = label_for(a, r, &ret->thing[n]);
	}
}

/* Read once for a page, however many fields ask for it. */
static struct choice_list *list_for(struct visit *v, const struct act_def *def, const struct noun *noun, struct choices *known)
{
	for (size_t i = 0; i < known->n; i++)
		if (known->list[i].noun == noun)
			return &known->list[i];
	struct choice_list *list = &known->list[known->n < COUNT(known->list) ? known->n++ : COUNT(known->list) - 1];
	things_of(v, def, noun, list);
	return list;
}

static void select_of(struct visit *v, const struct choice_list *list, bool required, struct sv stands, struct ui_field *u)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, list->n + 2);
	size_t n = 0;
	bool chosen = false;
	if (!required || !u->value.n)
		c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (size_t i = 0; i < list->n; i++) {
		const struct choice_thing *t = &list->thing[i];
		bool is = u->value.n && (sv_eq(u->value, t->number) || sv_eq(u->value, t->words));
		if (t->gone && !is)
			continue;
		c[n++] = (struct ui_choice){ .value = t->number, .label = t->label, .chosen = is };
		chosen |= is;
	}
	if (u->value.n && !chosen)
		c[n++] = (struct ui_choice){ .value = u->value, .label = stands.n ? stands : u->value, .chosen = true };
	u->kind = INPUT_SELECT;
	u->hint = SV("");
	u->choice = c;
	u->n_choice = n;
}

/* Do these words mean that one?  A name that is the only one in this list may not be the only one of all. */
static bool means(struct visit *v, const struct noun *noun, struct sv words, int64_t id)
{
	struct ctx probe = v->cx;
	int64_t found = 0;
	ctx_forget(&probe);
	return door_subject(&probe, v->db, noun, words, &found) == RC_OK && found == id;
}

/* The list stands on the page once, beside the first field of its noun. */
static void line_of(struct visit *v, struct choice_list *list, struct ui_field *u)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, list->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct choice_thing *t = &list->thing[i];
		if (sv_eq(u->value, t->number) && means(v, list->noun, t->words, t->id))
			u->value = t->words;
		if (!t->gone)
			c[n++] = (struct ui_choice){ .value = t->words, .label = sv_eq(t->words, t->called) ? SV("") : t->label };
	}
	u->list = arena_printf(v->cx.a, "l-%s", list->noun->name).p;
	if (list->shown)
		return;
	list->shown = true;
	u->choice = c;
	u->n_choice = n;
}

void choice_offer(struct visit *v, const struct act_def *def, const struct field *f, struct choices *known, struct ui_field *u)
{
	const struct noun *noun = f->type == FIELD_REF ? registry_noun(store_nouns(web_store(v->web)), sv_of(f->of)) : NULL;
	int64_t id = 0;
	if (!noun)
		return;
	struct choice_list *list = list_for(v, def, noun, known);
	struct sv stands = sv_starts(u->value, SV("#")) && sv_int(sv_from(u->value, 1), &id) ? choice_name(v, noun, id) : SV("");
	/* Of units more may be named than are listed here. */
	if (list->n && list->n <= SELECT_MAX && strcmp(noun->name, "unit") != 0)
		select_of(v, list, f->required, stands, u);
	else if (list->n)
		line_of(v, list, u);
	if (u->kind != INPUT_LINE || !sv_starts(u->value, SV("#")) || !stands.n)
		return;
	if (means(v, noun, stands, id))
		u->value = stands;
	else
		u->hint = stands;    /* the number stays, and what it means is beside it */
}
