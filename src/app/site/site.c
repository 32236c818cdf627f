#include "app/site/site.h"

#include "app/site/queries.sql.h"
#include "app/file/file.h"
#include "app/matter/matter.h"
#include "app/person/person.h"

/* ---- site.nominate ------------------------------------------------------------------------------------------------------- */

static const struct field nominate_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit whose office keeps the pool") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit of the site (village, town, park…)") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 2, .max = 40, .label = N_("Name of the site") },
	{ .name = "line", .type = FIELD_ENUM, .required = true, .of = SITE_LINES, .label = N_("Theme line") },
	{ .name = "topic", .type = FIELD_LINE, .max = 40, .label = N_("Theme") },
	{ .name = "place", .type = FIELD_ENUM, .required = true, .of = SITE_PLACES, .label = N_("Place of the site") },
	{ .name = "why", .type = FIELD_ENUM, .required = true, .of = SITE_REASONS, .label = N_("Chosen because") },
	{ .name = "reason", .type = FIELD_TEXT, .required = true, .min = 4, .max = 400, .label = N_("The reason in words") },
	{ .name = "presenter", .type = FIELD_LINE, .max = 40, .label = N_("Who explains: the post, no name") },
	{ .name = "matter", .type = FIELD_REF, .of = "matter", .label = N_("Matter or project that it shows (number)") },
	{ .name = "figures", .type = FIELD_TEXT, .max = 600, .label = N_("Key figures, one a line") },
};
static const struct field change_fields[] = {
	{ .name = "topic", .type = FIELD_LINE, .max = 40, .label = N_("Theme") },
	{ .name = "presenter", .type = FIELD_LINE, .max = 40, .label = N_("Who explains: the post, no name") },
	{ .name = "matter", .type = FIELD_REF, .of = "matter", .label = N_("Matter or project that it shows (number)") },
	{ .name = "figures", .type = FIELD_TEXT, .max = 600, .label = N_("Key figures, one a line") },
};

struct site_state {
	struct site s;               /* of all acts but the nomination */
	struct site_check *check;
	size_t n_check, n_picture;
	struct unit owner, unit;     /* of the nomination */
	bool inside;
	int64_t twin, person;
	bool own;                    /* the actor nominated it */
	struct unit *asked;          /* of site.ask */
	bool *asked_inside;
};

static struct sv text_or(const struct fields *f, const char *name, struct sv otherwise)
{
	return field(f, name)->present ? field_sv(f, name) : otherwise;
}

static enum rc nominate_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct site_state *s = NEW(cx->a, struct site_state, 1);
	const struct fields *f = &in->fields;
	*ret_state = s;
	if (!field_ref(f, "owner") || !field_ref(f, "unit")) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(unit_get(cx, db, field_ref(f, "owner"), &s->owner));
	TRY(unit_get(cx, db, field_ref(f, "unit"), &s->unit));
	TRY(unit_within(cx, db, s->unit.id, s->owner.id, &s->inside));
	TRY(site_named(cx, db, field_sv(f, "name"), s->owner.id, &s->twin));
	TRY(matter_linkable(cx, db, in, "matter"));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	target_add(ret, AT_OWNER, s->owner.id);
	target_add(ret, AT_UNIT, s->unit.id);
	return RC_OK;
}

/* Both stand in cells of a route and of an agenda. */
static enum rc check_bars(struct ctx *cx, const struct fields *f)
{
	static const char *const cells[] = { "name", "presenter" };
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < COUNT(cells); k++)
			if (strcmp(f->def[i].name, cells[k]) == 0 && f->v[i].present &&
			    (sv_has(f->v[i].s, SV("|")) || sv_has(f->v[i].s, SV("｜")) || sv_starts(f->v[i].s, SV("#"))))
				return fail_at(cx, RC_INVALID, cells[k], "site.bar", N_("Leave out bars, and a hash at the beginning: they part the cells of a route."));
	return RC_OK;
}

static enum rc nominate_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	static const char *const texts[] = { "name", "line", "topic", "place", "why", "reason", "presenter", "figures" };
	const struct site_state *s = state;
	const struct fields *f = &in->fields;
	if (!s->inside)
		return fail_at(cx, RC_INVALID, "unit", "site.outside", N_("This unit lies outside the place of the office whose pool it is."));
	TRY(check_bars(cx, f));
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "name", "site.twin", N_("The pool has a site of this name already (#%lld)."), (long long)s->twin);
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->owner.id);
	js_set_int(cx->a, facts, "unit", s->unit.id);
	for (size_t i = 0; i < COUNT(texts); i++)
		js_set_sv(cx->a, facts, texts[i], text_or(f, texts[i], SV("")));
	js_set_int(cx->a, facts, "matter", field_ref(f, "matter"));
	js_set_int(cx->a, facts, "person", s->person);
	return RC_OK;
}

static enum rc nominate_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	static const char *const texts[] = { "name", "line", "topic", "place", "why", "reason", "presenter" };
	struct stmt *st = db_query(db, &site_put);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_int(st, 3, js_get_int(facts, "unit", 0));
	for (int i = 0; i < (int)COUNT(texts); i++)
		bind_sv(st, 4 + i, js_get_sv(facts, texts[i]));
	bind_int(st, 11, js_get_int(facts, "matter", 0));
	bind_sv(st, 12, js_get_sv(facts, "figures"));
	bind_int(st, 13, r->seq);
	bind_int(st, 14, r->actor);
	bind_int(st, 15, js_get_int(facts, "person", 0));
	return db_run(cx, st);
}

/* ---- site.change ----------------------------------------------------------------------------------------------------------- */

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct site_state *s = NEW(cx->a, struct site_state, 1);
	struct site_picture *p;
	*ret_state = s;
	TRY(site_get(cx, db, in->subject, &s->s));
	TRY(site_checks(cx, db, s->s.id, &s->check, &s->n_check));
	TRY(site_pictures(cx, db, s->s.id, &p, &s->n_picture));
	target_add(ret, AT_OWNER, s->s.owner);
	target_add(ret, AT_UNIT, s->s.unit);
	const struct signer_mark author = { .post = s->s.author, .person = s->s.person, .seq = s->s.made };
	return person_was(cx, db, &author, in->actor.post, &s->own);
}

static enum rc change_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	return matter_linkable(cx, db, in, "matter");
}

static bool over(const struct site *s)
{
	return sv_is(s->state, "declined") || sv_is(s->state, "retired");
}

static enum rc still_there(struct ctx *cx, const struct site *s)
{
	return !over(s) ? RC_OK : fail(cx, RC_CONFLICT, "site.over", N_("This site was declined or retired: nominate it anew."));
}

static enum rc change_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct site_state *s = state;
	const struct fields *f = &in->fields;
	TRY(still_there(cx, &s->s));
	TRY(check_bars(cx, f));
	js_set_sv(cx->a, facts, "topic", text_or(f, "topic", s->s.topic));
	js_set_sv(cx->a, facts, "presenter", text_or(f, "presenter", s->s.presenter));
	js_set_int(cx->a, facts, "matter", field_ref(f, "matter") ? field_ref(f, "matter") : s->s.matter);
	js_set_sv(cx->a, facts, "figures", text_or(f, "figures", s->s.figures));
	return RC_OK;
}

static enum rc change_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &site_set_facts);
	bind_int(st, 1, r->subject);
	bind_sv(st, 2, js_get_sv(facts, "topic"));
	bind_sv(st, 3, js_get_sv(facts, "presenter"));
	bind_int(st, 4, js_get_int(facts, "matter", 0));
	bind_sv(st, 5, js_get_sv(facts, "figures"));
	return db_run(cx, st);
}

/* ---- site.ask, site.check: the departments' look at the papers (2.1, procedure 2) -------------------------------------------- */

static const struct field ask_fields[] = {
	{ .name = "departments", .type = FIELD_REFS, .required = true, .of = "unit", .max = SITE_CHECKS_MAX, .label = N_("Departments that check the papers") },
};
static const struct field check_fields[] = {
	{ .name = "department", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Department") },
	{ .name = "result", .type = FIELD_ENUM, .required = true, .of = "pass|fail", .label = N_("Result of the check") },
	{ .name = "note", .type = FIELD_LINE, .max = 200, .label = N_("Note: what was checked, what is missing") },
};

static enum rc ask_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	struct site_state *s = *ret_state;
	const struct value *d = field(&in->fields, "departments");
	s->asked = NEW(cx->a, struct unit, d->n_refs + 1);
	s->asked_inside = NEW(cx->a, bool, d->n_refs + 1);
	for (size_t i = 0; i < d->n_refs; i++) {
		TRY(unit_get(cx, db, d->refs[i], &s->asked[i]));
		TRY(unit_within(cx, db, d->refs[i], s->s.owner, &s->asked_inside[i]));
	}
	return RC_OK;
}

static const struct site_check *check_of(const struct site_state *s, int64_t department)
{
	for (size_t i = 0; i < s->n_check; i++)
		if (s->check[i].department == department)
			return &s->check[i];
	return NULL;
}

static enum rc in_choice(struct ctx *cx, const struct site *s)
{
	TRY(still_there(cx, s));
	return !sv_is(s->state, "confirmed") ? RC_OK : fail(cx, RC_CONFLICT, "site.confirmed", N_("This site is confirmed already."));
}

static enum rc ask_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct site_state *s = state;
	const struct value *d = field(&in->fields, "departments");
	TRY(in_choice(cx, &s->s));
	struct js *list = js_set(facts, "departments", js_arr(cx->a));
	if (s->n_check + d->n_refs > SITE_CHECKS_MAX)
		return fail_at(cx, RC_LIMIT, "departments", "site.checks", N_("At most %d departments check one site."), SITE_CHECKS_MAX);
	for (size_t i = 0; i < d->n_refs; i++) {
		bool again = check_of(s, d->refs[i]) != NULL;
		for (size_t k = 0; k < i; k++)
			again |= d->refs[k] == d->refs[i];
		if (again)
			return fail_at(cx, RC_CONFLICT, "departments", "site.asked", N_("%.*s is asked already."), SV_ARG(s->asked[i].name));
		if (!s->asked_inside[i])
			return fail_at(cx, RC_INVALID, "departments", "site.department", N_("%.*s lies outside the place of this office."), SV_ARG(s->asked[i].name));
		js_push(list, js_int(cx->a, d->refs[i]));
	}
	return RC_OK;
}

static enum rc set_state(struct ctx *cx, struct db *db, int64_t site, struct sv word)
{
	struct stmt *st = db_query(db, &site_set_state);
	bind_int(st, 1, site);
	bind_sv(st, 2, word);
	return db_run(cx, st);
}

static enum rc ask_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	const struct js *list = js_get(facts, "departments");
	for (const struct js *d = list ? list->first : NULL; d; d = d->next) {
		struct stmt *st = db_query(db, &site_check_ask);
		bind_int(st, 1, r->subject);
		bind_int(st, 2, d->i);
		TRY(db_run(cx, st));
	}
	return set_state(cx, db, r->subject, SV("nominated"));
}

/* Whoever answers holds the department; where none is said yet, one of those that were asked. */
static enum rc check_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	int64_t department = field_ref(&in->fields, "department");
	struct target mine = { 0 };
	TRY(self_load(cx, db, in, ret_state, &mine));
	const struct site_state *s = *ret_state;
	if (department)
		target_add(ret, AT_VERIFY, department);
	for (size_t i = 0; i < s->n_check && !department; i++)
		if (i < COUNT(ret->at[AT_VERIFY].unit))
			target_add(ret, AT_VERIFY, s->check[i].department);
	return RC_OK;
}

static enum rc check_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct site_state *s = state;
	int64_t department = field_ref(&in->fields, "department");
	bool fails = sv_is(field_sv(&in->fields, "result"), "fail"), all = true;
	TRY(in_choice(cx, &s->s));
	if (!check_of(s, department))
		return fail_at(cx, RC_INVALID, "department", "site.not_asked", N_("This department was not asked to check the site."));
	if (fails && !field(&in->fields, "note")->present)
		return fail_at(cx, RC_INVALID, "note", "site.fail_note", N_("Say what is missing, so that the unit can mend it."));
	for (size_t i = 0; i < s->n_check; i++)
		all &= s->check[i].department == department || s->check[i].result.n > 0;
	js_set_int(cx->a, facts, "department", department);
	js_set_sv(cx->a, facts, "result", field_sv(&in->fields, "result"));
	js_set_sv(cx->a, facts, "note", text_or(&in->fields, "note", SV("")));
	js_set_sv(cx->a, facts, "state", all ? SV("checked") : SV("nominated"));
	return RC_OK;
}

static enum rc check_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &site_check_answer);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "department", 0));
	bind_sv(st, 3, js_get_sv(facts, "result"));
	bind_sv(st, 4, js_get_sv(facts, "note"));
	bind_int(st, 5, r->actor);
	bind_int(st, 6, r->at);
	TRY(db_run(cx, st));
	return set_state(cx, db, r->subject, js_get_sv(facts, "state"));
}

/* ---- site.confirm, decline, retire --------------------------------------------------------------------------------------------- */

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

static enum rc confirm_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject, (void)facts;
	const struct site_state *s = state;
	TRY(in_choice(cx, &s->s));
	if (s->own)
		return fail(cx, RC_DENIED, "site.own", N_("Whoever nominated a site does not confirm it: somebody else of the office must."));
	if (!sv_is(s->s.state, "checked"))
		return fail(cx, RC_CONFLICT, "site.unchecked", s->n_check ? N_("Not all departments that were asked have answered.") :
			    N_("No department has checked the papers yet: ask at least one."));
	for (size_t i = 0; i < s->n_check; i++)
		if (sv_is(s->check[i].result, "fail"))
			return fail(cx, RC_CONFLICT, "site.failed", N_("%.*s has not passed it: %.*s. Have it mended and checked once more, or decline it."),
				    SV_ARG(s->check[i].name), SV_ARG(s->check[i].note));
	return RC_OK;
}

static enum rc confirm_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &site_set_confirmed);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, r->at);
	bind_int(st, 3, r->actor);
	return db_run(cx, st);
}

static enum rc decline_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct site_state *s = state;
	TRY(in_choice(cx, &s->s));
	js_set_sv(cx->a, facts, "state", SV("declined"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc retire_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct site_state *s = state;
	if (!sv_is(s->s.state, "confirmed"))
		return fail(cx, RC_CONFLICT, "site.not_confirmed", N_("Only a confirmed site is retired."));
	js_set_sv(cx->a, facts, "state", SV("retired"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc ended_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &site_set_ended);
	bind_int(st, 1, r->subject);
	bind_sv(st, 2, js_get_sv(facts, "state"));
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

/* ---- site.picture --------------------------------------------------------------------------------------------------------------- */

static const struct field picture_fields[] = {
	{ .name = "side", .type = FIELD_ENUM, .required = true, .of = SITE_SIDES, .label = N_("Before or after") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day on which it was taken") },
	{ .name = "viewpoint", .type = FIELD_LINE, .required = true, .min = 2, .max = 100, .label = N_("Taken from where (the same for both)") },
	{ .name = "digest", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("Digest of the file") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 140, .label = N_("Name") },
	{ .name = "type", .type = FIELD_ENUM, .required = true, .of = "jpeg|png", .label = N_("Kind of file") },
	{ .name = "size", .type = FIELD_INT, .required = true, .min = 1, .max = FILE_MAX, .label = N_("Size in bytes") },
	{ .name = "width", .type = FIELD_INT, .max = 30000, .label = N_("Width") },
	{ .name = "height", .type = FIELD_INT, .max = 30000, .label = N_("Height") },
};

static enum rc picture_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	static const char *const texts[] = { "side", "viewpoint", "digest", "name", "type" };
	static const char *const numbers[] = { "size", "width", "height" };
	const struct site_state *s = state;
	const struct fields *f = &in->fields;
	uint8_t digest[DIGEST_LEN];
	(void)subject;
	TRY(still_there(cx, &s->s));
	if (!hex_parse(field_sv(f, "digest"), digest, sizeof(digest)))
		return fail_at(cx, RC_INVALID, "digest", "file.digest", N_("This is not a digest."));
	if (field_day(f, "day").n > day_of_instant(in->at).n)
		return fail_at(cx, RC_INVALID, "day", "site.future", N_("No picture was taken on a day that has not come yet."));
	if (s->n_picture >= SITE_PICTURES_MAX)
		return fail(cx, RC_LIMIT, "site.pictures", N_("A site has at most %d pictures."), SITE_PICTURES_MAX);
	js_set_int(cx->a, facts, "id", fresh_id(fresh));
	for (size_t i = 0; i < COUNT(texts); i++)
		js_set_sv(cx->a, facts, texts[i], field_sv(f, texts[i]));
	for (size_t i = 0; i < COUNT(numbers); i++)
		js_set_int(cx->a, facts, numbers[i], field(f, numbers[i])->i);
	js_set_day(cx->a, facts, "day", field_day(f, "day"));
	return RC_OK;
}

static enum rc picture_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	static const char *const texts[] = { "viewpoint", "digest", "name", "type" };
	static const char *const numbers[] = { "size", "width", "height" };
	struct stmt *st = db_query(db, &site_picture_put);
	bind_int(st, 1, js_get_int(facts, "id", 0));
	bind_int(st, 2, r->subject);
	bind_sv(st, 3, js_get_sv(facts, "side"));
	bind_day(st, 4, js_get_day(facts, "day"));
	for (int i = 0; i < 4; i++)
		bind_sv(st, 5 + i, js_get_sv(facts, texts[i]));
	for (int i = 0; i < 3; i++)
		bind_int(st, 9 + i, js_get_int(facts, numbers[i], 0));
	bind_int(st, 12, r->actor);
	bind_int(st, 13, r->at);
	return db_run(cx, st);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
#define BY_BOTH .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_UNIT, AT_UNIT } }
static const struct act_def acts[] = {
	{ .name = "site.nominate", .version = 1, .label = N_("Nominate a site"), .fields = nominate_fields, .n_fields = COUNT(nominate_fields), BY_BOTH,
	  .creates = true, .load = nominate_load, .decide = nominate_decide, .apply = nominate_apply },
	{ .name = "site.change", .version = 1, .label = N_("Change the card"), .fields = change_fields, .n_fields = COUNT(change_fields), BY_BOTH,
	  .load = change_load, .decide = change_decide, .apply = change_apply },
	{ .name = "site.ask", .version = 1, .label = N_("Ask departments to check"), .fields = ask_fields, .n_fields = COUNT(ask_fields), BY_OFFICE,
	  .load = ask_load, .decide = ask_decide, .apply = ask_apply },
	{ .name = "site.check", .version = 1, .label = N_("Answer the check"), .fields = check_fields, .n_fields = COUNT(check_fields),
	  .who = { { ROLE_UNIT | ROLE_VERIFIER, AT_VERIFY } }, .load = check_load, .decide = check_decide, .apply = check_apply },
	{ .name = "site.confirm", .version = 1, .label = N_("Confirm the site"), BY_OFFICE, .load = self_load, .decide = confirm_decide, .apply = confirm_apply },
	{ .name = "site.decline", .version = 1, .label = N_("Decline the site"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = self_load, .decide = decline_decide, .apply = ended_apply },
	{ .name = "site.retire", .version = 1, .label = N_("Retire the site"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = self_load, .decide = retire_decide, .apply = ended_apply },
	/* Sent by the page that keeps the bytes first. */
	{ .name = "site.picture", .version = 1, .label = N_("Add a picture"), .fields = picture_fields, .n_fields = COUNT(picture_fields), BY_BOTH,
	  .hidden = true, .load = self_load, .decide = picture_decide, .apply = picture_apply },
};

const struct noun site_noun = {
	.name = "site", .label = N_("Sites"), .acts = acts, .n_acts = COUNT(acts), .views = site_views, .n_views = SITE_VIEWS,
	.tables = site_tables, .n_tables = &site_tables_n, .resolve = site_resolve,
};
