/* What the pages opened by a link have in common. */
#include "app/link/pages.h"

#include "app/link/pages.tmpl.h"
#include "app/unit/unit.h"

static enum rc wrong(struct opened *o)
{
	int64_t minutes;
	if (visit_may_guess(&o->v, &minutes))
		return RC_NOT_FOUND;
	ctx_forget(&o->v.cx);
	return fail(&o->v.cx, RC_OFTEN, "link.often", N_("Too many wrong links came from here. Wait %lld minutes."), (long long)minutes);
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

/* No session remembers how the reader likes it: the address does. */
static void preferences(struct opened *o)
{
	struct sv lang = fields_get(&o->v.rq->query, "lang");
	o->lang_set = sv_is(lang, "en") || sv_is(lang, "zh");
	if (o->lang_set)
		o->v.cx.lang = o->v.out.lang = sv_is(lang, "en") ? LANG_EN : LANG_ZH;
}

void link_frame(struct opened *o, struct sv title)
{
	struct frame *f = &o->v.frame;
	f->kind = FRAME_PHONE;
	f->title = title;
	f->user = SV("");
	f->nav = NULL;
	f->n_nav = 0;
	f->prefs = f->search = f->sign_out = f->user_url = (struct url){ SV_NONE };
	f->large = sv_is(fields_get(&o->v.rq->query, "large"), "1");
	f->error = o->v.cx.faults != NULL;
	f->code = arena_printf(o->v.cx.a, "%c/%lld", o->path.p[1], (long long)o->l.id);
}

struct url link_url(struct opened *o, const char *tail)
{
	struct arena *a = o->v.cx.a;
	struct url u = url_of(arena_printf(a, "%.*s%s", SV_ARG(o->path), tail));
	if (o->lang_set)
		u = url_arg(a, u, "lang", o->v.cx.lang == LANG_EN ? SV("en") : SV("zh"));
	if (sv_is(fields_get(&o->v.rq->query, "large"), "1"))
		u = url_arg(a, u, "large", SV("1"));
	return u;
}

struct switches link_switches(struct opened *o)
{
	struct arena *a = o->v.cx.a;
	bool large = sv_is(fields_get(&o->v.rq->query, "large"), "1");
	struct sv lang = o->v.cx.lang == LANG_EN ? SV("zh") : SV("en");
	struct switches s = { .is_large = large, .large = url_of(o->path), .lang = url_arg(a, url_of(o->path), "lang", lang) };
	if (o->lang_set)
		s.large = url_arg(a, s.large, "lang", o->v.cx.lang == LANG_EN ? SV("en") : SV("zh"));
	if (!large)
		s.large = url_arg(a, s.large, "large", SV("1"));
	else
		s.lang = url_arg(a, s.lang, "large", SV("1"));
	return s;
}

void link_dead(struct opened *o, enum rc rc)
{
	struct dead_page p = { .frame = &o->v.frame, .faults = o->v.cx.faults, .office = o->v.frame.office, .phone = o->v.frame.phone };
	link_frame(o, visit_say(&o->v, N_("This link does not open")));
	o->v.frame.error = false;
	o->v.out = out_new(o->v.cx.a, 1 << 20, o->v.cx.lang);
	dead_page(&o->v.out, &p);
	o->v.rp->cache = CACHE_NEVER;
	visit_send(&o->v, rc_http(rc));
}

static enum rc become(struct opened *o, struct sv token, const char *noun)
{
	struct visit *v = &o->v;
	enum rc rc = link_by_token(&v->cx, v->db, token, &o->l);
	if (rc == RC_NOT_FOUND)
		rc = wrong(o);
	if (rc != RC_OK)
		return rc;
	if (!sv_is(o->l.noun, noun))
		return fail(&v->cx, RC_NOT_FOUND, "link.none", N_("This link does not open anything. Ask the office for a new one."));
	v->frame.n_nav = 0;
	visit_as(v, o->l.post);
	v->session.csrf = SV("-"); /* the address itself is what nobody else can know */
	if (!v->session.post || v->post.disabled)
		return fail(&v->cx, RC_DENIED, "link.post_gone", N_("The post that this link was made for is disabled. Ask the office for a new one."));
	v->actor.via = VIA_LINK;
	v->actor.link = o->l.id;
	return RC_OK;
}

bool link_open(struct opened *o, void *web, struct http_request *rq, struct http_reply *rp, const char *noun)
{
	*o = (struct opened){ 0 };
	visit_open_public(&o->v, web, rq, rp);
	if (!o->v.db)
		return false;
	struct sv token = http_param(rq, "token");
	o->path = arena_printf(rq->a, "/%s/%.*s", *noun == 'b' ? "p" : *noun == 'e' ? "n" : "t", SV_ARG(token));
	preferences(o);
	enum rc rc = become(o, token, noun);
	if (rc == RC_OK)
		return true;
	link_dead(o, rc);
	return false;
}
