#include "app/matter/matter.h"

#include "base/json.h"
#include "web/fmt.h"

struct sv matter_money(struct arena *a, enum lang lang, const struct matter *m)
{
	static const char *const kinds[][2] = { { "total", N_("in all") }, { "year_plan", N_("planned this year") },
						{ "month_done", N_("done this month") }, { "done_total", N_("done so far") } };
	const char *why;
	int line, col;
	struct buf b = buf_new(a, 2000);
	const struct js *o = m->money.n ? js_parse(a, m->money, &why, &line, &col) : NULL;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct dec yuan = js_get_dec(js_get(o, kinds[i][0]), "yuan", PERCENT_NONE);
		if (yuan.u == PERCENT_NONE.u)
			continue;
		struct sv amount = fmt_money(a, lang, yuan);
		buf_printf(&b, "%s%s %.*s", b.n ? " · " : "", tr(lang, kinds[i][1]), SV_ARG(amount));
	}
	return buf_sv(&b);
}
