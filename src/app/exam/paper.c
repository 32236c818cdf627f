/* Answers in one form. */
#include "app/exam/exam_read.h"

#include "base/utf8.h"
#include "core/cellsplit.h"

static const char *key_of(struct arena *a, int64_t item)
{
	return arena_printf(a, "%lld", (long long)item).p;
}

/* Several lines of visible signs, at most EXAM_ANSWER_MAX characters; phones and identity numbers are masked, since an answer is
 * written into the journal. */
static struct sv words_said(struct arena *a, struct sv said)
{
	bool found = false;
	struct buf b = buf_new(a, said.n + 1);
	struct sv rest = sv_trim(said);
	if (!utf8_valid(rest))
		return SV_NONE;
	rest = utf8_upto(rest, EXAM_ANSWER_MAX);
	while (rest.n) {
		char one[4];
		int32_t c = utf8_next(&rest);
		/* signs that turn the direction of what follows have no place in an answer */
		if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029)
			continue;
		if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c <= 0x9F)))
			buf_put(&b, sv_make(one, utf8_put(one, c)));
	}
	return b.n ? personal_mask(a, buf_sv(&b), SV(PERSONAL_MASK), &found) : SV_NONE;
}

struct js *exam_answers(struct arena *a, const struct exam_item *paper, size_t n, const struct js *said)
{
	struct js *o = js_obj(a);
	for (size_t i = 0; i < n; i++) {
		struct sv s = js_get_sv(said, key_of(a, paper[i].no));
		s = sv_is(paper[i].q.kind, "text") ? words_said(a, s) : question_answer(a, paper[i].q.kind, paper[i].q.n_options, s);
		if (s.n)
			js_set_sv(a, o, key_of(a, paper[i].no), s);
	}
	return o;
}

size_t exam_answered(const struct js *answers)
{
	return answers && answers->kind == JS_OBJ ? answers->n : 0;
}

const struct js *exam_answers_parse(struct arena *a, struct sv text)
{
	const char *why;
	int line, column;
	return text.n ? js_parse(a, text, &why, &line, &column) : NULL;
}

struct sv exam_answer(struct arena *a, const struct js *answers, int64_t item)
{
	return sv_or_empty(js_get_sv(answers, key_of(a, item)));
}
