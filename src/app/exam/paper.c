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

void exam_sums(struct arena *a, struct sv text, struct dec *ret, size_t n)
{
	const char *why;
	int line, column;
	const struct js *list = text.n ? js_parse(a, text, &why, &line, &column) : NULL, *x = list ? list->first : NULL;
	for (size_t i = 0; i < n; i++, x = x ? x->next : NULL)
		if (!x || !dec_parse(x->s, &ret[i]))
			ret[i] = (struct dec){ 0 };
}

/* Answers stand in the order of their keys as texts (1, 10, 2 …): one walk puts them at their numbers. */
static void by_number(const struct js *answers, struct sv *ret)
{
	int64_t no;
	for (const struct js *x = answers && answers->kind == JS_OBJ ? answers->first : NULL; x; x = x->next)
		if (sv_int(x->key, &no) && no > 0 && no <= EXAM_ITEMS_MAX)
			ret[no] = x->s;
}

struct js *exam_closed(struct arena *a, const struct exam_part *part, size_t n_part, const struct exam_item *paper, size_t n_paper, const struct js *answers,
		       struct js *ret_written)
{
	struct js *list = js_arr(a);
	struct sv said[EXAM_ITEMS_MAX + 1] = { SV_NONE };
	by_number(answers, said);
	for (size_t k = 0; k < n_part; k++) {
		struct dec sum = { 0 };
		for (size_t i = 0; i < n_paper; i++) {
			const struct exam_item *x = &paper[i];
			if (x->part != part[k].no)
				continue;
			struct sv one = sv_or_empty(said[x->no]);
			if (sv_is(x->q.kind, "text") && one.n)
				js_push(ret_written, js_int(a, x->no));
			else if (question_right(&x->q, one))
				sum.u += x->each.u;
			else if (part[k].half && question_partly(&x->q, one))
				sum.u += x->each.u / 2;
		}
		js_push(list, js_str(a, dec_text(a, sum)));
	}
	return list;
}
