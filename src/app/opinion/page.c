/* The two pages: a juror's, behind the code, where nothing is kept but the text in its box; the office's, after the vote. */
#include "app/opinion/pages.h"

#include "app/opinion/pages.tmpl.h"
#include "app/person/person.h"
#include "core/spoken.h"
#include "store/shelf.h"

#include <stdio.h>
#include <stdlib.h>

/* The box of opinions stands beside that of the ballots: the same number below zero. */
static int64_t box_of(const struct vote *v)
{
	return -v->id;
}

/* ---- a juror ---------------------------------------------------------------------------------------------------------------- */

static const struct field text_field[] = {
	{ .name = "text", .type = FIELD_TEXT, .required = true, .min = 2, .max = OPINION_CHARS, .label = N_("Opinion") },
};

struct juror {
	struct visit v;
	struct vote vote;
	struct digest digest;
};

static enum rc find(struct juror *j)
{
	struct visit *v = &j->v;
	struct vote_code code;
	j->digest = HASH(HASH_SHA256, http_param(v->rq, "token"));
	enum rc rc = vote_of_code_digest(&v->cx, v->db, hex_text(v->cx.a, digest_sv(&j->digest)), &j->vote, &code);
	if (rc == RC_NOT_FOUND)
		return visit_wrong_code(v);
	TRY(rc);
	if (code.is_void)
		return fail(&v->cx, RC_CONFLICT, "vote.void", N_("This code is void: its slip was handed back. Ask at the table for another one."));
	return sv_is(j->vote.state, "open") ? RC_OK : fail(&v->cx, RC_CONFLICT, "opinion.closed", N_("Opinions are taken while the vote is open."));
}

static void show(struct juror *j, struct sv said, int status)
{
	struct visit *v = &j->v;
	struct url here = url_seg(v->cx.a, URL("/v"), http_param(v->rq, "token"));
	struct sv typed = fields_get(&v->rq->form, "text");
	struct opinion_sheet_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = j->vote.name, .said = said, .back = here,
					.form = { .action = url_seg(v->cx.a, here, SV("opinion")), .csrf = SV("-") } };
	p.field = visit_field(v, &text_field[0]);
	p.field.rows = 6;
	p.field.hint = visit_say(v, N_("You may name units. No names, phones or numbers of persons."));
	if (typed.p)
		p.field.value = typed;
	v->frame.title = visit_say(v, N_("Opinions and advice"));
	v->frame.error = v->cx.faults != NULL;
	opinion_sheet_page(&v->out, &p);
	visit_send(v, status);
}

/* Made with the first opinion, with a cell for every code of the vote. */
static enum rc make_box(struct juror *j)
{
	struct visit *v = &j->v;
	struct store *store = web_store(v->web);
	struct vote_code *code;
	size_t n;
	TRY(vote_codes(&v->cx, v->db, j->vote.id, &code, &n));
	struct digest *d = NEW(v->cx.a, struct digest, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!hex_parse(code[i].digest, d[i].b, sizeof(d[i].b)))
			return fail(&v->cx, RC_CHECK, "vote.digests", N_("The digests are SHA-256 in hexadecimal, in order, no two alike."));
	enum rc rc = box_make(&v->cx, store_dir(store), box_of(&j->vote), store_signer(store), d, n, OPINION_CELL);
	if (rc == RC_CONFLICT) { /* somebody else's was the first */
		ctx_forget(&v->cx);
		return RC_OK;
	}
	return rc;
}

static enum rc keep(struct juror *j)
{
	struct visit *v = &j->v;
	struct store *store = web_store(v->web);
	struct js *in = js_obj(v->cx.a);
	struct fields f;
	struct box *box;
	js_set_sv(v->cx.a, in, "text", sv_or_empty(fields_get(&v->rq->form, "text")));
	TRY(fields_read(&v->cx, text_field, 1, in, &f));
	TRY(fields_impersonal(&v->cx, &f));
	enum rc rc = store_box_hold(&v->cx, store, box_of(&j->vote), &box);
	if (rc == RC_NOT_FOUND) {
		ctx_forget(&v->cx);
		TRY(make_box(j));
		rc = store_box_hold(&v->cx, store, box_of(&j->vote), &box);
	}
	TRY(rc);
	rc = box_put(&v->cx, box, &j->digest, field_sv(&f, "text"));
	store_box_let(store, box_of(&j->vote), rc == RC_FAILED);
	return rc;
}

static void page_juror_opinion(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	visit_open_code(&j->v, web, rq, rp, "v");
	enum rc rc = find(j);
	if (rc == RC_OK)
		show(j, SV(""), 200);
	else
		visit_code_fail(&j->v, "/v", rc);
	visit_close(&j->v);
}

static void do_juror_opinion(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct juror *j = NEW(rq->a, struct juror, 1);
	visit_open_code(&j->v, web, rq, rp, "v");
	enum rc rc = find(j);
	if (rc != RC_OK)
		visit_code_fail(&j->v, "/v", rc);
	else if ((rc = keep(j)) == RC_OK)
		show(j, visit_say(&j->v, N_("It lies in the box of opinions. A later one replaces it.")), 200);
	else
		show(j, SV(""), rc_http(rc));
	visit_close(&j->v);
}

/* ---- the office -------------------------------------------------------------------------------------------------------------- */

struct office {
	struct visit v;
	struct vote vote;
	struct opinion *opinion;
	size_t n;
	bool office;
};

static enum rc load(struct office *o)
{
	struct visit *v = &o->v;
	struct scope scope;
	TRY(visit_scope(v, "opinion.list", &scope));
	TRY(vote_get(&v->cx, v->db, http_param_int(v->rq, "id"), &o->vote));
	if (!scope_holds(&scope, o->vote.owner_path))
		return fail(&v->cx, RC_NOT_FOUND, "vote.none", N_("There is no such vote."));
	TRY(opinions_of_vote(&v->cx, v->db, o->vote.id, &o->opinion, &o->n));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, o->vote.owner, &o->office);
}

static struct url act_url(struct office *o, const char *act)
{
	struct arena *a = o->v.cx.a;
	struct url u = url_arg(a, url_of(arena_printf(a, "/do/%s", act)), "_subject", arena_printf(a, "#%lld", (long long)o->vote.id));
	return url_arg(a, u, "back", arena_printf(a, "/votes/%lld/opinions", (long long)o->vote.id));
}

static struct ui_table table_of(struct office *o, size_t *ret_held)
{
	static const char *const heads[] = { N_("Opinion"), N_("State") };
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, o->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	for (size_t i = 0; i < o->n; i++) {
		const struct opinion *x = &o->opinion[i];
		bool held = sv_is(x->state, "held");
		if (!o->office && !sv_is(x->state, "released"))
			continue;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = x->body;
		c[1] = (struct ui_cell){ .text = spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "opinion", "state", x->state)), .note = x->reason };
		if (held) {
			c[1].url = url_arg(a, act_url(o, "opinion.withhold"), "no", arena_printf(a, "%lld", (long long)x->no));
			c[1].text = visit_say(v, N_("Withhold it"));
			++*ret_held;
		}
		row[n++] = (struct ui_row){ .cell = c, .struck = sv_is(x->state, "withheld") };
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Opinions")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n, .cards = true };
}

static void show_office(struct office *o, int status)
{
	struct visit *v = &o->v;
	struct arena *a = v->cx.a;
	struct url here = url_seg_int(a, URL("/votes"), o->vote.id);
	size_t held = 0;
	struct ui_button *b = NEW(a, struct ui_button, 1);
	struct opinion_office_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = o->vote.name, .up = here,
					 .may_collect = o->office && o->n == 0 && sv_is(o->vote.state, "closed"),
					 .collect = visit_form(v, url_seg(a, here, SV("opinions")), 0), .table = table_of(o, &held) };
	p.none.text = sv_is(o->vote.state, "open") ? visit_say(v, N_("The vote is open: nobody looks into the box of opinions.")) :
						     visit_say(v, N_("No opinions are released."));
	if (held && !o->vote.released_at)
		p.note = (struct ui_notice){ .kind = NOTICE_LOCK, .title = visit_say(v, N_("Read them through; they are released after the results")) };
	if (held && o->vote.released_at && o->office) {
		b[0] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Release the opinions")), .url = act_url(o, "opinion.release") };
		p.buttons = (struct ui_buttons){ b, 1 };
	}
	visit_frame(v, o->vote.name, "vote-opinions");
	opinion_office_page(&v->out, &p);
	visit_send(v, status);
}

static int by_text(const void *x, const void *y)
{
	return sv_cmp(*(const struct sv *)x, *(const struct sv *)y);
}

/* What lies under a void code was said by whoever had no right to the slip: it goes with the box. */
static bool holds(struct arena *a, const struct vote_code *code, size_t n, const struct digest *d)
{
	struct sv hex = hex_text(a, digest_sv(d));
	for (size_t i = 0; i < n; i++)
		if (sv_eq(code[i].digest, hex))
			return !code[i].is_void;
	return false;
}

/* The texts in the order of their bytes: nothing of a code or a time. */
static enum rc collect(struct office *o)
{
	struct visit *v = &o->v;
	struct store *store = web_store(v->web);
	struct digest *digest;
	struct act_answer done;
	struct js *f = js_obj(v->cx.a), *list = js_set(f, "opinions", js_arr(v->cx.a));
	struct box *box;
	struct sv *text;
	struct vote_code *code;
	size_t n = 0, k = 0, n_code = 0;
	TRY(vote_codes(&v->cx, v->db, o->vote.id, &code, &n_code));
	enum rc rc = store_box_seal(&v->cx, store, box_of(&o->vote), &box);
	if (rc == RC_NOT_FOUND)
		return fail(&v->cx, RC_CONFLICT, "opinion.empty", N_("Nobody put an opinion into the box."));
	TRY(rc);
	rc = box_read(&v->cx, box, &digest, &text, &n);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (text[i].n && holds(v->cx.a, code, n_code, &digest[i]))
			text[k++] = text[i];
	qsort(text, k, sizeof(*text), by_text);
	for (size_t i = 0; i < k; i++)
		js_push(list, js_str(v->cx.a, text[i]));
	if (rc == RC_OK && k > 0)
		rc = visit_act(v, "opinion.collect", o->vote.id, f, &done);
	if (rc != RC_OK) {
		store_box_unseal(store, box_of(&o->vote));
		return rc;
	}
	/* It is done: a box that the disk does not let go of is swept away later (jobs/sweep). */
	if (store_box_drop(&v->cx, store, box_of(&o->vote)) != RC_OK) {
		fprintf(stderr, "bixue: box %lld: %.*s\n", (long long)box_of(&o->vote), SV_ARG(v->cx.faults ? v->cx.faults->text : SV("")));
		ctx_forget(&v->cx);
	}
	return k > 0 ? RC_OK : fail(&v->cx, RC_CONFLICT, "opinion.empty", N_("Nobody put an opinion into the box."));
}

static void page_opinions(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open(&o->v, web, rq, rp)) {
		enum rc rc = load(o);
		if (rc == RC_OK)
			show_office(o, 200);
		else
			visit_fail(&o->v, rc);
	}
	visit_close(&o->v);
}

static void do_collect(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct office *o = NEW(rq->a, struct office, 1);
	if (visit_open_post(&o->v, web, rq, rp)) {
		enum rc rc = load(o);
		if (rc != RC_OK)
			visit_fail(&o->v, rc);
		else if ((rc = collect(o)) == RC_OK)
			visit_redirect(&o->v, arena_printf(rq->a, "/votes/%lld/opinions", (long long)o->vote.id));
		else
			show_office(o, rc_http(rc));
	}
	visit_close(&o->v);
}

const struct http_route opinion_routes[] = {
	{ HTTP_GET, "/v/:token:code/opinion", ROUTE_NOCASE, page_juror_opinion, "ballot", NULL },
	{ HTTP_POST, "/v/:token:code/opinion", ROUTE_NOCASE, do_juror_opinion, "ballot", NULL },
	{ HTTP_GET, "/votes/:id:int/opinions", 0, page_opinions, "vote", NULL },
	{ HTTP_POST, "/votes/:id:int/opinions", 0, do_collect, "vote", NULL },
};
const size_t opinion_routes_n = COUNT(opinion_routes);
