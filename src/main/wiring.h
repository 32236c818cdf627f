#ifndef MAIN_WIRING_H
#define MAIN_WIRING_H
/* Which nouns there are and what follows from what. */
#include "app/door/door.h"
#include "jobs/react.h"
#include "store/store.h"

extern const struct registry nouns;
extern const struct reaction reactions[];
extern const size_t n_reactions;

/* The pages: one table of routes for each folder that has some. */
struct page_table {
	const struct http_route *rows;
	const size_t *n;
};
extern const struct page_table page_tables[];
extern const size_t n_page_tables;
/* What the API has beside acts and views. */
extern const struct api_ops api_tables[];
extern const size_t n_api_tables;

/* Connects what may not know each other: rights and links, texts and their catalogue. */
void wire(void);

#endif
