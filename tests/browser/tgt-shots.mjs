import { browser, enterAs, serve } from './lib.mjs';
const server = await serve(), b = await browser();
const out = '/tmp/tw/shots'; 
import { mkdirSync } from 'node:fs';
mkdirSync(out, { recursive: true });
for (const width of [1280, 390]) for (const lang of ['zh', 'en']) {
	const page = await enterAs(b, server, '督查考核办公室 科员', { viewport: { width, height: 900 } });
	if (lang === 'en') await page.locator('button[name=lang][value=en]').first().click();
	const shot = async (p, n) => { const r = await page.goto(server.base + p); console.log(p, r.status()); await page.screenshot({ path: `${out}/${n}-${width}-${lang}.png`, fullPage: true }); };
	await shot('/targets', 'targets');
	const unit = await page.locator('.targets a', { hasText: '刘湾' }).first().getAttribute('href');
	await shot(unit, 'unit');
	const line = await page.locator('.targets tbody th a', { hasText: '固定资产' }).first().getAttribute('href');
	await shot(line, 'line');
	if (width === 1280) { await shot('/targets/print?year=2023', 'print'); await page.emulateMedia({ media: 'print' }); await page.pdf({ path: `${out}/print-${lang}.pdf`, preferCSSPageSize: true }); await page.emulateMedia({ media: 'screen' }); }
	await shot('/targets?year=2022', 'y2022');
	await shot('/targets?year=2019', 'empty');
	await shot('/targets?year=xx', 'wrong');
	await shot('/u/611002003', 'u');
	await page.context().close();
}
const page = await enterAs(b, server, '党政办科员', {}); await page.goto(server.base + '/targets'); await page.screenshot({ path: out + '/chahe.png', fullPage: true });
const st = await enterAs(b, server, '区统计局', {}).catch(() => null);
await b.close(); await server.stop();
