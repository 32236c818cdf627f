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
	{ .name = "reason", .type = FIELD_TEXT, .required = true, .max = 500, .label = N_("Reason") },
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

static enum rc do_it(struct visit *v, const char *act, int64_t subject, struct js *fields, struct js **ret)
{
	struct act_request rq = { .act = sv_of(act), .subject = subject, .fields = fields };
	struct act_answer answer;
	struct board_head b;
	struct db *db = NULL;
	TRY(api_do(v, &rq, &answer));
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

static enum rc other_request(struct visit *v)
{
	return fail(&v->cx, RC_CONFLICT, "act.key", N_("This key was used for another request; send a new one."));
}

/* The act that this key has done already: composing once more would read other inputs. NULL in `ret` where there is none. */
static enum rc before(struct visit *v, const char *act, struct journal_row *row, struct js **ret)
{
	struct board_head b;
	bool found = false;
	struct sv key = api_key(v);
	*ret = NULL;
	if (key.p)
		TRY(journal_keyed(&v->cx, v->db, v->actor.post, key, row, &found));
	if (!found)
		return RC_OK;
	if (!sv_is(row->act, act))
		return other_request(v);
	TRY(board_get(&v->cx, v->db, row->subject, &b));
	*ret = board_made_js(v->cx.a, &b, row->seq);
	js_set_bool(v->cx.a, *ret, "repeated", true);
	return RC_OK;
}

static bool same_ask(struct visit *v, const struct journal_row *row, const struct board_ask *ask)
{
	const struct js *had = journal_facts(v->cx.a, row);
	return had && js_get_int(had, "period", 0) == ask->period && js_get_int(had, "ruleset", 0) == ask->ruleset &&
	       sv_eq(js_get_sv(had, "kind"), ask->kind);
}

static enum rc compose(struct visit *v, struct js **ret)
{
	struct fields f;
	struct js *made;
	struct journal_row row;
	struct period p;
	TRY(api_fields(v, &results_api[OP_COMPOSE], &f));
	struct board_ask ask = { .period = field_ref(&f, "period"), .ruleset = field_ref(&f, "ruleset"), .kind = field_sv(&f, "kind"),
				 .within = field_ref(&f, "within"), .peer_group = field_sv(&f, "peer_group"), .name = field_sv(&f, "name") };
	TRY(before(v, "board.compose", &row, ret));
	if (*ret)
		return same_ask(v, &row, &ask) ? RC_OK : other_request(v);
	TRY(period_get(&v->cx, v->db, ask.period, &p));
	if (!res_holds(v, ROLE_OFFICE, p.owner))
		return fail(&v->cx, RC_DENIED, "results.compose", N_("Boards are composed by the supervision office."));
	TRY(board_prepare(&v->cx, v->db, &ask, &made));
	if (!field(&f, "try")->i)
		return do_it(v, "board.compose", 0, made, ret);
	*ret = made;
	return RC_OK;
}

static enum rc correct(struct visit *v, int64_t board, struct js **ret)
{
	struct fields f;
	struct js *made;
	struct journal_row row;
	struct res_seen s;
	TRY(api_fields(v, &results_api[OP_CORRECT], &f));
	TRY(before(v, "board.correct", &row, ret));
	if (*ret)
		return row.subject == board ? RC_OK : other_request(v);
	TRY(res_see(v, board, &s));
	if (!res_holds(v, ROLE_OFFICE, s.period.owner))
		return fail(&v->cx, RC_DENIED, "results.compose", N_("Boards are composed by the supervision office."));
	TRY(board_prepare_again(&v->cx, v->db, board, &made));
	js_set_sv(v->cx.a, made, "reason", field_sv(&f, "reason"));
	return do_it(v, "board.correct", board, made, ret);
}

void api_board_compose(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct js *o = NULL;
	if (!api_open(&v, web, rq, rp)) {
		visit_close(&v);
		return;
	}
	enum rc rc = compose(&v, &o);
	api_close(&v, rc, o);
}

void api_board_correct(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct js *o = NULL;
	if (!api_open(&v, web, rq, rp)) {
		visit_close(&v);
		return;
	}
	enum rc rc = correct(&v, http_param_int(rq, "id"), &o);
	api_close(&v, rc, o);
}
