/* The rules behind a juror's code: what will be done with the marks, to be read before any is given.  First in plain sentences, which follow
 * from the item that counts and are not the law; then the text.  From the opening on it is locked, and its digest stands beside it. */
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

/* ---- in plain sentences ------------------------------------------------------------------------------------------------------ */

struct plain {
	struct visit *v;
	struct sv *line;
	size_t n;
};
enum { SENTENCES = 12 };

static void say(struct plain *p, struct sv s)
{
	if (s.n && p->n < SENTENCES)
		p->line[p->n++] = s;
}

static struct sv shares(struct plain *p, const struct rule_share *x, int n, const char *unit)
{
	struct arena *a = p->v->cx.a;
	struct sv s = SV("");
	for (int i = 0; i < n; i++)
		s = arena_printf(a, "%.*s%s%.*s %.*s%s", SV_ARG(s), i ? p->v->cx.lang == LANG_ZH ? "、" : ", " : "", SV_ARG(x[i].name), SV_ARG(dec_text(a, x[i].value)), unit);
	return s;
}

/* What one ballot says of one contestant. */
static void scale(struct plain *p, const struct ballot_form *f, const struct rule_measure *m)
{
	struct arena *a = p->v->cx.a;
	enum lang lang = p->v->cx.lang;
	struct sv points = dec_text(a, m->points), step = dec_text(a, m->step);
	if (f->kind == BALLOT_GRADES)
		say(p, arena_tr(a, lang, N_("A grade is worth points: %.*s."), SV_ARG(shares(p, m->values, m->n_values, ""))));
	else if (f->kind == BALLOT_MARKS && f->terms.n_criteria)
		say(p, arena_tr(a, lang, N_("A mark is the sum of its criteria, %.*s at most."), SV_ARG(points)));
	else if (f->kind == BALLOT_MARKS)
		say(p, arena_tr(a, lang, N_("A mark is a number from 0 to %.*s."), SV_ARG(points)));
	else if (m->kind == MEASURE_DECAY)
		say(p, arena_tr(a, lang, N_("The first place brings %.*s points, each further place %.*s%% less."), SV_ARG(points), SV_ARG(step)));
	else
		say(p, arena_tr(a, lang, N_("The first place brings %.*s points, each further place %.*s points less."), SV_ARG(points), SV_ARG(step)));
}

/* How the ballots become one number. */
static void together(struct plain *p, const struct rule_item *item, const struct rule_measure *m)
{
	struct arena *a = p->v->cx.a;
	enum lang lang = p->v->cx.lang;
	if (item->judges != JUDGES_RAW)
		say(p, visit_say(p->v, N_("Marks are first corrected for how strict or mild each juror is.")));
	if (m->drop_high || m->drop_low)
		say(p, arena_tr(a, lang, N_("Of the marks that a contestant gets, the %d highest and the %d lowest are left out, where it has at least %d."), m->drop_high, m->drop_low, m->min_n));
	if (item->n_groups) {
		say(p, visit_say(p->v, N_("Within each class of jurors the mean is taken.")));
		say(p, arena_tr(a, lang, N_("The classes count: %.*s."), SV_ARG(shares(p, item->groups, item->n_groups, "%"))));
		say(p, visit_say(p->v, item->groups_spread ? N_("A class without a vote: its weight goes to the other classes.") :
				 N_("A class without a vote: this item then has no result.")));
	} else {
		say(p, visit_say(p->v, N_("The mean over all ballots is taken.")));
	}
	if (m->has_scaled)
		say(p, arena_tr(a, lang, N_("It is converted: %.*s become %.*s points."), SV_ARG(dec_text(a, m->points)), SV_ARG(dec_text(a, m->scaled))));
}

static enum rc plainly(struct visit *v, const struct vote *e, struct hall_rules_page *ret)
{
	struct plain p = { .v = v, .line = NEW(v->cx.a, struct sv, SENTENCES) };
	struct ballot_form f;
	const struct rule_item *item;
	TRY(vote_form(&v->cx, v->db, e, &f, &item));
	scale(&p, &f, item->measure);
	together(&p, item, item->measure);
	say(&p, visit_say(v, f.kind == BALLOT_RANKS ? N_("A ballot puts all in order, or none.") : N_("Whom you leave open you abstain from: it is not counted as nought.")));
	if (e->least)
		say(&p, arena_tr(v->cx.a, v->cx.lang, N_("The vote is valid from %lld ballots on."), (long long)e->least));
	ret->line = p.line;
	ret->n_line = p.n;
	return RC_OK;
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
	if (rc == RC_OK)
		rc = plainly(&v, &e, &p);
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
