#include "verify/input.h"

#include "verify/taker.h"
#include "verify/words.h"

enum { INPUTS_MAX = 200000 };

static const char *const kinds[] = { "actual", "target", "progress", "mark", "ballot", "place", "score", "state", NULL },
			 *const missings[] = { "", "absent", "abstain", "recused", "spoilt", "not_applicable", NULL };

static bool read_one(struct vf_report *r, const struct vf_proof *p, const struct js *o, struct vf_input *i)
{
	struct taker t = { .o = o };
	int kind = 0, missing = 0;
	int64_t unit = take_int(&t, "unit");
	bool known = vf_choice(take_sv(&t, "kind"), kinds, &kind);
	i->name = take_sv(&t, "name");
	if (js_get(o, "missing"))
		known = vf_choice(take_sv(&t, "missing"), missings, &missing) && missing && known;
	else
		i->value = take_num(&t, "value");
	i->kind = (enum vf_input_kind)kind;
	i->missing = (enum vf_missing)missing;
	i->votes = js_get(o, "votes") ? take_int(&t, "votes") : 0;
	i->period = js_get(o, "period") ? take_int(&t, "period") : 0;
	i->estimated = js_get(o, "estimated") && take_true(&t, "estimated");
	i->day = js_get(o, "day") ? take_day(&t, "day") : DAY_NONE;
	i->grade = take_text_if(&t, "grade");
	i->group = take_text_if(&t, "group");
	i->judge = take_text_if(&t, "judge");
	i->source = take_text_if(&t, "source");
	i->record = take_text_if(&t, "record");
	for (size_t u = 0; u < p->n_unit; u++)
		if (p->unit[u].id == unit)
			i->unit_no = u + 1;
	if (!known && !t.bad)
		t.bad = "kind";
	return all_taken(r, &t, "inputs", i->no);
}

bool vf_inputs_read(struct vf_report *r, struct vf_proof *p)
{
	const struct js *list = js_get(p->facts, "inputs");
	p->progress = 0;
	if (p->grammar < 2)
		return !list || vf_unreadable(r, "读不懂：第 1 版语法的细则不读其他数据",
					      "Not readable: a rule of grammar 1 reads nothing beside entries");
	if (!list || list->kind != JS_ARR || list->n > INPUTS_MAX ||
	    !vf_num_read(vf_text(p->facts, "progress"), &p->progress))
		return vf_unreadable(r, "读不懂：成榜时读到的数据",
				     "Not readable: what the composition read beside entries");
	struct vf_input *in = NEW(r->a, struct vf_input, list->n + 1);
	for (const struct js *o = list->first; o; o = o->next) {
		struct vf_input *i = &in[p->n_input++];
		i->no = p->n_input;
		if (!read_one(r, p, o, i))
			return false;
	}
	p->input = in;
	return true;
}

struct vf_column vf_column(struct arena *a, const struct vf_proof *p, struct sv name, struct sv also)
{
	struct vf_column c = { .first = NEW(a, size_t, p->n_unit + 2) };
	size_t n = 0;
	for (size_t i = 0; i < p->n_input; i++)
		n += p->input[i].unit_no && (sv_eq(p->input[i].name, name) || (also.n && sv_eq(p->input[i].name, also)));
	c.in = NEW(a, const struct vf_input *, n + 1);
	const struct vf_input **found = NEW(a, const struct vf_input *, n + 1);
	n = 0;
	for (size_t i = 0; i < p->n_input; i++) {
		const struct vf_input *x = &p->input[i];
		if (!x->unit_no || !(sv_eq(x->name, name) || (also.n && sv_eq(x->name, also))))
			continue;
		found[n++] = x;
		c.first[x->unit_no + 1]++; /* counted two places on, so that filling moves each first to where it belongs */
	}
	for (size_t u = 2; u <= p->n_unit + 1; u++)
		c.first[u] += c.first[u - 1];
	for (size_t i = 0; i < n; i++)
		c.in[c.first[found[i]->unit_no]++] = found[i];
	return c;
}
