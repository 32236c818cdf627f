/* What few secret ballots gave, or some that all say the same, is shown to nobody (trust.md 2.4). */
#include "app/vote/vote_result.h"

#include "app/vote/queries.sql.h"
#include "store/journal.h"

/* What one class of jurors gave to one contestant. */
struct pile {
	int64_t unit, given;         /* ballots; own units and open lines make them fewer than lie in the box */
	int64_t cast;                /* those and the ones that left its line open */
	bool alike;                  /* all of them say the same */
	struct sv voters;
	bool hidden;
};

static enum rc read_piles(struct ctx *cx, struct db *db, int64_t vote, struct pile **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MOST = BALLOT_SLOTS_MAX * RULE_SHARES_MAX }; /* contestants times classes of jurors */
	size_t n = 0;
	struct pile *all = NEW(cx->a, struct pile, MOST);
	struct stmt *st = db_query(db, &vote_given_of);
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		if (n < MOST)
			all[n++] = (struct pile){ .unit = col_int(st, 0), .voters = col_sv(st, 1, cx->a), .given = col_int(st, 2), .cast = col_int(st, 3),
						.alike = col_int(st, 4) == 1 };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* So few that their sum tells who gave it, or all alike, which tells of each (trust.md 2.4). */
static bool telling(const struct pile *p)
{
	return p->cast > 0 && (p->given < VOTE_PILE_LEAST || p->alike);
}

/* The next of them to be kept back: one that tells, else the smallest that is still shown; NULL: none. */
static struct pile *next_pile(struct pile *p, size_t n)
{
	struct pile *next = NULL;
	for (size_t i = 0; i < n; i++)
		if (!p[i].hidden && p[i].cast > 0 && (!next || telling(&p[i]) > telling(next) || (telling(&p[i]) == telling(next) && p[i].given < next->given)))
			next = &p[i];
	return next;
}

/* A contestant's points and the classes that are shown leave the sum of those that are kept back: it must rest on two classes, and on enough
 * ballots. */
static void veil_unit(struct pile *p, size_t n)
{
	struct pile *next;
	size_t hidden = 0;
	int64_t together = 0;
	while ((next = next_pile(p, n)) && (telling(next) || (hidden && (hidden < 2 || together < 2 * VOTE_PILE_LEAST)))) {
		next->hidden = true;
		together += next->given;
		hidden++;
	}
}

enum rc vote_veiled(struct ctx *cx, struct db *db, const struct vote *e, struct vote_kept *ret)
{
	struct pile *p;
	size_t n, to;
	*ret = (struct vote_kept){ 0 };
	if (e->is_signed || !sv_is(e->state, "closed"))
		return RC_OK;
	TRY(read_piles(cx, db, e->id, &p, &n));
	ret->unit = NEW(cx->a, int64_t, n + 1);
	ret->voters = NEW(cx->a, struct sv, n + 1);
	for (size_t from = 0; from < n; from = to) {
		for (to = from; to < n && p[to].unit == p[from].unit; to++)
			;
		veil_unit(p + from, to - from);
		for (size_t i = from; i < to; i++)
			if (p[i].hidden) {
				ret->unit[ret->n] = p[i].unit;
				ret->voters[ret->n++] = p[i].voters;
			}
	}
	return RC_OK;
}

bool vote_is_kept(const struct vote_kept *k, int64_t unit, struct sv voters)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->unit[i] == unit && sv_eq(k->voters[i], voters))
			return true;
	return false;
}

enum rc vote_veiled_tally(struct ctx *cx, struct db *db, int64_t made, int64_t **ret_unit, struct sv **ret_voters, size_t *ret_n)
{
	int64_t id = 0;
	size_t n = 0;
	struct vote e;
	struct vote_kept k;
	struct journal_row *row;
	*ret_n = 0;
	TRY(journal_read(cx, db, made - 1, 1, &row, &n));
	if (n && row->seq == made && sv_is(row->act, "tally.enter"))
		TRY(vote_of_entry(cx, db, row, journal_facts(cx->a, row), &id));
	if (!id)
		return RC_OK;
	TRY(vote_get(cx, db, id, &e));
	TRY(vote_veiled(cx, db, &e, &k));
	*ret_unit = k.unit;
	*ret_voters = k.voters;
	*ret_n = k.n;
	return RC_OK;
}
