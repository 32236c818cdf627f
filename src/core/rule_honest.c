/* What grammar 2 says of how sure a place is and what is kept back: 名次区间, 分不出先后, 评委不连通, 不公布. */
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_printer.h"
#include "core/rule_readers.h"

int rule_voters(const struct rule *r)
{
	return r->voters ? r->voters : RULE_VOTERS;
}

bool rule_item_votes(const struct rule_item *i)
{
	if (!i->measure)
		return false;
	enum rule_measure_kind k = i->measure->kind;
	return k == MEASURE_MARKS || k == MEASURE_GRADES || k == MEASURE_RANKS || k == MEASURE_DECAY ||
	       (k == MEASURE_BANDS && i->measure->n_grades);
}

/* ---- reading -------------------------------------------------------------------------------------- */

/* Below 90 % a band says too little, at 100 % it holds every place. */
enum rc rule_read_level(struct rule_parser *p, struct rule_cur *v)
{
	struct rule_at at = v->at;
	p->r->level_at = p->at;
	TRY(rule_read_percent(p->cx, v, rule_keywords[KEY_LEVEL].example, &p->r->level));
	if (p->r->level.u < 90 * DEC_ONE || p->r->level.u > 999 * DEC_ONE / 10)
		return RULE_REFUSE(p->cx, at, "rule.level", N_("a level from 90%% to 99.9%% belongs here; write 名次区间：95%%"));
	rule_seps(v);
	p->r->level_votes = rule_eat_any(v, "含投票|with votes");
	return RC_OK;
}

enum rc rule_read_tied(struct rule_parser *p, struct rule_cur *v)
{
	int i;
	TRY(rule_read_choice(p->cx, v, rule_tied_words, &i));
	p->r->tied = (enum rule_tied)(i + 1);
	return RC_OK;
}

enum rc rule_read_apart(struct rule_parser *p, struct rule_cur *v)
{
	int i;
	TRY(rule_read_choice(p->cx, v, rule_apart_words, &i));
	p->r->apart = (enum rule_apart)i;
	return RC_OK;
}

enum rc rule_read_voters(struct rule_parser *p, struct rule_cur *v)
{
	rule_space(v);
	if (!rule_eat_any(v, "少于|fewer than"))
		return rule_shape(p->cx, v, rule_keywords[KEY_VOTERS].example);
	TRY(rule_read_count(p->cx, v, RULE_VOTERS_LEAST, 1000, &p->r->voters));
	rule_space(v);
	rule_eat_any(v, "人|voters");
	return RC_OK;
}

/* ---- checking ------------------------------------------------------------------------------------- */

const struct rule_item *rule_votes_item(const struct rule *r, bool marks)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *item = &r->classes[c].items[i];
			if (rule_item_votes(item) && (item->measure->kind == MEASURE_MARKS) == marks)
				return item;
		}
	return NULL;
}

enum rc rule_check_honest(struct ctx *cx, const struct rule *r)
{
	if (r->tied != TIED_PLAIN && !r->level.u)
		return RULE_REFUSE(cx, r->total_at, "rule.tied_level",
				   N_("分不出先后 rests on the bands of the places; write 名次区间：95%% as well"));
	if (r->level.u && !rule_votes_item(r, true) && !(r->level_votes && rule_votes_item(r, false)))
		return RULE_REFUSE(cx, r->level_at, "rule.level_marks",
				   N_("bands of places come from judges' marks, and no item has any; write 评分, for votes 名次区间：95%%，含投票, "
				      "or delete 名次区间"));
	return RC_OK;
}

/* ---- printing ------------------------------------------------------------------------------------- */

/* What a rule does not say is not printed: a text from before keeps its bytes. */
void rule_print_honest(struct rule_printer *p, const struct rule *r)
{
	if (r->level.u) {
		rp_key(p, KEY_LEVEL);
		rp_percent(p, r->level);
		if (r->level_votes)
			rp_say(p, "，含投票", ", with votes");
		rp_end(p);
	}
	if (r->tied != TIED_PLAIN)
		rp_choice(p, KEY_TIED, &rule_tied_words[r->tied - 1]);
	if (r->apart != APART_REFUSE)
		rp_choice(p, KEY_APART, &rule_apart_words[r->apart]);
	if (r->voters && r->voters != RULE_VOTERS) {
		rp_key(p, KEY_VOTERS);
		buf_printf(&p->b, rp_zh(p) ? "少于%d人" : "fewer than %d", r->voters);
		rp_end(p);
	}
}
