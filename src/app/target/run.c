/* Writes what a plan says: accept, one act a row in groups, done. */
#include "app/target/target.h"

enum { GROUP = 100 };

struct run {
	struct ctx *cx;
	const struct act_door *door;
	const struct target_plan *p;
	const struct target_import_in *in;
	struct actor actor;
	struct act_answer accepted;
	int stopped_at;              /* row of the list */
};

static enum rc one_act(struct run *r, const char *act, int64_t subject, const struct js *f, struct act_answer *ret)
{
	struct act_request rq = { .act = sv_of(act), .actor = r->actor, .subject = subject, .cause = r->accepted.seq,
		.fields = f };
	size_t failed;
	if (!subject) { /* the acceptance alone: a list sent twice under one key is one list */
		rq.key = r->in->key;
		rq.mark = r->in->mark;
	}
	return r->door->acts(r->door->arg, r->cx, &rq, 1, ret, &failed);
}

static enum rc accept(struct run *r)
{
	struct arena *a = r->cx->a;
	struct js *f = js_obj(a);
	js_set_int(a, f, "owner", r->p->owner);
	js_set_int(a, f, "year", r->p->year);
	js_set_sv(a, f, "list", r->p->list);
	js_set_sv(a, f, "document", r->in->document);
	js_set_sv(a, f, "file_name", r->in->file_name);
	js_set_sv(a, f, "file_digest", r->in->file_digest);
	return one_act(r, "target.import_accept", 0, f, &r->accepted);
}

static enum rc rows(struct run *r)
{
	for (size_t at = 0; at < r->p->n;) {
		struct act_request rq[GROUP];
		struct act_answer answer[GROUP];
		int no[GROUP];
		size_t n = 0, failed = 0;
		for (; at < r->p->n && n < GROUP; at++) {
			const struct target_row_plan *row = &r->p->row[at];
			bool fresh = row->what == PLAN_NEW;
			if (!row->fields)
				continue;
			js_set_int(r->cx->a, row->fields, "import", r->accepted.subject);
			rq[n] = (struct act_request){ .act = fresh ? SV("target.import_row") : SV("target.import_change"),
				.actor = r->actor,
						      .subject = fresh ? 0 : row->target, .cause = r->accepted.seq,
							.fields = row->fields };
			no[n++] = row->no;
		}
		enum rc rc = n ? r->door->acts(r->door->arg, r->cx, rq, n, answer, &failed) : RC_OK;
		r->stopped_at = rc == RC_OK ? 0 : no[failed];
		TRY(rc);
	}
	return RC_OK;
}

static void give_up(struct run *r)
{
	struct ctx sub = *r->cx; /* what went wrong first is what is told */
	struct js *f = js_obj(r->cx->a);
	struct act_answer answer;
	ctx_forget(&sub);
	r->cx = &sub;
	js_set_sv(sub.a, f, "reason", arena_printf(sub.a, tr(sub.lang, N_("The import stopped at row %d.")), r->stopped_at));
	(void)!one_act(r, "target.import_withdraw", r->accepted.subject, f, &answer);
}

enum rc target_import_run(struct ctx *cx, const struct act_door *door, struct db *db, const struct target_plan *p,
			  const struct target_import_in *in, struct target_import *ret)
{
	struct run r = { .cx = cx, .door = door, .p = p, .in = in, .actor = in->actor };
	struct act_answer answer;
	r.actor.via = VIA_IMPORT;
	if (!in->document.n)
		return fail_at(cx, RC_INVALID, "document", "target.document",
			N_("Name the document that the targets stand on (--document \"商区政发〔2023〕3号\")."));
	TRY(accept(&r));
	if (r.accepted.repeated) { /* its rows are in, or another is bringing them in just now */
		TRY(target_import_get(cx, db, r.accepted.subject, ret));
		ret->repeated = true;
		return RC_OK;
	}
	enum rc rc = rows(&r);
	if (rc == RC_OK)
		rc = one_act(&r, "target.import_done", r.accepted.subject, NULL, &answer);
	if (rc != RC_OK) {
		if (r.stopped_at)
			rc = fail(cx, rc, "target.row", N_("The import stopped at row %d."), r.stopped_at);
		give_up(&r);
		return rc;
	}
	return target_import_get(cx, db, r.accepted.subject, ret);
}
