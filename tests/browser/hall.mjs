// What an office and its jurors do around a vote, over and over.
import { must, same, until } from './lib.mjs';
import { go, refused, send, text } from './pages.mjs';

// Prints codes for each class and opens the vote; gives the codes by class.
export async function opened(page, vote, classes) {
	const codes = {};
	for (const [voters, n] of Object.entries(classes)) {
		await go(page, `/votes/${vote}`);
		if (await page.locator('select[name=voters]').count()) await page.selectOption('select[name=voters]', voters);
		const number = page.locator('form[action$="/codes"] input[name=number]'); // the seats of a signed vote are counted already
		if (await number.count()) await number.fill(String(n));
		await send(page, page.locator('form[action$="/codes"] button[type=submit]'));
		const slips = await page.locator('.slips code').allInnerTexts();
		same(slips.length, n, `slips of ${voters}`);
		codes[voters] = slips.map((s) => s.replaceAll(' ', ''));
	}
	await go(page, `/votes/${vote}`);
	await send(page, page.locator('form[action$="/open"] button[type=submit]'));
	same(await refused(page), '', 'what the opening says');
	return codes;
}
export async function phone(browser, options = {}) {
	const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	return page;
}
// With script the sheet stays and becomes the receipt; without it the receipt is a page of its own.
export async function handIn(page, script) {
	if (!script) return send(page, page.locator('main button[type=submit]'));
	await page.click('main button[type=submit]');
	await until(async () => (await page.locator('main form').count()) === 0);
}
// One ballot of grades: `grade(i)` for the i-th contestant from 1.
export async function graded(page, base, code, grade, script) {
	await page.goto(`${base}/v/${code}`);
	const n = await page.locator('main fieldset').count();
	must(n > 0, `no sheet: ${(await text(page)).slice(0, 200)}`);
	for (let i = 1; i <= n; i++) await page.check(`input[name=a${i}][value=${grade(i)}]`);
	await handIn(page, script);
	same(await page.locator('main fieldset').count(), 0, 'the receipt shows nothing of the ballot');
	return n;
}
export async function closed(page, vote, attended) {
	await go(page, `/votes/${vote}`);
	await page.fill('input[name=attended]', String(attended));
	await page.fill('input[name=attended_again]', String(attended));
	await send(page, page.locator('form[action$="/close"] button[type=submit]'));
	same(await refused(page), '', 'what the closing says');
}
export async function released(page, event) {
	await go(page, `/events/${event}`);
	await send(page, page.locator('main a', { hasText: '公布结果' }).first());
	await send(page, page.locator('main form button[type=submit]').last());
	same(await refused(page), '', 'what the release says');
}
// Nothing that was done left the tables otherwise than the journal.
export async function proved(server) {
	await server.down();
	const verify = server.cli('verify'), rebuild = server.cli('rebuild', '--check');
	same(verify.code, 0, `bixue verify (${verify.out}${verify.err})`);
	same(rebuild.code, 0, `bixue rebuild --check (${rebuild.out}${rebuild.err})`);
}
