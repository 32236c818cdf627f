/* Who is still missing while votes are open: of a secret vote a number, of a signed one the seats. */
#include "app/stage/inside.h"

#include "store/shelf.h"

struct ui_table stage_table(const struct visit *v, const char *caption, const char *const *heads, size_t n, struct ui_row *row)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i ? COLUMN_NUMBER : COLUMN_TEXT };
	return (struct ui_table){ .caption = visit_say(v, caption), .column = col, .n_column = n, .row = row };
}

struct open_vote {
	const struct vote *vote;
	struct box *box;
	struct vote_code *code;
	size_t n;
	struct vote_cell *cell;      /* what lies there under each code */
	int64_t in;                  /* sheets that would be counted: not those of void codes, nor paper that waits for its second reading */
};

static enum rc read_cells(struct ctx *cx, struct open_vote *o)
{
	struct digest *digest;
	struct sv *text;
	size_t n;
	TRY(box_read(cx, o->box, &digest, &text, &n));
	o->cell = NEW(cx->a, struct vote_cell, o->n + 1);
	for (size_t i = 0; i < n && i < o->n; i++) {
		TRY(vote_cell_read(cx, text[i], &o->cell[i]));
		o->in += o->cell[i].sheet.n > 0 && !o->code[i].is_void;
	}
	return n == o->n ? RC_OK : RC_CHECK;
}

/* False where it cannot be read just now, as while it is being emptied: the host goes on without it. */
static bool look_in(struct visit *v, struct open_vote *o)
{
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	if (store_box_hold(&probe, web_store(v->web), o->vote->id, &o->box) != RC_OK)
		return false;
	enum rc rc = read_cells(&probe, o);
	store_box_let(web_store(v->web), o->vote->id, rc == RC_FAILED);
	return rc == RC_OK;
}

static struct ui_row number(struct visit *v, const struct open_vote *o)
{
	struct arena *a = v->cx.a;
	struct ui_cell *cell = NEW(a, struct ui_cell, 3);
	int64_t codes = 0;
	for (size_t i = 0; i < o->n; i++)
		codes += !o->code[i].is_void;
	cell[0] = (struct ui_cell){ .text = o->vote->name, .url = url_seg_int(a, URL("/votes"), o->vote->id) };
	cell[1].text = fmt_int(a, v->cx.lang, o->in);
	cell[2].text = fmt_int(a, v->cx.lang, codes);
	return (struct ui_row){ .cell = cell };
}

static bool sent(const struct open_vote *o, int64_t seat)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->code[i].seat == seat && !o->code[i].is_void && o->cell[i].sheet.n)
			return true;
	return false;
}

static enum rc seats(struct visit *v, const struct open_vote *o, struct ui_row *row, size_t *n)
{
	struct arena *a = v->cx.a;
	struct vote_seat *seat;
	size_t k;
	TRY(vote_seats(&v->cx, v->db, o->vote->id, &seat, &k));
	for (size_t i = 0; i < k && *n < MISSING_MAX; i++) {
		if (sent(o, seat[i].no))
			continue;
		struct ui_cell *cell = NEW(a, struct ui_cell, 2);
		cell[0] = (struct ui_cell){ .text = arena_printf(a, "%.*s %.*s", SV_ARG(seat[i].unit_name), SV_ARG(seat[i].title)), .note = o->vote->name };
		cell[1].text = fmt_int(a, v->cx.lang, seat[i].no);
		row[(*n)++].cell = cell;
	}
	return RC_OK;
}

enum rc console_jurors(struct visit *v, const struct stage_hall *h, struct console_page *p)
{
	static const char *const counts[] = { N_("Vote in the hall"), N_("Ballots in the box"), N_("Codes") };
	static const char *const missing[] = { N_("Jurors whose sheet is missing"), N_("Seat") };
	struct ui_row *row = NEW(v->cx.a, struct ui_row, h->n_vote + 1), *who = NEW(v->cx.a, struct ui_row, MISSING_MAX);
	size_t n = 0, m = 0;
	for (size_t i = 0; i < h->n_vote; i++) {
		struct open_vote o = { .vote = &h->vote[i] };
		if (!sv_is(o.vote->state, "open"))
			continue;
		TRY(vote_codes(&v->cx, v->db, o.vote->id, &o.code, &o.n));
		if (!look_in(v, &o))
			continue;
		row[n++] = number(v, &o);
		if (o.vote->is_signed)
			TRY(seats(v, &o, who, &m));
	}
	p->ballots = stage_table(v, N_("Ballots"), counts, COUNT(counts), row);
	p->ballots.n_row = n;
	p->missing = stage_table(v, N_("Jurors whose sheet is missing"), missing, COUNT(missing), who);
	p->missing.n_row = m;
	return RC_OK;
}
