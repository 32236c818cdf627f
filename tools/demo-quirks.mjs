// Writes data/quirks: small files, each with quirks of handbook 3.10, and what the importer must answer, twice:
// expect.json (for the tests) and the tables of README.md (for people).
//   node tools/demo-quirks.mjs --modules DIR/node_modules
import fs from "node:fs";
import path from "node:path";
import { root, utc, serial, writeCsv, writeXlsx } from "./demo-sheet.mjs";
import { TASK_HEAD, LEDGER_HEAD } from "./demo-tasks.mjs";

const dir = path.join(root, "data/quirks");
const at = (f) => path.join(dir, f);
fs.mkdirSync(dir, { recursive: true });

const T6 = ["序号", "类别", "工作任务", "目标要求", "牵头单位", "责任单位", "完成时限", "进展情况", "完成率", "备注"];
const task = (no, text, due, more = {}) => [no, more.class ?? "重点工作", text, more.goal ?? "按期完成", more.lead ?? "区发改局", more.assist ?? "", due,
	more.progress ?? "正在推进", more.rate ?? "", more.note ?? ""];
const day = (date) => ({ date, precision: "day", kind: "fixed" });
const fixed = (date, precision) => ({ date, precision, kind: "fixed" });
const none = (kind) => ({ date: null, kind });
const wide = (text, n) => [text, ...Array(n - 1).fill("")];
const FILES = []; // {file, what, args, expect}
const note = (file, what, expect, args = "") => FILES.push({ file, what, args, expect });
const ok = (row, fields, why = "") => ({ row, state: "ok", ...fields, ...(why && { why }) });
const ask = (row, fields, why) => ({ row, state: "confirm", ...fields, why });
const skip = (row, why) => ({ row, why });

// 1 -- GB18030 without BOM, four-byte characters, CRLF
{
	const rows = [wide("商州区2023年问题整改台账", 17), LEDGER_HEAD,
		["1", "督查", "㛃家沟公示栏破损（地名用字㛃、䶮须原样保留）", "村务管理", "夜村镇", "镇长", "", "公示规范", "更换公示栏", "2023.06.30", "正在推进", "否", "", "", "区民政局", "", "否"],
		["2", "群众提", "路灯不亮两盏", "基础设施", "城关街道", "街道办主任", "", "恢复照明", "更换灯具", "立行立改", "已更换", "是", "2023.5.18", "附件1", "区城管局", "股室负责人", "已销号"]];
	writeCsv(at("01-gb18030.csv"), rows, { encoding: "gb18030" });
	note("01-gb18030.csv", "GB18030 without BOM, CRLF; 㛃 takes four bytes, 䶮 two that GBK does not have", { kind: "problem", rows: [
		ok(3, { source_no: "1", title: "㛃家沟公示栏破损（地名用字㛃、䶮须原样保留）", lead: ["夜村镇"], due: day("2023-06-30"), struck_off: false }),
		ok(4, { source_no: "2", due: none("immediate"), done_on: "2023-05-18", struck_off: true, verifier: "区城管局" })],
	skipped: [skip(1, "title")] });
}
// 2 -- UTF-8 with BOM, line breaks and quotes inside cells, empty last columns
{
	const rows = [[...T6, "", ""],
		[...task("1", "推进“一窗受理”", "2023年6月底前", { lead: "区行政审批局\n区住建局\n区交通局" }), "", ""],
		[...task("2", '整理标有"急"字的文件,逐件登记', "2023.6.30", { progress: "第一行\n第二行" }), "", ""],
		Array(12).fill(""),
		[...task("3", "更新便民服务电话公示", "2023/6/30"), "", ""]];
	writeCsv(at("02-bom-multiline.csv"), rows, { bom: true });
	note("02-bom-multiline.csv", "UTF-8 with BOM; cells with line breaks, quotes and commas; an empty record; empty last columns", { kind: "task", rows: [
		ok(2, { lead: ["区行政审批局"], assist: ["区住建局", "区交通局"], due: fixed("2023-06-30", "month") }, "units split at line breaks"),
		ok(3, { title: '整理标有"急"字的文件,逐件登记', due: day("2023-06-30") }), ok(5, { source_no: "3", due: day("2023-06-30") })],
	skipped: [skip(4, "empty")] });
}
// 3 -- rows above the header and a header of two levels
{
	const head1 = ["序号", "类别", "工作任务", "责任分工", "", "完成时限", "完成情况", "", "", "备注"];
	const head2 = ["", "", "", "牵头单位", "责任单位", "", "进展情况", "完成率", "存在问题", ""];
	const rows = [wide("2023年重点任务清单", 10), wide("（截至2023年6月30日）", 10), wide("填报单位：区发改局          联系人：综合股          单位：万元", 10), head1, head2,
		["1", "项目建设", "创业园二期主体完工", "区发改局", "区住建局", "2023年底", "主体完成八成", "80%", "用电未接入", ""],
		["2", "项目建设", "滨河步道贯通", "区住建局", "区水利局", "9月底前", "正在推进", "65%", "", ""]];
	await writeXlsx(at("03-two-level-header.xlsx"), [{ name: "Sheet1", rows, merges: ["A1:J1", "A2:J2", "A3:J3", "A4:A5", "B4:B5", "C4:C5", "D4:E4",
		"F4:F5", "G4:I4", "J4:J5"] }]);
	note("03-two-level-header.xlsx", "title, date and unit rows; two-level header, levels joined with “/”; the year comes from the title", { kind: "task",
		columns: { lead: "责任分工/牵头单位", assist: "责任分工/责任单位", progress: "完成情况/进展情况", percent: "完成情况/完成率", problem: "完成情况/存在问题" }, rows: [
			ok(6, { title: "创业园二期主体完工", lead: ["区发改局"], assist: ["区住建局"], percent: 80, problem: "用电未接入", due: fixed("2023-12-31", "year") }),
			ok(7, { percent: 65, due: fixed("2023-09-30", "month") })], skipped: [skip(1, "title"), skip(2, "title"), skip(3, "unit line")] });
}
// 4 -- every form of date
{
	const d = (y, m, n) => utc(y, m, n);
	const cases = [
		["2023年6月底前", fixed("2023-06-30", "month")], ["6月底", fixed("2023-06-30", "month"), "year from the title"], ["2023.06.30", day("2023-06-30")],
		["2023/6/30", day("2023-06-30")], [serial(d(2023, 6, 30)), day("2023-06-30"), "45107, a serial in an unformatted cell"], ["6.30", day("2023-06-30"), "year from the title"],
		["上半年", fixed("2023-06-30", "half")], ["三季度末", fixed("2023-09-30", "quarter")], ["年底前", fixed("2023-12-31", "year")], ["2023年底", fixed("2023-12-31", "year")],
		[d(2023, 6, 30), day("2023-06-30"), "date cell"], ["立行立改", none("immediate")], ["长期坚持", none("standing")], ["持续推进", none("standing")],
		["２０２３年６月３０日", day("2023-06-30"), "full-width digits"], ["2024年一季度", fixed("2024-03-31", "quarter")], ["2024年2月底前", fixed("2024-02-29", "month"), "leap year"],
		["2023-6-30", day("2023-06-30")], ["2023年6月", fixed("2023-06-30", "month")], ["交办后15日内", none("relative")],
	];
	const asked = [["党的二十大前", none("event"), "an event: which day?"], ["按序时进度", { date: null }, "no date of its own"], ["2023.2.30", { date: null }, "no such day", "refused"],
		["尽快", { date: null }, "not a date"], ["", { date: null }, "no deadline given"]];
	const rows = [wide("商州区2023年重点任务清单", T6.length), T6, ...[...cases, ...asked].map(([due], i) => task(String(i + 1), `日期样例${i + 1}`, due))];
	await writeXlsx(at("04-dates.xlsx"), [{ name: "清单", rows, merges: ["A1:J1"] }]);
	note("04-dates.xlsx", "the forms of dates; the list's year is 2023", { kind: "task", rows: [
		...cases.map(([, due, why], i) => ok(3 + i, { due }, why)), ...asked.map(([, due, why, state = "confirm"], i) => ({ ...ask(3 + cases.length + i, { due }, why), state }))], skipped: [skip(1, "title")] });
}
// 5 -- dates without a year anywhere
{
	writeCsv(at("05-no-year.csv"), [wide("重点任务清单", T6.length), T6, task("1", "防汛物资盘点", "6.30"), task("2", "秋冬农田水利建设", "10月底前"), task("3", "完成年度审计", "2024年3月底前")]);
	note("05-no-year.csv", "no year in title or dates", { kind: "task", rows: [ask(3, {}, "no year: ask, or take --year"), ask(4, {}, "no year"),
		ok(5, { due: fixed("2024-03-31", "month") })], skipped: [skip(1, "title")] });
	note("05-no-year.csv", "the same with a year given", { kind: "task", rows: [ok(3, { due: day("2023-06-30") }), ok(4, { due: fixed("2023-10-31", "month") }),
		ok(5, { due: fixed("2024-03-31", "month") })], skipped: [skip(1, "title")] }, "--year 2023");
}
// 6 -- percent, progress words, marks
{
	const head = ["序号", "工作任务", "牵头单位", "完成时限", "进展情况", "完成率", "是否销号"];
	const p = (no, rate, words, mark) => [no, `进度样例${no}`, "区工信局", "2023.12.31", words, rate, mark];
	const rows = [head, p("1", "80%", "正在推进", "否"), p("2", { v: 0.8, fmt: "0%" }, "基本完成", "×"), p("3", "８０％", "进展缓慢", "无"), p("4", "八成", "正在推进", ""),
		p("5", "已完成", "已完成", "√"), p("6", "112.35%", "已完成", "☑"), p("7", 0.65, "正在推进", "○"), p("8", 65, "未启动", "✔"), p("9", "", "已完成", "是")];
	await writeXlsx(at("06-percent-marks.xlsx"), [{ name: "清单", rows }]);
	note("06-percent-marks.xlsx", "percent in eight forms in one column that mixes ≤ 1 and > 1; words of progress; marks", { kind: "task", rows: [
		ok(2, { percent: 80, struck_off: false }), ok(3, { percent: 80, struck_off: false }, "percent format; 基本完成 is not finished"), ok(4, { percent: 80, struck_off: false }, "full-width; 无 is no"),
		ok(5, { percent: 80 }, "八成"), ok(6, { percent: 100, struck_off: true }), ok(7, { percent: 112.35, struck_off: true }, "above 100 is allowed"),
		ask(8, { percent: 65 }, "0.65 without a format in a mixed column"), ask(9, { percent: 65, struck_off: true }, "65 without a sign in a mixed column"),
		ok(10, { struck_off: true }, "empty percent stays empty")] });
}
// 7 -- money
{
	const head = ["序号", "项目名称", "建设单位", "总投资(亿元)", "年度计划投资", "累计完成投资", "占年度计划%", "计划开工", "实际开工", "计划投产", "形象进度", "牵头单位", "亮灯"];
	const m = (no, total, plan, done, pct, state) => [no, `投资样例${no}`, "某建材公司", total, plan, done, pct, "2023年2月", "2023/2/20", "2024年一季度", state, "区工信局", "绿"];
	const rows = [wide("2023年重点项目台账（5个）", 13), wide("单位：万元", 13), head, m("1", 5.2, "30000万", 15600, "52.00%", "厂房封顶"), m("2", "3.5亿元", "35,000", "1.75亿", "50%", "主体施工"),
		m("3", "约3亿", "1.2亿", "6000万元", "50%", "基础完成"), m("4", "35000万", "３５００", "￥1750", "50%", "设备安装"), m("5", 2, "待定", 0, "0", "前期"),
		["合计", "5个", "", "", "", "", "", "", "", "", "", "", ""]];
	await writeXlsx(at("07-money.xlsx"), [{ name: "项目", rows, merges: ["A1:M1", "A2:M2"] }]);
	const yi = (total, plan, done, more) => ({ money_wan: { total, plan, done }, ...more });
	note("07-money.xlsx", "亿 and 万 mixed; a unit in the header, in the unit line, in the cell; 约; thousands separators", { kind: "project", rows: [
		ok(4, yi(52000, 30000, 15600, { percent: 52 })), ok(5, yi(35000, 35000, 17500)), ok(6, yi(30000, 12000, 6000), "约 is kept as a flag"), ok(7, yi(35000, 3500, 1750)),
		ask(8, { money_wan: { total: 20000, plan: null, done: 0 } }, "待定 is no amount")], skipped: [skip(1, "title"), skip(2, "unit line"), skip(9, "total: 5 announced, 5 found")] });
}
// 8 -- lead and assisting units in one cell
{
	const c = (no, lead, assist = "") => [no, "协作", `单位样例${no}`, "", lead, assist, "2023.12.31", "正在推进", "", ""];
	const rows = [T6, c("1", "区发改局、区住建局，各镇办"), c("2", "区水利局（牵头）、区住建局"), c("3", "区住建局；区水利局（牵头）", "区交通局"), c("4", "区住建局;区交通局,区水利局"), c("5", "住建"),
		c("6", "区发改局（项目股、综合股）", "区财政局"), c("7", "相关部门"), c("8", "牵头单位：区民政局；配合单位：区财政局、区人社局"), c("9", "区某某办"), c("10", "")];
	writeCsv(at("08-units-in-one-cell.csv"), rows);
	note("08-units-in-one-cell.csv", "lead and helpers in one cell; collective, short and unknown names (resolved only where a tree is loaded)", { kind: "task", rows: [
		ask(2, { lead: ["区发改局"], assist: ["区住建局", "各镇办"] }, "各镇办 is a collective: which units? ask once, remember"),
		ok(3, { lead: ["区水利局"], assist: ["区住建局"] }), ok(4, { lead: ["区水利局"], assist: ["区住建局", "区交通局"] }, "（牵头） beats the order"),
		ok(5, { lead: ["区住建局"], assist: ["区交通局", "区水利局"] }), ok(6, { lead: ["住建"] }, "as written; with units.csv loaded: 611002-D043"),
		ok(7, { lead: ["区发改局（项目股、综合股）"], assist: ["区财政局"] }, "、 inside brackets does not split"), ask(8, { lead: ["相关部门"] }, "collective"),
		ok(9, { lead: ["区民政局"], assist: ["区财政局", "区人社局"] }), ok(10, { lead: ["区某某办"] }, "with a tree loaded: confirm, no such unit"),
		ask(11, { lead: [] }, "no responsible unit")] });
}
// 9 -- numbering, merges, continued rows, totals and notes
{
	const rows = [wide("商州区2023年重点任务清单（2大类6项）", T6.length), T6,
		["（一）", "项目建设", "推进创业园二期", "主体完工", "区发改局", "区住建局", "2023年12月底前", "正在推进", "", ""],
		["", "", "年内投产", "", "", "", "", "", "", ""],
		["①", "", "滨河步道贯通", "贯通8.6公里", "区住建局", "", "2023.09.30", "正在推进", "", ""],
		["3-1", "", "污水管网入户", "", "区水利局", "", "2023.10.31", "未启动", "", ""],
		["小计", "", "3项", "", "", "", "", "", "", ""],
		["4.", "民生改善", "新建幼儿园两所", "", "区教体局", "区财政局", "2023年8月底前", "正在推进", "", ""],
		["5", "", "改造老旧小区", "", "", "", "2023年10月底前", "正在推进", "", ""],
		["6", "", "建设养老服务中心", "", "区民政局", "", "年底前", "正在推进", "", ""],
		["合计", "", "6项", "", "", "", "", "", "", ""], ["备注：每月25日前报进展。", ...Array(9).fill("")], ["说明", "本清单由区督查考核办负责解释", ...Array(8).fill("")]];
	await writeXlsx(at("09-numbering-merges.xlsx"), [{ name: "清单", rows, merges: ["A1:J1", "B3:B6", "B8:B10", "E8:E9", "A12:J12"] }]);
	note("09-numbering-merges.xlsx", "序号 in several forms; a continued row; vertical merges in 类别 and 牵头单位; 小计, 合计, 备注, 说明", { kind: "task", announced: { classes: 2, items: 6 }, rows: [
		ok(3, { source_no: "（一）", category: "项目建设", title_has: "年内投产" }, "row 4 has no number: it continues row 3"), ok(5, { source_no: "①", category: "项目建设" }),
		ok(6, { source_no: "3-1", category: "项目建设" }), ok(8, { source_no: "4.", category: "民生改善", lead: ["区教体局"] }),
		ok(9, { category: "民生改善", lead: ["区教体局"] }, "lead merged over two rows"), ok(10, { category: "民生改善", lead: ["区民政局"], due: fixed("2023-12-31", "year") })],
	skipped: [skip(1, "title"), skip(4, "continues row 3"), skip(7, "subtotal"), skip(11, "total: 6 announced, 6 found"), skip(12, "note"), skip(13, "note")] });
}
// 10 -- struck through, hidden rows, columns and sheets
{
	const x = (v) => ({ v, strike: true });
	const rows = [T6, task("1", "在列任务", "2023.12.31"), task("2", "取消的任务", "2023.12.31").map(x), task("3", "隐藏行里的任务", "2023.12.31"), task("4", "只划去时限的任务", x("2023.6.30"))];
	await writeXlsx(at("10-strike-hidden.xlsx"), [{ name: "清单", rows, hiddenRows: [4], hiddenCols: [10], autoFilter: "A1:J5" },
		{ name: "旧表", state: "hidden", rows: [T6, task("1", "隐藏工作表里的任务", "2022.12.31")] }]);
	note("10-strike-hidden.xlsx", "strike-through, a hidden row, a hidden column, a filter, a hidden sheet", { kind: "task", rows: [ok(2, {}),
		ask(3, {}, "struck through: cancelled?"), ask(4, { title: "隐藏行里的任务" }, "hidden row: imported, with a warning"), ask(5, {}, "deadline struck through")],
	notes: ["hidden sheet 旧表 is named and not read", "hidden column 备注 is read, with a warning"] });
}
// 11 -- formulas and errors
{
	const f = (formula, v) => ({ formula, v });
	const rows = [T6, task("1", "公式算出的进度", "2023.12.31", { rate: { ...f("4/5", 0.8), fmt: "0%" } }), task("2", "公式出错的进度", "2023.12.31", { rate: { formula: "1/0", error: "#DIV/0!" } }),
		task("3", "引用出错的时限", { formula: "旧表!A1", error: "#REF!" }), task("4", "显示为井号的时限", "########"), task("5", { formula: '"公式拼出的"&"任务"', v: "公式拼出的任务" }, "2023.12.31"),
		task("6", "=1+1 开头的文字", "2023.12.31")];
	await writeXlsx(at("11-formulas-errors.xlsx"), [{ name: "清单", rows }]);
	note("11-formulas-errors.xlsx", "cached results, error values, ####, a text that looks like a formula", { kind: "task", rows: [ok(2, { percent: 80 }, "the cached value"),
		ask(3, {}, "#DIV/0! in 完成率"), ask(4, { due: { date: null } }, "#REF! in 完成时限"), ask(5, { due: { date: null } }, "#### is not a date"), ok(6, { title: "公式拼出的任务" }),
		ok(7, { title: "=1+1 开头的文字" }, "stays text here and in every export")] });
}
// 12 -- copied from a Traditional page with pinyin glosses
{
	const rows = [["序號", "類別", "工作任務", "目標要求", "牽頭單位", "責任單位", "完成時限", "進展情況", "完成率", "備註"],
		["1", "專項", "打好污染防治攻堅戰(zhàn)", "完成年度目標(biāo)", "市發(fā)改委", "各縣(xiàn)區(qū)", "2022年9月底前", "正在推進(jìn)", "60%", ""],
		["2", "專項", "開展(zhǎn)農村人居環(huán)境整治", "乾淨整潔", "市農業(yè)農村局", "市水利局", "2022年底", "進(jìn)展緩慢", "30%", ""],
		["3", "專項", "完成規劃(guī)（2022版）編制(PPP模式)", "括號內(nèi)文字保留", "市自然資源局", "", "2022.10.31", "正在推進", "50%", ""]];
	writeCsv(at("12-traditional-pinyin.csv"), rows, { bom: true });
	note("12-traditional-pinyin.csv", "Traditional script with pinyin glosses such as 戰(zhàn); 乾淨 must become 干净; (PPP模式) and （2022版） stay", { kind: "task", rows: [
		ask(2, { title: "打好污染防治攻坚战", goal: "完成年度目标", lead: ["市发改委"], assist: ["各县区"], percent: 60 }, "各县区 is a collective"),
		ok(3, { title: "开展农村人居环境整治", goal: "干净整洁", lead: ["市农业农村局"], assist: ["市水利局"], due: fixed("2022-12-31", "year") }),
		ok(4, { title: "完成规划（2022版）编制(PPP模式)", goal: "括号内文字保留", lead: ["市自然资源局"] })],
	notes: ["without the clerk's yes, the text stays as written and the file is announced as Traditional with glosses"] }, "--simplified");
}
// 13 -- a petition ledger: refused as a whole
{
	const head = ["编号", "收件日期", "渠道", "诉求人(内部)", "联系电话", "诉求摘要", "属地", "类别", "承办单位", "转办日期", "受理告知日期", "法定时限", "延期至", "办结日期", "答复方式", "满意度", "是否重复", "督办"];
	const rows = [wide("信访（诉求）台账", head.length), head,
		["XF2023-0417", "2023-04-17", "网上", "诉求人标记甲", "13900005678", "路灯不亮", "西街社区", "求决", "区城管局", "4.18", "4.20", "60日", "", "4.25", "电话", "满意", "否", ""],
		["XF2023-0418", "2023-04-18", "来访", "诉求人标记乙", "13900005679", "补偿款未到位", "夜村镇", "求决", "夜村镇", "4.19", "4.21", "60日", "", "", "", "", "是", "√"]];
	await writeXlsx(at("13-petition-ledger.xlsx"), [{ name: "信访", rows, merges: ["A1:R1"] }]);
	note("13-petition-ledger.xlsx", "a petition ledger (handbook 3.8)", { refused: "petition ledgers are refused until complaints have their noun", rows: [],
		never: ["13900005678", "13900005679", "诉求人标记甲", "诉求人标记乙"] });
}
// 14 -- the title announces another count
{
	const rows = [wide("2023年作风建设工作任务清单（三大类18项）", T6.length), T6];
	let no = 0;
	for (const [c, n] of [["思想作风", 6], ["工作效能", 6], ["为民服务", 5]])
		for (let i = 0; i < n; i++)
			rows.push(task(String(++no), `${c}任务${i + 1}`, "2023年12月底前", { class: c }));
	writeCsv(at("14-announced-count.csv"), rows);
	note("14-announced-count.csv", "the title announces 3 classes and 18 items; there are 3 and 17", { kind: "task", announced: { classes: 3, items: 18 }, found: { classes: 3, items: 17 },
		rows: rows.slice(2).map((_, i) => ok(3 + i, {})).slice(0, 17), skipped: [skip(1, "title")], notes: ["accepting needs an explanation of the difference"] });
}
// 15 -- an old Excel file
{
	const bytes = Buffer.alloc(1024);
	Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
	fs.writeFileSync(at("15-old.xls"), bytes);
	fs.writeFileSync(at("15-old-named.xlsx"), bytes);
	note("15-old.xls", "the magic of .xls and .et (OLE2), then zeros", { refused: "old format: open it in Excel or WPS and save as .xlsx", rows: [] });
	note("15-old-named.xlsx", "the same bytes under a false name: told by content", { refused: "old format, whatever its name", rows: [] });
}
// 16 -- phones
{
	const l = (no, text, person, done, extra) => [no, "督查", text, "基础设施", "夜村镇", "镇长", person, "", "", "2023.6.30", done, "否", "", "", "区交通局", "", "否", extra];
	const rows = [[...LEDGER_HEAD, "联系电话"], l("1", "路灯不亮", "包村干部 13900001234", "正在推进", "13900001235"), l("2", "涵洞堵塞", "村党支部书记13900001236", "正在推进，可联系13900001237", ""),
		l("3", "护栏缺失", "包村干部（139 0000 1238）", "正在推进", "0914-0001239"), l("4", "标线不清", "包村干部 １３９００００１２４０", "正在推进", "")];
	await writeXlsx(at("16-phones.xlsx"), [{ name: "台账", rows }]);
	note("16-phones.xlsx", "phones in 责任人及电话, in a column of their own, glued, spaced, full-width, and inside a sentence", { kind: "problem", rows: [ok(2, {}), ask(3, {}, "a phone inside 整改进展: taken out, the clerk is told"), ok(4, {}), ok(5, {})],
		never: ["13900001234", "13900001235", "13900001236", "13900001237", "13900001238", "139 0000 1238", "0914-0001239", "13900001240", "１３９００００１２４０"] });
}
// 17 -- the same list a week later
{
	const list = (date, rows) => [wide(`2023年重点任务清单（截至2023年${date}）`, T6.length), T6, ...rows];
	writeCsv(at("17-week-1.csv"), list("6月2日", [task("1", "推进创业园二期建设", "2023年12月底前", { rate: "50%" }), task("2", "滨河步道贯通", "2023.09.30", { rate: "60%" }),
		task("3", "污水管网入户", "2023.10.31", { rate: "10%" }), task("4", "新建幼儿园两所", "2023年8月底前", { rate: "40%" })]));
	writeCsv(at("17-week-2.csv"), list("6月9日", [task("1", "推进创业园二期建设", "2023年12月底前", { rate: "55%" }), task("2", "滨河步道全线贯通", "2023.10.31", { rate: "60%" }),
		task("3", "新建幼儿园两所", "2023年8月底前", { rate: "40%" }), task("4", "建设养老服务中心", "年底前", { rate: "5%" })]));
	const r = (row, t, rate) => ok(row, { title: t, percent: rate });
	note("17-week-1.csv", "a list", { kind: "task", rows: [r(3, "推进创业园二期建设", 50), r(4, "滨河步道贯通", 60), r(5, "污水管网入户", 10), r(6, "新建幼儿园两所", 40)], skipped: [skip(1, "title")] });
	note("17-week-2.csv", "the same list a week later: the difference is shown first", { kind: "task", rows: [r(3, "推进创业园二期建设", 55), r(4, "滨河步道全线贯通", 60), r(5, "新建幼儿园两所", 40), r(6, "建设养老服务中心", 5)],
		skipped: [skip(1, "title")], notes: ["against 17-week-1: row 3 progress 50 → 55; row 4 wording and deadline changed (2023-09-30 → 2023-10-31, confirm); row 5 unchanged though its number moved from 4 to 3; row 6 new; 污水管网入户 is missing (ask, never delete)"] });
}

fs.writeFileSync(at("expect.json"), JSON.stringify(FILES, null, 1) + "\n");
const cell = (s) => String(s).replaceAll("|", "\\|").replaceAll("\n", "⏎");
const fields = ({ row, state, why, ...f }) => Object.entries(f).map(([k, v]) => `${k} ${k === "due" ? [v.date ?? "null", v.precision, v.kind].filter(Boolean).join(" ") :
	typeof v === "string" ? v : JSON.stringify(v)}`).join("; ");
const parts = FILES.map(({ file, what, args, expect: e }) => {
	const out = [`## ${file}${args ? ` ${args}` : ""}`, "", what + "."];
	if (e.refused)
		out.push("", `**Refused as a whole**: ${e.refused}.`);
	if (e.announced)
		out.push("", `Announced: ${e.announced.classes} classes, ${e.announced.items} items${e.found ? `; found: ${e.found.classes} and ${e.found.items}` : ""}.`);
	if (e.columns)
		out.push("", "Columns: " + Object.entries(e.columns).map(([k, v]) => `${k} = ${v}`).join(", ") + ".");
	if (e.rows.length > 0) {
		out.push("", "| row | state | fields | because |", "|---|---|---|---|");
		for (const r of e.rows)
			out.push(`| ${r.row} | ${r.state} | ${cell(fields(r))} | ${cell(r.why ?? "")} |`);
	}
	if (e.skipped?.length)
		out.push("", "Skipped: " + e.skipped.map((s) => `row ${s.row} (${s.why})`).join(", ") + ".");
	for (const n of e.notes ?? [])
		out.push("", "- " + n);
	if (e.never)
		out.push("", "Only the secret store may hold (for a refused file: nothing may): " + e.never.join(", ") + ".");
	return out.join("\n");
});
fs.writeFileSync(at("README.md"), `# Lists with quirks

Written by \`node tools/demo-quirks.mjs --modules DIR/node_modules\` (exceljs, iconv-lite); do not edit by hand. Each file shows
quirks of handbook 3.10. Below stands what \`bixue matter import FILE --dry-run --json\` must answer, with no tree of units loaded;
\`expect.json\` says the same for the tests. An expectation names only the fields that matter: an array of entries
\`{file, what, args, expect}\`, where \`expect\` has \`kind\`, \`rows\` (a subset of each row's fields, with \`state\`), \`skipped\`, and where
needed \`columns\`, \`announced\`, \`found\`, \`refused\`, \`never\` (strings that must not appear outside the secret store), \`notes\`.
\`why\` is for people. \`title_has\` is a part of the title; \`money_wan\` is money in 万元, whatever shape \`money\` takes. \`row\` is the sheet's
row, for CSV the record number (an empty record counts); a header row is neither in \`rows\` nor in \`skipped\`. All of it is
invented; phone numbers are markers.

${parts.join("\n\n")}
`);
console.log(`${FILES.length} expectations`);
for (const f of fs.readdirSync(dir).sort())
	console.log(f, fs.statSync(at(f)).size);
