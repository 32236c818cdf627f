/* Stops drawn on the day (2.1: the alternative against staging; fairness.md 6.3).  First the list of candidates is frozen and
 * published together with the SHA-256 of a secret part, so that neither can follow the other; then a participant says a word and
 * the secret is opened, so that nobody could have known the seed.  Ticket = SHA-256(secret "," word "," number); the smallest win. */
#include "app/site/tour_draw.h"

#include "app/site/tour.sql.h"
#include "core/score/draw.h"

const struct field tour_commit_fields[TOUR_COMMIT_FIELDS] = {
	{ .name = "candidates", .type = FIELD_REFS, .required = true, .of = "site", .max = SITES_MAX, .label = N_("Sites that may be drawn") },
	{ .name = "seed_digest", .type = FIELD_LINE, .required = true, .min = 64, .max = 64, .label = N_("SHA-256 of the secret part, hexadecimal") },
};
const struct field tour_reveal_fields[TOUR_REVEAL_FIELDS] = {
	{ .name = "seed", .type = FIELD_LINE, .required = true, .min = TOUR_SEED_LEAST, .max = TOUR_SEED_MAX, .label = N_("The secret part") },
	{ .name = "word", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("The word that a participant said in public") },
};
const struct field tour_void_fields[TOUR_VOID_FIELDS] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

struct draw_state {
	struct route t;
	struct tour_draw open;       /* id 0: none */
	struct tour_candidate *candidate; /* of the open one */
	size_t n;
	struct site *site;           /* of tour.commit */
	struct tour_shown *shown;
};

enum rc tour_draw_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct draw_state *s = NEW(cx->a, struct draw_state, 1);
	struct tour_draw *d;
	size_t n;
	*ret_state = s;
	TRY(tour_load(cx, db, in->subject, &s->t, ret));
	TRY(tour_draws(cx, db, s->t.e.id, &d, &n));
	for (size_t i = 0; i < n; i++)
		if (!sv_is(d[i].state, "void"))
			s->open = d[i];
	return s->open.id ? tour_candidates(cx, db, s->open.id, &s->candidate, &s->n) : RC_OK;
}

enum rc tour_commit_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	const struct value *c = field(&in->fields, "candidates");
	TRY(tour_draw_load(cx, db, in, ret_state, ret));
	struct draw_state *s = *ret_state;
	s->site = NEW(cx->a, struct site, c->n_refs + 1);
	s->shown = NEW(cx->a, struct tour_shown, c->n_refs + 1);
	for (size_t i = 0; i < c->n_refs; i++) {
		TRY(site_get(cx, db, c->refs[i], &s->site[i]));
		TRY(tour_shown(cx, db, &s->t.e, s->t.months, c->refs[i], &s->shown[i]));
	}
	return RC_OK;
}

static enum rc candidate_fault(struct ctx *cx, const struct draw_state *s, size_t i)
{
	const struct site *x = &s->site[i];
	bool again = false;
	for (size_t k = 0; k < i; k++)
		again |= s->site[k].id == x->id;
	for (size_t k = 0; k < s->t.n; k++)
		again |= s->t.stop[k].site == x->id;
	if (again)
		return fail_at(cx, RC_CONFLICT, "candidates", "draw.twice", N_("%.*s stands on the route or on the list already."), SV_ARG(x->name));
	if (x->owner != s->t.e.owner || !sv_is(x->state, "confirmed"))
		return fail_at(cx, RC_CONFLICT, "candidates", "draw.unconfirmed", N_("%.*s is no confirmed site of this office's pool."), SV_ARG(x->name));
	if (s->shown[i].event)
		return fail_at(cx, RC_CONFLICT, "candidates", "draw.again", N_("%.*s was shown on %.*s; not again within %lld months."), SV_ARG(x->name),
			       SV_ARG(day_text(cx->a, s->shown[i].day)), (long long)s->t.months);
	return RC_OK;
}

static struct sv small_letters(struct arena *a, struct sv hex)
{
	char *p = NEW(a, char, hex.n + 1);
	for (size_t i = 0; i < hex.n; i++)
		p[i] = (char)(hex.p[i] >= 'A' && hex.p[i] <= 'F' ? hex.p[i] - 'A' + 'a' : hex.p[i]);
	return sv_make(p, hex.n);
}

static struct sv sha256_text(struct arena *a, struct sv text)
{
	struct digest d = HASH(HASH_SHA256, text);
	return hex_text(a, digest_sv(&d));
}

static int64_t wanted(const struct route *t)
{
	int64_t n = 0;
	for (size_t i = 0; i < t->n; i++)
		n += t->stop[i].drawn && !t->stop[i].site;
	return n;
}

enum rc tour_commit_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct draw_state *s = state;
	const struct value *c = field(&in->fields, "candidates");
	struct arena *a = cx->a;
	uint8_t bytes[DIGEST_LEN];
	int64_t want = wanted(&s->t), *ids = NEW(a, int64_t, c->n_refs + 1);
	(void)subject;
	TRY(tour_going(cx, &s->t));
	if (s->open.id)
		return fail(cx, RC_CONFLICT, "draw.open", N_("This tour has a draw already: a second one would be a choice."));
	if (!want)
		return fail(cx, RC_CONFLICT, "draw.none", N_("No stop of the route waits for a draw: write \"draw\" in its place first."));
	if (!hex_parse(field_sv(&in->fields, "seed_digest"), bytes, sizeof(bytes)))
		return fail_at(cx, RC_INVALID, "seed_digest", "draw.digest", N_("This is no SHA-256: 64 hexadecimal digits, as sha256sum writes them."));
	for (size_t i = 0; i < c->n_refs; i++) {
		TRY(candidate_fault(cx, s, i));
		size_t k = i;
		for (; k > 0 && ids[k - 1] > c->refs[i]; k--)
			ids[k] = ids[k - 1];
		ids[k] = c->refs[i];
	}
	if ((int64_t)c->n_refs <= want)
		return fail_at(cx, RC_INVALID, "candidates", "draw.few", N_("%lld stops are drawn: name more candidates than that."), (long long)want);
	js_set_int(a, facts, "id", fresh_id(fresh));
	js_set_int(a, facts, "wanted", want);
	js_set_sv(a, facts, "seed_digest", small_letters(a, field_sv(&in->fields, "seed_digest")));
	js_set_sv(a, facts, "list_digest", sha256_text(a, tour_list_text(a, ids, c->n_refs)));
	struct js *list = js_set(facts, "candidates", js_arr(a));
	for (size_t i = 0; i < c->n_refs; i++)
		js_push(list, js_int(a, ids[i]));
	return RC_OK;
}

enum rc tour_commit_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	const struct js *list = js_get(facts, "candidates");
	struct stmt *st = db_query(db, &tour_draw_put);
	bind_int(st, 1, js_get_int(facts, "id", 0));
	bind_int(st, 2, r->subject);
	bind_int(st, 3, js_get_int(facts, "wanted", 0));
	bind_sv(st, 4, js_get_sv(facts, "list_digest"));
	bind_sv(st, 5, js_get_sv(facts, "seed_digest"));
	bind_int(st, 6, r->at);
	TRY(db_run(cx, st));
	for (const struct js *c = list ? list->first : NULL; c; c = c->next) {
		st = db_query(db, &tour_candidate_put);
		bind_int(st, 1, js_get_int(facts, "id", 0));
		bind_int(st, 2, c->i);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* Anybody must be able to type both into a shell as they stand. */
static enum rc check_seed(struct ctx *cx, const struct draw_state *s, struct sv seed, struct sv word)
{
	if (!sv_is(s->open.state, "committed"))
		return fail(cx, RC_CONFLICT, "draw.not_open", s->open.id ? N_("This draw is opened already.") : N_("No draw of this tour is published yet."));
	if (!sv_eq(sha256_text(cx->a, seed), s->open.seed_digest))
		return fail_at(cx, RC_INVALID, "seed", "draw.seed", N_("This is not the secret part that was committed to: its SHA-256 is another one."));
	if (sv_has(word, SV("'")) || sv_has(seed, SV("'")))
		return fail_at(cx, RC_INVALID, "word", "draw.word", N_("Leave the apostrophe out of the word, so that everybody can type it."));
	return RC_OK;
}

enum rc tour_reveal_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct draw_state *s = state;
	struct arena *a = cx->a;
	struct sv seed = field_sv(&in->fields, "seed"), word = field_sv(&in->fields, "word");
	(void)fresh, (void)subject;
	TRY(tour_going(cx, &s->t));
	TRY(check_seed(cx, s, seed, word));
	struct drawee *who = NEW(a, struct drawee, s->n + 1);
	for (size_t i = 0; i < s->n; i++)
		who[i] = (struct drawee){ .id = arena_printf(a, "%lld", (long long)s->candidate[i].site), .stratum = SV("") };
	const struct quota quota = { .stratum = SV(""), .n = s->open.wanted };
	draw_tickets(a, arena_printf(a, "%.*s,%.*s", SV_ARG(seed), SV_ARG(word)), who, s->n, &quota, 1, NULL);
	js_set_int(a, facts, "draw", s->open.id);
	js_set_sv(a, facts, "seed", seed);
	js_set_sv(a, facts, "word", word);
	struct js *tickets = js_set(facts, "tickets", js_arr(a)), *picks = js_set(facts, "picks", js_arr(a));
	size_t stop = 0;
	for (size_t i = 0; i < s->n; i++) {
		int64_t id = 0;
		struct js *o = js_push(tickets, js_obj(a));
		(void)sv_int(who[i].id, &id);
		js_set_int(a, o, "site", id);
		js_set_sv(a, o, "ticket", hex_text(a, digest_sv(&who[i].ticket)));
		js_set_bool(a, o, "picked", who[i].drawn);
		while (who[i].drawn && stop < s->t.n && !(s->t.stop[stop].drawn && !s->t.stop[stop].site))
			stop++;
		if (who[i].drawn && stop < s->t.n) {
			o = js_push(picks, js_obj(a));
			js_set_int(a, o, "stop", s->t.stop[stop++].no);
			js_set_int(a, o, "site", id);
		}
	}
	return RC_OK;
}

enum rc tour_reveal_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	const struct js *tickets = js_get(facts, "tickets"), *picks = js_get(facts, "picks");
	int64_t place = 0;
	struct stmt *st = db_query(db, &tour_draw_set_revealed);
	bind_int(st, 1, js_get_int(facts, "draw", 0));
	bind_sv(st, 2, js_get_sv(facts, "seed"));
	bind_sv(st, 3, js_get_sv(facts, "word"));
	bind_int(st, 4, r->at);
	TRY(db_run(cx, st));
	for (const struct js *o = tickets ? tickets->first : NULL; o; o = o->next) {
		st = db_query(db, &tour_candidate_set);
		bind_int(st, 1, js_get_int(facts, "draw", 0));
		bind_int(st, 2, js_get_int(o, "site", 0));
		bind_sv(st, 3, js_get_sv(o, "ticket"));
		bind_int(st, 4, ++place);
		bind_int(st, 5, js_get_bool(o, "picked"));
		TRY(db_run(cx, st));
	}
	for (const struct js *o = picks ? picks->first : NULL; o; o = o->next) {
		st = db_query(db, &tour_stop_pick);
		bind_int(st, 1, r->subject);
		bind_int(st, 2, js_get_int(o, "stop", 0));
		bind_int(st, 3, js_get_int(o, "site", 0));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* Before it is opened only, and with the reason in the record: who opens a draw lives with it. */
enum rc tour_void_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct draw_state *s = state;
	(void)fresh, (void)subject;
	TRY(tour_going(cx, &s->t));
	if (!sv_is(s->open.state, "committed"))
		return fail(cx, RC_CONFLICT, "draw.not_open", s->open.id ? N_("This draw is opened already.") : N_("No draw of this tour is published yet."));
	js_set_int(cx->a, facts, "draw", s->open.id);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

enum rc tour_void_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &tour_draw_set_void);
	(void)r;
	bind_int(st, 1, js_get_int(facts, "draw", 0));
	bind_sv(st, 2, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}
