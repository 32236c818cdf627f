#ifndef VERIFY_TAKER_H
#define VERIFY_TAKER_H
/* Reads members of one object; what is missing, of another kind or unknown is remembered once. */
#include "verify/proof.h"

struct taker {
	const struct js *o;
	size_t taken;
	const char *bad;
};

const struct js *take(struct taker *t, const char *key, enum js_kind kind);
struct sv take_sv(struct taker *t, const char *key);
int64_t take_int(struct taker *t, const char *key); /* not below 0 */
struct day take_day(struct taker *t, const char *key);
vf_num take_num(struct taker *t, const char *key);
bool take_true(struct taker *t, const char *key); /* a flag that stands only where it is set */
struct sv take_text_if(struct taker *t, const char *key); /* a text that stands only where there is one */
/* In small hexadecimal alone: one digest has one spelling. */
void take_bytes(struct arena *a, struct taker *t, const char *key, uint8_t *ret, size_t n);
/* Nothing may stand beside what is known: it would look as if it had been checked. */
bool all_taken(struct vf_report *r, const struct taker *t, const char *where, size_t no);

#endif
