#include "core/ballot.h"

#include "base/buf.h"

#include <stdlib.h>

static enum ballot_kind kind_of(const struct rule_item *item)
{
	const struct rule_measure *m = item->measure;
	if (!m)
		return BALLOT_NONE;
	if (m->kind == MEASURE_GRADES && m->n_values > 0)
		return BALLOT_GRADES;
	if (m->kind == MEASURE_MARKS && item->judges == JUDGES_RAW)
		return BALLOT_MARKS;
	return m->kind == MEASURE_RANKS || m->kind == MEASURE_DECAY ? BALLOT_RANKS : BALLOT_NONE;
}

struct ballot_form ballot_form_of(const struct rule_item *item, int n, int first_most)
{
	struct ballot_form f = { .kind = kind_of(item), .n = n };
	if (f.kind == BALLOT_GRADES) {
		f.grades = item->measure->values;
		f.n_grades = item->measure->n_values;
		f.first_most = first_most;
	} else if (f.kind == BALLOT_MARKS) {
		f.most = item->measure->points;
	}
	return f;
}

/* ---- one sheet ------------------------------------------------------------------------------------------------ */

static enum rc read_grade(struct ctx *cx, const struct ballot_form *f, const char *slot, struct sv s, struct ballot_vote *v)
{
	for (int g = 0; g < f->n_grades; g++)
		if (sv_eq(f->grades[g].name, s)) {
			v->grade = g;
			return RC_OK;
		}
	return fail_at(cx, RC_INVALID, slot, "ballot.grade", N_("Choose one of the grades of this sheet."));
}

static enum rc read_mark(struct ctx *cx, const struct ballot_form *f, const char *slot, struct sv s, struct ballot_vote *v)
{
	if (!dec_parse(s, &v->mark) || v->mark.u % (DEC_ONE / 100) != 0)
		return fail_at(cx, RC_INVALID, slot, "ballot.mark", N_("Write a mark, with at most two decimals."));
	if (v->mark.u < 0 || dec_cmp(v->mark, f->most) > 0)
		return fail_at(cx, RC_INVALID, slot, "ballot.range", N_("A mark is between 0 and %.*s."), SV_ARG(dec_text(cx->a, f->most)));
	return RC_OK;
}

static enum rc read_place(struct ctx *cx, const struct ballot_form *f, const char *slot, struct sv s, struct ballot_vote *v)
{
	int64_t place;
	if (!sv_int(s, &place) || place < 1 || place > f->n)
		return fail_at(cx, RC_INVALID, slot, "ballot.place", N_("A place is a whole number from 1 to %d."), f->n);
	v->place = (int)place;
	return RC_OK;
}

static enum rc read_one(struct ctx *cx, const struct ballot_form *f, const char *slot, struct sv s, struct ballot_vote *v)
{
	*v = (struct ballot_vote){ .grade = -1, .given = s.n > 0 };
	if (!v->given)
		return RC_OK;
	return f->kind == BALLOT_GRADES ? read_grade(cx, f, slot, s, v) : f->kind == BALLOT_MARKS ? read_mark(cx, f, slot, s, v) :
									  read_place(cx, f, slot, s, v);
}

/* What holds for the sheet as a whole. */
static enum rc check_sheet(struct ctx *cx, const struct ballot_form *f, const struct ballot_vote *v)
{
	int given = 0, first = 0;
	bool seen[BALLOT_SLOTS_MAX + 1] = { false };
	for (int i = 0; i < f->n; i++) {
		given += v[i].given;
		first += v[i].given && v[i].grade == 0;
		if (f->kind == BALLOT_RANKS && v[i].given && seen[v[i].place])
			return fail_at(cx, RC_INVALID, arena_printf(cx->a, "a%d", i + 1).p, "ballot.twice", N_("Place %d is given twice."), v[i].place);
		seen[v[i].place] = v[i].given;
	}
	if (given == 0)
		return fail(cx, RC_INVALID, "ballot.blank", N_("Nothing is marked yet."));
	if (f->kind == BALLOT_RANKS && given < f->n)
		return fail(cx, RC_INVALID, "ballot.ranks", N_("Put all %d in order: %d have no place yet."), f->n, f->n - given);
	if (f->first_most > 0 && first > f->first_most)
		return fail(cx, RC_INVALID, "ballot.first", N_("\"%.*s\" may be given to %d at most: it is given to %d."),
			    SV_ARG(f->grades[0].name), f->first_most, first);
	return RC_OK;
}

static struct sv kept(struct arena *a, const struct ballot_form *f, const struct ballot_vote *v)
{
	struct buf b = buf_new(a, BALLOT_TEXT_MAX + 1);
	for (int i = 0; i < f->n; i++) {
		buf_puts(&b, i ? "|" : "");
		if (v[i].given && f->kind == BALLOT_MARKS)
			buf_put(&b, dec_text(a, v[i].mark));
		else if (v[i].given)
			buf_int(&b, f->kind == BALLOT_GRADES ? v[i].grade : v[i].place);
	}
	return buf_sv(&b);
}

enum rc ballot_read(struct ctx *cx, const struct ballot_form *form, const struct js *answers, struct sv *ret_text)
{
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	enum rc rc = RC_OK;
	if (form->kind == BALLOT_NONE || form->n < 1 || form->n > BALLOT_SLOTS_MAX)
		return fail(cx, RC_INVALID, "ballot.form", N_("There is no sheet for this."));
	for (int i = 0; i < form->n; i++) {
		const char *slot = arena_printf(cx->a, "a%d", i + 1).p;
		if (read_one(cx, form, slot, sv_trim(js_get_sv(answers, slot)), &v[i]) != RC_OK)
			rc = RC_INVALID; /* all faults of a sheet are told at once */
	}
	TRY(rc);
	TRY(check_sheet(cx, form, v));
	*ret_text = kept(cx->a, form, v);
	return RC_OK;
}

enum rc ballot_votes(struct ctx *cx, const struct ballot_form *form, struct sv text, struct ballot_vote *ret)
{
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	struct sv rest = text, part;
	int n = 0;
	bool more = true;
	for (; more && n < form->n; n++) {
		size_t bar = sv_find(rest, SV("|"), 0);
		int64_t i = 0;
		more = bar != SIZE_MAX;
		part = sv_upto(rest, more ? bar : rest.n);
		rest = sv_from(rest, more ? bar + 1 : rest.n);
		v[n] = (struct ballot_vote){ .grade = -1, .given = part.n > 0 };
		bool good = !part.n || (form->kind == BALLOT_MARKS ? dec_parse(part, &v[n].mark) && v[n].mark.u >= 0 && dec_cmp(v[n].mark, form->most) <= 0 :
								     sv_int(part, &i));
		if (part.n && form->kind == BALLOT_GRADES)
			good = good && i >= 0 && i < form->n_grades;
		else if (part.n && form->kind == BALLOT_RANKS)
			good = good && i >= 1 && i <= form->n;
		if (!good)
			break;
		v[n].grade = part.n && form->kind == BALLOT_GRADES ? (int)i : -1;
		v[n].place = form->kind == BALLOT_RANKS ? (int)i : 0;
	}
	if (n != form->n || more)
		return fail(cx, RC_CHECK, "ballot.text", N_("A ballot of this box is no sheet of this event."));
	for (int i = 0; i < n; i++)
		ret[i] = v[i];
	return RC_OK;
}

/* ---- all of a class --------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
	const struct ballot_count *x = a, *y = b;
	if (x->grade != y->grade)
		return x->grade < y->grade ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return dec_cmp(x->mark, y->mark);
}

/* What one juror says of a contestant; false for nothing. */
static bool said(const struct ballot_vote *v, const int *at, size_t n_at, struct ballot_count *ret)
{
	int64_t sum = 0, given = 0;
	for (size_t i = 0; i < n_at; i++)
		if (v[at[i]].given) {
			*ret = (struct ballot_count){ .grade = v[at[i]].grade, .place = v[at[i]].place, .mark = v[at[i]].mark, .votes = 1 };
			sum += v[at[i]].mark.u;
			given++;
		}
	if (given > 1)
		ret->mark.u = (2 * sum + given) / (2 * given); /* marks are not below zero: half away from it */
	return given > 0;
}

enum rc ballot_tally(struct ctx *cx, const struct ballot_form *form, const struct sv *texts, size_t n, const int *at, size_t n_at,
		     struct ballot_count **ret, size_t *ret_n, int64_t *ret_abstained)
{
	struct ballot_count *all = NEW(cx->a, struct ballot_count, n + 1);
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	size_t k = 0, out = 0;
	*ret_abstained = 0;
	for (size_t i = 0; i < n; i++) {
		TRY(ballot_votes(cx, form, texts[i], v));
		if (said(v, at, n_at, &all[k]))
			k++;
		else
			++*ret_abstained;
	}
	qsort(all, k, sizeof(*all), by_value);
	for (size_t i = 0; i < k; i++)
		/* Marks stay one a line: the rules drop extremes one by one. */
		if (out && form->kind != BALLOT_MARKS && by_value(&all[out - 1], &all[i]) == 0)
			all[out - 1].votes++;
		else
			all[out++] = all[i];
	*ret = all;
	*ret_n = out;
	return RC_OK;
}
