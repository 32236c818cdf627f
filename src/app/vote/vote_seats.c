/* The panel of a signed vote, whom each of it may not judge, and the codes: of a seat, or of whoever draws it. */
#include "app/vote/vote_acts.h"

#include "app/person/person.h"
#include "app/vote/queries.sql.h"
#include "core/score/judges.h"

/* ---- vote.seats -------------------------------------------------------------------------------------------------------- */

const struct field vote_seats_fields[VOTE_SEATS_FIELDS] = {
	{ .name = "voters", .type = FIELD_LINE, .max = 60, .label = N_("Class of jurors") },
	{ .name = "posts", .type = FIELD_REFS, .required = true, .of = "person", .max = 100, .label = N_("Posts of the jurors") },
};

struct seats_state {
	struct vote_run run;
	struct post *post;
	int64_t *person, *seated;    /* who holds these posts now, and those of the seats */
	size_t n;
};

enum rc vote_seats_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct seats_state *s = NEW(cx->a, struct seats_state, 1);
	const struct value *posts = field(&in->fields, "posts");
	void *run;
	TRY(vote_run_load(cx, db, in, &run, ret));
	s->run = *(const struct vote_run *)run;
	s->post = NEW(cx->a, struct post, posts->n_refs + 1);
	s->person = NEW(cx->a, int64_t, posts->n_refs + 1);
	s->seated = NEW(cx->a, int64_t, s->run.n_seat + 1);
	for (; s->n < posts->n_refs; s->n++) {
		TRY(post_get(cx, db, posts->refs[s->n], &s->post[s->n]));
		TRY(person_now(cx, db, posts->refs[s->n], &s->person[s->n]));
	}
	for (size_t i = 0; i < s->run.n_seat; i++)
		TRY(person_now(cx, db, s->run.seat[i].post, &s->seated[i]));
	*ret_state = s;
	return RC_OK;
}

static enum rc still_signed(struct ctx *cx, const struct vote *v)
{
	TRY(vote_still_planned(cx, v));
	return v->is_signed ? RC_OK : fail(cx, RC_CONFLICT, "vote.secret", N_("This vote is secret: nobody has a seat in it. Print codes by class of jurors."));
}

enum rc vote_seats_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct seats_state *s = state;
	struct sv voters = sv_or_empty(field_sv(&in->fields, "voters"));
	int64_t no = s->run.n_seat ? s->run.seat[s->run.n_seat - 1].no : 0;
	for (size_t i = 0; i < s->run.n_code; i++)
		no = s->run.code[i].seat > no ? s->run.code[i].seat : no; /* a slip with the number of a seat that was taken away may lie about */
	TRY(still_signed(cx, &s->run.e));
	if (!vote_class_known(s->run.item, voters))
		return fail_at(cx, RC_INVALID, "voters", "vote.voters", N_("The item \"%.*s\" has no class of jurors of this name."), SV_ARG(s->run.e.item));
	if (s->run.n_seat + s->n > VOTE_SEATS_MAX)
		return fail_at(cx, RC_LIMIT, "posts", "vote.seats", N_("A signed vote has %d seats at most."), VOTE_SEATS_MAX);
	struct js *list = js_set(facts, "seats", js_arr(cx->a));
	for (size_t i = 0; i < s->n; i++) {
		bool there = false;
		for (size_t k = 0; k < s->run.n_seat; k++)
			there |= s->run.seat[k].post == s->post[i].id || s->seated[k] == s->person[i];
		for (size_t k = 0; k < i; k++)
			there |= s->post[k].id == s->post[i].id || s->person[k] == s->person[i];
		if (there)
			return fail_at(cx, RC_INVALID, "posts", "vote.seated", N_("%.*s has a seat already."), SV_ARG(s->post[i].title));
		struct js *o = js_push(list, js_obj(cx->a));
		js_set_int(cx->a, o, "no", ++no);
		js_set_int(cx->a, o, "post", s->post[i].id);
		js_set_int(cx->a, o, "unit", s->post[i].unit);
		js_set_sv(cx->a, o, "voters", voters);
	}
	return RC_OK;
}

enum rc vote_seats_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "seats");
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		struct stmt *st = db_query(db, &vote_seat_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(o, "no", 0));
		bind_int(st, 3, js_get_int(o, "post", 0));
		bind_int(st, 4, js_get_int(o, "unit", 0));
		bind_sv(st, 5, js_get_sv(o, "voters"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- vote.unseat ---------------------------------------------------------------------------------------------------------- */

const struct field vote_unseat_fields[VOTE_UNSEAT_FIELDS] = {
	{ .name = "seat", .type = FIELD_INT, .required = true, .min = 1, .max = VOTE_SEATS_MAX, .label = N_("Juror's seat") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Reason") },
};

static enum rc seat_there(struct ctx *cx, const struct vote_run *s, int64_t seat)
{
	for (size_t i = 0; i < s->n_seat; i++)
		if (s->seat[i].no == seat)
			return RC_OK;
	return fail_at(cx, RC_INVALID, "seat", "vote.no_seat", N_("There is no seat %lld."), (long long)seat);
}

enum rc vote_unseat_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
	TRY(still_signed(cx, &s->e));
	TRY(seat_there(cx, s, field(&in->fields, "seat")->i));
	js_set_int(cx->a, facts, "seat", field(&in->fields, "seat")->i);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

/* A slip that was printed for it opens nothing any more. */
enum rc vote_unseat_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	static const struct query *const all[] = { &vote_seat_gone, &vote_seat_recusals_gone, &vote_seat_codes_void };
	for (size_t i = 0; i < COUNT(all); i++) {
		struct stmt *st = db_query(db, all[i]);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(facts, "seat", 0));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- vote.recuse --------------------------------------------------------------------------------------------------------- */

const struct field vote_recuse_fields[VOTE_RECUSE_FIELDS] = {
	{ .name = "seat", .type = FIELD_INT, .required = true, .min = 1, .max = VOTE_SEATS_MAX, .label = N_("Juror's seat") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit that this juror does not judge") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Reason") },
};

static bool is_recused(const struct vote_run *s, int64_t seat, int64_t unit)
{
	bool there = false;
	for (size_t i = 0; i < s->n_recusal; i++)
		there |= s->recusal[i].seat == seat && s->recusal[i].unit == unit;
	return there;
}

static void put_recusal(struct arena *a, struct js *list, int64_t seat, int64_t unit, bool own, struct sv reason)
{
	struct js *o = js_push(list, js_obj(a));
	js_set_int(a, o, "seat", seat);
	js_set_int(a, o, "unit", unit);
	js_set_bool(a, o, "own", own);
	js_set_sv(a, o, "reason", reason);
}

enum rc vote_recuse_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
	int64_t seat = field(&in->fields, "seat")->i, unit = field_ref(&in->fields, "unit");
	bool judged = false;
	TRY(still_signed(cx, &s->e));
	TRY(seat_there(cx, s, seat));
	for (size_t i = 0; i < s->n_slots; i++)
		judged |= s->slot[i].unit == unit;
	if (!judged)
		return fail_at(cx, RC_INVALID, "unit", "vote.no_contestant", N_("This unit is no contestant of the vote."));
	if (is_recused(s, seat, unit))
		return fail_at(cx, RC_INVALID, "unit", "vote.recused", N_("Seat %lld is recused from this unit already."), (long long)seat);
	put_recusal(cx->a, js_set(facts, "recused", js_arr(cx->a)), seat, unit, false, field_sv(&in->fields, "reason"));
	return RC_OK;
}

enum rc vote_recusals_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *list)
{
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		struct stmt *st = db_query(db, &vote_recusal_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(o, "seat", 0));
		bind_int(st, 3, js_get_int(o, "unit", 0));
		bind_int(st, 4, js_get_bool(o, "own"));
		bind_sv(st, 5, js_get_sv(o, "reason"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

enum rc vote_recuse_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	return vote_recusals_apply(cx, db, row, js_get(facts, "recused"));
}

/* Does who sits there hold a post in that unit, or in one inside it? */
static bool belongs(const struct vote_run *s, int64_t seat, struct sv path)
{
	bool there = false;
	for (size_t i = 0; i < s->n_place; i++)
		there |= s->place[i].seat == seat && sv_starts(s->place[i].path, path);
	return there;
}

/* Who may judge whom as the vote opens: every seat somebody, and all contestants joined by jurors whom they share (fairness.md 2.1). */
static enum rc check_sightings(struct ctx *cx, const struct vote_run *s)
{
	struct sighting *seen = NEW(cx->a, struct sighting, s->n_seat * s->n_slots + 1);
	int *part = NEW(cx->a, int, s->n_slots + 1), *judge_part = NEW(cx->a, int, s->n_seat + 1);
	size_t n = 0;
	for (size_t i = 0; i < s->n_seat; i++) {
		size_t before = n;
		for (size_t k = 0; k < s->n_slots; k++)
			if (!is_recused(s, s->seat[i].no, s->slot[k].unit) && !belongs(s, s->seat[i].no, s->slot_path[k]))
				seen[n++] = (struct sighting){ (int)k, (int)i };
		if (n == before)
			return fail(cx, RC_CONFLICT, "vote.seat_idle", N_("Seat %lld (%.*s) may judge nobody: all contestants are its own unit or recused. Take the seat away first."),
				    (long long)s->seat[i].no, SV_ARG(s->seat[i].title));
	}
	int parts = n ? design_parts(cx->a, seen, n, s->n_slots, s->n_seat, part, judge_part) : 0;
	for (size_t k = 1; parts > 1 && k < s->n_slots && s->form.kind == BALLOT_MARKS && s->rule->apart == APART_REFUSE; k++)
		if (part[k] != part[0] && s->slot[k].unit != s->slot[0].unit)
			return fail(cx, RC_CONFLICT, "vote.apart", N_("No juror may judge both %.*s and %.*s, directly or through others: their marks could not be compared. Seat somebody "
				    "who judges both, or write 评委不连通：提示 in the rules."), SV_ARG(s->slot[0].short_name), SV_ARG(s->slot[k].short_name));
	return RC_OK;
}

/* A juror whose unit is the contestant, or lies inside it, does not judge it. */
enum rc vote_seats_open(struct ctx *cx, const struct vote_run *s, struct js *facts)
{
	struct js *list = js_set(facts, "recused", js_arr(cx->a));
	if (s->e.is_signed && s->n_seat == 0)
		return fail(cx, RC_CONFLICT, "vote.no_seats", N_("Nobody has a seat yet: seat the jurors first."));
	for (size_t i = 0; i < s->n_seat; i++) {
		bool coded = false;
		for (size_t k = 0; k < s->n_code; k++)
			coded |= s->code[k].seat == s->seat[i].no && !s->code[k].is_void;
		if (!coded)
			return fail(cx, RC_CONFLICT, "vote.seat_code", N_("Seat %lld has no code yet: print the codes first."), (long long)s->seat[i].no);
		for (size_t k = 0; k < s->n_slots; k++)
			if (vote_slot_is_first(s->slot, k) && belongs(s, s->seat[i].no, s->slot_path[k]) && !is_recused(s, s->seat[i].no, s->slot[k].unit))
				put_recusal(cx->a, list, s->seat[i].no, s->slot[k].unit, true, SV(""));
	}
	return s->n_seat ? check_sightings(cx, s) : RC_OK;
}

/* ---- vote.codes ---------------------------------------------------------------------------------------------------------- */

const struct field vote_codes_fields[VOTE_CODES_FIELDS] = {
	{ .name = "voters", .type = FIELD_LINE, .max = 60, .label = N_("Class of jurors") },
	{ .name = "own", .type = FIELD_REF, .of = "unit", .label = N_("Own unit of these jurors, which is then not on their sheets") },
	/* Made by the door that prints them; the codes themselves never come here. */
	{ .name = "digests", .type = FIELD_DATA, .required = true, .label = N_("Digests of the codes") },
	/* Of a signed vote: whose each of them is. */
	{ .name = "seats", .type = FIELD_DATA, .label = N_("Jurors' seats") },
};

bool vote_class_known(const struct rule_item *item, struct sv voters)
{
	for (int i = 0; i < item->n_groups; i++)
		if (sv_eq(item->groups[i].name, voters))
			return true;
	return item->n_groups == 0 && voters.n == 0;
}

static bool is_digest(struct sv s)
{
	bool ok = s.n == 64;
	for (size_t i = 0; ok && i < s.n; i++)
		ok = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f');
	return ok;
}

/* Where the vote is signed, every code is of one seat that has none yet. */
static enum rc code_seat(struct ctx *cx, const struct vote_run *s, const struct js *seats, size_t at, struct sv *ret_voters, int64_t *ret)
{
	const struct js *mine = seats ? seats->first : NULL;
	bool twice = false;
	for (size_t i = 0; mine && i < at; i++)
		mine = mine->next;
	int64_t no = mine && mine->kind == JS_INT ? mine->i : 0;
	for (const struct js *x = seats ? seats->first : NULL; x && x != mine; x = x->next)
		twice |= x->kind == JS_INT && x->i == no;
	for (size_t i = 0; i < s->n_code; i++)
		twice |= s->code[i].seat == no && !s->code[i].is_void;
	for (size_t i = 0; i < s->n_seat && !twice; i++)
		if (s->seat[i].no == no) {
			*ret = no;
			*ret_voters = s->seat[i].voters;
			return RC_OK;
		}
	return fail_at(cx, RC_INVALID, "seats", "vote.code_seat", N_("Seat %lld has a code already, or is none of this vote."), (long long)no);
}

enum rc vote_codes_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
	const struct js *digests = field(&in->fields, "digests")->data;
	struct sv voters = sv_or_empty(field_sv(&in->fields, "voters"));
	TRY(vote_still_planned(cx, &s->e));
	if (!s->e.is_signed && !vote_class_known(s->item, voters))
		return fail_at(cx, RC_INVALID, "voters", "vote.voters", N_("The item \"%.*s\" has no class of jurors of this name."), SV_ARG(s->e.item));
	if (!digests || digests->kind != JS_ARR || digests->n < 1 || digests->n > VOTE_CODES_AT_ONCE || s->codes + (int64_t)digests->n > VOTE_CODES_MAX)
		return fail_at(cx, RC_INVALID, "number", "vote.codes", N_("Between 1 and %d codes at once, and %d in all."), VOTE_CODES_AT_ONCE, VOTE_CODES_MAX);
	TRY(vote_check_marks(cx, s, s->codes + (int64_t)digests->n));
	int64_t own = s->e.is_signed ? 0 : field_ref(&in->fields, "own");
	bool judged = !own;
	for (size_t i = 0; i < s->n_slots; i++)
		judged |= s->slot[i].unit == own;
	if (!judged)
		return fail_at(cx, RC_INVALID, "own", "vote.no_contestant", N_("This unit is no contestant of the vote."));
	js_set_int(cx->a, facts, "own", own);
	struct js *seats = s->e.is_signed ? js_set(facts, "seats", js_arr(cx->a)) : NULL;
	size_t at = 0;
	js_set_sv(cx->a, facts, "voters", voters);
	struct js *list = js_set(facts, "digests", js_arr(cx->a));
	for (const struct js *d = digests->first; d; d = d->next) {
		/* In their own order: nothing of the order in which they were made or printed. */
		if (d->kind != JS_STR || !is_digest(d->s) || (list->last && sv_cmp(list->last->s, d->s) >= 0))
			return fail_at(cx, RC_INVALID, "digests", "vote.digests", N_("The digests are SHA-256 in hexadecimal, in order, no two alike."));
		js_push(list, js_str(cx->a, d->s));
		if (!seats)
			continue;
		int64_t no = 0;
		struct sv class = SV("");
		TRY(code_seat(cx, s, field(&in->fields, "seats")->data, at++, &class, &no));
		struct js *o = js_push(seats, js_obj(cx->a));
		js_set_int(cx->a, o, "no", no);
		js_set_sv(cx->a, o, "voters", class);
	}
	return RC_OK;
}

enum rc vote_codes_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "digests"), *seats = js_get(facts, "seats"), *seat = seats ? seats->first : NULL;
	for (const struct js *d = list ? list->first : NULL; d; d = d->next) {
		struct stmt *st = db_query(db, &vote_code_put);
		bind_sv(st, 1, d->s);
		bind_int(st, 2, row->subject);
		bind_sv(st, 3, js_get_sv(seat ? seat : facts, "voters"));
		bind_int(st, 4, js_get_int(seat, "no", 0));
		bind_int(st, 5, js_get_int(facts, "own", 0));
		seat = seat ? seat->next : NULL;
		TRY(db_run(cx, st));
	}
	return RC_OK;
}


/* ---- vote.void ------------------------------------------------------------------------------------------------------------ */

const struct field vote_void_fields[VOTE_VOID_FIELDS] = {
	/* The door has it from the code that was typed from the slip. */
	{ .name = "digest", .type = FIELD_LINE, .required = true, .max = 64, .label = N_("Digest of the slip's code") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Reason") },
};

enum rc vote_void_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
	const struct vote_code *code = NULL;
	for (size_t i = 0; i < s->n_code; i++)
		if (sv_eq(s->code[i].digest, field_sv(&in->fields, "digest")))
			code = &s->code[i];
	if (!sv_is(s->e.state, "planned") && !sv_is(s->e.state, "open"))
		return fail(cx, RC_CONFLICT, "vote.over", N_("This vote is over."));
	if (!code)
		return fail_at(cx, RC_INVALID, "code", "vote.code_none", N_("This is no code of this vote: compare it with the slip."));
	if (code->is_void)
		return fail_at(cx, RC_INVALID, "code", "vote.code_void", N_("This code is void already."));
	js_set_sv(cx->a, facts, "digest", code->digest);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

enum rc vote_void_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &vote_code_set_void);
	bind_sv(st, 1, js_get_sv(facts, "digest"));
	bind_int(st, 2, row->subject);
	return db_run(cx, st);
}
