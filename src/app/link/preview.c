/* One unit's preview of a board, by link: its own lines, and the objection on each of them. */
#include "app/link/pages.h"

#include "app/link/pages.tmpl.h"

enum { RECORDS = 30 };

struct preview {
	struct opened o;
	struct board_head b;
	struct board_place place;
	struct objection *said;
	size_t n_said;
	bool median_kept;
	bool open;               /* objections may be raised now */
};

static struct sv words(struct preview *p, const char *msgid)
{
	return visit_say(&p->o.v, msgid);
}

static enum rc load(struct preview *p)
{
	struct visit *v = &p->o.v;
	enum board_sight sight = SIGHT_NONE;
	struct objection *all;
	size_t n;
	TRY(board_get(&v->cx, v->db, p->o.l.subject, &p->b));
	TRY(board_sight(&v->cx, v->db, &v->actor, &p->b, &sight));
	if (sight == SIGHT_NONE || p->b.state == BOARD_DISCARDED)
		return fail(&v->cx, RC_DENIED, "link.board", N_("This board is not shown to the units now: it is being corrected, or was given up."));
	TRY(board_place_seen(&v->cx, v->db, &p->b, sight, p->b.version, p->o.l.unit, &p->place));
	TRY(board_median_kept(&v->cx, v->db, &p->b, sight, &p->median_kept));
	TRY(objections_of_board(&v->cx, v->db, p->b.id, &all, &n));
	p->said = NEW(v->cx.a, struct objection, n + 1);
	for (size_t i = 0; i < n; i++)
		if (all[i].unit == p->o.l.unit)
			p->said[p->n_said++] = all[i];
	p->open = p->b.state == BOARD_PREVIEWED && v->today.n <= p->b.window_until.n;
	return RC_OK;
}

static struct sv state_word(struct preview *p, struct sv state)
{
	return sv_is(state, "open") ? words(p, N_("not ruled on yet")) : sv_is(state, "upheld") ? words(p, N_("upheld")) : words(p, N_("dismissed"));
}

/* The standing objection to a line (0: the whole row), NULL if none. */
static const struct objection *said_of(const struct preview *p, int64_t line)
{
	const struct objection *found = NULL;
	for (size_t i = 0; i < p->n_said; i++)
		if (p->said[i].line == line && p->said[i].entry == 0 && !sv_is(p->said[i].state, "upheld"))
			found = &p->said[i];
	return found;
}

static struct url object_url(struct preview *p, int64_t line)
{
	return p->open && !said_of(p, line) ? url_arg_int(p->o.v.cx.a, link_url(&p->o, ""), "line", line) : (struct url){ SV_NONE };
}

/* The records behind a line: a number that cannot be opened cannot be objected to. */
static enum rc fill_records(struct preview *p, const struct js *line, struct preview_line *out)
{
	struct visit *v = &p->o.v;
	const struct js *ids = js_get(line, "entries");
	size_t n = ids ? ids->n : 0;
	struct sv *text = NEW(v->cx.a, struct sv, RECORDS + 1);
	for (const struct js *id = ids ? ids->first : NULL; id && out->n_record < RECORDS; id = id->next) {
		struct entry e;
		TRY(entry_get(&v->cx, v->db, id->i, &e));
		struct sv what = e.record.n ? e.record : e.evidence.n ? e.evidence : e.reason;
		struct sv points = fmt_change(v->cx.a, v->cx.lang, e.points);
		text[out->n_record++] = arena_printf(v->cx.a, "%.*s  %.*s  %.*s", SV_ARG(day_text(v->cx.a, e.day)), SV_ARG(points), SV_ARG(what));
	}
	out->record = text;
	out->more = n - out->n_record;
	return RC_OK;
}

static struct sv line_name(struct preview *p, const struct js *l)
{
	struct sv item = js_get_sv(l, "item"), class = js_get_sv(l, "class"), stage = js_get_sv(l, "stage");
	struct sv word = words(p, arena_cstr(p->o.v.cx.a, stage));
	if (item.n)
		return item;
	return class.n ? arena_printf(p->o.v.cx.a, "%.*s · %.*s", SV_ARG(class), SV_ARG(word)) : word;
}

static enum rc fill_lines(struct preview *p, struct preview_page *page)
{
	struct arena *a = p->o.v.cx.a;
	const struct js *lines = p->place.lines;
	struct preview_line *out = NEW(a, struct preview_line, (lines ? lines->n : 0) + 1);
	int64_t no = 0;
	for (const struct js *l = lines ? lines->first : NULL; l; l = l->next) {
		const struct objection *o = said_of(p, ++no);
		bool base = sv_is(js_get_sv(l, "stage"), "base points"); /* the same for all */
		out[page->n] = (struct preview_line){
			.item = line_name(p, l), .clause = js_get_sv(l, "clause"), .arithmetic = js_get_sv(l, "arithmetic"),
			.object = base ? (struct url){ SV_NONE } : object_url(p, no),
			.points = js_get_bool(l, "kept") ? words(p, N_("kept back")) : fmt_change(a, p->o.v.cx.lang, js_get_dec(l, "points", DEC(0))),
			.state = o ? arena_tr(a, p->o.v.cx.lang, N_("objection: %.*s"), SV_ARG(state_word(p, o->state))) : SV(""),
		};
		TRY(fill_records(p, l, &out[page->n++]));
	}
	page->line = out;
	page->whole = object_url(p, 0);
	return RC_OK;
}

static void fill_facts(struct preview *p, struct preview_page *page)
{
	struct visit *v = &p->o.v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 4);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = words(p, N_("Points")), .value = p->place.kept_total ? words(p, N_("kept back")) : fmt_score(a, v->cx.lang, p->place.total),
				   .mark = true };
	if (p->place.place > 0 && sv_is(p->b.show, "rank"))
		f[n++] = (struct ui_fact){ .label = words(p, N_("Place")), .value = arena_tr(a, v->cx.lang, N_("%.*s of %lld"),
			SV_ARG(fmt_ordinal(a, v->cx.lang, p->place.place, p->place.tied)), (long long)p->b.n_rows) };
	if (!p->median_kept)
		f[n++] = (struct ui_fact){ .label = words(p, N_("Median of all")), .value = fmt_score(a, v->cx.lang, p->b.median) };
	if (p->place.exempt_no.n)
		f[n++] = (struct ui_fact){ .label = words(p, N_("Not ranked")), .value = p->place.exempt_why };
	page->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
}

static void fill_window(struct preview *p, struct preview_page *page)
{
	struct visit *v = &p->o.v;
	struct sv until = fmt_day_long(v->cx.a, v->cx.lang, p->b.window_until);
	page->window = p->open ?
		(struct ui_notice){ .kind = NOTICE_INFO, .title = arena_tr(v->cx.a, v->cx.lang, N_("Objections up to %.*s"), SV_ARG(until)),
				    .text = words(p, N_("This is a preview for your unit alone. Somebody not involved rules on each objection, with the reason in writing.")) } :
		(struct ui_notice){ .kind = NOTICE_LOCK, .title = words(p, N_("Objections are closed")),
				    .text = p->b.state == BOARD_PUBLISHED ? words(p, N_("The board is published.")) :
					    arena_tr(v->cx.a, v->cx.lang, N_("The last day was %.*s."), SV_ARG(until)) };
}

static void fill_said(struct preview *p, struct preview_page *page)
{
	struct visit *v = &p->o.v;
	struct arena *a = v->cx.a;
	struct ui_event *e = NEW(a, struct ui_event, p->n_said + 1);
	for (size_t i = 0; i < p->n_said; i++) {
		const struct objection *o = &p->said[i];
		e[i] = (struct ui_event){ .when = fmt_instant_short(a, v->cx.lang, o->raised_at, v->today), .who = visit_post_name(v, o->raiser),
					  .title = state_word(p, o->state), .text = o->text };
		if (o->reason.n) {
			struct sv ruling = arena_tr(a, v->cx.lang, N_("Ruling: %.*s"), SV_ARG(o->reason));
			e[i].text = arena_printf(a, "%.*s\n%.*s", SV_ARG(o->text), SV_ARG(ruling));
		}
	}
	page->said = e;
	page->n_said = p->n_said;
}

static void fill_done(struct preview *p, struct preview_page *page)
{
	int64_t seq;
	struct arena *a = p->o.v.cx.a;
	if (!sv_int(fields_get(&p->o.v.rq->query, "done"), &seq) || p->n_said == 0)
		return;
	page->done = (struct ui_notice){
		.kind = NOTICE_DONE,
		.title = arena_tr(a, p->o.v.cx.lang, N_("Your objection has arrived. Reference %lld-%lld."), (long long)p->b.id, (long long)seq),
		.text = words(p, N_("Somebody who is not involved rules on it before the board is approved; the ruling and its reason show here.")),
	};
}

/* Line 0 is the whole row. */
static bool line_of(struct preview *p, struct sv text, int64_t *ret)
{
	const struct js *lines = p->place.lines;
	return sv_int(text, ret) && *ret >= 0 && *ret <= (int64_t)(lines ? lines->n : 0);
}

static void fill_asking(struct preview *p, int64_t line, struct preview_page *page)
{
	struct arena *a = p->o.v.cx.a;
	page->asking = true;
	page->about = line ? page->line[line - 1].item : words(p, N_("the whole row"));
	page->back = link_url(&p->o, "");
	page->form = visit_form(&p->o.v, url_arg_int(a, link_url(&p->o, "/object"), "line", line), 0);
	page->field = (struct ui_field){ .kind = INPUT_TEXT, .name = "text", .rows = 5, .max = 1000, .faults = p->o.v.cx.faults,
					 .label = words(p, N_("What is wrong, and how one can see it")), .value = fields_get(&p->o.v.rq->form, "text") };
}

static void show(struct preview *p, int64_t line, int status)
{
	struct visit *v = &p->o.v;
	struct preview_page page = { .frame = &v->frame, .faults = v->cx.faults, .title = p->b.name, .unit = p->place.unit_name,
				     .switches = link_switches(&p->o) };
	fill_window(p, &page);
	fill_facts(p, &page);
	enum rc rc = fill_lines(p, &page);
	if (rc != RC_OK) {
		link_dead(&p->o, rc);
		return;
	}
	fill_said(p, &page);
	fill_done(p, &page);
	if (line >= 0)
		fill_asking(p, line, &page);
	link_frame(&p->o, arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(p->b.name), SV_ARG(p->place.unit_name)));
	preview_page(&v->out, &page);
	visit_send(v, status);
}

static bool preview_open(struct preview *p, void *web, struct http_request *rq, struct http_reply *rp)
{
	*p = (struct preview){ 0 };
	if (!link_open(&p->o, web, rq, rp, "board"))
		return false;
	enum rc rc = load(p);
	if (rc != RC_OK)
		link_dead(&p->o, rc);
	return rc == RC_OK;
}

void page_preview(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct preview p;
	int64_t line = -1;
	if (preview_open(&p, web, rq, rp)) {
		bool asks = p.open && line_of(&p, fields_get(&rq->query, "line"), &line);
		show(&p, asks ? line : -1, 200);
	}
	visit_close(&p.o.v);
}

void do_object(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct preview p;
	if (preview_open(&p, web, rq, rp)) {
		struct visit *v = &p.o.v;
		struct act_answer answer;
		struct js *f = js_obj(rq->a);
		int64_t line = -1;
		if (!line_of(&p, fields_get(&rq->query, "line"), &line))
			line = 0;
		js_set_int(rq->a, f, "unit", p.o.l.unit);
		js_set_sv(rq->a, f, "text", fields_get(&rq->form, "text"));
		if (line)
			js_set_int(rq->a, f, "line", line);
		enum rc rc = visit_act(v, "objection.raise", p.b.id, f, &answer);
		if (rc == RC_OK)
			visit_redirect(v, url_arg_int(rq->a, link_url(&p.o, ""), "done", answer.seq).s);
		else
			show(&p, p.open ? line : -1, rc_http(rc));
	}
	visit_close(&p.o.v);
}
