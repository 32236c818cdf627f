#include "verify/taker.h"

const struct js *take(struct taker *t, const char *key, enum js_kind kind)
{
	const struct js *v = js_get(t->o, key);
	if (v && v->kind == kind) {
		t->taken++;
		return v;
	}
	if (!t->bad)
		t->bad = key;
	return NULL;
}

struct sv take_sv(struct taker *t, const char *key)
{
	const struct js *v = take(t, key, JS_STR);
	return v ? v->s : SV("");
}

int64_t take_int(struct taker *t, const char *key)
{
	const struct js *v = take(t, key, JS_INT);
	if (v && v->i < 0 && !t->bad)
		t->bad = key;
	return v ? v->i : 0;
}

struct day take_day(struct taker *t, const char *key)
{
	struct day d = { 0 };
	if (!day_parse(take_sv(t, key), &d) && !t->bad)
		t->bad = key;
	return d;
}

vf_num take_num(struct taker *t, const char *key)
{
	vf_num v = 0;
	if (!vf_num_read(take_sv(t, key), &v) && !t->bad)
		t->bad = key;
	return v;
}

bool take_true(struct taker *t, const char *key)
{
	const struct js *v = take(t, key, JS_BOOL);
	if (v && !v->b && !t->bad)
		t->bad = key;
	return v && v->b;
}

struct sv take_text_if(struct taker *t, const char *key)
{
	if (!js_get(t->o, key))
		return SV("");
	struct sv s = take_sv(t, key);
	if (!s.n && !t->bad)
		t->bad = key;
	return s;
}

void take_bytes(struct arena *a, struct taker *t, const char *key, uint8_t *ret, size_t n)
{
	struct sv s = take_sv(t, key);
	if ((!hex_parse(s, ret, n) || !sv_eq(hex_text(a, sv_make((const char *)ret, n)), s)) && !t->bad)
		t->bad = key;
}

bool all_taken(struct vf_report *r, const struct taker *t, const char *where, size_t no)
{
	if (!t->bad && t->o && t->taken == t->o->n)
		return true;
	return vf_unreadable(r, "读不懂：%s 第 %zu 个：%s", "Not readable: %s number %zu: %s", where, no,
			     t->bad ? t->bad : "…");
}
