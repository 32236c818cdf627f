/* The review queue: what was claimed finished, the last words beside these; strike off or send back. */
#include "app/desk/handlers.h"
#include "app/desk/matter_forms.h"
#include "app/desk/queues.tmpl.h"

enum { REVIEW_MAX = 50 };

/* Ready sentences for sending back: what is wrong, what is wanted. */
static const char *const sentences[] = {
	N_("No figures: say how much of the goal is done, with numbers."),
	N_("The goal is not reached yet: finish what is missing and claim again."),
	N_("The words are those of the last report: say what has changed since."),
	N_("The people concerned do not confirm it: call them back first."),
	N_("It does not match what was found on the spot: put it right and claim again."),
};

static struct sv head_of(struct visit *v, const struct record *r)
{
	struct sv when = fmt_instant_short(v->cx.a, v->cx.lang, r->at, v->today);
	struct sv figure = percent_is(r->percent) ? arena_printf(v->cx.a, " · %.*s%%", SV_ARG(percent_text(v->cx.a, r->percent))) : SV("");
	struct sv who = r->said_by.n ? r->said_by : r->post_name;
	return arena_printf(v->cx.a, "%.*s %.*s%.*s", SV_ARG(when), SV_ARG(who), SV_ARG(figure));
}

static enum rc item_of(struct visit *v, const struct matter_row *row, struct sv refused, struct review_item *it)
{
	const struct matter *m = &row->m;
	struct record *r;
	size_t n;
	struct sv no = matter_no_text(v->cx.a, m->no);
	*it = (struct review_item){ .no = no, .title = m->title, .goal = m->goal, .leads = row->leads, .url = matter_url(v->cx.a, m->no),
				    .tag = light_tag(v, &row->light), .form = visit_form(v, URL("/review"), m->id) };
	it->form.id = arena_printf(v->cx.a, "r-%.*s", SV_ARG(no)).p;
	it->when = day_is(m->due) ? arena_tr(v->cx.a, v->cx.lang, N_("due %.*s"), SV_ARG(day_text(v->cx.a, m->due))) : SV("");
	TRY(matter_records(&v->cx, v->db, m->id, 100, &r, &n));
	const struct record *claim = NULL, *before = NULL;
	for (size_t i = 0; i < n && !before; i++) {
		if (!claim && sv_is(r[i].kind, "claim_finish"))
			claim = &r[i];
		else if (claim && (sv_is(r[i].kind, "progress") || sv_is(r[i].kind, "claim_finish") || sv_is(r[i].kind, "send_back")))
			before = &r[i];
	}
	if (claim) {
		it->this_head = head_of(v, claim);
		it->this = claim->text;
		it->same = claim->same || (before && claim->text.n && sv_eq(claim->text, before->text));
	} else {
		it->this = m->progress;
	}
	if (before) {
		it->last_head = head_of(v, before);
		it->last = before->text;
	}
	it->may_close = visit_may(v, m->state == MATTER_FINISH_CLAIMED ? "matter.take_up" : "matter.close", m->id);
	it->may_send_back = visit_may(v, "matter.send_back", m->id);
	it->field = arena_printf(v->cx.a, "f-reason-%.*s", SV_ARG(no)).p;
	it->fault_field = it->field + 2;
	it->faults = v->cx.faults;
	if (sv_eq(refused, no)) {
		it->reason = visit_form_value(v, "_reason");
		it->chosen = visit_form_value(v, "_sentence");
	}
	return RC_OK;
}

static enum rc fill(struct visit *v, struct sv refused, struct review_page *p)
{
	struct scope scope;
	struct matter_row *row;
	size_t n;
	struct matter_filter f = { .owes = SV("verify"), .due_from = DAY_NONE, .due_to = DAY_NONE };
	TRY(visit_scope(v, LIST_VIEW, &scope));
	TRY(matter_list(&v->cx, v->db, &scope, &f, v->today, 0, REVIEW_MAX, &row, &n, &p->more));
	struct review_item *it = NEW(v->cx.a, struct review_item, n + 1);
	for (size_t i = 0; i < n; i++)
		TRY(item_of(v, &row[i], refused, &it[i]));
	struct sv *s = NEW(v->cx.a, struct sv, COUNT(sentences));
	for (size_t i = 0; i < COUNT(sentences); i++)
		s[i] = visit_say(v, sentences[i]);
	p->item = it;
	p->n = n;
	p->sentence = s;
	p->n_sentence = COUNT(sentences);
	struct sv done = fields_get(&v->rq->query, "done"), no = fields_get(&v->rq->query, "m");
	int64_t number;
	if ((sv_is(done, "close") || sv_is(done, "send_back")) && sv_int(no, &number))
		p->done = (struct ui_notice){ .kind = NOTICE_DONE, .dismiss = true, .url = matter_url(v->cx.a, number), .url_label = visit_say(v, N_("Look at it")),
			.title = arena_tr(v->cx.a, v->cx.lang, sv_is(done, "close") ? N_("%.*s is struck off.") : N_("%.*s was sent back to its units."),
					  SV_ARG(matter_no_text(v->cx.a, number))) };
	return RC_OK;
}

static void show(struct visit *v, struct sv refused, int status)
{
	struct review_page p = { .frame = &v->frame, .faults = v->cx.faults };
	enum rc rc = fill(v, refused, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	desk_frame(v, visit_say(v, N_("Review")), "review");
	review_page(&v->out, &p);
	visit_send(v, status);
}

void page_review(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE | ROLE_VERIFIER))
		show(&v, SV_NONE, 200);
	visit_close(&v);
}

/* The ready sentence first, then what was written by hand. */
static struct sv reason_of(struct visit *v)
{
	int64_t at;
	struct sv hand = sv_trim(visit_form_value(v, "_reason")), ready = SV("");
	if (sv_int(visit_form_value(v, "_sentence"), &at) && at >= 0 && at < (int64_t)COUNT(sentences))
		ready = visit_say(v, sentences[at]);
	if (!hand.n || !ready.n)
		return ready.n ? ready : sv_or_empty(hand);
	return arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(ready), SV_ARG(hand));
}

void do_review(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE | ROLE_VERIFIER)) {
		int64_t no = 0;
		struct matter m;
		struct act_answer answer;
		struct js *f = js_obj(rq->a);
		bool close = sv_is(visit_form_value(&v, "_do"), "close");
		enum rc rc = sv_int(visit_form_value(&v, "_m"), &no) ? matter_by_no(&v.cx, v.db, no, &m) :
								       fail(&v.cx, RC_INVALID, "matter.no", N_("A matter is called by its number, such as 0623."));
		if (rc == RC_OK) {
			struct sv reason = reason_of(&v);
			if (reason.n)
				js_set_sv(rq->a, f, close ? "text" : "reason", reason);
			rc = close ? close_matter(&v, &m, f, &answer) : visit_act(&v, "matter.send_back", m.id, f, &answer);
		}
		if (rc == RC_OK) {
			visit_redirect(&v, arena_printf(rq->a, "/review?done=%s&m=%lld", close ? "close" : "send_back", (long long)no));
		} else {
			struct sv text = matter_no_text(rq->a, no);
			faults_at(&v, text);
			show(&v, text, rc_http(rc));
		}
	}
	visit_close(&v);
}
