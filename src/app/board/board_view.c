#include "app/board/board_read.h"

#include "app/board/queries.sql.h"
#include "app/person/person.h"

/* ---- board.list ---------------------------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	{ .name = "period", .type = FIELD_REF, .of = "period", .label = N_("Period") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "period_name", FIELD_LINE, N_("Period") },
	{ "state", FIELD_ENUM, N_("State") }, { "version", FIELD_INT, N_("Version") }, { "units", FIELD_INT, N_("Units") },
	{ "red", FIELD_INT, N_("Red") }, { "black", FIELD_INT, N_("Black") }, { "until", FIELD_DAY, N_("Objections until") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0, id = 0;
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &board_list_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "period"));
	int n = 0;
	while (n <= in->limit && db_step(cx, st, &rc)) {
		struct board_head b = { .owner = col_int(st, 14), .state = (enum board_state)col_int(st, 5), .audience = col_sv(st, 9, cx->a) };
		enum board_sight sight;
		TRY(board_sight(cx, db, &in->actor, &b, &sight));
		if (sight == SIGHT_NONE || (sight == SIGHT_OWN && !col_int(st, 15)))
			continue; /* whoever may not show it does not find it in the list either */
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)id);
			continue;
		}
		id = col_int(st, 0);
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", id);
		js_set_sv(cx->a, o, "name", col_sv(st, 1, cx->a));
		js_set_sv(cx->a, o, "kind", col_sv(st, 2, cx->a));
		js_set_sv(cx->a, o, "period_name", col_sv(st, 3, cx->a));
		js_set_int(cx->a, o, "version", col_int(st, 4));
		js_set_sv(cx->a, o, "state", sv_of(board_state_name((enum board_state)col_int(st, 5))));
		js_set_int(cx->a, o, "units", col_int(st, 6));
		js_set_int(cx->a, o, "red", col_int(st, 7));
		js_set_int(cx->a, o, "black", col_int(st, 8));
		js_set_sv(cx->a, o, "audience", col_sv(st, 9, cx->a));
		js_set_day(cx->a, o, "until", col_day(st, 10));
		js_set_instant(cx->a, o, "published_at", col_int(st, 11));
		js_set_sv(cx->a, o, "digest", col_sv(st, 12, cx->a));
		js_set_sv(cx->a, o, "owner_name", col_sv(st, 13, cx->a));
	}
	(void)db_query(db, &board_list_page); /* ends the reading */
	return rc;
}

/* ---- board.rows, board.show ---------------------------------------------------------------------------------------------- */

static const struct field rows_filters[] = {
	{ .name = "board", .type = FIELD_REF, .required = true, .of = "board", .label = N_("Board") },
};
static const struct column rows_columns[] = {
	{ "rank", FIELD_LINE, N_("Rank") }, { "band", FIELD_LINE, N_("Places open") }, { "unit_name", FIELD_LINE, N_("Unit") }, { "total", FIELD_DEC, N_("Points") },
	{ "movement", FIELD_LINE, N_("Movement") }, { "plus", FIELD_DEC, N_("Credits") }, { "minus", FIELD_DEC, N_("Debits") },
	{ "side", FIELD_ENUM, N_("Red or black") }, { "reason", FIELD_LINE, N_("Reason") }, { "exempt_no", FIELD_LINE, N_("Exempt by") },
	{ "repaired", FIELD_BOOL, N_("Repaired") },
};

static struct sv rank_text(struct arena *a, const struct board_place *p)
{
	return p->place ? arena_printf(a, "%lld%s", (long long)p->place, p->tied ? "=" : "") : SV("—");
}

/* "2–5": the places that the marks leave open; "" where the rule asks for none, or there are none. */
static struct sv band_text(struct arena *a, const struct board_place *p)
{
	const struct js *band = js_get(p->yield, "band");
	int64_t first = js_get_int(band, "first", 0), last = js_get_int(band, "last", 0);
	return !first ? SV("") : first == last ? arena_printf(a, "%lld", (long long)first) :
		arena_printf(a, "%lld–%lld", (long long)first, (long long)last);
}

static struct sv movement(struct arena *a, const struct board_place *p)
{
	if (!p->moved)
		return SV("");
	return p->gained > 0 ? arena_printf(a, "↑%lld", (long long)p->gained) :
	       p->gained < 0 ? arena_printf(a, "↓%lld", (long long)-p->gained) : SV("=");
}

/* `own` rows show all; the others what the audience is given. */
static struct js *place_js(struct arena *a, const struct board_head *b, const struct board_place *p, bool own)
{
	struct js *o = js_obj(a);
	bool rank = own ? !sv_is(b->show, "none") && !sv_is(b->show, "band") : sv_is(b->show, "rank");
	bool band = !sv_is(b->show, "none");
	js_set_int(a, o, "unit", p->unit);
	js_set_sv(a, o, "unit_name", p->unit_name);
	js_set_int(a, o, "position", p->position);
	js_set_sv(a, o, "rank", rank ? rank_text(a, p) : SV(""));
	js_set_sv(a, o, "band", rank ? band_text(a, p) : SV(""));
	js_set_int(a, o, "tier", rank ? js_get_int(js_get(p->yield, "band"), "tier", 0) : 0);
	if (!p->kept_total)
		js_set_dec(a, o, "total", p->total);
	if (p->kept_below)
		js_set_int(a, o, "kept_below", p->kept_below);
	js_set_sv(a, o, "movement", rank ? movement(a, p) : SV(""));
	js_set_int(a, o, "previous", rank ? p->previous : 0);
	if (!p->kept_sum)
		js_set_dec(a, o, "base", p->base);
	js_set_dec(a, o, "plus", p->plus);
	js_set_dec(a, o, "minus", p->minus);
	js_set_sv(a, o, "side", band ? p->side : SV("none"));
	js_set_bool(a, o, "mover", rank && p->mover);
	js_set_bool(a, o, "still", p->still);
	js_set_sv(a, o, "reason", p->reason);
	js_set_sv(a, o, "arithmetic", p->arithmetic);
	js_set_sv(a, o, "exempt_no", p->exempt_no);
	js_set_sv(a, o, "exempt_why", p->exempt_why);
	js_set_int(a, o, "matter", p->matter);
	js_set_bool(a, o, "repaired", p->repaired_at != 0);
	js_set_bool(a, o, "unranked", p->unranked);
	if (p->yield && own)
		js_set(o, "yield", js_written(a, p->yield, 1 << 20));
	struct js *classes = js_set(o, "classes", js_arr(a));
	for (const struct js *c = p->classes ? p->classes->first : NULL; c; c = c->next) {
		struct js *k = js_push(classes, js_obj(a));
		js_set_sv(a, k, "name", js_get_sv(c, "name"));
		if (js_get_bool(c, "kept"))
			js_set_bool(a, k, "kept", true);
		else
			js_set_sv(a, k, "score", js_get_sv(c, "score"));
	}
	return o;
}

static enum rc nothing_yet(struct ctx *cx)
{
	return fail(cx, RC_DENIED, "board.hidden", N_("This board is not shown to the units yet."));
}

/* The rows that this reader may see of a board. */
static enum rc sight_rows(struct ctx *cx, struct db *db, const struct view_in *in, const struct board_head *b, struct js *rows)
{
	struct board_place *p;
	enum board_sight sight;
	size_t n;
	TRY(board_sight(cx, db, &in->actor, b, &sight));
	if (sight == SIGHT_NONE)
		return nothing_yet(cx);
	TRY(board_places_seen(cx, db, b, sight, &p, &n));
	struct board_head all = *b;
	struct ruleset r;
	struct rule *rule = NULL;
	TRY(ruleset_get(cx, db, b->ruleset, &r));
	if (r.grammar > 1)
		TRY(ruleset_rule(cx, &r, &rule));
	if (sight == SIGHT_ALL)
		all.show = SV("rank");
	for (size_t i = 0; i < n; i++) {
		struct unit u;
		TRY(unit_get(cx, db, p[i].unit, &u));
		bool own = scope_holds(&in->scope, u.path);
		if (sight == SIGHT_OWN && !own)
			continue;
		struct js *o = js_push(rows, place_js(cx->a, &all, &p[i], own || sight == SIGHT_ALL));
		if (rule && rule->n_parts)
			js_set(o, "parts", board_parts_js(cx->a, rule, &p[i]));
	}
	if (rows->n == 0)
		return fail(cx, RC_DENIED, "board.scope", N_("None of this post's units stands on the board."));
	return RC_OK;
}

static enum rc rows_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct board_head b;
	TRY(board_get(cx, db, field_ref(&in->filters, "board"), &b));
	return sight_rows(cx, db, in, &b, rows);
}

static const struct column show_columns[] = {
	{ "name", FIELD_LINE, N_("Name") }, { "state", FIELD_ENUM, N_("State") }, { "version", FIELD_INT, N_("Version") },
	{ "units", FIELD_INT, N_("Units") }, { "median", FIELD_DEC, N_("Median") }, { "until", FIELD_DAY, N_("Objections until") },
	{ "audience", FIELD_ENUM, N_("Audience") }, { "digest", FIELD_LINE, N_("Digest") },
	{ "receipt", FIELD_LINE, N_("Receipt code of this board") },
};

static enum rc head_js(struct ctx *cx, struct db *db, const struct board_head *b, bool median_kept, struct js *o)
{
	struct arena *a = cx->a;
	struct ruleset r;
	struct period p;
	TRY(ruleset_get(cx, db, b->ruleset, &r));
	TRY(period_get(cx, db, b->period, &p));
	js_set_int(a, o, "id", b->id);
	js_set_sv(a, o, "name", b->name);
	js_set_sv(a, o, "kind", b->kind);
	js_set_int(a, o, "within", b->within);
	js_set_sv(a, o, "peer_group", b->peer_group);
	js_set_int(a, o, "period", b->period);
	js_set_sv(a, o, "period_name", p.name);
	js_set_day(a, o, "from", p.from);
	js_set_day(a, o, "to", p.to);
	js_set_day(a, o, "publish_on", p.publish_on);
	js_set_int(a, o, "ruleset", b->ruleset);
	js_set_sv(a, o, "rule_name", r.name);
	js_set_int(a, o, "rule_version", r.version);
	js_set_sv(a, o, "rule_digest", b->rule_digest);
	js_set_sv(a, o, "state", sv_of(board_state_name(b->state)));
	js_set_int(a, o, "version", b->version);
	js_set_int(a, o, "units", b->n_rows);
	js_set_int(a, o, "red", b->n_red);
	js_set_int(a, o, "black", b->n_black);
	if (!median_kept)
		js_set_dec(a, o, "median", b->median);
	js_set_day(a, o, "until", b->window_until);
	js_set_bool(a, o, "until_unsure", b->window_unsure);
	js_set_sv(a, o, "audience", b->audience);
	js_set_sv(a, o, "show_rank", b->show);
	js_set_sv(a, o, "basis_doc", b->basis_doc);
	js_set_int(a, o, "circular", b->circular);
	js_set_int(a, o, "read_seq", b->read_seq);
	js_set_instant(a, o, "composed_at", b->composed_at);
	js_set_instant(a, o, "published_at", b->published_at);
	js_set_sv(a, o, "digest", b->result_digest);
	js_set_sv(a, o, "receipt", b->state == BOARD_PUBLISHED ? board_receipt(a, b) : SV(""));
	return RC_OK;
}

static enum rc signed_js(struct ctx *cx, struct db *db, const struct board_head *b, struct js *o)
{
	struct sv who[4] = { SV(""), SV(""), SV(""), SV("") };
	const int64_t posts[4] = { b->composer, b->head_post, b->leader_post, b->publisher };
	static const char *const names[4] = { "composed_by", "approved_by_head", "approved_by_leader", "published_by" };
	struct board_note *notes;
	size_t n;
	for (int i = 0; i < 4; i++) {
		if (posts[i])
			TRY(post_label(cx, db, posts[i], &who[i]));
		js_set_sv(cx->a, o, names[i], who[i]);
	}
	TRY(board_notes(cx, db, b->id, &notes, &n));
	struct js *list = js_set(o, "notes", js_arr(cx->a));
	for (size_t i = 0; i < n; i++) {
		struct js *note = js_push(list, js_obj(cx->a));
		js_set_instant(cx->a, note, "at", notes[i].at);
		js_set_sv(cx->a, note, "text", notes[i].text);
	}
	return RC_OK;
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct board_head b;
	enum board_sight sight;
	bool kept;
	struct js *o = js_obj(cx->a), *list = js_arr(cx->a);
	TRY(board_get(cx, db, in->subject, &b));
	TRY(sight_rows(cx, db, in, &b, list));
	TRY(board_sight(cx, db, &in->actor, &b, &sight));
	TRY(board_median_kept(cx, db, &b, sight, &kept));
	TRY(head_js(cx, db, &b, kept, o));
	TRY(signed_js(cx, db, &b, o));
	js_set(o, "rows", list);
	js_push(rows, o);
	return RC_OK;
}

/* ---- board.line: why -------------------------------------------------------------------------------------------------------- */

static const struct field line_filters[] = {
	{ .name = "board", .type = FIELD_REF, .required = true, .of = "board", .label = N_("Board") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "version", .type = FIELD_INT, .min = 1, .max = 10000, .label = N_("Version") },
};
static const struct column line_columns[] = {
	{ "line", FIELD_INT, N_("Line") }, { "class", FIELD_LINE, N_("Criterion") }, { "item", FIELD_LINE, N_("Item") },
	{ "clause", FIELD_LINE, N_("Clause") }, { "stage", FIELD_LINE, N_("Stage") }, { "arithmetic", FIELD_LINE, N_("Arithmetic") },
	{ "points", FIELD_DEC, N_("Points") }, { "entries", FIELD_DATA, N_("Entries") }, { "inputs", FIELD_DATA, N_("Figures and votes") },
};

static struct js *fed_js(struct arena *a, const struct board_fed *f)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "kind", f->kind);
	js_set_sv(a, o, "name", f->name);
	if (f->missing.n)
		js_set_sv(a, o, "missing", f->missing);
	else
		js_set_dec(a, o, "value", f->value);
	js_set_int(a, o, "votes", f->votes);
	js_set_sv(a, o, "grade", f->grade);
	js_set_sv(a, o, "group", f->group);
	js_set_int(a, o, "period", f->period);
	js_set_bool(a, o, "estimated", f->estimated);
	js_set_day(a, o, "day", f->day);
	js_set_sv(a, o, "source", f->source);
	js_set_sv(a, o, "record", f->record);
	return o;
}

struct fed {
	struct board_fed *v;
	size_t n;
};

static enum rc line_js(struct ctx *cx, struct db *db, const struct js *l, int64_t no, const struct fed *fed, struct js *o)
{
	struct arena *a = cx->a;
	const struct js *numbers = js_get(l, "inputs");
	struct js *inputs = js_arr(a);
	for (const struct js *x = numbers ? numbers->first : NULL; x; x = x->next)
		for (size_t i = 0; i < fed->n; i++)
			if (fed->v[i].no == x->i)
				js_push(inputs, fed_js(a, &fed->v[i]));
	js_set(o, "inputs", inputs);
	const struct js *ids = js_get(l, "entries");
	js_set_int(a, o, "line", no);
	js_set_sv(a, o, "class", js_get_sv(l, "class"));
	js_set_sv(a, o, "item", js_get_sv(l, "item"));
	js_set_sv(a, o, "clause", js_get_sv(l, "clause"));
	js_set_sv(a, o, "part", sv_or_empty(js_get_sv(l, "part")));
	js_set_sv(a, o, "stage", js_get_sv(l, "stage"));
	js_set_sv(a, o, "arithmetic", js_get_sv(l, "arithmetic"));
	if (js_get_bool(l, "kept"))
		js_set_bool(a, o, "kept", true);
	else
		js_set_sv(a, o, "points", js_get_sv(l, "points"));
	struct js *list = js_set(o, "entries", js_arr(a)), *records = js_set(o, "records", js_arr(a));
	for (const struct js *id = ids ? ids->first : NULL; id; id = id->next) {
		struct entry e;
		TRY(entry_get(cx, db, id->i, &e));
		js_push(list, js_int(a, id->i));
		js_push(records, entry_js(a, &e));
	}
	return RC_OK;
}

static enum rc line_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct board_head b;
	struct board_place p;
	struct unit u;
	enum board_sight sight;
	const struct value *version = field(&in->filters, "version");
	TRY(board_get(cx, db, field_ref(&in->filters, "board"), &b));
	TRY(board_sight(cx, db, &in->actor, &b, &sight));
	TRY(unit_get(cx, db, field_ref(&in->filters, "unit"), &u));
	if (sight == SIGHT_NONE)
		return nothing_yet(cx);
	/* Lines are for the unit itself and for the office; the others see totals and the median. */
	if (sight != SIGHT_ALL && !scope_holds(&in->scope, u.path))
		return fail(cx, RC_DENIED, "board.line", N_("The lines of another unit are for that unit and the office."));
	TRY(board_place_seen(cx, db, &b, sight, version->present && sight == SIGHT_ALL ? version->i : b.version, u.id, &p));
	struct fed fed;
	int64_t no = 0;
	TRY(board_fed_seen(cx, db, &b, sight, p.version, u.id, &fed.v, &fed.n));
	for (const struct js *l = p.lines ? p.lines->first : NULL; l; l = l->next)
		TRY(line_js(cx, db, l, ++no, &fed, js_push(rows, js_obj(cx->a))));
	return RC_OK;
}

#define READERS (ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM)

const struct view_def board_views[BOARD_VIEWS] = {
	{ .name = "board.list", .label = N_("List boards"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = READERS, .query = list_query },
	{ .name = "board.show", .label = N_("Show a board"), .columns = show_columns, .n_columns = COUNT(show_columns),
	  .roles = READERS, .of_one = true, .query = show_query },
	{ .name = "board.rows", .label = N_("Show the rows of a board"), .filters = rows_filters, .n_filters = COUNT(rows_filters),
	  .columns = rows_columns, .n_columns = COUNT(rows_columns), .roles = READERS, .query = rows_query },
	{ .name = "board.line", .label = N_("Show the lines of one unit"), .filters = line_filters, .n_filters = COUNT(line_filters),
	  .columns = line_columns, .n_columns = COUNT(line_columns), .roles = READERS, .query = line_query },
	{ .name = "board.jury", .label = N_("Show the judges of a board by number"), .filters = board_jury_filters, .n_filters = 1,
	  .columns = board_jury_columns, .n_columns = COUNT(board_jury_columns), .roles = READERS, .query = board_jury_query },
	{ .name = "board.findings", .label = N_("Show what is doubtful about a board"), .filters = board_jury_filters, .n_filters = 1,
	  .columns = board_findings_columns, .n_columns = COUNT(board_findings_columns), .roles = READERS, .query = board_findings_query },
};
