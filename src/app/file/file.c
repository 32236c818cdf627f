#include "app/file/file.h"

#include "app/file/queries.sql.h"
#include "store/journal.h"

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static enum file_type type_of(struct sv word)
{
	for (size_t i = 0; enum_word(FILE_TYPES, i).p; i++)
		if (sv_eq(word, enum_word(FILE_TYPES, i)))
			return (enum file_type)i;
	return FILE_TXT;
}

static void row(const struct stmt *st, struct arena *a, struct file *ret)
{
	*ret = (struct file){
		.id = col_int(st, 0), .matter = col_int(st, 1), .record = col_int(st, 2), .digest = col_sv(st, 3, a),
		.name = col_sv(st, 4, a), .type = type_of(col_peek(st, 5)), .size = col_int(st, 6), .width = col_int(st, 7),
		.height = col_int(st, 8), .why = col_sv(st, 9, a), .post = col_int(st, 10), .at = col_int(st, 11),
		.withdrawn_at = col_int(st, 12), .withdrawn_by = col_int(st, 13), .reason = col_sv(st, 14, a),
	};
}

static enum rc all(struct ctx *cx, struct stmt *st, struct file **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 16;
	struct file *v = NEW(cx->a, struct file, cap);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct file *more = NEW(cx->a, struct file, cap * 2);
			memcpy(more, v, cap * sizeof(*v));
			v = more;
			cap *= 2;
		}
		row(st, cx->a, &v[n++]);
	}
	*ret = v;
	*ret_n = n;
	return rc;
}

static enum rc none(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "file.none", N_("There is no such file."));
}

enum rc file_get(struct ctx *cx, struct db *db, int64_t id, struct file *ret)
{
	struct file *f;
	size_t n;
	struct stmt *st = db_query(db, &file_by_id);
	bind_int(st, 1, id);
	TRY(all(cx, st, &f, &n));
	if (n == 0)
		return none(cx);
	*ret = f[0];
	return RC_OK;
}

enum rc files_of_matter(struct ctx *cx, struct db *db, int64_t matter, struct file **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &file_of_matter);
	bind_int(st, 1, matter);
	return all(cx, st, ret, ret_n);
}

static enum rc sees(struct ctx *cx, struct db *db, int64_t matter, const struct scope *scope, bool *ret)
{
	struct matter m;
	struct ctx probe = *cx;
	ctx_forget(&probe);
	TRY(matter_get(cx, db, matter, &m));
	enum rc rc = matter_visible(&probe, db, &m, scope);
	*ret = rc == RC_OK;
	return rc == RC_OK || rc == RC_DENIED || rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc file_seen(struct ctx *cx, struct db *db, struct sv digest, const struct scope *scope, struct file *ret)
{
	struct file *f;
	size_t n;
	bool seen = false;
	const struct file *gone = NULL;
	struct stmt *st = db_query(db, &file_of_digest);
	bind_sv(st, 1, digest);
	TRY(all(cx, st, &f, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(sees(cx, db, f[i].matter, scope, &seen));
		if (seen && !f[i].withdrawn_at) {
			*ret = f[i];
			return RC_OK;
		}
		gone = seen ? &f[i] : gone;
	}
	if (gone)
		return fail(cx, RC_NOT_FOUND, "file.withdrawn", N_("This file was withdrawn: %.*s"), SV_ARG(gone->reason));
	return none(cx); /* the same words for one that nobody has and one that is not for this reader */
}

/* ---- file.attach ------------------------------------------------------------------------------------------------ */

static const struct field attach_fields[] = {
	{ .name = "matter", .type = FIELD_REF, .required = true, .of = "matter", .label = N_("Matter") },
	{ .name = "digest", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("Digest of the file") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 140, .label = N_("Name") },
	{ .name = "type", .type = FIELD_ENUM, .required = true, .of = FILE_TYPES, .label = N_("Kind of file") },
	{ .name = "size", .type = FIELD_INT, .required = true, .min = 1, .max = FILE_MAX, .label = N_("Size in bytes") },
	{ .name = "width", .type = FIELD_INT, .max = 30000, .label = N_("Width") },
	{ .name = "height", .type = FIELD_INT, .max = 30000, .label = N_("Height") },
	{ .name = "record", .type = FIELD_INT, .max = JS_INT_MAX, .label = N_("Record that it proves") },
	{ .name = "why", .type = FIELD_LINE, .max = 200, .label = N_("What it shows") },
};

struct attach_state {
	struct matter m;
	size_t standing;         /* files */
	bool again, of_matter;
};

static enum rc add_places(struct ctx *cx, struct db *db, const struct matter *m, struct target *t)
{
	struct duty *d;
	size_t n;
	TRY(matter_duties(cx, db, m->id, &d, &n));
	target_add(t, AT_OWNER, m->owner);
	for (size_t i = 0; i < n; i++)
		if (d[i].state != ASSIGNMENT_RELEASED)
			target_add(t, d[i].role == AS_LEAD ? AT_LEAD : d[i].role == AS_VERIFY ? AT_VERIFY : AT_ASSIST, d[i].unit);
	return RC_OK;
}

static enum rc attach_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct attach_state *s = NEW(cx->a, struct attach_state, 1);
	int64_t record = field(&in->fields, "record")->i;
	struct file *f;
	struct record *r;
	size_t n;
	TRY(matter_get(cx, db, field_ref(&in->fields, "matter"), &s->m));
	TRY(add_places(cx, db, &s->m, ret));
	TRY(files_of_matter(cx, db, s->m.id, &f, &n));
	for (size_t i = 0; i < n; i++) {
		s->standing += f[i].withdrawn_at == 0;
		s->again |= f[i].withdrawn_at == 0 && f[i].record == record && sv_eq(f[i].digest, field_sv(&in->fields, "digest"));
	}
	s->of_matter = record == 0;
	if (record) {
		TRY(matter_records(cx, db, s->m.id, FILES_PER_MATTER, &r, &n));
		for (size_t i = 0; i < n; i++)
			s->of_matter |= r[i].seq == record;
	}
	*ret_state = s;
	return RC_OK;
}

static enum rc attach_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	const struct attach_state *s = state;
	const struct fields *f = &in->fields;
	uint8_t digest[DIGEST_LEN];
	if (s->m.state == MATTER_CLOSED || s->m.state == MATTER_WITHDRAWN)
		return fail(cx, RC_CONFLICT, "file.over", N_("This matter is struck off or withdrawn: nothing is added to its file any more."));
	if (!hex_parse(field_sv(f, "digest"), digest, sizeof(digest)))
		return fail_at(cx, RC_INVALID, "digest", "file.digest", N_("This is not a digest."));
	if (s->again)
		return fail_at(cx, RC_CONFLICT, "file", "file.again", N_("This very file is attached already."));
	if (s->standing >= FILES_PER_MATTER)
		return fail_at(cx, RC_LIMIT, "file", "file.many", N_("A matter has at most %d files. Withdraw some that are not needed."), FILES_PER_MATTER);
	if (!s->of_matter)
		return fail_at(cx, RC_INVALID, "record", "file.record", N_("This record does not belong to the matter."));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "matter", s->m.id);
	js_set_int(cx->a, facts, "record", field(f, "record")->i);
	js_set_sv(cx->a, facts, "digest", field_sv(f, "digest"));
	js_set_sv(cx->a, facts, "name", field_sv(f, "name"));
	js_set_sv(cx->a, facts, "type", field_sv(f, "type"));
	js_set_int(cx->a, facts, "size", field(f, "size")->i);
	js_set_int(cx->a, facts, "width", field(f, "width")->i);
	js_set_int(cx->a, facts, "height", field(f, "height")->i);
	js_set_sv(cx->a, facts, "why", field(f, "why")->present ? field_sv(f, "why") : SV(""));
	return RC_OK;
}

static enum rc attach_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &file_put);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "matter", 0));
	bind_int(st, 3, js_get_int(facts, "record", 0));
	bind_sv(st, 4, js_get_sv(facts, "digest"));
	bind_sv(st, 5, js_get_sv(facts, "name"));
	bind_sv(st, 6, js_get_sv(facts, "type"));
	bind_int(st, 7, js_get_int(facts, "size", 0));
	bind_int(st, 8, js_get_int(facts, "width", 0));
	bind_int(st, 9, js_get_int(facts, "height", 0));
	bind_sv(st, 10, js_get_sv(facts, "why"));
	bind_int(st, 11, r->actor);
	bind_int(st, 12, r->at);
	return db_run(cx, st);
}

/* ---- file.withdraw ------------------------------------------------------------------------------------------------ */

static const struct field withdraw_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 300, .label = N_("Reason") },
};

static enum rc withdraw_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct file *f = NEW(cx->a, struct file, 1);
	struct matter m;
	TRY(file_get(cx, db, in->subject, f));
	TRY(matter_get(cx, db, f->matter, &m));
	target_add(ret, AT_OWNER, m.owner);
	ret->self = f->post;
	*ret_state = f;
	return RC_OK;
}

static enum rc withdraw_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			       struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct file *f = state;
	if (f->withdrawn_at)
		return fail(cx, RC_CONFLICT, "file.withdrawn_already", N_("This file was withdrawn already."));
	js_set_int(cx->a, facts, "matter", f->matter);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc withdraw_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &file_set_withdrawn);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, r->at);
	bind_int(st, 3, r->actor);
	bind_sv(st, 4, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	/* Sent by the doors that keep the bytes first: a digest alone is no evidence. */
	{ .name = "file.attach", .version = 1, .label = N_("Attach a file"), .fields = attach_fields, .n_fields = COUNT(attach_fields),
	  .who = { { ROLE_UNIT, AT_LEAD }, { ROLE_UNIT, AT_ASSIST }, { ROLE_VERIFIER, AT_VERIFY }, { ROLE_OFFICE | ROLE_LEADER, AT_OWNER } },
	  .creates = true, .hidden = true, .linkable = true,
	  .load = attach_load, .decide = attach_decide, .apply = attach_apply },
	{ .name = "file.withdraw", .version = 1, .label = N_("Withdraw a file"), .fields = withdraw_fields, .n_fields = COUNT(withdraw_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_STAFF, AT_SELF } },
	  .load = withdraw_load, .decide = withdraw_decide, .apply = withdraw_apply },
};

/* ---- file.list ---------------------------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	{ .name = "matter", .type = FIELD_REF, .of = "matter", .label = N_("Matter") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "matter", FIELD_LINE, N_("Matter") }, { "name", FIELD_LINE, N_("Name") },
	{ "type", FIELD_ENUM, N_("Kind of file") }, { "size", FIELD_INT, N_("Size in bytes") }, { "why", FIELD_LINE, N_("What it shows") },
	{ "by", FIELD_LINE, N_("Attached by") }, { "at", FIELD_LINE, N_("Attached at") }, { "digest", FIELD_LINE, N_("Digest of the file") },
	{ "withdrawn", FIELD_LINE, N_("Withdrawn because") },
};

static enum rc push(struct ctx *cx, struct db *db, const struct file *f, struct js *rows)
{
	struct arena *a = cx->a;
	struct matter m;
	struct sv by;
	struct js *o = js_push(rows, js_obj(a));
	TRY(matter_get(cx, db, f->matter, &m));
	TRY(post_label(cx, db, f->post, &by));
	js_set_int(a, o, "id", f->id);
	js_set_sv(a, o, "matter", matter_no_text(a, m.no));
	js_set_sv(a, o, "name", f->name);
	js_set_sv(a, o, "type", enum_word(FILE_TYPES, (size_t)f->type));
	js_set_int(a, o, "size", f->size);
	js_set_int(a, o, "width", f->width);
	js_set_int(a, o, "height", f->height);
	js_set_int(a, o, "record", f->record);
	js_set_sv(a, o, "why", f->why);
	js_set_sv(a, o, "by", by);
	js_set_instant(a, o, "at", f->at);
	js_set_sv(a, o, "digest", f->digest);
	js_set_sv(a, o, "withdrawn", f->withdrawn_at ? f->reason : SV_NONE);
	return RC_OK;
}

/* By id; a page of what may be seen, and where to go on. */
static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	int64_t matter = field_ref(&in->filters, "matter"), after = 0, last = 0, looked = 0;
	bool seen = false, more = false;
	struct file *f;
	size_t n;
	*ret_after = SV_NONE;
	if (in->after.n && !sv_int(in->after, &after))
		return fail_at(cx, RC_INVALID, "after", "view.after", N_("This is not a cursor of this list."));
	if (matter) {
		TRY(files_of_matter(cx, db, matter, &f, &n));
	} else {
		struct stmt *st = db_query(db, &file_after);
		bind_int(st, 1, after);
		bind_int(st, 2, 5 * (int64_t)in->limit);
		TRY(all(cx, st, &f, &n));
		more = n == 5 * (size_t)in->limit;
	}
	for (size_t i = 0; i < n; i++) {
		if (f[i].id <= after)
			continue;
		if (rows->n == (size_t)in->limit) {
			more = true;
			break;
		}
		last = f[i].id;
		if (f[i].matter != looked)
			TRY(sees(cx, db, f[i].matter, &in->scope, &seen));
		looked = f[i].matter;
		if (seen)
			TRY(push(cx, db, &f[i], rows));
	}
	if (more)
		*ret_after = arena_printf(cx->a, "%lld", (long long)last);
	return RC_OK;
}

static const struct view_def views[] = {
	{ .name = "file.list", .label = N_("List files"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
};

const struct noun file_noun = {
	.name = "file", .label = N_("Files"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = file_tables, .n_tables = &file_tables_n,
};
