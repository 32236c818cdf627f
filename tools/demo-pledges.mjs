// Writes the pledges 军令状 of the demonstration into data/demo: the same bytes on every run.
//   npm install --prefix /tmp/bx exceljs@4.4.0 iconv-lite && node tools/demo-pledges.mjs --modules /tmp/bx/node_modules
// Every figure in them is invented.  As offices write them: amounts in 亿 and 万 side by side, shares as 0.85 and 85%,
// units merged over their rows, a quarter left blank.
import path from "node:path";
import { root, writeCsv, writeXlsx } from "./demo-sheet.mjs";

const at = (f) => path.join(root, "data/demo", f);
const col = (n) => String.fromCharCode(64 + n);
const title = (text, width) => [text, ...Array(width - 1).fill("")];
const HEAD = ["序号", "责任单位", "考核指标", "计量单位", "2022年基数", "全年目标", "一季度累计", "上半年累计", "前三季度累计", "全年累计", "权重", "数据来源部门", "方向", "备注"];
const share = (v) => ({ v, fmt: "0.0%" });

// unit: [indicator, unit of measure, base, year, Q1, Q2, Q3, Q4, weight, data from, direction, note]
const DISTRICT = [
	["城关街道",
		["固定资产投资", "亿元", 18.6, 20.5, 3.9, 9.8, 15.6, 20.5, 20, "区统计局", "正向", ""],
		["招商引资到位资金", "万元", 96000, "10.8亿", 21600, "5.4亿", 81000, "10.8亿", 15, "区招商中心", "正向", "含续建项目"],
		["生产安全事故起数", "起", 6, "≤5", 1, 2, 4, 5, 10, "区应急局", "逆向", "较大以上事故一票否决"]],
	["大赵峪街道",
		["固定资产投资", "亿元", 15.2, 16.8, 3.1, 7.9, 12.6, 16.8, 20, "区统计局", "正向", ""],
		["招商引资到位资金", "万元", 82000, "9.2亿", 18000, 46000, 69000, 92000, 15, "区招商中心", "正向", ""],
		["生产安全事故起数", "起", 4, "≤4", 1, 2, 3, 4, 10, "区应急局", "逆向", ""]],
	["陈塬街道",
		["固定资产投资", "亿元", 12.5, 13.75, 2.5, "60000万元", 10.2, 13.75, 20, "区统计局", "正向", ""],
		["农村居民人均可支配收入", "元", 13260, 14320, "", 6900, 10500, 14320, 15, "区统计局", "正向", "一季度不考核"],
		["招商引资到位资金", "万元", 61000, 68000, 15000, 34000, 51000, 68000, 15, "区招商中心", "正向", ""]],
	["刘湾街道",
		["固定资产投资", "亿元", 9.8, 10.8, 2.0, 5.1, 8.0, 10.8, 20, "区统计局", "正向", ""],
		["农村居民人均可支配收入", "元", 12980, 14000, "", 6750, 10300, 14000, 15, "区统计局", "正向", "一季度不考核"],
		["生产安全事故起数", "起", 3, "≤3", 0, 1, 2, 3, 10, "区应急局", "逆向", ""]],
	["区住建局",
		["建筑业总产值", "亿元", 31.4, 34.5, 6.2, 15.8, 25.2, 34.5, 20, "区统计局", "正向", ""],
		["老旧小区改造开工率", "%", share(0.92), share(1), share(0.3), share(1), share(1), share(1), 10, "区发改局", "正向", ""]],
	["区人社局",
		["城镇新增就业", "人", 3150, 3200, 800, 1700, 2600, 3200, 15, "区统计局", "正向", ""],
		["城镇登记失业率", "%", share(0.038), "≤4%", "≤4%", "≤4%", "≤4%", "≤4%", 10, "区统计局", "逆向", ""]],
	["区商务局",
		["社会消费品零售总额", "亿元", 46.2, 49.9, 11.6, 23.9, 36.5, 49.9, 20, "区统计局", "正向", ""]],
	["区行政审批局",
		["新登记市场主体", "户", 3480, 3600, 900, 1850, 2750, 3600, 15, "区市场监管局", "正向", ""]],
	["区农业农村局",
		["农林牧渔业增加值", "亿元", 15.9, 16.7, 1.9, 5.4, 11.2, 16.7, 20, "区统计局", "正向", ""]],
	["区生态环境分局",
		["空气质量优良天数比例", "%", share(0.912), share(0.92), share(0.86), share(0.9), share(0.91), share(0.92), 15, "区统计局", "正向", "按市级通报"]],
];

const CHAHE_HEAD = ["序号", "责任单位", "考核指标", "计量单位", "上年基数", "全年目标", "一季度", "上半年", "前三季度", "权重", "数据来源部门"];
const VILLAGES = { 青河村: [11.8, 13, 520], 棚租坝村: [9.6, 10.5, 480], 河外村: [8.2, 9, 430], 文山村: [12.4, 13.5, 560], 安居村: [15.1, 16.5, 640], 云美村: [10.3, 11.5, 470], 谢札村: [7.5, 8.5, 390] };

async function district() {
	const w = HEAD.length, full = [], sheet = [], merges = [`A1:${col(w)}1`, `A2:${col(w)}2`];
	const top = [title("商州区2023年度目标责任书（军令状）", w), title("填报单位：区督查考核办    季度目标均为一月起累计数", w), HEAD];
	let no = 0;
	for (const [unit, ...rows] of DISTRICT) {
		const from = top.length + sheet.length + 1;
		rows.forEach((r, i) => {
			no++;
			full.push([no, unit, ...r]);
			sheet.push([no, i === 0 ? unit : "", ...r]);
		});
		if (rows.length > 1)
			merges.push(`B${from}:B${top.length + sheet.length}`);
	}
	const foot = [title("说明：1.目标以本责任书为准，调整须另行发文；2.数据由数据来源部门提供。", w)];
	const end = top.length + sheet.length + 1;
	merges.push(`A${end}:${col(w)}${end}`);
	await writeXlsx(at("pledge-2023.xlsx"), [{ name: "目标责任", rows: [...top, ...sheet, ...foot], merges, header: 3,
		widths: [6, 16, 26, 10, 12, 12, 12, 12, 12, 12, 8, 16, 8, 22] }]);
	writeCsv(at("pledge-2023.csv"), [...top, ...full, ...foot], { bom: true });
	console.log("pledge-2023", no);
}

async function chahe() {
	const w = CHAHE_HEAD.length, rows = [];
	for (const [village, [cash, goal, hands]] of Object.entries(VILLAGES)) {
		const one = (v) => Number(v.toFixed(2));
		rows.push([rows.length + 1, village, "村集体经济收入", "万元", cash, goal, one(goal * 0.2), one(goal * 0.45), one(goal * 0.7), 40, "岔河乡"]);
		rows.push([rows.length + 1, village, "劳动力转移就业", "人", hands - 20, hands, Math.round(hands * 0.6), Math.round(hands * 0.8), Math.round(hands * 0.9), 30, "岔河乡"]);
	}
	const top = [title("岔河乡2022年度目标任务书", w), title("填报单位：岔河乡党政办    各季度为累计数", w), CHAHE_HEAD];
	await writeXlsx(at("chahe-pledge.xlsx"), [{ name: "目标任务", rows: [...top, ...rows], header: 3, merges: [`A1:${col(w)}1`, `A2:${col(w)}2`],
		widths: [6, 14, 20, 8, 10, 10, 10, 10, 10, 8, 14] }]);
	writeCsv(at("chahe-pledge.csv"), [...top, ...rows], { bom: true });
	console.log("chahe-pledge", rows.length);
}

await district();
await chahe();
