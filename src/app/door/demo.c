/* The page of posts of a demonstration.  It exists only for a store with a simulated clock, which can never
 * become a real one, and only under the token that this run of the program printed. */
#include "app/door/web.h"

#include "app/door/pages.tmpl.h"
#include "app/door/said.h"

static bool allowed(struct visit *v)
{
	const struct web_options *o = &v->web->o;
	if (store_simulated(o->store) && o->demo_token.p && secret_eq(http_param(v->rq, "token"), o->demo_token))
		return true;
	visit_fail(v, fail(&v->cx, RC_NOT_FOUND, "demo.none", N_("There is no such page. The link was printed when the demonstration started.")));
	return false;
}

static enum rc posts(struct visit *v, struct demo_post **ret, size_t *ret_n)
{
	const struct view_def *list = registry_view(store_nouns(v->web->o.store), SV("person.list"), NULL);
	struct view_in in = { .def = list, .limit = 500, .scope = { .all = true } };
	struct js *rows = js_arr(v->cx.a);
	struct sv after = SV_NONE;
	TRY(list->query(&v->cx, v->db, &in, rows, &after));
	struct demo_post *p = NEW(v->cx.a, struct demo_post, rows->n + 1);
	size_t n = 0;
	static const struct column roles = { "roles", FIELD_LINE, NULL };
	const struct registry *nouns = store_nouns(v->web->o.store);
	for (const struct js *r = rows->first; r; r = r->next)
		if (js_get_sv(r, "login").n && js_get_sv(r, "roles").n)
			p[n++] = (struct demo_post){
				.id = arena_printf(v->cx.a, "%lld", (long long)js_get_int(r, "id", 0)), 
				.roles = view_said(v->cx.a, v->cx.lang, nouns, list, &roles, r),
				.label = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(js_get_sv(r, "unit_name")), SV_ARG(js_get_sv(r, "title"))) };
	*ret = p;
	*ret_n = n;
	return RC_OK;
}

void page_demo(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	if (allowed(&v)) {
		struct demo_page p = { .frame = &v.frame, .form = { .action = url_of(rq->path), .csrf = SV("-") } };
		struct demo_post *post = NULL;
		enum rc rc = posts(&v, &post, &p.n);
		p.post = post;
		v.frame.kind = FRAME_PLAIN;
		v.frame.title = TR(&v.out, N_("Enter as one of these posts"));
		if (rc == RC_OK) {
			demo_page(&v.out, &p);
			rp->cache = CACHE_NEVER;
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

void do_demo(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	if (allowed(&v)) {
		int64_t id = 0;
		struct post p;
		struct session s;
		enum rc rc = sv_int(visit_form_value(&v, "post"), &id) ? post_get(&v.cx, v.db, id, &p) :
			     fail(&v.cx, RC_INVALID, "demo.post", N_("Choose a post."));
		if (rc == RC_OK)
			rc = session_new(web, &v.cx, p.id, &s);
		if (rc == RC_OK) {
			reply_cookie(rp, rq, "bixue", s.token, &(struct http_cookie_opts){ .lax = true });
			visit_redirect(&v, SV("/"));
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
