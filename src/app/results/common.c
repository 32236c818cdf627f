/* What the pages of this folder have in common. */
#include "app/results/pages.h"

#include "app/results/list.tmpl.h"
#include "app/results/queries.sql.h"
#include "app/unit/unit.h"
#include "base/bug.h"

struct sv res_say(const struct visit *v, const char *msgid)
{
	return sv_of(tr(v->cx.lang, msgid));
}

void res_frame(struct visit *v, struct sv title, const char *code)
{
	v->frame.title = title;
	v->frame.code = sv_of(code);
	v->frame.as_of = fmt_instant(v->cx.a, v->cx.lang, v->cx.now);
	v->frame.error = v->cx.faults != NULL;
}

static const char *const words[][2] = {
	/* kinds of units */
	{ "province", N_("Province") }, { "city", N_("City") }, { "county", N_("County") },
		{ "township", N_("Township") },
	{ "village", N_("Village") }, { "group", N_("Villagers' group") }, { "department", N_("Department") },
	{ "team", N_("Stationed team") }, { "task_force", N_("Task force") }, { "enterprise", N_("Enterprise") },
		{ "other", N_("Other kind") },
	/* states of boards, periods, rulesets, objections, entries */
	{ "composed", N_("Composed") }, { "previewed", N_("Shown to the units") }, { "approved", N_("Approved") },
	{ "published", N_("Published") }, { "discarded", N_("Discarded") },
	{ "open", N_("Open") }, { "closed", N_("Closed") }, { "frozen", N_("Frozen") },
	{ "draft", N_("Draft") }, { "adopted", N_("In force once begun") }, { "replaced", N_("Replaced") },
	{ "upheld", N_("Upheld") }, { "dismissed", N_("Dismissed") },
	{ "withdrawn", N_("Withdrawn") },
	{ "absent", N_("absent") }, { "abstain", N_("abstained") }, { "recused", N_("recused") }, { "spoilt", N_("spoilt ballots") },
	{ "not_applicable", N_("not applicable") },
	{ "proposed", N_("Waits for a second person") }, { "counted", N_("Counts") }, { "refused", N_("Refused") },
	/* audiences, what of the rank is shown */
	{ "unit_only", N_("Each unit its own row only") }, { "leaders", N_("Leaders") },
		{ "all_units", N_("All units") }, { "public", N_("The public") },
	{ "rank", N_("The place") }, { "band", N_("Only the third of the table") },
		{ "none", N_("Neither place nor third") },
	/* rulings */
	{ "uphold", N_("Uphold: the objection is right") }, { "dismiss", N_("Dismiss: the line stands") },
	/* roles */
	{ "clerk", N_("Supervision clerk") }, { "office_head", N_("Head of the supervision office") },
		{ "leader", N_("Leader") },
	{ "unit_head", N_("Head of the unit") }, { "liaison", N_("Liaison officer") }, { "verifier", N_("Verifier") },
	{ "sysadmin", N_("System administrator") }, { "secadmin", N_("Security administrator") },
		{ "auditadmin", N_("Audit administrator") },
	{ "lead", N_("leads") }, { "assist", N_("assists") },
};

struct sv res_word(const struct visit *v, struct sv word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (sv_is(word, words[i][0]))
			return res_say(v, words[i][1]);
	return word;
}

struct sv res_when(struct visit *v, int64_t at)
{
	return fmt_instant(v->cx.a, v->cx.lang, at);
}

struct sv res_range(struct visit *v, struct day from, struct day to)
{
	return arena_printf(v->cx.a, "%.*s — %.*s", SV_ARG(day_text(v->cx.a, from)), SV_ARG(day_text(v->cx.a, to)));
}

struct sv res_param(struct visit *v, const char *name)
{
	struct sv s = sv_trim(visit_form_value(v, name));
	return s.p ? s : SV("");
}

enum rc res_view(struct visit *v, const char *view, int64_t subject, const struct js *filters, int limit,
	struct sv after,
		 struct js **ret_rows, struct sv *ret_after)
{
	const struct registry *nouns = store_nouns(web_store(v->web));
	const struct view_def *def = registry_view(nouns, sv_of(view), NULL);
	struct js *rows = js_arr(v->cx.a), *resolved;
	struct sv next = SV_NONE;
	if (!def)
		BUG("there is no view %s", view);
	struct view_in in = { .def = def, .actor = v->actor, .subject = subject, .limit = limit, .after = after.n ?
		after : SV_NONE };
	TRY(person_scope(&v->cx, v->db, &in.actor, def, &in.scope));
	TRY(door_refs(&v->cx, v->db, nouns, def->filters, def->n_filters, filters ? filters : js_obj(v->cx.a),
		&resolved));
	TRY(fields_read(&v->cx, def->filters, def->n_filters, resolved, &in.filters));
	TRY(def->query(&v->cx, v->db, &in, rows, &next));
	*ret_rows = rows;
	if (ret_after)
		*ret_after = next;
	return RC_OK;
}

static enum rc ask(struct visit *v, struct ctx *cx, struct act_in *in)
{
	struct target t = { 0 };
	struct fresh fresh = { .id = JS_INT_MAX - 100 };
	void *state = NULL;
	int64_t made = 0;
	in->at = v->cx.now;
	in->seq = JS_INT_MAX / 64 - 1;
	in->fields = (struct fields){ .def = in->def->fields, .n = in->def->n_fields,
		.v = NEW(cx->a, struct value, in->def->n_fields + 1) };
	if (in->def->load)
		TRY(in->def->load(cx, v->db, in, &state, &t));
	TRY(person_may(cx, v->db, in, &t));
	return in->def->decide(cx, state, in, &fresh, js_obj(cx->a), &made);
}

const struct fault *res_refusal(struct visit *v, const char *act, int64_t subject, const char *const *but)
{
	struct act_in in = { .def = registry_act(store_nouns(web_store(v->web)), sv_of(act), NULL), .actor = v->actor,
		.subject = subject };
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	if (!in.def)
		BUG("there is no act %s", act);
	if (ask(v, &probe, &in) == RC_OK || !probe.faults)
		return NULL;
	if (probe.faults->field && probe.faults->field[0])
		return NULL;
	for (; but && *but; but++)
		if (strcmp(*but, probe.faults->id) == 0)
			return NULL;
	return probe.faults;
}

bool res_holds(struct visit *v, unsigned roles, int64_t unit)
{
	bool holds = false;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	return unit && person_holds(&probe, v->db, v->session.post, roles, unit, &holds) == RC_OK && holds;
}

struct url res_form_url(struct visit *v, const char *act, int64_t subject, struct sv back)
{
	struct url u = url_seg(v->cx.a, URL("/do"), sv_of(act));
	if (subject)
		u = url_arg(v->cx.a, u, "_subject", arena_printf(v->cx.a, "#%lld", (long long)subject));
	return url_arg(v->cx.a, u, "back", back);
}

int64_t res_made_before(struct visit *v)
{
	enum rc rc;
	int64_t subject = 0;
	struct sv key = visit_form_value(v, "key");
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	if (!key.n)
		return 0;
	struct stmt *st = db_query(v->db, &res_by_key);
	bind_int(st, 1, v->actor.post);
	bind_sv(st, 2, arena_printf(v->cx.a, "w:%.*s", SV_ARG(key)));
	while (db_step(&probe, st, &rc))
		subject = col_int(st, 0);
	return subject;
}

enum rc res_named_unit(struct visit *v, const char *at, struct sv name, int64_t *ret)
{
	struct unit u;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	int64_t id;
	bool by_id = name.n > 1 && name.p[0] == '#' && sv_int(sv_from(name, 1), &id);
	enum rc rc = by_id ? unit_get(&probe, v->db, id, &u) : unit_find(&probe, v->db, name, 0, &u);
	if (rc != RC_OK)
		return fail_at(&v->cx, RC_INVALID, at, "results.unit", "%.*s",
			SV_ARG(probe.faults ? probe.faults->text : SV("")));
	*ret = u.id;
	return RC_OK;
}

struct ui_notice res_done(struct visit *v, const char *msgid)
{
	return (struct ui_notice){ .kind = NOTICE_DONE, .title = res_say(v, msgid), .dismiss = true };
}

const struct ui_choice *res_choices(struct visit *v, const char *of, struct sv chosen, const char *none,
	size_t *ret_n)
{
	enum { MAX = 40 };
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, MAX);
	size_t n = 0;
	if (none)
		c[n++] = (struct ui_choice){ .value = SV(""), .label = res_say(v, none) };
	for (size_t i = 0; n < MAX; i++) {
		struct sv word = enum_word(of, i);
		if (!word.p)
			break;
		c[n++] = (struct ui_choice){ .value = word, .label = res_word(v, word),
			.chosen = sv_eq(word, chosen) };
	}
	*ret_n = n;
	return c;
}

void res_send_list(struct visit *v, struct res_list *p)
{
	p->frame = &v->frame;
	p->faults = v->cx.faults;
	res_list_page(&v->out, p);
	visit_send(v, p->faults ? 422 : 200);
}

enum rc res_owner_choices(struct visit *v, struct ui_field *f)
{
	struct grant *g;
	size_t n, k = 0;
	TRY(post_grants(&v->cx, v->db, v->session.post, &g, &n));
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, n + 1);
	for (size_t i = 0; i < n; i++)
		if (g[i].role & ROLE_OFFICE) {
			struct sv value = arena_printf(v->cx.a, "#%lld", (long long)g[i].unit);
			c[k++] = (struct ui_choice){ .value = value, .label = visit_unit_name(v, g[i].unit),
				.chosen = sv_eq(value, f->value) };
		}
	f->choice = c;
	f->n_choice = k;
	return RC_OK;
}
