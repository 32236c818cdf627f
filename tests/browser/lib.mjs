// Starts the demonstration's server on a copy of its data and enters as a post, in a real browser.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const BIXUE = process.env.BIXUE || 'build/bixue';
const DEMO = process.env.BIXUE_DEMO || 'build/demo-test';
const CLOCK = process.env.BIXUE_CLOCK_SO; // see clock.c

// Serves a copy of the demonstration, so that every test starts from the same state.
// `before` gets the server's commands while nobody holds the folder.
export async function serve(before) {
	const dir = mkdtempSync(join(tmpdir(), 'bixue-browser-')), clock = join(dir, 'clock');
	cpSync(DEMO, join(dir, 'data'), { recursive: true });
	cpSync(DEMO + '.keys', join(dir, 'data.keys'), { recursive: true });
	writeFileSync(clock, Buffer.alloc(8));
	const env = { ...process.env, BIXUE_TEST_CLOCK: clock };
	if (CLOCK) env.LD_PRELOAD = CLOCK;
	const cli = (input, ...args) => {
		const r = spawnSync(BIXUE, [...args, '--data', join(dir, 'data')], { encoding: 'utf8', env, input, maxBuffer: 1 << 26 });
		return { code: r.status, out: r.stdout, err: r.stderr };
	};
	if (before) before(cli);
	const child = spawn(BIXUE, ['demo', '--data', join(dir, 'data'), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'], env });
	let text = '';
	const enter = await new Promise((resolve, reject) => {
		child.stdout.on('data', (d) => {
			text += d;
			const m = text.match(/(http:\/\/[^ ]+)\/demo\/([0-9a-f]+)/);
			if (m) resolve(m[0]);
		});
		child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
		setTimeout(() => reject(new Error('the server did not start: ' + text)), 20000).unref();
	});
	child.removeAllListeners('exit');
	const gone = new Promise((r) => child.on('exit', r));
	const base = enter.replace(/\/demo\/.*/, '');
	let ahead = 0n, down = false;
	const server = {
		base, enter, dir, data: join(dir, 'data'),
		// The clock of the server goes on by days; sessions end with it.
		advance(days) {
			must(CLOCK, 'run through run.sh: it builds clock.so');
			ahead += BigInt(Math.round(days * 86400e3));
			const b = Buffer.alloc(8), fd = openSync(clock, 'r+');
			b.writeBigInt64LE(ahead);
			writeSync(fd, b, 0, 8, 0);
			closeSync(fd);
		},
		// `bixue …` on the same folder: what it printed and its exit code.
		cli: (...args) => cli('', ...args),
		// Rows of a view, as the post that signs in so.
		view(who, ...args) {
			const r = server.cli(...args, '--as', who, '--json', '--limit', '10000');
			must(r.code === 0, `bixue ${args.join(' ')} ended with ${r.code}: ${r.err}`);
			return json(r.out);
		},
		async down() {
			if (!down) child.kill('SIGTERM');
			down = true;
			return gone;
		},
		async stop() {
			await server.down();
			rmSync(dir, { recursive: true, force: true });
		},
	};
	return server;
}

// One value, or one a line; a view of one subject prints several, each over many lines.
function json(out) {
	const s = out.trim();
	return s.startsWith('{\n') ? s.split(/(?<=^\})\n/m).map((x) => JSON.parse(x)) : s.split('\n').filter(Boolean).map((l) => JSON.parse(l));
}

export async function browser() {
	return chromium.launch({
		executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync),
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
}

// A page signed in as the post whose login or label holds `who`.
export async function enterAs(b, server, who, options = {}) {
	const context = await b.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 }, ...options });
	context.setDefaultTimeout(20000);
	const page = await context.newPage();
	await page.goto(server.enter);
	const button = page.locator('button', { hasText: who }).first();
	/* The click returns before its navigation begins; whoever went on at once could be overtaken by it. */
	await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/demo')), button.click()]);
	return page;
}

// Fails with a message; the runner counts.
export function must(ok, what) {
	if (!ok) throw new Error(what);
}
export function same(got, wanted, what) {
	const g = JSON.stringify(got), w = JSON.stringify(wanted);
	must(g === w, `${what}: ${g} instead of ${w}`);
}

// Waits for what follows by itself, a reaction say; the caller looks at what came.
export async function until(came) {
	for (let i = 0; i < 100 && !(await came()); i++)
		await new Promise((r) => setTimeout(r, 100));
}

export async function run(tests) {
	const only = process.argv[2];
	let passed = 0, failed = 0;
	for (const [name, fn] of Object.entries(tests)) {
		if (only && !name.includes(only)) continue;
		const began = Date.now();
		try {
			await fn();
			passed++;
			console.log(`ok    ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
		} catch (e) {
			failed++;
			console.log(`FAIL  ${name}: ${e.message.split('\n').slice(0, 12).join('\n      ')}`);
			if (process.env.VERBOSE) console.log(e.stack);
		}
	}
	console.log(`${passed} passed, ${failed} failed`);
	return failed ? 1 : 0;
}

