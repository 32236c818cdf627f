#include "app/vote/vote.h"

enum { ENVELOPE = 256 }; /* what stands around a sheet: devices, numbers, signs */

size_t vote_cell_room(size_t sheet)
{
	return sheet + ENVELOPE;
}

struct sv vote_cell_text(struct arena *a, const struct vote_cell *c)
{
	struct js *o = js_obj(a);
	struct buf b = buf_new(a, c->sheet.n + ENVELOPE);
	js_set_sv(a, o, "s", c->sheet.p ? c->sheet : SV(""));
	struct js *devices = c->n_device ? js_set(o, "d", js_arr(a)) : NULL;
	for (size_t i = 0; i < c->n_device; i++) {
		struct js *d = js_push(devices, js_arr(a));
		js_push(d, js_str(a, c->device[i].id));
		js_push(d, js_int(a, c->device[i].revision));
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
	const struct js *o = js_parse(cx->a, text, &why, &line, &column), *devices = js_get(o, "d");
	if (!o || !js_get_sv(o, "s").p)
		return fail(cx, RC_CHECK, "vote.cell", N_("What lies in the box is no ballot of this program."));
	ret->sheet = js_get_sv(o, "s");
	for (const struct js *d = devices ? devices->first : NULL; d && ret->n_device < VOTE_DEVICES; d = d->next)
		if (d->n == 2 && d->first->kind == JS_STR && d->last->kind == JS_INT)
			ret->device[ret->n_device++] = (struct vote_device){ d->first->s, d->last->i };
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
