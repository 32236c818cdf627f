// What the tests do on pages, over and over.
import { must } from './lib.mjs';

const base = (page) => new URL(page.url()).origin;

// Opens a path; a page that says it failed is a failure here too.
export async function go(page, path) {
	const r = await page.goto(base(page) + path);
	must(r.status() < 400, `${path} answers ${r.status()}: ${(await text(page)).slice(0, 300)}`);
	return r;
}
// Clicks and waits for the page that follows.
export async function send(page, button) {
	const from = page.url();
	await Promise.all([page.waitForEvent('domcontentloaded'), button.first().click()]).catch((e) => {
		throw new Error(`nothing followed a click on ${from}: ${e.message.split('\n')[0]}`);
	});
	await page.waitForLoadState();
}
export async function typed(page, fields) {
	for (const [name, value] of Object.entries(fields)) {
		const f = page.locator(`main [name="${name}"]`).first();
		if ((await f.evaluate((e) => e.tagName)) === 'SELECT')
			await f.selectOption(await f.evaluate((e, v) => [...e.options].find((o) => o.value === v || o.label.includes(v))?.value ?? v, value));
		else if ((await f.getAttribute('type')) === 'radio')
			await page.check(`main [name="${name}"][value="${value}"]`);
		else
			await f.fill(value);
	}
}
export const text = (page) => page.locator('main').innerText();
export async function refused(page) {
	const e = page.locator('#errors');
	return (await e.count()) ? (await e.innerText()).trim() : '';
}
export async function notice(page) {
	const n = page.locator('main .notice');
	return (await n.count()) ? (await n.first().innerText()).trim() : '';
}
// A board's act: its second step, filled in and confirmed.
export async function deed(page, board, name, fields = {}) {
	await go(page, `/boards/${board}/do/${name}`);
	await typed(page, fields);
	await send(page, page.locator('section.confirm button[type=submit]'));
	must(page.url().includes(`done=${name}`), `${name} was refused: ${(await text(page)).slice(0, 400)}`);
}
// A number as people read it, in millionths.
export function millionths(s) {
	const m = s.replace(/[\s\u2009\u00a0,]/g, '').replace(/^−/, '-').match(/^[+-]?\d+(?:\.(\d{1,6}))?$/);
	must(m, `not a number: ${s}`);
	return Math.round(Number(m[0]) * 1e6);
}
