/* Who may try a draft; the columns in memory; a draft over them. */
#include "app/whatif/whatif.h"

#include "app/whatif/read.h"

#include "app/person/person.h"
#include "app/unit/unit.h"
#include "app/whatif/queries.sql.h"

#include <pthread.h>
#include <stdlib.h>

enum rc whatif_may(struct ctx *cx, struct db *db, const struct actor *actor, int64_t owner)
{
	struct grant *g;
	size_t n;
	if (actor->post == 0)
		return RC_OK;
	TRY(post_grants(cx, db, actor->post, &g, &n));
	for (size_t i = 0; i < n && !actor->link; i++) {
		bool inside = false;
		if (g[i].role & (ROLE_OFFICE | ROLE_LEADER | ROLE_AUDITADMIN))
			TRY(unit_within(cx, db, owner, g[i].unit, &inside));
		if (inside)
			return RC_OK;
	}
	return fail(cx, RC_DENIED, "whatif.may",
		    N_("A draft is tried by the office and the leaders whose rules these are: the result shows every unit's points."));
}

/* ---- in memory ------------------------------------------------------------------------------------------------- */

/* The columns of the last questions, whoever asked: reading them costs a hundred times what a draft costs.  They hold until an act
 * of those nouns comes.  Nobody reads them without having been asked whether he may. */
enum { KEPT = 4, KEPT_BYTES = 64 << 20 };
static struct {
	pthread_mutex_t lock;
	struct whatif_kept *at[KEPT]; /* the latest first */
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const char *const changed_by[] = { "board", "entry", "period", "ruleset", "tally", "target", "unit", "matter.import_change",
					  NULL };

static void let_go(void *arg)
{
	struct whatif_kept *k = arg;
	pthread_mutex_lock(&kept.lock);
	bool last = --k->users == 0;
	pthread_mutex_unlock(&kept.lock);
	if (!last)
		return;
	arena_release(&k->a);
	free(k);
}

static enum rc mark_at(struct ctx *cx, struct db *db, int64_t seq, struct whatif_mark *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &whatif_leaf);
	bind_int(st, 1, seq);
	*ret = (struct whatif_mark){ .seq = seq };
	while (db_step(cx, st, &rc)) {
		struct sv leaf = col_sv(st, 0, cx->a);
		if (leaf.n == DIGEST_LEN)
			memcpy(ret->leaf.b, leaf.p, DIGEST_LEN);
	}
	return rc;
}

/* Does it still say what the store says?  Then it holds up to `now`, the journal's end. */
static enum rc holds(struct ctx *cx, struct db *db, struct whatif_kept *k, const struct whatif_mark *now, bool *ret)
{
	struct whatif_mark had, there;
	bool moved;
	pthread_mutex_lock(&kept.lock);
	had = k->mark;
	pthread_mutex_unlock(&kept.lock);
	*ret = false;
	if (now->seq < had.seq)
		return RC_OK;
	TRY(mark_at(cx, db, had.seq, &there));
	if (!digest_eq(&had.leaf, &there.leaf))
		return RC_OK;
	TRY(journal_moved(cx, db, had.seq, changed_by, &moved));
	*ret = !moved;
	if (moved)
		return RC_OK;
	pthread_mutex_lock(&kept.lock);
	if (k->mark.seq < now->seq)
		k->mark = *now;
	pthread_mutex_unlock(&kept.lock);
	return RC_OK;
}

/* Takes the one at `i` to the front, counted as used. */
static struct whatif_kept *take(size_t i)
{
	struct whatif_kept *k = kept.at[i];
	for (; i > 0; i--)
		kept.at[i] = kept.at[i - 1];
	kept.at[0] = k;
	k->users++;
	return k;
}

static struct whatif_kept *known(int64_t series, int periods)
{
	struct whatif_kept *k = NULL;
	pthread_mutex_lock(&kept.lock);
	for (size_t i = 0; i < KEPT && !k; i++)
		if (kept.at[i] && kept.at[i]->series == series && kept.at[i]->periods == periods)
			k = take(i);
	pthread_mutex_unlock(&kept.lock);
	return k;
}

static void forget(struct whatif_kept *k)
{
	bool had = false;
	pthread_mutex_lock(&kept.lock);
	for (size_t i = 0; i < KEPT; i++)
		if (kept.at[i] == k) {
			had = true;
			for (; i + 1 < KEPT; i++)
				kept.at[i] = kept.at[i + 1];
			kept.at[KEPT - 1] = NULL;
		}
	pthread_mutex_unlock(&kept.lock);
	if (had)
		let_go(k);
}

/* In front of the others, of which as many go as there is room. */
static void remember(struct whatif_kept *k)
{
	struct whatif_kept *gone[KEPT + 1];
	size_t n = 0, left = 0, used = k->a.used;
	if (used > KEPT_BYTES)
		return;
	pthread_mutex_lock(&kept.lock);
	k->users++;
	struct whatif_kept *all[KEPT] = { k };
	for (size_t i = 0; i < KEPT && kept.at[i]; i++) {
		used += kept.at[i]->a.used;
		bool same = kept.at[i]->series == k->series && kept.at[i]->periods == k->periods;
		if (same || used > KEPT_BYTES || left + 1 == KEPT)
			gone[n++] = kept.at[i];
		else
			all[++left] = kept.at[i];
	}
	memcpy(kept.at, all, sizeof(all));
	pthread_mutex_unlock(&kept.lock);
	for (size_t i = 0; i < n; i++)
		let_go(gone[i]);
}

static enum rc read_anew(struct ctx *cx, struct db *db, const struct ruleset *r, struct whatif_kept *k)
{
	struct arena work; /* what is read is many times what is kept */
	struct ctx own;
	arena_init(&work, (size_t)4 << 30);
	ctx_init(&own, &work, cx->now, cx->lang);
	enum rc rc = whatif_read(&own, db, r, k->periods, &k->a, &k->h);
	if (rc != RC_OK)
		rc = fail_again(cx, rc, &own);
	arena_release(&work);
	return rc;
}

enum rc whatif_load(struct ctx *cx, struct db *db, const struct ruleset *r, int periods, const struct whatif_hold **ret)
{
	int64_t seq, when;
	struct whatif_mark now;
	bool good = false;
	TRY(journal_last_seq(cx, db, &seq, &when));
	TRY(mark_at(cx, db, seq, &now));
	struct whatif_kept *k = known(r->series, periods);
	if (k) {
		arena_defer(cx->a, let_go, k);
		TRY(holds(cx, db, k, &now, &good));
		if (!good)
			forget(k);
	}
	if (!good) {
		k = calloc(1, sizeof(*k));
		if (!k)
			return fail(cx, RC_FAILED, "whatif.memory", N_("There is no memory left for this; try again later."));
		arena_init(&k->a, (size_t)4 << 30);
		*k = (struct whatif_kept){ .a = k->a, .series = r->series, .periods = periods, .users = 1, .mark = now };
		arena_defer(cx->a, let_go, k);
		TRY(read_anew(cx, db, r, k));
		remember(k);
	}
	*ret = &k->h;
	return RC_OK;
}

/* ---- a draft ----------------------------------------------------------------------------------------------------- */

static void release(void *arg)
{
	arena_release(arg);
}

/* What the draft measures and the boards of then did not read. */
static enum rc read_more(struct ctx *cx, struct db *db, const struct whatif_hold *h, const struct rule *draft, struct whatif_more *ret,
			 bool *ret_any)
{
	for (size_t i = 0; i < h->w.n_groups; i++) {
		const struct whatif_group *g = &h->w.groups[i];
		const struct whatif_spot *s = &h->spots[i];
		const struct rule *wants = whatif_wants(cx->a, g->was, draft);
		const struct board_ask ask = { .period = s->period, .ruleset = s->ruleset, .within = s->within,
			.kind = enum_word(BOARD_KINDS, (size_t)s->peer), .peer_group = s->peer_group };
		struct board_past b;
		if (!wants)
			continue;
		struct sv *ids = NEW(cx->a, struct sv, g->n_units + 1);
		for (size_t u = 0; u < g->n_units; u++)
			ids[u] = g->units[u].unit;
		TRY(board_past_fed(cx, db, &ask, ids, g->n_units, g->upto, wants, &b));
		/* Tallies were read for every item already, but by a rule of grammar 1. */
		for (size_t k = 0; k < b.n_inputs; k++)
			if (g->was->grammar < 2 || !sv_starts(b.inputs[k].record, SV("tally:")))
				b.inputs[ret[i].n++] = b.inputs[k];
		ret[i].inputs = b.inputs;
		ret[i].progress = b.progress;
		*ret_any = true;
	}
	return RC_OK;
}

enum rc whatif_try(struct ctx *cx, struct db *db, const struct whatif_hold *h, const struct rule *draft, int percent,
		   struct whatif_answer *ret)
{
	struct whatif_answer r = { .percent = percent, .all = true };
	struct arena *work = NEW(cx->a, struct arena, 1); /* a large answer is more than one request may hold */
	struct ctx own;
	bool any = false;
	arena_init(work, (size_t)1 << 30);
	arena_defer(cx->a, release, work);
	ctx_init(&own, work, cx->now, cx->lang);
	struct whatif_more *more = NEW(work, struct whatif_more, h->w.n_groups + 1);
	enum rc rc = read_more(&own, db, h, draft, more, &any);
	if (rc == RC_OK)
		rc = whatif_run(&own, &h->w, draft, any ? more : NULL, &r.run);
	if (rc == RC_OK && percent)
		rc = whatif_sway(&own, &h->w, &r.run, percent, WHATIF_BUDGET, &r.sways, &r.n_sways, &r.n_tried, &r.all);
	if (rc != RC_OK)
		return fail_again(cx, rc, &own);
	*ret = r;
	return RC_OK;
}
