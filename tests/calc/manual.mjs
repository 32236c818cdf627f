// The worked examples of docs/calc.md.  A block of the manual is
//     $ bixue calc METHOD <<'END'
//     {the question}
//     END
//     the result, on one line
//     op  of: in → out        a line a step of the trace
// and must be what the program says.
//   node tests/calc/manual.mjs            tells what differs           BIXUE=build/bixue
//   node tests/calc/manual.mjs --write    writes what the program says into the manual, to be looked at
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const path = join(dirname(fileURLToPath(import.meta.url)), '../../docs/calc.md');
const block = /```text\n\$ bixue calc (\S+) <<'END'\n([\s\S]*?)\nEND\n([\s\S]*?)```/g;

export function examples() {
	return [...readFileSync(path, 'utf8').matchAll(block)].map(([, method, input, said]) => ({ method, input, said }));
}

const width = (s) => [...s].reduce((n, c) => n + (c > '\u2e80' ? 2 : 1), 0);

export function say(bixue, method, input) {
	const r = spawnSync(bixue, ['calc', method, '--lang', 'en'], { input, encoding: 'utf8' });
	if (r.status !== 0) return `${r.stderr.trim()}\n`;
	const a = JSON.parse(r.stdout), wide = Math.max(...a.trace.map((t) => width(t.op)));
	return [a.status === 'ok' ? JSON.stringify(a.result) : `${a.status} ${JSON.stringify(a.result)}`,
		...a.trace.map((t) => `${t.op}${' '.repeat(wide - width(t.op))}  ${t.of ? `${t.of}: ` : ''}${t.in ?? ''} → ${t.out}`)].join('\n') + '\n';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const bixue = process.env.BIXUE ?? 'build/bixue', text = readFileSync(path, 'utf8');
	let n = 0, bad = 0;
	const now = text.replace(block, (all, method, input, said) => {
		const says = say(bixue, method, input);
		n++;
		if (says !== said) { bad++; if (!process.argv.includes('--write')) console.log(`docs/calc.md, ${method}: the program says\n${says}the manual\n${said}`); }
		return `\`\`\`text\n$ bixue calc ${method} <<'END'\n${input}\nEND\n${says}\`\`\``;
	});
	if (process.argv.includes('--write')) writeFileSync(path, now);
	console.log(`${n} examples of the manual, ${bad} ${process.argv.includes('--write') ? 'written anew' : 'differ'}`);
	process.exit(bad && !process.argv.includes('--write') ? 1 : 0);
}
