#include "app/link/link.h"

#include "app/board/board.h"
#include "app/event/event.h"
#include "app/link/queries.sql.h"
#include "app/matter/matter.h"

static const struct field make_fields[] = {
	/* Made by the door that shows the token once; the token itself never comes here. */
	{ .name = "digest", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("Digest of the token") },
	{ .name = "post", .type = FIELD_REF, .required = true, .of = "person", .label = N_("For the post") },
	{ .name = "noun", .type = FIELD_ENUM, .required = true, .of = "matter|board|event", .label = N_("Opens") },
	{ .name = "subject", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Id") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit whose preview it is") },
	{ .name = "until", .type = FIELD_DAY, .required = true, .label = N_("Until") },
};

struct make_state {
	struct post post;
	struct matter matter;
	struct board_head board;
	struct event event;
};

static enum rc make_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct make_state *s = NEW(cx->a, struct make_state, 1);
	TRY(post_get(cx, db, field_ref(&in->fields, "post"), &s->post));
	int64_t subject = field(&in->fields, "subject")->i;
	bool event = sv_is(field_sv(&in->fields, "noun"), "event"), invites = true;
	if (sv_is(field_sv(&in->fields, "noun"), "matter"))
		TRY(matter_get(cx, db, subject, &s->matter));
	else if (!event)
		TRY(board_get(cx, db, subject, &s->board));
	/* It is the office which holds the event that invites to take notes at it. */
	if (event) {
		TRY(event_get(cx, db, subject, &s->event));
		TRY(person_holds(cx, db, in->actor.post, ROLE_OFFICE, s->event.owner, &invites));
	}
	if (invites)
		target_add(ret, AT_UNIT, s->post.unit);
	*ret_state = s;
	return RC_OK;
}

static enum rc make_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	const struct make_state *s = state;
	const struct fields *f = &in->fields;
	struct day until = field_day(f, "until"), today = day_of_instant(in->at);
	if (until.n < today.n || until.n > today.n + 400)
		return fail_at(cx, RC_INVALID, "until", "link.until", N_("A link lasts from today up to 400 days."));
	if (s->post.disabled)
		return fail_at(cx, RC_INVALID, "post", "link.post", N_("This post is disabled."));
	if (sv_is(field_sv(f, "noun"), "board") && !field_ref(f, "unit"))
		return fail_at(cx, RC_INVALID, "unit", "link.unit", N_("Name the unit whose lines the link opens."));
	*subject = fresh_id(fresh);
	js_set_sv(cx->a, facts, "digest", field_sv(f, "digest"));
	js_set_int(cx->a, facts, "post", s->post.id);
	js_set_sv(cx->a, facts, "noun", field_sv(f, "noun"));
	js_set_int(cx->a, facts, "subject", field(f, "subject")->i);
	js_set_int(cx->a, facts, "unit", field_ref(f, "unit"));
	js_set_day(cx->a, facts, "until", until);
	return RC_OK;
}

static enum rc make_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &link_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "digest"));
	bind_int(st, 3, js_get_int(facts, "post", 0));
	bind_sv(st, 4, js_get_sv(facts, "noun"));
	bind_int(st, 5, js_get_int(facts, "subject", 0));
	bind_int(st, 6, js_get_int(facts, "unit", 0));
	bind_day(st, 7, js_get_day(facts, "until"));
	bind_int(st, 8, row->at);
	bind_int(st, 9, row->actor);
	return db_run(cx, st);
}

static const struct field revoke_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
};

static void row(const struct stmt *st, struct arena *a, struct link *ret)
{
	*ret = (struct link){ .id = col_int(st, 0), .post = col_int(st, 1), .noun = col_sv(st, 2, a), .subject = col_int(st, 3),
			      .unit = col_int(st, 4), .until = col_day(st, 5), .revoked = col_int(st, 6) != 0,
			      .made_at = col_int(st, 7), .made_by = col_int(st, 8) };
}

static enum rc one(struct ctx *cx, struct stmt *st, struct link *ret)
{
	enum rc rc;
	bool found = false;
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "link.none", N_("This link does not open anything. Ask the office for a new one."));
	return rc;
}

static enum rc link_get(struct ctx *cx, struct db *db, int64_t id, struct link *ret)
{
	struct stmt *st = db_query(db, &link_by_id);
	bind_int(st, 1, id);
	return one(cx, st, ret);
}

static enum rc revoke_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct link *l = NEW(cx->a, struct link, 1);
	struct post p;
	TRY(link_get(cx, db, in->subject, l));
	TRY(post_get(cx, db, l->post, &p));
	target_add(ret, AT_UNIT, p.unit);
	ret->self = l->post;
	*ret_state = l;
	return RC_OK;
}

static enum rc revoke_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct link *l = state;
	if (l->revoked)
		return fail(cx, RC_CONFLICT, "link.revoked", N_("This link was revoked already."));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc revoke_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &link_revoke);
	bind_int(st, 1, r->subject);
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "link.make", .version = 1, .label = N_("Make a link"), .fields = make_fields, .n_fields = COUNT(make_fields),
	  .who = { { ROLE_OFFICE, AT_UNIT }, { ROLE_UNIT_HEAD, AT_UNIT } }, .creates = true, .hidden = true,
	  .load = make_load, .decide = make_decide, .apply = make_apply },
	{ .name = "link.revoke", .version = 1, .label = N_("Revoke the link"), .fields = revoke_fields, .n_fields = COUNT(revoke_fields),
	  .who = { { ROLE_OFFICE | ROLE_SECADMIN, AT_UNIT }, { ROLE_STAFF, AT_SELF } },
	  .load = revoke_load, .decide = revoke_decide, .apply = revoke_apply },
};

bool link_alive(const struct link *l, struct day today)
{
	return !l->revoked && today.n <= l->until.n;
}

/* It was given to whoever held the post then: with the next holder it ends. */
static enum rc alive(struct ctx *cx, struct db *db, const struct link *l)
{
	int64_t since;
	if (l->revoked)
		return fail(cx, RC_DENIED, "link.revoked", N_("This link was revoked. Ask the office for a new one."));
	if (day_of_instant(cx->now).n > l->until.n)
		return fail(cx, RC_DENIED, "link.over", N_("This link has expired. Ask the office for a new one."));
	TRY(post_held_since(cx, db, l->post, &since));
	if (ids_of_seq(since) > l->id)
		return fail(cx, RC_DENIED, "link.holder", N_("The post was handed over after this link was made. Ask the office for a new one."));
	return RC_OK;
}

enum rc link_by_token(struct ctx *cx, struct db *db, struct sv token, struct link *ret)
{
	struct digest d = HASH(HASH_SHA256, arena_capitals(cx->a, token));
	struct stmt *st = db_query(db, &link_by_digest);
	bind_sv(st, 1, hex_text(cx->a, digest_sv(&d)));
	TRY(one(cx, st, ret));
	return alive(cx, db, ret);
}

enum rc links_of(struct ctx *cx, struct db *db, const char *noun, int64_t subject, int64_t unit, struct link **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct link *all = NEW(cx->a, struct link, 200);
	struct stmt *st = db_query(db, &link_of_subject);
	bind_int(st, 1, subject);
	bind_sv(st, 2, sv_of(noun));
	bind_int(st, 3, unit);
	while (db_step(cx, st, &rc))
		if (n < 200)
			row(st, cx->a, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

/* What each kind of link may touch, and nothing else. */
static bool within(const struct link *l, const struct act_in *in)
{
	struct sv act = sv_of(in->def->name);
	if (sv_is(l->noun, "board"))
		return sv_is(act, "objection.raise") && in->subject == l->subject && field_ref(&in->fields, "unit") == l->unit;
	if (sv_is(l->noun, "event"))
		return sv_is(act, "note.add") && field_ref(&in->fields, "event") == l->subject;
	if (sv_is(act, "file.attach"))
		return field_ref(&in->fields, "matter") == l->subject;
	return sv_starts(act, SV("matter.")) && in->subject == l->subject;
}

enum rc link_may(struct ctx *cx, struct db *db, const struct act_in *in)
{
	struct link l;
	TRY(link_get(cx, db, in->actor.link, &l));
	TRY(alive(cx, db, &l));
	if (l.post == in->actor.post && within(&l, in))
		return RC_OK;
	return fail(cx, RC_DENIED, "link.other", N_("This link is for something else."));
}

const struct noun link_noun = {
	.name = "link", .label = N_("Links"), .acts = acts, .n_acts = COUNT(acts), .tables = link_tables, .n_tables = &link_tables_n,
};
