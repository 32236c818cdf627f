#ifndef SHEET_CSV_OUT_H
#define SHEET_CSV_OUT_H
/* CSV that Excel and WPS open by double click: UTF-8 with its mark, CRLF, and no text that could start a
 * formula.  Only the header and the rows: no title, no marking, but the hidden columns too. */
#include "base/buf.h"
#include "sheet/spec.h"

void csv_out_head(struct buf *b, const struct table_spec *spec);
void csv_out_row(struct buf *b, const struct table_spec *spec, const struct cell *cells);

#endif
