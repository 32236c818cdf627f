#include "core/ballot.h"

#include "base/buf.h"
#include "core/lines.h"

#include <stdlib.h>

static enum ballot_kind kind_of(const struct rule_item *item, bool is_signed)
{
	const struct rule_measure *m = item->measure;
	if (!m)
		return BALLOT_NONE;
	if (m->kind == MEASURE_GRADES && m->n_values > 0)
		return BALLOT_GRADES;
	if (m->kind == MEASURE_MARKS && (item->judges == JUDGES_RAW || is_signed))
		return BALLOT_MARKS;
	return m->kind == MEASURE_RANKS || m->kind == MEASURE_DECAY ? BALLOT_RANKS : BALLOT_NONE;
}

struct ballot_form ballot_form_of(const struct rule_item *item, int n, const struct ballot_terms *terms)
{
	struct ballot_form f = { .kind = kind_of(item, terms && terms->is_signed), .n = n };
	if (terms)
		f.terms = *terms;
	if (f.kind != BALLOT_MARKS)
		f.terms.n_criteria = 0;
	if (f.kind == BALLOT_GRADES) {
		f.grades = item->measure->values;
		f.n_grades = item->measure->n_values;
	} else if (f.kind == BALLOT_MARKS) {
		f.most = item->measure->points;
	}
	return f;
}

static struct dec step_of(const struct ballot_terms *t)
{
	return t->step.u ? t->step : (struct dec){ DEC_ONE / 100 };
}

enum rc ballot_room(struct ctx *cx, const struct ballot_form *form, size_t *ret)
{
	int parts = form->kind == BALLOT_MARKS && form->terms.n_criteria ? form->terms.n_criteria : 1;
	/* a grade is one digit, a place two, a mark what its full marks have and two decimals; each with a sign after it */
	size_t each = form->kind == BALLOT_GRADES ? 2 : form->kind == BALLOT_RANKS ? 3 : dec_text(cx->a, (struct dec){ form->most.u / DEC_ONE * DEC_ONE }).n + 4;
	size_t room = (size_t)form->n * (size_t)parts * each;
	if (form->n * parts > BALLOT_FIELDS_MAX || room > BALLOT_TEXT_MAX)
		return fail(cx, RC_LIMIT, "ballot.room", N_("%d contestants with %d marks each do not fit one sheet of %d fields: hold the vote by groups, or with fewer criteria."),
			    form->n, parts, BALLOT_FIELDS_MAX);
	*ret = room;
	return RC_OK;
}

struct sv ballot_answer(struct arena *a, const struct ballot_form *form, int slot, int criterion)
{
	return form->kind == BALLOT_MARKS && form->terms.n_criteria ? arena_printf(a, "a%d_%d", slot, criterion) : arena_printf(a, "a%d", slot);
}

static bool shut(const struct ballot_form *f, int i)
{
	return f->shut && f->shut[i];
}

/* How many this juror judges. */
static int judged(const struct ballot_form *f)
{
	int n = 0;
	for (int i = 0; i < f->n; i++)
		n += !shut(f, i);
	return n;
}

/* ---- criteria -------------------------------------------------------------------------------------------------- */

enum { CRITERION_MAX = 60 }; /* bytes of a name */

/* "项目规模（20）" and "项目规模 20": the name and the number behind it. */
static bool split_criterion(struct sv line, struct ballot_criterion *ret)
{
	static const char *const ends[] = { ")", "）", "分" };
	size_t at = SIZE_MAX, len = 0;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (sv_ends(line, sv_of(ends[i])))
			line = sv_trim(sv_upto(line, line.n - strlen(ends[i])));
	static const char *const bars[] = { " ", "\t", "　", "(", "（", "|" };
	for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]); i++)
		for (size_t k = sv_find(line, sv_of(bars[i]), 0); k != SIZE_MAX; k = sv_find(line, sv_of(bars[i]), k + 1))
			if (at == SIZE_MAX || k > at) {
				at = k;
				len = strlen(bars[i]);
			}
	if (at == SIZE_MAX)
		return false;
	ret->name = sv_trim(sv_upto(line, at));
	return ret->name.n > 0 && ret->name.n <= CRITERION_MAX && dec_parse(sv_trim(sv_from(line, at + len)), &ret->most) && ret->most.u > 0;
}

enum rc ballot_criteria(struct ctx *cx, struct sv text, struct dec most, struct ballot_terms *ret)
{
	struct sv rest = text, line;
	int64_t sum = 0, step = step_of(ret).u;
	ret->n_criteria = 0;
	for (int no = 0; lines_next(&rest, &no, &line);) {
		struct ballot_criterion c = { 0 };
		if (!split_criterion(sv_trim(line), &c))
			return fail_at(cx, RC_INVALID, "criteria", "ballot.criterion", N_("Line %d: write a criterion and its full marks, like 项目规模 20."), no);
		if (c.most.u % step)
			return fail_at(cx, RC_INVALID, "criteria", "ballot.criterion_step", N_("Line %d: %.*s is no multiple of the step %.*s."), no,
				       SV_ARG(dec_text(cx->a, c.most)), SV_ARG(dec_text(cx->a, (struct dec){ step })));
		for (int i = 0; i < ret->n_criteria; i++)
			if (sv_eq(ret->criteria[i].name, c.name))
				return fail_at(cx, RC_INVALID, "criteria", "ballot.criterion_twice", N_("Line %d: %.*s stands there already."), no, SV_ARG(c.name));
		if (ret->n_criteria == BALLOT_CRITERIA_MAX || c.most.u > most.u)
			return fail_at(cx, RC_INVALID, "criteria", "ballot.criteria", N_("Line %d: at most %d criteria, and together %.*s full marks."), no,
				       BALLOT_CRITERIA_MAX, SV_ARG(dec_text(cx->a, most)));
		ret->criteria[ret->n_criteria++] = c;
		sum += c.most.u;
	}
	return !ret->n_criteria || sum == most.u ? RC_OK :
		fail_at(cx, RC_INVALID, "criteria", "ballot.criteria_sum", N_("The criteria have %.*s full marks together, the item of the rules has %.*s."),
			SV_ARG(dec_text(cx->a, (struct dec){ sum })), SV_ARG(dec_text(cx->a, most)));
}

struct sv ballot_criteria_text(struct arena *a, const struct ballot_terms *t)
{
	struct sv s = SV("");
	for (int i = 0; i < t->n_criteria; i++)
		s = arena_printf(a, "%.*s%s%.*s %.*s", SV_ARG(s), i ? "\n" : "", SV_ARG(t->criteria[i].name), SV_ARG(dec_text(a, t->criteria[i].most)));
	return s;
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

static enum rc read_mark(struct ctx *cx, const struct ballot_form *f, const char *slot, struct sv s, struct dec most, struct dec *ret)
{
	struct dec step = step_of(&f->terms);
	if (!dec_parse(s, ret) || ret->u % (DEC_ONE / 100) != 0)
		return fail_at(cx, RC_INVALID, slot, "ballot.mark", N_("Write a mark, with at most two decimals."));
	if (ret->u < 0 || dec_cmp(*ret, most) > 0)
		return fail_at(cx, RC_INVALID, slot, "ballot.range", N_("A mark is between 0 and %.*s."), SV_ARG(dec_text(cx->a, most)));
	if (ret->u % step.u)
		return fail_at(cx, RC_INVALID, slot, "ballot.step", N_("Marks go in steps of %.*s here."), SV_ARG(dec_text(cx->a, step)));
	return RC_OK;
}

/* All criteria of a contestant, or none: half a mark is no mark. */
static enum rc read_parts(struct ctx *cx, const struct ballot_form *f, int slot, const struct js *answers, struct ballot_vote *v)
{
	enum rc rc = RC_OK;
	int given = 0;
	const char *open = NULL;
	for (int c = 0; c < f->terms.n_criteria; c++) {
		const char *name = ballot_answer(cx->a, f, slot, c + 1).p;
		struct sv s = sv_trim(js_get_sv(answers, name));
		if (!s.n && !open)
			open = name;
		if (s.n && read_mark(cx, f, name, s, f->terms.criteria[c].most, &v->part[c]) != RC_OK)
			rc = RC_INVALID;
		given += s.n > 0;
		v->mark.u += v->part[c].u;
	}
	v->given = given > 0;
	if (given && open)
		return fail_at(cx, RC_INVALID, open, "ballot.parts", N_("Give this contestant a mark by every criterion, or none at all."));
	return rc;
}

static enum rc read_place(struct ctx *cx, const struct ballot_form *f, const char *slot, struct sv s, struct ballot_vote *v)
{
	int64_t place;
	if (!sv_int(s, &place) || place < 1 || place > judged(f))
		return fail_at(cx, RC_INVALID, slot, "ballot.place", N_("A place is a whole number from 1 to %d."), judged(f));
	v->place = (int)place;
	return RC_OK;
}

static enum rc read_one(struct ctx *cx, const struct ballot_form *f, int i, const struct js *answers, struct ballot_vote *v)
{
	*v = (struct ballot_vote){ .grade = -1, .recused = shut(f, i - 1) };
	if (v->recused)
		return RC_OK;
	if (f->kind == BALLOT_MARKS && f->terms.n_criteria)
		return read_parts(cx, f, i, answers, v);
	const char *slot = ballot_answer(cx->a, f, i, 1).p;
	struct sv s = sv_trim(js_get_sv(answers, slot));
	v->given = s.n > 0;
	if (!v->given)
		return RC_OK;
	return f->kind == BALLOT_GRADES ? read_grade(cx, f, slot, s, v) : f->kind == BALLOT_MARKS ? read_mark(cx, f, slot, s, f->most, &v->mark) :
									  read_place(cx, f, slot, s, v);
}

struct sv ballot_last_grades(struct arena *a, const struct ballot_form *f)
{
	struct sv s = SV("");
	for (int g = f->n_grades - f->terms.last_grades; g < f->n_grades; g++)
		s = arena_printf(a, "%.*s%s%.*s", SV_ARG(s), s.n ? "、" : "", SV_ARG(f->grades[g].name));
	return s;
}

/* How a sheet must be spread.  What is left open may still become what is wanted, so that a sheet can be given in parts. */
static enum rc check_spread(struct ctx *cx, const struct ballot_form *f, const struct ballot_vote *v)
{
	const struct ballot_terms *t = &f->terms;
	int open = 0, last = 0, above = 0, below = 0, n = judged(f);
	int last_least = t->last_least < n ? t->last_least : n, below_least = t->below_least < n ? t->below_least : n;
	for (int i = 0; i < f->n; i++) {
		open += !v[i].given && !v[i].recused;
		last += v[i].given && v[i].grade >= f->n_grades - t->last_grades;
		above += v[i].given && dec_cmp(v[i].mark, t->above) > 0;
		below += v[i].given && dec_cmp(v[i].mark, t->below) < 0;
	}
	if (f->kind == BALLOT_GRADES && t->last_least && last + open < last_least)
		return fail(cx, RC_INVALID, "ballot.last", N_("At least %d must have \"%.*s\": %d have."), last_least, SV_ARG(ballot_last_grades(cx->a, f)), last);
	if (f->kind == BALLOT_MARKS && t->above.u && above > t->above_most)
		return fail(cx, RC_INVALID, "ballot.above", N_("At most %d may have more than %.*s: %d have."), t->above_most, SV_ARG(dec_text(cx->a, t->above)), above);
	if (f->kind == BALLOT_MARKS && t->below.u && below + open < below_least)
		return fail(cx, RC_INVALID, "ballot.below", N_("At least %d must have less than %.*s: %d have."), below_least, SV_ARG(dec_text(cx->a, t->below)), below);
	return RC_OK;
}

bool ballot_flat(const struct ballot_form *form, const struct ballot_vote *v)
{
	const struct ballot_vote *first = NULL;
	int given = 0;
	for (int i = 0; i < form->n; i++) {
		if (!v[i].given)
			continue;
		first = first ? first : &v[i];
		if (v[i].grade != first->grade || v[i].place != first->place || v[i].mark.u != first->mark.u)
			return false;
		given++;
	}
	return given > 1;
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
	if (f->kind == BALLOT_RANKS && given < judged(f))
		return fail(cx, RC_INVALID, "ballot.ranks", N_("Put all %d in order: %d have no place yet."), judged(f), judged(f) - given);
	if (f->terms.first_most > 0 && first > f->terms.first_most)
		return fail(cx, RC_INVALID, "ballot.first", N_("\"%.*s\" may be given to %d at most: it is given to %d."),
			    SV_ARG(f->grades[0].name), f->terms.first_most, first);
	return check_spread(cx, f, v);
}

static struct sv kept(struct arena *a, const struct ballot_form *f, const struct ballot_vote *v)
{
	struct buf b = buf_new(a, BALLOT_TEXT_MAX + 1);
	for (int i = 0; i < f->n; i++) {
		buf_puts(&b, i ? "|" : "");
		buf_puts(&b, v[i].recused ? "-" : "");
		for (int c = 0; v[i].given && f->kind == BALLOT_MARKS && c < f->terms.n_criteria; c++) {
			buf_puts(&b, c ? "+" : "");
			buf_put(&b, dec_text(a, v[i].part[c]));
		}
		if (v[i].given && f->kind == BALLOT_MARKS && f->terms.n_criteria)
			continue;
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
	for (int i = 0; i < form->n; i++)
		if (read_one(cx, form, i + 1, answers, &v[i]) != RC_OK)
			rc = RC_INVALID; /* all faults of a sheet are told at once */
	TRY(rc);
	TRY(check_sheet(cx, form, v));
	*ret_text = kept(cx->a, form, v);
	return RC_OK;
}

/* One slot of a kept text; false for what no sheet of this form says. */
static bool take_one(const struct ballot_form *f, struct sv part, struct ballot_vote *v)
{
	int64_t i = 0;
	*v = (struct ballot_vote){ .grade = -1, .recused = sv_is(part, "-"), .given = part.n > 0 && !sv_is(part, "-") };
	if (!v->given)
		return true;
	if (f->kind == BALLOT_MARKS && f->terms.n_criteria) {
		struct sv mark;
		int c = 0;
		for (; c < f->terms.n_criteria && sv_split(&part, '+', &mark); c++) {
			if (!dec_parse(mark, &v->part[c]) || v->part[c].u < 0 || dec_cmp(v->part[c], f->terms.criteria[c].most) > 0)
				return false;
			v->mark.u += v->part[c].u;
		}
		return c == f->terms.n_criteria && !part.n;
	}
	if (f->kind == BALLOT_MARKS)
		return dec_parse(part, &v->mark) && v->mark.u >= 0 && dec_cmp(v->mark, f->most) <= 0;
	if (!sv_int(part, &i) || i < (f->kind == BALLOT_RANKS) || i >= (f->kind == BALLOT_RANKS ? f->n + 1 : f->n_grades))
		return false;
	v->grade = f->kind == BALLOT_GRADES ? (int)i : -1;
	v->place = f->kind == BALLOT_RANKS ? (int)i : 0;
	return true;
}

enum rc ballot_votes(struct ctx *cx, const struct ballot_form *form, struct sv text, struct ballot_vote *ret)
{
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	struct sv rest = text;
	int n = 0;
	bool more = true;
	for (; more && n < form->n; n++) {
		size_t bar = sv_find(rest, SV("|"), 0);
		more = bar != SIZE_MAX;
		struct sv part = sv_upto(rest, more ? bar : rest.n);
		rest = sv_from(rest, more ? bar + 1 : rest.n);
		if (!take_one(form, part, &v[n]))
			break;
	}
	if (n != form->n || more)
		return fail(cx, RC_CHECK, "ballot.text", N_("A ballot of this box is no sheet of this event."));
	for (int i = 0; i < n; i++)
		ret[i] = v[i];
	return RC_OK;
}

enum rc ballot_answers(struct ctx *cx, const struct ballot_form *form, struct sv text, struct js **ret)
{
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	struct js *o = js_obj(cx->a);
	TRY(ballot_votes(cx, form, text, v));
	for (int i = 0; i < form->n; i++)
		for (int c = 0; v[i].given && c < (form->terms.n_criteria ? form->terms.n_criteria : 1); c++)
			js_set_sv(cx->a, o, ballot_answer(cx->a, form, i + 1, c + 1).p,
				  form->kind == BALLOT_GRADES ? form->grades[v[i].grade].name :
				  form->kind == BALLOT_RANKS ? arena_printf(cx->a, "%d", v[i].place) :
				  dec_text(cx->a, form->terms.n_criteria ? v[i].part[c] : v[i].mark));
	*ret = o;
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

void ballot_tally(struct arena *a, const struct ballot_form *form, const struct ballot_vote *const *sheet, size_t n, const int *at, size_t n_at,
		  struct ballot_count **ret, size_t *ret_n, struct ballot_silent *ret_silent)
{
	struct ballot_count *all = NEW(a, struct ballot_count, n + 1);
	size_t k = 0, out = 0;
	*ret_silent = (struct ballot_silent){ 0 };
	for (size_t i = 0; i < n; i++) {
		if (said(sheet[i], at, n_at, &all[k]))
			k++;
		else if (sheet[i][at[0]].recused) /* a unit's sites are all shut or none */
			ret_silent->recused++;
		else
			ret_silent->abstained++;
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
}
