/* What the form of an act opens with and offers: the values that stand, the visitor's own office as owner, and for a reference the
 * things of its noun that the visitor may see. */
#include "app/door/choice.h"

enum { OFFERED_MAX = 300, SELECT_MAX = 60 };

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

/* All rows, or false: not told, or more than OFFERED_MAX. */
static bool rows_with(struct visit *v, const struct view_def *view, const struct js *filters, struct js **ret)
{
	struct sv more = SV_NONE;
	struct ctx kept = v->cx; /* what was refused before stays said */
	ctx_forget(&v->cx);
	bool ok = visit_rows(v, view->name, 0, filters, OFFERED_MAX, SV_NONE, ret, &more) == RC_OK;
	v->cx = kept;
	return ok && !more.n;
}

/* Where all are too many, those of the kinds that are few: of a city its counties, departments and townships, not the villages. */
static struct js *rows_by_kind(struct visit *v, const struct view_def *view, int64_t within)
{
	const struct field *kind = filter_of(view, "kind");
	struct js *all = js_arr(v->cx.a), *some;
	for (size_t i = 0; kind && enum_word(kind->of, i).p; i++) {
		struct js *filters = js_obj(v->cx.a);
		if (within)
			js_set_int(v->cx.a, filters, "within", within);
		js_set_sv(v->cx.a, filters, "kind", enum_word(kind->of, i));
		if (!rows_with(v, view, filters, &some) || all->n + some->n > OFFERED_MAX)
			continue;
		for (const struct js *r = some->first; r; r = r->next)
			js_push(all, js_again(v->cx.a, r));
	}
	return all;
}

/* The rows of NOUN.list for this visitor, of the own place where the list can be asked so. */
static const struct js *rows_of(struct visit *v, const struct act_def *def, const struct noun *noun)
{
	const struct view_def *view = registry_view(store_nouns(web_store(v->web)), sv_of(arena_printf(v->cx.a, "%s.list", noun->name).p), NULL);
	struct js *rows = NULL, *filters = js_obj(v->cx.a);
	if (!view || view->of_one)
		return NULL;
	int64_t own = own_unit(v, def), within = !filter_of(view, "within") ? 0 : own ? own : own_place(v);
	if (within)
		js_set_int(v->cx.a, filters, "within", within);
	return rows_with(v, view, filters, &rows) ? rows : rows_by_kind(v, view, within);
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

static bool alone(struct arena *a, const struct js *rows, const struct js *row)
{
	for (const struct js *r = rows->first; r; r = r->next)
		if (r != row && sv_eq(called(a, r), called(a, row)))
			return false;
	return true;
}

/* The words by which the noun finds it again: a post by its login, else by the name or the code. */
static struct sv words_for(struct arena *a, const struct js *rows, const struct js *row)
{
	struct sv login = js_get_sv(row, "login"), code = js_get_sv(row, "code"), name = js_get_sv(row, "name");
	return login.n ? login : name.n && alone(a, rows, row) ? name : code.n ? code :
	       arena_printf(a, "#%lld", (long long)js_get_int(row, "id", 0));
}

/* Those called alike are told apart by whose they are and when. */
static struct sv label_for(struct arena *a, const struct js *rows, const struct js *row)
{
	static const char *const more[] = { "owner_name", "parent_name", "day", "from" };
	struct buf b = buf_new(a, 1000);
	buf_put(&b, called(a, row));
	for (size_t i = 0; i < COUNT(more) && !alone(a, rows, row); i++)
		if (js_get_sv(row, more[i]).n)
			buf_printf(&b, " · %.*s", SV_ARG(js_get_sv(row, more[i])));
	if (js_get_int(row, "version", 0) > 1)
		buf_printf(&b, " · v%lld", (long long)js_get_int(row, "version", 0));
	return buf_sv(&b);
}

static void select_of(struct visit *v, const struct js *rows, bool required, struct sv stands, struct ui_field *u)
{
	struct arena *a = v->cx.a;
	struct ui_choice *c = NEW(a, struct ui_choice, rows->n + 2);
	size_t n = 0;
	bool chosen = false;
	if (!required || !u->value.n)
		c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (const struct js *r = rows->first; r; r = r->next) {
		struct sv id = arena_printf(a, "#%lld", (long long)js_get_int(r, "id", 0));
		bool is = u->value.n && (sv_eq(u->value, id) || sv_eq(u->value, words_for(a, rows, r)));
		if (gone(r) && !is)
			continue;
		c[n++] = (struct ui_choice){ .value = id, .label = label_for(a, rows, r), .chosen = is };
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

static void list_of(struct visit *v, const struct noun *noun, const struct js *rows, const struct ui_field *before, size_t n_before, struct ui_field *u)
{
	struct arena *a = v->cx.a;
	struct ui_choice *c = NEW(a, struct ui_choice, rows->n + 1);
	size_t n = 0;
	for (const struct js *r = rows->first; r; r = r->next) {
		struct sv id = arena_printf(a, "#%lld", (long long)js_get_int(r, "id", 0)), words = words_for(a, rows, r);
		if (sv_eq(u->value, id) && means(v, noun, words, js_get_int(r, "id", 0)))
			u->value = words;
		if (!gone(r))
			c[n++] = (struct ui_choice){ .value = words, .label = sv_eq(words, called(a, r)) ? SV("") : label_for(a, rows, r) };
	}
	bool stands = false;         /* the same list serves every field of its noun */
	for (size_t i = 0; i < n_before; i++)
		stands |= before[i].list && strcmp(before[i].list, u->list) == 0;
	if (!stands) {
		u->choice = c;
		u->n_choice = n;
	}
}

void choice_offer(struct visit *v, const struct act_def *def, const struct field *f, const struct ui_field *before, size_t n_before, struct ui_field *u)
{
	const struct noun *noun = f->type == FIELD_REF ? registry_noun(store_nouns(web_store(v->web)), sv_of(f->of)) : NULL;
	int64_t id = 0;
	if (!noun)
		return;
	const struct js *rows = rows_of(v, def, noun);
	struct sv stands = sv_starts(u->value, SV("#")) && sv_int(sv_from(u->value, 1), &id) ? choice_name(v, noun, id) : SV("");
	/* Of units more may be named than are listed here. */
	bool unit = strcmp(noun->name, "unit") == 0;
	if (rows && rows->n && rows->n <= SELECT_MAX && !unit) {
		select_of(v, rows, f->required, stands, u);
	} else if (rows && rows->n) {
		u->list = arena_printf(v->cx.a, "l-%s", noun->name).p;
		list_of(v, noun, rows, before, n_before, u);
	}
	if (u->kind != INPUT_LINE || !sv_starts(u->value, SV("#")) || !stands.n)
		return;
	if (means(v, noun, stands, id))
		u->value = stands;
	else
		u->hint = stands;    /* the number stays, and what it means is beside it */
}
