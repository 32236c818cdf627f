#include "verify/approval.h"

static bool same_result(const struct vf_proof *p, const struct vf_act *x)
{
	return sv_eq(vf_text(x->payload, "result_digest"), vf_text(p->facts, "result_digest"));
}

/* Drafted by one post, adopted by another, before the board was composed. */
static bool check_adoption(struct vf_report *r, const struct vf_proof *p)
{
	int64_t ruleset = js_get_int(p->facts, "ruleset", 0), author = -1;
	for (size_t i = 0; i < p->n_act; i++) {
		const struct vf_act *x = &p->act[i];
		if (x->subject != ruleset || x->seq >= p->composed->seq)
			continue;
		if (sv_is(x->act, "ruleset.draft"))
			author = x->actor;
		if (sv_is(x->act, "ruleset.adopt") && x->payload && author >= 0 && author != x->actor &&
		    sv_eq(vf_text(x->payload, "digest"), p->rule_digest))
			return true;
	}
	return vf_wrong(r, "程序：成榜之前没有另一人批准这份细则",
			"The way: this rule was not adopted by a second post before the board was composed");
}

struct way {
	const struct vf_act *preview, *head, *leader;
};

static bool approves(const struct vf_proof *p, const struct way *w, const struct vf_act *x, struct day until)
{
	return w->preview && same_result(p, x) && x->actor != p->composed->actor && day_of_instant(x->at).n > until.n;
}

static bool check_approvals(struct vf_report *r, const struct vf_proof *p, struct way *w)
{
	struct day until = { 0 };
	for (size_t i = 0; i < p->n_act; i++) {
		const struct vf_act *x = &p->act[i];
		if (x->seq <= p->composed->seq || x->seq >= p->published->seq || x->subject != p->board || !x->payload)
			continue;
		if (sv_is(x->act, "board.preview") && js_get_int(x->payload, "version", 0) == p->version &&
		    day_parse(vf_text(x->payload, "until"), &until))
			w->preview = x;
		if (!sv_is(x->act, "board.approve") || !approves(p, w, x, until))
			continue;
		if (sv_is(vf_text(x->payload, "as"), "office_head"))
			w->head = x;
		else if (sv_is(vf_text(x->payload, "as"), "leader"))
			w->leader = x;
	}
	if (!w->preview)
		return vf_wrong(r, "程序：公布前没有向各单位公示",
				"The way: the units were not shown the board before it was published");
	if (!w->head || !w->leader || w->head->actor == w->leader->actor)
		return vf_wrong(
			r, "程序：公示期满后没有两个不同岗位（均非成榜人）审签",
			"The way: no two posts, neither of them the composer's, approved it after the days for objections");
	return true;
}

static int word_of(struct sv s, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (sv_is(s, words[i]))
			return i;
	return VF_NONE;
}

static bool check_publication(struct vf_report *r, const struct vf_proof *p)
{
	static const char *const audiences[] = { "unit_only", "leaders", "all_units", "public", NULL }, *const shows[] = {
		"rank", "band", "none", NULL
	};
	const struct js *f = p->published->payload;
	int audience = word_of(vf_text(f, "audience"), audiences), show = word_of(vf_text(f, "show"), shows);
	if (!same_result(p, p->published) || js_get_int(f, "version", 0) != p->version)
		return vf_wrong(r, "程序：公布的不是这一稿", "The way: it is not this version that was published");
	if (audience < 0 || audience > p->rule.audience || show < p->rule.show)
		return vf_wrong(r, "程序：公布范围或名次显示超出细则",
				"The way: it was published wider, or with more of the rank, than the rule allows");
	return true;
}

static bool check_order(struct vf_report *r, const struct vf_proof *p)
{
	for (size_t i = 1; i < p->n_act; i++)
		if (p->act[i].at < p->act[i - 1].at)
			return vf_wrong(r, "程序：第 %lld 号的时间早于前一号",
					"The way: row %lld is earlier than the one before it", (long long)p->act[i].seq);
	if (js_get_int(p->facts, "read_seq", 0) >= p->composed->seq)
		return vf_wrong(r, "程序：成榜读到的序号不早于它自己",
				"The way: the composition says that it read beyond itself");
	return true;
}

void vf_check_way(struct vf_report *r, const struct vf_proof *p)
{
	struct way w = { NULL, NULL, NULL };
	if (!check_order(r, p) || !check_adoption(r, p) || !check_approvals(r, p, &w) || !check_publication(r, p))
		return;
	vf_right(r, "程序：成榜（岗位 %lld）、公示、审签（岗位 %lld、%lld）、%.*s 公布，先后与人员都对",
		 "The way: composed (post %lld), shown, approved (posts %lld and %lld), published on %.*s, "
		 "in order and by the right number of people",
		 (long long)p->composed->actor, (long long)w.head->actor, (long long)w.leader->actor,
		 SV_ARG(day_text(r->a, day_of_instant(p->published->at))));
}
