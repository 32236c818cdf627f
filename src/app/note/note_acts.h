#ifndef APP_NOTE_ACTS_H
#define APP_NOTE_ACTS_H
/* Inside the folder only. */
#include "app/note/note.h"

/* What every act on notes reads. */
struct note_state {
	struct event e;
	struct event_slot *slot;
	size_t n_slot;
	int64_t unit;                /* named, else the slot's; 0 for none */
	bool inside, closed, on_vote; /* that unit: of the owner's place; exists no longer; stands in the vote */
	struct note n;               /* the subject, or what is corrected */
	struct note question;
	struct question bank;        /* named, or the one that the lots give; id 0 for none */
	int64_t office;              /* whose bank counts beside that of the event's owner */
	struct sv list;              /* that the lots are drawn from, an id a line */
	struct vote vote;
	int64_t taken;               /* that the unit takes home already */
	struct sv label;             /* of the post that writes */
};

enum rc note_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
/* Facts of an act that adds notes, and their rows. */
void note_fact(struct arena *a, struct js *facts, const struct note *n);
enum rc note_apply_put(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc note_apply_drawn(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
/* note.solve, note.opened */
enum rc note_apply_solved(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc note_apply_opened(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

/* ---- a question of the bank (note_bank.c) ---- */
/* Events belong to places, banks to places or to their offices: the unit of the post that writes, where it lies in that place; else 0. */
enum rc note_office(struct ctx *cx, struct db *db, const struct event *e, int64_t post, int64_t *ret);
/* May it be asked at this event?  The faults stand at `question`. */
enum rc note_bank_fits(struct ctx *cx, const struct note_state *s, const struct question *q);
/* The note says what the bank says. */
void note_bank_fill(struct arena *a, const struct question *q, struct note *n);
/* What was typed beside it must not say otherwise; the faults stand at those fields. */
enum rc note_bank_typed(struct ctx *cx, const struct fields *f, const struct note *n, const struct question *q);
/* Which one a seed gives; 0 where the list is empty. */
int64_t note_bank_drawn(struct arena *a, struct sv list, struct sv seed);
/* Reads what the lots are drawn from and the one that they give. */
enum rc note_bank_load(struct ctx *cx, struct db *db, const struct act_in *in, struct note_state *s);

enum { NOTE_VIEWS = 4 };
extern const struct view_def note_views[NOTE_VIEWS];

#endif
