// The juror's sheet in a bus: 14 sites scored without a network, the page left and reloaded, all of it there when the network is
// back, none twice.  What is not sent is counted on the page; "delivered" stands there only after the server has answered.
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { go, refused, send, text } from './pages.mjs';

const rule = '商洛市现场观摩评分办法', tour = '第八次周末现场观摩', ballot = '第八次观摩投票', order = '第八次观摩排名', turns = '第九次逐点观摩';
const counties = ['商州区', '洛南县', '丹凤县', '商南县', '山阳县', '镇安县', '柞水县'];
const agenda = [...counties, ...counties].map((u, i) => `${u} | 书记 | 第${i + 1}个点`).join('\n');
const parts = [40, 35, 25];
const b = await browser();
const server = await serve((cli) => {
	const did = (...args) => {
		const r = cli('', ...args);
		must(r.code === 0, `bixue ${args.join(' ')} ended with ${r.code}: ${r.err}`);
	};
	did('ruleset', 'draft', 'tests/flow/sheet.rule', '--owner', '6110', '--as', 'city-clerk');
	did('ruleset', 'adopt', rule, '--basis_doc', '样例〔2022〕6号', '--advice_read', 'yes', '--as', 'city-head');
	for (const i of [1, 2, 3]) did('person', 'add', '--as', 'system', '--unit', '6110', '--title', `评委${i}`, '--login', `judge${i}`);
	for (const [name, item, ...more] of [[order, '观摩名次'], [tour, '校正评分', '--sheet', 'signed', '--step', '0.5', '--criteria', '项目规模 40\n形象进度 35\n群众感受 25'],
		[ballot, '观摩票', '--first_most', '3', '--last_least', '2', '--last_grades', '2'], [turns, '观摩评分', '--sheet', 'signed', '--opens', 'slot']]) {
		did('event', 'plan', '--owner', '6110', '--name', name, '--kind', 'tour', '--day', '2023-06-01', '--agenda', name === tour ? agenda :
			counties.map((u) => `${u} | 书记`).join('\n'), '--as', 'city-clerk');
		did('vote', 'plan', '--event', name, '--period', '2023年上半年', '--ruleset', rule, '--item', item, '--as', 'city-clerk', ...more);
	}
	did('vote', 'seats', tour, '--posts', 'judge1,judge2,judge3', '--as', 'city-clerk');
	did('vote', 'seats', turns, '--posts', 'judge1', '--as', 'city-clerk');
	did('event', 'begin', turns, '--as', 'city-clerk');
});
const vote = (name) => server.view('city-clerk', 'vote', 'list').find((v) => v.name === name).id;
const codes = {};
const juror = async (code, options = {}) => {
	const context = await b.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	const r = await page.goto(`${server.base}/v/${code}`);
	same(r.status(), 200, 'the sheet');
	return { context, page };
};
const bar = (page) => page.locator('[data-bar]').innerText().catch(() => '');
const hidden = (page, yes) => page.evaluate((y) => {
	Object.defineProperty(document, 'visibilityState', { value: y ? 'hidden' : 'visible', configurable: true });
	document.dispatchEvent(new Event('visibilitychange'));
}, yes);

async function opened() {
	const page = await enterAs(b, server, '商洛市 督查室科员');
	for (const [name, n] of [[tour, 3], [ballot, 6], [order, 2], [turns, 1]]) {
		await go(page, `/votes/${vote(name)}`);
		if (name !== tour && name !== turns) await page.fill('input[name=number]', String(n));
		await send(page, page.locator('form[action$="/codes"] button[type=submit]'));
		codes[name] = (await page.locator('.slips code').allInnerTexts()).map((s) => s.replaceAll(' ', ''));
		same(codes[name].length, n, `codes of ${name}`);
		// Who scans a slip early waits on a page that opens by itself, and reads the rules meanwhile.
		const early = await (await b.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
		if (name === order) {
			same((await early.goto(`${server.base}/v/${codes[name][1]}`)).status(), 409, 'a sheet before the opening');
			must((await text(early)).includes('本页会自动打开') && (await early.locator('main a', { hasText: '规则' }).count()) === 1, `who came early reads: ${await text(early)}`);
		}
		await go(page, `/votes/${vote(name)}`);
		await send(page, page.locator('form[action$="/open"] button[type=submit]'));
		same(await refused(page), '', 'the opening');
		if (name === order) await early.waitForSelector('main input[name=a1]', { timeout: 30000 });
		await early.context().close();
	}
	must((await text(page)).length > 0, 'no page');
	await page.context().close();
}

// Page, style and scripts together, as they come over the wire.
async function light() {
	const context = await b.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } }), page = await context.newPage();
	const came = [];
	page.on('response', (r) => came.push(r.body().then((x) => x.length, () => 0)));
	await page.goto(`${server.base}/v/${codes[tour][0]}`, { waitUntil: 'networkidle' });
	same(await page.locator('[data-slot] fieldset').count(), 14, 'sites on the sheet');
	const bytes = (await Promise.all(came)).reduce((x, y) => x + y);
	must(bytes > 50e3 && bytes <= 120e3, `the sheet of 14 sites weighs ${bytes} bytes`);
	same((await context.cookies()).length, 0, 'cookies');
	await context.close();
}

async function offline() {
	const { context, page } = await juror(codes[tour][0]);
	const posts = [];
	page.on('request', (r) => { if (r.method() === 'POST') posts.push(r.postDataJSON()); });
	same(await page.locator('[data-bar]').isVisible(), false, 'a bar before anything is given');
	await context.setOffline(true);
	for (let i = 1; i <= 14; i++) {
		for (const [k, most] of parts.entries())
			await page.fill(`input[name=a${i}_${k + 1}]`, String(most - (i % 5) * 0.5));
		must((await bar(page)).includes(`未上传 ${i}`), `${i} sites given, and the page says: ${await bar(page)}`);
		must(!(await bar(page)).includes('已送达'), 'delivered without a network');
	}
	same(await page.locator('[data-slot="1"] [data-sum]').innerText(), '合计 98.50', 'the sum of the first');
	must((await page.locator('[data-range]').innerText()).includes('94.00 ~ 100.00'), `the range: ${await page.locator('[data-range]').innerText()}`);
	await hidden(page, true);
	await hidden(page, false);
	await page.waitForTimeout(1500); // it has tried, and failed, and says so
	must((await bar(page)).includes('没有网络') && (await bar(page)).includes('未上传 14'), `without a network: ${await bar(page)}`);
	// The page comes again, and what was given is there: it was on the device alone.
	await page.route('**/v/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
	await context.setOffline(false);
	await page.reload();
	must((await bar(page)).includes('未上传 14') && !(await bar(page)).includes('已送达'), `after the reload: ${await bar(page)}`);
	await page.unroute('**/v/*');
	const began = Date.now();
	await until(async () => (await bar(page)).includes('已送达'));
	must(Date.now() - began < 50000, `it took ten times the 5 s that are aimed at: ${await bar(page)}`);
	must((await bar(page)).includes('已送达 14/14'), `with a network: ${await bar(page)}`);
	const whole = posts.filter((p) => Object.keys(p).filter((k) => k.startsWith('a')).length === 42);
	must(whole.length >= 1 && new Set(posts.map((p) => p.device)).size === 1, `one device, the whole sheet: ${JSON.stringify(posts.map((p) => [p.device, p.revision]))}`);
	same((await context.cookies()).length, 0, 'cookies');
	// Another phone with the same slip sees what was saved.
	const other = await juror(codes[tour][0], { javaScriptEnabled: false });
	same(await other.page.inputValue('input[name=a14_1]'), '38', 'what another phone sees');
	same(await other.page.inputValue('input[name=a5_3]'), '25', 'what another phone sees');
	await other.context.close();
	await context.close();
}

// A mark given before its report waits, and the others do not wait for it; once it is heard it goes by itself, after a reload too.
async function early() {
	const { context, page } = await juror(codes[turns][0]);
	const on = (n) => same(server.cli('stage', 'cue', turns, '--step', `slot-${n}`, '--as', 'city-clerk').code, 0, `slot ${n} is on`);
	const arrived = async (n) => {
		for (let i = 0; i < 2 && !(await bar(page)).includes(n); i++) await until(async () => (await bar(page)).includes(n)); // it tries again every 10 s
		must((await bar(page)).includes(n), `${n} in: ${await bar(page)}`);
	};
	on(1);
	await page.fill('input[name=a3]', '93');
	await page.waitForSelector('[data-slot="3"] .told');
	await page.fill('input[name=a1]', '91');
	await page.waitForSelector('[data-slot="3"] .told');
	await arrived('未上传 1');
	await until(async () => (await (await context.request.get(page.url())).text()).includes('value="91"'));
	must((await (await context.request.get(page.url())).text()).includes('value="91"'), 'the mark of who was heard is on the server');
	on(3);
	await arrived('已送达 2/7');
	same(await page.locator('.told').count(), 0, 'what is said of a mark that has arrived');
	await page.fill('input[name=a4]', '94');
	await page.fill('input[name=a2]', '92');
	await page.waitForSelector('[data-slot="4"] .told');
	await arrived('未上传 1');
	on(4);
	await page.reload();
	await arrived('已送达 4/7');
	const seen = await (await context.request.get(page.url())).text();
	for (const m of [91, 92, 93, 94]) must(seen.includes(`value="${m}"`), `${m} is on the server`);
	await context.close();
}

// The network comes back without a reload: "online" is enough, and the answer alone makes "delivered".
async function answered() {
	const { context, page } = await juror(codes[tour][1]);
	await context.setOffline(true);
	for (const k of [1, 2, 3]) await page.fill(`input[name=a2_${k}]`, '20');
	await page.fill('input[name=a3_1]', '11'); // half a contestant: it waits for the rest
	await page.waitForTimeout(800);
	must((await bar(page)).includes('未上传 2'), `not sent: ${await bar(page)}`);
	let let_go;
	const gate = new Promise((r) => { let_go = r; });
	await page.route('**/v/*', async (route) => {
		if (route.request().method() === 'POST') await gate;
		await route.continue();
	});
	await context.setOffline(false);
	await page.waitForTimeout(1200);
	must(!(await bar(page)).includes('已送达') && (await bar(page)).includes('未上传'), `before the answer: ${await bar(page)}`);
	let_go();
	await until(async () => (await bar(page)).includes('未上传 1'));
	must((await bar(page)).includes('补全'), `half a contestant: ${await bar(page)}`);
	for (const k of [2, 3]) await page.fill(`input[name=a3_${k}]`, '11');
	await until(async () => (await bar(page)).includes('已送达 2/14'));
	must((await bar(page)).includes('已送达 2/14'), `after the answer: ${await bar(page)}`);
	// A mark outside its range is refused where it stands.
	await page.fill('input[name=a3_3]', '26');
	await until(async () => (await page.locator('input[name=a3_3]').getAttribute('aria-invalid')) === 'true');
	must((await bar(page)).includes('未上传 1') && !(await bar(page)).includes('已送达'), `refused: ${await bar(page)}`);
	must((await page.locator('[data-slot="3"] .fault').innerText()).includes('25'), 'the reason stands where the mark is');
	await page.fill('input[name=a3_3]', '25');
	await until(async () => (await bar(page)).includes('已送达'));
	same(await page.locator('[aria-invalid], .fault').count(), 0, 'faults after the correction');
	await context.close();
}

// What an old connection brings late replaces nothing newer of the same device.
async function newest() {
	const put = async (device, revision, mark) => {
		const r = await fetch(`${server.base}/v/${codes[tour][2]}`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ device, revision, a1_1: mark, a1_2: '1', a1_3: '1' }) });
		return { status: r.status, ...(await r.json()) };
	};
	const mark = async () => {
		const r = await (await fetch(`${server.base}/v/${codes[tour][2]}`)).text();
		return r.match(/name="a1_1" value="([^"]*)"/)[1];
	};
	same((await put('aa', 1, '10')).ok, true, 'the first');
	same((await put('aa', 3, '30')).ok, true, 'the third');
	same((await put('aa', 2, '20')).ok, true, 'the second, late');
	same(await mark(), '30', 'the mark after the second came late');
	same((await put('bb', 1, '15')).ok, true, 'another device');
	same(await mark(), '15', 'the mark of another device');
	same((await put('aa', 3, '30')).ok, true, 'the third once more');
	same(await mark(), '15', 'the mark after an old one came again');
	// Two tabs of one phone: what was given last counts, in whichever of them.
	const { context, page } = await juror(codes[tour][2]), tab = await context.newPage();
	await tab.goto(page.url());
	for (const [p, v] of [[page, '21'], [tab, '22'], [page, '23'], [page, '24'], [tab, '25'], [page, '26']]) {
		await p.fill('input[name=a1_1]', v);
		await until(async () => (await mark()) === v);
		same(await mark(), v, 'the mark that a tab has given');
		await until(async () => (await bar(p)).includes('已送达'));
		must((await bar(p)).includes('已送达'), `a tab: ${await bar(p)}`);
	}
	await context.close();
	same((await put('no hex', 4, '30')).status, 422, 'a device that is none');
	same((await put('aa', 0, '30')).status, 422, 'a revision that is none');
}

async function secret() {
	const { context, page } = await juror(codes[ballot][0]);
	const posts = [], long = [];
	page.on('request', (r) => { if (r.method() === 'POST') posts.push(r.postDataJSON()), long.push(r.postDataBuffer().length); });
	for (let k = 1; k <= 4; k++) await page.check(`input[name=a${k}][value=优秀]`);
	must((await bar(page)).includes('优秀最多 3：已选 4，请减 1'), `too many, live: ${await bar(page)}`);
	await page.click('main button[type=submit]');
	same(posts.length, 0, 'a ballot that would be refused was sent');
	await page.check('input[name=a4][value=良好]');
	must(!(await bar(page)).includes('请减'), 'still too many');
	for (let k = 5; k <= 7; k++) await page.check(`input[name=a${k}][value=良好]`);
	must((await bar(page)).includes('一般、较差至少 2：已选 0，还差 2'), `too few, live: ${await bar(page)}`);
	for (let k = 6; k <= 7; k++) await page.check(`input[name=a${k}][value=一般]`);
	must(!(await bar(page)).includes('还差'), 'still too few');
	await context.setOffline(true);
	await page.click('main button[type=submit]');
	await page.waitForTimeout(500);
	must((await bar(page)).includes('还在本机') && (await bar(page)).includes('未上传 7'), `without a network: ${await bar(page)}`);
	must(!(await text(page)).includes('已送达'), 'delivered without a network');
	must(await page.evaluate(() => sessionStorage.length) === 1, 'nothing is kept for a reload');
	await page.route('**/v/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
	await context.setOffline(false);
	await page.reload();
	must(await page.isChecked('input[name=a4][value=良好]') && await page.isDisabled('input[name=a4][value=良好]'), 'the ballot changed while it waits');
	await page.unroute('**/v/*');
	await until(async () => (await text(page)).includes('已送达'));
	must((await text(page)).includes('已送达'), `no receipt: ${await text(page)}`);
	same(await page.evaluate(() => sessionStorage.length + localStorage.length), 0, 'kept after the receipt');
	same(await page.locator('main input').count(), 0, 'inputs after the receipt');
	for (const p of posts) same(Object.keys(p).filter((k) => !/^(a\d+|even)$/.test(k)), [], 'what is sent beside the ballot');
	await page.click('main a.btn');
	await page.waitForLoadState();
	same(await page.locator('input:checked').count(), 0, 'a second look shows nothing of the first ballot');
	same((await context.cookies()).length, 0, 'cookies');
	await context.close();
	// Whoever sees only how long a sealed line is learns nothing: another ballot, with longer words and one contestant left out, is as long.
	const { context: elsewhere, page: other } = await juror(codes[ballot][2]);
	other.on('request', (r) => { if (r.method() === 'POST') posts.push(r.postDataJSON()), long.push(r.postDataBuffer().length); });
	for (const [k, grade] of ['较差', '较差', '一般', '一般', '良好', '优秀'].entries()) await other.check(`input[name=a${k + 1}][value=${grade}]`);
	await other.click('main button[type=submit]');
	await until(async () => (await text(other)).includes('已送达'));
	must(JSON.stringify({ ...posts.at(-1), even: '' }) !== JSON.stringify({ ...posts[0], even: '' }), 'the two ballots are the same');
	same([...new Set(long)].length, 1, `bytes of ballots: ${long}`);
	await elsewhere.close();
}

// Places: each once, told while they are given.
async function ranked() {
	const { context, page } = await juror(codes[order][0]);
	const posts = [];
	page.on('request', (r) => { if (r.method() === 'POST') posts.push(r.postDataJSON()); });
	for (const [k, place] of [1, 2, 2, 3, 4, 5, 6].entries()) await page.fill(`input[name=a${k + 1}]`, String(place));
	must((await bar(page)).includes('第 2 名用了两次'), `a place twice, live: ${await bar(page)}`);
	await page.click('main button[type=submit]');
	same(posts.length, 0, 'a ballot that would be refused was sent');
	await page.fill('input[name=a3]', '7');
	must(!(await bar(page)).includes('两次'), 'still twice');
	await page.click('main button[type=submit]');
	await until(async () => (await text(page)).includes('已送达'));
	must((await text(page)).includes('已送达'), `no receipt: ${await text(page)}`);
	await context.close();
}

// 360 px and large type: no sideways scroll, and targets that a thumb finds.
async function thumb() {
	for (const name of [tour, ballot, order])
		for (const lang of ['zh', 'en']) {
			const context = await b.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }), page = await context.newPage();
			await page.goto(`${server.base}/v/${codes[name][1]}?large=1&lang=${lang}`);
			same(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${name} in ${lang} fits 360 px`);
			const small = await page.evaluate(() => [...document.querySelectorAll('main button, main input:not([type=hidden])')]
				.filter((e) => e.offsetParent && Math.min(e.offsetHeight, (e.type === 'radio' ? e.parentNode : e).offsetWidth) < 44).map((e) => e.outerHTML.slice(0, 80)));
			same(small, [], `targets under 44 px of ${name} in ${lang}`);
			await context.close();
		}
}

async function closed() {
	// A phone that was away when the vote was closed: its change is kept as late.
	const { context, page: away } = await juror(codes[tour][1]);
	await context.setOffline(true);
	await away.fill('input[name=a2_1]', '39');
	const page = await enterAs(b, server, '商洛市 督查室科员');
	await go(page, `/votes/${vote(tour)}`);
	same(await page.locator('.tiles li').filter({ hasText: '已交' }).count(), 3, 'seats that are in');
	await page.fill('input[name=attended]', '3');
	await page.fill('input[name=attended_again]', '3');
	await send(page, page.locator('form[action$="/close"] button[type=submit]'));
	same(await refused(page), '', 'the closing');
	await context.setOffline(false);
	await until(async () => (await bar(away)).includes('迟到'));
	must((await bar(away)).includes('迟到') && !(await bar(away)).includes('已送达'), `after the lock: ${await bar(away)}`);
	// From now on the button sends: not every change is a late sheet of its own.
	await away.fill('input[name=a2_1]', '38');
	await away.waitForTimeout(800);
	must((await bar(away)).includes('未上传 1'), `changed after the lock: ${await bar(away)}`);
	await away.fill('input[name=a2_1]', '37');
	await away.click('main button[type=submit]');
	await until(async () => !(await bar(away)).includes('未上传'));
	same(server.view('city-clerk', 'vote', 'late_sheets', tour).length, 2, 'late sheets of the seat');
	await context.close();
	await page.reload();
	must((await text(page)).includes('与已计分的票不同'), 'the office does not see the late sheet');
	await page.context().close();
	await server.down();
	const verify = server.cli('verify'), rebuild = server.cli('rebuild', '--check');
	same(verify.code, 0, `bixue verify (${verify.out}${verify.err})`);
	same(rebuild.code, 0, `bixue rebuild --check (${rebuild.out}${rebuild.err})`);
	const release = server.cli('event', 'release', tour, '--as', 'city-leader');
	same(release.code, 0, `the release (${release.err})`);
	const rows = server.view('city-clerk', 'vote', 'counts', tour).filter((r) => r.seat === 1);
	same(rows.length, 7, 'counties that the first seat judged, each once');
	same(rows.every((r) => Number(r.value) >= 94), true, `marks of the first seat: ${JSON.stringify(rows.map((r) => r.value))}`);
}

const code = await run({ 'sheet: two votes are open': opened, 'sheet: 14 sites weigh less than 120 kB': light,
	'sheet: no network, 14 sites, left, reloaded: all arrive, none twice': offline, 'sheet: an early mark waits for its report, others do not': early, 'sheet: delivered only after the answer, refused in place': answered,
	'sheet: the highest revision of a device': newest, 'sheet: a secret ballot waits on the device and leaves nothing there': secret,
	'sheet: places, each once': ranked, 'sheet: 360 px and large type': thumb, 'sheet: closed, verified, counted once': closed });
await b.close();
await server.stop();
process.exit(code);
