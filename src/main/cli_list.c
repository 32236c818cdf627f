/* What every list that comes in by command asks: what its names mean, and which file it is. */
#include "main/cmd.h"

#include "app/unit/unit.h"

#include <stdio.h>

/* @township: all of that kind in the office's place. */
static enum rc all_of_kind(struct cli *c, int64_t owner, struct sv kind, struct unit_meant *a, size_t max)
{
	struct unit place, *all;
	size_t n;
	TRY(unit_get(&c->cx, c->reader, owner, &place));
	bool office = sv_is(place.kind, "department") || sv_is(place.kind, "team") || sv_is(place.kind, "task_force");
	TRY(unit_subtree(&c->cx, c->reader, office ? place.parent : place.id, kind, &all, &n));
	for (size_t i = 0; i < n; i++) {
		if (a->n == max)
			return fail(&c->cx, RC_USAGE, "import.alias_units", N_("At most %d units for one name."), (int)max);
		if (!day_is(all[i].closed) && all[i].id != owner)
			a->units[a->n++] = all[i].id;
	}
	return RC_OK;
}

/* 住建=611002-D043;各镇办=@township;有关镇=CODE+CODE;相关部门=- */
enum rc cli_names(struct cli *c, int64_t owner, const struct unit_meant **ret, size_t *ret_n)
{
	enum { MOST = 200, UNITS = 400 };
	struct ctx *cx = &c->cx;
	struct sv rest = cli_option(c, "alias"), one, code;
	size_t n_all = 0;
	struct unit_meant *all = NEW(cx->a, struct unit_meant, MOST);
	while (sv_split(&rest, ';', &one)) {
		size_t eq = sv_find(one, SV("="), 0);
		if (!sv_trim(one).n)
			continue;
		if (eq == SIZE_MAX || n_all == MOST)
			return fail(cx, RC_USAGE, "import.alias", N_("--alias is written NAME=CODE, NAME=CODE+CODE, NAME=@township or NAME=-, several with ; between them."));
		struct unit_meant *a = &all[n_all++];
		struct sv to = sv_trim(sv_from(one, eq + 1));
		a->name = sv_trim(sv_upto(one, eq));
		a->leave_out = sv_is(to, "-");
		a->units = NEW(cx->a, int64_t, UNITS);
		while (!a->leave_out && sv_split(&to, '+', &code)) {
			struct unit u;
			if (sv_starts(sv_trim(code), SV("@"))) {
				TRY(all_of_kind(c, owner, sv_from(sv_trim(code), 1), a, UNITS));
				continue;
			}
			if (a->n == UNITS)
				return fail(cx, RC_USAGE, "import.alias_units", N_("At most %d units for one name."), UNITS);
			TRY(unit_find(cx, c->reader, sv_trim(code), 0, &u));
			a->units[a->n++] = u.id;
		}
	}
	*ret = all;
	*ret_n = n_all;
	return RC_OK;
}

enum rc cli_digest(struct cli *c, const char *path, struct sv *ret)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return fail(&c->cx, RC_NOT_FOUND, "file.none", N_("%s cannot be read."), path);
	struct hash_stream *h = hash_start(c->cx.a, HASH_SM3);
	char chunk[65536];
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		hash_more(h, sv_make(chunk, n));
	fclose(f);
	struct digest d = hash_end(h);
	*ret = hex_text(c->cx.a, digest_sv(&d));
	return RC_OK;
}

struct sv cli_file_name(struct sv path)
{
	for (size_t k = path.n; k-- > 0;)
		if (path.p[k] == '/')
			return sv_from(path, k + 1);
	return path;
}
