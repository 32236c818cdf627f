/* The ledger 台账: every condition is a parameter of the address, so that a view can be sent to a colleague. */
#include "app/desk/ledger.h"

#include "app/desk/handlers.h"
#include "app/desk/ledger.tmpl.h"
#include "app/unit/unit.h"
#include "core/spoken.h"

static const struct {
	const char *name, *label;
} conditions[] = {
	{ "q", N_("Words") },      { "state", N_("State") },     { "light", N_("Light") },     { "kind", N_("Kind") },
	{ "unit", N_("Unit") },    { "owner", N_("Supervising office") },    { "list", N_("List") },       { "due_from", N_("Due from") },
	{ "due_to", N_("Due until") }, { "owes", N_("Owed") },   { "open", N_("State") },       { "import", N_("Import") },
};

static struct sv param(struct visit *v, const char *name)
{
	return sv_or_empty(sv_trim(fields_get(&v->rq->query, name)));
}

static enum rc read_enums(struct visit *v, struct matter_filter *f)
{
	struct sv state = param(v, "state"), light = param(v, "light"), kind = param(v, "kind"), owes = param(v, "owes");
	enum rc rc = RC_OK;
	f->has_state = matter_state_parse(state, &f->state);
	f->has_light = light_parse(light, &f->light);
	f->has_kind = matter_kind_parse(kind, &f->kind);
	if (state.n && !f->has_state)
		rc = fail_at(&v->cx, RC_INVALID, "state", "ledger.state", N_("There is no such state: choose one of the list."));
	if (light.n && !f->has_light)
		rc = fail_at(&v->cx, RC_INVALID, "light", "ledger.light", N_("There is no such light: choose one of the list."));
	if (kind.n && !f->has_kind)
		rc = fail_at(&v->cx, RC_INVALID, "kind", "ledger.kind", N_("There is no such kind: choose one of the list."));
	if (owes.n && (sv_is(owes, "sign") || sv_is(owes, "report") || sv_is(owes, "verify") || sv_is(owes, "decide")))
		f->owes = owes;
	return rc;
}

enum rc ledger_read(struct visit *v, struct ledger *ret)
{
	struct matter_filter *f = &ret->filter;
	*ret = (struct ledger){ .filter = { .due_from = DAY_NONE, .due_to = DAY_NONE } };
	for (size_t i = 0; i < COUNT(conditions); i++)
		ret->n_conditions += param(v, conditions[i].name).n > 0;
	TRY(visit_scope(v, LIST_VIEW, &ret->scope));
	enum rc rc = read_enums(v, f);
	struct sv q = param(v, "q"), list = param(v, "list"), unit = param(v, "unit"), owner = param(v, "owner");
	f->text = q.n ? q : SV_NONE;
	f->list = list.n ? list : SV_NONE;
	f->open = param(v, "open").n > 0;
	if (param(v, "import").n && !sv_int(param(v, "import"), &f->import))
		f->import = 0;
	if (param(v, "due_from").n && !day_parse(param(v, "due_from"), &f->due_from))
		rc = fail_at(&v->cx, RC_INVALID, "due_from", "ledger.day", N_("Write the day as 2026-11-21."));
	if (param(v, "due_to").n && !day_parse(param(v, "due_to"), &f->due_to))
		rc = fail_at(&v->cx, RC_INVALID, "due_to", "ledger.day", N_("Write the day as 2026-11-21."));
	if (unit.n && named_unit(v, "unit", unit, &f->unit) != RC_OK)
		rc = RC_INVALID;
	if (owner.n && named_unit(v, "owner", owner, &f->owner) != RC_OK)
		rc = RC_INVALID;
	return rc;
}

struct url ledger_url(struct visit *v, struct url base, const char *without)
{
	for (size_t i = 0; i < COUNT(conditions); i++) {
		struct sv value = param(v, conditions[i].name);
		if (value.n && !(without && strcmp(without, conditions[i].name) == 0))
			base = url_arg(v->cx.a, base, conditions[i].name, value);
	}
	return base;
}

static const char *owes_word(struct sv owes)
{
	return sv_is(owes, "sign") ? N_("to sign for") : sv_is(owes, "report") ? N_("to report on") :
	       sv_is(owes, "verify") ? N_("to verify") : N_("to decide");
}

static struct sv condition_text(struct visit *v, const struct ledger *l, const char *name, struct sv value)
{
	if (strcmp(name, "state") == 0 && l->filter.has_state)
		return visit_say(v, matter_state_word(l->filter.state));
	if (strcmp(name, "light") == 0 && l->filter.has_light)
		return visit_say(v, light_look(l->filter.light)->word);
	if (strcmp(name, "kind") == 0 && l->filter.has_kind)
		return visit_say(v, matter_kind_word(l->filter.kind));
	if (strcmp(name, "owes") == 0)
		return visit_say(v, owes_word(value));
	if (strcmp(name, "open") == 0)
		return visit_say(v, N_("only open ones"));
	struct unit u;
	bool unit = strcmp(name, "unit") == 0, owner = strcmp(name, "owner") == 0;
	int64_t id = unit ? l->filter.unit : owner ? l->filter.owner : 0;
	if (id && unit_get(&v->cx, v->db, id, &u) == RC_OK)
		return u.short_name;
	return value;
}

void ledger_chips(struct visit *v, const struct ledger *l, struct ui_chips *ret)
{
	struct ui_chip *c = NEW(v->cx.a, struct ui_chip, COUNT(conditions));
	*ret = (struct ui_chips){ .chip = c, .clear = URL("/matters") };
	for (size_t i = 0; i < COUNT(conditions); i++) {
		struct sv value = param(v, conditions[i].name);
		if (!value.n)
			continue;
		struct sv label = visit_say(v, conditions[i].label), text = condition_text(v, l, conditions[i].name, value);
		c[ret->n++] = (struct ui_chip){ .label = arena_tr(v->cx.a, v->cx.lang, N_("%.*s: %.*s"), SV_ARG(label), SV_ARG(text)),
						.off = ledger_url(v, URL("/matters"), conditions[i].name) };
	}
}

struct ledger_cell ledger_cell_of(struct visit *v, const struct matter_row *r)
{
	const struct matter *m = &r->m;
	struct arena *a = v->cx.a;
	struct ui_tag t = state_tag(v, m, &r->light);
	return (struct ledger_cell){
		.no = matter_no_text(a, m->no), .title = m->title, .leads = r->leads, .assists = r->assists, .sponsor = m->sponsor,
		.due = day_is(m->due) ? fmt_day_short(a, v->cx.lang, m->due, v->today) :
		       m->due_text.n ? m->due_text : m->due_kind != DUE_NONE ? visit_say(v, due_kind_word(m->due_kind)) : SV(""),
		.percent = percent_text(a, m->percent), .shape = t.shape, .colour = t.colour, .word = t.word,
		.last = m->progress_at ? fmt_ago(a, v->cx.lang, day_of_instant(m->progress_at), v->today) : SV(""),
		.struck = m->state == MATTER_WITHDRAWN,
	};
}

/* ---- the page ------------------------------------------------------------------------------------------------ */

static const struct ui_choice *choices(struct visit *v, int count, const char *(*name)(int), const char *(*word)(int),
				       struct sv chosen, size_t *ret_n)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, (size_t)count + 1);
	c[0] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (int i = 0; i < count; i++)
		c[i + 1] = (struct ui_choice){ .value = sv_of(name(i)), .label = visit_say(v, word(i)), .chosen = sv_is(chosen, name(i)) };
	*ret_n = (size_t)count + 1;
	return c;
}

static const char *state_name(int i) { return matter_state_name((enum matter_state)i); }
static const char *state_word(int i) { return matter_state_word((enum matter_state)i); }
static const char *kind_name(int i) { return matter_kind_name((enum matter_kind)i); }
static const char *kind_word(int i) { return matter_kind_word((enum matter_kind)i); }
static const char *light_name(int i) { return light_look((enum light)i)->name; }
static const char *light_word(int i) { return light_look((enum light)i)->word; }

/* Where earlier pages began stands in `was`, "0.100.214": there is a way back without script. */
static void pager(struct visit *v, struct ledger_page *p, int64_t after, int64_t last_no, bool more)
{
	struct sv was = param(v, "was");
	struct arena *a = v->cx.a;
	int64_t from = 1, pages = 0;
	size_t dot = SIZE_MAX;
	if (was.n > 400)
		was = SV("");
	for (size_t i = 0; i < was.n; i++)
		if (was.p[i] == '.')
			dot = i;
	for (size_t i = 0; i < was.n; i++)
		pages += was.p[i] == '.';
	if (was.n)
		from = (pages + 1) * LEDGER_PAGE + 1;
	p->pager = (struct ui_pager){ .from = p->n ? from : 0, .to = from + (int64_t)p->n - 1, .total = -1 };
	struct url list = ledger_url(v, URL("/matters"), NULL);
	if (more) {
		struct sv chain = was.n ? arena_printf(a, "%.*s.%lld", SV_ARG(was), (long long)after) :
					  arena_printf(a, "%lld", (long long)after);
		p->pager.next = url_arg(a, url_arg_int(a, list, "after", last_no), "was", chain);
	}
	if (after > 0) {
		struct sv before = dot == SIZE_MAX ? was : sv_from(was, dot + 1), rest = dot == SIZE_MAX ? SV("") : sv_upto(was, dot);
		p->pager.prev = before.n && !sv_is(before, "0") ? url_arg(a, list, "after", before) : list;
		if (rest.n)
			p->pager.prev = url_arg(a, p->pager.prev, "was", rest);
	}
}

static void fill_form(struct visit *v, const struct ledger *l, struct ledger_page *p)
{
	p->q = param(v, "q");
	p->unit = param(v, "unit");
	if (l->filter.unit && p->unit.n && p->unit.p[0] == '#') {
		struct unit u;
		if (unit_get(&v->cx, v->db, l->filter.unit, &u) == RC_OK)
			p->unit = u.code;
	}
	p->list = param(v, "list");
	p->due_from = param(v, "due_from");
	p->due_to = param(v, "due_to");
	p->state = choices(v, MATTER_STATE_COUNT_, state_name, state_word, param(v, "state"), &p->n_state);
	p->light = choices(v, LIGHT_COUNT_, light_name, light_word, param(v, "light"), &p->n_light);
	p->kind = choices(v, MATTER_KIND_COUNT_, kind_name, kind_word, param(v, "kind"), &p->n_kind);
	p->conditions = l->n_conditions > 0;
	v->frame.search_text = p->q;
}

/* The lists that are asked for every day. */
static void fill_views(struct visit *v, struct ledger_page *p)
{
	static const struct { const char *label, *name, *value; unsigned roles; } views[] = {
		{ N_("All"), NULL, NULL, ROLE_ALL }, { N_("Under way"), "open", "1", ROLE_ALL }, { N_("overdue"), "light", "overdue", ROLE_ALL },
		{ N_("behind"), "light", "behind", ROLE_ALL }, { N_("due soon"), "light", "due_soon", ROLE_ALL },
		{ N_("Drafts"), "state", "draft", ROLE_OFFICE }, { N_("Struck off"), "state", "closed", ROLE_ALL },
	};
	struct ui_tab *t = NEW(v->cx.a, struct ui_tab, COUNT(views));
	size_t n = 0;
	for (size_t i = 0; i < COUNT(views); i++) {
		if (!(views[i].roles & v->roles))
			continue;
		const char *name = views[i].name;
		bool none = !param(v, "open").n && !param(v, "light").n && !param(v, "state").n && !param(v, "owes").n;
		struct url u = URL("/matters");
		for (size_t k = 0; k < COUNT(conditions); k++) { /* the other conditions stay */
			struct sv value = param(v, conditions[k].name);
			const char *c = conditions[k].name;
			if (value.n && strcmp(c, "open") != 0 && strcmp(c, "light") != 0 && strcmp(c, "state") != 0 && strcmp(c, "owes") != 0)
				u = url_arg(v->cx.a, u, c, value);
		}
		if (name)
			u = url_arg(v->cx.a, u, name, sv_of(views[i].value));
		t[n++] = (struct ui_tab){ .label = spoken_head(v->cx.a, v->cx.lang, visit_say(v, views[i].label)), .url = u, .here = name ? sv_is(param(v, name), views[i].value) : none };
	}
	p->views = (struct ui_tabs){ .label = visit_say(v, N_("Which matters are shown")), .tab = t, .n = n };
}

static void fill_bar(struct visit *v, struct ledger_page *p)
{
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 3);
	b[0] = (struct ui_button){ .label = visit_say(v, N_("Chase")), .name = "_do", .value = "chase", .key = 'R' };
	b[1] = (struct ui_button){ .label = visit_say(v, N_("Issue the drafts")), .name = "_do", .value = "issue", .key = 'I' };
	b[2] = (struct ui_button){ .label = visit_say(v, N_("Withdraw")), .name = "_do", .value = "withdraw", .kind = BUTTON_WARN };
	p->bar = (struct ui_bulk){ .text = visit_say(v, N_("The next page says what will happen, before it does.")), .button = b, .n = 3 };
	p->bulk = visit_form(v, URL("/matters/bulk"), 0);
}

/* Exact where that is cheap: all of them, or what fits on one page. */
static struct sv count_text(struct visit *v, const struct ledger *l, int64_t shown, bool more)
{
	struct matter_count c;
	int64_t all = 0;
	if (!more)
		return arena_trn(v->cx.a, v->cx.lang, shown, "%lld matter", "%lld matters", (long long)shown);
	if (l->n_conditions)
		return arena_tr(v->cx.a, v->cx.lang, N_("more than %d matters"), LEDGER_PAGE);
	if (matter_counts(&v->cx, v->db, &l->scope, &l->filter, v->today, &c) != RC_OK)
		return SV("");
	for (int i = 0; i < MATTER_STATE_COUNT_; i++)
		all += c.state[i];
	return arena_trn(v->cx.a, v->cx.lang, all, "%lld matter", "%lld matters", (long long)all);
}

static void what_was_done(struct visit *v, struct ledger_page *p)
{
	int64_t n = 0;
	struct sv did = param(v, "did");
	if (!did.n || !sv_int(param(v, "n"), &n))
		return;
	struct sv text = sv_is(did, "chase") ? arena_trn(v->cx.a, v->cx.lang, n, "%lld matter was chased.", "%lld matters were chased.", (long long)n) :
			 sv_is(did, "issue") ? arena_trn(v->cx.a, v->cx.lang, n, "%lld draft was issued; its units sign for it next.",
							 "%lld drafts were issued; their units sign for them next.", (long long)n) :
					       arena_trn(v->cx.a, v->cx.lang, n, "%lld matter was withdrawn; it stays in the ledger, struck through.",
							 "%lld matters were withdrawn; they stay in the ledger, struck through.", (long long)n);
	p->notice = (struct ui_notice){ .kind = NOTICE_DONE, .title = text, .dismiss = true };
}

static void fill_empty(struct visit *v, const struct ledger *l, struct ledger_page *p)
{
	bool office = (v->roles & ROLE_OFFICE) != 0;
	if (l->n_conditions) {
		bool good = l->filter.has_light && l->filter.light == LIGHT_OVERDUE && l->n_conditions == 1;
		p->empty = (struct ui_empty){ .good = good, .url = URL("/matters"), .url_label = visit_say(v, N_("Show the whole ledger")),
					      .text = visit_say(v, good ? N_("Nothing is overdue.") : N_("No matter meets all of these conditions.")) };
		return;
	}
	p->empty = (struct ui_empty){ .text = visit_say(v, office ? N_("The ledger is empty: no list has come in yet.") :
							      N_("No matter has been assigned to your units yet.")) };
	if (office) {
		p->empty.url = URL("/import");
		p->empty.url_label = visit_say(v, N_("Import a list"));
	}
}

/* A bare number leads to its matter: 0623 said on the phone. */
static bool leads_to_matter(struct visit *v, const struct ledger *l, struct sv q)
{
	int64_t no;
	struct matter m;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	if (q.n < 4 || q.n > 9 || l->n_conditions != 1 || !sv_int(q, &no) || no <= 0)
		return false;
	if (matter_by_no(&probe, v->db, no, &m) != RC_OK || matter_visible(&probe, v->db, &m, &l->scope) != RC_OK)
		return false;
	visit_redirect(v, matter_url(v->cx.a, no).s);
	return true;
}

static enum rc fill(struct visit *v, struct ledger *l, struct ledger_page *p)
{
	struct matter_row *row;
	bool more;
	int64_t after = 0;
	if (!sv_int(param(v, "after"), &after) || after < 0)
		after = 0;
	TRY(matter_list(&v->cx, v->db, &l->scope, &l->filter, v->today, after, LEDGER_PAGE, &row, &p->n, &more));
	struct ledger_cell *c = NEW(v->cx.a, struct ledger_cell, p->n + 1);
	for (size_t i = 0; i < p->n; i++)
		c[i] = ledger_cell_of(v, &row[i]);
	p->row = c;
	p->count = count_text(v, l, (int64_t)p->n, more || after > 0);
	pager(v, p, after, p->n ? row[p->n - 1].m.no : 0, more);
	return RC_OK;
}

void page_ledger(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct ledger l;
	struct ledger_page p = { .frame = &v.frame };
	if (!visit_open(&v, web, rq, rp)) {
		visit_close(&v);
		return;
	}
	enum rc rc = ledger_read(&v, &l);
	if (rc == RC_DENIED || rc == RC_FAILED) {
		visit_fail(&v, rc);
	} else if (rc == RC_OK && leads_to_matter(&v, &l, param(&v, "q"))) {
		/* answered */
	} else {
		if (rc == RC_OK)
			rc = fill(&v, &l, &p);
		p.faults = v.cx.faults;
		p.office = (v.roles & ROLE_OFFICE) != 0;
		ledger_chips(&v, &l, &p.chips);
		fill_form(&v, &l, &p);
		fill_views(&v, &p);
		fill_bar(&v, &p);
		fill_empty(&v, &l, &p);
		what_was_done(&v, &p);
		p.export = ledger_url(&v, URL("/matters.xlsx"), NULL);
		p.self = url_of(rq->target);
		desk_frame(&v, visit_say(&v, N_("Ledger")), "matters");
		v.frame.paper = PAPER_WIDE;
		ledger_page(&v.out, &p);
		visit_send(&v, rc_http(rc));
	}
	visit_close(&v);
}
