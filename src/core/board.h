#ifndef CORE_BOARD_H
#define CORE_BOARD_H
/* A board (榜): scores of one peer group and period, ranked and cut into red and black.  Nothing here decides
 * to publish; it says what the rule gives, and what R7 of ux.md asks before one more ranking goes out. */
#include "core/rank.h"
#include "core/rule_compose.h"
#include "core/rule_lint.h"

struct board_unit {
	struct sv unit;
	int64_t order;	     /* official order */
	int previous;	     /* place in the period before, 0 if none */
	struct sv exempt_no; /* document that exempts it this period; empty: it takes part */
	struct sv exempt_why;
	struct sv *unrepaired; /* names of earlier periods whose black entry is not yet repaired */
	size_t n_unrepaired;
	int last_before;     /* times last in a row up to the period before */
	int staff;	     /* people, for 评优名额 */
	struct sv *honours;  /* 示范单位, … that raise its 评优名额 */
	size_t n_honours;
};

enum board_side { SIDE_NONE, SIDE_RED, SIDE_BLACK };
enum board_light { LAMP_NONE, LAMP_GREEN, LAMP_YELLOW, LAMP_RED };

/* Why a rule that asks for bands of places gets none. */
enum bands_none { BANDS_GIVEN, BANDS_NOT_ASKED, BANDS_NO_MARKS, BANDS_UNNAMED, BANDS_ONE_JUROR, BANDS_APART, BANDS_MANY };

/* 名次区间: the places that the marks leave open. */
struct board_band {
	int first, last; /* 0: none is told */
	int alike;	 /* other units that cannot be told apart from this one */
	int tier;	 /* 梯队, from 1: nobody in it can be told apart from its first */
};

struct board_row {
	struct rank_row rank; /* unit, total, place, movement */
	const struct unit_score *score;
	const struct board_unit *unit;
	enum board_side side;
	bool both;  /* the rule would put it on both lists, so it stands on neither */
	bool mover; /* 进步榜 */
	bool still; /* black before and still not repaired */
	bool draw;  /* equal in every key: a public draw decides */
	struct board_band band; /* by board_bands, where the rule asks */
	int grade;  /* of the rule's 等次, from 0; -1: none */
	int stars;
	int last_times; /* times last in a row, this one included */
	struct sv step; /* 连续末位: what is due */
	enum board_light light;
	struct dec staff_percent; /* 评优名额 */
	int staff_seats;
	struct sv reason; /* "反弹 -4；期末逾期 -1": what was taken most (black) or given most (else); may be empty */
};

struct board {
	const struct rule *rule;
	struct board_row *rows; /* ranked, then unranked for want of cases */
	size_t n;
	const struct board_unit **exempt; /* by official order, listed with their document */
	size_t n_exempt;
	int n_red, n_black, n_ranked;
	struct dec median; /* of the ranked totals, 0 if none */
	enum circular_state circular;
	enum bands_none bands; /* by board_bands */
	int n_jurors, n_tiers;
};

/* `units` are the peer group; each must have a score in `sheet`, exempt or not.  `published` counts the
 * rankings of this kind sent out this year. */
enum rc board_compose(struct ctx *cx, const struct score_sheet *sheet, const struct board_unit *units,
		      size_t n, int published, struct board *ret) NODISCARD;

/* Grades, stars, lamps, ladder and staff quotas of ranked rows; called by board_compose. */
NODISCARD enum rc board_yields(struct ctx *cx, struct board *b);
/* n × percent, rounded as 名额取整 says. */
int board_quota(const struct rule *r, int n, struct dec percent);
/* Inside the first (or last) `seats` of `ahead` better and `tied` equal ones: ties at the edge come in together
 * or, if the rule says so, stay out together. */
bool board_within(const struct rule *r, int seats, int ahead, int tied);

#endif
