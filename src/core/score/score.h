#ifndef CORE_SCORE_SCORE_H
#define CORE_SCORE_SCORE_H
/* What every exact method of the scoring core shares: a status instead of an exception, named rounding, marks
 * that can be missing for a reason, and a trace with which the printed calculation is replayed by hand.
 * Numbers are decimals (base/dec.h); nothing here knows a clock, a file or a floating-point number. */
#include "base/dec.h"

enum score_status {
	SCORE_OK,
	SCORE_INVALID,	      /* the input contradicts itself; `*why` says where */
	SCORE_NO_DATA,	      /* nothing to compute from: no score, never a zero */
	SCORE_NOT_CONNECTED,  /* parts that cannot be compared with each other */
	SCORE_NOT_IDENTIFIED, /* more unknowns than the data can tell apart */
	SCORE_OVERFLOW,	      /* beyond what a decimal holds */
	SCORE_NOT_CONVERGED,
	SCORE_COUNT_
};
const char *score_status_name(enum score_status s); /* "ok", "invalid_input", … */

enum round_mode { ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN, ROUND_UP }; /* half up: away from zero */
struct rounding {
	enum round_mode mode;
	int decimals; /* 0..6 */
};
__extension__ typedef __int128 wide;
/* n ÷ d millionths, rounded once to r's decimals; false when d is zero or the result does not fit. */
bool dec_settle(wide n, wide d, struct rounding r, struct dec *ret);
struct dec dec_rounded(struct dec d, struct rounding r);
/* Σ numerators ÷ denominator over 128 bits, rounded once; false on a zero divisor or when it does not fit. */
bool dec_mean(const struct dec *v, size_t n, struct rounding r, struct dec *ret);
/* a × b ÷ c with the same care. */
bool dec_muldiv_rounded(struct dec a, struct dec b, struct dec c, struct rounding r, struct dec *ret);

/* A mark that is missing is missing for a reason, and never a zero. */
enum mark_null { MARK_GIVEN, MARK_ABSENT, MARK_ABSTAIN, MARK_RECUSED, MARK_SPOILT };
struct mark {
	struct dec value;
	enum mark_null null;
};

/* One step: `op` is a word of the method's manual ("drop_highest", "mean", "round"), `of` what it concerns
 * (a unit, a component), `in` the operands in order as text, `out` what came of it. */
struct trace_step {
	struct trace_step *next;
	const char *op;
	struct sv of, in, out;
};
struct trace {
	struct arena *a;
	struct trace_step *first, *last;
	size_t n;
};
/* A NULL trace records nothing and costs nothing.  Texts are copied. */
void trace_add(struct trace *t, const char *op, struct sv of, struct sv in, struct sv out);
/* "9.25 + 9.5 + 9" */
struct sv trace_list(struct trace *t, const struct dec *v, size_t n, const char *between);
struct sv trace_dec(struct trace *t, struct dec d);
struct sv trace_text(struct trace *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "9.25 × 0.8"; `y` alone when `x` is empty, so that a sum grows from SV_NONE. */
struct sv trace_join(struct trace *t, struct sv x, const char *between, struct sv y);

#endif
