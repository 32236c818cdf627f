/* Settings, how the law is kept, and one's own post. */
#include "app/results/handlers.h"

#include "app/results/list.tmpl.h"
#include "app/unit/unit.h"
#include "core/workdays.h"
#include "store/secret.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

/* ---- /admin ---------------------------------------------------------------------------------------------------------- */

static struct ui_fact check(struct visit *v, const char *label, bool ok, struct sv text)
{
	return (struct ui_fact){ .label = visit_say(v, label), .value = text,
				 .tag = { .shape = ok ? "tick" : "triangle", .colour = ok ? "teal" : "amber",
				 	.word = visit_say(v, ok ? N_("in order") : N_("look at this")) } };
}

static void doctor(struct visit *v, struct res_section *s)
{
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 8);
	size_t n = 0;
	struct stat st;
	struct statvfs fs;
	struct store *store = web_store(v->web);
	const char *dir = store_dir(store), *keys = store_keys_dir(store);
	bool closed = stat(dir, &st) == 0 && (st.st_mode & 077) == 0;
	f[n++] = check(v, N_("Data folder"), closed, closed ? sv_of(dir) :
		visit_say(v, N_("others on this machine can read it: chmod 700")));
	if (statvfs(dir, &fs) == 0) {
		int64_t free_bytes = (int64_t)(fs.f_bavail * fs.f_frsize);
		f[n++] = check(v, N_("Disk"), free_bytes > 500 << 20,
			arena_tr(a, v->cx.lang, N_("%.*s free"), SV_ARG(fmt_bytes(a, v->cx.lang, free_bytes))));
	}
	bool keys_ok = stat(keys, &st) == 0 && (st.st_mode & 077) == 0;
	f[n++] = check(v, N_("Keys, kept apart"), keys_ok, keys_ok ? sv_of(keys) :
		visit_say(v, N_("the folder is missing, or others can read it")));
	struct calendar_table t = workdays_shipped(a);
	int year = civil_of_day(v->today).year;
	bool has = false;
	for (size_t i = 0; i < t.year_n; i++)
		has |= t.years[i] == year;
	f[n++] = check(v, N_("Working days"), has, has ? arena_tr(a, v->cx.lang, N_("%d is known"), year) :
		       arena_tr(a, v->cx.lang, N_("%d is not known: import the official table"), year));
	*s = (struct res_section){ .title = visit_say(v, N_("The machine")), .facts = { .fact = f, .n = n },
				   .text = visit_say(v,
				   	N_("`bixue doctor` on the machine says more, and reads every page of the store.")) };
}

static enum rc instance_facts(struct visit *v, struct res_section *s)
{
	struct arena *a = v->cx.a;
	struct instance in;
	int64_t seq, at;
	struct ui_fact *f = NEW(a, struct ui_fact, 4);
	TRY(instance_get(&v->cx, v->db, &in));
	TRY(journal_last_seq(&v->cx, v->db, &seq, &at));
	f[0] = (struct ui_fact){ .label = visit_say(v, N_("Office")), .value = in.name };
	f[1] = (struct ui_fact){ .label = visit_say(v, N_("Clock")),
		.value = visit_say(v, in.simulated ?
		N_("simulated: a demonstration or rehearsal, never to become real") : N_("real")) };
	f[2] = (struct ui_fact){ .label = visit_say(v, N_("Begun")), .value = res_when(v, in.begun) };
	f[3] = (struct ui_fact){ .label = visit_say(v, N_("Rows of the journal")), .value = fmt_int(a, v->cx.lang, seq),
		.hint = res_when(v, at) };
	*s = (struct res_section){ .title = visit_say(v, N_("This instance")), .facts = { .fact = f, .n = 4 } };
	return RC_OK;
}

static enum rc setup_section(struct visit *v, struct res_section *s)
{
	struct arena *a = v->cx.a;
	struct js *rows;
	struct ui_field *f = NEW(a, struct ui_field, 1);
	size_t k = 0;
	int64_t asked = 0;
	if (!sv_int(res_param(v, "post"), &asked))
		asked = 0;
	TRY(visit_rows(v, "person.list", 0, NULL, 5000, SV_NONE, &rows, NULL));
	struct ui_choice *c = NEW(a, struct ui_choice, rows->n + 1);
	for (const struct js *o = rows->first; o; o = o->next) {
		int64_t id = js_get_int(o, "id", 0);
		if (!res_refusal(v, "person.start", id, NULL))
			c[k++] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)id),
				.label = arena_printf(a, "%.*s %.*s (%.*s)", SV_ARG(js_get_sv(o, "unit_name")),
					SV_ARG(js_get_sv(o, "title")), SV_ARG(js_get_sv(o, "login"))),
				.chosen = id == asked };
	}
	f[0] = (struct ui_field){ .kind = INPUT_SELECT, .name = "post", .label = visit_say(v, N_("Post")), .choice = c,
		.n_choice = k, .faults = v->cx.faults };
	*s = (struct res_section){
		.title = visit_say(v, N_("Start or reset a password")), .has_form = k > 0,
			.form = visit_form(v, URL("/admin/setup-link"), 0), .field = f, .n_field = 1,
		.text = visit_say(v,
			N_("You get a link that works once, within a day. Whoever holds the post opens it and chooses the password; nobody else ever knows it.")),
		.button = { .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Make the link")) },
	};
	if (k == 0)
		s->empty.text = visit_say(v, N_("There is no post for which you may start a password."));
	return RC_OK;
}

static void links_section(struct visit *v, struct res_section *s)
{
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 5);
	size_t n = 0;
	b[n++] = (struct ui_button){ .label = visit_say(v, N_("Units")), .url = URL("/units") };
	b[n++] = (struct ui_button){ .label = visit_say(v, N_("People and rights")), .url = URL("/people") };
	/* What somebody would only be refused is not offered. */
	if (v->roles & (ROLE_OFFICE | ROLE_SYSADMIN))
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Add a post")),
			.url = res_form_url(v, "person.add", 0, SV("/people")) };
	if (v->roles & RES_AUDITORS)
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Audit")), .url = URL("/audit") };
	b[n++] = (struct ui_button){ .label = visit_say(v, N_("How this system keeps the rules on burden")),
		.url = URL("/about") };
	*s = (struct res_section){ .title = visit_say(v, N_("Units, people, rights")), .buttons = { .button = b, .n = n } };
}

static enum rc show_admin(struct visit *v, struct sv link, int status)
{
	struct res_section s[5];
	size_t n = 0;
	if (!(v->roles & (ROLE_ADMINS | ROLE_OFFICE)))
		return fail(&v->cx, RC_DENIED, "results.admin",
			N_("The settings are the business of the administrators and the supervision office."));
	struct fault *had = v->cx.faults;
	if (link.n) {
		s[n++] = (struct res_section){ .title = visit_say(v, N_("The link")), .code = link,
			.text = visit_say(v,
				N_("It is shown once, here. Give it to the holder of the post and to nobody else; it ends with its first use or after a day.")) };
	}
	TRY(instance_facts(v, &s[n++]));
	links_section(v, &s[n++]);
	if (v->roles & (ROLE_OFFICE | ROLE_SYSADMIN))
		TRY(setup_section(v, &s[n++]));
	doctor(v, &s[n++]);
	struct res_doc d = { .frame = &v->frame, .faults = had, .title = visit_say(v, N_("Settings")), .section = s,
		.n = n };
	visit_frame(v, d.title, "admin");
	v->frame.error = had != NULL;
	if (link.n)
		v->rp->cache = CACHE_NEVER;
	res_doc_page(&v->out, &d);
	visit_send(v, status);
	return RC_OK;
}

void res_admin(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show_admin(&v, SV(""), 200);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* Answered with the page itself: the link is nowhere to be read again. */
void res_do_setup_link(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		int64_t post = 0;
		struct sv token = SV(""), link = SV("");
		enum rc rc = sv_int(res_param(&v, "post"), &post) ? setup_new(v.web, &v.cx, v.actor, post, &token) :
			     fail_at(&v.cx, RC_INVALID, "post", "results.post", N_("Choose a post."));
		if (rc == RC_OK)
			link = arena_printf(v.cx.a, "%.*s/setup/%.*s", SV_ARG(visit_base(&v)), SV_ARG(token));
		if (show_admin(&v, link, rc == RC_OK ? 200 : rc_http(rc)) != RC_OK)
			visit_fail(&v, rc == RC_OK ? RC_DENIED : rc);
	}
	visit_close(&v);
}

/* ---- /about ------------------------------------------------------------------------------------------------------------- */

void res_about(void *web, struct http_request *rq, struct http_reply *rp)
{
	static const struct {
		const char *title, *text;
	} said[] = {
		{ N_("No app, no forced sign-in"),
			N_("Nothing is installed. Every duty of a unit can be done from a link or QR code without signing in. No page, export or interface lists log-ins, minutes online, opens, or who has not signed in.") },
		{ N_("Use is never scored"),
			N_("The rule language knows no source such as log-ins, time online, likes, forwards, page views, open votes or hours of study: a rule that names one is refused, with the reason.") },
		{ N_("Results, not traces"),
			N_("Points come from what came of a matter: closed on time, verified, satisfied, relapsed. A meeting held, a paper issued, a photo uploaded cannot be a criterion.") },
		{ N_("Photos only where needed"),
			N_("Closing a matter needs no photo. Places, tracks and phone states are never recorded; what a picture says about its place is taken out of it.") },
		{ N_("Asked once"),
			N_("What the ledger knows is shown, not asked. Whoever reports sees the last report and may say that nothing changed.") },
		{ N_("Few rankings, and counted"),
			N_("Each rule states how often, to whom and how openly it ranks. A counter on every board shows how many rankings went out this year; one more than allowed needs the document that permits it. By default a unit sees its own row only.") },
		{ N_("No veto without a basis"),
			N_("A veto in a rule names the document of the level that allows it and the day on which it ends, or it cannot be kept.") },
		{ N_("Every number opens"),
			N_("Each point on a board opens down to the record it came from, and a unit may object to any line before the board is approved by two people who did not compose it.") },
		{ N_("A box for complaints on every page"),
			N_("The link at the foot of each page leads to the office, the phone number beside it too.") },
		{ N_("What stays out"),
			N_("No app, no check-ins, no location tracks, no lists of persons by default, no personnel decisions, no denunciation files, no state secrets.") },
	};
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	if (v.db) {
		struct res_section *s = NEW(v.cx.a, struct res_section, COUNT(said));
		for (size_t i = 0; i < COUNT(said); i++)
			s[i] = (struct res_section){ .title = visit_say(&v, said[i].title),
				.text = visit_say(&v, said[i].text) };
		struct res_doc d = { .frame = &v.frame, .title = visit_say(&v,
			N_("How this system keeps the rules on burden")), .section = s, .n = COUNT(said),
			.lead = visit_say(&v,
				N_("Each sentence below is a behaviour of the program that can be checked. The rules are those of the State Council Office of 25 January 2026 (Guobanhan [2026] No. 12) and of the 2024 rules against formalism.")) };
		if (!v.session.post)
			v.frame.kind = FRAME_PLAIN;
		visit_frame(&v, d.title, "about");
		res_doc_page(&v.out, &d);
		visit_send(&v, 200);
	}
	visit_close(&v);
}

/* ---- /me ------------------------------------------------------------------------------------------------------------------ */

static enum rc own_facts(struct visit *v, struct res_section *s)
{
	static const char *const heads[] = { N_("Role"), N_("Over this unit and what belongs to it") };
	struct grant *g;
	size_t n;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 4);
	struct ui_column *col = NEW(a, struct ui_column, 2);
	TRY(post_grants(&v->cx, v->db, v->session.post, &g, &n));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, 2);
		c[0].text = res_word(v, sv_of(role_name(g[i].role)));
		c[1].text = visit_unit_name(v, g[i].unit);
		row[i].cell = c;
	}
	for (size_t i = 0; i < 2; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	f[0] = (struct ui_fact){ .label = visit_say(v, N_("Unit")), .value = visit_unit_name(v, v->post.unit) };
	f[1] = (struct ui_fact){ .label = visit_say(v, N_("Post")), .value = v->post.title };
	f[2] = (struct ui_fact){ .label = visit_say(v, N_("Holder")), .value = v->post.holder.n ? v->post.holder :
		SV("—") };
	f[3] = (struct ui_fact){ .label = visit_say(v, N_("Signs in as")), .value = v->post.login };
	s[0] = (struct res_section){ .title = visit_say(v, N_("Your post")), .facts = { .fact = f, .n = 4 } };
	s[1] = (struct res_section){ .title = visit_say(v, N_("What it may do")),
		.empty = { .text = visit_say(v, N_("This post has no role yet.")) },
				     .table = { .caption = visit_say(v, N_("Roles")), .column = col, .n_column = 2,
				     	.row = row, .n_row = n } };
	return RC_OK;
}

static void password_section(struct visit *v, struct res_section *s)
{
	static const struct {
		enum input_kind kind;
		const char *name, *label, *hint, *autocomplete;
		bool optional;
	} def[] = {
		{ INPUT_PASSWORD, "old", N_("Password until now"), NULL, "current-password", false },
		{ INPUT_CODE, "code", N_("One-time code"), N_("Only if you have set one up."), "one-time-code",
			true },
		{ INPUT_PASSWORD, "password", N_("New password"),
			N_("At least 8 characters; a sentence is better than signs."), "new-password", false },
		{ INPUT_PASSWORD, "again", N_("Once more"), NULL, "new-password", false },
	};
	struct ui_field *f = NEW(v->cx.a, struct ui_field, COUNT(def));
	for (size_t i = 0; i < COUNT(def); i++)
		f[i] = (struct ui_field){ .kind = def[i].kind, .name = def[i].name, .label = visit_say(v, def[i].label),
			.width = i == 1 ? 8 : 20,
					  .hint = def[i].hint ? visit_say(v, def[i].hint) : SV_NONE,
					  	.autocomplete = def[i].autocomplete,
					  .optional = def[i].optional, .faults = v->cx.faults, .value = SV("") };
	struct ui_button *codes = NEW(v->cx.a, struct ui_button, 1);
	*codes = (struct ui_button){ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("One-time codes")), .url = URL("/me/totp") };
	*s = (struct res_section){ .title = visit_say(v, N_("Change the password")), .has_form = true, .form = visit_form(v, URL("/me/password"), 0),
				   .buttons = { .button = codes, .n = 1 },
				   .text = visit_say(v, N_("All other sessions of this post end.")), .field = f,
				   	.n_field = COUNT(def),
				   .button = { .kind = BUTTON_PLAIN,
				   	.label = visit_say(v, N_("Change the password")) } };
}

static void hand_over_section(struct visit *v, struct res_section *s)
{
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 2);
	f[0] = (struct ui_field){ .kind = INPUT_LINE, .name = "holder", .label = visit_say(v, N_("Successor")),
		.width = 12, .max = 40,
				  .value = res_param(v, "holder"), .faults = v->cx.faults };
	f[1] = (struct ui_field){ .kind = INPUT_LINE, .name = "phone", .label = visit_say(v, N_("Phone")), .width = 12,
		.max = 40, .optional = true,
				  .value = res_param(v, "phone"), .faults = v->cx.faults,
				  	.why = visit_say(v,
				  	N_("It is kept sealed and only shown to those who must call.")) };
	*s = (struct res_section){ .title = visit_say(v, N_("Hand over to a successor")), .has_form = true, .form = visit_form(v, URL("/me/hand-over"), v->session.post),
				   .text = visit_say(v,
				   	N_("Matters, deadlines and records stay with the post; only its holder changes. Ask for a new set-up link for the successor, so that you no longer know the password.")),
				   .field = f, .n_field = 2,
				   	.button = { .kind = BUTTON_PLAIN, .label = visit_say(v, N_("Hand over")) } };
}

static enum rc show_me(struct visit *v, int status)
{
	struct res_section s[4];
	size_t n = 2;
	struct sv done = res_param(v, "done");
	struct fault *had = v->cx.faults;
	TRY(own_facts(v, s));
	if (v->post.login.p)
		password_section(v, &s[n++]);
	if (visit_may(v, "person.hand_over", v->session.post))
		hand_over_section(v, &s[n++]);
	struct res_doc d = { .frame = &v->frame, .faults = had, .title = v->post_label, .section = s, .n = n };
	if (sv_is(done, "password"))
		d.done = res_done(v, N_("The password is changed."));
	if (sv_is(done, "hand-over"))
		d.done = res_done(v, N_("The post is handed over."));
	visit_frame(v, visit_say(v, N_("Your post")), "me");
	v->frame.error = had != NULL;
	res_doc_page(&v->out, &d);
	visit_send(v, status);
	return RC_OK;
}

void res_me(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show_me(&v, 200);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_do_hand_over(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = visit_act(&v, "person.hand_over", v.session.post, visit_fields(&v), &answer);
		if (rc == RC_OK)
			visit_redirect(&v, SV("/me?done=hand-over"));
		else if (show_me(&v, rc_http(rc)) != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_do_password(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct session s;
		enum rc rc = own_password(&v, &s);
		if (rc == RC_OK) {
			visit_enter(&v, &s);
			visit_redirect(&v, SV("/me?done=password"));
		} else if (show_me(&v, rc_http(rc)) != RC_OK) {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
