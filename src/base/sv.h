#ifndef BASE_SV_H
#define BASE_SV_H
/* String views: a pointer and a length, never owned.  A view lives as long as what it looks at: a
 * literal, an arena, or the bytes of the current request.  Text is UTF-8 unless a name says otherwise. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct sv {
	const char *p;
	size_t n;
};

#define SV(lit) ((struct sv){ "" lit, sizeof(lit) - 1 })
#define SV_NONE ((struct sv){ NULL, 0 })
#define SV_ARG(s) (int)(s).n, sv_chars(s) /* for "%.*s" */

/* Never NULL, so that a view without text prints as nothing. */
static inline const char *sv_chars(struct sv s)
{
	return s.p ? s.p : "";
}

static inline struct sv sv_of(const char *cstr)
{
	return cstr ? (struct sv){ cstr, strlen(cstr) } : SV_NONE;
}

/* For where a text is wanted and "not given" counts as an empty one. */
static inline struct sv sv_or_empty(struct sv s)
{
	return s.p ? s : SV("");
}

static inline struct sv sv_make(const char *p, size_t n)
{
	return (struct sv){ p, n };
}

static inline bool sv_eq(struct sv a, struct sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool sv_is(struct sv a, const char *cstr)
{
	return sv_eq(a, sv_of(cstr));
}

/* Bytewise order; a prefix sorts before what continues it. */
int sv_cmp(struct sv a, struct sv b);
bool sv_starts(struct sv s, struct sv prefix);
bool sv_ends(struct sv s, struct sv suffix);
/* First position of `needle` at or after `from`, or SIZE_MAX. */
size_t sv_find(struct sv s, struct sv needle, size_t from);
bool sv_has(struct sv s, struct sv needle);
/* `n` is clamped to what is there. */
struct sv sv_from(struct sv s, size_t from);
struct sv sv_upto(struct sv s, size_t n);
/* Trims ASCII white space and U+3000, U+00A0, U+FEFF at both ends. */
struct sv sv_trim(struct sv s);
/* Cuts the text before the first `sep` off `*s`; false when `*s` was already used up. */
bool sv_split(struct sv *s, char sep, struct sv *ret_part);
/* The largest whole number, and below zero the smallest, that is read anywhere: what every program that reads JSON keeps exactly. */
#define SV_INT_MAX INT64_C(9007199254740991)
/* Whole view as a decimal integer with optional sign; false if anything else is in it or it is beyond SV_INT_MAX. */
bool sv_int(struct sv s, int64_t *ret);

#endif
