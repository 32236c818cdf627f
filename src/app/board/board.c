/* The acts of a board.  Reading stands in board_read.c, composing in board_compose.c, views in board_view.c. */
#include "app/board/board.h"

#include "app/board/board_make.h"
#include "app/board/queries.sql.h"
#include "app/person/person.h"
#include "core/workdays.h"

/* ---- what concerns a board as it stands ------------------------------------------------------------------------ */

struct self_state {
	struct board_head b;
	struct period period;
	struct rule *rule;
	struct sv digest;            /* of what stands now */
	int64_t open, undone;        /* objections not ruled on; upheld and not carried out */
	bool is_head, is_leader;     /* what the actor may sign as */
	bool composed_it, signed_it; /* the person who acts did, in this version */
	struct board_circulars circ;
};

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct self_state *s = NEW(cx->a, struct self_state, 1);
	TRY(board_get(cx, db, in->subject, &s->b));
	target_add(ret, AT_OWNER, s->b.owner);
	*ret_state = s;
	return RC_OK;
}

/* By what the acts kept, and by every holder of the actor's post since this version was composed. */
static enum rc load_signers(struct ctx *cx, struct db *db, const struct act_in *in, struct self_state *s)
{
	const struct board_head *b = &s->b;
	const struct signer_mark composer = { b->composer, b->composer_person, b->composed_seq },
				 head = { b->head_post, b->head_person, b->composed_seq },
				 leader = { b->leader_post, b->leader_person, b->composed_seq };
	bool head_did, leader_did;
	TRY(person_was(cx, db, &composer, in->actor.post, &s->composed_it));
	TRY(person_was(cx, db, &head, in->actor.post, &head_did));
	TRY(person_was(cx, db, &leader, in->actor.post, &leader_did));
	s->signed_it = head_did || leader_did;
	return RC_OK;
}

/* The digest of what a board that waits for a signature would be made of now. */
static enum rc sign_prepare(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_ahead)
{
	struct board_head b;
	struct sv *digest = NEW(cx->a, struct sv, 1);
	TRY(board_get(cx, db, in->subject, &b));
	struct board_ask ask = board_ask_of(&b);
	if (b.state == BOARD_PREVIEWED || b.state == BOARD_APPROVED)
		TRY(board_input_digest(cx, db, &ask, digest));
	*ret_ahead = digest;
	return RC_OK;
}

/* With all that a signature rests on. */
static enum rc sign_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct objection *o;
	size_t n;
	struct ruleset r;
	TRY(self_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	TRY(period_get(cx, db, s->b.period, &s->period));
	TRY(ruleset_get(cx, db, s->b.ruleset, &r));
	TRY(ruleset_rule(cx, &r, &s->rule));
	void *here = NULL;
	if (!in->ahead)
		TRY(sign_prepare(cx, db, in, &here));
	s->digest = *(const struct sv *)(in->ahead ? in->ahead : here);
	TRY(objections_of_board(cx, db, s->b.id, &o, &n));
	for (size_t i = 0; i < n; i++) {
		s->open += sv_is(o[i].state, "open");
		s->undone += sv_is(o[i].state, "upheld") && o[i].entry && !o[i].reversal;
	}
	TRY(person_holds(cx, db, in->actor.post, ROLE_OFFICE_HEAD, s->b.owner, &s->is_head));
	TRY(person_holds(cx, db, in->actor.post, ROLE_LEADER, s->b.owner, &s->is_leader));
	return load_signers(cx, db, in, s);
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
	TRY(board_frozen(cx, &s->b));
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
	TRY(board_frozen(cx, b));
	if (b->state != BOARD_PREVIEWED)
		return fail(cx, RC_CONFLICT, "board.not_previewed",
			    N_("A board is approved after the units have seen it, and once by each of the two."));
	if (s->composed_it)
		return fail(cx, RC_DENIED, "board.own", N_("Whoever composed a board does not approve it."));
	if (b->head_post == me || b->leader_post == me)
		return fail(cx, RC_DENIED, "board.again", N_("This post has approved already; the second approval is another person's."));
	if (s->signed_it)
		return fail(cx, RC_DENIED, "board.same_person",
			    N_("The first approval was given by the same person, or by one who held this post since the board was composed."));
	if (day_of_instant(in->at).n <= b->window_until.n)
		return fail(cx, RC_CONFLICT, "board.window", N_("Objections may be raised up to %.*s; approve after that day."),
			    SV_ARG(day_text(cx->a, b->window_until)));
	TRY(check_settled(cx, s));
	bool head = s->is_head && !b->head_post, leader = s->is_leader && !b->leader_post;
	if (!head && !leader)
		return fail(cx, RC_DENIED, "board.other_role", N_("One approval is the office head's and one a leader's; this one is given."));
	js_set_sv(cx->a, facts, "as", head ? SV("office_head") : SV("leader"));
	js_set_int(cx->a, facts, "person", b->head_post || b->leader_post ? 3 : 2); /* apart from the composer: see board_signer */
	js_set_bool(cx->a, facts, "complete", b->head_post || b->leader_post);
	js_set_sv(cx->a, facts, "result_digest", b->result_digest);
	return RC_OK;
}

static enum rc approve_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	int64_t person;
	TRY(board_signer(cx, db, row, facts, &person));
	struct stmt *st = db_query(db, sv_is(js_get_sv(facts, "as"), "leader") ? &board_set_leader : &board_set_head);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_bool(facts, "complete") ? BOARD_APPROVED : BOARD_PREVIEWED);
	bind_int(st, 3, row->actor);
	bind_int(st, 4, row->at);
	bind_int(st, 5, person);
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
	TRY(board_frozen(cx, &s->b));
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
	js_set_sv(cx->a, facts, "basis_doc", sv_or_empty(doc));
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
	TRY(board_frozen(cx, &s->b));
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

#define KEEPERS { { ROLE_OFFICE, AT_OWNER } }

static const struct act_def acts[] = {
	{ .name = "board.compose", .version = BOARD_SIGNED_APART, .lift = person_lift, .label = N_("Compose a board"), .fields = board_compose_fields,
	  .n_fields = BOARD_COMPOSE_FIELDS, .who = KEEPERS, .creates = true, .hidden = true,
	  .prepare = board_compose_prepare, .reads = board_reads,
	  .load = board_compose_load, .decide = board_compose_decide, .apply = board_compose_apply },
	{ .name = "board.correct", .version = BOARD_SIGNED_APART, .lift = person_lift, .label = N_("Compose the board once more"), .fields = board_correct_fields,
	  .n_fields = BOARD_CORRECT_FIELDS, .who = KEEPERS, .hidden = true,
	  .prepare = board_compose_prepare, .reads = board_reads,
	  .load = board_correct_load, .decide = board_correct_decide, .apply = board_correct_apply },
	{ .name = "board.preview", .version = 1, .label = N_("Show it to the units"), .fields = preview_fields,
	  .n_fields = COUNT(preview_fields), .who = KEEPERS, .strict = true, .load = self_load, .decide = preview_decide,
	  .apply = preview_apply },
	{ .name = "board.approve", .version = BOARD_SIGNED_APART, .lift = person_lift, .label = N_("Approve the board"),
	  .who = { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } }, .strict = true,
	  .prepare = sign_prepare, .reads = board_reads, .load = sign_load, .decide = approve_decide,
	  .apply = approve_apply },
	{ .name = "board.publish", .version = 1, .label = N_("Publish the board"), .fields = publish_fields,
	  .n_fields = COUNT(publish_fields), .who = KEEPERS, .strict = true,
	  .prepare = sign_prepare, .reads = board_reads, .load = publish_load, .decide = publish_decide,
	  .apply = publish_apply },
	{ .name = "board.discard", .version = 1, .label = N_("Discard the board"), .fields = reason_fields,
	  .n_fields = COUNT(reason_fields), .who = KEEPERS, .strict = true, .load = self_load, .decide = discard_decide,
	  .apply = discard_apply },
	{ .name = "board.note", .version = 1, .label = N_("Add a correction note"), .fields = note_fields,
	  .n_fields = COUNT(note_fields), .who = KEEPERS, .load = self_load, .decide = note_decide, .apply = note_apply },
	{ .name = "board.mark", .version = 1, .label = N_("Mark a black row"), .fields = mark_fields,
	  .n_fields = COUNT(mark_fields), .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .load = self_load, .decide = mark_decide, .apply = mark_apply },
};

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	int64_t id = 0;
	struct stmt *st = db_query(db, &board_named);
	bind_sv(st, 1, name);
	int n = 0;
	for (; db_step(cx, st, &rc); n++)
		id = col_int(st, 0);
	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "board.none_called", N_("No board is called \"%.*s\"; `bixue board list` shows them."), SV_ARG(name));
	if (n > 1)
		return fail(cx, RC_CONFLICT, "board.several", N_("Several boards have this name; give its id as #123."));
	*ret_id = id;
	return RC_OK;
}

const struct noun board_noun = {
	.name = "board", .label = N_("Boards"), .acts = acts, .n_acts = COUNT(acts), .views = board_views, .n_views = BOARD_VIEWS,
	.tables = board_tables, .n_tables = &board_tables_n, .resolve = resolve,
};
