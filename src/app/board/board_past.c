/* What boards of closed periods read, for trying a draft rule on them. */
#include "app/board/board_read.h"

static void put_units(struct arena *a, const struct board_input *in, struct board_past *ret)
{
	ret->units = NEW(a, struct board_unit, in->n_peers + 1);
	ret->names = NEW(a, struct sv, in->n_peers + 1);
	for (size_t i = 0; i < in->n_peers; i++) {
		const struct board_peer *p = &in->peers[i];
		ret->units[i] = (struct board_unit){ .unit = arena_printf(a, "%lld", (long long)p->u.id), .order = p->order,
			.previous = (int)p->previous, .exempt_no = p->exempt_no, .exempt_why = p->exempt_why,
			.unrepaired = p->unrepaired, .n_unrepaired = p->n_unrepaired, .last_before = (int)p->last_before };
		ret->names[i] = p->u.short_name;
	}
	ret->n = in->n_peers;
}

/* Too few or too many for any board. */
static bool no_group(const struct ctx *cx)
{
	return cx->faults && (sv_is(sv_of(cx->faults->id), "board.few") || sv_is(sv_of(cx->faults->id), "board.many"));
}

enum rc board_past(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t board, struct board_past *ret)
{
	struct board_input in = { 0 };
	struct board_head b;
	const struct js *facts;
	if (board) {
		TRY(board_get(cx, db, board, &b));
		TRY(board_act_of(cx, db, board, b.version, &facts));
		TRY(board_input_told(cx, db, facts, &in));
	} else {
		enum rc rc = board_group_read(cx, db, ask, INT64_MAX, &in);
		if (rc != RC_OK && no_group(cx)) {
			ctx_forget(cx);
			*ret = (struct board_past){ 0 };
			return RC_OK;
		}
		TRY(rc);
	}
	*ret = (struct board_past){ .ruleset = in.r.id, .upto = in.read_seq, .inputs = in.inputs, .n_inputs = in.n_inputs,
				    .progress = in.progress };
	put_units(cx->a, &in, ret);
	return RC_OK;
}

enum rc board_past_fed(struct ctx *cx, struct db *db, const struct board_ask *ask, const struct sv *units, size_t n, int64_t upto,
		       const struct rule *rule, struct board_past *ret)
{
	struct rule own = *rule;
	struct board_input in = { .period = ask->period, .rule = &own, .kind = ask->kind, .peer_group = ask->peer_group,
				  .within = ask->within, .peers = NEW(cx->a, struct board_peer, n + 1), .n_peers = n, .read_seq = upto };
	struct period p;
	own.grammar = RULE_GRAMMAR;
	TRY(period_get(cx, db, ask->period, &p));
	TRY(ruleset_get(cx, db, ask->ruleset, &in.r));
	in.owner = p.owner;
	in.from = p.from;
	in.to = p.to;
	in.within = in.within ? in.within : p.owner;
	for (size_t i = 0; i < n; i++)
		(void)sv_int(units[i], &in.peers[i].u.id);
	TRY(board_fed_read(cx, db, &p, &in));
	*ret = (struct board_past){ .inputs = in.inputs, .n_inputs = in.n_inputs, .progress = in.progress };
	return RC_OK;
}
