/* Who is still missing while votes are open: of a secret vote a number, of a signed one the seats. */
#include "app/stage/inside.h"

struct ui_table stage_table(const struct visit *v, const char *caption, const char *const *heads, size_t n, struct ui_row *row)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i ? COLUMN_NUMBER : COLUMN_TEXT };
	return (struct ui_table){ .caption = visit_say(v, caption), .column = col, .n_column = n, .row = row };
}

static struct ui_row number(struct visit *v, const struct vote *vote, const struct vote_seen *seen)
{
	struct arena *a = v->cx.a;
	struct ui_cell *cell = NEW(a, struct ui_cell, 3);
	cell[0] = (struct ui_cell){ .text = vote->name, .url = url_seg_int(a, URL("/votes"), vote->id) };
	cell[1].text = fmt_int(a, v->cx.lang, seen->ballots);
	cell[2].text = fmt_int(a, v->cx.lang, seen->codes);
	return (struct ui_row){ .cell = cell };
}

static void seats(struct visit *v, const struct vote *vote, const struct vote_seen *seen, struct ui_row *row, size_t *n)
{
	struct arena *a = v->cx.a;
	for (size_t i = 0; i < seen->n_seat && *n < MISSING_MAX; i++) {
		const struct vote_seat *seat = &seen->seat[i];
		if (!seen->missing[i])
			continue;
		struct ui_cell *cell = NEW(a, struct ui_cell, 2);
		cell[0] = (struct ui_cell){ .text = arena_printf(a, "%.*s %.*s", SV_ARG(seat->unit_name), SV_ARG(seat->title)), .note = vote->name };
		cell[1].text = fmt_int(a, v->cx.lang, seat->no);
		row[(*n)++].cell = cell;
	}
}

void console_jurors(struct visit *v, const struct stage_hall *h, struct console_page *p)
{
	static const char *const counts[] = { N_("Vote in the hall"), N_("Ballots in the box"), N_("Codes") };
	static const char *const missing[] = { N_("Jurors whose sheet is missing"), N_("Seat") };
	struct ui_row *row = NEW(v->cx.a, struct ui_row, h->n_vote + 1), *who = NEW(v->cx.a, struct ui_row, MISSING_MAX);
	size_t n = 0, m = 0;
	for (size_t i = 0; i < h->n_vote; i++) {
		struct vote_seen seen;
		struct ctx probe = v->cx;
		ctx_forget(&probe);
		/* A box that cannot be read just now, as while it is being emptied: the host goes on without it. */
		if (!sv_is(h->vote[i].state, "open") || vote_seen(&probe, web_store(v->web), v->db, &h->vote[i], &seen) != RC_OK)
			continue;
		row[n++] = number(v, &h->vote[i], &seen);
		seats(v, &h->vote[i], &seen, who, &m);
	}
	p->ballots = stage_table(v, N_("Ballots"), counts, COUNT(counts), row);
	p->ballots.n_row = n;
	p->missing = stage_table(v, N_("Jurors whose sheet is missing"), missing, COUNT(missing), who);
	p->missing.n_row = m;
}
