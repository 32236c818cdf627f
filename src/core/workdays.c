#include "core/workdays.h"

/* Written by tools/workdays.mjs; do not edit.
 *
 * Source: npm package chinese-days 1.5.7, licence MIT, Copyright (c) 2024 Yawei sun,
 * https://github.com/vsme/chinese-days, which follows the yearly notices of the General Office of the State
 * Council (国务院办公厅关于部分节假日安排的通知).
 *
 * Each year: month * 100 + day, negative for a day off from Monday to Friday, positive for a make-up
 * working Saturday or Sunday 调休上班.  Holidays that fall on a weekend change nothing and are left out.
 *
 * Three days on which public tables differ were decided by the notices themselves, all as working days:
 *   2005-12-31 Saturday  国办发明电〔2005〕35号, 一    (chinese-days lacks it)
 *   2013-04-07 Sunday    国办发明电〔2012〕33号, 三    (tyme4ts lacks it)
 *   2013-10-12 Saturday  国办发明电〔2012〕33号, 七    (tyme4ts lacks it)
 * On all other days the two packages agree.  Where the office imports a year, its table wins. */

static const int16_t exceptions[] = {
	/* 2004: 16 days off, 6 working weekend days */
	-101, -122, -123, -126, -127, -128, -503, -504, -505, -506, -507, -1001, -1004, -1005, -1006,
	-1007,
	117, 118, 508, 509, 1009, 1010,
	/* 2005: 16 days off, 7 working weekend days */
	-103, -209, -210, -211, -214, -215, -502, -503, -504, -505, -506, -1003, -1004, -1005, -1006,
	-1007,
	205, 206, 430, 508, 1008, 1009, 1231,
	/* 2006: 17 days off, 8 working weekend days */
	-102, -103, -130, -131, -201, -202, -203, -501, -502, -503, -504, -505, -1002, -1003, -1004,
	-1005, -1006,
	128, 205, 429, 430, 930, 1008, 1230, 1231,
	/* 2007: 19 days off, 7 working weekend days */
	-101, -102, -103, -219, -220, -221, -222, -223, -501, -502, -503, -504, -507, -1001, -1002,
	-1003, -1004, -1005, -1231,
	217, 225, 428, 429, 929, 930, 1229,
	/* 2008: 16 days off, 5 working weekend days */
	-101, -206, -207, -208, -211, -212, -404, -501, -502, -609, -915, -929, -930, -1001, -1002,
	-1003,
	202, 203, 504, 927, 928,
	/* 2009: 17 days off, 6 working weekend days */
	-101, -102, -126, -127, -128, -129, -130, -406, -501, -528, -529, -1001, -1002, -1005, -1006,
	-1007, -1008,
	104, 124, 201, 531, 927, 1010,
	/* 2010: 19 days off, 8 working weekend days */
	-101, -215, -216, -217, -218, -219, -405, -503, -614, -615, -616, -922, -923, -924, -1001,
	-1004, -1005, -1006, -1007,
	220, 221, 612, 613, 919, 925, 926, 1009,
	/* 2011: 16 days off, 6 working weekend days */
	-103, -202, -203, -204, -207, -208, -404, -405, -502, -606, -912, -1003, -1004, -1005, -1006,
	-1007,
	130, 212, 402, 1008, 1009, 1231,
	/* 2012: 18 days off, 6 working weekend days */
	-102, -103, -123, -124, -125, -126, -127, -402, -403, -404, -430, -501, -622, -1001, -1002,
	-1003, -1004, -1005,
	121, 129, 331, 401, 428, 929,
	/* 2013: 23 days off, 12 working weekend days */
	-101, -102, -103, -211, -212, -213, -214, -215, -404, -405, -429, -430, -501, -610, -611,
	-612, -919, -920, -1001, -1002, -1003, -1004, -1007,
	105, 106, 216, 217, 407, 427, 428, 608, 609, 922, 929, 1012,
	/* 2014: 16 days off, 5 working weekend days */
	-101, -131, -203, -204, -205, -206, -407, -501, -502, -602, -908, -1001, -1002, -1003, -1006,
	-1007,
	126, 208, 504, 928, 1011,
	/* 2015: 17 days off, 5 working weekend days */
	-101, -102, -218, -219, -220, -223, -224, -406, -501, -622, -903, -904, -1001, -1002, -1005,
	-1006, -1007,
	104, 215, 228, 906, 1010,
	/* 2016: 17 days off, 6 working weekend days */
	-101, -208, -209, -210, -211, -212, -404, -502, -609, -610, -915, -916, -1003, -1004, -1005,
	-1006, -1007,
	206, 214, 612, 918, 1008, 1009,
	/* 2017: 16 days off, 5 working weekend days */
	-102, -127, -130, -131, -201, -202, -403, -404, -501, -529, -530, -1002, -1003, -1004, -1005,
	-1006,
	122, 204, 401, 527, 930,
	/* 2018: 18 days off, 7 working weekend days */
	-101, -215, -216, -219, -220, -221, -405, -406, -430, -501, -618, -924, -1001, -1002, -1003,
	-1004, -1005, -1231,
	211, 224, 408, 428, 929, 930, 1229,
	/* 2019: 17 days off, 6 working weekend days */
	-101, -204, -205, -206, -207, -208, -405, -501, -502, -503, -607, -913, -1001, -1002, -1003,
	-1004, -1007,
	202, 203, 428, 505, 929, 1012,
	/* 2020: 19 days off, 6 working weekend days */
	-101, -124, -127, -128, -129, -130, -131, -406, -501, -504, -505, -625, -626, -1001, -1002,
	-1005, -1006, -1007, -1008,
	119, 426, 509, 628, 927, 1010,
	/* 2021: 18 days off, 7 working weekend days */
	-101, -211, -212, -215, -216, -217, -405, -503, -504, -505, -614, -920, -921, -1001, -1004,
	-1005, -1006, -1007,
	207, 220, 425, 508, 918, 926, 1009,
	/* 2022: 18 days off, 7 working weekend days */
	-103, -131, -201, -202, -203, -204, -404, -405, -502, -503, -504, -603, -912, -1003, -1004,
	-1005, -1006, -1007,
	129, 130, 402, 424, 507, 1008, 1009,
	/* 2023: 18 days off, 7 working weekend days */
	-102, -123, -124, -125, -126, -127, -405, -501, -502, -503, -622, -623, -929, -1002, -1003,
	-1004, -1005, -1006,
	128, 129, 423, 506, 625, 1007, 1008,
	/* 2024: 19 days off, 8 working weekend days */
	-101, -212, -213, -214, -215, -216, -404, -405, -501, -502, -503, -610, -916, -917, -1001,
	-1002, -1003, -1004, -1007,
	204, 218, 407, 428, 511, 914, 929, 1012,
	/* 2025: 18 days off, 5 working weekend days */
	-101, -128, -129, -130, -131, -203, -204, -404, -501, -502, -505, -602, -1001, -1002, -1003,
	-1006, -1007, -1008,
	126, 208, 427, 928, 1011,
	/* 2026: 19 days off, 6 working weekend days */
	-101, -102, -216, -217, -218, -219, -220, -223, -406, -501, -504, -505, -619, -925, -1001,
	-1002, -1005, -1006, -1007,
	104, 214, 228, 509, 920, 1010,
};

enum { YEARS = 23, ROWS = 558 };

static const int years[YEARS] = {
	2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018,
	2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
};

/* Where each year begins in the table above, and its end. */
static const uint16_t first[YEARS + 1] = {
	0, 22, 45, 70, 96, 117, 140, 167, 189, 213, 248, 269, 291, 314, 335, 360, 383, 408, 433, 458,
	483, 510, 533, 558,
};

struct calendar_table workdays_shipped(struct arena *a)
{
	struct calendar_row *rows = NEW(a, struct calendar_row, ROWS);
	for (size_t y = 0; y < YEARS; y++)
		for (size_t i = first[y]; i < first[y + 1]; i++) {
			int md = exceptions[i] < 0 ? -exceptions[i] : exceptions[i];
			rows[i] = (struct calendar_row){
				.day = day_of_civil(years[y], md / 100, md % 100),
				.is_work = exceptions[i] > 0,
			};
		}
	return (struct calendar_table){ .rows = rows, .row_n = ROWS, .years = years, .year_n = YEARS };
}
