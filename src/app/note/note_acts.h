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
	struct vote vote;
	int64_t taken;               /* that the unit takes home already */
	struct sv label;             /* of the post that writes */
};

enum rc note_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
/* Facts of an act that adds notes, and their rows. */
void note_fact(struct arena *a, struct js *facts, const struct note *n);
enum rc note_apply_put(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
/* note.solve, note.opened */
enum rc note_apply_solved(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);
enum rc note_apply_opened(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

enum { NOTE_VIEWS = 3 };
extern const struct view_def note_views[NOTE_VIEWS];

#endif
