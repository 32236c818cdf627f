#include "app/vote/vote.h"

enum { ENVELOPE = 256 }; /* what stands around a sheet: devices, numbers, signs */

size_t vote_cell_room(size_t sheet)
{
	return 2 * sheet + ENVELOPE; /* two readings of one paper */
}

struct sv vote_cell_text(struct arena *a, const struct vote_cell *c)
{
	struct js *o = js_obj(a);
	struct buf b = buf_new(a, c->sheet.n + c->reading[0].sheet.n + c->reading[1].sheet.n + ENVELOPE);
	js_set_sv(a, o, "s", sv_or_empty(c->sheet));
	struct js *devices = c->n_device ? js_set(o, "d", js_arr(a)) : NULL;
	for (size_t i = 0; i < c->n_device; i++) {
		struct js *d = js_push(devices, js_arr(a));
		js_push(d, js_str(a, c->device[i].id));
		js_push(d, js_int(a, c->device[i].revision));
	}
	if (c->paper)
		js_set_bool(a, o, "p", true);
	struct js *readings = c->n_reading ? js_set(o, "r", js_arr(a)) : NULL;
	for (int i = 0; i < c->n_reading; i++) {
		struct js *r = js_push(readings, js_arr(a));
		js_push(r, js_int(a, c->reading[i].person));
		js_push(r, js_str(a, c->reading[i].sheet));
	}
	js_write(&b, o);
	return buf_sv(&b);
}

enum rc vote_cell_read(struct ctx *cx, struct sv text, struct vote_cell *ret)
{
	const char *why;
	int line, column;
	*ret = (struct vote_cell){ .sheet = SV("") };
	if (!text.p)
		return RC_OK;
	const struct js *o = js_parse(cx->a, text, &why, &line, &column), *devices = js_get(o, "d"), *readings = js_get(o, "r");
	if (!o || !js_get_sv(o, "s").p)
		return fail(cx, RC_CHECK, "vote.cell", N_("What lies in the box is no ballot of this program."));
	ret->sheet = js_get_sv(o, "s");
	for (const struct js *d = devices ? devices->first : NULL; d && ret->n_device < VOTE_DEVICES; d = d->next)
		if (d->n == 2 && d->first->kind == JS_STR && d->last->kind == JS_INT)
			ret->device[ret->n_device++] = (struct vote_device){ d->first->s, d->last->i };
	ret->paper = js_get_bool(o, "p");
	for (const struct js *r = readings ? readings->first : NULL; r && ret->n_reading < 2; r = r->next)
		if (r->n == 2 && r->first->kind == JS_INT && r->last->kind == JS_STR)
			ret->reading[ret->n_reading++] = (struct vote_reading){ r->first->i, r->last->s };
	return RC_OK;
}

void vote_cell_phone(struct vote_cell *c, struct sv sheet)
{
	c->sheet = sheet;
	c->paper = false;
	c->n_reading = 0;
}

static void agree(struct vote_cell *c, struct sv sheet)
{
	vote_cell_phone(c, sheet);
	c->paper = true;
}

static struct sv slot_text(struct sv sheet, int slot)
{
	struct sv part = SV("");
	for (int i = 0; i <= slot && sv_split(&sheet, '|', &part); i++)
		;
	return part;
}

/* A third look: slot by slot one of the two. */
static enum rc settle(struct ctx *cx, const struct ballot_form *form, struct vote_cell *c, struct sv sheet)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < form->n; i++) {
		struct sv one = slot_text(c->reading[0].sheet, i), two = slot_text(c->reading[1].sheet, i), third = slot_text(sheet, i);
		if (!sv_eq(third, one) && !sv_eq(third, two))
			rc = fail_at(cx, RC_INVALID, ballot_answer(cx->a, form, i + 1, 1).p, "vote.third",
				     N_("Neither of the two readings says so: look at the paper once more."));
	}
	if (rc == RC_OK)
		agree(c, sheet);
	return rc;
}

enum rc vote_cell_paper(struct ctx *cx, const struct ballot_form *form, struct vote_cell *c, int64_t person, struct sv sheet)
{
	int at = 0;
	if (c->paper)
		return fail(cx, RC_CONFLICT, "vote.paper_done", N_("This sheet is typed in twice already, and both agree."));
	while (at < c->n_reading && c->reading[at].person != person)
		at++;
	if (at == 2)
		return settle(cx, form, c, sheet);
	if (at == 0 && c->n_reading == 0)
		vote_cell_phone(c, SV("")); /* the paper came after it */
	c->reading[at] = (struct vote_reading){ person, sheet };
	c->n_reading += at == c->n_reading;
	if (c->n_reading == 2 && sv_eq(c->reading[0].sheet, c->reading[1].sheet))
		agree(c, sheet);
	return RC_OK;
}

bool vote_cell_newer(struct vote_cell *c, struct sv device, int64_t revision)
{
	size_t at = 0;
	while (at < c->n_device && !sv_eq(c->device[at].id, device))
		at++;
	if (at < c->n_device && c->device[at].revision >= revision)
		return false;
	if (at == c->n_device && at == VOTE_DEVICES)
		at = 0; /* the one that was silent longest */
	else if (at == c->n_device)
		c->n_device++;
	for (; at + 1 < c->n_device; at++)
		c->device[at] = c->device[at + 1];
	c->device[c->n_device - 1] = (struct vote_device){ device, revision };
	return true;
}
