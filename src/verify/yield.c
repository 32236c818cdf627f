/* What place and score bring a unit, from the manual's lines on 等次, 名额取整, 评优名额, 星级, 亮灯, 连续末位. */
#include "verify/place.h"

int64_t vf_quota_of(const struct vf_rule *u, size_t n, vf_num percent)
{
	vf_num all = (vf_num)n * percent, whole = all / (100 * VF_ONE), rest = all % (100 * VF_ONE);
	bool more = u->quota == VF_QUOTA_UP ? rest > 0 : u->quota == VF_QUOTA_HALF && 2 * rest >= 100 * VF_ONE;
	return (int64_t)whole + more;
}

/* The first whose places and points reach; by a veto one further down. */
static const struct vf_grade *grade_of(const struct vf_rule *u, const struct vf_board *b, const struct vf_row *r)
{
	int64_t tied = (int64_t)b->n_ranked - r->better - r->worse;
	size_t g = 0;
	for (; g + 1 < u->n_grade; g++) {
		const struct vf_grade *k = &u->grade[g];
		bool top = !k->has_top || vf_within(u, vf_quota_of(u, b->n_ranked, k->top), r->better, tied);
		if (top && (!k->has_least || r->score->total >= k->least))
			break;
	}
	return &u->grade[r->score->down && g + 1 < u->n_grade ? g + 1 : g];
}

static const char *light_of(const struct vf_rule *u, vf_num behind)
{
	return u->yellow == 0 ? "" : behind <= u->green ? "green" : behind <= u->yellow ? "yellow" : "red";
}

/* The share of its grade, or of the rest. */
static vf_num staff_percent(const struct vf_rule *u, const struct vf_row *r)
{
	vf_num percent = 0;
	for (size_t i = u->n_staff; i-- > 0;)
		if (!u->staff[i].name.n || (r->grade && sv_eq(u->staff[i].name, r->grade->name)))
			percent = u->staff[i].value;
	return u->staff_max && percent > u->staff_max ? u->staff_max : percent;
}

void vf_yield(const struct vf_rule *u, struct vf_board *b)
{
	for (size_t i = 0; i < b->n_ranked; i++) {
		struct vf_row *r = &b->row[i];
		bool last = r->worse == 0 && r->better > 0;
		r->draw = u->draw && r->tied;
		r->stars = u->stars > r->place && r->place ? u->stars - r->place : 0;
		r->light = light_of(u, b->row[0].score->total - r->score->total);
		r->last_times = last ? r->unit->last_before + 1 : 0;
		if (last && u->n_step)
			r->step = u->step[r->last_times > (int64_t)u->n_step ? (int64_t)u->n_step - 1 : r->last_times - 1];
		if (u->n_grade)
			r->grade = grade_of(u, b, r);
		r->staff_percent = staff_percent(u, r);
		r->seats = vf_quota_of(u, (size_t)(r->unit->staff > 0 ? r->unit->staff : 0), r->staff_percent);
	}
}
