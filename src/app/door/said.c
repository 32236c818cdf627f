#include "app/door/said.h"

#include "core/spoken.h"

/* ---- what a cell says ------------------------------------------------------------------------------------- */

/* "clerk@商州区, verifier@商州区" */
static struct sv roles_said(struct arena *a, enum lang lang, struct sv roles)
{
	struct buf b = buf_new(a, roles.n * 8 + 64);
	struct sv one;
	while (sv_split(&roles, ',', &one)) {
		one = sv_trim(one);
		size_t at = sv_find(one, SV("@"), 0);
		struct sv role = spoken(a, lang, NULL, NULL, at == SIZE_MAX ? one : sv_upto(one, at));
		buf_printf(&b, "%s%.*s", b.n ? (lang == LANG_ZH ? "、" : ", ") : "", SV_ARG(role));
		if (at != SIZE_MAX)
			buf_printf(&b, lang == LANG_ZH ? "（%.*s）" : " (%.*s)", SV_ARG(sv_from(one, at + 1)));
	}
	return b.n ? buf_sv(&b) : SV("");
}

static struct sv data_said(struct arena *a, const struct js *v)
{
	struct buf b = buf_new(a, 1 << 16);
	if (v->kind == JS_ARR && v->first && v->first->kind == JS_STR) {
		for (const struct js *e = v->first; e; e = e->next)
			buf_printf(&b, "%s%.*s", e == v->first ? "" : ", ", SV_ARG(e->s));
		return buf_sv(&b);
	}
	js_write(&b, v);
	return buf_sv(&b);
}

struct sv view_said(struct arena *a, enum lang lang, const struct registry *nouns, const struct view_def *view,
		    const struct column *column, const struct js *row)
{
	const struct js *v = js_get(row, column->name);
	if (!v || v->kind == JS_NULL)
		return SV("");
	if (v->kind == JS_BOOL)
		return sv_of(tr(lang, v->b ? N_("Yes") : N_("No")));
	if (v->kind != JS_STR)
		return data_said(a, v);
	if (strcmp(column->name, "roles") == 0)
		return roles_said(a, lang, v->s);
	const struct act_def *act = strcmp(column->name, "act") == 0 ? registry_act(nouns, v->s, NULL) : NULL;
	if (act)
		return sv_of(tr(lang, act->label));
	if (column->type != FIELD_ENUM || !v->s.n)
		return v->s;
	const char *noun = arena_cstr(a, sv_upto(sv_of(view->name), (size_t)(strchr(view->name, '.') - view->name)));
	/* of a summary, `what` says which code `name` holds */
	const char *which = strcmp(column->name, "name") == 0 ? arena_cstr(a, js_get_sv(row, "what")) : column->name;
	return spoken_head(a, lang, spoken(a, lang, noun, which, v->s));
}

static const struct view_look looks[] = {
	{ "unit.list", N_("Units"), "/u", "code", "name" },
	{ "person.list", N_("People and rights"), "/people", "id", "title" },
};

const struct view_look *view_look(const struct view_def *view)
{
	for (size_t i = 0; i < COUNT(looks); i++)
		if (strcmp(looks[i].view, view->name) == 0)
			return &looks[i];
	return NULL;
}
