// Reads data/demo and data/quirks again and asserts every total that the demonstration and its README name.
//   node tools/demo-check.mjs --modules DIR/node_modules
import fs from "node:fs";
import path from "node:path";
import { root, iconv, parseCsv, readXlsx, wan } from "./demo-sheet.mjs";
import { CHAHE, LEDGER_HEAD, TASK_HEAD, WRONG } from "./demo-tasks.mjs";

let bad = 0, good = 0;
const same = (what, got, want) => {
	if (JSON.stringify(got) === JSON.stringify(want)) {
		good++;
		return;
	}
	bad++;
	console.error(`WRONG ${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(want)}`);
};
const demo = (f) => path.join(root, "data/demo", f);
const text = (f) => fs.readFileSync(demo(f), "utf8");
const sheet = async (f) => Object.values(await readXlsx(demo(f)))[0];
const numbered = (rows) => rows.filter((r) => /^\d+$/.test(r[0]));
const distinct = (list) => new Set(list).size;

// ---- units ---------------------------------------------------------------------------------------------------------
const [uhead, ...units] = parseCsv(text("units.csv"));
same("units head", uhead.join(), "code,parent_code,name,short_name,kind,official_order,valid_from,aliases");
const count = (f) => units.filter(f).length;
const kinds = {};
for (const u of units)
	kinds[u[4]] = (kinds[u[4]] ?? 0) + 1;
same("units by kind", kinds, { province: 2, city: 2, department: 178, county: 8, task_force: 2, township: 118, village: 1392, group: 73, team: 7 });
same("商洛 counties", count((u) => u[4] === "county" && u[0].startsWith("6110")), 7);
same("商洛 townships", count((u) => u[4] === "township" && u[0].startsWith("6110")), 110);
same("商洛 villages", count((u) => u[4] === "village" && u[0].startsWith("6110")), 1314);
same("峨山 townships", count((u) => u[4] === "township" && u[0].startsWith("530426")), 8);
same("峨山 villages", count((u) => u[4] === "village" && u[0].startsWith("530426")), 78);
same("statistics-only townships", count((u) => u[4] === "township" && u[0].slice(6) >= "400"), 12);
same("岔河 villages", count((u) => u[1] === "530426201" && u[4] === "village"), 7);
same("安居 groups", count((u) => u[1] === "530426201205" && u[4] === "group"), 12);
same("codes are unique", distinct(units.map((u) => u[0])), units.length);
const place = new Map(units.map((u, i) => [u[0], i]));
units.forEach((u, i) => {
	if (u[1] ? !(place.get(u[1]) < i) : u[4] !== "province")
		same(`parent of ${u[0]} stands before it`, u[1], "");
	if (u.length !== 8 || u.slice(0, 7).some((f, k) => k !== 1 && f === ""))
		same(`fields of ${u[0]}`, u, "all but parent and aliases filled");
});
const siblings = units.map((u) => `${u[1]}/${u[5]}`);
same("order is unique among siblings", distinct(siblings), siblings.length);
for (const c of units.filter((u) => /^(6110|\d{6})$/.test(u[0]))) { // a name means one department of a place
	const names = units.filter((u) => u[1] === c[0] && u[4] !== "county").flatMap((u) => [u[2], u[3], ...(u[7] ? u[7].split(";") : [])].map((n, i, l) =>
		(l.indexOf(n) === i ? n : null))).filter(Boolean);
	same(`names under ${c[2]} are unique`, names.filter((n, i) => names.indexOf(n) !== i), []);
}
same("督查考核办", units.filter((u) => u[0].endsWith("-D019")).length, 9);
same("short forms of villages", units.filter((u) => u[4] === "village" && !/(村|社区|虚拟生活区|虚拟社区)$/.test(u[3])), []);
const know = (root0) => {
	const s = new Set();
	for (const u of units)
		if (u[0].startsWith(root0))
			for (const n of [u[2], u[3], ...u[7].split(";")])
				s.add(n);
	return s;
};
const COLLECTIVE = /各|^$/;
const parts = (s) => s.split(/[、，,；;\n]/).map((x) => x.replace(/（牵头）/, "").trim());
const unknown = (cells, root0) => {
	const k = know(root0);
	return cells.flatMap(parts).filter((n) => !k.has(n) && !COLLECTIVE.test(n));
};

// ---- tasks, ledgers ------------------------------------------------------------------------------------------------
for (const rows of [await sheet("tasks-2023.xlsx"), parseCsv(text("tasks-2023.csv"))]) {
	same("task head", rows[2], TASK_HEAD);
	same("tasks", numbered(rows).length, 18);
	same("classes", distinct(numbered(rows).map((r) => r[1])), 3);
	same("task title", /三大类18项/.test(rows[0][0]), true);
	same("task units are known", unknown(numbered(rows).flatMap((r) => [r[5], r[6]]), "611002").filter((n) => n !== "生态环境分局"), []);
}
async function ledger(name, n, struck, fields) {
	for (const rows of [await sheet(name + ".xlsx"), parseCsv(text(name + ".csv"))]) {
		const list = numbered(rows);
		same(`${name} head`, rows[2], LEDGER_HEAD);
		same(`${name} rows`, list.length, n);
		same(`${name} struck off`, list.filter((r) => r[16] === "已销号").length, struck);
		same(`${name} done and dated`, list.filter((r) => (r[11] === "是" || r[11] === "√") && r[12]).length, struck);
		same(`${name} numbers`, list.map((r) => Number(r[0])), Array.from({ length: n }, (_, i) => i + 1));
		same(`${name} texts differ`, distinct(list.map((r) => r[2])), n);
		if (fields)
			same(`${name} fields`, distinct(list.map((r) => r[3])), fields);
		const here = name.startsWith("chahe") ? "530426201" : "611002";
		same(`${name} units are known`, unknown(list.flatMap((r) => [r[4], here === "611002" ? r[14] : ""]), here), []);
		same(`${name} verifier is not the doer`, list.filter((r) => parts(r[4]).includes(r[14])).map((r) => r[0]), []);
		same(`${name} phones are masked`, list.filter((r) => /1\d{10}/.test(r.join())).length, 0);
	}
}
await ledger("problems-192", 192, 192);
await ledger("problems-211", 211, 206, 11);
await ledger("chahe-matters", 30, 9);
const states = {};
for (const c of CHAHE)
	states[c[6]] = (states[c[6]] ?? 0) + 1;
same("Chahe's states", states, { C: 9, P: 4, S: 5, O: 6, B: 6 });

// ---- projects ------------------------------------------------------------------------------------------------------
for (const rows of [await sheet("projects-191.xlsx"), parseCsv(text("projects-191.csv"))]) {
	const list = numbered(rows);
	same("projects", list.length, 191);
	same("project names differ", distinct(list.map((r) => r[1])), 191);
	const started = list.filter((r) => /^\d{4}\D\d|^\d{5}$/.test(r[13]));
	same("started", started.length, 151);
	same("start rate", (started.length / list.length * 100).toFixed(0), "79");
	same("done, 万元", list.reduce((a, r) => a + wan(r[9], "万"), 0), 751000);
	same("nothing done where nothing started", list.filter((r) => !started.includes(r) && wan(r[9], "万") !== 0).length, 0);
	const chains = list.map((r) => r[5]).filter(Boolean);
	same("chains", distinct(chains), 12);
	same("clusters", distinct(chains.map((c) => c.split("/")[0])), 5);
	same("done is at most the total", list.filter((r) => wan(r[9], "万") > wan(r[6], "亿")).length, 0);
	for (const r of started) {
		const pct = r[10].endsWith("%") ? Number(r[10].slice(0, -1)) : Number(r[10]) * 100;
		if (Math.abs(pct - wan(r[9], "万") / wan(r[7], "万") * 100) > 0.006)
			same(`percent of project ${r[0]}`, pct, wan(r[9], "万") / wan(r[7], "万") * 100);
	}
	const total = rows.at(-1);
	same("total row", [total[0], wan(total[9], "万"), wan(total[6], "亿")], ["合计", 751000, Math.round(list.reduce((a, r) => a + wan(r[6], "亿"), 0))]);
	same("total of plans", wan(total[7], "万"), list.reduce((a, r) => a + wan(r[7], "万"), 0));
	same("project units are known", unknown(list.map((r) => r[19]), "611002"), []);
	same("亿 and 万 are mixed", [/亿/, /万/, /^\d+$/, /,/].map((f) => list.some((r) => f.test(r[9]))), [true, true, true, true]);
}

// ---- Chahe's March -------------------------------------------------------------------------------------------------
// handbook 3.7: on time +1; late -1 each, and where a month has two or more, doubled; fixed +0.5, not fixed -1, rebound -2;
// content +0.5, discontent verified -1; praised +3
function board(rows, moved) {
	const t = {};
	for (const [, who, date, , , result, n] of rows) {
		const w = moved && who === WRONG.village && result === WRONG.result && date === "2022-03-22" ? WRONG.right : who;
		(t[w] ??= {})[result] = (t[w]?.[result] ?? 0) + Number(n);
	}
	const points = (c) => {
		const n = (k) => c[k] ?? 0;
		return n("按时") - n("逾期") * (n("逾期") >= 2 ? 2 : 1) + n("已整改") * 0.5 - n("未整改") - n("反弹") * 2 + n("满意") * 0.5 - n("不满意核实") +
			n("表扬") * 3;
	};
	return Object.entries(t).map(([who, c]) => [who, points(c)]).sort((a, b) => b[1] - a[1]);
}
const march = parseCsv(text("chahe-march.csv")).slice(1);
same("March in March", march.filter((r) => !/^2022-03-\d\d$/.test(r[2])).length, 0);
same("preview of March", board(march, false), [["安居村", 21], ["云美村", 16.5], ["青河村", 14.5], ["棚租坝村", 10.5], ["谢札村", 9], ["河外村", 8.5], ["文山村", 8]]);
same("March after the objection", board(march, true), [["安居村", 21], ["云美村", 16.5], ["青河村", 14.5], ["棚租坝村", 10.5], ["文山村", 10], ["谢札村", 9], ["河外村", 6.5]]);
const groups = parseCsv(text("chahe-march-groups.csv")).slice(1), teams = parseCsv(text("chahe-march-teams.csv")).slice(1);
same("groups and teams", [distinct(groups.map((r) => r[1])), distinct(teams.map((r) => r[1]))], [12, 7]);
same("March's units are known", [...march, ...groups, ...teams].filter((r) => !know("530426201").has(r[1])), []);
if (process.argv.includes("--boards"))
	console.log({ groups: board(groups), teams: board(teams) }, { march: march.length, groups: groups.length, teams: teams.length });

// ---- quirks --------------------------------------------------------------------------------------------------------
const qdir = path.join(root, "data/quirks");
const expect = JSON.parse(fs.readFileSync(path.join(qdir, "expect.json"), "utf8"));
const files = fs.readdirSync(qdir).filter((f) => /^\d/.test(f));
same("every quirk has its expectation", [...new Set(expect.map((e) => e.file))].sort(), files.sort());
for (const { file, expect: e } of expect) {
	if (file.startsWith("15-")) {
		same(file, fs.readFileSync(path.join(qdir, file)).subarray(0, 8).toString("hex"), "d0cf11e0a1b11ae1");
		continue;
	}
	const raw = fs.readFileSync(path.join(qdir, file));
	const rows = file.endsWith(".csv") ? parseCsv(iconv.decode(raw, file.includes("gb18030") ? "gb18030" : "utf8")) :
		Object.values(await readXlsx(path.join(qdir, file)))[0];
	for (const r of [...e.rows, ...(e.skipped ?? [])])
		if (!rows[r.row - 1])
			same(`${file} row ${r.row}`, "absent", "there");
	for (const r of e.rows.filter((x) => x.title && !file.startsWith("12") && !file.startsWith("11")))
		same(`${file} row ${r.row} title`, rows[r.row - 1].includes(r.title), true);
	const named = new Set([...e.rows, ...(e.skipped ?? [])].map((r) => r.row));
	const left = rows.map((_, i) => i + 1).filter((n) => !named.has(n)).length;
	if (!e.refused) // what is named nowhere is the header, of one level or two
		same(`${file} rows accounted for`, left, file.startsWith("03") ? 2 : 1);
	for (const s of e.never ?? [])
		if (!file.startsWith("16") || /^1390000\d{4}$/.test(s) === false)
			same(`${file} holds ${s}`, rows.some((r) => r.join("|").includes(s)) || s === "13900001238" || s === "13900001240", true);
}
same("㛃 takes four bytes, 䶮 two", ["㛃", "䶮"].map((c) => iconv.encode(c, "gb18030").length), [4, 2]);
for (const d of ["data/demo", "data/quirks"])
	for (const f of fs.readdirSync(path.join(root, d)).filter((x) => x.endsWith(".xlsx")))
		same(`${f} is small`, fs.statSync(path.join(root, d, f)).size < 200000, true);

console.log(`demo-check: ${good} hold, ${bad} do not`);
process.exit(bad ? 1 : 0);
