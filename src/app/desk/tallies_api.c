/* POST /api/v1/tallies: a sheet of votes, marks or figures sent by a program.  Without accept=true it is read, and nothing is
 * written. */
#include "app/desk/handlers.h"
#include "app/desk/import.h"
#include "app/desk/import_file.h"
#include "app/desk/tallies.h"

const struct field tally_api_fields[TALLY_API_FIELDS] = {
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "item", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Item or part of the rules") },
	{ .name = "source", .type = FIELD_LINE, .max = 200, .label = N_("Source: who counted, from what") },
	{ .name = "day", .type = FIELD_DAY, .label = N_("Day of the count or of the figures") },
	{ .name = "group", .type = FIELD_LINE, .max = 60, .label = N_("Group of voters of the whole sheet") },
	{ .name = "judge", .type = FIELD_LINE, .max = 4, .label = N_("Number of the judge, where it is one judge's own sheet") },
	{ .name = "sheet", .type = FIELD_LINE, .max = 100, .label = N_("Sheet") },
	{ .name = "corrects", .type = FIELD_REF, .of = "tally", .label = N_("The tally that it corrects") },
	{ .name = "reason", .type = FIELD_LINE, .max = 300, .label = N_("Reason of the correction") },
	{ .name = "name", .type = FIELD_LINE, .max = 200, .masked = true, .label = N_("Name of the file") },
	{ .name = "accept", .type = FIELD_BOOL, .label = N_("Write what was read") },
};

static enum rc open_case(struct visit *v, const struct fields *f, struct sheet_case *c)
{
	const struct http_file *file = http_file(v->rq, "file");
	TRY(import_one_file(v));
	*c = (struct sheet_case){ .v = v, .name = field_sv(f, "name").n ? field_sv(f, "name") : file ? file->name : SV(""),
				  .corrects = field_ref(f, "corrects") };
	TRY(spool_take(v, file, SV_NONE, &c->digest, &c->path));
	import_big(v, &c->big);
	TRY(period_get(&v->cx, v->db, field_ref(f, "period"), &c->period));
	TRY(ruleset_get(&v->cx, v->db, field_ref(f, "ruleset"), &c->r));
	TRY(ruleset_rule(&v->cx, &c->r, &c->rule));
	TRY(tally_place_of(&v->cx, c->rule, field_sv(f, "item"), &c->place));
	enum rc rc = tally_case_read(c);
	if (rc != RC_OK)
		tally_case_faults(c, rc);
	return rc;
}

static enum rc enter(struct sheet_case *c, const struct fields *f, struct act_answer *ret)
{
	static const char *const texts[] = { "source", "reason" };
	struct visit *v = c->v;
	struct arena *a = v->cx.a;
	struct js *o = js_obj(a);
	js_set_int(a, o, "period", c->period.id);
	js_set_int(a, o, "ruleset", c->r.id);
	js_set_sv(a, o, "item", c->place.name);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (field_sv(f, texts[i]).n)
			js_set_sv(a, o, texts[i], field_sv(f, texts[i]));
	if (field(f, "day")->present)
		js_set_day(a, o, "day", field_day(f, "day"));
	if (c->corrects)
		js_set_int(a, o, "corrects", c->corrects);
	js_set_sv(a, o, "file_name", c->name);
	js_set_sv(a, o, "file_digest", c->digest);
	js_set(o, "cells", tally_cells_js(a, c->sheet));
	struct act_request rq = { .act = SV("tally.enter"), .fields = o, .mark = api_mark(v, &desk_api[1], f, c->digest) };
	return api_do(v, &rq, ret);
}

static enum rc take(struct visit *v, struct js **ret)
{
	enum { ANSWER_MAX = 256 << 20 };
	struct journal_row row;
	bool found;
	struct fields f;
	struct sheet_case c;
	struct act_answer answer;
	if (!(v->roles & ROLE_OFFICE))
		return fail(&v->cx, RC_DENIED, "tally.office", N_("You hold no office for which a tally could be brought in."));
	TRY(api_fields(v, &desk_api[1], &f));
	TRY(open_case(v, &f, &c));
	bool accept = field(&f, "accept")->present && field(&f, "accept")->i;
	if (accept && c.sheet->wrong)
		return fail(&v->cx, RC_INVALID, "tally.wrong", N_("%zu cells cannot be read; correct them in the sheet and send it again."), c.sheet->wrong);
	TRY(api_before(v, "tally.enter", api_mark(v, &desk_api[1], &f, c.digest), &row, &found));
	if (found)
		answer = (struct act_answer){ .subject = row.subject, .repeated = true };
	else if (accept)
		TRY(enter(&c, &f, &answer));
	/* An answer that does not fit would say that nothing was done, when all is written. */
	v->rp->body = buf_new(c.big.a, ANSWER_MAX);
	*ret = tally_sheet_js(c.big.a, c.sheet);
	if (found || accept) {
		js_set_int(c.big.a, *ret, "tally", answer.subject);
		js_set_bool(c.big.a, *ret, "repeated", answer.repeated);
	}
	return RC_OK;
}

void api_tally(void *web, struct http_request *rq, struct http_reply *rp)
{
	api_answer(web, rq, rp, take);
}
