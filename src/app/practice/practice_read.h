#ifndef APP_PRACTICE_READ_H
#define APP_PRACTICE_READ_H
/* Inside the folder only. */
#include "app/practice/practice.h"

enum { PRACTICE_VIEWS = 2, ADOPTION_VIEWS = 2 };
extern const struct view_def practice_views[PRACTICE_VIEWS], adoption_views[ADOPTION_VIEWS];

enum rc practice_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
enum rc adoption_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

#endif
