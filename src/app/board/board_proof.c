/* What anybody needs to compute a published board once more without this program: docs/formats/board-proof.md. */
#include "app/board/board_read.h"

#include "app/target/target.h"
#include "core/field.h"
#include "store/inclusion.h"

#include <stdlib.h>

#define BOARD_PROOF_FORMAT "bixue-board-proof/2"
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

/* Where an input or an exemption comes from: the act that made it, and the one from which on it counted. */
struct source {
	struct sv record;            /* "tally:12", "target:3", "target:3/45", "board:77", "exempt:9" */
	int64_t made, counted;
};

struct proof {
	struct ctx *cx;
	struct db *db;
	struct board_head b;
	const struct js *facts;
	struct board_input in;
	int64_t publish;             /* the act */
	int64_t *seq;                /* rising once sorted, without doubles */
	size_t n, cap;
	struct source *sources;
	size_t n_sources, room;
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

/* ---- where inputs come from --------------------------------------------------------------------------------------- */

static void add_source(struct proof *p, struct sv record, int64_t made, int64_t counted)
{
	if (p->n_sources == p->room) {
		p->room = p->room ? p->room * 2 : 64;
		struct source *t = NEW(p->cx->a, struct source, p->room);
		if (p->n_sources)
			memcpy(t, p->sources, p->n_sources * sizeof(*t));
		p->sources = t;
	}
	p->sources[p->n_sources++] = (struct source){ record, made, counted };
	want(p, made);
	want(p, counted);
}

/* What was told of a target: one act makes it, and it counts from then on. */
static enum rc add_actual(struct proof *p, struct sv record, const struct target_line *l, int64_t id)
{
	struct target_seen seen;
	TRY(target_see(p->cx, p->db, l, p->in.to, p->in.read_seq, &seen));
	for (size_t i = 0; i < seen.n_actual; i++)
		if (seen.actual[i].id == id)
			add_source(p, record, seen.actual[i].made, seen.actual[i].made);
	return RC_OK;
}

static enum rc add_target(struct proof *p, struct sv record, struct sv rest)
{
	struct target_line l;
	struct sv line = SV("");
	int64_t id = 0, actual = 0;
	(void)sv_split(&rest, '/', &line);
	(void)sv_int(line, &id);
	TRY(target_line_get(p->cx, p->db, id, &l));
	if (rest.p && sv_int(rest, &actual))
		return add_actual(p, record, &l, actual);
	add_source(p, record, l.made, l.shown);
	return RC_OK;
}

/* The subject that a record names: of its acts the last of `made` before the last of `counted`. */
static enum rc add_subject(struct proof *p, struct sv record, struct sv rest, const char *const *made, const char *counted)
{
	struct journal_row *rows;
	size_t n;
	int64_t id = 0, from = 0, at = 0;
	(void)sv_int(rest, &id);
	TRY(journal_read_subject(p->cx, p->db, id, ACTS_OF_ONE, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(rows[i].act, counted) && rows[i].seq > at)
			at = rows[i].seq;
	for (size_t i = 0; i < n; i++)
		if (is_one_of(rows[i].act, made) && rows[i].seq > from && rows[i].seq < at)
			from = rows[i].seq;
	if (from)
		add_source(p, record, from, at);
	return RC_OK;
}

static enum rc add_tally(struct proof *p, struct sv record, struct sv rest)
{
	static const char *const made[] = { "tally.enter", NULL };
	return add_subject(p, record, rest, made, "tally.confirm");
}

static enum rc add_board(struct proof *p, struct sv record, struct sv rest)
{
	static const char *const made[] = { "board.compose", "board.correct", NULL };
	return add_subject(p, record, rest, made, "board.publish");
}

static bool has_source(const struct proof *p, struct sv record)
{
	for (size_t i = p->n_sources; i-- > 0;)
		if (sv_eq(p->sources[i].record, record))
			return true;
	return false;
}

/* The approval of an exemption, which the composition names by its number. */
static enum rc add_exemptions(struct proof *p)
{
	struct journal_row *rows;
	size_t n;
	TRY(journal_read_subject(p->cx, p->db, js_get_int(p->facts, "period", 0), ACTS_OF_ONE, &rows, &n));
	for (size_t i = 0; i < p->in.n_peers; i++) {
		int64_t unit = p->in.peers[i].u.id, made = 0;
		for (size_t k = 0; k < n && p->in.peers[i].exempt_no.n; k++)
			if (sv_is(rows[k].act, "period.exempt") && rows[k].seq <= p->in.read_seq &&
			    rows[k].seq > made && js_get_int(journal_facts(p->cx->a, &rows[k]), "unit", 0) == unit)
				made = rows[k].seq;
		if (made)
			add_source(p, arena_printf(p->cx->a, "exempt:%lld", (long long)unit), made, made);
	}
	return RC_OK;
}

static int source_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct source *)x)->record, ((const struct source *)y)->record);
}

static enum rc find_sources(struct proof *p)
{
	static const struct {
		const char *prefix;
		enum rc (*add)(struct proof *p, struct sv record, struct sv rest);
	} kinds[] = { { "tally:", add_tally }, { "target:", add_target }, { "board:", add_board } };
	for (size_t i = 0; i < p->in.n_inputs; i++) {
		struct sv record = p->in.inputs[i].record;
		for (size_t k = 0; k < COUNT(kinds) && !has_source(p, record); k++)
			if (sv_starts(record, sv_of(kinds[k].prefix)))
				TRY(kinds[k].add(p, record, sv_from(record, strlen(kinds[k].prefix))));
	}
	TRY(add_exemptions(p));
	if (p->n_sources)
		qsort(p->sources, p->n_sources, sizeof(*p->sources), source_cmp);
	return RC_OK;
}

static void put_sources(const struct proof *p, struct js *o)
{
	struct arena *a = p->cx->a;
	struct js *list = js_set(o, "sources", js_arr(a));
	for (size_t i = 0; i < p->n_sources; i++) {
		struct js *x = js_push(list, js_obj(a));
		js_set_sv(a, x, "record", p->sources[i].record);
		js_set_int(a, x, "made", p->sources[i].made);
		js_set_int(a, x, "counted", p->sources[i].counted);
	}
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

/* The facts of boards' own acts, of the adoption, of rulings and of exemptions are open; those of entries and tallies are
 * not. */
static bool is_open(const struct journal_row *r, const struct js *facts)
{
	return facts && !holds_ref(facts) &&
	       (is_one_of(r->act, board_acts) || is_one_of(r->act, ruling_acts) || sv_is(r->act, "ruleset.adopt") ||
		sv_is(r->act, "period.exempt"));
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
	TRY(find_sources(&p));
	put_sources(&p, o);
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
