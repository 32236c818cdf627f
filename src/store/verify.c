#include "store/verify.h"

#include "store/erasures.h"
#include "store/journal.sql.h"
#include "store/sealed.h"

#include <stdio.h>

enum { BATCH = 2000 };

struct checkpoint {
	int64_t size;
	struct digest root;
	struct sv note, signature;
};

struct pass {
	struct ctx *cx;                     /* findings live here */
	const struct verify_in *in;
	struct report *r;
	struct edge edge;
	int64_t last_seq, last_at;
	struct missing { struct missing *next; int64_t seq; } *missing;
	struct erasures erasures;           /* the list beside the keys */
	struct sealed_check *sealed;        /* NULL: not covered */
	struct checkpoint *cp;
	size_t n_cp, next_cp;
	struct sv last_note;                /* of the last checkpoint, kept beside the keys */
	int64_t kept_size, outside_size;
	struct digest kept_root, outside_root;
	struct edge kept_edge;              /* as the volatile table says */
	bool has_edge;
};

static struct sv at_row(struct pass *p, int64_t seq)
{
	return arena_printf(p->cx->a, "journal %lld", (long long)seq);
}

/* ---- erasures --------------------------------------------------------------------------------------------- */

/* A payload may only be missing when an act of erasure names its row. */
static void note_missing(struct pass *p, const struct journal_row *row)
{
	if (erasures_row(&p->erasures, p->cx->a, row->seq, &row->leaf))
		return;
	struct missing *m = NEW(p->cx->a, struct missing, 1);
	m->seq = row->seq;
	m->next = p->missing;
	p->missing = m;
}

static enum rc note_erasure(struct pass *p, struct ctx *sub, const struct journal_row *by, int64_t seq)
{
	for (struct missing **m = &p->missing; *m; m = &(*m)->next)
		if ((*m)->seq == seq) {
			*m = (*m)->next;
			return RC_OK;
		}
	struct journal_row *row;
	size_t n;
	TRY(journal_read(sub, p->in->db, seq - 1, 1, &row, &n));
	if (n == 0 || row[0].seq != seq || seq >= by->seq || row[0].body.p)
		report_add(p->cx, p->r, at_row(p, seq), N_("Row %lld erased the payload of this act, and it is there."),
			   (long long)by->seq);
	return RC_OK;
}

/* The rows that a rebuild passes over are those without payload, no others. */
static enum rc check_erased(struct pass *p)
{
	enum rc rc;
	struct stmt *st = db_query(p->in->db, &erased_present);
	while (db_step(p->cx, st, &rc))
		report_add(p->cx, p->r, arena_printf(p->cx->a, "erased %lld", (long long)col_int(st, 0)),
			   N_("This row says that a payload is gone, and it is there or never was."));
	if (rc != RC_OK)
		return rc;
	st = db_query(p->in->db, &payload_loose);
	while (db_step(p->cx, st, &rc))
		report_add(p->cx, p->r, arena_printf(p->cx->a, "payload %lld", (long long)col_int(st, 0)),
			   N_("No row of the journal has this payload."));
	return rc;
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

static enum rc check_payload(struct pass *p, struct ctx *sub, const struct journal_row *row)
{
	if (!row->body.p || !row->salt.p) {
		note_missing(p, row);
		return RC_OK;
	}
	struct digest d = journal_digest(row->salt, row->body);
	if (!digest_eq(&d, &row->digest) || row->salt.n != SALT_LEN) {
		report_add(p->cx, p->r, arena_printf(p->cx->a, "payload %lld", (long long)row->seq),
			   N_("The payload of this act is not the one that was journalled."));
		return RC_OK;
	}
	struct js *facts = journal_facts(sub->a, row);
	if (!facts) {
		report_add(p->cx, p->r, at_row(p, row->seq), N_("This payload is not readable."));
		return RC_OK;
	}
	if (sv_is(row->act, "instance.erase"))
		TRY(note_erasure(p, sub, row, js_get_int(facts, "seq", 0)));
	return p->sealed ? sealed_row(p->sealed, sub, row, facts) : RC_OK;
}

static void check_tree(struct pass *p, const struct journal_row *row)
{
	edge_add(&p->edge, &row->leaf);
	struct digest root = edge_root(&p->edge);
	if (p->edge.size == p->outside_size && !digest_eq(&root, &p->outside_root))
		report_add(p->cx, p->r, at_row(p, row->seq),
			   N_("Up to this row the journal is not the one whose checkpoint was kept outside."));
	if (p->edge.size == p->kept_size && !digest_eq(&root, &p->kept_root))
		report_add(p->cx, p->r, at_row(p, row->seq),
			   N_("Up to this row the journal is not the one whose checkpoint was kept beside the keys."));
	if (p->has_edge && p->edge.size == p->kept_edge.size && !sv_eq(edge_bytes(&p->edge), edge_bytes(&p->kept_edge)))
		report_add(p->cx, p->r, SV("tree_edge 1"), N_("The kept edge of the tree is not what the rows give."));
	while (p->next_cp < p->n_cp && p->cp[p->next_cp].size == p->edge.size) {
		if (!digest_eq(&root, &p->cp[p->next_cp].root))
			report_add(p->cx, p->r, at_row(p, row->seq),
				   N_("Up to this row the journal is not the one that was signed."));
		p->next_cp++;
	}
}

static enum rc check_row(struct pass *p, struct ctx *sub, const struct journal_row *row)
{
	if (row->seq <= 0) {
		report_add(p->cx, p->r, at_row(p, row->seq), N_("This row has no place in the journal."));
		return RC_OK;
	}
	if (row->seq != p->last_seq + 1)
		report_add(p->cx, p->r, at_row(p, p->last_seq + 1), N_("This row of the journal is missing."));
	p->last_seq = row->seq;
	if (row->at < p->last_at)
		report_add(p->cx, p->r, at_row(p, row->seq), N_("Time goes back at this row."));
	p->last_at = row->at;
	struct digest leaf = journal_leaf(sub->a, row);
	if (!digest_eq(&leaf, &row->leaf))
		report_add(p->cx, p->r, at_row(p, row->seq), N_("This row was changed: its columns do not give its leaf."));
	TRY(check_payload(p, sub, row));
	check_tree(p, row);
	p->r->acts++;
	return RC_OK;
}

static enum rc check_rows(struct pass *p)
{
	int64_t seq = INT64_MIN, last, at; /* rows before the first one would be somebody else's */
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
			rc = check_row(p, &sub, &rows[i]);
			seq = rows[i].seq;
		}
		if (rc != RC_OK)
			(void)because(p->cx, fail_again(p->cx, rc, &sub), "verifying after row %lld", (long long)seq);
		arena_reset(&a);
		if (p->r->progress)
			p->r->progress(p->r->progress_arg, p->r->acts, last);
	}
	arena_release(&a);
	return rc;
}

/* ---- checkpoints ------------------------------------------------------------------------------------------ */

/* "bixue-checkpoint/1\nALG\nSIZE\nROOT\n…" */
static bool read_note(struct sv note, int64_t *ret_size, struct digest *ret_root)
{
	struct sv line[4] = { SV_NONE };
	for (int i = 0; i < 4; i++)
		(void)sv_split(&note, '\n', &line[i]);
	return sv_is(line[0], "bixue-checkpoint/1") && sv_is(line[1], "sm3") && sv_int(line[2], ret_size) &&
	       hex_parse(line[3], ret_root->b, DIGEST_LEN);
}

static enum rc load_checkpoints(struct pass *p)
{
	enum rc rc;
	size_t cap = 16;
	struct ctx *cx = p->cx;
	p->cp = NEW(cx->a, struct checkpoint, cap);
	struct stmt *st = db_query(p->in->db, &checkpoint_all);
	struct sv before = SV("");
	while (db_step(cx, st, &rc)) {
		if (p->n_cp == cap) {
			struct checkpoint *bigger = NEW(cx->a, struct checkpoint, cap * 2);
			memcpy(bigger, p->cp, cap * sizeof(*p->cp));
			p->cp = bigger;
			cap *= 2;
		}
		struct checkpoint *c = &p->cp[p->n_cp++];
		struct sv root = col_peek(st, 2);
		c->size = col_int(st, 0);
		if (root.n == DIGEST_LEN)
			memcpy(c->root.b, root.p, DIGEST_LEN);
		c->note = col_sv(st, 3, cx->a);
		c->signature = col_sv(st, 4, cx->a);
		if (root.n != DIGEST_LEN || !sv_eq(checkpoint_note(cx->a, c->size, &c->root, col_int(st, 1), before), c->note) ||
		    (p->in->signer && !signer_verify(p->in->signer, c->note, c->signature)))
			report_add(cx, p->r, arena_printf(cx->a, "checkpoint %lld", (long long)c->size),
				   N_("This checkpoint does not bear the signature of this store's key, or the one before it is not the one that was."));
		before = c->note;
	}
	p->r->checkpoints = (int64_t)p->n_cp;
	return rc;
}

/* What was kept elsewhere: by the reader of this report, and beside the keys. */
static enum rc load_kept(struct pass *p)
{
	struct ctx *cx = p->cx;
	if (p->in->outside.p && !read_note(p->in->outside, &p->outside_size, &p->outside_root))
		return fail(cx, RC_INVALID, "verify.checkpoint", N_("This is not a checkpoint of Bixue."));
	p->last_note = SV("");
	if (p->in->signer && p->in->secrets)
		TRY(signer_recall(cx, p->in->signer, secrets_dir(p->in->secrets), &p->last_note));
	if (p->in->signer)
		TRY(erasures_read(cx, signer_dir(p->in->signer), &p->erasures));
	if (!p->last_note.n)
		return RC_OK;
	bool found = false;
	for (size_t i = 0; i < p->n_cp; i++)
		found |= sv_eq(p->cp[i].note, p->last_note);
	if (!read_note(p->last_note, &p->kept_size, &p->kept_root) || !found)
		report_add(cx, p->r, arena_printf(cx->a, "checkpoint %lld", (long long)p->kept_size),
			   N_("The checkpoint that was kept beside the keys is not in this folder: it was taken out, or the folder was rolled back."));
	return RC_OK;
}

static enum rc load_edge(struct pass *p)
{
	enum rc rc;
	struct stmt *st = db_query(p->in->db, &edge_rows);
	while (db_step(p->cx, st, &rc)) {
		bool ok = col_int(st, 0) == 1 && edge_read(&p->kept_edge, col_int(st, 1), col_peek(st, 2));
		p->has_edge |= ok;
		if (!ok)
			report_add(p->cx, p->r, arena_printf(p->cx->a, "tree_edge %lld", (long long)col_int(st, 0)),
				   N_("The kept edge of the tree is not what the rows give."));
	}
	return rc;
}

/* ---- the file and the whole ------------------------------------------------------------------------------- */

static enum rc check_file(struct pass *p)
{
	struct db *model;
	struct sv text, want = SV_NONE, have = SV_NONE;
	struct ctx *cx = p->cx, sub = *p->cx; /* its faults are told as findings */
	ctx_forget(&sub);
	if (db_integrity(cx, p->in->db, &text) != RC_OK)
		report_add(cx, p->r, SV("bixue.db"), N_("The file is damaged: %.*s"), SV_ARG(text));
	TRY(db_open(cx, "", DB_MEMORY, &model));
	enum rc rc = store_schema(cx, model, p->in->corridor->nouns);
	if (rc == RC_OK)
		rc = db_schema(cx, model, &want);
	db_close(model);
	if (rc == RC_OK && (db_schema(&sub, p->in->db, &have) != RC_OK || !sv_eq(have, want)))
		report_add(cx, p->r, SV("bixue.db"), N_("Its tables, indexes and triggers are not the ones that were made."));
	if (rc == RC_OK && p->in->secrets && secrets_sound(&sub, p->in->secrets, &text) != RC_OK)
		report_add(cx, p->r, sv_upto(text, sv_find(text, SV(":"), 0)), N_("The file is damaged: %.*s"), SV_ARG(text));
	return rc;
}

static void check_ends(struct pass *p)
{
	for (const struct missing *m = p->missing; m; m = m->next)
		report_add(p->cx, p->r, at_row(p, m->seq), N_("The payload of this act is gone, and no act erased it."));
	int64_t size = p->n_cp ? p->cp[p->n_cp - 1].size : 0;
	size = size > p->outside_size ? size : p->outside_size;
	size = size > p->kept_size ? size : p->kept_size;
	if (size > p->edge.size)
		report_add(p->cx, p->r, at_row(p, p->edge.size + 1), N_("The journal ends before its last checkpoint (%lld rows)."),
			   (long long)size);
	if (p->has_edge && p->kept_edge.size > p->edge.size)
		report_add(p->cx, p->r, SV("tree_edge 1"), N_("The kept edge of the tree is not what the rows give."));
	p->r->unsigned_rows = p->edge.size - (p->in->outside.p ? p->outside_size : 0);
}

static enum rc check_all(struct pass *p)
{
	TRY(check_file(p));
	TRY(load_checkpoints(p));
	TRY(load_kept(p));
	TRY(load_edge(p));
	if (p->in->secrets)
		TRY(sealed_begin(p->cx, p->in->secrets, &p->erasures, p->r, &p->sealed));
	TRY(check_rows(p));
	TRY(check_erased(p));
	check_ends(p);
	return p->sealed ? sealed_end(p->sealed, p->cx) : RC_OK;
}

enum rc verify_store(struct ctx *cx, const struct verify_in *in, struct report *r)
{
	struct pass p = { .cx = cx, .in = in, .r = r };
	enum rc rc = check_all(&p);
	if (rc == RC_FAILED && r->n) {
		/* The damage was named already; what cannot be read cannot be checked further. */
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	int64_t acts = r->acts;
	r->acts = 0;
	rc = rebuild_check(cx, in->corridor, in->db, r);
	r->acts = acts;
	return rc;
}
