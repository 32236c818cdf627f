/* A board on paper: one A4, a poster for the notice board, a workbook. */
#include "app/results/table.h"

#include "app/results/board.tmpl.h"
#include "app/results/book.h"
#include "app/results/handlers.h"
#include "app/results/honest.h"

#include <sys/stat.h>

struct sv res_paper_sub(struct visit *v, const struct res_seen *s)
{
	return arena_tr(v->cx.a, v->cx.lang, N_("Counted %.*s; %.*s, version %lld"),
		SV_ARG(res_range(v, s->period.from, s->period.to)),
			SV_ARG(s->ruleset.name), (long long)s->ruleset.version);
}

struct sv res_paper_foot(struct visit *v, const struct res_seen *s)
{
	struct arena *a = v->cx.a;
	struct sv digest = res_short_digest(a, s->b.result_digest);
	if (s->b.state == BOARD_PUBLISHED) {
		struct board_note *note;
		size_t n = 0;
		struct ctx probe = v->cx;
		ctx_forget(&probe);
		struct sv day = day_text(a, day_of_instant(s->b.published_at)), office = visit_unit_name(v, s->b.owner);
		struct sv foot = arena_tr(a, v->cx.lang, N_("%.*s, published %.*s; receipt code %.*s"), SV_ARG(office),
			SV_ARG(day), SV_ARG(board_receipt(a, &s->b)));
		if (board_notes(&probe, v->db, s->b.id, &note, &n) != RC_OK || n == 0)
			return foot;
		return arena_trn(a, v->cx.lang, (int64_t)n, "%.*s; %zu correction note stands on its page",
			"%.*s; %zu correction notes stand on its page",
				 SV_ARG(foot), n);
	}
	return arena_tr(a, v->cx.lang, N_("%.*s, draft of %.*s, not published; digest %.*s"),
		SV_ARG(visit_unit_name(v, s->b.owner)),
			SV_ARG(day_text(a, day_of_instant(s->b.composed_at))), SV_ARG(digest));
}

static void lone_frame(struct visit *v, const struct res_seen *s, enum paper paper, const char *code)
{
	visit_frame(v, s->b.name, code);
	v->frame.kind = FRAME_PLAIN;
	v->frame.paper = paper;
	v->frame.feedback = (struct url){ 0 };
}

void res_board_print(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK) {
			if (res_param(&v, "order").n || !s.ranks)
				res_official_order(&v, &s);
			struct res_table t = { .v = &v, .s = &s, .paper = true, .fit = res_reasons_fit(&s) };
			struct res_print_page p = { .frame = &v.frame, .title = s.b.name, .sub = res_paper_sub(&v, &s),
				.foot = res_paper_foot(&v, &s),
						    .table = res_table_of(&t), .back = res_board_url(v.cx.a, s.b.id),
						    	.few = s.n <= PAPER_FEW };
			lone_frame(&v, &s, PAPER_WIDE, "board-print");
			res_print_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

static const struct res_poster_row *poster_rows(struct visit *v, const struct res_seen *s, const char *side,
	size_t *ret_n)
{
	struct res_poster_row *r = NEW(v->cx.a, struct res_poster_row, s->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct board_place *p = &s->place[i];
		if (!sv_is(p->side, side))
			continue;
		r[n].unit = p->unit_name;
		r[n].total = s->totals || res_full(s, i) ? res_total(v, p) : SV("");
		r[n].reason = p->reason;
		r[n++].mark = p->repaired_at ? visit_say(v, N_("put right")) : p->still ?
			visit_say(v, N_("not put right yet")) : SV("");
	}
	*ret_n = n;
	return r;
}

void res_board_poster(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_seen s;
		enum rc rc = res_see(&v, http_param_int(rq, "id"), &s);
		if (rc == RC_OK) {
			res_official_order(&v,
				&s); /* a notice board names the units of a list in their order of office */
			struct res_poster_page p = { .frame = &v.frame, .title = s.b.name, .sub = res_paper_sub(&v, &s),
				.foot = res_paper_foot(&v, &s),
						     .red_rule = res_cut_text(&v, &s.rule->red, true),
						     .black_rule = res_cut_text(&v, &s.rule->black, false),
						     .back = res_board_url(v.cx.a, s.b.id) };
			p.red_none = p.black_none = visit_say(&v, N_("none this period"));
			p.red = poster_rows(&v, &s, "red", &p.n_red);
			p.black = poster_rows(&v, &s, "black", &p.n_black);
			lone_frame(&v, &s, PAPER_POSTER, "board-poster");
			res_poster_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- /boards/12.xlsx ------------------------------------------------------------------------------------------- */

static void book_row(struct visit *v, const struct res_seen *s, size_t i, struct book_cell *c)
{
	const struct board_place *p = &s->place[i];
	bool total = (res_full(s, i) || s->totals) && !p->exempt_no.n;
	size_t n = 0;
	c[n++].text = s->ranks ? res_banded(v, res_place_text(v, s, i), p->yield) : res_place_text(v, s, i);
	c[n++].text = p->unit_name;
	for (size_t x = 0; x < res_shares(s->rule); x++, n++) {
		c[n].number = res_share(v->cx.a, s->rule, p, x, &c[n].d) && total;
		if (total && res_share_kept(v->cx.a, s->rule, p, x))
			c[n].text = res_kept(v);
	}
	c[n++] = (struct book_cell){ .number = total, .d = p->plus };
	c[n++] = (struct book_cell){ .number = total, .d = p->minus };
	c[n++] = p->kept_total ? (struct book_cell){ .text = res_kept(v) } : (struct book_cell){ .number = total, .d = p->total };
	c[n++].text = s->ranks ? res_moved_text(v, p) : SV("");
	c[n++].text = p->exempt_no.n ? arena_tr(v->cx.a, v->cx.lang, N_("%.*s, exempt by %.*s"),
		SV_ARG(p->exempt_why), SV_ARG(p->exempt_no)) :
		      res_full(s, i) || s->totals ? p->reason : SV("");
	c[n].text = res_side_tag(v, p).word;
	if (!c[n].text.p)
		c[n].text = SV("");
}

static enum rc book_of(struct visit *v, struct res_seen *s, struct sv *ret)
{
	struct arena *a = v->cx.a;
	struct res_table t = { .v = v, .s = s };
	size_t n_col;
	const struct ui_column *col = res_columns(&t, &n_col);
	struct sv *heads = NEW(a, struct sv, n_col);
	bool *number = NEW(a, bool, n_col);
	int *width = NEW(a, int, n_col);
	struct book_cell *cell = NEW(a, struct book_cell, s->n * n_col + 1);
	for (size_t i = 0; i < n_col; i++) {
		heads[i] = col[i].label;
		number[i] = col[i].kind == COLUMN_NUMBER && i > 0 && i + 3 < n_col;
		width[i] = i == 1 ? 22 : i == n_col - 2 ? 40 : 0;
	}
	for (size_t i = 0; i < s->n; i++)
		book_row(v, s, i, cell + i * n_col);
	struct sv bands = res_honest_note(v, s);
	struct book_sheet sheet = {
		.name = visit_say(v, N_("Board")), .title = s->b.name, .head = heads, .number = number, .width = width,
			.n_col = n_col,
		.cell = cell, .n_row = s->n,
		.note = arena_printf(a, "%.*s; %.*s%s%.*s", SV_ARG(res_paper_sub(v, s)), SV_ARG(res_paper_foot(v, s)), bands.n ? "; " : "",
			SV_ARG(bands)),
	};
	const char *dir = arena_printf(a, "%s/spool", store_dir(web_store(v->web))).p;
	struct stat st;
	return book_write(&v->cx, stat(dir, &st) == 0 ? dir : "/tmp", &sheet, 1, ret);
}

/* ---- /boards/12.proof.json, /api/v1/boards/12/proof ------------------------------------------------------------ */

static enum rc proof_of(struct visit *v, int64_t id, struct res_seen *s, struct sv *ret)
{
	struct js *proof;
	struct sv note, key = signer_public_pem(store_signer(web_store(v->web)), v->cx.a);
	TRY(res_see(v, id, s));
	if (s->sight != SIGHT_ALL)
		return fail(&v->cx, RC_DENIED, "proof.sight",
			N_("A proof shows every line of every unit; the office, its leaders and its verifiers give it out."));
	enum rc rc = board_prove(&v->cx, v->db, id, 0, key, &proof);
	if (rc == RC_NOT_FOUND && v->cx.faults && strcmp(v->cx.faults->id, "proof.checkpoint") == 0) {
		/* Signing what stands already: nothing of the journal changes. */
		ctx_forget(&v->cx);
		TRY(store_checkpoint(&v->cx, web_store(v->web), &note));
		rc = board_prove(&v->cx, v->db, id, 0, key, &proof);
	}
	TRY(rc);
	struct buf b = buf_new(v->cx.a, PROOF_MAX);
	js_write(&b, proof);
	buf_putc(&b, '\n');
	*ret = buf_sv(&b);
	return b.over ?
		fail(&v->cx, RC_LIMIT, "proof.large", N_("This proof is larger than %d megabytes."), PROOF_MAX >> 20) : RC_OK;
}

static void send_proof(struct visit *v, int64_t id)
{
	struct res_seen s;
	struct sv bytes;
	enum rc rc = proof_of(v, id, &s, &bytes);
	if (rc == RC_OK)
		visit_download(v, bytes, "application/json", arena_printf(v->cx.a, "%.*s.proof.json", SV_ARG(s.b.name)));
	else
		visit_fail(v, rc);
}

void res_board_proof(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp))
		send_proof(&v, http_param_int(rq, "id"));
	visit_close(&v);
}

void res_board_file(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct sv name = http_param(rq, "file"), bytes = SV("");
		struct res_seen s;
		int64_t id = 0;
		if (sv_ends(name, SV(".proof.json")) && sv_int(sv_upto(name, name.n - 11), &id)) {
			send_proof(&v, id);
			visit_close(&v);
			return;
		}
		bool ok = sv_ends(name, SV(".xlsx")) && sv_int(sv_upto(name, name.n - 5), &id);
		enum rc rc = ok ? res_see(&v, id, &s) : fail(&v.cx, RC_NOT_FOUND, "results.file",
			N_("A board is given out as .xlsx, its proof as .proof.json."));
		if (rc == RC_OK && !s.ranks)
			res_official_order(&v, &s);
		if (rc == RC_OK)
			rc = book_of(&v, &s, &bytes);
		if (rc == RC_OK)
			visit_download(&v, bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
				       arena_printf(v.cx.a, "%.*s.xlsx", SV_ARG(s.b.name)));
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
