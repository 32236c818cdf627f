/* Every kind of byte of a proof, changed: none may pass.  Half of the changes are made in its values, so that it stays a
 * document of the format, half in its bytes; what reads as the same document afterwards, or holds the same key in another
 * spelling, is counted apart.
 *   BIXUE_MUTATIONS=100000 build/unit/verify/mutation */
#include "world.h"

#include "verify/sign.h"

static uint64_t seed = 88172645463325252u;

static uint64_t chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static size_t one_of(size_t n)
{
	return (size_t)(chance() % n);
}

struct victim {
	struct world *w;
	struct sv text;
	struct digest key;
};

static void keep(struct world *w, struct score_period p, struct js *proof, void *arg)
{
	struct victim *v = arg;
	(void)p;
	v->text = world_text(&w->a, proof);
	v->w = w;
}

/* ---- values -------------------------------------------------------------------------------------------------------- */

static const char *const parts[] = { "board", "rule", "entries", "sources", "acts", "nodes", "checkpoint", "format" };
enum { PARTS = 8, BYTES = PARTS, KINDS };

static size_t weight(const struct js *v)
{
	size_t n = 1;
	for (const struct js *c = v->first; c; c = c->next)
		n += weight(c);
	return n;
}

/* Any value below `v`, each as likely as another; `*ret_parent` holds it. */
static struct js *pick(struct js *v, size_t at, struct js **ret_parent)
{
	for (struct js *c = v->first; c; c = c->next) {
		size_t n = weight(c);
		if (at < n) {
			*ret_parent = v;
			return at == 0 ? c : pick(c, at - 1, ret_parent);
		}
		at -= n;
	}
	return NULL;
}

static void change_text(struct arena *a, struct js *v)
{
	if (v->s.n == 0 || chance() % 8 == 0) {
		v->s = arena_printf(a, "%.*s%c", SV_ARG(v->s), "0a~ -"[one_of(5)]);
		return;
	}
	char *p = (char *)(uintptr_t)arena_cstr(a, v->s);
	size_t i = one_of(v->s.n);
	if ((unsigned char)p[i] >= 0x80) { /* in the middle of a character: take the whole text's end off instead */
		v->s = SV("甲");
		return;
	}
	bool digit = p[i] >= '0' && p[i] <= '9', letter = p[i] >= 'a' && p[i] <= 'f';
	char to = digit && one_of(8)	? "0123456789"[one_of(10)]
		  : letter && one_of(8) ? "abcdef"[one_of(6)]
					: "X-. 7a"[one_of(6)];
	p[i] = to == p[i] ? (char)(to ^ 1) : to;
	v->s = sv_make(p, v->s.n);
}

/* Takes `v` out of its parent, doubles it, or exchanges it with the next one. */
static void change_list(struct arena *a, struct js *parent, struct js *v)
{
	struct js **at = &parent->first, *next = v->next;
	while (*at != v)
		at = &(*at)->next;
	switch (one_of(3)) {
	case 0:
		*at = next;
		parent->n--;
		break;
	case 1: {
		struct js *copy = NEW(a, struct js, 1);
		*copy = *v;
		if (copy->key.p)
			copy->key = arena_printf(a, "%.*s2", SV_ARG(v->key));
		copy->next = next;
		v->next = copy;
		parent->n++;
		break;
	}
	default:
		if (!next || parent->kind == JS_OBJ) {
			*at = next;
			parent->n--;
			break;
		}
		*at = next;
		v->next = next->next;
		next->next = v;
	}
}

static void change(struct arena *a, struct js *parent, struct js *v)
{
	if (chance() % 5 == 0)
		change_list(a, parent, v);
	else if (v->kind == JS_STR)
		change_text(a, v);
	else if (v->kind == JS_INT)
		v->i += one_of(2) ? 1 : v->i > 0 ? -1 : 2;
	else if (v->kind == JS_BOOL)
		v->b = !v->b;
	else if (v->kind == JS_NULL) {
		v->kind = JS_STR;
		v->s = SV("k");
	} else
		change_list(a, parent, v);
}

static struct sv change_values(struct arena *a, const struct victim *v, size_t *ret_part)
{
	const char *why;
	int line, column;
	struct js *doc = js_parse(a, v->text, &why, &line, &column), *parent = doc;
	*ret_part = one_of(PARTS);
	struct js *part = (struct js *)(uintptr_t)js_get(doc, parts[*ret_part]);
	struct js *x = part->first && chance() % 12 ? pick(part, one_of(weight(part) - 1), &parent) : part;
	change(a, parent, x);
	struct buf b = buf_new(a, 64 << 20);
	js_write(&b, doc);
	return buf_sv(&b);
}

/* ---- bytes --------------------------------------------------------------------------------------------------------- */

static struct sv change_bytes(struct arena *a, const struct victim *v)
{
	struct sv t = v->text;
	size_t at = one_of(t.n), len = 1 + one_of(40), to = one_of(t.n);
	struct buf b = buf_new(a, 64 << 20);
	len = len < t.n - at ? len : t.n - at;
	switch (one_of(5)) {
	case 0: /* one bit */
		buf_put(&b, t);
		b.p[at] = (char)(b.p[at] ^ (1 << one_of(8)));
		break;
	case 1: /* taken out */
		buf_put(&b, sv_upto(t, at));
		buf_put(&b, sv_from(t, at + len));
		break;
	case 2: /* put in once more, elsewhere */
		buf_put(&b, sv_upto(t, to));
		buf_put(&b, sv_make(t.p + at, len));
		buf_put(&b, sv_from(t, to));
		break;
	case 3: /* white space, which often means nothing */
		buf_put(&b, sv_upto(t, at));
		buf_putc(&b, " \n\t"[one_of(3)]);
		buf_put(&b, sv_from(t, at));
		break;
	default: /* cut off */
		buf_put(&b, sv_upto(t, at));
	}
	return buf_sv(&b);
}

/* The same document, or the same key in other letters. */
static bool same_meaning(struct arena *a, const struct victim *v, struct sv text)
{
	const char *why;
	int line, column;
	struct js *doc = js_parse(a, text, &why, &line, &column), *was = js_parse(a, v->text, &why, &line, &column);
	struct digest key;
	if (!doc)
		return false;
	if (sv_eq(world_text(a, doc), v->text))
		return true;
	doc = js_parse(a, text, &why, &line, &column); /* not written yet */
	struct js *c = (struct js *)(uintptr_t)js_get(js_get(doc, "checkpoint"), "key");
	if (!c || c->kind != JS_STR || !vf_key_digest(c->s, &key) || !digest_eq(&key, &v->key))
		return false;
	c->s = js_get_sv(js_get(was, "checkpoint"), "key");
	return sv_eq(world_text(a, doc), v->text);
}

static void test_mutations(void **state)
{
	static const char *const cases[][2] = { { "tests/cases/board", "r17-movement.case" },
						{ "tests/cases/rule", "reversal.case" },
						{ "tests/cases/rule", "veto.case" },
						{ "tests/cases/rule", "measures.case" },
						{ "tests/cases/board", "tour-ballot.case" },
						{ "tests/cases/board", "tie-chain.case" } };
	enum { CASES = sizeof(cases) / sizeof(*cases) };
	const char *many = getenv("BIXUE_MUTATIONS");
	int wanted = many ? atoi(many) : 2000, meant[KINDS] = { 0 }, same = 0, missed = 0, by_code[8] = { 0 };
	struct victim v[CASES];
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		struct world *w = world_new();
		assert_true(world_read(w, cases[i][0], cases[i][1]));
		world_each_period(w, keep, &v[i]);
		assert_true(vf_key_digest(world_key(&w->a), &v[i].key));
		assert_int_equal(world_verify(&w->a, v[i].text).verdict, VERDICT_RIGHT);
	}
	for (int i = 0; i < wanted; i++) {
		struct arena a;
		size_t part = BYTES;
		const struct victim *x = &v[one_of(CASES)];
		arena_init(&a, (size_t)256 << 20);
		struct sv text = one_of(2) ? change_bytes(&a, x) : change_values(&a, x, &part);
		struct vf_report r = world_verify(&a, text);
		bool meaningless = same_meaning(&a, x, text);
		same += meaningless;
		meant[part] += !meaningless;
		by_code[r.verdict] += !meaningless;
		if (meaningless == (r.verdict == VERDICT_RIGHT)) {
			arena_release(&a);
			continue;
		}
		missed++;
		fprintf(stderr, "change %d of %s: %s\n", i, part == BYTES ? "bytes" : parts[part],
			meaningless ? "means nothing, but was refused" : "passed");
		size_t d = 0;
		while (d < text.n && d < x->text.n && text.p[d] == x->text.p[d])
			d++;
		size_t from = d > 60 ? d - 60 : 0;
		fprintf(stderr, "  from byte %zu of %zu (%zu before): was …%.*s…, is …%.*s…\n", d, text.n, x->text.n, (int)(x->text.n - from < 160 ? x->text.n - from : 160),
			x->text.p + from, (int)(text.n - from < 160 ? text.n - from : 160), text.p + from);
		arena_release(&a);
	}
	for (size_t k = 0; k < KINDS; k++)
		printf("%-10s %d\n", k == BYTES ? "bytes" : parts[k], meant[k]);
	printf("%d changes: %d wrong, %d unreadable, %d passed; %d more changed nothing\n", wanted - same,
	       by_code[VERDICT_WRONG], by_code[VERDICT_UNREADABLE], by_code[VERDICT_RIGHT], same);
	assert_int_equal(missed, 0);
	assert_true(wanted < 2000 || wanted - same >= 1000);
	for (size_t i = 0; i < CASES; i++) {
		arena_release(&v[i].w->c->a);
		world_free(v[i].w);
	}
	world_sign_off();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_mutations) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
