#include "core/rule_words.h"

#include "base/buf.h"

#define H IN_HEAD
#define C IN_CLASS
#define I IN_ITEM
#define T IN_TOTAL
#define P IN_PARTS

const struct rule_keyword rule_keywords[KEY_COUNT_] = {
	[KEY_RULE] = {{"比学规则", "bixue rule", ""}, H, 0, "比学规则：1"},
	[KEY_NAME] = {{"名称", "name", ""}, H, 0, "名称：岔河乡村级红黑榜积分细则"},
	[KEY_VERSION] = {{"版本", "version", ""}, H, 0, "版本：1"},
	[KEY_FROM] = {{"生效", "valid from", "施行|生效日期|施行日期"}, H, 0, "生效：2022-03-01"},
	[KEY_BASIS] = {{"依据", "basis", "依据文件"}, H | C | I, 0, "依据：岔政发〔2022〕9号"},
	[KEY_NOTE] = {{"说明", "note", "备注"}, H | C | I, 0, "说明：……"},
	[KEY_PEERS] = {{"对象", "peers", "评比对象|参评单位"}, H, 0, "对象：村"},
	[KEY_CADENCE] = {{"周期", "cadence", "评比周期"}, H, 0, "周期：季"},
	[KEY_AUDIENCE] = {{"公布范围", "audience", "公开范围"}, H, 0, "公布范围：领导"},
	[KEY_SHOW] = {{"名次显示", "show rank", ""}, H, 0, "名次显示：名次"},
	[KEY_CIRCULARS] = {{"排名通报上限", "circulars", ""}, H, 0, "排名通报上限：每年4次"},
	[KEY_CIRCULARS_BASIS] = {{"频次依据", "circulars basis", ""}, H, 0, "频次依据：岔政发〔2022〕9号"},
	[KEY_ASSIST] = {{"协办计分", "assist share", ""}, H, 0, "协办计分：50%"},
	[KEY_CLASS] = {{"指标", "class", ""}, H | C | I, H | C | I, "指标：责任落实"},
	[KEY_BASE] = {{"基础分", "base", ""}, C, 0, "基础分：30"},
	[KEY_MAX] = {{"最高", "at most", "最高分"}, C | T, 0, "最高：40"},
	[KEY_MIN] = {{"最低", "at least", "最低分"}, C | T, 0, "扣完为止"},
	[KEY_PLUS] = {{"加分封顶", "credits capped", ""}, C | T, 0, "加分封顶：10"},
	[KEY_MINUS] = {{"扣分封顶", "debits capped", ""}, C | T, 0, "扣分封顶：10"},
	[KEY_ITEM] = {{"项目", "item", ""}, C | I, C | I, "项目：督查问题按期整改"},
	[KEY_OFFICE] = {{"责任科室", "office", ""}, I, 0, "责任科室：督查办"},
	[KEY_TOPICS] = {{"范围", "topics", "事项范围"}, I, 0, "范围：会议议定"},
	[KEY_POINTS] = {{"计分", "points", ""}, I, I, "计分：按期整改，每件+0.5"},
	[KEY_RATE] = {{"比率", "rate", ""}, I, I, "比率：按期整改÷（按期整改+到期未整改）×100分，无件不排名"},
	[KEY_TOTAL] = {{"汇总", "total", ""}, H | C | I | P, 0, "汇总："},
	[KEY_ROUND] = {{"取整", "rounding", "四舍五入"}, T, 0, "取整：分录2位，项目2位，总分2位"},
	[KEY_RANKING] = {{"排名", "ranking", ""}, T, 0, "排名：并列占位"},
	[KEY_TIES] = {{"并列", "ties", ""}, T, 0, "并列：全部列入"},
	[KEY_RED] = {{"红榜", "red list", "red"}, T, 0, "红榜：前3名"},
	[KEY_BLACK] = {{"黑榜", "black list", "black"}, T, 0, "黑榜：末位，且低于85分"},
	[KEY_MOVERS] = {{"进步榜", "movers", ""}, T, 0, "进步榜：上升2名以上"},
	[KEY_VETO] = {{"一票否决", "veto", "否决"},
		      T,
		      T,
		      "一票否决：较大安全责任事故，依据 峨政发〔2022〕3号，级别 县，至 2022-12-31，不列红榜"},
	[KEY_WEIGHT] = {{"权重", "weight", ""}, C, 0, "权重：30%", 2},
	[KEY_BONUS_SHARE] = {{"加分面", "credits for", ""}, C, 0, "加分面：不超过10%的单位", 2},
	[KEY_BONUS_IF] = {{"加分条件", "credits if", ""}, C, 0, "加分条件：失分单位超过15%", 2},
	[KEY_ALONE] = {{"只考本指标的单位", "units with this class only", ""}, C, 0, "只考本指标的单位：扣分加倍", 2},
	[KEY_COMPLETION] = {{"完成", "completion", "完成率"}, I, 0, "完成：实绩÷目标×60分，封顶100%", 2},
	[KEY_BEST] = {{"比最好", "against the best", ""}, I, 0, "比最好：600分", 2},
	[KEY_EFFICACY] = {{"功效", "efficacy", "功效系数"}, I, 0, "功效：10分，保底60%，区间 最低—最高", 2},
	[KEY_BANDS] = {{"按档", "bands", "分档"}, I, 0, "按档：优秀率，90%以上190分、80%以上180分、其余160分", 2},
	[KEY_MARKS] = {{"评分", "marks", ""}, I, 0, "评分：100分，去掉最高1个最低1个，满5票起", 2},
	[KEY_BALLOT] = {{"等次票", "grade ballot", ""}, I, 0, "等次票：好100、较好80、一般60、差40", 2},
	[KEY_RANKS] = {{"名次票", "rank ballot", ""}, I, 0, "名次票：第一名100分，每名减3分", 2},
	[KEY_DECAY] = {{"名次递减", "rank decay", ""}, I, 0, "名次递减：200分，每名减2%", 2},
	[KEY_DIRECT] = {{"直接得分", "direct", ""}, I, 0, "直接得分：10分", 2},
	[KEY_GROUPS] = {{"票组", "vote groups", ""}, I, 0, "票组：领导60%、代表40%，缺组重分", 2},
	[KEY_JUDGES] = {{"评委校正", "judges", ""}, I, 0, "评委校正：标准分", 2},
	[KEY_ABSENT] = {{"不适用时", "if not applicable", ""}, I, 0, "不适用时：权重分摊", 2},
	[KEY_DATA] = {{"数据", "data", ""}, I, 0, "数据：财政收入（财政局，财政月报）", 2},
	[KEY_PARTS] = {{"组成", "composition", ""}, H | C | I, 0, "组成：", 2},
	[KEY_PART] = {{"部分", "part", ""}, P, P, "部分：日常积分，来源 季度榜，各期平均，权重50%", 2},
	[KEY_GRADES] = {{"等次", "grades", ""}, T, 0, "等次：优秀 前30% 且90分以上、良好 前50%、合格 其余", 2},
	[KEY_QUOTA] = {{"名额取整", "quota rounding", ""}, T, 0, "名额取整：舍去", 2},
	[KEY_STAFF] = {{"评优名额", "staff quota", ""}, T, 0, "评优名额：优秀15%、良好12%、其余10%，最高20%", 2},
	[KEY_STARS] = {{"星级", "stars", ""}, T, 0, "星级：11减名次", 2},
	[KEY_STREAK] = {{"连续末位", "last in a row", ""}, T, 0, "连续末位：第1次 约谈、第2次 通报、第3次 问责", 2},
	[KEY_TIEBREAK] = {{"同分先比", "tie break", ""}, T, 0, "同分先比：指标 责任落实、期末逾期少者，仍同 并列", 2},
	[KEY_LIGHTS] = {{"亮灯", "lights", ""}, T, 0, "亮灯：绿灯 落后5分以内、黄灯 落后10分以内", 2},
	[KEY_LEVEL] = {{"名次区间", "rank bands", ""}, T, 0, "名次区间：95%", 2},
	[KEY_TIED] = {{"分不出先后", "statistically tied", ""}, T, 0, "分不出先后：注明", 2},
	[KEY_APART] = {{"评委不连通", "judges not connected", ""}, T, 0, "评委不连通：不出榜", 2},
	[KEY_VOTERS] = {{"不公布", "not published", ""}, T, 0, "不公布：少于5人", 2},
};

enum rule_key rule_measure_key(enum rule_measure_kind kind)
{
	return (enum rule_key)((int)KEY_COMPLETION + (int)kind - (int)MEASURE_COMPLETION);
}

const struct rule_phrase rule_peer_words[] = {
	[PEER_VILLAGE] = {"村", "villages", "村(社区)|村和社区|行政村|village"},
	[PEER_GROUP] = {"组", "groups", "村民小组|小组|group"},
	[PEER_TEAM] = {"驻村工作队", "stationed teams", "工作队|team"},
	[PEER_TOWNSHIP] = {"乡镇", "townships", "乡镇街道|乡镇(街道)|township"},
	[PEER_DEPARTMENT] = {"部门", "departments", "县直部门|department"},
	[PEER_COUNTY] = {"县区", "counties", "县|县(区)|县市区|county"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_cadence_words[] = {
	[CADENCE_MONTH] = {"月", "month", "每月|月度|monthly"},
	[CADENCE_QUARTER] = {"季", "quarter", "每季|季度|每季度|quarterly"},
	[CADENCE_YEAR] = {"年", "year", "每年|年度|yearly"},
	[CADENCE_HALF] = {"半年", "half year", "每半年|half-yearly"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_audience_words[] = {
	[AUDIENCE_UNIT] = {"本单位", "unit only", "仅本单位|仅发本单位"},
	[AUDIENCE_LEADERS] = {"领导", "leaders", ""},
	[AUDIENCE_UNITS] = {"各单位", "all units", "全体单位"},
	[AUDIENCE_PUBLIC] = {"社会", "public", "社会公开|公众"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_show_words[] = {
	[SHOW_RANK] = {"名次", "rank", "显示"},
	[SHOW_BAND] = {"档次", "band", ""},
	[SHOW_NONE] = {"不显示", "none", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_window_words[] = {
	[WINDOW_PERIOD] = {"每期", "a period", ""},
	[WINDOW_QUARTER] = {"每季", "a quarter", "每季度"},
	[WINDOW_YEAR] = {"每年", "a year", "全年"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_empty_words[] = {
	[EMPTY_UNRANKED] = {"无件不排名", "no cases unranked", ""},
	[EMPTY_FULL] = {"无件计满分", "no cases full", ""},
	[EMPTY_ZERO] = {"无件计零分", "no cases zero", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_places_words[] = {
	[PLACES_COMPETITION] = {"并列占位", "shared, next skipped", ""},
	[PLACES_DENSE] = {"并列不占位", "shared, next not skipped", ""},
	[PLACES_UNORDERED] = {"同分不分先后", "equal scores without order", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_ties_words[] = {
	[TIES_ALL] = {"全部列入", "all listed", "全列"},
	[TIES_CUT] = {"超额不列", "none beyond the number", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_level_words[] = {
	[LEVEL_COUNTY] = {"县", "county", "县级"},
	[LEVEL_CITY] = {"市", "city", "市级"},
	[LEVEL_PROVINCE] = {"省", "province", "省级"},
	[LEVEL_STATE] = {"国家", "state", "中央|国家级"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_effect_words[] = {
	[EFFECT_NOT_RED] = {"不列红榜", "not red", ""},
	[EFFECT_BLACK] = {"列入黑榜", "black", "列黑榜"},
	[EFFECT_DOWN] = {"降一等", "one grade down", "降等"},
	[EFFECT_OUT] = {"不参评", "not ranked", "取消参评资格"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_stage_words[] = {
	[ROUND_ENTRY] = {"分录", "entry", ""},
	[ROUND_ITEM] = {"项目", "item", ""},
	[ROUND_TOTAL] = {"总分", "total", ""},
	[ROUND_GROUP] = {"票组", "group", ""},
	[ROUND_CLASS] = {"指标", "class", ""},
	[ROUND_PART] = {"部分", "part", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_judges_words[] = {
	[JUDGES_RAW] = {"不校正", "raw", ""},
	[JUDGES_STANDARD] = {"标准分", "standard scores", ""},
	[JUDGES_RANK] = {"名次", "ranks", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_absent_words[] = {
	[ABSENT_UNRANKED] = {"不排名", "unranked", ""},
	[ABSENT_SPREAD] = {"权重分摊", "spread over the others", "分摊"},
	[ABSENT_FULL] = {"满分", "full", "计满分"},
	[ABSENT_ZERO] = {"零分", "zero", "计零分"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_periods_words[] = {
	[PERIODS_ONE] = {"单期", "one value", ""},
	[PERIODS_MEAN] = {"各期平均", "mean of periods", ""},
	[PERIODS_SUM] = {"各期之和", "sum of periods", ""},
	[PERIODS_LAST] = {"最近一期", "latest period", ""},
	[PERIODS_WEIGHTED] = {"各期加权", "periods weighted", ""},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_quota_words[] = {
	[QUOTA_DOWN] = {"舍去", "down", "去尾"},
	[QUOTA_HALF] = {"四舍五入", "half up", ""},
	[QUOTA_UP] = {"进一", "up", "进位"},
	{NULL, NULL, NULL},
};

/* Without the clause nothing is said: TIED_PLAIN has no word. */
const struct rule_phrase rule_tied_words[] = {
	[TIED_SAID - 1] = {"注明", "said", ""},
	[TIED_TIERS - 1] = {"归入同一梯队", "same tier", "同一梯队|分梯队"},
	{NULL, NULL, NULL},
};
const struct rule_phrase rule_apart_words[] = {
	[APART_REFUSE] = {"不出榜", "no board", ""},
	[APART_ADVISE] = {"提示", "advise", ""},
	{NULL, NULL, NULL},
};

/* Tries one phrase; moves `best` when it reaches further. */
static bool further(const char *alts, const struct rule_cur *c, struct rule_cur *best)
{
	struct rule_cur t = *c;
	if (!alts || !rule_eat_any(&t, alts) || t.s.n >= best->s.n)
		return false;
	*best = t;
	return true;
}

int rule_phrase_eat(const struct rule_phrase *p, struct rule_cur *c)
{
	struct rule_cur best = *c;
	int found = -1;
	for (int i = 0; p[i].zh; i++) {
		bool hit = further(p[i].zh, c, &best);
		hit |= further(p[i].en, c, &best);
		hit |= further(p[i].also, c, &best);
		if (hit)
			found = i;
	}
	*c = best;
	return found;
}

enum fact_kind rule_fact_eat(struct rule_cur *c)
{
	struct rule_cur best = *c;
	enum fact_kind found = FACT_NONE;
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++) {
		const struct fact_word *w = fact_word((enum fact_kind)k);
		if (k == FACT_VETO)
			continue;
		bool hit = further(w->zh, c, &best);
		hit |= further(w->en, c, &best);
		hit |= further(w->id, c, &best);
		hit |= further(w->also, c, &best);
		if (hit)
			found = (enum fact_kind)k;
	}
	*c = best;
	return found;
}

struct sv rule_phrase_list(struct arena *a, const struct rule_phrase *p)
{
	struct buf b = buf_new(a, 2000);
	for (int i = 0; p[i].zh; i++)
		buf_printf(&b, "%s%s", i ? "、" : "", p[i].zh);
	return buf_sv(&b);
}

enum rule_key rule_key_of(struct sv word)
{
	for (int k = 0; k < KEY_COUNT_; k++) {
		const struct rule_phrase *p = &rule_keywords[k].word;
		const char *forms[] = {p->zh, p->en, p->also};
		for (int i = 0; i < 3; i++) {
			struct rule_cur c = {word, {1, 1}};
			if (rule_eat_any(&c, forms[i]) && c.s.n == 0)
				return (enum rule_key)k;
		}
	}
	return KEY_COUNT_;
}

const char *rule_say(const struct rule_phrase *p, enum lang lang)
{
	return lang == LANG_EN ? p->en : p->zh;
}

const char *rule_say_fact(enum fact_kind kind, enum lang lang)
{
	return lang == LANG_EN ? fact_word(kind)->en : fact_word(kind)->zh;
}

const char *rule_forbidden(struct sv text)
{
	static const struct {
		const char *words, *why;
	} bans[] = {
		{"登录|登陆|打卡|签到|在线时长|在线时间|在线率|活跃度|活跃率|安装率|login|log-in|online_time|"
		 "online time|"
		 "check-in",
		 N_("log-ins, check-ins and online time may not be a basis of appraisal (国办函〔2026〕12号; "
		    "R2)")},
		{"点赞|转发|分享数|浏览|阅读量|点击量|likes|like count|forwards|shares|page_views|page "
		 "views|clicks",
		 N_("likes, forwards and page views may not be a basis of appraisal (国办函〔2026〕12号; "
		    "R2)")},
		{"学时|学习时长|学习积分|学习时间|study_time|study time|study hours",
		 N_("study time and study points may not be a basis of appraisal (国办函〔2026〕12号; R2)")},
		{"网络投票|公开投票|网上投票|投票数|open_votes|open votes|open vote|web votes|online votes",
		 N_("open votes may not feed a score; only a closed roll of jurors may (R2, R3)")},
		{"会议次数|开会次数|召开会议|开会|会议场次|发文|印发文件|文件数|meetings held|meeting "
		 "count|meetings|"
		 "documents issued",
		 N_("holding meetings or issuing documents is a trace, not a result (R10)")},
		{"照片|拍照|图片|视频|截图|轨迹|笔记|留痕|photos|photo|pictures|videos|tracks|notes written",
		 N_("photos, videos, tracks and notes are traces, not results (R10)")},
	};
	for (size_t i = 0; i < sizeof(bans) / sizeof(*bans); i++)
		for (struct rule_cur c = {text, {1, 1}}; c.s.n; rule_skip(&c)) {
			struct rule_cur t = c;
			if (rule_eat_any(&t, bans[i].words))
				return bans[i].why;
		}
	return NULL;
}
