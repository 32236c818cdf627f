/* Why a unit has its score: every line of its row, each opening the records whose sum it is. */
#include "app/results/why.h"

#include "app/results/handlers.h"
#include "app/results/honest.h"
#include "app/results/list.tmpl.h"
#include "app/results/table.h"
#include "app/results/why.tmpl.h"
#include "app/unit/unit.h"
#include "core/rule_print.h"
#include "core/rule_words.h"

struct sv why_anchor(struct arena *a, const struct rule *r, struct sv class, struct sv item, struct sv clause)
{
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		if (!sv_eq(k->name, class))
			continue;
		for (size_t i = 0; i < k->n_items; i++) {
			if (!sv_eq(k->items[i].name, item))
				continue;
			for (size_t l = 0; l < k->items[i].n_lines && clause.n; l++)
				if (sv_eq(rule_print_line(a, &k->items[i].lines[l], LANG_ZH), clause))
					return arena_printf(a, "c%zu-i%zu-l%zu", c + 1, i + 1, l + 1);
			return arena_printf(a, "c%zu-i%zu", c + 1, i + 1);
		}
		return arena_printf(a, "c%zu", c + 1);
	}
	return SV("");
}

struct sv why_line_label(struct visit *v, const struct js *line)
{
	struct sv stage = js_get_sv(line, "stage"), class = js_get_sv(line, "class"), item = js_get_sv(line, "item");
	struct sv word = visit_say(v, arena_cstr(v->cx.a, stage)), clause = js_get_sv(line, "clause");
	if (sv_is(stage, "entries"))
		return arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(item), SV_ARG(clause));
	struct sv of = item.n ? item : class.n ? class : js_get_sv(line, "part");
	return of.n ? arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(of), SV_ARG(word)) : word;
}

/* ---- the entries of one line ---------------------------------------------------------------------------------------- */

static struct ui_row entry_row(struct visit *v, const struct entry *e)
{
	struct arena *a = v->cx.a;
	struct ui_cell *c = NEW(a, struct ui_cell, 4);
	struct matter m;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	enum fact_kind k = fact_of_id(e->fact_kind);
	c[0] = (struct ui_cell){ .text = day_text(a, e->day) };
	c[1] = (struct ui_cell){ .text = e->record.n ? e->record : e->item,
		.url = url_seg_int(a, URL("/entries"), e->id) };
	c[1].note = arena_printf(a, "%s%s%.*s", v->cx.lang == LANG_ZH ? fact_word(k)->zh : fact_word(k)->en,
		e->evidence.n ? " · " : "", SV_ARG(e->evidence));
	if (e->matter && matter_get(&probe, v->db, e->matter, &m) == RC_OK) {
		c[1].text = arena_printf(a, "%.*s %.*s", SV_ARG(matter_no_text(a, m.no)), SV_ARG(m.title));
	}
	if (e->reverses)
		c[1].note = arena_tr(a, v->cx.lang, N_("takes back entry %lld: %.*s"), (long long)e->reverses,
			SV_ARG(e->reason));
	c[2].text = e->arithmetic;
	c[3].text = rule_signed(a, e->points);
	return (struct ui_row){ .cell = c };
}

enum rc why_entries(struct visit *v, const struct js *ids, struct dec line, struct ui_table *ret)
{
	static const char *const heads[] = { N_("Day"), N_("Record"), N_("Arithmetic"), N_("Plus or minus") };
	struct arena *a = v->cx.a;
	size_t n = 0, cap = (ids ? ids->n : 0) + 1;
	struct dec sum = { 0 };
	struct ui_row *row = NEW(a, struct ui_row, cap);
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 1, .minor = i == 2,
					     .kind = i == 0 ? COLUMN_DATE : i == 3 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (const struct js *id = ids ? ids->first : NULL; id; id = id->next) {
		struct entry e;
		TRY(entry_get(&v->cx, v->db, id->i, &e));
		(void)dec_add(sum, e.points, &sum);
		row[n++] = entry_row(v, &e);
	}
	if (n > 0) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = c[2].text = SV("");
		c[1].text = arena_trn(a, v->cx.lang, (int64_t)n, "Sum of %zu entry", "Sum of %zu entries", n);
		c[3].text = rule_signed(a, sum);
		/* It is so by construction; a store that was tampered with must not look right. */
		if (sum.u != line.u)
			c[1].note = visit_say(v,
				N_("This is not the line's own number: tell the administrator to run `bixue verify`."));
		row[n++] = (struct ui_row){ .cell = c, .sum = true };
	}
	*ret = (struct ui_table){ .caption = visit_say(v, N_("Entries of this line")), .column = col, .n_column = COUNT(heads), .row = row,
				  .n_row = n, .cards = true };
	return RC_OK;
}

/* ---- the page ------------------------------------------------------------------------------------------------------------ */

struct why {
	struct visit *v;
	struct res_seen s;
	struct board_place p;
	size_t at;
	bool may_object;
	struct board_fed *fed;
	size_t n_fed;
	struct res_why_page page;
};

static enum rc find_row(struct why *w)
{
	struct visit *v = w->v;
	int64_t unit = http_param_int(v->rq, "unit");
	TRY(res_see(v, http_param_int(v->rq, "id"), &w->s));
	for (size_t i = 0; i < w->s.n; i++)
		if (w->s.place[i].unit == unit) {
			if (!res_full(&w->s, i))
				return fail(&v->cx, RC_DENIED, "results.row",
					    N_("The lines of this row are shown to the unit itself, to the office and to its leaders; of other units you see what was published."));
			w->p = w->s.place[i];
			w->at = i;
			w->may_object = w->s.own[i] && w->s.b.state == BOARD_PREVIEWED &&
				day_is(w->s.b.window_until) &&
					v->today.n <= w->s.b.window_until.n;
			return RC_OK;
		}
	return fail(&v->cx, RC_NOT_FOUND, "results.no_row",
		N_("This unit does not stand on the board, or its row is not shown to you."));
}

static struct url object_url(struct why *w, int64_t line)
{
	struct arena *a = w->v->cx.a;
	return url_arg_int(a, url_seg(a, res_why_url(a, w->s.b.id, w->p.unit), SV("object")), "line", line);
}

static enum rc line_of(struct why *w, const struct js *l, int64_t no, struct res_why_line *ret)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	struct sv stage = js_get_sv(l, "stage"), clause = js_get_sv(l, "clause");
	struct dec points = js_get_dec(l, "points", (struct dec){ 0 });
	const struct js *ids = js_get(l, "entries");
	struct sv anchor = why_anchor(a, w->s.rule, js_get_sv(l, "class"), js_get_sv(l, "item"), clause);
	*ret = (struct res_why_line){ .label = why_line_label(v, l), .arithmetic = js_get_sv(l, "arithmetic"), .points = rule_signed(a, points),
				      .clause = clause, .adjust = !ids || ids->n == 0 };
	if (js_get_bool(l, "kept"))
		ret->points = res_kept(v);
	else if (sv_is(stage, "base points"))
		ret->points = dec_text(a, points);
	ret->open = res_opens(w->s.rule, res_param(v, "open"), l);
	if (ids && ids->n)
		ret->count = arena_trn(a, v->cx.lang, (int64_t)ids->n, "%zu entry", "%zu entries", ids->n);
	if (js_get_bool(l, "kept") || js_get_bool(l, "worded"))
		ret->note = arena_tr(a, v->cx.lang, N_("What rests on fewer than %lld voters is kept back, and what would give it away by subtraction."),
				     (long long)w->p.kept_below);
	ret->clause_url = url_of(arena_printf(a, "/rules/%lld#%.*s", (long long)w->s.b.ruleset, SV_ARG(anchor)));
	const struct js *numbers = js_get(l, "inputs");
	ret->inputs = why_inputs(v, numbers, w->fed, w->n_fed, w->p.unit);
	if (numbers && numbers->n) {
		ret->adjust = false;
		ret->count = arena_trn(a, v->cx.lang, (int64_t)numbers->n, "%zu figure", "%zu figures", numbers->n);
	}
	if (w->may_object)
		ret->object = object_url(w, no);
	for (size_t i = 0; i < w->s.n_objection; i++) {
		const struct objection *o = &w->s.objection[i];
		if (o->unit != w->p.unit || o->line != no || o->version != w->s.b.version)
			continue;
		ret->objected = res_word(v, o->state);
		ret->objected_url = url_seg_int(a, URL("/objections"), o->id);
		ret->object = (struct url){ 0 };
	}
	return why_entries(v, ids, points, &ret->entries);
}

static enum rc lines_of(struct why *w)
{
	const struct js *lines = w->p.lines;
	size_t n = 0;
	TRY(board_fed_seen(&w->v->cx, w->v->db, &w->s.b, w->s.sight, w->p.version, w->p.unit, &w->fed, &w->n_fed));
	struct res_why_line *l = NEW(w->v->cx.a, struct res_why_line, (lines ? lines->n : 0) + 1);
	for (const struct js *x = lines ? lines->first : NULL; x; x = x->next) {
		TRY(line_of(w, x, (int64_t)n + 1, &l[n]));
		n++;
	}
	w->page.line = l;
	w->page.n_line = n;
	return RC_OK;
}

/* 评优名额: of so many people, so many; with what the number of people rests on. */
static size_t staff_quota(struct why *w, struct ui_fact *f)
{
	struct visit *v = w->v;
	const struct js *y = w->p.yield, *seats = js_get(y, "staff_seats");
	struct unit_staff staff;
	struct ctx probe = v->cx;
	if (!seats || w->p.unranked)
		return 0;
	ctx_forget(&probe);
	*f = (struct ui_fact){ .label = visit_say(v, N_("Quota of excellent staff")), .value = arena_printf(v->cx.a, "%.*s%%", SV_ARG(js_get_sv(y, "staff_percent"))),
			       .hint = visit_say(v, N_("nobody has told how many people the unit has; so no seats can be counted")) };
	if (seats->kind != JS_INT || unit_staff_on(&probe, v->db, w->p.unit, w->s.period.to, &staff) != RC_OK)
		return 1;
	f->value = arena_tr(v->cx.a, v->cx.lang, N_("%.*s%%: %lld people"), SV_ARG(js_get_sv(y, "staff_percent")), (long long)seats->i);
	/* What was told after the board was made is not what it rests on. */
	f->hint = staff.n == js_get_int(y, "staff", 0) ? arena_tr(v->cx.a, v->cx.lang, N_("of %lld people, %.*s"), (long long)staff.n, SV_ARG(staff.source)) :
		  arena_tr(v->cx.a, v->cx.lang, N_("of %lld people"), (long long)js_get_int(y, "staff", 0));
	return 1;
}

/* What the score lacks, what it rests on, what it brings; only rules of grammar 2 say so. */
static size_t yields(struct why *w, struct ui_fact *f)
{
	struct visit *v = w->v;
	const struct js *y = w->p.yield, *gaps = js_get(y, "gaps");
	struct buf b = buf_new(v->cx.a, 1 << 16);
	size_t n = 0;
	for (const struct js *g = gaps ? gaps->first : NULL; g; g = g->next)
		buf_printf(&b, "%s%.*s", b.n ? (v->cx.lang == LANG_ZH ? "、" : ", ") : "", SV_ARG(g->s));
	if (b.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Lacking")), .value = buf_sv(&b), .hint = visit_say(v, N_("a gap is no zero: without it the unit is not ranked")) };
	if (js_get_sv(y, "grade").n && !w->p.unranked)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Grade of the unit")), .value = js_get_sv(y, "grade") };
	n += staff_quota(w, f + n);
	if (js_get_sv(y, "step").n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Last in a row")), .value = js_get_sv(y, "step"),
					   .hint = arena_printf(v->cx.a, "× %lld", (long long)js_get_int(y, "last_times", 0)) };
	if (js_get_bool(y, "estimated") || js_get_bool(y, "partial"))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("To be read with care")),
					   .value = visit_say(v, js_get_bool(y, "estimated") ? N_("rests on estimates") : N_("a group of voters or a period is missing; the others stand for it")) };
	return n;
}

static bool taken_back(const struct entry *e, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (e[i].reverses == id)
			return true;
	return false;
}

/* A veto gives no points, so no line tells of it; yet it takes a unit off a list, down a grade or out. */
static enum rc vetoes(struct why *w, struct ui_fact *f, size_t room, size_t *n)
{
	struct visit *v = w->v;
	struct entry *e;
	size_t n_e, seen = 0;
	if (!w->s.rule->n_vetoes)
		return RC_OK;
	TRY(entries_counted(&v->cx, v->db, w->s.b.series, w->s.period.from, w->s.period.to, w->s.b.read_seq, &e, &n_e));
	for (size_t i = 0; i < n_e && seen < room; i++) {
		bool veto = e[i].unit == w->p.unit && sv_is(e[i].fact_kind, "veto") && !e[i].reverses && !taken_back(e, n_e, e[i].id);
		for (size_t k = 0; veto && k < w->s.rule->n_vetoes; k++) {
			const struct rule_veto *t = &w->s.rule->vetoes[k];
			const struct rule_phrase *does = &rule_effect_words[t->effect];
			if (!sv_eq(t->name, e[i].item))
				continue;
			f[(*n)++] = (struct ui_fact){ .label = visit_say(v, N_("Veto")), .value = t->name,
						      .url = url_seg_int(v->cx.a, URL("/entries"), e[i].id), .hint = t->basis,
						      .tag = { .word = sv_of(v->cx.lang == LANG_ZH ? does->zh : does->en) } };
			seen++;
			break;
		}
	}
	return RC_OK;
}

enum { VETOES_SHOWN = 8 };

static enum rc heads_of(struct why *w)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	const struct board_place *p = &w->p;
	struct ui_fact *f = NEW(a, struct ui_fact, 12 + VETOES_SHOWN);
	size_t n = 0;
	if (p->exempt_no.n) {
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Not ranked")), .value = p->exempt_why,
			.hint = p->exempt_no };
	} else {
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Score")),
			.value = res_total(v, p), .mark = true };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Place")), .value = w->s.ranks ? res_banded(v, res_place_text(v, &w->s, w->at), p->yield) :
				res_place_text(v, &w->s, w->at),
			.tag = res_side_tag(v, p),
			.hint = arena_trn(a, v->cx.lang, (int64_t)w->s.n_ranked, "of %zu unit ranked",
				"of %zu units ranked", w->s.n_ranked) };
		if (w->s.ranks && p->previous)
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Period before")),
				.value = fmt_ordinal(a, v->cx.lang, p->previous, false),
				.hint = res_moved_text(v, p) };
		if (!w->s.median_kept)
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Median of like units")),
				.value = fmt_score(a, v->cx.lang, w->s.b.median) };
	}
	n += yields(w, f + n);
	TRY(vetoes(w, f, VETOES_SHOWN, &n));
	if (w->s.b.state == BOARD_PUBLISHED)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Receipt code of this board")), .value = board_receipt(a, &w->s.b) };
	w->page.fact = f;
	w->page.n_fact = n;
	return RC_OK;
}

static void state_of(struct why *w)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	const struct board_head *b = &w->s.b;
	if (w->may_object)
		w->page.state = (struct ui_notice){ .kind = NOTICE_INFO,
			.title = arena_tr(a, v->cx.lang, N_("Objections until %.*s (%.*s)"),
				SV_ARG(day_text(a, b->window_until)),
					  SV_ARG(fmt_due(a, v->cx.lang, b->window_until, v->today))),
			.text = visit_say(v,
				N_("Open a line to see its records. To object is your right and costs no points; somebody not involved rules.")) };
	else if (b->state == BOARD_PUBLISHED)
		w->page.state = (struct ui_notice){ .kind = NOTICE_LOCK,
			.title = arena_tr(a, v->cx.lang, N_("Published %.*s and frozen"),
				SV_ARG(res_when(v, b->published_at))) };
	else if (b->state == BOARD_PREVIEWED && day_is(b->window_until) && v->today.n > b->window_until.n)
		w->page.state = (struct ui_notice){ .kind = NOTICE_INFO,
			.title = arena_tr(a, v->cx.lang, N_("The last day for objections was %.*s."),
				SV_ARG(day_text(a, b->window_until))) };
	if (res_param(v, "done").n)
		w->page.done = res_done(v, N_("Your objection was received."));
}

static enum rc why_fill(struct why *w)
{
	struct visit *v = w->v;
	struct res_why_page *p = &w->page;
	p->title = w->p.unit_name;
	p->board = w->s.b.name;
	p->board_url = res_board_url(v->cx.a, w->s.b.id);
	p->long_url = url_seg(v->cx.a, res_why_url(v->cx.a, w->s.b.id, w->p.unit), SV("long"));
	p->total = w->p.exempt_no.n ? SV("") : res_total(v, &w->p);
	p->arithmetic = w->p.arithmetic;
	p->rule = url_seg_int(v->cx.a, URL("/rules"), w->s.b.ruleset);
	p->rule_label = arena_tr(v->cx.a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(w->s.ruleset.name),
		(long long)w->s.ruleset.version);
	struct unit u;
	TRY(unit_get(&v->cx, v->db, w->p.unit, &u));
	p->unit = url_seg(v->cx.a, URL("/u"), u.code);
	TRY(heads_of(w));
	state_of(w);
	TRY(lines_of(w));
	TRY(why_left(v, &w->s, &w->p, w->fed, w->n_fed, &p->left));
	TRY(why_gap(v, &w->s, &w->p, &p->gap, &p->n_gap));
	TRY(why_trend(v, &w->s, &w->p, &p->trend));
	return why_peers(v, &w->s, &w->p, &p->peers);
}

void res_why(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct why w = { .v = &v, .page = { .frame = &v.frame } };
		enum rc rc = find_row(&w);
		if (rc == RC_OK)
			rc = why_fill(&w);
		if (rc == RC_OK) {
			visit_frame(&v, arena_printf(v.cx.a, "%.*s · %.*s", SV_ARG(w.p.unit_name), SV_ARG(w.s.b.name)),
				"why");
			res_why_page(&v.out, &w.page);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- objecting ------------------------------------------------------------------------------------------------------------ */

static const struct ui_choice *line_choices(struct why *w, int64_t chosen, size_t *ret_n)
{
	const struct js *lines = w->p.lines;
	struct ui_choice *c = NEW(w->v->cx.a, struct ui_choice, (lines ? lines->n : 0) + 1);
	int64_t n = 0;
	for (const struct js *l = lines ? lines->first : NULL; l; l = l->next) {
		n++;
		c[n - 1] = (struct ui_choice){ .value = arena_printf(w->v->cx.a, "%lld", (long long)n),
			.chosen = n == chosen,
			.label = arena_printf(w->v->cx.a, "%.*s  %.*s", SV_ARG(why_line_label(w->v, l)),
					      SV_ARG(js_get_bool(l, "kept") ? res_kept(w->v) :
					      	rule_signed(w->v->cx.a, js_get_dec(l, "points", (struct dec){ 0 })))) };
	}
	*ret_n = (size_t)n;
	return c;
}

static enum rc entry_choices(struct why *w, int64_t line, struct sv chosen, const struct ui_choice **ret,
	size_t *ret_n)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	const struct js *l = w->p.lines ? w->p.lines->first : NULL;
	for (int64_t i = 1; l && i < line; i++)
		l = l->next;
	const struct js *ids = js_get(l, "entries");
	struct ui_choice *c = NEW(a, struct ui_choice, (ids ? ids->n : 0) + 1);
	size_t n = 0;
	c[n++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("the whole line")) };
	for (const struct js *id = ids ? ids->first : NULL; id; id = id->next) {
		struct entry e;
		TRY(entry_get(&v->cx, v->db, id->i, &e));
		c[n] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)e.id),
			.label = arena_printf(a, "%.*s %.*s %.*s", SV_ARG(day_text(a, e.day)),
				SV_ARG(e.record.n ? e.record : e.item), SV_ARG(rule_signed(a, e.points))) };
		c[n].chosen = sv_eq(c[n].value, chosen) || (!chosen.n && ids->n == 1);
		n++;
	}
	*ret = c;
	*ret_n = n;
	return RC_OK;
}

static void show_object(struct why *w, int status)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	int64_t line = 1;
	struct ui_field f[3] = { 0 };
	if (!sv_int(res_param(v, "line"), &line))
		line = 1;
	f[0] = (struct ui_field){ .kind = INPUT_SELECT, .name = "line", .label = visit_say(v, N_("Line of the score")),
		.faults = v->cx.faults };
	f[0].choice = line_choices(w, line, &f[0].n_choice);
	f[1] = (struct ui_field){ .kind = INPUT_SELECT, .name = "entry", .label = visit_say(v, N_("Entry")),
		.optional = true, .faults = v->cx.faults,
				  .hint = visit_say(v,
				  	N_("If one of its records is wrong, name it: then it can be taken back alone.")) };
	struct fault *had = v->cx.faults;
	if (entry_choices(w, line, res_param(v, "entry"), &f[1].choice, &f[1].n_choice) != RC_OK && !had) {
		visit_fail(v, RC_FAILED);
		return;
	}
	f[2] = (struct ui_field){ .kind = INPUT_TEXT, .name = "text",
		.label = visit_say(v, N_("What is wrong, and how one can see it")), .rows = 6,
				  .value = res_param(v, "text"), .max = 1000, .faults = had };
	struct url here = url_seg(a, res_why_url(a, w->s.b.id, w->p.unit), SV("object"));
	struct res_form p = {
		.frame = &v->frame, .faults = had, .title = visit_say(v, N_("Object to a line")),
			.up = res_why_url(a, w->s.b.id, w->p.unit),
		.up_label = arena_printf(a, "%.*s · %.*s", SV_ARG(w->p.unit_name), SV_ARG(w->s.b.name)),
		.lead = visit_say(v,
			N_("Somebody who made neither the entry nor the board rules, with reasons, before the board is approved. To object costs no points.")),
		.form = visit_form(v, here, w->s.b.id), .field = f, .n_field = 3,
		.button = { .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Send the objection")) },
	};
	visit_frame(v, p.title, "object");
	v->frame.error = had != NULL;
	res_form_page(&v->out, &p);
	visit_send(v, status);
}

static enum rc begin_object(struct why *w)
{
	TRY(find_row(w));
	if (!w->may_object)
		return fail(&w->v->cx, RC_CONFLICT, "results.window",
			    N_("Objections are raised by the unit itself while the board is shown to it, up to the last day that stands on it."));
	return RC_OK;
}

void res_object(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct why w = { .v = &v };
		enum rc rc = begin_object(&w);
		if (rc == RC_OK)
			show_object(&w, 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_do_object(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct why w = { .v = &v };
		struct act_answer answer;
		enum rc rc = begin_object(&w);
		if (rc != RC_OK) {
			visit_fail(&v, rc);
			visit_close(&v);
			return;
		}
		struct js *f = visit_fields(&v);
		js_set_int(v.cx.a, f, "unit", w.p.unit);
		rc = visit_act(&v, "objection.raise", w.s.b.id, f, &answer);
		if (rc == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, url_seg_int(v.cx.a, URL("/objections"),
				js_get_int(answer.facts, "objection", 0)),
						   "done", SV("raise")).s);
		else
			show_object(&w, rc_http(rc));
	}
	visit_close(&v);
}
