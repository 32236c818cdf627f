/* What the pages of notes have in common. */
#include "app/note/pages.h"

#include "app/matter/matter.h"
#include "app/person/person.h"
#include "core/spoken.h"

/* ---- reading -------------------------------------------------------------------------------------------------------- */

enum rc notes_gather(struct gathered *g)
{
	struct visit *v = &g->v;
	struct scope scope;
	TRY(visit_scope(v, "note.list", &scope));
	TRY(event_get(&v->cx, v->db, http_param_int(v->rq, "id"), &g->e));
	if (!scope_holds(&scope, g->e.owner_path))
		return fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	TRY(event_slots(&v->cx, v->db, g->e.id, &g->slot, &g->n_slot));
	TRY(notes_of_event(&v->cx, v->db, g->e.id, &g->note, &g->n_note));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, g->e.owner, &g->office));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_LEADER, g->e.owner, &g->leader);
}

struct url notes_url(struct gathered *g, const char *tail)
{
	struct arena *a = g->v.cx.a;
	return url_seg(a, url_seg_int(a, URL("/events"), g->e.id), sv_of(tail));
}

struct ui_tabs notes_tabs(struct gathered *g, enum note_page here)
{
	static const struct { const char *label, *tail; } all[] = {
		[NOTES_PAGE] = { N_("Notes"), "notes" }, [QUESTIONS_PAGE] = { N_("Questions and answers"), "questions" },
		[SITES_PAGE] = { N_("Of the units"), "sites" }, [DRAFT_PAGE] = { N_("Material for the circular"), "draft" },
	};
	struct ui_tab *t = NEW(g->v.cx.a, struct ui_tab, COUNT(all));
	for (size_t i = 0; i < COUNT(all); i++)
		t[i] = (struct ui_tab){ .label = visit_say(&g->v, all[i].label), .url = notes_url(g, all[i].tail), .here = i == (size_t)here };
	return (struct ui_tabs){ .label = visit_say(&g->v, N_("What was said")), .tab = t, .n = COUNT(all) };
}

/* ---- words ------------------------------------------------------------------------------------------------------------- */

struct sv note_word(const struct visit *v, const char *column, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "note", column, code));
}

/* A county may stand on the agenda with several sites, so the title follows its unit. */
struct sv slot_name(struct gathered *g, int64_t no)
{
	struct arena *a = g->v.cx.a;
	for (size_t i = 0; i < g->n_slot; i++) {
		const struct event_slot *s = &g->slot[i];
		if (s->no == no && s->unit && s->title.n && !sv_eq(s->title, s->short_name))
			return arena_printf(a, "%lld. %.*s %.*s", (long long)no, SV_ARG(s->short_name), SV_ARG(s->title));
		if (s->no == no)
			return arena_printf(a, "%lld. %.*s", (long long)no, SV_ARG(s->unit ? s->short_name : s->title));
	}
	return visit_say(&g->v, N_("The event as a whole"));
}

struct sv note_title(struct visit *v, const struct note *n)
{
	struct arena *a = v->cx.a;
	struct sv kind = note_word(v, "kind", n->kind), level = n->level.n ? note_word(v, "level", n->level) : SV("");
	return level.n ? arena_printf(a, "%.*s · %.*s", SV_ARG(kind), SV_ARG(level)) : kind;
}

struct url note_matter_url(struct arena *a, const struct note *n)
{
	return n->matter_no ? url_seg(a, URL("/m"), matter_no_text(a, n->matter_no)) : (struct url){ SV_NONE };
}

struct ui_tag note_tag(struct visit *v, const struct note *n)
{
	enum matter_state state;
	bool closed = n->matter_no && matter_state_parse(n->matter_state, &state) && state == MATTER_CLOSED;
	if (sv_is(n->state, "open"))
		return (struct ui_tag){ "triangle", "amber", note_word(v, "state", n->state) };
	if (sv_is(n->state, "settled") || closed)
		return (struct ui_tag){ "tick", "teal", note_word(v, "state", closed ? n->matter_state : n->state) };
	if (sv_is(n->state, "dismissed"))
		return (struct ui_tag){ "strike", "grey", note_word(v, "state", n->state) };
	return (struct ui_tag){ 0 };
}

/* "0012, 办理中, 11-30": where what became a matter stands. */
struct sv note_standing(struct visit *v, const struct note *n)
{
	struct arena *a = v->cx.a;
	enum matter_state state;
	if (!sv_is(n->state, "matter"))
		return SV("");
	if (!n->matter_no)
		return visit_say(v, n->rehearsal ? N_("A rehearsal: no matter is made.") : N_("Its matter is being made."));
	struct sv word = matter_state_parse(n->matter_state, &state) ? visit_say(v, matter_state_word(state)) : SV("");
	return arena_tr(a, v->cx.lang, N_("matter %.*s: %.*s"), SV_ARG(matter_no_text(a, n->matter_no)), SV_ARG(word));
}

bool note_counts(const struct note *n, const char *kind)
{
	return !n->replaced_by && sv_is(n->kind, kind);
}

/* What was written down a moment ago, as the address says. */
struct ui_notice note_done(struct gathered *g)
{
	struct visit *v = &g->v;
	int64_t id = 0;
	const char *said = N_("The note is written down.");
	if (!sv_int(sv_or_empty(fields_get(&v->rq->query, "done")), &id))
		return (struct ui_notice){ 0 };
	for (size_t i = 0; i < g->n_note; i++) {
		const struct note *n = &g->note[i];
		if (n->id != id)
			continue;
		if (n->replaces)
			said = N_("The note is corrected.");
		else if (sv_is(n->kind, "problem") && !sv_is(n->state, "open"))
			said = N_("The problem is seen to.");
		else if (sv_is(n->kind, "question"))
			said = N_("The question is written down.");
		else if (sv_is(n->kind, "answer"))
			said = N_("The answer is written down.");
		else if (sv_is(n->kind, "commitment"))
			said = N_("The promise is written down.");
		else if (sv_is(n->kind, "demand"))
			said = N_("The demand is written down.");
	}
	return (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, said) };
}

/* ---- parts ------------------------------------------------------------------------------------------------------------- */

static void line(struct buf *b, struct sv text)
{
	buf_printf(b, "\n%.*s", SV_ARG(text));
}

/* What stands under the words: of what, by whom, by when, how it was solved. */
static struct sv beside(struct visit *v, const struct note *n)
{
	struct arena *a = v->cx.a;
	struct buf b = buf_new(a, 8000);
	struct sv of[] = { n->unit ? n->programme : SV(""), n->topic, sv_is(n->source, "typed") || !n->source.n ? SV("") : note_word(v, "source", n->source), n->taken_from };
	buf_put(&b, n->text);
	for (size_t i = 0; i < COUNT(of); i++)
		if (of[i].n)
			line(&b, of[i]);
	if (n->respondent.n)
		line(&b, arena_tr(a, v->cx.lang, N_("Asked: %.*s"), SV_ARG(n->respondent)));
	if (n->full_mark.u)
		line(&b, arena_tr(a, v->cx.lang, N_("Mark %.*s of %.*s"), SV_ARG(fmt_score(a, v->cx.lang, n->mark)),
				  SV_ARG(fmt_score(a, v->cx.lang, n->full_mark))));
	if (n->seconds)
		line(&b, arena_tr(a, v->cx.lang, N_("%lld seconds"), (long long)n->seconds));
	if (n->lead_name.n && day_is(n->due))
		line(&b, arena_tr(a, v->cx.lang, N_("%.*s, by %.*s"), SV_ARG(n->lead_name), SV_ARG(fmt_day_long(a, v->cx.lang, n->due))));
	if (n->how.n)
		line(&b, n->how);
	return buf_sv(&b);
}

/* ---- where its acts are done ----------------------------------------------------------------------------------------------- */

/* Answers and what was promised to a question stand with the questions. */
struct url note_home(struct gathered *g, const struct note *n)
{
	bool asked = sv_is(n->kind, "question") || sv_is(n->kind, "answer") || (sv_is(n->kind, "commitment") && n->parent);
	return notes_url(g, asked ? "questions" : "notes");
}

static struct url of_note(struct arena *a, int64_t event, int64_t note, const char *act)
{
	struct url u = url_seg(a, url_seg_int(a, URL("/events"), event), SV("notes"));
	return url_seg(a, url_seg_int(a, u, note), sv_of(act));
}

/* What is to be done about a note: a problem is solved, a question answered; else it may be corrected. */
static struct ui_link next_of(struct gathered *g, const struct note *n)
{
	struct visit *v = &g->v;
	bool answered = !sv_is(n->kind, "question") || !sv_is(g->e.state, "under_way");
	for (size_t i = 0; i < g->n_note; i++)
		answered |= note_counts(&g->note[i], "answer") && g->note[i].parent == n->id;
	if (sv_is(n->state, "open"))
		return (struct ui_link){ visit_say(v, N_("Solve the problem")), of_note(v->cx.a, n->event, n->id, "solve") };
	return answered ? (struct ui_link){ visit_say(v, N_("Correct the note")), of_note(v->cx.a, n->event, n->id, "correct") } :
			  (struct ui_link){ visit_say(v, N_("Write down an answer")), asked_url(g, n->id) };
}

/* Where a question of the bank leads to, and to the promise that follows it. */
static void question_links(struct gathered *g, const struct note *n, struct ui_link *l, size_t *n_link)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	if (n->question) {
		l[(*n_link)++] = (struct ui_link){ visit_say(v, g->office ? N_("The question and its key") : N_("The question")), asked_url(g, n->id) };
		l[(*n_link)++] = (struct ui_link){ arena_tr(a, v->cx.lang, N_("Question #%lld"), (long long)n->question), url_seg_int(a, URL("/questions"), n->question) };
	}
	if (g->office && sv_is(g->e.state, "under_way"))
		l[(*n_link)++] = (struct ui_link){ visit_say(v, N_("Write down a promise")), url_seg(a, asked_url(g, n->id), SV("promise")) };
}

struct ui_event note_entry(struct gathered *g, const struct note *n, bool acts)
{
	struct visit *v = &g->v;
	struct sv standing = note_standing(v, n), unit = n->unit_name.n ? n->unit_name : n->programme;
	struct ui_event e = {
		.when = fmt_instant_short(v->cx.a, v->cx.lang, n->at, v->today), .title = note_title(v, n), .text = beside(v, n),
		.who = unit.n ? arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(unit), SV_ARG(n->speaker)) : n->speaker,
		.tag = note_tag(v, n), .struck = n->replaced_by != 0,
	};
	if (n->matter_no)
		e.url = note_matter_url(v->cx.a, n), e.url_label = standing;
	else if (standing.n)
		e.text = arena_printf(v->cx.a, "%.*s\n%.*s", SV_ARG(e.text), SV_ARG(standing));
	if (!acts || n->replaced_by)
		return e;
	struct ui_link *l = NEW(v->cx.a, struct ui_link, 4), next = next_of(g, n);
	if (g->office && !url_is(e.url))
		e.url = next.url, e.url_label = next.label;
	else if (g->office) /* the link beside it leads to its matter */
		l[e.n_more++] = next;
	if (sv_is(n->kind, "question"))
		question_links(g, n, l, &e.n_more);
	e.more = l;
	return e;
}

struct ui_table problem_table(struct visit *v, const struct note *note, size_t n, struct sv caption, bool solve)
{
	static const char *const heads[] = { N_("Problem"), N_("Unit"), N_("Who solves it"), N_("By the day"), N_("State") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 3 ? COLUMN_DATE : COLUMN_TEXT };
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		const struct note *x = &note[i];
		if (!note_counts(x, "problem") && (!sv_is(x->state, "open") || x->replaced_by))
			continue;
		struct sv standing = note_standing(v, x);
		c[0] = (struct ui_cell){ .text = arena_printf(a, "%zu. %.*s", k + 1, SV_ARG(x->text)), .note = x->how };
		c[1] = (struct ui_cell){ .text = x->unit_name, .note = x->site };
		c[2].text = x->lead_name.n ? x->lead_name : SV("—");
		c[3].text = day_is(x->due) ? fmt_day_short(a, v->cx.lang, x->due, v->today) : SV("—");
		c[4] = (struct ui_cell){ .text = standing, .url = note_matter_url(a, x), .tag = note_tag(v, x) };
		if (solve && sv_is(x->state, "open")) {
			c[4].text = visit_say(v, N_("Solve the problem"));
			c[4].url = of_note(a, x->event, x->id, "solve");
		}
		row[k++].cell = c;
	}
	return (struct ui_table){ .caption = caption, .column = col, .n_column = COUNT(heads), .row = row, .n_row = k, .cards = true, .labels = true };
}

/* ---- results ------------------------------------------------------------------------------------------------------------------------------ */

enum rc note_results(struct visit *v, const struct vote *vote, struct vote_row **ret, size_t *ret_n)
{
	return vote_stated(&v->cx, v->db, vote->id, ret, ret_n);
}

/* ---- forms ------------------------------------------------------------------------------------------------------------- */

struct ui_field slot_field(struct gathered *g, int64_t chosen)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_choice *c = NEW(a, struct ui_choice, g->n_slot + 1);
	c[0] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("The event as a whole")) };
	for (size_t i = 0; i < g->n_slot; i++)
		c[i + 1] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)g->slot[i].no), .label = slot_name(g, g->slot[i].no),
					       .chosen = g->slot[i].no == chosen };
	return (struct ui_field){ .kind = INPUT_SELECT, .name = "slot", .label = visit_say(v, N_("Slot of the agenda")), .choice = c, .n_choice = g->n_slot + 1,
				  .faults = v->cx.faults };
}

static const struct act_def *def_of(struct visit *v, const char *act)
{
	return registry_act(store_nouns(web_store(v->web)), sv_of(act), NULL);
}

struct js *sent_fields(struct visit *v, const char *act, int64_t event)
{
	const struct act_def *def = def_of(v, act);
	struct js *f = js_obj(v->cx.a);
	for (size_t i = 0; i < def->n_fields; i++) {
		const char *name = def->fields[i].name, *of = def->fields[i].type == FIELD_REF ? def->fields[i].of : "";
		struct sv s = fields_get(&v->rq->form, name);
		int64_t no;
		if (strcmp(name, "event") == 0)
			js_set_int(v->cx.a, f, name, event);
		else if (strcmp(of, "note") == 0) /* the page's own */
			continue;
		else if (strcmp(of, "question") == 0 && sv_int(sv_trim(sv_or_empty(s)), &no)) /* its number, with the sign or without */
			js_set_int(v->cx.a, f, name, no);
		else if (sv_trim(s).n)
			js_set_sv(v->cx.a, f, name, s);
	}
	return f;
}

static void choose(struct visit *v, const struct field *f, struct ui_field *u)
{
	struct arena *a = v->cx.a;
	struct ui_choice *c = NEW(a, struct ui_choice, 16);
	size_t n = 0;
	if (!f->required)
		c[n++] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (size_t i = 0; n < 16 && enum_word(f->of, i).p; i++) {
		struct sv word = enum_word(f->of, i);
		c[n++] = (struct ui_choice){ .value = word, .label = note_word(v, f->name, word), .chosen = sv_eq(word, u->value) };
	}
	u->choice = c;
	u->n_choice = n;
}

void act_fields(struct visit *v, const char *act, const char *const *names, size_t n, struct ui_field *ret)
{
	const struct act_def *def = def_of(v, act);
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < def->n_fields; i++) {
			const struct field *f = &def->fields[i];
			struct sv s = visit_form_value(v, f->name);
			if (strcmp(f->name, names[k]) != 0)
				continue;
			ret[k] = visit_field(v, f);
			ret[k].value = sv_or_empty(s);
			ret[k].optional = !f->required;
			ret[k].rows = f->type == FIELD_TEXT ? 3 : 0;
			if (f->type == FIELD_ENUM)
				choose(v, f, &ret[k]);
		}
}
