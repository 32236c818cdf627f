#ifndef APP_DESK_MATTER_FORMS_H
#define APP_DESK_MATTER_FORMS_H
#include "app/desk/pages.h"
#include "app/unit/unit.h"

/* A matter with all that its page needs to know. */
struct matter_case {
	const struct matter *m;
	struct duty *duty;
	size_t n;
	struct extension *ext;
	size_t n_ext;
	struct record *record;   /* newest first */
	size_t n_record;
	bool own;                /* the visitor speaks for one of its units */
	bool leads;              /* … or for all of them: what is known of the matter is asked again */
	bool asked;              /* an extension waits for its answer */
	struct day asked_due;
	struct sv asked_text, last; /* last: words of the latest progress */
};

/* The acts that the visitor may do now, and the one whose form stands open. */
struct matter_acts {
	struct ui_button *button, *rare;
	size_t n, n_rare;
	const struct matter_form *open;
};

NODISCARD enum rc matter_case_open(struct visit *v, const struct matter *m, struct matter_case *ret);
void matter_acts_find(struct visit *v, const struct matter_case *c, struct sv chosen, struct matter_acts *ret);
bool speaks_for_duty(struct visit *v, const struct duty *d, size_t n);
const char *act_next(struct sv act);        /* what happens after it; NULL for an act that is not of these */
const struct act_def *act_row(struct visit *v, const char *act);
/* A field of an act as a form shows it, with what was sent, else with `value`. */
struct ui_field act_field(struct visit *v, const struct field *f, struct sv value);
/* Strikes off; takes up the verification first where nobody has. */
NODISCARD enum rc close_matter(struct visit *v, const struct matter *m, const struct js *fields, struct act_answer *ret);

#endif
