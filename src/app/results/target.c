/* One unit's targets, and one target with every value that was told of it. */
#include "app/results/targets.h"

#include "app/results/handlers.h"
#include "app/results/list.tmpl.h"
#include "app/results/targets.tmpl.h"
#include "app/unit/unit.h"

static const char *const quarter_names[QUARTERS] = { N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4") };

static bool whole(struct figure f)
{
	return !f.has || f.v.u % DEC_ONE == 0;
}

int res_places(const struct target_seen *s)
{
	bool all = whole(s->line.base) && whole(s->line.issued.year) && whole(s->now.year);
	for (int i = 0; i < QUARTERS; i++)
		all = all && whole(s->quarter[i].plan) && whole(s->quarter[i].now);
	for (size_t i = 0; i < s->n_actual; i++)
		all = all && whole(figure_of(s->actual[i].value)) && whole(s->actual[i].base);
	return all ? 0 : 2;
}

struct sv res_figure(struct arena *a, struct figure f, int places)
{
	if (!f.has)
		return SV("—");
	return dec_round(f.v, places).u == f.v.u ? dec_fixed(a, f.v, places) : dec_text(a, f.v);
}

struct sv res_growth(struct visit *v, enum growth_kind k, struct dec growth)
{
	struct sv n = dec_fixed(v->cx.a, growth, 2);
	const char *sign = growth.u > 0 ? "+" : "";
	if (k == GROWTH_NONE)
		return SV("");
	if (k == GROWTH_PERCENT)
		return arena_printf(v->cx.a, "%s%.*s%%", sign, SV_ARG(n));
	return arena_tr(v->cx.a, v->cx.lang, N_("%s%.*s points"), sign, SV_ARG(n));
}

static struct sv standing(struct visit *v, const struct target_actual *a)
{
	return visit_say(v, a->final ? N_("final") : N_("estimated"));
}

static struct url line_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/targets"), id);
}

/* ---- a unit's indicators by quarter ----------------------------------------------------------------------------------- */

static struct ui_cell quarter_cell(struct visit *v, const struct target_quarter *q, int places)
{
	struct arena *a = v->cx.a;
	struct buf b = buf_new(a, 600);
	struct ui_cell c = { .tag = res_pace_tag(v, q->light) };
	if (q->actual)
		c.text = arena_printf(a, "%.*s ", SV_ARG(res_figure(a, figure_of(q->actual->value), places)));
	if (q->plan.has)
		buf_printf(&b, "%s %.*s", tr(v->cx.lang, N_("target")), SV_ARG(res_figure(a, q->plan, places)));
	if (!figure_eq(q->plan, q->now))
		buf_printf(&b, "%s%s %.*s", b.n ? " · " : "", tr(v->cx.lang, N_("changed to")), SV_ARG(res_figure(a, q->now,
			places)));
	if (q->actual)
		buf_printf(&b, "%s%.*s", b.n ? " · " : "", SV_ARG(standing(v, q->actual)));
	if (q->grows)
		buf_printf(&b, " · %.*s", SV_ARG(res_growth(v, q->grows, q->growth)));
	c.note = b.n ? buf_sv(&b) : SV("");
	return c;
}

static struct sv about(struct visit *v, const struct target_line *l)
{
	struct buf b = buf_new(v->cx.a, 300);
	buf_put(&b, l->uom);
	if (l->lower)
		buf_printf(&b, "%s%s", b.n ? " · " : "", tr(v->cx.lang, N_("lower is better")));
	if (l->weight.has)
		buf_printf(&b, "%s%s %.*s", b.n ? " · " : "", tr(v->cx.lang, N_("Weight")), SV_ARG(dec_text(v->cx.a,
			l->weight.v)));
	return b.n ? buf_sv(&b) : SV("");
}

struct ui_table res_targets_table(struct visit *v, const struct target_seen *s, size_t n)
{
	static const char *const heads[] = { N_("Indicator"), N_("Base"), N_("Target of the year"), N_("Quarter 1"),
		N_("Quarter 2"), N_("Quarter 3"),
					     N_("Quarter 4") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .minor = i == 1,
					     .kind = i == 1 || i == 2 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (size_t i = 0; i < n; i++) {
		const struct target_line *l = &s[i].line;
		int places = res_places(&s[i]);
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = l->indicator, .url = line_url(a, l->id), .note = about(v, l) };
		c[1].text = res_figure(a, l->base, places);
		c[2].text = res_figure(a, l->issued.year, places);
		if (!figure_eq(l->issued.year, s[i].now.year))
			c[2].note = arena_tr(a, v->cx.lang, N_("changed to %.*s by %.*s"), SV_ARG(res_figure(a, s[i].now.year,
				places)),
					     SV_ARG(s[i].change[s[i].n_change - 1].document));
		for (int q = 0; q < QUARTERS; q++)
			c[3 + q] = quarter_cell(v, &s[i].quarter[q], places);
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Targets by quarter")), .column = col, .n_column = COUNT(heads),
		.row = row, .n_row = n, .cards = true, .labels = true };
}

static struct ui_facts unit_facts(struct visit *v, const struct target_seen *s, size_t n)
{
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, 3);
	size_t k = 0;
	if (n) {
		f[k++] = (struct ui_fact){ .label = visit_say(v, N_("List")), .value = s[0].line.list };
		f[k++] = (struct ui_fact){ .label = visit_say(v, N_("Basis document")), .value = s[0].line.document };
	}
	return (struct ui_facts){ .fact = f, .n = k };
}

void res_targets_unit(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct unit u;
		struct scope scope;
		struct target_filter f = { .list = SV_NONE };
		struct target_seen *s = NULL;
		struct res_targets_page p = { .frame = &v.frame, .back = URL("/targets") };
		size_t n = 0;
		enum rc rc = unit_by_code(&v.cx, v.db, http_param(rq, "code"), &u);
		if (rc == RC_OK)
			rc = visit_scope(&v, "target.list", &scope);
		if (rc == RC_OK)
			rc = res_targets_year(&v, &scope, &f.year, &p.tabs, url_seg(v.cx.a, URL("/targets/units"), u.code));
		f.unit = rc == RC_OK ? u.id : 0;
		if (rc == RC_OK)
			rc = targets_see(&v.cx, v.db, &scope, &f, v.today, &s, &n);
		if (rc == RC_OK) {
			p.title = arena_tr(v.cx.a, v.cx.lang, N_("%.*s: targets of %lld"), SV_ARG(u.short_name),
				(long long)f.year);
			p.table = res_targets_table(&v, s, n);
			p.facts = unit_facts(&v, s, n);
			p.sub = visit_say(&v,
				N_("Targets of quarters are cumulative, from January. Each indicator opens to every value "
					"that was told, with its source."));
			p.foot = visit_say(&v,
				N_("Growth is on the same months of last year, where that value was told; on a share in "
					"percentage points."));
			p.empty.text = visit_say(&v, N_("No targets of this unit and year are shown to you."));
			visit_frame(&v, p.title, "targets-unit");
			res_targets_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

enum rc res_targets_section(struct visit *v, const struct unit *u, struct res_section *ret)
{
	struct scope scope;
	struct target_filter f = { .unit = u->id, .list = SV_NONE };
	struct target_seen *s;
	size_t n;
	struct ctx probe = v->cx;
	const struct view_def *def = registry_view(store_nouns(web_store(v->web)), SV("target.list"), NULL);
	ctx_forget(&probe);
	*ret = (struct res_section){ .title = visit_say(v, N_("Targets of the year")) };
	if (!def || person_scope(&probe, v->db, &v->actor, def, &scope) != RC_OK)
		return RC_OK;
	f.year = civil_of_day(v->today).year;
	TRY(targets_see(&v->cx, v->db, &scope, &f, v->today, &s, &n));
	ret->table = res_targets_table(v, s, n);
	ret->text = visit_say(v, N_("Measured against the targets as they were issued; targets of quarters are cumulative."));
	return RC_OK;
}

/* ---- one target ------------------------------------------------------------------------------------------------------- */

static void add_fact(struct visit *v, struct ui_fact *f, size_t *n, const char *label, struct sv value)
{
	if (value.n)
		f[(*n)++] = (struct ui_fact){ .label = visit_say(v, label), .value = value };
}

static struct ui_facts line_facts(struct visit *v, const struct target_seen *s)
{
	const struct target_line *l = &s->line;
	int places = res_places(s);
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 12);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Unit")), .value = l->unit_name, .url = url_seg(a, URL("/u"),
		l->unit_code) };
	add_fact(v, f, &n, N_("List"), l->list);
	add_fact(v, f, &n, N_("Basis document"), l->document);
	add_fact(v, f, &n, N_("Category"), l->category);
	add_fact(v, f, &n, N_("Unit of measure"), l->uom);
	add_fact(v, f, &n, N_("Which is better"), visit_say(v, l->lower ? N_("lower is better") : N_("higher is better")));
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Base")), .value = res_figure(a, l->base, places), .hint = day_text(a,
		l->base_day) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Target of the year")), .value = res_figure(a, l->issued.year,
		places), .mark = true };
	add_fact(v, f, &n, N_("Weight"), l->weight.has ? dec_text(a, l->weight.v) : SV(""));
	add_fact(v, f, &n, N_("Department that provides the value"), l->data_owner_name);
	add_fact(v, f, &n, N_("Note"), l->note);
	return (struct ui_facts){ .fact = f, .n = n };
}

static struct sv or_dash(struct sv s)
{
	return s.n ? s : SV("—");
}

static struct ui_table table(struct visit *v, const char *caption, const char *const *heads, const enum column_kind *kinds,
	size_t n)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	return (struct ui_table){ .caption = visit_say(v, caption), .column = col, .n_column = n, .cards = true, .labels = true };
}

static void quarters(struct visit *v, const struct target_seen *s, struct res_section *ret)
{
	static const char *const heads[] = { N_("Quarter"), N_("Target as issued"), N_("Target now"), N_("Value"), N_("Growth"),
		N_("Pace"), N_("Source of the figure") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER,
		COLUMN_TAG, COLUMN_TEXT };
	struct arena *a = v->cx.a;
	int places = res_places(s);
	struct ui_row *row = NEW(a, struct ui_row, QUARTERS);
	for (int i = 0; i < QUARTERS; i++) {
		const struct target_quarter *q = &s->quarter[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = visit_say(v, quarter_names[i]);
		c[1].text = res_figure(a, q->plan, places);
		c[2].text = figure_eq(q->plan, q->now) ? SV("—") : res_figure(a, q->now, places);
		c[3].text = q->actual ? res_figure(a, figure_of(q->actual->value), places) : SV("—");
		if (q->actual)
			c[3].note = standing(v, q->actual);
		c[4].text = q->grows ? res_growth(v, q->grows, q->growth) : SV("—");
		if (q->base.has)
			c[4].note = arena_tr(a, v->cx.lang, N_("on %.*s (%.*s)"), SV_ARG(res_figure(a, q->base, places)),
				SV_ARG(day_text(a, q->base_day)));
		c[5].tag = res_pace_tag(v, q->light);
		if (q->light != q->light_now)
			c[5].note = arena_tr(a, v->cx.lang, N_("by the changed target: %s"), tr(v->cx.lang,
				pace_look(q->light_now)->word));
		c[6].text = q->actual ? q->actual->source : SV("—");
		row[i].cell = c;
	}
	*ret = (struct res_section){ .title = visit_say(v, N_("Quarters")), .table = table(v, N_("Quarters"), heads, kinds,
		COUNT(heads)),
				     .text = visit_say(v, N_("Cumulative, from January to the quarter's end.")) };
	ret->table.row = row;
	ret->table.n_row = QUARTERS;
}

static struct sv through_text(struct visit *v, struct day d)
{
	struct civil c = civil_of_day(d);
	return arena_tr(v->cx.a, v->cx.lang, N_("to the end of month %d"), c.month);
}

static struct sv fate(struct visit *v, const struct target_seen *s, const struct target_actual *x)
{
	struct arena *a = v->cx.a;
	int places = res_places(s);
	for (size_t i = 0; i < s->n_actual; i++)
		if (s->actual[i].id == x->corrected_by)
			return arena_tr(a, v->cx.lang, N_("corrected on %.*s to %.*s: %.*s"), SV_ARG(day_text(a,
				day_of_instant(s->actual[i].at))),
					SV_ARG(res_figure(a, figure_of(s->actual[i].value), places)),
						SV_ARG(s->actual[i].reason));
	return x->corrects ? arena_tr(a, v->cx.lang, N_("corrects #%lld: %.*s"), (long long)x->corrects,
		SV_ARG(x->reason)) : SV("");
}

static void values(struct visit *v, const struct target_seen *s, bool own, struct res_section *ret)
{
	static const char *const heads[] = { N_("Months"), N_("Value"), N_("Estimated or final"), N_("Growth"),
		N_("Figures as of"), N_("Source of the figure"),
					     N_("Told by"), N_("Correction") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_TAG, COLUMN_NUMBER, COLUMN_DATE,
		COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT };
	struct arena *a = v->cx.a;
	int places = res_places(s);
	struct ui_row *row = NEW(a, struct ui_row, s->n_actual + 1);
	for (size_t i = 0; i < s->n_actual; i++) {
		const struct target_actual *x = &s->actual[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		struct dec growth = { 0 };
		enum growth_kind k = growth_of(figure_of(x->value), x->base, s->line.share, &growth);
		c[0] = (struct ui_cell){ .text = through_text(v, x->through), .note = arena_printf(a, "#%lld",
			(long long)x->id) };
		c[1].text = res_figure(a, figure_of(x->value), places);
		c[2].tag = (struct ui_tag){ .colour = x->final ? "teal" : "grey", .word = standing(v, x) };
		c[3].text = k ? res_growth(v, k, growth) : SV("—");
		c[4].text = day_text(a, x->as_of);
		c[5].text = x->source;
		c[6] = (struct ui_cell){ .text = visit_post_name(v, x->author), .note = res_when(v, x->at) };
		c[7].text = or_dash(fate(v, s, x));
		if (own && x == target_standing(s->actual, s->n_actual, x->through)) {
			int quarter = quarter_ending(x->through);
			c[7].note = fate(v, s, x);
			c[7].text = visit_say(v, N_("Correct"));
			c[7].url = url_arg_int(a, res_form_url(v, "target.correct", s->line.id, line_url(a, s->line.id).s),
				quarter ? "quarter" : "month",
					       quarter ? quarter : civil_of_day(x->through).month);
		}
		row[i] = (struct ui_row){ .cell = c, .struck = x->corrected_by != 0 };
	}
	*ret = (struct res_section){ .title = visit_say(v, N_("Every value that was told")), .table = table(v,
		N_("Every value that was told"), heads, kinds, COUNT(heads)) };
	ret->table.row = row;
	ret->table.n_row = s->n_actual;
	ret->text = arena_tr(a, v->cx.lang,
		N_("Only %.*s tells and corrects them. A final value never covers the estimate before it; a correction names "
			"what it corrects."),
			     SV_ARG(s->line.data_owner_name));
	ret->empty.text = visit_say(v, N_("No value is told yet."));
}

static void changes(struct visit *v, const struct target_seen *s, struct res_section *ret)
{
	static const char *const heads[] = { N_("Day"), N_("Target of the year"), N_("Quarter 1"), N_("Quarter 2"),
		N_("Quarter 3"), N_("Quarter 4"),
					     N_("Basis document"), N_("Reason") };
	static const enum column_kind kinds[] = { COLUMN_DATE, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER,
		COLUMN_NUMBER, COLUMN_TEXT, COLUMN_TEXT };
	struct arena *a = v->cx.a;
	int places = res_places(s);
	struct ui_row *row = NEW(a, struct ui_row, s->n_change + 1);
	for (size_t i = 0; i <= s->n_change; i++) {
		const struct target_change *x = i ? &s->change[i - 1] : NULL;
		const struct target_aims *t = x ? &x->to : &s->line.issued;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = x ? day_text(a, day_of_instant(x->at)) : visit_say(v, N_("as issued"));
		c[1].text = res_figure(a, t->year, places);
		for (int q = 0; q < QUARTERS; q++)
			c[2 + q].text = res_figure(a, t->quarter[q], places);
		c[6].text = x ? x->document : s->line.document;
		c[7].text = or_dash(x ? x->reason : SV(""));
		row[i].cell = c;
	}
	*ret = (struct res_section){ .title = visit_say(v, N_("Targets, as issued and as changed")),
				     .table = table(v, N_("Targets, as issued and as changed"), heads, kinds, COUNT(heads)) };
	ret->table.row = row;
	ret->table.n_row = s->n_change + 1;
}

static void deeds(struct visit *v, const struct target_line *l, bool own, struct res_section *ret)
{
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 3);
	struct sv back = line_url(v->cx.a, l->id).s;
	size_t n = 0;
	if (own)
		b[n++] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Tell the value")),
			.url = res_form_url(v, "target.report", l->id, back) };
	if (visit_may(v, "target.adjust", l->id))
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Change the targets")), .url = res_form_url(v,
			"target.adjust", l->id, back) };
	if (visit_may(v, "target.withdraw", l->id))
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Withdraw the target")), .url = res_form_url(v,
			"target.withdraw", l->id, back) };
	ret->buttons = (struct ui_buttons){ .button = b, .n = n };
}

static enum rc show(struct visit *v, int64_t id)
{
	struct scope scope;
	struct target_line l;
	struct target_seen s;
	struct res_section *sec = NEW(v->cx.a, struct res_section, 4);
	bool within = false;
	TRY(target_line_get(&v->cx, v->db, id, &l));
	TRY(visit_scope(v, "target.list", &scope));
	TRY(target_visible(&v->cx, &l, &scope));
	TRY(target_see(&v->cx, v->db, &l, v->today, 0, &s));
	TRY(unit_within(&v->cx, v->db, v->post.unit, l.data_owner, &within));
	bool own = within && !l.ended && visit_may(v, "target.report", id);
	sec[0] = (struct res_section){ .title = visit_say(v, N_("What was pledged")), .facts = line_facts(v, &s) };
	deeds(v, &l, own, &sec[0]);
	quarters(v, &s, &sec[1]);
	values(v, &s, own, &sec[2]);
	changes(v, &s, &sec[3]);
	struct res_doc d = { .frame = &v->frame, .title = arena_printf(v->cx.a, "%.*s %.*s %lld", SV_ARG(l.unit_short),
		SV_ARG(l.indicator), (long long)l.year),
			     .section = sec, .n = 4 };
	if (l.ended) {
		d.tag = (struct ui_tag){ .shape = "strike", .colour = "grey", .word = visit_say(v, N_("withdrawn")) };
		d.lead = l.reason;
	}
	visit_frame(v, d.title, "target");
	res_doc_page(&v->out, &d);
	visit_send(v, 200);
	return RC_OK;
}

void res_target(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show(&v, http_param_int(rq, "id"));
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
