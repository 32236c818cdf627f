/* A sheet of votes, marks or figures comes in: preview cell by cell, acceptance; a second person confirms it at its own page. */
#include "app/desk/handlers.h"
#include "app/desk/import.h"
#include "app/desk/import_file.h"
#include "app/desk/tallies.h"
#include "app/desk/tallies.tmpl.h"

enum { PERIODS_OFFERED = 60, ITEMS_OFFERED = 400, WRONG_SHOWN = 200, COLUMNS_SHOWN = 60 };

/* ---- what can be counted ---------------------------------------------------------------------------------------------- */

static bool office_of(struct visit *v, int64_t owner)
{
	bool holds = false;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	return person_holds(&probe, v->db, v->session.post, ROLE_OFFICE, owner, &holds) == RC_OK && holds;
}

/* Periods that are not frozen, of the offices where this post works, the latest first. */
static enum rc open_periods(struct visit *v, struct period **ret, size_t *ret_n)
{
	struct js *rows;
	size_t n = 0;
	*ret = NEW(v->cx.a, struct period, PERIODS_OFFERED + 1);
	*ret_n = 0;
	TRY(visit_rows(v, "period.list", 0, NULL, 1000, SV_NONE, &rows, NULL));
	struct period *all = NEW(v->cx.a, struct period, rows->n + 1);
	for (const struct js *o = rows->first; o; o = o->next) {
		TRY(period_get(&v->cx, v->db, js_get_int(o, "id", 0), &all[n]));
		n += all[n].state != PERIOD_FROZEN && office_of(v, all[n].owner);
	}
	for (size_t i = n; i-- > 0 && *ret_n < PERIODS_OFFERED;)
		(*ret)[(*ret_n)++] = all[i];
	return RC_OK;
}

static struct sv item_value(struct arena *a, int64_t series, struct sv name)
{
	return arena_printf(a, "%lld:%.*s", (long long)series, SV_ARG(name));
}

static void offer(struct visit *v, const struct ruleset *r, struct sv name, const char *kind, struct ui_choice *c, size_t *n)
{
	if (*n == ITEMS_OFFERED)
		return;
	struct sv value = item_value(v->cx.a, r->series, name);
	c[(*n)++] = (struct ui_choice){ .value = value, .chosen = sv_eq(value, import_typed(v, "item")),
					.label = arena_tr(v->cx.a, v->cx.lang, N_("%.*s (%.*s) · %.*s"), SV_ARG(name),
							  SV_ARG(visit_say(v, kind)), SV_ARG(r->name)) };
}

static enum rc offer_rule(struct visit *v, const struct ruleset *r, struct ui_choice *c, size_t *n)
{
	struct rule *rule;
	struct tally_place place;
	TRY(ruleset_rule(&v->cx, r, &rule));
	for (size_t k = 0; k < rule->n_classes; k++)
		for (size_t i = 0; i < rule->classes[k].n_items; i++) {
			if (!rule->classes[k].items[i].measure)
				continue;
			TRY(tally_place_of(&v->cx, rule, rule->classes[k].items[i].name, &place));
			offer(v, r, place.name, tally_kind_word(place.kind), c, n);
		}
	for (size_t i = 0; i < rule->n_parts; i++)
		if (rule->parts[i].source.n)
			offer(v, r, rule->parts[i].name, tally_kind_word(SV("score")), c, n);
	return RC_OK;
}

static enum rc item_choices(struct visit *v, const struct period *p, size_t n_periods, struct ui_field *f)
{
	size_t n = 0;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, ITEMS_OFFERED + 1);
	for (size_t i = 0; i < n_periods; i++) {
		struct ruleset *r;
		size_t k;
		struct day last = v->today;
		bool again = false;
		for (size_t m = 0; m < n_periods; m++) {
			again |= m < i && p[m].owner == p[i].owner;
			last = p[m].owner == p[i].owner && p[m].to.n > last.n ? p[m].to : last;
		}
		if (again)
			continue;
		TRY(ruleset_in_force(&v->cx, v->db, p[i].owner, last, &r, &k));
		for (size_t x = 0; x < k; x++)
			TRY(offer_rule(v, &r[x], c, &n));
	}
	f->choice = c;
	f->n_choice = n;
	return RC_OK;
}

/* ---- the first page ------------------------------------------------------------------------------------------------------ */

static enum rc start_fill(struct visit *v, struct tally_start_page *p)
{
	struct period *periods;
	size_t n_periods, n = 0;
	const struct fault *faults = v->cx.faults;
	TRY(open_periods(v, &periods, &n_periods));
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 4);
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, n_periods + 1);
	for (size_t i = 0; i < n_periods; i++) {
		struct sv value = arena_printf(v->cx.a, "%lld", (long long)periods[i].id);
		c[i] = (struct ui_choice){ .value = value, .label = periods[i].name, .chosen = sv_eq(value, import_typed(v, "period")) };
	}
	f[n++] = (struct ui_field){ .kind = INPUT_SELECT, .name = "period", .label = visit_say(v, N_("Period")), .choice = c, .n_choice = n_periods,
				    .faults = faults };
	f[n] = (struct ui_field){ .kind = INPUT_SELECT, .name = "item", .label = visit_say(v, N_("What was counted, by which rules")), .faults = faults };
	TRY(item_choices(v, periods, n_periods, &f[n++]));
	f[n++] = (struct ui_field){ .kind = INPUT_FILE, .name = "file", .label = visit_say(v, N_("File")), .accept = ".xlsx,.csv,.tsv,.txt", .optional = true,
				    .hint = visit_say(v, N_(".xlsx or .csv as you have it: titles, merged cells and notes may stay.")), .faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_TABLE, .name = "table", .label = visit_say(v, N_("or paste the table")), .optional = true, .rows = 6,
				    .hint = visit_say(v, N_("Copied in Excel or WPS, with its header row.")), .value = import_typed(v, "table"), .faults = faults };
	p->form = visit_form(v, URL("/tallies/new"), 0);
	p->form.upload = true;
	p->field = f;
	p->n_field = n;
	p->why_not = !n_periods ? visit_say(v, N_("No period is open; open one before sheets come in.")) :
		     !f[1].n_choice ? visit_say(v, N_("No adopted rules measure anything: they count entries alone, and need no sheets.")) : SV("");
	return RC_OK;
}

static void show_start(struct visit *v, int status)
{
	struct tally_start_page p = { .frame = &v->frame, .faults = v->cx.faults };
	enum rc rc = start_fill(v, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	desk_frame(v, visit_say(v, N_("Bring in a tally")), "tally-new");
	v->frame.error = p.faults != NULL;
	tally_start_page(&v->out, &p);
	visit_send(v, status);
}

void tallies_start(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE))
		show_start(&v, 200);
	visit_close(&v);
}

void do_tallies_start(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		const struct http_file *file = http_file(rq, "file");
		struct sv digest, name = file && file->size > 0 ? file->name : visit_say(&v, N_("Pasted table"));
		enum rc rc = spool_keep(&v, file, visit_form_value(&v, "table"), &digest);
		if (rc == RC_OK) {
			struct url u = url_arg(rq->a, url_seg(rq->a, URL("/tallies/sheet"), digest), "name", name);
			u = url_arg(rq->a, u, "period", import_typed(&v, "period"));
			visit_redirect(&v, url_arg(rq->a, u, "item", import_typed(&v, "item")).s);
		} else {
			show_start(&v, rc_http(rc));
		}
	}
	visit_close(&v);
}

/* ---- reading ---------------------------------------------------------------------------------------------------------------- */

static enum rc find_ruleset(struct sheet_case *c)
{
	struct visit *v = c->v;
	struct ruleset *r;
	size_t n;
	TRY(ruleset_in_force(&v->cx, v->db, c->period.owner, c->period.to, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (r[i].series == c->series) {
			c->r = r[i];
			return ruleset_rule(&v->cx, &c->r, &c->rule);
		}
	return fail_at(&v->cx, RC_INVALID, "item", "tally.not_in_force",
		       N_("These rules are not in force on the last day of that period; choose another period, or another item."));
}

static enum rc find_corrected(struct sheet_case *c)
{
	struct tally *t;
	size_t n;
	TRY(tallies_counted(&c->v->cx, c->v->db, c->period.id, c->series, &t, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_eq(t[i].item, c->place.name))
			c->corrects = t[i].id;
	return RC_OK;
}

static enum rc open_case(struct visit *v, struct sheet_case *c)
{
	int64_t period = 0;
	struct sv item = import_typed(v, "item"), series = SV("");
	*c = (struct sheet_case){ .v = v, .digest = http_param(v->rq, "digest"), .name = import_typed(v, "name"), .item = item };
	import_big(v, &c->big);
	TRY(spool_path(v, c->digest, &c->path));
	if (!sv_int(import_typed(v, "period"), &period))
		return fail_at(&v->cx, RC_INVALID, "period", "tally.period", N_("Choose the period."));
	if (!sv_split(&item, ':', &series) || !sv_int(series, &c->series))
		return fail_at(&v->cx, RC_INVALID, "item", "tally.no_item", N_("Choose what was counted."));
	TRY(period_get(&v->cx, v->db, period, &c->period));
	TRY(find_ruleset(c));
	TRY(tally_place_of(&v->cx, c->rule, item, &c->place));
	return find_corrected(c);
}

enum rc tally_case_read(struct sheet_case *c)
{
	struct visit *v = c->v;
	struct book *book = NEW(c->big.a, struct book, 1);
	struct tally_ask ask = { .owner = c->r.owner, .rule = c->rule, .item = c->place.name, .group = import_typed(v, "group"),
				 .judge = import_typed(v, "judge"), .sheet = import_typed(v, "sheet") };
	TRY(book_read(&c->big, c->path.p, c->name, book));
	return tally_read(&c->big, v->db, book, &ask, &c->sheet);
}

void tally_case_faults(struct sheet_case *c, enum rc rc)
{
	for (const struct fault *f = c->big.faults; f; f = f->next)
		(void)fail_at(&c->v->cx, rc, f->field ? f->field : "", f->id, "%.*s", SV_ARG(f->text));
	ctx_forget(&c->big);
}

/* ---- preview ------------------------------------------------------------------------------------------------------------------ */

static struct ui_table wrong_table(struct sheet_case *c, struct sv *ret_left)
{
	static const char *const heads[] = { N_("Cell"), N_("Unit"), N_("Column"), N_("It says"), N_("What is wrong") };
	struct arena *a = c->v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, WRONG_SHOWN + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(c->v, heads[i]), .main = i == 0 };
	for (size_t i = 0; i < c->sheet->n; i++) {
		const struct tally_seen *x = &c->sheet->seen[i];
		if (!x->why.n || n == WRONG_SHOWN)
			continue;
		struct ui_cell *k = NEW(a, struct ui_cell, COUNT(heads));
		k[0].text = tally_seen_at(a, x);
		k[1].text = x->unit;
		k[2].text = x->head;
		k[3].text = x->text;
		k[4].text = x->why;
		row[n++].cell = k;
	}
	if (c->sheet->wrong > n)
		*ret_left = arena_tr(a, c->v->cx.lang, N_("and %zu more"), c->sheet->wrong - n);
	return (struct ui_table){ .caption = visit_say(c->v, N_("Cells that cannot be read")), .column = col, .n_column = COUNT(heads), .row = row,
				  .n_row = n, .cards = true, .labels = true };
}

static struct sv cell_text(struct sheet_case *c, const struct tally_seen *x)
{
	const struct tally_cell *k = &x->cell;
	struct arena *a = c->v->cx.a;
	if (x->why.n)
		return x->text;
	if (k->missing.n && !k->votes)
		return x->text;
	if (sv_is(c->place.kind, "ballot") || sv_is(c->place.kind, "place"))
		return arena_printf(a, "%lld", (long long)k->votes);
	return dec_text(a, k->value);
}

struct seen_columns {
	int of[COLUMNS_SHOWN];       /* columns of the sheet, from the left */
	size_t n, fixed;
	bool group;
	struct ui_column *col;
};

static void see_column(struct seen_columns *s, const struct tally_seen *x)
{
	size_t k = 0;
	while (k < s->n && s->of[k] != x->col)
		k++;
	if (k < s->n || s->n == COLUMNS_SHOWN)
		return;
	for (k = s->n++; k > 0 && s->of[k - 1] > x->col; k--) {
		s->of[k] = s->of[k - 1];
		s->col[s->fixed + k] = s->col[s->fixed + k - 1];
	}
	s->of[k] = x->col;
	s->col[s->fixed + k] = (struct ui_column){ .label = x->head, .kind = COLUMN_NUMBER };
}

static void see_columns(struct sheet_case *c, struct seen_columns *s)
{
	struct visit *v = c->v;
	s->col = NEW(v->cx.a, struct ui_column, COLUMNS_SHOWN + 2);
	for (size_t i = 0; i < c->sheet->n; i++)
		s->group |= c->sheet->seen[i].cell.group.n > 0;
	s->col[0] = (struct ui_column){ .label = visit_say(v, c->sheet->by_judge ? N_("Judge (number)") : N_("Unit")), .main = true };
	s->col[1] = (struct ui_column){ .label = visit_say(v, N_("Class of voters")) };
	s->fixed = s->group ? 2 : 1;
	for (size_t i = 0; i < c->sheet->n; i++)
		if (!c->sheet->seen[i].name)
			see_column(s, &c->sheet->seen[i]);
}

/* The sheet as it was understood: its rows, its columns, each cell what was read of it. */
static struct ui_table seen_table(struct sheet_case *c, struct sv *ret_left)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	const struct tally_sheet *s = c->sheet;
	struct seen_columns cols = { .n = 0 };
	size_t n = 0, beyond = 0;
	int last = 0;
	struct ui_row *row = NEW(a, struct ui_row, ROWS_SHOWN + 1);
	struct ui_cell *cell = NULL;
	see_columns(c, &cols);
	for (size_t i = 0; i < s->n; i++) {
		const struct tally_seen *x = &s->seen[i];
		bool begins = x->row != last;
		if (x->name)
			continue;
		last = x->row;
		if (begins && n == ROWS_SHOWN) {
			cell = NULL;
			beyond++;
		} else if (begins) {
			cell = NEW(a, struct ui_cell, cols.fixed + COLUMNS_SHOWN);
			cell[0] = (struct ui_cell){ .text = s->by_judge ? x->cell.judge : x->unit };
			cell[1].text = cols.group ? x->cell.group : SV("");
			row[n++].cell = cell;
		}
		for (size_t k = 0; cell && k < cols.n; k++)
			if (cols.of[k] == x->col) {
				cell[cols.fixed + k].text = cell_text(c, x);
				cell[cols.fixed + k].note = x->cell.estimated ? visit_say(v, N_("estimated")) : SV_NONE;
				if (x->why.n)
					cell[cols.fixed + k].tag = (struct ui_tag){ "square_cross", "red", tally_seen_at(a, x) };
			}
	}
	if (beyond)
		*ret_left = arena_tr(a, v->cx.lang, N_("and %zu more"), beyond);
	return (struct ui_table){ .caption = visit_say(v, N_("What was read")), .column = cols.col, .n_column = cols.fixed + cols.n, .row = row,
				  .n_row = n, .cards = true, .labels = true };
}

static void fill_seen(struct sheet_case *c, struct tally_sheet_page *p)
{
	struct visit *v = c->v;
	const struct tally_sheet *s = c->sheet;
	struct arena *a = v->cx.a;
	size_t aside = 0;
	struct sv *remark = NEW(a, struct sv, s->n_notes + s->n_unread + 1);
	struct ui_fact *f = NEW(a, struct ui_fact, 2);
	for (size_t i = 0; i < s->n; i++)
		aside += s->seen[i].aside && !s->seen[i].why.n;
	f[0] = (struct ui_fact){ .label = visit_say(v, N_("Cells read")), .value = arena_printf(a, "%zu", s->n - s->wrong - aside), .mark = true };
	f[1] = (struct ui_fact){ .label = visit_say(v, N_("Cells that cannot be read")), .value = arena_printf(a, "%zu", s->wrong), .mark = s->wrong > 0 };
	p->counts = (struct ui_facts){ .fact = f, .n = 2, .wide = true };
	p->wrong = wrong_table(c, &p->wrong_left);
	p->seen = seen_table(c, &p->seen_left);
	for (size_t i = 0; i < s->n_unread; i++)
		remark[p->n_remark++] = arena_tr(a, v->cx.lang, N_("The column \"%.*s\" is not understood and left out."), SV_ARG(s->unread[i]));
	for (size_t i = 0; i < s->n_notes; i++)
		remark[p->n_remark++] = s->notes[i];
	p->remark = remark;
}

static void fill_options(struct sheet_case *c, struct tally_sheet_page *p)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	const struct rule_item *item = c->place.item;
	const struct fault *faults = v->cx.faults;
	struct ui_field *f = NEW(a, struct ui_field, 6);
	size_t n = 0;
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "source", .label = visit_say(v, N_("Source: who counted, from what")), .max = 200,
				    .value = import_typed(v, "source"), .faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_DATE, .name = "day", .label = visit_say(v, N_("Day of the count or of the figures")),
				    .value = import_typed(v, "day"), .faults = faults };
	if (item && item->n_groups) {
		struct ui_choice *g = NEW(a, struct ui_choice, (size_t)item->n_groups + 1);
		g[0] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("as a column of the sheet says")) };
		for (int i = 0; i < item->n_groups; i++)
			g[i + 1] = (struct ui_choice){ .value = item->groups[i].name, .label = item->groups[i].name,
						       .chosen = sv_eq(item->groups[i].name, import_typed(v, "group")) };
		f[n++] = (struct ui_field){ .kind = INPUT_SELECT, .name = "group", .label = visit_say(v, N_("Group of voters of the whole sheet")),
					    .choice = g, .n_choice = (size_t)item->n_groups + 1, .faults = faults };
	}
	if (sv_is(c->place.kind, "mark"))
		f[n++] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "judge", .label = visit_say(v, N_("Number of the judge, where it is one judge's own sheet")),
					    .optional = true, .width = 4, .value = import_typed(v, "judge"), .faults = faults };
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "sheet", .label = visit_say(v, N_("Sheet of the workbook, where it is not the first that fits")),
				    .optional = true, .width = 20, .value = import_typed(v, "sheet"), .faults = faults };
	if (c->corrects)
		f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "reason", .label = visit_say(v, N_("Reason of the correction")), .max = 300,
					    .value = import_typed(v, "reason"), .faults = faults };
	p->option = f;
	p->n_option = n;
}

static void fill_buttons(struct sheet_case *c, struct tally_sheet_page *p)
{
	struct visit *v = c->v;
	p->accept = (struct ui_button){ .kind = BUTTON_DEFAULT, .name = "_do", .value = "accept",
					.label = visit_say(v, c->corrects ? N_("Bring it in as a correction") : N_("Bring it in")) };
	if (!c->sheet)
		p->accept.why_not = visit_say(v, N_("nothing could be read"));
	else if (c->sheet->wrong)
		p->accept.why_not = visit_say(v, N_("some cells cannot be read"));
	p->look = (struct ui_button){ .kind = BUTTON_PLAIN, .name = "_do", .value = "look", .label = visit_say(v, N_("Read it again with these decisions")) };
	p->again = url_arg_int(v->cx.a, URL("/tallies/new"), "period", c->period.id);
	p->again = url_arg(v->cx.a, p->again, "item", c->item);
}

static void show_sheet(struct sheet_case *c, int status)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	struct tally_sheet_page p = { .frame = &v->frame, .faults = v->cx.faults, .file_name = c->name, .item = c->item,
				      .form = visit_form(v, url_seg(a, URL("/tallies/sheet"), c->digest), 0) };
	p.title = arena_printf(a, "%.*s · %.*s", SV_ARG(c->place.name), SV_ARG(c->period.name));
	p.period = arena_printf(a, "%lld", (long long)c->period.id);
	p.read = arena_tr(a, v->cx.lang, N_("By \"%.*s\", version %lld: %.*s."), SV_ARG(c->r.name), (long long)c->r.version,
			  SV_ARG(visit_say(v, tally_kind_word(c->place.kind))));
	if (c->sheet)
		p.read = arena_tr(a, v->cx.lang, N_("%.*s Read from the sheet \"%.*s\"."), SV_ARG(p.read), SV_ARG(c->sheet->sheet));
	if (c->corrects)
		p.corrects = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("This item has a confirmed tally for that period")),
			.text = visit_say(v, N_("What you bring in now corrects it: say why. The other one counts until this one is confirmed.")),
			.url = url_seg_int(a, URL("/tallies"), c->corrects), .url_label = visit_say(v, N_("Look at it")) };
	if (c->sheet)
		fill_seen(c, &p);
	fill_options(c, &p);
	fill_buttons(c, &p);
	desk_frame(v, visit_say(v, N_("Preview of a tally")), "tally-sheet");
	v->frame.error = p.faults != NULL;
	v->rp->cache = CACHE_NEVER;
	tally_sheet_page(&v->out, &p);
	visit_send(v, status);
}

void tallies_sheet(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct sheet_case c;
		enum rc rc = open_case(&v, &c);
		if (rc != RC_OK) {
			show_start(&v, rc_http(rc));
		} else {
			if ((rc = tally_case_read(&c)) != RC_OK)
				tally_case_faults(&c, rc);
			show_sheet(&c, rc == RC_OK ? 200 : rc_http(rc));
		}
	}
	visit_close(&v);
}

/* ---- acceptance ---------------------------------------------------------------------------------------------------------------- */

/* The file stays in the spool until it is swept: the form sent twice is one act by its key, another form meets the tally
 * that waits. */
static enum rc accept(struct sheet_case *c, struct act_answer *ret)
{
	static const char *const texts[] = { "source", "day", "reason" };
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	struct js *f = js_obj(a);
	js_set_sv(a, f, "period", arena_printf(a, "#%lld", (long long)c->period.id));
	js_set_sv(a, f, "ruleset", arena_printf(a, "#%lld", (long long)c->r.id));
	js_set_sv(a, f, "item", c->place.name);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (import_typed(v, texts[i]).n)
			js_set_sv(a, f, texts[i], import_typed(v, texts[i]));
	if (c->corrects)
		js_set_sv(a, f, "corrects", arena_printf(a, "#%lld", (long long)c->corrects));
	js_set_sv(a, f, "file_name", c->name);
	js_set_sv(a, f, "file_digest", c->digest);
	js_set(f, "cells", tally_cells_js(a, c->sheet));
	return visit_act(v, "tally.enter", 0, f, ret);
}

void do_tallies_sheet(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct sheet_case c;
		struct act_answer answer;
		enum rc rc = open_case(&v, &c);
		if (rc != RC_OK) {
			show_start(&v, rc_http(rc));
		} else {
			if ((rc = tally_case_read(&c)) != RC_OK)
				tally_case_faults(&c, rc);
			bool take = rc == RC_OK && sv_is(import_typed(&v, "_do"), "accept");
			if (take && c.sheet->wrong)
				rc = fail(&v.cx, RC_INVALID, "tally.wrong", N_("%zu cells cannot be read; correct them in the sheet and send it again."), c.sheet->wrong);
			else if (take)
				rc = accept(&c, &answer);
			if (take && rc == RC_OK)
				visit_redirect(&v, url_arg(rq->a, url_seg_int(rq->a, URL("/tallies"), answer.subject), "done", SV("enter")).s);
			else
				show_sheet(&c, rc == RC_OK ? 200 : rc_http(rc));
		}
	}
	visit_close(&v);
}
