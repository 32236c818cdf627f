/* The pool and one site's card, for a phone on the bus first. */
#include "app/site/pages.h"

#include "app/file/file.h"
#include "app/matter/matter.h"
#include "app/site/pages.tmpl.h"
#include "app/note/note.h"
#include "core/spoken.h"

enum { SITES_SHOWN = 100 };

/* ---- shared ------------------------------------------------------------------------------------------------------------ */

struct sv site_word(const struct visit *v, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "site", NULL, code));
}

struct ui_column *site_columns(const struct visit *v, const char *const *heads, const enum column_kind *kinds, size_t n)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	return col;
}

struct ui_choice *site_choices(const struct visit *v, const char *of, struct sv chosen, bool any, size_t *ret_n)
{
	enum { MAX = 12 };
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, MAX);
	size_t n = 0;
	if (any)
		c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (size_t i = 0; n < MAX && enum_word(of, i).p; i++)
		c[n++] = (struct ui_choice){ .value = enum_word(of, i), .label = site_word(v, enum_word(of, i)), .chosen = sv_eq(enum_word(of, i), chosen) };
	*ret_n = n;
	return c;
}

struct ui_tag site_state_tag(const struct visit *v, struct sv state)
{
	static const char *const looks[][3] = {
		{ "nominated", "circle_open", "grey" }, { "checked", "circle", "blue" }, { "confirmed", "tick", "teal" }, { "declined", "strike", "quiet" },
		{ "retired", "strike", "quiet" },
	};
	for (size_t i = 0; i < COUNT(looks); i++)
		if (sv_is(state, looks[i][0]))
			return (struct ui_tag){ looks[i][1], looks[i][2], site_word(v, state) };
	return (struct ui_tag){ .word = site_word(v, state) };
}

struct url site_do(struct arena *a, const char *act, int64_t subject, struct url back)
{
	struct url u = url_arg(a, url_of(arena_printf(a, "/do/%s", act)), "_subject", arena_printf(a, "#%lld", (long long)subject));
	return url_arg(a, u, "back", back.s);
}

/* ---- /sites -------------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *name, *of, *label;
} filters[] = {
	{ "state", SITE_STATES, N_("State") }, { "line", SITE_LINES, N_("Theme line") }, { "place", SITE_PLACES, N_("Place of the site") },
	{ "why", SITE_REASONS, N_("Chosen because") },
};

static void filter_form(struct visit *v, struct sites_page *p, struct js *asked)
{
	struct ui_field *f = NEW(v->cx.a, struct ui_field, COUNT(filters));
	for (size_t i = 0; i < COUNT(filters); i++) {
		struct sv value = visit_form_value(v, filters[i].name);
		f[i] = (struct ui_field){ .kind = INPUT_SELECT, .name = filters[i].name, .label = visit_say(v, filters[i].label) };
		f[i].choice = site_choices(v, filters[i].of, value, true, &f[i].n_choice);
		for (size_t k = 0; value.n && k < f[i].n_choice; k++) /* a word that is none asks for nothing */
			if (f[i].choice[k].chosen)
				js_set_sv(v->cx.a, asked, filters[i].name, value);
	}
	p->filter = (struct ui_form){ .action = URL("/sites"), .get = true, .look = "inline" };
	p->field = f;
	p->n_field = COUNT(filters);
}

static void sites_table(struct visit *v, const struct js *rows, struct ui_table *t)
{
	static const char *const heads[] = { N_("Observation site"), N_("Part of the place"), N_("Theme line"), N_("Chosen because"), N_("State"), N_("Times shown") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TAG, COLUMN_NUMBER };
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "name"), .url = url_seg_int(a, URL("/sites"), js_get_int(r, "id", 0)), .note = sv_eq(js_get_sv(r, "unit"), js_get_sv(r, "county")) ? SV("") : js_get_sv(r, "unit") };
		c[1] = (struct ui_cell){ .text = js_get_sv(r, "county"), .note = site_word(v, js_get_sv(r, "place")) };
		c[2] = (struct ui_cell){ .text = site_word(v, js_get_sv(r, "line")), .note = js_get_sv(r, "topic") };
		c[3].text = site_word(v, js_get_sv(r, "why"));
		c[4].tag = site_state_tag(v, js_get_sv(r, "state"));
		c[5].text = fmt_int(a, v->cx.lang, js_get_int(r, "shown", 0));
		row[t->n_row++].cell = c;
	}
	t->caption = visit_say(v, N_("Sites"));
	t->column = site_columns(v, heads, kinds, COUNT(heads));
	t->n_column = COUNT(heads);
	t->row = row;
	t->cards = true;
}

/* A unit nominates its own, as a rule. */
static struct url nominate_url(struct visit *v)
{
	struct url u = url_arg(v->cx.a, URL("/do/site.nominate"), "back", SV("/sites"));
	struct unit own;
	if (v->roles & ROLE_OFFICE || unit_get(&v->cx, v->db, v->post.unit, &own) != RC_OK)
		return u;
	return url_arg(v->cx.a, u, "unit", own.code);
}

void page_sites(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct sites_page p = { .frame = &v.frame };
		struct ui_button b = { 0 };
		struct js *rows, *asked = js_obj(rq->a);
		struct sv after = SV_NONE, from = visit_form_value(&v, "after");
		filter_form(&v, &p, asked);
		enum rc rc = visit_rows(&v, "site.list", 0, asked, SITES_SHOWN, from.n ? from : SV_NONE, &rows, &after);
		if (rc == RC_OK) {
			sites_table(&v, rows, &p.table);
			b = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Nominate a site")), .url = nominate_url(&v) };
			p.buttons = (struct ui_buttons){ &b, v.roles & (ROLE_OFFICE | ROLE_UNIT) ? 1 : 0 };
			p.empty.text = asked->n ? visit_say(&v, N_("No site is like that.")) : visit_say(&v, N_("The pool is empty: units and the office nominate sites."));
			p.pager = (struct ui_pager){ .from = 1, .to = (int64_t)rows->n, .total = -1 };
			if (after.p)
				p.pager.next = url_arg(rq->a, url_of(rq->target), "after", after);
			visit_frame(&v, visit_say(&v, N_("Sites")), "sites");
			sites_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /sites/ID ------------------------------------------------------------------------------------------------------------- */

struct card {
	struct visit v;
	struct site s;
	struct matter m;             /* that it shows; none where s.matter is 0 */
	struct site_check *check;
	struct site_picture *picture;
	struct site_showing *tour;
	size_t n_check, n_picture, n_tour;
};

static enum rc load(struct card *c)
{
	struct visit *v = &c->v;
	struct scope scope;
	TRY(visit_scope(v, "site.show", &scope));
	TRY(site_get(&v->cx, v->db, http_param_int(v->rq, "id"), &c->s));
	TRY(site_visible(&v->cx, v->db, &c->s, &scope));
	if (c->s.matter)
		TRY(matter_get(&v->cx, v->db, c->s.matter, &c->m));
	TRY(site_checks(&v->cx, v->db, c->s.id, &c->check, &c->n_check));
	TRY(site_pictures(&v->cx, v->db, c->s.id, &c->picture, &c->n_picture));
	return site_showings(&v->cx, v->db, c->s.id, 0, &c->tour, &c->n_tour);
}

static struct url self_url(const struct card *c)
{
	return url_seg_int(c->v.cx.a, URL("/sites"), c->s.id);
}

static struct ui_table checks_table(struct card *c)
{
	static const char *const heads[] = { N_("Department"), N_("Result of the check"), N_("Note") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TAG, COLUMN_TEXT };
	struct visit *v = &c->v;
	struct ui_row *row = NEW(v->cx.a, struct ui_row, c->n_check + 1);
	for (size_t i = 0; i < c->n_check; i++) {
		struct ui_cell *cell = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		struct sv result = c->check[i].result;
		cell[0].text = c->check[i].name;
		cell[1].tag = !result.n ? (struct ui_tag){ "circle_open", "grey", visit_say(v, N_("not answered yet")) } :
			      sv_is(result, "pass") ? (struct ui_tag){ "tick", "teal", site_word(v, result) } : (struct ui_tag){ "triangle", "amber", site_word(v, result) };
		cell[2].text = c->check[i].note;
		row[i].cell = cell;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Checks on paper")), .column = site_columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				  .row = row, .n_row = c->n_check, .cards = true };
}

/* What earlier tours found here and how far it is, for whoever may read what is said about the unit. */
static enum rc problems_table(struct card *c, struct ui_table *t)
{
	static const char *const heads[] = { N_("Problem"), N_("Found by the event"), N_("How far it is") };
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct scope scope;
	struct note *x;
	size_t n;
	TRY(visit_scope(v, "note.about", &scope));
	TRY(note_problems_at(&v->cx, v->db, &(struct note_site){ c->s.owner, c->s.unit, c->s.name }, &scope, &x, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	for (size_t i = 0; i < n; i++) {
		if (!scope_holds(&scope, x[i].unit_path) && !scope_holds(&scope, x[i].owner_path))
			continue;
		struct ui_cell *cell = NEW(a, struct ui_cell, COUNT(heads));
		cell[0].text = x[i].text;
		cell[1].text = x[i].event_name;
		cell[2].text = spoken_head(a, v->cx.lang, x[i].matter ? spoken(a, v->cx.lang, "matter", "state", x[i].matter_state) :
							  spoken(a, v->cx.lang, "note", "state", x[i].state));
		if (x[i].matter)
			cell[2].url = url_seg_int(a, URL("/m"), x[i].matter_no);
		row[t->n_row++].cell = cell;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Problems found here")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = t->n_row,
				.cards = true };
	return RC_OK;
}

static struct ui_table tours_table(struct card *c)
{
	static const char *const heads[] = { N_("Tour"), N_("Day"), N_("State") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_DATE, COLUMN_TEXT };
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, c->n_tour + 1);
	for (size_t i = 0; i < c->n_tour; i++) {
		struct ui_cell *cell = NEW(a, struct ui_cell, COUNT(heads));
		cell[0] = (struct ui_cell){ .text = c->tour[i].name, .note = c->tour[i].look_back ? visit_say(v, N_("look back")) : SV(""),
					    .url = url_seg(a, url_seg_int(a, URL("/events"), c->tour[i].event), SV("route")) };
		cell[1].text = fmt_day_short(a, v->cx.lang, c->tour[i].day, v->today);
		cell[2].text = spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "event", "state", c->tour[i].state));
		row[i].cell = cell;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Tours that show it")), .column = site_columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				  .row = row, .n_row = c->n_tour, .cards = true };
}

static void facts(struct card *c, struct site_page *p)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 7);
	size_t n = 0;
	if (c->s.presenter.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Explains")), .value = c->s.presenter };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Theme line")), .value = site_word(v, c->s.line), .hint = c->s.topic };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Chosen because")), .value = site_word(v, c->s.why) };
	if (c->s.matter_no) {
		struct sv no = matter_no_text(a, c->s.matter_no);
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Matter")), .value = no, .url = url_seg(a, URL("/m"), no) };
	}
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Times shown")), .value = fmt_int(a, v->cx.lang, c->s.shown) };
	p->facts = (struct ui_facts){ .fact = f, .n = n };
}

/* How the matter stands that it shows, as the ledger has it now. */
static void ledger(struct card *c, struct site_page *p)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	const struct matter *m = &c->m;
	struct ui_fact *f = NEW(a, struct ui_fact, 5);
	size_t n = 0;
	if (!c->s.matter)
		return;
	struct light_view l = matter_light_of(m, v->today);
	struct sv money = matter_money(a, v->cx.lang, m);
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("State")), .value = visit_say(v, light_look(l.light)->word), .mark = l.light == LIGHT_OVERDUE };
	if (m->percent.u != PERCENT_NONE.u)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("So far")), .value = arena_printf(a, "%.*s%%", SV_ARG(dec_fixed(a, m->percent, 2))), .hint = m->progress };
	if (day_is(m->due))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Due")), .value = day_text(a, m->due) };
	if (money.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Money")), .value = money };
	p->ledger = (struct ui_facts){ .fact = f, .n = n, .wide = true };
	p->ledger_of = arena_tr(a, v->cx.lang, N_("From the ledger, matter %.*s:"), SV_ARG(matter_no_text(a, m->no)));
}

static void shots(struct card *c, struct site_page *p)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	for (size_t side = 0; side < 2; side++) {
		struct sv word = enum_word(SITE_SIDES, side);
		p->shot[side].side = site_word(v, word);
		for (size_t i = 0; i < c->n_picture; i++) {
			const struct site_picture *x = &c->picture[i];
			if (!sv_eq(x->side, word))
				continue;
			p->has_shot = true;
			p->shot[side] = (struct site_shot){
				.side = p->shot[side].side, .when = day_text(a, x->day), .viewpoint = x->viewpoint, .width = x->width,
				.height = x->height, .url = url_seg_int(a, url_seg(a, self_url(c), SV("pictures")), x->id),
			};
		}
	}
}

/* The code of the first department for which the visitor may answer. */
static struct sv own_department(struct card *c)
{
	struct visit *v = &c->v;
	for (size_t i = 0; i < c->n_check; i++) {
		struct unit u;
		bool holds = false;
		if (person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT | ROLE_VERIFIER, c->check[i].department, &holds) == RC_OK && holds &&
		    unit_get(&v->cx, v->db, c->check[i].department, &u) == RC_OK)
			return u.code;
	}
	return SV("");
}

static void buttons(struct card *c, struct site_page *p)
{
	static const char *const acts[][3] = { /* the act, its button, the states in which it is offered */
		{ "site.ask", N_("Ask departments to check"), "nominated checked" }, { "site.check", N_("Answer the check"), "nominated checked" },
		{ "site.confirm", N_("Confirm the site"), "checked" }, { "site.change", N_("Change the card"), "nominated checked confirmed" },
		{ "site.decline", N_("Decline the site"), "nominated checked" }, { "site.retire", N_("Retire the site"), "confirmed" },
	};
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct ui_button *b = NEW(a, struct ui_button, COUNT(acts) + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(acts); i++) {
		if (!sv_has(sv_of(acts[i][2]), c->s.state) || !visit_may(v, acts[i][0], c->s.id))
			continue;
		struct url u = site_do(a, acts[i][0], c->s.id, self_url(c));
		struct sv department = i == 1 ? own_department(c) : SV("");
		b[n] = (struct ui_button){ .kind = n ? BUTTON_PLAIN : BUTTON_DEFAULT, .label = visit_say(v, acts[i][1]) };
		b[n++].url = department.n ? url_arg(a, u, "department", department) : u;
	}
	/* What is worth a second look may be worth copying. */
	if (c->s.shown && v->roles & (ROLE_OFFICE | ROLE_UNIT))
		b[n++] = (struct ui_button){ .kind = BUTTON_QUIET, .label = visit_say(v, N_("Write a practice card")),
					     .url = url_arg(a, url_arg(a, url_arg(a, URL("/practices/new"), "born_kind", SV("site")), "born_text", c->s.name), "source", c->s.unit_name) };
	p->buttons = (struct ui_buttons){ b, n };
}

static void picture_form(struct card *c, struct site_page *p)
{
	struct visit *v = &c->v;
	struct sv day = visit_form_value(v, "day"), from = visit_form_value(v, "viewpoint");
	p->may_picture = !sv_is(c->s.state, "declined") && !sv_is(c->s.state, "retired") && v->roles & (ROLE_OFFICE | ROLE_UNIT) &&
			 visit_may(v, "site.picture", c->s.id);
	p->form = visit_form(v, url_seg(v->cx.a, self_url(c), SV("pictures")), 0);
	p->form.upload = true;
	p->field[0] = (struct ui_field){ .kind = INPUT_SELECT, .name = "side", .label = visit_say(v, N_("Before or after")), .faults = v->cx.faults };
	p->field[0].choice = site_choices(v, SITE_SIDES, visit_form_value(v, "side"), true, &p->field[0].n_choice);
	p->field[1] = (struct ui_field){ .kind = INPUT_DATE, .name = "day", .label = visit_say(v, N_("Day on which it was taken")), .value = sv_or_empty(day),
					 .faults = v->cx.faults };
	p->field[2] = (struct ui_field){ .kind = INPUT_LINE, .name = "viewpoint", .label = visit_say(v, N_("Taken from where (the same for both)")),
					 .value = sv_or_empty(from), .max = 100, .faults = v->cx.faults };
}

static void show(struct card *c, int status)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct site_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = c->s.name, .reason = c->s.reason, .figures = c->s.figures,
			       .tag = site_state_tag(v, c->s.state), .checks = checks_table(c), .tours = tours_table(c) };
	bool same = !c->s.county_short.n || sv_eq(c->s.county_short, c->s.unit_name);
	struct sv place = site_word(v, c->s.place);
	p.lead = same ? arena_printf(a, "%.*s · %.*s", SV_ARG(c->s.unit_name), SV_ARG(place)) :
			arena_printf(a, "%.*s · %.*s · %.*s", SV_ARG(c->s.county_short), SV_ARG(c->s.unit_name), SV_ARG(place));
	if (c->s.ended.n)
		p.note = (struct ui_notice){ .kind = NOTICE_INFO, .title = site_word(v, c->s.state), .text = c->s.ended };
	if (problems_table(c, &p.problems) != RC_OK)
		ctx_forget(&v->cx); /* that a role may not ask is no fault of this page */
	p.no_tours.text = visit_say(v, N_("No tour has shown it yet."));
	facts(c, &p);
	ledger(c, &p);
	shots(c, &p);
	buttons(c, &p);
	picture_form(c, &p);
	visit_frame(v, c->s.name, "site");
	v->frame.error = p.faults != NULL;
	site_page(&v->out, &p);
	visit_send(v, status);
}

void page_site(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct card *c = NEW(rq->a, struct card, 1);
	if (visit_open(&c->v, web, rq, rp)) {
		enum rc rc = load(c);
		if (rc == RC_OK)
			show(c, 200);
		else
			visit_fail(&c->v, rc);
	}
	visit_close(&c->v);
}

/* The bytes first, then the act that speaks of them. */
static enum rc take_picture(struct card *c)
{
	struct visit *v = &c->v;
	struct file_kept *k;
	struct act_answer answer;
	size_t n;
	if (!visit_may(v, "site.picture", c->s.id))
		return fail(&v->cx, RC_DENIED, "site.may", N_("Only the unit of the site and the office add pictures."));
	TRY(files_take(v, "file", &k, &n));
	if (n != 1 || (k[0].type != FILE_JPEG && k[0].type != FILE_PNG))
		return fail_at(&v->cx, RC_INVALID, "file", "site.one_picture", N_("Choose one picture, JPEG or PNG."));
	struct js *f = visit_fields(v);
	js_set_sv(v->cx.a, f, "digest", k[0].digest);
	js_set_sv(v->cx.a, f, "name", k[0].name);
	js_set_sv(v->cx.a, f, "type", enum_word(FILE_TYPES, (size_t)k[0].type));
	js_set_int(v->cx.a, f, "size", k[0].size);
	js_set_int(v->cx.a, f, "width", k[0].width);
	js_set_int(v->cx.a, f, "height", k[0].height);
	return visit_act(v, "site.picture", c->s.id, f, &answer);
}

void do_site_picture(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct card *c = NEW(rq->a, struct card, 1);
	if (visit_open_post(&c->v, web, rq, rp)) {
		enum rc rc = load(c);
		if (rc != RC_OK)
			visit_fail(&c->v, rc);
		else if ((rc = take_picture(c)) == RC_OK)
			visit_redirect(&c->v, self_url(c).s);
		else
			show(c, rc_http(rc));
	}
	visit_close(&c->v);
}

void page_site_picture(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct card *c = NEW(rq->a, struct card, 1);
	if (visit_open(&c->v, web, rq, rp)) {
		const struct site_picture *x = NULL;
		enum rc rc = load(c);
		for (size_t i = 0; rc == RC_OK && i < c->n_picture; i++)
			if (c->picture[i].id == http_param_int(rq, "picture"))
				x = &c->picture[i];
		if (x)
			file_send(&c->v, &(struct file){ .id = x->id, .digest = x->digest, .name = x->name, .size = x->size, .width = x->width, .height = x->height,
							 .type = sv_is(x->type, "png") ? FILE_PNG : FILE_JPEG });
		else
			visit_fail(&c->v, rc == RC_OK ? fail(&c->v.cx, RC_NOT_FOUND, "file.none", N_("There is no such file.")) : rc);
	}
	visit_close(&c->v);
}

const struct http_route site_routes[] = {
	{ HTTP_GET, "/sites", 0, page_sites, "sites", NULL },
	{ HTTP_GET, "/sites/:id:int", 0, page_site, "site", NULL },
	{ HTTP_POST, "/sites/:id:int/pictures", ROUTE_UPLOAD, do_site_picture, "site-picture", NULL },
	{ HTTP_GET, "/sites/:id:int/pictures/:picture:int", 0, page_site_picture, "site-picture", NULL },
	{ HTTP_GET, "/events/:id:int/route", 0, page_route, "route", NULL },
	{ HTTP_GET, "/events/:id:int/route/card", 0, page_route_card, "route-card", NULL },
	{ HTTP_POST, "/events/:id:int/route/agenda", 0, do_route_agenda, "route-agenda", NULL },
	{ HTTP_GET, "/events/:id:int/route/draw", 0, page_route_draw, "route-draw", NULL },
	{ HTTP_POST, "/events/:id:int/route/draw", 0, do_route_draw, "route-draw", NULL },
	{ HTTP_GET, "/series/:id:int", 0, page_season, "season", NULL },
	{ HTTP_GET, "/series/:id:int/points", 0, page_season_points, "season-points", NULL },
	{ HTTP_GET, "/series/:id:int/votes", 0, page_season_votes, "season-votes", NULL },
};
const size_t site_routes_n = COUNT(site_routes);
