/* One board: the table in two orders, its lists, signatures, digest and what may be done now. */
#include "app/results/table.h"

#include "app/results/board.tmpl.h"
#include "app/results/handlers.h"
#include "app/results/honest.h"
#include "app/unit/unit.h"

static struct sv names_of(struct visit *v, const struct res_seen *s, const char *side)
{
	struct buf b = buf_new(v->cx.a, 1 << 16);
	for (size_t i = 0; i < s->n; i++)
		if (sv_is(s->place[i].side, side))
			buf_printf(&b, "%s%.*s", b.n ? (v->cx.lang == LANG_ZH ? "、" : ", ") : "",
				SV_ARG(s->place[i].short_name));
	return b.n ? buf_sv(&b) : visit_say(v, N_("none this period"));
}

static struct sv tie_rule(struct visit *v, const struct rule *r)
{
	return visit_say(v, r->ranking == PLACES_COMPETITION ?
		N_("Equal scores share a place and the next place is skipped; inside a tie the official order decides where a row stands.") :
			  r->ranking == PLACES_DENSE ?
			  	N_("Equal scores share a place and the next place follows without a gap.") :
			  N_("Equal scores share a place; they stand in the official order."));
}

/* ---- the page -------------------------------------------------------------------------------------------------- */

static void black_matters(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, s->n + 1);
	struct matter m;
	struct scope scope;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	bool ledger = person_scope(&probe, v->db, &v->actor,
		registry_view(store_nouns(web_store(v->web)), SV("matter.list"), NULL), &scope) == RC_OK;
	for (size_t i = 0; i < s->n; i++) {
		if (!s->place[i].matter || matter_get(&probe, v->db, s->place[i].matter, &m) != RC_OK)
			continue;
		struct sv no = matter_no_text(v->cx.a, m.no);
		struct ui_fact *x = &f[p->matters.n++];
		*x = (struct ui_fact){ .label = s->place[i].short_name, .hint = res_became(v, &s->place[i]),
				       .value = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(no), SV_ARG(m.title)) };
		if (ledger && matter_visible(&probe, v->db, &m, &scope) == RC_OK)
			x->url = url_seg(v->cx.a, URL("/m"), no);
	}
	p->matters.fact = f;
}

static const struct res_step *steps(struct visit *v, const struct board_head *b, size_t *ret_n)
{
	static const char *const labels[] = { N_("Composed"), N_("Shown to the units"), N_("Approved by two"),
		N_("Published") };
	struct res_step *s = NEW(v->cx.a, struct res_step, COUNT(labels));
	for (size_t i = 0; i < COUNT(labels); i++)
		s[i] = (struct res_step){ .label = visit_say(v, labels[i]), .past = i < (size_t)b->state,
			.here = i == (size_t)b->state };
	if (b->state == BOARD_PREVIEWED && day_is(b->window_until))
		s[1].note = arena_tr(v->cx.a, v->cx.lang, N_("objections until %.*s"),
			SV_ARG(fmt_day_short(v->cx.a, v->cx.lang, b->window_until, v->today)));
	*ret_n = b->state == BOARD_DISCARDED ? 0 : COUNT(labels);
	return s;
}

/* What happens next, and what it waits for. */
static struct sv next_of(struct visit *v, const struct res_seen *s)
{
	const struct board_head *b = &s->b;
	struct arena *a = v->cx.a;
	size_t open = 0;
	for (size_t i = 0; i < s->n_objection; i++)
		open += sv_is(s->objection[i].state, "open");
	switch (b->state) {
	case BOARD_COMPOSED:
		return visit_say(v, N_("Next: the office shows it to the units."));
	case BOARD_PREVIEWED:
		if (v->today.n <= b->window_until.n)
			return arena_tr(a, v->cx.lang,
				N_("Next: after %.*s the office head and a leader approve. Objections not ruled on: %zu."),
					SV_ARG(day_text(a, b->window_until)), open);
		return arena_tr(a, v->cx.lang,
			N_("Next: the office head and a leader approve; given: %d of 2. Objections not ruled on: %zu."),
				(b->head_post != 0) + (b->leader_post != 0), open);
	case BOARD_APPROVED:
		return arena_tr(a, v->cx.lang, N_("Next: publication, from %.*s on."),
			SV_ARG(day_text(a, s->period.publish_on)));
	case BOARD_PUBLISHED:
	case BOARD_DISCARDED:
		break;
	}
	return SV("");
}

/* Whoever sees only one row wants its lines. */
static void own_button(struct visit *v, const struct res_seen *s, struct ui_buttons *acts)
{
	if (s->sight != SIGHT_OWN || s->n != 1 || s->place[0].exempt_no.n)
		return;
	struct ui_button *b = NEW(v->cx.a, struct ui_button, acts->n + 1);
	b[0] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Every line of your row")),
		.url = res_why_url(v->cx.a, s->b.id, s->place[0].unit) };
	memcpy(b + 1, acts->button, acts->n * sizeof(*b));
	*acts = (struct ui_buttons){ .button = b, .n = acts->n + 1 };
}

static void add_notice(struct res_board_page *p, struct ui_notice *n, struct ui_notice x)
{
	n[p->n_notice++] = x;
}

static enum rc notices(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct arena *a = v->cx.a;
	const struct board_head *b = &s->b;
	struct sv done = res_param(v, "done");
	const struct res_deed *d = res_deed_of(done);
	struct ui_notice *n = NEW(a, struct ui_notice, 8);
	p->notice = n;
	if (d)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("Done.")),
			.text = visit_say(v, d->done), .dismiss = true });
	else if (sv_is(done, "compose"))
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_DONE,
			.title = visit_say(v, N_("The board is composed.")), .dismiss = true,
			.text = visit_say(v, N_("It is a draft. Look it through, then show it to the units.")) });
	if (b->state == BOARD_PUBLISHED)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_LOCK,
			.title = arena_tr(a, v->cx.lang, N_("Published %.*s and frozen"),
				SV_ARG(res_when(v, b->published_at))),
			.text = visit_say(v,
				N_("It is never edited. What was wrong follows as a note here, and counts on the next board.")) });
	if (b->state == BOARD_DISCARDED)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_LOCK,
			.title = visit_say(v, N_("This board was discarded and is not valid.")) });
	if (b->window_unsure)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_WARN,
			.title = visit_say(v, N_("The last day for objections is not sure.")),
			.text = visit_say(v,
				N_("There is no table of working days for that year; import the official one.")) });
	int64_t seq = 0;
	if (b->state <= BOARD_APPROVED && s->sight == SIGHT_ALL) {
		TRY(entries_seq(&v->cx, v->db, b->series, s->period.to, &seq));
		if (seq > b->read_seq)
			add_notice(p, n, (struct ui_notice){ .kind = NOTICE_WARN,
				.title = visit_say(v, N_("Entries have changed since this board was composed.")),
				.text = visit_say(v, N_("Compose it once more before it is approved.")) });
	}
	if (s->sight == SIGHT_OWN)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_INFO,
			.title = visit_say(v, N_("You see the rows that you speak for.")),
			.text = visit_say(v,
				N_("Each unit sees its own row and every line of it. A line opens the records whose sum it is.")) });
	return RC_OK;
}

static enum rc recomputed(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct ui_notice *n = (struct ui_notice *)(uintptr_t)p->notice;
	bool same;
	struct sv digest, where;
	TRY(board_recompute(&v->cx, v->db, s->b.id, 0, &same, &digest, &where));
	struct sv brief = res_short_digest(v->cx.a, digest);
	if (same)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_DONE,
			.title = arena_tr(v->cx.a, v->cx.lang, N_("Computed once more: identical, %.*s"),
				SV_ARG(brief)),
			.text = visit_say(v,
				N_("From the entries up to the same act and under the same rules every row comes out byte for byte as it stands here.")) });
	else
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_WARN,
			.title = arena_tr(v->cx.a, v->cx.lang,
				N_("Computed once more: not the same; the first difference is at %.*s"),
				SV_ARG(where)),
			.text = visit_say(v,
				N_("The board stays as it is. Tell the administrator; `bixue verify` says what was changed.")) });
	return RC_OK;
}

static void facts(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct arena *a = v->cx.a;
	const struct board_head *b = &s->b;
	struct ui_fact *f = NEW(a, struct ui_fact, 8);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Counted")),
		.value = res_range(v, s->period.from, s->period.to),
		.hint = arena_tr(a, v->cx.lang, N_("to be published from %.*s on"),
			SV_ARG(day_text(a, s->period.publish_on))) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Rules")), .url = url_seg_int(a, URL("/rules"), b->ruleset),
		.value = arena_tr(a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(s->ruleset.name),
			(long long)s->ruleset.version),
		.hint = arena_tr(a, v->cx.lang, N_("in force from %.*s on"), SV_ARG(day_text(a, s->ruleset.from))) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Composed on")), .value = res_when(v, b->composed_at),
		.hint = arena_tr(a, v->cx.lang, N_("version %lld; entries up to act %lld"), (long long)b->version,
			(long long)b->read_seq) };
	if ((s->sight == SIGHT_ALL || s->totals) && !s->median_kept)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Median")),
			.value = fmt_score(a, v->cx.lang, b->median),
			.hint = arena_trn(a, v->cx.lang, (int64_t)s->n_ranked, "of %zu unit ranked",
				"of %zu units ranked", s->n_ranked) };
	p->facts = (struct ui_facts){ .fact = f, .n = n };
}

static void signs(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	const struct board_head *b = &s->b;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 4);
	struct sv missing = visit_say(v, N_("not yet"));
	f[0] = (struct ui_fact){ .label = visit_say(v, N_("Composed by")), .value = visit_post_name(v, b->composer) };
	f[1] = (struct ui_fact){ .label = visit_say(v, N_("Office head")), .value = b->head_post ?
		visit_post_name(v, b->head_post) : missing,
				 .hint = b->head_post ? res_when(v, b->head_at) : SV_NONE };
	f[2] = (struct ui_fact){ .label = visit_say(v, N_("Leader")), .value = b->leader_post ?
		visit_post_name(v, b->leader_post) : missing,
				 .hint = b->leader_post ? res_when(v, b->leader_at) : SV_NONE };
	f[3] = (struct ui_fact){ .label = visit_say(v, N_("Published by")), .value = b->publisher ?
		visit_post_name(v, b->publisher) : missing };
	if (b->publisher)
		f[3].hint = arena_tr(a, v->cx.lang, N_("%.*s; seen by: %.*s; of the rank: %.*s"),
			SV_ARG(res_when(v, b->published_at)),
				     SV_ARG(res_word(v, b->audience)), SV_ARG(res_word(v, b->show)));
	p->signs = (struct ui_facts){ .fact = f, .n = 4 };
}

static enum rc circulars(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct board_circulars c;
	struct arena *a = v->cx.a;
	struct day on = s->b.published_at ? day_of_instant(s->b.published_at) : v->today;
	TRY(board_circulars(&v->cx, v->db, &s->b, on, &c));
	struct sv doc = s->b.basis_doc.n ? s->b.basis_doc : s->rule->circulars_basis;
	p->r7_warn = c.needs_basis && s->b.state != BOARD_PUBLISHED;
	if (s->b.state == BOARD_PUBLISHED && s->b.circular)
		p->r7 = arena_tr(a, v->cx.lang,
			N_("This is ranking number %lld of its kind in %d; the rules allow %lld a year. This office sent out %lld of all kinds."),
				 (long long)s->b.circular, civil_of_day(on).year, (long long)c.limit,
				 	(long long)c.of_owner);
	else if (s->b.state == BOARD_PUBLISHED)
		p->r7 = visit_say(v, N_("It went to each unit only and is no ranking circular."));
	else
		p->r7 = arena_tr(a, v->cx.lang,
			N_("Rankings of this kind sent out this year: %lld of %lld; by this office in all: %lld."),
				 (long long)c.of_kind, (long long)c.limit, (long long)c.of_owner);
	if (doc.n)
		p->r7 = arena_tr(a, v->cx.lang, N_("%.*s Basis: %.*s."), SV_ARG(p->r7), SV_ARG(doc));
	else if (p->r7_warn)
		p->r7 = arena_tr(a, v->cx.lang,
			N_("%.*s One more needs a document that allows it, or goes to each unit only."),
			SV_ARG(p->r7));
	return RC_OK;
}

static void objections(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	static const char *const heads[] = { N_("Objection"), N_("Unit"), N_("State"), N_("Ruling") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, s->n_objection + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .kind = i == 2 ? COLUMN_TAG : COLUMN_TEXT,
			.main = i == 0 };
	for (size_t i = 0; i < s->n_objection; i++) {
		const struct objection *o = &s->objection[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = o->text, .url = url_seg_int(a, URL("/objections"), o->id) };
		c[1].text = visit_unit_name(v, o->unit);
		c[2].tag = (struct ui_tag){ .colour = "grey", .word = res_word(v, o->state) };
		c[3].text = o->reason;
		row[i].cell = c;
	}
	p->objections = (struct ui_table){ .caption = visit_say(v, N_("Objections")), .column = col,
		.n_column = COUNT(heads),
					   .row = row, .n_row = s->n_objection, .cards = true };
}

static enum rc notes(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct board_note *n;
	size_t k;
	TRY(board_notes(&v->cx, v->db, s->b.id, &n, &k));
	struct ui_event *e = NEW(v->cx.a, struct ui_event, k + 1);
	for (size_t i = 0; i < k; i++)
		e[i] = (struct ui_event){ .when = res_when(v, n[i].at), .who = visit_post_name(v, n[i].author),
			.title = visit_say(v, N_("Correction note")), .text = n[i].text };
	p->notes = (struct ui_timeline){ .event = e, .n = k };
	return RC_OK;
}

/* Until it is out: afterwards nothing about it changes any more. */
static enum rc jury(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct js *said;
	struct res_said *r = NEW(v->cx.a, struct res_said, 1);
	if (s->sight != SIGHT_ALL || s->b.state >= BOARD_PUBLISHED || s->rule->grammar < 2)
		return RC_OK;
	TRY(board_said(&v->cx, v->db, NULL, s->b.id, &said));
	res_said_of(v, said, r);
	if (r->n || r->judges.n_row)
		p->said = r;
	return RC_OK;
}

static void tabs(struct visit *v, const struct res_seen *s, struct res_board_page *p, struct sv order, struct sv show)
{
	struct url here = res_board_url(v->cx.a, s->b.id);
	struct ui_tab *t = NEW(v->cx.a, struct ui_tab, 4);
	t[0] = (struct ui_tab){ .label = visit_say(v, N_("In order of rank")), .url = here, .here = !order.n &&
		!show.n };
	t[1] = (struct ui_tab){ .label = visit_say(v, N_("In official order")),
		.url = url_arg(v->cx.a, here, "order", SV("official")), .here = order.n && !show.n };
	t[2] = (struct ui_tab){ .label = visit_say(v, N_("Red list")), .url = url_arg(v->cx.a, here, "show", SV("red")),
		.count = s->b.n_red, .here = sv_is(show, "red") };
	t[3] = (struct ui_tab){ .label = visit_say(v, N_("Black list")),
		.url = url_arg(v->cx.a, here, "show", SV("black")), .count = s->b.n_black,
		.here = sv_is(show, "black") };
	if (s->sight != SIGHT_OWN)
		p->tabs = (struct ui_tabs){ .label = visit_say(v, N_("Order of the rows")), .tab = t, .n = 4 };
}

static void paper_buttons(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct arena *a = v->cx.a;
	struct url here = res_board_url(a, s->b.id);
	struct ui_button *b = NEW(a, struct ui_button, 4);
	b[3] = (struct ui_button){ .label = visit_say(v, N_("Long picture")), .url = url_seg(a, here, SV("long")) };
	b[0] = (struct ui_button){ .label = visit_say(v, N_("Print on one A4")), .url = url_seg(a, here, SV("print")) };
	b[1] = (struct ui_button){ .label = visit_say(v, N_("Poster A3 / A2")), .url = url_seg(a, here, SV("poster")) };
	b[2] = (struct ui_button){ .label = visit_say(v, N_("Excel")),
		.url = url_of(arena_printf(a, "/boards/%lld.xlsx", (long long)s->b.id)) };
	p->papers = (struct ui_buttons){ .button = b, .n = s->sight == SIGHT_OWN ? 0 : 4 };
}

static enum rc board_fill(struct visit *v, struct res_seen *s, struct res_board_page *p)
{
	struct sv order = res_param(v, "order"), show = res_param(v, "show");
	struct res_table t = { .v = v, .s = s, .red = sv_is(show, "red"), .black = sv_is(show, "black") };
	p->title = s->b.name;
	p->step = steps(v, &s->b, &p->n_step);
	TRY(notices(v, s, p));
	if (res_param(v, "check").n)
		TRY(recomputed(v, s, p));
	facts(v, s, p);
	signs(v, s, p);
	res_deeds(v, &s->b, &p->acts);
	own_button(v, s, &p->acts);
	p->next = next_of(v, s);
	p->lists = s->sight != SIGHT_OWN;
	p->red = names_of(v, s, "red");
	p->black = names_of(v, s, "black");
	p->red_rule = res_cut_text(v, &s->rule->red, true);
	p->black_rule = res_cut_text(v, &s->rule->black, false);
	TRY(circulars(v, s, p));
	tabs(v, s, p, order, show);
	black_matters(v, s, p);
	if (order.n || !s->ranks)
		res_official_order(v, s);
	p->table = res_table_of(&t);
	struct sv bands = p->table.foot;
	p->table.foot = bands.n ? arena_printf(v->cx.a, "%.*s%s%.*s", SV_ARG(tie_rule(v, s->rule)), v->cx.lang == LANG_ZH ? "" : " ", SV_ARG(bands)) :
				  tie_rule(v, s->rule);
	p->digest = res_short_digest(v->cx.a, s->b.result_digest);
	p->full_digest = s->b.result_digest;
	if (s->b.state == BOARD_PUBLISHED) {
		p->receipt = board_receipt(v->cx.a, &s->b);
		p->proof = url_of(arena_printf(v->cx.a, "/boards/%lld.proof.json", (long long)s->b.id));
	}
	p->recompute = url_arg(v->cx.a, res_board_url(v->cx.a, s->b.id), "check", SV("1"));
	p->whole = s->sight == SIGHT_ALL;
	paper_buttons(v, s, p);
	objections(v, s, p);
	TRY(jury(v, s, p));
	return notes(v, s, p);
}

void res_board(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		struct res_board_page p = { .frame = &v.frame };
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK)
			rc = board_fill(&v, &s, &p);
		if (rc == RC_OK) {
			visit_frame(&v, p.title, "board");
			v.frame.paper = PAPER_WIDE;
			res_board_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
