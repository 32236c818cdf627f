/* What anybody needs to compute a published board once more without this program: docs/formats/board-proof.md. */
#include "app/board/board_read.h"

#include "core/field.h"
#include "store/inclusion.h"

#include <stdlib.h>

#define BOARD_PROOF_FORMAT "bixue-board-proof/1"
enum { ACTS_OF_ONE = 1000 };

/* ---- the code that a board carries ---------------------------------------------------------------------------- */

/* The check digit of GB/T 17710 (ISO/IEC 7064), MOD 11,10: finds any one wrong digit, and nearly all exchanged ones. */
static char check_digit(const char *digits, size_t n)
{
	int p = 10;
	for (size_t i = 0; i < n; i++) {
		int s = (p + digits[i] - '0') % 10;
		p = 2 * (s ? s : 10) % 11;
	}
	return (char)('0' + (11 - p) % 10);
}

__extension__ typedef unsigned __int128 wide;

struct sv board_receipt(struct arena *a, const struct board_head *b)
{
	enum { DIGITS = 19 };
	char d[DIGITS + 1];
	struct digest h = HASH(HASH_SM3, arena_printf(a, "bixue-receipt/1\n%lld\n%lld\n%.*s\n%.*s\n%.*s\n", (long long)b->id,
		(long long)b->version, SV_ARG(b->name), SV_ARG(b->input_digest), SV_ARG(b->result_digest)));
	wide v = 0;
	for (int i = 0; i < 16; i++)
		v = v << 8 | h.b[i];
	for (int i = DIGITS; i-- > 0; v /= 10)
		d[i] = (char)('0' + (int)(v % 10));
	d[DIGITS] = check_digit(d, DIGITS);
	return arena_printf(a, "%.4s-%.4s-%.4s-%.4s-%.4s", d, d + 4, d + 8, d + 12, d + 16);
}

/* ---- the acts that a board rests on --------------------------------------------------------------------------- */

struct proof {
	struct ctx *cx;
	struct db *db;
	struct board_head b;
	const struct js *facts;
	struct board_input in;
	int64_t publish;             /* the act */
	int64_t *seq;                /* rising once sorted, without doubles */
	size_t n, cap;
	struct checkpoint at;
};

static void want(struct proof *p, int64_t seq)
{
	if (p->n == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 256;
		int64_t *t = NEW(p->cx->a, int64_t, p->cap);
		if (p->n)
			memcpy(t, p->seq, p->n * sizeof(*t));
		p->seq = t;
	}
	p->seq[p->n++] = seq;
}

static int seq_cmp(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return a < b ? -1 : a > b;
}

static void sort(struct proof *p)
{
	size_t k = 0;
	qsort(p->seq, p->n, sizeof(*p->seq), seq_cmp);
	for (size_t i = 0; i < p->n; i++)
		if (k == 0 || p->seq[k - 1] != p->seq[i])
			p->seq[k++] = p->seq[i];
	p->n = k;
}

static bool is_one_of(struct sv act, const char *const *names)
{
	for (; *names; names++)
		if (sv_is(act, *names))
			return true;
	return false;
}

/* The acts of these names on one subject, up to the publication. */
static enum rc want_acts_of(struct proof *p, int64_t subject, const char *const *names)
{
	struct journal_row *rows;
	size_t n;
	TRY(journal_read_subject(p->cx, p->db, subject, ACTS_OF_ONE, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (is_one_of(rows[i].act, names) && (!p->publish || rows[i].seq <= p->publish))
			want(p, rows[i].seq);
	return RC_OK;
}

static enum rc find_publication(struct proof *p)
{
	struct journal_row *rows;
	size_t n;
	TRY(journal_read_subject(p->cx, p->db, p->b.id, ACTS_OF_ONE, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(rows[i].act, "board.publish"))
			p->publish = rows[i].seq;
	return p->publish ? RC_OK : fail(p->cx, RC_FAILED, "proof.publication",
					 N_("The journal does not hold the board's publication."));
}

static const char *const board_acts[] = { "board.compose", "board.correct", "board.preview", "board.approve",
	"board.publish", NULL };
static const char *const rule_acts[] = { "ruleset.draft", "ruleset.adopt", NULL };
static const char *const ruling_acts[] = { "objection.rule", NULL };

static enum rc want_all(struct proof *p)
{
	struct objection *o;
	size_t n;
	TRY(find_publication(p));
	TRY(want_acts_of(p, p->b.id, board_acts));
	TRY(want_acts_of(p, p->in.r.id, rule_acts));
	TRY(objections_of_board(p->cx, p->db, p->b.id, &o, &n));
	for (size_t i = 0; i < n; i++)
		TRY(want_acts_of(p, o[i].id, ruling_acts));
	return RC_OK;
}

/* ---- the document ------------------------------------------------------------------------------------------------ */

static struct sv digest_text(struct arena *a, const struct digest *d)
{
	return hex_text(a, digest_sv(d));
}

static void put_head(struct arena *a, struct js *o, const struct proof *p)
{
	struct js *b = js_set(o, "board", js_obj(a)), *r = js_set(o, "rule", js_obj(a));
	js_set_int(a, b, "id", p->b.id);
	js_set_sv(a, b, "name", p->b.name);
	js_set_int(a, b, "version", p->b.version);
	js_set_day(a, b, "from", p->in.from);
	js_set_day(a, b, "to", p->in.to);
	js_set_sv(a, b, "receipt", board_receipt(a, &p->b));
	js_set_sv(a, r, "text", p->in.r.text);
	js_set_sv(a, r, "digest", p->in.r.digest);
	js_set_int(a, r, "grammar", p->in.r.grammar);
	js_set_int(a, r, "engine", js_get_int(p->facts, "engine", 0));
}

/* What was decided of each, and nothing of who or what stands behind it: record, evidence and reasons stay in the house. */
static enum rc put_entries(struct proof *p, struct js *o)
{
	struct arena *a = p->cx->a;
	struct js *list = js_set(o, "entries", js_arr(a));
	for (size_t i = 0; i < p->in.n_entries; i++) {
		struct entry e;
		int64_t id = 0;
		(void)sv_int(p->in.entries[i].id, &id);
		TRY(entry_get(p->cx, p->db, id, &e));
		struct js *x = js_push(list, js_obj(a));
		js_set_int(a, x, "id", e.id);
		js_set_int(a, x, "unit", e.unit);
		js_set_sv(a, x, "class", e.class);
		js_set_sv(a, x, "item", e.item);
		js_set_sv(a, x, "fact", e.fact_kind);
		js_set_sv(a, x, "role", e.role);
		js_set_day(a, x, "day", e.day);
		js_set_dec(a, x, "points", e.points);
		js_set_sv(a, x, "source", e.fact);
		js_set_int(a, x, "reverses", e.reverses);
		js_set_int(a, x, "made", e.seq);
		js_set_int(a, x, "counted", e.counted);
		want(p, e.seq);
		want(p, e.counted);
	}
	return RC_OK;
}

static bool holds_ref(const struct js *v)
{
	bool found = v->kind == JS_STR && field_is_ref(v->s);
	for (const struct js *c = v->first; c && !found; c = c->next)
		found = holds_ref(c);
	return found;
}

/* The facts of the board's own acts, of the adoption and of rulings are open; those of entries are not. */
static bool is_open(const struct journal_row *r, const struct js *facts)
{
	return facts && !holds_ref(facts) &&
	       (is_one_of(r->act, board_acts) || is_one_of(r->act, ruling_acts) || sv_is(r->act, "ruleset.adopt"));
}

static enum rc put_act(struct proof *p, struct js *list, int64_t seq)
{
	struct arena *a = p->cx->a;
	struct journal_row *r;
	size_t n;
	TRY(journal_read(p->cx, p->db, seq - 1, 1, &r, &n));
	if (n == 0 || r->seq != seq)
		return fail(p->cx, RC_CHECK, "proof.row", N_("Row %lld of the journal is missing."), (long long)seq);
	struct js *o = js_push(list, js_obj(a)), *facts = journal_facts(a, r);
	if (!facts && is_one_of(r->act, board_acts))
		return fail(p->cx, RC_CONFLICT, "proof.erased", N_("The facts of row %lld were erased; "
			       "a board that rests on it cannot be proved any more."),
			    (long long)seq);
	js_set_sv(a, o, "act", r->act);
	js_set_int(a, o, "actor", r->actor);
	js_set_int(a, o, "at", r->at);
	js_set_int(a, o, "basis", r->basis);
	js_set_int(a, o, "cause", r->cause);
	js_set_sv(a, o, "key", r->key);
	js_set_int(a, o, "seq", r->seq);
	js_set_int(a, o, "subject", r->subject);
	js_set_int(a, o, "version", r->version);
	js_set_sv(a, o, "digest", digest_text(a, &r->digest));
	if (is_open(r, facts)) {
		js_set_sv(a, o, "salt", hex_text(a, r->salt));
		js_set(o, "payload", facts);
	}
	return RC_OK;
}

static enum rc put_tree(struct proof *p, struct js *o, struct sv key)
{
	struct arena *a = p->cx->a;
	struct digest *nodes;
	size_t n;
	struct js *acts = js_set(o, "acts", js_arr(a));
	for (size_t i = 0; i < p->n; i++)
		TRY(put_act(p, acts, p->seq[i]));
	TRY(journal_inclusion(p->cx, p->db, &p->at, p->seq, p->n, &nodes, &n));
	struct js *list = js_set(o, "nodes", js_arr(a));
	for (size_t i = 0; i < n; i++)
		js_push(list, js_str(a, digest_text(a, &nodes[i])));
	struct js *c = js_set(o, "checkpoint", js_obj(a));
	js_set_sv(a, c, "note", p->at.note);
	js_set_sv(a, c, "signature", hex_text(a, p->at.signature));
	js_set_sv(a, c, "key", key);
	return RC_OK;
}

enum rc board_prove(struct ctx *cx, struct db *db, int64_t board, int64_t size, struct sv key, struct js **ret)
{
	struct proof p = { .cx = cx, .db = db };
	struct js *o = js_obj(cx->a);
	TRY(board_get(cx, db, board, &p.b));
	if (p.b.state != BOARD_PUBLISHED)
		return fail(cx, RC_CONFLICT, "proof.draft", N_("Only a published board is proved; this one is not published."));
	TRY(board_input_of(cx, db, board, p.b.version, &p.facts, &p.in));
	TRY(want_all(&p));
	js_set_sv(cx->a, o, "format", SV(BOARD_PROOF_FORMAT));
	put_head(cx->a, o, &p);
	TRY(put_entries(&p, o));
	sort(&p);
	TRY(checkpoint_over(cx, db, p.publish, size, &p.at));
	if (!p.at.size)
		return fail(cx, RC_NOT_FOUND, "proof.checkpoint",
			    size ? N_("No checkpoint of this size reaches over the publication; `bixue checkpoint` writes one.") :
				   N_("No checkpoint reaches over the publication yet; `bixue checkpoint` writes one."));
	TRY(put_tree(&p, o, key));
	*ret = o;
	return RC_OK;
}
