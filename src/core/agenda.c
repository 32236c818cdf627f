#include "core/agenda.h"

#include "base/buf.h"
#include "core/lines.h"

enum { CELLS = 5 };

static enum rc cells_of(struct ctx *cx, struct sv line, int no, struct sv cell[CELLS])
{
	/* Bars behind the last cell, as a row of a sheet has them, say nothing. */
	while (line.n && (sv_ends(line, SV("|")) || sv_ends(line, SV("\t")) || sv_ends(line, SV("\r")) || sv_ends(line, SV(" "))))
		line = sv_upto(line, line.n - 1);
	if (lines_cells(line, cell, CELLS) > CELLS)
		return fail_at(cx, RC_INVALID, "agenda", "agenda.cells", N_("Line %d has more than %d cells: unit | speaker | title | minutes | group."), no, CELLS);
	for (int i = 0; i < CELLS; i++)
		if (cell[i].n > AGENDA_CELL_MAX)
			return fail_at(cx, RC_INVALID, "agenda", "agenda.long", N_("Line %d: a cell is longer than %d bytes; shorten it."), no, AGENDA_CELL_MAX);
	return RC_OK;
}

static enum rc slot_of(struct ctx *cx, struct sv line, int no, struct agenda_slot *ret)
{
	struct sv cell[CELLS];
	int64_t minutes = 0;
	TRY(cells_of(cx, line, no, cell));
	if (cell[3].n && (!sv_int(cell[3], &minutes) || minutes < 1 || minutes > AGENDA_MINUTES_MAX))
		return fail_at(cx, RC_INVALID, "agenda", "agenda.minutes", N_("Line %d: minutes are a whole number from 1 to %d."), no, AGENDA_MINUTES_MAX);
	/* A dash says that there is none: what is trimmed before the first line would else move its cells. */
	if (sv_is(cell[0], "-") || sv_is(cell[0], "—"))
		cell[0] = SV("");
	if (!cell[0].n && !cell[2].n)
		return fail_at(cx, RC_INVALID, "agenda", "agenda.empty", N_("Line %d names neither a unit nor a title."), no);
	*ret = (struct agenda_slot){ .line = no, .unit = cell[0], .speaker = cell[1], .title = cell[2], .group = cell[4], .minutes = (int)minutes };
	return RC_OK;
}

enum rc agenda_read(struct ctx *cx, struct sv text, struct agenda_slot **ret, size_t *ret_n)
{
	struct agenda_slot *all = NEW(cx->a, struct agenda_slot, AGENDA_SLOTS_MAX);
	struct sv rest = text, line;
	size_t n = 0;
	int no = 0;
	enum rc rc = RC_OK;
	while (lines_next(&rest, &no, &line)) {
		if (n == AGENDA_SLOTS_MAX)
			return fail_at(cx, RC_LIMIT, "agenda", "agenda.many", N_("An agenda has at most %d slots."), AGENDA_SLOTS_MAX);
		if (slot_of(cx, line, no, &all[n]) == RC_OK)
			n++;
		else
			rc = RC_INVALID;
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

struct sv agenda_text(struct arena *a, const struct agenda_slot *slot, size_t n)
{
	struct buf b = buf_new(a, AGENDA_TEXT_MAX * 2);
	for (size_t i = 0; i < n; i++) {
		const struct agenda_slot *s = &slot[i];
		struct sv minutes = s->minutes ? arena_printf(a, "%d", s->minutes) : SV("");
		const struct sv cell[CELLS] = { s->unit, s->speaker, s->title, minutes, s->group };
		int last = CELLS - 1;
		while (last > 0 && !cell[last].n)
			last--;
		for (int c = 0; c <= last; c++) {
			buf_puts(&b, c ? " | " : "");
			buf_put(&b, cell[c]);
		}
		buf_putc(&b, '\n');
	}
	return buf_sv(&b);
}
