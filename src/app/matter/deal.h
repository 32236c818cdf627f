#ifndef APP_MATTER_DEAL_H
#define APP_MATTER_DEAL_H
/* Inside the folder: what the acts on a matter have in common. */
#include "app/matter/row.h"
#include "app/person/person.h"
#include "app/unit/unit.h"

enum { DUTIES_PER_MATTER = 1024 }; /* ids of duties: matter × this + how many there were */

/* What `load` brings for an act on an existing matter. */
struct deal {
	struct matter m;
	struct duty *d;
	size_t n;
	int64_t actor_unit;          /* of the acting post */
	struct sv actor_path;
	int64_t person;              /* who acts: see person.h */
	bool signed_it, claimed_it;  /* to verify: the actor signed for a duty here, or claimed it finished */
	const struct duty *mine;     /* the duty that the act is about, NULL if nobody can tell */
	bool own;                    /* the actor speaks for that unit; else it is 代填 */
	int64_t check_unit;          /* as whom the actor verifies */
	struct extension asked;      /* the open request, id 0 for none */
	struct record last;          /* last progress of that unit */
	struct unit unit, to;        /* named in the fields */
	struct post post;            /* named in the fields */
};

/* The office's own acts. */
enum rc deal_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
/* Acts of a unit on its own duty: by itself, or by the office in its name. */
enum rc deal_load_unit(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
/* Verification: the verifying unit, or the office where none is named. */
enum rc deal_load_check(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);

/* Runs the machine and puts state, deadlines' kind, clock and changed duties into the facts. */
enum rc deal_step(struct ctx *cx, const struct deal *s, const struct act_in *in, const struct matter_step *step,
		  struct js *facts, struct js *set);
/* 代填: who said it and by what means must be told when somebody else speaks for the unit. */
enum rc deal_behalf(struct ctx *cx, const struct deal *s, const struct act_in *in, struct record_in *rec);
/* Puts what reactions count by into the facts (told.c). */
void deal_about(struct arena *a, const struct deal *s, struct js *facts);
enum rc deal_mine(struct ctx *cx, const struct deal *s);

/* The fields that are columns of the matter, as they were given. */
void deal_take(struct arena *a, const struct fields *f, struct js *set);
bool deal_has(const struct fields *f, const char *name);  /* declared and given */
/* Issuing: the deadline that counts from it, the day it began. */
enum rc deal_issue(struct ctx *cx, const struct matter *m, const struct act_in *in, struct js *set, struct js *facts);
struct assignment *deal_machine(struct arena *a, const struct duty *d, size_t n);


/* Acts that make a matter, or edit a draft (make.c). */
enum rc make_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret);
enum { DRAFT_FIELDS = 34, EDIT_FIELDS = 33, INSTRUCT_FIELDS = 9, ROW_FIELDS = 38, CHANGE_FIELDS = 36 };
extern const struct field draft_fields[DRAFT_FIELDS], edit_fields[EDIT_FIELDS], instruct_fields[INSTRUCT_FIELDS],
	row_fields[ROW_FIELDS], change_fields[CHANGE_FIELDS];

struct make_state {
	int64_t no;                  /* the next free number */
	struct unit owner;
	struct deal deal;            /* edit: the draft; import: the import's owner and batch */
	struct matter_import import;
};
void make_duties(struct ctx *cx, const struct act_in *in, int64_t matter, const struct deal *had, enum assignment_state state,
		 struct duty *ret, size_t *ret_n);
enum { DUTIES_MADE_MAX = 400 };
enum rc make_put_duties(struct ctx *cx, const struct duty *d, size_t n, bool must_lead, struct js *facts);
enum rc make_begin(struct ctx *cx, const struct make_state *s, const struct act_in *in, struct fresh *fresh, struct js *set,
		   int64_t *subject);
enum rc make_clear(struct ctx *cx, const struct act_in *in, struct js *set);
void make_due(struct arena *a, const struct act_in *in, struct js *set);

#endif
