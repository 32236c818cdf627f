// 10,000 rows of the task list: `bixue matter import --dry-run`, which reads, maps, checks and reports them, beside
// ExcelJS, which only reads the cells of the same file; wall and CPU time and peak memory, in turns, median of 5.
//   node bench/import.mjs [ROWS]        installs ExcelJS into bench/node_modules where it is missing
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), root = dirname(here);
const ROWS = Number(process.argv[2] || 10000), TURNS = 5;
const bixue = process.env.BIXUE || join(root, 'build/bixue'), meter = join(root, 'build/bench/meter');

if (process.argv[2] === '--read' || process.argv[2] === '--stream') {
	// What is timed: every cell as text, added up, so that nothing is left unread.
	const { default: Excel } = await import('exceljs');
	let rows = 0, sum = 0;
	const take = (row) => {
		rows++;
		row.eachCell((c) => { sum += c.text.length; });
	};
	if (process.argv[2] === '--read') {
		const book = new Excel.Workbook();
		await book.xlsx.readFile(process.argv[3]);
		book.worksheets[0].eachRow(take);
	} else {
		for await (const sheet of new Excel.stream.xlsx.WorkbookReader(process.argv[3], { sharedStrings: 'cache', worksheets: 'emit' }))
			for await (const row of sheet) take(row);
	}
	if (rows < 1000) throw new Error(`only ${rows} rows`);
	console.log(rows, sum);
	process.exit(0);
}

const run = (cmd, args, cwd) => {
	const r = spawnSync(cmd, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
	if (r.status !== 0) throw new Error(`${cmd} ${args.join(' ')}: ${r.error || r.stderr || r.status}`);
	return r;
};
if (!existsSync(join(here, 'node_modules/exceljs'))) run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here);
mkdirSync(dirname(meter), { recursive: true });
run(process.env.CC || 'gcc', ['-std=c17', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-o', meter, join(here, 'meter.c')], root);

// The columns and manner of data/demo/tasks-2023.xlsx, its 18 rows over and over with another title each.
const { default: Excel } = await import('exceljs');
const dir = mkdtempSync(join(tmpdir(), 'bixue-import-'));
try {
	const list = new Excel.Workbook(), made = new Excel.Workbook();
	await list.xlsx.readFile(join(root, 'data/demo/tasks-2023.xlsx'));
	const from = list.worksheets[0], to = made.addWorksheet('任务清单'), model = [];
	from.eachRow((row, n) => {
		if (n > 3 && /^\d+$/.test(row.getCell(1).text)) model.push(row.values.slice(1));
	});
	to.addRow(['商州区2023年作风建设专项行动工作任务清单（截至2023年3月31日）']);
	to.mergeCells('A1:M1');
	to.addRow(from.getRow(2).values.slice(1, 2));
	to.mergeCells('A2:M2');
	to.addRow(from.getRow(3).values.slice(1));
	for (let i = 0; i < ROWS; i++) {
		const row = [...model[i % model.length]];
		row[0] = i + 1;
		row[2] = `${row[2]}（第${i + 1}项）`;
		to.addRow(row);
	}
	const file = join(dir, 'list.xlsx');
	await made.xlsx.writeFile(file);

	const seen = JSON.parse(run(bixue, ['matter', 'import', file, '--dry-run', '--json']).stdout);
	const n = Object.values(seen.counts).reduce((a, b) => a + b, 0);
	if (n < ROWS) throw new Error(`bixue read ${n} rows of ${ROWS}: ${JSON.stringify(seen.counts)}`);
	console.log(`${ROWS} rows, ${statSync(file).size} bytes; bixue: ${JSON.stringify(seen.counts)}`);

	const self = fileURLToPath(import.meta.url);
	const ways = {
		'bixue import --dry-run': [bixue, 'matter', 'import', file, '--dry-run'],
		'the same, --json': [bixue, 'matter', 'import', file, '--dry-run', '--json'],
		'ExcelJS, whole workbook': ['node', self, '--read', file],
		'ExcelJS, streaming': ['node', self, '--stream', file],
		'node, nothing': ['node', '-e', '0'],
	};
	const told = Object.fromEntries(Object.keys(ways).map((k) => [k, []]));
	for (let turn = 0; turn <= TURNS; turn++) {
		for (const [name, argv] of Object.entries(ways)) {
			const r = run(meter, ['run', ...argv]);
			const [wall, cpu, kb, code] = r.stderr.trim().split(' ').map(Number);
			if (code !== 0) throw new Error(`${name} ended with ${code}`);
			if (turn) told[name].push({ wall, cpu, kb }); // the first turn warms the disk
		}
	}
	const median = (a) => [...a].sort((x, y) => x - y)[a.length >> 1];
	const first = told['bixue import --dry-run'];
	console.log(`median of ${TURNS} (least–most); each turn as a multiple of bixue's, median`);
	for (const [name, t] of Object.entries(told)) {
		const of = (k, unit) => {
			const v = t.map((x) => x[k]);
			return `${k} ${Math.round(median(v))} ${unit} (${Math.round(Math.min(...v))}–${Math.round(Math.max(...v))}) ×${median(t.map((x, i) => x[k] / first[i][k])).toFixed(2)}`;
		};
		console.log(`${name.padEnd(25)} ${of('wall', 'ms')}   ${of('cpu', 'ms')}   ${of('kb', 'kB')}`);
	}
} finally {
	rmSync(dir, { recursive: true, force: true });
}
