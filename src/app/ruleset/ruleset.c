#include "app/ruleset/ruleset.h"

#include "app/person/person.h"
#include "app/ruleset/queries.sql.h"
#include "app/ruleset/ruleset_feed.h"
#include "app/unit/unit.h"
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_print.h"

/* ---- reading ---------------------------------------------------------------------------------------------- */

static void row(const struct stmt *st, struct arena *a, struct ruleset *ret)
{
	*ret = (struct ruleset){
		.id = col_int(st, 0), .series = col_int(st, 1), .owner = col_int(st, 2), .name = col_sv(st, 3, a),
		.version = col_int(st, 4), .from = col_day(st, 5), .state = col_sv(st, 6, a), .digest = col_sv(st, 7, a),
		.text = col_sv(st, 8, a), .grammar = col_int(st, 9), .author = col_int(st, 10), .adopter = col_int(st, 11),
		.at = col_int(st, 12), .adopted_at = col_int(st, 13), .basis_doc = col_sv(st, 14, a), .author_person = col_int(st, 15), .seq = col_int(st, 16),
	};
}

static enum rc collect(struct ctx *cx, struct stmt *st, struct ruleset **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 16;
	struct ruleset *all = NEW(cx->a, struct ruleset, cap);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct ruleset *bigger = NEW(cx->a, struct ruleset, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc ruleset_get(struct ctx *cx, struct db *db, int64_t id, struct ruleset *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &ruleset_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "ruleset.none", N_("There is no such ruleset."));
	return rc;
}

static enum rc of_owner(struct ctx *cx, struct db *db, int64_t owner, struct ruleset **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &ruleset_of_owner);
	bind_int(st, 1, owner);
	return collect(cx, st, ret, ret_n);
}

enum rc ruleset_adopted_as(struct ctx *cx, struct db *db, int64_t owner, struct sv name, struct ruleset *ret)
{
	struct ruleset *all;
	size_t n;
	*ret = (struct ruleset){ .id = 0 };
	TRY(of_owner(cx, db, owner, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(all[i].state, "adopted") && sv_eq(all[i].name, name) && all[i].version > ret->version)
			*ret = all[i];
	return RC_OK;
}

enum rc ruleset_in_force(struct ctx *cx, struct db *db, int64_t owner, struct day on, struct ruleset **ret, size_t *ret_n)
{
	struct ruleset *all;
	size_t n, k = 0;
	TRY(of_owner(cx, db, owner, &all, &n));
	for (size_t i = 0; i < n; i++) {
		if (!sv_is(all[i].state, "adopted") || all[i].from.n > on.n)
			continue;
		if (k && all[k - 1].series == all[i].series)
			k--; /* ordered by series and version: the later one stands */
		all[k++] = all[i];
	}
	*ret = all;
	*ret_n = k;
	return RC_OK;
}

enum rc ruleset_over_unit(struct ctx *cx, struct db *db, int64_t unit, struct day on, struct ruleset **ret, size_t *ret_n)
{
	enum { MAX = 64 };
	struct ruleset *all = NEW(cx->a, struct ruleset, MAX);
	size_t n = 0;
	struct unit u = { .parent = unit };
	for (int depth = 0; u.parent && depth < 20; depth++) {
		struct ruleset *here;
		size_t k;
		TRY(unit_get(cx, db, u.parent, &u));
		TRY(ruleset_in_force(cx, db, u.id, on, &here, &k));
		for (size_t i = 0; i < k && n < MAX; i++)
			all[n++] = here[i];
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

enum rc ruleset_rule(struct ctx *cx, const struct ruleset *r, struct rule **ret)
{
	enum rc rc = rule_parse(cx, r->text, ret);
	return rc == RC_OK ? rc : because(cx, rc, "text of ruleset %lld", (long long)r->id);
}

bool ruleset_compares(const struct rule *r, struct sv unit_kind)
{
	static const char *const kinds[PEER_COUNT_] = {
		[PEER_VILLAGE] = "village", [PEER_GROUP] = "group", [PEER_TEAM] = "team",
		[PEER_TOWNSHIP] = "township", [PEER_DEPARTMENT] = "department", [PEER_COUNTY] = "county",
	};
	for (int i = 0; i < PEER_COUNT_; i++)
		if (r->peers[i] && sv_is(unit_kind, kinds[i]))
			return true;
	return false;
}

/* ---- ruleset.draft -------------------------------------------------------------------------------------- */

static const struct field draft_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit whose office counts by it") },
	{ .name = "text", .type = FIELD_TEXT, .required = true, .max = RULE_TEXT_MAX, .label = N_("Text of the rules") },
};

struct draft_state {
	struct unit owner;
	struct ruleset *had;
	size_t n;
	int64_t person;          /* who drafts it */
};

static enum rc draft_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct draft_state *s = NEW(cx->a, struct draft_state, 1);
	TRY(unit_get(cx, db, field_ref(&in->fields, "owner"), &s->owner));
	TRY(of_owner(cx, db, s->owner.id, &s->had, &s->n));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	target_add(ret, AT_OWNER, s->owner.id);
	*ret_state = s;
	return RC_OK;
}

static enum rc draft_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	const struct draft_state *s = state;
	struct rule *r;
	TRY(rule_parse(cx, field_sv(&in->fields, "text"), &r));
	int64_t series = 0, replaces = 0, last = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct ruleset *h = &s->had[i];
		if (!sv_eq(h->name, r->name))
			continue;
		series = h->series;
		if (sv_is(h->state, "adopted"))
			last = h->version > last ? h->version : last;
		else if (h->version == r->version)
			replaces = h->id;
	}
	if (r->version <= last)
		return fail_at(cx, RC_CONFLICT, "text", "ruleset.version",
			       N_("Version %lld of this ruleset is adopted and stays as it is; give the new text the version %lld."),
			       (long long)last, (long long)last + 1);
	*subject = fresh_id(fresh);
	struct sv text = rule_print(cx->a, r, LANG_ZH);
	struct digest d = rule_digest(cx->a, r);
	js_set_int(cx->a, facts, "owner", s->owner.id);
	js_set_int(cx->a, facts, "series", series ? series : *subject);
	js_set_sv(cx->a, facts, "name", r->name);
	js_set_int(cx->a, facts, "version", r->version);
	js_set_int(cx->a, facts, "grammar", r->grammar);
	js_set_day(cx->a, facts, "from", r->from);
	js_set_sv(cx->a, facts, "text", text);
	js_set_sv(cx->a, facts, "digest", hex_text(cx->a, digest_sv(&d)));
	js_set_int(cx->a, facts, "replaces", replaces);
	js_set_int(cx->a, facts, "person", s->person);
	struct js *advice = js_set(facts, "advice", js_arr(cx->a));
	for (const struct rule_advice *a = rule_lint(cx, r); a; a = a->next)
		js_push(advice, js_str(cx->a, arena_printf(cx->a, "%d:%d %.*s", a->at.line, a->at.col, SV_ARG(a->text))));
	return RC_OK;
}

static enum rc draft_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &ruleset_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "series", 0));
	bind_int(st, 3, js_get_int(facts, "owner", 0));
	bind_sv(st, 4, js_get_sv(facts, "name"));
	bind_int(st, 5, js_get_int(facts, "version", 0));
	bind_day(st, 6, js_get_day(facts, "from"));
	bind_sv(st, 7, js_get_sv(facts, "digest"));
	bind_sv(st, 8, js_get_sv(facts, "text"));
	bind_int(st, 9, js_get_int(facts, "grammar", 0));
	bind_int(st, 10, row->actor);
	bind_int(st, 11, row->at);
	bind_int(st, 12, js_get_int(facts, "person", 0));
	bind_int(st, 13, row->seq);
	TRY(db_run(cx, st));
	st = db_query(db, &ruleset_set_replaced);
	bind_int(st, 1, js_get_int(facts, "replaces", 0));
	return db_run(cx, st);
}

/* ---- ruleset.adopt -------------------------------------------------------------------------------------- */

static const struct field adopt_fields[] = {
	{ .name = "basis_doc", .type = FIELD_LINE, .max = 60, .label = N_("Document that puts it in force") },
	{ .name = "advice_read", .type = FIELD_BOOL, .label = N_("The advice was read") },
	{ .name = "advice_seen", .type = FIELD_INT, .max = 100000, .label = N_("Pieces of advice that were shown") },
};

struct adopt_state {
	struct ruleset r;
	struct rule_advice *advice;
	struct rule *rule;
	const struct rule_part *circle; /* the first part that reads what these rules bring forth; NULL: none */
	bool circle_self;
	bool own;                /* whoever adopts it drafted it */
};

static enum rc adopt_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct adopt_state *s = NEW(cx->a, struct adopt_state, 1);
	TRY(ruleset_get(cx, db, in->subject, &s->r));
	const struct signer_mark author = { s->r.author, s->r.author_person, s->r.seq };
	TRY(person_was(cx, db, &author, in->actor.post, &s->own));
	target_add(ret, AT_OWNER, s->r.owner);
	*ret_state = s;
	if (!sv_is(s->r.state, "draft"))
		return RC_OK;
	TRY(ruleset_rule(cx, &s->r, &s->rule));
	TRY(ruleset_find_circle(cx, db, &s->r, s->rule, &s->circle, &s->circle_self));
	return ruleset_advice(cx, db, &s->r, s->rule, &s->advice);
}

/* Advice refuses nothing; but nobody adopts rules without having it before his eyes, and as it is now. */
static enum rc advice_decide(struct ctx *cx, const struct adopt_state *s, const struct act_in *in, struct js *facts)
{
	const struct value *seen = field(&in->fields, "advice_seen");
	size_t n = ruleset_advice_count(s->advice);
	struct sv said = in->actor.via == VIA_WEB ? SV("") : ruleset_advice_text(cx, s->advice); /* the page shows it beside the form */
	if (n && seen->present && seen->i != (int64_t)n)
		return fail_at(cx, RC_CONFLICT, "advice_read", "ruleset.advice_other",
			       N_("The advice has changed since it was shown; read it once more.%.*s"), SV_ARG(said));
	if (n && !field(&in->fields, "advice_read")->i && in->actor.via == VIA_WEB)
		return fail_at(cx, RC_INVALID, "advice_read", "ruleset.advice", N_("Read the advice, then say so here; or change the draft."));
	if (n && !field(&in->fields, "advice_read")->i)
		return fail_at(cx, RC_INVALID, "advice_read", "ruleset.advice",
			       N_("Read the advice on these rules, change the draft or say that it was read (advice_read).%.*s"),
			       SV_ARG(said));
	struct js *advice = js_set(facts, "advice", js_arr(cx->a));
	for (const struct rule_advice *a = s->advice; a; a = a->next)
		js_push(advice, js_str(cx->a, arena_printf(cx->a, "%d:%d %.*s", a->at.line, a->at.col, SV_ARG(a->text))));
	return RC_OK;
}

static enum rc adopt_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct adopt_state *s = state;
	const struct ruleset *r = &s->r;
	if (!sv_is(r->state, "draft"))
		return fail(cx, RC_CONFLICT, "ruleset.frozen",
			    N_("Only a draft is adopted. An adopted ruleset stays as it is; draft the next version."));
	if (s->own)
		return fail(cx, RC_DENIED, "ruleset.second", N_("Another person than the author must adopt a ruleset."));
	if (s->circle)
		return ruleset_refuse_circle(cx, s->circle, s->circle_self);
	TRY(advice_decide(cx, s, in, facts));
	js_set_sv(cx->a, facts, "digest", r->digest);
	js_set_sv(cx->a, facts, "basis_doc", field_sv(&in->fields, "basis_doc"));
	return RC_OK;
}

static enum rc adopt_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct sv doc = js_get_sv(facts, "basis_doc");
	struct stmt *st = db_query(db, &ruleset_set_adopted);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->actor);
	bind_int(st, 3, row->at);
	bind_sv(st, 4, sv_or_empty(doc));
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "ruleset.draft", .version = 2, .lift = person_lift, .label = N_("Draft a ruleset"), .fields = draft_fields,
	  .n_fields = COUNT(draft_fields), .who = { { ROLE_OFFICE, AT_OWNER } }, .creates = true,
	  .load = draft_load, .decide = draft_decide, .apply = draft_apply },
	{ .name = "ruleset.adopt", .version = 1, .label = N_("Adopt the ruleset"), .fields = adopt_fields,
	  .n_fields = COUNT(adopt_fields), .who = { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } },
	  .load = adopt_load, .decide = adopt_decide, .apply = adopt_apply },
};

/* ---- views -------------------------------------------------------------------------------------------------- */

/* "NAME v2" names a version; NAME alone the latest that is adopted, else the latest draft. */
static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct ruleset *r;
	size_t n, cut = name.n, k = 0;
	int64_t version = 0;
	while (cut > 0 && name.p[cut - 1] >= '0' && name.p[cut - 1] <= '9')
		cut--;
	if (cut < name.n && sv_ends(sv_upto(name, cut), SV(" v")) && sv_int(sv_from(name, cut), &version))
		name = sv_trim(sv_upto(name, cut - 2));
	struct stmt *st = db_query(db, &ruleset_named);
	bind_sv(st, 1, name);
	TRY(collect(cx, st, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (!version || r[i].version == version)
			r[k++] = r[i];
	n = k;
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "ruleset.none_called",
			    N_("No ruleset is called \"%.*s\"; `bixue ruleset list` shows them."), SV_ARG(name));
	for (size_t i = 1; i < n; i++)
		if (r[i].owner != r[0].owner)
			return fail(cx, RC_CONFLICT, "ruleset.several",
				    N_("Several units have a ruleset of this name; give its id as #123."));
	*ret_id = r[0].id; /* the adopted before the drafts, the latest version first */
	return RC_OK;
}

enum rc ruleset_may_read(struct ctx *cx, struct db *db, int64_t post, const struct ruleset *r, bool *ret)
{
	*ret = post == 0 || !sv_is(r->state, "draft");
	return *ret ? RC_OK : person_holds(cx, db, post, ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER | ROLE_AUDITADMIN, r->owner, ret);
}

enum rc ruleset_read(struct ctx *cx, struct db *db, int64_t post, int64_t id, struct ruleset *ret)
{
	struct ruleset r;
	bool may;
	TRY(ruleset_get(cx, db, id, &r));
	TRY(ruleset_may_read(cx, db, post, &r, &may));
	if (!may)
		return fail(cx, RC_NOT_FOUND, "ruleset.draft_closed", N_("These rules are a draft; whoever they will judge reads them as soon as they are adopted."));
	*ret = r;
	return RC_OK;
}

static struct js *ruleset_js(struct arena *a, const struct ruleset *r)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", r->id);
	js_set_int(a, o, "series", r->series);
	js_set_int(a, o, "owner", r->owner);
	js_set_sv(a, o, "name", r->name);
	js_set_int(a, o, "version", r->version);
	js_set_day(a, o, "from", r->from);
	js_set_sv(a, o, "state", r->state);
	js_set_sv(a, o, "digest", r->digest);
	js_set_instant(a, o, "adopted_at", r->adopted_at);
	js_set_sv(a, o, "basis_doc", r->basis_doc);
	return o;
}

static const struct field list_filters[] = {
	{ .name = "owner", .type = FIELD_REF, .of = "unit", .label = N_("Unit whose office counts by it") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "owner_name", FIELD_LINE, N_("Unit") }, { "name", FIELD_LINE, N_("Name") },
	{ "version", FIELD_INT, N_("Version") }, { "from", FIELD_DAY, N_("Valid from") }, { "state", FIELD_ENUM, N_("State") },
	{ "digest", FIELD_LINE, N_("Digest") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &ruleset_list_page);
	bind_int(st, 1, after);
	bind_int(st, 2, field_ref(&in->filters, "owner"));
	bind_int(st, 3, in->limit + 1);
	struct ruleset r = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		bool may;
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)r.id);
			continue;
		}
		row(st, cx->a, &r);
		TRY(ruleset_may_read(cx, db, in->actor.post, &r, &may));
		if (!may)
			continue;
		struct js *o = js_push(rows, ruleset_js(cx->a, &r));
		js_set_sv(cx->a, o, "owner_name", col_sv(st, 17, cx->a));
	}
	return rc;
}

static const struct column show_columns[] = {
	{ "name", FIELD_LINE, N_("Name") }, { "version", FIELD_INT, N_("Version") }, { "state", FIELD_ENUM, N_("State") },
	{ "author", FIELD_LINE, N_("Author") }, { "adopter", FIELD_LINE, N_("Adopted by") },
	{ "text", FIELD_TEXT, N_("Text of the rules") },
};

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct ruleset r;
	struct sv author, adopter = SV("");
	TRY(ruleset_read(cx, db, in->actor.post, in->subject, &r));
	TRY(post_label(cx, db, r.author, &author));
	if (r.adopter)
		TRY(post_label(cx, db, r.adopter, &adopter));
	struct js *o = js_push(rows, ruleset_js(cx->a, &r));
	js_set_sv(cx->a, o, "author", author);
	js_set_sv(cx->a, o, "adopter", adopter);
	js_set_sv(cx->a, o, "text", r.text);
	return RC_OK;
}

static const struct view_def views[] = {
	/* The rules by which one is judged are open to all staff. */
	{ .name = "ruleset.list", .label = N_("List rulesets"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_ALL | ROLE_SYSTEM, .query = list_query },
	{ .name = "ruleset.show", .label = N_("Show a ruleset"), .columns = show_columns, .n_columns = COUNT(show_columns),
	  .roles = ROLE_ALL | ROLE_SYSTEM, .of_one = true, .query = show_query },
};

const struct noun ruleset_noun = {
	.name = "ruleset", .label = N_("Rules"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = ruleset_tables, .n_tables = &ruleset_tables_n, .resolve = resolve,
};
