/* Two versions side by side, and a kept draft on closed periods for whoever is to adopt it. */
#include "app/results/handlers.h"

#include "app/results/rule_edit.tmpl.h"
#include "app/results/rule_insert.h"
#include "app/results/rule_pages.h"

static struct sv version_text(struct visit *v, const struct ruleset *r)
{
	return arena_tr(v->cx.a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(r->name), (long long)r->version);
}

/* The other versions of its series; the one before it is chosen where none is named. */
static enum rc versions(struct visit *v, const struct ruleset *r, struct ui_field *f, int64_t *with)
{
	struct arena *a = v->cx.a;
	struct js *rows;
	TRY(visit_rows(v, "ruleset.list", 0, NULL, 1000, SV_NONE, &rows, NULL));
	struct ui_choice *c = NEW(a, struct ui_choice, rows->n + 1);
	int64_t best = 0;
	for (const struct js *o = rows->first; o; o = o->next) {
		int64_t id = js_get_int(o, "id", 0), version = js_get_int(o, "version", 0);
		if (js_get_int(o, "series", 0) != r->series || id == r->id)
			continue;
		if (!*with && version <= r->version && version >= best && !sv_is(js_get_sv(o, "state"), "replaced")) {
			best = version;
			f->value = arena_printf(a, "%lld", (long long)id);
		}
		c[f->n_choice++] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)id),
			.label = arena_tr(a, v->cx.lang, N_("version %lld · %.*s"), (long long)version,
				SV_ARG(res_word(v, js_get_sv(o, "state")))) };
	}
	if (*with)
		f->value = arena_printf(a, "%lld", (long long)*with);
	for (size_t i = 0; i < f->n_choice; i++)
		c[i].chosen = sv_eq(c[i].value, f->value);
	(void)sv_int(f->value, with);
	f->choice = c;
	return RC_OK;
}

static enum rc show_diff(struct visit *v, int64_t id)
{
	struct ruleset r, other;
	int64_t with = 0;
	struct url here = url_seg_int(v->cx.a, URL("/rules"), id);
	(void)sv_int(res_param(v, "with"), &with);
	TRY(ruleset_read(&v->cx, v->db, v->session.post, id, &r));
	struct res_diff_page p = { .frame = &v->frame, .up = here, .up_label = version_text(v, &r),
		.title = arena_tr(v->cx.a, v->cx.lang, N_("What changed: %.*s"), SV_ARG(r.name)),
		.form = { .get = true, .action = url_seg(v->cx.a, here, SV("diff")), .look = "inline" },
		.with = { .kind = INPUT_SELECT, .name = "with", .label = visit_say(v, N_("Compare with")) } };
	TRY(versions(v, &r, &p.with, &with));
	if (!with) {
		p.lead = visit_say(v, N_("This is the only version; there is nothing to compare it with."));
		p.with.n_choice = 0;
	} else {
		TRY(ruleset_read(&v->cx, v->db, v->session.post, with, &other));
		if (other.series != r.series)
			return fail(&v->cx, RC_NOT_FOUND, "results.series", N_("That is no version of the same rules."));
		const struct ruleset *old = other.version > r.version ? &r : &other, *new = old == &r ? &other : &r;
		p.lead = arena_tr(v->cx.a, v->cx.lang,
			N_("From version %lld (valid from %.*s) to version %lld (valid from %.*s), clause by clause."),
			(long long)old->version, SV_ARG(day_text(v->cx.a, old->from)), (long long)new->version,
			SV_ARG(day_text(v->cx.a, new->from)));
		struct rule *x, *y;
		TRY(ruleset_rule(&v->cx, old, &x));
		TRY(ruleset_rule(&v->cx, new, &y));
		res_changes_of(v, x, y, &p.change, &p.n_change);
	}
	visit_frame(v, p.title, "rule-diff");
	res_diff_page(&v->out, &p);
	visit_send(v, 200);
	return RC_OK;
}

/* The version in force of the same series; else, of a text of a new name, the first of that owner. */
static enum rc over_of(struct visit *v, const struct ruleset *r, struct ruleset *ret)
{
	struct ruleset *force;
	size_t n;
	*ret = (struct ruleset){ 0 };
	TRY(ruleset_in_force(&v->cx, v->db, r->owner, v->today, &force, &n));
	for (size_t i = 0; i < n; i++)
		if (!ret->id || force[i].series == r->series)
			*ret = force[i];
	return RC_OK;
}

static enum rc show_try(struct visit *v, int64_t id)
{
	struct ruleset r, over;
	struct rule *rule;
	struct url here = url_seg_int(v->cx.a, URL("/rules"), id);
	TRY(ruleset_read(&v->cx, v->db, v->session.post, id, &r));
	TRY(whatif_may(&v->cx, v->db, &v->actor, r.owner));
	TRY(ruleset_rule(&v->cx, &r, &rule));
	TRY(over_of(v, &r, &over));
	struct res_diff_page p = { .frame = &v->frame, .up = here, .up_label = version_text(v, &r), .has_try = true,
		.title = arena_tr(v->cx.a, v->cx.lang, N_("Tried on closed periods: %.*s"), SV_ARG(version_text(v, &r))),
		.form = { .get = true, .action = url_seg(v->cx.a, here, SV("try")), .look = "inline" },
		.periods = res_periods_field(v), .sway = res_sway_field(v) };
	TRY(rule_try(v, rule, &over, res_try_periods(v), res_param(v, "_sway").n > 0, &p.try));
	visit_frame(v, p.title, "rule-try");
	res_diff_page(&v->out, &p);
	visit_send(v, 200);
	return RC_OK;
}

static void answer(void *web, struct http_request *rq, struct http_reply *rp, enum rc (*show)(struct visit *v, int64_t id))
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show(&v, http_param_int(rq, "id"));
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_rule_diff(void *web, struct http_request *rq, struct http_reply *rp)
{
	answer(web, rq, rp, show_diff);
}

void res_rule_try(void *web, struct http_request *rq, struct http_reply *rp)
{
	answer(web, rq, rp, show_try);
}
