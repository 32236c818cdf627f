/* `bixue unit import`: the tree from CSV or JSON, parents by code, one act a unit in groups. */
#include "main/cmd.h"

#include "app/unit/unit.h"
#include "sheet/grid.h"

#include <stdio.h>

enum { GROUP = 200 };

struct import {
	struct cli *c;
	struct actor actor;
	struct act_request rq[GROUP];
	struct act_answer answer[GROUP];
	struct sv code[GROUP], parent_code[GROUP];
	size_t n;
	int64_t added, skipped;
};

static enum rc flush(struct import *im)
{
	if (im->n == 0)
		return RC_OK;
	size_t failed = 0;
	enum rc rc = cli_acts(im->c, im->rq, im->n, im->answer, &failed);
	if (rc != RC_OK)
		return because(&im->c->cx, fail(&im->c->cx, rc, "import.stopped", N_("The import stopped at the unit with the code %.*s; "
				"%lld units before it stay. Correct the file and import it again: units that are there are skipped."),
				SV_ARG(im->code[failed]), (long long)im->added), "unit import");
	im->added += (int64_t)im->n;
	im->n = 0;
	return RC_OK;
}

/* A parent that waits in the same group must be written before its child can name it. */
static enum rc parent_of(struct import *im, struct sv code, int64_t *ret)
{
	struct unit u;
	*ret = 0;
	if (!code.n)
		return RC_OK;
	for (size_t i = 0; i < im->n; i++)
		if (sv_eq(im->code[i], code)) {
			TRY(flush(im));
			break;
		}
	TRY(unit_by_code(&im->c->cx, im->c->reader, code, &u));
	*ret = u.id;
	return RC_OK;
}

static void set(struct arena *a, struct js *o, const char *key, struct sv v)
{
	if (v.n)
		js_set_sv(a, o, key, v);
}

static enum rc add(struct import *im, const struct js *row)
{
	struct ctx *cx = &im->c->cx;
	struct unit u;
	int64_t parent;
	struct sv code = js_get_sv(row, "code");
	struct ctx probe = *cx;
	ctx_forget(&probe);
	if (unit_by_code(&probe, im->c->reader, code, &u) == RC_OK) {
		im->skipped++;
		return RC_OK;
	}
	TRY(parent_of(im, js_get_sv(row, "parent_code"), &parent));
	struct js *f = js_obj(cx->a);
	set(cx->a, f, "code", code);
	set(cx->a, f, "name", js_get_sv(row, "name"));
	set(cx->a, f, "short_name", js_get_sv(row, "short_name"));
	set(cx->a, f, "kind", js_get_sv(row, "kind"));
	set(cx->a, f, "sort_no", js_get_sv(row, "official_order"));
	set(cx->a, f, "since", js_get_sv(row, "valid_from"));
	set(cx->a, f, "aliases", js_get_sv(row, "aliases"));
	if (parent)
		js_set_int(cx->a, f, "parent", parent);
	im->code[im->n] = code;
	im->rq[im->n] = (struct act_request){ .act = SV("unit.add"), .actor = im->actor, .fields = f };
	if (++im->n == GROUP)
		TRY(flush(im));
	return RC_OK;
}

/* The first row names the columns; every other row becomes an object of texts. */
static enum rc rows_of_grid(struct ctx *cx, const struct grid *g, struct js *rows)
{
	static const char *const known[] = { "code", "parent_code", "name", "short_name", "kind", "official_order", "valid_from", "aliases" };
	const char *column[32] = { 0 };
	bool has_code = false;
	for (int k = 0; k < g->cols && k < 32; k++)
		for (size_t i = 0; i < COUNT(known); i++)
			if (g->rows && sv_is(grid_at(g, 0, k)->text, known[i])) {
				column[k] = known[i];
				has_code |= i == 0;
			}
	if (!has_code)
		return fail(cx, RC_INVALID, "unit.columns",
			    N_("The first row must name the columns: code, parent_code, name, short_name, kind, official_order, valid_from, aliases."));
	for (int r = 1; r < g->rows; r++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		for (int k = 0; k < g->cols && k < 32; k++)
			if (column[k] && !js_get(o, column[k]))
				js_set_sv(cx->a, o, column[k], grid_at(g, r, k)->text);
	}
	return RC_OK;
}

static enum rc rows_of_json(struct ctx *cx, const char *path, struct js **ret)
{
	FILE *f = fopen(path, "rb");
	enum { MAX = 64 << 20 };
	if (!f)
		return fail(cx, RC_NOT_FOUND, "file.none", N_("%s cannot be read."), path);
	struct buf b = buf_new(cx->a, MAX);
	char chunk[65536];
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		buf_put(&b, sv_make(chunk, n));
	fclose(f);
	const char *why = "";
	int line = 0, column = 0;
	*ret = b.over ? NULL : js_parse(cx->a, buf_sv(&b), &why, &line, &column);
	if (!*ret || (*ret)->kind != JS_ARR)
		return fail(cx, RC_INVALID, "json.list", N_("%s is not a JSON list of units (line %d, column %d: %s)."), path, line, column, why);
	return RC_OK;
}

enum rc cmd_unit_import(struct cli *c)
{
	static const char *const known[] = { NULL };
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.file", N_("Name the file."));
	const char *path = arena_cstr(c->cx.a, c->words[2]);
	struct js *rows = js_arr(c->cx.a);
	if (sv_ends(c->words[2], SV(".json"))) {
		TRY(rows_of_json(&c->cx, path, &rows));
	} else {
		struct book book;
		TRY(book_read(&c->cx, path, c->words[2], &book));
		TRY(rows_of_grid(&c->cx, &book.sheets[0], rows));
	}
	struct import *im = NEW(c->cx.a, struct import, 1);
	im->c = c;
	TRY(cli_stand(c));
	TRY(cli_actor(c, &im->actor));
	int64_t done = 0;
	for (const struct js *r = rows->first; r; r = r->next) {
		TRY(add(im, r));
		if (++done % 100 == 0)
			cli_progress(c, done, (int64_t)rows->n);
	}
	TRY(flush(im));
	if (c->json) {
		struct js *o = js_obj(c->cx.a);
		js_set_int(c->cx.a, o, "added", im->added);
		js_set_int(c->cx.a, o, "skipped", im->skipped);
		cli_print(c, o);
	}
	cli_say(c, N_("%lld units were added, %lld were there already."), (long long)im->added, (long long)im->skipped);
	return RC_OK;
}
