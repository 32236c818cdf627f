#include "app/exam/exam.h"

#include "app/exam/exam_read.h"
#include "app/exam/queries.sql.h"
#include "core/score/draw.h"

/* ---- what the acts of planning look at ------------------------------------------------------------------------------- */

struct planning {
	struct exam e;
	struct exam_part *part;
	struct exam_seat *seat;
	size_t n_part, n_seat;
	int64_t twin, makeup;
	int64_t *unit;               /* of exam.seats: of every post that is given */
	enum { STRAY_NONE, STRAY_PLACE, STRAY_PASSED, STRAY_DISABLED } stray; /* of exam.seats: why a post cannot sit */
};

static enum rc still_planned(struct ctx *cx, const struct exam *e)
{
	return sv_is(e->state, "planned") ? RC_OK : fail(cx, RC_CONFLICT, "exam.begun", N_("The sitting has begun or is over: paper, list and seats stand as they are."));
}

static enum rc exam_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct planning *s = NEW(cx->a, struct planning, 1);
	*ret_state = s;
	TRY(exam_get(cx, db, in->subject, &s->e));
	TRY(exam_parts(cx, db, s->e.id, &s->part, &s->n_part));
	TRY(exam_seats(cx, db, s->e.id, &s->seat, &s->n_seat));
	TRY(exam_makeup_of(cx, db, s->e.id, &s->makeup));
	target_add(ret, AT_OWNER, s->e.owner);
	return RC_OK;
}

/* ---- exam.plan, exam.makeup ------------------------------------------------------------------------------------------------ */

static const struct field plan_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Office that holds it") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 2, .max = 100, .label = N_("Name") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },
	{ .name = "minutes", .type = FIELD_INT, .required = true, .min = 5, .max = 300, .label = N_("Minutes of the sitting") },
	{ .name = "parts", .type = FIELD_TEXT, .required = true, .max = 4000, .label = N_("Parts of the paper") },
	{ .name = "pass", .type = FIELD_DEC, .required = true, .min = 0, .max = 10000, .label = N_("Marks that pass") },
	{ .name = "apart", .type = FIELD_DEC, .min = 0, .max = 100, .label = N_("Two markers may differ by so many marks; beyond that a third decides") },
};

static enum rc plan_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc = RC_OK;
	struct planning *s = NEW(cx->a, struct planning, 1);
	*ret_state = s;
	if (!field_ref(&in->fields, "owner"))
		return RC_OK;
	target_add(ret, AT_OWNER, field_ref(&in->fields, "owner"));
	struct stmt *st = db_query(db, &exam_twin);
	bind_int(st, 1, field_ref(&in->fields, "owner"));
	bind_sv(st, 2, field_sv(&in->fields, "name"));
	while (db_step(cx, st, &rc))
		s->twin = col_int(st, 0);
	return rc;
}

static void plan_facts(struct arena *a, const struct exam *e, const struct exam_part *p, size_t n, struct js *facts)
{
	js_set_int(a, facts, "owner", e->owner);
	js_set_sv(a, facts, "name", e->name);
	js_set_day(a, facts, "day", e->day);
	js_set_int(a, facts, "minutes", e->minutes);
	js_set_dec(a, facts, "pass", e->pass);
	js_set_dec(a, facts, "apart", e->apart);
	js_set_int(a, facts, "first", e->first);
	struct js *parts = js_set(facts, "parts", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(parts, js_obj(a));
		js_set_sv(a, o, "name", p[i].name);
		js_set_sv(a, o, "topic", p[i].topic);
		js_set_sv(a, o, "level", p[i].level);
		js_set_sv(a, o, "kind", p[i].kind);
		js_set_int(a, o, "n", p[i].n);
		js_set_dec(a, o, "each", p[i].each);
		js_set_dec(a, o, "least", p[i].least);
		js_set_bool(a, o, "half", p[i].half);
	}
}

static enum rc plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct planning *s = state;
	const struct fields *f = &in->fields;
	struct exam_part *p;
	size_t n;
	struct exam e = { .owner = field_ref(f, "owner"), .name = field_sv(f, "name"), .day = field_day(f, "day"), .minutes = field(f, "minutes")->i,
			  .pass = field(f, "pass")->d, .apart = field(f, "apart")->d };
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "name", "exam.twin", N_("A test of this name is there already (#%lld); give this one another name."), (long long)s->twin);
	TRY(exam_parts_read(cx, field_sv(f, "parts"), &p, &n));
	struct dec full = exam_full(p, n);
	if (dec_cmp(e.pass, full) > 0)
		return fail_at(cx, RC_INVALID, "pass", "exam.pass", N_("The paper gives %.*s marks in all; fewer must pass."), SV_ARG(dec_text(cx->a, full)));
	*subject = fresh_id(fresh);
	plan_facts(cx->a, &e, p, n, facts);
	return RC_OK;
}

static enum rc plan_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	int64_t no = 0, id = js_get_int(facts, "exam", row->subject);
	const struct js *parts = js_get(facts, "parts");
	struct stmt *st = db_query(db, &exam_put);
	bind_int(st, 1, id);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_sv(st, 3, js_get_sv(facts, "name"));
	bind_day(st, 4, js_get_day(facts, "day"));
	bind_int(st, 5, js_get_int(facts, "minutes", 0));
	bind_dec(st, 6, js_get_dec(facts, "pass", (struct dec){ 0 }));
	bind_dec(st, 7, js_get_dec(facts, "apart", (struct dec){ 0 }));
	bind_int(st, 8, js_get_int(facts, "first", 0));
	bind_int(st, 9, row->seq);
	bind_int(st, 10, row->actor);
	TRY(db_run(cx, st));
	for (const struct js *p = parts ? parts->first : NULL; p; p = p->next) {
		st = db_query(db, &exam_part_put);
		bind_int(st, 1, id);
		bind_int(st, 2, ++no);
		bind_sv(st, 3, js_get_sv(p, "name"));
		bind_sv(st, 4, js_get_sv(p, "topic"));
		bind_sv(st, 5, js_get_sv(p, "level"));
		bind_sv(st, 6, js_get_sv(p, "kind"));
		bind_int(st, 7, js_get_int(p, "n", 0));
		bind_dec(st, 8, js_get_dec(p, "each", (struct dec){ 0 }));
		bind_dec(st, 9, js_get_dec(p, "least", (struct dec){ 0 }));
		bind_int(st, 10, js_get_bool(p, "half"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static const struct field makeup_fields[] = {
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day of the make-up sitting") },
};

/* The same rules, a day of its own, its own list and draw; who may sit follows from the first one. */
static enum rc makeup_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)subject;
	const struct planning *s = state;
	struct exam e = s->e;
	size_t again = 0;
	for (size_t i = 0; i < s->n_seat; i++)
		again += !s->seat[i].passed;
	if (!sv_is(e.state, "done"))
		return fail(cx, RC_CONFLICT, "exam.not_done", N_("The results are not declared yet."));
	if (s->makeup)
		return fail(cx, RC_CONFLICT, "exam.makeup", N_("A make-up sitting is planned or held already (#%lld)."), (long long)s->makeup);
	if (!again)
		return fail(cx, RC_CONFLICT, "exam.all_passed", N_("Everybody has passed: nobody has to sit again."));
	e.first = s->e.id;
	e.day = field_day(&in->fields, "day");
	/* a text of the record, in the office's language */
	e.name = arena_printf(cx->a, tr(LANG_ZH, N_("%.*s (make-up)")), SV_ARG(s->e.name));
	js_set_int(cx->a, facts, "exam", fresh_id(fresh));
	plan_facts(cx->a, &e, s->part, s->n_part, facts);
	return RC_OK;
}

/* ---- exam.publish: which questions may be drawn is fixed, and its digest told, before anybody knows the seed ----------------- */

struct published {
	struct planning p;
	struct exam_listed *found;
	size_t n_found, of_part[EXAM_PARTS_MAX], other[EXAM_PARTS_MAX]; /* other: text questions that fit but for their full marks */
};

static enum rc publish_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	void *planned;
	struct published *s = NEW(cx->a, struct published, 1);
	TRY(exam_load(cx, db, in, &planned, ret));
	s->p = *(struct planning *)planned;
	s->found = NEW(cx->a, struct exam_listed, QUESTION_BANK_MAX);
	*ret_state = s;
	for (size_t i = 0; i < s->p.n_part; i++) {
		const struct exam_part *p = &s->p.part[i];
		int64_t *ids;
		struct question_ask ask = { .owner = s->p.e.owner, .topic = p->topic, .level = p->level, .kind = p->kind, .full = p->each, .day = s->p.e.day };
		TRY(question_bank(cx, db, &ask, &ids, &s->of_part[i]));
		for (size_t k = 0; k < s->of_part[i] && s->n_found < QUESTION_BANK_MAX; k++)
			s->found[s->n_found++] = (struct exam_listed){ .part = p->no, .question = ids[k] };
		if (!sv_is(p->kind, "text") || (int64_t)s->of_part[i] >= p->n)
			continue;
		ask.full = (struct dec){ 0 };
		TRY(question_bank(cx, db, &ask, &ids, &s->other[i]));
		s->other[i] -= s->of_part[i];
	}
	return RC_OK;
}

static enum rc few(struct ctx *cx, const struct exam_part *p, size_t ready, size_t other)
{
	if (other)
		return fail(cx, RC_CONFLICT, "exam.few", N_("The part \"%.*s\" draws %lld questions of %.*s marks, and %zu of the bank are ready for it and hold on that day. "
			    "Besides, %zu have other full marks: bring in questions of %.*s marks, or plan anew with the marks that they have."), SV_ARG(p->name), (long long)p->n,
			    SV_ARG(dec_text(cx->a, p->each)), ready, other, SV_ARG(dec_text(cx->a, p->each)));
	return fail(cx, RC_CONFLICT, "exam.few", N_("The part \"%.*s\" draws %lld questions, and %zu of the bank are ready for it and hold on that day: "
		    "release more of them, or plan anew."), SV_ARG(p->name), (long long)p->n, ready);
}

static enum rc publish_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct published *s = state;
	TRY(still_planned(cx, &s->p.e));
	if (s->p.e.seed.n)
		return fail(cx, RC_CONFLICT, "exam.drawn", N_("The paper is drawn: its list stands as it is."));
	for (size_t i = 0; i < s->p.n_part; i++)
		if ((int64_t)s->of_part[i] < s->p.part[i].n)
			return few(cx, &s->p.part[i], s->of_part[i], s->other[i]);
	struct js *list = js_set(facts, "list", js_arr(cx->a));
	for (size_t i = 0; i < s->n_found; i++) {
		struct js *o = js_push(list, js_obj(cx->a));
		js_set_int(cx->a, o, "part", s->found[i].part);
		js_set_int(cx->a, o, "question", s->found[i].question);
	}
	struct digest d = HASH(HASH_SHA256, exam_list_text(cx->a, s->found, s->n_found));
	js_set_sv(cx->a, facts, "list_digest", hex_text(cx->a, digest_sv(&d)));
	return RC_OK;
}

static enum rc publish_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "list");
	struct stmt *st = db_query(db, &exam_items_drop);
	bind_int(st, 1, row->subject);
	TRY(db_run(cx, st));
	for (const struct js *q = list ? list->first : NULL; q; q = q->next) {
		st = db_query(db, &exam_item_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(q, "question", 0));
		bind_int(st, 3, js_get_int(q, "part", 0));
		TRY(db_run(cx, st));
	}
	st = db_query(db, &exam_set_list);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "list_digest"));
	return db_run(cx, st);
}

/* ---- exam.draw ---------------------------------------------------------------------------------------------------------- */

static const struct field draw_fields[] = {
	{ .name = "seed", .type = FIELD_LINE, .required = true, .min = 6, .max = 100, .label = N_("Seed, thrown in public after the list") },
};

struct drawing {
	struct planning p;
	struct exam_listed *list;    /* left out: retired or expired since */
	size_t n_list;
};

static enum rc draw_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	void *planned;
	struct drawing *s = NEW(cx->a, struct drawing, 1);
	TRY(exam_load(cx, db, in, &planned, ret));
	s->p = *(struct planning *)planned;
	*ret_state = s;
	return exam_list_on(cx, db, s->p.e.id, day_of_instant(in->at), &s->list, &s->n_list);
}

static enum rc draw_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct drawing *s = state;
	struct arena *a = cx->a;
	struct drawee *who = NEW(a, struct drawee, s->n_list + 1);
	struct quota *quota = NEW(a, struct quota, s->p.n_part + 1);
	TRY(still_planned(cx, &s->p.e));
	if (!s->n_list || s->p.e.seed.n)
		return fail(cx, RC_CONFLICT, "exam.draw", s->p.e.seed.n ? N_("The paper is drawn already, once and for all.") :
			    N_("Publish the list of questions first: a seed comes after the list."));
	for (size_t i = 0; i < s->n_list; i++)
		who[i] = (struct drawee){ .id = arena_printf(a, "%lld", (long long)s->list[i].question), .excluded = s->list[i].left_out,
					  .stratum = arena_printf(a, "%lld", (long long)s->list[i].part) };
	for (size_t i = 0; i < s->p.n_part; i++)
		quota[i] = (struct quota){ arena_printf(a, "%lld", (long long)s->p.part[i].no), s->p.part[i].n };
	draw_tickets(a, field_sv(&in->fields, "seed"), who, s->n_list, quota, s->p.n_part, NULL);
	struct js *paper = js_set(facts, "paper", js_arr(a)), *out = js_set(facts, "left_out", js_arr(a));
	for (size_t k = 0; k < s->p.n_part; k++) {
		int64_t n = 0, id;
		for (size_t i = 0; i < s->n_list; i++)
			if (who[i].drawn && sv_eq(who[i].stratum, quota[k].stratum) && sv_int(who[i].id, &id) && ++n)
				js_push(paper, js_int(a, id));
		if (n < quota[k].n)
			return fail(cx, RC_CONFLICT, "exam.short", N_("Since the list was published, questions of the part \"%.*s\" were retired or expired, and too few are left: "
				    "publish a new list."), SV_ARG(s->p.part[k].name));
	}
	for (size_t i = 0; i < s->n_list; i++)
		if (s->list[i].left_out)
			js_push(out, js_int(a, s->list[i].question));
	js_set_sv(a, facts, "seed", field_sv(&in->fields, "seed"));
	return RC_OK;
}

static enum rc draw_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *paper = js_get(facts, "paper"), *out = js_get(facts, "left_out");
	struct stmt *st;
	int64_t no = 0;
	for (const struct js *q = paper ? paper->first : NULL; q; q = q->next) {
		st = db_query(db, &exam_item_drawn);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, q->i);
		bind_int(st, 3, ++no);
		TRY(db_run(cx, st));
	}
	for (const struct js *q = out ? out->first : NULL; q; q = q->next) {
		st = db_query(db, &exam_item_left_out);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, q->i);
		TRY(db_run(cx, st));
	}
	st = db_query(db, &exam_set_seed);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "seed"));
	return db_run(cx, st);
}

/* ---- exam.seats ---------------------------------------------------------------------------------------------------------- */

static const struct field seats_fields[] = {
	/* [{"post":…,"digest":…}] made by the door that prints the codes; the codes themselves never come here. */
	{ .name = "seats", .type = FIELD_DATA, .required = true, .label = N_("Posts and digests of their codes") },
};

static enum rc seats_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(exam_load(cx, db, in, ret_state, ret));
	struct planning *s = *ret_state;
	const struct js *seats = field(&in->fields, "seats")->data;
	struct exam_seat *before = NULL;
	size_t n = 0, n_before = 0;
	struct names *place = NEW(cx->a, struct names, 1); /* of the office: a department tests the county that it serves */
	TRY(names_open(cx, db, s->e.owner, NULL, 0, place));
	if (s->e.first)
		TRY(exam_seats(cx, db, s->e.first, &before, &n_before));
	s->unit = NEW(cx->a, int64_t, EXAM_SEATS_MAX + 1);
	for (const struct js *x = seats && seats->kind == JS_ARR ? seats->first : NULL; x && n < EXAM_SEATS_MAX; x = x->next, n++) {
		struct post p;
		struct unit u;
		bool again = !s->e.first;
		TRY(post_get(cx, db, js_get_int(x, "post", 0), &p));
		TRY(unit_get(cx, db, p.unit, &u));
		for (size_t i = 0; i < n_before; i++)
			again |= before[i].post == p.id && !before[i].passed;
		if (!sv_starts(u.path, place->area.path))
			s->stray = STRAY_PLACE;
		if (!again)
			s->stray = STRAY_PASSED;
		if (p.disabled)
			s->stray = STRAY_DISABLED;
		s->unit[n] = u.id;
	}
	return RC_OK;
}

static bool is_digest(struct sv s)
{
	uint8_t bytes[DIGEST_LEN];
	return hex_parse(s, bytes, sizeof(bytes));
}

static int64_t seat_of(const struct planning *s, const struct js *made, int64_t post, int64_t next)
{
	for (const struct js *x = made->first; x; x = x->next)
		if (js_get_int(x, "post", 0) == post)
			return 0;
	for (size_t i = 0; i < s->n_seat; i++)
		if (s->seat[i].post == post)
			return s->seat[i].no;
	return next;
}

static enum rc seats_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct planning *s = state;
	const struct js *given = field(&in->fields, "seats")->data;
	int64_t next = (int64_t)s->n_seat + 1;
	size_t i = 0;
	if (sv_is(s->e.state, "cancelled"))
		return fail(cx, RC_CONFLICT, "exam.over", N_("This test is over."));
	if (!given || given->kind != JS_ARR || !given->n || given->n > EXAM_SEATS_MAX)
		return fail_at(cx, RC_INVALID, "posts", "exam.seats", N_("Between 1 and %d seats."), EXAM_SEATS_MAX);
	if (s->stray)
		return fail_at(cx, RC_INVALID, "posts", "exam.stray", s->stray == STRAY_PLACE ?
			       N_("A post of another place cannot be seated here; seat posts of your own units.") : s->stray == STRAY_PASSED ?
			       N_("Only those who did not pass the first time sit the make-up.") : N_("A post that is disabled cannot sit."));
	struct js *list = js_set(facts, "seats", js_arr(cx->a));
	for (const struct js *x = given->first; x; x = x->next, i++) {
		int64_t post = js_get_int(x, "post", 0), no = seat_of(s, list, post, next);
		if (!no)
			return fail_at(cx, RC_INVALID, "posts", "exam.twice", N_("The post #%lld is named twice."), (long long)post);
		if (!is_digest(js_get_sv(x, "digest")))
			return fail_at(cx, RC_INVALID, "posts", "exam.digest", N_("A digest is SHA-256 in hexadecimal."));
		if (no == next) /* later on only a slip that was lost is printed anew */
			TRY(still_planned(cx, &s->e));
		if (no > EXAM_SEATS_MAX)
			return fail_at(cx, RC_INVALID, "posts", "exam.seats", N_("Between 1 and %d seats."), EXAM_SEATS_MAX);
		struct js *o = js_push(list, js_obj(cx->a));
		js_set_bool(cx->a, o, "anew", no != next);
		next += no == next;
		js_set_int(cx->a, o, "no", no);
		js_set_int(cx->a, o, "post", post);
		js_set_int(cx->a, o, "unit", s->unit[i]);
		js_set_sv(cx->a, o, "digest", js_get_sv(x, "digest"));
	}
	return RC_OK;
}

static enum rc seats_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "seats");
	for (const struct js *x = list ? list->first : NULL; x; x = x->next) {
		bool anew = js_get_bool(x, "anew");
		struct stmt *st = db_query(db, anew ? &exam_seat_code : &exam_seat_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(x, "no", 0));
		if (anew) {
			bind_sv(st, 3, js_get_sv(x, "digest"));
			TRY(db_run(cx, st));
			continue;
		}
		bind_int(st, 3, js_get_int(x, "post", 0));
		bind_int(st, 4, js_get_int(x, "unit", 0));
		bind_sv(st, 5, js_get_sv(x, "digest"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- exam.open, exam.cancel ----------------------------------------------------------------------------------------------- */

static enum rc open_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct planning *s = state;
	TRY(still_planned(cx, &s->e));
	if (!s->e.seed.n)
		return fail(cx, RC_CONFLICT, "exam.no_paper", N_("The paper is not drawn yet."));
	if (!s->n_seat)
		return fail(cx, RC_CONFLICT, "exam.no_seats", N_("Nobody has a seat yet: print codes first."));
	js_set_int(cx->a, facts, "seats", (int64_t)s->n_seat);
	return RC_OK;
}

static enum rc open_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &exam_set_open);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	return db_run(cx, st);
}

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

static enum rc cancel_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct planning *s = state;
	if (sv_is(s->e.state, "done") || sv_is(s->e.state, "cancelled"))
		return fail(cx, RC_CONFLICT, "exam.over", N_("This test is over."));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc cancel_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &exam_set_state);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, SV("cancelled"));
	bind_sv(st, 3, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "exam.plan", .version = 1, .label = N_("Plan a test"), .fields = plan_fields, .n_fields = COUNT(plan_fields), BY_OFFICE,
	  .creates = true, .load = plan_load, .decide = plan_decide, .apply = plan_apply },
	{ .name = "exam.publish", .version = 1, .label = N_("Publish the list to draw from"), BY_OFFICE, .load = publish_load, .decide = publish_decide,
	  .apply = publish_apply },
	{ .name = "exam.draw", .version = 1, .label = N_("Draw the paper"), .fields = draw_fields, .n_fields = COUNT(draw_fields), BY_OFFICE,
	  .veiled = true, .load = draw_load, .decide = draw_decide, .apply = draw_apply },
	{ .name = "exam.seats", .version = 1, .label = N_("Print codes of seats"), .fields = seats_fields, .n_fields = COUNT(seats_fields), BY_OFFICE,
	  .hidden = true, .veiled = true, .load = seats_load, .decide = seats_decide, .apply = seats_apply },
	{ .name = "exam.open", .version = 1, .label = N_("Start the sitting"), BY_OFFICE, .load = exam_load, .decide = open_decide, .apply = open_apply },
	{ .name = "exam.hand_in", .version = 1, .label = N_("Hand in answers"), .fields = exam_hand_in_fields, .n_fields = EXAM_HAND_IN_FIELDS,
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .veiled = true, .load = exam_hand_in_load, .decide = exam_hand_in_decide, .apply = exam_hand_in_apply },
	{ .name = "exam.take", .version = 1, .label = N_("Take sheets in"), .fields = exam_take_fields, .n_fields = EXAM_TAKE_FIELDS, BY_OFFICE,
	  .hidden = true, .veiled = true, .load = exam_take_load, .decide = exam_take_decide, .apply = exam_take_apply },
	{ .name = "exam.collect", .version = 2, .label = N_("Collect the sheets"), BY_OFFICE,
	  .hidden = true, .veiled = true, .load = exam_collect_load, .decide = exam_collect_decide, .apply = exam_collect_apply },
	{ .name = "exam.mark", .version = 1, .label = N_("Mark an answer"), .fields = exam_mark_fields, .n_fields = EXAM_MARK_FIELDS,
	  .who = { { EXAM_MARKERS, AT_OWNER } }, .veiled = true, .load = exam_mark_load, .decide = exam_mark_decide, .apply = exam_mark_apply },
	{ .name = "exam.finish", .version = 1, .label = N_("Declare the results"), BY_OFFICE, .veiled = true, .load = exam_finish_load, .decide = exam_finish_decide,
	  .apply = exam_finish_apply },
	{ .name = "exam.makeup", .version = 1, .label = N_("Plan a make-up sitting"), .fields = makeup_fields, .n_fields = COUNT(makeup_fields), BY_OFFICE,
	  .veiled = true, .load = exam_load, .decide = makeup_decide, .apply = plan_apply },
	{ .name = "exam.cancel", .version = 1, .label = N_("Cancel the test"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = exam_load, .decide = cancel_decide, .apply = cancel_apply },
};

const struct noun exam_noun = {
	.name = "exam", .label = N_("Tests"), .acts = acts, .n_acts = COUNT(acts), .views = exam_views, .n_views = EXAM_VIEWS,
	.tables = exam_tables, .n_tables = &exam_tables_n, .resolve = exam_resolve,
};
