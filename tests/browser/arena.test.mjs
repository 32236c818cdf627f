// An arena as the README rehearses it: Eshan's township secretaries, the order drawn by lot, questions asked, five signed sheets with four
// criteria, one of them on a phone without script, the juror of a township without it on the sheet, and a champion.
import { createHash } from 'node:crypto';
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { closed, opened, phone, proved, released } from './hall.mjs';
import { go, refused, send, text, typed } from './pages.mjs';

const server = await serve(), b = await browser();
const name = '峨山县2023年第二季度乡镇书记擂台赛', full = [40, 20, 10, 30];
const event = server.view('eshan', 'event', 'list').find((e) => e.name === name).id, vote = server.view('eshan', 'vote', 'list').find((v) => v.name === name).id;
let desk, slips;

async function hall() {
	desk = await enterAs(b, server, '峨山彝族自治县督查考核办公室 科员');
	await go(desk, `/events/${event}`);
	await send(desk, desk.locator('main a', { hasText: '开始活动' }).first());
	await send(desk, desk.locator('main form button[type=submit]').last());
	await go(desk, `/events/${event}/day`);
	await send(desk, desk.locator('main a.btn', { hasText: '定格' }));
	await typed(desk, { group: '乡镇组' });
	await send(desk, desk.locator('main form button[type=submit]').last());
	await send(desk, desk.locator('main a.btn', { hasText: '抽签' }));
	await typed(desk, { word_a: '比', said_a: '甸中镇党委书记', word_b: '学', said_b: '塔甸镇党委书记' });
	await send(desk, desk.locator('main form button[type=submit]').last());
	must((await text(desk)).includes('sha256sum'), 'how to repeat the draw is not shown');
	await go(desk, `/votes/${vote}`);
	must((await text(desk)).includes('工作实绩'), 'the criteria are not shown');
	slips = Object.values(await opened(desk, vote, { all: 5 }))[0];
}

async function asked() {
	const r = server.cli('note', 'ask', '--event', String(event), '--slot', '1', '--text', '20项重点工作中，牵头单位为县政府的是哪几项', '--speaker', '县委书记', '--respondent', '县政府办公室主任',
		'--source', 'ledger', '--taken_from', '2023年工作任务清单', '--answer', '逐项答出', '--mark', '9', '--full_mark', '10', '--as', 'eshan');
	same(r.code, 0, `the question (${r.err})`);
	await go(desk, `/events/${event}/questions`);
	must((await text(desk)).includes('牵头单位为县政府'), 'the question is not on the page');
}

// Out of the demonstration's bank by two words: nobody knows before which of them it will be.
async function drawn() {
	const bank = server.view('eshan', 'question', 'list').filter((q) => q.state === 'ready');
	same(bank.length, 9, 'questions of the bank');
	must(bank.some((q) => q.text.includes('20 项重点工作中')), 'none asks who leads which of the key tasks');
	await go(desk, `/events/${event}/questions`);
	await send(desk, desk.locator('main a.btn', { hasText: '抽签出题' }));
	await typed(desk, { topic: '擂台办法', question_kind: '单选' });
	await send(desk, desk.locator('section[aria-labelledby=from] form button'));
	must((await text(desk)).includes('3'), 'the number of questions that fit is not told');
	const digest = await desk.locator('#f-digest code').innerText();
	await typed(desk, { slot: '3', respondent: '镇党委书记', word_a: '赶', said_a: '化念镇党委书记', word_b: '超', said_b: '岔河乡党委书记' });
	await send(desk, desk.locator('main form button[type=submit]').last());
	const [d] = server.view('eshan', 'note', 'draws', '--event', `#${event}`);
	same(d.digest, digest, 'the list that was shown');
	same(d.ticket, d.list.trim().split('\n').map((q) => createHash('sha256').update(`${d.seed},${q}`).digest('hex')).sort()[0], 'the smallest ticket');
	must((await text(desk)).includes('题目已抽出'), 'nothing says that it was drawn');
	must(!(await desk.locator('#key + p + details .facts').isVisible()), 'the key lies open');
	const [key] = server.view('eshan', 'question', 'key', `#${d.question}`);
	await typed(desk, { answer: key.answer.toLowerCase() });
	await send(desk, desk.locator('main button[name=_compare]'));
	same(await desk.locator('main [name=mark]').inputValue(), '10', 'the mark that the key proposes');
	await typed(desk, { mark: '9.5' });
	await send(desk, desk.locator('main button', { hasText: '记下' }));
	must((await text(desk)).includes('得 9.50 分'), 'the mark that a person gave is not on the page');
}

// Marks of one juror: the first on the sheet is the best.
async function scored(page, code, better) {
	await page.goto(`${server.base}/v/${code}`);
	const n = (await page.locator('main input[name$="_1"]').count());
	must(n > 0, `no sheet: ${(await text(page)).slice(0, 200)}`);
	const names = await page.locator('main [data-slot] h2, main [data-slot] legend, main fieldset legend').allInnerTexts();
	for (let i = 1; i <= 8; i++)
		for (const [k, most] of full.entries()) {
			const f = page.locator(`input[name=a${i}_${k + 1}]`);
			if (await f.count()) await f.fill(String(most - (better(i) ? 0 : 1.5)));
		}
	return { n, names };
}

async function judged() {
	const one = await phone(b), two = await phone(b, { javaScriptEnabled: false });
	for (const [i, code] of slips.entries()) {
		const page = i % 2 ? two : one;
		const { n, names } = await scored(page, code, (k) => k === 1);
		same(n, i === 4 ? 7 : 8, `townships on sheet ${i + 1}: ${names.join(' ')}`);
		if (page === two) await send(two, two.locator('main button[type=submit]').first());
		else await until(async () => (await one.locator('[data-bar]').innerText()).includes(`已送达 ${n}/${n}`));
	}
	same((await one.context().cookies()).length + (await two.context().cookies()).length, 0, 'cookies on phones');
	await one.goto(`${server.base}/v/${slips[0]}/facts`);
	must((await text(one)).includes('甸中镇'), 'no fact sheet on the phone');
	await one.context().close();
	await two.context().close();
	await go(desk, `/votes/${vote}`);
	must(!(await text(desk)).includes('98.50'), 'marks on the office\'s page before the lock');
}

async function champion() {
	await closed(desk, vote, 5);
	const chair = await enterAs(b, server, '峨山彝族自治县 县委书记');
	await released(chair, event);
	await chair.context().close();
	await until(() => server.view('eshan', 'arena', 'titles').length === 1);
	const [title] = server.view('eshan', 'arena', 'titles'), rows = server.view('eshan', 'vote', 'results', String(vote));
	same(rows.length, 8, 'townships with a result');
	const first = rows.filter((r) => r.place === 1);
	same(first.length, 1, 'first places');
	same(title.holder, first[0].unit_name, 'the champion');
	same(first[0].points, '100', 'points of the first: extremes left out, all else full marks');
	await go(desk, `/events/${event}/result`);
	must((await text(desk)).includes(title.holder), 'the sheet for signing does not name the first');
	same(await refused(desk), '', 'faults');
}

const code = await run({ 'arena: lots, seats, slips': hall, 'arena: a question and its answer': asked, 'arena: a question drawn by lot': drawn, 'arena: five signed sheets on two phones': judged,
	'arena: released, a champion': champion, 'arena: verify and rebuild --check find nothing': () => proved(server) });
await b.close();
await server.stop();
process.exit(code);
