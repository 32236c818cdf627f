/* The notice of an event: its text to be printed or pasted into the group, issued by one act, and flagged when the plan has moved since. */
#include "app/hall/events.h"

#include "app/event/event.h"
#include "app/hall/events.tmpl.h"
#include "app/hall/pages.h"

static struct ui_notice state_of(struct visit *v, const struct event_notice *last, bool changed)
{
	struct arena *a = v->cx.a;
	if (!last)
		return (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("No notice is issued yet: this is what it would say.")) };
	struct sv when = fmt_instant_short(a, v->cx.lang, last->at, v->today), by = visit_post_name(v, last->author);
	if (changed)
		return (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_tr(a, v->cx.lang, N_("The plan has changed since notice no. %lld of %.*s: issue another one."), (long long)last->no, SV_ARG(when)) };
	return (struct ui_notice){ .kind = NOTICE_DONE, .title = arena_tr(a, v->cx.lang, N_("Notice no. %lld, issued %.*s by %.*s"), (long long)last->no, SV_ARG(when), SV_ARG(by)) };
}

/* Units see it once it is issued; the office sees what it would say. */
static enum rc fill(struct visit *v, const struct event *e, bool office, struct hall_notice_page *p)
{
	struct event_notice *notice;
	size_t n;
	struct sv digest = SV(""), bring = SV("");
	TRY(event_notices(&v->cx, v->db, e->id, &notice, &n));
	if (!n && !office)
		return fail(&v->cx, RC_NOT_FOUND, "notice.none", N_("No notice of this event is issued yet."));
	if (n) {
		bring = notice[0].bring;
		TRY(event_notice_digest(&v->cx, v->db, e, bring, &digest));
	}
	bool changed = n && !sv_eq(digest, notice[0].digest);
	struct url here = url_seg(v->cx.a, url_seg_int(v->cx.a, URL("/events"), e->id), SV("notice"));
	TRY(event_notice_text(&v->cx, v->db, e, bring, &p->text));
	p->note = state_of(v, n ? notice : NULL, changed);
	p->up = url_seg_int(v->cx.a, URL("/events"), e->id);
	if (visit_may(v, "notice.issue", e->id)) {
		p->issue = (struct ui_button){ .kind = n && !changed ? BUTTON_QUIET : BUTTON_DEFAULT, .label = visit_say(v, n ? N_("Issue another one") : N_("Issue the notice")),
			.url = url_arg(v->cx.a, url_arg(v->cx.a, URL("/do/notice.issue"), "_subject", arena_printf(v->cx.a, "#%lld", (long long)e->id)), "back", here.s) };
		p->links = url_seg(v->cx.a, p->up, SV("link"));
	}
	return RC_OK;
}

void page_event_notice(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct event e;
	struct hall_notice_page p = { 0 };
	bool office;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = hall_event_of(&v, &e, &office);
		if (rc == RC_OK)
			rc = fill(&v, &e, office, &p);
		if (rc == RC_OK) {
			p.frame = &v.frame;
			p.title = e.name;
			visit_frame(&v, e.name, "notice");
			hall_notice_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
