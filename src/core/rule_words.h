#ifndef CORE_RULE_WORDS_H
#define CORE_RULE_WORDS_H
/* Every word of the rule language, in Chinese and English.  Parser and printer read the same tables. */
#include "core/rule_lex.h"

enum rule_key {
	KEY_RULE,
	KEY_NAME,
	KEY_VERSION,
	KEY_FROM,
	KEY_BASIS,
	KEY_NOTE,
	KEY_PEERS,
	KEY_CADENCE,
	KEY_AUDIENCE,
	KEY_SHOW,
	KEY_CIRCULARS,
	KEY_CIRCULARS_BASIS,
	KEY_ASSIST,
	KEY_CLASS,
	KEY_BASE,
	KEY_MAX,
	KEY_MIN,
	KEY_PLUS,
	KEY_MINUS,
	KEY_ITEM,
	KEY_OFFICE,
	KEY_TOPICS,
	KEY_POINTS,
	KEY_RATE,
	KEY_TOTAL,
	KEY_ROUND,
	KEY_RANKING,
	KEY_TIES,
	KEY_RED,
	KEY_BLACK,
	KEY_MOVERS,
	KEY_VETO,
	/* grammar 2 */
	KEY_WEIGHT,
	KEY_BONUS_SHARE,
	KEY_BONUS_IF,
	KEY_ALONE,
	KEY_COMPLETION,
	KEY_BEST,
	KEY_EFFICACY,
	KEY_BANDS,
	KEY_MARKS,
	KEY_BALLOT,
	KEY_RANKS,
	KEY_DECAY,
	KEY_DIRECT,
	KEY_GROUPS,
	KEY_JUDGES,
	KEY_ABSENT,
	KEY_DATA,
	KEY_PARTS,
	KEY_PART,
	KEY_GRADES,
	KEY_QUOTA,
	KEY_STAFF,
	KEY_STARS,
	KEY_STREAK,
	KEY_TIEBREAK,
	KEY_LIGHTS,
	KEY_LEVEL,
	KEY_TIED,
	KEY_APART,
	KEY_VOTERS,
	KEY_COUNT_ /* at most 64: the parser keeps them in one word */
};

struct rule_phrase {
	const char *zh, *en,
		*also; /* canonical Chinese, canonical English, further spellings parted by '|' */
};

/* Where a statement may stand. */
enum { IN_HEAD = 1, IN_CLASS = 2, IN_ITEM = 4, IN_TOTAL = 8, IN_PARTS = 16 };

struct rule_keyword {
	struct rule_phrase word;
	unsigned where, many; /* blocks it may stand in; blocks where it may stand more than once */
	const char *example;  /* what to write */
	int since;	      /* grammar that brought it; 0: the first */
};

extern const struct rule_keyword rule_keywords[KEY_COUNT_];
extern const struct rule_phrase rule_peer_words[], rule_cadence_words[], rule_audience_words[],
	rule_show_words[], rule_window_words[], rule_empty_words[], rule_places_words[], rule_ties_words[],
	rule_level_words[], rule_effect_words[], rule_stage_words[], rule_judges_words[], rule_absent_words[],
	rule_periods_words[], rule_quota_words[], rule_tied_words[], rule_apart_words[];
/* The word of a measure's keyword. */
enum rule_key rule_measure_key(enum rule_measure_kind kind);

/* Index of the phrase that stands at the cursor (the longest one), or -1. */
int rule_phrase_eat(const struct rule_phrase *p, struct rule_cur *c);
/* "甲、乙、丙" of a table, for messages. */
struct sv rule_phrase_list(struct arena *a, const struct rule_phrase *p);
enum rule_key rule_key_of(struct sv word); /* KEY_COUNT_ if none */
/* The fact at the cursor (the longest name), FACT_NONE if none. */
enum fact_kind rule_fact_eat(struct rule_cur *c);
const char *rule_say(const struct rule_phrase *p, enum lang lang);
const char *rule_say_fact(enum fact_kind kind, enum lang lang);

/* A source that the law forbids, and why: a message id; NULL when `text` names none. */
const char *rule_forbidden(struct sv text);

#endif
