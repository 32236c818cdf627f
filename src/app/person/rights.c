/* Who may do and see what: the only place where roles meet the tree. */
#include "app/person/person.h"

#include "app/person/queries.sql.h"

static link_may_fn *link_may;

void person_use_links(link_may_fn *fn)
{
	link_may = fn;
}

enum rc post_grants(struct ctx *cx, struct db *db, int64_t post, struct grant **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 32;
	struct grant *all = NEW(cx->a, struct grant, cap);
	struct stmt *st = db_query(db, &grant_of_post);
	bind_int(st, 1, post);
	while (db_step(cx, st, &rc))
		if (n < cap)
			all[n++] = (struct grant){ (unsigned)col_int(st, 0), col_int(st, 1), col_sv(st, 2, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* Does a grant cover one of the units that the act concerns? */
static enum rc covers(struct ctx *cx, struct db *db, const struct grant *g, const struct target *t, enum place at, bool every,
		      bool *ret)
{
	size_t held = 0;
	for (size_t i = 0; i < t->at[at].n; i++) {
		struct unit u;
		TRY(unit_get(cx, db, t->at[at].unit[i], &u));
		held += sv_starts(u.path, g->path);
	}
	*ret = every ? held > 0 && held == t->at[at].n : held > 0;
	return RC_OK;
}

static enum rc rule_allows(struct ctx *cx, struct db *db, const struct act_in *in, const struct target *t,
			   const struct grant_rule *rule, const struct grant *g, size_t n, bool *ret)
{
	for (size_t i = 0; i < n && !*ret; i++) {
		if (!(g[i].role & rule->roles))
			continue;
		if (rule->at == AT_ANY)
			*ret = true;
		else if (rule->at == AT_SELF)
			*ret = t->self == in->actor.post;
		else
			TRY(covers(cx, db, &g[i], t, rule->at, in->def->every, ret));
	}
	return RC_OK;
}

static enum rc denied(struct ctx *cx, const struct act_def *def)
{
	struct buf b = buf_new(cx->a, 1024);
	for (size_t r = 0; r < GRANT_RULES; r++)
		for (int i = 0; i < ROLE_COUNT; i++)
			if (def->who[r].roles & 1u << i)
				buf_printf(&b, "%s%s@%s", b.n ? ", " : "", role_name(1u << i), place_name(def->who[r].at));
	return fail(cx, RC_DENIED, "act.denied", N_("This post may not do this here. It takes one of: %.*s."), SV_ARG(buf_sv(&b)));
}

enum rc person_may(struct ctx *cx, struct db *db, const struct act_in *in, const struct target *t)
{
	bool ok = false;
	if (in->actor.post == 0) {
		for (size_t r = 0; r < GRANT_RULES; r++)
			ok |= (in->def->who[r].roles & ROLE_SYSTEM) != 0;
		return ok ? RC_OK : denied(cx, in->def);
	}
	struct post post;
	TRY(post_get(cx, db, in->actor.post, &post));
	if (post.disabled)
		return fail(cx, RC_DENIED, "post.disabled", N_("This post is disabled; the office of supervision can tell why."));
	if (in->actor.via == VIA_LINK) {
		if (!in->def->linkable || !link_may)
			return denied(cx, in->def);
		TRY(link_may(cx, db, in));
	}
	struct grant *g;
	size_t n;
	TRY(post_grants(cx, db, in->actor.post, &g, &n));
	for (size_t r = 0; r < GRANT_RULES && !ok; r++)
		if (in->def->who[r].roles)
			TRY(rule_allows(cx, db, in, t, &in->def->who[r], g, n, &ok));
	return ok ? RC_OK : denied(cx, in->def);
}

enum rc person_holds(struct ctx *cx, struct db *db, int64_t post, unsigned roles, int64_t unit, bool *ret)
{
	struct grant *g;
	size_t n;
	struct target t = { 0 };
	bool ok = false;
	target_add(&t, AT_UNIT, unit);
	TRY(post_grants(cx, db, post, &g, &n));
	for (size_t i = 0; i < n && !ok; i++)
		if (g[i].role & roles)
			TRY(covers(cx, db, &g[i], &t, AT_UNIT, false, &ok));
	*ret = ok;
	return RC_OK;
}

enum rc person_scope(struct ctx *cx, struct db *db, const struct actor *actor, const struct view_def *v, struct scope *ret)
{
	struct scope s = { 0 };
	if (actor->post == 0) {
		s.all = (v->roles & ROLE_SYSTEM) != 0;
		*ret = s;
		return s.all ? RC_OK : fail(cx, RC_DENIED, "view.denied", N_("This needs a post; say which with --as."));
	}
	struct grant *g;
	size_t n;
	struct post post;
	TRY(post_get(cx, db, actor->post, &post));
	TRY(post_grants(cx, db, actor->post, &g, &n));
	for (size_t i = 0; i < n && !post.disabled; i++) {
		if (!(g[i].role & v->roles))
			continue;
		bool inside = false;
		for (size_t k = 0; k < s.n; k++)
			inside |= sv_starts(g[i].path, s.range[k].lo);
		if (inside || s.n == SCOPE_RANGES)
			continue;
		struct unit u = { .path = g[i].path };
		unit_range(cx->a, &u, &s.range[s.n].lo, &s.range[s.n].hi);
		s.n++;
	}
	if (s.n == 0)
		return fail(cx, RC_DENIED, "view.role", N_("None of this post's roles may see this."));
	*ret = s;
	return RC_OK;
}

enum rc person_audits(struct ctx *cx, struct db *db, int64_t post, bool *ret)
{
	struct grant *g;
	size_t n;
	*ret = false;
	TRY(post_grants(cx, db, post, &g, &n));
	for (size_t i = 0; i < n; i++)
		*ret |= g[i].role == ROLE_AUDITADMIN;
	return RC_OK;
}
