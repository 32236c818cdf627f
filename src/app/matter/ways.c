#include "app/matter/ways.h"

#include "app/matter/ledger.h"
#include "app/matter/queries.sql.h"
#include "base/bug.h"

#include <stdlib.h>

enum { FOUND_BATCH = 1000, DUE_MAX = 2000, SCOPE_UNITS = 200, BATCH = 200 };

static int by_id(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return a < b ? -1 : a > b;
}

static size_t sorted_once(int64_t *id, size_t n)
{
	size_t kept = 0;
	qsort(id, n, sizeof(*id), by_id);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || id[kept - 1] != id[i])
			id[kept++] = id[i];
	return kept;
}

/* Appends at most `max` ids; the statement's other parameters are bound. */
static enum rc take(struct ctx *cx, struct stmt *st, int64_t *id, size_t *n, size_t max)
{
	enum rc rc;
	while (db_step(cx, st, &rc))
		if (*n < max)
			id[(*n)++] = col_int(st, 0);
	return rc;
}

static enum rc units_in(struct ctx *cx, struct db *db, const struct scope *s, const int64_t **ret, size_t *ret_n)
{
	int64_t *id = NEW(cx->a, int64_t, SCOPE_UNITS + 1);
	size_t n = 0;
	struct stmt *st = db_query(db, &units_of_scope);
	scope_bind(st, 1, s);
	bind_int(st, 9, SCOPE_UNITS + 1);
	TRY(take(cx, st, id, &n, SCOPE_UNITS + 1));
	*ret = id;
	*ret_n = n;
	return RC_OK;
}

/* What a statement finds (its last parameter is how many at most), if that is a short list. */
static enum rc short_list(struct ctx *cx, struct stmt *st, int last, struct way *w)
{
	int64_t *id = NEW(cx->a, int64_t, DUE_MAX + 1);
	size_t n = 0;
	bind_int(st, last, DUE_MAX + 1);
	TRY(take(cx, st, id, &n, DUE_MAX + 1));
	if (n > DUE_MAX)
		return RC_OK;
	w->kind = WAY_DUE;
	w->id = id;
	w->n = sorted_once(id, n);
	return RC_OK;
}

/* All with a deadline between these days, if that is a short list. */
static enum rc due_between(struct ctx *cx, struct db *db, struct day from, struct day to, struct way *w)
{
	struct stmt *st = db_query(db, &ids_of_due);
	bind_int(st, 1, day_is(from) ? from.n : INT32_MIN);
	bind_int(st, 2, to.n);
	bind_int(st, 3, w->at);
	return short_list(cx, st, 4, w);
}

/* A light that days turn: those that its day leaves, if that is a short list. */
static enum rc turned(struct ctx *cx, struct db *db, const struct query *q, struct way *w)
{
	struct stmt *st = db_query(db, q);
	bind_day(st, 1, w->today);
	bind_int(st, 2, w->at);
	return short_list(cx, st, 3, w);
}

static enum rc to_decide(struct ctx *cx, struct db *db, struct way *w)
{
	int64_t *id = NEW(cx->a, int64_t, DUE_MAX);
	struct stmt *st = db_query(db, &ids_to_decide);
	w->kind = WAY_DUE;
	w->id = id;
	bind_int(st, 1, DUE_MAX);
	TRY(take(cx, st, id, &w->n, DUE_MAX));
	w->n = sorted_once(id, w->n);
	return RC_OK;
}

static bool two_states(const struct matter_filter *f, struct way *w)
{
	bool checking = f->owes.p && sv_is(f->owes, "verify");
	if (checking || (f->has_light && f->light == LIGHT_AWAITING_VERIFICATION)) {
		w->state[0] = SV("finish_claimed");
		w->state[1] = SV("verifying");
		return true;
	}
	enum matter_state only = f->has_state ? f->state : MATTER_STATE_COUNT_;
	if (f->has_light)
		only = f->light == LIGHT_CLOSED ? MATTER_CLOSED : f->light == LIGHT_SUSPENDED ? MATTER_SUSPENDED :
		       f->light == LIGHT_WITHDRAWN ? MATTER_WITHDRAWN : MATTER_STATE_COUNT_;
	if (only == MATTER_STATE_COUNT_ || only == MATTER_ACTIVE)
		return false;
	w->state[0] = w->state[1] = sv_of(matter_state_name(only));
	return true;
}

/* Neither words, import, unit nor state say where to look: deadline and light may, else the units of the scope. */
static enum rc by_day(struct ctx *cx, struct db *db, const struct matter_filter *f, struct way *w)
{
	static const struct query *const short_list[LIGHT_COUNT_] = {
		[LIGHT_AHEAD] = &ids_ahead, [LIGHT_DUE_SOON] = &ids_soon, [LIGHT_BEHIND] = &ids_behind, [LIGHT_OVERDUE] = &ids_late,
	};
	if (f->has_light && short_list[f->light])
		TRY(turned(cx, db, short_list[f->light], w));
	if (w->kind == WAY_NONE && day_is(f->due_to))
		TRY(due_between(cx, db, f->due_from, f->due_to, w));
	if (w->kind == WAY_NONE && w->n_unit)
		w->kind = WAY_UNITS;
	else if (w->kind == WAY_NONE && f->has_light && !(f->owner && f->list.p))
		w->kind = WAY_LIGHT;
	return RC_OK;
}

enum rc way_choose(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		   int64_t after_no, struct way *ret)
{
	enum rc rc;
	struct way w = { .light = f->light, .today = today };
	bool whole;
	struct stmt *st = db_query(db, &id_upto_no);
	bind_int(st, 1, after_no);
	while (after_no && db_step(cx, st, &rc))
		w.at = col_int(st, 0);
	TRY(scope_is_whole(cx, db, s, &whole));
	if (!whole) {
		w.owners = true;
		TRY(units_in(cx, db, s, &w.unit, &w.n_unit));
	}
	if (w.n_unit > SCOPE_UNITS)
		w.n_unit = 0; /* as good as the whole */
	if (f->text.p) {
		TRY(search_open(cx, db, f->text, &w.search));
		w.kind = WAY_FOUND;
	} else if (f->import) {
		w.kind = WAY_IMPORT;
		w.import = f->import;
	} else if (f->unit) {
		w.kind = WAY_UNITS;
		w.unit = &f->unit;
		w.n_unit = 1;
		w.owners = false;
	} else if (f->owes.p && sv_is(f->owes, "decide")) {
		TRY(to_decide(cx, db, &w));
	} else if (two_states(f, &w)) {
		w.kind = WAY_STATES;
	} else {
		TRY(by_day(cx, db, f, &w));
	}
	*ret = w;
	return RC_OK;
}

/* The next ids of several sorted sources: each is read a little ahead, and what lies beyond the shortest look is
 * left for the next batch. */
static enum rc next_of_units(struct ctx *cx, struct db *db, struct way *w, const int64_t **ret, size_t *ret_n)
{
	size_t sources = w->n_unit * (w->owners ? 2 : 1), n = 0, kept;
	size_t each = sources > 20 ? 50 : BATCH;
	int64_t *id = NEW(cx->a, int64_t, sources * each + 1), horizon = INT64_MAX;
	for (size_t i = 0; i < sources; i++) {
		size_t had = n;
		struct stmt *st = db_query(db, i < w->n_unit ? &ids_of_unit : &ids_of_owner);
		bind_int(st, 1, w->unit[i % w->n_unit]);
		bind_int(st, 2, w->at);
		bind_int(st, 3, (int64_t)each);
		TRY(take(cx, st, id, &n, sources * each));
		if (n - had == each && id[n - 1] < horizon)
			horizon = id[n - 1];
	}
	n = sorted_once(id, n);
	for (kept = 0; kept < n && id[kept] <= horizon; kept++)
		w->at = id[kept];
	w->end = horizon == INT64_MAX;
	*ret = id;
	*ret_n = kept;
	return RC_OK;
}

/* What was found; where the scope is small, without what is outside it, before anything is read of it. */
static enum rc next_found(struct ctx *cx, struct db *db, struct way *w, const int64_t **ret, size_t *ret_n)
{
	int64_t *id;
	size_t n, kept = 0, k = 0;
	struct way units = *w;
	TRY(search_next(cx, &w->search, w->at, w->n_unit ? FOUND_BATCH : BATCH, &id, &n));
	w->end = n < (w->n_unit ? (size_t)FOUND_BATCH : (size_t)BATCH);
	int64_t last = n ? id[n - 1] : 0;
	units.kind = WAY_UNITS;
	while (w->n_unit && k < n && !units.end && units.at < last) {
		const int64_t *batch;
		size_t n_batch;
		TRY(next_of_units(cx, db, &units, &batch, &n_batch));
		for (size_t i = 0; i < n_batch; i++) {
			while (k < n && id[k] < batch[i])
				k++;
			if (k < n && id[k] == batch[i])
				id[kept++] = id[k++];
		}
	}
	w->at = n ? last : w->at;
	*ret = id;
	*ret_n = w->n_unit ? kept : n;
	return RC_OK;
}

static struct stmt *ids_walk(struct db *db, const struct way *w)
{
	struct stmt *st = db_query(db, w->kind == WAY_IMPORT ? &ids_of_import : &ids_of_states);
	int k = 1;
	if (w->kind == WAY_IMPORT) {
		bind_int(st, k++, w->import);
	} else {
		bind_sv(st, k++, w->state[0]);
		bind_sv(st, k++, w->state[1]);
	}
	bind_int(st, k++, w->at);
	bind_int(st, k, BATCH);
	return st;
}

static struct stmt *light_walk(struct db *db, const struct way *w)
{
	static const struct query *const walk[LIGHT_COUNT_] = {
		[LIGHT_NOT_STARTED] = &walk_not_started, [LIGHT_ON_PACE] = &walk_on_pace, [LIGHT_AHEAD] = &walk_ahead,
		[LIGHT_DUE_SOON] = &walk_soon, [LIGHT_BEHIND] = &walk_behind, [LIGHT_OVERDUE] = &walk_late,
	};
	if (!walk[w->light])
		BUG("the light %s is told by the state", light_look(w->light)->name);
	struct stmt *st = db_query(db, walk[w->light]);
	bind_day(st, 1, w->today);
	bind_int(st, 2, w->at);
	bind_int(st, 3, BATCH);
	return st;
}

enum rc way_next(struct ctx *cx, struct db *db, struct way *w, const int64_t **ret, size_t *ret_n)
{
	if (w->kind == WAY_UNITS)
		return next_of_units(cx, db, w, ret, ret_n);
	if (w->kind == WAY_FOUND)
		return next_found(cx, db, w, ret, ret_n);
	if (w->kind == WAY_DUE) {
		size_t from = 0;
		while (from < w->n && w->id[from] <= w->at)
			from++;
		*ret = w->id + from;
		*ret_n = w->n - from;
		w->end = true;
		return RC_OK;
	}
	int64_t *id = NEW(cx->a, int64_t, BATCH);
	size_t n = 0;
	TRY(take(cx, w->kind == WAY_LIGHT ? light_walk(db, w) : ids_walk(db, w), id, &n, BATCH));
	w->end = n < BATCH;
	w->at = n ? id[n - 1] : w->at;
	*ret = id;
	*ret_n = n;
	return RC_OK;
}
