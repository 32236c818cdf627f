/* The result sheet, to be printed on one A4, signed and filed: what was stated, by which rule, and where it stands in the journal. */
#include "app/stage/inside.h"

#include "app/ruleset/ruleset.h"
#include "app/stage/pages.tmpl.h"
#include "app/stage/queries.sql.h"
#include "core/spoken.h"

static enum rc seq_of(struct ctx *cx, struct db *db, int64_t subject, struct sv act, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &stage_stated_by);
	*ret = 0;
	bind_int(st, 1, subject);
	bind_sv(st, 2, act);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static struct ui_table table_of(const struct visit *v, const struct vote *vote, const struct stage_result *r, size_t n)
{
	static const char *const heads[] = { N_("Place"), N_("Unit"), N_("Points") };
	static const enum column_kind kinds[] = { COLUMN_NUMBER, COLUMN_TEXT, COLUMN_NUMBER };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	size_t at = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 1, .kind = kinds[i] };
	for (int place = 1; place <= (int)n + 1; place++)
		for (size_t i = 0; i < n; i++) {
			if (place <= (int)n ? !r[i].given || r[i].place != place : r[i].given)
				continue;
			struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
			c[0].text = r[i].given && n > 1 ? fmt_place(a, v->cx.lang, r[i].place, r[i].tied) : SV("—");
			c[1].text = r[i].name;
			c[2].text = r[i].given ? fmt_score(a, v->cx.lang, r[i].points) : visit_say(v, N_("no valid result"));
			row[at++].cell = c;
		}
	return (struct ui_table){ .caption = vote->name, .column = col, .n_column = COUNT(heads), .row = row, .n_row = at, .compact = true };
}

/* Every code that was printed is accounted for: what two scrutineers sign. */
static enum rc codes_of(struct visit *v, const struct vote *vote, struct sv *ret)
{
	struct vote_class *class;
	size_t n;
	int64_t codes = 0, used = 0, voids = 0;
	TRY(vote_classes(&v->cx, v->db, vote->id, &class, &n));
	for (size_t i = 0; i < n; i++) {
		codes += class[i].codes;
		used += class[i].used;
		voids += class[i].voids;
	}
	*ret = arena_tr(v->cx.a, v->cx.lang, N_("Codes: %lld printed = %lld used + %lld unused + %lld void."), (long long)codes, (long long)used,
			(long long)(codes - used - voids), (long long)voids);
	return RC_OK;
}

/* Whom it concerns reads of it what vote.results tells: points, places and their receipt.  The paper to be signed is the office's. */
static enum rc sheet_of(struct visit *v, const struct stage_hall *h, size_t i, bool over, struct sheet_vote *ret)
{
	const struct vote *vote = &h->vote[i];
	const struct stage_result *r = h->result[i];
	size_t n = h->plan.vote[i].n;
	struct arena *a = v->cx.a;
	struct ruleset rules;
	struct sv words;
	int64_t stated, released;
	bool whole = sv_starts(vote->name, h->e.name); /* then the event's name stands in it */
	struct sv kind = spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "event", NULL, h->e.kind)), day = fmt_day_long(a, v->cx.lang, h->e.day);
	*ret = (struct sheet_vote){ .name = vote->name, .lead = arena_printf(a, "%.*s%s%.*s · %.*s", SV_ARG(whole ? SV("") : h->e.name), whole ? "" : " · ", SV_ARG(kind), SV_ARG(day)), .table = table_of(v, vote, r, n), .receipt = stage_receipt(a, r, n) };
	ret->nobody = face_nobody(&v->cx, h, i);
	TRY(vote_remarks(&v->cx, v->db, vote->id, &words));
	ret->remark = vote_remarks_text(a, v->cx.lang, words);
	if (!over)
		return RC_OK;
	TRY(ruleset_get(&v->cx, v->db, vote->ruleset, &rules));
	TRY(seq_of(&v->cx, v->db, vote->id, SV("vote.result"), &stated));
	TRY(seq_of(&v->cx, v->db, h->e.id, SV("event.release"), &released));
	TRY(codes_of(v, vote, &ret->codes));
	ret->digest = vote->rule_digest;
	ret->rule = arena_tr(a, v->cx.lang, N_("Rules: %.*s, version %lld."), SV_ARG(rules.name), (long long)rules.version);
	ret->item = arena_tr(a, v->cx.lang, N_("Read by \"%.*s\" of the rules, for %.*s. %lld ballots of %lld jurors in the hall."), SV_ARG(vote->item),
			     SV_ARG(vote->period_name), (long long)vote->votes, (long long)vote->attended);
	ret->numbers = arena_tr(a, v->cx.lang, N_("Released %.*s, journal no. %lld; stated by journal no. %lld."),
				SV_ARG(fmt_instant(a, v->cx.lang, h->e.released_at)), (long long)released, (long long)stated);
	return RC_OK;
}

static enum rc load(struct visit *v, struct stage_hall *h, bool *ret_over)
{
	struct scope scope;
	TRY(visit_scope(v, "vote.results", &scope));
	TRY(stage_load(&v->cx, v->db, http_param_int(v->rq, "id"), h));
	TRY(event_visible(&v->cx, v->db, &h->e, &scope));
	*ret_over = scope_holds(&scope, h->e.owner_path);
	return h->plan.released && !h->made_up ? RC_OK : fail(&v->cx, RC_CONFLICT, "vote.sealed", N_("The results are not released."));
}

void page_sheet(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct stage_hall h;
	if (visit_open(&v, web, rq, rp)) {
		bool over = false;
		enum rc rc = load(&v, &h, &over);
		struct sheet_vote *all = NEW(rq->a, struct sheet_vote, (rc == RC_OK ? h.n_vote : 0) + 1);
		for (size_t i = 0; rc == RC_OK && i < h.n_vote; i++)
			rc = sheet_of(&v, &h, i, over, &all[i]);
		if (rc == RC_OK) {
			struct sheet_page p = { .frame = &v.frame, .title = h.e.name, .up = url_seg_int(rq->a, URL("/events"), h.e.id), .vote = all, .n = h.n_vote,
						.mark = h.e.rehearsal ? visit_say(&v, N_("A rehearsal: it counts nowhere, and never becomes real.")) : SV("") };
			visit_frame(&v, h.e.name, "sheet");
			sheet_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
