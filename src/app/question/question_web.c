/* The pages of the bank. */
#include "app/question/pages.h"

#include "app/question/pages.tmpl.h"
#include "app/question/question_read.h"
#include "core/spoken.h"

#include <unistd.h>

enum { QUESTIONS_SHOWN = 100, BULK_MAX = 200 };

static struct sv word(const struct visit *v, const char *column, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "question", column, code));
}

static struct url question_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/questions"), id);
}

static struct url act_url(struct arena *a, const char *act, int64_t id, struct sv back)
{
	struct url u = url_seg(a, URL("/do"), sv_of(act));
	if (id)
		u = url_arg(a, u, "_subject", arena_printf(a, "#%lld", (long long)id));
	return url_arg(a, u, "back", back);
}

/* ---- /questions ----------------------------------------------------------------------------------------------------------- */

static struct ui_field choices(struct visit *v, const char *name, const char *label, const char *of, struct sv now, bool any)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, 8);
	struct ui_field f = { .kind = INPUT_SELECT, .name = name, .label = visit_say(v, label), .choice = c, .faults = v->cx.faults };
	if (any)
		c[f.n_choice++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("All of them")) };
	for (size_t i = 0; f.n_choice < 8 && enum_word(of, i).p; i++)
		c[f.n_choice++] = (struct ui_choice){ .value = enum_word(of, i), .label = word(v, name, enum_word(of, i)), .chosen = sv_eq(enum_word(of, i), now) };
	return f;
}

static const char *const filters[] = { "state", "kind", "level", "topic", "text", "valid" };

static struct sv typed(struct visit *v, const char *name)
{
	struct sv s = visit_form_value(v, name);
	return s.p ? sv_trim(s) : SV("");
}

static void filter_fields(struct visit *v, struct question_list_page *p)
{
	struct ui_field *f = NEW(v->cx.a, struct ui_field, COUNT(filters));
	f[0] = choices(v, "state", N_("State"), QUESTION_STATES, typed(v, "state"), true);
	f[1] = choices(v, "kind", N_("Kind of question"), QUESTION_KINDS, typed(v, "kind"), true);
	f[2] = choices(v, "level", N_("Level"), QUESTION_LEVELS, typed(v, "level"), true);
	f[3] = (struct ui_field){ .kind = INPUT_LINE, .name = "topic", .label = visit_say(v, N_("Topic of questions")), .width = 12, .value = typed(v, "topic") };
	f[4] = (struct ui_field){ .kind = INPUT_LINE, .name = "text", .label = visit_say(v, N_("Words of the question")), .width = 12, .value = typed(v, "text") };
	f[5] = (struct ui_field){ .kind = INPUT_CHECK, .name = "valid", .label = visit_say(v, N_("Only those that have not expired")), .value = typed(v, "valid") };
	p->filter = (struct ui_form){ .action = URL("/questions"), .get = true, .look = "inline" };
	p->field = f;
	p->n_field = COUNT(filters);
}

static enum rc rows_of(struct visit *v, struct question_list_page *p)
{
	static const char *const heads[] = { N_("Question"), N_("Kind of question"), N_("Topic of questions"), N_("Level"), N_("Holds until"), N_("State") };
	struct arena *a = v->cx.a;
	struct js *rows, *f = js_obj(a);
	struct sv after = SV_NONE;
	for (size_t i = 0; i < COUNT(filters); i++)
		if (typed(v, filters[i]).n)
			js_set_sv(a, f, filters[i], typed(v, filters[i]));
	TRY(visit_rows(v, "question.list", 0, f, QUESTIONS_SHOWN, typed(v, "after"), &rows, &after));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 4 ? COLUMN_DATE : COLUMN_TEXT };
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		bool draft = p->office && sv_is(js_get_sv(r, "state"), "draft");
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "text"), .url = question_url(a, js_get_int(r, "id", 0)),
					 .note = arena_printf(a, "%.*s %.*s", SV_ARG(js_get_sv(r, "document")), SV_ARG(js_get_sv(r, "article"))) };
		c[1].text = word(v, "kind", js_get_sv(r, "kind"));
		c[2].text = js_get_sv(r, "topic");
		c[3].text = word(v, "level", js_get_sv(r, "level"));
		c[4] = (struct ui_cell){ .text = day_text(a, js_get_day(r, "expires")), .note = js_get_bool(r, "expired") ? visit_say(v, N_("expired")) : SV("") };
		c[5].text = word(v, "state", js_get_sv(r, "state"));
		p->may_release |= draft;
		row[p->table.n_row++] = (struct ui_row){ .cell = c, .struck = sv_is(js_get_sv(r, "state"), "retired"),
							 .id = draft ? arena_printf(a, "%lld", (long long)js_get_int(r, "id", 0)) : SV("") };
	}
	p->table.caption = visit_say(v, N_("Question bank"));
	p->table.column = col;
	p->table.n_column = COUNT(heads);
	p->table.row = row;
	p->table.cards = p->table.labels = true;
	p->table.check = p->may_release ? "q" : NULL;
	p->pager = (struct ui_pager){ .from = 1, .to = (int64_t)rows->n, .total = -1 };
	if (after.p)
		p->pager.next = url_arg(a, url_of(v->rq->target), "after", after);
	return RC_OK;
}

static void show_list(struct visit *v, int status)
{
	struct question_list_page p = { .frame = &v->frame, .faults = v->cx.faults, .office = (v->roles & ROLE_OFFICE) != 0 };
	struct sv own = visit_unit_name(v, v->post.unit);
	struct ui_button b[3] = {
		{ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Draft a question")), .url = url_arg(v->cx.a, act_url(v->cx.a, "question.draft", 0, SV("/questions")), "owner", own) },
		{ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("Make one from a list of the ledger")), 
		  .url = url_arg(v->cx.a, act_url(v->cx.a, "question.compose", 0, SV("/questions")), "owner", own) },
		{ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("Import a question bank")), .url = URL("/questions/import") },
	};
	if (p.office)
		p.buttons = (struct ui_buttons){ .button = b, .n = COUNT(b) };
	p.bulk = visit_form(v, URL("/questions/release"), 0);
	p.empty.text = visit_say(v, N_("No question of the bank fits; change the conditions, or bring questions in."));
	filter_fields(v, &p);
	enum rc rc = rows_of(v, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	visit_frame(v, visit_say(v, N_("Question bank")), "questions");
	question_list_page(&v->out, &p);
	visit_send(v, status);
}

static void page_questions(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp))
		show_list(&v, 200);
	visit_close(&v);
}

/* All that were chosen, or none. */
static enum rc release_chosen(struct visit *v)
{
	struct act_request rq[BULK_MAX];
	struct act_answer answer[BULK_MAX];
	size_t n = 0, at = 0;
	struct sv text;
	while (fields_next(&v->rq->form, "q", &at, &text)) {
		if (n == BULK_MAX)
			return fail(&v->cx, RC_LIMIT, "bulk.many", N_("At most %d at a time: choose fewer."), BULK_MAX);
		rq[n] = (struct act_request){ .act = SV("question.release") };
		if (!sv_int(text, &rq[n].subject) || rq[n++].subject <= 0)
			return fail(&v->cx, RC_INVALID, "question.none", N_("There is no such question."));
	}
	return n ? api_do_all(v, rq, n, answer) : fail(&v->cx, RC_INVALID, "question.chosen", N_("Choose at least one draft."));
}

static void do_release_all(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		enum rc rc = release_chosen(&v);
		if (rc == RC_OK)
			visit_redirect(&v, SV("/questions"));
		else
			show_list(&v, rc_http(rc));
	}
	visit_close(&v);
}

/* ---- one question ----------------------------------------------------------------------------------------------------------- */

static enum rc load(struct visit *v, struct question *q)
{
	struct scope scope;
	TRY(visit_scope(v, "question.show", &scope));
	TRY(question_get(&v->cx, v->db, http_param_int(v->rq, "id"), q));
	return scope_holds(&scope, q->owner_path) ? RC_OK : fail(&v->cx, RC_NOT_FOUND, "question.none", N_("There is no such question."));
}

static void facts_of(struct visit *v, const struct question *q, struct question_page *p)
{
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, 10);
	bool expired = q->expires.n < v->today.n;
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("State")), .value = word(v, "state", q->state), .hint = q->reason, .mark = true };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Kind of question")), .value = word(v, "kind", q->kind) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Source document")), .value = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(q->document), SV_ARG(q->article)) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Topic of questions")), .value = q->topic };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Level")), .value = word(v, "level", q->level) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Holds until")), .value = fmt_day_long(v->cx.a, v->cx.lang, q->expires),
				   .hint = expired ? visit_say(v, N_("expired: it is not drawn any more")) : SV("") };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Office that owns it")), .value = q->owner_name };
	p->facts = (struct ui_facts){ .fact = f, .n = n };
}

static void show_one(struct visit *v, const struct question *q)
{
	struct arena *a = v->cx.a;
	struct url here = question_url(a, q->id);
	struct question_page p = { .frame = &v->frame, .q = q, .title = arena_tr(a, v->cx.lang, N_("Question #%lld"), (long long)q->id) };
	bool key = question_key_open(v, q), draft = sv_is(q->state, "draft");
	struct ui_button b[2];
	enum rc rc = question_asked_table(v, q, &p.asked);
	if (rc == RC_OK && key)
		rc = question_key_of(v, q, &p.key);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	facts_of(v, q, &p);
	if (key) {
		p.may_release = draft;
		p.release = visit_form(v, act_url(a, "question.release", q->id, here.s), q->id);
		if (draft)
			b[p.buttons.n++] = (struct ui_button){ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("Change a draft question")), .url = url_seg(a, here, SV("revise")) };
		if (!sv_is(q->state, "retired"))
			b[p.buttons.n++] = (struct ui_button){ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("Retire a question")),
							       .url = act_url(a, "question.retire", q->id, here.s) };
		p.buttons.button = b;
	}
	visit_frame(v, p.title, "question");
	question_page(&v->out, &p);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, 200);
}

static void page_question(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct question q;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = load(&v, &q);
		if (rc == RC_OK)
			show_one(&v, &q);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- /questions/ID/revise ------------------------------------------------------------------------------------------------- */

static struct sv stands(struct visit *v, const struct question *q, const char *name)
{
	struct arena *a = v->cx.a;
	const struct { const char *name; struct sv text; } all[] = {
		{ "kind", q->kind }, { "text", q->text }, { "options", question_options_text(a, q) }, { "answer", q->key },
		{ "full", q->full.u ? dec_text(a, q->full) : SV("") }, { "document", q->document }, { "article", q->article }, { "topic", q->topic },
		{ "level", q->level }, { "expires", day_text(a, q->expires) },
	};
	for (size_t i = 0; i < COUNT(all); i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].text;
	return SV("");
}

static void show_revise(struct visit *v, const struct question *q, int status)
{
	const struct act_def *def = registry_act(store_nouns(web_store(v->web)), SV("question.revise"), NULL);
	struct ui_field *f = NEW(v->cx.a, struct ui_field, def->n_fields);
	struct question_revise_page p = { .frame = &v->frame, .faults = v->cx.faults, .field = f, .n = def->n_fields,
					  .form = visit_form(v, url_seg(v->cx.a, question_url(v->cx.a, q->id), SV("revise")), q->id) };
	for (size_t i = 0; i < def->n_fields; i++) {
		const struct field *d = &def->fields[i];
		struct sv now = fields_get(&v->rq->form, d->name);
		if (!now.p)
			now = stands(v, q, d->name);
		f[i] = d->type == FIELD_ENUM ? choices(v, d->name, d->label, d->of, now, false) : visit_field(v, d);
		f[i].value = now;
		f[i].optional = !d->required;
	}
	visit_frame(v, visit_say(v, N_("Change a draft question")), "question-revise");
	v->frame.error = p.faults != NULL;
	question_revise_page(&v->out, &p);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
}

/* Whoever may not see the key may not change it either. */
static enum rc load_own(struct visit *v, struct question *q)
{
	TRY(load(v, q));
	return question_key_open(v, q) ? RC_OK : fail(&v->cx, RC_DENIED, "question.office", N_("Only the office that owns the question may change it."));
}

static void page_revise(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct question q;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = load_own(&v, &q);
		if (rc == RC_OK)
			show_revise(&v, &q, 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static void do_revise(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct question q;
	if (visit_open_post(&v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = load_own(&v, &q);
		if (rc != RC_OK)
			visit_fail(&v, rc);
		else if ((rc = visit_act(&v, "question.revise", q.id, visit_fields(&v), &answer)) == RC_OK)
			visit_redirect(&v, question_url(rq->a, q.id).s);
		else
			show_revise(&v, &q, rc_http(rc));
	}
	visit_close(&v);
}

/* ---- /questions/import ----------------------------------------------------------------------------------------------------- */

static struct ui_table wrong_table(struct visit *v, const struct question_sheet *s)
{
	static const char *const heads[] = { N_("Row"), N_("Column"), N_("Cell"), N_("What is wrong") };
	struct ui_column *col = NEW(v->cx.a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, s->n_wrong + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 0 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (size_t i = 0; i < s->n_wrong; i++) {
		const struct question_wrong *w = &s->wrong[i];
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0].text = fmt_int(v->cx.a, v->cx.lang, w->row);
		c[1].text = w->head.n ? w->head : SV("—");
		c[2].text = w->text.n ? w->text : SV("—");
		c[3].text = w->why;
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Cells that cannot be read")), .column = col, .n_column = COUNT(heads), .row = row,
				  .n_row = s->n_wrong, .cards = true, .labels = true };
}

static void show_import(struct visit *v, const struct question_sheet *s, struct ui_notice done, int status)
{
	struct ui_field f[2] = {
		{ .kind = INPUT_LINE, .name = "owner", .label = visit_say(v, N_("Office that owns it")), .hint = visit_say(v, N_("Its name, number or code.")),
		  .value = typed(v, "owner").n ? typed(v, "owner") : visit_unit_name(v, v->post.unit), .faults = v->cx.faults },
		{ .kind = INPUT_FILE, .name = "file", .label = visit_say(v, N_("File")), .accept = ".xlsx,.csv,.tsv,.txt", .faults = v->cx.faults },
	};
	struct question_import_page p = { .frame = &v->frame, .faults = v->cx.faults, .field = f, .n = COUNT(f), .done = done,
					  .form = visit_form(v, URL("/questions/import"), 0) };
	p.form.upload = true;
	if (s)
		p.wrong = wrong_table(v, s);
	visit_frame(v, visit_say(v, N_("Import a question bank")), "question-import");
	v->frame.error = p.faults != NULL || p.wrong.n_row > 0;
	question_import_page(&v->out, &p);
	visit_send(v, status);
}

static enum rc only_office(struct visit *v)
{
	return v->roles & ROLE_OFFICE ? RC_OK : fail(&v->cx, RC_DENIED, "question.office", N_("Only the office that owns the question may change it."));
}

static void page_import(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = only_office(&v);
		if (rc == RC_OK)
			show_import(&v, NULL, (struct ui_notice){ 0 }, 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static struct sv digest_of(struct visit *v, const struct http_file *file)
{
	enum { CHUNK = 65536 };
	struct hash_stream *h = hash_start(v->cx.a, HASH_SM3);
	char *chunk = NEW(v->cx.a, char, CHUNK);
	off_t at = 0;
	for (ssize_t n; (n = pread(file->fd, chunk, CHUNK, at)) > 0; at += n)
		hash_more(h, sv_make(chunk, (size_t)n));
	struct digest d = hash_end(h);
	return hex_text(v->cx.a, digest_sv(&d));
}

static enum rc import_file(struct visit *v, struct question_sheet *s, size_t *ret_done)
{
	const struct http_file *file = http_file(v->rq, "file");
	struct book book;
	struct unit owner;
	bool holds = false;
	*ret_done = 0;
	TRY(only_office(v));
	if (!typed(v, "owner").n)
		return fail_at(&v->cx, RC_INVALID, "owner", "field.required", N_("This must be filled in."));
	if (!file || !file->size)
		return fail_at(&v->cx, RC_INVALID, "file", "import.nothing_file", N_("Choose a file."));
	TRY(unit_find(&v->cx, v->db, typed(v, "owner"), 0, &owner));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, owner.id, &holds));
	if (!holds)
		return fail_at(&v->cx, RC_DENIED, "owner", "question.office", N_("Only the office that owns the question may change it."));
	/* The upload has no name any more; its open file is read by the jailed child all the same. */
	TRY(book_read(&v->cx, arena_printf(v->cx.a, "/proc/self/fd/%d", file->fd).p, file->name, &book));
	TRY(question_read_sheet(&v->cx, v->db, &book, owner.id, s));
	s->file_name = sv_or_empty(file->name);
	s->file_digest = digest_of(v, file);
	struct act_door door = store_door(web_store(v->web));
	return s->n_wrong ? RC_OK : question_take_sheet(&v->cx, &door, v->actor, s, ret_done);
}

static void do_import(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct question_sheet s = { 0 };
		size_t done;
		enum rc rc = import_file(&v, &s, &done);
		struct ui_notice n = { 0 };
		if (rc == RC_OK && !s.n_wrong)
			n = (struct ui_notice){ .kind = NOTICE_DONE, .url = URL("/questions?state=draft"), .url_label = visit_say(&v, N_("Look at the drafts")),
						.title = arena_tr(rq->a, v.cx.lang, N_("Drafts taken in: %zu; in the bank already: %zu."), done, s.known) };
		if (rc == RC_OK || rc == RC_INVALID || rc == RC_NOT_FOUND || rc == RC_DENIED || rc == RC_CONFLICT)
			show_import(&v, &s, n, rc != RC_OK ? rc_http(rc) : s.n_wrong ? 422 : 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

const struct http_route question_routes[] = {
	{ HTTP_GET, "/questions", 0, page_questions, "questions", NULL },
	{ HTTP_POST, "/questions/release", 0, do_release_all, "questions", NULL },
	{ HTTP_GET, "/questions/import", 0, page_import, "question-import", NULL },
	{ HTTP_POST, "/questions/import", ROUTE_UPLOAD, do_import, "question-import", NULL },
	{ HTTP_GET, "/questions/:id:int", 0, page_question, "question", NULL },
	{ HTTP_GET, "/questions/:id:int/revise", 0, page_revise, "question-revise", NULL },
	{ HTTP_POST, "/questions/:id:int/revise", 0, do_revise, "question-revise", NULL },
};
const size_t question_routes_n = COUNT(question_routes);
