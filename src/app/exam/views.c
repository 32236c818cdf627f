/* What may be asked of tests. Results of persons stand in none of them: the office learns who must sit again, markers see answers
 * without names, everybody else pass rates of units. */
#include "app/exam/exam_read.h"

#include "app/exam/queries.sql.h"
#include "app/person/person.h"
#include "core/score/draw.h"
#include "core/score/suppress.h"

static struct js *exam_js(struct arena *a, const struct exam *e)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", e->id);
	js_set_sv(a, o, "name", e->name);
	js_set_day(a, o, "day", e->day);
	js_set_sv(a, o, "state", e->state);
	js_set_int(a, o, "minutes", e->minutes);
	js_set_dec(a, o, "pass", e->pass);
	js_set_sv(a, o, "owner", e->owner_name);
	js_set_int(a, o, "makeup_of", e->first);
	return o;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "day", FIELD_DAY, N_("Day") }, { "state", FIELD_ENUM, N_("State") },
	{ "minutes", FIELD_INT, N_("Minutes of the sitting") }, { "pass", FIELD_DEC, N_("Marks that pass") }, { "owner", FIELD_LINE, N_("Office that holds it") },
	{ "makeup_of", FIELD_INT, N_("Make-up of") },
};
static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = EXAM_STATES, .label = N_("State") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &exam_rows);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_sv(st, 10, sv_or_empty(field_sv(&in->filters, "state")));
	bind_int(st, 11, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct exam e;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		e = (struct exam){ .id = col_int(st, 0), .name = col_sv(st, 2, cx->a), .day = col_day(st, 3), .minutes = col_int(st, 4), .pass = col_dec(st, 5),
				   .state = col_sv(st, 7, cx->a), .first = col_int(st, 8), .owner_name = col_sv(st, 18, cx->a) };
		js_push(rows, exam_js(cx->a, &e));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct exam *ret)
{
	bool seen;
	TRY(exam_get(cx, db, in->subject, ret));
	TRY(exam_seen(cx, db, &in->scope, ret, &seen));
	return seen ? RC_OK : exam_none(cx);
}

/* Until the sitting begins, seed and paper are told to nobody: whoever has both knows the questions. */
static bool drawn_shown(const struct exam *e)
{
	return e->opened_at != 0;
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct exam e;
	struct exam_part *p;
	size_t n;
	int64_t makeup;
	TRY(visible(cx, db, in, &e));
	TRY(exam_parts(cx, db, e.id, &p, &n));
	TRY(exam_makeup_of(cx, db, e.id, &makeup));
	struct js *o = js_push(rows, exam_js(cx->a, &e)), *parts = js_set(o, "parts", js_arr(cx->a));
	js_set_dec(cx->a, o, "full", exam_full(p, n));
	js_set_dec(cx->a, o, "apart", e.apart);
	js_set_sv(cx->a, o, "list_digest", e.list_digest);
	js_set_sv(cx->a, o, "seed", drawn_shown(&e) ? e.seed : SV(""));
	js_set_instant(cx->a, o, "opened_at", e.opened_at);
	js_set_instant(cx->a, o, "ends_at", exam_ends(&e));
	js_set_int(cx->a, o, "makeup", makeup);
	js_set_sv(cx->a, o, "reason", e.reason);
	for (size_t i = 0; i < n; i++)
		js_push(parts, js_str(cx->a, exam_parts_text(cx->a, &p[i], 1)));
	return RC_OK;
}

static const struct column item_columns[] = {
	{ "part", FIELD_INT, N_("Part") }, { "question", FIELD_INT, N_("Question") }, { "ticket", FIELD_LINE, N_("Ticket: SHA-256 of seed, comma, question") },
	{ "no", FIELD_INT, N_("Number on the paper") }, { "left_out", FIELD_BOOL, N_("Left out: retired or expired since the list") },
};

static enum rc items_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct exam e;
	struct exam_listed *l;
	size_t n;
	TRY(visible(cx, db, in, &e));
	TRY(exam_list(cx, db, e.id, &l, &n));
	bool shown = drawn_shown(&e);
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		struct digest d = draw_ticket(e.seed, arena_printf(cx->a, "%lld", (long long)l[i].question));
		js_set_int(cx->a, o, "part", l[i].part);
		js_set_int(cx->a, o, "question", l[i].question);
		js_set_sv(cx->a, o, "ticket", shown && e.seed.n ? hex_text(cx->a, digest_sv(&d)) : SV(""));
		js_set_int(cx->a, o, "no", shown ? l[i].no : 0);
		js_set_bool(cx->a, o, "left_out", shown && l[i].left_out);
	}
	return RC_OK;
}

static const struct column rate_columns[] = {
	{ "unit_name", FIELD_LINE, N_("Unit") }, { "sat", FIELD_INT, N_("Sat") }, { "passed", FIELD_INT, N_("Passed") }, { "percent", FIELD_LINE, N_("Pass rate") },
	{ "why", FIELD_LINE, N_("Note") },
};

static struct sv percent_of(struct arena *a, const struct exam_rate *r)
{
	return !r->shown ? SV("") : r->share == SHARE_MOST ? SV("≥95%") : r->share == SHARE_LEAST ? SV("≤5%") :
	       arena_printf(a, "%.*s%%", SV_ARG(dec_text(a, r->percent)));
}

static enum rc rates_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct exam e;
	struct exam_rate *r;
	size_t n;
	TRY(visible(cx, db, in, &e));
	if (!sv_is(e.state, "done"))
		return RC_OK;
	TRY(exam_rates(cx, db, e.id, &r, &n));
	bool all = scope_holds(&in->scope, e.owner_path);
	for (size_t i = 0; i < n; i++) {
		bool own = r[i].unit ? scope_holds(&in->scope, r[i].path) : false, plain = r[i].shown && r[i].share == SHARE_PLAIN;
		if (!all && !own)
			continue;
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "unit", r[i].unit);
		js_set_sv(cx->a, o, "unit_name", r[i].name);
		js_set(o, "sat", r[i].shown ? js_int(cx->a, r[i].sat) : js_null(cx->a));
		js_set(o, "passed", plain ? js_int(cx->a, r[i].passed) : js_null(cx->a));
		js_set_sv(cx->a, o, "percent", percent_of(cx->a, &r[i]));
		js_set_sv(cx->a, o, "why", r[i].shown ? SV("") : sv_of(tr(cx->lang, r[i].unit ? N_("too few sat to say anything of them") :
									       N_("would give away a unit of which too few sat"))));
	}
	return RC_OK;
}

static const struct column again_columns[] = {
	{ "no", FIELD_INT, N_("Seat") }, { "post_name", FIELD_LINE, N_("Post") }, { "sat", FIELD_BOOL, N_("Sat") },
};

/* Who has to be asked to the make-up; no mark, no order but that of the seats. */
static enum rc again_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct exam e;
	struct exam_seat *s;
	size_t n;
	TRY(exam_get(cx, db, in->subject, &e));
	if (!scope_holds(&in->scope, e.owner_path))
		return exam_none(cx);
	if (!sv_is(e.state, "done"))
		return RC_OK;
	TRY(exam_seats(cx, db, e.id, &s, &n));
	for (size_t i = 0; i < n; i++) {
		struct sv label;
		if (s[i].passed)
			continue;
		TRY(post_label(cx, db, s[i].post, &label));
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "no", s[i].no);
		js_set_int(cx->a, o, "post", s[i].post);
		js_set_sv(cx->a, o, "post_name", label);
		js_set_bool(cx->a, o, "sat", s[i].sheet > 0);
	}
	return RC_OK;
}

static const struct column answer_columns[] = {
	{ "sheet", FIELD_INT, N_("Number of the sheet") }, { "item", FIELD_INT, N_("Number of the question") }, { "question", FIELD_TEXT, N_("Question") },
	{ "model", FIELD_TEXT, N_("Model answer") }, { "full", FIELD_DEC, N_("Full marks") }, { "answer", FIELD_TEXT, N_("What the sheet says") },
	{ "left", FIELD_INT, N_("Answers that you can mark") },
};

/* The next one for this marker: neither who wrote it nor what others gave, nor how many marked it before. */
static enum rc answer_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct exam e;
	struct exam_item item = { 0 };
	struct sv answer = SV("");
	bool sat;
	int64_t sheet, left;
	TRY(exam_get(cx, db, in->subject, &e));
	if (!scope_holds(&in->scope, e.owner_path))
		return exam_none(cx);
	TRY(exam_sat(cx, db, e.id, in->actor.post, &sat));
	if (sat)
		return fail(cx, RC_DENIED, "exam.marker_sat", N_("Whoever sat this test does not mark it."));
	if (!sv_is(e.state, "marking"))
		return RC_OK;
	TRY(exam_next_answer(cx, db, e.id, in->actor.post, &sheet, &item, &answer, &left));
	if (!sheet)
		return RC_OK;
	struct js *o = js_push(rows, js_obj(cx->a));
	js_set_int(cx->a, o, "sheet", sheet);
	js_set_int(cx->a, o, "item", item.no);
	js_set_sv(cx->a, o, "question", item.q.text);
	js_set_sv(cx->a, o, "model", item.q.key);
	js_set_dec(cx->a, o, "full", item.each);
	js_set_sv(cx->a, o, "answer", answer);
	js_set_int(cx->a, o, "left", left);
	return RC_OK;
}

const struct view_def exam_views[EXAM_VIEWS] = {
	{ .name = "exam.list", .label = N_("List tests"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "exam.show", .label = N_("Show a test"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = show_query },
	{ .name = "exam.items", .label = N_("What a paper was drawn from"), .columns = item_columns, .n_columns = COUNT(item_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = items_query },
	{ .name = "exam.rates", .label = N_("Pass rates of units"), .columns = rate_columns, .n_columns = COUNT(rate_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = rates_query },
	{ .name = "exam.again", .label = N_("Who must sit again"), .columns = again_columns, .n_columns = COUNT(again_columns), .roles = ROLE_OFFICE,
	  .of_one = true, .query = again_query },
	{ .name = "exam.answer", .label = N_("The next answer to mark"), .columns = answer_columns, .n_columns = COUNT(answer_columns), .roles = EXAM_MARKERS,
	  .of_one = true, .query = answer_query },
};
