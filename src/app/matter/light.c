/* The light of a matter, and the table of the days on which it turns. */
#include "app/matter/row.h"

#include "app/matter/queries.sql.h"

static struct light_facts light_facts_of(const struct matter *m)
{
	struct light_facts f = { .state = m->state, .due_kind = m->due_kind, .due = m->due, .stopped = m->stopped,
				 .started = m->started, .has_done = m->percent.u != PERCENT_NONE.u, .done = m->percent };
	f.start = day_is(m->start_actual) ? m->start_actual : day_is(m->start_plan) ? m->start_plan :
		  m->issued_at ? day_of_instant(m->issued_at) : DAY_NONE;
	if (m->state == MATTER_CLOSED && !day_is(f.stopped) && m->closed_at)
		f.stopped = day_of_instant(m->closed_at);
	return f;
}

struct light_view matter_light_of(const struct matter *m, struct day today)
{
	struct light_facts f = light_facts_of(m);
	return matter_light(&f, &LIGHT_DEFAULTS, today);
}

enum rc turn_write(struct ctx *cx, struct db *db, const struct matter *m)
{
	struct light_facts f = light_facts_of(m);
	struct light_turns t = matter_light_turns(&f, &LIGHT_DEFAULTS);
	bool turns = day_is(t.late_from);
	struct stmt *st = db_query(db, turns ? &turn_put : &turn_drop);
	bind_int(st, 1, m->id);
	if (turns) {
		bind_day(st, 2, t.ahead_until);
		bind_day(st, 3, t.soon_from);
		bind_day(st, 4, t.behind_from);
		bind_day(st, 5, t.late_from);
	}
	return db_run(cx, st);
}
