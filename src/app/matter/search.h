#ifndef APP_MATTER_SEARCH_H
#define APP_MATTER_SEARCH_H
/* Inside the folder: a search that is read in pieces, by ascending id. */
#include "app/matter/row.h"

struct search {
	struct db *db, *words;       /* words: NULL where the index cannot be used; closed with the arena */
	struct sv query, like;
};
enum rc search_open(struct ctx *cx, struct db *db, struct sv text, struct search *ret);
enum rc search_next(struct ctx *cx, struct search *s, int64_t after, size_t max, int64_t **ret, size_t *ret_n);

#endif
