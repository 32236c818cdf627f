#include "app/matter/row.h"

#include "app/matter/queries.sql.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "base/bug.h"

#include <stddef.h>

/* ---- the matter's columns, in the order of its table ------------------------------------------------------- */

#define C(type, name, field) { #name, type, offsetof(struct matter, field), false }
#define L(type, name, field) { #name, type, offsetof(struct matter, field), true } /* also in lists */
const struct matter_col matter_cols[] = {
	L(COL_INT, id, id), L(COL_INT, no, no), L(COL_KIND, kind, kind), L(COL_STATE, state, state),
	L(COL_INT, owner, owner), L(COL_INT, verifier, verifier), L(COL_TEXT, list, list),
	L(COL_TEXT, source_no, source_no), L(COL_TEXT, category, category), L(COL_TEXT, title, title),
	L(COL_TEXT, goal, goal), C(COL_TEXT, origin, origin), C(COL_TEXT, origin_no, origin_no),
	C(COL_INT, origin_post, origin_post), L(COL_TEXT, sponsor, sponsor), C(COL_TEXT, cover, cover),
	L(COL_DUE, due_kind, due_kind), L(COL_DAY, due, due), C(COL_DAY, first_due, first_due),
	C(COL_TEXT, due_precision, due_precision), L(COL_TEXT, due_text, due_text),
	C(COL_INT, due_amount, due_amount), C(COL_TEXT, due_unit, due_unit), L(COL_DAY, start_plan, start_plan),
	L(COL_DAY, start_actual, start_actual), L(COL_DEC, percent, percent), L(COL_TEXT, progress, progress),
	C(COL_TEXT, problem, problem), C(COL_TEXT, next_step, next_step), C(COL_TEXT, note, note),
	C(COL_TEXT, money, money), C(COL_TEXT, class, class_), C(COL_TEXT, batch, batch),
	C(COL_TEXT, chain, chain), C(COL_TEXT, cluster, cluster), C(COL_TEXT, extra, extra),
	C(COL_TEXT, contact, contact), C(COL_TEXT, reason, reason), L(COL_INT, issued_at, issued_at),
	L(COL_INT, closed_at, closed_at), L(COL_INT, progress_at, progress_at), L(COL_DAY, stopped, stopped),
	L(COL_BOOL, started, started), L(COL_BOOL, shown, shown), C(COL_INT, reopened, reopened),
	L(COL_INT, import, import), C(COL_INT, made_seq, made_seq), L(COL_INT, seq, seq),
};
#undef C
#undef L
const size_t n_matter_cols = COUNT(matter_cols);

const struct matter_col *matter_col(struct sv name)
{
	for (size_t i = 0; i < n_matter_cols; i++)
		if (sv_is(name, matter_cols[i].name))
			return &matter_cols[i];
	return NULL;
}

static void *at(const struct matter_col *c, struct matter *m)
{
	return (char *)m + c->at;
}

static const void *in(const struct matter_col *c, const struct matter *m)
{
	return (const char *)m + c->at;
}

/* A word that the table cannot hold would be a damaged store: it shows as the first of its kind. */
static void set_word(const struct matter_col *c, struct matter *m, struct sv word)
{
	if (c->type == COL_KIND)
		(void)matter_kind_parse(word, at(c, m));
	else if (c->type == COL_STATE)
		(void)matter_state_parse(word, at(c, m));
	else
		(void)due_kind_parse(word, at(c, m));
}

static const char *get_word(const struct matter_col *c, const struct matter *m)
{
	if (c->type == COL_KIND)
		return matter_kind_name(*(const enum matter_kind *)in(c, m));
	if (c->type == COL_STATE)
		return matter_state_name(*(const enum matter_state *)in(c, m));
	const char *due = due_kind_name(*(const enum due_kind *)in(c, m));
	return due ? due : "";
}

static void read_col(const struct matter_col *c, const struct stmt *st, int n, struct arena *a, struct matter *m)
{
	switch (c->type) {
	case COL_INT:
		*(int64_t *)at(c, m) = col_int(st, n);
		break;
	case COL_BOOL:
		*(bool *)at(c, m) = col_int(st, n) != 0;
		break;
	case COL_TEXT:
		*(struct sv *)at(c, m) = col_peek(st, n).n ? col_sv(st, n, a) : SV("");
		break;
	case COL_DAY:
		*(struct day *)at(c, m) = col_day(st, n);
		break;
	case COL_DEC:
		*(struct dec *)at(c, m) = col_null(st, n) ? PERCENT_NONE : col_dec(st, n);
		break;
	case COL_KIND:
	case COL_STATE:
	case COL_DUE:
		set_word(c, m, col_peek(st, n));
		break;
	}
}

static void bind_col(const struct matter_col *c, struct stmt *st, int n, const struct matter *m)
{
	switch (c->type) {
	case COL_INT:
		bind_int(st, n, *(const int64_t *)in(c, m));
		break;
	case COL_BOOL:
		bind_int(st, n, *(const bool *)in(c, m));
		break;
	case COL_TEXT: {
		struct sv s = *(const struct sv *)in(c, m);
		bind_sv(st, n, sv_or_empty(s));
		break;
	}
	case COL_DAY:
		bind_day(st, n, *(const struct day *)in(c, m));
		break;
	case COL_DEC: {
		struct dec d = *(const struct dec *)in(c, m);
		if (d.u == PERCENT_NONE.u)
			bind_null(st, n);
		else
			bind_dec(st, n, d);
		break;
	}
	case COL_KIND:
	case COL_STATE:
	case COL_DUE:
		bind_sv(st, n, sv_of(get_word(c, m)));
		break;
	}
}

void matter_row_read(const struct stmt *st, struct arena *a, struct matter *ret)
{
	*ret = (struct matter){ 0 };
	for (size_t i = 0; i < n_matter_cols; i++)
		read_col(&matter_cols[i], st, (int)i, a, ret);
	int n = (int)n_matter_cols;
	if (col_count(st) < n + 3)
		return;
	ret->owner_name = col_sv(st, n, a);
	ret->owner_path = col_sv(st, n + 1, a);
	ret->verifier_name = col_null(st, n + 2) ? SV("") : col_sv(st, n + 2, a);
}

void matter_line_read(const struct stmt *st, struct arena *a, struct matter *ret)
{
	int n = 0;
	*ret = (struct matter){ .first_due = DAY_NONE };
	for (size_t i = 0; i < n_matter_cols; i++)
		if (matter_cols[i].listed)
			read_col(&matter_cols[i], st, n++, a, ret);
	ret->owner_name = col_sv(st, n, a);
	ret->owner_path = col_sv(st, n + 1, a);
}

struct js *matter_js(struct arena *a, const struct matter *m)
{
	struct js *o = js_obj(a);
	for (size_t i = 0; i < n_matter_cols; i++) {
		const struct matter_col *c = &matter_cols[i];
		struct dec d;
		switch (c->type) {
		case COL_INT:
			js_set_int(a, o, c->name, *(const int64_t *)in(c, m));
			break;
		case COL_BOOL:
			js_set_bool(a, o, c->name, *(const bool *)in(c, m));
			break;
		case COL_TEXT:
			js_set_sv(a, o, c->name, *(const struct sv *)in(c, m));
			break;
		case COL_DAY:
			js_set_day(a, o, c->name, *(const struct day *)in(c, m));
			break;
		case COL_DEC:
			d = *(const struct dec *)in(c, m);
			if (d.u == PERCENT_NONE.u)
				js_set(o, c->name, js_null(a));
			else
				js_set_dec(a, o, c->name, d);
			break;
		case COL_KIND:
		case COL_STATE:
		case COL_DUE:
			js_set_sv(a, o, c->name, sv_of(get_word(c, m)));
			break;
		}
	}
	return o;
}

void matter_overlay(struct matter *m, const struct js *set)
{
	for (const struct js *v = set ? set->first : NULL; v; v = v->next) {
		const struct matter_col *c = matter_col(v->key);
		if (!c)
			continue;
		switch (c->type) {
		case COL_INT:
			*(int64_t *)at(c, m) = v->kind == JS_INT ? v->i : 0;
			break;
		case COL_BOOL:
			*(bool *)at(c, m) = v->kind == JS_BOOL && v->b;
			break;
		case COL_TEXT:
			*(struct sv *)at(c, m) = v->kind == JS_STR ? v->s : SV("");
			break;
		case COL_DAY:
			*(struct day *)at(c, m) = js_get_day(set, c->name);
			break;
		case COL_DEC:
			*(struct dec *)at(c, m) = js_get_dec(set, c->name, PERCENT_NONE);
			break;
		case COL_KIND:
		case COL_STATE:
		case COL_DUE:
			set_word(c, m, v->kind == JS_STR ? v->s : SV(""));
			break;
		}
	}
}

static enum rc matter_write(struct ctx *cx, struct db *db, const struct query *q, const struct matter *m)
{
	struct stmt *st = db_query(db, q);
	for (size_t i = 0; i < n_matter_cols; i++)
		bind_col(&matter_cols[i], st, (int)i + 1, m);
	return db_run(cx, st);
}

/* ---- facts become rows -------------------------------------------------------------------------------------- */

struct js *duty_js(struct arena *a, const struct duty *d)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", d->id);
	js_set_int(a, o, "unit", d->unit);
	js_set_sv(a, o, "role", sv_of(assignment_role_name(d->role)));
	js_set_sv(a, o, "state", sv_of(assignment_state_name(d->state)));
	js_set_bool(a, o, "no_return", d->no_return);
	js_set_sv(a, o, "reason", sv_or_empty(d->reason));
	js_set_int(a, o, "assigned_at", d->assigned_at);
	js_set_int(a, o, "acked_at", d->acked_at);
	js_set_int(a, o, "acked_by", d->acked_by);
	js_set_int(a, o, "done_at", d->done_at);
	if (d->acked_person)
		js_set_int(a, o, "acked_person", d->acked_person);
	if (d->claimed_by) {
		js_set_int(a, o, "claimed_by", d->claimed_by);
		js_set_int(a, o, "claimed_person", d->claimed_person);
		js_set_int(a, o, "claimed_seq", d->claimed_seq);
	}
	return o;
}

static struct sv text_of(const struct js *o, const char *key)
{
	return sv_or_empty(js_get_sv(o, key));
}

static enum rc duty_apply(struct ctx *cx, struct db *db, int64_t matter, const struct js *d)
{
	struct stmt *st = db_query(db, &assignment_put);
	bind_int(st, 1, js_get_int(d, "id", 0));
	bind_int(st, 2, matter);
	bind_int(st, 3, js_get_int(d, "unit", 0));
	bind_sv(st, 4, text_of(d, "role"));
	bind_sv(st, 5, text_of(d, "state"));
	bind_int(st, 6, js_get_bool(d, "no_return"));
	bind_sv(st, 7, text_of(d, "reason"));
	bind_int(st, 8, js_get_int(d, "assigned_at", 0));
	bind_int(st, 9, js_get_int(d, "acked_at", 0));
	bind_int(st, 10, js_get_int(d, "acked_by", 0));
	bind_int(st, 11, js_get_int(d, "done_at", 0));
	bind_int(st, 12, js_get_int(d, "acked_person", 0));
	bind_int(st, 13, js_get_int(d, "claimed_by", 0));
	bind_int(st, 14, js_get_int(d, "claimed_person", 0));
	bind_int(st, 15, js_get_int(d, "claimed_seq", 0));
	return db_run(cx, st);
}

static enum rc record_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *r)
{
	struct stmt *st = db_query(db, &record_put);
	struct dec percent = js_get_dec(r, "percent", PERCENT_NONE);
	bind_int(st, 1, row->seq);
	bind_int(st, 2, row->subject);
	bind_int(st, 3, row->at);
	bind_int(st, 4, row->actor);
	bind_int(st, 5, js_get_int(r, "unit", 0));
	bind_sv(st, 6, text_of(r, "kind"));
	bind_sv(st, 7, text_of(r, "text"));
	if (percent.u == PERCENT_NONE.u)
		bind_null(st, 8);
	else
		bind_dec(st, 8, percent);
	bind_sv(st, 9, text_of(r, "said_by"));
	bind_sv(st, 10, text_of(r, "means"));
	bind_sv(st, 11, text_of(r, "result"));
	bind_int(st, 12, js_get_bool(r, "same"));
	bind_int(st, 13, js_get_int(r, "to_post", 0));
	return db_run(cx, st);
}

static enum rc move_apply(struct ctx *cx, struct db *db, int64_t matter, const struct js *m)
{
	struct stmt *st = db_query(db, &extension_put);
	bind_int(st, 1, js_get_int(m, "id", 0));
	bind_int(st, 2, matter);
	bind_int(st, 3, js_get_int(m, "unit", 0));
	bind_day(st, 4, js_get_day(m, "old_due"));
	bind_day(st, 5, js_get_day(m, "new_due"));
	bind_sv(st, 6, text_of(m, "reason"));
	bind_sv(st, 7, text_of(m, "state"));
	bind_sv(st, 8, text_of(m, "answer"));
	bind_int(st, 9, js_get_int(m, "asked_at", 0));
	bind_int(st, 10, js_get_int(m, "asked_by", 0));
	bind_int(st, 11, js_get_int(m, "decided_at", 0));
	bind_int(st, 12, js_get_int(m, "decided_by", 0));
	return db_run(cx, st);
}

enum rc matter_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	enum rc rc;
	struct matter m = { .percent = PERCENT_NONE, .due = DAY_NONE, .first_due = DAY_NONE, .start_plan = DAY_NONE,
			    .start_actual = DAY_NONE, .stopped = DAY_NONE };
	bool there = false;
	struct stmt *st = db_query(db, &matter_plain);
	bind_int(st, 1, row->subject);
	while (db_step(cx, st, &rc)) {
		matter_row_read(st, cx->a, &m);
		there = true;
	}
	if (rc != RC_OK)
		return rc;
	m.id = row->subject;
	m.seq = row->seq;
	if (!there)
		m.made_seq = row->seq;
	matter_overlay(&m, js_get(facts, "set"));
	TRY(matter_write(cx, db, there ? &matter_set : &matter_put, &m));
	TRY(turn_write(cx, db, &m));
	if (js_get_bool(facts, "reset")) {
		st = db_query(db, &assignment_clear);
		bind_int(st, 1, row->subject);
		TRY(db_run(cx, st));
	}
	const struct js *duties = js_get(facts, "duties"), *record = js_get(facts, "record"), *move = js_get(facts, "move");
	for (const struct js *d = duties ? duties->first : NULL; d; d = d->next)
		TRY(duty_apply(cx, db, row->subject, d));
	if (record)
		TRY(record_apply(cx, db, row, record));
	return move ? move_apply(cx, db, row->subject, move) : RC_OK;
}

void facts_record(struct arena *a, struct js *facts, const struct record_in *r)
{
	struct js *o = js_set(facts, "record", js_obj(a));
	js_set_sv(a, o, "kind", sv_of(r->kind));
	js_set_sv(a, o, "text", sv_or_empty(r->text));
	if (r->unit)
		js_set_int(a, o, "unit", r->unit);
	if (r->to_post)
		js_set_int(a, o, "to_post", r->to_post);
	if (r->percent.u != PERCENT_NONE.u)
		js_set_dec(a, o, "percent", r->percent);
	if (r->said_by.p)
		js_set_sv(a, o, "said_by", r->said_by);
	if (r->means.p)
		js_set_sv(a, o, "means", r->means);
	if (r->result.p)
		js_set_sv(a, o, "result", r->result);
	if (r->same)
		js_set_bool(a, o, "same", true);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static enum rc none(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "matter.none", N_("There is no such matter."));
}

enum rc matter_get(struct ctx *cx, struct db *db, int64_t id, struct matter *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &matter_one);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		matter_row_read(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? none(cx) : rc;
}

enum rc matter_line(struct ctx *cx, struct db *db, int64_t id, struct matter *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &line_one);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		matter_line_read(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? none(cx) : rc;
}

enum rc matter_by_no(struct ctx *cx, struct db *db, int64_t no, struct matter *ret)
{
	enum rc rc;
	int64_t id = 0;
	struct stmt *st = db_query(db, &matter_id_of_no);
	bind_int(st, 1, no);
	while (db_step(cx, st, &rc))
		id = col_int(st, 0);
	if (rc != RC_OK)
		return rc;
	return id ? matter_get(cx, db, id, ret) :
		    fail(cx, RC_NOT_FOUND, "matter.no", N_("There is no matter with the number %04lld."), (long long)no);
}

enum rc matter_duties(struct ctx *cx, struct db *db, int64_t id, struct duty **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 16;
	struct duty *all = NEW(cx->a, struct duty, cap);
	struct stmt *st = db_query(db, &assignment_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct duty *bigger = NEW(cx->a, struct duty, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		struct duty *d = &all[n++];
		*d = (struct duty){ .id = col_int(st, 0), .matter = col_int(st, 1), .unit = col_int(st, 2),
				    .no_return = col_int(st, 5) != 0, .reason = col_sv(st, 6, cx->a),
				    .assigned_at = col_int(st, 7), .acked_at = col_int(st, 8), .acked_by = col_int(st, 9),
				    .done_at = col_int(st, 10), .unit_name = col_sv(st, 11, cx->a),
				    .unit_path = col_sv(st, 12, cx->a), .acked_person = col_int(st, 13),
				    .claimed_by = col_int(st, 14), .claimed_person = col_int(st, 15),
				    .claimed_seq = col_int(st, 16) };
		(void)assignment_role_parse(col_peek(st, 3), &d->role);
		(void)assignment_state_parse(col_peek(st, 4), &d->state);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

static void record_read(const struct stmt *st, struct arena *a, struct record *r)
{
	*r = (struct record){ .seq = col_int(st, 0), .matter = col_int(st, 1), .at = col_int(st, 2), .post = col_int(st, 3),
			      .unit = col_int(st, 4), .kind = col_sv(st, 5, a), .text = col_sv(st, 6, a),
			      .percent = col_null(st, 7) ? PERCENT_NONE : col_dec(st, 7), .said_by = col_sv(st, 8, a),
			      .means = col_sv(st, 9, a), .result = col_sv(st, 10, a), .same = col_int(st, 11) != 0 };
}

static enum rc records(struct ctx *cx, struct db *db, struct stmt *st, int limit, struct record **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct record *all = NEW(cx->a, struct record, (size_t)limit + 1);
	while (db_step(cx, st, &rc))
		record_read(st, cx->a, &all[n++]);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = post_label(cx, db, all[i].post, &all[i].post_name);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc matter_records(struct ctx *cx, struct db *db, int64_t id, int limit, struct record **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &record_of);
	bind_int(st, 1, id);
	bind_int(st, 2, limit);
	return records(cx, db, st, limit, ret, ret_n);
}

enum rc matter_answers(struct ctx *cx, struct db *db, int64_t post, int limit, struct record **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &record_to);
	bind_int(st, 1, post);
	bind_int(st, 2, limit);
	return records(cx, db, st, limit, ret, ret_n);
}

enum rc record_last_of(struct ctx *cx, struct db *db, int64_t matter, int64_t unit, const char *kind, struct record *ret)
{
	enum rc rc;
	*ret = (struct record){ 0 };
	struct stmt *st = db_query(db, &record_last);
	bind_int(st, 1, matter);
	bind_int(st, 2, unit);
	bind_sv(st, 3, sv_of(kind));
	while (db_step(cx, st, &rc))
		record_read(st, cx->a, ret);
	return rc;
}

enum rc matter_extensions(struct ctx *cx, struct db *db, int64_t id, struct extension **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 200 };
	size_t n = 0;
	struct extension *all = NEW(cx->a, struct extension, MAX);
	struct stmt *st = db_query(db, &extension_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = (struct extension){
				.id = col_int(st, 0), .matter = col_int(st, 1), .unit = col_int(st, 2), .old_due = col_day(st, 3),
				.new_due = col_day(st, 4), .reason = col_sv(st, 5, cx->a), .state = col_sv(st, 6, cx->a),
				.answer = col_sv(st, 7, cx->a), .asked_at = col_int(st, 8), .asked_by = col_int(st, 9),
				.decided_at = col_int(st, 10), .decided_by = col_int(st, 11),
			};
	*ret = all;
	*ret_n = n;
	return rc;
}

struct sv matter_no_text(struct arena *a, int64_t no)
{
	return arena_printf(a, "%04lld", (long long)no);
}

enum rc matter_visible(struct ctx *cx, struct db *db, const struct matter *m, const struct scope *s)
{
	bool ok = scope_holds(s, m->owner_path);
	if (!ok && m->state != MATTER_DRAFT) { /* a draft is the office's own business */
		struct duty *d;
		size_t n;
		TRY(matter_duties(cx, db, m->id, &d, &n));
		for (size_t i = 0; i < n && !ok; i++)
			ok = d[i].state != ASSIGNMENT_RELEASED && scope_holds(s, d[i].unit_path);
	}
	return ok && m->shown ? RC_OK : fail(cx, RC_DENIED, "matter.hidden",
					     N_("This matter belongs to other units. Its supervising office or one of its units can show it."));
}

static void import_read(const struct stmt *st, struct arena *a, struct matter_import *r)
{
	*r = (struct matter_import){
		.id = col_int(st, 0), .owner = col_int(st, 1), .list = col_sv(st, 2, a), .file_name = col_sv(st, 3, a),
		.file_digest = col_sv(st, 4, a), .state = col_sv(st, 5, a), .announced = col_int(st, 6),
		.counted = col_int(st, 7), .made = col_int(st, 8), .changed = col_int(st, 9), .explanation = col_sv(st, 10, a),
		.reason = col_sv(st, 11, a), .begun_at = col_int(st, 12), .begun_by = col_int(st, 13), .done_at = col_int(st, 14),
		.withdrawn_at = col_int(st, 15),
	};
}

enum rc matter_import_get(struct ctx *cx, struct db *db, int64_t id, struct matter_import *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &import_one);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		import_read(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "import.none", N_("There is no such import.")) : rc;
}

enum rc matter_imports(struct ctx *cx, struct db *db, int64_t before, int limit, const struct scope *s,
		       struct matter_import **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct matter_import *all = NEW(cx->a, struct matter_import, (size_t)limit + 1);
	struct stmt *st = db_query(db, &import_page);
	bind_int(st, 1, before);
	while ((int)n < limit && db_step(cx, st, &rc))
		if (scope_holds(s, col_peek(st, 16)))
			import_read(st, cx->a, &all[n++]);
	if ((int)n == limit) {
		(void)db_query(db, &import_page); /* lets go of the read */
		rc = RC_OK;
	}
	*ret = all;
	*ret_n = n;
	return rc;
}
