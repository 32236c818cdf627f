/* What may be done with a board, each as a second step: what will happen, to whom, then the act. */
#include "app/results/handlers.h"

#include "app/results/list.tmpl.h"
#include "app/unit/unit.h"

static const char *const but_moved[] = { "board.moved", NULL };

static const struct res_deed deeds[] = {
	{ "preview", "board.preview", N_("Show it to the units"), 1 << BOARD_COMPOSED, BUTTON_DEFAULT,
	  N_("Show this board to its units?"),
	  N_("Each of the %zu units sees its own row and every line of it, and may object to a line until the day that you name here. Nothing is published."),
	  N_("The units see their rows now. When the last day for objections has passed, the head of the office and a leader approve."),
	  	NULL },
	{ "approve", "board.approve", N_("Approve"), 1 << BOARD_PREVIEWED, BUTTON_DEFAULT,
	  N_("Approve this board?"),
	  N_("You sign the %zu rows as they stand. One signature is the office head's, one a leader's; neither composed the board."),
	  N_("Your signature stands on the board. With both, it can be published on its day."), NULL },
	{ "publish", "board.publish", N_("Publish"), 1 << BOARD_APPROVED, BUTTON_DEFAULT,
	  N_("Publish this board?"),
	  N_("From then on none of the %zu rows changes any more; what is found later follows as a note. For every black row a matter is drafted for putting it right."),
	  N_("The board is published and frozen. Units see what you chose; the matters of the black rows stand in the ledger as drafts."),
	  	NULL },
	{ "correct", "board.correct", N_("Compose it once more"),
		1 << BOARD_COMPOSED | 1 << BOARD_PREVIEWED | 1 << BOARD_APPROVED, BUTTON_PLAIN,
	  N_("Compose this board once more?"),
	  N_("A new version takes the place of this one, with all entries that count now; its %zu rows are shown to the units and approved again. The old version stays in the journal."),
	  N_("The new version is composed. Show it to the units again."), but_moved },
	{ "discard", "board.discard", N_("Discard"), 1 << BOARD_COMPOSED | 1 << BOARD_PREVIEWED | 1 << BOARD_APPROVED,
		BUTTON_WARN,
	  N_("Discard this board?"),
	  N_("Its %zu rows will never be published. The board stays readable with your reason, and another one can be composed."),
	  N_("The board is discarded; its reason stands in the journal."), NULL },
	{ "note", "board.note", N_("Add a correction note"), 1 << BOARD_PUBLISHED, BUTTON_PLAIN,
	  N_("Add a note to a published board"),
	  N_("The %zu rows stay as they were published. The note stands under them from now on, and every print says that there is one."),
	  N_("The note stands under the board."), NULL },
};

const struct res_deed *res_deed_of(struct sv name)
{
	for (size_t i = 0; i < COUNT(deeds); i++)
		if (sv_is(name, deeds[i].name))
			return &deeds[i];
	return NULL;
}

static struct url deed_url(struct visit *v, int64_t board, const char *name)
{
	return url_seg(v->cx.a, url_seg(v->cx.a, res_board_url(v->cx.a, board), SV("do")), sv_of(name));
}

void res_deeds(struct visit *v, const struct board_head *b, struct ui_buttons *ret)
{
	struct ui_button *button = NEW(v->cx.a, struct ui_button, COUNT(deeds));
	size_t n = 0;
	for (size_t i = 0; i < COUNT(deeds); i++) {
		const struct res_deed *d = &deeds[i];
		if (!(d->states & 1u << b->state) || !visit_may(v, d->act, b->id))
			continue;
		const struct fault *no = res_refusal(v, d->act, b->id, d->but);
		if (no && strcmp(no->id, "board.same") == 0)
			continue; /* there is nothing to correct: no button rather than a dead one */
		button[n++] = (struct ui_button){ .kind = no ? BUTTON_PLAIN : d->kind, .label = visit_say(v, d->label),
						  .url = deed_url(v, b->id, d->name), .why_not = no ? no->text :
						  	SV_NONE };
	}
	*ret = (struct ui_buttons){ .button = button, .n = n };
}

struct sv res_owed(struct visit *v, const struct res_seen *s)
{
	for (size_t i = 0; i < COUNT(deeds); i++) {
		const struct res_deed *d = &deeds[i];
		if (d->kind == BUTTON_DEFAULT && (d->states & 1u << s->b.state) && visit_may(v, d->act, s->b.id) &&
		    !res_refusal(v, d->act, s->b.id, d->but))
			return visit_say(v, d->label);
	}
	if (s->b.state == BOARD_PREVIEWED && s->n_own > 0 && day_is(s->b.window_until) &&
	    s->b.window_until.n >= v->today.n)
		return arena_tr(v->cx.a, v->cx.lang, N_("Look at your row; objections until %.*s"),
				SV_ARG(fmt_day_short(v->cx.a, v->cx.lang, s->b.window_until, v->today)));
	return SV("");
}

/* ---- the second step ------------------------------------------------------------------------------------------ */

struct deed_page {
	struct visit *v;
	const struct res_deed *d;
	struct res_seen s;
	struct res_form p;
	struct ui_field field[4];
	size_t n;
};

static struct ui_field *add(struct deed_page *g, struct ui_field f)
{
	f.faults = g->v->cx.faults;
	if (f.kind != INPUT_RADIO && f.kind != INPUT_SELECT)
		f.value = res_param(g->v, f.name).n ? res_param(g->v, f.name) : sv_or_empty(f.value);
	g->field[g->n] = f;
	return &g->field[g->n++];
}

static void field_publish(struct deed_page *g)
{
	struct visit *v = g->v;
	struct arena *a = v->cx.a;
	struct board_circulars c;
	struct sv chosen = res_param(v, "audience"), show = res_param(v, "show_rank");
	struct ui_field *f = add(g, (struct ui_field){ .kind = INPUT_RADIO, .name = "audience",
		.label = visit_say(v, N_("Who sees it")),
		.hint = visit_say(v,
			N_("A unit always sees its own row and the lines of it. A narrower circle than the rules allow may be chosen, not a wider one.")) });
	f->choice = res_choices(v, BOARD_AUDIENCES, chosen.n ? chosen : g->s.b.audience, NULL, &f->n_choice);
	f->n_choice = (size_t)g->s.rule->audience + 1;
	f = add(g, (struct ui_field){ .kind = INPUT_RADIO, .name = "show_rank",
		.label = visit_say(v, N_("What of the rank they see")) });
	f->choice = res_choices(v, BOARD_SHOWS, show.n ? show : g->s.b.show, NULL, &f->n_choice);
	f->choice += (size_t)g->s.rule->show;
	f->n_choice -= (size_t)g->s.rule->show;
	if (board_circulars(&v->cx, v->db, &g->s.b, v->today, &c) != RC_OK)
		return;
	struct sv hint = arena_tr(a, v->cx.lang,
		N_("%lld rankings of this kind went out this year; the rules allow %lld. This office sent out %lld in all. Further ones need a document that allows them, or go to each unit only."),
				  (long long)c.of_kind, (long long)c.limit, (long long)c.of_owner);
	add(g, (struct ui_field){ .kind = INPUT_LINE, .name = "basis_doc",
		.label = visit_say(v, N_("Document that allows one more ranking")),
				  .hint = hint, .optional = !c.needs_basis, .width = 20, .max = 60 });
}

/* What a new version would change, before it is made. */
static enum rc preview_correct(struct deed_page *g)
{
	struct visit *v = g->v;
	struct arena *a = v->cx.a;
	struct js *f;
	size_t n = 0;
	TRY(board_prepare_again(&v->cx, v->db, g->s.b.id, &f));
	const struct js *rows = js_get(f, "rows");
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		const struct board_place *old = NULL;
		struct dec total = js_get_dec(r, "total", (struct dec){ 0 });
		int64_t place = js_get_int(r, "place", 0);
		for (size_t i = 0; i < g->s.n; i++)
			if (g->s.place[i].unit == js_get_int(r, "unit", 0))
				old = &g->s.place[i];
		if (old && old->total.u == total.u && old->place == place && sv_eq(old->side, js_get_sv(r, "side")))
			continue;
		struct ui_cell *c = NEW(a, struct ui_cell, 5);
		c[0].text = js_get_sv(r, "name");
		c[1].text = old ? fmt_score(a, v->cx.lang, old->total) : SV("—");
		c[2].text = fmt_score(a, v->cx.lang, total);
		c[3].text = old && old->place ? fmt_place(a, v->cx.lang, old->place, old->tied) : SV("—");
		c[4].text = place ? fmt_place(a, v->cx.lang, place, js_get_bool(r, "tied")) : SV("—");
		row[n++].cell = c;
	}
	static const char *const heads[] = { N_("Unit"), N_("Score now"), N_("Score then"), N_("Place now"),
		N_("Place then") };
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .kind = i ? COLUMN_NUMBER : COLUMN_TEXT,
			.main = i == 0 };
	g->p.preview = (struct ui_table){ .caption = visit_say(v, N_("What the new version changes")), .column = col,
		.n_column = COUNT(heads),
					  .row = row, .n_row = n, .cards = true };
	g->p.preview_title = g->p.preview.caption;
	return RC_OK;
}

static enum rc fill(struct deed_page *g)
{
	struct visit *v = g->v;
	const char *name = g->d->name;
	if (strcmp(name, "publish") == 0)
		field_publish(g);
	if (strcmp(name, "preview") == 0)
		add(g, (struct ui_field){ .kind = INPUT_NUMBER, .name = "days",
			.label = visit_say(v, N_("Working days for objections")),
					  .value = SV("2"), .width = 4,
					  	.suffix = visit_say(v, N_("working days, from tomorrow on")) });
	if (strcmp(name, "correct") == 0 || strcmp(name, "discard") == 0)
		add(g, (struct ui_field){ .kind = INPUT_LINE, .name = "reason", .label = visit_say(v, N_("Reason")),
			.max = 300 });
	if (strcmp(name, "note") == 0)
		add(g, (struct ui_field){ .kind = INPUT_TEXT, .name = "text",
			.label = visit_say(v, N_("Text of the note")), .max = 1000 });
	return strcmp(name, "correct") == 0 ? preview_correct(g) : RC_OK;
}

static void show(struct deed_page *g, int status)
{
	struct visit *v = g->v;
	struct arena *a = v->cx.a;
	struct fault *had = v->cx.faults;
	g->n = 0;
	if (fill(g) != RC_OK && !had) {
		visit_fail(v, RC_CONFLICT);
		return;
	}
	struct url board = res_board_url(a, g->s.b.id);
	/* The texts of the table hold one number: the rows. */
	struct sv text = sv_of(tr(v->cx.lang, g->d->text));
	size_t at = sv_find(text, SV("%zu"), 0);
	if (at != SIZE_MAX)
		text = arena_printf(a, "%.*s%zu%.*s", SV_ARG(sv_upto(text, at)), g->s.n_all,
			SV_ARG(sv_from(text, at + 3)));
	g->p.faults = had;
	g->p.title = g->s.b.name;
	g->p.up = board;
	g->p.up_label = visit_say(v, N_("Back to the board"));
	g->p.confirm = (struct ui_confirm){
		.form = visit_form(v, deed_url(v, g->s.b.id, g->d->name), g->s.b.id),
			.title = visit_say(v, g->d->title), .text = text,
		.yes = { .kind = g->d->kind == BUTTON_WARN ? BUTTON_WARN : BUTTON_DEFAULT,
			.label = visit_say(v, g->d->label) }, .no = board,
	};
	g->p.asked = g->field;
	g->p.n_asked = g->n;
	g->p.frame = &v->frame;
	visit_frame(v, visit_say(v, g->d->label), "board-do");
	v->frame.error = had != NULL;
	res_form_page(&v->out, &g->p);
	visit_send(v, status);
}

static enum rc begin(struct deed_page *g)
{
	struct visit *v = g->v;
	g->d = res_deed_of(http_param(v->rq, "act"));
	if (!g->d)
		return fail(&v->cx, RC_NOT_FOUND, "results.deed", N_("Nothing of this kind is done with a board."));
	return res_see(v, http_param_int(v->rq, "id"), &g->s);
}

void res_deed(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct deed_page g = { .v = &v };
		enum rc rc = begin(&g);
		const struct fault *no = rc == RC_OK ? res_refusal(&v, g.d->act, g.s.b.id, g.d->but) : NULL;
		if (no)
			rc = fail(&v.cx, RC_CONFLICT, no->id, "%.*s", SV_ARG(no->text));
		if (rc == RC_OK)
			show(&g, 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static enum rc fields_of(struct deed_page *g, struct js **ret)
{
	struct visit *v = g->v;
	if (strcmp(g->d->name, "correct") != 0) {
		*ret = visit_fields(v);
		return RC_OK;
	}
	TRY(board_prepare_again(&v->cx, v->db, g->s.b.id, ret));
	js_set_sv(v->cx.a, *ret, "reason", res_param(v, "reason"));
	return RC_OK;
}

void res_do_deed(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct deed_page g = { .v = &v };
		struct act_answer answer;
		struct js *fields;
		enum rc rc = begin(&g);
		if (rc != RC_OK) {
			visit_fail(&v, rc);
			visit_close(&v);
			return;
		}
		bool again = res_made_before(&v) == g.s.b.id; /* a second click is the first one's answer */
		if (!again)
			rc = fields_of(&g, &fields);
		if (rc == RC_OK && !again)
			rc = visit_act(&v, g.d->act, g.s.b.id, fields, &answer);
		if (rc == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, res_board_url(v.cx.a, g.s.b.id), "done",
				sv_of(g.d->name)).s);
		else
			show(&g, rc_http(rc));
	}
	visit_close(&v);
}
