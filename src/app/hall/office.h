#ifndef APP_HALL_OFFICE_H
#define APP_HALL_OFFICE_H
/* Inside the folder: the office at one vote. */
#include "app/hall/pages.h"

struct office {
	struct visit v;
	struct vote e;
	struct vote_slot *slot;
	struct vote_class *class;
	struct vote_code *code;
	struct vote_seat *seat;
	struct vote_recusal *recusal;
	size_t n_slot, n_class, n_code, n_seat, n_recusal;
	const struct rule_item *item;
	struct ballot_form form;
	int64_t tally;               /* that the count became, 0 for none */
	bool office;                 /* the visitor's own office holds it */
	struct vote_seen seen;       /* while it is open */
	bool is_seen;
};
NODISCARD enum rc office_load(struct office *o);
void office_show(struct office *o, int status);
/* A form of the page that was refused shows the page again; one that was done leads back to it. */
void office_answer(struct office *o, enum rc rc);
struct url office_vote_url(struct arena *a, int64_t id);

struct sv office_seat_name(struct office *o, int64_t seat);      /* "Seat 3 · …"; "" for no seat */
/* The digest of a code as somebody typed it: with blanks, in small letters, or the whole address. */
struct digest office_code(struct office *o, struct sv typed);

/* counted.c: codes class by class; after the release what the ballots give, the means of sites, the result in the order of its places. */
struct ui_table office_classes(struct office *o);
NODISCARD enum rc office_counts(struct office *o, struct ui_table *t);
NODISCARD enum rc office_sites(struct office *o, struct ui_table *t);
struct ui_notice office_remarks(struct office *o, struct sv words); /* of vote_remarks */
NODISCARD enum rc office_results(struct office *o, struct ui_table *t);

/* seats.c: the wall of seats of a signed vote, and who is recused from whom. */
void office_wall(struct office *o, struct hall_vote_page *p);
NODISCARD enum rc office_late(struct office *o, struct ui_table *t); /* sheets that came after the lock */
bool office_coded(const struct office *o, int64_t seat);
size_t office_uncoded(const struct office *o);

#endif
