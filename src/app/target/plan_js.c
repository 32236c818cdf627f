/* A plan as JSON: the answer of `bixue target import --json` and of the API. */
#include "app/target/target.h"

static struct js *row_js(struct arena *a, const struct target_row_plan *r)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "row", r->no);
	js_set_sv(a, o, "what", sv_of(plan_what_name(r->what)));
	js_set_sv(a, o, "unit", r->unit);
	js_set_sv(a, o, "indicator", r->indicator);
	js_set_int(a, o, "target", r->target);
	plan_set_says(a, o, r->why, r->n_why, r->change, r->n_change);
	return o;
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
	plan_set_counts(a, o, p->count, done && done->repeated, done ? done->made : 0, done ? done->changed : 0);
	struct js *rows = js_set(o, "rows", js_arr(a)), *gone = js_set(o, "gone", js_arr(a));
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].what != PLAN_SAME || p->row[i].n_change)
			js_push(rows, row_js(a, &p->row[i]));
	for (size_t i = 0; i < p->n_gone; i++) {
		struct js *e = js_push(gone, js_obj(a));
		js_set_int(a, e, "target", p->gone[i].id);
		js_set_sv(a, e, "unit", p->gone[i].unit_short);
		js_set_sv(a, e, "indicator", p->gone[i].indicator);
	}
	js_set(o, "names", names_js(a, p->name, p->n_name));
	return o;
}
