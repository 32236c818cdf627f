/* 全年红: per unit and quarter on pace, behind or done, against the targets as issued; on screen, on paper, as a workbook. */
#include "app/results/targets.h"

#include "app/results/handlers.h"
#include "app/results/targets.tmpl.h"
#include "base/hash.h"

#include <fcntl.h>
#include <unistd.h>

enum { YEARS = 12, PAPER_NOTES = 18 }; /* up to so many units an A4 across has room for the counts */

struct ui_tag res_pace_tag(struct visit *v, enum pace_light l)
{
	const struct pace_look *k = pace_look(l);
	return (struct ui_tag){ .shape = k->shape, .colour = k->colour, .word = visit_say(v, k->word) };
}

/* ---- units by quarter ------------------------------------------------------------------------------------------------ */

static void count(struct res_unit_year *u, const struct target_seen *s)
{
	u->n++;
	for (int i = 0; i < QUARTERS; i++) {
		enum pace_light l = s->quarter[i].light;
		u->count[i][l]++;
		u->behind += l == PACE_BEHIND;
		u->told += l == PACE_BEHIND || l == PACE_ON_PACE || l == PACE_DONE;
	}
}

static size_t by_unit(struct visit *v, const struct target_seen *s, size_t n, struct res_unit_year **ret)
{
	struct res_unit_year *u = NEW(v->cx.a, struct res_unit_year, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || s[i].line.unit != s[i - 1].line.unit)
			u[k++].seen = &s[i];
		count(&u[k - 1], &s[i]);
	}
	*ret = u;
	return k;
}

enum pace_light res_unit_light(const struct res_unit_year *u, int quarter)
{
	const size_t *c = u->count[quarter];
	size_t judged = c[PACE_BEHIND] + c[PACE_ON_PACE] + c[PACE_DONE];
	if (c[PACE_BEHIND])
		return PACE_BEHIND;
	if (!judged)
		return c[PACE_NO_VALUE] ? PACE_NO_VALUE : c[PACE_NOT_DUE] ? PACE_NOT_DUE : PACE_NO_PLAN;
	return c[PACE_DONE] == u->n ? PACE_DONE : PACE_ON_PACE;
}

/* "on pace 6 · behind 2": of all its indicators, whatever there is. */
static struct sv counts_text(struct visit *v, const struct res_unit_year *u, int quarter)
{
	static const enum pace_light order[] = { PACE_DONE, PACE_ON_PACE, PACE_BEHIND, PACE_NO_VALUE };
	struct buf b = buf_new(v->cx.a, 400);
	for (size_t i = 0; i < COUNT(order); i++)
		if (u->count[quarter][order[i]])
			buf_printf(&b, "%s%s %zu", b.n ? " · " : "", tr(v->cx.lang, pace_look(order[i])->word),
				u->count[quarter][order[i]]);
	if (b.n)
		buf_printf(&b, " · %.*s", SV_ARG(arena_trn(v->cx.a, v->cx.lang, (int64_t)u->n, "of %zu", "of %zu in all", u->n)));
	return b.n ? buf_sv(&b) : SV("");
}

static struct ui_cell year_cell(struct visit *v, const struct res_unit_year *u)
{
	if (!u->told)
		return (struct ui_cell){ .text = SV("—") };
	if (!u->behind)
		return (struct ui_cell){ .tag = { .colour = "redlist", .word = visit_say(v, N_("red so far")) } };
	return (struct ui_cell){ .text = arena_trn(v->cx.a, v->cx.lang, (int64_t)u->behind, "%zu figure behind",
		"%zu figures behind", u->behind) };
}

static struct url unit_url(struct visit *v, struct sv code, int64_t year)
{
	return url_arg_int(v->cx.a, url_seg(v->cx.a, URL("/targets/units"), code), "year", year);
}

static struct ui_table units_table(struct visit *v, const struct res_unit_year *u, size_t n, int64_t year, bool paper)
{
	static const char *const heads[] = { N_("Unit"), N_("Indicators"), N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"),
		N_("Quarter 4"),
					     N_("The year so far") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 1 ? COLUMN_NUMBER :
			i ? COLUMN_TAG : COLUMN_TEXT };
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		const struct target_line *l = &u[i].seen->line;
		c[0].text = l->unit_short;
		if (!paper)
			c[0].url = unit_url(v, l->unit_code, year);
		c[1].text = arena_printf(a, "%zu", u[i].n);
		for (int q = 0; q < QUARTERS; q++)
			c[2 + q] = (struct ui_cell){ .tag = res_pace_tag(v, res_unit_light(&u[i], q)), .note = paper &&
				n > PAPER_NOTES ? SV("") : counts_text(v, &u[i], q) };
		c[6] = year_cell(v, &u[i]);
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Targets of the units by quarter")), .column = col,
		.n_column = COUNT(heads), .row = row,
				  .n_row = n, .cards = !paper, .labels = true, .compact = paper };
}

/* ---- the page ------------------------------------------------------------------------------------------------------- */

enum rc res_targets_year(struct visit *v, const struct scope *s, int64_t *ret, struct ui_tabs *ret_tabs, struct url here)
{
	int64_t years[YEARS], asked = 0;
	size_t n;
	struct sv given = res_param(v, "year");
	TRY(target_years(&v->cx, v->db, s, years, YEARS, &n));
	if (given.n && (!sv_int(given, &asked) || asked < 1990 || asked > 2199))
		return fail_at(&v->cx, RC_INVALID, "year", "import.year", N_("Write the year with four digits."));
	*ret = asked ? asked : n ? years[0] : 0;
	struct ui_tab *t = NEW(v->cx.a, struct ui_tab, n + 1);
	for (size_t i = 0; i < n; i++)
		t[i] = (struct ui_tab){ .label = arena_printf(v->cx.a, "%lld", (long long)years[i]), .here = years[i] == *ret,
					.url = url_arg_int(v->cx.a, here, "year", years[i]) };
	if (ret_tabs)
		*ret_tabs = (struct ui_tabs){ .label = visit_say(v, N_("Year")), .tab = t, .n = n };
	return RC_OK;
}

/* The latest quarter of which something is known. */
static int latest(const struct res_unit_year *u, size_t n)
{
	for (int q = QUARTERS; q-- > 0;)
		for (size_t i = 0; i < n; i++)
			if (u[i].count[q][PACE_BEHIND] + u[i].count[q][PACE_ON_PACE] + u[i].count[q][PACE_DONE])
				return q;
	return 0;
}

static struct ui_facts facts_of(struct visit *v, const struct res_unit_year *u, size_t n)
{
	static const char *const quarters[] = { N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4") };
	static const enum pace_light order[] = { PACE_DONE, PACE_ON_PACE, PACE_BEHIND, PACE_NO_VALUE };
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, COUNT(order) + 1);
	size_t k = 0, red = 0, told = 0;
	int q = latest(u, n);
	for (size_t i = 0; i < n; i++) {
		red += u[i].told && !u[i].behind;
		told += u[i].told > 0;
	}
	f[k++] = (struct ui_fact){ .label = visit_say(v, N_("Units red so far")), .value = arena_printf(v->cx.a, "%zu / %zu", red,
		told), .mark = true };
	for (size_t i = 0; i < COUNT(order); i++) {
		size_t sum = 0;
		for (size_t x = 0; x < n; x++)
			sum += u[x].count[q][order[i]];
		f[k++] = (struct ui_fact){ .label = arena_printf(v->cx.a, "%s %s", tr(v->cx.lang, quarters[q]), tr(v->cx.lang,
			pace_look(order[i])->word)),
					   .value = fmt_int(v->cx.a, v->cx.lang, (int64_t)sum) };
	}
	return (struct ui_facts){ .fact = f, .n = k, .wide = true };
}

static struct sv title_of(struct visit *v, int64_t year)
{
	return year ? arena_tr(v->cx.a, v->cx.lang, N_("Red all year: targets of %lld"), (long long)year) : visit_say(v,
		N_("Red all year"));
}

static void buttons(struct visit *v, int64_t year, struct ui_buttons *ret)
{
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 3);
	size_t n = 0;
	b[n++] = (struct ui_button){ .label = visit_say(v, N_("Print on one A4")), .url = url_arg_int(v->cx.a,
		URL("/targets/print"), "year", year) };
	b[n++] = (struct ui_button){ .label = visit_say(v, N_("As a workbook")), .url = url_arg_int(v->cx.a, URL("/targets.xlsx"),
		"year", year) };
	if (v->roles & ROLE_OFFICE)
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Import a list")), .url = URL("/import") };
	*ret = (struct ui_buttons){ .button = b, .n = n };
}

static enum rc fill(struct visit *v, struct res_targets_page *p, bool paper)
{
	struct scope scope;
	struct target_seen *s;
	struct res_unit_year *u;
	struct target_filter f = { .list = SV_NONE };
	size_t n;
	TRY(visit_scope(v, "target.list", &scope));
	TRY(res_targets_year(v, &scope, &f.year, &p->tabs, URL("/targets")));
	p->title = title_of(v, f.year);
	TRY(targets_see(&v->cx, v->db, &scope, &f, v->today, &s, &n));
	n = by_unit(v, s, n, &u);
	p->table = units_table(v, u, n, f.year, paper);
	p->facts = facts_of(v, u, n);
	p->sub = visit_say(v,
		N_("Measured against the targets as they were issued; targets of quarters are cumulative, from January. "
			"Changed targets stand beside them."));
	p->foot = visit_say(v,
		N_("A unit is behind in a quarter when one of its indicators is. Estimated values count until the final one "
			"is told."));
	p->empty = (struct ui_empty){ .text = visit_say(v,
		N_("No targets are in for this year. The office imports the pledge as a table.")) };
	if (v->roles & ROLE_OFFICE) {
		p->empty.url = URL("/import");
		p->empty.url_label = visit_say(v, N_("Import a list"));
	}
	p->back = paper ? url_arg_int(v->cx.a, URL("/targets"), "year", f.year) : (struct url){ 0 };
	buttons(v, f.year, &p->acts);
	return RC_OK;
}

void res_targets(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_targets_page p = { .frame = &v.frame };
		enum rc rc = fill(&v, &p, false);
		visit_frame(&v, p.title, "targets");
		if (rc == RC_OK) {
			res_targets_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

void res_targets_print(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_targets_page p = { .frame = &v.frame };
		enum rc rc = fill(&v, &p, true);
		visit_frame(&v, p.title, "targets-print");
		v.frame.kind = FRAME_PLAIN;
		v.frame.paper = PAPER_WIDE;
		v.frame.feedback = (struct url){ 0 };
		p.foot = arena_tr(v.cx.a, v.cx.lang,
			N_("%.*s, as of %.*s. A unit is behind in a quarter when one of its indicators is; estimated values "
				"count."),
				  SV_ARG(v.frame.office), SV_ARG(v.frame.as_of));
		if (rc == RC_OK) {
			res_targets_paper(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /targets.xlsx ----------------------------------------------------------------------------------------------------- */

static enum rc send_file(struct visit *v)
{
	struct scope scope;
	struct target_filter f = { .list = SV_NONE };
	uint8_t random[8];
	int64_t rows;
	TRY(visit_scope(v, "target.list", &scope));
	TRY(res_targets_year(v, &scope, &f.year, NULL, URL("/targets")));
	random_bytes(random, sizeof(random));
	struct sv name = hex_text(v->cx.a, sv_make((char *)random, sizeof(random))), title = title_of(v, f.year);
	struct sv path = arena_printf(v->cx.a, "%s/spool/export-%.*s.xlsx", store_dir(web_store(v->web)), SV_ARG(name));
	TRY(target_export(&v->cx, v->db, &scope, &f, v->today, path.p, title, &rows));
	int fd = open(path.p, O_RDONLY | O_CLOEXEC);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	unlink(path.p);
	if (size < 0)
		return fail(&v->cx, RC_FAILED, "export.file", N_("The file could not be written; the disk may be full."));
	reply_file(v->rp, fd, size, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		   arena_printf(v->cx.a, "%.*s.xlsx", SV_ARG(title)), true);
	v->rp->cache = CACHE_NEVER;
	return RC_OK;
}

void res_targets_file(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = send_file(&v);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
