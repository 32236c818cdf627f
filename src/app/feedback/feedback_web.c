/* The box on every page, and the office's queue. */
#include "app/feedback/feedback.h"

#include "app/feedback/pages.tmpl.h"
#include "base/utf8.h"
#include "http/guard.h"
#include "http/limit.h"

#include <pthread.h>

/* The page that somebody came from, without host and query.  The token of a link, which is thirty-two signs or more, is no
 * part of its name: whoever reads the journal could act by it. */
static struct sv page_name(struct visit *v, struct sv from)
{
	struct buf b = buf_new(v->cx.a, from.n + 1);
	size_t scheme = sv_find(from, SV("://"), 0), slash = scheme == SIZE_MAX ? 0 : sv_find(from, SV("/"), scheme + 3);
	struct sv rest = slash == SIZE_MAX ? SV("/") : sv_from(from, slash), part;
	rest = sv_upto(rest, sv_find(rest, SV("?"), 0));
	for (bool first = true; sv_split(&rest, '/', &part); first = false)
		buf_printf(&b, "%s%.*s", first ? "" : "/", SV_ARG(part.n < 32 ? part : SV("…")));
	return utf8_upto(buf_sv(&b), 200);
}

static void show(struct visit *v, int status, const struct feedback *f, bool sent)
{
	struct feedback_page p = { .frame = &v->frame, .form = visit_form(v, URL("/feedback"), 0),
				   .look = { .action = URL("/feedback"), .get = true, .look = "inline" }, .faults = v->cx.faults,
				   .text = visit_form_value(v, "text"), .page = visit_form_value(v, "page"), .sent = sent,
				   .staff = (v->roles & (ROLE_OFFICE | ROLE_SYSADMIN)) != 0 };
	if (!p.page.p)
		p.page = http_header(v->rq, "Referer").p ? page_name(v, http_header(v->rq, "Referer")) : SV("");
	if (f) {
		p.code = f->code;
		p.state = sv_of(tr(v->cx.lang, arena_cstr(v->cx.a, f->state)));
		p.answer = f->answer;
		p.text = SV("");
	}
	if (!v->session.post) {
		v->frame.kind = FRAME_PLAIN;
		p.form.csrf = SV("-");
	}
	v->frame.title = TR(&v->out, N_("Comments and suggestions"));
	v->frame.error = v->cx.faults != NULL;
	feedback_form(&v->out, &p);
	visit_send(v, status);
}

static void page_feedback(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	struct sv code = sv_trim(visit_form_value(&v, "code"));
	struct feedback f;
	enum rc rc = code.n ? feedback_by_code(&v.cx, v.db, code, &f) : RC_OK;
	show(&v, rc == RC_OK ? 200 : rc_http(rc), code.n && rc == RC_OK ? &f : NULL, sv_is(visit_form_value(&v, "sent"), "1") && rc == RC_OK);
	visit_close(&v);
}

/* Whoever has something to say says it a few times, not six hundred: each comment is written down for ever. */
enum { PER_ADDRESS = 10, PER_DAY = 500, ADDRESSES = 4096, HOUR_MS = 3600 * 1000 };
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct arena limits_arena;
static struct limit *per_address, *per_day;

static void prepare(void)
{
	arena_init(&limits_arena, 4 << 20);
	per_address = limit_new(&limits_arena, ADDRESSES, PER_ADDRESS, HOUR_MS);
	per_day = limit_new(&limits_arena, 1, PER_DAY, 24 * (int64_t)HOUR_MS);
}

static enum rc within_limits(struct visit *v)
{
	int64_t wait, now = limit_now();
	pthread_once(&once, prepare);
	if (limit_take(per_address, v->rq->peer, now, &wait) && limit_take(per_day, SV("all"), now, &wait))
		return RC_OK;
	return fail(&v->cx, RC_OFTEN, "feedback.often", N_("Many comments came from here. Wait %lld minutes, or call the office; what you wrote is kept in the form."),
		    (long long)(wait / 60000 + 1));
}

static void do_feedback(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	struct act_answer r;
	struct js *f = js_obj(rq->a);
	/* Nobody's post is noted: whoever writes stays unknown, signed in or not. */
	v.actor = (struct actor){ .via = VIA_WEB };
	js_set_sv(rq->a, f, "text", visit_form_value(&v, "text"));
	js_set_sv(rq->a, f, "page", page_name(&v, visit_form_value(&v, "page")));
	enum rc rc = guard_origin(rq, NULL, 0) == ORIGIN_CROSS ?
		fail(&v.cx, RC_DENIED, "in.origin", N_("This form came from another site; open the page again.")) : within_limits(&v);
	if (rc == RC_OK)
		rc = visit_act(&v, "feedback.send", 0, f, &r);
	if (rc == RC_OK)
		visit_redirect(&v, url_arg(rq->a, URL("/feedback?sent=1"), "code", js_get_sv(r.facts, "code")).s);
	else
		show(&v, rc_http(rc), NULL, false);
	visit_close(&v);
}

static enum rc queue(struct visit *v, struct feedback_item **ret, size_t *ret_n)
{
	struct view_in in = { .def = registry_view(store_nouns(web_store(v->web)), SV("feedback.list"), NULL), .actor = v->actor, .limit = 50 };
	struct js *rows = js_arr(v->cx.a);
	struct sv after = SV_NONE;
	TRY(visit_scope(v, "feedback.list", &in.scope));
	TRY(in.def->query(&v->cx, v->db, &in, rows, &after));
	struct feedback_item *all = NEW(v->cx.a, struct feedback_item, rows->n + 1);
	size_t n = 0;
	for (const struct js *o = rows->first; o; o = o->next) {
		struct feedback f;
		TRY(feedback_get(&v->cx, v->db, js_get_int(o, "id", 0), &f));
		struct feedback_item *i = &all[n++];
		struct url self = url_seg_int(v->cx.a, URL("/feedback"), f.id);
		*i = (struct feedback_item){ .when = fmt_instant(v->cx.a, v->cx.lang, f.at), .code = f.code, .page = f.page, .answer = f.answer,
					     .state = sv_of(tr(v->cx.lang, arena_cstr(v->cx.a, f.state))), .opened = f.opened_by != 0,
					     .open = visit_form(v, url_seg(v->cx.a, self, SV("open")), f.id),
					     .reply = visit_form(v, url_seg(v->cx.a, self, SV("answer")), f.id) };
		/* Opening was an act; from then on the office sees it. */
		if (i->opened)
			TRY(secret_get(&v->cx, store_secrets(web_store(v->web)), f.text, &i->text));
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

static void page_queue(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct feedback_item *items = NULL;
		struct feedback_queue q = { .frame = &v.frame, .empty = { .text = TR(&v.out, N_("No comment waits.")), .good = true } };
		enum rc rc = queue(&v, &items, &q.n);
		q.item = items;
		v.frame.title = TR(&v.out, N_("Comments and suggestions"));
		if (rc == RC_OK) {
			feedback_queue(&v.out, &q);
			rp->cache = CACHE_NEVER;
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

static void do_queue(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct act_answer r;
		bool open = sv_is(http_param(rq, "verb"), "open");
		enum rc rc = open || sv_is(http_param(rq, "verb"), "answer") ?
			visit_act(&v, open ? "feedback.open" : "feedback.answer", http_param_int(rq, "id"), visit_fields(&v), &r) :
			fail(&v.cx, RC_NOT_FOUND, "act.none", N_("There is no such act."));
		if (rc == RC_OK)
			visit_redirect(&v, SV("/feedback/queue"));
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

const struct http_route feedback_routes[] = {
	{ HTTP_GET, "/feedback", 0, page_feedback, "feedback", NULL },
	{ HTTP_POST, "/feedback", 0, do_feedback, "feedback", NULL },
	{ HTTP_GET, "/feedback/queue", 0, page_queue, "feedback-queue", NULL },
	{ HTTP_POST, "/feedback/:id:int/:verb", 0, do_queue, "feedback-do", NULL },
};
const size_t feedback_routes_n = COUNT(feedback_routes);
