/* What units passed, and what of it is told: units of which too few sat say nothing, and no sum gives them away.  What all or nobody
 * passed would tell everyone's result, so from 95 % and up to 5 % the share is told as just that (core/score/suppress.h). */
#include "app/exam/exam_read.h"

#include "app/exam/queries.sql.h"
#include "core/score/suppress.h"

enum { UNITS_MAX = EXAM_SEATS_MAX };

static struct sup_set set_of(struct arena *a, size_t words, size_t leaf, const struct exam_rate *r)
{
	struct sup_set s = { .name = r->name, .leaves = NEW(a, uint64_t, words), .count = r->sat };
	s.leaves[leaf / 64] |= UINT64_C(1) << leaf % 64;
	return s;
}

/* Each unit by itself; then the sum, which is told only where it gives none of the hidden ones away. */
static void suppress(struct arena *a, struct exam_rate *r, size_t n)
{
	int64_t *leaf = NEW(a, int64_t, n + 1);
	struct sup s = { .a = a, .k = EXAM_UNIT_LEAST, .words = n / 64 + 1, .leaf = leaf, .known = NEW(a, struct sup_set, n + 2),
			 .derived = NEW(a, struct sup_set, SUP_DERIVED) };
	struct sup_set all = { .name = r[n].name, .leaves = NEW(a, uint64_t, s.words), .count = r[n].sat };
	struct sv against;
	for (size_t i = 0; i < n; i++)
		leaf[i] = r[i].sat;
	for (size_t i = 0; i < n; i++) {
		struct sup_set one = set_of(a, s.words, i, &r[i]);
		all.leaves[i / 64] |= one.leaves[i / 64];
		r[i].shown = suppress_slice(&s, &one, &against) == SUP_SHOWN;
	}
	r[n].shown = suppress_slice(&s, &all, &against) == SUP_SHOWN;
}

enum rc exam_rates(struct ctx *cx, struct db *db, int64_t id, struct exam_rate **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct exam_rate *r = NEW(cx->a, struct exam_rate, UNITS_MAX + 1), sum = { .name = sv_of(tr(cx->lang, N_("In all"))), .path = SV("") };
	struct stmt *st = db_query(db, &exam_unit_counts);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < UNITS_MAX) {
			r[n] = (struct exam_rate){ .unit = col_int(st, 0), .name = col_sv(st, 1, cx->a), .path = col_sv(st, 2, cx->a), .sat = col_int(st, 3),
						   .passed = col_int(st, 4) };
			sum.sat += r[n].sat;
			sum.passed += r[n++].passed;
		}
	TRY(rc);
	r[n] = sum;
	suppress(cx->a, r, n);
	for (size_t i = 0; i <= n; i++)
		r[i].share = r[i].sat ? (int)suppress_share(r[i].passed, r[i].sat, &r[i].percent) : SHARE_PLAIN;
	*ret = r;
	*ret_n = n + 1;
	return RC_OK;
}
