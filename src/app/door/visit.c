#include "app/door/web.h"

#include "app/door/pages.tmpl.h"
#include "app/door/queries.sql.h"
#include "base/bug.h"

#include <stdlib.h>
#include <unistd.h>

enum { PAGE_MAX = 4 << 20 };

/* Are its tables those of this version of the program? */
static enum rc same_tables(struct ctx *cx, struct db *db, bool *ret)
{
	struct db *model;
	struct sv have, want;
	TRY(db_open(cx, "", DB_MEMORY, &model));
	enum rc rc = db_create(cx, model, door_tables, door_tables_n);
	if (rc == RC_OK)
		rc = db_schema(cx, model, &want);
	db_close(model);
	TRY(rc);
	*ret = db_schema(cx, db, &have) == RC_OK && sv_eq(have, want);
	return RC_OK;
}

/* What lies there may be lost: a file of another version, or a broken one, is begun anew. */
static enum rc open_memory(struct ctx *cx, struct arena *a, const char *dir, struct db **ret)
{
	static const char *const parts[] = { "", "-wal", "-shm" };
	struct sv path = arena_printf(a, "%s/volatile.db", dir);
	struct db *db;
	struct ctx probe = *cx;
	ctx_forget(&probe);
	if (access(path.p, F_OK) == 0) {
		bool same = false;
		if (db_open(&probe, path.p, DB_WRITE, &db) == RC_OK) {
			if (same_tables(&probe, db, &same) == RC_OK && same) {
				*ret = db;
				return db_exec(cx, db, "PRAGMA synchronous=OFF");
			}
			db_close(db);
		}
		for (size_t i = 0; i < COUNT(parts); i++)
			(void)unlink(arena_printf(a, "%s%s", path.p, parts[i]).p);
	}
	TRY(db_open(cx, path.p, DB_WRITE, &db));
	*ret = db;
	/* Losing the last second of sessions harms nobody. */
	TRY(db_exec(cx, db, "PRAGMA synchronous=OFF"));
	return db_create(cx, db, door_tables, door_tables_n);
}

enum rc web_new(struct ctx *cx, const struct web_options *o, struct web **ret)
{
	struct web *w = calloc(1, sizeof(*w));
	if (!w)
		BUG("out of memory");
	w->o = *o;
	arena_init(&w->a, 64 << 20);
	pthread_mutex_init(&w->memory_lock, NULL);
	pthread_mutex_init(&w->password_lock, NULL);
	pthread_mutex_init(&w->reader_lock, NULL);
	w->tries = limit_new(&w->a, 4096, 10, 15 * 60 * 1000);
	struct ctx mine;
	ctx_init(&mine, &w->a, cx->now, cx->lang);
	enum rc rc = open_memory(cx, &w->a, store_dir(o->store), &w->memory);
	struct db *db = NULL;
	if (rc == RC_OK)
		rc = store_reader(cx, o->store, &db);
	if (rc == RC_OK)
		rc = instance_get(&mine, db, &w->instance);
	db_close(db);
	if (rc != RC_OK) {
		web_free(w);
		return rc;
	}
	*ret = w;
	return RC_OK;
}

void web_free(struct web *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n_readers; i++)
		db_close(w->reader[i]);
	db_close(w->memory);
	pthread_mutex_destroy(&w->memory_lock);
	pthread_mutex_destroy(&w->password_lock);
	pthread_mutex_destroy(&w->reader_lock);
	arena_release(&w->a);
	free(w);
}

struct store *web_store(struct web *w)
{
	return w->o.store;
}

/* A connection on loan.  It goes back with visit_close, or, when a handler was left by the arena's cap, with
 * the request's arena. */
struct lease {
	struct web *web;
	struct db *db;
};

static void give_back(void *arg)
{
	struct lease *l = arg;
	struct web *w = l->web;
	if (!l->db)
		return;
	db_snapshot_end(l->db);
	pthread_mutex_lock(&w->reader_lock);
	bool keep = w->n_readers < READERS;
	if (keep)
		w->reader[w->n_readers++] = l->db;
	pthread_mutex_unlock(&w->reader_lock);
	if (!keep)
		db_close(l->db);
	l->db = NULL;
}

enum rc visit_reader(struct visit *v)
{
	struct web *w = v->web;
	v->lease = NEW(v->cx.a, struct lease, 1);
	v->lease->web = w;
	pthread_mutex_lock(&w->reader_lock);
	if (w->n_readers)
		v->lease->db = w->reader[--w->n_readers];
	pthread_mutex_unlock(&w->reader_lock);
	if (!v->lease->db)
		TRY(store_reader(&v->cx, w->o.store, &v->lease->db));
	arena_defer(v->cx.a, give_back, v->lease);
	v->db = v->lease->db;
	return db_snapshot(&v->cx, v->db);
}

void visit_close(struct visit *v)
{
	if (v->lease)
		give_back(v->lease);
	v->db = NULL;
}

static enum rc learn_roles(struct visit *v)
{
	struct grant *g;
	size_t n;
	TRY(post_get(&v->cx, v->db, v->session.post, &v->post));
	TRY(post_label(&v->cx, v->db, v->session.post, &v->post_label));
	TRY(post_grants(&v->cx, v->db, v->session.post, &g, &n));
	for (size_t i = 0; i < n; i++)
		v->roles |= g[i].role;
	return RC_OK;
}

static const struct {
	const char *label, *path;
	unsigned roles;
	bool group;
} sections[] = {
	{ N_("My desk"), "/", ROLE_ALL, false },
	{ N_("Ledger"), "/matters", ROLE_STAFF, false },
	{ N_("Chase list"), "/chase", ROLE_OFFICE, false },
	{ N_("Review"), "/review", ROLE_OFFICE | ROLE_VERIFIER, false },
	{ N_("Import a list"), "/import", ROLE_OFFICE, false },
	{ N_("Boards"), "/boards", ROLE_STAFF, true },
	{ N_("Events"), "/events", ROLE_STAFF, false },
	{ N_("Tests"), "/exams", ROLE_STAFF, false },
	{ N_("Sites"), "/sites", ROLE_STAFF, false },
	{ N_("Red all year"), "/targets", ROLE_STAFF, false },
	{ N_("Practices"), "/practices", ROLE_STAFF, false },
	{ N_("Objections"), "/objections", ROLE_STAFF, false },
	{ N_("Leader's page"), "/leader", ROLE_LEADER | ROLE_OFFICE, false },
	{ N_("Units"), "/units", ROLE_ALL, true },
	{ N_("People and rights"), "/people", ROLE_OFFICE | ROLE_ADMINS, false },
	{ N_("Audit"), "/audit", ROLE_AUDITADMIN | ROLE_OFFICE_HEAD | ROLE_LEADER, true },
	{ N_("Settings"), "/admin", ROLE_ADMINS | ROLE_OFFICE, false },
};

/* Pages of a section whose address is another one. */
static const char *const kin[][2] = {
	{ "/votes", "/events" }, { "/series", "/events" }, { "/notes", "/events" }, { "/questions", "/exams" }, { "/m/", "/matters" }, { "/tallies", "/boards" },
	{ "/rules", "/boards" }, { "/periods", "/boards" },
};

/* The section that the page belongs to; a form belongs where it leads back to. */
static struct sv section_of(struct visit *v)
{
	struct sv path = v->rq->path;
	if (sv_starts(path, SV("/do/")))
		path = sv_or_empty(visit_form_value(v, "back"));
	for (size_t i = 0; i < COUNT(kin); i++)
		if (sv_starts(path, sv_of(kin[i][0])))
			return sv_of(kin[i][1]);
	return path;
}

static void fill_frame(struct visit *v)
{
	struct frame *f = &v->frame;
	struct nav_item *nav = NEW(v->cx.a, struct nav_item, COUNT(sections));
	f->n_nav = 0;
	f->office = v->web->instance.name;
	f->demo = v->web->instance.simulated;
	f->feedback = URL("/feedback");
	f->phone = v->web->o.feedback_phone;
	f->here = v->rq->target;
	if (!v->session.post)
		return;
	f->user = v->post_label;
	f->user_url = URL("/me");
	f->sign_out = URL("/out");
	f->prefs = URL("/prefs");
	f->search = URL("/matters");
	f->csrf = v->session.csrf;
	f->large = v->session.large;
	struct sv section = section_of(v);
	for (size_t i = 0; i < COUNT(sections); i++) {
		if (!(sections[i].roles & v->roles))
			continue;
		struct sv path = sv_of(sections[i].path);
		nav[f->n_nav++] = (struct nav_item){
			.label = sv_of(tr(v->cx.lang, sections[i].label)), .url = url_of(path), .group = sections[i].group,
			.here = sv_eq(path, section) || (path.n > 1 && sv_starts(section, path)),
		};
	}
	f->nav = nav;
}

static enum rc begin(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp)
{
	*v = (struct visit){ .web = web, .rq = rq, .rp = rp };
	enum lang lang = rq->lang;
	ctx_init(&v->cx, rq->a, store_now(v->web->o.store), lang);
	v->today = day_of_instant(v->cx.now);
	v->out = out_new(rq->a, PAGE_MAX, lang);
	TRY(visit_reader(v));
	struct sv cookie = request_cookie(rq, "bixue"), bearer = http_header(rq, "Authorization");
	v->bearer = sv_starts(bearer, SV("Bearer "));
	if (v->bearer)
		cookie = sv_trim(sv_from(bearer, 7));
	if (cookie.p)
		TRY(session_find(web, &v->cx, cookie, &v->session, &lang));
	v->cx.lang = v->out.lang = lang;
	if (v->session.post)
		TRY(learn_roles(v));
	if (v->session.post && (v->post.disabled || !sv_eq(v->session.stamp, sv_or_empty(v->post.password)))) {
		v->session.post = 0;
		v->roles = 0;
	}
	v->actor = (struct actor){ .post = v->session.post, .via = VIA_WEB };
	return RC_OK;
}

void visit_as(struct visit *v, int64_t post)
{
	v->session.post = post;
	v->actor.post = post;
	v->roles = 0;
	if (learn_roles(v) != RC_OK)
		v->session.post = 0;
	fill_frame(v);
}

void visit_enter(struct visit *v, const struct session *s)
{
	reply_cookie(v->rp, v->rq, "bixue", s->token, &(struct http_cookie_opts){ .lax = true });
}

void visit_open_public(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp)
{
	enum rc rc = begin(v, web, rq, rp);
	fill_frame(v);
	if (rc != RC_OK)
		visit_fail(v, rc);
}

/* What a page must not hold, even in a field that nobody sees. */
static bool typed_secret(struct sv name)
{
	static const char *const secret[] = { "password", "again", "old", "code" };
	for (size_t i = 0; i < COUNT(secret); i++)
		if (sv_is(name, secret[i]))
			return true;
	return false;
}

/* The form as it was sent, in a page with a token of today, waiting for one press of a button. */
static void offer_again(struct visit *v, enum rc rc)
{
	struct resend_page p = { .frame = &v->frame, .faults = v->cx.faults, .signed_in = v->session.post != 0,
				 .form = { .action = url_of(v->rq->target), .csrf = v->session.post ? v->session.csrf : SV("-"),
					   .key = visit_form_value(v, "key") } };
	struct sent_pair *pair = NEW(v->cx.a, struct sent_pair, v->rq->form.n + 1);
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (!sv_is(v->rq->form.v[i].name, "csrf") && !sv_is(v->rq->form.v[i].name, "key") && !typed_secret(v->rq->form.v[i].name))
			pair[p.n++] = (struct sent_pair){ v->rq->form.v[i].name, v->rq->form.v[i].value };
	p.pair = pair;
	v->frame.title = TR(&v->out, N_("Send it once more"));
	v->frame.error = true;
	if (!v->session.post)
		v->frame.kind = FRAME_PLAIN;
	resend_page(&v->out, &p);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, rc_http(rc));
}

bool visit_open(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp)
{
	enum rc rc = begin(v, web, rq, rp);
	fill_frame(v);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return false;
	}
	if (v->session.post)
		return true;
	if (http_is_json(rq))
		visit_fail(v, fail(&v->cx, RC_DENIED, "in.needed", N_("Sign in first.")));
	else if (rq->method == HTTP_GET || rq->method == HTTP_HEAD)
		visit_redirect(v, url_arg(v->cx.a, URL("/in"), "back", rq->target).s);
	else if (guard_origin(rq, v->web->o.origins, v->web->o.n_origins) == ORIGIN_CROSS)
		visit_fail(v, fail(&v->cx, RC_DENIED, "in.needed", N_("Sign in first.")));
	else /* A sent form must not be lost to an ended session. */
		offer_again(v, fail(&v->cx, RC_DENIED, "in.ended",
				    N_("Your session has ended. Sign in, then send this form once more; what you typed is kept here.")));
	return false;
}

bool visit_open_post(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp)
{
	if (!visit_open(v, web, rq, rp))
		return false;
	bool own = guard_origin(rq, v->web->o.origins, v->web->o.n_origins) != ORIGIN_CROSS;
	if (own && guard_token(visit_form_value(v, "csrf"), v->session.csrf))
		return true;
	enum rc rc = fail(&v->cx, RC_DENIED, "in.csrf", N_("This form is from an earlier session. Look at it and send it once more; what you typed is kept here."));
	/* Another site's form is not offered for sending. */
	if (own && v->rq->form.n && guard_origin(v->rq, v->web->o.origins, v->web->o.n_origins) == ORIGIN_SAME)
		offer_again(v, rc);
	else
		visit_fail(v, rc);
	return false;
}

void visit_send(struct visit *v, int status)
{
	if (v->out.b.over) {
		/* Typed text that swells by escaping can get here: refuse it, in a page that echoes nothing. */
		v->cx.faults = NULL;
		v->cx.faults_end = &v->cx.faults;
		visit_fail(v, fail(&v->cx, RC_LIMIT, "page.large", N_("This page would be too large. Shorten what was typed.")));
		return;
	}
	v->rp->status = status;
	v->rp->type = "text/html; charset=utf-8";
	v->rp->body = v->out.b;
}

void visit_redirect(struct visit *v, struct sv path)
{
	reply_redirect(v->rp, path);
}

void visit_download(struct visit *v, struct sv body, const char *type, struct sv name)
{
	v->rp->status = 200;
	v->rp->type = type;
	v->rp->body = buf_new(v->cx.a, body.n + 1);
	buf_put(&v->rp->body, body);
	v->rp->cache = CACHE_NEVER;
	reply_header(v->rp, "Content-Disposition", reply_disposition(v->cx.a, name, true));
}

void visit_fail(struct visit *v, enum rc rc)
{
	if (http_is_json(v->rq)) {
		reply_problem(v->rp, &v->cx, rc, 0);
		return;
	}
	struct fault_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = sv_of(rc_title(v->cx.lang, rc)),
				.code = sv_of(v->cx.faults ? v->cx.faults->id : rc_name(rc)) };
	v->out = out_new(v->cx.a, PAGE_MAX, v->cx.lang);
	v->frame.title = p.title;
	v->frame.error = true;
	if (!v->session.post)
		v->frame.kind = FRAME_PLAIN;
	fault_page(&v->out, &p);
	visit_send(v, rc_http(rc));
}

void door_refuse(void *web, struct http_request *rq, struct http_reply *rp, struct ctx *cx, enum rc rc, int status)
{
	if (http_is_json(rq)) {
		reply_problem(rp, cx, rc, status);
		return;
	}
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	for (const struct fault *f = cx->faults; f; f = f->next)
		(void)fail(&v.cx, rc, f->id, "%.*s", SV_ARG(f->text));
	visit_fail(&v, rc);
	rp->status = status;
	visit_close(&v);
}

struct sv visit_say(const struct visit *v, const char *msgid)
{
	return sv_of(tr(v->cx.lang, msgid));
}

void visit_frame(struct visit *v, struct sv title, const char *code)
{
	v->frame.title = title;
	v->frame.code = sv_of(code);
	v->frame.as_of = fmt_instant(v->cx.a, v->cx.lang, v->cx.now);
	v->frame.error = v->cx.faults != NULL;
}

enum rc visit_rows(struct visit *v, const char *view, int64_t subject, const struct js *filters, int limit, struct sv after,
		   struct js **ret_rows, struct sv *ret_after)
{
	const struct registry *nouns = store_nouns(v->web->o.store);
	const struct view_def *def = registry_view(nouns, sv_of(view), NULL);
	struct js *rows = js_arr(v->cx.a), *resolved;
	struct sv next = SV_NONE;
	if (!def)
		BUG("there is no view %s", view);
	struct view_in in = { .def = def, .actor = v->actor, .subject = subject, .limit = limit, .after = after.n ? after : SV_NONE };
	TRY(person_scope(&v->cx, v->db, &in.actor, def, &in.scope));
	TRY(door_refs(&v->cx, v->db, nouns, def->filters, def->n_filters, filters ? filters : js_obj(v->cx.a), &resolved));
	TRY(fields_read(&v->cx, def->filters, def->n_filters, resolved, &in.filters));
	TRY(def->query(&v->cx, v->db, &in, rows, &next));
	*ret_rows = rows;
	if (ret_after)
		*ret_after = next;
	return RC_OK;
}

struct js *visit_rows_seen(struct visit *v, const char *view, int64_t subject, int limit)
{
	struct js *rows;
	struct ctx kept = v->cx; /* what was refused before stays said */
	ctx_forget(&v->cx);
	bool ok = visit_rows(v, view, subject, NULL, limit, SV_NONE, &rows, NULL) == RC_OK;
	v->cx = kept;
	return ok ? rows : NULL;
}

enum rc visit_scope(struct visit *v, const char *view, struct scope *ret)
{
	const struct view_def *def = registry_view(store_nouns(v->web->o.store), sv_of(view), NULL);
	if (!def)
		BUG("there is no view %s", view);
	return person_scope(&v->cx, v->db, &v->actor, def, ret);
}

struct ui_form visit_form(struct visit *v, struct url action, int64_t subject)
{
	struct ui_form f = { .action = action, .csrf = v->session.csrf, .key = token_new(v->cx.a) };
	if (subject && journal_subject_seq(&v->cx, v->db, subject, &f.basis) != RC_OK)
		f.basis = 0;
	return f;
}

struct sv visit_base(struct visit *v)
{
	return v->web->o.base.n ? v->web->o.base :
		arena_printf(v->cx.a, "%s://%.*s", v->rq->secure ? "https" : "http", SV_ARG(http_header(v->rq, "Host")));
}

struct sv visit_form_value(struct visit *v, const char *name)
{
	struct sv s = fields_get(&v->rq->form, name);
	return s.p ? s : fields_get(&v->rq->query, name);
}

/* A path of ours and nothing that a browser could read as another site: browsers drop tabs and line ends and
 * take a backslash for a slash. */
static bool own_path(struct sv s)
{
	if (s.n == 0 || s.n > 1000 || s.p[0] != '/')
		return false;
	struct sv path = sv_upto(s, sv_find(s, SV("?"), 0) == SIZE_MAX ? s.n : sv_find(s, SV("?"), 0));
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7F || s.p[i] == '\\')
			return false;
	return !sv_has(path, SV("//"));
}

struct sv visit_back(struct visit *v, struct sv otherwise)
{
	struct sv back = visit_form_value(v, "back");
	return own_path(back) ? back : otherwise;
}

struct js *visit_fields(struct visit *v)
{
	static const char *const own[] = { "csrf", "key", "basis", "back" };
	struct js *o = js_obj(v->cx.a);
	for (size_t i = 0; i < v->rq->form.n; i++) {
		const struct http_pair *p = &v->rq->form.v[i];
		bool skip = sv_starts(p->name, SV("_"));
		for (size_t k = 0; k < COUNT(own); k++)
			skip |= sv_is(p->name, own[k]);
		if (skip)
			continue;
		const char *name = arena_cstr(v->cx.a, p->name);
		const struct js *had = js_get(o, name);
		if (!had)
			js_set_sv(v->cx.a, o, name, p->value);
		else /* check boxes of one name: a list */
			((struct js *)(uintptr_t)had)->s = arena_printf(v->cx.a, "%.*s,%.*s", SV_ARG(had->s), SV_ARG(p->value));
	}
	return o;
}

enum rc visit_act(struct visit *v, const char *act, int64_t subject, const struct js *fields, struct act_answer *ret)
{
	const struct registry *nouns = store_nouns(v->web->o.store);
	const struct act_def *def = registry_act(nouns, sv_of(act), NULL);
	struct act_request rq = { .act = sv_of(act), .actor = v->actor, .subject = subject };
	struct js *resolved;
	struct sv key = visit_form_value(v, "key"), basis = visit_form_value(v, "basis");
	if (!def)
		BUG("there is no act %s", act);
	if (key.n)
		rq.key = arena_printf(v->cx.a, "w:%.*s", SV_ARG(key));
	if (basis.n && !sv_int(basis, &rq.basis))
		rq.basis = 0;
	enum rc rc = door_refs(&v->cx, v->db, nouns, def->fields, def->n_fields, fields, &resolved);
	if (rc == RC_OK) {
		rq.fields = resolved;
		rc = store_act(&v->cx, v->web->o.store, &rq, ret);
	}
	fields_label(&v->cx, def->fields, def->n_fields);
	if (rc != RC_OK)
		return rc;
	if (v->web->o.after_act)
		v->web->o.after_act(v->web->o.after_arg);
	return RC_OK;
}

bool visit_may(struct visit *v, const char *act, int64_t subject)
{
	struct act_in in = { .def = registry_act(store_nouns(v->web->o.store), sv_of(act), NULL), .actor = v->actor, .subject = subject };
	struct target t = { 0 };
	void *state;
	if (!in.def)
		return false;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	in.at = v->cx.now;
	in.fields = (struct fields){ .def = in.def->fields, .n = in.def->n_fields, .v = NEW(v->cx.a, struct value, in.def->n_fields + 1) };
	if (in.def->load && in.def->load(&probe, v->db, &in, &state, &t) != RC_OK)
		return false;
	return person_may(&probe, v->db, &in, &t) == RC_OK;
}

struct sv visit_post_name(struct visit *v, int64_t post)
{
	struct sv label;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	return post_label(&probe, v->db, post, &label) == RC_OK ? label : SV("");
}

struct sv visit_unit_name(struct visit *v, int64_t unit)
{
	struct unit u;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	return unit && unit_get(&probe, v->db, unit, &u) == RC_OK ? u.name : SV("");
}
