/* A board as one visitor may see it: what the office and the leaders see whole, the units in their own rows and in
 * what was published to all. */
#include "app/results/pages.h"

#include "app/unit/unit.h"
#include "core/rule_print.h"

struct url res_board_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/boards"), id);
}

struct url res_why_url(struct arena *a, int64_t board, int64_t unit)
{
	return url_seg_int(a, url_seg(a, res_board_url(a, board), SV("units")), unit);
}

bool res_full(const struct res_seen *s, size_t i)
{
	return s->sight == SIGHT_ALL || s->own[i];
}

/* The rows of the board, all of them; whose row it is follows today's tree. */
static enum rc own_rows(struct visit *v, struct res_seen *s)
{
	struct grant *g;
	size_t n;
	TRY(post_grants(&v->cx, v->db, v->session.post, &g, &n));
	for (size_t i = 0; i < s->n_all; i++) {
		struct unit u;
		if (!s->place[i].exempt_no.n && !s->place[i].unranked)
			s->n_ranked++;
		TRY(unit_get(&v->cx, v->db, s->place[i].unit, &u));
		for (size_t k = 0; k < n && !s->own[i]; k++)
			s->own[i] = (g[k].role & ROLE_UNIT) && sv_starts(u.path, g[k].path);
		s->n_own += s->own[i];
	}
	return RC_OK;
}

static void keep_own(struct res_seen *s)
{
	size_t k = 0;
	for (size_t i = 0; i < s->n_all; i++)
		if (s->own[i]) {
			s->place[k] = s->place[i];
			s->own[k++] = true;
		}
	s->n = k;
}

static enum rc own_objections(struct visit *v, struct res_seen *s)
{
	size_t n, k = 0;
	TRY(objections_of_board(&v->cx, v->db, s->b.id, &s->objection, &n));
	for (size_t i = 0; i < n; i++) {
		bool mine = s->sight == SIGHT_ALL;
		for (size_t r = 0; r < s->n && !mine; r++)
			mine = s->own[r] && s->place[r].unit == s->objection[i].unit;
		if (mine)
			s->objection[k++] = s->objection[i];
	}
	s->n_objection = k;
	return RC_OK;
}

enum rc res_see(struct visit *v, int64_t id, struct res_seen *ret)
{
	struct res_seen s = { 0 };
	TRY(board_get(&v->cx, v->db, id, &s.b));
	TRY(board_sight(&v->cx, v->db, &v->actor, &s.b, &s.sight));
	if (s.sight == SIGHT_NONE)
		return fail(&v->cx, RC_DENIED, "results.sight",
			    N_("This board is not shown to the units yet. The office that composes it, its leaders and its verifiers see it now."));
	TRY(period_get(&v->cx, v->db, s.b.period, &s.period));
	TRY(ruleset_get(&v->cx, v->db, s.b.ruleset, &s.ruleset));
	TRY(ruleset_rule(&v->cx, &s.ruleset, &s.rule));
	TRY(board_places_seen(&v->cx, v->db, &s.b, s.sight, &s.place, &s.n_all));
	for (size_t i = 0; i < s.n_all; i++)
		s.median_kept |= s.place[i].kept_total;
	s.own = NEW(v->cx.a, bool, s.n_all + 1);
	s.n = s.n_all;
	TRY(own_rows(v, &s));
	if (s.sight == SIGHT_OWN) {
		keep_own(&s);
		if (s.n == 0)
			return fail(&v->cx, RC_DENIED, "results.own",
				    N_("This board is shown to each of its units in its own row only, and yours is not among them."));
	}
	TRY(own_objections(v, &s));
	s.ranks = s.sight == SIGHT_ALL || sv_is(s.b.show, "rank");
	s.totals = s.sight == SIGHT_ALL || (s.sight == SIGHT_TOTALS && s.ranks);
	*ret = s;
	return RC_OK;
}

/* Without the right to places the rows must not stand in their order either. */
struct ordered {
	struct sv key;
	struct board_place place;
	bool own;
};

void res_official_order(struct visit *v, struct res_seen *s)
{
	struct ordered *o = NEW(v->cx.a, struct ordered, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		struct unit u = { .order_key = SV("") };
		if (unit_get(&v->cx, v->db, s->place[i].unit, &u) != RC_OK)
			u.order_key = SV("~");
		struct ordered x = { u.order_key, s->place[i], s->own[i] };
		size_t k = i;
		for (; k > 0 && sv_cmp(x.key, o[k - 1].key) < 0; k--)
			o[k] = o[k - 1];
		o[k] = x;
	}
	for (size_t i = 0; i < s->n; i++) {
		s->place[i] = o[i].place;
		s->own[i] = o[i].own;
	}
}

/* ---- its words ----------------------------------------------------------------------------------------------- */

struct ui_tag res_state_tag(struct visit *v, const struct board_head *b)
{
	static const struct {
		const char *shape, *colour;
	} looks[] = {
		[BOARD_COMPOSED] = { "circle_open", "grey" }, [BOARD_PREVIEWED] = { "diamond_open", "blue" },
		[BOARD_APPROVED] = { "circle", "teal" }, [BOARD_PUBLISHED] = { "lock", "quiet" },
			[BOARD_DISCARDED] = { "strike", "grey" },
	};
	return (struct ui_tag){ looks[b->state].shape, looks[b->state].colour,
		res_word(v, sv_of(board_state_name(b->state))) };
}

struct ui_tag res_side_tag(struct visit *v, const struct board_place *p)
{
	if (sv_is(p->side, "red"))
		return (struct ui_tag){ .colour = "redlist", .word = visit_say(v, N_("Red list")) };
	if (sv_is(p->side, "black"))
		return (struct ui_tag){ .colour = "blacklist", .word = visit_say(v, N_("Black list")) };
	if (p->mover)
		return (struct ui_tag){ .shape = "circle_up", .colour = "teal", .word = visit_say(v, N_("Moved up")) };
	return (struct ui_tag){ 0 };
}

struct sv res_place_text(struct visit *v, const struct res_seen *s, size_t i)
{
	static const char *const thirds[] = { N_("upper third"), N_("middle third"), N_("lower third") };
	const struct board_place *p = &s->place[i];
	if (p->exempt_no.n || p->unranked)
		return visit_say(v, N_("not ranked"));
	if (s->ranks)
		return p->place ? fmt_place(v->cx.a, v->cx.lang, p->place, p->tied) : SV("—");
	if (!sv_is(s->b.show, "band") || !p->place || s->n_ranked == 0)
		return SV("—");
	size_t third = (size_t)(p->place - 1) * 3 / s->n_ranked;
	return visit_say(v, thirds[third > 2 ? 2 : third]);
}

struct sv res_moved_text(struct visit *v, const struct board_place *p)
{
	if (!p->moved)
		return SV("—");
	if (p->gained == 0)
		return SV("=");
	int64_t n = p->gained < 0 ? -p->gained : p->gained;
	return arena_printf(v->cx.a, "%s%lld", p->gained > 0 ? "↑" : "↓", (long long)n);
}

struct sv res_short_digest(struct arena *a, struct sv hex)
{
	return hex.n < 8 ? hex : arena_printf(a, "%.4s..%.2s", hex.p, hex.p + hex.n - 2);
}

struct sv res_cut_text(struct visit *v, const struct rule_cut *c, bool red)
{
	struct arena *a = v->cx.a;
	enum lang l = v->cx.lang;
	struct sv score = dec_fixed(a, c->score, 2);
	if (c->by_count && c->count == 0) /* a share of the group */
		return rule_print_cut(a, c, red, l);
	if (c->by_count && c->by_score)
		return red ? arena_tr(a, l, N_("the first %d, and at least %.*s points"), c->count, SV_ARG(score)) :
			     arena_tr(a, l, N_("the last %d, and below %.*s points"), c->count, SV_ARG(score));
	if (c->by_count)
		return red ? arena_tr(a, l, N_("the first %d"), c->count) :
			arena_tr(a, l, N_("the last %d"), c->count);
	if (c->by_score)
		return red ? arena_tr(a, l, N_("at least %.*s points"), SV_ARG(score)) :
			arena_tr(a, l, N_("below %.*s points"), SV_ARG(score));
	return visit_say(v, N_("the rules have no such list"));
}
