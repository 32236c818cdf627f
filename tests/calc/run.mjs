// The scoring core against known answers: every example of `bixue calc --help`, the project's own cases in
// tests/calc/cases, and, where that folder is present, every file of ../shared/cases.  A method that an outside
// case names and that nothing here answers is a failure.
//
//   BIXUE=build/bixue node tests/calc/run.mjs [case or method]
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examples, say } from './manual.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bixue = process.env.BIXUE ?? 'build/bixue';
const only = process.argv[2];
let passed = 0, failed = 0;

export function calc(method, input) {
	const r = spawnSync(bixue, ['calc', method, '--lang', 'en'], { input: JSON.stringify(input), maxBuffer: 1 << 28, encoding: 'utf8' });
	if (r.status !== 0)
		throw new Error(`bixue calc ${method}: exit code ${r.status}: ${r.stderr.trim().slice(0, 400)}`);
	const answer = JSON.parse(r.stdout);
	if (!('status' in answer) || !('result' in answer) || !Array.isArray(answer.trace))
		throw new Error(`bixue calc ${method}: no status, result or trace`);
	return answer;
}

// Strings are exact; numbers are within the tolerance given for the key they stand under, or for "all".
function differ(want, got, tolerance, path, list) {
	if (want !== null && typeof want === 'object') {
		if (got === null || typeof got !== 'object') { list.push(`${path}: ${JSON.stringify(got)} instead of a list or object`); return; }
		if (Array.isArray(want) && want.length !== got.length) list.push(`${path}: ${got.length} instead of ${want.length}`);
		for (const k of Object.keys(want))
			differ(want[k], got[k], typeof tolerance === 'object' && k in tolerance ? tolerance[k] : tolerance, `${path}.${k}`, list);
		return;
	}
	const t = typeof tolerance === 'object' ? tolerance?.all : tolerance;
	if (typeof want === 'number' && got !== null && got !== undefined && got !== '') {
		const d = Math.abs(Number(got) - want);
		if (!(d <= (typeof t === 'number' ? t : 1e-12))) list.push(`${path}: ${got} instead of ${want}`);
	} else if (want !== got) list.push(`${path}: ${JSON.stringify(got)} instead of ${JSON.stringify(want)}`);
}

function check(name, fn) {
	if (only && !name.includes(only)) return;
	const list = [];
	try { fn(list); } catch (e) { list.push(e.message); }
	if (list.length) { failed++; console.log(`FAIL ${name}`); for (const l of list.slice(0, 12)) console.log(`     ${l}`); }
	else passed++;
}

const list = spawnSync(bixue, ['calc', '--list', '--json', '--lang', 'en'], { encoding: 'utf8' }).stdout.trim().split('\n').map((l) => JSON.parse(l));
const listed = list.map((l) => l.method);
for (const method of listed)
	check(`example ${method}`, (list) => {
		const help = spawnSync(bixue, ['calc', '--help', method, '--lang', 'en'], { encoding: 'utf8' }).stdout;
		const example = help.match(/<<'END'\n([\s\S]*)\n  END/)?.[1];
		if (!example) { list.push('no example in its help'); return; }
		const a = calc(method, JSON.parse(example));
		if (a.status !== 'ok') list.push(`status ${a.status}`);
		if (!a.trace.length) list.push('an empty trace');
	});

for (const f of readdirSync(join(here, 'cases')).sort()) {
	const own = JSON.parse(readFileSync(join(here, 'cases', f), 'utf8'));
	for (const c of Array.isArray(own) ? own : [own])
		check(`${f} ${c.title}`, (list) => {
			if (c.refused) {
				const r = spawnSync(bixue, ['calc', c.method, '--lang', 'en'], { input: JSON.stringify(c.input), encoding: 'utf8' });
				if (r.status !== 3 || !r.stderr.includes(c.refused)) list.push(`exit ${r.status}, said: ${r.stderr.trim()}`);
				return;
			}
			const a = calc(c.method, c.input);
			if ((c.status ?? 'ok') !== a.status) list.push(`status ${a.status} instead of ${c.status ?? 'ok'}`);
			differ(c.expected, a.result, c.tolerance ?? 'exact', '', list);
		});
}

// docs/calc.md: each example is what the program says, in both languages; every family has one and every method is named.
const manual = examples(), text = readFileSync(join(here, '../../docs/calc.md'), 'utf8');
manual.forEach((e, i) =>
	check(`manual ${e.method} ${i}`, (list) => { if (say(bixue, e.method, e.input) !== e.said) list.push('docs/calc.md says otherwise: node tests/calc/manual.mjs'); }));
check('manual whole', (bad) => {
	for (const f of new Set(list.map((l) => l.family)))
		if (manual.filter((e) => list.some((l) => l.family === f && l.method === e.method)).length !== 2) bad.push(`the family ${f} has not one example in each language`);
	for (const m of listed)
		if (text.split(`\`${m}\``).length < 3) bad.push(`${m} is not named in both languages`);
});

const adapters = {};
for (const f of readdirSync(join(here, 'adapters')).sort())
	Object.assign(adapters, (await import(join(here, 'adapters', f))).default);
const outside = join(here, '../../../shared/cases');
const folders = existsSync(outside) ? ['method', 'published'].map((d) => join(outside, d)) : [];
for (const folder of folders)
	for (const f of readdirSync(folder).sort()) {
		const c = JSON.parse(readFileSync(join(folder, f), 'utf8'));
		const of = c.input?.use_input_of ?? c.use_input_of;
		if (of)
			c.input = { ...c.input, ...JSON.parse(readFileSync(join(folder, `${of}.json`), 'utf8')).input };
		check(c.id, (list) => {
			const adapter = adapters[c.id] ?? adapters[c.method];
			if (!adapter) { list.push(`no method answers ${c.method}`); return; }
			differ(c.expected, adapter(c, calc), c.tolerance, '', list);
		});
	}
console.log(`calc: ${passed} passed, ${failed} failed${folders.length ? '' : ' (no outside cases here)'}`);
process.exit(failed ? 1 : 0);
