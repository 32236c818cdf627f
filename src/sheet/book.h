#ifndef SHEET_BOOK_H
#define SHEET_BOOK_H
/* What happens inside the jail, for the tests and the fuzzers: tells by content what the bytes are and packs
 * the table, or refuses and says what to do. */
#include "sheet/pack.h"

NODISCARD enum rc book_parse(struct ctx *cx, struct sv bytes, struct sv name, void *csv_decoder,
			     struct blocks *out);

#endif
