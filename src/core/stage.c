#include "core/stage.h"

#include "base/buf.h"

#include <limits.h>

/* Would one alone be left without a place that is told?  Everybody would know that it is the last. */
static bool one_left(const struct stage_vote *v, int last)
{
	size_t below = 0, without = 0;
	for (size_t i = 0; i < v->n; i++) {
		below += v->row[i].given && v->row[i].place > last;
		without += !v->row[i].given;
	}
	return below == 1 && !without;
}

/* The last place that is told: of so many with a result the upper half, less where one alone would be left; or all. */
static int told(const struct stage_plan *p, const struct stage_vote *v)
{
	int given = 0;
	for (size_t i = 0; i < v->n; i++)
		given += v->row[i].given;
	if (p->whole)
		return given;
	int last = (given + 1) / 2;
	while (last > 1 && one_left(v, last))
		last--;
	return last;
}

/* Of two the first alone is told, and the other is not named. */
static bool names_others(const struct stage_plan *p, const struct stage_vote *v)
{
	return p->whole || !one_left(v, told(p, v));
}

static int alone(const struct stage_plan *p, const struct stage_vote *v)
{
	int most = told(p, v);
	return most < STAGE_SINGLE ? most : STAGE_SINGLE;
}

static bool has_place(const struct stage_vote *v, int place)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->row[i].given && v->row[i].place == place)
			return true;
	return false;
}

/* Is there anybody to be shown who has no step of his own? */
static bool has_rest(const struct stage_plan *p, const struct stage_vote *v, int top)
{
	int last = names_others(p, v) ? INT_MAX : told(p, v);
	for (size_t i = 0; i < v->n; i++)
		if (v->row[i].given ? v->row[i].place > top && v->row[i].place <= last : names_others(p, v))
			return true;
	return false;
}

bool stage_on_slot(struct stage_step s)
{
	return s.kind == STAGE_SLOT || s.kind == STAGE_PAGE;
}

size_t stage_steps(struct arena *a, const struct stage_plan *p, struct stage_step **ret)
{
	size_t n = 0, pages = 0;
	for (size_t i = 0; i < p->n_slot && p->pages; i++)
		pages += (size_t)p->pages[i];
	struct stage_step *s = NEW(a, struct stage_step, 2 + p->n_slot + pages + p->n_vote * (2 + STAGE_SINGLE));
	s[n++] = (struct stage_step){ .kind = STAGE_COVER };
	for (size_t i = 0; i < p->n_slot; i++) {
		s[n++] = (struct stage_step){ .kind = STAGE_SLOT, .at = i };
		for (int page = 1; p->pages && page <= p->pages[i]; page++)
			s[n++] = (struct stage_step){ .kind = STAGE_PAGE, .at = i, .page = page };
	}
	if (p->n_vote > 0)
		s[n++] = (struct stage_step){ .kind = STAGE_VOTES };
	for (size_t i = 0; i < p->n_vote && p->released; i++) {
		const struct stage_vote *v = &p->vote[i];
		int top = alone(p, v);
		if (has_rest(p, v, top))
			s[n++] = (struct stage_step){ .kind = STAGE_LIST, .at = i };
		for (int place = top; place > 0; place--)
			if (has_place(v, place))
				s[n++] = (struct stage_step){ .kind = STAGE_PLACE, .at = i, .place = place };
	}
	for (size_t i = 0; i < p->n_vote && p->released; i++)
		s[n++] = (struct stage_step){ .kind = STAGE_SHEET, .at = i };
	*ret = s;
	return n;
}

/* Places from..to, from the best, each in the official order. */
static size_t add_places(const struct stage_vote *v, int from, int to, struct stage_line like, struct stage_line *line, size_t n)
{
	for (int place = from; place <= to; place++)
		for (size_t i = 0; i < v->n; i++)
			if (v->row[i].given && v->row[i].place == place) {
				line[n] = like;
				line[n++].row = i;
			}
	return n;
}

struct stage_picture stage_after(struct arena *a, const struct stage_plan *p, struct stage_step s)
{
	struct stage_picture r = { .step = s };
	if (!p->released || (s.kind != STAGE_LIST && s.kind != STAGE_PLACE && s.kind != STAGE_SHEET))
		return r;
	const struct stage_vote *v = &p->vote[s.at];
	struct stage_line *line = NEW(a, struct stage_line, v->n + 1);
	int last = told(p, v), top = alone(p, v);
	struct stage_line scored = { .place = true, .points = true }, placed = { .place = true, .points = p->whole, .fresh = true };
	size_t n = 0;
	if (s.kind == STAGE_PLACE) {
		n = add_places(v, s.place, s.place, (struct stage_line){ .place = true, .points = true, .fresh = true }, line, n);
		n = add_places(v, s.place + 1, top, scored, line, n);
		r.n_placed = n;
	} else {
		n = s.kind == STAGE_LIST ? add_places(v, top + 1, last, placed, line, n) : add_places(v, 1, last, scored, line, n);
		r.n_placed = n;
		for (size_t i = 0; i < v->n && names_others(p, v); i++)
			if (!v->row[i].given || v->row[i].place > last)
				line[n++] = (struct stage_line){ .row = i, .fresh = s.kind == STAGE_LIST };
	}
	r.line = line;
	r.n = n;
	return r;
}

struct sv stage_key(struct arena *a, const struct stage_plan *p, struct stage_step s)
{
	long long vote = s.kind >= STAGE_LIST ? (long long)p->vote[s.at].id : 0;
	const char *trial = p->made_up ? "trial-" : "";
	switch (s.kind) {
	case STAGE_COVER:
		return SV("cover");
	case STAGE_SLOT:
		return arena_printf(a, "slot-%lld", (long long)p->slot[s.at]);
	case STAGE_PAGE:
		return arena_printf(a, "page-%lld-%d", (long long)p->slot[s.at], s.page);
	case STAGE_VOTES:
		return SV("votes");
	case STAGE_LIST:
		return arena_printf(a, "%slist-%lld", trial, vote);
	case STAGE_PLACE:
		return arena_printf(a, "%splace-%lld-%d", trial, vote, s.place);
	case STAGE_SHEET:
		return arena_printf(a, "%ssheet-%lld", trial, vote);
	}
	return SV("");
}

size_t stage_find(struct arena *a, const struct stage_plan *p, const struct stage_step *step, size_t n, struct sv key)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(stage_key(a, p, step[i]), key))
			return i;
	return SIZE_MAX;
}

size_t stage_present(struct arena *a, const struct stage_plan *p, const struct stage_step *step, size_t n, struct sv key)
{
	size_t at = stage_find(a, p, step, n, key);
	struct sv rest = p->made_up && sv_starts(key, SV("trial-")) ? sv_from(key, 6) : key, kind, of;
	int64_t id;
	if (at != SIZE_MAX)
		return at;
	if (!sv_split(&rest, '-', &kind) || !sv_split(&rest, '-', &of) || !sv_int(of, &id))
		return 0;
	bool page = sv_is(kind, "page"), vote = !page && !sv_is(kind, "slot");
	for (size_t i = 0; i < n; i++)
		if ((page && step[i].kind == STAGE_SLOT && p->slot[step[i].at] == id) || (vote && step[i].kind >= STAGE_LIST && p->vote[step[i].at].id == id))
			return i;
	return 0;
}
