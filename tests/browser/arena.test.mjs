// An arena as the README rehearses it: Eshan's township secretaries, the order drawn by lot, questions asked, five signed sheets with four
// criteria, one of them on a phone without script, the juror of a township without it on the sheet, and a champion.
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
	await send(desk, desk.locator('main a.btn', { hasText: '开始活动' }));
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

const code = await run({ 'arena: lots, seats, slips': hall, 'arena: a question and its answer': asked, 'arena: five signed sheets on two phones': judged,
	'arena: released, a champion': champion, 'arena: verify and rebuild --check find nothing': () => proved(server) });
await b.close();
await server.stop();
process.exit(code);
