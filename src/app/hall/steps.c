/* What comes next at an event, by its state, and where everything else of it is: before, while it is held, after.  Release and end
 * have a page each that says what they are about, or what stands in the way and where. */
#include "app/hall/events.h"

#include "app/hall/events.tmpl.h"
#include "app/hall/pages.h"

static struct url event_url(struct arena *a, const struct gathering *g, const char *page)
{
	struct url u = url_seg_int(a, URL("/events"), g->e.id);
	return page ? url_seg(a, u, sv_of(page)) : u;
}

/* `of`: the field that names the event, where it is not the subject. */
static struct url act_url(struct arena *a, const struct gathering *g, const char *act, const char *of)
{
	struct url u = url_arg(a, url_of(arena_printf(a, "/do/%s", act)), of ? of : "_subject", arena_printf(a, "#%lld", (long long)g->e.id));
	return url_arg(a, u, "back", event_url(a, g, NULL).s);
}

static const struct vote *vote_that_is(const struct gathering *g, const char *state)
{
	for (size_t i = 0; i < g->n_vote; i++)
		if (sv_is(g->vote[i].state, state))
			return &g->vote[i];
	return NULL;
}

static bool waits(const struct gathering *g)
{
	return !g->e.released_at && !sv_is(g->e.state, "cancelled") && g->votes.counted && !g->votes.planned && !g->votes.open;
}

/* ---- the next step -------------------------------------------------------------------------------------------------------- */

static void step(struct gathering *g, struct hall_next *next, const char *text, const char *label, struct url url)
{
	next->text = visit_say(&g->v, text);
	next->button = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(&g->v, label), .url = url };
}

static void step_vote(struct gathering *g, struct hall_next *next, const struct vote *vote)
{
	struct visit *v = &g->v;
	next->text = sv_is(vote->state, "open") ? arena_tr(v->cx.a, v->cx.lang, N_("Next: close \"%.*s\" when the hall has voted."), SV_ARG(vote->name)) :
						  arena_tr(v->cx.a, v->cx.lang, N_("Next: print the codes of \"%.*s\" and open it."), SV_ARG(vote->name));
	next->button = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("To the vote")), .url = url_seg_int(v->cx.a, URL("/votes"), vote->id) };
}

static void step_release(struct gathering *g, struct hall_next *next)
{
	struct visit *v = &g->v;
	if (g->chair_lost && g->office)
		step(g, next, N_("Next: whoever was to release the results no longer can. Name another chair."), N_("Change the event"),
		     act_url(v->cx.a, g, "event.change", NULL));
	else if (g->releases)
		step(g, next, N_("Next: all votes are closed. Look at what will be announced, and release the results."), N_("Release the results"),
		     event_url(v->cx.a, g, "release"));
	else if (g->over)
		next->text = arena_tr(v->cx.a, v->cx.lang, N_("All votes are closed. The results wait for their release by: %.*s."), SV_ARG(gathering_releaser(g)));
}

static void step_planned(struct gathering *g, struct hall_next *next)
{
	struct arena *a = g->v.cx.a;
	bool voted = sv_is(g->e.kind, "tour") || sv_is(g->e.kind, "arena") || sv_is(g->e.kind, "debrief");
	if (!g->n_slot) {
		step(g, next, N_("Next: write the agenda."), N_("Change the agenda"), act_url(a, g, "event.agenda", NULL));
	} else if (g->e.day.n <= g->v.today.n) {
		/* A press is enough: nothing is to be filled in, and nothing is announced by it. */
		step(g, next, N_("Next: begin the event. From then on notes can be taken."), N_("Begin the event"), (struct url){ SV_NONE });
		next->form = visit_form(&g->v, act_url(a, g, "event.begin", NULL), g->e.id);
	} else if (voted && !g->n_vote) {
		step(g, next, N_("Next: plan the votes."), N_("Plan a vote"), act_url(a, g, "vote.plan", "event"));
	} else if (!g->notified && !g->e.rehearsal) {
		step(g, next, N_("Next: issue the notice to those concerned."), N_("Notice"), event_url(a, g, "notice"));
	} else {
		step(g, next, N_("Next: draw the lots, note who is to come, go through the checklist. The event begins on its day."), N_("Lots, who comes, checklist"),
		     event_url(a, g, "day"));
	}
}

static void step_held(struct gathering *g, struct hall_next *next)
{
	struct visit *v = &g->v;
	if (g->noted.open) {
		next->text = arena_tr(v->cx.a, v->cx.lang, N_("Next: %lld problems noted at this event wait for an owner and a day, or a reason why not."), (long long)g->noted.open);
		next->button = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Notes")), .url = event_url(v->cx.a, g, "notes") };
	} else {
		step(g, next, N_("Next: end the event when it is over."), N_("End the event"), event_url(v->cx.a, g, "end"));
	}
}

static void next_of(struct gathering *g, struct hall_next *next)
{
	const struct vote *planned = vote_that_is(g, "planned"), *open = vote_that_is(g, "open");
	bool going = sv_is(g->e.state, "under_way");
	if (sv_is(g->e.state, "cancelled"))
		return;
	if (waits(g))
		step_release(g, next);
	else if (g->e.released_at && sv_is(g->e.state, "ended"))
		step(g, next, N_("The event is over, and its results are released."), N_("Result sheet"), event_url(g->v.cx.a, g, "result"));
	else if (!g->office)
		return;
	else if (planned && (going || open))
		step_vote(g, next, planned);
	else if (open)
		step_vote(g, next, open);
	else if (sv_is(g->e.state, "planned"))
		step_planned(g, next);
	else if (going)
		step_held(g, next);
}

/* ---- everything else ------------------------------------------------------------------------------------------------------- */

static void put(struct gathering *g, struct hall_menu *m, bool fits, const char *label, struct url url)
{
	if (fits)
		m->link[m->n++] = (struct ui_link){ visit_say(&g->v, label), url };
}

static bool may(struct gathering *g, const char *act)
{
	return visit_may(&g->v, act, g->e.id);
}

/* Each page where it opens for this visitor: the office and the leaders of whoever holds it read the whole, a unit what concerns
 * itself. */
void gathering_steps(struct gathering *g, struct hall_event_page *p)
{
	const struct event *e = &g->e;
	struct arena *a = g->v.cx.a;
	struct hall_menu *before = &p->menu[0], *held = &p->menu[1], *after = &p->menu[2];
	bool planned = sv_is(e->state, "planned"), going = planned || sv_is(e->state, "under_way"), voting = g->votes.open || g->votes.counted, cancelled = sv_is(e->state, "cancelled"), tour = sv_is(e->kind, "tour");
	next_of(g, &p->next);
	before->title = visit_say(&g->v, N_("Before it"));
	put(g, before, going && !voting && may(g, "event.agenda"), N_("Change the agenda"), act_url(a, g, "event.agenda", NULL));
	put(g, before, (going || g->chair_lost) && may(g, "event.change"), N_("Change the event"), act_url(a, g, "event.change", NULL));
	put(g, before, going && !e->released_at && g->office, N_("Plan a vote"), act_url(a, g, "vote.plan", "event"));
	put(g, before, g->over && tour, N_("Route and draw"), event_url(a, g, "route"));
	put(g, before, !tour && !sv_is(e->kind, "inspection") && g->n_slot, N_("Reports"), event_url(a, g, "reports"));
	put(g, before, !e->rehearsal && !cancelled && (g->office || g->notified), N_("Notice"), event_url(a, g, "notice"));
	put(g, before, true, N_("Lots, who comes, checklist"), event_url(a, g, "day"));
	put(g, before, going && !voting && may(g, "event.cancel"), N_("Cancel the event"), act_url(a, g, "event.cancel", NULL));
	held->title = visit_say(&g->v, N_("While it is held"));
	put(g, held, planned && may(g, "event.begin"), N_("Begin the event"), act_url(a, g, "event.begin", NULL));
	put(g, held, g->hall && !cancelled, N_("Stage and screens"), event_url(a, g, "stage"));
	put(g, held, g->reads, N_("Notes"), event_url(a, g, "notes"));
	put(g, held, g->reads, N_("Fact sheets"), event_url(a, g, "facts"));
	after->title = visit_say(&g->v, N_("After it"));
	put(g, after, g->releases && g->n_vote && !e->released_at && !cancelled, N_("Release the results"), event_url(a, g, "release"));
	put(g, after, e->released_at && g->n_vote, N_("Result sheet"), event_url(a, g, "result"));
	put(g, after, !g->reads, N_("What was said of your unit"), event_url(a, g, "sites"));
	put(g, after, sv_is(e->state, "under_way") && may(g, "event.end"), N_("End the event"), event_url(a, g, "end"));
}

/* ---- release and end: what each is about ----------------------------------------------------------------------------------------- */

static void in_the_way(struct hall_step_page *p, struct sv title, struct url url, struct sv label)
{
	p->bar[p->n_bar++] = (struct ui_notice){ .kind = NOTICE_WARN, .title = title, .url = url, .url_label = label };
}

static void votes_in_the_way(struct gathering *g, struct hall_step_page *p)
{
	struct visit *v = &g->v;
	const struct vote *open = vote_that_is(g, "open"), *vote = open ? open : vote_that_is(g, "planned");
	if (vote)
		in_the_way(p, arena_tr(v->cx.a, v->cx.lang, N_("%lld votes of this event are not closed: close or cancel them first."),
				       (long long)(g->votes.planned + g->votes.open)),
			   url_seg_int(v->cx.a, URL("/votes"), vote->id), vote->name);
}

static void about_release(struct gathering *g, struct hall_step_page *p)
{
	struct visit *v = &g->v;
	p->title = visit_say(v, N_("Release the results"));
	p->text = visit_say(v, N_("What the hall has counted is announced to everybody at once, and cannot be taken back:"));
	p->table = gathering_votes(g);
	votes_in_the_way(g, p);
	if (!g->releases)
		in_the_way(p, arena_tr(v->cx.a, v->cx.lang, N_("The results are released by: %.*s."), SV_ARG(gathering_releaser(g))), event_url(v->cx.a, g, NULL), g->e.name);
	else if (g->votes.blocked.n)
		in_the_way(p, arena_tr(v->cx.a, v->cx.lang, N_("The count of \"%.*s\" could not become a tally: its period is frozen, or another tally of this item stands there. "
			"Refuse or withdraw that tally first."), SV_ARG(g->votes.blocked)), event_url(v->cx.a, g, NULL), g->e.name);
	else if (g->e.released_at)
		p->text = visit_say(v, N_("The results are released already."));
	if (waits(g) && g->releases && !p->n_bar) {
		p->form = visit_form(v, act_url(v->cx.a, g, "event.release", NULL), g->e.id);
		p->yes = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Release the results")) };
	}
}

static void about_end(struct gathering *g, struct hall_step_page *p)
{
	struct visit *v = &g->v;
	p->title = visit_say(v, N_("End the event"));
	p->text = visit_say(v, N_("Nothing is voted or planned at an event that is over; its results and notes stay."));
	votes_in_the_way(g, p);
	if (g->noted.open)
		in_the_way(p, arena_tr(v->cx.a, v->cx.lang, N_("%lld problems noted at this event are open: make each a matter, settle it or dismiss it with a reason first."),
				       (long long)g->noted.open), event_url(v->cx.a, g, "notes"), visit_say(v, N_("Notes")));
	if (!p->n_bar && sv_is(g->e.state, "under_way") && may(g, "event.end")) {
		p->form = visit_form(v, act_url(v->cx.a, g, "event.end", NULL), g->e.id);
		p->yes = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = p->title };
	}
}

static void step_page(void *web, struct http_request *rq, struct http_reply *rp, void (*about)(struct gathering *g, struct hall_step_page *p))
{
	struct gathering *g = NEW(rq->a, struct gathering, 1);
	struct visit *v = &g->v;
	if (visit_open(v, web, rq, rp)) {
		enum rc rc = gathering_load(g);
		struct hall_step_page p = { .frame = &v->frame, .up = url_seg_int(rq->a, URL("/events"), g->e.id), .up_label = g->e.name };
		if (rc == RC_OK && !g->over)
			rc = fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
		if (rc == RC_OK) {
			about(g, &p);
			visit_frame(v, p.title, "event-step");
			hall_step_page(&v->out, &p);
			visit_send(v, 200);
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(v);
}

void page_event_release(void *web, struct http_request *rq, struct http_reply *rp)
{
	step_page(web, rq, rp, about_release);
}

void page_event_end(void *web, struct http_request *rq, struct http_reply *rp)
{
	step_page(web, rq, rp, about_end);
}
