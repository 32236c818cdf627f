/* What the office is told of codes, ballots and results of one vote: tables. */
#include "app/hall/office.h"

#include "core/spoken.h"

enum { COUNTS_SHOWN = 2000, SEATS_BESIDE = 12 }; /* so many contestants have a column each */

static struct sv slot_name(const struct office *o, int64_t unit)
{
	for (size_t i = 0; i < o->n_slot; i++)
		if (o->slot[i].unit == unit)
			return o->slot[i].short_name;
	return SV("");
}

/* The first column names the row; the others are numbers where `numbers` says so. */
static struct ui_column *columns(const struct visit *v, const char *const *heads, size_t n, bool numbers)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i && numbers ? COLUMN_NUMBER : COLUMN_TEXT };
	return col;
}

static struct ui_table codes_frame(const struct visit *v, const char *const *heads, size_t n, struct ui_row *row, size_t n_row)
{
	return (struct ui_table){ .caption = visit_say(v, N_("Printed codes")), .column = columns(v, heads, n, true), .n_column = n, .row = row, .n_row = n_row };
}

/* Once closed, class by class: codes = used + not used + void. */
static struct ui_table turnout_table(struct office *o)
{
	static const char *const heads[] = { N_("Class of jurors"), N_("Codes"), N_("Used"), N_("Not used"), N_("Void") };
	struct visit *v = &o->v;
	struct ui_row *row = NEW(v->cx.a, struct ui_row, o->n_class + 1);
	for (size_t i = 0; i < o->n_class; i++) {
		const struct vote_class *x = &o->class[i];
		const int64_t n[] = { x->codes, x->used, x->codes - x->used - x->voids, x->voids };
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0].text = x->voters.n ? x->voters : visit_say(v, N_("all jurors"));
		for (size_t k = 0; k < COUNT(n); k++)
			c[k + 1].text = fmt_int(v->cx.a, v->cx.lang, n[k]);
		row[i].cell = c;
	}
	return codes_frame(v, heads, COUNT(heads), row, o->n_class);
}

/* One line for every pile of codes: a class of jurors, and their own unit where the codes were printed for it. */
struct ui_table office_classes(struct office *o)
{
	static const char *const heads[] = { N_("Class of jurors"), N_("Codes"), N_("Void") };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, o->n_code + 1);
	const struct vote_code **pile = NEW(a, const struct vote_code *, o->n_code + 1);
	int64_t *codes = NEW(a, int64_t, o->n_code + 1), *voids = NEW(a, int64_t, o->n_code + 1);
	size_t n = 0;
	if (sv_is(o->e.state, "closed"))
		return turnout_table(o);
	for (size_t i = 0; i < o->n_code; i++) {
		size_t k = 0;
		while (k < n && !(sv_eq(pile[k]->voters, o->code[i].voters) && pile[k]->own == o->code[i].own))
			k++;
		pile[k] = &o->code[i];
		codes[k]++;
		voids[k] += o->code[i].is_void;
		n += k == n;
	}
	for (size_t k = 0; k < n; k++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = pile[k]->voters.n ? pile[k]->voters : visit_say(v, N_("all jurors"));
		if (pile[k]->own)
			c[0].note = arena_tr(a, v->cx.lang, codes[k] < VOTE_PILE_LEAST ? N_("Jurors of %.*s: few, so that little is needed to tell whose a ballot is") :
					     N_("Jurors of %.*s"), SV_ARG(slot_name(o, pile[k]->own)));
		c[1].text = fmt_int(a, v->cx.lang, codes[k]);
		c[2].text = voids[k] ? fmt_int(a, v->cx.lang, voids[k]) : SV("—");
		row[k].cell = c;
	}
	return codes_frame(v, heads, COUNT(heads), row, n);
}

static struct sv what_was_given(const struct visit *v, const struct js *r)
{
	struct arena *a = v->cx.a;
	int64_t place = js_get_int(r, "place", 0);
	if (js_get_sv(r, "missing").n)
		return spoken(a, v->cx.lang, NULL, NULL, js_get_sv(r, "missing"));
	return js_get_sv(r, "grade").n ? js_get_sv(r, "grade") : place ? fmt_place(a, v->cx.lang, place, false) :
									 fmt_score(a, v->cx.lang, js_get_dec(r, "value", (struct dec){ 0 }));
}

/* Of a panel's marks: a row for each seat, a column for each contestant. */
static void seat_rows(struct office *o, const struct js *rows, struct ui_table *t)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	int64_t unit[SEATS_BESIDE];
	struct ui_column *col = NEW(a, struct ui_column, SEATS_BESIDE + 1);
	struct ui_row *row = NEW(a, struct ui_row, o->n_seat + 1);
	struct ui_cell **cell = NEW(a, struct ui_cell *, o->n_seat + 1);
	size_t n = 0;
	for (size_t i = 0; i < o->n_seat; i++) {
		struct sv who = arena_printf(a, "%.*s %.*s", SV_ARG(o->seat[i].unit_name), SV_ARG(o->seat[i].title));
		row[i].cell = cell[i] = NEW(a, struct ui_cell, SEATS_BESIDE + 1);
		cell[i][0] = (struct ui_cell){ .text = arena_tr(a, v->cx.lang, N_("Seat %lld"), (long long)o->seat[i].no), .note = who };
	}
	col[0] = (struct ui_column){ .label = visit_say(v, N_("Juror's seat")), .main = true };
	for (const struct js *r = rows->first; r; r = r->next) {
		size_t k = 0;
		while (k < n && unit[k] != js_get_int(r, "unit", 0))
			k++;
		if (k == n) {
			unit[n++] = js_get_int(r, "unit", 0);
			col[n] = (struct ui_column){ .label = js_get_sv(r, "unit_name"), .kind = COLUMN_NUMBER };
		}
		for (size_t i = 0; i < o->n_seat; i++)
			if (o->seat[i].no == js_get_int(r, "seat", 0))
				cell[i][k + 1].text = what_was_given(v, r);
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("What the ballots give")), .column = col, .n_column = n + 1, .row = row, .n_row = o->n_seat, .cards = true, .labels = true };
}

enum rc office_counts(struct office *o, struct ui_table *t)
{
	static const char *const heads[] = { N_("Unit"), N_("Class of jurors"), N_("Vote"), N_("Votes") };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	if (!o->e.released_at || !(v->roles & registry_view(store_nouns(web_store(v->web)), SV("vote.counts"), NULL)->roles))
		return RC_OK;
	TRY(visit_rows(v, "vote.counts", o->e.id, NULL, COUNTS_SHOWN, SV_NONE, &rows, NULL));
	if (o->e.is_signed && o->form.kind == BALLOT_MARKS && rows->n > 0 && vote_contestants(o->slot, o->n_slot) <= SEATS_BESIDE) {
		seat_rows(o, rows, t);
		return RC_OK;
	}
	struct ui_column *col = columns(v, heads, COUNT(heads), false);
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	col[3].kind = COLUMN_NUMBER;
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		int64_t seat = js_get_int(r, "seat", 0);
		c[0].text = js_get_sv(r, "unit_name");
		c[1].text = js_get_sv(r, "voters").n ? js_get_sv(r, "voters") : visit_say(v, N_("all jurors"));
		if (seat)
			c[1].note = arena_tr(a, v->cx.lang, N_("Seat %lld"), (long long)seat);
		c[2].text = what_was_given(v, r);
		c[3].text = (seat && js_get_sv(r, "missing").n) || sv_is(js_get_sv(r, "missing"), "withheld") ? SV("—") : fmt_int(a, v->cx.lang, js_get_int(r, "votes", 0));
		row[t->n_row++].cell = c;
	}
	t->caption = visit_say(v, N_("What the ballots give"));
	t->column = col;
	t->n_column = COUNT(heads);
	t->row = row;
	t->cards = true;
	return RC_OK;
}

enum rc office_results(struct office *o, struct ui_table *t)
{
	static const char *const heads[] = { N_("Unit"), N_("Points"), N_("Place") };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	if (!o->e.released_at)
		return RC_OK;
	TRY(visit_rows(v, "vote.results", o->e.id, NULL, BALLOT_SLOTS_MAX, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	const struct js **order = NEW(a, const struct js *, rows->n + 1);
	size_t n = 0;
	for (int64_t place = 1; place <= (int64_t)rows->n + 1; place++) /* those without a place last, in the order of the agenda */
		for (const struct js *r = rows->first; r; r = r->next)
			if (js_get(r, "points") ? js_get_int(r, "place", 0) == place : place > (int64_t)rows->n)
				order[n++] = r;
	for (size_t i = 0; i < n; i++) {
		const struct js *r = order[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		bool given = js_get(r, "points") != NULL;
		c[0].text = js_get_sv(r, "unit_name");
		c[1].text = given ? fmt_score(a, v->cx.lang, js_get_dec(r, "points", (struct dec){ 0 })) : SV("—");
		c[2].text = given && n > 1 ? fmt_place(a, v->cx.lang, js_get_int(r, "place", 0), js_get_bool(r, "tied")) : SV("—");
		row[t->n_row++].cell = c;
	}
	t->caption = visit_say(v, N_("Result"));
	t->column = columns(v, heads, COUNT(heads), true);
	t->n_column = COUNT(heads);
	t->row = row;
	return RC_OK;
}

enum rc office_sites(struct office *o, struct ui_table *t)
{
	static const char *const heads[] = { N_("Observation site"), N_("Marks given"), N_("Mean of all jurors") };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct vote_site *site;
	size_t n;
	if (!o->e.released_at || vote_contestants(o->slot, o->n_slot) == o->n_slot)
		return RC_OK;
	TRY(vote_sites(&v->cx, v->db, o->e.id, &site, &n));
	if (n == 0)
		return RC_OK;
	struct ui_row *row = NEW(a, struct ui_row, o->n_slot + 1);
	for (size_t i = 0; i < o->n_slot; i++) {
		const struct vote_slot *s = &o->slot[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = s->title.n ? s->title : s->name, .note = s->title.n ? s->name : SV("") };
		c[1].text = SV("—");
		c[2].text = spoken(a, v->cx.lang, NULL, NULL, SV("withheld"));
		for (size_t k = 0; k < n; k++)
			if (site[k].slot == s->no) {
				c[1].text = fmt_int(a, v->cx.lang, site[k].marks);
				c[2].text = fmt_score(a, v->cx.lang, site[k].mean);
			}
		row[i].cell = c;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Site by site")), .column = columns(v, heads, COUNT(heads), true), .n_column = COUNT(heads), .row = row, .n_row = o->n_slot,
				.cards = true };
	return RC_OK;
}

struct ui_notice office_remarks(struct office *o, struct sv words)
{
	struct sv text = vote_remarks_text(o->v.cx.a, o->v.cx.lang, words);
	return text.n ? (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(&o->v, N_("Read the places with care")), .text = text } : (struct ui_notice){ 0 };
}
