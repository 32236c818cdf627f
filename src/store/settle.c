#include "store/settle.h"

#include "store/journal.sql.h"

#include <stdlib.h>

enum { HEX_REF = 32, HEX_COMMITMENT = 64 };

/* What an act might speak of: a pending fact by its reference, a pending credential by its commitment. */
struct waiting {
	struct sv key;
	int64_t post;        /* of a credential */
	int64_t found;       /* the newest row that speaks of it; 0: none */
};

static int by_key(const void *x, const void *y)
{
	return sv_cmp(((const struct waiting *)x)->key, ((const struct waiting *)y)->key);
}

static void mark(struct waiting *w, size_t n, struct sv key, int64_t seq, size_t *found)
{
	struct waiting probe = { .key = key };
	struct waiting *at = n ? bsearch(&probe, w, n, sizeof(*w), by_key) : NULL;
	if (!at)
		return;
	while (at > w && sv_eq(at[-1].key, key))
		at--;
	for (; at < w + n && sv_eq(at->key, key); at++)
		if (!at->found) {
			at->found = seq;
			++*found;
		}
}

/* References stand as "s:REF:…", commitments of credentials as "commitment":"…". */
static void mark_all(struct waiting *w, size_t n, struct sv body, int64_t seq, size_t *found)
{
	struct sv ref = SV("\"s:"), commitment = SV("\"commitment\":\"");
	for (size_t at = 0; (at = sv_find(body, ref, at)) != SIZE_MAX; at++)
		mark(w, n, sv_upto(sv_from(body, at + ref.n), HEX_REF), seq, found);
	for (size_t at = 0; (at = sv_find(body, commitment, at)) != SIZE_MAX; at++)
		mark(w, n, sv_upto(sv_from(body, at + commitment.n), HEX_COMMITMENT), seq, found);
}

static enum rc look_in_journal(struct ctx *cx, struct db *db, struct waiting *w, size_t n)
{
	enum rc rc = RC_OK;
	size_t found = 0;
	struct stmt *st = db_query(db, &payload_newest_first);
	while (found < n && db_step(cx, st, &rc))
		mark_all(w, n, col_peek(st, 1), col_int(st, 0), &found);
	(void)db_query(db, &payload_newest_first); /* ends the reading */
	return rc;
}

static enum rc settle_credentials(struct ctx *cx, struct db *db, struct secrets *s)
{
	struct credential *c;
	size_t n_c, n = 0;
	TRY(credentials_all(cx, s, &c, &n_c));
	struct waiting *w = NEW(cx->a, struct waiting, n_c + 1);
	for (size_t i = 0; i < n_c; i++)
		if (c[i].seq == 0)
			w[n++] = (struct waiting){ .key = c[i].commitment, .post = c[i].post };
	if (n == 0)
		return RC_OK;
	qsort(w, n, sizeof(*w), by_key);
	TRY(look_in_journal(cx, db, w, n));
	for (size_t i = 0; i < n; i++)
		TRY(w[i].found ? credential_keep(cx, s, w[i].post, w[i].key, w[i].found) :
				 credential_forget(cx, s, w[i].post, w[i].key));
	return RC_OK;
}

/* The secrets of one-time codes stand in credentials, not in acts. */
static enum rc mark_codes(struct ctx *cx, struct secrets *s, struct waiting *w, size_t n)
{
	struct credential *c;
	size_t n_c, found = 0;
	TRY(credentials_all(cx, s, &c, &n_c));
	for (size_t i = 0; i < n_c; i++)
		if (field_is_ref(c[i].totp))
			mark(w, n, sv_upto(sv_from(c[i].totp, 2), HEX_REF), c[i].seq, &found);
	return RC_OK;
}

enum rc settle_secrets(struct ctx *cx, struct db *db, struct secrets *s)
{
	struct sv *refs;
	size_t n;
	TRY(settle_credentials(cx, db, s));
	TRY(secrets_pending(cx, s, &refs, &n));
	if (n == 0)
		return RC_OK;
	struct waiting *w = NEW(cx->a, struct waiting, n);
	for (size_t i = 0; i < n; i++)
		w[i] = (struct waiting){ .key = refs[i] };
	qsort(w, n, sizeof(*w), by_key);
	TRY(mark_codes(cx, s, w, n));
	TRY(look_in_journal(cx, db, w, n));
	for (size_t i = 0; i < n; i++) {
		struct sv ref = arena_printf(cx->a, "s:%.*s", SV_ARG(w[i].key));
		if (w[i].found)
			secret_keep(s, ref);
		else
			TRY(secret_erase(cx, s, ref));
	}
	return RC_OK;
}
