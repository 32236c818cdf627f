/* The panel of a signed vote on the office's page: who has handed in a sheet, who is recused from whom. */
#include "app/hall/office.h"


bool office_coded(const struct office *o, int64_t seat)
{
	for (size_t i = 0; i < o->n_code; i++)
		if (o->code[i].seat == seat && !o->code[i].is_void)
			return true;
	return false;
}

size_t office_uncoded(const struct office *o)
{
	size_t n = 0;
	for (size_t i = 0; i < o->n_seat; i++)
		n += !office_coded(o, o->seat[i].no);
	return n;
}

/* A sheet that lies in the box; told of signed votes alone. */
static struct ui_tag handed_in(const struct office *o, int64_t seat)
{
	for (size_t i = 0; i < o->seen.n_seat; i++)
		if (o->seen.seat[i].no == seat && !o->seen.missing[i])
			return (struct ui_tag){ "tick", "teal", visit_say(&o->v, N_("handed in")) };
	return (struct ui_tag){ "circle_open", "grey", visit_say(&o->v, N_("not handed in")) };
}

static struct sv recused_text(struct office *o, int64_t seat)
{
	struct arena *a = o->v.cx.a;
	struct sv s = SV("");
	for (size_t i = 0; i < o->n_recusal; i++) {
		const struct vote_recusal *r = &o->recusal[i];
		if (r->seat == seat)
			s = arena_tr(a, o->v.cx.lang, s.n ? N_("%.*s; %.*s (%.*s)") : N_("%.*sRecused: %.*s (%.*s)"), SV_ARG(s), SV_ARG(r->unit_name),
				     SV_ARG(r->own ? visit_say(&o->v, N_("own unit")) : r->reason));
	}
	return s;
}

void office_wall(struct office *o, struct hall_vote_page *p)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct hall_seat *s = NEW(a, struct hall_seat, o->n_seat + 1);
	bool open = sv_is(o->e.state, "open"), planned = sv_is(o->e.state, "planned");
	for (size_t i = 0; i < o->n_seat; i++) {
		const struct vote_seat *x = &o->seat[i];
		s[i] = (struct hall_seat){ .no = arena_tr(a, v->cx.lang, N_("Seat %lld"), (long long)x->no), .voters = x->voters, .recused = recused_text(o, x->no),
					   .who = arena_printf(a, "%.*s %.*s", SV_ARG(x->unit_name), SV_ARG(x->title)) };
		if (open && o->is_seen)
			s[i].tag = handed_in(o, x->no);
		else if (planned && !office_coded(o, x->no))
			s[i].tag = (struct ui_tag){ "circle_open", "grey", visit_say(v, N_("no code yet")) };
	}
	p->seat = s;
	p->n_seat = o->n_seat;
}

/* 商州区 89.50；洛南县 88.00 */
static enum rc late_text(struct office *o, struct sv sheet, struct sv *ret)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ballot_vote x[BALLOT_SLOTS_MAX];
	struct sv s = SV("");
	TRY(ballot_votes(&v->cx, &o->form, sheet, x));
	for (size_t i = 0; i < o->n_slot; i++) {
		if (!x[i].given)
			continue;
		struct sv said = o->form.kind == BALLOT_GRADES ? o->form.grades[x[i].grade].name :
				 o->form.kind == BALLOT_RANKS ? fmt_place(a, v->cx.lang, x[i].place, false) : fmt_score(a, v->cx.lang, x[i].mark);
		s = s.n ? arena_tr(a, v->cx.lang, N_("%.*s; %.*s %.*s"), SV_ARG(s), SV_ARG(o->slot[i].short_name), SV_ARG(said)) :
			  arena_printf(a, "%.*s %.*s", SV_ARG(o->slot[i].short_name), SV_ARG(said));
	}
	*ret = s;
	return RC_OK;
}

enum rc office_late(struct office *o, struct ui_table *t)
{
	static const char *const heads[] = { N_("Juror's seat"), N_("Came at"), N_("What of it") };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct vote_late *l;
	size_t n;
	TRY(vote_lates(&v->cx, v->db, o->e.id, &l, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	for (size_t i = 0; i < n && o->office; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		struct sv counted;
		TRY(vote_counted(&v->cx, v->db, o->e.id, l[i].seat, &counted));
		c[0].text = arena_tr(a, v->cx.lang, N_("Seat %lld"), (long long)l[i].seat);
		c[1].text = fmt_instant(a, v->cx.lang, l[i].at);
		c[2].text = visit_say(v, counted.n ? N_("differs from the sheet that was counted") : N_("nothing of this seat was counted"));
		if (o->e.released_at)
			TRY(late_text(o, l[i].sheet, &c[2].note));
		row[t->n_row++].cell = c;
	}
	t->caption = visit_say(v, N_("Sheets that came after the lock"));
	t->column = col;
	t->n_column = COUNT(heads);
	t->row = row;
	t->cards = true;
	return RC_OK;
}
