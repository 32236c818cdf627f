#include "app/question/question_read.h"

#include "app/question/queries.sql.h"

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

static void options(struct arena *a, struct sv text, struct question *q)
{
	const char *why;
	int line, column;
	const struct js *list = js_parse(a, text, &why, &line, &column);
	for (const struct js *o = list ? list->first : NULL; o && q->n_options < QUESTION_OPTIONS; o = o->next)
		q->option[q->n_options++] = o->s;
}

static void row(const struct stmt *st, struct arena *a, struct question *ret)
{
	*ret = (struct question){
		.id = col_int(st, 0), .owner = col_int(st, 1), .kind = col_sv(st, 2, a), .text = col_sv(st, 3, a), .key = col_sv(st, 5, a),
		.full = col_dec(st, 6), .document = col_sv(st, 7, a), .article = col_sv(st, 8, a), .topic = col_sv(st, 9, a), .level = col_sv(st, 10, a),
		.expires = col_day(st, 11), .because = col_sv(st, 12, a), .state = col_sv(st, 13, a), .reason = col_sv(st, 14, a),
		.made = col_int(st, 15), .author = col_int(st, 16), .owner_path = col_sv(st, 17, a), .owner_name = col_sv(st, 18, a),
	};
	options(a, col_sv(st, 4, a), ret);
}

static enum rc none(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "question.none", N_("There is no such question."));
}

enum rc question_get(struct ctx *cx, struct db *db, int64_t id, struct question *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &question_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? none(cx) : rc;
}

enum rc question_bank(struct ctx *cx, struct db *db, const struct question_ask *ask, int64_t **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	int64_t *all = NEW(cx->a, int64_t, QUESTION_BANK_MAX);
	struct stmt *st = db_query(db, &question_bank_of);
	bind_int(st, 1, ask->owner);
	bind_day(st, 2, ask->day);
	bind_sv(st, 3, sv_or_empty(ask->kind));
	bind_sv(st, 4, sv_or_empty(ask->topic));
	bind_sv(st, 5, sv_or_empty(ask->level));
	bind_dec(st, 6, ask->full);
	bind_int(st, 7, QUESTION_BANK_MAX);
	bind_int(st, 8, ask->office ? ask->office : ask->owner);
	while (db_step(cx, st, &rc))
		if (n < QUESTION_BANK_MAX)
			all[n++] = col_int(st, 0);
	*ret = all;
	*ret_n = n;
	return rc;
}

static enum rc one_id(struct ctx *cx, struct stmt *st, int64_t *ret)
{
	enum rc rc;
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc question_twin_of(struct ctx *cx, struct db *db, int64_t owner, struct sv text, int64_t but, int64_t import, int64_t *ret)
{
	struct stmt *st = db_query(db, &question_twin);
	bind_int(st, 1, owner);
	bind_sv(st, 2, text);
	bind_int(st, 3, but);
	bind_int(st, 4, import ? import : -1);
	return one_id(cx, st, ret);
}

enum rc question_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct stmt *st = db_query(db, &question_called);
	bind_sv(st, 1, name);
	TRY(one_id(cx, st, ret_id));
	return *ret_id ? RC_OK : none(cx);
}

/* ---- views -------------------------------------------------------------------------------------------------------------- */

/* All but the key, and what would tell it. */
static struct js *question_js(struct arena *a, const struct question *q, struct day today)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", q->id);
	js_set_sv(a, o, "text", q->text);
	js_set_sv(a, o, "kind", q->kind);
	js_set_sv(a, o, "topic", q->topic);
	js_set_sv(a, o, "level", q->level);
	js_set_sv(a, o, "state", q->state);
	js_set_day(a, o, "expires", q->expires);
	js_set_bool(a, o, "expired", q->expires.n < today.n);
	js_set_sv(a, o, "document", q->document);
	js_set_sv(a, o, "article", q->article);
	return o;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "text", FIELD_LINE, N_("Question") }, { "kind", FIELD_ENUM, N_("Kind of question") },
	{ "topic", FIELD_LINE, N_("Topic of questions") }, { "level", FIELD_ENUM, N_("Level") }, { "state", FIELD_ENUM, N_("State") },
	{ "expires", FIELD_DAY, N_("Holds until") }, { "document", FIELD_LINE, N_("Source document") }, { "article", FIELD_LINE, N_("Article or section") },
};
static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = QUESTION_STATES, .label = N_("State") },
	{ .name = "kind", .type = FIELD_ENUM, .of = QUESTION_KINDS, .label = N_("Kind of question") },
	{ .name = "level", .type = FIELD_ENUM, .of = QUESTION_LEVELS, .label = N_("Level") },
	{ .name = "topic", .type = FIELD_LINE, .max = 60, .label = N_("Topic of questions") },
	{ .name = "text", .type = FIELD_LINE, .max = 60, .label = N_("Words of the question") },
	{ .name = "valid", .type = FIELD_BOOL, .label = N_("Only those that have not expired") },
};

static struct sv like_of(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, text.n * 2 + 3);
	if (!text.n)
		return SV("");
	buf_putc(&b, '%');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%' || text.p[i] == '_' || text.p[i] == '\\')
			buf_putc(&b, '\\');
		buf_putc(&b, text.p[i]);
	}
	buf_putc(&b, '%');
	return buf_sv(&b);
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	static const char *const given[] = { "state", "kind", "level", "topic" };
	struct day today = day_of_instant(cx->now);
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &question_rows);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	for (int i = 0; i < (int)COUNT(given); i++)
		bind_sv(st, 10 + i, sv_or_empty(field_sv(&in->filters, given[i])));
	bind_sv(st, 14, like_of(cx->a, field_sv(&in->filters, "text")));
	bind_int(st, 15, field(&in->filters, "valid")->i ? today.n : 0);
	bind_int(st, 16, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct question q;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		row(st, cx->a, &q);
		js_push(rows, question_js(cx->a, &q, today));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct question *ret)
{
	TRY(question_get(cx, db, in->subject, ret));
	return scope_holds(&in->scope, ret->owner_path) ? RC_OK : none(cx);
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct question q;
	TRY(visible(cx, db, in, &q));
	struct js *o = js_push(rows, question_js(cx->a, &q, day_of_instant(cx->now))), *list = js_set(o, "options", js_arr(cx->a));
	for (size_t i = 0; i < q.n_options; i++)
		js_push(list, js_str(cx->a, q.option[i]));
	js_set_sv(cx->a, o, "owner", q.owner_name);
	js_set_sv(cx->a, o, "reason", q.reason);
	return RC_OK;
}

static const struct column key_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "answer", FIELD_LINE, N_("Answer key") }, { "full", FIELD_DEC, N_("Full marks of a text question") },
	{ "because", FIELD_LINE, N_("Matters that are the key") },
};

static enum rc key_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct question q;
	TRY(visible(cx, db, in, &q));
	struct js *o = js_push(rows, js_obj(cx->a));
	js_set_int(cx->a, o, "id", q.id);
	js_set_sv(cx->a, o, "answer", q.key);
	js_set_dec(cx->a, o, "full", q.full);
	js_set_sv(cx->a, o, "because", q.because);
	return RC_OK;
}

static const struct column import_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "file_name", FIELD_LINE, N_("File") }, { "state", FIELD_ENUM, N_("State") },
	{ "counted", FIELD_INT, N_("Questions") }, { "reason", FIELD_LINE, N_("Reason") },
};

const struct view_def question_views[QUESTION_VIEWS] = {
	{ .name = "question.list", .label = N_("List questions"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_OFFICE | ROLE_LEADER, .query = list_query },
	{ .name = "question.show", .label = N_("Show a question"), .columns = list_columns, .n_columns = COUNT(list_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER, .of_one = true, .query = show_query },
	{ .name = "question.key", .label = N_("Show the key of a question"), .columns = key_columns, .n_columns = COUNT(key_columns), .roles = ROLE_OFFICE,
	  .of_one = true, .query = key_query },
	{ .name = "question.imports", .label = N_("Question banks that came in"), .columns = import_columns, .n_columns = COUNT(import_columns),
	  .roles = ROLE_OFFICE | ROLE_AUDITADMIN | ROLE_SYSTEM, .query = question_imports_query },
};
