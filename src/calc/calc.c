#include "calc/calc.h"

const struct calc_family *const calc_families[] = {
	&calc_aggregate,
	&calc_panel,
	&calc_ranking,
	&calc_judges,
	&calc_indicators,
	&calc_progress,
	&calc_composite,
	&calc_rates,
	&calc_uncertainty,
	&calc_arena,
	&calc_fieldwork,
	&calc_learning,
	&calc_privacy,
};
const size_t n_calc_families = sizeof(calc_families) / sizeof(*calc_families);

const struct calc_method *calc_find(struct sv name)
{
	for (size_t f = 0; f < n_calc_families; f++)
		for (size_t i = 0; i < calc_families[f]->n; i++)
			if (sv_is(name, calc_families[f]->methods[i].name))
				return &calc_families[f]->methods[i];
	return NULL;
}

static const struct calc_field *field_of(const struct calc_method *m, struct sv name)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (sv_is(name, m->fields[i].name))
			return &m->fields[i];
	return NULL;
}

static struct sv field_names(struct arena *a, const struct calc_method *m)
{
	struct buf b = buf_new(a, 4096);
	for (size_t i = 0; i < m->n_fields; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", m->fields[i].name);
	return buf_sv(&b);
}

static enum rc check_names(struct ctx *cx, const struct calc_method *m, const struct js *in)
{
	if (in->kind != JS_OBJ)
		return fail(cx, RC_INVALID, "calc.object", N_("The input must be one JSON object with the fields %.*s."),
			    SV_ARG(field_names(cx->a, m)));
	for (const struct js *v = in->first; v; v = v->next)
		if (!field_of(m, v->key))
			return fail_at(cx, RC_INVALID, arena_cstr(cx->a, v->key), "calc.field",
				       N_("“%.*s” is not a field of %s. Its fields are %.*s."), SV_ARG(v->key), m->name,
				       SV_ARG(field_names(cx->a, m)));
	for (size_t i = 0; i < m->n_fields; i++)
		if (!m->fields[i].optional && !js_get(in, m->fields[i].name))
			return fail_at(cx, RC_INVALID, m->fields[i].name, "calc.missing",
				       N_("“%s” is missing; write it as %s (see: bixue calc --help %s)."), m->fields[i].name,
				       m->fields[i].form, m->name);
	return RC_OK;
}

static struct js *trace_json(struct arena *a, const struct trace *t)
{
	struct js *list = js_arr(a);
	for (const struct trace_step *s = t->first; s; s = s->next) {
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "op", sv_of(s->op));
		if (s->of.n)
			js_set_sv(a, o, "of", s->of);
		if (s->in.n)
			js_set_sv(a, o, "in", s->in);
		js_set_sv(a, o, "out", s->out);
	}
	return list;
}

enum rc calc_do(struct ctx *cx, const struct calc_method *m, const struct js *in, bool trace, struct js **ret)
{
	struct trace t = { .a = cx->a };
	struct calc_run r = { .cx = cx, .in = { .v = in }, .result = js_obj(cx->a), .trace = trace ? &t : NULL };
	TRY(check_names(cx, m, in));
	TRY(m->run(&r));
	struct js *out = js_obj(cx->a);
	js_set_sv(cx->a, out, "method", sv_of(m->name));
	js_set_sv(cx->a, out, "status", sv_of(score_status_name(r.status)));
	if (m->analysis)
		js_set_bool(cx->a, out, "analysis_only", true);
	js_set(out, "result", r.result);
	if (trace)
		js_set(out, "trace", trace_json(cx->a, &t));
	*ret = out;
	return RC_OK;
}
