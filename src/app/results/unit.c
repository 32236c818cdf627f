/* A unit: who it is and was, what it owes, where it stood. */
#include "app/unit/unit.h"

#include "app/results/handlers.h"
#include "app/results/honest.h"
#include "app/results/list.tmpl.h"
#include "app/results/queries.sql.h"
#include "app/results/targets.h"

static struct ui_table table_of(struct visit *v, const char *caption, const char *const *heads,
	const enum column_kind *kinds, size_t n)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	return (struct ui_table){ .caption = visit_say(v, caption), .column = col, .n_column = n, .cards = true };
}

/* Names in other times, other names, peer groups. */
static enum rc names(struct visit *v, const struct unit *u, struct res_section *s)
{
	enum rc rc;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 40);
	size_t n = 0;
	struct unit parent = { .name = SV("") };
	struct js *shown;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Kind")), .value = res_word(v, u->kind) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Short name")), .value = u->short_name };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Code")), .value = u->code };
	if (u->parent) {
		TRY(unit_get(&v->cx, v->db, u->parent, &parent));
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Belongs to")), .value = parent.name,
			.url = url_seg(a, URL("/u"), parent.code) };
	}
	TRY(visit_rows(v, "unit.show", u->id, NULL, 1, SV_NONE, &shown, NULL));
	const struct js *aliases = js_get(shown->first, "aliases");
	struct buf b = buf_new(a, 4096);
	for (const struct js *x = aliases ? aliases->first : NULL; x; x = x->next)
		buf_printf(&b, "%s%.*s", b.n ? "、" : "", SV_ARG(x->s));
	if (b.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Other names")), .value = buf_sv(&b) };
	if (js_get_int(shown->first, "staff", 0))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Number of staff")), .value = arena_printf(a, "%lld", (long long)js_get_int(shown->first, "staff", 0)),
			.hint = arena_tr(a, v->cx.lang, N_("since %.*s, %.*s"), SV_ARG(js_get_sv(shown->first, "staff_since")),
				SV_ARG(js_get_sv(shown->first, "staff_source"))) };
	struct stmt *st = db_query(v->db, &res_unit_peer);
	bind_int(st, 1, u->id);
	while (db_step(&v->cx, st, &rc))
		if (n < 20)
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Peer group")), .value = col_sv(st, 0, a) };
	if (rc != RC_OK)
		return rc;
	st = db_query(v->db, &res_unit_past);
	bind_int(st, 1, u->id);
	while (db_step(&v->cx, st, &rc)) {
		struct sv name = col_sv(st, 1, a);
		if (n < 40 && !sv_eq(name, u->name))
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Earlier name")), .value = name,
				.hint = arena_tr(a, v->cx.lang, N_("since %.*s"),
					SV_ARG(day_text(a, col_day(st, 0)))) };
	}
	if (day_is(u->closed))
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Ended")), .value = day_text(a, u->closed) };
	*s = (struct res_section){ .title = visit_say(v, N_("The unit")), .facts = { .fact = f, .n = n } };
	if (visit_may(v, "unit.staff", u->id)) {
		struct ui_button *button = NEW(a, struct ui_button, 1);
		*button = (struct ui_button){ .label = visit_say(v, N_("Tell the number of staff")),
			.url = res_form_url(v, "unit.staff", u->id, url_seg(a, URL("/u"), u->code).s) };
		s->buttons = (struct ui_buttons){ .button = button, .n = 1 };
	}
	return rc;
}

static enum rc matters(struct visit *v, const struct unit *u, struct res_section *s)
{
	struct scope scope;
	struct matter_count c;
	struct arena *a = v->cx.a;
	struct matter_filter f = { .unit = u->id, .open = true };
	struct ui_fact *fact = NEW(a, struct ui_fact, LIGHT_COUNT_ + 1);
	size_t n = 0;
	f.due_from = f.due_to = DAY_NONE;
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	const struct view_def *def = registry_view(store_nouns(web_store(v->web)), SV("matter.list"), NULL);
	*s = (struct res_section){ .title = visit_say(v, N_("Open matters")) };
	if (!def || person_scope(&probe, v->db, &v->actor, def, &scope) != RC_OK) {
		s->empty.text = visit_say(v, N_("Matters are the business of other posts than yours."));
		return RC_OK;
	}
	TRY(matter_counts(&v->cx, v->db, &scope, &f, v->today, &c));
	for (int i = 0; i < LIGHT_COUNT_; i++) {
		const struct light_look *k = light_look((enum light)i);
		if (!c.light[i] || k == light_look(LIGHT_CLOSED))
			continue;
		struct url url = url_arg(a, url_arg(a, url_arg(a, URL("/matters"), "unit", u->code), "light",
			sv_of(k->name)), "open", SV("1"));
		fact[n++] = (struct ui_fact){ .label = visit_say(v, k->word),
			.value = fmt_int(a, v->cx.lang, c.light[i]), .url = url };
	}
	s->facts = (struct ui_facts){ .fact = fact, .n = n, .wide = true };
	if (n == 0)
		s->empty = (struct ui_empty){ .good = true, .text = visit_say(v,
			N_("No open matter of this unit that you may see.")) };
	return RC_OK;
}

static enum rc boards(struct visit *v, const struct unit *u, struct res_section *s)
{
	static const char *const heads[] = { N_("Board"), N_("Score"), N_("Place"), N_("Which list"), N_("State") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_TAG, COLUMN_TAG };
	enum rc rc;
	int64_t id[12];
	size_t n = 0, k = 0;
	struct ui_row *row = NEW(v->cx.a, struct ui_row, COUNT(id));
	struct stmt *st = db_query(v->db, &res_unit_boards);
	bind_int(st, 1, u->id);
	while (db_step(&v->cx, st, &rc))
		if (n < COUNT(id))
			id[n++] = col_int(st, 0);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct res_seen seen;
		if (res_see(v, id[i], &seen) != RC_OK) {
			ctx_forget(&v->cx);
			continue;
		}
		for (size_t r = 0; r < seen.n; r++) {
			const struct board_place *p = &seen.place[r];
			if (p->unit != u->id)
				continue;
			struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
			bool full = res_full(&seen, r), total = (full || seen.totals) && !p->exempt_no.n;
			c[0] = (struct ui_cell){ .text = seen.b.name, .url = full ?
				res_why_url(v->cx.a, id[i], u->id) : res_board_url(v->cx.a, id[i]) };
			c[1].text = total ? res_total(v, p) : SV("—");
			c[2].text = res_place_text(v, &seen, r);
			c[3].tag = res_side_tag(v, p);
			c[4].tag = res_state_tag(v, &seen.b);
			row[k++].cell = c;
		}
	}
	*s = (struct res_section){ .title = visit_say(v, N_("Latest boards")), .table = table_of(v, N_("Latest boards"), heads, kinds, COUNT(heads)) };
	s->table.row = row;
	s->table.n_row = k;
	s->empty.text = visit_say(v, N_("No board with this unit is shown to you."));
	return rc;
}

static struct sv roles_of(struct visit *v, int64_t post)
{
	struct grant *g;
	size_t n;
	struct buf b = buf_new(v->cx.a, 4096);
	if (post_grants(&v->cx, v->db, post, &g, &n) != RC_OK)
		return SV("");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", b.n ? (v->cx.lang == LANG_ZH ? "、" : ", ") : "",
			SV_ARG(res_word(v, sv_of(role_name(g[i].role)))));
	return b.n ? buf_sv(&b) : SV("");
}

static enum rc posts(struct visit *v, const struct unit *u, struct res_section *s)
{
	static const char *const heads[] = { N_("Post"), N_("Holder"), N_("Roles") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT };
	struct post *p;
	size_t n;
	TRY(posts_of_unit(&v->cx, v->db, u->id, &p, &n));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *c = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = p[i].title, .url = url_seg_int(v->cx.a, URL("/people"), p[i].id) };
		c[1].text = p[i].holder;
		c[2].text = roles_of(v, p[i].id);
		row[i] = (struct ui_row){ .cell = c, .struck = p[i].disabled };
	}
	*s = (struct res_section){ .title = visit_say(v, N_("Posts")), .table = table_of(v, N_("Posts"), heads, kinds, COUNT(heads)) };
	s->table.row = row;
	s->table.n_row = n;
	s->empty.text = visit_say(v, N_("No post stands here. The office or the system administrator adds one."));
	return RC_OK;
}

static enum rc below(struct visit *v, const struct unit *u, struct res_section *s)
{
	static const char *const heads[] = { N_("Unit"), N_("Kind"), N_("Code") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT };
	struct unit *c;
	size_t n, k = 0;
	TRY(unit_children(&v->cx, v->db, u->id, &c, &n));
	struct ui_row *row = NEW(v->cx.a, struct ui_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ui_cell *cell = NEW(v->cx.a, struct ui_cell, COUNT(heads));
		cell[0] = (struct ui_cell){ .text = c[i].name, .url = url_seg(v->cx.a, URL("/u"), c[i].code) };
		cell[1].text = res_word(v, c[i].kind);
		cell[2].text = c[i].code;
		row[k++] = (struct ui_row){ .cell = cell, .struck = day_is(c[i].closed) };
	}
	*s = (struct res_section){ .title = visit_say(v, N_("Units that belong to it")), .table = table_of(v, N_("Units that belong to it"), heads, kinds, COUNT(heads)) };
	s->table.row = row;
	s->table.n_row = k;
	return RC_OK;
}

void res_unit(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct unit u;
		struct res_section s[6];
		size_t n = 0;
		enum rc rc = unit_by_code(&v.cx, v.db, http_param(rq, "code"), &u);
		if (rc == RC_OK)
			rc = names(&v, &u, &s[n++]);
		if (rc == RC_OK)
			rc = matters(&v, &u, &s[n++]);
		if (rc == RC_OK)
			rc = res_targets_section(&v, &u, &s[n]);
		n += rc == RC_OK && s[n].table.n_row > 0;
		if (rc == RC_OK)
			rc = boards(&v, &u, &s[n++]);
		if (rc == RC_OK)
			rc = posts(&v, &u, &s[n++]);
		if (rc == RC_OK)
			rc = below(&v, &u, &s[n]);
		n += rc == RC_OK && s[n].table.n_row > 0;
		if (rc == RC_OK) {
			struct res_doc d = { .frame = &v.frame, .title = u.name, .section = s, .n = n };
			visit_frame(&v, u.name, "unit");
			res_doc_page(&v.out, &d);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
