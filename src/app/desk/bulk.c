/* One act on many matters, in two steps that work without script: first what will happen, then it does. */
#include "app/desk/handlers.h"
#include "app/desk/ledger.tmpl.h"
#include "app/desk/matter_forms.h"

enum { BULK_MAX = 200 };

struct bulk {
	const char *name, *act, *title;
	bool (*fits)(const struct matter *m);
	const char *misfit;
};

static bool fits_chase(const struct matter *m)
{
	return m->state != MATTER_DRAFT && m->state != MATTER_CLOSED && m->state != MATTER_WITHDRAWN;
}

static bool fits_issue(const struct matter *m)
{
	return matter_allows(m->state, VERB_ISSUE);
}

static bool fits_withdraw(const struct matter *m)
{
	return matter_allows(m->state, VERB_WITHDRAW);
}

static const struct bulk bulks[] = {
	{ "chase", "matter.chase", N_("Chase these matters"), fits_chase, N_("is not under way: there is nobody to call") },
	{ "issue", "matter.issue", N_("Issue these drafts"), fits_issue, N_("is not a draft") },
	{ "withdraw", "matter.withdraw", N_("Withdraw these matters"), fits_withdraw, N_("cannot be withdrawn in its state") },
};

struct chosen {
	struct matter *m;
	struct bulk_row *will, *not;
	size_t n, n_not;
	int64_t *unit;
	size_t n_unit;
};

static enum rc sort_out(struct visit *v, const struct bulk *b, struct sv text, struct chosen *c)
{
	int64_t no;
	struct matter m;
	if (!sv_int(sv_trim(text), &no) || matter_by_no(&v->cx, v->db, no, &m) != RC_OK) {
		ctx_forget(&v->cx);
		return RC_OK; /* no such matter: nothing to say about it */
	}
	struct duty *d;
	size_t n;
	TRY(matter_duties(&v->cx, v->db, m.id, &d, &n));
	struct bulk_row row = { .no = matter_no_text(v->cx.a, m.no), .title = m.title };
	struct buf names = buf_new(v->cx.a, 2000);
	for (size_t i = 0; i < n; i++)
		if (d[i].role == AS_LEAD && d[i].state != ASSIGNMENT_RELEASED)
			buf_printf(&names, "%s%.*s", names.n ? "、" : "", SV_ARG(d[i].unit_name));
	row.units = buf_sv(&names);
	bool fits = b->fits(&m), may = visit_may(v, b->act, m.id);
	if (!fits || !may) {
		row.why = visit_say(v, fits ? N_("is not yours to decide") : b->misfit);
		c->not[c->n_not++] = row;
		return RC_OK;
	}
	for (size_t i = 0; i < n; i++) {
		bool had = d[i].role != AS_LEAD || d[i].state == ASSIGNMENT_RELEASED;
		for (size_t k = 0; k < c->n_unit && !had; k++)
			had = c->unit[k] == d[i].unit;
		if (!had && c->n_unit < BULK_MAX * 4)
			c->unit[c->n_unit++] = d[i].unit;
	}
	c->m[c->n] = m;
	c->will[c->n++] = row;
	return RC_OK;
}

static enum rc choose(struct visit *v, const struct bulk *b, struct chosen *c)
{
	size_t at = 0, seen = 0;
	struct sv text;
	*c = (struct chosen){ .m = NEW(v->cx.a, struct matter, BULK_MAX), .will = NEW(v->cx.a, struct bulk_row, BULK_MAX),
			      .not = NEW(v->cx.a, struct bulk_row, BULK_MAX), .unit = NEW(v->cx.a, int64_t, BULK_MAX * 4) };
	while (fields_next(&v->rq->form, "m", &at, &text)) {
		if (seen++ == BULK_MAX)
			return fail(&v->cx, RC_LIMIT, "bulk.many", N_("At most %d at a time: choose fewer."), BULK_MAX);
		TRY(sort_out(v, b, text, c));
	}
	return RC_OK;
}

static struct sv what_will_happen(struct visit *v, const struct bulk *b, const struct chosen *c)
{
	long long n = (long long)c->n, u = (long long)c->n_unit;
	if (strcmp(b->name, "chase") == 0)
		return arena_tr(v->cx.a, v->cx.lang, N_("Matters: %lld. The call to %lld units is written down with the result that you choose here."), n, u);
	if (strcmp(b->name, "issue") == 0)
		return arena_tr(v->cx.a, v->cx.lang, N_("Matters: %lld. They go out to %lld lead units, which find them on their desks and sign for them. What has gone out is withdrawn with a reason, not taken back."), n, u);
	return arena_tr(v->cx.a, v->cx.lang, N_("Matters: %lld, of %lld lead units. They stay in the ledger, struck through, with your reason."), n, u);
}

static void fields_of(struct visit *v, const struct bulk *b, struct bulk_page *p)
{
	const struct act_def *def = act_row(v, b->act);
	struct ui_field *u = NEW(v->cx.a, struct ui_field, def->n_fields + 1);
	for (size_t i = 0; i < def->n_fields; i++) {
		const struct field *f = &def->fields[i];
		if (f->type != FIELD_TEXT && f->type != FIELD_ENUM)
			continue;
		struct ui_field *x = &u[p->n_field++];
		struct sv value = fields_get(&v->rq->form, f->name);
		*x = (struct ui_field){ .kind = f->type == FIELD_ENUM ? INPUT_RADIO : INPUT_TEXT, .name = f->name, .label = visit_say(v, f->label),
					.value = sv_or_empty(value), .faults = v->cx.faults, .optional = !f->required, .rows = 2,
					.max = (int)f->max };
		if (f->type != FIELD_ENUM)
			continue;
		struct ui_choice *ch = NEW(v->cx.a, struct ui_choice, 8);
		for (; x->n_choice < 8 && enum_word(f->of, x->n_choice).p; x->n_choice++) {
			struct sv word = enum_word(f->of, x->n_choice);
			ch[x->n_choice] = (struct ui_choice){ .value = word, .label = word_text(v, word), .chosen = sv_eq(word, x->value) };
		}
		x->choice = ch;
	}
	p->field = u;
}

static void show(struct visit *v, const struct bulk *b, const struct chosen *c, int status, bool done)
{
	struct bulk_page p = { .frame = &v->frame, .faults = v->cx.faults, .will = c->will, .n_will = c->n, .not = c->not, .n_not = c->n_not,
			       .act = sv_of(b->name), .back = visit_back(v, SV("/matters")), .done = done };
	p.not_title = visit_say(v, done ? N_("Not done") : N_("Left out"));
	fields_of(v, b, &p);
	p.confirm = (struct ui_confirm){ .form = visit_form(v, URL("/matters/bulk"), 0), .title = visit_say(v, b->title),
					 .text = what_will_happen(v, b, c), .no = url_of(p.back),
					 .yes = { .kind = strcmp(b->name, "withdraw") == 0 ? BUTTON_WARN : BUTTON_DEFAULT, .label = visit_say(v, b->title),
						  .name = "_sure", .value = "1" } };
	desk_frame(v, p.confirm.title, "bulk");
	bulk_page(&v->out, &p);
	visit_send(v, status);
}

/* Each on its own: what is refused is listed with its reason, the others are done. */
static enum rc carry_out(struct visit *v, const struct bulk *b, struct chosen *c, size_t *ret_done)
{
	struct js *f = visit_fields(v), *mine = js_obj(v->cx.a);
	for (const struct js *one = f->first; one; one = one->next)
		if (!sv_is(one->key, "m"))
			js_set_sv(v->cx.a, mine, arena_cstr(v->cx.a, one->key), one->s);
	*ret_done = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct act_answer answer;
		enum rc rc = act_of_many(v, b->act, &c->m[i], mine, &answer);
		if (rc == RC_OK) {
			++*ret_done;
			continue;
		}
		/* What is wrong with the form is wrong for all of them. */
		if (rc == RC_INVALID && i == 0)
			return rc;
		c->will[i].why = v->cx.faults ? v->cx.faults->text : sv_of(rc_title(v->cx.lang, rc));
		c->not[c->n_not++] = c->will[i];
		ctx_forget(&v->cx);
	}
	return RC_OK;
}

static const struct bulk *bulk_of(struct visit *v)
{
	struct sv name = visit_form_value(v, "_do");
	for (size_t i = 0; i < COUNT(bulks); i++)
		if (sv_is(name, bulks[i].name))
			return &bulks[i];
	return NULL;
}

static void answer(struct visit *v, const struct bulk *b, struct chosen *c)
{
	size_t done = 0;
	if (!visit_form_value(v, "_sure").n) {
		show(v, b, c, 200, false);
		return;
	}
	size_t left_out = c->n_not;
	enum rc rc = carry_out(v, b, c, &done);
	if (rc != RC_OK) {
		show(v, b, c, rc_http(rc), false);
		return;
	}
	if (c->n_not > left_out) { /* some were refused meanwhile */
		c->not += left_out;
		c->n_not -= left_out;
		c->n = done;
		show(v, b, c, 409, true);
		return;
	}
	struct url back = url_of(visit_back(v, SV("/matters")));
	visit_redirect(v, url_arg_int(v->cx.a, url_arg(v->cx.a, back, "did", sv_of(b->name)), "n", (int64_t)done).s);
}

void do_bulk(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		const struct bulk *b = bulk_of(&v);
		struct chosen c;
		enum rc rc = b ? choose(&v, b, &c) : fail(&v.cx, RC_NOT_FOUND, "act.none", N_("There is no such act."));
		if (rc == RC_OK && c.n + c.n_not == 0)
			rc = fail(&v.cx, RC_INVALID, "bulk.none", N_("Nothing was chosen: tick the matters in the ledger first."));
		if (rc == RC_OK)
			answer(&v, b, &c);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
