/* What the preview of a list shows. */
#include "app/desk/import.h"

#include "app/person/person.h"

struct sv change_word(const struct out *o, const char *column)
{
	return sv_of(tr(o->lang, import_column_word(column)));
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

struct ui_tag import_row_tag(struct visit *v, enum plan_what w)
{
	static const struct { const char *shape, *colour, *word; } looks[PLAN_WHATS] = {
		[PLAN_NEW] = { "circle", "teal", N_("new") }, [PLAN_SAME] = { "tick", "quiet", N_("unchanged") },
		[PLAN_CHANGED] = { "circle_up", "teal", N_("changed") }, [PLAN_WAIT] = { "triangle", "amber",
			N_("to confirm") },
		[PLAN_REFUSED] = { "square_cross", "red", N_("cannot be taken in") },
	};
	return (struct ui_tag){ .shape = looks[w].shape, .colour = looks[w].colour, .word = visit_say(v, looks[w].word) };
}

/* What was typed for the row, as it stands in the form; "" for none. */
static struct sv word_value(struct import_case *c, int row, bool due)
{
	struct arena *a = c->v->cx.a;
	for (size_t i = 0; i < c->n_word; i++)
		if (c->word[i].row == row && due)
			return day_text(a, c->word[i].due);
		else if (c->word[i].row == row)
			return c->word[i].lead ? arena_printf(a, "#%lld", (long long)c->word[i].lead) : SV("");
	return sv_or_empty(fields_get(&c->v->rq->form, arena_printf(a, "%s%d", due ? "_d" : "_l", row).p));
}

static struct ui_field word_field(struct import_case *c, const struct plan_row *r, const char *label, enum input_kind kind, const char *prefix)
{
	return (struct ui_field){ .kind = kind, .name = arena_printf(c->v->cx.a, "%s%d", prefix, r->no).p, .label = visit_say(c->v, label), .width = 12,
				  .optional = true, .faults = c->v->cx.faults, .value = word_value(c, r->no, kind == INPUT_DATE) };
}

/* What was typed for rows that are not asked any more. */
static void keep_words(struct import_case *c, struct import_preview_page *p)
{
	struct arena *a = c->v->cx.a;
	struct word_kept *w = NEW(a, struct word_kept, c->n_word * 2 + 1);
	for (size_t i = 0; i < c->n_word; i++) {
		const struct import_row_shown *asked = NULL;
		for (size_t k = 0; k < p->n_bad; k++)
			if (p->bad[k].no == c->word[i].row)
				asked = &p->bad[k];
		if (day_is(c->word[i].due) && !(asked && asked->asks_due))
			w[p->n_word++] = (struct word_kept){ arena_printf(a, "_d%d", c->word[i].row), word_value(c, c->word[i].row, true) };
		if (c->word[i].lead && !(asked && asked->asks_lead))
			w[p->n_word++] = (struct word_kept){ arena_printf(a, "_l%d", c->word[i].row), word_value(c, c->word[i].row, false) };
	}
	p->word = w;
}

static struct import_row_shown shown(struct import_case *c, const struct plan_row *r)
{
	struct sv *why = NEW(c->v->cx.a, struct sv, r->n_why + 1);
	struct import_row_shown s = { .no = r->no, .title = r->title, .leads = r->leads, .tag = import_row_tag(c->v, r->what), .why = why,
				      .change = r->change, .n_change = r->n_change };
	bool name = false;
	for (size_t i = 0; i < r->n_why; i++) {
		bool command = sv_has(r->why[i], SV("--alias")); /* what the command line says to do; here it stands above */
		name |= command;
		if (!command)
			why[s.n_why++] = r->why[i];
	}
	if (name)
		why[s.n_why++] = visit_say(c->v, N_("A unit's name waits for your decision above."));
	/* A refused row may only lack what can be typed. */
	bool waits = r->what == PLAN_WAIT || r->what == PLAN_REFUSED;
	s.asks_due = waits && r->asks_due;
	s.asks_lead = waits && r->asks_lead;
	s.due = word_field(c, r, N_("Deadline"), INPUT_DATE, "_d");
	s.lead = word_field(c, r, N_("Lead unit"), INPUT_LINE, "_l");
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
	keep_words(c, p);
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
			s[p->n_column++] = (struct column_shown){ l->columns[i].header, visit_say(c->v, import_field_word(l->columns[i].field)), l->columns[i].sealed };
	struct buf b = buf_new(c->v->cx.a, 8000);
	for (size_t i = 0; i < l->n_unmapped; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "", SV_ARG(l->unmapped[i]));
	p->column = s;
	p->unmapped = buf_sv(&b);
}

static struct ui_fact figure(struct visit *v, const char *label, size_t n, bool mark)
{
	return (struct ui_fact){ .label = visit_say(v, label), .value = arena_printf(v->cx.a, "%zu", n), .mark = mark };
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
		p->known = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("This list was here before")),
			.text = visit_say(v, N_("Shown is what has changed since. What was agreed when a matter went out is not changed by a list; it is told here and the office decides.")) };
	p->ask_explanation = plan->announced >= 0 && plan->announced != plan->counted;
	if (p->ask_explanation)
		p->counts_differ = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("The count differs")),
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
	ch[n++] = (struct ui_choice){ .value = SV(""), .label = visit_say(c->v, N_("— choose —")) };
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
		ch[n++] = (struct ui_choice){ .value = sv_of(kinds[i][0]), .label = visit_say(c->v, kinds[i][1]) };
	ch[n++] = (struct ui_choice){ .value = SV("-"), .label = visit_say(c->v, N_("no unit: it stays a word")) };
	for (size_t i = 0; i < n; i++)
		ch[i].chosen = u->value.n && sv_eq(ch[i].value, u->value);
	u->choice = ch;
	u->n_choice = n;
}

void import_show_names(struct import_case *c, struct import_preview_page *p, const struct known_name *const *names, size_t n_names)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	size_t n = n_names < NAMES_ASKED ? n_names : NAMES_ASKED;
	struct name_asked *x = NEW(a, struct name_asked, n + 1);
	p->n_name_left = n_names - n;
	for (size_t i = 0; i < n; i++) {
		const struct known_name *k = names[i];
		x[i].name = k->name;
		x[i].name_field = arena_printf(a, "_n%zu", i);
		x[i].choice = (struct ui_field){ .kind = INPUT_SELECT, .name = arena_printf(a, "_u%zu", i).p, .value = SV(""),
						 .label = arena_tr(a, v->cx.lang, N_("\"%.*s\", in %d rows"), SV_ARG(k->name), k->rows) };
		if (k->collective)
			x[i].choice.hint = visit_say(v, N_("A collective name: say who that is, or leave it a word."));
		x[i].other = (struct ui_field){ .kind = INPUT_LINE, .name = arena_printf(a, "_o%zu", i).p, .value = SV(""), .width = 20, .optional = true,
						.label = visit_say(v, N_("or these units: codes or names, separated by commas")) };
		x[i].keep = (struct ui_field){ .kind = INPUT_CHECK, .name = arena_printf(a, "_k%zu", i).p, .value = k->collective ? SV("") : SV("1"),
					       .label = visit_say(v, N_("Remember this name")) };
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
	f[n++] = (struct ui_field){ .kind = INPUT_LINE, .name = "list", .label = visit_say(v, N_("Name of the list")), .value = c->plan->list, .max = 200,
				    .hint = visit_say(v, N_("The same name next week shows only what has changed.")), .faults = v->cx.faults };
	f[n++] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "year", .label = visit_say(v, N_("Year of dates without one")), .value = year, .width = 4,
				    .optional = true, .faults = v->cx.faults };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "doubts", .label = visit_say(v, N_("Take doubtful rows as they were read")),
				    .value = c->take_doubts ? SV("1") : SV("") };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "issue", .label = visit_say(v, N_("Issue at once, not as drafts")),
				    .value = c->issue ? SV("1") : SV("") };
	f[n++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "simplify", .label = visit_say(v, N_("Traditional to Simplified, pinyin glosses off")),
				    .value = c->simplify ? SV("1") : SV("") };
	p->option = f;
	p->n_option = n;
	struct sv explained = fields_get(&v->rq->form, "explanation");
	p->explanation = (struct ui_field){ .kind = INPUT_LINE, .name = "explanation", .label = visit_say(v, N_("Why the counts differ")), .max = 500,
					    .value = sv_or_empty(explained), .faults = v->cx.faults };
}

void import_preview_fill(struct import_case *c, struct import_preview_page *p)
{
	struct visit *v = c->v;
	const struct import_list *l = c->list;
	static const char *const kinds[] = { N_("a list of tasks"), N_("a ledger of problems"), N_("a ledger of projects") };
	struct sv kind = visit_say(v, kinds[l->kind < IMPORT_KINDS ? l->kind : IMPORT_TASK]);
	p->item_head = visit_say(v, N_("Matter"));
	p->unit_head = visit_say(v, N_("Lead"));
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
		p->accept.why_not = visit_say(v, c->plan->count[PLAN_WAIT] + c->plan->count[PLAN_REFUSED] > 0 ? N_("every row waits for a decision") : N_("the list brings nothing new"));
	p->look = (struct ui_button){ .kind = BUTTON_PLAIN, .name = "_do", .value = "look", .label = visit_say(v, N_("Read it again with these decisions")) };
}
