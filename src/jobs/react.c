#include "jobs/react.h"

enum { BATCH = 200, REQUESTS = 64 };

/* A reaction that its noun refuses (already so, gone, frozen) is settled; only the machine's faults are worth another try. */
static enum rc settle(struct ctx *cx, struct store *s, const struct reaction *r, const struct journal_row *row, struct act_request *rq, struct sv key)
{
	struct act_answer answer;
	rq->actor = (struct actor){ .via = VIA_SYSTEM };
	rq->cause = row->seq;
	rq->key = key;
	enum rc rc = store_act(cx, s, rq, &answer);
	return rc == RC_FAILED || rc == RC_BUSY ? because(cx, rc, "reaction %s to row %lld", r->name, (long long)row->seq) : rc;
}

static enum rc react_to(struct ctx *cx, struct store *s, struct db *db, const struct reaction *r, const struct journal_row *row)
{
	struct js *facts = journal_facts(cx->a, row);
	if (!facts)
		return RC_OK; /* erased */
	struct act_request *rq = NEW(cx->a, struct act_request, REQUESTS);
	size_t n = 0;
	enum rc made = r->fn(cx, db, row, facts, rq, REQUESTS, &n);
	if (made == RC_FAILED || made == RC_BUSY)
		return because(cx, made, "reaction %s to row %lld", r->name, (long long)row->seq);
	/* What it speaks of is gone or is not its business: nothing follows, and the next ones go on. */
	if (made != RC_OK) {
		ctx_forget(cx);
		return RC_OK;
	}
	for (size_t i = 0; i < n; i++) {
		enum rc rc = settle(cx, s, r, row, &rq[i], arena_printf(cx->a, "r:%s:%lld:%zu", r->name, (long long)row->seq, i));
		if (rc != RC_OK && rc != RC_FAILED && rc != RC_BUSY && r->refused) {
			struct act_request other = r->refused(cx, &rq[i], cx->faults ? cx->faults->text : SV(""));
			ctx_forget(cx);
			rc = other.act.n ? settle(cx, s, r, row, &other, arena_printf(cx->a, "%.*s:refused", SV_ARG(rq[i].key))) : RC_OK;
		}
		if (rc == RC_FAILED || rc == RC_BUSY)
			return rc;
		ctx_forget(cx);
	}
	return RC_OK;
}

enum rc react_all(struct ctx *cx, struct store *s, struct db *reader, const struct reaction *r, size_t n)
{
	int64_t cursor = 0, begun;
	int64_t last, at;
	TRY(store_cursor(cx, reader, "reactions", &cursor));
	TRY(journal_last_seq(cx, reader, &last, &at));
	if (cursor > last)
		cursor = 0; /* not ours to believe: each reaction happens once anyway */
	begun = cursor;
	struct arena a;
	arena_init(&a, 256 << 20);
	enum rc rc = RC_OK;
	size_t got = 1;
	while (rc == RC_OK && got > 0) {
		struct ctx sub;
		struct journal_row *rows;
		ctx_init(&sub, &a, store_now(s), cx->lang);
		rc = journal_read(&sub, reader, cursor, BATCH, &rows, &got);
		for (size_t i = 0; rc == RC_OK && i < got; i++) {
			for (size_t k = 0; k < n && rc == RC_OK; k++)
				if (sv_is(rows[i].act, r[k].act))
					rc = react_to(&sub, s, reader, &r[k], &rows[i]);
			if (rc == RC_OK)
				cursor = rows[i].seq;
		}
		if (rc != RC_OK) {
			(void)because(cx, rc, "%.*s", SV_ARG(sub.trail));
			for (const struct fault *f = sub.faults; f; f = f->next)
				(void)fail(cx, rc, f->id, "%.*s", SV_ARG(f->text));
		}
		arena_reset(&a);
	}
	arena_release(&a);
	if (cursor > begun && rc == RC_OK)
		rc = store_cursor_save(cx, s, "reactions", cursor);
	return rc;
}
