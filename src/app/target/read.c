#include "app/target/read.h"

#include "app/target/queries.sql.h"
#include "core/measure.h"

#include <stdlib.h>

const char *const aim_names[1 + QUARTERS] = { "plan", "q1", "q2", "q3", "q4" };

struct figure *aim_at(struct target_aims *aims, int i)
{
	return i == 0 ? &aims->year : &aims->quarter[i - 1];
}

/* ---- figures ----------------------------------------------------------------------------------------------------- */

void bind_figure(struct stmt *st, int n, struct figure f)
{
	if (f.has)
		bind_dec(st, n, f.v);
	else
		bind_null(st, n);
}

struct figure col_figure(const struct stmt *st, int n)
{
	return col_null(st, n) ? FIGURE_NONE : figure_of(col_dec(st, n));
}

void bind_aims(struct stmt *st, int from, const struct target_aims *aims)
{
	bind_figure(st, from, aims->year);
	for (int i = 0; i < QUARTERS; i++)
		bind_figure(st, from + 1 + i, aims->quarter[i]);
}

static struct target_aims col_aims(const struct stmt *st, int from)
{
	struct target_aims a = { .year = col_figure(st, from) };
	for (int i = 0; i < QUARTERS; i++)
		a.quarter[i] = col_figure(st, from + 1 + i);
	return a;
}

void set_figure(struct arena *a, struct js *o, const char *key, struct figure f)
{
	if (f.has)
		js_set_dec(a, o, key, f.v);
}

struct figure get_figure(const struct js *o, const char *key)
{
	return js_is_null(o, key) ? FIGURE_NONE : figure_of(js_get_dec(o, key, (struct dec){ 0 }));
}

void set_aims(struct arena *a, struct js *o, const struct target_aims *aims)
{
	struct target_aims copy = *aims;
	for (int i = 0; i <= QUARTERS; i++)
		set_figure(a, o, aim_names[i], *aim_at(&copy, i));
}

struct target_aims get_aims(const struct js *o)
{
	struct target_aims aims;
	for (int i = 0; i <= QUARTERS; i++)
		*aim_at(&aims, i) = get_figure(o, aim_names[i]);
	return aims;
}

struct figure field_figure(const struct fields *f, const char *name)
{
	const struct value *v = field(f, name);
	return v->present ? figure_of(v->d) : FIGURE_NONE;
}

/* ---- rows ----------------------------------------------------------------------------------------------------------- */

void target_line_row(const struct stmt *st, struct arena *a, struct target_line *ret)
{
	*ret = (struct target_line){
		.id = col_int(st, 0), .import = col_int(st, 1), .owner = col_int(st, 2), .year = col_int(st, 3),
			.list = col_sv(st, 4, a),
		.no = col_sv(st, 5, a), .category = col_sv(st, 6, a), .unit = col_int(st, 7), .indicator = col_sv(st, 8, a),
		.uom = col_sv(st, 9, a), .lower = col_int(st, 10) != 0, .base = col_figure(st, 11), .base_day = col_day(st, 12),
		.data_owner = col_int(st, 13), .weight = col_figure(st, 14), .issued = col_aims(st, 15), .document = col_sv(st,
			20, a),
		.note = col_sv(st, 21, a), .sort = col_int(st, 22), .made = col_int(st, 23), .shown = col_int(st, 24),
		.ended = col_int(st, 25), .reason = col_sv(st, 26, a), .unit_name = col_sv(st, 27, a), .unit_short = col_sv(st,
			28, a),
		.unit_path = col_sv(st, 29, a), .unit_order = col_sv(st, 30, a), .unit_code = col_sv(st, 31, a),
		.data_owner_name = col_sv(st, 32, a), .data_owner_path = col_sv(st, 33, a),
	};
	ret->share = measure_parse(a, ret->uom).percent;
}

enum rc target_lines(struct ctx *cx, struct stmt *st, struct target_line **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 128;
	struct target_line *all = NEW(cx->a, struct target_line, cap);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct target_line *bigger = NEW(cx->a, struct target_line, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		target_line_row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc target_line_get(struct ctx *cx, struct db *db, int64_t id, struct target_line *ret)
{
	struct target_line *l;
	size_t n;
	struct stmt *st = db_query(db, &target_by_id);
	bind_int(st, 1, id);
	TRY(target_lines(cx, st, &l, &n));
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "target.none", N_("There is no such target."));
	*ret = l[0];
	return RC_OK;
}

enum rc target_visible(struct ctx *cx, const struct target_line *l, const struct scope *s)
{
	if (scope_holds(s, l->unit_path) || scope_holds(s, l->data_owner_path))
		return RC_OK;
	return fail(cx, RC_DENIED, "target.scope", N_("This target belongs to a unit outside what this post may see."));
}

void target_import_row(const struct stmt *st, struct arena *a, struct target_import *ret)
{
	*ret = (struct target_import){
		.id = col_int(st, 0), .owner = col_int(st, 1), .year = col_int(st, 2), .list = col_sv(st, 3, a),
			.document = col_sv(st, 4, a),
		.file_name = col_sv(st, 5, a), .file_digest = col_sv(st, 6, a), .state = col_sv(st, 7, a), .made = col_int(st, 8),
		.changed = col_int(st, 9), .begun_at = col_int(st, 10), .begun_by = col_int(st, 11), .done_at = col_int(st, 12),
		.withdrawn_at = col_int(st, 13), .reason = col_sv(st, 14, a),
	};
}

enum rc target_import_get(struct ctx *cx, struct db *db, int64_t id, struct target_import *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &target_import_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		target_import_row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "target.import_none", N_("No such list of targets came in."));
	return rc;
}

static enum rc changes_of(struct ctx *cx, struct db *db, int64_t target, int64_t upto, struct target_change **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 4;
	struct target_change *all = NEW(cx->a, struct target_change, cap);
	struct stmt *st = db_query(db, &target_changes);
	bind_int(st, 1, target);
	bind_int(st, 2, upto ? upto : JS_INT_MAX);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct target_change *bigger = NEW(cx->a, struct target_change, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		all[n++] = (struct target_change){
			.id = col_int(st, 0), .target = col_int(st, 1), .import = col_int(st, 2), .made = col_int(st, 3),
				.at = col_int(st, 4),
			.author = col_int(st, 5), .to = col_aims(st, 6), .document = col_sv(st, 11, cx->a), .reason = col_sv(st,
				12, cx->a),
		};
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

static void actual_row(const struct stmt *st, struct arena *a, struct target_actual *ret)
{
	*ret = (struct target_actual){
		.id = col_int(st, 0), .target = col_int(st, 1), .made = col_int(st, 2), .at = col_int(st, 3),
			.author = col_int(st, 4),
		.through = col_day(st, 5), .value = col_dec(st, 6), .as_of = col_day(st, 7), .base = col_figure(st, 8),
		.base_day = col_day(st, 9), .final = col_int(st, 10) != 0, .source = col_sv(st, 11, a), .corrects = col_int(st,
			12),
		.corrected_by = col_int(st, 13), .reason = col_sv(st, 14, a),
	};
}

static enum rc actuals_of(struct ctx *cx, struct db *db, int64_t target, int64_t upto, struct target_actual **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 8;
	struct target_actual *all = NEW(cx->a, struct target_actual, cap);
	struct stmt *st = db_query(db, &target_actuals);
	bind_int(st, 1, target);
	bind_int(st, 2, upto ? upto : JS_INT_MAX);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct target_actual *bigger = NEW(cx->a, struct target_actual, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		actual_row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

/* ---- what stands ------------------------------------------------------------------------------------------------------ */

enum rc target_aims_now(struct ctx *cx, struct db *db, const struct target_line *l, struct target_aims *ret)
{
	struct target_change *c;
	size_t n;
	TRY(changes_of(cx, db, l->id, 0, &c, &n));
	*ret = n ? c[n - 1].to : l->issued;
	return RC_OK;
}

const struct target_actual *target_standing(const struct target_actual *v, size_t n, struct day through)
{
	const struct target_actual *best = NULL;
	for (size_t i = 0; i < n; i++)
		if (v[i].through.n == through.n && !v[i].corrected_by && (!best || v[i].final >= best->final))
			best = &v[i];
	return best;
}

static struct target_quarter quarter_of(const struct target_seen *s, int quarter, struct day today)
{
	const struct target_line *l = &s->line;
	struct day end = quarter_end((int)l->year, quarter);
	struct target_quarter q = { .plan = l->issued.quarter[quarter - 1], .now = s->now.quarter[quarter - 1],
				    .actual = target_standing(s->actual, s->n_actual, end), .over = today.n > end.n,
					.base_day = DAY_NONE };
	struct figure value = q.actual ? figure_of(q.actual->value) : FIGURE_NONE;
	if (q.actual && q.actual->base.has) {
		q.base = q.actual->base;
		q.base_day = q.actual->base_day;
	} else if (quarter == QUARTERS) { /* the pledge's base is the whole of last year */
		q.base = l->base;
		q.base_day = l->base_day;
	}
	q.grows = growth_of(value, q.base, l->share, &q.growth);
	struct pace_in in = { .value = value, .plan = q.plan, .year = l->issued.year, .lower = l->lower, .quarter = quarter,
		.over = q.over };
	q.light = pace_light(&in);
	in.plan = q.now;
	in.year = s->now.year;
	q.light_now = pace_light(&in);
	return q;
}

enum rc target_see(struct ctx *cx, struct db *db, const struct target_line *l, struct day today, int64_t upto,
	struct target_seen *ret)
{
	*ret = (struct target_seen){ .line = *l };
	TRY(changes_of(cx, db, l->id, upto, &ret->change, &ret->n_change));
	TRY(actuals_of(cx, db, l->id, upto, &ret->actual, &ret->n_actual));
	ret->now = ret->n_change ? ret->change[ret->n_change - 1].to : l->issued;
	for (int i = 0; i < QUARTERS; i++)
		ret->quarter[i] = quarter_of(ret, i + 1, today);
	return RC_OK;
}

static int by_unit(const void *x, const void *y)
{
	const struct target_line *a = x, *b = y;
	int c = sv_cmp(a->unit_order, b->unit_order);
	if (c)
		return c;
	return a->sort != b->sort ? (a->sort < b->sort ? -1 : 1) : a->id < b->id ? -1 : a->id > b->id;
}

enum rc targets_see(struct ctx *cx, struct db *db, const struct scope *s, const struct target_filter *f, struct day today,
		    struct target_seen **ret, size_t *ret_n)
{
	struct target_line *l;
	size_t n;
	struct stmt *st = db_query(db, &target_page);
	bind_int(st, 1, 0);
	scope_bind(st, 2, s);
	bind_int(st, 10, f->owner);
	bind_int(st, 11, f->year);
	bind_int(st, 12, f->unit);
	bind_int(st, 13, f->data_owner);
	bind_sv(st, 14, sv_or_empty(f->list));
	bind_int(st, 15, TARGETS_MAX);
	TRY(target_lines(cx, st, &l, &n));
	qsort(l, n, sizeof(*l), by_unit);
	struct target_seen *all = NEW(cx->a, struct target_seen, n + 1);
	for (size_t i = 0; i < n; i++)
		TRY(target_see(cx, db, &l[i], today, 0, &all[i]));
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

enum rc target_years(struct ctx *cx, struct db *db, const struct scope *s, int64_t *ret, size_t max, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct stmt *st = db_query(db, &target_years_of);
	scope_bind(st, 1, s);
	while (db_step(cx, st, &rc))
		if (n < max)
			ret[n++] = col_int(st, 0);
	*ret_n = n;
	return rc;
}
