/* The office's pages: list, plan, one test, slips with codes. */
#include "app/exam/office.h"

#include "app/exam/pages.h"
#include "app/exam/pages.tmpl.h"
#include "app/person/person.h"
#include "core/spoken.h"
#include "web/qr.h"

enum { EXAMS_SHOWN = 100, PART_ROWS = 6, PART_CELLS = 8, GROUP_BYTES = 1 << 20 };

struct sv exam_word(const struct visit *v, const char *column, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "exam", column, code));
}

struct url exam_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/exams"), id);
}

/* ---- /exams -------------------------------------------------------------------------------------------------------------- */

static enum rc exams_of(struct visit *v, struct ui_table *t)
{
	static const char *const heads[] = { N_("Test"), N_("Day"), N_("State"), N_("Office that holds it") };
	struct arena *a = v->cx.a;
	struct js *rows;
	TRY(visit_rows(v, "exam.list", 0, NULL, EXAMS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 1 ? COLUMN_DATE : COLUMN_TEXT };
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "name"), .url = exam_url(a, js_get_int(r, "id", 0)) };
		c[1].text = fmt_day_short(a, v->cx.lang, js_get_day(r, "day"), v->today);
		c[2].text = exam_word(v, "state", js_get_sv(r, "state"));
		c[3].text = js_get_sv(r, "owner");
		row[t->n_row++] = (struct ui_row){ .cell = c, .struck = sv_is(js_get_sv(r, "state"), "cancelled") };
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Tests")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = t->n_row, .cards = true };
	return RC_OK;
}

void page_exams(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct exam_list_page p = { .frame = &v.frame, .empty = { .text = visit_say(&v, N_("No test is planned or held yet.")) } };
		enum rc rc = exams_of(&v, &p.table);
		struct ui_button b[2] = {
			{ .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Plan a test")), .url = URL("/exams/new") },
			{ .kind = BUTTON_PLAIN, .label = visit_say(&v, N_("Question bank")), .url = URL("/questions") },
		};
		if (v.roles & ROLE_OFFICE)
			p.buttons = (struct ui_buttons){ .button = b, .n = 2 };
		else if (v.roles & ROLE_LEADER)
			p.buttons = (struct ui_buttons){ .button = &b[1], .n = 1 };
		visit_frame(&v, visit_say(&v, N_("Tests")), "exams");
		if (rc == RC_OK) {
			exam_list_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /exams/new -------------------------------------------------------------------------------------------------------------- */

static struct sv typed(struct visit *v, const char *name)
{
	return sv_or_empty(visit_form_value(v, name));
}

static const char *const cells[PART_CELLS] = { "name", "topic", "level", "kind", "n", "each", "least", "half" };

static const char *cell_name(struct arena *a, size_t row, size_t cell)
{
	return arena_printf(a, "_p%zu_%s", row + 1, cells[cell]).p;
}

static struct ui_field part_field(struct visit *v, size_t row, size_t cell)
{
	static const char *const labels[PART_CELLS] = { N_("Name of the part"), N_("Topic (empty: any)"), N_("Level"), N_("Kind of question"), N_("Questions"),
							N_("Marks each"), N_("Least marks"), N_("Incomplete answer to several options") };
	static const char *const of[PART_CELLS] = { [2] = QUESTION_LEVELS, [3] = QUESTION_KINDS };
	const char *name = cell_name(v->cx.a, row, cell);
	struct ui_field f = { .kind = cell < 2 ? INPUT_LINE : of[cell] || cell == 7 ? INPUT_SELECT : INPUT_NUMBER, .name = name, .label = visit_say(v, labels[cell]),
			      .value = typed(v, name), .width = cell < 2 ? 12 : 4 };
	if (f.kind != INPUT_SELECT)
		return f;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, 6);
	if (cell == 7) {
		c[f.n_choice++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("no marks")) };
		c[f.n_choice++] = (struct ui_choice){ .value = SV("half"), .label = visit_say(v, N_("half the marks")), .chosen = sv_is(f.value, "half") };
	}
	if (cell == 2)
		c[f.n_choice++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("any")) };
	for (size_t i = 0; of[cell] && enum_word(of[cell], i).p; i++)
		c[f.n_choice++] = (struct ui_choice){ .value = enum_word(of[cell], i), .label = exam_word(v, cells[cell], enum_word(of[cell], i)),
						      .chosen = sv_eq(enum_word(of[cell], i), f.value) };
	f.choice = c;
	return f;
}

static void show_new(struct visit *v, int status)
{
	const struct act_def *def = registry_act(store_nouns(web_store(v->web)), SV("exam.plan"), NULL);
	struct ui_field *f = NEW(v->cx.a, struct ui_field, def->n_fields);
	struct exam_part_row *row = NEW(v->cx.a, struct exam_part_row, PART_ROWS);
	struct exam_new_page p = { .frame = &v->frame, .faults = v->cx.faults, .form = visit_form(v, URL("/exams/new"), 0), .field = f, .row = row,
				   .n_row = PART_ROWS };
	for (size_t i = 0; i < def->n_fields; i++) {
		if (strcmp(def->fields[i].name, "parts") == 0)
			continue;
		f[p.n] = visit_field(v, &def->fields[i]);
		f[p.n].value = typed(v, def->fields[i].name);
		if (strcmp(def->fields[i].name, "owner") == 0 && v->rq->method == HTTP_GET)
			f[p.n].value = visit_unit_name(v, v->post.unit);
		f[p.n].optional = !def->fields[i].required;
		f[p.n].width = def->fields[i].type == FIELD_INT || def->fields[i].type == FIELD_DEC ? 8 : 0;
		p.n++;
	}
	for (size_t i = 0; i < PART_ROWS; i++) {
		struct ui_field *c = NEW(v->cx.a, struct ui_field, PART_CELLS);
		for (size_t k = 0; k < PART_CELLS; k++)
			c[k] = part_field(v, i, k);
		row[i] = (struct exam_part_row){ c, PART_CELLS };
	}
	visit_frame(v, visit_say(v, N_("Plan a test")), "exam-new");
	exam_new_page(&v->out, &p);
	visit_send(v, status);
}

void page_exam_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		if (v.roles & ROLE_OFFICE)
			show_new(&v, 200);
		else
			visit_fail(&v, fail(&v.cx, RC_DENIED, "exam.office", N_("The office that holds the test does this.")));
	}
	visit_close(&v);
}

/* The rows of the form as the lines of the act. */
static struct sv parts_text(struct visit *v)
{
	struct buf b = buf_new(v->cx.a, 4000);
	for (size_t i = 0; i < PART_ROWS; i++) {
		if (!sv_trim(typed(v, cell_name(v->cx.a, i, 0))).n)
			continue;
		for (size_t k = 0; k < PART_CELLS; k++) {
			struct sv s = typed(v, cell_name(v->cx.a, i, k));
			for (size_t x = 0; x < s.n; x++)
				buf_putc(&b, s.p[x] == '|' || s.p[x] == ';' || s.p[x] == '\n' ? ' ' : s.p[x]);
			buf_putc(&b, k + 1 < PART_CELLS ? '|' : '\n');
		}
	}
	return b.n ? buf_sv(&b) : SV("");
}

void do_exam_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct act_answer done;
		struct js *f = visit_fields(&v);
		struct sv parts = parts_text(&v);
		if (!js_get(f, "parts"))
			js_set_sv(rq->a, f, "parts", parts);
		enum rc rc = visit_act(&v, "exam.plan", 0, f, &done);
		if (rc == RC_OK)
			visit_redirect(&v, exam_url(rq->a, done.subject).s);
		else
			show_new(&v, rc_http(rc));
	}
	visit_close(&v);
}

/* ---- slips ----------------------------------------------------------------------------------------------------------------- */

static enum rc add_post(struct visit *v, int64_t post, int64_t *posts, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (posts[i] == post)
			return RC_OK;
	if (*n == EXAM_SEATS_MAX)
		return fail_at(&v->cx, RC_INVALID, "posts", "exam.seats", N_("Between 1 and %d seats."), EXAM_SEATS_MAX);
	posts[(*n)++] = post;
	return RC_OK;
}

static enum rc named(struct visit *v, const char *field, const char *noun, int64_t *posts, size_t *n)
{
	struct sv list = typed(v, field), one;
	while (sv_split(&list, ',', &one)) {
		int64_t id;
		struct ctx probe = v->cx;
		ctx_forget(&probe);
		one = sv_trim(one);
		if (!one.n)
			continue;
		enum rc rc = door_subject(&probe, v->db, registry_noun(store_nouns(web_store(v->web)), sv_of(noun)), one, &id);
		if (rc != RC_OK)
			return fail_at(&v->cx, RC_INVALID, field, "exam.named", "%.*s: %.*s", SV_ARG(one), SV_ARG(probe.faults->text));
		if (strcmp(noun, "person") == 0) {
			TRY(add_post(v, id, posts, n));
			continue;
		}
		struct post *p;
		size_t k;
		TRY(posts_of_unit(&v->cx, v->db, id, &p, &k));
		for (size_t i = 0; i < k; i++)
			if (!p[i].disabled)
				TRY(add_post(v, p[i].id, posts, n));
	}
	return RC_OK;
}

/* Of a make-up those who must sit again, where nobody is named. */
static enum rc those_again(struct office *o, int64_t *posts, size_t *n)
{
	struct exam_seat *s;
	size_t k;
	if (*n || !o->e.first || !sv_is(o->e.state, "planned"))
		return RC_OK;
	TRY(exam_seats(&o->v.cx, o->v.db, o->e.first, &s, &k));
	for (size_t i = 0; i < k; i++)
		if (!s[i].passed)
			TRY(add_post(&o->v, s[i].post, posts, n));
	return RC_OK;
}

static enum rc make_slips(struct office *o, const int64_t *posts, size_t n, struct exam_slip *slip)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct act_answer done;
	struct js *f = js_obj(a), *list = js_set(f, "seats", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		struct code code = code_new(a);
		struct js *x = js_push(list, js_obj(a));
		js_set_int(a, x, "post", posts[i]);
		js_set_sv(a, x, "digest", code.digest);
		slip[i] = (struct exam_slip){ .qr = qr_svg(a, arena_printf(a, "%.*s/x/%.*s", SV_ARG(visit_base(v)), SV_ARG(code.text))),
					      .address = arena_printf(a, "%.*s/x/", SV_ARG(visit_base(v))), .code = code_in_groups(a, code.text),
					      .who = visit_post_name(v, posts[i]) };
	}
	TRY(visit_act(v, "exam.seats", o->e.id, f, &done));
	/* What had been kept under a slip that was lost goes on under the new one. */
	const char *dir = store_dir(web_store(v->web));
	for (const struct js *x = list->first; x; x = x->next)
		for (size_t i = 0; i < o->n_seat; i++) {
			const struct js *kept = o->seat[i].post == js_get_int(x, "post", 0) ? kept_get(a, dir, o->seat[i].digest) : NULL;
			if (!kept)
				continue;
			TRY(kept_put(&v->cx, dir, js_get_sv(x, "digest"), kept));
			kept_drop(a, dir, o->seat[i].digest);
		}
	return RC_OK;
}

void do_exam_seats(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	struct visit *v = &o->v;
	if (visit_open_post(v, web, rq, rp)) {
		int64_t *posts = NEW(rq->a, int64_t, EXAM_SEATS_MAX);
		size_t n = 0;
		enum rc rc = exam_office_load(o);
		if (rc != RC_OK) {
			visit_fail(v, rc);
			visit_close(v);
			return;
		}
		rc = named(v, "posts", "person", posts, &n);
		if (rc == RC_OK)
			rc = named(v, "units", "unit", posts, &n);
		if (rc == RC_OK)
			rc = those_again(o, posts, &n);
		if (rc == RC_OK && !n)
			rc = fail_at(&v->cx, RC_INVALID, "posts", "exam.nobody", N_("Name the posts that sit, or the units whose posts all sit."));
		struct exam_slip *slip = NEW(rq->a, struct exam_slip, n + 1);
		if (rc == RC_OK)
			rc = make_slips(o, posts, n, slip);
		if (rc == RC_OK) {
			struct exam_slips_page p = { .frame = &v->frame, .title = o->e.name, .slip = slip, .n = n, .back = exam_url(rq->a, o->e.id) };
			visit_frame(v, o->e.name, "exam-slips");
			v->frame.kind = FRAME_PLAIN;
			rp->cache = CACHE_NEVER;
			exam_slips_page(&v->out, &p);
			visit_send(v, 200);
		} else {
			exam_office_show(o, rc_http(rc));
		}
	}
	visit_close(v);
}

/* ---- collecting ------------------------------------------------------------------------------------------------------------- */

static enum rc take(struct office *o, struct js *list)
{
	struct arena *a = o->v.cx.a;
	struct act_answer done;
	struct js *f = js_obj(a);
	struct act_request rq = { .act = SV("exam.take"), .actor = o->v.actor, .subject = o->e.id, .fields = f };
	js_set(f, "sheets", list);
	return list->n ? store_act(&o->v.cx, web_store(o->v.web), &rq, &done) : RC_OK;
}

static size_t size_of(struct arena *a, const struct js *answers)
{
	struct buf b = buf_new(a, GROUP_BYTES);
	js_write(&b, answers);
	return b.over ? GROUP_BYTES : b.n;
}

/* In groups, each an act of its own; what was taken in before stays, so that a collecting that is broken off goes on at the next
 * press.  What was kept stays in the spool until the sheets have their numbers. */
static enum rc collect(struct office *o)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	const char *dir = store_dir(web_store(v->web));
	struct act_answer done;
	struct js *list = js_arr(a);
	size_t bytes = 0;
	if (!visit_may(v, "exam.collect", o->e.id))
		return fail(&v->cx, RC_DENIED, "exam.office", N_("The office that holds the test does this."));
	for (size_t i = 0; i < o->n_seat && sv_is(o->e.state, "open"); i++) {
		const struct exam_seat *seat = &o->seat[i];
		const struct js *kept = seat->in ? NULL : kept_get(a, dir, seat->digest);
		if (seat->closed.n || (!seat->in && !kept))
			continue;
		struct js *x = js_push(list, js_obj(a));
		js_set_int(a, x, "seat", seat->no);
		if (kept)
			js_set(x, "answers", js_again(a, kept));
		bytes += kept ? size_of(a, kept) : 0;
		if (list->n < EXAM_TAKE_MAX && bytes < GROUP_BYTES)
			continue;
		TRY(take(o, list));
		list = js_arr(a);
		bytes = 0;
	}
	TRY(take(o, list));
	TRY(visit_act(v, "exam.collect", o->e.id, js_obj(a), &done));
	for (size_t i = 0; i < o->n_seat; i++)
		kept_drop(a, dir, o->seat[i].digest);
	return RC_OK;
}

void do_exam_collect(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open_post(&o->v, web, rq, rp)) {
		enum rc rc = exam_office_load(o);
		if (rc != RC_OK)
			visit_fail(&o->v, rc);
		else if ((rc = collect(o)) == RC_OK)
			visit_redirect(&o->v, exam_url(rq->a, o->e.id).s);
		else
			exam_office_show(o, rc_http(rc));
	}
	visit_close(&o->v);
}

/* ---- the list as text ------------------------------------------------------------------------------------------------------ */

void page_exam_list(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open(&o->v, web, rq, rp)) {
		struct exam_listed *l;
		size_t n;
		enum rc rc = exam_office_load(o);
		if (rc == RC_OK)
			rc = exam_list(&o->v.cx, o->v.db, o->e.id, &l, &n);
		if (rc == RC_OK && !n)
			rc = fail(&o->v.cx, RC_NOT_FOUND, "exam.no_list", N_("No list is published yet."));
		if (rc == RC_OK)
			reply_text(rp, 200, exam_list_text(rq->a, l, n));
		else
			visit_fail(&o->v, rc);
	}
	visit_close(&o->v);
}
