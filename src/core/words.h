#ifndef CORE_WORDS_H
#define CORE_WORDS_H
/* Small tools to read what people write in cells: lists of words, and numbers in both scripts. */
#include "base/dec.h"

/* ---- words ---------------------------------------------------------------------------------------- */
/* `words` is a list of words with single spaces between them; longer ones that start alike come first. */
bool words_eat(struct sv *s, const char *words);      /* takes one of them off the front */
bool words_start(struct sv s, const char *words);
bool words_end(struct sv s, const char *words, size_t *ret_len);  /* ret_len may be NULL */
bool words_in(struct sv s, const char *words);
bool words_is(struct sv s, const char *words);
/* Half-width, without any white space, zero-width characters or byte order marks; a space between two
 * digits stays, as one ' '. */
struct sv words_clean(struct arena *a, struct sv s);
/* Blank, or a dash, a slash, 无, 暂无 … standing for blank. */
bool words_blank(struct sv clean);

/* ---- numbers -------------------------------------------------------------------------------------- */
/* A whole number at the front of a clean text: 2023, 十二, 二〇二三, 两, 廿五.  Returns the bytes taken, 0 if
 * there is none.  ret_digits: how many digits were written (0 for 十二, which has none of its own). */
size_t number_take_int(struct sv s, int *ret, int *ret_digits);
/* The same, taken off the front. */
bool words_eat_int(struct sv *s, int *ret, int *ret_digits);
/* A number below 10⁴ in Chinese, or any Arabic one: 35,000, 3.5, 三千五百, 七点五. */
size_t number_take(struct sv s, struct dec *ret);
#endif
