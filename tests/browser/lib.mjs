// Starts the demonstration's server on a copy of its data and enters as a post, in a real browser.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const BIXUE = process.env.BIXUE || 'build/bixue';
const DEMO = process.env.BIXUE_DEMO || 'build/demo-test';

// Serves a copy of the demonstration, so that every test starts from the same state.
export async function serve() {
	const dir = mkdtempSync(join(tmpdir(), 'bixue-browser-'));
	cpSync(DEMO, join(dir, 'data'), { recursive: true });
	cpSync(DEMO + '.keys', join(dir, 'data.keys'), { recursive: true });
	const child = spawn(BIXUE, ['demo', '--data', join(dir, 'data'), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
	let text = '';
	const enter = await new Promise((resolve, reject) => {
		child.stdout.on('data', (d) => {
			text += d;
			const m = text.match(/(http:\/\/[^ ]+)\/demo\/([0-9a-f]+)/);
			if (m) resolve(m[0]);
		});
		child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
		setTimeout(() => reject(new Error('the server did not start: ' + text)), 20000);
	});
	const base = enter.replace(/\/demo\/.*/, '');
	return {
		base, enter, data: join(dir, 'data'),
		async stop() {
			child.removeAllListeners('exit');
			const gone = new Promise((r) => child.on('exit', r));
			child.kill('SIGTERM');
			await gone;
			rmSync(dir, { recursive: true, force: true });
		},
	};
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
	const page = await context.newPage();
	await page.goto(server.enter);
	const button = page.locator('button', { hasText: who }).first();
	await button.click();
	await page.waitForLoadState();
	return page;
}

// Fails with a message; the runner counts.
export function must(ok, what) {
	if (!ok) throw new Error(what);
}

export async function run(tests) {
	const only = process.argv[2];
	let passed = 0, failed = 0;
	for (const [name, fn] of Object.entries(tests)) {
		if (only && !name.includes(only)) continue;
		try {
			await fn();
			passed++;
			console.log(`ok    ${name}`);
		} catch (e) {
			failed++;
			console.log(`FAIL  ${name}: ${e.message.split('\n').slice(0, 6).join('\n      ')}`);
		}
	}
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}
