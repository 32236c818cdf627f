#ifndef SHEET_CSV_H
#define SHEET_CSV_H
/* Comma-, semicolon- or tab-separated text (RFC 4180 with the habits of Excel and WPS): UTF-8, UTF-16 with
 * its mark, or GB18030 (hence GBK and GB 2312). */
#include "sheet/pack.h"

/* The converter from GB18030.  It must be opened before the jail, since opening one reads files.  Belongs to
 * the arena; NULL when this machine has none. */
void *csv_decoder(struct arena *a);

/* Cells come out as text: a CSV file has no types. */
NODISCARD enum rc csv_read(struct ctx *cx, struct sv bytes, struct sv name, void *decoder, struct pack *out);

/* A text whose beginning makes a spreadsheet take it for a formula (full-width signs too). */
bool csv_is_formula(struct sv s);
/* An apostrophe that our own export put before such a text. */
bool csv_is_guarded(struct sv s);

#endif
