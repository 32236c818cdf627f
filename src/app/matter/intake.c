/* Writes what a plan says: accept, one act a row in groups, done. */
#include "app/matter/intake.h"

enum { GROUP = 100 };

struct run {
	struct ctx *cx;
	const struct act_door *door;
	const struct matter_plan *p;
	const struct matter_import_in *in;
	struct actor actor;
	struct act_answer accepted;
	int64_t done, changed;
	int stopped_at;              /* row of the list */
};

static enum rc accept(struct run *r)
{
	struct arena *a = r->cx->a;
	struct js *f = js_obj(a);
	js_set_int(a, f, "owner", r->p->owner);
	js_set_sv(a, f, "list", r->p->list);
	js_set_sv(a, f, "file_name", r->in->file_name);
	js_set_sv(a, f, "file_digest", r->in->file_digest);
	if (r->p->announced >= 0)
		js_set_int(a, f, "announced", r->p->announced);
	js_set_int(a, f, "counted", r->p->counted);
	js_set_int(a, f, "seen", r->p->seen);
	if (r->in->explanation.n)
		js_set_sv(a, f, "explanation", r->in->explanation);
	js_set(f, "mapping", r->p->mapping);
	js_set(f, "decisions", r->p->decisions);
	struct act_request rq = { .act = SV("matter.import_accept"), .actor = r->actor, .key = r->in->key,
				  .mark = r->in->mark, .fields = f };
	size_t failed;
	return r->door->acts(r->door->arg, r->cx, &rq, 1, &r->accepted, &failed);
}

static enum rc group(struct run *r, struct ctx *cx, size_t *at)
{
	struct act_request rq[GROUP];
	struct act_answer answer[GROUP];
	int no[GROUP];
	size_t n = 0, failed = 0;
	for (; *at < r->p->n && n < GROUP; (*at)++) {
		const struct plan_row *row = &r->p->row[*at];
		if (!row->fields)
			continue;
		/* The plan is kept as it is: its caller may show it afterwards. */
		struct js *f = js_obj(cx->a);
		for (const struct js *c = row->fields->first; c; c = c->next)
			js_set(f, arena_cstr(cx->a, c->key), js_again(cx->a, c));
		js_set_int(cx->a, f, "import", r->accepted.subject);
		bool fresh = row->what == PLAN_NEW;
		rq[n] = (struct act_request){ .act = fresh ? SV("matter.import_row") : SV("matter.import_change"), .actor = r->actor,
					      .subject = fresh ? 0 : row->matter, .cause = r->accepted.seq, .fields = f };
		no[n++] = row->no;
		r->changed += !fresh;
	}
	enum rc rc = n ? r->door->acts(r->door->arg, cx, rq, n, answer, &failed) : RC_OK;
	r->stopped_at = rc == RC_OK ? 0 : no[failed];
	r->done += (int64_t)n;
	return rc;
}

static enum rc rows(struct run *r)
{
	struct arena a;
	arena_init(&a, 256 << 20);
	enum rc rc = RC_OK;
	for (size_t at = 0; rc == RC_OK && at < r->p->n;) {
		struct ctx sub = *r->cx;
		sub.a = &a;
		ctx_forget(&sub);
		rc = group(r, &sub, &at);
		for (const struct fault *f = sub.faults; rc != RC_OK && f; f = f->next)
			(void)fail_at(r->cx, rc, arena_cstr(r->cx->a, sv_of(f->field)), f->id, N_("Row %d: %.*s"), r->stopped_at, SV_ARG(f->text));
		if (r->in->progress)
			r->in->progress(r->in->progress_arg, r->done, r->p->to_write);
		arena_reset(&a);
	}
	arena_release(&a);
	return rc;
}

static enum rc end(struct run *r, bool ok)
{
	struct arena *a = r->cx->a;
	struct js *f = js_obj(a);
	struct act_answer answer;
	if (ok) {
		js_set_int(a, f, "changed", r->changed);
		js_set(f, "left_out", r->p->left_out);
	} else {
		js_set_sv(a, f, "reason", arena_printf(a, tr(r->cx->lang, N_("The import stopped at row %d.")), r->stopped_at));
	}
	struct act_request rq = { .act = ok ? SV("matter.import_done") : SV("matter.import_withdraw"), .actor = r->actor,
				  .subject = r->accepted.subject, .cause = r->accepted.seq, .fields = f };
	size_t failed;
	return r->door->acts(r->door->arg, r->cx, &rq, 1, &answer, &failed);
}

enum rc matter_import_run(struct ctx *cx, const struct act_door *door, struct db *db, const struct matter_plan *p,
			  const struct matter_import_in *in, struct matter_import *ret)
{
	struct run r = { .cx = cx, .door = door, .p = p, .in = in, .actor = in->actor };
	r.actor.via = VIA_IMPORT;
	TRY(accept(&r));
	if (r.accepted.repeated) { /* its rows are in, or another is bringing them in just now */
		TRY(matter_import_get(cx, db, r.accepted.subject, ret));
		ret->repeated = true;
		return RC_OK;
	}
	enum rc rc = rows(&r);
	if (rc != RC_OK) {
		struct ctx sub = *cx; /* what went wrong first is what is told */
		ctx_forget(&sub);
		r.cx = &sub;
		(void)!end(&r, false);
		return rc;
	}
	TRY(end(&r, true));
	TRY(matter_import_get(cx, db, r.accepted.subject, ret));
	int64_t *id; /* brings the words in now, not when somebody waits for a search */
	size_t n;
	return matter_search(cx, db, SV("0"), 1, &id, &n);
}
