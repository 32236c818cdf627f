/* The list of boards with what the visitor owes on each, and composing a new one in two steps: try, then make. */
#include "app/results/handlers.h"
#include "app/results/honest.h"

#include "app/results/list.tmpl.h"
#include "app/unit/unit.h"

enum { SHOWN = 60 };

static enum rc all_periods(struct visit *v, struct period **ret, size_t *ret_n)
{
	struct js *rows;
	size_t n = 0;
	TRY(visit_rows(v, "period.list", 0, NULL, 1000, SV_NONE, &rows, NULL));
	struct period *all = NEW(v->cx.a, struct period, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next)
		TRY(period_get(&v->cx, v->db, js_get_int(r, "id", 0), &all[n++]));
	/* The latest first, by its last day. */
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && all[k].to.n > all[k - 1].to.n; k--) {
			struct period x = all[k];
			all[k] = all[k - 1];
			all[k - 1] = x;
		}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

static struct ui_row row_of(struct visit *v, const struct res_seen *s)
{
	struct arena *a = v->cx.a;
	const struct board_head *b = &s->b;
	struct ui_cell *c = NEW(a, struct ui_cell, 6);
	c[0] = (struct ui_cell){ .text = b->name, .url = res_board_url(a, b->id) };
	if (b->version > 1)
		c[0].note = arena_tr(a, v->cx.lang, N_("version %lld"), (long long)b->version);
	c[1] = (struct ui_cell){ .text = s->period.name };
	c[2] = (struct ui_cell){ .tag = res_state_tag(v, b) };
	if (b->state == BOARD_PUBLISHED)
		c[2].note = fmt_day_short(a, v->cx.lang, day_of_instant(b->published_at), v->today);
	c[3] = (struct ui_cell){ .text = fmt_int(a, v->cx.lang, b->n_rows) };
	c[4] = (struct ui_cell){ .text = arena_printf(a, "%lld / %lld", (long long)b->n_red, (long long)b->n_black) };
	if (s->sight == SIGHT_OWN) {
		c[3].text = arena_printf(a, "%zu", s->n);
		c[4].text = SV("—");
	}
	c[5] = (struct ui_cell){ .text = res_owed(v, s) };
	return (struct ui_row){ .cell = c, .struck = b->state == BOARD_DISCARDED, .here = c[5].text.n > 0 };
}

static enum rc collect(struct visit *v, struct sv state, int64_t period, struct ui_row *row, size_t *ret_n)
{
	struct period *p;
	size_t n_p, n = 0;
	TRY(all_periods(v, &p, &n_p));
	for (size_t i = 0; i < n_p && n < SHOWN; i++) {
		struct board_head *b;
		size_t n_b;
		if (period && p[i].id != period)
			continue;
		TRY(boards_of_period(&v->cx, v->db, p[i].id, &b, &n_b));
		for (size_t k = 0; k < n_b && n < SHOWN; k++) {
			struct res_seen s;
			bool wanted = state.n ? sv_is(state, board_state_name(b[k].state)) :
				b[k].state != BOARD_DISCARDED;
			if (!wanted)
				continue;
			if (res_see(v, b[k].id, &s) == RC_OK)
				row[n++] = row_of(v, &s);
			else
				ctx_forget(&v->cx); /* not for this visitor */
		}
	}
	*ret_n = n;
	return RC_OK;
}

static bool may_compose(struct visit *v)
{
	return (v->roles & ROLE_OFFICE) != 0;
}

static enum rc list_fields(struct visit *v, struct ui_field *f, struct sv state, int64_t period)
{
	struct period *p;
	size_t n;
	TRY(all_periods(v, &p, &n));
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, n + 1);
	c[0] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("all periods")) };
	for (size_t i = 0; i < n; i++)
		c[i + 1] = (struct ui_choice){ .value = arena_printf(v->cx.a, "%lld", (long long)p[i].id),
			.chosen = p[i].id == period,
					       .label = arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(p[i].name),
					       	SV_ARG(visit_unit_name(v, p[i].owner))) };
	f[0] = (struct ui_field){ .kind = INPUT_SELECT, .name = "period", .label = visit_say(v, N_("Period")),
		.choice = c, .n_choice = n + 1 };
	f[1] = (struct ui_field){ .kind = INPUT_SELECT, .name = "state", .label = visit_say(v, N_("State")) };
	f[1].choice = res_choices(v, BOARD_STATES, state, N_("all but the discarded"), &f[1].n_choice);
	return RC_OK;
}

static const struct ui_column *list_columns(struct visit *v, size_t *ret_n)
{
	static const struct {
		const char *label;
		enum column_kind kind;
		bool minor;
	} heads[] = {
		{ N_("Board"), COLUMN_TEXT, false }, { N_("Period"), COLUMN_TEXT, true },
			{ N_("State"), COLUMN_TAG, false },
		{ N_("Units"), COLUMN_NUMBER, true }, { N_("Red / black"), COLUMN_NUMBER, false },
			{ N_("To do"), COLUMN_TEXT, false },
	};
	struct ui_column *c = NEW(v->cx.a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		c[i] = (struct ui_column){ .label = visit_say(v, heads[i].label), .kind = heads[i].kind, .main = i == 0,
			.minor = heads[i].minor };
	*ret_n = COUNT(heads);
	return c;
}

void res_boards(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct ui_field f[2];
		struct ui_row *row = NEW(v.cx.a, struct ui_row, SHOWN + 1);
		int64_t period = 0;
		struct sv state = res_param(&v, "state");
		if (!sv_int(res_param(&v, "period"), &period))
			period = 0;
		struct res_list p = {
			.title = visit_say(&v, N_("Boards")), .field = f, .n_field = 2,
			.filter = { .action = URL("/boards"), .get = true, .look = "inline" },
			.table = { .caption = visit_say(&v, N_("Boards")), .row = row, .cards = true },
			.empty = { .text = visit_say(&v, may_compose(&v) ?
				N_("No board of this choice is composed yet. A board counts a period that is closed.") :
				   N_("No board of this choice is shown to your unit yet. You see your own row as soon as the office shows it.")) },
		};
		struct ui_button b[4] = {
			{ .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Compose a board")),
				.url = URL("/boards/new") },
			{ .label = visit_say(&v, N_("Periods of counting")), .url = URL("/periods") },
			{ .label = visit_say(&v, N_("Rules")), .url = URL("/rules") },
			{ .label = visit_say(&v, N_("Tallies")), .url = URL("/tallies") },
		};
		p.button = may_compose(&v) ? b : b + 1;
		p.n_button = may_compose(&v) ? 3 : 2;
		if (v.roles & (ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER))
			p.n_button++;
		p.table.column = list_columns(&v, &p.table.n_column);
		enum rc rc = list_fields(&v, f, state, period);
		if (rc == RC_OK)
			rc = collect(&v, state, period, row, &p.table.n_row);
		visit_frame(&v, p.title, "boards");
		if (rc == RC_OK)
			res_send_list(&v, &p);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- composing ------------------------------------------------------------------------------------------------ */

struct compose {
	struct visit *v;
	struct board_ask ask;
	struct ui_field field[6];
	struct res_form p;
	struct res_said said;
};

/* Periods whose office the visitor works in, and the rules in force in them. */
static enum rc compose_choices(struct compose *c)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	struct period *p;
	struct js *rules;
	size_t n, k = 0, r = 0;
	TRY(all_periods(v, &p, &n));
	TRY(visit_rows(v, "ruleset.list", 0, NULL, 1000, SV_NONE, &rules, NULL));
	struct ui_choice *cp = NEW(a, struct ui_choice, n + 1), *cr = NEW(a, struct ui_choice, rules->n + 1);
	for (size_t i = 0; i < n; i++)
		if (res_holds(v, ROLE_OFFICE, p[i].owner))
			cp[k++] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)p[i].id),
				.chosen = p[i].id == c->ask.period,
				.label = arena_printf(a, "%.*s %.*s (%.*s)", SV_ARG(visit_unit_name(v, p[i].owner)),
					SV_ARG(p[i].name),
						      SV_ARG(res_word(v, sv_of(period_state_name(p[i].state))))) };
	for (const struct js *o = rules->first; o; o = o->next) {
		int64_t id = js_get_int(o, "id", 0);
		if (!sv_is(js_get_sv(o, "state"), "adopted") || !res_holds(v, ROLE_OFFICE, js_get_int(o, "owner", 0)))
			continue;
		cr[r++] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)id),
			.chosen = id == c->ask.ruleset,
			.label = arena_tr(a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(js_get_sv(o, "name")),
					  (long long)js_get_int(o, "version", 0)) };
	}
	c->field[0].choice = cp;
	c->field[0].n_choice = k;
	c->field[1].choice = cr;
	c->field[1].n_choice = r;
	return RC_OK;
}

static enum rc compose_read(struct compose *c)
{
	struct visit *v = c->v;
	struct sv within = res_param(v, "within"), group = res_param(v, "peer_group"), name = res_param(v, "name");
	if (!sv_int(res_param(v, "period"), &c->ask.period))
		c->ask.period = 0;
	if (!sv_int(res_param(v, "ruleset"), &c->ask.ruleset))
		c->ask.ruleset = 0;
	c->ask.kind = res_param(v, "kind");
	c->ask.peer_group = group.n ? group : SV_NONE;
	c->ask.name = name.n ? name : SV_NONE;
	return within.n ? res_named_unit(v, "within", within, &c->ask.within) : RC_OK;
}

static enum rc compose_fields(struct compose *c)
{
	struct visit *v = c->v;
	static const struct {
		enum input_kind kind;
		const char *name, *label, *hint;
		bool optional;
	} def[] = {
		{ INPUT_SELECT, "period", N_("Period"),
			N_("It must be closed: then nothing in it changes but by correction."), false },
		{ INPUT_SELECT, "ruleset", N_("Rules"), N_("Only adopted rules compare units."), false },
		{ INPUT_RADIO, "kind", N_("Like units"),
			N_("Villages are compared with villages, groups with groups, teams with teams."), false },
		{ INPUT_LINE, "within", N_("Inside"),
			N_("Name or code of the unit whose units of that kind are compared. Empty: all of the office's own."),
			true },
		{ INPUT_LINE, "peer_group", N_("Peer group"),
			N_("Only where the rules name a smaller group of like units."), true },
		{ INPUT_LINE, "name", N_("Name of the board"), N_("Empty: made of place, period and kind."), true },
	};
	for (size_t i = 0; i < COUNT(def); i++)
		c->field[i] = (struct ui_field){ .kind = def[i].kind, .name = def[i].name,
			.label = visit_say(v, def[i].label),
			.hint = visit_say(v, def[i].hint), .optional = def[i].optional,
				.value = res_param(v, def[i].name),
			.width = 20, .max = i == 5 ? 100 : 60 };
	c->field[2].choice = res_choices(v, BOARD_KINDS, c->ask.kind.n ? c->ask.kind : SV("village"), NULL,
		&c->field[2].n_choice);
	return compose_choices(c);
}

static void preview_rows(struct compose *c, const struct js *f)
{
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	const struct js *rows = js_get(f, "rows");
	static const char *const heads[] = { N_("Place"), N_("Unit"), N_("Score"), N_("Credits"), N_("Debits"),
		N_("Why it is listed"), N_("Which list") };
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, (rows ? rows->n : 0) + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 1,
					     .kind = i == 1 || i == 5 ? COLUMN_TEXT : i == 6 ? COLUMN_TAG :
					     	COLUMN_NUMBER };
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next) {
		struct ui_cell *k = NEW(a, struct ui_cell, COUNT(heads));
		struct board_place p = { .side = js_get_sv(r, "side"), .mover = js_get_bool(r, "mover") };
		struct dec zero = { 0 };
		int64_t place = js_get_int(r, "place", 0);
		bool exempt = js_get_sv(r, "exempt_no").n > 0;
		const struct js *yield = js_get(r, "yield");
		k[0] = (struct ui_cell){ .text = place ? fmt_place(a, v->cx.lang, place, js_get_bool(r, "tied")) : SV("—"),
			.aside = res_band_text(v, yield), .spoken = res_band_words(v, yield) };
		k[1] = (struct ui_cell){ .text = js_get_sv(r, "name"), .note = res_tier_text(v, yield) };
		k[2].text = exempt ? SV("—") : fmt_score(a, v->cx.lang, js_get_dec(r, "total", zero));
		k[3].text = exempt ? SV("—") : fmt_change(a, v->cx.lang, js_get_dec(r, "plus", zero));
		k[4].text = exempt ? SV("—") : fmt_change(a, v->cx.lang, js_get_dec(r, "minus", zero));
		k[5].text = exempt ? js_get_sv(r, "exempt_no") : js_get_sv(r, "reason");
		k[6].tag = res_side_tag(v, &p);
		row[n++].cell = k;
	}
	c->p.preview = (struct ui_table){ .caption = visit_say(v, N_("What the rules give")), .column = col,
		.n_column = COUNT(heads),
					  .row = row, .n_row = n, .cards = true };
	c->p.preview_title = js_get_sv(f, "name");
	c->p.preview_note = visit_say(v, N_("Nothing is made yet; nobody else sees this."));
}

/* What the jury was; told also where it is the reason why there is no board. */
static enum rc tell_jury(struct compose *c)
{
	struct js *said;
	struct ctx probe = c->v->cx;
	ctx_forget(&probe);
	enum rc rc = board_said(&probe, c->v->db, &c->ask, 0, &said);
	if (rc != RC_OK)
		return rc;
	res_said_of(c->v, said, &c->said);
	if (c->said.n || c->said.judges.n_row)
		c->p.said = &c->said;
	return RC_OK;
}

static void compose_show(struct compose *c, int status)
{
	struct visit *v = c->v;
	const char *const names[] = { "period", "ruleset", "kind", "within", "peer_group", "name" };
	for (size_t i = 0; i < COUNT(c->field); i++)
		c->field[i].faults = v->cx.faults;
	c->p.frame = &v->frame;
	c->p.faults = v->cx.faults;
	c->p.title = visit_say(v, N_("Compose a board"));
	c->p.up = URL("/boards");
	c->p.up_label = visit_say(v, N_("Boards"));
	c->p.form = (struct ui_form){ .action = URL("/boards/new"), .get = true };
	c->p.field = c->field;
	c->p.n_field = COUNT(c->field);
	c->p.button = (struct ui_button){ .kind = c->p.preview.n_row ? BUTTON_PLAIN : BUTTON_DEFAULT, .name = "try",
		.value = "1",
					  .label = visit_say(v, N_("Try it")) };
	if (c->p.preview.n_row) {
		struct ui_field *kept = NEW(v->cx.a, struct ui_field, COUNT(names));
		for (size_t i = 0; i < COUNT(names); i++)
			kept[i] = (struct ui_field){ .name = names[i], .value = res_param(v, names[i]) };
		c->p.kept = kept;
		c->p.n_kept = COUNT(names);
		c->p.confirm = (struct ui_confirm){
			.form = visit_form(v, URL("/boards/new"), 0), .title = visit_say(v, N_("Compose this board?")),
				.no = URL("/boards"),
			.text = visit_say(v,
				N_("It becomes a draft that the office, its leaders and verifiers see. The units see it when you show it to them.")),
			.yes = { .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Compose it")) },
		};
	}
	visit_frame(v, c->p.title, "board-new");
	res_form_page(&v->out, &c->p);
	visit_send(v, status);
}

void res_board_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct compose c = { .v = &v };
		struct js *f;
		enum rc rc = may_compose(&v) ? compose_read(&c) :
			     fail(&v.cx, RC_DENIED, "results.compose",
			     	N_("Boards are composed by the supervision office."));
		if (!may_compose(&v)) {
			visit_fail(&v, rc);
			visit_close(&v);
			return;
		}
		enum rc shape = compose_fields(&c);
		if (shape == RC_OK && rc == RC_OK && res_param(&v, "try").n) {
			rc = board_prepare(&v.cx, v.db, &c.ask, &f);
			if (rc == RC_OK)
				preview_rows(&c, f);
			if (rc == RC_OK || rc == RC_CONFLICT)
				(void)!tell_jury(&c); /* beside a fault that is told already */
		}
		compose_show(&c, rc == RC_OK ? 200 : rc_http(rc));
	}
	visit_close(&v);
}

void res_do_board_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct compose c = { .v = &v };
		struct act_answer answer;
		struct js *f;
		int64_t made = res_made_before(&v);
		enum rc rc = made ? RC_OK : compose_read(&c);
		if (rc == RC_OK && !made)
			rc = board_prepare(&v.cx, v.db, &c.ask, &f);
		if (rc == RC_OK && !made)
			rc = visit_act(&v, "board.compose", 0, f, &answer);
		if (rc == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, res_board_url(v.cx.a, made ? made : answer.subject),
				"done", SV("compose")).s);
		else if (compose_fields(&c) == RC_OK)
			compose_show(&c, rc_http(rc));
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
