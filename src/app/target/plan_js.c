/* A plan as JSON: the answer of `bixue target import --json` and of the API. */
#include "app/target/target.h"

static struct js *row_js(struct arena *a, const struct target_row_plan *r)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "row", r->no);
	js_set_sv(a, o, "what", sv_of(target_what_name(r->what)));
	js_set_sv(a, o, "unit", r->unit);
	js_set_sv(a, o, "indicator", r->indicator);
	js_set_int(a, o, "target", r->target);
	struct js *why = js_set(o, "why", js_arr(a)), *changes = js_set(o, "changes", js_arr(a));
	for (size_t i = 0; i < r->n_why; i++)
		js_push(why, js_str(a, r->why[i]));
	for (size_t i = 0; i < r->n_diff; i++) {
		struct js *e = js_push(changes, js_obj(a));
		js_set_sv(a, e, "field", sv_of(r->diff[i].field));
		js_set_sv(a, e, "was", r->diff[i].was);
		js_set_sv(a, e, "now", r->diff[i].now);
		js_set_bool(a, e, "by_hand", r->diff[i].by_hand);
	}
	return o;
}

/* Of a list that came in before: what it brought then. */
static int64_t brought(const struct target_plan *p, const struct target_import *done, enum target_what w)
{
	bool then = done && done->repeated;
	return then && w == TARGET_NEW ? done->made : then && w == TARGET_CHANGED ? done->changed : (int64_t)p->count[w];
}

struct js *target_plan_js(struct arena *a, const struct target_plan *p, const struct target_import *done)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "list", p->list);
	js_set_sv(a, o, "kind", SV("pledge"));
	js_set_int(a, o, "year", p->year);
	js_set_bool(a, o, "known", p->known);
	js_set_bool(a, o, "written", done != NULL);
	if (done)
		js_set_int(a, o, "import", done->id);
	for (int w = 0; w < TARGET_WHATS; w++)
		js_set_int(a, o, target_what_name((enum target_what)w), brought(p, done, (enum target_what)w));
	struct js *rows = js_set(o, "rows", js_arr(a)), *gone = js_set(o, "gone", js_arr(a)), *names = js_set(o, "names",
		js_arr(a));
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].what != TARGET_SAME || p->row[i].n_diff)
			js_push(rows, row_js(a, &p->row[i]));
	for (size_t i = 0; i < p->n_gone; i++) {
		struct js *e = js_push(gone, js_obj(a));
		js_set_int(a, e, "target", p->gone[i].id);
		js_set_sv(a, e, "unit", p->gone[i].unit_short);
		js_set_sv(a, e, "indicator", p->gone[i].indicator);
	}
	for (size_t i = 0; i < p->n_name; i++) {
		struct js *e = js_push(names, js_obj(a));
		js_set_sv(a, e, "name", p->name[i].name);
		js_set_int(a, e, "rows", p->name[i].rows);
		js_set_bool(a, e, "collective", p->name[i].collective);
		js_set_sv(a, e, "proposals", p->name[i].proposals);
	}
	return o;
}
