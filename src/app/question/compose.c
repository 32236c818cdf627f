/* A question that a list of the ledger answers by itself: which of its tasks does this unit lead?  (In M1.11 the secretary asked
 * the leaders of a county just that.)  The key is what the ledger said at that moment, with the numbers of the matters. */
#include "app/question/question_read.h"

#include "app/matter/matter.h"
#include "app/question/queries.sql.h"

const struct field question_compose_fields[QUESTION_COMPOSE_FIELDS] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Office that owns it") },
	{ .name = "list", .type = FIELD_LINE, .required = true, .max = 200, .label = N_("List of the ledger, by its name") },
	{ .name = "matters", .type = FIELD_ENUM, .of = "task|problem|project", .label = N_("Only this kind of matters") },
	{ .name = "category", .type = FIELD_LINE, .max = 200, .label = N_("Only this category of the list") },
	{ .name = "lead", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Lead unit that is asked about") },
	{ .name = "topic", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Topic of questions") },
	{ .name = "level", .type = FIELD_ENUM, .required = true, .of = QUESTION_LEVELS, .label = N_("Level") },
	{ .name = "expires", .type = FIELD_DAY, .required = true, .label = N_("Holds until") },
};

struct listed {
	int64_t no;
	struct sv title;
	bool leads;
};
struct compose {
	struct unit lead;
	struct listed m[QUESTION_OPTIONS + 1];
	size_t n;
	int64_t twin;
};

/* Texts of the record, in the office's language: who sits reads the same words whatever language its author read. */
static struct sv ask(struct ctx *cx, const struct compose *s, struct sv list)
{
	return arena_printf(cx->a, tr(LANG_ZH, N_("Of the list \"%.*s\" with its %zu tasks: which ones does %.*s lead?")), SV_ARG(list), s->n,
			    SV_ARG(s->lead.name));
}

enum rc question_compose_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct compose *s = NEW(cx->a, struct compose, 1);
	const struct fields *f = &in->fields;
	enum rc rc;
	*ret_state = s;
	if (!field_ref(f, "owner") || !field_ref(f, "lead"))
		return RC_OK;
	target_add(ret, AT_OWNER, field_ref(f, "owner"));
	TRY(unit_get(cx, db, field_ref(f, "lead"), &s->lead));
	struct stmt *st = db_query(db, &question_of_list);
	bind_int(st, 1, field_ref(f, "owner"));
	bind_sv(st, 2, field_sv(f, "list"));
	bind_sv(st, 3, sv_or_empty(field_sv(f, "matters")));
	bind_sv(st, 4, sv_or_empty(field_sv(f, "category")));
	bind_int(st, 5, s->lead.id);
	bind_int(st, 6, QUESTION_OPTIONS + 1);
	while (db_step(cx, st, &rc))
		if (s->n <= QUESTION_OPTIONS)
			s->m[s->n++] = (struct listed){ col_int(st, 0), col_sv(st, 1, cx->a), col_int(st, 2) > 0 };
	TRY(rc);
	return question_twin_of(cx, db, field_ref(f, "owner"), ask(cx, s, field_sv(f, "list")), 0, 0, &s->twin);
}

static enum rc check(struct ctx *cx, const struct compose *s, size_t right)
{
	if (s->n < 2)
		return fail_at(cx, RC_INVALID, "list", "question.list_short", N_("The ledger has fewer than two issued matters of this list, kind and category; "
			       "write the name as the ledger does."));
	if (s->n > QUESTION_OPTIONS)
		return fail_at(cx, RC_INVALID, "category", "question.list_long", N_("The list has more than %d matters: choose a category of it."), QUESTION_OPTIONS);
	if (!right)
		return fail_at(cx, RC_INVALID, "lead", "question.leads_none", N_("%.*s leads none of these matters; choose another unit."), SV_ARG(s->lead.name));
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "lead", "question.twin", N_("The same words stand in the bank already (#%lld); retire that one first."),
			       (long long)s->twin);
	return RC_OK;
}

enum rc question_compose_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct compose *s = state;
	const struct fields *f = &in->fields;
	struct arena *a = cx->a;
	struct buf key = buf_new(a, QUESTION_OPTIONS + 1), because = buf_new(a, 1000);
	struct question q = { .kind = SV("multiple"), .text = ask(cx, s, field_sv(f, "list")), .document = field_sv(f, "list"), .topic = field_sv(f, "topic"),
			      .level = field_sv(f, "level"), .expires = field_day(f, "expires") }, ready;
	for (size_t i = 0; i < s->n && i < QUESTION_OPTIONS; i++) {
		struct sv no = matter_no_text(a, s->m[i].no);
		q.option[q.n_options++] = arena_printf(a, "%.*s %.*s", SV_ARG(no), SV_ARG(s->m[i].title));
		if (!s->m[i].leads)
			continue;
		buf_printf(&because, "%s%.*s", because.n ? "、" : "", SV_ARG(no));
		buf_putc(&key, (char)('A' + (char)i));
	}
	TRY(check(cx, s, key.n));
	q.key = buf_sv(&key);
	q.because = buf_sv(&because);
	q.article = arena_printf(a, tr(LANG_ZH, N_("the ledger as of %.*s")), SV_ARG(day_text(a, day_of_instant(in->at))));
	TRY(question_check(cx, &q, &ready));
	*subject = fresh_id(fresh);
	js_set_int(a, facts, "owner", field_ref(f, "owner"));
	question_facts(a, &ready, facts);
	return RC_OK;
}
