/* Periods: which days a board counts, and in which state they are. */
#include "app/results/handlers.h"

#include "app/results/list.tmpl.h"
#include "app/unit/unit.h"

static struct ui_tag state_tag(struct visit *v, enum period_state s)
{
	return (struct ui_tag){ .shape = s == PERIOD_OPEN ? "circle_open" : s == PERIOD_CLOSED ? "circle" : "lock",
				.colour = s == PERIOD_OPEN ? "blue" : s == PERIOD_CLOSED ? "teal" : "quiet",
					.word = res_word(v, sv_of(period_state_name(s))) };
}

static enum rc rows_of(struct visit *v, struct ui_table *t)
{
	static const char *const heads[] = { N_("Period"), N_("Unit whose office counts"), N_("Counted"),
		N_("Publication"), N_("State"), N_("Boards") };
	struct arena *a = v->cx.a;
	struct js *rows;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .minor = i == 1,
					     .kind = i == 3 || i == 2 ? COLUMN_DATE : i == 4 ? COLUMN_TAG : i == 5 ?
					     	COLUMN_NUMBER : COLUMN_TEXT };
	TRY(visit_rows(v, "period.list", 0, NULL, 1000, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	size_t n = rows->n;
	for (const struct js *o = rows->first; o; o = o->next) {
		struct period p;
		struct board_head *b;
		size_t boards, shown = 0;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		TRY(period_get(&v->cx, v->db, js_get_int(o, "id", 0), &p));
		TRY(boards_of_period(&v->cx, v->db, p.id, &b, &boards));
		for (size_t i = 0; i < boards; i++)
			shown += b[i].state != BOARD_DISCARDED;
		c[0] = (struct ui_cell){ .text = p.name, .url = url_seg_int(a, URL("/periods"), p.id) };
		c[1].text = js_get_sv(o, "owner_name");
		c[2].text = res_range(v, p.from, p.to);
		c[3].text = day_text(a, p.publish_on);
		c[4].tag = state_tag(v, p.state);
		c[5].text = arena_printf(a, "%zu", shown);
		row[--n].cell = c; /* the latest first */
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Periods of counting")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = rows->n, .cards = true };
	return RC_OK;
}

void res_periods(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct ui_button b = { .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Open a period")),
			.url = URL("/periods/new") };
		struct res_list p = {
			.title = visit_say(&v, N_("Periods of counting")), .button = &b,
				.n_button = v.roles & ROLE_OFFICE ? 1 : 0,
			.lead = visit_say(&v,
				N_("The days that a board counts and the day of its publication are apart: what comes in late changes nothing silently.")),
			.empty = { .text = visit_say(&v,
				N_("No period is open yet. The office opens one, and closes it after its last day.")) },
		};
		enum rc rc = rows_of(&v, &p.table);
		visit_frame(&v, p.title, "periods");
		if (rc == RC_OK)
			res_send_list(&v, &p);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- one ------------------------------------------------------------------------------------------------------------ */

static const struct {
	const char *name, *act, *label, *text, *done;
	enum period_state in;
} deeds[] = {
	{ "close", "period.close", N_("Close the period"),
	  N_("Closing states once, with its instant, which matters were late on the last day, and makes entries of it by the rules. After that only corrections are posted on its days."),
	  N_("The period is closed. Boards can be composed now."), PERIOD_OPEN },
	{ "freeze", "period.freeze", N_("Freeze the period"),
	  N_("After that nothing is posted on its days, not even a correction: what is found later counts on the day on which it is found."),
	  N_("The period is frozen."), PERIOD_CLOSED },
};

static enum rc exempt_rows(struct visit *v, const struct period *p, struct res_section *s)
{
	static const char *const heads[] = { N_("Unit"), N_("Number of the approval"), N_("Reason") };
	struct exemption *x;
	size_t n;
	struct ui_column *col = NEW(v->cx.a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	TRY(period_exemptions(&v->cx, v->db, p->id, &x, &n));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0].text = visit_unit_name(v, x[i].unit);
		c[1].text = x[i].doc_no;
		c[2].text = x[i].reason;
		row[i].cell = c;
	}
	s->title = visit_say(v, N_("Units that take no part"));
	s->text = visit_say(v,
		N_("They stand on the board with the number of their approval, never silently left out."));
	s->table = (struct ui_table){ .caption = s->title, .column = col, .n_column = COUNT(heads), .row = row,
		.n_row = n, .cards = true };
	s->empty.text = visit_say(v, N_("Every unit takes part."));
	if (visit_may(v, "period.exempt", p->id) || (v->roles & (ROLE_OFFICE_HEAD | ROLE_LEADER))) {
		struct ui_button *b = NEW(v->cx.a, struct ui_button, 1);
		*b = (struct ui_button){ .label = visit_say(v, N_("Exempt a unit")),
					 .url = res_form_url(v, "period.exempt", p->id,
					 	url_seg_int(v->cx.a, URL("/periods"), p->id).s) };
		s->buttons = (struct ui_buttons){ .button = b, .n = p->state != PERIOD_FROZEN &&
			res_holds(v, ROLE_OFFICE_HEAD | ROLE_LEADER, p->owner) };
	}
	return RC_OK;
}

static enum rc board_rows(struct visit *v, const struct period *p, struct res_section *s)
{
	static const char *const heads[] = { N_("Board"), N_("Like units"), N_("State") };
	struct board_head *b;
	size_t n, k = 0;
	struct ui_column *col = NEW(v->cx.a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 2 ?
			COLUMN_TAG : COLUMN_TEXT };
	TRY(boards_of_period(&v->cx, v->db, p->id, &b, &n));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct res_seen seen;
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		if (res_see(v, b[i].id, &seen) != RC_OK) {
			ctx_forget(&v->cx); /* not for this visitor */
			continue;
		}
		c[0] = (struct ui_cell){ .text = b[i].name, .url = res_board_url(v->cx.a, b[i].id) };
		c[1].text = res_word(v, b[i].kind);
		c[2].tag = res_state_tag(v, &b[i]);
		row[k++] = (struct ui_row){ .cell = c, .struck = b[i].state == BOARD_DISCARDED };
	}
	s->title = visit_say(v, N_("Boards"));
	s->table = (struct ui_table){ .caption = s->title, .column = col, .n_column = COUNT(heads), .row = row,
		.n_row = k, .cards = true };
	s->empty.text = visit_say(v, p->state == PERIOD_OPEN ? N_("A board is composed after the period is closed.") :
		N_("No board is composed yet."));
	return RC_OK;
}

static void deed_section(struct visit *v, const struct period *p, struct res_section *s, size_t *n)
{
	for (size_t i = 0; i < COUNT(deeds); i++) {
		if (deeds[i].in != p->state || !visit_may(v, deeds[i].act, p->id))
			continue;
		const struct fault *no = res_refusal(v, deeds[i].act, p->id, NULL);
		struct url here = url_seg(v->cx.a, url_seg_int(v->cx.a, URL("/periods"), p->id),
			sv_of(deeds[i].name));
		s[*n].title = visit_say(v, deeds[i].label);
		s[*n].text = no ? no->text : visit_say(v, deeds[i].text);
		s[*n].has_form = no == NULL;
		s[*n].form = visit_form(v, here, p->id);
		s[(*n)++].button = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, deeds[i].label) };
	}
}

static enum rc show(struct visit *v, const struct period *p, int status)
{
	struct arena *a = v->cx.a;
	struct res_section *s = NEW(a, struct res_section, 6);
	struct ui_fact *f = NEW(a, struct ui_fact, 6);
	size_t n = 0, k = 0;
	f[k++] = (struct ui_fact){ .label = visit_say(v, N_("Unit whose office counts")),
		.value = visit_unit_name(v, p->owner) };
	f[k++] = (struct ui_fact){ .label = visit_say(v, N_("Counted")), .value = res_range(v, p->from, p->to) };
	f[k++] = (struct ui_fact){ .label = visit_say(v, N_("To be published on")),
		.value = day_text(a, p->publish_on) };
	if (p->as_of)
		f[k++] = (struct ui_fact){ .label = visit_say(v, N_("Lateness as of")), .value = res_when(v, p->as_of),
			.hint = arena_tr(a, v->cx.lang, N_("closed %.*s"), SV_ARG(res_when(v, p->closed_at))) };
	if (p->frozen_at)
		f[k++] = (struct ui_fact){ .label = visit_say(v, N_("Frozen")), .value = res_when(v, p->frozen_at) };
	s[n].title = visit_say(v, N_("Days"));
	s[n].facts = (struct ui_facts){ .fact = f, .n = k };
	if (p->state != PERIOD_FROZEN && visit_may(v, "period.reschedule", p->id)) {
		struct ui_button *b = NEW(a, struct ui_button, 1);
		*b = (struct ui_button){ .label = visit_say(v, N_("Move the day of publication")),
					 .url = res_form_url(v, "period.reschedule", p->id,
					 	url_seg_int(a, URL("/periods"), p->id).s) };
		s[n].buttons = (struct ui_buttons){ .button = b, .n = 1 };
	}
	n++;
	struct fault *had = v->cx.faults;
	deed_section(v, p, s, &n);
	TRY(board_rows(v, p, &s[n++]));
	TRY(exempt_rows(v, p, &s[n++]));
	struct res_doc d = { .frame = &v->frame, .faults = had, .title = p->name, .tag = state_tag(v, p->state),
		.section = s, .n = n };
	for (size_t i = 0; i < COUNT(deeds); i++)
		if (sv_is(res_param(v, "done"), deeds[i].name))
			d.done = res_done(v, deeds[i].done);
	if (sv_is(res_param(v, "done"), "open"))
		d.done = res_done(v, N_("The period is open."));
	visit_frame(v, p->name, "period");
	v->frame.error = had != NULL;
	res_doc_page(&v->out, &d);
	visit_send(v, status);
	return RC_OK;
}

void res_period(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct period p;
		enum rc rc = period_get(&v.cx, v.db, http_param_int(rq, "id"), &p);
		if (rc == RC_OK)
			rc = show(&v, &p, 200);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_do_period_deed(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct period p;
		struct act_answer answer;
		const char *act = NULL;
		struct sv name = http_param(rq, "act");
		for (size_t i = 0; i < COUNT(deeds); i++)
			if (sv_is(name, deeds[i].name))
				act = deeds[i].act;
		enum rc rc = act ? period_get(&v.cx, v.db, http_param_int(rq, "id"), &p) :
			     fail(&v.cx, RC_NOT_FOUND, "results.period",
			     	N_("Nothing of this kind is done with a period."));
		if (rc == RC_OK && (rc = visit_act(&v, act, p.id, js_obj(v.cx.a), &answer)) == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, url_seg_int(v.cx.a, URL("/periods"), p.id), "done",
				name).s);
		else if (!act || show(&v, &p, rc_http(rc)) != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- a new one ---------------------------------------------------------------------------------------------------------- */

/* The month before this one, published on its 18th day: what a monthly board usually wants. */
static void suggest(struct visit *v, struct ui_field *f)
{
	struct civil now = civil_of_day(v->today);
	int year = now.month == 1 ? now.year - 1 : now.year, month = now.month == 1 ? 12 : now.month - 1;
	if (res_param(v, "name").n)
		return;
	f[1].value = fmt_month(v->cx.a, v->cx.lang, year, month);
	f[2].value = day_text(v->cx.a, day_of_civil(year, month, 1));
	f[3].value = day_text(v->cx.a, day_of_civil(year, month, month_days(year, month)));
	f[4].value = day_text(v->cx.a, day_of_civil(now.year, now.month, 18));
}

static void show_new(struct visit *v, int status)
{
	static const struct {
		enum input_kind kind;
		const char *name, *label, *hint;
	} def[] = {
		{ INPUT_SELECT, "owner", N_("Unit whose office counts"), NULL },
			{ INPUT_LINE, "name", N_("Name"), NULL },
		{ INPUT_DATE, "from", N_("First day"), NULL }, { INPUT_DATE, "to", N_("Last day"), NULL },
		{ INPUT_DATE, "publish_on", N_("To be published on"),
			N_("After the last day that is counted: time for verifying and for objections.") },
	};
	struct ui_field f[COUNT(def)];
	struct fault *had = v->cx.faults;
	for (size_t i = 0; i < COUNT(def); i++)
		f[i] = (struct ui_field){ .kind = def[i].kind, .name = def[i].name, .label = visit_say(v, def[i].label),
			.value = res_param(v, def[i].name),
					  .hint = def[i].hint ? visit_say(v, def[i].hint) : SV_NONE, .width = 20,
					  	.max = i == 1 ? 40 : 0, .faults = had };
	suggest(v, f);
	if (res_owner_choices(v, &f[0]) != RC_OK) {
		visit_fail(v, RC_FAILED);
		return;
	}
	struct res_form p = { .frame = &v->frame, .faults = had, .title = visit_say(v, N_("Open a period")),
		.up = URL("/periods"),
			      .up_label = visit_say(v, N_("Periods of counting")),
			      	.form = visit_form(v, URL("/periods/new"), 0), .field = f, .n_field = COUNT(def),
			      .button = { .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Open the period")) } };
	visit_frame(v, p.title, "period-new");
	v->frame.error = had != NULL;
	res_form_page(&v->out, &p);
	visit_send(v, status);
}

void res_period_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		if (v.roles & ROLE_OFFICE)
			show_new(&v, 200);
		else
			visit_fail(&v, fail(&v.cx, RC_DENIED, "results.period_new",
				N_("Periods are opened by the supervision office.")));
	}
	visit_close(&v);
}

void res_do_period_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = visit_act(&v, "period.open", 0, visit_fields(&v), &answer);
		if (rc == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, url_seg_int(v.cx.a, URL("/periods"), answer.subject),
				"done", SV("open")).s);
		else
			show_new(&v, rc_http(rc));
	}
	visit_close(&v);
}
