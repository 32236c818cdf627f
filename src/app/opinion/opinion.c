#include "app/opinion/opinion.h"

#include "app/opinion/pages.h"
#include "app/opinion/queries.sql.h"
#include "store/corridor.h"

/* ---- reading ---------------------------------------------------------------------------------------------------------------- */

enum rc opinions_of_vote(struct ctx *cx, struct db *db, int64_t vote, struct opinion **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct opinion *all = NEW(cx->a, struct opinion, VOTE_CODES_MAX);
	struct stmt *st = db_query(db, &opinions_of);
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		if (n < VOTE_CODES_MAX)
			all[n++] = (struct opinion){ .no = col_int(st, 0), .body = col_sv(st, 1, cx->a), .state = col_sv(st, 2, cx->a), .reason = col_sv(st, 3, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

bool opinions_collected(struct ctx *cx, struct db *db, int64_t vote)
{
	struct opinion *o;
	size_t n = 0;
	return db && opinions_of_vote(cx, db, vote, &o, &n) == RC_OK && n > 0;
}

/* ---- acts ------------------------------------------------------------------------------------------------------------------- */

static const struct field collect_fields[] = {
	/* Read from the box by the door, in the order of their bytes. */
	{ .name = "opinions", .type = FIELD_DATA, .required = true, .label = N_("Opinions") },
};
static const struct field withhold_fields[] = {
	{ .name = "no", .type = FIELD_INT, .required = true, .min = 1, .max = VOTE_CODES_MAX, .label = N_("No.") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Reason") },
};

struct state {
	struct vote v;
	struct opinion *opinion;
	size_t n;
};

static enum rc load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct state *s = NEW(cx->a, struct state, 1);
	*ret_state = s;
	TRY(vote_get(cx, db, in->subject, &s->v));
	target_add(ret, AT_OWNER, s->v.owner);
	return opinions_of_vote(cx, db, s->v.id, &s->opinion, &s->n);
}

static enum rc collect_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	const struct js *texts = field(&in->fields, "opinions")->data;
	struct js *list = js_set(facts, "opinions", js_arr(cx->a));
	if (!sv_is(s->v.state, "closed"))
		return fail(cx, RC_CONFLICT, "opinion.early", N_("The box of opinions is emptied when the vote is closed."));
	if (s->n)
		return fail(cx, RC_CONFLICT, "opinion.twice", N_("The opinions of this vote are collected already."));
	if (!texts || texts->kind != JS_ARR || texts->n > VOTE_CODES_MAX)
		return fail(cx, RC_INVALID, "opinion.texts", N_("These are no opinions of a box."));
	for (const struct js *t = texts->first; t; t = t->next) {
		if (t->kind != JS_STR || !t->s.n || (list->last && sv_cmp(list->last->s, t->s) > 0))
			return fail(cx, RC_INVALID, "opinion.texts", N_("These are no opinions of a box."));
		js_push(list, js_str(cx->a, t->s));
	}
	return RC_OK;
}

static enum rc collect_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *texts = js_get(facts, "opinions");
	int64_t no = 0;
	for (const struct js *t = texts ? texts->first : NULL; t; t = t->next) {
		struct stmt *st = db_query(db, &opinion_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, ++no);
		bind_sv(st, 3, t->s);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static enum rc withhold_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	int64_t no = field(&in->fields, "no")->i;
	if (no > (int64_t)s->n)
		return fail_at(cx, RC_INVALID, "no", "opinion.none", N_("There is no opinion of this number."));
	if (!sv_is(s->opinion[no - 1].state, "held"))
		return fail_at(cx, RC_CONFLICT, "no", "opinion.done", N_("This opinion is released or withheld already."));
	js_set_int(cx->a, facts, "no", no);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc withhold_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &opinion_set_withheld);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "no", 0));
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

static enum rc release_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct state *s = state;
	int64_t held = 0;
	for (size_t i = 0; i < s->n; i++)
		held += sv_is(s->opinion[i].state, "held");
	if (!s->v.released_at)
		return fail(cx, RC_CONFLICT, "vote.sealed", N_("The results are not released."));
	if (!held)
		return fail(cx, RC_CONFLICT, "opinion.nothing", N_("No opinion waits to be released."));
	js_set_int(cx->a, facts, "released", held);
	return RC_OK;
}

static enum rc release_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &opinion_set_released);
	bind_int(st, 1, row->subject);
	return db_run(cx, st);
}

/* ---- the view -------------------------------------------------------------------------------------------------------------- */

static const struct column columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "text", FIELD_TEXT, N_("Opinion") }, { "state", FIELD_ENUM, N_("State") }, { "reason", FIELD_LINE, N_("Reason") },
};

/* Before the release the office alone reads them, through the page that reviews them (page.c). */
static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct vote v;
	struct opinion *o;
	size_t n;
	(void)ret_after;
	TRY(vote_get(cx, db, in->subject, &v));
	if (!scope_holds(&in->scope, v.owner_path))
		return fail(cx, RC_NOT_FOUND, "vote.none", N_("There is no such vote."));
	TRY(opinions_of_vote(cx, db, v.id, &o, &n));
	for (size_t i = 0; i < n; i++) {
		if (!sv_is(o[i].state, "released"))
			continue;
		struct js *x = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, x, "no", o[i].no);
		js_set_sv(cx->a, x, "text", o[i].body);
		js_set_sv(cx->a, x, "state", o[i].state);
		js_set_sv(cx->a, x, "reason", o[i].reason);
	}
	return RC_OK;
}

static const struct view_def views[] = {
	{ .name = "opinion.list", .label = N_("Opinions that were released"), .columns = columns, .n_columns = COUNT(columns),
	  .roles = ROLE_STAFF, .of_one = true, .query = list_query },
};

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "opinion.collect", .version = 1, .label = N_("Empty the box of opinions"), .fields = collect_fields, .n_fields = COUNT(collect_fields), BY_OFFICE,
	  .hidden = true, .veiled = true, .load = load, .decide = collect_decide, .apply = collect_apply },
	{ .name = "opinion.withhold", .version = 1, .label = N_("Withhold an opinion"), .fields = withhold_fields, .n_fields = COUNT(withhold_fields), BY_OFFICE,
	  .load = load, .decide = withhold_decide, .apply = withhold_apply },
	{ .name = "opinion.release", .version = 1, .label = N_("Release the opinions"), BY_OFFICE, .load = load, .decide = release_decide, .apply = release_apply },
};

const struct noun opinion_noun = {
	.name = "opinion", .label = N_("Opinions"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = opinion_tables, .n_tables = &opinion_tables_n, .resolve = vote_called_id,
};
