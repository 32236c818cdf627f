/* The acts of a card.  Reading stands in practice_read.c, adoptions in adoption.c. */
#include "app/practice/practice.h"

#include "app/matter/matter.h"
#include "app/person/person.h"
#include "app/practice/practice_read.h"
#include "app/practice/queries.sql.h"
#include "app/unit/unit.h"

/* ---- practice.draft, practice.revise ------------------------------------------------------------------------------------ */

#define CARD_FIELDS                                                                                                                  \
	{ .name = "title", .type = FIELD_LINE, .required = true, .min = 2, .max = 80, .label = N_("Title") },                        \
	{ .name = "topic", .type = FIELD_LINE, .required = true, .min = 2, .max = 40, .label = N_("Line of work") },                        \
	{ .name = "problem", .type = FIELD_TEXT, .required = true, .min = 4, .max = 1000, .label = N_("The problem it solved") },    \
	{ .name = "method", .type = FIELD_TEXT, .required = true, .min = 4, .max = 4000, .label = N_("Method, step by step") },      \
	{ .name = "cost", .type = FIELD_DEC, .required = true, .min = 0, .max = 100000000, .label = N_("Cost, in 10,000 yuan") },    \
	{ .name = "cost_covers", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("What the cost covers") },  \
	{ .name = "fits", .type = FIELD_TEXT, .required = true, .min = 4, .max = 1000, .label = N_("Where it fits") },               \
	{ .name = "unfit", .type = FIELD_TEXT, .required = true, .min = 4, .max = 1000, .label = N_("Where it does not fit") },      \
	{ .name = "contact", .type = FIELD_REF, .required = true, .of = "person", .label = N_("Post to ask") },                      \
	{ .name = "evidence", .type = FIELD_TEXT, .required = true, .min = 4, .max = 2000, .label = N_("Basis and evidence") },      \
	{ .name = "born_kind", .type = FIELD_ENUM, .required = true, .of = PRACTICE_BORN, .label = N_("Where it was born") },        \
	{ .name = "born_matter", .type = FIELD_REF, .of = "matter", .label = N_("The matter that it came from") },                   \
	{ .name = "born_text", .type = FIELD_LINE, .min = 2, .max = 200, .label = N_("The site, or the number of the document") }

static const struct field draft_fields[] = {
	{ .name = "source", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Source unit") },
	CARD_FIELDS,
	{ .name = "owner", .type = FIELD_REF, .of = "unit", .label = N_("Unit whose office keeps the card") },
};
static const struct field revise_fields[] = { CARD_FIELDS };

struct card_state {
	struct practice p;           /* of practice.draft: owner and source alone */
	bool inside, known_post, office; /* office: the actor is of the office that keeps the card */
	bool twin;                   /* another one has the title */
};

/* The supervision office nearest above a unit; the unit itself where there is none. */
static enum rc office_over(struct ctx *cx, struct db *db, int64_t unit, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &practice_office_over);
	*ret = unit;
	bind_int(st, 1, unit);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static enum rc twin_of(struct ctx *cx, struct db *db, struct sv title, int64_t id, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &practice_twin);
	bind_sv(st, 1, title);
	bind_int(st, 2, id);
	while (db_step(cx, st, &rc))
		*ret = true;
	return rc;
}

static enum rc card_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct card_state *s = NEW(cx->a, struct card_state, 1);
	const struct fields *f = &in->fields;
	struct post post;
	*ret_state = s;
	if (in->subject) {
		TRY(practice_get(cx, db, in->subject, &s->p));
	} else {
		s->p.source = field_ref(f, "source");
		s->p.owner = field_ref(f, "owner");
		if (!s->p.source) /* a page that asks only whether it may be done */
			return RC_OK;
		if (!s->p.owner)
			TRY(office_over(cx, db, s->p.source, &s->p.owner));
	}
	target_add(ret, AT_OWNER, s->p.owner);
	target_add(ret, AT_UNIT, s->p.source);
	TRY(unit_within(cx, db, s->p.source, s->p.owner, &s->inside));
	TRY(person_holds(cx, db, in->actor.post, ROLE_OFFICE, s->p.owner, &s->office));
	if (!field(f, "title")->present)
		return RC_OK;
	if (field_ref(f, "born_matter") != s->p.born_matter) /* what stands on the card may stay, whoever changes the rest */
		TRY(matter_linkable(cx, db, in, "born_matter"));
	TRY(post_get(cx, db, field_ref(f, "contact"), &post));
	TRY(unit_within(cx, db, post.unit, s->p.source, &s->known_post));
	return twin_of(cx, db, field_sv(f, "title"), in->subject, &s->twin);
}

static enum rc check_card(struct ctx *cx, const struct card_state *s, const struct fields *f)
{
	bool matter = sv_is(field_sv(f, "born_kind"), "matter");
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "title", "practice.twin",
			       N_("Another practice has this title; say in the title what is different."));
	if (!s->known_post)
		return fail_at(cx, RC_INVALID, "contact", "practice.contact",
			       N_("This post is none of the source unit; name one there that can be asked."));
	if (matter && !field_ref(f, "born_matter"))
		return fail_at(cx, RC_INVALID, "born_matter", "practice.born_matter", N_("Give the number of the matter, such as 0623."));
	if (!matter && field_ref(f, "born_matter"))
		return fail_at(cx, RC_INVALID, "born_matter", "practice.born_other",
			       N_("A matter was given, but it is said to come from elsewhere; choose one of them."));
	if (!matter && !field(f, "born_text")->present)
		return fail_at(cx, RC_INVALID, "born_text", "practice.born_text", N_("Name the site, or give the number of the document."));
	return RC_OK;
}

static void card_facts(struct arena *a, const struct fields *f, struct js *facts)
{
	static const char *const texts[] = { "title", "topic", "problem", "method", "cost_covers", "fits", "unfit", "evidence", "born_kind" };
	for (size_t i = 0; i < COUNT(texts); i++)
		js_set_sv(a, facts, texts[i], field_sv(f, texts[i]));
	js_set_dec(a, facts, "cost", field(f, "cost")->d);
	js_set_int(a, facts, "contact", field_ref(f, "contact"));
	js_set_sv(a, facts, "born_text", field(f, "born_text")->present ? field_sv(f, "born_text") : SV(""));
	js_set_int(a, facts, "born_matter", field_ref(f, "born_matter"));
}

static enum rc draft_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			    int64_t *subject)
{
	const struct card_state *s = state;
	if (!s->inside)
		return fail_at(cx, RC_INVALID, "owner", "practice.owner",
			       N_("The source unit does not belong to the unit whose office is to keep the card."));
	TRY(check_card(cx, s, &in->fields));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->p.owner);
	js_set_int(cx->a, facts, "source", s->p.source);
	card_facts(cx->a, &in->fields, facts);
	return RC_OK;
}

/* The columns of the card from `at` on; returns the next. */
static int bind_card(struct stmt *st, int at, const struct js *facts)
{
	static const char *const before[] = { "title", "topic", "problem", "method" }, *const after[] = { "cost_covers", "fits", "unfit",
													  "evidence" };
	for (size_t i = 0; i < COUNT(before); i++)
		bind_sv(st, at++, js_get_sv(facts, before[i]));
	bind_dec(st, at++, js_get_dec(facts, "cost", (struct dec){ 0 }));
	for (size_t i = 0; i < COUNT(after); i++)
		bind_sv(st, at++, js_get_sv(facts, after[i]));
	bind_int(st, at++, js_get_int(facts, "contact", 0));
	bind_sv(st, at++, js_get_sv(facts, "born_kind"));
	bind_sv(st, at++, js_get_sv(facts, "born_text"));
	bind_int(st, at++, js_get_int(facts, "born_matter", 0));
	return at;
}

static enum rc draft_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &practice_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_int(st, 3, js_get_int(facts, "source", 0));
	int next = bind_card(st, 4, facts);
	bind_int(st, next, row->at);
	bind_int(st, next + 1, row->actor);
	return db_run(cx, st);
}

static enum rc not_withdrawn(struct ctx *cx, const struct practice *p)
{
	return !sv_is(p->state, "withdrawn") ? RC_OK :
		fail(cx, RC_CONFLICT, "practice.withdrawn", N_("This practice was withdrawn; nothing is changed about it any more."));
}

/* What everybody reads is the office's to change. */
static enum rc draft_or_office(struct ctx *cx, const struct card_state *s)
{
	TRY(not_withdrawn(cx, &s->p));
	return sv_is(s->p.state, "draft") || s->office ?
		       RC_OK :
		       fail(cx, RC_DENIED, "practice.office",
			    N_("It is published: from now on the office that keeps the card changes it; tell the office what is wrong."));
}

static enum rc revise_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			     int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct card_state *s = state;
	TRY(draft_or_office(cx, s));
	TRY(check_card(cx, s, &in->fields));
	card_facts(cx->a, &in->fields, facts);
	return RC_OK;
}

static enum rc revise_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &practice_set_card);
	bind_int(st, 1, row->subject);
	int next = bind_card(st, 2, facts);
	bind_int(st, next, row->at);
	return db_run(cx, st);
}

/* ---- practice.publish, practice.withdraw, practice.recognise ------------------------------------------------------------- */

struct own_state {
	struct card_state card;
	struct recognition *had;
	size_t n;
};

static enum rc own_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct own_state *s = NEW(cx->a, struct own_state, 1);
	TRY(practice_get(cx, db, in->subject, &s->card.p));
	TRY(person_holds(cx, db, in->actor.post, ROLE_OFFICE, s->card.p.owner, &s->card.office));
	TRY(practice_recognitions(cx, db, in->subject, &s->had, &s->n));
	target_add(ret, AT_OWNER, s->card.p.owner);
	target_add(ret, AT_UNIT, s->card.p.source);
	*ret_state = s;
	return RC_OK;
}

static enum rc publish_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			      int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct own_state *s = state;
	if (!sv_is(s->card.p.state, "draft"))
		return fail(cx, RC_CONFLICT, "practice.not_draft", N_("Only a draft is published."));
	js_set_sv(cx->a, facts, "title", s->card.p.title);
	return RC_OK;
}

static enum rc publish_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &practice_set_published);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	return db_run(cx, st);
}

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

static enum rc withdraw_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			       int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct own_state *s = state;
	TRY(draft_or_office(cx, &s->card));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc withdraw_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &practice_set_withdrawn);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

static const struct field recognise_fields[] = {
	{ .name = "level", .type = FIELD_ENUM, .required = true, .of = PRACTICE_LEVELS, .label = N_("Level") },
	{ .name = "document", .type = FIELD_LINE, .required = true, .min = 4, .max = 100, .label = N_("Document number") },
	{ .name = "issuer", .type = FIELD_LINE, .required = true, .min = 2, .max = 100, .label = N_("Issued by") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Date of the document") },
	{ .name = "note", .type = FIELD_LINE, .max = 300, .label = N_("Note") },
};

static size_t level_rank(struct sv level)
{
	size_t n = 0;
	while (enum_word(PRACTICE_LEVELS, n).p && !sv_eq(enum_word(PRACTICE_LEVELS, n), level))
		n++;
	return enum_word(PRACTICE_LEVELS, n).p ? n + 1 : 0;
}

static bool has_digit(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

static enum rc recognise_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
				int64_t *subject)
{
	(void)subject;
	const struct own_state *s = state;
	const struct fields *f = &in->fields;
	struct sv document = field_sv(f, "document"), level = field_sv(f, "level");
	if (!sv_is(s->card.p.state, "published"))
		return fail(cx, RC_CONFLICT, "practice.not_published", N_("Only a published practice is recognised or learnt from."));
	if (!has_digit(document))
		return fail_at(cx, RC_INVALID, "document", "practice.document",
			       N_("Give the document's number, such as 商政办发〔2023〕15号: a level counts by its document."));
	if (field_day(f, "day").n > day_of_instant(in->at).n)
		return fail_at(cx, RC_INVALID, "day", "practice.future", N_("This day has not come yet."));
	for (size_t i = 0; i < s->n; i++)
		if (sv_eq(s->had[i].document, document) && sv_eq(s->had[i].level, level))
			return fail_at(cx, RC_CONFLICT, "document", "practice.recognised", N_("This recognition stands here already."));
	js_set_int(cx->a, facts, "recognition", fresh_id(fresh));
	js_set_sv(cx->a, facts, "level", level);
	js_set_sv(cx->a, facts, "document", document);
	js_set_sv(cx->a, facts, "issuer", field_sv(f, "issuer"));
	js_set_day(cx->a, facts, "day", field_day(f, "day"));
	js_set_sv(cx->a, facts, "note", field(f, "note")->present ? field_sv(f, "note") : SV(""));
	js_set_sv(cx->a, facts, "highest", level_rank(level) > level_rank(s->card.p.level) ? level : s->card.p.level);
	return RC_OK;
}

static enum rc recognise_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &practice_recognition_put);
	bind_int(st, 1, js_get_int(facts, "recognition", 0));
	bind_int(st, 2, row->subject);
	bind_sv(st, 3, js_get_sv(facts, "level"));
	bind_sv(st, 4, js_get_sv(facts, "document"));
	bind_sv(st, 5, js_get_sv(facts, "issuer"));
	bind_day(st, 6, js_get_day(facts, "day"));
	bind_sv(st, 7, js_get_sv(facts, "note"));
	bind_int(st, 8, row->at);
	bind_int(st, 9, row->actor);
	TRY(db_run(cx, st));
	st = db_query(db, &practice_set_level);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "highest"));
	return db_run(cx, st);
}

#define BY_SOURCE_OR_OFFICE .who = { { ROLE_UNIT, AT_UNIT }, { ROLE_OFFICE, AT_OWNER } }
#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }

static const struct act_def acts[] = {
	{ .name = "practice.draft",
	  .version = 1,
	  .label = N_("Write a practice card"),
	  .fields = draft_fields,
	  .n_fields = COUNT(draft_fields),
	  BY_SOURCE_OR_OFFICE,
	  .creates = true,
	  .load = card_load,
	  .decide = draft_decide,
	  .apply = draft_apply },
	{ .name = "practice.revise",
	  .version = 1,
	  .label = N_("Rewrite the card"),
	  .fields = revise_fields,
	  .n_fields = COUNT(revise_fields),
	  BY_SOURCE_OR_OFFICE,
	  .strict = true,
	  .load = card_load,
	  .decide = revise_decide,
	  .apply = revise_apply },
	{ .name = "practice.publish",
	  .version = 1,
	  .label = N_("Publish the card"),
	  BY_OFFICE,
	  .strict = true,
	  .load = own_load,
	  .decide = publish_decide,
	  .apply = publish_apply },
	{ .name = "practice.withdraw",
	  .version = 1,
	  .label = N_("Withdraw the practice"),
	  .fields = reason_fields,
	  .n_fields = COUNT(reason_fields),
	  BY_SOURCE_OR_OFFICE,
	  .load = own_load,
	  .decide = withdraw_decide,
	  .apply = withdraw_apply },
	{ .name = "practice.recognise",
	  .version = 1,
	  .label = N_("Record a recognition"),
	  .fields = recognise_fields,
	  .n_fields = COUNT(recognise_fields),
	  BY_OFFICE,
	  .load = own_load,
	  .decide = recognise_decide,
	  .apply = recognise_apply },
};

const struct noun practice_noun = {
	.name = "practice", .label = N_("Practices worth copying"), .acts = acts, .n_acts = COUNT(acts), .views = practice_views,
	.n_views = PRACTICE_VIEWS, .tables = practice_tables, .n_tables = &practice_tables_n, .resolve = practice_resolve,
};
