#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/arena.h"

/* Valid UTF-8 without overlong forms or surrogates. */
bool utf8_valid(struct sv s);
/* Takes one code point off the front of `*s`; 0xFFFD and one byte for a broken one, -1 at the end. */
int32_t utf8_next(struct sv *s);
/* Writes 1..4 bytes and returns how many. */
size_t utf8_put(char out[4], int32_t cp);
size_t utf8_count(struct sv s);                  /* code points */
struct sv utf8_upto(struct sv s, size_t count);  /* the first `count` code points */
bool utf8_is_han(int32_t cp);
/* Columns on a terminal: East Asian wide characters take two, combining ones none. */
size_t utf8_width(struct sv s);
/* Full-width ASCII (U+FF01..FF5E) and U+3000 as their half-width twins. */
struct sv utf8_half(struct arena *a, struct sv s);

#endif
