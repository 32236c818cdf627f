/* What places and scores bring a unit: a grade by quota, stars, a lamp, a step of the ladder, seats for its people. */
#include "core/board.h"

#include "core/rule_scorer.h"

bool board_within(const struct rule *r, int seats, int ahead, int tied)
{
	return r->ties == TIES_ALL ? ahead < seats : ahead + tied <= seats;
}

int board_quota(const struct rule *r, int n, struct dec percent)
{
	int64_t whole = (int64_t)n * percent.u / (100 * DEC_ONE), rest = (int64_t)n * percent.u % (100 * DEC_ONE);
	if (r->quota == QUOTA_UP)
		return (int)whole + (rest > 0);
	return (int)whole + (r->quota == QUOTA_HALF && rest * 2 >= 100 * DEC_ONE);
}

static int grade_of(const struct board *b, const struct board_row *w)
{
	const struct rule *r = b->rule;
	int tied = b->n_ranked - w->rank.better - w->rank.worse, g = 0;
	for (; g < r->n_grades - 1; g++) {
		const struct rule_grade *k = &r->grades[g];
		bool top = !k->has_top || board_within(r, board_quota(r, b->n_ranked, k->top), w->rank.better, tied);
		if (top && (!k->has_least || dec_cmp(w->rank.score, k->least) >= 0))
			break;
	}
	return w->score->down && g < r->n_grades - 1 ? g + 1 : g;
}

static struct dec staff_percent(const struct rule *r, const struct board_row *w)
{
	int64_t p = 0;
	for (int i = 0; i < r->n_staff; i++)
		if (!r->staff[i].name.n || sv_eq(r->staff[i].name, r->grades[w->grade].name)) {
			p = r->staff[i].value.u;
			break;
		}
	for (int i = 0; i < r->n_staff_plus; i++)
		for (size_t k = 0; k < w->unit->n_honours; k++)
			p += sv_eq(r->staff_plus[i].name, w->unit->honours[k]) ? r->staff_plus[i].value.u : 0;
	return (struct dec){ r->staff_max.u && p > r->staff_max.u ? r->staff_max.u : p };
}

static enum rc light_of(struct ctx *cx, const struct rule *r, struct dec best, struct dec score, enum board_light *ret)
{
	struct dec behind;
	*ret = LAMP_NONE;
	if (!r->yellow.u)
		return RC_OK;
	TRY(scorer_minus(cx, best, score, &behind));
	*ret = dec_cmp(behind, r->green) <= 0 ? LAMP_GREEN : dec_cmp(behind, r->yellow) <= 0 ? LAMP_YELLOW : LAMP_RED;
	return RC_OK;
}

/* Last: nobody is behind, and somebody is ahead. */
static void ladder(const struct rule *r, struct board_row *w)
{
	bool last = w->rank.worse == 0 && w->rank.better > 0;
	w->last_times = last ? w->unit->last_before + 1 : 0;
	if (last && r->n_streak)
		w->step = r->streak[w->last_times > r->n_streak ? r->n_streak - 1 : w->last_times - 1];
}

enum rc board_yields(struct ctx *cx, struct board *b)
{
	const struct rule *r = b->rule;
	for (size_t i = 0; i < b->n; i++) {
		struct board_row *w = &b->rows[i];
		if (w->rank.unranked)
			continue;
		w->draw = r->draw && w->rank.tied;
		if (r->stars && w->rank.place)
			w->stars = r->stars > w->rank.place ? r->stars - w->rank.place : 0;
		TRY(light_of(cx, r, b->rows[0].rank.score, w->rank.score, &w->light));
		ladder(r, w);
		if (r->n_grades)
			w->grade = grade_of(b, w);
		if (r->n_staff) {
			w->staff_percent = staff_percent(r, w);
			w->staff_seats = board_quota(r, w->unit->staff, w->staff_percent);
		}
	}
	return RC_OK;
}
