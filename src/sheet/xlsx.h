#ifndef SHEET_XLSX_H
#define SHEET_XLSX_H
/* A strict reader of .xlsx (ECMA-376) files in memory: values, shown texts, dates, strike-through, hidden
 * rows and sheets, merged ranges.  Formulas are not computed: their stored results are read and marked. */
#include "sheet/pack.h"

NODISCARD enum rc xlsx_read(struct ctx *cx, struct sv bytes, struct pack *out);

#endif
