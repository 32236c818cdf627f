/* What the acts read before they decide, and how their facts become rows. */
#include "app/note/note_acts.h"

#include "app/note/queries.sql.h"
#include "app/person/person.h"

/* ---- load ------------------------------------------------------------------------------------------------------------ */

/* `of`: a question is a note of this event, or one of the bank. */
static int64_t ref_of(const struct act_in *in, const char *name, const char *of)
{
	for (size_t i = 0; i < in->def->n_fields; i++)
		if (strcmp(in->def->fields[i].name, name) == 0 && in->def->fields[i].type == FIELD_REF && strcmp(in->def->fields[i].of, of) == 0)
			return field_ref(&in->fields, name);
	return 0;
}

static int64_t slot_of(const struct act_in *in)
{
	for (size_t i = 0; i < in->def->n_fields; i++)
		if (strcmp(in->def->fields[i].name, "slot") == 0 && field(&in->fields, "slot")->present)
			return field(&in->fields, "slot")->i;
	return 0;
}

static enum rc count(struct ctx *cx, struct stmt *st, int64_t *ret)
{
	enum rc rc;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

/* Which event the act is about: named, or that of the note, the question or the vote. */
static enum rc load_about(struct ctx *cx, struct db *db, const struct act_in *in, struct note_state *s, int64_t *ret_event)
{
	int64_t note = in->subject ? in->subject : ref_of(in, "note", "note");
	if (note)
		TRY(note_get(cx, db, note, &s->n));
	if (ref_of(in, "question", "note"))
		TRY(note_get(cx, db, ref_of(in, "question", "note"), &s->question));
	if (ref_of(in, "vote", "vote"))
		TRY(vote_get(cx, db, ref_of(in, "vote", "vote"), &s->vote));
	*ret_event = ref_of(in, "event", "event") ? ref_of(in, "event", "event") : s->n.event ? s->n.event : s->vote.event ? s->vote.event : s->question.event;
	return RC_OK;
}

static enum rc load_unit(struct ctx *cx, struct db *db, struct note_state *s)
{
	struct unit u;
	TRY(unit_get(cx, db, s->unit, &u));
	s->closed = day_is(u.closed);
	TRY(unit_within(cx, db, u.id, s->e.owner, &s->inside));
	struct stmt *st = db_query(db, &note_taken_home);
	bind_int(st, 1, s->e.id);
	bind_int(st, 2, u.id);
	return count(cx, st, &s->taken);
}

static enum rc load_bank(struct ctx *cx, struct db *db, int64_t id, struct note_state *s)
{
	struct ctx sub = *cx;
	ctx_forget(&sub);
	enum rc rc = question_get(&sub, db, id, &s->bank);
	return rc == RC_NOT_FOUND ? fail_at(cx, RC_NOT_FOUND, "question", sub.faults->id, "%.*s", SV_ARG(sub.faults->text)) :
		rc == RC_OK ? RC_OK : fail_again(cx, rc, &sub);
}

enum rc note_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct note_state *s = NEW(cx->a, struct note_state, 1);
	int64_t event, slot = slot_of(in);
	*ret_state = s;
	TRY(load_about(cx, db, in, s, &event));
	if (!event) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(event_get(cx, db, event, &s->e));
	TRY(event_slots(cx, db, event, &s->slot, &s->n_slot));
	s->unit = ref_of(in, "unit", "unit") ? ref_of(in, "unit", "unit") : s->n.id ? s->n.unit : s->question.unit;
	for (size_t i = 0; i < s->n_slot && !s->unit; i++)
		s->unit = s->slot[i].no == slot ? s->slot[i].unit : 0;
	if (s->unit)
		TRY(load_unit(cx, db, s));
	if (s->vote.id && s->vote.released_at) {
		struct vote_slot *v;
		size_t n;
		TRY(vote_slots(cx, db, &s->vote, &v, &n));
		for (size_t i = 0; i < n; i++)
			s->on_vote |= v[i].unit == s->unit;
	}
	if (ref_of(in, "question", "question")) {
		TRY(note_office(cx, db, &s->e, in->actor.post, &s->office));
		TRY(load_bank(cx, db, ref_of(in, "question", "question"), s));
	}
	if (sv_is(sv_of(in->def->name), "note.draw"))
		TRY(note_bank_load(cx, db, in, s));
	target_add(ret, AT_OWNER, s->e.owner);
	target_add(ret, AT_UNIT, s->unit);
	/* By a link to this event, which its office made for the post, that post takes notes too. */
	ret->self = in->actor.via == VIA_LINK ? in->actor.post : s->n.author;
	return post_label(cx, db, in->actor.post, &s->label);
}

/* ---- facts and rows ----------------------------------------------------------------------------------------------------- */

void note_fact(struct arena *a, struct js *facts, const struct note *n)
{
	struct js *list = (struct js *)js_get(facts, "notes");
	struct js *o = js_push(list ? list : js_set(facts, "notes", js_arr(a)), js_obj(a));
	const struct { const char *key; int64_t i; } ints[] = {
		{ "id", n->id }, { "event", n->event }, { "slot", n->slot }, { "unit", n->unit }, { "author", n->author }, { "parent", n->parent },
		{ "seconds", n->seconds }, { "vote", n->vote }, { "lead", n->lead }, { "solved_at", n->solved_at }, { "matter", n->matter },
		{ "replaces", n->replaces }, { "question", n->question },
	};
	const struct { const char *key; struct sv s; } texts[] = {
		{ "kind", n->kind }, { "state", n->state }, { "speaker", n->speaker }, { "text", n->text }, { "level", n->level },
		{ "programme", n->programme }, { "respondent", n->respondent }, { "post_class", n->post_class }, { "topic", n->topic },
		{ "source", n->source }, { "taken_from", n->taken_from }, { "how", n->how },
	};
	for (size_t i = 0; i < COUNT(ints); i++)
		if (ints[i].i)
			js_set_int(a, o, ints[i].key, ints[i].i);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].s.n)
			js_set_sv(a, o, texts[i].key, texts[i].s);
	if (n->full_mark.u) {
		js_set_dec(a, o, "mark", n->mark);
		js_set_dec(a, o, "full_mark", n->full_mark);
	}
	if (day_is(n->due))
		js_set_day(a, o, "due", n->due);
}

static struct sv text_in(const struct js *o, const char *key)
{
	return sv_or_empty(js_get_sv(o, key));
}

static enum rc put_row(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *o)
{
	static const char *const texts[] = { "text", "level", "programme", "respondent", "post_class", "topic", "source", "taken_from" };
	struct dec zero = { 0 };
	struct stmt *st = db_query(db, &note_put);
	bind_int(st, 1, js_get_int(o, "id", 0));
	bind_int(st, 2, js_get_int(o, "event", 0));
	bind_int(st, 3, js_get_int(o, "slot", 0));
	bind_sv(st, 4, text_in(o, "kind"));
	bind_sv(st, 5, text_in(o, "state"));
	bind_int(st, 6, js_get_int(o, "unit", 0));
	bind_sv(st, 7, text_in(o, "speaker"));
	bind_int(st, 8, js_get_int(o, "author", 0));
	bind_int(st, 9, row->at);
	for (size_t i = 0; i < COUNT(texts); i++)
		bind_sv(st, 10 + (int)i, text_in(o, texts[i]));
	bind_int(st, 18, js_get_int(o, "parent", 0));
	bind_dec(st, 19, js_get_dec(o, "mark", zero));
	bind_dec(st, 20, js_get_dec(o, "full_mark", zero));
	bind_int(st, 21, js_get_int(o, "seconds", 0));
	bind_int(st, 22, js_get_int(o, "vote", 0));
	bind_int(st, 23, js_get_int(o, "lead", 0));
	bind_day(st, 24, js_get_day(o, "due"));
	bind_sv(st, 25, text_in(o, "how"));
	bind_int(st, 26, js_get_int(o, "solved_at", 0));
	bind_int(st, 27, js_get_int(o, "matter", 0));
	bind_int(st, 28, js_get_int(o, "replaces", 0));
	bind_int(st, 29, js_get_int(o, "question", 0));
	return db_run(cx, st);
}

static enum rc replace(struct ctx *cx, struct db *db, int64_t old, int64_t id)
{
	struct stmt *st = db_query(db, &note_set_replaced);
	bind_int(st, 1, old);
	bind_int(st, 2, id);
	TRY(db_run(cx, st));
	st = db_query(db, &note_set_parent);
	bind_int(st, 1, old);
	bind_int(st, 2, id);
	TRY(db_run(cx, st));
	st = db_query(db, &note_set_draw);
	bind_int(st, 1, old);
	bind_int(st, 2, id);
	return db_run(cx, st);
}

enum rc note_apply_put(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "notes");
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		TRY(put_row(cx, db, row, o));
		if (js_get_int(o, "replaces", 0))
			TRY(replace(cx, db, js_get_int(o, "replaces", 0), js_get_int(o, "id", 0)));
	}
	return RC_OK;
}

enum rc note_apply_drawn(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	static const char *const texts[] = { "topic", "level", "kind", "list", "digest", "seed", "said_a", "said_b" };
	const struct js *d = js_get(facts, "draw");
	TRY(note_apply_put(cx, db, row, facts));
	struct stmt *st = db_query(db, &note_put_draw);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(d, "event", 0));
	for (size_t i = 0; i < COUNT(texts); i++)
		bind_sv(st, 3 + (int)i, text_in(d, texts[i]));
	bind_int(st, 11, row->at);
	return db_run(cx, st);
}

enum rc note_apply_solved(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &note_set_solved);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "outcome"));
	bind_int(st, 3, js_get_int(facts, "unit", 0));
	bind_day(st, 4, js_get_day(facts, "due"));
	bind_sv(st, 5, text_in(facts, "text"));
	bind_int(st, 6, row->at);
	return db_run(cx, st);
}

enum rc note_apply_opened(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &note_set_matter);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "matter", 0));
	return db_run(cx, st);
}
