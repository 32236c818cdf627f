#ifndef CALC_JUDGES_H
#define CALC_JUDGES_H
/* The rows of the family stand in judges.c; what takes a file of its own is run from there. */
#include "calc/calc.h"

enum rc calc_connectivity_run(struct calc_run *r);
enum rc calc_additive_run(struct calc_run *r);
enum rc calc_mfrm_run(struct calc_run *r);
enum rc calc_report_run(struct calc_run *r);
extern const struct calc_field calc_additive_fields[], calc_mfrm_fields[], calc_report_fields[];
enum { CALC_ADDITIVE_FIELDS = 3, CALC_MFRM_FIELDS = 6, CALC_REPORT_FIELDS = 8 };

#endif
