/* The chase list 催办: the overdue, the longest first; one call, one key. */
#include "app/desk/handlers.h"
#include "app/desk/matter_forms.h"
#include "app/desk/queues.tmpl.h"

enum { CHASE_MAX = 100 };

static const struct {
	const char *value, *label;
} results[] = {
	{ "promised", N_("Promised a day") }, { "working", N_("At work") }, { "no_answer", N_("No answer") },
	{ "wrong_number", N_("Wrong number") }, { "blocked", N_("Cannot go on") },
};

struct asked {                   /* what stands in the row that was just sent */
	struct sv no, unit, phone, text;
};

static struct chase_item item_of(struct visit *v, const struct chase_row *r, const struct asked *q)
{
	struct arena *a = v->cx.a;
	struct chase_item it = {
		.no = matter_no_text(a, r->m.no), .title = r->m.title, .unit = r->unit_name, .post = r->post_name, .url = matter_url(a, r->m.no),
		.days = when_due(v, &r->m, &r->light), .has_phone = r->has_phone, .form = visit_form(v, URL("/chase"), 0),
		.unit_id = arena_printf(a, "#%lld", (long long)r->unit), .post_id = r->post ? arena_printf(a, "#%lld", (long long)r->post) : SV(""),
	};
	if (r->chased_at)
		it.chased = arena_tr(a, v->cx.lang, N_("called %.*s: %.*s"), SV_ARG(fmt_instant_short(a, v->cx.lang, r->chased_at, v->today)),
				     SV_ARG(word_text(v, r->chase_result)));
	if (sv_eq(q->no, it.no) && sv_eq(q->unit, it.unit_id)) {
		it.phone = q->phone;
		it.said = q->text;
	}
	return it;
}

static enum rc fill(struct visit *v, const struct asked *q, struct chase_page *p)
{
	struct scope scope;
	struct chase_row *row;
	size_t n;
	TRY(visit_scope(v, LIST_VIEW, &scope));
	TRY(matter_overdue(&v->cx, v->db, &scope, v->today, CHASE_MAX + 1, &row, &n));
	p->more = n > CHASE_MAX;
	p->n = n > CHASE_MAX ? CHASE_MAX : n;
	struct chase_item *it = NEW(v->cx.a, struct chase_item, p->n + 1);
	for (size_t i = 0; i < p->n; i++)
		it[i] = item_of(v, &row[i], q);
	struct ui_button *b = NEW(v->cx.a, struct ui_button, COUNT(results));
	for (size_t i = 0; i < COUNT(results); i++)
		b[i] = (struct ui_button){ .label = visit_say(v, results[i].label), .name = "result", .value = results[i].value, .key = (char)('1' + i) };
	p->item = it;
	p->result = b;
	p->n_result = COUNT(results);
	int64_t number;
	struct sv done = fields_get(&v->rq->query, "done");
	if (done.n && sv_int(done, &number))
		p->done = (struct ui_notice){ .kind = NOTICE_DONE, .dismiss = true, .url = matter_url(v->cx.a, number), .url_label = visit_say(v, N_("Look at it")),
			.title = arena_tr(v->cx.a, v->cx.lang, N_("The call about %.*s stands in its timeline."), SV_ARG(matter_no_text(v->cx.a, number))) };
	return RC_OK;
}

static void show(struct visit *v, const struct asked *q, int status)
{
	struct chase_page p = { .frame = &v->frame, .faults = v->cx.faults };
	enum rc rc = fill(v, q, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	desk_frame(v, visit_say(v, N_("Chase list")), "chase");
	chase_page(&v->out, &p);
	if (q->phone.n)
		v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
}

void page_chase(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE))
		show(&v, &(struct asked){ 0 }, 200);
	visit_close(&v);
}

static enum rc reach(struct visit *v, const struct matter *m, struct asked *q)
{
	int64_t post = 0;
	struct sv id = visit_form_value(v, "post");
	if (id.n && !sv_int(sv_from(id, id.p[0] == '#'), &post))
		post = 0;
	return matter_reach(&v->cx, web_store(v->web), v->actor, m->id, post, &q->phone);
}

void do_chase(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		int64_t no = 0;
		struct matter m;
		struct act_answer answer;
		bool phone = visit_form_value(&v, "_phone").n > 0;
		enum rc rc = sv_int(visit_form_value(&v, "_m"), &no) ? matter_by_no(&v.cx, v.db, no, &m) :
								       fail(&v.cx, RC_INVALID, "matter.no", N_("A matter is called by its number, such as 0623."));
		struct asked q = { .no = matter_no_text(rq->a, no), .unit = visit_form_value(&v, "unit"), .text = visit_form_value(&v, "text") };
		if (rc == RC_OK)
			rc = phone ? reach(&v, &m, &q) : visit_act(&v, "matter.chase", m.id, visit_fields(&v), &answer);
		if (rc == RC_OK && !phone) {
			visit_redirect(&v, arena_printf(rq->a, "/chase?done=%lld", (long long)no));
		} else {
			faults_at(&v, q.no);
			show(&v, &q, rc == RC_OK ? 200 : rc_http(rc));
		}
	}
	visit_close(&v);
}
