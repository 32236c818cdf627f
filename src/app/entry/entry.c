/* The acts of an entry.  Reading stands in entry_read.c, what becomes an entry in entry_facts.c. */
#include "app/entry/entry.h"

#include "app/entry/entry_read.h"
#include "app/entry/queries.sql.h"
#include "app/period/period.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "core/rule_compose.h"

/* ---- entry.post and entry.propose ------------------------------------------------------------------------- */

#define POST_FIELDS                                                                                                     \
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },                     \
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },            \
	{ .name = "class", .type = FIELD_LINE, .max = 60, .label = N_("Criterion") },                                       \
	{ .name = "item", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Item") },                       \
	{ .name = "fact", .type = FIELD_ENUM, .required = true, .of = ENTRY_FACTS, .label = N_("Fact") },               \
	{ .name = "role", .type = FIELD_ENUM, .of = "lead|assist", .label = N_("Role") },                               \
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },                                     \
	{ .name = "record", .type = FIELD_LINE, .required = true, .max = 200, .label = N_("Record") },                  \
	{ .name = "record_day", .type = FIELD_DAY, .label = N_("Date of the record") },                                 \
	{ .name = "evidence", .type = FIELD_TEXT, .max = 1000, .label = N_("Evidence") },                               \
	{ .name = "value", .type = FIELD_DEC, .min = 0, .max = RULE_POINTS_MAX, .label = N_("Mark given") }

static const struct field post_fields[] = {
	POST_FIELDS,
	{ .name = "corrects", .type = FIELD_REF, .of = "entry", .label = N_("In place of the entry taken back") },
};
static const struct field propose_fields[] = {
	POST_FIELDS,
	{ .name = "source", .type = FIELD_LINE, .required = true, .max = 100, .label = N_("Source") },
	{ .name = "topic", .type = FIELD_LINE, .max = 200, .label = N_("Topic") },
	{ .name = "matter", .type = FIELD_INT, .min = 0, .max = JS_INT_MAX, .label = N_("Matter") },
};

struct post_state {
	struct unit unit;
	struct ruleset r;
	bool inside, in_force;
	enum period_state period;
	struct sv period_name;
	struct day settled;
	struct entry corrected;  /* id 0: none */
	int64_t person;          /* who posts it */
	bool twice;              /* its fact is counted already */
};

/* What of the calendar bears on an entry of that day for that unit. */
static enum rc load_place(struct ctx *cx, struct db *db, int64_t unit, const struct ruleset *r, struct day day,
			  struct post_state *s)
{
	struct ruleset *force;
	size_t n;
	TRY(unit_get(cx, db, unit, &s->unit));
	TRY(unit_within(cx, db, unit, r->owner, &s->inside));
	TRY(ruleset_in_force(cx, db, r->owner, day, &force, &n));
	for (size_t i = 0; i < n; i++)
		s->in_force |= force[i].id == r->id;
	TRY(period_on(cx, db, r->owner, day, &s->period, &s->period_name));
	return entry_settled_through(cx, db, r->series, unit, &s->settled);
}

static enum rc post_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc = RC_OK;
	struct post_state *s = NEW(cx->a, struct post_state, 1);
	const struct fields *f = &in->fields;
	bool proposed = f->def == propose_fields;
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(ruleset_get(cx, db, field_ref(f, "ruleset"), &s->r));
	TRY(load_place(cx, db, field_ref(f, "unit"), &s->r, field_day(f, "day"), s));
	if (!proposed && field_ref(f, "corrects"))
		TRY(entry_get(cx, db, field_ref(f, "corrects"), &s->corrected));
	if (proposed) {
		struct stmt *st = db_query(db, &entry_same_fact);
		bind_sv(st, 1, field_sv(f, "source"));
		bind_int(st, 2, s->unit.id);
		bind_int(st, 3, s->r.series);
		bind_sv(st, 4, sv_or_empty(field_sv(f, "class")));
		bind_sv(st, 5, field_sv(f, "item"));
		while (db_step(cx, st, &rc))
			s->twice = true;
	}
	target_add(ret, AT_OWNER, s->r.owner);
	*ret_state = s;
	return rc;
}

static enum rc check_place(struct ctx *cx, const struct post_state *s, struct day day, bool system)
{
	if (!sv_is(s->r.state, "adopted"))
		return fail_at(cx, RC_CONFLICT, "ruleset", "entry.draft", N_("This ruleset is not adopted; entries come from adopted rules only."));
	if (!s->in_force)
		return fail_at(cx, RC_CONFLICT, "ruleset", "entry.version", N_("This version of the ruleset is not in force on that day."));
	if (!s->inside)
		return fail_at(cx, RC_INVALID, "unit", "entry.unit", N_("This unit does not belong to the unit whose ruleset it is."));
	if (day_is(s->settled) && day.n <= s->settled.n)
		return fail_at(cx, RC_CONFLICT, "day", "entry.published",
			       N_("A published board has counted this unit up to %.*s; what is found later is entered with its own later day."),
			       SV_ARG(day_text(cx->a, s->settled)));
	if (s->period == PERIOD_FROZEN)
		return fail_at(cx, RC_CONFLICT, "day", "entry.frozen", N_("The period %.*s is frozen."), SV_ARG(s->period_name));
	if (s->period == PERIOD_CLOSED && !system && !s->corrected.reversed_by)
		return fail_at(cx, RC_CONFLICT, "day", "entry.closed",
			       N_("The period %.*s is closed: only what takes the place of a reversed entry is posted now (corrects)."),
			       SV_ARG(s->period_name));
	return RC_OK;
}

/* The item by name, in the class if that is named too. */
static const struct rule_item *item_of(const struct rule *r, struct sv class, struct sv item, struct sv *ret_class)
{
	const struct rule_item *found = NULL;
	for (size_t i = 0; i < r->n_classes; i++) {
		const struct rule_item *t = !class.n || sv_eq(class, r->classes[i].name) ? rule_item_of(&r->classes[i], item) : NULL;
		if (t && found)
			return NULL;
		if (t) {
			found = t;
			*ret_class = r->classes[i].name;
		}
	}
	return found;
}

struct what {
	struct sv class, item, fact, record, topic;
	enum fact_kind kind;
	enum fact_role role;
	struct day day;
	struct dec value;
};

/* The points, by the rule alone. */
static enum rc points_of(struct ctx *cx, const struct rule *r, const struct what *w, struct rule_entry *ret)
{
	struct sv class = w->class;
	struct rule_proposal p;
	const struct rule_item *item = w->kind == FACT_VETO ? NULL : item_of(r, w->class, w->item, &class);
	if (!item && w->kind != FACT_VETO)
		return fail_at(cx, RC_INVALID, "item", "entry.item", N_("The ruleset has no item \"%.*s\", or several; name the class too."),
			       SV_ARG(w->item));
	bool by_topic = item && item->n_topics && !fact_word(w->kind)->manual;
	struct rule_fact f = { .id = w->fact, .kind = w->kind, .role = w->role, .unit = SV("0"), .day = w->day,
			       .topic = w->topic.n ? w->topic : by_topic ? item->topics[0] : w->item,
			       .record = w->record, .value = w->value };
	TRY(rule_entries(cx, r, &f, 1, &p));
	for (size_t i = 0; i < p.n; i++)
		if (sv_eq(p.entries[i].item, w->item) && (!item || sv_eq(p.entries[i].class, class))) {
			*ret = p.entries[i];
			return RC_OK;
		}
	return fail_at(cx, RC_INVALID, "fact", "entry.no_points", N_("This makes no entry: %s."),
		       p.n_unheard ? tr(cx->lang, rule_unheard_name(p.unheard[0].why)) : tr(cx->lang, N_("no clause of the item counts it")));
}

static void put_facts(struct arena *a, struct js *o, int64_t id, const struct ruleset *r, int64_t unit,
		      const struct rule_entry *e)
{
	js_set_int(a, o, "id", id);
	js_set_int(a, o, "series", r->series);
	js_set_int(a, o, "ruleset", r->id);
	js_set_int(a, o, "owner", r->owner);
	js_set_int(a, o, "unit", unit);
	js_set_sv(a, o, "class", e->class);
	js_set_sv(a, o, "item", e->item);
	js_set_sv(a, o, "kind", sv_of(fact_word(e->kind)->id));
	js_set_sv(a, o, "role", e->role == ROLE_ASSIST ? SV("assist") : SV("lead"));
	js_set_day(a, o, "day", e->day);
	js_set_dec(a, o, "points", e->points);
	js_set_sv(a, o, "arithmetic", e->arithmetic);
	js_set_sv(a, o, "fact", e->fact);
}

static enum rc post_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	const struct post_state *s = state;
	const struct fields *f = &in->fields;
	bool proposed = f->def == propose_fields;
	struct rule *r;
	struct rule_entry e;
	struct day day = field_day(f, "day");
	if (day.n > day_of_instant(in->at).n && !proposed)
		return fail_at(cx, RC_INVALID, "day", "entry.future", N_("This day has not come yet."));
	if (s->corrected.id && !s->corrected.reversed_by)
		return fail_at(cx, RC_CONFLICT, "corrects", "entry.standing", N_("That entry still stands; take it back first."));
	if (s->twice)
		return fail(cx, RC_CONFLICT, "entry.twice", N_("This fact is counted already."));
	TRY(check_place(cx, s, day, proposed));
	TRY(ruleset_rule(cx, &s->r, &r));
	if (!ruleset_compares(r, s->unit.kind))
		return fail_at(cx, RC_INVALID, "unit", "entry.peer", N_("The ruleset does not compare units of this kind."));
	*subject = fresh_id(fresh);
	struct what w = {
		.class = field_sv(f, "class"), .item = field_sv(f, "item"), .record = field_sv(f, "record"),
		.kind = fact_of_id(field_sv(f, "fact")), .day = day, .value = field(f, "value")->d,
		.role = sv_is(field_sv(f, "role"), "assist") ? ROLE_ASSIST : ROLE_LEAD,
		.topic = proposed ? field_sv(f, "topic") : SV_NONE,
		.fact = proposed ? field_sv(f, "source") : arena_printf(cx->a, "entry:%lld", (long long)*subject),
	};
	TRY(points_of(cx, r, &w, &e));
	put_facts(cx->a, facts, *subject, &s->r, s->unit.id, &e);
	js_set_sv(cx->a, facts, "record", w.record);
	js_set_day(cx->a, facts, "record_day", field_day(f, "record_day"));
	js_set_sv(cx->a, facts, "evidence", field(f, "evidence")->present ? field_sv(f, "evidence") : SV(""));
	js_set_int(cx->a, facts, "matter", proposed ? field(f, "matter")->i : 0);
	js_set_int(cx->a, facts, "corrects", s->corrected.id);
	js_set_int(cx->a, facts, "person", s->person);
	/* What a hand judged waits for a second person. */
	js_set_sv(cx->a, facts, "state", e.manual ? SV("proposed") : SV("counted"));
	return RC_OK;
}

static enum rc put(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *o)
{
	static const char *const texts[] = { "class", "item", "kind", "role" };
	struct sv state = js_get_sv(o, "state"), reason = js_get_sv(o, "reason");
	struct stmt *st = db_query(db, &entry_put);
	bind_int(st, 1, js_get_int(o, "id", 0));
	bind_int(st, 2, row->seq);
	bind_int(st, 3, sv_is(state, "counted") ? row->seq : 0);
	bind_int(st, 4, js_get_int(o, "series", 0));
	bind_int(st, 5, js_get_int(o, "ruleset", 0));
	bind_int(st, 6, js_get_int(o, "owner", 0));
	bind_int(st, 7, js_get_int(o, "unit", 0));
	for (int i = 0; i < 4; i++)
		bind_sv(st, 8 + i, js_get_sv(o, texts[i]));
	bind_day(st, 12, js_get_day(o, "day"));
	bind_dec(st, 13, js_get_dec(o, "points", (struct dec){ 0 }));
	bind_sv(st, 14, js_get_sv(o, "arithmetic"));
	bind_sv(st, 15, js_get_sv(o, "fact"));
	bind_sv(st, 16, js_get_sv(o, "record"));
	bind_day(st, 17, js_get_day(o, "record_day"));
	bind_sv(st, 18, js_get_sv(o, "evidence"));
	bind_int(st, 19, js_get_int(o, "matter", 0));
	bind_sv(st, 20, state);
	bind_int(st, 21, row->actor);
	bind_int(st, 22, js_get_int(o, "reverses", 0));
	bind_int(st, 23, js_get_int(o, "corrects", 0));
	bind_sv(st, 24, sv_or_empty(reason));
	bind_int(st, 25, row->at);
	bind_int(st, 26, js_get_int(o, "person", 0));
	return db_run(cx, st);
}

/* ---- entry.confirm, entry.refuse ----------------------------------------------------------------------------- */

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
};

struct second_state {
	struct entry e;
	int64_t person;          /* who confirms or refuses */
	bool own;                /* and made it */
};

static enum rc second_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct second_state *s = NEW(cx->a, struct second_state, 1);
	TRY(entry_get(cx, db, in->subject, &s->e));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(entry_is_by(cx, db, &s->e, in->actor.post, &s->own));
	target_add(ret, AT_OWNER, s->e.owner);
	*ret_state = s;
	return RC_OK;
}

static enum rc second_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct second_state *s = state;
	bool refuse = in->def->fields == reason_fields;
	if (!sv_is(s->e.state, "proposed"))
		return fail(cx, RC_CONFLICT, "entry.decided", N_("This entry does not wait for anybody."));
	if (s->own && !refuse)
		return fail(cx, RC_DENIED, "entry.second", N_("Another person than the author must confirm what was judged by hand."));
	js_set_int(cx->a, facts, "person", s->person);
	js_set_sv(cx->a, facts, "state", refuse ? SV("refused") : SV("counted"));
	if (refuse)
		js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc second_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct sv state = js_get_sv(facts, "state"), reason = js_get_sv(facts, "reason");
	struct stmt *st = db_query(db, &entry_set_state);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, state);
	bind_int(st, 3, sv_is(state, "counted") ? row->seq : 0);
	bind_int(st, 4, row->actor);
	bind_sv(st, 5, sv_or_empty(reason));
	bind_int(st, 6, js_get_int(facts, "person", 0));
	return db_run(cx, st);
}

/* ---- entry.reverse: taken back, and where a unit is named, posted there ---------------------------------------- */

static const struct field reverse_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 300, .label = N_("Reason") },
	{ .name = "to_unit", .type = FIELD_REF, .of = "unit", .label = N_("The unit that it belongs to") },
};

struct reverse_state {
	struct entry e;
	struct ruleset r;
	struct post_state old, right; /* right.unit.id 0: nobody */
	int64_t person;          /* who takes it back */
	bool own;                /* and made it */
};

static enum rc reverse_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct reverse_state *s = NEW(cx->a, struct reverse_state, 1);
	TRY(entry_get(cx, db, in->subject, &s->e));
	const struct signer_mark author = { s->e.author, s->e.author_person, s->e.seq };
	TRY(person_was(cx, db, &author, in->actor.post, &s->own));
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(ruleset_get(cx, db, s->e.ruleset, &s->r));
	TRY(load_place(cx, db, s->e.unit, &s->r, s->e.day, &s->old));
	if (field_ref(&in->fields, "to_unit"))
		TRY(load_place(cx, db, field_ref(&in->fields, "to_unit"), &s->r, s->e.day, &s->right));
	target_add(ret, AT_OWNER, s->e.owner);
	*ret_state = s;
	return RC_OK;
}

/* On its own day as long as that is not published; later, on the day on which the mistake is found. */
static struct day counted_on(const struct post_state *s, struct day day, struct day today)
{
	bool shut = s->period == PERIOD_FROZEN || (day_is(s->settled) && day.n <= s->settled.n);
	return shut ? today : day;
}

static enum rc check_reverse(struct ctx *cx, const struct reverse_state *s, const struct act_in *in)
{
	if (in->actor.post == 0 && in->cause == 0)
		return fail(cx, RC_DENIED, "entry.system", N_("The system takes an entry back only where a ruling says so."));
	if (!sv_is(s->e.state, "counted"))
		return fail(cx, RC_CONFLICT, "entry.not_counted", N_("This entry does not count; there is nothing to take back."));
	if (s->e.reverses)
		return fail(cx, RC_CONFLICT, "entry.reversal", N_("This is a reversal itself; post a new entry instead."));
	if (s->e.reversed_by)
		return fail(cx, RC_CONFLICT, "entry.reversed", N_("This entry is taken back already."));
	if (s->old.period != PERIOD_OPEN && s->own)
		return fail(cx, RC_DENIED, "entry.own", N_("Its period is closed; another person than the author takes it back now."));
	if (!s->right.unit.id)
		return RC_OK;
	if (s->right.unit.id == s->e.unit)
		return fail_at(cx, RC_INVALID, "to_unit", "entry.same_unit", N_("It stands there already."));
	if (!s->right.inside)
		return fail_at(cx, RC_INVALID, "to_unit", "entry.unit", N_("This unit does not belong to the unit whose ruleset it is."));
	return RC_OK;
}

static enum rc decide_correction(struct ctx *cx, const struct reverse_state *s, const struct act_in *in,
				 struct fresh *fresh, struct js *facts)
{
	struct rule *r;
	struct rule_entry e;
	int64_t id = fresh_id(fresh);
	TRY(ruleset_rule(cx, &s->r, &r));
	if (!ruleset_compares(r, s->right.unit.kind))
		return fail_at(cx, RC_INVALID, "to_unit", "entry.peer", N_("The ruleset does not compare units of this kind."));
	struct what w = {
		.class = s->e.class, .item = s->e.item, .record = s->e.record, .kind = fact_of_id(s->e.fact_kind),
		.day = counted_on(&s->right, s->e.day, day_of_instant(in->at)), .value = s->e.points,
		.role = sv_is(s->e.role, "assist") ? ROLE_ASSIST : ROLE_LEAD, .fact = s->e.fact,
	};
	TRY(points_of(cx, r, &w, &e));
	struct js *o = js_set(facts, "correction", js_obj(cx->a));
	put_facts(cx->a, o, id, &s->r, s->right.unit.id, &e);
	js_set_sv(cx->a, o, "record", s->e.record);
	js_set_day(cx->a, o, "record_day", s->e.record_day);
	js_set_sv(cx->a, o, "evidence", s->e.evidence);
	js_set_int(cx->a, o, "matter", s->e.matter);
	js_set_int(cx->a, o, "corrects", s->e.id);
	js_set_int(cx->a, o, "person", s->person);
	/* After a ruling a second person has judged already. */
	js_set_sv(cx->a, o, "state", e.manual && in->actor.post ? SV("proposed") : SV("counted"));
	return RC_OK;
}

static enum rc reverse_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)subject;
	const struct reverse_state *s = state;
	TRY(check_reverse(cx, s, in));
	struct rule_entry core = entry_core(cx->a, &s->e);
	struct rule_entry e = rule_reversal(cx->a, &core, counted_on(&s->old, s->e.day, day_of_instant(in->at)));
	struct sv reason = field_sv(&in->fields, "reason");
	struct js *o = js_set(facts, "reversal", js_obj(cx->a));
	put_facts(cx->a, o, fresh_id(fresh), &s->r, s->e.unit, &e);
	js_set_sv(cx->a, o, "record", s->e.record);
	js_set_day(cx->a, o, "record_day", s->e.record_day);
	js_set_sv(cx->a, o, "evidence", s->e.evidence);
	js_set_int(cx->a, o, "matter", s->e.matter);
	js_set_int(cx->a, o, "reverses", s->e.id);
	js_set_int(cx->a, o, "person", s->person);
	js_set_sv(cx->a, o, "reason", reason);
	js_set_sv(cx->a, o, "state", SV("counted"));
	js_set_sv(cx->a, facts, "reason", reason);
	return s->right.unit.id ? decide_correction(cx, s, in, fresh, facts) : RC_OK;
}

static enum rc reverse_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *reversal = js_get(facts, "reversal"), *correction = js_get(facts, "correction");
	TRY(put(cx, db, row, reversal));
	if (correction)
		TRY(put(cx, db, row, correction));
	struct stmt *st = db_query(db, &entry_set_reversed);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(reversal, "id", 0));
	return db_run(cx, st);
}

/* ---- entry.settle: a published board has counted these units up to a day --------------------------------------- */

static const struct field settle_fields[] = {
	{ .name = "series", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Ruleset") },
	{ .name = "through", .type = FIELD_DAY, .required = true, .label = N_("Last day") },
	{ .name = "units", .type = FIELD_REFS, .required = true, .of = "unit", .max = 1000, .label = N_("Units") },
};

static enum rc settle_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	const struct value *units = field(&in->fields, "units");
	js_set_int(cx->a, facts, "series", field(&in->fields, "series")->i);
	js_set_day(cx->a, facts, "through", field_day(&in->fields, "through"));
	struct js *list = js_set(facts, "units", js_arr(cx->a));
	for (size_t i = 0; i < units->n_refs; i++)
		js_push(list, js_int(cx->a, units->refs[i]));
	return RC_OK;
}

static enum rc settle_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *units = js_get(facts, "units");
	for (const struct js *u = units ? units->first : NULL; u; u = u->next) {
		struct stmt *st = db_query(db, &entry_settle_put);
		bind_int(st, 1, js_get_int(facts, "series", 0));
		bind_int(st, 2, u->i);
		bind_day(st, 3, js_get_day(facts, "through"));
		bind_int(st, 4, row->subject);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static const struct act_def acts[] = {
	{ .name = "entry.post", .version = 2, .lift = person_lift, .label = N_("Post an entry"), .fields = post_fields, .n_fields = COUNT(post_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER } }, .creates = true, .load = post_load, .decide = post_decide, .apply = put },
	{ .name = "entry.propose", .version = 1, .label = N_("Post an entry from a fact"), .fields = propose_fields,
	  .n_fields = COUNT(propose_fields), .who = { { ROLE_SYSTEM, AT_ANY } }, .creates = true, .hidden = true,
	  .load = post_load, .decide = post_decide, .apply = put },
	{ .name = "entry.confirm", .version = 2, .lift = person_lift, .label = N_("Confirm the entry"),
	  .who = { { ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, AT_OWNER } }, .load = second_load, .decide = second_decide,
	  .apply = second_apply },
	{ .name = "entry.refuse", .version = 2, .lift = person_lift, .label = N_("Refuse the entry"), .fields = reason_fields,
	  .n_fields = COUNT(reason_fields), .who = { { ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, AT_OWNER } },
	  .load = second_load, .decide = second_decide, .apply = second_apply },
	{ .name = "entry.reverse", .version = 2, .label = N_("Take the entry back"), .fields = reverse_fields,
	  .n_fields = COUNT(reverse_fields), .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } },
	  .load = reverse_load, .decide = reverse_decide, .apply = reverse_apply },
	{ .name = "entry.settle", .version = 1, .label = N_("Mark what a published board has counted"), .fields = settle_fields,
	  .n_fields = COUNT(settle_fields), .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .decide = settle_decide, .apply = settle_apply },
};

const struct noun entry_noun = {
	.name = "entry", .label = N_("Entries"), .acts = acts, .n_acts = COUNT(acts),
	.views = entry_views, .n_views = ENTRY_VIEWS, .tables = entry_tables, .n_tables = &entry_tables_n,
	.resolve = entry_resolve,
};
