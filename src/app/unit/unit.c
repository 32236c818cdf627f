/* The acts of a unit.  Reading stands in unit_read.c. */
#include "app/unit/unit.h"

#include "app/unit/unit_read.h"
#include "app/unit/queries.sql.h"
#include "base/utf8.h"

/* ---- unit.add ------------------------------------------------------------------------------------------ */

static const struct field add_fields[] = {
	{ .name = "code", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("Code") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Name") },
	{ .name = "short_name", .type = FIELD_LINE, .max = 30, .label = N_("Short name") },
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = UNIT_KINDS, .label = N_("Kind") },
	{ .name = "parent", .type = FIELD_REF, .of = "unit", .label = N_("Belongs to") },
	{ .name = "sort_no", .type = FIELD_INT, .max = 1000000, .label = N_("Place in the official order") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
	{ .name = "aliases", .type = FIELD_LINE, .max = 400, .label = N_("Other names, separated by ;") },
};

struct add_state {
	struct unit parent;
	bool code_taken;
	int64_t last_sort;
};

static enum rc add_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct add_state *s = NEW(cx->a, struct add_state, 1);
	int64_t parent = field_ref(&in->fields, "parent");
	if (parent)
		TRY(unit_get(cx, db, parent, &s->parent));
	struct stmt *st = db_query(db, &unit_one_by_code);
	bind_sv(st, 1, field_sv(&in->fields, "code"));
	while (db_step(cx, st, &rc))
		s->code_taken = true;
	if (rc != RC_OK)
		return rc;
	st = db_query(db, &unit_last_sort);
	bind_int(st, 1, parent);
	while (db_step(cx, st, &rc))
		s->last_sort = col_int(st, 0);
	target_add(ret, AT_UNIT, parent);
	*ret_state = s;
	return rc;
}

/* Siblings by their number, then by age. */
static struct sv order_key(struct arena *a, struct sv parent_key, int64_t sort_no, int64_t id)
{
	return arena_printf(a, "%.*s%07lld.%012lld/", SV_ARG(parent_key), (long long)sort_no, (long long)id);
}

static enum rc add_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			  struct js *facts, int64_t *subject)
{
	const struct add_state *s = state;
	const struct fields *f = &in->fields;
	if (s->code_taken)
		return fail_at(cx, RC_CONFLICT, "code", "unit.code", N_("The code %.*s is taken."), SV_ARG(field_sv(f, "code")));
	if (s->parent.id && day_is(s->parent.closed) && s->parent.closed.n <= day_of_instant(in->at).n)
		return fail_at(cx, RC_CONFLICT, "parent", "unit.parent_closed", N_("That unit has ended; nothing new can belong to it."));
	*subject = fresh_id(fresh);
	struct sv parent_path = s->parent.id ? s->parent.path : SV("/");
	struct sv short_name = field_sv(f, "short_name");
	js_set_sv(cx->a, facts, "code", field_sv(f, "code"));
	js_set_sv(cx->a, facts, "name", field_sv(f, "name"));
	js_set_sv(cx->a, facts, "short_name", short_name.p ? short_name : field_sv(f, "name"));
	js_set_sv(cx->a, facts, "kind", field_sv(f, "kind"));
	js_set_int(cx->a, facts, "parent", s->parent.id);
	js_set_sv(cx->a, facts, "path", arena_printf(cx->a, "%.*s%lld/", SV_ARG(parent_path), (long long)*subject));
	int64_t sort_no = field(f, "sort_no")->present ? field(f, "sort_no")->i : s->last_sort + 10;
	js_set_int(cx->a, facts, "sort_no", sort_no);
	js_set_sv(cx->a, facts, "order_key", order_key(cx->a, s->parent.order_key, sort_no, *subject));
	struct day since = field_day(f, "since");
	js_set_day(cx->a, facts, "since", day_is(since) ? since : day_of_instant(in->at));
	struct js *aliases = js_set(facts, "aliases", js_arr(cx->a));
	struct sv rest = field_sv(f, "aliases"), one;
	while (sv_split(&rest, ';', &one))
		if (sv_trim(one).n)
			js_push(aliases, js_str(cx->a, sv_trim(one)));
	return RC_OK;
}

static enum rc past_put(struct ctx *cx, struct db *db, int64_t unit, struct day since, int64_t seq)
{
	struct stmt *st = db_query(db, &unit_past_put);
	bind_int(st, 1, unit);
	bind_day(st, 2, since);
	bind_int(st, 3, seq);
	return db_run(cx, st);
}

static enum rc alias_put(struct ctx *cx, struct db *db, struct sv alias, int64_t unit, struct day since, struct day until)
{
	struct stmt *st = db_query(db, &unit_alias_put);
	bind_sv(st, 1, alias);
	bind_int(st, 2, unit);
	bind_day(st, 3, since);
	bind_day(st, 4, until);
	return db_run(cx, st);
}

static enum rc add_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "code"));
	bind_sv(st, 3, js_get_sv(facts, "name"));
	bind_sv(st, 4, js_get_sv(facts, "short_name"));
	bind_sv(st, 5, js_get_sv(facts, "kind"));
	bind_int(st, 6, js_get_int(facts, "parent", 0));
	bind_sv(st, 7, js_get_sv(facts, "path"));
	bind_int(st, 8, js_get_int(facts, "sort_no", 0));
	bind_sv(st, 9, js_get_sv(facts, "order_key"));
	TRY(db_run(cx, st));
	TRY(past_put(cx, db, row->subject, js_get_day(facts, "since"), row->seq));
	const struct js *aliases = js_get(facts, "aliases");
	for (const struct js *c = aliases ? aliases->first : NULL; c; c = c->next)
		TRY(alias_put(cx, db, c->s, row->subject, DAY_NONE, DAY_NONE));
	return RC_OK;
}

/* ---- what changes an existing unit: all load the unit itself ------------------------------------------- */

struct self_state {
	struct unit u;
	struct day last;     /* of its last dated change */
};

static enum rc read_last(struct ctx *cx, struct db *db, int64_t unit, struct day *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &unit_past_last);
	bind_int(st, 1, unit);
	*ret = DAY_NONE;
	while (db_step(cx, st, &rc))
		*ret = col_day(st, 0);
	return rc;
}

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct self_state *s = NEW(cx->a, struct self_state, 1);
	TRY(unit_get(cx, db, in->subject, &s->u));
	TRY(read_last(cx, db, in->subject, &s->last));
	target_add(ret, AT_UNIT, s->u.parent ? s->u.parent : s->u.id);
	*ret_state = s;
	return RC_OK;
}

/* What a unit is today is its last dated change, so a change is dated from that one up to today. */
static enum rc check_since(struct ctx *cx, struct day since, struct day last, const struct act_in *in)
{
	struct day today = day_of_instant(in->at);
	if (since.n > today.n)
		return fail_at(cx, RC_INVALID, "since", "unit.since_future", N_("A change counts from today at the latest; enter it on its day."));
	if (day_is(last) && since.n < last.n)
		return fail_at(cx, RC_INVALID, "since", "unit.since_past", N_("A later change stands already (%.*s); date this one after it."),
			       SV_ARG(day_text(cx->a, last)));
	return RC_OK;
}

static struct day since_of(const struct act_in *in)
{
	struct day d = field_day(&in->fields, "since");
	return day_is(d) ? d : day_of_instant(in->at);
}

static const struct field rename_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Name") },
	{ .name = "short_name", .type = FIELD_LINE, .max = 30, .label = N_("Short name") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
};

static enum rc rename_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	const struct unit *u = &s->u;
	struct sv short_name = field_sv(&in->fields, "short_name");
	TRY(check_since(cx, since_of(in), s->last, in));
	js_set_sv(cx->a, facts, "name", field_sv(&in->fields, "name"));
	js_set_sv(cx->a, facts, "short_name", short_name.p ? short_name : field_sv(&in->fields, "name"));
	js_set_sv(cx->a, facts, "was", u->name); /* stays findable as another name */
	js_set_day(cx->a, facts, "since", since_of(in));
	return RC_OK;
}

static enum rc rename_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_set_name);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "name"));
	bind_sv(st, 3, js_get_sv(facts, "short_name"));
	TRY(db_run(cx, st));
	TRY(alias_put(cx, db, js_get_sv(facts, "was"), row->subject, DAY_NONE, js_get_day(facts, "since")));
	return past_put(cx, db, row->subject, js_get_day(facts, "since"), row->seq);
}

static const struct field move_fields[] = {
	{ .name = "parent", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Belongs to") },
	{ .name = "sort_no", .type = FIELD_INT, .max = 1000000, .label = N_("Place in the official order") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
};

struct move_state {
	struct unit u, parent;
	struct day last;
};

static enum rc move_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct move_state *s = NEW(cx->a, struct move_state, 1);
	TRY(unit_get(cx, db, in->subject, &s->u));
	TRY(unit_get(cx, db, field_ref(&in->fields, "parent"), &s->parent));
	TRY(read_last(cx, db, in->subject, &s->last));
	target_add(ret, AT_UNIT, s->u.parent);
	target_add(ret, AT_UNIT, s->parent.id); /* where it comes from and where it goes */
	*ret_state = s;
	return RC_OK;
}

static enum rc move_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct move_state *s = state;
	if (sv_starts(s->parent.path, s->u.path))
		return fail_at(cx, RC_INVALID, "parent", "unit.circle", N_("A unit cannot belong to itself or to what belongs to it."));
	TRY(check_since(cx, since_of(in), s->last, in));
	const struct value *sort = field(&in->fields, "sort_no");
	js_set_int(cx->a, facts, "parent", s->parent.id);
	js_set_sv(cx->a, facts, "was", s->u.path);
	js_set_sv(cx->a, facts, "path", arena_printf(cx->a, "%.*s%lld/", SV_ARG(s->parent.path), (long long)s->u.id));
	int64_t sort_no = sort->present ? sort->i : s->u.sort_no;
	js_set_int(cx->a, facts, "sort_no", sort_no);
	js_set_sv(cx->a, facts, "was_key", s->u.order_key);
	js_set_sv(cx->a, facts, "order_key", order_key(cx->a, s->parent.order_key, sort_no, s->u.id));
	js_set_day(cx->a, facts, "since", since_of(in));
	return RC_OK;
}

static enum rc reorder(struct ctx *cx, struct db *db, const struct unit *u, const struct js *facts)
{
	struct sv lo, hi;
	unit_range(cx->a, u, &lo, &hi);
	struct stmt *st = db_query(db, &unit_reorder);
	bind_sv(st, 1, lo);
	bind_sv(st, 2, hi);
	bind_sv(st, 3, js_get_sv(facts, "was_key"));
	bind_sv(st, 4, js_get_sv(facts, "order_key"));
	return db_run(cx, st);
}

static enum rc move_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_set_parent);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "parent", 0));
	TRY(db_run(cx, st));
	struct unit was = { .path = js_get_sv(facts, "was") };
	struct sv lo, hi;
	TRY(reorder(cx, db, &was, facts));
	unit_range(cx->a, &was, &lo, &hi);
	st = db_query(db, &unit_repath);
	bind_sv(st, 1, lo);
	bind_sv(st, 2, hi);
	bind_sv(st, 3, js_get_sv(facts, "path"));
	TRY(db_run(cx, st));
	st = db_query(db, &unit_set_sort);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "sort_no", 0));
	TRY(db_run(cx, st));
	return past_put(cx, db, row->subject, js_get_day(facts, "since"), row->seq);
}

static const struct field order_fields[] = {
	{ .name = "sort_no", .type = FIELD_INT, .required = true, .max = 1000000, .label = N_("Place in the official order") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
};

static enum rc order_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct move_state *s = state;
	TRY(check_since(cx, since_of(in), s->last, in));
	int64_t sort_no = field(&in->fields, "sort_no")->i;
	js_set_int(cx->a, facts, "sort_no", sort_no);
	js_set_sv(cx->a, facts, "path", s->u.path);
	js_set_sv(cx->a, facts, "was_key", s->u.order_key);
	js_set_sv(cx->a, facts, "order_key", order_key(cx->a, s->parent.order_key, sort_no, s->u.id));
	js_set_day(cx->a, facts, "since", since_of(in));
	return RC_OK;
}

static enum rc order_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct move_state *s = NEW(cx->a, struct move_state, 1);
	TRY(unit_get(cx, db, in->subject, &s->u));
	if (s->u.parent)
		TRY(unit_get(cx, db, s->u.parent, &s->parent));
	TRY(read_last(cx, db, in->subject, &s->last));
	target_add(ret, AT_UNIT, s->u.parent ? s->u.parent : s->u.id);
	*ret_state = s;
	return RC_OK;
}

static enum rc order_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_set_sort);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "sort_no", 0));
	TRY(db_run(cx, st));
	struct unit u = { .path = js_get_sv(facts, "path") };
	TRY(reorder(cx, db, &u, facts));
	return past_put(cx, db, row->subject, js_get_day(facts, "since"), row->seq);
}

/* An alias, a peer group and a task force are the same shape: a word or unit, from and until. */
static const struct field alias_fields[] = {
	{ .name = "alias", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Other name") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
	{ .name = "until", .type = FIELD_DAY, .label = N_("Until") },
};
static const struct field peer_fields[] = {
	{ .name = "peer_group", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Peer group") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
	{ .name = "until", .type = FIELD_DAY, .label = N_("Until") },
};
static const struct field member_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Member unit") },
	{ .name = "since", .type = FIELD_DAY, .label = N_("Since") },
	{ .name = "until", .type = FIELD_DAY, .label = N_("Until") },
};

static enum rc dated_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct unit *u = &((const struct self_state *)state)->u;
	const struct field *what = &in->def->fields[0];
	if (what->type == FIELD_REF) {
		if (!sv_is(u->kind, "task_force"))
			return fail(cx, RC_INVALID, "unit.task_force", N_("Only a task force has members."));
		js_set_int(cx->a, facts, what->name, field_ref(&in->fields, what->name));
	} else {
		js_set_sv(cx->a, facts, what->name, field_sv(&in->fields, what->name));
	}
	js_set_day(cx->a, facts, "since", field_day(&in->fields, "since"));
	js_set_day(cx->a, facts, "until", field_day(&in->fields, "until"));
	return RC_OK;
}

static enum rc alias_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	return alias_put(cx, db, js_get_sv(facts, "alias"), row->subject, js_get_day(facts, "since"), js_get_day(facts, "until"));
}

static enum rc peer_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_peer_put);
	bind_sv(st, 1, js_get_sv(facts, "peer_group"));
	bind_int(st, 2, row->subject);
	bind_day(st, 3, js_get_day(facts, "since"));
	bind_day(st, 4, js_get_day(facts, "until"));
	return db_run(cx, st);
}

static enum rc member_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_member_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "unit", 0));
	bind_day(st, 3, js_get_day(facts, "since"));
	bind_day(st, 4, js_get_day(facts, "until"));
	return db_run(cx, st);
}

static const struct field staff_fields[] = {
	{ .name = "staff", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000, .label = N_("Number of staff") },
	{ .name = "since", .type = FIELD_DAY, .required = true, .label = N_("Since") },
	{ .name = "source", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Document or list that says so") },
};

/* Of a day before another one too: what was wrong is said once more, and boards that were made by it stay. */
static enum rc staff_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			    int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	struct day since = field_day(&in->fields, "since");
	if (since.n > day_of_instant(in->at).n)
		return fail_at(cx, RC_INVALID, "since", "unit.staff_future", N_("Tell the number from the day on which it holds; that day has not come yet."));
	js_set_int(cx->a, facts, "staff", field(&in->fields, "staff")->i);
	js_set_day(cx->a, facts, "since", since);
	js_set_sv(cx->a, facts, "source", field_sv(&in->fields, "source"));
	return RC_OK;
}

static enum rc staff_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_staff_put);
	bind_int(st, 1, row->subject);
	bind_day(st, 2, js_get_day(facts, "since"));
	bind_int(st, 3, row->seq);
	bind_int(st, 4, js_get_int(facts, "staff", 0));
	bind_sv(st, 5, js_get_sv(facts, "source"));
	return db_run(cx, st);
}

static const struct field close_fields[] = {
	{ .name = "on", .type = FIELD_DAY, .required = true, .label = N_("Ends on") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
};

static enum rc close_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_day(cx->a, facts, "on", field_day(&in->fields, "on"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &unit_set_closed);
	bind_int(st, 1, row->subject);
	bind_day(st, 2, js_get_day(facts, "on"));
	return db_run(cx, st);
}

#define KEEPERS { { ROLE_OFFICE | ROLE_SYSADMIN, AT_UNIT }, { ROLE_SYSTEM, AT_ANY } }

static const struct act_def acts[] = {
	{ .name = "unit.add", .version = 1, .label = N_("Add a unit"), .fields = add_fields, .n_fields = COUNT(add_fields),
	  .who = KEEPERS, .creates = true, .load = add_load, .decide = add_decide, .apply = add_apply },
	{ .name = "unit.rename", .version = 1, .label = N_("Rename"), .fields = rename_fields, .n_fields = COUNT(rename_fields),
	  .who = KEEPERS, .strict = true, .load = self_load, .decide = rename_decide, .apply = rename_apply },
	{ .name = "unit.move", .version = 1, .label = N_("Move"), .fields = move_fields, .n_fields = COUNT(move_fields),
	  .who = KEEPERS, .strict = true, .every = true, .load = move_load, .decide = move_decide, .apply = move_apply },
	{ .name = "unit.order", .version = 1, .label = N_("Set the official order"), .fields = order_fields,
	  .n_fields = COUNT(order_fields), .who = KEEPERS, .load = order_load, .decide = order_decide, .apply = order_apply },
	{ .name = "unit.alias", .version = 1, .label = N_("Add another name"), .fields = alias_fields,
	  .n_fields = COUNT(alias_fields), .who = KEEPERS, .erasable = true, .load = self_load, .decide = dated_decide, .apply = alias_apply },
	{ .name = "unit.peer", .version = 1, .label = N_("Put into a peer group"), .fields = peer_fields,
	  .n_fields = COUNT(peer_fields), .who = KEEPERS, .load = self_load, .decide = dated_decide, .apply = peer_apply },
	{ .name = "unit.member", .version = 1, .label = N_("Add to the task force"), .fields = member_fields,
	  .n_fields = COUNT(member_fields), .who = KEEPERS, .load = self_load, .decide = dated_decide, .apply = member_apply },
	{ .name = "unit.staff", .version = 1, .label = N_("Tell the number of staff"), .fields = staff_fields,
	  .n_fields = COUNT(staff_fields), .who = KEEPERS, .load = self_load, .decide = staff_decide, .apply = staff_apply },
	{ .name = "unit.close", .version = 1, .label = N_("Close the unit"), .fields = close_fields,
	  .n_fields = COUNT(close_fields), .who = KEEPERS, .strict = true, .load = self_load, .decide = close_decide,
	  .apply = close_apply },
};

const struct noun unit_noun = {
	.name = "unit", .label = N_("Units"), .acts = acts, .n_acts = COUNT(acts),
	.views = unit_views, .n_views = UNIT_VIEWS, .tables = unit_tables, .n_tables = &unit_tables_n,
	.resolve = unit_resolve,
};
