#ifndef APP_DESK_LEDGER_H
#define APP_DESK_LEDGER_H
/* The ledger's conditions, as they stand in its address. */
#include "app/desk/pages.h"

struct ledger {
	struct matter_filter filter;
	struct scope scope;
	struct sv unit_text;
	size_t n_conditions;
};
enum { LEDGER_PAGE = 100 };

/* Reads the conditions from the query; what is wrong with one stands at its field. */
NODISCARD enum rc ledger_read(struct visit *v, struct ledger *ret);
/* This list with the same conditions but `without` one of them (NULL: all stay). */
struct url ledger_url(struct visit *v, struct url base, const char *without);
void ledger_chips(struct visit *v, const struct ledger *l, struct ui_chips *ret);
/* One row as people read it, on screen and in the export. */
struct ledger_cell ledger_cell_of(struct visit *v, const struct matter_row *r);

#endif
