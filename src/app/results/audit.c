/* For whoever comes unannounced: the journal row by row, the state of its chain, the last checkpoint. */
#include "app/results/handlers.h"

#include "app/results/audit.tmpl.h"
#include "app/results/list.tmpl.h"
#include "app/results/queries.sql.h"
#include "app/unit/unit.h"
#include "store/merkle.h"
#include "store/secret.h"

enum { PAGE = 50, FACTS_MAX = 200 << 10 };

/* Each reads what was done, or followed, in the own part of the tree; the audit administrator also what the system did
 * of itself. */
static enum rc audit_scope(struct visit *v, struct scope *ret)
{
	const struct view_def journal = { .name = "audit", .roles = RES_AUDITORS };
	if (!(v->roles & RES_AUDITORS))
		return fail(&v->cx, RC_DENIED, "results.audit",
			    N_("The journal is read by the audit administrator, the heads of supervision offices and the leaders. Your own acts stand on the pages they concern."));
	return person_scope(&v->cx, v->db, &v->actor, &journal, ret);
}

struct search {
	struct sv act;
	int64_t actor, subject, before; /* actor -1: any */
	struct day from, to;
};

static enum rc read_search(struct visit *v, struct search *ret)
{
	struct search q = { .act = res_param(v, "act"), .actor = -1, .before = INT64_MAX, .from = DAY_NONE,
		.to = DAY_NONE };
	const struct registry *nouns = store_nouns(web_store(v->web));
	struct sv actor = res_param(v, "actor"), subject = res_param(v, "subject");
	enum rc rc = RC_OK;
	if (actor.n && !sv_is(actor, "system")) {
		struct ctx probe = v->cx;
		ctx_forget(&probe);
		if (door_subject(&probe, v->db, registry_noun(nouns, SV("person")), actor, &q.actor) != RC_OK)
			rc = fail_at(&v->cx, RC_INVALID, "actor", "results.actor", "%.*s",
				SV_ARG(probe.faults ? probe.faults->text : SV("")));
	} else if (actor.n) {
		q.actor = 0;
	}
	struct sv id = subject.n && subject.p[0] == '#' ? sv_from(subject, 1) : subject;
	if (subject.n && (!sv_int(id, &q.subject) || q.subject <= 0))
		rc = fail_at(&v->cx, RC_INVALID, "subject", "results.subject",
			N_("Write the number of the subject, as the rows show it."));
	if (res_param(v, "from").n && !day_parse(res_param(v, "from"), &q.from))
		rc = fail_at(&v->cx, RC_INVALID, "from", "results.day", N_("Write the day as 2026-11-21."));
	if (res_param(v, "to").n && !day_parse(res_param(v, "to"), &q.to))
		rc = fail_at(&v->cx, RC_INVALID, "to", "results.day", N_("Write the day as 2026-11-21."));
	if (res_param(v, "before").n && !sv_int(res_param(v, "before"), &q.before))
		q.before = INT64_MAX;
	*ret = q;
	return rc;
}

static struct stmt *search_stmt(struct visit *v, const struct search *q, const struct scope *s, int limit)
{
	struct stmt *st = db_query(v->db, &res_journal_search);
	bind_int(st, 1, q->before);
	bind_sv(st, 2, q->act);
	bind_int(st, 3, q->actor);
	bind_int(st, 4, q->subject);
	bind_int(st, 5, day_is(q->from) ? instant_of_day(q->from) : 0);
	bind_int(st, 6, day_is(q->to) ? instant_of_day((struct day){ q->to.n + 1 }) : INT64_MAX);
	scope_bind(st, 7, s);
	bind_int(st, 15, (v->roles & ROLE_AUDITADMIN) != 0);
	bind_int(st, 16, limit);
	return st;
}

static struct sv act_label(struct visit *v, struct sv act)
{
	const struct act_def *d = registry_act(store_nouns(web_store(v->web)), act, NULL);
	return d ? visit_say(v, d->label) : act;
}

static enum rc found_rows(struct visit *v, const struct search *q, const struct scope *s, struct ui_table *t,
	int64_t *ret_last, bool *ret_more)
{
	static const char *const heads[] = { N_("Row"), N_("Time"), N_("Who"), N_("Act"), N_("Subject"),
		N_("Because of") };
	enum rc rc;
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, PAGE + 1);
	struct stmt *st = search_stmt(v, q, s, PAGE + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .minor = i >= 4,
					     .kind = i == 1 ? COLUMN_DATE : i >= 4 ? COLUMN_NUMBER : COLUMN_TEXT };
	*ret_more = false;
	while (db_step(&v->cx, st, &rc)) {
		if (n == PAGE) {
			*ret_more = true;
			continue;
		}
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		int64_t seq = col_int(st, 0), cause = col_int(st, 5);
		struct sv act = col_sv(st, 3, a);
		c[0] = (struct ui_cell){ .text = arena_printf(a, "%lld", (long long)seq),
			.url = url_seg_int(a, URL("/audit"), seq) };
		c[1].text = res_when(v, col_int(st, 1));
		c[2].text = arena_printf(a, "%lld", (long long)col_int(st, 2));
		c[3] = (struct ui_cell){ .text = act_label(v, act), .note = act };
		if (!col_null(st, 6))
			c[3].tag = (struct ui_tag){ .shape = "strike", .colour = "grey",
				.word = visit_say(v, N_("lawfully erased")) };
		c[4] = (struct ui_cell){ .text = arena_printf(a, "#%lld", (long long)col_int(st, 4)),
			.url = url_arg_int(a, URL("/audit"), "subject", col_int(st, 4)) };
		c[5].text = cause ? arena_printf(a, "%lld", (long long)cause) : SV("");
		if (cause)
			c[5].url = url_seg_int(a, URL("/audit"), cause);
		*ret_last = seq;
		row[n++].cell = c;
	}
	for (size_t i = 0; i < n; i++) { /* after the statement: it reads too */
		struct ui_cell *c = (struct ui_cell *)(uintptr_t)row[i].cell;
		int64_t post = 0;
		(void)sv_int(c[2].text, &post);
		c[2].text = visit_post_name(v, post);
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Rows of the journal")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n, .cards = true };
	return rc;
}

static const struct ui_choice *act_choices(struct visit *v, struct sv chosen, size_t *ret_n)
{
	const struct registry *r = store_nouns(web_store(v->web));
	size_t cap = 1, n = 0;
	for (size_t i = 0; i < r->n; i++)
		cap += r->nouns[i]->n_acts;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, cap);
	c[n++] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("any act")) };
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->nouns[i]->n_acts; k++) {
			const struct act_def *d = &r->nouns[i]->acts[k];
			c[n++] = (struct ui_choice){ .value = sv_of(d->name), .chosen = sv_is(chosen, d->name),
						     .label = arena_printf(v->cx.a, "%.*s (%s)",
						     	SV_ARG(visit_say(v, d->label)), d->name) };
		}
	*ret_n = n;
	return c;
}

static void search_fields(struct visit *v, struct ui_field *f)
{
	static const struct {
		enum input_kind kind;
		const char *name, *label;
		int width;
	} def[] = {
		{ INPUT_SELECT, "act", N_("Act"), 0 }, { INPUT_LINE, "actor", N_("Who (name to sign in, or #number)"),
			12 },
		{ INPUT_LINE, "subject", N_("Subject (#number)"), 12 }, { INPUT_DATE, "from", N_("From"), 0 },
			{ INPUT_DATE, "to", N_("Until"), 0 },
	};
	for (size_t i = 0; i < COUNT(def); i++)
		f[i] = (struct ui_field){ .kind = def[i].kind, .name = def[i].name, .label = visit_say(v, def[i].label),
			.width = def[i].width,
					  .value = res_param(v, def[i].name), .faults = v->cx.faults };
	f[0].choice = act_choices(v, res_param(v, "act"), &f[0].n_choice);
}

struct point {
	int64_t size, at;
	struct sv root, note;
};

static enum rc last_checkpoint(struct visit *v, struct point *ret)
{
	enum rc rc;
	*ret = (struct point){ .note = SV("") };
	struct stmt *st = db_query(v->db, &res_checkpoint);
	while (db_step(&v->cx, st, &rc))
		*ret = (struct point){ col_int(st, 0), col_int(st, 1), hex_text(v->cx.a, col_sv(st, 2, v->cx.a)), col_sv(st, 3, v->cx.a) };
	return rc;
}

static enum rc one_number(struct visit *v, const struct query *q, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(v->db, q);
	while (db_step(&v->cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static enum rc chain(struct visit *v, struct res_audit_page *p)
{
	struct edge e;
	struct point c;
	int64_t erased = 0, points = 0;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 5);
	TRY(journal_edge(&v->cx, v->db, &e));
	TRY(last_checkpoint(v, &c));
	TRY(one_number(v, &res_erasures, &erased));
	TRY(one_number(v, &res_checkpoints, &points));
	struct digest root = edge_root(&e);
	f[0] = (struct ui_fact){ .label = visit_say(v, N_("Rows written")), .value = fmt_int(a, v->cx.lang, e.size),
		.mark = true,
				 .hint = arena_tr(a, v->cx.lang, N_("numbered without a gap; %lld lawfully erased"),
				 	(long long)erased) };
	f[1] = (struct ui_fact){ .label = visit_say(v, N_("Root of the tree")),
		.value = res_short_digest(a, hex_text(a, digest_sv(&root))), .hint = SV("SM3, RFC 6962") };
	f[2] = (struct ui_fact){ .label = visit_say(v, N_("Last checkpoint")), .value = c.size ?
		fmt_int(a, v->cx.lang, c.size) : visit_say(v, N_("none yet")),
				 .hint = c.size ? res_when(v, c.at) : SV_NONE };
	f[3] = (struct ui_fact){ .label = visit_say(v, N_("Rows after it")),
		.value = fmt_int(a, v->cx.lang, e.size - c.size),
				 .hint = visit_say(v, N_("nobody outside has seen a signature over these yet")) };
	f[4] = (struct ui_fact){ .label = visit_say(v, N_("Checkpoints")), .value = fmt_int(a, v->cx.lang, points) };
	p->chain = (struct ui_facts){ .fact = f, .n = 5, .wide = true };
	p->root = hex_text(a, digest_sv(&root));
	p->note = c.note;
	p->verify = arena_printf(a, "bixue verify --data %s --checkpoint checkpoint-%lld.txt",
		store_dir(web_store(v->web)), (long long)c.size);
	return RC_OK;
}

static struct url next_url(struct visit *v, int64_t before)
{
	static const char *const names[] = { "act", "actor", "subject", "from", "to" };
	struct url u = URL("/audit");
	for (size_t i = 0; i < COUNT(names); i++)
		if (res_param(v, names[i]).n)
			u = url_arg(v->cx.a, u, names[i], res_param(v, names[i]));
	return url_arg_int(v->cx.a, u, "before", before);
}

void res_audit(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct scope scope;
		struct search q;
		struct ui_field f[5];
		int64_t last = 0;
		bool more = false;
		struct res_audit_page p = { .frame = &v.frame };
		enum rc rc = audit_scope(&v, &scope);
		if (rc == RC_OK)
			rc = chain(&v, &p);
		if (rc != RC_OK) {
			visit_fail(&v, rc);
			visit_close(&v);
			return;
		}
		rc = read_search(&v, &q);
		search_fields(&v, f);
		p.faults = v.cx.faults;
		if (rc == RC_OK)
			rc = found_rows(&v, &q, &scope, &p.rows, &last, &more);
		p.filter = (struct ui_form){ .action = URL("/audit"), .get = true, .look = "inline" };
		p.field = f;
		p.n_field = COUNT(f);
		if (more)
			p.next = next_url(&v, last);
		p.whole = (v.roles & ROLE_AUDITADMIN) != 0;
		visit_frame(&v, visit_say(&v, N_("Audit")), "audit");
		res_audit_page(&v.out, &p);
		visit_send(&v, rc == RC_OK ? 200 : rc_http(rc));
	}
	visit_close(&v);
}

void res_checkpoint_note(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct scope scope;
		struct point c;
		enum rc rc = audit_scope(&v, &scope);
		if (rc == RC_OK)
			rc = last_checkpoint(&v, &c);
		if (rc == RC_OK && !c.size)
			rc = fail(&v.cx, RC_NOT_FOUND, "results.checkpoint",
				N_("There is no checkpoint yet; `bixue checkpoint` writes one, and so does a clean stop."));
		if (rc == RC_OK)
			visit_download(&v, c.note, "text/plain; charset=utf-8",
				arena_printf(v.cx.a, "checkpoint-%lld.txt", (long long)c.size));
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* ---- one row ------------------------------------------------------------------------------------------------------------ */

/* Sealed facts stand in the journal as references; even those are of no use to a reader. */
static void veil(struct visit *v, struct js *x)
{
	if (x->kind == JS_STR && field_is_ref(x->s))
		x->s = visit_say(v, N_("(sealed)"));
	for (struct js *c = x->first; c; c = c->next)
		veil(v, c);
}

static struct sv facts_text(struct visit *v, struct sv act, int64_t actor, struct sv body)
{
	const struct act_def *def = registry_act(store_nouns(web_store(v->web)), act, NULL);
	if (body.p && (!def || def->veiled || (def->veiled_made && !actor)))
		return visit_say(v, N_("(Shown to nobody here. The digest above stands for them; the page of the vote, the survey or the test tells what may be told.)"));
	const char *why;
	int line, column;
	struct js *facts = body.p ? js_parse(v->cx.a, body, &why, &line, &column) : NULL;
	if (!facts)
		return SV("");
	veil(v, facts);
	struct buf b = buf_new(v->cx.a, FACTS_MAX);
	js_pretty(&b, facts);
	return b.over ? arena_printf(v->cx.a, "%.*s\n…", SV_ARG(buf_sv(&b))) : buf_sv(&b);
}

static enum rc effects(struct visit *v, int64_t seq, struct res_section *s)
{
	enum rc rc;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, 101);
	struct ui_column *col = NEW(a, struct ui_column, 2);
	size_t n = 0;
	col[0] = (struct ui_column){ .label = visit_say(v, N_("Row")), .main = true };
	col[1] = (struct ui_column){ .label = visit_say(v, N_("Act")) };
	struct stmt *st = db_query(v->db, &res_journal_effects);
	bind_int(st, 1, seq);
	while (db_step(&v->cx, st, &rc)) {
		struct ui_cell *c = NEW(a, struct ui_cell, 2);
		c[0] = (struct ui_cell){ .text = arena_printf(a, "%lld", (long long)col_int(st, 0)),
			.url = url_seg_int(a, URL("/audit"), col_int(st, 0)) };
		c[1] = (struct ui_cell){ .text = act_label(v, col_sv(st, 1, a)), .note = col_sv(st, 1, a) };
		row[n++].cell = c;
	}
	*s = (struct res_section){ .title = visit_say(v, N_("What followed from it")),
				   .table = { .caption = visit_say(v, N_("What followed from it")), .column = col,
				   	.n_column = 2, .row = row, .n_row = n } };
	return rc;
}

static enum rc fill_act(struct visit *v, int64_t seq, struct res_section *s, struct sv *ret_title)
{
	enum rc rc;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 12);
	size_t n = 0;
	int64_t actor = 0;
	bool found = false;
	struct stmt *st = db_query(v->db, &res_journal_one);
	bind_int(st, 1, seq);
	while (db_step(&v->cx, st, &rc)) {
		struct sv act = col_sv(st, 3, a);
		int64_t cause = col_int(st, 8);
		found = true;
		actor = col_int(st, 2);
		*ret_title = arena_tr(a, v->cx.lang, N_("Row %lld: %.*s"), (long long)seq, SV_ARG(act_label(v, act)));
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Time")), .value = res_when(v, col_int(st, 1)),
			.hint = instant_text(a, col_int(st, 1)) };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Who")) };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Act")), .value = act,
			.hint = arena_tr(a, v->cx.lang, N_("version %lld"), (long long)col_int(st, 4)) };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Subject")),
			.value = arena_printf(a, "#%lld", (long long)col_int(st, 5)),
			.url = url_arg_int(a, URL("/audit"), "subject", col_int(st, 5)) };
		if (col_int(st, 6))
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Had seen up to")),
				.value = arena_printf(a, "%lld", (long long)col_int(st, 6)) };
		if (cause)
			f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Because of")),
				.value = arena_printf(a, "%lld", (long long)cause),
				.url = url_seg_int(a, URL("/audit"), cause) };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Digest")),
			.value = hex_text(a, col_sv(st, 9, a)) };
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Leaf of the tree")),
			.value = hex_text(a, col_sv(st, 10, a)) };
		s[1].block = facts_text(v, act, actor, col_sv(st, 11, a));
		if (!col_null(st, 12))
			s[1].text = visit_say(v,
				N_("The facts of this row were lawfully erased; the act \"instance.erase\" names the reason and the document. Its digest still stands in the tree."));
	}
	if (rc != RC_OK)
		return rc;
	if (!found)
		return fail(&v->cx, RC_NOT_FOUND, "results.row_none", N_("The journal has no such row."));
	f[1].value = visit_post_name(v, actor);
	s[0] = (struct res_section){ .title = visit_say(v, N_("Header")), .facts = { .fact = f, .n = n } };
	s[1].title = visit_say(v, N_("Decided facts"));
	return effects(v, seq, &s[2]);
}

void res_audit_act(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct scope scope;
		int64_t seq = http_param_int(rq, "seq");
		struct res_section *s = NEW(v.cx.a, struct res_section, 3);
		struct sv title = SV("");
		enum rc rc = audit_scope(&v, &scope);
		if (rc == RC_OK) {
			struct search q = { .act = SV(""), .actor = -1, .before = seq + 1, .from = DAY_NONE,
				.to = DAY_NONE };
			int64_t got = 0;
			struct stmt *st = search_stmt(&v, &q, &scope, 1);
			while (db_step(&v.cx, st, &rc))
				got = col_int(st, 0);
			if (rc == RC_OK && got != seq)
				rc = fail(&v.cx, RC_DENIED, "results.audit_row",
					N_("This act was done outside your part of the tree; whoever audits that part reads it."));
		}
		if (rc == RC_OK)
			rc = fill_act(&v, seq, s, &title);
		if (rc == RC_OK) {
			struct res_doc d = { .frame = &v.frame, .title = title, .section = s, .n = s[2].table.n_row ?
				3 : 2 };
			visit_frame(&v, title, "audit-row");
			v.rp->cache = CACHE_NEVER;
			res_doc_page(&v.out, &d);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
