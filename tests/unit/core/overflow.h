/* Arithmetic that can be told to fail: the `fail_at_op`th sum, product or quotient from now does not fit.  Linked with --wrap
 * (Makefile, LDUNIT_…). */
#include "core/rule.h"

static int64_t op, fail_at_op; /* 0: none */

static bool fits(void)
{
	return ++op != fail_at_op;
}

bool __real_dec_add(struct dec a, struct dec b, struct dec *ret);
bool __real_dec_sub(struct dec a, struct dec b, struct dec *ret);
bool __real_dec_mul(struct dec a, struct dec b, struct dec *ret);
bool __real_dec_muldiv(struct dec a, struct dec b, struct dec c, struct dec *ret);
bool __real_rule_muldiv(struct dec a, struct dec b, struct dec c, int places, struct dec *ret);
bool __real_rule_settle(rule_wide n, rule_wide d, int places, struct dec *ret);
bool __wrap_rule_settle(rule_wide n, rule_wide d, int places, struct dec *ret);
bool __wrap_dec_add(struct dec a, struct dec b, struct dec *ret);
bool __wrap_dec_sub(struct dec a, struct dec b, struct dec *ret);
bool __wrap_dec_mul(struct dec a, struct dec b, struct dec *ret);
bool __wrap_dec_muldiv(struct dec a, struct dec b, struct dec c, struct dec *ret);
bool __wrap_rule_muldiv(struct dec a, struct dec b, struct dec c, int places, struct dec *ret);

bool __wrap_dec_add(struct dec a, struct dec b, struct dec *ret)
{
	return fits() && __real_dec_add(a, b, ret);
}
bool __wrap_dec_sub(struct dec a, struct dec b, struct dec *ret)
{
	return fits() && __real_dec_sub(a, b, ret);
}
bool __wrap_dec_mul(struct dec a, struct dec b, struct dec *ret)
{
	return fits() && __real_dec_mul(a, b, ret);
}
bool __wrap_dec_muldiv(struct dec a, struct dec b, struct dec c, struct dec *ret)
{
	return fits() && __real_dec_muldiv(a, b, c, ret);
}
bool __wrap_rule_muldiv(struct dec a, struct dec b, struct dec c, int places, struct dec *ret)
{
	return fits() && __real_rule_muldiv(a, b, c, places, ret);
}
bool __wrap_rule_settle(rule_wide n, rule_wide d, int places, struct dec *ret)
{
	return fits() && __real_rule_settle(n, d, places, ret);
}
