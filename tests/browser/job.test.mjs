// The whole job, through the web by a browser: from the office's Excel list to a struck-off matter, and from facts to a
// board that was objected to, corrected, approved by two, published and printed; at the end the store is proved.
import { resolve } from 'node:path';
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { deed, go, millionths, notice, refused, send, text, typed } from './pages.mjs';

const server = await serve(), b = await browser();
const own = '.ledger tbody th a';
const title = '老旧小区加装电梯12部', second = '背街小巷路灯补装86盏';
let no, board, period, village, line;

async function clerkImports() {
	const page = await enterAs(b, server, '督查考核办公室 科员');
	const before = server.view('clerk', 'matter', 'list').length;

	// a workbook with a title, a date and a two-level head
	await go(page, '/import');
	await page.setInputFiles('input[name=file]', resolve('data/quirks/03-two-level-header.xlsx'));
	await send(page, page.locator('main form[enctype] button[type=submit]'));
	must(page.url().includes('/import/'), 'no preview of the workbook');
	must((await page.locator('main').textContent()).includes('创业园二期主体完工'), 'the preview does not show the row');
	same(server.view('clerk', 'matter', 'list').length, before, 'matters after the preview alone');
	await page.check('input[name=issue]');
	await send(page, page.locator('button[name=_do][value=accept]'));
	must(/\/import\?done=/.test(page.url()), `the workbook was not accepted: ${await notice(page)}`);
	must((await notice(page)).length > 0, 'no word of what was done');
	same(server.view('clerk', 'matter', 'list').length, before + 2, 'matters after the workbook');

	// rows pasted from Excel; the second names no unit known, which stops that row alone until the clerk decides
	await go(page, '/import');
	await page.fill('textarea[name=table]', [['序号', '工作任务', '目标', '牵头单位', '责任单位', '完成时限'], ['1', title, '六月底前完成12部', '区住建局', '区发改局', '2023-06-30'],
		['2', second, '补装86盏并亮灯', '区灯光所', '', '2023-07-31']].map((r) => r.join('\t')).join('\n'));
	await page.fill('input[name=list]', '城建补充清单');
	await send(page, page.locator('main form[enctype] button[type=submit]'));
	const asked = page.locator('.name-asked');
	must((await asked.count()) === 1 && (await asked.innerText()).includes('区灯光所'), 'the unknown unit is not asked for');
	await asked.locator('input[name^=_o]').fill('区住建局');
	await page.check('input[name=issue]');
	await send(page, page.locator('button[name=_do][value=accept]'));
	must(/\/import\?done=/.test(page.url()), `the pasted rows were not accepted: ${(await text(page)).slice(0, 600)}`);
	const rows = server.view('clerk', 'matter', 'list').filter((r) => r.title === title || r.title === second);
	same(rows.map((r) => r.state), ['issued', 'issued'], 'states of the pasted rows');
	no = rows.find((r) => r.title === title).no;

	// what was imported stands in the ledger, and its number opens it
	await go(page, `/matters?q=${encodeURIComponent(title)}`);
	await send(page, page.locator(own).first());
	must((await page.title()).includes(title), 'the ledger does not open the matter');
	await page.context().close();
}

async function linkAndPhone() {
	const page = await enterAs(b, server, '督查考核办公室 科员');
	await go(page, `/m/${no}/link`);
	const label = page.locator('label', { hasText: '住房和城乡建设局 联络员' }).or(page.locator('label', { hasText: '住建局 联络员' }));
	await label.first().click();
	await send(page, page.locator('main form:has(input[name=_seed]) button[type=submit]'));
	must((await page.locator('main svg').count()) > 0, 'no QR code');
	const link = await page.locator('main a[href*="/t/"]').first().getAttribute('href');
	await page.context().close();

	const phone = await (await b.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })).newPage();
	phone.setDefaultTimeout(20000);
	await phone.goto(link);
	must((await text(phone)).includes(title), 'the card does not name the matter');
	must((await phone.locator('input[type=password]').count()) === 0, 'the card asks for a password');
	// opened twice, it has changed nothing
	await phone.goto(link);
	same(server.view('clerk', 'matter', 'show', no)[0].state, 'issued', 'state after the card was only opened');
	await send(phone, phone.locator('form[action$="/ack"] button[type=submit], button[formaction$="/ack"]').first());
	same(server.view('clerk', 'matter', 'show', no)[0].state, 'active', 'state after signing for it');

	await send(phone, phone.locator('a[href*="do=progress"]'));
	await phone.fill('textarea[name=text]', '已开工9部，完成4部');
	await phone.fill('input[name=percent]', '35');
	await send(phone, phone.locator('form[action*="/progress"] button[type=submit]'));
	must(await notice(phone), 'no receipt for the report');
	await phone.goto(link);
	await send(phone, phone.locator('a[href*="do=finish"]'));
	await phone.fill('textarea[name=text]', '12部全部加装完成并通过验收');
	await send(phone, phone.locator('form[action*="/finish"] button[type=submit]'));
	must(await notice(phone), 'no receipt for the claim');
	same(server.view('clerk', 'matter', 'show', no)[0].state, 'finish_claimed', 'state after the claim');
	await phone.context().close();
	const desk = await enterAs(b, server, '督查考核办公室 科员');
	await go(desk, `/m/${no}`);
	const told = desk.locator('.timeline li', { hasText: '已开工9部' });
	must(/35(\.00)?%/.test(await told.innerText()), `the timeline does not tell the report with its share: ${await told.innerText()}`);
	await desk.context().close();
}

async function verifierStrikesOff() {
	const page = await enterAs(b, server, '督查考核办公室 核查员');
	await go(page, '/review');
	const one = page.locator('article', { hasText: title });
	must((await one.innerText()).includes('已开工9部') && (await one.innerText()).includes('通过验收'), 'last report and claim do not stand beside each other');
	await send(page, one.locator('button[name=_do][value=close]'));
	must(!(await page.locator('article', { hasText: title }).count()), 'it still waits for a review');
	same(server.view('clerk', 'matter', 'show', no)[0].state, 'closed', 'state after the verifier');
	await go(page, `/m/${no}`);
	must((await page.locator('p.lights').innerText()).includes('已销号'), 'the matter page does not say 已销号');
	await page.context().close();
}

async function townshipCounts() {
	const page = await enterAs(b, server, '岔河乡 党政办科员');
	await go(page, '/periods/new');
	await typed(page, { name: '2023年5月', from: '2023-05-01', to: '2023-05-31', publish_on: '2023-06-01' });
	await send(page, page.locator('main form button[type=submit]').last());
	must(/\/periods\/\d+/.test(page.url()), `no period was opened: ${(await text(page)).slice(0, 500)}`);
	period = page.url().match(/periods\/(\d+)/)[1];

	// facts: by the form of the act, by the programs' door, and the rest from a table by the command line
	await go(page, '/do/entry.post');
	await typed(page, { unit: '文山村', ruleset: '岔河乡红黑榜积分细则', item: '督查问题按期整改', fact: 'recurred', day: '2023-05-22', record: '岔督整〔2023〕9号', evidence: '岸坡垃圾复堆' });
	await send(page, page.locator('main form button[type=submit]').last());
	same(await refused(page), '', 'what the form of entry.post says');
	// the rest by the API, each sent twice under its key: a repeated key is the first answer again
	const csrf = await page.locator('input[name=csrf]').first().inputValue();
	const satisfied = [['安居村', 6], ['云美村', 5], ['青河村', 4], ['棚租坝村', 3], ['谢札村', 3], ['河外村', 2], ['文山村', 2]];
	const bodies = satisfied.flatMap(([unit, n]) => Array.from({ length: n }, (_, i) => ({ fields: { unit, ruleset: '岔河乡红黑榜积分细则', item: '群众诉求满意', fact: 'satisfied', day: `2023-05-${10 + i}`, record: '回访记录', evidence: `电话回访第${i + 1}户` } })));
	const answers = await page.evaluate(async ({ csrf, bodies }) => {
		const out = [];
		for (const [i, body] of bodies.entries())
			for (const again of [false, true]) {
				const r = await fetch('/api/v1/acts/entry.post', { method: 'POST', body: JSON.stringify(body),
					headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, 'Idempotency-Key': `may-${i}` } });
				out.push({ status: r.status, again, answer: await r.json() });
			}
		return out;
	}, { csrf, bodies });
	const wrong = answers.find((a) => a.status !== 200 || a.answer.repeated !== a.again);
	must(!wrong, `entry.post by the API: ${JSON.stringify(wrong)}`);
	same(server.view('chahe', 'entry', 'list', '--period', '2023年5月').length, 26, 'entries after each was sent twice');

	await go(page, `/periods/${period}`);
	await send(page, page.locator(`form[action="/periods/${period}/close"] button[type=submit]`));
	same(server.view('chahe', 'period', 'list').find((r) => r.name === '2023年5月').state, 'closed', 'state of the period');

	await go(page, '/boards/new');
	await page.selectOption('select[name=period]', period);
	await page.check('input[name=kind][value=village]');
	await typed(page, { within: '530426201', name: '岔河乡2023年5月红黑榜（村）' });
	await send(page, page.locator('button[name=try]'));
	must((await text(page)).includes('安居村'), `no trial of the board: ${(await text(page)).slice(0, 500)}`);
	await send(page, page.locator('section.confirm button[type=submit]'));
	must(/\/boards\/\d+/.test(page.url()), `the board was not composed: ${(await text(page)).slice(0, 500)}`);
	board = page.url().match(/boards\/(\d+)/)[1];
	await deed(page, board, 'preview', { days: '1' });
	same(server.view('chahe', 'board', 'show', `#${board}`)[0].state, 'previewed', 'state of the board');
	await page.context().close();
}

async function unitObjects() {
	const page = await enterAs(b, server, '文山村民委员会 村联络员');
	await go(page, '/boards');
	await send(page, page.locator(`a[href="/boards/${board}"]`));
	same(await page.locator('.board tbody tr').count(), 1, 'rows that a village sees of a preview');
	await send(page, page.locator('.board tbody th a').first());
	village = page.url().match(/units\/(\d+)/)[1];
	const bad = page.locator('details.why-line', { hasText: '反弹' });
	same(await bad.count(), 1, 'lines for the finding that came back');
	line = await bad.getAttribute('id');
	await bad.locator('summary').click();
	must((await bad.innerText()).includes('岔督整〔2023〕9号'), 'the line does not open its record');
	await send(page, bad.locator('a[href*="/object"]'));
	await page.fill('textarea[name=text]', '点位在河外村七组责任段，不属我村。');
	await send(page, page.locator('main form button[type=submit]').last());
	must(/\/objections\/\d+/.test(page.url()), `the objection was not received: ${(await text(page)).slice(0, 500)}`);
	await page.context().close();
	same(server.view('chahe', 'objection', 'list').filter((o) => o.state === 'open').length, 1, 'open objections');
}

async function ruledCorrected() {
	const objection = server.view('chahe', 'objection', 'list').find((o) => o.state === 'open').id;
	const clerk = await enterAs(b, server, '岔河乡 党政办科员');
	await go(clerk, `/objections/${objection}`);
	same(await clerk.locator('input[name=ruling]').count(), 0, 'rulings offered to the post that composed the board');

	const page = await enterAs(b, server, '峨山彝族自治县督查考核办公室 核查员');
	await go(page, `/objections/${objection}`);
	await page.check('input[name=ruling][value=uphold]');
	await typed(page, { reason: '现场复核，点位在河外村七组责任段', right_unit: '河外村' });
	await send(page, page.locator('main form:has(input[name=ruling]) button[type=submit]'));
	same(await refused(page), '', 'what the form of the ruling says');
	must((await text(page)).includes('现场复核'), 'the ruling does not stand on the page');
	await page.context().close();

	await go(clerk, `/boards/${board}/do/correct`);
	must((await text(clerk)).includes('文山村') && (await text(clerk)).includes('河外村'), 'the correction does not say whose score moves');
	await deed(clerk, board, 'correct', { reason: '文山村申诉成立，冲销并改记' });
	await deed(clerk, board, 'preview', { days: '1' });
	await clerk.context().close();
	const rows = server.view('chahe', 'board', 'rows', '--board', `#${board}`);
	const score = (name) => Number(rows.find((r) => r.unit_name.startsWith(name)).total);
	same([score('文山'), score('河外')], [101, 99], 'totals after the correction');
}

async function approvedPublished() {
	const early = await enterAs(b, server, '岔河乡 党政办主任');
	await go(early, `/boards/${board}`);
	same(await early.locator(`a[href="/boards/${board}/do/approve"]`).count(), 0, 'approvals offered while objections may still come');
	await early.context().close();
	server.advance(4); // over the day for objections, whatever weekday it is

	const first = await enterAs(b, server, '岔河乡 党政办主任');
	await deed(first, board, 'approve');
	await go(first, `/boards/${board}`);
	same(await first.locator(`a[href="/boards/${board}/do/approve"]`).count(), 0, 'second approvals offered to the post of the first');
	await first.context().close();
	const clerk = await enterAs(b, server, '岔河乡 党政办科员');
	await go(clerk, `/boards/${board}`);
	same(await clerk.locator(`a[href="/boards/${board}/do/publish"]`).count(), 0, 'publications offered with one approval');
	const other = await enterAs(b, server, '岔河乡 乡长');
	await deed(other, board, 'approve');
	await other.context().close();
	await deed(clerk, board, 'publish');
	same(server.view('chahe', 'board', 'show', `#${board}`)[0].state, 'published', 'state of the board');
	await go(clerk, `/boards/${board}`);
	for (const gone of ['preview', 'approve', 'publish', 'correct', 'discard'])
		same(await clerk.locator(`a[href="/boards/${board}/do/${gone}"]`).count(), 0, `${gone} offered on a published board`);
	await clerk.context().close();
}

async function printedAndOpened() {
	const page = await enterAs(b, server, '岔河乡 党政办主任');
	await go(page, `/boards/${board}/print`);
	const print = await text(page);
	for (const name of ['安居', '云美', '青河', '棚租坝', '谢札', '河外', '文山'])
		must(print.includes(name), `${name} is not on the print`);
	await go(page, `/boards/${board}/long`);
	must((await text(page)).includes('河外') && (await page.locator('.long-qr svg').count()) === 1, 'the long picture lacks a row or its code');
	const stranger = await enterAs(b, server, '文山村民委员会 村联络员'), hewai = server.view('chahe', 'board', 'rows', '--board', `#${board}`).find((r) => r.unit_name.startsWith('河外')).unit;
	same((await stranger.goto(`${server.base}/boards/${board}/units/${hewai}/long`)).status(), 403, "another unit's lines as a long picture");
	await stranger.context().close();
	await go(page, `/boards/${board}`);
	const units = await page.locator('.board tbody th a').evaluateAll((as) => as.map((a) => a.getAttribute('href')));
	same(units.length, 7, 'units with a page of their own');
	let opened = 0;
	for (const url of units) {
		await go(page, url);
		for (const d of await page.locator('details.why-line').all()) {
			const rows = await d.locator('tbody tr').count();
			if (!rows)
				continue;
			await d.locator('summary').click();
			const points = await d.locator('tbody tr:not(.sum) td:last-child').allInnerTexts();
			const sum = points.reduce((s, x) => s + millionths(x), 0);
			same(sum, millionths(await d.locator('.why-points').innerText()), `${url} ${await d.getAttribute('id')}`);
			opened++;
		}
	}
	must(opened >= 9, `only ${opened} lines open to records`);
	// one record further down: the entry says the clause and who wrote it
	await go(page, `/boards/${board}/units/${village}`);
	await page.locator(`#${line} summary`).click();
	await send(page, page.locator(`#${line} tbody a[href^="/entries/"]`).first());
	must((await text(page)).includes('岔督整〔2023〕9号'), 'the entry does not name its record');
	await page.context().close();
	const blacks = () => server.view('chahe', 'board', 'rows', '--board', `#${board}`).filter((r) => r.side === 'black');
	await until(() => blacks()[0]?.matter > 0); // the reaction that drafts the matter of a black row
	const black = blacks();
	same(black.map((r) => r.unit_name), ['河外村民委员会'], 'the black list');
	must(black[0].matter > 0, 'the black row opened no matter');
}

async function apiAgrees() {
	// the same, as a program sees it: the session's own rights, the same rows
	const page = await enterAs(b, server, '岔河乡 乡长');
	const got = await page.evaluate(async (id) => {
		const r = await fetch(`/api/v1/views/board.rows?board=%23${id}`);
		return { status: r.status, type: r.headers.get('content-type'), body: await r.text() };
	}, board);
	same(got.status, 200, `board.rows by the API (${got.body.slice(0, 200)})`);
	must(got.body.includes('"published"') || got.body.includes('安居村'), 'the API does not show the board');
	await page.context().close();
}

async function proved() {
	if (board) {
		const again = server.cli('board', 'recompute', `#${board}`);
		same(again.code, 0, `board recompute (${again.err})`);
	}
	await server.down();
	const verify = server.cli('verify'), rebuild = server.cli('rebuild', '--check');
	same(verify.code, 0, `bixue verify (${verify.out}${verify.err})`);
	same(rebuild.code, 0, `bixue rebuild --check (${rebuild.out}${rebuild.err})`);
}

let broken = false;
const steps = { clerkImports, linkAndPhone, verifierStrikesOff, townshipCounts, unitObjects, ruledCorrected, approvedPublished, printedAndOpened, apiAgrees, proved };
const names = {
	clerkImports: 'job: the clerk imports a workbook and pasted rows, and issues them', linkAndPhone: 'job: by link, the liaison signs, reports and claims on a phone',
	verifierStrikesOff: 'job: another party verifies and strikes off', townshipCounts: 'job: a period is counted, closed, composed and shown',
	unitObjects: 'job: a unit objects on a line of its own page', ruledCorrected: 'job: somebody not involved rules; the board is corrected',
	approvedPublished: 'job: two posts approve, then it is published and frozen', printedAndOpened: 'job: printed; every number opens and sums',
	apiAgrees: 'job: the API shows the same', proved: 'job: recompute, verify and rebuild --check find nothing',
};
const tests = {};
for (const [k, f] of Object.entries(steps))
	tests[names[k]] = async () => {
		must(!broken || k === 'proved', 'a step before it failed');
		try {
			await f();
		} catch (e) {
			broken = true;
			throw e;
		}
	};
const code = await run(tests);
await b.close();
await server.stop();
process.exit(code);
