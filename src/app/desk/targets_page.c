/* A list of targets comes in by the same page as the lists of matters: preview, acceptance, withdrawal. */
#include "app/desk/handlers.h"
#include "app/desk/import.h"
#include "app/desk/import.tmpl.h"
#include "app/desk/import_file.h"

static const char *const quarter_words[] = { "", "cumulative", "single" };

/* ---- reading ------------------------------------------------------------------------------------------------------- */

bool import_is_targets(struct visit *v, struct sv path, struct sv name, struct sv sheet)
{
	struct arena big;
	struct ctx cx = v->cx;
	arena_init(&big, (size_t)256 << 20);
	ctx_forget(&cx);
	cx.a = &big;
	struct book *book = NEW(&big, struct book, 1);
	bool yes = book_read(&cx, path.p, name, book) == RC_OK && import_is_pledge(&cx, book, sheet);
	arena_release(&big);
	return yes;
}

static enum rc one_unit(struct pledge_case *p, const char *field, int64_t *ret)
{
	struct sv name = import_typed(p->c.v, field);
	*ret = 0;
	return name.n ? named_unit(p->c.v, field, name, ret) : RC_OK;
}

/* What the form says of it. */
static void said_quarters(struct pledge_case *p)
{
	struct sv quarters = import_typed(p->c.v, "quarters");
	for (size_t i = 0; i < COUNT(quarter_words); i++)
		if (sv_is(quarters, quarter_words[i]))
			p->quarters = (enum pledge_quarters)i;
	p->document = import_typed(p->c.v, "document");
}

enum rc pledge_read(struct pledge_case *p)
{
	struct import_case *c = &p->c;
	struct visit *v = c->v;
	struct book *book = NEW(c->big.a, struct book, 1);
	struct import_options o = { .year = (int)c->year, .today = v->today, .kind = IMPORT_ANY, .sheet = c->sheet,
				    .to_simplified = c->simplify, .leave_out = c->leave_out, .n_leave_out = c->n_leave_out };
	TRY(book_read(&c->big, c->path.p, c->name, book));
	TRY(import_read_pledge(&c->big, book, &o, p->quarters, &p->list));
	struct sv list = c->list_name.n ? c->list_name : p->list->title.n ? SV_NONE : c->name;
	int64_t year = c->year || p->list->year ? c->year : civil_of_day(v->today).year;
	struct target_plan_options po = { .owner = c->owner, .year = year, .unit = p->unit, .data_owner = p->data_owner,
		.list = list,
					  .alias = c->alias, .n_alias = c->n_alias, .take_doubts = c->take_doubts };
	return target_plan(&c->big, v->db, p->list, &po, &p->plan);
}

/* ---- preview -------------------------------------------------------------------------------------------------------- */

/* What was read of a row, figure by figure. */
static struct sv figures(struct visit *v, const struct target_row_plan *r)
{
	static const struct { const char *key, *label; } what[] = {
		{ "base", N_("Base") }, { "plan", N_("Target of the year") }, { "q1", N_("Quarter 1") }, { "q2",
			N_("Quarter 2") },
		{ "q3", N_("Quarter 3") }, { "q4", N_("Quarter 4") }, { "weight", N_("Weight") },
	};
	struct buf b = buf_new(v->cx.a, 800);
	for (size_t i = 0; i < COUNT(what); i++) {
		struct sv s = js_get_sv(r->fields, what[i].key);
		buf_printf(&b, "%s%s %.*s", b.n ? " · " : "", tr(v->cx.lang, what[i].label), SV_ARG(s.p ? s : SV("—")));
	}
	struct sv uom = js_get_sv(r->fields, "uom");
	return arena_printf(v->cx.a, "%.*s%s%.*s", SV_ARG(buf_sv(&b)), uom.n ? " · " : "", SV_ARG(uom));
}

static struct import_row_shown shown(struct visit *v, const struct target_row_plan *r)
{
	struct arena *a = v->cx.a;
	struct sv *why = NEW(a, struct sv, r->n_why + 1);
	size_t n = 0;
	for (size_t i = 0; i < r->n_why; i++)
		why[n++] = r->why[i];
	if (r->what == PLAN_NEW)
		why[n++] = figures(v, r);
	struct import_row_shown s = { .no = r->no, .title = r->indicator, .leads = r->unit, .tag = import_row_tag(v, r->what),
		.why = why, .n_why = n, .change = r->change, .n_change = r->n_change };
	if (r->target)
		s.matter = url_seg_int(a, URL("/targets"), r->target);
	return s;
}

static void fill_rows(struct pledge_case *p, struct import_preview_page *page)
{
	struct import_row_shown *rows[3];
	size_t *n[3] = { &page->n_bad, &page->n_changed, &page->n_fresh }, *left[3] = { &page->bad_left, &page->changed_left,
		&page->fresh_left };
	for (int i = 0; i < 3; i++)
		rows[i] = NEW(p->c.v->cx.a, struct import_row_shown, ROWS_SHOWN);
	for (size_t i = 0; i < p->plan->n; i++) {
		const struct target_row_plan *r = &p->plan->row[i];
		int k = r->what == PLAN_WAIT || r->what == PLAN_REFUSED ? 0 : r->n_change ? 1 : r->what == PLAN_NEW ? 2 : -1;
		if (k < 0)
			continue;
		if (*n[k] == ROWS_SHOWN)
			++*left[k];
		else
			rows[k][(*n[k])++] = shown(p->c.v, r);
	}
	page->bad = rows[0];
	page->changed = rows[1];
	page->fresh = rows[2];
	page->skipped = p->list->skipped;
	page->n_skipped = p->list->n_skipped;
}

static void fill_counts(struct pledge_case *p, struct import_preview_page *page)
{
	static const struct { enum plan_what what; const char *label; } counts[] = {
		{ PLAN_NEW, N_("new") }, { PLAN_CHANGED, N_("changed") }, { PLAN_SAME, N_("unchanged") },
		{ PLAN_WAIT, N_("to confirm") }, { PLAN_REFUSED, N_("cannot be taken in") },
	};
	struct visit *v = p->c.v;
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, COUNT(counts));
	for (size_t i = 0; i < COUNT(counts); i++)
		f[i] = (struct ui_fact){ .label = visit_say(v, counts[i].label), .value = arena_printf(v->cx.a, "%zu",
			p->plan->count[counts[i].what]), .mark = i == 0 };
	page->counts = (struct ui_facts){ .fact = f, .n = COUNT(counts), .wide = true };
	if (p->plan->known)
		page->known = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("This list was here before")),
			.text = visit_say(v,
				N_("Only the difference would be written: changed targets stand beside those that were "
					"issued, with the document that you name.")) };
}

/* Columns, remarks on the whole list, and what is gone from it. */
static void fill_remarks(struct pledge_case *p, struct import_preview_page *page)
{
	struct visit *v = p->c.v;
	const struct pledge_list *l = p->list;
	struct column_shown *col = NEW(v->cx.a, struct column_shown, l->n_columns + 1);
	struct sv *s = NEW(v->cx.a, struct sv, 60);
	struct buf b = buf_new(v->cx.a, 4000);
	for (size_t i = 0; i < l->n_columns; i++)
		col[page->n_column++] = (struct column_shown){ l->columns[i].header, visit_say(v,
			pledge_field_word(l->columns[i].field)), false };
	for (size_t i = 0; i < l->n_unmapped; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "", SV_ARG(l->unmapped[i]));
	for (const struct import_message *m = l->messages.first; m && page->n_remark < 20; m = m->next)
		s[page->n_remark++] = m->text;
	for (size_t i = 0; i < p->plan->n_gone && page->n_remark < 60; i++)
		s[page->n_remark++] = arena_tr(v->cx.a, v->cx.lang, N_("No longer in the list, and stays as it is: %.*s %.*s"),
			SV_ARG(p->plan->gone[i].unit_short),
					       SV_ARG(p->plan->gone[i].indicator));
	page->column = col;
	page->unmapped = buf_sv(&b);
	page->remark = s;
}

static void fill_options(struct pledge_case *p, struct import_preview_page *page)
{
	static const char *const labels[] = { N_("as the sheet shows"), N_("cumulative, from January"),
		N_("single quarters, to be added up") };
	struct visit *v = p->c.v;
	struct arena *a = v->cx.a;
	struct ui_field *f = NEW(a, struct ui_field, 7);
	struct ui_choice *c = NEW(a, struct ui_choice, 3);
	const struct fault *faults = v->cx.faults;
	size_t n = 0;
	for (size_t i = 0; i < 3; i++)
		c[i] = (struct ui_choice){ .value = sv_of(quarter_words[i]), .label = visit_say(v, labels[i]),
			.chosen = i == p->quarters };
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "document", .label = visit_say(v, N_("Basis document")),
		.value = import_typed(v, "document"), .max = 100,
				    .hint = visit_say(v, N_("The number of the document that the targets stand on.")),
					.faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "list", .label = visit_say(v, N_("Name of the list")),
		.value = p->plan->list, .max = 200, .faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "year", .label = visit_say(v, N_("Year")), .width = 4,
		.faults = faults,
				    .value = arena_printf(a, "%lld", (long long)p->plan->year) };
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "unit", .label = visit_say(v,
		N_("Unit that pledges, where the list names none")), .optional = true,
				    .width = 20, .value = import_typed(v, "unit"), .faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "data_owner", .label = visit_say(v,
		N_("Department that provides the values, where the list names none")),
				    .optional = true, .width = 20, .value = import_typed(v, "data_owner"), .faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_SELECT, .name = "quarters", .label = visit_say(v, N_("Targets of quarters")),
		.choice = c, .n_choice = 3 };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "doubts", .label = visit_say(v,
		N_("Take doubtful rows as they were read")),
				    .value = p->c.take_doubts ? SV("1") : SV("") };
	page->option = f;
	page->n_option = n;
}

static void fill_buttons(struct pledge_case *p, struct import_preview_page *page)
{
	struct visit *v = p->c.v;
	const size_t *count = p->plan->count;
	page->accept = (struct ui_button){ .kind = BUTTON_DEFAULT, .name = "_do", .value = "accept",
					   .label = arena_tr(v->cx.a, v->cx.lang, N_("Issue %lld targets"),
						(long long)p->plan->to_write) };
	if (p->plan->to_write == 0)
		page->accept.why_not = visit_say(v, count[PLAN_WAIT] + count[PLAN_REFUSED] > 0 ?
			N_("every row waits for a decision") : N_("the list brings nothing new"));
	page->look = (struct ui_button){ .kind = BUTTON_PLAIN, .name = "_do", .value = "look", .label = visit_say(v,
		N_("Read it again with these decisions")) };
}

static void show_preview(struct pledge_case *p, int status)
{
	struct visit *v = p->c.v;
	const struct pledge_list *l = p->list;
	struct import_preview_page page = { .frame = &v->frame, .faults = v->cx.faults,
					    .form = visit_form(v, url_seg(v->cx.a, URL("/targets/import"), p->c.digest), 0) };
	page.title = l->title.n ? l->title : p->plan->list;
	page.item_head = visit_say(v, N_("Indicator"));
	page.unit_head = visit_say(v, N_("Unit that pledges"));
	page.read = arena_tr(v->cx.a, v->cx.lang,
		N_("Read as a list of targets: %lld rows and %lld columns in the sheet \"%.*s\"."), (long long)l->n_rows,
			     (long long)l->n_columns, SV_ARG(l->sheet));
	page.file_name = p->c.name;
	page.owner = arena_printf(v->cx.a, "%lld", (long long)p->c.owner);
	page.alias = p->c.alias;
	page.keep = p->c.keep;
	page.n_alias = p->c.n_alias < NAMES_MAX - NAMES_ASKED ? p->c.n_alias : NAMES_MAX - NAMES_ASKED;
	fill_counts(p, &page);
	fill_rows(p, &page);
	fill_remarks(p, &page);
	fill_options(p, &page);
	fill_buttons(p, &page);
	import_show_names(&p->c, &page, p->plan->name, p->plan->n_name);
	desk_frame(v, visit_say(v, N_("Preview of a list")), "import");
	v->rp->cache = CACHE_NEVER;
	import_preview_page(&v->out, &page);
	visit_send(v, status);
}

void targets_preview(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct pledge_case p = { .quarters = QUARTERS_FIND_OUT };
		enum rc rc = import_open(&v, &p.c);
		said_quarters(&p);
		if (rc == RC_OK && (rc = pledge_read(&p)) != RC_OK)
			import_take_faults(&p.c, rc);
		if (rc == RC_OK)
			show_preview(&p, 200);
		else
			import_show_start(&v, rc_http(rc));
	}
	visit_close(&v);
}

/* ---- acceptance, withdrawal ------------------------------------------------------------------------------------------- */

struct pledge_write {
	const struct pledge_case *p;
	struct target_import *ret;
};

static enum rc write_targets(struct import_case *c, const struct act_door *door, struct db *db, void *arg)
{
	const struct pledge_write *w = arg;
	struct target_import_in in = { .actor = c->v->actor, .file_name = c->name, .file_digest = c->digest,
				       .document = w->p->document, .key = c->key, .mark = c->mark };
	return target_import_run(&c->big, door, db, w->p->plan, &in, w->ret);
}

enum rc pledge_accept(struct pledge_case *p, struct target_import *ret)
{
	struct visit *v = p->c.v;
	if (p->document.n < 4)
		return fail_at(&v->cx, RC_INVALID, "document", "target.no_document",
			N_("Name the document that the targets stand on."));
	if (p->plan->to_write == 0)
		return fail(&v->cx, RC_INVALID, "import.none",
			N_("There is nothing to import: every row waits, is refused or is there already."));
	return import_claimed(&p->c, write_targets, &(struct pledge_write){ p, ret });
}

void do_targets_accept(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct pledge_case p = { .quarters = QUARTERS_FIND_OUT };
		struct target_import done;
		enum rc rc = import_open(&v, &p.c), said = RC_OK;
		said_quarters(&p);
		if (rc == RC_OK) {
			enum rc names = import_aliases(&p.c), unit = one_unit(&p, "unit", &p.unit), data = one_unit(&p,
				"data_owner", &p.data_owner);
			said = names != RC_OK ? names : unit != RC_OK ? unit : data;
		}
		if (rc == RC_OK && (rc = pledge_read(&p)) != RC_OK)
			import_take_faults(&p.c, rc);
		if (rc != RC_OK)
			import_show_start(&v, rc_http(rc));
		else if (said != RC_OK || !sv_is(import_typed(&v, "_do"), "accept"))
			show_preview(&p, rc_http(said));
		else if ((rc = pledge_accept(&p, &done)) == RC_OK)
			visit_redirect(&v, url_arg_int(rq->a, URL("/targets"), "year", done.year).s);
		else
			show_preview(&p, rc_http(rc));
	}
	visit_close(&v);
}

void do_targets_withdraw(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct act_answer answer;
		int64_t id = http_param_int(rq, "id");
		enum rc rc = visit_act(&v, "target.import_withdraw", id, visit_fields(&v), &answer);
		if (rc == RC_OK) {
			visit_redirect(&v, SV("/import"));
		} else {
			faults_at(&v, arena_printf(rq->a, "%lld", (long long)id));
			import_show_start(&v, rc_http(rc));
		}
	}
	visit_close(&v);
}

enum rc import_recent_targets(struct visit *v, struct import_start_page *p, struct withdrawable *w)
{
	struct js *rows;
	TRY(visit_rows(v, "target.imports", 0, NULL, RECENT, SV_NONE, &rows, NULL));
	for (const struct js *o = rows->first; o; o = o->next) {
		struct withdrawable *x = &w[p->n_recent++];
		int64_t at = 0;
		if (!instant_parse(js_get_sv(o, "begun_at"), &at))
			at = 0;
		bool withdrawn = sv_is(js_get_sv(o, "state"), "withdrawn");
		x->id = js_get_int(o, "id", 0);
		x->list = js_get_sv(o, "list");
		x->when = fmt_instant_short(v->cx.a, v->cx.lang, at, v->today);
		x->made = arena_tr(v->cx.a, v->cx.lang, N_("targets: %lld new, %lld changed"), (long long)js_get_int(o, "made",
			0), (long long)js_get_int(o, "changed", 0));
		x->open = sv_is(js_get_sv(o, "state"), "open") || (!withdrawn && v->cx.now - at < MS_PER_DAY);
		x->state = withdrawn ? arena_tr(v->cx.a, v->cx.lang, N_("withdrawn: %.*s"), SV_ARG(js_get_sv(o,
			"reason"))) : SV("");
		x->ledger = url_arg_int(v->cx.a, URL("/targets"), "year", js_get_int(o, "year", 0));
		x->form = visit_form(v, url_of(arena_printf(v->cx.a, "/targets/imports/%lld/withdraw", (long long)x->id)), 0);
	}
	return RC_OK;
}
