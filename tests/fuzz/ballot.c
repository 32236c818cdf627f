/* Criteria as they are pasted, sheets as they are kept: the first line is the one, the rest the other. */
#include "core/ballot.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct rule_measure marks = { .kind = MEASURE_MARKS, .points = { 100 * DEC_ONE } }, ranks = { .kind = MEASURE_RANKS };
static const struct rule_measure grades = { .kind = MEASURE_GRADES, .n_values = 3, .values = { { .name = { "A", 1 } }, { .name = { "B", 1 } }, { .name = { "C", 1 } } } };

static bool alike(const struct ballot_form *f, const struct ballot_vote *x, const struct ballot_vote *y)
{
	for (int i = 0; i < f->n; i++)
		if (x[i].given != y[i].given || x[i].grade != y[i].grade || x[i].place != y[i].place || x[i].mark.u != y[i].mark.u)
			return false;
	return true;
}

/* A kept text that says something says the same when it is answered and read once more. */
static void kept(struct ctx *cx, const struct ballot_form *f, struct sv text)
{
	struct ballot_vote v[BALLOT_SLOTS_MAX], again[BALLOT_SLOTS_MAX];
	struct js *answers;
	struct sv back;
	size_t room;
	ctx_forget(cx);
	if (ballot_votes(cx, f, text, v) != RC_OK)
		return;
	if (ballot_answers(cx, f, text, &answers) != RC_OK)
		abort();
	if (ballot_read(cx, f, answers, &back) != RC_OK)
		return;
	if (ballot_room(cx, f, &room) != RC_OK || back.n > room || ballot_votes(cx, f, back, again) != RC_OK || !alike(f, v, again))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	struct sv rest = sv_make((const char *)data, size), first;
	arena_init(&a, 1 << 16);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (size < 1 << 14 && sv_split(&rest, '\0', &first)) {
		static const struct rule_measure *const all[] = { &marks, &ranks, &grades };
		struct ballot_terms t = { .step = { DEC_ONE / 2 } };
		if (ballot_criteria(&cx, first, DEC(100), &t) != RC_OK)
			t.n_criteria = 0;
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			for (int n = 1; n <= 4; n++) {
				struct rule_item item = { .measure = (struct rule_measure *)all[i] };
				struct ballot_form f = ballot_form_of(&item, n, &t);
				kept(&cx, &f, rest.p ? rest : SV(""));
			}
		/* what is read of criteria is read again as it is kept */
		struct ballot_terms again = { .step = t.step };
		if (t.n_criteria && (ballot_criteria(&cx, ballot_criteria_text(&a, &t), DEC(100), &again) != RC_OK || again.n_criteria != t.n_criteria))
			abort();
	}
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
