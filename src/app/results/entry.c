/* One entry: what happened, under which clause, how many points, by whom, and what took it back. */
#include "app/results/handlers.h"

#include "app/results/record.tmpl.h"
#include "app/results/why.h"
#include "app/unit/unit.h"
#include "core/rule_print.h"

struct entry_view {
	struct visit *v;
	struct entry e;
	struct unit unit;
	struct ruleset ruleset;
	struct rule *rule;
	struct res_entry_page p;
};

static struct ui_tag entry_tag(struct visit *v, const struct entry *e)
{
	if (e->reversed_by)
		return (struct ui_tag){ "strike", "grey", visit_say(v, N_("Taken back")) };
	bool counts = sv_is(e->state, "counted"), waits = sv_is(e->state, "proposed");
	return (struct ui_tag){ counts ? "tick" : waits ? "diamond_open" : "strike", counts ? "teal" : waits ?
		"blue" : "grey", res_word(v, e->state) };
}

/* Asked as the entry's own view asks: its unit must lie in what the post may see. */
static enum rc read_it(struct entry_view *w)
{
	struct visit *v = w->v;
	struct js *rows;
	int64_t id = http_param_int(v->rq, "id");
	TRY(visit_rows(v, "entry.show", id, NULL, 1, SV_NONE, &rows, NULL));
	TRY(entry_get(&v->cx, v->db, id, &w->e));
	TRY(unit_get(&v->cx, v->db, w->e.unit, &w->unit));
	TRY(ruleset_get(&v->cx, v->db, w->e.ruleset, &w->ruleset));
	return ruleset_rule(&v->cx, &w->ruleset, &w->rule);
}

static void what(struct entry_view *w)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	const struct entry *e = &w->e;
	struct ui_fact *f = NEW(a, struct ui_fact, 10);
	size_t n = 0;
	struct matter m;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	enum fact_kind k = fact_of_id(e->fact_kind);
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Unit")), .value = w->unit.name,
		.url = url_seg(a, URL("/u"), w->unit.code) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Fact")),
		.value = sv_of(v->cx.lang == LANG_ZH ? fact_word(k)->zh : fact_word(k)->en),
				   .hint = sv_is(e->role, "assist") ? visit_say(v, N_("as an assisting unit")) :
				   	SV_NONE };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Day")), .value = day_text(a, e->day),
		.hint = visit_say(v, N_("decides the period")) };
	if (e->matter && matter_get(&probe, v->db, e->matter, &m) == RC_OK)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Matter")),
			.url = url_seg(a, URL("/m"), matter_no_text(a, m.no)),
			.value = arena_printf(a, "%.*s %.*s", SV_ARG(matter_no_text(a, m.no)), SV_ARG(m.title)) };
	if (e->record.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Record")), .value = e->record,
			.url = sv_starts(e->fact, SV("adoption:")) ? url_seg(a, URL("/practices/adoptions"), sv_from(e->fact, 9)) : (struct url){ SV("") },
			.hint = day_is(e->record_day) ? day_text(a, e->record_day) : SV_NONE };
	if (e->evidence.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Evidence")), .value = e->evidence };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Arithmetic")), .value = e->arithmetic };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Plus or minus")), .value = rule_signed(a, e->points),
		.mark = true };
	w->p.facts = (struct ui_facts){ .fact = f, .n = n };
}

static void clause(struct entry_view *w)
{
	struct visit *v = w->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 5);
	size_t n = 0;
	const struct rule_class *c = rule_class_of(w->rule, w->e.class);
	const struct rule_item *i = c ? rule_item_of(c, w->e.item) : NULL;
	const struct rule_line *l = i ? rule_line_of(i, fact_of_id(w->e.fact_kind)) : NULL;
	struct sv text = l ? rule_print_line(a, l, LANG_ZH) : SV(""), basis = rule_basis(w->rule, c, i);
	struct sv anchor = why_anchor(a, w->rule, w->e.class, w->e.item, text);
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Rules")),
		.url = url_seg_int(a, URL("/rules"), w->ruleset.id),
		.value = arena_tr(a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(w->ruleset.name),
			(long long)w->ruleset.version) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Item")),
		.value = arena_printf(a, "%.*s · %.*s", SV_ARG(w->e.class), SV_ARG(w->e.item)) };
	if (text.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Clause")), .value = text,
			.url = url_of(arena_printf(a, "/rules/%lld#%.*s", (long long)w->ruleset.id,
				SV_ARG(anchor))) };
	if (basis.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Basis")), .value = basis };
	if (i && i->office.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Office in charge")), .value = i->office };
	w->p.rule = (struct ui_facts){ .fact = f, .n = n };
}

static struct ui_event made(struct visit *v, const struct entry *e, const char *title, struct sv text, bool link)
{
	struct ui_event x = { .when = res_when(v, e->at), .who = visit_post_name(v, e->author), .title = visit_say(v, title),
		.text = text };
	if (link) {
		x.url = url_seg_int(v->cx.a, URL("/entries"), e->id);
		x.url_label = arena_tr(v->cx.a, v->cx.lang, N_("entry %lld, %.*s points"), (long long)e->id,
			SV_ARG(rule_signed(v->cx.a, e->points)));
	}
	return x;
}

static enum rc chain(struct entry_view *w)
{
	struct visit *v = w->v;
	const struct entry *e = &w->e;
	struct entry other;
	struct ui_event *t = NEW(v->cx.a, struct ui_event, 6);
	size_t n = 0;
	if (e->corrects) {
		TRY(entry_get(&v->cx, v->db, e->corrects, &other));
		t[n++] = made(v, &other, N_("It stands in place of an entry taken back"), SV(""), true);
	}
	if (e->reverses) {
		TRY(entry_get(&v->cx, v->db, e->reverses, &other));
		t[n++] = made(v, &other, N_("It takes back this entry"), SV(""), true);
	}
	t[n++] = made(v, e, e->reverses ? N_("Taken back") : N_("Entered"), e->reverses ? e->reason : e->record,
		false);
	if (e->confirmer)
		t[n++] = (struct ui_event){ .who = visit_post_name(v, e->confirmer), .text = e->reverses ? SV("") :
			e->reason, .when = SV(""),
			.title = visit_say(v, sv_is(e->state, "refused") ? N_("Refused") :
				N_("Confirmed by a second person")) };
	if (e->reversed_by) {
		TRY(entry_get(&v->cx, v->db, e->reversed_by, &other));
		t[n++] = made(v, &other, N_("Taken back"), other.reason, true);
	}
	w->p.chain = (struct ui_timeline){ .event = t, .n = n };
	return RC_OK;
}

static void acts(struct entry_view *w)
{
	static const struct {
		const char *act, *label;
		enum button_kind kind;
	} known[] = {
		{ "entry.confirm", N_("Confirm the entry"), BUTTON_DEFAULT },
			{ "entry.refuse", N_("Refuse the entry"), BUTTON_PLAIN },
		{ "entry.reverse", N_("Take the entry back"), BUTTON_WARN },
	};
	struct visit *v = w->v;
	struct ui_button *b = NEW(v->cx.a, struct ui_button, COUNT(known));
	size_t n = 0;
	struct sv back = url_seg_int(v->cx.a, URL("/entries"), w->e.id).s;
	for (size_t i = 0; i < COUNT(known); i++) {
		bool waits = sv_is(w->e.state, "proposed");
		if (waits == (i == 2) || !visit_may(v, known[i].act, w->e.id))
			continue;
		const struct fault *no = res_refusal(v, known[i].act, w->e.id, NULL);
		if (no && !waits)
			continue;
		b[n++] = (struct ui_button){ .kind = no ? BUTTON_PLAIN : known[i].kind,
			.label = visit_say(v, known[i].label),
					     .url = res_form_url(v, known[i].act, w->e.id, back), .why_not = no ?
					     	no->text : SV_NONE };
	}
	w->p.acts = (struct ui_buttons){ .button = b, .n = n };
}

void res_entry(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct entry_view w = { .v = &v, .p = { .frame = &v.frame } };
		enum rc rc = read_it(&w);
		if (rc == RC_OK)
			rc = chain(&w);
		if (rc == RC_OK) {
			what(&w);
			clause(&w);
			acts(&w);
			w.p.title = arena_tr(v.cx.a, v.cx.lang, N_("Entry %lld"), (long long)w.e.id);
			w.p.tag = entry_tag(&v, &w.e);
			visit_frame(&v, w.p.title, "entry");
			res_entry_page(&v.out, &w.p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
