#ifndef CORE_RULE_H
#define CORE_RULE_H
/* A scoring rule (考评细则) as a typed tree.  The text is the law: rule_parse.h reads it, rule_print.h writes
 * the one canonical text of a tree, whose digest names the version.  rule_eval.h makes facts into entries,
 * one fact at a time; rule_compose.h makes the entries of a period into scores.  The manual for offices is
 * docs/rules/README.md.  All of it is pure: text and facts in, tree and points out, memory from the caller.
 */
#include "base/dec.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/when.h"

enum {
	RULE_GRAMMAR = 2, /* every text of grammar 1 means in 2 what it meant */
	RULE_TEXT_MAX = 64 * 1024, /* bytes */
	RULE_CLASSES_MAX = 20,
	RULE_ITEMS_MAX = 50, /* in one class */
	RULE_LINES_MAX = 12, /* in one item */
	RULE_TOPICS_MAX = 12,
	RULE_VETOES_MAX = 10,
	RULE_RATE_MAX = 4,	  /* kinds in the base of a rate */
	RULE_SHARES_MAX = 8,	  /* groups of voters, grades of a ballot or of units */
	RULE_BANDS_MAX = 12,
	RULE_PARTS_MAX = 12,
	RULE_PERIODS_MAX = 12,
	RULE_TIES_MAX = 6,
	RULE_STREAK_MAX = 6,
	RULE_VOTERS = 5,       /* fewer voters' shares and means are not published, unless the rule says another number */
	RULE_VOTERS_LEAST = 3, /* which is never below this */
	RULE_NAME_MAX = 60,	  /* characters of a name */
	RULE_TEXTS_MAX = 300,	  /* characters of a basis or a note */
	RULE_POINTS_MAX = 100000, /* points of one line, base or cap */
};

#define RULE_INPUT_MAX INT64_C(1000000000000) /* of a value: beyond it, a larger unit of measure is due */

/* What may feed a score: results, never traces (ux.md R2, R10).  The list is closed.  A matter states each
 * fact of its kind: 按期办结 and 逾期办结 for tasks, projects and requests, 按期整改 and 到期未整改 for
 * problems, never both. */
enum fact_kind {
	FACT_NONE,
	FACT_CLOSED_ON_TIME, /* 按期办结 */
	FACT_CLOSED_EARLY,   /* 提前办结, stated besides 按期办结 */
	FACT_CLOSED_LATE,    /* 逾期办结 */
	FACT_OVERDUE, /* 期末逾期: still open and late when the period closes; stated again each period */
	FACT_RECTIFIED,	    /* 按期整改 */
	FACT_NOT_RECTIFIED, /* 到期未整改; stated again each period until it is */
	FACT_RECURRED,	    /* 反弹: reopened after it was struck off */
	FACT_SENT_BACK,	    /* 核查退回 */
	FACT_SATISFIED,	    /* 回访满意 */
	FACT_DISSATISFIED,  /* 不满意核实: dissatisfied, and found justified */
	FACT_REPEATED,	    /* 重复投诉 */
	FACT_COMMENDED,	    /* 上级通报表扬 */
	FACT_CRITICISED,    /* 上级通报批评 */
	FACT_ADOPTED,	    /* 经验被借鉴 */
	FACT_FINDING,	    /* 检查认定: by hand, with a record and a second person */
	FACT_INSPECTED,	    /* 检查评分: a mark given on the spot, with a record and a second person */
	FACT_VETO,	    /* 否决认定: names a veto of the rule; never a source of points */
	/* The numbers stand in the digests of what boards read: a new kind goes here, at the end. */
	FACT_LEARNT,	    /* 借鉴见效: told by the unit that it credits, so it waits for a second person */
	FACT_COUNT_
};

struct fact_word {
	const char *id;		    /* "closed_on_time" */
	const char *zh, *en, *also; /* as written in rules; further spellings parted by '|' */
	const char *each_zh;	    /* 每件, 每次 */
	int sign;		    /* +1 only credits, -1 only debits, 0 both */
	bool manual;		    /* needs a record and a second person */
};

const struct fact_word *fact_word(enum fact_kind kind);
/* By id, FACT_NONE when there is none. */
enum fact_kind fact_of_id(struct sv id);

/* 村 with 村, 组 with 组: each kind that a rule names is a group of its own. */
enum rule_peer { PEER_VILLAGE, PEER_GROUP, PEER_TEAM, PEER_TOWNSHIP, PEER_DEPARTMENT, PEER_COUNTY, PEER_COUNT_ };
enum rule_cadence { CADENCE_MONTH, CADENCE_QUARTER, CADENCE_YEAR, CADENCE_HALF };
enum rule_audience { AUDIENCE_UNIT, AUDIENCE_LEADERS, AUDIENCE_UNITS, AUDIENCE_PUBLIC };
enum rule_show { SHOW_RANK, SHOW_BAND, SHOW_NONE };
enum rule_window { WINDOW_PERIOD, WINDOW_QUARTER, WINDOW_YEAR };
enum rule_line_kind { LINE_EACH, LINE_VALUE, LINE_RATE };
enum rule_empty { EMPTY_UNRANKED, EMPTY_FULL, EMPTY_ZERO }; /* a rate without cases */
enum rule_places { PLACES_COMPETITION, PLACES_DENSE, PLACES_UNORDERED };
enum rule_ties { TIES_ALL, TIES_CUT };
enum rule_level { LEVEL_COUNTY, LEVEL_CITY, LEVEL_PROVINCE, LEVEL_STATE };
enum rule_effect { EFFECT_NOT_RED, EFFECT_BLACK, EFFECT_DOWN, EFFECT_OUT };
/* Where a rule rounds; the last three are of grammar 2. */
enum rule_stage { ROUND_ENTRY, ROUND_ITEM, ROUND_TOTAL, ROUND_GROUP, ROUND_CLASS, ROUND_PART, ROUND_COUNT_ };
enum rule_measure_kind {
	MEASURE_NONE,
	MEASURE_COMPLETION, /* 完成: actual against target */
	MEASURE_BEST,	    /* 比最好 */
	MEASURE_EFFICACY,   /* 功效系数 */
	MEASURE_BANDS,	    /* 按档 */
	MEASURE_MARKS,	    /* 评分: the mean of the judges' marks */
	MEASURE_GRADES,	    /* 等次票 */
	MEASURE_RANKS,	    /* 名次票: points less for each place */
	MEASURE_DECAY,	    /* 名次递减: per cent less for each place */
	MEASURE_DIRECT,	    /* 直接得分 */
	MEASURE_COUNT_
};
enum rule_judges { JUDGES_RAW, JUDGES_STANDARD, JUDGES_RANK };
enum rule_absent { ABSENT_UNRANKED, ABSENT_SPREAD, ABSENT_FULL, ABSENT_ZERO };
enum rule_periods { PERIODS_ONE, PERIODS_MEAN, PERIODS_SUM, PERIODS_LAST, PERIODS_WEIGHTED };
enum rule_quota { QUOTA_DOWN, QUOTA_HALF, QUOTA_UP };
enum rule_tied { TIED_PLAIN, TIED_SAID, TIED_TIERS };
enum rule_apart { APART_REFUSE, APART_ADVISE };
enum rule_tie_kind { TIE_CLASS, TIE_ITEM, TIE_PART, TIE_FEWER, TIE_MORE };

/* Where something stands in the text: line and column count characters from 1. */
struct rule_at {
	int line, col;
};

struct rule_line {
	enum rule_line_kind kind;
	enum fact_kind fact; /* of a rate: what counts as good */
	struct dec points;   /* signed; of a value: its largest; of a rate: the points for 100 % */
	int double_from;     /* 0: never; else doubled at, or from, this many */
	bool double_all;     /* N次以上加倍: all of them; else 自第N次起加倍 */
	bool has_cap;
	struct dec cap; /* ≥ 0, for either sign */
	enum rule_window window;
	enum fact_kind base[RULE_RATE_MAX];
	int n_base;
	enum rule_empty empty;
	int valid;   /* 有效N期: counts in so many periods, its own first; 0 or 1: in its own alone */
	bool carry;  /* 结转: counts in every period until the year ends */
	bool halved; /* 逐期减半 */
	struct rule_at at;
};

/* 领导60%, 好100 */
struct rule_share {
	struct sv name;
	struct dec value;
};

struct rule_band {
	struct dec from, points;
};

/* What an item reads from the inputs of the period (rule_input.h). */
struct rule_measure {
	enum rule_measure_kind kind;
	struct dec points; /* for a full result; of marks: the largest mark */
	bool lower;	   /* the smaller the better */
	/* completion; percents */
	struct dec cap, extra, extra_max; /* extra: points for each whole percent beyond 100 */
	bool schedule;			  /* against what the calendar asks for by now */
	/* efficacy; the floor in percent */
	struct dec floor, low, high;
	bool fixed; /* low and high are given; else those of the group */
	/* bands, from high to low; of a share of ballots (in percent) when `grades` names some, else of the value */
	struct sv grades[RULE_SHARES_MAX], poor[RULE_SHARES_MAX];
	int n_grades, n_poor;
	struct rule_band bands[RULE_BANDS_MAX];
	int n_bands;
	struct dec rest, poor_from, poor_points;
	int poor_part; /* 3: from one third, 2: from one half; else from poor_from percent */
	/* ballots */
	int drop_high, drop_low, min_n;
	bool has_scaled;
	struct dec scaled;			   /* 折合 */
	struct rule_share values[RULE_SHARES_MAX]; /* of grades */
	int n_values;
	struct dec step; /* off for each place: points, or percent */
	struct rule_at at;
};

struct rule_limits {
	bool has_max, has_min, has_plus, has_minus;
	struct dec max, min;	/* 最高; 最低 (扣完为止 is 0) */
	struct dec plus, minus; /* 加分封顶, 扣分封顶 in one period, both ≥ 0 */
};

struct rule_item {
	struct sv name, basis, office, note;
	struct sv *topics; /* only matters of these topics; none: of any */
	size_t n_topics;
	struct rule_line *lines;
	size_t n_lines;
	struct rule_measure *measure; /* instead of lines; NULL: it has lines */
	struct rule_share groups[RULE_SHARES_MAX]; /* 票组, weights in percent */
	int n_groups;
	bool groups_spread; /* a group without votes: 缺组重分; else the item has no score */
	enum rule_judges judges;
	enum rule_absent absent;
	struct sv data, data_owner, data_source;
	struct rule_at at;
};

struct rule_class {
	struct sv name, basis, note;
	struct dec base;
	struct rule_limits limits;
	bool has_weight, has_bonus_share, has_bonus_if;
	struct dec weight;	/* percent */
	struct dec bonus_share; /* 加分面: at most so many percent of the units */
	struct dec bonus_if;	/* 加分条件: more than so many percent of the units lost points */
	bool alone_doubled;	/* debits count twice for a unit that has no other class */
	struct rule_item *items;
	size_t n_items;
	struct rule_at at;
};

struct rule_veto {
	struct sv name, basis;
	enum rule_level level; /* of the document: county or higher (ux.md R8) */
	struct day until;
	enum rule_effect effect;
	struct rule_at at;
};

struct rule_cut {
	bool by_count, by_score; /* neither: there is no such list */
	int count;
	struct dec share; /* by_count with a count of 0: percent of those ranked */
	struct dec score; /* red: at least; black: below */
};

/* 部分: what one source gives to the whole. */
struct rule_part {
	struct sv name, source; /* source empty: the classes of this rule */
	enum rule_periods how;
	struct dec periods[RULE_PERIODS_MAX]; /* weights in percent */
	int n_periods;
	struct dec weight;
	bool spread; /* a missing period: 缺期重分; else the unit is not ranked */
	struct rule_at at;
};

/* 等次: 优秀 前30% 且90分以上; `top` counts from the first place. */
struct rule_grade {
	struct sv name;
	bool has_top, has_least; /* neither: all the others */
	struct dec top, least;
};

struct rule_tie {
	enum rule_tie_kind kind;
	struct sv name;
	enum fact_kind fact;
};

struct rule {
	int grammar, version;
	struct sv name, basis, note;
	struct day from;
	bool peers[PEER_COUNT_];
	enum rule_cadence cadence;
	enum rule_audience audience;
	enum rule_show show;
	int circulars;		   /* rankings allowed in a year (ux.md R7) */
	struct sv circulars_basis; /* document that allows this cadence, SV_NONE if none */
	struct dec assist;	   /* percent of the points that an assisting unit takes */
	bool by_ratio;		   /* 按比例: each unit takes the share that its fact names */
	struct rule_class *classes;
	size_t n_classes;
	struct rule_limits limits;
	int places[ROUND_COUNT_];
	enum rule_places ranking;
	enum rule_ties ties;
	struct rule_cut red, black;
	int movers; /* 进步榜: places gained; 0 is none */
	struct rule_veto *vetoes;
	size_t n_vetoes;
	struct rule_part *parts; /* 组成 */
	size_t n_parts;
	enum rule_quota quota;
	struct rule_grade grades[RULE_SHARES_MAX];
	int n_grades;
	struct rule_share staff[RULE_SHARES_MAX], staff_plus[RULE_SHARES_MAX]; /* 评优名额, percent; name empty: the rest */
	int n_staff, n_staff_plus;
	struct dec staff_max; /* percent; 0: none */
	int stars;	      /* so many less the place; 0: none */
	struct sv streak[RULE_STREAK_MAX];
	int n_streak;
	struct rule_tie tie[RULE_TIES_MAX];
	int n_tie;
	bool draw;		   /* still equal: a public draw; else they share */
	struct dec green, yellow; /* 亮灯: so many points behind the first; both 0: none */
	struct dec level;	  /* 名次区间, percent; 0: none */
	bool level_votes;	  /* 含投票: from votes that name nobody too, not from judges' marks alone */
	enum rule_tied tied;	  /* 分不出先后: what is said of those whom the marks do not part */
	enum rule_apart apart;	  /* 评委不连通: jurors who share no unit make no board, or it is only said */
	int voters;		  /* 不公布：少于N人; 0: RULE_VOTERS */
	struct rule_at cadence_at, total_at, black_at, parts_at, tie_at, grades_at, peers_at, round_at, level_at;
};

/* Exact 128-bit steps between a rule's numbers and one rounding. */
__extension__ typedef __int128 rule_wide;
/* n ÷ d millionths, rounded once to `places`, half away from zero; false when it does not fit or d is zero. */
bool rule_settle(rule_wide n, rule_wide d, int places, struct dec *ret);

/* The basis document that covers an item or, with NULL, a class or the whole. */
struct sv rule_basis(const struct rule *r, const struct rule_class *c, const struct rule_item *i);
/* Finds by name; NULL when there is none. */
const struct rule_class *rule_class_of(const struct rule *r, struct sv name);
const struct rule_item *rule_item_of(const struct rule_class *c, struct sv name);
/* The measured item of that name, or whose data are called so; NULL when there is none. */
const struct rule_item *rule_measured(const struct rule *r, struct sv name);
/* The most that an item's measure gives, extras apart; 0 without one. */
struct dec rule_item_full(const struct rule_item *i);
/* Voters, judges or respondents below whose number the rule keeps shares and means back. */
int rule_voters(const struct rule *r);
/* Votes feed it: of judges, by grade, by place. */
bool rule_item_votes(const struct rule_item *i);
/* The first item of judges' marks, or of other votes; NULL when there is none. */
const struct rule_item *rule_votes_item(const struct rule *r, bool marks);
/* The line that listens to this kind, rates included; NULL when none does. */
const struct rule_line *rule_line_of(const struct rule_item *i, enum fact_kind kind);
/* SM3 of the canonical Chinese text. */
struct digest rule_digest(struct arena *a, const struct rule *r);
/* Rankings a year that the cadence makes. */
int rule_times(enum rule_cadence cadence);
/* First day of the calendar month, quarter or year that holds `d`; `d` within 1900–9999. */
struct day rule_window_start(enum rule_window w, enum rule_cadence cadence, struct day d);
bool rule_day_ok(struct day d);
/* a × b ÷ c rounded once to `places`; false when it does not fit or c is zero. */
bool rule_muldiv(struct dec a, struct dec b, struct dec c, int places, struct dec *ret);
/* "+1", "-0.5", "0". */
struct sv rule_signed(struct arena *a, struct dec d);

#endif
