/* Objections: the list, and one with both sides and the ruling. */
#include "app/results/handlers.h"
#include "app/results/honest.h"

#include "app/results/record.tmpl.h"
#include "app/results/why.h"
#include "app/unit/unit.h"

static struct ui_tag state_tag(struct visit *v, struct sv state)
{
	bool open = sv_is(state, "open"), upheld = sv_is(state, "upheld");
	return (struct ui_tag){ .shape = open ? "diamond_open" : upheld ? "tick" : "strike", .colour = open ? "blue" :
		upheld ? "teal" : "grey",
				.word = open ? visit_say(v, N_("Waits for a ruling")) : res_word(v, state) };
}

static struct ui_row list_row(struct visit *v, const struct js *o)
{
	struct arena *a = v->cx.a;
	struct ui_cell *c = NEW(a, struct ui_cell, 5);
	int64_t at = 0;
	(void)instant_parse(js_get_sv(o, "raised_at"), &at);
	c[0] = (struct ui_cell){ .text = js_get_sv(o, "text"),
		.url = url_seg_int(a, URL("/objections"), js_get_int(o, "id", 0)) };
	c[1].text = js_get_sv(o, "unit_name");
	c[2] = (struct ui_cell){ .text = js_get_sv(o, "board_name"),
		.url = res_board_url(a, js_get_int(o, "board", 0)) };
	c[3].text = fmt_instant_short(a, v->cx.lang, at, v->today);
	c[4].tag = state_tag(v, js_get_sv(o, "state"));
	return (struct ui_row){ .cell = c };
}

void res_objections(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		static const char *const heads[] = { N_("Objection"), N_("Unit"), N_("Board"), N_("Raised"),
			N_("State") };
		struct ui_column *col = NEW(v.cx.a, struct ui_column, COUNT(heads));
		struct ui_tab tab[4];
		struct js *rows, *f = js_obj(v.cx.a);
		struct sv next = SV_NONE, state = res_param(&v, "state");
		static const char *const states[] = { "", "open", "upheld", "dismissed" };
		for (size_t i = 0; i < COUNT(heads); i++)
			col[i] = (struct ui_column){ .label = visit_say(&v, heads[i]), .main = i == 0, .kind = i == 3 ?
				COLUMN_DATE : i == 4 ? COLUMN_TAG : COLUMN_TEXT };
		for (size_t i = 0; i < 4; i++)
			tab[i] = (struct ui_tab){ .label = i == 0 ? visit_say(&v, N_("All")) : i == 1 ?
				visit_say(&v, N_("Waits for a ruling")) : res_word(&v, sv_of(states[i])),
						  .url = i ? url_arg(v.cx.a, URL("/objections"), "state",
						  	sv_of(states[i])) : URL("/objections"),
						  .here = sv_is(state, states[i]) };
		if (state.n)
			js_set_sv(v.cx.a, f, "state", state);
		struct res_list p = {
			.title = visit_say(&v, N_("Objections")),
				.tabs = { .label = visit_say(&v, N_("State")), .tab = tab, .n = 4 },
			.table = { .caption = visit_say(&v, N_("Objections")), .column = col, .n_column = COUNT(heads),
				.cards = true },
			.empty = { .good = true, .text = visit_say(&v,
				N_("There is no objection of this kind. One is raised on a line of the unit's own row, while its board is shown to the units.")) },
		};
		enum rc rc = visit_rows(&v, "objection.list", 0, f, 200, res_param(&v, "after"), &rows, &next);
		if (rc == RC_OK) {
			struct ui_row *row = NEW(v.cx.a, struct ui_row, rows->n + 1);
			for (const struct js *o = rows->first; o; o = o->next)
				row[p.table.n_row++] = list_row(&v, o);
			p.table.row = row;
			p.pager = (struct ui_pager){ .from = 1, .to = next.p ? (int64_t)rows->n : 0, .total = -1 };
			if (next.p)
				p.pager.next = url_arg(v.cx.a, url_of(rq->target), "after", next);
			visit_frame(&v, p.title, "objections");
			res_send_list(&v, &p);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- one --------------------------------------------------------------------------------------------------------- */

struct one {
	struct visit *v;
	struct objection o;
	struct res_seen s;
	struct board_place place;
	const struct js *line;
	struct res_objection_page p;
};

static bool lists(const struct js *line, int64_t entry)
{
	const struct js *ids = js_get(line, "entries");
	for (const struct js *id = ids ? ids->first : NULL; id; id = id->next)
		if (id->i == entry)
			return true;
	return false;
}

/* The office and the leaders see every one of their boards; a unit those about its own row. */
static enum rc read_one(struct one *w)
{
	struct visit *v = w->v;
	TRY(objection_get(&v->cx, v->db, http_param_int(v->rq, "id"), &w->o));
	TRY(res_see(v, w->o.board, &w->s));
	bool mine = false;
	for (size_t i = 0; i < w->s.n_objection; i++)
		mine |= w->s.objection[i].id == w->o.id;
	if (!mine)
		return fail(&v->cx, RC_DENIED, "results.objection",
			N_("This objection concerns another unit; the office, its leaders and that unit see it."));
	/* The line as it stood when it was objected to: a correction makes a new version. */
	TRY(board_place_seen(&v->cx, v->db, &w->s.b, w->s.sight, w->o.version, w->o.unit, &w->place));
	int64_t n = 0;
	for (const struct js *l = w->place.lines ? w->place.lines->first : NULL; l; l = l->next)
		if (++n == w->o.line || (!w->o.line && lists(l, w->o.entry)))
			w->line = l;
	return RC_OK;
}

static enum rc facts_of(struct one *w)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 5), *l = NEW(a, struct ui_fact, 6);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Unit")), .value = w->place.unit_name,
		.url = res_why_url(a, w->o.board, w->o.unit) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Board")), .value = w->s.b.name,
		.url = res_board_url(a, w->o.board),
				   .hint = arena_tr(a, v->cx.lang, N_("version %lld"), (long long)w->o.version) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Raised by")), .value = visit_post_name(v, w->o.raiser),
		.hint = res_when(v, w->o.raised_at) };
	w->p.facts = (struct ui_facts){ .fact = f, .n = n };
	n = 0;
	if (w->line) {
		struct dec points = js_get_dec(w->line, "points", (struct dec){ 0 });
		l[n++] = (struct ui_fact){ .label = visit_say(v, N_("Line of the score")),
			.value = why_line_label(v, w->line) };
		l[n++] = (struct ui_fact){ .label = visit_say(v, N_("Arithmetic")),
			.value = js_get_sv(w->line, "arithmetic") };
		l[n++] = (struct ui_fact){ .label = visit_say(v, N_("Plus or minus")),
			.value = js_get_bool(w->line, "kept") ? res_kept(v) : rule_signed(a, points) };
		TRY(why_entries(v, js_get(w->line, "entries"), points, &w->p.entries));
	}
	if (w->o.entry) {
		struct entry e;
		TRY(entry_get(&v->cx, v->db, w->o.entry, &e));
		l[n++] = (struct ui_fact){ .label = visit_say(v, N_("Entry")),
			.url = url_seg_int(a, URL("/entries"), e.id),
			.value = arena_printf(a, "%.*s %.*s %.*s", SV_ARG(day_text(a, e.day)),
				SV_ARG(e.record.n ? e.record : e.item), SV_ARG(rule_signed(a, e.points))) };
		l[n++] = (struct ui_fact){ .label = visit_say(v, N_("Entered by")), .value = visit_post_name(v, e.author),
			.hint = res_when(v, e.at) };
	}
	w->p.line = (struct ui_facts){ .fact = l, .n = n };
	return RC_OK;
}

static void ruling_of(struct one *w)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 5);
	size_t n = 0;
	if (sv_is(w->o.state, "open"))
		return;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ruling")), .value = res_word(v, w->o.state) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Reason")), .value = w->o.reason };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ruled by")), .value = visit_post_name(v, w->o.ruler),
		.hint = res_when(v, w->o.ruled_at) };
	if (w->o.right_unit)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("It belongs to")),
			.value = visit_unit_name(v, w->o.right_unit) };
	if (sv_is(w->o.state, "upheld") && w->o.entry)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Carried out")),
			.value = w->o.reversal ? arena_tr(a, v->cx.lang, N_("entry %lld takes it back"),
				(long long)w->o.reversal) : visit_say(v, N_("not yet")) };
	if (w->o.reversal)
		f[n - 1].url = url_seg_int(a, URL("/entries"), w->o.reversal);
	w->p.ruling = (struct ui_facts){ .fact = f, .n = n };
}

static void form_of(struct one *w)
{
	struct visit *v = w->v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 3);
	if (!sv_is(w->o.state, "open") || !visit_may(v, "objection.rule", w->o.id))
		return;
	struct fault *had = v->cx.faults;
	const struct fault *no = res_refusal(v, "objection.rule", w->o.id, NULL);
	if (no && !had) {
		w->p.why_not = no->text;
		return;
	}
	f[0] = (struct ui_field){ .kind = INPUT_RADIO, .name = "ruling", .label = visit_say(v, N_("Ruling")),
		.faults = had };
	f[0].choice = res_choices(v, "uphold|dismiss", res_param(v, "ruling"), NULL, &f[0].n_choice);
	f[1] = (struct ui_field){ .kind = INPUT_LINE, .name = "reason", .label = visit_say(v, N_("Reason")),
		.value = res_param(v, "reason"), .max = 200, .faults = had,
				  .hint = visit_say(v, N_("The unit reads it, word for word.")) };
	f[2] = (struct ui_field){ .kind = INPUT_LINE, .name = "right_unit",
		.label = visit_say(v, N_("The unit that it belongs to")), .width = 20,
				  .value = res_param(v, "right_unit"), .optional = true, .faults = had,
				  .hint = visit_say(v,
				  	N_("Only when an entry is taken back because it belongs to another unit: its name or code.")) };
	w->p.form = visit_form(v, url_seg_int(v->cx.a, URL("/objections"), w->o.id), w->o.id);
	w->p.field = f;
	w->p.n_field = w->o.entry ? 3 : 2;
	w->p.may = true;
}

static void show_one(struct one *w, int status)
{
	struct visit *v = w->v;
	struct sv done = res_param(v, "done");
	struct fault *had = v->cx.faults;
	w->p.frame = &v->frame;
	w->p.faults = had;
	w->p.title = arena_tr(v->cx.a, v->cx.lang, N_("Objection of %.*s"), SV_ARG(w->place.unit_name));
	w->p.text = w->o.text;
	w->p.tag = state_tag(v, w->o.state);
	w->p.back = URL("/objections");
	w->p.back_label = visit_say(v, N_("Objections"));
	if (facts_of(w) != RC_OK) {
		visit_fail(v, RC_FAILED);
		return;
	}
	ruling_of(w);
	form_of(w);
	if (sv_is(done, "raise"))
		w->p.done = (struct ui_notice){ .kind = NOTICE_DONE,
			.title = arena_tr(v->cx.a, v->cx.lang, N_("Received as objection %lld."), (long long)w->o.id),
			.text = visit_say(v,
				N_("Somebody not involved rules on it with reasons before the board is approved. You find the ruling here.")) };
	if (sv_is(done, "rule"))
		w->p.done = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("The ruling stands.")),
			.text = visit_say(v,
				N_("The unit reads it here. Where it was upheld, the entry is taken back and the board is composed once more.")) };
	visit_frame(v, w->p.title, "objection");
	v->frame.error = had != NULL;
	res_objection_page(&v->out, &w->p);
	visit_send(v, status);
}

void res_objection(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct one w = { .v = &v };
		enum rc rc = read_one(&w);
		if (rc == RC_OK)
			show_one(&w, 200);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_do_objection(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct one w = { .v = &v };
		struct act_answer answer;
		enum rc rc = read_one(&w);
		if (rc != RC_OK) {
			visit_fail(&v, rc);
			visit_close(&v);
			return;
		}
		rc = visit_act(&v, "objection.rule", w.o.id, visit_fields(&v), &answer);
		if (rc == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, url_seg_int(v.cx.a, URL("/objections"), w.o.id), "done",
				SV("rule")).s);
		else
			show_one(&w, rc_http(rc));
	}
	visit_close(&v);
}
