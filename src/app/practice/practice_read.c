#include "app/practice/practice_read.h"

#include "app/matter/matter.h"
#include "app/person/person.h"
#include "app/practice/adoption.sql.h"
#include "app/practice/queries.sql.h"
#include "app/unit/unit.h"
#include "base/utf8.h"
#include "store/journal.h"

/* ---- one ------------------------------------------------------------------------------------------------------------- */

static void card_row(const struct stmt *st, struct arena *a, struct practice *ret)
{
	*ret = (struct practice){
		.id = col_int(st, 0),
		.owner = col_int(st, 1),
		.source = col_int(st, 2),
		.title = col_sv(st, 3, a),
		.topic = col_sv(st, 4, a),
		.problem = col_sv(st, 5, a),
		.method = col_sv(st, 6, a),
		.cost = col_dec(st, 7),
		.cost_covers = col_sv(st, 8, a),
		.fits = col_sv(st, 9, a),
		.unfit = col_sv(st, 10, a),
		.evidence = col_sv(st, 11, a),
		.contact = col_int(st, 12),
		.born_kind = col_sv(st, 13, a),
		.born_text = col_sv(st, 14, a),
		.born_matter = col_int(st, 15),
		.state = col_sv(st, 16, a),
		.reason = col_sv(st, 17, a),
		.made_at = col_int(st, 18),
		.author = col_int(st, 19),
		.published_at = col_int(st, 20),
		.revised_at = col_int(st, 21),
		.level = col_sv(st, 22, a),
		.source_name = col_sv(st, 23, a),
		.source_short = col_sv(st, 24, a),
		.source_path = col_sv(st, 25, a),
		.owner_name = col_sv(st, 26, a),
		.born_no = col_int(st, 27),
		.adopters = col_int(st, 28),
		.effective = col_int(st, 29),
	};
}

enum rc practice_get(struct ctx *cx, struct db *db, int64_t id, struct practice *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &practice_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		card_row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "practice.none", N_("There is no such practice.")) : rc;
}

bool practice_seen(const struct practice *p, const struct scope *s)
{
	return !sv_is(p->state, "draft") || scope_holds(s, p->source_path);
}

enum rc practice_recognitions(struct ctx *cx, struct db *db, int64_t id, struct recognition **ret, size_t *ret_n)
{
	enum { MOST = 100 };
	enum rc rc;
	size_t n = 0;
	struct recognition *all = NEW(cx->a, struct recognition, MOST);
	struct stmt *st = db_query(db, &practice_recognitions_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < MOST)
			all[n++] = (struct recognition){ .id = col_int(st, 0),
							 .level = col_sv(st, 1, cx->a),
							 .document = col_sv(st, 2, cx->a),
							 .issuer = col_sv(st, 3, cx->a),
							 .day = col_day(st, 4),
							 .note = col_sv(st, 5, cx->a),
							 .at = col_int(st, 6),
							 .post = col_int(st, 7) };
	*ret = all;
	*ret_n = n;
	return rc;
}

static void adoption_row(const struct stmt *st, struct arena *a, struct adoption *ret)
{
	*ret = (struct adoption){
		.id = col_int(st, 0),
		.practice = col_int(st, 1),
		.unit = col_int(st, 2),
		.matter = col_int(st, 3),
		.stage = col_sv(st, 4, a),
		.first = col_day(st, 5),
		.since = col_day(st, 6),
		.began = col_day(st, 7),
		.pilot_until = col_day(st, 8),
		.rating = col_sv(st, 9, a),
		.adapted = col_sv(st, 10, a),
		.reason = col_sv(st, 11, a),
		.indicator = col_sv(st, 12, a),
		.uom = col_sv(st, 13, a),
		.figure_source = col_sv(st, 14, a),
		.before = col_dec(st, 15),
		.after = col_dec(st, 16),
		.before_on = col_day(st, 17),
		.after_on = col_day(st, 18),
		.worst = col_int(st, 19) != 0,
		.made_at = col_int(st, 20),
		.author = col_int(st, 21),
		.ended_at = col_int(st, 22),
		.unit_name = col_sv(st, 23, a),
		.unit_short = col_sv(st, 24, a),
		.unit_path = col_sv(st, 25, a),
		.unit_order = col_sv(st, 26, a),
		.title = col_sv(st, 27, a),
		.topic = col_sv(st, 28, a),
		.state = col_sv(st, 29, a),
		.source_short = col_sv(st, 30, a),
		.source_path = col_sv(st, 31, a),
		.source_order = col_sv(st, 32, a),
		.source = col_int(st, 33),
		.owner = col_int(st, 34),
		.matter_no = col_int(st, 35),
	};
}

enum rc adoption_get(struct ctx *cx, struct db *db, int64_t id, struct adoption *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &adoption_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		adoption_row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "adoption.none", N_("There is no such adoption.")) : rc;
}

enum rc adoption_steps(struct ctx *cx, struct db *db, int64_t id, struct adoption_step **ret, size_t *ret_n)
{
	enum { MOST = 256 }; /* each stage once, and once more after it was taken back */
	enum rc rc;
	size_t n = 0;
	struct adoption_step *all = NEW(cx->a, struct adoption_step, MOST);
	struct stmt *st = db_query(db, &adoption_steps_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < MOST)
			all[n++] = (struct adoption_step){ .id = col_int(st, 0),
							   .stage = col_sv(st, 1, cx->a),
							   .day = col_day(st, 2),
							   .until = col_day(st, 3),
							   .note = col_sv(st, 4, cx->a),
							   .at = col_int(st, 5),
							   .post = col_int(st, 6),
							   .behalf = col_int(st, 7) != 0,
							   .gone = col_sv(st, 8, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* ---- what is derived ------------------------------------------------------------------------------------------------------ */

int adoption_rank(struct sv stage)
{
	int n = 0;
	while (enum_word(ADOPTION_STAGES, (size_t)n).p && !sv_eq(enum_word(ADOPTION_STAGES, (size_t)n), stage))
		n++;
	return n;
}

bool adoption_running(const struct adoption *a)
{
	return !sv_is(a->stage, "result") && !sv_is(a->stage, "unsuitable");
}

bool adoption_stalled(const struct adoption *a, struct day today)
{
	return sv_is(a->stage, "pilot") && day_is(a->pilot_until) && a->pilot_until.n < today.n;
}

void adoption_caveats(const struct adoption *a, const char *ret[CAVEATS_MAX])
{
	size_t n = 0;
	if (!a->indicator.n) {
		ret[0] = NULL;
		return;
	}
	ret[n++] = N_("One case, and no like unit that did without it is compared: it does not show that the practice was the cause.");
	if (a->worst)
		ret[n++] = N_("It was chosen because it stood worst. What stands worst mostly comes back part of the way by itself.");
	if (a->after_on.n - a->before_on.n < SHORT_DAYS)
		ret[n++] = N_("Less than a year lies between the two days: a season or a campaign alone can make such a difference.");
	ret[n++] = N_("Other work went on at the same time; what part is the practice's is not told here.");
	ret[n++] = N_("The figures come from the unit that is praised for them.");
	ret[n] = NULL;
}

/* The store's today; where the door has no clock, the day of the last act. */
static enum rc today_of(struct ctx *cx, struct db *db, struct day *ret)
{
	int64_t seq, at = cx->now;
	if (!at)
		TRY(journal_last_seq(cx, db, &seq, &at));
	*ret = day_of_instant(at);
	return RC_OK;
}

/* ---- practice.list, practice.show --------------------------------------------------------------------------------------------- */

static const struct field card_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = PRACTICE_STATES, .label = N_("State") },
	{ .name = "topic", .type = FIELD_LINE, .max = 40, .label = N_("Line of work") },
	{ .name = "level", .type = FIELD_ENUM, .of = PRACTICE_LEVELS, .label = N_("Recognised up to") },
	{ .name = "source", .type = FIELD_REF, .of = "unit", .label = N_("Source unit") },
	{ .name = "text", .type = FIELD_LINE, .max = 100, .label = N_("Words") },
};
static const struct column card_columns[] = {
	{ "id", FIELD_INT, N_("Id") },
	{ "title", FIELD_LINE, N_("Practice") },
	{ "topic", FIELD_LINE, N_("Line of work") },
	{ "source_name", FIELD_LINE, N_("Source unit") },
	{ "state", FIELD_ENUM, N_("State") },
	{ "level", FIELD_ENUM, N_("Recognised up to") },
	{ "cost", FIELD_DEC, N_("Cost, in 10,000 yuan") },
	{ "adopters", FIELD_INT, N_("Learnt by") },
	{ "effective", FIELD_INT, N_("With effect") },
};

static struct js *card_js(struct arena *a, const struct practice *p)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", p->id);
	js_set_sv(a, o, "title", p->title);
	js_set_sv(a, o, "topic", p->topic);
	js_set_int(a, o, "source", p->source);
	js_set_sv(a, o, "source_name", p->source_name);
	js_set_sv(a, o, "owner_name", p->owner_name);
	js_set_sv(a, o, "state", p->state);
	js_set_sv(a, o, "reason", p->reason);
	js_set_sv(a, o, "level", p->level);
	js_set_sv(a, o, "problem", p->problem);
	js_set_sv(a, o, "method", p->method);
	js_set_dec(a, o, "cost", p->cost);
	js_set_sv(a, o, "cost_covers", p->cost_covers);
	js_set_sv(a, o, "fits", p->fits);
	js_set_sv(a, o, "unfit", p->unfit);
	js_set_sv(a, o, "evidence", p->evidence);
	js_set_sv(a, o, "born_kind", p->born_kind);
	js_set_sv(a, o, "born_text", p->born_text);
	js_set_sv(a, o, "born_matter", p->born_no ? matter_no_text(a, p->born_no) : SV(""));
	js_set_instant(a, o, "published_at", p->published_at);
	js_set_instant(a, o, "revised_at", p->revised_at);
	js_set_int(a, o, "adopters", p->adopters);
	js_set_int(a, o, "effective", p->effective);
	return o;
}

/* All of the words stand somewhere on the card, capitals or not. */
static bool says(struct arena *a, const struct practice *p, struct sv words)
{
	struct sv all = arena_capitals(a, arena_printf(a, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", SV_ARG(p->title), SV_ARG(p->topic),
						       SV_ARG(p->problem), SV_ARG(p->method), SV_ARG(p->fits), SV_ARG(p->source_name)));
	struct sv rest = arena_capitals(a, words), word;
	while (sv_split(&rest, ' ', &word))
		if (sv_trim(word).n && !sv_has(all, sv_trim(word)))
			return false;
	return true;
}

/* One reach into the library, the latest before `*before` first; how many cards it read. */
static enum rc cards_read(struct ctx *cx, struct db *db, const struct view_in *in, int64_t room, int64_t *before, struct view_slice *page,
			  struct js *rows, int64_t *ret_n)
{
	enum rc rc;
	const struct fields *f = &in->filters;
	struct stmt *st = db_query(db, &practice_page);
	bind_int(st, 1, *before);
	scope_bind(st, 2, &in->scope);
	bind_sv(st, 10, sv_or_empty(field_sv(f, "state")));
	bind_sv(st, 11, sv_or_empty(field_sv(f, "topic")));
	bind_sv(st, 12, sv_or_empty(field_sv(f, "level")));
	bind_int(st, 13, field_ref(f, "source"));
	bind_int(st, 14, room);
	*ret_n = 0;
	while (db_step(cx, st, &rc)) {
		struct practice p;
		++*ret_n;
		*before = col_int(st, 0);
		if (page->more)
			continue;
		card_row(st, cx->a, &p);
		if (field_sv(f, "text").n && !says(cx->a, &p, field_sv(f, "text")))
			continue;
		if (!view_slice_row(page, in, col_int(st, 0)))
			continue;
		js_push(rows, card_js(cx->a, &p));
	}
	return rc;
}

/* Words are looked for here and not by the store, so a search reaches as often as it takes to fill a page. */
static enum rc card_list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum { REACH = 200 };
	int64_t before = INT64_MAX, n = 0, room = field_sv(&in->filters, "text").n ? REACH : in->limit + 1;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &before));
	do
		TRY(cards_read(cx, db, in, room, &before, &page, rows, &n));
	while (n == room && !page.more);
	view_slice_end(cx->a, &page, ret_after);
	return RC_OK;
}

static enum rc card_show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct practice p;
	struct recognition *r;
	struct sv contact;
	size_t n;
	TRY(practice_get(cx, db, in->subject, &p));
	if (!practice_seen(&p, &in->scope))
		return fail(cx, RC_NOT_FOUND, "practice.none", N_("There is no such practice."));
	TRY(practice_recognitions(cx, db, p.id, &r, &n));
	TRY(post_label(cx, db, p.contact, &contact));
	struct js *o = js_push(rows, card_js(cx->a, &p)), *list = js_set(o, "recognitions", js_arr(cx->a));
	js_set_sv(cx->a, o, "contact", contact);
	for (size_t i = 0; i < n; i++) {
		struct js *e = js_push(list, js_obj(cx->a));
		js_set_sv(cx->a, e, "level", r[i].level);
		js_set_sv(cx->a, e, "document", r[i].document);
		js_set_sv(cx->a, e, "issuer", r[i].issuer);
		js_set_day(cx->a, e, "day", r[i].day);
		js_set_sv(cx->a, e, "note", r[i].note);
	}
	return RC_OK;
}

#define SEEN_BY .roles = ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM

const struct view_def practice_views[PRACTICE_VIEWS] = {
	{ .name = "practice.list",
	  .label = N_("List practices"),
	  .filters = card_filters,
	  .n_filters = COUNT(card_filters),
	  .columns = card_columns,
	  .n_columns = COUNT(card_columns),
	  SEEN_BY,
	  .query = card_list_query },
	{ .name = "practice.show",
	  .label = N_("Show a practice"),
	  .columns = card_columns,
	  .n_columns = COUNT(card_columns),
	  SEEN_BY,
	  .of_one = true,
	  .query = card_show_query },
};

enum rc practice_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	int64_t id = 0;
	struct stmt *st = db_query(db, &practice_called);
	bind_sv(st, 1, name);
	while (db_step(cx, st, &rc))
		id = id ? id : col_int(st, 0);
	if (rc == RC_OK && !id)
		return fail(cx, RC_NOT_FOUND, "practice.called",
			    N_("No practice has the title \"%.*s\"; give the whole title, or its id as #123."), SV_ARG(name));
	*ret_id = id ? id : *ret_id;
	return rc;
}

/* ---- adoption.list, adoption.show ---------------------------------------------------------------------------------------------- */

static const struct field adoption_filters[] = {
	{ .name = "practice", .type = FIELD_REF, .of = "practice", .label = N_("Practice") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Adopter") },
	{ .name = "stage", .type = FIELD_ENUM, .of = ADOPTION_STAGES, .label = N_("Stage reached") },
	{ .name = "topic", .type = FIELD_LINE, .max = 40, .label = N_("Line of work") },
};
static const struct column adoption_columns[] = {
	{ "id", FIELD_INT, N_("Id") },
	{ "practice_title", FIELD_LINE, N_("Practice") },
	{ "source_name", FIELD_LINE, N_("Source unit") },
	{ "unit_name", FIELD_LINE, N_("Adopter") },
	{ "stage", FIELD_ENUM, N_("Stage reached") },
	{ "since", FIELD_DAY, N_("Day of the stage") },
	{ "stalled", FIELD_BOOL, N_("Stalled") },
	{ "rating", FIELD_ENUM, N_("Rating") },
};

static struct js *adoption_js(struct arena *a, const struct adoption *d, struct day today)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", d->id);
	js_set_int(a, o, "practice", d->practice);
	js_set_sv(a, o, "practice_title", d->title);
	js_set_sv(a, o, "topic", d->topic);
	js_set_int(a, o, "source", d->source);
	js_set_sv(a, o, "source_name", d->source_short);
	js_set_sv(a, o, "source_order", d->source_order);
	js_set_int(a, o, "unit", d->unit);
	js_set_sv(a, o, "unit_name", d->unit_short);
	js_set_sv(a, o, "unit_order", d->unit_order);
	js_set_sv(a, o, "matter", d->matter_no ? matter_no_text(a, d->matter_no) : SV(""));
	js_set_sv(a, o, "stage", d->stage);
	js_set_day(a, o, "first", d->first);
	js_set_day(a, o, "since", d->since);
	js_set_day(a, o, "pilot_until", d->pilot_until);
	js_set_bool(a, o, "stalled", adoption_stalled(d, today));
	js_set_sv(a, o, "rating", d->rating);
	js_set_sv(a, o, "reason", d->reason);
	return o;
}

static enum rc adoption_list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	struct view_slice page = { 0 };
	struct day today;
	const struct fields *f = &in->filters;
	TRY(view_after(cx, in, &after));
	TRY(today_of(cx, db, &today));
	struct stmt *st = db_query(db, &adoption_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(f, "practice"));
	bind_int(st, 11, field_ref(f, "unit"));
	bind_sv(st, 12, sv_or_empty(field_sv(f, "stage")));
	bind_sv(st, 13, sv_or_empty(field_sv(f, "topic")));
	bind_int(st, 14, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct adoption d;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		adoption_row(st, cx->a, &d);
		js_push(rows, adoption_js(cx->a, &d, today));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static void figures_js(struct ctx *cx, const struct adoption *d, struct js *o)
{
	const char *caveat[CAVEATS_MAX];
	if (!d->indicator.n)
		return;
	struct js *g = js_set(o, "figures", js_obj(cx->a)), *list = js_set(g, "caveats", js_arr(cx->a));
	js_set_sv(cx->a, g, "indicator", d->indicator);
	js_set_sv(cx->a, g, "uom", d->uom);
	js_set_dec(cx->a, g, "before", d->before);
	js_set_day(cx->a, g, "before_on", d->before_on);
	js_set_dec(cx->a, g, "after", d->after);
	js_set_day(cx->a, g, "after_on", d->after_on);
	js_set_sv(cx->a, g, "source", d->figure_source);
	js_set_bool(cx->a, g, "worst", d->worst);
	adoption_caveats(d, caveat);
	for (size_t i = 0; caveat[i]; i++)
		js_push(list, js_str(cx->a, sv_of(tr(cx->lang, caveat[i]))));
}

static enum rc adoption_show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct adoption d;
	struct adoption_step *s;
	struct day today;
	size_t n;
	TRY(adoption_get(cx, db, in->subject, &d));
	if (sv_is(d.state, "draft") && !scope_holds(&in->scope, d.unit_path))
		return fail(cx, RC_NOT_FOUND, "adoption.none", N_("There is no such adoption."));
	TRY(adoption_steps(cx, db, d.id, &s, &n));
	TRY(today_of(cx, db, &today));
	struct js *o = js_push(rows, adoption_js(cx->a, &d, today)), *list = js_set(o, "steps", js_arr(cx->a));
	js_set_sv(cx->a, o, "adapted", d.adapted);
	figures_js(cx, &d, o);
	for (size_t i = 0; i < n; i++) {
		struct js *e = js_push(list, js_obj(cx->a));
		struct sv post;
		TRY(post_label(cx, db, s[i].post, &post));
		js_set_sv(cx->a, e, "stage", s[i].stage);
		js_set_day(cx->a, e, "day", s[i].day);
		js_set_day(cx->a, e, "until", s[i].until);
		js_set_sv(cx->a, e, "note", s[i].note);
		js_set_sv(cx->a, e, "post", post);
		js_set_bool(cx->a, e, "behalf", s[i].behalf);
		js_set_sv(cx->a, e, "gone", s[i].gone);
	}
	return RC_OK;
}

const struct view_def adoption_views[ADOPTION_VIEWS] = {
	{ .name = "adoption.list",
	  .label = N_("List who learns what"),
	  .filters = adoption_filters,
	  .n_filters = COUNT(adoption_filters),
	  .columns = adoption_columns,
	  .n_columns = COUNT(adoption_columns),
	  SEEN_BY,
	  .query = adoption_list_query },
	{ .name = "adoption.show",
	  .label = N_("Show an adoption"),
	  .columns = adoption_columns,
	  .n_columns = COUNT(adoption_columns),
	  SEEN_BY,
	  .of_one = true,
	  .query = adoption_show_query },
};

/* "洛南县 一河两岸步道": the unit, and the title of what it learns; the latest try. */
enum rc adoption_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	int64_t practice = 0, id = 0;
	struct sv unit = SV("");
	struct unit u;
	if (!sv_split(&name, ' ', &unit) || !sv_trim(name).n)
		return fail(cx, RC_NOT_FOUND, "adoption.called",
			    N_("Give its id as #123, or \"UNIT TITLE\": the unit and the title of the practice."));
	TRY(unit_find(cx, db, unit, 0, &u));
	TRY(practice_resolve(cx, db, sv_trim(name), &practice));
	struct stmt *st = db_query(db, &adoption_called);
	bind_int(st, 1, practice);
	bind_int(st, 2, u.id);
	while (db_step(cx, st, &rc))
		id = col_int(st, 0);
	if (rc == RC_OK && !id)
		return fail(cx, RC_NOT_FOUND, "adoption.none", N_("There is no such adoption."));
	*ret_id = id;
	return rc;
}
