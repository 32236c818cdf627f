/* The figures of a row of targets: in one unit, cumulative, and doubted where a clerk would doubt them. */
#include "app/import/pledge_read.h"

#include "core/due.h"

/* A number as it is stored, not as it is rounded for display; a share with its sign. */
static struct sv exact(struct pledge_reading *rd, const struct cell *c)
{
	struct dec v = c->number, shown;
	struct sv clean = words_clean(rd->a, c->text);
	if (c->kind != CELL_NUMBER)
		return sv_trim(c->text);
	if (c->percent && dec_mul(v, DEC(100), &v))
		return arena_printf(rd->a, "%.*s%%", SV_ARG(dec_text(rd->a, v)));
	bool bare = number_take(clean, &shown) == clean.n || sv_starts(clean, SV("-"));
	return bare ? dec_text(rd->a, v) : sv_trim(c->text);
}

/* A bare figure under 上年基数（亿元） is in 亿元, whatever the row's own unit is. */
static struct sv figure_text(struct pledge_reading *rd, const struct pledge_row *r, enum pledge_field f)
{
	struct sv s = exact(rd, pledge_cell(rd, r->line, f));
	const struct pledge_column *c = pledge_column(rd, f);
	struct dec v;
	struct sv clean = words_clean(rd->a, s), digits = clean;
	words_eat(&digits, "-");
	bool bare = digits.n && number_take(digits, &v) == digits.n;
	return bare && c && c->uom.n && r->uom.n ? arena_printf(rd->a, "%.*s%.*s", SV_ARG(clean), SV_ARG(c->uom)) : s;
}

static const enum pledge_field with_units[] = { PLEDGE_YEAR, PLEDGE_Q4, PLEDGE_Q1, PLEDGE_BASE };
enum { WITH_UNITS = sizeof(with_units) / sizeof(*with_units) };

/* Its cells are percentages, and no growth on a base. */
static bool shares_only(struct pledge_reading *rd, const struct pledge_row *r)
{
	bool any = false;
	for (size_t i = 0; i < WITH_UNITS; i++) {
		struct sv s = words_clean(rd->a, exact(rd, pledge_cell(rd, r->line, with_units[i])));
		struct dec v;
		bool fraction = with_units[i] == PLEDGE_BASE && number_take(s, &v) == s.n && v.u <= DEC_ONE;
		if (words_blank(s) || fraction)
			continue;
		if (!words_in(s, "% ％ 百分") || words_in(s, "增长 下降 提高 降低 增加 压减"))
			return false;
		any = true;
	}
	return any;
}

/* What the first cell says that gives a unit itself; bare figures beside it are doubted. */
static struct sv cells_unit(struct pledge_reading *rd, struct pledge_row *r)
{
	struct sv found = SV("");
	bool bare = false;
	for (size_t i = 0; i < WITH_UNITS; i++) {
		struct measure none = { .base = SV("") };
		struct amount m = amount_parse(rd->a, exact(rd, pledge_cell(rd, r->line, with_units[i])), &none, NULL);
		bool value = (m.verdict == VERDICT_CLEAR || m.verdict == VERDICT_DOUBT) && !m.grows;
		bare |= value && !m.own.n;
		found = value && !found.n ? m.own : found;
	}
	if (found.n && bare)
		pledge_note(rd, r, PLEDGE_YEAR, IMPORT_CONFIRM, "uom.mixed", N_("Some figures of this row carry a unit, others none; all were read in that unit. Check them."));
	return found;
}

/* The row's own unit, else its column's, the list's, or the one that its cells give. */
static void unit_of_measure(struct pledge_reading *rd, struct pledge_row *r)
{
	bool column = pledge_column(rd, PLEDGE_UOM) != NULL;
	r->uom = words_clean(rd->a, pledge_text(rd, r->line, PLEDGE_UOM));
	if (words_blank(r->uom))
		r->uom = shares_only(rd, r) ? SV("%") : SV("");
	for (size_t i = 0; i < WITH_UNITS && !r->uom.n; i++)
		if (pledge_column(rd, with_units[i]))
			r->uom = pledge_column(rd, with_units[i])->uom;
	if (!r->uom.n && rd->list->uom.n) {
		r->uom = rd->list->uom;
		if (column)
			pledge_note(rd, r, PLEDGE_UOM, IMPORT_CONFIRM, "uom.list", N_("No unit of measure stands here; that of the whole list was taken. Check it."));
	}
	if (!r->uom.n)
		r->uom = cells_unit(rd, r);
	if (!r->uom.n)
		pledge_note(rd, r, PLEDGE_UOM, IMPORT_CONFIRM, "uom.none", N_("No unit of measure is given: is it a bare count?"));
}

static struct figure read_one(struct pledge_reading *rd, struct pledge_row *r, enum pledge_field f, const struct measure *m,
			      const struct percent_column *shares)
{
	const struct cell *c = pledge_cell(rd, r->line, f);
	struct amount x = amount_parse(rd->a, figure_text(rd, r, f), m, shares);
	if (c->kind == CELL_ERROR) {
		pledge_note(rd, r, f, IMPORT_REFUSED, "cell.error", N_("The cell shows an error of the spreadsheet. Correct it there."));
		return FIGURE_NONE;
	}
	if (x.verdict == VERDICT_BLANK)
		return FIGURE_NONE;
	if (x.verdict == VERDICT_BAD) {
		pledge_note(rd, r, f, IMPORT_REFUSED, "figure.bad", x.why);
		return FIGURE_NONE;
	}
	if (x.verdict == VERDICT_DOUBT)
		pledge_note(rd, r, f, IMPORT_CONFIRM, "figure.doubt", x.why);
	if (x.bound == BOUND_MOST && f != PLEDGE_BASE)
		r->lower = true;
	if (!x.grows)
		return figure_of(x.value);
	struct figure v = f == PLEDGE_BASE ? FIGURE_NONE : grown(r->base, x.value);
	if (v.has)
		pledge_note(rd, r, f, IMPORT_CONFIRM, "figure.grown", arena_printf(rd->a, tr(rd->cx->lang, N_("Growth on the base: that makes %.*s. Check it.")),
				SV_ARG(dec_text(rd->a, v.v))).p);
	else
		pledge_note(rd, r, f, IMPORT_REFUSED, "figure.no_base", N_("This is growth, and there is no base to grow from. Give the base or the value."));
	return v;
}

static void base_day(struct pledge_reading *rd, struct pledge_row *r)
{
	const struct cell *c = pledge_cell(rd, r->line, PLEDGE_BASE_DAY);
	if (c->kind == CELL_DATE && day_is(c->day)) {
		r->base_day = c->day;
	} else if (c->text.n) {
		struct due_context dc = { .year = rd->list->year ? rd->list->year - 1 : 0, .listed = DAY_NONE };
		struct due d = due_parse(rd->a, c->text, &dc);
		r->base_day = d.kind == DUE_FIXED ? d.date : DAY_NONE;
		if (!day_is(r->base_day))
			pledge_note(rd, r, PLEDGE_BASE_DAY, IMPORT_CONFIRM, "base_day.none", N_("This is no date. Correct it, or leave it blank."));
	}
	if (!day_is(r->base_day) && r->base.has && rd->list->year)
		r->base_day = day_of_civil(rd->list->year - 1, 12, 31);
}

static void direction(struct pledge_reading *rd, struct pledge_row *r)
{
	struct sv s = words_clean(rd->a, pledge_text(rd, r->line, PLEDGE_DIRECTION));
	bool told = !words_blank(s);
	if (told && words_in(s, "逆 负 反 越低 越小 低优 减"))
		r->lower = true;
	else if (told && words_in(s, "正 越高 越大 高优 增"))
		r->lower = false;
	else if (told)
		pledge_note(rd, r, PLEDGE_DIRECTION, IMPORT_CONFIRM, "direction.doubt", N_("Is higher better, or lower? Write 正向 or 逆向."));
	else if (!r->lower && words_in(r->indicator, "事故 死亡 失业率 能耗 发案 信访量 投诉 重复率 负债 排放"))
		pledge_note(rd, r, PLEDGE_INDICATOR, IMPORT_CONFIRM, "direction.guess", N_("Lower may be better here; it was read as higher is better. Say which."));
}

static void weight(struct pledge_reading *rd, struct pledge_row *r)
{
	struct sv s = words_clean(rd->a, exact(rd, pledge_cell(rd, r->line, PLEDGE_WEIGHT)));
	struct dec v;
	size_t n = number_take(s, &v);
	if (words_blank(s))
		return;
	if (n && words_is(sv_from(s, n), "分 %"))
		s = sv_upto(s, n);
	if (n == s.n && n)
		r->weight = figure_of(v);
	else
		pledge_note(rd, r, PLEDGE_WEIGHT, IMPORT_CONFIRM, "weight.bad", N_("This is no weight. Write a figure such as 10."));
}

/* ---- the quarters together -------------------------------------------------------------------------------------- */

/* All four are there, add up to the year and are not the year themselves. */
static bool adds_up(const struct pledge_row *r)
{
	struct dec sum = { 0 };
	for (int i = 0; i < QUARTERS; i++)
		if (!r->quarter[i].has || r->quarter[i].v.u < 0 || !dec_add(sum, r->quarter[i].v, &sum))
			return false;
	return r->year.has && sum.u == r->year.v.u && r->quarter[3].v.u != r->year.v.u;
}

static void single_quarters(struct pledge_reading *rd, struct pledge_row *r, bool share)
{
	bool found = rd->quarters == QUARTERS_FIND_OUT && !share && adds_up(r);
	if (rd->quarters != QUARTERS_SINGLE && !found)
		return;
	if (share)
		return; /* shares of single quarters cannot be added */
	for (int i = 1; i < QUARTERS; i++)
		if (!r->quarter[i].has || !r->quarter[i - 1].has || !dec_add(r->quarter[i].v, r->quarter[i - 1].v, &r->quarter[i].v))
			r->quarter[i] = FIGURE_NONE;
	r->summed = true;
	if (found)
		pledge_note(rd, r, PLEDGE_Q1, IMPORT_CONFIRM, "quarters.sum",
			    N_("The quarters add up to the year, so they are single quarters; they were made cumulative. Check it."));
}

static void settle(struct pledge_reading *rd, struct pledge_row *r, bool share)
{
	if (!r->year.has && r->quarter[3].has) {
		r->year = r->quarter[3];
		pledge_note(rd, r, PLEDGE_YEAR, IMPORT_OK, "year.q4", N_("The fourth quarter's cumulative target is the year's."));
	}
	if (r->year.has && !r->quarter[3].has) {
		r->quarter[3] = r->year;
		pledge_note(rd, r, PLEDGE_Q4, IMPORT_OK, "q4.year", N_("The year's target is the fourth quarter's, since quarters are cumulative."));
	}
	if (!r->year.has && r->state != IMPORT_REFUSED)
		pledge_note(rd, r, PLEDGE_YEAR, IMPORT_REFUSED, "year.none", N_("There is no target for the year. Give one."));
	if (r->year.has && r->quarter[3].v.u != r->year.v.u)
		pledge_note(rd, r, PLEDGE_Q4, IMPORT_CONFIRM, "q4.differs", N_("The fourth quarter's target is not the year's. Quarters are cumulative: check it."));
	struct figure last = FIGURE_NONE;
	for (int i = 0; i < QUARTERS && !share && !r->lower; i++) {
		if (last.has && r->quarter[i].has && r->quarter[i].v.u < last.v.u) {
			pledge_note(rd, r, (enum pledge_field)(PLEDGE_Q1 + i), IMPORT_CONFIRM, "quarters.fall",
				    N_("This target is below the quarter's before. Quarters are cumulative: check it."));
			break;
		}
		last = r->quarter[i].has ? r->quarter[i] : last;
	}
}

void pledge_figures_read(struct pledge_reading *rd, struct pledge_row *r)
{
	struct percent_column shares = { 0 };
	unit_of_measure(rd, r);
	struct measure m = measure_parse(rd->a, r->uom);
	for (int f = PLEDGE_BASE; f <= PLEDGE_Q4; f++)
		if (f != PLEDGE_BASE_DAY)
			percent_column_add(&shares, rd->a, exact(rd, pledge_cell(rd, r->line, (enum pledge_field)f)));
	r->base = read_one(rd, r, PLEDGE_BASE, &m, &shares);
	r->year = read_one(rd, r, PLEDGE_YEAR, &m, &shares);
	for (int i = 0; i < QUARTERS; i++)
		r->quarter[i] = read_one(rd, r, (enum pledge_field)(PLEDGE_Q1 + i), &m, &shares);
	base_day(rd, r);
	direction(rd, r);
	weight(rd, r);
	single_quarters(rd, r, m.percent);
	settle(rd, r, m.percent);
}
