// Every file of data/quirks through `bixue matter import --dry-run --json`, beside what expect.json says: an
// expectation names only the fields that matter.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const B = process.env.BIXUE || 'build/bixue';
let bad = 0, compared = 0;
const complain = (file, where, want, got) => {
	bad++;
	console.log(`${file} ${where}: ${JSON.stringify(got)} instead of ${JSON.stringify(want)}`);
};
function same(file, where, want, got) {
	compared++;
	if (want === null || typeof want !== 'object') {
		if (want !== (got === undefined ? null : got)) complain(file, where, want, got);
	} else if (Array.isArray(want)) {
		if (!Array.isArray(got)) return complain(file, where, want, got);
		if (want.every((w) => w && typeof w === 'object' && 'row' in w))
			for (const w of want) {
				const g = got.find((x) => x.row === w.row);
				if (!g) complain(file, `${where} row ${w.row}`, w, g);
				else same(file, `${where} row ${w.row}`, w, g);
			}
		else if (want.length !== got.length) complain(file, where, want, got);
		else want.forEach((w, i) => same(file, `${where}[${i}]`, w, got[i]));
	} else
		for (const k of Object.keys(want)) {
			if (k === 'notes' || k === 'why' || k === 'message' || k === 'reason' || k === 'messages') continue; // for people
			if (k === 'found') same(file, `${where}.counted`, want[k], got?.counted);
			else if (k.endsWith('_has')) {
				compared++;
				if (!String(got?.[k.slice(0, -4)]).includes(want[k])) complain(file, `${where}.${k}`, want[k], got?.[k.slice(0, -4)]);
			} else if (k === 'money_wan')
				for (const [name, key] of [['total', 'total'], ['plan', 'year_plan'], ['done', 'done_total']]) {
					if (want[k][name] !== undefined) same(file, `${where}.money.${key}`, want[k][name],
						got?.money?.[key]?.yuan == null ? null : Number(got.money[key].yuan) / 10000);
				}
			else same(file, `${where}.${k}`, want[k], got?.[k]);
		}
}
for (const t of JSON.parse(readFileSync('data/quirks/expect.json', 'utf8'))) {
	const args = ['matter', 'import', `data/quirks/${t.file}`, '--dry-run', '--json', ...(t.args ? t.args.split(' ') : [])];
	const r = spawnSync(B, args, { encoding: 'utf8', env: { ...process.env, LANG: 'zh_CN.UTF-8' }, maxBuffer: 1 << 26 });
	let got;
	try {
		got = JSON.parse(r.stdout);
	} catch {
		complain(t.file, 'output', 'JSON', r.stdout.slice(0, 200) + r.stderr.slice(0, 200));
		continue;
	}
	if (t.expect.refused !== undefined || t.expect.error !== undefined) {
		if (!got.error || r.status !== 3) complain(t.file, 'refusal', t.expect, { status: r.status, got });
		continue;
	}
	for (const never of t.expect.never || []) if (r.stdout.includes(never)) complain(t.file, 'never', 'absent', never);
	delete t.expect.never;
	same(t.file, '', t.expect, got);
}
console.log(`${compared} values compared, ${bad} differ`);
process.exit(bad ? 1 : 0);
