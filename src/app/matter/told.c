/* What an act on a matter tells those who follow it: they count by these facts, however the matter stands by then. */
#include "app/matter/deal.h"

void deal_about(struct arena *a, const struct deal *s, struct js *facts)
{
	struct js *o = js_set(facts, "about", js_obj(a));
	js_set_int(a, o, "no", s->m.no);
	js_set_sv(a, o, "title", s->m.title);
	js_set_sv(a, o, "kind", sv_of(matter_kind_name(s->m.kind)));
	js_set_sv(a, o, "topic", s->m.category);
	struct js *units = js_set(o, "units", js_arr(a));
	for (size_t i = 0; i < s->n; i++) {
		const struct duty *d = &s->d[i];
		if (d->state == ASSIGNMENT_RELEASED || (d->role != AS_LEAD && d->role != AS_ASSIST))
			continue;
		struct js *u = js_push(units, js_obj(a));
		js_set_int(a, u, "unit", d->unit);
		js_set_sv(a, u, "role", sv_of(assignment_role_name(d->role)));
	}
}

/* Version 1 told nothing but the days: what stands now has to do. */
static enum rc told_before(struct ctx *cx, struct db *db, int64_t id, struct matter_told *ret)
{
	struct matter m;
	struct duty *d;
	size_t n;
	TRY(matter_get(cx, db, id, &m));
	TRY(matter_duties(cx, db, id, &d, &n));
	*ret = (struct matter_told){ .no = m.no, .title = m.title, .topic = m.category, .problem = m.kind == MATTER_PROBLEM,
				     .unit = NEW(cx->a, struct told_unit, n + 1) };
	for (size_t i = 0; i < n; i++)
		if (d[i].state != ASSIGNMENT_RELEASED && (d[i].role == AS_LEAD || d[i].role == AS_ASSIST))
			ret->unit[ret->n++] = (struct told_unit){ d[i].unit, d[i].role == AS_ASSIST };
	return RC_OK;
}

enum rc matter_told(struct ctx *cx, struct db *db, int64_t id, const struct js *facts, struct matter_told *ret)
{
	const struct js *about = js_get(facts, "about"), *units = js_get(about, "units");
	if (!about)
		return told_before(cx, db, id, ret);
	*ret = (struct matter_told){ .no = js_get_int(about, "no", 0), .title = js_get_sv(about, "title"),
				     .topic = js_get_sv(about, "topic"), .problem = sv_is(js_get_sv(about, "kind"), matter_kind_name(MATTER_PROBLEM)),
				     .unit = NEW(cx->a, struct told_unit, (units ? units->n : 0) + 1) };
	for (const struct js *u = units ? units->first : NULL; u; u = u->next)
		ret->unit[ret->n++] = (struct told_unit){ js_get_int(u, "unit", 0),
							  sv_is(js_get_sv(u, "role"), assignment_role_name(AS_ASSIST)) };
	return RC_OK;
}
