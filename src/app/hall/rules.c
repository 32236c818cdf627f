/* The rules behind a juror's code: what will be done with the marks, to be read before any is given.  From the opening on they are locked, and
 * their digest stands beside them. */
#include "app/hall/pages.h"

#include "app/hall/pages.tmpl.h"

/* Nobody is signed in here, and nothing is kept of the visit. */
static enum rc find(struct visit *v, struct vote *e)
{
	struct vote_code code;
	struct digest d;
	TRY(hall_vote_of_code(v, &d, e, &code));
	bool late = e->is_signed && sv_is(e->state, "closed");
	return !code.is_void && (sv_is(e->state, "planned") || sv_is(e->state, "open") || late) ? RC_OK :
		fail(&v->cx, RC_CONFLICT, "vote.over", N_("This vote is over. Your slip is of no more use; throw it away."));
}

void page_juror_rules(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct vote e;
	struct hall_rules_page p = { .frame = &v.frame };
	visit_open_code(&v, web, rq, rp, "v");
	v.frame.title = visit_say(&v, N_("Rules"));
	enum rc rc = find(&v, &e);
	if (rc == RC_OK)
		rc = vote_rules(&v.cx, v.db, &e, &p.name, &p.text);
	if (rc == RC_OK) {
		p.vote = e.name;
		p.item = e.item;
		p.digest = e.rule_digest;
		p.up = visit_code_url(&v, url_seg(rq->a, URL("/v"), http_param(rq, "token")), NULL, SV_NONE);
		hall_rules_page(&v.out, &p);
		visit_send(&v, 200);
	} else {
		visit_code_fail(&v, "/v", rc);
	}
	visit_close(&v);
}
