#ifndef CORE_BOARD_BANDS_H
#define CORE_BOARD_BANDS_H
/* Bands of places (名次区间): which places the marks and votes leave open to each unit.  A statement beside the result; it never
 * enters a score, a place or a list.
 *
 * The voters sat for all who might have sat.  Each is left out in turn and the whole rule computed again without the roundings of
 * its stages (the jackknife; Quenouille 1949, Tukey 1958), class of voters by class: a judge with all his marks, and where the rule
 * says 含投票, of votes that name nobody one at a time.  What the difference of two units does then gives its standard error, the degrees of freedom by
 * Satterthwaite (1946), and Student's t its probability.  All pairs are
 * tested at once by Holm (1979), so that every band of a board is right together with the probability that the rule names.
 * Integers throughout: the same from every compiler, and one can follow it with a pocket calculator. */
#include "core/board.h"
#include "core/rule_jury.h"

enum { BANDS_JURORS_MAX = 400, BANDS_UNITS_MAX = 500 };

/* Fills `bands` of the board and the band of its rows, where the rule asks for any.  `facts` and `sheet` are those that the board
 * was composed of. */
enum rc board_bands(struct ctx *cx, const struct score_facts *facts, const struct score_sheet *sheet, struct board *b) NODISCARD;

/* Why a board has no bands: an English message id, NULL where it has them or asks for none. */
const char *board_bands_none(enum bands_none why);
/* The word that the rows of a board carry for it. */
const char *board_bands_id(enum bands_none why);

/* ---- the tests alone: who is better than whom ------------------------------------------------------------------- */

/* One class of voters: totals of every unit without each of its jurors in turn. */
struct band_stratum {
	size_t n;	      /* jurors, at least 2 */
	const struct dec *without; /* [juror × n_units + unit] */
};
/* Votes that name nobody, one item and class of voters: who voted for one unit is taken not to be who voted for another, which
 * makes a band wider than it need be, never narrower. */
struct band_ballots {
	const int64_t *n;     /* of each unit */
	const rule_wide *variance; /* of its total, in 2⁻¹⁶ square millionths */
};
struct band_field {
	size_t n_units;
	const struct dec *total;
	const bool *open; /* a unit whose total stands without any one juror; the others are not tested */
	const struct band_stratum *strata;
	size_t n_strata;
	const struct band_ballots *ballots;
	size_t n_ballots;
	struct dec level; /* percent */
};
/* better[i × n_units + k]: unit i lies above unit k beyond chance. */
void band_tests(struct arena *a, const struct band_field *f, bool *ret_better);

#endif
