// A secret ballot on the spot, as the hall sees it: the clerk prints slips and opens the vote, jurors vote on phones without account,
// one of them without script, one of them twice; the clerk closes with the scrutineers' count; a second person confirms the tally.
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { handIn } from './hall.mjs';
import { go, refused, send, text, typed } from './pages.mjs';

const server = await serve(), b = await browser();
const rule = '商洛市县区半年述职评议办法', name = '商洛市2023年上半年述职评议', classes = { 市级领导: 5, 县区: 5, 市直部门: 6 };
const codes = [];
let event, gathering;


async function planned() {
	const page = await enterAs(b, server, '商洛市 督查室科员');
	await go(page, '/events');
	await send(page, page.locator('main a.btn', { hasText: '安排' }));
	await typed(page, { owner: '6110', name, day: '2023-06-01', begins: '9:00', agenda: ['商州区', '洛南县', '丹凤县', '商南县', '山阳县', '镇安县', '柞水县'].map((u) => `${u} | 书记 | 半年述职 | 8`).join('\n') });
	await page.selectOption('main select[name=kind]', 'debrief').catch(() => page.check('main input[name=kind][value=debrief]'));
	await send(page, page.locator('main form button[type=submit]').last());
	same(await refused(page), '', 'what the plan says');
	gathering = server.view('city-clerk', 'event', 'list').find((e) => e.name === name).id;
	await go(page, `/events/${gathering}`);
	must((await text(page)).includes('9:48'), 'the agenda does not say when the last one speaks');
	await send(page, page.locator('main a', { hasText: '投票' }).first());
	await typed(page, { period: '2023年上半年', ruleset: rule, item: '述职评议票', first_most: '3' });
	await send(page, page.locator('main form button[type=submit]').last());
	same(await refused(page), '', 'what the vote says');
	event = server.view('city-clerk', 'vote', 'list').find((e) => e.name === name).id;
	await go(page, `/votes/${event}`);
	for (const [voters, n] of Object.entries(classes)) {
		await page.selectOption('select[name=voters]', voters);
		await page.fill('input[name=number]', String(n));
		await send(page, page.locator('form[action$="/codes"] button[type=submit]'));
		const slips = await page.locator('.slips code').allInnerTexts();
		same(slips.length, n, `slips of ${voters}`);
		same(await page.locator('.slips svg').count(), n, 'QR codes');
		codes.push(...slips.map((s) => s.replaceAll(' ', '')));
		await go(page, `/votes/${event}`);
	}
	await send(page, page.locator('form[action$="/open"] button[type=submit]'));
	must((await text(page)).includes('正在投票'), `the vote is not open: ${(await text(page)).slice(0, 400)}`);
	await page.context().close();
}

async function voted() {
	for (const [i, code] of codes.slice(0, 6).entries()) {
		const context = await b.newContext({ locale: i % 2 ? 'zh-CN' : 'en-GB', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, javaScriptEnabled: i !== 0 });
		const page = await context.newPage();
		page.setDefaultTimeout(20000);
		const r = await page.goto(`${server.base}/v/${code}`);
		must((await r.body()).length < 120e3, 'the sheet is larger than 120 kB');
		same(await page.locator('input[type=password]').count(), 0, 'passwords asked of a juror');
		same(await page.locator('main fieldset').count(), 7, 'contestants on the sheet');
		same(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the sheet fits a phone');
		if (i === 0) { // too many in the first grade: told, and what was chosen stands
			for (let k = 1; k <= 4; k++)
				await page.check(`input[name=a${k}][value=好]`);
			await send(page, page.locator('main button[type=submit]'));
			must((await refused(page)).length > 0, 'four in the first grade were taken');
			must(await page.locator('input[name=a4][value=好]').isChecked(), 'what was chosen is lost');
			await page.check('input[name=a4][value=较好]');
		} else {
			for (let k = 1; k <= 7; k++)
				await page.check(`input[name=a${k}][value=${k <= 2 ? '好' : '一般'}]`);
		}
		await handIn(page, i !== 0);
		if (i === 0) { // three are left open: asked back by name, and pressed once more
			must((await text(page)).includes('Not marked: 3 of 7'), `what is left open is not asked back: ${(await text(page)).slice(0, 300)}`);
			await handIn(page, false);
		}
		same(await page.locator('main input').count(), 0, 'the receipt shows nothing of the ballot');
		if (i === 1) {
			await send(page, page.locator('main a.btn'));
			same(await page.locator('input:checked').count(), 0, 'a second look shows nothing of the first ballot');
			for (let k = 1; k <= 7; k++)
				await page.check(`input[name=a${k}][value=较好]`);
			await handIn(page, true);
			same(await page.locator('main input').count(), 0, 'the second receipt shows nothing of the ballot');
		}
		same((await context.cookies()).length, 0, 'cookies on a juror\'s phone');
		await context.close();
	}
}

async function closed() {
	const page = await enterAs(b, server, '商洛市 督查室科员');
	await go(page, `/votes/${event}`);
	must((await page.locator('.facts').first().innerText()).includes('6'), 'the page does not say how many have voted');
	must(!(await text(page)).includes('较好'), 'something of the box is shown while it is open');
	await page.fill('input[name=attended]', '5');
	await page.fill('input[name=attended_again]', '5');
	await send(page, page.locator('form[action$="/close"] button[type=submit]'));
	must((await refused(page)).includes('6'), 'more ballots than people were taken');
	await page.fill('input[name=attended]', '7');
	await page.fill('input[name=attended_again]', '7');
	await send(page, page.locator('form[action$="/close"] button[type=submit]'));
	must((await refused(page)).includes('一票未投'), 'two classes that have not voted are not asked about');
	await page.check('input[name=_sure]');
	await send(page, page.locator('form[action$="/close"] button[type=submit]'));
	must((await text(page)).includes('封存'), `not counted: ${(await text(page)).slice(0, 300)}`);
	must(!(await text(page)).includes('较好'), 'something of the count is shown before the release');
	await page.context().close();
	const chair = await enterAs(b, server, '商洛市 督查室主任');
	await go(chair, `/events/${gathering}`);
	await send(chair, chair.locator('main a', { hasText: '公布结果' }).first());
	await send(chair, chair.locator('main form button[type=submit]').last());
	await until(() => server.view('city-clerk', 'vote', 'results', String(event)).length === 7);
	await go(chair, `/votes/${event}`);
	must((await text(chair)).includes('名次'), `no result: ${(await text(chair)).slice(0, 900)}`);
	await chair.context().close();
	const late = await (await b.newContext()).newPage();
	same((await late.goto(`${server.base}/v/${codes[15]}`)).status(), 409, 'a sheet after the closing');
	await late.context().close();
	const tally = () => server.view('city-clerk', 'tally', 'list').find((t) => t.period_name === '2023年上半年' || t.period === '2023年上半年');
	await until(() => tally());
	must(tally(), 'no tally came of the vote');
	const head = await enterAs(b, server, '商洛市 督查室主任');
	await go(head, `/tallies/${tally().id}`);
	must((await text(head)).includes(name), 'the tally does not name its vote');
	await send(head, head.locator('main a.btn', { hasText: '确认' }));
	await send(head, head.locator('main form button[type=submit]').last());
	same(server.view('city-clerk', 'tally', 'list').find((t) => t.id === tally().id).state, 'counted', 'state of the tally');
	await head.context().close();
}

async function proved() {
	await server.down();
	const verify = server.cli('verify'), rebuild = server.cli('rebuild', '--check');
	same(verify.code, 0, `bixue verify (${verify.out}${verify.err})`);
	same(rebuild.code, 0, `bixue rebuild --check (${rebuild.out}${rebuild.err})`);
}

const code = await run({ 'vote: planned, slips printed, opened': planned, 'vote: six phones, without account or cookie': voted,
	'vote: closed, counted, confirmed by a second person': closed, 'vote: verify and rebuild --check find nothing': proved });
await b.close();
await server.stop();
process.exit(code);
