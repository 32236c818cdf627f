/* What the preview of a list shows. */
#include "app/desk/import.h"

#include "app/person/person.h"

static const char *const field_words[IM_FIELDS] = {
	[IM_SOURCE_NO] = N_("Number in the list"), [IM_CATEGORY] = N_("Category"), [IM_TITLE] = N_("Matter"), [IM_GOAL] = N_("Goal"),
	[IM_LEAD] = N_("Lead"), [IM_RESPONSIBLE] = N_("Units responsible"), [IM_ASSIST] = N_("Assist"), [IM_BUILDER] = N_("Builder"),
	[IM_SPONSOR] = N_("Responsible leader"), [IM_PERSON] = N_("Person responsible"), [IM_DUE] = N_("Due"), [IM_PERCENT] = N_("Percent done"),
	[IM_PROGRESS] = N_("Progress"), [IM_PROBLEM] = N_("Problems"), [IM_NEXT_STEP] = N_("Next step"), [IM_NOTE] = N_("Note"),
	[IM_ORIGIN] = N_("Origin"), [IM_CLASS] = N_("Class"), [IM_VERIFIER] = N_("Verified by"), [IM_VERIFIED_BY] = N_("Verified by whom"),
	[IM_DONE] = N_("Finished or not"), [IM_DONE_ON] = N_("Finished on"), [IM_EVIDENCE] = N_("Evidence"),
	[IM_STRUCK_OFF] = N_("Struck off or not"), [IM_FOUND_ON] = N_("Found on"), [IM_PROJECT] = N_("Project"), [IM_BATCH] = N_("Batch"),
	[IM_SITE] = N_("Site"), [IM_SCALE] = N_("Scale"), [IM_CHAIN] = N_("Chain"), [IM_LIGHT] = N_("Light"),
	[IM_START_PLAN] = N_("Planned start"), [IM_START_ACTUAL] = N_("Actual start"), [IM_PERMITS] = N_("Permits"),
	[IM_TOTAL] = N_("Money in all"), [IM_YEAR_PLAN] = N_("Money planned this year"), [IM_MONTH_DONE] = N_("Money spent this month"),
	[IM_DONE_TOTAL] = N_("Money spent so far"), [IM_CONTACT] = N_("Contact"), [IM_PHONE] = N_("Phone"),
	[IM_COMPLAINANT] = N_("Complainant"), [IM_IDENTITY] = N_("Identity number"), [IM_ADDRESS] = N_("Address"),
};

struct sv import_field_word(const struct visit *v, enum import_field f)
{
	return field_words[f] ? say(v, field_words[f]) : SV("");
}

struct sv change_word(const struct out *o, const char *column)
{
	static const char *const words[][2] = {
		{ "source_no", N_("Number in the list") }, { "title", N_("Matter") }, { "category", N_("Category") }, { "goal", N_("Goal") },
		{ "sponsor", N_("Responsible leader") }, { "origin", N_("Origin") }, { "due_kind", N_("Kind of deadline") }, { "due", N_("Due") },
		{ "class", N_("Class") }, { "batch", N_("Batch") }, { "chain", N_("Chain") }, { "cluster", N_("Cluster") },
		{ "start_plan", N_("Planned start") }, { "start_actual", N_("Actual start") }, { "percent", N_("Percent done") },
		{ "progress", N_("Progress") }, { "problem", N_("Problems") }, { "next_step", N_("Next step") }, { "note", N_("Note") },
		{ "money", N_("Money") }, { "extra", N_("Other columns") }, { "leads", N_("Lead") }, { "state", N_("State") },
		{ "plan", N_("Target of the year") }, { "q1", N_("Quarter 1") }, { "q2", N_("Quarter 2") }, { "q3", N_("Quarter 3") },
		{ "q4", N_("Quarter 4") }, { "uom", N_("Unit of measure") }, { "base", N_("Base") }, { "weight", N_("Weight") },
		{ "direction", N_("Which is better") }, { "data_owner", N_("Department that provides the value") },
	};
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i][0], column) == 0)
			return TR(o, words[i][1]);
	return sv_of(column);
}

struct sv alias_value(struct arena *a, const struct unit_meant *al)
{
	struct buf b = buf_new(a, 4000);
	for (size_t i = 0; i < al->n; i++)
		buf_printf(&b, "%s#%lld", i ? "," : "", (long long)al->units[i]);
	return al->leave_out ? SV("-") : buf_sv(&b);
}

enum rc import_offices(struct visit *v, struct office **ret, size_t *ret_n)
{
	struct grant *g;
	size_t n;
	TRY(post_grants(&v->cx, v->db, v->session.post, &g, &n));
	struct office *o = NEW(v->cx.a, struct office, n + 1);
	struct unit mine;
	TRY(unit_get(&v->cx, v->db, v->post.unit, &mine));
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		/* The right is held over a whole place; the office is where the post is. */
		struct unit u = mine;
		bool had = !(g[i].role & ROLE_OFFICE);
		if (!had && !sv_starts(mine.path, g[i].path))
			TRY(unit_get(&v->cx, v->db, g[i].unit, &u));
		for (size_t k = 0; k < *ret_n; k++)
			had |= o[k].unit == u.id;
		if (!had)
			o[(*ret_n)++] = (struct office){ u.id, u.name };
	}
	*ret = o;
	return RC_OK;
}

static struct ui_tag row_tag(struct visit *v, enum plan_what w)
{
	switch (w) {
	case PLAN_WAIT:
		return (struct ui_tag){ .shape = "triangle", .colour = "amber", .word = say(v, N_("to confirm")) };
	case PLAN_REFUSED:
		return (struct ui_tag){ .shape = "square_cross", .colour = "red", .word = say(v, N_("cannot be taken in")) };
	case PLAN_CHANGED:
		return (struct ui_tag){ .shape = "circle_up", .colour = "teal", .word = say(v, N_("changed")) };
	case PLAN_SAME:
		return (struct ui_tag){ .shape = "tick", .colour = "quiet", .word = say(v, N_("unchanged")) };
	case PLAN_NEW:
	case PLAN_WHATS:
	default:
		return (struct ui_tag){ .shape = "circle", .colour = "teal", .word = say(v, N_("new")) };
	}
}

static struct import_row_shown shown(struct import_case *c, const struct plan_row *r)
{
	struct sv *why = NEW(c->v->cx.a, struct sv, r->n_why + 1);
	struct import_row_shown s = { .no = r->no, .title = r->title, .leads = r->leads, .tag = row_tag(c->v, r->what), .why = why,
				      .change = r->change, .n_change = r->n_change };
	bool name = false;
	for (size_t i = 0; i < r->n_why; i++) {
		bool command = sv_has(r->why[i], SV("--alias")); /* what the command line says to do; here it stands above */
		name |= command;
		if (!command)
			why[s.n_why++] = r->why[i];
	}
	if (name)
		why[s.n_why++] = say(c->v, N_("A unit's name waits for your decision above."));
	if (r->matter_no)
		s.matter = matter_url(c->v->cx.a, r->matter_no);
	return s;
}

static void fill_rows(struct import_case *c, struct import_preview_page *p)
{
	const struct matter_plan *plan = c->plan;
	struct import_row_shown *rows[3];
	size_t *n[3] = { &p->n_bad, &p->n_changed, &p->n_fresh }, *left[3] = { &p->bad_left, &p->changed_left, &p->fresh_left };
	for (int i = 0; i < 3; i++)
		rows[i] = NEW(c->v->cx.a, struct import_row_shown, ROWS_SHOWN);
	for (size_t i = 0; i < plan->n; i++) {
		const struct plan_row *r = &plan->row[i];
		int k = r->what == PLAN_WAIT || r->what == PLAN_REFUSED ? 0 : r->n_change ? 1 : r->what == PLAN_NEW ? 2 : -1;
		if (k < 0)
			continue;
		if (*n[k] == ROWS_SHOWN)
			++*left[k];
		else
			rows[k][(*n[k])++] = shown(c, r);
	}
	p->bad = rows[0];
	p->changed = rows[1];
	p->fresh = rows[2];
	p->gone = plan->gone;
	p->n_gone = plan->n_gone;
	p->skipped = c->list->skipped;
	p->n_skipped = c->list->n_skipped;
}

static void fill_columns(struct import_case *c, struct import_preview_page *p)
{
	const struct import_list *l = c->list;
	struct column_shown *s = NEW(c->v->cx.a, struct column_shown, l->n_columns + 1);
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].field != IM_NONE)
			s[p->n_column++] = (struct column_shown){ l->columns[i].header, import_field_word(c->v, l->columns[i].field), l->columns[i].sealed };
	struct buf b = buf_new(c->v->cx.a, 8000);
	for (size_t i = 0; i < l->n_unmapped; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "", SV_ARG(l->unmapped[i]));
	p->column = s;
	p->unmapped = buf_sv(&b);
}

static struct ui_fact figure(struct visit *v, const char *label, size_t n, bool mark)
{
	return (struct ui_fact){ .label = say(v, label), .value = arena_printf(v->cx.a, "%zu", n), .mark = mark };
}

static void fill_counts(struct import_case *c, struct import_preview_page *p)
{
	struct visit *v = c->v;
	const struct matter_plan *plan = c->plan;
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, 6);
	size_t n = 0;
	f[n++] = figure(v, N_("new"), plan->count[PLAN_NEW], true);
	if (plan->known) {
		f[n++] = figure(v, N_("changed"), plan->count[PLAN_CHANGED], plan->count[PLAN_CHANGED] > 0);
		f[n++] = figure(v, N_("unchanged"), plan->count[PLAN_SAME], false);
	}
	f[n++] = figure(v, N_("to confirm"), plan->count[PLAN_WAIT], plan->count[PLAN_WAIT] > 0);
	f[n++] = figure(v, N_("cannot be taken in"), plan->count[PLAN_REFUSED], plan->count[PLAN_REFUSED] > 0);
	f[n++] = figure(v, N_("not rows of the list"), c->list->n_skipped, false);
	p->counts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
	if (plan->known)
		p->known = (struct ui_notice){ .kind = NOTICE_INFO, .title = say(v, N_("This list was here before")),
			.text = say(v, N_("Shown is what has changed since. What was agreed when a matter went out is not changed by a list; it is told here and the office decides.")) };
	p->ask_explanation = plan->announced >= 0 && plan->announced != plan->counted;
	if (p->ask_explanation)
		p->counts_differ = (struct ui_notice){ .kind = NOTICE_WARN, .title = say(v, N_("The count differs")),
			.text = arena_tr(v->cx.a, v->cx.lang, N_("The title announces %lld items, the list has %lld."), (long long)plan->announced,
					 (long long)plan->counted) };
}

/* "住房和城乡建设局 (611002-D043)、…": name and code, as the plan writes them. */
static void proposals(struct import_case *c, struct sv text, bool collective, struct ui_field *u)
{
	static const char *const kinds[][2] = { { "@township", N_("all townships of the place") }, { "@department", N_("all departments of the place") },
						{ "@village", N_("all villages of the place") } };
	struct arena *a = c->v->cx.a;
	struct ui_choice *ch = NEW(a, struct ui_choice, 12);
	size_t n = 0;
	ch[n++] = (struct ui_choice){ .value = SV(""), .label = say(c->v, N_("— choose —")) };
	while (text.n && n < 6) {
		size_t end = sv_find(text, SV("、"), 0);
		struct sv one = sv_upto(text, end == SIZE_MAX ? text.n : end);
		size_t open = SIZE_MAX;
		for (size_t i = 0; i < one.n; i++)
			if (one.p[i] == '(')
				open = i;
		if (open != SIZE_MAX && sv_ends(one, SV(")")))
			ch[n++] = (struct ui_choice){ .value = sv_make(one.p + open + 1, one.n - open - 2), .label = one };
		text = end == SIZE_MAX ? SV("") : sv_from(text, end + strlen("、"));
	}
	for (size_t i = 0; collective && i < COUNT(kinds); i++)
		ch[n++] = (struct ui_choice){ .value = sv_of(kinds[i][0]), .label = say(c->v, kinds[i][1]) };
	ch[n++] = (struct ui_choice){ .value = SV("-"), .label = say(c->v, N_("no unit: it stays a word")) };
	for (size_t i = 0; i < n; i++)
		ch[i].chosen = u->value.n && sv_eq(ch[i].value, u->value);
	u->choice = ch;
	u->n_choice = n;
}

void import_show_names(struct import_case *c, struct import_preview_page *p, const struct plan_name *names, size_t n_names)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	size_t n = n_names < NAMES_ASKED ? n_names : NAMES_ASKED;
	struct name_asked *x = NEW(a, struct name_asked, n + 1);
	p->n_name_left = n_names - n;
	for (size_t i = 0; i < n; i++) {
		const struct plan_name *k = &names[i];
		x[i].name = k->name;
		x[i].name_field = arena_printf(a, "_n%zu", i);
		x[i].choice = (struct ui_field){ .kind = INPUT_SELECT, .name = arena_printf(a, "_u%zu", i).p, .value = SV(""),
						 .label = arena_tr(a, v->cx.lang, N_("\"%.*s\", in %d rows"), SV_ARG(k->name), k->rows) };
		if (k->collective)
			x[i].choice.hint = say(v, N_("A collective name: say who that is, or leave it a word."));
		x[i].other = (struct ui_field){ .kind = INPUT_LINE, .name = arena_printf(a, "_o%zu", i).p, .value = SV(""), .width = 20, .optional = true,
						.label = say(v, N_("or these units: codes or names, separated by commas")) };
		x[i].keep = (struct ui_field){ .kind = INPUT_CHECK, .name = arena_printf(a, "_k%zu", i).p, .value = k->collective ? SV("") : SV("1"),
					       .label = say(v, N_("Remember this name")) };
		proposals(c, k->proposals, k->collective, &x[i].choice);
	}
	p->name = x;
	p->n_name = n;
}

static void fill_remarks(struct import_case *c, struct import_preview_page *p)
{
	struct sv *s = NEW(c->v->cx.a, struct sv, 40);
	for (const struct import_message *m = c->list->messages.first; m && p->n_remark < 40; m = m->next)
		s[p->n_remark++] = m->text;
	p->remark = s;
}

static void fill_options(struct import_case *c, struct import_preview_page *p)
{
	struct visit *v = c->v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 6);
	struct sv year = c->year ? arena_printf(v->cx.a, "%lld", (long long)c->year) : SV("");
	size_t n = 0;
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "list", .label = say(v, N_("Name of the list")), .value = c->plan->list, .max = 200,
				    .hint = say(v, N_("The same name next week shows only what has changed.")), .faults = v->cx.faults };
	f[n++] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "year", .label = say(v, N_("Year of dates without one")), .value = year, .width = 4,
				    .optional = true, .faults = v->cx.faults };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "doubts", .label = say(v, N_("Take doubtful rows as they were read")),
				    .value = c->take_doubts ? SV("1") : SV("") };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "issue", .label = say(v, N_("Issue at once, not as drafts")),
				    .value = c->issue ? SV("1") : SV("") };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "simplify", .label = say(v, N_("Traditional to Simplified, pinyin glosses off")),
				    .value = c->simplify ? SV("1") : SV("") };
	p->option = f;
	p->n_option = n;
	struct sv explained = fields_get(&v->rq->form, "explanation");
	p->explanation = (struct ui_field){ .kind = INPUT_LINE, .name = "explanation", .label = say(v, N_("Why the counts differ")), .max = 500,
					    .value = explained.p ? explained : SV(""), .faults = v->cx.faults };
}

void import_preview_fill(struct import_case *c, struct import_preview_page *p)
{
	struct visit *v = c->v;
	const struct import_list *l = c->list;
	static const char *const kinds[] = { N_("a list of tasks"), N_("a ledger of problems"), N_("a ledger of projects") };
	struct sv kind = say(v, kinds[l->kind < IMPORT_KINDS ? l->kind : IMPORT_TASK]);
	p->item_head = say(v, N_("Matter"));
	p->unit_head = say(v, N_("Lead"));
	p->title = l->title.n ? l->title : c->plan->list;
	p->read = arena_tr(v->cx.a, v->cx.lang, N_("Read as %.*s: %lld rows and %lld columns in the sheet \"%.*s\"."), SV_ARG(kind),
			   (long long)l->n_rows, (long long)l->n_columns, SV_ARG(l->sheet));
	fill_counts(c, p);
	fill_columns(c, p);
	import_show_names(c, p, c->plan->name, c->plan->n_name);
	fill_rows(c, p);
	fill_remarks(c, p);
	fill_options(c, p);
	long long n = (long long)c->plan->to_write;
	p->accept = (struct ui_button){ .kind = BUTTON_DEFAULT, .name = "_do", .value = "accept",
					.label = c->issue ? arena_tr(v->cx.a, v->cx.lang, N_("Import and issue %lld rows"), n) :
							    arena_tr(v->cx.a, v->cx.lang, N_("Import %lld rows as drafts"), n) };
	if (n == 0)
		p->accept.why_not = say(v, c->plan->count[PLAN_WAIT] + c->plan->count[PLAN_REFUSED] > 0 ? N_("every row waits for a decision") : N_("the list brings nothing new"));
	p->look = (struct ui_button){ .kind = BUTTON_PLAIN, .name = "_do", .value = "look", .label = say(v, N_("Read it again with these decisions")) };
}
