#ifndef APP_TARGET_READ_H
#define APP_TARGET_READ_H
/* Inside the folder: rows of its tables, and figures in statements and JSON. */
#include "app/target/target.h"

void bind_figure(struct stmt *st, int n, struct figure f);
void bind_aims(struct stmt *st, int from, const struct target_aims *aims); /* five parameters */
struct figure col_figure(const struct stmt *st, int n);
void set_figure(struct arena *a, struct js *o, const char *key, struct figure f); /* nothing where it is missing */
struct figure get_figure(const struct js *o, const char *key);
void set_aims(struct arena *a, struct js *o, const struct target_aims *aims);     /* plan q1 q2 q3 q4 */
struct target_aims get_aims(const struct js *o);
struct figure field_figure(const struct fields *f, const char *name);
extern const char *const aim_names[1 + QUARTERS];  /* "plan", "q1" … */
struct figure *aim_at(struct target_aims *aims, int i);

void target_line_row(const struct stmt *st, struct arena *a, struct target_line *ret);
enum rc target_lines(struct ctx *cx, struct stmt *st, struct target_line **ret, size_t *ret_n);
void target_import_row(const struct stmt *st, struct arena *a, struct target_import *ret);
enum rc target_aims_now(struct ctx *cx, struct db *db, const struct target_line *l, struct target_aims *ret);
enum rc target_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

enum { TARGET_VIEWS = 5 };
extern const struct view_def target_views[TARGET_VIEWS];

#endif
