/* /api/v1/boards: composing and correcting a board, where its inputs are read before the act is done; its proof. */
#include "app/results/handlers.h"

static const struct field compose_fields[] = {
	{ .name = "period", .type = FIELD_REF, .of = "period", .required = true, .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .of = "ruleset", .required = true, .label = N_("Rules") },
	{ .name = "kind", .type = FIELD_ENUM, .of = BOARD_KINDS, .required = true, .label = N_("Like units") },
	{ .name = "within", .type = FIELD_REF, .of = "unit", .label = N_("Inside") },
	{ .name = "peer_group", .type = FIELD_LINE, .max = 60, .label = N_("Peer group") },
	{ .name = "name", .type = FIELD_LINE, .max = 100, .label = N_("Name of the board") },
	{ .name = "try", .type = FIELD_BOOL, .label = N_("Only try it: nothing is made") },
};
static const struct field correct_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 300, .label = N_("Reason") },
};

enum { OP_COMPOSE, OP_CORRECT, OP_PROOF };
const struct api_op results_api[] = {
	[OP_COMPOSE] = { .method = "post", .path = "/api/v1/boards", .name = "board.compose", .label = N_("Compose a board"),
			 .fields = compose_fields, .n_fields = COUNT(compose_fields) },
	[OP_CORRECT] = { .method = "post", .path = "/api/v1/boards/{id}/correct", .name = "board.correct", .label = N_("Compose it once more"),
			 .fields = correct_fields, .n_fields = COUNT(correct_fields) },
	[OP_PROOF] = { .method = "get", .path = "/api/v1/boards/{id}/proof", .name = "board.proof", .label = N_("Proof for bixue-verify") },
};
const size_t results_api_n = COUNT(results_api);

static enum rc do_it(struct visit *v, struct act_request *rq, struct js **ret)
{
	struct act_answer answer;
	struct board_head b;
	struct db *db = NULL;
	TRY(api_do(v, rq, &answer));
	/* The visit's own snapshot is from before the act. */
	enum rc rc = store_reader(&v->cx, web_store(v->web), &db);
	if (rc == RC_OK)
		rc = board_get(&v->cx, db, answer.subject, &b);
	db_close(db);
	TRY(rc);
	*ret = board_made_js(v->cx.a, &b, answer.seq);
	js_set_bool(v->cx.a, *ret, "repeated", answer.repeated);
	return RC_OK;
}

/* The act that this key has done already: composing once more would read other inputs. NULL in `ret` where there is none. */
static enum rc before(struct visit *v, const struct act_request *rq, struct js **ret)
{
	struct board_head b;
	struct journal_row row;
	bool found;
	*ret = NULL;
	TRY(api_before(v, rq->act.p, rq->mark, &row, &found));
	if (!found)
		return RC_OK;
	TRY(board_get(&v->cx, v->db, row.subject, &b));
	*ret = board_made_js(v->cx.a, &b, row.seq);
	js_set_bool(v->cx.a, *ret, "repeated", true);
	return RC_OK;
}

static enum rc compose(struct visit *v, struct js **ret)
{
	struct fields f;
	struct js *made, *said;
	struct period p;
	TRY(api_fields(v, &results_api[OP_COMPOSE], &f));
	struct board_ask ask = { .period = field_ref(&f, "period"), .ruleset = field_ref(&f, "ruleset"), .kind = field_sv(&f, "kind"),
				 .within = field_ref(&f, "within"), .peer_group = field_sv(&f, "peer_group"), .name = field_sv(&f, "name") };
	struct act_request rq = { .act = SV("board.compose"), .mark = api_mark(v, &results_api[OP_COMPOSE], &f, SV("")) };
	TRY(before(v, &rq, ret));
	if (*ret)
		return RC_OK;
	TRY(period_get(&v->cx, v->db, ask.period, &p));
	if (!res_holds(v, ROLE_OFFICE, p.owner))
		return fail(&v->cx, RC_DENIED, "results.compose", N_("Boards are composed by the supervision office."));
	TRY(board_prepare(&v->cx, v->db, &ask, &made));
	rq.fields = made;
	if (!field(&f, "try")->i)
		return do_it(v, &rq, ret);
	TRY(board_said(&v->cx, v->db, &ask, 0, &said));
	*ret = made;
	js_set(made, "judges", js_again(v->cx.a, js_get(said, "judges")));
	js_set(made, "findings", js_again(v->cx.a, js_get(said, "findings")));
	return RC_OK;
}

static enum rc correct(struct visit *v, struct js **ret)
{
	int64_t board = http_param_int(v->rq, "id");
	struct fields f;
	struct js *made;
	struct res_seen s;
	TRY(api_fields(v, &results_api[OP_CORRECT], &f));
	struct act_request rq = { .act = SV("board.correct"), .subject = board,
				  .mark = api_mark(v, &results_api[OP_CORRECT], &f, arena_printf(v->cx.a, "%lld", (long long)board)) };
	TRY(before(v, &rq, ret));
	if (*ret)
		return RC_OK;
	TRY(res_see(v, board, &s));
	if (!res_holds(v, ROLE_OFFICE, s.period.owner))
		return fail(&v->cx, RC_DENIED, "results.compose", N_("Boards are composed by the supervision office."));
	TRY(board_prepare_again(&v->cx, v->db, board, &made));
	js_set_sv(v->cx.a, made, "reason", field_sv(&f, "reason"));
	rq.fields = made;
	return do_it(v, &rq, ret);
}

void api_board_compose(void *web, struct http_request *rq, struct http_reply *rp)
{
	api_answer(web, rq, rp, compose);
}

void api_board_correct(void *web, struct http_request *rq, struct http_reply *rp)
{
	api_answer(web, rq, rp, correct);
}
