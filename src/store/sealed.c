#include "store/sealed.h"

#include "store/secret.h"

#include <stdlib.h>

enum { REF = 32 };

/* A fact that an act speaks of and that is not there. */
struct gone {
	struct gone *next;
	struct sv ref;
	int64_t seq;
};

/* The last password that the journal gives to a post. */
struct given {
	int64_t post, seq;
	struct sv commitment;
};

struct sealed_check {
	struct ctx *cx;          /* findings and what outlives a row */
	struct secrets *secrets;
	const struct erasures *erasures;
	struct report *r;
	struct sv *refs, *pending;
	bool *spoken;            /* of refs[i] */
	size_t n_refs, n_pending;
	struct gone *gone;
	struct given *given;
	size_t n_given, cap_given;
};

static int by_text(const void *x, const void *y)
{
	return sv_cmp(*(const struct sv *)x, *(const struct sv *)y);
}

static struct sv *find(struct sv *all, size_t n, struct sv what)
{
	return n ? bsearch(&what, all, n, sizeof(*all), by_text) : NULL;
}

enum rc sealed_begin(struct ctx *cx, struct secrets *s, const struct erasures *e, struct report *r, struct sealed_check **ret)
{
	struct sealed_check *k = NEW(cx->a, struct sealed_check, 1);
	*k = (struct sealed_check){ .cx = cx, .secrets = s, .erasures = e, .r = r };
	TRY(secrets_refs(cx, s, false, &k->refs, &k->n_refs));
	TRY(secrets_pending(cx, s, &k->pending, &k->n_pending));
	qsort(k->refs, k->n_refs, sizeof(*k->refs), by_text);
	qsort(k->pending, k->n_pending, sizeof(*k->pending), by_text);
	k->spoken = NEW(cx->a, bool, k->n_refs + 1);
	*ret = k;
	return RC_OK;
}

static struct sv fact(struct sealed_check *k, struct sv ref)
{
	return arena_printf(k->cx->a, "secret %.*s", SV_ARG(ref));
}

/* `ref` whole, "s:REF:COMMITMENT"; `seq` 0 for what a credential speaks of. */
static enum rc check_ref(struct sealed_check *k, struct ctx *row, struct sv whole, int64_t seq)
{
	struct ctx own = *row, *sub = &own;
	ctx_forget(sub);
	struct sv ref = sv_upto(sv_from(whole, 2), REF), *at = find(k->refs, k->n_refs, ref);
	k->r->secrets++;
	if (at)
		k->spoken[at - k->refs] = true;
	enum rc rc = secret_check(sub, k->secrets, whole);
	if (rc == RC_NOT_FOUND && !erasures_ref(k->erasures, sub->a, ref)) {
		struct gone *g = NEW(k->cx->a, struct gone, 1);
		*g = (struct gone){ .next = k->gone, .ref = arena_sv(k->cx->a, ref), .seq = seq };
		k->gone = g;
	} else if (rc != RC_OK && rc != RC_NOT_FOUND) {
		report_add(k->cx, k->r, fact(k, ref), N_("This sealed fact is not what was sealed (row %lld)."), (long long)seq);
	}
	return RC_OK;
}

static enum rc check_values(struct sealed_check *k, struct ctx *sub, const struct js *v, int64_t seq)
{
	if (v->kind == JS_STR && field_is_ref(v->s))
		TRY(check_ref(k, sub, v->s, seq));
	for (const struct js *c = v->first; c; c = c->next)
		TRY(check_values(k, sub, c, seq));
	return RC_OK;
}

/* What an act erased may be gone, and must be. */
static void note_forgotten(struct sealed_check *k, struct sv ref, int64_t by)
{
	for (struct gone **g = &k->gone; *g;)
		if (sv_eq((*g)->ref, ref))
			*g = (*g)->next;
		else
			g = &(*g)->next;
	if (find(k->refs, k->n_refs, ref))
		report_add(k->cx, k->r, fact(k, ref), N_("Row %lld erased this sealed fact, and it is there."), (long long)by);
}

static void note_password(struct sealed_check *k, const struct journal_row *row, struct sv commitment)
{
	struct given *g = NULL;
	for (size_t i = 0; i < k->n_given; i++)
		if (k->given[i].post == row->subject)
			g = &k->given[i];
	if (!g && k->n_given == k->cap_given) {
		size_t cap = k->cap_given ? k->cap_given * 2 : 64;
		struct given *bigger = NEW(k->cx->a, struct given, cap);
		if (k->n_given)
			memcpy(bigger, k->given, k->n_given * sizeof(*bigger));
		k->given = bigger;
		k->cap_given = cap;
	}
	if (!g)
		g = &k->given[k->n_given++];
	*g = (struct given){ .post = row->subject, .seq = row->seq, .commitment = arena_sv(k->cx->a, commitment) };
}

enum rc sealed_row(struct sealed_check *k, struct ctx *sub, const struct journal_row *row, const struct js *facts)
{
	if (sv_is(row->act, "instance.forget"))
		note_forgotten(k, js_get_sv(facts, "ref"), row->seq);
	if (sv_is(row->act, "person.set_password"))
		note_password(k, row, js_get_sv(facts, "commitment"));
	return check_values(k, sub, facts, row->seq);
}

static struct sv credential_name(struct sealed_check *k, int64_t post)
{
	return arena_printf(k->cx->a, "credential %lld", (long long)post);
}

/* Each post's credential is the one whose commitment its last act carries; one that waits for its act is not
 * read by anybody. */
static enum rc check_credentials(struct sealed_check *k, struct ctx *cx)
{
	struct credential *c;
	size_t n;
	TRY(credentials_all(cx, k->secrets, &c, &n));
	bool *met = NEW(cx->a, bool, k->n_given + 1);
	for (size_t i = 0; i < n; i++) {
		size_t at = 0;
		while (at < k->n_given && k->given[at].post != c[i].post)
			at++;
		struct sv commitment = credential_commitment(cx->a, c[i].password, c[i].totp);
		bool whole = sv_eq(commitment, c[i].commitment);
		if (whole && at < k->n_given && sv_eq(commitment, k->given[at].commitment) && c[i].seq == k->given[at].seq)
			met[at] = true;
		else if (!whole || c[i].seq != 0)
			report_add(cx, k->r, credential_name(k, c[i].post), N_("No act set this password or these one-time codes."));
		if (field_is_ref(c[i].totp))
			TRY(check_ref(k, cx, c[i].totp, 0));
	}
	for (size_t i = 0; i < k->n_given; i++)
		if (!met[i])
			report_add(cx, k->r, credential_name(k, k->given[i].post),
				   N_("The password that row %lld set is gone."), (long long)k->given[i].seq);
	return RC_OK;
}

static enum rc check_keys(struct sealed_check *k, struct ctx *cx)
{
	struct sv *keys;
	size_t n;
	TRY(secrets_refs(cx, k->secrets, true, &keys, &n));
	qsort(keys, n, sizeof(*keys), by_text);
	for (size_t i = 0; i < n; i++)
		if (!find(k->refs, k->n_refs, keys[i]))
			report_add(cx, k->r, arena_printf(cx->a, "data_key %.*s", SV_ARG(keys[i])), N_("This key has no sealed fact."));
	for (size_t i = 0; i < k->n_refs; i++)
		if (!k->spoken[i] && !find(k->pending, k->n_pending, k->refs[i]))
			report_add(cx, k->r, fact(k, k->refs[i]), N_("No act speaks of this sealed fact."));
	return RC_OK;
}

enum rc sealed_end(struct sealed_check *k, struct ctx *cx)
{
	TRY(check_credentials(k, cx));
	for (const struct gone *g = k->gone; g; g = g->next)
		report_add(cx, k->r, fact(k, g->ref), N_("This sealed fact of row %lld, or its key, is gone, and no act erased it."),
			   (long long)g->seq);
	return check_keys(k, cx);
}
