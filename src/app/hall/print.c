/* What is printed once: slips with codes. */
#include "app/hall/office.h"

#include "app/hall/pages.tmpl.h"
#include "app/hall/slots.h"
#include "web/qr.h"

#include <stdlib.h>

struct made {
	struct sv digest;
	int64_t seat;
};

static int by_digest(const void *x, const void *y)
{
	return sv_cmp(((const struct made *)x)->digest, ((const struct made *)y)->digest);
}

/* Whose the i-th slip is: the i-th seat without a code, or nobody's. */
static int64_t seat_of(const struct office *o, int64_t i)
{
	for (size_t k = 0; k < o->n_seat && o->e.is_signed; k++)
		if (!office_coded(o, o->seat[k].no) && i-- == 0)
			return o->seat[k].no;
	return 0;
}

struct sv office_seat_name(struct office *o, int64_t seat)
{
	for (size_t k = 0; k < o->n_seat; k++)
		if (o->seat[k].no == seat)
			return arena_tr(o->v.cx.a, o->v.cx.lang, N_("Seat %lld · %.*s %.*s"), (long long)seat, SV_ARG(o->seat[k].unit_name), SV_ARG(o->seat[k].title));
	return SV("");
}

/* The act gets the digests in their own order, the paper the codes in the order in which they were made: neither tells of the
 * other.  Of a signed vote each code is of a seat. */
static struct js *make_codes(struct office *o, int64_t number, struct hall_slip *slip)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct made *made = NEW(a, struct made, (size_t)number);
	struct js *f = js_obj(a), *list = js_set(f, "digests", js_arr(a)), *seats = o->e.is_signed ? js_set(f, "seats", js_arr(a)) : NULL;
	for (int64_t i = 0; i < number; i++) {
		struct code code = code_new(a);
		made[i] = (struct made){ code.digest, seat_of(o, i) };
		slip[i].address = arena_printf(a, "%.*s/v/", SV_ARG(visit_base(v)));
		slip[i].code = code_in_groups(a, code.text);
		slip[i].qr = qr_svg(a, arena_printf(a, "%.*s/v/%.*s", SV_ARG(visit_base(v)), SV_ARG(code.text)));
		slip[i].seat = made[i].seat;
		slip[i].who = office_seat_name(o, made[i].seat);
	}
	qsort(made, (size_t)number, sizeof(*made), by_digest);
	for (int64_t i = 0; i < number; i++) {
		js_push(list, js_str(a, made[i].digest));
		if (seats)
			js_push(seats, js_int(a, made[i].seat));
	}
	int64_t own = 0;
	struct sv chosen = sv_trim(sv_or_empty(fields_get(&v->rq->form, "own")));
	if (!seats && sv_int(chosen, &own))
		js_set_int(a, f, "own", own);
	else if (!seats && chosen.n)
		js_set_sv(a, f, "own", chosen); /* refused by its field: codes for anybody are not what was asked for */
	if (!seats)
		js_set_sv(a, f, "voters", fields_get(&v->rq->form, "voters"));
	return f;
}

/* The unit whose jurors these codes are for. */
static struct sv own_of(const struct office *o)
{
	int64_t own = 0;
	if (!o->e.is_signed && sv_int(fields_get(&o->v.rq->form, "own"), &own))
		for (size_t i = 0; i < o->n_slot; i++)
			if (o->slot[i].unit == own)
				return o->slot[i].short_name;
	return SV("");
}

/* The heads of a paper sheet and who stands on it. */
static void sheet_heads(struct office *o, struct hall_slips_page *p)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	const struct ballot_form *f = &o->form;
	struct sv *head = NEW(a, struct sv, RULE_SHARES_MAX + BALLOT_CRITERIA_MAX + 1), *who = NEW(a, struct sv, o->n_slot + 1);
	for (int i = 0; f->kind == BALLOT_GRADES && i < f->n_grades; i++)
		head[p->n_head++] = f->grades[i].name;
	for (int i = 0; f->kind == BALLOT_MARKS && i < f->terms.n_criteria; i++)
		head[p->n_head++] = arena_printf(a, "%.*s(%.*s)", SV_ARG(f->terms.criteria[i].name), SV_ARG(dec_text(a, f->terms.criteria[i].most)));
	if (p->n_head == 0)
		head[p->n_head++] = f->kind == BALLOT_RANKS ? visit_say(v, N_("Place")) :
				    arena_printf(a, "%.*s(%.*s)", SV_ARG(visit_say(v, N_("Mark"))), SV_ARG(dec_text(a, f->most)));
	for (size_t i = 0; i < o->n_slot; i++)
		who[i] = hall_sheet_title(&(struct hall_sheet){ .v = v, .slot = o->slot, .n = o->n_slot }, i);
	p->head = head;
	p->contestant = who;
	p->n_contestant = o->n_slot;
	p->boxes = f->kind == BALLOT_GRADES;
	p->sum = f->kind == BALLOT_MARKS && f->terms.n_criteria > 0;
}

static enum rc paper_sheets(struct office *o, struct hall_slips_page *p)
{
	struct visit *v = &o->v;
	struct hall_paper_sheet *sheet = NEW(v->cx.a, struct hall_paper_sheet, p->n);
	struct hall_sheet fields;
	int64_t own = 0;
	(void)!sv_int(fields_get(&v->rq->form, "own"), &own);
	sheet_heads(o, p);
	for (size_t i = 0; i < p->n; i++) {
		const struct vote_code code = { .seat = p->slip[i].seat, .own = o->e.is_signed ? 0 : own };
		/* Secret sheets are all alike; of signed ones each seat has its own. */
		if (i > 0 && !o->e.is_signed) {
			sheet[i] = sheet[0];
			sheet[i].slip = &p->slip[i];
			continue;
		}
		struct sv *recused = NEW(v->cx.a, struct sv, o->n_slot + 1);
		TRY(hall_sheet_open(&fields, v, &o->e, &code, &o->form, o->slot, o->n_slot));
		for (size_t k = 0; k < o->n_slot; k++)
			recused[k] = o->form.shut && o->form.shut[k] ? visit_say(v, N_("recused")) : SV("");
		sheet[i] = (struct hall_paper_sheet){ &p->slip[i], recused, hall_sheet_rule(&fields) };
	}
	p->sheet = sheet;
	return RC_OK;
}

/* The page is whole before its codes are good: a code that nobody has seen would stand in the count of codes for ever. */
static enum rc show_slips(struct office *o, const struct hall_slip *slip, size_t n)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct sv voters = fields_get(&v->rq->form, "voters");
	struct hall_slips_page p = { .frame = &v->frame, .title = o->e.name, .voters = voters.p && !o->e.is_signed ? voters : SV(""), .slip = slip, .n = n,
				     .own = own_of(o), .back = office_vote_url(a, o->e.id), .is_signed = o->e.is_signed };
	p.when = arena_printf(a, "%.*s · %.*s · %.*s", SV_ARG(v->frame.office), SV_ARG(o->e.event_name), SV_ARG(fmt_day_long(a, v->cx.lang, o->e.day)));
	if (p.own.n && n < VOTE_PILE_LEAST)
		p.few = arena_tr(a, v->cx.lang, N_("Only %lld codes are for jurors of %.*s: little is needed to tell whose a ballot is. At least %d are advised."),
				 (long long)n, SV_ARG(p.own), VOTE_PILE_LEAST);
	if (sv_is(fields_get(&v->rq->form, "_print"), "sheets"))
		TRY(paper_sheets(o, &p));
	visit_frame(v, o->e.name, "vote-codes");
	v->frame.kind = FRAME_PLAIN;
	v->frame.paper = PAPER_CUT;
	v->frame.prefs = (struct url){ 0 }; /* in another language it could only be asked for again, and it is there once */
	hall_slips_page(&v->out, &p);
	return v->out.b.over ? fail(&v->cx, RC_LIMIT, "vote.codes_page", N_("So many sheets do not fit one page. Print fewer at once; no codes were made.")) : RC_OK;
}

static enum rc codes_once(struct office *o)
{
	struct visit *v = &o->v;
	struct act_answer answer;
	int64_t number = 0;
	if (o->e.is_signed)
		number = (int64_t)office_uncoded(o);
	else if (!sv_int(sv_trim(visit_form_value(v, "number")), &number))
		number = 0;
	if (number < 1 || number > VOTE_CODES_AT_ONCE)
		return fail_at(&v->cx, RC_INVALID, "number", "vote.codes", N_("Between 1 and %d codes at once, and %d in all."), VOTE_CODES_AT_ONCE, VOTE_CODES_MAX);
	struct hall_slip *slip = NEW(v->cx.a, struct hall_slip, (size_t)number);
	struct js *f = make_codes(o, number, slip);
	TRY(show_slips(o, slip, (size_t)number));
	return visit_act(v, "vote.codes", o->e.id, f, &answer);
}

void do_codes(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	struct visit *v = &o->v;
	if (visit_open_post(v, web, rq, rp)) {
		enum rc rc = office_load(o);
		if (rc != RC_OK) {
			visit_fail(v, rc);
			visit_close(v);
			return;
		}
		const struct out blank = v->out;
		const struct frame frame = v->frame;
		rc = codes_once(o);
		if (rc == RC_OK) {
			rp->cache = CACHE_NEVER;
			visit_send(v, 200);
		} else { /* what was laid out is shown to nobody */
			v->out = blank;
			v->frame = frame;
			office_show(o, rc_http(rc));
		}
	}
	visit_close(v);
}

/* The address of the slips, loaded once more: they are gone. */
void page_codes(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp))
		visit_redirect(&v, office_vote_url(rq->a, http_param_int(rq, "id")).s);
	visit_close(&v);
}
