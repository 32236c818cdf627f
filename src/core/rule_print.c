#include "core/rule_print.h"

#include "core/rule_printer.h"

bool rp_zh(const struct rule_printer *p)
{
	return p->lang != LANG_EN;
}

void rp_say(struct rule_printer *p, const char *chinese, const char *english)
{
	buf_puts(&p->b, rp_zh(p) ? chinese : english);
}

void rp_comma(struct rule_printer *p)
{
	rp_say(p, "，", ", ");
}

void rp_word(struct rule_printer *p, const struct rule_phrase *w)
{
	buf_puts(&p->b, rule_say(w, p->lang));
}

void rp_number(struct rule_printer *p, struct dec d)
{
	buf_put(&p->b, dec_text(p->b.a, d));
}

void rp_key(struct rule_printer *p, enum rule_key k)
{
	for (int i = 0; i < p->depth; i++)
		buf_puts(&p->b, "  ");
	rp_word(p, &rule_keywords[k].word);
	rp_say(p, "：", ": ");
}

void rp_end(struct rule_printer *p)
{
	while (p->b.n && p->b.p[p->b.n - 1] == ' ')
		p->b.n--;
	buf_putc(&p->b, '\n');
}

void rp_text(struct rule_printer *p, enum rule_key k, struct sv s)
{
	if (s.n == 0)
		return;
	rp_key(p, k);
	buf_put(&p->b, s);
	rp_end(p);
}

void rp_choice(struct rule_printer *p, enum rule_key k, const struct rule_phrase *w)
{
	rp_key(p, k);
	rp_word(p, w);
	rp_end(p);
}

void rp_points(struct rule_printer *p, enum rule_key k, bool has, struct dec d)
{
	if (!has)
		return;
	rp_key(p, k);
	rp_number(p, d);
	rp_end(p);
}

void rp_percent(struct rule_printer *p, struct dec d)
{
	rp_number(p, d);
	buf_putc(&p->b, '%');
}

void rp_full(struct rule_printer *p, struct dec d)
{
	rp_number(p, d);
	rp_say(p, "分", "");
}

static void print_limits(struct rule_printer *p, const struct rule_limits *l)
{
	rp_points(p, KEY_PLUS, l->has_plus, l->plus);
	rp_points(p, KEY_MINUS, l->has_minus, l->minus);
	rp_points(p, KEY_MAX, l->has_max, l->max);
	if (!l->has_min || l->min.u != 0) {
		rp_points(p, KEY_MIN, l->has_min, l->min);
		return;
	}
	for (int i = 0; i < p->depth; i++)
		buf_puts(&p->b, "  ");
	rp_say(p, "扣完为止", "not below zero");
	rp_end(p);
}

void rp_fact(struct rule_printer *p, enum fact_kind k)
{
	buf_puts(&p->b, rule_say_fact(k, p->lang));
}

static void print_validity(struct rule_printer *p, const struct rule_line *l)
{
	if (l->valid > 1)
		buf_printf(&p->b, rp_zh(p) ? "，有效%d期" : ", valid %d periods", l->valid);
	if (l->carry)
		rp_say(p, "，结转", ", carried over");
	if (l->halved)
		rp_say(p, "，逐期减半", ", halved each period");
}

static void print_each(struct rule_printer *p, const struct rule_line *l)
{
	rp_fact(p, l->fact);
	rp_comma(p);
	rp_say(p, fact_word(l->fact)->each_zh, "each ");
	buf_put(&p->b, rule_signed(p->b.a, l->points));
	if (l->double_from) {
		rp_comma(p);
		if (rp_zh(p) && l->double_all && l->double_from == 2)
			buf_puts(&p->b, "两次以上加倍");
		else if (rp_zh(p))
			buf_printf(&p->b, l->double_all ? "%d次以上加倍" : "自第%d次起加倍", l->double_from);
		else
			buf_printf(&p->b, l->double_all ? "doubled at %d or more" : "doubled from number %d",
				   l->double_from);
	}
	if (l->has_cap) {
		rp_comma(p);
		if (rp_zh(p)) {
			rp_word(p, &rule_window_words[l->window]);
			buf_puts(&p->b, "封顶");
			rp_number(p, l->cap);
		} else {
			buf_puts(&p->b, "cap ");
			rp_number(p, l->cap);
			buf_putc(&p->b, ' ');
			rp_word(p, &rule_window_words[l->window]);
		}
	}
	print_validity(p, l);
}

static void print_rate(struct rule_printer *p, const struct rule_line *l)
{
	rp_fact(p, l->fact);
	rp_say(p, "÷（", " / (");
	for (int i = 0; i < l->n_base; i++) {
		if (i)
			rp_say(p, "+", " + ");
		rp_fact(p, l->base[i]);
	}
	rp_say(p, "）×", ") * ");
	rp_number(p, l->points);
	rp_say(p, "分", "");
	rp_comma(p);
	rp_word(p, &rule_empty_words[l->empty]);
}

static void print_value(struct rule_printer *p, const struct rule_line *l)
{
	rp_fact(p, l->fact);
	rp_say(p, "，按实得分，最高", ", as scored, at most ");
	rp_number(p, l->points);
}

static void print_one(struct rule_printer *p, const struct rule_line *l)
{
	if (l->kind == LINE_EACH)
		print_each(p, l);
	else if (l->kind == LINE_VALUE)
		print_value(p, l);
	else
		print_rate(p, l);
}

static void print_item(struct rule_printer *p, const struct rule_item *i)
{
	p->depth = 1;
	rp_text(p, KEY_ITEM, i->name);
	p->depth = 2;
	rp_text(p, KEY_BASIS, i->basis);
	rp_text(p, KEY_OFFICE, i->office);
	rp_text(p, KEY_NOTE, i->note);
	if (i->n_topics) {
		rp_key(p, KEY_TOPICS);
		for (size_t k = 0; k < i->n_topics; k++) {
			if (k)
				rp_say(p, "、", ", ");
			buf_put(&p->b, i->topics[k]);
		}
		rp_end(p);
	}
	rule_print_measure(p, i);
	for (size_t k = 0; k < i->n_lines; k++) {
		rp_key(p, i->lines[k].kind == LINE_RATE ? KEY_RATE : KEY_POINTS);
		print_one(p, &i->lines[k]);
		rp_end(p);
	}
}

static void print_head(struct rule_printer *p, const struct rule *r)
{
	rp_key(p, KEY_RULE);
	buf_int(&p->b, r->grammar);
	rp_end(p);
	rp_text(p, KEY_NAME, r->name);
	rp_key(p, KEY_VERSION);
	buf_int(&p->b, r->version);
	rp_end(p);
	rp_text(p, KEY_FROM, day_text(p->b.a, r->from));
	rp_text(p, KEY_BASIS, r->basis);
	rp_text(p, KEY_NOTE, r->note);
	rp_key(p, KEY_PEERS);
	for (int i = 0, n = 0; i < PEER_COUNT_; i++)
		if (r->peers[i]) {
			if (n++)
				rp_say(p, "、", ", ");
			rp_word(p, &rule_peer_words[i]);
		}
	rp_end(p);
	rp_choice(p, KEY_CADENCE, &rule_cadence_words[r->cadence]);
	rp_choice(p, KEY_AUDIENCE, &rule_audience_words[r->audience]);
	rp_choice(p, KEY_SHOW, &rule_show_words[r->show]);
	rp_key(p, KEY_CIRCULARS);
	buf_printf(&p->b, rp_zh(p) ? "每年%d次" : "%d a year", r->circulars);
	rp_end(p);
	rp_text(p, KEY_CIRCULARS_BASIS, r->circulars_basis);
	rp_key(p, KEY_ASSIST);
	if (r->by_ratio)
		rp_say(p, "按比例", "by ratio");
	else
		rp_percent(p, r->assist);
	rp_end(p);
}

static void print_cut(struct rule_printer *p, const struct rule_cut *c, bool red)
{
	if (!c->by_count && !c->by_score)
		rp_say(p, "不设", "none");
	if (c->by_count && c->count == 0) {
		rp_say(p, red ? "前" : "末", red ? "top " : "last ");
		rp_percent(p, c->share);
	} else if (c->by_count) {
		if (!red && c->count == 1 && rp_zh(p))
			buf_puts(&p->b, "末位");
		else if (rp_zh(p))
			buf_printf(&p->b, "%s%d名", red ? "前" : "末", c->count);
		else
			buf_printf(&p->b, "%s %d", red ? "top" : "last", c->count);
	}
	if (c->by_count && c->by_score)
		rp_say(p, "，且", ", and ");
	if (c->by_score) {
		struct sv n = dec_text(p->b.a, c->score);
		if (rp_zh(p))
			buf_printf(&p->b, red ? "%.*s分以上" : "低于%.*s分", SV_ARG(n));
		else
			buf_printf(&p->b, red ? "at least %.*s" : "below %.*s", SV_ARG(n));
	}
}

struct sv rule_print_cut(struct arena *a, const struct rule_cut *c, bool red, enum lang lang)
{
	struct rule_printer p = {.b = buf_new(a, 256), .lang = lang};
	print_cut(&p, c, red);
	return buf_sv(&p.b);
}

/* Stage by stage in the order in which they act; grammar 1 knows three of them. */
static void print_rounding(struct rule_printer *p, const struct rule *r)
{
	static const enum rule_stage order[] = { ROUND_ENTRY, ROUND_GROUP, ROUND_ITEM, ROUND_CLASS, ROUND_PART, ROUND_TOTAL };
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		if (r->grammar < 2 && order[i] > ROUND_TOTAL)
			continue;
		if (i)
			rp_comma(p);
		rp_word(p, &rule_stage_words[order[i]]);
		buf_printf(&p->b, rp_zh(p) ? "%d位" : " %d places", r->places[order[i]]);
	}
	rp_end(p);
}

static void print_total(struct rule_printer *p, const struct rule *r)
{
	p->depth = 0;
	rp_key(p, KEY_TOTAL);
	rp_end(p);
	p->depth = 1;
	print_limits(p, &r->limits);
	rp_key(p, KEY_ROUND);
	print_rounding(p, r);
	rp_choice(p, KEY_RANKING, &rule_places_words[r->ranking]);
	rp_choice(p, KEY_TIES, &rule_ties_words[r->ties]);
	rp_key(p, KEY_RED);
	print_cut(p, &r->red, true);
	rp_end(p);
	rp_key(p, KEY_BLACK);
	print_cut(p, &r->black, false);
	rp_end(p);
	rp_key(p, KEY_MOVERS);
	if (r->movers)
		buf_printf(&p->b, rp_zh(p) ? "上升%d名以上" : "up %d or more", r->movers);
	else
		rp_say(p, "不设", "none");
	rp_end(p);
	rule_print_yields(p, r);
	rule_print_honest(p, r);
	for (size_t i = 0; i < r->n_vetoes; i++) {
		const struct rule_veto *v = &r->vetoes[i];
		rp_key(p, KEY_VETO);
		buf_printf(&p->b, rp_zh(p) ? "%.*s，依据 %.*s，级别 " : "%.*s, basis %.*s, level ",
			   SV_ARG(v->name), SV_ARG(v->basis));
		rp_word(p, &rule_level_words[v->level]);
		buf_printf(&p->b, rp_zh(p) ? "，至 %.*s，" : ", until %.*s, ",
			   SV_ARG(day_text(p->b.a, v->until)));
		rp_word(p, &rule_effect_words[v->effect]);
		rp_end(p);
	}
}

struct sv rule_print_line(struct arena *a, const struct rule_line *l, enum lang lang)
{
	struct rule_printer p = {.b = buf_new(a, 4096), .lang = lang};
	print_one(&p, l);
	return buf_sv(&p.b);
}

struct sv rule_print(struct arena *a, const struct rule *r, enum lang lang)
{
	/* Canonical words are longer than the shortest spellings; eight times the text is never reached. */
	struct rule_printer p = {.b = buf_new(a, (size_t)8 * RULE_TEXT_MAX), .lang = lang};
	print_head(&p, r);
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		p.depth = 0;
		buf_putc(&p.b, '\n');
		rp_text(&p, KEY_CLASS, k->name);
		p.depth = 1;
		rp_text(&p, KEY_BASIS, k->basis);
		rp_text(&p, KEY_NOTE, k->note);
		rp_key(&p, KEY_BASE);
		rp_number(&p, k->base);
		rp_end(&p);
		print_limits(&p, &k->limits);
		rule_print_class(&p, k);
		for (size_t i = 0; i < k->n_items; i++)
			print_item(&p, &k->items[i]);
	}
	rule_print_parts(&p, r);
	buf_putc(&p.b, '\n');
	print_total(&p, r);
	return buf_sv(&p.b);
}
