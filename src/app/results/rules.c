/* Rules: the text by which points are made, as a document whose clauses can be pointed at. */
#include "app/results/handlers.h"

#include "app/results/list.tmpl.h"
#include "app/results/record.tmpl.h"
#include "app/results/rule_pages.h"
#include "app/unit/unit.h"
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_print.h"

static struct ui_tag state_tag(struct visit *v, const struct ruleset *r)
{
	bool draft = sv_is(r->state, "draft"), adopted = sv_is(r->state, "adopted"), runs = adopted &&
		r->from.n <= v->today.n;
	return (struct ui_tag){ .shape = draft ? "circle_open" : adopted ? "lock" : "strike", .colour = draft ?
		"blue" : adopted ? "quiet" : "grey",
				.word = runs ? visit_say(v, N_("In force")) : res_word(v, r->state) };
}

static enum rc version_rows(struct visit *v, int64_t series, int64_t here, struct ui_table *t)
{
	static const char *const all_heads[] = { N_("Rules"), N_("Version"), N_("Valid from"), N_("State"),
		N_("Unit whose office counts by it") };
	/* Beside one text its name need not be said again. */
	const char *const *heads = series ? all_heads + 1 : all_heads;
	size_t skip = series ? 1 : 0;
	struct arena *a = v->cx.a;
	struct js *rows;
	size_t n_col = series ? 3 : COUNT(all_heads), n = 0;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(all_heads));
	for (size_t i = 0; i < n_col; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .minor = i == 4,
					     .kind = i + skip == 1 && i ? COLUMN_NUMBER : i + skip == 2 ?
					     	COLUMN_DATE : i + skip == 3 ? COLUMN_TAG : COLUMN_TEXT };
	TRY(visit_rows(v, "ruleset.list", 0, NULL, 1000, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *o = rows->first; o; o = o->next) {
		struct ruleset r;
		if (series && js_get_int(o, "series", 0) != series)
			continue;
		TRY(ruleset_get(&v->cx, v->db, js_get_int(o, "id", 0), &r));
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(all_heads));
		c[0].text = r.name;
		c[1].text = arena_printf(a, "%lld", (long long)r.version);
		c[skip].url = url_seg_int(a, URL("/rules"), r.id);
		c[2].text = day_text(a, r.from);
		c[3].tag = state_tag(v, &r);
		c[4].text = js_get_sv(o, "owner_name");
		for (size_t k = n; k > 0; k--) /* the latest first */
			row[k] = row[k - 1];
		row[0] = (struct ui_row){ .cell = c + skip, .here = r.id == here,
			.struck = sv_is(r.state, "replaced") };
		n++;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Versions")), .column = col, .n_column = n_col, .row = row, .n_row = n, .cards = true };
	return RC_OK;
}

void res_rules(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct ui_button b = { .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Draft rules")),
			.url = URL("/rules/new") };
		struct res_list p = {
			.title = visit_say(&v, N_("Rules")), .button = &b, .n_button = v.roles & ROLE_OFFICE ? 1 : 0,
			.lead = visit_say(&v,
				N_("Whoever is judged by a rule may read it. A version in force is never edited, only followed by the next; boards of old periods are always computed by the version of then.")),
			.empty = { .text = visit_say(&v,
				N_("There are no rules yet. The office drafts them as text, and a second person adopts them.")) },
		};
		enum rc rc = version_rows(&v, 0, 0, &p.table);
		visit_frame(&v, p.title, "rules");
		if (rc == RC_OK)
			res_send_list(&v, &p);
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- the text as a document ---------------------------------------------------------------------------------------- */

struct reader {
	size_t c, i, l;              /* class, item, line last seen */
	bool end;                    /* below 汇总 */
};

/* The canonical text has one thing a line, "关键词：内容", indented by what it belongs to. */
static struct res_clause clause_of(struct arena *a, struct reader *at, struct sv line)
{
	size_t blanks = 0;
	while (blanks < line.n && line.p[blanks] == ' ')
		blanks++;
	struct sv text = sv_from(line, blanks), colon = SV("：");
	size_t cut = sv_find(text, colon, 0);
	struct res_clause r = { .level = blanks >= 4 ? 2 : blanks >= 2 ? 1 : 0, .value = text, .id = SV("") };
	if (cut != SIZE_MAX) {
		r.key = sv_upto(text, cut);
		r.value = sv_from(text, cut + colon.n);
	}
	if (sv_is(r.key, "指标")) {
		*at = (struct reader){ .c = at->c + 1 };
		r.head = true;
		r.id = arena_printf(a, "c%zu", at->c);
	} else if (sv_is(r.key, "项目")) {
		at->i++;
		at->l = 0;
		r.head = true;
		r.id = arena_printf(a, "c%zu-i%zu", at->c, at->i);
	} else if (sv_is(r.key, "计分")) {
		r.id = arena_printf(a, "c%zu-i%zu-l%zu", at->c, at->i, ++at->l);
	} else if (sv_is(r.key, "汇总")) {
		r.head = true;
		r.value = r.key;
		r.key = SV("");
		r.id = SV("sum");
	}
	return r;
}

static struct res_clause *text_of(struct visit *v, const struct ruleset *r, struct res_rule_page *p)
{
	struct sv rest = r->text, line;
	size_t cap = 1;
	for (size_t i = 0; i < r->text.n; i++)
		cap += r->text.p[i] == '\n';
	struct res_clause *c = NEW(v->cx.a, struct res_clause, cap + 1);
	struct reader at = { 0 };
	for (int no = 1; sv_split(&rest, '\n', &line); no++)
		if (sv_trim(line).n) {
			c[p->n_clause] = clause_of(v->cx.a, &at, line);
			c[p->n_clause++].line = no;
		}
	p->clause = c;
	return c;
}

/* Under each line the sentence that says the same in a document. */
static void say_lines(struct visit *v, const struct rule *r, struct res_clause *clause, size_t n)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++) {
				const struct rule_line *line = &r->classes[c].items[i].lines[l];
				for (size_t k = 0; k < n; k++)
					if (clause[k].line == line->at.line)
						clause[k].say = rule_sentence(v->cx.a, v->cx.lang, &r->classes[c].items[i], line);
			}
}

static enum rc advice_of(struct visit *v, const struct ruleset *r, struct res_clause *text,
	struct res_rule_page *p)
{
	struct rule *rule;
	size_t n = 0;
	TRY(ruleset_rule(&v->cx, r, &rule));
	say_lines(v, rule, text, p->n_clause);
	struct rule_advice *all;
	if (sv_is(r->state, "draft")) /* what nothing feeds, is told while it can be changed */
		TRY(ruleset_advice(&v->cx, v->db, r, rule, &all));
	else
		all = rule_lint(&v->cx, rule);
	for (const struct rule_advice *a = all; a; a = a->next)
		n++;
	struct res_clause *c = NEW(v->cx.a, struct res_clause, n + 1);
	n = 0;
	for (const struct rule_advice *a = all; a; a = a->next)
		c[n++] = (struct res_clause){ .key = arena_tr(v->cx.a, v->cx.lang, N_("line %d:"), a->at.line),
			.value = a->text };
	p->advice = c;
	p->n_advice = n;
	return RC_OK;
}

static void rule_facts(struct visit *v, const struct ruleset *r, struct res_rule_page *p)
{
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 8);
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Counts for")), .value = visit_unit_name(v, r->owner) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Valid from")), .value = day_text(a, r->from) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Author")), .value = visit_post_name(v, r->author),
		.hint = res_when(v, r->at) };
	if (r->adopter)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Adopted by")), .value = visit_post_name(v, r->adopter),
			.hint = res_when(v, r->adopted_at) };
	if (r->basis_doc.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Basis")), .value = r->basis_doc };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Digest")), .value = res_short_digest(a, r->digest),
		.hint = arena_printf(a, "SM3 %.*s", SV_ARG(r->digest)) };
	p->facts = (struct ui_facts){ .fact = f, .n = n };
}

static void rule_acts(struct visit *v, const struct ruleset *r, struct res_rule_page *p)
{
	struct arena *a = v->cx.a;
	struct url here = url_seg_int(a, URL("/rules"), r->id);
	bool office = res_holds(v, ROLE_OFFICE, r->owner), draft = sv_is(r->state, "draft");
	struct ui_button *b = NEW(a, struct ui_button, 3);
	size_t n = 0;
	if (office && !sv_is(r->state, "replaced"))
		b[n++] = (struct ui_button){ .label = visit_say(v, draft ? N_("Change the draft") : N_("Draft the next version from it")),
			.url = url_arg_int(a, URL("/rules/new"), "from", r->id) };
	if (res_holds(v, ROLE_OFFICE | ROLE_LEADER | ROLE_AUDITADMIN, r->owner))
		b[n++] = (struct ui_button){ .label = visit_say(v, N_("Try it on closed periods")), .url = url_seg(a, here, SV("try")) };
	b[n++] = (struct ui_button){ .label = visit_say(v, N_("Compare with another version")), .url = url_seg(a, here, SV("diff")) };
	p->acts = (struct ui_buttons){ .button = b, .n = n };
}

static void adopt_form(struct visit *v, const struct ruleset *r, struct res_rule_page *p, const struct fault *had)
{
	struct arena *a = v->cx.a;
	struct url here = url_seg_int(a, URL("/rules"), r->id);
	if (!sv_is(r->state, "draft"))
		return;
	if (!visit_may(v, "ruleset.adopt", r->id)) {
		p->why_not = visit_say(v,
			N_("A draft. Another person than its author adopts it: the head of the office or a leader."));
		return;
	}
	const struct fault *no = res_refusal(v, "ruleset.adopt", r->id, NULL);
	if (no && !had) {
		p->why_not = no->text;
		return;
	}
	struct ui_field *f = NEW(a, struct ui_field, 2);
	f[0] = (struct ui_field){ .kind = INPUT_LINE, .name = "basis_doc", .label = visit_say(v, N_("Document that puts it in force")), .optional = true,
				.width = 20, .max = 60, .value = res_param(v, "basis_doc"), .faults = had };
	p->adopt = (struct ui_confirm){
		.form = visit_form(v, url_seg(a, here, SV("adopt")), r->id),
			.title = visit_say(v, N_("Adopt these rules?")), .no = URL("/rules"),
		.text = arena_tr(a, v->cx.lang,
			N_("From %.*s on entries are made by this text. It is never edited after that, only followed by the next version."),
				 SV_ARG(day_text(a, r->from))),
		.yes = { .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Adopt")) },
	};
	p->field = f;
	p->n_field = 1;
	if (p->n_advice)
		f[p->n_field++] = (struct ui_field){ .kind = INPUT_CHECK, .name = "advice_read", .value = SV(""), .faults = had,
			.label = arena_trn(a, v->cx.lang, (int64_t)p->n_advice, N_("I have read the %zu piece of advice below"),
				N_("I have read the %zu pieces of advice below"), p->n_advice) };
	p->advice_seen = arena_printf(a, "%zu", p->n_advice);
	p->may_adopt = true;
}

static enum rc show_rule(struct visit *v, int64_t id, int status)
{
	struct ruleset r;
	struct fault *had = v->cx.faults;
	struct res_rule_page p = { .frame = &v->frame, .faults = had };
	TRY(ruleset_read(&v->cx, v->db, v->session.post, id, &r));
	p.title = arena_tr(v->cx.a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(r.name), (long long)r.version);
	p.tag = state_tag(v, &r);
	struct res_clause *text = text_of(v, &r, &p);
	rule_facts(v, &r, &p);
	rule_acts(v, &r, &p);
	TRY(advice_of(v, &r, text, &p));
	adopt_form(v, &r, &p, had);
	TRY(version_rows(v, r.series, r.id, &p.versions));
	if (sv_is(res_param(v, "done"), "draft"))
		p.done = res_done(v, N_("The draft is kept. A second person adopts it."));
	if (sv_is(res_param(v, "done"), "adopt"))
		p.done = res_done(v, N_("The rules are adopted."));
	visit_frame(v, p.title, "rule");
	v->frame.error = had != NULL;
	res_rule_page(&v->out, &p);
	visit_send(v, status);
	return RC_OK;
}

void res_rule(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show_rule(&v, http_param_int(rq, "id"), 200);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

void res_do_rule_adopt(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct act_answer answer;
		int64_t id = http_param_int(rq, "id");
		enum rc rc = visit_act(&v, "ruleset.adopt", id, visit_fields(&v), &answer);
		if (rc == RC_OK)
			visit_redirect(&v, url_arg(v.cx.a, url_seg_int(v.cx.a, URL("/rules"), id), "done",
				SV("adopt")).s);
		else if (show_rule(&v, id, rc_http(rc)) != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
