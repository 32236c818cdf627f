/* What people write for a kind, a level and an answer. */
#include "app/question/question.h"

#include "base/utf8.h"
#include "core/words.h"

struct sv question_kind_of(struct sv word)
{
	static const struct {
		const char *words, *kind;
	} known[] = {
		{ "single 单选 单选题 单项选择 单项选择题", "single" },
		{ "multiple 多选 多选题 多项选择 多项选择题 不定项", "multiple" },
		{ "judge 判断 判断题 是非题", "judge" },
		{ "text 问答 问答题 简答 简答题 论述 论述题", "text" },
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (words_is(word, known[i].words))
			return sv_of(known[i].kind);
	return SV_NONE;
}

struct sv question_level_of(struct sv word)
{
	static const struct {
		const char *words, *level;
	} known[] = {
		{ "county 县级 县处级 处级 县级干部", "county" },
		{ "section 科级 乡科级 科级干部", "section" },
		{ "staff 一般 一般干部 科员 工作人员 全员", "staff" },
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (words_is(word, known[i].words))
			return sv_of(known[i].level);
	return SV_NONE;
}

struct sv question_words(struct arena *a, const struct question *q)
{
	struct buf b = buf_new(a, 64 << 10);
	buf_put(&b, q->text);
	for (size_t i = 0; i < q->n_options; i++)
		buf_printf(&b, "\n%c. %.*s", (char)('A' + (char)i), SV_ARG(q->option[i]));
	return buf_sv(&b);
}

static struct sv letters(struct arena *a, size_t n_options, struct sv said)
{
	bool named[QUESTION_OPTIONS] = { false };
	struct buf b = buf_new(a, QUESTION_OPTIONS + 1);
	struct sv rest = utf8_half(a, said);
	for (int32_t c; (c = utf8_next(&rest)) >= 0;) {
		if (c == ' ' || c == ',' || c == ';' || c == '/' || c == 0x3001 || c == '.' || c == '\n')
			continue;
		int32_t at = c >= 'a' && c <= 'z' ? c - 'a' : c - 'A';
		if (at < 0 || at >= (int32_t)n_options)
			return SV_NONE;
		named[at] = true;
	}
	for (size_t i = 0; i < n_options; i++)
		if (named[i])
			buf_putc(&b, (char)('A' + i));
	return b.n ? buf_sv(&b) : SV_NONE;
}

struct sv question_answer(struct arena *a, struct sv kind, size_t n_options, struct sv said)
{
	struct sv s = sv_trim(said);
	if (!s.n)
		return SV_NONE;
	if (sv_is(kind, "text"))
		return s;
	if (sv_is(kind, "judge")) {
		struct sv w = words_clean(a, s);
		return words_is(w, "T t true 对 √ ✓ 正确 是") ? SV("T") : words_is(w, "F f false 错 × ✗ x X 错误 不对 否") ? SV("F") : SV_NONE;
	}
	struct sv named = letters(a, n_options < QUESTION_OPTIONS ? n_options : QUESTION_OPTIONS, s);
	return sv_is(kind, "single") && named.n != 1 ? SV_NONE : named;
}

bool question_right(const struct question *q, struct sv answer)
{
	return !sv_is(q->kind, "text") && answer.n > 0 && sv_eq(q->key, answer);
}

bool question_partly(const struct question *q, struct sv answer)
{
	if (!sv_is(q->kind, "multiple") || answer.n == 0 || answer.n >= q->key.n)
		return false;
	for (size_t i = 0; i < answer.n; i++)
		if (!memchr(q->key.p, answer.p[i], q->key.n))
			return false;
	return true;
}
