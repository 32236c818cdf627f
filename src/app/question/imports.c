/* A bank comes in: accepted, a row an act in groups, and seen when all of it is in.  What stopped on its way is withdrawn, and nobody
 * ever sees a part of it; after a crash the server withdraws it (jobs/broken.c). */
#include "app/question/question_read.h"

#include "app/question/queries.sql.h"

enum { GROUP = 100 };

const struct field question_accept_fields[QUESTION_ACCEPT_FIELDS] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Office that owns it") },
	{ .name = "file_name", .type = FIELD_LINE, .masked = true, .max = 300, .label = N_("File") },
	{ .name = "file_digest", .type = FIELD_LINE, .max = 64, .label = N_("Digest of the file") },
	{ .name = "counted", .type = FIELD_INT, .required = true, .min = 1, .max = QUESTION_BANK_MAX, .label = N_("Questions") },
};
const struct field question_row_fields[QUESTION_ROW_FIELDS] = {
	{ .name = "import", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Import") },
	QUESTION_SAID_FIELDS,
};
const struct field question_withdraw_fields[QUESTION_WITHDRAW_FIELDS] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

struct accepting {
	int64_t owner, running;      /* running: another one of that office; 0 */
};
struct bringing {
	struct question_import import;
	int64_t twin;
};

static enum rc import_get(struct ctx *cx, struct db *db, int64_t id, struct question_import *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &question_import_at);
	bind_int(st, 1, id);
	*ret = (struct question_import){ 0 };
	while (db_step(cx, st, &rc))
		*ret = (struct question_import){ .id = col_int(st, 0), .owner = col_int(st, 1), .state = col_sv(st, 2, cx->a), .counted = col_int(st, 3) };
	return rc == RC_OK && !ret->id ? fail(cx, RC_NOT_FOUND, "question.no_import", N_("There is no such import.")) : rc;
}

static enum rc is_open(struct ctx *cx, const struct question_import *i)
{
	return sv_is(i->state, "open") ? RC_OK : fail(cx, RC_CONFLICT, "import.over", N_("This import is finished: begin a new one."));
}

/* ---- question.import_accept ------------------------------------------------------------------------------------------------- */

enum rc question_accept_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct accepting *s = NEW(cx->a, struct accepting, 1);
	*ret_state = s;
	s->owner = field_ref(&in->fields, "owner");
	target_add(ret, AT_OWNER, s->owner);
	struct stmt *st = db_query(db, &question_import_running);
	bind_int(st, 1, s->owner);
	while (db_step(cx, st, &rc))
		s->running = col_int(st, 0);
	return rc;
}

enum rc question_accept_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct accepting *s = state;
	struct sv name = field_sv(&in->fields, "file_name"), digest = field_sv(&in->fields, "file_digest");
	if (s->running) /* what it brings is not seen yet: each of the two would bring the same questions */
		return fail(cx, RC_CONFLICT, "import.running",
			    N_("This list is being taken in at this moment (import #%lld). Ask again in a minute; if it was broken off, withdraw that import and send the list once more."),
			    (long long)s->running);
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->owner);
	js_set_sv(cx->a, facts, "file_name", sv_or_empty(name));
	js_set_sv(cx->a, facts, "file_digest", sv_or_empty(digest));
	js_set_int(cx->a, facts, "counted", field(&in->fields, "counted")->i);
	return RC_OK;
}

enum rc question_accept_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &question_import_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_sv(st, 3, js_get_sv(facts, "file_name"));
	bind_sv(st, 4, js_get_sv(facts, "file_digest"));
	bind_int(st, 5, js_get_int(facts, "counted", 0));
	bind_int(st, 6, row->at);
	bind_int(st, 7, row->actor);
	return db_run(cx, st);
}

/* ---- question.import_row ----------------------------------------------------------------------------------------------------- */

enum rc question_row_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct bringing *s = NEW(cx->a, struct bringing, 1);
	*ret_state = s;
	TRY(import_get(cx, db, field(&in->fields, "import")->i, &s->import));
	target_add(ret, AT_OWNER, s->import.owner);
	return question_twin_of(cx, db, s->import.owner, field_sv(&in->fields, "text"), 0, s->import.id, &s->twin);
}

enum rc question_row_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct bringing *s = state;
	struct question q;
	TRY(is_open(cx, &s->import));
	TRY(question_said(cx, s->twin, &in->fields, &q));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->import.owner);
	js_set_int(cx->a, facts, "import", s->import.id);
	question_facts(cx->a, &q, facts);
	return RC_OK;
}

/* ---- question.import_done, question.import_withdraw ---------------------------------------------------------------------------- */

enum rc question_import_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct question_import *s = NEW(cx->a, struct question_import, 1);
	*ret_state = s;
	TRY(import_get(cx, db, in->subject, s));
	target_add(ret, AT_OWNER, s->owner);
	struct stmt *st = db_query(db, &question_import_count);
	bind_int(st, 1, s->id);
	while (db_step(cx, st, &rc))
		s->n = col_int(st, 0);
	return rc;
}

enum rc question_done_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct question_import *s = state;
	TRY(is_open(cx, s));
	if (s->n != s->counted)
		return fail(cx, RC_CONFLICT, "question.part", N_("Of %lld questions %lld are in: the import is not whole."), (long long)s->counted, (long long)s->n);
	js_set_sv(cx->a, facts, "state", SV("done"));
	js_set_int(cx->a, facts, "made", s->n);
	return RC_OK;
}

/* Of one that is done the questions are retired one by one: papers may hold them. */
enum rc question_withdraw_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	TRY(is_open(cx, state));
	js_set_sv(cx->a, facts, "state", SV("withdrawn"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

enum rc question_end_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &question_import_end);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "state"));
	bind_sv(st, 3, sv_or_empty(js_get_sv(facts, "reason")));
	bind_int(st, 4, row->at);
	return db_run(cx, st);
}

enum rc question_imports_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &question_imports_seen);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", col_int(st, 0));
		js_set_int(cx->a, o, "owner", col_int(st, 1));
		js_set_sv(cx->a, o, "file_name", col_sv(st, 2, cx->a));
		js_set_sv(cx->a, o, "file_digest", col_sv(st, 3, cx->a));
		js_set_sv(cx->a, o, "state", col_sv(st, 4, cx->a));
		js_set_int(cx->a, o, "counted", col_int(st, 5));
		js_set_instant(cx->a, o, "begun_at", col_int(st, 6));
		js_set_instant(cx->a, o, "ended_at", col_int(st, 7));
		js_set_sv(cx->a, o, "reason", col_sv(st, 8, cx->a));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

/* ---- a whole sheet ------------------------------------------------------------------------------------------------------------- */

struct run {
	struct ctx *cx;
	const struct act_door *door;
	const struct question_sheet *s;
	struct actor actor;
	struct act_answer accepted;
	int stopped_at;              /* row of the sheet; 0 */
};

static enum rc one_act(struct run *r, struct ctx *cx, const char *act, const struct js *f, struct act_answer *ret)
{
	size_t failed;
	struct act_request rq = { .act = sv_of(act), .actor = r->actor, .subject = r->accepted.subject, .cause = r->accepted.seq, .fields = f };
	return r->door->acts(r->door->arg, cx, &rq, 1, ret, &failed);
}

static enum rc accept(struct run *r)
{
	struct js *f = js_obj(r->cx->a);
	js_set_int(r->cx->a, f, "owner", r->s->owner);
	js_set_sv(r->cx->a, f, "file_name", r->s->file_name);
	js_set_sv(r->cx->a, f, "file_digest", r->s->file_digest);
	js_set_int(r->cx->a, f, "counted", (int64_t)r->s->n);
	return one_act(r, r->cx, "question.import_accept", f, &r->accepted);
}

/* Of a row the fields of question.draft, but for the owner, which is the import's. */
static struct js *row_fields(struct arena *a, const struct js *draft, int64_t import)
{
	struct js *f = js_obj(a);
	for (const struct js *c = draft->first; c; c = c->next)
		if (!sv_is(c->key, "owner"))
			js_set(f, arena_cstr(a, c->key), js_again(a, c));
	js_set_int(a, f, "import", import);
	return f;
}

static enum rc rows(struct run *r, struct ctx *cx)
{
	struct act_request rq[GROUP];
	struct act_answer answer[GROUP];
	for (size_t at = 0; at < r->s->n;) {
		size_t n = 0, failed = 0, from = at;
		for (; n < GROUP && at < r->s->n; at++)
			rq[n++] = (struct act_request){ .act = SV("question.import_row"), .actor = r->actor, .cause = r->accepted.seq,
							.fields = row_fields(cx->a, r->s->fields[at], r->accepted.subject) };
		enum rc rc = r->door->acts(r->door->arg, cx, rq, n, answer, &failed);
		r->stopped_at = rc == RC_OK ? 0 : r->s->row[from + failed];
		TRY(rc);
	}
	return RC_OK;
}

static void give_up(struct run *r)
{
	struct ctx sub = *r->cx; /* what went wrong first is what is told */
	struct js *f = js_obj(sub.a);
	struct act_answer answer;
	ctx_forget(&sub);
	js_set_sv(sub.a, f, "reason", arena_printf(sub.a, tr(sub.lang, N_("The import stopped at row %d.")), r->stopped_at));
	(void)!one_act(r, &sub, "question.import_withdraw", f, &answer);
}

enum rc question_take_sheet(struct ctx *cx, const struct act_door *door, struct actor actor, const struct question_sheet *s, size_t *ret_done)
{
	struct run r = { .cx = cx, .door = door, .s = s, .actor = actor };
	struct act_answer answer;
	struct ctx sub = *cx;
	*ret_done = 0;
	if (!s->n)
		return RC_OK;
	r.actor.via = VIA_IMPORT;
	ctx_forget(&sub);
	TRY(accept(&r));
	enum rc rc = rows(&r, &sub);
	for (const struct fault *f = sub.faults; rc != RC_OK && f; f = f->next)
		(void)fail(cx, rc, f->id, N_("Row %d: %.*s"), r.stopped_at, SV_ARG(f->text));
	if (rc == RC_OK)
		rc = one_act(&r, cx, "question.import_done", NULL, &answer);
	if (rc != RC_OK) {
		give_up(&r);
		return fail(cx, rc, "question.none_of_it", N_("Nothing of the sheet was taken in."));
	}
	*ret_done = s->n;
	return RC_OK;
}
