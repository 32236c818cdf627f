/* /practices: the library, one card of it, one adoption. */
#include "app/practice/pages.h"

#include "app/matter/matter.h"
#include "app/practice/pages.tmpl.h"
#include "app/practice/queries.sql.h"
#include "base/utf8.h"
#include "core/spoken.h"

enum { CARDS_SHOWN = 24, ADOPTIONS_SHOWN = 200, TEASER = 90 };

/* ---- what several pages say --------------------------------------------------------------------------------------------- */

struct sv practice_word(const struct visit *v, const char *noun, struct sv code)
{
	return code.n ? spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, noun, NULL, code)) : SV("");
}

struct ui_tag practice_level_tag(const struct visit *v, struct sv level)
{
	return (struct ui_tag){ .shape = "tick", .colour = "teal", .word = practice_word(v, "practice", level) };
}

struct ui_tag adoption_stage_tag(const struct visit *v, struct sv stage, bool stalled)
{
	static const char *const look[][2] = { { "circle_open", "grey" }, { "circle", "blue" }, { "circle", "blue" },
					       { "circle_up", "amber" },  { "circle", "teal" }, { "tick", "teal" },
					       { "strike", "quiet" } };
	size_t rank = (size_t)adoption_rank(stage);
	if (stalled)
		return (struct ui_tag){ .shape = "triangle", .colour = "red", .word = visit_say(v, N_("Stalled pilot")) };
	if (rank >= COUNT(look))
		return (struct ui_tag){ 0 };
	return (struct ui_tag){ .shape = look[rank][0], .colour = look[rank][1], .word = practice_word(v, "adoption", stage) };
}

struct url practice_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/practices"), id);
}

struct url adoption_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/practices/adoptions"), id);
}

/* 万元; nothing is a cost too. */
struct sv cost_said(const struct visit *v, struct dec cost)
{
	struct dec yuan;
	if (cost.u == 0)
		return visit_say(v, N_("No money"));
	return dec_mul(cost, (struct dec){ 10000 * DEC_ONE }, &yuan) ? fmt_money(v->cx.a, v->cx.lang, yuan) : dec_text(v->cx.a, cost);
}

struct ui_field practice_select(struct visit *v, const char *noun, const char *name, struct sv label, const char *of, struct sv value)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, 12);
	size_t n = 0;
	c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (size_t i = 0; n < 12 && enum_word(of, i).p; i++)
		c[n++] = (struct ui_choice){ .value = enum_word(of, i),
					     .label = practice_word(v, noun, enum_word(of, i)),
					     .chosen = sv_eq(enum_word(of, i), value) };
	return (struct ui_field){
		.kind = INPUT_SELECT, .name = name, .label = label, .choice = c, .n_choice = n, .faults = v->cx.faults, .value = value
	};
}

enum rc practice_visible(struct visit *v, int64_t id, struct practice *ret)
{
	struct scope scope;
	TRY(visit_scope(v, "practice.show", &scope));
	TRY(practice_get(&v->cx, v->db, id, ret));
	return practice_seen(ret, &scope) ? RC_OK : fail(&v->cx, RC_NOT_FOUND, "practice.none", N_("There is no such practice."));
}

enum rc adoption_visible(struct visit *v, int64_t id, struct adoption *ret)
{
	struct scope scope;
	TRY(visit_scope(v, "adoption.show", &scope));
	return adoption_get(&v->cx, v->db, id, ret);
}

/* ---- /practices ------------------------------------------------------------------------------------------------------------ */

static enum rc topics(struct visit *v, struct ui_field *f, struct sv value)
{
	enum { MOST = 61 };
	enum rc rc;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, MOST);
	size_t n = 0;
	c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	struct stmt *st = db_query(v->db, &practice_topics);
	while (db_step(&v->cx, st, &rc))
		if (n < MOST) {
			struct sv topic = col_sv(st, 0, v->cx.a);
			c[n++] = (struct ui_choice){ .value = topic, .label = topic, .chosen = sv_eq(topic, value) };
		}
	*f = (struct ui_field){
		.kind = INPUT_SELECT, .name = "topic", .label = visit_say(v, N_("Line of work")), .choice = c, .n_choice = n, .value = value
	};
	return rc;
}

static struct sv asked(struct visit *v, const char *name)
{
	return sv_or_empty(sv_trim(visit_form_value(v, name)));
}

static struct practice_teaser teaser(struct visit *v, const struct js *r)
{
	struct arena *a = v->cx.a;
	struct sv state = js_get_sv(r, "state"), problem = js_get_sv(r, "problem"), cut = utf8_upto(problem, TEASER);
	int64_t learnt = js_get_int(r, "adopters", 0), effective = js_get_int(r, "effective", 0);
	struct practice_teaser t = { .url = practice_url(a, js_get_int(r, "id", 0)),
				     .title = js_get_sv(r, "title"),
				     .topic = js_get_sv(r, "topic"),
				     .problem = cut.n < problem.n ? arena_printf(a, "%.*s…", SV_ARG(cut)) : problem,
				     .source = js_get_sv(r, "source_name"),
				     .cost = cost_said(v, js_get_dec(r, "cost", (struct dec){ 0 })) };
	t.learnt = learnt ? arena_trn(a, v->cx.lang, learnt, "%lld unit learns it, %lld with effect", "%lld units learn it, %lld with effect",
				      (long long)learnt, (long long)effective) : visit_say(v, N_("Nobody learns it yet"));
	if (js_get_sv(r, "level").n)
		t.level = practice_level_tag(v, js_get_sv(r, "level"));
	if (!sv_is(state, "published"))
		t.standing = (struct ui_tag){ .colour = "grey", .word = practice_word(v, "practice", state) };
	return t;
}

static enum rc read_cards(struct visit *v, struct practice_list_page *p)
{
	static const char *const names[] = { "state", "topic", "level", "text" };
	struct arena *a = v->cx.a;
	struct js *filters = js_obj(a), *rows;
	struct sv after = SV_NONE;
	struct url next = URL("/practices");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct sv value = asked(v, names[i]);
		/* What was withdrawn is found when it is asked for, and is not offered. */
		if (i == 0 && !visit_form_value(v, "state").p)
			value = SV("published");
		if (value.n) {
			js_set_sv(a, filters, names[i], value);
			next = url_arg(a, next, names[i], value);
		}
	}
	struct sv state = js_get_sv(filters, "state");
	p->field[0] = (struct ui_field){
		.kind = INPUT_LINE, .name = "text", .label = visit_say(v, N_("Words")), .value = asked(v, "text"), .width = 20, .max = 100
	};
	TRY(topics(v, &p->field[1], asked(v, "topic")));
	p->field[2] = practice_select(v, "practice", "level", visit_say(v, N_("Recognised up to")), PRACTICE_LEVELS, asked(v, "level"));
	p->field[3] = practice_select(v, "practice", "state", visit_say(v, N_("State")), PRACTICE_STATES, sv_or_empty(state));
	TRY(visit_rows(v, "practice.list", 0, filters, CARDS_SHOWN, visit_form_value(v, "after"), &rows, &after));
	struct practice_teaser *card = NEW(a, struct practice_teaser, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next)
		card[p->n++] = teaser(v, r);
	p->card = card;
	if (after.n)
		p->pager = (struct ui_pager){ .from = 1, .to = (int64_t)rows->n, .total = -1, .next = url_arg(a, next, "after", after) };
	bool plain = filters->n == 1 && sv_is(state, "published");
	p->empty = (struct ui_empty){ .text = visit_say(v, plain ? N_("No practice is published yet. Write down on one card what worked, "
								      "what it cost and where it does not fit.") :
								   N_("No practice answers to these conditions.")),
				      .url = plain ? (struct url){ SV("") } : URL("/practices"),
				      .url_label = visit_say(v, N_("All published practices")) };
	return RC_OK;
}

void page_practices(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct practice_list_page p = { .frame = &v.frame, .filter = { .action = URL("/practices"), .get = true, .look = "inline" } };
		enum rc rc = read_cards(&v, &p);
		if (v.roles & (ROLE_OFFICE | ROLE_UNIT))
			p.write = (struct ui_button){ .kind = BUTTON_DEFAULT,
						      .label = visit_say(&v, N_("Write a practice card")),
						      .url = URL("/practices/new") };
		visit_frame(&v, visit_say(&v, N_("Practices")), "practices");
		if (rc == RC_OK) {
			practice_list_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /practices/ID -------------------------------------------------------------------------------------------------------- */

static struct ui_column column(const struct visit *v, const char *label, enum column_kind kind, bool main)
{
	return (struct ui_column){ .label = visit_say(v, label), .kind = kind, .main = main };
}

static enum rc recognitions(struct visit *v, const struct practice *p, struct ui_table *t)
{
	struct recognition *r;
	size_t n;
	struct arena *a = v->cx.a;
	TRY(practice_recognitions(&v->cx, v->db, p->id, &r, &n));
	struct ui_column *col = NEW(a, struct ui_column, 4);
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	col[0] = column(v, N_("Level"), COLUMN_TEXT, true);
	col[1] = column(v, N_("Document number"), COLUMN_TEXT, false);
	col[2] = column(v, N_("Issued by"), COLUMN_TEXT, false);
	col[3] = column(v, N_("Date"), COLUMN_DATE, false);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, 4);
		c[0].text = practice_word(v, "practice", r[i].level);
		c[1] = (struct ui_cell){ .text = r[i].document, .note = r[i].note };
		c[2].text = r[i].issuer;
		c[3].text = day_text(a, r[i].day);
		row[i].cell = c;
	}
	*t = (struct ui_table){
		.caption = visit_say(v, N_("Recognitions")), .column = col, .n_column = 4, .row = row, .n_row = n, .cards = true
	};
	return RC_OK;
}

/* What an adopter told of before and after; the change has its sign and nothing that calls it good. */
static bool figure_of_adoption(struct visit *v, const struct adoption *d, struct figure_part *ret)
{
	struct arena *a = v->cx.a;
	struct dec change;
	if (!d->indicator.n)
		return false;
	*ret = (struct figure_part){ .unit = d->unit_short,
				     .indicator = d->indicator,
				     .source = d->figure_source,
				     .url = adoption_url(a, d->id),
				     .before = arena_printf(a, "%.*s %.*s", SV_ARG(dec_text(a, d->before)), SV_ARG(d->uom)),
				     .before_on = day_text(a, d->before_on),
				     .after = arena_printf(a, "%.*s %.*s", SV_ARG(dec_text(a, d->after)), SV_ARG(d->uom)),
				     .after_on = day_text(a, d->after_on),
				     .change = SV("—") };
	if (dec_sub(d->after, d->before, &change))
		ret->change = arena_printf(a, "%s%.*s %.*s", change.u > 0 ? "+" : "", SV_ARG(dec_text(a, change)), SV_ARG(d->uom));
	adoption_caveats(d, ret->caveat);
	return true;
}

static enum rc adoptions(struct visit *v, const struct practice *p, struct practice_card_page *page)
{
	struct arena *a = v->cx.a;
	struct js *filters = js_obj(a), *rows;
	js_set_int(a, filters, "practice", p->id);
	TRY(visit_rows(v, "adoption.list", 0, filters, ADOPTIONS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_column *col = NEW(a, struct ui_column, 4);
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	struct figure_part *figure = NEW(a, struct figure_part, rows->n + 1);
	col[0] = column(v, N_("Adopter"), COLUMN_TEXT, true);
	col[1] = column(v, N_("Stage reached"), COLUMN_TEXT, false);
	col[2] = column(v, N_("Day of the stage"), COLUMN_DATE, false);
	col[3] = column(v, N_("What was told"), COLUMN_TEXT, false);
	struct ui_table *t = &page->adoptions;
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, 4);
		struct adoption d;
		struct sv rating = js_get_sv(r, "rating");
		TRY(adoption_get(&v->cx, v->db, js_get_int(r, "id", 0), &d));
		c[0] = (struct ui_cell){ .text = d.unit_short, .url = adoption_url(a, d.id) };
		c[1].tag = adoption_stage_tag(v, d.stage, adoption_stalled(&d, v->today));
		c[2].text = day_text(a, d.since);
		c[3].text = rating.n		    ? arena_tr(a, v->cx.lang, N_("Rated %.*s by the adopter"),
							       SV_ARG(spoken(a, v->cx.lang, "adoption", NULL, rating))) :
			    d.reason.n		    ? d.reason :
			    sv_is(d.stage, "pilot") ? arena_tr(a, v->cx.lang, N_("Pilot until %.*s"), SV_ARG(day_text(a, d.pilot_until))) :
						      SV("");
		row[t->n_row++] = (struct ui_row){ .cell = c, .here = d.unit == v->post.unit };
		page->n_figure += figure_of_adoption(v, &d, &figure[page->n_figure]);
	}
	page->figure = figure;
	t->caption = visit_say(v, N_("Who learns it"));
	t->column = col;
	t->n_column = 4;
	t->row = row;
	t->cards = true;
	return RC_OK;
}

static void card_facts(struct visit *v, const struct practice *p, struct practice_card_page *page)
{
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 8);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Source unit")), .value = p->source_name };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Line of work")),
				   .value = p->topic,
				   .url = url_arg(a, URL("/practices"), "topic", p->topic) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Cost")), .value = cost_said(v, p->cost), .hint = p->cost_covers };
	f[n] = (struct ui_fact){ .label = visit_say(v, N_("Where it was born")),
				 .value = practice_word(v, "practice", p->born_kind),
				 .hint = p->born_text };
	if (p->born_no) {
		f[n].value = arena_tr(a, v->cx.lang, N_("Matter %.*s"), SV_ARG(matter_no_text(a, p->born_no)));
		f[n].url = url_seg(a, URL("/m"), matter_no_text(a, p->born_no));
	}
	n++;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Post to ask")), .value = visit_post_name(v, p->contact) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Kept by")),
				   .value = p->owner_name,
				   .hint = p->revised_at ? arena_tr(a, v->cx.lang, N_("rewritten %.*s"),
								    SV_ARG(fmt_instant(a, v->cx.lang, p->revised_at))) :
							   SV("") };
	page->facts = (struct ui_facts){ .fact = f, .n = n };
}

static void card_buttons(struct visit *v, const struct practice *p, struct practice_card_page *page)
{
	static const struct {
		const char *act, *verb, *label;
		enum button_kind kind;
		bool draft, published;
	} known[] = {
		{ "practice.publish", "publish", N_("Publish the card"), BUTTON_DEFAULT, true, false },
		{ "practice.recognise", "recognise", N_("Record a recognition"), BUTTON_PLAIN, false, true },
		{ "practice.revise", "revise", N_("Rewrite the card"), BUTTON_PLAIN, true, true },
		{ "practice.withdraw", "withdraw", N_("Withdraw the practice"), BUTTON_WARN, true, true },
	};
	struct ui_button *b = NEW(v->cx.a, struct ui_button, COUNT(known));
	size_t n = 0;
	bool draft = sv_is(p->state, "draft"), published = sv_is(p->state, "published"), office = visit_may(v, "practice.recognise", p->id);
	for (size_t i = 0; i < COUNT(known); i++) {
		bool now = (draft && known[i].draft) || (published && known[i].published && office);
		if (now && visit_may(v, known[i].act, p->id))
			b[n++] = (struct ui_button){ .kind = known[i].kind, .label = visit_say(v, known[i].label),
						     .url = url_seg(v->cx.a, practice_url(v->cx.a, p->id), sv_of(known[i].verb)) };
	}
	page->acts = (struct ui_buttons){ .button = b, .n = n };
	if (!published || !(v->roles & (ROLE_UNIT | ROLE_OFFICE)))
		return;
	page->adopt = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("We want to learn this")),
					  .url = url_seg(v->cx.a, practice_url(v->cx.a, p->id), SV("adopt")) };
	if (!(v->roles & ROLE_OFFICE) && v->post.unit == p->source)
		page->adopt.why_not = visit_say(v, N_("This is your own unit's practice."));
}

void page_practice(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct practice c;
		struct practice_card_page p = { .frame = &v.frame, .p = &c };
		enum rc rc = practice_visible(&v, http_param_int(rq, "id"), &c);
		if (rc == RC_OK)
			rc = recognitions(&v, &c, &p.recognitions);
		if (rc == RC_OK)
			rc = adoptions(&v, &c, &p);
		if (rc == RC_OK) {
			card_facts(&v, &c, &p);
			card_buttons(&v, &c, &p);
			if (sv_is(c.state, "withdrawn"))
				p.note = (struct ui_notice){ .kind = NOTICE_WARN,
							     .title = visit_say(&v, N_("This practice was withdrawn: do not copy it.")),
							     .text = c.reason };
			if (sv_is(c.state, "draft"))
				p.note = (struct ui_notice){
					.kind = NOTICE_INFO,
					.title = visit_say(&v, N_("A draft")),
					.text = visit_say(
						&v, N_("Only the source unit and its office see it until the office publishes it."))
				};
			if (c.level.n)
				p.level = practice_level_tag(&v, c.level);
			p.nobody.text = visit_say(&v, N_("Nobody learns it yet."));
			visit_frame(&v, c.title, "practice");
			practice_card_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /practices/adoptions/ID ------------------------------------------------------------------------------------------------------------
 */

static enum rc adoption_timeline(struct visit *v, const struct adoption *d, struct ui_timeline *t)
{
	struct arena *a = v->cx.a;
	struct adoption_step *s;
	size_t n;
	TRY(adoption_steps(&v->cx, v->db, d->id, &s, &n));
	struct ui_event *e = NEW(a, struct ui_event, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct sv word = practice_word(v, "adoption", s[i].stage), who = visit_post_name(v, s[i].post);
		e[i] = (struct ui_event){ .when = day_text(a, s[i].day),
					  .who = who,
					  .text = s[i].note,
					  .title = day_is(s[i].until) ? arena_tr(a, v->cx.lang, N_("%.*s, until %.*s"), SV_ARG(word),
										 SV_ARG(day_text(a, s[i].until))) :
									word };
		if (s[i].behalf)
			e[i].tag = (struct ui_tag){ .colour = "grey", .word = visit_say(v, N_("filled in for the unit")) };
		if (!s[i].gone.n)
			continue;
		e[i].struck = true;
		e[i].text = arena_tr(a, v->cx.lang, N_("%.*s (taken back: %.*s)"), SV_ARG(s[i].note), SV_ARG(s[i].gone));
	}
	*t = (struct ui_timeline){ .event = e, .n = n };
	return RC_OK;
}

static void adoption_facts(struct visit *v, const struct adoption *d, struct adoption_sheet *p)
{
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 6);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Adopter")), .value = d->unit_name };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Learns from")), .value = d->source_short };
	if (d->matter_no)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("To solve")),
					   .url = url_seg(a, URL("/m"), matter_no_text(a, d->matter_no)),
					   .value = arena_tr(a, v->cx.lang, N_("Matter %.*s"), SV_ARG(matter_no_text(a, d->matter_no))) };
	if (day_is(d->pilot_until))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Last day of the pilot")), .value = day_text(a, d->pilot_until) };
	if (d->rating.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("How the adopter rates it")),
					   .value = practice_word(v, "adoption", d->rating),
					   .mark = true };
	if (d->adapted.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Done otherwise")), .value = d->adapted };
	p->facts = (struct ui_facts){ .fact = f, .n = n };
}

static void adoption_buttons(struct visit *v, const struct adoption *d, struct adoption_sheet *p)
{
	enum { TAKE_BACK = 3 };
	static const struct {
		const char *act, *verb, *label;
		enum button_kind kind;
	} known[] = {
		{ "adoption.step", "step", N_("Record the next step"), BUTTON_DEFAULT },
		{ "adoption.result", "result", N_("Record the result"), BUTTON_PLAIN },
		{ "adoption.unsuitable", "unsuitable", N_("It does not suit us"), BUTTON_PLAIN },
		[TAKE_BACK] = { "adoption.retract", "retract", N_("Take back the last step"), BUTTON_QUIET },
	};
	struct ui_button *b = NEW(v->cx.a, struct ui_button, COUNT(known));
	size_t n = 0;
	bool running = adoption_running(d), back = !sv_is(d->stage, "wish") && !sv_is(d->stage, "result");
	for (size_t i = sv_is(d->stage, "built") ? 1 : 0; i < COUNT(known); i++)
		if ((i == TAKE_BACK ? back : running) && visit_may(v, known[i].act, d->id))
			b[n++] = (struct ui_button){ .kind = n || i == TAKE_BACK ? known[i].kind : BUTTON_DEFAULT, .label = visit_say(v, known[i].label),
						     .url = url_seg(v->cx.a, adoption_url(v->cx.a, d->id), sv_of(known[i].verb)) };
	p->acts = (struct ui_buttons){ .button = b, .n = n };
}

void page_adoption(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct adoption d;
		struct figure_part figure;
		struct adoption_sheet p = { .frame = &v.frame, .a = &d };
		enum rc rc = adoption_visible(&v, http_param_int(rq, "id"), &d);
		if (rc == RC_OK)
			rc = adoption_timeline(&v, &d, &p.steps);
		if (rc == RC_OK) {
			bool stalled = adoption_stalled(&d, v.today);
			adoption_facts(&v, &d, &p);
			adoption_buttons(&v, &d, &p);
			p.stage = adoption_stage_tag(&v, d.stage, stalled);
			p.practice = practice_url(rq->a, d.practice);
			if (figure_of_adoption(&v, &d, &figure))
				p.figure = &figure;
			if (stalled)
				p.note = (struct ui_notice){
					.kind = NOTICE_WARN,
					.title = visit_say(&v, N_("The pilot's last day is over, and nothing came of it yet")),
					.text = visit_say(&v, N_("Say what it led to: built, in effect, or that it does not suit."))
				};
			visit_frame(&v, d.title, "adoption");
			adoption_sheet(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

const struct http_route practice_routes[] = {
	{ HTTP_GET, "/practices", 0, page_practices, "practices", NULL },
	{ HTTP_GET, "/practices/map", 0, page_practice_map, "practices-map", NULL },
	{ HTTP_GET, "/practices/new", 0, page_practice_form, "practice-new", "practice.draft" },
	{ HTTP_POST, "/practices/new", 0, do_practice_form, "practice-new", "practice.draft" },
	{ HTTP_GET, "/practices/:id:int", 0, page_practice, "practice", NULL },
	{ HTTP_GET, "/practices/:id:int/:verb", 0, page_practice_form, "practice-form", "practice" },
	{ HTTP_POST, "/practices/:id:int/:verb", 0, do_practice_form, "practice-form", "practice" },
	{ HTTP_GET, "/practices/adoptions/:id:int", 0, page_adoption, "adoption", NULL },
	{ HTTP_GET, "/practices/adoptions/:id:int/:verb", 0, page_practice_form, "adoption-form", "adoption" },
	{ HTTP_POST, "/practices/adoptions/:id:int/:verb", 0, do_practice_form, "adoption-form", "adoption" },
};
const size_t practice_routes_n = COUNT(practice_routes);
