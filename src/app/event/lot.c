#include "app/event/lot.h"

#include "app/event/event_read.h"
#include "app/event/lot.sql.h"
#include "base/buf.h"
#include "core/lots.h"
#include "store/corridor.h"
#include "store/journal.h"

/* ---- reading ------------------------------------------------------------------------------------------------------- */

enum rc lots_of_event(struct ctx *cx, struct db *db, int64_t event, struct lots *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &lot_of);
	*ret = (struct lots){ 0 };
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		*ret = (struct lots){ .frozen = true, .group = col_sv(st, 0, cx->a), .list = col_sv(st, 1, cx->a), .digest = col_sv(st, 2, cx->a),
					    .seed = col_sv(st, 3, cx->a), .said_a = col_sv(st, 4, cx->a), .said_b = col_sv(st, 5, cx->a), .at = col_int(st, 6) };
	ret->drawn = ret->seed.n > 0;
	return rc;
}

enum rc lots_order(struct ctx *cx, struct db *db, const struct lots *lots, struct lot **ret, size_t *ret_n)
{
	struct ticket *d;
	size_t n = lots_draw(cx->a, lots->list, lots->seed, &d);
	struct lot *all = NEW(cx->a, struct lot, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct unit u;
		TRY(unit_by_code(cx, db, d[i].id, &u));
		all[i] = (struct lot){ .code = d[i].id, .name = u.short_name, .ticket = ticket_text(cx->a, &d[i]) };
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

/* ---- acts ------------------------------------------------------------------------------------------------------------ */

static const struct field lots_fields[] = {
	{ .name = "group", .type = FIELD_LINE, .max = AGENDA_CELL_MAX, .label = N_("Group of the agenda; none: all units on it") },
};
static const struct field draw_fields[] = { LOTS_WORDS };

struct lot_state {
	struct event e;
	struct lots lots;
	struct sv list;              /* of the group as the agenda stands now */
	struct event_slot *slot;
	size_t n_slot;
	struct sv *code;             /* of each slot's unit, "" without one */
	struct event_votes votes;
	struct event_noted noted;
};

static enum rc list_of(struct ctx *cx, struct db *db, int64_t event, struct sv group, struct sv *ret)
{
	enum rc rc;
	struct buf b = buf_new(cx->a, 64 * AGENDA_SLOTS_MAX);
	struct stmt *st = db_query(db, &lot_codes);
	bind_int(st, 1, event);
	bind_sv(st, 2, group);
	while (db_step(cx, st, &rc)) {
		buf_put(&b, col_sv(st, 0, cx->a));
		buf_putc(&b, '\n');
	}
	*ret = buf_sv(&b);
	return rc;
}

static enum rc lot_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct lot_state *s = NEW(cx->a, struct lot_state, 1);
	bool freezes = sv_is(sv_of(in->def->name), "lot.freeze");
	*ret_state = s;
	TRY(event_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	TRY(lots_of_event(cx, db, s->e.id, &s->lots));
	TRY(event_slots(cx, db, s->e.id, &s->slot, &s->n_slot));
	struct sv group = freezes && field(&in->fields, "group")->present ? field_sv(&in->fields, "group") : freezes ? SV("") : s->lots.group;
	TRY(list_of(cx, db, s->e.id, sv_or_empty(group), &s->list));
	s->code = NEW(cx->a, struct sv, s->n_slot + 1);
	for (size_t i = 0; i < s->n_slot; i++) {
		struct unit u = { .code = SV("") };
		if (s->slot[i].unit)
			TRY(unit_get(cx, db, s->slot[i].unit, &u));
		s->code[i] = u.code;
	}
	TRY(event_noted_now(cx, db, s->e.id, &s->noted));
	return event_votes_now(cx, db, s->e.id, &s->votes);
}

static enum rc lots_fit(struct ctx *cx, const struct lot_state *s)
{
	TRY(event_going_on(cx, &s->e));
	if (s->noted.last_slot)
		return fail(cx, RC_CONFLICT, "event.noted_lots", N_("Something is noted of a slot already: lots are drawn before the first one speaks."));
	return !s->votes.open && !s->votes.counted ? RC_OK :
		fail(cx, RC_CONFLICT, "event.voting", N_("A vote of this event is open or counted: its agenda stands as it is."));
}

static enum rc lots_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct lot_state *s = state;
	struct sv group = field(&in->fields, "group")->present ? field_sv(&in->fields, "group") : SV("");
	TRY(lots_fit(cx, s));
	if (s->lots.drawn)
		return fail(cx, RC_CONFLICT, "event.drawn", N_("The lots are drawn already, and nobody draws twice."));
	if (sv_find(s->list, SV("\n"), 0) + 1 >= s->list.n)
		return fail_at(cx, RC_INVALID, "group", "event.lots_few", N_("Lots are drawn among two units at least."));
	js_set_sv(cx->a, facts, "group", group);
	js_set_sv(cx->a, facts, "list", s->list);
	js_set_sv(cx->a, facts, "digest", lots_digest(cx->a, s->list));
	return RC_OK;
}

static enum rc lots_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &lot_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "group"));
	bind_sv(st, 3, js_get_sv(facts, "list"));
	bind_sv(st, 4, js_get_sv(facts, "digest"));
	bind_int(st, 5, row->at);
	return db_run(cx, st);
}

static bool of_group(const struct lot_state *s, size_t i)
{
	return s->slot[i].unit && (!s->lots.group.n || sv_eq(s->slot[i].group, s->lots.group));
}

/* The places of the group on the agenda, filled anew in the order of the tickets; all else stays where it was. */
static void new_agenda(struct arena *a, const struct lot_state *s, const struct ticket *d, size_t n, struct js *facts)
{
	struct event_slot *order = NEW(a, struct event_slot, s->n_slot + 1);
	size_t k = 0, next = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t x = 0; x < s->n_slot; x++)
			if (of_group(s, x) && sv_eq(s->code[x], d[i].id))
				order[k++] = s->slot[x];
	struct js *list = js_set(facts, "slots", js_arr(a));
	for (size_t x = 0; x < s->n_slot; x++) {
		const struct event_slot *o = of_group(s, x) ? &order[next++] : &s->slot[x];
		struct js *j = js_push(list, js_obj(a));
		js_set_int(a, j, "unit", o->unit);
		js_set_sv(a, j, "speaker", o->speaker);
		js_set_sv(a, j, "title", o->title);
		js_set_int(a, j, "minutes", o->minutes);
		js_set_sv(a, j, "group", o->group);
	}
}

static enum rc draw_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct lot_state *s = state;
	const struct fields *f = &in->fields;
	struct ticket *d;
	TRY(lots_fit(cx, s));
	if (!s->lots.frozen || s->lots.drawn)
		return fail(cx, RC_CONFLICT, "event.lots", s->lots.drawn ? N_("The lots are drawn already, and nobody draws twice.") :
			    N_("Freeze the list first, so that everybody sees it before a word is said."));
	if (!sv_eq(s->list, s->lots.list))
		return fail(cx, RC_CONFLICT, "event.lots_moved", N_("The agenda has changed since the list was frozen: freeze it anew."));
	TRY(lots_said(cx, f));
	struct sv seed = lots_seed(cx->a, f);
	size_t n = lots_draw(cx->a, s->list, seed, &d);
	js_set_sv(cx->a, facts, "seed", seed);
	js_set_sv(cx->a, facts, "said_a", field_sv(f, "said_a"));
	js_set_sv(cx->a, facts, "said_b", field_sv(f, "said_b"));
	new_agenda(cx->a, s, d, n, facts);
	return RC_OK;
}

static enum rc draw_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &lot_set_drawn);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "seed"));
	bind_sv(st, 3, js_get_sv(facts, "said_a"));
	bind_sv(st, 4, js_get_sv(facts, "said_b"));
	bind_int(st, 5, row->at);
	return db_run(cx, st);
}

/* The order is the event's own: an act of its own follows. */
enum rc lot_order(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret, size_t max,
		  size_t *ret_n)
{
	struct js *f = js_obj(cx->a);
	(void)db, (void)max;
	js_set(f, "slots", event_slots_again(cx->a, js_get(facts, "slots")));
	ret[(*ret_n)++] = (struct act_request){ .act = SV("event.order"), .subject = row->subject, .fields = f };
	return RC_OK;
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "lot.freeze", .version = 1, .label = N_("Freeze the list for the lots"), .fields = lots_fields, .n_fields = COUNT(lots_fields), BY_OFFICE,
	  .load = lot_load, .decide = lots_decide, .apply = lots_apply },
	{ .name = "lot.draw", .version = 1, .label = N_("Draw the lots"), .fields = draw_fields, .n_fields = COUNT(draw_fields), BY_OFFICE,
	  .load = lot_load, .decide = draw_decide, .apply = draw_apply },
};

/* ---- views ------------------------------------------------------------------------------------------------------------ */

static const struct column lots_columns[] = {
	{ "place", FIELD_INT, N_("Place") }, { "code", FIELD_LINE, N_("Code") }, { "unit", FIELD_LINE, N_("Unit") }, { "ticket", FIELD_LINE, N_("Ticket") },
	{ "seed", FIELD_LINE, N_("Words said") }, { "digest", FIELD_LINE, N_("Digest of the frozen list") },
};

/* One row a unit once drawn; before that the frozen list in official order, without tickets. */
static enum rc lots_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct event e;
	struct lots lots;
	struct lot *lot;
	size_t n;
	TRY(event_seen(cx, db, in, &e));
	TRY(lots_of_event(cx, db, e.id, &lots));
	if (!lots.frozen)
		return RC_OK;
	TRY(lots_order(cx, db, &lots, &lot, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "place", lots.drawn ? (int64_t)i + 1 : 0);
		js_set_sv(cx->a, o, "code", lot[i].code);
		js_set_sv(cx->a, o, "unit", lot[i].name);
		js_set_sv(cx->a, o, "ticket", lots.drawn ? lot[i].ticket : SV(""));
		js_set_sv(cx->a, o, "seed", lots.seed);
		js_set_sv(cx->a, o, "digest", lots.digest);
	}
	return RC_OK;
}

static const struct view_def views[] = {
	{ .name = "lot.list", .label = N_("The lots"), .columns = lots_columns, .n_columns = COUNT(lots_columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = lots_query },
};

const struct noun lot_noun = {
	.name = "lot", .label = N_("Lots"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = lot_tables, .n_tables = &lot_tables_n, .resolve = event_resolve,
};
