/* 750 px in one column with title, base date, page code and a way back to the source: boards are forwarded as pictures,
 * and a picture that names its source can be checked. */
#include "app/results/long.h"

#include "app/results/handlers.h"
#include "app/results/honest.h"
#include "app/results/long.tmpl.h"
#include "app/results/table.h"
#include "app/results/why.h"
#include "web/qr.h"

static void head_of(struct visit *v, const struct res_seen *s, struct url source, struct long_page *p)
{
	struct arena *a = v->cx.a;
	p->frame = &v->frame;
	p->office = visit_unit_name(v, s->b.owner);
	p->sub = res_paper_sub(v, s);
	struct sv sure = res_honest_note(v, s);
	p->foot = res_paper_foot(v, s);
	if (sure.n)
		p->foot = arena_printf(a, "%.*s %.*s", SV_ARG(p->foot), SV_ARG(sure));
	p->qr = qr_svg(a, arena_printf(a, "%.*s%.*s", SV_ARG(visit_base(v)), SV_ARG(source.s)));
	p->back = source;
}

static void send(struct visit *v, struct sv title, const char *code)
{
	visit_frame(v, title, code);
	v->frame.kind = FRAME_PLAIN;
	v->frame.feedback = (struct url){ 0 };
}

static struct sv placed(struct visit *v, const struct res_seen *s, size_t i)
{
	struct sv place = res_place_text(v, s, i);
	return s->ranks ? res_banded(v, place, s->place[i].yield) : place;
}

static void board_rows(struct visit *v, const struct res_seen *s, struct long_page *p)
{
	struct long_row *row = NEW(v->cx.a, struct long_row, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct board_place *x = &s->place[i];
		bool full = s->totals || res_full(s, i);
		row[i] = (struct long_row){ .place = x->exempt_no.n ? SV("—") : placed(v, s, i), .label = x->unit_name,
					    .tag = res_side_tag(v, x), .moved = s->ranks ? res_moved_text(v, x) : SV(""),
					    .points = full && !x->exempt_no.n ? res_total(v, x) : SV("—"),
					    .note = x->exempt_no.n ? x->exempt_no : full ? x->reason : SV("") };
	}
	p->row = row;
	p->n = s->n;
}

void res_board_long(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		struct long_page p = { 0 };
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK) {
			if (!s.ranks)
				res_official_order(&v, &s);
			head_of(&v, &s, res_board_url(v.cx.a, s.b.id), &p);
			p.title = s.b.name;
			p.back_label = visit_say(&v, N_("Back to the board"));
			board_rows(&v, &s, &p);
			send(&v, s.b.name, "board-long");
			long_board_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

static enum rc unit_rows(struct visit *v, const struct res_seen *s, int64_t unit, struct long_page *p)
{
	struct arena *a = v->cx.a;
	size_t at = 0;
	while (at < s->n && s->place[at].unit != unit)
		at++;
	if (at == s->n || !res_full(s, at))
		return fail(&v->cx, RC_DENIED, "results.row", N_("The lines of a unit are for itself and the office."));
	const struct board_place *x = &s->place[at];
	struct long_row *row = NEW(a, struct long_row, (x->lines ? x->lines->n : 0) + 1);
	for (const struct js *l = x->lines ? x->lines->first : NULL; l; l = l->next)
		row[p->n++] = (struct long_row){ .label = why_line_label(v, l), .note = js_get_sv(l, "arithmetic"),
						 .points = js_get_bool(l, "kept") ? res_kept(v) :
							 fmt_change(a, v->cx.lang, js_get_dec(l, "points", (struct dec){ 0 })) };
	p->row = row;
	p->title = x->unit_name;
	p->heading = x->exempt_no.n ? x->exempt_no : placed(v, s, at);
	if (s->ranks && x->place && !x->exempt_no.n)
		p->heading = arena_tr(a, v->cx.lang, N_("place %.*s of %zu"), SV_ARG(p->heading), s->n_ranked);
	p->total = x->exempt_no.n ? SV("") : res_total(v, x);
	return RC_OK;
}

void res_why_long(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		struct long_page p = { 0 };
		int64_t unit = http_param_int(rq, "unit");
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK)
			rc = unit_rows(&v, &s, unit, &p);
		if (rc == RC_OK) {
			head_of(&v, &s, res_why_url(v.cx.a, s.b.id, unit), &p);
			p.back_label = p.title;
			p.sub = arena_printf(v.cx.a, "%.*s · %.*s", SV_ARG(s.b.name), SV_ARG(p.sub));
			send(&v, p.title, "why-long");
			long_unit_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
