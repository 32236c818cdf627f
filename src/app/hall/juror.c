/* A juror's way: one sheet by a code.  Every answer is the same whether or not a ballot was cast before, and the receipt is the
 * same for everybody: what cannot be shown cannot be bought. */
#include "app/hall/pages.h"

#include "app/hall/pages.tmpl.h"
#include "store/shelf.h"

struct juror {
	struct visit v;
	struct sv token;
	struct digest digest;
	struct vote e;
	struct sv voters;
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
	enum rc rc = vote_of_code_digest(&v->cx, v->db, hex_text(v->cx.a, digest_sv(&j->digest)), &j->e, &j->voters);
	if (rc == RC_NOT_FOUND)
		return wrong_code(j);
	TRY(rc);
	if (sv_is(j->e.state, "planned"))
		return fail(&v->cx, RC_CONFLICT, "vote.early", N_("The vote is not open yet. Keep the slip; this page opens as soon as the chair opens the vote."));
	if (!sv_is(j->e.state, "open"))
		return fail(&v->cx, RC_CONFLICT, "vote.over", N_("This vote is over. Your slip is of no more use; throw it away."));
	TRY(vote_form(&v->cx, v->db, &j->e, &j->form, &j->item));
	return vote_slots(&v->cx, v->db, &j->e, &j->slot, &j->n);
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

/* What was typed, where the sheet comes back with its faults. */
static struct sv typed(struct juror *j, const char *name)
{
	struct sv s = fields_get(&j->v.rq->form, name);
	return s.p ? s : SV("");
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
	if (j->form.kind == BALLOT_RANKS)
		return arena_tr(v->cx.a, v->cx.lang, N_("Give every one a place from 1 to %d, each place once."), (int)j->n);
	if (j->form.terms.first_most > 0)
		return arena_tr(v->cx.a, v->cx.lang, N_("\"%.*s\" to %d at most. What you leave open counts as an abstention."),
				SV_ARG(j->form.grades[0].name), j->form.terms.first_most);
	return visit_say(v, N_("What you leave open counts as an abstention."));
}

static void show(struct juror *j, int status)
{
	struct visit *v = &j->v;
	struct hall_slot *slot = NEW(v->cx.a, struct hall_slot, j->n + 1);
	for (size_t i = 0; i < j->n; i++)
		slot[i] = slot_of(j, i);
	struct hall_ballot_page p = {
		.frame = &v->frame, .faults = v->cx.faults, .title = j->e.name, .rule = rule_of(j), .slot = slot, .n = j->n, .rehearsal = j->e.rehearsal,
		.what = j->voters.n ? arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(j->e.item), SV_ARG(j->voters)) : j->e.item,
		.form = { .action = self(j, NULL, SV_NONE), .csrf = SV("-"), .look = "form sheet" },
		.lang = self(j, "lang", v->cx.lang == LANG_EN ? SV("zh") : SV("en")),
		.large = self(j, "large", v->frame.large ? SV_NONE : SV("1")), .is_large = v->frame.large,
	};
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
		show(j, 200);
	else
		refused(j, rc);
	visit_close(&j->v);
}

/* ---- the box ----------------------------------------------------------------------------------------------------- */

static enum rc cast(struct juror *j)
{
	struct visit *v = &j->v;
	struct store *store = web_store(v->web);
	struct js *answers = js_obj(v->cx.a);
	struct sv text;
	struct box *box;
	for (size_t i = 0; i < j->n; i++)
		for (int c = 0; c < (j->form.terms.n_criteria ? j->form.terms.n_criteria : 1); c++) {
			const char *name = ballot_answer(v->cx.a, &j->form, (int)i + 1, c + 1).p;
			js_set_sv(v->cx.a, answers, name, v->rq->json ? js_get_sv(v->rq->json, name) : fields_get(&v->rq->form, name));
		}
	TRY(ballot_read(&v->cx, &j->form, answers, &text));
	TRY(store_box_hold(&v->cx, store, j->e.id, &box));
	enum rc rc = box_put(&v->cx, box, &j->digest, text);
	store_box_let(store, j->e.id, rc == RC_FAILED);
	return rc;
}

void do_ballot(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	open_door(j, web, rq, rp);
	enum rc rc = find(j);
	if (rc != RC_OK) {
		refused(j, rc);
	} else if ((rc = cast(j)) == RC_OK) {
		struct hall_said_page p = { .title = visit_say(&j->v, N_("Your ballot is in the box")), .again = self(j, NULL, SV_NONE),
					    .text = visit_say(&j->v, N_("Keep the slip until the vote is closed. You may close this page.")) };
		tell(j, &p, 200);
	} else if (rc == RC_INVALID) {
		show(j, rc_http(rc));
	} else {
		refused(j, rc);
	}
	visit_close(&j->v);
}
