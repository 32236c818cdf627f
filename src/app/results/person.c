/* A post: who holds and held it, what it may do, and what the visitor may do with it.  The security administrator works here. */
#include "app/unit/unit.h"

#include "app/results/handlers.h"
#include "app/results/list.tmpl.h"

struct person_view {
	struct visit *v;
	struct post post;
	struct unit unit;
	struct grant *grant;
	size_t n_grant;
	struct sv back;
};

/* In the part of the tree that the list of people shows to this visitor. */
static enum rc read_it(struct person_view *w)
{
	struct visit *v = w->v;
	struct scope scope;
	TRY(visit_scope(v, "person.list", &scope));
	TRY(post_get(&v->cx, v->db, http_param_int(v->rq, "id"), &w->post));
	TRY(unit_get(&v->cx, v->db, w->post.unit, &w->unit));
	if (!scope_holds(&scope, w->unit.path))
		return fail(&v->cx, RC_DENIED, "results.person", N_("This post stands in a part of the tree that is not yours to see."));
	return post_grants(&v->cx, v->db, w->post.id, &w->grant, &w->n_grant);
}

static struct url form_of(struct person_view *w, const char *act)
{
	return res_form_url(w->v, act, w->post.id, w->back);
}

static struct ui_button button(struct person_view *w, const char *label, const char *act)
{
	return (struct ui_button){ .label = visit_say(w->v, label), .url = form_of(w, act) };
}

static enum rc facts(struct person_view *w, struct res_section *s)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 6);
	size_t n = 0;
	bool off = w->post.disabled;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Unit")), .value = w->unit.name, .url = url_seg(a, URL("/u"), w->unit.code) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Post")), .value = w->post.title };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Holder")), .value = w->post.holder.n ? w->post.holder : SV("—") };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Signs in as")),
		.value = w->post.login.n ? w->post.login : visit_say(v, N_("nobody signs in as this post")) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("State")), .tag = { .shape = off ? "strike" : "tick",
		.colour = off ? "grey" : "teal", .word = visit_say(v, off ? N_("Disabled") : N_("In use")) } };
	*s = (struct res_section){ .title = visit_say(v, N_("The post")), .facts = { .fact = f, .n = n } };
	return RC_OK;
}

static enum rc deeds(struct person_view *w, struct res_section *s)
{
	struct visit *v = w->v;
	const int64_t id = w->post.id;
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 5);
	size_t n = 0;
	bool own = id == v->session.post, security = res_holds(v, ROLE_SECADMIN, w->post.unit);
	/* The form asks over which unit; who may give nothing at all is not asked. */
	if (!own && (security || res_holds(v, ROLE_OFFICE, w->post.unit)))
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Give a role")), .kind = BUTTON_DEFAULT,
			.url = url_arg(v->cx.a, form_of(w, "person.grant"), "unit", w->unit.code) };
	if (!res_refusal(v, "person.hand_over", id, NULL))
		b[n++] = button(w, N_("Hand over to a successor"), "person.hand_over");
	if (!res_refusal(v, "person.start", id, NULL))
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Start or reset a password")),
			.url = url_arg_int(v->cx.a, URL("/admin"), "post", id) };
	const char *able = w->post.disabled ? "person.enable" : "person.disable";
	if (!res_refusal(v, able, id, NULL))
		b[n++] = button(w, w->post.disabled ? N_("Enable") : N_("Disable"), able);
	*s = (struct res_section){ .title = visit_say(v, N_("What you may do")), .buttons = { .button = b, .n = n } };
	if (!n)
		s->text = visit_say(v, own ? N_("Your own post is kept on the page of your post; its rights are given by others.") :
			N_("Roles are given and taken by the security administrator, who also disables; posts are handed over by their unit, the office or the system administrator."));
	return RC_OK;
}

static struct ui_table table_of(struct visit *v, const char *caption, const char *const *heads, size_t n)
{
	struct ui_column *c = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		c[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	return (struct ui_table){ .caption = visit_say(v, caption), .column = c, .n_column = n, .cards = true, .labels = true };
}

static enum rc roles(struct person_view *w, struct res_section *s)
{
	static const char *const heads[] = { N_("Role"), N_("Over this unit and what belongs to it"), N_("What you may do") };
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, w->n_grant + 1);
	bool any = false;
	for (size_t i = 0; i < w->n_grant; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		struct unit u;
		TRY(unit_get(&v->cx, v->db, w->grant[i].unit, &u));
		struct sv role = sv_of(role_name(w->grant[i].role));
		c[0].text = res_word(v, role);
		c[1] = (struct ui_cell){ .text = u.name, .url = url_seg(a, URL("/u"), u.code) };
		if (res_holds(v, ROLE_SECADMIN, u.id) || res_holds(v, ROLE_SECADMIN, w->post.unit)) {
			c[2] = (struct ui_cell){ .text = visit_say(v, N_("Take a role away")),
				.url = url_arg(a, url_arg(a, form_of(w, "person.revoke"), "role", role), "unit", u.code) };
			any = true;
		}
		row[i].cell = c;
	}
	*s = (struct res_section){ .title = visit_say(v, N_("What it may do")), .table = table_of(v, N_("Roles"), heads, any ? 3 : 2),
		.empty = { .text = visit_say(v, N_("This post has no role yet.")) } };
	s->table.row = row;
	s->table.n_row = w->n_grant;
	return RC_OK;
}

static enum rc history(struct person_view *w, struct res_section *s)
{
	static const char *const heads[] = { N_("Holder"), N_("From"), N_("Until") };
	struct visit *v = w->v;
	struct holding *h;
	size_t n;
	TRY(post_holders(&v->cx, v->db, w->post.id, &h, &n));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0].text = h[i].holder.n ? h[i].holder : visit_say(v, N_("nobody was named"));
		c[1].text = day_text(v->cx.a, day_of_instant(h[i].since));
		c[2].text = i ? day_text(v->cx.a, day_of_instant(h[i - 1].since)) : visit_say(v, N_("today"));
		row[i].cell = c;
	}
	*s = (struct res_section){ .title = visit_say(v, N_("Who held it")), .table = table_of(v, N_("Who held it"), heads, COUNT(heads)) };
	s->table.row = row;
	s->table.n_row = n;
	return RC_OK;
}

static enum rc show(struct person_view *w)
{
	struct visit *v = w->v;
	struct res_section s[4];
	TRY(read_it(w));
	w->back = arena_printf(v->cx.a, "/people/%lld?done=1", (long long)w->post.id);
	TRY(facts(w, &s[0]));
	TRY(roles(w, &s[1]));
	TRY(deeds(w, &s[2]));
	TRY(history(w, &s[3]));
	struct res_doc d = { .frame = &v->frame, .title = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(w->unit.short_name), SV_ARG(w->post.title)),
		.section = s, .n = COUNT(s) };
	if (sv_is(res_param(v, "done"), "1"))
		d.done = res_done(v, N_("It is done and on record."));
	visit_frame(v, d.title, "person");
	res_doc_page(&v->out, &d);
	visit_send(v, 200);
	return RC_OK;
}

void res_person(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct person_view w = { .v = &v };
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show(&w);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
