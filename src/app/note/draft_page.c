/* The evening's raw material 通报素材: what the records say, as plain text and tables to be copied into the paper.  Every number is
 * counted from the records of this event; results stand here once the chair has released them. */
#include "app/note/pages.h"

#include "app/note/pages.tmpl.h"

static int64_t count(const struct gathered *g, const char *kind, const char *state)
{
	int64_t n = 0;
	for (size_t i = 0; i < g->n_note; i++)
		n += note_counts(&g->note[i], kind) && (!state || sv_is(g->note[i].state, state));
	return n;
}

static struct sv counts(struct gathered *g)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	long long slots = 0;
	for (size_t i = 0; i < g->n_slot; i++)
		slots += g->slot[i].unit != 0;
	struct sv first = sv_is(g->e.kind, "tour") ?
		arena_tr(a, v->cx.lang, N_("%lld sites; %lld notes on progress, %lld highlights, %lld practices, %lld comments."), slots,
			 (long long)count(g, "progress", NULL), (long long)count(g, "highlight", NULL), (long long)count(g, "practice", NULL),
			 (long long)count(g, "comment", NULL)) :
		arena_tr(a, v->cx.lang, N_("%lld units on the agenda; %lld comments, %lld promises, %lld demands."), slots,
			 (long long)count(g, "comment", NULL), (long long)count(g, "commitment", NULL), (long long)count(g, "demand", NULL));
	if (!sv_is(g->e.kind, "tour") && !count(g, "problem", NULL))
		return first;
	struct sv second = arena_tr(v->cx.a, v->cx.lang, N_("%lld problems: %lld became matters, %lld were settled on the spot, %lld were dismissed, %lld are open."),
				    (long long)count(g, "problem", NULL), (long long)count(g, "problem", "matter"), (long long)count(g, "problem", "settled"),
				    (long long)count(g, "problem", "dismissed"), (long long)count(g, "problem", "open"));
	return arena_printf(v->cx.a, "%.*s%s%.*s", SV_ARG(first), v->cx.lang == LANG_ZH ? "" : " ", SV_ARG(second));
}

/* "城关街道 东关社区（区委书记，批评）：…" */
static struct sv sentence(struct visit *v, const struct note *n)
{
	struct arena *a = v->cx.a;
	struct sv unit = n->unit_name.n && n->site.n ? arena_printf(a, "%.*s %.*s", SV_ARG(n->unit_name), SV_ARG(n->site)) : n->unit_name;
	struct sv of = unit.n ? unit : n->programme, level = n->level.n ? note_word(v, "level", n->level) : SV("");
	struct sv who = level.n ? arena_tr(a, v->cx.lang, N_("%.*s, %.*s"), SV_ARG(n->speaker), SV_ARG(level)) : n->speaker;
	struct sv due = day_is(n->due) ? arena_tr(a, v->cx.lang, N_(" (by %.*s)"), SV_ARG(fmt_day_long(a, v->cx.lang, n->due))) : SV("");
	return arena_tr(a, v->cx.lang, N_("%.*s (%.*s): %.*s%.*s"), SV_ARG(of), SV_ARG(who), SV_ARG(n->text), SV_ARG(due));
}

static void fill_parts(struct gathered *g, struct draft_page *p)
{
	static const struct { const char *kind, *label; } all[] = {
		{ "comment", N_("Comments on the spot") }, { "highlight", N_("Highlights") }, { "practice", N_("Practices seen") }, { "progress", N_("Progress seen") },
		{ "commitment", N_("Commitments") }, { "demand", N_("Demands") }, { "take_home", N_("What the units take home") },
	};
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct note_part *part = NEW(a, struct note_part, COUNT(all));
	for (size_t k = 0; k < COUNT(all); k++) {
		struct ui_event *e = NEW(a, struct ui_event, g->n_note + 1);
		size_t n = 0;
		for (size_t i = 0; i < g->n_note; i++)
			if (note_counts(&g->note[i], all[k].kind))
				e[n++].text = sentence(v, &g->note[i]);
		if (n)
			part[p->n_part++] = (struct note_part){ .head = visit_say(v, all[k].label), .line = { e, n } };
	}
	p->part = part;
}

static enum rc result_table(struct visit *v, const struct vote *vote, struct ui_table *t)
{
	static const char *const heads[] = { N_("Unit"), N_("Points"), N_("Place") };
	struct arena *a = v->cx.a;
	struct vote_row *r;
	size_t n;
	TRY(note_results(v, vote, &r, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i ? COLUMN_NUMBER : COLUMN_TEXT };
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = r[i].name;
		c[1].text = r[i].given ? fmt_score(a, v->cx.lang, r[i].points) : SV("—");
		c[2].text = r[i].given ? fmt_place(a, v->cx.lang, r[i].place, r[i].tied) : SV("—");
		row[i].cell = c;
	}
	*t = (struct ui_table){ .caption = vote->name, .column = col, .n_column = COUNT(heads), .row = row, .n_row = n };
	return RC_OK;
}

static enum rc fill_results(struct gathered *g, struct draft_page *p)
{
	struct visit *v = &g->v;
	struct vote *vote;
	size_t n;
	TRY(votes_of_event(&v->cx, v->db, g->e.id, &vote, &n));
	struct draft_result *r = NEW(v->cx.a, struct draft_result, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!vote[i].released_at || !sv_is(vote[i].state, "closed"))
			continue;
		r[p->n_result].name = vote[i].name;
		TRY(result_table(v, &vote[i], &r[p->n_result++].table));
	}
	p->result = r;
	return RC_OK;
}

void page_note_draft(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	struct visit *v = &g->v;
	if (visit_open(v, web, rq, rp)) {
		struct draft_page p = { .frame = &v->frame };
		enum rc rc = notes_gather(g);
		if (rc == RC_OK)
			rc = fill_results(g, &p);
		if (rc == RC_OK) {
			struct sv day = fmt_day_long(rq->a, v->cx.lang, g->e.day);
			p.title = g->e.name;
			p.lead = g->e.place.n ? arena_printf(rq->a, "%.*s · %.*s", SV_ARG(day), SV_ARG(g->e.place)) : day;
			p.tabs = notes_tabs(g, DRAFT_PAGE);
			p.counts = counts(g);
			p.problems = problem_table(v, g->note, g->n_note, visit_say(v, N_("List of problems")), false);
			fill_parts(g, &p);
			visit_frame(v, arena_tr(rq->a, v->cx.lang, N_("Material for the circular: %.*s"), SV_ARG(g->e.name)), "event-draft");
			draft_page(&v->out, &p);
			visit_send(v, 200);
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(v);
}
