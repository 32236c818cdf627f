/* Where boards, entries, objections and matters meet: what follows in another noun.  The arrow goes from here to the
 * matter's face; matters know nothing of boards. */
#include "app/board/board_read.h"

#include "app/board/queries.sql.h"
#include "app/matter/matter.h"
#include "base/utf8.h"

/* The act that led to a row; a zeroed one where there is none. */
static enum rc cause_of(struct ctx *cx, struct db *db, const struct journal_row *row, struct journal_row *ret)
{
	struct journal_row *rows;
	size_t n = 0;
	*ret = (struct journal_row){ 0 };
	if (row->cause)
		TRY(journal_read(cx, db, row->cause - 1, 1, &rows, &n));
	if (n && rows[0].seq == row->cause)
		*ret = rows[0];
	return RC_OK;
}

/* ---- a published board ---------------------------------------------------------------------------------------- */

enum rc board_settle(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
		     struct act_request *ret, size_t max, size_t *ret_n)
{
	(void)max;
	struct board_head b;
	struct period p;
	struct board_place *places;
	size_t n;
	TRY(board_get(cx, db, row->subject, &b));
	TRY(period_get(cx, db, b.period, &p));
	TRY(board_places(cx, db, b.id, js_get_int(facts, "version", 0), &places, &n));
	struct js *f = js_obj(cx->a);
	js_set_int(cx->a, f, "series", b.series);
	js_set_day(cx->a, f, "through", p.to);
	struct js *units = js_set(f, "units", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(units, js_int(cx->a, places[i].unit));
	ret[(*ret_n)++] = (struct act_request){ .act = SV("entry.settle"), .subject = b.id, .fields = f };
	return RC_OK;
}

/* The debits of a row, as the goal of what is to be put right. */
static struct sv debits(struct arena *a, const struct board_place *p)
{
	struct buf b = buf_new(a, 4000);
	struct dec zero = { 0 };
	for (const struct js *l = p->lines ? p->lines->first : NULL; l; l = l->next)
		if (js_get_dec(l, "points", zero).u < 0 && js_get_sv(l, "item").n)
			buf_printf(&b, "%s%.*s %.*s", b.n ? "；" : "", SV_ARG(js_get_sv(l, "item")), SV_ARG(js_get_sv(l, "arithmetic")));
	return b.n ? buf_sv(&b) : p->reason;
}

enum { REPAIR_WORKDAYS = 15 };

static struct js *matter_fields(struct arena *a, const struct board_head *b, const struct board_place *p)
{
	struct js *f = js_obj(a);
	js_set_int(a, f, "owner", b->owner);
	js_set_sv(a, f, "kind", SV("problem"));
	/* Texts of the record, in the office's language. */
	js_set_sv(a, f, "title", arena_printf(a, "%.*s“%.*s”黑榜整改", SV_ARG(p->short_name), SV_ARG(b->name)));
	js_set_sv(a, f, "goal", utf8_upto(arena_printf(a, "整改扣分事项，经核查后销榜：%.*s", SV_ARG(debits(a, p))), 4000));
	js_set_sv(a, f, "origin", utf8_upto(b->name, 300));
	js_set_sv(a, f, "origin_no", arena_printf(a, "#%lld", (long long)b->id));
	struct js *leads = js_set(f, "leads", js_arr(a));
	js_push(leads, js_int(a, p->unit));
	js_set_int(a, f, "due_amount", REPAIR_WORKDAYS);
	js_set_sv(a, f, "due_unit", SV("workday"));
	js_set_bool(a, f, "issue", true);
	return f;
}

/* The black rows of a version in their order: the n-th request is the n-th of them. */
static enum rc black_rows(struct ctx *cx, struct db *db, int64_t board, int64_t version, struct board_place **ret, size_t *ret_n)
{
	struct board_place *all;
	size_t n, k = 0;
	TRY(board_places(cx, db, board, version, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(all[i].side, "black"))
			all[k++] = all[i];
	*ret = all;
	*ret_n = k;
	return RC_OK;
}

enum rc board_open_matters(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			   struct act_request *ret, size_t max, size_t *ret_n)
{
	struct board_head b;
	struct board_place *black;
	size_t n;
	TRY(board_get(cx, db, row->subject, &b));
	TRY(black_rows(cx, db, b.id, js_get_int(facts, "version", 0), &black, &n));
	for (size_t i = 0; i < n && *ret_n < max; i++)
		ret[(*ret_n)++] = (struct act_request){ .act = SV("matter.draft"), .fields = matter_fields(cx->a, &b, &black[i]) };
	return RC_OK;
}

static void mark(struct arena *a, int64_t board, int64_t unit, int64_t matter, const char *state, struct act_request *ret,
		 size_t *ret_n)
{
	struct js *f = js_obj(a);
	js_set_int(a, f, "unit", unit);
	js_set_int(a, f, "matter", matter);
	js_set_sv(a, f, "state", sv_of(state));
	ret[(*ret_n)++] = (struct act_request){ .act = SV("board.mark"), .subject = board, .fields = f };
}

/* The matter's first act was caused by a publication, and its lead is the black row's unit. */
enum rc board_mark_opened(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			  struct act_request *ret, size_t max, size_t *ret_n)
{
	(void)max;
	struct journal_row cause;
	struct board_place *black;
	const struct js *duties = js_get(facts, "duties");
	size_t n;
	TRY(cause_of(cx, db, row, &cause));
	if (!sv_is(cause.act, "board.publish"))
		return RC_OK;
	TRY(black_rows(cx, db, cause.subject, 0, &black, &n));
	for (size_t i = 0; i < n; i++)
		for (const struct js *d = duties ? duties->first : NULL; d; d = d->next)
			if (sv_is(js_get_sv(d, "role"), assignment_role_name(AS_LEAD)) && js_get_int(d, "unit", 0) == black[i].unit) {
				mark(cx->a, cause.subject, black[i].unit, row->subject, "opened", ret, ret_n);
				return RC_OK;
			}
	return RC_OK;
}

static enum rc mark_all(struct ctx *cx, struct db *db, int64_t matter, const char *state, struct act_request *ret, size_t max,
			size_t *ret_n)
{
	enum rc rc;
	struct stmt *st = db_query(db, &board_marks_of_matter);
	bind_int(st, 1, matter);
	while (db_step(cx, st, &rc))
		if (*ret_n < max)
			mark(cx->a, col_int(st, 0), col_int(st, 1), matter, state, ret, ret_n);
	return rc;
}

/* ---- facts of matters become entries ------------------------------------------------------------------------------ */

static enum rc count(struct ctx *cx, struct db *db, const struct journal_row *row, const struct matter_told *m, enum fact_kind kind,
		     struct act_request *ret, size_t max, size_t *ret_n)
{
	for (size_t i = 0; i < m->n; i++) {
		struct entry_source s = {
			.unit = m->unit[i].unit, .matter = row->subject, .kind = kind, .role = m->unit[i].assist ? ROLE_ASSIST : ROLE_LEAD,
			.day = day_of_instant(row->at), .topic = m->topic,
			.fact = arena_printf(cx->a, "matter:%lld:%s:%lld", (long long)row->subject, fact_word(kind)->id, (long long)row->seq),
			.record = utf8_upto(arena_printf(cx->a, "%.*s %.*s", SV_ARG(matter_no_text(cx->a, m->no)), SV_ARG(m->title)), 200),
		};
		TRY(entry_propose(cx, db, &s, ret, max, ret_n));
	}
	return RC_OK;
}

enum rc board_mark_closed(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			  struct act_request *ret, size_t max, size_t *ret_n)
{
	struct matter_told m;
	TRY(mark_all(cx, db, row->subject, "repaired", ret, max, ret_n));
	/* What a board itself ordered is not counted again. */
	if (*ret_n)
		return RC_OK;
	TRY(matter_told(cx, db, row->subject, facts, &m));
	/* In time is when the unit claimed it, not when somebody came to look; against the deadline of then. */
	struct day done = js_get_day(facts, "finished_on"), due = js_get_day(facts, "due");
	if (!day_is(due) || !day_is(done))
		return RC_OK;
	if (done.n > due.n)
		return count(cx, db, row, &m, FACT_CLOSED_LATE, ret, max, ret_n);
	if (m.problem)
		return count(cx, db, row, &m, FACT_RECTIFIED, ret, max, ret_n);
	TRY(count(cx, db, row, &m, FACT_CLOSED_ON_TIME, ret, max, ret_n));
	return done.n < due.n ? count(cx, db, row, &m, FACT_CLOSED_EARLY, ret, max, ret_n) : RC_OK;
}

enum rc board_mark_reopened(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			    struct act_request *ret, size_t max, size_t *ret_n)
{
	struct matter_told m;
	TRY(mark_all(cx, db, row->subject, "relapsed", ret, max, ret_n));
	TRY(matter_told(cx, db, row->subject, facts, &m));
	return count(cx, db, row, &m, FACT_RECURRED, ret, max, ret_n);
}

enum rc board_count_sent_back(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			      struct act_request *ret, size_t max, size_t *ret_n)
{
	struct matter_told m;
	TRY(matter_told(cx, db, row->subject, facts, &m));
	return count(cx, db, row, &m, FACT_SENT_BACK, ret, max, ret_n);
}

/* ---- objections ------------------------------------------------------------------------------------------------------ */

enum rc objection_reverse(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			  struct act_request *ret, size_t max, size_t *ret_n)
{
	(void)row, (void)db, (void)max;
	int64_t entry = js_get_int(facts, "entry", 0), right = js_get_int(facts, "right_unit", 0);
	if (!sv_is(js_get_sv(facts, "state"), "upheld") || !entry)
		return RC_OK;
	struct js *f = js_obj(cx->a);
	js_set_sv(cx->a, f, "reason", arena_printf(cx->a, "申诉成立：%.*s", SV_ARG(js_get_sv(facts, "reason"))));
	if (right)
		js_set_int(cx->a, f, "to_unit", right);
	ret[(*ret_n)++] = (struct act_request){ .act = SV("entry.reverse"), .subject = entry, .fields = f };
	return RC_OK;
}

enum rc objection_mark(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
		       struct act_request *ret, size_t max, size_t *ret_n)
{
	(void)max;
	struct journal_row cause;
	TRY(cause_of(cx, db, row, &cause));
	if (!sv_is(cause.act, "objection.rule"))
		return RC_OK;
	struct js *f = js_obj(cx->a);
	js_set_int(cx->a, f, "reversal", js_get_int(js_get(facts, "reversal"), "id", 0));
	ret[(*ret_n)++] = (struct act_request){ .act = SV("objection.settled"), .subject = cause.subject, .fields = f };
	return RC_OK;
}

enum rc board_published(struct ctx *cx, struct db *db, int64_t series, int64_t unit, struct day *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &board_published_through);
	*ret = DAY_NONE;
	bind_int(st, 1, series);
	bind_int(st, 2, unit);
	while (db_step(cx, st, &rc))
		*ret = col_day(st, 0);
	return rc;
}

/* ---- what was late when a period closed (period.h) ------------------------------------------------------------------ */

enum { PAGE = 200, LATE_MAX = 5000 };

/* Was it open and past its day at the end of `last`, however it stands now? */
static bool was_late(const struct matter *m, struct day last)
{
	bool running = m->state != MATTER_DRAFT && m->state != MATTER_WITHDRAWN && m->state != MATTER_STANDING &&
		       m->state != MATTER_SUSPENDED;
	bool begun = m->issued_at && day_of_instant(m->issued_at).n <= last.n;
	bool stopped = day_is(m->stopped) && m->stopped.n <= last.n;
	bool closed = m->closed_at && day_of_instant(m->closed_at).n <= last.n;
	return running && begun && !stopped && !closed && day_is(m->due) && m->due.n <= last.n;
}

static enum rc add_late(struct ctx *cx, struct db *db, const struct matter *m, struct lateness *all, size_t *n)
{
	struct duty *d;
	size_t n_duties;
	TRY(matter_duties(cx, db, m->id, &d, &n_duties));
	for (size_t i = 0; i < n_duties && *n < LATE_MAX; i++)
		if ((d[i].role == AS_LEAD || d[i].role == AS_ASSIST) && d[i].state != ASSIGNMENT_RELEASED)
			all[(*n)++] = (struct lateness){ .matter = m->id, .unit = d[i].unit, .assist = d[i].role == AS_ASSIST,
							 .rectify = m->kind == MATTER_PROBLEM, .due = m->due,
							 .topic = m->category, .title = m->title };
	return RC_OK;
}

enum rc board_lateness(struct ctx *cx, struct db *db, int64_t owner, struct day last, struct lateness **ret, size_t *ret_n)
{
	struct unit u;
	struct scope scope = { .n = 1 };
	struct matter_filter f = { .due_from = DAY_NONE, .due_to = last };
	struct lateness *all = NEW(cx->a, struct lateness, LATE_MAX);
	size_t n = 0;
	bool more = true;
	TRY(unit_get(cx, db, owner, &u));
	unit_range(cx->a, &u, &scope.range[0].lo, &scope.range[0].hi);
	for (int64_t after = 0; more;) {
		struct matter_row *rows;
		size_t k;
		TRY(matter_list(cx, db, &scope, &f, (struct day){ last.n + 1 }, after, PAGE, &rows, &k, &more));
		for (size_t i = 0; i < k; i++) {
			if (was_late(&rows[i].m, last))
				TRY(add_late(cx, db, &rows[i].m, all, &n));
			after = rows[i].m.no;
		}
		more = more && k > 0;
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}
