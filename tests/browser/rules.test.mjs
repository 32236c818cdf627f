// The editor of rules: a draft with a fault, mended, tried on closed periods, kept, and adopted by another post.
import { browser, enterAs, must, run, same, serve, until } from './lib.mjs';
import { go, refused, send, text } from './pages.mjs';

const CHAHE = '岔河乡 党政办科员', HEAD = '岔河乡 党政办主任', VILLAGE = '文山村', NAME = '岔河乡红黑榜积分细则';
const server = await serve();
const b = await browser();
const first = server.view('chahe', 'ruleset', 'list')[0];
const side = (page) => page.locator('#rule-side');
const says = async (page, words) => {
	await until(async () => (await side(page).innerText()).includes(words));
	must((await side(page).innerText()).includes(words), `beside the text there is no “${words}”`);
};
const focused = (page) => page.evaluate(() => document.activeElement.id);
const line = (v, was, now) => {
	must(v.includes(was), `the text has no ${was}`);
	return v.replace(was, now);
};

const tests = {
	async 'a fault, mended, tried while typing, kept by one post and adopted by another'() {
		const page = await enterAs(b, server, CHAHE), asked = [], given = [];
		page.on('request', (r) => r.url().endsWith('/rules/try') && asked.push(r));
		page.on('requestfailed', (r) => r.url().endsWith('/rules/try') && given.push(r));
		await go(page, `/rules/${first.id}`);
		await page.locator('main a', { hasText: '起草下一版' }).click();
		await page.waitForLoadState();
		const box = page.locator('#f-text');
		const whole = await box.inputValue();
		must(/^版本：2$/m.test(whole), 'the copy has not the next number');
		// a fault: said at its line, with what to write
		await box.fill(line(whole, '计分：反弹，每件-2', '计分：登录次数，每次-2'));
		await says(page, '还有1处读不懂');
		const n = whole.split('\n').findIndex((l) => l.includes('反弹')) + 1;
		await says(page, `第${n}行`);
		same(await focused(page), 'f-text', 'the focus moved while typing');
		await side(page).locator(`a[data-line="${n}"]`).first().click();
		const at = await box.evaluate((t) => t.value.slice(t.selectionStart, t.selectionEnd).trim());
		same(at, '计分：登录次数，每次-2', 'the link does not lead to the line');
		// mended, and tried
		await box.fill(line(whole, '反弹，每件-2', '反弹，每件-3'));
		await says(page, '正文读得懂');
		await says(page, '“反弹”的，每件扣3分。');
		await page.locator('button[value=try]').click();
		await says(page, '106.50 → 105.50');
		await says(page, '反弹，每件-2 → 反弹，每件-3：-1');
		// typed on: computed anew, and an answer that is no longer wanted does not come
		await box.focus();
		const before = asked.length;
		await box.fill(line(whole, '反弹，每件-2', '反弹，每件-4'));
		await says(page, '106.50 → 104.50');
		await box.fill(line(whole, '反弹，每件-2', '反弹，每件-5'));
		await until(() => asked.length === before + 2); // under way; two more keys without a pause are one question
		await box.evaluate((t, all) => all.forEach((x) => { t.value = x; t.dispatchEvent(new Event('input', { bubbles: true })); }),
			['-6', '-7'].map((d) => line(whole, '反弹，每件-2', `反弹，每件${d}`)));
		await says(page, '106.50 → 101.50');
		same(asked.length - before, 3, 'questions for two pauses and two keys at once');
		same(await focused(page), 'f-text', 'the focus moved');
		await box.fill(line(whole, '反弹，每件-2', '反弹，每件-3'));
		await send(page, page.locator('main form button[type=submit]:not([name])'));
		must(page.url().includes('done=draft'), `after keeping at ${page.url()}`);
		must((await text(page)).includes('草稿已保存'), 'it is not said that the draft is kept');
		const kept = page.url().match(/rules\/(\d+)/)[1];
		same(await page.locator('form[action$="/adopt"]').count(), 0, 'the author may adopt');
		// another post reads what changed, tries it, and adopts
		const head = await enterAs(b, server, HEAD);
		await go(head, `/rules/${kept}/diff`);
		const changed = await head.locator('.rule-diff li').allInnerTexts();
		same(changed.length, 3, `changes: ${changed.join(' | ')}`); // number, first day, the clause
		must(changed.some((t) => t.includes('反弹，每件-2') && t.includes('反弹，每件-3')), 'the clause is not among the changes');
		await go(head, `/rules/${kept}/try`);
		must((await text(head)).includes('106.50 → 105.50'), 'the second person does not see what it changes');
		await go(head, `/rules/${kept}`);
		await head.locator('#f-advice_read').check();
		await send(head, head.locator('form[action$="/adopt"] button[type=submit]').first());
		must(head.url().includes('done=adopt'), `it is not adopted: ${(await text(head)).slice(0, 300)}`);
		same(server.view('chahe', 'ruleset', 'show', `#${kept}`)[0].state, 'adopted', 'state');
		must(given.length <= asked.length, 'more withdrawn than asked');
		await page.context().close();
		await head.context().close();
	},

	async 'the same without script: checked, a sentence put in, tried, kept'() {
		const page = await enterAs(b, server, CHAHE, { javaScriptEnabled: false });
		await go(page, '/rules/new');
		must((await text(page)).includes('还有1处读不懂'), 'a new text asks for its document');
		const fresh = await page.locator('#f-text').inputValue();
		await page.locator('#f-text').fill(line(fresh, '依据：', '依据：岔政发〔2023〕1号').replace('名称：红黑榜积分细则', '名称：试行细则'));
		await send(page, page.locator('button[value=check]'));
		must((await text(page)).includes('正文读得懂'), 'the mended text cannot be read');
		// a sentence without knowing a keyword; first with nothing chosen
		await page.locator('#insert summary').click();
		await send(page, page.locator('button[value=insert]'));
		must((await refused(page)).includes('请写数字'), 'nothing was asked for');
		await page.locator('#f-_item').selectOption({ label: '问题化解 · 督查问题按期整改' });
		await page.locator('#f-_fact').selectOption('sent_back');
		await page.locator('#f-_points').fill('1.5');
		await page.locator('#f-_cap').fill('6');
		await page.locator('#f-_window').selectOption('quarter');
		await send(page, page.locator('button[value=insert]'));
		const put = await page.locator('#f-text').inputValue();
		must(put.includes('    计分：反弹，每件-2\n    计分：核查退回，每次-1.5，每季封顶6\n'), `put in: ${put}`);
		must((await text(page)).includes('“核查退回”的，每次扣1.5分；最多扣6分（每季）。'), 'the sentence of the document is missing');
		await send(page, page.locator('button[value=try]'));
		must((await text(page)).includes('因为哪一条') || (await text(page)).includes('都没有变化'), 'it was not tried');
		must((await text(page)).includes(NAME), 'it is not said on whose periods');
		await send(page, page.locator('main form button[type=submit]:not([name])'));
		must(page.url().includes('done=draft'), `after keeping at ${page.url()}`);
		await page.context().close();
	},

	async 'what is kept of closed periods is read again when another one is closed'() {
		const page = await enterAs(b, server, CHAHE), april = '2022年4月';
		for (let again = 0; again < 2; again++) {
			await go(page, `/rules/${first.id}/try`);
			must((await text(page)).includes('2022年3月'), 'the closed period is not tried');
			must(!(await text(page)).includes(april), 'a period is tried before it is there');
		}
		for (const act of [['open', '--owner', '530426201', '--name', april, '--from', '2022-04-01', '--to', '2022-04-30', '--publish_on', '2022-05-18'],
			['close', april]]) {
			const r = server.cli('period', ...act, '--as', 'chahe');
			must(r.code === 0, `period ${act[0]} ended with ${r.code}: ${r.err}`);
		}
		await until(async () => {
			await go(page, `/rules/${first.id}/try`);
			return (await text(page)).includes(april);
		});
		must((await text(page)).includes(april), 'the newly closed period is not tried');
		await page.context().close();
	},

	async 'units read the rules and their changes; only office and leaders try them'() {
		const page = await enterAs(b, server, VILLAGE);
		await go(page, `/rules/${first.id}`);
		same(await page.locator(`main a[href="/rules/${first.id}/try"]`).count(), 0, 'a village is offered to try');
		await go(page, `/rules/${first.id}/diff`);
		const answer = await page.goto(`${server.base}/rules/${first.id}/try`);
		same(answer.status(), 403, 'a village tries a draft');
		same((await page.goto(`${server.base}/rules/new`)).status(), 403, 'a village drafts');
		await page.context().close();
	},
};

const code = await run(tests);
await b.close();
await server.stop();
process.exit(code);
