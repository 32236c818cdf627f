#ifndef VERIFY_WORDS_H
#define VERIFY_WORDS_H
/* Pieces of the one canonical spelling. */
#include "verify/num.h"

/* Takes `word` off the front. */
bool vf_eat(struct sv *s, const char *word);
/* The word before `stop`, which is taken off with it; the whole rest where `stop` does not come any more. */
struct sv vf_cut(struct sv *s, const char *stop);
/* Takes `word` off the end. */
bool vf_eat_end(struct sv *s, const char *word);
bool vf_choice(struct sv s, const char *const *words, int *ret);
/* Takes a whole number of up to nine digits off the front. */
bool vf_whole(struct sv *s, int64_t max, int64_t *ret);
/* A number in front of `unit`, which may be empty; not below 0. */
bool vf_number(struct sv s, const char *unit, vf_num *ret);
/* "12.5%", at most a hundred. */
bool vf_percent(struct sv s, vf_num *ret);
/* 好100: a name and the number at its end. */
bool vf_named_number(struct sv s, const char *unit, struct sv *ret_name, vf_num *ret);

/* Room for one more; arrays of a rule are short. */
void *vf_one_more(struct arena *a, void *v, size_t n, size_t size);

#endif
