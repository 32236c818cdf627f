#ifndef APP_IMPORT_PLEDGE_HEAD_H
#define APP_IMPORT_PLEDGE_HEAD_H
/* Where the header of a list of targets is and what its columns mean. */
#include "app/import/headers.h"
#include "app/import/pledge.h"

struct pledge_header {
	int row, depth;
	struct pledge_column *columns;
	size_t n_columns;
	struct sv *unmapped;
	size_t n_unmapped;
};
/* False if there is none in the first 20 rows. */
bool pledge_header_find(struct arena *a, const struct sheet *s, struct pledge_header *ret);
#endif
