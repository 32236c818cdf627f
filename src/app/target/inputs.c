/* What scoring reads: of each line its plan and what came of it by the end of a period. */
#include "app/target/read.h"

#include "app/target/queries.sql.h"

static struct target_input input_of(const struct target_seen *s, struct day to)
{
	const struct target_line *l = &s->line;
	const struct target_actual *v = target_standing(s->actual, s->n_actual, to);
	int quarter = quarter_ending(to);
	struct target_input in = {
		.target = l->id, .unit = l->unit, .data_owner = l->data_owner, .indicator = l->indicator, .uom = l->uom, .lower = l->lower,
		.share = l->share, .weight = l->weight, .year = l->issued.year, .year_now = s->now.year, .document = l->document,
		.change = s->n_change ? s->change[s->n_change - 1].id : 0, .source = SV(""), .as_of = DAY_NONE, .base_day = DAY_NONE,
	};
	if (quarter) {
		in.plan = l->issued.quarter[quarter - 1];
		in.plan_now = s->now.quarter[quarter - 1];
		in.base = s->quarter[quarter - 1].base;
		in.base_day = s->quarter[quarter - 1].base_day;
	} else if (v) {
		in.base = v->base;
		in.base_day = v->base_day;
	}
	if (v) {
		in.actual = figure_of(v->value);
		in.final = v->final;
		in.source = v->source;
		in.record = v->id;
		in.as_of = v->as_of;
	}
	in.grows = growth_of(in.actual, in.base, l->share, &in.growth);
	in.light = pace_light(&(struct pace_in){ .value = in.actual, .plan = in.plan, .year = in.year, .lower = l->lower,
						 .quarter = quarter, .over = true });
	return in;
}

enum rc target_inputs(struct ctx *cx, struct db *db, const struct period *p, int64_t upto, struct target_input **ret, size_t *ret_n)
{
	struct target_line *l;
	size_t n;
	struct stmt *st = db_query(db, &target_of_year);
	bind_int(st, 1, p->owner);
	bind_int(st, 2, civil_of_day(p->to).year);
	bind_int(st, 3, upto ? upto : JS_INT_MAX);
	TRY(target_lines(cx, st, &l, &n));
	struct target_input *all = NEW(cx->a, struct target_input, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct target_seen s;
		TRY(target_see(cx, db, &l[i], p->to, upto, &s));
		all[i] = input_of(&s, p->to);
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}
