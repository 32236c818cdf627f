#include "store/verify.h"

#include "store/journal.sql.h"

#include <stdio.h>

enum { BATCH = 2000 };

struct pass {
	struct ctx *cx;                     /* findings live here */
	const struct verify_in *in;
	struct report *r;
	struct edge edge;
	int64_t last_seq, last_at;
	struct missing { struct missing *next; int64_t seq; } *missing;
	struct { int64_t size; struct digest root; struct sv note, signature; } *cp;
	size_t n_cp, next_cp;
	int64_t outside_size;
	struct digest outside_root;
};

static struct sv at_row(struct pass *p, int64_t seq)
{
	return arena_printf(p->cx->a, "journal %lld", (long long)seq);
}

/* A payload may only be missing when an act of erasure names its row. */
static void note_missing(struct pass *p, int64_t seq)
{
	struct missing *m = NEW(p->cx->a, struct missing, 1);
	m->seq = seq;
	m->next = p->missing;
	p->missing = m;
}

static void note_erasure(struct pass *p, int64_t seq)
{
	for (struct missing **m = &p->missing; *m; m = &(*m)->next)
		if ((*m)->seq == seq) {
			*m = (*m)->next;
			return;
		}
}

static void check_secrets(struct pass *p, struct ctx *sub, int64_t seq, const struct js *v)
{
	if (v->kind == JS_STR && secret_is_ref(v->s)) {
		p->r->secrets++;
		enum rc rc = secret_check(sub, p->in->secrets, v->s);
		/* An erased fact leaves only its commitment; a present one must be the one committed to. */
		if (rc != RC_OK && rc != RC_NOT_FOUND)
			report_add(p->cx, p->r, at_row(p, seq), N_("The sealed fact %.*s is not what was sealed."),
				   SV_ARG(sv_upto(v->s, 34)));
	}
	for (const struct js *c = v->first; c; c = c->next)
		check_secrets(p, sub, seq, c);
}

static void check_payload(struct pass *p, struct ctx *sub, const struct journal_row *row)
{
	if (!row->body.p || !row->salt.p) {
		note_missing(p, row->seq);
		return;
	}
	struct digest d = journal_digest(row->salt, row->body);
	if (!digest_eq(&d, &row->digest)) {
		report_add(p->cx, p->r, arena_printf(p->cx->a, "payload %lld", (long long)row->seq),
			   N_("The payload of this act is not the one that was journalled."));
		return;
	}
	struct js *facts = journal_facts(sub->a, row);
	if (!facts) {
		report_add(p->cx, p->r, at_row(p, row->seq), N_("This payload is not readable."));
		return;
	}
	if (sv_is(row->act, "instance.erase"))
		note_erasure(p, js_get_int(facts, "seq", 0));
	if (p->in->secrets)
		check_secrets(p, sub, row->seq, facts);
}

static void check_tree(struct pass *p, const struct journal_row *row)
{
	edge_add(&p->edge, &row->leaf);
	if (p->edge.size == p->outside_size) {
		struct digest root = edge_root(&p->edge);
		if (!digest_eq(&root, &p->outside_root))
			report_add(p->cx, p->r, at_row(p, row->seq),
				   N_("Up to this row the journal is not the one whose checkpoint was kept outside."));
	}
	while (p->next_cp < p->n_cp && p->cp[p->next_cp].size == p->edge.size) {
		struct digest root = edge_root(&p->edge);
		if (!digest_eq(&root, &p->cp[p->next_cp].root))
			report_add(p->cx, p->r, at_row(p, row->seq),
				   N_("Up to this row the journal is not the one that was signed."));
		p->next_cp++;
	}
}

static void check_row(struct pass *p, struct ctx *sub, const struct journal_row *row)
{
	if (row->seq != p->last_seq + 1)
		report_add(p->cx, p->r, at_row(p, p->last_seq + 1), N_("This row of the journal is missing."));
	p->last_seq = row->seq;
	if (row->at < p->last_at)
		report_add(p->cx, p->r, at_row(p, row->seq), N_("Time goes back at this row."));
	p->last_at = row->at;
	struct digest leaf = journal_leaf(sub->a, row);
	if (!digest_eq(&leaf, &row->leaf))
		report_add(p->cx, p->r, at_row(p, row->seq), N_("This row was changed: its columns do not give its leaf."));
	check_payload(p, sub, row);
	check_tree(p, row);
	p->r->acts++;
}

static enum rc read_checkpoints(struct pass *p)
{
	enum rc rc;
	size_t cap = 16;
	struct ctx *cx = p->cx;
	p->cp = arena_alloc(cx->a, cap, sizeof(*p->cp), alignof(int64_t));
	struct stmt *st = db_query(p->in->db, &checkpoint_all);
	while (db_step(cx, st, &rc)) {
		if (p->n_cp == cap) {
			void *bigger = arena_alloc(cx->a, cap * 2, sizeof(*p->cp), alignof(int64_t));
			memcpy(bigger, p->cp, cap * sizeof(*p->cp));
			p->cp = bigger;
			cap *= 2;
		}
		struct sv root = col_peek(st, 2);
		p->cp[p->n_cp].size = col_int(st, 0);
		if (root.n == DIGEST_LEN)
			memcpy(p->cp[p->n_cp].root.b, root.p, DIGEST_LEN);
		p->cp[p->n_cp].note = col_sv(st, 3, cx->a);
		p->cp[p->n_cp].signature = col_sv(st, 4, cx->a);
		struct sv says = arena_printf(cx->a, "bixue-checkpoint/1\nsm3\n%lld\n%.*s\n%.*s\n", (long long)col_int(st, 0),
					      SV_ARG(hex_text(cx->a, root)), SV_ARG(instant_text(cx->a, col_int(st, 1))));
		if (!sv_eq(says, p->cp[p->n_cp].note) ||
		    (p->in->signer && !signer_verify(p->in->signer, p->cp[p->n_cp].note, p->cp[p->n_cp].signature)))
			report_add(cx, p->r, arena_printf(cx->a, "checkpoint %lld", (long long)col_int(st, 0)),
				   N_("This checkpoint does not bear the signature of this store's key."));
		p->n_cp++;
	}
	p->r->checkpoints = (int64_t)p->n_cp;
	return rc;
}

/* "bixue-checkpoint/1\nALG\nSIZE\nROOT\n…" */
static enum rc read_outside(struct pass *p)
{
	struct sv rest = p->in->outside, line[4] = { SV_NONE };
	if (!rest.p)
		return RC_OK;
	for (int i = 0; i < 4; i++)
		(void)sv_split(&rest, '\n', &line[i]);
	if (!sv_is(line[0], "bixue-checkpoint/1") || !sv_is(line[1], "sm3") || !sv_int(line[2], &p->outside_size) ||
	    !hex_parse(line[3], p->outside_root.b, DIGEST_LEN))
		return fail(p->cx, RC_INVALID, "verify.checkpoint", N_("This is not a checkpoint of Bixue."));
	return RC_OK;
}

static enum rc check_rows(struct pass *p)
{
	int64_t seq = 0, last, at;
	TRY(journal_last_seq(p->cx, p->in->db, &last, &at));
	size_t n = 1;
	enum rc rc = RC_OK;
	struct arena a;
	arena_init(&a, 512 << 20);
	while (rc == RC_OK && n > 0) {
		struct ctx sub;
		struct journal_row *rows;
		ctx_init(&sub, &a, p->cx->now, p->cx->lang);
		rc = journal_read(&sub, p->in->db, seq, BATCH, &rows, &n);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			check_row(p, &sub, &rows[i]);
			seq = rows[i].seq;
		}
		arena_reset(&a);
		if (p->r->progress)
			p->r->progress(p->r->progress_arg, p->r->acts, last);
	}
	arena_release(&a);
	return rc;
}

enum rc verify_store(struct ctx *cx, const struct verify_in *in, struct report *r)
{
	struct pass p = { .cx = cx, .in = in, .r = r };
	struct sv pages;
	if (db_integrity(cx, in->db, &pages) != RC_OK)
		report_add(cx, r, SV("bixue.db"), N_("The file is damaged: %.*s"), SV_ARG(pages));
	TRY(read_outside(&p));
	enum rc rc = read_checkpoints(&p);
	if (rc == RC_OK)
		rc = check_rows(&p);
	if (rc == RC_FAILED && r->n) {
		/* The damage was named already; what cannot be read cannot be checked further. */
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	for (const struct missing *m = p.missing; m; m = m->next)
		report_add(cx, r, at_row(&p, m->seq), N_("The payload of this act is gone, and no act erased it."));
	int64_t signed_size = p.n_cp ? p.cp[p.n_cp - 1].size : 0;
	if (signed_size > p.edge.size || p.outside_size > p.edge.size)
		report_add(cx, r, at_row(&p, p.edge.size + 1), N_("The journal ends before its last checkpoint (%lld rows)."),
			   (long long)(signed_size > p.outside_size ? signed_size : p.outside_size));
	r->unsigned_rows = p.edge.size - (in->outside.p ? p.outside_size : 0);
	int64_t acts = r->acts;
	r->acts = 0;
	rc = rebuild_check(cx, in->corridor, in->db, r);
	r->acts = acts;
	return rc;
}
