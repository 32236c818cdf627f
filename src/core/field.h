#ifndef CORE_FIELD_H
#define CORE_FIELD_H
/* The typed fields of an act or the filters of a view: declared once in a table, checked before anybody
 * sees them.  What is not declared does not exist: an unknown name is refused. */
#include "base/dec.h"
#include "base/err.h"
#include "base/json.h"

enum field_type {
	FIELD_LINE,  /* one line of text; min and max are code points */
	FIELD_TEXT,  /* several lines */
	FIELD_INT,   /* min..max, both 0 for any */
	FIELD_DEC,   /* min..max in whole units */
	FIELD_DAY,
	FIELD_BOOL,
	FIELD_ENUM,  /* one of the words in `of`, "a|b|c" */
	FIELD_REF,   /* the id of a noun named by `of` */
	FIELD_REFS,  /* several of them; max counts them */
	FIELD_DATA,  /* a JSON value whose shape the act itself checks; only for acts that no form shows */
};

struct field {
	const char *name;
	enum field_type type;
	bool required;
	bool personal;      /* kept in the secret store; acts see a reference */
	struct sv (*same)(struct arena *a, struct sv text); /* personal, or NULL: sealed texts of which this makes one are one, and that is
			     * told without opening them; nothing of a text that it makes empty is kept */
	bool masked;        /* a phone in it is masked, not refused: names that came with a file */
	int64_t min, max;
	const char *of;
	const char *label;  /* message id */
};

struct value {
	bool present;
	int64_t i;          /* INT, BOOL, ENUM (position in `of`), REF */
	struct sv s;        /* LINE, TEXT, ENUM (the word), personal: the reference */
	struct dec d;
	struct day day;
	int64_t *refs;
	size_t n_refs;
	const struct js *data;
};

struct fields {
	const struct field *def;
	size_t n;
	struct value *v;
};

/* Reads `in` (an object, or NULL for none) against `def`.  Text is trimmed; empty text counts as absent;
 * numbers, dates and booleans may come as text, as forms send them.  All faults are noted, each at its
 * field.  References stay numbers: whether they exist is for the act to say. */
NODISCARD enum rc fields_read(struct ctx *cx, const struct field *def, size_t n, const struct js *in,
			      struct fields *ret);
/* For acts, whose texts are journalled: refuses, where no personal field is, mobile and identity numbers and what
 * looks like a reference into the secret store. */
NODISCARD enum rc fields_impersonal(struct ctx *cx, const struct fields *f);
/* Valid UTF-8 without control and hidden signs; line ends only where the field has several lines. */
NODISCARD enum rc field_check_text(struct ctx *cx, const struct field *d, struct sv s);
/* The value of a declared field; asking for another one is a bug. */
const struct value *field(const struct fields *f, const char *name);
struct sv field_sv(const struct fields *f, const char *name);  /* SV_NONE if absent */
int64_t field_ref(const struct fields *f, const char *name);   /* 0 if absent */
struct day field_day(const struct fields *f, const char *name);
/* What was given, canonical, for comparing two requests with one key; of personal fields only that they were, since
 * each sealing gives another reference (store.c compares the texts). */
struct js *fields_js(struct arena *a, const struct fields *f);
/* The n-th word of an "a|b|c" list, SV_NONE past its end. */
struct sv enum_word(const char *of, size_t n);
const char *field_type_name(enum field_type t);

/* "s:REF:COMMITMENT", 32 and 64 hexadecimal digits: what stands for a sealed text (store/secret.h). */
bool field_is_ref(struct sv s);

#endif
