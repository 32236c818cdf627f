/* A form for every act and a table for every view, made from their rows: a capability has its page from the
 * day it exists, and a better one when somebody has drawn it. */
#include "app/door/web.h"

#include "app/door/choice.h"
#include "app/door/pages.tmpl.h"
#include "app/door/said.h"
#include "core/spoken.h"

static enum input_kind input_of(const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
		return INPUT_TEXT;
	case FIELD_INT:
	case FIELD_DEC:
		return INPUT_NUMBER;
	case FIELD_DAY:
		return INPUT_DATE;
	case FIELD_BOOL:
		return INPUT_CHECK;
	case FIELD_ENUM:
		return INPUT_SELECT;
	case FIELD_LINE:
	case FIELD_REF:
	case FIELD_REFS:
	case FIELD_DATA:
	default:
		return INPUT_LINE;
	}
}

struct ui_field visit_field(struct visit *v, const struct field *f)
{
	struct ui_field u = { .kind = input_of(f), .name = f->name, .label = sv_of(tr(v->cx.lang, f->label ? f->label : f->name)),
			      .value = SV(""), .faults = v->cx.faults,
			      .max = (int)(f->type == FIELD_LINE || f->type == FIELD_TEXT ? f->max : 0) };
	if (f->type == FIELD_REF || f->type == FIELD_REFS)
		u.hint = sv_of(tr(v->cx.lang, f->type == FIELD_REF ? N_("Its name, number or code.") :
						N_("Names, numbers or codes, separated by commas.")));
	return u;
}

static struct ui_field field_of(struct visit *v, const char *noun, const struct field *f, bool filter, struct sv otherwise)
{
	struct arena *a = v->cx.a;
	struct ui_field u = visit_field(v, f);
	struct sv value = visit_form_value(v, f->name);
	u.optional = !f->required && !filter;
	u.value = value.p ? value : otherwise;
	for (size_t i = 0; i < u.value.n && u.kind == INPUT_TEXT; i++) /* what stands is seen whole */
		u.rows += u.value.p[i] == '\n';
	u.rows = !u.rows ? 0 : u.rows < 4 ? 4 : u.rows > 22 ? 24 : u.rows + 2;
	if (f->personal)
		u.why = sv_of(tr(v->cx.lang, N_("It is kept sealed and only shown to those who must call.")));
	if (f->type == FIELD_ENUM) {
		struct ui_choice *c = NEW(a, struct ui_choice, 40);
		size_t n = 0;
		/* Nothing is chosen by itself: a role that stood first would be given by a slip. */
		if (!f->required || filter || !u.value.n)
			c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
		for (size_t i = 0; n < 40; i++) {
			struct sv word = enum_word(f->of, i);
			if (!word.p)
				break;
			c[n++] = (struct ui_choice){ .value = word, .label = spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, noun, f->name, word)),
						     .chosen = sv_eq(word, u.value) };
		}
		u.choice = c;
		u.n_choice = n;
	}
	return u;
}

static const struct act_def *act_of(struct visit *v, const struct noun **noun)
{
	const struct act_def *def = registry_act(store_nouns(web_store(v->web)), http_param(v->rq, "act"), noun);
	if (!def || def->hidden) {
		visit_fail(v, fail(&v->cx, RC_NOT_FOUND, "act.none", N_("There is no such act.")));
		return NULL;
	}
	return def;
}

/* Which one is meant: by the address, else by the form's own first field. */
static enum rc subject_of(struct visit *v, const struct act_def *def, const struct noun *noun, int64_t *ret)
{
	*ret = 0;
	struct sv name = sv_trim(visit_form_value(v, "_subject"));
	struct ctx sub = v->cx;
	ctx_forget(&sub);
	if (def->creates)
		return RC_OK;
	if (!name.n)
		return fail_at(&v->cx, RC_INVALID, "_subject", "act.subject", N_("Say which one is meant."));
	enum rc rc = door_subject(&sub, v->db, noun, name, ret);
	return rc == RC_OK ? rc : fail_at(&v->cx, rc, "_subject", sub.faults->id, "%.*s", SV_ARG(sub.faults->text));
}

static void show_act(struct visit *v, const struct noun *noun, const struct act_def *def, int64_t subject, int status)
{
	struct arena *a = v->cx.a;
	struct ui_field *f = NEW(a, struct ui_field, def->n_fields + 2);
	bool asks = !subject && !def->creates, person = strcmp(noun->name, "person") == 0;
	size_t n = asks ? 1 : 0;
	if (asks)
		f[0] = (struct ui_field){ .kind = INPUT_LINE, .name = "_subject", .label = sv_of(tr(v->cx.lang, person ? N_("Post") : N_("Which one"))),
					  .hint = sv_of(tr(v->cx.lang, person ? N_("The name it signs in as, or its number.") :
									N_("Its name, number or code."))), .faults = v->cx.faults,
					  .value = sv_or_empty(visit_form_value(v, "_subject")) };
	const struct js *stands = choice_stands(v, def, subject);
	struct choices known = { 0 };
	for (size_t i = 0; i < def->n_fields; i++) {
		struct sv now = stands ? choice_value(a, stands, &def->fields[i]) : choice_owner(v, def, &def->fields[i]);
		f[n] = field_of(v, noun->name, &def->fields[i], false, now);
		choice_offer(v, def, &def->fields[i], &known, &f[n]);
		n++;
	}
	struct url action = url_seg(a, URL("/do"), sv_of(def->name));
	if (subject)
		action = url_arg(a, action, "_subject", arena_printf(a, "#%lld", (long long)subject));
	struct act_page p = {
		.frame = &v->frame, .form = visit_form(v, action, subject), .faults = v->cx.faults,
		.title = sv_of(tr(v->cx.lang, def->label)), .note = choice_name(v, noun, subject), .back = visit_back(v, SV("/")),
		.field = f, .n_field = n,
		.button = { .kind = BUTTON_DEFAULT, .label = sv_of(tr(v->cx.lang, def->label)) },
	};
	p.up = url_of(p.back);
	v->frame.title = p.title;
	v->frame.error = v->cx.faults != NULL;
	act_page(&v->out, &p);
	visit_send(v, status);
}

void page_act(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	const struct noun *noun;
	const struct act_def *def;
	int64_t subject;
	if (visit_open(&v, web, rq, rp) && (def = act_of(&v, &noun))) {
		bool named = sv_trim(visit_form_value(&v, "_subject")).n > 0;
		enum rc rc = named ? subject_of(&v, def, noun, &subject) : RC_OK;
		show_act(&v, noun, def, rc == RC_OK ? subject : 0, rc == RC_OK ? 200 : rc_http(rc));
	}
	visit_close(&v);
}

void do_act(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	const struct noun *noun;
	const struct act_def *def;
	int64_t subject = 0;
	if (visit_open_post(&v, web, rq, rp) && (def = act_of(&v, &noun))) {
		struct act_answer answer;
		enum rc rc = subject_of(&v, def, noun, &subject);
		if (rc == RC_OK)
			rc = visit_act(&v, def->name, subject, visit_fields(&v), &answer);
		if (rc == RC_OK)
			visit_redirect(&v, visit_back(&v, SV("/")));
		else
			show_act(&v, noun, def, subject, rc_http(rc));
	}
	visit_close(&v);
}

/* ---- views ------------------------------------------------------------------------------------------------ */

/* What a row is about, and leads to its page. */
static bool main_column(const struct view_def *def, size_t i)
{
	const struct view_look *look = view_look(def);
	return look ? strcmp(def->columns[i].name, look->at) == 0 : i == 0;
}

static struct url row_url(struct arena *a, const struct view_look *look, const struct js *row)
{
	const struct js *by = js_get(row, look->by);
	struct sv end = by && by->kind == JS_INT ? arena_printf(a, "%lld", (long long)by->i) : by && by->kind == JS_STR ? by->s : SV("");
	return end.n ? url_seg(a, url_of(sv_of(look->page)), end) : URL("");
}

static const struct ui_row *rows_of(struct visit *v, const struct view_def *def, const struct js *rows)
{
	struct arena *a = v->cx.a;
	const struct registry *nouns = store_nouns(web_store(v->web));
	const struct view_look *look = view_look(def);
	struct ui_row *r = NEW(a, struct ui_row, rows->n + 1);
	size_t n = 0;
	for (const struct js *o = rows->first; o; o = o->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, def->n_columns);
		for (size_t i = 0; i < def->n_columns; i++) {
			c[i].text = view_said(a, v->cx.lang, nouns, def, &def->columns[i], o);
			if (look && main_column(def, i))
				c[i].url = row_url(a, look, o);
		}
		r[n++].cell = c;
	}
	return r;
}

static void show_view(struct visit *v, const struct noun *noun, const struct view_def *def, const struct js *rows, struct sv after)
{
	struct arena *a = v->cx.a;
	struct ui_column *c = NEW(a, struct ui_column, def->n_columns + 1);
	struct ui_field *f = NEW(a, struct ui_field, def->n_filters + 1);
	for (size_t i = 0; i < def->n_columns; i++) {
		enum field_type t = def->columns[i].type;
		c[i] = (struct ui_column){ .label = sv_of(tr(v->cx.lang, def->columns[i].label)), .main = main_column(def, i),
					   .kind = t == FIELD_INT || t == FIELD_DEC ? COLUMN_NUMBER : t == FIELD_DAY ? COLUMN_DATE : COLUMN_TEXT };
	}
	for (size_t i = 0; i < def->n_filters; i++)
		f[i] = field_of(v, noun->name, &def->filters[i], true, SV(""));
	const struct view_look *look = view_look(def);
	struct sv title = sv_of(tr(v->cx.lang, look ? look->title : def->label));
	struct view_page p = {
		.frame = &v->frame, .title = title,
		.filter = { .action = url_of(v->rq->path), .get = true, .look = "inline" }, .field = f, .n_field = def->n_filters,
		.table = { .caption = title, .column = c, .n_column = def->n_columns,
			   .row = rows_of(v, def, rows), .n_row = rows->n, .cards = true, .labels = true },
		.empty = { .text = sv_of(tr(v->cx.lang, N_("There is nothing here yet."))) },
		.pager = { .from = 1, .to = (int64_t)rows->n, .total = -1 },
	};
	if (after.p)
		p.pager.next = url_arg(a, url_of(v->rq->target), "after", after);
	v->frame.title = p.title;
	view_page(&v->out, &p);
	visit_send(v, 200);
}

enum rc visit_view(struct visit *v, const struct view_def *def, const struct noun *noun, struct js *rows, struct sv *after)
{
	struct view_in in = { .def = def, .actor = v->actor, .limit = 100, .after = visit_form_value(v, "after") };
	struct js *given = js_obj(v->cx.a), *resolved;
	TRY(person_scope(&v->cx, v->db, &in.actor, def, &in.scope));
	if (def->of_one)
		TRY(door_subject(&v->cx, v->db, noun, visit_form_value(v, "_subject"), &in.subject));
	for (size_t i = 0; i < def->n_filters; i++) {
		struct sv s = visit_form_value(v, def->filters[i].name);
		if (s.n)
			js_set_sv(v->cx.a, given, def->filters[i].name, s);
	}
	int64_t limit;
	struct sv asked = sv_trim(visit_form_value(v, "limit"));
	if (asked.n && (!sv_int(asked, &limit) || limit < 1 || limit > 1000))
		return fail_at(&v->cx, RC_INVALID, "limit", "view.limit", N_("A page of rows is between 1 and 1000."));
	if (asked.n)
		in.limit = (int)limit;
	TRY(door_refs(&v->cx, v->db, store_nouns(web_store(v->web)), def->filters, def->n_filters, given, &resolved));
	TRY(fields_read(&v->cx, def->filters, def->n_filters, resolved, &in.filters));
	return def->query(&v->cx, v->db, &in, rows, after);
}

void page_view(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		const struct noun *noun = NULL;
		/* A route of its own may name the view in its row; else the path does. */
		struct sv name = rq->route->data ? sv_of(rq->route->data) : http_param(rq, "view");
		const struct view_def *def = registry_view(store_nouns(web_store(web)), name, &noun);
		struct js *rows = js_arr(v.cx.a);
		struct sv after = SV_NONE;
		enum rc rc = def ? visit_view(&v, def, noun, rows, &after) :
				   fail(&v.cx, RC_NOT_FOUND, "view.none", N_("There is no such list."));
		if (rc == RC_OK)
			show_view(&v, noun, def, rows, after);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* A filter that was misspelt must not answer with everything. */
static enum rc known_filters(struct visit *v, const struct view_def *def)
{
	static const char *const always[] = { "after", "limit", "lang", "_subject" };
	for (size_t q = 0; q < v->rq->query.n; q++) {
		struct sv name = v->rq->query.v[q].name;
		bool known = false;
		for (size_t i = 0; i < COUNT(always); i++)
			known |= sv_is(name, always[i]);
		for (size_t i = 0; i < def->n_filters; i++)
			known |= sv_is(name, def->filters[i].name);
		if (!known)
			return fail_at(&v->cx, RC_INVALID, arena_cstr(v->cx.a, name), "view.filter", N_("This list has no filter of this name; /api/v1/openapi.json names them."));
	}
	return RC_OK;
}

void api_view(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		const struct noun *noun;
		const struct view_def *def = registry_view(store_nouns(web_store(web)), http_param(rq, "view"), &noun);
		struct js *rows = js_arr(v.cx.a), *out = js_obj(v.cx.a);
		struct sv after = SV_NONE;
		enum rc rc = def ? known_filters(&v, def) : fail(&v.cx, RC_NOT_FOUND, "view.none", N_("There is no such list."));
		if (rc == RC_OK)
			rc = visit_view(&v, def, noun, rows, &after);
		js_set(out, "items", rows);
		js_set_sv(v.cx.a, out, "next", after);
		if (rc == RC_OK)
			reply_json(rp, 200, out);
		else
			reply_problem(rp, &v.cx, rc, 0);
	}
	visit_close(&v);
}

void page_asset(void *web, struct http_request *rq, struct http_reply *rp)
{
	(void)web;
	const struct asset *f = asset_find(rq->path);
	if (!f) {
		reply_text(rp, 404, SV("not found\n"));
		return;
	}
	rp->cache = CACHE_FOREVER;
	if (reply_etag(rp, rq, f->etag))
		return;
	rp->type = arena_cstr(rq->a, f->type);
	rp->body = buf_new(rq->a, f->content.n + 1);
	buf_put(&rp->body, f->content);
}

void page_health(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v = { .web = web };
	int64_t seq, at;
	ctx_init(&v.cx, rq->a, 0, LANG_EN);
	enum rc rc = visit_reader(&v);
	if (rc == RC_OK)
		rc = journal_last_seq(&v.cx, v.db, &seq, &at);
	visit_close(&v);
	reply_text(rp, rc == RC_OK ? 200 : 503, rc == RC_OK ? SV("ok\n") : SV("the store cannot be read\n"));
}

const struct http_route door_routes[] = {
	{ HTTP_GET, "/in", 0, page_sign_in, "in", NULL },
	{ HTTP_POST, "/in", 0, do_sign_in, "in", NULL },
	{ HTTP_POST, "/out", 0, do_sign_out, "out", NULL },
	{ HTTP_POST, "/prefs", 0, do_prefs, "prefs", NULL },
	{ HTTP_GET, "/setup/:token", 0, page_setup, "setup", NULL },
	{ HTTP_POST, "/setup/:token", 0, do_setup, "setup", NULL },
	{ HTTP_GET, "/me/totp", 0, page_totp, "totp", NULL },
	{ HTTP_POST, "/me/totp", 0, do_totp_new, "totp", NULL },
	{ HTTP_POST, "/me/totp/confirm", 0, do_totp_confirm, "totp-confirm", NULL },
	{ HTTP_POST, "/me/totp/remove", 0, do_totp_remove, "totp-remove", NULL },
	{ HTTP_GET, "/demo/:token", 0, page_demo, "demo", NULL },
	{ HTTP_POST, "/demo/:token", 0, do_demo, "demo", NULL },
	{ HTTP_GET, "/do/:act", 0, page_act, "act", NULL },
	{ HTTP_POST, "/do/:act", 0, do_act, "act", NULL },
	{ HTTP_GET, "/view/:view", 0, page_view, "view", NULL },
	{ HTTP_GET, "/units", 0, page_view, "units", "unit.list" },
	{ HTTP_GET, "/people", 0, page_view, "people", "person.list" },
	{ HTTP_GET, "/-/*file", 0, page_asset, "asset", NULL },
	{ HTTP_GET, "/healthz", 0, page_health, "health", NULL },
	{ HTTP_POST, "/api/v1/session", 0, api_session, "api", NULL },
	{ HTTP_POST, "/api/v1/acts/:act", 0, api_act, "api", NULL },
	{ HTTP_GET, "/api/v1/views/:view", 0, api_view, "api", NULL },
	{ HTTP_GET, "/api/v1/events", 0, api_events, "api", NULL },
	{ HTTP_GET, "/api/v1/openapi.json", 0, api_openapi, "api", NULL },
};
const size_t door_routes_n = COUNT(door_routes);
