#include "app/entry/entry_read.h"

#include "app/entry/queries.sql.h"
#include "app/period/period.h"
#include "app/person/person.h"
#include "app/unit/unit.h"

static void row(const struct stmt *st, struct arena *a, struct entry *ret)
{
	*ret = (struct entry){
		.id = col_int(st, 0), .seq = col_int(st, 1), .counted = col_int(st, 2), .series = col_int(st, 3),
		.ruleset = col_int(st, 4), .owner = col_int(st, 5), .unit = col_int(st, 6), .class = col_sv(st, 7, a),
		.item = col_sv(st, 8, a), .fact_kind = col_sv(st, 9, a), .role = col_sv(st, 10, a), .day = col_day(st, 11),
		.points = col_dec(st, 12), .arithmetic = col_sv(st, 13, a), .fact = col_sv(st, 14, a),
		.record = col_sv(st, 15, a), .record_day = col_day(st, 16), .evidence = col_sv(st, 17, a),
		.matter = col_int(st, 18), .state = col_sv(st, 19, a), .author = col_int(st, 20), .confirmer = col_int(st, 21),
		.reverses = col_int(st, 22), .reversed_by = col_int(st, 23), .corrects = col_int(st, 24),
		.reason = col_sv(st, 25, a), .at = col_int(st, 26), .author_person = col_int(st, 27),
		.confirmer_person = col_int(st, 28),
	};
}

enum rc entry_get(struct ctx *cx, struct db *db, int64_t id, struct entry *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &entry_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "entry.none", N_("There is no such entry."));
	return rc;
}

enum rc entry_is_by(struct ctx *cx, struct db *db, const struct entry *e, int64_t post, bool *ret)
{
	const struct signer_mark author = { e->author, e->author_person, e->seq },
				 second = { e->confirmer, e->confirmer_person, e->counted };
	TRY(person_was(cx, db, &author, post, ret));
	return *ret ? RC_OK : person_was(cx, db, &second, post, ret);
}

static void bind_range(struct stmt *st, int64_t series, struct day from, struct day to, int64_t upto)
{
	bind_int(st, 1, series);
	bind_day(st, 2, from);
	bind_day(st, 3, to);
	bind_int(st, 4, upto);
}

enum rc entries_counted(struct ctx *cx, struct db *db, int64_t series, struct day from, struct day to, int64_t upto,
			struct entry **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 256;
	struct entry *all = NEW(cx->a, struct entry, cap);
	struct stmt *st;
	/* A reversal may take back an entry of before `from`; core then wants the whole window of that one, and of those that
	 * the reversals within it take back in turn. */
	for (struct day target = from; day_is(target);) {
		st = db_query(db, &entry_first_target);
		bind_range(st, series, from, to, upto);
		target = DAY_NONE;
		while (db_step(cx, st, &rc))
			target = col_day(st, 0);
		if (rc != RC_OK)
			return rc;
		if (day_is(target) && target.n >= from.n)
			target = DAY_NONE;
		if (day_is(target))
			from = rule_window_start(WINDOW_YEAR, CADENCE_MONTH, target);
	}
	st = db_query(db, &entry_of_series);
	bind_range(st, series, from, to, upto);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct entry *bigger = NEW(cx->a, struct entry, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc entries_seq(struct ctx *cx, struct db *db, int64_t series, struct day to, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &entry_last_seq);
	bind_int(st, 1, series);
	bind_day(st, 2, to);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc entries_waiting(struct ctx *cx, struct db *db, int64_t series, struct day from, struct day to, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &entry_count_waiting);
	bind_int(st, 1, series);
	bind_day(st, 2, from);
	bind_day(st, 3, to);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static published_fn *published;

void entry_use_published(published_fn *fn)
{
	published = fn;
}

enum rc entry_settled_through(struct ctx *cx, struct db *db, int64_t series, int64_t unit, struct day *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &entry_settle_get);
	*ret = DAY_NONE;
	bind_int(st, 1, series);
	bind_int(st, 2, unit);
	while (db_step(cx, st, &rc))
		*ret = col_day(st, 0);
	if (rc != RC_OK || !published)
		return rc;
	struct day last;
	TRY(published(cx, db, series, unit, &last));
	if (day_is(last) && (!day_is(*ret) || last.n > ret->n))
		*ret = last;
	return RC_OK;
}

struct rule_entry entry_core(struct arena *a, const struct entry *e)
{
	return (struct rule_entry){
		.id = arena_printf(a, "%lld", (long long)e->id), .unit = arena_printf(a, "%lld", (long long)e->unit),
		.class = e->class, .item = e->item, .kind = fact_of_id(e->fact_kind),
		.role = sv_is(e->role, "assist") ? ROLE_ASSIST : ROLE_LEAD, .day = e->day, .points = e->points,
		.fact = e->fact, .arithmetic = e->arithmetic, .manual = fact_word(fact_of_id(e->fact_kind))->manual,
		.reverses = e->reverses ? arena_printf(a, "%lld", (long long)e->reverses) : SV(""),
	};
}

struct js *entry_js(struct arena *a, const struct entry *e)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", e->id);
	js_set_int(a, o, "unit", e->unit);
	js_set_day(a, o, "day", e->day);
	js_set_sv(a, o, "class", e->class);
	js_set_sv(a, o, "item", e->item);
	js_set_sv(a, o, "fact", e->fact_kind);
	js_set_sv(a, o, "role", e->role);
	js_set_dec(a, o, "points", e->points);
	js_set_sv(a, o, "arithmetic", e->arithmetic);
	js_set_sv(a, o, "record", e->record);
	js_set_day(a, o, "record_day", e->record_day);
	js_set_sv(a, o, "evidence", e->evidence);
	js_set_sv(a, o, "source", e->fact);
	js_set_int(a, o, "matter", e->matter);
	js_set_sv(a, o, "state", e->state);
	js_set_int(a, o, "ruleset", e->ruleset);
	js_set_int(a, o, "reverses", e->reverses);
	js_set_int(a, o, "reversed_by", e->reversed_by);
	js_set_int(a, o, "corrects", e->corrects);
	js_set_sv(a, o, "reason", e->reason);
	js_set_int(a, o, "seq", e->seq);
	js_set_instant(a, o, "at", e->at);
	return o;
}

/* "文山村 2022-03-22 recurred": unit, day and fact, while only one such entry stands. */
enum rc entry_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	struct sv unit = SV(""), on = SV(""), kind = SV("");
	struct unit u;
	struct day day;
	int64_t id = 0;
	int n = 0;
	(void)(sv_split(&name, ' ', &unit) && sv_split(&name, ' ', &on) && sv_split(&name, ' ', &kind));
	if (!day_parse(on, &day) || fact_of_id(kind) == FACT_NONE)
		return fail(cx, RC_NOT_FOUND, "entry.called", N_("Give the entry's id as #123, or \"UNIT DATE FACT\" such as \"文山村 2022-03-22 recurred\"."));
	TRY(unit_find(cx, db, unit, 0, &u));
	struct stmt *st = db_query(db, &entry_called);
	bind_int(st, 1, u.id);
	bind_day(st, 2, day);
	bind_sv(st, 3, kind);
	for (; db_step(cx, st, &rc); n++)
		id = col_int(st, 0);
	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "entry.none_called", N_("No such entry stands on that day."));
	if (n > 1)
		return fail(cx, RC_CONFLICT, "entry.several", N_("Several entries of that day are alike; give the id as #123."));
	*ret_id = id;
	return RC_OK;
}

/* ---- views ---------------------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
	{ .name = "ruleset", .type = FIELD_REF, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "period", .type = FIELD_REF, .of = "period", .label = N_("Period") },
	{ .name = "state", .type = FIELD_ENUM, .of = ENTRY_STATES, .label = N_("State") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "day", FIELD_DAY, N_("Day") }, { "unit_name", FIELD_LINE, N_("Unit") },
	{ "item", FIELD_LINE, N_("Item") }, { "fact", FIELD_ENUM, N_("Fact") }, { "points", FIELD_DEC, N_("Points") },
	{ "record", FIELD_LINE, N_("Record") }, { "evidence", FIELD_LINE, N_("Evidence") }, { "state", FIELD_ENUM, N_("State") },
	{ "reverses", FIELD_INT, N_("Takes back") }, { "reversed_by", FIELD_INT, N_("Taken back by") },
};

static enum rc bind_filters(struct ctx *cx, struct db *db, const struct view_in *in, struct stmt **ret)
{
	struct ruleset r = { 0 };
	struct period p = { .from = { -100000 }, .to = { 10000000 } };
	int64_t after = 0;
	struct sv state = field_sv(&in->filters, "state");
	TRY(view_after(cx, in, &after));
	if (field_ref(&in->filters, "ruleset"))
		TRY(ruleset_get(cx, db, field_ref(&in->filters, "ruleset"), &r));
	if (field_ref(&in->filters, "period"))
		TRY(period_get(cx, db, field_ref(&in->filters, "period"), &p));
	struct stmt *st = db_query(db, &entry_list_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "unit"));
	bind_int(st, 11, r.series);
	bind_day(st, 12, p.from);
	bind_day(st, 13, p.to);
	bind_int(st, 14, p.owner);
	bind_sv(st, 15, sv_or_empty(state));
	bind_int(st, 16, in->limit + 1);
	*ret = st;
	return RC_OK;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	struct stmt *st;
	TRY(bind_filters(cx, db, in, &st));
	struct entry e = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)e.id);
			continue;
		}
		row(st, cx->a, &e);
		struct js *o = js_push(rows, entry_js(cx->a, &e));
		js_set_sv(cx->a, o, "unit_name", col_sv(st, 29, cx->a));
	}
	return rc;
}

static const struct column show_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "day", FIELD_DAY, N_("Day") }, { "unit_name", FIELD_LINE, N_("Unit") },
	{ "class", FIELD_LINE, N_("Criterion") }, { "item", FIELD_LINE, N_("Item") }, { "fact", FIELD_ENUM, N_("Fact") },
	{ "arithmetic", FIELD_LINE, N_("Arithmetic") }, { "record", FIELD_LINE, N_("Record") },
	{ "evidence", FIELD_LINE, N_("Evidence") }, { "state", FIELD_ENUM, N_("State") }, { "author_name", FIELD_LINE, N_("Author") },
	{ "confirmer_name", FIELD_LINE, N_("Confirmed by") },
};

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct entry e;
	struct unit u;
	struct sv author, confirmer = SV("");
	TRY(entry_get(cx, db, in->subject, &e));
	TRY(unit_get(cx, db, e.unit, &u));
	if (!scope_holds(&in->scope, u.path))
		return fail(cx, RC_DENIED, "entry.scope", N_("This entry belongs to a unit outside what this post may see."));
	TRY(post_label(cx, db, e.author, &author));
	if (e.confirmer)
		TRY(post_label(cx, db, e.confirmer, &confirmer));
	struct js *o = js_push(rows, entry_js(cx->a, &e));
	js_set_sv(cx->a, o, "unit_name", u.name);
	js_set_sv(cx->a, o, "author_name", author);
	js_set_sv(cx->a, o, "confirmer_name", confirmer);
	return RC_OK;
}

const struct view_def entry_views[ENTRY_VIEWS] = {
	{ .name = "entry.list", .label = N_("List entries"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM,
	  .query = list_query },
	{ .name = "entry.show", .label = N_("Show an entry"), .columns = show_columns, .n_columns = COUNT(show_columns),
	  .roles = ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM, .of_one = true, .query = show_query },
};
