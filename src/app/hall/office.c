/* The office's pages of a vote: codes are printed once, the box is made when the vote opens and emptied when it closes. */
#include "app/hall/office.h"

#include "app/hall/pages.tmpl.h"
#include "app/person/person.h"
#include "core/spoken.h"
#include "store/shelf.h"

#include <pthread.h>
#include <stdio.h>

static struct sv word(const struct visit *v, const char *column, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "vote", column, code));
}

struct url office_vote_url(struct arena *a, int64_t id)
{
	return url_seg_int(a, URL("/votes"), id);
}

/* ---- one vote ------------------------------------------------------------------------------------------------------ */

enum rc office_load(struct office *o)
{
	struct visit *v = &o->v;
	struct scope scope;
	TRY(visit_scope(v, "vote.show", &scope));
	TRY(vote_get(&v->cx, v->db, http_param_int(v->rq, "id"), &o->e));
	if (!scope_holds(&scope, o->e.owner_path))
		return fail(&v->cx, RC_NOT_FOUND, "vote.none", N_("There is no such vote."));
	TRY(vote_slots(&v->cx, v->db, &o->e, &o->slot, &o->n_slot));
	TRY(vote_classes(&v->cx, v->db, o->e.id, &o->class, &o->n_class));
	TRY(vote_form(&v->cx, v->db, &o->e, &o->form, &o->item));
	TRY(vote_codes(&v->cx, v->db, o->e.id, &o->code, &o->n_code));
	TRY(vote_seats(&v->cx, v->db, o->e.id, &o->seat, &o->n_seat));
	TRY(vote_recusals(&v->cx, v->db, o->e.id, &o->recusal, &o->n_recusal));
	TRY(vote_tally_of(&v->cx, v->db, o->e.id, &o->tally));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, o->e.owner, &o->office);
}

/* What may be known of an open box: with numbers all but nothing, and without any that it cannot be read. */
static void look_in(struct office *o)
{
	struct ctx probe = o->v.cx;
	ctx_forget(&probe);
	o->is_seen = o->office && sv_is(o->e.state, "open") && vote_seen(&probe, web_store(o->v.web), o->v.db, &o->e, &o->seen) == RC_OK;
}

/* "Criteria: 项目规模 20, 形象进度 25. Step 1." */
static struct sv terms_of(struct office *o)
{
	struct arena *a = o->v.cx.a;
	struct buf b = buf_new(a, 2000);
	struct sv rest = o->e.criteria, line;
	if (!rest.n)
		return SV("");
	while (sv_split(&rest, '\n', &line)) {
		buf_puts(&b, b.n ? (o->v.cx.lang == LANG_ZH ? "、" : ", ") : "");
		buf_put(&b, line);
	}
	return o->e.step.u ? arena_tr(a, o->v.cx.lang, N_("Criteria: %.*s. Marks in steps of %.*s."), SV_ARG(buf_sv(&b)), SV_ARG(dec_text(a, o->e.step))) :
			     arena_tr(a, o->v.cx.lang, N_("Criteria: %.*s."), SV_ARG(buf_sv(&b)));
}

/* While the box is open, how many have voted is told, and nothing else of it. */
static void facts(struct office *o, struct hall_vote_page *p)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 6);
	int64_t codes = 0;
	size_t n = 0;
	for (size_t i = 0; i < o->n_class; i++)
		codes += o->class[i].codes;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("State")), .value = word(v, "state", o->e.state), .mark = true };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Codes")), .value = fmt_int(a, v->cx.lang, codes) };
	if (sv_is(o->e.state, "closed")) {
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ballots")), .value = fmt_int(a, v->cx.lang, o->e.votes) };
		if (o->e.paper)
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Of them on paper")), .value = fmt_int(a, v->cx.lang, o->e.paper) };
		if (o->e.released_at)
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ballots that give everybody the same")), .value = fmt_int(a, v->cx.lang, o->e.flat) };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Jurors in the hall")), .value = fmt_int(a, v->cx.lang, o->e.attended) };
	} else if (sv_is(o->e.state, "open") && o->office) {
		if (o->is_seen) {
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ballots in the box")), .value = fmt_int(a, v->cx.lang, o->seen.ballots),
						   .hint = o->e.least ? arena_tr(a, v->cx.lang, N_("valid from %lld"), (long long)o->e.least) : SV("") };
			if (o->seen.waiting > 0)
				f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Paper that waits for its second reading")),
							   .value = fmt_int(a, v->cx.lang, o->seen.waiting) };
		} else { /* an open box is in no backup */
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ballots in the box")), .value = SV("—"),
						   .hint = visit_say(v, N_("The box cannot be used: cancel this vote and hold it anew.")) };
		}
	}
	p->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
}

/* For jurors of a contestant, whose sheets leave it out. */
static struct ui_field own_field(struct office *o)
{
	struct visit *v = &o->v;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, o->n_slot + 1);
	struct sv typed = fields_get(&v->rq->form, "own");
	size_t n = 0;
	c[n++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("none: they judge every contestant")) };
	for (size_t i = 0; i < o->n_slot; i++) {
		struct sv id = arena_printf(v->cx.a, "%lld", (long long)o->slot[i].unit);
		if (vote_slot_is_first(o->slot, i))
			c[n++] = (struct ui_choice){ .value = id, .label = o->slot[i].name, .chosen = typed.p && sv_eq(typed, id) };
	}
	return (struct ui_field){ .kind = INPUT_SELECT, .name = "own", .label = visit_say(v, N_("Own unit of these jurors, which is then not on their sheets")),
				  .choice = c, .n_choice = n, .faults = v->cx.faults,
				  .hint = arena_tr(v->cx.a, v->cx.lang, N_("Print such codes for at least %d jurors of a unit: a pile for few narrows who may have cast a ballot."),
						   VOTE_PILE_LEAST) };
}

static struct ui_field kind_field(struct office *o)
{
	struct visit *v = &o->v;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, 2);
	c[0] = (struct ui_choice){ .value = SV("slips"), .label = visit_say(v, N_("Slips: a code for a phone, to be cut")) };
	c[1] = (struct ui_choice){ .value = SV("sheets"), .label = visit_say(v, N_("Paper sheets: the code and the whole sheet, to be filled in by pen")) };
	return (struct ui_field){ .kind = INPUT_SELECT, .name = "_print", .label = visit_say(v, N_("What is printed")), .choice = c, .n_choice = 2,
				  .hint = visit_say(v, N_("Paper and phones are counted together; a sheet can still be given by phone with its code.")) };
}

static void code_fields(struct office *o, struct hall_vote_page *p)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ui_field *f = NEW(a, struct ui_field, 4);
	struct sv number = fields_get(&v->rq->form, "number"), voters = fields_get(&v->rq->form, "voters");
	size_t n = 0;
	p->code_field = f;
	if (o->e.is_signed) { /* one for every seat that has none */
		f[0] = kind_field(o);
		p->n_code_field = 1;
		return;
	}
	if (o->item->n_groups > 0) {
		struct ui_choice *c = NEW(a, struct ui_choice, (size_t)o->item->n_groups);
		for (int i = 0; i < o->item->n_groups; i++)
			c[i] = (struct ui_choice){ .value = o->item->groups[i].name, .label = o->item->groups[i].name,
						   .chosen = voters.p && sv_eq(voters, o->item->groups[i].name) };
		f[n++] = (struct ui_field){ .kind = INPUT_SELECT, .name = "voters", .label = visit_say(v, N_("Class of jurors")), .choice = c,
					    .n_choice = (size_t)o->item->n_groups, .faults = v->cx.faults };
	}
	f[n++] = (struct ui_field){ .kind = INPUT_NUMBER, .name = "number", .label = visit_say(v, N_("How many")), .width = 8, .value = sv_or_empty(number),
				    .hint = visit_say(v, N_("As many as jurors of the class, and some to spare.")), .faults = v->cx.faults };
	f[n++] = own_field(o);
	f[n++] = kind_field(o);
	p->code_field = f;
	p->n_code_field = n;
}

/* A slip that was handed back. */
static void void_fields(struct office *o, struct hall_vote_page *p)
{
	struct visit *v = &o->v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 2);
	struct sv reason = fields_get(&v->rq->form, "reason");
	f[0] = (struct ui_field){ .kind = INPUT_CODE, .name = "code", .label = visit_say(v, N_("Code on the slip")), .width = 20, .autocomplete = "off",
				  .value = SV(""), .faults = v->cx.faults };
	f[1] = (struct ui_field){ .kind = INPUT_LINE, .name = "reason", .label = visit_say(v, N_("Reason")), .value = sv_or_empty(reason), .max = 200,
				  .faults = v->cx.faults };
	p->void_field = f;
	p->n_void_field = 2;
	p->may_void = o->office && o->n_code > 0 && (sv_is(o->e.state, "planned") || sv_is(o->e.state, "open"));
	p->void_form = visit_form(v, url_seg(v->cx.a, office_vote_url(v->cx.a, o->e.id), SV("void")), 0);
}

static struct ui_notice next_of(struct office *o)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	if (sv_is(o->e.state, "cancelled"))
		return (struct ui_notice){ .kind = NOTICE_INFO, .title = arena_tr(a, v->cx.lang, N_("Cancelled: %.*s"), SV_ARG(o->e.reason)) };
	if (sv_is(o->e.state, "closed") && o->e.rehearsal)
		return (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("It was a rehearsal: it counts nowhere.")) };
	if (sv_is(o->e.state, "closed") && !o->e.released_at)
		return (struct ui_notice){ .kind = NOTICE_LOCK, .title = visit_say(v, N_("Counted and sealed")), .url = url_seg_int(a, URL("/events"), o->e.event),
					   .url_label = o->e.event_name, .text = visit_say(v, N_("Nothing of the count is told before the chair releases the results of the event.")) };
	if (sv_is(o->e.state, "closed") && !o->tally && !o->e.votes)
		return (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("No vote was cast: nothing of it is counted.")) };
	if (sv_is(o->e.state, "closed") && !o->tally)
		return (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("This count is no tally yet")), .url = URL("/tallies"),
					   .url_label = visit_say(v, N_("Tallies")),
					   .text = visit_say(v, N_("If that stays so, another tally of this item stands already: correct that one by the count below, or withdraw it and enter the count by hand.")) };
	if (sv_is(o->e.state, "closed"))
		return (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("Votes counted")), .url = url_seg_int(a, URL("/tallies"), o->tally),
					   .url_label = visit_say(v, N_("To the tally")),
					   .text = visit_say(v, N_("The count waits as a tally; as soon as a second person confirms it, boards read it.")) };
	if (sv_is(o->e.state, "open"))
		return (struct ui_notice){ .kind = NOTICE_LOCK, .title = visit_say(v, N_("The vote is open")), .text = visit_say(v, o->e.is_signed ?
			N_("Who has handed in a sheet is shown; what stands on it is not, until the chair releases the results.") :
			N_("Nobody can look into the box. Only how many have voted is shown.")) };
	return (struct ui_notice){ 0 };
}

static void buttons(struct office *o, struct hall_vote_page *p)
{
	static const struct {
		const char *act, *label;
		bool seats;          /* of a signed vote while it is planned */
	} acts[] = { { "vote.seats", N_("Seat jurors"), true }, { "vote.recuse", N_("Recuse a juror from a unit"), true },
		{ "vote.unseat", N_("Take a juror's seat away"), true }, { "vote.cancel", N_("Cancel the vote"), false } };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ui_button *b = NEW(a, struct ui_button, COUNT(acts) + 2);
	bool planned = sv_is(o->e.state, "planned"), open = sv_is(o->e.state, "open");
	size_t n = 0;
	for (size_t i = 0; i < COUNT(acts) && o->office && (planned || open); i++) {
		if (acts[i].seats && !(planned && o->e.is_signed))
			continue;
		struct url u = url_arg(a, url_of(arena_printf(a, "/do/%s", acts[i].act)), "_subject", arena_printf(a, "#%lld", (long long)o->e.id));
		b[n++] = (struct ui_button){ .kind = BUTTON_PLAIN, .label = visit_say(v, acts[i].label), .url = url_arg(a, u, "back", office_vote_url(a, o->e.id).s) };
	}
	if (sv_is(o->e.state, "closed") && !o->e.released_at && visit_may(v, "vote.annul", o->e.id))
		b[n++] = (struct ui_button){ .kind = BUTTON_WARN, .label = visit_say(v, N_("Annul the count")),
					     .url = url_arg(a, url_arg(a, URL("/do/vote.annul"), "_subject", arena_printf(a, "#%lld", (long long)o->e.id)), "back", office_vote_url(a, o->e.id).s) };
	if (sv_is(o->e.state, "closed"))
		b[n++] = (struct ui_button){ .kind = BUTTON_PLAIN, .label = visit_say(v, N_("Opinions and advice")), .url = url_seg(a, office_vote_url(a, o->e.id), SV("opinions")) };
	p->buttons = (struct ui_buttons){ .button = b, .n = n };
}

static bool asked_sure(const struct visit *v)
{
	for (const struct fault *f = v->cx.faults; f; f = f->next)
		if (f->field && strcmp(f->field, "_sure") == 0)
			return true;
	return false;
}

void office_show(struct office *o, int status)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct url here = office_vote_url(a, o->e.id);
	bool planned = sv_is(o->e.state, "planned");
	struct hall_vote_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = o->e.name, .event_name = o->e.event_name,
				     .up = url_seg_int(a, URL("/events"), o->e.event), .note = next_of(o), .slot = o->slot, .n_slot = o->n_slot,
				     .classes = office_classes(o), .may_codes = o->office && planned && (!o->e.is_signed || office_uncoded(o) > 0), .is_signed = o->e.is_signed, .may_open = o->office && planned && o->n_class > 0,
				     .may_close = o->office && sv_is(o->e.state, "open"), .paper = url_seg(a, here, SV("paper")),
				     .codes = visit_form(v, url_seg(a, here, SV("codes")), 0), .open = visit_form(v, url_seg(a, here, SV("open")), 0),
				     .close = visit_form(v, url_seg(a, here, SV("close")), 0) };
	struct sv attended = fields_get(&v->rq->form, "attended");
	p.lead = arena_tr(a, v->cx.lang, o->e.rehearsal ? N_("Rehearsal of %.*s, %.*s: read by \"%.*s\" of the rules, for %.*s.") :
			  N_("%.*s, %.*s: read by \"%.*s\" of the rules, for %.*s."), SV_ARG(spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "event", "kind", o->e.event_kind))),
			  SV_ARG(fmt_day_long(a, v->cx.lang, o->e.day)), SV_ARG(o->e.item), SV_ARG(o->e.period_name));
	void_fields(o, &p);
	p.attended = (struct ui_field){ .kind = INPUT_NUMBER, .name = "attended", .label = visit_say(v, N_("Jurors in the hall, as the first scrutineer counted them")),
					.width = 8, .value = sv_or_empty(attended), .faults = v->cx.faults };
	p.attended_again = (struct ui_field){ .kind = INPUT_NUMBER, .name = "attended_again", .label = visit_say(v, N_("The same, as the second scrutineer counted them")),
					      .width = 8, .value = sv_or_empty(fields_get(&v->rq->form, "attended_again")), .faults = v->cx.faults };
	p.sure = (struct ui_field){ .kind = INPUT_CHECK, .name = "_sure", .label = visit_say(v, N_("It is so: close the vote all the same")), .faults = v->cx.faults };
	p.ask_sure = fields_get(&v->rq->form, "_sure").p || asked_sure(v);
	p.terms = terms_of(o);
	look_in(o);
	facts(o, &p);
	office_wall(o, &p);
	code_fields(o, &p);
	buttons(o, &p);
	struct sv words;
	enum rc rc = vote_remarks(&v->cx, v->db, o->e.id, &words);
	if (rc == RC_OK && o->e.released_at)
		p.remark = office_remarks(o, words);
	if (rc == RC_OK)
		rc = office_counts(o, &p.counts);
	if (rc == RC_OK)
		rc = office_sites(o, &p.sites);
	if (rc == RC_OK)
		rc = office_results(o, &p.results);
	if (rc == RC_OK)
		rc = office_late(o, &p.late);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	visit_frame(v, o->e.name, "vote");
	hall_vote_page(&v->out, &p);
	visit_send(v, status);
}

void page_vote(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open(&o->v, web, rq, rp)) {
		enum rc rc = office_load(o);
		if (rc == RC_OK)
			office_show(o, 200);
		else
			visit_fail(&o->v, rc);
	}
	visit_close(&o->v);
}

/* A form of the page that was refused shows the page again; one that was done leads back to it. */
void office_answer(struct office *o, enum rc rc)
{
	if (rc == RC_OK)
		visit_redirect(&o->v, office_vote_url(o->v.cx.a, o->e.id).s);
	else
		office_show(o, rc_http(rc));
}

/* ---- void codes ---------------------------------------------------------------------------------------------------------- */

struct digest office_code(struct office *o, struct sv typed)
{
	return HASH(HASH_SHA256, visit_code_typed(o->v.cx.a, typed));
}

void do_void(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	struct visit *v = &o->v;
	if (visit_open_post(v, web, rq, rp)) {
		enum rc rc = office_load(o);
		if (rc != RC_OK) {
			visit_fail(v, rc);
		} else {
			struct act_answer done;
			struct js *f = js_obj(rq->a);
			struct digest d = office_code(o, fields_get(&rq->form, "code"));
			js_set_sv(rq->a, f, "digest", hex_text(rq->a, digest_sv(&d)));
			js_set_sv(rq->a, f, "reason", fields_get(&rq->form, "reason"));
			rc = visit_act(v, "vote.void", o->e.id, f, &done);
			office_answer(o, rc);
		}
	}
	visit_close(v);
}

/* ---- opening, closing -------------------------------------------------------------------------------------------------- */

/* The box stands before the act says that it is open.  One that is there while the vote is planned is from a try that was
 * refused or broken off; nobody could cast into it. */
static enum rc make_box(struct office *o)
{
	struct visit *v = &o->v;
	struct store *store = web_store(v->web);
	if (!sv_is(o->e.state, "planned"))
		return fail(&v->cx, RC_CONFLICT, "vote.begun", N_("The vote is open or over: contestants, codes and rules stand as they are."));
	if (!visit_may(v, "vote.open", o->e.id))
		return fail(&v->cx, RC_DENIED, "vote.office", N_("The office that holds the vote opens and closes it."));
	size_t room;
	const struct vote_code *code = o->code;
	const size_t n = o->n_code;
	TRY(ballot_room(&v->cx, &o->form, &room));
	struct digest *d = NEW(v->cx.a, struct digest, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!hex_parse(code[i].digest, d[i].b, sizeof(d[i].b)))
			return fail(&v->cx, RC_CHECK, "vote.digests", N_("The digests are SHA-256 in hexadecimal, in order, no two alike."));
	TRY(store_box_drop(&v->cx, store, o->e.id));
	return n ? box_make(&v->cx, store_dir(store), o->e.id, store_signer(store), d, n, vote_cell_room(room)) : RC_OK;
}

void do_open(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open_post(&o->v, web, rq, rp)) {
		struct act_answer done;
		enum rc rc = office_load(o);
		if (rc != RC_OK) {
			visit_fail(&o->v, rc);
		} else {
			rc = make_box(o);
			if (rc == RC_OK)
				rc = visit_act(&o->v, "vote.open", o->e.id, js_obj(rq->a), &done);
			office_answer(o, rc);
		}
	}
	visit_close(&o->v);
}

/* Closing ends it for good: what looks wrong is asked once. */
static enum rc check_sure(struct office *o, const struct js *ballots)
{
	struct visit *v = &o->v;
	struct buf b = buf_new(v->cx.a, 4000);
	int64_t attended = 0, again = 0, live = 0;
	if (!sv_int(fields_get(&v->rq->form, "attended"), &attended) || !sv_int(fields_get(&v->rq->form, "attended_again"), &again) || attended != again ||
	    attended < (int64_t)ballots->n)
		return RC_OK; /* the act refuses it, and says why */
	for (size_t i = 0; i < o->n_code; i++)
		live += !o->code[i].is_void;
	if (attended > live)
		buf_put(&b, arena_tr(v->cx.a, v->cx.lang, N_("%lld jurors are in the hall, and only %lld codes were given out. "), (long long)attended, (long long)live));
	for (size_t i = 0; i < o->n_class && ballots->n > 0; i++) {
		bool some = false;
		for (const struct js *x = ballots->first; x; x = x->next)
			some |= sv_eq(js_get_sv(x, "voters"), o->class[i].voters);
		if (!some)
			buf_put(&b, arena_tr(v->cx.a, v->cx.lang, N_("The class \"%.*s\" has not voted at all. "), SV_ARG(o->class[i].voters)));
	}
	if (!b.n || fields_get(&v->rq->form, "_sure").n)
		return RC_OK;
	return fail_at(&v->cx, RC_CONFLICT, "_sure", "vote.sure", N_("%.*sThe box is destroyed with the closing: say that it is so, or wait."), SV_ARG(buf_sv(&b)));
}

static enum rc close_vote(struct office *o)
{
	struct visit *v = &o->v;
	struct store *store = web_store(v->web);
	struct digest *digest;
	struct act_answer done;
	struct box *box;
	struct sv *text;
	size_t k;
	if (!sv_is(o->e.state, "open"))
		return fail(&v->cx, RC_CONFLICT, "vote.not_open", sv_is(o->e.state, "planned") ? N_("The vote is not open.") : N_("The vote is closed already, or was cancelled."));
	if (!visit_may(v, "vote.close", o->e.id))
		return fail(&v->cx, RC_DENIED, "vote.office", N_("The office that holds the vote opens and closes it."));
	TRY(store_box_seal(&v->cx, store, o->e.id, &box));
	struct js *f = js_obj(v->cx.a);
	enum rc rc = box_read(&v->cx, box, &digest, &text, &k);
	if (rc == RC_OK && k != o->n_code)
		rc = fail(&v->cx, RC_CHECK, "vote.box", N_("The box is not that of this vote's codes."));
	if (rc == RC_OK) {
		js_set_sv(v->cx.a, f, "attended", fields_get(&v->rq->form, "attended"));
		js_set_sv(v->cx.a, f, "attended_again", fields_get(&v->rq->form, "attended_again"));
		struct js *ballots;
		struct vote_box in;
		rc = vote_ballots(&v->cx, o->code, text, k, &ballots, &in);
		int64_t voids = 0;
		for (size_t i = 0; i < o->n_code; i++)
			voids += o->code[i].is_void;
		js_set_int(v->cx.a, f, "voids", voids);
		if (rc == RC_OK) {
			js_set(f, "ballots", ballots);
			js_set_int(v->cx.a, f, "paper", in.paper);
			rc = check_sure(o, ballots);
		}
	}
	if (rc == RC_OK)
		rc = visit_act(v, "vote.close", o->e.id, f, &done);
	if (rc != RC_OK) {
		store_box_unseal(store, o->e.id);
		return rc;
	}
	/* It is closed for good, whatever becomes of the file: the sweep takes what stays. */
	if (store_box_drop(&v->cx, store, o->e.id) != RC_OK) {
		fprintf(stderr, "bixue: the box of vote %lld is still there; it is tried again hourly\n", (long long)o->e.id);
		ctx_forget(&v->cx);
	}
	return RC_OK;
}

void do_close(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open_post(&o->v, web, rq, rp)) {
		enum rc rc = office_load(o);
		if (rc != RC_OK)
			visit_fail(&o->v, rc);
		else
			office_answer(o, close_vote(o));
	}
	visit_close(&o->v);
}

/* One code list, one box: whoever prints, voids, opens or closes does so alone, on what those before left (this process owns
 * the folder).  Taken before the visit's snapshot. */
static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
static http_handler *const codes = do_codes, *const voids = do_void, *const opens = do_open, *const closes = do_close;

static void do_alone(void *web, struct http_request *rq, struct http_reply *rp)
{
	http_handler *const *handler = rq->route->data;
	pthread_mutex_lock(&alone);
	(*handler)(web, rq, rp);
	pthread_mutex_unlock(&alone);
}

const struct http_route hall_routes[] = {
	{ HTTP_GET, "/events", 0, page_events, "events", NULL },
	{ HTTP_GET, "/events/:id:int", 0, page_event, "event", NULL },
	{ HTTP_GET, "/events/:id:int/day", 0, page_day, "event", NULL },
	{ HTTP_GET, "/events/:id:int/notice", 0, page_event_notice, "notice", NULL },
	{ HTTP_GET, "/events/:id:int/release", 0, page_event_release, "event", NULL },
	{ HTTP_GET, "/events/:id:int/end", 0, page_event_end, "event", NULL },
	{ HTTP_GET, "/votes/:id:int", 0, page_vote, "vote", NULL },
	{ HTTP_GET, "/votes/:id:int/codes", 0, page_codes, "vote", NULL },
	{ HTTP_POST, "/votes/:id:int/codes", 0, do_alone, "vote", &codes },
	{ HTTP_POST, "/votes/:id:int/void", 0, do_alone, "vote", &voids },
	{ HTTP_GET, "/votes/:id:int/paper", 0, page_paper, "vote", NULL },
	{ HTTP_POST, "/votes/:id:int/paper", 0, do_paper, "vote", NULL },
	{ HTTP_POST, "/votes/:id:int/open", 0, do_alone, "vote", &opens },
	{ HTTP_POST, "/votes/:id:int/close", 0, do_alone, "vote", &closes },
	{ HTTP_GET, "/v", ROUTE_NOCASE, page_code_box, "ballot", "/v" },
	{ HTTP_POST, "/v", ROUTE_NOCASE, do_code_box, "ballot", "/v" },
	{ HTTP_GET, "/v/:typed", ROUTE_NOCASE, do_code_box, "ballot", "/v" },
	{ HTTP_GET, "/v/:token:code", ROUTE_NOCASE, page_ballot, "ballot", NULL },
	{ HTTP_POST, "/v/:token:code", ROUTE_NOCASE, do_ballot, "ballot", NULL },
	{ HTTP_GET, "/v/:token:code/rules", ROUTE_NOCASE, page_juror_rules, "ballot", NULL },
};
const size_t hall_routes_n = COUNT(hall_routes);
