/* The audience's way: one picture by a code, without account or session; and the stream that wakes it at each cue. */
#include "app/stage/inside.h"

#include "app/stage/pages.tmpl.h"
#include "store/journal.h"

enum { REFRESH_S = 5 };

/* Nobody is signed in here, whatever the browser sends, and the page is the same for all. */
static void open_door(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp)
{
	visit_open_public(v, web, rq, rp);
	v->session = (struct session){ .csrf = SV("-") };
	v->actor = (struct actor){ .via = VIA_LINK };
	v->roles = 0;
	v->cx.lang = v->out.lang = sv_is(fields_get(&rq->query, "lang"), "en") ? LANG_EN : LANG_ZH;
	v->frame = (struct frame){ .kind = FRAME_PLAIN, .office = v->frame.office, .demo = v->frame.demo, .csrf = SV("-"), .code = SV("s") };
	rp->cache = CACHE_NEVER;
	rp->quiet = true;
}

static enum rc find(struct visit *v, int64_t *ret_event)
{
	int64_t minutes;
	enum rc rc = stage_of_code(&v->cx, v->db, http_param(v->rq, "token"), ret_event);
	if (rc != RC_NOT_FOUND || visit_may_guess(v, &minutes))
		return rc;
	ctx_forget(&v->cx);
	return fail(&v->cx, RC_OFTEN, "stage.often", N_("Too many wrong addresses came from here. Wait %lld minutes."), (long long)minutes);
}

static void refused(struct visit *v, enum rc rc)
{
	struct stage_gone_page p = { .frame = &v->frame, .faults = v->cx.faults };
	v->frame.title = visit_say(v, N_("No screen"));
	stage_gone_page(&v->out, &p);
	visit_send(v, rc_http(rc));
}

static struct sv address_of(struct visit *v, const char *tail)
{
	return arena_printf(v->cx.a, "/s/%.*s/%s", SV_ARG(http_param(v->rq, "token")), tail);
}

static struct sv address(struct visit *v, const char *tail)
{
	return arena_printf(v->cx.a, "%.*s%s", SV_ARG(address_of(v, tail)), v->cx.lang == LANG_EN ? "?lang=en" : "");
}

void page_screen(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct stage_hall h;
	struct stage_face f;
	int64_t event;
	open_door(&v, web, rq, rp);
	enum rc rc = find(&v, &event);
	if (rc == RC_OK)
		rc = stage_load_picture(&v.cx, v.db, event, &h);
	if (rc == RC_OK) {
		struct url here = url_seg(rq->a, URL("/s"), http_param(rq, "token"));
		struct stage_shell p = { .face = &f, .title = h.e.name, .feed = address(&v, "feed"), .now = address(&v, "now"), .css = asset_url(SV("bixue.css")),
					 .refresh = REFRESH_S, .other = v.cx.lang == LANG_EN ? here : url_arg(rq->a, here, "lang", SV("en")) };
		face_shown(&v.cx, &h, store_simulated(web_store(v.web)), &f);
		if (f.slide.n)
			f.picture = url_of(address_of(&v, arena_cstr(rq->a, arena_printf(rq->a, "page/%.*s", SV_ARG(f.slide)))));
		stage_shell_page(&v.out, &p);
		visit_send(&v, 200);
	} else {
		refused(&v, rc);
	}
	visit_close(&v);
}

/* The first who comes finds nothing said yet.  What is said then is read after the channel was there, so that no cue falls
 * between. */
static enum rc say_first(struct visit *v, int64_t event)
{
	struct stage_hall h;
	struct sv fragment;
	int64_t seq, at;
	db_snapshot_end(v->db);
	TRY(db_snapshot(&v->cx, v->db));
	TRY(journal_last_seq(&v->cx, v->db, &seq, &at));
	TRY(stage_load_picture(&v->cx, v->db, event, &h));
	TRY(stage_fragment(&v->cx, &h, store_simulated(web_store(v->web)), &fragment));
	feeds_say(event, v->cx.lang, seq, fragment);
	return RC_OK;
}

void page_screen_feed(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	int64_t event;
	bool fresh;
	open_door(&v, web, rq, rp);
	enum rc rc = find(&v, &event);
	struct feed *feed = rc == RC_OK ? feeds_join(event, v.cx.lang, &fresh) : NULL;
	if (feed && fresh)
		rc = say_first(&v, event);
	if (rc == RC_OK)
		rp->feed = feed;
	else
		refused(&v, rc);
	visit_close(&v);
}

/* The server's clock, by which a screen tells how much of a slot is left. */
void page_screen_now(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	int64_t event;
	open_door(&v, web, rq, rp);
	enum rc rc = find(&v, &event);
	if (rc == RC_OK)
		reply_text(rp, 200, arena_printf(rq->a, "%lld", (long long)store_now(web_store(v.web))));
	else
		refused(&v, rc);
	visit_close(&v);
}

/* The slide that is on, and no other: the next one is not there before its cue. */
void page_screen_slide(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct stage_hall h;
	struct stage_face f;
	int64_t event, slot = http_param_int(rq, "slot"), page = http_param_int(rq, "page");
	open_door(&v, web, rq, rp);
	enum rc rc = find(&v, &event);
	if (rc == RC_OK)
		rc = stage_load(&v.cx, v.db, event, &h);
	if (rc == RC_OK) {
		struct sv wanted = arena_printf(rq->a, "%lld/%lld?", (long long)slot, (long long)page);
		face_shown(&v.cx, &h, false, &f);
		if (!sv_starts(f.slide, wanted))
			rc = fail(&v.cx, RC_NOT_FOUND, "deck.shown", N_("This slide is not on the screens now."));
	}
	if (rc == RC_OK)
		deck_send(&v, &h, slot, page);
	else
		refused(&v, rc);
	visit_close(&v);
}

const struct http_route stage_routes[] = {
	{ HTTP_GET, "/events/:id:int/stage", 0, page_console, "stage", NULL },
	{ HTTP_POST, "/events/:id:int/stage", 0, do_console, "stage", NULL },
	{ HTTP_POST, "/events/:id:int/stage/deck", ROUTE_UPLOAD, do_deck, "stage-deck", NULL },
	{ HTTP_GET, "/events/:id:int/stage/page/:slot:int/:page:int", 0, page_deck, "stage-deck", NULL },
	{ HTTP_GET, "/events/:id:int/result", 0, page_sheet, "sheet", NULL },
	{ HTTP_GET, "/s/:token:code", ROUTE_NOCASE, page_screen, "screen", NULL },
	{ HTTP_GET, "/s/:token:code/feed", ROUTE_NOCASE, page_screen_feed, "screen", NULL },
	{ HTTP_GET, "/s/:token:code/page/:slot:int/:page:int", ROUTE_NOCASE, page_screen_slide, "screen", NULL },
	{ HTTP_GET, "/s/:token:code/now", ROUTE_NOCASE, page_screen_now, "screen", NULL },
};
const size_t stage_routes_n = COUNT(stage_routes);
