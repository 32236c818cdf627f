#ifndef APP_PERSON_H
#define APP_PERSON_H
/* People 人员: posts 职务 with their holders from–to, what each post may do and where, and who signs in as it.
 * Everything that is done is done by a post; the record stays with the unit when the holder changes. */
#include "app/unit/unit.h"
#include "store/act.h"

extern const struct noun person_noun;

#define PERSON_ROLES "clerk|office_head|leader|unit_head|liaison|verifier|sysadmin|secadmin|auditadmin"

struct post {
	int64_t id, unit;
	struct sv title, holder;      /* holder may be empty: the post alone is enough */
	struct sv login;              /* SV_NONE where nobody signs in */
	struct sv phone;              /* reference into the secret store, SV_NONE for none */
	struct sv password;           /* commitment of its credential, SV_NONE before the first */
	bool disabled;
};

NODISCARD enum rc post_get(struct ctx *cx, struct db *db, int64_t id, struct post *ret);         /* RC_NOT_FOUND */
NODISCARD enum rc post_by_login(struct ctx *cx, struct db *db, struct sv login, struct post *ret);
/* Row of the journal by which its present holder holds it; 0 for none. */
NODISCARD enum rc post_held_since(struct ctx *cx, struct db *db, int64_t id, int64_t *ret_seq);
struct holding {
	struct sv holder;             /* empty: nobody was named */
	int64_t since;                /* instant */
};
/* Who held it, the latest first. */
NODISCARD enum rc post_holders(struct ctx *cx, struct db *db, int64_t id, struct holding **ret, size_t *ret_n);
/* "区督查考核办 科员" as a person reads it; "系统" / "system" for 0. */
NODISCARD enum rc post_label(struct ctx *cx, struct db *db, int64_t id, struct sv *ret);
/* ---- who is one person ------------------------------------------------------------------------------------
 * Where "another person" is asked for, two posts are one person when they have or had the same holder: the same name,
 * however it is spaced, or the same mobile phone.  A post with neither is a person of its own.  The number is decided when the post is
 * made or handed over; an act that somebody else must follow keeps it in its facts, so that no later hand-over changes
 * what was signed by whom. */
struct signer_mark {
	int64_t post, person;         /* post 0: nobody, or the system; person 0: an act of before this was kept */
	int64_t seq;                  /* the act; 0 where only today's holder of the other post matters */
};
/* Who holds that post now; 0 for the system. */
NODISCARD enum rc person_now(struct ctx *cx, struct db *db, int64_t post, int64_t *ret);
/* Paths of the units in which who holds that post now holds a post, that one's own among them; at most PERSON_PLACES. */
enum { PERSON_PLACES = 20 };
NODISCARD enum rc person_places(struct ctx *cx, struct db *db, int64_t post, struct sv **ret, size_t *ret_n);
/* Was it `me`: by this post, or by a person who held this post at that act or later?  (Whoever hands a post over on paper
 * stays the one who held it.) */
NODISCARD enum rc person_was(struct ctx *cx, struct db *db, const struct signer_mark *mark, int64_t me, bool *ret);
/* For act_def.lift: version 1 did not say "person". */
enum rc person_lift(struct ctx *cx, int version, struct js *facts);

/* Posts of a unit in the order they were made: for chase lists and link makers. */
NODISCARD enum rc posts_of_unit(struct ctx *cx, struct db *db, int64_t unit, struct post **ret, size_t *ret_n);

struct grant {
	unsigned role;
	int64_t unit;
	struct sv path;               /* of the unit, today */
};
NODISCARD enum rc post_grants(struct ctx *cx, struct db *db, int64_t post, struct grant **ret, size_t *ret_n);

/* The corridor's question (may_fn). */
enum rc person_may(struct ctx *cx, struct db *db, const struct act_in *in, const struct target *t);
/* What this actor may see of a view: RC_DENIED when none of its roles may ask. */
NODISCARD enum rc person_scope(struct ctx *cx, struct db *db, const struct actor *actor, const struct view_def *v,
			       struct scope *ret);
/* Holds the actor one of `roles` over `unit`?  For pages that offer only what is allowed. */
NODISCARD enum rc person_holds(struct ctx *cx, struct db *db, int64_t post, unsigned roles, int64_t unit, bool *ret);

/* Is the post an audit administrator, for whatever part of the tree? */
NODISCARD enum rc person_audits(struct ctx *cx, struct db *db, int64_t post, bool *ret);

/* What a signed link allows, told by the noun `link`: registered once by main, so that rights need not
 * know links.  RC_DENIED when the link is not for this subject, revoked or past its day. */
typedef enum rc link_may_fn(struct ctx *cx, struct db *db, const struct act_in *in);
void person_use_links(link_may_fn *fn);

#endif
