#ifndef APP_QUESTION_READ_H
#define APP_QUESTION_READ_H
/* Inside the folder only. */
#include "app/question/question.h"

enum { QUESTION_VIEWS = 4 };
extern const struct view_def question_views[QUESTION_VIEWS];
enum rc question_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);
/* Another one of this office with the same words, in its bank or in that import (0: none); 0 for none. */
enum rc question_twin_of(struct ctx *cx, struct db *db, int64_t owner, struct sv text, int64_t but, int64_t import, int64_t *ret);

/* What a question says, checked and brought into one form; the faults stand at the fields of question.draft. */
enum rc question_check(struct ctx *cx, const struct question *given, struct question *ret);
/* One option a line. */
enum rc question_options(struct ctx *cx, struct sv lines, struct question *q);
struct sv question_options_text(struct arena *a, const struct question *q);

/* What the fields of question.draft say, checked; `twin` as above. */
enum rc question_said(struct ctx *cx, int64_t twin, const struct fields *f, struct question *ret);
enum rc question_draft_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
#define QUESTION_SAID_FIELDS \
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = QUESTION_KINDS, .label = N_("Kind of question") }, \
	{ .name = "text", .type = FIELD_TEXT, .required = true, .min = 4, .max = QUESTION_TEXT_MAX, .label = N_("Question") }, \
	{ .name = "options", .type = FIELD_TEXT, .max = 8000, .label = N_("Options, one a line: A first") }, \
	{ .name = "answer", .type = FIELD_TEXT, .required = true, .max = QUESTION_KEY_MAX, .label = N_("Key: letters, 对 or 错, or the model answer") }, \
	{ .name = "full", .type = FIELD_DEC, .min = 0, .max = 100, .label = N_("Full marks of a text question") }, \
	{ .name = "document", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Source document") }, \
	{ .name = "article", .type = FIELD_LINE, .required = true, .max = 100, .label = N_("Article or section") }, \
	{ .name = "topic", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Topic of questions") }, \
	{ .name = "level", .type = FIELD_ENUM, .required = true, .of = QUESTION_LEVELS, .label = N_("Level") }, \
	{ .name = "expires", .type = FIELD_DAY, .required = true, .label = N_("Holds until") }

/* A bank that comes in as a sheet (imports.c): accepted, a row an act, seen when it is done; withdrawn where it stopped. */
struct question_import {
	int64_t id, owner, counted, n; /* n: questions that are in, where the import itself is looked at */
	struct sv state;             /* open, done, withdrawn */
};
enum { QUESTION_ACCEPT_FIELDS = 4, QUESTION_ROW_FIELDS = 11, QUESTION_WITHDRAW_FIELDS = 1 };
extern const struct field question_accept_fields[QUESTION_ACCEPT_FIELDS], question_row_fields[QUESTION_ROW_FIELDS],
	question_withdraw_fields[QUESTION_WITHDRAW_FIELDS];
typedef enum rc question_load_fn(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
typedef enum rc question_decide_fn(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
typedef enum rc question_apply_fn(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
question_load_fn question_accept_load, question_row_load, question_import_load;
question_decide_fn question_accept_decide, question_row_decide, question_done_decide, question_withdraw_decide;
question_apply_fn question_accept_apply, question_end_apply;
enum rc question_imports_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after);

/* question.compose (compose.c) */
enum { QUESTION_COMPOSE_FIELDS = 8 };
extern const struct field question_compose_fields[QUESTION_COMPOSE_FIELDS];
enum rc question_compose_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum rc question_compose_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject);
void question_facts(struct arena *a, const struct question *q, struct js *facts);

#endif
