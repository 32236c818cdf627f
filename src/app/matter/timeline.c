/* One matter's story, read from the journal itself: what was done is what is shown. */
#include "app/matter/row.h"

#include "app/person/person.h"
#include "app/unit/unit.h"
#include "store/journal.h"

static const struct act_def *act_of(struct sv name)
{
	for (size_t i = 0; i < matter_noun.n_acts; i++)
		if (sv_is(name, matter_noun.acts[i].name))
			return &matter_noun.acts[i];
	return NULL;
}

static struct sv text_of(const struct js *o, const char *key)
{
	return sv_or_empty(js_get_sv(o, key));
}

static enum rc tell(struct ctx *cx, struct db *db, const struct journal_row *row, struct moment *t)
{
	const struct act_def *def = act_of(row->act);
	*t = (struct moment){ .seq = row->seq, .at = row->at, .post = row->actor, .act = def ? def->name : arena_cstr(cx->a, row->act),
			      .label = def ? def->label : arena_cstr(cx->a, row->act), .text = SV(""), .unit_name = SV(""),
			      .percent = PERCENT_NONE, .said_by = SV(""), .means = SV(""), .result = SV(""), .via = SV(""),
			      .old_due = DAY_NONE, .new_due = DAY_NONE };
	TRY(post_label(cx, db, row->actor, &t->post_name));
	const struct js *facts = journal_facts(cx->a, row), *rec = js_get(facts, "record"), *move = js_get(facts, "move");
	if (!facts) {
		t->erased = true;
		return RC_OK;
	}
	t->via = text_of(facts, "_via");
	t->text = rec ? text_of(rec, "text") : text_of(facts, "reason");
	t->percent = js_get_dec(rec, "percent", PERCENT_NONE);
	t->said_by = text_of(rec, "said_by");
	t->means = text_of(rec, "means");
	t->result = text_of(rec, "result");
	if (move && !sv_is(js_get_sv(move, "state"), "refused")) {
		t->old_due = js_get_day(move, "old_due");
		t->new_due = js_get_day(move, "new_due");
	}
	int64_t unit = js_get_int(rec, "unit", 0);
	if (unit) {
		struct unit u;
		TRY(unit_get(cx, db, unit, &u));
		t->unit_name = u.short_name;
	}
	return RC_OK;
}

enum rc matter_timeline(struct ctx *cx, struct db *db, const struct matter *m, int limit, struct moment **ret, size_t *ret_n)
{
	struct journal_row *own, *list = NULL;
	size_t n_own, n_list = 0, i = 0, k = 0, n = 0;
	TRY(journal_read_subject(cx, db, m->id, limit, &own, &n_own));
	if (m->import) /* the list was accepted, was in, was withdrawn */
		TRY(journal_read_subject(cx, db, m->import, limit, &list, &n_list));
	struct moment *all = NEW(cx->a, struct moment, (size_t)limit + 1);
	while (n < (size_t)limit && (i < n_own || k < n_list)) {
		bool from_own = k == n_list || (i < n_own && own[i].seq > list[k].seq);
		const struct journal_row *row = from_own ? &own[i++] : &list[k++];
		TRY(tell(cx, db, row, &all[n++]));
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}
