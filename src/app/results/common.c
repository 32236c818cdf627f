/* What the pages of this folder have in common. */
#include "app/results/pages.h"

#include "app/results/list.tmpl.h"
#include "app/results/queries.sql.h"
#include "app/unit/unit.h"
#include "base/bug.h"
#include "core/spoken.h"

struct sv res_word(const struct visit *v, struct sv word)
{
	return spoken(v->cx.a, v->cx.lang, NULL, NULL, word);
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
	return sv_or_empty(sv_trim(visit_form_value(v, name)));
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
	return (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, msgid), .dismiss = true };
}

const struct ui_choice *res_choices(struct visit *v, const char *of, struct sv chosen, const char *none,
	size_t *ret_n)
{
	enum { MAX = 40 };
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, MAX);
	size_t n = 0;
	if (none)
		c[n++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, none) };
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
