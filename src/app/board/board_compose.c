/* Composing outside the writer: what is read, its digest, and the rows that follow from it alone. */
#include "app/board/board_read.h"

#include "app/board/queries.sql.h"
#include "core/board_bands.h"
#include "core/rule_print.h"

/* ---- the peer group ----------------------------------------------------------------------------------------- */

/* The tree of the period's last day decides who is compared (design: rights follow today's tree, boards that one). */
static enum rc read_peers(struct ctx *cx, struct db *db, struct board_input *in)
{
	struct unit *all;
	size_t n, n_ids = 0, k = 0;
	int64_t *ids = NULL;
	TRY(unit_subtree_on(cx, db, in->within, in->kind, in->to, &all, &n));
	if (in->peer_group.n)
		TRY(unit_peers(cx, db, in->peer_group, in->to, &ids, &n_ids));
	in->peers = NEW(cx->a, struct board_peer, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool member = !in->peer_group.n;
		for (size_t m = 0; m < n_ids && !member; m++)
			member = ids[m] == all[i].id;
		if (all[i].id == in->within || !member)
			continue;
		in->peers[k] = (struct board_peer){ .u = all[i], .name = all[i].name, .order = (int64_t)k + 1 };
		k++;
	}
	in->n_peers = k;
	if (k < 2)
		return fail(cx, RC_INVALID, "board.few", N_("A board compares at least two units; this group has %zu."), k);
	if (k > BOARD_UNITS_MAX)
		return fail(cx, RC_LIMIT, "board.many", N_("A board compares at most %d units; name a smaller group."), BOARD_UNITS_MAX);
	return RC_OK;
}

struct board_peer *board_peer_of(const struct board_input *in, int64_t unit)
{
	for (size_t i = 0; i < in->n_peers; i++)
		if (in->peers[i].u.id == unit)
			return &in->peers[i];
	return NULL;
}

/* How often in a row a unit was last, as its row says where the rules have a ladder. */
static int64_t last_times(struct arena *a, struct sv detail)
{
	const char *why;
	int line, column;
	return js_get_int(js_get(js_parse(a, detail, &why, &line, &column), "yield"), "last_times", 0);
}

static enum rc read_before(struct ctx *cx, struct db *db, struct board_input *in)
{
	enum rc rc;
	int64_t board = 0, version = 0;
	struct stmt *st = db_query(db, &board_before);
	bind_int(st, 1, in->r.series);
	bind_sv(st, 2, in->kind);
	bind_int(st, 3, in->within);
	bind_sv(st, 4, in->peer_group);
	bind_day(st, 5, in->from);
	while (db_step(cx, st, &rc)) {
		board = col_int(st, 0);
		version = col_int(st, 1);
	}
	if (rc != RC_OK || !board)
		return rc;
	st = db_query(db, &board_places_before);
	bind_int(st, 1, board);
	bind_int(st, 2, version);
	while (db_step(cx, st, &rc)) {
		struct board_peer *p = board_peer_of(in, col_int(st, 0));
		if (p) {
			p->previous = col_int(st, 1);
			p->last_before = last_times(cx->a, col_sv(st, 2, cx->a));
		}
	}
	return rc;
}

static enum rc read_staff(struct ctx *cx, struct db *db, struct board_input *in)
{
	struct unit_staff staff;
	for (size_t i = 0; in->rule->n_staff && i < in->n_peers; i++) {
		TRY(unit_staff_on(cx, db, in->peers[i].u.id, in->to, &staff));
		in->peers[i].staff = staff.n;
	}
	return RC_OK;
}

static enum rc read_marks(struct ctx *cx, struct db *db, struct board_input *in)
{
	enum rc rc;
	struct exemption *x;
	size_t n;
	TRY(period_exemptions(cx, db, in->period, &x, &n));
	for (size_t i = 0; i < n; i++) {
		struct board_peer *p = board_peer_of(in, x[i].unit);
		if (p) {
			p->exempt_no = x[i].doc_no;
			p->exempt_why = x[i].reason;
		}
	}
	for (size_t i = 0; i < in->n_peers; i++) {
		struct board_peer *p = &in->peers[i];
		p->unrepaired = NEW(cx->a, struct sv, 12);
		struct stmt *st = db_query(db, &board_unrepaired);
		bind_int(st, 1, p->u.id);
		bind_int(st, 2, in->r.series);
		bind_day(st, 3, in->from);
		while (db_step(cx, st, &rc))
			if (p->n_unrepaired < 12)
				p->unrepaired[p->n_unrepaired++] = col_sv(st, 0, cx->a);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static enum rc read_entries(struct ctx *cx, struct db *db, struct board_input *in)
{
	struct entry *all;
	size_t n;
	TRY(entries_counted(cx, db, in->r.series, rule_reach(in->rule, in->from), in->to, in->read_seq, &all, &n));
	in->entries = NEW(cx->a, struct rule_entry, n + 1);
	for (size_t i = 0; i < n; i++)
		if (board_peer_of(in, all[i].unit))
			in->entries[in->n_entries++] = entry_core(cx->a, &all[i]);
	return RC_OK;
}

/* ---- the digest of what was read ------------------------------------------------------------------------------ */

static struct js *peers_js(struct arena *a, const struct board_input *in)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < in->n_peers; i++) {
		const struct board_peer *p = &in->peers[i];
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "unit", p->u.id);
		js_set_sv(a, o, "name", p->name);
		js_set_sv(a, o, "short_name", p->u.short_name);
		js_set_int(a, o, "order", p->order);
		js_set_int(a, o, "previous", p->previous);
		if (p->last_before)
			js_set_int(a, o, "last_before", p->last_before);
		if (p->staff)
			js_set_int(a, o, "staff", p->staff);
		js_set_sv(a, o, "exempt_no", p->exempt_no);
		js_set_sv(a, o, "exempt_why", p->exempt_why);
		struct js *late = js_set(o, "unrepaired", js_arr(a));
		for (size_t k = 0; k < p->n_unrepaired; k++)
			js_push(late, js_str(a, p->unrepaired[k]));
	}
	return list;
}

static void digest_input(struct arena *a, struct board_input *in)
{
	struct buf b = buf_new(a, 64 << 20);
	buf_printf(&b, "bixue board %d\n%.*s %.*s %.*s\n", BOARD_ENGINE, SV_ARG(in->r.digest), SV_ARG(day_text(a, in->from)),
		   SV_ARG(day_text(a, in->to)));
	js_write(&b, peers_js(a, in));
	for (size_t i = 0; i < in->n_entries; i++) {
		const struct rule_entry *e = &in->entries[i];
		buf_printf(&b, "\n%.*s|%.*s|%.*s|%.*s|%d|%d|%d|%lld|%.*s|%.*s", SV_ARG(e->id), SV_ARG(e->unit), SV_ARG(e->class),
			   SV_ARG(e->item), (int)e->kind, (int)e->role, e->day.n, (long long)e->points.u, SV_ARG(e->fact),
			   SV_ARG(e->reverses));
	}
	if (in->rule->grammar > 1) { /* a rule of grammar 1 reads entries alone */
		buf_printf(&b, "\n%.*s\n", SV_ARG(dec_text(a, in->progress)));
		js_write(&b, board_fed_js(a, in));
	}
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	in->digest = hex_text(a, digest_sv(&d));
}

static enum rc check_ask(struct ctx *cx, const struct board_input *in, const struct period *p)
{
	if (in->r.owner != p->owner)
		return fail_at(cx, RC_INVALID, "ruleset", "board.owner", N_("Period and ruleset belong to different offices."));
	if (!sv_is(in->r.state, "adopted"))
		return fail_at(cx, RC_CONFLICT, "ruleset", "board.draft", N_("This ruleset is not adopted."));
	if (in->r.from.n > in->to.n)
		return fail_at(cx, RC_CONFLICT, "ruleset", "board.early", N_("This version of the ruleset begins after the period."));
	if (!ruleset_compares(in->rule, in->kind))
		return fail_at(cx, RC_INVALID, "kind", "board.peer", N_("The ruleset does not compare units of this kind."));
	return RC_OK;
}

enum rc board_group_read(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t upto, struct board_input *ret)
{
	struct board_input in = { .kind = ask->kind, .peer_group = sv_or_empty(ask->peer_group), .read_seq = upto };
	struct period p;
	bool inside = true;
	TRY(period_get(cx, db, ask->period, &p));
	TRY(ruleset_get(cx, db, ask->ruleset, &in.r));
	TRY(ruleset_rule(cx, &in.r, &in.rule));
	in.period = p.id;
	in.period_name = p.name;
	in.owner = p.owner;
	in.from = p.from;
	in.to = p.to;
	in.within = ask->within ? ask->within : p.owner;
	TRY(check_ask(cx, &in, &p));
	TRY(unit_within(cx, db, in.within, p.owner, &inside));
	if (!inside)
		return fail_at(cx, RC_INVALID, "within", "board.within", N_("This place does not belong to the office's own."));
	TRY(read_peers(cx, db, &in));
	TRY(read_before(cx, db, &in));
	TRY(read_staff(cx, db, &in));
	TRY(read_marks(cx, db, &in));
	TRY(board_fed_read(cx, db, &p, &in));
	*ret = in;
	return RC_OK;
}

enum rc board_input_read(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t upto, struct board_input *ret)
{
	struct board_input in;
	TRY(board_group_read(cx, db, ask, upto, &in));
	TRY(read_entries(cx, db, &in));
	digest_input(cx->a, &in);
	*ret = in;
	return RC_OK;
}

enum rc board_input_digest(struct ctx *cx, struct db *db, const struct board_ask *ask, struct sv *ret)
{
	struct board_input in;
	TRY(board_input_read(cx, db, ask, INT64_MAX, &in));
	*ret = in.digest;
	return RC_OK;
}

struct board_ask board_ask_of(const struct board_head *b)
{
	return (struct board_ask){ .period = b->period, .ruleset = b->ruleset, .kind = b->kind, .within = b->within,
				   .peer_group = b->peer_group, .name = b->name };
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

static void named(struct arena *a, struct js *o, const struct board_peer *p)
{
	js_set_int(a, o, "unit", p->u.id);
	js_set_sv(a, o, "name", p->name);
	js_set_sv(a, o, "short_name", p->u.short_name);
}

static struct sv gap_name(const struct score_gap *g)
{
	return g->item ? g->item->name : g->part ? g->part->name : SV("");
}

/* A text of the office's papers, so it is Chinese whoever composes. */
static struct sv lacking(struct arena *a, const struct unit_score *s)
{
	struct buf b = buf_new(a, 1 << 16);
	for (size_t i = 0; i < s->n_gaps; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "缺", SV_ARG(gap_name(&s->gaps[i])));
	return buf_sv(&b);
}

/* What place and score bring, what the score lacks, and what was read of this unit and did not count. */
static struct js *yield_js(struct arena *a, const struct board_input *in, const struct board *b, const struct board_row *r)
{
	static const char *const lamps[] = { [LAMP_NONE] = "", [LAMP_GREEN] = "green", [LAMP_YELLOW] = "yellow", [LAMP_RED] = "red" };
	struct js *o = js_obj(a), *gaps = js_arr(a);
	for (size_t i = 0; i < r->score->n_gaps; i++)
		js_push(gaps, js_str(a, gap_name(&r->score->gaps[i])));
	js_set(o, "gaps", gaps);
	js_set_bool(a, o, "estimated", r->score->estimated);
	js_set_bool(a, o, "partial", r->score->partial);
	js_set_bool(a, o, "draw", r->draw);
	js_set_sv(a, o, "grade", in->rule->n_grades && r->grade >= 0 ? in->rule->grades[r->grade].name : SV(""));
	js_set_int(a, o, "stars", r->stars);
	js_set_int(a, o, "last_times", r->last_times);
	js_set_sv(a, o, "step", sv_or_empty(r->step));
	js_set_sv(a, o, "light", sv_of(lamps[r->light]));
	if (in->rule->level.u)
		js_set(o, "band", board_band_js(a, b, r));
	if (in->rule->n_staff) { /* of a unit whose staff nobody has told, no seats: none is a number too */
		js_set_dec(a, o, "staff_percent", r->staff_percent);
		js_set_int(a, o, "staff", r->unit->staff);
		js_set(o, "staff_seats", r->unit->staff ? js_int(a, r->staff_seats) : js_null(a));
	}
	return o;
}

static struct js *row_js(struct arena *a, const struct board_input *in, const struct board *b, const struct board_row *r)
{
	static const char *const sides[] = { [SIDE_NONE] = "none", [SIDE_RED] = "red", [SIDE_BLACK] = "black" };
	const struct board_peer *p = &in->peers[r->rank.order - 1];
	struct js *o = js_obj(a);
	named(a, o, p);
	js_set_int(a, o, "place", r->rank.place);
	js_set_bool(a, o, "tied", r->rank.tied);
	js_set_bool(a, o, "unranked", r->rank.unranked);
	js_set_bool(a, o, "moved", r->rank.moved);
	js_set_int(a, o, "previous", r->rank.previous);
	js_set_int(a, o, "gained", r->rank.gained);
	js_set_dec(a, o, "total", r->score->total);
	js_set_dec(a, o, "base", r->score->base);
	js_set_dec(a, o, "plus", r->score->plus);
	js_set_dec(a, o, "minus", r->score->minus);
	js_set_sv(a, o, "side", sv_of(sides[r->side]));
	js_set_bool(a, o, "both", r->both);
	js_set_bool(a, o, "mover", r->mover);
	js_set_bool(a, o, "still", r->still);
	js_set_sv(a, o, "reason", r->score->n_gaps ? lacking(a, r->score) : sv_or_empty(r->reason));
	js_set_sv(a, o, "arithmetic", r->score->arithmetic);
	js_set_sv(a, o, "exempt_no", SV(""));
	js_set_sv(a, o, "exempt_why", SV(""));
	if (in->rule->grammar > 1)
		js_set(o, "yield", yield_js(a, in, b, r));
	js_set(o, "classes", board_classes_js(a, in->rule, r->score));
	js_set(o, "lines", board_lines_js(a, in, r->score));
	return o;
}

struct composed {
	struct js *rows;
	int n_red, n_black;
	struct dec median;
	struct sv digest;    /* of the rows */
	struct js *said;     /* board_said_js, where it is asked for */
};

static enum rc compose(struct ctx *cx, const struct board_input *in, bool say, struct composed *ret)
{
	struct arena *a = cx->a;
	struct score_sheet sheet;
	struct board b;
	struct sv *ids = NEW(a, struct sv, in->n_peers + 1);
	struct board_unit *units = NEW(a, struct board_unit, in->n_peers + 1);
	for (size_t i = 0; i < in->n_peers; i++) {
		const struct board_peer *p = &in->peers[i];
		ids[i] = arena_printf(a, "%lld", (long long)p->u.id);
		units[i] = (struct board_unit){ .unit = ids[i], .order = p->order, .previous = (int)p->previous,
						.exempt_no = p->exempt_no, .exempt_why = p->exempt_why,
						.unrepaired = p->unrepaired, .n_unrepaired = p->n_unrepaired,
						.last_before = (int)p->last_before, .staff = (int)p->staff };
	}
	const struct score_facts facts = { .period = { in->from, in->to }, .units = ids, .n_units = in->n_peers, .entries = in->entries,
					   .n_entries = in->n_entries, .inputs = in->inputs, .n_inputs = in->n_inputs,
					   .progress = in->progress };
	TRY(rule_score(cx, in->rule, &facts, &sheet));
	TRY(board_compose(cx, &sheet, units, in->n_peers, 0, &b));
	TRY(board_bands(cx, &facts, &sheet, &b));
	*ret = (struct composed){ .rows = js_arr(a), .n_red = b.n_red, .n_black = b.n_black, .median = b.median };
	for (size_t i = 0; i < b.n; i++)
		js_push(ret->rows, row_js(a, in, &b, &b.rows[i]));
	for (size_t i = 0; i < b.n_exempt; i++) {
		struct js *o = js_push(ret->rows, js_obj(a));
		named(a, o, &in->peers[b.exempt[i]->order - 1]);
		js_set_sv(a, o, "side", SV("none"));
		js_set_sv(a, o, "exempt_no", b.exempt[i]->exempt_no);
		js_set_sv(a, o, "exempt_why", b.exempt[i]->exempt_why);
	}
	ret->rows = js_written(a, ret->rows, 64 << 20);
	struct digest d = HASH(HASH_SM3, ret->rows->s);
	ret->digest = hex_text(a, digest_sv(&d));
	ret->said = say ? board_said_js(cx, in, &sheet, &b) : NULL;
	return RC_OK;
}

static void put_common(struct arena *a, struct js *f, const struct board_input *in, const struct composed *c)
{
	js_set_int(a, f, "read_seq", in->read_seq);
	js_set_sv(a, f, "input_digest", in->digest);
	js_set_sv(a, f, "result_digest", c->digest);
	js_set_int(a, f, "n_red", c->n_red);
	js_set_int(a, f, "n_black", c->n_black);
	js_set_dec(a, f, "median", c->median);
	js_set(f, "units", peers_js(a, in));
	js_set(f, "rows", c->rows);
}

static enum rc prepare(struct ctx *cx, struct db *db, const struct board_ask *ask, struct board_input *in, struct composed *c)
{
	int64_t seq, at;
	TRY(journal_last_seq(cx, db, &seq, &at));
	TRY(board_input_read(cx, db, ask, seq, in));
	TRY(board_apart(cx, in));
	return compose(cx, in, false, c);
}

enum rc board_said(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t board, struct js **ret)
{
	struct board_head b;
	struct board_input in;
	struct composed c;
	const struct js *facts;
	if (!ask)
		TRY(board_get(cx, db, board, &b));
	TRY(ask ? board_input_read(cx, db, ask, INT64_MAX, &in) : board_input_of(cx, db, board, b.version, &facts, &in));
	TRY(compose(cx, &in, true, &c));
	return board_said_late(cx, db, &in, ask ? INT64_MAX : b.composed_at, c.said, ret);
}

static const char *kind_word(struct sv kind)
{
	return sv_is(kind, "village") ? "村" : sv_is(kind, "group") ? "村民小组" : sv_is(kind, "team") ? "驻村工作队" :
	       sv_is(kind, "township") ? "乡镇" : sv_is(kind, "county") ? "县区" : "部门";
}

enum rc board_prepare(struct ctx *cx, struct db *db, const struct board_ask *ask, struct js **ret_fields)
{
	struct arena *a = cx->a;
	struct board_input in;
	struct composed c;
	struct unit place;
	TRY(prepare(cx, db, ask, &in, &c));
	TRY(unit_get(cx, db, in.within, &place));
	struct js *f = js_obj(a);
	js_set_int(a, f, "period", in.period);
	js_set_int(a, f, "ruleset", in.r.id);
	js_set_sv(a, f, "kind", in.kind);
	js_set_int(a, f, "within", in.within);
	js_set_sv(a, f, "peer_group", in.peer_group);
	/* The name is a text of the office's papers, so it is Chinese whoever composes. */
	js_set_sv(a, f, "name", ask->name.n ? ask->name : arena_printf(a, "%.*s%.*s%.*s%s红黑榜", SV_ARG(place.short_name),
			SV_ARG(in.period_name), SV_ARG(in.peer_group), in.peer_group.n ? "" : kind_word(in.kind)));
	put_common(a, f, &in, &c);
	*ret_fields = f;
	return RC_OK;
}

enum rc board_prepare_again(struct ctx *cx, struct db *db, int64_t board, struct js **ret_fields)
{
	struct board_head b;
	struct board_input in;
	struct composed c;
	TRY(board_get(cx, db, board, &b));
	struct board_ask ask = board_ask_of(&b);
	TRY(prepare(cx, db, &ask, &in, &c));
	*ret_fields = js_obj(cx->a);
	put_common(cx->a, *ret_fields, &in, &c);
	return RC_OK;
}

enum rc board_fields(struct ctx *cx, struct board_input *in, struct js **ret)
{
	struct composed c;
	digest_input(cx->a, in);
	TRY(compose(cx, in, false, &c));
	*ret = js_obj(cx->a);
	put_common(cx->a, *ret, in, &c);
	return RC_OK;
}

/* ---- once more ---------------------------------------------------------------------------------------------------- */

/* The peer group as the act stated it, whatever the tree has become since. */
static void peers_of_facts(struct arena *a, const struct js *facts, struct board_input *in)
{
	const struct js *units = js_get(facts, "units");
	in->peers = NEW(a, struct board_peer, (units ? units->n : 0) + 1);
	for (const struct js *u = units ? units->first : NULL; u; u = u->next) {
		struct board_peer *p = &in->peers[in->n_peers++];
		const struct js *late = js_get(u, "unrepaired");
		p->u.id = js_get_int(u, "unit", 0);
		p->u.short_name = js_get_sv(u, "short_name");
		p->name = js_get_sv(u, "name");
		p->order = js_get_int(u, "order", 0);
		p->previous = js_get_int(u, "previous", 0);
		p->last_before = js_get_int(u, "last_before", 0);
		p->staff = js_get_int(u, "staff", 0);
		p->exempt_no = js_get_sv(u, "exempt_no");
		p->exempt_why = js_get_sv(u, "exempt_why");
		p->unrepaired = NEW(a, struct sv, (late ? late->n : 0) + 1);
		for (const struct js *l = late ? late->first : NULL; l; l = l->next)
			p->unrepaired[p->n_unrepaired++] = l->s;
	}
}

enum rc board_act_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, const struct js **ret)
{
	struct journal_row *rows;
	size_t n;
	TRY(journal_read_subject(cx, db, board, 1000, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(rows[i].act, "board.compose") || sv_is(rows[i].act, "board.correct")) {
			*ret = journal_facts(cx->a, &rows[i]);
			if (js_get_int(*ret, "version", 0) == version)
				return RC_OK;
		}
	return fail(cx, RC_NOT_FOUND, "board.version", N_("The journal holds no such version of this board."));
}

static struct sv first_difference(struct arena *a, const struct js *x, const struct js *y)
{
	const struct js *l = x ? x->first : NULL, *r = y ? y->first : NULL;
	for (; l && r; l = l->next, r = r->next) {
		struct buf p = buf_new(a, 16 << 20), q = buf_new(a, 16 << 20);
		js_write(&p, l);
		js_write(&q, r);
		if (!sv_eq(buf_sv(&p), buf_sv(&q)))
			return js_get_sv(l, "name");
	}
	return l || r ? js_get_sv(l ? l : r, "name") : SV("");
}

enum rc board_input_told(struct ctx *cx, struct db *db, const struct js *facts, struct board_input *ret)
{
	struct board_input in = { 0 };
	TRY(ruleset_get(cx, db, js_get_int(facts, "ruleset", 0), &in.r));
	TRY(ruleset_rule(cx, &in.r, &in.rule));
	in.from = js_get_day(facts, "from");
	in.to = js_get_day(facts, "to");
	in.read_seq = js_get_int(facts, "read_seq", 0);
	peers_of_facts(cx->a, facts, &in);
	board_fed_of_facts(cx->a, facts, &in);
	*ret = in;
	return RC_OK;
}

enum rc board_input_stated(struct ctx *cx, struct db *db, const struct js *facts, struct board_input *ret)
{
	struct board_input in;
	TRY(board_input_told(cx, db, facts, &in));
	TRY(read_entries(cx, db, &in));
	digest_input(cx->a, &in);
	*ret = in;
	return RC_OK;
}

enum rc board_input_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, const struct js **ret_facts,
		       struct board_input *ret)
{
	*ret_facts = NULL;
	TRY(board_act_of(cx, db, board, version, ret_facts));
	return board_input_stated(cx, db, *ret_facts, ret);
}

enum rc board_recompute(struct ctx *cx, struct db *db, int64_t board, int64_t version, bool *ret_same, struct sv *ret_digest,
			struct sv *ret_where)
{
	struct board_head b;
	struct board_input in;
	struct composed c;
	const struct js *facts;
	TRY(board_get(cx, db, board, &b));
	TRY(board_input_of(cx, db, board, version ? version : b.version, &facts, &in));
	TRY(compose(cx, &in, false, &c));
	struct digest d = rule_digest(cx->a, in.rule);
	*ret_digest = c.digest;
	*ret_where = first_difference(cx->a, js_get(facts, "rows"), c.rows);
	bool rule_same = sv_eq(hex_text(cx->a, digest_sv(&d)), js_get_sv(facts, "rule_digest"));
	if (!rule_same && ret_where->n == 0)
		*ret_where = in.r.name;
	if (!sv_eq(in.digest, js_get_sv(facts, "input_digest")) && ret_where->n == 0)
		*ret_where = SV("input_digest");
	*ret_same = ret_where->n == 0 && sv_eq(c.digest, js_get_sv(facts, "result_digest"));
	return RC_OK;
}
