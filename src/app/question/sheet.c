/* A bank as a table: 题型, 题干, 选项A … , 答案, 依据, 条款, 层级, 主题, 有效期至, 分值.  Every cell that cannot be read is named, and
 * then nothing of the sheet is written. */
#include "app/question/question_read.h"

#include "base/utf8.h"
#include "core/words.h"

enum { HEAD_ROWS = 20, WRONG_MAX = 200 };

enum what { C_NONE, C_KIND, C_TEXT, C_KEY, C_DOCUMENT, C_ARTICLE, C_LEVEL, C_TOPIC, C_EXPIRES, C_FULL, C_OWN, C_OPTION };
static const struct {
	const char *words, *field;
} columns[C_OWN] = {
	[C_KIND] = { "题型 类型", "kind" }, [C_TEXT] = { "题干 题目 试题 问题", "text" }, [C_KEY] = { "答案 正确答案 参考答案", "answer" },
	[C_DOCUMENT] = { "依据 依据文件 来源 文件", "document" }, [C_ARTICLE] = { "条款 条目 出处", "article" },
	[C_LEVEL] = { "层级 级别 适用层级", "level" }, [C_TOPIC] = { "主题 类别 专题", "topic" },
	[C_EXPIRES] = { "有效期至 有效期 截止日期", "expires" }, [C_FULL] = { "分值 满分 分数", "full" },
};

struct bank {
	struct ctx *cx;
	struct db *db;
	int64_t owner;
	const struct grid *g;
	int head, col[C_OWN], option[QUESTION_OPTIONS];
	struct question_sheet *s;
	struct sv *seen;             /* the questions of the rows above */
	size_t n_seen;
};

static enum what what_of(struct ctx *cx, struct sv text, int *ret_option)
{
	struct sv s = utf8_half(cx->a, words_clean(cx->a, text)), rest = s;
	for (enum what w = C_KIND; w < C_OWN; w++)
		if (words_is(s, columns[w].words))
			return w;
	if (!words_eat(&rest, "选项") || rest.n != 1)
		return C_NONE;
	int c = rest.p[0] >= 'a' ? rest.p[0] - 'a' : rest.p[0] - 'A';
	*ret_option = c;
	return c >= 0 && c < QUESTION_OPTIONS ? C_OPTION : C_NONE;
}

static bool head_at(struct bank *b, int row)
{
	for (int i = 0; i < C_OWN; i++)
		b->col[i] = -1;
	for (int i = 0; i < QUESTION_OPTIONS; i++)
		b->option[i] = -1;
	for (int c = 0; c < b->g->cols; c++) {
		int option = 0;
		enum what w = what_of(b->cx, grid_at(b->g, row, c)->text, &option);
		if (w == C_OPTION)
			b->option[option] = c;
		else if (w != C_NONE && b->col[w] < 0)
			b->col[w] = c;
	}
	b->head = row;
	return b->col[C_KIND] >= 0 && b->col[C_TEXT] >= 0 && b->col[C_KEY] >= 0;
}

static enum rc find_head(struct bank *b, const struct book *book)
{
	for (size_t s = 0; s < book->n; s++) {
		b->g = &book->sheets[s];
		for (int r = 0; r < b->g->rows && r < HEAD_ROWS && !b->g->hidden; r++)
			if (head_at(b, r))
				return RC_OK;
	}
	return fail_at(b->cx, RC_INVALID, "file", "question.no_head",
		       N_("No sheet of this file has a header row with 题型, 题干 and 答案: name the columns so, and send it again."));
}

static bool enum_known(const char *of, struct sv word)
{
	for (size_t i = 0; enum_word(of, i).p; i++)
		if (sv_eq(enum_word(of, i), word))
			return true;
	return false;
}

static struct sv cell_text(const struct bank *b, int row, int col)
{
	return col < 0 ? SV("") : sv_trim(grid_at(b->g, row, col)->text);
}

static void wrong(struct bank *b, int row, int col, struct sv why)
{
	struct question_sheet *s = b->s;
	if (s->n_wrong == WRONG_MAX)
		return;
	s->wrong[s->n_wrong++] = (struct question_wrong){ .row = b->g->row_no[row], .col = col + 1, .why = why,
		.head = col < 0 ? SV("") : cell_text(b, b->head, col), .text = utf8_upto(cell_text(b, row, col), 60) };
}

/* The column in which a fault of that field stands. */
static int column_of(const struct bank *b, const char *field)
{
	for (enum what w = C_KIND; w < C_OWN; w++)
		if (strcmp(columns[w].field, field) == 0)
			return w == C_ARTICLE && b->col[w] < 0 ? b->col[C_DOCUMENT] : b->col[w];
	return strcmp(field, "options") == 0 ? b->option[0] : -1;
}

static struct sv day_said(const struct bank *b, int row)
{
	int col = b->col[C_EXPIRES];
	struct day d;
	if (col < 0)
		return SV("");
	const struct cell *c = grid_at(b->g, row, col);
	if (c->kind == CELL_DATE)
		return day_text(b->cx->a, c->day);
	/* 2026年12月31日, 2026.12.31, 2026/12/31 */
	int part[3] = { 0 };
	size_t n = 0;
	struct sv s = words_clean(b->cx->a, c->text);
	while (n < 3 && s.n) {
		int v, digits;
		if (!words_eat_int(&s, &v, &digits))
			return c->text;
		part[n++] = v;
		(void)!words_eat(&s, "年 月 日 - / .");
	}
	if (n == 3 && !s.n && day_valid(part[0], part[1], part[2])) {
		d = day_of_civil(part[0], part[1], part[2]);
		return day_text(b->cx->a, d);
	}
	return c->text;
}

/* The cells as the fields of question.draft; words that have codes become codes. */
static struct js *fields_of(struct bank *b, int row)
{
	struct arena *a = b->cx->a;
	struct js *f = js_obj(a);
	struct buf options = buf_new(a, 16384);
	js_set_int(a, f, "owner", b->owner);
	for (enum what w = C_KIND; w < C_OWN; w++) {
		struct sv s = w == C_EXPIRES ? day_said(b, row) : cell_text(b, row, b->col[w]), clean = words_clean(a, s);
		if (w == C_KIND && question_kind_of(clean).n)
			s = question_kind_of(clean);
		if (w == C_LEVEL && question_level_of(clean).n)
			s = question_level_of(clean);
		if (s.n)
			js_set_sv(a, f, columns[w].field, s);
	}
	for (int i = 0; i < QUESTION_OPTIONS; i++) {
		struct sv s = cell_text(b, row, b->option[i]);
		if (s.n)
			buf_printf(&options, "%s%.*s", options.n ? "\n" : "", SV_ARG(s));
	}
	if (options.n)
		js_set_sv(a, f, "options", buf_sv(&options));
	if (!sv_is(js_get_sv(f, "kind"), "text") && js_get(f, "full")) {
		/* banks give a mark to every question; only text questions have one of their own */
		struct js *rest = js_obj(a);
		for (const struct js *c = f->first; c; c = c->next)
			if (!sv_is(c->key, "full"))
				js_set(rest, arena_cstr(a, c->key), js_again(a, c));
		f = rest;
	}
	return f;
}

/* An option that is left out between two others would move the letters of the key. */
static int gap(const struct bank *b, int row)
{
	int last = -1;
	for (int i = 0; i < QUESTION_OPTIONS; i++)
		if (cell_text(b, row, b->option[i]).n)
			last = i;
	for (int i = 0; i < last; i++)
		if (!cell_text(b, row, b->option[i]).n)
			return i;
	return -1;
}

/* 《某某办法》第三条 in one cell: document and article. */
static void split_source(struct arena *a, struct js *f)
{
	struct sv all = js_get_sv(f, "document"), close = SV("》"), nth = SV("第");
	size_t at = sv_find(all, close, 0);
	at = at == SIZE_MAX ? sv_find(all, nth, 1) : at + close.n;
	if (js_get(f, "article") || !all.n || at == SIZE_MAX || !sv_trim(sv_from(all, at)).n)
		return;
	((struct js *)(uintptr_t)js_get(f, "document"))->s = sv_trim(sv_upto(all, at));
	js_set_sv(a, f, "article", sv_trim(sv_from(all, at)));
}

/* Each cell by itself, then what they say together: both at once, so that a sheet need not be sent twice. */
static enum rc check(const struct js *f, struct ctx *probe)
{
	const struct act_def *def = &question_noun.acts[0];
	struct fields fields;
	struct question ready, q = { .kind = js_get_sv(f, "kind"), .key = js_get_sv(f, "answer") };
	enum rc rc = fields_read(probe, def->fields, def->n_fields, f, &fields);
	if (rc == RC_OK)
		rc = fields_impersonal(probe, &fields);
	if (!dec_parse(js_get_sv(f, "full"), &q.full))
		q.full = sv_is(q.kind, "text") ? DEC(1) : (struct dec){ 0 };
	if (!enum_known(QUESTION_KINDS, q.kind) || !q.key.n)
		return rc;
	q.expires = (struct day){ 0 }; /* looked at above */
	TRY(question_options(probe, js_get_sv(f, "options"), &q));
	enum rc together = question_check(probe, &q, &ready);
	return rc == RC_OK ? together : rc;
}

/* What a fault says at a cell where people write words of their own. */
static struct sv why_of(struct bank *b, const struct js *f, const struct fault *x)
{
	const struct { const char *field, *text; } own[] = {
		{ "kind", N_("write 单选, 多选, 判断 or 问答") }, { "level", N_("write 县级, 科级 or 一般") },
		{ "expires", N_("write the last day on which it holds, such as 2026-12-31") },
		{ "article", N_("name the article too, in this cell as 《…》第三条 or in a column 条款") },
	};
	for (size_t i = 0; i < COUNT(own); i++)
		if (strcmp(own[i].field, x->field) == 0 && (i == 3 || js_get(f, x->field)))
			return sv_of(tr(b->cx->lang, own[i].text));
	return x->text;
}

static enum rc one_row(struct bank *b, int row)
{
	struct js *f = fields_of(b, row);
	struct ctx probe = *b->cx;
	struct sv text = js_get_sv(f, "text");
	int64_t twin = 0;
	int hole = gap(b, row);
	ctx_forget(&probe);
	if (text.n)
		TRY(question_twin_of(b->cx, b->db, b->owner, text, 0, 0, &twin));
	if (twin) {
		struct question q;
		TRY(question_get(b->cx, b->db, twin, &q));
		if (sv_eq(question_answer(b->cx->a, q.kind, q.n_options, js_get_sv(f, "answer")), q.key))
			b->s->known++;
		else /* which of the two is right must not be decided by which came first */
			wrong(b, row, b->col[C_KEY], sv_of(tr(b->cx->lang, N_("the question stands in the bank with another key: retire that one first"))));
		return RC_OK;
	}
	split_source(b->cx->a, f);
	if (check(f, &probe) != RC_OK)
		for (const struct fault *x = probe.faults; x; x = x->next)
			wrong(b, row, column_of(b, x->field), why_of(b, f, x));
	if (hole >= 0)
		wrong(b, row, b->option[hole], arena_printf(b->cx->a, tr(b->cx->lang, N_("option %c is empty and a later one is not")), (char)('A' + (char)hole)));
	for (size_t i = 0; i < b->n_seen; i++)
		if (text.n && sv_eq(b->seen[i], text))
			wrong(b, row, b->col[C_TEXT], sv_of(tr(b->cx->lang, N_("this question stands further up in the sheet"))));
	b->seen[b->n_seen++] = text;
	b->s->row[b->s->n] = b->g->row_no[row];
	b->s->fields[b->s->n++] = f;
	return RC_OK;
}

enum rc question_read_sheet(struct ctx *cx, struct db *db, const struct book *book, int64_t owner, struct question_sheet *ret)
{
	struct question_sheet s = { .owner = owner, .file_name = SV(""), .file_digest = SV(""), .wrong = NEW(cx->a, struct question_wrong, WRONG_MAX) };
	struct bank b = { .cx = cx, .db = db, .owner = owner, .s = &s };
	TRY(find_head(&b, book));
	s.fields = NEW(cx->a, struct js *, (size_t)b.g->rows + 1);
	s.row = NEW(cx->a, int, (size_t)b.g->rows + 1);
	b.seen = NEW(cx->a, struct sv, (size_t)b.g->rows + 1);
	if (b.g->rows - b.head > QUESTION_BANK_MAX)
		return fail_at(cx, RC_LIMIT, "file", "question.many", N_("At most %d questions at once: split the sheet."), QUESTION_BANK_MAX);
	for (int r = b.head + 1; r < b.g->rows; r++)
		if (cell_text(&b, r, b.col[C_TEXT]).n || cell_text(&b, r, b.col[C_KIND]).n || cell_text(&b, r, b.col[C_KEY]).n)
			TRY(one_row(&b, r));
	*ret = s;
	return RC_OK;
}
