/* A list comes in: accepted once, row by row, shown when done, withdrawn within a day. */
#include "app/matter/deeds.h"

#include "app/matter/queries.sql.h"

enum { WITHDRAW_HOURS = 24 };

struct brought {                 /* a matter that the import made */
	int64_t id, no;
	bool touched;            /* something was done with it since */
};

struct import_state {
	struct matter_import import;
	struct brought *b;
	size_t n;
};

struct accept_state {
	struct unit owner;
	int64_t last;            /* import of this list; 0 for none */
	bool running;
};

enum rc import_last_of(struct ctx *cx, struct db *db, int64_t owner, struct sv list, int64_t *ret, bool *ret_running)
{
	enum rc rc;
	struct stmt *st = db_query(db, &import_last);
	bind_int(st, 1, owner);
	bind_sv(st, 2, list);
	*ret = 0;
	*ret_running = false;
	while (db_step(cx, st, &rc)) {
		*ret = col_int(st, 0);
		*ret_running = sv_is(col_peek(st, 1), "open");
	}
	return rc;
}

enum rc import_accept_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct accept_state *s = NEW(cx->a, struct accept_state, 1);
	TRY(unit_get(cx, db, field_ref(&in->fields, "owner"), &s->owner));
	TRY(import_last_of(cx, db, s->owner.id, field_sv(&in->fields, "list"), &s->last, &s->running));
	target_add(ret, AT_OWNER, s->owner.id);
	*ret_state = s;
	return RC_OK;
}

enum rc import_running(struct ctx *cx, int64_t import)
{
	return fail(cx, RC_CONFLICT, "import.running",
		    N_("This list is being taken in at this moment (import #%lld). Ask again in a minute; if it was broken off, withdraw that import and send the list once more."),
		    (long long)import);
}

static void copy_text(struct ctx *cx, const struct act_in *in, const char *name, struct js *facts)
{
	struct sv s = field_sv(&in->fields, name);
	js_set_sv(cx->a, facts, name, sv_or_empty(s));
}

static void copy_data(struct ctx *cx, const struct act_in *in, const char *name, struct js *facts)
{
	if (deal_has(&in->fields, name))
		js_set(facts, name, js_again(cx->a, field(&in->fields, name)->data));
}

DECIDE(import_accept_decide)
{
	const struct accept_state *s = state;
	const struct fields *f = &in->fields;
	int64_t announced = deal_has(f, "announced") ? field(f, "announced")->i : -1, counted = field(f, "counted")->i;
	if (announced >= 0 && announced != counted && !field_sv(f, "explanation").p)
		return fail_at(cx, RC_INVALID, "explanation", "import.count",
			       N_("The title announces %lld items, the list has %lld: say why (--explain \"…\"), or correct the file."),
			       (long long)announced, (long long)counted);
	/* What was compared with must still be what stands there, else its rows would come in twice. */
	if (s->running)
		return import_running(cx, s->last);
	if (deal_has(f, "seen") && field(f, "seen")->i != s->last)
		return fail(cx, RC_CONFLICT, "import.moved",
			    N_("This list came in meanwhile by somebody else. Read it once more: only what is new in it would be written."));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->owner.id);
	js_set_int(cx->a, facts, "announced", announced);
	js_set_int(cx->a, facts, "counted", counted);
	copy_text(cx, in, "list", facts);
	copy_text(cx, in, "file_name", facts);
	copy_text(cx, in, "file_digest", facts);
	copy_text(cx, in, "explanation", facts);
	copy_data(cx, in, "mapping", facts);
	copy_data(cx, in, "decisions", facts);
	return RC_OK;
}

enum rc import_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct import_state *s = NEW(cx->a, struct import_state, 1);
	size_t cap = 256;
	TRY(matter_import_get(cx, db, in->subject, &s->import));
	s->b = NEW(cx->a, struct brought, cap);
	struct stmt *st = db_query(db, &matter_of_import_all);
	bind_int(st, 1, in->subject);
	while (db_step(cx, st, &rc)) {
		if (s->n == cap) {
			struct brought *bigger = NEW(cx->a, struct brought, cap * 2);
			memcpy(bigger, s->b, cap * sizeof(*bigger));
			s->b = bigger;
			cap *= 2;
		}
		s->b[s->n++] = (struct brought){ col_int(st, 0), col_int(st, 1), col_int(st, 2) != col_int(st, 3) };
	}
	target_add(ret, AT_OWNER, s->import.owner);
	*ret_state = s;
	return rc;
}

static enum rc is_open(struct ctx *cx, const struct matter_import *i)
{
	return sv_is(i->state, "open") ? RC_OK : fail(cx, RC_CONFLICT, "import.over", N_("This import is finished: begin a new one."));
}

/* What the list says happened is taken as its word: a row that is struck off comes in closed. */
static enum assignment_state duty_state(struct sv state)
{
	return sv_is(state, "closed") ? ASSIGNMENT_ACCEPTED : sv_is(state, "finish_claimed") ? ASSIGNMENT_DONE : ASSIGNMENT_ASSIGNED;
}

DECIDE(import_row_decide)
{
	const struct make_state *s = state;
	const struct fields *f = &in->fields;
	struct sv st = field_sv(f, "state");
	struct js *set = js_set(facts, "set", js_obj(cx->a));
	struct duty *d = NEW(cx->a, struct duty, DUTIES_MADE_MAX);
	size_t n;
	TRY(is_open(cx, &s->import));
	TRY(make_begin(cx, s, in, fresh, set, subject));
	js_set_int(cx->a, set, "import", s->import.id);
	js_set_bool(cx->a, set, "shown", false);
	if (!js_get(set, "list"))
		js_set_sv(cx->a, set, "list", s->import.list);
	make_duties(cx, in, *subject, NULL, duty_state(st), d, &n);
	TRY(make_put_duties(cx, d, n, sv_is(st, "issued"), facts));
	struct day done = field_day(f, "done_on");
	int64_t ended = day_is(done) && instant_of_day(done) < in->at ? instant_of_day(done) : in->at;
	if (sv_is(st, "issued")) {
		struct matter m = { .due = DAY_NONE, .percent = PERCENT_NONE };
		matter_overlay(&m, set);
		return deal_issue(cx, &m, in, set, facts);
	}
	if (sv_is(st, "closed") || sv_is(st, "finish_claimed")) {
		js_set_int(cx->a, set, "issued_at", ended);
		js_set_day(cx->a, set, "stopped", day_of_instant(ended));
	}
	if (sv_is(st, "closed"))
		js_set_int(cx->a, set, "closed_at", ended);
	return RC_OK;
}

/* After issue a list may bring news, and may not move what was agreed. */
static bool is_news(const char *name)
{
	static const char *const news[] = { "percent", "progress", "problem", "next_step", "note", "money", "extra", "start_actual",
					    "contact", "import", "clear" };
	for (size_t i = 0; i < COUNT(news); i++)
		if (strcmp(name, news[i]) == 0)
			return true;
	return false;
}

DECIDE(import_change_decide)
{
	const struct make_state *s = state;
	const struct matter *m = &s->deal.m;
	const struct fields *f = &in->fields;
	(void)fresh, (void)subject;
	TRY(is_open(cx, &s->import));
	if (s->import.owner != m->owner)
		return fail(cx, RC_DENIED, "import.other_owner", N_("This matter belongs to another office."));
	if (m->state == MATTER_CLOSED || m->state == MATTER_WITHDRAWN)
		return fail(cx, RC_CONFLICT, "matter.over", N_("This matter is closed or withdrawn: a list no longer changes it."));
	for (size_t i = 0; i < f->n && m->state != MATTER_DRAFT; i++)
		if (f->v[i].present && !is_news(f->def[i].name))
			return fail_at(cx, RC_CONFLICT, f->def[i].name, "import.agreed",
				       N_("This was agreed when the matter was issued: a list does not change it, the office does."));
	struct js *set = js_set(facts, "set", js_obj(cx->a));
	deal_take(cx->a, f, set);
	if (m->state == MATTER_DRAFT)
		make_due(cx->a, in, set);
	TRY(make_clear(cx, in, set));
	js_set_int(cx->a, facts, "import", s->import.id);
	if (deal_has(f, "progress") || deal_has(f, "percent")) {
		js_set_bool(cx->a, set, "started", true);
		js_set_int(cx->a, set, "progress_at", in->at);
		facts_record(cx->a, facts, &(struct record_in){ .kind = "progress", .text = field_sv(f, "progress"),
				.percent = deal_has(f, "percent") ? field(f, "percent")->d : PERCENT_NONE });
	}
	if (m->state != MATTER_DRAFT || (!deal_has(f, "leads") && !deal_has(f, "assists") && !deal_has(f, "verifier")))
		return RC_OK;
	struct duty *d = NEW(cx->a, struct duty, DUTIES_MADE_MAX);
	size_t n;
	make_duties(cx, in, m->id, &s->deal, ASSIGNMENT_ASSIGNED, d, &n);
	js_set_bool(cx->a, facts, "reset", true);
	return make_put_duties(cx, d, n, false, facts);
}

DECIDE(import_done_decide)
{
	(void)fresh, (void)subject;
	const struct import_state *s = state;
	TRY(is_open(cx, &s->import));
	js_set_int(cx->a, facts, "made", (int64_t)s->n);
	js_set_int(cx->a, facts, "changed", field(&in->fields, "changed")->i);
	copy_data(cx, in, "left_out", facts);
	return RC_OK;
}

DECIDE(import_withdraw_decide)
{
	(void)fresh, (void)subject;
	const struct import_state *s = state;
	const struct matter_import *i = &s->import;
	if (sv_is(i->state, "withdrawn"))
		return fail(cx, RC_CONFLICT, "import.withdrawn", N_("This import has been withdrawn already."));
	if (i->done_at && in->at - i->done_at > WITHDRAW_HOURS * INT64_C(3600000))
		return fail(cx, RC_CONFLICT, "import.late",
			    N_("An import is withdrawn within %d hours; withdraw its matters one by one."), WITHDRAW_HOURS);
	struct js *gone = js_set(facts, "withdrawn", js_arr(cx->a)), *kept = js_set(facts, "kept", js_arr(cx->a));
	for (size_t k = 0; k < s->n; k++)
		if (s->b[k].touched)
			js_push(kept, js_int(cx->a, s->b[k].no));
		else
			js_push(gone, js_int(cx->a, s->b[k].id));
	copy_text(cx, in, "reason", facts);
	return RC_OK;
}

static enum rc accept_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &import_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_sv(st, 3, js_get_sv(facts, "list"));
	bind_sv(st, 4, js_get_sv(facts, "file_name"));
	bind_sv(st, 5, js_get_sv(facts, "file_digest"));
	bind_int(st, 6, js_get_int(facts, "announced", -1));
	bind_int(st, 7, js_get_int(facts, "counted", 0));
	bind_sv(st, 8, js_get_sv(facts, "explanation"));
	bind_int(st, 9, row->at);
	bind_int(st, 10, row->actor);
	return db_run(cx, st);
}

static enum rc withdraw_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &import_set_withdrawn);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "reason"));
	bind_int(st, 3, row->at);
	TRY(db_run(cx, st));
	const struct js *gone = js_get(facts, "withdrawn");
	for (const struct js *id = gone ? gone->first : NULL; id; id = id->next) {
		st = db_query(db, &matter_withdraw_one);
		bind_int(st, 1, id->i);
		bind_sv(st, 2, js_get_sv(facts, "reason"));
		bind_int(st, 3, row->seq);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

enum rc import_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	if (strcmp(row->act, "matter.import_accept") == 0)
		return accept_apply(cx, db, row, facts);
	if (strcmp(row->act, "matter.import_withdraw") == 0)
		return withdraw_apply(cx, db, row, facts);
	struct stmt *st = db_query(db, &import_set_done);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "made", 0));
	bind_int(st, 3, js_get_int(facts, "changed", 0));
	bind_int(st, 4, row->at);
	TRY(db_run(cx, st));
	st = db_query(db, &matter_show_import);
	bind_int(st, 1, row->subject);
	return db_run(cx, st);
}
