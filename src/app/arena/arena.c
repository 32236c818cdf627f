#include "app/arena/arena.h"

#include "app/arena/queries.sql.h"
#include "base/bug.h"
#include "core/score/champion.h"
#include "store/corridor.h"
#include "store/journal.h"

enum { ARENA_BOUTS_MAX = 2000 }; /* on one theme */

/* ---- arena.bout ---------------------------------------------------------------------------------------------------------- */

static const struct field bout_fields[] = {
	{ .name = "vote", .type = FIELD_REF, .required = true, .of = "vote", .label = N_("Vote in the hall") },
};

/* One session on the theme, as it was released. */
struct session {
	struct vote v;
	struct event e;
	struct vote_row *row;
	size_t n;
	bool *away;                  /* n of them: who did not come */
};
/* A session counts on its day, whenever it is released: what came before it left the title that it was about, and those of later days
 * that were released sooner are decided again after it. */
struct bout_state {
	struct session *at;          /* this session, then those after it */
	size_t n;
	struct title title;          /* before it */
	int64_t holder, since;
};

static struct sv theme_of(const struct vote *v)
{
	return v->group.n ? v->group : v->item;
}

/* Who did not come: of whom the office noted that none of those it expected was there, or whom the hall did not see where it saw others
 * come on.  To have stood there and got no figure, from jurors who all abstained, is no absence. */
static enum rc away_load(struct ctx *cx, struct db *db, struct session *s)
{
	struct vote_heard heard;
	struct vote_slot *slot;
	size_t n_slot, n_absent;
	int64_t *absent;
	s->away = NEW(cx->a, bool, s->n + 1);
	TRY(vote_heard(cx, db, s->e.id, &heard));
	TRY(vote_slots(cx, db, &s->v, &slot, &n_slot));
	TRY(event_absent(cx, db, s->e.id, &absent, &n_absent));
	for (size_t i = 0; i < s->n; i++) {
		bool seen = heard.n == 0;
		for (size_t k = 0; k < n_slot; k++)
			seen |= slot[k].unit == s->row[i].unit && vote_was_heard(&heard, slot[k].no);
		s->away[i] = !seen;
		for (size_t k = 0; k < n_absent; k++)
			s->away[i] |= absent[k] == s->row[i].unit;
	}
	return RC_OK;
}

static enum rc session_load(struct ctx *cx, struct db *db, int64_t vote, struct session *ret)
{
	TRY(vote_get(cx, db, vote, &ret->v));
	TRY(event_get(cx, db, ret->v.event, &ret->e));
	TRY(vote_stated(cx, db, vote, &ret->row, &ret->n));
	return away_load(cx, db, ret);
}

/* Of two votes of one day the one whose event begins sooner, then the one that was planned sooner. */
static bool comes_after(const struct session *now, const struct stmt *st)
{
	const int64_t is[] = { now->e.day.n, now->e.begins, now->e.id, now->v.id }, was[] = { col_int(st, 1), col_int(st, 2), col_int(st, 3), col_int(st, 0) };
	for (size_t i = 0; i < COUNT(is); i++)
		if (is[i] != was[i])
			return is[i] > was[i];
	return true;
}

static enum rc bout_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct bout_state *s = NEW(cx->a, struct bout_state, 1);
	int64_t *later = NEW(cx->a, int64_t, ARENA_BOUTS_MAX);
	struct session now = { 0 };
	size_t n = 0;
	(void)ret;
	*ret_state = s;
	TRY(session_load(cx, db, field_ref(&in->fields, "vote"), &now));
	s->title = (struct title){ .theme = theme_of(&now.v), .holder = SV_NONE };
	struct stmt *st = db_query(db, &arena_bouts_by_day);
	bind_int(st, 1, in->subject);
	bind_sv(st, 2, s->title.theme);
	bind_int(st, 3, ARENA_BOUTS_MAX);
	while (db_step(cx, st, &rc)) {
		if (!comes_after(&now, st)) {
			later[n++] = col_int(st, 0);
			continue;
		}
		if (col_int(st, 4) != s->holder)
			s->since = col_int(st, 1);
		s->holder = col_int(st, 4);
		s->title.streak = col_int(st, 5);
	}
	TRY(rc);
	s->title.holder = s->holder ? arena_printf(cx->a, "%lld", (long long)s->holder) : SV_NONE;
	s->at = NEW(cx->a, struct session, n + 1);
	s->at[s->n++] = now;
	for (size_t i = 0; i < n; i++)
		TRY(session_load(cx, db, later[i], &s->at[s->n++]));
	return RC_OK;
}

/* Everybody who got a figure took part; the first place wins, and shared it is a tie.  A holder who stayed away loses the title; one who
 * was not called, or came and got no figure, has nothing at stake. */
static struct bout bout_of(struct arena *a, const struct session *s, int64_t holder, int64_t *ret_winner)
{
	struct sv *who = NEW(a, struct sv, s->n + 1);
	struct bout b = { .kind = BOUT_MATCH, .label = day_text(a, s->e.day), .challengers = who };
	bool holder_there = false, holder_best = false, away = false;
	*ret_winner = 0;
	for (size_t i = 0; i < s->n; i++) {
		away |= s->row[i].unit == holder && s->away[i];
		if (!s->row[i].given)
			continue;
		holder_there |= s->row[i].unit == holder;
		holder_best |= s->row[i].unit == holder && s->row[i].place == 1;
		if (s->row[i].unit != holder)
			who[b.n++] = arena_printf(a, "%lld", (long long)s->row[i].unit);
		if (s->row[i].place == 1) {
			b.tie = s->row[i].tied;
			*ret_winner = s->row[i].unit;
		}
	}
	b.beaten = b.tie && !holder_best;
	b.winner = *ret_winner ? arena_printf(a, "%lld", (long long)*ret_winner) : SV_NONE;
	if (holder && !holder_there)
		b.kind = away ? BOUT_ABSENT : BOUT_CANCELLED;
	if (b.kind == BOUT_ABSENT && b.tie) { /* nobody alone was best: the title falls vacant */
		b.winner = SV_NONE;
		b.n = 0;
	}
	return b;
}

/* What a session did to the title, which becomes what it is afterwards. */
static void turn_decide(struct ctx *cx, const struct session *s, struct title *t, int64_t *holder, int64_t *since, struct js *facts)
{
	int64_t winner, before = *holder;
	struct bout b = bout_of(cx->a, s, before, &winner);
	enum turn turn = TURN_NONE;
	if (!winner || champion_step(t, &b, NULL, &turn) != SCORE_OK)
		turn = TURN_NONE;
	*holder = 0;
	if (t->holder.p && !sv_int(t->holder, holder))
		BUG("a holder that is no unit");
	if (*holder != before)
		*since = s->e.day.n;
	js_set_int(cx->a, facts, "vote", s->v.id);
	js_set_int(cx->a, facts, "winner", winner);
	js_set_bool(cx->a, facts, "tied", b.tie);
	js_set_int(cx->a, facts, "holder", *holder);
	js_set_int(cx->a, facts, "streak", t->streak);
	js_set_sv(cx->a, facts, "turn", sv_of(turn_name(turn)));
	js_set_int(cx->a, facts, "since", *since);
}

static enum rc bout_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct bout_state *s = state;
	int64_t holder = s->holder, since = s->since;
	struct title t = s->title;
	js_set_sv(cx->a, facts, "theme", t.theme);
	turn_decide(cx, &s->at[0], &t, &holder, &since, facts);
	if (s->n == 1)
		return RC_OK;
	struct js *later = js_set(facts, "later", js_arr(cx->a));
	for (size_t i = 1; i < s->n; i++)
		turn_decide(cx, &s->at[i], &t, &holder, &since, js_push(later, js_obj(cx->a)));
	return RC_OK;
}

static enum rc bout_put(struct ctx *cx, struct db *db, const struct act_row *row, struct sv theme, const struct js *facts)
{
	struct stmt *st = db_query(db, &arena_bout_put);
	bind_int(st, 1, js_get_int(facts, "vote", 0));
	bind_int(st, 2, row->subject);
	bind_sv(st, 3, theme);
	bind_int(st, 4, js_get_int(facts, "winner", 0));
	bind_int(st, 5, js_get_bool(facts, "tied"));
	bind_int(st, 6, js_get_int(facts, "holder", 0));
	bind_int(st, 7, js_get_int(facts, "streak", 0));
	bind_sv(st, 8, js_get_sv(facts, "turn"));
	bind_int(st, 9, row->seq);
	return db_run(cx, st);
}

static enum rc bout_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct sv theme = js_get_sv(facts, "theme");
	const struct js *later = js_get(facts, "later"), *last = facts;
	TRY(bout_put(cx, db, row, theme, facts));
	for (const struct js *l = later ? later->first : NULL; l; l = l->next) {
		TRY(bout_put(cx, db, row, theme, l));
		last = l;
	}
	struct stmt *st = db_query(db, &arena_title_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, theme);
	bind_int(st, 3, js_get_int(last, "holder", 0));
	bind_int(st, 4, js_get_int(last, "streak", 0));
	bind_int(st, 5, js_get_int(last, "since", 0));
	return db_run(cx, st);
}

enum rc arena_bout(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		   size_t max, size_t *ret_n)
{
	struct vote v;
	struct event e;
	(void)facts, (void)max;
	TRY(vote_get(cx, db, row->subject, &v));
	TRY(event_get(cx, db, v.event, &e));
	if (!sv_is(e.kind, "arena") || !e.series || e.rehearsal)
		return RC_OK;
	struct js *f = js_obj(cx->a);
	js_set_int(cx->a, f, "vote", v.id);
	ret[(*ret_n)++] = (struct act_request){ .act = SV("arena.bout"), .subject = e.series, .fields = f };
	return RC_OK;
}

/* ---- views -------------------------------------------------------------------------------------------------------------- */

static const struct column title_columns[] = {
	{ "series", FIELD_LINE, N_("Series") }, { "theme", FIELD_LINE, N_("Theme") }, { "holder", FIELD_LINE, N_("Champion") },
	{ "streak", FIELD_INT, N_("Defences in a row") }, { "since", FIELD_DAY, N_("Since") },
};

static enum rc titles_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	struct stmt *st = db_query(db, &arena_titles_page);
	(void)ret_after;
	scope_bind(st, 1, &in->scope);
	bind_int(st, 9, in->limit);
	while (db_step(cx, st, &rc)) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "series_id", col_int(st, 0));
		js_set_sv(cx->a, o, "series", col_sv(st, 6, cx->a));
		js_set_sv(cx->a, o, "theme", col_sv(st, 1, cx->a));
		js_set_sv(cx->a, o, "holder", col_sv(st, 3, cx->a));
		js_set_int(cx->a, o, "streak", col_int(st, 4));
		if (col_int(st, 2))
			js_set_day(cx->a, o, "since", (struct day){ (int32_t)col_int(st, 5) });
	}
	return rc;
}

static const struct column bout_columns[] = {
	{ "event", FIELD_LINE, N_("Event") }, { "day", FIELD_DAY, N_("Day") }, { "theme", FIELD_LINE, N_("Theme") }, { "winner", FIELD_LINE, N_("First place") },
	{ "tied", FIELD_BOOL, N_("tied") }, { "turn", FIELD_ENUM, N_("The title") }, { "holder", FIELD_LINE, N_("Champion") },
	{ "streak", FIELD_INT, N_("Defences in a row") },
};

static enum rc bouts_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	bool seen = false;
	struct stmt *st = db_query(db, &arena_series_path);
	(void)ret_after;
	bind_int(st, 1, in->subject);
	while (db_step(cx, st, &rc))
		seen = scope_holds(&in->scope, col_sv(st, 0, cx->a));
	TRY(rc);
	if (!seen)
		return fail(cx, RC_NOT_FOUND, "series.none", N_("There is no such series."));
	st = db_query(db, &arena_bouts_of);
	bind_int(st, 1, in->subject);
	bind_int(st, 2, in->limit);
	while (db_step(cx, st, &rc)) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "vote", col_int(st, 0));
		js_set_sv(cx->a, o, "theme", col_sv(st, 1, cx->a));
		js_set_sv(cx->a, o, "winner", col_sv(st, 2, cx->a));
		js_set_bool(cx->a, o, "tied", col_int(st, 3) != 0);
		js_set_sv(cx->a, o, "holder", col_sv(st, 4, cx->a));
		js_set_int(cx->a, o, "streak", col_int(st, 5));
		js_set_sv(cx->a, o, "turn", col_sv(st, 6, cx->a));
		js_set_sv(cx->a, o, "event", col_sv(st, 7, cx->a));
		js_set_day(cx->a, o, "day", col_day(st, 8));
	}
	return rc;
}

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return noun_called(cx, db, &arena_series_called, name, "series.none", N_("There is no such series."), ret_id);
}

static const struct act_def acts[] = {
	{ .name = "arena.bout", .version = 1, .label = N_("Decide the title"), .fields = bout_fields, .n_fields = COUNT(bout_fields),
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .load = bout_load, .decide = bout_decide, .apply = bout_apply },
};
static const struct view_def views[] = {
	{ .name = "arena.titles", .label = N_("Champions"), .columns = title_columns, .n_columns = COUNT(title_columns), .roles = ROLE_STAFF, .query = titles_query },
	{ .name = "arena.bouts", .label = N_("Sessions of an arena"), .columns = bout_columns, .n_columns = COUNT(bout_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = bouts_query },
};

const struct noun arena_noun = {
	.name = "arena", .label = N_("Champions"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = arena_tables, .n_tables = &arena_tables_n, .resolve = resolve,
};
