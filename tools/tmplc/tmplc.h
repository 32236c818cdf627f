#ifndef TMPLC_H
#define TMPLC_H
/* The template compiler's shared pieces.  A build tool: it stops at the first error and never frees. */
#include <stdbool.h>
#include <stddef.h>

struct str {
	char *p; /* NUL-terminated once anything was put */
	size_t n, cap;
};

void str_put(struct str *s, const char *p, size_t n);
void str_puts(struct str *s, const char *cstr);
void str_putc(struct str *s, char c);
void str_printf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Both exit with a word when the file cannot be had. */
struct str read_file(const char *path);
void write_file(const char *prefix, const char *suffix, const struct str *s);

struct src {
	const char *name;
	const char *p;
	size_t n;
};

int src_line(const struct src *s, size_t pos);
/* Prints "file:line:column: error: …" and exits. */
_Noreturn void stop(const struct src *s, size_t pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* ---- where in the HTML we are -------------------------------------------------------------------- */
enum html_state {
	IN_TEXT,
	IN_RCDATA,     /* <title>, <textarea> */
	IN_SCRIPT,     /* between <script src=…> and </script>: nothing may stand there */
	IN_DECL,       /* <!doctype …> */
	IN_COMMENT,
	IN_NAME,
	IN_CLOSE,
	IN_TAG,        /* between attributes */
	IN_SLASH,      /* after the / of a self-closing tag */
	IN_ATTR,
	AFTER_ATTR,
	BEFORE_VALUE,
	IN_QUOTED,
	IN_BARE,
};

enum { NAME_MAX_ = 32, DEPTH_MAX = 64, PREFIX_MAX = 32 };

struct html {
	const struct src *src;
	enum html_state state;
	char tag[NAME_MAX_], attr[NAME_MAX_];
	char quote;
	bool url;                 /* the attribute is an address */
	char prefix[PREFIX_MAX];  /* first literal bytes of the value */
	size_t prefix_n;
	bool value_begun;         /* something, literal or not, stands in the value */
	bool gap;                 /* a blank, / or > must come next */
	bool has_alt, has_type, has_src;
	int letters;              /* ASCII letters in a row in text for people */
	bool entity;
	char stack[DEPTH_MAX][NAME_MAX_];
	int depth;
	bool loose;               /* `…_open` and `…_close`: tags need not match */
	size_t tag_pos;
};

void html_init(struct html *h, const struct src *src, bool loose);
/* Takes one literal byte that stands at `pos` and writes it to `lit` unless it belongs to a comment. */
void html_byte(struct html *h, char c, size_t pos, struct str *lit);
bool html_keeps_space(const struct html *h);

enum place { PLACE_TEXT, PLACE_ATTR, PLACE_URL, PLACE_URL_PART };
/* Where an expression stands; stops where none may. */
enum place html_place(struct html *h, size_t pos);
/* Before any directive. */
void html_settle(struct html *h, size_t pos);
/* Stops unless both ways to a point leave the HTML in the same place; `*a` then stands for both. */
void html_join(struct html *a, const struct html *b, size_t pos, const char *what);
void html_finish(const struct html *h, enum html_state due, size_t pos);

#endif
