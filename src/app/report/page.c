/* /events/ID/reports: who has handed in; one report; its form, with what the ledger knows of the unit's projects beside the fields. */
#include "app/report/pages.h"

#include "app/person/person.h"
#include "app/report/pages.tmpl.h"
#include "app/report/queries.sql.h"
#include "base/utf8.h"

struct desk {
	struct visit v;
	struct event e;
	struct event_slot *slot;
	size_t n_slot;
	struct scope scope;
	struct unit unit;            /* of the address; none on the list */
	struct unit_report r;
	bool office, own;            /* may write for all of them, for this one */
};

static struct url list_url(const struct desk *d)
{
	return url_seg(d->v.cx.a, url_seg_int(d->v.cx.a, URL("/events"), d->e.id), SV("reports"));
}

static struct url one_url(const struct desk *d, int64_t unit)
{
	return url_seg_int(d->v.cx.a, list_url(d), unit);
}

/* Whoever holds the event sees all of them, a unit its own. */
static bool seen(const struct desk *d, struct sv path)
{
	return scope_holds(&d->scope, d->e.owner_path) || scope_holds(&d->scope, path);
}

static enum rc load(struct desk *d)
{
	struct visit *v = &d->v;
	TRY(visit_scope(v, "report.list", &d->scope));
	TRY(event_get(&v->cx, v->db, http_param_int(v->rq, "id"), &d->e));
	TRY(event_visible(&v->cx, v->db, &d->e, &d->scope));
	TRY(event_slots(&v->cx, v->db, d->e.id, &d->slot, &d->n_slot));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, d->e.owner, &d->office);
}

static enum rc load_one(struct desk *d)
{
	struct visit *v = &d->v;
	int64_t unit = http_param_int(v->rq, "unit");
	bool listed = false;
	TRY(load(d));
	for (size_t i = 0; i < d->n_slot; i++)
		listed |= d->slot[i].unit == unit;
	if (listed)
		TRY(unit_get(&v->cx, v->db, unit, &d->unit));
	if (!listed || !seen(d, d->unit.path))
		return fail(&v->cx, RC_NOT_FOUND, "report.none", N_("No such unit stands on the agenda of this event."));
	if (!d->e.rehearsal)
		TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, unit, &d->own));
	return report_of(&v->cx, v->db, d->e.id, unit, &d->r);
}

/* The minutes that the agenda gives the unit, in all its slots. */
static int minutes_of(const struct desk *d, int64_t unit)
{
	int n = 0;
	for (size_t i = 0; i < d->n_slot; i++)
		n += d->slot[i].unit == unit ? d->slot[i].minutes : 0;
	return n;
}

static int chars_of(const struct unit_report *r)
{
	return (int)(utf8_count(r->done) + utf8_count(r->ahead));
}

static int aloud(int chars)
{
	return (chars + REPORT_CHARS_A_MINUTE - 1) / REPORT_CHARS_A_MINUTE;
}

/* ---- who has handed in ---------------------------------------------------------------------------------------------------- */

static struct ui_row row_of(struct desk *d, const struct report_line *l)
{
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	const struct unit_report *r = &l->r;
	struct ui_cell *c = NEW(a, struct ui_cell, 4);
	int given = minutes_of(d, l->unit.id);
	c[0] = (struct ui_cell){ .text = l->unit.name, .url = one_url(d, l->unit.id), .note = l->speaker };
	c[1].tag = r->no ? (struct ui_tag){ "tick", "teal", visit_say(v, N_("handed in")) } : (struct ui_tag){ "circle_open", "grey", visit_say(v, N_("not handed in")) };
	c[2].text = r->no ? fmt_instant_short(a, v->cx.lang, r->at, v->today) : SV("");
	if (r->no && r->behalf)
		c[2].note = visit_say(v, N_("filled in for the unit"));
	c[3].text = r->no ? arena_tr(a, v->cx.lang, N_("%d minutes"), aloud(chars_of(r))) : SV("");
	if (given)
		c[3].note = arena_tr(a, v->cx.lang, N_("%d minutes on the agenda"), given);
	return (struct ui_row){ .cell = c };
}

static enum rc fill_list(struct desk *d, struct reports_page *p)
{
	static const char *const heads[] = { N_("Unit"), N_("State"), N_("Handed in at"), N_("Read aloud") };
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	struct report_line *line;
	size_t n;
	int64_t in = 0;
	TRY(report_lines(&v->cx, v->db, &d->e, &d->scope, &line, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 1 ? COLUMN_TAG : COLUMN_TEXT };
	for (size_t i = 0; i < n; i++) {
		row[i] = row_of(d, &line[i]);
		in += line[i].r.no > 0;
	}
	p->table = (struct ui_table){ .caption = visit_say(v, N_("Reports")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n, .cards = true };
	p->count = arena_tr(a, v->cx.lang, N_("%lld of %zu are handed in."), (long long)in, n);
	p->none.text = visit_say(v, N_("No unit stands on the agenda yet."));
	return RC_OK;
}

static void page_reports(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct desk *d = NEW(rq->a, struct desk, 1);
	struct reports_page p = { .frame = &d->v.frame };
	if (visit_open(&d->v, web, rq, rp)) {
		enum rc rc = load(d);
		if (rc == RC_OK)
			rc = fill_list(d, &p);
		if (rc == RC_OK) {
			p.title = d->e.name;
			p.up = url_seg_int(rq->a, URL("/events"), d->e.id);
			visit_frame(&d->v, arena_tr(rq->a, d->v.cx.lang, N_("Reports: %.*s"), SV_ARG(d->e.name)), "reports");
			reports_page(&d->v.out, &p);
			visit_send(&d->v, 200);
		} else {
			visit_fail(&d->v, rc);
		}
	}
	visit_close(&d->v);
}

/* ---- one report -------------------------------------------------------------------------------------------------------------- */

struct ui_table report_batches(struct visit *v, const struct unit_report *r)
{
	static const char *const heads[] = { N_("Batch"), N_("Projects"), N_("Investment, 100 million yuan") };
	static const char *const names[REPORT_BATCHES] = { N_("to be signed"), N_("to be started"), N_("to go into production") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, REPORT_BATCHES);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i ? COLUMN_NUMBER : COLUMN_TEXT };
	for (int i = 0; i < REPORT_BATCHES; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		if (r->batch[i].projects < 0 || !r->no)
			continue;
		c[0].text = visit_say(v, names[i]);
		c[1].text = fmt_int(a, v->cx.lang, r->batch[i].projects);
		c[2].text = r->batch[i].money.u ? dec_text(a, r->batch[i].money) : SV("—");
		row[n++].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Three batches of projects")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n };
}

/* Can it be handed in now, or why not? */
static struct sv shut(const struct desk *d)
{
	const struct visit *v = &d->v;
	if (!sv_is(d->e.state, "planned") && !sv_is(d->e.state, "under_way"))
		return visit_say(v, N_("This event is over."));
	return sv_is(d->e.state, "under_way") && d->r.no ? visit_say(v, N_("The event has begun: the report stays as the jurors were given it.")) : SV("");
}

static void fill_one(struct desk *d, struct report_page *p)
{
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	p->why_not = d->office || d->own ? shut(d) : SV("");
	if ((d->office || d->own) && !p->why_not.n)
		p->write = (struct ui_button){ .kind = d->r.no ? BUTTON_PLAIN : BUTTON_DEFAULT, .label = visit_say(v, d->r.no ? N_("Change it") : N_("Write it")),
					       .url = url_seg(a, one_url(d, d->unit.id), SV("write")) };
	p->batches = report_batches(v, &d->r);
	if (!d->r.no)
		return;
	struct sv when = fmt_instant(a, v->cx.lang, d->r.at), who = visit_post_name(v, d->r.author);
	p->when = arena_tr(a, v->cx.lang, d->r.behalf ? N_("Handed in on %.*s by %.*s, for the unit.") : N_("Handed in on %.*s by %.*s."), SV_ARG(when), SV_ARG(who));
	p->length = arena_tr(a, v->cx.lang, N_("%d characters, about %d minutes aloud."), chars_of(&d->r), aloud(chars_of(&d->r)));
}

static void page_report(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct desk *d = NEW(rq->a, struct desk, 1);
	struct report_page p = { .frame = &d->v.frame, .r = &d->r };
	if (visit_open(&d->v, web, rq, rp)) {
		enum rc rc = load_one(d);
		if (rc == RC_OK) {
			fill_one(d, &p);
			p.title = d->e.name;
			p.unit = d->unit.name;
			p.up = list_url(d);
			visit_frame(&d->v, arena_tr(rq->a, d->v.cx.lang, N_("Report of %.*s"), SV_ARG(d->unit.name)), "report");
			report_page(&d->v.out, &p);
			visit_send(&d->v, 200);
		} else {
			visit_fail(&d->v, rc);
		}
	}
	visit_close(&d->v);
}

/* ---- its form ------------------------------------------------------------------------------------------------------------------ */

/* "签约一批 12": what the ledger's lists call so, of the unit and all below it. */
static enum rc known_projects(struct desk *d, struct sv ret[REPORT_BATCHES])
{
	static const char *const begins[REPORT_BATCHES] = { "签约", "开工", "投产" };
	struct visit *v = &d->v;
	struct sv lo, hi;
	enum rc rc;
	struct stmt *st = db_query(v->db, &report_projects);
	unit_range(v->cx.a, &d->unit, &lo, &hi);
	bind_sv(st, 1, lo);
	bind_sv(st, 2, hi);
	while (db_step(&v->cx, st, &rc))
		for (int i = 0; i < REPORT_BATCHES; i++)
			if (sv_starts(col_sv(st, 0, v->cx.a), sv_of(begins[i])))
				ret[i] = arena_tr(v->cx.a, v->cx.lang, N_("The ledger has %.*s: %lld."), SV_ARG(col_sv(st, 0, v->cx.a)), (long long)col_int(st, 1));
	return rc;
}

static struct sv before(const struct desk *d, const char *name)
{
	struct arena *a = d->v.cx.a;
	const struct unit_report *r = &d->r;
	if (!r->no)
		return SV("");
	if (strcmp(name, "done") == 0 || strcmp(name, "ahead") == 0)
		return strcmp(name, "done") == 0 ? r->done : r->ahead;
	for (int i = 0; i < REPORT_BATCHES; i++) {
		if (strcmp(name, report_fields[3 + 2 * i].name) == 0)
			return r->batch[i].projects < 0 ? SV("") : arena_printf(a, "%lld", (long long)r->batch[i].projects);
		if (strcmp(name, report_fields[4 + 2 * i].name) == 0)
			return r->batch[i].money.u ? dec_text(a, r->batch[i].money) : SV("");
	}
	return SV("");
}

static enum rc fill_form(struct desk *d, struct report_form_page *p)
{
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	struct ui_field *u = NEW(a, struct ui_field, REPORT_FIELDS);
	struct sv known[REPORT_BATCHES] = { 0 };
	int minutes = minutes_of(d, d->unit.id);
	TRY(known_projects(d, known));
	for (size_t i = 1; i < REPORT_FIELDS; i++) {
		struct sv sent = visit_form_value(v, report_fields[i].name);
		struct ui_field *f = &u[p->n++];
		*f = visit_field(v, &report_fields[i]);
		f->value = sent.p ? sent : before(d, report_fields[i].name);
		f->faults = v->cx.faults;
		f->optional = !report_fields[i].required;
		f->rows = i < 3 ? 10 : 0;
		f->width = i < 3 ? 0 : 8;
		if (i >= 3 && i % 2 == 1)
			f->hint = sv_or_empty(known[(i - 3) / 2]);
	}
	p->field = u;
	p->faults = v->cx.faults;
	p->title = d->e.name;
	p->unit = d->unit.name;
	p->up = one_url(d, d->unit.id);
	if (v->roles & (ROLE_OFFICE | ROLE_LEADER) && scope_holds(&d->scope, d->e.owner_path))
		p->facts = url_seg(a, url_seg_int(a, URL("/events"), d->e.id), SV("facts"));
	p->form = visit_form(v, url_of(v->rq->path), d->e.id);
	p->length = minutes ? arena_tr(a, v->cx.lang, N_("The agenda gives %d minutes: about %d characters in all."), minutes, minutes * REPORT_CHARS_A_MINUTE) : SV("");
	return RC_OK;
}

static void show_form(struct desk *d, int status)
{
	struct visit *v = &d->v;
	struct report_form_page p = { .frame = &v->frame };
	enum rc rc = fill_form(d, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	visit_frame(v, arena_tr(v->cx.a, v->cx.lang, N_("Report of %.*s"), SV_ARG(d->unit.name)), "report-form");
	v->frame.error = p.faults != NULL;
	report_form_page(&v->out, &p);
	visit_send(v, status);
}

static enum rc load_form(struct desk *d)
{
	struct ctx *cx = &d->v.cx;
	TRY(load_one(d));
	if (!d->office && !d->own)
		return fail(cx, RC_DENIED, "report.may", N_("The unit itself hands in its report, or the office that holds the event."));
	struct sv why = shut(d);
	return !why.n ? RC_OK : fail(cx, RC_CONFLICT, "report.shut", "%.*s", SV_ARG(why));
}

static void page_write(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct desk *d = NEW(rq->a, struct desk, 1);
	if (visit_open(&d->v, web, rq, rp)) {
		enum rc rc = load_form(d);
		if (rc == RC_OK)
			show_form(d, 200);
		else
			visit_fail(&d->v, rc);
	}
	visit_close(&d->v);
}

static void do_write(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct desk *d = NEW(rq->a, struct desk, 1);
	struct visit *v = &d->v;
	if (visit_open_post(v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = load_form(d);
		if (rc == RC_OK) {
			struct js *f = visit_fields(v);
			js_set_int(rq->a, f, "unit", d->unit.id);
			rc = visit_act(v, "report.write", d->e.id, f, &answer);
			if (rc == RC_OK)
				visit_redirect(v, one_url(d, d->unit.id).s);
			else
				show_form(d, rc_http(rc));
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(v);
}

const struct http_route report_routes[] = {
	{ HTTP_GET, "/events/:id:int/reports", 0, page_reports, "reports", NULL },
	{ HTTP_GET, "/events/:id:int/reports/:unit:int", 0, page_report, "report", NULL },
	{ HTTP_GET, "/events/:id:int/reports/:unit:int/write", 0, page_write, "report", NULL },
	{ HTTP_POST, "/events/:id:int/reports/:unit:int/write", 0, do_write, "report", NULL },
};
const size_t report_routes_n = COUNT(report_routes);
