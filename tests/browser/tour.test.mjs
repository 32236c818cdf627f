// An observation tour as the README rehearses it: Shangluo's fourth weekend tour of the year, its route and card, a problem found at a site and made
// a matter before the bus leaves, marks of six criteria site by site, what is taken home, and the series afterwards.
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { closed, handIn, opened, phone, proved, released } from './hall.mjs';
import { go, refused, send, text, typed } from './pages.mjs';

const server = await serve(), b = await browser();
const name = '商洛市2023年第四次现场观摩会', full = [20, 25, 20, 15, 10, 10];
const event = server.view('city-clerk', 'event', 'list').find((e) => e.name === name).id, vote = server.view('city-clerk', 'vote', 'list').find((v) => v.name === name).id;
let desk, slips;

async function road() {
	desk = await enterAs(b, server, '商洛市 督查室科员');
	await go(desk, `/events/${event}/route`);
	const page = await text(desk);
	for (const w of ['第 1 点 县域工业园标准厂房', '8:42', '金丝峡镇太子坪村', '13:35', '全程用时（含路上）']) must(page.includes(w), `the route does not say ${w}`);
	await desk.locator('#propose summary').click();
	const foot = async (what) => { const r = await desk.locator(`#propose form.inline ${what}`).boundingBox(); return r.y + r.height; };
	must(Math.abs(await foot('input[name=budget]') - await foot('button')) < 1, 'a button does not stand on the line of its field');
	await go(desk, `/events/${event}/route/card`);
	must((await text(desk)).includes('第 6 点') && !(await text(desk)).includes('不印其他'), 'the card of the driver promises too much');
	await go(desk, `/events/${event}`);
	must((await text(desk)).includes('议程用时（不含路上）'), 'the event does not say what its minutes are');
	await go(desk, `/events/${event}/day`);
	must((await text(desk)).includes('样例〔2022〕8号第五条'), 'the checklist does not cite its document');
	await go(desk, '/sites');
	must((await text(desk)).includes('茶叶加工厂'), 'the pool is empty');
	await go(desk, `/events/${event}`);
	await send(desk, desk.locator('main a', { hasText: '开始活动' }).first());
	await send(desk, desk.locator('main form button[type=submit]').last());
	slips = Object.values(await opened(desk, vote, { all: 6 }))[0];
}

async function seen() {
	const one = await phone(b), two = await phone(b, { javaScriptEnabled: false });
	for (const [i, code] of slips.slice(0, 5).entries()) {
		const page = i % 2 ? two : one;
		await page.goto(`${server.base}/v/${code}`);
		same(await page.locator('main input[name$="_1"]').count(), 6, 'sites on the sheet');
		for (let s = 1; s <= 6; s++)
			for (const [k, most] of full.entries()) await page.fill(`input[name=a${s}_${k + 1}]`, String(most - (s > 3 ? 1 : 0)));
		await handIn(page, page === one);
		must((await text(page)).includes(page === two ? '票箱' : '已送达'), `the ballot was not taken: ${(await text(page)).slice(0, 200)}`);
	}
	same((await one.context().cookies()).length, 0, 'cookies on a phone');
	await one.context().close();
	await two.context().close();
}

async function found() {
	await desk.setViewportSize({ width: 390, height: 844 });
	await go(desk, `/events/${event}/notes`);
	await desk.check('input[name=kind][value=problem]').catch(() => desk.selectOption('select[name=kind]', 'problem'));
	await desk.selectOption('main select[name=slot]', '2');
	await desk.fill('main textarea[name=text]', '厂区排水口直通河道，需加装截流');
	await send(desk, desk.locator('main form button[type=submit]').first());
	same(await refused(desk), '', 'what the note says');
	const early = server.cli('event', 'end', String(event), '--as', 'city-clerk');
	same(early.code, 5, 'the tour ends with an open problem');
	const problem = server.view('city-clerk', 'note', 'list', '--event', String(event), '--kind', 'problem')[0];
	same(server.cli('note', 'solve', String(problem.id), '--outcome', 'matter', '--unit', '商南县', '--due', '2023-06-20', '--as', 'city-clerk').code, 0, 'the problem becomes a matter');
	await until(() => server.view('city-clerk', 'matter', 'list').some((m) => m.title.includes('截流')));
	same(server.cli('note', 'take_home', '--event', String(event), '--unit', '洛南县', '--text', '先建后招的厂房做法', '--as', 'luonan').code, 0, 'what a county takes home');
	await desk.setViewportSize({ width: 1280, height: 900 });
	await go(desk, `/sites/${server.view('city-clerk', 'site', 'list').find((s) => s.name === '县域工业园标准厂房').id}`);
	must((await text(desk)).includes('截流'), 'the site does not tell what was found there');
	await go(desk, `/events/${event}/problems`);
	must((await text(desk)).includes('截流'), 'the list before the bus leaves does not name the problem');
}

async function season() {
	await closed(desk, vote, 6);
	const chair = await enterAs(b, server, '商洛市 分管副市长');
	await released(chair, event);
	await chair.context().close();
	await until(() => server.view('city-clerk', 'vote', 'results', String(vote)).length === 1);
	// the host county's points: the mean of six sites, three with full marks and three without six of a hundred
	same(server.view('city-clerk', 'vote', 'results', String(vote))[0].points, '97', 'points of the host');
	await go(desk, `/events/${event}`);
	await send(desk, desk.locator('main a', { hasText: '结束活动' }).first());
	await send(desk, desk.locator('main form button[type=submit]').last());
	same(await refused(desk), '', 'what the end says');
	await go(desk, '/events');
	await send(desk, desk.locator('main a', { hasText: '商洛市周末现场观摩会' }));
	const page = await text(desk);
	for (const w of ['商南县', '97']) must(page.includes(w), `the series does not say ${w}: ${page.slice(0, 400)}`);
	await go(desk, `/events/${event}/draft`);
	must((await text(desk)).includes('截流'), 'the evening\'s draft does not name the problem');
}

const code = await run({ 'tour: route, card, slips': road, 'tour: six sites on two phones': seen, 'tour: a problem solved before the bus leaves': found,
	'tour: released, the series tells': season, 'tour: verify and rebuild --check find nothing': () => proved(server) });
await b.close();
await server.stop();
process.exit(code);
