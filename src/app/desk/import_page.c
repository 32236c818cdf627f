/* A list comes in: upload or paste, preview, accept; within a day the whole of it can be withdrawn. */
#include "app/desk/handlers.h"
#include "app/desk/import.tmpl.h"
#include "app/desk/import_file.h"
#include "app/unit/unit.h"

#include <malloc.h>

enum { UNITS_OF_NAME = 300 };
static const size_t big_max = (size_t)1 << 30;

struct sv import_typed(struct visit *v, const char *name)
{
	return sv_or_empty(sv_trim(visit_form_value(v, name)));
}

/* ---- the first page ---------------------------------------------------------------------------------------------- */

static struct ui_field owner_field(struct visit *v, const struct office *o, size_t n)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, n + 1);
	struct ui_field f = { .kind = INPUT_SELECT, .name = "owner", .label = visit_say(v, N_("For the office")), .choice = c, .n_choice = n,
			      .faults = v->cx.faults };
	for (size_t i = 0; i < n; i++)
		c[i] = (struct ui_choice){ .value = arena_printf(v->cx.a, "%lld", (long long)o[i].unit), .label = o[i].name,
					   .chosen = sv_eq(c[i].value, import_typed(v, "owner")) };
	return f;
}

static enum rc start_form(struct visit *v, struct import_start_page *p)
{
	struct office *o;
	size_t n_office, n = 0;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 6);
	TRY(import_offices(v, &o, &n_office));
	f[n++] = (struct ui_field){ .kind = INPUT_FILE, .name = "file", .label = visit_say(v, N_("File")), .accept = ".xlsx,.csv,.tsv,.txt", .optional = true,
				    .hint = visit_say(v, N_(".xlsx or .csv as you have it: titles, merged cells and notes may stay.")), .faults = v->cx.faults };
	f[n++] = (struct ui_field){ .kind = INPUT_TABLE, .name = "table", .label = visit_say(v, N_("or paste the table")), .optional = true, .rows = 6,
				    .hint = visit_say(v, N_("Copied in Excel or WPS, with its header row.")), .value = import_typed(v, "table"), .faults = v->cx.faults };
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "list", .label = visit_say(v, N_("Name of the list")), .optional = true, .max = 200,
				    .hint = visit_say(v, N_("Only where the table has no title of its own.")), .value = import_typed(v, "list"), .faults = v->cx.faults };
	if (n_office > 1)
		f[n++] = owner_field(v, o, n_office);
	p->form = visit_form(v, URL("/import"), 0);
	p->form.upload = true;
	p->field = f;
	p->n_field = n;
	return RC_OK;
}

static enum rc recent_imports(struct visit *v, struct import_start_page *p)
{
	struct js *rows;
	TRY(visit_rows(v, "matter.imports", 0, NULL, RECENT, SV_NONE, &rows, NULL));
	struct withdrawable *w = NEW(v->cx.a, struct withdrawable, rows->n + RECENT + 1);
	for (const struct js *o = rows->first; o; o = o->next) {
		struct withdrawable *x = &w[p->n_recent++];
		int64_t at = 0, made = js_get_int(o, "made", 0), changed = js_get_int(o, "changed", 0);
		if (!instant_parse(js_get_sv(o, "begun_at"), &at))
			at = 0;
		bool withdrawn = sv_is(js_get_sv(o, "state"), "withdrawn");
		x->id = js_get_int(o, "id", 0);
		x->list = js_get_sv(o, "list");
		x->when = fmt_instant_short(v->cx.a, v->cx.lang, at, v->today);
		x->made = arena_tr(v->cx.a, v->cx.lang, N_("%lld new, %lld changed"), (long long)made, (long long)changed);
		x->open = sv_is(js_get_sv(o, "state"), "open") || (!withdrawn && v->cx.now - at < MS_PER_DAY);
		x->state = withdrawn ? arena_tr(v->cx.a, v->cx.lang, N_("withdrawn: %.*s"), SV_ARG(js_get_sv(o, "reason"))) : SV("");
		x->ledger = url_arg_int(v->cx.a, URL("/matters"), "import", x->id);
		x->form = visit_form(v, url_of(arena_printf(v->cx.a, "/imports/%lld/withdraw", (long long)x->id)), 0);
	}
	p->recent = w;
	return import_recent_targets(v, p, w);
}

void import_show_start(struct visit *v, int status)
{
	struct import_start_page p = { .frame = &v->frame, .faults = v->cx.faults };
	enum rc rc = start_form(v, &p);
	if (rc == RC_OK)
		rc = recent_imports(v, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	int64_t id = 0;
	struct sv done = fields_get(&v->rq->query, "done");
	if (done.n && sv_int(done, &id)) {
		p.done = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("The list is in")), .url = url_arg_int(v->cx.a, URL("/matters"), "import", id),
					     .url_label = visit_say(v, N_("Look at its matters in the ledger")),
					     .text = visit_say(v, N_("Drafts are issued from the ledger. Within 24 hours the whole list can be withdrawn below.")) };
		if (fields_get(&v->rq->query, "withdrawn").n) {
			p.done.title = visit_say(v, N_("The list was withdrawn"));
			p.done.text = visit_say(v, N_("Its matters are struck through; those that were worked on since have stayed."));
		}
	}
	desk_frame(v, visit_say(v, N_("Import a list")), "import");
	import_start_page(&v->out, &p);
	visit_send(v, status);
}

void import_start(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE))
		import_show_start(&v, 200);
	visit_close(&v);
}

void do_import(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		const struct http_file *file = http_file(rq, "file");
		struct sv digest, path, list = import_typed(&v, "list"), name = file && file->size > 0 ? file->name : list.n ? list : visit_say(&v, N_("Pasted table"));
		enum rc rc = spool_keep(&v, file, visit_form_value(&v, "table"), &digest);
		if (rc == RC_OK)
			rc = spool_path(&v, digest, &path);
		if (rc == RC_OK) {
			/* A list of targets has a preview of its own. */
			struct url at = import_is_targets(&v, path, name, SV("")) ? URL("/targets/import") : URL("/import");
			struct url u = url_arg(rq->a, url_seg(rq->a, at, digest), "name", name);
			if (list.n)
				u = url_arg(rq->a, u, "list", list);
			if (import_typed(&v, "owner").n)
				u = url_arg(rq->a, u, "owner", import_typed(&v, "owner"));
			visit_redirect(&v, u.s);
		} else {
			import_show_start(&v, rc_http(rc));
		}
	}
	visit_close(&v);
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

/* Hundreds of megabytes for a long list: without this the thread that read it would keep them for good. */
static void release(void *arena)
{
	arena_release(arena);
	(void)malloc_trim(0);
}

enum rc import_owner(struct import_case *c, int64_t asked)
{
	struct office *o;
	size_t n;
	TRY(import_offices(c->v, &o, &n));
	for (size_t i = 0; i < n; i++)
		if (o[i].unit == asked || (!asked && i == 0)) {
			c->owner = o[i].unit;
			return RC_OK;
		}
	return fail(&c->v->cx, RC_DENIED, "import.owner", N_("You hold no office for which a list could be imported."));
}

static enum rc one_alias(struct import_case *c, int at, struct sv name)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	struct sv chosen = import_typed(v, arena_printf(a, "_u%d", at).p), other = import_typed(v, arena_printf(a, "_o%d", at).p), part;
	struct unit_meant *al = &c->alias[c->n_alias];
	*al = (struct unit_meant){ .name = name, .units = NEW(a, int64_t, UNITS_OF_NAME), .leave_out = sv_is(chosen, "-") && !other.n };
	struct sv from = other.n ? other : al->leave_out ? SV("") : chosen;
	const char *field = arena_printf(a, other.n ? "_o%d" : "_u%d", at).p;
	enum rc rc = RC_OK;
	while (from.n && sv_split(&from, ',', &part)) {
		part = sv_trim(part);
		if (!part.n || al->n == UNITS_OF_NAME)
			continue;
		if (part.p[0] == '@')
			rc = names_of_kind(&v->cx, v->db, c->owner, sv_from(part, 1), UNITS_OF_NAME, al) == RC_OK ? rc : RC_INVALID;
		else if (named_unit(v, field, part, &al->units[al->n]) == RC_OK)
			al->n++;
		else
			rc = RC_INVALID;
	}
	c->keep[c->n_alias] = import_typed(v, arena_printf(a, "_k%d", at).p).n > 0;
	c->n_alias += al->n > 0 || al->leave_out;
	return rc;
}

enum rc import_aliases(struct import_case *c)
{
	enum rc rc = RC_OK;
	c->alias = NEW(c->v->cx.a, struct unit_meant, NAMES_MAX + 1);
	c->keep = NEW(c->v->cx.a, bool, NAMES_MAX + 1);
	/* Decisions of this form, and those of forms before it, which it carries along. */
	for (int i = 0; i < NAMES_MAX; i++) {
		struct sv name = fields_get(&c->v->rq->form, arena_printf(c->v->cx.a, "_n%d", i).p);
		if (name.n && one_alias(c, i, name) != RC_OK)
			rc = RC_INVALID;
	}
	return rc;
}

/* "_d23": the deadline typed for row 23; "_l23": its lead. */
static enum rc words(struct import_case *c)
{
	struct visit *v = c->v;
	enum rc rc = RC_OK;
	c->word = NEW(v->cx.a, struct matter_row_word, WORDS_MAX + 1);
	for (size_t i = 0; i < v->rq->form.n && c->n_word < WORDS_MAX; i++) {
		struct sv name = v->rq->form.v[i].name, value = sv_trim(v->rq->form.v[i].value);
		int64_t row;
		bool due = sv_starts(name, SV("_d")), lead = sv_starts(name, SV("_l"));
		if (!value.n || !(due || lead) || !sv_int(sv_from(name, 2), &row) || row <= 0 || row > INT32_MAX)
			continue;
		const char *field = arena_cstr(v->cx.a, name);
		struct matter_row_word w = { .row = (int)row, .due = DAY_NONE };
		bool good = due ? day_parse(value, &w.due) : named_unit(v, field, value, &w.lead) == RC_OK;
		if (due && !good)
			(void)fail_at(&v->cx, RC_INVALID, field, "import.due_typed", N_("Row %d: write the deadline as 2026-11-21."), w.row);
		rc = good ? rc : RC_INVALID;
		struct matter_row_word *had = NULL;
		for (size_t k = 0; k < c->n_word; k++)
			if (c->word[k].row == w.row)
				had = &c->word[k];
		if (good && !had)
			c->word[c->n_word++] = w;
		else if (good && due)
			had->due = w.due;
		else if (good)
			had->lead = w.lead;
	}
	return rc;
}

enum rc import_read_list(struct import_case *c)
{
	struct visit *v = c->v;
	struct book *book = NEW(c->big.a, struct book, 1);
	struct import_options o = { .year = (int)c->year, .today = v->today, .kind = IMPORT_ANY, .to_simplified = c->simplify,
				    .sheet = c->sheet, .leave_out = c->leave_out, .n_leave_out = c->n_leave_out };
	enum rc rc = book_read(&c->big, c->path.p, c->name, book);
	if (rc == RC_OK)
		rc = import_read(&c->big, book, &o, &c->list);
	if (rc == RC_INVALID && spool_claim(v, c->path))
		spool_drop(v, c->path); /* of no use as it is, and it may hold what is nobody's business */
	TRY(rc);
	/* A pasted table has no title: it is called as the clerk said, else as its file. */
	struct sv list = c->list_name.n ? c->list_name : c->list->title.n ? SV_NONE : c->name;
	struct matter_plan_options po = { .owner = c->owner, .list = list, .alias = c->alias, .n_alias = c->n_alias, .file_digest = c->digest,
					  .word = c->word, .n_word = c->n_word, .issue = c->issue,
					  .take_doubts = c->take_doubts };
	return matter_plan(&c->big, v->db, c->list, &po, &c->plan);
}

void import_big(struct visit *v, struct ctx *ret)
{
	struct arena *big = NEW(v->cx.a, struct arena, 1);
	arena_init(big, big_max);
	big->full = v->cx.a->full;
	arena_defer(v->cx.a, release, big);
	*ret = v->cx;
	ctx_forget(ret);
	ret->a = big;
}

void import_begin(struct visit *v, struct sv digest, struct sv path, struct import_case *c)
{
	*c = (struct import_case){ .v = v, .digest = digest, .path = path, .sheet = SV(""), .explanation = SV("") };
	import_big(v, &c->big);
}

enum rc import_open(struct visit *v, struct import_case *c)
{
	int64_t asked = 0;
	import_begin(v, http_param(v->rq, "digest"), SV_NONE, c);
	enum rc there = spool_path(v, c->digest, &c->path);
	c->name = import_typed(v, "name");
	c->list_name = import_typed(v, "list");
	c->explanation = import_typed(v, "explanation");
	c->issue = import_typed(v, "issue").n > 0;
	c->take_doubts = import_typed(v, "doubts").n > 0;
	c->simplify = import_typed(v, "simplify").n > 0;
	if (import_typed(v, "year").n && (!sv_int(import_typed(v, "year"), &c->year) || c->year < 1990 || c->year > 2100))
		return fail_at(&v->cx, RC_INVALID, "year", "import.year", N_("Write the year with four digits."));
	TRY(there);
	if (import_typed(v, "owner").n && !sv_int(import_typed(v, "owner"), &asked))
		asked = 0;
	return import_owner(c, asked);
}

/* What was wrong while reading is told on the page. */
void import_take_faults(struct import_case *c, enum rc rc)
{
	for (const struct fault *f = c->big.faults; f; f = f->next)
		(void)fail_at(&c->v->cx, rc, f->field ? f->field : "", f->id, "%.*s", SV_ARG(f->text));
	ctx_forget(&c->big);
}

/* ---- preview --------------------------------------------------------------------------------------------------------- */

static void show_preview(struct import_case *c, int status)
{
	struct visit *v = c->v;
	struct import_preview_page p = { .frame = &v->frame, .faults = v->cx.faults, .form = visit_form(v, url_seg(v->cx.a, URL("/import"), c->digest), 0) };
	import_preview_fill(c, &p);
	p.file_name = c->name;
	p.owner = arena_printf(v->cx.a, "%lld", (long long)c->owner);
	p.alias = c->alias;
	p.keep = c->keep;
	p.n_alias = c->n_alias < NAMES_MAX - NAMES_ASKED ? c->n_alias : NAMES_MAX - NAMES_ASKED;
	desk_frame(v, visit_say(v, N_("Preview of a list")), "import");
	v->rp->cache = CACHE_NEVER;
	import_preview_page(&v->out, &p);
	visit_send(v, status);
}

/* Nothing was read: the file is of no use as it is. */
static void show_refused(struct visit *v, enum rc rc)
{
	import_show_start(v, rc_http(rc));
}

void import_preview(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct import_case c;
		enum rc rc = import_open(&v, &c);
		if (rc == RC_OK && (rc = import_read_list(&c)) != RC_OK)
			import_take_faults(&c, rc);
		if (rc == RC_OK)
			show_preview(&c, 200);
		else
			show_refused(&v, rc);
	}
	visit_close(&v);
}

/* ---- acceptance ------------------------------------------------------------------------------------------------------- */

/* A short name that was confirmed once is remembered, where the clerk may and wants it. */
static void remember(struct import_case *c)
{
	struct visit *v = c->v;
	for (size_t i = 0; i < c->n_alias; i++) {
		const struct unit_meant *al = &c->alias[i];
		if (!c->keep[i] || al->n != 1 || !visit_may(v, "unit.alias", al->units[0]))
			continue;
		struct js *f = js_obj(v->cx.a);
		struct matter of = { .id = al->units[0], .no = al->units[0] };
		struct act_answer answer;
		js_set_sv(v->cx.a, f, "alias", al->name);
		if (act_of_many(v, "unit.alias", &of, f, &answer) != RC_OK)
			ctx_forget(&v->cx); /* the list is in; a name not remembered is asked again */
	}
}

enum rc import_claimed(struct import_case *c, import_write *write, void *arg)
{
	struct visit *v = c->v;
	struct act_door door = store_door(web_store(v->web));
	struct db *db = NULL;
	if (!spool_claim(v, c->path))
		return fail(&v->cx, RC_CONFLICT, "import.taken", N_("This list has just been accepted."));
	enum rc rc = store_reader(&c->big, web_store(v->web), &db);
	if (rc == RC_OK)
		rc = write(c, &door, db, arg);
	db_close(db);
	if (rc == RC_OK) {
		spool_drop(v, c->path);
		return RC_OK;
	}
	spool_unclaim(v, c->path);
	import_take_faults(c, rc);
	return rc;
}

static enum rc write_matters(struct import_case *c, const struct act_door *door, struct db *db, void *arg)
{
	struct matter_import_in in = { .actor = c->v->actor, .file_name = c->name, .file_digest = c->digest,
				       .explanation = c->explanation, .key = c->key, .mark = c->mark };
	return matter_import_run(&c->big, door, db, c->plan, &in, arg);
}

enum rc import_accept(struct import_case *c, struct matter_import *ret)
{
	struct visit *v = c->v;
	if (c->plan->announced >= 0 && c->plan->announced != c->plan->counted && !c->explanation.n)
		return fail_at(&v->cx, RC_INVALID, "explanation", "import.count", N_("The count differs from what the title announces: say why, or correct the file."));
	if (c->plan->to_write == 0)
		return fail(&v->cx, RC_INVALID, "import.none", N_("There is nothing to import: every row waits, is refused or is there already."));
	return import_claimed(c, write_matters, ret);
}

void do_import_accept(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct import_case c;
		struct matter_import done;
		enum rc rc = import_open(&v, &c), named = RC_OK;
		if (rc == RC_OK && (named = words(&c)) == RC_OK)
			named = import_aliases(&c);
		else if (rc == RC_OK)
			(void)!import_aliases(&c);
		if (rc == RC_OK && (rc = import_read_list(&c)) != RC_OK)
			import_take_faults(&c, rc);
		if (rc != RC_OK) {
			show_refused(&v, rc);
		} else if (named != RC_OK || !sv_is(import_typed(&v, "_do"), "accept")) {
			show_preview(&c, rc_http(named));
		} else if ((rc = import_accept(&c, &done)) == RC_OK) {
			remember(&c);
			visit_redirect(&v, arena_printf(rq->a, "/import?done=%lld", (long long)done.id));
		} else {
			show_preview(&c, rc_http(rc));
		}
	}
	visit_close(&v);
}

void do_import_withdraw(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct act_answer answer;
		int64_t id = http_param_int(rq, "id");
		enum rc rc = visit_act(&v, "matter.import_withdraw", id, visit_fields(&v), &answer);
		if (rc == RC_OK) {
			visit_redirect(&v, arena_printf(rq->a, "/import?done=%lld&withdrawn=1", (long long)id));
		} else {
			faults_at(&v, arena_printf(rq->a, "%lld", (long long)id));
			import_show_start(&v, rc_http(rc));
		}
	}
	visit_close(&v);
}
