/* Today's desk 我的待办: what this visitor owes, grouped by the verb. */
#include "app/desk/desk.h"

#include "app/desk/desk.tmpl.h"
#include "app/desk/handlers.h"
#include "app/event/event.h"

enum { SHOWN = 8, LOOKED_AT = 200 };

struct desk {
	struct visit *v;
	struct scope scope;
	struct desk_group *group;
	size_t n;
	int64_t owed;
};

static struct desk_group *group_add(struct desk *d, const char *title, struct url all)
{
	struct desk_group *g = &d->group[d->n++];
	*g = (struct desk_group){ .title = visit_say(d->v, title), .all = all, .all_label = visit_say(d->v, N_("All of them in the ledger")),
				  .item = NEW(d->v->cx.a, struct desk_item, SHOWN) };
	return g;
}

static struct desk_item item_of(struct desk *d, const struct matter_row *r, const char *verb, const char *act, char key)
{
	struct visit *v = d->v;
	struct url url = matter_url(v->cx.a, r->m.no), doing = url;
	if (act)
		doing = url_of(arena_printf(v->cx.a, "%.*s?do=%s#act", SV_ARG(url.s), act));
	return (struct desk_item){ .url = url, .no = matter_no_text(v->cx.a, r->m.no), .title = r->m.title, .who = r->leads,
				   .when = when_due(v, &r->m, &r->light), .tag = state_tag(v, &r->m, &r->light), .act = doing,
				   .act_label = visit_say(v, verb), .key = key };
}

struct queue {
	const char *title, *verb, *act, *all;
	char key;
	const char *owes;        /* one of MATTER_OWES, or: */
	int state, light;        /* each + 1; 0: any */
};

/* False when nothing is owed: the group is not shown. */
static enum rc group_of(struct desk *d, const struct queue *q)
{
	struct visit *v = d->v;
	struct matter_row *row;
	size_t n;
	bool more;
	struct matter_filter f = { .owes = sv_of(q->owes), .due_from = DAY_NONE, .due_to = DAY_NONE };
	f.has_state = q->state > 0;
	f.state = (enum matter_state)(q->state - f.has_state);
	f.has_light = q->light > 0;
	f.light = (enum light)(q->light - f.has_light);
	TRY(matter_list(&v->cx, v->db, &d->scope, &f, v->today, 0, LOOKED_AT, &row, &n, &more));
	if (n == 0)
		return RC_OK;
	struct desk_group *g = group_add(d, q->title, url_of(sv_of(q->all)));
	for (size_t i = 0; i < n && i < SHOWN; i++)
		g->item[g->n++] = item_of(d, &row[i], q->verb, q->act, q->key);
	g->count = (int64_t)n;
	g->more = more;
	d->owed += g->count;
	return RC_OK;
}

/* 逾期未催: overdue, and nobody was called about it since it is. */
static enum rc group_chase(struct desk *d)
{
	struct visit *v = d->v;
	struct chase_row *row;
	size_t n;
	TRY(matter_overdue(&v->cx, v->db, &d->scope, v->today, LOOKED_AT, &row, &n));
	struct desk_group *g = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct chase_row *r = &row[i];
		if (r->chased_at && r->chased_at > instant_of_day((struct day){ r->light.due.n + 1 }))
			continue;
		if (!g) {
			g = group_add(d, N_("Overdue, not chased yet"), URL("/chase"));
			g->all_label = visit_say(v, N_("Open the chase list"));
		}
		struct matter_row mr = { .m = r->m, .light = r->light, .leads = r->unit_name };
		if (g->n < SHOWN)
			g->item[g->n++] = item_of(d, &mr, N_("Chase"), "matter.chase", 'R');
		g->count++;
	}
	if (g) {
		g->more = n == LOOKED_AT;
		d->owed += g->count;
	}
	return RC_OK;
}

static const struct queue office_queues[] = {
	{ N_("Finish claimed, to verify"), N_("Verify"), "matter.close", "/review", 'V', "verify", 0, 0 },
	{ N_("Returned or extension asked, to decide"), N_("Decide"), NULL, "/matters?owes=decide", 'D', "decide", 0, 0 },
	{ N_("Drafts to issue"), N_("Issue"), "matter.issue", "/matters?state=draft", 'I',
	  NULL, MATTER_DRAFT + 1, 0 },
};
static const struct queue unit_queues[] = {
	{ N_("To sign for"), N_("Sign for"), "matter.ack", "/matters?owes=sign", 'S', "sign", 0, 0 },
	{ N_("To report on"), N_("Report"), "matter.progress", "/matters?owes=report", 'P', "report", 0, 0 },
};
static const struct queue verifier_queues[] = {
	{ N_("Finish claimed, to verify"), N_("Verify"), "matter.close", "/review", 'V', "verify", 0, 0 },
};

static enum rc groups_of(struct desk *d, const struct queue *q, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(group_of(d, &q[i]));
	return RC_OK;
}

static enum rc due_soon(struct desk *d)
{
	static const struct queue q = { N_("Due soon"), N_("Report"), "matter.progress", "/matters?light=due_soon", 'P',
					NULL, 0, LIGHT_DUE_SOON + 1 };
	return group_of(d, &q);
}

/* Nothing owed: when the next deadline is. */
static enum rc zero_state(struct desk *d, struct ui_empty *ret)
{
	struct visit *v = d->v;
	struct matter_row *row;
	size_t n;
	bool more;
	struct matter_filter f = { .open = true, .due_from = v->today, .due_to = { v->today.n + 62 } };
	TRY(matter_list(&v->cx, v->db, &d->scope, &f, v->today, 0, LOOKED_AT, &row, &n, &more));
	const struct matter *next = NULL;
	for (size_t i = 0; i < n; i++)
		if (!next || row[i].m.due.n < next->due.n)
			next = &row[i].m;
	*ret = (struct ui_empty){ .good = true, .text = visit_say(v, N_("You owe nothing now, and no deadline falls in the next two months.")) };
	if (!next && (v->roles & ROLE_OFFICE)) {
		ret->url = URL("/import");
		ret->url_label = visit_say(v, N_("Import a list"));
	}
	if (!next)
		return RC_OK;
	struct sv day = fmt_day_desk(v->cx.a, v->cx.lang, next->due);
	ret->text = arena_tr(v->cx.a, v->cx.lang, N_("You owe nothing now. The next deadline is %.*s: %.*s %.*s."), SV_ARG(day),
			     SV_ARG(matter_no_text(v->cx.a, next->no)), SV_ARG(next->title));
	ret->url = matter_url(v->cx.a, next->no);
	ret->url_label = visit_say(v, N_("Look at it"));
	return RC_OK;
}

static struct sv summary_of(struct desk *d)
{
	struct arena *a = d->v->cx.a;
	struct buf b = buf_new(a, 4096);
	for (size_t i = 0; i < d->n; i++)
		buf_printf(&b, "%s%.*s %lld%s", i ? " · " : "", SV_ARG(d->group[i].title), (long long)d->group[i].count,
			   d->group[i].more ? "+" : "");
	return buf_sv(&b);
}

enum rc desk_answers(struct visit *v, const struct ui_event **ret, size_t *ret_n)
{
	struct record *r;
	size_t n;
	TRY(matter_answers(&v->cx, v->db, v->session.post, 10, &r, &n));
	struct ui_event *e = NEW(v->cx.a, struct ui_event, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct matter m;
		TRY(matter_get(&v->cx, v->db, r[i].matter, &m));
		e[i] = (struct ui_event){ .when = fmt_instant_short(v->cx.a, v->cx.lang, r[i].at, v->today), .who = r[i].post_name,
					  .title = m.title, .text = r[i].text, .url = matter_url(v->cx.a, m.no),
					  .url_label = arena_tr(v->cx.a, v->cx.lang, N_("Matter %.*s"), SV_ARG(matter_no_text(v->cx.a, m.no))) };
	}
	*ret = e;
	*ret_n = n;
	return RC_OK;
}

/* What the visitor's units were told to come to: nothing is owed here, and nothing to be confirmed. */
static enum rc ahead(struct desk *d, struct desk_page *p)
{
	struct visit *v = d->v;
	struct arena *a = v->cx.a;
	struct event_ahead *x;
	size_t n;
	TRY(events_ahead(&v->cx, v->db, &d->scope, v->today, &x, &n));
	struct ui_event *e = NEW(a, struct ui_event, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct sv hour = event_hour(a, &x[i].e, 0), day = fmt_day_desk(a, v->cx.lang, x[i].e.day), owner = visit_unit_name(v, x[i].e.owner);
		bool gone = sv_is(x[i].e.state, "cancelled");
		struct url event = url_seg_int(a, URL("/events"), x[i].e.id);
		e[i] = (struct ui_event){ .when = arena_printf(a, "%.*s%s%.*s", SV_ARG(day), hour.n ? " " : "", SV_ARG(hour)), .who = owner, .title = x[i].e.name,
					  .text = gone ? arena_tr(a, v->cx.lang, N_("Cancelled: %.*s"), SV_ARG(x[i].e.reason)) :
						  x[i].concerned ? x[i].own : visit_say(v, N_("The plan has changed: your unit is no longer part of it.")),
					  .url = gone ? event : url_seg(a, event, SV("notice")),
					  .url_label = visit_say(v, gone ? N_("Event") : x[i].changed ? N_("Changed since the notice: look at it") : N_("Notice")) };
	}
	p->ahead = e;
	p->n_ahead = n;
	return RC_OK;
}

enum rc desk_waiting(struct visit *v, const struct ui_notice **ret, size_t *ret_n)
{
	struct event *e;
	struct arena *a = v->cx.a;
	TRY(events_waiting(&v->cx, v->db, v->session.post, &e, ret_n));
	struct ui_notice *all = NEW(a, struct ui_notice, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		all[i] = (struct ui_notice){ .kind = NOTICE_INFO, .title = arena_tr(a, v->cx.lang, N_("All votes of %.*s are closed: its results wait for you to release them."), SV_ARG(e[i].name)),
					     .url = url_seg(a, url_seg_int(a, URL("/events"), e[i].id), SV("release")), .url_label = visit_say(v, N_("Look at it, and release")) };
	*ret = all;
	return RC_OK;
}

/* What the visitor's own office holds today or tomorrow, or has under way. */
static enum rc held(struct desk *d, struct desk_page *p)
{
	struct visit *v = d->v;
	struct arena *a = v->cx.a;
	struct event *x;
	size_t n;
	TRY(events_at_hand(&v->cx, v->db, v->session.post, v->today, &x, &n));
	struct ui_event *e = NEW(a, struct ui_event, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct sv hour = event_hour(a, &x[i], 0), day = fmt_day_desk(a, v->cx.lang, x[i].day);
		e[i] = (struct ui_event){ .when = arena_printf(a, "%.*s%s%.*s", SV_ARG(day), hour.n ? " " : "", SV_ARG(hour)), .title = x[i].name, .who = x[i].place,
					  .text = visit_say(v, sv_is(x[i].state, "under_way") ? N_("It is under way.") : x[i].day.n == v->today.n ? N_("It is today.") : N_("It is tomorrow.")),
					  .url = url_seg_int(a, URL("/events"), x[i].id), .url_label = visit_say(v, N_("To the event, and what comes next")) };
	}
	p->held = e;
	p->n_held = n;
	return RC_OK;
}

static enum rc desk_fill(struct desk *d, struct desk_page *p)
{
	struct visit *v = d->v;
	if (!(v->roles & ROLE_STAFF)) {
		p->zero = (struct ui_empty){ .text = visit_say(v, N_("Your post administers the system; matters are the business of other posts.")),
					     .url = v->roles & ROLE_AUDITADMIN ? URL("/audit") : URL("/people"),
					     .url_label = visit_say(v, v->roles & ROLE_AUDITADMIN ? N_("Audit") : N_("People and rights")) };
		return RC_OK;
	}
	TRY(visit_scope(v, LIST_VIEW, &d->scope));
	TRY(desk_waiting(v, &p->waiting, &p->n_waiting));
	if (v->roles & ROLE_OFFICE) {
		TRY(held(d, p));
		TRY(group_chase(d));
		TRY(groups_of(d, office_queues, COUNT(office_queues)));
	} else if (v->roles & ROLE_VERIFIER) {
		TRY(groups_of(d, verifier_queues, COUNT(verifier_queues)));
	}
	if (v->roles & ROLE_UNIT) {
		TRY(groups_of(d, unit_queues, COUNT(unit_queues)));
		TRY(due_soon(d));
		TRY(ahead(d, p));
	}
	if (v->roles & ROLE_LEADER)
		TRY(desk_answers(v, &p->answer, &p->n_answer));
	if (d->n == 0)
		TRY(zero_state(d, &p->zero));
	return RC_OK;
}

void page_desk(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct desk d = { .v = &v, .group = NEW(v.cx.a, struct desk_group, 8) };
		struct desk_page p = { .frame = &v.frame, .group = d.group };
		if ((v.roles & ROLE_STAFF) == ROLE_LEADER) { /* a leader's desk is one sheet */
			visit_redirect(&v, SV("/leader"));
			visit_close(&v);
			return;
		}
		enum rc rc = desk_fill(&d, &p);
		p.n = d.n;
		p.day = fmt_day_desk(v.cx.a, v.cx.lang, v.today);
		p.summary = summary_of(&d);
		desk_frame(&v, visit_say(&v, N_("My desk")), "desk");
		if (rc == RC_OK) {
			desk_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

const struct http_route desk_routes[] = {
	{ HTTP_GET, "/", 0, page_desk, "desk", NULL },
	{ HTTP_GET, "/matters", 0, page_ledger, "ledger", NULL },
	{ HTTP_GET, "/matters.xlsx", 0, page_ledger_xlsx, "export", NULL },
	{ HTTP_GET, "/matters/new", 0, page_new, "new", NULL },
	{ HTTP_POST, "/matters/new", 0, do_new, "new", NULL },
	{ HTTP_POST, "/matters/bulk", 0, do_bulk, "bulk", NULL },
	{ HTTP_GET, "/m/:no", 0, page_matter, "matter", NULL },
	{ HTTP_POST, "/m/:no", ROUTE_UPLOAD, do_matter, "matter", NULL },
	{ HTTP_POST, "/m/:no/reach", 0, do_matter_reach, "reach", NULL },
	{ HTTP_GET, "/review", 0, page_review, "review", NULL },
	{ HTTP_POST, "/review", 0, do_review, "review", NULL },
	{ HTTP_GET, "/chase", 0, page_chase, "chase", NULL },
	{ HTTP_POST, "/chase", 0, do_chase, "chase", NULL },
	{ HTTP_GET, "/leader", 0, page_leader, "leader", NULL },
	{ HTTP_GET, "/import", 0, import_start, "import", NULL },
	{ HTTP_POST, "/import", ROUTE_UPLOAD, do_import, "import", NULL },
	{ HTTP_GET, "/import/:digest", 0, import_preview, "import", NULL },
	{ HTTP_POST, "/import/:digest", 0, do_import_accept, "import", NULL },
	{ HTTP_POST, "/imports/:id:int/withdraw", 0, do_import_withdraw, "import", NULL },
	{ HTTP_POST, "/api/v1/imports", ROUTE_UPLOAD, api_import, "api-import", NULL },
	{ HTTP_POST, "/api/v1/tallies", ROUTE_UPLOAD, api_tally, "api-tally", NULL },
	{ HTTP_GET, "/targets/import/:digest", 0, targets_preview, "import", NULL },
	{ HTTP_POST, "/targets/import/:digest", 0, do_targets_accept, "import", NULL },
	{ HTTP_POST, "/targets/imports/:id:int/withdraw", 0, do_targets_withdraw, "import", NULL },
	{ HTTP_GET, "/tallies/new", 0, tallies_start, "tally-new", NULL },
	{ HTTP_POST, "/tallies/new", ROUTE_UPLOAD, do_tallies_start, "tally-new", NULL },
	{ HTTP_GET, "/tallies/sheet/:digest", 0, tallies_sheet, "tally-sheet", NULL },
	{ HTTP_POST, "/tallies/sheet/:digest", 0, do_tallies_sheet, "tally-sheet", NULL },
};
const size_t desk_routes_n = COUNT(desk_routes);
