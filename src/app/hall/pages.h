#ifndef APP_HALL_PAGES_H
#define APP_HALL_PAGES_H
/* Inside the folder. */
#include "app/vote/vote.h"
#include "app/hall/hall.h"

/* The event of the address, which the visitor may see; `ret_office`: it is of the office that holds it. */
NODISCARD enum rc hall_event_of(struct visit *v, struct event *ret, bool *ret_office);

http_handler page_events, page_event, page_event_release, page_event_end, page_day, page_event_notice, page_vote, do_codes, do_void, do_open, do_close, page_codes, page_paper, do_paper, page_ballot, do_ballot,
	page_juror_rules;

/* ---- office ---- */

/* One on the wall of seats. */
struct hall_seat {
	struct sv no, who, voters, recused;
	struct ui_tag tag;           /* in, not yet */
};
struct hall_vote_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, lead, event_name;
	struct sv terms;             /* criteria of a mark and its step, "" for none */
	struct url up;
	struct ui_notice note;       /* what comes next */
	struct ui_notice remark;     /* on the places */
	struct ui_facts facts;
	const struct vote_slot *slot;
	size_t n_slot;
	const struct hall_seat *seat; /* of a signed vote */
	size_t n_seat;
	bool is_signed;
	struct ui_table classes, late, counts, sites, results;
	bool may_codes, may_open, may_close;
	struct url paper;            /* where paper is typed in, while the vote is open */
	struct ui_form codes, open, close;
	const struct ui_field *code_field;
	size_t n_code_field;
	struct ui_field attended, attended_again, sure; /* sure: asked where something looks wrong */
	bool ask_sure;
	bool may_void;
	struct ui_form void_form;
	const struct ui_field *void_field;
	size_t n_void_field;
	struct ui_buttons buttons;
};
/* One slip of paper: the only place where a code stands. */
struct hall_slip {
	struct html qr;
	struct sv address, code;
	int64_t seat;
	struct sv who;               /* seat and post of a signed vote; "" where the slips are drawn */
};
/* The same with the whole sheet, to be filled in by pen. */
struct hall_paper_sheet {
	const struct hall_slip *slip;
	const struct sv *recused;    /* by contestant; "" for who is judged */
	struct sv rule;              /* of places there are as many as this juror judges */
};
struct hall_slips_page {
	const struct frame *frame;
	struct sv title, voters;
	struct sv own, few;          /* the jurors' own unit; a warning where the pile is small */
	const struct hall_slip *slip;
	size_t n;
	const struct hall_paper_sheet *sheet; /* NULL: slips */
	const struct sv *head;       /* of a sheet: grades, or criteria with their full marks */
	size_t n_head;
	const struct sv *contestant;
	size_t n_contestant;
	bool boxes, sum;             /* to be ticked, to be added up */
	bool is_signed;              /* with a line for the signature */
	struct sv when;              /* event and day, on every sheet: a sheet is read alone */
	struct url back;
};

/* ---- juror ---- */


struct hall_mark {
	struct sv name, label, value, most, step;
	const struct fault *bad;
};
/* How many boxes of grades stand side by side, so that none is alone on a second line: "of-4". */
struct sv grades_class(const struct ui_field *f);
/* One contestant: a field of grades or a place, or marks by criteria. */
struct hall_slot {
	int64_t no;
	struct sv title;
	const struct ui_field *field; /* NULL: marks */
	const struct hall_mark *mark;
	size_t n_mark;
	struct sv recused;           /* the sheet asks nothing of this one, and why */
};
/* Where two readings of one paper say different things; nothing tells whose is whose. */
struct hall_differs {
	struct sv name, one, two;
};
struct hall_paper_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, rule, typed; /* typed: the code whose sheet is asked for */
	struct sv whose;             /* seat and post, and the code as it is printed */
	const struct ui_field *named; /* the fields by name and label, for what is said of them */
	size_t n_named;
	struct url up;
	struct ui_notice note;
	struct ui_form form;
	const struct ui_field *code;
	const struct hall_slot *slot; /* NULL: the code first */
	size_t n;
	const struct hall_differs *differs;
	size_t n_differs;
};
/* How a sheet must be spread, for its script. */
struct hall_limit {
	struct sv grades;            /* with "|" between them; "": by marks */
	struct sv above, below;      /* more, less than this */
	int most, least;             /* so many at most, so many at least; the other one is -1 */
	struct sv text;              /* {n} have it, {k} to take away or still wanted */
};
/* Whose code the address holds; one that opens nothing is answered as every wrong one is (visit_wrong_code). */
NODISCARD enum rc hall_vote_of_code(struct visit *v, struct digest *ret_digest, struct vote *ret, struct vote_code *ret_code);

struct hall_switch {                 /* what lies beside the sheet, and how the page is to look; without its url each is left out */
	struct url facts, rules, opinion, large, lang;
	bool is_large;
};
struct hall_ballot_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, what, how, when, rule; /* how: whether it is secret; when: from when each is judged; rule: what holds for the sheet */
	struct ui_form form;
	const struct hall_slot *slot;
	size_t n;
	bool rehearsal, is_signed, late;
	bool ranks;                  /* all of them or none */
	size_t n_judged;             /* contestants on this sheet */
	const struct ui_field *named; /* the fields by name and label, for what is said of them */
	size_t n_named;
	struct ui_notice note;       /* a ballot that leaves somebody open is asked back, ... */
	struct sv open;              /* ... their numbers; "" where nothing is asked */
	const struct hall_limit *limit; /* told before anything is sent */
	size_t n_limit;
	struct hall_switch beside;
};
struct hall_rules_page {
	const struct frame *frame;
	struct sv vote, item, name, text; /* name: of the ruleset */
	const struct sv *line;       /* how ballots become points, in plain sentences */
	size_t n_line;
	struct sv digest;            /* of the Chinese text; "" before the vote is opened */
	struct url up;
};
struct hall_said_page {
	const struct frame *frame;
	struct sv title, text;
	const struct fault *faults;
	struct url again;            /* vote once more, while it is open; none: no such button */
	struct sv again_label;
	struct hall_switch beside;
};

#endif
