#include "app/stage/inside.h"

#include "app/matter/matter.h"
#include "app/stage/queries.sql.h"
#include "base/json.h"
#include "base/prng.h"

static enum rc read_stage(struct ctx *cx, struct db *db, int64_t event, struct stage *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &stage_by_event);
	*ret = (struct stage){ .step = SV("cover"), .screen = SV("show"), .reveal = SV("top"), .heard = SV("") };
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		*ret = (struct stage){ .step = col_sv(st, 0, cx->a), .screen = col_sv(st, 1, cx->a), .reveal = col_sv(st, 2, cx->a), .is_public = col_int(st, 3) != 0,
				       .trial = col_int(st, 4) != 0, .heard = col_sv(st, 5, cx->a) };
	return rc;
}

static enum rc read_clocks(struct ctx *cx, struct db *db, int64_t event, struct stage_hall *h)
{
	enum rc rc;
	struct stmt *st = db_query(db, &stage_clocks_of);
	h->clock = NEW(cx->a, struct stage_clock, AGENDA_SLOTS_MAX);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		if (h->n_clock < AGENDA_SLOTS_MAX)
			h->clock[h->n_clock++] = (struct stage_clock){ col_int(st, 0), col_int(st, 1), col_int(st, 2) };
	return rc;
}

static enum rc read_results(struct ctx *cx, struct db *db, int64_t vote, struct stage_result **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct stage_result *all = NEW(cx->a, struct stage_result, BALLOT_SLOTS_MAX);
	struct stmt *st = db_query(db, &stage_results_of);
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		if (n < BALLOT_SLOTS_MAX)
			all[n++] = (struct stage_result){ .no = col_int(st, 0), .unit = col_int(st, 1), .name = col_sv(st, 2, cx->a),
							  .short_name = col_sv(st, 3, cx->a), .given = col_int(st, 4) != 0, .points = col_dec(st, 5),
							  .place = (int)col_int(st, 6), .tied = col_int(st, 7) != 0 };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* So that the host can learn the keys before there is a ballot: 70 to 99.99 points, by the numbers of vote and slot alone. */
static enum rc make_up(struct ctx *cx, struct db *db, const struct vote *vote, struct stage_result **ret, size_t *ret_n)
{
	struct vote_slot *slot;
	struct prng dice = { (uint64_t)vote->id };
	TRY(vote_slots(cx, db, vote, &slot, ret_n));
	struct stage_result *all = NEW(cx->a, struct stage_result, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++) {
		struct dec points = { 70 * DEC_ONE + (int64_t)prng_below(&dice, 3000) * (DEC_ONE / 100) };
		all[i] = (struct stage_result){ .no = slot[i].no, .unit = slot[i].unit, .name = slot[i].name, .short_name = slot[i].short_name, .given = true,
						.points = points, .place = 1 };
	}
	for (size_t i = 0; i < *ret_n; i++)
		for (size_t j = 0; j < *ret_n; j++) {
			all[i].place += dec_cmp(all[j].points, all[i].points) > 0;
			all[i].tied |= i != j && dec_cmp(all[j].points, all[i].points) == 0;
		}
	*ret = all;
	return RC_OK;
}

/* Without a figure for anybody: of whom there is no ballot. */
static enum rc read_silent(struct ctx *cx, struct db *db, int64_t vote, struct sv *ret)
{
	struct vote_class *class;
	size_t n;
	*ret = SV("");
	TRY(vote_classes(cx, db, vote, &class, &n));
	for (size_t i = 0; i < n; i++)
		if (!class[i].used && class[i].voters.n)
			*ret = ret->n ? arena_printf(cx->a, "%.*s、%.*s", SV_ARG(*ret), SV_ARG(class[i].voters)) : class[i].voters;
	return RC_OK;
}

/* Nothing of a result is read before the release; and the reveal begins when every vote has stated its own. */
static enum rc read_votes(struct ctx *cx, struct db *db, struct stage_hall *h)
{
	struct vote *all;
	size_t n;
	h->made_up = h->s.trial && h->e.rehearsal && !h->e.released_at;
	bool stated = h->e.released_at != 0 || h->made_up;
	TRY(votes_of_event(cx, db, h->e.id, &all, &n));
	h->vote = NEW(cx->a, struct vote, n + 1);
	h->result = NEW(cx->a, struct stage_result *, n + 1);
	h->silent = NEW(cx->a, struct sv, n + 1);
	struct stage_vote *v = NEW(cx->a, struct stage_vote, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (sv_is(all[i].state, "cancelled") || (h->e.released_at && !sv_is(all[i].state, "closed")))
			continue;
		size_t at = h->n_vote++, k = 0;
		h->vote[at] = all[i];
		v[at].id = all[i].id;
		if (!h->e.released_at && !h->made_up)
			continue;
		if (h->made_up)
			TRY(make_up(cx, db, &all[i], &h->result[at], &k));
		else
			TRY(read_results(cx, db, all[i].id, &h->result[at], &k));
		struct stage_row *row = NEW(cx->a, struct stage_row, k + 1);
		bool any = false;
		for (size_t r = 0; r < k; r++) {
			row[r] = (struct stage_row){ h->result[at][r].given, h->result[at][r].place };
			any |= row[r].given;
		}
		if (!any)
			TRY(read_silent(cx, db, all[i].id, &h->silent[at]));
		v[at].row = row;
		v[at].n = k;
		stated &= k > 0;
	}
	h->plan.vote = v;
	h->plan.n_vote = h->n_vote;
	h->plan.released = stated;
	h->plan.made_up = h->made_up;
	return RC_OK;
}

static enum rc add_dues(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct stage_hall *h)
{
	struct matter_row *row;
	size_t n;
	bool more;
	TRY(matter_list(cx, db, s, f, day_of_instant(cx->now), 0, 2 * STAGE_DUES, &row, &n, &more));
	for (size_t i = 0; i < n && h->n_due < STAGE_DUES; i++) {
		struct sv no = matter_no_text(cx->a, row[i].m.no);
		bool there = false;
		for (size_t k = 0; k < h->n_due; k++)
			there |= sv_eq(h->due[k].no, no);
		if (!there)
			h->due[h->n_due++] = (struct stage_due){ no, row[i].m.title, row[i].m.due, f->has_light };
	}
	return RC_OK;
}

static enum rc read_dues(struct ctx *cx, struct db *db, int64_t unit, struct stage_hall *h)
{
	struct scope s = { .n = 1 };
	struct unit owner;
	struct matter_count c;
	struct matter_filter f = { .unit = unit, .open = true, .list = SV_NONE, .text = SV_NONE, .owes = SV_NONE, .due_from = DAY_NONE, .due_to = DAY_NONE };
	TRY(unit_get(cx, db, h->e.owner, &owner));
	unit_range(cx->a, &owner, &s.range[0].lo, &s.range[0].hi);
	TRY(matter_counts(cx, db, &s, &f, day_of_instant(cx->now), &c));
	h->open = c.total;
	h->late = c.light[LIGHT_OVERDUE];
	f.has_light = true;
	f.light = LIGHT_OVERDUE;
	TRY(add_dues(cx, db, &s, &f, h));
	f.has_light = false;
	return add_dues(cx, db, &s, &f, h);
}

const char *stage_inside(const struct event *e)
{
	if (e->rehearsal)
		return N_("A rehearsal stays in the hall, all the more with made-up figures: there is no copy of it for anybody.");
	return sv_is(e->kind, "plenary") ? N_("Questions to a plenary stay in the room: there is no copy of them for anybody.") : NULL;
}

enum rc stage_load(struct ctx *cx, struct db *db, int64_t event, struct stage_hall *ret)
{
	*ret = (struct stage_hall){ .open = -1 };
	TRY(event_get(cx, db, event, &ret->e));
	TRY(event_slots(cx, db, event, &ret->slot, &ret->n_slot));
	TRY(read_stage(cx, db, event, &ret->s));
	ret->s.is_public = ret->s.is_public && stage_inside(&ret->e) == NULL;
	TRY(read_clocks(cx, db, event, ret));
	TRY(stage_decks(cx, db, event, ret->slot, ret->n_slot, &ret->deck, &ret->n_deck));
	TRY(read_votes(cx, db, ret));
	int64_t *no = NEW(cx->a, int64_t, ret->n_slot + 1);
	int *pages = NEW(cx->a, int, ret->n_slot + 1);
	for (size_t i = 0; i < ret->n_slot; i++) {
		const struct stage_deck *d = stage_deck_of(ret, ret->slot[i].no);
		no[i] = ret->slot[i].no;
		pages[i] = d ? (int)d->pages : 0;
	}
	ret->plan.slot = no;
	ret->plan.pages = pages;
	ret->plan.n_slot = ret->n_slot;
	ret->plan.whole = sv_is(ret->s.reveal, "full");
	ret->n_step = stage_steps(cx->a, &ret->plan, &ret->step);
	ret->at = stage_present(cx->a, &ret->plan, ret->step, ret->n_step, ret->s.step);
	return RC_OK;
}

enum rc stage_load_picture(struct ctx *cx, struct db *db, int64_t event, struct stage_hall *ret)
{
	TRY(stage_load(cx, db, event, ret));
	struct stage_step now = ret->step[ret->at];
	int64_t unit = now.kind == STAGE_SLOT ? ret->slot[now.at].unit : 0;
	return unit && sv_is(ret->e.kind, "plenary") ? read_dues(cx, db, unit, ret) : RC_OK;
}

enum rc stage_event_of(struct ctx *cx, struct db *db, struct sv act, int64_t subject, int64_t *ret)
{
	static const char *const own[] = { "stage.cue", "stage.clock", "stage.setting", "stage.revoke", "stage.deck", "stage.undeck", "event.agenda", "event.order",
					   "event.change", "event.cancel", "event.release" };
	static const char *const votes[] = { "vote.plan", "vote.open", "vote.close", "vote.cancel", "vote.annul" };
	struct vote v;
	*ret = 0;
	for (size_t i = 0; i < COUNT(own); i++)
		if (sv_is(act, own[i]))
			*ret = subject;
	for (size_t i = 0; i < COUNT(votes); i++)
		if (sv_is(act, votes[i])) {
			enum rc rc = vote_get(cx, db, subject, &v);
			if (rc != RC_OK && rc != RC_NOT_FOUND)
				return rc;
			*ret = rc == RC_OK ? v.event : 0;
		}
	return RC_OK;
}

/* The word of `stage.heard` for slot i: its unit, and from the unit's second slot on which of them ("41", "41.2"). */
static struct sv heard_word(struct arena *a, const struct event_slot *slot, size_t i)
{
	int times = 0;
	for (size_t k = 0; k <= i; k++)
		times += slot[k].unit == slot[i].unit;
	return times > 1 ? arena_printf(a, "%lld.%d", (long long)slot[i].unit, times) : arena_printf(a, "%lld", (long long)slot[i].unit);
}

static bool was_on(struct sv heard, struct sv wanted)
{
	struct sv word;
	while (sv_split(&heard, ' ', &word))
		if (sv_eq(word, wanted))
			return true;
	return false;
}

struct sv stage_heard_with(struct arena *a, const struct stage_hall *h, struct sv heard, int64_t slot)
{
	size_t i = 0;
	while (i < h->n_slot && h->slot[i].no != slot)
		i++;
	if (i == h->n_slot || !h->slot[i].unit)
		return heard;
	struct sv word = heard_word(a, h->slot, i);
	return !heard.n ? word : was_on(heard, word) ? heard : arena_printf(a, "%.*s %.*s", SV_ARG(heard), SV_ARG(word));
}

/* The slot of a step's key (stage_key); 0 of none. */
static int64_t slot_of(struct sv key)
{
	struct sv kind, no;
	int64_t slot;
	bool known = sv_split(&key, '-', &kind) && (sv_is(kind, "slot") || sv_is(kind, "page")) && sv_split(&key, '-', &no);
	return known && sv_int(no, &slot) ? slot : 0;
}

enum rc stage_heard(struct ctx *cx, struct db *db, int64_t event, struct vote_heard *ret)
{
	struct event e;
	struct stage s;
	struct event_slot *slot;
	size_t n;
	*ret = (struct vote_heard){ 0 };
	TRY(event_get(cx, db, event, &e));
	TRY(read_stage(cx, db, event, &s));
	TRY(event_slots(cx, db, event, &slot, &n));
	int64_t present = sv_is(e.state, "under_way") ? slot_of(s.step) : 0;
	ret->no = NEW(cx->a, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		if (slot[i].unit && (slot[i].no == present || was_on(s.heard, heard_word(cx->a, slot, i))))
			ret->no[ret->n++] = slot[i].no;
	return RC_OK;
}

struct stage_clock stage_clock_of(const struct stage_hall *h, int64_t slot)
{
	for (size_t i = 0; i < h->n_clock; i++)
		if (h->clock[i].slot == slot)
			return h->clock[i];
	return (struct stage_clock){ .slot = slot };
}

enum rc stage_screens(struct ctx *cx, struct db *db, int64_t event, struct stage_screen **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 2 * STAGE_SCREENS_MAX;
	struct stage_screen *all = NEW(cx->a, struct stage_screen, room);
	struct stmt *st = db_query(db, &stage_screens_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct stage_screen *more = NEW(cx->a, struct stage_screen, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		all[n++] = (struct stage_screen){ .no = col_int(st, 0), .name = col_sv(st, 1, cx->a), .made_at = col_int(st, 2), .gone_at = col_int(st, 3),
						  .digest = col_sv(st, 4, cx->a) };
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc stage_of_code(struct ctx *cx, struct db *db, struct sv code, int64_t *ret_event)
{
	enum rc rc;
	int64_t event = 0;
	struct digest d = HASH(HASH_SHA256, code);
	struct sv hex = hex_text(cx->a, digest_sv(&d));
	struct stmt *st = db_query(db, &stage_screen_by_digest);
	bind_sv(st, 1, hex);
	while (db_step(cx, st, &rc))
		event = col_int(st, 1) == 0 ? col_int(st, 0) : 0;
	if (rc == RC_OK && !event)
		return fail(cx, RC_NOT_FOUND, "stage.code", N_("This address opens no screen. Ask the host of the event for the address."));
	*ret_event = event;
	return rc;
}

enum rc stage_publics(struct ctx *cx, struct db *db, int64_t **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 1000 };
	size_t n = 0;
	int64_t *all = NEW(cx->a, int64_t, MAX);
	struct stmt *st = db_query(db, &stage_public);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = col_int(st, 0);
	*ret = all;
	*ret_n = n;
	return rc;
}

/* One line a contestant: number, unit, points, place, parted by tabs; "-" for points where there is no figure. */
struct sv stage_receipt(struct arena *a, const struct stage_result *row, size_t n)
{
	struct buf b = buf_new(a, 1 << 16), out = buf_new(a, 64);
	for (size_t i = 0; i < n; i++) {
		struct sv points = row[i].given ? dec_text(a, row[i].points) : SV("-");
		buf_printf(&b, "%lld\t%lld\t%.*s\t%d\n", (long long)row[i].no, (long long)row[i].unit, SV_ARG(points), row[i].place);
	}
	struct digest d = HASH(HASH_SHA256, buf_sv(&b));
	struct sv hex = hex_text(a, digest_sv(&d));
	for (size_t i = 0; i < 20; i++)
		buf_printf(&out, "%s%c", i && i % 4 == 0 ? " " : "", hex.p[i]);
	return arena_capitals(a, buf_sv(&out));
}

/* ---- views ------------------------------------------------------------------------------------------------------ */

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct stage_hall *ret)
{
	TRY(stage_load(cx, db, in->subject, ret));
	return scope_holds(&in->scope, ret->e.owner_path) ? RC_OK : fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct stage_hall h;
	struct arena *a = cx->a;
	TRY(visible(cx, db, in, &h));
	struct js *o = js_push(rows, js_obj(a)), *steps = js_arr(a);
	js_set_int(a, o, "id", h.e.id);
	js_set_sv(a, o, "name", h.e.name);
	js_set_sv(a, o, "step", stage_key(a, &h.plan, h.step[h.at]));
	js_set_sv(a, o, "screen", h.s.screen);
	js_set_sv(a, o, "reveal", h.s.reveal);
	js_set_bool(a, o, "public", h.s.is_public);
	js_set_bool(a, o, "trial", h.s.trial);
	for (size_t i = 0; i < h.n_step; i++) {
		struct js *s = js_push(steps, js_obj(a));
		js_set_sv(a, s, "step", stage_key(a, &h.plan, h.step[i]));
		js_set_sv(a, s, "title", face_title(cx, &h, i));
	}
	js_set(o, "steps", steps);
	return RC_OK;
}

static enum rc screens_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct stage_hall h;
	struct stage_screen *s;
	size_t n;
	TRY(visible(cx, db, in, &h));
	TRY(stage_screens(cx, db, in->subject, &s, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "no", s[i].no);
		js_set_sv(cx->a, o, "name", s[i].name);
		js_set_instant(cx->a, o, "made", s[i].made_at);
		js_set_instant(cx->a, o, "gone", s[i].gone_at);
	}
	return RC_OK;
}

static const struct column show_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "step", FIELD_LINE, N_("Present step") },
	{ "screen", FIELD_ENUM, N_("What the screens show") }, { "reveal", FIELD_ENUM, N_("Places that are read out") }, { "public", FIELD_BOOL, N_("Public") }, { "trial", FIELD_BOOL, N_("Made-up figures") },
};
static const struct column screens_columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "name", FIELD_LINE, N_("Which screen") }, { "made", FIELD_LINE, N_("Made") }, { "gone", FIELD_LINE, N_("Revoked") },
};
const struct view_def stage_views[STAGE_VIEWS] = {
	{ .name = "stage.show", .label = N_("Show the stage"), .columns = show_columns, .n_columns = COUNT(show_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, .of_one = true, .query = show_query },
	{ .name = "stage.screens", .label = N_("List the screens"), .columns = screens_columns, .n_columns = COUNT(screens_columns),
	  .roles = ROLE_OFFICE, .of_one = true, .query = screens_query },
};
