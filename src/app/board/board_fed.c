/* What the measures and parts of a rule read beside entries: targets with what came of them, scores of boards that
 * were published before.  Each input names the record that it came from; what is missing stays missing. */
#include "app/board/board_read.h"

#include "app/board/queries.sql.h"
#include "app/tally/tally.h"
#include "app/target/target.h"

static const char *const kinds[INPUT_COUNT_] = { "actual", "target", "progress", "mark", "ballot", "place", "score", "state" };
static const char *const nulls[] = { "", "absent", "abstain", "recused", "spoilt", "not_applicable" };

struct rule_input *board_fed_push(struct arena *a, struct board_input *in)
{
	if (in->n_inputs == in->room) {
		size_t room = in->room ? in->room * 2 : 64;
		struct rule_input *more = NEW(a, struct rule_input, room);
		if (in->n_inputs)
			memcpy(more, in->inputs, in->n_inputs * sizeof(*more));
		in->inputs = more;
		in->room = room;
	}
	struct rule_input *i = &in->inputs[in->n_inputs++];
	*i = (struct rule_input){ .name = SV(""), .class = SV(""), .unit = SV(""), .grade = SV(""), .judge = SV(""), .group = SV(""),
				  .day = DAY_NONE, .source = SV(""), .record = SV("") };
	return i;
}

static int word_at(const char *const *words, size_t n, struct sv s)
{
	for (size_t i = 0; i < n; i++)
		if (sv_is(s, words[i]))
			return (int)i;
	return 0;
}

static struct sv number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

/* ---- targets -------------------------------------------------------------------------------------------------- */

static bool names_it(struct sv name, const struct rule_item *item)
{
	return sv_eq(name, item->name) || (item->data.n && sv_eq(name, item->data));
}

/* Against the time of the year the whole year's target counts; else that of the quarter which ends with the period. */
static struct figure plan_of(const struct rule_item *item, const struct target_input *t, struct day to)
{
	bool year = item->measure->schedule || (civil_of_day(to).month == 12 && !t->plan.has);
	return year ? t->year : t->plan;
}

static void put_target(struct arena *a, struct board_input *in, const struct rule_item *item, const struct target_input *t)
{
	struct figure plan = plan_of(item, t, in->to);
	if (plan.has && item->measure->kind == MEASURE_COMPLETION) {
		struct rule_input *i = board_fed_push(a, in);
		i->kind = INPUT_TARGET;
		i->name = item->name;
		i->unit = number(a, t->unit);
		i->value = plan.v;
		i->source = t->document;
		i->record = arena_printf(a, "target:%lld", (long long)t->target);
	}
	if (t->actual.has) {
		struct rule_input *i = board_fed_push(a, in);
		i->kind = INPUT_ACTUAL;
		i->name = item->name;
		i->unit = number(a, t->unit);
		i->value = t->actual.v;
		i->estimated = !t->final;
		i->day = t->as_of;
		i->source = t->source;
		i->record = arena_printf(a, "target:%lld/%lld", (long long)t->target, (long long)t->record);
	}
}

static bool takes_figures(const struct rule_item *i)
{
	return i->measure && i->measure->kind != MEASURE_MARKS && i->measure->kind != MEASURE_GRADES && i->measure->kind != MEASURE_RANKS &&
	       i->measure->kind != MEASURE_DECAY && !(i->measure->kind == MEASURE_BANDS && i->measure->n_grades);
}

static enum rc read_targets(struct ctx *cx, struct db *db, const struct period *p, struct board_input *in)
{
	struct target_input *t = NULL;
	size_t n = 0;
	bool read = false;
	for (size_t c = 0; c < in->rule->n_classes; c++)
		for (size_t i = 0; i < in->rule->classes[c].n_items; i++) {
			const struct rule_item *item = &in->rule->classes[c].items[i];
			if (!takes_figures(item))
				continue;
			if (!read)
				TRY(target_inputs(cx, db, p, in->read_seq == INT64_MAX ? 0 : in->read_seq, &t, &n));
			read = true;
			for (size_t k = 0; k < n; k++)
				if (names_it(t[k].indicator, item) && board_peer_of(in, t[k].unit))
					put_target(cx->a, in, item, &t[k]);
		}
	return RC_OK;
}

/* ---- tallies ---------------------------------------------------------------------------------------------------- */

static void put_cell(struct arena *a, struct board_input *in, const struct tally *t, const struct tally_cell *c)
{
	bool vote = sv_is(t->kind, "ballot") || sv_is(t->kind, "place");
	if (!board_peer_of(in, c->unit) || (vote && !c->votes))
		return; /* no vote is no input: nought of them would count as one */
	struct rule_input *i = board_fed_push(a, in);
	i->kind = (enum rule_input_kind)word_at(kinds, COUNT(kinds), t->kind);
	i->null = (enum rule_input_null)word_at(nulls, COUNT(nulls), c->missing);
	i->name = t->item;
	i->unit = number(a, c->unit);
	i->value = c->value;
	i->count = c->votes;
	i->grade = c->grade;
	i->group = c->group;
	i->judge = c->judge;
	i->period = sv_is(t->kind, "score") ? 1 : 0;
	i->estimated = c->estimated;
	i->day = t->day;
	i->source = t->source;
	i->record = arena_printf(a, "tally:%lld", (long long)t->id);
}

static enum rc read_tallies(struct ctx *cx, struct db *db, struct board_input *in)
{
	struct tally *t;
	size_t n;
	TRY(tallies_counted(cx, db, in->period, in->r.series, &t, &n));
	for (size_t i = 0; i < n; i++) {
		struct tally_cell *c;
		size_t n_cells;
		TRY(tally_cells(cx, db, t[i].id, &c, &n_cells));
		for (size_t k = 0; k < n_cells; k++)
			put_cell(cx->a, in, &t[i], &c[k]);
	}
	return RC_OK;
}

enum rc board_tally_use(struct ctx *cx, struct db *db, int64_t tally, enum tally_use *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &board_reads_record);
	bind_sv(st, 1, arena_printf(cx->a, "tally:%lld", (long long)tally));
	*ret = TALLY_UNUSED;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0) == BOARD_PUBLISHED ? TALLY_PUBLISHED : TALLY_READ;
	return rc;
}

/* ---- what comes in at all ------------------------------------------------------------------------------------------ */

enum rc board_supply(struct ctx *cx, struct db *db, const struct ruleset *r, const struct rule *rule, struct rule_supply *ret)
{
	enum rc rc;
	size_t n = 0, room = 64;
	struct sv *names = NEW(cx->a, struct sv, room);
	struct stmt *st = db_query(db, &board_supplied);
	(void)rule;
	bind_int(st, 1, r->owner);
	bind_int(st, 2, r->series);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct sv *more = NEW(cx->a, struct sv, room * 2);
			memcpy(more, names, room * sizeof(*more));
			names = more;
			room *= 2;
		}
		names[n++] = col_sv(st, 0, cx->a);
	}
	/* Every kind of fact is stated by matters or brought in as an entry; a veto by its document alone. */
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++)
		ret->facts[k] = true;
	ret->names = names;
	ret->n_names = n;
	return rc;
}

/* ---- scores of other boards ------------------------------------------------------------------------------------ */

static int months_of(enum rule_cadence c)
{
	static const int months[] = { [CADENCE_MONTH] = 1, [CADENCE_QUARTER] = 3, [CADENCE_YEAR] = 12, [CADENCE_HALF] = 6 };
	return months[c];
}

static int month_no(struct day d)
{
	struct civil c = civil_of_day(d);
	return c.year * 12 + c.month - 1;
}

/* Which of the parts of this period the other one is, by the month of its last day: the second quarter is 2, told or not. */
static int place_in(const struct board_input *in, enum rule_cadence cadence, struct day to)
{
	int step = months_of(cadence), span = months_of(in->rule->cadence), back = month_no(in->to) - month_no(to);
	return step >= span ? 1 : (span - back + step - 1) / step;
}

static enum rc cadence_of(struct ctx *cx, struct db *db, int64_t ruleset, int64_t *had, enum rule_cadence *ret)
{
	struct ruleset r;
	struct rule *rule;
	if (*had == ruleset)
		return RC_OK;
	TRY(ruleset_get(cx, db, ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	*had = ruleset;
	*ret = rule->cadence;
	return RC_OK;
}

struct other {
	int64_t board, ruleset, unit;
	struct day to;
	struct dec total;
	struct sv name;
};

/* One unit may stand on two boards of one period: the one of this board's own group counts (it comes last). */
static void put_score(struct arena *a, struct board_input *in, const struct rule_part *part, const struct other *o, int period)
{
	struct sv unit = number(a, o->unit);
	struct rule_input *i = NULL;
	for (size_t k = 0; k < in->n_inputs && !i; k++)
		if (in->inputs[k].kind == INPUT_SCORE && in->inputs[k].period == period && sv_eq(in->inputs[k].unit, unit) &&
		    sv_eq(in->inputs[k].name, part->name))
			i = &in->inputs[k];
	i = i ? i : board_fed_push(a, in);
	i->kind = INPUT_SCORE;
	i->name = part->name;
	i->unit = unit;
	i->value = o->total;
	i->period = period;
	i->day = o->to;
	i->source = o->name;
	i->record = arena_printf(a, "board:%lld", (long long)o->board);
}

static enum rc read_part(struct ctx *cx, struct db *db, const struct rule_part *part, struct board_input *in)
{
	enum rc rc;
	size_t n = 0, room = 256;
	int64_t had = 0;
	enum rule_cadence cadence = CADENCE_MONTH;
	struct other *all = NEW(cx->a, struct other, room);
	struct stmt *st = db_query(db, &board_scores_of);
	bind_int(st, 1, in->owner);
	bind_sv(st, 2, part->source);
	bind_day(st, 3, in->from);
	bind_day(st, 4, in->to);
	bind_sv(st, 5, in->peer_group);
	bind_int(st, 6, in->within);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct other *more = NEW(cx->a, struct other, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		all[n++] = (struct other){ col_int(st, 0), col_int(st, 1), col_int(st, 2), col_day(st, 3), col_dec(st, 4), col_sv(st, 5, cx->a) };
	}
	TRY(rc);
	for (size_t i = 0; i < n; i++) {
		TRY(cadence_of(cx, db, all[i].ruleset, &had, &cadence));
		if (board_peer_of(in, all[i].unit))
			put_score(cx->a, in, part, &all[i], place_in(in, cadence, all[i].to));
	}
	return RC_OK;
}

enum rc board_fed_read(struct ctx *cx, struct db *db, const struct period *p, struct board_input *in)
{
	if (in->rule->grammar < 2)
		return RC_OK;
	in->progress.u = (int64_t)civil_of_day(in->to).month * 100 * DEC_ONE / 12;
	TRY(read_targets(cx, db, p, in));
	TRY(read_tallies(cx, db, in));
	for (size_t i = 0; i < in->rule->n_parts; i++)
		if (in->rule->parts[i].source.n)
			TRY(read_part(cx, db, &in->rule->parts[i], in));
	return RC_OK;
}

/* ---- as the act states them -------------------------------------------------------------------------------------- */

static void text_if(struct arena *a, struct js *o, const char *key, struct sv s)
{
	if (s.n)
		js_set_sv(a, o, key, s);
}

struct js *board_fed_js(struct arena *a, const struct board_input *in)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < in->n_inputs; i++) {
		const struct rule_input *x = &in->inputs[i];
		struct js *o = js_push(list, js_obj(a));
		int64_t unit = 0;
		(void)sv_int(x->unit, &unit);
		js_set_sv(a, o, "kind", sv_of(kinds[x->kind]));
		js_set_sv(a, o, "name", x->name);
		js_set_int(a, o, "unit", unit);
		if (x->null)
			js_set_sv(a, o, "missing", sv_of(nulls[x->null]));
		else
			js_set_dec(a, o, "value", x->value);
		if (x->count)
			js_set_int(a, o, "votes", x->count);
		text_if(a, o, "grade", x->grade);
		text_if(a, o, "group", x->group);
		text_if(a, o, "judge", x->judge);
		if (x->period)
			js_set_int(a, o, "period", x->period);
		if (x->estimated)
			js_set_bool(a, o, "estimated", true);
		if (day_is(x->day))
			js_set_day(a, o, "day", x->day);
		text_if(a, o, "source", x->source);
		text_if(a, o, "record", x->record);
	}
	return list;
}

static struct sv text_of(const struct js *o, const char *key)
{
	return sv_or_empty(js_get_sv(o, key));
}

void board_fed_of_facts(struct arena *a, const struct js *facts, struct board_input *in)
{
	const struct js *list = js_get(facts, "inputs");
	in->progress = js_get_dec(facts, "progress", (struct dec){ 0 });
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		struct rule_input *i = board_fed_push(a, in);
		i->kind = (enum rule_input_kind)word_at(kinds, COUNT(kinds), js_get_sv(o, "kind"));
		i->null = (enum rule_input_null)word_at(nulls, COUNT(nulls), text_of(o, "missing"));
		i->name = text_of(o, "name");
		i->unit = number(a, js_get_int(o, "unit", 0));
		i->value = js_get_dec(o, "value", (struct dec){ 0 });
		i->count = js_get_int(o, "votes", 0);
		i->grade = text_of(o, "grade");
		i->group = text_of(o, "group");
		i->judge = text_of(o, "judge");
		i->period = (int)js_get_int(o, "period", 0);
		i->estimated = js_get_bool(o, "estimated");
		i->day = js_get_day(o, "day");
		i->source = text_of(o, "source");
		i->record = text_of(o, "record");
	}
}

/* ---- what of it the pages show ------------------------------------------------------------------------------------ */

/* The judge of a signed sheet stands in the act alone, as a number: no page and no list ties a mark to one. */
enum rc board_fed_put(struct ctx *cx, struct db *db, int64_t board, int64_t version, const struct js *facts)
{
	static const char *const texts[] = { "kind", "name", "grade", "group", "source", "record", "missing" };
	const struct js *list = js_get(facts, "inputs");
	int64_t no = 0;
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		struct stmt *st = db_query(db, &board_fed_insert);
		bind_int(st, 1, board);
		bind_int(st, 2, version);
		bind_int(st, 3, ++no);
		bind_int(st, 4, js_get_int(o, "unit", 0));
		for (int i = 0; i < (int)COUNT(texts); i++)
			bind_sv(st, 5 + i, text_of(o, texts[i]));
		bind_dec(st, 12, js_get_dec(o, "value", (struct dec){ 0 }));
		bind_int(st, 13, js_get_int(o, "votes", 0));
		bind_int(st, 14, js_get_int(o, "period", 0));
		bind_int(st, 15, js_get_bool(o, "estimated"));
		bind_day(st, 16, js_get_day(o, "day"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

enum rc board_fed_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, int64_t unit, struct board_fed **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 64;
	struct board_fed *all = NEW(cx->a, struct board_fed, room);
	struct stmt *st = db_query(db, &board_fed_of_unit);
	bind_int(st, 1, board);
	bind_int(st, 2, version);
	bind_int(st, 3, unit);
	while (db_step(cx, st, &rc)) {
		struct arena *a = cx->a;
		if (n == room) {
			struct board_fed *more = NEW(a, struct board_fed, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		all[n++] = (struct board_fed){
			.no = col_int(st, 0), .kind = col_sv(st, 1, a), .name = col_sv(st, 2, a), .grade = col_sv(st, 3, a),
			.group = col_sv(st, 4, a), .source = col_sv(st, 5, a), .record = col_sv(st, 6, a), .missing = col_sv(st, 7, a),
			.value = col_dec(st, 8), .votes = col_int(st, 9), .period = col_int(st, 10), .estimated = col_int(st, 11) != 0,
			.day = col_day(st, 12),
		};
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

struct rule_input board_fed_input(const struct board_fed *f, struct sv unit)
{
	return (struct rule_input){
		.kind = (enum rule_input_kind)word_at(kinds, COUNT(kinds), f->kind), .null = (enum rule_input_null)word_at(nulls, COUNT(nulls), f->missing),
		.name = f->name, .class = SV(""), .unit = unit, .value = f->value, .count = f->votes, .grade = f->grade, .judge = SV(""),
		.group = f->group, .period = (int)f->period, .estimated = f->estimated, .day = f->day, .source = f->source, .record = f->record,
	};
}
