/* A question of the bank at an event: which may be asked, what the note says of it, and the lots. */
#include "app/note/note_acts.h"

#include "app/note/queries.sql.h"
#include "app/person/person.h"
#include "core/lots.h"

/* ---- pure ------------------------------------------------------------------------------------------------------------ */

enum rc note_bank_fits(struct ctx *cx, const struct note_state *s, const struct question *q)
{
	if (q->owner != s->e.owner && q->owner != s->office)
		return fail_at(cx, RC_INVALID, "question", "note.bank_owner", N_("This question stands in the bank of another office: choose one of the office that holds the event."));
	if (sv_is(q->state, "draft"))
		return fail_at(cx, RC_CONFLICT, "question", "note.bank_draft", N_("This question is still a draft: release it in the bank first."));
	if (!sv_is(q->state, "ready"))
		return fail_at(cx, RC_CONFLICT, "question", "note.bank_retired", N_("This question is retired: choose another one."));
	if (q->expires.n < s->e.day.n)
		return fail_at(cx, RC_CONFLICT, "question", "note.bank_expired", N_("This question held until %.*s, before the day of the event: choose another one."),
			       SV_ARG(day_text(cx->a, q->expires)));
	return RC_OK;
}

/* The matters of a key made from a list are the key: leaders read notes, so they do not stand there. */
void note_bank_fill(struct arena *a, const struct question *q, struct note *n)
{
	n->question = q->id;
	n->text = question_words(a, q);
	n->topic = q->topic;
	n->source = q->because.n ? SV("ledger") : SV("bank");
	n->taken_from = arena_printf(a, "#%lld %.*s %.*s", (long long)q->id, SV_ARG(q->document), SV_ARG(q->article));
}

enum rc note_bank_typed(struct ctx *cx, const struct fields *f, const struct note *n, const struct question *q)
{
	const struct { const char *name; struct sv says; } all[] = {
		{ "text", n->text }, { "topic", n->topic }, { "source", n->source }, { "taken_from", n->taken_from },
	};
	for (size_t i = 0; i < COUNT(all); i++) {
		struct sv typed = field_sv(f, all[i].name);
		if (typed.n && !sv_eq(typed, all[i].says) && !(i == 0 && sv_eq(typed, q->text)))
			return fail_at(cx, RC_INVALID, all[i].name, "note.bank_says", N_("The bank says otherwise of question #%lld: leave this empty, or ask without the bank."),
				       (long long)q->id);
	}
	return RC_OK;
}

int64_t note_bank_drawn(struct arena *a, struct sv list, struct sv seed)
{
	struct ticket *t;
	int64_t id = 0;
	return lots_draw(a, list, seed, &t) && sv_int(t[0].id, &id) ? id : 0;
}

/* ---- reading --------------------------------------------------------------------------------------------------------- */

static enum rc asked_at(struct ctx *cx, struct db *db, int64_t event, int64_t **ret, size_t *ret_n)
{
	enum rc rc;
	int64_t *all = NEW(cx->a, int64_t, NOTES_MAX);
	struct stmt *st = db_query(db, &note_asked_at);
	*ret_n = 0;
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		if (*ret_n < NOTES_MAX)
			all[(*ret_n)++] = col_int(st, 0);
	*ret = all;
	return rc;
}

enum rc note_office(struct ctx *cx, struct db *db, const struct event *e, int64_t post, int64_t *ret)
{
	struct post p;
	bool inside = false;
	*ret = 0;
	if (!post)
		return RC_OK;
	TRY(post_get(cx, db, post, &p));
	TRY(unit_within(cx, db, p.unit, e->owner, &inside));
	*ret = inside ? p.unit : 0;
	return RC_OK;
}

enum rc note_bank_list(struct ctx *cx, struct db *db, const struct event *e, int64_t post, struct question_ask ask, struct sv *ret, size_t *ret_n)
{
	int64_t *id, *asked;
	size_t n, n_asked, next = 0;
	struct buf b = buf_new(cx->a, QUESTION_BANK_MAX * 21);
	ask.owner = e->owner;
	ask.day = e->day;
	TRY(note_office(cx, db, e, post, &ask.office));
	TRY(question_bank(cx, db, &ask, &id, &n));
	TRY(asked_at(cx, db, e->id, &asked, &n_asked));
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		while (next < n_asked && asked[next] < id[i]) /* both in the order of ids */
			next++;
		if (next < n_asked && asked[next] == id[i])
			continue;
		buf_printf(&b, "%lld\n", (long long)id[i]);
		++*ret_n;
	}
	*ret = b.n ? buf_sv(&b) : SV("");
	return RC_OK;
}

enum rc note_bank_load(struct ctx *cx, struct db *db, const struct act_in *in, struct note_state *s)
{
	const struct fields *f = &in->fields;
	struct question_ask ask = { .topic = sv_or_empty(field_sv(f, "topic")), .level = sv_or_empty(field_sv(f, "question_level")),
				    .kind = sv_or_empty(field_sv(f, "question_kind")) };
	size_t n;
	TRY(note_bank_list(cx, db, &s->e, in->actor.post, ask, &s->list, &n));
	/* The draw is the decision's; it is reckoned here too, so that of a whole bank one question is read. */
	int64_t drawn = note_bank_drawn(cx->a, s->list, lots_seed(cx->a, f));
	return drawn ? question_get(cx, db, drawn, &s->bank) : RC_OK;
}

enum rc note_draws(struct ctx *cx, struct db *db, int64_t event, int64_t note, struct note_draw **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct arena *a = cx->a;
	struct note_draw *all = NEW(a, struct note_draw, note ? 1 : NOTES_MAX);
	struct stmt *st = db_query(db, &note_draws_at);
	bind_int(st, 1, event);
	bind_int(st, 2, note);
	while (db_step(cx, st, &rc))
		if (n < (note ? 1 : NOTES_MAX))
			all[n++] = (struct note_draw){ .note = col_int(st, 0), .question = col_int(st, 1), .slot = col_int(st, 2), .topic = col_sv(st, 3, a),
						       .level = col_sv(st, 4, a), .kind = col_sv(st, 5, a), .list = col_sv(st, 6, a), .digest = col_sv(st, 7, a),
						       .seed = col_sv(st, 8, a), .said_a = col_sv(st, 9, a), .said_b = col_sv(st, 10, a), .at = col_int(st, 11) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc note_asked(struct ctx *cx, struct db *db, int64_t question, struct question_asked **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 50 };
	size_t n = 0;
	struct question_asked *all = NEW(cx->a, struct question_asked, MAX);
	struct stmt *st = db_query(db, &note_asked_of);
	bind_int(st, 1, question);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = (struct question_asked){ .note = col_int(st, 0), .event = col_int(st, 1), .event_name = col_sv(st, 2, cx->a), .day = col_day(st, 3),
							    .respondent = col_sv(st, 4, cx->a), .unit = col_sv(st, 5, cx->a), .mark = col_dec(st, 6),
							    .full = col_dec(st, 7), .answered = col_int(st, 8) != 0, .rehearsal = col_int(st, 9) != 0,
							    .owner_path = col_sv(st, 10, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}
