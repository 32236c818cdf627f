// Every question that tests/calc knows, one a line, for tests/calc/ask.c: the examples, the project's own cases, and
// the worked examples of docs/calc.md.      node tests/calc/questions.mjs build/…/ask
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examples } from './manual.mjs';

const here = dirname(fileURLToPath(import.meta.url));
process.stdout.write(execFileSync(process.argv[2], ['--examples'], { maxBuffer: 1 << 28 }));
for (const f of readdirSync(join(here, 'cases')).sort())
	for (const c of [JSON.parse(readFileSync(join(here, 'cases', f), 'utf8'))].flat())
		console.log(JSON.stringify({ method: c.method, input: c.input }));
for (const e of examples())
	console.log(JSON.stringify({ method: e.method, input: JSON.parse(e.input) }));
