#ifndef CORE_SCORE_PROGRESS_H
#define CORE_SCORE_PROGRESS_H
/* Completion measured against what the calendar asks for by now (序时进度). */
#include "base/when.h"
#include "core/score/ratio.h"

/* By the end of this day so much of the whole is due. */
struct milestone {
	struct day on;
	struct dec share;
};

/* The plan of a task.  The first and the last day both count, so that a plan from 1 to 10 March asks for a tenth
 * on the first evening.  Without milestones it asks for the same every day; with milestones it follows them in
 * straight lines or, for what cannot be divided (a bridge), in steps. */
struct plan {
	struct day start, due; /* DAY_NONE where milestones say it */
	const struct milestone *milestones;
	size_t n;
	bool steps;
};

enum phase { PHASE_BEFORE, PHASE_RUNNING, PHASE_DUE };
struct progress {
	struct ratio share; /* 0 to 1 of the whole */
	enum phase phase;
};
const char *phase_name(enum phase p);
/* SCORE_INVALID: the plan ends before it starts, or its milestones do not climb to 1. */
enum score_status time_progress(const struct plan *p, struct day asof, struct sv of, struct trace *tr, struct progress *ret);

/* A target as it stood from a day on: a score is taken against the version valid on its day. */
struct target {
	struct day from; /* DAY_NONE: from the beginning */
	struct dec value;
};
/* The last version whose day has come; NULL when none has. */
const struct target *target_at(const struct target *versions, size_t n, struct day asof);

enum unscored { SCORED, UNSCORED_BEFORE_START, UNSCORED_NO_PROGRESS, UNSCORED_NO_TARGET, UNSCORED_COUNT_ };
const char *unscored_name(enum unscored u); /* NULL for SCORED */

struct completion_rule {
	struct dec weight, cap;
	struct dec green, yellow; /* ratios from which the light is green, yellow; below it is red */
	struct rounding r;
};
enum light { LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED };
struct completion {
	struct dec ratio, score; /* ratio to six decimals, before the cap */
	enum light light;
	enum unscored why;
};
/* weight × min((done ÷ target) ÷ progress, cap), never below 0, rounded once.  SCORE_NO_DATA: `ret->why` says why. */
enum score_status completion(struct dec done, struct dec target, struct progress at, const struct completion_rule *rule, struct sv of,
			     struct trace *tr, struct completion *ret);

#endif
