// Writes the lists of the demonstration into data/demo: the same bytes on every run.
//   npm install --prefix /tmp/bx exceljs@4.4.0 iconv-lite && node tools/demo-lists.mjs --modules /tmp/bx/node_modules
// Everything in them is invented except the names of places and the kinds of departments; persons are posts.
import fs from "node:fs";
import path from "node:path";
import { root, random, utc, plus, ymd, lastDay, FORMS, shown, parseCsv, writeCsv, writeXlsx, wan } from "./demo-sheet.mjs";
import { TASK_HEAD, TASKS, LEDGER_HEAD, CHAHE, MARCH, ITEMS, WRONG } from "./demo-tasks.mjs";
import { CHAINS, WORKS, TOWN_SITES, PROBLEMS, FIELDS } from "./demo-texts.mjs";

const dir = path.join(root, "data/demo");
const at = (f) => path.join(dir, f);
const units = parseCsv(fs.readFileSync(at("units.csv"), "utf8")).slice(1);
const townsOf = (c) => units.filter((u) => u[1] === c && u[4] === "township" && /(镇|乡|街道)$/.test(u[2]));
const villagesOf = (c) => units.filter((u) => u[1] === c && u[4] === "village").map((u) => u[3]);
const col = (n) => String.fromCharCode(64 + n);
const title = (text, width) => [text, ...Array(width - 1).fill("")];

// ---- (a) 18 tasks in three classes ---------------------------------------------------------------------------------

async function tasks() {
	const w = TASK_HEAD.length;
	const head = [
		title("商州区2023年作风建设专项行动工作任务清单（三大类18项）（截至2023年3月31日）", w),
		title("填报单位：区委作风建设专项行动领导小组办公室    联系人：区督查考核办    单位：万元", w),
		TASK_HEAD,
	];
	const foot = [title("说明：1.清单共三大类18项，完成一项、销号一项；2.“长期坚持”“持续推进”事项按季小结。", w)];
	const full = [], sheet = [], merges = [`A1:${col(w)}1`, `A2:${col(w)}2`];
	for (const [name, list] of TASKS) {
		const from = head.length + sheet.length + 1;
		list.forEach(([no, ...rest], i) => {
			full.push([no, name, ...rest]);
			sheet.push([Number(no), i === 0 ? name : "", ...rest]);
		});
		merges.push(`B${from}:B${head.length + sheet.length}`);
	}
	const end = head.length + sheet.length + 1;
	merges.push(`A${end}:${col(w)}${end}`);
	await writeXlsx(at("tasks-2023.xlsx"), [{ name: "任务清单", rows: [...head, ...sheet, ...foot], merges, header: 3,
		widths: [6, 14, 30, 30, 16, 18, 26, 16, 26, 8, 22, 22, 12] }]);
	writeCsv(at("tasks-2023.csv"), [...head, ...full, ...foot], { bom: true });
}

// ---- (b), (c) ledgers of problems ----------------------------------------------------------------------------------

const PHONE = "139****0000";

// One deadline in one of the forms that offices use; `short` forms need the title's year.
function deadline(r, d) {
	const [y, m] = ymd(d);
	const end = lastDay(y, m);
	return r.pick([
		() => [`${y}年${m}月底前`, end], () => [`${y}年${m}月底前`, end], () => [FORMS.dots0(d), d], () => [FORMS.dots(d), d],
		() => [FORMS.slash(d), d], () => [d, d], () => [FORMS.cn(d) + "前", d], () => [`${m}月底`, end], () => [`${m}月${ymd(d)[2]}日前`, d],
	])();
}

function ledger(r, n, fields, sources, first, open) {
	const towns = townsOf("611002").map((t) => ({ name: t[3], villages: villagesOf(t[0]) }));
	const seen = new Set(), rows = [];
	let townAt = 0;
	for (let i = 0; i < n; i++) {
		const field = fields[i];
		let p, desc, town, village;
		do {
			p = r.pick(PROBLEMS[field]);
			town = towns[townAt++ % towns.length];
			village = r.pick(town.villages);
			desc = p.text.replace("{v}", village).replace("{t}", town.name).replace("{n}", r.int(2, 9));
		} while (seen.has(desc));
		seen.add(desc);
		const local = p.by === "T"; // the township answers, the department verifies; else the other way round
		const lead = local ? town.name : p.by;
		const units = local && p.check !== "区督查考核办" && r.next() < 0.15 ? r.pick([`${lead}、${p.check}`, `${lead}（牵头）、${p.check}`, `${lead}\n${p.check}`]) : lead;
		const check = local ? (units === lead ? p.check : "区督查考核办") : "区督查考核办";
		const boss = local ? (town.name.endsWith("镇") ? r.pick(["镇长", "分管副镇长", "镇党委副书记"]) : r.pick(["街道办主任", "分管副主任"])) :
			r.pick(["局长", "分管副局长"]);
		const person = local ? r.pick(["包村干部", "村党支部书记", "驻村工作队队长"]) : r.pick(["业务股股长", "办公室主任"]);
		let due, last;
		const begin = plus(first, r.int(0, 150));
		const kind = r.next();
		if (kind < 0.22) {
			due = "立行立改";
			last = plus(begin, 7);
		} else if (kind < 0.26) {
			due = "交办后15日内";
			last = plus(begin, 15);
		} else
			[due, last] = deadline(r, plus(begin, r.int(20, 75)));
		const late = r.next() < 0.05;
		const done = late ? plus(last, r.int(1, 6)) : plus(last, -r.int(0, 6));
		const still = open.has(i);
		const measures = p.how.map((h, k) => (p.how.length > 1 ? `${k + 1}.${h}` : h)).join("；") + (p.how.length > 1 ? "。" : "");
		if (still)
			due = open.get(i);
		rows.push([i + 1, sources[i % sources.length], desc, field, units, boss, `${person} ${PHONE}`, p.goal, measures, due,
			still ? "正在推进" : r.pick(p.done), still ? "否" : r.pick(["是", "是", "是", "√"]),
			still ? "" : FORMS[r.pick(["dots", "dots", "dots0", "slash", "cell", "cn"])](done), still ? "" : `附件${i + 1}`, check,
			r.pick(["验收组组长", "验收组成员", "股室负责人"]), still ? "未销号" : "已销号"]);
	}
	return rows;
}

async function problems192() {
	const r = random(192), w = LEDGER_HEAD.length;
	const names = Object.keys(PROBLEMS);
	const fields = r.shuffle(Array.from({ length: 192 }, (_, i) => names[i % names.length]));
	const rows = ledger(r, 192, fields, ["百日督帮", "百日督帮", "督查", "群众提", "百日督帮", "干部评", "班子议"], utc(2022, 4, 1), new Map());
	const top = [title("商州区“百日督帮”发现问题整改台账（共192个）（截至2022年12月31日）", w),
		title("填报单位：区督查考核办    联系人：督查股    ", w), LEDGER_HEAD];
	const foot = [title("合计：发现问题192个，已整改192个，已销号192个。", w)];
	const end = top.length + rows.length + 1;
	await writeXlsx(at("problems-192.xlsx"), [{ name: "问题整改台账", rows: [...top, ...rows, ...foot], header: 3,
		merges: [`A1:${col(w)}1`, `A2:${col(w)}2`, `A${end}:${col(w)}${end}`],
		widths: [6, 10, 34, 12, 18, 12, 22, 20, 34, 16, 20, 8, 12, 10, 16, 12, 10] }]);
	writeCsv(at("problems-192.csv"), [...top, ...rows, ...foot], { bom: true });
}

async function problems211() {
	const r = random(211), w = LEDGER_HEAD.length;
	// 11 fields; 211 = 11 × 19 + 2.  In the order of the fields, as such a ledger is.
	const fields = FIELDS.flatMap((f, i) => Array(i < 2 ? 20 : 19).fill(f));
	const open = new Map([[27, "2022年12月底前"], [88, "2023年3月底前"], [131, "2022.12.20"], [170, "2023年6月底前"], [204, "2022.11.30"]]);
	const rows = ledger(r, 211, fields, ["督查", "群众提", "上级点", "干部评", "巡察", "信访"], utc(2022, 2, 15), open);
	const top = [title("商州区“大排查、大整治、大检查、大提升”行动问题整改台账（11个领域211个问题）（截至2022年12月31日）", w),
		title("填报单位：区委区政府督查考核办公室", w), LEDGER_HEAD];
	const foot = [title("备注：共排查问题211个，已整改销号206个，剩余5个正在推进。", w)];
	writeCsv(at("problems-211.csv"), [...top, ...rows, ...foot], { bom: true });
	const end = top.length + rows.length + 1;
	await writeXlsx(at("problems-211.xlsx"), [{ name: "问题整改台账", rows: [...top, ...rows, ...foot], header: 3,
		merges: [`A1:${col(w)}1`, `A2:${col(w)}2`, `A${end}:${col(w)}${end}`],
		widths: [6, 10, 34, 12, 18, 12, 22, 20, 34, 16, 20, 8, 12, 10, 16, 12, 10] }]);
}

// ---- (d) 191 projects ------------------------------------------------------------------------------------------------

const PROJECT_HEAD = ["序号", "项目名称", "建设单位", "建设地点", "建设规模及内容", "所属产业链", "总投资(亿元)", "年度计划投资", "本月完成",
	"累计完成投资", "占年度计划%", "批次", "计划开工", "实际开工", "计划投产", "形象进度", "手续办理", "存在问题", "包抓领导", "牵头单位", "亮灯"];
const STARTED = 151, DONE = 751000; // 万元

function projectList(r) {
	const list = [], names = new Set();
	const put = (chain, k, lead) => {
		const town = r.pick(TOWN_SITES);
		const kind = k.kinds[list.length % k.kinds.length];
		let name = town + kind[0];
		for (const more of ["二期", "三期", "（扩建）"])
			if (names.has(name))
				name = town + kind[0] + more;
		if (names.has(name))
			return put(chain, k, lead);
		names.add(name);
		list.push({ name, owner: kind[1], town, content: kind[2].replace("{n}", r.int(2, 30)), chain, lead });
	};
	for (const [cluster, chains] of CHAINS)
		for (const k of chains)
			for (let i = 0; i < 13; i++)
				put(`${cluster}/${k.name}`, k, k.lead);
	for (let i = 0; i < 35; i++) {
		const k = WORKS[i % WORKS.length];
		put("", k, k.lead);
	}
	return r.shuffle(list);
}

function moneyDone(r, v) {
	return r.pick([() => v, () => v, () => v, () => `${(v / 10000).toFixed(2)}亿`, () => `${v}万`, () => `${v}万元`,
		() => String(v).replace(/\B(?=(\d{3})+$)/g, ","), () => `${(v / 10000).toFixed(2)}亿元`])();
}

async function projects() {
	const r = random(191), list = projectList(r), w = PROJECT_HEAD.length;
	const order = r.shuffle(list.map((_, i) => i));
	const going = new Set(order.slice(0, STARTED));
	// what is done, in hundreds of 万 so that 亿 with two decimals is exact; the last one takes the remainder
	const weights = list.map((_, i) => (going.has(i) ? 0.08 + r.next() ** 2 * 2.2 : 0));
	const sum = weights.reduce((a, b) => a + b, 0);
	const done = weights.map((x) => Math.round((x / sum) * DONE / 100) * 100);
	const rest = DONE - done.reduce((a, b) => a + b, 0);
	const biggest = done.indexOf(Math.max(...done));
	done[biggest] += rest;
	const sums = { total: 0, plan: 0, month: 0 };
	const rows = list.map((p, i) => {
		const on = going.has(i), c = done[i];
		const u = r.next();
		const share = !on ? 0 : u < 0.08 ? 0.12 + r.next() * 0.12 : u < 0.2 ? 0.25 + r.next() * 0.08 : u < 0.96 ? 0.38 + r.next() * 0.5 :
			1 + r.next() * 0.15;
		const plan = on ? Math.max(100, Math.round(c / share / 100) * 100) : r.int(8, 160) * 100;
		const total = Math.round(plan * (1.1 + r.next() * 1.6) / 100) * 100 / 10000;
		const month = on ? Math.round(c * (0.05 + r.next() * 0.25) / 10) * 10 : 0;
		const pct = c / plan;
		const overdue = !on && r.next() < 0.45;
		const actual = on ? utc(2023, r.int(1, 5), r.int(2, 27)) : null;
		const planned = on ? plus(actual, -r.int(0, 25)) : overdue ? utc(2023, r.int(2, 4), 15) : utc(2023, r.int(6, 12), 15);
		const [py, pm] = ymd(planned);
		const light = on ? (pct < 0.6 * 151 / 365 ? "红" : pct < 0.8 * 151 / 365 ? "黄" : "绿") : overdue ? (pm <= 3 ? "红" : "黄") : "";
		sums.total += total * 10000;
		sums.plan += plan;
		sums.month += month;
		const startForm = on ? FORMS[r.pick(["slash", "dots0", "cell", "cell", "cn", "dots", "serial"])](actual) :
			r.pick(["", "", "未开工", "/"]);
		return [i + 1, p.name, p.owner, p.town, p.content, p.chain,
			r.next() < 0.08 ? `${Math.round(total * 10000)}万` : Number(total.toFixed(2)),
			r.pick([() => plan, () => plan, () => `${plan}万`, () => `${(plan / 10000).toFixed(2)}亿`])(),
			month, on ? moneyDone(r, c) : r.pick([0, "", 0]),
			on ? r.pick([() => (pct * 100).toFixed(2) + "%", () => ({ v: Number(pct.toFixed(4)), fmt: "0.00%" })])() : "0%",
			r.pick(on ? ["开工一批", "开工一批", "投产一批"] : ["签约一批", "开工一批"]),
			r.pick([`${py}年${pm}月`, `${py}年${pm}月`, `${py}.${pm}`, `${py}年${["一", "二", "三", "四"][Math.floor((pm - 1) / 3)]}季度`]),
			startForm,
			r.pick(["2023年底", "2023年12月底前", "2024年一季度", "2024年6月", "2024年底", "2025年底", "2023.10.31", "2023年三季度末"]),
			on ? (pct > 1 ? "主体完工，设备安装调试" : pct > 0.6 ? r.pick(["厂房封顶", "主体完成80%", "设备进场安装"]) : pct > 0.33 ?
				r.pick(["主体施工至二层", "基础完成，主体施工", "完成场平和基础"]) : r.pick(["场地平整", "基础开挖", "进展缓慢"])) :
				r.pick(["办理前期手续", "未启动", "正在开展可研编制"]),
			on ? r.pick(["土地√ 环评√ 施工许可√", "土地√ 环评√ 施工许可√", "土地√ 环评√ 施工许可×"]) :
				r.pick(["土地× 环评× 施工许可×", "土地√ 环评× 施工许可×", "土地√ 环评√ 施工许可×"]),
			light === "绿" || light === "" ? "" : r.pick(["用地手续未批复", "电力接入未完成", "资金未到位", "征迁未完成", "林地手续滞后"]),
			r.pick(["常务副区长", "分管工业副区长", "分管农业副区长", "区人大常委会副主任", "区政协副主席", "区委常委、宣传部部长", "分管城建副区长"]),
			p.lead, light && r.next() < 0.2 ? light + "灯" : light];
	});
	const total = ["合计", "191个", "", "", "", "5个集群12条链", Number((sums.total / 10000).toFixed(2)), sums.plan, sums.month, "75.1亿元",
		(DONE / sums.plan * 100).toFixed(2) + "%", "", "", "151个", "", "", "", "", "", "", ""];
	const top = [title("商州区2023年重点项目进展台账（191个）（截至2023年5月31日）", w),
		title("填报单位：区发改局    联系人：项目股    单位：万元", w), PROJECT_HEAD];
	await writeXlsx(at("projects-191.xlsx"), [{ name: "项目台账", rows: [...top, ...rows, total], header: 3,
		merges: [`A1:${col(w)}1`, `A2:${col(w)}2`],
		widths: [6, 30, 18, 12, 34, 26, 12, 14, 10, 14, 12, 10, 12, 12, 14, 20, 24, 16, 18, 14, 8] }]);
	writeCsv(at("projects-191.csv"), [...top, ...rows, total], { bom: true });
	const sumBack = rows.reduce((a, row) => a + wan(shown(row[9]), "万"), 0);
	if (sumBack !== DONE)
		throw new Error(`projects: ${sumBack} 万元 instead of ${DONE}`);
}

// ---- (e) Chahe -------------------------------------------------------------------------------------------------------

async function chaheMatters() {
	const w = LEDGER_HEAD.length;
	const rows = CHAHE.map(([village, source, text, type, due, progress, state, done], i) => [i + 1, source, text, type,
		i % 5 === 4 ? `${village}（牵头）、${village}工作队` : village, i % 2 ? "分管副乡长" : "包村领导", `村党总支书记 ${PHONE}`, "问题解决、群众认可",
		"明确责任人，限期整改，建立台账", due, progress, state === "C" ? "是" : "否", done, state === "C" ? `附件${i + 1}` : "",
		"乡督查组", state === "C" ? "督查组组长" : "", state === "C" ? "已销号" : "未销号"]);
	const top = [title("岔河乡人居环境和重点工作问题整改台账（30个）（2022年3月1日至4月15日）", w),
		title("填报单位：岔河乡党政办    截至2022年4月15日", w), LEDGER_HEAD];
	await writeXlsx(at("chahe-matters.xlsx"), [{ name: "问题台账", rows: [...top, ...rows], header: 3,
		merges: [`A1:${col(w)}1`, `A2:${col(w)}2`],
		widths: [6, 10, 30, 12, 26, 12, 24, 18, 28, 18, 24, 8, 12, 10, 12, 12, 10] }]);
	writeCsv(at("chahe-matters.csv"), [...top, ...rows], { bom: true });
}

function facts(r, who, counts) {
	const out = [];
	for (const [name, c] of Object.entries(counts))
		c.forEach((n, k) => {
			const [indicator, item, result, basis, notes] = ITEMS[k];
			while (n > 0) {
				const take = k === 0 || k === 2 || k === 5 ? Math.min(n, r.int(1, 3)) : 1;
				out.push([name, utc(2022, 3, r.int(1, 31)), indicator, item, result, take, basis, r.pick(notes)]);
				n -= take;
			}
		});
	const wrong = out.find((f) => f[0] === WRONG.village && f[4] === WRONG.result);
	if (who === "村")
		[wrong[1], wrong[6], wrong[7]] = [WRONG.date, WRONG.basis, WRONG.note];
	out.sort((a, b) => a[1] - b[1]);
	return [["序号", who, "日期", "指标", "项目", "结果", "数量", "依据", "备注"],
		...out.map((f, i) => [i + 1, f[0], FORMS.iso(f[1]), ...f.slice(2)])];
}

function chaheMarch() {
	const r = random(202203);
	writeCsv(at("chahe-march.csv"), facts(r, "村", MARCH));
	const few = (late) => [r.int(1, 4), late, r.int(0, 4), 0, 0, r.int(1, 5), 0, 0];
	const groups = {}, teams = {};
	for (const u of units.filter((x) => x[4] === "group" && x[1] === "530426201205"))
		groups[u[3]] = few(u[0].endsWith("G07") ? 1 : 0);
	for (const u of units.filter((x) => x[4] === "team"))
		teams[u[3]] = few(u[3].startsWith("谢札") ? 1 : 0);
	writeCsv(at("chahe-march-groups.csv"), facts(r, "村民小组", groups));
	writeCsv(at("chahe-march-teams.csv"), facts(r, "工作队", teams));
}

await tasks();
await problems192();
await problems211();
await projects();
await chaheMatters();
chaheMarch();
for (const f of fs.readdirSync(dir).sort())
	console.log(f, fs.statSync(at(f)).size);
