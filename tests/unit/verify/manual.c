/* The worked examples of the manual and the cases of tests/cases, as the second program computes them: what a person wrote
 * down must come out, whatever the first program says.  Arithmetic, bands of places and the names of unrepaired periods
 * are not computed here. */
#include "world.h"

#include "verify/place.h"

/* Seats of units that bear honours are not compared: no board states who does. */
static bool honoured;

struct sheet {
	struct buf lines, totals, board;
	int compared, wrong;
};

/* ---- what the second program makes of a proof ---------------------------------------------------------------------------- */

struct result {
	struct vf_report r;
	struct vf_proof p;
	struct vf_score *scores;
	struct vf_board b;
};

static bool compute(struct arena *a, struct sv text, struct result *x)
{
	int line;
	size_t n;
	struct vf_report *r = &x->r;
	*r = (struct vf_report){ .a = a, .receipt = SV("") };
	r->end = &r->first;
	if (!vf_proof_read(r, text, &x->p) || !vf_find_acts(r, &x->p) ||
	    !vf_rule_read(a, x->p.rule_text, &x->p.rule, &line) || !vf_inputs_read(r, &x->p) ||
	    !vf_check_reversals(r, &x->p))
		return false;
	const struct vf_entry **w = vf_counted(r, &x->p, &n);
	x->scores = NEW(a, struct vf_score, x->p.n_unit + 1);
	if (!vf_score_all(r, &x->p, w, n, x->scores))
		return false;
	vf_place(a, &x->p, x->scores, &x->b);
	return true;
}

/* "90", "90.5" with at least two places, as the cases write totals. */
static struct sv two_places(struct arena *a, vf_num v)
{
	struct sv t = vf_num_text(a, v);
	size_t at = sv_find(t, SV("."), 0);
	const char *more = at == SIZE_MAX ? ".00" : t.n - at == 2 ? "0" : "";
	return arena_printf(a, "%.*s%s", SV_ARG(t), more);
}

static void say_line(struct world *w, struct sheet *t, const struct result *x, struct sv unit, const struct vf_sum *l)
{
	struct arena *a = &w->a;
	struct sv item = l->item ? l->item->name : l->portion ? l->portion->name : SV("");
	buf_printf(&t->lines, "%.*s | %.*s | %.*s | %s | %.*s", SV_ARG(unit), SV_ARG(l->class ? l->class->name : SV("")),
		   SV_ARG(item), l->step == STEP_ENTRIES ? vf_facts[l->clause->fact].zh : vf_steps[l->step].zh,
		   SV_ARG(vf_num_signed(a, l->points)));
	size_t k = 0;
	for (size_t i = 0; i < l->n; i++) {
		const struct vf_entry *e = l->entry[i];
		if (l->step == STEP_ENTRIES && !vf_in_period(&x->p, e))
			continue;
		buf_printf(&t->lines, "%s%s%.*s", k++ ? " " : " | 事实", e->reverses ? "撤" : "", SV_ARG(e->source));
	}
	buf_puts(&t->lines, "\n");
}

static void say_total(struct world *w, struct sheet *t, struct sv unit, const struct vf_score *s)
{
	struct arena *a = &w->a;
	buf_printf(&t->totals, "%.*s %.*s（基础%.*s 加分%.*s 扣分%.*s）%s%s%s", SV_ARG(unit),
		   SV_ARG(two_places(a, s->total)), SV_ARG(vf_num_text(a, s->base)), SV_ARG(vf_num_text(a, s->plus)),
		   SV_ARG(vf_num_text(a, s->minus)), s->unranked ? " 不排名" : "", s->estimated ? " 含预计" : "",
		   s->partial ? " 有缺" : "");
	for (size_t i = 0; i < s->n_gap; i++)
		buf_printf(&t->totals, " 缺%.*s", SV_ARG(s->gap[i]));
	buf_puts(&t->totals, "\n");
}

static void say_row(struct world *w, struct sheet *t, const struct result *x, const struct vf_row *r)
{
	struct arena *a = &w->a;
	struct buf *b = &t->board;
	if (!r->score) {
		buf_printf(b, "不参评 %.*s %.*s %.*s\n", SV_ARG(r->unit->name), SV_ARG(r->unit->exempt_no),
			   SV_ARG(r->unit->exempt_why));
		return;
	}
	if (r->unranked || !r->place)
		buf_puts(b, r->unranked ? "不排名" : "并列");
	else
		buf_printf(b, "%lld%s", (long long)r->place, r->tied ? "=" : "");
	buf_printf(b, " %.*s %.*s", SV_ARG(r->unit->name), SV_ARG(two_places(a, r->score->total)));
	if (r->moved && r->gained)
		buf_printf(b, " %s%lld", r->gained > 0 ? "↑" : "↓", (long long)(r->gained > 0 ? r->gained : -r->gained));
	else if (r->moved)
		buf_puts(b, " 平");
	buf_printf(b, "%s%s%s%s",
		   r->red     ? " 红"
		   : r->black ? " 黑"
			      : "",
		   r->both ? " 两榜重合不列" : "", r->mover ? " 进步" : "", r->draw ? " 待抽签" : "");
	if (r->grade)
		buf_printf(b, " %.*s", SV_ARG(r->grade->name));
	if (x->p.rule.stars)
		buf_printf(b, " %lld星", (long long)r->stars);
	buf_puts(b, sv_is(sv_of(r->light), "green")    ? " 绿灯"
		    : sv_is(sv_of(r->light), "yellow") ? " 黄灯"
		    : *r->light			       ? " 红灯"
						       : "");
	if (r->step.n)
		buf_printf(b, " 连续%lld次末位：%.*s", (long long)r->last_times, SV_ARG(r->step));
	if (x->p.rule.n_staff && !honoured && !r->unranked)
		buf_printf(b, " 评优%.*s%%=%lld人", SV_ARG(vf_num_text(a, r->staff_percent)), (long long)r->seats);
	struct sv why = r->score->n_gap ? SV("") : vf_reason(a, r);
	buf_printf(b, "%s%.*s\n", why.n ? " " : "", SV_ARG(why));
}

/* ---- what a person wrote down -------------------------------------------------------------------------------------------------- */

/* Without the words that begin one of `what`, up to the next space. */
static struct sv without(struct arena *a, struct sv line, const char *const *what)
{
	struct buf b = buf_new(a, line.n + 8);
	while (line.n) {
		struct sv word = case_word(&line);
		bool drop = false;
		for (int i = 0; what[i]; i++)
			drop |= sv_starts(word, sv_of(what[i]));
		if (!drop && word.n)
			buf_printf(&b, "%s%.*s", b.n ? " " : "", SV_ARG(word));
	}
	return buf_sv(&b);
}

/* The first five columns, and the facts. */
static struct sv want_line(struct arena *a, struct sv line)
{
	struct buf b = buf_new(a, line.n + 8);
	for (int i = 0; line.p; i++) {
		size_t at = sv_find(line, SV(" | "), 0);
		struct sv column = sv_upto(line, at == SIZE_MAX ? line.n : at);
		if (i < 5 || sv_starts(column, SV("事实")))
			buf_printf(&b, "%s%.*s", i ? " | " : "", SV_ARG(column));
		line = at == SIZE_MAX ? SV_NONE : sv_from(line, at + 3);
	}
	return buf_sv(&b);
}

/* Up to the bracket, and the words after the sum. */
static struct sv want_total(struct arena *a, struct sv line)
{
	size_t bracket = sv_find(line, SV("）"), 0), equals = SIZE_MAX;
	for (size_t at = 0; (at = sv_find(line, SV(" = "), at)) != SIZE_MAX; at += 3)
		equals = at;
	if (bracket == SIZE_MAX || equals == SIZE_MAX)
		return line;
	struct sv rest = sv_from(line, equals + 3);
	(void)case_word(&rest);
	return arena_printf(a, "%.*s%.*s", SV_ARG(sv_upto(line, bracket + 3)), SV_ARG(rest));
}

static struct sv want_row(struct arena *a, struct sv line)
{
	static const char *const beyond[] = { "区间",	  "另有",	  "第",		  "比到第",   "未整改",
					      "未超上限", "本年最后一次", "不计排名通报", "须有依据", NULL };
	static const char *const seats[] = { "评优", NULL };
	line = honoured ? without(a, line, seats) : line;
	return sv_starts(line, SV("无名次区间")) ? SV("") : without(a, line, beyond);
}

/* Of a case with several periods the part that stands under this one's first day. */
static struct sv of_period(struct sv section, struct sv day)
{
	size_t at = sv_find(section, day, 0);
	if (at == SIZE_MAX)
		return section;
	at = sv_find(section, SV("\n"), at);
	struct sv rest = at == SIZE_MAX ? SV("") : sv_from(section, at + 1), all = rest, line;
	while (rest.n && sv_split(&rest, '\n', &line))
		if (sv_ends(line, SV("：")) && line.n == day.n + 3)
			return sv_upto(all, (size_t)(line.p - all.p));
	return all;
}

static void same(struct world *w, struct sheet *t, const char *name, struct score_period p, struct sv got,
		 struct sv (*want)(struct arena *a, struct sv line))
{
	struct arena *a = &w->a;
	struct sv section, line;
	struct buf b = buf_new(a, 1 << 20);
	if (!case_section(w->c, name, &section))
		return;
	section = of_period(section, day_text(a, p.from));
	while (section.n && sv_split(&section, '\n', &line))
		if (sv_trim(line).n)
			buf_printf(&b, "%.*s\n", SV_ARG(want(a, line)));
	t->compared++;
	if (sv_eq(sv_trim(buf_sv(&b)), sv_trim(got)))
		return;
	t->wrong++;
	fprintf(stderr, "%s, %s\n--- wanted\n%.*s--- came out\n%.*s", w->c->file, name, SV_ARG(buf_sv(&b)), SV_ARG(got));
}

static void compare(struct world *w, struct score_period p, struct js *proof, void *arg)
{
	struct sheet *t = arg;
	struct result x;
	assert_true(compute(&w->a, world_text(&w->a, proof), &x));
	honoured = false;
	for (size_t i = 0; i < w->c->n_units; i++)
		honoured |= w->c->units[i].n_honours > 0;
	t->lines = t->totals = t->board = buf_new(&w->a, 1 << 20);
	for (size_t i = 0; i < w->c->n_units; i++)
		for (size_t u = 0; u < x.p.n_unit; u++)
			if (x.p.unit[u].id == UNITS + (int64_t)i) {
				for (size_t k = 0; k < x.scores[u].n; k++)
					say_line(w, t, &x, x.p.unit[u].name, &x.scores[u].line[k]);
				say_total(w, t, x.p.unit[u].name, &x.scores[u]);
			}
	for (size_t i = 0; i < x.b.n; i++)
		say_row(w, t, &x, &x.b.row[i]);
	buf_printf(&t->board, "红%zu 黑%zu 中位%.*s\n", x.b.n_red, x.b.n_black, SV_ARG(two_places(&w->a, x.b.median)));
	same(w, t, "明细", p, buf_sv(&t->lines), want_line);
	same(w, t, "得分", p, buf_sv(&t->totals), want_total);
	same(w, t, "榜", p, buf_sv(&t->board), want_row);
}

static void test_manual(void **state)
{
	struct sheet t = { .compared = 0 };
	(void)state;
	int n = world_each_example("docs/rules/README.md", compare, &t);
	printf("%d examples of the manual, %d tables compared\n", n, t.compared);
	assert_int_equal(t.wrong, 0);
	assert_true(n >= 25 && t.compared >= 35);
}

static void test_cases(void **state)
{
	struct sheet t = { .compared = 0 };
	(void)state;
	world_each("tests/cases/board", NULL, NULL, compare, &t);
	world_each("tests/cases/rule", NULL, NULL, compare, &t);
	printf("%d tables of cases compared\n", t.compared);
	assert_int_equal(t.wrong, 0);
	assert_true(t.compared >= 60);
	world_sign_off();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_manual), cmocka_unit_test(test_cases) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
