#include "verify/measured.h"

#include "verify/words.h"

enum { SHARES_MAX = 8, BANDS_MAX = 12 };

static const char *const keys[] = { "",	    "完成",   "比最好", "功效",	    "按档",	"",
				    "评分", "等次票", "名次票", "名次递减", "直接得分", NULL };

bool vf_is_measure(struct sv key)
{
	int k;
	return key.n && vf_choice(key, keys, &k);
}

bool vf_read_shares(struct arena *a, struct sv s, const char *unit, struct vf_share **ret, size_t *ret_n)
{
	while (s.n) {
		struct vf_share x;
		if (*ret_n == SHARES_MAX || !vf_named_number(vf_cut(&s, "、"), unit, &x.name, &x.value))
			return false;
		for (size_t i = 0; i < *ret_n; i++)
			if (sv_eq((*ret)[i].name, x.name))
				return false;
		*ret = vf_one_more(a, *ret, *ret_n, sizeof(x));
		(*ret)[(*ret_n)++] = x;
	}
	return *ret_n > 0;
}

/* 基本称职+不称职 */
static bool read_names(struct arena *a, struct sv s, struct sv **ret, size_t *ret_n)
{
	while (s.n) {
		struct sv name = vf_cut(&s, "+");
		if (!name.n || *ret_n == SHARES_MAX)
			return false;
		*ret = vf_one_more(a, *ret, *ret_n, sizeof(name));
		(*ret)[(*ret_n)++] = name;
	}
	return *ret_n > 0;
}

/* 实绩÷目标×60分，封顶100%，超额每1%加0.5分，最多加3分，对比序时进度 */
static bool read_completion(struct sv s, struct vf_measure *m)
{
	m->lower = vf_eat(&s, "目标÷实绩×");
	if (!m->lower && !vf_eat(&s, "实绩÷目标×"))
		return false;
	bool ok = vf_number(vf_cut(&s, "，"), "分", &m->points), more = false;
	struct sv part = vf_cut(&s, "，");
	ok = ok && vf_eat(&part, "封顶") && vf_number(part, "%", &m->cap);
	while (ok && s.n) {
		part = vf_cut(&s, "，");
		if (sv_is(part, "对比序时进度"))
			m->schedule = s.n == 0;
		else if (vf_eat(&part, "超额每1%加"))
			ok = more = m->extra == 0 && vf_number(part, "分", &m->extra) && m->extra > 0;
		else
			ok = more && vf_eat(&part, "最多加") && vf_number(part, "分", &m->extra_max) && m->extra_max > 0;
	}
	/* What lies beyond the target counts once: by a higher cap or by 超额. */
	return ok && m->cap > 0 && (m->extra_max > 0) == more && (!more || m->cap == 100 * VF_ONE);
}

/* 10分，保底60%，区间 最低—最高 */
static bool read_efficacy(struct sv s, struct vf_measure *m)
{
	bool ok = vf_number(vf_cut(&s, "，"), "分", &m->points);
	struct sv floor = vf_cut(&s, "，");
	ok = ok && vf_eat(&floor, "保底") && vf_percent(floor, &m->floor) && vf_eat(&s, "区间 ");
	m->lower = sv_is(s, "最高—最低");
	if (!ok || m->lower || sv_is(s, "最低—最高"))
		return ok;
	m->fixed = true;
	struct sv low = vf_cut(&s, "—");
	ok = vf_num_read(low, &m->low) && vf_num_read(s, &m->high) && m->low != m->high;
	m->lower = m->low > m->high;
	return ok;
}

static bool read_poor(struct arena *a, struct sv s, struct vf_measure *m)
{
	vf_num percent;
	if (!vf_eat(&s, "差评（") || !read_names(a, vf_cut(&s, "）"), &m->poor, &m->n_poor))
		return false;
	struct sv part = vf_cut(&s, "以上");
	bool third = sv_is(part, "三分之一"), half = sv_is(part, "一半");
	m->poor_from = vf_frac_ratio(1, third ? 3 : 2);
	if (!third && !half) {
		if (!vf_percent(part, &percent))
			return false;
		m->poor_from = vf_frac_percent(percent);
	}
	return vf_number(s, "分", &m->poor_points);
}

/* 优秀率，90%以上200分、80%以上190分、其余160分；差评（…）三分之一以上130分 */
static bool read_bands(struct arena *a, struct sv s, struct vf_measure *m)
{
	struct sv bands = vf_cut(&s, "；"), of = vf_cut(&bands, "，");
	bool rest = false;
	if (!sv_is(of, "实绩")) {
		m->kind = VF_SHARE_BANDS;
		if (!vf_eat_end(&of, "率") || !read_names(a, of, &m->good, &m->n_good))
			return false;
	}
	while (bands.n && !rest) {
		struct sv part = vf_cut(&bands, "、"), from;
		struct vf_band b;
		rest = vf_eat(&part, "其余");
		if (rest) {
			if (!vf_number(part, "分", &m->rest))
				return false;
			break;
		}
		from = vf_cut(&part, "以上");
		if (m->n_band == BANDS_MAX || (m->n_good && !vf_eat_end(&from, "%")) || !vf_num_read(from, &b.from) ||
		    !vf_number(part, "分", &b.points) || (m->n_band && b.from >= m->band[m->n_band - 1].from))
			return false;
		m->band = vf_one_more(a, m->band, m->n_band, sizeof(b));
		m->band[m->n_band++] = b;
	}
	for (size_t i = 0; i < m->n_band; i++)
		m->points = m->band[i].points > m->points ? m->band[i].points : m->points;
	return rest && bands.n == 0 && m->n_band && (s.n == 0 || (m->n_good && read_poor(a, s, m)));
}

static bool read_scaled(struct sv s, struct vf_measure *m)
{
	m->has_scaled = vf_eat(&s, "折合");
	return m->has_scaled && vf_number(s, "分", &m->scaled);
}

/* 100分，去掉最高1个最低1个，满5票起，折合60分 */
static bool read_marks(struct sv s, struct vf_measure *m)
{
	struct sv part = vf_cut(&s, "，");
	bool ok = vf_number(part, "分", &m->points) && m->points > 0;
	part = vf_cut(&s, "，");
	if (ok && vf_eat(&part, "去掉")) {
		bool high = vf_eat(&part, "最高"), low;
		ok = !high || (vf_whole(&part, 100, &m->drop_high) && vf_eat(&part, "个"));
		low = ok && vf_eat(&part, "最低");
		ok = ok && (!low || (vf_whole(&part, 100, &m->drop_low) && vf_eat(&part, "个"))) && (high || low) && !part.n;
		part = vf_cut(&s, "，");
	}
	if (ok && vf_eat(&part, "满")) {
		ok = vf_whole(&part, 10000, &m->least) && sv_is(part, "票起");
		part = vf_cut(&s, "，");
	}
	return ok && s.n == 0 && (part.n == 0 || read_scaled(part, m));
}

static bool read_grade_ballot(struct arena *a, struct sv s, struct vf_measure *m)
{
	struct sv grades = vf_cut(&s, "，");
	if (!vf_read_shares(a, grades, "", &m->value, &m->n_value))
		return false;
	for (size_t i = 0; i < m->n_value; i++)
		m->points = m->value[i].value > m->points ? m->value[i].value : m->points;
	return s.n == 0 || (m->points > 0 && read_scaled(s, m));
}

/* 第一名100分，每名减3分; 200分，每名减2% */
static bool read_places(struct sv s, struct vf_measure *m)
{
	bool decay = m->kind == VF_DECAY;
	struct sv first = vf_cut(&s, "，");
	if ((!decay && !vf_eat(&first, "第一名")) || !vf_number(first, "分", &m->points) || !vf_eat(&s, "每名减"))
		return false;
	return decay ? vf_percent(s, &m->step) : vf_number(s, "分", &m->step);
}

bool vf_read_measure(struct arena *a, struct sv key, struct sv s, struct vf_measure *m)
{
	int k;
	if (m->kind != VF_UNMEASURED || !key.n || !vf_choice(key, keys, &k))
		return false;
	m->kind = (enum vf_measure_kind)k;
	switch (m->kind) {
	case VF_COMPLETION:
		return read_completion(s, m);
	case VF_BEST: {
		struct sv points = vf_cut(&s, "，");
		m->lower = sv_is(s, "越低越好");
		return vf_number(points, "分", &m->points) && (m->lower || s.n == 0);
	}
	case VF_EFFICACY:
		return read_efficacy(s, m);
	case VF_BANDS:
		return read_bands(a, s, m);
	case VF_MARKS:
		return read_marks(s, m);
	case VF_GRADES:
		return read_grade_ballot(a, s, m);
	case VF_RANKS:
	case VF_DECAY:
		return read_places(s, m);
	case VF_DIRECT:
		return vf_number(s, "分", &m->points);
	case VF_UNMEASURED:
	case VF_SHARE_BANDS:
		break;
	}
	return false;
}

vf_num vf_full(const struct vf_measure *m)
{
	return m->has_scaled ? m->scaled : m->points;
}
