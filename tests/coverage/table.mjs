// The branches of src/core that were taken, by file, from what gcov counted; `make coverage-core` calls it.
//
//   node tests/coverage/table.mjs OBJDIR [--lines FILE] [--least PERCENT]
//
// A branch is one way out of a condition, as gcc counts them without optimising: `a && b` has four.  Left out, and
// counted in a column of their own:
//   - the way into BUG(…): a state that cannot be, so no input leads there.  A test that could take it would be a bug found;
//   - the arm of SV_ARG(…) for a view without text is no branch of the file that prints: it stands in base/sv.h.
// Nothing else is left out: no marks in the source, no lists of files.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';

const args = process.argv.slice(2), obj = resolve(args[0]);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)]));
const notes = walk(join(obj, 'core')).filter((f) => f.endsWith('.gcno')).sort();
const out = mkdtempSync(join(tmpdir(), 'gcov-'));
const files = new Map(); // file → line → branches
try {
	execFileSync('gcov', ['--json-format', '--branch-probabilities', '--hash-filenames', ...notes], { cwd: out, stdio: ['ignore', 'ignore', 'pipe'] });
	for (const f of readdirSync(out))
		for (const file of JSON.parse(gunzipSync(readFileSync(join(out, f)))).files) {
			if (!/^src\/core\/.*\.[ch]$/.test(file.file)) continue;
			const lines = files.get(file.file) ?? files.set(file.file, new Map()).get(file.file);
			for (const l of file.lines) {
				// A header's function is compiled into many files: a branch is taken where any of them took it.
				const had = lines.get(l.line_number) ?? { count: 0, branches: [] };
				had.count += l.count;
				l.branches.forEach((b, i) => { had.branches[i] = (had.branches[i] ?? 0) + b.count; });
				lines.set(l.line_number, had);
			}
		}
} finally { rmSync(out, { recursive: true }); }

let all = { taken: 0, of: 0, out: 0 };
const rows = [];
for (const [file, lines] of [...files].sort()) {
	const text = readFileSync(file, 'utf8').split('\n');
	const row = { file, taken: 0, of: 0, out: 0, missed: [] };
	for (const [n, l] of [...lines].sort((a, b) => a[0] - b[0])) {
		let taken = l.branches.filter((b) => b > 0).length, of = l.branches.length;
		// A condition whose consequence, on this line or the next, is BUG(…): as many ways lead into it as `||` has sides.
		if ([text[n - 1], text[n]].some((t) => /\bBUG\(/.test(t ?? ''))) {
			const into = Math.min(of - taken, text[n - 1].split('||').length);
			of -= into; row.out += into;
		}
		row.taken += taken; row.of += of;
		if (taken < of) row.missed.push(`${n} (${of - taken} of ${of})`);
	}
	if (!row.of) continue;
	rows.push(row);
	for (const k of ['taken', 'of', 'out']) all[k] += row[k];
}
const percent = (r) => (100 * r.taken / r.of).toFixed(1).padStart(5);
const show = option('--lines');
console.log('  taken     of      %  left out  file');
for (const r of rows) {
	console.log(`${String(r.taken).padStart(7)}${String(r.of).padStart(7)}  ${percent(r)}${String(r.out).padStart(10)}  ${r.file}`);
	if (show && r.file.includes(show)) for (const m of r.missed) console.log(`${' '.repeat(36)}${m}: ${readFileSync(r.file, 'utf8').split('\n')[parseInt(m) - 1].trim()}`);
}
console.log(`${String(all.taken).padStart(7)}${String(all.of).padStart(7)}  ${percent(all)}${String(all.out).padStart(10)}  src/core as a whole`);
const least = Number(option('--least') ?? 0);
if (100 * all.taken / all.of < least) { console.log(`less than ${least} % of the branches`); process.exit(1); }
