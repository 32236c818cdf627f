#include "store/corridor.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "store/journal.sql.h"

enum { PAYLOAD_MAX = 4 << 20 };

/* "_in" ties an idempotency key to what was asked, so that the same key with other fields is a conflict. */
static struct sv request_mark(struct ctx *cx, const struct act_in *in)
{
	if (in->mark.p)
		return in->mark;
	struct buf b = buf_new(cx->a, PAYLOAD_MAX);
	buf_puts(&b, in->def->name);
	buf_int(&b, in->subject);
	js_write(&b, fields_js(cx->a, &in->fields));
	struct digest d = HASH(HASH_SHA256, buf_sv(&b));
	return hex_text(cx->a, sv_make((const char *)d.b, 16));
}

static enum rc answered_before(struct ctx *cx, struct db *db, const struct act_in *in, struct act_answer *ret, bool *found)
{
	*found = false;
	if (!in->key.p)
		return RC_OK;
	struct journal_row row;
	TRY(journal_keyed(cx, db, in->actor.post, in->key, &row, found));
	if (!*found)
		return RC_OK;
	struct js *facts = journal_facts(cx->a, &row);
	if (!sv_is(row.act, in->def->name) || !facts || !sv_eq(js_get_sv(facts, "_in"), request_mark(cx, in)))
		return fail(cx, RC_CONFLICT, "act.key", N_("This key was used for another request; send a new one."));
	*ret = (struct act_answer){ .seq = row.seq, .at = row.at, .subject = row.subject, .facts = facts, .repeated = true };
	return RC_OK;
}

static enum rc check_basis(struct ctx *cx, struct db *db, const struct act_in *in)
{
	if (!in->def->strict || in->basis == 0 || in->subject == 0)
		return RC_OK;
	int64_t last;
	TRY(journal_subject_seq(cx, db, in->subject, &last));
	if (last > in->basis)
		return fail(cx, RC_CONFLICT, "act.stale",
			    N_("Somebody changed this in the meantime. Look at the new state, then decide again; "
			       "what you typed is kept."));
	return RC_OK;
}

/* Few acts come between a preparation and its own. */
static enum rc check_ahead(struct ctx *cx, struct db *db, const struct act_in *in, int64_t since)
{
	bool moved = false;
	if (!in->ahead)
		return RC_OK;
	TRY(journal_moved(cx, db, since, in->def->reads, &moved));
	return moved ? fail(cx, RC_CONFLICT, ACT_MOVED, N_("Others are changing what this rests on; try again in a moment.")) : RC_OK;
}

static void random_fresh(struct fresh *f, int64_t seq)
{
	f->id = ids_of_seq(seq);
	random_bytes(f->random, sizeof(f->random));
}

static enum rc decide_and_write(struct ctx *cx, struct db *db, struct act_in *in, const void *state, struct act_answer *ret)
{
	struct fresh fresh;
	random_fresh(&fresh, in->seq);
	struct js *facts = js_obj(cx->a);
	int64_t subject = in->subject;
	TRY(in->def->decide(cx, state, in, &fresh, facts, &subject));
	if (subject == 0 || fresh.id > ids_of_seq(in->seq + 1))
		BUG("%s decided no subject, or too many ids", in->def->name);
	js_set_sv(cx->a, facts, "_via", sv_of(via_name(in->actor.via)));
	if (in->key.p)
		js_set_sv(cx->a, facts, "_in", request_mark(cx, in));
	struct buf body = buf_new(cx->a, PAYLOAD_MAX);
	js_write(&body, facts);
	if (body.over)
		return fail(cx, RC_LIMIT, "act.large", N_("This is too much for one step; split it."));
	struct journal_row row = {
		.seq = in->seq, .at = in->at, .actor = in->actor.post, .act = sv_of(in->def->name),
		.version = in->def->version, .subject = subject, .basis = in->basis, .key = in->key,
		.cause = in->cause, .body = buf_sv(&body),
	};
	TRY(journal_append(cx, db, &row));
	struct act_row ar = { .seq = row.seq, .at = row.at, .actor = row.actor, .subject = subject, .cause = row.cause,
			      .act = in->def->name, .version = in->def->version, .via = in->actor.via };
	TRY(in->def->apply(cx, db, &ar, facts));
	*ret = (struct act_answer){ .seq = row.seq, .at = row.at, .subject = subject, .facts = facts };
	return RC_OK;
}

static enum rc run_inside(struct ctx *cx, const struct corridor *c, struct db *db, struct act_in *in, int64_t ahead_seq,
			  struct act_answer *ret)
{
	bool found;
	TRY(answered_before(cx, db, in, ret, &found));
	if (found)
		return RC_OK;
	int64_t last, last_at;
	TRY(journal_last_seq(cx, db, &last, &last_at));
	in->seq = last + 1;
	in->at = cx->now > last_at ? cx->now : last_at;
	TRY(check_ahead(cx, db, in, ahead_seq));
	void *state = NULL;
	struct target target = { 0 };
	if (in->def->load)
		TRY(in->def->load(cx, db, in, &state, &target));
	TRY(c->may(cx, db, in, &target));
	TRY(check_basis(cx, db, in));
	return decide_and_write(cx, db, in, state, ret);
}

enum rc corridor_run(struct ctx *cx, const struct corridor *c, struct db *db, const struct act_request *rq,
		     struct act_answer *ret)
{
	struct act_in in = { .actor = rq->actor, .subject = rq->subject, .basis = rq->basis, .key = rq->key,
			     .cause = rq->cause, .ahead = rq->ahead, .mark = rq->mark, .same = c->same.find ? &c->same : NULL };
	in.def = registry_act(c->nouns, rq->act, NULL);
	if (!in.def)
		return fail(cx, RC_NOT_FOUND, "act.unknown", N_("There is no act \"%.*s\"; `bixue acts` lists them."),
			    SV_ARG(rq->act));
	if (rq->key.p && (rq->key.n == 0 || rq->key.n > 100 || !utf8_valid(rq->key)))
		return fail_at(cx, RC_INVALID, "key", "act.key_form", N_("A key has 1 to 100 characters."));
	if (in.def->creates != (rq->subject == 0))
		return fail(cx, RC_INVALID, "act.subject",
			    in.def->creates ? N_("This act makes something new and takes no subject.") :
					      N_("Say which one is meant."));
	TRY(fields_read(cx, in.def->fields, in.def->n_fields, rq->fields, &in.fields));
	TRY(fields_impersonal(cx, &in.fields));
	TRY(db_savepoint(cx, db));
	enum rc rc = run_inside(cx, c, db, &in, rq->ahead_seq, ret);
	if (rc == RC_OK)
		rc = db_release(cx, db);
	if (rc != RC_OK)
		db_undo(db);
	return rc;
}

enum rc corridor_prepare(struct ctx *cx, const struct corridor *c, struct db *db, struct act_request *rq)
{
	struct act_in in = { .actor = rq->actor, .subject = rq->subject, .basis = rq->basis, .cause = rq->cause };
	void *ahead = NULL;
	int64_t seq, at;
	in.def = registry_act(c->nouns, rq->act, NULL);
	if (!in.def || !in.def->prepare)
		return RC_OK;
	TRY(fields_read(cx, in.def->fields, in.def->n_fields, rq->fields, &in.fields));
	if (!rq->mark.p)
		rq->mark = request_mark(cx, &in);
	TRY(db_snapshot(cx, db));
	enum rc rc = journal_last_seq(cx, db, &seq, &at);
	if (rc == RC_OK)
		rc = in.def->prepare(cx, db, &in, &ahead);
	db_snapshot_end(db);
	if (rc != RC_OK)
		return rc;
	rq->ahead = ahead;
	rq->ahead_seq = seq;
	return RC_OK;
}

static enum via via_of(struct sv name)
{
	for (int v = VIA_CLI; v <= VIA_SYSTEM; v++)
		if (sv_is(name, via_name((enum via)v)))
			return (enum via)v;
	return VIA_SYSTEM;
}

enum rc corridor_replay(struct ctx *cx, const struct corridor *c, struct db *db, const struct journal_row *row)
{
	if (row->erased && !row->body.p)
		return RC_OK;
	const struct act_def *def = registry_act(c->nouns, row->act, NULL);
	if (!def)
		return fail(cx, RC_CHECK, "replay.act", N_("Row %lld: there is no act \"%.*s\"."), (long long)row->seq,
			    SV_ARG(row->act));
	struct js *facts = journal_facts(cx->a, row);
	if (!facts)
		return fail(cx, RC_CHECK, "replay.payload", N_("Row %lld: its payload is missing or cannot be read."),
			    (long long)row->seq);
	if (row->version > def->version)
		return fail(cx, RC_CHECK, "replay.version", N_("Row %lld: %s of version %d was written by a newer program."),
			    (long long)row->seq, def->name, row->version);
	if (row->version < def->version && def->lift)
		TRY(def->lift(cx, row->version, facts));
	struct act_row ar = { .seq = row->seq, .at = row->at, .actor = row->actor, .subject = row->subject,
			      .cause = row->cause, .act = def->name, .version = row->version,
			      .via = via_of(js_get_sv(facts, "_via")) };
	enum rc rc = def->apply(cx, db, &ar, facts);
	return rc == RC_OK ? rc : because(cx, rc, "replaying row %lld (%s)", (long long)row->seq, def->name);
}
