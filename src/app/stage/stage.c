#include "app/stage/stage.h"

#include "app/person/person.h"
#include "app/stage/inside.h"
#include "app/stage/queries.sql.h"

/* ---- stage.cue ------------------------------------------------------------------------------------------------------------ */

static const struct field cue_fields[] = {
	{ .name = "step", .type = FIELD_LINE, .max = 60, .label = N_("Step: its name, or next or back") },
	{ .name = "screen", .type = FIELD_ENUM, .of = STAGE_SCREENS, .label = N_("What the screens show") },
};
static const struct field clock_fields[] = {
	{ .name = "clock", .type = FIELD_ENUM, .required = true, .of = STAGE_CLOCKS, .label = N_("Clock of the slot") },
};
static const struct field setting_fields[] = {
	{ .name = "reveal", .type = FIELD_ENUM, .of = STAGE_REVEALS, .label = N_("Places that are read out") },
	{ .name = "trial", .type = FIELD_BOOL, .label = N_("Try the reveal with made-up figures (a rehearsal alone)") },
	{ .name = "public", .type = FIELD_BOOL, .label = N_("Anybody may look at it on the public web server") },
};
static const struct field screen_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 1, .max = 40, .label = N_("Which screen") },
	/* Made by the door that shows the address; the code itself never comes here. */
	{ .name = "digest", .type = FIELD_LINE, .required = true, .min = 2 * DIGEST_LEN, .max = 2 * DIGEST_LEN, .label = N_("Digest of the code") },
};
static const struct field revoke_fields[] = {
	{ .name = "no", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000, .label = N_("No. of the screen") },
};

struct state {
	struct stage_hall h;
	struct stage_screen *screen;
	size_t n_screen;
};

static enum rc load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct state *s = NEW(cx->a, struct state, 1);
	*ret_state = s;
	TRY(stage_load(cx, db, in->subject, &s->h));
	target_add(ret, AT_OWNER, s->h.e.owner);
	return stage_screens(cx, db, in->subject, &s->screen, &s->n_screen);
}

const struct stage_hall *stage_of_state(const void *state)
{
	return &((const struct state *)state)->h;
}

enum rc stage_alive(struct ctx *cx, const struct stage_hall *h)
{
	return !sv_is(h->e.state, "cancelled") ? RC_OK : fail(cx, RC_CONFLICT, "stage.cancelled", N_("This event is cancelled: there is nothing to show."));
}

static enum rc step_of(struct ctx *cx, const struct stage_hall *h, struct sv wanted, size_t *ret)
{
	bool next = sv_is(wanted, "next"), back = sv_is(wanted, "back");
	if (next && h->at + 1 == h->n_step)
		return fail_at(cx, RC_CONFLICT, "step", "stage.last", N_("This is the last step."));
	if (back && h->at == 0)
		return fail_at(cx, RC_CONFLICT, "step", "stage.first", N_("This is the first step."));
	*ret = next ? h->at + 1 : back ? h->at - 1 : stage_find(cx->a, &h->plan, h->step, h->n_step, wanted);
	return *ret != SIZE_MAX ? RC_OK : fail_at(cx, RC_INVALID, "step", "stage.step", N_("There is no step \"%.*s\" now. Look at the list of steps; those of the results come "
		"after the release."), SV_ARG(wanted));
}

static struct stage_clock stopped(struct stage_clock c, int64_t at)
{
	return (struct stage_clock){ .slot = c.slot, .spent = c.spent + (c.started && at > c.started ? at - c.started : 0) };
}

/* Leaving a slot stops its clock; coming back finds it as it stood. */
static enum rc cue_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	const struct stage_hall *h = &s->h;
	size_t to = h->at;
	TRY(stage_alive(cx, &s->h));
	if (!field(&in->fields, "step")->present && !field(&in->fields, "screen")->present)
		return fail_at(cx, RC_INVALID, "step", "stage.nothing", N_("Say which step, or what the screens show."));
	if (field(&in->fields, "step")->present)
		TRY(step_of(cx, h, field_sv(&in->fields, "step"), &to));
	js_set_sv(cx->a, facts, "step", stage_key(cx->a, &h->plan, h->step[to]));
	js_set_sv(cx->a, facts, "screen", field(&in->fields, "screen")->present ? field_sv(&in->fields, "screen") : h->s.screen);
	/* Keys that are tried before the event has begun tell nobody that it was heard; what is on as it begins is heard. */
	struct sv heard = h->s.heard;
	for (int k = 0; k < 2 && sv_is(h->e.state, "under_way"); k++) {
		struct stage_step on = h->step[k == 0 ? h->at : to];
		heard = stage_heard_with(cx->a, h, heard, stage_on_slot(on) ? h->plan.slot[on.at] : 0);
	}
	js_set_sv(cx->a, facts, "heard", heard);
	struct js *stop = js_set(facts, "stopped", js_arr(cx->a));
	for (size_t i = 0; i < h->n_clock; i++) {
		bool stays = stage_on_slot(h->step[to]) && h->plan.slot[h->step[to].at] == h->clock[i].slot;
		if (!h->clock[i].started || stays)
			continue;
		struct js *o = js_push(stop, js_obj(cx->a));
		js_set_int(cx->a, o, "slot", h->clock[i].slot);
		js_set_int(cx->a, o, "spent", stopped(h->clock[i], in->at).spent);
	}
	return RC_OK;
}

static enum rc ensure(struct ctx *cx, struct db *db, int64_t event)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &stage_by_event);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		found = true;
	if (rc != RC_OK || found)
		return rc;
	st = db_query(db, &stage_put);
	bind_int(st, 1, event);
	return db_run(cx, st);
}

static enum rc put_clock(struct ctx *cx, struct db *db, int64_t event, struct stage_clock c)
{
	struct stmt *st = db_query(db, &stage_clock_drop);
	bind_int(st, 1, event);
	bind_int(st, 2, c.slot);
	TRY(db_run(cx, st));
	st = db_query(db, &stage_clock_put);
	bind_int(st, 1, event);
	bind_int(st, 2, c.slot);
	bind_int(st, 3, c.spent);
	bind_int(st, 4, c.started);
	return db_run(cx, st);
}

static enum rc cue_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *stop = js_get(facts, "stopped");
	TRY(ensure(cx, db, row->subject));
	for (const struct js *o = stop ? stop->first : NULL; o; o = o->next)
		TRY(put_clock(cx, db, row->subject, (struct stage_clock){ .slot = js_get_int(o, "slot", 0), .spent = js_get_int(o, "spent", 0) }));
	struct stmt *st = db_query(db, &stage_set_cue);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "step"));
	bind_sv(st, 3, js_get_sv(facts, "screen"));
	bind_sv(st, 4, sv_or_empty(js_get_sv(facts, "heard")));
	return db_run(cx, st);
}

/* ---- stage.clock -------------------------------------------------------------------------------------------------------- */

static enum rc clock_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	const struct stage_step *now = &s->h.step[s->h.at];
	struct sv what = field_sv(&in->fields, "clock");
	TRY(stage_alive(cx, &s->h));
	if (!stage_on_slot(*now))
		return fail_at(cx, RC_CONFLICT, "clock", "stage.no_slot", N_("No slot of the agenda is on: its clock is started there."));
	struct stage_clock c = stage_clock_of(&s->h, s->h.plan.slot[now->at]);
	if (sv_is(what, "start") && c.started)
		return fail_at(cx, RC_CONFLICT, "clock", "stage.runs", N_("The clock runs already."));
	if (sv_is(what, "pause") && !c.started)
		return fail_at(cx, RC_CONFLICT, "clock", "stage.stands", N_("The clock stands already."));
	if (sv_is(what, "start"))
		c.started = in->at;
	else
		c = sv_is(what, "pause") ? stopped(c, in->at) : (struct stage_clock){ .slot = c.slot };
	js_set_int(cx->a, facts, "slot", c.slot);
	js_set_int(cx->a, facts, "spent", c.spent);
	js_set_int(cx->a, facts, "started", c.started);
	return RC_OK;
}

static enum rc clock_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	return put_clock(cx, db, row->subject, (struct stage_clock){ .slot = js_get_int(facts, "slot", 0), .spent = js_get_int(facts, "spent", 0),
								       .started = js_get_int(facts, "started", 0) });
}

/* ---- stage.setting, screen, revoke, look -------------------------------------------------------------------------------- */

static enum rc setting_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	const struct value *open = field(&in->fields, "public"), *trial = field(&in->fields, "trial");
	TRY(stage_alive(cx, &s->h));
	if (trial->present && trial->i && !s->h.e.rehearsal)
		return fail_at(cx, RC_CONFLICT, "trial", "stage.trial", N_("Figures are made up for a rehearsal alone: plan one with the same agenda. It never becomes real."));
	if (open->present && open->i && stage_inside(&s->h.e))
		return fail_at(cx, RC_CONFLICT, "public", "stage.internal", "%.*s", SV_ARG(sv_of(tr(cx->lang, stage_inside(&s->h.e)))));
	js_set_sv(cx->a, facts, "reveal", field(&in->fields, "reveal")->present ? field_sv(&in->fields, "reveal") : s->h.s.reveal);
	js_set_bool(cx->a, facts, "public", open->present ? open->i != 0 : s->h.s.is_public);
	js_set_bool(cx->a, facts, "trial", trial->present ? trial->i != 0 : s->h.s.trial);
	return RC_OK;
}

static enum rc setting_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	TRY(ensure(cx, db, row->subject));
	struct stmt *st = db_query(db, &stage_set_setting);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "reveal"));
	bind_int(st, 3, js_get_bool(facts, "public"));
	bind_int(st, 4, js_get_bool(facts, "trial"));
	return db_run(cx, st);
}

static enum rc screen_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	uint8_t digest[DIGEST_LEN];
	int64_t no = 1, live = 0;
	TRY(stage_alive(cx, &s->h));
	if (!hex_parse(field_sv(&in->fields, "digest"), digest, sizeof(digest)))
		return fail_at(cx, RC_INVALID, "digest", "stage.digest", N_("This is no digest of a code."));
	for (size_t i = 0; i < s->n_screen; i++) {
		no = s->screen[i].no >= no ? s->screen[i].no + 1 : no;
		live += s->screen[i].gone_at == 0;
	}
	if (live >= STAGE_SCREENS_MAX)
		return fail_at(cx, RC_LIMIT, "name", "stage.screens", N_("An event has at most %d addresses of screens: revoke one first. Any number of screens may open one address."), STAGE_SCREENS_MAX);
	js_set_int(cx->a, facts, "no", no);
	js_set_sv(cx->a, facts, "name", field_sv(&in->fields, "name"));
	js_set_sv(cx->a, facts, "digest", hex_text(cx->a, sv_make((const char *)digest, sizeof(digest))));
	return RC_OK;
}

static enum rc screen_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &stage_screen_put);
	bind_sv(st, 1, js_get_sv(facts, "digest"));
	bind_int(st, 2, row->subject);
	bind_int(st, 3, js_get_int(facts, "no", 0));
	bind_sv(st, 4, js_get_sv(facts, "name"));
	bind_int(st, 5, row->at);
	return db_run(cx, st);
}

static enum rc revoke_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct state *s = state;
	int64_t no = field(&in->fields, "no")->i;
	for (size_t i = 0; i < s->n_screen; i++)
		if (s->screen[i].no == no && !s->screen[i].gone_at) {
			js_set_int(cx->a, facts, "no", no);
			return RC_OK;
		}
	return fail_at(cx, RC_NOT_FOUND, "no", "stage.no_screen", N_("There is no live screen of that number."));
}

static enum rc revoke_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &stage_screen_set_gone);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "no", 0));
	bind_int(st, 3, row->at);
	return db_run(cx, st);
}

/* Whoever looks at a count before the release leaves a trace; what was seen does not stand in it. */
static enum rc look_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct state *s = state;
	int64_t counted = 0;
	for (size_t i = 0; i < s->h.n_vote; i++)
		counted += sv_is(s->h.vote[i].state, "closed");
	if (s->h.e.released_at)
		return fail(cx, RC_CONFLICT, "event.released", N_("The results are released already."));
	if (!counted)
		return fail(cx, RC_CONFLICT, "stage.uncounted", N_("No vote of this event is counted yet."));
	js_set_int(cx->a, facts, "votes", counted);
	return RC_OK;
}

static enum rc look_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)cx, (void)db, (void)row, (void)facts;
	return RC_OK;
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "stage.cue", .version = 1, .label = N_("Show a step"), .fields = cue_fields, .n_fields = COUNT(cue_fields), BY_OFFICE,
	  .load = load, .decide = cue_decide, .apply = cue_apply },
	{ .name = "stage.clock", .version = 1, .label = N_("Start or stop the clock"), .fields = clock_fields, .n_fields = COUNT(clock_fields), BY_OFFICE,
	  .load = load, .decide = clock_decide, .apply = clock_apply },
	{ .name = "stage.setting", .version = 1, .label = N_("Settings of the stage"), .fields = setting_fields, .n_fields = COUNT(setting_fields), BY_OFFICE,
	  .load = load, .decide = setting_decide, .apply = setting_apply },
	{ .name = "stage.screen", .version = 1, .label = N_("Make the address of a screen"), .fields = screen_fields, .n_fields = COUNT(screen_fields), BY_OFFICE,
	  .hidden = true, .load = load, .decide = screen_decide, .apply = screen_apply },
	{ .name = "stage.revoke", .version = 1, .label = N_("Revoke the address of a screen"), .fields = revoke_fields, .n_fields = COUNT(revoke_fields), BY_OFFICE,
	  .load = load, .decide = revoke_decide, .apply = revoke_apply },
	/* Sent by the page that keeps the bytes first. */
	{ .name = "stage.deck", .version = 1, .label = N_("Put slides to a slot"), .fields = deck_fields, .n_fields = DECK_FIELDS, BY_OFFICE,
	  .hidden = true, .load = load, .decide = deck_decide, .apply = deck_apply },
	{ .name = "stage.undeck", .version = 1, .label = N_("Take the slides of a slot away"), .fields = undeck_fields, .n_fields = UNDECK_FIELDS, BY_OFFICE,
	  .load = load, .decide = undeck_decide, .apply = undeck_apply },
	{ .name = "stage.look", .version = 1, .label = N_("Look at a count before the release"), .who = { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } },
	  .hidden = true, .load = load, .decide = look_decide, .apply = look_apply },
};

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return event_noun.resolve(cx, db, name, ret_id);
}

const struct noun stage_noun = {
	.name = "stage", .label = N_("Stage and screens"), .acts = acts, .n_acts = COUNT(acts), .views = stage_views, .n_views = STAGE_VIEWS,
	.tables = stage_tables, .n_tables = &stage_tables_n, .resolve = resolve,
};
