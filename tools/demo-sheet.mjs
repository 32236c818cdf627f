// What the generators of data/demo and data/quirks share: a seeded source of choices, CSV and .xlsx writers that give
// the same bytes for the same input, and readers for the check.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

export function arg(name, dflt) {
	const i = process.argv.indexOf("--" + name);
	return i < 0 ? dflt : process.argv[i + 1];
}

const modules = path.resolve(arg("modules", "node_modules"));
if (!fs.existsSync(path.join(modules, "exceljs"))) {
	console.error(`no exceljs under ${modules}; npm install it (and iconv-lite) somewhere outside the repository ` +
		"and pass --modules DIR/node_modules");
	process.exit(2);
}
const require = createRequire(path.join(modules, "x.js"));
export const ExcelJS = require("exceljs");
export const iconv = require("iconv-lite");
const JSZip = createRequire(require.resolve("exceljs"))("jszip");

// mulberry32: small, and the same everywhere
export function random(seed) {
	let a = seed >>> 0;
	const next = () => {
		a = (a + 0x6d2b79f5) >>> 0;
		let t = a;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	return {
		next,
		int: (lo, hi) => lo + Math.floor(next() * (hi - lo + 1)), // both ends included
		pick: (list) => list[Math.floor(next() * list.length)],
		shuffle: (list) => {
			const l = [...list];
			for (let i = l.length - 1; i > 0; i--) {
				const j = Math.floor(next() * (i + 1));
				[l[i], l[j]] = [l[j], l[i]];
			}
			return l;
		},
	};
}

// ---- dates -----------------------------------------------------------------------------------------------------

export const utc = (y, m, d) => new Date(Date.UTC(y, m - 1, d));
export const plus = (date, days) => new Date(date.getTime() + days * 86400000);
export const ymd = (d) => [d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate()];
export const iso = (d) => d.toISOString().slice(0, 10);
export const serial = (d) => Math.round(d.getTime() / 86400000) + 25569; // Excel's day number, 1900 system
export const lastDay = (y, m) => utc(y, m + 1, 0);
const two = (n) => String(n).padStart(2, "0");
export const FORMS = {
	dots: (d) => { const [y, m, n] = ymd(d); return `${y}.${m}.${n}`; },
	dots0: (d) => { const [y, m, n] = ymd(d); return `${y}.${two(m)}.${two(n)}`; },
	slash: (d) => { const [y, m, n] = ymd(d); return `${y}/${m}/${n}`; },
	cn: (d) => { const [y, m, n] = ymd(d); return `${y}年${m}月${n}日`; },
	iso,
	short: (d) => { const [, m, n] = ymd(d); return `${m}.${n}`; },
	cell: (d) => d, // a real date cell
	serial: (d) => serial(d), // a bare number
};

// ---- writers ---------------------------------------------------------------------------------------------------

// A cell in these lists: string, number, Date, null, or {v, fmt, strike, formula, error} where plain is not enough.
const isObj = (c) => c !== null && typeof c === "object" && !(c instanceof Date);

export function shown(c) { // as CSV has it
	if (c === null || c === undefined)
		return "";
	if (c instanceof Date)
		return FORMS.slash(c);
	if (isObj(c)) {
		if (c.error)
			return c.error;
		if (c.fmt?.includes("%"))
			return (c.v * 100).toFixed(c.fmt === "0%" ? 0 : 2) + "%";
		return shown(c.v);
	}
	return String(c);
}

const quote = (s) => (/[",\r\n]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s);
export const csv = (rows, eol = "\r\n") => rows.map((r) => r.map((c) => quote(shown(c))).join(",") + eol).join("");

export function writeCsv(file, rows, { bom = false, eol = "\r\n", encoding } = {}) {
	const text = csv(rows, eol);
	fs.writeFileSync(file, encoding ? iconv.encode(text, encoding) : (bom ? "\uFEFF" : "") + text);
}

// sheets: [{name, state, rows, merges: ["A1:M1"], widths, hiddenRows: [7], hiddenCols: [3], header: 3, autoFilter}]
export async function writeXlsx(file, sheets) {
	const wb = new ExcelJS.Workbook();
	wb.creator = wb.lastModifiedBy = "bixue demo";
	wb.created = wb.modified = utc(2023, 1, 1);
	for (const s of sheets) {
		const ws = wb.addWorksheet(s.name, { state: s.state ?? "visible" });
		s.rows.forEach((r, i) => r.forEach((c, j) => {
			if (c === null || c === undefined || c === "")
				return;
			const cell = ws.getCell(i + 1, j + 1);
			if (isObj(c)) {
				if (c.formula)
					cell.value = { formula: c.formula, result: c.error ? { error: c.error } : c.v };
				else
					cell.value = c.error ? { error: c.error } : c.v;
				if (c.fmt)
					cell.numFmt = c.fmt;
				if (c.strike)
					cell.font = { strike: true };
			} else {
				cell.value = c;
				if (c instanceof Date)
					cell.numFmt = "yyyy/m/d";
			}
			const text = shown(c);
			if (text.includes("\n") || (s.header && i + 1 > s.header))
				cell.alignment = { wrapText: true, vertical: "middle" };
		}));
		for (const m of s.merges ?? [])
			ws.mergeCells(m);
		(s.widths ?? []).forEach((w, i) => { ws.getColumn(i + 1).width = w; });
		for (const r of s.hiddenRows ?? [])
			ws.getRow(r).hidden = true;
		for (const c of s.hiddenCols ?? [])
			ws.getColumn(c).hidden = true;
		if (s.header) {
			ws.views = [{ state: "frozen", ySplit: s.header }];
			ws.getRow(s.header).font = { bold: true };
			ws.getCell("A1").font = { bold: true, size: 16 };
			ws.getCell("A1").alignment = { horizontal: "center" };
		}
		if (s.autoFilter)
			ws.autoFilter = s.autoFilter;
	}
	// packed again with fixed times, so that a second run gives the same bytes
	const was = await JSZip.loadAsync(await wb.xlsx.writeBuffer());
	const zip = new JSZip();
	for (const name of Object.keys(was.files).filter((n) => !was.files[n].dir).sort())
		zip.file(name, await was.files[name].async("nodebuffer"), { date: utc(2023, 1, 1), createFolders: false });
	fs.writeFileSync(file, await zip.generateAsync({ type: "nodebuffer", compression: "DEFLATE",
		compressionOptions: { level: 9 }, platform: "DOS" }));
}

// ---- readers ---------------------------------------------------------------------------------------------------

export function parseCsv(text) {
	const rows = [];
	let row = [], field = "", quoted = false;
	text = text.replace(/^\uFEFF/, "");
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (quoted) {
			if (c === '"' && text[i + 1] === '"') { field += '"'; i++; }
			else if (c === '"') quoted = false;
			else field += c;
		} else if (c === '"') quoted = true;
		else if (c === ",") { row.push(field); field = ""; }
		else if (c === "\n") { row.push(field); rows.push(row); row = []; field = ""; }
		else if (c !== "\r") field += c;
	}
	if (field || row.length) { row.push(field); rows.push(row); }
	return rows;
}

export async function readXlsx(file) { // {sheet name: rows of text}; merged cells repeat their first
	const wb = new ExcelJS.Workbook();
	await wb.xlsx.readFile(file);
	const out = {};
	for (const ws of wb.worksheets) {
		const rows = [];
		for (let i = 1; i <= ws.rowCount; i++) {
			const r = [];
			for (let j = 1; j <= ws.columnCount; j++) {
				let v = ws.getCell(i, j).value;
				if (v && typeof v === "object" && "result" in v)
					v = v.result;
				r.push(v instanceof Date ? iso(v) : v === null || v === undefined ? "" : v.error ? v.error : String(v));
			}
			rows.push(r);
		}
		out[ws.name] = rows;
	}
	return out;
}

// 万元 from "1.56亿", "15600万元", "15,600", "约3亿" or a bare number in the column's own unit
export function wan(text, unit) {
	const s = String(text).normalize("NFKC").replace(/[,，约\s]/g, "");
	if (!s || /^[—/-]$/.test(s))
		return 0;
	const m = /^([0-9.]+)(亿|万)?元?$/.exec(s);
	if (!m)
		throw new Error("not money: " + text);
	return Math.round(Number(m[1]) * ((m[2] ?? unit) === "亿" ? 10000 : 1) * 1e6) / 1e6;
}
