/* Routes and roads as a clerk writes or pastes them, a line each; cells are parted by a bar or, from a spreadsheet, by a tab. */
#include "app/site/tour.h"

#include "base/buf.h"
#include "core/lines.h"

enum { CELLS = 4, LINES_MAX = 600, CELL_MAX = 180 };

static bool one_of(struct sv s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_is(s, words[i]))
			return true;
	return false;
}

static bool says_draw(struct sv s)
{
	static const char *const words[] = { "draw", "抽签", "抽取", "随机" };
	return one_of(s, words, COUNT(words));
}

static bool says_look_back(struct sv s)
{
	static const char *const words[] = { "look back", "look_back", "回头看" };
	return one_of(s, words, COUNT(words));
}

static bool says_start(struct sv s)
{
	static const char *const words[] = { "start", "起点", "集合点", "出发地" };
	return one_of(s, words, COUNT(words));
}

/* False at the end; blank lines are passed over.  `n` cells at most. */
static enum rc next_line(struct ctx *cx, const char *field, struct sv *rest, int *no, int n, struct sv cell[CELLS], bool *ret_any)
{
	struct sv line;
	*ret_any = false;
	if (!lines_next(rest, no, &line))
		return RC_OK;
	while (line.n && (sv_ends(line, SV("\t")) || sv_ends(line, SV("\r")) || sv_ends(line, SV(" "))))
		line = sv_upto(line, line.n - 1);
	if (lines_cells(line, cell, n) > n)
		return fail_at(cx, RC_INVALID, field, "tour.cells", N_("Line %d has more than %d cells."), *no, n);
	for (int i = 0; i < n; i++)
		if (cell[i].n > CELL_MAX)
			return fail_at(cx, RC_INVALID, field, "tour.long", N_("Line %d: a cell is longer than %d bytes; shorten it."), *no, CELL_MAX);
	*ret_any = true;
	return RC_OK;
}

static enum rc minutes_of(struct ctx *cx, const char *field, int no, struct sv cell, int least, int *ret)
{
	int64_t v;
	*ret = -1;
	if (!cell.n)
		return RC_OK;
	if (!sv_int(cell, &v) || v < least || v > TOUR_MINUTES_MAX)
		return fail_at(cx, RC_INVALID, field, "tour.minutes", N_("Line %d: minutes are a whole number from %d to %d."), no, least, TOUR_MINUTES_MAX);
	*ret = (int)v;
	return RC_OK;
}

static enum rc stop_of(struct ctx *cx, const struct sv cell[CELLS], int no, struct tour_line *ret)
{
	*ret = (struct tour_line){ .line = no, .site = cell[0], .drawn = says_draw(cell[0]), .look_back = says_look_back(cell[3]) };
	if (ret->drawn)
		ret->site = SV("");
	else if (!cell[0].n)
		return fail_at(cx, RC_INVALID, "stops", "tour.no_site", N_("Line %d names no site; write its name, or \"draw\" for one that is drawn on the day."), no);
	if (cell[3].n && !ret->look_back)
		return fail_at(cx, RC_INVALID, "stops", "tour.mark", N_("Line %d: the last cell is \"look back\" or empty."), no);
	TRY(minutes_of(cx, "stops", no, cell[1], 1, &ret->stay));
	return minutes_of(cx, "stops", no, cell[2], 0, &ret->travel);
}

enum rc tour_read_stops(struct ctx *cx, struct sv text, struct tour_line **ret, size_t *ret_n)
{
	struct tour_line *all = NEW(cx->a, struct tour_line, TOUR_STOPS_MAX);
	struct sv cell[CELLS];
	size_t n = 0;
	int no = 0;
	bool any = false;
	for (;;) {
		TRY(next_line(cx, "stops", &text, &no, CELLS, cell, &any));
		if (!any)
			break;
		if (n == TOUR_STOPS_MAX)
			return fail_at(cx, RC_LIMIT, "stops", "tour.many", N_("A route has at most %d stops."), TOUR_STOPS_MAX);
		TRY(stop_of(cx, cell, no, &all[n++]));
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

enum rc tour_read_roads(struct ctx *cx, struct sv text, struct tour_line **ret, size_t *ret_n)
{
	struct tour_line *all = NEW(cx->a, struct tour_line, LINES_MAX);
	struct sv cell[CELLS];
	size_t n = 0;
	int no = 0;
	bool any = false;
	for (;;) {
		TRY(next_line(cx, "table", &text, &no, 3, cell, &any));
		if (!any)
			break;
		if (n == LINES_MAX)
			return fail_at(cx, RC_LIMIT, "table", "tour.roads", N_("At most %d roads at once; send the rest after."), LINES_MAX);
		struct tour_line *l = &all[n++];
		bool second = says_start(cell[1]);
		*l = (struct tour_line){ .line = no, .site = second ? cell[1] : cell[0], .other = second ? cell[0] : cell[1] };
		l->start = says_start(l->site);
		TRY(minutes_of(cx, "table", no, cell[2], 0, &l->travel));
		if (l->travel < 0 || !cell[0].n || !cell[1].n || says_start(l->other))
			return fail_at(cx, RC_INVALID, "table", "tour.road", N_("Line %d: write from | to | minutes; \"start\" stands for where the tour sets out."), no);
	}
	*ret = all;
	*ret_n = n;
	return n ? RC_OK : fail_at(cx, RC_INVALID, "table", "tour.no_road", N_("Write one road a line: from | to | minutes."));
}

static void cell_minutes(struct buf *b, int v)
{
	buf_puts(b, " | ");
	buf_int(b, v);
}

struct sv tour_text(struct arena *a, enum lang lang, const struct route *t)
{
	struct buf b = buf_new(a, (size_t)TOUR_TEXT_MAX * 2);
	for (size_t i = 0; i < t->n; i++) {
		const struct tour_stop *s = &t->stop[i];
		buf_put(&b, !s->site ? (lang == LANG_ZH ? SV("抽签") : SV("draw")) : s->name);
		cell_minutes(&b, s->stay);
		cell_minutes(&b, s->travel);
		if (s->look_back)
			buf_puts(&b, lang == LANG_ZH ? " | 回头看" : " | look back");
		buf_putc(&b, '\n');
	}
	return b.n ? buf_sv(&b) : SV("");
}

struct sv tour_agenda(struct arena *a, const struct route *t)
{
	struct buf b = buf_new(a, AGENDA_TEXT_MAX * 2);
	for (size_t i = 0; i < t->n; i++) {
		const struct tour_stop *s = &t->stop[i];
		struct sv unit = s->county ? s->county_name : s->unit_name;
		if (s->site)
			buf_printf(&b, "%.*s | %.*s | %.*s | %d\n", SV_ARG(unit), SV_ARG(s->presenter), SV_ARG(s->name), s->stay);
	}
	return b.n ? buf_sv(&b) : SV("");
}
