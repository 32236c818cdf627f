#include "app/person/person.h"

#include "app/person/queries.sql.h"
#include "app/person/same.h"
#include "app/person/trail.h"
#include "store/corridor.h"

/* ---- person.add: a post, with or without the name of its holder ---------------------------------------- */

static const struct field add_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "title", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("Post") },
	{ .name = "holder", .type = FIELD_LINE, .max = 40, .label = N_("Holder") },
	{ .name = "login", .type = FIELD_LINE, .max = 40, .label = N_("Signs in as") },
	{ .name = "phone", .type = FIELD_LINE, .personal = true, .same = phone_compared, .max = 40, .label = N_("Phone") },
};

struct add_state {
	struct unit unit;
	struct known known;
	bool login_taken;
};

static enum rc add_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct add_state *s = NEW(cx->a, struct add_state, 1);
	TRY(unit_get(cx, db, field_ref(&in->fields, "unit"), &s->unit));
	struct stmt *st = db_query(db, &post_one_by_login);
	bind_sv(st, 1, field_sv(&in->fields, "login"));
	while (db_step(cx, st, &rc))
		s->login_taken = true;
	target_add(ret, AT_UNIT, s->unit.id);
	*ret_state = s;
	return rc == RC_OK ? person_known(cx, db, in, 0, &s->known) : rc;
}

static enum rc add_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			  struct js *facts, int64_t *subject)
{
	const struct add_state *s = state;
	if (s->login_taken)
		return fail_at(cx, RC_CONFLICT, "login", "post.login", N_("Somebody signs in by this name already."));
	int64_t person;
	*subject = fresh_id(fresh);
	TRY(person_decide(cx, &s->known, *subject, &person));
	js_set_int(cx->a, facts, "unit", s->unit.id);
	js_set_sv(cx->a, facts, "title", field_sv(&in->fields, "title"));
	js_set_sv(cx->a, facts, "holder", field(&in->fields, "holder")->present ? field_sv(&in->fields, "holder") : SV(""));
	js_set_sv(cx->a, facts, "login", field_sv(&in->fields, "login"));
	js_set_sv(cx->a, facts, "phone", field_sv(&in->fields, "phone"));
	js_set_day(cx->a, facts, "since", day_of_instant(in->at));
	js_set_int(cx->a, facts, "person", person);
	return RC_OK;
}

/* `fresh` is the number where version 1 did not say who it is and nobody was called so before. */
static enum rc holder_put(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts, int64_t fresh)
{
	struct sv holder = js_get_sv(facts, "holder");
	int64_t person = js_get_int(facts, "person", 0);
	if (!person)
		TRY(person_called_so(cx, db, holder, &person));
	struct stmt *st = db_query(db, &post_holder_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	bind_sv(st, 3, holder);
	bind_int(st, 4, person ? person : fresh);
	bind_sv(st, 5, name_compared(cx->a, holder));
	bind_sv(st, 6, js_get_sv(facts, "phone"));
	return db_run(cx, st);
}

static enum rc add_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &post_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "unit", 0));
	bind_sv(st, 3, js_get_sv(facts, "title"));
	bind_sv(st, 4, js_get_sv(facts, "holder"));
	bind_sv(st, 5, js_get_sv(facts, "login"));
	bind_sv(st, 6, js_get_sv(facts, "phone"));
	TRY(db_run(cx, st));
	return holder_put(cx, db, row, facts, row->subject);
}

/* ---- what concerns an existing post --------------------------------------------------------------------- */

struct self_state {
	struct post post;
	struct grant *grants, *actors; /* of the post; of who acts */
	size_t n, n_actors;
	struct known known;          /* hand_over: of the successor */
};

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct self_state *s = NEW(cx->a, struct self_state, 1);
	TRY(post_get(cx, db, in->subject, &s->post));
	TRY(post_grants(cx, db, in->subject, &s->grants, &s->n));
	TRY(post_grants(cx, db, in->actor.post, &s->actors, &s->n_actors));
	target_add(ret, AT_UNIT, s->post.unit);
	ret->self = s->post.id;
	*ret_state = s;
	return RC_OK;
}

static const struct field grant_fields[] = {
	{ .name = "role", .type = FIELD_ENUM, .required = true, .of = PERSON_ROLES, .label = N_("Role") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Over this unit and what belongs to it") },
};

static unsigned role_field(const struct fields *f)
{
	return 1u << field(f, "role")->i;
}

/* System, security and audit administration are three people's work (GB/T 22239 8.1.5): none of the three
 * may be held with another one, nor together with any role that does the work they watch over. */
static enum rc check_exclusive(struct ctx *cx, const struct self_state *s, unsigned role)
{
	for (size_t i = 0; i < s->n; i++) {
		unsigned had = s->grants[i].role;
		if (had != role && ((had & ROLE_ADMINS) || (role & ROLE_ADMINS)))
			return fail_at(cx, RC_CONFLICT, "role", "grant.exclusive",
				       N_("The roles %s and %s exclude each other; give one of them to another post."),
				       role_name(had), role_name(role));
	}
	return RC_OK;
}

static enum rc grant_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	unsigned role = role_field(&in->fields);
	TRY(check_exclusive(cx, s, role));
	bool security = in->actor.post == 0;
	for (size_t i = 0; i < s->n_actors; i++)
		security |= s->actors[i].role == ROLE_SECADMIN;
	/* The office may name liaisons and heads of the units it supervises; all else is security's: a verifier of the
	 * office's own making would be no other party. */
	if (!security && !(role & ROLE_UNIT))
		return fail_at(cx, RC_DENIED, "role", "grant.security", N_("Only the security administrator gives this role."));
	if (in->actor.post == in->subject)
		return fail(cx, RC_DENIED, "grant.self", N_("Nobody gives rights to the own post."));
	js_set_int(cx->a, facts, "role", (int64_t)role);
	js_set_int(cx->a, facts, "unit", field_ref(&in->fields, "unit"));
	return RC_OK;
}

static enum rc grant_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct unit u;
	TRY(unit_get(cx, db, field_ref(&in->fields, "unit"), &u));
	TRY(self_load(cx, db, in, ret_state, ret));
	/* The office's subtree must hold the unit over which the right is given, not only the post. */
	ret->at[AT_UNIT].n = 0;
	target_add(ret, AT_UNIT, u.id);
	/* … and the post itself: nobody equips another office's people. */
	target_add(ret, AT_UNIT, ((const struct self_state *)*ret_state)->post.unit);
	return RC_OK;
}

static enum rc grant_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, strcmp(row->act, "person.grant") == 0 ? &grant_put : &grant_drop);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "role", 0));
	bind_int(st, 3, js_get_int(facts, "unit", 0));
	return db_run(cx, st);
}

static enum rc revoke_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	unsigned role = role_field(&in->fields);
	int64_t unit = field_ref(&in->fields, "unit");
	for (size_t i = 0; i < s->n; i++)
		if (s->grants[i].role == role && s->grants[i].unit == unit) {
			js_set_int(cx->a, facts, "role", (int64_t)role);
			js_set_int(cx->a, facts, "unit", unit);
			return RC_OK;
		}
	return fail(cx, RC_NOT_FOUND, "grant.none", N_("This post does not hold that role there."));
}

static const struct field hand_over_fields[] = {
	{ .name = "holder", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("Holder") },
	{ .name = "phone", .type = FIELD_LINE, .personal = true, .same = phone_compared, .max = 40, .label = N_("Phone") },
};

static enum rc hand_over_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	return person_known(cx, db, in, in->subject, &s->known);
}

static enum rc hand_over_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
				struct js *facts, int64_t *subject)
{
	(void)subject;
	const struct self_state *s = state;
	int64_t person;
	TRY(person_decide(cx, &s->known, fresh_id(fresh), &person));
	js_set_int(cx->a, facts, "person", person);
	js_set_sv(cx->a, facts, "holder", field_sv(&in->fields, "holder"));
	js_set_sv(cx->a, facts, "phone", field_sv(&in->fields, "phone"));
	return RC_OK;
}

static enum rc hand_over_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &post_set_holder);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "holder"));
	bind_sv(st, 3, js_get_sv(facts, "phone"));
	TRY(db_run(cx, st));
	return holder_put(cx, db, row, facts, ids_of_seq(row->seq));
}

/* A link with which the post sets its own password: nothing of the link stands here, but who made it does, and the
 * password's act names this one as its cause.  The system administrator starts all but the other two administrators
 * (they exclude each other), the office those whom it names itself. */
static enum rc start_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			    int64_t *subject)
{
	(void)fresh, (void)facts, (void)subject;
	const struct self_state *s = state;
	unsigned roles = 0, actor = 0;
	for (size_t i = 0; i < s->n; i++)
		roles |= s->grants[i].role;
	for (size_t i = 0; i < s->n_actors; i++)
		actor |= s->actors[i].role;
	bool named = !(roles & ~(unsigned)ROLE_UNIT), system = in->actor.post == 0;
	if (!s->post.login.p || s->post.disabled)
		return fail(cx, RC_CONFLICT, "start.login", N_("Nobody signs in as this post, or it is disabled."));
	if (in->actor.post == in->subject)
		return fail(cx, RC_DENIED, "start.self", N_("The own password is changed on the page of the own post."));
	if (!system && ((roles & (ROLE_SECADMIN | ROLE_AUDITADMIN)) || !(named || (actor & ROLE_SYSADMIN))))
		return fail(cx, RC_DENIED, "start.role", N_("You may not start a password for this post."));
	return RC_OK;
}

static enum rc start_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)cx, (void)db, (void)row, (void)facts;
	return RC_OK; /* the link is volatile; the journal alone remembers */
}

/* The password itself never comes here: only the commitment of what lies in the secret store. */
static const struct field password_fields[] = {
	{ .name = "commitment", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("Commitment") },
};

static enum rc password_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			       struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_sv(cx->a, facts, "commitment", field_sv(&in->fields, "commitment"));
	return RC_OK;
}

static enum rc password_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &post_set_password);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "commitment"));
	return db_run(cx, st);
}

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
};

static enum rc able_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	if (in->actor.post == in->subject)
		return fail(cx, RC_DENIED, "post.self", N_("Nobody disables or enables the own post."));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc able_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &post_set_disabled);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, strcmp(row->act, "person.disable") == 0);
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "person.add", .version = 2, .lift = person_lift, .label = N_("Add a post"), .fields = add_fields, .n_fields = COUNT(add_fields),
	  .who = { { ROLE_OFFICE | ROLE_SYSADMIN, AT_UNIT }, { ROLE_SYSTEM, AT_ANY } }, .creates = true,
	  .load = add_load, .decide = add_decide, .apply = add_apply },
	{ .name = "person.grant", .version = 1, .label = N_("Give a role"), .fields = grant_fields, .n_fields = COUNT(grant_fields),
	  .who = { { ROLE_OFFICE, AT_UNIT }, { ROLE_SECADMIN, AT_UNIT }, { ROLE_SYSTEM, AT_ANY } }, .every = true,
	  .load = grant_load, .decide = grant_decide, .apply = grant_apply },
	{ .name = "person.revoke", .version = 1, .label = N_("Take a role away"), .fields = grant_fields,
	  .n_fields = COUNT(grant_fields), .who = { { ROLE_SECADMIN, AT_UNIT } },
	  .load = grant_load, .decide = revoke_decide, .apply = grant_apply },
	{ .name = "person.hand_over", .version = 2, .lift = person_lift, .label = N_("Hand over to a successor"), .fields = hand_over_fields,
	  .n_fields = COUNT(hand_over_fields),
	  .who = { { ROLE_OFFICE | ROLE_SYSADMIN | ROLE_UNIT_HEAD, AT_UNIT }, { ROLE_ALL, AT_SELF } },
	  .load = hand_over_load, .decide = hand_over_decide, .apply = hand_over_apply },
	{ .name = "person.start", .version = 1, .label = N_("Start a password"),
	  .who = { { ROLE_SYSADMIN, AT_UNIT }, { ROLE_OFFICE, AT_UNIT }, { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .load = self_load, .decide = start_decide, .apply = start_apply },
	{ .name = "person.set_password", .version = 1, .label = N_("Set the password"), .fields = password_fields,
	  .n_fields = COUNT(password_fields), .who = { { ROLE_ALL, AT_SELF }, { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .load = self_load, .decide = password_decide, .apply = password_apply },
	{ .name = "person.disable", .version = 1, .label = N_("Disable"), .fields = reason_fields, .n_fields = COUNT(reason_fields),
	  .who = { { ROLE_SECADMIN, AT_UNIT } }, .load = self_load, .decide = able_decide, .apply = able_apply },
	{ .name = "person.enable", .version = 1, .label = N_("Enable"), .fields = reason_fields, .n_fields = COUNT(reason_fields),
	  .who = { { ROLE_SECADMIN, AT_UNIT } }, .load = self_load, .decide = able_decide, .apply = able_apply },
};

/* ---- reading ---------------------------------------------------------------------------------------------- */

static void row(const struct stmt *st, struct arena *a, struct post *ret)
{
	*ret = (struct post){
		.id = col_int(st, 0), .unit = col_int(st, 1), .title = col_sv(st, 2, a), .holder = col_sv(st, 3, a),
		.login = col_sv(st, 4, a), .phone = col_sv(st, 5, a), .password = col_sv(st, 6, a), .disabled = col_int(st, 7) != 0,
	};
}

static enum rc one(struct ctx *cx, struct stmt *st, struct post *ret)
{
	enum rc rc;
	bool found = false;
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "post.none", N_("There is no such post."));
	return rc;
}

enum rc post_get(struct ctx *cx, struct db *db, int64_t id, struct post *ret)
{
	struct stmt *st = db_query(db, &post_by_id);
	bind_int(st, 1, id);
	return one(cx, st, ret);
}

enum rc post_held_since(struct ctx *cx, struct db *db, int64_t id, int64_t *ret_seq)
{
	enum rc rc;
	struct stmt *st = db_query(db, &post_holder_since);
	bind_int(st, 1, id);
	*ret_seq = 0;
	while (db_step(cx, st, &rc))
		*ret_seq = col_int(st, 0);
	return rc;
}

enum rc post_holders(struct ctx *cx, struct db *db, int64_t id, struct holding **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 50 };
	struct holding *h = NEW(cx->a, struct holding, MAX);
	size_t n = 0;
	struct stmt *st = db_query(db, &post_holders_of);
	bind_int(st, 1, id);
	bind_int(st, 2, MAX);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			h[n++] = (struct holding){ col_sv(st, 0, cx->a), col_int(st, 1) };
	*ret = h;
	*ret_n = n;
	return rc;
}

enum rc post_by_login(struct ctx *cx, struct db *db, struct sv login, struct post *ret)
{
	struct stmt *st = db_query(db, &post_one_by_login);
	bind_sv(st, 1, sv_or_empty(login));
	return one(cx, st, ret);
}

enum rc post_label(struct ctx *cx, struct db *db, int64_t id, struct sv *ret)
{
	enum rc rc;
	struct sv label = sv_of(id ? "?" : tr(cx->lang, N_("system")));
	struct stmt *st = db_query(db, &post_label_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		label = arena_printf(cx->a, "%.*s %.*s%s%.*s", SV_ARG(col_peek(st, 0)), SV_ARG(col_peek(st, 1)),
				     col_peek(st, 2).n ? " " : "", SV_ARG(col_peek(st, 2)));
	*ret = label;
	return rc;
}

enum rc posts_of_unit(struct ctx *cx, struct db *db, int64_t unit, struct post **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 200 };
	struct post *all = NEW(cx->a, struct post, MAX);
	size_t n = 0;
	struct stmt *st = db_query(db, &post_of_unit);
	bind_int(st, 1, unit);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			row(st, cx->a, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct post p;
	int64_t id;
	if (sv_int(name, &id))
		TRY(post_get(cx, db, id, &p));
	else
		TRY(post_by_login(cx, db, name, &p));
	*ret_id = p.id;
	return RC_OK;
}

static const struct column list_columns[] = {
	{ "unit_name", FIELD_LINE, N_("Unit") }, { "title", FIELD_LINE, N_("Post") }, { "holder", FIELD_LINE, N_("Holder") },
	{ "login", FIELD_LINE, N_("Signs in as") }, { "roles", FIELD_LINE, N_("Roles") }, { "disabled", FIELD_BOOL, N_("Disabled") },
};

static enum rc roles_text(struct ctx *cx, struct db *db, int64_t post, struct sv *ret)
{
	struct grant *g;
	size_t n;
	struct buf b = buf_new(cx->a, 2048);
	TRY(post_grants(cx, db, post, &g, &n));
	for (size_t i = 0; i < n; i++) {
		struct unit u;
		TRY(unit_get(cx, db, g[i].unit, &u));
		buf_printf(&b, "%s%s@%.*s", i ? ", " : "", role_name(g[i].role), SV_ARG(u.short_name));
	}
	*ret = b.n ? buf_sv(&b) : SV("");
	return RC_OK;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &post_list_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, in->limit + 1);
	struct post p = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)p.id);
			continue;
		}
		row(st, cx->a, &p);
		struct js *o = js_push(rows, js_obj(cx->a));
		struct sv roles;
		js_set_int(cx->a, o, "id", p.id);
		js_set_sv(cx->a, o, "unit_name", col_sv(st, 8, cx->a));
		js_set_sv(cx->a, o, "title", p.title);
		js_set_sv(cx->a, o, "holder", p.holder);
		js_set_sv(cx->a, o, "login", p.login);
		TRY(roles_text(cx, db, p.id, &roles));
		js_set_sv(cx->a, o, "roles", roles);
		js_set_bool(cx->a, o, "disabled", p.disabled);
	}
	return rc;
}

static const struct view_def views[] = {
	{ .name = "person.list", .label = N_("List posts"), .columns = list_columns, .n_columns = COUNT(list_columns),
	  .roles = ROLE_ALL | ROLE_SYSTEM, .query = list_query },
	{ .name = "person.acts", .label = N_("Acts of the posts"), .columns = trail_columns, .n_columns = TRAIL_COLUMNS,
	  .roles = ROLE_STAFF | ROLE_AUDITADMIN, .query = trail_query },
};

const struct noun person_noun = {
	.name = "person", .label = N_("People"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = person_tables, .n_tables = &person_tables_n, .resolve = resolve,
};
