/* What every list that comes in by command asks: what its names mean, and which file it is. */
#include "main/cmd.h"

#include "app/unit/unit.h"

#include "store/door.h"

#include <stdio.h>

enum rc cli_names(struct cli *c, int64_t owner, const struct unit_meant **ret, size_t *ret_n)
{
	struct unit_meant *all;
	TRY(names_said(&c->cx, c->reader, owner, cli_option(c, "alias"), &all, ret_n));
	*ret = all;
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

enum rc cli_ref(struct cli *c, const char *option, const char *noun, bool required, int64_t *ret)
{
	struct sv name = cli_option(c, option);
	*ret = 0;
	if (!name.p)
		return required ? fail_at(&c->cx, RC_USAGE, option, "cli.missing", N_("Say which one.")) : RC_OK;
	return door_subject(&c->cx, c->reader, registry_noun(&nouns, sv_of(noun)), name, ret);
}
