#include "store/act.h"

#include "base/bug.h"

static const char *const role_names[ROLE_COUNT] = { "clerk",	"office_head", "leader",   "unit_head", "liaison",
						    "verifier", "sysadmin",    "secadmin", "auditadmin", "system" };

const char *role_name(unsigned role)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (role == 1u << i)
			return role_names[i];
	BUG("role %u", role);
}

const char *place_name(enum place p)
{
	static const char *const names[PLACE_COUNT_] = { "any", "owner", "lead", "assist", "verify", "unit", "self" };
	return names[p];
}

const char *via_name(enum via v)
{
	static const char *const names[] = { "cli", "web", "api", "link", "import", "system" };
	return names[v];
}

void target_add(struct target *t, enum place at, int64_t unit)
{
	size_t max = sizeof(t->at[at].unit) / sizeof(t->at[at].unit[0]);
	if (unit && t->at[at].n < max)
		t->at[at].unit[t->at[at].n++] = unit;
}

bool scope_holds(const struct scope *s, struct sv path)
{
	bool in_range = s->all;
	for (size_t i = 0; i < s->n && !in_range; i++)
		in_range = sv_cmp(path, s->range[i].lo) >= 0 && sv_cmp(path, s->range[i].hi) < 0;
	return in_range;
}

void scope_bind(struct stmt *st, int at, const struct scope *s)
{
	for (int i = 0; i < SCOPE_RANGES; i++) {
		bool all = s->all && i == 0, has = (size_t)i < s->n;
		bind_sv(st, at + 2 * i, all ? SV("/") : has ? s->range[i].lo : SV("~"));
		bind_sv(st, at + 2 * i + 1, all ? SV("0") : has ? s->range[i].hi : SV("~")); /* '0' follows '/' */
	}
}

enum rc view_after(struct ctx *cx, const struct view_in *in, int64_t *ret_id)
{
	if (in->after.p && !sv_int(in->after, ret_id))
		return fail_at(cx, RC_INVALID, "after", "view.after", N_("This is not a cursor of this list."));
	return RC_OK;
}

bool view_slice_row(struct view_slice *p, const struct view_in *in, int64_t id)
{
	p->more = p->n == in->limit;
	if (p->more)
		return false;
	p->last = id;
	p->n++;
	return true;
}

void view_slice_end(struct arena *a, const struct view_slice *p, struct sv *ret_after)
{
	if (p->more)
		*ret_after = arena_printf(a, "%lld", (long long)p->last);
}

const struct act_def *registry_act(const struct registry *r, struct sv name, const struct noun **ret_noun)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->nouns[i]->n_acts; k++)
			if (sv_is(name, r->nouns[i]->acts[k].name)) {
				if (ret_noun)
					*ret_noun = r->nouns[i];
				return &r->nouns[i]->acts[k];
			}
	return NULL;
}

const struct view_def *registry_view(const struct registry *r, struct sv name, const struct noun **ret_noun)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->nouns[i]->n_views; k++)
			if (sv_is(name, r->nouns[i]->views[k].name)) {
				if (ret_noun)
					*ret_noun = r->nouns[i];
				return &r->nouns[i]->views[k];
			}
	return NULL;
}

const struct noun *registry_noun(const struct registry *r, struct sv name)
{
	for (size_t i = 0; i < r->n; i++)
		if (sv_is(name, r->nouns[i]->name))
			return r->nouns[i];
	return NULL;
}

enum rc noun_called(struct ctx *cx, struct db *db, const struct query *q, struct sv name, const char *fault, const char *msgid,
		    int64_t *ret_id)
{
	enum rc rc;
	int64_t id = 0;
	struct stmt *st = db_query(db, q);
	bind_sv(st, 1, name);
	while (db_step(cx, st, &rc))
		id = col_int(st, 0);
	TRY(rc);
	if (!id)
		return fail(cx, RC_NOT_FOUND, fault, "%.*s", SV_ARG(sv_of(tr(cx->lang, msgid))));
	*ret_id = id;
	return RC_OK;
}
