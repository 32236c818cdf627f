/* Objections 申诉: a unit objects to a line of its own row while the preview is open; somebody not involved rules. */
#include "app/board/board_make.h"
#include "app/board/objection.sql.h"
#include "app/person/person.h"

static void row(const struct stmt *st, struct arena *a, struct objection *ret)
{
	*ret = (struct objection){
		.id = col_int(st, 0), .board = col_int(st, 1), .version = col_int(st, 2), .unit = col_int(st, 3),
		.entry = col_int(st, 4), .line = col_int(st, 5), .text = col_sv(st, 6, a), .state = col_sv(st, 7, a),
		.reason = col_sv(st, 8, a), .raiser = col_int(st, 9), .raised_at = col_int(st, 10), .ruler = col_int(st, 11),
		.ruled_at = col_int(st, 12), .right_unit = col_int(st, 13), .reversal = col_int(st, 14),
		.raiser_person = col_int(st, 15),
	};
}

enum rc objection_get(struct ctx *cx, struct db *db, int64_t id, struct objection *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &objection_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "objection.none", N_("There is no such objection."));
	return rc;
}

enum rc objections_of_board(struct ctx *cx, struct db *db, int64_t board, struct objection **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 32;
	struct objection *all = NEW(cx->a, struct objection, cap);
	struct stmt *st = db_query(db, &objection_of_board);
	bind_int(st, 1, board);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct objection *bigger = NEW(cx->a, struct objection, cap * 2);
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

/* ---- objection.raise: its subject is the board, so that a link to the board's preview can carry it ------------- */

static const struct field raise_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "entry", .type = FIELD_INT, .min = 1, .max = JS_INT_MAX, .label = N_("Entry") },
	{ .name = "line", .type = FIELD_INT, .min = 1, .max = 10000, .label = N_("Line") },
	{ .name = "text", .type = FIELD_TEXT, .required = true, .min = 4, .max = 1000, .label = N_("What is wrong, and how one can see it") },
};

struct raise_state {
	struct board_head b;
	struct board_place place;
	int64_t person;              /* who raises it */
	bool listed, again;
};

static bool lists(const struct js *line, int64_t entry)
{
	const struct js *ids = js_get(line, "entries");
	for (const struct js *e = ids ? ids->first : NULL; e; e = e->next)
		if (e->i == entry)
			return true;
	return false;
}

static enum rc raise_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct objection *o;
	size_t n;
	struct raise_state *s = NEW(cx->a, struct raise_state, 1);
	const struct value *entry = field(&in->fields, "entry"), *line = field(&in->fields, "line");
	int64_t unit = field_ref(&in->fields, "unit"), i = 0;
	TRY(board_get(cx, db, in->subject, &s->b));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(board_place_of(cx, db, s->b.id, s->b.version, unit, &s->place));
	s->listed = !entry->present && !line->present;
	for (const struct js *l = s->place.lines ? s->place.lines->first : NULL; l; l = l->next) {
		bool this_line = !line->present || line->i == ++i;
		s->listed |= this_line && (!entry->present || lists(l, entry->i));
	}
	TRY(objections_of_board(cx, db, s->b.id, &o, &n));
	for (size_t k = 0; k < n; k++)
		s->again |= o[k].unit == unit && o[k].entry == (entry->present ? entry->i : 0) && !sv_is(o[k].state, "upheld") &&
			    o[k].line == (line->present ? line->i : 0);
	target_add(ret, AT_UNIT, unit);
	*ret_state = s;
	return RC_OK;
}

static enum rc raise_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)subject;
	const struct raise_state *s = state;
	if (s->b.state != BOARD_PREVIEWED)
		return fail(cx, RC_CONFLICT, "objection.closed", N_("Objections are raised while the board is shown to the units."));
	if (day_of_instant(in->at).n > s->b.window_until.n)
		return fail(cx, RC_CONFLICT, "objection.late", N_("The last day for objections was %.*s."),
			    SV_ARG(day_text(cx->a, s->b.window_until)));
	if (!s->listed)
		return fail_at(cx, RC_INVALID, "entry", "objection.entry", N_("This entry does not stand in the unit's row; choose one of its lines."));
	if (s->again)
		return fail(cx, RC_CONFLICT, "objection.again", N_("An objection to this stands already."));
	js_set_int(cx->a, facts, "objection", fresh_id(fresh));
	js_set_int(cx->a, facts, "version", s->b.version);
	js_set_int(cx->a, facts, "person", s->person);
	js_set_int(cx->a, facts, "unit", s->place.unit);
	js_set_int(cx->a, facts, "entry", field(&in->fields, "entry")->i);
	js_set_int(cx->a, facts, "line", field(&in->fields, "line")->i);
	js_set_sv(cx->a, facts, "text", field_sv(&in->fields, "text"));
	return RC_OK;
}

static enum rc raise_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &objection_put);
	bind_int(st, 1, js_get_int(facts, "objection", 0));
	bind_int(st, 2, r->subject);
	bind_int(st, 3, js_get_int(facts, "version", 0));
	bind_int(st, 4, js_get_int(facts, "unit", 0));
	bind_int(st, 5, js_get_int(facts, "entry", 0));
	bind_int(st, 6, js_get_int(facts, "line", 0));
	bind_sv(st, 7, js_get_sv(facts, "text"));
	bind_int(st, 8, r->actor);
	bind_int(st, 9, r->at);
	bind_int(st, 10, js_get_int(facts, "person", 0));
	return db_run(cx, st);
}

/* ---- objection.rule -------------------------------------------------------------------------------------------------- */

static const struct field rule_fields[] = {
	{ .name = "ruling", .type = FIELD_ENUM, .required = true, .of = "uphold|dismiss", .label = N_("Ruling") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 200, .label = N_("Reason") },
	{ .name = "right_unit", .type = FIELD_REF, .of = "unit", .label = N_("The unit that it belongs to") },
};

struct rule_state {
	struct objection o;
	struct board_head b;
	struct entry e;              /* id 0: none was named */
	struct unit unit, right;
	bool of_unit, right_inside;
	bool made, composed, raised; /* the actor, by any post: made or confirmed what is objected to, … */
};

static enum rc load_entry_hands(struct ctx *cx, struct db *db, const struct js *line, int64_t me, size_t *seen, bool *made)
{
	const struct js *ids = js_get(line, "entries");
	for (const struct js *id = ids ? ids->first : NULL; id && !*made; id = id->next, ++*seen) {
		struct entry e;
		TRY(entry_get(cx, db, id->i, &e));
		TRY(entry_is_by(cx, db, &e, me, made));
	}
	return RC_OK;
}

/* Whose hand is in what is objected to: the named entry; every entry of the named line; every one of the row where neither is
 * named, or the line has none. */
static enum rc load_hands(struct ctx *cx, struct db *db, int64_t me, struct rule_state *s)
{
	struct board_place p;
	const struct signer_mark composer = { s->b.composer, s->b.composer_person, s->b.composed_seq },
				 raiser = { s->o.raiser, s->o.raiser_person, s->b.composed_seq };
	TRY(person_was(cx, db, &composer, me, &s->composed));
	TRY(person_was(cx, db, &raiser, me, &s->raised));
	if (s->e.id)
		return entry_is_by(cx, db, &s->e, me, &s->made);
	TRY(board_place_of(cx, db, s->b.id, s->o.version, s->o.unit, &p));
	const struct js *first = p.lines ? p.lines->first : NULL;
	int64_t no = 0;
	size_t seen = 0;
	for (const struct js *l = first; l; l = l->next)
		if (++no == s->o.line)
			TRY(load_entry_hands(cx, db, l, me, &seen, &s->made));
	for (const struct js *l = first; l && !seen && !s->made; l = l->next) {
		size_t all = 0;
		TRY(load_entry_hands(cx, db, l, me, &all, &s->made));
	}
	return RC_OK;
}

static enum rc rule_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct rule_state *s = NEW(cx->a, struct rule_state, 1);
	struct post p;
	int64_t right = field_ref(&in->fields, "right_unit");
	TRY(objection_get(cx, db, in->subject, &s->o));
	TRY(board_get(cx, db, s->o.board, &s->b));
	TRY(unit_get(cx, db, s->o.unit, &s->unit));
	if (s->o.entry)
		TRY(entry_get(cx, db, s->o.entry, &s->e));
	TRY(load_hands(cx, db, in->actor.post, s));
	if (right) {
		TRY(unit_get(cx, db, right, &s->right));
		TRY(unit_within(cx, db, right, s->b.owner, &s->right_inside));
	}
	if (in->actor.post) {
		TRY(post_get(cx, db, in->actor.post, &p));
		TRY(unit_within(cx, db, p.unit, s->unit.id, &s->of_unit));
	}
	target_add(ret, AT_OWNER, s->b.owner);
	*ret_state = s;
	return RC_OK;
}

/* Whoever made what is objected to does not judge it (handbook 4.5, 6). */
static enum rc check_impartial(struct ctx *cx, const struct rule_state *s)
{
	const char *why = s->made ? N_("it made or confirmed an entry that is objected to") :
			  s->composed ? N_("it composed the board") :
			  s->raised ? N_("it raised the objection") :
			  s->of_unit ? N_("it belongs to the unit") : NULL;
	return why ? fail(cx, RC_DENIED, "objection.involved", N_("This post, or a person who holds or held it, is involved: %s. Somebody else must rule."), tr(cx->lang, why)) : RC_OK;
}

static enum rc rule_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct rule_state *s = state;
	bool uphold = sv_is(field_sv(&in->fields, "ruling"), "uphold");
	TRY(board_frozen(cx, &s->b));
	if (!sv_is(s->o.state, "open"))
		return fail(cx, RC_CONFLICT, "objection.ruled", N_("This objection is ruled on already."));
	TRY(check_impartial(cx, s));
	if (s->right.id && (!uphold || !s->e.id))
		return fail_at(cx, RC_INVALID, "right_unit", "objection.right_none", N_("A right unit is named only where an entry is taken back."));
	if (s->right.id && (!s->right_inside || s->right.id == s->unit.id || !sv_eq(s->right.kind, s->unit.kind)))
		return fail_at(cx, RC_INVALID, "right_unit", "objection.right", N_("The right unit is another one of the same kind under the same office."));
	js_set_sv(cx->a, facts, "state", uphold ? SV("upheld") : SV("dismissed"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	js_set_int(cx->a, facts, "entry", s->o.entry);
	js_set_int(cx->a, facts, "right_unit", s->right.id);
	return RC_OK;
}

static enum rc rule_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &objection_set_ruled);
	bind_int(st, 1, r->subject);
	bind_sv(st, 2, js_get_sv(facts, "state"));
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	bind_int(st, 4, r->actor);
	bind_int(st, 5, r->at);
	bind_int(st, 6, js_get_int(facts, "right_unit", 0));
	return db_run(cx, st);
}

/* ---- objection.settled: the entry was taken back ------------------------------------------------------------------- */

static const struct field settled_fields[] = {
	{ .name = "reversal", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Reversal") },
};

static enum rc settled_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_int(cx->a, facts, "reversal", field(&in->fields, "reversal")->i);
	return RC_OK;
}

static enum rc settled_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &objection_set_reversal);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "reversal", 0));
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "objection.raise", .version = 2, .lift = person_lift, .label = N_("Object to a line"), .fields = raise_fields,
	  .n_fields = COUNT(raise_fields), .who = { { ROLE_UNIT, AT_UNIT } }, .linkable = true,
	  .load = raise_load, .decide = raise_decide, .apply = raise_apply },
	{ .name = "objection.rule", .version = 1, .label = N_("Rule on the objection"), .fields = rule_fields,
	  .n_fields = COUNT(rule_fields), .who = { { ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, AT_OWNER } }, .strict = true,
	  .load = rule_load, .decide = rule_decide, .apply = rule_apply },
	{ .name = "objection.settled", .version = 1, .label = N_("The ruling is carried out"), .fields = settled_fields,
	  .n_fields = COUNT(settled_fields), .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .decide = settled_decide, .apply = settled_apply },
};

/* ---- view ----------------------------------------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	{ .name = "board", .type = FIELD_REF, .of = "board", .label = N_("Board") },
	{ .name = "state", .type = FIELD_ENUM, .of = OBJECTION_STATES, .label = N_("State") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "board_name", FIELD_LINE, N_("Board") }, { "unit_name", FIELD_LINE, N_("Unit") },
	{ "entry", FIELD_INT, N_("Entry") }, { "text", FIELD_TEXT, N_("Text") }, { "state", FIELD_ENUM, N_("State") },
	{ "reason", FIELD_LINE, N_("Reason") }, { "ruler_name", FIELD_LINE, N_("Ruled by") },
};

static enum rc objection_js(struct ctx *cx, struct db *db, const struct objection *x, struct js *o)
{
	struct sv raiser, ruler = SV("");
	TRY(post_label(cx, db, x->raiser, &raiser));
	if (x->ruler)
		TRY(post_label(cx, db, x->ruler, &ruler));
	js_set_int(cx->a, o, "id", x->id);
	js_set_int(cx->a, o, "board", x->board);
	js_set_int(cx->a, o, "version", x->version);
	js_set_int(cx->a, o, "unit", x->unit);
	js_set_int(cx->a, o, "entry", x->entry);
	js_set_int(cx->a, o, "line", x->line);
	js_set_sv(cx->a, o, "text", x->text);
	js_set_sv(cx->a, o, "state", x->state);
	js_set_sv(cx->a, o, "reason", x->reason);
	js_set_sv(cx->a, o, "raiser_name", raiser);
	js_set_instant(cx->a, o, "raised_at", x->raised_at);
	js_set_sv(cx->a, o, "ruler_name", ruler);
	js_set_instant(cx->a, o, "ruled_at", x->ruled_at);
	js_set_int(cx->a, o, "right_unit", x->right_unit);
	js_set_int(cx->a, o, "reversal", x->reversal);
	return RC_OK;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	struct sv state = field_sv(&in->filters, "state");
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &objection_list_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "board"));
	bind_sv(st, 11, sv_or_empty(state));
	bind_int(st, 12, in->limit + 1);
	struct objection x = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)x.id);
			continue;
		}
		row(st, cx->a, &x);
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_sv(cx->a, o, "unit_name", col_sv(st, 16, cx->a));
		js_set_sv(cx->a, o, "board_name", col_sv(st, 17, cx->a));
		TRY(objection_js(cx, db, &x, o));
	}
	return rc;
}

static const struct view_def views[] = {
	{ .name = "objection.list", .label = N_("List objections"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM,
	  .query = list_query },
};

/* By the name of its board, while that has one objection that waits. */
static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	int64_t board;
	struct objection *o;
	size_t n, open = 0;
	struct ctx probe = *cx;
	ctx_forget(&probe);
	enum rc rc = board_noun.resolve(&probe, db, name, &board);
	if (rc != RC_OK)
		return fail(cx, rc, "objection.named",
			    N_("No objection is called \"%.*s\": give its id as #123, or the board of which one objection waits."), SV_ARG(name));
	TRY(objections_of_board(cx, db, board, &o, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(o[i].state, "open")) {
			*ret_id = o[i].id;
			open++;
		}
	if (open == 0)
		return fail(cx, RC_NOT_FOUND, "objection.none_open", N_("No objection to this board waits for a ruling."));
	if (open > 1)
		return fail(cx, RC_CONFLICT, "objection.several_open", N_("Several objections to this board wait; give the id as #123."));
	return RC_OK;
}

const struct noun objection_noun = {
	.name = "objection", .label = N_("Objections"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = objection_tables, .n_tables = &objection_tables_n, .resolve = resolve,
};
