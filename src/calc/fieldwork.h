#ifndef CALC_FIELDWORK_H
#define CALC_FIELDWORK_H
/* Routes and turns; their rows stand in the table of the family (fieldwork.c). */
#include "calc/calc.h"

enum rc tour_plan_run(struct calc_run *r) NODISCARD;
enum rc route_run(struct calc_run *r) NODISCARD;
enum rc rotation_next_run(struct calc_run *r) NODISCARD;

#endif
