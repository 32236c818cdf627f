#include "app/import/rows.h"

#include "base/utf8.h"

struct sv keep_text(struct reading *rd, struct sv s)
{
	return s.n ? arena_sv(rd->a, s) : SV("");
}

/* ---- cells ------------------------------------------------------------------------------------------------- */

static int index_of(const struct import_list *l, enum import_field f)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].field == f)
			return (int)i;
	return -1;
}

/* The cell's text for the parsers, by field; empty if there is no such column. */
static struct sv raw_of(const struct reading *rd, const struct import_row *r, enum import_field f)
{
	int i = index_of(rd->list, f);
	return i < 0 ? SV("") : r->cells[i].raw;
}

static bool is_error(const struct import_cell *c)
{
	struct sv s = c->raw;
	if (c->cell && c->cell->kind == CELL_ERROR)
		return true;
	if (words_start(s, "#REF! #N/A #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC!"))
		return true;
	size_t n = 0;
	while (n < s.n && s.p[n] == '#')
		n++;
	return n >= 3 && n == s.n;
}

/* A number as it is stored, not as it is rounded for display; a share with its sign. */
static struct sv exact(struct reading *rd, const struct import_cell *c)
{
	if (!c->cell || c->cell->kind != CELL_NUMBER || !sv_eq(c->raw, sv_trim(c->cell->text)))
		return c->raw;
	struct dec v = c->cell->number, shown;
	if (c->cell->percent)
		return dec_mul(v, DEC(INT64_C(100)), &v) ? arena_printf(rd->scratch, "%.*s%%",
									SV_ARG(dec_text(rd->scratch, v)))
							 : c->raw;
	struct sv clean = words_clean(rd->scratch, c->raw);
	bool bare = number_take(clean, &shown) == clean.n || sv_starts(clean, SV("-"));
	return bare ? dec_text(rd->scratch, v) : c->raw;
}

static void look_at_cells(struct reading *rd, struct import_row *r)
{
	struct import_list *l = rd->list;
	for (size_t i = 0; i < l->n_columns; i++) {
		struct import_cell *c = &r->cells[i];
		enum import_field f = l->columns[i].field;
		if (c->cell && c->cell->strike && !c->filled && c->raw.n)
			note_row(rd, r, f, IMPORT_CONFIRM, "row.strike", N_("This text is struck through: "
									    "was it cancelled?"));
		if (is_error(c)) {
			bool title = f == IM_TITLE;
			note_row(rd, r, f, title ? IMPORT_REFUSED : IMPORT_CONFIRM, "cell.error",
				 N_("The cell shows an error of the spreadsheet. Correct it there."));
			c->raw = SV("");
		}
		if (l->columns[i].sealed) {
			c->personal = c->raw.n > 0;
			continue;
		}
		bool masked;
		c->text = personal_mask(rd->a, c->raw, SV(PERSONAL_MASK), &masked);
		c->personal = masked;
		bool person = f == IM_SPONSOR || f == IM_PERSON || f == IM_VERIFIED_BY;
		bool amount = f >= IM_TOTAL && f <= IM_DONE_TOTAL;
		if (masked && !amount)
			note_row(rd, r, f, person ? IMPORT_OK : IMPORT_CONFIRM, "cell.personal",
				 N_("A phone or identity number stood here; only the secret store keeps it."));
	}
}

static struct sv text_of(const struct reading *rd, const struct import_row *r, enum import_field f)
{
	int i = index_of(rd->list, f);
	return i < 0 ? SV("") : r->cells[i].text;
}

/* A line break inside a name is only layout. */
static struct sv one_line(struct reading *rd, struct sv s)
{
	if (!sv_has(s, SV("\n")))
		return s;
	struct buf b = buf_new(rd->a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		bool word = i && s.p[i - 1] > ' ' && i + 1 < s.n && s.p[i + 1] > ' ';
		if (s.p[i] != '\n' && s.p[i] != '\r')
			buf_putc(&b, s.p[i]);
		else if (word)
			buf_putc(&b, ' ');
	}
	return b.n ? buf_sv(&b) : SV("");
}

/* ---- number, title, units, people ---------------------------------------------------------------------------- */

static void type_number(struct reading *rd, struct import_row *r)
{
	int i = index_of(rd->list, IM_SOURCE_NO);
	if (i < 0)
		return;
	const struct import_cell *c = &r->cells[i];
	r->source_no = c->text;
	if (c->cell && c->cell->kind == CELL_DATE && day_is(c->cell->day)) {
		struct civil d = civil_of_day(c->cell->day); /* Excel makes a date of a typed 3-1 */
		r->source_no = arena_printf(rd->a, "%d-%d", d.month, d.day);
		note_row(rd, r, IM_SOURCE_NO, IMPORT_CONFIRM, "number.date",
			 N_("The spreadsheet made a date of this number; it was read as month-day, e.g. 3-1. "
			    "Check it."));
	}
	r->parent = keep_text(rd, source_no_parent(rd->scratch, r->source_no));
}

static void add_name(struct import_names *to, struct sv name)
{
	for (size_t i = 0; i < to->n; i++)
		if (sv_eq(to->v[i], name))
			return;
	to->v[to->n++] = name;
}

static bool in_names(const struct import_names *names, struct sv name)
{
	for (size_t i = 0; i < names->n; i++)
		if (sv_eq(names->v[i], name))
			return true;
	return false;
}

/* One unit column: `leads` if its first unit leads where none is marked. */
static void type_units(struct reading *rd, struct import_row *r, size_t i, bool leads)
{
	struct unit_parts u = units_split(rd->scratch, r->cells[i].text);
	size_t room = r->lead.n + r->assist.n + u.n + 1;
	struct import_names lead = { NEW(rd->a, struct sv, room), 0 },
		assist = { NEW(rd->a, struct sv, room), 0 };
	for (size_t k = 0; k < r->lead.n; k++)
		add_name(&lead, r->lead.v[k]);
	for (size_t k = 0; k < r->assist.n; k++)
		add_name(&assist, r->assist.v[k]);
	bool collective = false;
	size_t unmarked = 0;
	for (size_t k = 0; k < u.n; k++) {
		struct sv name = keep_text(rd, one_line(rd, u.v[k].name));
		bool first = leads && !u.marked && unmarked == 0 && u.v[k].role == ROLE_NONE;
		unmarked += u.v[k].role == ROLE_NONE;
		collective |= u.v[k].collective;
		if ((first || u.v[k].role == ROLE_LEAD) && !in_names(&assist, name))
			add_name(&lead, name);
		else if (!in_names(&lead, name))
			add_name(&assist, name);
	}
	r->lead = lead;
	r->assist = assist;
	enum import_field f = rd->list->columns[i].field;
	if (collective)
		note_row(rd, r, f, IMPORT_CONFIRM, "unit.collective",
			 N_("A collective name (各县区, 相关部门 …) stands here. Say which units are meant."));
	else if (f == IM_LEAD && !u.marked && unmarked > 1 &&
		 (import_has(rd->list, IM_RESPONSIBLE) || import_has(rd->list, IM_ASSIST)))
		note_row(rd, r, f, IMPORT_OK, "unit.several",
			 N_("Several units stand in the column of the lead; the first one leads, the others "
			    "assist."));
}

static void type_all_units(struct reading *rd, struct import_row *r)
{
	struct import_list *l = rd->list;
	static const enum import_field order[] = { IM_LEAD, IM_RESPONSIBLE, IM_BUILDER };
	bool column = false;
	size_t used = SIZE_MAX; /* the column that names the lead */
	for (size_t k = 0; k < 3 && r->lead.n == 0; k++) {
		if (order[k] == IM_RESPONSIBLE && import_has(l, IM_LEAD))
			continue; /* a column of its own says who leads: these assist */
		int i = index_of(l, order[k]);
		if (i < 0)
			continue;
		used = (size_t)i;
		type_units(rd, r, used, true);
		if (column && r->lead.n)
			note_row(rd, r, order[k], IMPORT_OK, "unit.builder", N_("No lead is named; the "
										"builder leads."));
		column = true;
	}
	for (size_t i = 0; i < l->n_columns; i++) {
		enum import_field f = l->columns[i].field;
		if (i != used && (f == IM_ASSIST || f == IM_RESPONSIBLE))
			type_units(rd, r, i, false);
	}
	if (r->lead.n == 0 && column)
		note_row(rd, r, IM_LEAD, IMPORT_CONFIRM, "lead.none", N_("No lead is named. Say which unit "
									 "answers for this."));
}

static void type_sponsor(struct reading *rd, struct import_row *r)
{
	int i = index_of(rd->list, IM_SPONSOR);
	if (i < 0)
		return;
	struct person_parts p = persons_split(rd->scratch, r->cells[i].raw);
	struct buf names = buf_new(rd->a, r->cells[i].raw.n + 64),
		titles = buf_new(rd->a, r->cells[i].raw.n + 64);
	for (size_t k = 0; k < p.n; k++) {
		if (names.n)
			buf_puts(&names, "、");
		buf_put(&names, p.v[k].name);
		if (titles.n && p.v[k].title.n)
			buf_puts(&titles, "；");
		buf_put(&titles, p.v[k].title);
	}
	r->cells[i].personal = p.phones.n > 0;
	bool masked;
	r->sponsor = personal_mask(rd->a, names.n ? buf_sv(&names) : SV(""), SV(PERSONAL_MASK), &masked);
	r->sponsor_title = titles.n ? buf_sv(&titles) : SV("");
	if (r->cells[i].personal)
		r->cells[i].text = r->sponsor;
}

/* ---- dates ------------------------------------------------------------------------------------------------- */

static struct due read_due(struct reading *rd, const struct import_cell *c)
{
	const struct import_list *l = rd->list;
	struct due_context dc = { .year = l->year, .listed = l->as_of };
	if (!day_is(dc.listed) && day_is(rd->opt->today)) {
		dc.listed = rd->opt->today;
		dc.guessed = true;
	}
	bool date = c->cell && c->cell->kind == CELL_DATE && day_is(c->cell->day) &&
		sv_eq(c->raw, sv_trim(c->cell->text));
	dc.number = c->cell && c->cell->kind == CELL_NUMBER;
	if (!date)
		return due_parse(rd->scratch, c->raw, &dc);
	/* a date of the spreadsheet: what it shows tells how exact it is, what it stores tells the year */
	struct civil d = civil_of_day(c->cell->day);
	dc.year = d.year;
	struct due shown = due_parse(rd->scratch, c->raw, &dc);
	struct civil s = day_is(shown.date) ? civil_of_day(shown.date) : (struct civil){ 0, 0, 0 };
	bool month = shown.kind == DUE_FIXED && shown.precision == DUE_MONTH && s.year == d.year &&
		s.month == d.month;
	if (!month)
		shown = (struct due){ .verdict = VERDICT_CLEAR, .kind = DUE_FIXED, .precision = DUE_DAY,
				      .date = c->cell->day };
	struct sv year = arena_printf(rd->scratch, "%d", d.year), brief = sv_from(year, 2);
	if (l->year && d.year != l->year && !sv_has(c->raw, year) && !sv_starts(c->raw, brief) &&
	    !sv_ends(c->raw, brief)) {
		shown.verdict = VERDICT_DOUBT;
		shown.why = N_("The cell shows no year, but stores another one than the list's. Check it.");
	}
	return shown;
}

static void type_due(struct reading *rd, struct import_row *r, bool over)
{
	struct import_list *l = rd->list;
	int i = index_of(l, IM_DUE);
	r->due = (struct due){ .verdict = VERDICT_BLANK, .date = DAY_NONE };
	if (i < 0)
		return;
	r->due = read_due(rd, &r->cells[i]);
	if (r->due.verdict == VERDICT_BLANK && !is_error(&r->cells[i])) {
		bool needed = l->kind != IMPORT_PROJECT && !over;
		note_row(rd, r, IM_DUE, needed ? IMPORT_CONFIRM : IMPORT_OK, "due.none", N_("There is no "
											    "deadline. Give "
											    "one."));
	} else if (r->due.verdict == VERDICT_BAD) {
		note_row(rd, r, IM_DUE, IMPORT_REFUSED, "due.impossible", r->due.why);
	} else if (r->due.verdict == VERDICT_DOUBT) {
		note_row(rd, r, IM_DUE, IMPORT_CONFIRM, "due.doubt", r->due.why);
	}
}

/* A date beside the deadline: only a real date counts. */
static struct due type_date(struct reading *rd, struct import_row *r, enum import_field f)
{
	struct due d = { .verdict = VERDICT_BLANK, .date = DAY_NONE };
	int i = index_of(rd->list, f);
	if (i < 0)
		return d;
	struct sv text = words_clean(rd->scratch, r->cells[i].raw);
	if (words_start(text, "未 尚未 暂未 否 待"))
		return d; /* 未开工: not yet, so no date */
	d = read_due(rd, &r->cells[i]);
	if (d.verdict == VERDICT_BLANK)
		return d;
	if (d.verdict != VERDICT_CLEAR && d.kind != DUE_NONE)
		note_row(rd, r, f, IMPORT_CONFIRM, "date.doubt", d.why);
	else if (d.verdict == VERDICT_BAD)
		note_row(rd, r, f, IMPORT_CONFIRM, "date.impossible", d.why);
	else if (d.kind != DUE_FIXED)
		note_row(rd, r, f, IMPORT_CONFIRM, "date.none", N_("This is no date. Correct it, or leave it "
								   "blank."));
	return d;
}

/* ---- shares, marks, money ----------------------------------------------------------------------------------- */

void percent_columns(struct reading *rd)
{
	struct import_list *l = rd->list;
	int i = index_of(l, IM_PERCENT);
	if (i < 0)
		return;
	for (size_t k = 0; k < l->n_rows; k++) {
		arena_reset(rd->scratch);
		percent_column_add(&l->columns[i].percent, rd->scratch, exact(rd, &l->rows[k].cells[i]));
	}
}

static void type_percent(struct reading *rd, struct import_row *r)
{
	int i = index_of(rd->list, IM_PERCENT);
	if (i < 0)
		return;
	r->percent = percent_parse(rd->scratch, exact(rd, &r->cells[i]), &rd->list->columns[i].percent);
	if (r->percent.why)
		note_row(rd, r, IM_PERCENT, IMPORT_CONFIRM, "percent.doubt", r->percent.why);
}

static enum mark type_mark(struct reading *rd, struct import_row *r, enum import_field f)
{
	enum mark m = mark_parse(rd->scratch, raw_of(rd, r, f));
	if (m == MARK_UNCLEAR)
		note_row(rd, r, f, IMPORT_CONFIRM, "mark.unclear",
			 N_("This is neither yes nor no. Say which."));
	return m;
}

static void type_permits(struct reading *rd, struct import_row *r)
{
	struct permit p[40];
	size_t n = permits_parse(rd->scratch, text_of(rd, r, IM_PERMITS), p, 40);
	r->permits = NEW(rd->a, struct permit, n + 1);
	for (size_t i = 0; i < n; i++)
		r->permits[r->n_permits++] = (struct permit){ keep_text(rd, p[i].name), p[i].mark };
}

/* Where no unit is told: plan, sum and share of one row fit together only in the plan's unit. */
static void infer_units(struct reading *rd, struct import_row *r)
{
	struct import_amount *plan = &r->money[IM_YEAR_PLAN - IM_TOTAL],
		*sum = &r->money[IM_DONE_TOTAL - IM_TOTAL];
	struct import_amount *month = &r->money[IM_MONTH_DONE - IM_TOTAL];
	struct dec share;
	bool known = plan->money.verdict == VERDICT_CLEAR && plan->money.yuan.u > 0 &&
		r->percent.verdict == VERDICT_CLEAR;
	if (!known || sum->money.verdict != VERDICT_BAD)
		return;
	struct money m = money_parse(rd->scratch, sum->text, plan->money.unit);
	if (m.verdict != VERDICT_CLEAR || m.own_unit ||
	    !dec_muldiv(m.yuan, DEC(INT64_C(100)), plan->money.yuan, &share))
		return;
	int64_t off = share.u > r->percent.value.u ? share.u - r->percent.value.u : r->percent.value.u - share.u;
	if (off > DEC_ONE)
		return;
	sum->money = m;
	sum->inferred = true;
	if (month->money.verdict != VERDICT_BAD)
		return;
	m = money_parse(rd->scratch, month->text, plan->money.unit);
	if (m.verdict == VERDICT_CLEAR && m.yuan.u <= sum->money.yuan.u) {
		month->money = m;
		month->inferred = true;
	}
}

static bool above(const struct import_row *r, enum import_field more, enum import_field less)
{
	const struct money *a = &r->money[more - IM_TOTAL].money, *b = &r->money[less - IM_TOTAL].money;
	bool known = a->verdict == VERDICT_CLEAR && b->verdict == VERDICT_CLEAR;
	return known && b->yuan.u > 0 && a->yuan.u > b->yuan.u;
}

static void type_money(struct reading *rd, struct import_row *r)
{
	struct import_list *l = rd->list;
	for (int k = 0; k < IMPORT_MONEY; k++) {
		int i = index_of(l, (enum import_field)(IM_TOTAL + k));
		if (i < 0)
			continue;
		struct import_amount *m = &r->money[k];
		struct sv text = exact(rd, &r->cells[i]);
		enum money_unit unit = l->columns[i].unit ? l->columns[i].unit : l->unit;
		m->money = money_parse(rd->scratch, text, unit);
		if (r->cells[i].personal && !m->money.own_unit && m->money.verdict != VERDICT_BLANK)
			m->money = (struct money){ .verdict = VERDICT_BAD,
						   .why = N_("This looks like a phone number, not like an "
							     "amount. Correct it.") };
		bool number = m->money.verdict == VERDICT_CLEAR || m->money.verdict == VERDICT_DOUBT;
		m->text = number ? r->cells[i].raw : r->cells[i].text;
		if (number)
			r->cells[i].personal = false;
	}
	infer_units(rd, r);
	for (int k = 0; k < IMPORT_MONEY; k++) {
		const struct import_amount *m = &r->money[k];
		enum import_field f = (enum import_field)(IM_TOTAL + k);
		if (m->inferred)
			note_row(rd, r, f, IMPORT_OK, "money.inferred",
				 N_("No unit is told; it was taken as the plan's, which fits the share in "
				    "this row."));
		else if (m->money.why)
			note_row(rd, r, f, IMPORT_CONFIRM, "money.doubt", m->money.why);
	}
	if (above(r, IM_YEAR_PLAN, IM_TOTAL))
		note_row(rd, r, IM_YEAR_PLAN, IMPORT_CONFIRM, "money.plan",
			 N_("The year's plan is above the total investment. Check the units (亿元, 万元)."));
	if (above(r, IM_MONTH_DONE, IM_DONE_TOTAL))
		note_row(rd, r, IM_MONTH_DONE, IMPORT_CONFIRM, "money.month",
			 N_("The month is above the running total. Check the units (亿元, 万元)."));
}

/* ---- the row ------------------------------------------------------------------------------------------------ */

void row_type(struct reading *rd, struct import_row *r)
{
	look_at_cells(rd, r);
	type_number(rd, r);
	r->title = one_line(rd, text_of(rd, r, IM_TITLE));
	struct sv category = one_line(rd, text_of(rd, r, IM_CATEGORY));
	if (category.n)
		r->category = category;
	if (!r->title.n && r->state != IMPORT_REFUSED)
		note_row(rd, r, IM_TITLE, IMPORT_REFUSED, "title.none", N_("There is no text that says what "
									   "is to be done."));
	type_all_units(rd, r);
	type_sponsor(rd, r);
	r->struck_off = type_mark(rd, r, IM_STRUCK_OFF);
	r->done = type_mark(rd, r, IM_DONE);
	r->done_on = type_date(rd, r, IM_DONE_ON);
	r->found_on = type_date(rd, r, IM_FOUND_ON);
	r->start_plan = type_date(rd, r, IM_START_PLAN);
	r->start_actual = type_date(rd, r, IM_START_ACTUAL);
	type_due(rd, r, r->struck_off == MARK_YES || r->done == MARK_YES);
	type_percent(rd, r);
	type_permits(rd, r);
	type_money(rd, r);
	r->progress_word = progress_word(rd->scratch, text_of(rd, r, IM_PROGRESS));
	if (r->struck_off == MARK_YES && r->done == MARK_NO)
		note_row(rd, r, IM_STRUCK_OFF, IMPORT_CONFIRM, "mark.contradiction",
			 N_("Struck off, but not completed. Check both columns."));
	if (r->progress_word == PROGRESS_NEARLY)
		note_row(rd, r, IM_PROGRESS, IMPORT_OK, "progress.nearly", N_("\"Basically completed\" is "
									      "not completed."));
}
