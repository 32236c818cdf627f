#include "app/import/headers.h"

#include "app/import/script.h"
#include "app/import/synonyms.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { SEARCH_ROWS = 20, MOST_COLUMNS = 200, MOST_DEPTH = 3 };

/* ---- merged ranges ------------------------------------------------------------------------------------- */

struct sheet sheet_open(struct arena *a, const struct grid *g)
{
	struct sheet s = { g, NULL };
	if (!g->n_merges || g->rows <= 0 || g->cols <= 0)
		return s;
	size_t cells = (size_t)g->rows * (size_t)g->cols, work = 0;
	s.range = NEW(a, int32_t, cells);
	for (size_t i = 0; i < g->n_merges && i < INT32_MAX && work < 8 * cells; i++) {
		const struct merge *m = &g->merges[i];
		if (m->row < 0 || m->col < 0 || m->row >= g->rows || m->col >= g->cols)
			continue;
		int last_row = m->last_row < g->rows ? m->last_row : g->rows - 1;
		int last_col = m->last_col < g->cols ? m->last_col : g->cols - 1;
		for (int r = m->row; r <= last_row; r++)
			for (int c = m->col; c <= last_col; c++, work++)
				s.range[(size_t)r * (size_t)g->cols + (size_t)c] = (int32_t)i + 1;
	}
	return s;
}

const struct merge *sheet_range(const struct sheet *s, int row, int col)
{
	int32_t i = s->range ? s->range[(size_t)row * (size_t)s->g->cols + (size_t)col] : 0;
	return i ? &s->g->merges[i - 1] : NULL;
}

const struct cell *sheet_cell(const struct sheet *s, int row, int col)
{
	const struct merge *m = sheet_range(s, row, col);
	return m ? grid_at(s->g, m->row, m->col) : grid_at(s->g, row, col);
}

bool sheet_own(const struct sheet *s, int row, int col)
{
	const struct merge *m = sheet_range(s, row, col);
	return !m || (m->row == row && m->col == col);
}

/* ---- keys ----------------------------------------------------------------------------------------------- */

/* Clean, without what stands in brackets, without stars and colons; a lone bracket keeps its words. */
static struct sv key_of(struct arena *a, struct sv header, struct script *script)
{
	struct sv s = words_clean(a, script ? script_simplify(a, script, header) : header);
	struct buf b = buf_new(a, s.n + 1);
	int depth = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '(' || c == '[')
			depth++;
		else if (c == ')' || c == ']')
			depth -= depth > 0;
		else if (!depth && c != '*' && c != ':' && c != '\'' && c != '"')
			buf_putc(&b, c);
	}
	struct sv key = b.n ? buf_sv(&b) : s;
	if (sv_has(s, SV("(%)")) && !sv_has(key, SV("%")))
		key = arena_printf(a, "%.*s%%", SV_ARG(key));
	return key;
}

/* 2023年, 1-6月, 截至6月底 in front of a name of a column. */
static struct sv without_time(struct sv key)
{
	struct sv s = key;
	words_eat(&s, "截至 截止到 截止 至");
	int v, digits;
	bool any = false;
	for (;;) {
		struct sv t = s;
		if (t.n && t.p[0] >= '0' && t.p[0] <= '9' && words_eat_int(&t, &v, &digits)) {
			any = true;
			words_eat(&t, "年度 年 月份 月底 月末 月 日 - ~ — 至 . 季度");
			s = t;
			continue;
		}
		break;
	}
	return any && s.n ? s : key;
}

/* What is asked about a column: its kind of list, and the field that it cannot be. */
struct asked {
	enum import_kind kind;
	enum import_field not;
};

/* Also the end of a longer name: 本周进展情况, 2023年年度计划投资. */
static bool find_loosely(struct sv key, const struct asked *q, struct synonym *ret)
{
	struct sv s = without_time(key);
	if (key.n > 90)
		return false; /* no header is that long */
	if (synonym_find(s, q->kind, q->not, ret)) {
		ret->rank += s.n == key.n ? 0 : 20000;
		return true;
	}
	if (sv_ends(s, SV("%")) && s.n > 1 && synonym_find(sv_upto(s, s.n - 1), q->kind, q->not, ret))
		return true;
	if (words_start(s, "实际 上年 上月 去年 上周 上次 本月 下月 下周 原 是否 未"))
		return false;
	for (struct sv t = s; utf8_count(t) > 4;) {
		utf8_next(&t);
		if (synonym_find(t, q->kind, q->not, ret)) {
			ret->rank += 30000;
			ret->strong = false;
			return ret->field != IM_SOURCE_NO;
		}
	}
	return false;
}

/* Tries the names under which a column of two levels may be known. */
static bool find_field(struct arena *a, const struct header_title *t, const struct asked *q, struct synonym *ret)
{
	if (!t->parent.n || sv_eq(t->parent, t->child))
		return find_loosely(t->child, q, ret);
	struct sv both = arena_printf(a, "%.*s%.*s", SV_ARG(t->child), SV_ARG(t->parent));
	struct sv other = arena_printf(a, "%.*s%.*s", SV_ARG(t->parent), SV_ARG(t->child));
	if (synonym_find(both, q->kind, q->not, ret) || synonym_find(other, q->kind, q->not, ret) ||
	    find_loosely(t->child, q, ret))
		return true;
	if (find_loosely(t->parent, q, ret)) {
		ret->rank += 50000;
		return true;
	}
	return false;
}

/* ---- one candidate ------------------------------------------------------------------------------------- */

static struct sv one_line(struct arena *a, struct sv s)
{
	struct buf b = buf_new(a, s.n + 1);
	while (s.n) {
		struct sv start = s;
		int32_t cp = utf8_next(&s);
		if (cp != '\n' && cp != '\r')
			buf_put(&b, sv_upto(start, start.n - s.n));
	}
	return b.n ? sv_trim(buf_sv(&b)) : SV("");
}

int header_depth(const struct sheet *s, int row)
{
	const struct grid *g = s->g;
	int depth = 1, under = 0, both = 0, filled = 0;
	for (int c = 0; c < g->cols; c++) {
		const struct merge *m = sheet_range(s, row, c);
		if (m && m->row == row && m->last_row > row && grid_at(g, m->row, m->col)->text.n) {
			int d = m->last_row - row + 1;
			depth = d > depth ? d : depth;
		}
	}
	if (depth > 1 || row + 1 >= g->rows)
		return depth < MOST_DEPTH ? depth : MOST_DEPTH;
	for (int c = 0; c < g->cols; c++) {
		bool up = grid_at(g, row, c)->text.n > 0, down = grid_at(g, row + 1, c)->text.n > 0;
		filled += up;
		under += !up && down && c > 0;
		both += up && down;
	}
	/* without merges: children stand under blanks, and most single columns have nothing beneath */
	return under > 0 && both * 3 <= filled && !grid_at(g, row + 1, 0)->text.n ? 2 : 1;
}

struct header_title *header_titles(struct arena *a, const struct sheet *s, int row, int depth, struct script *script)
{
	const struct grid *g = s->g;
	struct header_title *t = NEW(a, struct header_title, (size_t)g->cols + 1);
	struct sv spread = SV("");
	for (int c = 0; c < g->cols; c++) {
		struct sv levels[MOST_DEPTH];
		int n = 0;
		for (int d = 0; d < depth; d++) {
			struct sv text = one_line(a, sheet_cell(s, row + d, c)->text);
			/* a parent without a merge reaches over the blanks to its right */
			if (d == 0 && depth > 1) {
				bool child = grid_at(g, row + 1, c)->text.n > 0;
				if (text.n)
					spread = text;
				else if (child && !sheet_range(s, row, c))
					text = spread;
			}
			if (text.n && (!n || !sv_eq(levels[n - 1], text)))
				levels[n++] = text;
		}
		if (!n)
			continue;
		t[c].text = levels[0];
		for (int d = 1; d < n; d++)
			t[c].text = arena_printf(a, "%.*s/%.*s", SV_ARG(t[c].text), SV_ARG(levels[d]));
		t[c].child = key_of(a, levels[n - 1], script);
		t[c].parent = n > 1 ? key_of(a, levels[n - 2], script) : SV("");
	}
	return t;
}

static bool repeats(enum import_field f)
{
	return f == IM_RESPONSIBLE || f == IM_ASSIST;
}

/* A header while its columns find their fields. */
struct draft {
	struct arena *a;
	struct header h;
	const struct header_title *titles;
	int *ranks; /* per column of h */
};

static void place(struct draft *d, int col, enum import_field not);

static void place_as(struct draft *d, int col, const struct synonym *syn, enum import_field not)
{
	struct header *h = &d->h;
	const struct header_title *t = &d->titles[col];
	struct import_column new = { .field = syn->field, .col = col, .header = t->text,
				     .sealed = syn->field >= IM_CONTACT, .unit = money_unit_in(d->a, t->text),
				     .percent = { .header = sv_has(t->text, SV("%")) ||
						  sv_has(t->text, SV("％")) } };
	size_t i = 0;
	while (i < h->n_columns && (h->columns[i].field != syn->field || repeats(syn->field) || new.sealed))
		i++;
	if (i == h->n_columns) {
		d->ranks[i] = syn->rank;
		h->columns[h->n_columns++] = new;
		return;
	}
	int loser = col;
	if (syn->rank < d->ranks[i]) { /* the surer name takes the field, the other one looks on */
		loser = h->columns[i].col;
		h->columns[i] = new;
		d->ranks[i] = syn->rank;
	}
	if (not == IM_NONE) {
		place(d, loser, syn->field);
		return;
	}
	h->unmapped[h->n_unmapped++] = d->titles[loser].text;
	if (!h->twice++)
		h->twice_header = d->titles[loser].text;
}

static void place(struct draft *d, int col, enum import_field not)
{
	const struct header_title *t = &d->titles[col];
	struct asked q = { d->h.kind, not };
	struct synonym syn;
	struct sv whole = arena_printf(d->a, "%.*s%.*s", SV_ARG(t->parent), SV_ARG(t->child));
	enum import_field sealed = synonym_sealed(whole);
	if (sealed != IM_NONE) {
		syn = (struct synonym){ .field = sealed };
		place_as(d, col, &syn, not);
	} else if (find_field(d->a, t, &q, &syn)) {
		if (not == IM_NONE)
			d->h.score += 1 + (syn.strong ? 3 : 0);
		place_as(d, col, &syn, not);
	} else {
		d->h.unmapped[d->h.n_unmapped++] = t->text;
		if (not != IM_NONE && !d->h.twice++)
			d->h.twice_header = t->text;
	}
}

static bool has_field(const struct header *h, enum import_field f)
{
	for (size_t i = 0; i < h->n_columns; i++)
		if (h->columns[i].field == f)
			return true;
	return false;
}

/* 完成时间 is the deadline where no other column is. */
static void settle_dates(struct header *h)
{
	if (has_field(h, IM_DUE) || has_field(h, IM_DONE) || has_field(h, IM_STRUCK_OFF))
		return;
	for (size_t i = 0; i < h->n_columns; i++)
		if (h->columns[i].field == IM_DONE_ON && !words_in(h->columns[i].header, "实际 办结 销号"))
			h->columns[i].field = IM_DUE;
}

static int by_column(const void *x, const void *y)
{
	return ((const struct import_column *)x)->col - ((const struct import_column *)y)->col;
}

static struct header map_as(struct arena *a, const struct grid *g, const struct header_title *t,
			    enum import_kind kind)
{
	size_t n = (size_t)g->cols + 1;
	struct draft d = { .a = a, .titles = t, .ranks = NEW(a, int, n),
			   .h = { .kind = kind, .columns = NEW(a, struct import_column, n),
				  .unmapped = NEW(a, struct sv, 2 * n) } };
	for (int c = 0; c < g->cols; c++)
		if (t[c].text.n)
			place(&d, c, IM_NONE);
	settle_dates(&d.h);
	if (!has_field(&d.h, IM_TITLE))
		d.h.score = 0;
	qsort(d.h.columns, d.h.n_columns, sizeof(*d.h.columns), by_column);
	return d.h;
}

bool header_find(struct arena *a, const struct sheet *s, enum import_kind kind, struct script *script,
		 struct header *ret)
{
	const struct grid *g = s->g;
	if (g->cols < 1 || g->cols > MOST_COLUMNS)
		return false;
	for (int r = 0; r < g->rows && r < SEARCH_ROWS; r++) {
		int deepest = header_depth(s, r);
		struct header best = { .score = 0 };
		const struct header_title *t = header_titles(a, s, r, deepest, script);
		for (int k = 0; k < IMPORT_KINDS; k++) {
			if (kind != IMPORT_ANY && kind != (enum import_kind)k)
				continue;
			struct header h = map_as(a, g, t, (enum import_kind)k);
			if (h.n_columns >= 3 && h.score > best.score)
				best = h;
		}
		if (best.score > 0) {
			best.row = r;
			best.depth = deepest;
			*ret = best;
			return true;
		}
	}
	return false;
}

bool header_petition(struct arena *a, const struct sheet *s, struct script *script)
{
	const struct grid *g = s->g;
	for (int r = 0; r < g->rows && r < SEARCH_ROWS; r++) {
		int marks = 0, columns = 0, procedure = 0;
		bool petition_title = false;
		for (int c = 0; c < g->cols && c < MOST_COLUMNS; c++) {
			const struct cell *cell = grid_at(g, r, c);
			if (!cell->text.n || cell->text.n > 60)
				continue;
			int p = synonym_petition(key_of(a, cell->text, script));
			marks += p > 0;
			procedure += p == 2;
			columns++;
		}
		for (int up = 0; up < r; up++)
			petition_title |= words_in(sheet_cell(s, up, 0)->text, "信访 诉求 12345 热线");
		if (columns >= 4 && ((marks >= 2 && procedure >= 1) || (marks >= 1 && petition_title)))
			return true;
	}
	return false;
}

bool header_facts(struct arena *a, const struct sheet *s)
{
	const struct grid *g = s->g;
	for (int r = 0; r < g->rows && r < SEARCH_ROWS; r++) {
		bool item = false, day = false, outcome = false, duty = false;
		for (int c = 0; c < g->cols && c < MOST_COLUMNS; c++) {
			struct sv key = key_of(a, grid_at(g, r, c)->text, NULL);
			item |= words_is(key, "项目");
			day |= words_is(key, "日期");
			outcome |= words_is(key, "结果 事实 种类");
			duty |= words_is(key, "牵头单位 责任单位 建设单位 完成时限 整改时限 计划投产");
		}
		if (item && day && outcome && !duty)
			return true;
	}
	return false;
}
