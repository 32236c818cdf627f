#include "core/rule_value.h"

#include "base/utf8.h"
#include "core/rule_parse.h"

enum rc rule_read_text(struct ctx *cx, struct rule_cur *v, size_t max, struct sv *ret)
{
	struct rule_at at = v->at;
	struct sv s = rule_word(v, "");
	if (s.n == 0)
		return RULE_REFUSE(cx, at, "rule.empty",
				   N_("nothing stands here; write the text or delete the line"));
	if (utf8_count(s) > max)
		return RULE_REFUSE(cx, at, "rule.long", N_("this has %lld characters; write at most %lld"),
				   (long long)utf8_count(s), (long long)max);
	*ret = s;
	return RC_OK;
}

enum rc rule_read_points(struct ctx *cx, struct rule_cur *v, struct dec *ret)
{
	struct dec d;
	rule_space(v);
	struct rule_at at = v->at;
	if (!rule_number(v, &d))
		return RULE_REFUSE(cx, at, "rule.number",
				   N_("a number of points belongs here; write it as 3 or 0.5, with at most "
				      "six decimals"));
	if (d.u > (int64_t)RULE_POINTS_MAX * DEC_ONE)
		return RULE_REFUSE(cx, at, "rule.big", N_("this number is too large; write at most %lld"),
				   (long long)RULE_POINTS_MAX);
	rule_space(v);
	rule_eat_any(v, "分|points");
	*ret = d;
	return RC_OK;
}

enum rc rule_read_day(struct ctx *cx, struct rule_cur *v, struct day *ret)
{
	int y = 0, m = 0, d = 0;
	rule_space(v);
	struct rule_at at = v->at;
	bool ok = rule_int(v, &y) && rule_eat_any(v, "-|年") && rule_int(v, &m) && rule_eat_any(v, "-|月") &&
		  rule_int(v, &d);
	if (!ok || !day_valid(y, m, d))
		return RULE_REFUSE(cx, at, "rule.day",
				   N_("a date belongs here; write it as 2022-03-01 or 2022年3月1日"));
	rule_eat(v, "日");
	*ret = day_of_civil(y, m, d);
	return RC_OK;
}

enum rc rule_read_choice(struct ctx *cx, struct rule_cur *v, const struct rule_phrase *p, int *ret)
{
	rule_space(v);
	struct rule_at at = v->at;
	int i = rule_phrase_eat(p, v);
	if (i < 0) {
		struct sv got = utf8_upto(rule_word(v, ",;"), 20), list = rule_phrase_list(cx->a, p);
		if (got.n == 0)
			return RULE_REFUSE(cx, at, "rule.choice_none",
					   N_("a word is missing here; write one of %.*s"), SV_ARG(list));
		return RULE_REFUSE(cx, at, "rule.choice",
				   N_("“%.*s” is not one of the words possible here; write one of %.*s"),
				   SV_ARG(got), SV_ARG(list));
	}
	*ret = i;
	return RC_OK;
}

enum rc rule_read_count(struct ctx *cx, struct rule_cur *v, int min, int max, int *ret)
{
	int n;
	rule_space(v);
	struct rule_at at = v->at;
	if (!rule_int(v, &n) || n < min || n > max)
		return RULE_REFUSE(cx, at, "rule.count",
				   N_("a whole number belongs here; write one from %d to %d"), min, max);
	*ret = n;
	return RC_OK;
}

/* Issuer, 〔year〕, number, 号; other brackets are refused because GB/T 9704 knows only these. */
enum rc rule_read_docno(struct ctx *cx, struct rule_cur *v, struct sv *ret)
{
	rule_space(v);
	struct rule_at at = v->at;
	struct sv s = rule_word(v, ",;");
	struct rule_cur c = {s, at};
	struct sv issuer = rule_word(&c, "〔[(");
	int year = 0, no = 0;
	bool six = rule_eat(&c, "〔");
	bool ok =
		issuer.n && six && rule_int(&c, &year) && year >= 1949 && year <= 9999 && rule_eat(&c, "〕");
	rule_eat(&c, "第");
	ok = ok && rule_int(&c, &no) && no > 0 && rule_eat(&c, "号") && rule_end(&c);
	if (!ok)
		return RULE_REFUSE(cx, at, "rule.docno",
				   N_("a document number belongs here, with 〔〕 around the year; write it "
				      "as 岔政发〔2022〕9号"));
	*ret = s;
	return RC_OK;
}

/* 3名, or 10% of those ranked */
static enum rc read_how_many(struct ctx *cx, struct rule_cur *v, struct rule_cut *cut)
{
	struct rule_cur t = *v;
	rule_space(&t);
	struct dec d;
	if (rule_number(&t, &d) && (rule_space(&t), rule_eat(&t, "%"))) {
		cut->count = 0;
		return rule_read_percent(cx, v, "红榜：前10%", &cut->share);
	}
	TRY(rule_read_count(cx, v, 1, 9999, &cut->count));
	rule_space(v);
	rule_eat_any(v, "名|位|个");
	return RC_OK;
}

enum rc rule_read_cut(struct ctx *cx, struct rule_cur *v, bool red, struct rule_cut *ret)
{
	struct rule_cut cut = {0};
	if (rule_space(v), rule_eat_any(v, "不设|none")) {
		*ret = cut;
		return RC_OK;
	}
	for (rule_seps(v); !rule_end(v); rule_seps(v)) {
		struct rule_at at = v->at;
		bool last = !red && !cut.by_count && rule_eat_any(v, "末位");
		rule_eat_any(v, "且|and");
		rule_space(v);
		if (last || (!cut.by_count && rule_eat_any(v, red ? "前|top" : "末|后|倒数|last"))) {
			cut.by_count = true;
			cut.count = 1;
			if (!last)
				TRY(read_how_many(cx, v, &cut));
			continue;
		}
		bool word = rule_eat_any(v, red ? "at least" : "低于|below");
		struct dec score;
		if (cut.by_score)
			return RULE_REFUSE(
				cx, at, "rule.cut",
				N_("there is more here than one number and one score; delete the rest"));
		TRY(rule_read_points(cx, v, &score));
		if (!word && !(rule_space(v), rule_eat_any(v, red ? "以上" : "以下")))
			return RULE_REFUSE(
				cx, at, "rule.cut",
				red ? N_("write 红榜：前3名, 红榜：90分以上, or both joined by 且")
				    : N_("write 黑榜：末2名, 黑榜：低于85分, or both joined by 且"));
		if (!word && !red)
			return RULE_REFUSE(cx, at, "rule.below",
					   N_("以下 includes the number itself; write 低于, which does not"));
		cut.by_score = true;
		cut.score = score;
	}
	if (!cut.by_count && !cut.by_score)
		return RULE_REFUSE(cx, v->at, "rule.cut",
				   red ? N_("write 红榜：前3名, 红榜：90分以上, or both joined by 且")
				       : N_("write 黑榜：末2名, 黑榜：低于85分, or both joined by 且"));
	*ret = cut;
	return RC_OK;
}

enum rc rule_read_rounding(struct ctx *cx, struct rule_cur *v, int places[ROUND_COUNT_])
{
	bool seen[ROUND_COUNT_] = {false};
	do {
		int stage, n;
		rule_seps(v);
		struct rule_at at = v->at;
		TRY(rule_read_choice(cx, v, rule_stage_words, &stage));
		if (seen[stage])
			return RULE_REFUSE(cx, at, "rule.twice", N_("this stage is named twice; delete one"));
		TRY(rule_read_count(cx, v, 0, 6, &n));
		rule_space(v);
		rule_eat_any(v, "位|places|位小数");
		seen[stage] = true;
		places[stage] = n;
		rule_seps(v);
	} while (!rule_end(v));
	return RC_OK;
}

enum rc rule_read_veto(struct ctx *cx, struct rule_cur *v, struct rule_veto *ret)
{
	struct rule_veto t = {.at = v->at};
	int level, effect;
	struct sv name = rule_word(v, ",;");
	struct rule_cur n = {name, t.at};
	TRY(rule_read_text(cx, &n, RULE_NAME_MAX, &t.name));
	rule_seps(v);
	if (!rule_eat_any(v, "依据|basis"))
		return RULE_REFUSE(cx, v->at, "rule.veto_basis",
				   N_("a veto needs the number of the document that allows it (R8); write "
				      "依据 峨政发〔2022〕3号"));
	TRY(rule_read_docno(cx, v, &t.basis));
	rule_seps(v);
	if (!rule_eat_any(v, "级别|level"))
		return RULE_REFUSE(
			cx, v->at, "rule.veto_level",
			N_("say who issued that document; write 级别 县, 级别 市, 级别 省 or 级别 国家"));
	rule_space(v);
	if (rule_eat_any(v, "乡|村|township|village"))
		return RULE_REFUSE(cx, v->at, "rule.veto_low",
				   N_("a veto must rest on a document of the county or higher (R8); name "
				      "that one or delete the veto"));
	TRY(rule_read_choice(cx, v, rule_level_words, &level));
	rule_seps(v);
	if (!rule_eat_any(v, "至|until"))
		return RULE_REFUSE(cx, v->at, "rule.veto_until",
				   N_("say until when the veto holds; write 至 2022-12-31"));
	TRY(rule_read_day(cx, v, &t.until));
	rule_seps(v);
	TRY(rule_read_choice(cx, v, rule_effect_words, &effect));
	t.level = (enum rule_level)level;
	t.effect = (enum rule_effect)effect;
	*ret = t;
	return RC_OK;
}
