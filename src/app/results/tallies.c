/* Tallies: what was counted outside, cell by cell, with who brought it in and who confirmed it. */
#include "app/results/handlers.h"

#include "app/tally/tally.h"
#include "app/vote/vote.h"

enum { CELLS_SHOWN = 2000 };

static struct ui_tag state_tag(struct visit *v, struct sv state)
{
	bool counts = sv_is(state, "counted"), waits = sv_is(state, "proposed");
	return (struct ui_tag){ counts ? "tick" : waits ? "diamond_open" : "strike", counts ? "teal" : waits ? "blue" : "grey", res_word(v, state) };
}

static struct sv kind_word(struct visit *v, struct sv kind)
{
	return visit_say(v, tally_kind_word(kind));
}

static struct ui_column *columns(struct visit *v, const char *const *heads, size_t n, size_t number, size_t tag)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .minor = i == 1,
					     .kind = i == number ? COLUMN_NUMBER : i == tag ? COLUMN_TAG : COLUMN_TEXT };
	return col;
}

/* ---- all of them ---------------------------------------------------------------------------------------------- */

static enum rc list_table(struct visit *v, struct ui_table *t)
{
	static const char *const heads[] = { N_("Item"), N_("What was counted"), N_("Period"), N_("Source"), N_("Day"), N_("State") };
	struct arena *a = v->cx.a;
	struct js *rows;
	TRY(visit_rows(v, "tally.list", 0, NULL, 500, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	size_t n = 0;
	for (const struct js *o = rows->first; o; o = o->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(o, "item"), .url = url_seg_int(a, URL("/tallies"), js_get_int(o, "id", 0)) };
		if (js_get_int(o, "corrects", 0))
			c[0].note = visit_say(v, N_("correction"));
		c[1].text = kind_word(v, js_get_sv(o, "kind"));
		c[2].text = js_get_sv(o, "period_name");
		c[3].text = js_get_sv(o, "source");
		c[4].text = js_get_sv(o, "day");
		c[5].tag = state_tag(v, js_get_sv(o, "state"));
		row[n++].cell = c;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Tallies")), .column = columns(v, heads, COUNT(heads), SIZE_MAX, 5),
				.n_column = COUNT(heads), .row = row, .n_row = n, .cards = true };
	return RC_OK;
}

void res_tallies(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct ui_button b = { .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Bring in a tally")), .url = URL("/tallies/new") };
		struct res_list p = {
			.title = visit_say(&v, N_("Tallies")), .button = &b, .n_button = v.roles & ROLE_OFFICE ? 1 : 0,
			.lead = visit_say(&v, N_("What was counted or marked on paper, for one period and one item of the rules. It counts once a second person has compared it with the paper.")),
			.empty = { .text = visit_say(&v, N_("Nothing was counted yet. The office brings in the sheets of votes, marks and figures.")) },
		};
		enum rc rc = list_table(&v, &p.table);
		visit_frame(&v, p.title, "tallies");
		if (rc == RC_OK)
			res_send_list(&v, &p);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- one --------------------------------------------------------------------------------------------------------- */

static struct sv value_text(struct visit *v, const struct js *o, struct sv kind)
{
	struct arena *a = v->cx.a;
	struct sv missing = js_get_sv(o, "missing"), value = js_get_sv(o, "value");
	long long votes = js_get_int(o, "votes", 0);
	bool counted = sv_is(kind, "ballot") || sv_is(kind, "place");
	if ((missing.n && !votes && !counted) || sv_is(missing, "withheld"))
		return res_word(v, missing);
	if (missing.n)
		return arena_printf(a, "%.*s × %lld", SV_ARG(res_word(v, missing)), votes);
	if (sv_is(kind, "ballot"))
		return arena_printf(a, "%.*s × %lld", SV_ARG(js_get_sv(o, "grade")), votes);
	return sv_is(kind, "place") ? arena_tr(a, v->cx.lang, N_("place %.*s × %lld"), SV_ARG(value), votes) : value;
}

static enum rc cells_table(struct visit *v, int64_t id, struct sv kind, struct ui_table *t)
{
	static const char *const heads[] = { N_("Unit"), N_("Class of voters"), N_("Judge (number)"), N_("Number or votes") };
	struct arena *a = v->cx.a;
	struct js *rows, *filter = js_obj(a);
	js_set_int(a, filter, "tally", id);
	TRY(visit_rows(v, "tally.cells", 0, filter, CELLS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	size_t n = 0;
	for (const struct js *o = rows->first; o; o = o->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = js_get_sv(o, "unit_name");
		c[1].text = js_get_sv(o, "group").n ? js_get_sv(o, "group") : SV("—");
		c[2].text = js_get_sv(o, "judge").n ? js_get_sv(o, "judge") : SV("—");
		c[3].text = value_text(v, o, kind);
		row[n++].cell = c;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Cells")), .column = columns(v, heads, COUNT(heads), 3, SIZE_MAX),
				.n_column = COUNT(heads), .row = row, .n_row = n, .cards = true };
	return RC_OK;
}

static const struct ui_button *buttons(struct visit *v, const struct js *o, size_t *ret_n)
{
	static const struct {
		const char *act, *label;
		enum button_kind kind;
		bool waiting;        /* offered only while it waits */
	} known[] = {
		{ "tally.confirm", N_("Confirm the tally"), BUTTON_DEFAULT, true },
		{ "tally.refuse", N_("Refuse the tally"), BUTTON_PLAIN, true },
		{ "tally.withdraw", N_("Withdraw the tally"), BUTTON_WARN, false },
	};
	int64_t id = js_get_int(o, "id", 0);
	bool waits = sv_is(js_get_sv(o, "state"), "proposed"), counts = sv_is(js_get_sv(o, "state"), "counted");
	struct ui_button *b = NEW(v->cx.a, struct ui_button, COUNT(known) + 1);
	struct sv back = url_seg_int(v->cx.a, URL("/tallies"), id).s;
	for (size_t i = 0; i < COUNT(known); i++) {
		if (!(waits || (counts && !known[i].waiting)) || !visit_may(v, known[i].act, id))
			continue;
		const struct fault *no = res_refusal(v, known[i].act, id, NULL);
		b[(*ret_n)++] = (struct ui_button){ .kind = no ? BUTTON_PLAIN : known[i].kind, .label = visit_say(v, known[i].label),
						    .url = res_form_url(v, known[i].act, id, back), .why_not = no ? no->text : SV_NONE };
	}
	int64_t vote = 0;
	if (vote_of_tally(&v->cx, v->db, id, &vote) == RC_OK && vote) /* the count of a hall leads back to it */
		b[(*ret_n)++] = (struct ui_button){ .kind = BUTTON_QUIET, .label = visit_say(v, N_("The vote it comes from")),
						    .url = url_seg_int(v->cx.a, URL("/votes"), vote) };
	return b;
}

static struct sv lead_of(struct visit *v, const struct js *o)
{
	struct arena *a = v->cx.a;
	struct sv who = js_get_sv(o, "confirmed_by"), reason = js_get_sv(o, "reason");
	struct sv lead = arena_tr(a, v->cx.lang, N_("%.*s; %.*s; %.*s, %.*s. Brought in by %.*s."), SV_ARG(js_get_sv(o, "period_name")),
		SV_ARG(kind_word(v, js_get_sv(o, "kind"))), SV_ARG(js_get_sv(o, "source")), SV_ARG(js_get_sv(o, "day")),
		SV_ARG(js_get_sv(o, "entered_by")));
	if (who.n)
		lead = arena_tr(a, v->cx.lang, N_("%.*s Compared and decided by %.*s."), SV_ARG(lead), SV_ARG(who));
	if (js_get_int(o, "corrects", 0))
		lead = arena_tr(a, v->cx.lang, N_("%.*s It corrects tally %lld."), SV_ARG(lead), (long long)js_get_int(o, "corrects", 0));
	if (js_get_int(o, "corrected_by", 0))
		lead = arena_tr(a, v->cx.lang, N_("%.*s Tally %lld stands in its place."), SV_ARG(lead), (long long)js_get_int(o, "corrected_by", 0));
	return reason.n ? arena_tr(a, v->cx.lang, N_("%.*s Reason: %.*s"), SV_ARG(lead), SV_ARG(reason)) : lead;
}

void res_tally(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		int64_t id = http_param_int(rq, "id");
		struct js *rows = NULL;
		struct res_list p = { .title = SV("") };
		enum rc rc = visit_rows(&v, "tally.show", id, NULL, 1, SV_NONE, &rows, NULL);
		if (rc == RC_OK)
			rc = cells_table(&v, id, js_get_sv(rows->first, "kind"), &p.table);
		if (rc == RC_OK) {
			p.title = arena_printf(v.cx.a, "%.*s · %.*s", SV_ARG(js_get_sv(rows->first, "item")),
					       SV_ARG(state_tag(&v, js_get_sv(rows->first, "state")).word));
			p.lead = lead_of(&v, rows->first);
			if (sv_is(res_param(&v, "done"), "enter"))
				p.done = res_done(&v, N_("The sheet is in. Another person compares it with the paper and confirms it."));
			p.button = buttons(&v, rows->first, &p.n_button);
			visit_frame(&v, p.title, "tally");
			res_send_list(&v, &p);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
