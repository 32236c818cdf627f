/* What each part (组成) gives to a unit's total, read off the lines that the act stated. */
#include "app/board/board_read.h"

#include "core/rule_compose.h"

static bool of_part(const struct js *line, const struct rule_part *t)
{
	struct sv stage = js_get_sv(line, "stage");
	bool part = sv_is(stage, score_stage_name(STAGE_PART)) && sv_eq(js_get_sv(line, "part"), t->name);
	/* 本细则 is the classes, what is spread over them, and what its weight takes away. */
	bool own = !t->source.n && (js_get_sv(line, "class").n || sv_is(stage, score_stage_name(STAGE_TOTAL_SPREAD)));
	return part || own;
}

bool board_part_line(const struct rule_part *t, const struct js *line)
{
	return of_part(line, t);
}

size_t board_parts(struct arena *a, const struct rule *r, const struct board_place *p, struct board_part **ret)
{
	struct board_part *part = *ret = NEW(a, struct board_part, r->n_parts + 1);
	for (size_t i = 0; i < r->n_parts; i++) {
		const struct rule_part *t = &r->parts[i];
		int64_t no = 0;
		part[i] = (struct board_part){ .of = t };
		for (const struct js *l = p->lines ? p->lines->first : NULL; l; l = l->next) {
			no++;
			if (!of_part(l, t))
				continue;
			part[i].first = part[i].first ? part[i].first : no;
			part[i].given = true;
			part[i].kept |= js_get_bool(l, "kept");
			if (!dec_add(part[i].points, js_get_dec(l, "points", (struct dec){ 0 }), &part[i].points))
				part[i].given = false;
		}
		part[i].given &= !part[i].kept;
	}
	return r->n_parts;
}

bool board_has_own(const struct rule *r)
{
	for (size_t i = 0; i < r->n_parts; i++)
		if (!r->parts[i].source.n)
			return true;
	return false;
}

struct js *board_parts_js(struct arena *a, const struct rule *r, const struct board_place *p)
{
	struct board_part *part;
	struct js *list = js_arr(a);
	size_t n = board_parts(a, r, p, &part);
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "name", part[i].of->name);
		js_set_dec(a, o, "weight", part[i].of->weight);
		js_set_bool(a, o, "own", !part[i].of->source.n);
		js_set(o, "points", part[i].given ? js_str(a, dec_text(a, part[i].points)) : js_null(a));
	}
	return list;
}

/* ---- what was read and does not count ----------------------------------------------------------------------------- */

static bool *counted(struct arena *a, const struct board_place *p, const struct board_fed *fed, size_t n)
{
	bool *used = NEW(a, bool, n + 1);
	for (const struct js *l = p->lines ? p->lines->first : NULL; l; l = l->next) {
		const struct js *numbers = js_get(l, "inputs");
		for (const struct js *x = numbers ? numbers->first : NULL; x; x = x->next)
			for (size_t i = 0; i < n; i++)
				used[i] |= fed[i].no == x->i;
	}
	return used;
}

static const struct rule_measure *measure_of(const struct rule *r, struct sv name)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *t = &r->classes[c].items[i];
			if (t->measure && (sv_eq(t->name, name) || (t->data.n && sv_eq(t->data, name))))
				return t->measure;
		}
	return NULL;
}

/* It was read and stands, and still is in no line: the clause itself leaves it out, or gives no number at all. */
static const char *why_not(const struct rule *r, const struct board_fed *fed, size_t n, const bool *used, size_t at)
{
	const struct rule_measure *m = measure_of(r, fed[at].name);
	bool others = false;
	for (size_t i = 0; i < n; i++)
		others |= used[i] && sv_eq(fed[i].name, fed[at].name) && sv_eq(fed[i].kind, fed[at].kind);
	if (others && m && m->kind == MEASURE_MARKS && (m->drop_high || m->drop_low))
		return N_("dropped as a highest or lowest mark, as the rules say");
	if (others && sv_is(fed[at].kind, "score"))
		return N_("only the latest period counts");
	return N_("something else that the clause needs is missing, so it gives no number");
}

enum rc board_fed_left(struct ctx *cx, const struct rule *r, const struct board_place *p, const struct board_fed *fed, size_t n,
		       struct board_left **ret, size_t *ret_n)
{
	struct rule_columns cols = { 0 };
	struct rule_input *in = NEW(cx->a, struct rule_input, n + 1);
	struct sv unit = arena_printf(cx->a, "%lld", (long long)p->unit);
	bool *used = counted(cx->a, p, fed, n);
	struct ctx probe = *cx;
	ctx_forget(&probe);
	*ret = NEW(cx->a, struct board_left, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		in[i] = board_fed_input(&fed[i], unit);
	/* What one unit alone was given reads no worse than it did in its group; were it otherwise, the lines still tell what counted. */
	if (rule_columns_load(&probe, r, &unit, 1, in, n, (struct dec){ 0 }, &cols) != RC_OK)
		cols.n_left_out = 0;
	for (size_t i = 0; i < n; i++) {
		const char *why = used[i] ? NULL : why_not(r, fed, n, used, i);
		for (size_t k = 0; k < cols.n_left_out && !used[i]; k++)
			if (cols.left_out[k].input == &in[i])
				why = input_out_name(cols.left_out[k].why);
		if (why)
			(*ret)[(*ret_n)++] = (struct board_left){ &fed[i], why };
	}
	return RC_OK;
}
