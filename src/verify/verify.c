#include "verify/verify.h"

#include "verify/approval.h"
#include "verify/input.h"
#include "verify/receipt.h"
#include "verify/rows.h"
#include "verify/source.h"
#include "verify/tree.h"

/* ---- the rule's text ----------------------------------------------------------------------------------------------------
 */

static struct sv hex(struct arena *a, const struct digest *d)
{
	return hex_text(a, digest_sv(d));
}

static struct sv line_of(struct sv text, int no)
{
	struct sv line = SV("");
	for (int i = 0; i < no && text.n; i++)
		(void)sv_split(&text, '\n', &line);
	return sv_trim(line);
}

static bool read_rule(struct vf_report *r, struct vf_proof *p)
{
	int line;
	struct digest d = HASH(HASH_SM3, p->rule_text);
	struct sv got = hex(r->a, &d);
	if (!sv_eq(got, p->rule_digest) || !sv_eq(got, vf_text(p->facts, "rule_digest")))
		return vf_wrong(r, "细则：文本与指纹不符：算出 %.*s",
				"Rule: the text does not have its digest; it comes out as %.*s", SV_ARG(got));
	if (p->grammar < 1 || p->grammar > VF_GRAMMAR || js_get_int(p->facts, "grammar", 0) != p->grammar)
		return vf_unreadable(
			r, "细则：用的是第 %lld 版语法，本程序只懂到第 %d 版；请用更新的 bixue-verify",
			"Rule: written in grammar %lld; this program reads grammars up to %d; use a newer bixue-verify",
			(long long)p->grammar, VF_GRAMMAR);
	if (p->grammar > 1 && p->format < 2)
		return vf_unreadable(r, "细则：第 2 版语法的榜要用第 2 版格式的证明",
				     "Rule: a board by grammar 2 is proved in format 2");
	if (p->engine != VF_ENGINE || js_get_int(p->facts, "engine", 0) != p->engine)
		return vf_unreadable(
			r, "细则：由第 %lld 代算法成榜，本程序只懂第 %d 代；请用更新的 bixue-verify",
			"Rule: composed by engine %lld; this program knows engine %d only; use a newer bixue-verify",
			(long long)p->engine, VF_ENGINE);
	if (!vf_rule_read(r->a, p->rule_text, &p->rule, &line) || p->rule.grammar != p->grammar)
		return vf_unreadable(r, "细则：第 %d 行读不懂：%.*s", "Rule: line %d is not understood: %.*s", line,
				     SV_ARG(line_of(p->rule_text, line)));
	vf_right(r, "细则：《%.*s》第 %lld 版，文本与指纹 %.*s… 相符",
		 "Rule: “%.*s”, version %lld; its text has the digest %.*s…", SV_ARG(p->rule.name),
		 (long long)p->rule.version, SV_ARG(sv_upto(got, 12)));
	return true;
}

/* ---- what was read, what came out
 * ----------------------------------------------------------------------------------------- */

/* The head is for people; what counts is what the acts state. */
static bool check_head(struct vf_report *r, const struct vf_proof *p)
{
	const struct js *f = p->facts;
	struct sv name = SV("");
	for (size_t i = 0; i < p->n_act; i++)
		if (sv_is(p->act[i].act, "board.compose") && p->act[i].subject == p->board && p->act[i].payload)
			name = vf_text(p->act[i].payload, "name");
	if (!sv_eq(name, p->name) || js_get_int(f, "version", 0) != p->version || js_get_day(f, "from").n != p->from.n ||
	    js_get_day(f, "to").n != p->to.n || p->from.n > p->to.n)
		return vf_wrong(r, "榜：名称、稿次或期间与成榜的动作不符",
				"Board: its name, version or period is not what the composition states");
	vf_right(r, "榜：%.*s，第 %lld 稿，%.*s 至 %.*s", "Board: %.*s, version %lld, %.*s to %.*s", SV_ARG(p->name),
		 (long long)p->version, SV_ARG(day_text(r->a, p->from)), SV_ARG(day_text(r->a, p->to)));
	return true;
}

static void check_input(struct vf_report *r, const struct vf_proof *p)
{
	struct buf b = buf_new(r->a, VF_FILE_MAX);
	buf_printf(&b, "bixue board %d\n%.*s %.*s %.*s\n", VF_ENGINE, SV_ARG(p->rule_digest),
		   SV_ARG(day_text(r->a, p->from)), SV_ARG(day_text(r->a, p->to)));
	js_write(&b, js_get(p->facts, "units"));
	for (size_t i = 0; i < p->n_entry; i++) {
		const struct vf_entry *e = &p->entry[i];
		buf_printf(&b, "\n%lld|%lld|", (long long)e->id, (long long)e->unit);
		buf_put(&b, e->class);
		buf_putc(&b, '|');
		buf_put(&b, e->item);
		buf_printf(&b, "|%d|%d|%d|%lld|", e->fact + 1, e->assist, e->day.n, (long long)e->points);
		buf_put(&b, e->source);
		buf_putc(&b, '|');
		if (e->reverses)
			buf_int(&b, e->reverses);
	}
	if (p->grammar > 1) {
		buf_printf(&b, "\n%.*s\n", SV_ARG(vf_text(p->facts, "progress")));
		if (js_get(p->facts, "inputs"))
			js_write(&b, js_get(p->facts, "inputs"));
	}
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	if (b.over || !sv_eq(hex(r->a, &d), vf_text(p->facts, "input_digest")))
		vf_wrong(r, "依据：单位或分录与成榜时读到的不同（增、删、改或换了次序）",
			 "Basis: the units or entries are not those that the composition read (added, dropped, "
			 "changed or put in another order)");
	else
		vf_right(r, "依据：%zu 家单位、%zu 笔分录，正是成榜时读到的",
			 "Basis: the %zu units and %zu entries are those that the composition read", p->n_unit, p->n_entry);
}

static void check_result(struct vf_report *r, const struct vf_proof *p)
{
	struct buf b = buf_new(r->a, VF_FILE_MAX);
	const struct js *rows = js_get(p->facts, "rows");
	if (rows)
		js_write(&b, rows);
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	struct sv got = hex(r->a, &d);
	if (sv_eq(got, vf_text(p->facts, "result_digest")))
		vf_right(r, "公布的各行：与指纹 %.*s… 相符", "Published rows: they have the digest %.*s…",
			 SV_ARG(sv_upto(got, 12)));
	else
		vf_wrong(r, "公布的各行：与指纹不符，算出 %.*s…",
			 "Published rows: they do not have their digest; it comes out as %.*s…", SV_ARG(sv_upto(got, 12)));
}

/* ---- once more
 * ---------------------------------------------------------------------------------------------------------------- */

/* One fact counted twice in one clause would be two cases of one. */
static bool check_twice(struct vf_report *r, const struct vf_entry *const *w, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct vf_entry *a = w[i - 1], *b = w[i];
		if (a->unit_no == b->unit_no && a->place == b->place && a->fact == b->fact && a->day.n == b->day.n &&
		    sv_eq(a->source, b->source) && !a->reverses && !b->reverses && !a->undone && !b->undone)
			return vf_wrong(r, "分录：%lld 与 %lld 是同一事实记了两次",
					"Entries: %lld and %lld count the same fact twice", (long long)a->id,
					(long long)b->id);
	}
	return true;
}

static void compute(struct vf_report *r, struct vf_proof *p)
{
	struct vf_score *scores = NEW(r->a, struct vf_score, p->n_unit + 1);
	struct vf_board b;
	size_t n;
	if (!vf_inputs_read(r, p) || !vf_check_reversals(r, p))
		return;
	vf_check_sources(r, p);
	vf_check_given(r, p);
	vf_check_entries(r, p);
	vf_check_rulings(r, p);
	const struct vf_entry **w = vf_counted(r, p, &n);
	if (!check_twice(r, w, n) || !vf_score_all(r, p, w, n, scores))
		return;
	vf_place(r->a, p, scores, &b);
	vf_check_totals(r, p, &b);
	vf_check_places(r, p, &b);
	vf_check_lists(r, p, &b);
	vf_check_yields(r, p, &b);
}

void vf_verify(struct arena *a, struct sv file, const struct vf_trust *trust, struct vf_report *ret)
{
	struct vf_proof p;
	struct vf_report *r = ret;
	*r = (struct vf_report){ .a = a, .receipt = SV("") };
	r->end = &r->first;
	if (!vf_proof_read(r, file, &p) || !vf_find_acts(r, &p))
		return;
	r->receipt = vf_receipt(a, &p);
	(void)check_head(r, &p);
	vf_check_digests(r, &p);
	vf_check_tree(r, &p);
	vf_check_checkpoint(r, &p, trust);
	check_result(r, &p);
	/* Without the right rule nothing sensible comes out; with other entries, what does names the one that differs. */
	if (read_rule(r, &p)) {
		check_input(r, &p);
		vf_check_way(r, &p);
		compute(r, &p);
	}
	vf_check_receipt(r, &p, trust->receipt);
}
