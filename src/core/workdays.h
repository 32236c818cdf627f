#ifndef CORE_WORKDAYS_H
#define CORE_WORKDAYS_H
/* The holidays and make-up working days that ship with the program: 2004 to 2026.  Later years are imported
 * by the office each December. */
#include "core/calendar.h"

struct calendar_table workdays_shipped(struct arena *a);

#endif
