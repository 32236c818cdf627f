/* Paper typed in: twice, by two people, into the box and nowhere else.  Who types sees what stands on the paper in front of her
 * and, where two readings differ, both of them without their readers. */
#include "app/hall/office.h"

#include "app/hall/cells.h"
#include "app/hall/pages.tmpl.h"
#include "app/hall/slots.h"
#include "app/person/person.h"

struct typing {
	struct office o;
	struct digest digest;
	const struct vote_code *code;
	struct hall_sheet sheet;
	struct vote_cell cell;       /* as it lies there after the reading */
};

static enum rc open_paper(struct typing *t)
{
	struct visit *v = &t->o.v;
	TRY(office_load(&t->o));
	if (!t->o.office)
		return fail(&v->cx, RC_DENIED, "vote.office", N_("The office that holds the vote opens and closes it."));
	return sv_is(t->o.e.state, "open") ? RC_OK : fail(&v->cx, RC_CONFLICT, "vote.not_open", N_("The vote is not open."));
}

static enum rc find_code(struct typing *t)
{
	struct office *o = &t->o;
	struct visit *v = &o->v;
	struct sv typed = visit_code_typed(v->cx.a, sv_or_empty(fields_get(&v->rq->form, "code")));
	if (!typed.n)
		return fail_at(&v->cx, RC_INVALID, "code", "field.required", N_("This must be filled in."));
	t->digest = office_code(o, typed);
	struct sv hex = hex_text(v->cx.a, digest_sv(&t->digest));
	for (size_t i = 0; i < o->n_code; i++)
		if (sv_eq(o->code[i].digest, hex))
			t->code = &o->code[i];
	if (!t->code)
		return fail_at(&v->cx, RC_INVALID, "code", "vote.code_none", N_("This is no code of this vote: compare it with the slip."));
	if (t->code->is_void)
		return fail_at(&v->cx, RC_INVALID, "code", "vote.code_void", N_("This code is void already."));
	return hall_sheet_open(&t->sheet, v, &o->e, t->code, &o->form, o->slot, o->n_slot);
}

/* Which paper lies on the table: seat and post of a signed one, the code as it is printed. */
static struct sv whose(struct typing *t)
{
	struct office *o = &t->o;
	struct arena *a = o->v.cx.a;
	struct sv code = code_in_groups(a, visit_code_typed(a, sv_or_empty(fields_get(&o->v.rq->form, "code")))), who = office_seat_name(o, t->code->seat);
	return arena_tr(a, o->v.cx.lang, N_("%.*s%sCode %.*s"), SV_ARG(who), who.n ? " · " : "", SV_ARG(code));
}

static void show(struct typing *t, bool sheet, struct hall_paper_page *p, int status)
{
	struct office *o = &t->o;
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct url here = office_vote_url(a, o->e.id);
	struct ui_field *code = NEW(a, struct ui_field, 1);
	*code = (struct ui_field){ .kind = INPUT_CODE, .name = "code", .label = visit_say(v, N_("Code on the paper")), .width = 20, .autocomplete = "off",
				   .value = SV(""), .faults = v->cx.faults };
	p->frame = &v->frame;
	p->faults = v->cx.faults;
	p->title = o->e.name;
	p->up = here;
	p->form = visit_form(v, url_seg(a, here, SV("paper")), 0);
	p->form.look = "form sheet";
	p->code = code;
	if (sheet) {
		p->typed = fields_get(&v->rq->form, "code");
		p->whose = whose(t);
		hall_sheet_names(&t->sheet, &p->named, &p->n_named);
		p->slot = hall_sheet_slots(&t->sheet);
		p->n = o->n_slot;
		p->rule = hall_sheet_rule(&t->sheet);
	}
	visit_frame(v, o->e.name, "vote-paper");
	v->frame.error = v->cx.faults != NULL;
	hall_paper_page(&v->out, p);
	visit_send(v, status);
}

void page_paper(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct typing *t = NEW(rq->a, struct typing, 1);
	if (visit_open(&t->o.v, web, rq, rp)) {
		enum rc rc = open_paper(t);
		if (rc == RC_OK)
			show(t, false, &(struct hall_paper_page){ 0 }, 200);
		else
			visit_fail(&t->o.v, rc);
	}
	visit_close(&t->o.v);
}

/* ---- a reading ------------------------------------------------------------------------------------------------------- */

struct read_in {
	struct typing *t;
	int64_t person;
	struct sv sheet;
};

static enum rc read_in(struct ctx *cx, struct vote_cell *cell, void *arg, bool *ret_same)
{
	struct read_in *r = arg;
	(void)ret_same;
	TRY(vote_cell_paper(cx, &r->t->o.form, cell, r->person, r->sheet));
	r->t->cell = *cell;
	return RC_OK;
}

/* Before anything is typed: has she read this paper already, or is it done with?  Nothing else of the box is told. */
static enum rc begun(struct typing *t, struct hall_paper_page *p, bool *ret_done)
{
	struct visit *v = &t->o.v;
	struct vote_cell cell = { 0 };
	int64_t person;
	TRY(person_now(&v->cx, v->db, v->session.post, &person));
	TRY(cell_look(&v->cx, web_store(v->web), t->o.e.id, &t->digest, &cell));
	*ret_done = cell.paper;
	if (cell.paper)
		p->note = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("In the box: two readings agree")),
			.text = visit_say(v, N_("This sheet needs no further reading.")) };
	for (int i = 0; i < cell.n_reading; i++)
		if (cell.reading[i].person == person)
			p->note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("You have typed in this sheet already")),
				.text = visit_say(v, N_("The second reading is another person's. What you type now replaces your first reading.")) };
	return RC_OK;
}

static enum rc keep(struct typing *t)
{
	struct visit *v = &t->o.v;
	struct read_in r = { .t = t };
	TRY(ballot_read(&v->cx, &t->o.form, hall_sheet_answers(&t->sheet), &r.sheet));
	TRY(hall_sheet_heard(&t->sheet, &t->o.e, r.sheet, SV_NONE));
	TRY(person_now(&v->cx, v->db, v->session.post, &r.person));
	return cell_change(&v->cx, web_store(v->web), t->o.e.id, &t->digest, read_in, &r);
}

/* What a reading says of one contestant. */
static struct sv slot_says(struct typing *t, const struct ballot_vote *x)
{
	struct visit *v = &t->o.v;
	struct arena *a = v->cx.a;
	const struct ballot_form *f = &t->o.form;
	if (!x->given)
		return visit_say(v, N_("nothing"));
	if (f->kind == BALLOT_GRADES)
		return f->grades[x->grade].name;
	if (f->kind == BALLOT_RANKS)
		return fmt_place(a, v->cx.lang, x->place, false);
	struct sv s = f->terms.n_criteria ? SV("") : dec_text(a, x->mark);
	for (int c = 0; c < f->terms.n_criteria; c++)
		s = arena_printf(a, "%.*s%s%.*s", SV_ARG(s), c ? " + " : "", SV_ARG(dec_text(a, x->part[c])));
	return s;
}

/* Both readings where they differ, the smaller text first: nothing of the order tells who read what. */
static enum rc differences(struct typing *t, struct hall_paper_page *p)
{
	struct visit *v = &t->o.v;
	struct arena *a = v->cx.a;
	struct ballot_vote one[BALLOT_SLOTS_MAX], two[BALLOT_SLOTS_MAX];
	struct hall_differs *d = NEW(a, struct hall_differs, t->o.n_slot + 1);
	if (t->cell.n_reading < 2)
		return RC_OK;
	TRY(ballot_votes(&v->cx, &t->o.form, t->cell.reading[0].sheet, one));
	TRY(ballot_votes(&v->cx, &t->o.form, t->cell.reading[1].sheet, two));
	for (size_t i = 0; i < t->o.n_slot; i++) {
		struct sv x = slot_says(t, &one[i]), y = slot_says(t, &two[i]);
		if (sv_eq(x, y))
			continue;
		bool first = sv_cmp(x, y) < 0;
		d[p->n_differs++] = (struct hall_differs){ .name = t->o.slot[i].name, .one = first ? x : y, .two = first ? y : x };
	}
	p->differs = d;
	return RC_OK;
}

static void kept(struct typing *t)
{
	struct visit *v = &t->o.v;
	struct hall_paper_page p = { 0 };
	if (differences(t, &p) != RC_OK) {
		visit_fail(v, RC_CHECK);
		return;
	}
	p.note = t->cell.n_reading == 1 ? (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("Read once")),
			.text = visit_say(v, N_("Another person types this paper in once more; until then the vote cannot be closed.")) } :
		t->cell.n_reading == 2 ? (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("The two readings differ")),
			.text = visit_say(v, N_("Look at the paper: whoever misread types it in again, or a third person says what it says.")) } :
		(struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("In the box: two readings agree")),
			.text = visit_say(v, N_("It is counted together with those from phones.")) };
	show(t, false, &p, 200);
}

void do_paper(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct typing *t = NEW(rq->a, struct typing, 1);
	struct visit *v = &t->o.v;
	if (visit_open_post(v, web, rq, rp)) {
		enum rc rc = open_paper(t);
		rp->cache = CACHE_NEVER;
		if (rc != RC_OK) {
			visit_fail(v, rc);
		} else if ((rc = find_code(t)) != RC_OK) {
			show(t, false, &(struct hall_paper_page){ 0 }, rc_http(rc));
		} else if (!sv_is(fields_get(&rq->form, "_keep"), "1")) {
			struct hall_paper_page p = { 0 };
			bool done = false;
			if ((rc = begun(t, &p, &done)) == RC_OK)
				show(t, !done, &p, 200);
			else
				show(t, false, &(struct hall_paper_page){ 0 }, rc_http(rc));
		} else if ((rc = keep(t)) == RC_OK) {
			kept(t);
		} else {
			show(t, rc == RC_INVALID, &(struct hall_paper_page){ 0 }, rc_http(rc));
		}
	}
	visit_close(v);
}
