/* Who may do and see what, pair by pair: every act of every noun × every role × every place × where the role is
 * held, and every view likewise, against the tables themselves, read here a second time and on their own.  And every
 * ordered pair of roles on one post: the three administrators exclude each other and all work that they watch.
 *
 *	rights        exit 1 when one answer differs */
#include "world.h"

#include "main/wiring.h"

enum { GRANTABLE = ROLE_COUNT - 1 };

/*	root ─┬─ a ─┬─ right ── below        the act concerns `right`
 *	      │     └─ sibling
 *	      └─ b ── cousin                                             */
enum where { AT_ROOT, AT_PARENT, AT_RIGHT, AT_BELOW, AT_SIBLING, AT_OTHER, AT_COUSIN, AT_NONE, WHERES };
static const char *const where_names[] = { "root", "parent", "right", "below", "sibling", "other", "cousin", "nowhere" };
static int64_t units[WHERES];
/* Does a role held there reach the unit there? */
static bool reaches(int held, int shown)
{
	static const int up[] = { -1, AT_ROOT, AT_PARENT, AT_RIGHT, AT_PARENT, AT_ROOT, AT_OTHER };
	for (int at = shown; at >= 0; at = up[at])
		if (at == held)
			return true;
	return false;
}

static int64_t posts[GRANTABLE][WHERES], disabled[GRANTABLE];
static long pairs, wrong;

static void differs(const char *what, const char *role, const char *where, const char *place, bool want)
{
	if (++wrong <= 40)
		printf("WRONG: %s as %s held %s, %s: the table says %s\n", what, role, where, place, want ? "yes" : "no");
}

/* ---- the county --------------------------------------------------------------------------------------------- */

static int64_t post_with(struct ctx *cx, struct store *s, int role, int64_t unit)
{
	int64_t p = world_act(cx, s, "person.add", 0, FIELDS("unit", world_no(cx->a, units[AT_ROOT]), "title", "岗"));
	if (unit)
		world_act(cx, s, "person.grant", p, FIELDS("role", role_name(1u << role), "unit", world_no(cx->a, unit)));
	return p;
}

static void build(struct ctx *cx, struct store *s)
{
	units[AT_ROOT] = world_unit(cx, s, "r", "根", "county", 0);
	units[AT_PARENT] = world_unit(cx, s, "a", "甲", "township", units[AT_ROOT]);
	units[AT_RIGHT] = world_unit(cx, s, "a1", "甲一", "village", units[AT_PARENT]);
	units[AT_BELOW] = world_unit(cx, s, "a11", "甲一组", "group", units[AT_RIGHT]);
	units[AT_SIBLING] = world_unit(cx, s, "a2", "甲二", "village", units[AT_PARENT]);
	units[AT_OTHER] = world_unit(cx, s, "b", "乙", "township", units[AT_ROOT]);
	units[AT_COUSIN] = world_unit(cx, s, "b1", "乙一", "village", units[AT_OTHER]);
	int64_t sec = post_with(cx, s, 7, units[AT_ROOT]);
	for (int r = 0; r < GRANTABLE; r++) {
		for (int w = 0; w < WHERES; w++)
			posts[r][w] = post_with(cx, s, r, w == AT_NONE ? 0 : units[w]);
		disabled[r] = post_with(cx, s, r, units[AT_RIGHT]);
		world_act_as(cx, s, sec, "person.disable", disabled[r], FIELDS("reason", "试验"));
	}
}

/* ---- acts --------------------------------------------------------------------------------------------------- */

static bool table_allows(const struct act_def *d, unsigned role, int held, enum place p, bool self, const int *wheres, size_t n)
{
	bool ok = false;
	size_t reached = 0;
	if (held == AT_NONE)
		return false;
	for (size_t i = 0; i < n; i++)
		reached += reaches(held, wheres[i]);
	for (int i = 0; i < GRANT_RULES; i++) {
		if (!(d->who[i].roles & role))
			continue;
		if (d->who[i].at == AT_ANY)
			ok = true;
		else if (d->who[i].at == AT_SELF)
			ok |= self;
		else if (d->who[i].at == p)
			ok |= d->every ? reached == n : reached > 0;
	}
	return ok;
}

static bool asked(struct ctx *cx, struct db *db, const struct act_def *d, struct actor actor, const struct target *t)
{
	struct act_in in = { .def = d, .actor = actor, .subject = 1 };
	enum rc rc = person_may(cx, db, &in, t);
	if (rc != RC_OK && rc != RC_DENIED && rc != RC_NOT_FOUND)
		world_die(cx, "person_may");
	ctx_forget(cx);
	return rc == RC_OK;
}

static enum rc link_opens(struct ctx *cx, struct db *db, const struct act_in *in)
{
	(void)db;
	return in->actor.link == 7 ? RC_OK : fail(cx, RC_DENIED, "test.link", "This link is another one.");
}

static void check_one(struct ctx *cx, struct db *db, const struct act_def *d, int r, int w, enum place p, bool self)
{
	/* One unit of several is enough, unless the act says that every one is needed. */
	static const int right[] = { AT_RIGHT }, two[] = { AT_COUSIN, AT_RIGHT };
	struct actor a = { .post = posts[r][w], .via = VIA_WEB };
	struct target t = { .self = self ? a.post : a.post + 1 }, both = { .self = t.self };
	bool want = table_allows(d, 1u << r, w, p, self, right, 1), also = table_allows(d, 1u << r, w, p, self, two, 2);
	target_add(&t, p, units[AT_RIGHT]);
	target_add(&both, p, units[AT_COUSIN]);
	target_add(&both, p, units[AT_RIGHT]);
	if (asked(cx, db, d, a, &t) != want)
		differs(d->name, role_name(1u << r), where_names[w], place_name(p), want);
	if (asked(cx, db, d, a, &both) != also)
		differs(d->name, role_name(1u << r), where_names[w], "two units", also);
	/* By link: only what is linkable, on what the link opens, and never more than the post itself may. */
	struct actor by_link = { .post = a.post, .via = VIA_LINK, .link = 7 }, wrong_link = { .post = a.post, .via = VIA_LINK, .link = 8 };
	if (asked(cx, db, d, by_link, &t) != (want && d->linkable))
		differs(d->name, role_name(1u << r), where_names[w], "by its link", want && d->linkable);
	if (asked(cx, db, d, wrong_link, &t))
		differs(d->name, role_name(1u << r), where_names[w], "by another link", false);
	pairs += 4;
}

static void check_act(struct ctx *cx, struct db *db, const struct act_def *d)
{
	bool system = false;
	for (int i = 0; i < GRANT_RULES; i++) {
		system |= (d->who[i].roles & ROLE_SYSTEM) != 0;
		if (d->who[i].roles && (unsigned)d->who[i].at >= PLACE_COUNT_)
			BUG("%s: place %d", d->name, (int)d->who[i].at);
	}
	for (int r = 0; r < GRANTABLE; r++) {
		for (int w = 0; w < WHERES; w++)
			for (enum place p = AT_ANY; p < PLACE_COUNT_; p++)
				for (int self = 0; self < 2; self++)
					check_one(cx, db, d, r, w, p, self);
		struct target t = { .self = disabled[r] };
		for (enum place p = AT_ANY; p < PLACE_COUNT_; p++)
			target_add(&t, p, units[AT_RIGHT]);
		if (asked(cx, db, d, (struct actor){ .post = disabled[r], .via = VIA_WEB }, &t))
			differs(d->name, role_name(1u << r), "right", "disabled", false);
		pairs++;
	}
	struct target everything = { 0 };
	for (enum place p = AT_ANY; p < PLACE_COUNT_; p++)
		target_add(&everything, p, units[AT_RIGHT]);
	if (asked(cx, db, d, world_system, &everything) != system)
		differs(d->name, "system", "-", "-", system);
	if (asked(cx, db, d, (struct actor){ .post = 999999999, .via = VIA_WEB }, &everything))
		differs(d->name, "nobody", "-", "a post that is not there", false);
	pairs += 2;
}

/* ---- views -------------------------------------------------------------------------------------------------- */

static bool scope_shows(struct ctx *cx, struct db *db, const struct scope *s, int64_t unit)
{
	struct unit u;
	bool in = s->all;
	if (unit_get(cx, db, unit, &u) != RC_OK)
		world_die(cx, "unit");
	for (size_t i = 0; i < s->n; i++)
		in |= sv_cmp(u.path, s->range[i].lo) >= 0 && sv_cmp(u.path, s->range[i].hi) < 0;
	return in;
}

static void check_view(struct ctx *cx, struct db *db, const struct view_def *v)
{
	struct scope s;
	for (int r = 0; r < GRANTABLE; r++) {
		for (int w = 0; w < WHERES; w++) {
			bool want = w != AT_NONE && (v->roles & 1u << r);
			struct actor a = { .post = posts[r][w], .via = VIA_WEB };
			bool got = person_scope(cx, db, &a, v, &s) == RC_OK;
			ctx_forget(cx);
			if (got != want)
				differs(v->name, role_name(1u << r), where_names[w], "asking", want);
			pairs++;
			for (int shown = 0; got && shown < AT_NONE; shown++, pairs++)
				if (scope_shows(cx, db, &s, units[shown]) != reaches(w, shown))
					differs(v->name, role_name(1u << r), where_names[w], where_names[shown], reaches(w, shown));
		}
		struct actor off = { .post = disabled[r], .via = VIA_WEB };
		if (person_scope(cx, db, &off, v, &s) == RC_OK)
			differs(v->name, role_name(1u << r), "right", "disabled", false);
		ctx_forget(cx);
		pairs++;
	}
	struct actor system = world_system;
	if ((person_scope(cx, db, &system, v, &s) == RC_OK) != ((v->roles & ROLE_SYSTEM) != 0))
		differs(v->name, "system", "-", "asking", (v->roles & ROLE_SYSTEM) != 0);
	ctx_forget(cx);
	pairs++;
}

/* ---- roles on one post -------------------------------------------------------------------------------------- */

static void check_pair(struct ctx *cx, struct store *s, int x, int y, bool together)
{
	unsigned both = 1u << x | 1u << y;
	bool want = x == y || !(both & ROLE_ADMINS);
	int64_t p = post_with(cx, s, x, together ? 0 : units[AT_PARENT]);
	/* Over another unit it is the same conflict. */
	const struct js *fx = world_fields(cx->a, FIELDS("role", role_name(1u << x), "unit", world_no(cx->a, units[AT_PARENT])));
	const struct js *fy = world_fields(cx->a, FIELDS("role", role_name(1u << y), "unit", world_no(cx->a, units[AT_OTHER])));
	struct act_request rq[2] = { { .act = SV("person.grant"), .actor = world_system, .subject = p, .fields = fx },
				     { .act = SV("person.grant"), .actor = world_system, .subject = p, .fields = fy } };
	struct act_answer r[2];
	enum rc rc = together ? store_acts(cx, s, rq, 2, r, NULL) : store_act(cx, s, &rq[1], r);
	if ((rc == RC_OK) != want || (rc != RC_OK && rc != RC_CONFLICT))
		differs("person.grant", role_name(1u << x), role_name(1u << y), together ? "both at once" : "one after the other", want);
	ctx_forget(cx);
	pairs++;
}

/* Every post in the store afterwards: nobody holds what excludes itself. */
static void check_all_posts(struct ctx *cx, struct db *db)
{
	static const struct query mixed = { "mixed", "SELECT x.post FROM post_grant x JOIN post_grant y ON y.post = x.post AND y.role <> x.role "
					    "WHERE x.role IN (64, 128, 256)", 0 };
	enum rc rc;
	struct stmt *st = db_query(db, &mixed);
	while (db_step(cx, st, &rc))
		differs("post", world_no(cx->a, col_int(st, 0)), "-", "holds an administrator's role and another one", false);
}

int main(void)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	struct db *db;
	long acts = 0, views = 0;
	const char *dir = world_dir("rights");
	arena_init(&a, (size_t)2 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &nouns, person_may, true, &s) != RC_OK || store_reader(&cx, s, &db) != RC_OK)
		world_die(&cx, "open");
	person_use_links(link_opens);
	build(&cx, s);
	for (size_t i = 0; i < nouns.n; i++) {
		for (size_t k = 0; k < nouns.nouns[i]->n_acts; k++, acts++)
			check_act(&cx, db, &nouns.nouns[i]->acts[k]);
		for (size_t k = 0; k < nouns.nouns[i]->n_views; k++, views++)
			check_view(&cx, db, &nouns.nouns[i]->views[k]);
	}
	for (int x = 0; x < GRANTABLE; x++)
		for (int y = 0; y < GRANTABLE; y++) {
			check_pair(&cx, s, x, y, false);
			check_pair(&cx, s, x, y, true);
		}
	check_all_posts(&cx, db);
	printf("%ld acts, %ld views: %ld pairs asked, %ld answered otherwise than the tables\n", acts, views, pairs, wrong);
	db_close(db);
	store_close(s);
	arena_release(&a);
	world_remove(dir);
	return wrong != 0;
}
