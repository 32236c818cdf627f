/* The page of one test, and the marker's page. */
#include "app/exam/office.h"

#include "app/exam/pages.h"
#include "app/exam/pages.tmpl.h"
#include "app/person/person.h"

enum { RATES_SHOWN = 1000 };

enum rc exam_office_load(struct office *o)
{
	struct visit *v = &o->v;
	struct scope scope;
	bool seen;
	TRY(visit_scope(v, "exam.show", &scope));
	TRY(exam_get(&v->cx, v->db, http_param_int(v->rq, "id"), &o->e));
	TRY(exam_seen(&v->cx, v->db, &scope, &o->e, &seen));
	if (!seen)
		return exam_none(&v->cx);
	o->whole = scope_holds(&scope, o->e.owner_path);
	TRY(exam_parts(&v->cx, v->db, o->e.id, &o->part, &o->n_part));
	TRY(exam_seats(&v->cx, v->db, o->e.id, &o->seat, &o->n_seat));
	TRY(exam_makeup_of(&v->cx, v->db, o->e.id, &o->makeup));
	TRY(person_holds(&v->cx, v->db, v->session.post, EXAM_MARKERS, o->e.owner, &o->marker));
	if (o->marker && sv_is(o->e.state, "marking")) { /* no way to a page that would refuse */
		bool sat;
		TRY(exam_sat(&v->cx, v->db, o->e.id, v->session.post, &sat));
		o->marker = !sat;
	}
	if (sv_is(o->e.state, "marking"))
		TRY(exam_waiting(&v->cx, v->db, o->e.id, &o->waiting, &o->second, &o->third));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, o->e.owner, &o->office);
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------ */

static struct ui_column *columns(struct visit *v, const char *const *heads, const enum column_kind *kinds, size_t n)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	return col;
}

static struct ui_table parts_table(struct office *o)
{
	static const char *const heads[] = { N_("Part"), N_("Topic of questions"), N_("Level"), N_("Kind of question"), N_("Questions"), N_("Marks each"), N_("Least marks") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct sv any = visit_say(v, N_("any"));
	struct ui_row *row = NEW(a, struct ui_row, o->n_part + 1);
	for (size_t i = 0; i < o->n_part; i++) {
		const struct exam_part *p = &o->part[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = p->name;
		c[1].text = p->topic.n ? p->topic : any;
		c[2].text = p->level.n ? exam_word(v, "level", p->level) : any;
		c[3] = (struct ui_cell){ .text = exam_word(v, "kind", p->kind), .note = p->half ? visit_say(v, N_("half the marks for an incomplete answer")) : SV("") };
		c[4].text = fmt_int(a, v->cx.lang, p->n);
		c[5].text = dec_text(a, p->each);
		c[6].text = p->least.u ? dec_text(a, p->least) : SV("—");
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Paper")), .column = columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads), .row = row,
				  .n_row = o->n_part, .cards = true, .labels = true };
}

/* Seats in their order, and nothing of what anybody does at them. */
static struct ui_table seats_table(struct office *o)
{
	static const char *const heads[] = { N_("Post"), N_("Seat") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER };
	struct visit *v = &o->v;
	struct ui_row *row = NEW(v->cx.a, struct ui_row, o->n_seat + 1);
	for (size_t i = 0; i < o->n_seat && o->office; i++) {
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0].text = visit_post_name(v, o->seat[i].post);
		c[1].text = fmt_int(v->cx.a, v->cx.lang, o->seat[i].no);
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Seats")), .column = columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads), .row = row,
				  .n_row = o->office ? o->n_seat : 0, .cards = true, .labels = true };
}

static enum rc rates_table(struct office *o, struct ui_table *t)
{
	static const char *const heads[] = { N_("Unit"), N_("Sat"), N_("Passed"), N_("Pass rate"), N_("Note") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_TEXT };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	if (!sv_is(o->e.state, "done"))
		return RC_OK;
	TRY(visit_rows(v, "exam.rates", o->e.id, NULL, RATES_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = js_get_sv(r, "unit_name");
		c[1].text = js_is_null(r, "sat") ? SV("—") : fmt_int(a, v->cx.lang, js_get_int(r, "sat", 0));
		c[2].text = js_is_null(r, "passed") ? SV("—") : fmt_int(a, v->cx.lang, js_get_int(r, "passed", 0));
		c[3].text = js_get_sv(r, "percent").n ? js_get_sv(r, "percent") : SV("—");
		c[4].text = js_get_sv(r, "why");
		row[t->n_row++] = (struct ui_row){ .cell = c, .sum = !js_get_int(r, "unit", 0) };
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Pass rates of units")), .column = columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads), .row = row,
				.n_row = t->n_row, .cards = true, .labels = true,
				.foot = arena_tr(a, v->cx.lang, N_("In the official order, not by rate. Units of which fewer than %d sat are not told; from 95%% and up to 5%% only that is told."),
						 (int)EXAM_UNIT_LEAST) };
	return RC_OK;
}

static enum rc again_table(struct office *o, struct ui_table *t)
{
	static const char *const heads[] = { N_("Post"), N_("Seat"), N_("Sat") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_TEXT };
	struct visit *v = &o->v;
	struct js *rows;
	if (!o->office || !sv_is(o->e.state, "done"))
		return RC_OK;
	TRY(visit_rows(v, "exam.again", o->e.id, NULL, RATES_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0].text = js_get_sv(r, "post_name");
		c[1].text = fmt_int(v->cx.a, v->cx.lang, js_get_int(r, "no", 0));
		c[2].text = visit_say(v, js_get_bool(r, "sat") ? N_("Yes") : N_("No"));
		row[t->n_row++].cell = c;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Who must sit again")), .column = columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				.row = row, .n_row = t->n_row, .cards = true, .labels = true };
	return RC_OK;
}

/* ---- facts ------------------------------------------------------------------------------------------------------------------- */

static void facts(struct office *o, struct exam_page *p)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 10);
	int64_t in = 0;
	size_t n = 0;
	for (size_t i = 0; i < o->n_seat; i++)
		in += o->seat[i].in;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("State")), .value = exam_word(v, "state", o->e.state), .mark = true };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Marks that pass")),
				   .value = arena_tr(a, v->cx.lang, N_("%.*s of %.*s"), SV_ARG(dec_text(a, o->e.pass)), SV_ARG(dec_text(a, exam_full(o->part, o->n_part)))) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Minutes of the sitting")), .value = fmt_int(a, v->cx.lang, o->e.minutes) };
	if (o->office)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Seats")), .value = fmt_int(a, v->cx.lang, (int64_t)o->n_seat) };
	if (o->office && sv_is(o->e.state, "open"))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Handed in")), .value = fmt_int(a, v->cx.lang, in) };
	if (sv_is(o->e.state, "open"))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ends")), .value = fmt_instant(a, v->cx.lang, exam_ends(&o->e)) };
	if (o->marker && sv_is(o->e.state, "marking"))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Answers that wait for a marker")), .value = fmt_int(a, v->cx.lang, o->waiting),
					   .hint = o->second + o->third ? arena_tr(a, v->cx.lang, N_("for the second: %lld, for the third: %lld"), (long long)o->second,
										   (long long)o->third) : SV("") };
	p->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
	if (!o->e.list_digest.n)
		return;
	struct ui_fact *d = NEW(a, struct ui_fact, 2);
	bool told = o->e.opened_at || (o->office && o->e.seed.n);
	d[0] = (struct ui_fact){ .label = visit_say(v, N_("SHA-256 of the list")), .value = o->e.list_digest };
	d[1] = (struct ui_fact){ .label = visit_say(v, N_("Seed")), .value = told ? o->e.seed : SV("—"),
				 .hint = o->e.opened_at ? SV("") : visit_say(v, N_("told to all when the sitting begins")) };
	p->draw = (struct ui_facts){ .fact = d, .n = 2 };
	p->list = url_seg(a, exam_url(a, o->e.id), SV("list.txt"));
}

static struct ui_button act_button(struct office *o, enum button_kind kind, const char *act, const char *label)
{
	struct arena *a = o->v.cx.a;
	struct url u = url_arg(a, url_seg(a, URL("/do"), sv_of(act)), "_subject", arena_printf(a, "#%lld", (long long)o->e.id));
	return (struct ui_button){ .kind = kind, .label = visit_say(&o->v, label), .url = url_arg(a, u, "back", exam_url(a, o->e.id).s) };
}

static struct ui_notice note_of(struct office *o)
{
	struct visit *v = &o->v;
	struct ui_notice n = { .kind = NOTICE_INFO };
	if (sv_is(o->e.state, "cancelled"))
		n.title = arena_tr(v->cx.a, v->cx.lang, N_("Cancelled: %.*s"), SV_ARG(o->e.reason));
	else if (!o->office)
		return (struct ui_notice){ 0 };
	else if (sv_is(o->e.state, "planned"))
		n.text = visit_say(v, !o->e.list_digest.n ? N_("Publish the list of questions that may be drawn; its digest is told before the seed is thrown.") :
				   !o->e.seed.n ? N_("Throw the seed in public, for instance with dice, and draw the paper.") :
				   !o->n_seat ? N_("Print the codes of the seats.") : N_("Everything is ready: start the sitting when all sit."));
	else if (sv_is(o->e.state, "marking"))
		n.text = visit_say(v, o->waiting ? N_("Answers in words are marked by two persons, and by a third where they differ too much.") :
						   N_("All answers are marked: declare the results."));
	if (!n.title.n && n.text.n)
		n.title = visit_say(v, N_("What comes next"));
	return n.title.n ? n : (struct ui_notice){ 0 };
}

static void buttons(struct office *o, struct exam_page *p)
{
	struct visit *v = &o->v;
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 6), *m = NEW(v->cx.a, struct ui_button, 2);
	bool planned = sv_is(o->e.state, "planned"), marking = sv_is(o->e.state, "marking"), over = sv_is(o->e.state, "done") || sv_is(o->e.state, "cancelled");
	size_t n = 0;
	if (o->office && planned && !o->e.seed.n)
		b[n++] = act_button(o, o->e.list_digest.n ? BUTTON_PLAIN : BUTTON_DEFAULT, "exam.publish", N_("Publish the list to draw from"));
	if (o->office && planned && o->e.list_digest.n && !o->e.seed.n)
		b[n++] = act_button(o, BUTTON_DEFAULT, "exam.draw", N_("Draw the paper"));
	if (o->office && planned && o->e.seed.n && o->n_seat)
		b[n++] = act_button(o, BUTTON_DEFAULT, "exam.open", N_("Start the sitting"));
	if (o->marker && marking && o->waiting)
		b[n++] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Mark answers")), .url = url_seg(v->cx.a, exam_url(v->cx.a, o->e.id), SV("mark")) };
	if (o->office && marking && !o->waiting)
		b[n++] = act_button(o, BUTTON_DEFAULT, "exam.finish", N_("Declare the results"));
	if (o->office && sv_is(o->e.state, "done") && !o->makeup && p->again.n_row)
		b[n++] = act_button(o, BUTTON_DEFAULT, "exam.makeup", N_("Plan a make-up sitting"));
	if (o->makeup)
		b[n++] = (struct ui_button){ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("The make-up sitting")), .url = exam_url(v->cx.a, o->makeup) };
	p->next = (struct ui_buttons){ .button = b, .n = n };
	if (o->office && !over) {
		m[0] = act_button(o, BUTTON_PLAIN, "exam.cancel", N_("Cancel the test"));
		p->more = (struct ui_buttons){ .button = m, .n = 1 };
	}
}

static void seat_fields(struct office *o, struct exam_page *p)
{
	struct visit *v = &o->v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 2);
	static const char *const names[] = { "posts", "units" };
	static const char *const labels[] = { N_("Posts that sit"), N_("Units whose posts all sit") };
	bool planned = sv_is(o->e.state, "planned");
	for (size_t i = 0; i < 2; i++) {
		struct sv value = fields_get(&v->rq->form, names[i]);
		f[i] = (struct ui_field){ .kind = INPUT_LINE, .name = names[i], .label = visit_say(v, planned ? labels[i] : N_("Post whose slip was lost")), .optional = planned, .faults = v->cx.faults,
					  .value = sv_or_empty(value),
					  .hint = visit_say(v, i ? N_("Names, numbers or codes, separated by commas.") :
								   o->e.first && planned ? N_("Names by which they sign in, separated by commas. Left empty: all who must sit again.") :
										N_("Names by which they sign in, separated by commas.")) };
	}
	p->seat_field = f;
	p->n_seat_field = planned ? 2 : 1;
	p->seat_form = visit_form(v, url_seg(v->cx.a, exam_url(v->cx.a, o->e.id), SV("seats")), 0);
}

void exam_office_show(struct office *o, int status)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	bool planned = sv_is(o->e.state, "planned");
	struct exam_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = o->e.name, .note = note_of(o), .parts = parts_table(o), .seats = seats_table(o),
			       .may_seats = o->office && !sv_is(o->e.state, "cancelled"), .lost = !planned, .may_collect = o->office && sv_is(o->e.state, "open"),
			       .lead = arena_tr(a, v->cx.lang, N_("%.*s, %.*s."), SV_ARG(o->e.owner_name), SV_ARG(fmt_day_long(a, v->cx.lang, o->e.day))) };
	struct exam before;
	const struct fault *faults = v->cx.faults;
	enum rc rc = rates_table(o, &p.rates);
	if (rc == RC_OK)
		rc = again_table(o, &p.again);
	if (rc == RC_OK && o->e.first && (rc = exam_get(&v->cx, v->db, o->e.first, &before)) == RC_OK) {
		p.first = exam_url(a, before.id);
		p.first_name = before.name;
	}
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	facts(o, &p);
	buttons(o, &p);
	seat_fields(o, &p);
	p.collect = visit_form(v, url_seg(a, exam_url(a, o->e.id), SV("collect")), o->e.id);
	visit_frame(v, o->e.name, "exam");
	v->frame.error = faults != NULL;
	exam_page(&v->out, &p);
	visit_send(v, status);
}

void page_exam(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open(&o->v, web, rq, rp)) {
		enum rc rc = exam_office_load(o);
		if (rc == RC_OK)
			exam_office_show(o, 200);
		else
			visit_fail(&o->v, rc);
	}
	visit_close(&o->v);
}

/* ---- the marker's page ------------------------------------------------------------------------------------------------------- */

static void show_mark(struct office *o, int status)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	const struct fault *faults = v->cx.faults;
	struct js *rows;
	struct sv given = fields_get(&v->rq->form, "mark");
	enum rc rc = visit_rows(v, "exam.answer", o->e.id, NULL, 1, SV_NONE, &rows, NULL);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	const struct js *r = rows->first;
	struct exam_mark_page p = { .frame = &v->frame, .faults = faults, .title = o->e.name, .back = exam_url(a, o->e.id), .any = r != NULL,
				    .form = visit_form(v, url_seg(a, exam_url(a, o->e.id), SV("mark")), 0),
				    .empty = { .text = visit_say(v, N_("No answer waits for you. What others have to mark is not shown.")), .good = true,
					       .url = exam_url(a, o->e.id), .url_label = visit_say(v, N_("Back to the test")) } };
	if (r) {
		p.sheet = js_get_int(r, "sheet", 0);
		p.item = js_get_int(r, "item", 0);
		p.question = js_get_sv(r, "question");
		p.model = js_get_sv(r, "model");
		p.answer = js_get_sv(r, "answer");
		p.left = arena_tr(a, v->cx.lang, N_("Answers that you can mark: %lld."), (long long)js_get_int(r, "left", 0));
		p.mark = (struct ui_field){ .kind = INPUT_NUMBER, .name = "mark", .label = visit_say(v, N_("Mark")), .width = 8, .faults = faults,
					    .value = given.p && faults ? given : SV(""),
					    .suffix = arena_tr(a, v->cx.lang, N_("of %.*s"), SV_ARG(js_get_sv(r, "full"))) };
	}
	visit_frame(v, visit_say(v, N_("Mark answers")), "exam-mark");
	v->frame.error = faults != NULL;
	v->rp->cache = CACHE_NEVER;
	exam_mark_page(&v->out, &p);
	visit_send(v, status);
}

void page_exam_mark(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open(&o->v, web, rq, rp)) {
		enum rc rc = exam_office_load(o);
		if (rc == RC_OK)
			show_mark(o, 200);
		else
			visit_fail(&o->v, rc);
	}
	visit_close(&o->v);
}

void do_exam_mark(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open_post(&o->v, web, rq, rp)) {
		struct act_answer done;
		enum rc rc = exam_office_load(o);
		if (rc != RC_OK)
			visit_fail(&o->v, rc);
		else if ((rc = visit_act(&o->v, "exam.mark", o->e.id, visit_fields(&o->v), &done)) == RC_OK)
			visit_redirect(&o->v, url_seg(rq->a, exam_url(rq->a, o->e.id), SV("mark")).s);
		else
			show_mark(o, rc_http(rc));
	}
	visit_close(&o->v);
}

const struct http_route exam_routes[] = {
	{ HTTP_GET, "/exams", 0, page_exams, "exams", NULL },
	{ HTTP_GET, "/exams/new", 0, page_exam_new, "exam-new", NULL },
	{ HTTP_POST, "/exams/new", 0, do_exam_new, "exam-new", NULL },
	{ HTTP_GET, "/exams/:id:int", 0, page_exam, "exam", NULL },
	{ HTTP_GET, "/exams/:id:int/list.txt", 0, page_exam_list, "exam-list", NULL },
	{ HTTP_POST, "/exams/:id:int/seats", 0, do_exam_seats, "exam", NULL },
	{ HTTP_POST, "/exams/:id:int/collect", 0, do_exam_collect, "exam", NULL },
	{ HTTP_GET, "/exams/:id:int/mark", 0, page_exam_mark, "exam-mark", NULL },
	{ HTTP_POST, "/exams/:id:int/mark", 0, do_exam_mark, "exam-mark", NULL },
	{ HTTP_GET, "/x", ROUTE_NOCASE, page_code_box, "seat", "/x" },
	{ HTTP_POST, "/x", ROUTE_NOCASE, do_code_box, "seat", "/x" },
	{ HTTP_GET, "/x/:typed", ROUTE_NOCASE, do_code_box, "seat", "/x" },
	{ HTTP_GET, "/x/:token:code", ROUTE_NOCASE, page_seat, "seat", NULL },
	{ HTTP_POST, "/x/:token:code", ROUTE_NOCASE, do_seat, "seat", NULL },
};
const size_t exam_routes_n = COUNT(exam_routes);
