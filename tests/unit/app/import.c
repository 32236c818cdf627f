/* The three lists of handbook 3.1 to 3.3, with every quirk of 3.10, built as grids in memory. */
#include "app/import/import.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
	struct grid g;
	struct book book;
	struct import_options opt;
	struct import_list *list;
	struct sv json;
};

/* Rows of text with | between cells; \n inside a cell as it is.  Every cell is text unless changed later. */
static void table(struct fixture *f, const char *const *lines, int rows, const struct merge *merges,
		  size_t n_merges)
{
	arena_init(&f->a, 512u << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	f->opt = (struct import_options){ .kind = IMPORT_ANY, .today = DAY_NONE };
	int cols = 0;
	for (int r = 0; r < rows; r++) {
		int n = 1;
		for (const char *p = lines[r]; *p; p++)
			n += *p == '|';
		cols = n > cols ? n : cols;
	}
	f->g = (struct grid){ .name = SV("Sheet1"), .rows = rows, .cols = cols };
	f->g.cells = NEW(&f->a, struct cell, (size_t)rows * (size_t)cols);
	f->g.row_hidden = NEW(&f->a, bool, (size_t)rows);
	f->g.row_no = NEW(&f->a, int, (size_t)rows);
	for (int r = 0; r < rows; r++) {
		struct sv rest = sv_of(lines[r]), part;
		f->g.row_no[r] = r + 1;
		for (int c = 0; c < cols; c++) {
			struct cell *cell = grid_at(&f->g, r, c);
			cell->text = sv_split(&rest, '|', &part) ? sv_trim(part) : SV("");
			cell->kind = cell->text.n ? CELL_TEXT : CELL_EMPTY;
		}
	}
	f->g.merges = NEW(&f->a, struct merge, n_merges + 1);
	for (size_t i = 0; i < n_merges; i++)
		f->g.merges[i] = merges[i];
	f->g.n_merges = n_merges;
	f->book = (struct book){ .sheets = &f->g, .n = 1 };
}
#define TABLE(f, lines) table(f, lines, (int)(sizeof(lines) / sizeof(*(lines))), NULL, 0)
#define TABLE_MERGED(f, lines, merges) \
	table(f, lines, (int)(sizeof(lines) / sizeof(*(lines))), merges, sizeof(merges) / sizeof(*(merges)))

static void run(struct fixture *f)
{
	enum rc rc = import_read(&f->cx, &f->book, &f->opt, &f->list);
	for (struct fault *x = f->cx.faults; x; x = x->next)
		print_error("%s: %.*s\n", x->id, SV_ARG(x->text));
	assert_int_equal(rc, RC_OK);
	struct buf b = buf_new(&f->a, 64u << 20);
	import_write_json(&b, f->list);
	assert_false(b.over);
	f->json = buf_sv(&b);
}

static void refused(struct fixture *f, const char *id)
{
	assert_int_equal(import_read(&f->cx, &f->book, &f->opt, &f->list), RC_INVALID);
	assert_non_null(f->cx.faults);
	assert_string_equal(f->cx.faults->id, id);
	arena_release(&f->a);
}

/* What the answer says about one source row, from `rows` or from `skipped`. */
static struct sv row_of(const struct fixture *f, int no)
{
	char start[40];
	snprintf(start, sizeof(start), "{\"row\":%d,", no);
	size_t at = sv_find(f->json, sv_of(start), 0);
	if (at == SIZE_MAX)
		fail_msg("row %d is nowhere", no);
	size_t end = sv_find(f->json, SV("{\"row\":"), at + 1),
		skipped = sv_find(f->json, SV("],\"skipped\""), at);
	end = end < skipped ? end : skipped;
	return end == SIZE_MAX ? sv_from(f->json, at) : sv_make(f->json.p + at, end - at);
}

static void says(struct sv text, const char *what, const char *file, int line)
{
	if (!sv_has(text, sv_of(what))) {
		print_error("%s:%d: no %s\n in %.*s\n", file, line, what, SV_ARG(text));
		fail();
	}
}
#define ROW(f, no, what) says(row_of(f, no), what, __FILE__, __LINE__)
#define DOC(f, what) says((f)->json, what, __FILE__, __LINE__)
#define NOT(text, what) assert_false(sv_has(text, SV(what)))

/* ---- tasks ------------------------------------------------------------------------------------------------- */

static const char *const tasks[] = {
	"商山市2023年重点工作任务清单（三大类18项）（截至2023年6月30日）||||||||||||",
	"填报单位：  联系人：王某 13900001111  单位：万元||||||||||||",
	"序号|类别|工作任务|目标要求|牵头领导|牵头单位|责任单位|完成时限|完成情况||完成率|下一步措施|备注",
	"||||||||进展|问题|||",
	"1|项目建设|推进中小企业\n创业园二期|6月底主体完工,年内投产|李某某 "
	"副市长|市发改委|商州区政府、市住建局|2023年12月底前|主体完成80%|用电未接入|80%|7月10日前协调|",
	"2.||滨河步道贯通|贯通8.6公里|李某某|市住建局|市水利局\n洛南县政府|2023.09.30|正在推进||0.65||长期坚持",
	"3||城区排水|||市水利局（牵头）、各县区||长期坚持|基本完成||||",
	"3-1||排水子项|||市水利局||6.30|||||",
	"||续写的要求|更多目标|||市气象局||||||",
	"|||||||||||| ",
	"（一）|民生实事|新建学校|||市发改委、市住建局，市教育局||2月30日|||0.7||",
	"①||老旧小区改造|||市住建局|相关部门|立行立改|||八成||联系人赵某13800002222",
	"小计||5||||||||||",
	"合计|18项|||||||||||",
	"备注：1.本表由督查室填写||||||||||||",
};
static const struct merge task_merges[] = {
	{ 0, 0, 0, 12 }, { 1, 0, 1, 12 }, { 2, 0, 3, 0 }, { 2, 1, 3, 1 }, { 2, 2, 3, 2 }, { 2, 3, 3, 3 },
		{ 2, 4, 3, 4 },
	{ 2, 5, 3, 5 }, { 2, 6, 3, 6 }, { 2, 7, 3, 7 }, { 2, 8, 2, 9 }, { 2, 10, 3, 10 }, { 2, 11, 3, 11 },
		{ 2, 12, 3, 12 },
	{ 4, 1, 7, 1 }, { 14, 0, 14, 12 },
};

static void task_list(void **state)
{
	(void)state;
	struct fixture f;
	TABLE_MERGED(&f, tasks, task_merges);
	f.g.row_hidden[5] = true;
	grid_at(&f.g, 5, 10)->kind = CELL_NUMBER;
	grid_at(&f.g, 5, 10)->number = (struct dec){ 650000 };
	grid_at(&f.g, 11, 2)->strike = true;
	run(&f);
	DOC(&f, "{\"kind\":\"task\"");
	DOC(&f, "\"year\":2023,\"as_of\":\"2023-06-30\",\"unit\":\"万元\"");
	DOC(&f, "\"announced\":{\"classes\":3,\"items\":18},\"counted\":{\"classes\":2,\"items\":5}");
	DOC(&f, "The title announces 18 items, the sheet has 5.");
	DOC(&f, "The title announces 3 classes, the sheet has 2.");
	DOC(&f, "\"progress\":\"完成情况/进展\",\"problem\":\"完成情况/问题\"");
	DOC(&f, "\"lead\":\"牵头单位\",\"assist\":\"责任单位\",\"due\":\"完成时限\"");
	DOC(&f, "\"unmapped\":[]");
	ROW(&f, 5,
		"\"source_no\":\"1\",\"category\":\"项目建设\",\"title\":\"推进中小企业创业园二期\",\"lead\":[\"市发改委\"],"
		   "\"assist\":[\"商州区政府\",\"市住建局\"],\"sponsor\":\"李某某\",\"sponsor_title\":\"副市长\","
		   "\"due\":{\"date\":\"2023-12-31\",\"precision\":\"month\",\"kind\":\"fixed\"},\"percent\":80,");
	ROW(&f, 5, "\"goal\":\"6月底主体完工,年内投产\"");
	ROW(&f, 5, "\"problem\":\"用电未接入\",\"next_step\":\"7月10日前协调\",\"note\":null");
	ROW(&f, 5, "\"state\":\"ok\",\"messages\":[]");
	ROW(&f, 6, "\"source_no\":\"2.\",\"category\":\"项目建设\"");
	ROW(&f, 6, "\"assist\":[\"市水利局\",\"洛南县政府\"]");
	ROW(&f, 6, "\"percent\":65,");
	ROW(&f, 6, "\"state\":\"confirm\",\"messages\":[\"This row is hidden");
	ROW(&f, 7, "\"lead\":[\"市水利局\"],\"assist\":[\"各县区\"]");
	ROW(&f, 7, "\"due\":{\"date\":null,\"precision\":null,\"kind\":\"standing\"}");
	ROW(&f, 7, "\"state\":\"confirm\"");
	ROW(&f, 7, "\\\"Basically completed\\\" is not completed.");
	ROW(&f, 8,
		"\"source_no\":\"3-1\",\"parent\":\"3\",\"category\":\"项目建设\",\"title\":\"排水子项续写的要求\"");
	ROW(&f, 8, "\"assist\":[\"市气象局\"]");
	ROW(&f, 8, "\"goal\":\"更多目标\"");
	ROW(&f, 8, "\"date\":\"2023-06-30\",\"precision\":\"day\"");
	ROW(&f, 9, "\"reason\":\"Continuation of row 8\"");
	ROW(&f, 10, "\"reason\":\"Blank row\"");
	ROW(&f, 11, "\"lead\":[\"市发改委\"],\"assist\":[\"市住建局\",\"市教育局\"]");
	ROW(&f, 11, "\"due\":{\"date\":null,\"precision\":null,\"kind\":null}");
	ROW(&f, 11, "\"state\":\"refused\"");
	ROW(&f, 11, "完成时限 (H11) \\\"2月30日\\\": There is no such date.");
	ROW(&f, 12, "\"kind\":\"immediate\"");
	ROW(&f, 12, "\"percent\":80,");
	ROW(&f, 12, "\"note\":\"联系人赵某***\"");
	ROW(&f, 12, "\"sealed\":[\"note\"]");
	ROW(&f, 12, "备注 (M12): A phone or identity number stood here");
	ROW(&f, 1, "\"id\":\"title\"");
	ROW(&f, 2, "\"id\":\"title\"");
	ROW(&f, 12, "工作任务 (C12): This text is struck through: was it cancelled?");
	ROW(&f, 13, "\"id\":\"total\"");
	ROW(&f, 14, "\"id\":\"total\"");
	ROW(&f, 15, "\"id\":\"note\"");
	DOC(&f, "\"counts\":{\"ok\":2,\"confirm\":3,\"refused\":1,\"skipped\":7}");
	NOT(f.json, "13900001111");
	NOT(f.json, "13800002222");
	/* the raw text is kept for the secret store */
	const struct import_cell *note = import_cell(f.list, &f.list->rows[5], IM_NOTE);
	assert_true(note->personal && sv_is(note->raw, "联系人赵某13800002222"));
	arena_release(&f.a);
}

static void task_years(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"序号|工作任务|责任单位|完成时限",
		"1|甲|市住建局、市水利局|6月底",
		"2|乙|市住建局|年底前",
		"3|丙|市住建局|2024年6月底前",
	};
	struct fixture f;
	TABLE(&f, lines);
	run(&f);
	ROW(&f, 2, "\"lead\":[\"市住建局\"],\"assist\":[\"市水利局\"]");
	ROW(&f, 2, "\"date\":null,\"precision\":\"month\",\"kind\":\"fixed\"");
	ROW(&f, 2, "\"state\":\"confirm\"");
	ROW(&f, 3, "\"state\":\"confirm\"");
	ROW(&f, 4, "\"date\":\"2024-06-30\"");
	ROW(&f, 4, "\"state\":\"ok\"");
	DOC(&f, "\"lead\":\"责任单位\"");
	f.opt.year = 2025;
	run(&f);
	ROW(&f, 2, "\"date\":\"2025-06-30\"");
	ROW(&f, 3, "\"date\":\"2025-12-31\",\"precision\":\"year\"");
	ROW(&f, 2, "\"state\":\"ok\"");
	arena_release(&f.a);
}

/* A CSV has no merges: sections, a group header over two columns, repeated headers, numbers made dates. */
static void task_csv(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"2023-2025年工作任务清单||||||",
		"序号|重点任务|牵头单位|配合单位|办结时限|落实情况|",
		"|||||进展|问题",
		"一、项目建设（2项）||||||",
		"1|甲|市住建局|市水利局、县直各部门|2023年6月底前|已完成|",
		"2|乙|市住建局||交办后7个工作日内|进展缓慢|缺钱",
		"序号|重点任务|牵头单位|配合单位|办结时限|落实情况|",
		"二|民生实事|||||",
		"3月1日|丙|市民政局||党的二十大前|#REF!|",
		"4|#REF!|市民政局||45107||",
		"5||||||",
		"|丁|市教育局||2023年7月底||",
		"6|戊|||2023年8月底||",
		"说明：以上任务||||||",
		"2.有关事项||||||",
	};
	struct fixture f;
	TABLE(&f, lines);
	struct cell *no = grid_at(&f.g, 8, 0);
	no->kind = CELL_DATE;
	no->day = day_of_civil(2023, 3, 1);
	run(&f);
	DOC(&f, "\"progress\":\"落实情况/进展\",\"problem\":\"落实情况/问题\"");
	DOC(&f, "\"year\":null");
	ROW(&f, 4, "\"id\":\"section\"");
	ROW(&f, 5, "\"category\":\"项目建设\",\"title\":\"甲\"");
	ROW(&f, 5, "\"assist\":[\"市水利局\",\"县直各部门\"]");
	ROW(&f, 5, "\"progress_state\":\"done\"");
	ROW(&f, 5, "\"state\":\"confirm\"");
	ROW(&f, 6,
		"\"due\":{\"date\":null,\"precision\":null,\"kind\":\"relative\",\"amount\":7,\"unit\":\"workday\"}");
	ROW(&f, 6, "\"problem\":\"缺钱\"");
	ROW(&f, 6, "\"state\":\"ok\"");
	ROW(&f, 7, "\"id\":\"header\"");
	ROW(&f, 8, "\"id\":\"section\"");
	ROW(&f, 9, "\"source_no\":\"3-1\"");
	ROW(&f, 9, "\"category\":\"民生实事\"");
	ROW(&f, 9, "\"kind\":\"event\"");
	ROW(&f, 9, "\"progress\":null");
	ROW(&f, 9, "\"state\":\"confirm\"");
	ROW(&f, 10, "\"state\":\"refused\"");
	ROW(&f, 10, "\"date\":\"2023-06-30\"");
	ROW(&f, 11, "\"id\":\"blank\"");
	ROW(&f, 12, "\"title\":\"丁\"");
	ROW(&f, 12, "\"state\":\"confirm\"");
	ROW(&f, 13, "\"lead\":[],\"assist\":[]");
	ROW(&f, 13, "No lead is named.");
	ROW(&f, 14, "\"id\":\"note\"");
	ROW(&f, 15, "\"id\":\"note\"");
	DOC(&f, "\"counts\":{\"ok\":1,\"confirm\":4,\"refused\":1,\"skipped\":7}");
	arena_release(&f.a);
}

/* ---- problems ---------------------------------------------------------------------------------------------- */

static void problem_ledger(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"问题整改台账（2022年）||||||||||||||||",
		"序号|问题来源|问题描述|问题类型|责任单位|责任领导|责任人及电话|整改目标|整改措施|整改时限|整改进展|是否完成|完成时间|佐证材料|验收单位|验收人|是否销号",
		"12|百日督帮|杨峪村集体经济台账缺失|乡村振兴|牧护关镇|张某|王某 "
		"139****0000|台账规范|1.补建;2.培训|立行立改|已补建|是|2022.5.18|附件3|区乡村振兴局|赵某|已销号",
		"13|督查|路灯不亮|城管|区城管局、大赵峪街道|张某 13912345678|李某 "
		"13900000000|||6月底|正在整改|否||||区住建局|未销号",
		"14|督查|水管破裂|城管|区水利局|||||按序时进度||√|5.20||||○",
		"15|巡察|账目不清|财务|区财政局|||||2022年6月底||否|||||是",
	};
	struct fixture f;
	TABLE(&f, lines);
	run(&f);
	DOC(&f, "{\"kind\":\"problem\"");
	DOC(&f, "\"contact\":\"责任人及电话\"");
	DOC(&f, "\"done_on\":\"完成时间\"");
	DOC(&f, "\"unmapped\":[],\"sealed\":[\"contact\"]");
	ROW(&f, 3,
		"\"title\":\"杨峪村集体经济台账缺失\",\"lead\":[\"牧护关镇\"],\"assist\":[],\"sponsor\":\"张某\"");
	ROW(&f, 3,
		"\"due\":{\"date\":null,\"precision\":null,\"kind\":\"immediate\"},\"goal\":\"台账规范\",\"progress\":\"已补建\"");
	ROW(&f, 3,
		"\"next_step\":\"1.补建;2.培训\",\"origin\":\"百日督帮\",\"class\":\"乡村振兴\",\"verifier\":\"区乡村振兴局\","
		   "\"verified_by\":\"赵某\",\"evidence\":\"附件3\"");
	ROW(&f, 3,
		"\"done\":true,\"done_on\":\"2022-05-18\",\"struck_off\":true,\"sealed\":[\"contact\"],\"state\":\"ok\"");
	ROW(&f, 4, "\"lead\":[\"区城管局\"],\"assist\":[\"大赵峪街道\"],\"sponsor\":\"张某\"");
	ROW(&f, 4, "\"sealed\":[\"sponsor\",\"contact\"]");
	ROW(&f, 4, "\"struck_off\":false");
	ROW(&f, 4, "\"date\":\"2022-06-30\"");
	ROW(&f, 5, "\"kind\":\"standing\"");
	ROW(&f, 5, "\"done\":true,\"done_on\":\"2022-05-20\",\"struck_off\":null");
	ROW(&f, 5, "\"state\":\"confirm\"");
	ROW(&f, 6, "Struck off, but not completed.");
	NOT(f.json, "139****0000");
	NOT(f.json, "13912345678");
	NOT(f.json, "13900000000");
	NOT(f.json, "李某");
	arena_release(&f.a);
}

static void problem_complainants(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"序号|问题描述|举报人|身份证号|家庭住址|联系电话|责任单位|整改时限|是否销号",
		"1|井盖缺失|钱某甲|611002199001011234|西街9号|13911112222|区城管局|2023年6月底|否",
	};
	struct fixture f;
	TABLE(&f, lines);
	run(&f);
	DOC(&f, "\"sealed\":[\"complainant\",\"identity\",\"address\",\"phone\"]");
	ROW(&f, 2, "\"sealed\":[\"complainant\",\"identity\",\"address\",\"phone\"],\"state\":\"ok\"");
	NOT(f.json, "钱某甲");
	NOT(f.json, "6110021990");
	NOT(f.json, "西街9号");
	NOT(f.json, "13911112222");
	const struct import_cell *c = import_cell(f.list, &f.list->rows[0], IM_COMPLAINANT);
	assert_true(c->personal && sv_is(c->raw, "钱某甲") && c->text.n == 0);
	arena_release(&f.a);
}

static void petitions(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"编号|收件日期|渠道|诉求人(内部)|诉求摘要|属地|类别|承办单位|转办日期|受理告知日期|法定时限|延期至|办结日期|答复方式|满意度|是否重复|督办",
		"XF2023-0417|2023-04-17|网上|(加密)|路灯不亮|西街社区|求决|区城管局|4.18|4.20|60日||4.25|电话|满意|否|",
	};
	struct fixture f;
	TABLE(&f, lines);
	refused(&f, "import.petition");
}

/* ---- projects ---------------------------------------------------------------------------------------------- */

static void projects(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"2023年三个一批项目台账||||||||||||||||||||",
		"序号|项目名称|建设单位|建设地点|建设规模及内容|所属产业链|总投资(亿元)|年度计划投资|本月完成|累计完成投资|占年度计划%|批次|计划开工|实际开工|计划投产|形象进度|手续办理|存在问题|包抓领导|牵头单位|亮灯",
		"1|三某建材二期|某公司|大赵峪|装配式构件年产20万方|绿色建材|5.2|30000万|2600|15600|52.00%|开工一批|2023年2月|2023/2/20|2024年一季度|厂房封顶|土地√ 环评√ 施工许可×|电力|陈某某|区工信局|绿",
		"2|四某新材料|另一公司|||绿色建材|约3|1.2亿元|35,000||112.35%|投产一批|2月|2.20|上半年|已投产|||||红",
		"3|五某食品||||食品|0.5|3亿元|||||||明年6月底|||||区农业农村局|",
		"4|六某|某厂||||35000||||||||年内|||||区工信局|",
		"合计||||||8.9||||||||||||||",
	};
	struct fixture f;
	TABLE(&f, lines);
	run(&f);
	DOC(&f, "{\"kind\":\"project\"");
	DOC(&f, "\"lead\":\"牵头单位\"");
	DOC(&f, "\"percent\":\"占年度计划%\"");
	DOC(&f, "\"unmapped\":[]");
	ROW(&f, 3, "\"title\":\"三某建材二期\",\"lead\":[\"区工信局\"],\"assist\":[],\"sponsor\":\"陈某某\","
		   "\"due\":{\"date\":\"2024-03-31\",\"precision\":\"quarter\",\"kind\":\"fixed\"},\"percent\":52,"
		   "\"progress\":\"厂房封顶\",\"problem\":\"电力\",\"batch\":\"开工一批\"");
	ROW(&f, 3,
		"\"money\":{\"total\":{\"yuan\":\"520000000\",\"text\":\"5.2\",\"unit\":\"亿元\",\"approx\":false},"
		   "\"year_plan\":{\"yuan\":\"300000000\",\"text\":\"30000万\",\"unit\":\"万元\",\"approx\":false},"
		   "\"month_done\":{\"yuan\":\"26000000\",\"text\":\"2600\",\"unit\":\"万元\",\"approx\":false,\"inferred\":true},"
		   "\"done_total\":{\"yuan\":\"156000000\",\"text\":\"15600\",\"unit\":\"万元\",\"approx\":false,\"inferred\":true}}");
	ROW(&f, 3, "\"start\":{\"plan\":\"2023-02-28\",\"actual\":\"2023-02-20\"}");
	ROW(&f, 3,
		"\"permits\":[{\"name\":\"土地\",\"done\":true},{\"name\":\"环评\",\"done\":true},{\"name\":\"施工许可\",\"done\":false}]");
	ROW(&f, 3, "\"builder\":\"某公司\"");
	ROW(&f, 3, "\"state\":\"ok\"");
	ROW(&f, 4, "\"lead\":[\"另一公司\"]");
	ROW(&f, 4, "\"percent\":112.35,");
	ROW(&f, 4, "\"total\":{\"yuan\":\"300000000\",\"text\":\"约3\",\"unit\":\"亿元\",\"approx\":true}");
	ROW(&f, 4, "\"month_done\":{\"yuan\":null,\"text\":\"35,000\",\"unit\":null,\"approx\":false}");
	ROW(&f, 4, "\"state\":\"confirm\"");
	ROW(&f, 4, "\"start\":{\"plan\":\"2023-02-28\",\"actual\":\"2023-02-20\"}");
	ROW(&f, 5, "\"date\":\"2024-06-30\"");
	ROW(&f, 5, "The year's plan is above the total investment.");
	ROW(&f, 6, "perhaps 万元 was meant");
	ROW(&f, 7, "\"id\":\"total\"");
	arena_release(&f.a);
}

static void project_units(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"项目台账|||||",
		"单位：万元|||||",
		"序号|项目名称|建设单位|总投资（亿元）|年度计划投资|累计完成投资",
		"1|甲项目|某公司|5.2|30,000|1.5亿",
	};
	struct fixture f;
	TABLE(&f, lines);
	run(&f);
	DOC(&f, "\"lead\":\"建设单位\"");
	ROW(&f, 4, "\"lead\":[\"某公司\"]");
	ROW(&f, 4, "\"year_plan\":{\"yuan\":\"300000000\",\"text\":\"30,000\",\"unit\":\"万元\"");
	ROW(&f, 4, "\"done_total\":{\"yuan\":\"150000000\",\"text\":\"1.5亿\",\"unit\":\"亿元\"");
	ROW(&f, 4, "\"state\":\"ok\"");
	NOT(f.json, "builder");
	arena_release(&f.a);
}

/* ---- the rest ------------------------------------------------------------------------------------------------ */

static void shares_mixed(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"2023年清单|||", "序号|工作任务|责任单位|完成率", "1|甲|市住建局|80", "2|乙|市住建局|0.65",
			"3|丙|市住建局|７０％",
	};
	struct fixture f;
	TABLE(&f, lines);
	f.g.row_no[4] = 7; /* the reader of the file left two blank rows out */
	run(&f);
	ROW(&f, 5, "\"reason\":\"Blank row\"");
	ROW(&f, 6, "\"reason\":\"Blank row\"");
	ROW(&f, 3, "\"percent\":80,");
	ROW(&f, 3, "\"state\":\"confirm\"");
	ROW(&f, 4, "\"percent\":65,");
	ROW(&f, 4, "The column mixes fractions and percentages.");
	ROW(&f, 7, "\"percent\":70,");
	ROW(&f, 7, "\"state\":\"ok\"");
	arena_release(&f.a);
}

static void excel_dates(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"2023年清单|||", "序号|工作任务|责任单位|完成时限", "1|甲|市住建局|2023年6月",
			"2|乙|市住建局|6月30日", "3|丙|市住建局|2023/6/30",
		"4|丁|市住建局|6.3",
	};
	struct fixture f;
	TABLE(&f, lines);
	static const int days[][3] = { { 2023, 6, 1 }, { 2022, 6, 30 }, { 2023, 6, 30 } };
	for (int i = 0; i < 3; i++) {
		grid_at(&f.g, 2 + i, 3)->kind = CELL_DATE;
		grid_at(&f.g, 2 + i, 3)->day = day_of_civil(days[i][0], days[i][1], days[i][2]);
	}
	grid_at(&f.g, 5, 3)->kind = CELL_NUMBER;
	grid_at(&f.g, 5, 3)->number = (struct dec){ 6300000 };
	run(&f);
	ROW(&f, 3, "\"date\":\"2023-06-30\",\"precision\":\"month\"");
	ROW(&f, 4, "\"date\":\"2022-06-30\",\"precision\":\"day\"");
	ROW(&f, 4, "stores another one than the list's");
	ROW(&f, 5, "\"date\":\"2023-06-30\",\"precision\":\"day\"");
	ROW(&f, 5, "\"state\":\"ok\"");
	ROW(&f, 6, "\"date\":\"2023-06-03\"");
	ROW(&f, 6, "\"state\":\"confirm\"");
	arena_release(&f.a);
}

static void traditional(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"2023年工作任務清單|||", "序號|工作任務|牽頭單位|完成時限",
			"1|實施戰(zhàn)略（試點）|市發(fā)改委|長期堅持",
	};
	struct fixture f;
	TABLE(&f, lines);
	run(&f); /* not asked for: the texts stay, only the header is understood */
	DOC(&f, "\"title\":\"工作任務\"");
	ROW(&f, 3, "\"title\":\"實施戰(zhàn)略（試點）\"");
	DOC(&f, "list.pinyin");
	f.opt.to_simplified = true;
	run(&f);
	DOC(&f, "\"title\":\"工作任务\"");
	ROW(&f, 3, "\"title\":\"实施战略（试点）\",\"lead\":[\"市发改委\"]");
	ROW(&f, 3, "\"kind\":\"standing\"");
	ROW(&f, 3, "\"state\":\"ok\"");
	arena_release(&f.a);
}

static void sheets(void **state)
{
	(void)state;
	static const char *const lines[] = { "2023年清单||", "序号|工作任务|责任单位", "1|甲|市住建局" };
	struct fixture f;
	TABLE(&f, lines);
	struct grid two[2] = { f.g, f.g };
	two[0].hidden = true;
	two[0].name = SV("旧表");
	f.book = (struct book){ .sheets = two, .n = 2 };
	run(&f);
	DOC(&f, "\"sheet\":\"Sheet1\"");
	DOC(&f, "The hidden sheet \\\"旧表\\\" was not read.");
	f.opt.sheet = SV("旧表");
	run(&f);
	DOC(&f, "\"sheet\":\"旧表\"");
	static const int out[] = { 3 };
	f.opt.sheet = SV("");
	f.opt.leave_out = out;
	f.opt.n_leave_out = 1;
	assert_int_equal(import_read(&f.cx, &f.book, &f.opt, &f.list), RC_INVALID); /* nothing is left */
	arena_release(&f.a);
}

static void no_list(void **state)
{
	(void)state;
	static const char *const ballot[] = { "序号|述职对象|好|较好|一般|较差|意见建议", "1|清丰县|√||||" };
	static const char *const board[] = { "排名|村|组数|责任落实|问题化解|服务成效|加分|扣分|本月得分",
		"1|安居村|12|30|38|28|5|0|101" };
	static const char *const blank[] = { "2023年清单||", "序号|工作任务|责任单位" };
	struct fixture f;
	TABLE(&f, ballot);
	refused(&f, "import.no_header");
	TABLE(&f, board);
	refused(&f, "import.no_header");
	TABLE(&f, blank);
	refused(&f, "import.empty");
}

static const char *const pasted_twice[] = {
	"序号|工作任务|牵头单位|完成时限",
	"1|甲任务推进|区住建局|2026-12-31",
	"2|甲任务推进|区住建局|2026-12-31",
	"3|甲任务推进|区住建局|2026-11-30",
};

/* The same words with another number are one row that came twice; another deadline is another task. */
static void twice(void **state)
{
	(void)state;
	struct fixture f;
	TABLE(&f, pasted_twice);
	run(&f);
	ROW(&f, 2, "\"state\":\"ok\"");
	ROW(&f, 3, "\"state\":\"confirm\"");
	ROW(&f, 3, "2");
	ROW(&f, 4, "\"state\":\"ok\"");
	arena_release(&f.a);
}

/* Every line beneath the header ends somewhere, whatever stands in it. */
static void every_row(void **state)
{
	(void)state;
	static const char *const bits[] = { "", "1", "合计", "备注：", "一、甲", "市住建局", "2月30日",
		"#REF!", "√", "0.5", "（牵头）", "13900000000",
					    "3-1", "“", "、", "(", "每月" };
	enum { N = sizeof(bits) / sizeof(*bits), ROWS = 400 };
	static char text[ROWS][400];
	static const char *lines[ROWS + 1];
	lines[0] =
		"序号|类别|工作任务|目标要求|牵头单位|责任单位|完成时限|进展情况|完成率|备注|联系电话|牵头领导";
	unsigned x = 12345;
	for (int r = 0; r < ROWS; r++) {
		text[r][0] = 0;
		for (int c = 0; c < 12; c++) {
			x = x * 1103515245u + 12345u;
			strcat(text[r], bits[(x >> 16) % N]);
			strcat(text[r], c < 11 ? "|" : "");
		}
		lines[r + 1] = text[r];
	}
	struct merge merges[40];
	for (int i = 0; i < 40; i++) {
		x = x * 1103515245u + 12345u;
		int row = 1 + (int)((x >> 16) % ROWS), col = (int)((x >> 8) % 12);
		merges[i] = (struct merge){ row, col, row + (int)(x % 5), col + (int)(x % 3) };
	}
	struct fixture f;
	table(&f, lines, ROWS + 1, merges, 40);
	run(&f);
	assert_int_equal(f.list->n_rows + f.list->n_skipped, ROWS);
	size_t leak = sv_find(f.json, SV("13900000000"), 0);
	if (leak != SIZE_MAX)
		fail_msg("a phone came out: %.*s", 200, f.json.p + (leak > 100 ? leak - 100 : 0));
	for (int r = 2; r <= ROWS + 1; r++)
		row_of(&f, r);
	arena_release(&f.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(task_list), cmocka_unit_test(task_years), cmocka_unit_test(task_csv),
		cmocka_unit_test(problem_ledger), cmocka_unit_test(problem_complainants),
			cmocka_unit_test(petitions),
		cmocka_unit_test(projects), cmocka_unit_test(project_units), cmocka_unit_test(shares_mixed),
		cmocka_unit_test(excel_dates), cmocka_unit_test(traditional), cmocka_unit_test(sheets),
		cmocka_unit_test(no_list), cmocka_unit_test(twice), cmocka_unit_test(every_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
