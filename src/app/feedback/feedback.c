#include "app/feedback/feedback.h"

#include "app/feedback/queries.sql.h"

static const struct field send_fields[] = {
	{ .name = "text", .type = FIELD_TEXT, .required = true, .personal = true, .max = 2000, .label = N_("Your comment") },
	{ .name = "page", .type = FIELD_LINE, .max = 200, .label = N_("Page") },
};
static const struct field answer_fields[] = {
	{ .name = "answer", .type = FIELD_TEXT, .required = true, .max = 1000, .label = N_("Answer") },
};

/* Eight signs without those that are mistaken for others: 40 random bits. */
static struct sv receipt(struct arena *a, const uint8_t *random)
{
	static const char signs[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
	char c[8];
	for (int i = 0; i < 8; i++)
		c[i] = signs[random[i] % (sizeof(signs) - 1)];
	return arena_printf(a, "%.4s-%.4s", c, c + 4);
}

static enum rc send_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)state;
	*subject = fresh_id(fresh);
	js_set_sv(cx->a, facts, "code", receipt(cx->a, fresh->random));
	js_set_sv(cx->a, facts, "text", field_sv(&in->fields, "text"));
	js_set_sv(cx->a, facts, "page", field(&in->fields, "page")->present ? field_sv(&in->fields, "page") : SV(""));
	return RC_OK;
}

static enum rc send_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &feedback_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	bind_sv(st, 3, js_get_sv(facts, "code"));
	bind_sv(st, 4, js_get_sv(facts, "text"));
	bind_sv(st, 5, js_get_sv(facts, "page"));
	return db_run(cx, st);
}

static enum rc one_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	(void)ret;
	struct feedback *f = NEW(cx->a, struct feedback, 1);
	*ret_state = f;
	return feedback_get(cx, db, in->subject, f);
}

static enum rc open_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)state, (void)in, (void)fresh, (void)subject;
	js_set_bool(cx->a, facts, "opened", true);
	return RC_OK;
}

static enum rc open_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &feedback_set_opened);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->actor);
	return db_run(cx, st);
}

static enum rc answer_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct feedback *f = state;
	if (!sv_is(f->state, "open"))
		return fail(cx, RC_CONFLICT, "feedback.answered", N_("This was answered already."));
	js_set_sv(cx->a, facts, "answer", field_sv(&in->fields, "answer"));
	return RC_OK;
}

static enum rc answer_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &feedback_set_answer);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "answer"));
	bind_int(st, 3, row->at);
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "feedback.send", .version = 1, .label = N_("Send a comment"), .fields = send_fields, .n_fields = COUNT(send_fields),
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .creates = true, .hidden = true, .decide = send_decide, .apply = send_apply },
	{ .name = "feedback.open", .version = 1, .label = N_("Open the comment"), .who = { { ROLE_OFFICE | ROLE_SYSADMIN, AT_ANY } },
	  .load = one_load, .decide = open_decide, .apply = open_apply },
	{ .name = "feedback.answer", .version = 1, .label = N_("Answer the comment"), .fields = answer_fields,
	  .n_fields = COUNT(answer_fields), .who = { { ROLE_OFFICE | ROLE_SYSADMIN, AT_ANY } },
	  .load = one_load, .decide = answer_decide, .apply = answer_apply },
};

static void row(const struct stmt *st, struct arena *a, struct feedback *ret)
{
	*ret = (struct feedback){ .id = col_int(st, 0), .at = col_int(st, 1), .code = col_sv(st, 2, a), .text = col_sv(st, 3, a),
				  .page = col_sv(st, 4, a), .state = col_sv(st, 5, a), .answer = col_sv(st, 6, a),
				  .opened_by = col_int(st, 7), .answered_at = col_int(st, 8) };
}

static enum rc one(struct ctx *cx, struct stmt *st, struct feedback *ret)
{
	enum rc rc;
	bool found = false;
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail_at(cx, RC_NOT_FOUND, "code", "feedback.none", N_("There is nothing under this code; look whether it is typed right."));
	return rc;
}

enum rc feedback_get(struct ctx *cx, struct db *db, int64_t id, struct feedback *ret)
{
	struct stmt *st = db_query(db, &feedback_by_id);
	bind_int(st, 1, id);
	return one(cx, st, ret);
}

enum rc feedback_by_code(struct ctx *cx, struct db *db, struct sv code, struct feedback *ret)
{
	struct stmt *st = db_query(db, &feedback_one_by_code);
	bind_sv(st, 1, code);
	return one(cx, st, ret);
}

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct feedback f;
	TRY(feedback_by_code(cx, db, name, &f));
	*ret_id = f.id;
	return RC_OK;
}

static const struct column list_columns[] = {
	{ "code", FIELD_LINE, N_("Receipt code") }, { "at", FIELD_LINE, N_("When") }, { "page", FIELD_LINE, N_("Page") },
	{ "state", FIELD_ENUM, N_("State") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t before = INT64_MAX;
	TRY(view_after(cx, in, &before));
	struct stmt *st = db_query(db, &feedback_page);
	bind_int(st, 1, before);
	bind_int(st, 2, in->limit + 1);
	struct feedback f = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)f.id);
			continue;
		}
		row(st, cx->a, &f);
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", f.id);
		js_set_sv(cx->a, o, "code", f.code);
		js_set_instant(cx->a, o, "at", f.at);
		js_set_sv(cx->a, o, "page", f.page);
		js_set_sv(cx->a, o, "state", f.state);
		js_set_bool(cx->a, o, "opened", f.opened_by != 0);
	}
	return rc;
}

static const struct view_def views[] = {
	{ .name = "feedback.list", .label = N_("List comments"), .columns = list_columns, .n_columns = COUNT(list_columns),
	  .roles = ROLE_OFFICE | ROLE_SYSADMIN, .query = list_query },
};

const struct noun feedback_noun = {
	.name = "feedback", .label = N_("Comments and suggestions"), .acts = acts, .n_acts = COUNT(acts),
	.views = views, .n_views = COUNT(views), .tables = feedback_tables, .n_tables = &feedback_tables_n, .resolve = resolve,
};
