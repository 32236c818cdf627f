/* The gallery: every part of src/web in both languages.  `gallery DIR` writes gallery-…-{zh,en}.html and the
 * files of ui/ under DIR/-/, to be looked at in a browser and compared by tests/web/run.sh. */
#include "base/bug.h"
#include "web/form.tmpl.h"
#include "web/frame.tmpl.h"
#include "web/list.tmpl.h"
#include "web/parts.tmpl.h"
#include "web/po.h"

#include <stdio.h>
#include <sys/stat.h>

#define N(array) (sizeof(array) / sizeof((array)[0]))

static enum lang lang;

/* Data (names, numbers) in the language of the gallery; not texts of the product. */
static struct sv L(const char *zh, const char *en)
{
	return sv_of(lang == LANG_ZH ? zh : en);
}

static void heading(struct out *o, const char *zh, const char *en)
{
	out_raw(o, SV("<h2>"));
	out_sv_text(o, L(zh, en));
	out_raw(o, SV("</h2>\n"));
}

static struct ui_tag tag(const char *shape, const char *colour, const char *zh, const char *en)
{
	return (struct ui_tag){ shape, colour, L(zh, en) };
}

static struct frame work_frame(struct nav_item nav[9])
{
	static const struct {
		const char *zh, *en;
		int64_t count;
	} items[9] = {
		{ "我的待办", "Desk", 7 }, { "台账", "Ledger", 412 }, { "红黑榜", "Boards", 0 }, { "擂台", "Arena", 0 },
		{ "观摩", "Tours", 0 }, { "经验", "Practices", 0 }, { "申诉", "Objections", 1 },
		{ "通报", "Papers", 0 }, { "规则", "Rules", 0 },
	};
	for (size_t i = 0; i < 9; i++)
		nav[i] = (struct nav_item){ .label = L(items[i].zh, items[i].en), .url = URL("/x"),
					    .count = items[i].count, .here = i == 1, .group = i == 7 };
	return (struct frame){
		.kind = FRAME_WORK, .title = L("样张", "Gallery"), .office = L("甲县督查考核办", "Jia County Office"),
		.nav = nav, .n_nav = 9, .side_note = L("11月 21/30日 序时 70.00%", "November 21/30, pace 70.00%"),
		.user = L("张某 科员", "Zhang, clerk"), .user_url = URL("/me"), .sign_out = URL("/out"),
		.search = URL("/search"), .prefs = URL("/prefs"), .here = SV("/x?a=1&b=2"), .csrf = SV("token"),
		.demo = true, .as_of = SV("2026-11-20 24:00"), .feedback = URL("/feedback"),
		.phone = SV("0000-1234567"), .code = SV("L-412"),
	};
}

static void show_tags(struct out *o)
{
	const struct ui_tag tags[] = {
		tag("circle_open", "grey", "未启动", "not started"), tag("circle", "teal", "达序时", "on pace"),
		tag("circle_up", "teal", "超序时", "ahead"), tag("triangle", "amber", "欠序时", "behind"),
		tag("triangle", "amber", "临期", "due soon"), tag("square_cross", "red", "逾期 4 天", "4 days overdue"),
		tag("diamond_open", "blue", "待核查", "awaiting verification"),
		tag("tick", "quiet", "已销号", "closed"), tag("bars", "grey", "挂起", "suspended"),
		tag("strike", "grey", "已撤销", "withdrawn"), tag(NULL, "grey", "草稿", "draft"),
		tag(NULL, "blue", "复核", "review"), tag(NULL, "redlist", "红榜", "Red list"),
		tag(NULL, "blacklist", "黑榜", "Black list"),
	};
	heading(o, "状态", "States");
	out_raw(o, SV("<p>"));
	for (size_t i = 0; i < N(tags); i++) {
		ui_tag(o, &tags[i]);
		out_raw(o, SV(" &nbsp; "));
	}
	out_raw(o, SV("</p>\n"));
}

static void show_notices(struct out *o)
{
	heading(o, "提示与空状态", "Notices and empty states");
	ui_notice(o, &(struct ui_notice){ .kind = NOTICE_DONE, .title = L("已交办 196 件", "196 matters assigned"),
		.text = L("编号 0701 至 0896。已通知 23 个单位，24 小时内可整批撤回。",
			  "Numbers 0701 to 0896. 23 units were told; the batch can be recalled for 24 hours."),
		.url = URL("/x"), .url_label = L("看这一批", "See the batch"), .dismiss = true });
	ui_notice(o, &(struct ui_notice){ .kind = NOTICE_WARN, .text = L("本年已发排名通报 3 次，上级规定控制排名通报。",
		"Rankings were sent three times this year; superior rules limit them.") });
	ui_notice(o, &(struct ui_notice){ .kind = NOTICE_LOCK, .title = L("2026年第10期已于 11-05 定榜", "Period 2026-10 was frozen on 11-05"),
		.text = L("只能更正，不能修改。", "It can be corrected, not changed.") });
	ui_empty(o, &(struct ui_empty){ .good = true, .text = L("本期还没有逾期事项。", "Nothing is overdue in this period.") });
	ui_empty(o, &(struct ui_empty){ .text = L("还没有台账。", "There is no ledger yet."), .url = URL("/import"),
		.url_label = L("从 Excel 导入", "Import from Excel") });
}

static void show_matter(struct out *o)
{
	const struct ui_fact facts[] = {
		{ .label = L("牵头", "Lead"), .value = L("住建局", "Housing Bureau"), .url = URL("/u/zjj"), .hint = L("责任领导 陈某", "under Chen") },
		{ .label = L("联络", "Contact"), .value = SV("138****1234"), .url = URL("tel:13800001234") },
		{ .label = L("时限", "Due"), .value = SV("11-17"), .tag = tag("square_cross", "red", "逾期 4 天", "4 days overdue"),
		  .hint = L("已延 1 次，7 天", "extended once by 7 days") },
		{ .label = L("目标", "Aim"), .value = L("亮化 2.60 公里", "light 2.60 km") },
	};
	const struct ui_bar bars[] = {
		{ .label = L("进度", "Progress"), .percent = { 61920000 }, .colour = "amber" },
		{ .label = L("序时", "Pace"), .percent = DEC(100), .colour = "grey" },
	};
	const struct ui_event events[] = {
		{ .when = SV("11-21 09:05"), .who = L("张某", "Zhang"), .title = L("电话催办", "Called"), .text = L("已接,\"周一完工\"", "Answered: \"done on Monday\"") },
		{ .when = SV("11-12 16:20"), .who = L("李某", "Li"), .title = L("进展", "Progress"), .text = L("按计划推进", "Going to plan"),
		  .tag = tag("triangle", "amber", "与 10-27 相同", "same as 10-27"), .url = URL("/x"), .url_label = L("退回补数", "Ask for numbers") },
		{ .when = SV("11-05 15:01"), .who = L("李某", "Li"), .title = L("进展", "Progress"), .text = L("撤回：录错单位", "Withdrawn: wrong unit"), .struck = true },
		{ .when = SV("10-08 08:30"), .who = L("张某", "Zhang"), .title = L("交办", "Assigned") },
	};
	const struct ui_button buttons[] = {
		{ .kind = BUTTON_DEFAULT, .label = L("催办", "Remind"), .name = "do", .value = "remind", .key = 'R' },
		{ .label = L("下督办单", "Issue notice"), .url = URL("/n"), .key = 'N' }, { .label = L("退回", "Send back"), .url = URL("/b"), .key = 'B' },
		{ .label = L("销号", "Close"), .why_not = L("待核查后", "after verification") },
		{ .kind = BUTTON_WARN, .label = L("撤销…", "Withdraw…"), .url = URL("/w") },
	};
	heading(o, "事项", "A matter");
	out_raw(o, SV("<div class=\"split\"><section>\n"));
	ui_facts(o, &(struct ui_facts){ facts, N(facts), false });
	ui_bars(o, &(struct ui_bars){ bars, N(bars) });
	out_raw(o, SV("</section><section>\n"));
	ui_timeline(o, &(struct ui_timeline){ events, N(events) });
	out_raw(o, SV("</section></div>\n"));
	ui_form_open(o, &(struct ui_form){ .action = URL("/x"), .csrf = SV("token"), .key = SV("k1"), .basis = 42 });
	ui_buttons(o, &(struct ui_buttons){ buttons, N(buttons) });
	ui_form_close(o, &(struct ui_form){ 0 });
}

static void show_ledger(struct out *o)
{
	const struct ui_column columns[] = {
		{ .label = L("序号", "No."), .kind = COLUMN_NUMBER, .minor = true, .sort = URL("?sort=no"), .sorted = 1 },
		{ .label = L("事项", "Matter"), .main = true }, { .label = L("牵头单位", "Lead unit") },
		{ .label = L("时限", "Due"), .kind = COLUMN_DATE, .sort = URL("?sort=due") },
		{ .label = L("进度%", "Done %"), .kind = COLUMN_NUMBER }, { .label = L("序时%", "Pace %"), .kind = COLUMN_NUMBER, .minor = true },
		{ .label = L("状态", "State"), .kind = COLUMN_TAG }, { .label = L("上次反馈", "Last report"), .kind = COLUMN_DATE, .minor = true },
	};
	const struct ui_cell a[] = { { .text = SV("12") }, { .text = L("滨河步道二期亮化", "Riverside walk lights, phase 2"), .url = URL("/m/623") },
		{ .text = L("住建局", "Housing Bureau") }, { .text = SV("11-17") }, { .text = SV("61.92") }, { .text = SV("100.00") },
		{ .tag = tag("square_cross", "red", "逾期 4 天", "4 days overdue") }, { .text = L("9 天前", "9 days ago") } };
	const struct ui_cell b[] = { { .text = SV("44") }, { .text = L("规模养殖场粪污整治", "Manure treatment at large farms"), .url = URL("/m/44") },
		{ .text = L("农业农村局", "Agriculture Bureau") }, { .text = SV("11-28") }, { .text = SV("55.00") }, { .text = SV("74.00") },
		{ .tag = tag("triangle", "amber", "欠序时", "behind") }, { .text = L("今天", "today") } };
	const struct ui_cell c[] = { { .text = SV("45") }, { .text = L("高标准农田 1.20万亩", "High-standard fields, 800 ha"), .url = URL("/m/45"), .note = L("两年期", "two years") },
		{ .text = L("农业农村局", "Agriculture Bureau") }, { .text = SV("12-31") }, { .text = SV("71.00") }, { .text = SV("58.00") },
		{ .tag = tag("circle_up", "teal", "超序时", "ahead") }, { .text = L("3 天前", "3 days ago") } };
	const struct ui_cell d[] = { { .text = SV("46") }, { .text = L("旧桥加固", "Old bridge"), .url = URL("/m/46") },
		{ .text = L("交通局", "Transport Bureau") }, { .text = SV("12-31") }, { .text = SV("0.00") }, { .text = SV("58.00") },
		{ .tag = tag("strike", "grey", "已撤销", "withdrawn") }, { .text = L("16 天前", "16 days ago") } };
	const struct ui_row rows[] = { { .cell = a, .id = SV("623"), .chosen = true }, { .cell = b, .id = SV("44") },
		{ .cell = c, .id = SV("45") }, { .cell = d, .id = SV("46"), .struck = true } };
	const struct ui_chip chips[] = { { L("状态 未销号", "State: open"), URL("?a=1") }, { L("等级 重点", "Grade: key"), URL("?b=1") },
		{ L("时限 ≤ 12-31", "Due ≤ 12-31"), URL("?c=1") } };
	const struct ui_tab tabs[] = { { L("表格", "Table"), URL("?v=t"), 37, true }, { L("日历", "Calendar"), URL("?v=c"), 0, false } };
	const struct ui_button buttons[] = { { .label = L("催办", "Remind"), .name = "do", .value = "remind" },
		{ .label = L("延期", "Extend"), .name = "do", .value = "extend" }, { .label = L("导出 Excel", "Export to Excel"), .name = "do", .value = "export" } };
	heading(o, "台账", "Ledger");
	ui_tabs(o, &(struct ui_tabs){ L("看法", "Views"), tabs, N(tabs) });
	ui_chips(o, &(struct ui_chips){ chips, N(chips), URL("?") });
	ui_form_open(o, &(struct ui_form){ .action = URL("/bulk"), .csrf = SV("token"), .key = SV("k2") });
	ui_table(o, &(struct ui_table){ .caption = L("重点工作台账", "Key works"), .column = columns, .n_column = N(columns), .row = rows,
		.n_row = N(rows), .check = "id", .cards = true });
	ui_bulk(o, &(struct ui_bulk){ L("将向所选事项的牵头单位发出", "will be sent to the lead units"), buttons, N(buttons) });
	ui_form_close(o, &(struct ui_form){ 0 });
	ui_pager(o, &(struct ui_pager){ 1, 20, 37, { SV_NONE }, URL("?from=21") });
}

static void show_form(struct out *o, const struct fault *faults)
{
	const struct ui_choice units[] = { { SV(""), L("请选择", "Choose"), SV(""), false }, { SV("1"), L("住建局", "Housing Bureau"), SV(""), true },
		{ SV("2"), L("交通局", "Transport Bureau"), SV(""), false } };
	const struct ui_choice grades[] = { { SV("key"), L("重点", "Key"), L("进入每周调度", "reviewed weekly"), true },
		{ SV("usual"), L("一般", "Usual"), SV(""), false } };
	const struct ui_button buttons[] = { { .kind = BUTTON_DEFAULT, .label = L("交办", "Assign") }, { .kind = BUTTON_QUIET, .label = L("取消", "Cancel"), .url = URL("/x") } };
	const struct ui_field fields[] = {
		{ .kind = INPUT_LINE, .name = "title", .label = L("事项", "Matter"), .value = SV("<b>\"A\" & 'B'"), .max = 120 },
		{ .kind = INPUT_SELECT, .name = "unit", .label = L("牵头单位", "Lead unit"), .choice = units, .n_choice = N(units) },
		{ .kind = INPUT_DATE, .name = "due", .label = L("时限", "Due"), .hint = L("工作日历已到 2026 年底", "The calendar reaches the end of 2026"), .value = SV("2026-11-30"), .width = 12 },
		{ .kind = INPUT_NUMBER, .name = "amount", .label = L("目标", "Aim"), .value = SV("420.00"), .width = 8, .suffix = L("万元", "10 000 yuan"), .optional = true },
		{ .kind = INPUT_RADIO, .name = "grade", .label = L("等级", "Grade"), .choice = grades, .n_choice = N(grades) },
		{ .kind = INPUT_TEXT, .name = "note", .label = L("要求", "What is asked"), .optional = true, .rows = 3, .value = L("清运并拍一张现场照片", "Clear it and take one photo") },
		{ .kind = INPUT_FILE, .name = "photo", .label = L("附件", "Files"), .why = L("需与整改前比对", "to compare with the state before"), .many = true, .optional = true },
		{ .kind = INPUT_TABLE, .name = "rows", .label = L("从 Excel 粘贴", "Paste from Excel"), .rows = 3 },
		{ .kind = INPUT_CHECK, .name = "tell", .label = L("同时电话告知联络员", "Also call the contact"), .value = SV("1") },
	};
	ui_form_open(o, &(struct ui_form){ .action = URL("/matters/new"), .csrf = SV("token"), .key = SV("k3"), .upload = true });
	for (size_t i = 0; i < N(fields); i++) {
		struct ui_field f = fields[i];
		f.faults = faults;
		ui_field(o, &f);
	}
	ui_buttons(o, &(struct ui_buttons){ buttons, N(buttons) });
	ui_form_close(o, &(struct ui_form){ 0 });
}

static void show_confirm(struct out *o)
{
	const struct ui_confirm c = { .form = { .action = URL("/x"), .csrf = SV("token"), .key = SV("k4") },
		.title = L("撤销这件事项？", "Withdraw this matter?"),
		.text = L("将通知住建局和 2 个配合单位。撤销有记录，不会消失。", "The lead and two assisting units will be told. The record stays."),
		.yes = { .kind = BUTTON_WARN, .label = L("是，撤销", "Yes, withdraw") }, .no = URL("/m/623") };
	ui_confirm_open(o, &c);
	ui_field(o, &(struct ui_field){ .kind = INPUT_LINE, .name = "reason", .label = L("理由", "Reason"), .width = 20 });
	ui_confirm_close(o, &c);
}

static void page_gallery(struct out *o)
{
	struct nav_item nav[9];
	struct frame f = work_frame(nav);
	const struct ui_fact figures[] = { { .label = L("在办", "Open"), .value = SV("37"), .mark = true }, { .label = L("逾期", "Overdue"), .value = SV("3") },
		{ .label = L("满意率", "Satisfied"), .value = fmt_share(o->b.a, lang, 16, 17) }, { .label = L("投资", "Invested"), .value = fmt_money(o->b.a, lang, DEC(4200000)) } };
	frame_open(o, &f);
	out_raw(o, SV("<h1>"));
	out_sv_text(o, L("样张", "Gallery"));
	out_raw(o, SV("</h1>\n"));
	ui_facts(o, &(struct ui_facts){ figures, N(figures), true });
	show_ledger(o);
	show_tags(o);
	show_notices(o);
	show_matter(o);
	show_confirm(o);
	frame_close(o, &f);
}

static void page_error(struct out *o)
{
	struct nav_item nav[9];
	struct frame f = work_frame(nav);
	struct fault due = { .field = "due", .id = "x", .text = L("时限早于今天，请改为今天或以后。", "The due day is before today: choose today or a later day.") };
	struct fault unit = { .next = &due, .field = "unit", .id = "x", .label = L("牵头单位", "Lead unit"), .text = L("此项必填。", "This must be filled in.") };
	struct fault whole = { .next = &unit, .field = "", .id = "x", .text = L("这份清单已被他人修改，请核对后重交。", "Somebody else changed this list: compare and send again.") };
	f.error = true;
	f.title = L("新事项", "New matter");
	f.large = true;
	f.demo = false;
	frame_open(o, &f);
	ui_errors(o, &whole);
	out_raw(o, SV("<h1>"));
	out_sv_text(o, f.title);
	out_raw(o, SV("</h1>\n"));
	show_form(o, &whole);
	frame_close(o, &f);
}

static void page_phone(struct out *o)
{
	struct frame f = { .kind = FRAME_PHONE, .title = L("你的任务", "Your task"), .office = L("甲县督查考核办", "Jia County Office"), .prefs = URL("/prefs"),
		.here = SV("/t/ABCD"), .csrf = SV("token"), .demo = true, .feedback = URL("/feedback"), .phone = SV("0000-1234567") };
	const struct ui_fact facts[] = { { .label = L("交办人", "From"), .value = L("张某", "Zhang") }, { .label = L("要求", "Asked"), .value = L("清运并拍一张现场照片", "Clear it and take one photo") } };
	const struct ui_button buttons[] = { { .kind = BUTTON_DEFAULT, .label = L("已办好", "Done"), .name = "do", .value = "done" },
		{ .label = L("正在办", "Working on it"), .name = "do", .value = "going" }, { .label = L("要延期", "Need more time"), .name = "do", .value = "extend" } };
	frame_open(o, &f);
	ui_card(o, &(struct ui_card){ .lead = L("你有 1 件事要办", "You have one thing to do"), .title = L("丙乡安居村 垃圾清运", "Bing Township, Anju village: waste removal"),
		.tag = tag("triangle", "amber", "今天到期", "due today"), .fact = facts, .n_fact = N(facts), .why = L("为什么要照片：需与整改前比对。", "Why a photo: to compare with the state before."),
		.form = { .action = URL("/t/ABCD"), .csrf = SV("token"), .key = SV("k5") }, .button = buttons, .n_button = N(buttons) });
	frame_close(o, &f);
}

/* 30 units: the most that must stand on one A4 across at 14 pt. */
static void page_board(struct out *o, enum paper paper)
{
	struct nav_item nav[9];
	struct frame f = work_frame(nav);
	const struct ui_column columns[] = { { .label = L("名次", "Place"), .kind = COLUMN_NUMBER }, { .label = L("单位", "Unit"), .main = true },
		{ .label = L("得分", "Score"), .kind = COLUMN_NUMBER }, { .label = L("较上期", "Change"), .kind = COLUMN_NUMBER }, { .label = L("加分", "Plus"), .kind = COLUMN_NUMBER, .minor = true },
		{ .label = L("扣分", "Minus"), .kind = COLUMN_NUMBER, .minor = true }, { .label = L("主要依据", "Mainly from"), .minor = true } };
	enum { UNITS = 30 };
	struct ui_cell cells[UNITS][7];
	struct ui_row rows[UNITS];
	struct arena *a = o->b.a;
	for (int i = 0; i < UNITS; i++) {
		struct ui_cell row[7] = { { .text = fmt_place(a, lang, i == 7 ? 7 : i + 1, i == 6 || i == 7) },
			{ .text = arena_printf(a, lang == LANG_ZH ? "第%d乡镇人民政府" : "Township %d", i + 1), .url = URL("/u/1") },
			{ .text = fmt_score(a, lang, (struct dec){ DEC(97).u - (i == 7 ? 6 : i) * 730000 }), .url = URL("/u/1") }, { .text = fmt_change(a, lang, (struct dec){ (i % 5 - 2) * 810000 }) },
			{ .text = SV("+19.75") }, { .text = SV("-2.50") }, { .text = L("按期办结14 借鉴3 观摩91.25", "on time 14, copied 3") } };
		memcpy(cells[i], row, sizeof(row));
		rows[i] = (struct ui_row){ .cell = cells[i], .here = i == 2 };
	}
	f.paper = paper;
	f.title = L("甲县 2026年第11期 工作实绩榜", "Jia County, board of period 11, 2026");
	f.demo = false;
	frame_open(o, &f);
	out_raw(o, SV("<h1>"));
	out_sv_text(o, f.title);
	out_raw(o, SV("</h1>\n"));
	ui_table(o, &(struct ui_table){ .caption = f.title, .column = columns, .n_column = N(columns), .row = rows, .n_row = paper == PAPER_POSTER ? 14 : UNITS, .compact = true,
		.foot = L("得分相同名次并列，下一名次顺延。规则 v7。", "Equal scores share a place and the next is skipped. Rules v7.") });
	frame_close(o, &f);
}

static void write_file(const char *dir, const char *name, struct sv text)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0)
		BUG("%s cannot be written", path);
}

static void make(const char *dir, const char *name, int page)
{
	struct arena a;
	arena_init(&a, 8 << 20);
	struct out o = out_new(&a, 1 << 20, lang);
	switch (page) {
	case 0:
		page_gallery(&o);
		break;
	case 1:
		page_error(&o);
		break;
	case 2:
		page_phone(&o);
		break;
	case 3:
		page_board(&o, PAPER_WIDE);
		break;
	default:
		page_board(&o, PAPER_POSTER);
		break;
	}
	if (o.b.over)
		BUG("%s is too large", name);
	write_file(dir, arena_cstr(&a, arena_printf(&a, "gallery%s-%s.html", name, lang == LANG_ZH ? "zh" : "en")), out_sv(&o));
	arena_release(&a);
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "", "-error", "-phone", "-board", "-poster" };
	static const char *const assets[] = { "bixue.css", "bixue.js", "bixue.svg" };
	const char *dir = argc > 1 ? argv[1] : "build";
	char sub[512];
	tr_install(catalogue);
	for (int l = 0; l < LANG_COUNT_; l++)
		for (size_t i = 0; i < N(names); i++) {
			lang = (enum lang)l;
			make(dir, names[i], (int)i);
		}
	snprintf(sub, sizeof(sub), "%s/-", dir);
	mkdir(sub, 0755);
	for (size_t i = 0; i < N(assets); i++) {
		const struct asset *as = asset_find(sv_of(assets[i]));
		write_file(dir, as->address.p + 1, as->content);
	}
	return 0;
}
