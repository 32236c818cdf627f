// What a newcomer meets: pages that lead on, and words instead of codes.
import { browser, enterAs, must, run, same, serve } from './lib.mjs';

const server = await serve(), b = await browser();
const open = async (page, path) => (await page.goto(server.base + path)).status();
const text = (page) => page.locator('main').innerText();
const english = (page) => page.locator('button[name=lang][value=en]').first().click();

const tests = {
	async 'the security administrator gives and takes a role, disables and enables, by links alone'() {
		const page = await enterAs(b, server, '安全管理员');
		await page.click('nav a[href="/people"]');
		await page.locator('tr', { hasText: 'verifier' }).first().locator('th a').click();
		const post = new URL(page.url()).pathname;
		const give = async (role) => {
			await page.locator('a.btn', { hasText: '授予角色' }).click();
			await page.selectOption('select[name=role]', role);
			await page.locator('main button[type=submit]').click();
			same(new URL(page.url()).pathname, post, 'back on the page of the post');
		};
		await give('liaison');
		must((await text(page)).includes('联络员'), 'the new role stands there');
		await page.locator('tr', { hasText: '联络员' }).locator('a', { hasText: '收回' }).click();
		same(await page.inputValue('select[name=role]'), 'liaison', 'the role to be taken');
		await page.locator('main button[type=submit]').click();
		must(!(await text(page)).includes('联络员'), 'the role is gone');
		for (const deed of ['停用', '启用']) {
			await page.locator('a.btn', { hasText: deed }).click();
			await page.fill('#f-reason', '演练');
			await page.locator('main button[type=submit]').click();
		}
		must((await text(page)).includes('在用'), 'it is in use again');
		await page.context().close();
	},
	async 'a form without its subject asks for it, and no role is chosen by itself'() {
		const page = await enterAs(b, server, '安全管理员');
		same(await open(page, '/do/person.grant'), 200, '/do/person.grant');
		same(await page.inputValue('select[name=role]'), '', 'the role');
		await page.fill('#f-_subject', 'verifier');
		await page.selectOption('select[name=role]', 'liaison');
		await page.fill('#f-unit', '611002-D043');
		await page.locator('main button[type=submit]').click();
		const row = server.view('system', 'person', 'list').find((p) => p.login === 'verifier');
		must(row.roles.includes('liaison@'), `the role was given: ${row.roles}`);
		await page.context().close();
	},
	async 'a post of another part of the tree is not shown'() {
		const page = await enterAs(b, server, '安全管理员');
		const far = server.view('system', 'person', 'list').find((p) => p.unit_name === '岔河乡').id;
		same(await open(page, `/people/${far}`), 403, 'a post of another county');
		await page.context().close();
	},
	async 'the settings offer only what their reader may open'() {
		for (const who of ['系统管理员', '安全管理员', '审计管理员', '督查考核办公室 科员']) {
			const page = await enterAs(b, server, who);
			await open(page, '/admin');
			for (const path of await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href'))))
				same(await open(page, path), 200, `${path} for ${who}`);
			await page.context().close();
		}
	},
	async 'no code stands where a word belongs'() {
		const codes = /^(county|village|township|department|task_force|done|open|false|true)$|\w_\w|\w@/;
		const page = await enterAs(b, server, '系统管理员');
		for (const lang of ['zh', 'en']) {
			if (lang === 'en') await english(page);
			for (const path of ['/people', '/units', '/view/matter.imports']) {
				await open(page, path);
				const cells = await page.locator('td').evaluateAll((all) => all.map((t) => [t.dataset.label, t.innerText]));
				const raw = cells.find(([label, s]) => !['登录名', 'Signs in as'].includes(label) && codes.test(s));
				must(!raw, `${path} in ${lang}: ${raw}`);
			}
		}
		await page.goto(server.enter);
		must(!/@/.test(await text(page)), 'the page of posts');
		await page.context().close();
	},
	async 'the summary of a refused form names each field and leads to it'() {
		const page = await enterAs(b, server, '系统管理员');
		await open(page, '/do/person.add');
		await page.locator('main button[type=submit]').click();
		const lines = await page.locator('#errors li a').evaluateAll((all) => all.map((a) => [a.innerText, a.getAttribute('href')]));
		same(lines, [['单位：此项必填。', '#f-unit'], ['岗位：此项必填。', '#f-title']], 'the lines');
		await page.click('#errors li a >> nth=1');
		same(await page.evaluate(() => document.activeElement.id), 'f-title', 'the field that has the focus');
		await page.context().close();
		const office = await enterAs(b, server, '督查考核办公室 科员');
		await open(office, '/matters/new');
		await office.locator('main form button[type=submit]').last().click();
		const said = await office.locator('#errors li').evaluateAll((all) => all.map((a) => a.innerText));
		must(said.length > 0 && said.every((t) => /^[^：]+：./.test(t)) && new Set(said).size === said.length, `a new matter: ${said}`);
		await office.context().close();
	},
	async 'the preview of a list says what a doubtful cell holds, and takes a date and a lead that are typed there'() {
		const page = await enterAs(b, server, '督查考核办公室 科员');
		await open(page, '/import');
		await page.setInputFiles('#f-file', 'data/quirks/04-dates.xlsx');
		await page.locator('main form button[type=submit]').first().click();
		const row = (n) => page.locator('tr', { has: page.locator('td.num', { hasText: new RegExp(`^${n}$`) }) }).first();
		const said = await row(23).innerText();
		must(/G23\)“[^”]+”/.test(said), `row 23: ${said}`);
		await row(23).locator('input[type=date]').fill('2023-06-30');
		await row(25).locator('input[type=date]').fill('2023-02-28');
		await page.locator('button[value=look]').click();
		must(await row(23).locator('input[type=date]').count() === 0, 'row 23 waits no more');
		same(await page.inputValue('input[name=_d23]'), '2023-06-30', 'what was decided travels along');
		await page.locator('button[value=look]').click();
		await page.locator('#f-issue').check();
		await page.locator('button[value=look]').click();
		await page.locator('button[value=accept]').click();
		must((await text(page)).includes('已导入'), `accepted: ${await text(page)}`);
		const id = server.view('clerk', 'matter', 'imports')[0].id;
		const came = server.view('clerk', 'matter', 'list', '--import', String(id));
		same(came.filter((m) => ['2023-06-30', '2023-02-28'].includes(m.due)).length >= 2, true, 'both dates');
		must(came.every((m) => m.state === 'issued'), 'all were issued');
		await open(page, '/import');
		await page.fill('#f-table', '序号\t工作任务\t牵头单位\t完成时限\n1\t背街小巷路灯修复\t\t2023年9月30日\n2\t河道清淤三公里\t区住建局\t2023年10月底前\n');
		await page.fill('#f-list', '路灯河道');
		await page.locator('main form button[type=submit]').first().click();
		const field = page.locator('input[name^=_l]').first();
		await field.fill('没有这个单位');
		await page.locator('button[value=look]').click();
		must((await page.locator('#errors a').first().getAttribute('href')).startsWith('#f-_l'), 'a name that is none is said at its field');
		await page.locator('input[name^=_l]').first().fill('区发改局');
		await page.locator('button[value=look]').click();
		same(await page.locator('input[name^=_l]:visible').count(), 0, 'leads still asked for');
		await page.locator('button[value=accept]').click();
		const two = server.view('clerk', 'matter', 'list', '--list', '路灯河道');
		same(two.map((m) => m.leads).join(), '区发改局,区住建局', 'the leads');
		await page.context().close();
	},
	async 'the cards of a generic table say what each value is'() {
		const page = await enterAs(b, server, '系统管理员', { viewport: { width: 390, height: 800 } });
		await open(page, '/people');
		const bare = await page.locator('td:not(:empty)').evaluateAll((all) =>
			all.filter((t) => !/[^"\s]/.test(getComputedStyle(t, '::before').content)).length);
		same(bare, 0, 'values without a label');
		await page.context().close();
	},
};

const code = await run(tests);
await b.close();
await server.stop();
process.exit(code);
