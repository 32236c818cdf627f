/* A plan as JSON: the answer of `bixue matter import --json` and of the API. */
#include "app/matter/matter.h"
#include "app/unit/unit.h"

static struct js *row_js(struct arena *a, const struct plan_row *r)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "row", r->no);
	js_set_sv(a, o, "what", sv_of(plan_what_name(r->what)));
	js_set_sv(a, o, "title", r->title);
	if (r->matter)
		js_set_sv(a, o, "no", matter_no_text(a, r->matter_no));
	plan_set_says(a, o, r->why, r->n_why, r->change, r->n_change);
	return o;
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
	plan_set_counts(a, o, p->count, done && done->repeated, done ? done->made : 0, done ? done->changed : 0);
	struct js *rows = js_set(o, "rows", js_arr(a)), *gone = js_set(o, "gone", js_arr(a));
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].what != PLAN_SAME || p->row[i].n_change)
			js_push(rows, row_js(a, &p->row[i]));
	for (size_t i = 0; i < p->n_gone; i++) {
		struct js *e = js_push(gone, js_obj(a));
		js_set_sv(a, e, "no", matter_no_text(a, p->gone[i].no));
		js_set_sv(a, e, "title", p->gone[i].title);
	}
	js_set(o, "names", names_js(a, p->name, p->n_name));
	js_set(o, "left_out", p->left_out);
	return o;
}
