/* A forged proof never crashes the second program, and its code never depends on what cannot be read.  Each input is tried
 * as it stands, and once more sealed: with the digests that its rule, entries and rows have, so that the forgery gets past
 * them and into the reader of the rule and the composition. */
#include "base/json.h"
#include "verify/proof.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(struct js *o, const char *key, struct sv s)
{
	struct js *v = (struct js *)(uintptr_t)js_get(o, key);
	if (v && v->kind == JS_STR)
		v->s = s;
}

static struct sv digest_of(struct arena *a, struct sv s)
{
	struct digest d = HASH(HASH_SM3, s);
	return hex_text(a, digest_sv(&d));
}

static struct sv written(struct arena *a, const struct js *v)
{
	struct buf b = buf_new(a, 64 << 20);
	if (v)
		js_write(&b, v);
	return b.n ? buf_sv(&b) : SV("");
}

static struct sv input_digest(struct arena *a, const struct vf_proof *p, struct sv rule, const struct js *facts)
{
	struct buf b = buf_new(a, 64 << 20);
	buf_printf(&b, "bixue board %d\n%.*s %.*s %.*s\n", VF_ENGINE, SV_ARG(rule), SV_ARG(day_text(a, p->from)),
		   SV_ARG(day_text(a, p->to)));
	buf_put(&b, written(a, js_get(facts, "units")));
	for (size_t i = 0; i < p->n_entry; i++) {
		const struct vf_entry *e = &p->entry[i];
		buf_printf(&b, "\n%lld|%lld|%.*s|%.*s|%d|%d|%d|%lld|%.*s|", (long long)e->id, (long long)e->unit,
			   SV_ARG(e->class), SV_ARG(e->item), e->fact + 1, e->assist, e->day.n, (long long)e->points,
			   SV_ARG(e->source));
		if (e->reverses)
			buf_int(&b, e->reverses);
	}
	if (p->grammar > 1) {
		buf_printf(&b, "\n%.*s\n", SV_ARG(vf_text(facts, "progress")));
		buf_put(&b, written(a, js_get(facts, "inputs")));
	}
	return digest_of(a, buf_sv(&b));
}

/* What a forger who holds neither key nor journal can still set right. */
static struct sv sealed(struct arena *a, struct sv text)
{
	const char *why;
	int line, column;
	struct vf_report r = { .a = a };
	struct vf_proof p;
	r.end = &r.first;
	struct js *doc = js_parse(a, text, &why, &line, &column);
	if (!doc || !vf_proof_read(&r, text, &p))
		return SV_NONE;
	struct js *rule = (struct js *)(uintptr_t)js_get(doc, "rule");
	struct sv digest = digest_of(a, p.rule_text);
	put(rule, "digest", digest);
	const struct js *acts = js_get(doc, "acts");
	for (struct js *x = acts->first; x; x = x->next) {
		struct js *f = (struct js *)(uintptr_t)js_get(x, "payload");
		if (!f)
			continue;
		put(f, "rule_digest", digest);
		put(f, "input_digest", input_digest(a, &p, digest, f));
		put(f, "result_digest", digest_of(a, written(a, js_get(f, "rows"))));
	}
	return written(a, doc);
}

static void try(struct arena *a, struct sv text)
{
	struct vf_trust trust = { .receipt = SV("5567-6349-4208-8488-2477") };
	struct vf_report r;
	vf_verify(a, text, &trust, &r);
	/* Something was said, a code has its twenty digits, and nothing of the forger's own is right without one. */
	if (!r.first || (r.receipt.n && r.receipt.n != 24) || (r.verdict == VERDICT_RIGHT && !r.receipt.n))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size > 1 << 18)
		return 0;
	arena_init(&a, (size_t)1 << 30);
	struct sv text = sv_make((const char *)data, size), again = sealed(&a, text);
	try(&a, text);
	if (again.p)
		try(&a, again);
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
