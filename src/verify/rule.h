#ifndef VERIFY_RULE_H
#define VERIFY_RULE_H
/* The canonical Chinese text of a rule, read a second time from the manual (docs/rules/README.md).  Only the one canonical
 * spelling is known here: its digest has been compared already, and what is spelt otherwise was never approved. */
#include "verify/measured.h"

#include "base/when.h"

enum { VF_GRAMMAR = 2, VF_KINDS = 18, VF_VETO = 16, VF_RATE_MAX = 4, VF_PERIODS_MAX = 12, VF_NONE = -1 };

/* What may feed a score, in the order of the engine's own numbers, which stand in the digest of what was read. */
struct vf_fact {
	const char *id, *zh;
	bool by_hand;        /* judged by a person: a second one confirms it */
};
extern const struct vf_fact vf_facts[VF_KINDS];
int vf_fact_of(struct sv id);      /* VF_NONE when there is none */

enum vf_kind { VF_EACH, VF_VALUE, VF_RATE };
enum vf_window { VF_PERIOD, VF_QUARTER, VF_YEAR };
enum vf_empty { VF_UNRANKED, VF_FULL, VF_ZERO };

struct vf_clause {
	struct sv text;              /* as written behind 计分： or 比率： */
	enum vf_kind kind;
	int fact;                    /* what it counts; of a rate what is good */
	int base[VF_RATE_MAX], n_base;
	vf_num points;               /* signed; of a mark the largest; of a rate those of 100 % */
	int doubled;                 /* from this many on; 0 never */
	bool doubled_all;
	bool has_cap;
	vf_num cap;
	enum vf_window window;
	enum vf_empty empty;
	int valid;                   /* 有效N期, its own among them; 1 where nothing is said */
	bool carry, halved;          /* 结转, 逐期减半 */
};

struct vf_item {
	struct sv name, data;        /* inputs call it by either */
	struct vf_clause *clause;
	size_t n;
	struct vf_measure measure;   /* instead of clauses */
	struct vf_share *group;      /* 票组, in percent */
	size_t n_group;
	bool groups_spread;
	enum vf_judges judges;
	enum vf_absent absent;
};

struct vf_limits {
	bool has_max, has_min, has_plus, has_minus;
	vf_num max, min, plus, minus;
};

struct vf_class {
	struct sv name;
	vf_num base;
	struct vf_limits limits;
	struct vf_item *item;
	size_t n;
	bool has_weight, has_bonus_share, has_bonus_if, alone_doubled;
	vf_num weight, bonus_share, bonus_if; /* percents */
};

struct vf_cut {
	bool by_count, by_share, by_score;
	int64_t count;
	vf_num share, score;
};

enum vf_effect { VF_NOT_RED, VF_BLACK, VF_DOWN, VF_OUT };

struct vf_veto {
	struct sv name, basis;
	struct day until;
	enum vf_effect effect;
};

enum vf_periods { VF_ONE_PERIOD, VF_MEAN, VF_SUM, VF_LATEST, VF_WEIGHTED };

/* 部分 */
struct vf_portion {
	struct sv name, source;      /* source empty: the classes of this rule */
	enum vf_periods how;
	vf_num period[VF_PERIODS_MAX]; /* weights in percent */
	size_t n_period;
	vf_num weight;
	bool spread;
};

struct vf_grade {
	struct sv name;
	bool has_top, has_least;     /* neither: all the others */
	vf_num top, least;
};

enum vf_tie_kind { VF_TIE_CLASS, VF_TIE_ITEM, VF_TIE_PART, VF_TIE_FEWER, VF_TIE_MORE };

struct vf_tie {
	enum vf_tie_kind kind;
	size_t no;                   /* of the class or part */
	struct sv item;
	int fact;
};

enum { VF_AT_ENTRY, VF_AT_GROUP, VF_AT_ITEM, VF_AT_CLASS, VF_AT_PART, VF_AT_TOTAL, VF_STAGES };
enum vf_tied { VF_TIED_PLAIN, VF_TIED_SAID, VF_TIED_TIERS };
enum vf_quota { VF_QUOTA_DOWN, VF_QUOTA_HALF, VF_QUOTA_UP };
enum vf_places { VF_SHARED_SKIP, VF_SHARED_DENSE, VF_UNORDERED };

struct vf_rule {
	int64_t grammar, version;
	struct sv name;
	struct day from;
	bool kinds[6];               /* village, group, team, township, department, county */
	int months;                  /* of one period: 1, 3, 6, 12 */
	int audience, show;          /* widest allowed, most allowed: places in the words of board.publish */
	vf_num assist;               /* percent */
	bool by_ratio;               /* 按比例: each fact names its shares */
	struct vf_class *class;
	size_t n;
	struct vf_limits limits;
	int places[VF_STAGES];
	enum vf_places ranking;
	bool ties_cut;
	struct vf_cut red, black;
	int64_t movers;
	struct vf_veto *veto;
	size_t n_veto;
	struct vf_portion *portion;
	size_t n_portion;
	struct vf_grade *grade;
	size_t n_grade;
	struct vf_tie *tie;
	size_t n_tie;
	bool draw;
	enum vf_quota quota;
	int64_t stars;
	struct sv *step;             /* 连续末位 */
	size_t n_step;
	vf_num green, yellow;        /* both 0: no lights */
	struct vf_share *staff;      /* 评优名额, percent; name empty: the rest */
	size_t n_staff;
	vf_num staff_max;            /* percent; 0: none */
	vf_num level;                /* 名次区间, percent; 0: none */
	enum vf_tied tied;           /* 分不出先后 */
};

/* False with the number of the line that is not understood.  `rule->grammar` is set first, whatever follows. */
bool vf_rule_read(struct arena *a, struct sv text, struct vf_rule *rule, int *ret_line);

/* The clause of an item that hears a kind of fact; NULL when none does. */
const struct vf_clause *vf_clause_of(const struct vf_item *item, int fact);
/* First day of the window of so many months that holds `d`. */
struct day vf_window_of(int months, struct day d);

#endif
