#!/usr/bin/env node
// Writes src/core/workdays.c from the npm package chinese-days.
//
//   mkdir /tmp/cd && cd /tmp/cd && npm pack chinese-days@1.5.7 && tar xzf chinese-days-*.tgz
//   node tools/workdays.mjs /tmp/cd/package > src/core/workdays.c
//
// Only what changes the plain weekday rule is kept: days off from Monday to Friday, and working weekends.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const dir = process.argv[2];
if (!dir) {
	console.error('usage: node tools/workdays.mjs FOLDER-OF-THE-PACKAGE > src/core/workdays.c');
	process.exit(2);
}
const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
const data = JSON.parse(readFileSync(join(dir, 'dist', 'chinese-days.json'), 'utf8'));

// Days on which the public tables differ (chinese-days against tyme4ts), decided by the notices of the
// General Office of the State Council themselves.
const decided = {
	'2005-12-31': 'work', // 国办发明电〔2005〕35号, 一: 12月31日（星期六）上班; missing in chinese-days
	'2013-04-07': 'work', // 国办发明电〔2012〕33号, 三: 4月7日（星期日）上班; missing in tyme4ts
	'2013-10-12': 'work', // 国办发明电〔2012〕33号, 七: 10月12日（星期六）上班; missing in tyme4ts
};

const weekend = (d) => [0, 6].includes(new Date(d + 'T00:00:00Z').getUTCDay());
const off = new Set(Object.keys(data.holidays).filter((d) => !weekend(d)));
const work = new Set(Object.keys(data.workdays).filter(weekend));
for (const [d, kind] of Object.entries(decided)) {
	off.delete(d);
	work.delete(d);
	(kind === 'work' ? work : off).add(d);
}

const years = [...new Set([...off, ...work].map((d) => +d.slice(0, 4)))].sort((a, b) => a - b);
for (let y = years[0]; y <= years.at(-1); y++)
	if (!years.includes(y)) throw new Error(`no row for ${y}`);

const rows = (set, y) =>
	[...set].filter((d) => +d.slice(0, 4) === y).sort().map((d) => String(+(d.slice(5, 7) + d.slice(8))));

function wrap(items) {
	const lines = [];
	let line = '\t';
	for (const it of items) {
		if ((line + it + ', ').length > 96) {
			lines.push(line.trimEnd());
			line = '\t';
		}
		line += it + ', ';
	}
	return [...lines, line.trimEnd()].join('\n');
}

const out = [];
out.push(`#include "core/workdays.h"

/* Written by tools/workdays.mjs; do not edit.
 *
 * Source: npm package chinese-days ${version}, licence ${license}, Copyright (c) 2024 Yawei sun,
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

static const int16_t exceptions[] = {`);
const first = [];
let at = 0;
for (const y of years) {
	const o = rows(off, y).map((d) => '-' + d), w = rows(work, y);
	out.push(`\t/* ${y}: ${o.length} days off, ${w.length} working weekend days */`, wrap(o), wrap(w));
	first.push(at);
	at += o.length + w.length;
}
first.push(at);
out.push(`};

enum { YEARS = ${years.length}, ROWS = ${at} };

static const int years[YEARS] = {
${wrap(years.map(String))}
};

/* Where each year begins in the table above, and its end. */
static const uint16_t first[YEARS + 1] = {
${wrap(first.map(String))}
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
}`);
console.log(out.join('\n'));
