/* The lines and classes of a row, as the acts of composing state them. */
#include "app/board/board_read.h"

#include "core/rule_print.h"

struct js *board_lines_js(struct arena *a, const struct board_input *in, const struct unit_score *s)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct score_line *l = &s->lines[i];
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "stage", sv_of(score_stage_name(l->stage)));
		js_set_sv(a, o, "class", l->class ? l->class->name : SV(""));
		js_set_sv(a, o, "item", l->item ? l->item->name : SV(""));
		js_set_sv(a, o, "clause", l->line ? rule_print_line(a, l->line, LANG_ZH) : SV(""));
		if (l->part)
			js_set_sv(a, o, "part", l->part->name);
		js_set_dec(a, o, "points", l->points);
		js_set_sv(a, o, "arithmetic", sv_or_empty(l->arithmetic));
		struct js *ids = js_set(o, "entries", js_arr(a));
		for (size_t k = 0; k < l->n_entries; k++) {
			int64_t id = 0;
			(void)sv_int(l->entries[k]->id, &id);
			js_push(ids, js_int(a, id));
		}
		struct js *fed = l->n_inputs ? js_set(o, "inputs", js_arr(a)) : NULL;
		for (size_t k = 0; k < l->n_inputs; k++)
			js_push(fed, js_int(a, l->inputs[k] - in->inputs + 1));
	}
	return list;
}

struct js *board_classes_js(struct arena *a, const struct rule *r, const struct unit_score *s)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < r->n_classes; i++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "name", r->classes[i].name);
		js_set_dec(a, o, "base", s->classes[i].base);
		js_set_dec(a, o, "plus", s->classes[i].plus);
		js_set_dec(a, o, "minus", s->classes[i].minus);
		js_set_dec(a, o, "score", s->classes[i].score);
	}
	return list;
}
