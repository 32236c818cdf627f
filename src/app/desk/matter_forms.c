/* What the visitor may do with a matter now: as buttons, and one of them as a form in place. */
#include "app/desk/matter_forms.h"

enum side { SIDE_UNIT, SIDE_CHECK, SIDE_OFFICE };
enum { ANY = -1, RUNNING = -2, DRAFT = -3, ASKED = -4 }; /* when, where no verb of the machine says so */

static const struct deed {
	const char *act;
	enum side side;
	int verb;
	char key;
	bool rare;
	const char *next; /* what happens after it */
} deeds[] = {
	{ "matter.ack", SIDE_UNIT, VERB_ACK, 'S', false, N_("The matter runs from now. Report as soon as there is something new.") },
	{ "matter.progress", SIDE_UNIT, VERB_PROGRESS, 'P', false, N_("The office sees it in its ledger at once.") },
	{ "matter.claim_finish", SIDE_UNIT, VERB_CLAIM_FINISH, 'F', false, N_("The clock stands still until it is verified; you hear of the result here.") },
	{ "matter.extend_ask", SIDE_UNIT, RUNNING, 'E', false, N_("The office decides; until then the old deadline holds.") },
	{ "matter.return", SIDE_UNIT, VERB_RETURN, 'T', false, N_("The office decides: it issues it again, or finds another unit.") },
	{ "matter.issue", SIDE_OFFICE, VERB_ISSUE, 'I', false, N_("Its units find it on their desks and sign for it.") },
	{ "matter.extend_decide", SIDE_OFFICE, ASKED, 'D', false, N_("The unit sees the answer and the date on this page.") },
	{ "matter.chase", SIDE_OFFICE, RUNNING, 'R', false, N_("The call stands in the timeline.") },
	{ "matter.take_up", SIDE_CHECK, VERB_TAKE_UP, 'V', true, N_("Nobody can change the claim while you look at it.") },
	{ "matter.close", SIDE_CHECK, VERB_CLOSE, 'C', false, N_("The matter is struck off. If it comes back, reopen it.") },
	{ "matter.send_back", SIDE_CHECK, VERB_SEND_BACK, 'B', false, N_("Its lead units work on it again; their clock runs on.") },
	{ "matter.reopen", SIDE_OFFICE, VERB_REOPEN, 'O', true, N_("The leads sign for it anew.") },
	{ "matter.edit", SIDE_OFFICE, DRAFT, 'E', true, N_("The draft is changed; nobody outside has seen it yet.") },
	{ "matter.note", SIDE_OFFICE, ANY, 'N', true, N_("The note stands in the timeline.") },
	{ "matter.assign", SIDE_OFFICE, VERB_REASSIGN, 'A', true, N_("The unit finds it on its desk.") },
	{ "matter.reassign", SIDE_OFFICE, VERB_REASSIGN, 0, true, N_("The unit that takes over finds it on its desk.") },
	{ "matter.unassign", SIDE_OFFICE, VERB_REASSIGN, 0, true, N_("The unit has no duty here any more.") },
	{ "matter.suspend", SIDE_OFFICE, VERB_SUSPEND, 0, true, N_("The clock stands still until it is resumed.") },
	{ "matter.resume", SIDE_OFFICE, VERB_RESUME, 'U', false, N_("The deadline has moved by the days that it stood.") },
	{ "matter.stand", SIDE_OFFICE, VERB_MAKE_STANDING, 0, true, N_("It stays open and is looked at again on the day of review.") },
	{ "matter.withdraw", SIDE_OFFICE, VERB_WITHDRAW, 0, true, N_("It stays in the ledger, struck through, with the reason.") },
};

const char *act_next(struct sv act)
{
	for (size_t i = 0; i < COUNT(deeds); i++)
		if (sv_is(act, deeds[i].act))
			return deeds[i].next;
	return sv_is(act, "matter.draft") ? N_("It stands in the ledger. Issue it when its units and its deadline are right.") : NULL;
}

const struct act_def *act_row(struct visit *v, const char *act)
{
	return registry_act(store_nouns(web_store(v->web)), sv_of(act), NULL);
}

/* ---- may it be done now ------------------------------------------------------------------------------------- */

static bool duty_counts(const struct duty *d)
{
	return d->state != ASSIGNMENT_RELEASED && (d->role == AS_LEAD || d->role == AS_ASSIST);
}

bool speaks_for_duty(struct visit *v, const struct duty *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool holds = false;
		if (duty_counts(&d[i]) && person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, d[i].unit, &holds) == RC_OK && holds)
			return true;
	}
	return false;
}

/* Has one of the duties that this is about the state for it? */
static bool duty_ready(struct visit *v, const struct matter_case *c, const char *act)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct duty *d = &c->duty[i];
		bool holds = true;
		if (!duty_counts(d))
			continue;
		if (c->own && person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, d->unit, &holds) != RC_OK)
			return false;
		if (!holds)
			continue;
		bool fresh = d->state == ASSIGNMENT_ASSIGNED, on = d->state == ASSIGNMENT_ACKED || d->state == ASSIGNMENT_WORKING;
		if (strcmp(act, "matter.ack") == 0 ? fresh : strcmp(act, "matter.return") == 0 ? (fresh || d->state == ASSIGNMENT_ACKED) && !d->no_return : on)
			return true;
	}
	return false;
}

static bool state_allows(const struct visit *v, const struct matter_case *c, const struct deed *d)
{
	enum matter_state s = c->m->state;
	bool over = s == MATTER_DRAFT || s == MATTER_CLOSED || s == MATTER_WITHDRAWN;
	switch (d->verb) {
	case ANY:
		return s != MATTER_WITHDRAWN;
	case RUNNING:
		return !over && s != MATTER_FINISH_CLAIMED && s != MATTER_VERIFYING && s != MATTER_SUSPENDED &&
		       !(d->side == SIDE_UNIT && (!day_is(c->m->due) || c->m->due.n < v->today.n || c->asked || s == MATTER_STANDING));
	case DRAFT:
		return s == MATTER_DRAFT;
	case ASKED:
		return matter_allows(s, VERB_PROGRESS);
	default:
		/* To strike off what is only claimed, its verification is taken up on the way. */
		if (d->verb == VERB_CLOSE && s == MATTER_FINISH_CLAIMED)
			return true;
		if (d->verb == VERB_REASSIGN && s == MATTER_DRAFT)
			return true;
		return matter_allows(s, (enum matter_verb)d->verb);
	}
}

static bool may_now(struct visit *v, const struct matter_case *c, const struct deed *d)
{
	const struct act_def *def = act_row(v, d->act);
	if (!def || def->hidden || !state_allows(v, c, d))
		return false;
	if (d->side == SIDE_UNIT && !duty_ready(v, c, d->act))
		return false;
	return visit_may(v, d->act, c->m->id);
}

/* ---- its form ------------------------------------------------------------------------------------------------- */

static struct sv given(struct visit *v, const char *name, struct sv otherwise)
{
	struct sv s = fields_get(&v->rq->form, name);
	return s.p ? s : otherwise;
}

static void add_choice(struct ui_field *u, struct ui_choice *c, struct sv value, struct sv label)
{
	c[u->n_choice++] = (struct ui_choice){ .value = value, .label = label, .chosen = sv_eq(value, u->value) };
}

static void choose_word(struct visit *v, const struct field *f, struct ui_field *u)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, 24);
	size_t n = 0;
	while (enum_word(f->of, n).p)
		n++;
	u->kind = n <= 5 && f->required ? INPUT_RADIO : INPUT_SELECT;
	u->choice = c;
	if (u->kind == INPUT_SELECT)
		add_choice(u, c, SV(""), SV("—"));
	for (size_t i = 0; i < n && i < 22; i++)
		add_choice(u, c, arena_sv(v->cx.a, enum_word(f->of, i)), word_text(v, arena_sv(v->cx.a, enum_word(f->of, i))));
}

static void choose_duty(struct visit *v, const struct matter_case *c, bool own, struct ui_field *u)
{
	struct ui_choice *ch = NEW(v->cx.a, struct ui_choice, c->n + 1);
	u->kind = INPUT_SELECT;
	u->choice = ch;
	for (size_t i = 0; i < c->n; i++) {
		const struct duty *d = &c->duty[i];
		bool holds = true;
		if (d->state == ASSIGNMENT_RELEASED)
			continue;
		if (own && (!duty_counts(d) || person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, d->unit, &holds) != RC_OK || !holds))
			continue;
		add_choice(u, ch, arena_printf(v->cx.a, "#%lld", (long long)d->unit),
			   arena_printf(v->cx.a, "%.*s (%s)", SV_ARG(d->unit_name), tr(v->cx.lang, assignment_role_word(d->role))));
	}
}

static void choose_post(struct visit *v, const struct matter_case *c, struct ui_field *u)
{
	struct ui_choice *ch = NEW(v->cx.a, struct ui_choice, 64);
	u->kind = INPUT_SELECT;
	u->choice = ch;
	add_choice(u, ch, SV(""), SV("—"));
	for (size_t i = 0; i < c->n; i++) {
		struct post *p;
		size_t n;
		if (c->duty[i].state == ASSIGNMENT_RELEASED || posts_of_unit(&v->cx, v->db, c->duty[i].unit, &p, &n) != RC_OK)
			continue;
		for (size_t k = 0; k < n && u->n_choice < 60; k++)
			add_choice(u, ch, arena_printf(v->cx.a, "#%lld", (long long)p[k].id),
				   arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(c->duty[i].unit_name), SV_ARG(p[k].title)));
	}
}

/* What is known already is shown, not asked. */
static struct sv known(struct visit *v, const struct matter_case *c, const struct act_def *def, const struct field *f)
{
	const struct matter *m = c->m;
	bool edit = strcmp(def->name, "matter.edit") == 0, progress = strcmp(def->name, "matter.progress") == 0;
	const char *n = f->name;
	if (progress && !c->leads) /* an assisting unit goes on from its own words */
		return strcmp(n, "text") == 0 ? c->last : SV("");
	if (strcmp(n, "percent") == 0 && (edit || progress || strcmp(def->name, "matter.claim_finish") == 0))
		return strcmp(def->name, "matter.claim_finish") == 0 ? SV("100") : percent_text(v->cx.a, m->percent);
	if (progress && strcmp(n, "text") == 0)
		return c->last.n ? c->last : m->progress;
	if (progress && strcmp(n, "problem") == 0)
		return m->problem;
	if (progress && strcmp(n, "next_step") == 0)
		return m->next_step;
	if (strcmp(def->name, "matter.extend_decide") == 0 && strcmp(n, "due") == 0)
		return day_text(v->cx.a, c->asked_due);
	if (!edit)
		return SV("");
	const struct { const char *name; struct sv value; } cols[] = {
		{ "kind", sv_of(matter_kind_name(m->kind)) }, { "title", m->title }, { "list", m->list }, { "source_no", m->source_no },
		{ "category", m->category }, { "goal", m->goal }, { "origin", m->origin }, { "origin_no", m->origin_no },
		{ "sponsor", m->sponsor }, { "cover", m->cover }, { "due", day_text(v->cx.a, m->due) },
		{ "due_kind", m->due_kind == DUE_NONE ? SV("") : sv_of(due_kind_name(m->due_kind)) }, { "due_text", m->due_text },
		{ "due_unit", m->due_unit }, { "due_precision", m->due_precision }, { "start_plan", day_text(v->cx.a, m->start_plan) },
		{ "start_actual", day_text(v->cx.a, m->start_actual) }, { "progress", m->progress }, { "problem", m->problem },
		{ "next_step", m->next_step }, { "note", m->note }, { "class", m->class_ }, { "batch", m->batch }, { "chain", m->chain },
		{ "cluster", m->cluster },
	};
	for (size_t i = 0; i < COUNT(cols); i++)
		if (strcmp(cols[i].name, n) == 0)
			return cols[i].value;
	return SV("");
}

struct ui_field act_field(struct visit *v, const struct field *f, struct sv value)
{
	struct ui_field u = visit_field(v, f);
	u.optional = !f->required && f->type != FIELD_BOOL;
	u.rows = 3;
	u.value = given(v, f->name, value);
	if (f->type == FIELD_ENUM)
		choose_word(v, f, &u);
	if (f->type == FIELD_DEC)
		u.width = 8, u.suffix = SV("%");
	if (f->type == FIELD_BOOL) {
		struct ui_choice *ch = NEW(v->cx.a, struct ui_choice, 2);
		u.kind = INPUT_RADIO;
		u.choice = ch;
		if (!u.value.n)
			u.value = SV("1");
		add_choice(&u, ch, SV("1"), visit_say(v, N_("Yes")));
		add_choice(&u, ch, SV("0"), visit_say(v, N_("No")));
	}
	return u;
}

static struct ui_field field_of(struct visit *v, const struct matter_case *c, const struct act_def *def, const struct field *f)
{
	struct ui_field u = act_field(v, f, known(v, c, def, f));
	bool post = strcmp(f->name, "post") == 0, unit = strcmp(f->name, "unit") == 0 && strcmp(def->name, "matter.assign") != 0;
	if (f->type != FIELD_REF || !(post || unit))
		return u;
	u.hint = SV("");
	if (post)
		choose_post(v, c, &u);
	else
		choose_duty(v, c, false, &u);
	return u;
}

static size_t duties_to_speak_for(struct visit *v, const struct matter_case *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++) {
		bool holds = true;
		if (!duty_counts(&c->duty[i]))
			continue;
		if (c->own && (person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, c->duty[i].unit, &holds) != RC_OK || !holds))
			continue;
		n++;
	}
	return n;
}

static void form_fields(struct visit *v, const struct matter_case *c, const struct deed *d, const struct act_def *def,
			struct matter_form *mf)
{
	struct ui_field *u = NEW(v->cx.a, struct ui_field, def->n_fields + 1), *more = NEW(v->cx.a, struct ui_field, 4);
	for (size_t i = 0; i < def->n_fields; i++) {
		const struct field *f = &def->fields[i];
		bool behalf = d->side == SIDE_UNIT && (strcmp(f->name, "on_behalf_of") == 0 || strcmp(f->name, "means") == 0);
		bool unit = d->side == SIDE_UNIT && strcmp(f->name, "unit") == 0;
		if (f->type == FIELD_DATA || (unit && duties_to_speak_for(v, c) <= 1) || (behalf && c->own))
			continue;
		struct ui_field one = field_of(v, c, def, f);
		if (unit)
			one.n_choice = 0, one.optional = false, choose_duty(v, c, c->own, &one);
		if (behalf)
			one.optional = false, more[mf->n_more++] = one;
		else
			u[mf->n++] = one;
	}
	mf->field = u;
	mf->more = more;
	mf->more_open = mf->n_more > 0;
}

static const struct matter_form *form_of(struct visit *v, const struct matter_case *c, const struct deed *d)
{
	const struct act_def *def = act_row(v, d->act);
	struct matter_form *mf = NEW(v->cx.a, struct matter_form, 1);
	mf->act = sv_of(def->name);
	mf->title = visit_say(v, def->label);
	mf->form = visit_form(v, matter_url(v->cx.a, c->m->no), c->m->id);
	form_fields(v, c, d, def, mf);
	mf->files = strcmp(d->act, "matter.progress") == 0 || strcmp(d->act, "matter.claim_finish") == 0;
	mf->form.upload = mf->files;
	mf->button = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = mf->title, .key = d->key };
	if (strcmp(d->act, "matter.progress") == 0)
		mf->hint = visit_say(v, N_("The last words and the last figure stand here already: change what has changed."));
	else if (strcmp(d->act, "matter.extend_decide") == 0 && c->asked)
		mf->hint = c->asked_text;
	else if (strcmp(d->act, "matter.withdraw") == 0)
		mf->button.kind = BUTTON_WARN;
	return mf;
}

/* ---- all of it ------------------------------------------------------------------------------------------------ */

/* Which form stands open when none was chosen: what this visitor is waited for. */
static bool waited_for(const struct matter_case *c, const struct deed *d)
{
	enum matter_state s = c->m->state;
	if (c->own)
		return d->verb == VERB_ACK || d->verb == VERB_PROGRESS;
	return (d->verb == VERB_ISSUE && s == MATTER_DRAFT) || (d->verb == ASKED && c->asked) || d->verb == VERB_CLOSE;
}

enum rc matter_case_open(struct visit *v, const struct matter *m, struct matter_case *ret)
{
	struct extension *e;
	struct record *r;
	size_t n;
	*ret = (struct matter_case){ .m = m, .asked_due = DAY_NONE };
	TRY(matter_duties(&v->cx, v->db, m->id, &ret->duty, &ret->n));
	ret->own = speaks_for_duty(v, ret->duty, ret->n);
	TRY(matter_extensions(&v->cx, v->db, m->id, &e, &n));
	ret->ext = e;
	ret->n_ext = n;
	for (size_t i = 0; i < n; i++)
		if (sv_is(e[i].state, "asked")) {
			ret->asked = true;
			ret->asked_due = e[i].new_due;
			ret->asked_text = arena_tr(v->cx.a, v->cx.lang, N_("Asked for: %.*s instead of %.*s. Reason: %.*s"),
						   SV_ARG(day_text(v->cx.a, e[i].new_due)), SV_ARG(day_text(v->cx.a, e[i].old_due)),
						   SV_ARG(e[i].reason));
		}
	TRY(matter_records(&v->cx, v->db, m->id, 200, &r, &n));
	ret->record = r;
	ret->n_record = n;
	ret->leads = !ret->own;
	for (size_t i = 0; i < ret->n; i++) {
		const struct duty *d = &ret->duty[i];
		bool holds = !ret->own;
		if (!duty_counts(d))
			continue;
		if (ret->own)
			TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, d->unit, &holds));
		ret->leads |= holds && d->role == AS_LEAD;
		for (size_t k = 0; k < n && holds && !ret->last.n; k++)
			if ((sv_is(r[k].kind, "progress") || sv_is(r[k].kind, "claim_finish")) && r[k].unit == d->unit)
				ret->last = r[k].text;
	}
	return RC_OK;
}

void matter_acts_find(struct visit *v, const struct matter_case *c, struct sv chosen, struct matter_acts *ret)
{
	const struct deed *open = NULL;
	bool said = false;
	*ret = (struct matter_acts){ .button = NEW(v->cx.a, struct ui_button, COUNT(deeds)), .rare = NEW(v->cx.a, struct ui_button, COUNT(deeds)) };
	for (size_t i = 0; i < COUNT(deeds); i++) {
		const struct deed *d = &deeds[i];
		if (!may_now(v, c, d))
			continue;
		bool behalf = d->side == SIDE_UNIT && !c->own;
		bool rare = d->rare || behalf || (d->verb == ASKED && !c->asked);
		struct sv label = visit_say(v, act_row(v, d->act)->label);
		if (sv_is(chosen, d->act))
			open = d, said = true;
		else if (!said && !open && !rare && waited_for(c, d))
			open = d;
		struct url url = url_of(arena_printf(v->cx.a, "/m/%.*s?do=%s#act", SV_ARG(matter_no_text(v->cx.a, c->m->no)), d->act));
		struct ui_button b = { .label = behalf ? arena_tr(v->cx.a, v->cx.lang, N_("%.*s, for the unit"), SV_ARG(label)) : label,
				       .url = url, .key = behalf ? 0 : d->key };
		if (rare)
			b.kind = BUTTON_QUIET, ret->rare[ret->n_rare++] = b;
		else
			ret->button[ret->n++] = b;
	}
	/* What stands open as a form needs no button to open it. */
	for (size_t i = 0; open && i < ret->n; i++)
		if (sv_has(ret->button[i].url.s, arena_printf(v->cx.a, "=%s#", open->act))) {
			memmove(&ret->button[i], &ret->button[i + 1], (ret->n - i - 1) * sizeof(ret->button[0]));
			ret->n--;
		}
	if (open)
		ret->open = form_of(v, c, open);
}

enum rc close_matter(struct visit *v, const struct matter *m, const struct js *fields, struct act_answer *ret)
{
	if (m->state != MATTER_FINISH_CLAIMED)
		return visit_act(v, "matter.close", m->id, fields, ret); /* with the basis of the form */
	TRY(act_of_many(v, "matter.take_up", m, js_obj(v->cx.a), ret));
	return act_of_many(v, "matter.close", m, fields, ret);
}
