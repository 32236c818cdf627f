#include "app/facts/facts.h"

#include "app/event/event.h"
#include "app/facts/pages.h"
#include "app/facts/pages.tmpl.h"
#include "app/matter/matter.h"
#include "app/target/target.h"
#include "app/vote/vote.h"

enum { INDICATORS_SHOWN = 40 };

/* ---- one unit --------------------------------------------------------------------------------------------------------- */

static enum rc matters(struct visit *v, int64_t unit, struct facts_unit *ret)
{
	struct arena *a = v->cx.a;
	struct matter_sum c;
	struct ui_fact *x = NEW(a, struct ui_fact, 4);
	TRY(matter_sum_of(&v->cx, v->db, unit, v->today, &c));
	x[0] = (struct ui_fact){ .label = visit_say(v, N_("Matters in all")), .value = fmt_int(a, v->cx.lang, c.total) };
	x[1] = (struct ui_fact){ .label = visit_say(v, N_("Struck off")), .value = fmt_int(a, v->cx.lang, c.closed) };
	x[2] = (struct ui_fact){ .label = visit_say(v, N_("Going on")), .value = fmt_int(a, v->cx.lang, c.total - c.closed) };
	x[3] = (struct ui_fact){ .label = visit_say(v, N_("Of these overdue")), .value = fmt_int(a, v->cx.lang, c.overdue), .mark = c.overdue > 0 };
	ret->matters = (struct ui_facts){ .fact = x, .n = 4, .wide = true };
	return RC_OK;
}

static struct sv figure(struct arena *a, struct figure f, struct sv uom)
{
	return f.has ? arena_printf(a, "%.*s %.*s", SV_ARG(dec_text(a, f.v)), SV_ARG(uom)) : SV("—");
}

/* The latest quarter of which anything is known. */
static const struct target_quarter *known(const struct target_seen *t)
{
	for (int q = QUARTERS; q-- > 0;)
		if (t->quarter[q].actual)
			return &t->quarter[q];
	return NULL;
}

static enum rc targets(struct visit *v, const struct scope *s, int64_t unit, struct day day, struct facts_unit *ret)
{
	static const char *const heads[] = { N_("Indicator"), N_("Target of the year"), N_("Done"), N_("Pace") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_TAG };
	struct arena *a = v->cx.a;
	struct target_seen *t;
	size_t n;
	const struct target_filter f = { .unit = unit, .year = civil_of_day(day).year };
	TRY(targets_see(&v->cx, v->db, s, &f, v->today, &t, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	for (size_t i = 0; i < n && i < INDICATORS_SHOWN; i++) {
		const struct target_quarter *q = known(&t[i]);
		const struct pace_look *look = q ? pace_look(q->light) : NULL;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = t[i].line.indicator;
		c[1].text = figure(a, t[i].now.year, t[i].line.uom);
		c[2] = (struct ui_cell){ .text = q ? figure(a, figure_of(q->actual->value), t[i].line.uom) : SV("—"),
					 .note = q ? visit_say(v, q->actual->final ? N_("final") : N_("estimated")) : SV("") };
		if (look)
			c[3].tag = (struct ui_tag){ look->shape, look->colour, visit_say(v, look->word) };
		row[ret->targets.n_row++].cell = c;
	}
	ret->targets = (struct ui_table){ .caption = visit_say(v, N_("Targets")), .column = col, .n_column = COUNT(heads), .row = row,
					  .n_row = ret->targets.n_row, .cards = true };
	ret->no_targets.text = visit_say(v, N_("No targets of this year are in the ledger."));
	return RC_OK;
}

static enum rc unit_facts(struct visit *v, int64_t event, int64_t id, struct day day, struct facts_unit *ret)
{
	struct unit u;
	struct scope s = { .n = 1 };
	TRY(unit_get(&v->cx, v->db, id, &u));
	unit_range(v->cx.a, &u, &s.range[0].lo, &s.range[0].hi);
	ret->name = u.name;
	TRY(matters(v, id, ret));
	TRY(report_of(&v->cx, v->db, event, id, &ret->report));
	ret->batches = report_batches(v, &ret->report);
	return targets(v, &s, id, day, ret);
}

/* Each unit once, in the order of the agenda. */
static enum rc all_facts(struct visit *v, int64_t event, const int64_t *unit, size_t n, struct day day, struct facts_page *p)
{
	struct facts_unit *all = NEW(v->cx.a, struct facts_unit, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool again = unit[i] == 0;
		for (size_t k = 0; k < i && !again; k++)
			again = unit[k] == unit[i];
		if (!again)
			TRY(unit_facts(v, event, unit[i], day, &all[p->n++]));
	}
	p->unit = all;
	p->as_of = arena_tr(v->cx.a, v->cx.lang, N_("Matters and targets: as the ledger stands on %.*s; none of these numbers was typed in for this event."),
			    SV_ARG(fmt_day_long(v->cx.a, v->cx.lang, v->today)));
	p->nobody.text = visit_say(v, N_("No unit stands on the agenda yet."));
	return RC_OK;
}

/* ---- two doors ---------------------------------------------------------------------------------------------------------- */

static enum rc for_staff(struct visit *v, struct facts_page *p)
{
	struct event e;
	struct event_slot *slot;
	struct scope scope;
	size_t n;
	TRY(visit_scope(v, "event.show", &scope));
	TRY(event_get(&v->cx, v->db, http_param_int(v->rq, "id"), &e));
	/* Sheets of others are for who holds the event; a unit has its own page. */
	if (!scope_holds(&scope, e.owner_path))
		return fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	TRY(event_slots(&v->cx, v->db, e.id, &slot, &n));
	int64_t *unit = NEW(v->cx.a, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		unit[i] = slot[i].unit;
	p->title = p->up_label = e.name;
	p->up = url_seg_int(v->cx.a, URL("/events"), e.id);
	return all_facts(v, e.id, unit, n, e.day, p);
}

static void page_facts(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct facts_page p = { .frame = &v.frame };
		enum rc rc = for_staff(&v, &p);
		if (rc == RC_OK) {
			visit_frame(&v, p.title, "event-facts");
			facts_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* Behind a juror's code: nobody is signed in here, whatever the browser sends, and nothing is kept of the visit. */
static enum rc for_juror(struct visit *v, struct facts_page *p)
{
	struct vote vote;
	struct vote_slot *slot;
	struct vote_code code;
	size_t n;
	struct digest d = HASH(HASH_SHA256, http_param(v->rq, "token"));
	enum rc rc = vote_of_code_digest(&v->cx, v->db, hex_text(v->cx.a, digest_sv(&d)), &vote, &code);
	if (rc == RC_NOT_FOUND)
		return visit_wrong_code(v);
	TRY(rc);
	if (code.is_void || (!sv_is(vote.state, "planned") && !sv_is(vote.state, "open")))
		return fail(&v->cx, RC_CONFLICT, "vote.over", N_("This vote is over. Your slip is of no more use; throw it away."));
	TRY(vote_slots(&v->cx, v->db, &vote, &slot, &n));
	int64_t *unit = NEW(v->cx.a, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		unit[i] = slot[i].unit;
	p->title = vote.name;
	p->up = visit_code_url(v, url_seg(v->cx.a, URL("/v"), http_param(v->rq, "token")), NULL, SV_NONE);
	p->up_label = visit_say(v, N_("Back to the ballot or sheet"));
	return all_facts(v, vote.event, unit, n, vote.day, p);
}

static void page_juror_facts(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_code(&v, web, rq, rp, "v");
	struct facts_page p = { .frame = &v.frame };
	enum rc rc = for_juror(&v, &p);
	v.frame.title = p.title.n ? p.title : visit_say(&v, N_("Fact sheets"));
	if (rc == RC_OK) {
		facts_page(&v.out, &p);
		visit_send(&v, 200);
	} else {
		visit_code_fail(&v, "/v", rc);
	}
	visit_close(&v);
}

const struct http_route facts_routes[] = {
	{ HTTP_GET, "/events/:id:int/facts", 0, page_facts, "event", NULL },
	{ HTTP_GET, "/v/:token:code/facts", ROUTE_NOCASE, page_juror_facts, "ballot", NULL },
};
const size_t facts_routes_n = COUNT(facts_routes);
