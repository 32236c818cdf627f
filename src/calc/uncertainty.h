#ifndef CALC_UNCERTAINTY_H
#define CALC_UNCERTAINTY_H
/* The rows of the family stand in uncertainty.c; what takes a file of its own is run from there. */
#include "calc/event.h"

enum rc calc_bootstrap_run(struct calc_run *r);
extern const struct calc_field calc_bootstrap_fields[];
enum { CALC_BOOTSTRAP_FIELDS = CALC_EVENT_FIELDS_N + 2 };

#endif
