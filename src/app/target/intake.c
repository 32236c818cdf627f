/* A list of targets comes in: accepted once, row by row, shown when done, withdrawn within a day. */
#include "app/target/deeds.h"

#include "app/target/queries.sql.h"

enum { WITHDRAW_HOURS = 24 };

void take_text(struct ctx *cx, const struct act_in *in, const char *name, struct js *facts)
{
	struct sv s = field_sv(&in->fields, name);
	js_set_sv(cx->a, facts, name, sv_or_empty(s));
}

void take_figure(struct ctx *cx, const struct act_in *in, const char *name, struct js *facts)
{
	set_figure(cx->a, facts, name, field_figure(&in->fields, name));
}

/* ---- accept ------------------------------------------------------------------------------------------------------- */

struct accept_state {
	struct unit owner;
	int64_t running;         /* import of the office and year that is not over; 0 for none */
};

LOAD(target_accept_load)
{
	enum rc rc;
	struct accept_state *s = NEW(cx->a, struct accept_state, 1);
	TRY(unit_get(cx, db, field_ref(&in->fields, "owner"), &s->owner));
	struct stmt *st = db_query(db, &target_import_running);
	bind_int(st, 1, s->owner.id);
	bind_int(st, 2, field(&in->fields, "year")->i);
	while (db_step(cx, st, &rc))
		s->running = col_int(st, 0);
	target_add(ret, AT_OWNER, s->owner.id);
	*ret_state = s;
	return rc;
}

DECIDE(target_accept_decide)
{
	const struct accept_state *s = state;
	/* Its rows are not shown yet, so that the same ones would come in beside them. */
	if (s->running)
		return fail(cx, RC_CONFLICT, "import.running",
			    N_("This list is being taken in at this moment (import #%lld). Ask again in a minute; if it was broken off, withdraw that import and send the list once more."),
			    (long long)s->running);
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->owner.id);
	js_set_int(cx->a, facts, "year", field(&in->fields, "year")->i);
	take_text(cx, in, "list", facts);
	take_text(cx, in, "document", facts);
	take_text(cx, in, "file_name", facts);
	take_text(cx, in, "file_digest", facts);
	return RC_OK;
}

APPLY(target_accept_apply)
{
	struct stmt *st = db_query(db, &target_import_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_int(st, 3, js_get_int(facts, "year", 0));
	bind_sv(st, 4, js_get_sv(facts, "list"));
	bind_sv(st, 5, js_get_sv(facts, "document"));
	bind_sv(st, 6, js_get_sv(facts, "file_name"));
	bind_sv(st, 7, js_get_sv(facts, "file_digest"));
	bind_int(st, 8, row->at);
	bind_int(st, 9, row->actor);
	return db_run(cx, st);
}

/* ---- one row ------------------------------------------------------------------------------------------------------- */

struct row_state {
	struct target_import import;
	bool inside, twice;
};

LOAD(target_row_load)
{
	enum rc rc;
	struct row_state *s = NEW(cx->a, struct row_state, 1);
	struct unit owner, unit, data_owner;
	TRY(target_import_get(cx, db, field(&in->fields, "import")->i, &s->import));
	TRY(unit_get(cx, db, s->import.owner, &owner));
	TRY(unit_get(cx, db, field_ref(&in->fields, "unit"), &unit));
	TRY(unit_get(cx, db, field_ref(&in->fields, "data_owner"), &data_owner));
	/* An office is a department of its place, and its lists bind the units of the place. */
	bool office = sv_is(owner.kind, "department") || sv_is(owner.kind, "task_force") || sv_is(owner.kind, "other");
	TRY(unit_within(cx, db, unit.id, office && owner.parent ? owner.parent : owner.id, &s->inside));
	struct stmt *st = db_query(db, &target_same);
	bind_int(st, 1, s->import.owner);
	bind_int(st, 2, s->import.year);
	bind_int(st, 3, unit.id);
	bind_sv(st, 4, field_sv(&in->fields, "indicator"));
	bind_int(st, 5, s->import.id);
	while (db_step(cx, st, &rc))
		s->twice = true;
	target_add(ret, AT_OWNER, s->import.owner);
	*ret_state = s;
	return rc;
}

static enum rc is_open(struct ctx *cx, const struct target_import *i)
{
	return sv_is(i->state, "open") ? RC_OK : fail(cx, RC_CONFLICT, "import.over",
		N_("This import is finished: begin a new one."));
}

DECIDE(target_row_decide)
{
	static const char *const texts[] = { "no", "category", "indicator", "uom", "note" };
	const struct row_state *s = state;
	const struct fields *f = &in->fields;
	struct sv document = field_sv(f, "document");
	TRY(is_open(cx, &s->import));
	if (!s->inside)
		return fail_at(cx, RC_INVALID, "unit", "target.unit",
			N_("This unit does not belong to the place whose office sends the list out."));
	if (s->twice)
		return fail_at(cx, RC_CONFLICT, "indicator", "target.twice",
			N_("This unit has pledged this indicator for that year already."));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "import", s->import.id);
	js_set_int(cx->a, facts, "owner", s->import.owner);
	js_set_int(cx->a, facts, "year", s->import.year);
	js_set_sv(cx->a, facts, "list", s->import.list);
	js_set_int(cx->a, facts, "unit", field_ref(f, "unit"));
	js_set_int(cx->a, facts, "data_owner", field_ref(f, "data_owner"));
	js_set_bool(cx->a, facts, "lower", sv_is(field_sv(f, "direction"), "lower"));
	js_set_int(cx->a, facts, "sort", field(f, "sort")->i);
	for (size_t i = 0; i < COUNT(texts); i++)
		take_text(cx, in, texts[i], facts);
	js_set_sv(cx->a, facts, "document", document.n ? document : s->import.document);
	take_figure(cx, in, "base", facts);
	if (field(f, "base_day")->present)
		js_set_day(cx->a, facts, "base_day", field_day(f, "base_day"));
	take_figure(cx, in, "weight", facts);
	for (int i = 0; i <= QUARTERS; i++)
		take_figure(cx, in, aim_names[i], facts);
	return RC_OK;
}

APPLY(target_row_apply)
{
	struct target_aims aims = get_aims(facts);
	struct stmt *st = db_query(db, &target_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "import", 0));
	bind_int(st, 3, js_get_int(facts, "owner", 0));
	bind_int(st, 4, js_get_int(facts, "year", 0));
	bind_sv(st, 5, js_get_sv(facts, "list"));
	bind_sv(st, 6, js_get_sv(facts, "no"));
	bind_sv(st, 7, js_get_sv(facts, "category"));
	bind_int(st, 8, js_get_int(facts, "unit", 0));
	bind_sv(st, 9, js_get_sv(facts, "indicator"));
	bind_sv(st, 10, js_get_sv(facts, "uom"));
	bind_int(st, 11, js_get_bool(facts, "lower"));
	bind_figure(st, 12, get_figure(facts, "base"));
	bind_day(st, 13, js_get_day(facts, "base_day"));
	bind_int(st, 14, js_get_int(facts, "data_owner", 0));
	bind_figure(st, 15, get_figure(facts, "weight"));
	bind_aims(st, 16, &aims);
	bind_sv(st, 21, js_get_sv(facts, "document"));
	bind_sv(st, 22, js_get_sv(facts, "note"));
	bind_int(st, 23, js_get_int(facts, "sort", 0));
	bind_int(st, 24, row->seq);
	return db_run(cx, st);
}

/* ---- done, withdrawn --------------------------------------------------------------------------------------------- */

struct import_state {
	struct target_import import;
	int64_t made, changed, touched;
};

LOAD(target_import_load)
{
	enum rc rc;
	struct import_state *s = NEW(cx->a, struct import_state, 1);
	TRY(target_import_get(cx, db, in->subject, &s->import));
	struct stmt *st = db_query(db, &target_import_counts);
	bind_int(st, 1, in->subject);
	while (db_step(cx, st, &rc)) {
		s->made = col_int(st, 0);
		s->changed = col_int(st, 1);
	}
	if (rc != RC_OK)
		return rc;
	st = db_query(db, &target_import_touched);
	bind_int(st, 1, in->subject);
	while (db_step(cx, st, &rc))
		s->touched = col_int(st, 0);
	target_add(ret, AT_OWNER, s->import.owner);
	*ret_state = s;
	return rc;
}

DECIDE(target_done_decide)
{
	(void)in, (void)fresh, (void)subject;
	const struct import_state *s = state;
	TRY(is_open(cx, &s->import));
	if (s->made + s->changed == 0)
		return fail(cx, RC_CONFLICT, "target.nothing", N_("This list has brought nothing; withdraw it."));
	js_set_int(cx->a, facts, "made", s->made);
	js_set_int(cx->a, facts, "changed", s->changed);
	return RC_OK;
}

APPLY(target_done_apply)
{
	struct stmt *st = db_query(db, &target_import_set_done);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "made", 0));
	bind_int(st, 3, js_get_int(facts, "changed", 0));
	bind_int(st, 4, row->at);
	TRY(db_run(cx, st));
	st = db_query(db, &target_show_import);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	TRY(db_run(cx, st));
	st = db_query(db, &target_change_show_import);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	return db_run(cx, st);
}

DECIDE(target_withdraw_decide)
{
	(void)fresh, (void)subject;
	const struct import_state *s = state;
	const struct target_import *i = &s->import;
	if (sv_is(i->state, "withdrawn"))
		return fail(cx, RC_CONFLICT, "import.withdrawn", N_("This import has been withdrawn already."));
	if (i->done_at && in->at - i->done_at > WITHDRAW_HOURS * INT64_C(3600000))
		return fail(cx, RC_CONFLICT, "target.import_late",
			    N_("A list of targets is withdrawn within %d hours; after that targets are changed or withdrawn "
				"one by one, with their document."),
			    WITHDRAW_HOURS);
	if (s->touched)
		return fail(cx, RC_CONFLICT, "target.touched",
			N_("Values were told or targets changed since this list came in: it is no longer withdrawn as a whole."));
	take_text(cx, in, "reason", facts);
	return RC_OK;
}

APPLY(target_withdraw_apply)
{
	struct stmt *st = db_query(db, &target_import_set_withdrawn);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	TRY(db_run(cx, st));
	st = db_query(db, &target_end_import);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	TRY(db_run(cx, st));
	st = db_query(db, &target_change_end_import);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	return db_run(cx, st);
}
