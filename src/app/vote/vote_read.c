#include "app/vote/vote_read.h"

#include "app/person/person.h"
#include "app/vote/queries.sql.h"
#include "core/rule_print.h"

#include <unistd.h>

void vote_row_of(const struct stmt *st, struct arena *a, struct vote *ret)
{
	*ret = (struct vote){
		.id = col_int(st, 0), .owner = col_int(st, 1), .event = col_int(st, 2), .name = col_sv(st, 3, a), .group = col_sv(st, 4, a),
		.ruleset = col_int(st, 5), .item = col_sv(st, 6, a), .period = col_int(st, 7), .first_most = (int)col_int(st, 8),
		.state = col_sv(st, 9, a), .made = col_int(st, 10), .author = col_int(st, 11), .rule_digest = col_sv(st, 12, a),
		.opened_at = col_int(st, 13), .closed_at = col_int(st, 14), .closer = col_int(st, 15), .attended = col_int(st, 16),
		.votes = col_int(st, 17), .reason = col_sv(st, 18, a), .owner_path = col_sv(st, 19, a), .period_name = col_sv(st, 20, a),
		.event_name = col_sv(st, 21, a), .event_kind = col_sv(st, 22, a), .event_state = col_sv(st, 23, a), .day = col_day(st, 24),
		.rehearsal = col_int(st, 25) != 0, .released_at = col_int(st, 26), .is_signed = sv_is(col_sv(st, 27, a), "signed"),
		.criteria = col_sv(st, 28, a), .step = col_dec(st, 29), .paper = col_int(st, 30),
		.least = col_int(st, 31), .last_grades = (int)col_int(st, 32), .last_least = (int)col_int(st, 33),
		.above = col_dec(st, 34), .above_most = (int)col_int(st, 35), .below = col_dec(st, 36),
		.below_least = (int)col_int(st, 37), .flat = col_int(st, 38), .opens = col_sv(st, 39, a),
	};
	if (!sv_is(ret->state, "closed")) /* an event's release is of its counts: what was cancelled or annulled is told never */
		ret->released_at = 0;
}

enum rc vote_get(struct ctx *cx, struct db *db, int64_t id, struct vote *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &vote_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		vote_row_of(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "vote.none", N_("There is no such vote.")) : rc;
}

enum rc vote_slots(struct ctx *cx, struct db *db, const struct vote *v, struct vote_slot **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	bool planned = sv_is(v->state, "planned");
	struct vote_slot *all = NEW(cx->a, struct vote_slot, BALLOT_SLOTS_MAX);
	struct stmt *st = db_query(db, planned ? &vote_slots_agenda : &vote_slots_of);
	bind_int(st, 1, planned ? v->event : v->id);
	if (planned)
		bind_sv(st, 2, v->group);
	while (db_step(cx, st, &rc))
		if (n < BALLOT_SLOTS_MAX)
			all[n++] = (struct vote_slot){ .no = col_int(st, 0), .unit = col_int(st, 1), .title = col_sv(st, 2, cx->a),
						       .name = col_sv(st, 3, cx->a), .short_name = col_sv(st, 4, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

bool vote_slot_is_first(const struct vote_slot *slot, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (slot[k].unit == slot[i].unit)
			return false;
	return true;
}

size_t vote_contestants(const struct vote_slot *slot, size_t n)
{
	size_t units = 0;
	for (size_t i = 0; i < n; i++)
		units += vote_slot_is_first(slot, i);
	return units;
}

enum rc votes_of_event(struct ctx *cx, struct db *db, int64_t event, struct vote **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct vote *all = NEW(cx->a, struct vote, VOTES_MAX);
	struct stmt *st = db_query(db, &vote_of_event);
	bind_int(st, 1, event);
	bind_int(st, 2, VOTES_MAX);
	while (db_step(cx, st, &rc))
		if (n < VOTES_MAX)
			vote_row_of(st, cx->a, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

static vote_heard_fn *heard;

void vote_use_stage(vote_heard_fn *fn)
{
	heard = fn;
}

enum rc vote_heard(struct ctx *cx, struct db *db, int64_t event, struct vote_heard *ret)
{
	*ret = (struct vote_heard){ 0 };
	return heard ? heard(cx, db, event, ret) : RC_OK;
}

bool vote_was_heard(const struct vote_heard *h, int64_t slot)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->no[i] == slot)
			return true;
	return false;
}

static vote_standing_fn *standing;

void vote_use_tallies(vote_standing_fn *fn)
{
	standing = fn;
}

/* The first vote but `self` that counts the item for one of the units. */
static enum rc counting(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, int64_t self, const int64_t *unit, size_t n,
			int64_t *ret)
{
	enum rc rc;
	int64_t *id = NEW(cx->a, int64_t, VOTES_BESIDE);
	size_t k = 0;
	struct stmt *st = db_query(db, &vote_beside);
	*ret = 0;
	bind_int(st, 1, period);
	bind_int(st, 2, series);
	bind_sv(st, 3, item);
	bind_int(st, 4, self);
	while (db_step(cx, st, &rc))
		if (k < VOTES_BESIDE)
			id[k++] = col_int(st, 0);
	TRY(rc);
	for (size_t i = 0; i < k && !*ret; i++) {
		struct vote v;
		struct vote_slot *slot;
		size_t n_slot;
		TRY(vote_get(cx, db, id[i], &v));
		TRY(vote_slots(cx, db, &v, &slot, &n_slot));
		*ret = n ? 0 : id[i];
		for (size_t x = 0; x < n * n_slot && !*ret; x++)
			*ret = slot[x % n_slot].unit == unit[x / n_slot] ? id[i] : 0;
	}
	return RC_OK;
}

enum rc vote_counting(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, const int64_t *unit, size_t n, int64_t *ret)
{
	return counting(cx, db, period, series, item, 0, unit, n, ret);
}

enum rc vote_taken(struct ctx *cx, struct db *db, const struct vote *self, const struct rule *rule, int64_t series, const struct vote_slot *slot,
		   size_t n, int64_t *ret_vote, int64_t *ret_tally)
{
	int64_t *unit = NEW(cx->a, int64_t, n + 1);
	const struct rule_item *item = rule_measured(rule, self->item);
	*ret_vote = *ret_tally = 0;
	if (n == 0)
		return RC_OK;
	for (size_t i = 0; i < n; i++)
		unit[i] = slot[i].unit;
	if (item && item->judges != JUDGES_RAW)
		n = 0; /* a board corrects a juror over the whole period: one session, or the hall would announce what no board says */
	TRY(counting(cx, db, self->period, series, self->item, self->id, unit, n, ret_vote));
	return standing ? standing(cx, db, self->period, series, self->item, unit, n, ret_tally) : RC_OK;
}

enum rc vote_check_taken(struct ctx *cx, int64_t vote, int64_t tally)
{
	if (vote)
		return fail_at(cx, RC_CONFLICT, "item", "vote.twin", N_("Another vote (#%lld) counts this item in this period for one of these contestants already: cancel it, or "
			"have its count annulled, first."), (long long)vote);
	if (tally)
		return fail_at(cx, RC_CONFLICT, "item", "vote.tally", N_("This item has a tally of one of these contestants for that period already (#%lld): what is counted here could "
			"not enter. Withdraw that tally first, or choose another period."), (long long)tally);
	return RC_OK;
}

/* Could the count of a closed vote become a tally now? */
static enum rc blocked(struct ctx *cx, struct db *db, const struct vote *v, bool *ret)
{
	struct period p;
	struct ruleset r;
	struct rule *rule;
	struct vote_slot *slot;
	size_t n;
	int64_t twin, tally;
	TRY(period_get(cx, db, v->period, &p));
	TRY(ruleset_get(cx, db, v->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	TRY(vote_slots(cx, db, v, &slot, &n));
	TRY(vote_taken(cx, db, v, rule, r.series, slot, n, &twin, &tally));
	*ret = p.state == PERIOD_FROZEN || tally;
	return RC_OK;
}

enum rc vote_of_period(struct ctx *cx, struct db *db, int64_t period, struct sv *ret_name)
{
	enum rc rc;
	struct stmt *st = db_query(db, &vote_unreleased);
	*ret_name = SV_NONE;
	bind_int(st, 1, period);
	while (db_step(cx, st, &rc))
		*ret_name = col_sv(st, 0, cx->a);
	return rc;
}

enum rc vote_numbers(struct ctx *cx, struct db *db, int64_t event, struct event_votes *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &vote_numbers_of);
	*ret = (struct event_votes){ 0 };
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc)) {
		struct sv state = col_sv(st, 0, cx->a);
		ret->planned += sv_is(state, "planned") ? col_int(st, 1) : 0;
		ret->open += sv_is(state, "open") ? col_int(st, 1) : 0;
		ret->counted += sv_is(state, "closed") ? col_int(st, 1) : 0;
	}
	TRY(rc);
	if (!ret->counted)
		return RC_OK;
	struct vote *v;
	size_t n;
	TRY(votes_of_event(cx, db, event, &v, &n));
	for (size_t i = 0; i < n && !ret->blocked.n; i++) {
		bool no = false;
		if (sv_is(v[i].state, "closed") && !v[i].rehearsal && !v[i].released_at)
			TRY(blocked(cx, db, &v[i], &no));
		if (no)
			ret->blocked = v[i].name;
	}
	return RC_OK;
}

enum rc vote_codes(struct ctx *cx, struct db *db, int64_t id, struct vote_code **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct vote_code *all = NEW(cx->a, struct vote_code, VOTE_CODES_MAX);
	struct stmt *st = db_query(db, &vote_codes_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < VOTE_CODES_MAX)
			all[n++] = (struct vote_code){ col_sv(st, 0, cx->a), col_sv(st, 1, cx->a), col_int(st, 2), col_int(st, 3), col_int(st, 4) != 0 };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc vote_classes(struct ctx *cx, struct db *db, int64_t id, struct vote_class **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct vote_class *all = NEW(cx->a, struct vote_class, RULE_SHARES_MAX + 1);
	struct stmt *st = db_query(db, &vote_code_classes);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n <= RULE_SHARES_MAX)
			all[n++] = (struct vote_class){ .voters = col_sv(st, 0, cx->a), .codes = col_int(st, 1), .voids = col_int(st, 2) };
	TRY(rc);
	st = db_query(db, &vote_turnout_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		for (size_t i = 0; i < n; i++)
			if (sv_eq(all[i].voters, col_sv(st, 0, cx->a)))
				all[i].used = col_int(st, 2);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc vote_of_code_digest(struct ctx *cx, struct db *db, struct sv digest, struct vote *ret, struct vote_code *ret_code)
{
	enum rc rc;
	int64_t id = 0;
	struct vote_code code = { .digest = digest };
	struct stmt *st = db_query(db, &vote_of_code);
	bind_sv(st, 1, digest);
	while (db_step(cx, st, &rc)) {
		id = col_int(st, 0);
		code.voters = col_sv(st, 1, cx->a);
		code.seat = col_int(st, 2);
		code.own = col_int(st, 3);
		code.is_void = col_int(st, 4) != 0;
	}
	TRY(rc);
	if (!id)
		return fail(cx, RC_NOT_FOUND, "vote.code", N_("This code opens no ballot. Look at the printed sheet once more, or ask at the table."));
	*ret_code = code;
	return vote_get(cx, db, id, ret);
}

enum rc vote_seats(struct ctx *cx, struct db *db, int64_t id, struct vote_seat **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct vote_seat *all = NEW(cx->a, struct vote_seat, VOTE_SEATS_MAX);
	struct stmt *st = db_query(db, &vote_seats_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < VOTE_SEATS_MAX)
			all[n++] = (struct vote_seat){ .no = col_int(st, 0), .post = col_int(st, 1), .unit = col_int(st, 2), .voters = col_sv(st, 3, cx->a),
						       .unit_path = col_sv(st, 4, cx->a), .unit_name = col_sv(st, 5, cx->a), .title = col_sv(st, 6, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc vote_recusals(struct ctx *cx, struct db *db, int64_t id, struct vote_recusal **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 64;
	struct vote_recusal *all = NEW(cx->a, struct vote_recusal, room);
	struct stmt *st = db_query(db, &vote_recusals_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct vote_recusal *more = NEW(cx->a, struct vote_recusal, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		all[n++] = (struct vote_recusal){ .seat = col_int(st, 0), .unit = col_int(st, 1), .own = col_int(st, 2) != 0,
						  .reason = col_sv(st, 3, cx->a), .unit_name = col_sv(st, 4, cx->a) };
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc vote_lates(struct ctx *cx, struct db *db, int64_t id, struct vote_late **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = (size_t)VOTE_SEATS_MAX * VOTE_LATE_MAX;
	struct vote_late *all = NEW(cx->a, struct vote_late, room);
	struct stmt *st = db_query(db, &vote_late_all);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < room)
			all[n++] = (struct vote_late){ col_int(st, 0), col_int(st, 1), col_sv(st, 2, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc vote_counted(struct ctx *cx, struct db *db, int64_t id, int64_t seat, struct sv *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &vote_sheet_of);
	*ret = SV("");
	bind_int(st, 1, id);
	bind_int(st, 2, seat);
	while (db_step(cx, st, &rc))
		*ret = col_sv(st, 0, cx->a);
	return rc;
}

enum rc vote_seat_places(struct ctx *cx, struct db *db, const struct vote_seat *s, struct sv **ret, size_t *ret_n)
{
	struct sv *held;
	size_t n;
	TRY(person_places(cx, db, s->post, &held, &n));
	struct sv *all = NEW(cx->a, struct sv, n + 1);
	all[0] = s->unit_path;
	for (size_t i = 0; i < n; i++)
		all[1 + i] = held[i];
	*ret = all;
	*ret_n = n + 1;
	return RC_OK;
}

/* As the opening will lay it down: who prints sheets before it needs to know. */
static enum rc shut_own(struct ctx *cx, struct db *db, const struct vote *v, const struct vote_code *code, const struct vote_slot *slot, size_t n,
			bool *shut, bool *any)
{
	struct vote_seat *seat;
	size_t k;
	TRY(vote_seats(cx, db, v->id, &seat, &k));
	for (size_t i = 0; i < k; i++) {
		struct sv *place;
		size_t n_place;
		if (seat[i].no != code->seat)
			continue;
		TRY(vote_seat_places(cx, db, &seat[i], &place, &n_place));
		for (size_t s = 0; s < n; s++) {
			struct unit u;
			TRY(unit_get(cx, db, slot[s].unit, &u));
			for (size_t p = 0; p < n_place; p++)
				shut[s] |= sv_starts(place[p], u.path);
			*any |= shut[s];
		}
	}
	return RC_OK;
}

enum rc vote_shut(struct ctx *cx, struct db *db, const struct vote *v, const struct vote_code *code, const struct vote_slot *slot, size_t n,
		  const bool **ret)
{
	struct vote_recusal *r;
	size_t k;
	bool *shut = NEW(cx->a, bool, n + 1), any = false;
	*ret = NULL;
	for (size_t s = 0; s < n && code->own; s++)
		any |= shut[s] = slot[s].unit == code->own;
	if (sv_is(v->state, "planned") && code->seat)
		TRY(shut_own(cx, db, v, code, slot, n, shut, &any));
	TRY(vote_recusals(cx, db, v->id, &r, &k));
	for (size_t i = 0; i < k; i++)
		for (size_t s = 0; s < n && code->seat && r[i].seat == code->seat; s++) {
			shut[s] |= slot[s].unit == r[i].unit;
			any |= shut[s];
		}
	*ret = any ? shut : NULL;
	return RC_OK;
}

enum rc vote_form_by(struct ctx *cx, const struct vote *e, const struct rule *rule, size_t n, struct ballot_form *ret, const struct rule_item **ret_item)
{
	*ret_item = rule_measured(rule, e->item);
	struct ballot_terms t = { .first_most = e->first_most, .step = e->step, .is_signed = e->is_signed, .last_grades = e->last_grades,
				  .last_least = e->last_least, .above = e->above, .above_most = e->above_most, .below = e->below,
				  .below_least = e->below_least };
	*ret = *ret_item ? ballot_form_of(*ret_item, (int)n, &t) : (struct ballot_form){ 0 };
	if (ret->kind == BALLOT_MARKS)
		TRY(ballot_criteria(cx, e->criteria, ret->most, &ret->terms));
	return ret->kind != BALLOT_NONE ? RC_OK :
		fail_at(cx, RC_INVALID, "item", "vote.item", N_("The item \"%.*s\" of these rules reads no votes that a secret ballot gives: it must ask "
			"for grades, for places, or for marks that are not corrected by juror."), SV_ARG(e->item));
}

enum rc vote_form(struct ctx *cx, struct db *db, const struct vote *e, struct ballot_form *ret, const struct rule_item **ret_item)
{
	struct ruleset r;
	struct rule *rule;
	struct vote_slot *slot;
	size_t n;
	TRY(ruleset_get(cx, db, e->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	TRY(vote_slots(cx, db, e, &slot, &n));
	return vote_form_by(cx, e, rule, n, ret, ret_item);
}

enum rc vote_rules(struct ctx *cx, struct db *db, const struct vote *e, struct sv *ret_name, struct sv *ret_text)
{
	struct ruleset r;
	struct rule *rule;
	TRY(ruleset_get(cx, db, e->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	*ret_name = r.name;
	*ret_text = cx->lang == LANG_ZH ? r.text : rule_print(cx->a, rule, cx->lang);
	return RC_OK;
}

enum rc boxes_check(struct ctx *cx, struct db *db, const char *dir, struct report *r)
{
	enum rc rc;
	struct stmt *st = db_query(db, &vote_open_ids);
	while (db_step(cx, st, &rc)) {
		long long id = col_int(st, 0);
		if (access(arena_printf(cx->a, "%s/ballots/%lld.box", dir, id).p, R_OK) != 0)
			report_add(cx, r, arena_printf(cx->a, "vote %lld", id), N_("The vote is open and its box is missing: cancel it and hold it anew."));
	}
	return rc;
}

enum rc vote_box_numbers(struct ctx *cx, const struct vote_code *codes, const struct sv *texts, size_t n, struct vote_box *ret)
{
	*ret = (struct vote_box){ 0 };
	for (size_t i = 0; i < n; i++) {
		struct vote_cell cell;
		TRY(vote_cell_read(cx, texts[i], &cell));
		if (codes[i].is_void)
			continue;
		ret->ballots += cell.sheet.n > 0;
		ret->paper += cell.sheet.n > 0 && cell.paper;
		ret->once += cell.n_reading == 1;
		ret->differ += cell.n_reading == 2;
	}
	return RC_OK;
}

enum rc vote_ballots(struct ctx *cx, const struct vote_code *codes, const struct sv *texts, size_t n, struct js **ret, struct vote_box *ret_box)
{
	struct js *list = js_arr(cx->a);
	TRY(vote_box_numbers(cx, codes, texts, n, ret_box));
	if (ret_box->once || ret_box->differ)
		return fail(cx, RC_CONFLICT, "vote.paper_once", N_("Paper waits for its second reading: %lld sheets are typed in once, of %lld the readings differ. "
			"Type them in, or void their codes."), (long long)ret_box->once, (long long)ret_box->differ);
	for (size_t i = 0; i < n; i++) {
		struct vote_cell cell;
		TRY(vote_cell_read(cx, texts[i], &cell));
		if (!cell.sheet.n || codes[i].is_void)
			continue;
		struct js *one = js_push(list, js_obj(cx->a));
		js_set_sv(cx->a, one, "voters", codes[i].voters);
		js_set_sv(cx->a, one, "sheet", cell.sheet);
		if (codes[i].seat)
			js_set_int(cx->a, one, "seat", codes[i].seat);
	}
	*ret = list;
	return RC_OK;
}
