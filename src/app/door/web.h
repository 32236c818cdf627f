#ifndef APP_DOOR_WEB_H
#define APP_DOOR_WEB_H
/* Inside the folder: what the web door keeps. */
#include "app/door/door.h"
#include "http/guard.h"
#include "http/limit.h"

#include <pthread.h>

enum { READERS = 32 };

struct web {
	struct web_options o;
	struct arena a;                    /* lives as long as the web */
	struct instance instance;
	struct db *memory;                 /* volatile.db: sessions, set-up links */
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
/* A link by which the post sets its own password, once, within a day. */
NODISCARD enum rc setup_new(struct web *w, struct ctx *cx, int64_t post, struct sv *ret_token);
NODISCARD enum rc setup_find(struct web *w, struct ctx *cx, struct sv token, int64_t *ret_post);
/* Uses it up: of several that come at once only one succeeds. */
NODISCARD enum rc setup_take(struct web *w, struct ctx *cx, struct sv token);
/* The length and the like, before anything is used up. */
NODISCARD enum rc password_fits(struct ctx *cx, struct sv password);

/* Password (and TOTP where the post has one) against the secret store; the same cost and answer for a login
 * that does not exist. */
NODISCARD enum rc sign_in_check(struct web *w, struct ctx *cx, struct db *db, struct sv login, struct sv password, struct sv code,
				int64_t *ret_post);
NODISCARD enum rc set_password(struct web *w, struct ctx *cx, int64_t post, struct sv password, struct sv totp_secret);
bool totp_check(struct sv base32_secret, struct sv code, int64_t now_ms);

http_handler page_sign_in, do_sign_in, do_sign_out, do_prefs, page_setup, do_setup, page_act, do_act, page_view, page_asset, page_health, page_demo, do_demo;
http_handler api_act, api_view, api_events, api_openapi, api_session;

#endif
