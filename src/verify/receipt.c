#include "verify/receipt.h"

enum { DIGITS = 20 };

/* GB/T 17710 (ISO/IEC 7064), MOD 11,10: twenty digits whose last closes the chain at 1. */
static bool closes(const char *d)
{
	int p = 10;
	for (int i = 0; i < DIGITS - 1; i++) {
		int s = (p + d[i] - '0') % 10;
		p = (s == 0 ? 10 : s) * 2 % 11;
	}
	return (p + d[DIGITS - 1] - '0') % 10 == 1;
}

struct sv vf_receipt(struct arena *a, const struct vf_proof *p)
{
	char d[DIGITS];
	struct digest h = HASH(HASH_SM3, arena_printf(a, "bixue-receipt/1\n%lld\n%lld\n%.*s\n%.*s\n%.*s\n",
						      (long long)p->board, (long long)p->version, SV_ARG(p->name),
						      SV_ARG(vf_text(p->facts, "input_digest")),
						      SV_ARG(vf_text(p->facts, "result_digest"))));
	/* The first sixteen bytes as one number, in long division by ten. */
	uint8_t q[16];
	memcpy(q, h.b, sizeof(q));
	for (int k = DIGITS - 2; k >= 0; k--) {
		int rest = 0;
		for (size_t i = 0; i < sizeof(q); i++) {
			rest = rest * 256 + q[i];
			q[i] = (uint8_t)(rest / 10);
			rest %= 10;
		}
		d[k] = (char)('0' + rest);
	}
	d[DIGITS - 1] = '0';
	while (!closes(d))
		d[DIGITS - 1]++;
	return arena_printf(a, "%.4s-%.4s-%.4s-%.4s-%.4s", d, d + 4, d + 8, d + 12, d + 16);
}

/* As somebody types what was read out: digits, with anything between them. */
static size_t digits_of(struct sv s, char *d)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9') {
			if (n < DIGITS)
				d[n] = s.p[i];
			n++;
		}
	return n;
}

void vf_check_receipt(struct vf_report *r, const struct vf_proof *p, struct sv heard)
{
	char mine[DIGITS], theirs[DIGITS];
	bool ok = sv_eq(r->receipt, p->receipt);
	if (!ok)
		vf_wrong(r, "短码：证明所写 %.*s，算出 %.*s", "Receipt code: the proof says %.*s, it comes out as %.*s",
			 SV_ARG(p->receipt), SV_ARG(r->receipt));
	if (heard.p) {
		(void)digits_of(r->receipt, mine);
		if (digits_of(heard, theirs) != DIGITS || !closes(theirs))
			ok = vf_wrong(
				r, "短码：报来的码念错了或抄错了（校验位不符）",
				"Receipt code: the one you heard was misread or miswritten (its check digit does not fit)");
		else if (memcmp(mine, theirs, DIGITS) != 0)
			ok = vf_wrong(r, "短码：报来的是另一张榜的码",
				      "Receipt code: the one you heard belongs to another board");
	}
	if (ok)
		vf_right(r, "短码：%.*s，与榜上所印的应一字不差",
			 "Receipt code: %.*s; the printed board must carry the same", SV_ARG(r->receipt));
}
