#ifndef APP_PERSON_SAME_H
#define APP_PERSON_SAME_H
/* Inside the folder: how names and phones are compared, and whom they are known to be. */
#include "app/person/person.h"

struct sv name_compared(struct arena *a, struct sv holder);
struct sv phone_compared(struct arena *a, struct sv text); /* its first mobile number; "" where there is none */

/* The number of whoever was called so first, 0 where nobody was yet. */
NODISCARD enum rc person_called_so(struct ctx *cx, struct db *db, struct sv holder, int64_t *ret);

/* Numbers, 0 for nobody. */
struct known {
	int64_t by_name, by_phone;
};
/* Of the holder whom an act names, by "holder" and "phone", for the post that it concerns (0: one that it makes). */
NODISCARD enum rc person_known(struct ctx *cx, struct db *db, const struct act_in *in, int64_t post, struct known *ret);
/* That number, else the fresh one; RC_CONFLICT where name and phone are two people's. */
NODISCARD enum rc person_decide(struct ctx *cx, const struct known *k, int64_t fresh, int64_t *ret);

#endif
