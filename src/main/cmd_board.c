/* Commands whose slow work is done outside the writer: composing, recomputing, exporting a board; a month's facts. */
#include "main/cmd.h"

#include "app/board/board.h"
#include "app/board/board_sheet.h"
#include "app/entry/entry.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "main/serve.h"
#include "sheet/grid.h"
#include "store/door.h"

#include <stdio.h>

/* ---- board compose, board correct ------------------------------------------------------------------------------------- */

static enum rc tell_board(struct cli *c, const struct act_answer *r)
{
	struct board_head b;
	TRY(board_get(&c->cx, c->reader, r->subject, &b));
	if (c->json)
		cli_print(c, board_made_js(c->cx.a, &b, r->seq));
	cli_say(c, N_("Board #%lld, version %lld: %lld units, %lld red, %lld black; digest %.*s."), (long long)b.id, (long long)b.version,
		(long long)b.n_rows, (long long)b.n_red, (long long)b.n_black, SV_ARG(sv_upto(b.result_digest, 12)));
	return RC_OK;
}

static void say_row(struct cli *c, const struct js *r)
{
	struct arena *a = c->cx.a;
	const struct js *band = js_get(js_get(r, "yield"), "band");
	int64_t place = js_get_int(r, "place", 0), first = js_get_int(band, "first", 0), tier = js_get_int(band, "tier", 0);
	struct sv at = place ? arena_printf(a, "%lld%s", (long long)place, js_get_bool(r, "tied") ? "=" : "") : SV("—");
	if (first)
		at = arena_printf(a, "%.*s (%lld–%lld)", SV_ARG(at), (long long)first, (long long)js_get_int(band, "last", 0));
	cli_say(c, "%.*s  %.*s  %.*s%s%.*s", SV_ARG(at), SV_ARG(js_get_sv(r, "name")), SV_ARG(js_get_sv(r, "total")), tier ? "  #" : "",
		SV_ARG(tier ? arena_printf(a, "%lld", (long long)tier) : SV("")));
}

/* Rows, findings and judges; whoever may not compose is told no more here than elsewhere. */
static enum rc dry_run(struct cli *c, const struct board_ask *ask, const struct actor *actor)
{
	struct arena *a = c->cx.a;
	struct js *said, *fields;
	struct period p;
	bool may = actor->post == 0;
	TRY(period_get(&c->cx, c->reader, ask->period, &p));
	if (!may)
		TRY(person_holds(&c->cx, c->reader, actor->post, ROLE_OFFICE, p.owner, &may));
	if (!may)
		return fail(&c->cx, RC_DENIED, "board.try", N_("Boards are composed by the supervision office."));
	TRY(board_said(&c->cx, c->reader, ask, 0, &said));
	enum rc rc = board_prepare(&c->cx, c->reader, ask, &fields);
	const struct js *rows = rc == RC_OK ? js_get(fields, "rows") : NULL, *findings = js_get(said, "findings");
	if (c->json) {
		if (rows)
			js_set(said, "rows", js_again(a, rows));
		cli_print(c, said);
		return rc;
	}
	for (const struct js *r = rows ? rows->first : NULL; r; r = r->next)
		say_row(c, r);
	for (const struct js *f = findings->first; f; f = f->next)
		cli_say(c, "%.*s", SV_ARG(js_get_sv(f, "text")));
	for (const struct js *j = js_get(said, "judges")->first; j; j = j->next)
		cli_say(c, N_("%.*s %.*s, judge %.*s: %lld marks, %.*s against the others"), SV_ARG(js_get_sv(j, "item")), SV_ARG(js_get_sv(j, "group")),
			SV_ARG(js_get_sv(j, "number")), (long long)js_get_int(j, "marks", 0), SV_ARG(js_get_sv(j, "lenient")));
	if (rc == RC_OK)
		cli_say(c, N_("Nothing was written. When it is right, run it again without --dry-run."));
	return rc;
}

enum rc cmd_board_compose(struct cli *c)
{
	static const char *const known[] = { "period", "ruleset", "kind", "within", "peer_group", "name", "dry-run", NULL };
	struct board_ask ask = { .kind = cli_option(c, "kind"), .peer_group = cli_option(c, "peer_group"), .name = cli_option(c, "name") };
	struct act_request rq = { .act = SV("board.compose"), .key = c->key };
	struct act_answer answer;
	struct js *fields;
	TRY(cli_known(c, known));
	TRY(cli_read(c));
	TRY(cli_actor(c, &rq.actor));
	TRY(cli_ref(c, "period", "period", true, &ask.period));
	TRY(cli_ref(c, "ruleset", "ruleset", true, &ask.ruleset));
	TRY(cli_ref(c, "within", "unit", false, &ask.within));
	if (!ask.kind.p)
		return fail_at(&c->cx, RC_USAGE, "kind", "board.kind", N_("--kind is one of %s."), BOARD_KINDS);
	if (cli_flag(c, "dry-run"))
		return dry_run(c, &ask, &rq.actor);
	TRY(board_prepare(&c->cx, c->reader, &ask, &fields));
	rq.fields = fields;
	TRY(cli_act(c, &rq, &answer));
	return tell_board(c, &answer);
}

static enum rc which_board(struct cli *c, int64_t *ret)
{
	TRY(cli_read(c));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.which_board", N_("Say which board: its name, or #ID."));
	return door_subject(&c->cx, c->reader, &board_noun, c->words[2], ret);
}

enum rc cmd_board_correct(struct cli *c)
{
	static const char *const known[] = { "reason", NULL };
	struct act_request rq = { .act = SV("board.correct"), .basis = c->basis, .key = c->key };
	struct act_answer answer;
	struct js *fields;
	TRY(cli_known(c, known));
	TRY(which_board(c, &rq.subject));
	TRY(cli_actor(c, &rq.actor));
	TRY(board_prepare_again(&c->cx, c->reader, rq.subject, &fields));
	js_set_sv(c->cx.a, fields, "reason", cli_option(c, "reason"));
	rq.fields = fields;
	TRY(cli_act(c, &rq, &answer));
	return tell_board(c, &answer);
}

/* ---- board recompute ---------------------------------------------------------------------------------------------------- */

enum rc cmd_board_recompute(struct cli *c)
{
	static const char *const known[] = { "version", NULL };
	int64_t board, version = 0;
	struct board_head b;
	struct sv digest, where;
	bool same;
	TRY(cli_known(c, known));
	TRY(which_board(c, &board));
	if (cli_option(c, "version").p && (!sv_int(cli_option(c, "version"), &version) || version < 1))
		return fail_at(&c->cx, RC_USAGE, "version", "cli.version", N_("--version is a number from 1."));
	TRY(board_get(&c->cx, c->reader, board, &b));
	TRY(board_recompute(&c->cx, c->reader, board, version, &same, &digest, &where));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "board", board);
		js_set_int(c->cx.a, o, "version", version ? version : b.version);
		js_set_bool(c->cx.a, o, "same", same);
		js_set_sv(c->cx.a, o, "digest", digest);
		js_set_sv(c->cx.a, o, "differs_at", where);
		cli_print(c, o);
	}
	if (same)
		cli_say(c, N_("The same, byte for byte: %.*s."), SV_ARG(digest));
	else
		cli_say(c, N_("Not the same: it differs first at \"%.*s\"."), SV_ARG(where));
	return same ? RC_OK : RC_CHECK;
}

/* ---- board export ----------------------------------------------------------------------------------------------------------- */

enum rc cmd_board_export(struct cli *c)
{
	static const char *const known[] = { "out", NULL };
	struct view_in in = { .def = registry_view(&nouns, SV("board.show"), NULL), .limit = c->limit };
	struct js *rows = js_arr(c->cx.a);
	struct sv after = SV_NONE, out = cli_option(c, "out");
	struct board_head b;
	TRY(cli_known(c, known));
	TRY(cli_out(c, out));
	TRY(which_board(c, &in.subject));
	TRY(cli_actor(c, &in.actor));
	TRY(person_scope(&c->cx, c->reader, &in.actor, in.def, &in.scope));
	TRY(board_get(&c->cx, c->reader, in.subject, &b));
	TRY(in.def->query(&c->cx, c->reader, &in, rows, &after));
	const struct js *list = js_get(rows->first, "rows");
	struct board_sheet sheet = { .title = b.name, .rows = list };
	sheet.foot = arena_printf(c->cx.a, "v%lld · %s · SM3 %.*s", (long long)b.version, tr(c->cx.lang, board_state_name(b.state)),
				  SV_ARG(b.result_digest));
	if (b.state == BOARD_PUBLISHED)
		sheet.foot = arena_printf(c->cx.a, "%.*s · %s %.*s", SV_ARG(sheet.foot), tr(c->cx.lang, N_("Receipt code of this board")),
					  SV_ARG(board_receipt(c->cx.a, &b)));
	TRY(board_sheet_write(&c->cx, &sheet, arena_cstr(c->cx.a, out)));
	cli_say(c, N_("%zu rows were written to %.*s."), list->n, SV_ARG(out));
	return RC_OK;
}

/* ---- board prove ----------------------------------------------------------------------------------------------------------------- */

/* A checkpoint is signed where none reaches over the publication yet. */
static enum rc prove(struct cli *c, int64_t board, int64_t size, struct sv key, struct js **ret)
{
	struct sv note;
	enum rc rc = board_prove(&c->cx, c->reader, board, size, key, ret);
	if (rc != RC_NOT_FOUND || size || !c->cx.faults || strcmp(c->cx.faults->id, "proof.checkpoint") != 0)
		return rc;
	ctx_forget(&c->cx);
	TRY(cli_stand(c));
	TRY(c->store ? store_checkpoint(&c->cx, c->store, &note) : socket_checkpoint(&c->cx, c->data, &note));
	return board_prove(&c->cx, c->reader, board, size, key, ret);
}

static enum rc write_proof(struct ctx *cx, const char *path, const struct js *proof)
{
	struct buf b = buf_new(cx->a, PROOF_MAX);
	js_write(&b, proof);
	buf_putc(&b, '\n');
	if (b.over)
		return fail(cx, RC_LIMIT, "proof.large", N_("This proof is larger than %d megabytes."), PROOF_MAX >> 20);
	FILE *f = fopen(path, "wbe");
	bool ok = f && fwrite(b.p, 1, b.n, f) == b.n;
	if (f)
		ok = fclose(f) == 0 && ok;
	return ok ? RC_OK : fail(cx, RC_FAILED, "proof.write", N_("%s cannot be written."), path);
}

enum rc cmd_board_prove(struct cli *c)
{
	static const char *const known[] = { "out", "size", NULL };
	struct board_head b;
	struct actor actor;
	struct secrets *secrets;
	struct signer *signer;
	enum board_sight sight;
	struct js *proof;
	int64_t board, size = 0;
	struct sv out = cli_option(c, "out"), at = cli_option(c, "size");
	TRY(cli_known(c, known));
	if (!out.n)
		return fail_at(&c->cx, RC_USAGE, "out", "proof.out", N_("--out names the file to be written."));
	if (at.p && (!sv_int(at, &size) || size < 1))
		return fail_at(&c->cx, RC_USAGE, "size", "proof.size", N_("--size is the number of rows in the third line of a checkpoint."));
	TRY(which_board(c, &board));
	TRY(cli_actor(c, &actor));
	TRY(board_get(&c->cx, c->reader, board, &b));
	TRY(board_sight(&c->cx, c->reader, &actor, &b, &sight));
	if (sight != SIGHT_ALL)
		return fail(&c->cx, RC_DENIED, "proof.sight", N_("A proof shows every line of every unit; the office, its leaders and its verifiers give it out."));
	TRY(cli_vault(c, &secrets, &signer));
	TRY(prove(c, board, size, signer_public_pem(signer, c->cx.a), &proof));
	TRY(write_proof(&c->cx, arena_cstr(c->cx.a, out), proof));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "board", board);
		js_set_sv(c->cx.a, o, "receipt", board_receipt(c->cx.a, &b));
		js_set_sv(c->cx.a, o, "file", out);
		cli_print(c, o);
	}
	cli_say(c, N_("The proof is in %.*s; `bixue-verify` checks it anywhere. Receipt code: %.*s"), SV_ARG(out),
		SV_ARG(board_receipt(c->cx.a, &b)));
	return RC_OK;
}

/* ---- objection raise: its subject is a board, which the noun objection does not know by name ------------------------------------------------- */

enum rc cmd_objection_raise(struct cli *c)
{
	static const char *const known[] = { "unit", "entry", "line", "text", NULL };
	struct act_request rq = { .act = SV("objection.raise"), .basis = c->basis, .key = c->key };
	struct act_answer answer;
	struct js *f = js_obj(c->cx.a);
	int64_t unit, entry;
	TRY(cli_known(c, known));
	TRY(which_board(c, &rq.subject));
	TRY(cli_actor(c, &rq.actor));
	TRY(cli_ref(c, "unit", "unit", true, &unit));
	js_set_int(c->cx.a, f, "unit", unit);
	TRY(cli_ref(c, "entry", "entry", false, &entry));
	if (entry)
		js_set_int(c->cx.a, f, "entry", entry);
	if (cli_option(c, "line").p)
		js_set_sv(c->cx.a, f, "line", cli_option(c, "line"));
	js_set_sv(c->cx.a, f, "text", cli_option(c, "text"));
	rq.fields = f;
	TRY(cli_act(c, &rq, &answer));
	int64_t id = js_get_int(answer.facts, "objection", 0);
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "seq", answer.seq);
		js_set_int(c->cx.a, o, "subject", answer.subject);
		js_set_int(c->cx.a, o, "objection", id);
		cli_print(c, o);
	}
	cli_say(c, N_("Objection #%lld is raised."), (long long)id);
	return RC_OK;
}

/* ---- ruleset draft: the text from a file --------------------------------------------------------------------------------- */

static enum rc read_rules(struct ctx *cx, const char *path, struct sv *ret)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return fail(cx, RC_NOT_FOUND, "file.none", N_("%s cannot be read."), path);
	char *p = NEW(cx->a, char, RULE_TEXT_MAX + 1);
	size_t n = fread(p, 1, RULE_TEXT_MAX + 1, f);
	fclose(f);
	*ret = sv_make(p, n); /* one byte too many is refused as too long */
	return RC_OK;
}

enum rc cmd_ruleset_draft(struct cli *c)
{
	static const char *const known[] = { "owner", "text", NULL };
	struct act_request rq = { .act = SV("ruleset.draft"), .key = c->key };
	struct act_answer answer;
	struct js *f = js_obj(c->cx.a);
	struct sv text = cli_option(c, "text");
	int64_t owner;
	TRY(cli_known(c, known));
	if ((c->n_words == 3) == (text.p != NULL))
		return fail(&c->cx, RC_USAGE, "ruleset.file", N_("Name the file with the text, or give it with --text."));
	if (c->n_words == 3)
		TRY(read_rules(&c->cx, arena_cstr(c->cx.a, c->words[2]), &text));
	TRY(cli_read(c));
	TRY(cli_actor(c, &rq.actor));
	TRY(cli_ref(c, "owner", "unit", true, &owner));
	js_set_int(c->cx.a, f, "owner", owner);
	js_set_sv(c->cx.a, f, "text", text);
	rq.fields = f;
	TRY(cli_act(c, &rq, &answer));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "seq", answer.seq);
		js_set_int(c->cx.a, o, "subject", answer.subject);
		js_set_sv(c->cx.a, o, "digest", js_get_sv(answer.facts, "digest"));
		cli_print(c, o);
		return RC_OK;
	}
	const struct js *advice = js_get(answer.facts, "advice");
	for (const struct js *a = advice ? advice->first : NULL; a; a = a->next)
		printf("%.*s\n", SV_ARG(a->s));
	cli_say(c, N_("Draft #%lld: %.*s, version %lld. Another post adopts it."), (long long)answer.subject,
		SV_ARG(js_get_sv(answer.facts, "name")), (long long)js_get_int(answer.facts, "version", 0));
	return RC_OK;
}

/* ---- entry import: one act a fact, in groups ----------------------------------------------------------------------------------- */

enum { GROUP = 200, TIMES_MAX = 100 };

struct facts_in {
	struct cli *c;
	struct actor actor;
	struct period period;
	struct ruleset ruleset;
	struct rule *rule;
	int col[9];                  /* by what they hold; -1 where there is none */
	struct act_request rq[GROUP];
	struct act_answer answer[GROUP];
	int row_no[GROUP];
	size_t n;
	int64_t posted, repeated;
	struct js *seen;             /* identical rows, counted: the key of each stays its own */
};

enum { COL_UNIT, COL_DAY, COL_CLASS, COL_ITEM, COL_OUTCOME, COL_TIMES, COL_RECORD, COL_NOTE, COL_COUNT_ };

static enum rc flush_facts(struct facts_in *f)
{
	size_t failed = 0;
	if (f->n == 0)
		return RC_OK;
	enum rc rc = cli_acts(f->c, f->rq, f->n, f->answer, &failed);
	if (rc != RC_OK)
		return fail(&f->c->cx, rc, "entry.stopped",
			    N_("The import stopped at row %d; %lld entries before it stay. Correct the file and import it again: what is there is not posted twice."),
			    f->row_no[failed], (long long)(f->posted + f->repeated));
	for (size_t i = 0; i < f->n; i++)
		*(f->answer[i].repeated ? &f->repeated : &f->posted) += 1;
	f->n = 0;
	return RC_OK;
}

/* Period, row and which of several like it: so a corrected file can come again. */
static struct sv fact_key(struct facts_in *f, struct sv row, int64_t k)
{
	struct arena *a = f->c->cx.a;
	struct digest d = HASH(HASH_SHA256, row);
	const char *hex = arena_cstr(a, hex_text(a, sv_make((const char *)d.b, 16)));
	int64_t like = 1;
	for (struct js *s = f->seen->first; s; s = s->next)
		if (sv_is(s->key, hex)) {
			like = k == 0 ? ++s->i : s->i;
			return arena_printf(a, "entry:%lld:%s:%lld:%lld", (long long)f->period.id, hex, (long long)like, (long long)k);
		}
	js_set_int(a, f->seen, hex, like);
	return arena_printf(a, "entry:%lld:%s:%lld:%lld", (long long)f->period.id, hex, (long long)like, (long long)k);
}

static struct sv at(const struct facts_in *f, const struct grid *g, int r, int what)
{
	return f->col[what] < 0 ? SV("") : sv_trim(grid_at(g, r, f->col[what])->text);
}

static enum rc fact_fields(struct ctx *cx, struct facts_in *f, const struct grid *g, int r, struct js **ret)
{
	struct unit u;
	struct sv item;
	enum fact_kind kind;
	struct day day;
	TRY(unit_find(cx, f->c->reader, at(f, g, r, COL_UNIT), f->period.owner, &u));
	if (!day_parse(at(f, g, r, COL_DAY), &day) || day.n < f->period.from.n || day.n > f->period.to.n)
		return fail(cx, RC_INVALID, "entry.day", N_("\"%.*s\" is not a day of the period %.*s."), SV_ARG(at(f, g, r, COL_DAY)),
			    SV_ARG(f->period.name));
	TRY(entry_outcome(cx, f->rule, at(f, g, r, COL_CLASS), at(f, g, r, COL_ITEM), at(f, g, r, COL_OUTCOME), &item, &kind));
	struct js *o = js_obj(cx->a);
	js_set_int(cx->a, o, "unit", u.id);
	js_set_int(cx->a, o, "ruleset", f->ruleset.id);
	js_set_sv(cx->a, o, "class", at(f, g, r, COL_CLASS));
	js_set_sv(cx->a, o, "item", item);
	js_set_sv(cx->a, o, "fact", sv_of(fact_word(kind)->id));
	js_set_day(cx->a, o, "day", day);
	js_set_sv(cx->a, o, "record", at(f, g, r, COL_RECORD));
	if (at(f, g, r, COL_NOTE).n)
		js_set_sv(cx->a, o, "evidence", at(f, g, r, COL_NOTE));
	*ret = o;
	return RC_OK;
}

static enum rc row_times(struct ctx *cx, struct facts_in *f, const struct grid *g, int r, int64_t *ret)
{
	*ret = 1;
	if (at(f, g, r, COL_TIMES).n && (!sv_int(at(f, g, r, COL_TIMES), ret) || *ret < 1 || *ret > TIMES_MAX))
		return fail(cx, RC_INVALID, "entry.times", N_("The number of cases is a whole number from 1 to %d."), TIMES_MAX);
	return RC_OK;
}

/* All rows are looked at before the first is posted, and all that is wrong is said. */
static enum rc check_rows(struct facts_in *f, const struct grid *g)
{
	struct ctx *cx = &f->c->cx;
	enum rc all = RC_OK;
	for (int r = 1; r < g->rows; r++) {
		struct ctx sub = *cx;
		struct js *fields;
		int64_t times;
		ctx_forget(&sub);
		enum rc rc = at(f, g, r, COL_UNIT).n ? fact_fields(&sub, f, g, r, &fields) : RC_OK;
		if (rc == RC_OK)
			rc = row_times(&sub, f, g, r, &times);
		if (rc != RC_OK)
			all = fail(cx, rc, "entry.row", N_("Row %d: %.*s"), g->row_no[r], SV_ARG(sub.faults->text));
	}
	return all;
}

static enum rc import_row(struct facts_in *f, const struct grid *g, int r)
{
	struct ctx *cx = &f->c->cx;
	struct js *fields;
	int64_t times;
	struct buf row = buf_new(cx->a, 65536);
	if (!at(f, g, r, COL_UNIT).n)
		return RC_OK; /* a note or a total */
	TRY(fact_fields(cx, f, g, r, &fields));
	TRY(row_times(cx, f, g, r, &times));
	for (int what = 0; what < COL_COUNT_; what++)
		buf_printf(&row, "%.*s\x1f", SV_ARG(at(f, g, r, what)));
	for (int64_t k = 0; k < times; k++) {
		f->row_no[f->n] = g->row_no[r];
		f->rq[f->n++] = (struct act_request){ .act = SV("entry.post"), .actor = f->actor, .fields = fields,
						      .key = fact_key(f, buf_sv(&row), k) };
		if (f->n == GROUP)
			TRY(flush_facts(f));
	}
	return RC_OK;
}

static enum rc find_columns(struct facts_in *f, const struct grid *g)
{
	static const char *const names[COL_COUNT_][6] = {
		[COL_UNIT] = { "村", "村民小组", "工作队", "单位", "乡镇", "unit" }, [COL_DAY] = { "日期", "day" },
		[COL_CLASS] = { "指标", "class" },	[COL_ITEM] = { "项目", "item" },
		[COL_OUTCOME] = { "结果", "fact" },	[COL_TIMES] = { "数量", "times" },
		[COL_RECORD] = { "依据", "record" },	[COL_NOTE] = { "备注", "evidence" },
	};
	for (int what = 0; what < COL_COUNT_; what++) {
		f->col[what] = -1;
		for (int k = 0; g->rows && k < g->cols; k++)
			for (size_t i = 0; i < 6 && names[what][i]; i++)
				if (sv_is(grid_at(g, 0, k)->text, names[what][i]) && f->col[what] < 0)
					f->col[what] = k;
		if (f->col[what] < 0 && what != COL_TIMES && what != COL_NOTE)
			return fail(&f->c->cx, RC_INVALID, "entry.columns",
				    N_("The first row must name the columns: 单位 (or 村, 村民小组, 工作队), 日期, 指标, 项目, 结果, 数量, 依据, 备注."));
	}
	return RC_OK;
}

/* The named one, else the only one in force on the period's last day. */
static enum rc which_ruleset(struct facts_in *f)
{
	struct cli *c = f->c;
	int64_t id;
	size_t n;
	struct ruleset *force;
	TRY(cli_ref(c, "ruleset", "ruleset", false, &id));
	if (!id) {
		TRY(ruleset_in_force(&c->cx, c->reader, f->period.owner, f->period.to, &force, &n));
		if (n != 1)
			return fail(&c->cx, RC_USAGE, "entry.which_ruleset", N_("%zu rulesets are in force for this period; say which with --ruleset."), n);
		id = force[0].id;
	}
	TRY(ruleset_get(&c->cx, c->reader, id, &f->ruleset));
	return ruleset_rule(&c->cx, &f->ruleset, &f->rule);
}

enum rc cmd_entry_import(struct cli *c)
{
	static const char *const known[] = { "period", "ruleset", NULL };
	struct facts_in *f = NEW(c->cx.a, struct facts_in, 1);
	struct book book;
	int64_t period;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.file", N_("Name the file."));
	f->c = c;
	f->seen = js_obj(c->cx.a);
	TRY(book_read(&c->cx, arena_cstr(c->cx.a, c->words[2]), c->words[2], &book));
	TRY(cli_stand(c));
	TRY(cli_actor(c, &f->actor));
	TRY(cli_ref(c, "period", "period", true, &period));
	TRY(period_get(&c->cx, c->reader, period, &f->period));
	TRY(which_ruleset(f));
	const struct grid *g = &book.sheets[0];
	TRY(find_columns(f, g));
	TRY(check_rows(f, g));
	for (int r = 1; r < g->rows; r++) {
		TRY(import_row(f, g, r));
		cli_progress(c, r, g->rows - 1);
	}
	TRY(flush_facts(f));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "posted", f->posted);
		js_set_int(c->cx.a, o, "there_already", f->repeated);
		cli_print(c, o);
	}
	cli_say(c, N_("%lld entries were posted, %lld were there already."), (long long)f->posted, (long long)f->repeated);
	return RC_OK;
}
