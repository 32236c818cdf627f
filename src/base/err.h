#ifndef BASE_ERR_H
#define BASE_ERR_H
/* One code for the program, one id and text for the person, one line of trail per layer for the log.
 * Code below the edges never logs: it fails once where the fault is known, and the edge (router, command
 * line, job runner) prints once. */
#include "base/arena.h"

enum rc {
	RC_OK,
	RC_INVALID,   /* input is refused: say what and where */
	RC_NOT_FOUND,
	RC_DENIED,    /* this actor may not */
	RC_CONFLICT,  /* stale, frozen, or already decided otherwise */
	RC_LIMIT,     /* too large, too many, too often */
	RC_BUSY,      /* try again */
	RC_FAILED,    /* the machine: disk, network, a broken store */
	RC_CHECK,     /* a check found problems */
	RC_OFTEN,     /* too many tries: wait */
	RC_USAGE,     /* the command line itself is wrong */
	RC_PART,      /* done in part: some of what was given was left out, and is named */
	RC_COUNT_
};

enum lang { LANG_ZH, LANG_EN, LANG_COUNT_ };

#define NODISCARD __attribute__((warn_unused_result))
#define TRY(call)                       \
	do {                            \
		enum rc rc_ = (call);   \
		if (rc_ != RC_OK)       \
			return rc_;     \
	} while (0)

/* N_ marks a text for the catalogue where it is written, without translating it there. */
#define N_(msgid) (msgid)

/* One thing that is wrong, already in the language of its reader. */
struct fault {
	struct fault *next;
	const char *field;     /* name of the field or cell, "" for the whole */
	const char *id;        /* stable message id, e.g. "matter.frozen" */
	struct sv text;        /* what is wrong and what to do */
	struct sv label;       /* what people call that field, in the reader's language; empty where nobody has said */
};

/* What a piece of work carries along: its memory, its instant, its reader's language, and what went wrong. */
struct ctx {
	struct arena *a;
	int64_t now;           /* UTC milliseconds, on the store's clock */
	enum lang lang;
	struct fault *faults, **faults_end;
	struct sv trail;       /* for the log, outermost last */
};

void ctx_init(struct ctx *cx, struct arena *a, int64_t now, enum lang lang);

/* Notes one fault and returns `rc`.  `msgid` is the English text, translated through the catalogue; it
 * ends with what to do, where something can be done.  With `field` the fault stands at that field. */
enum rc fail(struct ctx *cx, enum rc rc, const char *id, const char *msgid, ...)
	__attribute__((format(printf, 4, 5)));
enum rc fail_at(struct ctx *cx, enum rc rc, const char *field, const char *id, const char *msgid, ...)
	__attribute__((format(printf, 5, 6)));
/* Takes over the faults and the trail of a piece of work that had an arena of its own; returns `rc`. */
enum rc fail_again(struct ctx *cx, enum rc rc, const struct ctx *from);
/* Adds one line to the trail (English, for the log) and returns `rc`. */
enum rc because(struct ctx *cx, enum rc rc, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Forgets faults and trail, for a second attempt. */
void ctx_forget(struct ctx *cx);

int rc_exit(enum rc rc);          /* exit code of the command line: 0..8, 75 */
int rc_http(enum rc rc);          /* HTTP status */
const char *rc_name(enum rc rc);  /* "invalid", "not_found", … as in problem+json */

/* The catalogue: `msgid` itself where it has no entry. */
const char *tr(enum lang lang, const char *msgid) __attribute__((format_arg(2)));
/* Set once at start by whoever links a catalogue; without it every text is English. */
typedef const char *tr_fn(enum lang lang, const char *msgid);
void tr_install(tr_fn *fn);

#endif
