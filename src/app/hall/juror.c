/* A juror's way: one sheet by a code.  Every answer is the same whether or not a ballot was cast before, and the receipt is the
 * same for everybody: what cannot be shown cannot be bought.  So the sheet says to everybody that a second ballot replaces a first
 * one, and to nobody that there is a first one: whoever photographed the slips would learn from that who votes when. */
#include "app/hall/pages.h"

#include "app/hall/cells.h"
#include "app/hall/pages.tmpl.h"
#include "app/hall/slots.h"

enum { WAIT_S = 10 };                /* a phone that waits for the opening asks so often; all the same, since pages must not tell codes apart */

struct juror {
	struct visit v;
	struct sv token;
	struct digest digest;
	struct vote e;
	struct vote_code code;
	struct hall_sheet sheet;
	struct ballot_form form;
	const struct rule_item *item;
	struct vote_slot *slot;
	size_t n;
	int64_t revision;            /* of the sheet as it lies there now, of the device that sent it */
	bool by_slot, late;          /* by_slot: each is judged from its report on; late: a signed vote that is closed: the sheet is kept, not counted */
	bool early;                  /* a good slip, and the vote is not open yet */
	bool idle;                   /* a good slip of who may judge nobody here */
	struct sv open, which;       /* whom a secret ballot would leave open, asked back once: names, numbers */
	size_t n_open;
};

enum rc hall_vote_of_code(struct visit *v, struct digest *ret_digest, struct vote *ret, struct vote_code *ret_code)
{
	*ret_digest = HASH(HASH_SHA256, http_param(v->rq, "token"));
	enum rc rc = vote_of_code_digest(&v->cx, v->db, hex_text(v->cx.a, digest_sv(ret_digest)), ret, ret_code);
	return rc == RC_NOT_FOUND ? visit_wrong_code(v) : rc;
}

static enum rc find(struct juror *j)
{
	struct visit *v = &j->v;
	j->token = http_param(v->rq, "token");
	TRY(hall_vote_of_code(v, &j->digest, &j->e, &j->code));
	if (j->code.is_void)
		return fail(&v->cx, RC_CONFLICT, "vote.void", N_("This code is void: its slip was handed back. Ask at the table for another one."));
	j->early = sv_is(j->e.state, "planned");
	if (j->early)
		return fail(&v->cx, RC_CONFLICT, "vote.early", N_("The vote is not open yet. Keep the slip; this page opens by itself as soon as the vote begins."));
	j->late = j->e.is_signed && sv_is(j->e.state, "closed");
	if (!sv_is(j->e.state, "open") && !j->late)
		return fail(&v->cx, RC_CONFLICT, "vote.over", N_("This vote is over. Your slip is of no more use; throw it away."));
	TRY(vote_form(&v->cx, v->db, &j->e, &j->form, &j->item));
	TRY(vote_slots(&v->cx, v->db, &j->e, &j->slot, &j->n));
	j->by_slot = sv_is(j->e.opens, "slot") && !j->late;
	TRY(hall_sheet_open(&j->sheet, v, &j->e, &j->code, &j->form, j->slot, j->n));
	j->idle = hall_sheet_idle(&j->sheet);
	return j->idle ? fail(&v->cx, RC_CONFLICT, "vote.idle", N_("You are recused from every contestant of this vote. Nothing is asked of you, and nothing needs to be handed in.")) : RC_OK;
}

/* After the lock: the last late sheet, else what was counted. */
static enum rc latest(struct juror *j, struct sv *ret)
{
	struct visit *v = &j->v;
	struct vote_late *l;
	size_t n;
	TRY(vote_lates(&v->cx, v->db, j->e.id, &l, &n));
	while (n > 0 && l[n - 1].seat != j->code.seat)
		n--;
	if (n == 0)
		return vote_counted(&v->cx, v->db, j->e.id, j->code.seat, ret);
	*ret = l[n - 1].sheet;
	return RC_OK;
}

/* A signed sheet shows what was saved; of a secret one that would betray it to whoever holds the slip later. */
static enum rc find_saved(struct juror *j)
{
	struct vote_cell cell = { 0 };
	if (!j->e.is_signed)
		return RC_OK;
	if (j->late)
		TRY(latest(j, &cell.sheet));
	else
		TRY(cell_look(&j->v.cx, web_store(j->v.web), j->e.id, &j->digest, &cell));
	return cell.sheet.n ? ballot_answers(&j->v.cx, &j->form, cell.sheet, &j->sheet.saved) : RC_OK;
}

/* The same address with a preference changed. */
static struct url self(struct juror *j, const char *name, struct sv value)
{
	return visit_code_url(&j->v, url_seg(j->v.cx.a, URL("/v"), j->token), name, value);
}

/* What lies beside the sheet, behind the same code (app/facts, app/opinion). */
static struct url beside(struct juror *j, const char *what)
{
	return visit_code_url(&j->v, url_seg(j->v.cx.a, url_seg(j->v.cx.a, URL("/v"), j->token), sv_of(what)), NULL, SV_NONE);
}

static struct hall_switch looks(struct juror *j)
{
	const struct visit *v = &j->v;
	return (struct hall_switch){ .lang = self(j, "lang", v->cx.lang == LANG_EN ? SV("zh") : SV("en")),
				     .large = self(j, "large", v->frame.large ? SV_NONE : SV("1")), .is_large = v->frame.large };
}

static void tell(struct juror *j, struct hall_said_page *p, int status)
{
	p->frame = &j->v.frame;
	j->v.frame.title = p->title;
	j->v.frame.error = p->faults != NULL;
	hall_said_page(&j->v.out, p);
	visit_send(&j->v, status);
}

/* The hall sits down before the vote is opened: what may be read before is a click away, and the sheet comes by itself. */
static void wait(struct juror *j, enum rc rc)
{
	struct visit *v = &j->v;
	struct hall_said_page p = { .title = j->e.name, .text = v->cx.faults ? v->cx.faults->text : SV(""), .beside = looks(j) };
	p.beside.facts = beside(j, "facts");
	p.beside.rules = beside(j, "rules");
	v->frame.refresh = WAIT_S;
	tell(j, &p, rc_http(rc));
}

static void refused(struct juror *j, enum rc rc)
{
	if (rc == RC_NOT_FOUND) {
		visit_code_fail(&j->v, "/v", rc);
		return;
	}
	struct hall_said_page p = { .title = visit_say(&j->v, N_("No ballot can be given now")), .faults = j->v.cx.faults, .beside = looks(j),
				    .text = visit_say(&j->v, N_("Nothing was changed.")) };
	if (j->idle)
		p = (struct hall_said_page){ .title = visit_say(&j->v, N_("There is nothing for you to judge")), .text = j->v.cx.faults->text, .beside = looks(j) };
	tell(j, &p, rc_http(rc));
}

/* ---- the sheet ------------------------------------------------------------------------------------------------- */

static struct sv how_of(struct juror *j)
{
	struct visit *v = &j->v;
	if (j->late)
		return arena_tr(v->cx.a, v->cx.lang, N_("Seat %lld. The vote is closed. What you change now is kept as a late sheet for the "
				"panel to decide on; it is not counted by itself."),
				(long long)j->code.seat);
	if (j->e.is_signed)
		return arena_tr(v->cx.a, v->cx.lang, N_("Seat %lld. This sheet is signed: it counts with the number of your seat, and can be "
				"changed until the vote is closed."),
				(long long)j->code.seat);
	return visit_say(v, N_("Secret. Nobody sees who voted how: your code was drawn by hand, and neither name nor phone nor time is "
			"kept. Until the vote is closed you may vote again with the same code; the new ballot replaces the one before. The "
			"sheet is always shown empty, whether or not a ballot of this code lies in the box."));
}

static struct sv when_of(struct juror *j)
{
	struct visit *v = &j->v;
	if (!j->by_slot)
		return SV("");
	return visit_say(v, N_("Each contestant is judged from its own report on: what is sent before is not taken."));
}

static size_t judged(const struct juror *j)
{
	size_t n = 0;
	for (size_t i = 0; i < j->n; i++)
		n += !j->form.shut || !j->form.shut[i];
	return n;
}

/* What a secret ballot leaves open is asked back before it goes into the box. */
static void asked_back(struct juror *j, struct hall_ballot_page *p)
{
	struct visit *v = &j->v;
	if (!j->n_open)
		return;
	p->open = j->which;
	p->note = (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_tr(v->cx.a, v->cx.lang, N_("Not marked: %zu of %zu. Nothing is in the box yet."), j->n_open, judged(j)),
				      .text = arena_tr(v->cx.a, v->cx.lang, N_("%.*s. Mark them below, or press the button once more: then they count as abstentions."), SV_ARG(j->open)) };
}

static void limits_of(struct juror *j, struct hall_ballot_page *p)
{
	struct arena *a = j->v.cx.a;
	enum lang lang = j->v.cx.lang;
	const struct ballot_form *f = &j->form;
	const struct ballot_terms *t = &f->terms;
	struct hall_limit *l = NEW(a, struct hall_limit, 4);
	size_t n = 0;
	struct sv last = SV("");
	for (int g = f->n_grades - t->last_grades; t->last_least && g < f->n_grades; g++)
		last = arena_printf(a, "%.*s%s%.*s", SV_ARG(last), last.n ? "|" : "", SV_ARG(f->grades[g].name));
	if (t->first_most)
		l[n++] = (struct hall_limit){ .grades = f->grades[0].name, .most = t->first_most, .least = -1, .above = SV(""), .below = SV(""), .text =
			arena_tr(a, lang, N_("%.*s at most %d: %s given, %s too many"), SV_ARG(f->grades[0].name), t->first_most, "{n}", "{k}") };
	if (t->last_least)
		l[n++] = (struct hall_limit){ .grades = last, .most = -1, .least = t->last_least, .above = SV(""), .below = SV(""), .text =
			arena_tr(a, lang, N_("%.*s at least %d: %s given, %s more wanted"), SV_ARG(ballot_last_grades(a, f)), t->last_least, "{n}", "{k}") };
	if (t->above.u)
		l[n++] = (struct hall_limit){ .grades = SV(""), .most = t->above_most, .least = -1, .above = dec_text(a, t->above), .below = SV(""), .text =
			arena_tr(a, lang, N_("more than %.*s at most %d: %s given, %s too many"), SV_ARG(dec_text(a, t->above)), t->above_most, "{n}", "{k}") };
	if (t->below.u)
		l[n++] = (struct hall_limit){ .grades = SV(""), .most = -1, .least = t->below_least, .above = SV(""), .below = dec_text(a, t->below), .text =
			arena_tr(a, lang, N_("less than %.*s at least %d: %s given, %s more wanted"), SV_ARG(dec_text(a, t->below)), t->below_least, "{n}", "{k}") };
	p->limit = l;
	p->n_limit = n;
}

static void show(struct juror *j, int status)
{
	struct visit *v = &j->v;
	struct hall_ballot_page p = {
		.frame = &v->frame, .faults = v->cx.faults, .title = j->e.name, .rule = hall_sheet_rule(&j->sheet), .how = how_of(j), .when = when_of(j),
		.is_signed = j->e.is_signed, .late = j->late, .slot = hall_sheet_slots(&j->sheet), .n = j->n, .rehearsal = j->e.rehearsal,
		.what = j->code.voters.n ? arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(j->e.item), SV_ARG(j->code.voters)) : j->e.item,
		.form = { .action = self(j, NULL, SV_NONE), .csrf = SV("-"), .look = "form sheet" },
		.beside = looks(j),
	};
	p.beside.facts = beside(j, "facts");
	p.beside.rules = beside(j, "rules");
	if (!j->late)
		p.beside.opinion = beside(j, "opinion");
	p.ranks = j->form.kind == BALLOT_RANKS;
	p.n_judged = judged(j);
	hall_sheet_names(&j->sheet, &p.named, &p.n_named);
	asked_back(j, &p);
	limits_of(j, &p);
	v->frame.title = j->e.name;
	v->frame.error = v->cx.faults || j->n_open;
	hall_ballot_page(&v->out, &p);
	visit_send(v, status);
}

void page_ballot(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	visit_open_code(&j->v, web, rq, rp, "v");
	enum rc rc = find(j);
	if (rc == RC_OK)
		rc = find_saved(j);
	if (rc == RC_OK)
		show(j, 200);
	else if (j->early)
		wait(j, rc);
	else
		refused(j, rc);
	visit_close(&j->v);
}

/* ---- the box ----------------------------------------------------------------------------------------------------- */

/* What a page that works without a network says of itself: its own number, and how often the sheet was changed there. */
struct sent {
	struct sv sheet, device;
	int64_t revision, known;     /* known: a newer one that lies there already, 0 for none */
};

static enum rc save(struct ctx *cx, struct vote_cell *cell, void *arg, bool *ret_same)
{
	struct sent *s = arg;
	(void)cx;
	if (!s->device.n || vote_cell_newer(cell, s->device, s->revision)) {
		vote_cell_phone(cell, s->sheet);
		return RC_OK;
	}
	/* What comes late by an old connection is answered as what it is: there already, in a newer state. */
	for (size_t i = 0; i < cell->n_device; i++)
		if (sv_eq(cell->device[i].id, s->device))
			s->known = cell->device[i].revision;
	*ret_same = true;
	return RC_OK;
}

/* What was counted already, or kept, is there: a page that did not hear the answer sends it again. */
static enum rc keep_late(struct juror *j, struct sv sheet)
{
	struct visit *v = &j->v;
	struct act_answer done;
	struct sv before;
	struct js *f = js_obj(v->cx.a);
	TRY(latest(j, &before));
	if (sv_eq(before, sheet))
		return RC_OK;
	js_set_int(v->cx.a, f, "seat", j->code.seat);
	js_set_sv(v->cx.a, f, "sheet", sheet);
	return visit_act(v, "vote.late", j->e.id, f, &done);
}

/* Without script: a secret ballot that leaves somebody open is asked back once, naming them.  With it the page has asked. */
static enum rc whole(struct juror *j, struct sv sheet)
{
	struct visit *v = &j->v;
	struct ballot_vote vote[BALLOT_SLOTS_MAX];
	if (j->e.is_signed || v->rq->json)
		return RC_OK;
	TRY(ballot_votes(&v->cx, &j->form, sheet, vote));
	j->open = hall_sheet_open_ones(&j->sheet, vote, &j->which, &j->n_open);
	return j->n_open && !sv_eq(fields_get(&v->rq->form, "_open"), j->which) ? RC_INVALID : RC_OK;
}

/* Of a secret ballot neither device nor revision is kept or looked at: the last one counts. */
static enum rc cast(struct juror *j)
{
	struct visit *v = &j->v;
	struct vote_cell cell = { 0 }, before = { 0 };
	TRY(hall_sheet_types(&j->sheet));
	TRY(ballot_read(&v->cx, &j->form, hall_sheet_answers(&j->sheet), &cell.sheet));
	if (j->late)
		return keep_late(j, cell.sheet);
	if (j->by_slot)
		TRY(cell_look(&v->cx, web_store(v->web), j->e.id, &j->digest, &before));
	TRY(hall_sheet_heard(&j->sheet, &j->e, cell.sheet, before.sheet));
	TRY(whole(j, cell.sheet));
	if (!j->e.is_signed)
		return cell_put(&v->cx, web_store(v->web), j->e.id, &j->digest, &cell);
	struct sent s = { cell.sheet, js_get_sv(v->rq->json, "device"), js_get_int(v->rq->json, "revision", 0), 0 };
	const struct js *device = js_get(v->rq->json, "device");
	bool good = s.device.n <= VOTE_DEVICE_MAX && (!device || device->kind == JS_STR);
	for (size_t i = 0; i < s.device.n; i++)
		good &= (s.device.p[i] >= '0' && s.device.p[i] <= '9') || (s.device.p[i] >= 'a' && s.device.p[i] <= 'f');
	if (!good || (s.device.n && s.revision < 1))
		return fail_at(&v->cx, RC_INVALID, "device", "vote.device", N_("A device is up to %d hexadecimal digits, its revision a number from 1."), VOTE_DEVICE_MAX);
	TRY(cell_change(&v->cx, web_store(v->web), j->e.id, &j->digest, save, &s));
	j->revision = s.known ? s.known : s.revision;
	return RC_OK;
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
		js_set_int(a, o, "revision", j->revision);
		js_set_bool(a, o, "late", j->late);
	}
	for (const struct fault *f = v->cx.faults; f; f = f->next) {
		struct js *x = js_push(faults, js_obj(a));
		js_set_sv(a, x, "id", sv_of(f->id));
		js_set_sv(a, x, "field", f->field ? sv_of(f->field) : SV(""));
		js_set_sv(a, x, "text", f->text);
	}
	reply_json(v->rp, rc == RC_OK ? 200 : rc_http(rc), o);
}

static void receipt(struct juror *j)
{
	struct visit *v = &j->v;
	struct hall_said_page p = { .title = visit_say(v, N_("Your ballot is in the box")), .again = self(j, NULL, SV_NONE),
				    .again_label = visit_say(v, N_("Vote again")),
				    .text = visit_say(v, N_("Keep the slip until the vote is closed. You may close this page.")) };
	if (j->e.is_signed) {
		p.title = visit_say(v, N_("Your sheet is saved"));
		p.again_label = visit_say(v, N_("Back to the sheet"));
		p.text = visit_say(v, N_("It can be changed with the same slip until the vote is closed."));
	}
	if (j->late) {
		p.title = visit_say(v, N_("Kept as a late sheet"));
		p.text = visit_say(v, N_("It came after the lock: the office sees it, the panel decides on it, and it is not counted by itself."));
	}
	tell(j, &p, 200);
}

void do_ballot(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	visit_open_code(&j->v, web, rq, rp, "v");
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
