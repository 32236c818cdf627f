/* A tour's own page: timetable, checks, draw; and what the office does with it before and on the road. */
#include "app/site/pages.h"

#include "app/site/route.tmpl.h"
#include "app/person/person.h"
#include "core/spoken.h"

struct outing {
	struct visit v;
	struct route t;
	struct tour_check check[TOUR_CHECKS];
	struct tour_draw *draw;
	size_t n_draw;
	bool office, going;          /* going: neither over nor cancelled */
};

static enum rc load(struct outing *g)
{
	struct visit *v = &g->v;
	struct scope scope;
	TRY(visit_scope(v, "tour.show", &scope));
	TRY(tour_get(&v->cx, v->db, http_param_int(v->rq, "id"), &g->t));
	if (!scope_holds(&scope, g->t.e.owner_path))
		return fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	if (!sv_is(g->t.e.kind, "tour"))
		return fail(&v->cx, RC_NOT_FOUND, "tour.kind", N_("This event is no observation tour: it has no route."));
	TRY(tour_checks(&v->cx, v->db, &g->t, g->check));
	TRY(tour_draws(&v->cx, v->db, g->t.e.id, &g->draw, &g->n_draw));
	g->going = sv_is(g->t.e.state, "planned") || sv_is(g->t.e.state, "under_way");
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, g->t.e.owner, &g->office);
}

static struct url event_url(const struct outing *g)
{
	return url_seg_int(g->v.cx.a, URL("/events"), g->t.e.id);
}

static struct url route_url(const struct outing *g)
{
	return url_seg(g->v.cx.a, event_url(g), SV("route"));
}

static struct sv minutes_said(const struct outing *g, int minutes)
{
	return minutes < 60 ? arena_tr(g->v.cx.a, g->v.cx.lang, N_("%d min"), minutes) :
	       arena_tr(g->v.cx.a, g->v.cx.lang, N_("%d h %d min"), minutes / 60, minutes % 60);
}

static struct sv stop_label(const struct outing *g, const struct tour_stop *s)
{
	return arena_tr(g->v.cx.a, g->v.cx.lang, N_("Stop %lld"), (long long)s->no);
}

/* ---- the parts of the page ------------------------------------------------------------------------------------------------------ */

static void facts(const struct outing *g, struct route_page *p)
{
	const struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	const struct route *t = &g->t;
	struct ui_fact *f = NEW(a, struct ui_fact, 6);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Points on the route")), .value = fmt_int(a, v->cx.lang, (int64_t)t->n), .mark = true };
	if (t->n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Whole tour, with the road")), .value = minutes_said(g, t->minutes),
					   .hint = t->e.begins < 0 ? SV("") : arena_printf(a, "%.*s–%.*s", SV_ARG(tour_hour(a, t, t->e.begins)),
											     SV_ARG(tour_hour(a, t, t->e.begins + t->minutes))) };
	if (t->people >= 0)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("People who come along")), .value = fmt_int(a, v->cx.lang, t->people),
					   .hint = arena_trn(a, v->cx.lang, t->cars, N_("in %lld car"), N_("in %lld cars"), (long long)t->cars) };
	if (t->e.host_name.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Host")), .value = t->e.host_name };
	if (t->e.series) /* with what the series has covered so far */
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Series")), .value = t->e.series_name, .url = url_seg_int(a, URL("/series"), t->e.series) };
	p->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
}

static void checks(const struct outing *g, struct route_page *p)
{
	struct ui_tag *tag = NEW(g->v.cx.a, struct ui_tag, TOUR_CHECKS);
	struct sv *found = NEW(g->v.cx.a, struct sv, TOUR_CHECKS);
	for (size_t i = 0; i < TOUR_CHECKS; i++) {
		tag[i] = (struct ui_tag){ g->check[i].ok ? "tick" : "triangle", g->check[i].ok ? "teal" : "amber", visit_say(&g->v, g->check[i].label) };
		found[i] = g->check[i].found;
	}
	p->check = tag;
	p->found = found;
	p->n_check = g->t.n ? TOUR_CHECKS : 0;
}

static struct ui_tag late_tag(const struct outing *g, const struct tour_stop *s)
{
	int late = tour_late(&g->t, s);
	if (!s->arrived_at || g->t.e.begins < 0)
		return (struct ui_tag){ 0 };
	return late > 0 ? (struct ui_tag){ "triangle", "amber", arena_trn(g->v.cx.a, g->v.cx.lang, late, N_("%d minute late"), N_("%d minutes late"), late) } :
			  (struct ui_tag){ "tick", "teal", visit_say(&g->v, N_("on time")) };
}

static struct sv mark_said(const struct outing *g, const struct tour_stop *s)
{
	struct arena *a = g->v.cx.a;
	if (!s->arrived_at)
		return SV("");
	struct sv came = fmt_instant_short(a, g->v.cx.lang, s->arrived_at, g->v.today);
	return s->left_at ? arena_tr(a, g->v.cx.lang, N_("There %.*s, left %.*s"), SV_ARG(came), SV_ARG(fmt_instant_short(a, g->v.cx.lang, s->left_at, g->v.today))) :
			    arena_tr(a, g->v.cx.lang, N_("There since %.*s"), SV_ARG(came));
}

static void tap(struct outing *g, const struct tour_stop *s, struct route_stop_card *c)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	if (!g->office || !sv_is(g->t.e.state, "under_way") || !s->site)
		return;
	c->form = visit_form(v, site_do(a, "tour.arrive", g->t.e.id, route_url(g)), 0);
	c->form.look = "inline no-print";
	if (!s->arrived_at)
		c->button[c->n_button++] = (struct ui_button){ .kind = c->next ? BUTTON_DEFAULT : BUTTON_PLAIN, .label = visit_say(v, N_("We are here")) };
	if (s->arrived_at && !s->left_at)
		c->button[c->n_button++] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("We go on")),
							       .action = site_do(a, "tour.leave", g->t.e.id, route_url(g)) };
	if (s->arrived_at)
		c->button[c->n_button++] = (struct ui_button){ .kind = BUTTON_QUIET, .label = visit_say(v, N_("Take back the last mark")),
							       .action = site_do(a, "tour.unmark", g->t.e.id, route_url(g)) };
}

static void stops(struct outing *g, struct route_page *p)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	const struct route *t = &g->t;
	struct route_stop_card *all = NEW(a, struct route_stop_card, t->n + 1);
	bool next = false;
	for (size_t i = 0; i < t->n; i++) {
		const struct tour_stop *s = &t->stop[i];
		struct route_stop_card *c = &all[i];
		struct sv stay = minutes_said(g, s->stay);
		*c = (struct route_stop_card){
			.no = arena_printf(a, "%lld", (long long)s->no), .label = stop_label(g, s), .name = s->site ? s->name : visit_say(v, N_("To be drawn on the day")),
			.url = s->site ? url_seg_int(a, URL("/sites"), s->site) : URL(""), .mark = mark_said(g, s), .late = late_tag(g, s),
			.time = t->e.begins < 0 ? stay : arena_printf(a, "%.*s–%.*s", SV_ARG(tour_hour(a, t, s->arrive)), SV_ARG(tour_hour(a, t, s->leave))),
			.done = s->left_at != 0, .next = !s->left_at && !next,
		};
		next |= c->next;
		if (s->site)
			c->note = s->presenter.n ? arena_tr(a, v->cx.lang, N_("%.*s · %.*s · explains: %.*s · %.*s"), SV_ARG(s->unit_short), SV_ARG(site_word(v, s->place)),
							    SV_ARG(s->presenter), SV_ARG(stay)) :
						   arena_printf(a, "%.*s · %.*s · %.*s", SV_ARG(s->unit_short), SV_ARG(site_word(v, s->place)), SV_ARG(stay));
		if (s->travel || s->shift)
			c->travel = s->shift > 0 ? arena_tr(a, v->cx.lang, N_("on the road %d min, and %d min later than planned"), s->travel, s->shift) :
				    s->shift < 0 ? arena_tr(a, v->cx.lang, N_("on the road %d min, and %d min earlier than planned"), s->travel, -s->shift) :
						   arena_tr(a, v->cx.lang, N_("on the road %d min"), s->travel);
		if (s->drawn || s->look_back)
			c->tag = (struct ui_tag){ .colour = "blue", .word = s->drawn ? visit_say(v, N_("drawn")) : visit_say(v, N_("look back")) };
		tap(g, s, c);
	}
	p->stop = all;
	p->n_stop = t->n;
	p->empty.text = visit_say(v, N_("No stop stands on the route yet."));
}

/* What the bus is late where it was last, and the rest not yet shifted by. */
static void delay(struct outing *g, struct route_page *p)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	size_t last = SIZE_MAX;
	for (size_t i = 0; i < g->t.n; i++)
		last = g->t.stop[i].arrived_at ? i : last;
	size_t from = last == SIZE_MAX ? 0 : last + 1;
	int late = last == SIZE_MAX || from >= g->t.n ? 0 : tour_late(&g->t, &g->t.stop[last]) - g->t.stop[from].shift;
	p->shift = g->office && sv_is(g->t.e.state, "under_way") && from < g->t.n;
	p->delay = visit_form(v, site_do(a, "tour.delay", g->t.e.id, route_url(g)), 0);
	p->delay.look = "inline no-print";
	p->delay_field[0] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "stop", .label = visit_say(v, N_("From this stop on")), .width = 4,
					       .value = arena_printf(a, "%zu", from + 1) };
	p->delay_field[1] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "minutes", .label = visit_say(v, N_("Minutes later; with a minus, earlier")), .width = 8,
					       .value = late > 0 ? arena_printf(a, "%d", late) : SV("") };
}

/* ---- the draw --------------------------------------------------------------------------------------------------------------------- */

static struct sv commands(const struct outing *g, const struct tour_draw *d, const struct tour_candidate *c, size_t n)
{
	struct buf b = buf_new(g->v.cx.a, 1 << 16);
	buf_puts(&b, "printf '%s\\n'");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, " %lld", (long long)c[i].site);
	buf_printf(&b, " | sha256sum\n%.*s\n", SV_ARG(d->list_digest));
	if (!sv_is(d->state, "revealed"))
		return buf_sv(&b);
	buf_printf(&b, "printf %%s '%.*s' | sha256sum\n%.*s\n", SV_ARG(d->seed), SV_ARG(d->seed_digest));
	buf_puts(&b, "for i in");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, " %lld", (long long)c[i].site);
	buf_printf(&b, "; do printf '%%s  %%s\\n' \"$(printf %%s '%.*s,%.*s,'$i | sha256sum | cut -c1-64)\" $i; done | sort | head -n %lld", SV_ARG(d->seed),
		   SV_ARG(d->word), (long long)d->wanted);
	return buf_sv(&b);
}

static struct ui_table candidates_table(struct outing *g, const struct tour_draw *d, const struct tour_candidate *c, size_t n)
{
	static const char *const heads[] = { N_("Observation site"), N_("Number"), N_("Ticket of the draw"), N_("Outcome of the draw") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_TEXT, COLUMN_TAG };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	bool open = sv_is(d->state, "revealed");
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *cell = NEW(a, struct ui_cell, COUNT(heads));
		cell[0] = (struct ui_cell){ .text = c[i].name, .note = c[i].unit, .url = url_seg_int(a, URL("/sites"), c[i].site) };
		cell[1].text = arena_printf(a, "%lld", (long long)c[i].site);
		cell[2].text = open ? arena_printf(a, "%.*s…", 16, c[i].ticket.p) : SV("—");
		if (c[i].picked)
			cell[3].tag = (struct ui_tag){ "tick", "teal", visit_say(v, N_("picked")) };
		row[open && c[i].place ? (size_t)c[i].place - 1 : i].cell = cell;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Candidates")), .column = site_columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				  .row = row, .n_row = n, .cards = true };
}

static enum rc draws(struct outing *g, struct route_page *p)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct route_draw *all = NEW(a, struct route_draw, g->n_draw + 1);
	for (size_t i = 0; i < g->n_draw; i++) {
		const struct tour_draw *d = &g->draw[i];
		struct tour_candidate *c;
		size_t n;
		TRY(tour_candidates(&v->cx, v->db, d->id, &c, &n));
		struct ui_notice note = { .kind = NOTICE_LOCK, .title = arena_tr(a, v->cx.lang, N_("The list of %zu candidates is published; %lld will be drawn"), n, (long long)d->wanted),
					  .text = arena_tr(a, v->cx.lang, N_("Published %.*s. SHA-256 of the secret part: %.*s"), SV_ARG(fmt_instant(a, v->cx.lang, d->committed_at)),
							   SV_ARG(d->seed_digest)) };
		if (sv_is(d->state, "revealed"))
			note = (struct ui_notice){ .kind = NOTICE_DONE, .title = arena_tr(a, v->cx.lang, N_("Drawn with the public word \"%.*s\""), SV_ARG(d->word)),
						   .text = arena_tr(a, v->cx.lang, N_("Published %.*s, opened %.*s. The smallest tickets win: SHA-256 of secret, word and number."),
								    SV_ARG(fmt_instant(a, v->cx.lang, d->committed_at)), SV_ARG(fmt_instant(a, v->cx.lang, d->revealed_at))) };
		if (sv_is(d->state, "void"))
			note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("This draw was given up before it was opened")), .text = d->reason };
		all[i] = (struct route_draw){ .note = note, .list = candidates_table(g, d, c, n), .commands = commands(g, d, c, n) };
		p->reveal |= sv_is(d->state, "committed") && g->office && g->going;
	}
	p->draw = all;
	p->n_draw = g->n_draw;
	p->reveal_form = visit_form(v, site_do(a, "tour.reveal", g->t.e.id, route_url(g)), 0);
	p->reveal_field[0] = (struct ui_field){ .kind = INPUT_LINE, .name = "seed", .label = visit_say(v, N_("The secret part")), .max = TOUR_SEED_MAX, .autocomplete = "off",
						.value = SV("") };
	p->reveal_field[1] = (struct ui_field){ .kind = INPUT_LINE, .name = "word", .label = visit_say(v, N_("The word that a participant said in public")), .max = 40,
						.width = 20, .value = SV("") };
	return RC_OK;
}

/* ---- what the office changes --------------------------------------------------------------------------------------------------------- */

static void proposal_table(struct outing *g, const struct tour_proposal *r, struct ui_table *t)
{
	static const char *const heads[] = { N_("Observation site"), N_("Arrival"), N_("Departure"), N_("Minutes on the road") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, r->t.n + r->n_left + 1);
	size_t n = 0;
	for (size_t i = 0; i < r->t.n; i++) {
		const struct tour_stop *s = &r->t.stop[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = arena_printf(a, "%.*s %.*s", SV_ARG(stop_label(g, s)), SV_ARG(s->site ? s->name : visit_say(v, N_("To be drawn on the day")))),
					 .note = s->unit_short };
		c[1].text = tour_hour(a, &r->t, s->arrive);
		c[2].text = tour_hour(a, &r->t, s->leave);
		c[3].text = fmt_int(a, v->cx.lang, s->travel);
		row[n++].cell = c;
	}
	for (size_t i = 0; i < r->n_left; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = r->left[i].name, .note = visit_say(v, N_("no time for it")) };
		row[n++] = (struct ui_row){ .cell = c, .struck = true };
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Proposed order")), .column = site_columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				.row = row, .n_row = n, .cards = true,
				.foot = r->exact ? visit_say(v, N_("All orders were compared: none shows more sites, or as many sooner.")) :
						   visit_say(v, N_("The best order that a search found; with more than 15 sites not all can be compared.")) };
}

static void propose(struct outing *g, struct route_page *p)
{
	struct visit *v = &g->v;
	struct tour_proposal r;
	struct ctx probe = v->cx;
	int64_t budget = 0;
	struct sv asked = sv_trim(visit_form_value(v, "budget"));
	p->propose = (struct ui_form){ .action = route_url(g), .get = true, .look = "inline" };
	p->budget = (struct ui_field){ .kind = INPUT_NUMBER, .name = "budget", .label = visit_say(v, N_("Minutes that there are")), .width = 8,
				       .value = asked.n ? asked : arena_printf(v->cx.a, "%d", TOUR_BUDGET) };
	if (!asked.n)
		return;
	ctx_forget(&probe);
	if (!sv_int(asked, &budget) || budget < 1 || budget > 2000) {
		p->no_proposal = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("Write the minutes as a whole number up to 2000.")) };
		return;
	}
	const struct tour_wish w = { .budget = (int)budget };
	if (tour_propose(&probe, v->db, &g->t, &w, &r) != RC_OK) {
		p->no_proposal = (struct ui_notice){ .kind = NOTICE_WARN, .title = probe.faults ? probe.faults->text : SV("—") };
		return;
	}
	p->proposed = true;
	proposal_table(g, &r, &p->proposal);
	p->take = visit_form(v, site_do(v->cx.a, "tour.route", g->t.e.id, route_url(g)), g->t.e.id);
	p->taken.value = tour_text(v->cx.a, v->cx.lang, &r.t);
}

static void office(struct outing *g, struct route_page *p)
{
	static const char *const acts[][2] = { { "tour.escort", N_("Say how many come along") }, { "tour.void", N_("Give up the draw") } };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_button *b = NEW(a, struct ui_button, 5);
	size_t n = 0, waiting = 0, shown = 0;
	p->office = g->office && g->going;
	for (size_t i = 0; i < g->t.n; i++) {
		waiting += g->t.stop[i].site == 0;
		shown += g->t.stop[i].site != 0;
	}
	if (p->office && waiting && !p->reveal)
		b[n++] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Publish the list of a draw")), .url = url_seg(a, route_url(g), SV("draw")) };
	if (g->t.n)
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Driver's card")), .url = url_seg(a, route_url(g), SV("card")) };
	if (p->office)
		b[n++] = (struct ui_button){ .label = visit_say(v, acts[0][1]), .url = site_do(a, acts[0][0], g->t.e.id, route_url(g)) };
	if (p->reveal)
		b[n++] = (struct ui_button){ .label = visit_say(v, acts[1][1]), .url = site_do(a, acts[1][0], g->t.e.id, route_url(g)) };
	p->buttons = (struct ui_buttons){ b, n };
	if (!p->office)
		return;
	p->may_agenda = shown > 0 && !waiting;
	p->agenda = visit_form(v, url_seg(a, route_url(g), SV("agenda")), g->t.e.id);
	p->edit = visit_form(v, site_do(a, "tour.route", g->t.e.id, route_url(g)), g->t.e.id);
	p->stops = (struct ui_field){ .kind = INPUT_TEXT, .name = "stops", .rows = 8, .label = visit_say(v, N_("Stops, one a line: site | minutes there | minutes on the road | look back; \"draw\" for a site drawn on the day")),
				      .hint = visit_say(v, N_("Minutes on the road may be left out where the table of roads says them.")), .value = tour_text(a, v->cx.lang, &g->t) };
	p->roads = visit_form(v, site_do(a, "tour.travel", g->t.e.id, route_url(g)), 0);
	p->table = (struct ui_field){ .kind = INPUT_TABLE, .name = "table", .rows = 6, .label = visit_say(v, N_("Roads, one a line: from | to | minutes; \"start\" for where the tour sets out")),
				      .hint = visit_say(v, N_("Both ways count the same. What is written stands until it is written anew.")), .value = SV("") };
	propose(g, p);
}

static void show(struct outing *g)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct route_page *p = NEW(a, struct route_page, 1);
	p->frame = &v->frame;
	p->title = arena_tr(a, v->cx.lang, N_("Route: %.*s"), SV_ARG(g->t.e.name));
	p->up = event_url(g);
	p->lead = arena_printf(a, "%.*s · %.*s%s%.*s", SV_ARG(fmt_day_desk(a, v->cx.lang, g->t.e.day)),
			       SV_ARG(spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "event", "state", g->t.e.state))), g->t.e.place.n ? " · " : "", SV_ARG(g->t.e.place));
	if (g->t.e.rehearsal)
		p->note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("A rehearsal: it counts nowhere, and never becomes real.")) };
	facts(g, p);
	checks(g, p);
	stops(g, p);
	delay(g, p);
	enum rc rc = draws(g, p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	office(g, p);
	visit_frame(v, p->title, "route");
	route_page(&v->out, p);
	visit_send(v, 200);
}

void page_route(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct outing *g = NEW(rq->a, struct outing, 1);
	if (visit_open(&g->v, web, rq, rp)) {
		enum rc rc = load(g);
		if (rc == RC_OK)
			show(g);
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}

/* The agenda of the event as the route gives it, so that votes find their contestants. */
void do_route_agenda(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct outing *g = NEW(rq->a, struct outing, 1);
	if (visit_open_post(&g->v, web, rq, rp)) {
		struct act_answer answer;
		struct js *f = js_obj(rq->a);
		enum rc rc = load(g);
		for (size_t i = 0; rc == RC_OK && i < g->t.n; i++)
			if (!g->t.stop[i].site)
				rc = fail(&g->v.cx, RC_CONFLICT, "tour.waiting", N_("Not all stops are drawn yet: the agenda is written when they are."));
		if (rc == RC_OK) {
			js_set_sv(rq->a, f, "agenda", tour_agenda(rq->a, &g->t));
			js_set_bool(rq->a, f, "drop", true); /* what the route does not have is no stop */
			rc = visit_act(&g->v, "event.agenda", g->t.e.id, f, &answer);
		}
		if (rc == RC_OK)
			visit_redirect(&g->v, event_url(g).s);
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}

/* ---- the driver's card: one page for each car ------------------------------------------------------------ */

void page_route_card(void *web, struct http_request *rq, struct http_reply *rp)
{
	static const char *const heads[] = { N_("Stop"), N_("Arrival"), N_("Departure"), N_("Minutes on the road") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER };
	struct outing *g = NEW(rq->a, struct outing, 1);
	if (visit_open(&g->v, web, rq, rp)) {
		struct visit *v = &g->v;
		struct arena *a = rq->a;
		enum rc rc = load(g);
		struct ui_row *row = NEW(a, struct ui_row, TOUR_STOPS_MAX);
		struct route_card_page p = { .frame = &v->frame };
		for (size_t i = 0; rc == RC_OK && i < g->t.n; i++) {
			const struct tour_stop *s = &g->t.stop[i];
			struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
			c[0] = (struct ui_cell){ .text = arena_printf(a, "%.*s %.*s", SV_ARG(stop_label(g, s)), SV_ARG(s->site ? s->name : visit_say(v, N_("To be drawn on the day")))),
						 .note = s->unit_name };
			c[1].text = tour_hour(a, &g->t, s->arrive);
			c[2].text = tour_hour(a, &g->t, s->leave);
			c[3].text = fmt_int(a, v->cx.lang, s->travel);
			row[i].cell = c;
		}
		if (rc == RC_OK) {
			p.up = route_url(g);
			p.title = g->t.e.name;
			p.sub = arena_printf(a, "%.*s %.*s %.*s", SV_ARG(fmt_day_desk(a, v->cx.lang, g->t.e.day)),
					     SV_ARG(g->t.e.begins < 0 ? SV("") : tour_hour(a, &g->t, g->t.e.begins)), SV_ARG(g->t.e.place));
			p.table = (struct ui_table){ .caption = p.title, .column = site_columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads), .row = row,
						     .n_row = g->t.n, .cards = true };
			p.foot = visit_say(v, N_("For the driver, one a car."));
			visit_frame(v, visit_say(v, N_("Driver's card")), "route-card");
			v->frame.paper = PAPER_TALL;
			route_card_page(&v->out, &p);
			visit_send(v, 200);
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(&g->v);
}

/* ---- publishing a draw --------------------------------------------------------------------------------------------------------------------- */

/* The secret part is made here, shown once and kept nowhere: it belongs on paper, in a sealed envelope. */
static void show_draw(struct outing *g, int status)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct site *pool;
	size_t n = 0, k = 0;
	uint8_t random[16];
	enum rc rc = sites_confirmed(&v->cx, v->db, g->t.e.owner, &pool, &n);
	struct ui_choice *c = NEW(a, struct ui_choice, n + 1);
	random_bytes(random, sizeof(random));
	struct sv secret = hex_text(a, sv_make((const char *)random, sizeof(random)));
	struct digest d = HASH(HASH_SHA256, secret);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct tour_shown shown;
		bool on = false;
		for (size_t s = 0; s < g->t.n; s++)
			on |= g->t.stop[s].site == pool[i].id;
		rc = tour_shown(&v->cx, v->db, &g->t.e, g->t.months, pool[i].id, &shown);
		if (!on && rc == RC_OK && !shown.event)
			c[k++] = (struct ui_choice){ .value = arena_printf(a, "#%lld", (long long)pool[i].id), .label = pool[i].name, .hint = pool[i].unit_name, .chosen = true };
	}
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	struct route_draw_page p = {
		.frame = &v->frame, .faults = v->cx.faults, .title = visit_say(v, N_("Publish the list of a draw")), .up = route_url(g), .may = k > 1,
		.form = visit_form(v, url_seg(a, route_url(g), SV("draw")), 0), .secret = secret,
		.command = arena_printf(a, "printf %%s '%.*s' | sha256sum", SV_ARG(secret)),
		.candidates = { .kind = INPUT_CHECKS, .name = "candidate", .label = visit_say(v, N_("Sites that may be drawn")), .choice = c, .n_choice = k, .faults = v->cx.faults },
		.digest = { .kind = INPUT_LINE, .name = "seed_digest", .label = visit_say(v, N_("SHA-256 of the secret part, hexadecimal")), .max = 64,
			    .value = hex_text(a, digest_sv(&d)), .faults = v->cx.faults },
		.empty.text = visit_say(v, N_("The pool has not two confirmed sites that may be shown now and stand on no route.")),
	};
	struct sv typed = visit_form_value(v, "seed_digest");
	if (typed.n) { /* refused: the secret part that was copied stays the one that counts */
		p.digest.value = typed;
		p.secret = p.command = SV("");
	}
	visit_frame(v, p.title, "route-draw");
	v->frame.error = p.faults != NULL;
	v->rp->cache = CACHE_NEVER;
	route_draw_page(&v->out, &p);
	visit_send(v, status);
}

void page_route_draw(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct outing *g = NEW(rq->a, struct outing, 1);
	if (visit_open(&g->v, web, rq, rp)) {
		enum rc rc = load(g);
		if (rc == RC_OK && !g->office)
			rc = fail(&g->v.cx, RC_DENIED, "tour.office", N_("Only the office that holds the tour publishes its draw."));
		if (rc == RC_OK)
			show_draw(g, 200);
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}

/* Boxes of one name come as several values; the act wants them in one. */
static struct js *commit_fields(struct visit *v)
{
	struct js *f = js_obj(v->cx.a), *list = js_arr(v->cx.a);
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (sv_is(v->rq->form.v[i].name, "candidate"))
			js_push(list, js_str(v->cx.a, v->rq->form.v[i].value));
	if (list->n)
		js_set(f, "candidates", list);
	js_set_sv(v->cx.a, f, "seed_digest", visit_form_value(v, "seed_digest"));
	return f;
}

void do_route_draw(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct outing *g = NEW(rq->a, struct outing, 1);
	if (visit_open_post(&g->v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = load(g);
		if (rc != RC_OK)
			visit_fail(&g->v, rc);
		else if ((rc = visit_act(&g->v, "tour.commit", g->t.e.id, commit_fields(&g->v), &answer)) == RC_OK)
			visit_redirect(&g->v, route_url(g).s);
		else if (g->office)
			show_draw(g, rc_http(rc));
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}
