/* How an event is held: the draw of lots, who comes, and the checklist for a frugal meeting. */
#include "app/hall/day.h"

#include "app/hall/day.tmpl.h"
#include "app/hall/pages.h"
#include "app/person/person.h"
#include "core/lots.h"

enum { SHOWN = 200 };

struct day_page {
	struct visit v;
	struct event e;
	bool office;
};

static struct ui_column *columns(const struct visit *v, const char *const *heads, size_t n)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	return col;
}

/* A form of this event that leads back here. */
static struct url act_url(struct day_page *d, const char *act)
{
	struct arena *a = d->v.cx.a;
	struct url u = url_arg(a, url_of(arena_printf(a, "/do/%s", act)), "_subject", arena_printf(a, "#%lld", (long long)d->e.id));
	return url_arg(a, u, "back", arena_printf(a, "/events/%lld/day", (long long)d->e.id));
}

static struct ui_buttons buttons(struct day_page *d, const char *const acts[][2], size_t n)
{
	struct ui_button *b = NEW(d->v.cx.a, struct ui_button, n);
	for (size_t i = 0; i < n; i++)
		b[i] = (struct ui_button){ .label = visit_say(&d->v, acts[i][1]), .url = act_url(d, acts[i][0]) };
	return (struct ui_buttons){ b, d->office && !sv_is(d->e.state, "cancelled") ? n : 0 };
}

static enum rc lots(struct day_page *d, struct hall_day_page *p)
{
	static const char *const heads[] = { N_("Unit"), N_("Turn"), N_("Ticket") };
	static const char *const freeze[][2] = { { "lot.freeze", N_("Freeze the list for the lots") } };
	static const char *const draw[][2] = { { "lot.draw", N_("Draw the lots") }, { "lot.freeze", N_("Freeze it anew") } };
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	TRY(visit_rows(v, "lot.list", d->e.id, NULL, SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		int64_t place = js_get_int(r, "place", 0);
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "unit"), .note = js_get_sv(r, "code") };
		c[1].text = place ? fmt_int(a, v->cx.lang, place) : SV("—");
		c[2].text = js_get_sv(r, "ticket").n ? arena_printf(a, "%.*s…", 16, js_get_sv(r, "ticket").p) : SV("—");
		row[p->lots.n_row++].cell = c;
	}
	p->lots.caption = visit_say(v, N_("Draw of lots"));
	p->lots.column = columns(v, heads, COUNT(heads));
	p->lots.n_column = COUNT(heads);
	p->lots.row = row;
	p->digest = rows->first ? js_get_sv(rows->first, "digest") : SV("");
	p->seed = rows->first ? js_get_sv(rows->first, "seed") : SV("");
	p->command = rows->first ? lots_command(a, p->seed, js_get_sv(rows->first, "code")) : SV("");
	p->lots_do = p->seed.n ? (struct ui_buttons){ 0 } : rows->n ? buttons(d, draw, COUNT(draw)) : buttons(d, freeze, COUNT(freeze));
	p->no_lots.text = visit_say(v, N_("No lots are drawn: the agenda stands in the order in which it was written."));
	return RC_OK;
}

static struct sv came(const struct visit *v, const struct js *r, struct ui_tag *tag)
{
	struct sv state = js_get_sv(r, "state");
	if (sv_is(state, "present"))
		return visit_say(v, N_("came"));
	if (sv_is(state, "substitute")) {
		*tag = (struct ui_tag){ "triangle", "amber", visit_say(v, js_get_bool(r, "must") ? N_("somebody else, though it was to be in person") : N_("somebody else")) };
		return js_get_sv(r, "by");
	}
	if (sv_is(state, "absent"))
		*tag = (struct ui_tag){ "square_cross", "red", visit_say(v, N_("did not come")) };
	return sv_is(state, "absent") ? SV("") : visit_say(v, N_("expected"));
}

static enum rc roster(struct day_page *d, struct hall_day_page *p)
{
	static const char *const heads[] = { N_("Unit"), N_("Post"), N_("Came"), N_("Reason") };
	static const char *const acts[][2] = { { "roster.expect", N_("Say who is to come") } };
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	p->no_roster.text = visit_say(v, N_("Nobody stands on the list yet. It is a list of posts that the office keeps; nobody checks in."));
	p->roster_do = buttons(d, acts, COUNT(acts));
	if (!(v->roles & (ROLE_OFFICE | ROLE_LEADER)))
		return RC_OK;
	rows = visit_rows_seen(v, "roster.list", d->e.id, SHOWN);
	if (!rows)                   /* the event concerns a unit of the visitor's, but none whose office or leader that is */
		return RC_OK;
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = js_get_sv(r, "unit");
		c[1] = (struct ui_cell){ .text = js_get_sv(r, "post"), .note = js_get_bool(r, "must") ? visit_say(v, N_("in person")) : SV("") };
		if (d->office)
			c[1].url = url_arg(a, act_url(d, "roster.attend"), "post", arena_printf(a, "#%lld", (long long)js_get_int(r, "post_id", 0)));
		c[2].text = came(v, r, &c[2].tag);
		c[3].text = js_get_sv(r, "reason");
		row[p->roster.n_row++].cell = c;
	}
	p->roster.caption = visit_say(v, N_("Who comes"));
	p->roster.column = columns(v, heads, COUNT(heads));
	p->roster.n_column = COUNT(heads);
	p->roster.row = row;
	p->roster.cards = true;
	return RC_OK;
}

/* What no document says is not cited. */
static void cite(struct day_page *d, const struct js *r, struct ui_cell *c, int64_t *bare)
{
	c->text = js_get_sv(r, "cites");
	if (!c->text.n)
		c->tag = (struct ui_tag){ "triangle", "amber", visit_say(&d->v, N_("no document cited")) };
	*bare += !c->text.n;
}

/* A button for each part of the checklist: rows of one part follow each other. */
static struct ui_buttons citing(struct day_page *d, const struct js *rows)
{
	struct arena *a = d->v.cx.a;
	struct ui_button *b = NEW(a, struct ui_button, rows->n + 1);
	struct sv last = SV("");
	size_t n = 0;
	for (const struct js *r = rows->first; r; last = js_get_sv(r, "part"), r = r->next) {
		struct url u = url_arg(a, act_url(d, "roster.cite"), "part", js_get_sv(r, "part"));
		if (sv_eq(last, js_get_sv(r, "part")))
			continue;
		b[n++] = (struct ui_button){ .label = arena_tr(a, d->v.cx.lang, N_("Cite a document: %.*s"), SV_ARG(js_get_sv(r, "group"))),
					     .url = js_get_sv(r, "cites").n ? url_arg(a, u, "cites", js_get_sv(r, "cites")) : u };
	}
	return (struct ui_buttons){ b, n };
}

static enum rc checks(struct day_page *d, struct hall_day_page *p)
{
	static const char *const heads[] = { N_("Line of the checklist"), N_("Observed"), N_("Amount"), N_("Note"), N_("Document number and article") };
	bool may = d->office && !sv_is(d->e.state, "cancelled");
	int64_t bare = 0;
	struct visit *v = &d->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	TRY(visit_rows(v, "roster.checks", d->e.id, NULL, SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		bool told = js_get_bool(r, "told"), kept = js_get_bool(r, "kept");
		struct dec amount = js_get_dec(r, "amount", (struct dec){ 0 });
		c[0].text = js_get_sv(r, "text");
		c[0].note = js_get_sv(r, "group");
		if (may)
			c[0].url = url_arg(a, act_url(d, "roster.check"), "line", js_get_sv(r, "line"));
		if (told)
			c[1].tag = kept ? (struct ui_tag){ "tick", "teal", visit_say(v, N_("kept")) } : (struct ui_tag){ "square_cross", "red", visit_say(v, N_("not kept")) };
		else
			c[1].text = SV("—");
		if (told && amount.u)
			c[2].text = arena_tr(a, v->cx.lang, sv_is(js_get_sv(r, "unit"), "sheets") ? N_("%.*s sheets") : N_("%.*s yuan a head"),
					     SV_ARG(dec_text(a, amount)));
		c[3].text = js_get_sv(r, "note");
		cite(d, r, &c[4], &bare);
		row[p->checks.n_row++].cell = c;
	}
	p->checks = (struct ui_table){ .caption = visit_say(v, N_("Checklist")), .column = columns(v, heads, COUNT(heads)), .n_column = COUNT(heads), .row = row,
				       .n_row = p->checks.n_row, .cards = true };
	if (may)
		p->checks_do = citing(d, rows);
	if (bare)
		p->document = (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_trn(a, v->cx.lang, bare, N_("%lld line cites no document"), N_("%lld lines cite no document"), (long long)bare),
						  .text = visit_say(v, N_("The office names document and article for each part of the checklist: for the whole series, or for this event alone.")) };
	return RC_OK;
}

static enum rc fill(struct day_page *d, struct hall_day_page *p)
{
	struct visit *v = &d->v;
	TRY(hall_event_of(v, &d->e, &d->office));
	p->title = d->e.name;
	p->up = url_seg_int(v->cx.a, URL("/events"), d->e.id);
	TRY(lots(d, p));
	TRY(roster(d, p));
	return checks(d, p);
}

void page_day(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct day_page *d = NEW(rq->a, struct day_page, 1);
	if (visit_open(&d->v, web, rq, rp)) {
		struct hall_day_page p = { .frame = &d->v.frame };
		enum rc rc = fill(d, &p);
		if (rc == RC_OK) {
			visit_frame(&d->v, d->e.name, "event-day");
			hall_day_page(&d->v.out, &p);
			visit_send(&d->v, 200);
		} else {
			visit_fail(&d->v, rc);
		}
	}
	visit_close(&d->v);
}
