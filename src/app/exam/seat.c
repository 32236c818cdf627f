/* The person at a seat: one form by a code, without account.  Nothing is kept of when somebody came, looked or answered. */
#include "app/exam/pages.h"

#include "app/exam/exam_read.h"
#include "app/exam/pages.tmpl.h"
#include "core/spoken.h"

struct sitter {
	struct visit v;
	struct sv token, digest;
	struct exam e;
	struct exam_seat seat;
	struct exam_part *part;
	struct exam_item *paper;
	size_t n_part, n_paper;
};

static enum rc find(struct sitter *s)
{
	struct visit *v = &s->v;
	s->token = http_param(v->rq, "token");
	s->digest = code_digest(v->cx.a, s->token);
	enum rc rc = exam_of_code(&v->cx, v->db, s->digest, &s->e, &s->seat);
	if (rc == RC_NOT_FOUND)
		return visit_wrong_code(&s->v);
	TRY(rc);
	TRY(exam_parts(&v->cx, v->db, s->e.id, &s->part, &s->n_part));
	return exam_paper(&v->cx, v->db, s->e.id, &s->paper, &s->n_paper);
}

static struct url self(struct sitter *s, const char *name, struct sv value)
{
	return visit_code_url(&s->v, url_seg(s->v.cx.a, URL("/x"), s->token), name, value);
}

static void tell(struct sitter *s, struct seat_said_page *p, int status)
{
	p->frame = &s->v.frame;
	p->faults = s->v.cx.faults;
	s->v.frame.title = p->title;
	s->v.frame.error = p->faults != NULL;
	seat_said_page(&s->v.out, p);
	visit_send(&s->v, status);
}

static void refused(struct sitter *s, enum rc rc)
{
	if (rc == RC_NOT_FOUND) {
		visit_code_fail(&s->v, "/x", rc);
		return;
	}
	struct seat_said_page p = { .title = visit_say(&s->v, N_("No answers can be given now")), .text = SV("") };
	tell(s, &p, rc_http(rc));
}

/* ---- the own result ---------------------------------------------------------------------------------------------------------- */

static struct sv out_of(struct visit *v, struct dec got, struct dec full, struct dec least)
{
	struct sv g = dec_text(v->cx.a, got), f = dec_text(v->cx.a, full), l = dec_text(v->cx.a, least);
	return least.u ? arena_tr(v->cx.a, v->cx.lang, N_("%.*s of %.*s, at least %.*s needed"), SV_ARG(g), SV_ARG(f), SV_ARG(l)) :
			 arena_tr(v->cx.a, v->cx.lang, N_("%.*s of %.*s"), SV_ARG(g), SV_ARG(f));
}

static void show_result(struct sitter *s)
{
	struct visit *v = &s->v;
	struct dec got[EXAM_PARTS_MAX];
	struct seat_said_page p = { .title = s->e.name };
	exam_sums(v->cx.a, s->seat.parts, got, s->n_part);
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, EXAM_PARTS_MAX + 2);
	if (s->seat.sheet) {
		f[p.facts.n++] = (struct ui_fact){ .label = visit_say(v, N_("Result")), .mark = true,
						   .value = visit_say(v, s->seat.passed ? N_("Passed") : N_("Not passed: the office tells you of the make-up sitting")) };
		f[p.facts.n++] = (struct ui_fact){ .label = visit_say(v, N_("In all")), .value = out_of(v, s->seat.total, exam_full(s->part, s->n_part), s->e.pass) };
	}
	for (size_t i = 0; i < s->n_part && s->seat.sheet; i++)
		f[p.facts.n++] = (struct ui_fact){ .label = s->part[i].name,
						   .value = out_of(v, got[i], (struct dec){ s->part[i].each.u * s->part[i].n }, s->part[i].least) };
	p.facts.fact = f;
	p.text = visit_say(v, s->seat.sheet ? N_("Only you see this, by your code.") : N_("No answers came from this seat. The office tells you of the make-up sitting."));
	tell(s, &p, 200);
}

/* ---- the sheet ------------------------------------------------------------------------------------------------------------ */

static const char *name_of(struct arena *a, int64_t item)
{
	return arena_printf(a, "a%lld", (long long)item).p;
}

static bool has_letter(struct sv answer, char c)
{
	return memchr(answer.n ? answer.p : "", c, answer.n) != NULL;
}

static struct ui_field field_of(struct sitter *s, const struct exam_item *x, struct sv answer)
{
	struct visit *v = &s->v;
	struct arena *a = v->cx.a;
	bool judge = sv_is(x->q.kind, "judge"), text = sv_is(x->q.kind, "text");
	struct ui_field f = { .kind = text ? INPUT_TEXT : sv_is(x->q.kind, "multiple") ? INPUT_CHECKS : INPUT_RADIO, .name = name_of(a, x->no),
			      .label = arena_tr(a, v->cx.lang, N_("%lld. %.*s (%.*s marks)"), (long long)x->no, SV_ARG(x->q.text), SV_ARG(dec_text(a, x->each))) };
	size_t n = judge ? 2 : x->q.n_options;
	if (text) {
		f.rows = 6;
		f.max = EXAM_ANSWER_MAX;
		f.value = answer;
		return f;
	}
	struct ui_choice *c = NEW(a, struct ui_choice, n + 1);
	for (size_t i = 0; i < n; i++) {
		char letter = judge ? (i ? 'F' : 'T') : (char)('A' + (char)i);
		c[i] = (struct ui_choice){ .value = arena_printf(a, "%c", letter), .chosen = has_letter(answer, letter),
					   .label = judge ? visit_say(v, i ? N_("False") : N_("True")) :
							    arena_printf(a, "%c. %.*s", letter, SV_ARG(x->q.option[i])) };
	}
	f.choice = c;
	f.n_choice = n;
	return f;
}

static struct sv rule_of(struct sitter *s, int64_t part)
{
	for (size_t i = 0; i < s->n_part; i++)
		if (s->part[i].no == part && sv_is(s->part[i].kind, "multiple"))
			return visit_say(&s->v, s->part[i].half ?
					 N_("Several options may be right: all of them and no other give the marks, some of them and no wrong one give half, a wrong one gives none.") :
					 N_("Several options may be right: all of them and no other give the marks, anything else gives none."));
	return SV("");
}

static struct sv heading_of(struct sitter *s, int64_t part)
{
	struct visit *v = &s->v;
	for (size_t i = 0; i < s->n_part; i++)
		if (s->part[i].no == part)
			return arena_trn(v->cx.a, v->cx.lang, s->part[i].n, N_("%.*s: %.*s, %lld question"), N_("%.*s: %.*s, %lld questions"),
					 SV_ARG(s->part[i].name), SV_ARG(spoken(v->cx.a, v->cx.lang, "exam", "kind", s->part[i].kind)), (long long)s->part[i].n);
	return SV("");
}

static void show(struct sitter *s, const struct js *answers, struct ui_notice note, bool sure, int status)
{
	struct visit *v = &s->v;
	struct arena *a = v->cx.a;
	struct exam_ask *ask = NEW(a, struct exam_ask, s->n_paper + 1);
	struct sv ends = sv_from(fmt_instant(a, v->cx.lang, exam_ends(&s->e)), 11), now = sv_from(fmt_instant(a, v->cx.lang, v->cx.now), 11);
	for (size_t i = 0; i < s->n_paper; i++) {
		if (!i || s->paper[i].part != s->paper[i - 1].part) {
			ask[i].heading = heading_of(s, s->paper[i].part);
			ask[i].rule = rule_of(s, s->paper[i].part);
		}
		ask[i].field = field_of(s, &s->paper[i], exam_answer(a, answers, s->paper[i].no));
	}
	struct seat_page p = {
		.frame = &v->frame, .faults = v->cx.faults, .title = s->e.name, .who = visit_post_name(v, s->seat.post), .note = note, .ask = ask, .n = s->n_paper,
		.sure = sure, .time = arena_tr(a, v->cx.lang, N_("Answers are taken until %.*s by the server's clock, which says %.*s."), SV_ARG(ends), SV_ARG(now)),
		.form = { .action = self(s, NULL, SV_NONE), .csrf = SV("-") }, .lang = self(s, "lang", v->cx.lang == LANG_EN ? SV("zh") : SV("en")),
		.large = self(s, "large", v->frame.large ? SV_NONE : SV("1")), .is_large = v->frame.large,
	};
	v->frame.title = s->e.name;
	v->frame.error = v->cx.faults != NULL;
	seat_page(&v->out, &p);
	visit_send(v, status);
}

static const char *dir_of(struct sitter *s)
{
	return store_dir(web_store(s->v.web));
}

static bool in_time(struct sitter *s)
{
	return s->v.cx.now <= exam_ends(&s->e);
}

/* What this seat shows when it is not the sheet; false where it is. */
static bool shows_other(struct sitter *s, enum rc *ret)
{
	struct visit *v = &s->v;
	*ret = RC_OK;
	if (sv_is(s->e.state, "planned"))
		*ret = fail(&v->cx, RC_CONFLICT, "exam.early", N_("The sitting has not begun. Keep the slip; this page opens as soon as the office starts it."));
	else if (sv_is(s->e.state, "cancelled"))
		*ret = fail(&v->cx, RC_CONFLICT, "exam.cancelled", N_("This test was cancelled: %.*s"), SV_ARG(s->e.reason));
	else if (sv_is(s->e.state, "done"))
		show_result(s);
	else if (s->seat.in || sv_is(s->e.state, "marking"))
		tell(s, &(struct seat_said_page){ .title = visit_say(v, s->seat.in ? N_("Your answers are handed in") : N_("No answers came from this seat")),
						  .text = visit_say(v, N_("Keep the slip: with it you see your result as soon as it is declared.")) }, 200);
	else if (!in_time(s))
		*ret = fail(&v->cx, RC_CONFLICT, "exam.late", N_("The time is over: no answer is taken any more. What was kept before counts."));
	else
		return false;
	if (*ret != RC_OK)
		refused(s, *ret);
	return true;
}

void page_seat(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct sitter *s = NEW(rq->a, struct sitter, 1);
	visit_open_code(&s->v, web, rq, rp, "x");
	enum rc rc = find(s);
	if (rc != RC_OK)
		refused(s, rc);
	else if (!shows_other(s, &rc))
		show(s, kept_get(rq->a, dir_of(s), s->digest), (struct ui_notice){ 0 }, false, 200);
	visit_close(&s->v);
}

/* The form's fields a1, a2 … as answers; of check boxes all that are ticked. */
static struct js *said(struct sitter *s)
{
	struct arena *a = s->v.cx.a;
	struct js *o = js_obj(a);
	for (size_t i = 0; i < s->n_paper; i++) {
		struct buf b = buf_new(a, 1 << 16);
		struct sv one;
		size_t at = 0;
		while (fields_next(&s->v.rq->form, name_of(a, s->paper[i].no), &at, &one))
			buf_put(&b, one);
		if (b.n)
			js_set_sv(a, o, name_of(a, s->paper[i].no) + 1, buf_sv(&b));
	}
	return exam_answers(a, s->paper, s->n_paper, o);
}

static enum rc hand_in(struct sitter *s, struct js *answers)
{
	struct visit *v = &s->v;
	struct act_answer done;
	struct js *f = js_obj(v->cx.a);
	js_set_int(v->cx.a, f, "seat", s->seat.no);
	js_set(f, "answers", answers);
	TRY(visit_act(v, "exam.hand_in", s->e.id, f, &done));
	kept_drop(v->cx.a, dir_of(s), s->digest);
	return RC_OK;
}

void do_seat(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct sitter *s = NEW(rq->a, struct sitter, 1);
	struct visit *v = &s->v;
	visit_open_code(&s->v, web, rq, rp, "x");
	enum rc rc = find(s);
	if (rc != RC_OK) {
		refused(s, rc);
	} else if (!shows_other(s, &rc)) {
		struct js *answers = said(s);
		size_t open = s->n_paper - exam_answered(answers);
		bool keep = sv_is(fields_get(&rq->form, "do"), "keep"), sure = sv_is(fields_get(&rq->form, "sure"), "1");
		struct ui_notice note = { .kind = NOTICE_DONE, .title = visit_say(v, N_("Kept")), .text = visit_say(v, N_("Your answers are kept here; they are not handed in yet.")) };
		if (!keep && open && !sure)
			note = (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_tr(rq->a, v->cx.lang, N_("Without an answer: %zu"), open),
						   .text = visit_say(v, N_("Press \"Hand in\" once more if you mean it. Nothing is handed in yet.")) };
		if (!keep && !sv_is(fields_get(&rq->form, "do"), "hand_in"))
			rc = fail(&v->cx, RC_INVALID, "exam.do", N_("Press one of the two buttons under the questions. Nothing was changed."));
		else
			rc = keep || (open && !sure) ? kept_put(&v->cx, dir_of(s), s->digest, answers) : hand_in(s, answers);
		if (rc != RC_OK)
			refused(s, rc);
		else if (keep || (open && !sure))
			show(s, answers, note, !keep, 200);
		else
			visit_redirect(v, self(s, NULL, SV_NONE).s);
	}
	visit_close(v);
}
