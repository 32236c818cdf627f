/* Names of units as a list writes them, in the place whose office sends it out. */
#include "app/unit/unit.h"

#include "core/cellsplit.h"
#include "core/unitname.h"

enum { SAID_MOST = 200, SAID_UNITS = 400 };

static size_t slot_of(struct sv name)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 1099511628211u;
	return (size_t)(h % NAME_SLOTS);
}

static struct known_name *put(struct ctx *cx, struct names *n, struct sv name)
{
	struct known_name *k = NEW(cx->a, struct known_name, 1);
	size_t at = slot_of(name);
	k->name = arena_sv(cx->a, name);
	k->proposals = SV("");
	k->next = n->slot[at];
	n->slot[at] = k;
	return k;
}

/* An office is a department of its place: its lists speak of the place's units. */
static enum rc place_of(struct ctx *cx, struct db *db, int64_t owner, struct unit *ret)
{
	static const char *const offices[] = { "department", "team", "task_force", "other" };
	TRY(unit_get(cx, db, owner, ret));
	for (size_t i = 0; i < COUNT(offices); i++)
		if (sv_is(ret->kind, offices[i]) && ret->parent)
			return unit_get(cx, db, ret->parent, ret);
	return RC_OK;
}

enum rc names_of_kind(struct ctx *cx, struct db *db, int64_t owner, struct sv kind, size_t max, struct unit_meant *m)
{
	struct unit place, *all;
	size_t n;
	TRY(place_of(cx, db, owner, &place));
	TRY(unit_subtree(cx, db, place.id, kind, &all, &n));
	for (size_t i = 0; i < n; i++) {
		if (day_is(all[i].closed) || all[i].id == owner)
			continue;
		if (m->n == max)
			return fail_at(cx, RC_USAGE, "alias", "import.alias_units", N_("At most %d units for one name."), (int)max);
		m->units[m->n++] = all[i].id;
	}
	return RC_OK;
}

static enum rc one_said(struct ctx *cx, struct db *db, int64_t owner, struct sv said, struct unit_meant *m)
{
	struct sv code;
	while (sv_split(&said, '+', &code)) {
		struct unit u;
		code = sv_trim(code);
		if (sv_starts(code, SV("@"))) {
			TRY(names_of_kind(cx, db, owner, sv_from(code, 1), SAID_UNITS, m));
			continue;
		}
		if (m->n == SAID_UNITS)
			return fail_at(cx, RC_USAGE, "alias", "import.alias_units", N_("At most %d units for one name."), SAID_UNITS);
		TRY(unit_find(cx, db, code, 0, &u));
		m->units[m->n++] = u.id;
	}
	return RC_OK;
}

enum rc names_said(struct ctx *cx, struct db *db, int64_t owner, struct sv text, struct unit_meant **ret, size_t *ret_n)
{
	struct unit_meant *all = NEW(cx->a, struct unit_meant, SAID_MOST);
	struct sv one;
	size_t n = 0;
	while (sv_split(&text, ';', &one)) {
		size_t eq = sv_find(one, SV("="), 0);
		if (!sv_trim(one).n)
			continue;
		if (eq == SIZE_MAX || n == SAID_MOST)
			return fail_at(cx, RC_USAGE, "alias", "import.alias",
				N_("What names mean is written NAME=CODE, NAME=CODE+CODE, NAME=@township or NAME=-, several with ; "
					"between them."));
		struct unit_meant *m = &all[n++];
		struct sv to = sv_trim(sv_from(one, eq + 1));
		m->name = sv_trim(sv_upto(one, eq));
		m->leave_out = sv_is(to, "-");
		m->units = NEW(cx->a, int64_t, SAID_UNITS);
		if (!m->leave_out)
			TRY(one_said(cx, db, owner, to, m));
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

enum rc names_open(struct ctx *cx, struct db *db, int64_t owner, const struct unit_meant *meant, size_t n, struct names *ret)
{
	*ret = (struct names){ 0 };
	TRY(place_of(cx, db, owner, &ret->area));
	for (size_t i = 0; i < n; i++) {
		struct known_name *k = put(cx, ret, unit_name_clean(cx->a, meant[i].name));
		k->units = meant[i].units;
		k->n = meant[i].n;
		k->leave_out = meant[i].leave_out;
	}
	return RC_OK;
}

/* Inside the place; else a unit that stands beside it on the way up (市发改委), never one of another place. */
static enum rc look_up(struct ctx *cx, struct db *db, const struct names *n, struct sv name, struct unit *ret, bool *found)
{
	struct ctx sub = *cx;
	ctx_forget(&sub);
	enum rc rc = unit_find(&sub, db, name, n->area.id, ret);
	*found = rc == RC_OK;
	if (rc == RC_FAILED || *found || rc == RC_CONFLICT)
		return rc == RC_FAILED ? rc : RC_OK;
	ctx_forget(&sub);
	rc = unit_find(&sub, db, name, 0, ret);
	if (rc == RC_OK && ret->parent) {
		struct unit above;
		TRY(unit_get(cx, db, ret->parent, &above));
		*found = sv_starts(n->area.path, above.path) || sv_starts(n->area.path, ret->path);
	} else if (rc == RC_OK) {
		*found = sv_starts(n->area.path, ret->path);
	}
	return rc == RC_FAILED ? rc : RC_OK;
}

static enum rc propose(struct ctx *cx, struct db *db, struct names *n, struct known_name *k)
{
	enum { MOST = 4 };
	struct buf b = buf_new(cx->a, 4096);
	int hits = 0;
	if (!n->all)
		TRY(unit_subtree(cx, db, n->area.id, SV_NONE, &n->all, &n->n_all));
	struct arena scratch;
	arena_init(&scratch, 256 << 20);
	for (size_t i = 0; i < n->n_all && hits < MOST; i++) {
		if (unit_name_match(&scratch, k->name, n->all[i].name, NULL, 0) == UNIT_MATCH_NONE)
			continue;
		buf_printf(&b, "%s%.*s (%.*s)", hits++ ? "、" : "", SV_ARG(n->all[i].name), SV_ARG(n->all[i].code));
		if (i % 1000 == 0)
			arena_reset(&scratch);
	}
	arena_release(&scratch);
	k->proposals = b.n ? buf_sv(&b) : SV("");
	return RC_OK;
}

enum rc names_find(struct ctx *cx, struct db *db, struct names *n, struct sv name, int row, const struct known_name **ret)
{
	struct sv clean = unit_name_clean(cx->a, name);
	struct known_name *k = n->slot[slot_of(clean)];
	while (k && !sv_eq(k->name, clean))
		k = k->next;
	if (!k) {
		struct unit u = { 0 };
		bool found = false;
		k = put(cx, n, clean);
		k->collective = unit_is_collective(clean);
		if (!k->collective)
			TRY(look_up(cx, db, n, clean, &u, &found));
		if (found) {
			k->units = NEW(cx->a, int64_t, 1);
			k->units[k->n++] = u.id;
		} else {
			k->unknown = true;
			if (!k->collective)
				TRY(propose(cx, db, n, k));
		}
	}
	if (k->unknown && k->last_row != row) {
		k->rows++;
		k->last_row = row;
	}
	*ret = k;
	return RC_OK;
}

const struct known_name **names_unknown(struct arena *a, const struct names *n, size_t *ret_n)
{
	size_t count = 0;
	for (size_t i = 0; i < NAME_SLOTS; i++)
		for (const struct known_name *k = n->slot[i]; k; k = k->next)
			count += k->unknown;
	const struct known_name **v = NEW(a, const struct known_name *, count + 1);
	*ret_n = 0;
	for (size_t i = 0; i < NAME_SLOTS; i++)
		for (const struct known_name *k = n->slot[i]; k; k = k->next)
			if (k->unknown)
				v[(*ret_n)++] = k;
	return v;
}

struct js *names_js(struct arena *a, const struct known_name *const *names, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++) {
		struct js *e = js_push(list, js_obj(a));
		js_set_sv(a, e, "name", names[i]->name);
		js_set_int(a, e, "rows", names[i]->rows);
		js_set_bool(a, e, "collective", names[i]->collective);
		js_set_sv(a, e, "proposals", names[i]->proposals);
	}
	return list;
}
