/* What may be seen of votes: nothing of a count before the chair releases it. */
#include "app/vote/vote_read.h"

#include "app/vote/queries.sql.h"

static struct js *vote_js(struct arena *a, const struct vote *e)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", e->id);
	js_set_sv(a, o, "name", e->name);
	js_set_sv(a, o, "event", e->event_name);
	js_set_sv(a, o, "group", e->group);
	js_set_day(a, o, "day", e->day);
	js_set_sv(a, o, "state", e->state);
	js_set_bool(a, o, "rehearsal", e->rehearsal);
	js_set_sv(a, o, "item", e->item);
	js_set_sv(a, o, "sheet", e->is_signed ? SV("signed") : SV("secret"));
	js_set_sv(a, o, "period", e->period_name);
	js_set_bool(a, o, "released", e->released_at != 0);
	js_set_int(a, o, "attended", e->attended);
	js_set_int(a, o, "votes", e->votes);
	js_set_int(a, o, "paper", e->paper);
	return o;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "event", FIELD_LINE, N_("Event") }, { "day", FIELD_DAY, N_("Day") },
	{ "state", FIELD_ENUM, N_("State") }, { "item", FIELD_LINE, N_("Item") }, { "period", FIELD_LINE, N_("Period") },
	{ "votes", FIELD_INT, N_("Ballots") },
};
static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = VOTE_STATES, .label = N_("State") },
	{ .name = "event", .type = FIELD_REF, .of = "event", .label = N_("Event") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &vote_page);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_sv(st, 10, sv_or_empty(field_sv(&in->filters, "state")));
	bind_int(st, 11, field_ref(&in->filters, "event"));
	bind_int(st, 12, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct vote e;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		vote_row_of(st, cx->a, &e);
		js_push(rows, vote_js(cx->a, &e));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct vote *ret)
{
	TRY(vote_get(cx, db, in->subject, ret));
	return scope_holds(&in->scope, ret->owner_path) ? RC_OK : fail(cx, RC_NOT_FOUND, "vote.none", N_("There is no such vote."));
}

/* What everybody concerned may see of a vote: the units on the agenda too. */
static enum rc concerned(struct ctx *cx, struct db *db, const struct view_in *in, struct vote *ret)
{
	struct event e;
	TRY(vote_get(cx, db, in->subject, ret));
	TRY(event_get(cx, db, ret->event, &e));
	return event_visible(cx, db, &e, &in->scope);
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct vote e;
	struct vote_slot *slot;
	struct vote_class *class;
	size_t n, k;
	TRY(visible(cx, db, in, &e));
	TRY(vote_slots(cx, db, &e, &slot, &n));
	TRY(vote_classes(cx, db, e.id, &class, &k));
	struct js *o = js_push(rows, vote_js(cx->a, &e)), *slots = js_set(o, "slots", js_arr(cx->a)), *codes = js_set(o, "codes", js_arr(cx->a));
	js_set_sv(cx->a, o, "rule_digest", e.rule_digest);
	js_set_sv(cx->a, o, "criteria", e.criteria);
	js_set_dec(cx->a, o, "step", e.step);
	js_set_int(cx->a, o, "least", e.least);
	js_set_sv(cx->a, o, "opens", e.opens);
	if (e.released_at)
		js_set_int(cx->a, o, "flat", e.flat);
	for (size_t i = 0; i < n; i++)
		js_push(slots, js_str(cx->a, slot[i].short_name));
	for (size_t i = 0; i < k; i++) {
		struct js *c = js_push(codes, js_obj(cx->a));
		js_set_sv(cx->a, c, "voters", class[i].voters);
		js_set_int(cx->a, c, "codes", class[i].codes);
		js_set_int(cx->a, c, "void", class[i].voids);
		if (sv_is(e.state, "closed"))
			js_set_int(cx->a, c, "used", class[i].used);
	}
	return RC_OK;
}

static const struct column count_columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "unit_name", FIELD_LINE, N_("Unit") }, { "voters", FIELD_LINE, N_("Class of jurors") },
	{ "seat", FIELD_INT, N_("Juror's seat") }, { "grade", FIELD_LINE, N_("Grade") }, { "place", FIELD_INT, N_("Place") }, { "value", FIELD_DEC, N_("Mark") },
	{ "votes", FIELD_INT, N_("Votes") }, { "missing", FIELD_ENUM, N_("Missing") },
};

static enum rc counts_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	struct vote e;
	struct vote_kept kept;
	TRY(visible(cx, db, in, &e));
	if (!e.released_at)
		return fail(cx, RC_CONFLICT, "vote.sealed", N_("The results are not released."));
	TRY(view_after(cx, in, &from));
	TRY(vote_veiled(cx, db, &e, &kept));
	/* Where something is kept back the rows are numbered as they are shown: gaps would tell into how many grades it fell. */
	struct stmt *st = db_query(db, &vote_counts_of);
	bind_int(st, 1, e.id);
	bind_int(st, 2, kept.n ? 0 : from);
	bind_int(st, 3, kept.n ? VOTE_COUNTS_MAX : in->limit + 1);
	int64_t shown = 0, before = 0;
	struct sv class = SV_NONE;
	while (db_step(cx, st, &rc)) {
		struct sv voters = col_sv(st, 3, cx->a);
		int64_t unit = col_int(st, 1);
		bool hidden = vote_is_kept(&kept, unit, voters), again = hidden && unit == before && class.p && sv_eq(voters, class);
		before = unit;
		class = voters;
		if (again || (kept.n && ++shown <= from) || !view_slice_row(&page, in, kept.n ? shown : col_int(st, 0)))
			continue;
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "no", kept.n ? shown : col_int(st, 0));
		js_set_int(cx->a, o, "unit", unit);
		js_set_sv(cx->a, o, "unit_name", col_sv(st, 2, cx->a));
		js_set_sv(cx->a, o, "voters", voters);
		if (hidden) {
			js_set_sv(cx->a, o, "missing", SV("withheld"));
			continue;
		}
		if (col_int(st, 9))
			js_set_int(cx->a, o, "seat", col_int(st, 9));
		js_set_sv(cx->a, o, "grade", col_sv(st, 4, cx->a));
		js_set_int(cx->a, o, "place", col_int(st, 5));
		js_set_dec(cx->a, o, "value", col_dec(st, 6));
		js_set_int(cx->a, o, "votes", col_int(st, 7));
		js_set_sv(cx->a, o, "missing", col_sv(st, 8, cx->a));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static const struct column seat_columns[] = {
	{ "no", FIELD_INT, N_("Juror's seat") }, { "post", FIELD_LINE, N_("Post") }, { "voters", FIELD_LINE, N_("Class of jurors") },
	{ "recused", FIELD_LINE, N_("Recused from") },
};

/* The panel of a signed vote, and whom each may not judge. */
static enum rc seats_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct vote e;
	struct vote_seat *s;
	struct vote_recusal *r;
	size_t n, k;
	(void)ret_after;
	TRY(visible(cx, db, in, &e));
	TRY(vote_seats(cx, db, e.id, &s, &n));
	TRY(vote_recusals(cx, db, e.id, &r, &k));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		struct sv from = SV("");
		for (size_t x = 0; x < k; x++)
			if (r[x].seat == s[i].no)
				from = arena_printf(cx->a, "%.*s%s%.*s", SV_ARG(from), from.n ? "、" : "", SV_ARG(r[x].unit_name));
		js_set_int(cx->a, o, "no", s[i].no);
		js_set_sv(cx->a, o, "post", arena_printf(cx->a, "%.*s %.*s", SV_ARG(s[i].unit_name), SV_ARG(s[i].title)));
		js_set_sv(cx->a, o, "voters", s[i].voters);
		js_set_sv(cx->a, o, "recused", from);
	}
	return RC_OK;
}

static const struct column late_columns[] = {
	{ "seat", FIELD_INT, N_("Juror's seat") }, { "at", FIELD_LINE, N_("Came at") }, { "counted", FIELD_BOOL, N_("Another sheet was counted") },
};

/* That they came, and whether something of the seat was counted; what stands on them only after the release. */
static enum rc late_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct vote e;
	struct vote_late *l;
	size_t n;
	(void)ret_after;
	TRY(visible(cx, db, in, &e));
	TRY(vote_lates(cx, db, e.id, &l, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		struct sv counted;
		TRY(vote_counted(cx, db, e.id, l[i].seat, &counted));
		js_set_int(cx->a, o, "seat", l[i].seat);
		js_set_instant(cx->a, o, "at", l[i].at);
		js_set_bool(cx->a, o, "counted", counted.n > 0);
		if (e.released_at)
			js_set_sv(cx->a, o, "sheet", l[i].sheet);
	}
	return RC_OK;
}

static const struct column result_columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "unit_name", FIELD_LINE, N_("Unit") }, { "points", FIELD_DEC, N_("Points") }, { "place", FIELD_INT, N_("Place") },
	{ "tied", FIELD_BOOL, N_("tied") },
};

/* Points and places of every contestant; the arithmetic names classes of jurors, so it is not told here. */
static enum rc result_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	struct vote e;
	(void)ret_after;
	TRY(concerned(cx, db, in, &e));
	if (!e.released_at)
		return fail(cx, RC_CONFLICT, "vote.sealed", N_("The results are not released."));
	struct stmt *st = db_query(db, &vote_result_of);
	bind_int(st, 1, e.id);
	while (db_step(cx, st, &rc)) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "no", col_int(st, 0));
		js_set_int(cx->a, o, "unit", col_int(st, 1));
		js_set_sv(cx->a, o, "unit_name", col_sv(st, 3, cx->a));
		if (col_int(st, 4))
			js_set_dec(cx->a, o, "points", col_dec(st, 5));
		js_set_int(cx->a, o, "place", col_int(st, 6));
		js_set_bool(cx->a, o, "tied", col_int(st, 7) != 0);
	}
	return rc;
}

const struct view_def vote_views[VOTE_VIEWS] = {
	{ .name = "vote.list", .label = N_("List votes"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "vote.show", .label = N_("Show a vote"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = show_query },
	/* Whoever may not see the marks of a hall sees the board that comes of them. */
	{ .name = "vote.counts", .label = N_("What the ballots give"), .columns = count_columns, .n_columns = COUNT(count_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, .of_one = true, .query = counts_query },
	{ .name = "vote.panel", .label = N_("The panel of a signed vote"), .columns = seat_columns, .n_columns = COUNT(seat_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, .of_one = true, .query = seats_query },
	{ .name = "vote.late_sheets", .label = N_("Sheets that came after the lock"), .columns = late_columns, .n_columns = COUNT(late_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, .of_one = true, .query = late_query },
	{ .name = "vote.results", .label = N_("What the vote gives"), .columns = result_columns, .n_columns = COUNT(result_columns),
	  .roles = ROLE_STAFF, .of_one = true, .query = result_query },
};

struct sv vote_remarks_text(struct arena *a, enum lang lang, struct sv words)
{
	static const struct {
		const char *word, *text;
	} known[] = {
		{ "apart", N_("Some contestants have no juror in common, directly or through others: whether they differ or their jurors do, nobody can say.") },
		{ "partial", N_("A class of jurors gave some contestants no vote: their points rest on the other classes.") },
		{ "untrimmed", N_("For some contestants there were too few marks to leave the highest and the lowest out.") },
	};
	struct sv word, text = SV("");
	while (sv_split(&words, ' ', &word))
		for (size_t i = 0; i < COUNT(known); i++)
			if (sv_is(word, known[i].word))
				text = arena_printf(a, "%.*s%s%s", SV_ARG(text), text.n && lang != LANG_ZH ? " " : "", tr(lang, known[i].text));
	return text;
}

enum rc vote_called_id(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return noun_called(cx, db, &vote_called, name, "vote.none", N_("There is no such vote."), ret_id);
}
