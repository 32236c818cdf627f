// `make shots`: every page and state at 1280 and 390 px in both languages, into build/shots/.
import { mkdirSync } from 'node:fs';
import { browser, enterAs, serve } from './lib.mjs';

const pages = [
	['督查考核办公室 科员', ['/', '/matters', '/matters?light=overdue', '/matters?q=没有这样的事', '/m/457', '/review', '/chase', '/import', '/targets', '/targets/print', '/targets/units/611002004', '/units', '/u/611002', '/people', '/me', '/about', '/feedback', '/no-such-page']],
	['党政办科员', ['/boards', '/boards/new', '/objections', '/periods', '/rules', '@rule', '@rule-next', '@rule-tried', '@rule-wrong', '@rule-diff', '@rule-try', '/rules/new', '/m/31', '@board', '@why', '@print', '@poster', '@long', '@why/long', '/tallies', '/tallies/new']],
	['商洛市 督查室科员', ['/practices', '/practices/map', '/practices/new', '@practice', '@adoption']],
	['分管', ['/leader', '/matters']],
	['审计', ['/audit', '/admin']],
];
const out = process.env.SHOTS || 'build/shots';
mkdirSync(out, { recursive: true });
const server = await serve(), b = await browser();
// The editor as it stands, with a changed clause tried, and with faults; their pictures are taken where they lead.
const edits = { '@rule-next': null, '@rule-tried': [/反弹，每件-2/, '反弹，每件-3'], '@rule-wrong': [/计分：反弹/, '计分：登录次数'] };
async function rulePage(page, kind) {
	await page.goto(server.base + '/rules');
	const rule = await page.locator('main a[href^="/rules/"]', { hasText: '岔河乡' }).first().getAttribute('href');
	if (kind === '@rule') return rule;
	if (!(kind in edits)) return rule + '/' + kind.slice(6);
	await page.goto(`${server.base}/rules/new?from=${rule.split('/').pop()}`);
	if (edits[kind]) {
		const box = page.locator('#f-text');
		await box.fill((await box.inputValue()).replace(...edits[kind]));
		await page.locator('button[value=try]').click();
		await page.waitForFunction(() => document.querySelector('#tried') && !document.querySelector('#rule-side[aria-busy]'));
	}
	return null;
}
// Addresses of the villages' board: its id is a matter of the demonstration's story.
async function boardPage(page, kind) {
	await page.goto(server.base + '/boards');
	const board = await page.locator('a', { hasText: '红黑榜（村）' }).first().getAttribute('href');
	if (kind === '@board') return board;
	if (!kind.startsWith('@why')) return board + '/' + kind.slice(1);
	await page.goto(server.base + board);
	return (await page.locator('main a[href*="/units/"]').first().getAttribute('href')) + kind.slice(4);
}
// The card with the most to tell, and the adoption that came to its result.
async function practicePage(page, kind) {
	await page.goto(`${server.base}/practices${kind === '@adoption' ? '/map?stage=result' : ''}`);
	return page.locator('main a', { hasText: '沿河步道' }).first().getAttribute('href');
}
const label = (p) => name(p).replace(/boards_\d+/, 'board').replace(/units_\d+/, 'why');
const name = (p) => (p === '/' ? 'desk' : p.slice(1).replace(/[^\w-]+/g, '_'));
for (const width of [1280, 390])
	for (const lang of ['zh', 'en']) {
		const context = { viewport: { width, height: 900 } };
		for (const [who, paths] of pages) {
			const page = await enterAs(b, server, who, context);
			if (lang === 'en') await page.locator('button[name=lang][value=en]').first().click();
			for (let p of paths) {
				const kind = p;
				if (p.startsWith('@')) p = await (p.startsWith('@rule') ? rulePage : /^@(practice|adoption)$/.test(p) ? practicePage : boardPage)(page, p);
				if (p) await page.goto(server.base + p);
				const called = kind.startsWith('@rule') || /^@(practice|adoption)$/.test(kind) ? kind.slice(1) : label(p);
				await page.screenshot({ path: `${out}/${called}-${width}-${lang}.png`, fullPage: true });
			}
			await page.context().close();
		}
		const anyone = await (await b.newContext({ locale: lang === 'en' ? 'en-GB' : 'zh-CN', ...context })).newPage();
		for (const p of ['/in', server.enter.replace(server.base, '')]) {
			await anyone.goto(server.base + p);
			await anyone.screenshot({ path: `${out}/${p === '/in' ? 'in' : 'demo'}-${width}-${lang}.png`, fullPage: true });
		}
	}
await b.close();
await server.stop();
console.log(`pictures in ${out}/`);
