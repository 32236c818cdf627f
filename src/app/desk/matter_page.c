/* One matter: the facts left, what happened right, what the visitor may do now. */
#include "app/desk/handlers.h"
#include "app/desk/matter.tmpl.h"
#include "app/desk/matter_forms.h"
#include "app/note/note.h"
#include "core/spoken.h"

enum { MOMENTS = 400 };

struct tab {
	const char *name, *label;
	const char *acts;        /* "|matter.x|" */
};
static const struct tab tabs[] = {
	{ "", N_("Everything"), NULL },
	{ "said", N_("Reports and notes"),
	  "|matter.progress|matter.claim_finish|matter.note|matter.close|matter.send_back|matter.return|matter.answer|matter.import_change|" },
	{ "calls", N_("Calls"), "|matter.chase|" },
	{ "changes", N_("Changes of state and date"),
	  "|matter.issue|matter.ack|matter.return|matter.assign|matter.unassign|matter.reassign|matter.extend_ask|matter.extend_decide|"
	  "matter.take_up|matter.send_back|matter.close|matter.reopen|matter.suspend|matter.resume|matter.stand|matter.withdraw|matter.edit|" },
};

struct shown {                   /* what the handler knows beside the matter */
	const struct act_def *refused; /* the act whose form comes back */
	int64_t basis;           /* what its sender had seen */
	int64_t phone_post;      /* whose phone was asked for; -1: nobody's */
	struct sv phone;
};

/* ---- facts ----------------------------------------------------------------------------------------------------- */

struct facts {
	struct visit *v;
	struct ui_fact *f;
	size_t n;
};

static struct ui_fact *fact(struct facts *x, const char *label, struct sv value)
{
	if (!value.n)
		return &x->f[63]; /* nothing known: nothing shown */
	x->f[x->n] = (struct ui_fact){ .label = visit_say(x->v, label), .value = value };
	return &x->f[x->n++];
}

static struct sv due_history(struct visit *v, const struct matter_case *c)
{
	int granted = 0;
	for (size_t i = 0; i < c->n_ext; i++)
		granted += sv_is(c->ext[i].state, "granted");
	if (!granted || !day_is(c->m->first_due))
		return SV("");
	return arena_trn(v->cx.a, v->cx.lang, granted, "moved %d time, first set for %.*s", "moved %d times, first set for %.*s", granted,
			 SV_ARG(day_text(v->cx.a, c->m->first_due)));
}

static void fill_facts(struct visit *v, const struct matter_case *c, struct matter_page *p)
{
	const struct matter *m = c->m;
	struct facts x = { v, NEW(v->cx.a, struct ui_fact, 64), 0 };
	struct ui_fact *f;
	fact(&x, N_("Supervising office"), m->owner_name);
	fact(&x, N_("Responsible leader"), m->sponsor);
	fact(&x, N_("Covering leader"), m->cover);
	fact(&x, N_("Verified by"), m->verifier_name);
	fact(&x, N_("Issued"), fmt_instant(v->cx.a, v->cx.lang, m->issued_at));
	struct sv due = day_is(m->due) ? day_text(v->cx.a, m->due) : m->due_kind != DUE_NONE ? visit_say(v, due_kind_word(m->due_kind)) : SV("");
	f = fact(&x, N_("Due"), due);
	f->mark = true;
	f->hint = due_history(v, c);
	if (!f->hint.n && m->due_text.n && !sv_eq(m->due_text, due))
		f->hint = arena_tr(v->cx.a, v->cx.lang, N_("in the list: %.*s"), SV_ARG(m->due_text));
	if (c->asked)
		fact(&x, N_("Extension"), c->asked_text);
	fact(&x, N_("Struck off at"), fmt_instant(v->cx.a, v->cx.lang, m->closed_at));
	fact(&x, N_("Goal"), m->goal);
	fact(&x, N_("Money"), matter_money(v->cx.a, v->cx.lang, m));
	fact(&x, N_("Problems"), m->problem);
	fact(&x, N_("Next step"), m->next_step);
	fact(&x, N_("Note"), m->note);
	if (m->reopened)
		fact(&x, N_("Reopened"), arena_trn(v->cx.a, v->cx.lang, m->reopened, "%lld time", "%lld times", (long long)m->reopened));
	p->facts = (struct ui_facts){ .fact = x.f, .n = x.n };
}

/* The list's other columns. */
static void fill_more(struct visit *v, const struct matter *m, struct matter_page *p)
{
	const char *why;
	int line, col;
	struct facts x = { v, NEW(v->cx.a, struct ui_fact, 64), 0 };
	fact(&x, N_("Number in the list"), m->source_no);
	fact(&x, N_("Class"), m->class_);
	fact(&x, N_("Batch"), m->batch);
	fact(&x, N_("Cluster"), m->cluster);
	fact(&x, N_("Chain"), m->chain);
	fact(&x, N_("Planned start"), day_text(v->cx.a, m->start_plan));
	fact(&x, N_("Actual start"), day_text(v->cx.a, m->start_actual));
	const struct js *o = m->extra.n ? js_parse(v->cx.a, m->extra, &why, &line, &col) : NULL;
	for (const struct js *one = o ? o->first : NULL; one && x.n < 60; one = one->next)
		if (one->kind == JS_STR && one->s.n)
			x.f[x.n++] = (struct ui_fact){ .label = one->key, .value = one->s };
	p->more_facts = (struct ui_facts){ .fact = x.f, .n = x.n };
}

static void fill_bars(struct visit *v, const struct matter *m, const struct light_view *l, struct matter_page *p)
{
	struct ui_bar *b = NEW(v->cx.a, struct ui_bar, 2);
	size_t n = 0;
	bool over = m->state == MATTER_CLOSED || m->state == MATTER_WITHDRAWN || m->state == MATTER_DRAFT;
	const struct light_look *k = light_look(l->light);
	if (percent_is(m->percent))
		b[n++] = (struct ui_bar){ .label = visit_say(v, N_("So far")), .percent = m->percent, .colour = k->colour };
	if (l->has_pace && !over)
		b[n++] = (struct ui_bar){ .label = visit_say(v, N_("Pace")), .percent = l->pace, .colour = "grey" };
	p->bars = (struct ui_bars){ .bar = b, .n = n };
}

/* Units with the posts that can be called there. */
static enum rc fill_units(struct visit *v, const struct matter_case *c, const struct shown *s, struct matter_page *p)
{
	struct call_row *r = NEW(v->cx.a, struct call_row, c->n + 1);
	for (size_t i = 0; i < c->n; i++) {
		const struct duty *d = &c->duty[i];
		struct post *post;
		size_t n, best = 0;
		if (d->state == ASSIGNMENT_RELEASED)
			continue;
		TRY(posts_of_unit(&v->cx, v->db, d->unit, &post, &n));
		while (best < n && (post[best].disabled || !post[best].phone.p))
			best++;
		best = best < n ? best : 0;
		struct call_row *row = &r[p->n_unit++];
		*row = (struct call_row){ .unit = d->unit_name, .role = spoken_head(v->cx.a, v->cx.lang, visit_say(v, assignment_role_word(d->role))),
					  .state = c->m->state == MATTER_DRAFT || c->m->state == MATTER_CLOSED ? SV("") :
						   visit_say(v, assignment_state_word(d->state)) };
		if (d->acked_at && d->state != ASSIGNMENT_ASSIGNED)
			row->state = arena_tr(v->cx.a, v->cx.lang, N_("%.*s, signed for %.*s"), SV_ARG(row->state),
					      SV_ARG(fmt_instant_short(v->cx.a, v->cx.lang, d->acked_at, v->today)));
		if (n) {
			row->post = post[best].holder.n ? arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(post[best].title), SV_ARG(post[best].holder)) :
							  post[best].title;
			row->post_id = post[best].id;
			row->has_phone = post[best].phone.p != NULL;
		}
		if (row->post_id && row->post_id == s->phone_post)
			row->phone = s->phone;
	}
	if (c->m->contact.n) /* who the list says can be called */
		r[p->n_unit++] = (struct call_row){ .role = visit_say(v, N_("Contact in the list")), .has_phone = true,
						    .phone = s->phone_post == 0 ? s->phone : SV("") };
	p->unit = r;
	bool holds = false;
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, c->m->owner, &holds));
	p->may_reach = holds;
	p->reach = visit_form(v, url_of(arena_printf(v->cx.a, "/m/%.*s/reach", SV_ARG(p->no))), 0);
	return RC_OK;
}

static enum rc fill_evidence(struct visit *v, const struct matter_case *c, struct matter_page *p)
{
	struct file_item *items;
	bool office = false;
	TRY(file_items(v, c->m, &items, &p->n_file));
	p->file = items;
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, c->m->owner, &office));
	bool over = c->m->state == MATTER_CLOSED || c->m->state == MATTER_WITHDRAWN || c->m->state == MATTER_DRAFT;
	if (!over && (office || c->own))
		p->files = url_of(arena_printf(v->cx.a, "/m/%.*s/files", SV_ARG(p->no)));
	if (!over && office)
		p->link = url_of(arena_printf(v->cx.a, "/m/%.*s/link", SV_ARG(p->no)));
	return RC_OK;
}

/* ---- what happened ------------------------------------------------------------------------------------------------ */

static bool of_tab(const struct tab *t, const char *act)
{
	size_t n = strlen(act);
	for (const char *p = t->acts; p && (p = strstr(p, act)); p += n)
		if (p[-1] == '|' && p[n] == '|')
			return true;
	return !t->acts;
}

static struct ui_event event_of(struct visit *v, const struct matter_case *c, const struct moment *m)
{
	struct arena *a = v->cx.a;
	struct buf b = buf_new(a, 20000);
	struct ui_event e = { .when = fmt_instant_short(a, v->cx.lang, m->at, v->today), .who = m->post_name, .title = visit_say(v, m->label) };
	/* whose duty it was, where that is not who did it */
	if (m->unit_name.n && !sv_starts(m->post_name, m->unit_name))
		e.title = arena_printf(a, "%.*s · %.*s", SV_ARG(e.title), SV_ARG(m->unit_name));
	if (percent_is(m->percent))
		buf_printf(&b, "%.*s%% ", SV_ARG(percent_text(a, m->percent)));
	if (m->result.n)
		buf_printf(&b, "[%.*s] ", SV_ARG(word_text(v, m->result)));
	if (day_is(m->new_due))
		buf_printf(&b, "%.*s → %.*s ", SV_ARG(day_text(a, m->old_due)), SV_ARG(day_text(a, m->new_due)));
	buf_put(&b, m->text);
	if (m->said_by.n)
		buf_printf(&b, "\n(%.*s)", SV_ARG(arena_tr(a, v->cx.lang, N_("entered for the unit: %.*s said so, %.*s"), SV_ARG(m->said_by),
							   SV_ARG(word_text(v, m->means)))));
	if (m->erased)
		buf_put(&b, visit_say(v, N_("Lawfully erased.")));
	e.text = sv_trim(buf_sv(&b));
	for (size_t i = 0; i < c->n_record; i++)
		if (c->record[i].seq == m->seq && c->record[i].same)
			e.tag = (struct ui_tag){ .shape = "triangle", .colour = "amber", .word = visit_say(v, N_("same words as before")) };
	if (m->via.n && sv_is(m->via, "link"))
		e.who = arena_tr(a, v->cx.lang, N_("%.*s, by link"), SV_ARG(e.who));
	return e;
}

static void fill_tabs(struct visit *v, struct sv chosen, struct matter_page *p)
{
	struct ui_tab *t = NEW(v->cx.a, struct ui_tab, COUNT(tabs));
	for (size_t i = 0; i < COUNT(tabs); i++) {
		struct url u = url_of(arena_printf(v->cx.a, "/m/%.*s", SV_ARG(p->no)));
		if (tabs[i].name[0])
			u = url_arg(v->cx.a, u, "t", sv_of(tabs[i].name));
		t[i] = (struct ui_tab){ .label = visit_say(v, tabs[i].label), .url = u, .here = sv_is(chosen, tabs[i].name) };
	}
	p->tabs = (struct ui_tabs){ .label = visit_say(v, N_("What of the timeline is shown")), .tab = t, .n = COUNT(tabs) };
}

static enum rc fill_timeline(struct visit *v, const struct matter_case *c, const struct shown *s, struct matter_page *p)
{
	struct moment *m;
	size_t n;
	struct sv chosen = fields_get(&v->rq->query, "t");
	const struct tab *tab = &tabs[0];
	TRY(matter_timeline(&v->cx, v->db, c->m, MOMENTS, &m, &n));
	for (size_t i = 1; i < COUNT(tabs); i++)
		if (sv_is(chosen, tabs[i].name))
			tab = &tabs[i];
	struct ui_event *e = NEW(v->cx.a, struct ui_event, n + 1), *newer = NEW(v->cx.a, struct ui_event, n + 1);
	for (size_t i = 0; i < n; i++) {
		/* Looks at a phone, and the list around its row, are no news of the matter. */
		if (strcmp(m[i].act, "matter.reach") == 0 || strcmp(m[i].act, "matter.import_accept") == 0 || strcmp(m[i].act, "matter.import_done") == 0)
			continue;
		if (of_tab(tab, m[i].act))
			e[p->timeline.n++] = event_of(v, c, &m[i]);
		if (s->basis && m[i].seq > s->basis)
			newer[p->n_newer++] = event_of(v, c, &m[i]);
	}
	p->timeline.event = e;
	p->newer = newer;
	fill_tabs(v, sv_of(tab->name), p);
	return RC_OK;
}

/* ---- notices --------------------------------------------------------------------------------------------------------- */

static void fill_done(struct visit *v, struct matter_page *p)
{
	struct sv done = fields_get(&v->rq->query, "done"), ref = fields_get(&v->rq->query, "ref");
	const char *next = done.n ? act_next(done) : NULL;
	int64_t seq;
	if (!next || !sv_int(ref, &seq))
		return;
	const struct act_def *def = act_row(v, arena_cstr(v->cx.a, done));
	struct sv label = visit_say(v, def->label), then = visit_say(v, next);
	p->done = (struct ui_notice){ .kind = NOTICE_DONE, .url = URL("/"), .url_label = visit_say(v, N_("Back to my desk")),
				      .title = arena_tr(v->cx.a, v->cx.lang, N_("Done: %.*s"), SV_ARG(label)),
				      .text = arena_tr(v->cx.a, v->cx.lang, N_("%.*s Reference %.*s-%lld."), SV_ARG(then), SV_ARG(p->no), (long long)seq) };
	if (fields_get(&v->rq->query, "unattached").n) {
		p->done.kind = NOTICE_WARN;
		p->done.text = visit_say(v, N_("The words are saved. A file was not attached: perhaps it is there already. Look at the evidence."));
	}
}

static enum rc fill_lock(struct visit *v, const struct matter *m, struct matter_page *p)
{
	if (m->state == MATTER_CLOSED)
		p->lock = (struct ui_notice){ .kind = NOTICE_LOCK,
			.title = arena_tr(v->cx.a, v->cx.lang, N_("Struck off on %.*s"), SV_ARG(fmt_day_long(v->cx.a, v->cx.lang, day_of_instant(m->closed_at)))),
			.text = visit_say(v, N_("Nothing here is edited any more. If the problem is back, reopen the matter: that makes a new record.")) };
	if (m->state == MATTER_WITHDRAWN)
		p->lock = (struct ui_notice){ .kind = NOTICE_LOCK, .title = visit_say(v, N_("Withdrawn")), .text = m->reason };
	if (m->state == MATTER_SUSPENDED)
		p->lock = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("Suspended: the clock stands still")), .text = m->reason };
	if (m->state == MATTER_SENT_BACK)
		p->lock = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("Sent back by the verifier")), .text = m->reason };
	return RC_OK;
}

/* Whose turn it is, with whom it is held: for everybody who can do nothing here. */
static enum rc fill_turn(struct visit *v, const struct matter_case *c, struct matter_page *p)
{
	const struct matter *m = c->m;
	struct buf who = buf_new(v->cx.a, 4000);
	bool check = m->state == MATTER_FINISH_CLAIMED || m->state == MATTER_VERIFYING, leads = false;
	if (m->state == MATTER_CLOSED || m->state == MATTER_WITHDRAWN)
		return RC_OK;
	int64_t unit = check && m->verifier ? m->verifier : m->owner;
	for (size_t i = 0; i < p->n_unit && !check && m->state != MATTER_DRAFT && m->state != MATTER_RETURNED; i++) {
		if (!p->unit[i].unit.n || !sv_eq(p->unit[i].role, visit_say(v, assignment_role_word(AS_LEAD))))
			continue;
		leads = true;
		buf_printf(&who, "%s%.*s %.*s", who.n ? "; " : "", SV_ARG(p->unit[i].unit), SV_ARG(p->unit[i].post));
	}
	if (!leads) {
		struct post *post;
		size_t n;
		struct unit u;
		TRY(unit_get(&v->cx, v->db, unit, &u));
		TRY(posts_of_unit(&v->cx, v->db, unit, &post, &n));
		buf_printf(&who, "%.*s", SV_ARG(u.short_name));
		for (size_t i = 0; i < n && i < 3; i++)
			buf_printf(&who, " %.*s", SV_ARG(post[i].title));
	}
	p->turn = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("You can read this matter; others act on it")),
				      .text = arena_tr(v->cx.a, v->cx.lang, leads ? N_("Now it is for the lead units: %.*s") :
						       check ? N_("Now it is for the verifier: %.*s") : N_("Now it is for the office: %.*s"),
						       SV_ARG(buf_sv(&who))) };
	return RC_OK;
}

/* The act is not open any more, and so has no form: its words are kept all the same. */
static void fill_typed(struct visit *v, const struct act_def *def, struct matter_page *p)
{
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, def->n_fields + 1);
	for (size_t i = 0; i < def->n_fields; i++) {
		struct sv typed = fields_get(&v->rq->form, def->fields[i].name);
		if (typed.n && (def->fields[i].type == FIELD_TEXT || def->fields[i].type == FIELD_LINE || def->fields[i].type == FIELD_DAY))
			f[p->typed.n++] = (struct ui_fact){ .label = visit_say(v, def->fields[i].label), .value = typed };
	}
	p->typed.fact = f;
}

/* ---- the page --------------------------------------------------------------------------------------------------------- */

static struct sv origin_of(struct visit *v, const struct matter *m)
{
	struct buf b = buf_new(v->cx.a, 4000);
	const struct sv part[] = { visit_say(v, matter_kind_word(m->kind)), m->category, m->origin, m->origin_no };
	for (size_t i = 0; i < COUNT(part); i++)
		if (part[i].n)
			buf_printf(&b, "%s%.*s", b.n ? " · " : "", SV_ARG(part[i]));
	return buf_sv(&b);
}

/* What was solved well is worth a card, from which others learn (app/practice). */
static void fill_rare(struct visit *v, const struct matter *m, const struct matter_acts *acts, struct matter_page *p)
{
	struct ui_button *b = NEW(v->cx.a, struct ui_button, acts->n_rare + 1);
	for (size_t i = 0; i < acts->n_rare; i++)
		b[i] = acts->rare[i];
	p->rare = (struct ui_buttons){ .button = b, .n = acts->n_rare };
	if (m->state == MATTER_CLOSED && (v->roles & (ROLE_UNIT | ROLE_OFFICE)))
		b[p->rare.n++] = (struct ui_button){ .kind = BUTTON_QUIET, .label = visit_say(v, N_("Write a practice card")),
						     .url = url_arg(v->cx.a, URL("/practices/new"), "born_matter", matter_no_text(v->cx.a, m->no)) };
}

/* The office reads the whole event, a unit what is about itself. */
static enum rc where_said(struct visit *v, const struct matter *m, struct url *ret)
{
	struct note n;
	struct scope scope;
	struct ctx probe = v->cx;
	bool found = false;
	if (sv_starts(m->origin_no, SV("#")))
		TRY(note_of_matter(&v->cx, v->db, m->id, &n, &found));
	if (!found)
		return RC_OK;
	ctx_forget(&probe); /* that a role may not ask is no fault of this page */
	const struct view_def *all = registry_view(store_nouns(web_store(v->web)), SV("note.list"), NULL);
	bool whole = person_scope(&probe, v->db, &v->actor, all, &scope) == RC_OK && scope_holds(&scope, n.owner_path);
	*ret = url_seg(v->cx.a, url_seg_int(v->cx.a, URL("/events"), n.event), whole ? SV("notes") : SV("sites"));
	return RC_OK;
}

static enum rc fill(struct visit *v, const struct matter *m, const struct shown *s, struct matter_page *p)
{
	struct matter_case c;
	struct matter_acts acts;
	struct light_view l = matter_light_of(m, v->today);
	struct sv chosen = s->refused ? sv_of(s->refused->name) : fields_get(&v->rq->query, "do");
	p->no = matter_no_text(v->cx.a, m->no);
	p->title = m->title;
	p->origin = origin_of(v, m);
	TRY(where_said(v, m, &p->event));
	p->list = m->list;
	p->ledger = m->list.n ? url_arg(v->cx.a, URL("/matters"), "list", m->list) : URL("/matters");
	p->tag = state_tag(v, m, &l);
	p->when = l.light == LIGHT_OVERDUE || !day_is(m->due) ? when_due(v, m, &l) :
		  arena_tr(v->cx.a, v->cx.lang, N_("due %.*s"), SV_ARG(day_text(v->cx.a, m->due)));
	p->state = visit_say(v, matter_state_word(m->state));
	TRY(matter_case_open(v, m, &c));
	fill_facts(v, &c, p);
	fill_more(v, m, p);
	fill_bars(v, m, &l, p);
	TRY(fill_units(v, &c, s, p));
	TRY(fill_evidence(v, &c, p));
	TRY(fill_timeline(v, &c, s, p));
	matter_acts_find(v, &c, chosen, &acts);
	p->open = acts.open;
	if (s->refused && (!acts.open || !sv_is(acts.open->act, s->refused->name)))
		fill_typed(v, s->refused, p);
	p->acts = (struct ui_buttons){ .button = acts.button, .n = acts.n };
	fill_rare(v, m, &acts, p);
	fill_done(v, p);
	TRY(fill_lock(v, m, p));
	if (!p->open && !acts.n && !acts.n_rare)
		TRY(fill_turn(v, &c, p));
	return RC_OK;
}

static void show(struct visit *v, const struct matter *m, const struct shown *s, int status)
{
	struct matter_page p = { .frame = &v->frame, .faults = v->cx.faults };
	/* Faults of what was sent stand apart from those of drawing the page. */
	enum rc rc = fill(v, m, s, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	desk_frame(v, arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(p.no), SV_ARG(p.title)), arena_cstr(v->cx.a, arena_printf(v->cx.a, "m/%.*s", SV_ARG(p.no))));
	matter_page(&v->out, &p);
	if (s->phone.n)
		v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
}

/* The matter of the address, if this visitor may see it; else the answer is given. */
static bool matter_of(struct visit *v, struct matter *ret)
{
	int64_t no;
	struct scope scope;
	enum rc rc = visit_scope(v, LIST_VIEW, &scope);
	if (rc == RC_OK)
		rc = sv_int(http_param(v->rq, "no"), &no) ? matter_by_no(&v->cx, v->db, no, ret) :
							     fail(&v->cx, RC_NOT_FOUND, "matter.no", N_("A matter is called by its number, such as 0623."));
	if (rc == RC_OK)
		rc = matter_visible(&v->cx, v->db, ret, &scope);
	if (rc != RC_OK)
		visit_fail(v, rc);
	return rc == RC_OK;
}

void page_matter(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct matter m;
	if (visit_open(&v, web, rq, rp) && matter_of(&v, &m))
		show(&v, &m, &(struct shown){ .phone_post = -1 }, 200);
	visit_close(&v);
}

/* The act, with the files that came in its form: they are kept before it and attached to its record after it. */
static enum rc act_with_files(struct visit *v, const struct matter *m, const char *act, struct act_answer *ret, bool *ret_unattached)
{
	struct file_kept *k = NULL;
	size_t n = 0;
	struct js *f = visit_fields(v);
	if (v->rq->file_count)
		TRY(files_take(v, "file", &k, &n));
	if (strcmp(act, "matter.close") == 0)
		TRY(close_matter(v, m, f, ret));
	else
		TRY(visit_act(v, act, m->id, f, ret));
	/* The words are in; a file that is there already, say, is no reason to send them again. */
	*ret_unattached = n && files_attach(v, m->id, ret->seq, SV(""), k, n) != RC_OK;
	return RC_OK;
}

void do_matter(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct matter m;
	if (visit_open_post(&v, web, rq, rp) && matter_of(&v, &m)) {
		struct act_answer answer = { 0 };
		struct shown s = { .phone_post = -1 };
		struct sv act = visit_form_value(&v, "_act");
		if (!act.p || !act_next(act) || sv_is(act, "matter.draft")) {
			visit_fail(&v, fail(&v.cx, RC_NOT_FOUND, "act.none", N_("There is no such act.")));
			visit_close(&v);
			return;
		}
		s.refused = act_row(&v, arena_cstr(rq->a, act));
		bool unattached = false;
		enum rc rc = act_with_files(&v, &m, s.refused->name, &answer, &unattached);
		if (rc == RC_OK) {
			visit_redirect(&v, arena_printf(rq->a, "/m/%.*s?done=%s&ref=%lld%s", SV_ARG(matter_no_text(rq->a, m.no)), s.refused->name,
							(long long)answer.seq, unattached ? "&unattached=1" : ""));
		} else {
			if (rc == RC_CONFLICT && !sv_int(visit_form_value(&v, "basis"), &s.basis))
				s.basis = 0;
			show(&v, &m, &s, rc_http(rc));
		}
	}
	visit_close(&v);
}

/* To see a phone number is an act; it is shown once, in the answer, and not kept. */
void do_matter_reach(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct matter m;
	if (visit_open_post(&v, web, rq, rp) && matter_of(&v, &m)) {
		struct shown s = { .phone_post = -1 };
		int64_t post = 0;
		enum rc rc = sv_int(visit_form_value(&v, "post"), &post) && post >= 0 ?
				     matter_reach(&v.cx, web_store(web), v.actor, m.id, post, &s.phone) :
				     fail(&v.cx, RC_INVALID, "desk.post", N_("Say whose phone is meant."));
		s.phone_post = rc == RC_OK ? post : -1;
		show(&v, &m, &s, rc == RC_OK ? 200 : rc_http(rc));
	}
	visit_close(&v);
}
