#ifndef WEB_OUT_H
#define WEB_OUT_H
/* The writer behind every page.  Templates (docs/templates.md) choose the macro by place in the HTML and
 * the macro chooses the function by type, so that nothing is escaped by hand:
 *   OUT_TEXT      in text             OUT_URL       a whole address
 *   OUT_ATTR      in a quoted value   OUT_URL_PART  one segment or parameter of an address
 * A bare `char *` does not compile: say sv_of(p), or better keep a struct sv. */
#include "base/buf.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/when.h"

/* HTML that is written as it is.  Made only by html_trusted, whose callers are few and reviewed. */
struct html {
	struct sv s;
};

/* An address whose scheme was looked at.  Made by URL("…"), url_of, url_seg and url_arg. */
struct url {
	struct sv s;
};

struct out {
	struct buf b;      /* b.over: the page was larger than allowed */
	enum lang lang;
	int seq;           /* numbers for ids within one page; out_seq() */
};

/* A page of at most `max` bytes. */
struct out out_new(struct arena *a, size_t max, enum lang lang);
static inline struct sv out_sv(const struct out *o)
{
	return buf_sv(&o->b);
}
int out_seq(struct out *o); /* 1, 2, 3, … */

static inline struct html html_trusted(struct sv s)
{
	return (struct html){ s };
}

/* ---- addresses ------------------------------------------------------------------------------------- */
#define URL(lit) ((struct url){ SV(lit) })
/* Paths, "?…", "#…", http, https, mailto and tel pass; anything else becomes "#". */
struct url url_of(struct sv s);
/* "/units" + "a b" → "/units/a%20b" */
struct url url_seg(struct arena *a, struct url base, struct sv segment);
struct url url_seg_int(struct arena *a, struct url base, int64_t n);
/* Adds ?name=value or &name=value, before a #fragment if there is one. */
struct url url_arg(struct arena *a, struct url base, const char *name, struct sv value);
struct url url_arg_int(struct arena *a, struct url base, const char *name, int64_t n);
static inline bool url_is(struct url u)
{
	return u.s.n > 0;
}

/* ---- writers: called by compiled templates and by trusted writers in src/web ------------------------ */
void out_raw(struct out *o, struct sv s);
void out_sv_text(struct out *o, struct sv s);    /* & < > " ' escaped, control characters dropped */
void out_html(struct out *o, struct html h);
void out_int(struct out *o, int64_t v);
void out_uint(struct out *o, uint64_t v);
void out_dec(struct out *o, struct dec d);       /* two decimals */
void out_day(struct out *o, struct day d);       /* 2026-11-21, nothing for DAY_NONE */
void out_url(struct out *o, struct url u);
void out_sv_url(struct out *o, struct sv s);     /* percent-encoded */

/* One text of the catalogue with its printf arguments, escaped as a whole. */
void out_tr(struct out *o, const char *msgid, ...) __attribute__((format(printf, 2, 3)));
/* The same where a number decides between one and many; Chinese always takes `many`. */
void out_trn(struct out *o, int64_t n, const char *one, const char *many, ...)
	__attribute__((format(printf, 3, 5), format(printf, 4, 5)));
/* A text named by a variable that was marked with N_("…"); no arguments. */
void out_msg(struct out *o, const char *msgid);

/* The same as values, for what is put into structs: TR(o, "…") has no arguments. */
#define TR(o, msgid) sv_of(tr((o)->lang, msgid))
struct sv arena_tr(struct arena *a, enum lang lang, const char *msgid, ...) __attribute__((format(printf, 3, 4)));
struct sv arena_trn(struct arena *a, enum lang lang, int64_t n, const char *one, const char *many, ...)
	__attribute__((format(printf, 4, 6), format(printf, 5, 6)));

#define OUT_NUMBERS_             \
	short: out_int,          \
	unsigned short: out_uint, \
	unsigned char: out_uint, \
	int: out_int,            \
	unsigned: out_uint,      \
	long: out_int,           \
	unsigned long: out_uint, \
	long long: out_int,      \
	unsigned long long: out_uint, \
	struct dec: out_dec,     \
	struct day: out_day

#define OUT_TEXT(o, x) _Generic((x), struct sv: out_sv_text, struct html: out_html, OUT_NUMBERS_)((o), (x))
#define OUT_ATTR(o, x) _Generic((x), struct sv: out_sv_text, OUT_NUMBERS_)((o), (x))
#define OUT_URL(o, x) _Generic((x), struct url: out_url)((o), (x))
#define OUT_URL_PART(o, x) _Generic((x), struct sv: out_sv_url, OUT_NUMBERS_)((o), (x))

#endif
