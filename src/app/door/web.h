#ifndef APP_DOOR_WEB_H
#define APP_DOOR_WEB_H
/* Inside the folder: what the web door keeps. */
#include "app/door/door.h"
#include "app/door/totp.h"
#include "http/guard.h"
#include "http/limit.h"

#include <pthread.h>

enum { READERS = 32, OFFERS = 64 };

/* A secret of one-time codes that is shown and not yet confirmed.  It lies in memory only. */
struct offer {
	struct digest session;
	int64_t no, until;                 /* the how manieth; 0: an empty slot */
	char secret[TOTP_SECRET_LEN];
};

struct web {
	struct web_options o;
	struct arena a;                    /* lives as long as the web */
	struct instance instance;
	struct db *memory;                 /* volatile.db: sessions, set-up links, used codes */
	struct offer offer[OFFERS];
	int64_t offers;                    /* made so far */
	pthread_mutex_t memory_lock, password_lock;
	struct db *reader[READERS];        /* spare connections */
	size_t n_readers;
	pthread_mutex_t reader_lock;
	struct limit *tries;               /* failed sign-ins by account and address */
};

int64_t machine_ms(void);                  /* sessions and links live on the machine's clock */
struct digest token_digest(struct sv token);
struct sv token_new(struct arena *a);      /* 128 random bits */

NODISCARD enum rc session_find(struct web *w, struct ctx *cx, struct sv token, struct session *ret, enum lang *ret_lang);
NODISCARD enum rc session_prefer(struct web *w, struct ctx *cx, struct sv token, bool large, enum lang lang);
void session_end(struct web *w, struct ctx *cx, struct sv token);
void session_end_post(struct web *w, struct ctx *cx, int64_t post);
NODISCARD enum rc setup_find(struct web *w, struct ctx *cx, struct sv token, int64_t *ret_post, int64_t *ret_cause);
/* Uses it up: of several that come at once only one succeeds. */
NODISCARD enum rc setup_take(struct web *w, struct ctx *cx, struct sv token);
/* Opened with the password of that stamp (its commitment), and ended with it. */
NODISCARD enum rc session_open(struct web *w, struct ctx *cx, int64_t post, struct sv stamp, struct session *ret);

/* Each code counts once: false in `ret_new` when this step or a later one was taken before. */
NODISCARD enum rc totp_use(struct web *w, struct ctx *cx, int64_t post, int64_t step, bool *ret_new);
/* The first code of a new secret; what was taken of an older one does not matter. */
NODISCARD enum rc totp_begin(struct web *w, struct ctx *cx, int64_t post, int64_t step);
/* The secret that this session is being shown, for ten minutes. */
void offer_make(struct web *w, struct ctx *cx, struct sv token);
struct sv offer_find(struct web *w, struct ctx *cx, struct sv token);   /* SV_NONE */
void offer_drop(struct web *w, struct sv token);

/* The length and the like, before anything is used up. */
NODISCARD enum rc password_fits(struct ctx *cx, struct sv login, struct sv password);
/* Changes a password, its one-time codes, or both: what stays is read under the same lock, so that two changes
 * at once cannot undo each other. */
struct renewal {
	struct sv stamp;                   /* of the session that asks; SV_NONE: a reset, whatever it was before */
	struct sv password;                /* SV_NONE: stays */
	enum { CODES_STAY, CODES_END, CODES_BEGIN } codes;
	struct sv secret;                  /* of CODES_BEGIN */
	int64_t cause;                     /* row of the act that made the set-up link, 0 for none */
};
NODISCARD enum rc credential_renew(struct web *w, struct ctx *cx, int64_t post, const struct renewal *r, struct sv *ret_stamp);

/* Password (and TOTP where the post has one) against the secret store; the same cost and answer for a login
 * that does not exist. */
NODISCARD enum rc sign_in_check(struct web *w, struct ctx *cx, struct db *db, struct sv login, struct sv password, struct sv code,
				int64_t *ret_post);
/* One-time codes go on when `totp_ref` is theirs, and end with SV_NONE. */
NODISCARD enum rc set_password(struct web *w, struct ctx *cx, int64_t post, struct sv password, struct sv totp_ref);
/* The whole of it: the limit of wrong tries, the check, the session. */
NODISCARD enum rc sign_in(struct visit *v, struct sv login, struct sv password, struct sv code, struct session *ret);

http_handler page_totp, do_totp_new, do_totp_confirm, do_totp_remove;
http_handler page_sign_in, do_sign_in, do_sign_out, do_prefs, page_setup, do_setup, page_act, do_act, page_view, page_asset, page_health, page_demo, do_demo;
/* One view with the filters of the query, in the visitor's scope. */
NODISCARD enum rc visit_view(struct visit *v, const struct view_def *def, const struct noun *noun, struct js *rows, struct sv *after);
http_handler api_act, api_view, api_events, api_openapi, api_session;

/* A connection on loan, and on it the one moment that everything is read of; until visit_close. */
NODISCARD enum rc visit_reader(struct visit *v);

#endif
