#include "core/score/score.h"

#include "base/bug.h"
#include "base/buf.h"

const char *score_status_name(enum score_status s)
{
	static const char *const names[SCORE_COUNT_] = { "ok",		     "invalid_input", "no_data",      "not_connected",
							 "not_identified", "overflow",      "not_converged" };
	return names[s];
}

static int64_t pow10_of(int n)
{
	int64_t p = 1;
	while (n-- > 0)
		p *= 10;
	return p;
}

/* n ÷ d to a whole number; d > 0. */
static wide divide(wide n, wide d, enum round_mode mode)
{
	bool neg = n < 0;
	wide m = neg ? -n : n, q = m / d, rest = m % d;
	switch (mode) {
	case ROUND_HALF_UP:
		q += rest * 2 >= d;
		break;
	case ROUND_HALF_EVEN:
		q += rest * 2 > d || (rest * 2 == d && q % 2);
		break;
	case ROUND_UP:
		q += rest > 0;
		break;
	case ROUND_DOWN:
	default:
		break;
	}
	return neg ? -q : q;
}

bool dec_settle(wide n, wide d, struct rounding r, struct dec *ret)
{
	if (r.decimals < 0 || r.decimals > 6)
		BUG("rounding to %d decimals", r.decimals);
	if (d == 0)
		return false;
	if (d < 0) {
		n = -n;
		d = -d;
	}
	int64_t unit = pow10_of(6 - r.decimals);
	wide bound = ((wide)1 << 126) / unit;
	if (d > bound)
		return false;
	wide v = divide(n, d * unit, r.mode) * unit;
	if (v > INT64_MAX || v < INT64_MIN)
		return false;
	ret->u = (int64_t)v;
	return true;
}

struct dec dec_rounded(struct dec d, struct rounding r)
{
	struct dec out = d;
	return dec_settle(d.u, 1, r, &out) ? out : d;
}

bool dec_mean(const struct dec *v, size_t n, struct rounding r, struct dec *ret)
{
	wide sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i].u;
	return dec_settle(sum, (wide)n, r, ret);
}

bool dec_muldiv_rounded(struct dec a, struct dec b, struct dec c, struct rounding r, struct dec *ret)
{
	return dec_settle((wide)a.u * b.u, c.u, r, ret);
}

void trace_add(struct trace *t, const char *op, struct sv of, struct sv in, struct sv out)
{
	if (!t)
		return;
	struct trace_step *s = NEW(t->a, struct trace_step, 1);
	*s = (struct trace_step){ .op = op, .of = arena_sv(t->a, of), .in = arena_sv(t->a, in), .out = arena_sv(t->a, out) };
	if (t->last)
		t->last->next = s;
	else
		t->first = s;
	t->last = s;
	t->n++;
}

struct sv trace_dec(struct trace *t, struct dec d)
{
	return t ? dec_text(t->a, d) : SV_NONE;
}

struct sv trace_list(struct trace *t, const struct dec *v, size_t n, const char *between)
{
	if (!t)
		return SV_NONE;
	struct buf b = buf_new(t->a, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_puts(&b, between);
		buf_put(&b, dec_text(t->a, v[i]));
	}
	return buf_sv(&b);
}

struct sv trace_text(struct trace *t, const char *fmt, ...)
{
	if (!t)
		return SV_NONE;
	va_list ap;
	va_start(ap, fmt);
	struct sv s = arena_vprintf(t->a, fmt, ap);
	va_end(ap);
	return s;
}

struct sv trace_join(struct trace *t, struct sv x, const char *between, struct sv y)
{
	if (!t || !x.n)
		return y;
	struct buf b = buf_new(t->a, 1 << 20);
	buf_put(&b, x);
	buf_puts(&b, between);
	buf_put(&b, y);
	return buf_sv(&b);
}
