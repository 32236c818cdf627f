#include "core/lines.h"

#include <string.h>

static const char *const bars[] = { "\t", "|", "｜", NULL }, *const ends[] = { "\n", ";", "；", NULL };

/* Where the first of the signs stands; `*ret_len` its bytes. */
static size_t first_of(struct sv s, const char *const *signs, size_t *ret_len)
{
	size_t at = SIZE_MAX;
	for (; *signs; signs++) {
		size_t k = sv_find(s, sv_of(*signs), 0);
		if (k < at) {
			at = k;
			*ret_len = strlen(*signs);
		}
	}
	return at;
}

bool lines_next(struct sv *rest, int *no, struct sv *ret_line)
{
	while (rest->n) {
		size_t len = 0, end = first_of(*rest, ends, &len);
		*ret_line = end == SIZE_MAX ? *rest : sv_upto(*rest, end); /* as it is: a tab in front is an empty cell */
		*rest = end == SIZE_MAX ? SV("") : sv_from(*rest, end + len);
		++*no;
		if (sv_trim(*ret_line).n)
			return true;
	}
	return false;
}

int lines_cells(struct sv line, struct sv *cell, int n)
{
	struct sv rest = line;
	int all = 0;
	for (bool more = true; more; all++) {
		size_t len = 0, at = first_of(rest, bars, &len);
		more = at != SIZE_MAX;
		if (all < n)
			cell[all] = sv_trim(more ? sv_upto(rest, at) : rest);
		rest = more ? sv_from(rest, at + len) : SV("");
	}
	for (int i = all; i < n; i++)
		cell[i] = SV("");
	return all;
}
