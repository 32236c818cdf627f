#include "core/rule_diff.h"

#include "core/rule_print.h"
#include "core/rule_sort.h"
#include "core/rule_words.h"

struct clause {
	struct sv path, key, text;
	bool paired;
};

struct clauses {
	struct clause *v;
	size_t n;
};

/* The keyword of a canonical line, and what follows its colon. */
static struct sv cut(struct sv line, struct sv *ret_value)
{
	struct rule_cur c = { line, { 1, 1 } };
	struct sv key = rule_word(&c, ":");
	rule_skip(&c);
	*ret_value = sv_trim(c.s);
	return key;
}

/* Canonical text is indented by blocks: two spaces under 指标, 组成, 汇总, four under 项目. */
static struct clauses split(struct ctx *cx, const struct rule *r)
{
	struct clauses out = { 0 };
	struct sv text = rule_print(cx->a, r, cx->lang), line, value, outer = SV(""), inner = SV("");
	while (text.n && sv_split(&text, '\n', &line)) {
		struct sv t = sv_trim(line);
		if (!t.n)
			continue;
		struct sv key = cut(t, &value);
		enum rule_key k = rule_key_of(key);
		if (k == KEY_CLASS || k == KEY_PARTS || k == KEY_TOTAL) {
			outer = value.n ? arena_printf(cx->a, "%.*s %.*s", SV_ARG(key), SV_ARG(value)) : key;
			inner = SV("");
		}
		if (k == KEY_ITEM)
			inner = arena_printf(cx->a, " › %.*s %.*s", SV_ARG(key), SV_ARG(value));
		*CORE_PUSH(cx->a, out.v, out.n) = (struct clause){
			.path = arena_printf(cx->a, "%.*s%.*s", SV_ARG(outer), SV_ARG(inner)), .key = key, .text = t };
	}
	return out;
}

/* The first clause not yet paired at this place that says the same, or at least has the same keyword. */
static struct clause *partner(struct clauses *in, const struct clause *of, bool same)
{
	for (size_t i = 0; i < in->n; i++) {
		struct clause *c = &in->v[i];
		if (!c->paired && sv_eq(c->path, of->path) && (same ? sv_eq(c->text, of->text) : sv_eq(c->key, of->key)))
			return c;
	}
	return NULL;
}

static void note(struct ctx *cx, struct rule_changes *out, enum rule_change_kind kind, const struct clause *before,
		 const struct clause *after)
{
	*CORE_PUSH(cx->a, out->v, out->n) = (struct rule_change){
		.kind = kind,
		.path = before ? before->path : after ? after->path : SV(""),
		.before = before ? before->text : SV(""),
		.after = after ? after->text : SV(""),
	};
}

void rule_diff(struct ctx *cx, const struct rule *before, const struct rule *after, struct rule_changes *ret)
{
	struct clauses a = split(cx, before), b = split(cx, after);
	struct rule_changes out = { 0 };
	for (size_t i = 0; i < a.n; i++) {
		struct clause *p = partner(&b, &a.v[i], true);
		if (p)
			p->paired = a.v[i].paired = true;
	}
	for (size_t i = 0; i < a.n; i++) {
		if (a.v[i].paired)
			continue;
		struct clause *p = partner(&b, &a.v[i], false);
		if (p)
			p->paired = true;
		note(cx, &out, p ? CHANGE_CHANGED : CHANGE_REMOVED, &a.v[i], p);
	}
	for (size_t i = 0; i < b.n; i++)
		if (!b.v[i].paired)
			note(cx, &out, CHANGE_ADDED, NULL, &b.v[i]);
	if (!out.n && !sv_eq(rule_print(cx->a, before, cx->lang), rule_print(cx->a, after, cx->lang)))
		note(cx, &out, CHANGE_MOVED, NULL, NULL);
	*ret = out;
}
