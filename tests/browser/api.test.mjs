// The whole job by the API alone, as a program of another system does it: tokens by password, lists and evidence as files, acts
// and views as JSON, keys that make a lost answer harmless; at the end the proof is checked and the store is proved.
import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BIXUE, must, run, same, serve, until } from './lib.mjs';

const logins = ['clerk', 'head', 'housing', 'verifier', 'chahe', 'chahe-head', 'chahe-leader', 'wenshan', 'eshan-verifier'];
const password = (login) => `${login} 用一句话作口令`;
const server = await serve((cli) => {
	for (const login of logins) {
		const r = cli(password(login) + '\n', 'person', 'password', login);
		must(r.code === 0, `person password ${login}: ${r.err}`);
	}
	// a list whose rows nobody brings in any more, as a crash leaves it
	const r = cli('', 'target', 'import_accept', '--owner', '530426201', '--year', '2026', '--list', '断电的清单', '--document', '岔政发〔2026〕1号', '--as', 'chahe');
	must(r.code === 0, `target import_accept: ${r.err}`);
});
const tokens = {};

async function call(who, method, path, { json, form, key, headers = {} } = {}) {
	if (who && !tokens[who]) {
		const r = await fetch(server.base + '/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ login: who, password: password(who) }) });
		const body = await r.json();
		must(r.status === 200, `session of ${who}: ${r.status} ${JSON.stringify(body)}`);
		tokens[who] = body.token;
	}
	const h = { ...headers, ...(who ? { Authorization: 'Bearer ' + tokens[who] } : {}), ...(json ? { 'Content-Type': 'application/json' } : {}), ...(key ? { 'Idempotency-Key': key } : {}) };
	const r = await fetch(server.base + '/api/v1' + path, { method, headers: h, body: form ?? (json ? JSON.stringify(json) : undefined), redirect: 'manual' });
	const type = r.headers.get('content-type') ?? '';
	return { status: r.status, type, body: type.includes('json') ? await r.json() : await r.text() };
}
async function ok(...args) {
	const r = await call(...args);
	must(r.status === 200, `${args[1]} ${args[2]} by ${args[0]}: ${r.status} ${JSON.stringify(r.body).slice(0, 500)}`);
	return r.body;
}
const act = (who, name, subject, fields = {}, more = {}) => ok(who, 'POST', `/acts/${name}`, { json: { ...(subject ? { subject } : {}), fields }, ...more });
const view = async (who, name, query = '') => (await ok(who, 'GET', `/views/${name}?limit=1000${query}`)).items;
function parts(file, name, fields) {
	const f = new FormData();
	for (const [k, v] of Object.entries(fields))
		f.set(k, v);
	f.set('file', new Blob([file]), name);
	return f;
}

const workbook = readFileSync('data/quirks/03-two-level-header.xlsx');
let no, period, board;

async function described() {
	const doc = await ok(null, 'GET', '/openapi.json');
	for (const [path, verb] of [['/api/v1/imports', 'post'], ['/api/v1/boards', 'post'], ['/api/v1/boards/{id}/correct', 'post'], ['/api/v1/boards/{id}/proof', 'get'], ['/api/v1/matters/{id}/files', 'post'], ['/api/v1/acts/board.approve', 'post']])
		must(doc.paths[path]?.[verb], `${verb} ${path} is not described`);
	must(doc.paths['/api/v1/imports'].post.requestBody.content['multipart/form-data'].schema.properties.file.format === 'binary', 'the file of an import is not described');
	for (const limit of ['0', '-1', 'abc', '1001'])
		same((await call('clerk', 'GET', `/views/matter.list?limit=${limit}`)).status, 422, `a page of ${limit} rows`);
	// nobody, and a wrong door: a problem, never a page
	const nobody = await call(null, 'GET', '/views/matter.list');
	same([nobody.status, nobody.type], [403, 'application/problem+json'], 'answer to nobody');
	const wrong = await call('housing', 'POST', '/imports', { form: parts(workbook, 'a.xlsx', {}) });
	same([wrong.status, wrong.type], [403, 'application/problem+json'], 'an import by a liaison');
	const nothing = await call('clerk', 'POST', '/imports', { form: new FormData() });
	same([nothing.status, nothing.body.faults[0].field], [422, 'file'], 'an import without a file');
}

async function imported() {
	const before = (await view('clerk', 'matter.list')).length;
	const tried = await ok('clerk', 'POST', '/imports', { form: parts(workbook, '重点工程.xlsx', { owner: '611002-D019' }) });
	same([tried.written, tried.new > 0, tried.preview.startsWith('/import/')], [false, true, true], 'what the trial says');
	same((await view('clerk', 'matter.list')).length, before, 'matters after a trial');
	const send = (fields = {}) => call('clerk', 'POST', '/imports', { key: 'list-1', form: parts(workbook, '重点工程.xlsx', { owner: '611002-D019', issue: 'true', accept: 'true', ...fields }) });
	const first = await send(), again = await send();
	same([first.status, again.status], [200, 200], `both answers (${JSON.stringify([first.body, again.body]).slice(0, 600)})`);
	same([first.body.repeated, again.body.repeated, again.body.import], [false, true, first.body.import], 'the list sent twice under one key');
	same((await view('clerk', 'matter.list')).length, before + first.body.new, 'matters after the list came twice');
	const other = await call('clerk', 'POST', '/imports', { key: 'list-1', form: parts('序号,工作任务\n1,另一件\n', 'b.csv', { accept: 'true' }) });
	same(other.status, 409, 'another list under the same key');

	// one row that must be decided: a unit's name that nobody knows, said by `alias`
	const csv = '序号,工作任务,目标,牵头单位,完成时限\n1,背街小巷路灯补装86盏,补装86盏并亮灯,区灯光所,2023-07-31\n';
	const waits = await ok('clerk', 'POST', '/imports', { form: parts(csv, '补充.csv', { list: '城建补充清单' }) });
	same([waits.wait, waits.names.map((n) => n.name)], [1, ['区灯光所']], 'what waits for a decision');
	const row = await call('clerk', 'POST', '/imports', { form: parts(csv, '补充.csv', { list: '城建补充清单', accept: 'true', alias: '区灯光所=没有这个单位' }) });
	same([row.status, row.body.faults[0].field], [422, 'alias'], `an alias to nobody (${JSON.stringify(row.body)})`);
	const done = await ok('clerk', 'POST', '/imports', { form: parts(csv, '补充.csv', { list: '城建补充清单', accept: 'true', alias: '区灯光所=611002-D043' }) });
	same(done.new, 1, 'rows that came in by the alias');
	const rows = await view('clerk', 'matter.list');
	no = rows.find((r) => r.title === '背街小巷路灯补装86盏').no;
	same(rows.find((r) => r.no === no).state, 'draft', 'its state');
}

const twenty = (send) => Promise.all(Array.from({ length: 20 }, (_, i) => send(i)));
const count = async (who, name) => (await view(who, name)).length;

// What twenty clients send at once is written once, with a key and without; nobody's rows are taken away again.
async function atOnce() {
	const list = (word) => '序号,工作任务,目标,牵头单位,完成时限\n' + Array.from({ length: 150 }, (_, i) => `${i + 1},${word}${i + 1}号,补装${i + 1}盏,区住建局,2023-07-31\n`).join('');
	const send = (word, key) => call('clerk', 'POST', '/imports', { key, form: parts(list(word), `${word}.csv`, { list: word, accept: 'true' }) });
	let before = await count('clerk', 'matter.list');
	const keyed = await twenty(() => send('路灯清单', 'at-once'));
	same(keyed.filter((r) => r.status === 200 && !r.body.repeated).length, 1, `fresh answers (${keyed.map((r) => r.status)})`);
	must(keyed.every((r) => r.status === 200 || r.status === 409 && r.body.faults[0].id === 'import.running'), `answers: ${JSON.stringify(keyed.map((r) => r.body.detail))}`);
	same(await count('clerk', 'matter.list'), before += 150, 'matters after twenty of one key');
	const again = await send('路灯清单', 'at-once');
	same([again.status, again.body.repeated, again.body.new], [200, true, 150], 'the same key afterwards');
	same((await call('clerk', 'POST', '/imports', { key: 'at-once', form: parts(list('路灯清单'), '路灯清单.csv', { list: '另一清单', accept: 'true' }) })).status, 409, 'the same key and file with another field');
	const bare = await twenty(() => send('井盖清单'));
	same(bare.filter((r) => r.status === 200).length, 1, `accepted without a key (${bare.map((r) => r.status)})`);
	must(bare.every((r) => r.status === 200 || r.body.faults?.length > 0), 'a refusal says nothing');
	same(await count('clerk', 'matter.list'), before += 150, 'matters after twenty without a key');
	const pledge = readFileSync('data/demo/chahe-pledge.csv');
	const targets = await twenty(() => call('chahe', 'POST', '/imports', { form: parts(pledge, '目标.csv', { year: '2024', document: '岔政发〔2024〕1号', accept: 'true' }) }));
	must(targets.every((r) => r.status === 200 || r.body.faults?.length > 0), 'a refused list of targets says nothing');
	same((await view('chahe', 'target.imports')).filter((i) => i.year === 2024 && i.state === 'done').map((i) => i.made), [14], 'targets that came in');
	same((await view('chahe', 'target.imports')).filter((i) => i.year === 2026).map((i) => i.state), ['withdrawn'], 'the list that was cut off before the server started');
	const some = await ok('chahe', 'POST', '/imports', { form: parts(pledge, '目标.csv', { year: '2025', leave_out: '4,5' }) });
	same(some.new, 12, 'targets when two rows are left out');
}

// A refusal names the field and writes nothing.
async function refused() {
	const csv = '序号,工作任务,目标,牵头单位,完成时限\n1,井盖更换,换3个,区住建局,2023-07-31\n', last = async () => (await ok('clerk', 'GET', '/events?limit=1000')).next;
	const before = await last(), said = async (why, answer, status, field) => same([answer.status, answer.type, answer.body.faults?.[0]?.field], [status, 'application/problem+json', field], why);
	const list = (more) => call('clerk', 'POST', '/imports', { form: parts(csv, 'a.csv', { accept: 'true', ...more }) });
	await said('an office of others', await list({ owner: '530426201' }), 403, 'owner');
	await said('an alias without a meaning', await list({ alias: '灯光所' }), 422, 'alias');
	await said('rows to leave out', await list({ leave_out: '1,x' }), 422, 'leave_out');
	await said('a sheet that is not there', await call('clerk', 'POST', '/imports', { form: parts(workbook, 'a.xlsx', { sheet: '没有', accept: 'true' }) }), 422, 'sheet');
	await said('a year', await list({ year: '2023.5' }), 422, 'year');
	const two = parts(csv, 'a.csv', { accept: 'true' });
	two.append('file', new Blob([csv]), 'b.csv');
	await said('two lists at once', await call('clerk', 'POST', '/imports', { form: two }), 422, 'file');
	await said('a list of objects for units', await call('clerk', 'POST', '/acts/matter.draft', { json: { fields: { title: '井盖', kind: 'task', leads: [{}] } } }), 422, 'leads');
	await said('misspelt fields', await call('clerk', 'POST', '/acts/matter.issue', { json: { subject: '0623', feilds: {} } }), 422, 'feilds');
	same(await last(), before, 'the journal after refusals');
	const many = '序号,工作任务,目标,牵头单位,完成时限\n' + Array.from({ length: 60000 }, (_, i) => `${i},很长的清单第${i}项,x,区住建局,2023-07-31\n`).join('');
	same((await ok('clerk', 'POST', '/imports', { form: parts(many, '长.csv', {}) })).new, 60000, 'rows of a long list');
}

async function struckOff() {
	const state = async (who) => (await view(who, 'matter.show', `&_subject=${no}`))[0].state;
	const early = await call('housing', 'POST', '/acts/matter.ack', { json: { subject: no, fields: {} } });
	must(early.status === 403 || early.status === 404 || early.status === 409, `a draft can be signed for: ${early.status}`);
	await act('clerk', 'matter.issue', no);
	await act('housing', 'matter.ack', no);
	await act('housing', 'matter.progress', no, { text: '已亮灯40盏', percent: '46.5' });
	// evidence, once, whatever is lost on the way
	const photo = readFileSync('tests/flow/gps.jpg');
	for (let i = 0; i < 2; i++) {
		const kept = await ok('housing', 'POST', `/matters/${no}/files`, { key: 'photo-1', form: parts(photo, '亮灯.jpg', { why: '亮灯现场' }) });
		same(kept.items.length, 1, 'files kept');
	}
	const more = parts(photo, '亮灯.jpg', { why: '亮灯现场' });
	more.append('file', new Blob(['另一份说明']), '说明.txt');
	for (const [key, why] of [['photo-1', 'another choice of files under the same key'], ['photo-2', 'a file that is there already, and one that is not']])
		same((await call('housing', 'POST', `/matters/${no}/files`, { key, form: more })).status, 409, why);
	const files = await view('clerk', 'file.list', `&matter=${no}`);
	same(files.length, 1, 'files of the matter after it was sent twice');
	await act('housing', 'matter.claim_finish', no, { text: '86盏全部亮灯' });
	same(await state('clerk'), 'finish_claimed', 'state after the claim');
	const own = await call('housing', 'POST', '/acts/matter.close', { json: { subject: no, fields: { text: '自验' } } });
	same(own.status, 403, 'the unit verifies itself');
	await act('verifier', 'matter.take_up', no);
	await act('verifier', 'matter.close', no, { text: '现场核查属实' });
	same(await state('clerk'), 'closed', 'state after the verifier');
}

async function counted() {
	period = (await act('chahe', 'period.open', 0, { owner: '530426201', name: '2023年5月', from: '2023-05-01', to: '2023-05-31', publish_on: '2023-06-01' })).subject;
	const rule = '岔河乡红黑榜积分细则';
	await act('chahe', 'entry.post', 0, { unit: '文山村', ruleset: rule, item: '督查问题按期整改', fact: 'recurred', day: '2023-05-22', record: '岔督整〔2023〕9号', evidence: '岸坡垃圾复堆' });
	for (const [unit, n] of [['安居村', 6], ['云美村', 5], ['青河村', 4], ['棚租坝村', 3], ['谢札村', 3], ['河外村', 2], ['文山村', 2]])
		for (let i = 0; i < n; i++)
			await act('chahe', 'entry.post', 0, { unit, ruleset: rule, item: '群众诉求满意', fact: 'satisfied', day: `2023-05-${10 + i}`, record: '回访记录', evidence: `电话回访第${i + 1}户` });
	const early = await call('chahe', 'POST', '/boards', { json: { period, ruleset: rule, kind: 'village', within: '530426201' } });
	must(early.status === 409 && /clos/.test(JSON.stringify(early.body)) || early.status === 409, `a board of an open period: ${early.status}`);
	await act('chahe', 'period.close', period);
	const ask = { period, ruleset: rule, kind: 'village', within: '530426201', name: '岔河乡2023年5月红黑榜（村）' };
	const tried = await ok('chahe', 'POST', '/boards', { json: { ...ask, try: true } });
	same(tried.rows.length, 7, 'rows of the trial');
	same((await view('chahe', 'board.list')).filter((x) => x.name === ask.name).length, 0, 'boards after a trial');
	// what follows from the closed period may still be coming in: then it is composed again, as the refusal says
	let first;
	await until(async () => (first = await call('chahe', 'POST', '/boards', { json: ask, key: 'may' })).body.faults?.[0].id !== 'board.moved');
	const made = [first.body, await ok('chahe', 'POST', '/boards', { json: ask, key: 'may' })];
	same([made[0].repeated, made[1].repeated, made[0].subject], [false, true, made[1].subject], 'a board asked for twice under one key');
	for (const other of [{ kind: 'group' }, { name: '另一张榜' }, { within: '530426' }, { try: true }])
		same((await call('chahe', 'POST', '/boards', { json: { ...ask, ...other }, key: 'may' })).status, 409, `another request under the same key: ${JSON.stringify(other)}`);
	same((await call('clerk', 'POST', '/boards', { json: ask })).status, 403, 'a board by another office');
	same((await call('chahe', 'POST', '/boards', { json: { ...ask, kinds: 'village' } })).status, 422, 'a field that is none');
	board = made[0].subject;
	await act('chahe', 'board.preview', board, { days: 1 });
}

async function objected() {
	const own = await view('wenshan', 'board.rows', `&board=%23${board}`);
	same(own.map((r) => r.unit_name), ['文山村民委员会'], 'rows that a village sees of a preview');
	const entry = (await view('chahe', 'entry.list', `&period=%23${period}`)).find((e) => e.fact === 'recurred').id;
	const objection = (await act('wenshan', 'objection.raise', board, { unit: '文山村', entry, text: '点位在河外村七组责任段，不属我村。' })).facts.objection;
	same((await call('chahe', 'POST', '/acts/objection.rule', { json: { subject: objection, fields: { ruling: 'dismiss', reason: '自己裁定自己' } } })).status, 403, 'a ruling by the post that composed the board');
	await act('eshan-verifier', 'objection.rule', objection, { ruling: 'uphold', reason: '现场复核，点位在河外村七组责任段', right_unit: '河外村' });
	await until(async () => (await view('chahe', 'objection.list')).find((o) => o.id === objection).reversal > 0);
	const corrected = await ok('chahe', 'POST', `/boards/${board}/correct`, { json: { reason: '文山村申诉成立，冲销并改记' }, key: 'may-2' });
	same([corrected.version, corrected.subject], [2, board], 'the corrected version');
	await act('chahe', 'board.preview', board, { days: 1 });
	const rows = await view('chahe', 'board.rows', `&board=%23${board}`);
	const score = (name) => Number(rows.find((r) => r.unit_name.startsWith(name)).total);
	same([score('文山'), score('河外')], [101, 99], 'totals after the correction');
}

async function published() {
	server.advance(4); // over the day for objections, whatever weekday it is
	for (const who of Object.keys(tokens))
		delete tokens[who];
	await act('chahe-head', 'board.approve', board);
	same((await call('chahe-head', 'POST', '/acts/board.approve', { json: { subject: board, fields: {} } })).status, 403, 'a second approval of one post');
	same((await call('chahe', 'POST', '/acts/board.publish', { json: { subject: board, fields: {} } })).status, 409, 'a publication with one approval');
	await act('chahe-leader', 'board.approve', board);
	await act('chahe', 'board.publish', board);
	same((await call('chahe', 'POST', `/boards/${board}/correct`, { json: { reason: '发布后再改' } })).status, 409, 'a correction after the publication');
	await until(async () => (await view('chahe', 'board.rows', `&board=%23${board}`)).find((r) => r.side === 'black')?.matter > 0);
	const black = (await view('chahe', 'board.rows', `&board=%23${board}`)).filter((r) => r.side === 'black');
	same(black.map((r) => [r.unit_name, r.matter > 0]), [['河外村民委员会', true]], 'the black list and its matter');
	const print = await fetch(`${server.base}/boards/${board}/print`, { headers: { Authorization: 'Bearer ' + tokens['chahe'] } });
	must(print.status === 200 && (await print.text()).includes('安居'), 'the print is not given out to a token');
	const sheet = await fetch(`${server.base}/boards/${board}.xlsx`, { headers: { Authorization: 'Bearer ' + tokens['chahe'] } });
	same(Buffer.from(await sheet.arrayBuffer()).subarray(0, 2).toString(), 'PK', 'the workbook of the board');
	const feed = await ok('chahe', 'GET', '/events?limit=1000');
	must(feed.items.some((e) => e.act === 'board.publish' && e.subject === board), 'the feed does not tell the publication');
}

async function proved() {
	if (!broken) {
		server.cli('checkpoint');
		const proof = await ok('chahe', 'GET', `/boards/${board}/proof`), file = join(server.dir, 'proof.json');
		writeFileSync(file, JSON.stringify(proof));
		const r = spawnSync(BIXUE.replace(/bixue$/, 'bixue-verify'), [file], { encoding: 'utf8' });
		same(r.status, 0, `bixue-verify (${r.stdout}${r.stderr})`);
	}
	await server.down();
	const verify = server.cli('verify'), rebuild = server.cli('rebuild', '--check');
	same(verify.code, 0, `bixue verify (${verify.out}${verify.err})`);
	same(rebuild.code, 0, `bixue rebuild --check (${rebuild.out}${rebuild.err})`);
}

let broken = false;
const steps = {
	'api: every door is described, strangers get a problem': described, 'api: a list is tried, taken in once, and its unknown name decided': imported,
	'api: twenty at once write once': atOnce, 'api: a refusal names its field and writes nothing': refused,
	'api: issued, signed for, reported with evidence, claimed, struck off by another party': struckOff,
	'api: a period is counted, closed, composed and shown': counted, 'api: a unit objects, somebody else rules, the board is corrected': objected,
	'api: two posts approve, published, printed, frozen': published, 'api: the proof, verify and rebuild --check hold': proved,
};
const tests = {};
for (const [name, f] of Object.entries(steps))
	tests[name] = async () => {
		must(!broken || f === proved, 'a step before it failed');
		try {
			await f();
		} catch (e) {
			broken = true;
			throw e;
		}
	};
const code = await run(tests);
await server.stop();
process.exit(code);
