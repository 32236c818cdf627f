/* The leader's page: three sentences, who lags, what is longest overdue; one A4. */
#include "app/desk/handlers.h"
#include "app/desk/leader.tmpl.h"
#include "app/unit/unit.h"

enum { OVERDUE_MAX = 2000, UNITS_MAX = 400, UNITS_SHOWN = 10, MATTERS_SHOWN = 8, LOOKED_AT = 2000 };

struct lag {                     /* one unit */
	int64_t unit, overdue, fresh, longest, behind;
	struct sv name, order;
};

struct leader {
	struct visit *v;
	struct scope scope;
	struct chase_row *row;
	size_t n_row;
	struct lag *lag;
	size_t n_lag;
	int64_t overdue, fresh, closed, issued, open, behind;
};

static struct lag *lag_of(struct leader *l, int64_t unit, struct sv name)
{
	for (size_t i = 0; i < l->n_lag; i++)
		if (l->lag[i].unit == unit)
			return &l->lag[i];
	if (l->n_lag == UNITS_MAX)
		return &l->lag[UNITS_MAX - 1];
	l->lag[l->n_lag] = (struct lag){ .unit = unit, .name = name };
	return &l->lag[l->n_lag++];
}

/* A matter with two leads is overdue for both, and counts once in the sentences. */
static enum rc count_overdue(struct leader *l)
{
	struct visit *v = l->v;
	int64_t last = 0;
	TRY(matter_overdue(&v->cx, v->db, &l->scope, v->today, OVERDUE_MAX, &l->row, &l->n_row));
	for (size_t i = 0; i < l->n_row; i++) {
		const struct chase_row *r = &l->row[i];
		struct lag *g = lag_of(l, r->unit, r->unit_name);
		bool fresh = r->light.days_overdue <= 7;
		g->overdue++;
		g->fresh += fresh;
		if (r->light.days_overdue > g->longest)
			g->longest = r->light.days_overdue;
		if (r->m.id == last)
			continue;
		last = r->m.id;
		l->overdue++;
		l->fresh += fresh;
	}
	return RC_OK;
}

static enum rc count_behind(struct leader *l)
{
	struct visit *v = l->v;
	struct matter_row *row;
	size_t n;
	bool more;
	struct matter_filter f = { .has_light = true, .light = LIGHT_BEHIND, .due_from = DAY_NONE, .due_to = DAY_NONE };
	TRY(matter_list(&v->cx, v->db, &l->scope, &f, v->today, 0, LOOKED_AT, &row, &n, &more));
	for (size_t i = 0; i < n; i++) {
		struct duty *d;
		size_t n_duty;
		TRY(matter_duties(&v->cx, v->db, row[i].m.id, &d, &n_duty));
		for (size_t k = 0; k < n_duty; k++)
			if (d[k].role == AS_LEAD && d[k].state != ASSIGNMENT_RELEASED)
				lag_of(l, d[k].unit, d[k].unit_name)->behind++;
	}
	return RC_OK;
}

static enum rc count_all(struct leader *l)
{
	struct visit *v = l->v;
	struct matter_count c;
	struct matter_filter f = { .due_from = DAY_NONE, .due_to = DAY_NONE };
	TRY(matter_counts(&v->cx, v->db, &l->scope, &f, v->today, &c));
	l->behind = c.light[LIGHT_BEHIND];
	l->open = c.total - c.state[MATTER_CLOSED];
	return RC_OK;
}

/* Numbers are given in order and none is taken away: the last one by halving. */
static int64_t last_no(struct visit *v)
{
	struct ctx probe = v->cx;
	struct matter m;
	int64_t lo = 0, hi = 64;
	ctx_forget(&probe);
	while (hi < INT32_MAX && matter_by_no(&probe, v->db, hi, &m) == RC_OK) {
		lo = hi;
		hi *= 2;
	}
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;
		if (matter_by_no(&probe, v->db, mid, &m) == RC_OK)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* What was struck off and what went out in the last seven days. */
static enum rc count_week(struct leader *l)
{
	struct visit *v = l->v;
	struct matter_row *row;
	size_t n;
	bool more;
	int64_t since = instant_of_day((struct day){ v->today.n - 6 }), newest = last_no(v);
	struct matter_filter f = { .has_state = true, .state = MATTER_CLOSED, .due_from = { v->today.n - 180 }, .due_to = { v->today.n + 400 } };
	TRY(matter_list(&v->cx, v->db, &l->scope, &f, v->today, 0, LOOKED_AT, &row, &n, &more));
	for (size_t i = 0; i < n; i++)
		l->closed += row[i].m.closed_at >= since;
	struct matter_filter o = { .open = true, .due_from = DAY_NONE, .due_to = DAY_NONE };
	TRY(matter_list(&v->cx, v->db, &l->scope, &o, v->today, newest > LOOKED_AT ? newest - LOOKED_AT : 0, LOOKED_AT, &row, &n, &more));
	for (size_t i = 0; i < n; i++)
		l->issued += row[i].m.issued_at >= since;
	return RC_OK;
}

static enum rc order_units(struct leader *l)
{
	struct visit *v = l->v;
	for (size_t i = 0; i < l->n_lag; i++) {
		struct unit u;
		TRY(unit_get(&v->cx, v->db, l->lag[i].unit, &u));
		l->lag[i].order = u.order_key;
	}
	/* Most overdue first; those alike in official order. */
	for (size_t i = 1; i < l->n_lag; i++)
		for (size_t k = i; k > 0; k--) {
			struct lag *a = &l->lag[k - 1], *b = &l->lag[k], t = *a;
			bool right = a->overdue != b->overdue ? a->overdue > b->overdue :
				     a->behind != b->behind ? a->behind > b->behind : sv_cmp(a->order, b->order) <= 0;
			if (right)
				break;
			*a = *b;
			*b = t;
		}
	return RC_OK;
}

static struct ui_cell number(struct visit *v, int64_t n)
{
	return (struct ui_cell){ .text = n ? arena_printf(v->cx.a, "%lld", (long long)n) : SV("—") };
}

static void fill_units(struct leader *l, struct leader_page *p)
{
	struct visit *v = l->v;
	size_t n = l->n_lag < UNITS_SHOWN ? l->n_lag : UNITS_SHOWN;
	struct ui_row *r = NEW(v->cx.a, struct ui_row, n + 1);
	struct ui_column *c = NEW(v->cx.a, struct ui_column, 5);
	c[0] = (struct ui_column){ .label = visit_say(v, N_("Unit")), .main = true };
	c[1] = (struct ui_column){ .label = visit_say(v, N_("Overdue")), .kind = COLUMN_NUMBER };
	c[2] = (struct ui_column){ .label = visit_say(v, N_("of these since last week")), .kind = COLUMN_NUMBER, .minor = true };
	c[3] = (struct ui_column){ .label = visit_say(v, N_("Longest, days")), .kind = COLUMN_NUMBER };
	c[4] = (struct ui_column){ .label = visit_say(v, N_("Behind pace")), .kind = COLUMN_NUMBER };
	for (size_t i = 0; i < n; i++) {
		const struct lag *g = &l->lag[i];
		struct ui_cell *x = NEW(v->cx.a, struct ui_cell, 5);
		struct url of = url_arg(v->cx.a, URL("/matters"), "unit", arena_printf(v->cx.a, "#%lld", (long long)g->unit));
		x[0] = (struct ui_cell){ .text = g->name, .url = of };
		x[1] = number(v, g->overdue);
		x[1].url = g->overdue ? url_arg(v->cx.a, of, "light", SV("overdue")) : (struct url){ SV_NONE };
		x[2] = number(v, g->fresh);
		x[3] = number(v, g->longest);
		x[4] = number(v, g->behind);
		x[4].url = g->behind ? url_arg(v->cx.a, of, "light", SV("behind")) : (struct url){ SV_NONE };
		r[i].cell = x;
	}
	p->units = (struct ui_table){ .caption = visit_say(v, N_("Who lags")), .column = c, .n_column = 5, .row = r, .n_row = n, .compact = true,
				      .foot = visit_say(v, N_("Most overdue first; those alike in official order.")) };
}

static void fill_matters(struct leader *l, struct leader_page *p)
{
	struct visit *v = l->v;
	struct ui_row *r = NEW(v->cx.a, struct ui_row, MATTERS_SHOWN);
	struct ui_column *c = NEW(v->cx.a, struct ui_column, 4);
	int64_t last = 0;
	size_t n = 0;
	c[0] = (struct ui_column){ .label = visit_say(v, N_("Matter")), .main = true };
	c[1] = (struct ui_column){ .label = visit_say(v, N_("Lead")) };
	c[2] = (struct ui_column){ .label = visit_say(v, N_("Responsible leader")), .minor = true };
	c[3] = (struct ui_column){ .label = visit_say(v, N_("Overdue")), .kind = COLUMN_TAG };
	for (size_t i = 0; i < l->n_row && n < MATTERS_SHOWN; i++) {
		const struct chase_row *row = &l->row[i];
		if (row->m.id == last)
			continue;
		last = row->m.id;
		struct ui_cell *x = NEW(v->cx.a, struct ui_cell, 4);
		x[0] = (struct ui_cell){ .text = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(matter_no_text(v->cx.a, row->m.no)), SV_ARG(row->m.title)),
					 .url = matter_url(v->cx.a, row->m.no) };
		x[1].text = row->unit_name;
		x[2].text = row->m.sponsor;
		x[3].tag = (struct ui_tag){ .shape = "square_cross", .colour = "red", .word = when_due(v, &row->m, &row->light) };
		r[n++].cell = x;
	}
	p->matters = (struct ui_table){ .caption = visit_say(v, N_("Longest overdue")), .column = c, .n_column = 4, .row = r, .n_row = n, .cards = true };
}

static void fill_sentences(struct leader *l, struct leader_page *p)
{
	struct arena *a = l->v->cx.a;
	enum lang lang = l->v->cx.lang;
	p->sentence[0] = arena_tr(a, lang, N_("Of %lld open matters %lld are overdue and %lld are behind their pace."), (long long)l->open,
				  (long long)l->overdue, (long long)l->behind);
	if (l->overdue) {
		struct buf names = buf_new(a, 1000);
		for (size_t i = 0; i < l->n_lag && i < 3 && l->lag[i].overdue; i++)
			buf_printf(&names, "%s%.*s (%lld)", i ? "、" : "", SV_ARG(l->lag[i].name), (long long)l->lag[i].overdue);
		p->sentence[1] = arena_tr(a, lang, N_("Most overdue matters lie with %.*s."), SV_ARG(buf_sv(&names)));
	} else {
		p->sentence[1] = visit_say(l->v, N_("No unit has anything overdue."));
	}
	p->sentence[2] = arena_tr(a, lang, N_("In the last seven days %lld were struck off, %lld were issued and %lld became overdue."),
				  (long long)l->closed, (long long)l->issued, (long long)l->fresh);
	p->calm = l->overdue == 0;
}

static enum rc fill(struct visit *v, struct leader_page *p)
{
	struct leader l = { .v = v, .lag = NEW(v->cx.a, struct lag, UNITS_MAX) };
	TRY(visit_scope(v, LIST_VIEW, &l.scope));
	TRY(count_overdue(&l));
	TRY(count_behind(&l));
	TRY(count_all(&l));
	TRY(count_week(&l));
	TRY(order_units(&l));
	fill_sentences(&l, p);
	fill_units(&l, p);
	fill_matters(&l, p);
	if (v->roles & ROLE_LEADER) {
		p->instruct = URL("/do/matter.instruct?back=/leader");
		if (l.n_row) /* the office that he deals with */
			p->instruct = url_arg(v->cx.a, p->instruct, "owner", arena_printf(v->cx.a, "#%lld", (long long)l.row[0].m.owner));
	}
	TRY(desk_waiting(v, &p->waiting, &p->n_waiting));
	return desk_answers(v, &p->answer, &p->n_answer);
}

void page_leader(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_LEADER | ROLE_OFFICE)) {
		struct leader_page p = { .frame = &v.frame };
		enum rc rc = fill(&v, &p);
		desk_frame(&v, visit_say(&v, N_("Leader's page")), "leader");
		v.frame.paper = PAPER_TALL;
		p.office = v.frame.office;
		p.day = fmt_day_long(v.cx.a, v.cx.lang, v.today);
		if (rc == RC_OK) {
			leader_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
