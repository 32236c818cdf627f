#ifndef APP_PERSON_TRAIL_H
#define APP_PERSON_TRAIL_H
#include "app/person/person.h"

enum { TRAIL_COLUMNS = 6 };
extern const struct column trail_columns[TRAIL_COLUMNS];
enum rc trail_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after);

#endif
