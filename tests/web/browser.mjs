// The gallery in headless Chromium: no sideways scroll, targets of 44 px, keys, input methods, double submit.
// Run after tests/web/run.sh:  node --experimental-websocket tests/web/browser.mjs [DIR]
import { createServer } from "node:http";
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dir = process.argv[2] || "build/gallery";
let bad = 0, posts = 0;
function check(ok, what) {
	if (!ok) {
		bad++;
		console.error("not ok: " + what);
	}
}

const types = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
const server = createServer(async (rq, rp) => {
	if (rq.method === "POST") {
		posts++;
		setTimeout(() => { rp.writeHead(204); rp.end(); }, 300);
		return;
	}
	try {
		const path = new URL(rq.url, "http://x").pathname;
		const body = await readFile(join(dir, path));
		rp.writeHead(200, { "content-type": types[path.split(".").pop()],
			"content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'" });
		rp.end(body);
	} catch {
		rp.writeHead(404);
		rp.end();
	}
});
await new Promise((ok) => server.listen(0, "127.0.0.1", ok));
const base = "http://127.0.0.1:" + server.address().port + "/";

const profile = await mkdtemp(join(tmpdir(), "bixue-gallery-"));
const chromium = spawn("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
	"--user-data-dir=" + profile, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((ok, no) => {
	let text = "";
	chromium.stderr.on("data", (d) => {
		text += d;
		const m = text.match(/ws:\/\/\S+/);
		if (m) ok(m[0]);
	});
	chromium.on("exit", () => no(new Error("chromium did not start: " + text)));
});
const socket = new WebSocket(address);
await new Promise((ok) => { socket.onopen = ok; });
const waiting = new Map(), events = [];
let last = 0;
socket.onmessage = (m) => {
	const d = JSON.parse(m.data);
	if (d.id) {
		const [ok, no] = waiting.get(d.id);
		waiting.delete(d.id);
		if (d.error) no(new Error(d.error.message)); else ok(d.result);
	} else {
		events.push(d);
	}
};
function send(method, params = {}, sessionId = session) {
	return new Promise((ok, no) => {
		waiting.set(++last, [ok, no]);
		socket.send(JSON.stringify({ id: last, method, params, sessionId: sessionId ?? undefined }));
	});
}
let session;
const { targetId } = await send("Target.createTarget", { url: "about:blank" });
session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
await send("Page.enable");
await send("Runtime.enable");
await send("Log.enable");

const sleep = (ms) => new Promise((ok) => setTimeout(ok, ms));
async function js(expression) {
	const r = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
	if (r.exceptionDetails) throw new Error(expression + ": " + r.exceptionDetails.exception?.description);
	return r.result.value;
}
async function open(page, width) {
	await send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 800 });
	await send("Emulation.setTouchEmulationEnabled", { enabled: width < 800 });
	await send("Page.navigate", { url: base + page });
	for (let i = 0; i < 100; i++) {
		await sleep(30);
		if (await js("document.readyState === 'complete' && location.pathname.length > 1")) return;
	}
	throw new Error(page + " did not load");
}
async function key(k, code, more = {}) {
	const p = { key: k, windowsVirtualKeyCode: code, ...more };
	await send("Input.dispatchKeyEvent", { type: "keyDown", text: k.length === 1 ? k : k === "Enter" ? "\r" : undefined, ...p });
	await send("Input.dispatchKeyEvent", { type: "keyUp", ...p });
}

// Nothing wider than the page; what can be pressed is large enough for a finger.
const pages = [];
for (const l of ["zh", "en"])
	for (const n of ["", "-error", "-phone", "-board", "-poster"]) pages.push(`gallery${n}-${l}.html`);
const wide = `[document.documentElement.scrollWidth - innerWidth,
	[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .unseen, .shapes, caption"))
	.slice(0, 3).map((e) => e.tagName + "." + e.className).join(" ")]`;
const small = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")].filter((e) => {
		const r = e.getBoundingClientRect();
		return r.width > 0 && !e.closest(".skip") && (r.height < 43.5 || r.width < 20);
	}).map((e) => e.outerHTML.slice(0, 90))`;
for (const page of pages) {
	for (const width of [1280, 390, 360]) {
		await open(page, width);
		let [over, which] = await js(wide);
		check(over <= 0, `${page} at ${width}: ${over} px too wide: ${which}`);
		if (width !== 360) continue;
		const list = await js(small);
		check(list.length === 0, `${page}: small targets: ${list.join("\n  ")}`);
		await js("document.documentElement.style.fontSize = '160%'");
		[over, which] = await js(wide);
		check(over <= 0, `${page} at 360, text 1.6: ${over} px too wide: ${which}`);
	}
}
check(!events.some((e) => e.method === "Log.entryAdded" && /Content Security|Refused/.test(e.params.entry.text)),
	"the content policy refused something");

// A refused form: the summary has the focus, the title says so, a link goes to its field.
await open("gallery-error-zh.html", 1280);
check(await js("document.activeElement.id === 'errors'"), "the error summary has the focus");
check((await js("document.title")).startsWith("错误"), "the title begins with 错误");
await js("document.querySelector('#errors a').click()");
check(await js("document.activeElement.id === 'f-unit'"), "a link of the summary leads into its field");

// Keys in the list.
await open("gallery-zh.html", 1280);
await key("j", 74);
check(await js("document.activeElement === document.querySelectorAll('[data-row]')[0]"), "J goes to the first row");
await key("j", 74);
await key("k", 75);
await key("x", 88);
check(await js("document.querySelector('[data-row] input').checked") === false, "X takes the choice back");
check(await js("document.querySelector('.bulk').classList.contains('none')"), "nothing is chosen any more");
await js("document.querySelector('[data-all]').click()");
check(await js("document.querySelector('.bulk-count').textContent") === "已选 4 件", "all are chosen and counted");
await key("k", 75, { modifiers: 2 });
check(await js("document.activeElement.id") === "search", "Ctrl-K goes to the search");
await js("document.activeElement.value = ''");
await key("j", 74);
check(await js("document.activeElement.id + document.activeElement.value") === "searchj", "letters in a field stay letters");

// Composition: letters and Enter belong to the input method.
posts = 0;
await js("document.getElementById('f-reason').focus()");
await send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
await key("Enter", 229);
await sleep(400);
check(posts === 0, "Enter with key code 229 submits nothing");
await send("Input.insertText", { text: "你" });
check(await js("document.getElementById('f-reason').value") === "你", "the composed text arrives");
await js(`document.querySelector('[data-row]').tabIndex = -1; document.querySelector('[data-row]').focus();
	document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', keyCode: 229, bubbles: true }))`);
check(await js("document.activeElement === document.querySelector('[data-row]')"), "a letter with code 229 moves nothing");

// A double click sends once.
await sleep(150);
posts = 0;
await js("document.querySelector('.confirm button').click(); document.querySelector('.confirm button').click()");
await sleep(500);
check(posts === 1, `a double click sent ${posts} times`);

// A table copied from Word, without tabs in its plain text.
await open("gallery-error-zh.html", 1280);
check(await js(`(() => {
	const t = document.getElementById("f-rows"), d = new DataTransfer();
	d.setData("text/html", "<table><tr><td>序号</td><td colspan=2>事项</td></tr><tr><td>1</td><td>a\\n b</td><td>c</td></tr></table>");
	d.setData("text/plain", "序号\\n事项");
	t.dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true }));
	return t.value;
})()`) === "序号\t事项\t\n1\ta b\tc", "a pasted table becomes tabs and lines");

// Without script all is there, and the summary still has the focus.
await send("Emulation.setScriptExecutionDisabled", { value: true });
events.length = 0;
await send("Page.navigate", { url: base + "gallery-error-zh.html" });
for (let i = 0; i < 300 && !events.some((e) => e.method === "Page.loadEventFired"); i++) await sleep(30);
await send("Emulation.setScriptExecutionDisabled", { value: false });
check(await js("document.activeElement.id === 'errors'"), "the summary has the focus without script");

// A browser that is asked to close ends its children first; one that is killed leaves them writing into the profile.
const gone = new Promise((ok) => chromium.on("exit", ok));
send("Browser.close", {}, null).catch(() => chromium.kill());
setTimeout(() => chromium.kill("SIGKILL"), 10000).unref();
await gone;
socket.close();
server.close();
server.closeAllConnections();
await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
console.log(bad ? `${bad} problems` : "the gallery behaves");
process.exit(bad ? 1 : 0);
