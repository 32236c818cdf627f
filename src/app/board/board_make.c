/* The acts board.compose and board.correct. */
#include "app/board/board_make.h"

#include "app/board/queries.sql.h"
#include "app/person/person.h"

enum rc board_frozen(struct ctx *cx, const struct board_head *b)
{
	if (b->state == BOARD_PUBLISHED)
		return fail(cx, RC_CONFLICT, "board.frozen",
			    N_("This board is published and stays as it is. Add a correction note; what is found later counts on the next board."));
	if (b->state == BOARD_DISCARDED)
		return fail(cx, RC_CONFLICT, "board.discarded", N_("This board was discarded."));
	return RC_OK;
}

enum rc board_signer(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts, int64_t *ret)
{
	*ret = js_get_int(facts, "person", 0);
	return row->version < BOARD_SIGNED_APART ? RC_OK : person_now(cx, db, row->actor, ret);
}

/* ---- board.compose and board.correct: the work is done; what was read must still hold ------------------------ */

#define COMPOSED_FIELDS                                                                                              \
	{ .name = "read_seq", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Read up to") }, \
	{ .name = "input_digest", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("Digest") },       \
	{ .name = "result_digest", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("Digest") },      \
	{ .name = "n_red", .type = FIELD_INT, .max = BOARD_UNITS_MAX, .label = N_("Red") },                                  \
	{ .name = "n_black", .type = FIELD_INT, .max = BOARD_UNITS_MAX, .label = N_("Black") },                              \
	{ .name = "median", .type = FIELD_DEC, .label = N_("Median") },                                                      \
	{ .name = "units", .type = FIELD_DATA, .required = true, .label = N_("Units") },                                     \
	{ .name = "rows", .type = FIELD_DATA, .required = true, .label = N_("Rows") }

const struct field board_compose_fields[BOARD_COMPOSE_FIELDS] = {
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = BOARD_KINDS, .label = N_("Kind") },
	{ .name = "within", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Inside") },
	{ .name = "peer_group", .type = FIELD_LINE, .max = 60, .label = N_("Peer group") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 100, .label = N_("Name") },
	COMPOSED_FIELDS,
};
const struct field board_correct_fields[BOARD_CORRECT_FIELDS] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 300, .label = N_("Reason") },
	COMPOSED_FIELDS,
};

const char *const board_reads[] = { "board", "entry", "period", "ruleset", "tally", "target", "unit", NULL };

struct compose_state {
	struct board_head had;   /* id 0 for a new board */
	struct period period;
	struct ruleset r;
	struct rule *rule;
	struct sv digest;        /* of what stands now */
	struct js *inputs;       /* what stands beside entries; NULL where the rule reads none */
	struct dec progress;
	struct js *rows;         /* as they were sent */
	struct sv rows_digest;
	const struct js *unsound;/* the first of them whose lines do not add up */
	int64_t twin, waiting, tallies; /* tallies: of the period, that wait for a second person */
};

static enum rc compose_load_input(struct ctx *cx, struct db *db, const struct board_ask *ask, struct compose_state *s)
{
	struct board_input now;
	TRY(board_input_read(cx, db, ask, INT64_MAX, &now));
	TRY(period_get(cx, db, ask->period, &s->period));
	s->r = now.r;
	s->rule = now.rule;
	s->digest = now.digest;
	s->inputs = now.rule->grammar > 1 ? board_fed_js(cx->a, &now) : NULL;
	s->progress = now.progress;
	TRY(board_apart(cx, &now));
	TRY(tallies_waiting(cx, db, s->period.id, now.r.series, &s->tallies));
	return entries_waiting(cx, db, now.r.series, now.from, now.to, &s->waiting);
}

static struct board_ask ask_of(const struct fields *f)
{
	return (struct board_ask){ .period = field_ref(f, "period"), .ruleset = field_ref(f, "ruleset"), .kind = field_sv(f, "kind"),
				   .within = field_ref(f, "within"), .peer_group = field_sv(f, "peer_group") };
}

/* The whole is the exact sum of what is listed: nothing may stand in a total that no line shows. */
static const struct js *first_unsound(const struct js *rows)
{
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next) {
		struct dec sum = { 0 }, zero = { 0 };
		const struct js *lines = js_get(r, "lines");
		for (const struct js *l = lines ? lines->first : NULL; l; l = l->next)
			if (!dec_add(sum, js_get_dec(l, "points", zero), &sum))
				sum.u = INT64_MIN;
		if (sum.u != js_get_dec(r, "total", zero).u)
			return r;
	}
	return NULL;
}

/* For both acts: what stands now, by what the one names or the other's board was made of. */
enum rc board_compose_prepare(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_ahead)
{
	struct compose_state *s = NEW(cx->a, struct compose_state, 1);
	struct board_ask ask;
	if (in->subject) {
		TRY(board_get(cx, db, in->subject, &s->had));
		ask = board_ask_of(&s->had);
	} else {
		ask = ask_of(&in->fields);
	}
	TRY(compose_load_input(cx, db, &ask, s));
	s->rows = js_written(cx->a, field(&in->fields, "rows")->data, 64 << 20);
	struct digest d = HASH(HASH_SM3, s->rows->s);
	s->rows_digest = hex_text(cx->a, digest_sv(&d));
	s->unsound = first_unsound(s->rows);
	*ret_ahead = s;
	return RC_OK;
}

/* A page that asks only whether it may be done sends no rows, and must not compose the board to be told. */
static enum rc without_rows(struct ctx *cx, struct db *db, const struct act_in *in, struct compose_state *s)
{
	s->digest = SV("-"); /* of nothing: whoever decides comes no further than this */
	if (!in->subject)
		return field_ref(&in->fields, "period") ? period_get(cx, db, field_ref(&in->fields, "period"), &s->period) : RC_OK;
	TRY(board_get(cx, db, in->subject, &s->had));
	TRY(period_get(cx, db, s->had.period, &s->period));
	TRY(ruleset_get(cx, db, s->had.ruleset, &s->r));
	return entries_waiting(cx, db, s->r.series, s->period.from, s->period.to, &s->waiting);
}

static enum rc prepared(struct ctx *cx, struct db *db, const struct act_in *in, struct compose_state **ret)
{
	void *here = NULL;
	struct compose_state *s = NEW(cx->a, struct compose_state, 1);
	*ret = s;
	if (!in->ahead && !field(&in->fields, "rows")->data)
		return without_rows(cx, db, in, s);
	if (!in->ahead)
		TRY(board_compose_prepare(cx, db, in, &here));
	*s = *(const struct compose_state *)(in->ahead ? in->ahead : here);
	return RC_OK;
}

enum rc board_compose_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct compose_state *s;
	struct board_ask ask = ask_of(&in->fields);
	TRY(prepared(cx, db, in, &s));
	struct stmt *st = db_query(db, &board_twin);
	bind_int(st, 1, ask.period);
	bind_int(st, 2, s->r.series);
	bind_sv(st, 3, ask.kind);
	bind_int(st, 4, ask.within);
	bind_sv(st, 5, sv_or_empty(ask.peer_group));
	while (db_step(cx, st, &rc))
		s->twin = col_int(st, 0);
	target_add(ret, AT_OWNER, s->period.owner);
	*ret_state = s;
	return rc;
}

enum rc board_correct_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct compose_state *s;
	TRY(prepared(cx, db, in, &s));
	target_add(ret, AT_OWNER, s->had.owner);
	*ret_state = s;
	return RC_OK;
}

static enum rc composed_decide(struct ctx *cx, const struct compose_state *s, const struct act_in *in, struct js *facts)
{
	const struct fields *f = &in->fields;
	if (s->period.state == PERIOD_OPEN)
		return fail(cx, RC_CONFLICT, "board.open", N_("The period %.*s is still open; close it first."), SV_ARG(s->period.name));
	if (s->waiting)
		return fail(cx, RC_CONFLICT, "board.waiting", N_("%lld entries of the period wait for a second person; have them confirmed or refused first."),
			    (long long)s->waiting);
	if (s->tallies)
		return fail(cx, RC_CONFLICT, "board.tallies", N_("%lld tallies of the period wait for a second person; have them confirmed or refused first."),
			    (long long)s->tallies);
	if (!sv_eq(s->digest, field_sv(f, "input_digest")))
		return fail(cx, RC_CONFLICT, "board.moved", N_("Something that the board reads changed meanwhile; compose again."));
	if (!sv_eq(s->rows_digest, field_sv(f, "result_digest")))
		return fail(cx, RC_INVALID, "board.rows", N_("The rows are not those that were composed; compose again."));
	if (s->unsound)
		return fail(cx, RC_INVALID, "board.sum", N_("The lines of %.*s do not add up to its total."), SV_ARG(js_get_sv(s->unsound, "name")));
	js_set_int(cx->a, facts, "period", s->period.id);
	js_set_int(cx->a, facts, "owner", s->period.owner);
	js_set_day(cx->a, facts, "from", s->period.from);
	js_set_day(cx->a, facts, "to", s->period.to);
	js_set_int(cx->a, facts, "ruleset", s->r.id);
	js_set_sv(cx->a, facts, "rule_digest", s->r.digest);
	js_set_int(cx->a, facts, "grammar", s->r.grammar);
	js_set_int(cx->a, facts, "engine", BOARD_ENGINE);
	js_set_int(cx->a, facts, "person", 1); /* the first of this version: see board_signer */
	js_set_int(cx->a, facts, "read_seq", field(f, "read_seq")->i);
	js_set_sv(cx->a, facts, "input_digest", s->digest);
	js_set_sv(cx->a, facts, "result_digest", field_sv(f, "result_digest"));
	js_set_int(cx->a, facts, "n_red", field(f, "n_red")->i);
	js_set_int(cx->a, facts, "n_black", field(f, "n_black")->i);
	js_set_dec(cx->a, facts, "median", field(f, "median")->d);
	js_set(facts, "units", js_again(cx->a, field(f, "units")->data));
	if (s->inputs) {
		js_set_dec(cx->a, facts, "progress", s->progress);
		js_set(facts, "inputs", js_again(cx->a, s->inputs));
	}
	js_set(facts, "rows", js_again(cx->a, s->rows));
	return RC_OK;
}

enum rc board_compose_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	const struct compose_state *s = state;
	const struct fields *f = &in->fields;
	if (s->twin)
		return fail(cx, RC_CONFLICT, "board.twin",
			    N_("This period has a board of this group already (#%lld): correct that one, or discard it before it is published."),
			    (long long)s->twin);
	TRY(composed_decide(cx, s, in, facts));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "version", 1);
	js_set_int(cx->a, facts, "series", s->r.series);
	js_set_sv(cx->a, facts, "name", field_sv(f, "name"));
	js_set_sv(cx->a, facts, "kind", field_sv(f, "kind"));
	js_set_int(cx->a, facts, "within", field_ref(f, "within"));
	js_set_sv(cx->a, facts, "peer_group", field(f, "peer_group")->present ? field_sv(f, "peer_group") : SV(""));
	js_set_sv(cx->a, facts, "audience", enum_word(BOARD_AUDIENCES, (size_t)s->rule->audience));
	js_set_sv(cx->a, facts, "show", enum_word(BOARD_SHOWS, (size_t)s->rule->show));
	return RC_OK;
}

enum rc board_correct_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct compose_state *s = state;
	TRY(board_frozen(cx, &s->had));
	if (sv_eq(s->digest, s->had.input_digest))
		return fail(cx, RC_CONFLICT, "board.same", N_("Nothing that the board reads has changed; there is nothing to correct."));
	TRY(composed_decide(cx, s, in, facts));
	js_set_int(cx->a, facts, "version", s->had.version + 1);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc put_row(struct ctx *cx, struct db *db, int64_t board, int64_t version, int64_t position, const struct js *r)
{
	static const char *const flags[] = { "tied", "unranked", "mover", "still", "both", "moved" };
	static const char *const decs[] = { "total", "base", "plus", "minus" };
	static const char *const texts[] = { "side", "reason", "arithmetic", "exempt_no", "exempt_why" };
	struct js *detail = js_obj(cx->a);
	const struct js *classes = js_get(r, "classes"), *lines = js_get(r, "lines");
	js_set(detail, "classes", classes ? js_again(cx->a, classes) : js_arr(cx->a));
	js_set(detail, "lines", lines ? js_again(cx->a, lines) : js_arr(cx->a));
	if (js_get(r, "yield"))
		js_set(detail, "yield", js_again(cx->a, js_get(r, "yield")));
	struct buf b = buf_new(cx->a, 16 << 20);
	js_write(&b, detail);
	struct stmt *st = db_query(db, &board_row_put);
	bind_int(st, 1, board);
	bind_int(st, 2, version);
	bind_int(st, 3, js_get_int(r, "unit", 0));
	bind_int(st, 4, position);
	bind_sv(st, 5, js_get_sv(r, "name"));
	bind_sv(st, 6, js_get_sv(r, "short_name"));
	bind_int(st, 7, js_get_int(r, "place", 0));
	for (int i = 0; i < 6; i++)
		bind_int(st, 8 + i, js_get_bool(r, flags[i]));
	bind_int(st, 14, js_get_int(r, "previous", 0));
	bind_int(st, 15, js_get_int(r, "gained", 0));
	for (int i = 0; i < 4; i++)
		bind_dec(st, 16 + i, js_get_dec(r, decs[i], (struct dec){ 0 }));
	for (int i = 0; i < 5; i++)
		bind_sv(st, 20 + i, sv_or_empty(js_get_sv(r, texts[i])));
	bind_sv(st, 25, buf_sv(&b));
	return db_run(cx, st);
}

static enum rc put_rows(struct ctx *cx, struct db *db, int64_t board, const struct js *facts)
{
	int64_t position = 0, version = js_get_int(facts, "version", 0);
	const struct js *rows = js_get(facts, "rows");
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next)
		TRY(put_row(cx, db, board, version, ++position, r));
	return board_fed_put(cx, db, board, version, facts);
}

/* The columns that both acts write, from parameter `at` on. */
static void bind_version(struct stmt *st, int at, const struct act_row *row, const struct js *facts)
{
	const struct js *rows = js_get(facts, "rows");
	bind_int(st, at, row->actor);
	bind_int(st, at + 1, row->at);
	bind_int(st, at + 2, row->seq);
	bind_int(st, at + 3, js_get_int(facts, "read_seq", 0));
	bind_sv(st, at + 4, js_get_sv(facts, "rule_digest"));
	bind_sv(st, at + 5, js_get_sv(facts, "input_digest"));
	bind_sv(st, at + 6, js_get_sv(facts, "result_digest"));
	bind_int(st, at + 7, rows ? (int64_t)rows->n : 0);
	bind_int(st, at + 8, js_get_int(facts, "n_red", 0));
	bind_int(st, at + 9, js_get_int(facts, "n_black", 0));
	bind_dec(st, at + 10, js_get_dec(facts, "median", (struct dec){ 0 }));
}

enum rc board_compose_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	int64_t person;
	TRY(board_signer(cx, db, row, facts, &person));
	struct stmt *st = db_query(db, &board_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_int(st, 3, js_get_int(facts, "period", 0));
	bind_day(st, 4, js_get_day(facts, "from"));
	bind_day(st, 5, js_get_day(facts, "to"));
	bind_int(st, 6, js_get_int(facts, "ruleset", 0));
	bind_int(st, 7, js_get_int(facts, "series", 0));
	bind_sv(st, 8, js_get_sv(facts, "name"));
	bind_sv(st, 9, js_get_sv(facts, "kind"));
	bind_int(st, 10, js_get_int(facts, "within", 0));
	bind_sv(st, 11, js_get_sv(facts, "peer_group"));
	bind_version(st, 12, row, facts);
	bind_sv(st, 23, js_get_sv(facts, "audience"));
	bind_sv(st, 24, js_get_sv(facts, "show"));
	bind_int(st, 25, person);
	TRY(db_run(cx, st));
	return put_rows(cx, db, row->subject, facts);
}

enum rc board_correct_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	int64_t person;
	TRY(board_signer(cx, db, row, facts, &person));
	struct stmt *st = db_query(db, &board_set_corrected);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "version", 0));
	bind_version(st, 3, row, facts);
	bind_int(st, 14, person);
	TRY(db_run(cx, st));
	return put_rows(cx, db, row->subject, facts);
}
