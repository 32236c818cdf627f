#include "app/import/import.h"

#include "app/import/rows.h"
#include "app/import/script.h"
#include "base/bug.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { SCRATCH = 64 << 20, MOST_GAPS = 1000 };

static const char *const field_names[IM_FIELDS] = {
	[IM_NONE] = "", [IM_SOURCE_NO] = "source_no", [IM_CATEGORY] = "category", [IM_TITLE] = "title",
		[IM_GOAL] =
		"goal",
	[IM_LEAD] = "lead", [IM_RESPONSIBLE] = "responsible", [IM_ASSIST] = "assist",
		[IM_BUILDER] = "builder",
	[IM_SPONSOR] = "sponsor", [IM_PERSON] = "person", [IM_DUE] = "due", [IM_PERCENT] = "percent",
	[IM_PROGRESS] = "progress", [IM_PROBLEM] = "problem", [IM_NEXT_STEP] = "next_step",
		[IM_NOTE] = "note",
	[IM_ORIGIN] = "origin", [IM_CLASS] = "class", [IM_VERIFIER] = "verifier", [IM_VERIFIED_BY] =
		"verified_by",
	[IM_DONE] = "done", [IM_DONE_ON] = "done_on", [IM_EVIDENCE] = "evidence", [IM_STRUCK_OFF] =
		"struck_off",
	[IM_FOUND_ON] = "found_on", [IM_PROJECT] = "project", [IM_BATCH] = "batch", [IM_SITE] = "site",
	[IM_SCALE] = "scale", [IM_CHAIN] = "chain", [IM_LIGHT] = "light", [IM_START_PLAN] = "start.plan",
	[IM_START_ACTUAL] = "start.actual", [IM_PERMITS] = "permits", [IM_TOTAL] = "money.total",
	[IM_YEAR_PLAN] = "money.year_plan", [IM_MONTH_DONE] = "money.month_done", [IM_DONE_TOTAL] =
		"money.done_total",
	[IM_CONTACT] = "contact", [IM_PHONE] = "phone", [IM_COMPLAINANT] = "complainant", [IM_IDENTITY] =
		"identity",
	[IM_ADDRESS] = "address",
};

const char *import_field_name(enum import_field f)
{
	return field_names[f];
}

const char *import_kind_name(enum import_kind k)
{
	static const char *const names[] = { "task", "problem", "project", NULL };
	return names[k];
}

bool import_has(const struct import_list *l, enum import_field field)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].field == field)
			return true;
	return false;
}

const struct import_cell *import_cell(const struct import_list *l, const struct import_row *r,
				      enum import_field field)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].field == field)
			return &r->cells[i];
	return NULL;
}

size_t import_count(const struct import_list *l, enum import_state s)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n_rows; i++)
		n += l->rows[i].state == s;
	return n;
}

/* ---- remarks ------------------------------------------------------------------------------------------------ */

static void add_message(struct reading *rd, struct import_messages *to, const struct import_message *m)
{
	struct import_message *copy = NEW(rd->a, struct import_message, 1);
	*copy = *m;
	*to->end = copy;
	to->end = &copy->next;
}

/* What the cell says, for the sentence about it: short, on one line. */
static struct sv quoted(struct reading *rd, struct sv value)
{
	enum { SHOWN = 40 };
	struct sv s = utf8_upto(value, SHOWN);
	char *p = NEW(rd->a, char, s.n + 1);
	if (!s.n)
		return SV("");
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' ? ' ' : s.p[i];
	return arena_printf(rd->a, rd->cx->lang == LANG_ZH ? "“%.*s%s”" : " \"%.*s%s\"", (int)s.n, p, s.n < value.n ? "…" : "");
}

static void note_value(struct reading *rd, struct import_messages *to, enum import_field field, int row, int col, struct sv value,
		enum import_state weight, const char *id, const char *msgid)
{
	struct import_message m = { .field = field, .row = row, .col = col, .weight = weight, .id = id,
				    .text = sv_of(tr(rd->cx->lang, msgid)) };
	for (size_t i = 0; i < rd->list->n_columns && col >= 0; i++)
		if (rd->list->columns[i].col == col) {
			char letters[4] = { 0 };
			if (col >= 26)
				letters[0] = (char)('A' + (col / 26 - 1) % 26);
			letters[col >= 26] = (char)('A' + col % 26);
			m.text = arena_printf(rd->a, "%.*s (%s%d)%.*s: %.*s", SV_ARG(rd->list->columns[i].header),
					      letters,
					      rd->sheet.g->row_no[row], SV_ARG(quoted(rd, value)), SV_ARG(m.text));
			break;
		}
	add_message(rd, to, &m);
}

void note(struct reading *rd, struct import_messages *to, enum import_field field, int row, int col,
	  enum import_state weight, const char *id, const char *msgid)
{
	note_value(rd, to, field, row, col, SV(""), weight, id, msgid);
}

void note_row(struct reading *rd, struct import_row *r, enum import_field field, enum import_state weight,
	      const char *id, const char *msgid)
{
	int col = -1;
	struct sv value = SV("");
	for (size_t i = 0; i < rd->list->n_columns && col < 0; i++)
		if (rd->list->columns[i].field == field) {
			col = rd->list->columns[i].col;
			/* its title stands beside the sentence anyway; what is personal is not said */
			bool quiet = field == IM_TITLE || rd->list->columns[i].sealed || r->cells[i].personal;
			value = quiet ? SV("") : r->cells[i].text;
		}
	note_value(rd, &r->messages, field, r->line, col, value, weight, id, msgid);
}

void note_list(struct reading *rd, enum import_state weight, const char *id, const char *msgid, ...)
{
	va_list ap;
	va_start(ap, msgid);
	struct import_message m = { .row = -1, .col = -1, .weight = weight, .id = id,
				    .text = arena_vprintf(rd->a, tr(rd->cx->lang, msgid), ap) };
	va_end(ap);
	add_message(rd, &rd->list->messages, &m);
}

static void settle_state(struct import_row *r)
{
	for (const struct import_message *m = r->messages.first; m; m = m->next)
		if (m->weight > r->state)
			r->state = m->weight;
}

/* ---- what stands above the header ------------------------------------------------------------------------------ */

int title_year(struct arena *a, struct sv text)
{
	struct sv s = words_clean(a, text);
	while (s.n) {
		int v, digits, last;
		struct sv t = s;
		if (!words_eat_int(&t, &v, &digits)) {
			utf8_next(&s);
			continue;
		}
		struct sv u = t;
		words_eat(&u, "年");
		bool span = words_eat(&u, "- — – ~ 至 到") && words_eat_int(&u, &last, &digits) &&
			last > 1900 && last < 2200;
		if (!span && digits == 4 && v > 1900 && v < 2200 && words_start(t, "年"))
			return v;
		s = span ? u : t;
	}
	return 0;
}

static struct day date_in(struct arena *a, struct sv text, int year)
{
	static const char *const marks[] = { "截至", "截止", "填报时间:", "填报日期:", "更新时间:",
		"统计时间:", "制表日期:", "日期:" };
	struct sv s = words_clean(a, text);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t at = sv_find(s, sv_of(marks[i]), 0);
		if (at == SIZE_MAX)
			continue;
		struct sv t = sv_from(s, at + strlen(marks[i]));
		words_eat(&t, "时间 到 日期 :");
		t = sv_upto(t, sv_find(t, SV(")"), 0));
		struct due_context dc = { .year = year, .listed = DAY_NONE };
		struct due d = due_parse(a, t, &dc);
		if (d.kind == DUE_FIXED && day_is(d.date))
			return d.date;
	}
	return DAY_NONE;
}

static void front_text(struct reading *rd, struct sv text)
{
	struct import_list *l = rd->list;
	struct sv clean = words_clean(rd->scratch, text);
	bool form = words_in(clean, "单位: 联系人: 填报 填表") || words_start(clean, "附件 附表");
	bool masked;
	if (!l->title.n && !form && utf8_count(clean) >= 4)
		l->title = personal_mask(rd->a, text, SV(PERSONAL_MASK), &masked);
	if (!l->year)
		l->year = title_year(rd->scratch, text);
	if (!day_is(l->as_of))
		l->as_of = date_in(rd->scratch, text, l->year);
	if (l->unit == MONEY_NONE)
		l->unit = money_unit_line(rd->scratch, text);
	struct counts c = counts_in(rd->scratch, text);
	if (l->announced.items < 0)
		l->announced.items = c.items;
	if (l->announced.classes < 0)
		l->announced.classes = c.classes;
}

static void front_read(struct reading *rd)
{
	struct import_list *l = rd->list;
	l->year = rd->opt->year;
	for (int r = 0; r < rd->head.row; r++)
		for (int c = 0; c < rd->sheet.g->cols; c++) {
			struct sv text = sheet_own(&rd->sheet, r,
						   c) ? sv_trim(grid_at(rd->sheet.g, r, c)->text) : SV("");
			if (text.n)
				front_text(rd, text);
			arena_reset(rd->scratch);
		}
	if (!l->year && day_is(l->as_of))
		l->year = civil_of_day(l->as_of).year;
}

struct sv import_list_name(struct arena *a, struct sv title)
{
	static const struct { struct sv open, close; } pair[] = { { { "（", 3 }, { "）", 3 } }, { { "(", 1 }, { ")", 1 } } };
	title = sv_trim(title);
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++) {
			if (!sv_ends(title, pair[i].close))
				continue;
			size_t at = SIZE_MAX;
			for (size_t k = sv_find(title, pair[i].open, 0); k != SIZE_MAX; k = sv_find(title, pair[i].open, k + 1))
				at = k;
			if (at != SIZE_MAX && at > 0) {
				title = sv_trim(sv_upto(title, at));
				again = true;
			}
		}
	}
	return utf8_upto(arena_sv(a, title), 200);
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

/* The name that a column has in the answer: what its values become. */
static const char *key_base(const struct import_list *l, size_t i)
{
	enum import_field f = l->columns[i].field;
	bool lead = import_has(l, IM_LEAD), responsible = import_has(l, IM_RESPONSIBLE);
	if (f == IM_RESPONSIBLE) {
		bool first = true;
		for (size_t k = 0; k < i; k++)
			first &= l->columns[k].field != f;
		return first && !lead ? "lead" : "assist";
	}
	if (f == IM_BUILDER && !lead && !responsible)
		return "lead";
	return field_names[f];
}

static void columns_name(struct reading *rd)
{
	struct import_list *l = rd->list;
	bool masked;
	for (size_t i = 0; i < l->n_unmapped; i++)
		l->unmapped[i] = personal_mask(rd->a, l->unmapped[i], SV(PERSONAL_MASK), &masked);
	for (size_t i = 0; i < l->n_columns; i++) {
		l->columns[i].header = personal_mask(rd->a, l->columns[i].header, SV(PERSONAL_MASK), &masked);
		int same = 1;
		for (size_t k = 0; k < i; k++)
			same += strcmp(key_base(l, k), key_base(l, i)) == 0;
		l->columns[i].key = same == 1 ? sv_of(key_base(l, i)) : arena_printf(rd->a, "%s.%d",
										     key_base(l, i), same);
	}
	if (rd->head.twice)
		note_list(rd, IMPORT_OK, "columns.twice",
			  N_("Two columns mean the same; \"%.*s\" was left unread (%d such columns)."),
			  SV_ARG(rd->head.twice_header), rd->head.twice);
	if (!import_has(l, IM_LEAD) && !import_has(l, IM_RESPONSIBLE) && !import_has(l, IM_BUILDER))
		note_list(rd, IMPORT_CONFIRM, "columns.lead", N_("No column names the unit that answers. Say "
								 "which it is."));
	if (!import_has(l, IM_DUE))
		note_list(rd, IMPORT_OK, "columns.due", N_("No column gives a deadline."));
}

/* ---- the list as a whole ------------------------------------------------------------------------------------------ */

/* The matter that this one is a part of stands above it. */
static bool parent_exists(const struct import_list *l, size_t row)
{
	struct sv parent = l->rows[row].parent;
	for (size_t i = row; parent.n && i-- > 0 && row - i < 500;)
		if (sv_starts(l->rows[i].source_no, parent) && l->rows[i].source_no.n <= parent.n + 3 &&
		    !l->rows[i].parent.n)
			return true;
	return false;
}

static void check_counts(struct reading *rd)
{
	struct import_list *l = rd->list;
	struct sv *seen = NEW(rd->a, struct sv, l->n_rows + 1);
	int top = 0, classes = 0, all = (int)l->n_rows;
	for (size_t i = 0; i < l->n_rows; i++) {
		struct sv c = l->rows[i].category;
		bool known = c.n == 0;
		for (int k = 0; k < classes && !known; k++)
			known = sv_eq(seen[k], c);
		if (!known && classes < 1000)
			seen[classes++] = c;
		top += !l->rows[i].parent.n || !parent_exists(l, i);
	}
	struct counts total = counts_in(rd->scratch, rd->total_text);
	l->counted = (struct counts){ classes, l->announced.items == all ? all : top };
	if (l->announced.items >= 0 && l->announced.items != top && l->announced.items != all)
		note_list(rd, IMPORT_CONFIRM, "count.items",
			  N_("The title announces %d items, the sheet has %d. Explain the difference or "
			     "correct the sheet."),
			  l->announced.items, top);
	if (l->announced.classes >= 0 && l->announced.classes != classes)
		note_list(rd, IMPORT_CONFIRM, "count.classes",
			  N_("The title announces %d classes, the sheet has %d. Explain the difference or "
			     "correct the sheet."),
			  l->announced.classes, classes);
	if (total.items >= 0 && total.items != top && total.items != all)
		note_list(rd, IMPORT_CONFIRM, "count.total",
			  N_("The total row says %d items, the sheet has %d. Explain the difference or "
			     "correct the sheet."),
			  total.items, top);
}

/* A row and what it says, numbers aside: two of them side by side are one that was pasted twice. */
struct said {
	uint64_t hash;
	size_t row;
};

static int said_cmp(const void *x, const void *y)
{
	const struct said *a = x, *b = y;
	return a->hash != b->hash ? (a->hash < b->hash ? -1 : 1) : a->row < b->row ? -1 : a->row > b->row;
}

static uint64_t said_hash(const struct import_list *l, const struct import_row *r)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a: only neighbours in this order are compared */
	for (size_t k = 0; k < l->n_columns; k++) {
		struct sv s = l->columns[k].field == IM_SOURCE_NO ? SV("") : r->cells[k].raw;
		for (size_t i = 0; i <= s.n; i++)
			h = (h ^ (i < s.n ? (unsigned char)s.p[i] : 0xFFu)) * 1099511628211u;
	}
	return h;
}

static bool said_same(const struct import_list *l, const struct import_row *a, const struct import_row *b)
{
	for (size_t k = 0; k < l->n_columns; k++)
		if (l->columns[k].field != IM_SOURCE_NO && !sv_eq(a->cells[k].raw, b->cells[k].raw))
			return false;
	return true;
}

static void check_twice(struct reading *rd)
{
	struct import_list *l = rd->list;
	struct said *all = NEW(rd->a, struct said, l->n_rows + 1);
	for (size_t i = 0; i < l->n_rows; i++)
		all[i] = (struct said){ said_hash(l, &l->rows[i]), i };
	qsort(all, l->n_rows, sizeof(*all), said_cmp);
	for (size_t i = 1; i < l->n_rows; i++) {
		struct import_row *first = &l->rows[all[i - 1].row], *again = &l->rows[all[i].row];
		if (all[i].hash == all[i - 1].hash && said_same(l, first, again))
			note_row(rd, again, IM_TITLE, IMPORT_CONFIRM, "row.twice",
				 arena_printf(rd->a, tr(rd->cx->lang, N_("This row says the same as row %d. Take it if it is another one, leave it out if it came twice.")),
					      first->no).p);
	}
}

void list_check(struct reading *rd)
{
	struct import_list *l = rd->list;
	bool gloss = false;
	check_counts(rd);
	check_twice(rd);
	for (size_t i = 0; i < l->n_rows; i++)
		for (size_t k = 0; k < l->n_columns && !gloss && !rd->opt->to_simplified; k++)
			gloss = script_strip_pinyin(rd->scratch,
						    l->rows[i].cells[k].text).n != l->rows[i].cells[k].text.n;
	if (gloss)
		note_list(rd, IMPORT_CONFIRM, "list.pinyin",
			  N_("Pinyin stands in brackets behind characters. Say \"to Simplified script\" to "
			     "take it out."));
	if (!l->year)
		note_list(rd, IMPORT_OK, "list.year", N_("The list names no year. Give one for dates without "
							 "a year."));
}

/* ---- sheets --------------------------------------------------------------------------------------------------------- */

struct choice {
	const struct grid *grid; /* as in the book */
	struct grid copy;        /* simplified, if asked for */
	struct sheet sheet;
	struct header head;
	bool petition, facts;
};

static bool try_sheet(struct ctx *cx, const struct grid *g, const struct import_options *opt,
		      struct script *script,
		      struct choice *c)
{
	bool changed;
	if (g->rows < 1 || g->cols < 1)
		return false;
	if (opt->to_simplified)
		c->copy = script_grid(cx->a, script, g, &changed);
	else
		c->copy = *g;
	struct choice now = { .grid = g, .copy = c->copy };
	now.sheet = sheet_open(cx->a, &c->copy);
	if (header_petition(cx->a, &now.sheet, script)) {
		c->petition = true;
		return false;
	}
	if (opt->kind == IMPORT_ANY && header_facts(cx->a, &now.sheet)) {
		c->facts = true;
		return false;
	}
	if (!header_find(cx->a, &now.sheet, opt->kind, opt->to_simplified ? NULL : script, &now.head))
		return false;
	*c = now;
	return true;
}

enum rc import_sheet_there(struct ctx *cx, const struct book *book, struct sv sheet)
{
	enum { NAMES_MAX = 2000 };
	struct buf names = buf_new(cx->a, NAMES_MAX);
	if (!sheet.n)
		return RC_OK;
	for (size_t i = 0; i < book->n; i++) {
		if (sv_eq(book->sheets[i].name, sheet))
			return RC_OK;
		buf_printf(&names, "%s%.*s", i ? "、" : "", SV_ARG(book->sheets[i].name));
	}
	return fail_at(cx, RC_INVALID, "sheet", "import.no_sheet", N_("There is no sheet \"%.*s\" in it, only: %.*s."), SV_ARG(sheet),
		       SV_ARG(buf_sv(&names)));
}

/* Visible sheets before hidden ones, Simplified headers before Traditional ones. */
static enum rc choose(struct ctx *cx, const struct book *book, const struct import_options *opt,
		      struct choice *c)
{
	struct script *script = NULL;
	if (opt->to_simplified)
		TRY(script_open(cx, &script));
	for (int pass = 0; pass < 4; pass++) {
		if (pass == 2 && !script)
			TRY(script_open(cx, &script));
		for (size_t i = 0; i < book->n; i++) {
			const struct grid *g = &book->sheets[i];
			bool named = opt->sheet.n ? sv_eq(opt->sheet, g->name) : g->hidden == (pass % 2 == 1);
			if (named && try_sheet(cx, g, opt, script, c))
				return RC_OK;
		}
		if (c->petition)
			return fail(cx, RC_INVALID, "import.petition",
				    N_("This is a ledger of petitions (信访/诉求台账). It is not imported: "
				       "the people in it are "
				       "protected by law. Keep it in the petition system."));
	}
	if (c->facts)
		return fail(cx, RC_INVALID, "import.facts",
			    N_("This is a sheet of facts that count for points (日期, 项目, 结果), no list of matters. Bring it in with "
			       "`bixue entry import FILE --period …`."));
	return fail(cx, RC_INVALID, "import.no_header",
		    N_("No list was found: no row among the first 20 names at least three known columns, one "
		       "of them the task, "
		       "the problem or the project. Check the header row, e.g. 序号, 工作任务, 牵头单位, "
		       "完成时限."));
}

static void note_sheets(struct reading *rd, const struct book *book, const struct choice *c)
{
	if (c->grid->hidden)
		note_list(rd, IMPORT_CONFIRM, "sheet.hidden", N_("The sheet \"%.*s\" is hidden; it was read "
								 "because no other is a list."),
			  SV_ARG(c->grid->name));
	for (size_t i = 0; i < book->n; i++)
		if (&book->sheets[i] != c->grid && book->sheets[i].rows > 1)
			note_list(rd, IMPORT_OK, "sheet.unread",
				  book->sheets[i].hidden ? N_("The hidden sheet \"%.*s\" was not read.")
							 : N_("The sheet \"%.*s\" was not read. Name it to "
							      "read it."),
				  SV_ARG(book->sheets[i].name));
}

enum rc import_read(struct ctx *cx, const struct book *book, const struct import_options *opt,
		    struct import_list **ret)
{
	struct choice c = { .petition = false };
	TRY(import_sheet_there(cx, book, opt->sheet));
	TRY(choose(cx, book, opt, &c));
	struct arena scratch;
	arena_init(&scratch, SCRATCH);
	struct import_list *l = NEW(cx->a, struct import_list, 1);
	struct reading rd = { .cx = cx, .a = cx->a, .scratch = &scratch, .opt = opt, .sheet = c.sheet,
			      .head = c.head,
			      .list = l, .total_text = SV("") };
	rd.sheet.g = &c.copy;
	*l = (struct import_list){ .kind = c.head.kind, .sheet = c.copy.name, .title = SV(""), .as_of = DAY_NONE,
				   .announced = { -1, -1 }, .counted = { -1, -1 }, .columns = c.head.columns,
				   .n_columns = c.head.n_columns, .unmapped = c.head.unmapped,
				   .n_unmapped = c.head.n_unmapped };
	l->messages.end = &l->messages.first;
	size_t lines = (size_t)c.copy.rows;
	l->rows = NEW(cx->a, struct import_row, lines);
	rd.room = 2 * lines + MOST_GAPS;
	l->skipped = NEW(cx->a, struct import_skipped, rd.room);
	note_sheets(&rd, book, &c);
	columns_name(&rd);
	front_read(&rd);
	rows_read(&rd);
	percent_columns(&rd);
	for (size_t i = 0; i < l->n_rows; i++) {
		arena_reset(&scratch);
		row_type(&rd, &l->rows[i]);
	}
	list_check(&rd);
	for (size_t i = 0; i < l->n_rows; i++)
		settle_state(&l->rows[i]);
	arena_release(&scratch);
	if (!l->n_rows)
		return fail(cx, RC_INVALID, "import.empty", N_("There is a header, but no row beneath it. "
							       "Check the file."));
	*ret = l;
	return RC_OK;
}
