#include "app/file/pages.h"

#include "app/file/pages.tmpl.h"

struct url file_url(struct arena *a, const struct file *f)
{
	return url_seg(a, URL("/f"), f->digest);
}

/* ---- taking in ------------------------------------------------------------------------------------------------ */

enum rc files_take(struct visit *v, const char *field, struct file_kept **ret, size_t *ret_n)
{
	struct file_kept *k = NEW(v->cx.a, struct file_kept, FILES_AT_ONCE);
	size_t n = 0;
	enum rc worst = RC_OK;
	for (size_t i = 0; i < v->rq->file_count; i++) {
		const struct http_file *f = &v->rq->files[i];
		if (!sv_is(f->field, field) || f->size == 0)
			continue;
		if (n == FILES_AT_ONCE)
			return fail_at(&v->cx, RC_LIMIT, field, "file.at_once", N_("At most %d files at once; send the rest after."), FILES_AT_ONCE);
		enum rc rc = file_keep(&v->cx, store_dir(web_store(v->web)), f->fd, f->name, &k[n]);
		n += rc == RC_OK;
		worst = worst == RC_OK ? rc : worst;
	}
	*ret = k;
	*ret_n = n;
	return worst;
}

static struct sv *form_slot(struct visit *v, const char *name)
{
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (sv_is(v->rq->form.v[i].name, name))
			return &v->rq->form.v[i].value;
	return NULL;
}

static struct js *attach_js(struct arena *a, int64_t matter, int64_t record, struct sv why, const struct file_kept *k)
{
	struct js *f = js_obj(a);
	js_set_int(a, f, "matter", matter);
	js_set_int(a, f, "record", record);
	js_set_sv(a, f, "digest", k->digest);
	js_set_sv(a, f, "name", k->name);
	js_set_sv(a, f, "type", enum_word(FILE_TYPES, (size_t)k->type));
	js_set_int(a, f, "size", k->size);
	js_set_int(a, f, "width", k->width);
	js_set_int(a, f, "height", k->height);
	js_set_sv(a, f, "why", sv_or_empty(why));
	return f;
}

enum rc files_attach(struct visit *v, int64_t matter, int64_t record, struct sv why, const struct file_kept *k, size_t n)
{
	struct sv *key = form_slot(v, "key"), *basis = form_slot(v, "basis");
	struct sv had_key = key ? *key : SV_NONE, had_basis = basis ? *basis : SV_NONE;
	struct act_answer answer;
	enum rc rc = RC_OK;
	if (basis)
		*basis = SV("");
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		/* The digest is in it: another choice of files under the same key is another request, not a conflict. */
		if (key)
			*key = arena_printf(v->cx.a, "%.*s-f%.*s", SV_ARG(had_key), 16, k[i].digest.p);
		rc = visit_act(v, "file.attach", 0, attach_js(v->cx.a, matter, record, why, &k[i]), &answer);
	}
	if (key)
		*key = had_key;
	if (basis)
		*basis = had_basis;
	return rc;
}

/* ---- the matter's page of evidence ------------------------------------------------------------------------------ */

static enum rc item_of(struct visit *v, const struct matter *m, const struct file *f, struct file_item *ret)
{
	struct arena *a = v->cx.a;
	struct sv by;
	TRY(post_label(&v->cx, v->db, f->post, &by));
	struct sv when = fmt_instant_short(a, v->cx.lang, f->at, v->today), bytes = fmt_bytes(a, v->cx.lang, f->size);
	*ret = (struct file_item){
		.name = f->name, .why = f->why, .url = file_url(a, f), .picture = f->type == FILE_JPEG || f->type == FILE_PNG,
		.width = f->width, .height = f->height, .struck = f->withdrawn_at ? f->reason : SV(""),
		.note = arena_printf(a, "%.*s · %.*s · %.*s", SV_ARG(when), SV_ARG(by), SV_ARG(bytes)),
	};
	if (!f->withdrawn_at && v->actor.via != VIA_LINK && visit_may(v, "file.withdraw", f->id)) {
		struct sv back = arena_printf(a, "/m/%.*s/files", SV_ARG(matter_no_text(a, m->no)));
		struct url u = url_arg(a, URL("/do/file.withdraw"), "_subject", arena_printf(a, "#%lld", (long long)f->id));
		ret->withdraw = url_arg(a, u, "back", back);
	}
	return RC_OK;
}

enum rc file_items(struct visit *v, const struct matter *m, struct file_item **ret, size_t *ret_n)
{
	struct file *f;
	size_t n;
	TRY(files_of_matter(&v->cx, v->db, m->id, &f, &n));
	struct file_item *items = NEW(v->cx.a, struct file_item, n + 1);
	for (size_t i = 0; i < n; i++)
		TRY(item_of(v, m, &f[i], &items[i]));
	*ret = items;
	*ret_n = n;
	return RC_OK;
}

/* May this visitor add to the matter's file?  The act itself makes its subject, so its grants are asked here. */
static bool may_attach(struct visit *v, const struct matter *m)
{
	struct duty *d;
	size_t n;
	bool ok = false;
	if (m->state == MATTER_CLOSED || m->state == MATTER_WITHDRAWN || matter_duties(&v->cx, v->db, m->id, &d, &n) != RC_OK)
		return false;
	if (person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE | ROLE_LEADER, m->owner, &ok) != RC_OK)
		return false;
	for (size_t i = 0; i < n && !ok; i++)
		if (d[i].state != ASSIGNMENT_RELEASED &&
		    person_holds(&v->cx, v->db, v->session.post, d[i].role == AS_VERIFY ? ROLE_VERIFIER : ROLE_UNIT, d[i].unit, &ok) != RC_OK)
			return false;
	return ok;
}

static void show(struct visit *v, const struct matter *m, int status)
{
	struct arena *a = v->cx.a;
	struct sv no = matter_no_text(a, m->no), done = fields_get(&v->rq->query, "done");
	struct url self = url_of(arena_printf(a, "/m/%.*s/files", SV_ARG(no)));
	struct file_item *items = NULL;
	struct file_page p = { .frame = &v->frame, .faults = v->cx.faults, .matter = url_seg(a, URL("/m"), no) };
	enum rc rc = file_items(v, m, &items, &p.n);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	p.title = arena_printf(a, "%.*s %.*s", SV_ARG(no), SV_ARG(m->title));
	p.item = items;
	p.may = may_attach(v, m);
	p.form = visit_form(v, self, 0);
	p.form.upload = true;
	p.why = fields_get(&v->rq->form, "why");
	if (done.n)
		p.done = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("The files are attached.")),
					     .text = visit_say(v, N_("They are kept and stand in the matter's file.")) };
	v->frame.title = arena_tr(a, v->cx.lang, N_("Evidence for %.*s"), SV_ARG(p.title));
	v->frame.error = p.faults != NULL;
	v->frame.code = arena_printf(a, "m/%.*s/files", SV_ARG(no));
	file_page(&v->out, &p);
	visit_send(v, status);
}

static enum rc matter_of(struct visit *v, struct matter *ret)
{
	int64_t no;
	struct scope scope;
	TRY(visit_scope(v, "matter.list", &scope));
	if (!sv_int(http_param(v->rq, "no"), &no))
		return fail(&v->cx, RC_NOT_FOUND, "matter.no", N_("A matter is called by its number, as 0623."));
	TRY(matter_by_no(&v->cx, v->db, no, ret));
	return matter_visible(&v->cx, v->db, ret, &scope);
}

void page_files(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct matter m;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = matter_of(&v, &m);
		if (rc == RC_OK)
			show(&v, &m, 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static enum rc take_files(struct visit *v, const struct matter *m, struct file_kept **ret, size_t *ret_n)
{
	if (!may_attach(v, m))
		return fail(&v->cx, RC_DENIED, "file.may", N_("Only the matter's own units, its verifier and the office add to its file, and only while it runs."));
	TRY(files_take(v, "file", ret, ret_n));
	return *ret_n ? RC_OK : fail_at(&v->cx, RC_INVALID, "file", "file.choose", N_("Choose at least one file."));
}

void do_files(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct matter m;
	struct file_kept *k;
	size_t n;
	if (visit_open_post(&v, web, rq, rp)) {
		enum rc rc = matter_of(&v, &m);
		if (rc != RC_OK) {
			visit_fail(&v, rc);
		} else if ((rc = take_files(&v, &m, &k, &n)) != RC_OK ||
			   (rc = files_attach(&v, m.id, 0, visit_form_value(&v, "why"), k, n)) != RC_OK) {
			show(&v, &m, rc_http(rc));
		} else {
			visit_redirect(&v, arena_printf(rq->a, "/m/%.*s/files?done=1", SV_ARG(matter_no_text(rq->a, m.no))));
		}
	}
	visit_close(&v);
}

void page_file(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct scope scope;
		struct file f;
		enum rc rc = visit_scope(&v, "matter.list", &scope);
		if (rc == RC_OK)
			rc = file_seen(&v.cx, v.db, http_param(rq, "digest"), &scope, &f);
		if (rc == RC_OK)
			file_send(&v, &f);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* The same by a program; "id" is the matter's number, as 0623. */
static const struct field attach_fields[] = {
	{ .name = "why", .type = FIELD_LINE, .max = 200, .label = N_("What the files show") },
};
const struct api_op file_api[] = {
	{ .method = "post", .path = "/api/v1/matters/{id}/files", .name = "file.attach", .label = N_("Attach a file"), .fields = attach_fields,
	  .n_fields = COUNT(attach_fields), .file = true },
};
const size_t file_api_n = COUNT(file_api);

/* All of them or none, under one key: "a:KEY" of the first stands for the request, "b:KEY" and so on for the others. */
static enum rc attach_together(struct visit *v, const struct fields *f, const struct matter *m, const struct file_kept *k, size_t n,
			       bool *ret_repeated)
{
	struct arena *a = v->cx.a;
	struct act_request *rq = NEW(a, struct act_request, n);
	struct act_answer *answer = NEW(a, struct act_answer, n);
	struct sv key = api_key(v);
	struct buf sent = buf_new(a, 64 << 10);
	buf_int(&sent, m->id);
	for (size_t i = 0; i < n; i++)
		buf_printf(&sent, "\n%.*s %.*s", SV_ARG(k[i].digest), SV_ARG(k[i].name));
	for (size_t i = 0; i < n; i++)
		rq[i] = (struct act_request){ .act = SV("file.attach"), .mark = api_mark(v, &file_api[0], f, buf_sv(&sent)),
					      .key = key.p ? arena_printf(a, "%c%.*s", (char)('a' + i), SV_ARG(sv_from(key, 1))) : SV_NONE,
					      .fields = attach_js(a, m->id, 0, field_sv(f, "why"), &k[i]) };
	TRY(api_do_all(v, rq, n, answer));
	*ret_repeated = answer[0].repeated;
	return RC_OK;
}

static enum rc attach_by_api(struct visit *v, struct js **ret)
{
	struct fields f;
	struct matter m;
	struct file_kept *k;
	size_t n;
	bool repeated;
	TRY(api_fields(v, &file_api[0], &f));
	TRY(matter_of(v, &m));
	TRY(take_files(v, &m, &k, &n));
	TRY(attach_together(v, &f, &m, k, n, &repeated));
	*ret = js_obj(v->cx.a);
	struct js *list = js_set(*ret, "items", js_arr(v->cx.a));
	for (size_t i = 0; i < n; i++) {
		struct js *e = js_push(list, js_obj(v->cx.a));
		js_set_sv(v->cx.a, e, "name", k[i].name);
		js_set_sv(v->cx.a, e, "digest", k[i].digest);
		js_set_int(v->cx.a, e, "size", k[i].size);
	}
	js_set_bool(v->cx.a, *ret, "repeated", repeated);
	return RC_OK;
}

static void api_files(void *web, struct http_request *rq, struct http_reply *rp)
{
	api_answer(web, rq, rp, attach_by_api);
}

const struct http_route file_routes[] = {
	{ HTTP_POST, "/api/v1/matters/:no/files", ROUTE_UPLOAD, api_files, "api-files", NULL },
	{ HTTP_GET, "/m/:no/files", 0, page_files, "files", NULL },
	{ HTTP_POST, "/m/:no/files", ROUTE_UPLOAD, do_files, "files", NULL },
	{ HTTP_GET, "/f/:digest", 0, page_file, "file", NULL },
};
const size_t file_routes_n = COUNT(file_routes);
