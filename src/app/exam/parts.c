/* The rules of a paper as lines of text. */
#include "app/exam/exam_read.h"

#include "base/utf8.h"
#include "core/words.h"

enum { CELLS = 8 };

static enum rc bad(struct ctx *cx, size_t line, const char *msgid)
{
	return fail_at(cx, RC_INVALID, "parts", "exam.part", N_("Part %zu: %s"), line, tr(cx->lang, msgid));
}

static bool whole(struct sv s, int64_t most, int64_t *ret)
{
	return sv_int(s, ret) && *ret >= 1 && *ret <= most;
}

static bool marks(struct sv s, struct dec *ret)
{
	return dec_parse(s, ret) && ret->u >= 0 && dec_cmp(*ret, DEC(1000)) <= 0;
}

static enum rc one_part(struct ctx *cx, struct sv line, struct exam_part *p)
{
	struct sv cell[CELLS] = { SV("") }, any = SV("");
	size_t n = 0, no = (size_t)p->no;
	struct sv part;
	while (sv_split(&line, '|', &part)) {
		if (n == CELLS)
			return bad(cx, no, N_("it has more than eight cells: name | topic | level | kind | questions | marks each | least marks | half"));
		cell[n++] = sv_trim(part);
	}
	while (n < CELLS)
		cell[n++] = any;
	*p = (struct exam_part){ .no = p->no, .name = cell[0], .topic = cell[1], .level = any, .kind = question_kind_of(words_clean(cx->a, cell[3])) };
	if (!p->name.n || utf8_count(p->name) > 60)
		return bad(cx, no, N_("give it a name of at most 60 characters"));
	if (cell[2].n && !(p->level = question_level_of(words_clean(cx->a, cell[2]))).n)
		return bad(cx, no, N_("the level is county, section or staff (县级, 科级, 一般), or empty for any"));
	if (!p->kind.n)
		return bad(cx, no, N_("the kind is single, multiple, judge or text (单选, 多选, 判断, 问答)"));
	if (!whole(cell[4], EXAM_ITEMS_MAX, &p->n))
		return bad(cx, no, N_("say how many questions, from 1 to 200"));
	if (!marks(cell[5], &p->each) || !p->each.u)
		return bad(cx, no, N_("say the marks of each question, above nought"));
	if (cell[6].n && !marks(cell[6], &p->least))
		return bad(cx, no, N_("the least marks of a part are a number, or empty for none"));
	p->half = words_is(words_clean(cx->a, cell[7]), "half 半分 一半 少选半分 少选得一半");
	if (cell[7].n && !p->half)
		return bad(cx, no, N_("the last cell is half (半分), where an incomplete answer gives half the marks, or empty"));
	if (p->half && !sv_is(p->kind, "multiple"))
		return bad(cx, no, N_("half marks for an incomplete answer are of questions with several right options"));
	if (p->least.u > p->each.u * p->n)
		return bad(cx, no, N_("its least marks are more than it can give"));
	return RC_OK;
}

static bool may_share(struct sv x, struct sv y)
{
	return !x.n || !y.n || sv_eq(x, y);
}

/* No question may fit two parts: which part it counts in would then be chance. */
static bool overlap(const struct exam_part *x, const struct exam_part *y)
{
	bool full = !sv_is(x->kind, "text") || x->each.u == y->each.u;
	return sv_eq(x->kind, y->kind) && full && may_share(x->topic, y->topic) && may_share(x->level, y->level);
}

enum rc exam_parts_read(struct ctx *cx, struct sv text, struct exam_part **ret, size_t *ret_n)
{
	struct exam_part *p = NEW(cx->a, struct exam_part, EXAM_PARTS_MAX);
	struct sv line;
	size_t n = 0;
	int64_t items = 0;
	while (sv_split(&text, '\n', &line)) {
		struct sv piece;
		while (sv_split(&line, ';', &piece)) {
			if (!sv_trim(piece).n)
				continue;
			if (n == EXAM_PARTS_MAX)
				return fail_at(cx, RC_INVALID, "parts", "exam.parts_many", N_("At most %d parts."), EXAM_PARTS_MAX);
			p[n].no = (int64_t)n + 1;
			TRY(one_part(cx, sv_trim(piece), &p[n]));
			items += p[n].n;
			for (size_t i = 0; i < n; i++)
				if (overlap(&p[i], &p[n]))
					return fail_at(cx, RC_INVALID, "parts", "exam.overlap",
						       N_("Parts %zu and %zu draw from the same questions: tell them apart by topic, level or kind."), i + 1, n + 1);
			n++;
		}
	}
	if (!n)
		return fail_at(cx, RC_INVALID, "parts", "exam.parts_none", N_("A paper has at least one part, one a line: name | topic | level | kind | questions | marks each | least marks | half, where an incomplete answer gives half the marks."));
	if (items > EXAM_ITEMS_MAX)
		return fail_at(cx, RC_INVALID, "parts", "exam.items", N_("A paper has at most %d questions."), EXAM_ITEMS_MAX);
	*ret = p;
	*ret_n = n;
	return RC_OK;
}

struct dec exam_full(const struct exam_part *p, size_t n)
{
	struct dec sum = { 0 };
	for (size_t i = 0; i < n; i++)
		sum.u += p[i].each.u * p[i].n;
	return sum;
}

struct sv exam_parts_text(struct arena *a, const struct exam_part *p, size_t n)
{
	struct buf b = buf_new(a, 4000);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s|%.*s|%.*s|%.*s|%lld|%.*s|%.*s%s", i ? "\n" : "", SV_ARG(p[i].name), SV_ARG(p[i].topic), SV_ARG(p[i].level), SV_ARG(p[i].kind),
			   (long long)p[i].n, SV_ARG(dec_text(a, p[i].each)), SV_ARG(p[i].least.u ? dec_text(a, p[i].least) : SV("")),
			   p[i].half ? "|half" : "");
	return b.n ? buf_sv(&b) : SV("");
}
