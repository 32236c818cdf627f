#ifndef SHEET_NUMFMT_H
#define SHEET_NUMFMT_H
/* Number formats of a spreadsheet (ECMA-376 part 1, 18.8.30 and .31), as far as tables of offices use
 * them.  What is not understood shows the plain number: never a wrong one. */
#include "base/when.h"
#include "sheet/num.h"

enum numfmt_kind {
	NUMFMT_GENERAL,
	NUMFMT_NUMBER,
	NUMFMT_PERCENT,
	NUMFMT_DATE, /* has a year, month or day */
	NUMFMT_TIME, /* has hours, minutes, seconds only */
};

struct numfmt {
	enum numfmt_kind kind;
	struct sv code; /* the caller's memory */
};

enum { NUMFMT_CODE_MAX = 256 };

struct numfmt numfmt_of_code(struct sv code);
/* The formats that a file names by number only; the Chinese meaning where it depends on the language. */
struct numfmt numfmt_builtin(int id);

/* A number as it is shown; plain for the other kinds. */
struct sv numfmt_number(struct arena *a, struct numfmt f, struct num v);

/* An instant of a sheet's calendar: serial days, 1900 (with its 29 February that never was) or 1904. */
struct serial {
	bool real;       /* false: no such day; the fields below still say what is shown */
	struct day day;
	struct civil ymd;
	int weekday;     /* 1 Monday … 7 Sunday */
	int64_t seconds; /* of the day */
	int64_t days;    /* the serial number itself */
};

/* False when the number is no date (negative, beyond 9999-12-31). */
bool serial_of_num(struct num v, bool from_1904, struct serial *ret);
struct sv numfmt_serial(struct arena *a, struct numfmt f, struct serial s);

#endif
