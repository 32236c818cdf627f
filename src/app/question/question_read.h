#ifndef APP_QUESTION_READ_H
#define APP_QUESTION_READ_H
/* Inside the folder only. */
#include "app/question/question.h"

enum { QUESTION_VIEWS = 3 };
extern const struct view_def question_views[QUESTION_VIEWS];
enum rc question_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
/* Another one of this office with the same words; 0 for none. */
enum rc question_twin_of(struct ctx *cx, struct db *db, int64_t owner, struct sv text, int64_t but, int64_t *ret);

/* What a question says, checked and brought into one form; the faults stand at the fields of question.draft. */
enum rc question_check(struct ctx *cx, const struct question *given, struct question *ret);
/* One option a line. */
enum rc question_options(struct ctx *cx, struct sv lines, struct question *q);
struct sv question_options_text(struct arena *a, const struct question *q);

/* question.compose (compose.c) */
enum { QUESTION_COMPOSE_FIELDS = 8 };
extern const struct field question_compose_fields[QUESTION_COMPOSE_FIELDS];
enum rc question_compose_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc question_compose_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
void question_facts(struct arena *a, const struct question *q, struct js *facts);

#endif
