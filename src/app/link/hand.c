/* Making links, and what became of those that were made: for the office and heads of units. */
#include "app/link/pages.h"

#include "app/link/pages.tmpl.h"
#include "app/event/event.h"
#include "app/unit/unit.h"
#include "web/qr.h"

enum { POSTS = 60, SEED_LEN = 32, GRACE_DAYS = 30, COMMENT_DAYS = 3, LONGEST = 400 };

struct hand {
	struct visit v;
	const char *noun;
	int64_t subject, unit;   /* unit 0: all units of the matter */
	struct sv title, about, words; /* words: what the message says before the address */
	struct url back, self;
	struct day until;
	struct post post[POSTS];
	size_t n;
};

static struct sv words(struct hand *h, const char *msgid)
{
	return visit_say(&h->v, msgid);
}

/* ---- who may be handed one ------------------------------------------------------------------------------------- */

static enum rc add_posts(struct hand *h, int64_t unit, unsigned roles)
{
	struct visit *v = &h->v;
	struct post *p;
	size_t n;
	TRY(posts_of_unit(&v->cx, v->db, unit, &p, &n));
	for (size_t i = 0; i < n && h->n < POSTS; i++) {
		bool acts = false, mine = false, had = p[i].disabled;
		for (size_t k = 0; k < h->n; k++)
			had |= h->post[k].id == p[i].id;
		TRY(person_holds(&v->cx, v->db, p[i].id, roles, unit, &acts));
		TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE | ROLE_UNIT_HEAD, p[i].unit, &mine));
		if (acts && mine && !had)
			h->post[h->n++] = p[i];
	}
	return RC_OK;
}

static struct day until_of(struct day due, struct day today)
{
	int32_t n = (day_is(due) && due.n > today.n ? due.n : today.n) + GRACE_DAYS;
	return (struct day){ n < today.n + LONGEST ? n : today.n + LONGEST };
}

static enum rc load_matter(struct hand *h)
{
	struct visit *v = &h->v;
	struct arena *a = v->cx.a;
	struct matter m;
	struct scope scope;
	struct duty *d;
	size_t n;
	int64_t no;
	TRY(visit_scope(v, "matter.list", &scope));
	if (!sv_int(http_param(v->rq, "no"), &no))
		return fail(&v->cx, RC_NOT_FOUND, "matter.no", N_("A matter is called by its number, as 0623."));
	TRY(matter_by_no(&v->cx, v->db, no, &m));
	TRY(matter_visible(&v->cx, v->db, &m, &scope));
	TRY(matter_duties(&v->cx, v->db, m.id, &d, &n));
	for (size_t i = 0; i < n; i++)
		if (d[i].state != ASSIGNMENT_RELEASED && (d[i].role == AS_LEAD || d[i].role == AS_ASSIST))
			TRY(add_posts(h, d[i].unit, ROLE_UNIT));
	struct sv text = matter_no_text(a, m.no);
	h->noun = "matter";
	h->subject = m.id;
	h->about = arena_printf(a, "%.*s %.*s", SV_ARG(text), SV_ARG(m.title));
	h->title = words(h, N_("Links for phones"));
	h->words = day_is(m.due) ? arena_tr(a, v->cx.lang, N_("[%.*s] %.*s, due %.*s. No sign-in needed:"), SV_ARG(m.owner_name), SV_ARG(h->about),
					    SV_ARG(fmt_day_long(a, v->cx.lang, m.due))) :
				   arena_tr(a, v->cx.lang, N_("[%.*s] %.*s. No sign-in needed:"), SV_ARG(m.owner_name), SV_ARG(h->about));
	h->back = url_seg(a, URL("/m"), text);
	h->self = url_of(arena_printf(a, "/m/%.*s/link", SV_ARG(text)));
	h->until = until_of(m.due, v->today);
	return RC_OK;
}

static enum rc load_board(struct hand *h)
{
	struct visit *v = &h->v;
	struct arena *a = v->cx.a;
	struct board_head b;
	struct board_place place;
	enum board_sight sight;
	int64_t id = http_param_int(v->rq, "id"), unit = http_param_int(v->rq, "unit");
	TRY(board_get(&v->cx, v->db, id, &b));
	TRY(board_sight(&v->cx, v->db, &v->actor, &b, &sight));
	if (sight == SIGHT_NONE)
		return fail(&v->cx, RC_DENIED, "link.board", N_("This board is not shown to the units now: it is being corrected, or was given up."));
	TRY(board_place_of(&v->cx, v->db, id, b.version, unit, &place));
	TRY(add_posts(h, unit, ROLE_UNIT));
	h->noun = "board";
	h->subject = id;
	h->unit = unit;
	h->about = arena_printf(a, "%.*s · %.*s", SV_ARG(b.name), SV_ARG(place.unit_name));
	h->title = words(h, N_("Links to the preview"));
	h->words = day_is(b.window_until) ?
		arena_tr(a, v->cx.lang, N_("[%.*s] %.*s: preview for your unit alone, objections up to %.*s:"), SV_ARG(visit_unit_name(v, b.owner)),
			 SV_ARG(h->about), SV_ARG(fmt_day_long(a, v->cx.lang, b.window_until))) :
		arena_tr(a, v->cx.lang, N_("[%.*s] %.*s: preview for your unit alone:"), SV_ARG(visit_unit_name(v, b.owner)), SV_ARG(h->about));
	h->back = url_seg_int(a, URL("/boards"), id);
	h->self = url_of(arena_printf(a, "/boards/%lld/units/%lld/link", (long long)id, (long long)unit));
	h->until = until_of(b.window_until, v->today);
	return RC_OK;
}

/* Whoever comes along: posts of the office's place, the host's and the agenda's units; the link is the invitation. */
static enum rc load_event(struct hand *h)
{
	struct visit *v = &h->v;
	struct arena *a = v->cx.a;
	struct event e;
	struct event_slot *slot;
	size_t n;
	bool office;
	TRY(event_get(&v->cx, v->db, http_param_int(v->rq, "id"), &e));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, e.owner, &office));
	if (!office)
		return fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	TRY(event_slots(&v->cx, v->db, e.id, &slot, &n));
	TRY(add_posts(h, e.owner, ROLE_STAFF));
	if (e.host)
		TRY(add_posts(h, e.host, ROLE_STAFF));
	for (size_t i = 0; i < n; i++)
		if (slot[i].unit)
			TRY(add_posts(h, slot[i].unit, ROLE_STAFF));
	h->noun = "event";
	h->subject = e.id;
	h->about = e.name;
	h->title = words(h, N_("Links for taking notes"));
	h->words = arena_tr(a, v->cx.lang, N_("[%.*s] %.*s: write down what you see. No sign-in needed:"), SV_ARG(visit_unit_name(v, e.owner)), SV_ARG(e.name));
	h->back = url_seg(a, url_seg_int(a, URL("/events"), e.id), SV("notes"));
	h->self = url_seg(a, url_seg_int(a, URL("/events"), e.id), SV("link"));
	h->until = (struct day){ (e.day.n > v->today.n ? e.day.n : v->today.n) + COMMENT_DAYS };
	return RC_OK;
}

/* ---- the token ------------------------------------------------------------------------------------------------- */

/* 128 bits out of the form's seed, which is random and was never stored: sent twice, the same form gives the same
 * link, and nobody can choose one.  Only its digest leaves this function's caller towards the store. */
static struct sv token_of(struct arena *a, struct sv seed, struct sv key)
{
	uint8_t fresh[16];
	if (seed.n != SEED_LEN) {
		random_bytes(fresh, sizeof(fresh));
		return arena_capitals(a, hex_text(a, sv_make((char *)fresh, sizeof(fresh))));
	}
	struct digest d = HASH(HASH_SHA256, SV("bixue link\0"), seed, key);
	return arena_capitals(a, hex_text(a, sv_make((char *)d.b, 16)));
}

static struct sv new_seed(struct arena *a)
{
	uint8_t fresh[SEED_LEN / 2];
	random_bytes(fresh, sizeof(fresh));
	return hex_text(a, sv_make((char *)fresh, sizeof(fresh)));
}

/* ---- the page ------------------------------------------------------------------------------------------------------- */

static void fill_posts(struct hand *h, struct hand_page *p)
{
	struct arena *a = h->v.cx.a;
	struct ui_choice *c = NEW(a, struct ui_choice, h->n + 1);
	struct sv chosen = fields_get(&h->v.rq->form, "post");
	for (size_t i = 0; i < h->n; i++) {
		struct sv id = arena_printf(a, "#%lld", (long long)h->post[i].id);
		c[i] = (struct ui_choice){ .value = id, .label = visit_post_name(&h->v, h->post[i].id), .hint = h->post[i].holder,
					   .chosen = chosen.p ? sv_eq(id, chosen) : h->n == 1 };
	}
	p->post = (struct ui_field){ .kind = INPUT_RADIO, .name = "post", .label = words(h, N_("Whom it is for")), .choice = c, .n_choice = h->n,
				     .faults = h->v.cx.faults };
	struct sv until = fields_get(&h->v.rq->form, "until");
	p->until = (struct ui_field){ .kind = INPUT_DATE, .name = "until", .label = words(h, N_("Opens until")), .width = 12,
				      .value = until.p ? until : day_text(a, h->until), .faults = h->v.cx.faults };
}

static enum rc fill_rows(struct hand *h, struct hand_page *p)
{
	struct visit *v = &h->v;
	struct arena *a = v->cx.a;
	struct link *l;
	size_t n;
	TRY(links_of(&v->cx, v->db, h->noun, h->subject, h->unit, &l, &n));
	struct link_row *r = NEW(a, struct link_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		int64_t since;
		TRY(post_held_since(&v->cx, v->db, l[i].post, &since));
		bool alive = link_alive(&l[i], v->today) && ids_of_seq(since) <= l[i].id;
		struct sv when = fmt_instant_short(a, v->cx.lang, l[i].made_at, v->today), by = visit_post_name(v, l[i].made_by);
		r[i] = (struct link_row){
			.post = visit_post_name(v, l[i].post), .until = fmt_day_long(a, v->cx.lang, l[i].until), .alive = alive,
			.made = arena_tr(a, v->cx.lang, N_("made %.*s by %.*s"), SV_ARG(when), SV_ARG(by)),
			.state = l[i].revoked ? words(h, N_("revoked")) : alive ? SV("") : words(h, N_("expired")),
		};
		if (alive && visit_may(v, "link.revoke", l[i].id)) {
			struct url u = url_arg(a, URL("/do/link.revoke"), "_subject", arena_printf(a, "#%lld", (long long)l[i].id));
			r[i].revoke = url_arg(a, u, "back", h->self.s);
		}
	}
	p->row = r;
	p->n = n;
	return RC_OK;
}

/* `token` only in the answer to making it; nowhere else and never again. */
static void show(struct hand *h, struct sv token, int status)
{
	struct visit *v = &h->v;
	struct arena *a = v->cx.a;
	struct hand_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = h->title, .about = h->about, .back = h->back,
			       .form = visit_form(v, h->self, 0), .seed = new_seed(a) };
	fill_posts(h, &p);
	enum rc rc = fill_rows(h, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	if (token.n) {
		p.url = arena_printf(a, "%.*s/%s/%.*s", SV_ARG(visit_base(v)), h->unit ? "p" : *h->noun == 'e' ? "n" : "t", SV_ARG(token));
		p.words = arena_printf(a, "%.*s\n%.*s", SV_ARG(h->words), SV_ARG(p.url));
		p.qr = qr_svg(a, arena_capitals(a, p.url)); /* the denser mode of QR codes; ux.md 3.9 */
	}
	v->rp->cache = CACHE_NEVER;
	v->frame.title = arena_tr(a, v->cx.lang, N_("%.*s: %.*s"), SV_ARG(h->title), SV_ARG(h->about));
	v->frame.error = p.faults != NULL;
	v->frame.code = sv_of(h->unit ? "boards/link" : *h->noun == 'e' ? "events/link" : "m/link");
	hand_page(&v->out, &p);
	visit_send(v, status);
}

typedef enum rc load_fn(struct hand *h);

static enum rc load(struct hand *h, load_fn *fn)
{
	if (!(h->v.roles & (ROLE_OFFICE | ROLE_UNIT_HEAD)))
		return fail(&h->v.cx, RC_DENIED, "link.role", N_("Only the office and heads of units make links."));
	return fn(h);
}

static void page(void *web, struct http_request *rq, struct http_reply *rp, load_fn *fn)
{
	struct hand *h = NEW(rq->a, struct hand, 1);
	if (visit_open(&h->v, web, rq, rp)) {
		enum rc rc = load(h, fn);
		if (rc == RC_OK)
			show(h, SV_NONE, 200);
		else
			visit_fail(&h->v, rc);
	}
	visit_close(&h->v);
}

static enum rc make(struct hand *h, struct sv *ret_token)
{
	struct visit *v = &h->v;
	struct arena *a = v->cx.a;
	struct act_answer answer;
	struct sv chosen = fields_get(&v->rq->form, "post");
	struct sv token = token_of(a, fields_get(&v->rq->form, "_seed"), fields_get(&v->rq->form, "key"));
	bool known = false;
	for (size_t i = 0; i < h->n; i++)
		known |= sv_eq(chosen, arena_printf(a, "#%lld", (long long)h->post[i].id));
	if (!known)
		return fail_at(&v->cx, RC_INVALID, "post", "link.choose", N_("Choose the post that the link is for."));
	struct digest d = HASH(HASH_SHA256, token);
	struct js *f = js_obj(a);
	js_set_sv(a, f, "digest", hex_text(a, digest_sv(&d)));
	js_set_sv(a, f, "post", chosen);
	js_set_sv(a, f, "noun", sv_of(h->noun));
	js_set_int(a, f, "subject", h->subject);
	if (h->unit)
		js_set_int(a, f, "unit", h->unit);
	js_set_sv(a, f, "until", fields_get(&v->rq->form, "until"));
	TRY(visit_act(v, "link.make", 0, f, &answer));
	*ret_token = token;
	return RC_OK;
}

/* Answers with the page itself, not a redirect: the token must not stand in an address of its own.  Sending the
 * form again makes nothing new and shows the same link. */
static void send(void *web, struct http_request *rq, struct http_reply *rp, load_fn *fn)
{
	struct hand *h = NEW(rq->a, struct hand, 1);
	if (visit_open_post(&h->v, web, rq, rp)) {
		struct sv token = SV_NONE;
		enum rc rc = load(h, fn);
		if (rc != RC_OK) {
			visit_fail(&h->v, rc);
		} else {
			rc = make(h, &token);
			/* The list below is to hold the new link too. */
			if (rc == RC_OK) {
				db_snapshot_end(h->v.db);
				rc = db_snapshot(&h->v.cx, h->v.db);
			}
			show(h, token, rc == RC_OK ? 200 : rc_http(rc));
		}
	}
	visit_close(&h->v);
}

void page_hand_matter(void *web, struct http_request *rq, struct http_reply *rp)
{
	page(web, rq, rp, load_matter);
}

void do_hand_matter(void *web, struct http_request *rq, struct http_reply *rp)
{
	send(web, rq, rp, load_matter);
}

void page_hand_board(void *web, struct http_request *rq, struct http_reply *rp)
{
	page(web, rq, rp, load_board);
}

void do_hand_board(void *web, struct http_request *rq, struct http_reply *rp)
{
	send(web, rq, rp, load_board);
}

void page_hand_event(void *web, struct http_request *rq, struct http_reply *rp)
{
	page(web, rq, rp, load_event);
}

void do_hand_event(void *web, struct http_request *rq, struct http_reply *rp)
{
	send(web, rq, rp, load_event);
}

const struct http_route link_routes[] = {
	{ HTTP_GET, "/m/:no/link", 0, page_hand_matter, "link", NULL },
	{ HTTP_POST, "/m/:no/link", 0, do_hand_matter, "link", NULL },
	{ HTTP_GET, "/boards/:id:int/units/:unit:int/link", 0, page_hand_board, "link", NULL },
	{ HTTP_POST, "/boards/:id:int/units/:unit:int/link", 0, do_hand_board, "link", NULL },
	{ HTTP_GET, "/events/:id:int/link", 0, page_hand_event, "link", NULL },
	{ HTTP_POST, "/events/:id:int/link", 0, do_hand_event, "link", NULL },
	{ HTTP_GET, "/n/:token:code", ROUTE_NOCASE, page_note_card, "note-card", NULL },
	{ HTTP_POST, "/n/:token:code", ROUTE_NOCASE, do_note_card, "note-card", NULL },
	{ HTTP_GET, "/t/:token:code", ROUTE_NOCASE, page_card, "card", NULL },
	{ HTTP_POST, "/t/:token:code/:verb", ROUTE_NOCASE | ROUTE_UPLOAD, do_card, "card", NULL },
	{ HTTP_GET, "/t/:token:code/f/:digest", ROUTE_NOCASE, page_card_file, "card", NULL },
	{ HTTP_GET, "/p/:token:code", ROUTE_NOCASE, page_preview, "preview", NULL },
	{ HTTP_POST, "/p/:token:code/object", ROUTE_NOCASE, do_object, "preview", NULL },
};
const size_t link_routes_n = COUNT(link_routes);
