/* /api/v1: acts, views and the event feed from the tables; errors as problem+json. */
#include "app/door/web.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

/* A bearer token is a session's token sent in a header instead of a cookie. */
void api_session(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct session s;
	visit_open_public(&v, web, rq, rp);
	enum rc rc = sign_in(&v, utf8_upto(sv_trim(js_get_sv(rq->json, "login")), 60), js_get_sv(rq->json, "password"),
			     sv_trim(js_get_sv(rq->json, "code")), &s);
	if (rc == RC_OK) {
		struct js *o = js_obj(rq->a);
		js_set_sv(rq->a, o, "token", s.token);
		reply_json(rp, 200, o);
		rp->cache = CACHE_NEVER;
	} else {
		reply_problem(rp, &v.cx, rc, 0);
	}
	visit_close(&v);
}

static bool may_write(struct visit *v)
{
	/* A cookie is sent by the browser on its own, so that it must come with the token of a page of ours; a
	 * bearer token cannot be. */
	if (v->bearer)
		return true;
	if (guard_origin(v->rq, v->web->o.origins, v->web->o.n_origins) == ORIGIN_SAME &&
	    guard_token(http_header(v->rq, "X-CSRF-Token"), v->session.csrf))
		return true;
	reply_problem(v->rp, &v->cx, fail(&v->cx, RC_DENIED, "api.token", N_("Send the token as Authorization: Bearer.")), 0);
	return false;
}

/* The plain parts of a form as an object: of several of one name the first counts. */
static struct js *form_js(struct visit *v)
{
	struct js *o = js_obj(v->cx.a);
	const struct http_fields *form = &v->rq->form;
	for (size_t i = 0; i < form->n; i++)
		if (!js_get(o, arena_cstr(v->cx.a, form->v[i].name)))
			js_set_sv(v->cx.a, o, arena_cstr(v->cx.a, form->v[i].name), form->v[i].value);
	return o;
}

enum rc api_fields(struct visit *v, const struct api_op *op, struct fields *ret)
{
	struct js *resolved;
	TRY(door_refs(&v->cx, v->db, store_nouns(web_store(v->web)), op->fields, op->n_fields, v->rq->json ? v->rq->json : form_js(v),
		      &resolved));
	return fields_read(&v->cx, op->fields, op->n_fields, resolved, ret);
}

struct sv api_key(struct visit *v)
{
	struct sv key = http_header(v->rq, "Idempotency-Key");
	return key.n ? arena_printf(v->cx.a, "a:%.*s", SV_ARG(key)) : SV_NONE;
}

struct sv api_mark(struct visit *v, const struct api_op *op, const struct fields *f, struct sv more)
{
	enum { MARK_MAX = 4 << 20 };
	struct buf b = buf_new(v->cx.a, MARK_MAX);
	buf_puts(&b, op->name);
	js_write(&b, fields_js(v->cx.a, f));
	buf_put(&b, more);
	struct digest d = HASH(HASH_SHA256, buf_sv(&b));
	return hex_text(v->cx.a, sv_make((const char *)d.b, 16));
}

enum rc api_before(struct visit *v, const char *act, struct sv mark, struct journal_row *ret, bool *ret_found)
{
	struct sv key = api_key(v);
	*ret_found = false;
	if (!key.p)
		return RC_OK;
	TRY(journal_keyed(&v->cx, v->db, v->actor.post, key, ret, ret_found));
	const struct js *facts = *ret_found ? journal_facts(v->cx.a, ret) : NULL;
	if (*ret_found && (!sv_is(ret->act, act) || !facts || !sv_eq(js_get_sv(facts, "_in"), mark)))
		return fail(&v->cx, RC_CONFLICT, "act.key", N_("This key was used for another request; send a new one."));
	return RC_OK;
}

enum rc api_do_all(struct visit *v, struct act_request *rq, size_t n, struct act_answer *ret)
{
	size_t failed;
	for (size_t i = 0; i < n; i++)
		rq[i].actor = v->actor;
	TRY(store_acts(&v->cx, web_store(v->web), rq, n, ret, &failed));
	if (v->web->o.after_act)
		v->web->o.after_act(v->web->o.after_arg);
	return RC_OK;
}

enum rc api_do(struct visit *v, struct act_request *rq, struct act_answer *ret)
{
	rq->key = api_key(v);
	return api_do_all(v, rq, 1, ret);
}

void api_answer(void *web, struct http_request *rq, struct http_reply *rp, api_fn *fn)
{
	struct visit v;
	struct js *o = NULL;
	if (visit_open(&v, web, rq, rp) && may_write(&v)) {
		v.actor.via = VIA_API;
		enum rc rc = fn(&v, &o);
		if (rc == RC_OK)
			reply_json(rp, 200, o);
		else
			reply_problem(rp, &v.cx, rc, 0);
	}
	visit_close(&v);
}

static enum rc do_api_act(struct visit *v, struct act_answer *ret)
{
	const struct registry *nouns = store_nouns(web_store(v->web));
	const struct noun *noun;
	const struct act_def *def = registry_act(nouns, http_param(v->rq, "act"), &noun);
	struct act_request rq = { 0 };
	if (!def || def->hidden)
		return fail(&v->cx, RC_NOT_FOUND, "act.none", N_("There is no such act."));
	if (!v->rq->json || v->rq->json->kind != JS_OBJ)
		return fail(&v->cx, RC_INVALID, "api.body", N_("Send a JSON object: {\"subject\":…,\"basis\":…,\"fields\":{…}}."));
	/* A misspelt "fields" would be an act without any. */
	for (const struct js *c = v->rq->json->first; c; c = c->next)
		if (!sv_is(c->key, "subject") && !sv_is(c->key, "basis") && !sv_is(c->key, "fields"))
			return fail_at(&v->cx, RC_INVALID, arena_cstr(v->cx.a, c->key), "field.unknown", N_("There is no field of this name here."));
	const struct js *subject = js_get(v->rq->json, "subject"), *fields = js_get(v->rq->json, "fields");
	struct js *resolved;
	rq.act = sv_of(def->name);
	if (!js_is_null(v->rq->json, "basis") && js_get(v->rq->json, "basis")->kind != JS_INT)
		return fail_at(&v->cx, RC_INVALID, "basis", "api.basis", N_("The basis is a whole number: the row of the journal that you have seen."));
	rq.basis = js_get_int(v->rq->json, "basis", 0);
	if (subject && subject->kind == JS_INT)
		rq.subject = subject->i;
	else if (subject && subject->kind == JS_STR)
		TRY(door_subject(&v->cx, v->db, noun, subject->s, &rq.subject));
	TRY(door_refs(&v->cx, v->db, nouns, def->fields, def->n_fields, fields, &resolved));
	rq.fields = resolved;
	return api_do(v, &rq, ret);
}

static enum rc said_act(struct visit *v, struct js **ret)
{
	struct arena *a = v->cx.a;
	struct act_answer r;
	TRY(do_api_act(v, &r));
	*ret = js_obj(a);
	js_set_int(a, *ret, "seq", r.seq);
	js_set_instant(a, *ret, "at", r.at);
	js_set_int(a, *ret, "subject", r.subject);
	js_set_bool(a, *ret, "repeated", r.repeated);
	js_set(*ret, "facts", r.facts);
	return RC_OK;
}

void api_act(void *web, struct http_request *rq, struct http_reply *rp)
{
	api_answer(web, rq, rp, said_act);
}

/* The event feed: the view person.acts, and after it where to go on from, also when nothing came. */
void api_events(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		const struct noun *noun;
		const struct view_def *def = registry_view(store_nouns(web_store(web)), SV("person.acts"), &noun);
		struct js *rows = js_arr(rq->a), *o = js_obj(rq->a);
		struct sv after = SV_NONE;
		enum rc rc = visit_view(&v, def, noun, rows, &after);
		int64_t from = 0;
		if (rc == RC_OK) {
			(void)sv_int(visit_form_value(&v, "after"), &from);
			js_set_int(rq->a, o, "next", rows->last ? js_get_int(rows->last, "seq", from) : from);
			js_set(o, "items", rows);
			reply_json(rp, 200, o);
		} else {
			reply_problem(rp, &v.cx, rc, 0);
		}
	}
	visit_close(&v);
}

/* ---- the description of all this ---------------------------------------------------------------------------- */

static struct js *schema_of(struct arena *a, enum lang lang, const struct field *f)
{
	struct js *s = js_obj(a);
	bool integer = f->type == FIELD_INT, list = f->type == FIELD_REFS;
	js_set_sv(a, s, "type", integer ? SV("integer") : f->type == FIELD_BOOL ? SV("boolean") : list ? SV("array") :
				f->type == FIELD_DATA ? SV("object") : SV("string"));
	if (f->type == FIELD_DAY)
		js_set_sv(a, s, "format", SV("date"));
	if (f->type == FIELD_ENUM) {
		struct js *words = js_set(s, "enum", js_arr(a));
		struct sv w;
		for (size_t i = 0; (w = enum_word(f->of, i)).p; i++)
			js_push(words, js_str(a, w));
	}
	if (list)
		js_set_sv(a, js_set(s, "items", js_obj(a)), "type", SV("string"));
	if ((f->type == FIELD_LINE || f->type == FIELD_TEXT) && f->max)
		js_set_int(a, s, "maxLength", f->max);
	struct sv label = sv_of(tr(lang, f->label ? f->label : f->name));
	js_set_sv(a, s, "description", f->type == FIELD_REF || list ?
		arena_printf(a, "%.*s (%s: id or name)", SV_ARG(label), f->of) : label);
	return s;
}

static void problem_responses(struct arena *a, struct js *responses)
{
	static const char *const codes[] = { "403", "404", "409", "413", "422", "503" };
	for (size_t i = 0; i < COUNT(codes); i++) {
		struct js *r = js_set(responses, codes[i], js_obj(a));
		js_set_sv(a, r, "description", SV("problem"));
		struct js *content = js_set(r, "content", js_obj(a));
		struct js *media = js_set(content, "application/problem+json", js_obj(a));
		js_set_sv(a, js_set(media, "schema", js_obj(a)), "$ref", SV("#/components/schemas/Problem"));
	}
}

static void field_schemas(struct arena *a, enum lang lang, const struct field *f, size_t n, struct js *schema, struct js *props)
{
	struct js *required = js_arr(a);
	for (size_t i = 0; i < n; i++) {
		js_set(props, f[i].name, schema_of(a, lang, &f[i]));
		if (f[i].required)
			js_push(required, js_str(a, sv_of(f[i].name)));
	}
	if (required->n)
		js_set(schema, "required", required);
}

static struct js *act_operation(struct arena *a, enum lang lang, const struct act_def *d)
{
	struct js *post = js_obj(a);
	js_set_sv(a, post, "operationId", sv_of(d->name));
	js_set_sv(a, post, "summary", sv_of(tr(lang, d->label)));
	struct js *params = js_set(post, "parameters", js_arr(a));
	struct js *key = js_push(params, js_obj(a));
	js_set_sv(a, key, "name", SV("Idempotency-Key"));
	js_set_sv(a, key, "in", SV("header"));
	js_set_sv(a, js_set(key, "schema", js_obj(a)), "type", SV("string"));
	struct js *body = js_set(post, "requestBody", js_obj(a));
	struct js *content = js_set(body, "content", js_obj(a));
	struct js *schema = js_set(js_set(content, "application/json", js_obj(a)), "schema", js_obj(a));
	js_set_sv(a, schema, "type", SV("object"));
	struct js *props = js_set(schema, "properties", js_obj(a));
	if (!d->creates)
		js_set_sv(a, js_set(props, "subject", js_obj(a)), "description", SV("id (number) or name"));
	js_set_sv(a, js_set(props, "basis", js_obj(a)), "type", SV("integer"));
	struct js *fields = js_set(props, "fields", js_obj(a));
	js_set_sv(a, fields, "type", SV("object"));
	field_schemas(a, lang, d->fields, d->n_fields, fields, js_set(fields, "properties", js_obj(a)));
	struct js *responses = js_set(post, "responses", js_obj(a));
	js_set_sv(a, js_set(responses, "200", js_obj(a)), "description", SV("done and durable"));
	problem_responses(a, responses);
	return post;
}

static struct js *view_operation(struct arena *a, enum lang lang, const struct view_def *d)
{
	struct js *get = js_obj(a);
	js_set_sv(a, get, "operationId", sv_of(d->name));
	js_set_sv(a, get, "summary", sv_of(tr(lang, d->label)));
	struct js *params = js_set(get, "parameters", js_arr(a));
	static const struct field paging[] = { { .name = "after", .type = FIELD_LINE, .label = "cursor" },
					       { .name = "limit", .type = FIELD_INT, .label = "rows at most" },
					       { .name = "_subject", .type = FIELD_LINE, .label = "which one" } };
	for (size_t i = 0; i < d->n_filters + COUNT(paging) - (d->of_one ? 0 : 1); i++) {
		const struct field *f = i < d->n_filters ? &d->filters[i] : &paging[i - d->n_filters];
		struct js *p = js_push(params, js_obj(a));
		js_set_sv(a, p, "name", sv_of(f->name));
		js_set_sv(a, p, "in", SV("query"));
		js_set(p, "schema", schema_of(a, lang, f));
	}
	struct js *responses = js_set(get, "responses", js_obj(a));
	js_set_sv(a, js_set(responses, "200", js_obj(a)), "description", SV("a page of rows"));
	problem_responses(a, responses);
	return get;
}

/* "{id}" in the path, then the fields as JSON, or as parts of a form beside the file. */
static struct js *op_operation(struct arena *a, enum lang lang, const struct api_op *op)
{
	struct js *o = js_obj(a), *params = js_arr(a);
	js_set_sv(a, o, "operationId", sv_of(op->name));
	js_set_sv(a, o, "summary", sv_of(tr(lang, op->label)));
	if (strstr(op->path, "{id}")) {
		struct js *p = js_push(params, js_obj(a));
		js_set_sv(a, p, "name", SV("id"));
		js_set_sv(a, p, "in", SV("path"));
		js_set_bool(a, p, "required", true);
		js_set_sv(a, js_set(p, "schema", js_obj(a)), "type", SV("integer"));
	}
	js_set(o, "parameters", params);
	if (op->n_fields || op->file) {
		struct js *content = js_set(js_set(o, "requestBody", js_obj(a)), "content", js_obj(a));
		struct js *media = js_set(content, op->file ? "multipart/form-data" : "application/json", js_obj(a));
		struct js *schema = js_set(media, "schema", js_obj(a));
		js_set_sv(a, schema, "type", SV("object"));
		struct js *props = js_set(schema, "properties", js_obj(a));
		if (op->file) {
			struct js *file = js_set(props, "file", js_obj(a));
			js_set_sv(a, file, "type", SV("string"));
			js_set_sv(a, file, "format", SV("binary"));
		}
		field_schemas(a, lang, op->fields, op->n_fields, schema, props);
	}
	struct js *responses = js_set(o, "responses", js_obj(a));
	js_set_sv(a, js_set(responses, "200", js_obj(a)), "description", SV("done and durable"));
	problem_responses(a, responses);
	return o;
}

static void problem_schema(struct arena *a, struct js *doc)
{
	struct js *components = js_set(doc, "components", js_obj(a));
	struct js *problem = js_set(js_set(components, "schemas", js_obj(a)), "Problem", js_obj(a));
	js_set_sv(a, problem, "type", SV("object"));
	struct js *props = js_set(problem, "properties", js_obj(a));
	static const char *const names[] = { "type", "title", "detail", "code" };
	for (size_t i = 0; i < COUNT(names); i++)
		js_set_sv(a, js_set(props, names[i], js_obj(a)), "type", SV("string"));
	struct js *scheme = js_set(js_set(components, "securitySchemes", js_obj(a)), "bearer", js_obj(a));
	js_set_sv(a, scheme, "type", SV("http"));
	js_set_sv(a, scheme, "scheme", SV("bearer"));
}

void api_openapi(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct arena *a = rq->a;
	const struct registry *nouns = store_nouns(web_store(web));
	struct js *doc = js_obj(a);
	js_set_sv(a, doc, "openapi", SV("3.0.3"));
	struct js *info = js_set(doc, "info", js_obj(a));
	js_set_sv(a, info, "title", SV("Bixue 比学"));
	js_set_sv(a, info, "version", SV("1"));
	struct js *paths = js_set(doc, "paths", js_obj(a));
	for (size_t i = 0; i < nouns->n; i++) {
		const struct noun *n = nouns->nouns[i];
		for (size_t k = 0; k < n->n_acts; k++)
			if (!n->acts[k].hidden)
				js_set(js_set(paths, arena_printf(a, "/api/v1/acts/%s", n->acts[k].name).p, js_obj(a)), "post",
				       act_operation(a, rq->lang, &n->acts[k]));
		for (size_t k = 0; k < n->n_views; k++)
			js_set(js_set(paths, arena_printf(a, "/api/v1/views/%s", n->views[k].name).p, js_obj(a)), "get",
			       view_operation(a, rq->lang, &n->views[k]));
	}
	const struct web_options *o = &((struct web *)web)->o;
	for (size_t i = 0; i < o->n_ops; i++)
		for (size_t k = 0; k < *o->ops[i].n; k++) {
			const struct api_op *op = &o->ops[i].row[k];
			js_set(js_set(paths, op->path, js_obj(a)), op->method, op_operation(a, rq->lang, op));
		}
	problem_schema(a, doc);
	reply_json(rp, 200, doc);
}
