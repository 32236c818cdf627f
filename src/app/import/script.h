#ifndef APP_IMPORT_SCRIPT_H
#define APP_IMPORT_SCRIPT_H
/* Traditional to Simplified script, by OpenCC. */
#include "sheet/grid.h"

struct script;
/* Closed with the arena. */
NODISCARD enum rc script_open(struct ctx *cx, struct script **ret);
/* 戰(zhàn)略 → 戰略: a pinyin gloss with a tone mark behind a Chinese character goes. */
struct sv script_strip_pinyin(struct arena *a, struct sv text);
/* Without glosses, Simplified. */
struct sv script_simplify(struct arena *a, struct script *s, struct sv text);
/* A copy of the grid with all its texts so treated; *ret_changed: whether anything was. */
struct grid script_grid(struct arena *a, struct script *s, const struct grid *g, bool *ret_changed);
#endif
