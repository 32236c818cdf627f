// A half-year debrief as the README rehearses it: Puyang's six counties and fourteen lead units, two votes on two phones, a console and a
// screen, both results released at once by the chair, read out from below, and a demand that becomes a matter.
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { closed, graded, opened, phone, proved, released } from './hall.mjs';
import { go, refused, send, text, typed } from './pages.mjs';

const server = await serve(), b = await browser();
const event = server.view('puyang', 'event', 'list').find((e) => e.name.includes('述职评议会')).id;
const votes = server.view('puyang', 'vote', 'list').reverse(), classes = { 市级领导: 2, 县区: 2, 市直部门: 2, 特邀代表: 2 };
const [counties, leads] = [votes.find((v) => v.name.includes('县区组')).id, votes.find((v) => v.name.includes('牵头单位组')).id];
let desk, wall, codes, other;

async function hall() {
	desk = await enterAs(b, server, '濮阳市督查考核办公室 科员');
	await go(desk, `/events/${event}/day`);
	await send(desk, desk.locator('main a.btn', { hasText: '定格' }));
	await typed(desk, { group: '县区组' });
	await send(desk, desk.locator('main form button[type=submit]').last());
	must((await text(desk)).includes('台前县'), 'the frozen list is not shown');
	await send(desk, desk.locator('main a.btn', { hasText: '抽签' }));
	await typed(desk, { word_a: '夏', said_a: '清丰县委书记', word_b: '收', said_b: '市财政局局长' });
	await send(desk, desk.locator('main form button[type=submit]').last());
	must((await text(desk)).includes('sha256sum'), 'how to repeat the draw is not shown');
	await go(desk, `/events/${event}`);
	await send(desk, desk.locator('main a', { hasText: '开始活动' }).first());
	await send(desk, desk.locator('main form button[type=submit]').last());
	codes = await opened(desk, counties, classes);
	other = await opened(desk, leads, classes);
	await go(desk, `/events/${event}/facts`);
	must((await text(desk)).includes('清丰县'), 'no fact sheet of a county');
	await go(desk, `/events/${event}/reports`);
	must((await text(desk)).includes('已提交 2 份，共 20 份'), `who has handed in: ${(await text(desk)).slice(0, 200)}`);
	await send(desk, desk.locator('main a', { hasText: '范县' }));
	must((await text(desk)).includes('计划投产') && (await text(desk)).includes('21.5'), 'the three batches of a report');
	await go(desk, `/events/${event}/stage`);
	await typed(desk, { name: '主屏' });
	await send(desk, desk.locator('form:has(input[name=name]) button[type=submit]'));
	const address = (await desk.content()).match(/\/s\/[0-9A-F]{32}/)[0];
	wall = await (await b.newContext({ locale: 'zh-CN', viewport: { width: 1920, height: 1080 } })).newPage();
	same((await wall.goto(server.base + address)).status(), 200, 'status of the screen');
}

async function voted() {
	const one = await phone(b), two = await phone(b, { javaScriptEnabled: false });
	let k = 0;
	for (const voters of Object.keys(classes))
		for (const [i, page] of [one, two].entries()) {
			k++;
			same(await graded(page, server.base, codes[voters][i], (s) => (s <= 2 ? '好' : s <= 4 ? '较好' : '一般'), page === one), 6, 'counties on the sheet');
			same(await graded(page, server.base, other[voters][i], (s) => (s <= 3 ? '好' : s === 14 && k % 2 ? '较差' : '较好'), page === one), 14, 'lead units on the sheet');
		}
	await one.goto(`${server.base}/v/${codes.县区[0]}/facts`);
	await one.locator('details', { hasText: '范县' }).locator('summary').click();
	must((await text(one)).includes('秋季开学前完成校舍维修'), 'a juror does not find what a county reports');
	await one.goto(`${server.base}/v/${codes.县区[0]}/rules`);
	must((await text(one)).includes('缺组重分'), 'a juror does not find the rules');
	await one.goto(`${server.base}/v/${codes.县区[0]}/opinion`);
	await one.fill('textarea[name=text]', '范县的三个一批推进快，值得学');
	await send(one, one.locator('main button[type=submit]'));
	same((await one.context().cookies()).length + (await two.context().cookies()).length, 0, 'cookies on phones');
	await one.context().close();
	await two.context().close();
}

async function announced() {
	await closed(desk, counties, 8);
	must(!/\d+\.\d+/.test(await wall.locator('#stage').innerText()), 'a figure on the screen before the release');
	await closed(desk, leads, 8);
	const denied = server.cli('event', 'release', String(event), '--as', 'puyang-head');
	same(denied.code, 6, 'the head of the office releases in the chair\'s stead');
	const chair = await enterAs(b, server, '濮阳市 市委书记');
	await released(chair, event);
	await chair.context().close();
	await until(() => votes.every((v) => server.view('puyang', 'vote', 'results', String(v.id)).length > 0));
	const rows = server.view('puyang', 'vote', 'results', String(counties));
	same(rows.length, 6, 'counties with a result');
	same(server.view('puyang', 'vote', 'results', String(leads)).length, 14, 'lead units with a result');
	// the screen reads the first place out last
	const last = rows.find((r) => r.place === 1);
	const seen = [];
	await go(desk, `/events/${event}/stage`);
	const steps = JSON.parse(server.cli('stage', 'show', String(event), '--as', 'puyang', '--json').out).steps;
	for (const step of steps.map((s) => s.key ?? s.step ?? s).filter((s) => /^(list|place)-/.test(s))) {
		server.cli('stage', 'cue', String(event), '--step', step, '--as', 'puyang');
		await wall.waitForFunction((w) => document.getElementById('stage').dataset.step === w, step, { timeout: 20000 });
		seen.push(await wall.locator('#stage').innerText());
	}
	const first = seen.findIndex((s) => s.includes(last.unit_name) && /第\s*1|第一/.test(s));
	must(first > 0, `the first place is not read out after the others: ${seen.map((s) => s.replace(/\s+/g, ' ').slice(0, 80)).join(' | ')}`);
}

async function demanded() {
	const worst = server.view('puyang', 'vote', 'results', String(leads)).find((r) => r.place === 14) ?? server.view('puyang', 'vote', 'results', String(leads)).at(-1);
	const r = server.cli('note', 'demand', '--vote', String(leads), '--unit', String(worst.unit), '--due', '2023-07-31', '--text', '一个月内拿出整改方案', '--speaker', '市委书记', '--as', 'puyang');
	same(r.code, 0, `the demand (${r.err})`);
	await until(() => server.view('puyang', 'matter', 'list').some((m) => m.title.includes('整改方案')));
	must(server.view('puyang', 'matter', 'list').some((m) => m.title.includes('整改方案')), 'no matter came of the demand');
	await go(desk, `/votes/${counties}/opinions`);
	await send(desk, desk.locator('main form button[type=submit]').last());
	must((await text(desk)).includes('值得学'), 'the opinion is not read');
	same(await refused(desk), '', 'what the box of opinions says');
}

const code = await run({ 'debrief: lots, codes, fact sheets, a screen': hall, 'debrief: two phones vote for counties and lead units': voted,
	'debrief: released together, read out from below': announced, 'debrief: a demand becomes a matter, opinions are read': demanded,
	'debrief: verify and rebuild --check find nothing': () => proved(server) });
await b.close();
await server.stop();
process.exit(code);
