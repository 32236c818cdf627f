#include "app/board/board_read.h"

#include "app/board/queries.sql.h"
#include "app/person/person.h"

static const char *const state_names[] = { "composed", "previewed", "approved", "published", "discarded" };

const char *board_state_name(enum board_state s)
{
	return state_names[s];
}

static void head(const struct stmt *st, struct arena *a, struct board_head *ret)
{
	*ret = (struct board_head){
		.id = col_int(st, 0), .owner = col_int(st, 1), .period = col_int(st, 2), .ruleset = col_int(st, 3),
		.series = col_int(st, 4), .name = col_sv(st, 5, a), .kind = col_sv(st, 6, a), .within = col_int(st, 7),
		.peer_group = col_sv(st, 8, a), .version = col_int(st, 9), .state = (enum board_state)col_int(st, 10),
		.composer = col_int(st, 11), .composed_at = col_int(st, 12), .composed_seq = col_int(st, 13),
		.read_seq = col_int(st, 14), .rule_digest = col_sv(st, 15, a), .input_digest = col_sv(st, 16, a),
		.result_digest = col_sv(st, 17, a), .n_rows = col_int(st, 18), .n_red = col_int(st, 19),
		.n_black = col_int(st, 20), .median = col_dec(st, 21), .window_until = col_day(st, 22),
		.window_unsure = col_int(st, 23) != 0, .head_post = col_int(st, 24), .head_at = col_int(st, 25),
		.leader_post = col_int(st, 26), .leader_at = col_int(st, 27), .audience = col_sv(st, 28, a),
		.show = col_sv(st, 29, a), .basis_doc = col_sv(st, 30, a), .publisher = col_int(st, 31),
		.published_at = col_int(st, 32), .circular = col_int(st, 33), .composer_person = col_int(st, 34),
		.head_person = col_int(st, 35), .leader_person = col_int(st, 36),
	};
}

enum rc board_get(struct ctx *cx, struct db *db, int64_t id, struct board_head *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &board_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		head(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "board.none", N_("There is no such board."));
	return rc;
}

enum rc boards_of_period(struct ctx *cx, struct db *db, int64_t period, struct board_head **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 500 };
	size_t n = 0;
	struct board_head *all = NEW(cx->a, struct board_head, MAX);
	struct stmt *st = db_query(db, &board_of_period);
	bind_int(st, 1, period);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			head(st, cx->a, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

static void place(struct ctx *cx, const struct stmt *st, struct board_place *ret)
{
	struct arena *a = cx->a;
	const char *why;
	int line, column;
	*ret = (struct board_place){
		.board = col_int(st, 0), .version = col_int(st, 1), .unit = col_int(st, 2), .position = col_int(st, 3),
		.unit_name = col_sv(st, 4, a), .short_name = col_sv(st, 5, a), .place = col_int(st, 6), .tied = col_int(st, 7) != 0,
		.unranked = col_int(st, 8) != 0, .mover = col_int(st, 9) != 0, .still = col_int(st, 10) != 0,
		.both = col_int(st, 11) != 0, .moved = col_int(st, 12) != 0, .previous = col_int(st, 13),
		.gained = col_int(st, 14), .total = col_dec(st, 15), .base = col_dec(st, 16), .plus = col_dec(st, 17),
		.minus = col_dec(st, 18), .side = col_sv(st, 19, a), .reason = col_sv(st, 20, a), .arithmetic = col_sv(st, 21, a),
		.exempt_no = col_sv(st, 22, a), .exempt_why = col_sv(st, 23, a), .matter = col_int(st, 25),
		.repaired_at = col_int(st, 26),
	};
	const struct js *detail = js_parse(a, col_sv(st, 24, a), &why, &line, &column);
	ret->classes = js_get(detail, "classes");
	ret->lines = js_get(detail, "lines");
	ret->yield = js_get(detail, "yield");
}

static enum rc places(struct ctx *cx, struct db *db, int64_t board, int64_t version, int64_t unit, struct board_place **ret,
		      size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct board_head b;
	if (version == 0) {
		TRY(board_get(cx, db, board, &b));
		version = b.version;
	}
	struct board_place *all = NEW(cx->a, struct board_place, BOARD_UNITS_MAX + 1);
	struct stmt *st = db_query(db, &board_rows_of);
	bind_int(st, 1, board);
	bind_int(st, 2, version);
	bind_int(st, 3, unit);
	while (db_step(cx, st, &rc))
		if (n < BOARD_UNITS_MAX)
			place(cx, st, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc board_places(struct ctx *cx, struct db *db, int64_t board, int64_t version, struct board_place **ret, size_t *ret_n)
{
	return places(cx, db, board, version, 0, ret, ret_n);
}

enum rc board_place_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, int64_t unit, struct board_place *ret)
{
	struct board_place *p;
	size_t n = 0;
	if (unit)
		TRY(places(cx, db, board, version, unit, &p, &n));
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "board.no_row", N_("This unit does not stand on the board."));
	*ret = p[0];
	return RC_OK;
}

enum rc board_notes(struct ctx *cx, struct db *db, int64_t board, struct board_note **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 100 };
	size_t n = 0;
	struct board_note *all = NEW(cx->a, struct board_note, MAX);
	struct stmt *st = db_query(db, &board_notes_of);
	bind_int(st, 1, board);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = (struct board_note){ col_int(st, 0), col_int(st, 1), col_sv(st, 2, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* All units are those of the office that made it: a role below its owner, or above it.  Another county's is none of them. */
static enum rc belongs(struct ctx *cx, struct db *db, int64_t post, int64_t owner, bool *ret)
{
	struct grant *g;
	struct unit u;
	size_t n;
	*ret = post == 0;
	TRY(unit_get(cx, db, owner, &u));
	TRY(post_grants(cx, db, post, &g, &n));
	for (size_t i = 0; i < n && !*ret; i++)
		*ret = sv_starts(g[i].path, u.path) || sv_starts(u.path, g[i].path);
	return RC_OK;
}

enum rc board_sight(struct ctx *cx, struct db *db, const struct actor *actor, const struct board_head *b, enum board_sight *ret)
{
	bool all = actor->post == 0;
	bool out = b->state == BOARD_PUBLISHED && sv_is(b->audience, "public");
	if (b->state == BOARD_PUBLISHED && sv_is(b->audience, "all_units"))
		TRY(belongs(cx, db, actor->post, b->owner, &out));
	if (!all)
		TRY(person_holds(cx, db, actor->post, ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER | ROLE_AUDITADMIN, b->owner, &all));
	/* A link opens one unit's lines, whatever its post may see elsewhere. */
	if (actor->via == VIA_LINK)
		all = false;
	*ret = all ? SIGHT_ALL : out ? SIGHT_TOTALS :
	       b->state == BOARD_COMPOSED || b->state == BOARD_DISCARDED ? SIGHT_NONE : SIGHT_OWN;
	return RC_OK;
}

/* ---- ux.md R7 ---------------------------------------------------------------------------------------------- */

bool board_is_ranking(struct sv audience, struct sv show)
{
	return !sv_is(audience, "unit_only") && !sv_is(show, "none");
}

enum rc board_circulars(struct ctx *cx, struct db *db, const struct board_head *b, struct day on, struct board_circulars *ret)
{
	enum rc rc;
	struct ruleset r;
	struct rule *rule;
	struct board_circulars c = { 0 };
	int year = civil_of_day(on).year;
	TRY(ruleset_get(cx, db, b->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	struct stmt *st = db_query(db, &board_rankings);
	bind_int(st, 1, b->owner);
	bind_int(st, 2, b->series);
	bind_sv(st, 3, b->kind);
	bind_int(st, 4, b->within);
	bind_sv(st, 5, b->peer_group);
	bind_day(st, 6, day_of_civil(year, 1, 1));
	bind_day(st, 7, day_of_civil(year, 12, 31));
	while (db_step(cx, st, &rc)) {
		c.of_owner = col_int(st, 0);
		c.of_kind = col_int(st, 1);
	}
	c.limit = rule->circulars;
	c.ranking = board_is_ranking(b->audience, b->show);
	c.needs_basis = c.ranking && c.of_kind >= c.limit;
	*ret = c;
	return rc;
}

struct js *board_made_js(struct arena *a, const struct board_head *b, int64_t seq)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "seq", seq);
	js_set_int(a, o, "subject", b->id);
	js_set_sv(a, o, "name", b->name);
	js_set_int(a, o, "version", b->version);
	js_set_int(a, o, "rows", b->n_rows);
	js_set_int(a, o, "red", b->n_red);
	js_set_int(a, o, "black", b->n_black);
	js_set_sv(a, o, "digest", b->result_digest);
	return o;
}
