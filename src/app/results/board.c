/* One board: the table in two orders, its lists, signatures, digest and what may be done now. */
#include "app/results/handlers.h"

#include "app/results/board.tmpl.h"
#include "app/results/book.h"
#include "app/unit/unit.h"

#include <sys/stat.h>

/* ---- the table: one for the screen, the paper and the sheet --------------------------------------------------- */

struct table {
	struct visit *v;
	struct res_seen *s;
	bool paper;                  /* no links, no notes, reasons short enough for one line */
	bool red, black;             /* only these */
	bool fit;                    /* the paper has room for all reasons */
	size_t n_class;
};

static size_t classes_of(const struct res_seen *s)
{
	return s->rule->n_classes;
}

static struct ui_column head(const struct table *t, const char *label, enum column_kind kind)
{
	return (struct ui_column){ .label = res_say(t->v, label), .kind = kind };
}

static const struct ui_column *columns(const struct table *t, size_t *ret_n)
{
	struct ui_column *c = NEW(t->v->cx.a, struct ui_column, t->n_class + 8);
	bool narrow = t->s->sight != SIGHT_OWN; /* on a phone many rows stay a table, few become cards with all of it */
	size_t n = 0;
	c[n++] = head(t, N_("Place"), COLUMN_NUMBER);
	c[n] = head(t, N_("Unit"), COLUMN_TEXT);
	c[n++].main = true;
	for (size_t i = 0; i < t->n_class; i++)
		c[n++] = (struct ui_column){ .label = t->s->rule->classes[i].name, .kind = COLUMN_NUMBER, .minor = narrow };
	c[n] = head(t, N_("Credits"), COLUMN_NUMBER);
	c[n++].minor = narrow;
	c[n] = head(t, N_("Debits"), COLUMN_NUMBER);
	c[n++].minor = narrow;
	c[n++] = head(t, N_("Score"), COLUMN_NUMBER);
	c[n++] = head(t, N_("Against last"), COLUMN_NUMBER);
	c[n] = head(t, N_("Why it is listed"), COLUMN_TEXT);
	c[n++].minor = narrow;
	c[n++] = head(t, N_("Which list"), COLUMN_TAG);
	*ret_n = n;
	return c;
}

static struct sv class_score(struct visit *v, const struct board_place *p, size_t at)
{
	const struct js *c = p->classes ? p->classes->first : NULL;
	for (size_t i = 0; c && i < at; i++)
		c = c->next;
	return c ? fmt_score(v->cx.a, v->cx.lang, js_get_dec(c, "score", (struct dec){ 0 })) : SV("—");
}

/* What became of a black row. */
static struct sv became(struct visit *v, const struct board_place *p)
{
	if (p->repaired_at)
		return arena_tr(v->cx.a, v->cx.lang, N_("put right %.*s"),
				SV_ARG(fmt_day_short(v->cx.a, v->cx.lang, day_of_instant(p->repaired_at), v->today)));
	return p->matter ? res_say(v, N_("to be put right")) : p->still ? res_say(v, N_("an earlier black row is not put right yet")) : SV("");
}

static void black_matters(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, s->n + 1);
	struct matter m;
	struct scope scope;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	bool ledger = person_scope(&probe, v->db, &v->actor, registry_view(store_nouns(web_store(v->web)), SV("matter.list"), NULL), &scope) == RC_OK;
	for (size_t i = 0; i < s->n; i++) {
		if (!s->place[i].matter || matter_get(&probe, v->db, s->place[i].matter, &m) != RC_OK)
			continue;
		struct sv no = matter_no_text(v->cx.a, m.no);
		struct ui_fact *x = &f[p->matters.n++];
		*x = (struct ui_fact){ .label = s->place[i].short_name, .hint = became(v, &s->place[i]),
				       .value = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(no), SV_ARG(m.title)) };
		if (ledger && matter_visible(&probe, v->db, &m, &scope) == RC_OK)
			x->url = url_seg(v->cx.a, URL("/m"), no);
	}
	p->matters.fact = f;
}

/* One A4 across holds 33 lines of 14 pt: a reason takes two.  Where they do not fit, the one that weighs most must do;
 * the page and the poster have all. */
enum { PAPER_LINES = 33, PAPER_FEW = 12 };

static bool reasons_fit(const struct res_seen *s)
{
	size_t listed = 0;
	for (size_t i = 0; i < s->n; i++)
		listed += s->place[i].reason.n > 0;
	return s->n + listed <= PAPER_LINES;
}

static struct sv reason_of(const struct table *t, const struct board_place *p)
{
	struct sv r = p->reason;
	size_t at = sv_find(r, SV("；"), 0);
	bool narrow = t->paper && !t->fit;
	return narrow && at != SIZE_MAX ? arena_printf(t->v->cx.a, "%.*s…", SV_ARG(sv_upto(r, at))) : r;
}

static struct ui_row row_of(const struct table *t, size_t i)
{
	struct visit *v = t->v;
	struct arena *a = v->cx.a;
	const struct board_place *p = &t->s->place[i];
	bool full = res_full(t->s, i), exempt = p->exempt_no.n > 0;
	bool total = (full || t->s->totals) && !exempt;
	struct ui_cell *c = NEW(a, struct ui_cell, t->n_class + 8);
	size_t n = 0;
	c[n++].text = res_place_text(v, t->s, i);
	c[n].text = p->short_name;
	if (full && !exempt && !t->paper)
		c[n].url = res_why_url(a, p->board, p->unit);
	n++;
	for (size_t k = 0; k < t->n_class; k++)
		c[n++].text = total ? class_score(v, p, k) : SV("—");
	c[n++].text = total ? fmt_change(a, v->cx.lang, p->plus) : SV("—");
	c[n++].text = total ? fmt_change(a, v->cx.lang, p->minus) : SV("—");
	c[n++].text = total ? fmt_score(a, v->cx.lang, p->total) : SV("—");
	c[n++].text = t->s->ranks ? res_moved_text(v, p) : SV("—");
	if (exempt)
		c[n++].text = arena_tr(a, v->cx.lang, N_("%.*s, exempt by %.*s"), SV_ARG(p->exempt_why), SV_ARG(p->exempt_no));
	else if (p->unranked)
		c[n++].text = res_say(v, N_("no cases in this period"));
	else
		c[n++].text = full || t->s->totals ? reason_of(t, p) : SV("");
	c[n].tag = res_side_tag(v, p);
	if (!t->paper)
		c[n].note = became(v, p);
	return (struct ui_row){ .cell = c, .here = t->s->own[i] && t->s->sight != SIGHT_OWN && !t->paper };
}

static struct ui_table table_of(const struct table *t)
{
	struct ui_row *row = NEW(t->v->cx.a, struct ui_row, t->s->n + 1);
	struct ui_table r = { .caption = t->s->b.name, .row = row, .cards = t->s->sight == SIGHT_OWN, .compact = t->paper };
	r.column = columns(t, &r.n_column);
	for (size_t i = 0; i < t->s->n; i++)
		if ((!t->red && !t->black) || (t->red && sv_is(t->s->place[i].side, "red")) ||
		    (t->black && sv_is(t->s->place[i].side, "black")))
			row[r.n_row++] = row_of(t, i);
	return r;
}

static struct sv names_of(struct visit *v, const struct res_seen *s, const char *side)
{
	struct buf b = buf_new(v->cx.a, 1 << 16);
	for (size_t i = 0; i < s->n; i++)
		if (sv_is(s->place[i].side, side))
			buf_printf(&b, "%s%.*s", b.n ? (v->cx.lang == LANG_ZH ? "、" : ", ") : "", SV_ARG(s->place[i].short_name));
	return b.n ? buf_sv(&b) : res_say(v, N_("none this period"));
}

static struct sv tie_rule(struct visit *v, const struct rule *r)
{
	return res_say(v, r->ranking == PLACES_COMPETITION ? N_("Equal scores share a place and the next place is skipped; inside a tie the official order decides where a row stands.") :
			  r->ranking == PLACES_DENSE ? N_("Equal scores share a place and the next place follows without a gap.") :
			  N_("Equal scores share a place; they stand in the official order."));
}

/* ---- the page -------------------------------------------------------------------------------------------------- */

static const struct res_step *steps(struct visit *v, const struct board_head *b, size_t *ret_n)
{
	static const char *const labels[] = { N_("Composed"), N_("Shown to the units"), N_("Approved by two"), N_("Published") };
	struct res_step *s = NEW(v->cx.a, struct res_step, COUNT(labels));
	for (size_t i = 0; i < COUNT(labels); i++)
		s[i] = (struct res_step){ .label = res_say(v, labels[i]), .past = i < (size_t)b->state, .here = i == (size_t)b->state };
	if (b->state == BOARD_PREVIEWED && day_is(b->window_until))
		s[1].note = arena_tr(v->cx.a, v->cx.lang, N_("objections until %.*s"), SV_ARG(fmt_day_short(v->cx.a, v->cx.lang, b->window_until, v->today)));
	*ret_n = b->state == BOARD_DISCARDED ? 0 : COUNT(labels);
	return s;
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
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_DONE, .title = res_say(v, N_("Done.")), .text = res_say(v, d->done), .dismiss = true });
	else if (sv_is(done, "compose"))
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_DONE, .title = res_say(v, N_("The board is composed.")), .dismiss = true,
			.text = res_say(v, N_("It is a draft. Look it through, then show it to the units.")) });
	if (b->state == BOARD_PUBLISHED)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_LOCK,
			.title = arena_tr(a, v->cx.lang, N_("Published %.*s and frozen"), SV_ARG(res_when(v, b->published_at))),
			.text = res_say(v, N_("It is never edited. What was wrong follows as a note here, and counts on the next board.")) });
	if (b->state == BOARD_DISCARDED)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_LOCK, .title = res_say(v, N_("This board was discarded and is not valid.")) });
	if (b->window_unsure)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_WARN, .title = res_say(v, N_("The last day for objections is not sure.")),
			.text = res_say(v, N_("There is no table of working days for that year; import the official one.")) });
	int64_t seq = 0;
	if (b->state <= BOARD_APPROVED && s->sight == SIGHT_ALL) {
		TRY(entries_seq(&v->cx, v->db, b->series, s->period.to, &seq));
		if (seq > b->read_seq)
			add_notice(p, n, (struct ui_notice){ .kind = NOTICE_WARN, .title = res_say(v, N_("Entries have changed since this board was composed.")),
				.text = res_say(v, N_("Compose it once more before it is approved.")) });
	}
	if (s->sight == SIGHT_OWN)
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_INFO, .title = res_say(v, N_("You see the rows that you speak for.")),
			.text = res_say(v, N_("Each unit sees its own row and every line of it. A line opens the records whose sum it is.")) });
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
			.title = arena_tr(v->cx.a, v->cx.lang, N_("Computed once more: identical, %.*s"), SV_ARG(brief)),
			.text = res_say(v, N_("From the entries up to the same act and under the same rules every row comes out byte for byte as it stands here.")) });
	else
		add_notice(p, n, (struct ui_notice){ .kind = NOTICE_WARN,
			.title = arena_tr(v->cx.a, v->cx.lang, N_("Computed once more: not the same; the first difference is at %.*s"), SV_ARG(where)),
			.text = res_say(v, N_("The board stays as it is. Tell the administrator; `bixue verify` says what was changed.")) });
	return RC_OK;
}

static void facts(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct arena *a = v->cx.a;
	const struct board_head *b = &s->b;
	struct ui_fact *f = NEW(a, struct ui_fact, 8);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = res_say(v, N_("Counted")), .value = res_range(v, s->period.from, s->period.to),
		.hint = arena_tr(a, v->cx.lang, N_("to be published from %.*s on"), SV_ARG(day_text(a, s->period.publish_on))) };
	f[n++] = (struct ui_fact){ .label = res_say(v, N_("Rules")), .url = url_seg_int(a, URL("/rules"), b->ruleset),
		.value = arena_tr(a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(s->ruleset.name), (long long)s->ruleset.version),
		.hint = arena_tr(a, v->cx.lang, N_("in force from %.*s on"), SV_ARG(day_text(a, s->ruleset.from))) };
	f[n++] = (struct ui_fact){ .label = res_say(v, N_("Composed on")), .value = res_when(v, b->composed_at),
		.hint = arena_tr(a, v->cx.lang, N_("version %lld; entries up to act %lld"), (long long)b->version, (long long)b->read_seq) };
	if (s->sight == SIGHT_ALL || s->totals)
		f[n++] = (struct ui_fact){ .label = res_say(v, N_("Median")), .value = fmt_score(a, v->cx.lang, b->median),
			.hint = arena_trn(a, v->cx.lang, (int64_t)s->n_ranked, "of %zu unit ranked", "of %zu units ranked", s->n_ranked) };
	p->facts = (struct ui_facts){ .fact = f, .n = n };
}

static void signs(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	const struct board_head *b = &s->b;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 4);
	struct sv missing = res_say(v, N_("not yet"));
	f[0] = (struct ui_fact){ .label = res_say(v, N_("Composed by")), .value = res_post(v, b->composer) };
	f[1] = (struct ui_fact){ .label = res_say(v, N_("Office head")), .value = b->head_post ? res_post(v, b->head_post) : missing,
				 .hint = b->head_post ? res_when(v, b->head_at) : SV_NONE };
	f[2] = (struct ui_fact){ .label = res_say(v, N_("Leader")), .value = b->leader_post ? res_post(v, b->leader_post) : missing,
				 .hint = b->leader_post ? res_when(v, b->leader_at) : SV_NONE };
	f[3] = (struct ui_fact){ .label = res_say(v, N_("Published by")), .value = b->publisher ? res_post(v, b->publisher) : missing };
	if (b->publisher)
		f[3].hint = arena_tr(a, v->cx.lang, N_("%.*s; seen by: %.*s; of the rank: %.*s"), SV_ARG(res_when(v, b->published_at)),
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
		p->r7 = arena_tr(a, v->cx.lang, N_("This is ranking number %lld of its kind in %d; the rules allow %lld a year. This office sent out %lld of all kinds."),
				 (long long)s->b.circular, civil_of_day(on).year, (long long)c.limit, (long long)c.of_owner);
	else if (s->b.state == BOARD_PUBLISHED)
		p->r7 = res_say(v, N_("It went to each unit only and is no ranking circular."));
	else
		p->r7 = arena_tr(a, v->cx.lang, N_("Rankings of this kind sent out this year: %lld of %lld; by this office in all: %lld."),
				 (long long)c.of_kind, (long long)c.limit, (long long)c.of_owner);
	if (doc.n)
		p->r7 = arena_tr(a, v->cx.lang, N_("%.*s Basis: %.*s."), SV_ARG(p->r7), SV_ARG(doc));
	else if (p->r7_warn)
		p->r7 = arena_tr(a, v->cx.lang, N_("%.*s One more needs a document that allows it, or goes to each unit only."), SV_ARG(p->r7));
	return RC_OK;
}

static void objections(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	static const char *const heads[] = { N_("Objection"), N_("Unit"), N_("State"), N_("Ruling") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, s->n_objection + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = res_say(v, heads[i]), .kind = i == 2 ? COLUMN_TAG : COLUMN_TEXT, .main = i == 0 };
	for (size_t i = 0; i < s->n_objection; i++) {
		const struct objection *o = &s->objection[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = o->text, .url = url_seg_int(a, URL("/objections"), o->id) };
		c[1].text = res_unit_name(v, o->unit);
		c[2].tag = (struct ui_tag){ .colour = "grey", .word = res_word(v, o->state) };
		c[3].text = o->reason;
		row[i].cell = c;
	}
	p->objections = (struct ui_table){ .caption = res_say(v, N_("Objections")), .column = col, .n_column = COUNT(heads),
					   .row = row, .n_row = s->n_objection, .cards = true };
}

static enum rc notes(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct board_note *n;
	size_t k;
	TRY(board_notes(&v->cx, v->db, s->b.id, &n, &k));
	struct ui_event *e = NEW(v->cx.a, struct ui_event, k + 1);
	for (size_t i = 0; i < k; i++)
		e[i] = (struct ui_event){ .when = res_when(v, n[i].at), .who = res_post(v, n[i].author), .title = res_say(v, N_("Correction note")), .text = n[i].text };
	p->notes = (struct ui_timeline){ .event = e, .n = k };
	return RC_OK;
}

static void tabs(struct visit *v, const struct res_seen *s, struct res_board_page *p, struct sv order, struct sv show)
{
	struct url here = res_board_url(v->cx.a, s->b.id);
	struct ui_tab *t = NEW(v->cx.a, struct ui_tab, 4);
	t[0] = (struct ui_tab){ .label = res_say(v, N_("In order of rank")), .url = here, .here = !order.n && !show.n };
	t[1] = (struct ui_tab){ .label = res_say(v, N_("In official order")), .url = url_arg(v->cx.a, here, "order", SV("official")), .here = order.n && !show.n };
	t[2] = (struct ui_tab){ .label = res_say(v, N_("Red list")), .url = url_arg(v->cx.a, here, "show", SV("red")), .count = s->b.n_red, .here = sv_is(show, "red") };
	t[3] = (struct ui_tab){ .label = res_say(v, N_("Black list")), .url = url_arg(v->cx.a, here, "show", SV("black")), .count = s->b.n_black, .here = sv_is(show, "black") };
	if (s->sight != SIGHT_OWN)
		p->tabs = (struct ui_tabs){ .label = res_say(v, N_("Order of the rows")), .tab = t, .n = 4 };
}

static void papers(struct visit *v, const struct res_seen *s, struct res_board_page *p)
{
	struct arena *a = v->cx.a;
	struct url here = res_board_url(a, s->b.id);
	struct ui_button *b = NEW(a, struct ui_button, 3);
	b[0] = (struct ui_button){ .label = res_say(v, N_("Print on one A4")), .url = url_seg(a, here, SV("print")) };
	b[1] = (struct ui_button){ .label = res_say(v, N_("Poster A3 / A2")), .url = url_seg(a, here, SV("poster")) };
	b[2] = (struct ui_button){ .label = res_say(v, N_("Excel")), .url = url_of(arena_printf(a, "/boards/%lld.xlsx", (long long)s->b.id)) };
	p->papers = (struct ui_buttons){ .button = b, .n = s->sight == SIGHT_OWN ? 0 : 3 };
}

static enum rc board_fill(struct visit *v, struct res_seen *s, struct res_board_page *p)
{
	struct sv order = res_param(v, "order"), show = res_param(v, "show");
	struct table t = { .v = v, .s = s, .red = sv_is(show, "red"), .black = sv_is(show, "black"), .n_class = classes_of(s) };
	p->title = s->b.name;
	p->step = steps(v, &s->b, &p->n_step);
	TRY(notices(v, s, p));
	if (res_param(v, "check").n)
		TRY(recomputed(v, s, p));
	facts(v, s, p);
	signs(v, s, p);
	res_deeds(v, &s->b, &p->acts);
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
	p->table = table_of(&t);
	p->table.foot = tie_rule(v, s->rule);
	p->digest = res_short_digest(v->cx.a, s->b.result_digest);
	p->full_digest = s->b.result_digest;
	p->recompute = url_arg(v->cx.a, res_board_url(v->cx.a, s->b.id), "check", SV("1"));
	p->whole = s->sight == SIGHT_ALL;
	papers(v, s, p);
	objections(v, s, p);
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
			res_frame(&v, p.title, "board");
			v.frame.paper = PAPER_WIDE;
			res_board_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- papers ---------------------------------------------------------------------------------------------------- */

static struct sv paper_sub(struct visit *v, const struct res_seen *s)
{
	return arena_tr(v->cx.a, v->cx.lang, N_("Counted %.*s; %.*s, version %lld"), SV_ARG(res_range(v, s->period.from, s->period.to)),
			SV_ARG(s->ruleset.name), (long long)s->ruleset.version);
}

static struct sv paper_foot(struct visit *v, const struct res_seen *s)
{
	struct arena *a = v->cx.a;
	struct sv digest = res_short_digest(a, s->b.result_digest);
	if (s->b.state == BOARD_PUBLISHED)
		return arena_tr(a, v->cx.lang, N_("%.*s, published %.*s; digest %.*s"), SV_ARG(res_unit_name(v, s->b.owner)),
				SV_ARG(day_text(a, day_of_instant(s->b.published_at))), SV_ARG(digest));
	return arena_tr(a, v->cx.lang, N_("%.*s, draft of %.*s, not published; digest %.*s"), SV_ARG(res_unit_name(v, s->b.owner)),
			SV_ARG(day_text(a, day_of_instant(s->b.composed_at))), SV_ARG(digest));
}

static void lone_frame(struct visit *v, const struct res_seen *s, enum paper paper, const char *code)
{
	res_frame(v, s->b.name, code);
	v->frame.kind = FRAME_PLAIN;
	v->frame.paper = paper;
	v->frame.feedback = (struct url){ 0 };
}

void res_board_print(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK) {
			if (res_param(&v, "order").n || !s.ranks)
				res_official_order(&v, &s);
			struct table t = { .v = &v, .s = &s, .paper = true, .fit = reasons_fit(&s), .n_class = classes_of(&s) };
			struct res_print_page p = { .frame = &v.frame, .title = s.b.name, .sub = paper_sub(&v, &s), .foot = paper_foot(&v, &s),
						    .table = table_of(&t), .back = res_board_url(v.cx.a, s.b.id), .few = s.n <= PAPER_FEW };
			lone_frame(&v, &s, PAPER_WIDE, "board-print");
			res_print_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

static const struct res_poster_row *poster_rows(struct visit *v, const struct res_seen *s, const char *side, size_t *ret_n)
{
	struct res_poster_row *r = NEW(v->cx.a, struct res_poster_row, s->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct board_place *p = &s->place[i];
		if (!sv_is(p->side, side))
			continue;
		r[n].unit = p->unit_name;
		r[n].total = s->totals || res_full(s, i) ? fmt_score(v->cx.a, v->cx.lang, p->total) : SV("");
		r[n].reason = p->reason;
		r[n++].mark = p->repaired_at ? res_say(v, N_("put right")) : p->still ? res_say(v, N_("not put right yet")) : SV("");
	}
	*ret_n = n;
	return r;
}

void res_board_poster(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK) {
			res_official_order(&v, &s); /* a notice board names the units of a list in their order of office */
			struct res_poster_page p = { .frame = &v.frame, .title = s.b.name, .sub = paper_sub(&v, &s), .foot = paper_foot(&v, &s),
						     .red_rule = res_cut_text(&v, &s.rule->red, true),
						     .black_rule = res_cut_text(&v, &s.rule->black, false),
						     .back = res_board_url(v.cx.a, s.b.id) };
			p.red_none = p.black_none = res_say(&v, N_("none this period"));
			p.red = poster_rows(&v, &s, "red", &p.n_red);
			p.black = poster_rows(&v, &s, "black", &p.n_black);
			lone_frame(&v, &s, PAPER_POSTER, "board-poster");
			res_poster_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /boards/12.xlsx ------------------------------------------------------------------------------------------- */

static void book_row(struct visit *v, const struct res_seen *s, size_t i, size_t n_class, struct book_cell *c)
{
	const struct board_place *p = &s->place[i];
	bool total = (res_full(s, i) || s->totals) && !p->exempt_no.n;
	const struct js *k = p->classes ? p->classes->first : NULL;
	size_t n = 0;
	c[n++].text = res_place_text(v, s, i);
	c[n++].text = p->unit_name;
	for (size_t x = 0; x < n_class; x++, n++, k = k ? k->next : NULL)
		c[n] = (struct book_cell){ .number = total && k, .d = js_get_dec(k, "score", (struct dec){ 0 }) };
	c[n++] = (struct book_cell){ .number = total, .d = p->plus };
	c[n++] = (struct book_cell){ .number = total, .d = p->minus };
	c[n++] = (struct book_cell){ .number = total, .d = p->total };
	c[n++].text = s->ranks ? res_moved_text(v, p) : SV("");
	c[n++].text = p->exempt_no.n ? arena_tr(v->cx.a, v->cx.lang, N_("%.*s, exempt by %.*s"), SV_ARG(p->exempt_why), SV_ARG(p->exempt_no)) :
		      res_full(s, i) || s->totals ? p->reason : SV("");
	c[n].text = res_side_tag(v, p).word;
	if (!c[n].text.p)
		c[n].text = SV("");
}

static enum rc book_of(struct visit *v, struct res_seen *s, struct sv *ret)
{
	struct arena *a = v->cx.a;
	struct table t = { .v = v, .s = s, .n_class = classes_of(s) };
	size_t n_col;
	const struct ui_column *col = columns(&t, &n_col);
	struct sv *heads = NEW(a, struct sv, n_col);
	bool *number = NEW(a, bool, n_col);
	int *width = NEW(a, int, n_col);
	struct book_cell *cell = NEW(a, struct book_cell, s->n * n_col + 1);
	for (size_t i = 0; i < n_col; i++) {
		heads[i] = col[i].label;
		number[i] = col[i].kind == COLUMN_NUMBER && i > 0 && i + 3 < n_col;
		width[i] = i == 1 ? 22 : i == n_col - 2 ? 40 : 0;
	}
	for (size_t i = 0; i < s->n; i++)
		book_row(v, s, i, t.n_class, cell + i * n_col);
	struct book_sheet sheet = {
		.name = res_say(v, N_("Board")), .title = s->b.name, .head = heads, .number = number, .width = width, .n_col = n_col,
		.cell = cell, .n_row = s->n,
		.note = arena_printf(a, "%.*s; %.*s", SV_ARG(paper_sub(v, s)), SV_ARG(paper_foot(v, s))),
	};
	const char *dir = arena_printf(a, "%s/spool", store_dir(web_store(v->web))).p;
	struct stat st;
	return book_write(&v->cx, stat(dir, &st) == 0 ? dir : "/tmp", &sheet, 1, ret);
}

void res_board_file(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct sv name = http_param(rq, "file"), bytes = SV("");
		struct res_seen s;
		int64_t id = 0;
		bool ok = sv_ends(name, SV(".xlsx")) && sv_int(sv_upto(name, name.n - 5), &id);
		enum rc rc = ok ? res_see(&v, id, &s) : fail(&v.cx, RC_NOT_FOUND, "results.file", N_("A board is given out as .xlsx."));
		if (rc == RC_OK && !s.ranks)
			res_official_order(&v, &s);
		if (rc == RC_OK)
			rc = book_of(&v, &s, &bytes);
		if (rc == RC_OK)
			visit_download(&v, bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
				       arena_printf(v.cx.a, "%.*s.xlsx", SV_ARG(s.b.name)));
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
