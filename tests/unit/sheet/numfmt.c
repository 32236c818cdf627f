#include "sheet/numfmt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena a;

static const char *general(const char *s)
{
	struct num v;
	if (!num_parse(sv_of(s), &v))
		return "?";
	return arena_cstr(&a, num_text(&a, v));
}

static void numbers_show_fifteen_digits(void **state)
{
	(void)state;
	assert_string_equal(general("0.65"), "0.65");
	assert_string_equal(general("0.65000000000000002"), "0.65");
	assert_string_equal(general("0.30000000000000004"), "0.3");
	assert_string_equal(general("0.29999999999999999"), "0.3");
	assert_string_equal(general("99.999999999999996"), "100");
	assert_string_equal(general("15600"), "15600");
	assert_string_equal(general("1.56E4"), "15600");
	assert_string_equal(general("1.56e+4"), "15600");
	assert_string_equal(general("5E-2"), "0.05");
	assert_string_equal(general("-12.50"), "-12.5");
	assert_string_equal(general("-0"), "0");
	assert_string_equal(general("0000.000"), "0");
	assert_string_equal(general("0.00001"), "0.00001");
	assert_string_equal(general("1E-9"), "1E-09");
	assert_string_equal(general("3.7010219900101123E17"), "370102199001011000");
	assert_string_equal(general("1.5E+30"), "1.5E+30");
	assert_string_equal(general(".5"), "0.5");
	assert_string_equal(general("5."), "5");
	assert_string_equal(general(""), "?");
	assert_string_equal(general("-"), "?");
	assert_string_equal(general("1e"), "?");
	assert_string_equal(general("1.2.3"), "?");
	assert_string_equal(general("NaN"), "?");
	assert_string_equal(general("1E999"), "?");
	assert_string_equal(general("1E-999"), "0");
}

static int64_t micro(const char *s)
{
	struct num v;
	struct dec d = { -1 };
	assert_true(num_parse(sv_of(s), &v));
	return num_dec(v, &d) ? d.u : INT64_MIN;
}

static void numbers_become_decimals(void **state)
{
	(void)state;
	assert_int_equal(micro("0.80000000000000004"), 800000);
	assert_int_equal(micro("-0.5"), -500000);
	assert_int_equal(micro("0.0000005"), 1);
	assert_int_equal(micro("0.00000049"), 0);
	assert_int_equal(micro("0.1234565"), 123457);
	assert_int_equal(micro("13900000000"), INT64_C(13900000000000000));
	assert_int_equal(micro("9223372036854"), INT64_C(9223372036854000000));
	assert_int_equal(micro("9223372036855"), INT64_MIN);
	assert_int_equal(micro("1E300"), INT64_MIN);
	assert_int_equal(micro("1E-300"), 0);
}

static const char *shown(const char *code, const char *s)
{
	struct num v;
	assert_true(num_parse(sv_of(s), &v));
	struct numfmt f = numfmt_of_code(sv_of(code));
	struct serial t;
	if ((f.kind == NUMFMT_DATE || f.kind == NUMFMT_TIME) && serial_of_num(v, false, &t))
		return arena_cstr(&a, numfmt_serial(&a, f, t));
	return arena_cstr(&a, numfmt_number(&a, f, v));
}

static void formats_of_numbers(void **state)
{
	(void)state;
	assert_string_equal(shown("General", "0.1"), "0.1");
	assert_string_equal(shown("0%", "0.8"), "80%");
	assert_string_equal(shown("0.00%", "0.52"), "52.00%");
	assert_string_equal(shown("0.0%", "0.12345"), "12.3%");
	assert_string_equal(shown("0%", "-0.05"), "-5%");
	assert_string_equal(shown("0.##%", "0.5"), "50%");
	assert_string_equal(shown("0.00", "2.675"), "2.68");
	assert_string_equal(shown("0.00", "-0.001"), "0.00");
	assert_string_equal(shown("#,##0.00", "1234567.5"), "1,234,567.50");
	assert_string_equal(shown("#,##0_);[Red](#,##0)", "-35000"), "(35,000)");
	assert_string_equal(shown("000000", "123"), "000123");
	assert_string_equal(shown("0.00\"亿元\"", "3.5"), "3.50亿元");
	assert_string_equal(shown("General\"项\"", "18"), "18项");
	assert_string_equal(shown("G/通用格式\"项\"", "18"), "18项");
	assert_string_equal(shown("[$¥-804]#,##0", "12"), "¥12");
	assert_string_equal(shown("#,##0;-#,##0;\"-\"", "0"), "-");
	/* what is not understood shows the plain number */
	assert_string_equal(shown("0.00E+00", "1500"), "1500");
	assert_string_equal(shown("# ?/?", "0.5"), "0.5");
	assert_string_equal(shown("0!.0,", "35000"), "35000");
	assert_string_equal(shown("[DBNum1]0", "5"), "5");
	assert_string_equal(shown(";;;", "5"), "5");
	assert_string_equal(shown("[>100]0;0.0", "5"), "5");
	assert_string_equal(shown("@", "5"), "5");
	assert_string_equal(shown("", "5"), "5");
	assert_string_equal(shown("\"unterminated", "5"), "5");
}

static void formats_of_dates(void **state)
{
	(void)state;
	assert_string_equal(shown("yyyy-mm-dd", "45107"), "2023-06-30");
	assert_string_equal(shown("yyyy\"年\"m\"月\"", "45107"), "2023年6月");
	assert_string_equal(shown("yyyy年m月d日", "45107"), "2023年6月30日");
	assert_string_equal(shown("[$-804]yyyy\"年\"m\"月\"d\"日\";@", "45107"), "2023年6月30日");
	assert_string_equal(shown("m/d;@", "45107"), "6/30");
	assert_string_equal(shown("yyyy/m/d h:mm", "45107.399305555555"), "2023/6/30 9:35");
	assert_string_equal(shown("h:mm AM/PM", "0.75"), "6:00 PM");
	assert_string_equal(shown("上午/下午h\"时\"mm\"分\"", "0.75"), "下午6时00分");
	assert_string_equal(shown("[h]:mm:ss", "1.5"), "36:00:00");
	assert_string_equal(shown("mm:ss", "0.5"), "00:00");
	assert_string_equal(shown("aaaa", "45107"), "星期五");
	assert_string_equal(shown("d-mmm-yy", "45107"), "30-Jun-23");
	assert_string_equal(shown("dddd, mmmm d", "45107"), "Friday, June 30");
	assert_int_equal(numfmt_of_code(SV("[Red]0.00")).kind, NUMFMT_NUMBER);
	assert_int_equal(numfmt_of_code(SV("\"day\"0")).kind, NUMFMT_NUMBER);
	assert_int_equal(numfmt_of_code(SV("mmm")).kind, NUMFMT_DATE);
	assert_int_equal(numfmt_of_code(SV("mm:ss.0")).kind, NUMFMT_TIME);
	assert_int_equal(numfmt_of_code(SV("General")).kind, NUMFMT_GENERAL);
	for (int id = 0; id < 60; id++) {
		bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
			    (id >= 50 && id <= 54) || id >= 57;
		bool hour = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 ||
			    id == 56;
		if (id == 59)
			continue;
		assert_int_equal(numfmt_builtin(id).kind == NUMFMT_DATE, date);
		assert_int_equal(numfmt_builtin(id).kind == NUMFMT_TIME, hour);
	}
}

static void the_calendars(void **state)
{
	(void)state;
	struct serial s;
	struct num v;
	static const struct {
		const char *n;
		bool from_1904, real;
		int y, m, d;
	} t[] = {
		{ "1", false, true, 1900, 1, 1 },	 { "59", false, true, 1900, 2, 28 },
		{ "60", false, false, 1900, 2, 29 },	 { "61", false, true, 1900, 3, 1 },
		{ "45107", false, true, 2023, 6, 30 },	 { "45107.99", false, true, 2023, 6, 30 },
		{ "2958465", false, true, 9999, 12, 31 }, { "0", true, true, 1904, 1, 1 },
		{ "43645", true, true, 2023, 6, 30 },	 { "0", false, false, 1900, 1, 0 },
	};
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_true(num_parse(sv_of(t[i].n), &v));
		assert_true(serial_of_num(v, t[i].from_1904, &s));
		assert_int_equal(s.real, t[i].real);
		assert_int_equal(s.ymd.year, t[i].y);
		assert_int_equal(s.ymd.month, t[i].m);
		assert_int_equal(s.ymd.day, t[i].d);
	}
	num_parse(SV("-1"), &v);
	assert_false(serial_of_num(v, false, &s));
	num_parse(SV("2958466"), &v);
	assert_false(serial_of_num(v, false, &s));
	num_parse(SV("2958000"), &v);
	assert_false(serial_of_num(v, true, &s));
}

int main(void)
{
	arena_init(&a, 16 << 20);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_show_fifteen_digits), cmocka_unit_test(numbers_become_decimals),
		cmocka_unit_test(formats_of_numbers),	       cmocka_unit_test(formats_of_dates),
		cmocka_unit_test(the_calendars),
	};
	int bad = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&a);
	return bad;
}
