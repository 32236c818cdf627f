#include "core/rhythm.h"

enum rhythm rhythm_of(struct sv word)
{
	static const char *const words[] = { "none", "weekly", "fortnightly", "monthly", "quarterly" };
	for (int i = 0; i < (int)(sizeof(words) / sizeof(words[0])); i++)
		if (sv_is(word, words[i]))
			return (enum rhythm)i;
	return RHYTHM_NONE;
}

static struct day plus(struct day d, int n)
{
	return (struct day){ d.n + n };
}

static struct window months(struct day d, int span)
{
	struct civil c = civil_of_day(d);
	int first = (c.month - 1) / span * span + 1, last = first + span - 1;
	return (struct window){ day_of_civil(c.year, first, 1), day_of_civil(c.year, last, month_days(c.year, last)) };
}

struct window rhythm_window(enum rhythm r, struct day since, struct day d)
{
	struct day monday = plus(d, 1 - day_weekday(d));
	if (r == RHYTHM_MONTH || r == RHYTHM_QUARTER)
		return months(d, r == RHYTHM_MONTH ? 1 : 3);
	if (r == RHYTHM_FORTNIGHT) {
		int weeks = (monday.n - plus(since, 1 - day_weekday(since)).n) / 7;
		if (weeks % 2 != 0)
			monday = plus(monday, weeks > 0 ? -7 : 7);
		return (struct window){ monday, plus(monday, 13) };
	}
	return (struct window){ monday, plus(monday, 6) };
}

static bool any_in(struct window w, const struct day *held, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (held[i].n >= w.from.n && held[i].n <= w.to.n)
			return true;
	return false;
}

struct rhythm_state rhythm_check(enum rhythm r, struct day since, struct day today, const struct day *held, size_t n)
{
	struct rhythm_state s = { 0 };
	if (r == RHYTHM_NONE || today.n < since.n)
		return s;
	s.now = rhythm_window(r, since, today);
	s.waits = !any_in(s.now, held, n);
	for (struct window w = rhythm_window(r, since, since); w.to.n < today.n; w = rhythm_window(r, since, plus(w.to, 1)))
		if (!any_in(w, held, n) && s.missed++ == 0)
			s.first = w;
	return s;
}
