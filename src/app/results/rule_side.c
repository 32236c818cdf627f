/* What stands beside the text of a draft. */
#include "app/results/rule_pages.h"

#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_print.h"
#include "core/rule_words.h"

/* ---- the text, line by line ------------------------------------------------------------------------------------ */

static void number_lines(struct arena *a, struct sv text, struct res_rule_side *s)
{
	struct sv one;
	size_t cap = 2;
	for (size_t i = 0; i < text.n; i++)
		cap += text.p[i] == '\n';
	s->line = NEW(a, struct res_rule_line, cap);
	while (s->n_line < cap && sv_split(&text, '\n', &one)) {
		if (one.n && one.p[one.n - 1] == '\r')
			one.n--;
		struct sv t = sv_trim(one);
		s->line[s->n_line] = (struct res_rule_line){ .no = (int64_t)s->n_line + 1, .text = one,
			.head = sv_starts(t, SV("指标")) || sv_starts(t, SV("汇总")) };
		s->n_line++;
	}
}

/* How a line with this keyword may look; empty where it is none. */
static struct sv example_of(struct sv line)
{
	struct rule_cur c = { .s = sv_trim(line), .at = { 1, 1 } };
	enum rule_key k = rule_key_of(rule_word(&c, ":"));
	return k == KEY_COUNT_ ? SV("") : sv_of(rule_keywords[k].example);
}

static void note(struct arena *a, struct res_rule_side *s, int64_t line, bool fault, struct sv text)
{
	if (s->n_line == 0)
		return;
	struct res_rule_line *l = &s->line[line < 1 || line > (int64_t)s->n_line ? s->n_line - 1 : (size_t)line - 1];
	struct res_rule_note *more = NEW(a, struct res_rule_note, l->n_note + 1);
	if (l->n_note)
		memcpy(more, l->note, l->n_note * sizeof(*more));
	s->n_fault += fault;
	more[l->n_note++] = (struct res_rule_note){ fault, text, fault ? example_of(l->text) : SV("") };
	l->note = more;
}

static void say_at(struct res_rule_side *s, struct rule_at at, struct sv sentence)
{
	if (at.line >= 1 && at.line <= (int)s->n_line && !s->line[at.line - 1].sentence.n)
		s->line[at.line - 1].sentence = sentence;
}

static void sentences(struct visit *v, const struct rule *r, struct res_rule_side *s)
{
	struct arena *a = v->cx.a;
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		say_at(s, k->at, rule_base_sentence(a, v->cx.lang, k));
		for (size_t i = 0; i < k->n_items; i++)
			for (size_t l = 0; l < k->items[i].n_lines; l++)
				say_at(s, k->items[i].lines[l].at, rule_sentence(a, v->cx.lang, &k->items[i], &k->items[i].lines[l]));
	}
}

/* Reads the text; its faults and the advice stand at their lines.  NULL where it cannot be read. */
static struct rule *read_text(struct visit *v, struct sv text, struct res_rule_side *s)
{
	struct rule *r = NULL;
	struct ctx probe = v->cx;
	int64_t n = 0;
	ctx_forget(&probe);
	number_lines(v->cx.a, text, s);
	if (rule_parse(&probe, text, &r) != RC_OK) {
		for (const struct fault *f = probe.faults; f; f = f->next, n++) {
			struct sv at = sv_of(f->field), first = SV("");
			int64_t line = 0;
			if (!sv_split(&at, ':', &first) || !sv_int(first, &line))
				line = (int64_t)s->n_line;
			note(v->cx.a, s, line, true, f->text);
		}
		s->state = (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_trn(v->cx.a, v->cx.lang, n,
			N_("%lld place cannot be read yet."),
				N_("%lld places cannot be read yet."), (long long)n),
			.text = visit_say(v, N_("Each is shown under its line, with what to write instead.")) };
		return NULL;
	}
	for (const struct rule_advice *x = rule_lint(&v->cx, r); x; x = x->next, n++)
		note(v->cx.a, s, x->at.line, false, x->text);
	sentences(v, r, s);
	s->canonical = rule_print(v->cx.a, r, LANG_ZH);
	s->state = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("The text can be read.")),
		.text = n ? arena_trn(v->cx.a, v->cx.lang, n, N_("There is %lld piece of advice under its line."),
			N_("There are %lld pieces of advice under their lines."), (long long)n) : SV("") };
	return r;
}

/* ---- what changed ------------------------------------------------------------------------------------------------- */

void res_changes_of(struct visit *v, const struct rule *was, const struct rule *now, struct res_change **ret, size_t *ret_n)
{
	static const struct ui_tag tags[] = {
		[CHANGE_ADDED] = { "circle_up", "teal", { NULL, 0 } }, [CHANGE_REMOVED] = { "strike", "grey", { NULL, 0 } },
		[CHANGE_CHANGED] = { "diamond_open", "blue", { NULL, 0 } }, [CHANGE_MOVED] = { "triangle", "grey", { NULL, 0 } } };
	static const char *const words[] = { [CHANGE_ADDED] = N_("added"), [CHANGE_REMOVED] = N_("removed"),
		[CHANGE_CHANGED] = N_("changed"), [CHANGE_MOVED] = N_("moved") };
	struct rule_changes c;
	rule_diff(&v->cx, was, now, &c);
	struct res_change *all = NEW(v->cx.a, struct res_change, c.n + 1);
	for (size_t i = 0; i < c.n; i++) {
		struct ui_tag tag = tags[c.v[i].kind];
		tag.word = visit_say(v, words[c.v[i].kind]);
		all[i] = (struct res_change){ .was = c.v[i].before, .now = c.v[i].after, .tag = tag, .place = c.v[i].path };
	}
	*ret = all;
	*ret_n = c.n;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */

static enum rc find_over(struct visit *v, const struct rule_ask *ask, const struct rule *r, struct ruleset *ret, bool *ret_same)
{
	struct ruleset *force;
	size_t n;
	*ret = (struct ruleset){ 0 };
	*ret_same = false;
	if (!ask->owner)
		return RC_OK;
	TRY(ruleset_in_force(&v->cx, v->db, ask->owner, v->today, &force, &n));
	for (size_t i = 0; i < n; i++) {
		bool same = sv_eq(force[i].name, r->name);
		if (ask->over ? force[i].id == ask->over : same || !ret->id) {
			*ret = force[i];
			*ret_same = same;
			if (same || ask->over)
				break;
		}
	}
	return RC_OK;
}

enum rc rule_side(struct visit *v, const struct rule_ask *ask, struct res_rule_side *ret)
{
	struct res_rule_side s = { .canonical = SV("") };
	struct ruleset over;
	bool same;
	struct rule *r = read_text(v, ask->text, &s);
	s.try.asked = ask->try;
	if (!r) {
		s.try.none = (struct ui_notice){ .kind = NOTICE_INFO, .text = visit_say(v, N_("It is tried as soon as the text can be read.")) };
		*ret = s;
		return RC_OK;
	}
	TRY(find_over(v, ask, r, &over, &same));
	if (over.id && same) {
		s.against = arena_tr(v->cx.a, v->cx.lang, N_("version %lld, which is in force"), (long long)over.version);
		struct rule *old;
		TRY(ruleset_rule(&v->cx, &over, &old));
		res_changes_of(v, old, r, &s.change, &s.n_change);
	}
	if (ask->try)
		TRY(rule_try(v, r, &over, ask->periods, ask->sway, &s.try));
	s.try.asked = ask->try;
	*ret = s;
	return RC_OK;
}
