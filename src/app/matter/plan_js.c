/* A plan as JSON: the answer of `bixue matter import --json` and of the API. */
#include "app/matter/matter.h"

static struct js *row_js(struct arena *a, const struct plan_row *r)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "row", r->no);
	js_set_sv(a, o, "what", sv_of(plan_what_name(r->what)));
	js_set_sv(a, o, "title", r->title);
	if (r->matter)
		js_set_sv(a, o, "no", matter_no_text(a, r->matter_no));
	struct js *why = js_set(o, "why", js_arr(a)), *change = js_set(o, "changes", js_arr(a));
	for (size_t i = 0; i < r->n_why; i++)
		js_push(why, js_str(a, r->why[i]));
	for (size_t i = 0; i < r->n_change; i++) {
		struct js *e = js_push(change, js_obj(a));
		js_set_sv(a, e, "field", sv_of(r->change[i].field));
		js_set_sv(a, e, "was", r->change[i].was);
		js_set_sv(a, e, "now", r->change[i].now);
		js_set_bool(a, e, "by_hand", r->change[i].by_hand);
	}
	return o;
}

/* Of a list that came in before: what it brought then. */
static int64_t brought(const struct matter_plan *p, const struct matter_import *done, enum plan_what w)
{
	bool then = done && done->repeated;
	return then && w == PLAN_NEW ? done->made : then && w == PLAN_CHANGED ? done->changed : (int64_t)p->count[w];
}

struct js *matter_plan_js(struct arena *a, const struct matter_plan *p, const struct matter_import *done)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "list", p->list);
	js_set_sv(a, o, "kind", p->kind);
	js_set_bool(a, o, "known", p->known);
	js_set_bool(a, o, "written", done != NULL);
	if (done)
		js_set_int(a, o, "import", done->id);
	js_set_int(a, o, "announced", p->announced);
	js_set_int(a, o, "counted", p->counted);
	for (int w = 0; w < PLAN_WHATS; w++)
		js_set_int(a, o, plan_what_name((enum plan_what)w), brought(p, done, (enum plan_what)w));
	struct js *rows = js_set(o, "rows", js_arr(a)), *gone = js_set(o, "gone", js_arr(a)), *names = js_set(o, "names", js_arr(a));
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].what != PLAN_SAME || p->row[i].n_change)
			js_push(rows, row_js(a, &p->row[i]));
	for (size_t i = 0; i < p->n_gone; i++) {
		struct js *e = js_push(gone, js_obj(a));
		js_set_sv(a, e, "no", matter_no_text(a, p->gone[i].no));
		js_set_sv(a, e, "title", p->gone[i].title);
	}
	for (size_t i = 0; i < p->n_name; i++) {
		struct js *e = js_push(names, js_obj(a));
		js_set_sv(a, e, "name", p->name[i].name);
		js_set_int(a, e, "rows", p->name[i].rows);
		js_set_bool(a, e, "collective", p->name[i].collective);
		js_set_sv(a, e, "proposals", p->name[i].proposals);
	}
	js_set(o, "left_out", p->left_out);
	return o;
}
