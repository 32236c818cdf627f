#include "app/question/question.h"

#include "app/question/queries.sql.h"
#include "app/question/question_read.h"
#include "base/utf8.h"

/* ---- what a question says ----------------------------------------------------------------------------------------------- */

enum rc question_options(struct ctx *cx, struct sv lines, struct question *q)
{
	struct sv line;
	q->n_options = 0;
	while (sv_split(&lines, '\n', &line)) {
		line = sv_trim(line);
		if (!line.n)
			continue;
		if (q->n_options == QUESTION_OPTIONS)
			return fail_at(cx, RC_INVALID, "options", "question.options_many", N_("At most %d options, one a line."), QUESTION_OPTIONS);
		if (utf8_count(line) > 300)
			return fail_at(cx, RC_INVALID, "options", "question.option_long", N_("Option %c has more than 300 characters."), (char)('A' + (char)q->n_options));
		for (size_t i = 0; i < q->n_options; i++)
			if (sv_eq(q->option[i], line))
				return fail_at(cx, RC_INVALID, "options", "question.option_twice", N_("Option \"%.*s\" stands there twice."), SV_ARG(line));
		q->option[q->n_options++] = line;
	}
	return RC_OK;
}

struct sv question_options_text(struct arena *a, const struct question *q)
{
	struct buf b = buf_new(a, 32768);
	for (size_t i = 0; i < q->n_options; i++)
		buf_printf(&b, "%s%.*s", i ? "\n" : "", SV_ARG(q->option[i]));
	return b.n ? buf_sv(&b) : SV("");
}

static enum rc check_key(struct ctx *cx, const struct question *given, struct question *q)
{
	bool text = sv_is(q->kind, "text"), judge = sv_is(q->kind, "judge");
	q->key = question_answer(cx->a, q->kind, q->n_options, given->key);
	if (!q->key.n && judge)
		return fail_at(cx, RC_INVALID, "answer", "question.key_judge", N_("The key of this kind is 对 or 错 (T or F)."));
	if (!q->key.n && !text)
		return fail_at(cx, RC_INVALID, "answer", "question.key_letters", sv_is(q->kind, "single") ?
			       N_("The key is the letter of one option.") : N_("The key is the letters of the right options, such as ACD."));
	if (text && q->full.u <= 0)
		return fail_at(cx, RC_INVALID, "full", "question.full", N_("Say the full marks of the model answer."));
	if (!text && q->full.u)
		return fail_at(cx, RC_INVALID, "full", "question.full_closed", N_("Only text questions have full marks of their own; leave this empty."));
	return RC_OK;
}

enum rc question_check(struct ctx *cx, const struct question *given, struct question *ret)
{
	struct question q = *given;
	bool choice = sv_is(q.kind, "single") || sv_is(q.kind, "multiple");
	if (choice && q.n_options < 2)
		return fail_at(cx, RC_INVALID, "options", "question.options_few", N_("This kind needs at least two options, one a line."));
	if (!choice && q.n_options)
		return fail_at(cx, RC_INVALID, "options", "question.options_none", N_("This kind has no options; leave them empty."));
	if (!day_is(q.expires))
		return fail_at(cx, RC_INVALID, "expires", "question.expires", N_("Say the last day on which it holds: a question ends with its policy."));
	TRY(check_key(cx, given, &q));
	*ret = q;
	return RC_OK;
}

void question_facts(struct arena *a, const struct question *q, struct js *facts)
{
	struct js *options = js_arr(a);
	for (size_t i = 0; i < q->n_options; i++)
		js_push(options, js_str(a, q->option[i]));
	js_set_sv(a, facts, "kind", q->kind);
	js_set_sv(a, facts, "text", q->text);
	js_set(facts, "options", options);
	js_set_sv(a, facts, "answer_key", q->key);
	js_set_dec(a, facts, "full", q->full);
	js_set_sv(a, facts, "document", q->document);
	js_set_sv(a, facts, "article", q->article);
	js_set_sv(a, facts, "topic", q->topic);
	js_set_sv(a, facts, "level", q->level);
	js_set_day(a, facts, "expires", q->expires);
	js_set_sv(a, facts, "because", sv_or_empty(q->because));
}

/* ---- question.draft, question.revise -------------------------------------------------------------------------------------- */

static const struct field draft_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Office that owns it") },
	QUESTION_SAID_FIELDS,
};
static const struct field revise_fields[] = { QUESTION_SAID_FIELDS };

struct said {
	struct question q;           /* as it stands, of all acts but the draft */
	int64_t twin;
};

static enum rc said_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct said *s = NEW(cx->a, struct said, 1);
	*ret_state = s;
	if (in->subject)
		TRY(question_get(cx, db, in->subject, &s->q));
	else
		s->q.owner = field_ref(&in->fields, "owner");
	if (!s->q.owner) /* a page that asks only whether it may be done */
		return RC_OK;
	target_add(ret, AT_OWNER, s->q.owner);
	bool words = in->def->fields == draft_fields || in->def->fields == revise_fields;
	return words && field_sv(&in->fields, "text").n ?
		question_twin_of(cx, db, s->q.owner, field_sv(&in->fields, "text"), in->subject, 0, &s->twin) : RC_OK;
}

enum rc question_said(struct ctx *cx, int64_t twin, const struct fields *f, struct question *ret)
{
	struct question q = { .kind = field_sv(f, "kind"), .text = field_sv(f, "text"), .key = field_sv(f, "answer"), .full = field(f, "full")->d,
			      .document = field_sv(f, "document"), .article = field_sv(f, "article"), .topic = field_sv(f, "topic"),
			      .level = field_sv(f, "level"), .expires = field_day(f, "expires"), .because = SV("") };
	if (twin)
		return fail_at(cx, RC_CONFLICT, "text", "question.twin", N_("The same words stand in the bank already (#%lld); retire that one first."),
			       (long long)twin);
	TRY(question_options(cx, field_sv(f, "options"), &q));
	return question_check(cx, &q, ret);
}

static enum rc draft_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct said *s = state;
	struct question q;
	TRY(question_said(cx, s->twin, &in->fields, &q));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", field_ref(&in->fields, "owner"));
	question_facts(cx->a, &q, facts);
	return RC_OK;
}

static enum rc still_draft(struct ctx *cx, const struct question *q)
{
	return sv_is(q->state, "draft") ? RC_OK :
		fail(cx, RC_CONFLICT, "question.released", N_("It is no draft any more: what papers hold is never changed. Retire it and draft another one."));
}

static enum rc revise_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct said *s = state;
	struct question q;
	TRY(still_draft(cx, &s->q));
	TRY(question_said(cx, s->twin, &in->fields, &q));
	question_facts(cx->a, &q, facts);
	return RC_OK;
}

static struct sv options_of(struct arena *a, const struct js *facts)
{
	struct buf b = buf_new(a, 65536);
	js_write(&b, js_get(facts, "options"));
	return buf_sv(&b);
}

static void bind_said(struct stmt *st, int at, struct sv options, const struct js *facts)
{
	bind_sv(st, at, js_get_sv(facts, "kind"));
	bind_sv(st, at + 1, js_get_sv(facts, "text"));
	bind_sv(st, at + 2, options);
	bind_sv(st, at + 3, js_get_sv(facts, "answer_key"));
	bind_dec(st, at + 4, js_get_dec(facts, "full", (struct dec){ 0 }));
	bind_sv(st, at + 5, js_get_sv(facts, "document"));
	bind_sv(st, at + 6, js_get_sv(facts, "article"));
	bind_sv(st, at + 7, js_get_sv(facts, "topic"));
	bind_sv(st, at + 8, js_get_sv(facts, "level"));
	bind_day(st, at + 9, js_get_day(facts, "expires"));
	bind_sv(st, at + 10, js_get_sv(facts, "because"));
}

enum rc question_draft_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &question_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_said(st, 3, options_of(cx->a, facts), facts);
	bind_int(st, 14, row->seq);
	bind_int(st, 15, row->actor);
	bind_int(st, 16, js_get_int(facts, "import", 0));
	return db_run(cx, st);
}

static enum rc revise_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &question_set);
	bind_int(st, 1, row->subject);
	bind_said(st, 2, options_of(cx->a, facts), facts);
	return db_run(cx, st);
}

/* ---- question.release, question.retire -------------------------------------------------------------------------------------- */

static const struct field retire_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

static enum rc release_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct said *s = state;
	TRY(still_draft(cx, &s->q));
	if (s->q.expires.n < day_of_instant(in->at).n)
		return fail(cx, RC_CONFLICT, "question.expired", N_("It has expired already: change the day until which it holds, or retire it."));
	js_set_sv(cx->a, facts, "state", SV("ready"));
	return RC_OK;
}

static enum rc retire_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct said *s = state;
	if (sv_is(s->q.state, "retired"))
		return fail(cx, RC_CONFLICT, "question.retired", N_("It is retired already."));
	js_set_sv(cx->a, facts, "state", SV("retired"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc state_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &question_set_state);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "state"));
	bind_sv(st, 3, sv_or_empty(js_get_sv(facts, "reason")));
	return db_run(cx, st);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "question.draft", .version = 1, .label = N_("Draft a question"), .fields = draft_fields, .n_fields = COUNT(draft_fields), BY_OFFICE,
	  .creates = true, .veiled = true, .load = said_load, .decide = draft_decide, .apply = question_draft_apply },
	{ .name = "question.compose", .version = 1, .label = N_("Make a question from a list of the ledger"), .fields = question_compose_fields,
	  .n_fields = QUESTION_COMPOSE_FIELDS, BY_OFFICE, .creates = true, .veiled = true, .load = question_compose_load,
	  .decide = question_compose_decide, .apply = question_draft_apply },
	{ .name = "question.revise", .version = 1, .label = N_("Change a draft question"), .fields = revise_fields, .n_fields = COUNT(revise_fields), BY_OFFICE,
	  .strict = true, .veiled = true, .load = said_load, .decide = revise_decide, .apply = revise_apply },
	{ .name = "question.release", .version = 1, .label = N_("Release a question"), BY_OFFICE, .veiled = true, .load = said_load, .decide = release_decide,
	  .apply = state_apply },
	{ .name = "question.retire", .version = 1, .label = N_("Retire a question"), .fields = retire_fields, .n_fields = COUNT(retire_fields), BY_OFFICE,
	  .veiled = true, .load = said_load, .decide = retire_decide, .apply = state_apply },
	{ .name = "question.import_accept", .version = 1, .label = N_("Accept a question bank"), .fields = question_accept_fields,
	  .n_fields = QUESTION_ACCEPT_FIELDS, BY_OFFICE, .creates = true, .hidden = true, .load = question_accept_load, .decide = question_accept_decide,
	  .apply = question_accept_apply },
	{ .name = "question.import_row", .version = 1, .label = N_("Row of a question bank"), .fields = question_row_fields, .n_fields = QUESTION_ROW_FIELDS,
	  BY_OFFICE, .creates = true, .hidden = true, .veiled = true, .load = question_row_load, .decide = question_row_decide, .apply = question_draft_apply },
	{ .name = "question.import_done", .version = 1, .label = N_("Question bank is in"), BY_OFFICE, .hidden = true, .load = question_import_load,
	  .decide = question_done_decide, .apply = question_end_apply },
	{ .name = "question.import_withdraw", .version = 1, .label = N_("Withdraw a question bank that did not come in whole"), .fields = question_withdraw_fields,
	  .n_fields = QUESTION_WITHDRAW_FIELDS, .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } }, /* the system: of what a crash cut off */
	  .load = question_import_load, .decide = question_withdraw_decide, .apply = question_end_apply },
};

const struct noun question_noun = {
	.name = "question", .label = N_("Questions"), .acts = acts, .n_acts = COUNT(acts), .views = question_views, .n_views = QUESTION_VIEWS,
	.tables = question_tables, .n_tables = &question_tables_n, .resolve = question_resolve,
};
