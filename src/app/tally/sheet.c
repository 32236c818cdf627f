/* A sheet of counts or marks becomes cells: what each cell says, and what cannot be read. */
#include "app/tally/sheet_read.h"

#include "core/words.h"

enum { NOTES_MAX = 50 };

/* ---- cells ------------------------------------------------------------------------------------------------------------ */

static struct tally_seen *seen(struct reading *r, int row, int c)
{
	struct tally_sheet *s = r->s;
	if (s->n == r->room) {
		r->room = r->room ? r->room * 2 : 256;
		struct tally_seen *more = NEW(r->cx->a, struct tally_seen, r->room);
		if (s->n)
			memcpy(more, s->seen, s->n * sizeof(*more));
		s->seen = more;
	}
	struct tally_seen *x = &s->seen[s->n++];
	*x = (struct tally_seen){ .row = r->g->row_no[row], .col = c + 1, .unit = SV(""), .head = r->col[c].head,
				  .text = sv_trim(grid_at(r->g, row, c)->text), .why = SV("") };
	x->cell = (struct tally_cell){ .group = SV(""), .grade = SV(""), .judge = SV(""), .missing = SV("") };
	return x;
}

static void wrong(struct reading *r, struct tally_seen *x, const char *msgid)
{
	if (x->why.n)
		return;
	x->why = sv_of(tr(r->cx->lang, msgid));
	r->s->wrong++;
}

static void wrong_text(struct reading *r, struct tally_seen *x, struct sv text)
{
	if (x->why.n)
		return;
	x->why = text;
	r->s->wrong++;
}

static struct sv missing_word(struct sv s)
{
	static const struct {
		const char *words, *state;
	} known[] = {
		{ "缺席 未到 请假 未评", "absent" }, { "弃权", "abstain" }, { "回避", "recused" }, { "废票 无效 作废", "spoilt" },
		{ "不适用 不考核 不涉及", "not_applicable" },
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (words_is(s, known[i].words))
			return sv_of(known[i].state);
	return SV("");
}

/* The number as stored; of a percentage what a person sees. */
static bool number_in(struct reading *r, const struct cell *c, struct dec *ret)
{
	struct sv s = words_clean(r->cx->a, c->text);
	bool percent = sv_ends(s, SV("%"));
	if (c->kind == CELL_NUMBER && !c->percent) {
		*ret = c->number;
		return true;
	}
	if (c->kind == CELL_NUMBER) {
		*ret = (struct dec){ c->number.u * 100 };
		return c->number.u < INT64_MAX / 100 && c->number.u > -INT64_MAX / 100;
	}
	(void)!words_eat(&s, "约");
	s = percent ? sv_upto(s, s.n - 1) : words_end(s, "分 票", NULL) ? sv_upto(s, s.n - 3) : s;
	return dec_parse(s, ret);
}

/* A mark above what its column or the rules allow is no mark. */
static void check_mark(struct reading *r, struct tally_seen *x, struct dec v, struct dec max)
{
	struct dec scale = tally_scale(&r->s->place);
	if (v.u < 0)
		wrong(r, x, N_("a mark is not below nought"));
	else if (max.u && dec_cmp(v, max) > 0)
		wrong_text(r, x, arena_printf(r->cx->a, tr(r->cx->lang, N_("%.*s is more than the full mark of this column, %.*s")),
					  SV_ARG(dec_text(r->cx->a, v)), SV_ARG(dec_text(r->cx->a, max))));
	else if (scale.u && dec_cmp(v, scale) > 0)
		wrong_text(r, x, arena_printf(r->cx->a, tr(r->cx->lang, N_("%.*s is more than the full mark of the rules, %.*s")),
					  SV_ARG(dec_text(r->cx->a, v)), SV_ARG(dec_text(r->cx->a, scale))));
}

static void read_cell(struct reading *r, const struct cell *c, const struct heading *k, struct tally_seen *x)
{
	struct sv kind = r->s->place.kind, s = words_clean(r->cx->a, c->text);
	struct dec v = { 0 };
	bool votes = sv_is(kind, "ballot") || sv_is(kind, "place") || k->what == COL_SPOILT;
	x->cell.grade = k->grade;
	x->cell.judge = r->by_judge ? x->cell.judge : k->judge;
	x->cell.missing = k->what == COL_SPOILT ? SV("spoilt") : missing_word(s);
	if (k->what != COL_SPOILT && x->cell.missing.n)
		return;
	if (words_is(s, "√ ✓ ○ 是"))
		wrong(r, x, N_("this is a voter's own sheet; count the ballots and write numbers of votes"));
	else if (!number_in(r, c, &v))
		wrong(r, x, N_("this is no number"));
	else if (votes && (v.u < 0 || v.u % DEC_ONE || v.u / DEC_ONE > 1000000))
		wrong(r, x, N_("a number of votes is a whole number"));
	else if (!votes && (tally_scale(&r->s->place).u || k->max.u))
		check_mark(r, x, v, k->max);
	x->cell.votes = votes ? v.u / DEC_ONE : 0;
	x->cell.value = votes ? k->place : v;
}

static bool group_known(const struct tally_place *p, struct sv group)
{
	for (int i = 0; p->item && i < p->item->n_groups; i++)
		if (sv_eq(p->item->groups[i].name, group))
			return true;
	return !p->item || !p->item->n_groups;
}

static int column_at(const struct reading *r, enum column_what what)
{
	for (int c = 0; c < r->g->cols; c++)
		if (r->col[c].what == what)
			return c;
	return -1;
}

/* One judge's own sheet: the marks of its parts are looked at, and their sum is what the total must say. */
static void sum_row(struct reading *r, size_t first, const struct tally_seen *like, int row)
{
	struct dec sum = { 0 };
	size_t parts = 0, columns = 0;
	struct tally_seen *total = NULL;
	bool sound = true;
	int last = 0;
	for (int c = 0; c < r->g->cols; c++)
		if (r->col[c].what == COL_DIMENSION) {
			columns++;
			last = c;
		}
	for (size_t i = first; i < r->s->n; i++) {
		struct tally_seen *x = &r->s->seen[i];
		parts += x->aside;
		sound &= !x->why.n && !x->cell.missing.n;
		if (!x->aside)
			total = x;
		else if (!dec_add(sum, x->cell.value, &sum))
			sound = false;
	}
	if (!columns || !parts || !sound)
		return;
	if (parts < columns) {
		if (!total)
			wrong(r, &r->s->seen[r->s->n - 1], N_("a part of the mark is missing in this row"));
	} else if (total && total->cell.value.u != sum.u) {
		wrong_text(r, total, arena_printf(r->cx->a, tr(r->cx->lang, N_("the parts add up to %.*s")), SV_ARG(dec_text(r->cx->a, sum))));
	} else if (!total) { /* no column of totals: the program adds up */
		struct tally_seen copy = *like, *x = seen(r, row, last);
		x->unit = copy.unit;
		x->cell = copy.cell;
		x->cell.value = sum;
		x->text = dec_text(r->cx->a, sum);
		x->head = SV("合计");
		x->col = r->g->cols + 1;
		check_mark(r, x, sum, (struct dec){ 0 });
	}
}

/* Whose row it is: a unit's, or a judge's. */
static enum rc row_is_of(struct reading *r, int row, struct tally_cell *ret, struct sv *ret_name)
{
	const struct known_name *k;
	int unit_col = column_at(r, COL_UNIT), judge_col = column_at(r, COL_JUDGE), group_col = column_at(r, COL_GROUP);
	struct sv group = group_col < 0 ? r->ask->group : tally_cell_text(r, row, group_col);
	*ret = (struct tally_cell){ .group = sv_or_empty(group), .grade = SV(""), .judge = SV(""), .missing = SV("") };
	*ret_name = tally_cell_text(r, row, r->by_judge ? judge_col : unit_col);
	if (!ret_name->n || words_is(*ret_name, TALLY_FULL_WORDS) || words_in(*ret_name, "合计 小计 总计 平均 备注 注: 监票 计票人")) {
		*ret_name = SV("");
		return RC_OK;
	}
	if (r->by_judge) {
		(void)!tally_digits_in(*ret_name, &ret->judge);
		return RC_OK;
	}
	TRY(names_find(r->cx, r->db, &r->names, *ret_name, r->g->row_no[row], &k));
	ret->unit = k->n == 1 ? k->units[0] : 0;
	return RC_OK;
}

/* Told once, at the name, instead of at every cell of its row or column. */
static void unknown_unit(struct reading *r, int row, int c)
{
	struct tally_seen *x = seen(r, row, c);
	x->name = true;
	x->unit = tally_cell_text(r, row, c);
	wrong(r, x, N_("no unit of this office is called so"));
}

static enum rc read_row(struct reading *r, int row)
{
	struct tally_cell of;
	struct sv name;
	int standing = column_at(r, COL_STANDING);
	size_t first = r->s->n;
	TRY(row_is_of(r, row, &of, &name));
	if (!name.n)
		return RC_OK;
	if (!r->by_judge && !of.unit) {
		unknown_unit(r, row, column_at(r, COL_UNIT));
		return RC_OK;
	}
	of.estimated = standing >= 0 && words_is(tally_cell_text(r, row, standing), "预计 快报 预计数 估计");
	for (int c = 0; c < r->g->cols; c++) {
		const struct heading *col = &r->col[c];
		const struct cell *cell = grid_at(r->g, row, c);
		if ((col->what != COL_VALUE && col->what != COL_SPOILT && col->what != COL_DIMENSION) || !words_clean(r->cx->a, cell->text).n || (r->by_judge && !col->unit))
			continue; /* an empty cell says nothing; the value stays missing */
		struct tally_seen *x = seen(r, row, c);
		x->aside = col->what == COL_DIMENSION;
		x->unit = r->by_judge ? col->head : name;
		x->cell = of;
		if (r->by_judge)
			x->cell.unit = col->unit;
		if (col->group.n)
			x->cell.group = col->group;
		if (r->by_judge && !of.judge.n)
			wrong(r, x, N_("a judge is a number, never a name"));
		if (!group_known(&r->s->place, x->cell.group))
			wrong(r, x, x->cell.group.n ? N_("the rules have no such group of voters") : N_("say which group of voters this is"));
		read_cell(r, cell, col, x);
	}
	of.judge = sv_or_empty(r->ask->judge);
	struct tally_seen like = { .unit = name, .cell = of };
	if (!r->by_judge && r->s->n > first)
		sum_row(r, first, &like, row);
	return RC_OK;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------------- */

/* Everybody votes on everybody: a unit with more or fewer ballots than the first of its group of voters was miscounted, or some
 * abstained; a person looks. */
static void compare_sums(struct reading *r)
{
	struct tally_sheet *s = r->s;
	if (!sv_is(s->place.kind, "ballot"))
		return;
	for (size_t i = 0; i < s->n; i++) {
		int64_t mine = 0, first = 0, of = 0;
		bool begins = !s->seen[i].name;
		for (size_t k = 0; k < i && begins; k++)
			begins = s->seen[k].cell.unit != s->seen[i].cell.unit || !sv_eq(s->seen[k].cell.group, s->seen[i].cell.group);
		for (size_t k = 0; begins && k < s->n; k++) {
			const struct tally_cell *c = &s->seen[k].cell;
			if (!sv_eq(c->group, s->seen[i].cell.group))
				continue;
			of = of ? of : c->unit;
			mine += c->unit == s->seen[i].cell.unit ? c->votes : 0;
			first += c->unit == of ? c->votes : 0;
		}
		if (begins && mine != first && s->n_notes < NOTES_MAX)
			r->notes[s->n_notes++] = arena_printf(r->cx->a, tr(r->cx->lang, N_("%.*s has %lld ballots, the first unit of this group of voters has %lld; count once more.")),
							      SV_ARG(s->seen[i].unit), (long long)mine, (long long)first);
	}
}

/* One judge in two rows, one unit in two: one of them is wrong, and only the office can say which. */
static void find_doubles(struct reading *r)
{
	struct tally_sheet *s = r->s;
	const struct tally_cell **cell = NEW(r->cx->a, const struct tally_cell *, s->n + 1);
	size_t *at = NEW(r->cx->a, size_t, s->n + 1), n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (!s->seen[i].why.n && !s->seen[i].aside) {
			cell[n] = &s->seen[i].cell;
			at[n++] = i;
		}
	const size_t *first = tally_doubles(r->cx->a, cell, n, s->place.kind);
	for (size_t i = 0; i < n; i++)
		if (first[i] != SIZE_MAX)
			wrong_text(r, &s->seen[at[i]], arena_printf(r->cx->a, tr(r->cx->lang, N_("the same is given in %.*s already")),
								    SV_ARG(tally_seen_at(r->cx->a, &s->seen[at[first[i]]]))));
}

enum rc tally_read(struct ctx *cx, struct db *db, const struct book *book, const struct tally_ask *ask, struct tally_sheet **ret)
{
	struct tally_sheet *s = NEW(cx->a, struct tally_sheet, 1);
	struct reading r = { .cx = cx, .db = db, .ask = ask, .s = s };
	TRY(tally_place_of(cx, ask->rule, ask->item, &s->place));
	TRY(names_open(cx, db, ask->owner, NULL, 0, &r.names));
	TRY(tally_find_header(&r, book));
	s->unread = r.unread = NEW(cx->a, struct sv, (size_t)r.g->cols + 1);
	s->notes = r.notes = NEW(cx->a, struct sv, NOTES_MAX);
	for (int c = 0; c < r.g->cols; c++)
		if (r.col[c].what == COL_UNREAD)
			r.unread[s->n_unread++] = r.col[c].head;
	for (int c = 0; r.by_judge && c < r.g->cols; c++)
		if (r.col[c].what == COL_VALUE && !r.col[c].unit)
			unknown_unit(&r, r.head, c);
	for (int row = r.head + 1; row < r.g->rows; row++)
		TRY(read_row(&r, row));
	if (s->n == 0)
		return fail(cx, RC_INVALID, "tally.empty", N_("The sheet holds no figures under its heads."));
	find_doubles(&r);
	compare_sums(&r);
	*ret = s;
	return RC_OK;
}

struct js *tally_cells_js(struct arena *a, const struct tally_sheet *s)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < s->n; i++)
		if (!s->seen[i].why.n && !s->seen[i].aside)
			js_push(list, tally_cell_js(a, &s->seen[i].cell));
	return list;
}

struct sv tally_seen_at(struct arena *a, const struct tally_seen *x)
{
	char name[8];
	size_t at = sizeof(name);
	for (int c = x->col; c > 0; c = (c - 1) / 26)
		name[--at] = (char)('A' + (c - 1) % 26);
	return arena_printf(a, "%.*s%d", (int)(sizeof(name) - at), name + at, x->row);
}

struct js *tally_sheet_js(struct arena *a, const struct tally_sheet *s)
{
	struct js *o = js_obj(a), *cells, *unread, *notes;
	js_set_sv(a, o, "kind", s->place.kind);
	js_set_int(a, o, "read", (int64_t)(s->n - s->wrong));
	js_set_int(a, o, "wrong", (int64_t)s->wrong);
	cells = js_set(o, "cells", js_arr(a));
	for (size_t i = 0; i < s->n; i++) {
		const struct tally_seen *x = &s->seen[i];
		struct js *e = js_push(cells, js_obj(a));
		js_set_int(a, e, "row", x->row);
		js_set_int(a, e, "column", x->col);
		js_set_sv(a, e, "at", tally_seen_at(a, x));
		js_set_sv(a, e, "unit", x->unit);
		js_set_sv(a, e, "head", x->head);
		js_set_sv(a, e, "text", x->text);
		js_set_sv(a, e, "wrong", x->why);
		if (x->aside)
			js_set_bool(a, e, "aside", true);
		js_set_sv(a, e, "group", x->cell.group);
		js_set_sv(a, e, "grade", x->cell.grade);
		js_set_sv(a, e, "judge", x->cell.judge);
		js_set_sv(a, e, "missing", x->cell.missing);
		js_set_dec(a, e, "value", x->cell.value);
		js_set_int(a, e, "votes", x->cell.votes);
	}
	unread = js_set(o, "unread", js_arr(a));
	for (size_t i = 0; i < s->n_unread; i++)
		js_push(unread, js_str(a, s->unread[i]));
	notes = js_set(o, "notes", js_arr(a));
	for (size_t i = 0; i < s->n_notes; i++)
		js_push(notes, js_str(a, s->notes[i]));
	return o;
}
