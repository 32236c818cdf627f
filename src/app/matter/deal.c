#include "app/matter/deal.h"

#include "app/matter/queries.sql.h"
#include "core/workdays.h"

bool deal_has(const struct fields *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->def[i].name, name) == 0)
			return f->v[i].present;
	return false;
}

/* ---- load --------------------------------------------------------------------------------------------------- */

static enum rc load_actor(struct ctx *cx, struct db *db, const struct act_in *in, struct deal *s)
{
	enum rc rc;
	struct stmt *st = db_query(db, &post_unit_path);
	bind_int(st, 1, in->actor.post);
	while (db_step(cx, st, &rc)) {
		s->actor_unit = col_int(st, 0);
		s->actor_path = col_sv(st, 1, cx->a);
	}
	return rc == RC_OK ? person_now(cx, db, in->actor.post, &s->person) : rc;
}

static enum rc load_asked(struct ctx *cx, struct db *db, struct deal *s)
{
	struct extension *all;
	size_t n;
	TRY(matter_extensions(cx, db, s->m.id, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(all[i].state, "asked"))
			s->asked = all[i];
	return RC_OK;
}

enum rc deal_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct deal *s = NEW(cx->a, struct deal, 1);
	TRY(matter_get(cx, db, in->subject, &s->m));
	if (!s->m.shown)
		return fail(cx, RC_CONFLICT, "matter.not_shown", N_("The import of this matter is not finished yet."));
	TRY(matter_duties(cx, db, in->subject, &s->d, &s->n));
	TRY(load_actor(cx, db, in, s));
	TRY(load_asked(cx, db, s));
	if (deal_has(&in->fields, "unit"))
		TRY(unit_get(cx, db, field_ref(&in->fields, "unit"), &s->unit));
	if (deal_has(&in->fields, "to"))
		TRY(unit_get(cx, db, field_ref(&in->fields, "to"), &s->to));
	if (deal_has(&in->fields, "post"))
		TRY(post_get(cx, db, field_ref(&in->fields, "post"), &s->post));
	target_add(ret, AT_OWNER, s->m.owner);
	for (size_t i = 0; i < s->n; i++)
		if (s->d[i].state != ASSIGNMENT_RELEASED)
			target_add(ret, s->d[i].role == AS_LEAD ? AT_LEAD : s->d[i].role == AS_VERIFY ? AT_VERIFY : AT_ASSIST,
				   s->d[i].unit);
	*ret_state = s;
	return RC_OK;
}

static bool speaks_for(const struct grant *g, size_t n, const struct duty *d)
{
	for (size_t i = 0; i < n; i++)
		if ((g[i].role & ROLE_UNIT) && sv_starts(d->unit_path, g[i].path))
			return true;
	return false;
}

/* Whose duty is meant: the named unit's; else the one that the actor speaks for, its own unit's first; else,
 * for the office, the only lead. */
static void choose(struct deal *s, const struct grant *g, size_t n)
{
	const struct duty *spoken = NULL, *lead = NULL;
	size_t n_spoken = 0, n_lead = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct duty *d = &s->d[i];
		if (d->state == ASSIGNMENT_RELEASED || (d->role != AS_LEAD && d->role != AS_ASSIST))
			continue;
		if (s->unit.id ? d->unit != s->unit.id : false)
			continue;
		if (d->role == AS_LEAD || s->unit.id) {
			lead = d;
			n_lead++;
		}
		if (!speaks_for(g, n, d))
			continue;
		if (d->unit == s->actor_unit) {
			spoken = d;
			n_spoken = 1;
			break;
		}
		spoken = d;
		n_spoken++;
	}
	s->own = n_spoken == 1;
	s->mine = n_spoken == 1 ? spoken : n_spoken == 0 && n_lead == 1 ? lead : NULL;
}

enum rc deal_load_unit(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct grant *g;
	size_t n;
	TRY(deal_load(cx, db, in, ret_state, ret));
	struct deal *s = *ret_state;
	TRY(post_grants(cx, db, in->actor.post, &g, &n));
	choose(s, g, n);
	if (s->mine) {
		TRY(record_last_of(cx, db, s->m.id, s->mine->unit, "progress", &s->last));
		/* The right is judged over the unit that is spoken for, not over any unit of the matter. */
		ret->at[AT_LEAD].n = ret->at[AT_ASSIST].n = 0;
		target_add(ret, s->mine->role == AS_LEAD ? AT_LEAD : AT_ASSIST, s->mine->unit);
	}
	return RC_OK;
}

/* Another party verifies: neither the post nor the person that signed for it or claimed it, in whatever post by now. */
static enum rc load_parties(struct ctx *cx, struct db *db, const struct act_in *in, struct deal *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct duty *d = &s->d[i];
		if (d->state == ASSIGNMENT_RELEASED || (d->role != AS_LEAD && d->role != AS_ASSIST))
			continue;
		struct signer_mark acked = { d->acked_by, d->acked_person, 0 }, claimed = { d->claimed_by, d->claimed_person, d->claimed_seq };
		bool a, c;
		TRY(person_was(cx, db, &acked, in->actor.post, &a));
		TRY(person_was(cx, db, &claimed, in->actor.post, &c));
		s->signed_it |= a;
		s->claimed_it |= c;
	}
	return RC_OK;
}

enum rc deal_load_check(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(deal_load(cx, db, in, ret_state, ret));
	struct deal *s = *ret_state;
	TRY(load_parties(cx, db, in, s));
	s->check_unit = s->actor_unit;
	if (s->m.verifier) {
		ret->at[AT_OWNER].n = 0; /* another party was named: it, and not the office, concludes */
		ret->at[AT_VERIFY].n = 0;
		target_add(ret, AT_VERIFY, s->m.verifier);
		s->check_unit = s->m.verifier;
	} else {
		target_add(ret, AT_VERIFY, s->m.owner);
	}
	return RC_OK;
}

/* ---- decide --------------------------------------------------------------------------------------------------- */

struct assignment *deal_machine(struct arena *a, const struct duty *d, size_t n)
{
	struct assignment *as = NEW(a, struct assignment, n + 1);
	for (size_t i = 0; i < n; i++)
		as[i] = (struct assignment){ .id = d[i].id, .unit = d[i].unit, .role = d[i].role, .state = d[i].state,
					     .no_return = d[i].no_return };
	return as;
}

static void change_duties(struct ctx *cx, const struct deal *s, const struct act_in *in, const struct matter_next *next,
			  struct js *facts)
{
	struct js *list = NULL;
	for (size_t i = 0; i < next->n; i++) {
		const struct assignment *now = &next->assignments[i];
		struct duty d = i < s->n ? s->d[i] : (struct duty){ .id = s->m.id * DUTIES_PER_MATTER + (int64_t)i, .unit = now->unit,
								    .role = now->role, .assigned_at = in->at,
								    .state = ASSIGNMENT_STATE_COUNT_ };
		if (d.state == now->state && d.no_return == now->no_return)
			continue;
		if (now->state == ASSIGNMENT_ASSIGNED) {
			d.assigned_at = in->at;
			d.acked_at = d.acked_by = d.acked_person = d.done_at = 0;
			d.claimed_by = d.claimed_person = d.claimed_seq = 0;
		}
		if (now->state == ASSIGNMENT_ACKED && d.state == ASSIGNMENT_ASSIGNED) {
			d.acked_at = in->at;
			d.acked_by = in->actor.post;
			d.acked_person = s->person;
		}
		if (now->state == ASSIGNMENT_DONE)
			d.done_at = in->at;
		if (now->state == ASSIGNMENT_DONE && d.role != AS_VERIFY) {
			d.claimed_by = in->actor.post;
			d.claimed_person = s->person;
			d.claimed_seq = in->seq;
		}
		if (now->state == ASSIGNMENT_RETURNED)
			d.reason = field_sv(&in->fields, "reason");
		d.state = now->state;
		d.no_return = now->no_return;
		list = list ? list : js_set(facts, "duties", js_arr(cx->a));
		js_push(list, duty_js(cx->a, &d));
	}
}

/* The clock stands while a claim is looked at or the matter is suspended. */
static void change_clock(struct ctx *cx, const struct deal *s, const struct act_in *in, enum matter_state now, struct js *set)
{
	bool stands = now == MATTER_FINISH_CLAIMED || now == MATTER_VERIFYING || now == MATTER_SUSPENDED || now == MATTER_CLOSED;
	if (stands && !day_is(s->m.stopped))
		js_set_day(cx->a, set, "stopped", day_of_instant(in->at));
	if (!stands && day_is(s->m.stopped))
		js_set_day(cx->a, set, "stopped", DAY_NONE);
}

enum rc deal_step(struct ctx *cx, const struct deal *s, const struct act_in *in, const struct matter_step *step,
		  struct js *facts, struct js *set)
{
	struct matter_now now = { .state = s->m.state, .due_kind = s->m.due_kind, .n = s->n,
				  .assignments = deal_machine(cx->a, s->d, s->n) };
	struct matter_next next;
	TRY(matter_decide(cx, &now, step, &next));
	if (next.n > DUTIES_PER_MATTER)
		return fail(cx, RC_LIMIT, "assignment.too_many", N_("This matter was assigned too often; enter a new one."));
	if (next.state != now.state) {
		js_set_sv(cx->a, set, "state", sv_of(matter_state_name(next.state)));
		change_clock(cx, s, in, next.state, set);
	}
	if (next.due_kind != now.due_kind)
		js_set_sv(cx->a, set, "due_kind", sv_of(due_kind_name(next.due_kind)));
	change_duties(cx, s, in, &next, facts);
	return RC_OK;
}

enum rc deal_mine(struct ctx *cx, const struct deal *s)
{
	return s->mine ? RC_OK : fail_at(cx, RC_INVALID, "unit", "matter.which_unit",
					 s->unit.id ? N_("This unit has no such assignment on this matter: look at the list of its units.") :
						      N_("Say for which of the matter's units this is."));
}

enum rc deal_behalf(struct ctx *cx, const struct deal *s, const struct act_in *in, struct record_in *rec)
{
	const struct fields *f = &in->fields;
	TRY(deal_mine(cx, s));
	rec->unit = s->mine->unit;
	rec->said_by = field_sv(f, "on_behalf_of");
	rec->means = field_sv(f, "means");
	if (s->own && !rec->said_by.p && !rec->means.p)
		return RC_OK;
	enum rc rc = RC_OK;
	if (!rec->said_by.p)
		rc = fail_at(cx, RC_INVALID, "on_behalf_of", "matter.behalf",
			     N_("You enter this for the unit %.*s: write down who there said it."), SV_ARG(s->mine->unit_name));
	if (!rec->means.p)
		rc = fail_at(cx, RC_INVALID, "means", "matter.means", N_("Choose by what means it was said."));
	return rc;
}

void deal_take(struct arena *a, const struct fields *f, struct js *set)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct value *v = &f->v[i];
		const char *name = f->def[i].name;
		const struct matter_col *c = matter_col(sv_of(name));
		if (!v->present || !c || strcmp(name, "import") == 0) /* whose import made it, not who changed it */
			continue;
		switch (f->def[i].type) {
		case FIELD_LINE:
		case FIELD_TEXT:
		case FIELD_ENUM:
			js_set_sv(a, set, name, v->s);
			break;
		case FIELD_INT:
		case FIELD_REF:
			js_set_int(a, set, name, v->i);
			break;
		case FIELD_DEC:
			js_set_dec(a, set, name, v->d);
			break;
		case FIELD_DAY:
			js_set_day(a, set, name, v->day);
			break;
		case FIELD_BOOL:
			js_set_bool(a, set, name, v->i != 0);
			break;
		case FIELD_REFS:
		case FIELD_DATA:
			break;
		}
	}
}

static struct day months_later(struct day from, int64_t n)
{
	struct civil c = civil_of_day(from);
	int64_t month = c.year * INT64_C(12) + c.month - 1 + n;
	int year = (int)(month / 12), m = (int)(month % 12) + 1;
	int last = month_days(year, m);
	return day_of_civil(year, m, c.day < last ? c.day : last);
}

/* 交办后 7 个工作日内: counted from the day of issue, that day not included. */
static enum rc relative_due(struct ctx *cx, struct day from, int64_t n, struct sv unit, struct day *ret, bool *unsure)
{
	if (sv_is(unit, "workday")) {
		struct calendar cal;
		struct calendar_table shipped = workdays_shipped(cx->a);
		TRY(calendar_build(cx, &shipped, 1, &cal));
		if (!calendar_add(&cal, from, n, ret, unsure))
			return fail_at(cx, RC_INVALID, "due_amount", "due.far", N_("This deadline lies too far away."));
		return RC_OK;
	}
	if (sv_is(unit, "month") || sv_is(unit, "year"))
		*ret = months_later(from, sv_is(unit, "year") ? 12 * n : n);
	else
		*ret = (struct day){ (int32_t)(from.n + (sv_is(unit, "week") ? 7 * n : sv_is(unit, "hour") ? (n + 23) / 24 : n)) };
	return RC_OK;
}

enum rc deal_issue(struct ctx *cx, const struct matter *m, const struct act_in *in, struct js *set, struct js *facts)
{
	struct day today = day_of_instant(in->at), due = m->due;
	bool unsure = false;
	if (m->issued_at == 0)
		js_set_int(cx->a, set, "issued_at", in->at);
	if (day_is(due) || m->issued_at)
		return RC_OK;
	if (m->due_kind == DUE_RELATIVE && m->due_amount > 0)
		TRY(relative_due(cx, today, m->due_amount, m->due_unit.n ? m->due_unit : SV("day"), &due, &unsure));
	else if (m->due_kind == DUE_IMMEDIATE)
		due.n = (int32_t)(today.n + LIGHT_DEFAULTS.immediate_days);
	else if (m->due_kind == DUE_FIXED || m->due_kind == DUE_NONE)
		return fail_at(cx, RC_INVALID, "due", "matter.no_due", N_("A matter needs a deadline before it is issued, or is standing."));
	if (day_is(due)) {
		js_set_day(cx->a, set, "due", due);
		js_set_day(cx->a, set, "first_due", due);
	}
	if (unsure)
		js_set_bool(cx->a, facts, "unsure", true); /* no table of working days for that year yet */
	return RC_OK;
}
