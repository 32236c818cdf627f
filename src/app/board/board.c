/* The acts of a board.  Reading stands in board_read.c, composing in board_compose.c, views in board_view.c. */
#include "app/board/board.h"

#include "app/board/board_read.h"
#include "app/board/queries.sql.h"
#include "app/person/person.h"
#include "core/workdays.h"

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

static const struct field compose_fields[] = {
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = BOARD_KINDS, .label = N_("Kind") },
	{ .name = "within", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Inside") },
	{ .name = "peer_group", .type = FIELD_LINE, .max = 60, .label = N_("Peer group") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 100, .label = N_("Name") },
	COMPOSED_FIELDS,
};
static const struct field correct_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 300, .label = N_("Reason") },
	COMPOSED_FIELDS,
};

struct compose_state {
	struct board_head had;   /* id 0 for a new board */
	struct period period;
	struct ruleset r;
	struct rule *rule;
	struct sv digest;        /* of what stands now */
	int64_t twin, waiting;
};

static enum rc compose_load_input(struct ctx *cx, struct db *db, const struct board_ask *ask, struct compose_state *s)
{
	struct board_input now;
	TRY(board_input_read(cx, db, ask, INT64_MAX, &now));
	TRY(period_get(cx, db, ask->period, &s->period));
	s->r = now.r;
	s->rule = now.rule;
	s->digest = now.digest;
	return entries_waiting(cx, db, now.r.series, now.from, now.to, &s->waiting);
}

static enum rc compose_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct compose_state *s = NEW(cx->a, struct compose_state, 1);
	const struct fields *f = &in->fields;
	struct board_ask ask = { .period = field_ref(f, "period"), .ruleset = field_ref(f, "ruleset"), .kind = field_sv(f, "kind"),
				 .within = field_ref(f, "within"), .peer_group = field_sv(f, "peer_group") };
	TRY(compose_load_input(cx, db, &ask, s));
	struct stmt *st = db_query(db, &board_twin);
	bind_int(st, 1, ask.period);
	bind_int(st, 2, s->r.series);
	bind_sv(st, 3, ask.kind);
	bind_int(st, 4, ask.within);
	bind_sv(st, 5, ask.peer_group.p ? ask.peer_group : SV(""));
	while (db_step(cx, st, &rc))
		s->twin = col_int(st, 0);
	target_add(ret, AT_OWNER, s->period.owner);
	*ret_state = s;
	return rc;
}

static enum rc correct_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct compose_state *s = NEW(cx->a, struct compose_state, 1);
	TRY(board_get(cx, db, in->subject, &s->had));
	struct board_ask ask = board_ask_of(&s->had);
	TRY(compose_load_input(cx, db, &ask, s));
	target_add(ret, AT_OWNER, s->had.owner);
	*ret_state = s;
	return RC_OK;
}

/* The whole is the exact sum of what is listed: nothing may stand in a total that no line shows. */
static enum rc check_rows(struct ctx *cx, const struct js *rows)
{
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next) {
		struct dec sum = { 0 }, zero = { 0 };
		const struct js *lines = js_get(r, "lines");
		for (const struct js *l = lines ? lines->first : NULL; l; l = l->next)
			if (!dec_add(sum, js_get_dec(l, "points", zero), &sum))
				sum.u = INT64_MIN;
		if (sum.u != js_get_dec(r, "total", zero).u)
			return fail(cx, RC_INVALID, "board.sum", N_("The lines of %.*s do not add up to its total."),
				    SV_ARG(js_get_sv(r, "name")));
	}
	struct buf b = buf_new(cx->a, 64 << 20);
	js_write(&b, rows ? rows : js_null(cx->a));
	return RC_OK;
}

static struct js *copy_js(struct arena *a, const struct js *v)
{
	struct js *o = NEW(a, struct js, 1);
	*o = *v;
	o->next = NULL;
	return o;
}

static enum rc composed_decide(struct ctx *cx, const struct compose_state *s, const struct act_in *in, struct js *facts)
{
	const struct fields *f = &in->fields;
	const struct js *rows = field(f, "rows")->data;
	if (s->period.state == PERIOD_OPEN)
		return fail(cx, RC_CONFLICT, "board.open", N_("The period %.*s is still open; close it first."), SV_ARG(s->period.name));
	if (s->waiting)
		return fail(cx, RC_CONFLICT, "board.waiting", N_("%lld entries of the period wait for a second person; have them confirmed or refused first."),
			    (long long)s->waiting);
	if (!sv_eq(s->digest, field_sv(f, "input_digest")))
		return fail(cx, RC_CONFLICT, "board.moved", N_("Something that the board reads changed meanwhile; compose again."));
	struct buf b = buf_new(cx->a, 64 << 20);
	js_write(&b, rows);
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	if (!sv_eq(hex_text(cx->a, digest_sv(&d)), field_sv(f, "result_digest")))
		return fail(cx, RC_INVALID, "board.rows", N_("The rows are not those that were composed; compose again."));
	TRY(check_rows(cx, rows));
	js_set_int(cx->a, facts, "period", s->period.id);
	js_set_int(cx->a, facts, "owner", s->period.owner);
	js_set_day(cx->a, facts, "from", s->period.from);
	js_set_day(cx->a, facts, "to", s->period.to);
	js_set_int(cx->a, facts, "ruleset", s->r.id);
	js_set_sv(cx->a, facts, "rule_digest", s->r.digest);
	js_set_int(cx->a, facts, "grammar", s->r.grammar);
	js_set_int(cx->a, facts, "engine", BOARD_ENGINE);
	js_set_int(cx->a, facts, "read_seq", field(f, "read_seq")->i);
	js_set_sv(cx->a, facts, "input_digest", s->digest);
	js_set_sv(cx->a, facts, "result_digest", field_sv(f, "result_digest"));
	js_set_int(cx->a, facts, "n_red", field(f, "n_red")->i);
	js_set_int(cx->a, facts, "n_black", field(f, "n_black")->i);
	js_set_dec(cx->a, facts, "median", field(f, "median")->d);
	js_set(facts, "units", copy_js(cx->a, field(f, "units")->data));
	js_set(facts, "rows", copy_js(cx->a, rows));
	return RC_OK;
}

static enum rc compose_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
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

static enum rc frozen(struct ctx *cx, const struct board_head *b)
{
	if (b->state == BOARD_PUBLISHED)
		return fail(cx, RC_CONFLICT, "board.frozen",
			    N_("This board is published and stays as it is. Add a correction note; what is found later counts on the next board."));
	if (b->state == BOARD_DISCARDED)
		return fail(cx, RC_CONFLICT, "board.discarded", N_("This board was discarded."));
	return RC_OK;
}

static enum rc correct_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct compose_state *s = state;
	TRY(frozen(cx, &s->had));
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
	js_set(detail, "classes", classes ? copy_js(cx->a, classes) : js_arr(cx->a));
	js_set(detail, "lines", lines ? copy_js(cx->a, lines) : js_arr(cx->a));
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
		bind_sv(st, 20 + i, js_get_sv(r, texts[i]).p ? js_get_sv(r, texts[i]) : SV(""));
	bind_sv(st, 25, buf_sv(&b));
	return db_run(cx, st);
}

static enum rc put_rows(struct ctx *cx, struct db *db, int64_t board, const struct js *facts)
{
	int64_t position = 0, version = js_get_int(facts, "version", 0);
	const struct js *rows = js_get(facts, "rows");
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next)
		TRY(put_row(cx, db, board, version, ++position, r));
	return RC_OK;
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

static enum rc compose_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
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
	TRY(db_run(cx, st));
	return put_rows(cx, db, row->subject, facts);
}

static enum rc correct_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &board_set_corrected);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "version", 0));
	bind_version(st, 3, row, facts);
	TRY(db_run(cx, st));
	return put_rows(cx, db, row->subject, facts);
}

/* ---- what concerns a board as it stands ------------------------------------------------------------------------ */

struct self_state {
	struct board_head b;
	struct period period;
	struct rule *rule;
	struct sv digest;            /* of what stands now */
	int64_t open, undone;        /* objections not ruled on; upheld and not carried out */
	bool is_head, is_leader;     /* what the actor may sign as */
	struct sv holder, other_holder;
	struct board_circulars circ;
	struct unit owner;
};

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct self_state *s = NEW(cx->a, struct self_state, 1);
	TRY(board_get(cx, db, in->subject, &s->b));
	target_add(ret, AT_OWNER, s->b.owner);
	*ret_state = s;
	return RC_OK;
}

/* With all that a signature rests on. */
static enum rc sign_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct objection *o;
	size_t n;
	struct ruleset r;
	struct post p;
	TRY(self_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	TRY(period_get(cx, db, s->b.period, &s->period));
	TRY(ruleset_get(cx, db, s->b.ruleset, &r));
	TRY(ruleset_rule(cx, &r, &s->rule));
	struct board_ask ask = board_ask_of(&s->b);
	if (s->b.state == BOARD_PREVIEWED || s->b.state == BOARD_APPROVED)
		TRY(board_input_digest(cx, db, &ask, &s->digest));
	TRY(objections_of_board(cx, db, s->b.id, &o, &n));
	for (size_t i = 0; i < n; i++) {
		s->open += sv_is(o[i].state, "open");
		s->undone += sv_is(o[i].state, "upheld") && o[i].entry && !o[i].reversal;
	}
	TRY(person_holds(cx, db, in->actor.post, ROLE_OFFICE_HEAD, s->b.owner, &s->is_head));
	TRY(person_holds(cx, db, in->actor.post, ROLE_LEADER, s->b.owner, &s->is_leader));
	if (in->actor.post) {
		TRY(post_get(cx, db, in->actor.post, &p));
		s->holder = p.holder;
	}
	int64_t other = s->b.head_post ? s->b.head_post : s->b.leader_post;
	if (other) {
		TRY(post_get(cx, db, other, &p));
		s->other_holder = p.holder;
	}
	return RC_OK;
}

/* ---- board.preview ------------------------------------------------------------------------------------------------- */

static const struct field preview_fields[] = {
	{ .name = "days", .type = FIELD_INT, .min = 1, .max = 20, .label = N_("Working days for objections") },
};
enum { PREVIEW_DAYS = 2 };

static enum rc preview_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	const struct value *days = field(&in->fields, "days");
	struct calendar_table shipped = workdays_shipped(cx->a);
	struct calendar cal;
	struct day until = DAY_NONE;
	bool unsure = false;
	TRY(frozen(cx, &s->b));
	if (s->b.state != BOARD_COMPOSED)
		return fail(cx, RC_CONFLICT, "board.previewed", N_("The units see this board already."));
	TRY(calendar_build(cx, &shipped, 1, &cal));
	if (!calendar_add(&cal, day_of_instant(in->at), days->present ? days->i : PREVIEW_DAYS, &until, &unsure))
		return fail(cx, RC_INVALID, "board.days", N_("The last day for objections cannot be told."));
	js_set_day(cx->a, facts, "until", until);
	js_set_bool(cx->a, facts, "unsure", unsure);
	js_set_int(cx->a, facts, "version", s->b.version);
	return RC_OK;
}

static enum rc preview_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &board_set_previewed);
	bind_int(st, 1, row->subject);
	bind_day(st, 2, js_get_day(facts, "until"));
	bind_int(st, 3, js_get_bool(facts, "unsure"));
	return db_run(cx, st);
}

/* ---- board.approve: the office head and a leader, two people, neither of whom composed it ---------------------- */

static enum rc check_settled(struct ctx *cx, const struct self_state *s)
{
	if (s->open)
		return fail(cx, RC_CONFLICT, "board.objections", N_("%lld objections wait for a ruling."), (long long)s->open);
	if (s->undone)
		return fail(cx, RC_CONFLICT, "board.rulings", N_("%lld objections were upheld, but their entries still stand; take them back."),
			    (long long)s->undone);
	if (!sv_eq(s->digest, s->b.input_digest))
		return fail(cx, RC_CONFLICT, "board.stale", N_("Entries have changed since this board was composed; correct it first."));
	return RC_OK;
}

static enum rc approve_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	const struct board_head *b = &s->b;
	int64_t me = in->actor.post;
	TRY(frozen(cx, b));
	if (b->state != BOARD_PREVIEWED)
		return fail(cx, RC_CONFLICT, "board.not_previewed",
			    N_("A board is approved after the units have seen it, and once by each of the two."));
	if (b->composer == me)
		return fail(cx, RC_DENIED, "board.own", N_("Whoever composed a board does not approve it."));
	if (b->head_post == me || b->leader_post == me)
		return fail(cx, RC_DENIED, "board.again", N_("This post has approved already; the second approval is another person's."));
	if (s->holder.n && sv_eq(s->holder, s->other_holder))
		return fail(cx, RC_DENIED, "board.same_person", N_("The same person holds the post that approved already."));
	if (day_of_instant(in->at).n <= b->window_until.n)
		return fail(cx, RC_CONFLICT, "board.window", N_("Objections may be raised up to %.*s; approve after that day."),
			    SV_ARG(day_text(cx->a, b->window_until)));
	TRY(check_settled(cx, s));
	bool head = s->is_head && !b->head_post, leader = s->is_leader && !b->leader_post;
	if (!head && !leader)
		return fail(cx, RC_DENIED, "board.other_role", N_("One approval is the office head's and one a leader's; this one is given."));
	js_set_sv(cx->a, facts, "as", head ? SV("office_head") : SV("leader"));
	js_set_bool(cx->a, facts, "complete", b->head_post || b->leader_post);
	js_set_sv(cx->a, facts, "result_digest", b->result_digest);
	return RC_OK;
}

static enum rc approve_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, sv_is(js_get_sv(facts, "as"), "leader") ? &board_set_leader : &board_set_head);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_bool(facts, "complete") ? BOARD_APPROVED : BOARD_PREVIEWED);
	bind_int(st, 3, row->actor);
	bind_int(st, 4, row->at);
	return db_run(cx, st);
}

/* ---- board.publish ------------------------------------------------------------------------------------------------------ */

static const struct field publish_fields[] = {
	{ .name = "audience", .type = FIELD_ENUM, .of = BOARD_AUDIENCES, .label = N_("Audience") },
	{ .name = "show_rank", .type = FIELD_ENUM, .of = BOARD_SHOWS, .label = N_("What of the rank is shown") },
	{ .name = "basis_doc", .type = FIELD_LINE, .min = 4, .max = 60, .label = N_("Document that allows one more ranking") },
};

static enum rc publish_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(sign_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	return board_circulars(cx, db, &s->b, day_of_instant(in->at), &s->circ);
}

static enum rc check_audience(struct ctx *cx, const struct self_state *s, int64_t audience, int64_t show)
{
	if (audience > (int64_t)s->rule->audience)
		return fail_at(cx, RC_INVALID, "audience", "board.audience", N_("The ruleset does not allow so wide an audience."));
	if (show < (int64_t)s->rule->show)
		return fail_at(cx, RC_INVALID, "show_rank", "board.show", N_("The ruleset does not allow so much of the rank to be shown."));
	return RC_OK;
}

static enum rc publish_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	const struct value *av = field(&in->fields, "audience"), *sv = field(&in->fields, "show_rank");
	struct day today = day_of_instant(in->at);
	int64_t audience = av->present ? av->i : (int64_t)s->rule->audience, show = sv->present ? sv->i : (int64_t)s->rule->show;
	TRY(frozen(cx, &s->b));
	if (s->b.state != BOARD_APPROVED)
		return fail(cx, RC_CONFLICT, "board.not_approved", N_("Two approvals are needed before a board is published."));
	TRY(check_settled(cx, s));
	if (today.n < s->period.publish_on.n)
		return fail(cx, RC_CONFLICT, "board.publish_on", N_("This period is to be published on %.*s; move that day, or wait."),
			    SV_ARG(day_text(cx->a, s->period.publish_on)));
	TRY(check_audience(cx, s, audience, show));
	struct sv aud = enum_word(BOARD_AUDIENCES, (size_t)audience), shown = enum_word(BOARD_SHOWS, (size_t)show);
	struct sv doc = field_sv(&in->fields, "basis_doc");
	bool ranking = board_is_ranking(aud, shown);
	if (ranking && s->circ.of_kind >= s->circ.limit && !doc.n)
		return fail_at(cx, RC_CONFLICT, "basis_doc", "board.circulars",
			       N_("%lld rankings of this kind went out this year and the ruleset allows %lld. Name the document that allows one more, or publish to each unit only."),
			       (long long)s->circ.of_kind, (long long)s->circ.limit);
	js_set_sv(cx->a, facts, "audience", aud);
	js_set_sv(cx->a, facts, "show", shown);
	js_set_sv(cx->a, facts, "basis_doc", doc.n ? doc : SV(""));
	js_set_day(cx->a, facts, "on", today);
	js_set_int(cx->a, facts, "circular", ranking ? s->circ.of_kind + 1 : 0);
	js_set_int(cx->a, facts, "version", s->b.version);
	js_set_sv(cx->a, facts, "result_digest", s->b.result_digest);
	return RC_OK;
}

static enum rc publish_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &board_set_published);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "audience"));
	bind_sv(st, 3, js_get_sv(facts, "show"));
	bind_sv(st, 4, js_get_sv(facts, "basis_doc"));
	bind_int(st, 5, row->actor);
	bind_int(st, 6, row->at);
	bind_day(st, 7, js_get_day(facts, "on"));
	bind_int(st, 8, js_get_int(facts, "circular", 0));
	return db_run(cx, st);
}

/* ---- board.discard, board.note, board.mark ---------------------------------------------------------------------------- */

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 300, .label = N_("Reason") },
};
static const struct field note_fields[] = {
	{ .name = "text", .type = FIELD_TEXT, .required = true, .max = 1000, .label = N_("Text") },
};

static enum rc discard_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	TRY(frozen(cx, &s->b));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc discard_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &board_set_discarded);
	bind_int(st, 1, row->subject);
	return db_run(cx, st);
}

static enum rc note_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	if (s->b.state != BOARD_PUBLISHED)
		return fail(cx, RC_CONFLICT, "board.not_published", N_("A note follows a published board; this one can still be corrected."));
	js_set_sv(cx->a, facts, "text", field_sv(&in->fields, "text"));
	return RC_OK;
}

static enum rc note_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &board_note_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	bind_int(st, 3, row->at);
	bind_int(st, 4, row->actor);
	bind_sv(st, 5, js_get_sv(facts, "text"));
	return db_run(cx, st);
}

static const struct field mark_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "matter", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Matter") },
	{ .name = "state", .type = FIELD_ENUM, .required = true, .of = "opened|repaired|relapsed", .label = N_("State") },
};

static enum rc mark_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_int(cx->a, facts, "unit", field_ref(&in->fields, "unit"));
	js_set_int(cx->a, facts, "matter", field(&in->fields, "matter")->i);
	js_set_sv(cx->a, facts, "state", field_sv(&in->fields, "state"));
	return RC_OK;
}

static enum rc mark_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	bool opened = sv_is(js_get_sv(facts, "state"), "opened");
	struct stmt *st = db_query(db, opened ? &board_mark_put : &board_mark_set);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "unit", 0));
	if (opened)
		bind_int(st, 3, js_get_int(facts, "matter", 0));
	else
		bind_int(st, 3, sv_is(js_get_sv(facts, "state"), "repaired") ? row->at : 0);
	return db_run(cx, st);
}
