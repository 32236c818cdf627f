#include "verify/rows.h"

static const struct js *rows_of(const struct vf_proof *p)
{
	return js_get(p->facts, "rows");
}

static const struct js *row_of(const struct vf_proof *p, const struct vf_row *w)
{
	const struct js *rows = rows_of(p);
	for (const struct js *o = rows ? rows->first : NULL; o; o = o->next)
		if (js_get_int(o, "unit", 0) == w->unit->id)
			return o;
	return NULL;
}

static bool same_num(const struct js *o, const char *key, vf_num v)
{
	vf_num got;
	return vf_num_read(vf_text(o, key), &got) && got == v;
}

static bool is_true(const struct js *o, const char *key)
{
	const struct js *v = js_get(o, key);
	return v && v->kind == JS_BOOL && v->b;
}

/* ---- lines and totals ------------------------------------------------------------------------------------------------ */

static bool same_entries(const struct vf_proof *p, const struct js *o, const struct vf_sum *l)
{
	const struct js *ids = js_get(o, "entries"), *id = ids ? ids->first : NULL;
	for (size_t i = 0; i < l->n; i++) {
		if (l->step == STEP_ENTRIES && !vf_in_period(p, l->entry[i]))
			continue;
		if (!id || id->kind != JS_INT || id->i != l->entry[i]->id)
			return false;
		id = id->next;
	}
	return id == NULL;
}

/* What a measure or part was computed from, by its number in the list that the composition read. */
static bool same_inputs(const struct js *o, const struct vf_sum *l)
{
	const struct js *nos = js_get(o, "inputs"), *no = nos ? nos->first : NULL;
	for (size_t i = 0; i < l->n_used; i++) {
		if (!no || no->kind != JS_INT || no->i != (int64_t)l->used[i]->no)
			return false;
		no = no->next;
	}
	return no == NULL;
}

static bool same_line(const struct vf_proof *p, const struct js *o, const struct vf_sum *l)
{
	return sv_is(vf_text(o, "stage"), vf_steps[l->step].id) &&
	       sv_eq(vf_text(o, "class"), l->class ? l->class->name : SV("")) &&
	       sv_eq(vf_text(o, "item"), l->item ? l->item->name : SV("")) &&
	       sv_eq(vf_text(o, "clause"), l->clause ? l->clause->text : SV("")) && same_num(o, "points", l->points) &&
	       sv_eq(vf_text(o, "part"), l->portion ? l->portion->name : SV("")) && same_entries(p, o, l) && same_inputs(o, l);
}

/* "问题化解 / 督查问题按期整改 / 加倍", for a line that came out here; of the published one if nothing did. */
static struct sv where(struct arena *a, const struct js *o, const struct vf_sum *l)
{
	struct sv class = l ? (l->class ? l->class->name : SV("汇总")) : vf_text(o, "class"),
		  item = !l ? vf_text(o, "item") : l->item ? l->item->name : l->portion ? l->portion->name : SV("");
	return arena_printf(a, "%.*s%s%.*s / %s", SV_ARG(class), item.n ? " / " : "", SV_ARG(item),
			    l ? vf_steps[l->step].zh : arena_cstr(a, vf_text(o, "stage")));
}

static bool check_lines(struct vf_report *r, const struct vf_proof *p, const struct vf_row *w, const struct js *row)
{
	const struct js *lines = js_get(row, "lines"), *o = lines ? lines->first : NULL;
	size_t i = 0;
	for (; i < w->score->n && o && same_line(p, o, &w->score->line[i]); i++)
		o = o->next;
	if (i == w->score->n && !o)
		return true;
	const struct vf_sum *l = i < w->score->n ? &w->score->line[i] : NULL;
	return vf_wrong(r, "得分：%.*s 第 %zu 行（%.*s）：公布 %.*s，应为 %.*s",
			"Totals: %.*s, line %zu (%.*s): published %.*s, comes out as %.*s", SV_ARG(w->unit->name), i + 1,
			SV_ARG(where(r->a, o, l)), SV_ARG(o ? vf_text(o, "points") : SV("—")),
			SV_ARG(l ? vf_num_text(r->a, l->points) : SV("—")));
}

static bool same_parts(const struct vf_proof *p, const struct vf_row *w, const struct js *row)
{
	const struct js *parts = js_get(row, "classes"), *o = parts ? parts->first : NULL;
	for (size_t i = 0; i < p->rule.n; i++, o = o->next) {
		const struct vf_part *t = &w->score->part[i];
		if (!o || !sv_eq(vf_text(o, "name"), p->rule.class[i].name) || !same_num(o, "base", t->base) ||
		    !same_num(o, "plus", t->plus) || !same_num(o, "minus", t->minus) || !same_num(o, "score", t->score))
			return false;
	}
	return o == NULL;
}

static bool check_total(struct vf_report *r, const struct vf_proof *p, const struct vf_row *w, const struct js *row)
{
	const struct vf_score *s = w->score;
	if (!same_num(row, "total", s->total) || !same_num(row, "base", s->base) || !same_num(row, "plus", s->plus) ||
	    !same_num(row, "minus", s->minus))
		return vf_wrong(r, "得分：%.*s：公布 %.*s，应为 %.*s", "Totals: %.*s: published %.*s, comes out as %.*s",
				SV_ARG(w->unit->name), SV_ARG(vf_text(row, "total")), SV_ARG(vf_num_text(r->a, s->total)));
	if (!same_parts(p, w, row))
		return vf_wrong(r, "得分：%.*s：各指标得分不符", "Totals: %.*s: the scores of its criteria differ",
				SV_ARG(w->unit->name));
	return true;
}

void vf_check_totals(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b)
{
	size_t lines = 0;
	for (size_t i = 0; i < b->n; i++) {
		const struct vf_row *w = &b->row[i];
		const struct js *row = row_of(p, w);
		if (!row || !sv_eq(vf_text(row, "name"), w->unit->name) ||
		    !sv_eq(vf_text(row, "short_name"), w->unit->short_name)) {
			vf_wrong(r, "得分：榜上没有 %.*s", "Totals: %.*s does not stand on the board",
				 SV_ARG(w->unit->name));
			return;
		}
		if (w->score && (!check_lines(r, p, w, row) || !check_total(r, p, w, row)))
			return;
		lines += w->score ? w->score->n : 0;
	}
	vf_right(r, "得分：%zu 家、%zu 行明细重新算过，全部相同",
		 "Totals: %zu units with %zu lines computed once more, all the same", b->n, lines);
}

/* ---- places ------------------------------------------------------------------------------------------------------------
 */

static bool same_place(const struct js *o, const struct vf_row *w)
{
	if (js_get_int(o, "unit", 0) != w->unit->id)
		return false;
	if (!w->score)
		return sv_eq(vf_text(o, "exempt_no"), w->unit->exempt_no) &&
		       sv_eq(vf_text(o, "exempt_why"), w->unit->exempt_why) && js_is_null(o, "place") &&
		       js_is_null(o, "total");
	return js_get_int(o, "place", -1) == w->place && is_true(o, "tied") == w->tied &&
	       is_true(o, "unranked") == w->unranked && is_true(o, "moved") == w->moved &&
	       js_get_int(o, "previous", -1) == w->unit->previous && js_get_int(o, "gained", INT64_MIN) == w->gained &&
	       vf_text(o, "exempt_no").n == 0;
}

void vf_check_places(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b)
{
	const struct js *rows = rows_of(p), *o = rows ? rows->first : NULL;
	for (size_t i = 0; i < b->n; i++, o = o->next)
		if (!o || !same_place(o, &b->row[i])) {
			vf_wrong(r, "名次：第 %zu 行应为 %.*s，第 %lld 名；公布的是 %.*s，第 %lld 名",
				 "Places: row %zu comes out as %.*s, place %lld; published is %.*s, place %lld", i + 1,
				 SV_ARG(b->row[i].unit->name), (long long)b->row[i].place, SV_ARG(vf_text(o, "name")),
				 (long long)js_get_int(o, "place", 0));
			return;
		}
	if (o) {
		vf_wrong(r, "名次：榜上多出 %.*s", "Places: %.*s stands on the board beyond the group",
			 SV_ARG(vf_text(o, "name")));
		return;
	}
	vf_right(r, "名次：%zu 家参加排名，名次、并列、升降都相同",
		 "Places: %zu units ranked; places, ties and movements are the same", b->n_ranked);
}

/* ---- lists -------------------------------------------------------------------------------------------------------------
 */

static bool same_gaps(const struct js *o, const struct vf_score *s)
{
	const struct js *gaps = js_get(o, "gaps"), *g = gaps ? gaps->first : NULL;
	for (size_t i = 0; i < s->n_gap; i++, g = g->next)
		if (!g || g->kind != JS_STR || !sv_eq(g->s, s->gap[i]))
			return false;
	return g == NULL;
}

/* How sure a place is, where the rule asks: no score or place rests on it, and it is not computed here.  It must be one at all. */
static bool is_band(const struct vf_proof *p, const struct js *o, const struct vf_board *b, const struct vf_row *w)
{
	int64_t n = (int64_t)b->n_ranked, first = js_get_int(o, "first", 0), last = js_get_int(o, "last", 0);
	bool none = vf_text(o, "none").n > 0, tiers = p->rule.tied == VF_TIED_TIERS;
	size_t members = none;
	if (!p->rule.level || !o || o->kind != JS_OBJ)
		return !p->rule.level && !o;
	if (js_get(o, "first")) {
		members += tiers ? 4 : p->rule.tied != VF_TIED_PLAIN ? 3 : 2;
		if (none || w->unranked || first < 1 || last < first || last > n)
			return false;
		if (p->rule.tied != VF_TIED_PLAIN && (js_get_int(o, "alike", -1) < 0 || js_get_int(o, "alike", n) >= n))
			return false;
		if (tiers && (js_get_int(o, "tier", 0) < 1 || js_get_int(o, "tier", 0) > n))
			return false;
	}
	return o->n == members;
}

/* Seats for people; of a unit whose staff nobody has told there are none to count. */
static bool same_staff(const struct vf_proof *p, const struct js *o, const struct vf_row *w)
{
	const struct js *seats = js_get(o, "staff_seats");
	if (!p->rule.n_staff)
		return !seats;
	return seats && same_num(o, "staff_percent", w->staff_percent) && js_get_int(o, "staff", -1) == w->unit->staff &&
	       (w->unit->staff ? seats->kind == JS_INT && seats->i == w->seats : seats->kind == JS_NULL);
}

/* What place and score bring; a rule of the first grammar brings nothing. */
static bool same_yield(const struct vf_proof *p, const struct js *row, const struct vf_board *b, const struct vf_row *w)
{
	const struct js *o = js_get(row, "yield");
	if (p->grammar < 2 || !w->score)
		return o == NULL;
	size_t members = 9u + (p->rule.level != 0) + (p->rule.n_staff ? 3u : 0u);
	return o && o->n == members && same_staff(p, o, w) && is_band(p, js_get(o, "band"), b, w) && same_gaps(o, w->score) && is_true(o, "estimated") == w->score->estimated &&
	       is_true(o, "partial") == w->score->partial && is_true(o, "draw") == w->draw &&
	       sv_eq(vf_text(o, "grade"), w->grade ? w->grade->name : SV("")) && js_get_int(o, "stars", -1) == w->stars &&
	       js_get_int(o, "last_times", -1) == w->last_times && sv_eq(vf_text(o, "step"), w->step) &&
	       sv_is(vf_text(o, "light"), w->light);
}

static bool same_lists(struct arena *a, const struct js *o, const struct vf_row *w)
{
	return sv_is(vf_text(o, "side"), w->black ? "black"
					 : w->red ? "red"
						  : "none") &&
	       is_true(o, "both") == w->both && is_true(o, "mover") == w->mover &&
	       is_true(o, "still") == (w->score && w->unit->late) && sv_eq(vf_text(o, "reason"), vf_reason(a, w));
}

void vf_check_yields(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct vf_row *w = &b->row[i];
		if (same_yield(p, row_of(p, w), b, w))
			continue;
		vf_wrong(r, "等次：%.*s：等次、星级、亮灯、连续末位、缺项或“含预计”“有缺”与公布的不同（等次应为“%.*s”）",
			 "Yields: %.*s: its grade, stars, light, times last, gaps or the words on estimates differ (the grade "
			 "comes out as “%.*s”)",
			 SV_ARG(w->unit->name), SV_ARG(w->grade ? w->grade->name : SV("")));
		return;
	}
	if (p->rule.level)
		vf_note(r, "名次区间只看写法，没有重算：它不改分数、名次和榜",
			"Bands of places are looked at for their form alone, and not computed: no score, place or list rests on them");
	if (p->grammar > 1)
		vf_right(r, "等次：%zu 家的等次、星级、亮灯、连续末位与缺项都相同",
			 "Yields: grades, stars, lights, times last and gaps of %zu units are the same", b->n);
}

void vf_check_lists(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct vf_row *w = &b->row[i];
		const struct js *o = row_of(p, w);
		if (o && same_lists(r->a, o, w))
			continue;
		vf_wrong(r, "红黑榜：%.*s：公布“%.*s”，应为“%s”（%.*s）",
			 "Lists: %.*s: published “%.*s”, comes out as “%s” (%.*s)", SV_ARG(w->unit->name),
			 SV_ARG(vf_text(o, "side")),
			 w->black ? "black"
			 : w->red ? "red"
				  : "none",
			 SV_ARG(vf_reason(r->a, w)));
		return;
	}
	if (js_get_int(p->facts, "n_red", -1) != (int64_t)b->n_red ||
	    js_get_int(p->facts, "n_black", -1) != (int64_t)b->n_black || !same_num(p->facts, "median", b->median)) {
		vf_wrong(r, "红黑榜：家数或中位数不符：应为红 %zu 家、黑 %zu 家、中位 %.*s",
			 "Lists: the counts or the median differ: %zu red, %zu black, median %.*s", b->n_red, b->n_black,
			 SV_ARG(vf_num_text(r->a, b->median)));
		return;
	}
	vf_right(r, "红黑榜：红 %zu 家、黑 %zu 家，入榜理由与中位数 %.*s 都相同",
		 "Lists: %zu red, %zu black; the reasons and the median %.*s are the same", b->n_red, b->n_black,
		 SV_ARG(vf_num_text(r->a, b->median)));
}
