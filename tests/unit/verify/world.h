/* Cases of tests/cases as boards in a journal of their own, in memory: rule, entries, composition, approvals, publication,
 * checkpoint, each by the server's own apply; then the proof of that board. */
#pragma GCC diagnostic ignored "-Wunused-function"
#include "../core/rule_case.h"

#include "app/board/board_read.h"
#include "main/wiring.h"
#include "store/journal.sql.h"
#include "store/signer.h"
#include "store/store.h"
#include "verify/verify.h"

#include <sys/stat.h>
#include <unistd.h>

enum {
	CLERK = 11,
	HEAD = 12,
	SECOND = 13,
	LEADER = 14,
	RULESET = 50,
	PERIOD = 60,
	BOARD = 70,
	OWNER = 1,
	UNITS = 100,
	ENTRIES = 1000,
	TALLIES = 5000,
	MONTHS = 9000 /* boards whose totals are read */
};

/* Given the facts of the composition before they are written: an office that signs what its rule does not give. */
typedef void tamper_fn(struct arena *a, struct js *facts, void *arg);

/* An office whose records do not hold what its composition says that it read. */
enum lie { LIE_NONE, LIE_TALLY_ALONE, LIE_TALLY_LATE, LIE_SCORE, LIE_UNRANKED, LIE_UNPUBLISHED, LIE_ORDER, LIE_EXEMPTION, LIE_NO_EXEMPTION, LIES };

struct world {
	enum lie lie;
	struct arena a;
	struct ctx cx;
	struct db *db;
	int64_t seq, at;
	struct rule_case *c;
	tamper_fn *tamper;
	void *arg;
};

static struct signer *world_signer(void)
{
	static struct signer *s;
	static struct arena a;
	struct ctx cx;
	if (s)
		return s;
	arena_init(&a, 1 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	mkdir("build", 0755);
	mkdir("build/tmp", 0755);
	assert_int_equal(signer_open(&cx, arena_printf(&a, "build/tmp/proof-keys-%ld", (long)getpid()).p, true, &s), RC_OK);
	return s;
}

static void world_sign_off(void)
{
	char path[200];
	static const char *const files[] = { "/checkpoint.pem", "/master.key", "" };
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "build/tmp/proof-keys-%ld%s", (long)getpid(), files[i]);
		remove(path);
	}
}

static struct sv world_key(struct arena *a)
{
	return signer_public_pem(world_signer(), a);
}

static int64_t world_append(struct world *w, const char *act, int64_t actor, int64_t subject, int64_t cause,
			    struct js *facts)
{
	const struct act_def *def = registry_act(&nouns, sv_of(act), NULL);
	struct buf b = buf_new(&w->a, 16 << 20);
	js_set_sv(&w->a, facts, "_via", SV("cli"));
	js_write(&b, facts);
	w->at += 1000;
	struct journal_row r = { .seq = ++w->seq,
				 .at = w->at,
				 .actor = actor,
				 .act = sv_of(act),
				 .version = 1,
				 .subject = subject,
				 .cause = cause,
				 .body = buf_sv(&b) };
	struct act_row row = {
		.seq = r.seq, .at = r.at, .actor = actor, .subject = subject, .cause = cause, .act = def->name, .version = 1
	};
	assert_int_equal(journal_append(&w->cx, w->db, &r), RC_OK);
	if (def->apply(&w->cx, w->db, &row, facts) != RC_OK)
		CASE_FAIL("%s: %.*s", act, SV_ARG(w->cx.faults ? w->cx.faults->text : SV("")));
	return r.seq;
}

static void world_rule(struct world *w)
{
	struct arena *a = &w->a;
	const struct rule *r = w->c->r;
	struct digest d = rule_digest(a, r);
	struct js *f = js_obj(a);
	js_set_int(a, f, "owner", OWNER);
	js_set_int(a, f, "series", RULESET);
	js_set_sv(a, f, "name", r->name);
	js_set_int(a, f, "version", r->version);
	js_set_int(a, f, "grammar", r->grammar);
	js_set_day(a, f, "from", r->from);
	js_set_sv(a, f, "text", rule_print(a, r, LANG_ZH));
	js_set_sv(a, f, "digest", hex_text(a, digest_sv(&d)));
	js_set_int(a, f, "replaces", 0);
	world_append(w, "ruleset.draft", CLERK, RULESET, 0, f);
	f = js_obj(a);
	js_set_sv(a, f, "digest", hex_text(a, digest_sv(&d)));
	js_set_sv(a, f, "basis_doc", SV("甲督〔2019〕1号"));
	world_append(w, "ruleset.adopt", HEAD, RULESET, 0, f);
}

static int64_t world_index(const struct world *w, struct sv id)
{
	for (size_t i = 0; i < w->c->n_entries; i++)
		if (sv_eq(w->c->entries[i].id, id))
			return ENTRIES + (int64_t)i;
	return 0;
}

static int64_t world_unit(const struct world *w, struct sv name)
{
	for (size_t i = 0; i < w->c->n_units; i++)
		if (sv_eq(w->c->unit_ids[i], name))
			return UNITS + (int64_t)i;
	return 999;
}

static struct js *world_entry_facts(struct world *w, const struct rule_entry *e, int64_t id, bool waits)
{
	struct arena *a = &w->a;
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", id);
	js_set_int(a, o, "series", RULESET);
	js_set_int(a, o, "ruleset", RULESET);
	js_set_int(a, o, "owner", OWNER);
	js_set_int(a, o, "unit", world_unit(w, e->unit));
	js_set_sv(a, o, "class", e->class);
	js_set_sv(a, o, "item", e->item);
	js_set_sv(a, o, "kind", sv_of(fact_word(e->kind)->id));
	js_set_sv(a, o, "role", e->role == ROLE_ASSIST ? SV("assist") : SV("lead"));
	js_set_day(a, o, "day", e->day);
	js_set_dec(a, o, "points", e->points);
	js_set_sv(a, o, "arithmetic", e->arithmetic);
	js_set_sv(a, o, "fact", e->fact);
	js_set_sv(a, o, "record", SV("某人的记录"));
	js_set_sv(a, o, "record_day", SV_NONE);
	js_set_sv(a, o, "evidence", SV(""));
	js_set_int(a, o, "matter", 0);
	js_set_int(a, o, "reverses", e->reverses.n ? world_index(w, e->reverses) : 0);
	js_set_int(a, o, "corrects", 0);
	js_set_sv(a, o, "state", waits ? SV("proposed") : SV("counted"));
	return o;
}

static void world_entries(struct world *w)
{
	for (size_t i = 0; i < w->c->n_entries; i++) {
		const struct rule_entry *e = &w->c->entries[i];
		int64_t id = ENTRIES + (int64_t)i;
		bool waits = e->manual && !e->reverses.n;
		struct js *o = world_entry_facts(w, e, id, waits), *f = js_obj(&w->a);
		if (e->reverses.n) {
			js_set(f, "reversal", o);
			js_set_sv(&w->a, f, "reason", SV("台账记错"));
			world_append(w, "entry.reverse", CLERK, world_index(w, e->reverses), 0, f);
			continue;
		}
		world_append(w, "entry.post", CLERK, id, 0, o);
		if (!waits)
			continue;
		js_set_sv(&w->a, f, "state", SV("counted"));
		world_append(w, "entry.confirm", SECOND, id, 0, f);
	}
}

static bool world_before(const struct board_unit *a, const struct board_unit *b)
{
	return a->order != b->order ? a->order < b->order : sv_cmp(a->unit, b->unit) < 0;
}

/* In official order, as the server states them. */
static struct js *world_units(struct world *w)
{
	struct arena *a = &w->a;
	struct js *list = js_arr(a);
	bool given[CASE_MAX] = { false };
	for (size_t n = 0; n < w->c->n_units; n++) {
		size_t i = w->c->n_units;
		for (size_t k = 0; k < w->c->n_units; k++)
			if (!given[k] && (i == w->c->n_units || world_before(&w->c->units[k], &w->c->units[i])))
				i = k;
		const struct board_unit *u = &w->c->units[i];
		struct js *o = js_push(list, js_obj(a));
		given[i] = true;
		js_set_int(a, o, "unit", UNITS + (int64_t)i);
		js_set_sv(a, o, "name", u->unit);
		js_set_sv(a, o, "short_name", u->unit);
		js_set_int(a, o, "order", (int64_t)n + 1);
		js_set_int(a, o, "previous", u->previous);
		if (u->last_before)
			js_set_int(a, o, "last_before", u->last_before);
		if (u->staff)
			js_set_int(a, o, "staff", u->staff);
		js_set_sv(a, o, "exempt_no", u->exempt_no.p ? u->exempt_no : SV(""));
		js_set_sv(a, o, "exempt_why", u->exempt_why.p ? u->exempt_why : SV(""));
		struct js *late = js_set(o, "unrepaired", js_arr(a));
		for (size_t k = 0; k < u->n_unrepaired; k++)
			js_push(late, js_str(a, u->unrepaired[k]));
	}
	return list;
}

/* Final scores come from boards, one for each name and period; all else of one name stands on one tally. */
static bool world_from_board(const struct rule_input *i)
{
	return i->kind == INPUT_SCORE && !i->null && !i->estimated && i->period > 0;
}

/* The last day of the board of a period: later ones later. */
static struct day world_month_end(const struct world *w, const struct rule_input *i, struct score_period p)
{
	return (struct day){ p.to.n - (w->lie == LIE_ORDER ? i->period : RULE_PERIODS_MAX - i->period) };
}

static size_t world_first_like(const struct world *w, size_t at)
{
	const struct rule_input *all = w->c->inputs, *x = &all[at];
	size_t i = 0;
	while (!sv_eq(all[i].name, x->name) || world_from_board(&all[i]) != world_from_board(x) ||
	       (world_from_board(x) && all[i].period != x->period))
		i++;
	return i;
}

static void world_tally(struct world *w, size_t i)
{
	struct js *f = js_obj(&w->a), *g = js_obj(&w->a);
	int64_t id = TALLIES + (int64_t)i;
	js_set_int(&w->a, f, "owner", OWNER);
	js_set_int(&w->a, f, "period", PERIOD);
	js_set_int(&w->a, f, "ruleset", RULESET);
	js_set_int(&w->a, f, "series", RULESET);
	js_set_sv(&w->a, f, "item", w->c->inputs[i].name);
	js_set_sv(&w->a, f, "kind", SV("actual"));
	js_set_sv(&w->a, f, "source", SV("某人的计票单"));
	js_set_day(&w->a, f, "day", day_of_instant(w->at));
	js_set_sv(&w->a, f, "file_name", SV(""));
	js_set_sv(&w->a, f, "file_digest", SV(""));
	js_set_sv(&w->a, f, "reason", SV(""));
	js_set(f, "cells", js_arr(&w->a));
	world_append(w, "tally.enter", CLERK, id, 0, f);
	js_set_sv(&w->a, g, "state", SV("counted"));
	world_append(w, "tally.confirm", w->lie == LIE_TALLY_ALONE ? CLERK : SECOND, id, 0, g);
}

/* The rows of a month's board: what the inputs read of it. */
static struct js *world_month_rows(struct world *w, size_t first)
{
	struct arena *a = &w->a;
	struct js *rows = js_arr(a);
	for (size_t i = 0; i < w->c->n_inputs; i++) {
		const struct rule_input *x = &w->c->inputs[i];
		if (!world_from_board(x) || world_first_like(w, i) != first)
			continue;
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "unit", world_unit(w, x->unit));
		js_set_sv(a, o, "name", x->unit);
		js_set_sv(a, o, "short_name", x->unit);
		js_set_sv(a, o, "side", SV("none"));
		js_set_bool(a, o, "unranked", w->lie == LIE_UNRANKED);
		js_set_sv(a, o, "exempt_no", SV(""));
		js_set_dec(a, o, "total", (struct dec){ x->value.u + (w->lie == LIE_SCORE ? DEC_ONE : 0) });
	}
	return rows;
}

static void world_month(struct world *w, size_t first, struct score_period p)
{
	struct arena *a = &w->a;
	struct js *f = js_obj(a), *g = js_obj(a), *rows = world_month_rows(w, first);
	struct buf b = buf_new(a, 1 << 20);
	int64_t id = MONTHS + (int64_t)first;
	js_write(&b, rows);
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	js_set_int(a, f, "owner", OWNER);
	js_set_day(a, f, "from", p.from);
	js_set_day(a, f, "to", world_month_end(w, &w->c->inputs[first], p));
	js_set_int(a, f, "ruleset", RULESET);
	js_set_int(a, f, "version", 1);
	js_set_sv(a, f, "name", w->c->inputs[first].name);
	js_set_sv(a, f, "kind", SV("village"));
	js_set_sv(a, f, "peer_group", SV(""));
	js_set_sv(a, f, "rule_digest", SV(""));
	js_set_sv(a, f, "input_digest", SV(""));
	js_set_sv(a, f, "audience", SV("leaders"));
	js_set_sv(a, f, "show", SV("rank"));
	js_set_sv(a, f, "result_digest", hex_text(a, digest_sv(&d)));
	js_set(f, "rows", rows);
	world_append(w, "board.compose", CLERK, id, 0, f);
	js_set_sv(a, g, "audience", SV("leaders"));
	js_set_sv(a, g, "show", SV("rank"));
	js_set_sv(a, g, "basis_doc", SV(""));
	js_set_day(a, g, "on", p.to);
	js_set_int(a, g, "circular", 1);
	js_set_int(a, g, "version", w->lie == LIE_UNPUBLISHED ? 2 : 1);
	js_set_sv(a, g, "result_digest", hex_text(a, digest_sv(&d)));
	world_append(w, "board.publish", CLERK, id, 0, g);
}

static void world_records(struct world *w, struct score_period p)
{
	for (size_t i = 0; i < w->c->n_inputs; i++)
		if (world_first_like(w, i) == i && world_from_board(&w->c->inputs[i]))
			world_month(w, i, p);
		else if (world_first_like(w, i) == i)
			world_tally(w, i);
}

static void world_exemptions(struct world *w)
{
	for (size_t i = 0; i < w->c->n_units; i++) {
		struct js *f = js_obj(&w->a);
		if (!w->c->units[i].exempt_no.n || w->lie == LIE_NO_EXEMPTION)
			continue;
		js_set_int(&w->a, f, "unit", UNITS + (int64_t)i);
		js_set_sv(&w->a, f, "doc_no", w->lie == LIE_EXEMPTION ? SV("甲督〔2000〕1号") : w->c->units[i].exempt_no);
		js_set_sv(&w->a, f, "reason", w->c->units[i].exempt_why);
		world_append(w, "period.exempt", HEAD, PERIOD, 0, f);
	}
}

/* What the case gives to measures and parts, as the server reads it. */
static void world_inputs(struct world *w, struct score_period p, struct js *stated)
{
	struct arena *a = &w->a;
	struct board_input in = { 0 };
	for (size_t i = 0; i < w->c->n_inputs; i++) {
		struct rule_input *x = board_fed_push(a, &in);
		*x = w->c->inputs[i];
		x->unit = arena_printf(a, "%lld", (long long)world_unit(w, x->unit));
		bool board = world_from_board(x);
		x->day = board ? world_month_end(w, x, p) : day_is(x->day) ? x->day : DAY_NONE;
		x->source = SV("");
		x->record = arena_printf(a, board ? "board:%lld" : "tally:%lld",
					 (long long)world_first_like(w, i) + (board ? MONTHS : TALLIES));
	}
	js_set_dec(a, stated, "progress", w->c->progress);
	js_set(stated, "inputs", board_fed_js(a, &in));
}

static void world_result_digest(struct arena *a, struct js *facts)
{
	struct buf b = buf_new(a, 16 << 20);
	js_write(&b, js_get(facts, "rows"));
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	struct js *r = (struct js *)(uintptr_t)js_get(facts, "result_digest");
	r->s = hex_text(a, digest_sv(&d));
}

/* False where the server refuses to compose. */
static bool world_compose(struct world *w, struct score_period p, struct js **ret)
{
	struct arena *a = &w->a;
	struct board_input in;
	struct js *stated = js_obj(a), *f;
	struct digest d = rule_digest(a, w->c->r);
	js_set_int(a, stated, "ruleset", RULESET);
	js_set_day(a, stated, "from", p.from);
	js_set_day(a, stated, "to", p.to);
	js_set_int(a, stated, "read_seq", w->lie == LIE_TALLY_LATE ? w->seq - 1 : w->seq);
	js_set(stated, "units", world_units(w));
	world_inputs(w, p, stated);
	assert_int_equal(board_input_stated(&w->cx, w->db, stated, &in), RC_OK);
	if (board_fields(&w->cx, &in, &f) != RC_OK)
		return false;
	js_set_int(a, f, "period", PERIOD);
	js_set_int(a, f, "owner", OWNER);
	js_set_day(a, f, "from", p.from);
	js_set_day(a, f, "to", p.to);
	js_set_int(a, f, "ruleset", RULESET);
	js_set_sv(a, f, "rule_digest", hex_text(a, digest_sv(&d)));
	js_set_int(a, f, "grammar", w->c->r->grammar);
	js_set_int(a, f, "engine", BOARD_ENGINE);
	js_set_int(a, f, "version", 1);
	js_set_int(a, f, "series", RULESET);
	js_set_sv(a, f, "name", SV("某县某季村级红黑榜"));
	if (w->c->r->grammar > 1) {
		js_set_dec(a, f, "progress", in.progress);
		js_set(f, "inputs", board_fed_js(a, &in));
	}
	js_set_sv(a, f, "kind", SV("village"));
	js_set_int(a, f, "within", OWNER);
	js_set_sv(a, f, "peer_group", SV(""));
	js_set_sv(a, f, "audience", enum_word(BOARD_AUDIENCES, (size_t)w->c->r->audience));
	js_set_sv(a, f, "show", enum_word(BOARD_SHOWS, (size_t)w->c->r->show));
	if (w->tamper) {
		/* What was written once is kept as it was written: the forger works on a copy. */
		struct buf b = buf_new(a, 16 << 20);
		const char *why;
		int line, column;
		js_write(&b, f);
		f = js_parse(a, buf_sv(&b), &why, &line, &column);
		w->tamper(a, f, w->arg);
		world_result_digest(a, f);
	}
	world_append(w, "board.compose", CLERK, BOARD, 0, f);
	*ret = f;
	return true;
}

static void world_publish(struct world *w, const struct js *composed)
{
	static const char *const as[] = { "office_head", "leader" };
	struct arena *a = &w->a;
	struct js *f = js_obj(a);
	js_set_sv(a, f, "until", day_text(a, (struct day){ day_of_instant(w->at).n + 2 }));
	js_set_bool(a, f, "unsure", false);
	js_set_int(a, f, "version", 1);
	world_append(w, "board.preview", CLERK, BOARD, 0, f);
	w->at += 3 * MS_PER_DAY;
	for (int i = 0; i < 2; i++) {
		f = js_obj(a);
		js_set_sv(a, f, "as", sv_of(as[i]));
		js_set_bool(a, f, "complete", i == 1);
		js_set_sv(a, f, "result_digest", js_get_sv(composed, "result_digest"));
		world_append(w, "board.approve", i ? LEADER : HEAD, BOARD, 0, f);
	}
	f = js_obj(a);
	js_set_sv(a, f, "audience", js_get_sv(composed, "audience"));
	js_set_sv(a, f, "show", js_get_sv(composed, "show"));
	js_set_sv(a, f, "basis_doc", SV(""));
	js_set_day(a, f, "on", day_of_instant(w->at));
	js_set_int(a, f, "circular", 1);
	js_set_int(a, f, "version", 1);
	js_set_sv(a, f, "result_digest", js_get_sv(composed, "result_digest"));
	world_append(w, "board.publish", CLERK, BOARD, 0, f);
}

static void world_checkpoint(struct world *w)
{
	struct edge e = { 0 };
	assert_int_equal(journal_edge(&w->cx, w->db, &e), RC_OK);
	struct digest root = edge_root(&e);
	struct sv note = checkpoint_note(&w->a, e.size, &root, w->at, SV(""));
	struct stmt *st = db_query(w->db, &checkpoint_add);
	bind_int(st, 1, e.size);
	bind_int(st, 2, w->at);
	bind_blob(st, 3, digest_sv(&root));
	bind_sv(st, 4, note);
	bind_blob(st, 5, signer_sign(world_signer(), &w->a, note));
	assert_int_equal(db_run(&w->cx, st), RC_OK);
}

static void world_reset(struct world *w)
{
	db_close(w->db);
	w->seq = 0;
	w->at = instant_of_day(day_of_civil(2026, 1, 5));
	ctx_forget(&w->cx);
	assert_int_equal(db_open(&w->cx, NULL, DB_MEMORY, &w->db), RC_OK);
	assert_int_equal(store_schema(&w->cx, w->db, &nouns), RC_OK);
}

/* The proof of one period of the case that was read; NULL where the server composes nothing. */
static struct js *world_prove(struct world *w, struct score_period p)
{
	struct js *composed, *proof;
	world_reset(w);
	world_rule(w);
	world_entries(w);
	world_records(w, p);
	world_exemptions(w);
	if (!world_compose(w, p, &composed))
		return NULL;
	world_publish(w, composed);
	/* Rows of which the proof says nothing. */
	for (int i = 0; i < 3; i++) {
		struct js *f = js_obj(&w->a);
		js_set_sv(&w->a, f, "text", SV("更正说明"));
		world_append(w, "board.note", CLERK, BOARD, 0, f);
	}
	world_checkpoint(w);
	if (board_prove(&w->cx, w->db, BOARD, 0, world_key(&w->a), &proof) != RC_OK)
		CASE_FAIL("%s: %.*s", w->c->file, SV_ARG(w->cx.faults->text));
	return proof;
}

static struct sv world_text(struct arena *a, const struct js *proof)
{
	struct buf b = buf_new(a, 64 << 20);
	js_write(&b, proof);
	return buf_sv(&b);
}

static struct vf_report world_verify(struct arena *a, struct sv text)
{
	struct vf_trust trust = { .key = world_key(a) };
	struct vf_report r;
	vf_verify(a, text, &trust, &r);
	return r;
}

static void world_tell(const struct vf_report *r)
{
	for (const struct vf_line *l = r->first; l; l = l->next)
		if (l->kind == FOUND_WRONG || l->kind == FOUND_UNREADABLE)
			fprintf(stderr, "  %.*s\n", SV_ARG(l->en));
}

/* Reads a case up to its entries; false where it is one of refusals. */
static bool world_read_text(struct world *w, const char *name, struct sv whole);

static bool world_read(struct world *w, const char *dir, const char *name)
{
	struct arena a;
	arena_init(&a, (size_t)8 << 20);
	bool ok = world_read_text(w, name, case_read(&a, arena_printf(&a, "%s/%s", dir, name).p));
	arena_release(&a);
	return ok;
}

static bool world_read_text(struct world *w, const char *name, struct sv whole)
{
	struct rule_case *c = w->c;
	struct sv text, file;
	memset(c, 0, sizeof(*c));
	arena_init(&c->a, (size_t)256 << 20);
	ctx_init(&c->cx, &c->a, 0, LANG_EN);
	c->file = arena_printf(&c->a, "%s", name).p;
	c->text = arena_printf(&c->a, "%.*s", SV_ARG(whole));
	if (case_section(c, "规则文件", &file))
		text = case_read(&c->a, arena_cstr(&c->a, sv_trim(file)));
	else if (case_section(c, "条款", &text))
		text = case_clauses(c, text);
	else if (!case_section(c, "规则", &text))
		return false;
	if (rule_parse(&c->cx, text, &c->r) != RC_OK)
		return false;
	case_each(c, "单位", case_unit);
	case_each(c, "事实", case_fact);
	case_each(c, "输入", case_input);
	if (case_section(c, "序时", &file))
		assert_true(dec_parse(sv_trim(file), &c->progress));
	if (c->n_units == 0 || rule_entries(&c->cx, c->r, c->facts, c->n_facts, &c->proposal) != RC_OK)
		return false;
	for (size_t i = 0; i < c->proposal.n; i++) {
		c->entries[c->n_entries] = c->proposal.entries[i];
		c->entries[c->n_entries++].id = arena_printf(&c->a, "e%zu", i + 1);
	}
	case_each(c, "撤销", case_reverse);
	return true;
}

static struct world *world_new(void)
{
	struct world *w = calloc(1, sizeof(*w));
	assert_non_null(w);
	w->c = calloc(1, sizeof(*w->c));
	assert_non_null(w->c);
	arena_init(&w->a, (size_t)1 << 30);
	ctx_init(&w->cx, &w->a, 0, LANG_EN);
	return w;
}

static void world_free(struct world *w)
{
	db_close(w->db);
	arena_release(&w->a);
	free(w->c);
	free(w);
}

/* Each period of each case of a folder: fn gets the world, the period, its proof. */
typedef void proof_fn(struct world *w, struct score_period p, struct js *proof, void *arg);

static void world_each_period(struct world *w, proof_fn *fn, void *arg)
{
	struct sv s, line;
	if (!case_section(w->c, "期间", &s))
		s = SV("2023-01-01 2023-12-31");
	while (s.n && sv_split(&s, '\n', &line)) {
		struct score_period p;
		if (!day_parse(case_word(&line), &p.from) || !day_parse(case_word(&line), &p.to))
			continue;
		struct js *proof = world_prove(w, p);
		if (proof)
			fn(w, p, proof, arg);
	}
}

static void world_each(const char *dir, tamper_fn *tamper, void *tamper_arg, proof_fn *fn, void *arg)
{
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort);
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		struct world *w = world_new();
		w->tamper = tamper;
		w->arg = tamper_arg;
		if (sv_ends(sv_of(names[i]->d_name), SV(".case")) && world_read(w, dir, names[i]->d_name))
			world_each_period(w, fn, arg);
		arena_release(&w->c->a);
		world_free(w);
		free(names[i]);
	}
	free(names);
}

/* The worked examples of the manual are cases too. */
static int world_each_example(const char *path, proof_fn *fn, void *arg)
{
	struct arena a;
	int n = 0;
	arena_init(&a, (size_t)8 << 20);
	struct sv text = case_read(&a, path), fence = SV("```比学例 ");
	for (size_t at = 0; (at = sv_find(text, fence, at)) != SIZE_MAX; n++) {
		size_t line = sv_find(text, SV("\n"), at), end = sv_find(text, SV("```"), line);
		struct world *w = world_new();
		assert_true(end != SIZE_MAX);
		struct sv name = sv_make(text.p + at + fence.n, line - at - fence.n);
		assert_true(world_read_text(w, arena_cstr(&a, name), sv_make(text.p + line + 1, end - line - 1)));
		world_each_period(w, fn, arg);
		arena_release(&w->c->a);
		world_free(w);
		at = end + 3;
	}
	arena_release(&a);
	return n;
}
