// The stage of an event: a console and two screens, one of them a phone.  Keys are heard, both screens show the same, a screen that is
// opened anew stands where the others stand, and before the release no byte that a screen gets holds a figure of the result.
import { mkdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { go, refused, send, text } from './pages.mjs';

const server = await serve(), b = await browser();
const name = '商洛市2023年上半年述职评议', units = ['商州区', '洛南县', '丹凤县', '商南县', '山阳县', '镇安县', '柞水县'];
const shots = process.env.STAGE_SHOTS; // a folder for pictures of what is seen, to be looked at
const AXE = readFileSync('tests/browser/node_modules/axe-core/axe.min.js', 'utf8');
const bodies = []; // all that screens got before the release
let event, vote, address, desk, wall, phone, stream;
const codes = [];

// But for the digits of a running clock, which each screen counts by itself.
const html = async (page) => (await page.locator('#stage').evaluate((e) => e.outerHTML)).replace(/(data-at="\d+">)[^<]*/, '$1');
const step = (page) => page.locator('#stage').getAttribute('data-step');
async function shot(page, what) {
	if (!shots) return;
	mkdirSync(shots, { recursive: true });
	await page.screenshot({ path: `${shots}/${what}.png` });
}
// Nothing serious for those who do not see the page, or see it with other eyes.
async function plain(page, what) {
	await page.evaluate(AXE); // not as a tag: the policy of the page forbids that
	const r = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
	same(r.violations.filter((x) => x.impact === 'serious' || x.impact === 'critical').map((x) => `${x.id}: ${x.nodes[0].html}`), [], `axe on ${what}`);
}
function cli(...args) {
	const r = server.cli(...args, '--as', 'city-clerk');
	must(r.code === 0, `bixue ${args.join(' ')} ended with ${r.code}: ${r.err}`);
}
// Presses a key on the console and waits until both screens stand at that step.
async function key(k, wanted) {
	const came = desk.waitForEvent('domcontentloaded');
	await desk.keyboard.press(k);
	await came;
	await desk.waitForLoadState();
	for (const page of [wall, phone])
		await page.waitForFunction((w) => document.getElementById('stage').dataset.step === w, wanted, { timeout: 20000 });
	same(await html(phone), await html(wall), `what the two screens show at ${wanted}`);
	return html(wall);
}
async function screen(options) {
	const context = await b.newContext({ locale: 'zh-CN', ...options });
	const page = await context.newPage();
	page.on('response', (r) => r.request().resourceType() !== 'eventsource' && r.body().then((x) => bodies.push(x.toString()), () => {}));
	same((await page.goto(address)).status(), 200, 'status of a screen');
	same((await context.cookies()).length, 0, 'cookies of a screen');
	same(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'a screen without a sideways scroll');
	return page;
}

async function opened() {
	cli('event', 'plan', '--owner', '6110', '--name', name, '--kind', 'debrief', '--day', '2023-06-01', '--begins', '9:00', '--place', '市会议中心', '--agenda',
		units.map((u) => `${u} | 书记 | 半年述职 | 8`).join('\n'));
	event = server.view('city-clerk', 'event', 'list').find((e) => e.name === name).id;
	cli('vote', 'plan', '--event', String(event), '--period', '2023年上半年', '--ruleset', '商洛市县区半年述职评议办法', '--item', '述职评议票');
	vote = server.view('city-clerk', 'vote', 'list').find((e) => e.event === name).id;
	desk = await enterAs(b, server, '商洛市 督查室科员');
	await go(desk, `/events/${event}`);
	await send(desk, desk.locator('main a', { hasText: '会场大屏' }).first());
	must((await text(desk)).includes('封面'), 'the console has no steps');
	await desk.fill('input[name=name]', '主屏');
	await send(desk, desk.locator('button', { hasText: '生成地址' }));
	same(await refused(desk), '', 'what the console says of a new address');
	address = (await desk.locator('.stage-made code').innerText()).trim();
	await shot(desk, 'console-made');
	await go(desk, `/events/${event}/stage`);
	must(!(await desk.content()).includes(address.split('/').pop()), 'the address is shown twice');
	wall = await screen({ viewport: { width: 1920, height: 1080 } });
	phone = await screen({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
	stream = http.get(`${address}/feed`, (r) => r.on('data', (d) => bodies.push(d.toString())));
	await shot(wall, 'wall-cover');
	await shot(phone, 'phone-cover');
	same(await html(phone), await html(wall), 'the cover on two screens');
	const still = await (await b.newContext({ javaScriptEnabled: false })).newPage();
	await still.goto(address);
	same(await still.locator('meta[http-equiv=refresh]').getAttribute('content'), '5', 'the refresh of a page without script');
	await still.context().close();
}

async function keyed() {
	const one = await key(' ', 'slot-1');
	same(await wall.locator('#stage').evaluate((e) => e.getBoundingClientRect().width > innerWidth * 0.9), true, 'the stage is as wide as its screen');
	same(await wall.locator('.wall-end a').evaluate((e) => getComputedStyle(e).opacity), '0', 'the other language before the audience');
	await wall.locator('.wall-end a').focus();
	same(await wall.locator('.wall-end a').evaluate((e) => getComputedStyle(e).opacity), '1', 'the other language for who looks for it');
	await wall.locator('.wall-end a').blur();
	await shot(wall, 'wall-slot');
	await shot(phone, 'phone-slot');
	await key('p', 'slot-1');
	await wall.waitForFunction(() => /^7:[2-5]\d$/.test(document.querySelector('.wall-clock').textContent), null, { timeout: 20000 });
	await shot(wall, 'wall-clock');
	await plain(wall, 'a screen');
	await plain(phone, 'a screen on a phone');
	await plain(desk, 'the console');
	await shot(desk, 'console');
	await key('p', 'slot-1');
	await key('ArrowRight', 'slot-2');
	const two = await html(wall);
	await key('Backspace', 'slot-1');
	must((await html(wall)).replace(/<p class="wall-clock.*?<\/p>/, '') === one.replace(/<p class="wall-clock.*?<\/p>/, ''), 'the first slot looks different the second time');
	same(await key(' ', 'slot-2'), two, 'the second slot');
	await key('b', 'dark');
	same((await wall.locator('#stage').innerText()).trim(), '', 'words on a dark screen');
	await key('b', 'slot-2');
	await key('f', 'cover');
	await key('f', 'slot-2');
	await key('ArrowLeft', 'slot-1');
	// In a field a key is a letter.
	await desk.focus('input[name=name]');
	for (const k of [' ', 'b', 'f', 'p', 'ArrowRight', 'Backspace'])
		await desk.keyboard.press(k);
	await desk.waitForTimeout(300);
	same(await step(wall), 'slot-1', 'the step after typing into a field');
	await desk.evaluate(() => document.activeElement.blur());
	// A key that belongs to an input method is nobody's.
	await desk.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, isComposing: true })));
	await desk.waitForTimeout(300);
	same(await step(wall), 'slot-1', 'the step after a key of an input method');
	// Without script the same buttons do it.
	const still = await (await b.newContext({ javaScriptEnabled: false, storageState: await desk.context().storageState() })).newPage();
	await still.goto(`${server.base}/events/${event}/stage`);
	await still.locator('[data-stage=next]').click();
	await wall.waitForFunction(() => document.getElementById('stage').dataset.step === 'slot-2');
	await still.context().close();
	await go(desk, `/events/${event}/stage`);
}

// A speaker's slides as a real PDF, put to the second slot and played by the keys of everything else.
async function slides() {
	const maker = await (await b.newContext()).newPage(), asked = [];
	await maker.setContent(`<style>* { margin: 0 } section { height: 600px; padding: 40px; break-after: page; font: 56px sans-serif } section:last-child { break-after: auto }</style>
		<section>洛南县半年述职<br>一、半年完成情况</section><section>二、三个一批<br>新开工 12 个</section><section>三、下半年打算</section>`);
	const pdf = await maker.pdf({ width: '1280px', height: '720px', printBackground: true });
	await maker.context().close();
	await go(desk, `/events/${event}/stage`);
	await desk.selectOption('form[action$="/deck"] select[name=slot]', '2');
	await desk.setInputFiles('form[action$="/deck"] input[name=file]', { name: '洛南县述职.pdf', mimeType: 'application/pdf', buffer: pdf });
	await send(desk, desk.locator('form[action$="/deck"] button[type=submit]'));
	same(await refused(desk), '', 'what the console says of slides');
	must((await text(desk)).includes('洛南县述职.pdf，3 页'), `the slides are not named: ${(await text(desk)).slice(-300)}`);
	wall.on('request', (r) => r.url().includes('/page/') && asked.push(new URL(r.url()).pathname.split('/page/')[1]));
	await desk.evaluate(() => document.activeElement.blur());
	await key('1', 'slot-1');
	await key('2', 'slot-2');
	await shot(desk, 'console-deck');
	await key(' ', 'page-2-1');
	const seen = () => wall.locator('.wall-slide img').evaluate((i) => [i.complete, i.naturalWidth, i.naturalHeight, i.getBoundingClientRect().width > innerWidth * 0.9]);
	same(await seen(), [true, 1920, 1080, true], 'the slide on the wall');
	await shot(wall, 'wall-slide');
	await shot(phone, 'phone-slide');
	await plain(wall, 'a slide');
	await key('p', 'page-2-1');
	await wall.waitForFunction(() => /^7:[2-5]\d$/.test(document.querySelector('.wall-clock').textContent), null, { timeout: 20000 });
	await key(' ', 'page-2-2');
	await shot(wall, 'wall-slide-clock');
	await shot(desk, 'console-slide');
	await plain(desk, 'the console with slides');
	same(await desk.locator('.stage-slides img').evaluateAll((all) => all.map((i) => i.naturalWidth)), [1920, 1920], 'what is on and what comes next, on the console');
	await key('Backspace', 'page-2-1');
	same(await seen(), [true, 1920, 1080, true], 'the slide once more');
	const anew = await screen({ viewport: { width: 1280, height: 720 } });
	same(await html(anew), await html(wall), 'a screen opened while a slide is on');
	await anew.context().close();
	must(!asked.some((a) => a.startsWith('2/3')), `a screen asked for what is not on yet: ${asked}`);
	await send(desk, desk.locator('.stage-screens button[name=deck]'));
	await wall.waitForFunction(() => document.getElementById('stage').dataset.step === 'slot-2');
	await desk.evaluate(() => document.activeElement.blur());
	await key('p', 'slot-2');
}

async function reopened() {
	const before = await html(wall);
	await wall.context().close();
	wall = await screen({ viewport: { width: 1920, height: 1080 } });
	same(await html(wall), before, 'a screen opened anew');
	// A lost line is marked, and taken up again.
	await phone.context().setOffline(true);
	await phone.evaluate(() => performance.now());
	await key2('slot-3');
	await phone.context().setOffline(false);
	await phone.reload();
	await phone.waitForFunction(() => document.getElementById('stage').dataset.step === 'slot-3', null, { timeout: 20000 });
}
async function key2(wanted) { // as key(), of the wall alone
	await Promise.all([desk.waitForEvent('domcontentloaded'), desk.keyboard.press(' ')]);
	await wall.waitForFunction((w) => document.getElementById('stage').dataset.step === w, wanted, { timeout: 20000 });
}

async function voted() {
	const classes = ['市级领导', '县区', '市直部门'], grades = ['好', '较好', '一般', '较差'];
	for (const c of classes) {
		await go(desk, `/votes/${vote}`);
		await desk.selectOption('select[name=voters]', c);
		await desk.fill('input[name=number]', '3');
		await send(desk, desk.locator('form[action$="/codes"] button[type=submit]'));
		codes.push(...(await desk.locator('.slips code').allInnerTexts()).map((s) => s.replaceAll(' ', '')));
	}
	await go(desk, `/votes/${vote}`);
	await send(desk, desk.locator('form[action$="/open"] button[type=submit]'));
	await go(desk, `/events/${event}/stage`);
	await send(desk, desk.locator('.stage-steps button', { hasText: '现场投票' }));
	await wall.waitForFunction(() => document.getElementById('stage').dataset.step === 'votes');
	await shot(wall, 'wall-votes');
	await shot(phone, 'phone-votes');
	for (const [k, code] of codes.entries()) {
		const sheet = new URLSearchParams(units.map((_, i) => [`a${i + 1}`, grades[i < 2 ? (k + i) % 2 : (i + k * i) % 4]]));
		same((await fetch(`${server.base}/v/${code}`, { method: 'POST', body: sheet })).status, 200, 'a ballot');
	}
	await go(desk, `/events/${event}/stage`);
	must(/9\s+9/.test(await text(desk)), `the console does not say that nine of nine have voted: ${(await text(desk)).slice(0, 900)}`);
	await shot(desk, 'console-open');
	await go(desk, `/votes/${vote}`);
	await desk.fill('input[name=attended]', '9');
	await desk.fill('input[name=attended_again]', '9');
	await send(desk, desk.locator('form[action$="/close"] button[type=submit]'));
	await go(desk, `/events/${event}/stage`);
	await key('Backspace', 'slot-7');
	await key(' ', 'votes');
	same(await desk.locator('[data-stage=next]').count(), 0, 'a next step before the release');
	const again = await screen({ viewport: { width: 1280, height: 720 } });
	await again.context().close();
}

async function released() {
	const seen = bodies.splice(0);
	const chair = await enterAs(b, server, '商洛市 督查室主任');
	await go(chair, `/events/${event}/stage`);
	await send(chair, chair.locator('button', { hasText: '公布前查看计票' }));
	must((await text(chair)).includes('假如现在公布'), 'the head of the office sees no hint');
	await shot(chair, 'console-look');
	await go(chair, `/events/${event}`);
	await send(chair, chair.locator('main a', { hasText: '公布结果' }).first());
	await send(chair, chair.locator('main form button[type=submit]').last());
	await until(() => server.view('city-clerk', 'vote', 'results', String(vote)).length === 7);
	await chair.context().close();
	const figures = server.view('city-clerk', 'vote', 'results', String(vote)).map((r) => Number(r.points).toFixed(2));
	must(figures.length === 7 && seen.length > 10, `${seen.length} answers to look through`);
	for (const body of seen)
		for (const f of figures)
			must(!body.includes(f) && !body.includes(String(Number(f))+'<'), `${f} was sent to a screen before the release: ${body.slice(0, 400)}`);
	must(seen.join('').includes('event: stage'), 'nothing was heard of the feed');
}

async function revealed() {
	await go(desk, `/events/${event}/stage`);
	const steps = server.view('city-clerk', 'stage', 'show', String(event))[0].steps.map((s) => s.step), way = steps.slice(steps.indexOf('votes') + 1);
	must(way[0].startsWith('list-') && way.at(-1).startsWith('sheet-'), `the reveal is ${way}`);
	const pictures = {}, sizes = new Set();
	for (const s of way) {
		pictures[s] = await key(' ', s);
		same(await wall.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, `${s} stands on the wall whole`);
		sizes.add(await wall.locator('h1').evaluate((e) => getComputedStyle(e).fontSize));
		await shot(wall, `wall-${s.replace(/-\d{2,}/, '')}`);
		await shot(phone, `phone-${s.replace(/-\d{2,}/, '')}`);
	}
	same(sizes.size, 1, 'sizes of the title through the reveal');
	await shot(desk, 'console-end');
	await plain(wall, 'the result on a screen');
	must((await wall.locator('#stage').innerText()).includes('回执码'), 'the sheet has no receipt code');
	for (const s of way.slice(0, -1).reverse())
		same(await key('ArrowLeft', s), pictures[s], `the picture of ${s} the second time`);
	await send(desk, desk.locator('.stage-steps button').last());
	await wall.waitForFunction((w) => document.getElementById('stage').dataset.step === w, way.at(-1));
	same(await html(wall), pictures[way.at(-1)], 'the sheet after a jump');
	const english = await screen({ viewport: { width: 1920, height: 1080 } });
	await english.goto(`${address}?lang=en`);
	must((await english.locator('#stage').innerText()).includes('Receipt code'), 'the screen speaks no English');
	await shot(english, 'wall-sheet-en');
	await english.context().close();
	await send(desk, desk.locator('main a', { hasText: '结果单' }));
	must((await text(desk)).includes('监票人'), 'no line for the scrutineers to sign');
	await shot(desk, 'sheet');
	await plain(desk, 'the sheet for signing');
	const pdf = await desk.pdf({ format: 'A4' });
	same((pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) || []).length, 1, 'sheets of paper');
	stream.destroy();
}

async function proved() {
	await server.down();
	await wall.waitForFunction(() => !document.getElementById('stage-lost').hidden, null, { timeout: 20000 });
	await shot(wall, 'wall-lost');
	const verify = server.cli('verify'), rebuild = server.cli('rebuild', '--check');
	same(verify.code, 0, `bixue verify (${verify.out}${verify.err})`);
	same(rebuild.code, 0, `bixue rebuild --check (${rebuild.out}${rebuild.err})`);
}

const code = await run({ 'stage: an address, two screens': opened, 'stage: keys, and keys that are none': keyed, 'stage: slides of a speaker': slides, 'stage: opened anew, a lost line': reopened,
	'stage: votes open and close': voted, 'stage: nothing of the result before the release': released, 'stage: the reveal, there and back': revealed,
	'stage: verify and rebuild --check find nothing': proved });
await b.close();
await server.stop();
process.exit(code);
