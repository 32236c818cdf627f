/* vote.close: the box counted, contestant by contestant and class by class. */
#include "app/vote/vote_acts.h"

#include "app/vote/queries.sql.h"

const struct field vote_close_fields[VOTE_CLOSE_FIELDS] = {
	{ .name = "attended", .type = FIELD_INT, .required = true, .min = 0, .max = VOTE_CODES_MAX, .label = N_("Jurors in the hall, as the first scrutineer counted them") },
	{ .name = "attended_again", .type = FIELD_INT, .required = true, .min = 0, .max = VOTE_CODES_MAX, .label = N_("The same, as the second scrutineer counted them") },
	/* Read from the box by the door, in the order of the codes' digests. */
	{ .name = "ballots", .type = FIELD_DATA, .required = true, .label = N_("Ballots") },
	/* How many; which of them would tell of few people how they voted. */
	{ .name = "paper", .type = FIELD_INT, .min = 0, .max = VOTE_CODES_MAX, .label = N_("Ballots that were typed in from paper") },
	/* How many the door knew of when it read the box: a code that was voided since must not count. */
	{ .name = "voids", .type = FIELD_INT, .required = true, .min = 0, .max = VOTE_CODES_MAX, .label = N_("Void codes") },
};

static void put_count(struct ctx *cx, const struct vote_run *s, struct js *cells, int64_t unit, struct sv voters, int64_t judge,
		      const struct ballot_count *c, const char *missing, int64_t votes)
{
	struct js *o = js_push(cells, js_obj(cx->a));
	js_set_int(cx->a, o, "unit", unit);
	js_set_sv(cx->a, o, "voters", voters);
	if (judge)
		js_set_int(cx->a, o, "judge", judge);
	js_set_sv(cx->a, o, "grade", c && s->form.kind == BALLOT_GRADES ? s->form.grades[c->grade].name : SV(""));
	js_set_int(cx->a, o, "place", c ? c->place : 0);
	js_set_dec(cx->a, o, "value", c ? c->mark : (struct dec){ 0 });
	js_set_int(cx->a, o, "votes", votes);
	js_set_sv(cx->a, o, "missing", sv_of(missing));
}

/* The slots of the unit that stands at `slot`; 0 where it was counted before. */
static size_t sites_of(const struct vote_run *s, size_t slot, int *at)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_slots; i++)
		if (s->slot[i].unit == s->slot[slot].unit) {
			if (i < slot)
				return 0;
			at[n++] = (int)i;
		}
	return n;
}

/* A sheet of the box, read once. */
struct sheet {
	struct sv voters;
	int64_t seat;
	const struct ballot_vote *vote;
};
struct box_sheets {
	struct sheet *sheet;
	size_t n;
	int64_t flat;
};

/* All counts of one class of jurors, contestant by contestant: where a unit stands with several sites, a juror's mark of it is
 * the mean of what the juror gave there. */
static void count_class(struct ctx *cx, const struct vote_run *s, struct sv voters, const struct ballot_vote *const *sheet, size_t n, struct js *cells)
{
	int *at = NEW(cx->a, int, s->n_slots + 1);
	for (size_t slot = 0; n && slot < s->n_slots; slot++) {
		struct ballot_count *c;
		struct ballot_silent silent;
		size_t k, n_at = sites_of(s, slot, at);
		if (!n_at)
			continue;
		ballot_tally(cx->a, &s->form, sheet, n, at, n_at, &c, &k, &silent);
		for (size_t i = 0; i < k; i++)
			put_count(cx, s, cells, s->slot[slot].unit, voters, 0, &c[i], "", c[i].votes);
		if (silent.abstained)
			put_count(cx, s, cells, s->slot[slot].unit, voters, 0, NULL, "abstain", silent.abstained);
		if (silent.recused)
			put_count(cx, s, cells, s->slot[slot].unit, voters, 0, NULL, "recused", silent.recused);
	}
}

static bool recused_from(const struct vote_run *s, int64_t seat, int64_t unit)
{
	for (size_t i = 0; i < s->n_recusal; i++)
		if (s->recusal[i].seat == seat && s->recusal[i].unit == unit)
			return true;
	return false;
}

static const struct ballot_vote *of_seat(const struct box_sheets *box, int64_t seat)
{
	for (size_t i = 0; i < box->n; i++)
		if (box->sheet[i].seat == seat)
			return box->sheet[i].vote;
	return NULL;
}

/* Signed marks: one line for every seat and contestant, with the seat's number. */
static void count_seats(struct ctx *cx, const struct vote_run *s, struct sv voters, const struct box_sheets *box, struct js *cells)
{
	int *at = NEW(cx->a, int, s->n_slots + 1);
	const struct ballot_vote **given = NEW(cx->a, const struct ballot_vote *, s->n_seat + 1);
	for (size_t j = 0; j < s->n_seat; j++)
		given[j] = of_seat(box, s->seat[j].no);
	for (size_t slot = 0; slot < s->n_slots; slot++) {
		size_t n_at = sites_of(s, slot, at);
		for (size_t j = 0; n_at && j < s->n_seat; j++) {
			const struct vote_seat *seat = &s->seat[j];
			struct ballot_count *c;
			struct ballot_silent silent;
			size_t k = 0;
			if (!sv_eq(seat->voters, voters))
				continue;
			if (given[j])
				ballot_tally(cx->a, &s->form, &given[j], 1, at, n_at, &c, &k, &silent);
			const char *missing = k ? "" : recused_from(s, seat->no, s->slot[slot].unit) ? "recused" : given[j] ? "abstain" : "absent";
			put_count(cx, s, cells, s->slot[slot].unit, voters, seat->no, k ? c : NULL, missing, 1);
		}
	}
}

/* What each site was given in the mean of all jurors, whatever their classes weigh: said beside the result, and counted nowhere.  Of few secret
 * ballots, or of some that all say the same, nothing is said; nor where there are classes: beside the points, which weigh them, a plain mean
 * would be a second equation for what is kept back. */
static void site_means(struct ctx *cx, const struct vote_run *s, const struct box_sheets *box, struct js *ret)
{
	if (s->form.kind != BALLOT_MARKS || (!s->e.is_signed && s->n_classes > 1))
		return;
	for (size_t slot = 0; slot < s->n_slots; slot++) {
		int64_t sum = 0, n = 0, least = INT64_MAX, most = 0;
		for (size_t i = 0; i < box->n; i++)
			if (box->sheet[i].vote[slot].given) {
				int64_t mark = box->sheet[i].vote[slot].mark.u;
				least = mark < least ? mark : least;
				most = mark > most ? mark : most;
				sum += mark;
				n++;
			}
		if (n == 0 || (!s->e.is_signed && (n < VOTE_PILE_LEAST || least == most)))
			continue;
		struct js *o = js_push(ret, js_obj(cx->a));
		js_set_int(cx->a, o, "slot", s->slot[slot].no);
		js_set_int(cx->a, o, "marks", n);
		js_set_dec(cx->a, o, "mean", (struct dec){ (2 * sum + n) / (2 * n) });
	}
}

/* A signed sheet is of a seat of its class, and of no seat are there two. */
static enum rc check_seat(struct ctx *cx, const struct vote_run *s, const struct box_sheets *box, const struct sheet *x)
{
	bool known = !s->e.is_signed && !x->seat;
	for (size_t i = 0; i < s->n_seat && !known; i++)
		known = s->seat[i].no == x->seat && sv_eq(s->seat[i].voters, x->voters) && !of_seat(box, x->seat);
	return known ? RC_OK : fail(cx, RC_CHECK, "vote.foreign_seat", N_("A sheet of the box is of no seat of this vote."));
}

static enum rc read_box(struct ctx *cx, const struct vote_run *s, const struct js *ballots, struct box_sheets *ret, struct js *kept)
{
	*ret = (struct box_sheets){ .sheet = NEW(cx->a, struct sheet, (ballots ? ballots->n : 0) + 1) };
	for (const struct js *b = ballots ? ballots->first : NULL; b; b = b->next) {
		struct ballot_vote *v = NEW(cx->a, struct ballot_vote, s->n_slots + 1);
		const struct sheet x = { .voters = js_get_sv(b, "voters"), .seat = js_get_int(b, "seat", 0), .vote = v };
		TRY(check_seat(cx, s, ret, &x));
		TRY(ballot_votes(cx, &s->form, js_get_sv(b, "sheet"), v));
		ret->sheet[ret->n++] = x;
		ret->flat += ballot_flat(&s->form, v);
		struct js *o = js_push(kept, js_obj(cx->a));
		if (s->e.is_signed)
			js_set_int(cx->a, o, "seat", x.seat);
		js_set_sv(cx->a, o, "voters", x.voters);
		js_set_sv(cx->a, o, "sheet", js_get_sv(b, "sheet"));
	}
	return RC_OK;
}

/* May it be closed, with so many in the hall and in the box? */
static enum rc check_close(struct ctx *cx, const struct vote_run *s, const struct fields *f, int64_t ballots)
{
	int64_t attended = field(f, "attended")->i, voids = 0;
	if (!sv_is(s->e.state, "open"))
		return fail(cx, RC_CONFLICT, "vote.not_open", sv_is(s->e.state, "planned") ? N_("The vote is not open.") : N_("The vote is closed already, or was cancelled."));
	if (field(f, "attended_again")->i != attended)
		return fail_at(cx, RC_INVALID, "attended_again", "vote.scrutineers", N_("The two scrutineers counted %lld and %lld people: let both count again."),
			       (long long)attended, (long long)field(f, "attended_again")->i);
	if (ballots > attended)
		return fail_at(cx, RC_INVALID, "attended", "vote.attended",
			       N_("%lld ballots lie in the box, and %lld people were counted: count again, or cancel the vote."), (long long)ballots, (long long)attended);
	for (size_t k = 0; k < s->n_classes; k++)
		voids += s->class[k].voids;
	if (voids != field(f, "voids")->i)
		return fail(cx, RC_CONFLICT, "vote.moved", N_("A code was voided just now: close the vote once more."));
	if (ballots < s->e.least)
		return fail(cx, RC_CONFLICT, "vote.quorum", N_("%lld ballots lie in the box, and %lld make this vote valid: wait for more, or cancel it."),
			    (long long)ballots, (long long)s->e.least);
	return RC_OK;
}

enum rc vote_close_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
	const struct js *ballots = field(&in->fields, "ballots")->data;
	struct box_sheets box;
	if (ballots && ballots->kind != JS_ARR)
		ballots = NULL;
	TRY(check_close(cx, s, &in->fields, ballots ? (int64_t)ballots->n : 0));
	struct js *kept = js_set(facts, "ballots", js_arr(cx->a)), *cells = js_set(facts, "counts", js_arr(cx->a));
	TRY(read_box(cx, s, ballots, &box, kept));
	size_t counted = 0;
	const struct ballot_vote **of_class = NEW(cx->a, const struct ballot_vote *, box.n + 1);
	struct js *classes = js_set(facts, "classes", js_arr(cx->a));
	for (size_t k = 0; k < s->n_classes; k++) {
		size_t n = 0;
		for (size_t i = 0; i < box.n; i++)
			if (sv_eq(box.sheet[i].voters, s->class[k].voters))
				of_class[n++] = box.sheet[i].vote;
		struct js *c = js_push(classes, js_obj(cx->a));
		js_set_sv(cx->a, c, "voters", s->class[k].voters);
		js_set_int(cx->a, c, "codes", s->class[k].codes);
		js_set_int(cx->a, c, "used", (int64_t)n);
		js_set_int(cx->a, c, "void", s->class[k].voids);
		if ((int64_t)n > s->class[k].codes - s->class[k].voids)
			return fail(cx, RC_CHECK, "vote.stuffed", N_("More ballots than codes in the class \"%.*s\"."), SV_ARG(s->class[k].voters));
		if (s->e.is_signed && s->form.kind == BALLOT_MARKS)
			count_seats(cx, s, s->class[k].voters, &box, cells);
		else
			count_class(cx, s, s->class[k].voters, of_class, n, cells);
		counted += n;
	}
	if (counted != box.n)
		return fail(cx, RC_CHECK, "vote.foreign", N_("A ballot of the box belongs to no class of this vote."));
	site_means(cx, s, &box, js_set(facts, "sites", js_arr(cx->a)));
	js_set_int(cx->a, facts, "attended", field(&in->fields, "attended")->i);
	js_set_int(cx->a, facts, "votes", (int64_t)box.n);
	js_set_int(cx->a, facts, "flat", box.flat);
	js_set_int(cx->a, facts, "paper", field(&in->fields, "paper")->i);
	return RC_OK;
}

enum rc vote_close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *cells = js_get(facts, "counts");
	int64_t no = 0;
	struct stmt *st = db_query(db, &vote_set_closed);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	bind_int(st, 3, row->actor);
	bind_int(st, 4, js_get_int(facts, "attended", 0));
	bind_int(st, 5, js_get_int(facts, "votes", 0));
	bind_int(st, 6, js_get_int(facts, "paper", 0));
	bind_int(st, 7, js_get_int(facts, "flat", 0));
	TRY(db_run(cx, st));
	const struct js *classes = js_get(facts, "classes");
	for (const struct js *c = classes ? classes->first : NULL; c; c = c->next) {
		st = db_query(db, &vote_turnout_put);
		bind_int(st, 1, row->subject);
		bind_sv(st, 2, js_get_sv(c, "voters"));
		bind_int(st, 3, js_get_int(c, "codes", 0));
		bind_int(st, 4, js_get_int(c, "used", 0));
		bind_int(st, 5, js_get_int(c, "void", 0));
		TRY(db_run(cx, st));
	}
	const struct js *sites = js_get(facts, "sites");
	for (const struct js *o = sites ? sites->first : NULL; o; o = o->next) {
		st = db_query(db, &vote_site_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(o, "slot", 0));
		bind_int(st, 3, js_get_int(o, "marks", 0));
		bind_dec(st, 4, js_get_dec(o, "mean", (struct dec){ 0 }));
		TRY(db_run(cx, st));
	}
	const struct js *kept = js_get(facts, "ballots");
	for (const struct js *b = kept ? kept->first : NULL; b; b = b->next) {
		if (!js_get_int(b, "seat", 0))
			continue;
		st = db_query(db, &vote_sheet_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(b, "seat", 0));
		bind_sv(st, 3, js_get_sv(b, "sheet"));
		TRY(db_run(cx, st));
	}
	for (const struct js *c = cells ? cells->first : NULL; c; c = c->next) {
		st = db_query(db, &vote_count_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, js_get_int(c, "unit", 0));
		bind_sv(st, 4, js_get_sv(c, "voters"));
		bind_sv(st, 5, js_get_sv(c, "grade"));
		bind_int(st, 6, js_get_int(c, "place", 0));
		bind_dec(st, 7, js_get_dec(c, "value", (struct dec){ 0 }));
		bind_int(st, 8, js_get_int(c, "votes", 0));
		bind_sv(st, 9, js_get_sv(c, "missing"));
		bind_int(st, 10, js_get_int(c, "judge", 0));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}


/* ---- vote.late: by the code of a seat, after the lock ------------------------------------------------------------------- */

const struct field vote_late_fields[VOTE_LATE_FIELDS] = {
	{ .name = "seat", .type = FIELD_INT, .required = true, .min = 1, .max = VOTE_SEATS_MAX, .label = N_("Juror's seat") },
	/* A kept text: read by the door as every sheet is. */
	{ .name = "sheet", .type = FIELD_LINE, .required = true, .max = BALLOT_TEXT_MAX, .label = N_("The late sheet") },
};

struct late_state {
	struct vote_run run;
	struct vote_late *late;
	size_t n;
};

enum rc vote_late_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct late_state *s = NEW(cx->a, struct late_state, 1);
	void *run;
	TRY(vote_run_load(cx, db, in, &run, ret));
	s->run = *(const struct vote_run *)run;
	TRY(vote_lates(cx, db, in->subject, &s->late, &s->n));
	*ret_state = s;
	return RC_OK;
}

enum rc vote_late_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct late_state *s = state;
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	int64_t seat = field(&in->fields, "seat")->i, post = 0, before = 0;
	for (size_t i = 0; i < s->run.n_seat; i++)
		post = s->run.seat[i].no == seat ? s->run.seat[i].post : post;
	for (size_t i = 0; i < s->n; i++)
		before += s->late[i].seat == seat;
	if (!sv_is(s->run.e.state, "closed") || !s->run.e.is_signed || !post)
		return fail(cx, RC_CONFLICT, "vote.not_late", N_("Only sheets of a signed vote that is closed come late."));
	if (before >= VOTE_LATE_MAX)
		return fail(cx, RC_LIMIT, "vote.late_many", N_("This seat has %d late sheets already: tell the office on paper what is to be changed."), VOTE_LATE_MAX);
	TRY(ballot_votes(cx, &s->run.form, field_sv(&in->fields, "sheet"), v));
	js_set_int(cx->a, facts, "seat", seat);
	js_set_int(cx->a, facts, "post", post);
	js_set_sv(cx->a, facts, "sheet", field_sv(&in->fields, "sheet"));
	return RC_OK;
}

enum rc vote_late_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &vote_late_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->seq);
	bind_int(st, 3, js_get_int(facts, "seat", 0));
	bind_int(st, 4, row->at);
	bind_sv(st, 5, js_get_sv(facts, "sheet"));
	return db_run(cx, st);
}
