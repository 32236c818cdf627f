#ifndef HTTP_FORM_H
#define HTTP_FORM_H
/* Names and values as a browser sends them: the query, an urlencoded body, the plain parts of a multipart
 * body.  Every value that gets in is valid UTF-8 without NUL, and its line ends are \n. */
#include "base/buf.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/when.h"

struct http_pair {
	struct sv name, value;
};

/* In the order they were sent; a name may be there many times. */
struct http_fields {
	struct http_pair *v;
	size_t n, cap;
};

struct form_limits {
	size_t fields;      /* how many */
	size_t name, value; /* bytes of one, decoded */
};
extern const struct form_limits FORM_BODY;  /* 10,000 fields of up to 1 MiB */
extern const struct form_limits FORM_QUERY; /* 128 fields of up to 4 KiB */

/* application/x-www-form-urlencoded.  RC_INVALID for broken %XX, broken UTF-8 or NUL; RC_LIMIT. */
NODISCARD enum rc form_parse(struct ctx *cx, struct sv text, const struct form_limits *lim,
			     struct http_fields *ret);
/* %XX, and + as a space where `plus`; false for a broken %XX. */
NODISCARD bool form_decode(struct arena *a, struct sv s, bool plus, struct sv *ret);
/* Checks one name and value and adds them; what it keeps is a copy only where it had to change it. */
NODISCARD enum rc form_add(struct ctx *cx, struct http_fields *f, struct sv name, struct sv value,
			   const struct form_limits *lim);
/* Everything but letters, digits and -._~ as %XX. */
void form_encode(struct buf *out, struct sv s);

/* The first value of that name, SV_NONE if there is none. */
struct sv fields_get(const struct http_fields *f, const char *name);
/* True when the name is there with something other than white space. */
bool fields_has(const struct http_fields *f, const char *name);
/* All values of one name: start with *at = 0; false at the end. */
bool fields_next(const struct http_fields *f, const char *name, size_t *at, struct sv *ret);
/* Typed and required: the fault stands at the field.  White space around and full-width digits are taken. */
NODISCARD enum rc fields_text(struct ctx *cx, const struct http_fields *f, const char *name, size_t max_chars,
			      struct sv *ret);
NODISCARD enum rc fields_int(struct ctx *cx, const struct http_fields *f, const char *name, int64_t lo,
			     int64_t hi, int64_t *ret);
NODISCARD enum rc fields_day(struct ctx *cx, const struct http_fields *f, const char *name, struct day *ret);
NODISCARD enum rc fields_dec(struct ctx *cx, const struct http_fields *f, const char *name, struct dec *ret);

#endif
