#ifndef APP_BOARD_READ_H
#define APP_BOARD_READ_H
/* Inside the folder only. */
#include "app/board/board.h"
#include "app/entry/entry.h"
#include "app/unit/unit.h"
#include "core/board.h"

enum { BOARD_VIEWS = 6 };
extern const struct view_def board_views[BOARD_VIEWS];

/* ---- what a composition reads (board_compose.c) ----------------------------------------------------------- */

struct board_peer {
	struct unit u;
	struct sv name;              /* on the period's last day */
	int64_t order;               /* place in the official order, from 1 */
	int64_t previous;            /* place on the board before, 0 if none */
	int64_t last_before;         /* times last in a row up to then */
	int64_t staff;               /* people on the period's last day, where the rule gives 评优名额; 0: not told */
	struct sv exempt_no, exempt_why;
	struct sv *unrepaired;
	size_t n_unrepaired;
};

struct board_input {
	int64_t period, owner;
	struct sv period_name;
	struct day from, to;
	struct ruleset r;
	struct rule *rule;
	struct sv kind, peer_group;
	int64_t within;
	struct board_peer *peers;    /* in official order */
	size_t n_peers;
	struct rule_entry *entries;  /* of the peers only */
	size_t n_entries;
	struct rule_input *inputs;   /* what measures and parts read, each with its record */
	size_t n_inputs, room;
	struct dec progress;         /* of the year, in percent */
	int64_t read_seq;
	struct sv digest;            /* of all of it, hexadecimal */
};

struct board_peer *board_peer_of(const struct board_input *in, int64_t unit); /* NULL: not of the group */

/* ---- what measures and parts read (board_fed.c) --------------------------------------------------------------- */

struct rule_input board_fed_input(const struct board_fed *f, struct sv unit); /* without the judge, who is told nowhere */
struct rule_input *board_fed_push(struct arena *a, struct board_input *in); /* an empty one */
enum rc board_fed_read(struct ctx *cx, struct db *db, const struct period *p, struct board_input *in);
/* As the acts of composing state it, and back. */
struct js *board_fed_js(struct arena *a, const struct board_input *in);
void board_fed_of_facts(struct arena *a, const struct js *facts, struct board_input *in);
enum rc board_fed_put(struct ctx *cx, struct db *db, int64_t board, int64_t version, const struct js *facts);

/* The group and its figures, without entries. */
enum rc board_group_read(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t upto, struct board_input *ret);
/* The same as an act of composing states them. */
enum rc board_input_told(struct ctx *cx, struct db *db, const struct js *facts, struct board_input *ret);
enum rc board_act_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, const struct js **ret); /* its facts */
/* Reads what the journal holds up to `upto`. */
enum rc board_input_read(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t upto, struct board_input *ret);
/* The digest alone, as things stand now: what an act compares. */
enum rc board_input_digest(struct ctx *cx, struct db *db, const struct board_ask *ask, struct sv *ret);
/* What an act of composing states that it read: its peer group and period, the entries of then. */
enum rc board_input_stated(struct ctx *cx, struct db *db, const struct js *facts, struct board_input *ret);
/* The same for a version of a board, with its act's facts. */
enum rc board_input_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, const struct js **ret_facts,
		       struct board_input *ret);
/* What follows from an input alone: its digest, the rows, and the other fields that both acts of composing share. */
enum rc board_fields(struct ctx *cx, struct board_input *in, struct js **ret);
/* ---- how sure it is (board_honest.c) ---------------------------------------------------------------------------------- */

/* {"first","last","alike","tier"}, or {"none"} with the reason; see core/board_bands.h. */
struct js *board_band_js(struct arena *a, const struct board *b, const struct board_row *r);
/* {"judges":[…],"findings":[{"id","text"}]}: what the office is told beside the rows. */
struct js *board_said_js(struct ctx *cx, const struct board_input *in, const struct score_sheet *sheet, const struct board *b);
enum rc board_jury_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after);
enum rc board_findings_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after);
extern const struct field board_jury_filters[1];
extern const struct column board_jury_columns[8], board_findings_columns[2];
/* RC_CONFLICT where jurors saw units that nothing joins and the rule makes no board of that. */
enum rc board_apart(struct ctx *cx, const struct board_input *in);

/* The lines and classes of a row (board_rows.c). */
struct js *board_lines_js(struct arena *a, const struct board_input *in, const struct unit_score *s);
struct js *board_classes_js(struct arena *a, const struct rule *r, const struct unit_score *s);
struct board_ask board_ask_of(const struct board_head *b);
/* Is it what the rule sends around as a ranking (ux.md R7)? */
bool board_is_ranking(struct sv audience, struct sv show);

#endif
