#include "core/score/signals.h"

bool count_around(const struct dec *v, size_t n, struct dec cut, struct dec h, bool closed, struct around *ret)
{
	struct dec low, high;
	*ret = (struct around){ 0 };
	if (!dec_sub(cut, h, &low) || !dec_add(cut, h, &high))
		return false;
	for (size_t i = 0; i < n; i++) {
		int over = dec_cmp(v[i], high);
		if (dec_cmp(v[i], cut) >= 0)
			ret->above += over < 0 || (closed && over == 0);
		else
			ret->below += dec_cmp(v[i], low) >= 0;
	}
	return true;
}

static int64_t size_of(int64_t v)
{
	return v < 0 ? -v : v;
}

enum score_status count_last_digits(const int64_t *v, size_t n, struct trace *tr, struct digits *ret)
{
	struct rounding places = { ROUND_HALF_UP, 6 };
	struct dec counts[10];
	int64_t squares = 0;
	*ret = (struct digits){ 0 };
	for (size_t i = 0; i < n; i++) {
		if (size_of(v[i]) < 100)
			continue;
		ret->count[size_of(v[i]) % 10]++;
		ret->n++;
	}
	if (!ret->n)
		return SCORE_NO_DATA;
	for (int d = 0; d < 10; d++) {
		squares += ret->count[d] * ret->count[d];
		counts[d] = DEC(ret->count[d]);
	}
	/* Σ(c − n/10)² ÷ (n/10) = (10·Σc² − n²) ÷ n */
	struct dec of = { ret->n };
	if (!dec_muldiv_rounded((struct dec){ 10 * squares - ret->n * ret->n }, DEC(1), of, places, &ret->chi2) ||
	    !dec_muldiv_rounded((struct dec){ ret->count[0] + ret->count[5] }, DEC(1), of, places, &ret->share05))
		return SCORE_OVERFLOW;
	trace_add(tr, "count_last_digits", SV("0..9"), trace_list(tr, counts, 10, " + "), trace_dec(tr, DEC(ret->n)));
	trace_add(tr, "chi2", SV("(10*sum(c*c) - n*n) / n"), trace_list(tr, (struct dec[]){ DEC(squares), DEC(ret->n) }, 2, "; "),
		  trace_dec(tr, ret->chi2));
	return SCORE_OK;
}

int64_t count_first_digits(const int64_t *v, size_t n, int64_t ret[9])
{
	int64_t used = 0;
	memset(ret, 0, 9 * sizeof(*ret));
	for (size_t i = 0; i < n; i++) {
		int64_t first = size_of(v[i]);
		while (first >= 10)
			first /= 10;
		if (first) {
			ret[first - 1]++;
			used++;
		}
	}
	return used;
}

uint64_t photo_dhash(int grey[HASH_ROWS][HASH_COLS])
{
	uint64_t bits = 0;
	for (int row = 0; row < HASH_ROWS; row++)
		for (int col = 0; col + 1 < HASH_COLS; col++)
			bits = bits << 1 | (grey[row][col] < grey[row][col + 1]);
	return bits;
}

int photo_distance(uint64_t a, uint64_t b)
{
	int apart = 0;
	for (uint64_t x = a ^ b; x; x &= x - 1)
		apart++;
	return apart;
}
