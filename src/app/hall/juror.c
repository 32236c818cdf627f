/* A juror's way: one sheet by a code.  Every answer is the same whether or not a ballot was cast before, and the receipt is the
 * same for everybody: what cannot be shown cannot be bought. */
#include "app/hall/pages.h"

#include "app/hall/cells.h"
#include "app/hall/pages.tmpl.h"

struct juror {
	struct visit v;
	struct sv token;
	struct digest digest;
	struct vote e;
	struct vote_code code;
	struct vote_recusal *recusal;
	size_t n_recusal;
	struct js *saved;            /* what a signed sheet says so far; NULL: nothing */
	struct ballot_form form;
	const struct rule_item *item;
	struct vote_slot *slot;
	size_t n;
};

static enum rc wrong_code(struct juror *j)
{
	int64_t minutes;
	if (visit_may_guess(&j->v, &minutes))
		return RC_NOT_FOUND;
	ctx_forget(&j->v.cx);
	return fail(&j->v.cx, RC_OFTEN, "vote.often", N_("Too many wrong codes came from here. Wait %lld minutes, or ask at the table."), (long long)minutes);
}

/* Nobody is signed in here, whatever the browser sends. */
static void open_door(struct juror *j, void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit *v = &j->v;
	visit_open_public(v, web, rq, rp);
	v->session = (struct session){ .csrf = SV("-") }; /* the address itself is what nobody else can know */
	v->actor = (struct actor){ .via = VIA_LINK };
	v->roles = 0;
	struct sv lang = fields_get(&rq->query, "lang");
	if (sv_is(lang, "en") || sv_is(lang, "zh"))
		v->cx.lang = v->out.lang = sv_is(lang, "en") ? LANG_EN : LANG_ZH;
	struct frame *f = &v->frame;
	*f = (struct frame){ .kind = FRAME_PHONE, .office = f->office, .demo = f->demo, .csrf = SV("-"),
			     .large = sv_is(fields_get(&rq->query, "large"), "1"), .code = SV("v") };
	rp->cache = CACHE_NEVER;
}

static enum rc find(struct juror *j)
{
	struct visit *v = &j->v;
	j->token = http_param(v->rq, "token");
	j->digest = HASH(HASH_SHA256, j->token);
	enum rc rc = vote_of_code_digest(&v->cx, v->db, hex_text(v->cx.a, digest_sv(&j->digest)), &j->e, &j->code);
	if (rc == RC_NOT_FOUND)
		return wrong_code(j);
	TRY(rc);
	if (j->code.is_void)
		return fail(&v->cx, RC_CONFLICT, "vote.void", N_("This code is void: its slip was handed back. Ask at the table for another one."));
	if (sv_is(j->e.state, "planned"))
		return fail(&v->cx, RC_CONFLICT, "vote.early", N_("The vote is not open yet. Keep the slip; this page opens as soon as the chair opens the vote."));
	if (!sv_is(j->e.state, "open"))
		return fail(&v->cx, RC_CONFLICT, "vote.over", N_("This vote is over. Your slip is of no more use; throw it away."));
	TRY(vote_form(&v->cx, v->db, &j->e, &j->form, &j->item));
	TRY(vote_slots(&v->cx, v->db, &j->e, &j->slot, &j->n));
	TRY(vote_recusals(&v->cx, v->db, j->e.id, &j->recusal, &j->n_recusal));
	return vote_shut(&v->cx, v->db, &j->e, &j->code, j->slot, j->n, &j->form.shut);
}

/* A signed sheet shows what was saved; of a secret one that would betray it to whoever holds the slip later. */
static enum rc find_saved(struct juror *j)
{
	struct vote_cell cell;
	if (!j->e.is_signed)
		return RC_OK;
	TRY(cell_look(&j->v.cx, web_store(j->v.web), j->e.id, &j->digest, &cell));
	return cell.sheet.n ? ballot_answers(&j->v.cx, &j->form, cell.sheet, &j->saved) : RC_OK;
}

/* The same address with a preference changed. */
static struct url self(struct juror *j, const char *name, struct sv value)
{
	struct arena *a = j->v.cx.a;
	const struct http_fields *q = &j->v.rq->query;
	struct url u = url_seg(a, URL("/v"), j->token);
	static const char *const kept[] = { "lang", "large" };
	for (size_t i = 0; i < COUNT(kept); i++) {
		struct sv s = name && strcmp(kept[i], name) == 0 ? value : fields_get(q, kept[i]);
		if (s.n)
			u = url_arg(a, u, kept[i], s);
	}
	return u;
}

static void tell(struct juror *j, struct hall_said_page *p, int status)
{
	p->frame = &j->v.frame;
	j->v.frame.title = p->title;
	j->v.frame.error = p->faults != NULL;
	hall_said_page(&j->v.out, p);
	visit_send(&j->v, status);
}

static void refused(struct juror *j, enum rc rc)
{
	struct hall_said_page p = { .title = visit_say(&j->v, N_("No ballot can be given now")), .faults = j->v.cx.faults,
				    .text = visit_say(&j->v, N_("Nothing was changed.")) };
	tell(j, &p, rc_http(rc));
}

/* ---- the sheet ------------------------------------------------------------------------------------------------- */

/* Does a unit stand on the sheet with several sites? */
static bool several(const struct juror *j)
{
	for (size_t i = 1; i < j->n; i++)
		for (size_t k = 0; k < i; k++)
			if (j->slot[i].unit == j->slot[k].unit)
				return true;
	return false;
}

/* What was typed, where the sheet comes back with its faults; else what was saved. */
static struct sv typed(struct juror *j, const char *name)
{
	struct sv s = fields_get(&j->v.rq->form, name);
	s = s.p ? s : js_get_sv(j->saved, name);
	return s.p ? s : SV("");
}

/* Why a contestant is not on this sheet; empty: it is. */
static struct sv why_shut(struct juror *j, size_t i)
{
	if (!j->form.shut || !j->form.shut[i])
		return SV("");
	for (size_t k = 0; k < j->n_recusal; k++)
		if (j->recusal[k].seat == j->code.seat && j->recusal[k].unit == j->slot[i].unit && !j->recusal[k].own)
			return arena_tr(j->v.cx.a, j->v.cx.lang, N_("You are recused: %.*s. It is not on your sheet."), SV_ARG(j->recusal[k].reason));
	return visit_say(&j->v, N_("Your own unit: it is not on your sheet."));
}

static void marks_of(struct juror *j, size_t i, struct hall_slot *ret)
{
	struct arena *a = j->v.cx.a;
	const struct ballot_terms *t = &j->form.terms;
	size_t n = t->n_criteria ? (size_t)t->n_criteria : 1;
	struct hall_mark *m = NEW(a, struct hall_mark, n);
	for (size_t c = 0; c < n; c++) {
		struct dec most = t->n_criteria ? t->criteria[c].most : j->form.most;
		m[c].name = ballot_answer(a, &j->form, (int)i + 1, (int)c + 1);
		m[c].label = t->n_criteria ? t->criteria[c].name : visit_say(&j->v, N_("Mark"));
		m[c].most = dec_text(a, most);
		m[c].step = dec_text(a, t->step.u ? t->step : (struct dec){ DEC_ONE / 100 });
		m[c].value = typed(j, m[c].name.p);
		m[c].bad = fault_at(j->v.cx.faults, m[c].name.p);
	}
	ret->mark = m;
	ret->n_mark = n;
}

static struct hall_slot slot_of(struct juror *j, size_t i)
{
	struct visit *v = &j->v;
	struct arena *a = v->cx.a;
	struct hall_slot s = { .no = (int64_t)i + 1, .title = j->slot[i].title.n && several(j) ?
		arena_printf(a, "%zu. %.*s · %.*s", i + 1, SV_ARG(j->slot[i].name), SV_ARG(j->slot[i].title)) :
		arena_printf(a, "%zu. %.*s", i + 1, SV_ARG(j->slot[i].name)) };
	s.recused = why_shut(j, i);
	if (s.recused.n)
		return s;
	if (j->form.kind == BALLOT_MARKS) {
		marks_of(j, i, &s);
		return s;
	}
	struct ui_field *f = NEW(a, struct ui_field, 1);
	*f = (struct ui_field){ .name = ballot_answer(a, &j->form, (int)i + 1, 1).p, .label = s.title, .faults = v->cx.faults };
	struct sv value = typed(j, f->name);
	s.field = f;
	if (j->form.kind == BALLOT_RANKS) {
		f->kind = INPUT_NUMBER;
		f->width = 8;
		f->value = value;
		return s;
	}
	struct ui_choice *c = NEW(a, struct ui_choice, (size_t)j->form.n_grades);
	for (int g = 0; g < j->form.n_grades; g++)
		c[g] = (struct ui_choice){ .value = j->form.grades[g].name, .label = j->form.grades[g].name, .chosen = sv_eq(value, j->form.grades[g].name) };
	f->kind = INPUT_RADIO;
	f->choice = c;
	f->n_choice = (size_t)j->form.n_grades;
	return s;
}

static struct sv rule_of(struct juror *j)
{
	struct visit *v = &j->v;
	int n = 0;
	for (size_t i = 0; i < j->n; i++)
		n += !j->form.shut || !j->form.shut[i];
	if (j->form.kind == BALLOT_RANKS)
		return arena_tr(v->cx.a, v->cx.lang, N_("Give every one a place from 1 to %d, each place once."), n);
	if (j->form.terms.first_most > 0)
		return arena_tr(v->cx.a, v->cx.lang, N_("\"%.*s\" to %d at most. What you leave open counts as an abstention."),
				SV_ARG(j->form.grades[0].name), j->form.terms.first_most);
	return visit_say(v, N_("What you leave open counts as an abstention."));
}

static struct sv how_of(struct juror *j)
{
	struct visit *v = &j->v;
	if (j->e.is_signed)
		return arena_tr(v->cx.a, v->cx.lang, N_("Seat %lld. This sheet is signed: it counts with the number of your seat, and can be changed until the vote is closed."),
				(long long)j->code.seat);
	return visit_say(v, N_("Secret. Nobody sees who voted how: your code was drawn by hand, and neither name nor phone nor time is kept. Until the vote is closed you may vote once more; the last ballot counts."));
}

static void show(struct juror *j, int status)
{
	struct visit *v = &j->v;
	struct hall_slot *slot = NEW(v->cx.a, struct hall_slot, j->n + 1);
	for (size_t i = 0; i < j->n; i++)
		slot[i] = slot_of(j, i);
	struct hall_ballot_page p = {
		.frame = &v->frame, .faults = v->cx.faults, .title = j->e.name, .rule = rule_of(j), .how = how_of(j), .is_signed = j->e.is_signed, .slot = slot, .n = j->n, .rehearsal = j->e.rehearsal,
		.what = j->code.voters.n ? arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(j->e.item), SV_ARG(j->code.voters)) : j->e.item,
		.form = { .action = self(j, NULL, SV_NONE), .csrf = SV("-"), .look = "form sheet" },
		.lang = self(j, "lang", v->cx.lang == LANG_EN ? SV("zh") : SV("en")),
		.large = self(j, "large", v->frame.large ? SV_NONE : SV("1")), .is_large = v->frame.large,
	};
	p.ranks = j->form.kind == BALLOT_RANKS;
	p.first_most = j->form.terms.first_most;
	if (p.first_most) {
		p.first = j->form.grades[0].name;
		p.over = arena_tr(v->cx.a, v->cx.lang, N_("%.*s at most %d: %s given, take away %s"), SV_ARG(p.first), p.first_most, "{n}", "{k}");
	}
	v->frame.title = j->e.name;
	v->frame.error = v->cx.faults != NULL;
	hall_ballot_page(&v->out, &p);
	visit_send(v, status);
}

void page_ballot(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	open_door(j, web, rq, rp);
	enum rc rc = find(j);
	if (rc == RC_OK)
		rc = find_saved(j);
	if (rc == RC_OK)
		show(j, 200);
	else
		refused(j, rc);
	visit_close(&j->v);
}

/* ---- the box ----------------------------------------------------------------------------------------------------- */

static struct js *answers_of(struct juror *j)
{
	struct visit *v = &j->v;
	struct js *answers = js_obj(v->cx.a);
	for (size_t i = 0; i < j->n; i++)
		for (int c = 0; c < (j->form.terms.n_criteria ? j->form.terms.n_criteria : 1); c++) {
			const char *name = ballot_answer(v->cx.a, &j->form, (int)i + 1, c + 1).p;
			js_set_sv(v->cx.a, answers, name, v->rq->json ? js_get_sv(v->rq->json, name) : fields_get(&v->rq->form, name));
		}
	return answers;
}

/* What a page that works without a network says of itself: its own number, and how often the sheet was changed there. */
struct sent {
	struct sv sheet, device;
	int64_t revision;
};

static enum rc save(struct ctx *cx, struct vote_cell *cell, void *arg, bool *ret_same)
{
	const struct sent *s = arg;
	(void)cx;
	/* What comes late by an old connection is answered as what it is: there already, in a newer state. */
	if (s->device.n && !vote_cell_newer(cell, s->device, s->revision))
		*ret_same = true;
	else
		cell->sheet = s->sheet;
	return RC_OK;
}

/* Of a secret ballot neither device nor revision is kept or looked at: the last one counts. */
static enum rc cast(struct juror *j)
{
	struct visit *v = &j->v;
	struct vote_cell cell = { 0 };
	TRY(ballot_read(&v->cx, &j->form, answers_of(j), &cell.sheet));
	if (!j->e.is_signed)
		return cell_put(&v->cx, web_store(v->web), j->e.id, &j->digest, &cell);
	struct sent s = { cell.sheet, js_get_sv(v->rq->json, "device"), js_get_int(v->rq->json, "revision", 0) };
	bool good = s.device.n <= VOTE_DEVICE_MAX;
	for (size_t i = 0; i < s.device.n; i++)
		good &= (s.device.p[i] >= '0' && s.device.p[i] <= '9') || (s.device.p[i] >= 'a' && s.device.p[i] <= 'f');
	if (!good || (s.device.n && s.revision < 1))
		return fail_at(&v->cx, RC_INVALID, "device", "vote.device", N_("A device is up to %d hexadecimal digits, its revision a number from 1."), VOTE_DEVICE_MAX);
	return cell_change(&v->cx, web_store(v->web), j->e.id, &j->digest, save, &s);
}

/* To the page's script: delivered, or why not. */
static void answer_script(struct juror *j, enum rc rc)
{
	struct visit *v = &j->v;
	struct arena *a = v->cx.a;
	struct js *o = js_obj(a), *faults = js_set(o, "faults", js_arr(a));
	js_set_bool(a, o, "ok", rc == RC_OK);
	if (rc == RC_OK && j->e.is_signed) {
		struct sv at = fmt_instant(a, v->cx.lang, v->cx.now);
		js_set_sv(a, o, "at", at.n > 5 ? sv_from(at, at.n - 5) : at);
		js_set_int(a, o, "revision", js_get_int(v->rq->json, "revision", 0));
	}
	for (const struct fault *f = v->cx.faults; f; f = f->next) {
		struct js *x = js_push(faults, js_obj(a));
		js_set_sv(a, x, "field", f->field ? sv_of(f->field) : SV(""));
		js_set_sv(a, x, "text", f->text);
	}
	reply_json(v->rp, rc == RC_OK ? 200 : rc_http(rc), o);
}

static void receipt(struct juror *j)
{
	struct visit *v = &j->v;
	struct hall_said_page p = { .title = visit_say(v, N_("Your ballot is in the box")), .again = self(j, NULL, SV_NONE),
				    .again_label = visit_say(v, N_("Vote once more")),
				    .text = visit_say(v, N_("Keep the slip until the vote is closed. You may close this page.")) };
	if (j->e.is_signed) {
		p.title = visit_say(v, N_("Your sheet is saved"));
		p.again_label = visit_say(v, N_("Back to the sheet"));
		p.text = visit_say(v, N_("It can be changed with the same slip until the vote is closed."));
	}
	tell(j, &p, 200);
}

void do_ballot(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	open_door(j, web, rq, rp);
	enum rc rc = find(j);
	if (rq->json) {
		if (rc == RC_OK)
			rc = cast(j);
		answer_script(j, rc);
	} else if (rc != RC_OK) {
		refused(j, rc);
	} else if ((rc = cast(j)) == RC_OK) {
		receipt(j);
	} else if (rc == RC_INVALID) {
		show(j, rc_http(rc));
	} else {
		refused(j, rc);
	}
	visit_close(&j->v);
}
