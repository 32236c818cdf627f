#include "core/rule_print.h"

#include "base/buf.h"
#include "core/rule_words.h"

struct printer {
	struct buf b;
	enum lang lang;
	int depth;
};

static bool zh(const struct printer *p)
{
	return p->lang != LANG_EN;
}

static void say(struct printer *p, const char *chinese, const char *english)
{
	buf_puts(&p->b, zh(p) ? chinese : english);
}

static void comma(struct printer *p)
{
	say(p, "，", ", ");
}

static void word(struct printer *p, const struct rule_phrase *w)
{
	buf_puts(&p->b, rule_say(w, p->lang));
}

static void number(struct printer *p, struct dec d)
{
	buf_put(&p->b, dec_text(p->b.a, d));
}

static void key(struct printer *p, enum rule_key k)
{
	for (int i = 0; i < p->depth; i++)
		buf_puts(&p->b, "  ");
	word(p, &rule_keywords[k].word);
	say(p, "：", ": ");
}

static void end(struct printer *p)
{
	while (p->b.n && p->b.p[p->b.n - 1] == ' ')
		p->b.n--;
	buf_putc(&p->b, '\n');
}

static void text(struct printer *p, enum rule_key k, struct sv s)
{
	if (s.n == 0)
		return;
	key(p, k);
	buf_put(&p->b, s);
	end(p);
}

static void choice(struct printer *p, enum rule_key k, const struct rule_phrase *w)
{
	key(p, k);
	word(p, w);
	end(p);
}

static void points(struct printer *p, enum rule_key k, bool has, struct dec d)
{
	if (!has)
		return;
	key(p, k);
	number(p, d);
	end(p);
}

static void print_limits(struct printer *p, const struct rule_limits *l)
{
	points(p, KEY_PLUS, l->has_plus, l->plus);
	points(p, KEY_MINUS, l->has_minus, l->minus);
	points(p, KEY_MAX, l->has_max, l->max);
	if (!l->has_min || l->min.u != 0) {
		points(p, KEY_MIN, l->has_min, l->min);
		return;
	}
	for (int i = 0; i < p->depth; i++)
		buf_puts(&p->b, "  ");
	say(p, "扣完为止", "not below zero");
	end(p);
}

static void fact(struct printer *p, enum fact_kind k)
{
	buf_puts(&p->b, rule_say_fact(k, p->lang));
}

static void print_each(struct printer *p, const struct rule_line *l)
{
	fact(p, l->fact);
	comma(p);
	say(p, fact_word(l->fact)->each_zh, "each ");
	buf_put(&p->b, rule_signed(p->b.a, l->points));
	if (l->double_from) {
		comma(p);
		if (zh(p) && l->double_all && l->double_from == 2)
			buf_puts(&p->b, "两次以上加倍");
		else if (zh(p))
			buf_printf(&p->b, l->double_all ? "%d次以上加倍" : "自第%d次起加倍", l->double_from);
		else
			buf_printf(&p->b, l->double_all ? "doubled at %d or more" : "doubled from number %d",
				   l->double_from);
	}
	if (l->has_cap) {
		comma(p);
		if (zh(p)) {
			word(p, &rule_window_words[l->window]);
			buf_puts(&p->b, "封顶");
			number(p, l->cap);
		} else {
			buf_puts(&p->b, "cap ");
			number(p, l->cap);
			buf_putc(&p->b, ' ');
			word(p, &rule_window_words[l->window]);
		}
	}
}

static void print_rate(struct printer *p, const struct rule_line *l)
{
	fact(p, l->fact);
	say(p, "÷（", " / (");
	for (int i = 0; i < l->n_base; i++) {
		if (i)
			say(p, "+", " + ");
		fact(p, l->base[i]);
	}
	say(p, "）×", ") * ");
	number(p, l->points);
	say(p, "分", "");
	comma(p);
	word(p, &rule_empty_words[l->empty]);
}

static void print_value(struct printer *p, const struct rule_line *l)
{
	fact(p, l->fact);
	say(p, "，按实得分，最高", ", as scored, at most ");
	number(p, l->points);
}

static void print_one(struct printer *p, const struct rule_line *l)
{
	if (l->kind == LINE_EACH)
		print_each(p, l);
	else if (l->kind == LINE_VALUE)
		print_value(p, l);
	else
		print_rate(p, l);
}

static void print_item(struct printer *p, const struct rule_item *i)
{
	p->depth = 1;
	text(p, KEY_ITEM, i->name);
	p->depth = 2;
	text(p, KEY_BASIS, i->basis);
	text(p, KEY_OFFICE, i->office);
	text(p, KEY_NOTE, i->note);
	if (i->n_topics) {
		key(p, KEY_TOPICS);
		for (size_t k = 0; k < i->n_topics; k++) {
			if (k)
				say(p, "、", ", ");
			buf_put(&p->b, i->topics[k]);
		}
		end(p);
	}
	for (size_t k = 0; k < i->n_lines; k++) {
		key(p, i->lines[k].kind == LINE_RATE ? KEY_RATE : KEY_POINTS);
		print_one(p, &i->lines[k]);
		end(p);
	}
}

static void print_head(struct printer *p, const struct rule *r)
{
	key(p, KEY_RULE);
	buf_int(&p->b, r->grammar);
	end(p);
	text(p, KEY_NAME, r->name);
	key(p, KEY_VERSION);
	buf_int(&p->b, r->version);
	end(p);
	text(p, KEY_FROM, day_text(p->b.a, r->from));
	text(p, KEY_BASIS, r->basis);
	text(p, KEY_NOTE, r->note);
	key(p, KEY_PEERS);
	for (int i = 0, n = 0; i < PEER_COUNT_; i++)
		if (r->peers[i]) {
			if (n++)
				say(p, "、", ", ");
			word(p, &rule_peer_words[i]);
		}
	end(p);
	choice(p, KEY_CADENCE, &rule_cadence_words[r->cadence]);
	choice(p, KEY_AUDIENCE, &rule_audience_words[r->audience]);
	choice(p, KEY_SHOW, &rule_show_words[r->show]);
	key(p, KEY_CIRCULARS);
	buf_printf(&p->b, zh(p) ? "每年%d次" : "%d a year", r->circulars);
	end(p);
	text(p, KEY_CIRCULARS_BASIS, r->circulars_basis);
	key(p, KEY_ASSIST);
	number(p, r->assist);
	buf_putc(&p->b, '%');
	end(p);
}

static void print_cut(struct printer *p, enum rule_key k, const struct rule_cut *c, bool red)
{
	key(p, k);
	if (!c->by_count && !c->by_score)
		say(p, "不设", "none");
	if (c->by_count) {
		if (!red && c->count == 1 && zh(p))
			buf_puts(&p->b, "末位");
		else if (zh(p))
			buf_printf(&p->b, "%s%d名", red ? "前" : "末", c->count);
		else
			buf_printf(&p->b, "%s %d", red ? "top" : "last", c->count);
	}
	if (c->by_count && c->by_score)
		say(p, "，且", ", and ");
	if (c->by_score) {
		struct sv n = dec_text(p->b.a, c->score);
		if (zh(p))
			buf_printf(&p->b, red ? "%.*s分以上" : "低于%.*s分", SV_ARG(n));
		else
			buf_printf(&p->b, red ? "at least %.*s" : "below %.*s", SV_ARG(n));
	}
	end(p);
}

static void print_total(struct printer *p, const struct rule *r)
{
	p->depth = 0;
	key(p, KEY_TOTAL);
	end(p);
	p->depth = 1;
	print_limits(p, &r->limits);
	key(p, KEY_ROUND);
	for (int i = 0; i < ROUND_COUNT_; i++) {
		if (i)
			comma(p);
		word(p, &rule_stage_words[i]);
		buf_printf(&p->b, zh(p) ? "%d位" : " %d places", r->places[i]);
	}
	end(p);
	choice(p, KEY_RANKING, &rule_places_words[r->ranking]);
	choice(p, KEY_TIES, &rule_ties_words[r->ties]);
	print_cut(p, KEY_RED, &r->red, true);
	print_cut(p, KEY_BLACK, &r->black, false);
	key(p, KEY_MOVERS);
	if (r->movers)
		buf_printf(&p->b, zh(p) ? "上升%d名以上" : "up %d or more", r->movers);
	else
		say(p, "不设", "none");
	end(p);
	for (size_t i = 0; i < r->n_vetoes; i++) {
		const struct rule_veto *v = &r->vetoes[i];
		key(p, KEY_VETO);
		buf_printf(&p->b, zh(p) ? "%.*s，依据 %.*s，级别 " : "%.*s, basis %.*s, level ",
			   SV_ARG(v->name), SV_ARG(v->basis));
		word(p, &rule_level_words[v->level]);
		buf_printf(&p->b, zh(p) ? "，至 %.*s，" : ", until %.*s, ",
			   SV_ARG(day_text(p->b.a, v->until)));
		word(p, &rule_effect_words[v->effect]);
		end(p);
	}
}

struct sv rule_print_line(struct arena *a, const struct rule_line *l, enum lang lang)
{
	struct printer p = {.b = buf_new(a, 4096), .lang = lang};
	print_one(&p, l);
	return buf_sv(&p.b);
}

struct sv rule_print(struct arena *a, const struct rule *r, enum lang lang)
{
	/* Canonical words are longer than the shortest spellings; eight times the text is never reached. */
	struct printer p = {.b = buf_new(a, (size_t)8 * RULE_TEXT_MAX), .lang = lang};
	print_head(&p, r);
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		p.depth = 0;
		buf_putc(&p.b, '\n');
		text(&p, KEY_CLASS, k->name);
		p.depth = 1;
		text(&p, KEY_BASIS, k->basis);
		text(&p, KEY_NOTE, k->note);
		key(&p, KEY_BASE);
		number(&p, k->base);
		end(&p);
		print_limits(&p, &k->limits);
		for (size_t i = 0; i < k->n_items; i++)
			print_item(&p, &k->items[i]);
	}
	buf_putc(&p.b, '\n');
	print_total(&p, r);
	return buf_sv(&p.b);
}
