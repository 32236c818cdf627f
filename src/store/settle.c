#include "store/settle.h"

#include "store/journal.sql.h"

#include <stdlib.h>

enum { HEX_REF = 32, HEX_COMMITMENT = 64 };

/* One pending name: "REF", or "c:POST:COMMITMENT". */
struct waiting {
	struct sv name;
	struct sv key;       /* what a payload would hold of it */
	int64_t post;        /* of a credential */
	int found;           /* the how manieth that was found, newest first; 0: not yet */
};

static int by_key(const void *x, const void *y)
{
	return sv_cmp(((const struct waiting *)x)->key, ((const struct waiting *)y)->key);
}

static void mark(struct waiting *w, size_t n, struct sv key, int *found)
{
	struct waiting probe = { .key = key };
	struct waiting *at = n ? bsearch(&probe, w, n, sizeof(*w), by_key) : NULL;
	if (!at)
		return;
	/* The same commitment may wait for two posts. */
	while (at > w && sv_eq(at[-1].key, key))
		at--;
	for (; at < w + n && sv_eq(at->key, key); at++)
		if (!at->found)
			at->found = ++*found;
}

/* References stand as "s:REF:…", commitments of credentials as "commitment":"…". */
static void mark_all(struct waiting *w, size_t n, struct sv body, int *found)
{
	struct sv ref = SV("\"s:"), commitment = SV("\"commitment\":\"");
	for (size_t at = 0; (at = sv_find(body, ref, at)) != SIZE_MAX; at++)
		mark(w, n, sv_upto(sv_from(body, at + ref.n), HEX_REF), found);
	for (size_t at = 0; (at = sv_find(body, commitment, at)) != SIZE_MAX; at++)
		mark(w, n, sv_upto(sv_from(body, at + commitment.n), HEX_COMMITMENT), found);
}

static enum rc look_in_journal(struct ctx *cx, struct db *db, struct waiting *w, size_t n)
{
	enum rc rc = RC_OK;
	int found = 0;
	struct stmt *st = db_query(db, &payload_newest_first);
	while (found < (int)n && db_step(cx, st, &rc))
		mark_all(w, n, col_peek(st, 0), &found);
	(void)db_query(db, &payload_newest_first); /* ends the reading */
	return rc;
}

static enum rc settle_credential(struct ctx *cx, struct secrets *s, struct waiting *w, size_t n, const struct waiting *one)
{
	for (size_t i = 0; i < n && one->found; i++)
		if (w[i].post == one->post && w[i].found && w[i].found < one->found)
			return RC_OK; /* a later password of the same post stands in the journal, which drops this one */
	return one->found ? credential_keep(cx, s, one->post, one->key) : credential_forget(cx, s, one->post, one->key);
}

/* The secrets of one-time codes stand in credentials, not in acts. */
static enum rc keep_codes(struct ctx *cx, struct secrets *s, struct waiting *w, size_t n)
{
	struct credential *c;
	size_t n_c;
	int found = 0;
	TRY(credentials_all(cx, s, &c, &n_c));
	for (size_t i = 0; i < n_c; i++)
		if (secret_is_ref(c[i].totp))
			mark(w, n, sv_upto(sv_from(c[i].totp, 2), HEX_REF), &found);
	return RC_OK;
}

enum rc settle_secrets(struct ctx *cx, struct db *db, struct secrets *s)
{
	struct sv *names;
	size_t n;
	TRY(secrets_pending(cx, s, &names, &n));
	if (n == 0)
		return RC_OK;
	struct waiting *w = NEW(cx->a, struct waiting, n);
	for (size_t i = 0; i < n; i++) {
		struct sv rest = names[i], part;
		w[i] = (struct waiting){ .name = names[i], .key = names[i] };
		if (sv_starts(rest, SV("c:")) && sv_split(&rest, ':', &part) && sv_split(&rest, ':', &part) && sv_int(part, &w[i].post))
			w[i].key = rest;
	}
	qsort(w, n, sizeof(*w), by_key);
	TRY(look_in_journal(cx, db, w, n));
	for (size_t i = 0; i < n; i++)
		if (w[i].post)
			TRY(settle_credential(cx, s, w, n, &w[i]));
	TRY(keep_codes(cx, s, w, n));
	for (size_t i = 0; i < n; i++) {
		struct sv ref = arena_printf(cx->a, "s:%.*s", SV_ARG(w[i].name));
		if (w[i].post || w[i].name.n != HEX_REF)
			continue;
		if (w[i].found)
			secret_keep(s, ref);
		else
			TRY(secret_erase(cx, s, ref));
	}
	return RC_OK;
}
